"""What a plan puts first, by the quadrant of its account (METHOD.md rows 3, 8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.analysis.plan_faults import TOO_MANY_PLAYS
from generator.artifacts.context import Voice
from generator.artifacts.telling.plan_state import plays_ahead

Values = dict[str, Any]

SHOWN = 2
"""Plays that the light form prints: it is for one or two (row 3)."""

_KPIS = {
    "retention": (
        "revenue.current",
        "revenue.target",
        "renewal.value",
        "renewal.date",
        "relationships.active",
    ),
    "land_expand": (
        "revenue.current",
        "revenue.target",
        "revenue.gap",
        "whitespace.divisions",
        "whitespace.value",
    ),
}
_BRIEF = (
    "revenue.current",
    "renewal.date",
    "renewal.value",
    "relationships.active",
    "open.amount",
)
_OTHERWISE = (
    "revenue.current",
    "revenue.target",
    "revenue.gap",
    "renewal.date",
    "whitespace.value",
)


def segment(values: Values) -> str | None:
    found: str | None = values["account"]["segment"]
    return found


def figures(values: Values, form: str) -> tuple[str, ...]:
    """The five figures of page 1: a retention plan shows what is to be kept, not what is to grow;
    land and expand shows how many divisions are still closed to us; a brief has no targets."""
    if form == "brief":
        return _BRIEF
    if segment(values) == "land_expand" and not closed_divisions(values):
        return _OTHERWISE
    return _KPIS.get(segment(values) or "", _OTHERWISE)


def closed_divisions(values: Values) -> list[Values]:
    """Divisions that own nothing of ours, most valuable open cells first."""
    rows = [row for row in values["whitespace"]["rows"] if not row["owned"]]
    return sorted(rows, key=lambda row: (-(row["value"] or Decimal(0)), row["name"]))


def divisions(values: Values, ctx: Voice) -> list[Values]:
    """The closed divisions with the way in and the first play: those with a play lead."""
    rows = [_division(row, values, ctx) for row in closed_divisions(values)]
    return sorted(rows, key=lambda row: row["play"] is None)


def _division(row: Values, values: Values, ctx: Voice) -> Values:
    plays = [play for play in plays_ahead(values) if play["unit"] == row["name"]]
    first = plays[0] if plays else {}
    return {
        "name": row["name"],
        "open": row["open"],
        "value": row["value"],
        "way_in": _way_in(row["name"], values, ctx),
        **{key: first.get(key) for key in ("owner", "close_date")},
        "play": first.get("name"),
        "of": row,
    }


def _way_in(unit: str, values: Values, ctx: Voice) -> str | None:
    """The person there who is closest to us."""
    known = [row for row in values["relationships"]["contacts"] if row["unit"] == unit]
    if not known:
        return None
    best = max(known, key=lambda row: -1 if row["strength"] is None else row["strength"])
    label = best["strength_label"]
    named = ctx.say("emphasis.way_in", name=best["name"], strength=label and label.lower())
    return named or best["name"]


def plays(values: Values, _ctx: Voice) -> list[Values]:
    """Plays that are still ahead, the largest first; each row is the play itself."""
    rows = plays_ahead(values)
    return sorted(rows, key=lambda row: (-(row["value"] or Decimal(0)), row["name"]))


def plays_note(values: Values, ctx: Voice) -> str:
    """A warning where a light plan has more plays than the settings let it hold; else empty."""
    is_told = any(row["source"] == TOO_MANY_PLAYS for row in values["problems"])
    if ctx.form != "light" or not is_told:
        return ""
    return ctx.say("emphasis.too_many_plays", n=len(plays_ahead(values))) or ""


def plays_lead(values: Values, ctx: Voice) -> str | None:
    """What the plays ahead come to; that there is none, where there is none."""
    rows = plays_ahead(values)
    known = [row["value"] for row in rows if row["value"] is not None]
    if not rows:
        return ctx.say("emphasis.no_play")
    worth = ctx.formats.money_short(sum(known, Decimal(0))) if known else None
    said = ctx.say("emphasis.plays_worth", n=len(rows), amount=worth)
    return said or ctx.say("emphasis.plays", n=len(rows))


def run_by(values: Values, ctx: Voice) -> str | None:
    """How a tier 3 account is run, and by which playbook (METHOD.md row 4)."""
    if values["account"]["tier"] != 3:
        return ctx.say("emphasis.has_plan", tier=values["account"]["tier"])
    named = ctx.say("emphasis.motion_playbook", playbook=values["account"]["playbook"])
    return named or ctx.say("emphasis.motion_no_playbook")
