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
    influence: str | None
    influence_source: str | None  # stated, inferred
    strength: int | None
    strength_source: str | None  # stated, inferred (capped at 2)
    is_executive: bool
    reports_to_id: str | None  # None too where the chain leaves the account or was broken
    last_touch: date | None
    touches_90d: int
    is_active: bool  # strength 2 or more and a touch within 90 days
    ids: tuple[str, ...]


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
class Gap:
    """A named weakness in the relationships, and the one action that would mend it."""

    kind: str
    text: str
    action: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relationships:
    contacts: tuple[Stakeholder, ...]  # reporting-line order: executives first
    single_threaded: bool | None
    active_contacts: int | None
    units: tuple[UnitThreading, ...]
    single_threaded_units: tuple[str, ...]
    coverage: tuple[RoleCoverage, ...]
    gaps: tuple[Gap, ...]
    executives_known: int
    executives_active: int
    sponsor: Person | None
    top_share: Figure[Decimal]  # percent of the last year's touches that one contact holds
    cycles: tuple[str, ...]  # reporting rings that were cut, in words


@dataclass(frozen=True, slots=True)
class TeamRow:
    role: str
    person: Person | None  # None: the role is not filled
    ids: tuple[str, ...]
