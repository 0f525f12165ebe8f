"""The next renewal: date, value, and whether it is in hand (METHOD.md rows 29, 92)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.money import ids_of, total
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.owned import own_assets
from generator.analysis.performance import deal_amount
from generator.analysis.results import Figure, Renewal, RenewalOption
from generator.analysis.revenue import division_arr
from generator.analysis.scope import Scope
from generator.analysis.units import below
from generator.analysis.words import NO_CONTRACT, canonical, join
from generator.model.records import Contract, Opportunity

OPPORTUNITY = "open renewal opportunity"

MATCH_DAYS = 92
"""A renewal opportunity of another division belongs to the next renewal when it closes within a
quarter of it."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """One record that gives a date for a renewal, and the division it is about."""

    day: date
    id: str
    unit_id: str


def renewal(scope: Scope, current: Figure[Decimal]) -> Renewal:
    """The next renewal; ``current`` is current revenue, the last resort for its value."""
    groups = _groups(scope)
    day, nearest = _next(scope, groups)
    deal = _opportunity(scope, day, nearest)
    contract = _contract(scope, nearest, day)
    sources = tuple(
        sorted((_option(name, rows) for name, rows in groups.items() if rows), key=_option_order)
    )
    conflict = _conflict(scope, groups, nearest)
    status, reason = _judge(scope, day, deal, conflict)
    return Renewal(
        day=Figure(
            day,
            ids_of(row.id for row in nearest),
            _day_note(scope, day, sources),
        ),
        days=(day - scope.as_of).days if day else None,
        value=_value(scope, nearest, deal, current),
        opportunity_id=deal.id if deal else None,
        opportunity_owner=scope.user(deal.owner_id) if deal else None,
        auto_renews=contract.auto_renews if contract else None,
        notice_days=contract.notice_days if contract else None,
        strategy=scope.root.renewal_strategy,
        sources=sources,
        conflict=conflict,
        status=status,
        status_reason=reason,
        unit=_names(scope, _renewing(scope, nearest)) or None,
    )


def _groups(scope: Scope) -> dict[str, list[_Dated]]:
    """What each source says of renewals to come; open renewal opportunities also when overdue."""
    contracts = (
        (row.end_date, row.id, row.account_id)
        for row in scope.snapshot.contracts
        if canonical(row.status) not in NO_CONTRACT
    )
    assets = ((row.end_date, row.id, row.account_id) for row in own_assets(scope))
    fields = ((row.renewal_date, row.id, row.id) for row in scope.snapshot.accounts)
    return {
        "contract end": _upcoming(scope, contracts),
        "asset end": _upcoming(scope, assets),
        OPPORTUNITY: [
            _Dated(row.close_date, row.id, row.account_id) for row in open_renewals(scope)
        ],
        "account's renewal date": _upcoming(scope, fields),
    }


def _upcoming(scope: Scope, rows: Iterable[tuple[date | None, str, str]]) -> list[_Dated]:
    return [
        _Dated(day, row_id, unit)
        for day, row_id, unit in rows
        if day is not None and day >= scope.as_of and unit in scope.accounts
    ]


def open_renewals(scope: Scope) -> tuple[Opportunity, ...]:
    """The open opportunities of kind renewal, next to close first."""
    rows = [
        row
        for row in scope.opportunities.values()
        if row.kind == "renewal" and not row.is_closed and row.account_id in scope.accounts
    ]
    return tuple(sorted(rows, key=lambda row: (row.close_date, row.id)))


def _next(scope: Scope, groups: dict[str, list[_Dated]]) -> tuple[date | None, list[_Dated]]:
    """The earliest date from as-of on, and the records that give it; else the last overdue one."""
    rows = [row for group in groups.values() for row in group]
    ahead = [row.day for row in rows if row.day >= scope.as_of]
    day = min(ahead) if ahead else max((row.day for row in rows), default=None)
    return day, [row for row in rows if row.day == day]


def _option(name: str, rows: list[_Dated]) -> RenewalOption:
    day = min(row.day for row in rows)
    return RenewalOption(day, name, ids_of(row.id for row in rows if row.day == day))


def _option_order(option: RenewalOption) -> tuple[date, str]:
    return (option.day, option.source)


def _conflict(scope: Scope, groups: dict[str, list[_Dated]], nearest: list[_Dated]) -> bool:
    """Whether the sources give different dates for the division(s) that renew next.

    A renewal opportunity is meant to close before the term ends: up to a quarter ahead is no
    disagreement.
    """
    family = _family(scope, nearest)
    ends: list[date] = []
    for name, rows in groups.items():
        days = [row.day for row in rows if row.unit_id in family]
        if days and name != OPPORTUNITY:
            ends.append(min(days))
    if not ends:
        return False
    deals = [row.day for row in groups[OPPORTUNITY] if row.unit_id in family]
    limit = scope.options.renewal_agree_days
    if (max(ends) - min(ends)).days > limit:
        return True
    if not deals:
        return False
    ahead = (min(ends) - min(deals)).days
    return ahead > MATCH_DAYS or -ahead > limit


def _family(scope: Scope, nearest: list[_Dated]) -> set[str]:
    """The divisions that renew next, with all below them and all above."""
    units = {row.unit_id for row in nearest}
    parents = {unit.id: unit.parent_id for unit in scope.units}
    above: set[str] = set()
    for unit in units:
        parent = parents.get(unit)
        while parent is not None:
            above.add(parent)
            parent = parents.get(parent)
    return below(scope.units, units) | above


def _opportunity(scope: Scope, day: date | None, nearest: list[_Dated]) -> Opportunity | None:
    """The open renewal of a division whose record gives the date, else one that closes near it."""
    if day is None:
        return None
    rows = open_renewals(scope)
    units = {row.unit_id for row in nearest}
    same = next((row for row in rows if row.account_id in units), None)
    near = (row for row in rows if abs((row.close_date - day).days) <= MATCH_DAYS)
    return same or next(near, None)


def _contract(scope: Scope, nearest: list[_Dated], day: date | None) -> Contract | None:
    """The contract that ends then; else the next one of the same division to end."""
    if day is None:
        return None
    ids, units = {row.id for row in nearest}, {row.unit_id for row in nearest}
    rows = [
        row
        for row in scope.snapshot.contracts
        if row.account_id in units
        and row.end_date is not None
        and row.end_date >= scope.as_of
        and canonical(row.status) not in NO_CONTRACT
    ]
    return min(rows, key=lambda row: (row.id not in ids, row.end_date, row.id), default=None)


def _day_note(scope: Scope, day: date | None, sources: tuple[RenewalOption, ...]) -> str:
    if day is None:
        return "no contract, asset, renewal opportunity or account field gives a date"
    names = [option.source for option in sources if option.day == day]
    return f"{' and '.join(names)}" + (" (overdue)" if day < scope.as_of else "")


def _value(
    scope: Scope,
    nearest: list[_Dated],
    deal: Opportunity | None,
    current: Figure[Decimal],
) -> Figure[Decimal]:
    """The renewal opportunity's amount, else the ARR of the expiring assets, of the division that
    renews, or of the account."""
    found: list[Figure[Decimal]] = []
    if deal is not None:
        amount = [(deal.id, deal_amount(scope, deal.id))]
        found.append(total(amount, note="amount of the renewal opportunity"))
    if nearest:
        found += [_expiring(scope, nearest[0].day), _division(scope, nearest)]
    for figure in found:
        if figure.value:
            return figure
    if current.value is None or not nearest:
        why = "renewal amount, asset ARR or revenue" if nearest else "renewal date"
        return Figure(None, note=f"unknown: no {why} is recorded")
    return Figure(current.value, current.ids, "current revenue of the account", current.of)


def _division(scope: Scope, nearest: list[_Dated]) -> Figure[Decimal]:
    """ARR of the divisions that renew: their fields', else their assets'."""
    tops = _renewing(scope, nearest)
    if scope.root.id in tops:
        return Figure(None)
    names = _names(scope, tops)
    stated = total(division_arr(scope, tops), note=f"ARR of {names}")
    if stated.value is not None:
        return stated
    inside = below(scope.units, tops)
    rows = [row for row in own_assets(scope) if row.account_id in inside]
    parts = [(row.id, scope.money.convert(row.arr, row.currency)) for row in rows]
    return total(parts, note=f"ARR of the assets of {names}") if parts else Figure(None)


def _renewing(scope: Scope, nearest: list[_Dated]) -> list[str]:
    """The divisions whose records give the date; one below another of them is left to it."""
    units = {row.unit_id for row in nearest}
    order = [unit.id for unit in scope.units if unit.id in units]
    return [
        unit
        for unit in order
        if not any(unit in below(scope.units, [other]) for other in order if other != unit)
    ]


def _names(scope: Scope, units: list[str]) -> str:
    return join([scope.unit_name(unit) for unit in units], most=3)


def _expiring(scope: Scope, day: date) -> Figure[Decimal]:
    """ARR of the assets that end by then, give or take what sources may differ."""
    limit = day + timedelta(days=scope.options.renewal_agree_days)
    rows = [row for row in own_assets(scope) if row.end_date is not None and row.end_date <= limit]
    parts = [(row.id, scope.money.convert(row.arr, row.currency)) for row in rows]
    return total(parts, note="ARR of the assets that end by then") if parts else Figure(None)


def _judge(
    scope: Scope, day: date | None, deal: Opportunity | None, conflict: bool
) -> tuple[str, str]:
    """red, attention, ok or unknown, with the reason in words (row 92)."""
    if day is None:
        return "unknown", "No renewal date is recorded."
    days = (day - scope.as_of).days
    when = f"Renewal in {days} days" if days >= 0 else f"Renewal overdue by {-days} days"
    if days <= scope.options.renewal_red_days and deal is None:
        return "red", f"{when}: no renewal opportunity is open."
    if days <= scope.options.renewal_red_days and deal and not _has_owner(scope, deal):
        return "red", f"{when}: the renewal opportunity has no active owner."
    concerns = _concerns(scope, days, deal, conflict)
    if concerns:
        return "attention", f"{when}: {'; '.join(concerns)}."
    owned = " and an owner" if deal and deal.owner_id else ""
    in_hand = f"with an open renewal opportunity{owned}" if deal else "no opportunity is due yet"
    return "ok", f"{when}, {in_hand}."


def _concerns(scope: Scope, days: int, deal: Opportunity | None, conflict: bool) -> list[str]:
    first, *_, last = RENEWAL_GATES
    concerns = []
    if days < 0:
        concerns.append("no later date is recorded")
    elif days <= last:
        concerns.append(f"less than {last} days are left")
    if deal and deal.close_date < scope.as_of:
        concerns.append("the renewal opportunity's close date has passed")
    if conflict:
        concerns.append("the sources give different dates")
    if days <= first and not scope.root.renewal_strategy:
        concerns.append("no renewal strategy is recorded")
    return concerns


def _has_owner(scope: Scope, deal: Opportunity) -> bool:
    """Whether an active person owns it. Where owners cannot be read, that is no alarm."""
    user = scope.users.get(deal.owner_id or "")
    if user is not None:
        return user.is_active and not user.is_queue
    read = {row.name for row in scope.snapshot.field_sources}
    return deal.owner_id is not None or (bool(read) and "opportunity.owner_id" not in read)
