"""How much there is to read, what that costs, and by which way it costs least.

For a large set the records are counted first, two calls in all. From that follows for each
statement whether it is read page by page (a call for each 2,000 records, its subqueries' counted)
or by a job of the Bulk API, and what the whole run will take.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.crm import bulk
from generator.crm.fetch import fitting
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.crm.wire import MAX_QUERIES, query_subrequest

LARGE: Final = 400
"""Accounts, divisions included, from which on counting pays."""

_AROUND: Final = 4
"""Calls besides the statements: counting, and the people that the records name."""

_MANY: Final = frozenset(
    {"contact", "opportunity", "line", "buying_role", "task", "event", "case", "asset"}
)
"""Kinds of which an account can have more than a few."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """``accounts`` with their divisions, ``records`` counted, ``calls`` that reading them takes.

    ``left`` is what the org has left of its calls today, None where it did not say.
    """

    accounts: int
    records: int
    calls: int
    left: int | None


Gauge = Callable[[Estimate], None]
"""Told the estimate before a large set is read; raises where it is too much."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Statements to read page by page, and those to read by jobs; ``calls`` for all of them."""

    pages: tuple[Query, ...]
    jobs: tuple[Query, ...]
    calls: int


def counted(session: Session, queries: Sequence[Query]) -> dict[str, int]:
    """How many records of the many kinds ``queries`` would find. A kind that the org would not
    count is left out."""
    apart = [part for query in queries for part in query.taken_apart()]
    many = {q.kind: q for q in apart if q.kind in _MANY and not q.children}
    wanted = [part for query in many.values() for part in fitting(query)]
    found = {"account": max((len(q.ids) for q in apart if q.kind == "account"), default=0)}
    unknown = set()
    for start in range(0, len(wanted), MAX_QUERIES):
        batch = wanted[start : start + MAX_QUERIES]
        parts = [query_subrequest(f"count{n}", q.count_soql()) for n, q in enumerate(batch)]
        answers = session.wire.composite(parts)
        for part, query in zip(parts, batch, strict=True):
            answer = answers[part.reference]
            size = answer.body.get("totalSize") if answer.status == 200 else None
            if isinstance(size, int):
                found[query.kind] = found.get(query.kind, 0) + size
            else:
                unknown.add(query.kind)
    return {kind: size for kind, size in found.items() if kind not in unknown}


def cheapest(queries: Sequence[Query], sizes: Mapping[str, int]) -> Ways:
    """Page by page or by a job, statement by statement, whichever takes fewer calls."""
    pages: list[Query] = []
    jobs: list[Query] = []
    calls = 0
    for query in queries:
        is_small = further_pages(query, sizes) <= bulk.CALLS
        for part in [query] if is_small else query.taken_apart():
            further = further_pages(part, sizes)
            is_job = further > job_calls(part, sizes) and not part.children
            (jobs if is_job else pages).extend(fitting(part) if is_job else [part])
            calls += job_calls(part, sizes) if is_job else further
    return Ways(tuple(pages), tuple(jobs), calls + math.ceil(len(pages) / MAX_QUERIES))


def further_pages(query: Query, sizes: Mapping[str, int]) -> int:
    """Pages behind the first. What was not counted is taken for few."""
    kinds = (query.kind, *(child.kind for child in query.children))
    return max(0, math.ceil(sum(sizes.get(kind, 0) for kind in kinds) / query.page) - 1)


def job_calls(query: Query, sizes: Mapping[str, int]) -> int:
    return bulk.CALLS - 1 + max(1, math.ceil(sizes.get(query.kind, 0) / bulk.PIECE))


def estimate(
    session: Session, ways: Ways, sizes: Mapping[str, int], done: int, of: int
) -> Estimate:
    """What all ``of`` accounts take, judged by the first ``done`` of them."""
    factor = of / done
    usage = session.usage
    return Estimate(
        of,
        math.ceil(sum(sizes.values()) * factor),
        math.ceil((ways.calls + _AROUND) * factor),
        max(0, usage.limit - usage.used) if usage else None,
    )
