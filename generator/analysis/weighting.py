"""White space weighted by what is known of it, for territory and quota planning (METHOD.md row 16).

The weight of a cell is the share of its three questions (need, access, budget; row 66) that are
answered yes. It is a planning weight, not a probability: an unanswered question is not a no, it
only gives no weight yet. Weighted white space is never added to pipeline or renewals (row 95).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from generator.analysis.money import cents, ids_of, total
from generator.analysis.results import Cell, Figure

QUESTIONS = 3
"""Need, access and budget."""


def weight(cell: Cell) -> str:
    """The share of the three questions answered yes, as it is printed: ``2 of 3``."""
    return f"{cell.score} of {QUESTIONS}"


def weighted_value(cell: Cell) -> Decimal | None:
    """Value of an open cell times its weight, to the cent, in the account's currency.

    None where the value is unknown, and where the cell is owned or in progress: that is revenue or
    pipeline, and no white space.
    """
    if cell.state != "open" or cell.value is None:
        return None
    return cents(cell.value * cell.score / QUESTIONS)


def weighted_whitespace(cells: Iterable[Cell]) -> Figure[Decimal]:
    """The weighted values of the open cells that have a value; ``of`` is (valued, open)."""
    white = [cell for cell in cells if cell.state == "open"]
    figure = total(
        ((cell.unit_id, weighted_value(cell)) for cell in white),
        note="value of the open cells, each times the share of its three questions answered yes",
        always_of=True,
    )
    valued = (cell.ids for cell in white if cell.value is not None)
    return Figure(figure.value, ids_of(*valued), figure.note, figure.of)
