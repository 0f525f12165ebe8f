"""What no engine that writes such files can beat: deflate the parts that differ, write the file.

The parts that differ from account to account are taken from our own outputs, whole and ready. What
is measured is their checksum and deflate (zlib, level 6), copying all other entries as they lie in
the file, and writing it to disk. It makes the first accounts' documents, over and over.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from contest import ours
from contest.accounts import FORMATS, TREES, typed
from contest.lines import Lines

SAMPLES = 4
_LOCAL, _CENTRAL, _END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
_DAY = 0x5C3F  # any date: 2026-01-31

Json = dict[str, Any]
Entry = tuple[bytes, bytes, int, int]  # name, deflated, checksum, size


def contestant(
    path: Path, kind: str, data: Path
) -> tuple[Callable[[Json], Any], Callable[[Any, Path], None]]:
    still, moving = _parts(path, kind, data)
    turn = iter(range(1_000_000_000))

    def make(parts: list[tuple[bytes, bytes]], target: Path) -> None:
        target.write_bytes(_archive([*[_deflated(*part) for part in parts], *still]))

    return lambda _line: moving[next(turn) % len(moving)], make


def changed_bytes(path: Path, kind: str, data: Path) -> int:
    """How large the parts that change are, before they are deflated."""
    return sum(len(body) for _, body in _parts(path, kind, data)[1][0])


def _parts(
    path: Path, kind: str, data: Path
) -> tuple[list[Entry], list[list[tuple[bytes, bytes]]]]:
    template, lines = ours.template(path, kind), iter(Lines(data))
    made = []
    for _ in range(SAMPLES):
        values = typed(next(lines)["values"], TREES[kind])
        with ZipFile(BytesIO(template.render(values, FORMATS).data)) as archive:
            made.append({name: archive.read(name) for name in archive.namelist()})
    names = [name for name in made[0] if any(one.get(name) != made[0][name] for one in made)]
    still = [_deflated(name.encode(), body) for name, body in made[0].items() if name not in names]
    return still, [[(name.encode(), one[name]) for name in names] for one in made]


def _deflated(name: bytes, body: bytes) -> Entry:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    return name, deflate.compress(body) + deflate.flush(), zlib.crc32(body), len(body)


def _archive(entries: list[Entry]) -> bytes:
    chunks: list[bytes] = []
    central: list[bytes] = []
    at = 0
    for name, packed, checksum, size in entries:
        facts = (20, 0, 8, 0, _DAY, checksum, len(packed), size, len(name), 0)
        head = struct.pack(_LOCAL, b"PK\3\4", *facts)
        central.append(struct.pack(_CENTRAL, b"PK\1\2", 20, *facts, 0, 0, 0, 0, at) + name)
        chunks += (head, name, packed)
        at += len(head) + len(name) + len(packed)
    directory = b"".join(central)
    count = len(entries)
    end = struct.pack(_END, b"PK\5\6", 0, 0, count, count, len(directory), at, 0)
    return b"".join([*chunks, directory, end])
