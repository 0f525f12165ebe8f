"""Use of what is owned, where a file says it and the CRM does not (METHOD.md row 34).

The CRM is the record: a figure that its assets state stands, and a file's that differs is a data
problem. A reading of the account as a whole belongs to the one division that owns the product; with
several it cannot be dealt out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.analysis.results import OwnedProduct
from generator.analysis.scope import Scope
from generator.analysis.words import canonical
from generator.model.org import DataProblem
from generator.model.records import Usage

SAFE = ("usage.active_users", "usage.licensed")
"""The model fields behind figures of use that a file gave."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A file's reading and the owned products it may speak of: one, none or several."""

    row: Usage
    owned: tuple[OwnedProduct, ...]


def with_usage(scope: Scope, owned: Sequence[OwnedProduct]) -> tuple[OwnedProduct, ...]:
    """``owned`` with the files' active users where the CRM states none, and the licences for
    want of a quantity."""
    found = {_key(one.owned[0]): one.row for one in _placed(scope, owned) if len(one.owned) == 1}
    return tuple(_used(row, found.get(_key(row))) for row in owned)


def _key(owned: OwnedProduct) -> tuple[str, str]:
    return owned.unit_id, owned.product_id


def _used(owned: OwnedProduct, row: Usage | None) -> OwnedProduct:
    if row is None or owned.active_users is not None:
        return owned
    return replace(
        owned,
        active_users=row.active_users,
        licensed=row.licensed if owned.quantity is None else None,
        used_on=row.day,
        used_source=row.source or "",
        used_ids=(row.id,),
    )


def _placed(scope: Scope, owned: Sequence[OwnedProduct]) -> Iterator[_Placed]:
    """The newest reading of each division and product, with what it may speak of."""
    newest: dict[tuple[str, str], Usage] = {}
    for row in sorted(scope.snapshot.usage, key=lambda row: (row.day, row.id)):
        newest[_unit_id(scope, row), row.product_id] = row
    own = {_key(row) for row in owned}
    for (unit_id, product_id), row in sorted(newest.items()):
        whole = unit_id == scope.root.id and (unit_id, product_id) not in own
        mine = [one for one in owned if one.product_id == product_id]
        yield _Placed(row, tuple(one for one in mine if whole or one.unit_id == unit_id))


def _unit_id(scope: Scope, row: Usage) -> str:
    """The division's id; of a name that no division has, the name, which owns nothing."""
    if row.unit is None:
        return scope.unit_of(row)
    named = (unit.id for unit in scope.units if canonical(unit.name) == canonical(row.unit))
    return next(named, row.unit)


def declared(scope: Scope, owned: Iterable[OwnedProduct]) -> tuple[str, ...]:
    """The model fields that a customer may see (``Snapshot.declared_safe``).

    A file's figures of use need a declaration of their own. Where no figure comes from a file there
    is nothing to withhold, and the CRM's declaration is enough.
    """
    safe = scope.snapshot.declared_safe
    if any(row.used_on is not None for row in owned):
        return safe
    return (*safe, *(name for name in SAFE if name not in safe))


def usage_problems(scope: Scope, owned: Sequence[OwnedProduct]) -> Iterator[DataProblem]:
    """Readings that have no place among ``owned``, and those that the CRM contradicts.

    ``owned`` are the products as the CRM states them, before ``with_usage``.
    """
    for one in _placed(scope, owned):
        said = _problem(scope, one)
        if said:
            yield DataProblem(said, one.row.id, one.row.source or "")


def _problem(scope: Scope, one: _Placed) -> str:
    row = one.row
    product = scope.products.get(row.product_id)
    what = f"Use of {product.name if product else row.product_id} in {_place(scope, row)}"
    if not one.owned:
        return f"{what} is recorded, but it owns no such product: not counted"
    if len(one.owned) > 1:
        return f"{what} is of {len(one.owned)} divisions together: name each; not counted"
    stated = one.owned[0].active_users
    if stated is not None and stated != row.active_users:
        return f"{what} is {row.active_users:,} in the file, {stated:,} in the CRM, which is used"
    return ""


def _place(scope: Scope, row: Usage) -> str:
    return row.unit or scope.unit_name_of(row)
