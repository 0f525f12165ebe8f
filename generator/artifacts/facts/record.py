"""Coverage in words, key figures with their records, texts for empty sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.results import AnalysedAccount, Conversion, Figure
from generator.artifacts.context import Facts
from generator.artifacts.getters import with_days, with_own_days
from generator.model.org import Coverage, DataProblem, could_be_read, could_read

EMPTY = {
    "actions": ("activities", "tasks and events"),
    "commitments": ("commitments", "commitments"),
    "contacts": ("contacts", "contacts"),
    "contracts": ("contracts", "contracts"),
    "deals": ("opportunities", "opportunities"),
    "goals": ("objectives", "goals"),
    "plan": ("plans", "an account plan"),
    "plays": ("plays", "plays"),
    "priorities": ("priorities", "customer priorities"),
    "products": ("assets", "owned products"),
    "risks": ("risks", "risks"),
    "rivals": ("competitors", "rivals"),
    "signals": ("signals", "news"),
    "support": ("cases", "support cases"),
    "team": ("team", "an account team"),
    "whitespace": ("products", "products"),
}
"""What a section may lack: the kind of record it needs, and words for the reference."""

IDS_SHOWN = 3
RATE_DIGITS = 6


def state_label(row: Coverage, ctx: Facts) -> str | None:
    """One of the distinct wordings of SALESFORCE.md 3.3, never one for another."""
    return ctx.say(f"coverage.{row.state}", user=_reader(ctx), n=row.count)


def _reader(ctx: Facts) -> str:
    name = ctx.footer.user or ctx.account.reader
    return name or ctx.say("coverage.the_reader") or ""


def fields(row: Coverage, ctx: Facts) -> str | None:
    """How many of the fields that are looked for are there; empty where none is looked for."""
    if not row.wanted:
        return None
    return ctx.say(
        "coverage.fields",
        n=ctx.formats.number(row.found),
        m=ctx.formats.number(row.wanted),
    )


def line(row: Coverage, ctx: Facts) -> str | None:
    """The state; of what was read, also how much of it is missing."""
    state = state_label(row, ctx)
    if not row.missing or not could_be_read(row.state):
        return state
    words = ", ".join(row.missing)
    return ctx.say("coverage.without", state=state, found=fields(row, ctx), fields=words)


def gaps(account: AnalysedAccount, _ctx: Facts) -> list[Coverage]:
    return [row for row in account.coverage if row.state != "read" or row.missing]


def problem(row: DataProblem, ctx: Facts) -> str:
    """What is wrong, the days that it tells as the documents write them."""
    return with_own_days(row.message, row.days, ctx.formats)


def was_read(topic: str, ctx: Facts) -> bool:
    """Whether records of this kind could be read."""
    return could_read(ctx.account.coverage, topic)


def empty(name: str) -> Callable[[Sequence[Coverage], Facts], str | None]:
    """Why a section is empty: in the coverage's words where it was not read, else its own."""
    topic = EMPTY[name][0]

    def text(coverage: Sequence[Coverage], ctx: Facts) -> str | None:
        state = next((row.state for row in coverage if row.topic == topic), "no_records")
        if could_be_read(state):
            return ctx.say(f"empty.{name}")
        return ctx.say(
            f"empty_because.{state}",
            what=ctx.label("topic", topic),
            user=_reader(ctx),
        )

    return text


def field_sources(account: AnalysedAccount, _ctx: Facts) -> list[dict[str, Any]]:
    return [{"field": field, "origin": origin, "ids": ()} for field, origin in account.sources]


def rate_pair(row: Conversion, ctx: Facts) -> str | None:
    return ctx.say("rates.pair", source=row.source, target=row.target)


def rate_text(row: Conversion, ctx: Facts) -> str | None:
    """In six digits, without zeros at the end."""
    unit = Decimal(1).scaleb(row.rate.adjusted() - RATE_DIGITS + 1)
    shown = row.rate.quantize(unit).normalize()
    return ctx.formats.number(shown, max(0, -int(shown.as_tuple().exponent)))


def rate_basis(row: Conversion, ctx: Facts) -> str | None:
    if row.start is None:
        return ctx.say("rates.standing")
    return ctx.say("rates.dated", date=ctx.formats.date(row.start))


def rate_line(row: Conversion, ctx: Facts) -> str | None:
    pair, rate, basis = rate_pair(row, ctx), rate_text(row, ctx), rate_basis(row, ctx)
    return ctx.say("rates.line", pair=pair, rate=rate, basis=basis)


def _noted(figure: Figure[Decimal], ctx: Facts) -> Figure[Decimal]:
    return replace(figure, note=with_days(figure.note, ctx.formats) or "")


def _key_figures(account: AnalysedAccount, ctx: Facts) -> list[tuple[str, str, Figure[Any]]]:
    """The figures that every document leads with: (name, kind, figure)."""
    revenue, space, deals = account.revenue, account.whitespace, account.performance
    return [
        ("revenue.current", "money", revenue.current),
        ("revenue.target", "money", revenue.target),
        ("revenue.gap", "money", revenue.gap),
        ("revenue.year_ago", "money", _noted(revenue.year_ago, ctx)),
        ("account.potential", "money", account.profile.potential),
        ("renewal.date", "date", account.renewal.day),
        ("renewal.value", "money", account.renewal.value),
        ("won.amount", "money", deals.won.amount),
        ("lost.amount", "money", deals.lost.amount),
        ("open.amount", "money", deals.open.amount),
        ("performance.win_rate", "percent", deals.win_rate),
        ("whitespace.value", "money", space.value),
        ("whitespace.pre_pipeline", "money", space.pre_pipeline),
        ("support.median_days", "number", account.support.median_days_to_close),
        ("relationships.top_share", "percent", account.relationships.top_share),
    ]


def figures(account: AnalysedAccount, ctx: Facts) -> list[dict[str, Any]]:
    rows = [*_key_figures(account, ctx), *_file_figures(account, ctx)]
    return [_row(name, kind, figure, ctx) for name, kind, figure in rows]


def _file_figures(account: AnalysedAccount, ctx: Facts) -> list[tuple[str, str, Figure[Any]]]:
    """Figures that a file beside the CRM gave, one for each product and division."""
    return [
        (
            "usage.active_users",
            "number",
            Figure(
                None if row.active_users is None else Decimal(row.active_users),
                (*row.ids, *row.used_ids),
                f"{row.product}, {row.unit}: {row.used_source}, {ctx.formats.date(row.used_on)}",
            ),
        )
        for row in account.owned_products
        if row.used_on is not None
    ]


def _row(name: str, kind: str, figure: Figure[Any], ctx: Facts) -> dict[str, Any]:
    of = figure.of
    known = None
    if of is not None and of[0] != of[1]:
        known = ctx.say("note.known_for", n=ctx.formats.number(of[0]), m=ctx.formats.number(of[1]))
    return {
        "name": name,
        "label": ctx.label("figure", name),
        "value": getattr(ctx.formats, kind)(figure.value),
        "note": "; ".join(part for part in (figure.note, known) if part),
        "count": len(figure.ids),
        "ids": ", ".join(figure.ids),
        "ids_shown": _shortened(figure.ids, ctx),
        "record_ids": figure.ids,
    }


def _shortened(ids: Sequence[str], ctx: Facts) -> str:
    shown = ", ".join(ids[:IDS_SHOWN])
    rest = len(ids) - IDS_SHOWN
    return (ctx.say("more.ids", ids=shown, n=rest) or "") if rest > 0 else shown


def first_day(account: AnalysedAccount) -> date | None:
    """Since when there is anything to tell: the earliest contract, asset, won deal or reading of a
    KPI. None where none of them is recorded."""
    days = [day for priority in account.priorities for day, _ in priority.readings]
    since = account.profile.customer_since
    return min([*days, since] if since else days, default=None)
