"""What the plan audit says (METHOD.md rows 104 to 106): plan by plan, check by check, together.

Ids of a finding are those of the records that it counts; ids elsewhere are those of accounts,
unless said. ``n`` and ``m`` are counts, ``of`` of a figure is (n, m). Scores are percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.portfolio.results import Acceptance, AccountRef, Portfolio
from generator.analysis.results import Figure, Person
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    WARN,
    Verdict,
)
from generator.analysis.rollups.head import Head
from generator.model.org import FiscalQuarter

_NO_PLAN = ("missing", "closed")
ACCEPTED = "accepted"
"""How a finding stands that somebody left as it is on purpose (row 105)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found of one plan. ``owner`` takes the next step, ``due`` says by when: both
    None where there is nothing to do, or it is so on purpose."""

    check: str
    weight: int
    is_required: bool
    verdict: Verdict
    owner: Person | None = None
    due: date | None = None
    accepted: Acceptance | None = None

    @property
    def grade(self) -> str:
        return self.verdict.grade

    @property
    def state(self) -> str:
        """The grade, or ``accepted``."""
        return ACCEPTED if self.accepted else self.grade

    @property
    def is_scored(self) -> bool:
        return self.state in (PASS, WARN, FAIL)


@dataclass(frozen=True, slots=True)
class QuarterEdits:
    """Days of a fiscal quarter on which a record of the plan was made or last changed, or the
    history of a measure notes a change. There were at least so many: of most records the CRM keeps
    the last change alone. ``ids`` are those records'."""

    quarter: FiscalQuarter
    days: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanAudit:
    """One plan's findings in the order of the checks.

    ``points`` are a check's whole weight where it passes, half of it where it warns; ``possible``
    is the weight of all checks graded. ``score`` is points in percent of possible, its ``of``
    (graded, applicable); unknown where there is no plan. ``grade`` is the worst of the required
    checks that are graded, ``unknown`` where none is. What is accepted counts in none of them.
    """

    account: AccountRef
    tier: int
    owner: Person | None  # the plan's, else the account's
    manager: Person | None  # of the account's owner
    plan_id: str | None
    plan_name: str | None
    score: Figure[Decimal]
    points: Decimal
    possible: int
    grade: str
    findings: tuple[Finding, ...]
    first: Finding | None  # what to do first; None: nothing
    days_since_edit: int | None
    last_edit: date | None
    is_stale: bool | None
    quarters: tuple[QuarterEdits, ...]  # the running one last
    filled: tuple[int, int] | None  # facts of the plan's sections on record, of all (row 25)

    def count(self, state: str) -> int:
        """How many findings stand so: a grade, or ``accepted``."""
        return sum(finding.state == state for finding in self.findings)

    @property
    def lacks_plan(self) -> bool:
        """Whether plans could be read, and there is none or a closed one."""
        return any(f.check == "plan" and f.verdict.reason in _NO_PLAN for f in self.findings)

    @property
    def applicable(self) -> int:
        return len(self.findings) - self.count(NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class GradeCount:
    """Plans of one grade: pass, warn, fail, unknown."""

    grade: str
    n: int
    accounts: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """Plans whose score is ``least`` or more and below ``most`` (None: no more can be had);
    ``least`` None: without a score, for there is no plan or nothing could be graded."""

    least: int | None
    most: int | None
    n: int
    accounts: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class CheckCount:
    """One check over all plans: in how many it stands so. ``ids``: the accounts that are to act."""

    check: str
    weight: int
    is_required: bool
    tiers: tuple[int, ...]
    rows: tuple[int, ...]
    passed: int
    warned: int
    failed: int
    accepted: int
    unknown: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staleness:
    """Plans of one tier by their age in days (rows 18, 106). ``median_days`` is of the plans whose
    age is known."""

    tier: int
    limit: int
    fresh: tuple[AccountRef, ...]
    stale: tuple[AccountRef, ...]
    unknown: tuple[AccountRef, ...]
    without: tuple[AccountRef, ...]  # no plan on record that is not closed
    median_days: int | None


@dataclass(frozen=True, slots=True)
class OwnerAudit:
    """The plans of one person. ``load`` is as in ``OwnerLoad`` (row 11); quota and target as in
    ``QuotaLine`` (row 17), None where this person owns none of the accounts."""

    owner: Person | None
    accounts: tuple[AccountRef, ...]
    tier1_plans: tuple[AccountRef, ...]
    load: str  # ok, few, many, none
    de_tier: tuple[AccountRef, ...]  # where there are too many: the least upside first
    passed: int
    warned: int
    failed: int
    unknown: int
    score: Figure[Decimal]  # mean of the plans' scores; ``of`` = (scored, all)
    quota: Figure[Decimal] | None
    target: Figure[Decimal] | None


@dataclass(frozen=True, slots=True)
class PlayStep:
    """Plays of all accounts at one step of the way from planned to won (row 74)."""

    key: str  # planned, open, won, lost, given_up
    n: int
    ids: tuple[str, ...]  # of the plays


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A row of the file, and what has become of what it accepts: ``accepted``, ``expired``,
    ``ahead`` (its day is still to come), or ``settled`` (the check no longer finds it)."""

    account: AccountRef
    acceptance: Acceptance
    state: str
    verdict: Verdict | None  # None: the check is not asked of this tier


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of the plans of tiers 1 and 2 in a set of accounts. ``plans``: those that are
    not there first, then the worst grade and the lowest score."""

    head: Head
    plans: tuple[PlanAudit, ...]
    grades: tuple[GradeCount, ...]
    bands: tuple[ScoreBand, ...]
    score: Figure[Decimal]  # mean of the plans' scores; ``of`` = (scored, all)
    filled: tuple[int, int] | None  # of all plans together
    checks: tuple[CheckCount, ...]  # in the order of the checks
    staleness: tuple[Staleness, ...]  # tier 1, tier 2
    owners: tuple[OwnerAudit, ...]  # the lowest score first
    portfolio: Portfolio  # coverage, growth, Pareto line, quotas of the same accounts
    play_steps: tuple[PlayStep, ...]
    won: Figure[Decimal]  # won by plays that were there before their deal; ids of opportunities
    tier3: tuple[AccountRef, ...]  # not audited: managed by motion
    tier3_with_plan: tuple[AccountRef, ...]
    accepted: tuple[AcceptedFinding, ...]
