"""The whitespace grid: products by divisions (METHOD.md rows 64 to 73).

Rows are the account and its divisions, columns the org's active products in their families. An
account with divisions is a row itself only where it has records of its own: a holding that buys
nothing would be a row of false white space.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.analysis.cells import Grounds, cell_of, grounds_of
from generator.analysis.funnel import funnel
from generator.analysis.money import amount_text, ids_of, total
from generator.analysis.openings import openings, openings_since, unserved
from generator.analysis.owned import NO_FAMILY, family_of
from generator.analysis.plays import counted_plays, is_won, play_order, play_row
from generator.analysis.results import (
    Cell,
    Deal,
    Figure,
    PlayRow,
    ProductColumn,
    Relationships,
    Unit,
    Whitespace,
)
from generator.analysis.scope import Scope
from generator.analysis.words import count, keeps

_AXIS = {"region": "region", "business unit": "business_unit"}
"""What the rows are called, by what a record lacks that has none of them."""

_NO_GRID: Figure[Decimal] = Figure(None, note="no product to plan with could be read")


def whitespace(scope: Scope, people: Relationships, deals: tuple[Deal, ...]) -> Whitespace:
    """The grid with its totals; ``deals`` are those of ``deals_of``."""
    grounds = grounds_of(scope, people)
    products = _columns(scope, grounds)
    units = grid_units(scope, grounds) if products else ()  # without columns there is no grid
    cells = tuple(cell_of(scope, grounds, unit, product) for unit in units for product in products)
    white = [cell for cell in cells if cell.state == "open"]
    value = _value(white) if cells else _NO_GRID
    unplaced = _unplaced_plays(scope, units, products)
    return Whitespace(
        units=units,
        products=products,
        cells=cells,
        owned=sum(cell.state == "owned" for cell in cells),
        in_progress=sum(cell.state == "in_progress" for cell in cells),
        open=len(white),
        value=value,
        pre_pipeline=_pre_pipeline(white, _to_grow(cells), unplaced)
        if cells or unplaced
        else _NO_GRID,
        unplaced=tuple(deal for deal in deals if _is_unplaced(scope, deal)),
        priorities=tuple(sorted((c for c in cells if c.is_priority), key=priority_order)),
        fantasy_warning=_fantasy(scope, white, value, people),
        unplaced_plays=unplaced,
        axis=_AXIS.get(scope.placing.what, "division"),
        funnel=funnel(scope),
        openings=openings(scope, cells),
        openings_since=openings_since(scope),
        unserved=unserved(scope, cells),
    )


def grid_units(scope: Scope, grounds: Grounds) -> tuple[Unit, ...]:
    """The rows: all divisions, and the account itself where it has own records or none below."""
    root, *divisions = scope.units
    if not divisions or _has_own(grounds, root.id):
        return scope.units
    return tuple(divisions)


def _has_own(grounds: Grounds, unit_id: str) -> bool:
    """Own assets (ours or a rival's), plays, or opportunities with products."""
    placed = (grounds.owned, grounds.rivals, grounds.deal_lines, grounds.plays)
    return any(unit == unit_id for found in placed for unit, _ in found)


def _columns(scope: Scope, grounds: Grounds) -> tuple[ProductColumn, ...]:
    """Active products, and inactive ones that are owned, planned or in a deal; by family, name."""
    named = {
        product
        for found in (grounds.owned, grounds.deal_lines, grounds.plays)
        for _, product in found
    }
    rows = [
        ProductColumn(row.id, row.name, family_of(row))
        for row in scope.snapshot.products
        if row.is_active or row.id in named
    ]
    rows.sort(key=lambda row: (row.family == NO_FAMILY, row.family, row.name.casefold(), row.id))
    return tuple(rows)


def priority_order(cell: Cell) -> tuple[int, bool, Decimal, date, str, str]:
    """Best first: score, value (unknown last), close date, division, product."""
    worth = cell.value or Decimal(0)
    close = cell.close_date or date.max
    return (-cell.score, cell.value is None, -worth, close, cell.unit, cell.product)


def _value(white: Sequence[Cell]) -> Figure[Decimal]:
    """What the open cells that have a value come to; ``of`` is (valued, open)."""
    figure = total(
        ((cell.unit_id, cell.value) for cell in white),
        note="value of the open cells that have one",
        always_of=True,
    )
    ids = ids_of(*(cell.ids for cell in white if cell.value is not None))
    return Figure(figure.value, ids, figure.note, figure.of)


def _to_grow(cells: Sequence[Cell]) -> list[Cell]:
    """The owned cells that a play shall make grow, with no opportunity for it yet."""
    return [
        cell
        for cell in cells
        if cell.state == "owned"
        and cell.opportunity_id is None
        and (cell.unpursued is not None or (cell.play and not keeps(cell.play_kind)))
    ]


def _pre_pipeline(
    white: Sequence[Cell], to_grow: Sequence[Cell], unplaced: Sequence[PlayRow]
) -> Figure[Decimal]:
    """Value in no opportunity yet (row 71): shown apart, never added to the pipeline.

    What a play shall bring on top of something owned counts, and so do plays without a place in the
    grid. ``of`` is (counted, open cells and such cells and plays).
    """
    cells = [cell for cell in (*white, *to_grow) if cell.unpursued is not None]
    plays = [row for row in unplaced if row.value is not None and row.opportunity_id is None]
    everything, counted = len(white) + len(to_grow) + len(unplaced), len(cells) + len(plays)
    values = [*(cell.value for cell in white), *(cell.unpursued for cell in to_grow)]
    if not counted and None in (*values, *(row.value for row in unplaced)):
        note = "no open cell without an opportunity has a value"
        return Figure(None, (), note, (0, everything))
    parts = [(cell.unit_id, cell.unpursued) for cell in cells]
    parts += [(play.id, play.value) for play in plays]
    ids = ids_of(*(row.ids for row in cells), *(row.ids for row in plays))
    note = _pre_note(sum(cell.state == "owned" for cell in cells), len(plays))
    return Figure(total(parts).value, ids, note, (counted, everything))


def _pre_note(grown: int, plays: int) -> str:
    note = "open cells with a value and no opportunity; not part of the pipeline"
    if grown:
        note = f"{note}; with {count(grown, 'owned cell')} that a play shall grow"
    return f"{note}; with {count(plays, 'play')} that no cell holds" if plays else note


def _unplaced_plays(
    scope: Scope, units: Sequence[Unit], products: Sequence[ProductColumn]
) -> tuple[PlayRow, ...]:
    """Plays pursued for no product, or for one that is not known: listed, never dropped."""
    rows, columns = {unit.id for unit in units}, {product.id for product in products}
    apart = [
        play_row(scope, play)
        for play in counted_plays(scope)
        if not is_won(scope, play)
        and not (scope.unit_of(play) in rows and play.product_id in columns)
    ]
    return tuple(sorted(apart, key=play_order))


def _is_unplaced(scope: Scope, deal: Deal) -> bool:
    """An open opportunity with no line for a known product: listed, never dropped (row 65)."""
    placed = any(line.product_id in scope.products for line in scope.lines.get(deal.id, ()))
    return deal.state == "open" and not placed


def _fantasy(
    scope: Scope, white: Sequence[Cell], value: Figure[Decimal], people: Relationships
) -> str | None:
    """A large open grid without executive or champion is a fantasy (row 67)."""
    champion = any(row.role in ("champion", "coach") and row.is_active for row in people.contacts)
    large = len(white) >= scope.options.fantasy_open_cells
    if not large or champion or people.executives_active or not people.contacts:
        return None
    worth = f" worth {amount_text(value.value, scope.money.currency)}" if value.value else ""
    return (
        f"{count(len(white), 'open cell')}{worth}, but no executive was met in the last "
        f"{scope.options.active_days} days and no champion is active: without a credible path "
        "this whitespace is a wish."
    )
