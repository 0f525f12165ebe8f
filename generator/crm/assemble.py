"""What was read of a set of accounts, split into one Snapshot for each root account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from generator.crm import changes, queries
from generator.crm.binding import CONTACTS, MODIFIED, PRODUCTS, USERS, Bound
from generator.crm.convert import CONTACT_PREFIX, Notes, Unreadable, convert, raw_value, read_time
from generator.crm.coverage import coverage, field_sources
from generator.crm.fetch import Haul
from generator.crm.kinds import TOPICS
from generator.crm.pages import Row
from generator.crm.session import OrgFacts, Session
from generator.model.org import FieldSource
from generator.model.records import Account, User
from generator.model.snapshot import Reach, Snapshot

QUEUE_PREFIX: Final = "00G"
_BELOW_ACCOUNT: Final = (
    "opportunity",
    "task",
    "event",
    "case",
    "plan",
    "priority",
    *(kind for kind, _ in queries.CHILDREN["account"]),
)
_BELOW_THOSE: Final = tuple(k for k, (_, up) in queries.TO_ACCOUNT.items() if up != "contact")
"""Parents stand before their children; contacts are known last."""


@dataclass
class Split:
    """The raw records of many accounts, ready to be taken account by account."""

    session: Session
    facts: OrgFacts
    haul: Haul
    as_of: date
    reach: tuple[Reach, ...] = ()

    def snapshot(self, family: Sequence[str], is_ring: bool) -> Snapshot:
        """The Snapshot of ``family``: the root account, and all below it."""
        picked = self._pick(family)
        notes = Notes()
        self._drop_hidden_contacts(picked, notes)
        made = {kind: self._convert(kind, rows, notes) for kind, rows in picked.items()}
        made["user"] = self._users(picked, notes)
        made["product"] = self._products(picked, notes)
        if is_ring:
            notes.add(
                "The account is below itself: its parents form a ring, which was cut here.",
                "Account.ParentId",
                family[0],
            )
        return self._joined(family[0], made, picked, notes, is_ring)

    def _pick(self, family: Sequence[str]) -> dict[str, list[Row]]:
        accounts = self.haul.of("account")
        picked = {"account": [accounts[i] for i in family if i in accounts]}
        for kind in _BELOW_ACCOUNT:
            picked[kind] = self._linked(kind, "account_id", family)
        for kind in _BELOW_THOSE:
            link, parent = queries.TO_ACCOUNT[kind]
            picked[kind] = self._linked(kind, link, (row["Id"] for row in picked[parent]))
        picked["contact"] = self._contacts(picked, family)
        picked["contact_change"] = self._changes(picked["contact"])
        return picked

    def _changes(self, contacts: Iterable[Row]) -> list[Row]:
        """The history of those contacts, as far as it is of fields that the model knows."""
        change, contact = (self.session.catalog.bound(k) for k in ("contact_change", "contact"))
        rows = self._linked("contact_change", "contact_id", (row["Id"] for row in contacts))
        return list(changes.in_model_words(rows, change, contact)) if change and contact else []

    def _linked(self, kind: str, link: str, to: Iterable[str]) -> list[Row]:
        """The rows of ``kind`` whose ``link`` points to one of ``to``, sorted by id."""
        index = self._index(kind, link)
        rows = [row for record_id in to for row in index.get(record_id, ())]
        return sorted(rows, key=lambda row: str(row["Id"]))

    def _index(self, kind: str, link: str) -> Mapping[str, list[Row]]:
        if kind not in self._indexes:
            bound = self.session.catalog.bound(kind)
            path = bound.path(link) if bound else None
            found: dict[str, list[Row]] = {}
            for row in self.haul.of(kind).values() if path else ():
                found.setdefault(str(raw_value(row, path or "")), []).append(row)
            self._indexes[kind] = found
        return self._indexes[kind]

    @cached_property
    def _indexes(self) -> dict[str, dict[str, list[Row]]]:
        return {}

    def _contacts(self, picked: Mapping[str, list[Row]], family: Sequence[str]) -> list[Row]:
        """The family's own contacts, and those of others that its records name."""
        own = self._linked("contact", "account_id", family)
        kept = {str(row["Id"]): row for row in own}
        readable = self.haul.of("contact")
        for record_id in self._named(picked, CONTACTS):
            if record_id in readable:
                kept[record_id] = readable[record_id]
        return [kept[record_id] for record_id in sorted(kept)]

    def _named(self, picked: Mapping[str, list[Row]], fields: frozenset[str]) -> set[str]:
        found = set()
        for kind, rows in picked.items():
            bound = self.session.catalog.bound(kind)
            found |= named_ids(bound, rows, fields) if bound else set()
        return found

    def _drop_hidden_contacts(self, picked: dict[str, list[Row]], notes: Notes) -> None:
        """Roles name contacts that their reader may not see or that are deleted: leave those out.

        Salesforce checks the opportunity, not the contact, when it shows a role (SALESFORCE.md
        3.1, "Buying roles").
        """
        visible = {str(row["Id"]) for row in picked["contact"]}
        for kind in ("buying_role", "contact_relation"):
            bound = self.session.catalog.bound(kind)
            path = bound.path("contact_id") if bound else None
            if bound is None or path is None:
                continue
            kept = []
            for row in picked[kind]:
                if raw_value(row, path) in visible:
                    kept.append(row)
                    continue
                what = f"{bound.object.name} of a contact that cannot be read; left out."
                notes.add(what, f"{bound.object.name}.{path}", row["Id"])
            picked[kind] = kept

    def _convert(self, kind: str, rows: Iterable[Row], notes: Notes) -> list[Any]:
        bound = self.session.catalog.bound(kind)
        if bound is None:
            return []
        currency, zone = self.facts.org.currency, self.facts.zone
        made = (convert(bound, row, currency, notes, zone) for row in rows)
        return [record for record in made if record is not None]

    def _users(self, picked: Mapping[str, list[Row]], notes: Notes) -> list[User]:
        """Everyone of ours that the records name, with all managers above them."""
        rows = user_rows(self.session, self.haul)
        stubs = self._stubs(picked)
        wanted = sorted(self._named(picked, USERS))
        found: dict[str, User] = {}
        while wanted:
            record_id = wanted.pop()
            row = rows.get(record_id)
            user = self._user(row, notes) if row else stubs.get(record_id)
            if record_id in found or user is None:
                continue
            found[record_id] = user
            if user.manager_id:
                wanted.append(user.manager_id)
        return [found[record_id] for record_id in sorted(found)]

    def _user(self, row: Row, notes: Notes) -> User | None:
        made = self._convert("user", [row], notes)
        return made[0] if made else None

    def _stubs(self, picked: Mapping[str, list[Row]]) -> dict[str, User]:
        """Queues, and users that cannot be read, from the names beside the ids."""
        found: dict[str, User] = {}
        for kind, rows in picked.items():
            bound = self.session.catalog.bound(kind)
            for record_id, parent in named_rows(bound, rows, USERS) if bound else ():
                is_queue = record_id.startswith(QUEUE_PREFIX) or parent.get("Type") == "Queue"
                name = parent.get("Name")
                if isinstance(name, str):
                    found[record_id] = User(record_id, name, is_queue=is_queue)
        return found

    def _products(self, picked: Mapping[str, list[Row]], notes: Notes) -> list[Any]:
        """All active products, and those inactive ones that the records name."""
        found = {product.id: product for product in self.facts.products}
        for kind, rows in picked.items():
            bound = self.session.catalog.bound(kind)
            for record_id, parent in named_rows(bound, rows, PRODUCTS) if bound else ():
                if record_id not in found:
                    for product in self._convert("product", [{"Id": record_id, **parent}], notes):
                        found[record_id] = product
        return [found[record_id] for record_id in sorted(found)]

    def _joined(
        self,
        root: str,
        made: dict[str, list[Any]],
        picked: Mapping[str, list[Row]],
        notes: Notes,
        is_ring: bool,
    ) -> Snapshot:
        counts = {kind: len(records) for kind, records in made.items()}
        topics: dict[str, list[Any]] = {}
        for kind, records in made.items():
            topics.setdefault(TOPICS[kind], []).extend(records)
        accounts = topics.pop("accounts")
        lists: dict[str, Any] = {
            topic: tuple(sorted(found, key=lambda r: str(r.id))) for topic, found in topics.items()
        }
        return Snapshot(
            org=self.facts.org,
            as_of=self.as_of,
            account_id=root,
            accounts=tuple(_cut(accounts) if is_ring else accounts),
            **lists,
            newest_change=_newest(picked),
            coverage=coverage(self.session, self.haul, counts),
            field_sources=self._sources,
            declared_safe=self.session.mapping.declared_safe,
            problems=(
                *self.facts.problems,
                *self.session.catalog.problems,
                *notes.problems(),
            ),
            reach=self.reach,
            rules=self.session.mapping.rules,
        )

    @cached_property
    def _sources(self) -> tuple[FieldSource, ...]:
        return field_sources(self.session)


def _cut(accounts: Sequence[Account]) -> list[Account]:
    """The root without its parent, so that no one who walks up or down goes round in circles."""
    return [replace(accounts[0], parent_id=None), *accounts[1:]]


def named_ids(bound: Bound, rows: Iterable[Row], fields: frozenset[str]) -> set[str]:
    """The ids that ``rows`` hold in those of ``fields`` that this kind has."""
    paths = [column.path for name, column in bound.columns.items() if name in fields]
    found = (raw_value(row, path) for row in rows for path in paths)
    ids = {value for value in found if isinstance(value, str)}
    return {i for i in ids if i.startswith(CONTACT_PREFIX)} if fields is CONTACTS else ids


def named_rows(
    bound: Bound, rows: Iterable[Row], fields: frozenset[str]
) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Id and nested record behind each lookup of ``fields``, as far as it was read along."""
    lookups = [c for name, c in bound.columns.items() if name in fields and c.is_lookup]
    for row in rows:
        for column in lookups:
            record_id, parent = row.get(column.path), row.get(column.info.relationship)
            if isinstance(record_id, str) and isinstance(parent, Mapping):
                yield record_id, parent


def user_rows(session: Session, haul: Haul) -> dict[str, Row]:
    """Users by id: those that were asked for, and the managers nested in their rows."""
    bound = session.catalog.bound("user")
    path = bound.path("manager_id") if bound else None
    up = bound.relationship("manager_id") if bound else None
    found: dict[str, Row] = dict(haul.of("user"))
    for row in list(found.values()):
        at: Mapping[str, Any] = row
        while path and up and isinstance(at.get(up), Mapping) and isinstance(at.get(path), str):
            parent = {"Id": at[path], **at[up]}
            found.setdefault(at[path], parent)
            at = parent
    return found


def _newest(picked: Mapping[str, list[Row]]) -> datetime | None:
    """The newest change among the account's records; of people and products no change counts."""
    found = []
    for rows in picked.values():
        for row in rows:
            try:
                found.append(read_time(row.get(MODIFIED)))
            except Unreadable:
                continue
    return max(found, default=None)
