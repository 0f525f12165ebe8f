"""Where the CRM, or a file beside the settings, keeps each field of the model: for people to read.

The model joins kinds that Salesforce keeps apart and renames some; what no mapping holds is told
by where it comes from instead.
"""

from __future__ import annotations

from collections.abc import Mapping as Read
from typing import Final, NamedTuple

from generator.crm.mapping import KindMapping, Mapping

_KINDS: Final = {
    "activity": ("task", "event"),
    "opportunity_line": ("line",),
    "org": ("organization",),
    "currency_rate": ("rate",),
}
"""Kinds of the model that the mapping has under other names."""

_FIELDS: Final = {
    "org.fiscal": ("organization.fiscal_start_month", "period.start", "period.end"),
    "org.rates": ("rate.rate", "dated_rate.rate"),
    "org.reader": ("user.name",),
    "org.reader_kind": ("user.name",),
}
_ELSEWHERE: Final = {
    "coverage": "what was read, and what was not",
    "usage": "inputs/usage.csv",
    "logo": "inputs/logos",
    "signal.source": "inputs/signals.csv",
}
"""Kinds, and fields, that no object of the CRM holds."""


class Source(NamedTuple):
    """``fields`` that are looked for in each of ``objects``, most trusted first."""

    objects: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def full(self) -> str:
        """``Risk__c.Reason__c or Risk__c.Name``"""
        return " or ".join(f"{owner}.{name}" for owner in self.objects for name in self.fields)

    @property
    def short(self) -> str:
        """``Reason__c or Name in Risk__c or Account_Risk__c``"""
        if len(self.objects) == len(self.fields) == 1:
            return f"{self.objects[0]}.{self.fields[0]}"
        return f"{' or '.join(self.fields)} in {' or '.join(self.objects)}"


def sources_of(mapping: Mapping, name: str) -> tuple[Source | str, ...]:
    """Where a field of the model (``play.value``) is kept; nothing where this org keeps it nowhere.

    A text where it is no field of the CRM: a file, or what the run itself knows.
    """
    kind, _, field = name.partition(".")
    for elsewhere in (name, kind):
        if elsewhere in _ELSEWHERE:
            return (_ELSEWHERE[elsewhere],)
    wanted = _FIELDS.get(name) or tuple([f"{one}.{field}" for one in _KINDS.get(kind, (kind,))])
    found = [source for one in wanted if (source := _kept(mapping, one)) is not None]
    return tuple(dict.fromkeys(found))


def read_of(read: Read[str, str], name: str) -> tuple[str, ...]:
    """Where a run did read a field of the model; ``read`` is by the mapping's names
    (``Snapshot.field_sources``). Nothing where it found it nowhere."""
    kind, _, field = name.partition(".")
    kinds = _KINDS.get(kind, (kind,))
    if field == "id":  # every object has one
        found = (o.partition(".")[0] for n, o in read.items() if n.partition(".")[0] in kinds)
        return tuple(f"{one}.Id" for one in dict.fromkeys(found))
    wanted = _FIELDS.get(name) or tuple(f"{one}.{field}" for one in kinds)
    return tuple(dict.fromkeys(read[one] for one in (name, *wanted) if one in read))


def _kept(mapping: Mapping, name: str) -> Source | None:
    kind, _, field = name.partition(".")
    held: KindMapping | None = mapping.kinds.get(kind)
    if held is None or not held.objects:
        return None
    if field == "id":
        return Source(held.objects, ("Id",))
    paths = held.fields.get(field, ())
    return Source(held.objects, tuple(paths)) if paths else None
