"""The packet's first page: flags, agenda, whom to invite (METHOD.md rows 98, 99, 100)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.facts.flags import Flag, flags
from generator.artifacts.facts.packet import PacketView, PageView
from generator.artifacts.facts.packet.pages import part_name, urgent_flag

PART = 15
"""Minutes of each of the four parts of the hour (row 99)."""
AT_MOST = 3
"""Accounts that share a part: with less than five minutes no decision is taken."""

_NAMED = 100
"""Accounts or people whom a flag of many names: on paper nobody can ask for the rest."""


def flag_rows(view: PacketView, ctx: Voice) -> tuple[Flag, ...]:
    """Those of one account or person that call for something: they are for the hour."""
    return tuple(row for row in _flags(view, ctx) if _is_own(row))


def _is_own(row: Flag) -> bool:
    return len(row.ids) == 1 and row.grade != "note"


def shared_flags(view: PacketView, ctx: Voice) -> tuple[Flag, ...]:
    """What is true of several, and what is only to be known."""
    return tuple(row for row in _flags(view, ctx) if not _is_own(row))


def _flags(view: PacketView, ctx: Voice) -> tuple[Flag, ...]:
    return flags(view.packet.portfolio, ctx.phrases, ctx.formats, _NAMED)


def baseline_note(view: PacketView, ctx: Voice) -> str | None:
    """Why some or all accounts' changes cannot be told; None where each has a baseline."""
    without = [page for page in view.pages if page.review["changes"]["since"] is None]
    if not without:
        return None
    return ctx.say("packet.no_baseline", n=len(without), m=str(len(view.pages)))


def aim(view: PacketView, ctx: Voice) -> str | None:
    """How far the accounts together are from their targets, in a line."""
    found, short = view.packet.portfolio.aim, ctx.formats.money_short
    known, every = found.target.of or (0, 0)
    if not known:
        return ctx.say("packet.no_aim")
    return ctx.say(
        "packet.aim",
        revenue=short(found.revenue.value),
        target=short(found.target.value),
        date=ctx.formats.date(found.end),
        to_go=short(found.to_go.value),
        in_time=short(found.in_time),
        n=known,
        m=str(every),
    )


def headline(view: PacketView, ctx: Voice) -> str | None:
    """How many flags are to be acted on, and the gravest."""
    rows = [row for row in flag_rows(view, ctx) if row.grade == "act"]
    if not rows:
        return ctx.say("packet.calm")
    return ctx.say("packet.headline", n=len(rows), name=rows[0].about)


def plans_line(view: PacketView, ctx: Voice) -> str | None:
    """How many accounts, how many of them with a plan, how many without a page."""
    count = view.head.count
    plans = view.packet.plans
    told = ctx.say("packet.plans", n=count, plans=None if plans is None else str(plans))
    if told is None:
        told = ctx.say("packet.plans_unknown", n=count)
    motion = len(view.packet.motion)
    return ctx.join(told, ctx.say("packet.motion", n=motion) if motion else None)


def minutes(view: PacketView, ctx: Voice) -> int:
    return sum(row["minutes"] for row in agenda(view, ctx))


def agenda(view: PacketView, ctx: Voice) -> list[dict[str, Any]]:
    """The hour, a row for each account and part: the worst accounts with something to decide in it
    share the minutes of a part. Where none has, the part's row says so."""
    numbers = range(len(view.pages[0].review["session"]["parts"])) if view.pages else ()
    return [row for number in numbers for row in _part(view, number, ctx)]


def _part(view: PacketView, number: int, ctx: Voice) -> Iterable[dict[str, Any]]:
    deciding = [page for page in view.pages if _decides(page, number)]
    chosen = sorted(deciding, key=lambda page: -_stake(page, number))[:AT_MOST]
    part = view.pages[0].review["session"]["parts"][number]
    name = part_name(view.pages[0], part, ctx)
    head = {"number": number + 1, "time": part["time"], "part": name}
    blank = {"number": number + 1, "time": "", "part": ""}
    if not chosen:
        nothing = ctx.say("packet.nothing_to_decide")
        yield {**head, "minutes": PART, "account": "", "decision": nothing, "owner": None,
               "due": None}  # fmt: skip
    for place, page in enumerate(chosen):
        yield {
            **(blank if place else head),
            "minutes": _minutes(place, len(chosen)),
            "account": page.found.account.name,
            **_decision(page, number, ctx),
            "ids": (page.id,),
        }


def _decision(page: PageView, number: int, ctx: Voice) -> dict[str, Any]:
    """What the review decides in the part. In the first a flag that is to be acted on leads, with
    who answers for it and by when, for it cannot wait for the parts to come."""
    own = page.review["session"]["parts"][number]
    told = {"decision": own["decision"], "owner": own["owner"], "due": own["due"]}
    urgent = urgent_flag(page, ctx) if number == 0 else None
    if urgent is None:
        return told
    if not own["is_needed"]:
        return {"decision": urgent.to_do, "owner": urgent.owner, "due": urgent.due}
    both = ctx.join(urgent.to_do, own["decision"])
    return {"decision": both, "owner": urgent.owner, "due": urgent.due or own["due"]}


def _stake(page: PageView, number: int) -> Decimal:
    """What the decision is about, in the portfolio's currency; 0 where it is about no amount, or
    the account's currency has no rate: then the pages' order decides."""
    worth = page.review["session"]["parts"][number]["stake"]
    rate = dict(page.portfolio.rates).get(page.account.currency)
    return worth * rate if worth is not None and rate is not None else Decimal(0)


def _decides(page: PageView, number: int) -> bool:
    urgent = number == 0 and any(row.grade == "act" for row in page.found.concerns)
    return urgent or bool(page.review["session"]["parts"][number]["is_needed"])


def _minutes(place: int, sharing: int) -> int:
    """Equal shares; the worst has what is left over."""
    return PART // sharing + (PART % sharing if place == 0 else 0)


def on_agenda(view: PacketView, ctx: Voice) -> list[PageView]:
    ids = {one for row in agenda(view, ctx) for one in row.get("ids", ())}
    return [page for page in view.pages if page.id in ids]


def invited(view: PacketView, ctx: Voice) -> list[dict[str, Any]]:
    """The roles of the reviews on the agenda with everybody who fills them, and where nobody does.
    Whose accounts they are has the chair, unless that person owns them: nobody chairs the review
    of the own plans, so each owner's manager does."""
    people: dict[str, list[str]] = {}
    lacks: dict[str, list[str]] = {}
    person = None if _is_owners(view) else view.head.person
    for page in on_agenda(view, ctx):
        for row in page.review["session"]["invited"]:
            names = people.setdefault(row["role"], [])
            if row["name"] is None:
                lacks.setdefault(row["role"], []).append(page.found.account.name)
            elif row["name"] not in names and (person is None or row["name"] != person.name):
                names.append(row["name"])
    rows = [
        _invited(role, names, lacks.get(role, []), ctx)
        for role, names in people.items()
        if names or role in lacks  # else whoever has the chair fills it
    ]
    chair = ctx.say("packet.chair")
    if person:
        return [{"role": chair, "names": person.name, "unfilled": None}, *rows]
    manager = ctx.say("session.role.manager")
    return [row | {"role": chair} if row["role"] == manager else row for row in rows]


def _is_owners(view: PacketView) -> bool:
    """Whether the packet's person owns every account with a page: it is an owner's own packet."""
    owners = [page.account.profile.owner for page in view.pages]
    person = view.head.person
    return person is not None and all(one is not None and one.id == person.id for one in owners)


def _invited(role: str, names: list[str], lacks: list[str], ctx: Voice) -> dict[str, Any]:
    unfilled = ctx.say("packet.unfilled", accounts=", ".join(lacks)) if lacks else None
    return {"role": role, "names": ", ".join(names) or None, "unfilled": unfilled}
