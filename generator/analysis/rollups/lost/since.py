"""What happened in the division after a deal was lost: won back, taken up, lost again (row 116)."""

from __future__ import annotations

from datetime import date

from generator.analysis.money import ids_of
from generator.analysis.performance import deal_amount
from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups.lost.results import LaterDeal, Outcome
from generator.analysis.scope import Scope
from generator.model.records import Opportunity

_STATES = ("won", "open", "lost")
"""What speaks first of what became of a deal."""


def product_ids(scope: Scope, deal: Opportunity) -> frozenset[str]:
    return frozenset(row.product_id for row in scope.lines.get(deal.id, ()) if row.product_id)


def later_deals_of(scope: Scope, deal: Opportunity) -> tuple[LaterDeal, ...]:
    """The division's deals that closed after the loss or are open: those about one of its products
    first, the newest of each first."""
    unit_id, wanted = scope.unit_of(deal), product_ids(scope, deal)
    rows = [
        _later(scope, deal, row, bool(wanted & product_ids(scope, row)))
        for row in scope.opportunities.values()
        if row.id != deal.id
        and row.account_id in scope.accounts
        and scope.unit_of(row) == unit_id
        and (not row.is_closed or (row.close_date, row.id) > (deal.close_date, deal.id))
    ]
    rows.sort(key=lambda row: row.id)
    rows.sort(key=lambda row: (not row.is_same, -row.close_date.toordinal()))
    return tuple(rows)


def _later(scope: Scope, lost: Opportunity, row: Opportunity, is_same: bool) -> LaterDeal:
    return LaterDeal(
        id=row.id,
        name=row.name,
        state="open" if not row.is_closed else "won" if row.is_won else "lost",
        kind=row.kind,
        stage=row.stage,
        amount=deal_amount(scope, row.id),
        close_date=row.close_date,
        is_same=is_same,
        is_new=_is_after(row.created, lost),
    )


def outcome_of(
    scope: Scope, account: AnalysedAccount, deal: Opportunity, later: tuple[LaterDeal, ...]
) -> Outcome:
    """What became of it. What was won, opened or planned counts where it was created after the
    loss: what ran beside the deal did not answer its loss. A deal without products is only taken up
    by what names its product, so nothing is claimed of it: ``none``."""
    same = {row.state: row for row in reversed(later) if row.is_same and _answers(row)}
    won = same.get("won")
    if won and _owns(scope, account, deal, won):
        return Outcome("won_back", won.name, won.close_date, (won.id,))
    if owned := _owned_since(scope, account, deal):
        return owned
    if still := same.get("open"):
        return Outcome("pursued", still.name, still.close_date, (still.id,))
    if won:
        return Outcome("won", won.name, won.close_date, (won.id,))
    if planned := _planned(scope, account, deal):
        return planned
    if lost := same.get("lost"):
        return Outcome("lost_again", lost.name, lost.close_date, (lost.id,))
    return Outcome("none")


def _answers(row: LaterDeal) -> bool:
    """A second loss counts whenever its deal was created: its own page says when to come back."""
    return row.is_new or row.state == "lost"


def _owns(scope: Scope, account: AnalysedAccount, deal: Opportunity, won: LaterDeal) -> bool:
    """Whether the division owns, as of as-of, a product that was lost and then won: a product
    that was taken away since is open in the white space, and not back."""
    back = product_ids(scope, deal) & product_ids(scope, scope.opportunities[won.id])
    unit_id = scope.unit_of(deal)
    return any(row.unit_id == unit_id and row.product_id in back for row in account.owned_products)


def _owned_since(scope: Scope, account: AnalysedAccount, deal: Opportunity) -> Outcome | None:
    """A product of the deal that the division owns, and did not before the loss."""
    unit_id, wanted = scope.unit_of(deal), product_ids(scope, deal)
    for row in account.owned_products:
        if row.unit_id == unit_id and row.product_id in wanted and _is_after(row.since, deal):
            return Outcome("won_back", row.product, row.since, row.ids)
    return None


def _is_after(day: date | None, deal: Opportunity) -> bool:
    return day is not None and day > deal.close_date


def _planned(scope: Scope, account: AnalysedAccount, deal: Opportunity) -> Outcome | None:
    """A play for the same product in the same division that nobody has given up."""
    unit, names = scope.unit_name_of(deal), set(products_of(scope, deal))
    created = {play.id: play.created for play in scope.snapshot.plays}
    for row in account.plays:
        is_new = _is_after(created.get(row.id), deal)
        if row.is_ahead and is_new and row.unit == unit and row.product in names:
            return Outcome("planned", row.name, row.close_date, ids_of((row.id,), row.ids))
    return None


def products_of(scope: Scope, deal: Opportunity) -> tuple[str, ...]:
    """The names of the products on the deal, sorted."""
    found = (scope.products.get(product_id) for product_id in product_ids(scope, deal))
    return tuple(sorted({product.name for product in found if product}))
