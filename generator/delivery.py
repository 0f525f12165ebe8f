"""Documents put in their places: a file that somebody edited by hand is never lost.

A file that is not as we last wrote it is not touched; ``force`` writes anew and keeps it beside.
What was written stands in ``<out>/.accountdocs/manifest/<account id>.json``. It is written before
the files are renamed and names our old and our new content, so that a run killed at any moment
leaves nothing of ours behind that the next run would take for somebody's edit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from generator.errors import OutputError
from generator.files import (
    STATE_FOLDER,
    digest,
    held_inside,
    refused,
    temporary_of,
    write_whole,
)

EDITED = "edited by hand"
DRY_RUN = "dry run"
"""Why a finished document was not written, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished file. ``path`` is below the output folder; ``basis`` names what it was made from
    (records, template, settings, as-of), each by a digest or as text. ``about``: the fiscal quarter
    or year that it speaks of, and its form, where another one's file has the same path."""

    path: Path
    data: bytes
    basis: Mapping[str, str]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one document: ``written``, ``unchanged``, ``skipped`` or ``failed``.

    ``sha256`` is that of the document we made, None where it does not lie under ``path``.
    ``instead_of`` is what the file was about whose place it took, if that is another quarter or
    year; ``would_be`` is only for a rehearsal: ``new``, ``changed``, ``unchanged`` or EDITED.
    """

    path: Path
    status: str
    reason: str = ""
    sha256: str | None = None
    kept: Path | None = None  # where ``force`` put the file that was edited by hand
    instead_of: str = ""
    would_be: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the manifest: what we wrote last, and what of ours lay there before that."""

    sha256: str
    previous: str | None
    basis: Mapping[str, str]
    about: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is to be done with a document, and the content that lies in its place now: none, ours,
    or what somebody edited."""

    document: Document
    delivery: Delivery
    current: str | None = None
    is_edited: bool = False

    @property
    def is_due(self) -> bool:
        return self.delivery.status == "written"

    @property
    def entry(self) -> _Entry:
        """What somebody edited never counts as ours: put back from the copy, it is kept again."""
        ours = None if self.is_edited else self.current
        document = self.document
        return _Entry(digest(document.data), ours, document.basis, document.about)

    def rehearsed(self) -> Delivery:
        """What is told of it where nothing is written. A failure is one in a rehearsal, too."""
        if self.delivery.status == "failed":
            return self.delivery
        would_be = "unchanged" if not self.is_due else "changed" if self.current else "new"
        return replace(
            self.delivery,
            status="skipped",
            reason=DRY_RUN,
            sha256=None,
            would_be=EDITED if self.is_edited else would_be,
        )


def deliver(
    out: Path, account_id: str, documents: Sequence[Document], *, force: bool, day: date
) -> tuple[Delivery, ...]:
    """Put one account's documents in their places, each unless it was edited by hand.

    ``day`` names the files that ``force`` keeps. A document that cannot be written is ``failed``
    with the reason; its old file is intact and the others are written. OutputError only where the
    output folder itself cannot be used.
    """
    manifest = _manifest(out, account_id)
    known = _read_manifest(manifest)
    verdicts = [_kept(_verdict(out, d, known, force=force), day) for d in documents]
    for path in (manifest, *(v.delivery.path for v in verdicts if v.delivery.status != "failed")):
        with suppress(OSError):
            temporary_of(path).unlink(missing_ok=True)
    if due := {v.document.path.as_posix(): v.entry for v in verdicts if v.is_due}:
        write_whole(manifest, _manifest_text({**known, **due}))
    return tuple(_put(verdict) if verdict.is_due else verdict.delivery for verdict in verdicts)


def rehearse(
    out: Path, account_id: str, documents: Sequence[Document], *, force: bool
) -> tuple[Delivery, ...]:
    """What ``deliver`` would make of the documents (``Delivery.would_be``); nothing is touched."""
    known = _read_manifest(_manifest(out, account_id))
    return tuple(_verdict(out, d, known, force=force).rehearsed() for d in documents)


def _manifest(out: Path, account_id: str) -> Path:
    return out / STATE_FOLDER / "manifest" / f"{account_id}.json"


def _verdict(
    out: Path, document: Document, known: Mapping[str, _Entry], *, force: bool
) -> _Verdict:
    """Looks at the place, and touches nothing."""
    path = out / document.path
    try:
        held_inside(out, path)
        return _judged(path, document, known.get(document.path.as_posix()), force=force)
    except OSError as error:
        reason = str(refused(path, error, len(document.data)))
    except OutputError as error:
        reason = str(error)
    return _Verdict(document, Delivery(path, "failed", reason))


def _judged(path: Path, document: Document, entry: _Entry | None, *, force: bool) -> _Verdict:
    new, current = digest(document.data), _digest_of(path)
    is_ours = current in (None, new) or (
        entry is not None and current in (entry.sha256, entry.previous)
    )
    delivery = Delivery(path, "written", sha256=new)
    if not is_ours and not force:
        delivery = Delivery(path, "skipped", EDITED)
    elif entry and current == new == entry.sha256 and entry.basis == document.basis:
        delivery = Delivery(path, "unchanged", sha256=new)
    elif holder := _held_open(path):
        delivery = Delivery(path, "failed", _open_elsewhere(path, holder))
    elif entry and current == entry.sha256 and entry.about != document.about:
        delivery = replace(delivery, instead_of=entry.about)
    return _Verdict(document, delivery, current, is_edited=not is_ours)


def _kept(verdict: _Verdict, day: date) -> _Verdict:
    """Keeps what somebody edited where it is about to be written over."""
    if not (verdict.is_due and verdict.is_edited):
        return verdict
    path = verdict.delivery.path
    try:
        delivery = replace(verdict.delivery, kept=keep_aside(path, day))
    except OSError as error:
        size = len(verdict.document.data)
        delivery = Delivery(path, "failed", str(refused(path, error, size)))
    except OutputError as error:
        delivery = Delivery(path, "failed", str(error))
    return replace(verdict, delivery=delivery)


def _put(verdict: _Verdict) -> Delivery:
    try:
        write_whole(verdict.delivery.path, verdict.document.data)
    except OutputError as error:
        return replace(verdict.delivery, status="failed", reason=str(error), sha256=None)
    return verdict.delivery


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


def keep_aside(path: Path, day: date) -> Path:
    """A copy of the file that somebody edited, under a name that nothing has yet."""
    stem = f"{path.stem}.edited-{day.isoformat()}"
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    kept = next(p for name in names if not (p := path.with_name(name + path.suffix)).exists())
    write_whole(kept, path.read_bytes())
    return kept


def _read_manifest(path: Path) -> dict[str, _Entry]:
    """The entries by path; none where it is no manifest: then nothing of ours is replaced.

    A manifest that is there but cannot be read just now is an OutputError, not an empty one.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {name: _entry(row) for name, row in rows.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _entry(row: Mapping[str, Any]) -> _Entry:
    return _Entry(row["sha256"], row["previous"], row["basis"], row.get("about", ""))


def _manifest_text(entries: Mapping[str, _Entry]) -> bytes:
    rows = {name: asdict(entry) for name, entry in entries.items()}
    text = json.dumps({"format": 1, "files": rows}, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8") + b"\n"
