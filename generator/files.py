"""Files of ours on a user's disk: safe names, whole writes, hand edits never lost.

Three promises (CONTRACT.md, RELIABILITY.md 0.5 and class 16):

- A file has its final name only when it is complete: it is written beside it and renamed.
- A file that is not as we last wrote it is not touched; ``force`` writes anew and keeps it.
- A name works on Windows, macOS and Linux, whatever the account is called.

What was written stands in ``<out>/.accountdocs/manifest/<account id>.json``. It is written before
the files are renamed and names the old and the new content, so that a run killed at any moment
leaves nothing behind that the next run would take for somebody's edit.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

from generator.errors import OutputError

STATE_FOLDER = ".accountdocs"
EDITED = "edited by hand"
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


def artifact_path(name: str, account_id: str, artifact: str, extension: str) -> Path:
    """``<slug>--<id>/<slug>-<artifact>.<ext>``, to be set under the output folder.

    The id keeps accounts of one name apart and stands in the folder only: a customer may see the
    file's own name. It has 18 characters, because ids of 15 differ by case alone.
    """
    if not re.fullmatch(r"[0-9A-Za-z]{18}", account_id):
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


def write_whole(path: Path, data: bytes) -> None:
    """``data`` under ``path``, or the old file as it was and an OutputError.

    Written beside it, forced to disk, renamed; then the folder is forced to disk, because a rename
    alone survives a kill but not a power cut. One writer at a time: see ``exclusive``.
    """
    temporary = temporary_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _refused(path, error, len(data)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def temporary_of(path: Path) -> Path:
    """Always the same name, so that the next run replaces what a killed one left."""
    return path.with_name(f".{digest(path.name.encode())[:16]}{_TEMP}")


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


def _refused(path: Path, error: OSError, size: int) -> OutputError:
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
    return OutputError(f"{path} could not be written: {error.strerror or error}.")


@contextmanager
def exclusive(out: Path) -> Iterator[None]:
    """The only run that writes below ``out``. OutputError where another one is at work.

    The lock is the operating system's and ends with the process, however it ends.
    """
    path = out / STATE_FOLDER / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _refused(path, error, 0) from error
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


@dataclass(frozen=True, slots=True)
class Document:
    """A finished file. ``path`` is below the output folder; ``basis`` names what it was made from
    (records, template, settings, as-of), each by a digest or as text."""

    path: Path
    data: bytes
    basis: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one document: ``written``, ``unchanged``, ``skipped`` or ``failed``.

    ``sha256`` is that of the document we made, None where it does not lie under ``path``.
    """

    path: Path
    status: str
    reason: str = ""
    sha256: str | None = None
    kept: Path | None = None  # where ``force`` put the file that was edited by hand


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the manifest: what we wrote last, and what lay there before that."""

    sha256: str
    previous: str | None
    basis: Mapping[str, str]


def deliver(
    out: Path, account_id: str, documents: Sequence[Document], *, force: bool, day: date
) -> tuple[Delivery, ...]:
    """Put one account's documents in their places, each unless it was edited by hand.

    ``day`` names the files that ``force`` keeps. A document that cannot be written is ``failed``
    with the reason; its old file is intact and the others are written. OutputError only where the
    output folder itself cannot be used.
    """
    manifest = out / STATE_FOLDER / "manifest" / f"{account_id}.json"
    known = _read_manifest(manifest)
    verdicts = [_verdict(out, document, known, force=force, day=day) for document in documents]
    due = [d for d, verdict in zip(documents, verdicts, strict=True) if verdict.status == "written"]
    if due:
        entries = {d.path.as_posix(): _entry(out, d) for d in due}
        write_whole(manifest, _manifest_text({**known, **entries}))
    return tuple(
        _put(out, document, verdict) if verdict.status == "written" else verdict
        for document, verdict in zip(documents, verdicts, strict=True)
    )


def _verdict(
    out: Path, document: Document, known: Mapping[str, _Entry], *, force: bool, day: date
) -> Delivery:
    """What is to be done with one document; with ``force``, an edited file has been kept."""
    path, new = out / document.path, digest(document.data)
    entry = known.get(document.path.as_posix())
    try:
        temporary_of(path).unlink(missing_ok=True)
        current = _digest_of(path)
        ours = current is None or current == new or (entry and current in _contents(entry))
        if not ours and not force:
            return Delivery(path, "skipped", EDITED)
        if entry and current == new == entry.sha256 and entry.basis == document.basis:
            return Delivery(path, "unchanged", sha256=new)
        if holder := _held_open(path):
            return Delivery(path, "failed", _open_elsewhere(path, holder))
        return Delivery(path, "written", sha256=new, kept=None if ours else _keep(path, day))
    except OSError as error:
        return Delivery(path, "failed", str(_refused(path, error, len(document.data))))
    except OutputError as error:
        return Delivery(path, "failed", str(error))


def _contents(entry: _Entry) -> tuple[str | None, ...]:
    return (entry.sha256, entry.previous)


def _put(out: Path, document: Document, verdict: Delivery) -> Delivery:
    try:
        write_whole(out / document.path, document.data)
    except OutputError as error:
        return replace(verdict, status="failed", reason=str(error), sha256=None)
    return verdict


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None


def _held_open(path: Path) -> Path | None:
    """The mark that Word, Excel, PowerPoint or LibreOffice leaves beside a file it has open."""
    name = path.name
    marks = [f".~lock.{name}#", *(f"~${name[skip:]}" for skip in range(3))]
    return next((path.with_name(mark) for mark in marks if path.with_name(mark).exists()), None)


def _open_elsewhere(path: Path, mark: Path) -> str:
    return (
        f"{path} is open in another program. Close it and run again"
        f" (if it is not open, delete {mark.name} beside it)."
    )


def _keep(path: Path, day: date) -> Path:
    """A copy of the file that somebody edited, under a name that nothing has yet."""
    stem = f"{path.stem}.edited-{day.isoformat()}"
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    kept = next(p for name in names if not (p := path.with_name(name + path.suffix)).exists())
    write_whole(kept, path.read_bytes())
    return kept


def _entry(out: Path, document: Document) -> _Entry:
    return _Entry(digest(document.data), _digest_of(out / document.path), document.basis)


def _read_manifest(path: Path) -> dict[str, _Entry]:
    """The entries by path; none where it cannot be read: then nothing of ours is replaced."""
    try:
        temporary_of(path).unlink(missing_ok=True)
        rows = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {name: _Entry(r["sha256"], r["previous"], r["basis"]) for name, r in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _manifest_text(entries: Mapping[str, _Entry]) -> bytes:
    rows = {
        name: {"sha256": e.sha256, "previous": e.previous, "basis": dict(e.basis)}
        for name, e in entries.items()
    }
    text = json.dumps({"format": 1, "files": rows}, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8") + b"\n"
