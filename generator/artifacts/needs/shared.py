"""What a need is, and the needs that several sections share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from generator.model.rules import UNIT_NAMES, Rules

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
    topics of the inputs folder that will do as well: ``usage``, ``signals``; where one is there, a
    customer sees nothing of it unless all of ``declared`` are declared safe. ``counted`` gives
    those of ``fields`` that an org's rules count; None where no rule chooses among them.
    """

    what: str
    fields: tuple[str, ...]
    shows: tuple[str, ...]
    share: int = SOME
    readable: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    counted: Callable[[Rules], tuple[str, ...]] | None = None

    def sources(self, rules: Rules) -> tuple[str, ...]:
        """Those of ``fields`` that ``rules`` count."""
        return self.fields if self.counted is None else self.counted(rules)


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
_AXES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hierarchy": ("account.name",),
        "geography": tuple(name for name in UNIT_NAMES if name.endswith(".region")),
        "object": ("business_unit.name",),
    }
)
"""What names the divisions by each axis."""


def _of_axis(rules: Rules) -> tuple[str, ...]:
    return tuple(name for axis in rules.axis for name in _AXES[axis])


TEAMS = Need("names of divisions", UNIT_NAMES, ("usage.teams[].name",), counted=_of_axis)
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
_REVENUE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "account.arr": ("account_arr", "division_arr"),
        "account.mrr": ("account_mrr", "division_mrr"),
        "asset.arr": ("asset_arr",),
        "asset.mrr": ("asset_mrr",),
        "asset_period.mrr": ("asset_period",),
        "subscription.net_price": ("subscription",),
        "service_contract.grand_total": ("service_contract",),
        "opportunity.term_months": ("won_term",),
        "opportunity.amount": ("closed_won",),
    }
)
"""What the rungs of a ladder stand on."""

_YEAR_AGO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "account.arr_year_ago": ("account_arr", "division_arr"),
        "account.mrr_year_ago": ("account_mrr", "division_mrr"),
        "asset.arr": ("asset_arr",),
        "asset_period.mrr": ("asset_mrr", "asset_period"),
        "subscription.net_price": ("subscription",),
        "service_contract.grand_total": ("service_contract",),
        "opportunity.term_months": ("won_term",),
        "opportunity.amount": ("closed_won",),
    }
)
"""What the same rungs stand on for a year ago."""

_RENEWAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contract.end_date": "contract",
        "service_contract.end_date": "service_contract",
        "asset.end_date": "asset",
        "asset.lifecycle_end_date": "asset",
        "subscription.end_date": "subscription",
        "account.renewal_date": "account",
    }
)
"""Which source of renewals gives its date by which field."""

SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "opportunity.kind": "type",
        "opportunity.record_type": "record_type",
        "opportunity.is_renewal": "flag",
    }
)
"""By which field an opportunity is told to be a renewal."""


def _of_ladder(rungs: Mapping[str, tuple[str, ...]], rules: Rules) -> tuple[str, ...]:
    return tuple(name for name, words in rungs.items() if not set(words).isdisjoint(rules.ladder))


def _of_renewals(rules: Rules) -> tuple[str, ...]:
    signs = rules.renewal_signs if "opportunity" in rules.renewal_sources else ()
    return (
        *(name for name, word in _RENEWAL.items() if word in rules.renewal_sources),
        *(name for name, sign in SIGNS.items() if sign in signs),
    )


RENEWAL = Need("a renewal date", (*_RENEWAL, *SIGNS), ("renewal.date",), counted=_of_renewals)
REVENUE = Need(
    "yearly contract value",
    tuple(_REVENUE),
    ("revenue.current",),
    FEW,
    counted=partial(_of_ladder, _REVENUE),
)
YEAR_AGO = Need(
    "contract value a year ago",
    tuple(_YEAR_AGO),
    ("revenue.year_ago",),
    FEW,
    counted=partial(_of_ladder, _YEAR_AGO),
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
