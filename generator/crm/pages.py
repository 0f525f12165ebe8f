"""A query's result, read to its end and counted: no record twice, none missing.

Salesforce says with each result how many records it has. Where its pages hold another number (one
came twice, one was passed over, records were deleted between two pages), the result is worth
nothing: it is ``Uneven``, and whoever asked asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.crm.faults import Uneven
from generator.crm.soql import Query
from generator.crm.wire import Wire
from generator.errors import ReadFailed

Row = dict[str, Any]


@dataclass
class Result:
    """The records of one statement and of its subqueries, by kind, as far as they were read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Row]:
        return self.rows.setdefault(kind, [])


def read_result(wire: Wire, query: Query, first: Any, into: Result) -> None:
    """``first`` and every page behind it, subqueries included, into ``into``.

    Raises LocatorLost, ``into`` holding what came before it, and Uneven.
    """
    children = {child.relationship: child.kind for child in query.children}
    for kind in (query.kind, *children.values()):
        into.of(kind)
    page, count, own = first, _Count(query.object), into.of(query.kind)
    while page is not None:
        count.take(page)
        for row in page["records"]:
            for name in [key for key in row if key in children]:
                into.of(children[name]).extend(_all(wire, name, row.pop(name)))
            own.append(row)
        page = _next(wire, page, count)
    count.check()


def _all(wire: Wire, name: str, first: Any) -> list[Row]:
    """The records of a subquery's result."""
    rows: list[Row] = []
    page, count = first, _Count(name)
    while page is not None:
        count.take(page)
        rows += page["records"]
        page = _next(wire, page, count)
    count.check()
    return rows


def _next(wire: Wire, page: Mapping[str, Any], count: _Count) -> Mapping[str, Any] | None:
    if page.get("done", True):
        return None
    next_url = page.get("nextRecordsUrl")
    if not isinstance(next_url, str) or next_url in count.places:
        raise Uneven(
            f"{count.name}: Salesforce said that there are more records, but not where.",
            next_step="Try again in a while.",
        )
    count.places.add(next_url)
    return wire.page(next_url)


class _Count:
    """Holds the number of records that a result says it has against those that came."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: set[str] = set()
        self._ids: set[str] = set()
        self._said: int | None = None

    def take(self, page: Any) -> None:
        if not isinstance(page, Mapping) or not isinstance(page.get("records"), list):
            raise ReadFailed("Salesforce answered a query with something that is no result.")
        size = page.get("totalSize")
        if self._said is None and isinstance(size, int):
            self._said = size
        self._ids.update(row["Id"] for row in page["records"])

    def check(self) -> None:
        if self._said is not None and self._said != len(self._ids):
            raise Uneven(
                f"{self.name}: Salesforce said {self._said} records and gave {len(self._ids)}.",
                next_step="Try again when fewer people are changing them.",
            )
