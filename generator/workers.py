"""The processes that work on accounts, one at a time each, and the walls around them.

Inside the engine a budget stops what runs away (``engine.budget``). These are the walls behind it:
a worker that takes longer for one account than the settings allow is ended, one that wants more
memory gets none. Either way the account fails by name, a new worker takes the place, and the others
go on. The memory of a process can be limited on Linux and other Unix systems, not on macOS (which
takes the figure and does not keep to it) and not on Windows.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import NamedTuple

from generator import pipeline
from generator.errors import AccountdocsError, fault_of_our_own
from generator.model.snapshot import Snapshot, from_json
from generator.pipeline import Order, Outcome
from generator.template_store import template_for
from generator.terminal import trace

_MEGABYTE = 1_000_000
_STARTING = 60  # seconds: a process that has not begun by then never will
_ALLOCATIONS = 50_000  # objects more than were freed, until rings are looked for


class Target(NamedTuple):
    """A selected account: 18-character id and name."""

    id: str
    name: str


class Task(NamedTuple):
    """An account to be worked on: its snapshot as text."""

    target: Target
    snapshot: str


class Answer(NamedTuple):
    """What a worker says of a task. ``spent``: it ran out of memory and takes no further one."""

    outcomes: tuple[Outcome, ...]
    spent: bool = False


def failed(target: Target, order: Order, reason: str) -> tuple[Outcome, ...]:
    """The outcomes of an account of which nothing could be made, its tier not being known."""
    return tuple(
        Outcome(target.id, target.name, a.name, None, a.audience, "failed", reason)
        for a in order.artifacts
    )


def one(target: Target, snapshot: Snapshot, order: Order) -> tuple[Outcome, ...]:
    """One account's outcomes, whatever happens: one account never stops the others."""
    try:
        return _made(target, snapshot, order)
    except MemoryError:
        return failed(target, order, _NO_MEMORY)


def _made(target: Target, snapshot: Snapshot, order: Order) -> tuple[Outcome, ...]:
    try:
        return pipeline.produce(snapshot, order)
    except AccountdocsError as error:
        return failed(target, order, str(error))
    except MemoryError:
        raise  # not of our making, and worse in a process that goes on
    except Exception as error:
        if order.debug:
            raise
        return failed(target, order, fault_of_our_own(error))


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    answer: Answer | None = None
    deadline: float = inf


def in_workers(
    tasks: Iterator[Task], order: Order, workers: int
) -> Iterator[tuple[Target, tuple[Outcome, ...]]]:
    """Hands the next task to whichever worker is free; replaces a worker that died or was ended."""
    crew = [_hire(order) for _ in range(workers)]
    try:
        for worker in crew:
            _give(worker, tasks, order)
        while busy := [worker for worker in crew if worker.task]:
            for worker in _settled(busy, order):
                target, answer = _answer(worker, order)
                yield target, answer.outcomes
                if answer.spent or not worker.process.is_alive():
                    _end(worker)
                    crew[crew.index(worker)] = worker = _hire(order)  # noqa: PLW2901 - its heir
                _give(worker, tasks, order)
    finally:
        for worker in crew:
            _dismiss(worker)


def _hire(order: Order) -> _Worker:
    context = multiprocessing.get_context("spawn")  # the one way that all systems have
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, order), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, tasks: Iterator[Task], order: Order) -> None:
    worker.task = next(tasks, None)
    if worker.task is not None:
        with suppress(OSError):  # it is dead: waiting for its answer will say so
            worker.pipe.send(worker.task)
        worker.answer = None
        worker.deadline = monotonic() + _STARTING + order.limits.seconds


def _settled(busy: Sequence[_Worker], order: Order) -> list[_Worker]:
    """Those of the workers that answered or died; where nothing is heard in time, those that are
    late."""
    first = min(worker.deadline for worker in busy)
    ready = wait([worker.pipe for worker in busy], max(0.0, first - monotonic()))
    if ready:
        return [worker for worker in busy if worker.pipe in ready and not _began(worker, order)]
    return [worker for worker in busy if worker.deadline <= monotonic()]


def _began(worker: _Worker, order: Order) -> bool:
    """Whether what a worker says is that it begins: its account's time counts from then, and not
    from when its process was started."""
    with suppress(EOFError, OSError):
        worker.answer = worker.pipe.recv()
        if worker.answer is None:
            worker.deadline = monotonic() + order.limits.seconds
            return True
    return False


def _answer(worker: _Worker, order: Order) -> tuple[Target, Answer]:
    task, answer = worker.task, worker.answer
    assert task is not None
    worker.task = worker.answer = None
    if answer is not None:
        return task.target, answer
    if not worker.pipe.poll():
        _end(worker)
        return task.target, Answer(failed(task.target, order, _too_long(order)), spent=True)
    worker.process.join(5)
    return task.target, Answer(failed(task.target, order, _death(worker.process.exitcode)))


def _too_long(order: Order) -> str:
    return (
        f"It took longer than {order.limits.seconds:g} seconds and was ended. If a template of "
        "yours repeats over long lists, make it repeat less; else raise `seconds` under [limits] "
        "in the settings."
    )


_NO_MEMORY = "There was not enough memory for it."


def _too_large(order: Order, *, is_limited: bool) -> str:
    if not is_limited:
        return _NO_MEMORY
    return (
        f"It needed more memory than {order.limits.megabytes:,g} MB and was ended. If a template "
        "of yours repeats over long lists, make it repeat less; else raise `megabytes` under "
        "[limits] in the settings."
    )


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        hint = " Was memory short? Try --jobs 1." if name == "SIGKILL" else ""
        return f"The process that worked on it was ended by {name}.{hint}"
    return f"The process that worked on it ended with code {code}."


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(2)
    _end(worker)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()


def work(pipe: Connection, order: Order) -> None:
    """A worker's life: one account after the other until the parent closes the pipe, or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    is_limited = limit_memory(order.limits.megabytes)
    _prepare(order)
    while True:
        try:
            task: Task = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(None)  # it begins
        try:
            answer = _worked_on(task, order, is_limited=is_limited)
        except Exception as error:  # noqa: BLE001 - as the process would, but fit for a terminal
            sys.stderr.write("\n".join([*trace(error), ""]))
            sys.exit(1)
        pipe.send(answer)
        if not gc.get_freeze_count():
            _settle()


def _prepare(order: Order) -> None:
    """Compiles the templates while the parent still reads. What fails here is told of the first
    account."""
    with suppress(AccountdocsError, MemoryError):
        for artifact in order.artifacts:
            template_for(artifact, order.templates)


def _settle() -> None:
    """After the first account what all need is there (templates, phrases, locales): it is looked
    through no more for what could be freed, and the rest less often. An account's values are freed
    as a whole when it is done; looking for rings among them took a tenth of a worker's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)


def _worked_on(task: Task, order: Order, *, is_limited: bool) -> Answer:
    try:
        return Answer(_made(task.target, from_json(task.snapshot), order))
    except MemoryError:
        reason = _too_large(order, is_limited=is_limited)  # what filled the memory is gone by now
    return Answer(failed(task.target, order, reason), spent=True)


def limit_memory(megabytes: float) -> bool:
    """Limit what this process may ask of the system. False where the system has no such limit."""
    if sys.platform in ("win32", "darwin"):
        return False
    import resource

    wanted = int(megabytes * _MEGABYTE)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    return True


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
