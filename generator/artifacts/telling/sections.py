"""Which sections of the plan a form prints (DOCUMENTS.md 4.1; METHOD.md rows 2-4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice

NAMES = {
    "summary": "one-page summary",
    "contents": "table of contents",
    "priorities": "customer priorities and outcomes",
    "profile": "profile and current state",
    "performance": "performance and history",
    "questions": "the five discovery questions",
    "relationships": "organisation and relationships",
    "maps": "relationship map and matrix, charts beside tables",
    "whitespace": "whitespace",
    "grid": "the whitespace grid itself",
    "competition": "competition",
    "goals": "objectives",
    "renewal": "renewal strategy",
    "actions": "action plan",
    "risks": "risk register",
    "resources": "team and sponsor",
    "scorecard": "leading and lagging metrics",
    "coverage": "coverage and sources",
    "changes": "what changed since the last version",
    "year_end": "the year looked back on: where it is over, and in the draft for the next",
    "plays": "the one or two plays of a light plan",
    "brief": "what a one-page brief says instead of sections: playbook, products, people, deals",
}
_LIGHT = frozenset(
    {
        *("summary", "priorities", "relationships", "whitespace", "plays", "renewal", "actions"),
        *("year_end", "changes", "coverage"),
    }
)
_BRIEF = frozenset({"summary", "brief", "renewal", "coverage"})
_BY_FORM = {"full": frozenset(NAMES) - {"plays", "brief"}, "light": _LIGHT, "brief": _BRIEF}
_FIRST = {"renewal_first": "retention", "whitespace_first": "land_expand"}
"""Which segment puts a section before its usual place (METHOD.md row 8)."""
FIRST = {
    "renewal_first": "the renewal before whitespace: the plan is there to keep, not to grow",
    "whitespace_first": "whitespace right after the customer's priorities: land and expand",
}


def forms_of(name: str) -> tuple[str, ...]:
    """The forms of the plan that print the section."""
    return tuple(form for form, names in _BY_FORM.items() if name in names)


def changed(values: dict[str, Any], ctx: Voice) -> bool:
    """A light plan has no room for a section that says only that there is no baseline yet."""
    return "changes" in _BY_FORM[ctx.form] and (
        ctx.form == "full" or values["changes"]["since"] is not None
    )


def is_first(name: str) -> Callable[[dict[str, Any], Voice], bool]:
    return lambda values, ctx: (
        values["account"]["segment"] == _FIRST[name]
        and name.removesuffix("_first") in _BY_FORM[ctx.form]
    )


def looks_back(values: dict[str, Any], ctx: Voice) -> bool:
    return "year_end" in _BY_FORM[ctx.form] and values["year_end"]["year"] is not None


def switch(name: str) -> Callable[[dict[str, Any], Voice], bool]:
    return {"changes": changed, "year_end": looks_back}.get(name) or is_on(name)


def is_on(name: str) -> Callable[[dict[str, Any], Voice], bool]:
    return lambda values, ctx: name in _BY_FORM[ctx.form]
