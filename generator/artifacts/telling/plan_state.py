"""Conclusions about the plan itself: goals, actions, risks, team, scorecard, coverage."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.artifacts.context import Voice

Values = dict[str, Any]


def empty(values: Values, name: str) -> str | None:
    """What the section says when it has nothing to show."""
    text: str | None = values["empty"][name]
    return text


def plays_ahead(values: Values) -> list[Values]:
    """Plays that can still add to revenue: one whose opportunity is won already has."""
    return [play for play in values["plays"] if play["outcome"] in ("planned", "open")]


def play_value(values: Values) -> Decimal | None:
    """What the plays ahead that have a value come to; None where none has one."""
    known = [play["value"] for play in plays_ahead(values) if play["value"] is not None]
    return sum(known, Decimal(0)) if known else None


def goals(values: Values, ctx: Voice) -> str | None:
    rows, plays = values["goals"], values["plays"]
    if not rows and not plays:
        return empty(values, "goals")
    first = ctx.say(
        "conclusion.goals",
        goals=ctx.say("count.goals", n=len(rows)),
        plays=ctx.say("count.plays", n=len(plays)),
    )
    gap, covered = values["revenue"]["gap"], play_value(values)
    second = None
    is_growing = values["account"]["segment"] != "retention"
    if is_growing and gap is not None and gap > 0 and covered is not None:
        key = "covered" if covered >= gap else "uncovered"
        second = ctx.say(
            f"conclusion.{key}",
            covered=ctx.formats.money_short(covered),
            gap=ctx.formats.money_short(gap),
            rest=ctx.formats.money_short(abs(gap - covered)),
        )
        second = ctx.join(second, _in_time(values, covered, ctx))
    lacking = sum(1 for goal in rows if goal["problems"])
    third = ctx.say("conclusion.goals_lacking", n=lacking) if lacking else None
    return ctx.join(first, second, third)


def _in_time(values: Values, covered: Decimal, ctx: Voice) -> str | None:
    """How much of it closes before the plan's year ends, where that is not all of it."""
    end = values["period"]["year_end"]
    due = [
        play["value"]
        for play in plays_ahead(values)
        if play["value"] is not None and play["close_date"] and play["close_date"] <= end
    ]
    soon = sum(due, Decimal(0))
    if soon >= covered:
        return None
    key = "in_time" if due else "none_in_time"
    date = ctx.formats.date(end)
    return ctx.say(f"conclusion.{key}", amount=ctx.formats.money_short(soon), date=date)


def actions(values: Values, ctx: Voice) -> str | None:
    rows = values["actions"]
    if not rows:
        return empty(values, "actions")
    late = sum(1 for row in rows if row["days_overdue"])
    key = "actions_late" if late else "actions"
    if late == len(rows) > 1:
        key = "actions_all_late"
    return ctx.say(f"conclusion.{key}", n=len(rows), late=late)


def risks(values: Values, ctx: Voice) -> str | None:
    rows = values["risks"]
    if not rows:
        return empty(values, "risks")
    first = ctx.say("conclusion.risks", n=len(rows), worst=rows[0]["name"])
    ownerless = sum(1 for row in rows if row["owner"] is None)
    second = ctx.say("conclusion.risks_ownerless", n=ownerless) if ownerless else None
    return ctx.join(first, second)


def resources(values: Values, ctx: Voice) -> str | None:
    sponsor = values["relationships"]["sponsor"]
    filled = sum(1 for row in values["team"] if row["is_filled"])
    first = ctx.say("conclusion.sponsor", name=sponsor) or ctx.say("conclusion.no_sponsor")
    second = ctx.say("conclusion.team", n=filled) if filled else None
    empty = sum(1 for row in values["team"] if not row["is_filled"])
    third = ctx.say("conclusion.team_empty", n=empty) if empty else None
    return ctx.join(first, second, third)


def scorecard(values: Values, ctx: Voice) -> str | None:
    rows = [*values["metrics"]["leading"], *values["metrics"]["lagging"]]
    if not rows:
        return None
    known = sum(1 for row in rows if row["current"] is not None)
    first = ctx.say_of("conclusion.metrics", known, len(rows))
    based = sum(1 for row in rows if row["baseline"] is not None)
    aimed = sum(1 for row in rows if row["target"] is not None)
    return ctx.join(
        first,
        ctx.say_of("conclusion.metrics_based", based, len(rows)),
        ctx.say_of("conclusion.metrics_aimed", aimed, len(rows)),
    )


def year_end(values: Values, ctx: Voice) -> str | None:
    """What became of the year's measures, and how much work goes on."""
    found = values["year_end"]
    if found["year"] is None:
        return ctx.say("conclusion.year_runs")
    rows = found["goals"]
    reached = sum(1 for row in rows if row["verdict"] == "reached")
    first = ctx.say("conclusion.year_no_goals", year=found["year"])
    if rows:
        key = "year_over" if found["is_over"] else "year_so_far"
        first = ctx.say(f"conclusion.{key}", n=reached, m=len(rows), year=found["year"])
    return ctx.join(first, ctx.say("conclusion.carried", n=len(found["carried"])))


def coverage(values: Values, ctx: Voice) -> str | None:
    rows = values["coverage"]
    if not rows:
        return None
    read = sum(1 for row in rows if row["state"] in ("read", "no_records"))
    problems = len(values["problems"])
    first = ctx.say_of("conclusion.coverage", read, len(rows))
    third = ctx.say("conclusion.problems", n=problems) if problems else None
    return ctx.join(first, _fields(rows, ctx), third)


def _fields(rows: list[Values], ctx: Voice) -> str | None:
    """How many of the fields that are looked for are there, over all kinds of record."""
    found, wanted = (sum(row[name] for row in rows) for name in ("found", "wanted"))
    if not wanted:
        return None
    n, m = ctx.formats.number(found), ctx.formats.number(wanted)
    return ctx.say("conclusion.coverage_fields", n=n, m=m)
