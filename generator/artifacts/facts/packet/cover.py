"""The packet's first page: flags, agenda, whom to invite (METHOD.md rows 98, 99, 100)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.facts.flags import Flag, flags
from generator.artifacts.facts.packet import PacketView, PageView

PART = 15
"""Minutes of each of the four parts of the hour (row 99)."""
AT_MOST = 3
"""Accounts that share a part: with less than five minutes no decision is taken."""

_NAMED = 3
"""Accounts or people whom a flag of many names: the page has no room for more."""


def flag_rows(view: PacketView, ctx: Voice) -> tuple[Flag, ...]:
    return flags(view.packet.portfolio, ctx.phrases, ctx.formats, _NAMED)


def headline(view: PacketView, ctx: Voice) -> str | None:
    """How many flags are to be acted on, and the gravest."""
    rows = [row for row in flag_rows(view, ctx) if row.grade == "act"]
    if not rows:
        return ctx.say("packet.calm")
    return ctx.say("packet.headline", n=len(rows), flag=rows[0].text)


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
    chosen = [page for page in view.pages if _decides(page, number)][:AT_MOST]
    part = view.pages[0].review["session"]["parts"][number]
    head = {"number": number + 1, "time": part["time"], "part": part["name"]}
    blank = {"number": number + 1, "time": "", "part": ""}
    if not chosen:
        nothing = ctx.say("packet.nothing_to_decide")
        yield {**head, "minutes": PART, "account": "", "decision": nothing, "owner": None,
               "due": None}  # fmt: skip
    for place, page in enumerate(chosen):
        own = page.review["session"]["parts"][number]
        yield {
            **(blank if place else head),
            "minutes": _minutes(place, len(chosen)),
            "account": page.found.account.name,
            "decision": own["decision"],
            "owner": own["owner"],
            "due": own["due"],
            "ids": (page.id,),
        }


def _decides(page: PageView, number: int) -> bool:
    return bool(page.review["session"]["parts"][number]["is_needed"])


def _minutes(place: int, sharing: int) -> int:
    """Equal shares; the worst has what is left over."""
    return PART // sharing + (PART % sharing if place == 0 else 0)


def on_agenda(view: PacketView, ctx: Voice) -> list[PageView]:
    names = {row["account"] for row in agenda(view, ctx)}
    return [page for page in view.pages if page.found.account.name in names]


def invited(view: PacketView, ctx: Voice) -> list[dict[str, Any]]:
    """The roles of the reviews on the agenda with everybody who fills them, and where nobody does.
    Whose accounts they are has the chair."""
    people: dict[str, list[str]] = {}
    lacks: dict[str, list[str]] = {}
    person = view.head.person
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
    return [{"role": chair, "names": person.name, "unfilled": None}, *rows] if person else rows


def _invited(role: str, names: list[str], lacks: list[str], ctx: Voice) -> dict[str, Any]:
    unfilled = ctx.say("packet.unfilled", accounts=", ".join(lacks)) if lacks else None
    return {"role": role, "names": ", ".join(names) or None, "unfilled": unfilled}
