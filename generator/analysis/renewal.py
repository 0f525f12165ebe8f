"""The next renewal: date, value, and whether it is in hand (METHOD.md rows 29, 92)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from generator.analysis.contracts import contract_terms
from generator.analysis.ladder import ARR, MRR, division_stated
from generator.analysis.money import ids_of, total
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.owned import asset_worth, own_assets
from generator.analysis.performance import deal_amount
from generator.analysis.recurring import running, service_contracts, subscriptions
from generator.analysis.renewal_dates import (
    MATCH_DAYS,
    NOT_THERE,
    OPPORTUNITY,
    Dated,
    Groups,
    disagree,
    groups_of,
    next_of,
    open_renewals,
    options_of,
)
from generator.analysis.results import Figure, Renewal, RenewalOption
from generator.analysis.scope import Scope
from generator.analysis.units import below
from generator.analysis.words import NO_CONTRACT, canonical, join
from generator.model.records import Contract, Opportunity


def renewal(scope: Scope, current: Figure[Decimal], tier: int) -> Renewal:
    """The next renewal; ``current`` is current revenue, the last resort for its value. ``tier``
    says what tells how it is won (``_has_strategy``)."""
    groups = groups_of(scope)
    day, nearest = next_of(scope, groups)
    deal = _opportunity(scope, day, nearest)
    contract = _contract(scope, nearest, day)
    sources = options_of(groups)
    conflict = disagree(scope, groups, nearest)
    has_strategy = _has_strategy(scope, tier)
    concerns = _concerns(scope, day, deal, conflict, has_strategy)
    status, reason = _judge(scope, day, deal, concerns)
    renewing = _renewing(scope, nearest)
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
        has_strategy=has_strategy,
        sources=sources,
        conflict=conflict,
        status=status,
        status_reason=reason,
        unit=_names(scope, renewing) or None,
        unit_ids=tuple(renewing),
        agreed=_agreed(scope, groups),
        notice_by=_notice_by(contract),
        notice_missed=_notice_missed(scope, contract),
        contract_id=contract.id if contract else None,
        reminder_days=contract.reminder_days if contract else None,
        concerns=concerns,
    )


def _notice_by(contract: Contract | None) -> date | None:
    """The last day on which notice keeps the contract from renewing, or from running on."""
    if contract is None or contract.end_date is None or contract.notice_days is None:
        return None
    if not 0 <= contract.notice_days <= _LONGEST_NOTICE:
        return None
    return contract.end_date - timedelta(days=contract.notice_days)


def _notice_missed(scope: Scope, contract: Contract | None) -> bool | None:
    """Whether the day for notice passed while nothing says that the contract renews: it does not by
    itself, no renewal of it was won and no other contract follows (row 92). None: no such day, or
    it passed and nothing says whether the contract renews by itself."""
    last = _notice_by(contract)
    if last is None or contract is None:
        return None
    agreed = any(row.renewed for row in contract_terms(scope) if row.id == contract.id)
    if last >= scope.as_of or contract.auto_renews or agreed:
        return False
    return None if contract.auto_renews is None else True


_LONGEST_NOTICE = 3660
"""Days: a typing error must not lead out of the calendar."""


def _agreed(scope: Scope, groups: Groups) -> Figure[date]:
    """The date by what both sides know. When an opportunity of ours shall close is our forecast."""
    signed = {name: rows for name, rows in groups.items() if name != OPPORTUNITY}
    day, nearest = next_of(scope, signed)
    return Figure(day, ids_of(row.id for row in nearest))


def _opportunity(scope: Scope, day: date | None, nearest: list[Dated]) -> Opportunity | None:
    """The open renewal of a division whose record gives the date, else one that closes near it."""
    if day is None:
        return None
    rows = open_renewals(scope)
    units = {row.unit_id for row in nearest}
    same = next((row for row in rows if row.account_id in units), None)
    near = (row for row in rows if abs((row.close_date - day).days) <= MATCH_DAYS)
    return same or next(near, None)


def _contract(scope: Scope, nearest: list[Dated], day: date | None) -> Contract | None:
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
        names = [NOT_THERE[name] for name in scope.snapshot.rules.renewal_sources]
        return f"no {join(names, last='or')} gives a date"
    names = [option.source for option in sources if option.day == day]
    return f"{' and '.join(names)}" + (" (overdue)" if day < scope.as_of else "")


def _value(
    scope: Scope,
    nearest: list[Dated],
    deal: Opportunity | None,
    current: Figure[Decimal],
) -> Figure[Decimal]:
    """The renewal opportunity's amount, else the yearly worth of what expires, of the division
    that renews, or of the account."""
    found: list[Figure[Decimal]] = []
    if deal is not None:
        amount = [(deal.id, deal_amount(scope, deal.id))]
        found.append(total(amount, note="amount of the renewal opportunity"))
    if nearest:
        found += [*_expiring(scope, nearest[0].day), _division(scope, nearest)]
    for figure in found:
        if figure.value:
            return figure
    if current.value is None or not nearest:
        why = "renewal amount, asset ARR or revenue" if nearest else "renewal date"
        return Figure(None, note=f"unknown: no {why} is recorded")
    return Figure(current.value, current.ids, "current revenue of the account", current.of)


def _division(scope: Scope, nearest: list[Dated]) -> Figure[Decimal]:
    """ARR of the divisions that renew: their fields', else their assets'."""
    tops = _renewing(scope, nearest)
    if scope.root.id in tops:
        return Figure(None)
    names = _names(scope, tops)
    for field in (ARR, MRR):
        stated = total(division_stated(scope, tops, field), note=f"{field.words} of {names}")
        if stated.value is not None:
            return stated
    inside, worth = below(scope.divisions, tops), asset_worth(scope)
    rows = [row for row in own_assets(scope) if row.account_id in inside]
    parts = [(row.id, worth(row)) for row in rows]
    return total(parts, note=f"ARR of the assets of {names}") if parts else Figure(None)


def _renewing(scope: Scope, nearest: list[Dated]) -> list[str]:
    """The divisions whose records give the date; one below another of them is left to it."""
    units = {row.unit_id for row in nearest}
    order = [unit.id for unit in scope.divisions if unit.id in units]
    return [
        unit
        for unit in order
        if not any(unit in below(scope.divisions, [other]) for other in order if other != unit)
    ]


def _names(scope: Scope, units: list[str]) -> str:
    return join([scope.account_name(unit) for unit in units], most=3)


def _expiring(scope: Scope, day: date) -> list[Figure[Decimal]]:
    """The yearly worth of what ends by then, give or take what sources may differ: of the assets,
    the subscriptions, the service contracts."""
    limit, worth = day + timedelta(days=scope.options.renewal_agree_days), asset_worth(scope)
    assets = [row for row in own_assets(scope) if row.ends is not None and row.ends <= limit]
    parts = {"assets": [(row.id, worth(row)) for row in assets]}
    for name, rows in (
        ("subscriptions", subscriptions(scope)),
        ("service contracts", service_contracts(scope)),
    ):
        ends = [row for row in running(rows, scope.as_of) if row.end is not None]
        parts[name] = [(row.id, row.yearly) for row in ends if row.end and row.end <= limit]
    return [
        total(found, note=f"ARR of the {name} that end by then")
        for name, found in parts.items()
        if found
    ]


def _judge(
    scope: Scope, day: date | None, deal: Opportunity | None, concerns: tuple[str, ...]
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
    if concerns:
        return "attention", f"{when}: {'; '.join(_CONCERNS[name] for name in concerns)}."
    owned = " and an owner" if deal and deal.owner_id else ""
    in_hand = f"with an open renewal opportunity{owned}" if deal else "no opportunity is due yet"
    return "ok", f"{when}, {in_hand}."


_CONCERNS: Final = MappingProxyType(
    {
        "past": "no later date is recorded",
        "near": f"less than {RENEWAL_GATES[-1]} days are left",
        "deal_past": "the renewal opportunity's close date has passed",
        "conflict": "the sources give different dates",
        "no_strategy": "no renewal strategy is recorded",
    }
)


def _has_strategy(scope: Scope, tier: int) -> bool | None:
    """Whether it is on record how the renewal is won: by the account's strategy, and in tier 3,
    which is managed by motion, by its playbook too (rows 3, 4, 92). None where the CRM has no
    readable place for it."""
    root = scope.root
    if root.renewal_strategy or (tier == _BY_MOTION and root.playbook):
        return True
    read = {row.name for row in scope.snapshot.field_sources}
    return None if read and "account.renewal_strategy" not in read else False


_BY_MOTION = 3


def _concerns(
    scope: Scope,
    day: date | None,
    deal: Opportunity | None,
    conflict: bool,
    has_strategy: bool | None,
) -> tuple[str, ...]:
    """What keeps the renewal from being in hand, beside a missing opportunity or owner."""
    if day is None:
        return ()
    days, (first, *_, last) = (day - scope.as_of).days, RENEWAL_GATES
    holds = {
        "past": days < 0,
        "near": 0 <= days <= last,
        "deal_past": deal is not None and deal.close_date < scope.as_of,
        "conflict": conflict,
        "no_strategy": days <= first and has_strategy is False,
    }
    return tuple(name for name, is_so in holds.items() if is_so)


def _has_owner(scope: Scope, deal: Opportunity) -> bool:
    """Whether an active person owns it. Where owners cannot be read, that is no alarm."""
    user = scope.users.get(deal.owner_id or "")
    if user is not None:
        return user.is_active and not user.is_queue
    read = {row.name for row in scope.snapshot.field_sources}
    return deal.owner_id is not None or (bool(read) and "opportunity.owner_id" not in read)
