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
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

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
    """A line of the manifest: what we wrote last, and what of ours lay there before that."""

    sha256: str
    previous: str | None
    basis: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is to be done with a document, and the content that lies in its place now."""

    document: Document
    delivery: Delivery
    current: str | None

    @property
    def is_due(self) -> bool:
        return self.delivery.status == "written"

    @property
    def entry(self) -> _Entry:
        """What somebody edited never counts as ours: put back from the copy, it is kept again."""
        ours = self.current if self.delivery.kept is None else None
        return _Entry(digest(self.document.data), ours, self.document.basis)


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
    if due := {v.document.path.as_posix(): v.entry for v in verdicts if v.is_due}:
        write_whole(manifest, _manifest_text({**known, **due}))
    return tuple(_put(verdict) if verdict.is_due else verdict.delivery for verdict in verdicts)


def _verdict(
    out: Path, document: Document, known: Mapping[str, _Entry], *, force: bool, day: date
) -> _Verdict:
    """Looks at the place, and with ``force`` keeps what somebody edited there."""
    path, current = out / document.path, None
    try:
        held_inside(out, path)
        with suppress(OSError):
            temporary_of(path).unlink(missing_ok=True)
        current = _digest_of(path)
        entry = known.get(document.path.as_posix())
        delivery = _delivery(path, document, entry, current, force=force, day=day)
    except OSError as error:
        delivery = Delivery(path, "failed", str(refused(path, error, len(document.data))))
    except OutputError as error:
        delivery = Delivery(path, "failed", str(error))
    return _Verdict(document, delivery, current)


def _delivery(
    path: Path,
    document: Document,
    entry: _Entry | None,
    current: str | None,
    *,
    force: bool,
    day: date,
) -> Delivery:
    new = digest(document.data)
    ours = current in (None, new) or (entry and current in (entry.sha256, entry.previous))
    if not ours and not force:
        return Delivery(path, "skipped", EDITED)
    if entry and current == new == entry.sha256 and entry.basis == document.basis:
        return Delivery(path, "unchanged", sha256=new)
    if holder := _held_open(path):
        return Delivery(path, "failed", _open_elsewhere(path, holder))
    return Delivery(path, "written", sha256=new, kept=None if ours else keep_aside(path, day))


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
        with suppress(OSError):
            temporary_of(path).unlink(missing_ok=True)
        rows = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {name: _Entry(r["sha256"], r["previous"], r["basis"]) for name, r in rows.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _manifest_text(entries: Mapping[str, _Entry]) -> bytes:
    rows = {
        name: {"sha256": e.sha256, "previous": e.previous, "basis": dict(e.basis)}
        for name, e in entries.items()
    }
    text = json.dumps({"format": 1, "files": rows}, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8") + b"\n"
