"""Part 2: relationships, what changed, news and risks (METHOD.md rows 45, 51-57, 93, 98)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.plan_state import empty
from generator.artifacts.telling.session import record
from generator.artifacts.telling.session.decision import Decision, decide, nothing

Values = dict[str, Any]
_QUIET_DAYS = 90
"""Who was touched within so many days, but not in as many after them, has gone quiet (row 57)."""
_NAMED = 3


def quiet(values: Values) -> list[Values]:
    """Contacts touched in the 90 days before the last 90, and not since; the latest touch first."""
    as_of: date = values["document"]["as_of"]
    window = timedelta(days=_QUIET_DAYS)
    rows = [
        person
        for person in values["relationships"]["contacts"]
        if person["last_touch"] is not None
        and as_of - 2 * window < person["last_touch"] <= as_of - window
    ]
    return sorted(rows, key=lambda person: person["last_touch"], reverse=True)


def news(values: Values) -> list[Values]:
    """Of the customer, since the first day of the quarter under review (row 45)."""
    since = values["period"]["quarter_start"]
    return [row for row in values["signals"] if row["date"] >= since]


def changes(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """What changed about people and risks since the baseline, else who went quiet by the dates of
    the touches; then what is heard of the customer."""
    since, told = values["changes"]["since"], values["changes"]
    if since is not None:
        kind = ctx.say("session.change.since")
        rows = [*told["people"], *told["risks"]]
        moved = [{"date": since, "kind": kind, "text": row["text"], "of": row} for row in rows]
    else:
        moved = _silent(values, ctx)
    heard = [
        {"date": row["date"], "kind": row["kind_label"], "text": row["text"], "of": row}
        for row in news(values)
    ]
    return [*moved, *heard]


def _silent(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    return [
        {
            "date": person["last_touch"],
            "kind": ctx.say("session.change.quiet"),
            "text": ctx.say("session.change.quiet_text", name=_called(person)),
            "of": person,
        }
        for person in quiet(values)
    ]


def _called(person: Values) -> str:
    return f"{person['name']}, {person['title']}" if person["title"] else str(person["name"])


def title(values: Values, ctx: Voice) -> str | None:
    relations = values["relationships"]
    known, active = relations["known_contacts"], relations["active_contacts"]
    if not known:
        return ctx.say("session.title.no_people")
    first = len(relations["to_act_on"])
    if active is None:
        return ctx.say("session.title.people_known", n=known)
    return ctx.say("session.title.people", n=first, active=str(active), known=str(known))


def takeaway(values: Values, ctx: Voice) -> str | None:
    relations = values["relationships"]
    first = [person["name"] for person in relations["to_act_on"]]
    named = ctx.say("session.act_on", names=_some(first, ctx)) if first else None
    units = relations["single_threaded_count"]
    single = ctx.say("conclusion.single_units", n=units) if units else None
    return ctx.join(named, single)


def _some(names: list[str], ctx: Voice) -> str:
    """The first three names, and how many more there are."""
    rest = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return (ctx.say("session.and_more", names=shown, n=rest) or "") if rest > 0 else shown


def risks_title(values: Values, ctx: Voice) -> str | None:
    """How many changes, news and risks there are."""
    moved = len(changes(values, ctx)) - len(news(values))
    is_diff = values["changes"]["since"] is not None
    counts = (
        ("change" if is_diff else "quiet", moved),
        ("news", len(news(values))),
        ("risks", len(values["risks"])),
    )
    told = [ctx.say(f"session.count.{name}", n=count) for name, count in counts if count]
    if not told:
        return ctx.say("session.title.no_risks")
    said = ", ".join(text for text in told if text)
    return said[0].upper() + said[1:]


def risks_takeaway(values: Values, ctx: Voice) -> str | None:
    high = [row for row in values["risks"] if row["impact"] == "high"]
    told = ctx.say("session.high_risks", n=len(high), first=high[0]["name"]) if high else None
    where = None if values["relationships"]["contacts"] else record.belongs(values, "contacts", ctx)
    return ctx.join(told or (None if values["risks"] else empty(values, "risks")), where)


def decision(values: Values, ctx: Voice) -> Decision:
    """Whom to reach first; then risks nobody owns or mends, then what hangs on one contact."""
    return (
        _no_contacts(values, ctx)
        or _to_reach(values, ctx)
        or _risk(values, ctx)
        or _single(values, ctx)
        or nothing(ctx.say("session.decide.people_nothing"))
    )


def _no_contacts(values: Values, ctx: Voice) -> Decision | None:
    if values["relationships"]["known_contacts"]:
        return None
    why = empty(values, "contacts")
    return decide(ctx.say("session.decide.no_contacts", why=why), values["account"]["owner"])


def _to_reach(values: Values, ctx: Voice) -> Decision | None:
    people = values["relationships"]["to_act_on"]
    chosen = next((p for p in people if p["role"] != "blocker"), None)
    if chosen is None:
        return None
    task = _task_about(chosen["name"], values["actions"])
    text = ctx.say("session.decide.introduce", name=_called(chosen))
    owner = (task and task["owner"]) or values["account"]["owner"]
    return decide(text, owner, task["due"] if task else None)


def _task_about(name: str, actions: Iterable[Values]) -> Values | None:
    """The open task that names the person: who does it, and by when, is then agreed already."""
    return next((row for row in actions if name in (row["subject"] or "")), None)


def _risk(values: Values, ctx: Voice) -> Decision | None:
    for lacking in ("owner", "mitigation"):
        row = next((risk for risk in values["risks"] if risk[lacking] is None), None)
        if row is not None:
            text = ctx.say(f"session.decide.risk_{lacking}", name=row["name"])
            return decide(text, row["owner"], row["due"])
    return None


def _single(values: Values, ctx: Voice) -> Decision | None:
    row = next((u for u in values["relationships"]["units"] if u["single_threaded"]), None)
    if row is None:
        return None
    return decide(ctx.say("session.decide.second", unit=row["unit"]), values["account"]["owner"])


def risks(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """The worst first, each with likelihood and impact in one cell (row 93)."""
    return [
        {
            "name": row["name"],
            "rating": ctx.say(
                "session.rating",
                likelihood=row["likelihood_label"],
                impact=(row["impact_label"] or "").lower() or None,
            ),
            "origin": row["origin"],
            "owner": row["owner"],
            "due": row["due"],
            "of": row,
        }
        for row in values["risks"]
    ]


def gaps(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """Named weaknesses, each with what would mend it (rows 53, 55)."""
    return [
        {"text": row["text"], "action": row["action"], "of": row}
        for row in values["relationships"]["gaps"]
    ]


def facts(values: Values, ctx: Voice) -> list[str | None]:
    """For the notes: every gap with what would mend it, and how each risk is met."""
    gaps = [
        ctx.say("session.fact.gap", text=row["text"], action=row["action"])
        for row in values["relationships"]["gaps"]
    ]
    risks = [
        ctx.say("session.fact.risk", name=row["name"], mitigation=row["mitigation"])
        for row in values["risks"]
    ]
    return [*gaps, *risks]
