"""Contacts chosen and named."""

from __future__ import annotations

from collections.abc import Callable

from generator.analysis import introductions
from generator.analysis.results import (
    Gap,
    Introduction,
    PersonChange,
    Relationships,
    RoleCoverage,
    Stakeholder,
    UnitThreading,
)
from generator.artifacts.context import Facts
from generator.artifacts.facts.record import was_read


def reports_to(person: Stakeholder, ctx: Facts) -> str | None:
    return ctx.once(_names_of, ctx.account.relationships).get(person.reports_to_id or "")


def _names_of(relations: Relationships, _ctx: Facts) -> dict[str, str]:
    return {row.id: row.name for row in relations.contacts}


def to_act_on(relations: Relationships, _ctx: Facts) -> list[Stakeholder]:
    """High influence, strength 1 or less: METHOD.md row 52, the top left of the matrix."""
    return list(introductions.act_first(relations.contacts))


def act_first(relations: Relationships, ctx: Facts) -> str | None:
    """The list to act on as a sentence; nobody of high influence goes uncounted."""
    unknown = sum(
        row.influence == "high" and row.strength is None and not row.has_left
        for row in relations.contacts
    )
    rows = to_act_on(relations, ctx)
    names = ", ".join(_with_strength(row, ctx) for row in rows)
    named = ctx.say("people.act_first", names=names) if names else None
    more = ctx.say("people.act_unknown", n=unknown) if unknown else None
    return ctx.join(named, more)


def _with_strength(row: Stakeholder, ctx: Facts) -> str:
    strength = (ctx.label("strength", str(row.strength)) or "").lower()
    inside = ", ".join(part for part in (row.title, strength) if part)
    return f"{row.name} ({inside})"


_WEIGHT = ("economic_buyer", "champion", "decision_maker", "coach", "blocker", "influencer", "user")
_LEVELS = ("high", "medium", "low")


def key_people(relations: Relationships, _ctx: Facts) -> list[Stakeholder]:
    """Who matters most to a decision first, and of equals whom to act on; who left stands last."""

    first = {row.id for row in introductions.act_first(relations.contacts)}

    def weight(row: Stakeholder) -> tuple[bool, int, int, bool, int]:
        role = _WEIGHT.index(row.role) if row.role in _WEIGHT else len(_WEIGHT)
        level = _LEVELS.index(row.influence) if row.influence in _LEVELS else len(_LEVELS)
        is_later = row.id not in first
        return (row.has_left, role, level, is_later, -(row.strength or 0))

    return sorted(relations.contacts, key=weight)


def position(row: Stakeholder, ctx: Facts) -> str | None:
    """The account's own name beside every second person says nothing."""
    unit = row.unit if row.unit_id != ctx.account.profile.id else None
    return ", ".join(part for part in (row.title, unit) if part) or None


def role_line(row: Stakeholder, ctx: Facts) -> str | None:
    if row.role is None:
        return None
    words = [ctx.label("role", row.role), ctx.label("role_source", row.role_source)]
    if row.role != "blocker" and "blocker" in row.roles:
        words.append(ctx.label("role", "blocker"))
    return ctx.say("people.role", role=words[0], source=", ".join(w for w in words[1:] if w))


def influence_line(row: Stakeholder, ctx: Facts) -> str | None:
    level, source = ctx.label("level", row.influence), ctx.label("source", row.influence_source)
    return ctx.say("people.level", level=level, source=source)


def strength_line(row: Stakeholder, ctx: Facts) -> str | None:
    if row.strength is None:
        return None
    word, source = ctx.label("strength", str(row.strength)), row.strength_source
    return ctx.say("people.level", level=word, source=ctx.label("source", source))


def threading_label(row: Relationships | UnitThreading, ctx: Facts) -> str | None:
    state = {True: "single", False: "multi", None: "unknown"}[row.single_threaded]
    return ctx.label("threading", state)


def known(relations: Relationships, ctx: Facts) -> int | None:
    return len(relations.contacts) if was_read("contacts", ctx) else None


def single_threaded_count(relations: Relationships, ctx: Facts) -> int | None:
    count = len(relations.single_threaded_units)
    return count if was_read("contacts", ctx) and was_read("activities", ctx) else None


def executives_known(relations: Relationships, ctx: Facts) -> int | None:
    return relations.executives_known if was_read("contacts", ctx) else None


def executives_active(relations: Relationships, ctx: Facts) -> int | None:
    known = was_read("contacts", ctx) and was_read("activities", ctx)
    return relations.executives_active if known else None


def sponsor_note(relations: Relationships, ctx: Facts) -> str | None:
    """When the sponsor last met the customer (row 61); None where nobody is named."""
    if relations.sponsor is None:
        return None
    day = relations.sponsor_last_meeting
    if day is None:
        return ctx.say("people.sponsor_unseen")
    days = (ctx.account.period.as_of - day).days
    return ctx.say("people.sponsor_met", n=days, date=ctx.formats.date(day))


def gap_due(row: Gap, ctx: Facts) -> str | None:
    if row.due is None:
        return None
    day = ctx.formats.date(row.due)
    return day if row.is_recorded else ctx.say("people.proposed", date=day)


def change_line(row: PersonChange, ctx: Facts) -> str | None:
    """What happened; a strength with its words."""
    old, new, key = row.old, row.new, row.kind
    if key in ("weaker", "stronger"):
        old, new = ctx.label("strength", old), ctx.label("strength", new)
    if key == "left" and new:
        key = "gone_to"
    if not ctx.phrases.has(f"person_change.{key}"):
        return key
    nothing = ctx.say("people.nothing") or ""
    return ctx.say(f"person_change.{key}", old=old or nothing, new=new or nothing)


def changes_note(_relations: Relationships, ctx: Facts) -> str | None:
    """Empty where the history was read."""
    return "" if was_read("contact_changes", ctx) else ctx.say("people.no_history")


def route(row: Introduction, ctx: Facts) -> str | None:
    """Who introduces whom; why no way is known, where so."""
    if row.hops is None:
        return ctx.say("people.broken", name=row.broken_at)
    if row.hops == 0:
        return ctx.say("people.direct")
    way = " \N{RIGHTWARDS ARROW} ".join(row.path)
    return ctx.say("people.mind", way=way, names=", ".join(row.through)) if row.through else way


_IN_A_LINE = 4
"""People whose ways stand in one line."""


def introductions_line(relations: Relationships, ctx: Facts) -> str | None:
    """Whom we do not know ourselves first: for the others there is nothing to arrange."""
    rows = sorted(relations.introductions, key=lambda row: row.hops == 0)
    told = [ctx.say("people.way", name=row.name, way=route(row, ctx)) for row in rows[:_IN_A_LINE]]
    if len(rows) > _IN_A_LINE:
        told.append(ctx.say("more.plain", n=len(rows) - _IN_A_LINE))
    return "; ".join(text for text in told if text) or None


def buyer_hops(relations: Relationships, _ctx: Facts) -> int | None:
    rows = [row for row in relations.introductions if row.reason == "economic_buyer"]
    return min((row.hops for row in rows if row.hops is not None), default=None)


def covered(relations: Relationships, _ctx: Facts) -> list[RoleCoverage]:
    """The divisions where somebody has a role; the others are gathered in the note."""
    return [row for row in relations.coverage if any(names for _, names in row.filled)]


_SOUGHT = (
    ("economic_buyer",),
    ("decision_maker",),
    ("champion", "coach"),
    ("influencer", "user"),
)
"""What every division needs; that nobody blocks is no gap (METHOD.md row 50)."""


def roles_sought(relations: Relationships, ctx: Facts) -> int | None:
    return len(relations.coverage) * len(_SOUGHT) if was_read("contacts", ctx) else None


def roles_filled(relations: Relationships, ctx: Facts) -> int | None:
    if not was_read("contacts", ctx):
        return None
    return sum(bool(_names(row, *roles)) for row in relations.coverage for roles in _SOUGHT)


def coverage_note(relations: Relationships, ctx: Facts) -> str | None:
    """n of m, and the divisions without anybody in one line."""
    sought, filled = roles_sought(relations, ctx), roles_filled(relations, ctx)
    if not sought or filled is None:
        return None
    shown = covered(relations, ctx)
    empty = ", ".join(row.unit for row in relations.coverage if row not in shown)
    nobody = ctx.say("people.nobody", names=empty) if empty else None
    return ctx.join(ctx.say("people.roles_filled", n=filled, m=sought), nobody)


def supporters(row: RoleCoverage, _ctx: Facts) -> str | None:
    return _names(row, "champion", "coach")


def other_roles(row: RoleCoverage, _ctx: Facts) -> str | None:
    return _names(row, "influencer", "user")


def _names(row: RoleCoverage, *roles: str) -> str | None:
    found = (name for role, people in row.filled if role in roles for name in people)
    return ", ".join(dict.fromkeys(found)) or None


def role_names(role: str) -> Callable[[RoleCoverage, Facts], str | None]:
    return lambda row, _ctx: _names(row, role)
