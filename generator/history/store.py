"""One file for each account and day: ``<folder>/<org>/<account>/<as-of>.json.gz``."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.files import write_whole
from generator.history.thinning import spent
from generator.model.snapshot import Snapshot, from_json, to_json

_ENDING = ".json.gz"
_ID = re.compile(r"[0-9A-Za-z]{15,18}")
_UNREADABLE = (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError, zlib.error)
"""What a damaged file, or one of another version, makes of reading it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot found in the store, and the days of newer ones that could not be read."""

    snapshot: Snapshot | None
    unreadable: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Store:
    """The snapshots in ``folder``. Nothing is made on disk until a snapshot is kept."""

    folder: Path

    def keep(self, snapshot: Snapshot, today: date) -> None:
        """The snapshot, in the place of one of the same account and day; what is spent by
        ``today`` goes.
        Logos stay out: they are files of the user's, not records. OutputError where it fails."""
        place = self._place(snapshot.org.id, snapshot.account_id)
        text = to_json(replace(snapshot, logos=(), is_kept=False))
        data = gzip.compress(text.encode("utf-8", "surrogatepass"), compresslevel=6, mtime=0)
        path = place / f"{snapshot.as_of.isoformat()}{_ENDING}"
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data, private=self.folder)
        for day in spent(self.days(snapshot.org.id, snapshot.account_id), today):
            with suppress(OSError):
                (place / f"{day.isoformat()}{_ENDING}").unlink()

    def days(self, org_id: str, account_id: str) -> tuple[date, ...]:
        """The days that a snapshot is kept of, the newest first."""
        place = self._place(org_id, account_id)
        found = (_day(path) for path in place.glob(f"*{_ENDING}")) if place.is_dir() else ()
        return tuple(sorted((day for day in found if day), reverse=True))

    def newest(self, org_id: str, account_id: str, wanted: Callable[[date], bool]) -> Kept:
        """The newest snapshot of a ``wanted`` day that can be read."""
        passed: list[date] = []
        for day in filter(wanted, self.days(org_id, account_id)):
            snapshot = self._read(org_id, account_id, day)
            if snapshot is not None:
                return Kept(snapshot, tuple(passed))
            passed.append(day)
        return Kept(None, tuple(passed))

    def _read(self, org_id: str, account_id: str, day: date) -> Snapshot | None:
        path = self._place(org_id, account_id) / f"{day.isoformat()}{_ENDING}"
        with suppress(*_UNREADABLE):
            text = gzip.decompress(path.read_bytes()).decode("utf-8", "surrogatepass")
            found = from_json(text)
            named = (found.org.id, found.account_id, found.as_of)
            own = named == (org_id, account_id, day)
            return replace(found, is_kept=True) if own else None
        return None

    def _place(self, org_id: str, account_id: str) -> Path:
        for record_id in (org_id, account_id):
            if not _ID.fullmatch(record_id):
                raise ValueError(f"{record_id!r} is no record id")
        return self.folder / org_id / account_id


def _day(path: Path) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(path.name.removesuffix(_ENDING))
    return None
