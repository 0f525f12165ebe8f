"""Large results by Bulk API 2.0: a job per statement, its records fetched as CSV.

A job costs a call to make it, one each time it is asked whether it is done, and one for each piece
of its result, whatever the number of records; a query costs one for each 2,000. Jobs are made
together and run side by side in the org. One that fails, is stuck or is not allowed is no fault of
the run: its statement is given back, and is read page by page.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from generator.crm import faults
from generator.crm.faults import Uneven
from generator.crm.fetch import Haul
from generator.crm.pages import Row
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.errors import ConnectionFailed, CrmError, LimitReached, ReadFailed, SignInFailed

PIECE: Final = 50_000
"""Records to ask for in one call for results."""

CALLS: Final = 4
"""What a job of one piece takes as a rule: made, asked for twice, fetched."""

_PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before each time that a job is asked for; the last one from then on."""

LONGEST: Final = 900.0
"""Seconds of pauses after which a job counts as stuck."""

_UNDECIDED: Final = ("UploadComplete", "InProgress")
_FATAL: Final = (ConnectionFailed, SignInFailed, LimitReached)


@dataclass(frozen=True, slots=True)
class Job:
    """A statement that the org works on. ``id`` is None where it would not."""

    query: Query
    id: str | None


def start(session: Session, queries: Sequence[Query]) -> list[Job]:
    """A job for each of ``queries``, none of which has subqueries."""
    return [Job(query, _made(session, query)) for query in queries]


def collect(session: Session, jobs: Sequence[Job], haul: Haul) -> list[Query]:
    """The records of ``jobs`` into ``haul``; gives the statements to be read some other way."""
    left = []
    for job in jobs:
        rows = _rows(session, job)
        if rows is None:
            left.append(job.query)
        else:
            haul.add(job.query.kind, rows)
    return left


def _made(session: Session, query: Query) -> str | None:
    asked = {"operation": "query", "query": query.soql()}
    try:
        made = session.wire.call("jobs/query", body=asked)
    except _FATAL:
        raise
    except CrmError:
        return None  # the object, or the user, is not for the Bulk API: pages will say why
    found = made.get("id") if isinstance(made, Mapping) else None
    return found if isinstance(found, str) else None


def _rows(session: Session, job: Job) -> list[Row] | None:
    """All records of a job; None where it did not come to a good end."""
    if job.id is None:
        return None
    try:
        done = _finished(session, job.id)
        if done is None:
            return None
        rows = [row for piece in _pieces(session, job.id) for row in piece]
        _check(job.query.object, done, rows)
    except _FATAL:
        raise
    except CrmError:
        return None  # a piece that is lost, or a result that does not add up
    return rows


def _finished(session: Session, job_id: str) -> Mapping[str, Any] | None:
    """What the org says of the job once it is complete; None where it failed or is stuck."""
    waited, turn = 0.0, 0
    while waited < LONGEST:
        pause = _PAUSES[min(turn, len(_PAUSES) - 1)]
        session.wire.transport.patience.sleep(pause)
        waited, turn = waited + pause, turn + 1
        state = session.wire.call(f"jobs/query/{job_id}")
        if not isinstance(state, Mapping) or state.get("state") not in _UNDECIDED:
            is_done = isinstance(state, Mapping) and state.get("state") == "JobComplete"
            return state if is_done else None
    session.wire.call(f"jobs/query/{job_id}", body={"state": "Aborted"}, method="PATCH")
    return None


def _pieces(session: Session, job_id: str) -> Iterator[list[Row]]:
    path = f"jobs/query/{job_id}/results?maxRecords={PIECE}"
    seen = {""}
    locator = ""
    while True:
        text, headers = session.wire.text(f"{path}&locator={quote(locator)}" if locator else path)
        rows = read_csv(text)
        said = headers.get("Sforce-NumberOfRecords", "")
        if said.isdigit() and int(said) != len(rows):
            raise Uneven(f"Salesforce said {said} records and gave {len(rows)}.")
        yield rows
        locator = headers.get("Sforce-Locator", "null")
        if locator in ("null", ""):
            return
        if locator in seen:
            raise ReadFailed("Salesforce said that there are more records, but not where.")
        seen.add(locator)


def _check(name: str, done: Mapping[str, Any], rows: Sequence[Row]) -> None:
    said, got = done.get("numberRecordsProcessed"), len({row["Id"] for row in rows})
    if isinstance(said, int) and said != got:
        raise Uneven(f"{name}: Salesforce said {said} records and gave {got}.")


def read_csv(text: str) -> list[Row]:
    """The records of a result in the shape of a query's: ``Owner.Name`` lies in ``Owner``, and what
    is empty is null. All values are texts. Garbled where there is no header with an id."""
    csv.field_size_limit(sys.maxsize)  # a long text is longer than the module's own limit
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = [head.split(".") for head in next(lines, [])]
        if ["Id"] not in heads:
            raise faults.Garbled("Salesforce answered with a result that has no ids.")
        return [_row(heads, values) for values in lines]
    except csv.Error as error:
        raise faults.Garbled(f"A result of Salesforce's is no CSV: {error}.") from None


def _row(heads: Sequence[Sequence[str]], values: Sequence[str]) -> Row:
    if len(values) != len(heads):
        raise faults.Garbled("A record of a result has more or fewer values than the result.")
    row: Row = {}
    for path, value in zip(heads, values, strict=True):
        at = row
        for name in path[:-1]:
            at = at.setdefault(name, {})
        at[path[-1]] = value or None
    return row
