"""Orgs whose texts are hostile: every free text of every record, and every label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from generator.crm.sample_org import OrgData
from generator.crm.sample_org.data import changed_records

_TEXTS = frozenset(["string", "textarea", "url", "email", "phone"])
_FACTS = frozenset(["CurrencyType", "FiscalYearSettings", "Group", "OpportunityStage", "Period"])
"""Objects whose texts are no free ones: other texts would make another org."""

Change = Callable[[str], str]


def with_texts(data: OrgData, change: Change) -> OrgData:
    """The org with every free text of every record as ``change`` makes it of what it was."""
    for name in data.describes:
        fields = [f["name"] for f in data.describes[name]["fields"] if f["type"] in _TEXTS]
        if fields and name not in _FACTS:
            data = changed_records(data, name, _changer(fields, change))
    return data


def _changer(fields: list[str], change: Change) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def changed(row: dict[str, Any]) -> dict[str, Any]:
        texts = {name: change(row[name]) for name in fields if isinstance(row.get(name), str)}
        return {**row, **texts}

    return changed


def with_labels(data: OrgData, change: Change) -> OrgData:
    """The org with every label of an object, a field and a picklist's value changed."""
    describes = {name: _labelled(data.describes[name], change) for name in data.describes}
    return replace(data, describes=describes)


def _labelled(value: Any, change: Change) -> Any:
    if isinstance(value, dict):
        return {
            key: change(held)
            if key in ("label", "labelPlural") and isinstance(held, str)
            else _labelled(held, change)
            for key, held in value.items()
        }
    return [_labelled(held, change) for held in value] if isinstance(value, list) else value
