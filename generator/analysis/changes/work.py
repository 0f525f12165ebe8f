"""Changes of white space and plays, goals and priorities, actions, risks and promises."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.changes.pairing import amounts, days, paired, words
from generator.analysis.results import (
    AnalysedAccount,
    Cell,
    Change,
    CustomerPriority,
    Goal,
    GoalMeasure,
    PlayRow,
)


def work_changes(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Everything that is planned, promised and done."""
    is_comparable = then.currency == now.currency
    yield from _cells(then, now)
    yield from _plays(then, now, is_comparable=is_comparable)
    yield from _goals(then, now, is_comparable=is_comparable)
    yield from _priorities(then, now)
    yield from _actions(then, now)
    yield from _risks(then, now)
    yield from _commitments(then, now)


def _cells(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Places of the grid that changed state, or were qualified or no longer (row 72). A product or
    division that is new to the grid is no change of a place."""
    pairs = paired(
        then.whitespace.cells, now.whitespace.cells, lambda cell: (cell.unit_id, cell.product_id)
    )
    for old, new in pairs:
        if old is None or new is None:
            continue
        yield from words(
            Change("whitespace", "cell_state", _place(new), ids=new.ids), old.state, new.state
        )
        if old.state == new.state == "open" and old.is_qualified != new.is_qualified:
            kind = "cell_qualified" if new.is_qualified else "cell_unqualified"
            yield Change("whitespace", kind, _place(new), ids=new.ids)


def _place(cell: Cell) -> str:
    return f"{cell.product}, {cell.unit}"


def _plays(then: AnalysedAccount, now: AnalysedAccount, *, is_comparable: bool) -> Iterator[Change]:
    for old, new in paired(then.plays, now.plays, lambda play: play.id):
        if new is None:
            if old is not None:
                yield Change("plays", "play_gone", old.name, ids=old.ids)
        elif old is None:
            yield Change("plays", "play_new", new.name, amount=new.value, day=new.close_date,
                         ids=new.ids)  # fmt: skip
        else:
            yield from _play(old, new, is_comparable=is_comparable)


def _play(old: PlayRow, new: PlayRow, *, is_comparable: bool) -> Iterator[Change]:
    if new.opportunity_id and not old.opportunity_id:
        yield Change("plays", "play_deal", new.name, ids=new.ids)
    yield from words(Change("plays", "play_status", new.name, ids=new.ids), old.status, new.status)
    yield from days(Change("plays", "play", new.name, ids=new.ids), old.close_date, new.close_date)
    if is_comparable:
        yield from amounts(
            Change("plays", "play_value", new.name, ids=new.ids), old.value, new.value
        )


def _goals(then: AnalysedAccount, now: AnalysedAccount, *, is_comparable: bool) -> Iterator[Change]:
    for old, new in paired(then.goals, now.goals, lambda goal: goal.id):
        if new is None:
            if old is not None:
                yield Change("goals", "goal_gone", old.name, ids=(old.id,))
        elif old is None:
            yield Change("goals", "goal_new", new.name, day=new.end, ids=(new.id,))
        else:
            yield from words(
                Change("goals", "goal_status", new.name, ids=(new.id,)), old.status, new.status
            )
            yield from _measures(old, new, is_comparable=is_comparable)


def _measures(old: Goal, new: Goal, *, is_comparable: bool) -> Iterator[Change]:
    for before, after in paired(old.measures, new.measures, lambda row: row.id):
        if before is None or after is None or None in (before.current, after.current):
            continue
        if is_comparable or after.unit != "currency":
            yield from _reading(before, after)


def _reading(old: GoalMeasure, new: GoalMeasure) -> Iterator[Change]:
    if old.unit == new.unit == "currency":
        yield from amounts(
            Change("goals", "measure_amount", new.name, ids=new.ids), old.current, new.current
        )
    elif old.unit == new.unit:
        values = [_plain(row.current, row.unit) for row in (old, new)]
        yield from words(Change("goals", "measure", new.name, ids=new.ids), values[0], values[1])


def _plain(value: object, unit: str) -> str:
    return f"{value:f}{'%' if unit == 'percent' else ''}"


def _priorities(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """What the customer wants now and did not, or wanted and does no longer (row 73)."""
    for old, new in paired(then.priorities, now.priorities, lambda row: row.id):
        if new is None:
            if old is not None:
                yield Change("priorities", "priority_gone", old.name, ids=old.ids)
        elif old is None:
            yield Change("priorities", "priority_new", new.name, day=new.stated_on, ids=new.ids)
        elif old.current is not None and new.current is not None and old.unit == new.unit:
            yield from _kpi(old, new)


def _kpi(old: CustomerPriority, new: CustomerPriority) -> Iterator[Change]:
    values = [
        f"{row.current:f}{'' if row.unit == '%' else ' '}{row.unit or ''}".rstrip()
        for row in (old, new)
    ]
    yield from words(
        Change("priorities", "priority", new.kpi or new.name, ids=new.ids), values[0], values[1]
    )


def _actions(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Open tasks that are open no longer, and those whose date was moved (row 101, "which actions
    moved"). New tasks are in the action plan itself."""
    for old, new in paired(then.actions, now.actions, lambda row: row.id):
        if old is None:
            continue
        if new is None:
            yield Change("actions", "action_done", old.subject, day_before=old.due, ids=(old.id,))
        else:
            yield from days(
                Change("actions", "action", new.subject, ids=(new.id,)), old.due, new.due
            )


def _risks(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Stated risks. What the records show by themselves comes and goes with them."""
    stated = [[row for row in account.risks if not row.is_derived] for account in (then, now)]
    for old, new in paired(stated[0], stated[1], lambda row: row.ids):
        if new is None:
            if old is not None:
                yield Change("risks", "risk_gone", old.name, ids=old.ids)
        elif old is None:
            yield Change("risks", "risk_new", new.name, ids=new.ids)
        else:
            kinds = ("risk_likelihood", old.likelihood, new.likelihood), (
                "risk_impact", old.impact, new.impact,
            )  # fmt: skip
            for kind, before, after in kinds:
                yield from words(Change("risks", kind, new.name, ids=new.ids), before, after)


def _commitments(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    for old, new in paired(then.commitments, now.commitments, lambda row: row.ids):
        if new is None:
            continue
        if old is None:
            yield Change("commitments", "commitment_new", new.name, day=new.due, ids=new.ids)
        else:
            kind = "commitment"
            yield from words(
                Change("commitments", kind, new.name, ids=new.ids), old.state, new.state
            )
