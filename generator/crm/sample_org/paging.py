"""Results page by page: nextRecordsUrl and query locators, child records counted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .ids import suffix
from .refusal import Refusal
from .soql.running import Children, Result

Json = dict[str, Any]
LONG_TEXT_PAGE = 200


@dataclass(frozen=True)
class _Cursor:
    records: Sequence[Json]
    size: int
    total: int


class Pages:
    """Cuts results into pages and holds what is left of them. Safe to use from several threads."""

    def __init__(self, cap: int, max_locators: int) -> None:
        self._cap, self._max = cap, max_locators
        self._cursors: dict[str, _Cursor] = {}
        self._made = 0
        self._lock = threading.Lock()

    def first(self, result: Result, batch: int, base: str) -> Json:
        """The first page. ``batch`` is what the client asked for; ``base`` the versioned path."""
        size = min(batch, self._cap)
        if result.long_texts >= 2:
            size = min(size, LONG_TEXT_PAGE)
        if result.aggregate and len(result.records) > size:
            message = (
                "Aggregate query does not support queryMore(), use LIMIT to restrict the results "
                "to a single batch"
            )
            raise Refusal("EXCEEDED_ID_LIMIT", message, rule="aggregate-pages")
        if result.offset:
            kept = result.records[:size]
            return self._page(_Cursor(kept, len(kept) or 1, len(kept)), "", 0, base)
        return self._page(_Cursor(result.records, size, result.total), "", 0, base)

    def next(self, locator: str, base: str) -> Json:
        """The page behind a locator, ``<id>-<offset>``."""
        key, _, place = locator.partition("-")
        with self._lock:
            cursor = self._cursors.get(key)
        if cursor is None or not place.isdigit() or int(place) >= len(cursor.records):
            raise Refusal("INVALID_QUERY_LOCATOR", "invalid query locator", rule="locator")
        return self._page(cursor, key, int(place), base)

    def clear(self) -> None:
        with self._lock:
            self._cursors.clear()

    def _page(self, cursor: _Cursor, key: str, start: int, base: str) -> Json:
        records, end = self._take(cursor.records, start, cursor.size, cursor.size, base)
        return self._envelope(cursor, key, records, end, base)

    def _envelope(
        self, cursor: _Cursor, key: str, records: list[Json], end: int, base: str
    ) -> Json:
        done = end >= len(cursor.records)
        page: Json = {"totalSize": cursor.total, "done": done}
        if not done:
            key = key or self._keep(cursor)
            page["nextRecordsUrl"] = f"{base}/query/{key}-{end}"
        page["records"] = records
        return page

    def _keep(self, cursor: _Cursor) -> str:
        with self._lock:
            self._made += 1
            body = f"01g{self._made:012d}"
            key = body + suffix(body)
            self._cursors[key] = cursor
            while len(self._cursors) > self._max:
                del self._cursors[next(iter(self._cursors))]
            return key

    def _take(
        self, records: Sequence[Json], start: int, budget: int, size: int, base: str
    ) -> tuple[list[Json], int]:
        """Records from ``start`` until ``budget`` records, children counted, are reached; at
        least one. Gives them and where the next page begins."""
        plain = list(records[start : start + budget])
        if not any(map(_has_children, plain)):
            return plain, start + len(plain)
        taken: list[Json] = []
        place = start
        while place < len(records) and (budget > 0 or not taken):
            record = records[place]
            weight = _weight(record)
            if taken and weight > budget:
                break
            taken.append(self._cut(record, budget - 1, size, base))
            budget -= weight
            place += 1
        return taken, place

    def _cut(self, record: Json, budget: int, size: int, base: str) -> Json:
        """A record with its child lists as pages of their own."""
        cut: Json = {}
        for key, value in record.items():
            if isinstance(value, Children):
                child = _Cursor(value.records, size, len(value.records))
                records, end = self._take(value.records, 0, max(budget, 1), size, base)
                budget -= sum(map(_weight, value.records[:end]))
                cut[key] = self._envelope(child, "", records, end, base)
            else:
                cut[key] = value
        return cut


def _has_children(record: Json) -> bool:
    return any(isinstance(value, Children) for value in record.values())


def _weight(record: Json) -> int:
    """How many records of a page a record takes: itself and all below it."""
    children = (value for value in record.values() if isinstance(value, Children))
    return 1 + sum(_weight(below) for child in children for below in child.records)
