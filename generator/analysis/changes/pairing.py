"""Rows of two days matched by their id, and the plain differences between two values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from generator.analysis.results import Change

T = TypeVar("T")


def paired(
    then: Iterable[T], now: Iterable[T], key: Callable[[T], object]
) -> Iterator[tuple[T | None, T | None]]:
    """Each row of now with its own of then, in the order of now; then those that are gone."""
    before = {key(row): row for row in then}
    after = {key(row): row for row in now}
    for name, row in after.items():
        yield before.get(name), row
    yield from ((row, None) for name, row in before.items() if name not in after)


def words(about: Change, before: str | None, after: str | None) -> Iterator[Change]:
    """``about``, from one word to another. From or to nothing is told as well."""
    if before != after:
        yield replace(about, before=before, after=after)


def amounts(about: Change, before: Decimal | None, after: Decimal | None) -> Iterator[Change]:
    """``about``, from one amount to another; nothing where either is unknown."""
    if before is not None and after is not None and before != after:
        yield replace(about, amount_before=before, amount=after)


def days(about: Change, before: date | None, after: date | None) -> Iterator[Change]:
    """``about``, from one day to another: its kind becomes ``<kind>_later`` or ``_sooner``."""
    if before is not None and after is not None and before != after:
        kind = f"{about.kind}_{'later' if after > before else 'sooner'}"
        yield replace(about, kind=kind, day_before=before, day=after)
