"""When people worked at a plan, as far as records show it (METHOD.md rows 18, 106).

A plan is edited in itself, in its objectives and their measures, and in the account's plays. Of a
record the CRM keeps the last change alone. Where a program made it (a user whom the settings name
in ``planning.integration_users``), when a person last changed that record is not known.

A task about one of these counts on the day on which one of our people did it. That a task was
merely changed does not: programs log and move tasks, and who changed one is not read. Nor does a
task about the account or a deal: a logged call would keep a plan fresh that nobody has opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.analysis.money import ids_of
from generator.analysis.results import PlanEdit
from generator.analysis.scope import Scope
from generator.analysis.words import canonical
from generator.model.records import Activity, Measure, Objective, Plan, Play


@dataclass
class Edits:
    """The edits of one plan of the account."""

    scope: Scope
    plan: Plan

    @cached_property
    def changed(self) -> date | None:
        """The newest change by a person. Unknown where such a record was edited after as-of: when
        it was edited before is not recorded."""
        days = [day for row in self._by_people if (day := _day(row))]
        days += [day for day, _ in self._done if day]
        return None if not days or max(days) > self.scope.as_of else max(days)

    @property
    def age(self) -> int | None:
        """Days since ``changed``."""
        return None if self.changed is None else (self.scope.as_of - self.changed).days

    @cached_property
    def by_program(self) -> date | None:
        """The newest change by a program up to as-of: a person's may lie under it."""
        days = [day for row in self._by_programs if (day := _day(row)) and day <= self.scope.as_of]
        return max(days, default=None)

    @cached_property
    def last_known(self) -> date | None:
        """The newest day up to as-of on which a person is on record: the newest change, or, where
        a later edit hides that one, the newest that it does not hide."""
        days = {day for day, _ in self._done}
        for row in self._by_people:
            days.add(_day(row))
            if isinstance(row, Plan | Play):
                days.add(row.created)
            days |= {one.day for one in self.scope.measure_changes.get(row.id, ())}
        return max((day for day in days if day and day <= self.scope.as_of), default=None)

    def is_stale(self, limit: int) -> bool | None:
        """Whether no person changed it for more than ``limit`` days. One change within them proves
        that it is not; None where that is not known: a program's change within them, or one after
        as-of, may hide a person's."""
        if self.last_known is not None and (self.scope.as_of - self.last_known).days <= limit:
            return False
        if self.age is None:
            return None
        hidden = self.by_program is not None and (self.scope.as_of - self.by_program).days <= limit
        return None if hidden else True

    @property
    def days(self) -> tuple[PlanEdit, ...]:
        """Days up to as-of, oldest first. Plan and plays tell when they were made and last changed,
        objectives and measures when they were last changed, and the history of a measure each
        change that it kept; a task when it was done."""
        told = {(row.created, row.id) for row in self._plays} | {(self.plan.created, self.plan.id)}
        told |= {(_day(row), row.id) for row in self._by_people} | self._done
        for row in self._measures:
            told |= {(one.day, row.id) for one in self.scope.measure_changes.get(row.id, ())}
        found: dict[date, list[str]] = {}
        for day, record_id in told:
            if day is not None and day <= self.scope.as_of:
                found.setdefault(day, []).append(record_id)
        return tuple(PlanEdit(day, ids_of(ids)) for day, ids in sorted(found.items()))

    @cached_property
    def _measures(self) -> list[Measure]:
        mine = {row.id for row in self._objectives}
        return [row for row in self.scope.snapshot.measures if row.objective_id in mine]

    @cached_property
    def _objectives(self) -> list[Objective]:
        return [row for row in self.scope.snapshot.objectives if row.plan_id == self.plan.id]

    @cached_property
    def _plays(self) -> list[Play]:
        return [row for row in self.scope.snapshot.plays if row.account_id in self.scope.accounts]

    @cached_property
    def _records(self) -> list[Plan | Objective | Measure | Play]:
        return [self.plan, *self._objectives, *self._measures, *self._plays]

    @cached_property
    def _done(self) -> set[tuple[date | None, str]]:
        """The tasks about one of the records that a person of ours did: (day, id)."""
        about = {row.id for row in self._records}
        return {
            (row.completed, row.id)
            for row in self.scope.snapshot.activities
            if row.kind == "task" and row.completed and row.what_id in about and self._is_ours(row)
        }

    def _is_ours(self, row: Activity) -> bool:
        owner = self.scope.users.get(row.owner_id or "")
        return owner is not None and not owner.is_queue and owner.id not in self._programs

    @cached_property
    def _by_people(self) -> list[Plan | Objective | Measure | Play]:
        return [row for row in self._records if row.modified_by_id not in self._programs]

    @cached_property
    def _by_programs(self) -> list[Plan | Objective | Measure | Play]:
        return [row for row in self._records if row.modified_by_id in self._programs]

    @cached_property
    def _programs(self) -> frozenset[str]:
        """Ids of the users whom the settings name, by name or by record id of 15 or 18."""
        named = {canonical(name) for name in self.scope.options.integration_users}
        keys = {name[:15] for name in self.scope.options.integration_users}
        return frozenset(
            row.id
            for row in self.scope.snapshot.users
            if canonical(row.name) in named or row.id[:15] in keys
        )


def _day(row: Plan | Objective | Measure | Play) -> date | None:
    return row.modified.date() if row.modified else None
