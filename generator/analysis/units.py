"""The account and its divisions as one tree, and figures that its fields state (row 41)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from generator.analysis.results import Unit


class Node(Protocol):
    """An account, or another record that stands below one."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def industry(self) -> str | None: ...


def unit_tree(accounts: tuple[Node, ...]) -> tuple[Unit, ...]:
    """The account first, then its divisions depth first by name; rings of parents are survived.

    ``accounts`` starts with the account itself. One that cannot be reached from it (its parent was
    not readable, or it stands in a ring) hangs directly below it.
    """
    root = accounts[0]
    children: dict[str, list[Node]] = {}
    for account in accounts[1:]:
        children.setdefault(account.parent_id or root.id, []).append(account)
    for siblings in children.values():
        siblings.sort(key=_order)
    units = [_unit(root, None, 0)]
    seen = {root.id}
    _descend(root.id, 1, children, seen, units)
    for stray in sorted(accounts[1:], key=_order):
        if stray.id not in seen and not _parent_waits(stray, accounts, seen):
            _adopt(stray, root, children, seen, units)
    for stray in sorted(accounts[1:], key=_order):
        if stray.id not in seen:
            _adopt(stray, root, children, seen, units)
    return tuple(units)


def _parent_waits(account: Node, accounts: tuple[Node, ...], seen: set[str]) -> bool:
    """Whether the parent is in the snapshot and not placed yet."""
    return any(row.id == account.parent_id and row.id not in seen for row in accounts)


def _adopt(
    stray: Node,
    root: Node,
    children: Mapping[str, list[Node]],
    seen: set[str],
    units: list[Unit],
) -> None:
    seen.add(stray.id)
    units.append(_unit(stray, root.id, 1))
    _descend(stray.id, 2, children, seen, units)


def _descend(
    parent: str,
    depth: int,
    children: Mapping[str, list[Node]],
    seen: set[str],
    units: list[Unit],
) -> None:
    for child in children.get(parent, ()):
        if child.id not in seen:
            seen.add(child.id)
            units.append(_unit(child, parent, depth))
            _descend(child.id, depth + 1, children, seen, units)


def _unit(account: Node, parent_id: str | None, depth: int) -> Unit:
    return Unit(
        account.id,
        account.name,
        parent_id,
        depth,
        account.country,
        account.industry,
        ids=(account.id,),
    )


def _order(account: Node) -> tuple[str, str]:
    return (account.name.casefold(), account.id)


def below(units: Iterable[Unit], roots: Iterable[str]) -> set[str]:
    """The ids of ``roots`` and of all units below them; ``units`` stand parents first."""
    found = set(roots)
    for unit in units:
        if unit.parent_id in found:
            found.add(unit.id)
    return found


def stated_parts(
    units: tuple[Unit, ...],
    roots: Iterable[str],
    value_of: Callable[[str], Decimal | None],
) -> list[tuple[str, Decimal | None]]:
    """What the fields of ``roots`` state, as (unit id, value).

    A field covers the unit and all below it. Where one is blank, the units below are asked in its
    place, so that no revenue counts twice; a blank one with nothing below is unknown.
    """
    parts: list[tuple[str, Decimal | None]] = []
    for root in roots:
        value = value_of(root)
        children = [unit.id for unit in units if unit.parent_id == root]
        if value is None and children:
            parts += stated_parts(units, children, value_of)
        else:
            parts.append((root, value))
    return parts
