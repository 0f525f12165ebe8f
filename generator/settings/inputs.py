"""Where the inputs lie, and what of them customers may see (docs/inputs.md). ::

inputs = "our-inputs"           # a folder; without it: inputs beside the settings file

[inputs]                        # or a table
folder = "our-inputs"
customer_safe = ["usage.active_users"]
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.errors import SettingsError

from .places import Place, path_of, unknown_key

FOLDER = "inputs"
_KNOWN = ["folder", "customer_safe"]


def inputs_of(
    place_of: Callable[[str], Place], found: object
) -> tuple[Path | None, tuple[str, ...]]:
    """The folder that the file names, which must be there (None: it names none), and what is safe.

    SettingsError with the line of what is wrong.
    """
    if not isinstance(found, dict):
        return _folder(place_of("inputs"), found), ()
    for key in found:
        if key not in _KNOWN:
            path = f"inputs.{key}"
            raise unknown_key(place_of(path).where.removesuffix(f": {path}"), path, key, _KNOWN)
    safe = found.get("customer_safe", [])
    if not isinstance(safe, list) or not all(isinstance(name, str) for name in safe):
        raise place_of("inputs.customer_safe").wrong("a list of texts in quotes")
    named = "folder" in found
    folder = _folder(place_of("inputs.folder"), found["folder"]) if named else None
    return folder, tuple(safe)


def _folder(place: Place, value: object) -> Path:
    folder = path_of(place, value)
    if not folder.is_dir():
        raise SettingsError(f"{place.where}: there is no folder {folder}.")
    return folder
