"""The source records of figures whose own object does not carry them: counts, mostly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from generator.analysis.results import (
    Cell,
    OwnedProduct,
    Performance,
    Relationships,
    Renewal,
    Support,
    UnitThreading,
    Whitespace,
)
from generator.artifacts.context import Facts

Ids = tuple[str, ...]


def _all(rows: Iterable[Any]) -> Ids:
    return tuple(sorted({record_id for row in rows for record_id in row.ids}))


def deals(*states: str) -> Callable[[Performance, Facts], Ids]:
    def ids(performance: Performance, _ctx: Facts) -> Ids:
        return tuple(sorted(deal.id for deal in performance.deals if deal.state in states))

    return ids


def renewal_day(renewal: Renewal, _ctx: Facts) -> Ids:
    return renewal.day.ids


def cells(*states: str) -> Callable[[Whitespace, Facts], Ids]:
    """Of the cells in those states. An open one stands on what is not there: its product counts."""

    def ids(space: Whitespace, _ctx: Facts) -> Ids:
        found = [cell for cell in space.cells if cell.state in states]
        return tuple(sorted({*_all(found), *(cell.product_id for cell in found)}))

    return ids


def cell_or_product(cell: Cell, _ctx: Facts) -> Ids:
    """An open cell that nobody has planned for has no record but its product."""
    return cell.ids or (cell.product_id,)


def space_and_renewal(space: Whitespace, ctx: Facts) -> Ids:
    return tuple(sorted({*space.value.ids, *ctx.account.renewal.value.ids}))


def space_value(space: Whitespace, _ctx: Facts) -> Ids:
    return space.value.ids


def contacts(relations: Relationships, _ctx: Facts) -> Ids:
    return tuple(sorted(contact.id for contact in relations.contacts))


def sponsor(relations: Relationships, _ctx: Facts) -> Ids:
    return (relations.sponsor.id,) if relations.sponsor else ()


def contacts_of_unit(row: UnitThreading, ctx: Facts) -> Ids:
    people = ctx.account.relationships.contacts
    return tuple(sorted(person.id for person in people if person.unit_id == row.unit_id))


def open_cases(support: Support, _ctx: Facts) -> Ids:
    return support.open_ids


def users(source: Any, _ctx: Facts) -> Ids:
    """Of an owned product, a line made of several, or all of them: its records, and what a file
    says of its use."""
    if isinstance(source, Mapping):
        return (*source["ids"], *source["used_ids"])
    rows = [source] if isinstance(source, OwnedProduct) else source
    return tuple(sorted({*_all(rows), *(used for row in rows for used in row.used_ids)}))


def owned(rows: Sequence[OwnedProduct], _ctx: Facts) -> Ids:
    return _all(rows)
