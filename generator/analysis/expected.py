"""What may come of an account, in three parts that are never summed (METHOD.md rows 71, 95)."""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.money import HUNDRED, cents, total
from generator.analysis.results import Deal, Expected, Figure, Renewal, Whitespace
from generator.analysis.scope import Scope


def expected(scope: Scope, deals: tuple[Deal, ...], renewal: Renewal, grid: Whitespace) -> Expected:
    """Weighted pipeline, next renewal and pre-pipeline, in the account's currency.

    An open renewal stands in the second part: in the first it would count twice.
    """
    return Expected(_weighted(scope, deals), renewal.value, grid.pre_pipeline)


def _weighted(scope: Scope, deals: tuple[Deal, ...]) -> Figure[Decimal]:
    """Amount times probability of the open deals that are no renewals; ``of`` is (known, all)."""
    running = [deal for deal in deals if deal.state == "open" and deal.kind != "renewal"]
    return total(
        ((deal.id, weighted_amount(scope, deal)) for deal in running),
        note="open deals without renewals, amount times probability",
        always_of=True,
    )


def weighted_amount(scope: Scope, deal: Deal) -> Decimal | None:
    """The deal's amount times its stage's probability; None where either is not recorded."""
    probability = scope.opportunities[deal.id].probability
    if deal.amount is None or probability is None:
        return None
    return cents(deal.amount * probability / HUNDRED)
