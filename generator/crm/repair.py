"""A statement without what the org refused, although its describe had named it.

What a describe says can be a day old, and some refusals depend on the statement: a field or object
that is refused costs itself, not the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.crm.faults import Fault
from generator.crm.soql import LeadsTo, Query
from generator.errors import ReadFailed

HIDDEN = frozenset({"INVALID_TYPE", "INSUFFICIENT_ACCESS", "INVALID_FIELD_FOR_ACCESS"})
"""Codes for an object that is not there, or not for this user."""

MISSING = HIDDEN | {"INVALID_FIELD"}
"""The same, and for a field."""

_COLUMN = re.compile(r"No such column '([^']+)' on (?:entity|sobject(?: of type)?) '?([\w]+)'?")
_RELATIONSHIP = re.compile(r"Didn't understand relationship '([^']+)'|No such relation '([^']+)'")
_CONDITION = re.compile(r"field '([^']+)' (must be of type \w+|can not be filtered)")
_INDISPENSABLE = ("account", "opportunity")

Note = Callable[[str], None]


class NameRefused(ReadFailed):
    """An object could not be read because of one name in what was asked: ``name`` is a field of
    ``object``, or a relationship of it where ``is_path``."""

    def __init__(self, fault: ReadFailed, name: str, object_: str, *, is_path: bool) -> None:
        super().__init__(fault.message, next_step=fault.next_step)
        self.name, self.object, self.is_path = name, object_, is_path


def repaired(
    query: Query, fault: Fault, leads_to: LeadsTo, dropped: Note, refused: Note
) -> Query | None:
    """``query`` without what ``fault`` names; None where nothing of it is left to ask.

    ``dropped`` is told each ``Object.Field`` and relationship that went, ``refused`` each kind.
    ReadFailed where accounts or opportunities themselves cannot be read.
    """
    again, what, owner, is_path = query, "", "", False
    if found := _COLUMN.search(fault.message):
        what, owner = found.groups()
        again = query.without_field(what.split(".")[-1], owner, leads_to)
        for column in {f"{owner}.{what}", *query.columns()} - {*again.columns()}:
            dropped(column)
    elif found := _RELATIONSHIP.search(fault.message):
        what, owner, is_path = found.group(1) or found.group(2), query.object, True
        for child in query.children:
            if child.relationship == what:
                refused(child.kind)
        again = query.without_relationship(what)
        dropped(f"{query.object}.{what}")
    elif found := _CONDITION.search(fault.message):
        what = f"{found.group(1)} ({found.group(2)})"
    if again != query and again.fields:
        return again
    if query.kind in _INDISPENSABLE:
        failed = unreadable(query.object, f"{fault.code} {what}".rstrip())
        raise NameRefused(failed, what, owner, is_path=is_path) if owner else failed
    for kind in (query.kind, *(child.kind for child in query.children)):
        refused(kind)
    return None


def too_slow(name: str) -> ReadFailed:
    """The fault for a query that does not come to an end, however little it asks for."""
    return ReadFailed(
        f"{name} could not be read from Salesforce: a query for it took too long.",
        next_step="Try again when the org is less busy, or name the account by its id.",
    )


def unreadable(name: str, code: str) -> ReadFailed:
    """The fault for an object that cannot be read at all."""
    return ReadFailed(
        f"{name} could not be read from Salesforce: {code}.",
        next_step=f"Make sure that the user of the connection may read {name} and its fields.",
    )
