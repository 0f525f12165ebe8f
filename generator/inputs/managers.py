"""``managers.csv``: who reports to whom, where the CRM does not say.

The CRM is the record: the file speaks only for those to whom it gives no manager. Names are turned
into users by ``with_people`` once the CRM has said who they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.inputs.cells import Cells
from generator.inputs.faults import Faults
from generator.inputs.names import USER_PREFIX, by_key, key_of, keys_of, nearest
from generator.inputs.rows import MANAGERS, Inputs, ManagerRow
from generator.inputs.tables import Column, read_table
from generator.inputs.usage import extra_columns
from generator.model.records import User

COLUMNS = (Column("user", also=("name",)), Column("manager"))
_MOST_NOTES = 20


def read_managers(
    file: str, data: bytes | None, faults: Faults
) -> tuple[tuple[ManagerRow, ...] | None, tuple[str, ...]]:
    """The rows, and notes about columns that nothing reads. None for no file."""
    if data is None:
        return None, ()
    table = read_table(file, data, COLUMNS, faults)
    rows: dict[str, ManagerRow] = {}
    for row in table.rows:
        cells = Cells(file, row, faults)
        user, manager = cells.name("user"), cells.name("manager")
        if user is None or manager is None:
            continue
        first = rows.setdefault(_key(user), ManagerRow(row.line, user, manager))
        if first.line != row.line:
            said = f"names a manager of {user!r} again, as line {first.line} does"
            faults.add(file, row.line, "user", said, "keep one of them")
    _refuse_rings(file, rows, faults)
    return tuple(rows.values()), extra_columns(file, table)


def _key(text: str) -> str:
    return key_of(text, USER_PREFIX)


def _refuse_rings(file: str, rows: Mapping[str, ManagerRow], faults: Faults) -> None:
    """A fault for each ring of people who manage each other, at its first line."""
    up = {key: _key(row.manager) for key, row in rows.items()}
    for ring in rings(up):
        members = [rows[key] for key in ring]
        first = min(members, key=lambda row: row.line)
        around = " -> ".join([*(row.user for row in members), members[0].user])
        faults.add(file, first.line, "manager", f"closes a ring: {around}", "cut it somewhere")


def rings(up: Mapping[str, str]) -> list[list[str]]:
    """Every ring of ``up`` (from each to the one above), each once."""
    done: set[str] = set()
    found = []
    for start in up:
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in path and at not in done:
            path[at] = len(path)
            at = up.get(at)
        if at is not None and at in path:
            found.append(list(path)[path[at] :])
        done |= path.keys()
    return found


def with_people(
    inputs: Inputs, users: Iterable[User], others: Iterable[str] = ()
) -> tuple[Inputs, list[str]]:
    """``inputs`` with its chain of managers as user ids, and notes about what could not be used.

    ``users`` are those of the CRM whom the file names (``Inputs.named_people``), with their
    managers; ``others`` are names of users that somebody may have meant. A person unknown to the
    CRM, two of one name, and a line that would close a ring with what the CRM says are told with
    their lines, and left out.
    """
    known = sorted(users, key=lambda user: user.id)
    people = by_key(known, lambda user: keys_of(user.id, user.name))
    names = sorted({*(user.name for user in known), *others})
    notes: list[str] = []
    chain: dict[str, str] = {}
    lines: dict[str, int] = {}
    file = inputs.file(MANAGERS)
    for row in inputs.managers or ():
        at = f"{file}, line {row.line}"
        user, manager = (_one(at, text, people, names, notes) for text in (row.user, row.manager))
        if user is None or manager is None or user.manager_id == manager.id:
            continue
        if user.manager_id is not None:
            notes.append(_differs(at, row))
            continue
        chain[user.id], lines[user.id] = manager.id, row.line
    for record_id in _closing(chain, known):
        del chain[record_id]
        said = "closes a ring with the managers in the CRM; the line is left out."
        notes.append(f"{file}, line {lines[record_id]}, manager: {said}")
    by_id = {user.id: user for user in known}
    return replace(inputs, chain=chain, people=by_id, is_resolved=True), _shortened(file, notes)


def unknown_people(inputs: Inputs, users: Iterable[User]) -> list[str]:
    """Those whom the file names and ``users`` do not hold, sorted."""
    known = {key for user in users for key in keys_of(user.id, user.name)}
    return [text for text in inputs.named_people if _key(text) not in known]


def _one(
    at: str,
    text: str,
    people: Mapping[str, list[User]],
    names: Iterable[str],
    notes: list[str],
) -> User | None:
    """The one user of that name or id; else None and a note."""
    found = people.get(_key(text), [])
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(user.id for user in found)
        said = f"{len(found)} users are named {text!r} ({ids}): give the id of the one you mean."
    else:
        near = nearest(text, names) if len(notes) < _MOST_NOTES else None  # the rest is counted
        said = f"no user is named {text!r}{f'; did you mean {near!r}?' if near else '.'}"
    notes.append(f"{at}: {said} The line is left out.")
    return None


def _differs(at: str, row: ManagerRow) -> str:
    said = f"the CRM names another manager of {row.user!r} than {row.manager!r}; the CRM's holds."
    return f"{at}: {said}"


def _closing(chain: Mapping[str, str], users: Iterable[User]) -> list[str]:
    """The last line of the file in each ring that it makes together with the CRM."""
    up = {user.id: user.manager_id for user in users if user.manager_id} | dict(chain)
    order = {record_id: place for place, record_id in enumerate(chain)}
    return [
        max((one for one in ring if one in order), key=lambda one: order[one])
        for ring in rings(up)
        if any(one in order for one in ring)
    ]


def _shortened(file: str, notes: list[str]) -> list[str]:
    rest = len(notes) - _MOST_NOTES
    more = [f"{file}: {rest:,} more lines like these."] if rest > 0 else []
    return [*notes[:_MOST_NOTES], *more]
