"""Finding tags in text, and reading what one says.

Shapes of a tag: ``{{ expression }}``, ``{% statement %}``, ``{# comment #}``. Office programs type
curly quotes, long dashes and no-break spaces by themselves; inside a tag, but outside its string
literals, they are read as the plain characters the author meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from generator.engine.budget import MAX_DEPTH, MAX_TAG, MAX_TAGS
from generator.engine.environment import LANGUAGE

Kind = Literal["print", "statement", "comment"]

_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSERS: dict[str, tuple[str, Kind]] = {
    "{{": ("}}", "print"),
    "{%": ("%}", "statement"),
    "{#": ("#}", "comment"),
}
_DOUBLE = '"\u201c\u201d\u201e\u201f'
_SINGLE = "'\u2018\u2019\u201a\u201b"
_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u200b": None,
        "\ufeff": None,
        "\u00ad": None,
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2260": "!=",
        "\n": " ",
        "\t": " ",
        "\r": " ",
    }
)
WORDS = ("row", "column", "paragraph", "slide", "sheet", "shape")
OBJECTS = ("chart", "picture", "map", "matrix")
_NAMES = "for|if|elif|else|endfor|endif|continue|" + "|".join(OBJECTS)
_STATEMENT = re.compile(rf"^(?:({'|'.join(WORDS)})\s+)?({_NAMES})\b\s*(.*)$", re.DOTALL)
_CONTINUE = re.compile(r"^([1-9]\d{0,3})?\s*(?:\bmax\s+([1-9]\d{0,3}))?$")


class BadTag(Exception):
    """A tag that cannot be read; ``message`` follows the tag in the report."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag in a text: ``text[start:end]`` is ``raw``; ``body`` is its normalised inside."""

    start: int
    end: int
    raw: str
    kind: Kind
    body: str


@dataclass(frozen=True, slots=True)
class TagFault:
    start: int
    raw: str
    message: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What ``{% … %}`` says. ``word`` is the author's override, such as ``row``.

    ``expr`` is the condition, the list, or the object's value; ``target`` and ``test`` belong to
    ``for``; ``otherwise`` is the text an object tag gives for the case that there is no data.
    ``rows`` (a slide) and ``most`` (slides) belong to ``continue``.
    """

    name: str
    word: str | None = None
    expr: nodes.Expr | None = None
    target: str = ""
    test: nodes.Expr | None = None
    otherwise: str | None = None
    rows: int | None = None
    most: int | None = None


def find_tags(text: str) -> tuple[list[Tag], list[TagFault]]:
    """All tags of ``text`` in order, and the delimiters that have no partner."""
    if "{" not in text and "}" not in text:
        return [], []
    tags: list[Tag] = []
    faults: list[TagFault] = []
    position = 0
    while (mark := _MARK.search(text, position)) is not None:
        if len(tags) + len(faults) > MAX_TAGS:  # the file is refused for it: see Problems.mark
            break
        opener = mark.group()
        if opener not in _CLOSERS:
            if not _belongs_to_text(text, mark.start()):
                faults.append(TagFault(mark.start(), opener, "closes a tag that was not opened"))
            position = mark.end()
            continue
        closer, kind = _CLOSERS[opener]
        body, end = _read_inside(text, mark.end(), closer, kind)
        if end < 0:
            raw = text[mark.start() : mark.start() + 60]
            faults.append(TagFault(mark.start(), raw, f"is never closed: {closer} is missing"))
            position = mark.end()
            continue
        position = end
        if end - mark.start() > MAX_TAG:
            message = f"has {end - mark.start():,} characters; a tag may have {MAX_TAG:,}"
            faults.append(TagFault(mark.start(), f"{text[mark.start() :][:60]}…", message))
            continue
        tags.append(Tag(mark.start(), end, text[mark.start() : end], kind, body))
    return tags, faults


def _belongs_to_text(text: str, at: int) -> bool:
    """``50%}`` or ``#}`` alone is ordinary text; only ``}}`` and ``%}`` after a space are slips."""
    if text[at] == "#":
        return True
    return text[at] == "%" and (at == 0 or not text[at - 1].isspace())


def _read_inside(text: str, start: int, closer: str, kind: Kind) -> tuple[str, int]:
    if kind == "comment":
        end = text.find(closer, start)
        return "", (end + 2 if end >= 0 else -1)
    body, end = _read_with_strings(text, start, closer)
    if end < 0:  # an unbalanced quote hid the closer: let the parser name the fault
        stop = text.find(closer, start)
        if stop < 0 or _MARK.search(text, start, stop):
            return "", -1
        return _trim(text[start:stop].translate(_PLAIN)), stop + 2
    return _trim(body), end


def _read_with_strings(text: str, start: int, closer: str) -> tuple[str, int]:
    """The inside with plain quotes and dashes, and the offset after ``closer`` (-1: none)."""
    parts: list[str] = []
    at = start
    while at < len(text):
        if text.startswith(closer, at):
            return "".join(parts), at + len(closer)
        if text[at] == "{" and text[at : at + 2] in _CLOSERS:
            return "", -1
        family = _DOUBLE if text[at] in _DOUBLE else _SINGLE if text[at] in _SINGLE else ""
        if family:
            literal, at = _read_string(text, at, family)
            if at < 0:
                return "", -1
            parts.append(literal)
        else:
            parts.append(text[at].translate(_PLAIN))
            at += 1
    return "", -1


def _read_string(text: str, at: int, family: str) -> tuple[str, int]:
    stop = at + 1
    while stop < len(text) and text[stop] not in family:
        stop += 2 if text[stop] == "\\" else 1
    if stop >= len(text):
        return "", -1
    quote = family[0]
    return quote + text[at + 1 : stop].replace("\n", " ") + quote, stop + 1


def _trim(body: str) -> str:
    """Jinja's white-space marks (``{%-``) mean nothing here: structure decides what disappears."""
    body = body.strip()
    if body[:1] in "-+" and body[1:2].isspace():
        body = body[1:]
    if body[-1:] in "-+" and body[-2:-1].isspace():
        body = body[:-1]
    return body.strip()


def read_expression(body: str) -> nodes.Expr:
    """The expression of a print tag. Raises :class:`BadTag`."""
    if not body:
        raise BadTag("is empty", "write a name between the braces")
    parser = _parser(body)
    return _whole(parser)


def read_statement(body: str) -> Statement:
    """What a statement tag says. Raises :class:`BadTag`."""
    found = _STATEMENT.match(body)
    if found is None:
        word = body.split(maxsplit=1)[0] if body.split() else ""
        raise BadTag(
            f"{word!r} is not a statement" if word else "is empty",
            "use for, if, elif, else, endif, endfor, chart, picture, map, matrix or continue",
        )
    word, name, rest = found.groups()
    if name in ("else", "endfor", "endif"):
        if rest:
            raise BadTag(f"has text after {name}: {rest!r}")
        return Statement(name, word)
    if name == "continue":
        return _read_continue(rest, word)
    if not rest:
        raise BadTag(f"says {name} but not what", f"write {_EXAMPLES[name]}")
    if name == "for":
        return _read_for(rest, word)
    return _read_with_expression(name, rest, word)


_EXAMPLES = {
    "for": "{% for play in plays %}",
    "if": "{% if renewal.days < 180 %}",
    "elif": "{% elif renewal.days < 360 %}",
    **{name: "{% " + name + " charts.revenue %}" for name in OBJECTS},
}


def _read_continue(rest: str, word: str | None) -> Statement:
    found = _CONTINUE.match(rest)
    if found is None:
        tip = "write {% continue %}, {% continue 8 %} or {% continue 8 max 3 %}"
        raise BadTag(f"has something else than numbers after continue: {rest!r}", tip)
    rows, most = (int(number) if number else None for number in found.groups())
    return Statement("continue", word, rows=rows, most=most)


def _read_with_expression(name: str, rest: str, word: str | None) -> Statement:
    parser = _parser(rest)
    expr = _whole(parser)
    if name not in OBJECTS or not isinstance(expr, nodes.Or):
        return Statement(name, word, expr)
    if not (isinstance(expr.right, nodes.Const) and isinstance(expr.right.value, str)):
        raise BadTag('has something else than a text after "or"')
    return Statement(name, word, expr.left, otherwise=expr.right.value)


def _read_for(rest: str, word: str | None) -> Statement:
    parser = _parser(rest)
    try:
        target = parser.parse_assign_target(extra_end_rules=("name:in",))
        parser.stream.expect("name:in")
        items = _checked_depth(lambda: parser.parse_expression(with_condexpr=False))
        is_filtered = parser.stream.skip_if("name:if")
        test = _checked_depth(parser.parse_expression) if is_filtered else None
        parser.stream.expect("eof")
    except TemplateSyntaxError as error:
        raise BadTag(f"cannot be read: {error.message}", "write {% for play in plays %}") from error
    if not isinstance(target, nodes.Name) or target.name == "loop":
        raise BadTag("needs one name before in", "write {% for play in plays %}")
    return Statement("for", word, items, target.name, test)


def _parser(source: str) -> Parser:
    if _brackets(source) > MAX_DEPTH:
        raise BadTag(_TOO_DEEP)
    try:
        return Parser(LANGUAGE, source, state="variable")
    except TemplateSyntaxError as error:
        raise BadTag(f"cannot be read: {error.message}") from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise BadTag("holds a number that is too long to be read") from error


_TOO_DEEP = f"is nested too deep: an expression may have {MAX_DEPTH} levels"


def _brackets(source: str) -> int:
    """How deep the brackets are nested; those inside of texts count too, which does no harm."""
    depth = most = 0
    for char in source:
        if char in "([{":
            depth += 1
            most = max(most, depth)
        elif char in ")]}":
            depth -= 1
    return most


def _depth(expr: nodes.Expr) -> int:
    """The levels of an expression. Its own stack is no deeper than the longest chain is long."""
    most, stack = 0, [(expr, 1)]
    while stack:
        node, level = stack.pop()
        most = max(most, level)
        stack += [(inner, level + 1) for inner in node.iter_child_nodes()]  # type: ignore[misc]
    return most


def _checked_depth(read: Callable[[], nodes.Expr]) -> nodes.Expr:
    """The expression that ``read`` gives. BadTag where it is so deep that what works on it later,
    level inside of level, would come to the end of Python's stack."""
    try:
        expr = read()
    except RecursionError:  # a chain of signs or of "not", which need no brackets
        raise BadTag(_TOO_DEEP) from None
    if _depth(expr) > MAX_DEPTH:
        raise BadTag(_TOO_DEEP)
    return expr


def _whole(parser: Parser) -> nodes.Expr:
    try:
        expr = _checked_depth(parser.parse_expression)
        if parser.stream.current.type != "eof":
            left = parser.stream.current.value
            raise BadTag(f"cannot be read from {left!r} on")
    except TemplateSyntaxError as error:
        raise BadTag(f"cannot be read: {error.message}") from error
    return expr
