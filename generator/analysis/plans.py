"""Which account plan counts, and how old it is (METHOD.md rows 18, 106; SALESFORCE.md 3.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.analysis.money import cents
from generator.analysis.plan_edits import Edits
from generator.analysis.results import PlanSpan, PlanText
from generator.analysis.scope import Scope
from generator.analysis.words import canonical, is_closed_plan
from generator.model.records import Plan


def current_plans(scope: Scope) -> tuple[Plan, ...]:
    """The account's plan first (whatever its state), then the divisions' plans that are active.

    Of several plans of one account: active with dates that hold as-of, else active, else with such
    dates, else the newest. For a year that does not hold as-of: those whose dates reach into it.
    """
    if scope.period.is_ahead or scope.period.is_over:
        return _plans_of_year(scope)
    return _plans_of_today(scope)


def _plans_of_today(scope: Scope) -> tuple[Plan, ...]:
    found = []
    for unit in scope.divisions:
        plans = [row for row in scope.snapshot.plans if row.account_id == unit.id]
        best = max(plans, key=lambda row: _rank(row, scope.as_of), default=None)
        if best and (unit.depth == 0 or (is_active(best) and _holds(best, scope.as_of))):
            found.append(best)
    return tuple(found)


def _plans_of_year(scope: Scope) -> tuple[Plan, ...]:
    """The newest of each account's plans with dates in the year; without dates it is of no year."""
    found = []
    for unit in scope.divisions:
        plans = [p for p in scope.snapshot.plans if p.account_id == unit.id and _is_of(p, scope)]
        best = max(plans, key=lambda row: _rank(row, scope.period.year_start), default=None)
        if best:
            found.append(best)
    return tuple(found)


def _is_of(plan: Plan, scope: Scope) -> bool:
    period, start, end = scope.period, plan.start_date, plan.end_date
    if start is None and end is None:
        return False
    begins_in_time = start is None or start <= period.year_end
    return begins_in_time and (end is None or end >= period.year_start)


def is_active(plan: Plan) -> bool:
    return canonical(plan.status) == "active"


def _holds(plan: Plan, day: date) -> bool:
    begun = plan.start_date is None or plan.start_date <= day
    return begun and (plan.end_date is None or plan.end_date >= day)


def _rank(plan: Plan, day: date) -> tuple[bool, bool, bool, date, str]:
    newest = plan.start_date or plan.created or date.min
    is_open = not is_closed_plan(plan.status)
    return (is_active(plan), _holds(plan, day), is_open, newest, plan.id)


def plan_text(scope: Scope, tier: int) -> PlanText:
    """The account's plan as people wrote it; all blank where there is none.

    For a year that has no plan yet, today's: what people know of the customer does not end with a
    year; only its objectives and targets do.
    """
    plan = next(iter(current_plans(scope) or _plans_of_today(scope)), None)
    if plan is None:
        return _NO_PLAN
    edits = Edits(scope, plan)
    return PlanText(
        id=plan.id,
        name=plan.name,
        owner=scope.user(plan.owner_id),
        status=plan.status,
        start=plan.start_date,
        end=plan.end_date,
        age_days=edits.age,
        is_stale=_is_stale(scope, edits, tier),
        vision=plan.vision,
        challenges=plan.challenges,
        industry_trends=plan.industry_trends,
        performance_indicators=plan.performance_indicators,
        customer_priorities=plan.customer_priorities,
        customer_competitors=plan.customer_competitors,
        customer_competitive_strengths=plan.customer_competitive_strengths,
        customer_competitive_weaknesses=plan.customer_competitive_weaknesses,
        strengths=plan.strengths,
        weaknesses=plan.weaknesses,
        opportunities=plan.opportunities,
        threats=plan.threats,
        notes=plan.notes,
        hours=plan.hours,
        budget=_budget(scope, plan),
        efforts=plan.efforts,
        changed=edits.changed,
        edits=edits.days,
        changed_by_program=edits.by_program,
        last_known=edits.last_known,
    )


def _budget(scope: Scope, plan: Plan) -> Decimal | None:
    """A plan has no currency of its own: it is in that of its account."""
    currency = scope.accounts.get(plan.account_id or "", scope.root).currency
    return cents(scope.money.convert(plan.budget, currency))


def plan_history(scope: Scope) -> tuple[PlanSpan, ...]:
    """All plans that the account itself has or had, oldest first (row 12)."""
    rows = [row for row in scope.snapshot.plans if row.account_id == scope.root.id]
    rows.sort(key=lambda row: (row.start_date or row.created or date.min, row.id))
    return tuple(
        PlanSpan(row.id, row.name, row.created, row.start_date, row.end_date) for row in rows
    )


def _is_stale(scope: Scope, edits: Edits, tier: int) -> bool | None:
    """Tier 3 has no plan to keep fresh: None, as where the age is unknown."""
    return edits.is_stale(refresh_days(scope, tier)) if tier in (1, 2) else None


def refresh_days(scope: Scope, tier: int) -> int:
    """After so many days a plan is stale and a document expires (rows 3, 18); tier 3 as tier 2."""
    options = scope.options
    return options.stale_days_tier1 if tier == 1 else options.stale_days_tier2


_NO_PLAN = PlanText(
    id=None,
    name=None,
    owner=None,
    status=None,
    start=None,
    end=None,
    age_days=None,
    is_stale=None,
    vision=None,
    challenges=None,
    industry_trends=None,
    performance_indicators=None,
    customer_priorities=None,
    customer_competitors=None,
    customer_competitive_strengths=None,
    customer_competitive_weaknesses=None,
    strengths=None,
    weaknesses=None,
    opportunities=None,
    threats=None,
    notes=None,
)
