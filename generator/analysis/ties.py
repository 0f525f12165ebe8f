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
from generator.analysis.scope import Scope, group_pairs
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
    of_plays: Mapping[str | None, tuple[Action, ...]]
    of_goals: Mapping[str | None, tuple[Action, ...]]

    def next_of_play(self, play_id: str) -> NextAction | None:
        """The open task for the play that is due first."""
        return _first(self.of_plays.get(play_id, ()))

    def next_of_goal(self, goal_id: str) -> NextAction | None:
        """The same of the goal itself: a task for one of its plays stands beside the play."""
        return _first(self.of_goals.get(goal_id, ()))

    @property
    def tied(self) -> tuple[int, int]:
        """Open tasks that are tied to a goal or a play, of all."""
        return (sum(any(self.ties.of_task(a.id).ends) for a in self.actions), len(self.actions))


def _first(rows: Iterable[Action]) -> NextAction | None:
    row = min(rows, key=lambda row: (row.due or date.max, row.subject, row.id), default=None)
    return NextAction(row.id, row.subject, row.owner, row.due) if row else None


def work_of(scope: Scope, actions: tuple[Action, ...]) -> Work:
    tied = ties(scope)
    ends = [(tied.of_task(row.id), row) for row in actions]
    return Work(
        ties=tied,
        actions=actions,
        of_plays=group_pairs((tie.play_id, row) for tie, row in ends),
        of_goals=group_pairs((tie.goal_id, row) for tie, row in ends if tie.play_id is None),
    )


def ties(scope: Scope) -> Ties:
    """What the records of this account serve."""
    found = {goal: Tie(goal, None, goal_priority(scope, goal)) for goal in scope.goals}
    found |= {row.id: Tie(None, None, row.id) for row in scope.snapshot.priorities}
    found |= _linked_deals(scope)
    by_play: dict[str, Tie] = {}
    for play in scope.snapshot.plays:
        tie = Tie(play.objective_id, play.id, served_priority(scope, play)[0])
        found[play.id] = tie
        if play.opportunity_id and play.opportunity_id not in by_play:  # its first play's
            by_play[play.opportunity_id] = tie
    tasks = (row for row in scope.snapshot.activities if row.kind == "task" and row.what_id)
    return Ties(found | by_play, {row.id: row.what_id or "" for row in tasks})


def goal_priority(scope: Scope, goal_id: str | None) -> str | None:
    """The stated priority that the goal names, if it is one of this account's."""
    goal = scope.goals.get(goal_id or "")
    return goal.priority_id if goal and goal.priority_id in scope.priorities else None


def served_priority(scope: Scope, play: Play) -> tuple[str | None, str | None]:
    """The priority that a play serves, and what says so: the play itself, or its objective."""
    if play.priority_id:
        return play.priority_id, STATED
    through = goal_priority(scope, play.objective_id)
    return (through, BY_GOAL) if through else (None, None)


def _linked_deals(scope: Scope) -> dict[str, Tie]:
    goals = {row.id: row.objective_id for row in scope.snapshot.measures}
    return {
        row.record_id: Tie(goal, None, goal_priority(scope, goal))
        for row in scope.snapshot.measure_links
        if (goal := goals.get(row.measure_id))
    }
