"""What the divisions of an account are, and to which each record belongs (METHOD.md row 64).

The org's rules choose: the accounts below the account, the values of a field (geographies), or
records of their own (business units). Everything after this module asks ``Placing`` and knows no
axis. A record that names no division belongs to that of its account, else to the account itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Protocol

from generator.analysis.results import Unit
from generator.analysis.units import unit_tree
from generator.analysis.words import canonical
from generator.model.records import Account, Asset, Contact, Opportunity, Play
from generator.model.snapshot import Snapshot


class Placed(Protocol):
    """A record that hangs below an account."""

    @property
    def id(self) -> str: ...
    @property
    def account_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Placing:
    """``units`` are the account itself and its divisions, in tree order, the account first.

    ``is_rest``: the account itself holds what has no division, and is none beside the others.
    ``what`` a record lacks that has none, in words, and the model's ``name`` of that field.
    """

    units: tuple[Unit, ...]
    by_account: Mapping[str, str] = field(repr=False)
    by_record: Mapping[str, str] = field(repr=False)
    is_rest: bool = False
    what: str = ""
    name: str = ""

    def of(self, record: Placed) -> str:
        """The id of the unit that ``record`` belongs to."""
        return self.by_record.get(record.id) or self.of_account(record.account_id)

    def of_account(self, account_id: str | None) -> str:
        return self.by_account.get(account_id or "", self.units[0].id)

    def choose(self, units: Iterable[str | None]) -> str | None:
        """Of several that a record points to the first; the account itself, where it is but the
        rest, only if there is no other."""
        found = [unit for unit in units if unit is not None]
        apart = [unit for unit in found if not (self.is_rest and unit == self.units[0].id)]
        return next(iter([*apart, *found]), None)


def placing_of(snapshot: Snapshot) -> Placing:
    """By the first axis of the org's rules that splits the account; else by the first of all."""
    made = [_AXES[name](snapshot) for name in snapshot.rules.axis]
    return next((found for found in made if _splits(found)), made[0])


def _splits(placing: Placing) -> bool:
    return len(placing.units) > (2 if placing.what == _REGION else 1)


def _hierarchy(snapshot: Snapshot) -> Placing:
    units = unit_tree(snapshot.accounts)
    return Placing(units, {unit.id: unit.id for unit in units}, {})


_Local = Opportunity | Asset | Contact | Play
_REGION: Final = "region"


def _local(snapshot: Snapshot) -> tuple[_Local, ...]:
    """The records that can name a division themselves."""
    return (*snapshot.opportunities, *snapshot.assets, *snapshot.contacts, *snapshot.plays)


def _geography(snapshot: Snapshot) -> Placing:
    """One unit for each value of the region field, whatever its case; spelt as it mostly is."""
    root, records = snapshot.accounts[0], _local(snapshot)
    named = [row for row in (*snapshot.accounts, *records) if canonical(row.region)]
    regions: dict[str, list[Account | _Local]] = {}
    for row in named:
        regions.setdefault(canonical(row.region), []).append(row)
    ids = {key: f"{root.id}/{key}" for key in sorted(regions)}
    units = [_region_of(root.id, unit_id, regions[key]) for key, unit_id in ids.items()]
    homes = {row.id: ids[canonical(row.region)] for row in named}
    accounts = {row.id for row in snapshot.accounts}
    return Placing(
        (_itself(snapshot), *units),
        {row_id: unit for row_id, unit in homes.items() if row_id in accounts},
        {row_id: unit for row_id, unit in homes.items() if row_id not in accounts},
        is_rest=True,
        what=_REGION,
        name=_REGION,
    )


def _region_of(root_id: str, unit_id: str, rows: list[Account | _Local]) -> Unit:
    """The region that ``rows`` name. Its name stands in the field of each of their kinds."""
    spelt = Counter(" ".join((row.region or "").split()) for row in rows)
    return Unit(
        unit_id,
        min(spelt, key=lambda name: (-spelt[name], name)),
        root_id,
        1,
        ids=tuple(sorted(row.id for row in rows if isinstance(row, Account))),
        named_by=tuple(sorted({f"{type(row).__name__.lower()}.region" for row in rows})),
    )


def _object(snapshot: Snapshot) -> Placing:
    """The business units of the account and of the accounts below it, as a tree of their own."""
    itself, *rest = unit_tree((snapshot.accounts[0], *snapshot.business_units))
    units = (itself, *(replace(unit, named_by=("business_unit.name",)) for unit in rest))
    known = {unit.id for unit in units}
    homes = {row.id: row.business_unit_id or "" for row in _local(snapshot)}
    return Placing(
        units,
        {},
        {row_id: unit for row_id, unit in homes.items() if unit in known},
        is_rest=True,
        what="business unit",
        name="business_unit_id",
    )


def _itself(snapshot: Snapshot) -> Unit:
    return unit_tree(snapshot.accounts[:1])[0]


_AXES: Final[Mapping[str, Callable[[Snapshot], Placing]]] = MappingProxyType(
    {"hierarchy": _hierarchy, "geography": _geography, "object": _object}
)
