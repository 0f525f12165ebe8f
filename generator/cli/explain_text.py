"""What ``explain`` prints: lines for people, one object for programs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.results import AnalysedAccount
from generator.artifacts.explaining import GROUP, Explanation, Part, RecordLine
from generator.model.ids import is_whole
from generator.terminal import harmless, table, wrap

MOST = 50
"""So many records, items or names are printed; ``--json`` has all."""
_WIDEST, _NARROWEST = 160, 80


@dataclass(frozen=True, slots=True)
class Joined:
    """``read``: where the run read a field of the model; ``looked_for``: where the mapping looks
    for it; ``site``: the org's address, None where its records have none."""

    read: Callable[[str], tuple[str, ...]]
    looked_for: Callable[[str], tuple[str, ...]]
    site: str | None

    def link(self, record_id: str) -> str | None:
        """The record's page; None for what is no record of the CRM."""
        return f"{self.site}/{record_id}" if self.site and is_whole(record_id) else None


def as_json(account: AnalysedAccount, found: Explanation, joined: Joined) -> dict[str, Any]:
    """All of it. Decimals are strings with all their digits, days ISO, unknown is null."""
    return {
        "account_id": account.profile.id,
        "account": account.profile.name,
        "as_of": account.period.as_of.isoformat(),
        "name": found.name,
        "kind": found.kind,
        "unit": found.unit or None,
        "audience": found.audience or None,
        "currency": account.currency if found.kind == "money" else None,
        "meaning": found.meaning,
        "value": _plain(found.value),
        "printed": found.printed,
        "note": found.note or None,
        "of": found.of,
        "fields": [
            {"field": origin, "read": joined.read(origin), "looked_for": joined.looked_for(origin)}
            for origin in found.origins
        ],
        "made_from": [_part(part) for part in found.uses],
        "parts": [_part(part) for part in found.parts],
        "rules": found.rules,
        "thresholds": {name: _plain(value) for name, value in found.thresholds},
        "ids": found.ids,
        "records": [_record(row, joined) for row in found.records],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, int, bool)) else None


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "printed": part.printed, "ids": part.ids}


def _record(row: RecordLine, joined: Joined) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "values": dict(row.values),
        "currency": row.currency,
        "link": joined.link(row.id),
    }


def lines_of(account: AnalysedAccount, found: Explanation, joined: Joined) -> list[str]:
    columns = shutil.get_terminal_size((_WIDEST, 24)).columns
    width = min(max(columns, _NARROWEST), _WIDEST)
    about = ", ".join(text for text in (found.kind, found.unit, found.audience) if text)
    lines = [f"{harmless(found.name)} of {harmless(account.profile.name)}  ({about})"]
    lines += wrap(found.meaning, width)
    lines += ["", *_value(found, width)]
    for title, rows in (
        ("Fields, and where this org keeps them", _fields(found, joined, width)),
        ("Made from", _parts(found.uses, width)),
        (_holds(found), _parts(found.parts, width)),
        ("How they were chosen", _rules(found, width)),
        (f"Records: {len(found.records)}", _records(found.records, joined, width)),
    ):
        lines += ["", title, *rows] if rows else []
    return lines


def _holds(found: Explanation) -> str:
    return "Names in it" if found.kind == GROUP else "Items"


def _value(found: Explanation, width: int) -> list[str]:
    lines = wrap(found.printed, width, "  ")
    if found.note:
        lines += wrap(f"From: {found.note}.", width, "  ")
    if found.of:
        lines.append(f"  Known for {found.of[0]} of {found.of[1]}.")
    return lines


def _fields(found: Explanation, joined: Joined, width: int) -> list[str]:
    rows = [(origin, _where(origin, joined)) for origin in found.origins]
    return _indented(table(("Field", "In this org"), rows, width - 2)) if rows else []


def _where(origin: str, joined: Joined) -> str:
    read = joined.read(origin)
    if read:
        return "; ".join(read)
    looked = joined.looked_for(origin)
    return f"not read; looked for: {'; '.join(looked)}" if looked else "kept nowhere"


def _parts(parts: Sequence[Part], width: int) -> list[str]:
    rows = [(part.name, part.printed, len(part.ids) or None) for part in parts[:MOST]]
    if not rows:
        return []
    lines = table(("Name", "Value", "Records"), rows, width - 2, numbers=(2,))
    return [*_indented(lines), *_rest(len(parts))]


def _rules(found: Explanation, width: int) -> list[str]:
    lines = [line for rule in found.rules for line in wrap(f"- {rule}", width, "  ")]
    told = ", ".join(f"{name} = {_plain(value)}" for name, value in found.thresholds)
    return lines + (wrap(f"- By the settings: {told}.", width, "  ") if told else [])


def _records(records: Sequence[RecordLine], joined: Joined, width: int) -> list[str]:
    if not records:
        return []
    rows = [_cells(row, joined) for row in records[:MOST]]
    heads = ("Kind", "Record", "Name", "What it gives")
    return [*_indented(table(heads, rows, width - 2)), *_rest(len(records))]


def _cells(row: RecordLine, joined: Joined) -> tuple[str | None, ...]:
    values = ", ".join(f"{name} {value}" for name, value in row.values.items() if value)
    money = f" ({row.currency})" if row.currency and values else ""
    kind = row.kind.replace("_", " ") if row.kind else "not among the account's records"
    return kind, joined.link(row.id) or row.id, row.name, f"{values}{money}" or None


def _rest(count: int) -> Iterator[str]:
    if count > MOST:
        yield f"  and {count - MOST} more; --json has all"


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]
