"""How the customer did when the deal was lost, and how it does now (row 116).

If things have not improved, it may be the better time to come back. What the CRM keeps no history
of (health, yearly revenue) is known of then only from a snapshot that was kept at the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from generator.analysis.ladder import ARR
from generator.analysis.money import ids_of
from generator.analysis.owned import assets_then, has_assets, own_assets
from generator.analysis.results import AnalysedAccount, Figure
from generator.analysis.rollups.lost.results import ThenNow
from generator.analysis.scope import Scope
from generator.model.records import Asset, KpiReading, Opportunity, Priority
from generator.model.snapshot import Snapshot

_CASE_DAYS = 90
KEPT_DAYS = 92
"""A snapshot kept at most so long before the loss speaks of its time: a quarter."""
_READING_DAYS = 366
_KPIS = 2
"""A page has room for so many of the customer's measures; those of the highest priorities."""

Value = Decimal | str | None


def kept_then(kept: Sequence[Snapshot], deal: Opportunity) -> Snapshot | None:
    """The last snapshot kept before the deal was lost, none older than a quarter."""
    first = deal.close_date - timedelta(days=KEPT_DAYS)
    fit = (row for row in kept if first <= row.as_of < deal.close_date)
    return max(fit, key=lambda row: row.as_of, default=None)


def measures_of(
    scope: Scope, account: AnalysedAccount, deal: Opportunity, then: Snapshot | None
) -> tuple[ThenNow, ...]:
    """The customer's own KPIs first, then what we see of it."""
    return (
        *_kpis(scope, deal.close_date),
        _products(scope, deal),
        _cases(scope, deal),
        _health(scope, account, then),
        _revenue(scope, account, then),
    )


def _kpis(scope: Scope, lost: date) -> Iterator[ThenNow]:
    rows = [row for row in scope.snapshot.priorities if row.account_id in scope.accounts]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.name, row.id))
    known = [found for row in rows if (found := _kpi(scope, row, lost))]
    yield from known[:_KPIS]


def _kpi(scope: Scope, row: Priority, lost: date) -> ThenNow | None:
    """None where there is no reading of the year before the loss: a baseline has no day."""
    readings = [read for read in scope.snapshot.kpi_readings if read.priority_id == row.id]
    then = _last(readings, lost)
    if then is None or (lost - then.day).days > _READING_DAYS:
        return None
    now = _last(readings, scope.as_of)
    assert now is not None  # it is ``then`` at least
    return ThenNow(
        kind="kpi",
        name=row.kpi or row.name,
        unit=row.unit,
        then=then.value,
        then_day=then.day,
        now=now.value,
        now_day=now.day,
        trend=_towards(row.target, then.value, now.value) if now.day > then.day else None,
        ids=ids_of((row.id, then.id, now.id)),
    )


def _last(readings: Sequence[KpiReading], day: date) -> KpiReading | None:
    known = (row for row in readings if row.day <= day)
    return max(known, key=lambda row: (row.day, row.id), default=None)


def _towards(target: Decimal | None, then: Decimal, now: Decimal) -> str:
    if target is None or then == now:
        return _direction(then, now) or "same"
    return "nearer" if abs(target - now) < abs(target - then) else "further"


def _direction(then: Value, now: Value) -> str | None:
    """up, down or same; None where one is unknown, or a word that differs from the other."""
    if then is None or now is None:
        return None
    if then == now:
        return "same"
    before, after = _number(then), _number(now)
    if before is None or after is None:
        return None
    return "up" if after > before else "down" if after < before else "same"


def _number(value: Decimal | str) -> Decimal | None:
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _products(scope: Scope, deal: Opportunity) -> ThenNow:
    """Distinct products of ours in place in the division, by the dates of its assets."""
    unit_id = scope.unit_of(deal)
    if not (scope.readable("assets") and has_assets(scope)):
        return _row("products", (None, None), _days(scope, deal))
    then = [r for r in assets_then(scope, deal.close_date) if scope.unit_of(r) == unit_id]
    now = [row for row in own_assets(scope) if scope.unit_of(row) == unit_id]
    ids = ids_of((row.id for row in then), (row.id for row in now))
    return _row("products", (_distinct(then), _distinct(now)), _days(scope, deal), ids)


def _distinct(rows: Sequence[Asset]) -> Decimal:
    return Decimal(len({row.product_id or row.name for row in rows}))


def _days(scope: Scope, deal: Opportunity) -> tuple[date, date]:
    return deal.close_date, scope.as_of


def _cases(scope: Scope, deal: Opportunity) -> ThenNow:
    """Cases opened in the division in 90 days; unknown where they were not read so far back."""
    if not scope.readable("cases"):
        return _row("cases", (None, None), _days(scope, deal))
    unit_id = scope.unit_of(deal)
    mine = [row for row in scope.snapshot.cases if scope.unit_of(row) == unit_id]

    def opened(until: date) -> list[str]:
        return [r.id for r in mine if 0 <= (until - r.created.date()).days < _CASE_DAYS]

    now, before = opened(scope.as_of), opened(deal.close_date)
    first = deal.close_date - timedelta(days=_CASE_DAYS)
    then = Decimal(len(before)) if scope.reaches("cases", first) else None
    return _row("cases", (then, Decimal(len(now))), _days(scope, deal), ids_of(now, before))


def _health(scope: Scope, account: AnalysedAccount, then: Snapshot | None) -> ThenNow:
    before, day = (then.account.health, then.as_of) if then else (None, scope.as_of)
    values = (before, account.profile.health)
    return _row("health", values, (day, scope.as_of), (account.profile.id,))


def _revenue(scope: Scope, account: AnalysedAccount, then: Snapshot | None) -> ThenNow:
    """The account's own field for yearly revenue, then and now: None now where revenue stands on
    another rung of the ladder, for rungs are never mixed (SALESFORCE.md 3.1)."""
    before = scope.money.convert(then.account.arr, then.account.currency) if then else None
    day = then.as_of if then else scope.as_of
    now = account.revenue.current if account.revenue.source == ARR.origin(scope) else Figure(None)
    return _row("revenue", (before, now.value), (day, scope.as_of), now.ids)


def _row(
    kind: str,
    values: tuple[Value, Value],
    days: tuple[date, date],
    ids: tuple[str, ...] = (),
) -> ThenNow:
    """``values`` and ``days`` then and now; the day of what is unknown is left out."""
    then, now = values
    return ThenNow(
        kind=kind,
        name=None,
        unit="currency" if kind == "revenue" else None,
        then=then,
        then_day=days[0] if then is not None else None,
        now=now,
        now_day=days[1] if now is not None else None,
        trend=_direction(then, now),
        ids=ids,
    )
