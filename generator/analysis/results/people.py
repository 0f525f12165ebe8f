"""The people on both sides: relationships and their gaps, our team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure, Person


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A contact of the customer, with role, influence and strength apart (METHOD.md row 52)."""

    id: str
    name: str
    title: str | None
    unit: str
    unit_id: str
    role: str | None
    role_source: str | None  # opportunity, relation, contact: the kind of record that states it
    roles: tuple[str, ...]  # every role that a record claims, strongest first
    influence: str | None
    influence_source: str | None  # stated, inferred
    strength: int | None
    strength_source: str | None  # stated, inferred (capped at 2)
    level: str | None  # executive, middle, other; None where neither title nor seniority is known
    reports_to_id: str | None  # None too where the chain leaves the account or was broken
    last_touch: date | None
    touches_90d: int  # within the active days, which are 90 where the settings name no other
    touches_before: int  # in as many days before those
    has_left: bool  # a record says that the person left the account, or was moved out of it
    is_active: bool  # strength 2 or more, a touch of late, still there, and no blocker (row 54)
    ids: tuple[str, ...]

    @property
    def is_executive(self) -> bool:
        return self.level == "executive"

    @property
    def went_quiet(self) -> bool:
        """Touched in the active days before the last ones, and not since (row 57)."""
        return self.touches_before > 0 and self.touches_90d == 0


@dataclass(frozen=True, slots=True)
class UnitThreading:
    unit: str
    unit_id: str
    contacts: int
    active: int  # distinct active contacts
    single_threaded: bool | None  # None: no contacts or no activity readable
    names: tuple[str, ...]  # the active contacts


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """A division's row in the matrix division x role: who fills each buying role."""

    unit: str
    unit_id: str
    filled: tuple[tuple[str, tuple[str, ...]], ...]  # (role, names), in BUYING_ROLES order


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Something recorded about a contact that changed lately (METHOD.md rows 56, 57)."""

    kind: str  # left, unrelated, moved, title, bounced, weaker, stronger, quiet
    contact_id: str
    name: str
    title: str | None
    role: str | None
    unit: str
    day: date | None  # None: the record bears no date
    old: str | None
    new: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Introduction:
    """The way along reporting lines from our best contact to somebody (METHOD.md rows 58, 59)."""

    contact_id: str
    name: str
    title: str | None
    unit: str
    reason: str  # economic_buyer, act_first
    hops: int | None  # 0: we know the person ourselves; None: no way is known
    path: tuple[str, ...]  # names, from our contact to the person
    through: tuple[str, ...]  # those on the way who block, or are said to have left
    broken_at: str | None  # with no way: the last person up the line from the one sought
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A named weakness in the relationships, and the one action that would mend it."""

    kind: str
    text: str
    action: str
    ids: tuple[str, ...]
    owner: Person | None = None
    due: date | None = None
    is_recorded: bool = (
        False  # the action, its owner and its day are those of an open task or event
    )
    target_id: str | None = None  # the contact whom the action is about


@dataclass(frozen=True, slots=True)
class Relationships:
    contacts: tuple[Stakeholder, ...]  # reporting-line order: executives first
    single_threaded: bool | None
    active_contacts: int | None
    units: tuple[UnitThreading, ...]
    single_threaded_units: tuple[str, ...]
    coverage: tuple[RoleCoverage, ...]
    gaps: tuple[Gap, ...]
    changes: tuple[PersonChange, ...]  # of the last 180 days, newest first; undated ones last
    introductions: tuple[Introduction, ...]  # economic buyers first, then the list to act on
    executives_known: int
    executives_active: int
    sponsor: Person | None
    lacks_sponsor: bool  # nobody is named, and the team that would name somebody could be read
    sponsor_last_meeting: date | None  # the last event that the sponsor held with the customer
    top_share: Figure[Decimal]  # percent of the last year's touches that one contact holds
    cycles: tuple[str, ...]  # reporting rings that were cut, in words


@dataclass(frozen=True, slots=True)
class TeamRow:
    role: str
    person: Person | None  # None: the role is not filled
    ids: tuple[str, ...]
    touches_90d: int | None = None  # None: nobody, or activities could not be read
    last_touch: date | None = None
