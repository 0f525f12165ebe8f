"""What can go wrong between us and Salesforce, and where: faults, places, and a plan that brings a
fault to a place so many times.

A plan is what a sample org's ``Options.tamper`` takes: it sees each request and either lets the org
answer or spoils the answer.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from generator.crm.sample_org import Asked, Manner, Response

Json = dict[str, Any]
Usual = Callable[[], Response]
Spoil = Callable[[Asked, Usual], Response]
ALWAYS = 1_000_000  # as often as it is asked


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong. ``inside``: it can befall a part of a composite request alone."""

    name: str
    spoil: Spoil
    inside: bool = False


@dataclass(frozen=True)
class Place:
    """Where it goes wrong: from the ``number``-th request on that ``matches``. With ``part`` only
    the part of a composite request that it picks is spoiled."""

    name: str
    matches: Callable[[Asked], bool]
    number: int = 1
    part: Callable[[str], bool] | None = None


class Plan:
    """Brings ``fault`` to ``place`` ``times`` times. ``struck``: how often it did."""

    def __init__(self, fault: Fault, place: Place, times: int = 1) -> None:
        self.fault, self.place, self.times = fault, place, times
        self.struck = 0
        self._matched = 0

    def __call__(self, asked: Asked, usual: Usual) -> Response:
        if not self.place.matches(asked):
            return usual()
        self._matched += 1
        if not self.place.number <= self._matched < self.place.number + self.times:
            return usual()
        self.struck += 1
        if self.place.part is not None and self.fault.inside:
            return self._inside(asked, usual, self.place.part)
        return self.fault.spoil(asked, usual)

    def _inside(self, asked: Asked, usual: Usual, part: Callable[[str], bool]) -> Response:
        """The usual answer to a composite request, one of its parts spoiled."""
        answer = usual()
        rows = list(answer.body["compositeResponse"])
        where = next(n for n, path in enumerate(asked.parts) if part(path))
        body = rows[where]["body"]
        spoiled = self.fault.spoil(asked, lambda: Response(200, body))
        said = spoiled.body.decode() if isinstance(spoiled.body, bytes) else spoiled.body
        rows[where] = {**rows[where], "httpStatusCode": spoiled.status, "body": said}
        return replace(answer, body={"compositeResponse": rows})


def nothing(_asked: Asked, usual: Usual) -> Response:
    """A tamper that leaves everything as it is."""
    return usual()


# --- What goes wrong ----------------------------------------------------------------------------


def says(status: int, code: str, message: str, **headers: str) -> Spoil:
    """An error as Salesforce's REST API writes it."""
    body = [{"message": message, "errorCode": code}]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _asked, _usual: Response(status, body, named)


def page(status: int, title: str, **headers: str) -> Spoil:
    """A page as proxies and load balancers write it."""
    text = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Response(status, text.encode(), {"Content-Type": "text/html", **named})
    return lambda _asked, _usual: answer


def broken(manner: Manner) -> Spoil:
    """The usual answer, breaking off on its way."""
    return lambda _asked, usual: replace(usual(), manner=manner)


def no_gzip(_asked: Asked, usual: Usual) -> Response:
    """A packed answer that ends in the middle and is damaged before that."""
    whole = gzip.compress(repr(usual().body).encode(), mtime=0)
    spoiled = whole[: len(whole) // 2] + b"\x00\xff" * 8
    return Response(200, spoiled, {"Content-Encoding": "gzip"})


def says_json(body: Any) -> Spoil:
    return lambda _asked, _usual: Response(200, body)


def typed_wrongly(_asked: Asked, usual: Usual) -> Response:
    """The right answer under a wrong name."""
    answer = usual()
    return replace(answer, headers={**answer.headers, "Content-Type": "text/html"})


TOTAL = "TotalRequests Limit exceeded."
CONCURRENT = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
LIMIT = "REQUEST_LIMIT_EXCEEDED"
TIMEOUT = "Your query request was running for too long."

SESSION = Fault("session ended", says(401, "INVALID_SESSION_ID", "Session expired"), inside=True)
USED_UP = Fault("calls used up", says(403, LIMIT, TOTAL), inside=True)

ENDLESS = (
    Fault("no answer", broken(Manner.SILENT)),
    Fault("byte by byte", broken(Manner.DRIPPING)),
)
ANYWHERE = (
    SESSION,
    Fault("session ended, said by a page", page(401, "Unauthorized")),
    USED_UP,
    Fault("too many long calls", says(403, LIMIT, CONCURRENT), inside=True),
    Fault("429 that says when", page(429, "Too Many Requests", Retry_After="1"), inside=True),
    Fault("429", page(429, "Too Many Requests"), inside=True),
    Fault("500", says(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred."), inside=True),
    Fault("502 with a page", page(502, "Bad Gateway"), inside=True),
    Fault("503", says(503, "SERVER_UNAVAILABLE", "The server is unavailable."), inside=True),
    Fault("504 with a page", page(504, "Gateway Timeout"), inside=True),
    Fault("closed without an answer", broken(Manner.DROPPED)),
    Fault("reset in the body", broken(Manner.RESET)),
    Fault("cut short", broken(Manner.CUT)),
    *ENDLESS,
    Fault("no gzip", no_gzip),
    Fault("200 and nothing", lambda _asked, _usual: Response(200, b"")),
    Fault("200 and a page", page(200, "Sign in to the network"), inside=True),
    Fault("null", says_json(None), inside=True),
    Fault("an empty list", says_json([]), inside=True),
    Fault("a wrong content type", typed_wrongly),
    Fault("414", page(414, "URI Too Long"), inside=True),
    Fault("431", page(431, "Request Header Fields Too Large"), inside=True),
    Fault("no TLS", broken(Manner.PLAIN)),
    Fault("query timeout", says(400, "QUERY_TIMEOUT", TIMEOUT), inside=True),
)
"""25 faults that can befall any call."""


def again(asked: Asked, usual: Usual) -> Response:
    """A page that names itself as the next one."""
    answer = usual()
    next_page = {"done": False, "nextRecordsUrl": asked.request.path}
    return replace(answer, body={**answer.body, **next_page})


def of_result(change: Callable[[Json], Json]) -> Spoil:
    """A query's result, changed."""

    def spoil(_asked: Asked, usual: Usual) -> Response:
        answer = usual()
        return replace(answer, body=change(dict(answer.body)))

    return spoil


def _with_double(result: Json) -> Json:
    records = result["records"]
    return {**result, "records": [*records, *records[:1]]}


def _without_next(result: Json) -> Json:
    left = {name: value for name, value in result.items() if name != "nextRecordsUrl"}
    return {**left, "done": False}


def _without_last(result: Json) -> Json:
    return {**result, "records": result["records"][:-1]}


def _without_records(result: Json) -> Json:
    return {name: value for name, value in result.items() if name != "records"}


PAGES = (
    Fault("lost locator", says(400, "INVALID_QUERY_LOCATOR", "invalid query locator")),
    Fault("the same page again", again),
    Fault("a record twice", of_result(_with_double), inside=True),
    Fault("a record deleted before its page", of_result(_without_last), inside=True),
    Fault("more, but not where", of_result(_without_next), inside=True),
    Fault("a page without records", of_result(_without_records), inside=True),
)
"""Faults of a result's pages."""

NO_COLUMN = (
    "\nSELECT Id, CloseDate\n           ^\nERROR at Row:1:Column:12\n"
    "No such column 'CloseDate' on entity 'Opportunity'."
)
NO_TYPE = "sObject type 'Opportunity' is not supported."
NO_OBJECT = Fault("no such object", says(400, "INVALID_TYPE", NO_TYPE), inside=True)
NO_FIELD = Fault("no such field", says(400, "INVALID_FIELD", NO_COLUMN), inside=True)
"""What was described and is refused all the same: the permission went away in between."""


def of_job(**said: Any) -> Spoil:
    """What is said of a bulk job, changed."""
    return lambda _asked, usual: replace(answer := usual(), body={**answer.body, **said})


def lost_set(_asked: Asked, usual: Usual) -> Response:
    """A set of results of which the last record is missing, whatever the headers say."""
    answer = usual()
    lines = answer.body.decode().splitlines(keepends=True)
    return replace(answer, body="".join(lines[:-1]).encode())


JOBS_MADE = (
    Fault(
        "no more jobs today", says(400, "EXCEEDEDQUOTA", "Max bulk v2 query jobs has been reached")
    ),
    Fault("object not in bulk", says(400, "INVALIDENTITY", "not supported by the Bulk API")),
)
JOBS_TOLD = (
    Fault("job failed", of_job(state="Failed", errorMessage="InternalServerError")),
    Fault("job aborted", of_job(state="Aborted")),
    Fault("job stuck", of_job(state="InProgress")),
    Fault("job gone", says(404, "NOT_FOUND", "The requested resource does not exist")),
)
JOBS_READ = (
    Fault("results gone", says(404, "NOT_FOUND", "The requested resource does not exist")),
    Fault("no results yet", lambda _asked, _usual: Response(204)),
    Fault("a set cut short", lost_set),
)

# --- Where it goes wrong ------------------------------------------------------------------------


def _asks(word: str) -> Callable[[Asked], bool]:
    return lambda asked: any(word in part for part in asked.parts)


def _is_page(asked: Asked) -> bool:
    return "/query/01g" in asked.request.path


def is_opportunities(part: str) -> bool:
    """Whether a part asks for opportunities themselves, and not for how many."""
    return "FROM Opportunity WHERE" in part and "COUNT" not in part


def _asks_opportunities(asked: Asked) -> bool:
    return any(map(is_opportunities, asked.parts))


def _is_search(asked: Asked) -> bool:
    """Looks for accounts, and for nothing that hangs below them."""
    return any("FROM Account" in part for part in asked.parts) and not _asks_opportunities(asked)


def _is_poll(asked: Asked) -> bool:
    path, method = asked.request.path, asked.request.method
    return "/jobs/query/" in path and not path.endswith("/results") and method == "GET"


SIGN_IN = Place("sign-in", lambda asked: asked.request.path.endswith("/oauth2/userinfo"))
DESCRIBE = Place("describe", _asks("/describe"))
SEARCH = Place("selection", _is_search)
FIRST = Place("first page", _asks_opportunities)
INSIDE = Place("part of a composite", _asks_opportunities, part=is_opportunities)
JOB_MADE = Place("bulk job made", lambda asked: asked.request.path.endswith("/jobs/query"))
JOB_TOLD = Place("bulk job told", _is_poll)
JOB_READ = Place("bulk results", lambda asked: asked.request.path.endswith("/results"))


def middle(pages: int) -> Place:
    return Place("middle page", _is_page, number=max(1, pages // 2))


def last(pages: int) -> Place:
    return Place("last page", _is_page, number=pages)


def count_pages(asked: list[Asked]) -> int:
    """How many further pages were read."""
    return sum(map(_is_page, asked))
