"""Support: what is open, how it went over eight quarters, how fast it closed (METHOD.md row 32)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median

from generator.analysis.money import TENTH, ids_of
from generator.analysis.performance import read_quarters
from generator.analysis.results import Figure, Support, SupportQuarter
from generator.analysis.scope import Scope
from generator.analysis.words import LEVEL_RANK, is_high, level
from generator.model.org import FiscalQuarter
from generator.model.records import Case

UNSTATED = "not recorded"
_DAY_SECONDS = Decimal(86_400)


def support(scope: Scope) -> Support:
    """Cases of the account and its divisions; all unknown where cases could not be read."""
    if not scope.readable("cases"):
        nothing: Figure[Decimal] = Figure(None, note="cases could not be read")
        return Support(None, (), None, None, nothing, (), (), ())
    cases = [row for row in scope.snapshot.cases if row.account_id in scope.accounts]
    still = [row for row in cases if not row.is_closed]
    quarters = read_quarters(scope, "cases")
    four = quarters[-4:]
    urgent = [row for row in still if row.is_escalated or is_high(row.priority)]
    return Support(
        open=len(still),
        open_by_priority=_by_priority(still),
        escalated=sum(row.is_escalated for row in still),
        oldest_open_days=_oldest(scope, still),
        median_days_to_close=_recent_median(cases, four),
        quarters=tuple(_quarter(cases, quarter) for quarter in quarters),
        themes=_themes(cases, four),
        open_ids=ids_of(row.id for row in still),
        open_by_age=_by_age(scope, still),
        missed_milestones=_missed(cases, four),
        urgent=Figure(len(urgent), ids_of(row.id for row in urgent)),
        urgent_days=_oldest(scope, urgent),
    )


def _oldest(scope: Scope, rows: list[Case]) -> int | None:
    """Days since the first of them was opened."""
    return max(((scope.as_of - row.created.date()).days for row in rows), default=None)


def _missed(cases: list[Case], four: tuple[FiscalQuarter, ...]) -> Figure[int]:
    """Cases opened in the four quarters that missed a milestone of their entitlement; unknown where
    none says (entitlements are off). ``of`` is (with a state, all)."""
    rows = [row for row in cases if four and _in(row.created.date(), four[0], four[-1])]
    told = [row for row in rows if row.missed_milestone is not None]
    if not told:
        return Figure(None, note="no case has a milestone")
    missed = [row for row in told if row.missed_milestone]
    return Figure(len(missed), ids_of(row.id for row in told), "", (len(told), len(rows)))


_AGES = (("0-7", 7), ("8-30", 30), ("31-90", 90), ("90+", None))
"""Days open, from and to; the last without an end."""


def _by_age(scope: Scope, rows: list[Case]) -> tuple[tuple[str, int], ...]:
    """(age in days, open cases), the youngest first; ages that no case has are left out."""
    days = [(scope.as_of - row.created.date()).days for row in rows]
    counts = Counter(next(name for name, most in _AGES if most is None or d <= most) for d in days)
    return tuple((name, counts[name]) for name, _ in _AGES if counts[name])


def _by_priority(rows: list[Case]) -> tuple[tuple[str, int], ...]:
    """(priority as the CRM states it, count), highest first."""
    counts = Counter(row.priority or UNSTATED for row in rows)
    return tuple(sorted(counts.items(), key=lambda item: (-_rank(item[0]), item[0])))


def _rank(priority: str) -> int:
    return LEVEL_RANK.get(level(priority) or "", 0)


def _in(day: date | None, first: FiscalQuarter, last: FiscalQuarter) -> bool:
    return day is not None and first.start <= day <= last.end


def _closed_on(row: Case) -> date | None:
    return row.closed.date() if row.closed else None


def _quarter(cases: list[Case], quarter: FiscalQuarter) -> SupportQuarter:
    opened = [row for row in cases if _in(row.created.date(), quarter, quarter)]
    closed = [row for row in cases if _in(_closed_on(row), quarter, quarter)]
    return SupportQuarter(
        quarter=quarter,
        opened=len(opened),
        closed=len(closed),
        median_days_to_close=_median_days(closed),
        ids=ids_of((row.id for row in opened), (row.id for row in closed)),
    )


def _recent_median(cases: list[Case], four: tuple[FiscalQuarter, ...]) -> Figure[Decimal]:
    if not four:
        return Figure(None, note="cases of that time were not read")
    closed = [row for row in cases if _in(_closed_on(row), four[0], four[-1])]
    span = f"{four[0].label} to {four[-1].label}"
    note = f"median over {len(closed)} cases closed {span}" if closed else f"no case closed {span}"
    return Figure(_median_days(closed), ids_of(row.id for row in closed), note)


def _median_days(closed: list[Case]) -> Decimal | None:
    """The median time from opening to closing, in days with one decimal."""
    if not closed:
        return None
    seconds = [Decimal((row.closed - row.created).total_seconds()) for row in closed if row.closed]
    return (median(seconds) / _DAY_SECONDS).quantize(TENTH, rounding=ROUND_HALF_EVEN)


def _themes(cases: list[Case], four: tuple[FiscalQuarter, ...]) -> tuple[tuple[str, int], ...]:
    """(theme, cases opened in the four quarters), most first."""
    if not four:
        return ()
    counts = Counter(
        row.theme or UNSTATED for row in cases if _in(row.created.date(), four[0], four[-1])
    )
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
