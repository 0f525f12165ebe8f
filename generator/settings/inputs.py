"""Where the inputs lie, and what of them customers may see (docs/inputs.md). ::

inputs = "our-inputs"           # a folder; without it: inputs beside the settings file

[inputs]                        # or a table
folder = "our-inputs"
customer_safe = ["usage.active_users"]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.errors import SettingsError

from .places import Check, Place, path_of
from .tables import Table

FOLDER = "inputs"


def inputs_of(file: Table) -> dict[str, Any]:
    """``inputs`` and ``inputs_safe`` as Settings takes them. A folder that is named must be there;
    without one it is that beside the file."""
    if isinstance(file.rows.get("inputs", {}), dict):
        found = file.table("inputs").typed(_CHECKS)
    else:
        found = {"folder": file.value("inputs", _folder)}
    beside = file.file.parent / FOLDER
    return {"inputs": found.get("folder", beside), "inputs_safe": found.get("customer_safe", ())}


def _safe(place: Place, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise place.wrong("a list of texts in quotes")
    return tuple(value)


def _folder(place: Place, value: object) -> Path:
    folder = path_of(place, value)
    if not folder.is_dir():
        raise SettingsError(f"{place.where}: there is no folder {folder}.")
    return folder


_CHECKS: Mapping[str, Check] = {"folder": _folder, "customer_safe": _safe}
