"""What a figure stands on, by its name in the vocabulary: ``explain`` (CONTRACT.md).

Pure: an account's snapshot, what the analysis made of it, and a name, to meaning, value, model
fields, rules and records. Where this org keeps a field, and at which address a record stands, is
joined in by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from generator.analysis.options import Options
from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import PLAN
from generator.artifacts.compose import Composed, compose
from generator.artifacts.context import Facts
from generator.artifacts.explaining.place import Place, locate
from generator.artifacts.explaining.records import RecordLine, lines_of, records_of
from generator.artifacts.explaining.rules import rules_of, thresholds_of
from generator.artifacts.phrases import load_phrases
from generator.artifacts.schema import Entry
from generator.artifacts.vocabulary import LIST, listing
from generator.errors import UsageError
from generator.formats import Formats
from generator.model.snapshot import Snapshot

__all__ = ["GROUP", "Explainer", "Explanation", "Part", "RecordLine"]

GROUP = "group"
"""The kind of a name that holds names."""
_DRAWN = ("chart", "map", "matrix", "picture")
_NAMED = ("name", "label", "text", "title", "product", "unit", "message")
"""What an item of a list is called by."""


@dataclass(frozen=True, slots=True)
class Part:
    """A name that this one holds, repeats over or is made from, with its value as printed."""

    name: str
    printed: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``value`` is what the documents have; ``printed`` how they print it. ``of``: made from n of
    m. ``origins`` are model fields. ``parts`` are the items of a list, or the names in a group;
    ``uses`` the names that it is made from. ``ids`` are those of ``Composed.ids_of``."""

    name: str
    kind: str
    unit: str
    audience: str
    meaning: str
    value: Any
    printed: str
    note: str
    of: tuple[int, int] | None
    origins: tuple[str, ...]
    uses: tuple[Part, ...]
    parts: tuple[Part, ...]
    rules: tuple[str, ...]
    thresholds: tuple[tuple[str, Any], ...]
    ids: tuple[str, ...]
    records: tuple[RecordLine, ...]


class Explainer:
    """Explains names of one account; composed once, however many are asked for."""

    def __init__(
        self, account: AnalysedAccount, snapshot: Snapshot, options: Options, formats: Formats
    ) -> None:
        self._account, self._options = account, options
        self._known = records_of(snapshot)
        self.composed: Composed = compose(account, PLAN.name, formats, form="full")
        self._ctx = _context(account, formats)
        self._entries = {e.name: e for e in listing() if PLAN.name in e.artifacts}

    def explain(self, name: str) -> Explanation:
        """UsageError, with what is near, where the plan has no such name."""
        place = locate(self.composed, self._ctx, name, tuple(self._entries))
        entry = self._entries.get(place.dotted)
        ids = self.composed.ids_of(place.path)
        origins = self._origins(place, entry)
        figure = place.figure
        records = lines_of(self._known, ids, origins if entry else (), place.value)
        return Explanation(
            name=place.path,
            kind=entry.kind if entry else GROUP,
            unit=entry.unit if entry else "",
            audience=entry.audience if entry else "",
            meaning=entry.doc if entry else self._meaning(place),
            value=place.value if entry and entry.kind != LIST else None,
            printed=self._printed(place, entry),
            note=figure.note if figure else "",
            of=figure.of if figure else None,
            origins=origins,
            uses=tuple(self._used(used) for used in (entry.uses if entry else ())),
            parts=self._parts(place),
            rules=self._rules(place.dotted, records),
            thresholds=thresholds_of(place.dotted, self._options),
            ids=ids,
            records=records,
        )

    def _rules(self, dotted: str, records: Iterable[RecordLine]) -> tuple[str, ...]:
        found = {row.currency for row in records if row.currency} - {self._account.currency}
        return rules_of(self._account, dotted, ", ".join(sorted(found)), self._ctx)

    def _origins(self, place: Place, entry: Entry | None) -> tuple[str, ...]:
        """The model fields; of a list or a group those of the names in it."""
        if entry is not None and entry.kind != LIST:
            return entry.origins
        inside = (f"{place.dotted}[].", f"{place.dotted}.")
        found = (e for name, e in self._entries.items() if name.startswith(inside))
        return tuple(dict.fromkeys(origin for e in found for origin in e.origins))

    def _meaning(self, place: Place) -> str:
        return str(getattr(place.node, "doc", ""))

    def _printed(self, place: Place, entry: Entry | None) -> str:
        if place.is_list:
            return str(self._ctx.say("explain.items", n=len(place.value)))
        if isinstance(place.value, dict) and (entry is None or entry.kind == LIST):
            return str(self._ctx.say("explain.names", n=len(place.value)))
        return self._written(entry.kind if entry else "text", place.value)

    def _written(self, kind: str, value: Any) -> str:
        """As a document prints it; a picture or chart is named, what is not known is said."""
        formats = self._ctx.formats
        if value is None or value == "":
            return str(self._ctx.say("explain.unknown" if value is None else "explain.empty"))
        if kind in _DRAWN:
            return str(self._ctx.say("explain.drawn"))
        if isinstance(value, bool):
            return str(self._ctx.say("explain.yes" if value else "explain.no"))
        if kind in ("money", "number", "percent", "date"):
            return str(getattr(formats, kind)(value))
        return str(value)

    def _used(self, name: str) -> Part:
        """A name that a derived one is made from; it may lie in every item of a list."""
        try:
            place = locate(self.composed, self._ctx, name, ())
        except UsageError:
            return Part(name, "", ())
        printed = self._printed(place, self._entries.get(place.dotted))
        return Part(name, printed, self.composed.ids_of(place.path))

    def _parts(self, place: Place) -> tuple[Part, ...]:
        """The items of a list, or the names in a group."""
        if place.is_list:
            return tuple(
                self._item(f"{place.path}[{number}]", row) for number, row in enumerate(place.value)
            )
        if not isinstance(place.value, dict) or place.dotted in self._entries:
            return ()
        return tuple(
            self._inner(f"{place.path}.{name}", f"{place.dotted}.{name}", value)
            for name, value in place.value.items()
        )

    def _item(self, path: str, row: Any) -> Part:
        """An item by its name; of one without a name, its first text."""
        texts = [value for value in row.values() if isinstance(value, str)]
        named = next((row[name] for name in _NAMED if isinstance(row.get(name), str)), None)
        return Part(path, named or next(iter(texts), ""), self.composed.ids_of(path))

    def _inner(self, path: str, dotted: str, value: Any) -> Part:
        place = Place(path, dotted, None, value)
        printed = self._printed(place, self._entries.get(dotted))
        return Part(path, printed, self.composed.ids_of(path))


def _context(account: AnalysedAccount, formats: Formats) -> Facts:
    formats = replace(formats, currency=account.currency)
    return Facts(formats, load_phrases(formats.locale), PLAN, "full", account=account)
