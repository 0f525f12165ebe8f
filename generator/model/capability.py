"""What an org offers to the user who reads: kinds of record, fields, and how well they are filled.

A survey is of the whole org, as that user sees it, and says nothing of a single account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generator.model.org import could_be_read
from generator.model.rules import Rules

COUNTED, ALWAYS, UNCOUNTED = "counted", "always", "uncounted"


@dataclass(frozen=True, slots=True)
class FieldCapability:
    """One field of the model (``contact.role``) and what the org holds of it.

    ``source`` is the field that was chosen, ``Contact.Title``; empty where none of ``candidates``
    is in the org, or all are hidden from the reader: the two cannot be told apart.
    ``how`` is COUNTED, ALWAYS (a checkbox has a value on every record) or UNCOUNTED (long text and
    the like: Salesforce does not count it). ``filled`` are the records with a value; None: unknown.
    """

    name: str
    source: str
    candidates: tuple[str, ...]
    how: str = COUNTED
    filled: int | None = None

    @property
    def is_there(self) -> bool:
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class KindCapability:
    """One kind of record. ``state`` is one of COVERAGE_STATES.

    ``source`` is the object that was chosen; empty where none of ``candidates`` is there.
    ``count`` is how many records the reader sees in the org; None where that is not known.
    ``reason`` says more of the state or of a count that failed, in words; else empty.
    ``is_optional``: one source among several, without which an org lacks nothing.
    """

    kind: str
    topic: str
    state: str
    source: str
    candidates: tuple[str, ...]
    count: int | None
    fields: tuple[FieldCapability, ...] = ()
    reason: str = ""
    is_optional: bool = False

    @property
    def is_readable(self) -> bool:
        return could_be_read(self.state)

    @property
    def sought(self) -> tuple[str, ...]:
        """The object, or where it was looked for: of a feature that is off only its own."""
        if self.source:
            return (self.source,)
        return self.candidates[:1] if self.state == "not_enabled" else self.candidates

    @property
    def wanted(self) -> tuple[FieldCapability, ...]:
        """The fields that the mapping looks for; an empty list of candidates says "none"."""
        return tuple(field for field in self.fields if field.candidates)

    @property
    def found(self) -> tuple[FieldCapability, ...]:
        return tuple(field for field in self.fields if field.is_there)


@dataclass(frozen=True, slots=True)
class Survey:
    """All kinds of record, in the model's order.

    ``reader`` is whose eyes read, empty where the org does not say; ``declared_safe`` are the
    model's fields that the mapping lets customers see; ``taken`` is when the records were counted;
    ``rules`` say what counts in this org; ``open_renewals`` are the open opportunities that they
    tell to be renewals, None where they were not counted.
    """

    kinds: tuple[KindCapability, ...]
    reader: str
    declared_safe: tuple[str, ...]
    taken: datetime
    api_version: str
    rules: Rules = Rules()
    open_renewals: int | None = None

    def kind(self, name: str) -> KindCapability:
        """KeyError where the survey has no such kind."""
        for kind in self.kinds:
            if kind.kind == name:
                return kind
        raise KeyError(name)

    def field(self, name: str) -> FieldCapability | None:
        """The field ``contact.role``; None where its kind is not there or not looked for."""
        kind = self.kind(name.partition(".")[0])
        return next((field for field in kind.fields if field.name == name), None)
