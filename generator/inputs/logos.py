"""``logos/``: a picture for each account, named as it is, and ours as ``vendor``.

The folder is looked through once; a picture is read when its account's turn comes, so that a folder
of thousands costs a run only those it needs.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from generator.inputs.faults import Faults
from generator.inputs.names import ACCOUNT_PREFIX, folded, is_id, key_of
from generator.inputs.rows import LOGOS

MAX_BYTES = 1024 * 1024
VENDOR = "name:vendor"
_ENDINGS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}

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


def is_picture(data: bytes) -> bool:
    """Whether a PNG or JPEG says how large it is, which every whole one does near its beginning."""
    if data.startswith(_ENDINGS[".png"]):
        return len(data) > 33 and data[12:16] == b"IHDR" and all(struct.unpack(">II", data[16:24]))
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = struct.unpack(">BH", data[at + 1 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return all(struct.unpack(">HH", data[at + 5 : at + 9]))
        at += 2 + length
    return False
