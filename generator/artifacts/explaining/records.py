"""The records behind a figure, as people know them: kind, name, and the fields that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.model.snapshot import Snapshot

_NAMES = ("name", "subject", "number", "text", "currency", "day")
"""What a record is called by, the best first."""
_PARTS = ("contact_id", "user_id", "opportunity_id", "priority_id", "measure_id", "product_id",
          "asset_id", "account_id")  # fmt: skip
"""Of a record without a name, what it joins."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """``kind`` is the model's (``opportunity_line``); ``values`` are those of the fields that the
    figure reads of this kind, by the model's names, as text with all digits. ``currency`` is that
    of its money. A record that was not read, such as one of another account, has no kind."""

    id: str
    kind: str | None
    name: str | None
    values: Mapping[str, str | None]
    currency: str | None = None


def records_of(snapshot: Snapshot) -> dict[str, Any]:
    """Everything that was read, by id; the rates of the org's currencies too."""
    return dict(_records(snapshot))


def lines_of(
    known: Mapping[str, Any], ids: Iterable[str], origins: Iterable[str], value: Any = None
) -> tuple[RecordLine, ...]:
    """A line for each id, by kind and then by name; ``origins`` are model fields. Of a record that
    has none of them, the fields that hold ``value`` where that is an amount or a day."""
    wanted: dict[str, list[str]] = {}
    for origin in origins:
        kind, _, field = origin.partition(".")
        wanted.setdefault(kind, []).append(field)
    lines = (_line(record_id, known, wanted, value) for record_id in ids)
    return tuple(sorted(lines, key=lambda row: (row.kind or "~", row.name or "~", row.id)))


def _records(snapshot: Snapshot) -> Iterator[tuple[str, Any]]:
    for field in fields(snapshot):
        rows = getattr(snapshot, field.name)
        if isinstance(rows, tuple):
            yield from ((row.id, row) for row in rows if hasattr(row, "id"))
    yield from ((rate.id, rate) for rate in snapshot.org.rates if rate.id)


def _line(
    record_id: str, known: Mapping[str, Any], wanted: Mapping[str, list[str]], value: Any
) -> RecordLine:
    record = known.get(record_id)
    if record is None:
        return RecordLine(record_id, None, None, {})
    kind = _snake(type(record).__name__)
    names = [name for name in wanted.get(kind, ()) if name != "id" and hasattr(record, name)]
    values = {name: getattr(record, name) for name in names or _holding(record, value)}
    has_money = any(isinstance(one, Decimal) for one in values.values())
    return RecordLine(
        record_id,
        kind,
        _name(record, known),
        {name: _text(one, known) for name, one in values.items()},
        getattr(record, "currency", None) if has_money else None,
    )


def _holding(record: Any, value: Any) -> list[str]:
    """The fields of the record that hold an amount or a day."""
    if not isinstance(value, (Decimal, date)) or not value:
        return []
    held = ((field.name, getattr(record, field.name)) for field in fields(record))
    return [name for name, one in held if type(one) is type(value) and one == value]


def _name(record: Any, known: Mapping[str, Any]) -> str | None:
    for name in _NAMES:
        if value := getattr(record, name, None):
            return _text(value, known)
    joined = (known.get(getattr(record, part, None) or "") for part in _PARTS)
    names = [str(part.name) for part in joined if part is not None and hasattr(part, "name")]
    return " · ".join(names[:2]) or None


def _text(value: Any, known: Mapping[str, Any]) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    named = getattr(known.get(value), "name", None) if isinstance(value, str) else None
    return f"{named} ({value})" if named else str(value)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
