"""Customer priorities and goals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.results import (
    Aims,
    AnalysedAccount,
    CustomerPriority,
    Doubt,
    Finding,
    Goal,
    GoalMeasure,
    PlayRow,
    Tried,
)
from generator.analysis.words import join
from generator.artifacts.context import Facts
from generator.artifacts.getters import with_unit


def readings(priority: CustomerPriority, ctx: Facts) -> list[dict[str, Any]]:
    fiscal = ctx.account.period.fiscal
    return [
        {
            "date": day,
            "quarter": fiscal.quarter_of(day).label,
            "value": value,
            "ids": priority.ids,
        }
        for day, value in priority.readings
    ]


def goals(account: AnalysedAccount, ctx: Facts) -> list[Goal]:
    """For us by kind, as the analysis has them; for a customer by date, for what we call its goals
    (growth, retention) is ours, and an order would tell."""
    rows = list(account.goals)
    if not ctx.is_customer:
        return rows
    return sorted(rows, key=lambda goal: (goal.end or date.max, goal.name, goal.id))


def priorities(account: AnalysedAccount, ctx: Facts) -> list[CustomerPriority]:
    """By rank; for a customer to whom the rank is not declared, by name: an order would tell."""
    rows = list(account.priorities)
    if ctx.is_customer and "priority.rank" not in account.declared_safe:
        rows.sort(key=lambda row: (row.name.casefold(), row.id))
    return rows


def current(priority: CustomerPriority, ctx: Facts) -> Decimal | None:
    """Where it stands; for a customer only where what says so is declared safe: the priority's own
    field, or the newest reading."""
    is_safe = set(ctx.account.declared_safe).issuperset(priority.current_by)
    return priority.current if is_safe or not ctx.is_customer else None


def current_text(priority: CustomerPriority, ctx: Facts) -> str | None:
    return with_unit(current(priority, ctx), priority.unit, ctx)


def progress(priority: CustomerPriority, ctx: Facts) -> Decimal | None:
    return None if current(priority, ctx) is None else priority.progress


def stated(priority: CustomerPriority, ctx: Facts) -> str | None:
    """Who, where, when: the source line that every priority must have (METHOD.md row 42)."""
    who = priority.stated_by.name if priority.stated_by else None
    when = ctx.formats.date(priority.stated_on)
    return ", ".join(part for part in (who, priority.stated_where, when) if part) or None


def source_gap(priority: CustomerPriority, ctx: Facts) -> str | None:
    """What the mandatory source line lacks, in words; None where it is whole (row 42)."""
    if not priority.unsourced:
        return None
    parts = [ctx.label("unsourced", name) or name for name in priority.unsourced]
    return ctx.say("goal.unsourced", parts=", ".join(parts))


def finding_text(finding: Finding, ctx: Facts) -> str | None:
    return ctx.say(f"lint.{finding.code}", about=finding.about or "")


def finding_advice(finding: Finding, ctx: Facts) -> str | None:
    return ctx.say(f"sharpen.{finding.code}", about=finding.about or "")


def problems(goal: Goal, ctx: Facts) -> str | None:
    """All that the goal lacks, in one text."""
    return " ".join(filter(None, (finding_text(row, ctx) for row in goal.findings))) or None


def to_sharpen(goal: Goal, ctx: Facts) -> str | None:
    """What would make the goal a good one; the same advice once."""
    said = (finding_advice(row, ctx) for row in goal.findings)
    return " ".join(dict.fromkeys(filter(None, said))) or None


def baseline_source(measure: GoalMeasure, ctx: Facts) -> str | None:
    """What gives the baseline: a field, the history, our own computation; or that it is missing."""
    if measure.baseline_from is None:
        return ctx.say("goal.baseline_missing")
    if measure.baseline_from == "stated":
        return ctx.say("goal.baseline_stated")
    date = ctx.formats.date(measure.baseline_on)
    return ctx.say(f"goal.baseline_{measure.baseline_from}", date=date)


def cover(measure: GoalMeasure, ctx: Facts) -> str | None:
    """How far plays and opportunities that close by the goal's end bridge the gap, remainder
    included, and what comes later (row 77); money measures only."""
    bridge, current, target = measure.bridge.value, measure.current, measure.target
    if measure.uncovered is None or bridge is None or current is None or target is None:
        return None
    if current >= target:
        return ctx.say("goal.cover_reached")
    money, gap = ctx.formats.money_short, target - current
    soon = measure.in_time or Decimal(0)
    rest, later = gap - soon, bridge - soon
    key = "none" if not soon else "part" if rest > 0 else "whole" if rest == 0 else "spare"
    if key == "none" and later:
        return ctx.say("goal.cover_late", gap=money(gap), later=money(later))
    said = {"gap": money(gap), "bridge": money(soon), "rest": money(abs(rest))}
    told = ctx.say(f"goal.cover_{key}", **said)
    return ctx.say("goal.cover_later", told=told, later=money(later)) if later else told


def next_step(row: Goal | PlayRow, ctx: Facts) -> str | None:
    """The open task that is due first: what, who, when."""
    step = row.next_action
    if step is None:
        return None
    owner = step.owner.name if step.owner else ctx.say("goal.no_owner")
    due = ctx.formats.date(step.due) or ctx.say("goal.no_date")
    return ctx.say("goal.next_step", subject=step.subject, owner=owner, due=due)


def serves_nothing(play: PlayRow, _ctx: Facts) -> bool:
    return play.serves is None


def doubt(row: Doubt, ctx: Facts) -> str | None:
    """The question that a person has to answer (row 81)."""
    return ctx.say("goal.doubt", play=row.play, kind=row.kind, wish=row.wish, word=row.word)


def verdict(row: Tried, ctx: Facts) -> str | None:
    """Worked, did not work, or not known."""
    known = {True: "yes", False: "no", None: "unknown"}
    return ctx.label("worked", known[row.worked])


def unserved(_aims: Aims, ctx: Facts) -> str | None:
    """The plays that serve no stated priority, by name."""
    names = [play.name for play in ctx.account.plays if play.serves is None]
    if not names:
        return None
    return ctx.say("goal.unserved", n=len(names), names=join(names, most=4))


def tied(aims: Aims, ctx: Facts) -> str | None:
    n, m = aims.actions_tied
    return ctx.say_of("goal.tied", n, m) if m else None


SHAREABLE_UNITS = ("number", "percent")


def is_shareable(measure: GoalMeasure) -> bool:
    """A money measure is our target for growing the customer's spend: never shown to it. Nor is
    one whose unit is unknown, for it may be money."""
    return measure.unit in SHAREABLE_UNITS
