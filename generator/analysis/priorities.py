"""What the customer says it wants, in its words, with how it measures it (METHOD.md row 42)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from generator.analysis.money import ids_of, percent
from generator.analysis.results import CustomerPriority
from generator.analysis.scope import Scope, group
from generator.model.records import KpiReading, Priority

_STATED: Final = ("priority.current",)
_NEWEST: Final = ("kpi_reading.value", "kpi_reading.day")


def customer_priorities(scope: Scope) -> tuple[CustomerPriority, ...]:
    """In the customer's order of rank; unranked ones last, by name."""
    readings = group(scope.snapshot.kpi_readings, lambda row: row.priority_id)
    rows = [row for row in scope.snapshot.priorities if row.account_id in scope.accounts]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.name.casefold(), row.id))
    return tuple(_priority(scope, row, readings.get(row.id, ())) for row in rows)


def _priority(scope: Scope, row: Priority, readings: tuple[KpiReading, ...]) -> CustomerPriority:
    """``current`` is the field, else the newest reading up to as-of."""
    ordered = sorted(readings, key=lambda reading: (reading.day, reading.id))
    latest = ordered[-1].value if ordered else None
    current = row.current if row.current is not None else latest
    return CustomerPriority(
        id=row.id,
        name=row.name,
        kpi=row.kpi,
        unit=row.unit,
        baseline=row.baseline,
        current=current,
        target=row.target,
        outcome=row.outcome,
        stated_by=scope.customer(row.stated_by_id),
        stated_on=row.stated_on,
        stated_where=row.stated_where,
        readings=tuple((reading.day, reading.value) for reading in ordered),
        progress=progress(row.baseline, current, row.target),
        ids=ids_of([row.id], (reading.id for reading in ordered)),
        current_by=_STATED if row.current is not None else _NEWEST,
        unsourced=_unsourced(scope, row),
    )


def _unsourced(scope: Scope, row: Priority) -> tuple[str, ...]:
    """What its source line lacks: who said it, when, where (row 42: the line is mandatory)."""
    known = {
        "who": scope.customer(row.stated_by_id) is not None,
        "when": row.stated_on is not None,
        "where": bool(row.stated_where),
    }
    return tuple(name for name, is_known in known.items() if not is_known)


def progress(
    baseline: Decimal | None, current: Decimal | None, target: Decimal | None
) -> Decimal | None:
    """Percent of the way from baseline to target, downwards targets included.

    Below 0 the value has moved away from the target; above 100 it is past it.
    """
    if baseline is None or current is None or target is None:
        return None
    return percent(current - baseline, target - baseline)
