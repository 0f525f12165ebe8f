"""What all topics are made of: figures with their records, people, divisions, time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from generator.model.org import FiscalCalendar, FiscalQuarter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """One value with the records it was made from.

    ``note`` says in words where it comes from or why it is unknown; ``of`` is (n, m) where the
    value leaves something out: made from n of m.
    """

    value: T | None
    ids: tuple[str, ...] = ()
    note: str = ""
    of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """A rate by which money was converted: one of ``source`` is ``rate`` of ``target``."""

    source: str  # ISO 4217
    target: str
    rate: Decimal
    start: date | None  # a dated rate holds from here on; None: the rate that always holds
    end: date | None  # the first day on which it no longer holds; None where no later rate is known
    ids: tuple[str, ...] = ()  # the records of the rates it was made from


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a document, ours or theirs."""

    id: str
    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the whitespace grid: the account itself or a division of it.

    What divisions are the org's rules say. ``ids`` are the records that the unit stands for: its
    own, or the accounts of a region, which is no record. ``named_by`` are the model fields that its
    name stands in (``rules.UNIT_NAMES``).
    """

    id: str
    name: str
    parent_id: str | None
    depth: int  # 0 for the account itself
    country: str | None = None
    industry: str | None = None
    ids: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ("account.name",)


@dataclass(frozen=True, slots=True)
class Period:
    """The times a document speaks of, all derived from as-of."""

    as_of: date
    quarter: FiscalQuarter  # the quarter under review: the last completed one, or as asked
    next_quarter: FiscalQuarter
    year: int  # the plan's fiscal year: the one that holds as-of, or as asked
    year_start: date
    year_end: date
    fiscal: FiscalCalendar

    @property
    def coming_quarter(self) -> FiscalQuarter:
        """The quarter after the running one; never before the one after that under review."""
        running = self.fiscal.shift(self.fiscal.quarter_of(self.as_of), 1)
        return max(running, self.next_quarter, key=lambda quarter: quarter.end)

    @property
    def is_ahead(self) -> bool:
        """The plan's year has not begun: what is made for it is a draft."""
        return self.as_of < self.year_start

    @property
    def is_over(self) -> bool:
        return self.as_of > self.year_end
