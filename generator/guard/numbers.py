"""Printed numbers read in every way that they can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

LEAST: Final = 5
"""Significant digits of a number that says which amount it is."""
MONEY: Final = 10_000
"""From here on a round number is looked for where it is printed as money."""
_LONGEST: Final = 40  # characters: longer runs of digits are no amounts
_EXACT: Final = 12  # significant digits of a number that a program has stored

_SIGN: Final = r"[.,'\u00b7\u066c]"
_TIGHT: Final = re.compile(rf"\d+(?:{_SIGN}\d+)*")
_SPACED: Final = re.compile(r"(?<!\d)(?=([1-9]\d{0,2}(?: \d{3})+)(?!\d))")
_POWER: Final = re.compile(r"[eE]([+-]?\d{1,2})(?!\w)")
_LETTERS: Final = re.compile(r"[^\W\d_]*\Z")
_CODE: Final = re.compile(r"[A-Z]{0,4}|kr|Fr")
_CODES: Final = "EUR|USD|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|CNY|BRL|MXN|SGD|HKD|ZAR"
_SCALES: Final = {
    "k": 3, "t": 3, "thousand": 3, "tsd": 3,
    "m": 6, "mm": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6,
    "b": 9, "bn": 9, "mrd": 9, "billion": 9, "billions": 9, "milliarden": 9,
}  # fmt: skip
_SCALE: Final = re.compile(
    rf"\s?({'|'.join(sorted(_SCALES, key=len, reverse=True))})\.?(?=\s?(?:{_CODES}|[€$£])|\b)",
    re.IGNORECASE,
)
_MONEY_BEFORE: Final = re.compile(rf"(?:[$€£¥₹]|\b(?:{_CODES}|Fr|kr|R))\.?\s?\Z")
_MONEY_AFTER: Final = re.compile(rf"(?:[.,]-)?\s?(?:[$€£¥₹]|(?:{_CODES}|kr)\b)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed: its value and half a unit of its last digit."""

    value: Decimal
    half: Decimal
    text: str


def significant(value: Decimal) -> int:
    """How many significant digits ``value`` has, the zeros at both ends not counted."""
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))


def printed_numbers(text: str) -> Iterator[Printed]:
    """Every reading of every number in ``text`` (``plain``) that says which amount it is: five
    significant digits or more or, printed as money, 10,000 or more."""
    for start, end, digits in _readings(text):
        power = _POWER.match(text, end)
        scale = _SCALE.match(text, end)
        if not (power or scale or _MONEY_AFTER.match(text, end)) and text[end : end + 1].isalpha():
            continue
        shift = int(power[1]) if power else _SCALES[scale[1].lower()] if scale else 0
        number = Decimal(digits)
        value = number.scaleb(shift)
        if significant(number) >= LEAST or (value >= MONEY and _is_money(text, start, end, scale)):
            exponent = int(number.as_tuple().exponent) + shift
            yield Printed(value, Decimal(5).scaleb(exponent - 1), text[start:end])


def stored_number(text: str) -> Printed | None:
    """A number as a program stores it, in a cell or behind a chart, its last digits rounded."""
    try:
        number = Decimal(text.strip()[:_LONGEST])
    except InvalidOperation:
        return None
    if not number.is_finite() or significant(number) < LEAST:
        return None
    half = Decimal(5).scaleb(number.adjusted() - _EXACT)
    return Printed(abs(number), half, text.strip())


def _is_money(text: str, start: int, end: int, scale: re.Match[str] | None) -> bool:
    after = scale.end() if scale else end
    before = _MONEY_BEFORE.search(text, max(0, start - 6), start)
    return bool(before or _MONEY_AFTER.match(text, after))


def _readings(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits with a point) of all that can be meant: ``1.234,50`` and ``1,234.50`` are
    one number; ``1.234`` may be two; ``1.2.34`` is none; ``2026 1 234 567`` holds several."""
    for found in _TIGHT.finditer(text):
        if found.end() - found.start() <= _LONGEST and _begins(text, found.start()):
            for digits in _meanings(found[0]):
                yield found.start(), found.end(), digits
    for found in _SPACED.finditer(text):
        groups = found[1].split(" ")
        for count in range(2, min(len(groups), 5) + 1):
            end = found.start() + len(" ".join(groups[:count]))
            yield found.start(), end, "".join(groups[:count])
            if decimals := re.compile(r"[.,](\d{1,2})(?!\d)").match(text, end):
                yield found.start(), decimals.end(), f"{''.join(groups[:count])}.{decimals[1]}"


def _begins(text: str, start: int) -> bool:
    """Whether a number may begin there: after a sign, or after the few letters of a currency."""
    letters = _LETTERS.search(text, max(0, start - 5), start)
    return letters is None or _CODE.fullmatch(letters[0]) is not None


def _meanings(text: str) -> set[str]:
    parts = re.split(f"({_SIGN})", text)
    numbers, signs = parts[::2], parts[1::2]
    if not signs:
        return {text}
    readings = set()
    if len(set(signs)) == 1 and _is_grouped(numbers):
        readings.add("".join(numbers))
    if signs[-1] in ".," and signs[-1] not in signs[:-1]:
        whole = numbers[:-1]
        if len(set(signs[:-1])) <= 1 and (len(whole) == 1 or _is_grouped(whole)):
            readings.add(f"{''.join(whole)}.{numbers[-1]}")
    return readings


def _is_grouped(numbers: list[str]) -> bool:
    """In threes, or the Indian way: two digits a group but for the last."""
    if len(numbers[0]) > 3 or len(numbers[-1]) != 3:
        return False
    return all(len(group) == 3 for group in numbers[1:]) or all(
        len(group) == 2 for group in numbers[1:-1]
    )
