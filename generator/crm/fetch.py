"""Runs queries through composite requests, follows every page, and survives what is not there.

A field or object that is refused although the describes named it costs itself, not the run: the
query is sent again without it, and what was dropped is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.crm import faults
from generator.crm.faults import Fault, LocatorLost
from generator.crm.session import Session
from generator.crm.soql import Child, Query
from generator.crm.wire import MAX_QUERIES, MAX_SUBREQUESTS, Answer, query_subrequest
from generator.errors import CrmError, ReadFailed

Row = dict[str, Any]

MAX_REPAIRS = 12
"""How often one query is sent again without what was refused. A warm cache rarely needs one."""

_COLUMN = re.compile(r"No such column '([^']+)' on (?:entity|sobject(?: of type)?) '?([\w]+)'?")
_RELATIONSHIP = re.compile(r"Didn't understand relationship '([^']+)'|No such relation '([^']+)'")
_INDISPENSABLE = ("account", "opportunity")


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
    is_alone: bool = False


def fetch(session: Session, queries: Sequence[Query], haul: Haul | None = None) -> Haul:
    """What ``queries`` find, all pages of it. ReadFailed where accounts or opportunities fail."""
    result = haul or Haul()
    waiting = [_Task(query) for query in queries]
    while waiting:
        together = [task for task in waiting if not task.is_alone][:MAX_QUERIES]
        batch = together or waiting[:1]
        waiting = [task for task in waiting if not any(task is sent for sent in batch)]
        answers = _send(session, [task.query for task in batch])
        for task, answer in zip(batch, answers, strict=True):
            waiting += _take(session, task, answer, result)
    return result


def _send(session: Session, queries: Sequence[Query]) -> list[Answer]:
    parts = [query_subrequest(f"query{n}", query.soql()) for n, query in enumerate(queries)]
    riders = session.catalog.riders(MAX_SUBREQUESTS - len(parts))
    answers = session.wire.composite([*parts, *riders])
    session.catalog.take(answers)
    return [answers[part.reference] for part in parts]


def _take(session: Session, task: _Task, answer: Answer, haul: Haul) -> list[_Task]:
    """Keep what ``answer`` holds, or say what to send in its place."""
    query = task.query
    if answer.status == 200:
        return _kept(session, task, answer.body, haul)
    found = faults.parse_faults(answer.body)
    fault = found[0] if found else Fault("", "")
    if fault.code not in {"INVALID_FIELD", "INVALID_TYPE"}:
        raise _failure(query, fault, answer.status)
    session.catalog.forget()
    again = _repaired(query, fault, haul)
    if again is not None and task.repairs >= MAX_REPAIRS:
        raise _unreadable(query.object, f"{fault.code} for too many fields")
    return [] if again is None else [_Task(again, task.repairs + 1, task.is_alone)]


def _kept(session: Session, task: _Task, body: Any, haul: Haul) -> list[_Task]:
    """Nothing left to send; or, where Salesforce dropped the rest of one result because too many
    were open, the statement once more, its subqueries apart, one request at a time."""
    try:
        _keep(session, task.query, body, haul)
    except LocatorLost:
        if task.is_alone:
            raise
        return [_Task(query, is_alone=True) for query in task.query.taken_apart()]
    return []


def _keep(session: Session, query: Query, body: Any, haul: Haul) -> None:
    children = {child.relationship: child for child in query.children}
    for kind in (query.kind, *(child.kind for child in query.children)):
        haul.rows.setdefault(kind, {})
    for row in _all_pages(session, body):
        for name in [key for key in row if key in children]:
            _keep_children(session, children[name], row.pop(name), haul)
        haul.add(query.kind, [row])


def _keep_children(session: Session, child: Child, body: Any, haul: Haul) -> None:
    if body is not None:
        haul.add(child.kind, _all_pages(session, body))


def _all_pages(session: Session, body: Any) -> Iterable[Row]:
    """The records of a result and of every page behind it."""
    seen: set[str] = set()
    page = body
    while True:
        if not isinstance(page, Mapping) or not isinstance(page.get("records"), list):
            raise ReadFailed("Salesforce answered a query with something that is no result.")
        yield from page["records"]
        if page.get("done", True):
            return
        next_url = page.get("nextRecordsUrl")
        if not isinstance(next_url, str) or next_url in seen:
            raise ReadFailed("Salesforce said that there are more records, but not where.")
        seen.add(next_url)
        page = session.wire.page(next_url)


def _repaired(query: Query, fault: Fault, haul: Haul) -> Query | None:
    """``query`` without what the org refused; None where nothing of it is left to ask."""
    again = query
    if found := _COLUMN.search(fault.message):
        again = query.without_field(found.group(1).split(".")[-1], found.group(2))
        haul.dropped.add(f"{found.group(2)}.{found.group(1)}")
    elif found := _RELATIONSHIP.search(fault.message):
        name = found.group(1) or found.group(2)
        haul.refused.update(c.kind for c in query.children if c.relationship == name)
        again = query.without_relationship(name)
        haul.dropped.add(f"{query.object}.{name}")
    if again != query and again.fields:
        return again
    if query.kind in _INDISPENSABLE:
        what = found.group(1) or found.group(found.lastindex or 1) if found else ""
        raise _unreadable(query.object, f"{fault.code} {what}".rstrip())
    haul.refused.update((query.kind, *(child.kind for child in query.children)))
    return None


def _failure(query: Query, fault: Fault, status: int) -> CrmError:
    return _unreadable(query.object, fault.code or f"HTTP {status}")


def _unreadable(name: str, code: str) -> ReadFailed:
    return ReadFailed(
        f"{name} could not be read from Salesforce: {code}.",
        next_step=f"Make sure that the user of the connection may read {name} and its fields.",
    )
