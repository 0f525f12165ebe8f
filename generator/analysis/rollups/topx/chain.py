"""Who answers for whom: sellers, their managers, and those above (METHOD.md row 114).

A person's level is the longest way down to somebody who owns a deal or an account: so a manager's
manager stands above all managers, whoever else reports there directly. On the way up levels only
rise; therefore a deal belongs to one person of each level at most, and no level counts it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.analysis.results import Person
from generator.model.records import User


@dataclass(frozen=True, slots=True)
class Chain:
    """``up``: person to manager, without rings. ``rings``: the ids of people who manage each other;
    the links between them are left out. ``beyond``: the ids of those above the person whose list it
    is: they answer for its deals as well, and stand on no level."""

    people: Mapping[str, Person]
    up: Mapping[str, str]
    height: Mapping[str, int] = field(default_factory=dict)
    rings: tuple[tuple[str, ...], ...] = ()
    beyond: frozenset[str] = frozenset()

    def line(self, user_id: str) -> tuple[str, ...]:
        """The person and everybody above, upwards."""
        found = [user_id]
        while (above := self.up.get(found[-1])) is not None:
            found.append(above)
        return tuple(found)

    @property
    def depth(self) -> int:
        """The highest level that there is."""
        return max(self.height.values(), default=0)


def chain_of(users: Sequence[User], owners: Iterable[str], top: str | None = None) -> Chain:
    """The chain above ``owners``. ``users`` are all that were read, with their managers; a manager
    who is not among them is not known, and one who is not active is passed over.

    ``top``: whose list it is. Nobody above that person is part of it; the person is, active or
    not.
    """
    known = {user.id: Person(user.id, user.name, user.title) for user in users}
    up = {u.id: u.manager_id for u in users if u.manager_id and u.manager_id in known}
    up = _past_those_gone(up, {user.id for user in users if not user.is_active} - {top})
    rings = _rings(up)
    inside = {member for ring in rings for member in ring}
    up = {here: above for here, above in up.items() if not (here in inside and above in inside)}
    beyond = frozenset(Chain(known, up).line(top)[1:] if top else ())
    up = {here: above for here, above in up.items() if above not in beyond}
    chain = Chain(known, up, rings=rings)
    return Chain(known, up, _heights(chain, owners), rings, beyond)


def _past_those_gone(up: Mapping[str, str], gone: set[str]) -> dict[str, str]:
    """Whoever reported to somebody who is no longer active reports to the next one above."""
    found = {}
    for here in up:
        passed = {here}
        above: str | None = up[here]
        while above in gone and above not in passed:
            passed.add(above)
            above = up.get(above)
        if above is not None and above not in gone:
            found[here] = above
    return found


def _rings(up: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Every ring of managers, its members sorted."""
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in up:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in path and at not in done:
            path.append(at)
            at = up.get(at)
        if at in path:
            found.add(tuple(sorted(path[path.index(at) :])))
        done.update(path)
    return tuple(sorted(found))


def _heights(chain: Chain, owners: Iterable[str]) -> dict[str, int]:
    height: dict[str, int] = {}
    for owner in owners:
        for number, person in enumerate(chain.line(owner)):
            height[person] = max(number, height.get(person, 0))
    return height
