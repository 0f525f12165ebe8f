"""Who is said to have left, and what changed about the customer's people (METHOD.md rows 56, 57).

Salesforce says so in three places: a relation to the account that has ended, the field history of
the contact, and mail that comes back. The first two are statements, the last is but a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from generator.analysis.dates import within_days
from generator.analysis.money import ids_of
from generator.analysis.options import CHANGE_DAYS
from generator.analysis.results import PersonChange, Stakeholder
from generator.analysis.scope import Scope, group
from generator.model.ids import is_whole
from generator.model.records import Contact, ContactChange, ContactRelation


def departed(scope: Scope) -> Mapping[str, tuple[str, ...]]:
    """Contact -> the records that say that it is no longer with the account."""
    relations = group(_relations(scope), lambda row: row.contact_id)
    moves = group(_moved_out(scope), lambda row: row.contact_id)
    found = {}
    for contact in scope.snapshot.contacts:
        rows = relations.get(contact.id, ())
        if any(holds(scope, row) and _speaks(scope, contact, row) for row in rows):
            continue
        ended = [row for row in rows if _speaks(scope, contact, row)]
        ids = ids_of((row.id for row in ended), (row.id for row in moves.get(contact.id, ())))
        if ids:
            found[contact.id] = ids
    return found


def former_roles(scope: Scope) -> Mapping[str, tuple[str, ...]]:
    """Contact -> the buying roles of its relations that ended."""
    over = (row for row in _relations(scope) if not row.is_active or _is_over(scope, row))
    return {
        contact_id: tuple(role for row in rows for role in row.roles)
        for contact_id, rows in group(over, lambda row: row.contact_id).items()
    }


def holds(scope: Scope, row: ContactRelation) -> bool:
    """Whether the relation is active as of as-of."""
    begun = row.start_date is None or row.start_date <= scope.as_of
    return row.is_active and begun and not _is_over(scope, row)


def _is_over(scope: Scope, row: ContactRelation) -> bool:
    return row.end_date is not None and row.end_date < scope.as_of


def _relations(scope: Scope) -> Iterator[ContactRelation]:
    return (row for row in scope.snapshot.relations if row.account_id in scope.accounts)


def _speaks(scope: Scope, contact: Contact, row: ContactRelation) -> bool:
    """Whether the relation says where the person works: the one to the own account does; of
    somebody whose own account is another company, every one."""
    at_home = row.is_direct or row.account_id == contact.account_id
    return at_home or contact.account_id not in scope.accounts


def _moved_out(scope: Scope) -> Iterator[ContactChange]:
    """Changes of account that led from one of ours to another company."""
    places = {*scope.accounts, *(row.name for row in scope.accounts.values())}
    for row in scope.snapshot.contact_changes:
        contact = scope.contacts.get(row.contact_id)
        is_away = contact is not None and contact.account_id not in scope.accounts
        led_out = row.old in places and row.new not in places
        if row.field == "account_id" and is_away and led_out:
            yield row


def person_changes(scope: Scope, people: tuple[Stakeholder, ...]) -> tuple[PersonChange, ...]:
    """What changed in the last 180 days, newest first; what bears no date stands last."""
    by_id = {row.id: row for row in people}
    rows = chain(
        _ended(scope, by_id), _bounced(scope, by_id), _quiet(by_id), _history(scope, by_id)
    )
    days = CHANGE_DAYS
    recent = [row for row in rows if row.day is None or within_days(row.day, scope.as_of, days)]
    recent.sort(key=lambda row: (row.name, row.contact_id, row.kind, row.ids))
    recent.sort(key=lambda row: row.day.toordinal() if row.day else 0, reverse=True)
    return tuple(recent)


def _change(
    kind: str,
    row: Stakeholder,
    ids: Iterable[str],
    day: date | None,
    *,
    role: str | None = None,
    old: str | None = None,
    new: str | None = None,
) -> PersonChange:
    return PersonChange(
        kind=kind,
        contact_id=row.id,
        name=row.name,
        title=row.title,
        role=row.role or role,
        unit=row.unit,
        day=day,
        old=old,
        new=new,
        ids=ids_of((row.id,), ids),
    )


def _ended(scope: Scope, people: Mapping[str, Stakeholder]) -> Iterator[PersonChange]:
    """Relations that ended: to the account the person left, else to a division only."""
    for row in _relations(scope):
        person = people.get(row.contact_id)
        if person and (not row.is_active or _is_over(scope, row)):
            kind = "left" if person.has_left else "unrelated"
            where = scope.account_name(row.account_id)
            role = next(iter(row.roles), None)  # that the person had there
            yield _change(kind, person, (row.id,), row.end_date, role=role, old=where)


def _bounced(scope: Scope, people: Mapping[str, Stakeholder]) -> Iterator[PersonChange]:
    for person in people.values():
        contact = scope.contacts[person.id]
        day = contact.email_bounced_on
        if contact.email_bounced and (day is None or day <= scope.as_of):
            yield _change("bounced", person, (), day)


def _quiet(people: Mapping[str, Stakeholder]) -> Iterator[PersonChange]:
    for person in people.values():
        if person.went_quiet and not person.has_left:
            yield _change("quiet", person, (), person.last_touch)


def _history(scope: Scope, people: Mapping[str, Stakeholder]) -> Iterator[PersonChange]:
    """Titles, accounts and strengths by the field history; a row that says nothing is no change."""
    for row in scope.snapshot.contact_changes:
        person = people.get(row.contact_id)
        kind = _kind(scope, row, person) if person else None
        if person and kind:
            old, new = _named(scope, row.old), _named(scope, row.new)
            yield _change(kind, person, (row.id,), row.day, old=old, new=new)


def _kind(scope: Scope, row: ContactChange, person: Stakeholder) -> str | None:
    if row.old == row.new or row.old is None:
        return None  # filled in for the first time: we learnt it, the customer did not change
    if row.field == "account_id":
        if is_whole(row.old) and _has_twin(scope, row):
            return None
        return "left" if person.has_left else "moved"
    if row.field == "strength":
        return _direction(row)
    return row.field if row.field == "title" else None


def _has_twin(scope: Scope, row: ContactChange) -> bool:
    """Salesforce writes a change of a lookup twice: once with the ids, once with the names."""
    return any(
        other.id != row.id
        and (other.contact_id, other.field, other.day) == (row.contact_id, row.field, row.day)
        and other.old is not None
        and not is_whole(other.old)
        for other in scope.snapshot.contact_changes
    )


def _direction(row: ContactChange) -> str | None:
    """weaker or stronger; None where a word of either side means no level."""
    if not (row.old and row.old.isdecimal() and row.new and row.new.isdecimal()):
        return None
    return "weaker" if int(row.new) < int(row.old) else "stronger"


def _named(scope: Scope, value: str | None) -> str | None:
    account = scope.accounts.get(value or "")
    return account.name if account else value
