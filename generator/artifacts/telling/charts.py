"""Charts as plain values: categories, series, number format and alt text.

A chart without data keeps its series' names and has no categories: the engine then prints "no
data". An unknown point is None, never 0. At most seven bars (DOCUMENTS.md 4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import trends
from generator.artifacts.telling.plan_state import plays_in_time

Values = dict[str, Any]
Chart = dict[str, Any]
Number = Decimal | int | None
MAX_BARS = 7
_STATES = ("won", "lost", "open")
_COUNT = "#,##0"
_MONEY = "#,##0"


def make(
    ctx: Voice,
    alt: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Number]]],
    number_format: str = _COUNT,
) -> Chart:
    """A chart value; ``alt`` and the series' names are keys of phrases."""
    has_data = any(value is not None for _, values in series for value in values)
    return {
        "alt": ctx.say(f"alt.{alt}") or "",
        "categories": list(categories) if has_data else [],
        "series": [
            {
                "name": ctx.say(f"series.{name}", currency=_currency(ctx)) or name,
                "values": list(values) if has_data else [],
            }
            for name, values in series
        ],
        "number_format": number_format,
    }


def _currency(ctx: Voice) -> str:
    return ctx.formats.currency


def revenue_bridge(values: Values, ctx: Voice) -> Chart:
    """A waterfall as stacked bars: an undrawn base carries each step to its place.

    Revenue now, the largest plays that close in time (the rest as one), what they do not cover,
    target (METHOD.md row 77). Each step bears its amount in its name: it may be too thin for one.
    """
    return bridge_over(_bridge_plays(values, ctx), values, ctx)


def bridge_over(plays: Sequence[tuple[str, Decimal]], values: Values, ctx: Voice) -> Chart:
    """The bridge over ``plays`` (name, value). Empty where revenue or target is unknown: a bridge
    needs both banks."""
    current, target = values["revenue"]["current"], values["revenue"]["target"]
    has_banks = current is not None and target is not None
    steps = _bridge_steps(values, plays, ctx) if has_banks else []
    names = [name for name, *_ in steps]
    series: list[tuple[str, list[Number]]] = [
        ("base", [step[1] for step in steps]),
        ("revenue", [step[2] for step in steps]),
        ("plays", [step[3] for step in steps]),
    ]
    if any(step[4] is not None for step in steps):  # a legend must not name what is not there
        series.append(("uncovered", [step[4] for step in steps]))
    return make(ctx, "revenue_bridge", names, series, _MONEY)


Step = tuple[str, Number, Number, Number, Number]  # name, base, revenue, plays, uncovered


def _bridge_steps(values: Values, plays: Sequence[tuple[str, Decimal]], ctx: Voice) -> list[Step]:
    current, target = values["revenue"]["current"], values["revenue"]["target"]
    steps: list[Step] = [(_step(ctx.say("bridge.now"), current, ctx), 0, current, None, None)]
    height = current
    for name, value in plays:
        steps.append((_step(name, value, ctx), height, None, value, None))
        height += value
    if height < target:
        rest = target - height
        bare = _step(ctx.say("bridge.uncovered"), rest, ctx)
        steps.append((bare, height, None, None, rest))
    steps.append((_step(ctx.say("bridge.target"), target, ctx), 0, target, None, None))
    return steps


def _step(name: str | None, value: Decimal, ctx: Voice) -> str:
    return ctx.say("bridge.step", name=name, value=ctx.formats.money_short(value)) or ""


def _bridge_plays(values: Values, ctx: Voice) -> list[tuple[str, Decimal]]:
    room = MAX_BARS - 3  # now, not covered, target
    ordered = sorted(plays_in_time(values), key=lambda play: (-play["value"], play["name"]))
    if len(ordered) <= room:
        return [(play["name"], play["value"]) for play in ordered]
    kept = [(play["name"], play["value"]) for play in ordered[: room - 1]]
    rest = ordered[room - 1 :]
    other = ctx.say("bridge.other", n=len(rest)) or ""
    return [*kept, (other, sum((play["value"] for play in rest), Decimal(0)))]


def _quarters(values: Values) -> list[dict[str, Any]]:
    return list(values["performance"]["quarters"])


def won_by_quarter(values: Values, ctx: Voice) -> Chart:
    rows = _if_any(_quarters(values), "won_count")
    series = [("won", [row["won"] for row in rows])]
    return make(ctx, "won_by_quarter", [r["quarter"] for r in rows], series, _MONEY)


def relationship(values: Values, ctx: Voice) -> Chart:
    """METHOD.md row 13. A quarter without deals has no point: its zeros would cover the axis."""
    rows = values["timeline_quarters"]
    series = [(f"{state}_deals", [row[state] or None for row in rows]) for state in _STATES]
    return make(ctx, "relationship", [row["quarter"] for row in rows], series)


def win_loss(values: Values, ctx: Voice) -> Chart:
    rows = _if_any(_quarters(values), "won_count", "lost_count")
    series = [
        ("won_count", [row["won_count"] for row in rows]),
        ("lost_count", [row["lost_count"] for row in rows]),
    ]
    return make(ctx, "win_loss", [row["quarter"] for row in rows], series)


def _if_any(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    """The rows, or none where all of them are nothing: an empty chart says it better."""
    return rows if any(row[key] for row in rows for key in keys) else []


def whitespace_renewal(values: Values, ctx: Voice) -> Chart:
    space, renewal = values["whitespace"]["value"], values["renewal"]["value"]
    names = [ctx.label("figure", name) or name for name in ("whitespace.value", "renewal.value")]
    return make(ctx, "whitespace_renewal", names, [("value", [space, renewal])], _MONEY)


def whitespace_families(values: Values, ctx: Voice) -> Chart:
    rows = values["whitespace"]["families"]
    series = [(state, [row[state] for row in rows]) for state in ("owned", "in_progress", "open")]
    return make(ctx, "whitespace_families", [row["name"] for row in rows], series)


def activity(values: Values, ctx: Voice) -> Chart:
    rows = _if_any(values["activity"]["by_month"], "count")
    names = [ctx.formats.date(row["month"], "MMM yyyy") or "" for row in rows]
    return make(ctx, "activity", names, [("touches", [row["count"] for row in rows])])


def cases(values: Values, ctx: Voice) -> Chart:
    rows = _if_any(values["support"]["quarters"], "opened", "closed")
    series = [
        ("opened", [row["opened"] for row in rows]),
        ("closed", [row["closed"] for row in rows]),
        ("median_days", [row["median_days"] for row in rows]),
    ]
    return make(ctx, "cases", [row["quarter"] for row in rows], series)


def products_by_team(values: Values, ctx: Voice) -> Chart:
    """Different products by team; the teams beyond seven bars are taken together as one."""
    teams = values["usage"]["teams"]
    bars = [(team["name"], team["products"]) for team in teams]
    if len(bars) > MAX_BARS:
        rest = {team["name"] for team in teams[MAX_BARS - 1 :]}
        others = {row["product"] for row in values["products"] if row["unit"] in rest}
        other = ctx.say("chart.other_teams", n=len(rest)) or ""
        bars = [*bars[: MAX_BARS - 1], (other, len(others))]
    series = [("products", [count for _, count in bars])]
    return make(ctx, "products_by_team", [name for name, _ in bars], series)


def adoption(values: Values, ctx: Voice) -> Chart:
    """Most used first; the products beyond seven bars are taken together as one."""
    rows = [row for row in values["usage"]["products"] if row["active_users"] is not None]
    rows.sort(key=lambda row: -row["active_users"])
    bars = [(row["name"], row["active_users"]) for row in rows]
    if len(bars) > MAX_BARS:
        rest = [users for _, users in bars[MAX_BARS - 1 :]]
        other = ctx.say("chart.other_products", n=len(rest)) or ""
        bars = [*bars[: MAX_BARS - 1], (other, sum(rest))]
    series = [("active_users", [users for _, users in bars])]
    return make(ctx, "adoption", [name for name, _ in bars], series)


def kpi_trend(values: Values, ctx: Voice) -> Chart:
    """The first priority that has a trend; an empty chart where none has."""
    found = trends.rows(values, ctx)
    return found[0]["chart"] if found else trends.empty(ctx)
