"""The lost deals of one account: each as it stood, and what is known of it now (row 116)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.analysis.answering import owner_gap
from generator.analysis.dates import working_day
from generator.analysis.money import Money, ids_of
from generator.analysis.options import Options
from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import AnalysedAccount, Deal, Rival, Stakeholder
from generator.analysis.rollups.lost.measures import kept_then, measures_of
from generator.analysis.rollups.lost.people import can_tell_newcomers, newcomers, people_of
from generator.analysis.rollups.lost.results import Before, LostDeal, LostRival
from generator.analysis.rollups.lost.since import later_deals_of, outcome_of
from generator.analysis.rollups.lost.step import step_of
from generator.analysis.scope import Scope, scope_of
from generator.analysis.words import company_key
from generator.model.org import FiscalCalendar, FiscalQuarter
from generator.model.records import Opportunity
from generator.model.snapshot import Snapshot

QUARTERS = 3
"""A lost deal is taken up again after so many fiscal quarters (row 116)."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all lost deals of an account are told from."""

    scope: Scope
    account: AnalysedAccount
    people: Mapping[str, Stakeholder]
    rivals: Mapping[str, Rival]  # by ``company_key``
    money: Money
    quarters: int
    kept: Sequence[Snapshot]


def lost_of(
    snapshot: Snapshot,
    account: AnalysedAccount,
    money: Money,
    *,
    quarters: int = QUARTERS,
    kept: Sequence[Snapshot] = (),
) -> tuple[LostDeal, ...]:
    """The deals of ``account`` that were lost in its 36 months, newest first.

    ``account`` is what the analysis made of ``snapshot``; ``money`` converts into the currency of
    the set; ``kept`` are snapshots of earlier days, for what the CRM keeps no history of.
    """
    ground = _Ground(
        scope=scope_of(snapshot, Options()),
        account=account,
        people={row.id: row for row in account.relationships.contacts},
        rivals={company_key(row.name): row for row in account.rivals},
        money=money,
        quarters=quarters,
        kept=kept,
    )
    return tuple(_lost(ground, deal) for deal in account.performance.deals if deal.state == "lost")


def _lost(ground: _Ground, deal: Deal) -> LostDeal:
    scope, account, row = ground.scope, ground.account, ground.scope.opportunities[deal.id]
    then = kept_then(ground.kept, row)
    people, rivals = people_of(scope, row, ground.people), _rivals(ground, row)
    later = later_deals_of(scope, row)
    outcome = outcome_of(scope, account, row, later)
    fiscal = account.period.fiscal
    quarter = fiscal.quarter_of(row.close_date)
    again = fiscal.shift(quarter, ground.quarters)
    due = "none" if outcome.state != "none" else due_of(again, fiscal, scope.as_of)
    came = newcomers(scope, row, ground.people)
    worth = ground.money.convert_deal(row.amount, row.currency, row.close_date)
    return LostDeal(
        account=AccountRef(account.profile.id, account.profile.name),
        currency=account.currency,
        deal=deal,
        before=_before(scope, row, then),
        worth=worth,
        is_without_rate=row.amount is not None and worth is None,
        quarter=quarter,
        is_owner_active=owner_gap(scope, row.owner_id, "opportunity.owner_id") is None,
        pushes=row.push_count,
        rivals=rivals,
        people=people,
        newcomers=came,
        newcomers_known=can_tell_newcomers(scope, row),
        measures=measures_of(scope, account, row, then),
        later=later,
        outcome=outcome,
        again=again,
        due=due,
        by=None if due == "none" else by_of(again, fiscal, scope.as_of),
        step=step_of(scope, account, row, (people, rivals, came), outcome),
        ids=ids_of(
            (deal.id,),
            (line.id for line in scope.lines.get(deal.id, ())),
            (rival.id for rival in scope.rivals.get(deal.id, ())),
            (role.id for role in scope.deal_roles.get(deal.id, ())),
        ),
    )


def due_of(again: FiscalQuarter, fiscal: FiscalCalendar, as_of: date) -> str:
    """When, seen from as-of: overdue once its whole quarter has passed."""
    running = fiscal.quarter_of(as_of)
    if again.end < running.start:
        return "overdue"
    if again.start == running.start:
        return "this_quarter"
    return "next_quarter" if again.start == fiscal.shift(running, 1).start else "later"


def by_of(again: FiscalQuarter, fiscal: FiscalCalendar, as_of: date) -> date:
    """By when: before the quarter in which to take it up is over, or the running one where that
    lies behind."""
    return working_day(max(again.end, fiscal.quarter_of(as_of).end))


def _before(scope: Scope, row: Opportunity, then: Snapshot | None) -> Before | None:
    """The deal in the snapshot kept before; None where there is none, or it was not open in it."""
    found = next((old for old in then.opportunities if old.id == row.id), None) if then else None
    if then is None or found is None or found.is_closed:
        return None
    return Before(
        day=then.as_of,
        stage=found.stage,
        amount=scope.money.convert_deal(found.amount, found.currency, found.close_date),
        close_date=found.close_date,
        next_step=found.next_step,
    )


def _rivals(ground: _Ground, deal: Opportunity) -> tuple[LostRival, ...]:
    """By name; what the deal itself does not say of one is taken from the account's other deals."""
    found = []
    for row in sorted(ground.scope.rivals.get(deal.id, ()), key=lambda row: (row.name, row.id)):
        other = ground.rivals.get(company_key(row.name))
        found.append(
            LostRival(
                name=row.name,
                strengths=row.strengths or (other.strengths if other else None),
                weaknesses=row.weaknesses or (other.weaknesses if other else None),
                our_advantage=row.our_advantage or (other.our_advantage if other else None),
                ids=(row.id,),
            )
        )
    return tuple(found)
