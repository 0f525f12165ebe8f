"""Lost deals in words: what a page says of each, and what the first page says of all (row 116).

Money on a deal's page is written out in its account's own currency: two currencies in one column
would be added by somebody. What is summed is in the currency of the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from generator.analysis.results import DealTotal
from generator.analysis.rollups.lost import MOST_WAITING, LostDeal, LostDeals
from generator.analysis.rollups.lost.results import LaterDeal, LostPerson, Tally, ThenNow
from generator.artifacts.context import Voice
from generator.artifacts.getters import with_unit

MOST_NEW = 2
"""So many new people of a division a page has room for."""


def headline(found: LostDeals, ctx: Voice) -> str | None:
    """The conclusion of the first page, with its numbers."""
    if not found.deals:
        return ctx.say("lost.none", n=found.head.count)
    waiting = [row for row in found.due if row.name != "none"]
    count = sum(row.total.count for row in waiting)
    late = next(row.total for row in found.due if row.name == "overdue")
    return ctx.join(
        ctx.say_of("lost.waiting", count, len(found.deals)),
        ctx.say("lost.overdue", n=late.count, amount=_short(late, ctx)) if late.count else None,
    )


def _short(total: DealTotal, ctx: Voice) -> str:
    amount = ctx.formats.money_short(total.amount.value)
    return amount or str(ctx.say("lost.unknown_amount"))


def rule(found: LostDeals, ctx: Voice) -> str | None:
    """Which day a deal is taken up again on."""
    return ctx.say("lost.rule", n=found.quarters)


def pages_line(found: LostDeals, ctx: Voice) -> str | None:
    """Which deals have a page, and how many stand in the list alone; empty where all have one."""
    alone = sum(row.page is None for row in found.deals)
    if not alone:
        return ""
    return ctx.say("lost.pages", n=alone, pages=len(found.deals) - alone, most=MOST_WAITING)


def renewals_line(found: LostDeals, ctx: Voice) -> str | None:
    total = found.renewals
    if not total.count:
        return ctx.say("lost.no_renewals")
    return ctx.say("lost.renewals", n=total.count, amount=_short(total, ctx))


def won_back_line(found: LostDeals, ctx: Voice) -> str | None:
    total = found.won_back
    if not total.count:
        return ctx.say("lost.none_won_back")
    return ctx.say("lost.won_back_count", n=total.count, amount=_short(total, ctx))


def unopposed_line(found: LostDeals, ctx: Voice) -> str | None:
    return ctx.say_of("lost.unopposed", found.unopposed.count, len(found.deals))


def without_rate_line(found: LostDeals, ctx: Voice) -> str | None:
    names = ", ".join(found.without_rate)
    return ctx.say("lost.without_rate", names=names, currency=found.head.currency) if names else ""


def tally_name(row: Tally, ctx: Voice) -> str | None:
    return row.name or ctx.say("lost.not_recorded")


# -- a deal's page ---------------------------------------------------------------------------------


def own_money(row: LostDeal, value: Decimal | None, ctx: Voice) -> str | None:
    return ctx.formats.money(value, row.currency)


def amount(row: LostDeal, ctx: Voice) -> str | None:
    return own_money(row, row.deal.amount, ctx)


def in_sums(row: LostDeal, ctx: Voice) -> str | None:
    """What the amount is in the currency of the sums; None where that is the account's own, or it
    is not known."""
    told = ctx.formats.money(row.worth)
    return None if told == amount(row, ctx) else told


def owner(row: LostDeal, ctx: Voice) -> str | None:
    """Who owned it; said where that person is no longer active."""
    if row.deal.owner is None:
        return None
    return (
        row.deal.owner.name
        if row.is_owner_active
        else ctx.say("lost.owner_left", name=row.deal.owner.name)
    )


def due_line(row: LostDeal, ctx: Voice) -> str | None:
    """When to come back, and how that lies to as-of; of what was taken up, what became of it."""
    if row.due == "none":
        return outcome_line(row, ctx)
    day, by = ctx.formats.date(row.again_on), ctx.formats.date(row.by)
    return ctx.say(f"lost.due_{row.due}", day=day, quarter=row.again.label, by=by)


def outcome_line(row: LostDeal, ctx: Voice) -> str | None:
    """What happened since."""
    found = row.outcome
    if found.state == "none" and not row.deal.products:
        return ctx.say("lost.outcome_unknown")
    if found.state == "none":
        return ctx.say("lost.outcome_none", unit=row.deal.unit)
    day = ctx.formats.date(found.day) or ctx.say("lost.no_day")
    return ctx.say(f"lost.outcome_{found.state}", name=found.name, day=day)


def course(row: LostDeal, ctx: Voice) -> str | None:
    """From its creation to its loss, and how often its close date was moved, as far as recorded."""
    created, close = row.deal.created, ctx.formats.date(row.deal.close_date)
    days = row.days_open
    parts = (
        ctx.say("lost.created", day=ctx.formats.date(created)) if created else None,
        ctx.say("lost.lost_on", day=close, quarter=row.quarter.label),
        None if days is None else ctx.say("lost.open_for", n=days),
        None if row.pushes is None else _pushes(row.pushes, ctx),
    )
    return ", ".join(part for part in parts if part)


def _pushes(count: int, ctx: Voice) -> str | None:
    return ctx.say("lost.pushes", n=count) if count else ctx.say("lost.never_pushed")


def before_line(row: LostDeal, ctx: Voice) -> str | None:
    """The stage before it closed, as a snapshot kept at the time has it."""
    before = row.before
    if before is None:
        return None
    unknown = ctx.say("lost.unknown_amount")
    return ctx.say(
        "lost.kept",
        stage=before.stage,
        amount=own_money(row, before.amount, ctx) or unknown,
        close=ctx.formats.date(before.close_date),
        day=ctx.formats.date(before.day),
    )


def next_step(row: LostDeal, _ctx: Voice) -> str | None:
    """The one of the time, where a snapshot kept it; else what still stands on the deal."""
    return (row.before.next_step if row.before else None) or row.deal.next_step


def step_text(row: LostDeal, ctx: Voice) -> str | None:
    """The first step as a sentence (``analysis.rollups.lost.step``)."""
    step, person = row.step, row.step.person
    who = person.name if person else ""
    if person and person.title:
        who = f"{person.name} ({person.title})"
    what = ", ".join(row.deal.products) or row.deal.name
    values = {
        "person": who,
        "product": what,
        "unit": row.deal.unit,
        "about": step.about or "",
        "reason": row.deal.loss_reason or "",
        "since": next((ctx.formats.date(n.since) for n in row.newcomers if n.leads), None) or "",
    }
    return ctx.say(f"lost.step_{step.kind}", **values)


def step_by(row: LostDeal, ctx: Voice) -> str | None:
    """The day by which to take the step; of what was taken up, how it stands."""
    if row.by is None:
        return ctx.say(f"lost.by_{row.outcome.state}")
    return ctx.formats.date(row.by)


def missing(row: LostDeal, ctx: Voice) -> str | None:
    """What a page would tell and no record says, in one line; empty where all is recorded."""
    lacks = (
        ("reason", row.deal.loss_reason),
        ("rivals", row.rivals),
        ("stage", row.before),
        ("products", row.deal.products),
        ("pushes", row.pushes is not None),
        ("next_step", next_step(row, ctx)),
        ("people", row.people),
        ("kpi", any(found.kind == "kpi" for found in row.measures)),
    )
    names = [ctx.say(f"lost.lacks_{name}") for name, is_there in lacks if not is_there]
    names += [_not_of_then(row, found, ctx) for found in row.measures if not _is_comparable(found)]
    told = ", ".join(name for name in names if name)
    return ctx.say("lost.lacks", names=told) if told else ""


def _not_of_then(row: LostDeal, found: ThenNow, ctx: Voice) -> str | None:
    """A measure that cannot be compared, with what it is now."""
    told = _measure(found, row.currency, ctx)
    kind = "lacks_then" if told["now"] else "lacks_both"
    return ctx.say(f"lost.{kind}", name=told["name"], now=told["now"] or "")


def _is_comparable(row: ThenNow) -> bool:
    return row.then is not None and row.now is not None


def newcomers_line(row: LostDeal, ctx: Voice) -> str | None:
    """Who is new in the division since, each with the first sign of it."""
    unit = row.deal.unit
    if not row.newcomers:
        return ctx.say("lost.nobody_new" if row.newcomers_known else "lost.new_unknown", unit=unit)
    told = [_newcomer(found, ctx) for found in row.newcomers[:MOST_NEW]]
    rest = len(row.newcomers) - MOST_NEW
    more = ctx.say("lost.more_new", n=rest) if rest > 0 else None
    names = "; ".join(text for text in (*told, more) if text)
    return ctx.say("lost.new", unit=unit, names=names)


def _newcomer(row: Any, ctx: Voice) -> str | None:
    name = f"{row.name} ({row.title})" if row.title else row.name
    return ctx.say(f"lost.sign_{row.sign}", name=name, day=ctx.formats.date(row.since))


def person_now(row: LostPerson, ctx: Voice) -> str | None:
    """Still there or gone; the division where it is another than the deal's."""
    if row.has_left:
        return ctx.say("lost.left")
    return (
        ctx.say("lost.elsewhere", unit=row.other_unit) if row.other_unit else ctx.say("lost.there")
    )


def person_role(row: LostPerson, ctx: Voice) -> str | None:
    stated = row.stated_role or ctx.label("role", row.role)
    if row.is_primary:
        return ctx.say("lost.primary", role=stated) if stated else ctx.say("lost.primary_only")
    return stated


def person_title(row: LostPerson, ctx: Voice) -> str | None:
    if not row.has_new_title:
        return row.title_now
    unknown = ctx.say("lost.not_recorded")
    return _then_now(row.title_then or unknown, row.title_now or unknown, ctx)


def person_strength(row: LostPerson, ctx: Voice) -> str | None:
    """Then and now by level; nothing where neither is known."""
    then, now = (_level(value, ctx) for value in (row.strength_then, row.strength_now))
    if then is None and now is None:
        return None
    source = ctx.label("source", row.strength_source) if row.strength_source == "inferred" else None
    words = f"{now} ({source})" if now and source else now
    return _then_now(then or ctx.say("lost.not_recorded"), words or ctx.say("lost.unknown"), ctx)


def _level(value: int | None, ctx: Voice) -> str | None:
    return ctx.label("strength", None if value is None else str(value))


def _then_now(then: str | None, now: str | None, ctx: Voice) -> str | None:
    return ctx.say("lost.then_now", then=then, now=now)


# -- what the customer did, and what we did since --------------------------------------------------


def measures(row: LostDeal, ctx: Voice) -> Sequence[dict[str, Any]]:
    """Each measure that is known both then and now, in the words of the page, with the records it
    was read from; that others are not stands in ``missing``."""
    known = (found for found in row.measures if _is_comparable(found))
    return [_measure(found, row.currency, ctx) for found in known]


def improved_line(row: LostDeal, ctx: Voice) -> str | None:
    """Whether the customer's own measures have moved towards their targets since: where they have
    not, it may be the better time to come back (row 116)."""
    trends = [found.trend for found in row.measures if found.kind == "kpi" and found.trend]
    if not trends:
        return ""
    behind = sum(trend != "nearer" for trend in trends)
    if not behind:
        return ctx.say("lost.improved", n=len(trends))
    return ctx.say_of("lost.not_improved", behind, len(trends))


def _measure(row: ThenNow, currency: str, ctx: Voice) -> dict[str, Any]:
    return {
        "name": row.name or ctx.label("lost_measure", row.kind),
        "then": _dated(row.then, row, currency, ctx),
        "then_day": row.then_day,
        "now": _dated(row.now, row, currency, ctx),
        "now_day": row.now_day,
        "trend": ctx.label("lost_trend", row.trend),
        "ids": row.ids,
    }


def _dated(value: Decimal | str | None, row: ThenNow, currency: str, ctx: Voice) -> str | None:
    if isinstance(value, str) or value is None:
        return _plain(value, ctx)
    if row.unit == "currency":
        return ctx.formats.money(value, currency)
    return with_unit(value, row.unit, ctx)


def _plain(value: str | None, ctx: Voice) -> str | None:
    """A field of text that holds a number is written as one: ``84.0`` is 84."""
    try:
        return value and ctx.formats.number(Decimal(value))
    except ArithmeticError:
        return value


def later(row: LostDeal, ctx: Voice) -> Sequence[dict[str, Any]]:
    return [_later(found, row, ctx) for found in row.later]


def _later(found: LaterDeal, row: LostDeal, ctx: Voice) -> dict[str, Any]:
    return {
        "name": found.name,
        "state": ctx.label("deal_state", found.state),
        "amount": own_money(row, found.amount, ctx),
        "close_date": found.close_date,
        "same": ctx.say("lost.same_product" if found.is_same else "lost.other_product"),
        "ids": (found.id,),
    }
