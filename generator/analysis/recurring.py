"""What is paid for year by year while it runs, whatever record says so (SALESFORCE.md 3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.dates import add_months
from generator.analysis.scope import Scope, group
from generator.analysis.terms import YEAR, a_year_of, known_term, months_between, yearly
from generator.analysis.words import NO_CONTRACT, canonical
from generator.model.records import Asset, ServiceContract, Subscription


@dataclass(frozen=True, slots=True)
class Recurring:
    """``yearly`` is in the account's currency, not rounded; None where it is not known."""

    id: str
    account_id: str
    start: date | None
    end: date | None  # inclusive; None: not known to end
    yearly: Decimal | None

    def runs(self, day: date) -> bool:
        begun = self.start is None or self.start <= day
        return begun and (self.end is None or self.end >= day)


def running(rows: Iterable[Recurring], day: date) -> list[Recurring]:
    """Those of ``rows`` that run on ``day``."""
    return [row for row in rows if row.runs(day)]


def as_known_then(rows: Iterable[Recurring]) -> list[Recurring]:
    """What is known of ``rows`` for a day in the past: of one without a start not whether it ran
    then, so not what it was worth."""
    return [row if row.start else replace(row, yearly=None) for row in rows]


def subscriptions(scope: Scope) -> tuple[Recurring, ...]:
    """CPQ subscriptions: net price (of one, for the term) x quantity. One that was terminated
    ends then, but was priced for the whole term; one without an end has no known price a year."""
    rows = (row for row in scope.snapshot.subscriptions if row.account_id in scope.accounts)
    return tuple(_subscription(scope, row) for row in rows)


def _subscription(scope: Scope, row: Subscription) -> Recurring:
    worth = scope.money.convert(a_year_of(row), row.currency)
    return Recurring(row.id, row.account_id, row.start_date, row.ends, worth)


def service_contracts(scope: Scope) -> tuple[Recurring, ...]:
    """Service contracts that are neither drafts nor ended: the grand total by the stated term, else
    by the dates. One without a start began its term before its end."""
    rows = (row for row in scope.snapshot.service_contracts if row.account_id in scope.accounts)
    return tuple(_service(scope, row) for row in rows if canonical(row.status) not in _NO_SERVICE)


_NO_SERVICE = NO_CONTRACT - {"expired"}  # its dates say since when, and it ran a year ago


def _service(scope: Scope, row: ServiceContract) -> Recurring:
    term, start = known_term(row.term_months), row.start_date
    months = term or months_between(start, row.end_date)
    worth = scope.money.convert(yearly(row.grand_total, months), row.currency)
    if start is None and row.end_date and term:
        start = add_months(row.end_date + timedelta(days=1), -term)
    return Recurring(row.id, row.account_id, start, row.end_date, worth)


def asset_periods(scope: Scope, day: date) -> tuple[Recurring, ...]:
    """The state periods of our assets that hold ``day``, one an asset: where one ends and the next
    begins on that day, the next."""
    assets = {row.id: row for row in scope.snapshot.assets if _is_ours(scope, row)}
    rows = [row for row in scope.snapshot.asset_periods if row.asset_id in assets]
    found = []
    for asset_id, periods in group(rows, lambda row: row.asset_id).items():
        asset = assets[asset_id]
        lines = [
            Recurring(
                row.id,
                asset.account_id,
                row.start_date,
                row.end_date,
                scope.money.convert(_twelve(row.mrr), asset.currency),
            )
            for row in periods
        ]
        held = running(lines, day)
        if held:
            found.append(max(held, key=lambda line: (line.start or date.min, line.id)))
    return tuple(found)


def _is_ours(scope: Scope, asset: Asset) -> bool:
    return not asset.is_competitor and asset.account_id in scope.accounts


def _twelve(mrr: Decimal | None) -> Decimal | None:
    return None if mrr is None else mrr * YEAR
