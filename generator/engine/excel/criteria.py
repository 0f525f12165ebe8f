"""Criteria of COUNTIF, SUMIFS and their like: ``">=5"``, ``"Nor*"``, a value to be equal to.

A grid asks the same ranges again and again with other values: an index of the ranges' values is
built once for each set of ranges, so that each further cell costs one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .values import Fault, Value, compare, known

_SIGN = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"\s*[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$")


def key_of(value: Value) -> object:
    """What two values must share to be equal for a criterion: texts of numbers are numbers."""
    if value is None or isinstance(value, Fault):
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return float(value) if _NUMBER.match(value) else value.casefold()
    return value


def exact(criterion: Value) -> tuple[object] | None:
    """The key of a criterion that asks for plain equality; None for any other."""
    criterion = known(criterion)
    if criterion is None:
        return (0.0,)
    if not isinstance(criterion, str):
        return (key_of(criterion),)
    found = _SIGN.match(criterion)
    sign, rest = (found[1], found[2]) if found else (None, criterion)
    if sign not in (None, "=") or not rest or has_wildcards(rest):
        return None
    return (key_of(rest),)


def matcher(criterion: Value) -> Callable[[Value], bool]:
    """A test for one cell's value."""
    criterion = known(criterion)
    if criterion is None:
        criterion = 0.0
    if not isinstance(criterion, str):
        wanted = key_of(criterion)
        return lambda value: value is not None and key_of(value) == wanted
    found = _SIGN.match(criterion)
    sign, rest = (found[1] or "=", found[2]) if found else ("=", criterion)
    if sign in ("=", "<>"):
        equal = _equality(rest, bare=sign not in criterion)
        return equal if sign == "=" else lambda value: not equal(value)
    return _ordering(sign, rest)


def _equality(rest: str, *, bare: bool) -> Callable[[Value], bool]:
    if not rest:  # "=" and "" ask for empty cells; the latter takes empty texts too
        return lambda value: value is None or (bare and value == "")
    if has_wildcards(rest):
        pattern = re.compile(wildcards(rest), re.IGNORECASE | re.DOTALL)
        return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None
    wanted = key_of(rest)
    return lambda value: value is not None and key_of(value) == wanted


def has_wildcards(text: str) -> bool:
    return re.search(r"[*?~]", text) is not None


def wildcards(text: str) -> str:
    """A text with ``*`` and ``?`` as a regular expression; ``~`` takes their meaning away."""
    pieces = re.findall(r"~[*?~]|.", text, re.DOTALL)
    marks = {"*": ".*", "?": "."}
    return "".join([marks.get(piece) or re.escape(piece[-1]) for piece in pieces])


def _ordering(sign: str, rest: str) -> Callable[[Value], bool]:
    wanted: Value = float(rest) if _NUMBER.match(rest) else rest
    is_number = isinstance(wanted, float)

    def test(value: Value) -> bool:
        if is_number != isinstance(value, float) or not isinstance(value, (float, str)):
            return False
        order = compare(value, wanted)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]

    return test


def matching(
    ranges: Sequence[Sequence[Value]],
    criteria: Sequence[Value],
    memo: dict[Any, Any],
    memo_key: object,
) -> Sequence[int]:
    """Indexes at which every range meets its criterion."""
    keys = [exact(criterion) for criterion in criteria]
    if all(key is not None for key in keys):
        index = memo.get(memo_key)
        if index is None:
            index = memo[memo_key] = _index(ranges)
        found: Sequence[int] = index.get(tuple(key[0] for key in keys if key is not None), ())
        return found
    tests = [matcher(criterion) for criterion in criteria]
    return [
        at
        for at, row in enumerate(zip(*ranges, strict=True))
        if all(test(value) for test, value in zip(tests, row, strict=True))
    ]


def _index(ranges: Sequence[Sequence[Value]]) -> dict[tuple[object, ...], list[int]]:
    index: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(zip(*ranges, strict=True)):
        index.setdefault(tuple([key_of(value) for value in row]), []).append(at)
    return index
