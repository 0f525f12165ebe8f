"""The review decks: what each of their slides needs, and what the mapping must declare safe."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from generator.artifacts.needs.shared import (
    CASES,
    MANY,
    MOST,
    OWNED,
    TEAMS,
    Need,
    Section,
)
from generator.artifacts.origins import UNIT_NAMES, USERS
from generator.artifacts.telling.slides import DECKS, NAMES

SAFE: Final = {
    "priority": "priority.name",
    "kpi_reading": "kpi_reading.value",
    "kpi_reading.day": "kpi_reading.day",
    "review_item": "review_item.name",
    "asset.active_users": "asset.active_users",
    **{name: name for name in UNIT_NAMES if name != "account.name"},
}
"""For a customer's eyes: the field that the mapping must declare safe before the kind of record, or
the field, may be shown."""


MARK: Final = "the mark that they are shared"


def _shared(what: str, kind: str, shows: str) -> tuple[Need, ...]:
    """Records that a person of ours has marked as shared with the customer."""
    return (
        Need(what, (kind,), (shows,)),
        Need(MARK, (f"{kind}.is_shared",), (shows,)),
    )


def _slide(name: str, core: tuple[Need, ...] = (), more: tuple[Need, ...] = ()) -> Section:
    """A slide of no deck yet."""
    return Section("", name, NAMES[name], core, more)


def _items(name: str) -> Section:
    return _slide(name, _shared("review items", "review_item", f"{name}[].name"))


_SLIDES = (
    _slide("title"),
    _slide(
        "summary",
        core=(
            Need(
                "anything to report",
                (
                    "commitment.is_shared",
                    "review_item.is_shared",
                    "kpi_reading",
                    "case",
                    *OWNED.fields,
                ),
                ("review.statements[].text",),
            ),
        ),
    ),
    _slide(
        "priorities",
        core=(Need("customer priorities", ("priority",), ("priorities[].name",)),),
        more=(Need("where KPIs stand", ("priority.current",), ("priorities[].current",), MOST),),
    ),
    _slide(
        "commitments",
        core=_shared("commitments", "commitment", "review.promises[].name"),
        more=(Need("due dates", ("commitment.due_date",), ("review.promises[].due",), MOST),),
    ),
    _items("outcomes"),
    _slide(
        "progress",
        core=(
            Need("customer priorities", ("priority",), ("priorities[].name",)),
            Need("KPI readings", ("kpi_reading.value",), ("review.trends[].title",)),
        ),
    ),
    _slide(
        "goals",
        core=_shared("goals", "objective", "goals[].name"),
        more=(Need("measures", ("measure",), ("goals[].measures[].name",)),),
    ),
    _slide("products", core=(OWNED, TEAMS)),
    _slide(
        "adoption",
        core=(
            Need(
                "active users",
                ("asset.active_users",),
                ("usage.active_users",),
                MANY,
                inputs=("usage",),
                declared=USERS,
            ),
        ),
    ),
    _slide(
        "support",
        core=(CASES,),
        more=(Need("days of closing", ("case.closed",), ("support.median_days",), MOST),),
    ),
    _items("lessons"),
    _items("options"),
    _slide(
        "joint_plan",
        core=_shared("commitments", "commitment", "review.joint_plan[].name"),
    ),
    _items("decisions"),
    _slide(
        "question",
        core=(
            Need(
                "a question, or KPIs with baseline and target",
                ("review_item.is_shared", "priority.target"),
                ("review.question",),
            ),
        ),
    ),
    _items("roadmap"),
    _slide("appendix_products", core=(OWNED,)),
    _slide(
        "definitions",
        core=(
            Need(
                "figures to define",
                (*OWNED.fields, "commitment.is_shared"),
                (),
                readable=("case",),
            ),
        ),
    ),
)

_BY_NAME: Final = {slide.name: slide for slide in _SLIDES}
DECK: Final = tuple(
    replace(_BY_NAME[name], artifact=deck) for deck, names in DECKS.items() for name in names
)
"""The slides of both decks, which share what they need."""
