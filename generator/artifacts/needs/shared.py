"""What a need is, and the needs that several sections share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SOME: Final = 1
FEW: Final = 5
MANY: Final = 30
MOST: Final = 50
"""Shares of records, in percent, from which a field makes its part of a section whole. FEW is for
fields that only the best accounts, or only lost deals, can have."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something a section has to know, and where it may come from.

    ``what`` says it in words. ``fields`` are fields of the model (``contact.reports_to_id``) or
    whole kinds of record (``case``): any of them will do. ``shows`` are the names of the vocabulary
    that stay unknown without it; none where no name stands for it alone. ``share`` is the
    percentage of records from which a field is filled well enough. Of the kinds in ``readable`` it
    is enough that they could be read: that there are no records is an answer, too. ``inputs`` are
    topics of the inputs folder that will do as well: ``usage``, ``signals``.
    """

    what: str
    fields: tuple[str, ...]
    shows: tuple[str, ...]
    share: int = SOME
    readable: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section, sheet or slide. Without one of ``core`` it has nothing to show.

    Without one of ``more`` it is thin. ``title`` is its heading in the default template, or the
    slide's name in the run report.
    """

    artifact: str
    name: str
    title: str
    core: tuple[Need, ...] = ()
    more: tuple[Need, ...] = ()


CONTACTS = Need("contacts", ("contact",), ("relationships.contacts[].name",))
PRODUCTS = Need("products", ("product",), ("whitespace.columns[].name",))
OWNED = Need(
    "owned products", ("asset", "subscription", "line.product_id"), ("usage.products[].name",)
)
OWNED_CELLS = Need(
    "owned products",
    ("asset.product_id", "subscription.product_id", "line.product_id"),
    ("whitespace.owned",),
)
PLAYS = Need("plays", ("play",), ("plays[].name",))
PLAY_VALUE = Need("values of plays", ("play.value",), ("whitespace.value",), MOST)
QUALIFIED = Need("need, access and budget as people state them", ("play.need",), (), MOST)
CASES = Need("support cases", ("case",), ("support.median_days",))
TASKS = Need("tasks", ("task",), ("actions[].subject",))
RENEWAL = Need(
    "a renewal date",
    (
        "contract.end_date",
        "service_contract.end_date",
        "asset.end_date",
        "asset.lifecycle_end_date",
        "subscription.end_date",
        "account.renewal_date",
        "opportunity.kind",
        "opportunity.is_renewal",
    ),
    ("renewal.date",),
)
REVENUE = Need(
    "yearly contract value",
    (
        "account.arr",
        "account.mrr",
        "asset.arr",
        "asset.mrr",
        "asset_period.mrr",
        "subscription.net_price",
        "service_contract.grand_total",
        "opportunity.amount",
    ),
    ("revenue.current",),
    FEW,
)
TARGET = Need(
    "a revenue target", ("account.revenue_target", "objective.kind"), ("revenue.target",), FEW
)
SPONSOR = Need(
    "an executive sponsor",
    ("account.executive_sponsor_id", "team_member.role"),
    ("relationships.sponsor",),
    FEW,
)
TOUCHES = Need(
    "activities with contacts",
    ("task.contact_id", "event.contact_id"),
    ("relationships.contacts[].last_touch",),
    FEW,
)
ROLES = Need(
    "buying roles",
    ("contact.role", "buying_role.role", "contact_relation.roles"),
    ("relationships.contacts[].role",),
    FEW,
)
STRENGTH = Need(
    "strength of relationships",
    ("contact.strength", "task.contact_id", "event.contact_id"),
    ("relationships.contacts[].strength",),
    MANY,
)
INFLUENCE = Need(
    "influence",
    ("contact.influence", "contact.seniority", "contact.title", "contact.role"),
    ("relationships.contacts[].influence",),
    MANY,
)
