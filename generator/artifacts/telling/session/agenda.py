"""Who is asked to the account review, its four parts in their order, and its minutes.

METHOD.md rows 98 (the order), 99 (60 minutes, each part ends with a decision), 100 (attendees).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.plan_state import empty, hidden
from generator.artifacts.telling.session import ahead, people, plays, progress
from generator.artifacts.telling.session.decision import Decision

Values = dict[str, Any]
MINUTES = 15
"""Of each part: four of them make the hour (row 99; DOCUMENTS.md 4.3)."""

Decide = Callable[[Values, Voice], Decision]
PARTS: tuple[tuple[str, Decide], ...] = (
    ("progress", progress.decision),
    ("people", people.decision),
    ("plays", plays.decision),
    ("ahead", ahead.decision),
)
"""In the order of row 98."""

_OF_TEAM = (("engineer", "Solutions Engineer"), ("success", "Customer Success"))
"""The key roles of the account team that are asked, by the names that the analysis gives them."""
_OF_ACCOUNT = 2
"""The first of the roles, which the account itself names: its owner and that one's manager."""


def minutes(_values: Values, _ctx: Voice) -> int:
    return MINUTES * len(PARTS)


def parts(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    return ctx.once(_parts, values)


def _parts(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    rows = []
    for place, (name, decide) in enumerate(PARTS):
        found = decide(values, ctx)
        rows.append(
            {
                "number": place + 1,
                "name": ctx.say(f"session.part.{name}"),
                "minutes": MINUTES,
                "time": ctx.say(
                    "session.time", start=str(place * MINUTES), end=str((place + 1) * MINUTES)
                ),
                "decision": found.text,
                "owner": found.owner,
                "due": found.due,
                "by": found.by(ctx),
                "is_needed": found.is_needed,
                "stake": found.stake,
                "about": "; ".join(found.about) or None,
            }
        )
    return rows


def title(values: Values, ctx: Voice) -> str | None:
    """How many decisions the hour has to take."""
    needed = sum(1 for row in parts(values, ctx) if row["is_needed"])
    return ctx.say("session.title.agenda", n=needed, minutes=str(minutes(values, ctx)))


def invited(values: Values, ctx: Voice) -> list[dict[str, Any]]:
    """Rep, manager, engineer, customer success, sponsor; a role that nobody fills has no name."""
    account, relations = values["account"], values["relationships"]
    rows = [
        _row("rep", account["owner"], account["owner_title"], ctx),
        _row("manager", account["manager"], None, ctx),
    ]
    for key, role in _OF_TEAM:
        found = [row for row in values["team"] if row["role"] == role and row["is_filled"]]
        rows += [_row(key, row["name"], row["title"], ctx) for row in found] or [
            _row(key, None, None, ctx)
        ]
    return [*rows, _row("sponsor", relations["sponsor"], relations["sponsor_title"], ctx)]


def _row(key: str, name: str | None, title: str | None, ctx: Voice) -> dict[str, Any]:
    return {
        "role": ctx.say(f"session.role.{key}"),
        "name": name,
        "title": title,
        "is_filled": name is not None,
    }


def unfilled(values: Values, ctx: Voice) -> str | None:
    """The roles of the review that nobody fills, as far as the team could be read; None where each
    has a person."""
    rows, unread = invited(values, ctx), hidden(values, "team")
    if unread:
        rows = rows[:_OF_ACCOUNT]
    missing = [row["role"] for row in rows if not row["is_filled"]]
    told = ctx.say("session.unfilled", n=len(missing), roles=", ".join(missing))
    return ctx.join(told if missing else None, empty(values, "team") if unread else None)
