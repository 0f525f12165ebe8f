"""Raw records to the model's. Total: a value that cannot be read becomes None and a DataProblem.

Numbers are Decimals with all their digits. Dates stay as they are written. Salesforce keeps times
in UTC; here they get the offset that the org's time zone has at that moment, so that the day of a
time is the org's day, the same for everybody who reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from generator.crm.binding import Bound, Column, line_to_add
from generator.crm.kinds import KINDS, field_types
from generator.crm.mapping import OTHERWISE, Value, word_key
from generator.model.markup import Markup
from generator.model.org import DataProblem
from generator.model.records import BUYING_ROLES, Activity

CONTACT_PREFIX: Final = "003"
"""Ids of contacts begin so: a task can also name a lead."""

NUMBERS: Final = frozenset({"double", "int", "long", "currency", "percent"})
"""Types of fields whose values are numbers."""

_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}([, \u00a0\u202f])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")
"""Digits in threes, always by the same mark: ``1,250,000.50``. A decimal comma is no such."""

_FALLBACKS: Final = {("measure", "unit"): "", ("signal", "kind"): "other"}
_REACHED: Final = {"yes": Decimal(1), "true": Decimal(1), "no": Decimal(0), "false": Decimal(0)}
"""What a measure's value is where it is a milestone and not a number."""
_MAX_SHOWN = 60
_MAX_EXPONENT = 20  # beyond the 18 digits of Salesforce: 1e999999 must not become a huge integer


@dataclass
class Notes:
    """Data problems as they are met; the same one in many records is told once, with a count."""

    _found: dict[tuple[str, str], tuple[str | None, int]] = field(default_factory=dict)

    def add(self, message: str, source: str, record_id: str | None) -> None:
        first, count = self._found.get((source, message), (record_id, 0))
        self._found[source, message] = (first, count + 1)

    def problems(self) -> tuple[DataProblem, ...]:
        return tuple(
            DataProblem(_counted(message, count), record_id, source)
            for (source, message), (record_id, count) in sorted(
                self._found.items(), key=lambda item: item[0]
            )
        )


def _counted(message: str, count: int) -> str:
    return message if count == 1 else f"{message} ({count} records)"


class Unreadable(Exception):
    """A value is not of the type that the model keeps there. ``str()`` says what it is not."""


def convert(
    bound: Bound, row: Mapping[str, Any], currency: str, notes: Notes, zone: tzinfo = UTC
) -> Any:
    """The model's record of ``row``, or None where a field it cannot be without is missing.

    ``currency`` is taken where the record names none; ``zone`` is the org's time zone.
    """
    record_id = str(row["Id"])
    values: dict[str, Any] = {"id": record_id}
    for name, column in bound.columns.items():
        value = _value(bound, column, row, notes, zone)
        if value is not None:
            values[name] = value
    if KINDS[bound.kind] is Activity:
        _complete_activity(bound.kind, values)
    if not _complete(bound, values, currency, notes):
        return None
    return KINDS[bound.kind](**values)


def raw_value(row: Mapping[str, Any], path: str) -> Any:
    """The value at ``path`` of a raw record; None where a parent on the way is missing.

    Salesforce names what it gives as it knows it, whatever the case in which it was asked for.
    """
    value: Any = row
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value[name] if name in value else _in_any_case(value, name.lower())
    return value


def _in_any_case(row: Mapping[str, Any], low: str) -> Any:
    return next((value for key, value in row.items() if key.lower() == low), None)


def _value(bound: Bound, column: Column, row: Mapping[str, Any], notes: Notes, zone: tzinfo) -> Any:
    raw = raw_value(row, column.path)
    if raw is None or raw == "":
        return None
    source = f"{bound.object.name}.{column.path}"
    try:
        raw = _typed(column.info.type, raw)
        if column.info.is_html and isinstance(raw, str):
            raw = _marked_up(raw)
            if not raw:
                return None
        if column.values is not None:
            return _mapped(column, raw)
        if column.type.base in (date, datetime):
            return _read_when(column.type.base, raw, zone)
        if column.type.base is Decimal and bound.kind in ("measure", "measure_change"):
            return _milestone(raw)
        return READERS[column.type.base](raw)
    except Unreadable as fault:
        notes.add(f"{source}: {_shown(raw)} {fault}; left out.", source, str(row["Id"]))
        return None


def _milestone(raw: Any) -> Decimal:
    """A measure's value: a number, or whether the milestone is reached."""
    reached = _REACHED.get(str(raw).strip().lower())
    return read_decimal(raw) if reached is None else reached


def _typed(kind: str, raw: Any) -> Any:
    """The value as a query gives it: in a job's result all are texts. Other texts stay."""
    if kind in NUMBERS:
        return read_decimal(raw)
    if not isinstance(raw, str):
        return raw
    if kind == "boolean":
        return read_bool(raw)
    return f"{raw[:-1]}+0000" if kind == "datetime" and raw.endswith("Z") else raw


def _marked_up(html: str) -> Markup:
    """Text without markup, by which it is compared and printed; what an editor leaves in a field
    that was emptied (``<p><br></p>``) is no text. No field holds more than is read here."""
    from generator.richtext.hypertext import read_html

    return Markup(read_html(html).strip(), html)


def _mapped(column: Column, raw: Any) -> Any:
    """The model's value for the CRM's word; of several words, all or the strongest role."""
    is_many = column.type.base is tuple or column.info.type == "multipicklist"
    words = _word(raw).split(";") if is_many else [_word(raw)]
    found = [v for word in words if (v := meaning_of(column, word)) != ""]
    if column.type.base is tuple:
        return tuple(sorted({str(v) for v in found}, key=_role_order))
    if not found:
        return None
    best = min(found, key=lambda v: _role_order(str(v))) if len(found) > 1 else found[0]
    return Decimal(best) if column.type.base is Decimal else best


def _word(raw: Any) -> str:
    """A word as a mapping writes it: 1 for a number field's 1.0."""
    if not isinstance(raw, Decimal):
        return read_text(raw)
    number = read_decimal(raw)
    return f"{number.to_integral_value() if number == number.to_integral_value() else number:f}"


def meaning_of(column: Column, word: str) -> Value:
    """What the mapping says for ``word``. Unreadable where it has to say something and does not."""
    values = column.values or {}
    found = values.get(word_key(word), values.get(OTHERWISE))
    if found is not None:
        return found
    if not column.is_coded:
        return word
    hint = f" ({line_to_add(column, word)})" if len(word) <= _MAX_SHOWN else ""
    raise Unreadable(f"is a value that the mapping does not know{hint}")


def _role_order(role: str) -> tuple[int, str]:
    known = role in BUYING_ROLES
    return (BUYING_ROLES.index(role) if known else len(BUYING_ROLES), role)


def _complete_activity(kind: str, values: dict[str, Any]) -> None:
    values["kind"] = kind
    if not str(values.get("contact_id", "")).startswith(CONTACT_PREFIX):
        values.pop("contact_id", None)


def _complete(bound: Bound, values: dict[str, Any], currency: str, notes: Notes) -> bool:
    """Fill what may be filled; False where the record cannot stand without what is missing."""
    for name, wanted in field_types(bound.kind).items():
        if name in values or wanted.has_default:
            continue
        if wanted.is_optional:
            values[name] = None
        elif name == "currency":
            values[name] = currency
        elif (bound.kind, name) in _FALLBACKS:
            values[name] = _FALLBACKS[bound.kind, name]
        elif wanted.base is bool:
            values[name] = False
        elif wanted.base is str and not name.endswith("_id") and name != "kind":
            values[name] = ""
        else:
            _note_incomplete(bound, name, values["id"], notes)
            return False
    return True


def _note_incomplete(bound: Bound, name: str, record_id: str, notes: Notes) -> None:
    path = bound.path(name) or name
    source = f"{bound.object.name}.{path}"
    notes.add(f"{bound.object.name} without a usable {path}; left out.", source, record_id)


def _shown(raw: Any) -> str:
    text = repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def read_text(raw: Any) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Decimal):
        return f"{raw:f}"
    if isinstance(raw, int):
        return str(raw)
    raise Unreadable("is no text")


def read_decimal(raw: Any) -> Decimal:
    """A number; a text may group its digits in threes, and end in a percent sign."""
    if isinstance(raw, bool):
        raise Unreadable("is no number")
    text = str(raw)
    if isinstance(raw, str):
        text = raw.strip().removesuffix("%").rstrip()
        if grouped := _GROUPED.fullmatch(text):
            text = text.replace(grouped[1], "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable("is no number") from None
    if not number.is_finite() or (number and abs(number.adjusted()) > _MAX_EXPONENT):
        raise Unreadable("is no number")
    return number or _zero(number)


def _zero(number: Decimal) -> Decimal:
    """Zero without a sign or an exponent, its decimals kept."""
    return number.copy_abs() if "E" not in str(number) else Decimal(0)


def read_int(raw: Any) -> int:
    number = read_decimal(raw)
    if number != number.to_integral_value():
        raise Unreadable("is no whole number")
    return int(number)


def read_bool(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.lower() in ("true", "false"):
        return raw.lower() == "true"
    raise Unreadable("is neither true nor false")


def _read_when(base: type, raw: Any, zone: tzinfo) -> date | datetime:
    """A date as written; of a time the time in ``zone``, or its day there."""
    if base is date and not (isinstance(raw, str) and "T" in raw):
        return read_date(raw)
    time = local(read_time(raw), zone)
    return time.date() if base is date else time


def local(time: datetime, zone: tzinfo) -> datetime:
    """The same moment with the offset that ``zone`` has at that moment.

    Not with the zone itself: Python takes the difference of two times of one zone by the clock on
    the wall, an hour wrong across a change of the clocks.
    """
    try:
        offset = time.astimezone(zone).utcoffset()
    except OverflowError:
        raise Unreadable("is no time") from None
    return time.astimezone(timezone(offset)) if offset else time.astimezone(UTC)


def read_date(raw: Any) -> date:
    """A date as it is written."""
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise Unreadable("is no date") from None


def read_time(raw: Any) -> datetime:
    """A time in UTC. Salesforce writes ``2026-01-31T08:15:00.000+0000``."""
    if isinstance(raw, str) and len(raw) > 10:
        try:
            time = datetime.fromisoformat(raw)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise Unreadable("is no time")


def _read_many(raw: Any) -> tuple[str, ...]:
    return tuple(sorted(word for word in read_text(raw).split(";") if word))


READERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    str: read_text,
    int: read_int,
    Decimal: read_decimal,
    bool: read_bool,
    tuple: _read_many,
}
