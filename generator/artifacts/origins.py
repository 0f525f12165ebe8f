"""The model's fields by name (``play.value``), and which of them a vocabulary name comes from."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import cache

from generator.artifacts.schema import Leaf, Record, Rows
from generator.model import org, records
from generator.model.rules import PRODUCT_NAMES, UNIT_NAMES

__all__ = ["ADOPTION", "PRODUCT_NAMES", "UNIT_NAMES", "USERS", "model_fields", "origins_of"]

USERS = ("asset.active_users", "usage.active_users")
ADOPTION = (*USERS, "usage.licensed")
"""Figures of use come from the CRM or from a file: a customer sees them only where the fields of
both are declared safe."""


@cache
def model_fields() -> frozenset[str]:
    """Every field of every record class of the model: ``kpi_reading.value``."""
    classes = [
        kind
        for module in (records, org)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and is_dataclass(kind)
        and kind.__module__.startswith(module.__name__)
    ]
    return frozenset(
        f"{_snake(kind.__name__)}.{field.name}" for kind in classes for field in fields(kind)
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def origins_of(leaf: Leaf, parent: Record | Rows | None) -> tuple[str, ...]:
    """The model fields of a leaf: as it says, or the field of its name, or as its parent says."""
    if leaf.origins or parent is None:
        return leaf.origins
    own = f"{parent.model}.{leaf.name}"
    return (own,) if own in model_fields() else parent.origins
