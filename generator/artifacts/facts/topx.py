"""The Top X rollup in the reader's words: figures, flags, levels, verdicts (METHOD.md rows
109-115)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.analysis.results import Figure
from generator.analysis.rollups.topx.results import (
    Difference,
    Level,
    Parts,
    PersonList,
    TopX,
    TopXDeal,
)
from generator.artifacts.context import Voice
from generator.model.records import HELP

# -- the list as a whole ---------------------------------------------------------------------------


def headline(source: TopX, ctx: Voice) -> str | None:
    """What is on the list, with its number: new business, for that is its goal, and renewals beside
    it; where that is not recorded, that."""
    if source.source is None:
        return ctx.say("topx.headline_unknown")
    return _parts_line("topx.headline", source.quarter.label, source.parts, ctx)


def running_line(source: TopX, ctx: Voice) -> str | None:
    """The same of what is still open on the running quarter's list; None where there is none."""
    running = source.running
    if running is None:
        return None
    if not running.deals:
        return ctx.say("topx.running_none")
    return _parts_line("topx.running", running.quarter.label, running.parts, ctx)


def _parts_line(key: str, quarter: str, parts: Parts, ctx: Voice) -> str:
    told = [
        _with_amount(ctx.say(key, n=_held(parts.new_business), quarter=quarter), parts.new_business,
                     ctx),
    ]  # fmt: skip
    if renewals := _held(parts.renewals):
        said = ctx.say("topx.headline_beside", n=renewals)
        told.append(_with_amount(said, parts.renewals, ctx))
    return "; ".join(told)


def _held(part: Figure[Decimal]) -> int:
    """How many deals the part has, with an amount or without."""
    return part.of[1] if part.of else 0


def _with_amount(said: str | None, part: Figure[Decimal], ctx: Voice) -> str:
    short = ctx.formats.money_short(part.value) if _held(part) else None
    return ", ".join(text for text in (said, short, _known_of(part, ctx)) if text)


def _known_of(figure: Figure[Decimal], ctx: Voice) -> str | None:
    """Of how many deals the amount is known; None where it is of all."""
    of = figure.of
    return None if of is None or of[0] == of[1] else ctx.say("topx.amount_of", n=of[0], m=of[1])


def phase_line(source: TopX, ctx: Voice) -> str | None:
    start, end = (ctx.formats.date(day) for day in (source.window_start, source.window_end))
    return ctx.say(f"topx.phase_{source.phase}", quarter=source.quarter.label, start=start, end=end)


def basis_line(source: TopX, ctx: Voice) -> str | None:
    """By what a deal is on the list, and what is known of the list before."""
    known, every = source.list_before
    before = "none" if not known else "all" if known == every else "some"
    file = "file" if source.has_file else "no_file"
    return ctx.join(
        ctx.say(f"topx.source_{source.source or 'none'}"),
        ctx.say(f"topx.basis_{file}"),
        ctx.say(f"topx.before_{before}", n=known, m=every),
    )


def count(source: TopX, _ctx: Voice) -> int | None:
    """Unknown where it is not recorded which deals are on the list."""
    return None if source.source is None else len(source.deals)


def amount_note(source: TopX | Level | PersonList, ctx: Voice) -> str | None:
    return _known_of(source.amount, ctx)


def new_business_count(source: TopX, _ctx: Voice) -> int | None:
    return None if source.source is None else _held(source.parts.new_business)


def renewals_count(source: TopX, _ctx: Voice) -> int | None:
    return None if source.source is None else _held(source.parts.renewals)


def running_count(source: TopX, _ctx: Voice) -> int | None:
    return len(source.running.deals) if source.running else None


def sellers_line(source: TopX, ctx: Voice) -> str | None:
    """How many people selected as many deals as they are to; while there is time, how many they
    have still to select."""
    rows = [row for row in _sellers(source) if row.status not in ("unknown", "partial")]
    told = Counter(row.status for row in rows)
    if not rows:
        is_part = any(row.status == "partial" for row in _sellers(source))
        return ctx.say("topx.sellers_partial") if is_part else None
    if source.phase != "over":
        return _to_choose(source, rows, ctx)
    return ctx.say(
        "topx.sellers", n=told["ok"], m=len(rows), under=told["under"], over=told["over"]
    )


def _to_choose(source: TopX, rows: list[PersonList], ctx: Voice) -> str | None:
    missing = [-row.off_by for row in rows if row.off_by and row.off_by < 0]
    over = sum(row.status == "over" for row in rows)
    about = {"m": len(rows), "end": ctx.formats.date(source.window_end)}
    said = (
        ctx.say("topx.to_choose", n=sum(missing), who=len(missing), **about)
        if missing
        else ctx.say("topx.to_choose_none", **about)
    )
    more = ctx.say("topx.to_choose_over", n=over) if over else None
    return ", ".join(text for text in (said, more) if text)


def several_line(source: TopX, ctx: Voice) -> str | None:
    """How many deals meet several criteria, and what it turns on for those of which it is open."""
    if not count(source, ctx):
        return None
    told = Counter(_several_of(source, deal) for deal in source.deals)
    parts = [ctx.say("topx.several_yes", n=told["yes"], several=source.several)]
    parts += [
        ctx.say(f"topx.several_{kind}", n=told[kind], several=source.several)
        for kind in ("no", "against", "open")
        if told[kind]
    ]
    return "; ".join(part for part in parts if part)


def _several_of(source: TopX, deal: TopXDeal) -> str:
    """``against``: enough are met, and only what may speak against the deal could turn it."""
    verdict = deal.verdict
    if verdict.meets_several is not None:
        return "yes" if verdict.meets_several else "no"
    is_enough = verdict.score >= source.several and verdict.is_eligible is True
    return "against" if is_enough else "open"


def win_rate(source: TopX, _ctx: Voice) -> Figure[Decimal]:
    return source.win_rate.rate if source.win_rate else Figure(None)


def win_note(source: TopX, ctx: Voice) -> str | None:
    found = source.win_rate
    if found is None:
        return ctx.say("topx.win_unknown")
    days = {"since": ctx.formats.date(found.since), "until": ctx.formats.date(found.until)}
    won, lost = len(found.won), len(found.lost)
    if not won + lost:
        return ctx.say("topx.win_none", **days)
    return ctx.say("topx.win_of", n=won, m=won + lost, **days)


def help_line(source: TopX, ctx: Voice) -> str | None:
    """How many deals need which help; None where nobody asks for any."""
    told = Counter(kind for deal in source.deals for kind in deal.help)
    parts = [f"{ctx.label('topx_help', kind)} {told[kind]}" for kind in HELP if told[kind]]
    return ", ".join(parts) or None


def help_count(source: TopX, _ctx: Voice) -> int | None:
    """Deals that need help; unknown without a file."""
    return sum(bool(deal.help) for deal in source.deals) if source.has_file else None


FIELDS = (
    ("is_top_x", "list"),
    ("strategic_value", "smb"),
    ("budget_confirmed", "smb"),
    ("terms_accepted", "smb"),
    ("worth_effort", "enterprise"),
    ("project_date", "strategic"),
    ("is_rfp", "strategic"),
)
"""Fields of the opportunity that many orgs have not, and what each is read for."""


def fields(source: TopX, ctx: Voice) -> list[dict[str, Any]]:
    """Where the CRM keeps each; None where the mapping names no field that is there."""
    places = dict(source.head.sources)
    return [
        {
            "label": ctx.label("topx_field", name),
            "origin": places.get(f"opportunity.{name}"),
            "use_label": ctx.label("topx_use", use),
        }
        for name, use in FIELDS
    ]


def _sellers(source: TopX) -> tuple[PersonList, ...]:
    return source.levels[0].people if source.levels else ()


# -- what to act on --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flag:
    """``ids`` are opportunities; people for those who selected too few or too many."""

    kind: str
    count: int
    names: tuple[str, ...]
    ids: tuple[str, ...]


def flags(source: TopX, ctx: Voice) -> list[Flag]:
    """What a manager decides on; kinds that hold of nothing are left out."""
    sellers, deals = _sellers(source), source.deals
    found = [
        _of_people(
            "under" if source.phase == "over" else "to_choose",
            [row for row in sellers if row.status == "under"],
            ctx,
        ),
        _of_people("over", [row for row in sellers if row.status == "over"], ctx),
        _of_deals("unconfirmed", [d for d in deals if _waits(source, d)]),
        _of_deals("late", [d for d in deals if d.decision.is_late]),
        _of_deals("running", source.running.deals if source.running else ()),
        _of_deals("before", [d for d in deals if d.timing == "before"]),
        _of_deals("renewals", [d for d in deals if not d.is_new_business]),
        _of_deals("not_eligible", [d for d in deals if d.verdict.is_eligible is False]),
        _of_deals("not_several", [d for d in deals if _misses_several(d)]),
        _of_deals("against", [d for d in deals if d.verdict.against]),
        _of_deals("single_thread", [d for d in deals if d.is_single_threaded]),
        _of_deals("stalled", [d for d in deals if d.is_stalled]),
        _of_deals("no_step", [d for d in deals if d.next_step is None]),
    ]
    late = source.late_before
    found.append(_flag("late_before", [(row.name, row.id) for row in late]))
    return [row for row in found if row.count]


def _waits(source: TopX, deal: TopXDeal) -> bool:
    """Selected, and not yet confirmed: asked once the list is being made, and where a file could
    say that it was."""
    return source.has_file and source.phase != "ahead" and deal.decision.status == "selected"


def _misses_several(deal: TopXDeal) -> bool:
    return deal.verdict.meets_several is False and deal.verdict.is_eligible is not False


def _of_deals(kind: str, deals: Iterable[TopXDeal]) -> Flag:
    return _flag(kind, [(deal.name, deal.id) for deal in deals])


def _flag(kind: str, rows: list[tuple[str, str]]) -> Flag:
    names, ids = (tuple(row[place] for row in rows) for place in (0, 1))
    return Flag(kind, len(rows), names, ids)


def _of_people(kind: str, rows: list[PersonList], ctx: Voice) -> Flag:
    names = (ctx.say("topx.chose", who=who(row, ctx), n=len(row.chosen or ()), x=row.x) or ""
             for row in rows)  # fmt: skip
    ids = tuple(row.person.id for row in rows if row.person)
    return Flag(kind, len(rows), tuple(names), ids)


def who(row: PersonList, ctx: Voice) -> str | None:
    return row.person.name if row.person else ctx.say("topx.nobody")


def difference(row: Difference, ctx: Voice) -> str | None:
    said = ctx.say(f"topx.difference.{row.kind}", about=row.about, by=row.by or "")
    return ctx.join(said, ctx.say("topx.difference_near", name=row.near))


def line_of(row: Difference, _ctx: Voice) -> str:
    """The file's line: ``inputs/topx.csv#4``."""
    return row.ids[0]
