"""The lines of the Top X rollup: people, the deals they answer for, and the criteria of each
(METHOD.md rows 109-114)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.rollups.topx.results import (
    Criterion,
    Fact,
    Level,
    PersonList,
    TopX,
    TopXDeal,
)
from generator.artifacts.context import Voice
from generator.artifacts.facts.topx import sellers_line, who

# -- the levels ------------------------------------------------------------------------------------


def levels(source: TopX, ctx: Voice) -> list[dict[str, Any]]:
    return [_level(source, level, ctx) for level in source.levels]


def _level(source: TopX, level: Level, ctx: Voice) -> dict[str, Any]:
    deals = {deal.id: deal for deal in source.deals}
    rows = [row for person in level.people for row in _rows(source, person, deals, ctx)]
    is_known = source.source is not None
    return {
        "ids": level.deals,
        "name": level_name(level, ctx),
        "title": _level_title(source, level, ctx),
        "note": ctx.say("topx.level_of", n=level.of[0], m=level.of[1]) if is_known else None,
        "count": len(level.deals) if is_known else None,
        "amount": level.amount,
        "rows": rows,
    }


def level_name(level: Level, ctx: Voice) -> str:
    """As the settings call it, else as the phrases do; what they do not know is numbered."""
    if level.label:
        return level.label
    name = ctx.label("topx_level", str(level.number))
    known = name != str(level.number)
    return str(name if known else ctx.say("topx.level", n=level.number + 1))


def _level_title(source: TopX, level: Level, ctx: Voice) -> str | None:
    """What the level says, with its number: who selected too few, or who picked."""
    name = level_name(level, ctx)
    if level.number == 0:
        line = sellers_line(source, ctx)
        return ctx.say("topx.level_sellers", name=name, line=line) or name
    picked = sum(row.chosen is not None for row in level.people)
    return ctx.say("topx.level_managers", name=name, n=picked, m=len(level.people))


def _rows(
    source: TopX, person: PersonList, deals: dict[str, TopXDeal], ctx: Voice
) -> list[dict[str, Any]]:
    """The person's own line, then a line for each deal that the person answers for."""
    own = [_deal_row(person, deals[deal_id], ctx) for deal_id in person.deals]
    return [_person_row(source, person, ctx), *own]


_DEAL_CELLS = (
    *("account", "deal", "owner", "amount", "close_date", "timing", "stage", "kind", "criteria"),
    *("several", "decision", "pick", "help", "next_step"),
)


def _person_row(source: TopX, row: PersonList, ctx: Voice) -> dict[str, Any]:
    chosen = None if row.chosen is None else len(row.chosen)
    person, status = row.person, _status(source, row, ctx)
    return {
        **dict.fromkeys(_DEAL_CELLS),
        "ids": row.deals,
        "is_person": True,
        "person": who(row, ctx),
        "person_title": person.title if person else None,
        "x": row.x,
        "chosen": chosen,
        "status": status,
        "choice": _choice(row, chosen, status, ctx),
        "deals": len(row.deals) if row.amount.value is not None or row.deals else None,
        "total": row.amount if row.deals else None,
        "reports": ", ".join(report.name for report in row.reports) or None,
    }


def _status(source: TopX, row: PersonList, ctx: Voice) -> str | None:
    """How far the person is from X: while the month of selection is not over, what is to do."""
    state = row.status if row.status != "unknown" or row.level else "unrecorded"
    if state == "under" and source.phase != "over":
        state = "to_choose"
    end = ctx.formats.date(source.window_end)
    return ctx.say(f"topx.status_{state}", n=abs(row.off_by or 0), end=end)


def _choice(row: PersonList, chosen: int | None, status: str | None, ctx: Voice) -> str | None:
    """``4 of 5 chosen, 1 to choose by Dec 31``."""
    if chosen is None:
        return status
    if row.status == "ok":
        return ctx.say("topx.choice", n=chosen, x=row.x)
    return ctx.say("topx.choice_status", n=chosen, x=row.x, status=status)


def _deal_row(row: PersonList, deal: TopXDeal, ctx: Voice) -> dict[str, Any]:
    blank = ("person_title", "x", "chosen", "status", "choice", "deals", "total", "reports")
    pickers = tuple(one.name for one in deal.picked_by)
    if row.level:
        pickers = tuple(one.name for one in deal.picked_by if one == row.person)
    return {
        **dict.fromkeys(blank),
        "is_person": False,
        "person": who(row, ctx),
        **_deal_cells(deal, pickers, ctx),
    }


def running(source: TopX, ctx: Voice) -> list[dict[str, Any]]:
    """The deals that are still open on the running quarter's list."""
    deals = source.running.deals if source.running else ()
    return [_deal_cells(deal, tuple(who.name for who in deal.picked_by), ctx) for deal in deals]


def _deal_cells(deal: TopXDeal, pickers: tuple[str, ...], ctx: Voice) -> dict[str, Any]:
    return {
        "ids": deal.ids,
        "account": deal.account.name,
        "deal": deal.name,
        "owner": deal.owner.name if deal.owner else None,
        "amount": deal.amount,
        "close_date": deal.close_date,
        "timing": ctx.label("topx_timing", deal.timing),
        "stage": deal.stage,
        "kind": ctx.label("deal_kind", deal.kind),
        "criteria": tally(deal, ctx),
        "several": several(deal, ctx),
        "decision": decision(deal, ctx),
        "pick": ctx.say("topx.picked", who=", ".join(pickers)) if pickers else None,
        "help": helped(deal, ctx),
        "next_step": deal.next_step,
    }


# -- a deal ----------------------------------------------------------------------------------------


def tally(deal: TopXDeal, ctx: Voice) -> str | None:
    """``3 of 4 met, 1 not known, less 1 against``."""
    judged = deal.verdict
    parts = [ctx.say("topx.met", n=judged.met, m=judged.positive)]
    if judged.unknown:
        parts.append(ctx.say("topx.unknown", n=judged.unknown))
    if any(row.kind == "negative" and row.met is None for row in judged.criteria):
        parts.append(ctx.say("topx.against_unknown"))
    if judged.against:
        parts.append(ctx.say("topx.against", n=judged.against))
    return ", ".join(part for part in parts if part)


def several(deal: TopXDeal, ctx: Voice) -> str | None:
    if deal.verdict.is_eligible is False:
        return ctx.label("topx_several", "gate")
    answer = {True: "yes", False: "no", None: "unknown"}[deal.verdict.meets_several]
    return ctx.label("topx_several", answer)


def decision(deal: TopXDeal, ctx: Voice) -> str | None:
    """What was decided, who said so and when, why; ``LATE`` where it was selected late."""
    made = deal.decision
    day = ctx.formats.date(made.day) if made.day else None
    said = [ctx.label("topx_status", made.status)]
    if made.by and day:
        said.append(ctx.say("topx.decided", by=made.by, day=day))
    elif made.source == "history" and day:
        said.append(ctx.say("topx.by_history", day=day))
    if made.is_late:
        said.append(ctx.say("topx.late"))
    text = ", ".join(part for part in said if part)
    return f"{text}: {made.why}" if made.why else text


def helped(deal: TopXDeal, ctx: Voice) -> str | None:
    return ", ".join(ctx.label("topx_help", kind) or kind for kind in deal.help) or None


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion of one deal, for a table."""

    deal: TopXDeal
    criterion: Criterion

    @property
    def ids(self) -> tuple[str, ...]:
        return self.criterion.ids or (self.deal.id,)


def checks(source: TopX, _ctx: Voice) -> list[Check]:
    return [Check(deal, row) for deal in source.deals for row in deal.verdict.criteria]


def answer(row: Check, ctx: Voice) -> str | None:
    """MET, NOT MET or not known; of what speaks against the deal, whether it does."""
    said = {True: "yes", False: "no", None: "unknown"}[row.criterion.met]
    group = "topx_against" if row.criterion.kind == "negative" else "topx_answer"
    return ctx.label(group, said)


def why(row: Check, ctx: Voice) -> str | None:
    return reason(row.criterion, ctx)


def reason(row: Criterion, ctx: Voice) -> str | None:
    facts = {name: _said(name, value, ctx) for name, value in row.facts}
    return ctx.say(f"topx.why.{row.key}_{row.why}", **facts)


def _said(name: str, value: Fact, ctx: Voice) -> str | None:
    if isinstance(value, Decimal):
        return str(ctx.formats.money(value))
    if isinstance(value, date):
        return str(ctx.formats.date(value))
    if isinstance(value, int):
        return str(ctx.formats.number(value))
    if isinstance(value, tuple):
        parts = (ctx.label("topx_part", part) if name == "parts" else part for part in value)
        return ", ".join(part or "" for part in parts)
    return value


def records(row: Check, _ctx: Voice) -> str:
    return " ".join(row.ids)
