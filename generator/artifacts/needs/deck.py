"""The customer review: what each of its slides needs, and what the mapping must declare safe."""

from __future__ import annotations

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

SAFE: Final = {
    "priority": "priority.name",
    "kpi_reading": "kpi_reading.value",
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


def _items(name: str, title: str) -> Section:
    return Section(
        "qbr", name, title, core=_shared("review items", "review_item", f"{name}[].name")
    )


DECK = (
    Section("qbr", "title", "title"),
    Section(
        "qbr",
        "summary",
        "executive summary",
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
    Section(
        "qbr",
        "priorities",
        "what you set out to achieve",
        core=(Need("customer priorities", ("priority",), ("priorities[].name",)),),
        more=(Need("where KPIs stand", ("priority.current",), ("priorities[].current",), MOST),),
    ),
    Section(
        "qbr",
        "commitments",
        "what we promised and what happened",
        core=_shared("commitments", "commitment", "review.promises[].name"),
        more=(Need("due dates", ("commitment.due_date",), ("review.promises[].due",), MOST),),
    ),
    _items("outcomes", "outcomes of the quarter"),
    Section(
        "qbr",
        "progress",
        "progress to goal",
        core=(
            Need("customer priorities", ("priority",), ("priorities[].name",)),
            Need("KPI readings", ("kpi_reading.value",), ("review.trends[].title",)),
        ),
    ),
    Section(
        "qbr",
        "goals",
        "goals we share",
        core=_shared("goals", "objective", "goals[].name"),
        more=(Need("measures", ("measure",), ("goals[].measures[].name",)),),
    ),
    Section("qbr", "products", "products in use by team", core=(OWNED, TEAMS)),
    Section(
        "qbr",
        "adoption",
        "quantity and active users by product",
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
    Section(
        "qbr",
        "support",
        "service and support",
        core=(CASES,),
        more=(Need("days of closing", ("case.closed",), ("support.median_days",), MOST),),
    ),
    _items("lessons", "what did not work and what we change"),
    _items("options", "where we could help next"),
    Section(
        "qbr",
        "joint_plan",
        "joint plan of the next quarter",
        core=_shared("commitments", "commitment", "review.joint_plan[].name"),
    ),
    _items("decisions", "decisions we ask for"),
    _items("roadmap", "roadmap"),
    Section("qbr", "appendix_products", "appendix: products, quantities and terms", core=(OWNED,)),
    Section(
        "qbr",
        "definitions",
        "appendix: what the figures mean",
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
