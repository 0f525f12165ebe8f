"""The season's checklist, and what of it is done (METHOD.md row 15).

What counts as done is what a record shows; a step that no record shows stands on the list to be
ticked by hand. All steps are of tier 1 accounts: for these a plan is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.analysis.dates import within_days, working_day
from generator.analysis.portfolio.members import (
    decides,
    economic_buyers,
    has_plan,
    keeps,
    plan_owner,
    plan_touched_since,
    ref_of,
)
from generator.analysis.results import AnalysedAccount, Cadence, Person, PlanningWeek
from generator.analysis.rollups.calendar.results import Check, Late, Missing
from generator.analysis.team import PARTNER_ROLES
from generator.model.org import could_read

SALES_OPS, KAM, MANAGER, PARTNERS, CUSTOMER = ROLES = (
    *("sales_ops", "kam", "manager"),
    *("partners", "customer"),
)
"""Who has steps in the season: sales operations, the key account manager, the manager; customer
success, solutions engineering and marketing; the customer with our executive sponsor."""

MET_DAYS = 90
"""In the last week of the season the sponsor has met the customer within a quarter: at the review,
or in its preparation. The audit, which is of any day, asks for once a year (``YEAR_DAYS``)."""

BY_HAND = ("by_hand", "unconfirmed")
"""States of a step that no record shows."""

Test = Callable[[AnalysedAccount, Cadence], bool | None]
"""Whether a step is done in an account; None: the records that would show it are not there."""


@dataclass(frozen=True, slots=True)
class _Step:
    """``test`` None: no record shows whether it was done. ``at_once``: due as its week begins."""

    key: str
    week: int
    role: str
    test: Test | None = None
    at_once: bool = False


def checks(accounts: Sequence[AnalysedAccount], cadence: Cadence, as_of: date) -> tuple[Check, ...]:
    """The steps by week and role; ``accounts`` are those of tier 1."""
    weeks = {week.number: week for week in cadence.weeks}
    return tuple(_check(step, accounts, cadence, weeks[step.week], as_of) for step in STEPS)


def _check(
    step: _Step,
    accounts: Sequence[AnalysedAccount],
    cadence: Cadence,
    week: PlanningWeek,
    as_of: date,
) -> Check:
    test = step.test
    verdicts = [(row, test(row, cadence)) for row in accounts] if test else []
    missing = [row for row, verdict in verdicts if verdict is False]
    unknown = [row for row, verdict in verdicts if verdict is None]
    due = week.start if step.at_once else last_working_day(week)
    if not accounts:
        state = "nothing"
    elif test is None:
        state = "unconfirmed" if due < as_of else "by_hand"
    elif missing:
        state = "late" if due < as_of else "ahead" if as_of < _begins(week, cadence) else "open"
    else:
        state = "unknown" if unknown else "done"
    return Check(
        key=step.key,
        week=step.week,
        role=step.role,
        due=due,
        state=state,
        done=tuple(ref_of(row) for row, verdict in verdicts if verdict),
        missing=tuple(Missing(ref_of(row), _who(step.role, row)) for row in missing),
        unknown=tuple(ref_of(row) for row in unknown),
    )


def _begins(week: PlanningWeek, cadence: Cadence) -> date:
    """Data preparation and drafts take two weeks: their second one's steps may be done in both."""
    return min(other.start for other in cadence.weeks if other.step == week.step)


def last_working_day(week: PlanningWeek) -> date:
    """The last day of the week that is no Saturday or Sunday."""
    return working_day(week.end)


def _who(role: str, account: AnalysedAccount) -> Person | None:
    """Who does a role's steps in the account. No record names a person of sales operations, and
    who is missing in a team cannot be asked to join it: its account manager names somebody."""
    if role == SALES_OPS:
        return None
    return decides(account) if role == MANAGER else plan_owner(account)


def late(found: Sequence[Check], as_of: date) -> tuple[Late, ...]:
    """Whose steps are late, the longest first; a person's accounts in one row for each step."""
    rows = []
    for check in found:
        if check.state != "late":
            continue
        people: dict[str, list[Missing]] = {}
        for row in check.missing:
            people.setdefault(row.who.id if row.who else "", []).append(row)
        rows += [
            Late(
                who=mine[0].who,
                role=check.role,
                key=check.key,
                due=check.due,
                days=(as_of - check.due).days,
                accounts=tuple(row.account for row in mine),
            )
            for mine in people.values()
        ]
    return tuple(sorted(rows, key=_longest_first))


def _longest_first(row: Late) -> tuple[int, bool, str, str]:
    return (-row.days, row.who is None, row.who.name if row.who else "", row.key)


# --- the steps ---------------------------------------------------------------------------------


def _readable(account: AnalysedAccount, topic: str, verdict: bool) -> bool | None:
    """``verdict``; None where it is that there is none, of records that could not be read."""
    return verdict or (False if could_read(account.coverage, topic) else None)


def _plan(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    return _readable(account, "plans", has_plan(account))


def _kept(account: AnalysedAccount, field: str, verdict: bool) -> bool | None:
    """``verdict``; None where it is that there is none, of a field that has no readable place."""
    return verdict or (False if keeps(account, field) else None)


def _both(first: bool | None, second: bool | None) -> bool | None:
    """Whether both are so: one that is not decides it, whatever is not known of the other."""
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def _revenue(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    money = account.revenue
    return _both(
        _kept(account, "account.arr", money.current.value is not None),
        _kept(account, "account.revenue_target", money.target.value is not None),
    )


def _sponsor(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    people = account.relationships
    return True if people.sponsor else False if people.lacks_sponsor else None


def _values(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    """Every cell that somebody pursues has a value, and there is one."""
    pursued = [row for row in account.whitespace.cells if row.play and row.state != "owned"]
    if not pursued:
        return _readable(account, "plays", verdict=False)
    return _kept(account, "play.value", all(row.value is not None for row in pursued))


def _renewal(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    """A date, on which all sources agree; without one of them it may be that one's to say."""
    if account.renewal.day.value is not None:
        return not account.renewal.conflict
    topics = ("contracts", "assets", "opportunities")
    return False if all(could_read(account.coverage, topic) for topic in topics) else None


def _wishes(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    """The customer's priorities, with who said so, when and where (row 42)."""
    rows = account.priorities
    return _readable(account, "priorities", bool(rows) and not any(r.unsourced for r in rows))


def _buyer(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    return _readable(account, "contacts", bool(economic_buyers(account)))


def _draft(account: AnalysedAccount, cadence: Cadence) -> bool | None:
    """The plan was changed since the drafts began: only the newest change is on record."""
    first = next(week for week in cadence.weeks if week.step == "drafts")
    if not has_plan(account):
        return _readable(account, "plans", verdict=False)
    return plan_touched_since(account, first.start)


def _goals(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    """Every goal has owner, date, baseline and target, and none is vague (rows 76-79)."""
    rows = account.goals
    return _readable(account, "objectives", bool(rows) and not any(row.findings for row in rows))


def _actions(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    rows = account.top_actions
    ready = bool(rows) and all(row.owner and row.due for row in rows)
    return _readable(account, "activities", ready)


def _partners(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    filled = {row.role for row in account.team if row.person}
    return _readable(account, "team", filled.issuperset(PARTNER_ROLES))


def _reviewed(account: AnalysedAccount, cadence: Cadence) -> bool | None:
    """A review with the customer is held, or in the calendar, in the customer's week."""
    week, found = customer_week(cadence), account.customer_reviews
    there = any(week.start <= row.day <= week.end for row in (*found.ahead, *found.held))
    return there or (False if found.is_known else None)


def _sponsor_met(account: AnalysedAccount, _cadence: Cadence) -> bool | None:
    """The sponsor held an event with the customer within ``MET_DAYS`` (row 61)."""
    people = account.relationships
    if people.sponsor is None:
        return _sponsor(account, _cadence)
    day, as_of = people.sponsor_last_meeting, account.period.as_of
    return _readable(account, "activities", within_days(day, as_of, MET_DAYS))


def customer_week(cadence: Cadence) -> PlanningWeek:
    return cadence.weeks[-1]


def book_by(cadence: Cadence) -> date:
    """By when the reviews of the customer's week are in the calendar: the week before begins then,
    and a customer wants so much notice. It is the day of the step ``review_scheduled``."""
    return cadence.weeks[-2].start


STEPS = (
    _Step("plan_on_record", 1, SALES_OPS, _plan),
    _Step("revenue_and_target", 1, SALES_OPS, _revenue),
    _Step("sponsor_named", 1, MANAGER, _sponsor),
    _Step("list_confirmed", 1, MANAGER),
    _Step("whitespace_valued", 2, SALES_OPS, _values),
    _Step("renewal_dated", 2, SALES_OPS, _renewal),
    _Step("bundle_handed_over", 2, SALES_OPS),
    _Step("priorities_sourced", 3, KAM, _wishes),
    _Step("buyer_named", 3, KAM, _buyer),
    _Step("plan_drafted", 4, KAM, _draft),
    _Step("goals_complete", 4, KAM, _goals),
    _Step("actions_owned", 4, KAM, _actions),
    _Step("partners_named", 4, KAM, _partners),
    _Step("review_scheduled", 5, KAM, _reviewed, at_once=True),
    _Step("plans_reviewed", 5, MANAGER),
    _Step("partners_agreed", 5, PARTNERS),
    _Step("sponsor_met", 6, CUSTOMER, _sponsor_met),
    _Step("goals_validated", 6, CUSTOMER),
)
