"""What the files say, row by row, before anybody knows which records are meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.model.records import TopXPick, User

USAGE, SIGNALS, MANAGERS, TEXTS = "usage.csv", "signals.csv", "managers.csv", "accounts.toml"
AUDIT, TOPX = "audit.csv", "topx.csv"
LOGOS = "logos"
FILES = (USAGE, SIGNALS, MANAGERS, TEXTS, AUDIT, TOPX)


@dataclass(frozen=True, slots=True)
class UsageRow:
    """``account``, ``unit`` and ``product`` are names or record ids, as they were typed."""

    line: int
    account: str
    unit: str
    product: str
    day: date
    active_users: int
    licensed: Decimal | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SignalRow:
    line: int
    account: str
    day: date
    kind: str  # as the model has them
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ManagerRow:
    line: int
    user: str
    manager: str


@dataclass(frozen=True, slots=True)
class TextsRow:
    """Statements about one account: what is blank is None, never both."""

    line: int | None
    account: str
    day: date
    value_proposition: str | None = None
    expansion_thesis: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A finding of the audit that somebody accepts, from ``day`` to ``until`` (both included)."""

    line: int
    account: str
    day: date
    check: str
    note: str
    by: str
    until: date


@dataclass(frozen=True, slots=True)
class Inputs:
    """One folder, read. None where it holds no such file; rows by the key of their account,
    pictures by what they are named after (``logos.logo_key``).

    ``folder`` is its name as sources print it. ``safe`` are the model fields (``usage.licensed``)
    that the settings declare fit for customers. ``chain`` is user id to manager id, for those whom
    the CRM gives no manager, and ``people`` the users behind those ids, once they are resolved
    (see ``with_people``).
    ``notes`` are for the person at the terminal: what the files hold and nothing reads.
    """

    folder: str = "inputs"
    usage: Mapping[str, tuple[UsageRow, ...]] | None = None
    signals: Mapping[str, tuple[SignalRow, ...]] | None = None
    texts: Mapping[str, tuple[TextsRow, ...]] | None = None
    managers: tuple[ManagerRow, ...] | None = None
    audit: Mapping[str, tuple[AuditRow, ...]] | None = None
    topx: tuple[TopXPick, ...] | None = None
    logos: Mapping[str, Path] = field(default_factory=dict)
    safe: tuple[str, ...] = ()
    chain: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, User] = field(default_factory=dict)
    is_resolved: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lay into a snapshot."""
        tables = (self.usage, self.signals, self.texts, self.managers)
        return not self.logos and all(table is None for table in tables)

    def file(self, name: str) -> str:
        """A file as sources print it: ``inputs/usage.csv``."""
        return f"{self.folder}/{name}"

    @property
    def named_people(self) -> tuple[str, ...]:
        """Everyone whom the manager chain names, each once, sorted."""
        rows = self.managers or ()
        return tuple(sorted({text for row in rows for text in (row.user, row.manager)}))
