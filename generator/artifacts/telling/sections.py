"""Which sections of the plan a form prints (DOCUMENTS.md 4.1; METHOD.md rows 2-4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice

NAMES = {
    "summary": "one-page summary",
    "priorities": "customer priorities and outcomes",
    "profile": "profile and current state",
    "performance": "performance and history",
    "people": "organisation and relationships",
    "whitespace": "whitespace",
    "competition": "competition",
    "goals": "objectives",
    "renewal": "renewal strategy",
    "actions": "action plan",
    "risks": "risk register",
    "resources": "team and sponsor",
    "scorecard": "leading and lagging metrics",
    "sources": "coverage and sources",
}
_LIGHT = frozenset(
    {"summary", "priorities", "people", "whitespace", "renewal", "actions", "risks", "sources"}
)
_BRIEF = frozenset({"summary", "renewal", "sources"})
_BY_FORM = {"full": frozenset(NAMES), "light": _LIGHT, "brief": _BRIEF}


def is_on(name: str) -> Callable[[dict[str, Any], Voice], bool]:
    return lambda values, ctx: name in _BY_FORM[ctx.form]
