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


def hidden(values: Values, *topics: str) -> list[str]:
    """The kinds of record, of those named, that are there and closed to the reader."""
    rows = values["coverage"]
    closed = {row["topic"]: row["label"] for row in rows if row["state"] == "not_visible"}
    return [closed[topic] for topic in topics if topic in closed]


def lacks_sponsor(values: Values) -> bool:
    """Nobody is named, and the team that would name somebody could be read."""
    return not values["relationships"]["sponsor"] and not hidden(values, "team")


def renewal_unknown(values: Values, ctx: Voice) -> str | None:
    """Why no renewal date is known, where what would tell it is closed to the reader."""
    found = hidden(values, "contracts", "service_contracts", "assets", "subscriptions")
    return ctx.say("conclusion.renewal_hidden", what=", ".join(found)) if found else None


def plays_ahead(values: Values) -> list[Values]:
    """Plays that can still add to revenue: one whose opportunity is won already has."""
    return [play for play in values["plays"] if play["outcome"] in ("planned", "open")]


def play_value(values: Values) -> Decimal | None:
    """What the plays ahead that have a value come to; None where none has one."""
    known = [play["value"] for play in plays_ahead(values) if play["value"] is not None]
    return sum(known, Decimal(0)) if known else None


def plays_in_time(values: Values) -> list[Values]:
    """The plays ahead with a value that close within the plan's year: what the bridge is made of,
    wherever it is told (METHOD.md row 77)."""
    end = values["period"]["year_end"]
    valued = (play for play in plays_ahead(values) if play["value"])
    return [play for play in valued if play["close_date"] and play["close_date"] <= end]


def in_time(values: Values) -> Decimal | None:
    """What the plays in time come to; None where there is none."""
    known = [play["value"] for play in plays_in_time(values)]
    return sum(known, Decimal(0)) if known else None


def goals(values: Values, ctx: Voice) -> str | None:
    rows, plays = values["goals"], values["plays"]
    if not rows and not plays:
        return empty(values, "goals")
    ahead = len(plays_ahead(values))
    key = "goals" if ahead == len(plays) else "goals_open"
    first = ctx.say(
        f"conclusion.{key}",
        n=ahead,
        goals=ctx.say("count.goals", n=len(rows)),
        plays=ctx.say("count.plays", n=len(plays)),
    )
    lacking = sum(1 for goal in rows if goal["problems"])
    third = ctx.say("conclusion.goals_lacking", n=lacking) if lacking else None
    return ctx.join(first, _bridged(values, ctx), third)


def _bridged(values: Values, ctx: Voice) -> str | None:
    """What closes in time of what is missing, what that leaves, and what comes later."""
    gap, worth, short = values["revenue"]["gap"], play_value(values), ctx.formats.money_short
    is_growing = values["account"]["segment"] != "retention"
    if not is_growing or gap is None or gap <= 0 or worth is None:
        return None
    brought = in_time(values) or Decimal(0)
    key = "covered" if brought >= gap else "uncovered" if brought else "none_in_time"
    first = ctx.say(
        f"conclusion.{key}",
        covered=short(brought),
        gap=short(gap),
        rest=short(abs(gap - brought)),
        date=ctx.formats.date(values["period"]["year_end"]),
    )
    later = worth - brought
    return ctx.join(first, ctx.say("conclusion.later", amount=short(later)) if later else None)


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
    filled = len({row["role"] for row in values["team"] if row["is_filled"]})
    first = ctx.say("conclusion.sponsor", name=sponsor)
    if lacks_sponsor(values):
        first = ctx.say("conclusion.no_sponsor")
    elif hidden(values, "team"):
        first = ctx.join(first, values["empty"]["team"])
    second = ctx.say("conclusion.team", n=filled) if filled else None
    empty = sum(1 for row in values["team"] if not row["is_filled"])
    third = ctx.say("conclusion.team_empty", n=empty) if empty else None
    return ctx.join(first, second, third)


def scorecard(values: Values, ctx: Voice) -> str | None:
    rows = [*values["metrics"]["leading"], *values["metrics"]["lagging"]]
    if not rows:
        return None
    known = sum(1 for row in rows if row["current"] is not None)
    whole = ctx.say_of("conclusion.metrics", known, len(rows)) if known < len(rows) else None
    based = [r for r in rows if r["baseline"] is not None and r["current"] is not None]
    below = [row["name"] for row in based if row["current"] < row["baseline"]]
    aimed = sum(1 for row in rows if row["target"] is not None)
    return ctx.join(
        _fallen(below, len(based), ctx),
        whole,
        ctx.say_of("conclusion.metrics_aimed", aimed, len(rows)),
    )


def _fallen(below: list[str], based: int, ctx: Voice) -> str | None:
    """Which metrics stand below their baseline; of all of them more is better (row 90)."""
    if not based:
        return ctx.say("conclusion.metrics_unbased")
    key = "metrics_below_all" if len(below) == based else "metrics_below"
    names = ", ".join(below)
    return ctx.say(f"conclusion.{key}", n=len(below), m=based, names=names)


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
