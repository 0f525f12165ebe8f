"""What a customer may see of one account, by what the mapping and the settings declare.

A name of the vocabulary can come from several model fields, and is shown where all of them are
declared. Those that nothing comes from in this account leave nothing to withhold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from generator.analysis.results import OwnedProduct
from generator.analysis.scope import Scope
from generator.model.rules import UNIT_NAMES

_USE: Final = ("usage.active_users", "usage.licensed")
_ACCOUNT: Final = "account.name"


def declared(scope: Scope, owned: Iterable[OwnedProduct]) -> tuple[str, ...]:
    """The model fields that a customer may see (``Snapshot.declared_safe``), and those that nothing
    here comes from.

    A file's figures of use and the names of regions and business units need a declaration of their
    own. An account's name is always safe (DOCUMENTS.md 4.2).
    """
    used: set[str] = set()
    if any(row.used_on is not None for row in owned):
        used.update(_USE)
    used.update(name for unit in scope.units for name in unit.named_by if name != _ACCOUNT)
    safe = scope.snapshot.declared_safe
    free = (name for name in (*_USE, *UNIT_NAMES) if name not in used)
    return tuple(dict.fromkeys((*safe, *free)))
