"""Calls to one org by way of simple-salesforce: composites, pages, and who reads.

simple-salesforce builds the requests and reads the JSON; what it leaves open (time limits, plain
errors, counting) is the transport's. Of its ways to call only ``restful`` and ``oauth2`` are used:
the others fix the https scheme or raise errors that quote whole URLs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from simple_salesforce.api import Salesforce

from generator.crm import faults
from generator.crm.capabilities import DescribeStore
from generator.crm.faults import NoAnswer, ResourceMissing
from generator.crm.transport import Transport, Usage
from generator.errors import CrmError, ReadFailed

API_VERSION = "63.0"
"""Account plans with their calculated measures need 62.0 and 63.0."""

MAX_SUBREQUESTS = 25
MAX_QUERIES = 5
"""Salesforce's limits of one composite request (REST API guide, "Composite")."""


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


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one subrequest: HTTP status and decoded body."""

    status: int
    body: Any


def query_subrequest(reference: str, statement: str) -> Subrequest:
    return Subrequest(reference, f"query?q={quote(statement, safe='')}")


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
        try:
            found = self.salesforce.oauth2("userinfo")
        except NoAnswer:
            raise
        except (CrmError, ValueError):
            return Identity()  # a token without the scope for it; the data calls decide
        known = _identity(found)
        self.store.keep_identity(
            self.site, self.salesforce.session_id, (known.user_id, known.name, known.org_id)
        )
        return known

    def call(self, path: str, *, body: Callable[[], object] | None = None) -> Any:
        """GET ``path`` below the API version's address, or POST what ``body`` makes; decoded JSON.

        ``body`` is made for each attempt: it may name the version, which can go down once.
        """
        try:
            return self._call(path, body)
        except ResourceMissing:
            if not self._has_taken_offered_version():
                raise
            return self._call(path, body)

    def _call(self, path: str, body: Callable[[], object] | None) -> Any:
        try:
            if body is None:
                return self.salesforce.restful(path)
            return self.salesforce.restful(path, method="POST", data=json.dumps(body()))
        except ValueError:  # requests' and json's decoding errors are both ValueErrors
            raise faults.unreadable("no JSON, or JSON cut short", self.transport.origin) from None

    def composite(self, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        """The answers by reference. ``parts`` must keep to MAX_SUBREQUESTS and MAX_QUERIES."""
        found = _answers(self.call("composite", body=lambda: self._composite_body(parts)))
        if set(found) != {part.reference for part in parts}:
            raise faults.unreadable("not one answer for each question", self.transport.origin)
        return found

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
            raise faults.unreadable("a next page at an unknown address", self.transport.origin)
        found = self.call(path.removeprefix(marker))
        if not isinstance(found, Mapping) or "records" not in found:
            raise faults.unreadable("a page without records", self.transport.origin)
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
        try:
            rows = self.transport.get(f"{self.site}/services/data/").json()
            return [Decimal(str(row["version"])) for row in rows]
        except (CrmError, ValueError, TypeError, KeyError, ArithmeticError):
            return []


def set_version(salesforce: Salesforce, site: str, version: str) -> None:
    """Point ``salesforce`` at ``site``, whose scheme and port it would otherwise lose."""
    salesforce.sf_version = version
    salesforce.base_url = f"{site}/services/data/v{version}/"
    salesforce.oauth2_url = f"{site}/services/oauth2/"


def _identity(found: object) -> Identity:
    if not isinstance(found, Mapping):
        return Identity()
    texts = (found.get(name) for name in ("user_id", "name", "organization_id"))
    return Identity(*(text if isinstance(text, str) else "" for text in texts))


def _answers(answer: object) -> dict[str, Answer]:
    rows = answer.get("compositeResponse") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list):
        raise ReadFailed("Salesforce answered a composite request with something else.")
    return {
        str(row.get("referenceId")): Answer(int(row.get("httpStatusCode", 0)), row.get("body"))
        for row in rows
        if isinstance(row, Mapping)
    }
