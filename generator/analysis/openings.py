"""What the customer or its news opens: white space to look at anew (METHOD.md row 73).

New is what was stated or seen since the first day of the quarter under review, and within 90 days
in any case. A priority opens the cells, not owned yet, whose play names it; a priority that no play
pursues is listed whatever its age.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from generator.analysis.money import ids_of
from generator.analysis.plays import counted_plays, is_won
from generator.analysis.results import Cell, Opening
from generator.analysis.scope import Scope
from generator.analysis.ties import served_priority
from generator.model.records import Priority, Signal

Key = tuple[str, str]

CLOSING = frozenset(("decline", "competitor_loss"))
"""News that opens no white space: the customer shrinks, or has lost something."""


def openings_since(scope: Scope) -> date:
    """From which day on a priority or a piece of news is new."""
    return min(scope.period.quarter.start, scope.as_of - timedelta(days=scope.options.active_days))


def openings(scope: Scope, cells: Sequence[Cell]) -> tuple[Opening, ...]:
    """New priorities and news, newest first."""
    since, by_key = openings_since(scope), _by_key(cells)
    rows = [
        _of_priority(scope, row, by_key)
        for row in _priorities(scope)
        if row.stated_on is not None and row.stated_on >= since
    ]
    rows += [
        _of_signal(scope, row, cells)
        for row in scope.snapshot.signals
        if row.account_id in scope.accounts and row.day >= since
    ]
    rows.sort(key=lambda row: (row.name, row.ids))
    return tuple(sorted(rows, key=lambda row: row.day or date.min, reverse=True))


def unserved(scope: Scope, cells: Sequence[Cell]) -> tuple[Opening, ...]:
    """The stated priorities that no play pursues or has won, in the customer's order."""
    served = _served(scope).values()
    by_key = _by_key(cells)
    rows = [row for row in _priorities(scope) if row.id not in served]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.name.casefold(), row.id))
    return tuple(_of_priority(scope, row, by_key) for row in rows)


def _served(scope: Scope) -> dict[str, str | None]:
    """Play -> the priority that it serves, by itself or by its objective (row 80)."""
    return {play.id: served_priority(scope, play)[0] for play in counted_plays(scope)}


def _priorities(scope: Scope) -> list[Priority]:
    return [row for row in scope.snapshot.priorities if row.account_id in scope.accounts]


def _by_key(cells: Sequence[Cell]) -> dict[Key, Cell]:
    return {(cell.unit_id, cell.product_id): cell for cell in cells if cell.state != "owned"}


def _of_priority(scope: Scope, row: Priority, by_key: Mapping[Key, Cell]) -> Opening:
    keys = {
        (scope.unit_of(play), play.product_id or "")
        for play in counted_plays(scope)
        if play.priority_id == row.id and not is_won(scope, play)
    }
    found = tuple(cell for key, cell in by_key.items() if key in keys)
    return Opening(
        kind="priority",
        name=row.name,
        unit=scope.unit_name(scope.placing.of_account(row.account_id)),
        day=row.stated_on,
        said_by=scope.customer(row.stated_by_id),
        source=row.stated_where,
        cells=found,
        open=sum(cell.state == "open" for cell in found),
        ids=ids_of((row.id,), *(cell.ids for cell in found)),
    )


def _of_signal(scope: Scope, row: Signal, cells: Sequence[Cell]) -> Opening:
    """News of a division points to what is open there; of the whole account, to no cell."""
    unit = scope.placing.of_account(row.account_id)
    points = row.kind not in CLOSING and unit != scope.units[0].id
    white = [cell for cell in cells if cell.state == "open" and cell.unit_id == unit]
    return Opening(
        kind=row.kind,
        name=row.text,
        unit=scope.unit_name(unit),
        day=row.day,
        said_by=None,
        source=row.url or row.source,
        cells=(),
        open=len(white) if points else None,
        ids=(row.id,),
    )
