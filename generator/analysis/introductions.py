"""Who can introduce us to whom, along the reporting lines (METHOD.md rows 58, 59).

Lines are walked both ways: a superior can introduce us to those below, and those below to their
superior. Between two people there is one way at most, for everybody reports to one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.analysis.money import ids_of
from generator.analysis.results import Introduction, Stakeholder
from generator.analysis.scope import group_pairs

People = tuple[Stakeholder, ...]

SUPPORTERS = ("champion", "coach")


def is_distant(row: Stakeholder) -> bool:
    """Strength 0 or 1, or neither a strength nor a touch on record."""
    if row.strength is None:
        return row.last_touch is None
    return row.strength <= 1


def act_first(people: People) -> People:
    """High influence and a strength of 1 or less (row 52). Unknown is not low; whoever left is
    none to act on."""
    return tuple(
        row
        for row in people
        if row.influence == "high"
        and row.strength is not None
        and row.strength <= 1
        and not row.has_left
    )


def introductions(people: People) -> tuple[Introduction, ...]:
    """The way to each economic buyer, and to each person to act on first."""
    lines = _lines(people)
    buyers = [row for row in people if row.role == "economic_buyer" and not row.has_left]
    others = [row for row in act_first(people) if row not in buyers]
    ways = [lines.way_to(row, "economic_buyer") for row in buyers]
    return (*ways, *(lines.way_to(row, "act_first") for row in others))


def _lines(people: People) -> _Lines:
    by_id = {row.id: row for row in people}
    doors = (_chain(row, by_id) for row in people if row.is_active and not _blocks(row))
    return _Lines(by_id, group_pairs((chain[-1].id, chain) for chain in doors))


def _chain(row: Stakeholder, by_id: Mapping[str, Stakeholder]) -> People:
    """The person, and everyone above."""
    chain = [row]
    while (up := by_id.get(chain[-1].reports_to_id or "")) is not None:
        chain.append(up)
    return tuple(chain)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The people by id, and the chains of those who may introduce us by the head of their line.

    ``reports_to_id`` has no rings (``reporting`` cut them)."""

    people: Mapping[str, Stakeholder]
    doors: Mapping[str, tuple[People, ...]]

    def way_to(self, target: Stakeholder, reason: str) -> Introduction:
        """From the best door: none on the way who blocks, then few hops, then a champion, then the
        strongest."""
        best = min(self._ways(target), key=_order, default=())
        return Introduction(
            contact_id=target.id,
            name=target.name,
            title=target.title,
            unit=target.unit,
            reason=reason,
            hops=len(best) - 1 if best else None,
            path=tuple(row.name for row in best),
            through=tuple(row.name for row in _doubtful(best)),
            broken_at=None if best else _chain(target, self.people)[-1].name,
            ids=ids_of((target.id,), (row.id for row in best)),
        )

    def _ways(self, target: Stakeholder) -> Iterator[People]:
        if target.is_active:
            yield (target,)
            return
        above = _chain(target, self.people)
        place = {row.id: index for index, row in enumerate(above)}
        for chain in self.doors.get(above[-1].id, ()):
            met = next(n for n, row in enumerate(chain) if row.id in place)
            yield (*chain[: met + 1], *reversed(above[: place[chain[met].id]]))


def _blocks(row: Stakeholder) -> bool:
    return "blocker" in row.roles


def _doubtful(way: People) -> People:
    """Those between who block, or are said to have left."""
    return tuple(row for row in way[1:-1] if _blocks(row) or row.has_left)


def _order(way: People) -> tuple[int, int, bool, int, int, str, str]:
    door = way[0]
    return (
        len(_doubtful(way)),
        len(way),
        door.role not in SUPPORTERS,
        -(door.strength or 0),
        -door.touches_90d,
        door.name,
        door.id,
    )
