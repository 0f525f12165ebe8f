"""Files of ours on a user's disk: safe names, whole writes, one writer at a time.

Two promises (CONTRACT.md, RELIABILITY.md 0.5 and class 16): a file has its final name only when it
is complete, for it is written beside it and renamed; and a name works on Windows, macOS and Linux,
whatever the account is called.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError, PackageError

STATE_FOLDER = ".accountdocs"
_LARGEST = 100_000_000
_TEMP = ".accountdocs-tmp"
_SLUG_BYTES = 80  # with "--", an 18-character id, an artifact's name and an extension: below 120
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by class, but nothing is to be seen


def slug(name: str) -> str:
    """``name`` as the readable part of a file name: letters and digits of any script, hyphens.

    Never empty, never a device name of Windows, at most 80 bytes of UTF-8, in NFC.
    """
    text = unicodedata.normalize("NFKC", name).lower()
    kept = "".join(c if _is_word(c) else "-" for c in text)
    joined = re.sub(r"-+", "-", unicodedata.normalize("NFC", kept)).strip("-")
    cut = _cut(joined, _SLUG_BYTES).strip("-")
    if not cut or not any(unicodedata.category(c)[0] in "LN" for c in cut):
        return "account"
    return f"account-{cut}" if _RESERVED.fullmatch(cut) else cut


def _is_word(char: str) -> bool:
    return char not in _FILLERS and unicodedata.category(char)[0] in "LMN"


def _cut(text: str, limit: int) -> str:
    """The longest beginning within ``limit`` bytes that does not split a letter from its marks."""
    encoded = text.encode("utf-8", "ignore")
    if len(encoded) <= limit:
        return encoded.decode("utf-8")
    kept = encoded[:limit].decode("utf-8", "ignore")
    if unicodedata.category(text[len(kept)]).startswith("M"):
        while kept and unicodedata.category(kept[-1]).startswith("M"):
            kept = kept[:-1]
        kept = kept[:-1]
    return kept


def read_office_file(path: Path) -> bytes:
    """The bytes of a file that somebody else made. PackageError where it is larger than what any
    Office file of ours may unpack to: it is not even read. OSError where it cannot be read."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise PackageError(
            f"{path.name} has {size:,} bytes; the limit is {_LARGEST:,}.",
            next_step="Take large pictures and films out of it.",
        )
    return path.read_bytes()


def is_full_id(text: str) -> bool:
    """Whether it has the form of a record id of 18 characters: nothing else goes into a path."""
    return re.fullmatch(r"[0-9A-Za-z]{18}", text) is not None


def artifact_path(name: str, account_id: str, artifact: str, extension: str) -> Path:
    """``<slug>--<id>/<slug>-<artifact>.<ext>``, to be set under the output folder.

    The id keeps accounts of one name apart and stands in the folder only: a customer may see the
    file's own name. It has 18 characters, because ids of 15 differ by case alone.
    """
    if not is_full_id(account_id):
        raise OutputError(f"{account_id!r} is not an 18-character record id.")
    base = slug(name)
    return Path(f"{base}--{account_id}", f"{base}-{artifact}.{extension}")


def data_folder(name: str) -> Path:
    """``templates`` or ``samples``: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise OutputError(
        f"The folder {name!r} that belongs to accountdocs is missing.",
        next_step="Install accountdocs again.",
    )


def digest(data: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes, *, private: Path | None = None) -> None:
    """``data`` under ``path``, or the old file as it was and an OutputError.

    With ``private``, a folder above it, that folder and the file are the user's alone.

    Written beside it, forced to disk, renamed; then the folder is forced to disk, because a rename
    alone survives a kill but not a power cut. One writer at a time: see ``exclusive``.
    """
    temporary = temporary_of(path)
    try:
        if private is not None:
            private.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)  # what lies there may be somebody's link to elsewhere
        mode = 0o666 if private is None else 0o600
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise refused(path, error, len(data)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def held_inside(out: Path, path: Path) -> None:
    """OutputError where the folder of ``path`` leads out of ``out``, by a link that lies there."""
    if not path.parent.resolve().is_relative_to(out.resolve()):
        raise OutputError(
            f"{path.parent} is a link that leads out of {out}: nothing is written through it.",
            next_step="Remove the link, or name the folder it leads to with --out.",
        )


def temporary_of(path: Path) -> Path:
    """Always the same name, so that the next run replaces what a killed one left."""
    return path.with_name(f".{digest(path.name.encode())[:16]}{_TEMP}")


def sweep(folder: Path) -> None:
    """Removes what killed runs left half-written in ``folder``, whatever it was to be called."""
    for left in folder.glob(f".*{_TEMP}"):
        with suppress(OSError):
            left.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows opens no folders; its rename is journalled
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives cannot
            raise
    finally:
        os.close(handle)


def refused(path: Path, error: OSError, size: int) -> OutputError:
    """The error for a file of ``size`` bytes that the system would not write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"{path} could not be written: the disk is full ({size:,} bytes needed).",
            next_step="Make room, or choose another folder with --out.",
        )
    if isinstance(error, PermissionError) and path.is_file() and os.name == "nt":
        return OutputError(
            f"{path} could not be replaced: it is open in another program.",
            next_step="Close it and run again.",
        )
    if isinstance(error, (PermissionError, FileExistsError, NotADirectoryError)) or (
        error.errno == errno.EROFS
    ):
        return OutputError(
            f"{path} could not be written: {error.strerror or error}.",
            next_step="Choose a folder that you may write to with --out.",
        )
    return OutputError(
        f"{path} could not be written: {error.strerror or error}.",
        next_step="Check the folder, or choose another with --out.",
    )


@contextmanager
def exclusive(out: Path) -> Iterator[None]:
    """The only run that writes below ``out``. OutputError where another one is at work.

    The lock is the operating system's and ends with the process, however it ends.
    """
    path = out / STATE_FOLDER / "lock"
    held_inside(out, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise refused(path, error, 0) from error
    try:
        if not _lock(handle):
            holder = os.read(handle, 20).decode("ascii", "ignore").strip()
            raise OutputError(
                f"Another run{f' (process {holder})' if holder else ''} is writing to {out}.",
                next_step="Wait for it to end, or choose another folder with --out.",
            )
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond the text, which others then can read
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a drive without locks: better to work than to refuse
    return True
