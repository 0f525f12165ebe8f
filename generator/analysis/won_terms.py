"""Won opportunities while the term runs that they were won for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.analysis.dates import add_months, in_months_up_to
from generator.analysis.recurring import Recurring
from generator.analysis.scope import Scope
from generator.analysis.settle import RENEWAL
from generator.analysis.terms import known_term, yearly
from generator.model.records import Opportunity

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Term:
    """A won deal and the days between which its term of so many ``months`` begins, both included.

    ``latest`` is None where the beginning is not told; ``earliest`` is then the close date.
    """

    deal: Opportunity
    months: int
    earliest: date
    latest: date | None

    @property
    def ends(self) -> tuple[date, date]:
        """The days between which it ends."""
        last = self.latest or self.earliest
        return self._end(self.earliest), self._end(last)

    def _end(self, start: date) -> date:
        return add_months(start, self.months) - _DAY

    def may_run(self, day: date) -> bool:
        return self.earliest <= day <= self.ends[1]


def won_terms(scope: Scope) -> tuple[Recurring, ...]:
    """Won opportunities with a known term, from its start (else the close date) on.

    A renewal is won while what it renews still runs. One without a start begins when that is over,
    so that the two never count at once. Where it is not told when that is, its worth is unknown:
    then the deal has a row for the days on which it is known, and others for those on which not.
    """
    placed: dict[str, list[_Term]] = {}
    for deal, months in sorted(_dealt(scope), key=lambda found: _order(found[0])):
        terms = placed.setdefault(deal.account_id, [])
        terms.append(_renewed(deal, months, terms) if _lacks_start(deal) else _stated(deal, months))
    rows = (row for terms in placed.values() for term in terms for row in _rows(scope, term))
    return tuple(sorted(rows, key=lambda row: (row.id, row.start or date.min)))


def won_without_term(scope: Scope, day: date) -> tuple[Recurring, ...]:
    """What was won in the 12 months up to ``day`` for an unknown term: its worth is unknown."""
    return tuple(
        Recurring(row.id, row.account_id, row.close_date, None, None)
        for row in scope.opportunities.values()
        if row.is_won
        and known_term(row.term_months) is None
        and row.account_id in scope.accounts
        and in_months_up_to(row.close_date, day, 12)
    )


def _dealt(scope: Scope) -> Iterator[tuple[Opportunity, int]]:
    for row in scope.opportunities.values():
        months = known_term(row.term_months)
        if row.is_won and row.account_id in scope.accounts and months:
            yield row, months


def _lacks_start(deal: Opportunity) -> bool:
    """Whether the deal itself does not say when its term begins."""
    return deal.kind == RENEWAL and deal.start_date is None


def _order(deal: Opportunity) -> tuple[bool, date, str]:
    """What is told first; then each renewal after those that it may renew."""
    return _lacks_start(deal), deal.close_date, deal.id


def _stated(deal: Opportunity, months: int) -> _Term:
    start = deal.start_date or deal.close_date
    return _Term(deal, months, start, start)


def _renewed(deal: Opportunity, months: int, others: Sequence[_Term]) -> _Term:
    """After one of the account's terms that run when the renewal is won; not told where none does,
    or where one of them has no known end."""
    held = [term for term in others if term.may_run(deal.close_date)]
    if not held or any(term.latest is None for term in held):
        return _Term(deal, months, deal.close_date, None)
    ends = [end for term in held for end in term.ends if end >= deal.close_date]
    return _Term(deal, months, min(ends) + _DAY, max(ends) + _DAY)


def _rows(scope: Scope, term: _Term) -> Iterator[Recurring]:
    """Its worth on the days on which it surely runs, and unknown on those on which it may."""
    deal, (first_end, last_end) = term.deal, term.ends
    amount = scope.money.convert_deal(deal.amount, deal.currency, deal.close_date)
    worth = yearly(amount, term.months)
    known = term.latest or last_end + _DAY
    for start, end, value in (
        (term.earliest, min(known - _DAY, last_end), None),
        (known, first_end, worth),
        (max(first_end + _DAY, known), last_end, None),
    ):
        if start <= end:
            yield Recurring(deal.id, deal.account_id, start, end, value)
