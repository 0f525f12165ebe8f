"""Snapshot in, analysed account out: the composition of all topics, in the order they need."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from generator.analysis.actions import open_actions
from generator.analysis.activity import activity
from generator.analysis.aims import aims
from generator.analysis.blockers import blockers
from generator.analysis.cadence import cadence
from generator.analysis.changes import changes_between
from generator.analysis.contracts import contract_history, contract_terms
from generator.analysis.customer_reviews import customer_reviews
from generator.analysis.declared import declared
from generator.analysis.expected import expected
from generator.analysis.goals import goals
from generator.analysis.metrics import metrics
from generator.analysis.options import Options
from generator.analysis.owned import owned_products
from generator.analysis.performance import deals_of, performance
from generator.analysis.plan_faults import plan_faults
from generator.analysis.plans import plan_history, plan_text, refresh_days
from generator.analysis.plays import play_rows
from generator.analysis.priorities import customer_priorities
from generator.analysis.problems import problems
from generator.analysis.profile import profile
from generator.analysis.relationships import relationships
from generator.analysis.renewal import renewal
from generator.analysis.renewal_gates import renewal_gates
from generator.analysis.results import (
    Action,
    Aims,
    AnalysedAccount,
    CommitmentRow,
    ContractHistory,
    ContractTerm,
    CustomerPriority,
    CustomerReviews,
    Goal,
    Metrics,
    Period,
    PlanSpan,
    PlayRow,
    Relationships,
    Revenue,
    ReviewLine,
    RiskRow,
    SignalRow,
    Support,
    TeamRow,
    YearEnd,
)
from generator.analysis.revenue import revenue
from generator.analysis.review import commitments, review_lines, signals
from generator.analysis.risks import Facts, risks
from generator.analysis.rivals import rivals
from generator.analysis.scope import Scope, scope_of
from generator.analysis.support import support
from generator.analysis.team import team
from generator.analysis.ties import work_of
from generator.analysis.timeline import timeline_quarters
from generator.analysis.top_actions import top_actions, with_the_weeks
from generator.analysis.usage import with_usage
from generator.analysis.whitespace import whitespace
from generator.analysis.year_end import OpenWork, looked_back_on, year_end
from generator.model.org import Coverage
from generator.model.snapshot import Snapshot

__all__ = ["Options", "analyse"]


class _OrgFacts(TypedDict):
    """What is said of the org and of the reading, unchanged by the analysis."""

    org_id: str
    org_name: str
    reader: str
    reader_kind: str
    is_sample: bool
    is_sandbox: bool
    newest_change: str | None
    is_read_later: bool
    coverage: tuple[Coverage, ...]
    logo: str | None
    vendor_logo: str | None
    sources: tuple[tuple[str, str], ...]


class _Lists(TypedDict):
    """The topics that need nothing but the records and the open actions."""

    currency: str
    period: Period
    contracts: tuple[ContractTerm, ...]
    plan_history: tuple[PlanSpan, ...]
    contract_history: ContractHistory
    priorities: tuple[CustomerPriority, ...]
    support: Support
    signals: tuple[SignalRow, ...]
    commitments: tuple[CommitmentRow, ...]
    customer_reviews: CustomerReviews
    review_lines: tuple[ReviewLine, ...]
    team: tuple[TeamRow, ...]


class _Aiming(TypedDict):
    """What is aimed for, by which moves, and how it is measured."""

    goals: tuple[Goal, ...]
    plays: tuple[PlayRow, ...]
    aims: Aims
    metrics: Metrics


def analyse(
    snapshot: Snapshot, *, options: Options = Options(), baseline: Snapshot | None = None
) -> AnalysedAccount:
    """What the records mean as of their date, to METHOD.md and SALESFORCE.md 3.4.

    With a ``baseline``, an earlier snapshot of the same account, also what changed since.

    Pure: the same snapshot and options give an equal result, in whatever order the records stand.
    Money is in the account's currency. ValueError where the snapshot lacks the account it is of.
    """
    account = _analysed(snapshot, options)
    if baseline is None:
        return account
    then = _analysed(
        _at_rates_of(snapshot, baseline),
        replace(options, quarter=None, plan_year=None, is_read_later=False),
    )
    changes = changes_between(then, account)
    return replace(account, baseline=baseline.as_of, changes=changes)


def _at_rates_of(snapshot: Snapshot, baseline: Snapshot) -> Snapshot:
    """The baseline with today's exchange rates: a rate that moved is no change of the customer."""
    org = replace(baseline.org, rates=snapshot.org.rates, currency=snapshot.org.currency)
    return replace(baseline, org=org)


def _analysed(snapshot: Snapshot, options: Options) -> AnalysedAccount:
    scope = scope_of(snapshot, options)
    deals, people, money = deals_of(scope), relationships(scope), revenue(scope)
    grid, owned = whitespace(scope, people, deals), owned_products(scope)
    header = profile(scope, money, grid, owned)
    next_renewal, plan = renewal(scope, money.current, header.tier), plan_text(scope, header.tier)
    actions = open_actions(scope)
    week, week_note = top_actions(scope, actions, next_renewal, people)
    people, used = with_the_weeks(people, week), with_usage(scope, owned)
    aiming = _aiming(scope, money, people, actions)
    register = risks(scope, Facts(next_renewal, people, deals, actions, plan, grid, header))
    return AnalysedAccount(
        **_org_facts(snapshot, options),
        **_lists(scope, actions),
        **aiming,
        declared_safe=declared(scope, used),
        profile=header,
        revenue=money,
        renewal=replace(next_renewal, gates=renewal_gates(scope, next_renewal, people.contacts)),
        performance=performance(scope, deals),
        timeline_quarters=timeline_quarters(scope, deals),
        owned_products=used,
        whitespace=grid,
        expected=expected(scope, deals, next_renewal, grid),
        relationships=people,
        actions=actions,
        top_actions=week,
        top_actions_note=week_note,
        blockers=blockers(scope, actions, deals),
        risks=register,
        activity=activity(scope, people.contacts),
        rivals=rivals(scope, deals),
        plan=plan,
        cadence=cadence(scope.period, options),
        year_end=_year_end(scope, money, aiming["plays"], actions, register),
        problems=problems(snapshot, scope, people, grid, owned)
        + plan_faults(scope, header, people),
        refresh_days=refresh_days(scope, header.tier),
        rates=scope.money.taken(),  # last: all that is converted has been by now
    )


def _year_end(
    scope: Scope,
    money: Revenue,
    plays: tuple[PlayRow, ...],
    actions: tuple[Action, ...],
    register: tuple[RiskRow, ...],
) -> YearEnd | None:
    """The look back on the year before a draft's, or on a plan's year that is over."""
    then = looked_back_on(scope)
    if then is None:
        return None
    return year_end(
        then, money, OpenWork(goals(then, work_of(then, actions)), plays, actions, register)
    )


def _org_facts(snapshot: Snapshot, options: Options) -> _OrgFacts:
    logos = {row.of: row.data for row in snapshot.logos}
    return _OrgFacts(
        org_id=snapshot.org.id,
        org_name=snapshot.org.name,
        reader=snapshot.org.reader,
        reader_kind=snapshot.org.reader_kind,
        is_sample=snapshot.org.is_sample,
        is_sandbox=snapshot.org.is_sandbox,
        newest_change=snapshot.newest_change.isoformat() if snapshot.newest_change else None,
        is_read_later=options.is_read_later,
        coverage=snapshot.coverage,
        logo=logos.get("account"),
        vendor_logo=logos.get("vendor"),
        sources=tuple((row.name, row.origin) for row in snapshot.field_sources),
    )


def _aiming(
    scope: Scope, money: Revenue, people: Relationships, actions: tuple[Action, ...]
) -> _Aiming:
    work = work_of(scope, actions)
    objectives, plays = goals(scope, work), play_rows(scope, work)
    return _Aiming(
        goals=objectives,
        plays=plays,
        aims=aims(scope, objectives, plays, work),
        metrics=metrics(scope, money, people, objectives, plays),
    )


def _lists(scope: Scope, actions: tuple[Action, ...]) -> _Lists:
    terms = contract_terms(scope)
    return _Lists(
        currency=scope.money.currency,
        period=scope.period,
        plan_history=plan_history(scope),
        contracts=terms,
        contract_history=contract_history(terms),
        priorities=customer_priorities(scope),
        support=support(scope),
        signals=signals(scope),
        commitments=commitments(scope),
        customer_reviews=customer_reviews(scope, actions),
        review_lines=review_lines(scope),
        team=team(scope),
    )
