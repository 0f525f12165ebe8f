"""What one check finds of one account, and what a check may look at.

``pass``, ``warn`` and ``fail`` are grades. ``unknown``: the records that would tell could not be
read, or the CRM has no place for what is asked; that is no fault of the plan. ``not_applicable``:
the question does not arise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from generator.analysis.money import ids_of
from generator.analysis.options import Options
from generator.analysis.portfolio.members import has_plan, keeps
from generator.analysis.results import AnalysedAccount
from generator.model.org import could_read

PASS, WARN, FAIL = "pass", "warn", "fail"
UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"
GRADES = (FAIL, WARN, PASS, UNKNOWN, NOT_APPLICABLE)
"""The worst first."""

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` names the sentence that says why; the other values are what it tells.

    ``n`` of ``m`` records are as they should be, ``ids`` are all ``m`` of them and ``lacking``
    those that are not, whose names are ``names``. ``days`` and ``day`` are as the reason says,
    ``limit`` is what they or ``n`` are held against, ``share`` is percent.
    """

    grade: str
    reason: str
    ids: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    n: int | None = None
    m: int | None = None
    days: int | None = None
    day: date | None = None
    limit: int | None = None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One account as a check sees it. ``start`` and ``end`` are the planning window's."""

    account: AnalysedAccount
    options: Options
    start: date
    end: date

    @property
    def as_of(self) -> date:
        return self.account.period.as_of

    @property
    def tier(self) -> int:
        return self.account.profile.tier

    @property
    def root(self) -> tuple[str, ...]:
        """The account's own id, for what stands in its fields."""
        return (self.account.profile.id,)

    @property
    def has_plan(self) -> bool:
        """Whether the account has a plan that nobody has closed."""
        return has_plan(self.account)

    def reads(self, *topics: str) -> bool:
        """Whether records of all these topics could be read."""
        return all(could_read(self.account.coverage, topic) for topic in topics)

    def keeps(self, *fields: str) -> bool:
        """Whether the CRM has a readable place for one of the model's fields: what is blank there
        was left blank."""
        return keeps(self.account, *fields)


def unread(*ids: str) -> Verdict:
    """The records that would tell could not be read."""
    return Verdict(UNKNOWN, "unread", ids)


def not_kept(*ids: str) -> Verdict:
    """The CRM has no readable field for what is asked."""
    return Verdict(UNKNOWN, "not_kept", ids)


def no_plan(subject: Subject) -> Verdict:
    """Of a check that looks into the plan, where there is none to look into."""
    return Verdict(NOT_APPLICABLE, "no_plan") if subject.reads("plans") else unread()


def graded(good: int, of_all: int) -> str:
    """Pass where all are as they should be, warn where at least half are, fail below that."""
    if good == of_all:
        return PASS
    return WARN if 2 * good >= of_all else FAIL


def of_all(
    rows: Sequence[R],
    is_good: Callable[[R], bool],
    ids: Callable[[R], Iterable[str]],
    name: Callable[[R], str],
    *,
    strict: bool = False,
) -> Verdict:
    """Pass where all rows are good. Where ``strict``, one that is not is a fail: the method says so
    of what a plan must have (rows 69, 76, 80). Else it depends on how many are (``graded``)."""
    lacking = [row for row in rows if not is_good(row)]
    good = len(rows) - len(lacking)
    return Verdict(
        FAIL if strict and lacking else graded(good, len(rows)),
        "all" if not lacking else "some" if good else "none",
        ids_of(one for row in rows for one in ids(row)),
        ids_of(one for row in lacking for one in ids(row)),
        tuple(dict.fromkeys(name(row) for row in lacking)),
        good,
        len(rows),
    )
