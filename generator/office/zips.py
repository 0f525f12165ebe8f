"""ZIP archives read with suspicion and written the same on every machine.

Reading keeps each entry's compressed bytes, so that what does not change is never deflated again.
Writing follows PKWARE's APPNOTE 6.3.3 without ZIP64 (an Office file of ours stays far below 4 GB):
one fixed time stamp (1980-01-01 00:00, the earliest the format can say), no extra fields, no
attributes, MS-DOS as the host system.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

MAX_ENTRIES = 2_000
MAX_TOTAL = 100_000_000
MAX_PART = 20_000_000
MAX_RATIO = 100
MAX_NAME = 255
# Below this size a high ratio is ordinary: a short part of equal cells shrinks to almost nothing.
RATIO_FLOOR = 1_000_000

STORED, DEFLATED = 0, 8
LEVEL = 6
_UTF8_NAME = 0x0800
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_MARK = b"PK\x05\x06"
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DATE_1980_01_01 = 0x0021
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_PLACE = struct.Struct("<I")  # where an entry begins: the last that the directory says before names


class ArchiveFault(ValueError):
    """One reason why an archive is refused; ``entry`` is empty where it is the archive itself."""

    def __init__(self, entry: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry
        self.message = message


@dataclass(frozen=True)
class Entry:
    """One compressed entry, ready to be written: ``payload`` is raw deflate or stored bytes."""

    name: str
    method: int
    crc: int
    size: int
    payload: bytes

    @cached_property
    def headers(self) -> tuple[bytes, bytes, bytes]:
        """Its own header, and its line in the directory before and after the entry's place."""
        name = self.name.encode()
        flags = 0 if self.name.isascii() else _UTF8_NAME
        sizes = (self.crc, len(self.payload), self.size)
        common = (flags, self.method, 0, _DATE_1980_01_01, *sizes, len(name), 0)
        local = _LOCAL.pack(b"PK\x03\x04", 20, *common) + name
        central = _CENTRAL.pack(b"PK\x01\x02", 20, 20, *common, 0, 0, 0, 0, 0)
        return local, central[: -_PLACE.size], name


def deflate(name: str, data: bytes) -> Entry:
    """``data`` compressed with zlib at level 6; stored where that is no shorter, and where it is so
    much shorter that readers hold it for a bomb, as an emptied picture is."""
    squeezed = zlib.compress(data, LEVEL, wbits=-15)
    crc = zlib.crc32(data)
    if len(squeezed) >= len(data) or len(data) > max(RATIO_FLOOR, MAX_RATIO * len(squeezed)):
        return Entry(name, STORED, crc, len(data), data)
    return Entry(name, DEFLATED, crc, len(data), squeezed)


def stored(name: str, data: bytes) -> Entry:
    """``data`` as it is: an archive inside another is deflated already."""
    return Entry(name, STORED, zlib.crc32(data), len(data), data)


def inflate(entry: Entry) -> bytes:
    """The entry's bytes. ``ArchiveFault`` where size or checksum are not as declared."""
    rest = b""
    if entry.method == STORED:
        data = entry.payload
    else:
        machine = zlib.decompressobj(-15)
        try:
            data = machine.decompress(entry.payload, entry.size + 1)
        except zlib.error as error:
            raise ArchiveFault(entry.name, f"is damaged ({error})") from error
        rest = machine.unused_data  # it would travel unseen: what is kept are the packed bytes
    if rest or len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise ArchiveFault(entry.name, "is damaged: its size or checksum is not the declared one")
    return data


def read_entries(data: bytes) -> list[Entry]:
    """All file entries of the archive, checked against the limits before anything is inflated."""
    _check_ends(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise ArchiveFault("", f"is not a readable ZIP archive ({error})") from error
    _check_archive(infos)
    _check_overlap(infos)
    return [_entry(data, info) for info in infos if not info.is_dir()]


def _check_ends(data: bytes) -> None:
    """An archive is all of the file: what lies before or behind it is another file's, for readers
    that begin elsewhere. Other kinds of file are said by name."""
    if not data:
        raise ArchiveFault("", "is empty")
    if data.startswith(_OLE):
        raise ArchiveFault("", "has a password or the old binary form (.doc, .xls, .ppt)")
    if not data.startswith(b"PK"):
        raise ArchiveFault("", "is not a readable ZIP archive, as all Office files are")
    at = data.rfind(_END_MARK, max(0, len(data) - _END.size - 0xFFFF))
    if at < 0 or at + _END.size > len(data):
        raise ArchiveFault("", "is not a readable ZIP archive (it is cut off)")
    end = at + _END.size + int(_END.unpack_from(data, at)[-1])
    if end != len(data):
        raise ArchiveFault("", "is not a readable ZIP archive (its end is not the file's end)")
    size, offset = _END.unpack_from(data, at)[5:7]
    if 0xFFFFFFFF not in (size, offset) and offset + size > at:
        raise ArchiveFault("", "is damaged: its directory is not where it says")


def _check_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Entries that share bytes are the other kind of bomb: each is small, all are not."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end or (not end and info.header_offset):
            raise ArchiveFault(info.filename, "overlaps with another entry, or data lies before it")
        end = info.header_offset + _LOCAL.size + info.compress_size


def _check_archive(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_ENTRIES:
        raise ArchiveFault("", f"has {len(infos):,} entries; the limit is {MAX_ENTRIES:,}")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise ArchiveFault("", f"unpacks to {total:,} bytes; the limit is {MAX_TOTAL:,}")
    seen: set[str] = set()
    for info in infos:
        _check_entry(info)
        folded = info.filename.lower()
        if folded in seen:
            raise ArchiveFault(info.filename, "appears twice in the archive")
        seen.add(folded)


def _check_entry(info: zipfile.ZipInfo) -> None:
    # zipfile turns backslashes into slashes on Windows only; the name as stored is what counts.
    name = info.orig_filename
    segments = name.removesuffix("/").split("/")
    if set("\\:") & set(name) or not name.isprintable() or len(name) > MAX_NAME:
        raise ArchiveFault(name, "has a name that is no part name")
    if name.startswith("/") or any(part in ("", ".", "..") for part in segments):
        raise ArchiveFault(name, "has a name that leads out of the package")
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveFault(name, "is encrypted")
    if info.compress_type not in (STORED, DEFLATED):
        raise ArchiveFault(name, "is compressed in a way that Office does not use")
    if info.file_size > MAX_PART:
        raise ArchiveFault(name, f"has {info.file_size:,} bytes; the limit is {MAX_PART:,} a part")
    if info.file_size > max(RATIO_FLOOR, MAX_RATIO * info.compress_size):
        raise ArchiveFault(name, f"unpacks to more than {MAX_RATIO} times its packed size")


def _entry(data: bytes, info: zipfile.ZipInfo) -> Entry:
    start = info.header_offset
    header = data[start : start + _LOCAL.size]
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise ArchiveFault(info.filename, "is damaged: its local header is missing")
    fields = _LOCAL.unpack(header)
    begin = start + _LOCAL.size + fields[9] + fields[10]
    named = data[start + _LOCAL.size :][: fields[9]]
    if named != info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437"):
        raise ArchiveFault(info.filename, "has another name in its own header")
    payload = data[begin : begin + info.compress_size]
    if len(payload) != info.compress_size:
        raise ArchiveFault(info.filename, "is damaged: it ends too early")
    return Entry(info.filename, info.compress_type, info.CRC, info.file_size, payload)


def write_archive(entries: Iterable[Entry]) -> bytes:
    """The archive's bytes, entries in the order given."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = count = 0
    for entry in entries:
        local, central, name = entry.headers
        pieces += (local, entry.payload)
        directory += (central, _PLACE.pack(offset), name)
        offset += len(local) + len(entry.payload)
        count += 1
    size = sum(map(len, directory))
    pieces += directory
    pieces.append(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0))
    return b"".join(pieces)


def is_archive(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")
