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
_INDISPENSABLE = ("account", "opportunity")

Note = Callable[[str], None]


def repaired(
    query: Query, fault: Fault, leads_to: LeadsTo, dropped: Note, refused: Note
) -> Query | None:
    """``query`` without what ``fault`` names; None where nothing of it is left to ask.

    ``dropped`` is told each ``Object.Field`` and relationship that went, ``refused`` each kind.
    ReadFailed where accounts or opportunities themselves cannot be read.
    """
    again, what = query, ""
    if found := _COLUMN.search(fault.message):
        what = found.group(1)
        again = query.without_field(what.split(".")[-1], found.group(2), leads_to)
        for column in {f"{found.group(2)}.{what}", *query.columns()} - {*again.columns()}:
            dropped(column)
    elif found := _RELATIONSHIP.search(fault.message):
        what = found.group(1) or found.group(2)
        for child in query.children:
            if child.relationship == what:
                refused(child.kind)
        again = query.without_relationship(what)
        dropped(f"{query.object}.{what}")
    if again != query and again.fields:
        return again
    if query.kind in _INDISPENSABLE:
        raise unreadable(query.object, f"{fault.code} {what}".rstrip())
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
