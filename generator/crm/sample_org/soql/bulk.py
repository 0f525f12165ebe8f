"""What the Bulk API 2.0 does not take of SOQL, in its words."""

from __future__ import annotations

from ..refusal import Refusal
from ..schema import COMPOUND
from . import syntax as s
from .grouping import is_aggregate
from .scope import Scope

CODE = "API_ERROR"


def check_bulk(scope: Scope, query: s.Query) -> None:
    """Raises Refusal where ``query`` holds what no query job may."""
    for item in query.items:
        if isinstance(item.what, s.Query):
            message = "Aggregate Relationships not supported in Bulk V2 Query with CSV content type"
            raise _refused(message, "bulk-subquery")
    if is_aggregate(query):
        raise _refused(
            "Aggregate functions and GROUP BY not supported in Bulk Query", "bulk-groups"
        )
    if query.offset is not None:
        raise _refused("OFFSET not supported in Bulk Query", "bulk-offset")
    for item in query.items:
        _check_item(scope, item.what)


def no_typeof() -> Refusal:
    return _refused("TYPEOF not supported in Bulk Query", "bulk-typeof")


def _check_item(scope: Scope, what: s.Path | s.Call | s.Query) -> None:
    if isinstance(what, s.Call):
        raise _refused("FIELDS() not supported in Bulk Query", "bulk-compound")
    if isinstance(what, s.Path):
        kind = scope.column(what).field.type
        if kind in COMPOUND:
            raise _refused("Selecting compound data not supported in Bulk Query", "bulk-compound")
        if kind == "base64":
            message = "Blob field not supported in Bulk V2 Query with CSV content type"
            raise _refused(message, "bulk-compound")


def _refused(message: str, rule: str) -> Refusal:
    return Refusal(CODE, message, rule=rule)
