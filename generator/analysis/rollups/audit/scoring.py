"""One plan's findings, its score and its grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.dates import coming_friday
from generator.analysis.gaps import ACCOUNT_THREADS
from generator.analysis.money import ids_of, percent
from generator.analysis.portfolio.members import decides, plan_owner
from generator.analysis.portfolio.results import Acceptance, AccountRef
from generator.analysis.results import AnalysedAccount, Figure, Person
from generator.analysis.rollups.audit.checks import CHECKS, Check
from generator.analysis.rollups.audit.results import (
    Finding,
    PlanAudit,
    QuarterEdits,
)
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    GRADES,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WARN,
    Subject,
)

HALF = Decimal("0.5")
POINTS = {PASS: Decimal(1), WARN: HALF, FAIL: Decimal(0)}
"""Of a check's weight, what its grade is worth."""
NEXT_DAYS = {FAIL: 7, WARN: 21}
"""A next step is due on the first Friday that is so many days away, or more; one for the renewal on
the next Friday."""
RENEWAL, SPONSOR = "renewal", "sponsor"
_GAPS = {
    "buyer": ("no_economic_buyer", "champion_without_budget", "buyer_distant"),
    "threads": ACCOUNT_THREADS,
}
"""What the relationships themselves say of a check, with owner and day (row 55)."""
QUARTERS = 4
"""Of so many fiscal quarters up to the running one the changes are counted (row 106)."""

Accepted = Mapping[tuple[str, str], Acceptance]
"""What holds on the as-of day, by account id and check."""


def plan_audit(subject: Subject, accepted: Accepted, filled: tuple[int, int] | None) -> PlanAudit:
    """Every check that is asked of the account's tier."""
    account, text = subject.account, subject.account.plan
    findings = tuple(
        _finding(subject, check, accepted) for check in CHECKS if subject.tier in check.tiers
    )
    points, possible = _points(subject, findings)
    return PlanAudit(
        account=AccountRef(account.profile.id, account.profile.name),
        tier=subject.tier,
        owner=plan_owner(account),
        manager=account.profile.owner_manager,
        plan_id=text.id,
        plan_name=text.name,
        score=_score(findings, points, possible, account),
        points=points,
        possible=possible,
        grade=_grade(findings),
        findings=findings,
        first=first_of(findings),
        days_since_edit=text.age_days if subject.has_plan else None,
        last_edit=text.changed if subject.has_plan else None,
        is_stale=text.is_stale if subject.has_plan else None,
        quarters=_quarters(account),
        filled=filled,
    )


def first_of(findings: Sequence[Finding]) -> Finding | None:
    """The first required check that fails, else the first that fails, else that warns. The renewal
    goes before what else is required, and where it warns before what is only advised."""
    open_ones = [row for row in findings if row.state in (FAIL, WARN)]
    return min(open_ones, key=_urgency, default=None)


def _urgency(row: Finding) -> tuple[bool, bool, bool]:
    is_gap = row.is_required and row.state == FAIL
    return (not is_gap, row.check != RENEWAL, row.state != FAIL)


def _finding(subject: Subject, check: Check, accepted: Accepted) -> Finding:
    verdict = check.look(subject)
    is_open = verdict.grade in NEXT_DAYS
    note = accepted.get((subject.account.profile.id, check.key)) if is_open else None
    acts = is_open and note is None
    owner, due = _next(subject, check.key, verdict.grade) if acts else (None, None)
    return Finding(
        check.key,
        check.weight,
        check.required,
        verdict,
        owner=owner,
        due=due,
        accepted=note,
    )


def _next(subject: Subject, check: str, grade: str) -> tuple[Person | None, date]:
    """Who takes the next step, and by when: as the account's other documents say it, where they
    name a step for the same thing."""
    account, as_of = subject.account, subject.as_of
    days = 1 if check == RENEWAL else NEXT_DAYS[grade]
    own, by = plan_owner(account), coming_friday(as_of + timedelta(days=days - 1))
    owner, due = next(_said(account, check), (None, None))
    return owner or own, due or by


def _said(account: AnalysedAccount, check: str) -> Iterator[tuple[Person | None, date | None]]:
    if check == SPONSOR:
        yield decides(account), None
    if check == RENEWAL:
        yield from ((row.owner, row.due) for row in account.top_actions if row.kind == RENEWAL)
    kinds = _GAPS.get(check, ())
    yield from ((gap.owner, gap.due) for gap in account.relationships.gaps if gap.kind in kinds)


def _points(subject: Subject, findings: Sequence[Finding]) -> tuple[Decimal, int]:
    """None of none where there is no plan: what else is in order makes no score of a plan."""
    if not subject.has_plan:
        return Decimal(0), 0
    scored = [row for row in findings if row.is_scored]
    points = sum((row.weight * POINTS[row.grade] for row in scored), Decimal(0))
    return points, sum(row.weight for row in scored)


def _score(
    findings: Sequence[Finding], points: Decimal, possible: int, account: AnalysedAccount
) -> Figure[Decimal]:
    graded = sum(row.is_scored for row in findings)
    applicable = sum(row.grade != NOT_APPLICABLE for row in findings)
    ids = ids_of([account.profile.id, account.plan.id])
    return Figure(percent(points, possible), ids, "", (graded, applicable))


def _grade(findings: Sequence[Finding]) -> str:
    required = {row.grade for row in findings if row.is_required and row.is_scored}
    return next((grade for grade in GRADES if grade in required), UNKNOWN)


def _quarters(account: AnalysedAccount) -> tuple[QuarterEdits, ...]:
    fiscal, as_of = account.period.fiscal, account.period.as_of
    running = fiscal.quarter_of(as_of)
    found = []
    for back in range(QUARTERS - 1, -1, -1):
        quarter = fiscal.shift(running, -back)
        rows = [row for row in account.plan.edits if quarter.start <= row.day <= quarter.end]
        ids = ids_of(one for row in rows for one in row.ids)
        found.append(QuarterEdits(quarter, len(rows), ids))
    return tuple(found)
