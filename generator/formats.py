"""Money, numbers, percentages, dates and quarters as one locale writes them.

A leaf that any room may import: the same figure must read the same in a sentence that ``artifacts``
composes and in a tag that ``engine`` fills. An unknown value (None) stays None: what is printed in
its place is the template's or the phrase's decision, never ours.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, parse_pattern, tokenize_pattern
from babel.numbers import format_compact_currency, format_currency, format_decimal

Number = Decimal | int


@dataclass(frozen=True, slots=True)
class Formats:
    """How values are written for one reader. ``locale`` as in ``en_US``; ``currency`` ISO 4217."""

    locale: str = "en_US"
    currency: str = "USD"

    def __post_init__(self) -> None:
        try:
            Locale.parse(self.locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError(f"unknown locale {self.locale!r}: write it like en_US") from error

    def money(self, value: Number | None, currency: str | None = None) -> str | None:
        """``$1,234,568``: whole units; cents only where a value below 1,000 has them."""
        if value is None:
            return None
        return _money(Decimal(value), currency or self.currency, self.locale)

    def money_short(self, value: Number | None, currency: str | None = None) -> str | None:
        """``$1.2M``: three significant digits at most, for headlines; a half is rounded up.

        In full where the locale has no short form: German has none below a million.
        """
        if value is None:
            return None
        if abs(Decimal(value)) < 1000:
            return self.money(value, currency)
        amount = _short(Decimal(value))
        digits = 1 if _leading_below_hundred(amount) else 0
        text = _EMPTY_FRACTION.sub(
            "",
            str(
                format_compact_currency(
                    amount,
                    currency or self.currency,
                    locale=_parsed(self.locale),
                    fraction_digits=digits,
                )
            ),
        )
        is_whole = re.search(r"\d{4}", text)  # the locale has no short form for so many
        return self.money(value, currency) if is_whole else text

    def number(self, value: Number | None, digits: int | None = None) -> str | None:
        """``1,234.5``: as many decimals as it has (at most 2), or exactly ``digits``."""
        if value is None:
            return None
        pattern = "#,##0.##" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        places = 2 if digits is None else digits
        return _shaped(_unsigned_zero(Decimal(value), places), pattern, places, "", self.locale)

    def percent(self, value: Number | None, digits: int = 0) -> str | None:
        """``42%`` from 42: percentages are held as people say them, not as fractions."""
        if value is None:
            return None
        return f"{self.number(value, digits)}{_percent_space(self.locale)}%"

    def date(self, value: dt.date | None, style: str = "medium") -> str | None:
        """``Nov 22, 2026``; ``style``: short, medium, long, or a CLDR pattern such as ``d MMM``."""
        if value is None:
            return None
        day = value.date() if isinstance(value, dt.datetime) else value
        return _date(day, style, self.locale)


def _unsigned_zero(value: Decimal, digits: int) -> Decimal:
    """``value``, but without its sign where nothing of it is left in so many decimals."""
    return value if value.quantize(Decimal(1).scaleb(-digits)) else value.copy_abs()


_EMPTY_FRACTION = re.compile(r"[.,]0(?!\d)")


def _short(value: Decimal) -> Decimal:
    """``value`` to three digits: one decimal of its thousands or millions below 100 of them."""
    unit = Decimal(1000) ** (abs(value).adjusted() // 3)
    step = unit / 10 if _leading_below_hundred(value) else unit
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def _leading_below_hundred(value: Decimal) -> bool:
    exponent = abs(value).adjusted() % 3
    return exponent < 2


def _money(value: Decimal, currency: str, locale: str) -> str:
    whole = value.to_integral_value(ROUND_HALF_EVEN)
    keep_cents = whole != value and abs(value) < 1000
    if keep_cents or value.adjusted() >= _MOST_DIGITS:
        places = 2 if keep_cents else 0
        value = value if keep_cents else value.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
        pattern = _money_pattern(locale, keep_cents)
        return _shaped(_unsigned_zero(value, 2), pattern, places, currency, locale)
    digits = str(int(whole))
    shape = _whole_shape(len(digits), digits[0] == "-", currency, locale)
    if shape is None:
        return _babel(whole, _money_pattern(locale, False), currency, locale)
    cut, form = shape
    return form % cut(digits)


@lru_cache(maxsize=1024)
def _whole_shape(length: int, negative: bool, currency: str, locale: str) -> _Shape | None:
    """How a whole amount of so many characters is written, its own sign among them."""
    pattern = _money_pattern(locale, False)
    return _shape((length - negative, 0, negative), pattern, currency, locale, int(negative))


@lru_cache(maxsize=64)
def _money_pattern(locale: str, keep_cents: bool) -> str:
    pattern = str(_parsed(locale).currency_formats["standard"].pattern)
    return pattern if keep_cents else pattern.replace(".00", "")


@lru_cache(maxsize=64)
def _percent_space(locale: str) -> str:
    pattern = _parsed(locale).percent_formats[None].pattern
    return "\u00a0" if pattern.endswith("\u00a0%") else ""


@lru_cache(maxsize=64)
def _parsed(locale: str) -> Locale:
    return Locale.parse(locale.replace("-", "_"))


def _shaped(value: Decimal, pattern: str, places: int, currency: str, locale: str) -> str:
    """``value`` in a pattern of at most ``places`` decimals, as babel writes it.

    Babel takes a hundred times as long to place digits as to have them; where it puts them depends
    on how many there are and on the sign only, so it is asked once for each such shape.
    """
    negative = value.is_signed()
    if value.adjusted() >= _MOST_DIGITS or places >= len(_QUANTA):
        return _babel(value, pattern, currency, locale)
    digits = f"{abs(value).quantize(_QUANTA[places]):f}"
    whole, _, decimals = digits.partition(".")
    if "0." not in pattern or pattern.endswith("#"):
        decimals = decimals.rstrip("0")
    shape = _shape((len(whole), len(decimals), negative), pattern, currency, locale)
    if shape is None:
        return _babel(value, pattern, currency, locale)
    cut, form = shape
    return form % cut(whole + decimals)


_MOST_DIGITS = 18
_QUANTA = tuple(Decimal(1).scaleb(-places) for places in range(11))

_Shape = tuple[Callable[[str], str | tuple[str, ...]], str]
"""What cuts a number's digits into groups, and the text that they are put into (by ``%``)."""


@lru_cache(maxsize=1024)
def _shape(
    size: tuple[int, int, bool], pattern: str, currency: str, locale: str, skipped: int = 0
) -> _Shape | None:
    """What stands around a number's digits; None where babel shows other digits than these.
    ``size``: digits, decimals, whether below 0; ``skipped``: characters before the first digit."""
    whole, decimals, negative = size
    digits = "1" * whole + ("." + "1" * decimals if decimals else "")
    probe = Decimal(f"-{digits}" if negative else digits)
    parts = re.split(r"([0-9]+)", _babel(probe, pattern, currency, locale))
    lengths = [len(group) for group in parts[1::2]]
    if sum(lengths) != whole + decimals:
        return None
    ends = list(accumulate(lengths, initial=skipped))
    return itemgetter(*map(slice, ends, ends[1:])), "%s".join(
        [text.replace("%", "%%") for text in parts[::2]]
    )


def _babel(value: Decimal, pattern: str, currency: str, locale: str) -> str:
    parsed = _parsed(locale)
    if not currency:
        return str(format_decimal(value, format=pattern, locale=parsed))
    return str(
        format_currency(value, currency, format=pattern, locale=parsed, currency_digits=False)
    )


@lru_cache(maxsize=4096)
def _date(day: dt.date, style: str, locale: str) -> str:
    return str(format_date(day, format=style, locale=_parsed(locale)))


_STYLES = ("short", "medium", "long", "full")
_DATE_LETTERS = frozenset("GyuQqMLwWdFEec")
_MISTAKEN = {"D": "d", "Y": "y", "m": "M"}
_MEANT = {
    "D": "D counts the days of the year: a month's days are d",
    "Y": "Y is the year that a week belongs to: a day's year is y",
    "m": "m stands for minutes: months are M",
}


def date_form_fault(form: str) -> str:
    """Why ``form`` is neither a style nor a CLDR pattern that prints a date; else empty."""
    if form in _STYLES:
        return ""
    letters = [str(value[0]) for kind, value in tokenize_pattern(form) if kind == "field"]
    for letter in letters:
        if letter in _MEANT and any(other in _DATE_LETTERS for other in letters):
            meant = "".join([_MISTAKEN.get(char, char) for char in form])
            return f'cannot write {form!r}: {_MEANT[letter]}; did you mean date("{meant}")?'
    try:
        parse_pattern(form)
    except ValueError as error:
        return f"cannot write {form!r}: {error}"
    if not letters or not _DATE_LETTERS.issuperset(letters):
        return f'has no form {form!r}: write short, medium, long or a pattern such as "d MMMM"'
    return ""
