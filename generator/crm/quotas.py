"""Quotas of our people for a fiscal year, as forecasting keeps them (METHOD.md rows 16, 17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.crm import queries, soql
from generator.crm.binding import Bound
from generator.crm.convert import Notes, convert
from generator.crm.coverage import absence
from generator.crm.fetch import fetch
from generator.crm.orgfacts import org_facts
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.model.records import Quota


@dataclass(frozen=True, slots=True)
class QuotasRead:
    """``state`` is one of ``model.org.COVERAGE_STATES``: why there are none, where there are none.
    ``source`` is where the CRM keeps them."""

    state: str
    source: str
    quotas: tuple[Quota, ...] = ()


def read_quotas(session: Session, owners: Sequence[str], start: date, end: date) -> QuotasRead:
    """The quotas of ``owners`` (user ids) whose month or quarter begins from ``start`` to ``end``.

    Forecasting may be off, or closed to the reader: then the state says so, and nothing is asked.
    """
    bound = session.catalog.bound("quota")
    if bound is None or bound.path("owner_id") is None:
        return QuotasRead(absence(session, "quota"), " or ".join(session.mapping["quota"].objects))
    source = bound.object.name
    wanted = sorted(set(owners))
    haul = fetch(
        session, [_query(session, bound, part, start, end) for part in soql.chunks(wanted)]
    )
    if "quota" in haul.refused:
        return QuotasRead("not_visible", source)
    currency, notes = org_facts(session).org.currency, Notes()
    rows = haul.of("quota")
    made: list[Any] = [convert(bound, rows[i], currency, notes) for i in sorted(rows)]
    found = tuple(row for row in made if isinstance(row, Quota) and start <= row.start_date <= end)
    return QuotasRead("read" if found else "no_records", source, found)


def _query(session: Session, bound: Bound, owners: Sequence[str], start: date, end: date) -> Query:
    path = bound.path("start_date")
    is_asked = path is not None and bound.can_filter("start_date")
    days = [f"{path} >= {start.isoformat()}", f"{path} <= {end.isoformat()}"] if is_asked else []
    columns = queries.columns_of(session.catalog.bound, bound)
    link = bound.path("owner_id") or ""
    return Query(
        "quota", bound.object.name, columns, soql.all_of(days), links=(link,), ids=tuple(owners)
    )
