"""What the plans of a set say together: counts, bands, owners, ages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import mean, median

from generator.analysis.money import TENTH, Money, ids_of, total
from generator.analysis.options import Options
from generator.analysis.portfolio.results import AccountRef, OwnerLoad, Portfolio
from generator.analysis.results import AnalysedAccount, Figure, Person
from generator.analysis.rollups.audit.checks import CHECKS, Check
from generator.analysis.rollups.audit.results import (
    ACCEPTED,
    CheckCount,
    Finding,
    GradeCount,
    OwnerAudit,
    PlanAudit,
    PlayStep,
    ScoreBand,
    Staleness,
)
from generator.analysis.rollups.audit.verdicts import FAIL, PASS, UNKNOWN, WARN

BANDS = (90, 75, 50, 0)
"""Least scores, in percent."""
OUTCOMES = ("planned", "open", "won", "lost", "given_up")

Plans = Sequence[PlanAudit]


def grade_counts(plans: Plans) -> tuple[GradeCount, ...]:
    groups = ((grade, [p for p in plans if p.grade == grade]) for grade in _SHOWN)
    return tuple(GradeCount(grade, len(rows), refs(rows)) for grade, rows in groups)


_SHOWN = (PASS, WARN, FAIL, UNKNOWN)


def score_bands(plans: Plans) -> tuple[ScoreBand, ...]:
    """The highest band first; the plans without a score last."""
    found = []
    for least, most in zip(BANDS, (None, *BANDS), strict=False):
        here = [plan for plan in plans if _is_in(plan.score.value, least, most)]
        found.append(ScoreBand(least, most, len(here), refs(here)))
    without = [plan for plan in plans if plan.score.value is None]
    return (*found, ScoreBand(None, None, len(without), refs(without)))


def _is_in(score: Decimal | None, least: int, most: int | None) -> bool:
    return score is not None and score >= least and (most is None or score < most)


def mean_score(plans: Plans) -> Figure[Decimal]:
    """The mean of the plans' scores, each plan counting once."""
    known = [plan.score.value for plan in plans if plan.score.value is not None]
    value = mean(known).quantize(TENTH) if known else None
    return Figure(value, ids_of(plan.account.id for plan in plans), "", (len(known), len(plans)))


def filled(plans: Plans) -> tuple[int, int] | None:
    """Facts on record, of all that the plans' sections live on (row 25)."""
    known = [plan.filled for plan in plans if plan.filled is not None]
    return (sum(n for n, _ in known), sum(m for _, m in known)) if known else None


def check_counts(plans: Plans) -> tuple[CheckCount, ...]:
    return tuple(_check_count(check, plans) for check in CHECKS)


def _check_count(check: Check, plans: Plans) -> CheckCount:
    rows = [(p, f) for p in plans for f in p.findings if f.check == check.key]
    states = [finding.state for _, finding in rows]
    return CheckCount(
        check=check.key,
        weight=check.weight,
        is_required=check.required,
        tiers=check.tiers,
        rows=check.rows,
        passed=states.count(PASS),
        warned=states.count(WARN),
        failed=states.count(FAIL),
        accepted=states.count(ACCEPTED),
        unknown=states.count(UNKNOWN),
        ids=ids_of(plan.account.id for plan, finding in rows if _is_open(finding)),
    )


def _is_open(finding: Finding) -> bool:
    return finding.state in (FAIL, WARN)


def staleness(plans: Plans, options: Options) -> tuple[Staleness, ...]:
    """Tier 1 and tier 2 by the age of their plans (row 18)."""
    limits = {1: options.stale_days_tier1, 2: options.stale_days_tier2}
    return tuple(_of_tier(tier, limit, plans) for tier, limit in limits.items())


def _of_tier(tier: int, limit: int, plans: Plans) -> Staleness:
    mine = [plan for plan in plans if plan.tier == tier]
    aged = [plan for plan in mine if plan.is_stale is not None]
    days = [plan.days_since_edit for plan in aged if plan.days_since_edit is not None]
    unaged = [plan for plan in mine if plan.is_stale is None]
    return Staleness(
        tier=tier,
        limit=limit,
        fresh=refs(plan for plan in aged if not plan.is_stale),
        stale=refs(plan for plan in aged if plan.is_stale),
        unknown=refs(plan for plan in unaged if not plan.lacks_plan),
        without=refs(plan for plan in unaged if plan.lacks_plan),
        median_days=round(median(days)) if days else None,
    )


def owner_audits(plans: Plans, portfolio: Portfolio) -> tuple[OwnerAudit, ...]:
    """By the plan's owner, else the account's; the lowest mean score first, then by name."""
    groups: dict[str, list[PlanAudit]] = {}
    for plan in plans:
        groups.setdefault(plan.owner.id if plan.owner else "", []).append(plan)
    rows = [_of_owner(mine[0].owner, mine, portfolio) for mine in groups.values()]
    return tuple(sorted(rows, key=_owner_order))


def _owner_order(row: OwnerAudit) -> tuple[bool, Decimal, str]:
    score = row.score.value
    return (score is None, score or Decimal(0), row.owner.name if row.owner else "")


def _of_owner(owner: Person | None, plans: Plans, portfolio: Portfolio) -> OwnerAudit:
    load = next((row for row in portfolio.owners if _same(row.owner, owner)), _NO_LOAD)
    line = next((row for row in portfolio.quotas.lines if _same(row.owner, owner)), None)
    grades = [plan.grade for plan in plans]
    return OwnerAudit(
        owner=owner,
        accounts=refs(plans),
        tier1_plans=load.tier1_plans,
        load=load.status,
        de_tier=load.de_tier,
        passed=grades.count(PASS),
        warned=grades.count(WARN),
        failed=grades.count(FAIL),
        unknown=grades.count(UNKNOWN),
        score=mean_score(plans),
        quota=line.quota if line else None,
        target=line.target if line else None,
    )


_NO_LOAD = OwnerLoad(None, (), (), "none", ())


def _same(one: Person | None, other: Person | None) -> bool:
    return (one.id if one else None) == (other.id if other else None)


def play_steps(accounts: Sequence[AnalysedAccount]) -> tuple[PlayStep, ...]:
    """All plays of all accounts by what became of them (row 74)."""
    plays = [row for account in accounts for row in account.whitespace.funnel.plays]
    return tuple(
        PlayStep(
            key,
            sum(row.outcome == key for row in plays),
            ids_of(row.play.id for row in plays if row.outcome == key),
        )
        for key in OUTCOMES
    )


def won_from_plans(accounts: Sequence[AnalysedAccount], money: Money) -> Figure[Decimal]:
    """Amounts of won opportunities whose play was created on an earlier day, in the portfolio's
    currency (row 74). ``of`` = (opportunities counted, all that plays won); ``ids`` are those of
    the plays and opportunities counted. Unknown where no account has a play."""
    funnels = [(row, row.whitespace.funnel) for row in accounts if row.whitespace.funnel.plays]
    won = [(row, one.won, one.won.of) for row, one in funnels if one.won.of and one.won.of[1]]
    parts = [(row.profile.id, money.convert(one.value, row.currency)) for row, one, _ in won]
    rated = [pair for (_, _, pair), (_, value) in zip(won, parts, strict=True) if value is not None]
    counted, of_all = (sum(pair[0] for pair in rated), sum(pair[1] for *_, pair in won))
    value = total(parts).value if funnels else None
    note = "won opportunities whose play was created before them"
    return Figure(value, ids_of(*(one.ids for _, one, _ in won)), note, (counted, of_all))


def refs(plans: Iterable[PlanAudit]) -> tuple[AccountRef, ...]:
    """The accounts, by name."""
    found = [plan.account for plan in plans]
    return tuple(sorted(found, key=lambda row: (row.name.casefold(), row.id)))
