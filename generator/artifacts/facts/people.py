"""Contacts chosen and named."""

from __future__ import annotations

from collections.abc import Callable

from generator.analysis.results import Relationships, RoleCoverage, Stakeholder, UnitThreading
from generator.artifacts.context import Facts
from generator.artifacts.facts.record import was_read


def reports_to(person: Stakeholder, ctx: Facts) -> str | None:
    if person.reports_to_id is None:
        return None
    above = (c.name for c in ctx.account.relationships.contacts if c.id == person.reports_to_id)
    return next(above, None)


def to_act_on(relations: Relationships, _ctx: Facts) -> list[Stakeholder]:
    """High influence, strength 1 or less: METHOD.md row 52, the top left of the matrix."""
    return [
        person
        for person in relations.contacts
        if person.influence == "high" and person.strength is not None and person.strength <= 1
    ]


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


def role_names(role: str) -> Callable[[RoleCoverage, Facts], str | None]:
    def names(row: RoleCoverage, _ctx: Facts) -> str | None:
        return (
            ", ".join(name for filled, people in row.filled if filled == role for name in people)
            or None
        )

    return names
