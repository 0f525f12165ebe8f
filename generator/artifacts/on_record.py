"""How much of what plans say is on record, of many accounts: it takes each plan's own words."""

from __future__ import annotations

from collections.abc import Iterable

from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import PLAN
from generator.artifacts.compose import compose
from generator.formats import Formats


def facts_on_record(
    accounts: Iterable[AnalysedAccount], formats: Formats
) -> dict[str, tuple[int, int]]:
    """By account id: facts of its plan's sections that are on record, of how many (METHOD.md row
    25)."""
    counts = {}
    for account in accounts:
        told = compose(account, PLAN.name, formats).values["filled"]
        counts[account.profile.id] = (told["facts"], told["wanted"])
    return counts
