"""Many accounts: workers, what became of each, and the run report.

The parent reads (by set, so the CRM is asked as little as possible) and hands each worker one
snapshot at a time as text; a worker does the rest. Whatever happens to one account (a fault, a
killed worker) is that account's outcome and stops no other. Every target ends with at least one
outcome, and none has two for one artifact.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from generator import pipeline
from generator.errors import AccountdocsError, RunRefused
from generator.files import STATE_FOLDER, write_whole
from generator.model.snapshot import Snapshot, from_json, to_json
from generator.pipeline import Order, Outcome
from generator.terminal import trace

Progress = Callable[[int, int], None]
"""Called with (accounts done, accounts in all) after each account."""

_WORTH_A_WORKER = 4  # accounts: starting a process takes as long as making a few


class Target(NamedTuple):
    """A selected account: 18-character id and name."""

    id: str
    name: str


class _Task(NamedTuple):
    target: Target
    snapshot: str


def run(
    targets: Sequence[Target],
    snapshots: Iterable[Snapshot],
    order: Order,
    *,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
) -> list[Outcome]:
    """Outcomes in the order of ``targets``. ``snapshots`` may come late, in any order, or fail.

    KeyboardInterrupt is passed on only after the outcomes so far are kept in ``Interrupted``.
    """
    done: dict[str, tuple[Outcome, ...]] = {}
    reading = _Reading(targets, snapshots)
    try:
        for target, outcomes in _worked(reading, order, worker_count(jobs, len(targets))):
            done[target.id] = outcomes
            progress(len(done), len(targets))
    except KeyboardInterrupt:
        raise Interrupted(_complete(targets, done, order, "interrupted")) from None
    return _complete(targets, done, order, reading.fault or "the CRM returned no such account")


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


def failed(target: Target, order: Order, reason: str) -> tuple[Outcome, ...]:
    """The outcomes of an account of which nothing could be made, its tier not being known."""
    return tuple(
        Outcome(target.id, target.name, a.name, None, a.audience, "failed", reason)
        for a in order.artifacts
    )


def worker_count(jobs: int | None, accounts: int) -> int:
    """How many processes work; 1 means this one."""
    if jobs is not None:
        return max(1, min(jobs, accounts))
    return max(1, min(_cores(), accounts // _WORTH_A_WORKER))


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)  # fewer than there are, in a container
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the report says of the run itself. ``seconds`` is the one thing the clock decides."""

    id: str
    as_of: str
    org: str
    api_calls: int
    seconds: float


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
    """The report among those of earlier runs, below the output folder."""
    path = out / STATE_FOLDER / "runs" / f"{facts.id}.json"
    write_whole(path, report_text(report).encode("utf-8", "backslashreplace"))
    return path


class _Reading:
    """The snapshots as tasks. A fault of reading ends them and is kept in ``fault``."""

    def __init__(self, targets: Sequence[Target], snapshots: Iterable[Snapshot]) -> None:
        self._targets = {target.id: target for target in targets}
        self._snapshots = iter(snapshots)
        self.fault = ""

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


def _worked(
    reading: Iterable[tuple[Target, Snapshot]], order: Order, workers: int
) -> Iterator[tuple[Target, tuple[Outcome, ...]]]:
    if workers > 1:
        tasks = (_Task(target, to_json(snapshot)) for target, snapshot in reading)
        yield from _in_workers(tasks, order, workers)
        return
    for target, snapshot in reading:
        yield target, _one(target, snapshot, order)


def _one(target: Target, snapshot: Snapshot, order: Order) -> tuple[Outcome, ...]:
    """One account's outcomes, whatever happens: one account never stops the others."""
    try:
        return pipeline.produce(snapshot, order)
    except AccountdocsError as error:
        return failed(target, order, str(error))
    except Exception as error:
        if order.debug:
            raise
        what = f"{type(error).__name__}: {error}"
        return failed(target, order, f"A fault of accountdocs itself: {what}. Report it, please.")


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: _Task | None = None


def _in_workers(
    tasks: Iterator[_Task], order: Order, workers: int
) -> Iterator[tuple[Target, tuple[Outcome, ...]]]:
    """Hands the next task to whichever worker is free; replaces a worker that died."""
    crew = [_hire(order) for _ in range(workers)]
    try:
        for worker in crew:
            _give(worker, tasks)
        while busy := {worker.pipe: worker for worker in crew if worker.task}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]  # wait returns what it was given
                yield _result(worker, order)
                if not worker.process.is_alive():
                    _dismiss(worker)
                    crew[crew.index(worker)] = worker = _hire(order)
                _give(worker, tasks)
    finally:
        for worker in crew:
            _dismiss(worker)


def _hire(order: Order) -> _Worker:
    context = multiprocessing.get_context("spawn")  # the one way that all systems have
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, order), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, tasks: Iterator[_Task]) -> None:
    worker.task = next(tasks, None)
    if worker.task is not None:
        with suppress(OSError):  # it is dead: waiting for its answer will say so
            worker.pipe.send(worker.task)


def _result(worker: _Worker, order: Order) -> tuple[Target, tuple[Outcome, ...]]:
    task = worker.task
    assert task is not None
    worker.task = None
    try:
        return task.target, worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(5)
        return task.target, failed(task.target, order, _death(worker.process.exitcode))


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        hint = " Was memory short? Try --jobs 1." if name == "SIGKILL" else ""
        return f"The process that worked on it was ended by {name}.{hint}"
    return f"The process that worked on it ended with code {code}."


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(2)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _work(pipe: Connection, order: Order) -> None:
    """A worker's life: one account after the other until the parent closes the pipe, or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            task: _Task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            outcomes = _one(task.target, from_json(task.snapshot), order)
        except Exception as error:  # noqa: BLE001 - as the process would, but fit for a terminal
            sys.stderr.write("\n".join([*trace(error), ""]))
            sys.exit(1)
        pipe.send(outcomes)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
