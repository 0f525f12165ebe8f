"""Runs queries through composite requests, follows every page, and survives what is not there.

A statement's records are kept only when all of them have come. Until then it may be sent again:
without a field that the org refused, in two halves where it is too long or takes too long, its
subqueries apart where Salesforce dropped the rest of a result, or from where it broke off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.crm import faults, soql
from generator.crm.faults import Fault, LocatorLost, Uneven
from generator.crm.pages import Result, Row, read_result
from generator.crm.repair import MISSING, repaired, too_slow, unreadable
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.crm.wire import MAX_QUERIES, MAX_SUBREQUESTS, Answer, query_subrequest
from generator.errors import ReadFailed

MAX_REPAIRS = 12
"""How often one query is sent again without what was refused. A warm cache rarely needs one."""

MAX_RESTARTS = 3
"""How often a result that broke off or did not add up is asked again without getting further."""

_TOO_MUCH = frozenset({"QUERY_TIMEOUT", "QUERY_TOO_COMPLICATED", "OPERATION_TOO_LARGE"})
_TOO_LONG = (413, 414, 431)


@dataclass
class Haul:
    """Raw records by kind and id, and what was refused on the way."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # kinds that were described but not readable
    dropped: set[str] = field(default_factory=set)  # Object.Field, or a relationship

    def of(self, kind: str) -> dict[str, Row]:
        return self.rows.get(kind, {})

    def add(self, kind: str, rows: Iterable[Row]) -> None:
        """Keep ``rows``. What two queries read of one record is joined."""
        kept = self.rows.setdefault(kind, {})
        for row in rows:
            kept.setdefault(row["Id"], {}).update(row)


@dataclass(frozen=True, slots=True)
class _Task:
    """A query to send. ``is_alone``: in a request of its own, so that few results are open."""

    query: Query
    repairs: int = 0
    restarts: int = 0
    is_alone: bool = False


def fetch(session: Session, queries: Sequence[Query], haul: Haul | None = None) -> Haul:
    """What ``queries`` find, all pages of it. ReadFailed where accounts or opportunities fail."""
    result = haul or Haul()
    waiting = [_Task(part) for query in queries for part in fitting(query)]
    while waiting:
        together = [task for task in waiting if not task.is_alone][:MAX_QUERIES]
        batch = together or waiting[:1]
        waiting = [task for task in waiting if not any(task is sent for sent in batch)]
        answers = _send(session, [task.query for task in batch])
        for task, answer in zip(batch, answers, strict=True):
            waiting += _take(session, task, answer, result)
    return result


def fitting(query: Query) -> list[Query]:
    """``query``, in as many parts as Salesforce's limit for a statement's length makes of it."""
    if len(query.soql()) <= soql.MAX_STATEMENT:
        return [query]
    return [part for half in query.halves() for part in fitting(half)] or [query]


def _send(session: Session, queries: Sequence[Query]) -> list[Answer]:
    """The first page of each statement, or its refusal; one that came before is not asked again."""
    texts = [query.soql() for query in queries]
    known = {text: session.asked.pop(text) for text in texts if text in session.asked}
    open_ = [text for text in texts if text not in known]
    parts = [query_subrequest(f"query{n}", text) for n, text in enumerate(open_)]
    if parts:
        riders = session.catalog.riders(MAX_SUBREQUESTS - len(parts))
        answers = session.wire.composite([*parts, *riders])
        session.catalog.take(answers)
        known |= {text: answers[part.reference] for text, part in zip(open_, parts, strict=True)}
    return [known[text] for text in texts]


def _take(session: Session, task: _Task, answer: Answer, haul: Haul) -> list[_Task]:
    """Keep what ``answer`` holds, or say what to send in its place."""
    if answer.status == 200:
        return _read(session, task, answer.body, haul)
    found = faults.parse_faults(answer.body)
    fault = found[0] if found else Fault("", "")
    if fault.code in _TOO_MUCH or answer.status in _TOO_LONG:
        return _in_halves(task)
    if fault.code not in MISSING:
        raise unreadable(task.query.object, fault.code or f"HTTP {answer.status}")
    session.catalog.forget()
    leads_to = session.catalog.leads_to
    again = repaired(task.query, fault, leads_to, haul.dropped.add, haul.refused.add)
    if again is not None and task.repairs >= MAX_REPAIRS:
        raise unreadable(task.query.object, f"{fault.code} for too many fields")
    return [] if again is None else [replace(task, query=again, repairs=task.repairs + 1)]


def _in_halves(task: _Task) -> list[_Task]:
    """Less at once; where a single id is too much already, the same once more, alone."""
    halves = task.query.halves()
    if halves:
        return [replace(task, query=half) for half in halves]
    if task.restarts:
        raise too_slow(task.query.object)
    return [replace(task, restarts=1, is_alone=True)]


def _read(session: Session, task: _Task, first: Any, haul: Haul) -> list[_Task]:
    """Nothing left to send, the result being kept; or what to send in its place."""
    found = Result()
    try:
        read_result(session.wire, task.query, first, found)
    except Uneven:
        if task.restarts >= MAX_RESTARTS:
            raise
        return [replace(task, restarts=task.restarts + 1)]
    except LocatorLost:
        return _broken_off(task, found, haul)
    for kind, rows in found.rows.items():
        haul.add(kind, rows)
    return []


def _broken_off(task: _Task, found: Result, haul: Haul) -> list[_Task]:
    """Salesforce dropped the rest of a result, as it does where too many are open.

    First the subqueries are asked apart, one request at a time. A statement without any is asked in
    the order of the ids, and from then on behind the last record that came.
    """
    query = task.query
    apart = query.taken_apart()
    if len(apart) > 1:
        return [_Task(part, task.repairs, is_alone=True) for part in apart]
    rows = found.of(query.kind)
    if query.after is None or not rows or query.children:
        if task.restarts >= MAX_RESTARTS:
            raise _lost(query)
        after = None if query.children or query.tail else ""
        again = replace(query, after=after)
        return [replace(task, query=again, restarts=task.restarts + 1, is_alone=True)]
    haul.add(query.kind, rows)
    return [replace(task, query=replace(query, after=rows[-1]["Id"]), restarts=0)]


def _lost(query: Query) -> ReadFailed:
    return LocatorLost(
        f"{query.object}: Salesforce gave up the result again and again before all of it was read.",
        next_step="Try again when fewer other programs read from the org.",
    )
