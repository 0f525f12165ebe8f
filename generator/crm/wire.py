"""Calls to one org by way of simple-salesforce: composites, pages, and who reads.

simple-salesforce builds the requests and reads the JSON; what it leaves open (time limits, plain
errors, counting) is the transport's. Of its ways to call only ``restful`` and ``oauth2`` are used:
the others fix the https scheme or raise errors that quote whole URLs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from simple_salesforce.api import Salesforce

from generator.crm import faults
from generator.crm.capabilities import DescribeStore
from generator.crm.faults import Garbled, OddAnswer, ResourceMissing, TimedOut
from generator.crm.transport import Transport, Usage
from generator.errors import CrmError

API_VERSION = "63.0"
"""Account plans with their calculated measures need 62.0 and 63.0."""

MAX_SUBREQUESTS = 25
MAX_QUERIES = 5
"""Salesforce's limits of one composite request (REST API guide, "Composite")."""

TOO_SLOW = "QUERY_TIMEOUT"
"""Salesforce's code for a query that took longer than it gives one."""

_NO_SCOPE = (403, 404)
"""What userinfo answers to a token that may not ask it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reads: as the org's user information says, empty where it does not say."""

    user_id: str = ""
    name: str = ""
    org_id: str = ""


@dataclass(frozen=True, slots=True)
class Subrequest:
    """One part of a composite request, a read; ``path`` follows the version in the address."""

    reference: str
    path: str
    is_query: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one subrequest: HTTP status and decoded body."""

    status: int
    body: Any


def query_subrequest(reference: str, statement: str) -> Subrequest:
    return Subrequest(reference, f"query?q={quote(statement, safe='')}", is_query=True)


@dataclass
class Wire:
    """An open connection. Holds the token; neither ``repr`` nor any message shows it."""

    transport: Transport = field(repr=False)
    salesforce: Salesforce = field(repr=False)
    store: DescribeStore = field(repr=False)

    @property
    def site(self) -> str:
        return self.transport.origin.site

    @property
    def api_calls(self) -> int:
        """Calls so far, as Salesforce counts them: a composite is one, a further page is one."""
        return self.transport.api_calls

    @property
    def usage(self) -> Usage | None:
        return self.transport.usage

    @property
    def api_version(self) -> str:
        return str(self.salesforce.sf_version)

    @cached_property
    def identity(self) -> Identity:
        """Who the org says we are. Not an API call: it is part of signing in (OpenID Connect)."""
        kept = self.store.identity(self.site, self.salesforce.session_id)
        if kept:
            return Identity(*kept)
        known = self.transport.patience(self._userinfo)
        self.store.keep_identity(
            self.site, self.salesforce.session_id, (known.user_id, known.name, known.org_id)
        )
        return known

    def _userinfo(self) -> Identity:
        try:
            found = self.salesforce.oauth2("userinfo")
        except OddAnswer as fault:
            if fault.status in _NO_SCOPE:
                return Identity()  # a token without the scope for it; the data calls decide
            raise
        except (ValueError, TypeError):  # as in _call
            found = None
        if not isinstance(found, Mapping):  # a page, or nothing: a proxy answered in its place
            raise self._unreadable("no JSON about the user")
        return _identity(found)

    @property
    def reader_key(self) -> str:
        """What tells one reader from another where something is kept: the user's id or, where the
        org does not say who that is, the token itself, as a hash."""
        token = str(self.salesforce.session_id)
        return self.identity.user_id or hashlib.sha256(token.encode()).hexdigest()

    def once(self, path: str, body: object) -> Any:
        """POST ``body``, and never twice: for what is no mere reading."""
        return self._call(path, body, "POST")

    def call(self, path: str, *, body: object = None, method: str = "POST") -> Any:
        """GET ``path`` below the API version's address, or send ``body``; decoded JSON.

        Made again, after a pause, for faults that pass. Raises the last of them, or what else
        ``transport`` raises.
        """
        return self.transport.patience(lambda: self._call(path, body, method))

    def _call(self, path: str, body: object, method: str) -> Any:
        try:
            if body is None:
                return self.salesforce.restful(path)
            return self.salesforce.restful(path, method=method, data=json.dumps(body))
        except (ValueError, TypeError):
            # The decoding errors of requests and json are ValueErrors; simple-salesforce takes the
            # length of whatever it read, and JSON's null and numbers have none.
            raise self._unreadable("no JSON, or JSON cut short") from None

    def text(self, path: str) -> tuple[str, Mapping[str, str]]:
        """GET ``path`` below the API version's address: CSV text, and the answer's headers."""
        return self.transport.patience(lambda: self._text(path))

    def _text(self, path: str) -> tuple[str, Mapping[str, str]]:
        headers = {**self.salesforce.headers, "Accept": "text/csv"}
        response = self.transport.get(f"{self.salesforce.base_url}{path}", headers=headers)
        if not response.headers.get("Content-Type", "").startswith("text/csv"):
            raise self._unreadable("no CSV")
        return response.content.decode("utf-8", "replace"), response.headers

    def _unreadable(self, what: str) -> Garbled:
        return faults.unreadable(what, self.transport.origin)

    def composite(self, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        """The answers by reference. ``parts`` must keep to MAX_SUBREQUESTS and MAX_QUERIES.

        A part that failed for a passing reason is asked again, by itself or with others of its
        kind; a refusal for a lasting one is an answer.
        """
        found: dict[str, Answer] = {}

        def send() -> None:
            left = [part for part in parts if part.reference not in found]
            got = self._composite_once(left)
            fault = None
            for part in left:
                why_not = self._no_answer(part, got[part.reference])
                if why_not is None:
                    found[part.reference] = got[part.reference]
                fault = fault or why_not
            if fault is not None:
                raise fault

        self.transport.patience(send)
        return found

    def _composite_once(self, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        """One try. A composite answers when the last of its queries has: where none came in time
        the queries go out by themselves, and one that is too slow even so is said to be."""
        try:
            return self._composite_in_time(parts)
        except TimedOut:
            queries = [part for part in parts if part.is_query]
            if not queries:
                raise
            rest = [part for part in parts if not part.is_query]
            found = self._composite_in_time(rest) if rest else {}
            for query in queries:
                found |= self._single(query)
            return found

    def _single(self, part: Subrequest) -> dict[str, Answer]:
        try:
            return self._composite_in_time([part])
        except TimedOut:
            return {part.reference: Answer(400, [{"errorCode": TOO_SLOW, "message": ""}])}

    def _composite_in_time(self, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        try:
            got = self._answers(self._call("composite", self._composite_body(parts), "POST"))
        except ResourceMissing:
            if not self._has_taken_offered_version():
                raise
            got = self._answers(self._call("composite", self._composite_body(parts), "POST"))
        if any(self._is_session_end(answer) for answer in got.values()) and self.transport.renew():
            got = self._answers(self._call("composite", self._composite_body(parts), "POST"))
        if set(got) != {part.reference for part in parts}:
            raise self._unreadable("not one answer for each question")
        return got

    def _no_answer(self, part: Subrequest, answer: Answer) -> CrmError | None:
        """Why ``answer`` is none: the session or the moment is at fault, not the part."""
        if self._is_session_end(answer):
            return faults.expired(self.transport.origin)
        if answer.status == 200:
            is_whole = not part.is_query or is_result(answer.body)
            return None if is_whole else self._unreadable("a result without records")
        found = faults.parse_faults(answer.body)
        return faults.in_passing(answer.status, found, self.transport.origin)

    def _is_session_end(self, answer: Answer) -> bool:
        codes = [fault.code for fault in faults.parse_faults(answer.body)]
        return answer.status == 401 or "INVALID_SESSION_ID" in codes

    def _composite_body(self, parts: Sequence[Subrequest]) -> object:
        prefix = f"/services/data/v{self.api_version}/"
        rows = [
            {"method": "GET", "url": prefix + part.path, "referenceId": part.reference}
            for part in parts
        ]
        return {"allOrNone": False, "compositeRequest": rows}

    def page(self, next_url: str) -> Mapping[str, Any]:
        """The page of a query at ``next_url``, as the page before gave it."""
        path = urlsplit(next_url).path
        marker = f"/services/data/v{self.api_version}/"
        if not path.startswith(marker):
            raise self._unreadable("a next page at an unknown address")
        return self.transport.patience(lambda: self._page(path.removeprefix(marker)))

    def _page(self, path: str) -> Mapping[str, Any]:
        found = self._call(path, None, "GET")
        if not is_result(found):
            raise self._unreadable("a page without records")
        assert isinstance(found, Mapping)
        return found

    def _has_taken_offered_version(self) -> bool:
        """Go down to the newest version that the org offers; whether that changed anything."""
        offered = self._offered_versions()
        usable = [v for v in offered if v <= Decimal(API_VERSION)]
        if not usable or f"{max(usable)}" == self.api_version:
            return False
        set_version(self.salesforce, self.site, f"{max(usable)}")
        return True

    def _offered_versions(self) -> list[Decimal]:
        address = f"{self.site}/services/data/"
        try:
            rows = self.transport.patience(lambda: self.transport.get(address)).json()
            return [Decimal(str(row["version"])) for row in rows]
        except (CrmError, ValueError, TypeError, KeyError, ArithmeticError):
            return []

    def _answers(self, answer: object) -> dict[str, Answer]:
        rows = answer.get("compositeResponse") if isinstance(answer, Mapping) else None
        if not isinstance(rows, list):
            raise self._unreadable("no answer to a composite request")
        return {
            str(row.get("referenceId")): Answer(int(row.get("httpStatusCode", 0)), row.get("body"))
            for row in rows
            if isinstance(row, Mapping)
        }


def is_result(body: object) -> bool:
    """Whether ``body`` is a page of a query's result that says where the next one is, if any."""
    if not isinstance(body, Mapping) or not isinstance(body.get("records"), list):
        return False
    return body.get("done") is not False or isinstance(body.get("nextRecordsUrl"), str)


def set_version(salesforce: Salesforce, site: str, version: str) -> None:
    """Point ``salesforce`` at ``site``, whose scheme and port it would otherwise lose."""
    salesforce.sf_version = version
    salesforce.base_url = f"{site}/services/data/v{version}/"
    salesforce.oauth2_url = f"{site}/services/oauth2/"


def _identity(found: Mapping[str, object]) -> Identity:
    texts = (found.get(name) for name in ("user_id", "name", "organization_id"))
    return Identity(*(text if isinstance(text, str) else "" for text in texts))
