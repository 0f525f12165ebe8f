"""The whitespace grid as rows, columns and families."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from generator.analysis.results import Cell, Whitespace
from generator.artifacts.context import Facts
from generator.artifacts.facts.account import share


def rows(space: Whitespace, _ctx: Facts) -> list[dict[str, Any]]:
    by_unit = _grouped(space.cells, "unit_id")
    top = min((unit.depth for unit in space.units), default=0)
    return [
        {
            "id": unit.id,
            "name": unit.name,
            "parent_id": unit.parent_id,
            "depth": unit.depth,
            "indent": unit.depth - top,
            "country": unit.country,
            "cells": by_unit.get(unit.id, []),
            **_totals(by_unit.get(unit.id, []), *unit.ids),
        }
        for unit in space.units
    ]


def indented(row: dict[str, Any], _ctx: Facts) -> str:
    """The division's name behind two no-break spaces for each level below the highest row."""
    return "\u00a0\u00a0" * int(row["indent"]) + str(row["name"])


def columns(space: Whitespace, _ctx: Facts) -> list[dict[str, Any]]:
    by_product = _grouped(space.cells, "product_id")
    result: list[dict[str, Any]] = []
    family: str | None = None
    for product in space.products:
        result.append(
            {
                "id": product.id,
                "name": product.name,
                "family": product.family,
                "heading": "" if product.family == family else product.family,
                **_totals(by_product.get(product.id, []), product.id),
            }
        )
        family = product.family
    return result


def families(space: Whitespace, _ctx: Facts) -> list[dict[str, Any]]:
    by_family = _grouped(space.cells, "family")
    products: dict[str, list[str]] = {}
    for product in space.products:
        products.setdefault(product.family, []).append(product.id)
    return [
        {"name": family, "products": len(ids), **_totals(by_family.get(family, []), *ids)}
        for family, ids in products.items()
    ]


def counted(state: str) -> Callable[[Whitespace, Facts], int | None]:
    """How many cells are in this state; None where there is no grid to count in."""
    return lambda space, ctx: getattr(space, state) if space.cells else None


def valued_cells(space: Whitespace, _ctx: Facts) -> int | None:
    if not space.cells:
        return None
    return sum(1 for cell in space.cells if cell.state == "open" and cell.value is not None)


def value_note(space: Whitespace, ctx: Facts) -> str | None:
    """What the value stands on; always said of a grid, for most open cells have no value."""
    if not space.cells:
        return ""
    return ctx.say(
        "note.cells_valued",
        k=ctx.formats.number(valued_cells(space, ctx)),
        n=space.open,
        n_text=ctx.formats.number(space.open),
    )


def renewal_ratio(space: Whitespace, ctx: Facts) -> Decimal | None:
    return share(space.value.value, ctx.account.renewal.value.value)


def _grouped(cells: Iterable[Cell], attribute: str) -> dict[str, list[Cell]]:
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[getattr(cell, attribute)].append(cell)
    return dict(groups)


def _totals(cells: list[Cell], *own: str) -> dict[str, Any]:
    """Counts by state; the value of open cells, unknown where none has one; all their ids.

    ``own`` are the division or products counted over: an open cell may have no record at all.
    """
    values = [c.value for c in cells if c.state == "open" and c.value is not None]
    return {
        "owned": sum(1 for c in cells if c.state == "owned"),
        "in_progress": sum(1 for c in cells if c.state == "in_progress"),
        "open": sum(1 for c in cells if c.state == "open"),
        "value": sum(values, Decimal(0)) if values else None,
        "valued": len(values),
        "ids": tuple(sorted({*own, *(record_id for cell in cells for record_id in cell.ids)})),
    }
