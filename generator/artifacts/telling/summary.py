"""Page 1 of the plan, from composed values."""

from __future__ import annotations

from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.getters import follow
from generator.artifacts.telling.emphasis import closed_divisions, figures, segment
from generator.artifacts.telling.plan_state import renewal_unknown

Values = dict[str, Any]
RISKS_SHOWN = 3


def headline(values: Values, ctx: Voice) -> str | None:
    """Revenue with target and gap, then the renewal; unknown parts make no clause. A retention
    plan says nothing of growth, land and expand how many divisions are closed to us."""
    parts = [_revenue(values, ctx), _renewal_day(values, ctx)]
    if segment(values) == "land_expand":
        parts.append(_closed(values, ctx))
    return ctx.join(*parts)


def _closed(values: Values, ctx: Voice) -> str | None:
    closed, rows = len(closed_divisions(values)), values["whitespace"]["rows"]
    return ctx.say("summary.closed", n=closed, m=len(rows)) if closed else None


def _revenue(values: Values, ctx: Voice) -> str | None:
    name = values["account"]["name"]
    short = ctx.formats.money_short
    current, target, gap = (values["revenue"][key] for key in ("current", "target", "gap"))
    if current is None:
        return ctx.say("summary.target_only", name=name, target=short(target))
    if gap is None or segment(values) == "retention" or ctx.form == "brief":
        return ctx.say("summary.revenue", name=name, current=short(current))
    key = "gap" if gap > 0 else "reached"
    return ctx.say(
        f"summary.revenue_{key}",
        name=name,
        current=short(current),
        target=short(target),
        gap=short(abs(gap)),
    )


def _renewal_day(values: Values, ctx: Voice) -> str | None:
    renewal = values["renewal"]
    if renewal["days"] is None:
        return renewal_unknown(values, ctx) or ctx.say("summary.renewal_unknown")
    date = ctx.formats.date(renewal["date"])
    if renewal["days"] < 0:
        return ctx.say("summary.renewal_past", n=-renewal["days"], date=date)
    told = ctx.say("summary.renewal_in", n=renewal["days"], date=date)
    end = ctx.formats.date(renewal["term_end"])
    return ctx.join(told, ctx.say("summary.term_end", date=end) if end else None)


def emphasis(values: Values, ctx: Voice) -> str | None:
    """By the quadrant; a tier that a person gave to what would be run by motion is said to be so
    (METHOD.md rows 3, 8)."""
    account = values["account"]
    if account["segment"] == "motion" and account["tier"] in (1, 2):
        return ctx.say("emphasis.above_motion", tier=account["tier"])
    return ctx.say(f"emphasis.{account['segment'] or 'unknown'}")


def kpis(values: Values, ctx: Voice) -> list[dict[str, str | None]]:
    revenue, renewal, space = (values[key] for key in ("revenue", "renewal", "whitespace"))
    money, date = ctx.formats.money, ctx.formats.date
    rows: dict[str, tuple[str | None, str | None]] = {
        "revenue.current": (money(revenue["current"]), revenue["current_note"]),
        "revenue.target": (money(revenue["target"]), _why_unknown(revenue, "target")),
        "revenue.gap": (money(revenue["gap"]), _why_unknown(revenue, "gap")),
        "renewal.date": (date(renewal["date"]), _in_days(renewal["days"], ctx)),
        "renewal.value": (money(renewal["value"]), renewal["value_note"]),
        "relationships.active": (_active(values, ctx), None),
        "open.amount": (money(values["open"]["amount"]), values["open"]["amount_note"]),
        "whitespace.value": (money(space["value"]), space["value_note"]),
        "whitespace.divisions": (_closed_of(values, ctx), None),
    }
    return [
        {"name": ctx.label("figure", name), "value": rows[name][0], "note": rows[name][1] or ""}
        for name in figures(values, ctx.form)
    ]


def _active(values: Values, ctx: Voice) -> str | None:
    relations = values["relationships"]
    return ctx.say("note.of", n=relations["active_contacts"], m=relations["known_contacts"])


def _closed_of(values: Values, ctx: Voice) -> str | None:
    rows = values["whitespace"]["rows"]
    return ctx.say("note.of", n=len(closed_divisions(values)), m=len(rows)) if rows else None


def _why_unknown(revenue: Values, name: str) -> str | None:
    """The note of a figure that is not known; a known one's source stands in the sources."""
    return revenue[f"{name}_note"] if revenue[name] is None else None


def _in_days(days: int | None, ctx: Voice) -> str | None:
    if days is None:
        return None
    return ctx.say("summary.in_days", n=days) if days >= 0 else ctx.say("summary.days_ago", n=-days)


def risks(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    return [
        {
            "name": risk["name"],
            "rating": _rating(risk, ctx),
            "owner": risk["owner"],
            "due": risk["due"],
            "mitigation": risk["mitigation"],
            "of": risk,
        }
        for risk in values["risks"][:RISKS_SHOWN]
    ]


def _rating(risk: dict[str, Any], ctx: Voice) -> str | None:
    likelihood, impact = risk["likelihood_label"], risk["impact_label"]
    return ctx.say(
        "risk.rating",
        likelihood=likelihood and likelihood.lower(),
        impact=impact and impact.lower(),
    )


def sponsor(values: Values, _ctx: Voice) -> str | None:
    name = follow(values, "relationships.sponsor")
    title = follow(values, "relationships.sponsor_title")
    return f"{name}, {title}" if name and title else name


def actions_note(values: Values, _ctx: Voice) -> str:
    return values["top_actions_note"] or ""
