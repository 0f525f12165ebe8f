"""Part 1: progress against the revenue target and the key metrics (METHOD.md rows 27, 75, 77, 89,
90, 98)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import charts, conclusions
from generator.artifacts.telling.plan_state import in_time, play_value, plays_ahead
from generator.artifacts.telling.session import record
from generator.artifacts.telling.session.decision import Decision, decide, nothing

Values = dict[str, Any]


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
    if gap <= 0:
        return ctx.say("session.title.reached", **said)
    brought = in_time(values)
    if brought is None:
        return ctx.say("session.title.gap_alone", gap=short(gap), **said)
    key = "covered" if brought >= gap else "gap"
    return ctx.say(f"session.title.{key}", gap=short(gap), brought=short(brought), **said)


def bridge(values: Values, ctx: Voice) -> charts.Chart:
    """From revenue now over the plays in time to the target: the title's figures."""
    end = ctx.formats.date(values["period"]["year_end"])
    name, brought = ctx.say("bridge.in_time", date=end) or "", in_time(values)
    return charts.bridge_over([(name, brought)] if brought else [], values, ctx)


def takeaway(values: Values, ctx: Voice) -> str | None:
    """The renewal, which stands beside growth (row 92), and the health of the account (row 33)."""
    health = values["account"]["health"]
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


def targets(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """The year's targets for revenue, expansion and retention (row 75), then the other measures
    of the goals."""
    aims = [_aim(row) for row in values["aims"]["targets"]]
    known = {row["measure"] for row in values["aims"]["targets"]}
    others = [
        _target(goal, measure)
        for goal in values["goals"]
        for measure in goal["measures"]
        if measure["name"] not in known
    ]
    return [*aims, *others]


def _aim(row: Values) -> dict[str, Any]:
    kinds = (row["aim_label"], row["path_label"])
    return {
        "name": row["measure"] or row["goal"],
        "kind": " · ".join(kind for kind in kinds if kind),
        "current": row["current_text"],
        "target": row["target_text"],
        "of": row,
    }


def _target(goal: Values, measure: Values) -> dict[str, Any]:
    return {
        "name": measure["name"],
        "kind": (goal["kind"] or "").capitalize() or None,
        "current": measure["current_text"],
        "target": measure["target_text"],
        "of": measure,
    }


def decision(values: Values, ctx: Voice) -> Decision:
    """The renewal first where it is at risk; then what keeps revenue from its target."""
    return (
        _renewal(values, ctx)
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
    renewal = values["renewal"]
    if renewal["status"] != "red":
        return None
    day = ctx.formats.date(renewal["date"])
    key = "renewal_past" if (renewal["days"] or 0) < 0 else "renewal"
    return decide(ctx.say(f"session.decide.{key}", date=day), _owner(values))


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
    due = end if end >= values["document"]["as_of"] else None
    return decide(text, _owner(values), due)


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
