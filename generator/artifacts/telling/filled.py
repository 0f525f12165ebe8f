"""How much of what the plan's sections live on was filled from the records (METHOD.md row 25).

A fact is a value that a section needs: each name of its needs once, and in a list once for each
row. A list without rows is one blank fact. Nothing is counted that cannot apply, such as the reason
of a loss for a deal that was won.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from generator.artifacts.context import Voice
from generator.artifacts.needs.plan import PLAN
from generator.artifacts.telling.sections import forms_of

Values = dict[str, Any]
MORE: dict[str, dict[str, tuple[str, ...]]] = {
    "profile": {
        "who the customer is": (
            *("account.industry", "account.employees", "account.location", "account.description"),
            *("account.value_proposition", "account.expansion_thesis", "account.customer_since"),
        ),
    },
    "goals": {
        "targets and current values": ("goals[].measures[].target", "goals[].measures[].current"),
        "owners and dates of goals": ("goals[].owner", "goals[].end"),
        "owners and dates of plays": ("plays[].owner", "plays[].close_date"),
        "values of plays": ("plays[].value",),
    },
    "plays": {
        "owners and dates of plays": ("focus.plays[].owner", "focus.plays[].close_date"),
    },
    "actions": {"owners of actions": ("actions[].owner",)},
    "risks": {
        "owners, dates and mitigation of risks": (
            *("risks[].owner", "risks[].due", "risks[].mitigation"),
        )
    },
    "resources": {"roles of our team": ("team[].name",)},
}
"""What the sections print beside their needs, by section and by what it is."""

_REPORTS_TO = "relationships.contacts[].reports_to"
BLANKS = 6
"""So many kinds of blank facts are named."""


class Count(NamedTuple):
    what: str
    filled: int
    wanted: int


def counts(values: Values, ctx: Voice) -> list[Count]:
    """Filled and wanted facts of this form's sections, by what they are."""
    return ctx.once(_counts, values)


def _counts(values: Values, ctx: Voice) -> list[Count]:
    return [Count(what, *_count(values, name)) for what, name in _names(ctx.form)]


@cache
def _names(form: str) -> tuple[tuple[str, str], ...]:
    """(what it is in words, name), each name once."""
    found: dict[str, str] = {}
    printed = [section for section in PLAN if form in forms_of(section.name)]
    for need in (need for section in printed for need in (*section.core, *section.more)):
        found |= {name: found.get(name, need.what) for name in need.shows}
    for section in printed:
        for what, names in MORE.get(section.name, {}).items():
            found |= dict.fromkeys(names, what)
    return tuple((what, name) for name, what in found.items())


def _count(values: Values, name: str) -> tuple[int, int]:
    found = list(_values_at(values, name))
    return sum(value not in (None, "") for value in found), len(found)


def _values_at(source: Values, name: str) -> Iterator[Any]:
    around, dots, last = name.rpartition("[].")
    if not dots:
        yield _at(source, name)
        return
    rows = _rows(source, around)
    if not rows:
        yield None
    yield from (_at(row, last) for row in _applicable(name, rows))


def _applicable(name: str, rows: list[Values]) -> list[Values]:
    """Only a lost deal has a reason of its loss; the head of a reporting line reports to nobody."""
    if name == "timeline[].loss_reason":
        return [row for row in rows if row["state"] == "lost"]
    if name == _REPORTS_TO:
        leading = {row["reports_to"] for row in rows}
        return [row for row in rows if row["reports_to"] is not None or row["name"] not in leading]
    return rows


def _rows(source: Values, name: str) -> list[Values]:
    """All rows of a list, those of lists in lists taken together."""
    around, dots, last = name.rpartition("[].")
    owners = _rows(source, around) if dots else [source]
    return [row for owner in owners for row in _at(owner, last) or ()]


def _at(source: Values, name: str) -> Any:
    value: Any = source
    for part in name.split("."):
        value = None if value is None else value[part]
    return value


def filled(values: Values, ctx: Voice) -> int:
    return sum(row.filled for row in counts(values, ctx))


def wanted(values: Values, ctx: Voice) -> int:
    return sum(row.wanted for row in counts(values, ctx))


def line(values: Values, ctx: Voice) -> str | None:
    """``210 of 240 facts were filled from the records (88%); the others wait for people.``"""
    n, m = filled(values, ctx), wanted(values, ctx)
    number, percent = ctx.formats.number, ctx.formats.percent
    share = percent(Decimal(100 * n // m), 0) if m else None  # 100% is all of them
    return ctx.say("filled.facts", n=number(n), m=number(m), share=share)


def blanks(values: Values, ctx: Voice) -> list[Count]:
    """What is blank most often, by what it is."""
    by_what: dict[str, Count] = {}
    for row in counts(values, ctx):
        so_far = by_what.get(row.what, Count(row.what, 0, 0))
        filled, wanted = so_far.filled + row.filled, so_far.wanted + row.wanted
        by_what[row.what] = Count(row.what, filled, wanted)
    lacking = [row for row in by_what.values() if row.filled < row.wanted]
    return sorted(lacking, key=lambda row: (row.filled - row.wanted, row.what))[:BLANKS]


def blank_line(values: Values, ctx: Voice) -> str:
    """``Most often blank: notice periods (1 of 1).``; empty where nothing is."""
    number = ctx.formats.number
    parts = [
        ctx.say(
            "filled.blank",
            what=row.what,
            n=number(row.wanted - row.filled),
            m=number(row.wanted),
        )
        or ""
        for row in blanks(values, ctx)
    ]
    return ctx.say("filled.blanks", parts=", ".join(parts)) or "" if parts else ""
