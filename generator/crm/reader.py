"""Accounts read into Snapshots: by set, page by page, whatever the org has or hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from generator.crm import queries, soql, tree
from generator.crm.assemble import Split, named_ids
from generator.crm.binding import CONTACTS, USERS
from generator.crm.convert import raw_value
from generator.crm.fetch import Haul, fetch
from generator.crm.orgfacts import org_facts
from generator.crm.queries import Windows
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.crm.wire import MAX_QUERIES
from generator.errors import AccountNotFound
from generator.model.org import FiscalCalendar, FiscalQuarter
from generator.model.snapshot import Snapshot

OPPORTUNITY_MONTHS: Final = 36
ACTIVITY_MONTHS: Final = 24
CASE_QUARTERS: Final = 8

Family = tuple[list[str], bool]


def read_accounts(
    session: Session,
    roots: Sequence[str],
    as_of: date,
    *,
    quarter: FiscalQuarter | None = None,
) -> Iterator[Snapshot]:
    """One Snapshot for each of ``roots`` (18-character ids), in their order.

    ``quarter`` is the one under review where it is not the last completed one: cases are then read
    from far enough back for its trend.

    Accounts are read in groups of up to ``soql.MAX_IDS``, so the number of calls grows with the
    records and not with the accounts. Raises ReadFailed where accounts or opportunities cannot be
    read, and AccountNotFound, after all others were given, for roots that are not there.
    """
    forest = tree.grow(session, roots)
    below = tree.children_of(forest.parents)
    found = [root for root in dict.fromkeys(roots) if root in forest.parents]
    windows = windows_for(as_of, org_facts(session).org.fiscal, quarter)
    for group in _groups([tree.family(below, root) for root in found]):
        yield from _read_group(session, group, as_of, windows)
    lost = [root for root in dict.fromkeys(roots) if root not in forest.parents]
    if lost:
        raise AccountNotFound(
            f"No account {', '.join(lost)} can be read.",
            next_step="It may have been deleted or merged, or the user may not see it.",
        )


def windows_for(
    as_of: date, fiscal: FiscalCalendar, quarter: FiscalQuarter | None = None
) -> Windows:
    """How far back to read: 36 months of opportunities, 24 of activities, 8 fiscal quarters of
    cases before the one that holds ``as_of``, and up to ``quarter`` where that lies further back.

    Opportunities reach no further for an earlier quarter: what is owned, won and lost must not
    depend on which quarter is looked at."""
    first = fiscal.shift(fiscal.quarter_of(as_of), -CASE_QUARTERS).start
    if quarter is not None:
        first = min(first, fiscal.shift(quarter, 1 - CASE_QUARTERS).start)
    return Windows(
        opportunities=months_before(as_of, OPPORTUNITY_MONTHS),
        cases=first,
        activities=months_before(as_of, ACTIVITY_MONTHS),
    )


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)


def _groups(families: Sequence[Family]) -> Iterator[list[Family]]:
    """Families together while their accounts fit into one set of statements."""
    group: list[Family] = []
    size = 0
    for family in families:
        if group and size + len(family[0]) > soql.MAX_IDS:
            yield group
            group, size = [], 0
        group.append(family)
        size += len(family[0])
    if group:
        yield group


def _read_group(
    session: Session, group: Sequence[Family], as_of: date, windows: Windows
) -> Iterator[Snapshot]:
    ids = sorted({account for family, _ in group for account in family})
    haul, bound = Haul(), session.catalog.bound
    parts = soql.chunks(ids)
    first, later = _by_need(
        session, [q for p in parts for q in queries.account_queries(bound, p, windows)]
    )
    fetch(session, first, haul)
    fetch(session, [*_people_queries(session, haul, parts), *later], haul)
    split = Split(session, org_facts(session), haul, as_of, windows.reach)
    for family, is_ring in group:
        if family[0] in haul.of("account"):
            yield split.snapshot(family, is_ring)


def _by_need(session: Session, found: Sequence[Query]) -> tuple[list[Query], list[Query]]:
    """First the statements whose records name people, in full composite requests; then the rest,
    which goes out together with the questions about those people."""
    naming = [q for q in found if _names_people(session, q)]
    plain = [q for q in found if q not in naming]
    filling = -len(naming) % MAX_QUERIES
    return [*naming, *plain[:filling]], plain[filling:]


def _names_people(session: Session, query: Query) -> bool:
    bounds = [session.catalog.bound(kind) for kind in (query.kind, *_kinds_below(query))]
    return any(name in USERS | CONTACTS for b in bounds if b for name in b.columns)


def _kinds_below(query: Query) -> list[str]:
    return [child.kind for child in query.children]


def _people_queries(session: Session, haul: Haul, parts: Sequence[Sequence[str]]) -> list[Query]:
    """The accounts' contacts, and who else the records read so far name."""
    bound = session.catalog.bound
    others = _outside_contacts(session, haul, {i for part in parts for i in part})
    return [
        *queries.contact_queries(bound, parts[0], others),
        *(q for part in parts[1:] for q in queries.contact_queries(bound, part, ())),
        *queries.user_queries(bound, _users(session, haul)),
    ]


def _users(session: Session, haul: Haul) -> list[str]:
    """The ids of all users that the records name."""
    found: set[str] = set()
    for kind, rows in haul.rows.items():
        bound = session.catalog.bound(kind)
        found |= named_ids(bound, rows.values(), USERS) if bound else set()
    return sorted(i for i in found if i.startswith("005"))


def _outside_contacts(session: Session, haul: Haul, accounts: set[str]) -> list[str]:
    """Contacts that the records name and that are not, as far as is known, of these accounts."""
    contact = session.catalog.bound("contact")
    home = contact.path("account_id") if contact else None
    found = set()
    for kind, rows in haul.rows.items():
        bound = session.catalog.bound(kind)
        if bound is None or kind in ("task", "event"):
            continue  # their contacts are those of the account, or are found by their roles
        for column in bound.columns.values():
            if column.name not in CONTACTS or not column.is_lookup:
                continue
            for row in rows.values():
                at = raw_value(row, f"{column.info.relationship}.{home}") if home else None
                value = row.get(column.path)
                if isinstance(value, str) and at not in accounts:
                    found.add(value)
    return sorted(found)
