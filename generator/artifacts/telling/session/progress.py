"""Part 1: progress against the revenue target and the key metrics (METHOD.md rows 27, 75, 77, 89,
90, 98)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from generator.analysis.dates import coming_friday, working_day
from generator.artifacts.context import Voice
from generator.artifacts.telling import charts, conclusions
from generator.artifacts.telling.plan_state import in_time, play_value, plays_ahead
from generator.artifacts.telling.session import record
from generator.artifacts.telling.session.decision import Decision, decide, nothing

Values = dict[str, Any]
_NEAR = 90
"""Days before a renewal from which on it is decided on in every review (row 92)."""


def title(values: Values, ctx: Voice) -> str | None:
    """Revenue against the target, and how much of the rest plays bring in time."""
    revenue, short = values["revenue"], ctx.formats.money_short
    current, target, gap = (revenue[key] for key in ("current", "target", "gap"))
    year = values["period"]["year"]
    if target is None:
        told = ctx.say("session.title.no_target", current=short(current), year=year)
        return told or ctx.say("session.title.unknown", year=year)
    if current is None:
        return ctx.say("session.title.target_only", target=short(target), year=year)
    said = {"current": short(current), "target": short(target), "year": year}
    lost = _lost(values)
    if lost is not None:
        return ctx.say("session.title.lost", lost=short(lost), **said)
    if gap <= 0:
        return ctx.say("session.title.reached", **said)
    brought = in_time(values)
    if brought is None:
        return ctx.say("session.title.gap_alone", gap=short(gap), **said)
    key = "covered" if brought >= gap else "gap"
    return ctx.say(f"session.title.{key}", gap=short(gap), brought=short(brought), **said)


def _lost(values: Values) -> Decimal | None:
    """What an account that is to be kept pays less than a year ago: it comes before growth (row 8);
    None where it is no such account, or pays as much."""
    ago, current = values["revenue"]["year_ago"], values["revenue"]["current"]
    is_to_keep = values["account"]["segment"] == "retention"
    if not is_to_keep or ago is None or current is None or current >= ago:
        return None
    lost: Decimal = ago - current
    return lost


def bridge(values: Values, ctx: Voice) -> charts.Chart:
    """From revenue now over the plays in time to the target: the title's figures."""
    end = ctx.formats.date(values["period"]["year_end"])
    name, brought = ctx.say("bridge.in_time", date=end) or "", in_time(values)
    return charts.bridge_over([(name, brought)] if brought else [], values, ctx)


def takeaway(values: Values, ctx: Voice) -> str | None:
    """The renewal, which stands beside growth (row 92), and the health of the account (row 33)."""
    health = values["account"]["health_label"]
    said = ctx.say("session.health", health=health) or ctx.say("session.no_health")
    return ctx.join(conclusions.renewal(values, ctx), said)


def _rows(values: Values) -> list[Values]:
    return [*values["metrics"]["leading"], *values["metrics"]["lagging"]]


def fallen(values: Values) -> list[Values]:
    """The metrics that stand below their baseline; of all of them more is better."""
    return [row for row in _based(values) if row["current"] < row["baseline"]]


def _based(values: Values) -> list[Values]:
    return [
        row for row in _rows(values) if row["baseline"] is not None and row["current"] is not None
    ]


def scorecard_title(values: Values, ctx: Voice) -> str | None:
    based, rows = _based(values), _rows(values)
    if based:
        return ctx.say("session.title.metrics", n=len(fallen(values)), m=len(based))
    known = sum(1 for row in rows if row["current"] is not None)
    return ctx.say("session.title.metrics_alone", n=known, m=len(rows))


def scorecard_takeaway(values: Values, ctx: Voice) -> str | None:
    """Which metrics fell; before them what the revenue's own slide would say, if it has none."""
    names = ", ".join(row["name"] for row in fallen(values)) or None
    renewal = None if has_bridge(values) else conclusions.renewal(values, ctx)
    return ctx.join(_unrecorded(values, ctx), renewal, ctx.say("session.fallen", names=names))


def _unrecorded(values: Values, ctx: Voice) -> str | None:
    """Where the value or the target belongs that is not recorded."""
    told = [
        record.field_belongs(values, field, name, ctx)
        for name, field in (
            ("revenue.current", "account.arr"),
            ("revenue.target", "account.revenue_target"),
        )
        if values["revenue"][name.partition(".")[2]] is None
    ]
    return ctx.join(*told)


def has_bridge(values: Values) -> bool:
    """Revenue and target are known, or there are targets of other kinds to show."""
    both = values["revenue"]["current"] is not None and values["revenue"]["target"] is not None
    return both or bool(values["goals"])


def targets(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """The year's targets for revenue, expansion and retention (row 75), then the other measures
    of the goals."""
    aims = [_aim(row, values, ctx) for row in values["aims"]["targets"]]
    known = {row["measure"] for row in values["aims"]["targets"]}
    others = [
        _target(goal, measure)
        for goal in values["goals"]
        for measure in goal["measures"]
        if measure["name"] not in known
    ]
    return [*aims, *others]


def _aim(row: Values, values: Values, ctx: Voice) -> dict[str, Any]:
    kinds = (row["aim_label"], row["path_label"])
    goal = next((goal for goal in values["goals"] if goal["name"] == row["goal"]), None)
    made = {
        "name": row["measure"] or row["goal"],
        "kind": " · ".join(kind for kind in kinds if kind),
        "baseline": row["baseline_text"],
        "current": row["current_text"],
        "target": row["target_text"],
        "owner": goal["owner"] if goal else None,
        "due": row["due"],
        "has_goal": row["goal"] is not None,
        "of": row,
    }
    return made if goal or row["aim"] != "revenue" else made | _of_account(values, ctx)


def _of_account(values: Values, ctx: Voice) -> dict[str, Any]:
    """The account's own revenue target, where no objective aims at one."""
    revenue, money = values["revenue"], ctx.formats.money
    if revenue["target"] is None:
        return {}
    return {
        "name": ctx.say("session.account_target", year=values["period"]["year"]),
        "baseline": money(revenue["year_ago"]),
        "current": money(revenue["current"]),
        "target": money(revenue["target"]),
        "owner": values["account"]["owner"],
        "due": values["period"]["year_end"],
    }


def _target(goal: Values, measure: Values) -> dict[str, Any]:
    return {
        "name": measure["name"],
        "kind": (goal["kind"] or "").capitalize() or None,
        "baseline": measure["baseline_text"],
        "current": measure["current_text"],
        "target": measure["target_text"],
        "owner": goal["owner"],
        "due": goal["end"],
        "has_goal": True,
        "of": measure,
    }


def decision(values: Values, ctx: Voice) -> Decision:
    """The renewal first where it is near or in doubt; then what keeps revenue from its target."""
    return (
        _renewal(values, ctx)
        or _loss(values, ctx)
        or _unknown(values, ctx)
        or _uncovered(values, ctx)
        or _late(values, ctx)
        or _fallen(values, ctx)
        or _nothing(values, ctx)
    )


def _nothing(values: Values, ctx: Voice) -> Decision:
    key = "reached" if values["revenue"]["gap"] <= 0 else "in_time"
    return nothing(ctx.say(f"session.decide.nothing_{key}"))


def _renewal(values: Values, ctx: Voice) -> Decision | None:
    """A renewal that is past, or that nobody drives; one that is near or in doubt (row 92)."""
    row = values["renewal"]
    days, day = row["days"], ctx.formats.date(row["date"])
    if row["status"] == "red":
        key = "renewal_past" if (days or 0) < 0 else "renewal"
        text = ctx.say(f"session.decide.{key}", date=day)
        return decide(text, _owner(values), stake=row["value"])
    why = _doubt(values, ctx)
    if days is None or days < 0 or why is None:
        return None
    said = {"date": day, "why": why, "rest": _then(values, ctx)}
    said["end"] = ctx.formats.date(values["period"]["year_end"])
    text = ctx.say("session.decide.renewal_then", **said)
    text = text or ctx.say("session.decide.renewal_secure", **said)
    due = _next_step(row, values["document"]["as_of"])
    return decide(text, row["owner"] or _owner(values), due, stake=row["value"])


def _next_step(renewal: Values, as_of: date) -> date:
    """The working day by which the renewal's next step is done; after the last one within a week,
    and before the renewal's own day."""
    steps = [step["date"] for step in renewal["milestones"] if step["state"] == "ahead"]
    last = min(coming_friday(as_of), renewal["date"] - timedelta(days=1))
    return max(working_day(min(steps, default=last)), as_of)


def _doubt(values: Values, ctx: Voice) -> str | None:
    """Why the renewal is to be decided on today: a high risk, how near it is, or a missed step."""
    row, days = values["renewal"], values["renewal"]["days"]
    risk = next((risk for risk in values["risks"] if _is_of_renewal(risk)), None)
    if risk is not None:
        return ctx.say("session.doubt.risk", name=risk["name"])
    if days is not None and days <= _NEAR:
        return ctx.say("session.doubt.near", n=days)
    missed = [step["days_before"] for step in row["milestones"] if step["state"] == "missed"]
    return ctx.say("session.doubt.missed", n=min(missed)) if missed else None


def _is_of_renewal(risk: Values) -> bool:
    """A risk that somebody recorded, of high impact, that speaks of the renewal."""
    is_high = risk["impact"] == "high" and not risk["is_derived"]
    return is_high and "renew" in risk["name"].lower()


def _then(values: Values, ctx: Voice) -> str | None:
    """The rest of the gap in few words: what part 1 decides after the renewal."""
    gap = values["revenue"]["gap"]
    if gap is None or _lost(values) is not None:
        return None
    rest = gap - (in_time(values) or Decimal(0))
    return ctx.formats.money_short(rest) if rest > 0 else None


def _loss(values: Values, ctx: Voice) -> Decision | None:
    lost, short = _lost(values), ctx.formats.money_short
    if lost is None:
        return None
    ago, current = values["revenue"]["year_ago"], values["revenue"]["current"]
    said = {"lost": short(lost), "start": short(ago), "end": short(current)}
    return decide(ctx.say("session.decide.lost", **said), _owner(values), stake=lost)


def _unknown(values: Values, ctx: Voice) -> Decision | None:
    revenue, year = values["revenue"], values["period"]["year"]
    if revenue["current"] is None:
        return decide(ctx.say("session.decide.no_revenue"), _owner(values))
    if revenue["target"] is None:
        return decide(ctx.say("session.decide.no_target", year=year), _owner(values))
    return None


def _uncovered(values: Values, ctx: Voice) -> Decision | None:
    """What no play covers at all (row 77)."""
    gap = values["revenue"]["gap"]
    rest = gap - (play_value(values) or Decimal(0))
    key = "bare" if rest == gap else "uncovered"
    return _rest(key, rest, values, ctx) if rest > 0 else None


def _late(values: Values, ctx: Voice) -> Decision | None:
    """What plays cover, but after the year whose target it is."""
    gap = values["revenue"]["gap"]
    rest = gap - (in_time(values) or Decimal(0))
    key = "late_all" if rest == gap else "late"
    return _rest(key, rest, values, ctx) if rest > 0 else None


def _rest(key: str, rest: Decimal, values: Values, ctx: Voice) -> Decision | None:
    end, short = values["period"]["year_end"], ctx.formats.money_short
    gap = short(values["revenue"]["gap"])
    text = ctx.say(f"session.decide.{key}", rest=short(rest), gap=gap, date=ctx.formats.date(end))
    return decide(text, _owner(values), stake=rest)


def _fallen(values: Values, ctx: Voice) -> Decision | None:
    row = next(iter(fallen(values)), None)
    if row is None:
        return None
    text = ctx.say(
        "session.decide.fallen",
        name=row["name"],
        start=row["baseline_text"],
        end=row["current_text"],
    )
    return decide(text, _owner(values))


def _owner(values: Values) -> str | None:
    """Who answers for the account."""
    owner: str | None = values["account"]["owner"]
    return owner


def facts(values: Values, ctx: Voice) -> list[str | None]:
    """For the notes: the figures of the part with their sources."""
    shown = ("revenue.current", "revenue.target", "revenue.gap", "renewal.value")
    lines = [
        ctx.say("session.fact.figure", label=row["label"], value=row["value"], note=row["note"])
        for row in values["sources"]
        if row["name"] in shown and row["value"] is not None
    ]
    metrics = [
        ctx.say(
            "session.fact.metric", name=row["name"], value=row["current_text"], note=row["note"]
        )
        for row in _rows(values)
    ]
    unvalued = sum(1 for play in plays_ahead(values) if play["value"] is None)
    return [*lines, *metrics, ctx.say("session.fact.unvalued", n=unvalued) if unvalued else None]
