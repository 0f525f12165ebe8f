"""KPI trends of the customer's priorities: the last reading of each quarter, and what it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.getters import with_unit
from generator.artifacts.telling.room import cut

Values = dict[str, Any]
QUARTERS = 4
"""A trend over four quarters, with the reading it starts from (DOCUMENTS.md 4.2, slide 6)."""
READINGS = 2
"""A line needs two points."""
_DECIMALS = 2
_NAME_LIMIT = 64
"""A longer KPI name would not leave an action title within two lines."""


def rows(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """One row for each priority with readings enough for a line, in the priorities' order."""
    return [
        _row(priority, readings, ctx)
        for priority in values["priorities"]
        if len(readings := _readings(priority, values)) >= READINGS
    ]


def is_read(values: Values) -> bool:
    """Whether any priority has a reading up to the end of the quarter under review."""
    return any(_readings(priority, values) for priority in values["priorities"])


def _readings(priority: Values, values: Values) -> list[tuple[str, Decimal]]:
    """(quarter, value): of each fiscal quarter the last reading, not after the review's.

    Five points span four quarters: the first is where the first of them began.
    """
    end: date = values["period"]["quarter_end"]
    latest: dict[str, Decimal] = {}
    for reading in priority["readings"]:
        if reading["date"] is not None and reading["date"] <= end:
            latest[reading["quarter"]] = reading["value"]
    return list(latest.items())[-(QUARTERS + 1) :]


def _row(priority: Values, readings: list[tuple[str, Decimal]], ctx: Voice) -> dict[str, Any]:
    unit = priority["unit"]
    return {
        "name": priority["name"],
        "kpi": priority["kpi"] or priority["name"],
        "title": _title(priority, readings, ctx),
        "takeaway": _takeaway(priority, readings[-1][1], ctx),
        "baseline_text": priority["baseline_text"],
        "current_text": with_unit(readings[-1][1], unit, ctx),
        "target_text": priority["target_text"],
        "chart": _chart(priority, readings, ctx),
        "of": priority,
    }


def _title(priority: Values, readings: list[tuple[str, Decimal]], ctx: Voice) -> str | None:
    first, last = readings[0][1], readings[-1][1]
    way = "fell" if last < first else "rose" if last > first else "held"
    names = [name for name in (priority["kpi"], priority["name"]) if name]
    short = [name for name in names if len(name) <= _NAME_LIMIT]
    span = len(readings) - 1
    return ctx.say(
        f"trend.{way}",
        name=short[0] if short else cut(names[0], _NAME_LIMIT),
        n=span,
        n_text=ctx.phrases.spelled(span),
        **_ends(first, last, priority["unit"], ctx),
    )


def _ends(first: Decimal, last: Decimal, unit: str | None, ctx: Voice) -> dict[str, str | None]:
    """The start without a unit that the end repeats: from 4.1 to 2.6 days."""
    start, end = with_unit(first, unit, ctx), with_unit(last, unit, ctx)
    if unit not in (None, "currency", "percent", "%", "count", "number"):
        start = ctx.formats.number(first)
    return {"start": start, "end": end}


def _takeaway(priority: Values, last: Decimal, ctx: Voice) -> str:
    """Target and how far it is; past the target it says so. Empty where there is no target."""
    target, baseline = priority["target"], priority["baseline"]
    if target is None:
        return ""
    if baseline is None or baseline == target:
        return ctx.say("trend.target", target=priority["target_text"]) or ""
    share = (last - baseline) * 100 / (target - baseline)
    if share >= 100:
        return ctx.say("trend.reached", target=priority["target_text"]) or ""
    if share <= 0:
        return ctx.say("trend.not_yet", target=priority["target_text"]) or ""
    text = ctx.formats.percent(min(share, Decimal(99)))  # nearly there is not there
    return ctx.say("trend.progress", target=priority["target_text"], share=text) or ""


def _chart(priority: Values, readings: list[tuple[str, Decimal]], ctx: Voice) -> dict[str, Any]:
    name = priority["kpi"] or priority["name"]
    count = len(readings)
    plotted = [value for _, value in readings]
    actual = ctx.say("series.actual") or ""  # short enough for a legend; the slide names the KPI
    lines: list[tuple[str, list[Decimal | None]]] = [(actual, [*plotted])]
    lines += [
        (ctx.say(f"series.{key}") or key, [priority[key]] * count)
        for key in ("baseline", "target")
        if priority[key] is not None
    ]
    return {
        "alt": ctx.say("alt.kpi", name=name) or "",
        "categories": [label for label, _ in readings],
        "series": [{"name": label, "values": values} for label, values in lines],
        "number_format": number_format(plotted),
    }


def number_format(values: list[Decimal]) -> str:
    """As many decimals as the value with the most has, two at most: 7.4, 6.0, 4.8."""
    places = max(_decimals(value) for value in values)
    return "#,##0" + (f".{'0' * places}" if places else "")


def _decimals(value: Decimal) -> int:
    exponent = round(value, _DECIMALS).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def empty(ctx: Voice) -> dict[str, Any]:
    return {
        "alt": ctx.say("alt.kpi_trend") or "",
        "categories": [],
        "series": [{"name": ctx.say("series.actual") or "", "values": []}],
        "number_format": "#,##0",
    }
