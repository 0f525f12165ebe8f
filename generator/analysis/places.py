"""Where the customer's divisions are, and how large (METHOD.md row 41)."""

from __future__ import annotations

from generator.analysis.money import ids_of
from generator.analysis.results import Place, Unit
from generator.analysis.scope import Scope, group

_LAST = "\uffff"
"""Sorts the divisions of no recorded country after the others."""


def places(scope: Scope) -> tuple[Place, ...]:
    """The divisions by country, where most are first; in each the largest first."""
    groups = group(scope.units[1:], lambda unit: unit.country)
    found = [_place(scope, country, units) for country, units in groups.items()]
    return tuple(sorted(found, key=lambda row: (-row.divisions, row.country or _LAST)))


def _place(scope: Scope, country: str | None, units: tuple[Unit, ...]) -> Place:
    sized = sorted(
        (_sized(scope, unit) for unit in units), key=lambda item: (-(item[2] or 0), item[0])
    )
    return Place(country, len(units), tuple(sized), ids_of(*(unit.ids for unit in units)))


def _sized(scope: Scope, unit: Unit) -> tuple[str, str | None, int | None]:
    """Name, site or city, employees: the last two only of a division that is an account."""
    row = scope.accounts.get(unit.id)
    return (unit.name, (row.site or row.city) if row else None, row.employees if row else None)
