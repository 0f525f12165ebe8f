"""When the next renewal is due, by every source that the org's rules count (METHOD.md row 29)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from generator.analysis.money import ids_of
from generator.analysis.owned import own_assets
from generator.analysis.recurring import service_contracts
from generator.analysis.results import RenewalOption
from generator.analysis.scope import Scope
from generator.analysis.settle import RENEWAL
from generator.analysis.units import below
from generator.analysis.words import NO_CONTRACT, canonical
from generator.model.records import Opportunity

MATCH_DAYS = 92
"""A renewal opportunity of another division belongs to the next renewal when it closes within a
quarter of it."""

NOT_THERE: Final = MappingProxyType(
    {
        "contract": "contract",
        "service_contract": "service contract",
        "asset": "asset",
        "subscription": "subscription",
        "opportunity": "renewal opportunity",
        "account": "account field",
    }
)
"""What each source is, for saying that there is none."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One record that gives a date for a renewal, and the account it is about."""

    day: date
    id: str
    unit_id: str


Groups = Mapping[str, list[Dated]]
Given = Iterable[tuple[date | None, str, str]]  # day, record, account


def groups_of(scope: Scope) -> Groups:
    """What each source says of renewals to come, most trusted first, by the source's name."""
    return {_NAMES[name]: _READ[name](scope) for name in scope.snapshot.rules.renewal_sources}


def _contracts(scope: Scope) -> list[Dated]:
    rows = (row for row in scope.snapshot.contracts if canonical(row.status) not in NO_CONTRACT)
    return _upcoming(scope, ((row.end_date, row.id, row.account_id) for row in rows))


def _services(scope: Scope) -> list[Dated]:
    rows = service_contracts(scope)
    return _upcoming(scope, ((row.end, row.id, row.account_id) for row in rows))


def _assets(scope: Scope) -> list[Dated]:
    return _upcoming(scope, ((row.ends, row.id, row.account_id) for row in own_assets(scope)))


def _subscriptions(scope: Scope) -> list[Dated]:
    """One that was terminated is not renewed."""
    rows = (row for row in scope.snapshot.subscriptions if row.terminated_date is None)
    return _upcoming(scope, ((row.end_date, row.id, row.account_id) for row in rows))


def _deals(scope: Scope) -> list[Dated]:
    """Open renewal opportunities count when overdue as well."""
    return [Dated(row.close_date, row.id, row.account_id) for row in open_renewals(scope)]


def _fields(scope: Scope) -> list[Dated]:
    return _upcoming(scope, ((r.renewal_date, r.id, r.id) for r in scope.snapshot.accounts))


def _upcoming(scope: Scope, rows: Given) -> list[Dated]:
    return [
        Dated(day, row_id, unit)
        for day, row_id, unit in rows
        if day is not None and day >= scope.as_of and unit in scope.accounts
    ]


_READ: Final[Mapping[str, Callable[[Scope], list[Dated]]]] = MappingProxyType(
    {
        "contract": _contracts,
        "service_contract": _services,
        "asset": _assets,
        "subscription": _subscriptions,
        "opportunity": _deals,
        "account": _fields,
    }
)

OPPORTUNITY: Final = "open renewal opportunity"
_SIGNED: Final = ("contract end", "service contract end")
_NAMES: Final = MappingProxyType(
    {
        "contract": _SIGNED[0],
        "service_contract": _SIGNED[1],
        "asset": "asset end",
        "subscription": "subscription end",
        "opportunity": OPPORTUNITY,
        "account": "account's renewal date",
    }
)


def open_renewals(scope: Scope) -> tuple[Opportunity, ...]:
    """The open opportunities of kind renewal, next to close first."""
    rows = [
        row
        for row in scope.opportunities.values()
        if row.kind == RENEWAL and not row.is_closed and row.account_id in scope.accounts
    ]
    return tuple(sorted(rows, key=lambda row: (row.close_date, row.id)))


def next_of(scope: Scope, groups: Groups) -> tuple[date | None, list[Dated]]:
    """The date that holds by the org's rule, from as-of on, and the records that give it; else the
    last overdue one."""
    rows = [row for group in groups.values() for row in group]
    ahead = [[row.day for row in group if row.day >= scope.as_of] for group in groups.values()]
    given = [days for days in ahead if days]
    if scope.snapshot.rules.renewal_date == "trusted":
        given = given[:1]
    days = [day for days in given for day in days]
    day = min(days) if days else max((row.day for row in rows), default=None)
    return day, [row for row in rows if row.day == day]


def options_of(groups: Groups) -> tuple[RenewalOption, ...]:
    """The next date of every source that gives one, earliest first."""
    found = [_option(name, rows) for name, rows in groups.items() if rows]
    return tuple(sorted(found, key=lambda option: (option.day, option.source)))


def _option(name: str, rows: list[Dated]) -> RenewalOption:
    day = min(row.day for row in rows)
    return RenewalOption(day, name, ids_of(row.id for row in rows if row.day == day))


def disagree(scope: Scope, groups: Groups, nearest: list[Dated]) -> bool:
    """Whether the sources give different dates for the division(s) that renew next.

    A renewal opportunity is meant to close before the term ends: up to a quarter ahead is no
    disagreement.
    """
    told = _told(scope, groups, nearest)
    deals = told.pop(OPPORTUNITY, [])
    ends = [min(days) for days in told.values() if days]
    if not ends:
        return False
    limit = scope.options.renewal_agree_days
    if (max(ends) - min(ends)).days > limit:
        return True
    if not deals:
        return False
    ahead = (min(ends) - min(deals)).days
    return ahead > MATCH_DAYS or -ahead > limit


def _told(scope: Scope, groups: Groups, nearest: list[Dated]) -> dict[str, list[date]]:
    """The days that each source gives for the next renewal: those of the divisions that renew, with
    all below and above, without what belongs to the term of another contract."""
    family = _family(scope, nearest)
    here = {name: [row for row in rows if row.unit_id in family] for name, rows in groups.items()}
    others = _other_terms(here, nearest)
    return {
        name: [row.day for row in rows if not _is_of_another(scope, name, row, others)]
        for name, rows in here.items()
    }


def _other_terms(here: Groups, nearest: list[Dated]) -> list[Dated]:
    """The contracts that are not about the next renewal: where a contract gives its date, those of
    other divisions; and in any case what follows a division's first one to end."""
    ids, units = {row.id for row in nearest}, {row.unit_id for row in nearest}
    signed = [here.get(name, []) for name in _SIGNED]
    by_contract = any(row.id in ids for rows in signed for row in rows)
    others: list[Dated] = []
    for rows in signed:
        own = [row for row in rows if row.unit_id in units]
        first = min((row.day for row in own), default=None)
        others += [row for row in own if row.day != first]
        others += [row for row in rows if by_contract and row.unit_id not in units]
    return others


def _is_of_another(scope: Scope, name: str, row: Dated, others: list[Dated]) -> bool:
    """Whether the row is one of ``others``, or is told by its day and division to hang on one."""
    if name in _SIGNED:
        return row in others
    limit = scope.options.renewal_agree_days
    early = MATCH_DAYS if name == OPPORTUNITY else limit
    return any(
        -early <= (row.day - term.day).days <= limit
        and row.unit_id in below(scope.divisions, [term.unit_id])
        for term in others
    )


def _family(scope: Scope, nearest: list[Dated]) -> set[str]:
    """The divisions that renew next, with all below them and all above."""
    units = {row.unit_id for row in nearest}
    parents = {unit.id: unit.parent_id for unit in scope.divisions}
    above: set[str] = set()
    for unit in units:
        parent = parents.get(unit)
        while parent is not None:
            above.add(parent)
            parent = parents.get(parent)
    return below(scope.divisions, units) | above
