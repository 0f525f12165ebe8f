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
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self
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

_PAUSES: Final = (2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before each round in which the open jobs are asked for; the last one from then on."""

LONGEST: Final = 900.0
"""Seconds of pauses after which what is still open counts as stuck."""

_UNDECIDED: Final = ("UploadComplete", "InProgress")
_FATAL: Final = (ConnectionFailed, SignInFailed, LimitReached)


class Jobs:
    """Statements without subqueries, on which the org works side by side while this is entered.

    Jobs that are still open when it is left are called off: whoever has no more use for a result
    does not let the org work on it.
    """

    def __init__(self, session: Session, queries: Sequence[Query]) -> None:
        self._session = session
        self._queries = tuple(queries)
        self._open: dict[str, Query] = {}
        self._left: list[Query] = []

    def __enter__(self) -> Self:
        try:
            for query in self._queries:
                job_id = _made(self._session, query)
                if job_id is None:
                    self._left.append(query)
                else:
                    self._open[job_id] = query
        except BaseException:
            self._call_off()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._call_off()

    def collect(self, haul: Haul) -> list[Query]:
        """The records into ``haul``; gives the statements to be read some other way."""
        waited, turn = 0.0, 0
        while self._open and waited < LONGEST:
            pause = _PAUSES[min(turn, len(_PAUSES) - 1)]
            self._session.wire.transport.patience.sleep(pause)
            waited, turn = waited + pause, turn + 1
            for job_id in list(self._open):
                self._look_at(job_id, haul)
        self._left += self._open.values()
        self._call_off()
        return self._left

    def _look_at(self, job_id: str, haul: Haul) -> None:
        state = _state(self._session, job_id)
        if state.get("state") in _UNDECIDED:
            return
        query = self._open.pop(job_id)
        rows = _rows(self._session, job_id, query, state)
        if rows is None:
            self._left.append(query)
        else:
            haul.add(query.kind, rows)

    def _call_off(self) -> None:
        while self._open:
            job_id, _ = self._open.popitem()
            with suppress(CrmError):  # it ends by itself, some time
                body = {"state": "Aborted"}
                self._session.wire.call(f"jobs/query/{job_id}", body=body, method="PATCH")


def _made(session: Session, query: Query) -> str | None:
    """The id of a new job. None where the org would not make it, or did not say: then pages do, for
    a request that makes something is not sent twice."""
    try:
        made = session.wire.once("jobs/query", {"operation": "query", "query": query.soql()})
    except CrmError as fault:
        if isinstance(fault, _FATAL) and not faults.is_passing(fault):
            raise
        return None
    found = made.get("id") if isinstance(made, Mapping) else None
    return found if isinstance(found, str) else None


def _state(session: Session, job_id: str) -> Mapping[str, Any]:
    """What the org says of the job; nothing where it does not know it."""
    try:
        state = session.wire.call(f"jobs/query/{job_id}")
    except _FATAL:
        raise
    except CrmError:
        return {}
    return state if isinstance(state, Mapping) else {}


def _rows(
    session: Session, job_id: str, query: Query, state: Mapping[str, Any]
) -> list[Row] | None:
    """All records of a job; None where it did not come to a good end."""
    if state.get("state") != "JobComplete":
        return None
    try:
        rows = [row for piece in _pieces(session, job_id) for row in piece]
        _check(query.object, state, rows)
    except _FATAL:
        raise
    except CrmError:
        return None  # a piece that is lost, or a result that does not add up
    return rows


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
    usual = csv.field_size_limit(sys.maxsize)  # a long text is longer; the limit is the module's
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        heads = [head.split(".") for head in next(lines, [])]
        if ["Id"] not in heads:
            raise faults.Garbled("Salesforce answered with a result that has no ids.")
        return [_row(heads, values) for values in lines]
    except csv.Error as error:
        raise faults.Garbled(f"A result of Salesforce's is no CSV: {error}.") from None
    finally:
        csv.field_size_limit(usual)


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
