"""What authors call the names: the field's other words, for "did you mean" and for searches.

A word leads to names of the vocabulary, or to the last part of one ("due" to "close_date" of
whatever has it). A word that is itself a name of the artifact is never looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from generator.artifacts.vocabulary import names_tree

_DEALS: Final = ("open.deals", "won.deals", "lost.deals")
_UNITS: Final = ("account.divisions", "relationships.units")
_PEOPLE: Final = ("relationships.contacts", "team")
_SPONSOR: Final = ("relationships.sponsor", "review.sponsor", "team")
_USE: Final = ("usage.products", "usage.teams")
_REVENUE: Final = ("revenue.current", "products.arr")

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("opportunities", "opportunity", "opps", "opp", "pipeline"), _DEALS),
    **dict.fromkeys(("deals", "deal", "deal_name"), _DEALS),
    **dict.fromkeys(("divisions", "division", "units", "unit", "subsidiaries"), _UNITS),
    **dict.fromkeys(("business_units", "business_unit", "regions", "region", "children"), _UNITS),
    **dict.fromkeys(("people", "person", "contacts", "contact", "stakeholders"), _PEOPLE),
    **dict.fromkeys(("stakeholder", "buyers", "executives"), _PEOPLE),
    **dict.fromkeys(("sponsor", "sponsors", "executive_sponsor", "exec_sponsor"), _SPONSOR),
    **dict.fromkeys(("account_team", "csm", "ae", "our_team", "members", "member"), ("team",)),
    **dict.fromkeys(("rep", "am", "kam", "account_manager", "owner_name"), ("account.owner",)),
    **dict.fromkeys(("arr", "acv", "mrr", "current_revenue"), _REVENUE),
    **dict.fromkeys(("quota", "revenue_target"), ("revenue.target",)),
    **dict.fromkeys(("grid", "power_grid"), ("relationships.matrix", "whitespace.rows")),
    **dict.fromkeys(("org_chart", "orgchart", "relationship_map"), ("relationships.map",)),
    **dict.fromkeys(("tasks", "task", "todos", "activities", "next_steps"), ("actions",)),
    **dict.fromkeys(("initiatives", "initiative", "campaigns"), ("plays",)),
    **dict.fromkeys(("objectives", "objective", "okrs"), ("goals", "priorities")),
    **dict.fromkeys(("competitors", "competitor", "competition"), ("rivals",)),
    **dict.fromkeys(("cases", "case", "tickets", "ticket"), ("support", "charts.cases")),
    **dict.fromkeys(("assets", "asset", "installed_base", "licences", "licenses"), ("products",)),
    **dict.fromkeys(("news", "triggers", "events"), ("signals",)),
    **dict.fromkeys(("adoption", "seats", "users"), _USE),
    **dict.fromkeys(("promises", "promise"), ("review.promises", "commitments")),
    **dict.fromkeys(("customer", "company", "client"), ("account.name", "account")),
    **dict.fromkeys(("today", "date_today", "now", "report_date"), ("document.as_of",)),
    **dict.fromkeys(("close", "closes", "closedate", "deadline"), ("close_date", "due")),
    "due": ("close_date",),
    "date": ("close_date", "due"),
    "amount": ("value",),
    "value": ("amount",),
    "title": ("name", "subject"),
    "name": ("subject", "product", "label", "text"),
    **dict.fromkeys(("is_late", "late", "is_overdue"), ("days_overdue", "overdue")),
}


@cache
def synonyms_for(artifact: str) -> dict[str, tuple[str, ...]]:
    """The words with what they lead to, of which there is something in this artifact. UsageError:
    no such artifact."""
    paths = set(_paths("", names_tree(artifact)[0]))
    last = {path.rpartition(".")[2] for path in paths}
    found = {
        word: tuple(name for name in names if name in (paths if "." in name else paths | last))
        for word, names in WORDS.items()
    }
    return {word: names for word, names in found.items() if names}


def _paths(prefix: str, shape: Any) -> Iterator[str]:
    """Dotted names, those of a list's items as of a record's."""
    inner = shape[0] if isinstance(shape, list) else shape
    if isinstance(inner, dict):
        for name, below in inner.items():
            yield f"{prefix}{name}"
            yield from _paths(f"{prefix}{name}.", below)
