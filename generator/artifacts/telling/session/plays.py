"""Part 3: where the plays stand, what each needs, what was promised (METHOD.md rows 21, 74, 98)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import promises
from generator.artifacts.telling.plan_state import empty, plays_ahead
from generator.artifacts.telling.session import beside, record
from generator.artifacts.telling.session.decision import Decision, decide, nothing

Values = dict[str, Any]
_DEAL_DAYS = 90
"""A play that is to close within a quarter needs an opportunity (rows 71, 101)."""
_ORDER = ("late", "stalled", "held", "incomplete", "moving", "planned")
_SOUND = ("moving", "planned")
_PROMISES = ("late", "open", "dropped", "kept")
_HELD = frozenset(("on hold", "onhold", "paused", "parked", "deferred"))
"""Words for a play that is put aside and not given up."""


def rows(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """Plays not won yet, those first that need something, each with its stage and its needs."""
    return ctx.once(_rows, values)


def _rows(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    deals = {deal["id"]: deal for deal in values["open"]["deals"]}
    made = [
        _row(play, deals.get(play["opportunity_id"] or ""), values, ctx)
        for play in plays_ahead(values)
    ]
    return sorted(made, key=lambda row: _ORDER.index(row["state"]))


def _row(play: Values, deal: Values | None, values: Values, ctx: Voice) -> dict[str, Any]:
    lacking = missing(play, values)
    state = _state(play, deal, lacking, values)
    return {
        "name": play["name"],
        "unit": play["unit"],
        "product": play["product"],
        "value": play["value"],
        "owner": play["owner"],
        "close_date": play["close_date"],
        "priority": play["priority"],
        "stage": deal["stage"] if deal else None,
        "days_in_stage": deal["days_in_stage"] if deal else None,
        "stage_text": _stage(deal, ctx),
        "state": state,
        "state_label": ctx.label("play_state", state),
        "needs": _needs(play, deal, state, values, ctx),
        "next_step": deal["next_step"] if deal else None,
        "of": play,
    }


def missing(play: Values, values: Values) -> tuple[str, ...]:
    """Which of owner, target date, value and opportunity the play lacks."""
    lacking = [name for name in ("owner", "close_date", "value") if play[name] is None]
    soon = values["document"]["as_of"] + timedelta(days=_DEAL_DAYS)
    is_near = play["close_date"] is not None and play["close_date"] <= soon
    if is_near and play["opportunity_id"] is None:
        lacking.append("opportunity")
    return tuple(lacking)


def _state(play: Values, deal: Values | None, lacking: tuple[str, ...], values: Values) -> str:
    if " ".join((play["status"] or "").casefold().split()) in _HELD:
        return "held"
    if _is_past(play, values) or (deal is not None and deal["overdue"]):
        return "late"
    if deal is not None and deal["stalled"]:
        return "stalled"
    if lacking:
        return "incomplete"
    return "planned" if deal is None else "moving"


def _is_past(play: Values, values: Values) -> bool:
    day = play["close_date"]
    return day is not None and day < values["document"]["as_of"]


def _stage(deal: Values | None, ctx: Voice) -> str | None:
    if deal is None:
        return ctx.say("session.no_opportunity")
    days = deal["days_in_stage"]
    return deal["stage"] if days is None else ctx.say("session.stage", n=days, stage=deal["stage"])


def _needs(play: Values, deal: Values | None, state: str, values: Values, ctx: Voice) -> str | None:
    """What is to be done before the play moves; of one that moves, the next step of its deal."""
    words = [ctx.say(f"session.need.{state}")] if state in ("stalled", "held") else []
    if _is_past(play, values):
        words.append(ctx.say("session.need.late", date=ctx.formats.date(play["close_date"])))
    if deal is not None and deal["overdue"]:
        day = ctx.formats.date(deal["close_date"])
        words.append(ctx.say("session.need.late_deal", date=day))
    words += [ctx.say(f"session.need.{name}") for name in missing(play, values)]
    told = "; ".join(word for word in words if word)
    if told:
        return told[0].upper() + told[1:]
    return (deal["next_step"] if deal else None) or ctx.say(f"session.need.{state}")


def needing(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    return [row for row in rows(values, ctx) if row["state"] not in _SOUND]


def title(values: Values, ctx: Voice) -> str | None:
    found = rows(values, ctx)
    if not found:
        return ctx.say("session.title.no_plays")
    short = needing(values, ctx)
    if not short:
        moving = sum(1 for row in found if row["state"] == "moving")
        return ctx.say("session.title.plays_moving", n=len(found), moving=str(moving))
    return ctx.say("session.title.plays", n=len(short), m=len(found))


def takeaway(values: Values, ctx: Voice) -> str | None:
    """How many stand how, and what stands still beside them; where there is no play, why."""
    found = rows(values, ctx)
    if not found:
        why = ctx.join(empty(values, "plays"), record.belongs(values, "plays", ctx))
        return ctx.join(why, beside.told(values, ctx))
    counts = [(state, sum(1 for r in found if r["state"] == state)) for state in _ORDER]
    told = [ctx.say(f"session.play_count.{state}", n=n) for state, n in counts if n]
    first = ctx.say("session.plays", parts=", ".join(text for text in told if text))
    return ctx.join(first, _won(values, ctx), beside.told(values, ctx))


def _won(values: Values, ctx: Voice) -> str | None:
    """How many plays of the plan are won already and so not among them."""
    won = sum(1 for row in values["plays"] if row["outcome"] == "won")
    return ctx.say("session.plays_won", n=won) if won else None


def changed(values: Values, _ctx: Voice) -> list[Values]:
    """What changed about plays and promises since the baseline (row 101)."""
    told = values["changes"]
    return [*told["whitespace"], *told["work"]]


def promised(values: Values, ctx: Voice) -> list[Values]:
    """What was promised for the quarter, with older ones still owed: open and late first (row 21);
    then what was promised for the next."""
    due = promises.promises(values, ctx)
    known = {id(row) for row in due}
    ahead = [row for row in values["commitments"] if id(row) not in known and _is_next(row, values)]
    return [*sorted(due, key=by_urgency), *sorted(ahead, key=by_urgency)]


def _is_next(row: Values, values: Values) -> bool:
    """Due in the quarter after the one under review, whatever became of it; or open, undated."""
    day, period = row["due"], values["period"]
    if day is None:
        return bool(row["state"] == "open")
    return bool(period["quarter_end"] < day <= period["next_quarter_end"])


def by_urgency(row: Values) -> tuple[bool, int, str]:
    is_done = row["done_on"] is not None
    due = row["due"].isoformat() if row["due"] else "9999"
    state = row["state"]
    rank = _PROMISES.index(state) if state in _PROMISES else len(_PROMISES)
    return (is_done, rank, due)


def commitments_title(values: Values, ctx: Voice) -> str | None:
    due = promises.promises(values, ctx)
    if not due:
        ahead = len(promised(values, ctx))
        return ctx.say("session.title.promises_ahead", n=ahead) if ahead else None
    shared = [row for row in due if row["is_shared"]]
    told = _kept_of(shared or due, values, ctx)
    if not shared or len(shared) == len(due):
        return told
    own = [row for row in due if not row["is_shared"]]
    kept = ctx.say("session.internal", n=_kept(own), m=str(len(own)))
    return f"{told}; {kept}"


def _kept_of(due: list[Values], values: Values, ctx: Voice) -> str | None:
    """How many of those agreed with the customer were kept: as many as its own review says."""
    kept, quarter = _kept(due), values["period"]["quarter"]
    key = "promises_all" if kept == len(due) else "promises"
    return ctx.say(f"session.title.{key}", n=kept, m=len(due), quarter=quarter)


def _kept(rows: list[Values]) -> int:
    return sum(1 for row in rows if row["state"] == "kept")


def commitments_takeaway(values: Values, ctx: Voice) -> str | None:
    """How many are still owed, and which is due first."""
    owed = _owed(values, ctx)
    if not promised(values, ctx):
        return None
    if not owed:
        return ctx.say("session.owed_none")
    first = min((row["due"] for row in owed if row["due"] is not None), default=None)
    told = ctx.say("session.owed_first", n=len(owed), date=ctx.formats.date(first))
    return told or ctx.say("session.owed", n=len(owed))


def _owed(values: Values, ctx: Voice) -> list[Values]:
    rows = promised(values, ctx)
    return [row for row in rows if row["state"] in ("open", "late") and row["done_on"] is None]


def decision(values: Values, ctx: Voice) -> Decision:
    """The first play that needs something, worst first; then a promise that is past its day; then
    a deal that stands still outside the plays, or a task that holds up a play."""
    found = rows(values, ctx)
    if not found:
        late = _late_promise(values, ctx) or beside.decision(values, ctx)
        return late or nothing(ctx.say("session.decide.no_plays"))
    short = needing(values, ctx)
    if short:
        first = short[0]
        same = sum(1 for row in short if row["state"] == first["state"])
        text = ctx.say(
            f"session.decide.play_{first['state']}", n=same, name=first["name"], need=first["needs"]
        )
        about = [row["name"] for row in short if row["state"] == first["state"]]
        made = decide(text, first["owner"] or values["account"]["owner"], about=about)
        if made:
            return made
    late = _late_promise(values, ctx) or beside.decision(values, ctx)
    return late or nothing(ctx.say("session.decide.plays_nothing", n=len(found)))


def _late_promise(values: Values, ctx: Voice) -> Decision | None:
    as_of = values["document"]["as_of"]
    late = [row for row in _owed(values, ctx) if row["due"] is not None and row["due"] < as_of]
    if not late:
        return None
    first = late[0]
    day = ctx.formats.date(first["due"])
    text = ctx.say("session.decide.promise", n=len(late), name=first["name"], date=day)
    return decide(text, first["our_owner"])


def facts(values: Values, ctx: Voice) -> list[str | None]:
    """For the notes: every play with what it needs, and what stands still beside them."""
    own = [
        ctx.say("session.fact.play", name=row["name"], state=row["state_label"], needs=row["needs"])
        for row in rows(values, ctx)
    ]
    return [*own, *beside.facts(values, ctx)]
