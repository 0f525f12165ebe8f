"""Won, lost and open: the whole relationship, not one deal (METHOD.md rows 13, 36; CONTRACT.md).

Won and lost are counted by close date within the 36 months up to as-of, open deals all. Quarters
are counted over all deals that were read, and those that were not read whole are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from generator.analysis.dates import in_months_up_to
from generator.analysis.money import add, ids_of, percent, total
from generator.analysis.options import DEAL_MONTHS
from generator.analysis.results import (
    Deal,
    DealTotal,
    Figure,
    KindTotals,
    Performance,
    Person,
    QuarterResult,
)
from generator.analysis.scope import Scope
from generator.analysis.settle import RENEWAL
from generator.analysis.words import count
from generator.model.org import FiscalQuarter
from generator.model.records import Opportunity

QUARTERS = 8

NO_REASON = "not recorded"
"""The reason of a lost deal that names none."""


def performance(scope: Scope, deals: tuple[Deal, ...]) -> Performance:
    """Totals, fiscal quarters and reasons for losses over ``deals`` (see ``deals_of``)."""
    amounts = {deal.id: deal_amount(scope, deal.id) for deal in deals}
    won, lost, still_open = (
        [deal for deal in deals if deal.state == state] for state in ("won", "lost", "open")
    )
    return Performance(
        won=_total(won, amounts),
        lost=_total(lost, amounts),
        open=_total(still_open, amounts),
        win_rate=_win_rate(won, lost),
        deals=deals,
        quarters=tuple(
            quarter_result(scope, quarter) for quarter in read_quarters(scope, "opportunities")
        ),
        lost_reasons=_lost_reasons(lost, amounts),
        kinds=_by_kind(deals, amounts),
    )


_KINDS = ("new", "expansion", RENEWAL, "other")


def _by_kind(deals: tuple[Deal, ...], amounts: dict[str, Decimal | None]) -> tuple[KindTotals, ...]:
    """Won, lost and open of each kind that there is (row 36)."""
    rows = ((kind, [deal for deal in deals if deal.kind == kind]) for kind in _KINDS)
    return tuple(_kind(kind, found, amounts) for kind, found in rows if found)


def _kind(kind: str, deals: list[Deal], amounts: dict[str, Decimal | None]) -> KindTotals:
    won, lost, still = (
        _total([deal for deal in deals if deal.state == state], amounts)
        for state in ("won", "lost", "open")
    )
    return KindTotals(kind, won, lost, still, ids_of(deal.id for deal in deals))


def last_quarters(scope: Scope, count: int) -> tuple[FiscalQuarter, ...]:
    """``count`` fiscal quarters, oldest first, the last one being the quarter under review."""
    period = scope.period
    return tuple(period.fiscal.shift(period.quarter, back) for back in range(1 - count, 1))


def read_quarters(scope: Scope, topic: str) -> tuple[FiscalQuarter, ...]:
    """Those of the last eight quarters that records of ``topic`` were read from the first day on:
    of any other "none" would mean "not looked"."""
    return tuple(q for q in last_quarters(scope, QUARTERS) if scope.reaches(topic, q.start))


def deal_amount(scope: Scope, deal_id: str) -> Decimal | None:
    """The opportunity's amount in the account's currency."""
    row = scope.opportunities[deal_id]
    return scope.money.convert_deal(row.amount, row.currency, row.close_date)


def deals_of(scope: Scope) -> tuple[Deal, ...]:
    """The opportunities that count, newest close date first."""
    rows = [row for row in scope.opportunities.values() if _counts(scope, row)]
    rows.sort(key=lambda row: row.id)
    rows.sort(key=lambda row: row.close_date, reverse=True)
    deals = (_deal(scope, row) for row in rows)
    return tuple(replace(deal, stalled=bool(stall_reasons(scope, deal))) for deal in deals)


def _counts(scope: Scope, row: Opportunity) -> bool:
    if row.account_id not in scope.accounts:
        return False
    return not row.is_closed or in_months_up_to(row.close_date, scope.as_of, DEAL_MONTHS)


def _deal(scope: Scope, row: Opportunity) -> Deal:
    state = "open" if not row.is_closed else "won" if row.is_won else "lost"
    return Deal(
        id=row.id,
        name=row.name,
        unit=scope.unit_name_of(row),
        state=state,
        kind=row.kind,
        stage=row.stage,
        amount=deal_amount(scope, row.id),
        close_date=row.close_date,
        created=row.created,
        owner=scope.user(row.owner_id),
        products=_product_names(scope, row.id),
        loss_reason=row.loss_reason,
        competitors=tuple(sorted({rival.name for rival in scope.rivals.get(row.id, ())})),
        next_step=row.next_step,
        overdue=state == "open" and row.close_date < scope.as_of,
        days_in_stage=_days_in_stage(row, scope.as_of) if state == "open" else None,
        primary_contact=_primary(scope, row.id),
        lead_source=row.lead_source,
        score=row.score,
    )


def _primary(scope: Scope, deal_id: str) -> Person | None:
    """The customer's main person on the deal (row 31)."""
    rows = (role for role in scope.deal_roles.get(deal_id, ()) if role.is_primary)
    found = (scope.customer(role.contact_id) for role in rows)
    return next((person for person in found if person), None)


def _product_names(scope: Scope, deal_id: str) -> tuple[str, ...]:
    found = (scope.products.get(line.product_id or "") for line in scope.lines.get(deal_id, ()))
    return tuple(sorted({product.name for product in found if product}))


def _days_in_stage(row: Opportunity, as_of: date) -> int | None:
    """Since the last change of stage; a deal that never changed stands since its creation."""
    since = row.last_stage_change or row.created
    return (as_of - since).days if since and since <= as_of else None


def stall_reasons(scope: Scope, deal: Deal) -> tuple[str, ...]:
    """Why an open deal has stalled: past its close date, too long in its stage, pushed too often
    (row 23). Empty where it has not."""
    if deal.state != "open":
        return ()
    pushes = scope.opportunities[deal.id].push_count or 0
    late, still = (scope.as_of - deal.close_date).days, deal.days_in_stage
    reasons = (
        (late > 0, f"close date passed {count(late, 'day')} ago"),
        (
            still is not None and still >= scope.options.stalled_days,
            f"{still} days in {deal.stage}",
        ),
        (pushes >= scope.options.stalled_pushes, f"close date moved {count(pushes, 'time')}"),
    )
    return tuple(words for holds, words in reasons if holds)


def _total(deals: list[Deal], amounts: dict[str, Decimal | None]) -> DealTotal:
    rows = ((deal.id, amounts[deal.id]) for deal in deals)
    return DealTotal(len(deals), total(rows, note="sum of opportunity amounts", always_of=True))


def _win_rate(won: list[Deal], lost: list[Deal]) -> Figure[Decimal]:
    decided = len(won) + len(lost)
    note = f"{len(won)} of {decided} decided deals, by count" if decided else "no deal was decided"
    return Figure(percent(len(won), decided), ids_of(d.id for d in (*won, *lost)), note)


def quarter_result(scope: Scope, quarter: FiscalQuarter) -> QuarterResult:
    """What was won and lost in it, of the deals that were read."""
    closed = [
        row
        for row in scope.opportunities.values()
        if row.is_closed
        and row.account_id in scope.accounts
        and quarter.start <= row.close_date <= quarter.end
    ]
    wins, losses = ([row for row in closed if row.is_won is won] for won in (True, False))
    return QuarterResult(
        quarter=quarter,
        won=known_sum(deal_amount(scope, row.id) for row in wins),
        won_count=len(wins),
        lost=known_sum(deal_amount(scope, row.id) for row in losses),
        lost_count=len(losses),
        ids=ids_of(row.id for row in closed),
    )


def _lost_reasons(
    lost: list[Deal], amounts: dict[str, Decimal | None]
) -> tuple[tuple[str, int, Decimal | None], ...]:
    """(reason, count, amount), most frequent first."""
    groups: dict[str, list[Decimal | None]] = {}
    for deal in lost:
        groups.setdefault(deal.loss_reason or NO_REASON, []).append(amounts[deal.id])
    rows = [(reason, len(values), known_sum(values)) for reason, values in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row[1], -(row[2] or Decimal(0)), row[0])))


def known_sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """What the known ones come to; None where there are some and none is known."""
    rows = list(values)
    known = [value for value in rows if value is not None]
    return add(known) if known or not rows else None
