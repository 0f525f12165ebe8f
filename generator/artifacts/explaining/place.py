"""Where a name leads in one account's composed values, and what stands behind it.

``plays[0].value`` is read part by part along the declarations, the values and, for facts, the
results of the analysis: the last still know what a figure leaves out and where it comes from.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.analysis.results import Figure
from generator.artifacts.compose import Composed, readers
from generator.artifacts.context import Facts
from generator.artifacts.schema import Leaf, Rows
from generator.artifacts.synonyms import WORDS
from generator.artifacts.walk import Reader
from generator.errors import UsageError

_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[(\d+)\])?", re.IGNORECASE)
_SHOWN = 3
_ENDINGS = ("_shown", "_more")


@dataclass(frozen=True, slots=True)
class Place:
    """``path`` is the name with its numbers, ``dotted`` without: ``plays[].value``.

    ``node`` is what is declared there; None for the text ``<list>_more``. ``figure`` is the value
    of the analysis with its note, where it is one.
    """

    path: str
    dotted: str
    node: Leaf | Rows | Any | None
    value: Any
    figure: Figure[Any] | None = None

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)


@dataclass(frozen=True, slots=True)
class _Step:
    """What has been walked so far; ``source`` None: derived, or not recorded."""

    reader: Reader | None
    source: Any
    value: Any
    path: str = ""
    dotted: str = ""


def locate(composed: Composed, ctx: Facts, name: str, known: Sequence[str]) -> Place:
    """The place of ``name``. UsageError, with what is near, where there is no such name, and for an
    item that a list does not have. ``known``: all names, for the nearest."""
    parts = _parts(name)
    if parts is None:
        raise _unknown(name, known)
    step = _Step(None, ctx.account, composed.values)
    for number, (part, index) in enumerate(parts):
        found = _next(step, part, ctx)
        if found is None:
            raise _unknown(name, known)
        step = _item(found, index, is_last=number == len(parts) - 1)
    node = step.reader.node if step.reader else None
    figure = step.source if isinstance(step.source, Figure) else None
    return Place(step.path, step.dotted, node, step.value, figure)


def _parts(name: str) -> list[tuple[str, int | None]] | None:
    """``plays[0].value`` as (plays, 0), (value, None); None for what is no name."""
    found = [_PART.fullmatch(part) for part in name.strip().split(".")]
    if not all(found):
        return None
    return [(m[1], None if m[2] is None else int(m[2])) for m in found if m]


def _next(step: _Step, part: str, ctx: Facts) -> _Step | None:
    """One name further; None where there is none."""
    if not isinstance(step.value, dict) or part not in step.value:
        return None
    path = f"{step.path}.{part}" if step.path else part
    dotted = f"{step.dotted}.{part}" if step.dotted else part
    reader, source = _declared(step, part, ctx)
    if reader is None and part.endswith(_ENDINGS):
        whole, _ = _declared(step, part.removesuffix("_shown").removesuffix("_more"), ctx)
        reader = whole if part.endswith("_shown") else None
        _, source = _declared(step, part.removesuffix("_shown"), ctx)
    return _Step(reader, source, step.value[part], path, dotted)


def _declared(step: _Step, part: str, ctx: Facts) -> tuple[Reader | None, Any]:
    """The declaration of that name, and what it is read from."""
    if step.reader is None:
        declared = frozenset(ctx.account.declared_safe)
        tops = {ready.node.name: (ready, derived) for ready, derived in readers("plan", declared)}
        ready, derived = tops.get(part, (None, True))
    else:
        ready = next((child for child in step.reader.children if child.name == part), None)
        derived = step.source is None
    if ready is None or derived or ready.get is None:
        return ready, None
    return ready, ready.get(step.source, ctx)


def _item(step: _Step, index: int | None, *, is_last: bool) -> _Step:
    """The item of a list that ``index`` asks for; the list itself where none does."""
    if not isinstance(step.value, list):
        if index is not None:
            raise UsageError(f"{step.path} is no list.", next_step=f"Ask for {step.path}.")
        return step
    count = len(step.value)
    if index is None:
        if is_last:
            return step
        raise UsageError(f"{step.path} is a list of {count}.", next_step=_which(step.path, count))
    if index >= count:
        raise UsageError(
            f"{step.path} has no item {index}: it is a list of {count}.",
            next_step=_which(step.path, count),
        )
    rows = list(step.source or ())
    source = rows[index] if index < len(rows) else None
    dotted = f"{step.dotted.removesuffix('_shown')}[]"
    return _Step(step.reader, source, step.value[index], f"{step.path}[{index}]", dotted)


def _which(path: str, count: int) -> str:
    if count == 0:
        return f"Nothing is in it for this account; {path} alone says so."
    return f"Name one, {path}[0]{f' to {path}[{count - 1}]' if count > 1 else ''}, or {path} alone."


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    near = nearest(name, known)
    step = f"Did you mean {' or '.join(near)}?" if near else ""
    return UsageError(
        f"There is no name {name!r} in the plan.",
        next_step=step or "accountdocs templates fields --search WORD lists the names there are.",
    )


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Names like it: the same but for case and signs, those that end so, those that people call
    so, those that look alike, and those whose last part does; three at most."""
    plain = _plain(name)
    last = plain.rpartition(".")[2]
    ends = difflib.get_close_matches(last, {_last(one) for one in known}, n=1, cutoff=0.7)
    ways: tuple[Iterable[str], ...] = (
        _plainest(one for one in known if _bare(one) == _bare(name)),
        _plainest(one for one in known if _plain(one).endswith(f".{plain}")),
        (one for word in (plain, last) for one in WORDS.get(word, ()) if one in known),
        difflib.get_close_matches(plain, known, n=_SHOWN, cutoff=0.75),
        _plainest(one for one in known if _last(one) in ends),
    )
    found = next((names for way in ways if (names := list(dict.fromkeys(way)))), [])
    return [one.replace("[]", "[0]") for one in found[:_SHOWN]]


def _plainest(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda one: (one.count("."), len(one)))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _bare(name: str) -> str:
    return re.sub(r"[._]", "", _plain(name))


def _plain(name: str) -> str:
    return re.sub(r"\[\d*\]|\s", "", name.casefold()).replace("-", "_")
