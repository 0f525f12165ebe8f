"""The REST API without sockets: a request in, a response out, calls counted."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from generator.errors import CrmError

from .bulk import QUERY_JOBS, BulkJobs
from .composite import composite
from .data import OrgData
from .identity import user_id
from .oauth import OAuth
from .objects import Objects
from .options import Options
from .paging import Pages
from .refusal import Refusal, not_found, unsupported
from .schema import Schema
from .soql.dates import Calendar
from .soql.running import Engine
from .store import Store
from .wire import Request, Response, batch_size, refused

_DATA = re.compile(r"/services/data/v(\d+\.\d+)(/.*)?\Z")
_ELSEWHERE = ("search", "parameterizedSearch", "jobs", "tooling", "analytics", "connect", "chatter",
              "actions", "ui-api", "metadata", "process", "recent", "tabs", "theme")  # fmt: skip


class Rest:
    """One org behind its REST API. ``calls`` are counted as Salesforce does: signing in and the
    list of versions not, a composite request once, every further page once."""

    def __init__(self, data: OrgData, options: Options, token: str, url: str) -> None:
        self._data, self._options, self._url = data, options, url
        self.token = token
        self.calls = 0
        self._lock = threading.Lock()
        self._schema = Schema(data.describes)
        self._store = Store(self._schema, data.records)
        self._oauth = OAuth(data, options, url, self.expire)
        self._pages = Pages(options.page_cap, options.max_locators)

    def close(self) -> None:
        self._store.close()

    def expire(self) -> None:
        """Ends the session: from now on another access token is in force."""
        self.token = f"{self.token.partition('!')[0]}!{secrets.token_urlsafe(24)}"

    def reset(self) -> None:
        """Forgets the calls that were counted and the pages that are held."""
        self.calls = 0
        self._pages.clear()
        self._bulk.clear()

    def handle(self, request: Request) -> Response:
        """The answer to any request; a Refusal becomes its response, a fault of ours a 500."""
        try:
            return self._route(request)
        except Refusal as refusal:
            return refused(refusal)
        except Exception as error:  # noqa: BLE001 - a server answers, whatever happened
            message = f"The sample org failed: {type(error).__name__}: {error}"
            return refused(Refusal("UNKNOWN_EXCEPTION", message, status=500))

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self._schema, self._store, _calendar(self._data, self._options))

    @cached_property
    def _objects(self) -> Objects:
        return Objects(self._data, self._schema, self._engine)

    @cached_property
    def _bulk(self) -> BulkJobs:
        return BulkJobs(self._engine, self._options, user_id(self._data))

    def _route(self, request: Request) -> Response:
        path = request.path.rstrip("/")
        signing_in = self._oauth.answer(request, self.token)
        if signing_in is not None:
            return signing_in
        if path == "/services/data":
            return Response(200, self._versions())
        if path == "/services/oauth2/userinfo":
            self._check_token(request)
            return self._oauth.userinfo()
        if not _DATA.match(request.path):
            raise not_found()
        self._check_token(request)
        return self._counted(request)

    def _counted(self, request: Request) -> Response:
        with self._lock:
            used = self._options.calls_used + self.calls
            if used >= self._options.daily_limit:
                message = "TotalRequests Limit exceeded."
                raise Refusal("REQUEST_LIMIT_EXCEEDED", message, status=403, rule="api-limit")
            self.calls += 1
            used += 1
        usage = {"Sforce-Limit-Info": f"api-usage={used}/{self._options.daily_limit}"}
        try:
            response = self._data_response(request)
        except Refusal as refusal:
            response = refused(refusal)
        return replace(response, headers={**response.headers, **usage})

    def _check_token(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() not in ("bearer", "oauth") or token.strip() != self.token:
            message = "Session expired or invalid"
            raise Refusal("INVALID_SESSION_ID", message, status=401, rule="session")

    def _data_response(self, request: Request) -> Response:
        found = _DATA.match(request.path)
        if found is None or found[1] not in self._options.versions:
            raise not_found()
        base = f"/services/data/v{found[1]}"
        parts = [part for part in (found[2] or "").split("/") if part]
        if parts == ["composite"] and request.method == "POST":
            return composite(request.body, self._sub_response)
        if parts[:2] == ["jobs", "query"]:
            return self._bulk.answer(request, parts[2:], found[1])
        if request.method not in ("GET", "HEAD"):
            raise _read_only(request, parts)
        return Response(200, self._resource(request, parts, base))

    def _sub_response(self, request: Request) -> Response:
        try:
            return self._data_response(request)
        except Refusal as refusal:
            return refused(refusal)

    def _resource(self, request: Request, parts: list[str], base: str) -> Any:
        match parts:
            case []:
                names = ("sobjects", "query", "queryAll", "composite", "jobs", "limits")
                return {name: f"{base}/{name}" for name in names}
            case ["sobjects"]:
                return self._objects.all(base)
            case ["sobjects", name]:
                return self._objects.basic(name, base)
            case ["sobjects", name, "describe"]:
                return self._objects.describe(name)
            case ["sobjects", name, key]:
                return self._objects.record(name, key, request.query.get("fields"), base)
            case ["query" | "queryAll" as kind]:
                return self._query(request, base, deleted=kind == "queryAll")
            case ["query" | "queryAll", locator]:
                return self._pages.next(locator, base)
            case ["limits"]:
                return self._limits()
            case _:
                raise _unknown(parts)

    def _query(self, request: Request, base: str, *, deleted: bool) -> Any:
        for option in ("explain", "columns"):
            if option in request.query:
                raise unsupported(f"the query option '{option}'", status=501)
        text = request.query.get("q", "")
        if not text.strip():
            message = "A query string has to be specified"
            raise Refusal("MALFORMED_QUERY", message, rule="syntax")
        result = self._engine.run(text, base=base, deleted=deleted)
        return self._pages.first(result, batch_size(request.headers), base)

    def _versions(self) -> list[dict[str, str]]:
        return [
            {"label": f"API {version}", "url": f"/services/data/v{version}", "version": version}
            for version in self._options.versions
        ]

    def _limits(self) -> dict[str, dict[str, int]]:
        limit = self._options.daily_limit
        left = max(0, limit - self._options.calls_used - self.calls)
        return {
            "DailyApiRequests": {"Max": limit, "Remaining": left},
            "DailyBulkV2QueryJobs": {"Max": QUERY_JOBS, "Remaining": self._bulk.left},
        }


def _calendar(data: OrgData, options: Options) -> Calendar:
    """Today, fiscal year and time zone as the org's own records say."""
    rows = data.records.get("Organization", ())
    facts: Mapping[str, Any] = rows[0] if rows else {}
    today = options.today or _as_of(data)
    start = int(facts.get("FiscalYearStartMonth") or 1)
    return Calendar(today, start, _zone(str(facts.get("TimeZoneSidKey") or "")))


def _as_of(data: OrgData) -> date:
    try:
        return date.fromisoformat(str(data.org["as_of"])[:10])
    except (KeyError, ValueError) as error:
        raise CrmError(
            "The sample org's org.json has no date in 'as_of'.", next_step="Write one, YYYY-MM-DD."
        ) from error


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else UTC
    except (OSError, ValueError, KeyError):
        return None  # Windows without the tzdata package knows no zones


def _method(request: Request, allowed: str) -> Refusal:
    message = f"HTTP Method '{request.method}' not allowed. Allowed are {allowed}"
    return Refusal("METHOD_NOT_ALLOWED", message, status=405)


def _read_only(request: Request, parts: list[str]) -> Refusal:
    if parts[:1] in (["sobjects"], ["composite"], ["jobs"]):
        return unsupported(f"writing ({request.method}): it is read only", status=501)
    return _method(request, "GET, HEAD")


def _unknown(parts: list[str]) -> Refusal:
    known = parts[0] in (*_ELSEWHERE, "composite", "sobjects")
    return unsupported(f"the resource /{'/'.join(parts)}", status=501) if known else not_found()
