"""A price for a term as a year's worth of it.

By the months of the term: whole months first, what is left in days of the month they begin in. Both
ends of a term count.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.dates import add_months
from generator.model.records import Subscription

YEAR = Decimal(12)
LONGEST = 1200
"""Months: a typing error in a date or a term must not become a walk through the centuries."""


def months_between(start: date | None, end: date | None) -> Decimal | None:
    """From ``start`` up to and with ``end``; None where unknown, nothing, or beyond belief."""
    if start is None or end is None or end < start or (end.year - start.year) * 12 > LONGEST:
        return None
    after, whole = end + timedelta(days=1), 0
    while add_months(start, whole + 1) <= after:
        whole += 1
    rest = (after - add_months(start, whole)).days
    length = (add_months(start, whole + 1) - add_months(start, whole)).days
    return whole + Decimal(rest) / Decimal(length)


def known_term(months: int | None) -> int | None:
    """A stated term in months; None where it states none, or one that is beyond belief."""
    return months if months is not None and 0 < months <= LONGEST else None


def yearly(amount: Decimal | None, months: Decimal | int | None) -> Decimal | None:
    """A year's worth of an ``amount`` for so many ``months``."""
    if amount is None or not months or months < 0:
        return None
    return amount * YEAR / Decimal(months)


def a_year_of(row: Subscription) -> Decimal | None:
    """A subscription's net price (of one, for the term) x quantity, for a year, in its currency.

    One that was terminated was priced for the whole term all the same; one without an end has no
    known price a year.
    """
    if row.net_price is None or row.quantity is None:
        return None
    months = months_between(row.start_date, row.end_date)
    return yearly(row.net_price * row.quantity, months)
