"""Texts made comparable, and printed numbers read in every way they can be meant."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.guard.numbers import printed_numbers, significant
from generator.guard.texts import folded, plain

D = Decimal


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Renewal at  risk", "renewal at risk"),
        ("Renewal\u00a0at\nrisk", "renewal at risk"),
        ("Re\u00adnewal\u200b at\u2060 risk", "renewal at risk"),
        ("“At risk” – now", '"at risk" - now'),
        ("ＲＥＮＥＷＡＬ at risk", "renewal at risk"),
        ("Straße", "strasse"),
        ("e\u0301lan", "élan"),
    ],
)
def test_what_a_reader_does_not_see_makes_no_difference(written: str, read: str) -> None:
    assert folded(written) == folded(read)


def test_case_stays_where_names_are_compared() -> None:
    assert plain("Target \u2013 North") == "Target - North"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2,077,405", {"2077405"}),
        ("$2,077,405.50", {"2077405.50"}),
        ("2.077.405,50 €", {"2077405.50"}),
        ("2 077 405", {"2077405"}),
        ("2\u202f077\u202f405", {"2077405"}),
        ("2'077'405", {"2077405"}),
        ("20,77,405", {"2077405"}),
        ("2077405", {"2077405"}),
        ("123,456", {"123456", "123.456"}),
        ("2.0774M", {"2077400"}),
        ("2,077.4 thousand", {"2077400"}),
        ("(12,345)", {"12345", "12.345"}),
        ("-12345", {"12345"}),
    ],
)
def test_a_number_is_read_in_every_way_it_can_be_meant(text: str, values: set[str]) -> None:
    assert {number.value for number in printed_numbers(plain(text))} == set(map(D, values))


@pytest.mark.parametrize(
    "text", ["2,077", "1.2M", "12,300,000", "30.09.2026", "1.2.3.4.5", "v12345678x", "abc12345"]
)
def test_what_has_too_few_digits_or_is_no_number_is_not_read(text: str) -> None:
    assert list(printed_numbers(plain(text))) == []


@pytest.mark.parametrize(
    ("value", "digits"), [("1250000", 3), ("12345", 5), ("0.00123", 3), ("0", 0), ("100.50", 4)]
)
def test_zeros_around_a_number_are_not_significant(value: str, digits: int) -> None:
    assert significant(D(value)) == digits


def test_half_a_unit_of_the_last_digit_goes_with_each_number() -> None:
    (number,) = printed_numbers("2.0774M")
    assert number.half == D("50")
