"""What of the records could not be counted as it stands, said once each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from generator.analysis.owned import has_assets
from generator.analysis.performance import QUARTERS, last_quarters
from generator.analysis.results import Relationships, Whitespace
from generator.analysis.scope import Scope
from generator.analysis.settle import later_deals
from generator.analysis.words import count
from generator.model.org import DataProblem
from generator.model.snapshot import Snapshot


def problems(
    snapshot: Snapshot, scope: Scope, people: Relationships, grid: Whitespace
) -> tuple[DataProblem, ...]:
    """The reader's problems, then the analysis' own: ``snapshot`` is the one before settling."""
    return (
        *snapshot.problems,
        *later_deals(snapshot),
        *_undefined_years(scope),
        *_missing_rates(scope),
        *_nameless_assets(scope),
        *_placeless_plays(grid),
        *_owned_by_deals(scope),
        *(DataProblem(ring, source="contact.reports_to_id") for ring in people.cycles),
    )


def _undefined_years(scope: Scope) -> Iterator[DataProblem]:
    """Years the documents speak of that the org's own fiscal calendar does not hold."""
    period = scope.period
    named = {q.year for q in (*last_quarters(scope, QUARTERS), period.next_quarter)} | {period.year}
    for year in sorted(year for year in named if not period.fiscal.defines(year)):
        yield DataProblem(
            f"The org has fiscal years of its own, but defines no FY{year}: its quarters are taken "
            "to lie as those of the nearest year that it defines",
            source="fiscal calendar",
        )


def _missing_rates(scope: Scope) -> Iterator[DataProblem]:
    """One problem per currency without a rate: its amounts are unknown."""
    lost = Counter(row for row, day in _stated(scope) if not scope.money.knows(row, day))
    for currency, number in sorted(lost.items()):
        yield DataProblem(
            f"No exchange rate between {currency} and {scope.money.currency}: the amounts of "
            f"{count(number, 'record')} are not counted",
            source="currency",
        )


def _stated(scope: Scope) -> Iterator[tuple[str, date | None]]:
    """The currency of every record that states an amount; of a deal with its close date."""
    snapshot = scope.snapshot
    for deal in snapshot.opportunities:
        if deal.amount is not None:
            yield deal.currency, deal.close_date
    for asset in snapshot.assets:
        if asset.arr is not None:
            yield asset.currency, None
    for play in snapshot.plays:
        if play.value is not None:
            yield play.currency, None
    for unit in snapshot.accounts:
        if any(amount is not None for amount in (unit.arr, unit.arr_year_ago, unit.potential)):
            yield unit.currency, None


def _nameless_assets(scope: Scope) -> Iterator[DataProblem]:
    for row in scope.snapshot.assets:
        if row.product_id is None and not row.is_competitor:
            yield DataProblem(
                f"Asset {row.name} names no product: it is listed, but has no place in the grid",
                row.id,
                "asset.product_id",
            )


def _placeless_plays(grid: Whitespace) -> Iterator[DataProblem]:
    for row in grid.unplaced_plays:
        yield DataProblem(
            f"Play {row.name} names no known product: it is in no cell of the whitespace grid",
            row.id,
            "play.product_id",
        )


def _owned_by_deals(scope: Scope) -> Iterator[DataProblem]:
    """Without assets what is owned is what was won, and that is not read from the beginning."""
    since = scope.since("opportunities")
    if since is not None and not has_assets(scope):
        yield DataProblem(
            "No asset is recorded: what is owned is taken from the products of deals closed since "
            f"{since.isoformat()}; what was bought earlier counts as not owned",
            source="asset",
        )
