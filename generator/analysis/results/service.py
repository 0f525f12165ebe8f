"""What is observed: support, activity, rivals, news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure
from generator.model.org import FiscalQuarter


@dataclass(frozen=True, slots=True)
class SupportQuarter:
    quarter: FiscalQuarter
    opened: int
    closed: int
    median_days_to_close: Decimal | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    open: int | None  # None: cases not readable
    open_by_priority: tuple[tuple[str, int], ...]
    escalated: int | None
    oldest_open_days: int | None
    median_days_to_close: Figure[Decimal]  # cases closed in the last four quarters
    quarters: tuple[SupportQuarter, ...]  # the last 8 fiscal quarters, oldest first
    themes: tuple[tuple[str, int], ...]  # opened in the last four quarters, most first
    open_ids: tuple[str, ...]
    missed_milestones: Figure[int] = Figure(None)  # of the last four quarters' cases
    open_by_age: tuple[tuple[str, int], ...] = ()  # (days, count), the youngest first
    urgent: Figure[int] = Figure(None)  # open, and escalated or of high priority
    urgent_days: int | None = None  # the oldest of these


@dataclass(frozen=True, slots=True)
class ActivitySummary:
    last_30d: int | None
    last_90d: int | None
    last_touch: date | None
    last_executive_touch: date | None
    by_owner: tuple[tuple[str, int], ...]  # our person, touches in 90 days
    by_month: tuple[tuple[date, int], ...]  # first of month, the last 12 months
    ids: tuple[str, ...]
    by_level: tuple[tuple[str, int, int], ...] = ()  # level of the contact, in 30 and in 90 days
    executive_days: int | None = None  # since the last touch with an executive


@dataclass(frozen=True, slots=True)
class Rival:
    name: str
    won: int  # deals won against it
    won_amount: Decimal | None
    lost: int
    lost_amount: Decimal | None
    open: int
    open_amount: Decimal | None
    strengths: str | None
    weaknesses: str | None
    ids: tuple[str, ...]
    our_advantage: str | None = None


@dataclass(frozen=True, slots=True)
class SignalRow:
    kind: str
    day: date
    text: str
    url: str | None
    source: str | None  # the file it was read from; None: the CRM
    ids: tuple[str, ...]
