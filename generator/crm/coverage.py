"""What was read of each kind of record, what was not, and from which fields: said, not guessed.

Salesforce gives one answer for an object that is switched off, one that a user may not see and one
that its version does not know; the wordings follow SALESFORCE.md 3.3. How they are told apart is in
docs/decisions/0013-doctor-and-capabilities.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from generator.crm.binding import Bound, may_lack
from generator.crm.fetch import Haul
from generator.crm.kinds import KINDS, TOPICS
from generator.crm.mapping import KindMapping
from generator.crm.queries import CHILDREN, TO_ACCOUNT
from generator.crm.rules import is_read_for_a_rule
from generator.crm.session import Session
from generator.model.org import Coverage, FieldSource

_SWITCHED: Final = frozenset(
    {
        "AccountContactRelation",
        "AccountPlan",
        "AccountPlanObjMeasRela",
        "AccountPlanObjective",
        "AccountPlanObjectiveMeasure",
        "AccountPlanObjectiveMeasureHistory",
        "AccountTeamMember",
        "AssetStatePeriod",
        "CurrencyType",
        "DatedConversionRate",
        "ForecastingQuota",
        "OpportunityLineItem",
        "ServiceContract",
    }
)
"""Objects of features that an org can have off. Other standard objects are in every org: where one
is not described, its reader lacks the permission."""

_ORDER: Final = ("read", "no_records", "not_visible", "not_enabled", "not_mapped")
_LINKS: Final = {
    **{kind: link for pairs in CHILDREN.values() for kind, link in pairs},
    **{kind: link for kind, (link, _) in TO_ACCOUNT.items()},
    **dict.fromkeys(("opportunity", "contact", "case", "task", "event", "plan"), "account_id"),
}
"""The field without which a record of the kind cannot be placed."""


def coverage(session: Session, haul: Haul, counts: Mapping[str, int]) -> tuple[Coverage, ...]:
    """One entry per topic, sorted. ``counts`` are the records of one snapshot, by kind."""
    found: dict[str, list[Coverage]] = {}
    for kind, topic in TOPICS.items():
        if is_read_for_a_rule(kind) and session.catalog.bound(kind) is None:
            continue  # one source among several: an org without it lacks nothing
        found.setdefault(topic, []).append(_of_kind(session, haul, kind, topic, counts))
    return tuple(_joined(found[topic]) for topic in sorted(found))


def _of_kind(
    session: Session, haul: Haul, kind: str, topic: str, counts: Mapping[str, int]
) -> Coverage:
    bound = session.catalog.bound(kind)
    mapping = session.mapping[kind]
    if bound is None:
        state = absence(session, kind)
        return Coverage(topic, state, _sought_in(mapping, state), wanted=len(_sought(mapping)))
    dropped = _dropped(haul, bound)
    missing = (*bound.missing, *dropped)
    found = len({column.path for column in bound.columns.values()}) - len(dropped)
    count = counts.get(kind, 0)
    state = "read" if count else "no_records"
    if kind in haul.refused or not is_placeable(bound):
        state, count = "not_visible", 0
    wanted = found + len(missing)
    return Coverage(topic, state, bound.object.name, count, missing, found, wanted)


def _sought_in(mapping: KindMapping, state: str) -> str:
    """Where the kind was looked for; of a feature that is off only that feature's own object."""
    return mapping.objects[0] if state == "not_enabled" else " or ".join(mapping.objects)


def _sought(mapping: KindMapping) -> set[str]:
    """The fields that would be looked for first, but for those whose absence is no gap."""
    return {
        names[0]
        for name, names in mapping.fields.items()
        if names and not may_lack(mapping.kind, name, names)
    }


def absence(session: Session, kind: str) -> str:
    """Why no object of ``kind`` can be read: switched off, hidden from the reader, or not mapped.

    An object that is described exists: where it cannot be queried, it is the reader who may not.
    """
    names = session.mapping[kind].objects
    if any(session.catalog.described(name) for name in names):
        return "not_visible"
    if not names or names[0].endswith("__c"):
        return "not_mapped"
    return "not_enabled" if names[0] in _SWITCHED else "not_visible"


def is_placeable(bound: Bound) -> bool:
    """Whether the link is readable without which a record belongs to no account."""
    link = _LINKS.get(bound.kind)
    return link is None or bound.path(link) is not None


def _dropped(haul: Haul, bound: Bound) -> tuple[str, ...]:
    prefix = f"{bound.object.name}."
    return tuple(sorted(name for name in haul.dropped if name.startswith(prefix)))


def _joined(parts: list[Coverage]) -> Coverage:
    """One entry for a topic of several kinds (tasks and events): the best of their states."""
    if len(parts) == 1:
        return parts[0]
    best = min(parts, key=lambda part: _ORDER.index(part.state))
    absent = [p.source for p in parts if p.state not in ("read", "no_records")]
    present = [p.source for p in parts if p.source not in absent] or [p.source for p in parts]
    return Coverage(
        best.topic,
        best.state,
        ", ".join(present),
        sum(part.count for part in parts),
        tuple(dict.fromkeys([name for p in parts for name in p.missing] + _beside(best, absent))),
        sum(part.found for part in parts),
        sum(part.wanted for part in parts),
    )


def _beside(best: Coverage, absent: list[str]) -> list[str]:
    return absent if best.state in ("read", "no_records") else []


def field_sources(session: Session) -> tuple[FieldSource, ...]:
    """Where each field of the model comes from in this org."""
    bounds = (session.catalog.bound(kind) for kind in KINDS)
    return tuple(sorted(_sources(b for b in bounds if b is not None), key=lambda s: s.name))


def _sources(bounds: Iterable[Bound]) -> Iterable[FieldSource]:
    for bound in bounds:
        for name, column in bound.columns.items():
            yield FieldSource(f"{bound.kind}.{name}", f"{bound.object.name}.{column.path}")
