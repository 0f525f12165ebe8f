"""Query jobs of the Bulk API 2.0: ``/jobs/query`` and below it."""

from __future__ import annotations

import base64
import binascii
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .ids import canonical, suffix
from .options import Options
from .refusal import Refusal, not_found, unsupported
from .soql.bulk import CODE
from .soql.running import Engine, Table
from .wire import Request, Response

Json = dict[str, Any]
QUERY_JOBS = 10_000  # in 24 hours
_DELIMITERS = {
    "BACKQUOTE": "`", "CARET": "^", "COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "TAB": "\t",
}  # fmt: skip
_LINE_ENDINGS = {"LF": "\n", "CRLF": "\r\n"}
_DONE = ("JobComplete", "Failed", "Aborted")


@dataclass
class _Job:
    """One job. ``polls``: how often it was asked for and was not done."""

    id: str
    operation: str
    version: str
    delimiter: str
    line_ending: str
    created: str
    table: Table
    polls: int = 0
    state: str = "UploadComplete"


class BulkJobs:
    """The query jobs of one org. Safe to use from several threads.

    A job's records are those of the moment it was made. Its state moves on only when it is asked
    for, so that how many calls a job takes depends on no clock.
    """

    def __init__(self, engine: Engine, options: Options, user: str) -> None:
        self._engine, self._options, self._user = engine, options, user
        self._jobs: dict[str, _Job] = {}
        self._made = 0
        self._lock = threading.Lock()

    @property
    def left(self) -> int:
        """How many jobs may still be made."""
        return max(0, QUERY_JOBS - self._options.bulk_jobs_used - self._made)

    def clear(self) -> None:
        with self._lock:
            self._jobs.clear()
            self._made = 0

    def answer(self, request: Request, parts: Sequence[str], version: str) -> Response:
        """The answer to a request for ``/jobs/query/<parts>``."""
        match (request.method, *parts):
            case ("POST",):
                return Response(200, self._create(_read(request.body), version))
            case ("GET",):
                return Response(200, self._list())
            case ("GET", key):
                return Response(200, self._polled(self._job(key)))
            case ("PATCH", key):
                return Response(200, self._abort(self._job(key), _read(request.body)))
            case ("DELETE", key):
                return self._delete(self._job(key))
            case ("GET", key, "results"):
                return self._results(self._job(key), request, version)
            case (_, _, "resultPages"):
                raise unsupported("the parallel results of a query job", status=501)
        if len(parts) > 2 or (len(parts) == 2 and parts[1] != "results"):
            raise not_found()
        message = f"HTTP Method '{request.method}' not allowed"
        raise Refusal("METHOD_NOT_ALLOWED", message, status=405)

    def _create(self, asked: Json, version: str) -> Json:
        operation = _choice(asked, "operation", ("query", "queryAll"), None)
        _choice(asked, "contentType", ("CSV",), "CSV")
        delimiter = _choice(asked, "columnDelimiter", tuple(_DELIMITERS), "COMMA")
        line_ending = _choice(asked, "lineEnding", tuple(_LINE_ENDINGS), "LF")
        if not self.left:
            message = f"Max bulk v2 query jobs ({QUERY_JOBS}) per 24 hrs has been reached"
            raise Refusal("EXCEEDEDQUOTA", message, rule="bulk-quota")
        table = self._table(str(asked.get("query") or ""), operation)
        day = self._engine.calendar.today.isoformat()
        with self._lock:
            self._made += 1
            body = f"750{self._made:012d}"
            job = _Job(
                body + suffix(body), operation, version, delimiter, line_ending,
                f"{day}T00:00:00.000+0000", table,
            )  # fmt: skip
            self._jobs[job.id] = job
            return self._brief(job)

    def _table(self, text: str, operation: str) -> Table:
        if not text.strip():
            raise Refusal(CODE, "A query has to be specified", rule="bulk-request")
        table = self._engine.table(text, deleted=operation == "queryAll")
        if table.entity in self._options.not_in_bulk:
            message = f"Entity '{table.entity}' is not supported by the Bulk API."
            raise Refusal("INVALIDENTITY", message, rule="bulk-entity")
        return table

    def _job(self, key: str) -> _Job:
        job = self._jobs.get(canonical(key) or "")
        if job is None:
            raise not_found()
        return job

    def _list(self) -> Json:
        with self._lock:
            records = [self._brief(job) | {"jobType": "V2Query"} for job in self._jobs.values()]
        return {"done": True, "records": records, "nextRecordsUrl": None}

    def _polled(self, job: _Job) -> Json:
        with self._lock:
            if job.state not in _DONE:
                job.state = self._state_after(job.polls)
                job.polls += 1
            return self._full(job)

    def _state_after(self, polls: int) -> str:
        if polls >= self._options.bulk_polls:
            return "JobComplete"
        return "InProgress" if polls else "UploadComplete"

    def _abort(self, job: _Job, asked: Json) -> Json:
        _choice(asked, "state", ("Aborted",), None)
        with self._lock:
            if job.state in _DONE:
                message = f"Job cannot be aborted: its state is {job.state}"
                raise Refusal(CODE, message, rule="bulk-abort")
            job.state = "Aborted"
            return self._brief(job)

    def _delete(self, job: _Job) -> Response:
        with self._lock:
            if job.state not in _DONE:
                message = (
                    "Error encountered when deleting the job because the job is not terminated"
                )
                raise Refusal(CODE, message, rule="bulk-delete")
            self._jobs.pop(job.id, None)
        return Response(204)

    def _results(self, job: _Job, request: Request, version: str) -> Response:
        if job.state != "JobComplete":
            return Response(204, rule="bulk-results")
        if version != job.version:
            message = f"The results are read with the job's API version, {job.version}"
            raise Refusal(CODE, message, status=409, rule="bulk-version")
        start = _start(request.query.get("locator"), len(job.table.rows))
        end = start + _page_size(request.query.get("maxRecords"), self._options.bulk_page)
        rows = job.table.rows[start:end]
        headers = {
            "Content-Type": "text/csv",
            "Sforce-NumberOfRecords": str(len(rows)),
            "Sforce-Locator": _locator(end) if end < len(job.table.rows) else "null",
        }
        return Response(200, _csv(job, rows), headers, packed=True)

    def _brief(self, job: _Job) -> Json:
        """A job as it is told when it is made, aborted or listed."""
        return {
            "id": job.id,
            "operation": job.operation,
            "object": job.table.entity,
            "createdById": self._user,
            "createdDate": job.created,
            "systemModstamp": job.created,
            "state": job.state,
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": float(job.version),
            "lineEnding": job.line_ending,
            "columnDelimiter": job.delimiter,
        }

    def _full(self, job: _Job) -> Json:
        records = len(job.table.rows) if job.state == "JobComplete" else 0
        return {
            **self._brief(job),
            "jobType": "V2Query",
            "numberRecordsProcessed": records,
            "retries": 0,
            "totalProcessingTime": 0,
            "isPkChunkingSupported": True,
        }


def _read(body: bytes) -> Json:
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        message = "The HTTP entity body is required, and must be a JSON object"
        raise Refusal("JSON_PARSER_ERROR", message)
    return asked


def _choice(asked: Json, name: str, allowed: tuple[str, ...], default: str | None) -> str:
    value = asked.get(name, default)
    if value not in allowed:
        message = f"Unsupported value for {name}: use {', '.join(allowed)}"
        raise Refusal(CODE, message, rule="bulk-request")
    return str(value)


def _page_size(asked: str | None, cap: int) -> int:
    if asked is None:
        return cap
    if not asked.isdigit() or not int(asked):
        raise Refusal(CODE, "maxRecords is a number above 0", rule="bulk-request")
    return min(int(asked), cap)


def _locator(start: int) -> str:
    """Opaque to the client, and the same for the same set of results, as Salesforce promises."""
    return base64.urlsafe_b64encode(str(start).encode()).decode().rstrip("=")


def _start(locator: str | None, count: int) -> int:
    if locator is None:
        return 0
    try:
        start = int(base64.urlsafe_b64decode(locator + "=" * (-len(locator) % 4)))
    except (binascii.Error, ValueError):
        start = -1
    if not 0 < start < count:
        raise Refusal("INVALID_QUERY_LOCATOR", "invalid query locator", rule="bulk-locator")
    return start


def _csv(job: _Job, rows: Sequence[Sequence[Any]]) -> bytes:
    """Header and rows: every value in quotes, nothing for null, UTF-8."""
    kinds, comma = job.table.kinds, _DELIMITERS[job.delimiter]
    lines = [comma.join(_quoted(name) for name in job.table.names)]
    lines += [comma.join(map(_cell, kinds, row)) for row in rows]
    ending = _LINE_ENDINGS[job.line_ending]
    return (ending.join(lines) + ending).encode()


def _cell(kind: str, value: Any) -> str:
    if value is None:
        return '""'
    if kind == "boolean":
        return '"true"' if value else '"false"'
    if kind == "datetime":
        return _quoted(str(value).replace("+0000", "Z"))
    return _quoted(value if isinstance(value, str) else json.dumps(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
