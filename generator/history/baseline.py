"""Which kept snapshot changes are counted from, and what a run leaves for the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import OutputError
from generator.history.store import Kept, Store
from generator.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Past:
    """What a run may know of earlier ones, and whether it leaves something itself.

    ``folder`` None: there is no history. ``since``: the baseline is of that day or the last one
    before it that is kept. ``keeps`` is false where the records are not those of the as-of day.
    """

    folder: Path | None = None
    since: date | None = None
    keeps: bool = True

    def days(self, org_id: str, account_id: str) -> tuple[date, ...]:
        """The days that a snapshot of the account is kept of, the newest first."""
        return () if self.folder is None else Store(self.folder).days(org_id, account_id)


def baseline_of(snapshot: Snapshot, first_day: date, past: Past) -> Kept:
    """The newest snapshot whose as-of lies before ``first_day`` of the period, or the one that was
    asked for; never one of the same as-of day (CONTRACT.md, "Changes")."""
    if past.folder is None:
        return Kept(None)

    def serves(day: date) -> bool:
        early = day < first_day if past.since is None else day <= past.since
        return early and day < snapshot.as_of

    return Store(past.folder).newest(snapshot.org.id, snapshot.account_id, serves)


def keep(snapshot: Snapshot, past: Past, today: date) -> str:
    """Keeps the snapshot for later runs, and says what was in the way, if anything: the documents
    are made all the same."""
    if past.folder is None or not past.keeps:
        return ""
    try:
        Store(past.folder).keep(snapshot, today)
    except (OutputError, OSError) as error:
        reason = error.message if isinstance(error, OutputError) else str(error)
        return (
            f"The snapshot was not kept, so no later run can count changes from it: {reason} Name "
            "a folder that you may write to as `history` in the settings (false keeps none)."
        )
    return ""


def kept_of(org_id: str, account_id: str, day: date, past: Past) -> Snapshot | None:
    """The snapshot kept on that very day, which stands for records that can no longer be read as
    they were (CONTRACT.md, "As-of")."""
    if past.folder is None:
        return None
    return Store(past.folder).newest(org_id, account_id, lambda kept: kept == day).snapshot
