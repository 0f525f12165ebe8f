"""Values as one locale writes them: the short form of money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, format_decimal

from generator.formats import Formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("999.50", "$999.50"),
        ("1000", "$1K"),
        ("99960", "$100K"),
        ("999499", "$999K"),
        ("999600", "$1M"),
        ("-999600", "-$1M"),
        ("1049000", "$1M"),
        ("1234567", "$1.2M"),
        ("123456789", "$123M"),
    ],
)
def test_short_money_has_three_digits_at_most(value: str, text: str) -> None:
    assert Formats().money_short(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("99960", "99.960\u00a0€"), ("1234567", "1,2\u00a0Mio.\u00a0€")]
)
def test_short_money_is_whole_where_the_locale_has_no_short_form(value: str, text: str) -> None:
    assert Formats("de_DE", "EUR").money_short(Decimal(value)) == text


@pytest.mark.parametrize("value", ["-0", "-0.0", "-0.004", "0E-9"])
def test_what_rounds_to_nothing_has_no_sign(value: str) -> None:
    formats = Formats()
    assert formats.number(Decimal(value)) == "0"
    assert formats.number(Decimal(value), 1) == "0.0"
    assert formats.percent(Decimal(value)) == "0%"
    assert formats.money(Decimal(value)) in ("$0", "$0.00")
    assert formats.money_short(Decimal(value)) in ("$0", "$0.00")


def test_eighteen_digits_are_printed_as_they_are() -> None:
    assert Formats().number(Decimal(123456789012345678)) == "123,456,789,012,345,678"
    assert Formats().money(Decimal(-999999999999999999)) == "-$999,999,999,999,999,999"


def test_an_unknown_value_stays_unknown() -> None:
    assert Formats().money_short(None) is None


LOCALES = ["en_US", "de_DE", "de_CH", "fr_FR", "en_IN", "ja_JP", "ar_EG", "fa_IR", "he_IL", "pl_PL"]
NUMBERS = [sign * Decimal(digits).scaleb(-places) for digits in (0, 1, 5, 995, 1005, 12345, 9999999,
           123456789012345) for places in (0, 1, 2, 3, 5) for sign in (1, -1)]  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
def test_digits_stand_where_babel_puts_them(locale: str) -> None:
    formats = Formats(locale, "EUR")
    for number in NUMBERS:
        shown = number if number.quantize(Decimal("0.01")) else abs(number)
        assert formats.number(number) == format_decimal(shown, format="#,##0.##", locale=locale)
        assert formats.number(shown, 3) == format_decimal(shown, format="#,##0.000", locale=locale)
        if number == number.to_integral_value():
            pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "")
            wanted = format_currency(
                shown, "EUR", format=pattern, locale=locale, currency_digits=False
            )
            assert formats.money(number) == wanted


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (Decimal(123456789012345678901), None, "123,456,789,012,345,678,901"),
        (Decimal("1E+20"), None, "100,000,000,000,000,000,000"),
        (Decimal("0.123456789012"), 12, "0.123456789012"),
    ],
)
def test_numbers_of_many_digits_are_written_in_full(
    value: Decimal, digits: int | None, shown: str
) -> None:
    assert Formats("en_US", "USD").number(value, digits) == shown
