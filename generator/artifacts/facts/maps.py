"""The relationship map and the influence x strength matrix, as the engine draws them."""

from __future__ import annotations

from typing import Any

from generator.analysis.results import Relationships, Stakeholder
from generator.artifacts.context import Facts

MAP_LIMIT = {True: 18, False: 10}
"""Boxes that stay readable on a page: full form, shorter ones."""
_TONES = {0: "risk", 1: "weak", 2: "medium", 3: "strong", 4: "strong"}
_LEGEND = ("strong", "medium", "weak", "risk", "neutral")
_INFLUENCE = {"low": 0.15, "medium": 0.5, "high": 0.85}


def tone(person: Stakeholder) -> str:
    if person.role == "blocker":
        return "risk"
    return _TONES.get(person.strength, "neutral") if person.strength is not None else "neutral"


def reporting_lines(relations: Relationships, ctx: Facts) -> dict[str, Any]:
    """Nodes above before nodes below; whose manager is left out stands at the top."""
    chosen = _chosen(relations, ctx)
    ids = {person.id for person in chosen}
    nodes = [
        {
            "id": person.id,
            "parent": person.reports_to_id if person.reports_to_id in ids else None,
            "title": person.name,
            "lines": [line for line in (person.title, person.unit) if line],
            "tone": tone(person),
            "badge": _badge(person, ctx),
        }
        for person in chosen
    ]
    legend = [{"tone": each, "label": ctx.say(f"map.{each}") or ""} for each in _LEGEND]
    return {"alt": ctx.say("alt.map", n=len(nodes)) or "", "nodes": nodes, "legend": legend}


def _badge(person: Stakeholder, ctx: Facts) -> str | None:
    """Role and strength in letters: a print in black and white says all that the colours do."""
    strength = None if person.strength is None else str(person.strength)
    words = [ctx.label("role", person.role), strength]
    return " · ".join(word for word in words if word) or None


def left_out(relations: Relationships, ctx: Facts) -> str:
    count = len(_here(relations)) - len(_chosen(relations, ctx))
    return (ctx.say("more.people", n=count) or "") if count else ""


def _chosen(relations: Relationships, ctx: Facts) -> list[Stakeholder]:
    """Those who matter most when not all fit: role, then rank, influence, strength, name.

    Managers of those chosen come with them while there is room, so that lines stay whole. Whoever
    left stands in neither drawing.
    """
    limit = MAP_LIMIT[ctx.is_full]
    here = _here(relations)
    if len(here) <= limit:
        return here
    by_id = {person.id: person for person in here}
    kept: set[str] = set()
    for person in sorted(here, key=_weight):
        chain = _with_managers(person, by_id)
        new = [p.id for p in chain if p.id not in kept]
        if len(kept) + len(new) <= limit:
            kept.update(new)
    return [person for person in here if person.id in kept]


def _weight(person: Stakeholder) -> tuple[bool, bool, float, int, str, str]:
    influence = _INFLUENCE.get(person.influence or "", 0.0)
    strength = -1 if person.strength is None else person.strength
    is_plain = person.role in (None, "user")
    return (is_plain, not person.is_executive, -influence, -strength, person.name, person.id)


def _with_managers(person: Stakeholder, by_id: dict[str, Stakeholder]) -> list[Stakeholder]:
    chain: list[Stakeholder] = []
    seen: set[str] = set()
    step: Stakeholder | None = person
    while step is not None and step.id not in seen:
        seen.add(step.id)
        chain.append(step)
        step = by_id.get(step.reports_to_id or "")
    return chain


def influence_by_strength(relations: Relationships, ctx: Facts) -> dict[str, Any]:
    """Influence upwards, strength to the right: top left is the list to act on (row 52)."""
    points = [_point(person) for person in _placed(relations)]
    words = [ctx.say(f"matrix.{q}") for q in ("act", "keep", "watch", "enjoy")]
    return {
        "alt": ctx.say("alt.matrix", n=len(points)) or "",
        "x_label": ctx.say("matrix.x"),
        "y_label": ctx.say("matrix.y"),
        "quadrants": words,
        "points": points,
    }


def not_placed(relations: Relationships, ctx: Facts) -> str:
    missing = [p for p in _here(relations) if p.influence is None or p.strength is None]
    if not missing:
        return ""
    return ctx.say("matrix.not_placed", n=len(missing)) or ""


def _placed(relations: Relationships) -> list[Stakeholder]:
    return [p for p in _here(relations) if p.influence is not None and p.strength is not None]


def _here(relations: Relationships) -> list[Stakeholder]:
    return [person for person in relations.contacts if not person.has_left]


def _point(person: Stakeholder) -> dict[str, Any]:
    return {
        "label": person.name,
        "x": round(0.1 + 0.2 * (person.strength or 0), 4),
        "y": _INFLUENCE[person.influence or ""],
        "tone": tone(person),
    }
