"""The contracts so far, and how each was renewed (METHOD.md row 30)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from generator.analysis.money import ids_of
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.results import ContractHistory, ContractTerm
from generator.analysis.scope import Scope
from generator.analysis.settle import RENEWAL
from generator.analysis.words import canonical
from generator.model.records import Contract, Opportunity, ServiceContract

_NEVER_BEGAN = frozenset(("draft", "in approval process", "cancelled", "canceled"))
_NEAR = timedelta(days=183)
"""A won renewal opportunity or a later contract this near an end belongs to it."""


def contract_terms(scope: Scope) -> tuple[ContractTerm, ...]:
    """All contracts and service contracts of the account and its divisions, oldest first."""
    known = scope.snapshot
    rows = [
        *(_term(scope, row, row.number) for row in known.contracts),
        *(_term(scope, row, row.name) for row in known.service_contracts),
    ]
    mine = [term for account, term in rows if account in scope.accounts]
    mine.sort(key=lambda term: (term.start or term.end or date.max, term.id))
    homes = {term.id: account for account, term in rows}
    return tuple(_judged(scope, term, homes, mine) for term in mine)


def contract_history(terms: Sequence[ContractTerm]) -> ContractHistory:
    """How many terms came to their end, and what followed them."""
    counts = Counter(term.renewed for term in terms)
    ended = [term for term in terms if term.renewed]
    return ContractHistory(
        ended=len(ended),
        on_time=counts["on_time"],
        early=counts["early"],
        late=counts["late"],
        lapsed=counts["lapsed"],
        ids=ids_of(term.id for term in ended),
    )


def _term(
    scope: Scope, row: Contract | ServiceContract, number: str | None
) -> tuple[str, ContractTerm]:
    term = ContractTerm(
        id=row.id,
        number=number,
        unit=scope.unit_name_of(row),
        start=row.start_date,
        end=row.end_date,
        term_months=row.term_months,
        status=row.status,
    )
    return row.account_id, term


def _judged(
    scope: Scope, term: ContractTerm, homes: dict[str, str], terms: Iterable[ContractTerm]
) -> ContractTerm:
    """``term`` with how it was renewed: by the day its renewal opportunity was won, else by the
    first day of the contract that follows it in the same account. One that still runs is not
    judged, and a draft is no contract."""
    if term.end is None or canonical(term.status) in _NEVER_BEGAN:
        return term
    agreed = _agreed(scope, homes[term.id], term.end)
    if agreed is None:
        follows = _follows(term, homes, terms)
        agreed = follows - timedelta(days=1) if follows else None
    if agreed is None:
        return replace(term, renewed="lapsed") if term.end < scope.as_of else term
    days = (agreed - term.end).days
    early = -days > RENEWAL_GATES[-1]
    return replace(
        term, renewed="late" if days > 0 else "early" if early else "on_time", renewed_days=days
    )


def _agreed(scope: Scope, account_id: str, end: date) -> date | None:
    """When the renewal of what ended then was won; None where no opportunity says so."""
    won = (row for row in scope.opportunities.values() if _renews(row, account_id, end))
    return min((row.close_date for row in won), key=lambda day: abs(day - end), default=None)


def _renews(row: Opportunity, account_id: str, end: date) -> bool:
    near = abs(row.close_date - end) <= _NEAR
    return row.is_won and row.kind == RENEWAL and row.account_id == account_id and near


def _follows(
    term: ContractTerm, homes: dict[str, str], terms: Iterable[ContractTerm]
) -> date | None:
    """The first day of the next contract of the same account, if it begins near the end."""
    days = (
        other.start
        for other in terms
        if other.start
        and term.end
        and homes[other.id] == homes[term.id]
        and canonical(other.status) not in _NEVER_BEGAN
        and other.start > (term.start or date.min)
        and abs(other.start - term.end) <= _NEAR
    )
    return min(days, default=None)
