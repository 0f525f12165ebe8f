"""The names of the org's accounts: in a customer's file no other customer may be named."""

from __future__ import annotations

from typing import Final

from generator.crm import tree
from generator.crm.binding import MODIFIED
from generator.crm.convert import raw_value
from generator.crm.fetch import fetch
from generator.crm.session import Session
from generator.crm.soql import Query

MOST: Final = 10_000
"""Names that are read: five pages, each an API call."""


def account_names(session: Session, most: int = MOST) -> dict[str, str]:
    """Names by record id: of all accounts where a selection has read them all, else of the ``most``
    that were changed last. Empty where names cannot be read."""
    if session.account_names:
        return session.account_names
    bound = tree.account_of(session)
    path = bound.path("name")
    if path is None:
        return {}
    latest = f"ORDER BY {MODIFIED} DESC " if bound.has_modified else ""
    query = Query("account", bound.object.name, ("Id", path), tail=f"{latest}LIMIT {most}")
    rows = fetch(session, [query]).of("account")
    session.account_names = {
        record_id: name
        for record_id, row in rows.items()
        if isinstance(name := raw_value(row, path), str)
    }
    return session.account_names
