"""One sentence for each section of the plan: what its figures mean.

Each is chosen by the data; where the data is missing the sentence says so or loses its clause.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import emphasis, plan_state
from generator.artifacts.telling.plan_state import empty, lacks_sponsor, renewal_unknown

Values = dict[str, Any]
Make = Callable[[Values, Voice], str | None]


def priorities(values: Values, ctx: Voice) -> str | None:
    rows = values["priorities"]
    if not rows:
        return empty(values, "priorities")
    measured = sum(1 for r in rows if r["current"] is not None and r["target"] is not None)
    first = ctx.say("conclusion.priorities", n=len(rows), first=rows[0]["name"])
    rest = ctx.say_of("conclusion.priorities_measured", measured, len(rows)) if measured else None
    return ctx.join(first, rest or ctx.say("conclusion.priorities_unmeasured"))


def profile(values: Values, ctx: Voice) -> str | None:
    usage = values["usage"]
    if not usage["product_count"]:
        return empty(values, "products")
    products = ctx.say("count.products", n=usage["product_count"])
    divisions = ctx.say("count.divisions", n=usage["team_count"])
    return ctx.say("conclusion.profile", products=products, divisions=divisions)


def performance(values: Values, ctx: Voice) -> str | None:
    won, lost = values["won"], values["lost"]
    if not won["count"] and not lost["count"]:
        return ctx.say("conclusion.performance_none")
    first = ctx.say_of("conclusion.performance", won["count"], won["count"] + lost["count"])
    amount = ctx.formats.money_short(won["amount"]) if won["count"] else None
    worth = ctx.say("conclusion.won_amount", amount=amount)
    if won["amount_note"]:
        worth = ctx.say("conclusion.won_amount_of", amount=amount, note=won["amount_note"])
    reasons = values["performance"]["loss_reasons"]
    why = None
    if reasons:
        why = ctx.say("conclusion.loss_reason", reason=reasons[0]["reason"], n=reasons[0]["count"])
    return ctx.join(first, worth, why)


def people(values: Values, ctx: Voice) -> str | None:
    relations = values["relationships"]
    known, active = relations["known_contacts"], relations["active_contacts"]
    if not known:
        return empty(values, "contacts")
    first = ctx.say("conclusion.contacts", n=known)
    if active is not None:
        first = ctx.say_of("conclusion.people", active, known)
    threads = None
    if relations["single_threaded"]:
        threads = ctx.say("conclusion.single_threaded")
    elif relations["single_threaded_count"]:
        threads = ctx.say("conclusion.single_units", n=relations["single_threaded_count"])
    sponsor = ctx.say("conclusion.no_sponsor") if lacks_sponsor(values) else None
    return ctx.join(first, threads, sponsor)


def whitespace(values: Values, ctx: Voice) -> str | None:
    space = values["whitespace"]
    if not space["cells"]:
        return empty(values, "whitespace")
    if not space["open"]:
        return ctx.say("conclusion.whitespace_none")
    if values["account"]["segment"] == "retention":
        return ctx.say("conclusion.whitespace_kept", n=space["open"])
    amount, valued = ctx.formats.money_short(space["value"]), space["valued_cells"]
    if amount is None or not valued:
        first = ctx.say("conclusion.whitespace_unvalued", n=space["open"])
    else:
        key = "conclusion.whitespace_one" if valued == 1 else "conclusion.whitespace"
        first = ctx.say(key, n=space["open"], valued=valued, amount=amount)
    ratio = None
    if space["renewal_ratio"] is not None and valued:
        ratio = ctx.say("conclusion.ratio", ratio=ctx.formats.percent(space["renewal_ratio"]))
    qualified = ctx.say("conclusion.qualified", n=len(space["priorities"]))
    return ctx.join(first, ratio, qualified)


def competition(values: Values, ctx: Voice) -> str | None:
    rivals = values["rivals"]
    if not rivals:
        return empty(values, "rivals")
    first = max(rivals, key=lambda r: (r["won"] + r["lost"] + r["open"], r["lost"]))
    return ctx.say(
        "conclusion.rival",
        n=first["won"] + first["lost"] + first["open"],
        name=first["name"],
        won=first["won"],
        lost=first["lost"],
        open=first["open"],
    )


def renewal(values: Values, ctx: Voice) -> str | None:
    data = values["renewal"]
    if data["days"] is None:
        return renewal_unknown(values, ctx) or ctx.say("conclusion.renewal_unknown")
    value = ctx.formats.money_short(data["value"])
    key = "past" if data["days"] < 0 else "due"
    date, days = ctx.formats.date(data["date"]), abs(data["days"])
    if value is None:
        first = ctx.say(f"conclusion.renewal_{key}", n=days, date=date)
    else:
        first = ctx.say(f"conclusion.renewal_{key}_value", n=days, date=date, value=value)
    owner = ctx.say("conclusion.renewal_owner", owner=data["owner"])
    is_hidden = data["opportunity_id"] is not None and data["status"] != "red"
    if owner is None and not is_hidden:  # an owner who cannot be read is not a missing one
        owner = ctx.say("conclusion.renewal_no_owner")
    conflict = ctx.say("conclusion.renewal_conflict") if data["conflict"] else None
    return ctx.join(first, owner, conflict)


Section = tuple[str, str, str, Make, tuple[str, ...]]
SECTIONS: tuple[Section, ...] = (
    (
        "priorities",
        "customer priorities",
        "The customer named 3 priorities; first: faster handover.",
        priorities,
        ("priorities",),
    ),
    (
        "profile",
        "current state",
        "Halvorsen uses 6 products in 4 divisions.",
        profile,
        ("usage", "account"),
    ),
    (
        "performance",
        "performance",
        "6 of 9 decided deals were won, for $480K.",
        performance,
        ("won", "lost", "performance"),
    ),
    ("relationships", "relationships", "7 of 22 contacts are active.", people, ("relationships",)),
    (
        "whitespace",
        "whitespace",
        "40 cells are open; they are worth $840K.",
        whitespace,
        ("whitespace",),
    ),
    (
        "competition",
        "competition",
        "Nimbus is in 4 of our deals: 1 won, 2 lost.",
        competition,
        ("rivals",),
    ),
    (
        "goals",
        "objectives",
        "3 goals; plays worth $240K cover the gap.",
        plan_state.goals,
        ("goals", "plays", "revenue.gap"),
    ),
    (
        "plays",
        "the plays of a light plan",
        "2 plays are ahead, worth $240K.",
        emphasis.plays_lead,
        ("plays",),
    ),
    ("renewal", "renewal", "$1.2M is up for renewal in 129 days.", renewal, ("renewal",)),
    (
        "actions",
        "actions",
        "12 actions are open, 3 of them late.",
        plan_state.actions,
        ("actions",),
    ),
    ("risks", "risks", "4 risks; 1 has no owner.", plan_state.risks, ("risks",)),
    (
        "resources",
        "team",
        "Mara Lind sponsors the account.",
        plan_state.resources,
        ("team", "relationships.sponsor"),
    ),
    (
        "scorecard",
        "metrics",
        "5 of 8 metrics have baseline and target.",
        plan_state.scorecard,
        ("metrics",),
    ),
    (
        "year_end",
        "the year looked back on",
        "3 of 7 measures of FY2026 were reached; 12 pieces of work go on.",
        plan_state.year_end,
        ("year_end",),
    ),
    (
        "coverage",
        "coverage",
        "21 of 24 kinds of record were read.",
        plan_state.coverage,
        ("coverage", "problems"),
    ),
)
