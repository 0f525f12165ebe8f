"""The three most important things this week (METHOD.md row 22).

Candidates are ranked by kind: overdue high-priority tasks, plays due within seven days, the renewal
gate, one single-thread fix, one untouched executive. Where these are fewer than three, the same
kinds are asked again with wider limits. Each has an owner (a queue or nobody: the account's owner),
a date and a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.answering import account_owner
from generator.analysis.dates import coming_friday, working_day
from generator.analysis.gaps import ACCOUNT_THREADS
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.performance import deal_amount
from generator.analysis.plays import (
    counted_plays,
    deal_of,
    is_won,
    play_order,
    play_row,
    play_value,
)
from generator.analysis.relationships import is_touched
from generator.analysis.results import (
    Action,
    Gap,
    Person,
    PlayRow,
    Relationships,
    Renewal,
    Stakeholder,
    TopAction,
)
from generator.analysis.scope import Scope
from generator.analysis.words import LEVEL_RANK, count, is_high, is_low, join, titled

HOW_MANY = 3
WEEK = 7
MONTH = 30
QUARTER = 92


@dataclass(frozen=True, slots=True)
class _Field:
    """All that candidates are drawn from."""

    scope: Scope
    actions: tuple[Action, ...]
    plays: tuple[PlayRow, ...]
    renewal: Renewal
    people: Relationships


def top_actions(
    scope: Scope, actions: tuple[Action, ...], renewal: Renewal, people: Relationships
) -> tuple[tuple[TopAction, ...], str | None]:
    """The three, ranked; and why there are fewer, where there are."""
    live = [play_row(scope, row) for row in counted_plays(scope) if not is_won(scope, row)]
    field = _Field(scope, actions, tuple(sorted(live, key=play_order)), renewal, people)
    chosen: list[TopAction] = []
    seen: set[tuple[str, ...]] = set()
    for candidate in _candidates(field):
        key = _key(field, candidate)
        if key not in seen:
            seen.add(key)
            chosen.append(replace(candidate, rank=len(chosen) + 1))
        if len(chosen) == HOW_MANY:
            return tuple(chosen), None
    return tuple(chosen), _too_few(scope, len(chosen))


def _key(field: _Field, candidate: TopAction) -> tuple[str, ...]:
    """Equal for what is the same thing to do: a task is one, whatever calls for it."""
    tasks = {row.id for row in field.actions}.intersection(candidate.ids)
    if tasks or not candidate.ids:
        return tuple(sorted(tasks)) or (candidate.text,)
    if candidate.kind in _OF_GAPS:
        return (candidate.text,)
    return (candidate.kind, *candidate.ids)


_OF_GAPS = ("single_thread", "executive")


def with_the_weeks(people: Relationships, week: tuple[TopAction, ...]) -> Relationships:
    """The gaps with the owner and day of the week's action that mends them: said once, one way."""
    chosen = {row.text: row for row in week if row.kind in _OF_GAPS}

    def told(gap: Gap) -> Gap:
        row = chosen.get(gap.action.rstrip("."))
        return replace(gap, owner=row.owner, due=row.due) if row else gap

    return replace(people, gaps=tuple(map(told, people.gaps)))


_GROUNDS = (("activities", "tasks"), ("plays", "plays"), ("contacts", "contacts"))


def _too_few(scope: Scope, found: int) -> str:
    have = (
        f"Only {count(found, 'action follows', 'actions follow')}" if found else "No action follows"
    )
    unread = tuple(words for topic, words in _GROUNDS if not scope.readable(topic))
    if unread:
        return f"{have} from what could be read; without {join(unread)} more may be due."
    return (
        f"{have} from the records: no further open task, play, renewal or relationship needs one."
    )


def _candidates(field: _Field) -> Iterator[TopAction]:
    """All candidates in the method's order, then those of the wider limits."""
    yield from _tasks(field, lambda row: row.days_overdue > 0 and is_high(row.priority))
    yield from _plays(field, WEEK)
    yield from _renewal_gate(field, WEEK)
    yield from _threads(field)[:1]
    yield from _executives(field)[:1]
    yield from _wider(field)


def _wider(field: _Field) -> Iterator[TopAction]:
    """The same kinds with wider limits. A task of low priority is late for a reason: it fills the
    three only where nothing else does before the far future."""
    as_of = field.scope.as_of

    def due(row: Action, days: int) -> bool:
        return _due_within(as_of, row.due, days) and not is_low(row.priority)

    yield from _tasks(field, lambda row: row.days_overdue > 0 and due(row, 0))
    yield from _tasks(field, lambda row: is_high(row.priority) and due(row, WEEK))
    yield from _tasks(field, lambda row: due(row, WEEK))
    yield from _plays(field, MONTH)
    yield from _tasks(field, lambda row: due(row, MONTH))
    yield from _plays(field, QUARTER)
    yield from _renewal_gate(field, QUARTER)
    yield from _threads(field)[1:]
    yield from _executives(field)[1:]
    yield from _unknown_executive(field)
    yield from _tasks(field, lambda row: not is_low(row.priority))
    yield from _tasks(field, lambda _: True)
    yield from _plays(field, None)
    yield from _renewal_gate(field, None)


def _due_within(as_of: date, due: date | None, days: int) -> bool:
    return due is not None and due <= as_of + timedelta(days=days)


def _owner(field: _Field, owner: Person | None) -> Person | None:
    """``owner``, else the person who answers for the account."""
    return owner or account_owner(field.scope)


def _when(as_of: date, due: date, what: str) -> str:
    days = (due - as_of).days
    if days < 0:
        return f"{what} was due {count(-days, 'day')} ago."
    return f"{what} is due today." if days == 0 else f"{what} is due in {count(days, 'day')}."


def _tasks(field: _Field, keep: Callable[[Action], bool]) -> Iterator[TopAction]:
    as_of = field.scope.as_of
    for row in field.actions:
        if keep(row):
            what = "High-priority task" if is_high(row.priority) else "Task"
            reason = _when(as_of, row.due, what) if row.due else f"{what} without a due date."
            reason += _unowned(row)
            owner = _owner(field, None if row.owner_gap else row.owner)
            due = row.due or coming_friday(as_of)
            kind = "overdue" if row.days_overdue else "action"
            yield TopAction(0, row.subject, owner, due, reason, kind, (row.id,))


def _unowned(row: Action) -> str:
    """Why the task is shown as the account owner's; empty where it has an owner of its own."""
    if row.owner_gap == "queue" and row.owner:
        return f" It lies with the queue {row.owner.name}: nobody owns it."
    if row.owner_gap == "left" and row.owner:
        return f" Its owner {row.owner.name} is no longer active."
    return " Nobody is named as its owner." if row.owner_gap else ""


def _plays(field: _Field, days: int | None) -> Iterator[TopAction]:
    as_of = field.scope.as_of
    for row in field.plays:
        if row.close_date and (days is None or _due_within(as_of, row.close_date, days)):
            text = f"Move the play {row.name} ({row.unit})"
            reason = _when(as_of, row.close_date, "Play")
            yield TopAction(
                0, text, _owner(field, row.owner), row.close_date, reason, "play", (row.id,)
            )


def _renewal_gate(field: _Field, days: int | None) -> Iterator[TopAction]:
    """The renewal where it is not in hand, or where one of its gates falls within ``days``."""
    row, as_of = field.renewal, field.scope.as_of
    if row.day.value is None or row.days is None:
        return
    left = [row.days - gate for gate in RENEWAL_GATES if row.days >= gate]
    ahead = min(left, default=None)
    at_gate = ahead is not None and (days is None or ahead <= days)
    if row.status not in ("red", "attention") and not at_gate:
        return
    due = coming_friday(as_of)
    if at_gate and ahead is not None:
        due = max(working_day(as_of + timedelta(days=ahead)), as_of)
    text = _renewal_text(field, ahead if at_gate else None)
    owner = _owner(field, row.opportunity_owner)
    ids = row.day.ids or (field.scope.root.id,)
    yield TopAction(0, text, owner, due, row.status_reason, "renewal", ids)


def _renewal_text(field: _Field, ahead: int | None) -> str:
    row = field.renewal
    name = row.unit or field.scope.root.name
    if row.status == "red":
        verb = "Name an owner for" if row.opportunity_id else "Open"
        return f"{verb} the renewal opportunity of {name}"
    deal = field.scope.opportunities.get(row.opportunity_id or "")
    if deal and deal.close_date < field.scope.as_of:
        return f"Bring the renewal opportunity “{deal.name}” up to date"
    if row.conflict:
        return f"Settle the renewal date of {name} with the customer"
    if "no_strategy" in row.concerns:
        return f"Write the renewal strategy for {name}"
    if ahead is not None and row.days is not None:
        return f"Prepare the renewal of {name}: {row.days - ahead} days before it is due"
    return f"Bring the renewal of {name} to a decision"


def _threads(field: _Field) -> list[TopAction]:
    return [_thread(field, gap) for gap in _thread_gaps(field)]


def _thread_gaps(field: _Field) -> list[Gap]:
    """The account's single-thread gap first (or that nobody is known there), then its divisions',
    where most is at stake first.

    Each has the gap's owner and day: a recorded task's, where one mends it already.
    """
    stakes = _stakes(field)
    gaps = field.people.gaps
    rows = [gap for gap in gaps if gap.kind in ACCOUNT_THREADS]
    rows += sorted(
        (gap for gap in gaps if gap.kind == "unit_single_threaded"),
        key=lambda gap: (
            -max((stakes.get(unit, Decimal(0)) for unit in _units(field, gap)), default=0)
        ),
    )
    return rows


def _thread(field: _Field, gap: Gap) -> TopAction:
    return _of_gap(field, gap, gap.text, "single_thread")


def _of_gap(field: _Field, gap: Gap, reason: str, kind: str) -> TopAction:
    """What mends the gap, by its own owner, this week or on its task's own day (rows 22, 55)."""
    week = coming_friday(field.scope.as_of)
    due = gap.due or week
    due, owner = due if gap.is_recorded else min(due, week), _owner(field, gap.owner)
    return TopAction(0, gap.action.rstrip("."), owner, due, reason, kind, gap.ids)


def _units(field: _Field, gap: Gap) -> set[str]:
    return {field.scope.contact_units[row] for row in gap.ids if row in field.scope.contact_units}


def _stakes(field: _Field) -> dict[str, Decimal]:
    """Division -> what its open deals and its plays without one are worth."""
    scope = field.scope
    stakes: dict[str, Decimal] = {}
    for deal in scope.opportunities.values():
        if not deal.is_closed:
            worth = deal_amount(scope, deal.id) or Decimal(0)
            unit = scope.unit_of(deal)
            stakes[unit] = stakes.get(unit, Decimal(0)) + worth
    for play in counted_plays(scope):
        if not is_won(scope, play) and deal_of(scope, play) is None:
            worth = play_value(scope, play) or Decimal(0)
            unit = scope.unit_of(play)
            stakes[unit] = stakes.get(unit, Decimal(0)) + worth
    return stakes


def _executives(field: _Field) -> list[TopAction]:
    """Executives not touched within the active days, the most influential first."""
    scope = field.scope
    if not scope.readable("activities"):
        return []
    rows = [row for row in field.people.contacts if row.is_executive and not is_touched(scope, row)]
    rows = [row for row in rows if row.role != "blocker" and not row.has_left]
    rows.sort(key=_weight)
    first = {gap.target_id for gap in _thread_gaps(field)[:1]}  # one action wins this one already
    return [_executive(field, row) for row in rows if row.id not in first]


def _unknown_executive(field: _Field) -> Iterator[TopAction]:
    """Where no executive is known, one is to be found before one can be met."""
    for gap in field.people.gaps:
        if gap.kind == "no_executive_known":
            yield _of_gap(field, gap, gap.text, "executive")


def _executive(field: _Field, row: Stakeholder) -> TopAction:
    """The gap that is about this person says how and by when; without one, our sponsor meets it."""
    reason = _untouched(field.scope, row)
    gap = next((gap for gap in field.people.gaps if gap.target_id == row.id), None)
    if gap is not None:
        return _of_gap(field, gap, reason, "executive")
    owner = field.people.sponsor or _owner(field, None)
    due = coming_friday(field.scope.as_of)
    return TopAction(0, f"Meet {titled(row)}", owner, due, reason, "executive", (row.id,))


def _weight(row: Stakeholder) -> tuple[bool, int, date, str]:
    influence = LEVEL_RANK.get(row.influence or "", 0)
    return (row.role != "economic_buyer", -influence, row.last_touch or date.min, row.id)


def _untouched(scope: Scope, row: Stakeholder) -> str:
    if row.last_touch is None:
        return "No meeting or call with this executive is recorded."
    return f"This executive was last met {count((scope.as_of - row.last_touch).days, 'day')} ago."
