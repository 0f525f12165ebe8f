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
}
_LIGHT = frozenset(
    {"summary", "priorities", "relationships", "whitespace", "renewal", "actions", "coverage"}
)
_BRIEF = frozenset({"summary", "renewal", "coverage"})
_BY_FORM = {"full": frozenset(NAMES), "light": _LIGHT, "brief": _BRIEF}


def forms_of(name: str) -> tuple[str, ...]:
    """The forms of the plan that print the section."""
    return tuple(form for form, names in _BY_FORM.items() if name in names)


def is_on(name: str) -> Callable[[dict[str, Any], Voice], bool]:
    return lambda values, ctx: name in _BY_FORM[ctx.form]
