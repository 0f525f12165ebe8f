"""A mapping proposed from what an org describes, as TOML for a person to read and correct.

What the default mapping already finds is left out. For the rest the likeliest fields and objects
are named, best first: those whose name says so outright as settings, all others as comments. Costs
the describes of the mapping's objects, and at most two composite requests for objects beyond them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from generator.crm.binding import CURRENCY, Bound, Column, bind
from generator.crm.capabilities import ObjectInfo
from generator.crm.catalog import Catalog
from generator.crm.kinds import TOPICS
from generator.crm.likeness import (
    SURE,
    Candidate,
    fields_like,
    objects_like,
    objects_to_look_at,
    spoken,
)
from generator.crm.mapping import OTHERWISE, KindMapping, Value, default_mapping, word_key
from generator.crm.mapping_checks import shown
from generator.crm.queries import CHILDREN, TO_ACCOUNT
from generator.crm.session import Session
from generator.terminal import harmless

Fill = Mapping[str, float]
"""The share of records, 0 to 1, in which a field is filled, by ``Object.Field``."""

_MOST: Final = 3
_HEAD: Final = """\
# A mapping proposed from what this org shows to {user}.
#
# It is laid over the default mapping: what that finds by itself is not repeated here. Correct it
# and name this file in accountdocs.toml: mapping = "{file}"
# Lines that begin with # say nothing until the # is taken away.
# A name that the org does not have is an error; for a team whose people see different fields:
# missing = "warn"
"""


def proposed_mapping(session: Session, fill: Fill | None = None, file: str = "mapping.toml") -> str:
    """The text of a mapping file named ``file``, ready to be loaded with ``load_mapping``.

    It goes by the default mapping alone, whatever the session's own says. ReadFailed where the org
    cannot describe its objects.
    """
    maker = _Maker(_Offer(session), fill or {})
    user = harmless(session.identity.name or "the user of the connection")
    parts = [_HEAD.format(user=user, file=file)]
    parts += [maker.kind(default_mapping()[kind]) for kind in TOPICS]
    return "\n".join(part for part in parts if part)


class _Offer:
    """What the org has: the kinds it is known to have, and objects that might be others."""

    def __init__(self, session: Session) -> None:
        kinds = default_mapping().kinds
        self._catalog = Catalog(session.wire, default_mapping())
        self._catalog.complete()
        self.bounds = {kind: self._catalog.bound(kind) for kind in kinds}
        absent = [kinds[kind] for kind, bound in self.bounds.items() if bound is None]
        self.hanging: list[tuple[ObjectInfo, str]] = []
        self._known = {b.object.name for b in self.bounds.values() if b is not None}
        account = self.bounds["account"]
        above = [account.object] if account else []
        native = [kinds[kind] for kind in ("plan", "objective", "measure", "risk")]
        for _ in range(2):  # what hangs on the account, then what hangs on that
            above = self._look_below(above, (*absent, *native))

    def _look_below(
        self, above: list[ObjectInfo], kinds: Iterable[KindMapping]
    ) -> list[ObjectInfo]:
        how = {
            child.object: f"its {child.field} looks up to {parent.name}"
            for parent in above
            for child in parent.children
            if child.object.endswith("__c") and child.object not in self._known
        }
        found = self._catalog.look_at(objects_to_look_at(how, kinds))
        self._known |= set(how)
        self.hanging += [(info, how[info.name]) for info in found if info.is_queryable]
        return found

    def named(self, name: str) -> ObjectInfo:
        return next(info for info, _ in self.hanging if info.name == name)


class _Maker:
    def __init__(self, offer: _Offer, fill: Fill) -> None:
        self.offer = offer
        self.fill = fill
        self.homes = dict(self._homes())

    def _homes(self) -> Iterable[tuple[str, str]]:
        for kind, bound in self.offer.bounds.items():
            likely = [] if bound else self._likely(default_mapping()[kind])
            if bound is not None or likely:
                yield kind, bound.object.name if bound else likely[0].name

    def _likely(self, mapping: KindMapping) -> list[Candidate]:
        return objects_like(mapping, self.offer.hanging) if _can_be_custom(mapping.kind) else []

    def kind(self, mapping: KindMapping) -> str:
        """The section of one kind; empty where there is nothing to say."""
        bound = self.offer.bounds[mapping.kind]
        likely = self._likely(mapping)
        if bound is not None:
            lines = [*self._instead(mapping, likely), *self._fields(mapping, bound)]
            return _section(f"{mapping.kind}: {bound.object.name}", lines)
        if not mapping.objects:
            return ""  # records that only another rule than the default's would ask for
        if not likely:
            return f"# {mapping.kind}: nothing found in this org.\n"
        best = likely[0]
        is_sure = best.likeness >= SURE
        lines = [f"[{mapping.kind}]", f"object = [{shown(best.name)}] # {_told(best)}"]
        lines += [f"# or {row.name} # {_told(row)}" for row in likely[1:_MOST]]
        lines += self._of_object(mapping, best.name)
        said = lines if is_sure else [line if line[:1] == "#" else f"# {line}" for line in lines]
        return _section(f"{mapping.kind}: perhaps {best.name}", [line for line in said if line])

    def _instead(self, mapping: KindMapping, likely: list[Candidate]) -> list[str]:
        rows = [f"# object = [{shown(c.name)}] # {_told(c)}" for c in likely[:_MOST]]
        return [f"# [{mapping.kind}] # if they are kept elsewhere:", *rows] if rows else []

    def _of_object(self, mapping: KindMapping, name: str) -> list[str]:
        info = self.offer.named(name)
        bound = bind(replace(mapping, objects=(name,)), {name: info})
        return self._fields(mapping, bound) if bound else []

    def _fields(self, mapping: KindMapping, bound: Bound) -> list[str]:
        taken = frozenset(column.path.lower() for column in bound.columns.values())
        missing = [
            name
            for name, aliases in mapping.fields.items()
            if name not in bound.columns and aliases and aliases[0] != CURRENCY
        ]
        found = {
            name: fields_like(mapping, name, bound.object, taken, self.homes) for name in missing
        }
        sure = {r.name for rows in found.values() for r in rows if r.likeness >= SURE}
        found = {
            name: [r for r in rows if r.likeness >= SURE or r.name not in sure]
            for name, rows in found.items()
        }
        lines = [self._field(bound, name, rows) for name, rows in found.items() if rows]
        nothing = [name for name, rows in found.items() if not rows]
        if nothing:
            lines.append(f"# nothing found for: {', '.join(nothing)}")
        head = [f"[{mapping.kind}.fields]"] if any(rows for rows in found.values()) else []
        return [*head, *lines, *self._words(mapping, bound, found)]

    def _words(
        self, mapping: KindMapping, bound: Bound, found: Mapping[str, list[Candidate]]
    ) -> list[str]:
        """Values of the picklists that are mapped, and of those that are proposed just now."""
        names = {
            name: tuple(r.name for r in rows if r.likeness >= SURE) for name, rows in found.items()
        }
        own = replace(mapping, objects=(bound.object.name,), fields={**mapping.fields, **names})
        whole = bind(own, {bound.object.name: bound.object})
        columns = whole.columns.values() if whole else ()
        return [line for column in columns for line in _words(mapping, column)]

    def _field(self, bound: Bound, name: str, rows: list[Candidate]) -> str:
        sure = [row for row in rows if row.likeness >= SURE][:_MOST]
        best = sure or rows[:_MOST]
        told = "; ".join(f"{_told(row)}{self._filled(bound, row)}" for row in best)
        line = f"{name} = [{', '.join(shown(row.name) for row in best)}] # {told}"
        return line if sure else f"# {line}"

    def _filled(self, bound: Bound, row: Candidate) -> str:
        share = self.fill.get(f"{bound.object.name}.{row.name}")
        return "" if share is None else f", filled {share:.0%}"


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"# --- {title}", *lines, ""]) if lines else ""


def _told(row: Candidate) -> str:
    return ", ".join(part for part in (harmless(row.label), row.what) if part)


def _can_be_custom(kind: str) -> bool:
    """Kinds that hang on an account, or on what does: an org may have objects of its own for it."""
    below = {child for pairs in CHILDREN.values() for child, _ in pairs}
    return kind in below | set(TO_ACCOUNT) | {"plan", "measure", "priority"}


def _words(mapping: KindMapping, column: Column) -> list[str]:
    """A line for each value of the picklist that the value map does not know."""
    known = column.values or {}
    unknown = [pick for pick in column.info.picks if word_key(pick) not in known]
    if not known or not column.is_coded or not unknown:
        return []
    usual = known.get(OTHERWISE)
    lines = []
    for pick in unknown:
        meaning = _meant(pick, column)
        is_comment = meaning is None or usual is not None
        value = next(v for v in (meaning, usual, column.meanings[0]) if v is not None)
        lines.append(f"{'# ' if is_comment else ''}{shown(pick)} = {shown(value)}")
    is_comment = all(line.startswith("#") for line in lines)
    choice = ", ".join(map(shown, column.meanings))
    head = f"[{mapping.kind}.values.{column.name}] # each of {choice}"
    return [f"# {head}" if is_comment else head, *lines]


def _meant(pick: str, column: Column) -> Value | None:
    """What a value means that has all the words of one that is known: Tier 1 (strategic)."""
    mine = set(spoken(pick).split())
    for word, value in (column.values or {}).items():
        theirs = set(spoken(word).split())
        if theirs and theirs <= mine and value != "" and len(word) > 2:
            return value
    return None
