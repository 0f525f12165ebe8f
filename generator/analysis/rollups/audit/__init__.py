"""The plan audit (METHOD.md rows 104 to 106): a regular look at every plan of tiers 1 and 2.

It coaches and does not judge people: what the records do not tell is unknown and lowers no score,
and what somebody changed on purpose is accepted with a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

from generator.analysis.money import Money
from generator.analysis.options import Options
from generator.analysis.portfolio.results import Acceptance, AccountRef, Portfolio
from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups.audit import together
from generator.analysis.rollups.audit.checks import CHECKS, KEYS, TIERS, Check
from generator.analysis.rollups.audit.results import (
    ACCEPTED,
    AcceptedFinding,
    Audit,
    CheckCount,
    Finding,
    PlanAudit,
    ScoreBand,
)
from generator.analysis.rollups.audit.scoring import plan_audit
from generator.analysis.rollups.audit.verdicts import GRADES, Subject
from generator.analysis.rollups.head import Head

__all__ = [
    "CHECKS",
    "KEYS",
    "TIERS",
    "Acceptance",
    "Audit",
    "Check",
    "CheckCount",
    "Finding",
    "PlanAudit",
    "ScoreBand",
    "audit",
]


def audit(
    accounts: Sequence[AnalysedAccount],
    head: Head,
    portfolio: Portfolio,
    money: Money,
    *,
    options: Options = Options(),
    acceptances: Iterable[Acceptance] = (),
    filled: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> Audit:
    """The audit of ``accounts``, which ``portfolio`` is of; ``money`` converts into its currency.

    Tiers 1 and 2 are audited, with or without a plan. Tier 3 is managed by motion: it is listed,
    and named where it carries a plan all the same (rows 4, 6). Of several acceptances of one
    finding the one that holds longest counts. ``filled`` has, by account id, how many facts of the
    plan's sections are on record, of how many (row 25).
    """
    window, given = portfolio.coverage, sorted(acceptances, key=attrgetter("until", "day"))
    holding = {(row.account_id, row.check): row for row in given if row.holds(head.as_of)}
    subjects = [Subject(row, options, window.start, window.end) for row in accounts]
    asked = [one for one in subjects if one.tier in TIERS]
    rest = [one for one in subjects if one.tier not in TIERS]
    plans = [plan_audit(one, holding, filled.get(one.account.profile.id)) for one in asked]
    return Audit(
        head=head,
        plans=tuple(sorted(plans, key=_order)),
        grades=together.grade_counts(plans),
        bands=together.score_bands(plans),
        score=together.mean_score(plans),
        filled=together.filled(plans),
        checks=together.check_counts(plans),
        staleness=together.staleness(plans, options),
        owners=together.owner_audits(plans, portfolio),
        portfolio=portfolio,
        play_steps=together.play_steps(accounts),
        won=together.won_from_plans(accounts, money),
        tier3=_refs(rest),
        tier3_with_plan=_refs(one for one in rest if one.has_plan),
        accepted=_accepted(given, plans, head),
    )


def _refs(subjects: Iterable[Subject]) -> tuple[AccountRef, ...]:
    profiles = (one.account.profile for one in subjects)
    return tuple(AccountRef(row.id, row.name) for row in profiles)


def _order(plan: PlanAudit) -> tuple[bool, int, bool, float, str, str]:
    """Where no plan is first; then the worst grade, the lowest score, and by name."""
    score = plan.score.value
    return (
        not plan.lacks_plan,
        GRADES.index(plan.grade),
        score is None,
        float(score or 0),
        plan.account.name.casefold(),
        plan.account.id,
    )


def _accepted(
    given: Sequence[Acceptance], plans: Sequence[PlanAudit], head: Head
) -> tuple[AcceptedFinding, ...]:
    """Every row of the file that is about one of the plans, with what has become of it."""
    by_id = {plan.account.id: plan for plan in plans}
    rows = [_standing(by_id[row.account_id], row, head) for row in given if row.account_id in by_id]
    return tuple(sorted(rows, key=lambda row: (row.account.name.casefold(), row.acceptance.source)))


def _standing(plan: PlanAudit, row: Acceptance, head: Head) -> AcceptedFinding:
    found = next((finding for finding in plan.findings if finding.check == row.check), None)
    if row.day > head.as_of:
        state = "ahead"
    elif row.until < head.as_of:
        state = "expired"
    else:
        state = ACCEPTED if found and found.accepted else "settled"
    return AcceptedFinding(plan.account, row, state, found.verdict if found else None)
