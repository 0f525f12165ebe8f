"""Accounts read into Snapshots: by set, page by page, whatever the org has or hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from generator.crm import bulk, queries, sizes, soql, tree
from generator.crm.assemble import Split, named_ids
from generator.crm.binding import CONTACTS, USERS
from generator.crm.convert import Unreadable, raw_value, read_time
from generator.crm.fetch import Haul, fetch
from generator.crm.orgfacts import facts_queries, org_facts, take_facts
from generator.crm.queries import Windows
from generator.crm.session import Session
from generator.crm.sizes import Gauge
from generator.crm.soql import Query
from generator.crm.wire import MAX_QUERIES
from generator.errors import AccountNotFound
from generator.model.org import FiscalCalendar, FiscalQuarter
from generator.model.snapshot import Snapshot

OPPORTUNITY_MONTHS: Final = 36
ACTIVITY_MONTHS: Final = 24
CASE_QUARTERS: Final = 8

_LONGEST: Final = 31
"""Months back in which eight quarters and the running one lie, whatever the fiscal calendar."""

Family = tuple[list[str], bool]


def read_accounts(
    session: Session,
    roots: Sequence[str],
    as_of: date,
    *,
    quarter: FiscalQuarter | None = None,
    gauge: Gauge | None = None,
) -> Iterator[Snapshot]:
    """One Snapshot for each of ``roots`` (18-character ids), in their order.

    ``quarter`` is the one under review where it is not the last completed one: cases are then read
    from far enough back for its trend. ``gauge`` is told what a large set will take, before it is
    read, and may refuse it.

    Accounts are read in groups of up to ``soql.MAX_IDS``, so the number of calls grows with the
    records and not with the accounts. Raises ReadFailed where accounts or opportunities cannot be
    read, and AccountNotFound, after all others were given, for roots that are not there.
    """
    forest = tree.grow(session, roots)
    below = tree.children_of(forest.parents)
    found = [root for root in dict.fromkeys(roots) if root in forest.parents]
    reading = _Reading(session, as_of, quarter, gauge)
    groups = list(_groups([tree.family(below, root) for root in found]))
    given: set[str] = set()
    for number, group in enumerate(groups):
        for snapshot in reading.snapshots(group, sum(len(_ids(g)) for g in groups[number:])):
            given.add(snapshot.account_id)
            yield snapshot
    lost = [root for root in dict.fromkeys(roots) if root not in given]
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


def _ids(group: Sequence[Family]) -> list[str]:
    """All accounts of a group, each once: one family can lie inside another."""
    return sorted({account for family, _ in group for account in family})


@dataclass
class _Reading:
    """Reads group after group. ``gauge`` is asked once, before the first that is large."""

    session: Session
    as_of: date
    quarter: FiscalQuarter | None
    gauge: Gauge | None

    def snapshots(self, group: Sequence[Family], ahead: int) -> Iterator[Snapshot]:
        """The snapshots of a group; ``ahead`` accounts are still to be read, it included."""
        ids, haul = _ids(group), Haul()
        if len(ids) > sizes.LARGE:
            self._large(ids, haul, ahead)
        else:
            self._small(ids, haul)
        self.session.catalog.complete()
        self.session.catalog.check()
        windows = self._windows(org_facts(self.session).org.fiscal)
        _leave_out_old_cases(self.session, haul, windows.cases)
        split = Split(self.session, org_facts(self.session), haul, self.as_of, windows.reach)
        for family, is_ring in group:
            if family[0] in haul.of("account"):
                yield split.snapshot(family, is_ring)

    def _windows(self, fiscal: FiscalCalendar) -> Windows:
        return windows_for(self.as_of, fiscal, self.quarter)

    def _asked_windows(self) -> Windows:
        """How far back to ask. The fiscal calendar may still be on its way: then as far as any
        calendar would have it; what lies before the window is left out afterwards."""
        if self.session.facts is not None:
            return self._windows(self.session.facts.org.fiscal)
        known = self._windows(FiscalCalendar())
        return replace(known, cases=min(known.cases, months_before(self.as_of, _LONGEST)))

    def _small(self, ids: Sequence[str], haul: Haul) -> None:
        """Few calls matter more than full pages. What is described first is asked first; the
        people come last, when all records that name them are there."""
        session, bound = self.session, self.session.catalog.bound
        windows, facts = self._asked_windows(), facts_queries(session)
        fetch(session, queries.busy_queries(bound, ids, windows), haul)
        rest = [*queries.quiet_queries(bound, ids, fewest=True), *facts]
        now = len(rest) - len(rest) % MAX_QUERIES
        fetch(session, rest[:now], haul)
        others = self._other_contacts(ids, haul)
        people = [*queries.contact_queries(bound, (), others), *self._user_queries(haul)]
        fetch(session, [*people, *rest[now:]], haul)
        take_facts(session, haul)

    def _large(self, ids: Sequence[str], haul: Haul, ahead: int) -> None:
        """As few pages as can be: counted first, then each statement by the cheaper way."""
        session, bound = self.session, self.session.catalog.bound
        windows = self._windows(org_facts(session).org.fiscal)
        wanted = [
            *queries.busy_queries(bound, ids, windows),
            *queries.quiet_queries(bound, ids, fewest=False),
        ]
        session.catalog.check(whole=True)  # better now than after reading so much
        counts = sizes.counted(session, wanted)
        ways = sizes.cheapest(wanted, counts)
        if self.gauge is not None:
            gauge, self.gauge = self.gauge, None
            gauge(sizes.estimate(session, ways, counts, len(ids), ahead))
        with bulk.Jobs(session, ways.jobs) as jobs:
            fetch(session, ways.pages, haul)
            left = jobs.collect(haul)
        fetch(session, left, haul)
        others = self._other_contacts(ids, haul)
        people = [*queries.contact_queries(bound, (), others), *self._user_queries(haul)]
        fetch(session, people, haul)

    def _other_contacts(self, ids: Sequence[str], haul: Haul) -> list[str]:
        return _outside_contacts(self.session, haul, set(ids))

    def _user_queries(self, haul: Haul) -> list[Query]:
        return queries.user_queries(self.session.catalog.bound, _users(self.session, haul))


def _leave_out_old_cases(session: Session, haul: Haul, start: date) -> None:
    """The same cases as a statement would find that knows the window's first day."""
    bound, rows = session.catalog.bound("case"), haul.of("case")
    if bound is None or not bound.can_filter("created"):
        return
    tests = [bound.path(name) for name in ("created", "closed") if bound.can_filter(name)]
    is_closed = bound.path("is_closed") if bound.can_filter("is_closed") else None
    for record_id, row in list(rows.items()):
        is_open = is_closed is not None and raw_value(row, is_closed) in (False, "false")
        if not is_open and not any(_is_from(raw_value(row, path or ""), start) for path in tests):
            del rows[record_id]


def _is_from(raw: Any, start: date) -> bool:
    try:
        return read_time(raw) >= soql.first_moment(start)
    except Unreadable:
        return False


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
