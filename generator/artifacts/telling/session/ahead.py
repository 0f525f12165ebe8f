"""Part 4: where to go next, and the plays of the next quarter with owners and dates.

METHOD.md rows 64, 70 (whitespace against the renewal), 73 (priorities that open whitespace), 84,
98 (part 4: the plays of the next quarter).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.plan_state import empty
from generator.artifacts.telling.session import plays
from generator.artifacts.telling.session.decision import Decision, decide

Values = dict[str, Any]
CANDIDATES = 5
"""As many are shown to choose from where no play closes in the next quarter."""
FAMILIES = 7
"""As many columns as a slide has room for."""


def until(values: Values) -> date:
    """The last day of what comes next: of the fiscal quarter after the running one."""
    last: date = values["period"]["coming_quarter_end"]
    return last


def rows(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """The plays that are to close from as-of on to ``until``, the first date first."""
    start, end = values["document"]["as_of"], until(values)
    near = [
        row
        for row in plays.rows(values, ctx)
        if row["close_date"] is not None and start <= row["close_date"] <= end
    ]
    return sorted(near, key=lambda row: (row["close_date"], row["name"]))


def later(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """Plays to close after that, the first date first."""
    end = until(values)
    far = [r for r in plays.rows(values, ctx) if r["close_date"] is not None]
    found = [row for row in far if row["close_date"] > end]
    return sorted(found, key=lambda row: (row["close_date"], row["name"]))


def shown(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """The plays of the next quarter; where there is none, what it could be chosen from: the plays
    that come next, then qualified cells without a play."""
    return rows(values, ctx) or candidates(values, ctx)


def candidates(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    cells = [_as_play(cell, ctx) for cell in _free(values)]
    return [*later(values, ctx), *cells][:CANDIDATES]


def _free(values: Values) -> list[Values]:
    """The qualified cells that no play is planned for, best first."""
    return [cell for cell in values["whitespace"]["priorities"] if cell["play"] is None]


def _as_play(cell: Values, ctx: Voice) -> dict[str, Any]:
    """A cell as a row among plays: what it would take to make it one."""
    unknown = dict.fromkeys(("owner", "close_date", "priority", "stage", "days_in_stage"))
    return {
        **unknown,
        "name": ctx.say("session.cell_name", product=cell["product"]),
        "unit": cell["unit"],
        "product": cell["product"],
        "value": cell["value"],
        "stage_text": ctx.say("session.no_opportunity"),
        "state": "planned",
        "state_label": ctx.label("play_state", "planned"),
        "needs": ctx.say("session.need.cell"),
        "next_step": None,
        "of": cell,
    }


def _worth(found: list[dict[str, Any]]) -> Decimal | None:
    known = [row["value"] for row in found if row["value"] is not None]
    return sum(known, Decimal(0)) if known else None


def title(values: Values, ctx: Voice) -> str | None:
    found, end = rows(values, ctx), ctx.formats.date(until(values))
    if not found:
        return ctx.say("session.title.no_next", date=end)
    worth = ctx.formats.money_short(_worth(found))
    told = ctx.say("session.title.next_worth", n=len(found), date=end, worth=worth)
    return told or ctx.say("session.title.next", n=len(found), date=end)


def takeaway(values: Values, ctx: Voice) -> str | None:
    """What comes after, so that nobody takes the list for all there is."""
    far = later(values, ctx)
    if rows(values, ctx):
        return ctx.say("session.later", n=len(far)) if far else None
    if candidates(values, ctx):
        return ctx.say("session.candidates", n=len(far), cells=str(len(_free(values))))
    return empty(values, "plays")


def priorities(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """What the customer named of late, with the plays that answer it, by themselves or by their
    goal (row 73)."""
    since = _since(values)
    rows = [r for r in values["priorities"] if r["stated_on"] and r["stated_on"] >= since]
    return [
        {
            "name": row["name"],
            "stated_on": row["stated_on"],
            "plays": len([p for p in values["plays"] if p["serves"] == row["name"]]),
            "of": row,
        }
        for row in rows
    ]


def _since(values: Values) -> date:
    """From which day on a priority is new: as for the white space, and never after the quarter."""
    quarter: date = values["period"]["quarter_start"]
    return min(quarter, values["whitespace"]["openings_since"] or quarter)


def priorities_note(values: Values, ctx: Voice) -> str | None:
    """How many priorities are new; where none is recorded at all, what to do about it."""
    if not values["priorities"]:
        return empty(values, "priorities")
    since = ctx.formats.date(_since(values))
    return ctx.say("session.new_priorities", n=len(priorities(values, ctx)), date=since)


def space_title(values: Values, ctx: Voice) -> str | None:
    """Open whitespace against the renewal: which of them comes first (row 70)."""
    space, short = values["whitespace"], ctx.formats.money_short
    value, renewal, ratio = space["value"], values["renewal"]["value"], space["renewal_ratio"]
    if value is None:
        return ctx.say("session.title.space_open", n=space["open"])
    if renewal is None or ratio is None:
        return ctx.say("session.title.space_alone", n=space["open"], value=short(value))
    return ctx.say(
        "session.title.space",
        value=short(value),
        renewal=short(renewal),
        ratio=ctx.formats.percent(ratio),
    )


def space_takeaway(values: Values, ctx: Voice) -> str | None:
    space = values["whitespace"]
    qualified = ctx.say("conclusion.qualified", n=len(space["priorities"]))
    note = ctx.say("session.space_note", note=space["value_note"] or None)
    return ctx.join(note, qualified)


def rivals_title(values: Values, ctx: Voice) -> str | None:
    found = values["rivals"]
    in_deals = sum(1 for row in found if row["open"])
    if not found:
        return None
    key = "rivals_all" if in_deals == len(found) else "rivals"
    return ctx.say(f"session.title.{key}", n=in_deals, m=len(found))


def cells(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """The qualified cells of the grid, best first."""
    names = ("product", "unit", "questions", "play", "value")
    return [
        {**{name: row[name] for name in names}, "of": row}
        for row in values["whitespace"]["priorities"]
    ]


def grid_title(values: Values, ctx: Voice) -> str | None:
    space = values["whitespace"]
    owned, started, still = (space[name] or 0 for name in ("owned", "in_progress", "open"))
    return ctx.say(
        "session.title.grid",
        n=owned,
        started=str(started),
        open=str(still),
        total=str(owned + started + still),
    )


def families(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """The product families, which are the columns of the grid (row 64)."""
    return [{"name": row["name"], "of": row} for row in values["whitespace"]["families"]]


def grid(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """A row for each division; of each family, how many products it owns and has in progress."""
    names = [row["name"] for row in values["whitespace"]["families"]]
    return [
        {
            "name": row["name"],
            "value": row["value"],
            "cells": [{"text": _cell(row["cells"], name, ctx)} for name in names[:FAMILIES]],
            "of": row,
        }
        for row in values["whitespace"]["rows"]
    ]


def _cell(cells: list[Values], family: str, ctx: Voice) -> str | None:
    own = [cell for cell in cells if cell["family"] == family]
    owned, started = (
        sum(1 for cell in own if cell["state"] == state) for state in ("owned", "in_progress")
    )
    key = "started" if started else "owned"
    return ctx.say(f"session.cell.{key}", n=str(owned), m=str(len(own)), started=str(started))


def decision(values: Values, ctx: Voice) -> Decision:
    """A play of the next quarter that nobody owns; a new priority without play; the commitment."""
    return (
        _ownerless(values, ctx)
        or _unanswered(values, ctx)
        or _commit(values, ctx)
        or _forward(values, ctx)
        or _choose(values, ctx)
        or Decision(ctx.say("session.decide.ahead_none") or "", _owner(values))
    )


def _ownerless(values: Values, ctx: Voice) -> Decision | None:
    row = next((row for row in rows(values, ctx) if row["owner"] is None), None)
    if row is None:
        return None
    day = ctx.formats.date(row["close_date"])
    return decide(ctx.say("session.decide.ownerless", name=row["name"], date=day))


def _unanswered(values: Values, ctx: Voice) -> Decision | None:
    row = next((row for row in priorities(values, ctx) if not row["plays"]), None)
    if row is None:
        return None
    return decide(ctx.say("session.decide.unanswered", name=row["name"]), _owner(values))


def _commit(values: Values, ctx: Voice) -> Decision | None:
    found = rows(values, ctx)
    if not found:
        return None
    first = found[0]
    said = {"name": first["name"], "date": ctx.formats.date(first["close_date"])}
    worth = ctx.formats.money_short(_worth(found))
    text = ctx.say("session.decide.commit_worth", n=len(found), worth=worth, **said)
    text = text or ctx.say("session.decide.commit", n=len(found), **said)
    about = [_named(row, ctx) for row in found]
    return decide(text, first["owner"], stake=_worth(found), about=about)


def _named(row: Values, ctx: Voice) -> str | None:
    day, worth = ctx.formats.date(row["close_date"]), ctx.formats.money_short(row["value"])
    whole = ctx.say("session.about.play_worth", name=row["name"], date=day, worth=worth)
    return whole or ctx.say("session.about.play", name=row["name"], date=day)


def _choose(values: Values, ctx: Voice) -> Decision | None:
    cells = _free(values)
    if not cells:
        return None
    first = cells[0]
    text = ctx.say(
        "session.decide.choose", n=len(cells), product=first["product"], unit=first["unit"]
    )
    return decide(text, _owner(values))


def _forward(values: Values, ctx: Voice) -> Decision | None:
    far = later(values, ctx)
    if not far:
        return None
    day = ctx.formats.date(far[0]["close_date"])
    text = ctx.say("session.decide.forward", n=len(far), name=far[0]["name"], date=day)
    return decide(text, far[0]["owner"] or _owner(values))


def _owner(values: Values) -> str | None:
    owner: str | None = values["account"]["owner"]
    return owner


def facts(values: Values, ctx: Voice) -> list[str | None]:
    """For the notes: what comes later, and the qualified cells."""
    far = [
        ctx.say("session.fact.later", name=row["name"], date=ctx.formats.date(row["close_date"]))
        for row in later(values, ctx)
    ]
    cells = [
        ctx.say("session.fact.cell", product=c["product"], unit=c["unit"], questions=c["questions"])
        for c in values["whitespace"]["priorities"]
    ]
    return [*far, *cells]
