"""What keeps a goal from being specific and of use to the customer (METHOD.md rows 76, 78, 80, 96).

A goal needs a number with a unit, a date and one owner. The number may stand in its name or in a
measure; a date is no number, nor is a year. Findings are codes: the phrases ``lint`` and
``sharpen`` say each of them in words and what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from generator.analysis.results import Finding, GoalMeasure
from generator.analysis.words import canonical

_MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?"
)
_DATES = re.compile(
    rf"\b\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}\b"
    rf"|\b(\d{{1,2}}(st|nd|rd|th)?\s+)?({_MONTHS})\b\.?(\s+\d{{1,2}}(st|nd|rd|th)?\b(?!%))?,?(\s+\d{{4}}\b)?"
    r"|\b(fy|cy|h|q)\s?\d{1,4}\b|(?<!\bto )\b(19|20)\d\d\b(?!%)"
    r"|\b(days?|weeks?|months?|quarters?|years?)\s+\d+\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|dozens?|hundreds?|thousands?|millions?|billions?|double[ds]?|triple[ds]?|halve[ds]?|half"
    r"|twice|zero)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A goal as the CRM has it, for looking at its words; ``theme`` is the company's theme."""

    id: str
    name: str
    end: date | None
    owner_id: str | None
    is_queue: bool
    has_priority: bool
    has_outcome: bool
    theme: str | None


def lint(
    goal: Written,
    measures: Sequence[GoalMeasure],
    verbs: tuple[str, ...],
    themes: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """What the goal lacks, the weightiest first; empty for a good one."""
    found = (
        *_wording(goal, measures, verbs),
        *_numbers(goal, measures),
        *_follow_up(goal),
        *_purpose(goal, themes),
    )
    return tuple(found)


def is_vague(name: str, verbs: tuple[str, ...]) -> bool:
    """A vague verb and no number: ``Deepen the relationship``, also with ``by 31 March 2027``."""
    return bool(_vague_word(name, verbs)) and not has_number(name)


def has_number(text: str) -> bool:
    """A number in digits or words, dates aside."""
    plain = _DATES.sub(" ", text)
    return bool(re.search(r"\d", plain) or _NUMBER_WORDS.search(plain))


def _wording(
    goal: Written, measures: Sequence[GoalMeasure], verbs: tuple[str, ...]
) -> Iterator[Finding]:
    """A measure with a target says what a vague name does not."""
    if is_vague(goal.name, verbs) and not any(m.target is not None for m in measures):
        yield Finding("vague", _vague_word(goal.name, verbs), (goal.id,))


def _numbers(goal: Written, measures: Sequence[GoalMeasure]) -> Iterator[Finding]:
    if not measures:
        yield Finding("no_measure", None, (goal.id,))
    for measure in measures:
        if measure.baseline is None:
            yield Finding("no_baseline", measure.name, (measure.id,))
        if measure.target is None:
            yield Finding("no_target", measure.name, (measure.id,))
        if not measure.unit:
            yield Finding("no_unit", measure.name, (measure.id,))


def _follow_up(goal: Written) -> Iterator[Finding]:
    if goal.end is None:
        yield Finding("no_date", None, (goal.id,))
    if goal.owner_id is None:
        yield Finding("no_owner", None, (goal.id,))
    elif goal.is_queue:
        yield Finding("queue_owner", None, (goal.id,))


def _purpose(goal: Written, themes: tuple[str, ...]) -> Iterator[Finding]:
    """Whom it serves: the customer (row 80) and, where the settings list themes, us (row 96)."""
    if not goal.has_outcome:
        yield Finding("no_outcome", None, (goal.id,))
    if not goal.has_priority:
        yield Finding("no_priority", None, (goal.id,))
    known = {canonical(theme) for theme in themes}
    if known and not goal.theme:
        yield Finding("no_theme", None, (goal.id,))
    elif known and canonical(goal.theme) not in known:
        yield Finding("other_theme", goal.theme, (goal.id,))


def _vague_word(name: str, verbs: tuple[str, ...]) -> str | None:
    found = _pattern(verbs).search(name) if verbs else None
    return found.group(0) if found else None


@cache
def _pattern(verbs: tuple[str, ...]) -> re.Pattern[str]:
    """The verbs with their endings: deepen, deepens, deepening; leverage, leveraging."""
    stems = sorted({re.escape(verb.strip().rstrip("e")) for verb in verbs if verb.strip()})
    return re.compile(rf"\b({'|'.join(stems)})(e|es|ed|s|ing|d)?\b", re.IGNORECASE)
