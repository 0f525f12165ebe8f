"""What the manager's packet is made from. ``ids`` are those of CRM records; None is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.analysis.portfolio.results import AccountRef, AgreedConcern, Concern, Portfolio
from generator.analysis.results import Person
from generator.analysis.rollups.head import Head


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that calls for a review whatever the calendar says (METHOD.md row 117)."""

    kind: str  # champion, coach, renewal, executive, case, competitor
    day: date | None  # of the event, or of the renewal; None: no record dates it
    subject: str | None  # the person, the rival; None: the account itself
    detail: str | None  # as the CRM has it
    n: int | None  # days to the renewal, number of cases
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PacketPage:
    """An account of tier 1 or 2: what decides about its place among the pages."""

    account: AccountRef
    tier: int
    concerns: tuple[Concern, ...]  # of this account, the gravest first
    agreed: tuple[AgreedConcern, ...]  # what would be a concern, and is accepted
    triggers: tuple[Trigger, ...]
    renewal_days: int | None

    @property
    def id(self) -> str:
        return self.account.id


@dataclass(frozen=True, slots=True)
class MotionLine:
    """An account of tier 3: renewal and playbook, no plan and no page (row 4)."""

    account: AccountRef
    owner: Person | None
    renewal: date | None
    renewal_days: int | None
    playbook: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """``plans`` counts the accounts with a plan that nobody has closed; None where plans of any
    could not be read."""

    head: Head
    portfolio: Portfolio
    plans: int | None
    pages: tuple[PacketPage, ...]  # worst first
    motion: tuple[MotionLine, ...]  # by name
