"""The risk register: what people stated, and what the records show (METHOD.md row 93).

Derived risks are marked, have an owner and a date, and leave out what a person stated already.
Worst first: likelihood times impact, an unknown one taken for medium.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from generator.analysis.answering import account_owner
from generator.analysis.dates import coming_friday
from generator.analysis.money import amount_text, ids_of
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.performance import stall_reasons
from generator.analysis.results import (
    Action,
    Cell,
    Deal,
    Gap,
    Lifetime,
    Person,
    PlanText,
    Profile,
    Relationships,
    Renewal,
    RiskRow,
    Whitespace,
)
from generator.analysis.scope import Scope
from generator.analysis.words import LEVEL_RANK, company_key, count, is_high, join, level

_NAMED = 3  # names in one sentence before the rest is counted
_MONTH = timedelta(days=30)
_QUARTER = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Facts:
    """The other results that risks are derived from."""

    renewal: Renewal
    people: Relationships
    deals: tuple[Deal, ...]
    actions: tuple[Action, ...]
    plan: PlanText
    grid: Whitespace
    header: Profile


def risks(scope: Scope, facts: Facts) -> tuple[RiskRow, ...]:
    """Stated open risks and derived ones, worst first."""
    stated = _stated(scope)
    known, later = tuple(row.name for row in stated), _by_gate(scope, facts.renewal)
    derived = (
        _renewal(scope, facts.renewal),
        _notice(scope, facts.renewal, known),
        _rescue(scope, facts.header.lifetime),
        _single_thread(scope, facts.people, known, later),
        _thin_units(scope, facts.people, known, later),
        _champion_gone(scope, facts.people, known, later),
        _no_sponsor(scope, facts, known),
        _stalled(scope, facts.deals, known),
        _overdue(scope, facts.actions),
        _escalated(scope, known),
        _stale_plan(scope, facts.plan),
        _competitor_held(scope, facts.grid, stated, later),
    )
    return tuple(sorted([*stated, *(row for row in derived if row)], key=_order))


def _by_gate(scope: Scope, row: Renewal) -> date:
    """When what takes weeks shall be done: by the renewal's next gate, where one lies within a
    quarter, for the renewal needs it; else within a month."""
    days = (row.day.value - timedelta(days=gate) for gate in RENEWAL_GATES if row.day.value)
    ahead = [day for day in days if scope.as_of < day <= scope.as_of + _QUARTER]
    return min(ahead, default=scope.as_of + _MONTH)


def _names_one(known: tuple[str, ...], *words: str) -> bool:
    """Whether a stated risk names one of the persons, deals or companies (whole words)."""
    found = [re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in words if word]
    return any(pattern.search(name) for pattern in found for name in known)


def _people_of(scope: Scope, gap: Gap) -> tuple[str, ...]:
    return tuple(scope.contacts[row].name for row in gap.ids if row in scope.contacts)


def _order(row: RiskRow) -> tuple[int, int, bool, date, str, tuple[str, ...]]:
    """By likelihood times impact; of equals the graver, the stated, the sooner due."""
    likelihood, impact = _rank(row.likelihood), _rank(row.impact)
    due = row.due or date.max
    return (-likelihood * impact, -impact, row.is_derived, due, row.name, row.ids)


def _rank(text: str | None) -> int:
    return LEVEL_RANK.get(level(text) or "", LEVEL_RANK["medium"])


def _stated(scope: Scope) -> list[RiskRow]:
    return [
        RiskRow(
            name=row.name,
            likelihood=row.likelihood,
            impact=row.impact,
            owner=scope.user(row.owner_id),
            mitigation=row.mitigation,
            due=row.due_date,
            is_derived=False,
            unit=scope.unit_name_of(row),
            ids=(row.id,),
            contingency=row.contingency,
        )
        for row in scope.snapshot.risks
        if row.is_open and row.account_id in scope.accounts
    ]


def _derived(
    scope: Scope,
    name: str,
    grade: tuple[str, str],
    mitigation: str,
    ids: tuple[str, ...],
    *,
    owner: Person | None = None,
    due: date | None = None,
) -> RiskRow:
    """``grade`` is (likelihood, impact); without an own owner, the account's answers for it;
    without a date of its own, what it takes can be begun this week."""
    return RiskRow(
        name=name,
        likelihood=grade[0],
        impact=grade[1],
        owner=owner or account_owner(scope),
        mitigation=mitigation,
        due=due or coming_friday(scope.as_of),
        is_derived=True,
        unit=scope.root.name,
        ids=ids,
    )


def _renewal(scope: Scope, row: Renewal) -> RiskRow | None:
    if row.status != "red":
        return None
    mitigation = "Name an owner for it." if row.opportunity_id else "Open it and name its owner."
    return _derived(
        scope,
        row.status_reason.rstrip("."),
        ("high", "high"),
        mitigation,
        ids_of(row.day.ids, [row.opportunity_id]),
        owner=row.opportunity_owner,
    )


def _notice(scope: Scope, row: Renewal, known: tuple[str, ...]) -> RiskRow | None:
    """The contract's own day passed in silence (rows 29, 92): from then on it is not in our hands
    alone whether it goes on."""
    if not row.notice_missed or row.notice_by is None or _names_one(known, "notice"):
        return None
    ago = count((scope.as_of - row.notice_by).days, "day")
    return _derived(
        scope,
        f"The contract's last day for notice passed {ago} ago, and no renewal is agreed",
        ("medium", "high"),
        "Ask the customer whether it renews, and put the answer in writing.",
        ids_of([row.contract_id, row.opportunity_id]),
        owner=row.opportunity_owner,
    )


def _rescue(scope: Scope, life: Lifetime | None) -> RiskRow | None:
    """The customer paid more than it gained (row 47): what it paid is an estimate, today's rate
    times the years, so the impact is no more than medium."""
    if life is None or not life.is_rescue or life.paid.value is None or life.gained.value is None:
        return None
    currency = scope.money.currency
    paid, gained = (amount_text(row, currency) for row in (life.paid.value, life.gained.value))
    return _derived(
        scope,
        f"At today's rate the customer paid about {paid} in its time with us; it gained {gained}",
        ("medium", "medium"),
        "Make a rescue plan with the customer: where value is missing, who brings it, by when.",
        life.ids,
    )


def _single_thread(
    scope: Scope, people: Relationships, known: tuple[str, ...], due: date
) -> RiskRow | None:
    """Where nobody at all is known there is no thread to break: that is a gap, and no risk yet."""
    gap = next((gap for gap in people.gaps if gap.kind == "single_threaded"), None)
    if gap is None or _names_one(known, *_people_of(scope, gap)):
        return None
    name = gap.text.rstrip(".")
    return _of_gap(scope, name, ("medium", "high"), [gap], due)


def _thin_units(
    scope: Scope, people: Relationships, known: tuple[str, ...], due: date
) -> RiskRow | None:
    """Divisions with at most one active contact, where the account as a whole has more."""
    gaps = [gap for gap in people.gaps if gap.kind == "unit_single_threaded"]
    units = people.single_threaded_units if gaps else ()
    pairs = [
        (gap, unit)
        for gap, unit in zip(gaps, units, strict=True)
        if not _names_one(known, *_people_of(scope, gap))
    ]
    if not pairs:
        return None
    names = join([unit for _, unit in pairs], most=_NAMED)
    name = f"Single-threaded in {count(len(pairs), 'division')}: {names}"
    return _of_gap(scope, name, ("medium", "medium"), [gap for gap, _ in pairs], due)


def _champion_gone(
    scope: Scope, people: Relationships, known: tuple[str, ...], due: date
) -> RiskRow | None:
    gaps = [gap for gap in people.gaps if gap.kind == "champion_gone"]
    gaps = [gap for gap in gaps if not _names_one(known, *_people_of(scope, gap))]
    if not gaps:
        return None
    text = gaps[0].text.rstrip(".")
    return _of_gap(scope, text, ("high", "medium"), gaps, due)


def _of_gap(scope: Scope, name: str, grade: tuple[str, str], gaps: list[Gap], due: date) -> RiskRow:
    """The first gap's action is the mitigation, by its owner and on its day (rows 55, 93)."""
    first, ids = gaps[0], ids_of(*(gap.ids for gap in gaps))
    day = first.due or due
    return _derived(scope, name, grade, first.action, ids, owner=first.owner, due=day)


def _no_sponsor(scope: Scope, facts: Facts, known: tuple[str, ...]) -> RiskRow | None:
    """Tier 1 without a named executive sponsor: nobody above the owner answers for it (row 2)."""
    if facts.header.tier != 1 or not facts.people.lacks_sponsor or _names_one(known, "sponsor"):
        return None
    return _derived(
        scope,
        "No executive sponsor is named for an account of tier 1",
        ("medium", "medium"),
        "Name one and plan a first meeting with the customer.",
        ids_of([scope.root.id]),
    )


def _stalled(scope: Scope, deals: tuple[Deal, ...], known: tuple[str, ...]) -> RiskRow | None:
    """Deals past their date, too long in a stage or pushed too often (row 23)."""
    still = [deal for deal in deals if deal.state == "open"]
    stalled = [deal for deal in still if stall_reasons(scope, deal)]
    rows = sorted(
        (deal for deal in stalled if not _names_one(known, deal.name)),
        key=lambda deal: (-(deal.amount or 0), deal.id),
    )
    if not rows:
        return None
    names = join([deal.name for deal in rows], most=_NAMED)
    impact = "high" if 2 * len(rows) >= len(still) else "medium"
    first = rows[0].owner
    return _derived(
        scope,
        f"{count(len(rows), 'open deal')} of {len(still)} stalled: {names}",
        ("medium", impact),
        "Agree a next step and a date with the customer for each, or close it.",
        ids_of(deal.id for deal in rows),
        owner=first,
    )


def _overdue(scope: Scope, actions: tuple[Action, ...]) -> RiskRow | None:
    late = [row for row in actions if row.days_overdue > 0]
    if not late:
        return None
    urgent = sum(is_high(row.priority) for row in late)
    name = (
        f"{count(len(late), 'action')} overdue, the oldest by {count(late[0].days_overdue, 'day')}"
    )
    return _derived(
        scope,
        f"{name}, {urgent} of high priority" if urgent else name,
        ("medium", "medium" if urgent else "low"),
        "Do, re-date or drop each this week; escalate what is blocked.",
        ids_of(row.id for row in late),
    )


def _escalated(scope: Scope, known: tuple[str, ...]) -> RiskRow | None:
    rows = [
        row
        for row in scope.snapshot.cases
        if row.is_escalated and not row.is_closed and row.account_id in scope.accounts
    ]
    if not rows or _names_one(known, "escalation", "escalated", "escalations"):
        return None
    oldest = max((scope.as_of - row.created.date()).days for row in rows)
    return _derived(
        scope,
        f"{count(len(rows), 'escalated case')} open, the oldest for {count(oldest, 'day')}",
        ("high", "medium"),
        "Agree a date for each with support, and tell the customer.",
        ids_of(row.id for row in rows),
    )


def _stale_plan(scope: Scope, plan: PlanText) -> RiskRow | None:
    if not plan.is_stale or plan.age_days is None:
        return None
    return _derived(
        scope,
        f"The account plan was last changed {count(plan.age_days, 'day')} ago",
        ("medium", "low"),
        "Review the plan with the team and record what changed.",
        ids_of([plan.id]),
        owner=plan.owner,
    )


def _competitor_held(
    scope: Scope, grid: Whitespace, stated: list[RiskRow], due: date
) -> RiskRow | None:
    held = [cell for cell in grid.cells if cell.competitor_held and cell.state != "owned"]
    cells = [cell for cell in held if not _is_stated(scope, cell, stated)]
    if not cells:
        return None
    names = join([f"that of our {cell.product} in {cell.unit}" for cell in cells], most=_NAMED)
    ends = "the rival's contract ends" if len(cells) == 1 else "each rival contract ends"
    return _derived(
        scope,
        f"A rival holds {count(len(cells), 'place')} of the grid: {names}",
        ("medium", "medium"),
        f"Find out when {ends}, and plan the replacement.",
        ids_of(*(cell.ids for cell in cells)),
        due=due,
    )


def _is_stated(scope: Scope, cell: Cell, stated: list[RiskRow]) -> bool:
    """Whether a stated risk of the division, or of the whole account, names the rival there."""
    rival = company_key(cell.competitor_held or "").split(" ")[0]
    known = tuple(row.name for row in stated if row.unit in (cell.unit, scope.root.name))
    return _names_one(known, rival)
