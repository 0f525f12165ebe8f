"""The figures of the documents about many accounts: table and place, and what is not compared."""

from __future__ import annotations

import re

from .figures import Figures

HEAD = (
    Figures(
        "rolled_head",
        "head",
        {
            "scope": "text",
            "person.id": "text",
            "currency": "text",
            "as_of": "text",
            "count": "count",
            "accounts": "names",
        },
    ),
    Figures(
        "rolled_cadence",
        "head.cadence",
        {"year": "count", "start": "text", "end": "text", "week": "count", "is_ahead": "flag"},
    ),
    Figures(
        "rolled_weeks",
        "head.cadence.weeks",
        {"step": "text", "start": "text", "end": "text"},
        ("number",),
    ),
)
"""Of whom a rollup speaks, as of when, and the planning weeks."""

TOPX = (
    *HEAD,
    Figures(
        "topx_quarter",
        "quarter",
        {"year": "count", "number": "count", "start": "text", "end": "text"},
    ),
    Figures("topx_quarter", "", {"window_start": "text", "window_end": "text", "phase": "text"}),
    Figures("rolled_asked", "", {"x": "count", "several": "count"}),
    Figures(
        "topx_picked_by",
        "deals",
        {
            "name": "text",
            "account.id": "text",
            "account.name": "text",
            "unit": "text",
            "owner.id": "text",
            "owner.name": "text",
            "kind": "text",
            "stage": "text",
            "probability": "number",
            "amount": "money",
            "own_amount": "money",
            "currency": "text",
            "close_date": "text",
            "timing": "text",
            "is_new_business": "flag",
            "is_stalled": "flag",
            "next_step": "text",
            "picked_by": "names",
            "help": "names",
        },
        ("id",),
    ),
    Figures(
        "topx_decision",
        "deals[id].decision",
        {
            "status": "text",
            "source": "text",
            "by": "text",
            "day": "text",
            "why": "text",
            "is_late": "flag",
        },
        ("of_deals",),
    ),
    Figures(
        "topx_verdict",
        "deals[id].verdict",
        {
            "team": "text",
            "team_by": "text",
            "positive": "count",
            "met": "count",
            "unknown": "count",
            "against": "count",
            "score": "count",
            "is_eligible": "flag",
            "meets_several": "flag",
        },
        ("of_deals",),
    ),
    Figures(
        "topx_criterion",
        "deals[id].verdict.criteria",
        {"kind": "text", "met": "flag"},
        ("of_deals", "key"),
    ),
    Figures("topx_sum", "amount", {"value": "money", "of": "pair", "ids": "names"}),
    Figures(
        "topx_levels",
        "levels",
        {
            "deals": "names",
            "amount.value": "money",
            "amount.of": "pair",
            "amount.ids": "names",
            "of": "pair",
        },
        ("number",),
    ),
    Figures(
        "topx_person",
        "levels[number].people",
        {
            "person.name": "text",
            "level": "count",
            "reports": "names",
            "deals": "names",
            "own": "names",
            "amount.value": "money",
            "amount.of": "pair",
            "amount.ids": "names",
            "x": "count",
            "chosen": "names",
            "chosen_count": "length:chosen",
            "status": "text",
            "off_by": "count",
        },
        ("of_levels", "person.id"),
    ),
    Figures(
        "topx_lists",
        "",
        {
            "source": "text",
            "has_file": "flag",
            "renewals": "names",
            "late": "names",
            "not_eligible": "names",
            "list_before": "pair",
        },
    ),
    Figures("topx_late_before", "late_before", {"name": "text"}, ("id",)),
    Figures(
        "topx_win",
        "win_rate",
        {
            "since": "text",
            "until": "text",
            "rate.value": "percent",
            "rate.of": "pair",
            "won": "names",
            "lost": "names",
            "kept_days": "count",
        },
    ),
    Figures(
        "topx_past",
        "past",
        {
            "name": "text",
            "account.id": "text",
            "owner.id": "text",
            "owner.name": "text",
            "outcome": "text",
            "close_date": "text",
            "amount": "money",
            "why": "text",
            "by": "text",
            "is_box_on": "flag",
            "quarter": "text",
            "is_late": "flag",
            "seen_in": "names",
        },
        ("id",),
    ),
    Figures("topx_difference", "differences", {"kind": "text", "by": "text"}, ("about",)),
)

ROLLUPS: dict[str, tuple[Figures, ...]] = {"topx": TOPX}

NOT_COMPARED: dict[str, dict[str, str]] = {
    "topx": {
        "amount.note": "words",
        "deals.decision.ids": "lines of the file",
        "deals.ids": "the deal's own id, and lines of the file",
        "deals.owner.title": "words of the user",
        "deals.verdict.criteria.facts": "what a sentence names",
        "deals.verdict.criteria.ids": "tests of the criteria hold them",
        "deals.verdict.criteria.why": "a sentence",
        "differences.ids": "lines of the file",
        "differences.near": "the sample's file has no wrong name",
        "head.person": "compared by id",
        "levels.amount.note": "words",
        "levels.label": "of the settings",
        "levels.people.amount.note": "words",
        "levels.people.person.title": "words of the user",
        "past.account.name": "the account is compared by id",
        "past.ids": "the deal's own id, and lines of the file",
        "past.owner.title": "words of the user",
        "win_rate.rate.ids": "those that were won, and those that were lost, are compared",
        "win_rate.rate.note": "words",
    },
}
"""What each prints and no table has, with the reason. A name stands for all below it."""


def compared(rollup: str) -> frozenset[str]:
    """Where the figures of a rollup stand that are compared: ``levels.people.off_by``."""
    found = set()
    for figures in ROLLUPS[rollup]:
        path = re.sub(r"\[.*?\]", "", figures.path)
        told = {kind.partition(":")[2] or name for name, kind in figures.fields.items()}
        found |= {f"{path}.{name}".lstrip(".") for name in (*told, *figures.key)}
    return frozenset(found)
