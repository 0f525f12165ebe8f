"""What a task, a play or an opportunity serves: a goal, and through it a stated priority (row 80).

A task is tied by what the CRM says it is about: an objective, a play, a customer priority, or an
opportunity that a play or a measure names. A play serves the priority that it names itself, else
that of its objective; which of the two is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.analysis.results import Action, NextAction
from generator.analysis.scope import Scope
from generator.model.records import Play

STATED, BY_GOAL = "stated", "objective"


@dataclass(frozen=True, slots=True)
class Tie:
    """Ids of what something serves; None where nothing says so."""

    goal_id: str | None = None
    play_id: str | None = None
    priority_id: str | None = None

    @property
    def ends(self) -> tuple[str | None, ...]:
        return (self.goal_id, self.play_id)


@dataclass(frozen=True, slots=True)
class Ties:
    """``of_record`` has a tie for each record that a task may be about; ``about`` says which it is
    about."""

    of_record: Mapping[str, Tie]
    about: Mapping[str, str]

    def of_task(self, task_id: str) -> Tie:
        return self.of_record.get(self.about.get(task_id, ""), Tie())


@dataclass(frozen=True, slots=True)
class Work:
    """The open tasks of the account and what they are tied to."""

    ties: Ties
    actions: tuple[Action, ...]

    def next_of_play(self, play_id: str) -> NextAction | None:
        """The open task for the play that is due first."""
        return _first(row for row in self.actions if self.ties.of_task(row.id).play_id == play_id)

    def next_of_goal(self, goal_id: str) -> NextAction | None:
        """The same of the goal itself: a task for one of its plays stands beside the play."""
        mine = (row for row in self.actions if self.ties.of_task(row.id).goal_id == goal_id)
        return _first(row for row in mine if self.ties.of_task(row.id).play_id is None)

    @property
    def tied(self) -> tuple[int, int]:
        """Open tasks that are tied to a goal or a play, of all."""
        return (sum(any(self.ties.of_task(a.id).ends) for a in self.actions), len(self.actions))


def _first(rows: Iterable[Action]) -> NextAction | None:
    row = min(rows, key=lambda row: (row.due or date.max, row.subject, row.id), default=None)
    return NextAction(row.id, row.subject, row.owner, row.due) if row else None


def work_of(scope: Scope, actions: tuple[Action, ...]) -> Work:
    return Work(ties(scope), actions)


def ties(scope: Scope) -> Ties:
    """What the records of this account serve."""
    served = goal_priorities(scope)
    found = {goal: Tie(goal, None, priority) for goal, priority in served.items()}
    found |= {row.id: Tie(None, None, row.id) for row in scope.snapshot.priorities}
    found |= _linked_deals(scope, served)
    by_play: dict[str, Tie] = {}
    for play in scope.snapshot.plays:
        tie = Tie(play.objective_id, play.id, served_priority(play, served)[0])
        found[play.id] = tie
        if play.opportunity_id and play.opportunity_id not in by_play:  # its first play's
            by_play[play.opportunity_id] = tie
    tasks = (row for row in scope.snapshot.activities if row.kind == "task" and row.what_id)
    return Ties(found | by_play, {row.id: row.what_id or "" for row in tasks})


def goal_priorities(scope: Scope) -> dict[str, str | None]:
    """Goal -> the stated priority that it names, if it is one of this account's."""
    known = {row.id for row in scope.snapshot.priorities}
    return {
        row.id: row.priority_id if row.priority_id in known else None
        for row in scope.snapshot.objectives
    }


def served_priority(play: Play, served: Mapping[str, str | None]) -> tuple[str | None, str | None]:
    """The priority that a play serves, and what says so: the play itself, or its objective."""
    if play.priority_id:
        return play.priority_id, STATED
    through = served.get(play.objective_id or "")
    return (through, BY_GOAL) if through else (None, None)


def _linked_deals(scope: Scope, served: Mapping[str, str | None]) -> dict[str, Tie]:
    goals = {row.id: row.objective_id for row in scope.snapshot.measures}
    return {
        row.record_id: Tie(goal, None, served.get(goal))
        for row in scope.snapshot.measure_links
        if (goal := goals.get(row.measure_id))
    }
