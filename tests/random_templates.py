"""Random templates, and what they must come to: a second opinion on the grammar.

A template is drawn as a small tree. The tree is written into an Office file by its tags, and worked
out here by plain recursion, which shares nothing with the engine: what a loop repeats and what is
left of a false condition is taken from chapter 1 of docs/templates.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

_LEAF = {"name": "text", "size": "number", "on": "flag"}
TREE: dict[str, Any] = {
    "title": "text",
    "yes": "flag",
    "no": "flag",
    "groups": [{**_LEAF, "items": [{**_LEAF, "leaves": [_LEAF]}]}],
    "people": [_LEAF],
    "nobody": [_LEAF],
}
LISTS = {"": ("groups", "people", "nobody"), "groups": ("items",), "items": ("leaves",)}
NAMES = ("R&D <x>", "Ünal", "{{ title }}", "=1+1", "a 'b' \"c\"", "{% endfor %}", "Zoë 🎉", "plain")

Values = Mapping[str, Any]


def values(dice: Random) -> dict[str, Any]:
    """Data for :data:`TREE`; some lists are empty."""

    def leaf() -> dict[str, Any]:
        return {
            "name": dice.choice(NAMES),
            "size": Decimal(dice.randint(0, 99)),
            "on": dice.random() < 0.6,
        }

    def item() -> dict[str, Any]:
        return {**leaf(), "leaves": [leaf() for _ in range(dice.choice((0, 1, 3)))]}

    groups = [
        {**leaf(), "items": [item() for _ in range(dice.choice((0, 1, 2, 3)))]}
        for _ in range(dice.choice((0, 1, 2, 3)))
    ]
    people = [leaf() for _ in range(dice.choice((0, 1, 4)))]
    title = dice.choice(NAMES)
    return {
        "title": title,
        "yes": True,
        "no": False,
        "groups": groups,
        "people": people,
        "nobody": [],
    }


@dataclass(frozen=True)
class Scope:
    """The loop variables that are known where a piece of a template stands: (name, its list)."""

    loops: tuple[tuple[str, str], ...] = ()

    def opened(self, dice: Random) -> tuple[str, str, str, Scope]:
        """A loop to open here: variable, the list as typed, its name, the scope inside."""
        choices = [("", name) for name in LISTS[""]]
        choices += [(var, inner) for var, held in self.loops for inner in LISTS.get(held, ())]
        owner, name = dice.choice(choices)
        var = "abcdefgh"[len(self.loops)]
        typed = f"{owner}.{name}" if owner else name
        return var, typed, name, Scope((*self.loops, (var, name)))

    def text(self, dice: Random) -> tuple[str, Callable[[Values], str]]:
        """A value to print: as typed, and how to work it out."""
        if not self.loops or dice.random() < 0.2:
            return "{{ title }}", lambda env: str(env["title"])
        var = dice.choice(self.loops)[0]
        return dice.choice(
            [
                (f"{{{{ {var}.name }}}}", lambda env: str(env[var]["name"])),
                (f"{{{{{var}.name|upper}}}}", lambda env: str(env[var]["name"]).upper()),
                (f"{{{{ {var}.size }}}}", lambda env: str(env[var]["size"])),
                (f"{{{{ {var}.size + 1 }}}}", lambda env: str(env[var]["size"] + 1)),
            ]
        )

    def condition(self, dice: Random) -> tuple[str, Callable[[Values], bool]]:
        choices: list[tuple[str, Callable[[Values], bool]]] = [
            ("yes", lambda env: True),
            ("no", lambda env: False),
            ("groups", lambda env: bool(env["groups"])),
            ("people | length > 1", lambda env: len(env["people"]) > 1),
        ]
        if self.loops:
            var = dice.choice(self.loops)[0]
            choices = [
                (f"{var}.on", lambda env: bool(env[var]["on"])),
                (f"not {var}.on", lambda env: not env[var]["on"]),
                (f"{var}.size < 50", lambda env: bool(env[var]["size"] < 50)),
                (f"{var}.on and 1 < 2", lambda env: bool(env[var]["on"])),
            ]
        return dice.choice(choices)


Evaluate = Callable[[Values], str]


@dataclass(frozen=True)
class Text:
    """A stretch of text with its tags; ``bare``: nothing of it is left where all is false."""

    typed: str
    value: Evaluate
    bare: bool = False


@dataclass(frozen=True)
class Line:
    """One unit: a paragraph (one text) or a row (a text for each cell)."""

    cells: tuple[Text, ...]

    def written(self) -> list[list[str]]:
        return [[cell.typed for cell in self.cells]]

    def worked(self, env: Values) -> Iterator[list[str]]:
        yield [cell.value(env) for cell in self.cells]


@dataclass(frozen=True)
class Block:
    """A loop or a condition over units. ``tags``: in units of their own, else in the outer ones."""

    opener: str
    closer: str
    body: tuple[Line | Block, ...]
    otherwise: tuple[Line | Block, ...]
    runs: Callable[[Values], list[Values]]
    own_units: bool = True
    width: int = 1

    def written(self) -> list[list[str]]:
        inner = [line for unit in self.body for line in unit.written()]
        if not self.own_units:
            inner[0] = [self.opener + inner[0][0], *inner[0][1:]]
            inner[-1] = [*inner[-1][:-1], inner[-1][-1] + self.closer]
            return inner
        other = [line for unit in self.otherwise for line in unit.written()]
        middle = [self._tag("{% else %}"), *other] if other else []
        return [self._tag(self.opener), *inner, *middle, self._tag(self.closer)]

    def _tag(self, tag: str) -> list[str]:
        return [tag, *[""] * (self.width - 1)]

    def worked(self, env: Values) -> Iterator[list[str]]:
        runs = self.runs(env)
        for run in runs:
            for unit in self.body:
                yield from unit.worked(run)
        if not runs:
            for unit in self.otherwise:
                yield from unit.worked(env)


@dataclass
class Draw:
    """Draws templates of ``width`` cells a line from ``dice``."""

    dice: Random
    width: int = 1
    word: str = ""  # in front of each block's statement: "slide "

    def units(self, scope: Scope, depth: int, most: int = 4) -> tuple[Line | Block, ...]:
        count = self.dice.randint(1, most)
        return tuple(self._unit(scope, depth) for _ in range(count))

    def _unit(self, scope: Scope, depth: int) -> Line | Block:
        if depth == 0 or self.dice.random() < 0.5:
            return self.line(scope)
        if self.dice.random() < 0.65:
            return self._loop(scope, depth)
        return self._condition(scope, depth)

    def line(self, scope: Scope) -> Line:
        return Line(tuple(self.text(scope, 2) for _ in range(self.width)))

    def _loop(self, scope: Scope, depth: int) -> Block:
        var, typed, _, inside = scope.opened(self.dice)
        test, holds = ("", lambda env: True)
        if self.dice.random() < 0.3:
            test, holds = inside.condition(self.dice)
            test = f" if {test}"

        def runs(env: Values) -> list[Values]:
            items = _look(env, typed)
            return [run for item in items if holds(run := {**env, var: item})]

        body, otherwise = self._bodies(scope, inside, depth)
        own = bool(otherwise) or self._must_own(body)
        opener = f"{{% {self.word}for {var} in {typed}{test} %}}"
        return Block(opener, "{% endfor %}", body, otherwise, runs, own, self.width)

    def _condition(self, scope: Scope, depth: int) -> Block:
        test, holds = scope.condition(self.dice)
        body, otherwise = self._bodies(scope, scope, depth)
        own = bool(otherwise) or self._must_own(body)

        def runs(env: Values) -> list[Values]:
            return [env] if holds(env) else []

        opener = f"{{% {self.word}if {test} %}}"
        return Block(opener, "{% endif %}", body, otherwise, runs, own, self.width)

    def _bodies(
        self, outside: Scope, inside: Scope, depth: int
    ) -> tuple[tuple[Line | Block, ...], tuple[Line | Block, ...]]:
        body = self.units(inside, depth - 1, 3)
        otherwise = self.units(outside, depth - 1, 2) if self.dice.random() < 0.25 else ()
        return body, otherwise

    def _must_own(self, body: tuple[Line | Block, ...]) -> bool:
        """Tags that share their outer units need two of them (or two cells of one), plain ones."""
        plain = isinstance(body[0], Line) and isinstance(body[-1], Line)
        return not plain or (len(body) == 1 and self.width == 1) or self.dice.random() < 0.5

    def text(self, scope: Scope, depth: int) -> Text:
        """Literal text and tags in any order; a bare one is a single condition or loop."""
        if depth and self.width == 1 and self.dice.random() < 0.15:
            only = self._inline(scope, depth)
            return Text(only.typed, only.value, bare=True)
        pieces = [Text("x", lambda env: "x")]
        pieces += [
            self._inline(scope, depth) if depth else self._printed(scope)
            for _ in range(self.dice.randint(0, 2))
        ]
        return _joined(pieces)

    def _printed(self, scope: Scope) -> Text:
        typed, value = scope.text(self.dice)
        return Text(typed, value)

    def _inline(self, scope: Scope, depth: int) -> Text:
        kind = self.dice.choice(("print", "if", "for"))
        if kind == "print":
            return _joined([self._printed(scope), Text(";", lambda env: ";")])
        if kind == "if":
            test, holds = scope.condition(self.dice)
            yes, no = self.text_in(scope, depth), self.text_in(scope, depth)
            typed = f"{{% if {test} %}}{yes.typed}{{% else %}}{no.typed}{{% endif %}}"
            if self.dice.random() < 0.6:
                typed, no = f"{{% if {test} %}}{yes.typed}{{% endif %}}", Text("", lambda env: "")
            return Text(typed, lambda env: (yes if holds(env) else no).value(env))
        var, listed, _, inside = scope.opened(self.dice)
        body = self.text_in(inside, depth)
        return Text(
            f"{{% for {var} in {listed} %}}{body.typed}{{% endfor %}}",
            lambda env: "".join(body.value({**env, var: item}) for item in _look(env, listed)),
        )

    def text_in(self, scope: Scope, depth: int) -> Text:
        pieces = [Text("y", lambda env: "y"), self._printed(scope)]
        if depth > 1 and self.dice.random() < 0.3:
            pieces.append(self._inline(scope, depth - 1))
        return _joined(pieces)


def _joined(pieces: list[Text]) -> Text:
    def value(env: Values) -> str:
        return "".join(piece.value(env) for piece in pieces)

    return Text("".join(piece.typed for piece in pieces), value)


def _look(env: Values, typed: str) -> list[Any]:
    owner, _, name = typed.rpartition(".")
    return list(env[owner][name] if owner else env[name])


def lines(units: tuple[Line | Block, ...]) -> list[list[str]]:
    """The template's lines, as they are typed."""
    return [line for unit in units for line in unit.written()]


def expected(units: tuple[Line | Block, ...], env: Values) -> list[list[str]]:
    """The document's lines. A paragraph of which nothing is left is none."""
    found = [line for unit in units for line in unit.worked(env)]
    return [line for line in found if len(line) > 1 or line[0]]
