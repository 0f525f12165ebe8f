"""``logos/``: a picture for each account, named as it is, and ours as ``vendor``.

The folder is looked through once; a picture is read when its account's turn comes, so that a folder
of thousands costs a run only those it needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from generator.errors import UsageError
from generator.inputs.faults import Faults
from generator.inputs.names import ACCOUNT_PREFIX, folded, is_id, key_of
from generator.inputs.pictures import JPEG, PNG, bare
from generator.inputs.rows import LOGOS

MAX_BYTES = 1024 * 1024
VENDOR = "name:vendor"
_ENDINGS = {".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}

Files = Mapping[str, Path]


def find_logos(folder: Path, label: str, faults: Faults) -> tuple[Files, tuple[str, ...]]:
    """The pictures by what they are named after, and notes about files that are none."""
    found: dict[str, Path] = {}
    notes = []
    try:
        paths = sorted((folder / LOGOS).iterdir()) if (folder / LOGOS).exists() else []
    except OSError as error:
        faults.add(f"{label}/{LOGOS}", None, "", f"cannot be read: {error.strerror or error}")
        return found, ()
    for path in paths:
        name = f"{label}/{LOGOS}/{path.name}"
        if path.name.startswith("."):
            continue
        if path.suffix.lower() not in _ENDINGS:
            notes.append(f"{name} is not read: a logo is a PNG or JPEG picture.")
        elif said := _fault(path):
            faults.add(name, None, "", said, "save it as PNG, in the size that is printed")
        elif (first := found.setdefault(logo_key(path.stem), path)) != path:
            faults.add(name, None, "", f"is of the same account as {first.name}", "keep one")
    return found, tuple(notes)


def logo_key(name: str) -> str:
    """One text for an account's name and the file named after it: letters and digits count."""
    key = key_of(name, ACCOUNT_PREFIX)
    if is_id(key):
        return key
    text = unicodedata.normalize("NFKC", folded(name))  # macOS takes letters and accents apart
    words = re.sub(r"[\W_]+", "-", text)
    return f"name:{words.strip('-')}"


def read_logo(path: Path) -> bytes:
    """One logo by the rules of this folder, without metadata. UsageError where it is none."""
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", next_step="Check the name of the logo.")
    said = "is not read: a logo is a PNG or JPEG picture"
    if path.suffix.lower() in _ENDINGS and not (said := _fault(path)):
        data = bare(path.read_bytes())
        if data is not None:
            return data
        said = "is damaged"
    raise UsageError(f"{path} {said}.", next_step="Save it as PNG, in the size that is printed.")


def _fault(path: Path) -> str:
    """What is wrong with the file as far as its size and its first bytes tell; else empty."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"is larger than {MAX_BYTES // 1024**2} MB"
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    if not head.startswith(_ENDINGS[path.suffix.lower()]):
        return "is no picture of the kind that its name says"
    return ""
