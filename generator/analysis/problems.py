"""What of the records could not be counted as it stands, said once each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from generator.analysis.axis import Placed
from generator.analysis.owned import has_assets, has_subscriptions
from generator.analysis.performance import QUARTERS, last_quarters
from generator.analysis.results import OwnedProduct, Relationships, Whitespace
from generator.analysis.scope import Scope
from generator.analysis.settle import later_deals
from generator.analysis.terms import LONGEST, known_term
from generator.analysis.usage import usage_problems
from generator.analysis.words import count
from generator.model.org import DataProblem
from generator.model.records import Account, Opportunity, ServiceContract
from generator.model.snapshot import Snapshot


def problems(
    snapshot: Snapshot,
    scope: Scope,
    people: Relationships,
    grid: Whitespace,
    owned: Sequence[OwnedProduct],
) -> tuple[DataProblem, ...]:
    """The reader's problems, then the analysis' own: ``snapshot`` is the one before settling, and
    ``owned`` is what the CRM says is owned."""
    return (
        *snapshot.problems,
        *later_deals(snapshot),
        *_undefined_years(scope),
        *_missing_rates(scope),
        *_unbelievable_terms(scope),
        *_nameless_assets(scope),
        *_placeless_plays(grid),
        *_owned_by_deals(scope),
        *_without_unit(scope),
        *usage_problems(scope, owned),
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
    assets = {row.id: row.currency for row in snapshot.assets}
    amounts = (
        *((row.currency, (row.arr, row.mrr)) for row in snapshot.assets),
        *((assets.get(row.asset_id), (row.mrr,)) for row in snapshot.asset_periods),
        *((row.currency, (row.value,)) for row in snapshot.plays),
        *((row.currency, (row.net_price,)) for row in snapshot.subscriptions),
        *((row.currency, (row.grand_total,)) for row in snapshot.service_contracts),
        *((unit.currency, _amounts_of(unit)) for unit in snapshot.accounts),
    )
    for currency, stated in amounts:
        if currency and any(amount is not None for amount in stated):
            yield currency, None


def _amounts_of(unit: Account) -> tuple[Decimal | None, ...]:
    return (unit.arr, unit.arr_year_ago, unit.mrr, unit.mrr_year_ago, unit.potential)


def _unbelievable_terms(scope: Scope) -> Iterator[DataProblem]:
    """Terms that nothing can be reckoned by; a blank one, or none at all, is no mistake."""
    deals = [row for row in scope.snapshot.opportunities if row.is_won]
    kinds: tuple[tuple[str, Sequence[Opportunity | ServiceContract]], ...] = (
        ("opportunity", deals),
        ("service_contract", scope.snapshot.service_contracts),
    )
    for kind, row in ((kind, row) for kind, rows in kinds for row in rows):
        if row.term_months and known_term(row.term_months) is None:
            yield DataProblem(
                f"{row.name} states a term of {row.term_months} months, which is beyond 1 to "
                f"{LONGEST}: it counts as not known",
                row.id,
                f"{kind}.term_months",
            )


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


def _without_unit(scope: Scope) -> Iterator[DataProblem]:
    """Records that name no division, where divisions are no accounts: n of m, one for each kind."""
    snapshot, what = scope.snapshot, scope.placing.what
    kinds: tuple[tuple[str, str, Sequence[Placed]], ...] = (
        ("opportunity", "opportunities", snapshot.opportunities),
        ("asset", "assets", snapshot.assets),
        ("contact", "contacts", snapshot.contacts),
        ("play", "plays", snapshot.plays),
    )
    for kind, many, rows in kinds if what else ():
        apart = [row for row in rows if _unit_id(scope, kind, row) == scope.root.id]
        if apart:
            yield DataProblem(
                f"{len(apart)} of {count(len(rows), kind, many)} without a {what}: counted for the "
                "account itself",
                source=f"{kind}.{scope.placing.name}",
            )


def _unit_id(scope: Scope, kind: str, row: Placed) -> str:
    return scope.contact_units[row.id] if kind == "contact" else scope.unit_of(row)


def _owned_by_deals(scope: Scope) -> Iterator[DataProblem]:
    """Without assets or subscriptions what is owned is what was won, and that is not read from the
    beginning."""
    since = scope.since("opportunities")
    if since is not None and not has_assets(scope) and not has_subscriptions(scope):
        yield DataProblem(
            "No asset is recorded: what is owned is taken from the products of deals closed since "
            f"{since.isoformat()}; what was bought earlier counts as not owned",
            source="asset",
            days=(since,),
        )
