"""Part 2: relationships, what changed, news and risks (METHOD.md rows 45, 51-57, 93, 98)."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.plan_state import empty
from generator.artifacts.telling.room import cut
from generator.artifacts.telling.session import record
from generator.artifacts.telling.session.decision import Decision, decide, nothing

Values = dict[str, Any]
_NAMED = 2
_NAME = 20
"""Characters of a name, so that the sentence stands in a line."""


def moved(values: Values) -> list[Values]:
    """Who left, moved, fell silent or changed otherwise, by what the records say (rows 56, 57).

    With a baseline, only those of whom its changes do not tell.
    """
    told = " ".join(row["text"] or "" for row in values["changes"]["people"])
    return [row for row in values["relationships"]["changes"] if row["name"] not in told]


def news(values: Values) -> list[Values]:
    """Of the customer, since the first day of the quarter under review (row 45)."""
    since = values["period"]["quarter_start"]
    return [row for row in values["signals"] if row["date"] >= since]


def changes(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """What changed about people and risks since the baseline; then what the records themselves
    tell of people, and what is heard of the customer, the newest first."""
    since, told = values["changes"]["since"], values["changes"]
    kind = ctx.say("session.change.since")
    found = [
        {"date": since, "kind": kind, "text": row["text"], "of": row}
        for row in [*told["people"], *told["risks"]]
    ]
    dated = [
        {"date": row["date"], "kind": row["name"], "text": _in_words(row, ctx), "of": row}
        for row in moved(values)
    ]
    dated += [
        {"date": row["date"], "kind": row["kind_label"], "text": row["text"], "of": row}
        for row in news(values)
    ]
    return found + sorted(dated, key=lambda row: row["date"] or date.min, reverse=True)


def _in_words(row: Values, ctx: Voice) -> str | None:
    both = ctx.say("session.change.person", title=row["title"], line=row["line"])
    return both or str(row["line"])


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
    first = [cut(person["name"], _NAME) for person in relations["to_act_on"]]
    named = ctx.say("session.act_on", names=_some(first, ctx)) if first else None
    units = relations["single_threaded_count"]
    single = ctx.say("conclusion.single_units", n=units) if units else None
    return ctx.join(named, single)


def _some(names: list[str], ctx: Voice) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return (ctx.say("session.and_more", names=shown, n=rest) or "") if rest > 0 else shown


def risks_title(values: Values, ctx: Voice) -> str | None:
    """How many changes, news and risks there are."""
    told = len(changes(values, ctx)) - len(news(values))
    counts = (
        ("change", told),
        ("news", len(news(values))),
        ("risks", len(values["risks"])),
    )
    words = [ctx.say(f"session.count.{name}", n=count) for name, count in counts if count]
    if not words:
        return ctx.say("session.title.no_risks")
    said = ", ".join(text for text in words if text)
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
        or _unplanned(values, ctx)
        or _risk(values, ctx)
        or nothing(ctx.say("session.decide.people_nothing"))
    )


def _no_contacts(values: Values, ctx: Voice) -> Decision | None:
    if values["relationships"]["known_contacts"]:
        return None
    why = empty(values, "contacts")
    return decide(ctx.say("session.decide.no_contacts", why=why), values["account"]["owner"])


def _unplanned(values: Values, ctx: Voice) -> Decision | None:
    """The first weakness whose answer nobody has planned: no open task or event is about it."""
    gaps = [row for row in values["relationships"]["gaps"] if not row["is_recorded"]]
    if not gaps:
        return None
    first = gaps[0]
    action = (first["action"] or "").rstrip(".")
    text = ctx.say("session.decide.gap", n=len(gaps), action=action or None)
    about = [_step(row, ctx) for row in gaps]
    return decide(text, first["owner"] or values["account"]["owner"], first["due"], about=about)


def _step(row: Values, ctx: Voice) -> str | None:
    action, day = (row["action"] or "").rstrip("."), ctx.formats.date(row["due"])
    return ctx.say("session.about.step", action=action or None, owner=row["owner"], date=day)


def _risk(values: Values, ctx: Voice) -> Decision | None:
    for lacking in ("owner", "mitigation"):
        row = next((risk for risk in values["risks"] if risk[lacking] is None), None)
        if row is not None:
            text = ctx.say(f"session.decide.risk_{lacking}", name=row["name"])
            return decide(text, row["owner"], row["due"])
    return None


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
            "mitigation": row["mitigation"],
            "owner": row["owner"],
            "due": row["due"],
            "of": row,
        }
        for row in values["risks"]
    ]


def gaps(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """Named weaknesses, each with what would mend it (rows 53, 55)."""
    return [
        {
            "text": row["text"],
            "action": row["action"],
            "owner": row["owner"],
            "due": row["due_line"],
            "of": row,
        }
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
