"""The objects of one org as they are asked for: known from the store, described, or still to come.

What the first queries need is described at once; the rest rides along in the composite request of
those queries and is there when the next ones are built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from generator.crm import faults, orgcheck
from generator.crm.binding import Bound, bind, lookup_of
from generator.crm.capabilities import ObjectInfo, describe_key, object_info
from generator.crm.mapping import KindMapping
from generator.crm.mapping import Mapping as FieldMapping
from generator.crm.wire import MAX_SUBREQUESTS, Answer, Subrequest, Wire
from generator.errors import MappingError, ReadFailed
from generator.model.org import DataProblem
from generator.tomlfile import Mistake

_FIRST: Final = (
    "account",
    "organization",
    "period",
    "product",
    "rate",
    "dated_rate",
    "opportunity",
    "line",
    "buying_role",
    "competitor",
    "task",
    "event",
    "case",
    "contact",
    "user",
)
"""Kinds to describe first: what a run asks first is made of them."""

_REFERENCE: Final = "describe"


class Catalog:
    """What the org offers, object by object; asks the org only for what the store has not kept."""

    def __init__(self, wire: Wire, mapping: FieldMapping) -> None:
        self._wire = wire
        self._mapping = mapping
        self._known: dict[str, ObjectInfo | None] = {}
        self._waiting: list[str] = []
        self._doubtful: list[str] = []
        self._asked: dict[str, str] = {}
        self._is_loaded = False
        self._is_kept = False
        self._is_outdated = False
        self._bound: dict[str, Bound | None] = {}
        self._key = ""

    def bound(self, kind: str) -> Bound | None:
        """``kind`` as this org holds it: its object and fields. None where it has no object."""
        self._load()
        if kind not in self._bound:
            mapping = self._mapping[kind]
            if not self._is_described(mapping, self._waiting):
                self._describe_waiting()
            found = bind(mapping, self._known)
            if (found is None or not found.is_placeable) and any(
                name in self._doubtful for name in mapping.objects
            ):
                return found  # until those have been described as well
            self._bound[kind] = found
        return self._bound[kind]

    def leads_to(self, name: str, path: str) -> frozenset[str]:
        """The objects that the relationships of ``path`` lead to from object ``name``, as far as
        is known. What several may stand behind is read by way of the object Name."""
        at = {name}
        for step in path.split("."):
            infos = [info for n in sorted(at) if (info := self._known.get(n)) is not None]
            lookups = [lookup for info in infos if (lookup := lookup_of(info, step)) is not None]
            at = {target for lookup in lookups for target in lookup.refers_to}
        return frozenset(at | {"Name"} if len(at) > 1 else at)

    def complete(self) -> None:
        """Describe what is left, so that what is said of the org does not depend on the order in
        which it was asked. Most runs have nothing left by then."""
        self._load()
        while self._waiting or self._doubtful:
            self._describe_some()

    @property
    def is_cold(self) -> bool:
        """Whether nothing is known yet of the objects that a run begins with."""
        self._load()
        return any(name in self._waiting for name in self._first)

    def described(self, name: str) -> ObjectInfo | None:
        """The object as the org describes it, queryable or not; None where it does not, or where
        it was not asked for yet."""
        return self._known.get(name)

    def check(self, *, whole: bool = False) -> None:
        """MappingError with all names of the org's own mapping that the org does not have.

        Kinds that are not described yet are passed over, unless ``whole`` or another has a mistake.
        Describes that were kept may be older than what is missed in them: then they are asked anew.
        """
        self._load()
        left = [*self._waiting, *self._doubtful]
        own = [mapping for mapping in self._mapping.kinds.values() if mapping.own]
        if whole and not all(self._is_described(mapping, left) for mapping in own):
            self.complete()
        if not self._mapping.refuses_missing or not self.mistakes:
            return
        if self._is_kept:
            self._ask_anew()
        self.complete()
        if self.mistakes:
            raise MappingError(*map(str, self.mistakes))

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Names of the org's own mapping that the org does not have, as far as is known."""
        left = [*self._waiting, *self._doubtful]
        return tuple(
            mistake
            for mapping in self._mapping.kinds.values()
            if mapping.own and self._is_described(mapping, left)
            for mistake in orgcheck.mistakes(mapping, self.bound(mapping.kind), self._known)
        )

    @cached_property
    def problems(self) -> tuple[DataProblem, ...]:
        """What is doubtful about the mapping in this org, for the documents to say."""
        found = [DataProblem(mistake.text) for mistake in self.mistakes]
        for mapping in self._mapping.kinds.values():
            bound = self.bound(mapping.kind)
            found += orgcheck.doubts(mapping, bound) if bound else ()
        return tuple(dict.fromkeys(found))

    def look_at(self, names: Sequence[str]) -> list[ObjectInfo]:
        """Describes of objects beyond the mapping's, MAX_SUBREQUESTS at the most; not kept."""
        parts = [
            Subrequest(f"look{number}", f"sobjects/{name}/describe")
            for number, name in enumerate(names[:MAX_SUBREQUESTS])
        ]
        answers = self._wire.composite(parts) if parts else {}
        bodies = [answers[part.reference] for part in parts]
        return [
            object_info(answer.body, lambda child: child.endswith("__c"))
            for answer in bodies
            if answer.status == 200 and isinstance(answer.body, Mapping)
        ]

    def forget(self) -> None:
        """The org no longer agrees with what was kept: ask it anew on the next run."""
        self._is_outdated = True
        if self._key:
            self._wire.store.forget(self._key)

    def riders(self, room: int) -> list[Subrequest]:
        """Describes that are still to come, at most ``room``, to ride along with queries."""
        self._load()
        left = [*self._waiting, *self._doubtful]
        names = left[:room]
        self._waiting = [name for name in self._waiting if name not in names]
        self._doubtful = [name for name in self._doubtful if name not in names]
        return [self._subrequest(name) for name in names]

    def take(self, answers: Mapping[str, Answer]) -> None:
        """Learn from the answers to ``riders``; all other answers are passed over."""
        taken = [reference for reference in answers if reference in self._asked]
        for reference in taken:
            self._learn(self._asked.pop(reference), answers[reference])
        if taken and not self._is_outdated:
            self._wire.store.keep_describes(self._key, self._known)

    def _load(self) -> None:
        if self._is_loaded:
            return
        self._is_loaded = True
        who = self._wire.identity
        version = self._wire.api_version
        self._key = describe_key(self._wire.site, who.org_id, self._wire.reader_key, version)
        self._known = self._wire.store.describes(self._key)
        self._is_kept = bool(self._known)
        self._waiting = [name for name in self._wanted if name not in self._known]

    def _is_described(self, mapping: KindMapping, left: Sequence[str]) -> bool:
        """Whether all is there to bind the kind, ``left`` being still to come: its objects, and
        those to which its paths lead."""
        if set(left) & set(mapping.objects):
            return False
        paths = {a.rpartition(".")[0] for names in mapping.fields.values() for a in names}
        own = [info for name in mapping.objects if (info := self._known.get(name)) is not None]
        lookups = [lookup_of(info, path) for info in own for path in sorted(paths - {""})]
        return not any(set(left) & set(lookup.refers_to) for lookup in lookups if lookup)

    @property
    def _wanted(self) -> list[str]:
        """All objects in the order in which they are described: the likeliest of a kind before its
        others, of which few are there."""
        likeliest = [kind.objects[0] for kind in self._mapping.kinds.values() if kind.objects]
        return list(dict.fromkeys([*self._first, *likeliest, *self._mapping.objects]))

    @property
    def _first(self) -> list[str]:
        return [name for kind in _FIRST for name in self._mapping[kind].objects]

    def _ask_anew(self) -> None:
        self.forget()
        self._is_kept = self._is_outdated = False
        self._known, self._bound = {}, {}
        self._waiting, self._doubtful = self._wanted, []

    def _describe_waiting(self) -> None:
        while self._waiting:
            self._describe_some()

    def _describe_some(self) -> None:
        self.take(self._wire.composite(self.riders(MAX_SUBREQUESTS)))

    def _subrequest(self, name: str) -> Subrequest:
        reference = f"{_REFERENCE}{len(self._known) + len(self._asked)}"
        self._asked[reference] = name
        return Subrequest(reference, f"sobjects/{name}/describe")

    def _put_off(self, account: Mapping[str, Any]) -> None:
        """Custom objects that could only hang off accounts, and that no account has, hold nothing
        to read: their describes only tell why, and can come last."""
        rows = account.get("childRelationships")
        if not isinstance(rows, list) or not rows:
            return
        below = {str(row.get("childSObject")).lower() for row in rows if isinstance(row, Mapping)}
        for name in [n for n in self._waiting if n.lower() not in below]:
            kinds = [k for k in self._mapping.kinds.values() if name in k.objects]
            if name.endswith("__c") and all(_hangs_off_accounts(kind) for kind in kinds):
                self._waiting.remove(name)
                self._doubtful.append(name)

    def _learn(self, name: str, answer: Answer) -> None:
        if answer.status == 200 and isinstance(answer.body, Mapping):
            wanted = {known.lower() for known in self._mapping.objects}
            self._known[name] = object_info(
                answer.body, lambda child: child.endswith("__c") or child.lower() in wanted
            )
            if name in self._mapping["account"].objects:
                self._put_off(answer.body)
            return
        code = next((fault.code for fault in faults.parse_faults(answer.body)), "")
        if answer.status not in (400, 403, 404):
            raise ReadFailed(f"Salesforce could not describe {name}: {code or answer.status}.")
        self._known[name] = None


def _hangs_off_accounts(kind: KindMapping) -> bool:
    """Whether records of the kind name their account themselves, by a lookup."""
    links = kind.fields.get("account_id", ())
    return bool(links) and not any("." in link for link in links)
