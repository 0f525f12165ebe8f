"""Many accounts: workers, what became of each, and the run report.

The parent reads (by set, so the CRM is asked as little as possible) and hands each worker one
snapshot at a time as text; a worker does the rest (``workers``). Whatever happens to one account (a
fault, a broken limit, a killed worker) is that account's outcome and stops no other. Every target
ends with at least one outcome, and none has two for one artifact.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

from generator.errors import AccountdocsError, AccountNotFound, RunRefused
from generator.files import STATE_FOLDER, sweep, write_whole
from generator.model.snapshot import Snapshot, to_json
from generator.pipeline import Order, Outcome
from generator.workers import Target, Task, failed, in_workers, one

__all__ = [
    "INTERRUPTED",
    "Interrupted",
    "Progress",
    "RunFacts",
    "RunWeek",
    "Target",
    "failed",
    "keep_report",
    "report_of",
    "report_text",
    "run",
    "worker_count",
]

Progress = Callable[[int, int], None]
"""Called with (accounts done, accounts in all) after each account."""

Finished = Callable[[Target, tuple[Outcome, ...]], None]
"""Called with each account that is at its end, as soon as it is."""

_WORTH_A_WORKER = 4  # accounts: starting a process takes as long as making a few


def run(
    targets: Sequence[Target],
    snapshots: Iterable[Snapshot],
    order: Order,
    *,
    jobs: int | None = None,
    before: Mapping[str, tuple[Outcome, ...]] = MappingProxyType({}),
    progress: Progress = lambda done, total: None,
    finished: Finished = lambda target, outcomes: None,
) -> list[Outcome]:
    """Outcomes in the order of ``targets``. ``snapshots`` may come late, in any order, or fail.

    ``before`` are the outcomes by id of accounts that an interrupted run made: they are not made
    again. An account that was not reached, because reading broke off, is failed and not finished.
    KeyboardInterrupt is passed on only after the outcomes so far are kept in ``Interrupted``; where
    it comes after the last account there is nothing left to stop.
    """
    done = {target.id: before[target.id] for target in targets if target.id in before}
    waiting = [target for target in targets if target.id not in done]
    reading = _Reading(waiting, snapshots)
    try:
        for target, outcomes in _worked(reading, order, worker_count(jobs, len(waiting))):
            done[target.id] = outcomes
            finished(target, outcomes)
            progress(len(done), len(targets))
    except KeyboardInterrupt:
        if len(done) < len(targets):
            raise Interrupted(_complete(targets, done, order, INTERRUPTED)) from None
    reason = reading.fault or "the CRM returned no such account"
    if not reading.broke_off:
        for target in waiting:
            if target.id not in done:
                finished(target, failed(target, order, reason))
    return _complete(targets, done, order, reason)


INTERRUPTED = "interrupted"
"""Why an account that was not reached has no document."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with the outcomes so far; accounts that were not reached are failed."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def _complete(
    targets: Sequence[Target], done: dict[str, tuple[Outcome, ...]], order: Order, reason: str
) -> list[Outcome]:
    return [
        outcome
        for target in targets
        for outcome in done.get(target.id) or failed(target, order, reason)
    ]


def worker_count(jobs: int | None, accounts: int) -> int:
    """How many processes work; 1 means this one."""
    if jobs is not None:
        return max(1, min(jobs, accounts))
    return max(1, min(_cores(), accounts // _WORTH_A_WORKER))


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)  # fewer than there are, in a container
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class RunWeek:
    """Which week of planning the run's documents serve (METHOD.md row 15): one of the six, with its
    days; outside of them ``week`` and ``step`` are None and the days those of the next season."""

    year: int
    week: int | None
    step: str | None
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the report says of the run itself. ``seconds`` is the one thing the clock decides.
    ``planning`` is None where nothing was read."""

    id: str
    as_of: str
    org: str
    api_calls: int
    seconds: float
    planning: RunWeek | None = None


def report_of(facts: RunFacts, outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The run report, as ``generate --json`` prints it (CONTRACT.md)."""
    rows = [{**asdict(o), "problems": list(o.problems)} for o in outcomes]
    lost = [
        {key: row[key] for key in ("account_id", "account", "artifact", "reason")}
        for row in rows
        if row["status"] == "failed"
    ]
    return {"run": asdict(facts), "artifacts": rows, "failed": lost}


def report_text(report: Mapping[str, object]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def keep_report(out: Path, facts: RunFacts, report: Mapping[str, object]) -> Path:
    """The report among those of earlier runs, below the output folder. Each has a name of its own,
    so that what a killed run left of one would lie there for ever."""
    path = out / STATE_FOLDER / "runs" / f"{facts.id}.json"
    sweep(path.parent)
    write_whole(path, report_text(report).encode("utf-8", "backslashreplace"))
    return path


class _Reading:
    """The snapshots as tasks. A fault of reading ends them and is kept in ``fault``; ``broke_off``
    where it left accounts that another try may reach."""

    def __init__(self, targets: Sequence[Target], snapshots: Iterable[Snapshot]) -> None:
        self._targets = {target.id: target for target in targets}
        self._snapshots = iter(snapshots)
        self.fault, self.broke_off = "", False

    def __iter__(self) -> Iterator[tuple[Target, Snapshot]]:
        try:
            for snapshot in self._snapshots:
                target = self._targets.pop(snapshot.account_id, None)
                if target is not None:
                    yield target, snapshot
        except RunRefused:
            raise  # nothing was read and nothing is to be made: no account has a fate to report
        except AccountdocsError as error:
            self.fault = str(error)
            self.broke_off = not isinstance(error, AccountNotFound)


def _worked(
    reading: Iterable[tuple[Target, Snapshot]], order: Order, workers: int
) -> Iterator[tuple[Target, tuple[Outcome, ...]]]:
    if workers > 1 or _needs_walls(order):
        tasks = (Task(target, to_json(snapshot)) for target, snapshot in reading)
        yield from in_workers(tasks, order, workers)
        return
    for target, snapshot in reading:
        yield target, one(target, snapshot, order)


def _needs_walls(order: Order) -> bool:
    """Whether even one account at a time is worked on in a process of its own: where the templates
    are somebody's own. The delivered ones are made, and end, as they were tested."""
    return order.templates is not None and not order.debug
