"""Changes of the relationships: who came, left, changed role, grew closer or went quiet."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.changes.pairing import paired, words
from generator.analysis.results import AnalysedAccount, Change, Stakeholder, TeamRow


def people_changes(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """The customer's people (METHOD.md rows 56, 57), threading by division, and our own team."""
    for old, new in paired(
        then.relationships.contacts, now.relationships.contacts, lambda row: row.id
    ):
        if new is None:
            yield from _left(old)
        elif old is None:
            yield Change("people", "person_new", new.name, after=new.title, ids=(new.id,))
        else:
            yield from _person(old, new)
    yield from _threads(then, now)
    yield from _team(then, now)


def _left(old: Stakeholder | None) -> Iterator[Change]:
    if old is not None:
        kind = "person_gone_role" if old.role else "person_gone"
        yield Change("people", kind, old.name, before=old.role or old.title, ids=(old.id,))


def _person(old: Stakeholder, new: Stakeholder) -> Iterator[Change]:
    name, ids = new.name, (new.id,)
    yield from words(Change("people", "person_title", name, ids=ids), old.title, new.title)
    yield from words(Change("people", "person_unit", name, ids=ids), old.unit, new.unit)
    yield from words(Change("people", "person_role", name, ids=ids), old.role, new.role)
    yield from words(
        Change("people", "person_influence", name, ids=ids), old.influence, new.influence
    )
    yield from _strength(old, new)
    if old.is_active and not new.is_active:
        yield Change("people", "person_quiet", name, day=new.last_touch, ids=ids)
    elif new.is_active and not old.is_active:
        yield Change("people", "person_active", name, day=new.last_touch, ids=ids)


def _strength(old: Stakeholder, new: Stakeholder) -> Iterator[Change]:
    """Compared only where both were stated, or both inferred: a first honest statement is news of
    the record, not of the relationship."""
    if old.strength is None or new.strength is None or old.strength_source != new.strength_source:
        return
    turn = "stronger" if new.strength > old.strength else "weaker"
    yield from words(
        Change("people", f"person_{turn}", new.name, ids=(new.id,)),
        str(old.strength),
        str(new.strength),
    )


def _threads(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Divisions that hang on one person now, or no longer (row 54)."""
    pairs = paired(then.relationships.units, now.relationships.units, lambda row: row.unit_id)
    for old, new in pairs:
        if old is None or new is None or old.single_threaded == new.single_threaded:
            continue
        if new.single_threaded:
            yield Change("people", "unit_threaded", new.unit, ids=(new.unit_id,))
        elif new.single_threaded is False and old.single_threaded:
            yield Change("people", "unit_unthreaded", new.unit, ids=(new.unit_id,))


def _team(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    filled = [[row for row in account.team if row.person is not None] for account in (then, now)]
    for old, new in paired(filled[0], filled[1], _seat):
        row = new or old
        if row is None or row.person is None or (old and new):
            continue
        kind = "team_left" if new is None else "team_joined"
        yield Change("team", kind, row.person.name, after=row.role, ids=row.ids)


def _seat(row: TeamRow) -> tuple[str, str]:
    return row.role, row.person.id if row.person else ""
