"""Criteria of COUNTIF, SUMIFS and their like: ``">=5"``, ``"Nor*"``, a value to be equal to.

A grid asks the same ranges again and again with other values: an index of the ranges' values is
built once for each set of ranges, so that each further cell costs one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .globs import LONGEST, Glob
from .numbertexts import doubtful, plain_number, read_number
from .values import Fault, Unknown, Value, compare, known

_SIGN = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_MARKED = re.compile(r"[*?~]")


def key_of(value: Value) -> object:
    """What two values must share to be equal for a criterion: texts of numbers are numbers, and
    numbers have 15 digits."""
    if value.__class__ is float:
        return _digits(value)
    if value is None or isinstance(value, Fault):
        return None
    if isinstance(value, str):
        found = plain_number(value)
        folded = value.lower() if found is None else ""
        return (folded == "true",) if folded in ("true", "false") else folded or found
    return (value,)


def _digits(value: float) -> float:
    return value if value.is_integer() else float(f"{value:.15g}")


def _agree(wanted: object, value: Value) -> bool:
    """Whether a value of the same key is surely equal for Excel, which may look at all of a
    number's bits, and may tell the truth TRUE from the text."""
    if isinstance(wanted, float) and isinstance(value, float):
        return value == wanted
    return not isinstance(wanted, tuple) or isinstance(value, bool)


def exact(criterion: Value) -> tuple[object, object] | None:
    """The key of a criterion that asks for plain equality, and a number's own bits beside it; None
    for any other."""
    criterion = known(criterion)
    if criterion is None:
        return 0.0, 0.0
    if not isinstance(criterion, str):
        return key_of(criterion), _bits(criterion)
    found = _SIGN.match(criterion)
    sign, rest = (found[1], found[2]) if found else (None, criterion)
    if sign not in (None, "=") or not rest or _MARKED.search(rest):
        return None
    return _wanted(rest), _wanted(rest)


def _wanted(rest: str) -> object:
    """The key of a criterion's text."""
    if len(rest) > LONGEST or (plain_number(rest) is None and doubtful(rest)):
        raise Unknown("what this criterion means is for the language to say")
    return key_of(rest)


def matcher(criterion: Value) -> Callable[[Value], bool]:
    """A test for one cell's value."""
    criterion = known(criterion)
    if criterion is None:
        criterion = 0.0
    if not isinstance(criterion, str):
        return _of_key(key_of(criterion), _bits(criterion))
    found = _SIGN.match(criterion)
    sign, rest = (found[1] or "=", found[2]) if found else ("=", criterion)
    if sign in ("=", "<>"):
        equal = _equality(rest, bare=sign not in criterion)
        return equal if sign == "=" else lambda value: not equal(value)
    return _ordering(sign, rest)


def _equality(rest: str, *, bare: bool) -> Callable[[Value], bool]:
    if not rest:  # "=" and "" ask for empty cells; the latter takes empty texts too
        return lambda value: value is None or (bare and value == "")
    if _MARKED.search(rest):
        glob = Glob(rest)
        return lambda value: isinstance(value, str) and glob.matches(value)
    return _of_key(_wanted(rest), _wanted(rest))


def _bits(criterion: Value) -> object:
    return criterion if isinstance(criterion, float) else key_of(criterion)


def _of_key(key: object, wanted: object) -> Callable[[Value], bool]:
    def test(value: Value) -> bool:
        if value is None or key_of(value) != key:
            return False
        return _sure(wanted, value)

    return test


def _sure(wanted: object, value: Value) -> bool:
    if not _agree(wanted, value):
        raise Unknown("whether this value meets the criterion is for Excel to say")
    return True


def _ordering(sign: str, rest: str) -> Callable[[Value], bool]:
    found = read_number(rest) if len(rest) <= LONGEST else None
    wanted: Value = rest if found is None else found
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
        sought = [key for key in keys if key is not None]
        found: Sequence[int] = index.get(tuple([key for key, _ in sought]), ())
        for held, (_, wanted) in zip(ranges, sought, strict=True):
            if isinstance(wanted, (float, tuple)):
                for at in found:
                    _sure(wanted, held[at])
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
