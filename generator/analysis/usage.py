"""Use of what is owned, where a file says it and the CRM does not (METHOD.md row 34).

The CRM is the record: a figure that its assets state stands, and a file's that differs is a data
problem. Readings of several accounts in one division are added up. A reading of the account as a
whole belongs to the one division that owns the product; with several it cannot be dealt out. Where
readings of both kinds speak of one product the newer stands, and the other is a data problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum

from generator.analysis.axis import Placed
from generator.analysis.results import OwnedProduct
from generator.analysis.scope import Scope, group_pairs
from generator.analysis.words import canonical
from generator.model.org import DataProblem
from generator.model.records import Usage


class _Reach(IntEnum):
    """What a reading speaks of. Of two of one day the narrower stands: the greater."""

    ACCOUNT = 0  # the account as a whole
    PARTS = 1  # one account's part of a division; several are added up
    DIVISION = 2  # a division that it names


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the files say of one product in one division: a row, or the parts of several accounts.

    ``owned`` are the owned products it may speak of: one, none or several.
    """

    rows: tuple[Usage, ...]
    reach: _Reach
    owned: tuple[OwnedProduct, ...]

    @property
    def first(self) -> Usage:
        return self.rows[0]

    @property
    def day(self) -> date:
        """A sum is as old as its oldest part."""
        return min(row.day for row in self.rows)

    @property
    def active_users(self) -> int:
        return sum(row.active_users for row in self.rows)

    @property
    def licensed(self) -> Decimal | None:
        known = [row.licensed for row in self.rows if row.licensed is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.rows) else None

    @property
    def source(self) -> str:
        return "; ".join(dict.fromkeys(row.source for row in self.rows if row.source))


def with_usage(scope: Scope, owned: Sequence[OwnedProduct]) -> tuple[OwnedProduct, ...]:
    """``owned`` with the files' active users where the CRM states none, and the licences for
    want of a quantity."""
    found = _newest(_readings(scope, owned))
    return tuple(_used(row, found.get(_key(row))) for row in owned)


def _key(owned: OwnedProduct) -> tuple[str, str]:
    return owned.unit_id, owned.product_id


def _used(owned: OwnedProduct, reading: _Reading | None) -> OwnedProduct:
    if reading is None or owned.active_users is not None:
        return owned
    return replace(
        owned,
        active_users=reading.active_users,
        licensed=reading.licensed if owned.quantity is None else None,
        used_on=reading.day,
        used_source=reading.source,
        used_ids=tuple(sorted(row.id for row in reading.rows)),
    )


def _newest(readings: Iterable[_Reading]) -> dict[tuple[str, str], _Reading]:
    """The reading that stands for each owned product, of those that speak of it alone."""
    found: dict[tuple[str, str], _Reading] = {}
    for one in sorted(readings, key=lambda one: (one.day, one.reach)):
        if len(one.owned) == 1:
            found[_key(one.owned[0])] = one
    return found


def _readings(scope: Scope, owned: Sequence[OwnedProduct]) -> tuple[_Reading, ...]:
    """The newest of each account, division and product, added up where it is a part."""
    by_root = _held_by_root(scope, owned)
    newest: dict[tuple[str, str, _Reach, str], Usage] = {}
    for row in sorted(scope.snapshot.usage, key=lambda row: (row.day, row.id)):
        unit_id, reach = _place(scope, row, by_root)
        newest[unit_id, row.product_id, reach, row.account_id] = row
    groups = group_pairs((key[:3], row) for key, row in sorted(newest.items()))
    own = {_key(row) for row in owned}
    readings = []
    for (unit_id, product_id, reach), rows in groups.items():
        whole = unit_id == scope.root.id and (unit_id, product_id) not in own
        mine = [one for one in owned if one.product_id == product_id]
        meant = tuple(one for one in mine if whole or one.unit_id == unit_id)
        readings.append(_Reading(rows, reach, meant))
    return tuple(readings)


def _held_by_root(scope: Scope, owned: Iterable[OwnedProduct]) -> frozenset[str]:
    """The products of which the account itself, and not only one below it, holds some."""
    kept: tuple[Placed, ...] = (*scope.snapshot.assets, *scope.snapshot.subscriptions)
    ids = {row.id for row in kept if row.account_id == scope.root.id}
    deals = (deal for deal in scope.opportunities.values() if deal.account_id == scope.root.id)
    ids |= {line.id for deal in deals for line in scope.lines.get(deal.id, ())}
    return frozenset(row.product_id for row in owned if not ids.isdisjoint(row.ids))


def _place(scope: Scope, row: Usage, by_root: frozenset[str]) -> tuple[str, _Reach]:
    """The division's id, and what of it the row speaks of. Of a name that no division has it is
    the name, which owns nothing."""
    is_root = row.account_id == scope.root.id
    if row.unit is None:
        if is_root and row.product_id not in by_root:
            return scope.root.id, _Reach.ACCOUNT
        return scope.unit_of(row), _Reach.PARTS
    named = (unit.id for unit in scope.units if canonical(unit.name) == canonical(row.unit))
    return next(named, row.unit), _Reach.DIVISION if is_root else _Reach.PARTS


def usage_problems(scope: Scope, owned: Sequence[OwnedProduct]) -> Iterator[DataProblem]:
    """Readings that have no place among ``owned``, those that a newer one stands for, and those
    that the CRM contradicts.

    ``owned`` are the products as the CRM states them, before ``with_usage``.
    """
    readings = _readings(scope, owned)
    newest = _newest(readings)
    for one in readings:
        said, days = _problem(scope, one, newest)
        if said:
            yield DataProblem(said, one.first.id, one.source, days)


def _problem(
    scope: Scope, one: _Reading, newest: Mapping[tuple[str, str], _Reading]
) -> tuple[str, tuple[date, ...]]:
    """What is wrong with the reading, empty where nothing is; and the days that it tells."""
    product = scope.products.get(one.first.product_id)
    what = f"Use of {product.name if product else one.first.product_id} in {_where(scope, one)}"
    if not one.owned:
        return f"{what} is recorded, but it owns no such product: not counted", ()
    if len(one.owned) > 1:
        return f"{what} is of {len(one.owned)} divisions together: name each; not counted", ()
    stated, other = one.owned[0].active_users, newest[_key(one.owned[0])]
    if other is not one:
        if other.active_users == one.active_users:
            return "", ()
        said = f"{what} is {one.active_users:,} on {one.day.isoformat()}; not counted"
        newer = f"that of {_where(scope, other)}, {other.day.isoformat()}, stands"
        return f"{said}: {newer}", (one.day, other.day)
    if stated is not None and stated != one.active_users:
        users = f"{one.active_users:,} in the file, {stated:,} in the CRM, which is used"
        return f"{what} is {users}", ()
    return "", ()


def _where(scope: Scope, one: _Reading) -> str:
    whole = one.reach is _Reach.ACCOUNT
    return one.first.unit or (scope.root.name if whole else scope.unit_name_of(one.first))
