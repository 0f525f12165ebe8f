"""The page of one account, told by its own review (METHOD.md rows 22, 101, 117)."""

from __future__ import annotations

from typing import Any

from generator.analysis.portfolio.members import has_plan
from generator.analysis.results import Gate
from generator.analysis.rollups.packet import Trigger
from generator.artifacts.context import Voice
from generator.artifacts.facts.flags import Flag, told
from generator.artifacts.facts.flags import agreed as told_agreed
from generator.artifacts.facts.packet import PacketView, PageView
from generator.artifacts.telling.plan_state import in_time as plays_in_time
from generator.model.org import could_read


def value(path: str) -> Any:
    """A getter: what the review says under ``path``."""
    parts = path.split(".")

    def get(page: PageView, _ctx: Voice) -> Any:
        found: Any = page.review
        for part in parts:
            found = None if found is None else found[part]
        return found

    return get


def ids(path: str) -> Any:
    """A getter: the records behind ``path``."""
    return lambda page, _ctx: page.ids_of(path)


def line(page: PageView, ctx: Voice) -> str | None:
    """Tier, segment, owner and sponsor in one line."""
    account = page.review["account"]
    sponsor = page.review["relationships"]["sponsor"]
    asked = account["tier"] == 1  # an executive sponsor is asked of tier 1 alone (row 61)
    return " · ".join(
        part
        for part in (
            ctx.say("packet.tier", tier=str(account["tier"])),
            account["segment_label"] or ctx.say("packet.no_segment"),
            ctx.say("packet.owner", name=account["owner"] or ctx.say("packet.nobody")),
            ctx.say("packet.sponsor", name=sponsor or ctx.say("packet.nobody"))
            if sponsor or asked
            else None,
        )
        if part
    )


def money(path: str) -> Any:
    """A getter: an amount in the account's own currency, as text: no sum can be made of it."""
    read = value(path)

    def get(page: PageView, ctx: Voice) -> str | None:
        return ctx.formats.money_short(read(page, ctx), page.account.currency)

    return get


def in_time(page: PageView, ctx: Voice) -> str | None:
    """How much of what is to go plays bring within the target's year."""
    brought = plays_in_time(dict(page.review))
    if not brought:
        return ctx.say("packet.none_in_time")
    amount = ctx.formats.money_short(brought, page.account.currency)
    return ctx.say("packet.in_time", amount=amount)


def changes_note(page: PageView, _ctx: Voice) -> str | None:
    """What changes are counted from. That they are from nothing yet is said once, for all."""
    changes = page.review["changes"]
    note: str | None = changes["note"] if changes["since"] is not None else None
    return note


def plan_age(page: PageView, ctx: Voice) -> str | None:
    plan = page.review["plan"]
    if not could_read(page.account.coverage, "plans"):
        return None
    if plan["id"] is None:
        return ctx.say("packet.no_plan")
    if not has_plan(page.account):
        return ctx.say("packet.plan_closed")
    return ctx.say("packet.plan_age", n=plan["age_days"])


def renewal_in(page: PageView, ctx: Voice) -> str | None:
    return ctx.say("packet.renewal_in", n=page.review["renewal"]["days"])


def gates(page: PageView, ctx: Voice) -> str | None:
    """What the records show of each step before the renewal, in one line (row 92)."""
    told_of = [_gate(gate, ctx) for gate in page.account.renewal.gates]
    return "; ".join(part for part in told_of if part) or None


def _gate(gate: Gate, ctx: Voice) -> str | None:
    """What is to come with its day; else what a record shows, or that none can."""
    days = str(gate.days_before)
    if gate.state == "ahead":
        said = ctx.say(f"packet.gate_due.{days}")
        return ctx.say("packet.gate.due", days=days, date=ctx.formats.date(gate.day), said=said)
    said = ctx.say(f"packet.gate.{gate.finding or gate.state}", n=gate.late)
    return ctx.say("packet.gate.line", days=days, said=said)


def flag_rows(page: PageView, ctx: Voice) -> tuple[Flag, ...]:
    return told(page.found.concerns, page.portfolio, ctx.phrases, ctx.formats)


def urgent_flag(page: PageView, ctx: Voice) -> Flag | None:
    """The first flag that is to be acted on; None where there is none."""
    return next((row for row in flag_rows(page, ctx) if row.grade == "act"), None)


def agreed(page: PageView, ctx: Voice) -> list[dict[str, Any]]:
    """What would be a flag, and somebody accepts."""
    return [
        {
            "text": told_agreed(row, page.portfolio, ctx.phrases, ctx.formats),
            "ids": row.concern.ids,
        }
        for row in page.found.agreed
    ]


def triggers(page: PageView, ctx: Voice) -> list[dict[str, Any]]:
    """All but a renewal that a flag tells already."""
    flags = {row.kind for row in page.found.concerns}
    told_already = {"renewal"} if flags & {"renewal", "notice", "unsigned"} else set()
    return [
        {
            "kind": row.kind,
            "label": ctx.label("trigger", row.kind),
            "date": row.day,
            "text": _trigger(row, ctx),
            "ids": row.ids,
        }
        for row in page.found.triggers
        if row.kind not in told_already
    ]


def _trigger(row: Trigger, ctx: Voice) -> str | None:
    """As the CRM tells it; else the sentence of its kind."""
    if row.kind == "competitor" and row.subject:
        found = ctx.say("packet.trigger.rival_on", name=row.subject, deal=row.detail)
        return found or ctx.say("packet.trigger.rival", name=row.subject)
    if row.kind == "executive" and row.subject:
        found = ctx.say("packet.trigger.executive_of", name=row.subject, title=row.detail)
        return found or ctx.say("packet.trigger.executive", name=row.subject)
    if row.kind == "renewal":
        return ctx.say("packet.trigger.renewal", n=row.n)
    if row.kind == "case":
        return ctx.say("packet.trigger.case", n=row.n)
    return row.detail


def plays(page: PageView, _ctx: Voice) -> list[dict[str, Any]]:
    """Plays that need something now, as the review orders them: those that lack or wait for
    something first, none that is only planned."""
    rows = page.review["session"]["plays"]
    return [row for row in rows if row["needs"] and row["state"] != "planned"]


def questions(page: PageView, ctx: Voice) -> list[dict[str, Any]]:
    """What the review of the account has to decide, part by part."""
    rows = [row for row in page.review["session"]["parts"] if row["is_needed"]]
    return [
        row
        | {"name": part_name(page, row, ctx)}
        | {"about": row["about"] if ";" in (row["about"] or "") else None}
        for row in rows
    ]


def part_name(page: PageView, row: dict[str, Any], ctx: Voice) -> str | None:
    """The part's; the last is about plays of this quarter too, up to a day that the packet says."""
    if row["number"] != _LAST_PART:
        return str(row["name"])
    day = ctx.formats.date(page.review["period"]["coming_quarter_end"])
    return ctx.say("packet.ahead", date=day)


_LAST_PART = 4


def pages(view: PacketView, _ctx: Voice) -> tuple[PageView, ...]:
    return view.pages
