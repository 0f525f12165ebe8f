"""What is asked of the grid as a whole: what is left out, what is blank, what to complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from generator.analysis.money import ids_of, percent
from generator.analysis.openings import CLOSING
from generator.analysis.results import (
    AnalysedAccount,
    Cell,
    Figure,
    Funnel,
    FunnelStep,
    Opening,
    PlayProgress,
    Whitespace,
)
from generator.analysis.weighting import QUESTIONS, weighted_value, weighted_whitespace
from generator.artifacts.context import Facts
from generator.artifacts.facts.cells import TO_ACT, TO_SIZE, blank
from generator.artifacts.getters import label

_REASONS = ("need_no", "need_unknown", "access_no", "access_unknown")
Row = dict[str, Any]


def axis_label(space: Whitespace, ctx: Facts) -> str | None:
    """What the org calls a row: Division, Region or Business unit."""
    return ctx.label("axis", space.axis)


def left_out(space: Whitespace, ctx: Facts) -> list[Row]:
    """The cells that are not owned and not in the priority list, by the first reason (row 67)."""
    groups: dict[str, list[Cell]] = {reason: [] for reason in _REASONS}
    for cell in _apart(space):
        groups[_reason(cell)].append(cell)
    return [
        {
            "reason": ctx.label("left_out", reason),
            "count": len(cells),
            "ids": ids_of(*(cell.ids or (cell.product_id,) for cell in cells)),
        }
        for reason, cells in groups.items()
        if cells
    ]


def left_out_note(space: Whitespace, ctx: Facts) -> str | None:
    """How many cells the priority list leaves out, of how many, and why; empty where none."""
    rows = left_out(space, ctx)
    if not rows:
        return ""
    why = ", ".join(f"{row['reason']} {ctx.formats.number(row['count'])}" for row in rows)
    count = sum(row["count"] for row in rows)
    return ctx.say(
        "note.cells_left_out",
        n=count,
        n_text=ctx.formats.number(count),
        m=ctx.formats.number(count + len(space.priorities)),
        why=why,
    )


def _apart(space: Whitespace) -> list[Cell]:
    return [cell for cell in space.cells if cell.state != "owned" and not cell.is_priority]


def _reason(cell: Cell) -> str:
    question, answer = ("access", cell.access) if cell.need == "yes" else ("need", cell.need)
    return f"{question}_{answer or 'unknown'}"


def blanks(space: Whitespace, ctx: Facts) -> list[Row]:
    """For each column that a prioritised cell must fill, how many do not (rows 68, 69)."""
    names = (*TO_ACT, *(name for name in TO_SIZE if name not in TO_ACT))
    lacking = Counter(name for cell in space.priorities for name in blank(cell, names))
    ids = ids_of(*(cell.ids for cell in space.priorities))
    return [
        {
            "name": ctx.label("missing", name),
            "blank": lacking[name],
            "of": len(space.priorities),
            "ids": ids,
        }
        for name in names
        if space.priorities
    ]


def to_complete(space: Whitespace, _ctx: Facts) -> list[Cell]:
    """The prioritised cells without play, owner or target close date (row 69)."""
    return [cell for cell in space.priorities if blank(cell, TO_ACT)]


def held(space: Whitespace, _ctx: Facts) -> list[Cell]:
    """The cells, not ours, in which a rival's product stands (row 65)."""
    return [cell for cell in space.cells if cell.competitor_held and cell.state != "owned"]


def pre_pipeline_rows(space: Whitespace, _ctx: Facts) -> list[Row]:
    """What the pre-pipeline is made of, the largest first: cells, and plays that no cell holds."""
    rows = [
        _pre_row(cell, cell.unpursued, cell.product)
        for cell in space.cells
        if cell.state != "in_progress" and cell.unpursued is not None
    ]
    rows += [
        _pre_row(play, play.value, play.product, play.name)
        for play in space.unplaced_plays
        if play.value is not None and play.opportunity_id is None
    ]
    return sorted(rows, key=lambda row: (-row["value"], row["unit"], row["play"] or ""))


def _pre_row(source: Any, value: Decimal | None, product: str | None, play: str = "") -> Row:
    return {
        "unit": source.unit,
        "product": product,
        "play": play or source.play,
        "value": value,
        "owner": source.owner,
        "close_date": source.close_date,
        "ids": source.ids,
    }


def weighted(space: Whitespace, _ctx: Facts) -> Figure[Decimal]:
    return weighted_whitespace(space.cells)


def export(space: Whitespace, ctx: Facts) -> list[Row]:
    """A row for each cell with a value or a play, with what territory and quota planning needs
    beside it (row 16)."""
    return [_exported(cell, ctx.account) for cell in space.cells if cell.value or cell.play]


def _exported(cell: Cell, account: AnalysedAccount) -> Row:
    weighted = weighted_value(cell)
    return {
        "cell": cell,
        "account": account.profile.name,
        "account_id": account.profile.id,
        "tier": account.profile.tier,
        "weight": percent(cell.score, QUESTIONS) if weighted is not None else None,
        "weighted": weighted,
        "target": account.revenue.target.value,
        "current": account.revenue.current.value,
        "currency": account.currency,
        "ids": cell.ids or (cell.product_id,),
    }


def opening_kind(row: Opening, ctx: Facts) -> str | None:
    if row.kind == "priority":
        return ctx.say("opening.priority")
    return ctx.label("signal", row.kind)


def opened(row: Opening, ctx: Facts) -> str | None:
    """The cells it opens, or how many lie open where it happened."""
    if row.cells:
        return "; ".join(f"{cell.unit}: {cell.product}" for cell in row.cells)
    if row.kind == "priority":
        return ctx.say("opening.no_play")
    if row.open is None:
        return ctx.say("opening.nothing" if row.kind in CLOSING else "opening.anywhere")
    return ctx.say("opening.open_cells", n=row.open, unit=row.unit)


def opening_value(row: Opening, _ctx: Facts) -> Decimal | None:
    return _sum(cell.value for cell in row.cells if cell.state == "open")


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def opening_source(row: Opening, ctx: Facts) -> str | None:
    """Who said it and where; a priority without either says so (row 42)."""
    parts = (row.said_by.name if row.said_by else None, row.source)
    return ", ".join(part for part in parts if part) or ctx.say("opening.no_source")


def step_label(step: FunnelStep, ctx: Facts) -> str | None:
    if step.key == "stage":
        return ctx.say("funnel.stage", stage=step.stage)
    return ctx.label("funnel", step.key)


outcome_label = label("play_outcome", "outcome")


def first_label(row: PlayProgress, ctx: Facts) -> str | None:
    """Whether the play was there before its opportunity; None where it has none."""
    if row.opportunity is None:
        return None
    known = {True: "yes", False: "no", None: "unknown"}[row.is_first]
    return ctx.label("play_first", known)


def funnel_note(found: Funnel, ctx: Facts) -> str | None:
    """What the won amount stands on, and what is not known; empty without any play."""
    if not found.plays:
        return ""
    counted, won = found.won.of or (0, 0)
    parts = [
        ctx.say("funnel.won", k=counted, n=won) if won else ctx.say("funnel.none_won"),
        ctx.say("funnel.undated", n=found.undated) if found.undated else None,
        ctx.say("funnel.no_date", n=found.no_date) if found.no_date else None,
    ]
    return ctx.join(*parts) or ""
