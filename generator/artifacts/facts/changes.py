"""Changes since the baseline, in business words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.analysis.results import AnalysedAccount, Change
from generator.artifacts.context import Facts

_WORDS = {
    "segment": "segment",
    "renewal_status": "renewal_status",
    "person_gone_role": "role",
    "person_role": "role",
    "person_influence": "level",
    "person_stronger": "strength",
    "person_weaker": "strength",
    "cell_state": "cell",
    "risk_likelihood": "level",
    "risk_impact": "level",
    "commitment": "commitment",
}
"""Which words of the phrase file say the state before and after."""


def sentence(row: Change, ctx: Facts) -> str | None:
    """The difference as one sentence. What was or is not there is said to be not recorded."""
    unknown = ctx.say("change.nothing")
    amounts = [ctx.formats.money_short(value) for value in (row.amount_before, row.amount)]
    days = [ctx.formats.date(day) if day else None for day in (row.day_before, row.day)]
    return ctx.say(
        f"change.{row.kind}",
        subject=row.subject,
        before=_word(row, row.before, ctx) or unknown,
        after=_word(row, row.after, ctx) or unknown,
        amount_before=amounts[0] or unknown,
        amount=amounts[1] or unknown,
        worth=_beside(ctx.say("change.worth", amount=amounts[1])),
        day_before=days[0] or unknown,
        day=days[1] or unknown,
        due=_beside(ctx.say("change.due", date=days[1])),
    )


def _beside(part: str | None) -> str:
    return f" {part}" if part else ""


def _word(row: Change, word: str | None, ctx: Facts) -> str | None:
    group = _WORDS.get(row.kind)
    return ctx.label(group, word) if group else word


def topics(*names: str) -> Callable[[AnalysedAccount, Facts], list[Change]]:
    """The changes of some topics."""
    return lambda account, _ctx: [row for row in account.changes if row.topic in names]


def note(account: AnalysedAccount, ctx: Facts) -> str | None:
    """What the changes are counted from, or why there are none to count."""
    formats, start = ctx.formats, account.period.quarter.start
    if account.baseline is None:
        return ctx.say("change.no_baseline", date=formats.date(start))
    count = len(account.changes)
    return ctx.say("change.since", n=count, date=formats.date(account.baseline))


def count(account: AnalysedAccount, _ctx: Any) -> int | None:
    return None if account.baseline is None else len(account.changes)
