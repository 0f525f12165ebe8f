"""Values as one locale writes them: the short form of money."""

from __future__ import annotations

from decimal import Decimal

import pytest

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


def test_an_unknown_value_stays_unknown() -> None:
    assert Formats().money_short(None) is None
