"""What the lines of ``topx.csv`` say of the deals of a set: resolved, or told (rows 113-115)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.analysis.results import Person
from generator.analysis.rollups.topx.names import Names
from generator.analysis.rollups.topx.results import Difference
from generator.analysis.scope import group
from generator.model.org import FiscalQuarter
from generator.model.records import TopXPick

PICKED = "picked"
_ON = ("selected", "confirmed", "held_over")


@dataclass(frozen=True, slots=True)
class Line:
    """A line whose deal and person are known."""

    pick: TopXPick
    deal_id: str
    by: Person


@dataclass(frozen=True, slots=True)
class Lines:
    """``by_deal``: the lines about each deal, the oldest first."""

    has_file: bool
    by_deal: Mapping[str, tuple[Line, ...]]
    differences: tuple[Difference, ...] = ()

    def of(self, deal_id: str, quarter: FiscalQuarter) -> tuple[Line, ...]:
        rows = self.by_deal.get(deal_id, ())
        asked = (quarter.year, quarter.number)
        return tuple(row for row in rows if (row.pick.year, row.pick.quarter) == asked)

    def last(self, deal_id: str, quarter: FiscalQuarter) -> Line | None:
        """The last line that says what was decided of the deal for that quarter's list."""
        rows = [row for row in self.of(deal_id, quarter) if row.pick.status != PICKED]
        return rows[-1] if rows else None

    def pickers(self, deal_id: str, quarter: FiscalQuarter) -> tuple[Person, ...]:
        """For whom the deal is one of the personal Top X."""
        rows = (row.by for row in self.of(deal_id, quarter) if row.pick.status == PICKED)
        return tuple(dict.fromkeys(rows))

    def is_late(self, deal_id: str, quarter: FiscalQuarter, last_day: date) -> bool | None:
        """Whether the first line that puts the deal on that list is later than ``last_day``; None
        where no line does."""
        rows = self.of(deal_id, quarter)
        days = [row.pick.day for row in rows if row.pick.status in _ON]
        return min(days) > last_day if days else None

    def help(self, deal_id: str, quarter: FiscalQuarter) -> tuple[str, ...]:
        """What the deal needs of managers: as the last line says that says anything."""
        asked = [row.pick.help for row in self.of(deal_id, quarter) if row.pick.help]
        return asked[-1] if asked else ()


def lines_of(
    picks: Sequence[TopXPick] | None,
    deals: Iterable[tuple[str, str]],
    people: Iterable[Person],
    as_of: date,
) -> Lines:
    """The lines up to as-of. ``deals`` are (id, name) of all opportunities of the set, ``people``
    all users that were read. A name that two have is a difference, and one that nobody has; of a
    deal only where one is nearly named so: the file speaks of other accounts, too."""
    users = {person.id: person for person in people}
    of_deals = Names(deals)
    of_people = Names((user.id, user.name) for user in users.values())
    told: list[Difference] = []
    found: list[Line] = []
    for pick in sorted(picks or (), key=lambda row: row.day):
        if pick.day > as_of:
            continue
        meant = of_deals.meant(pick.opportunity)
        by = of_people.meant(pick.by)
        if len(meant) == 1 and len(by) == 1:
            found.append(Line(pick, meant[0], users[by[0]]))
        elif len(meant) == 1:
            told.append(_difference(pick, pick.by, of_people, "two_people", "unknown_person"))
        elif meant or of_deals.near(pick.opportunity):
            told.append(_difference(pick, pick.opportunity, of_deals, "two_deals", "near_deal"))
    return Lines(picks is not None, group(found, lambda row: row.deal_id), tuple(told))


def _difference(pick: TopXPick, text: str, names: Names, several: str, none: str) -> Difference:
    meant = names.meant(text)
    near = None if meant else names.near(text)
    return Difference(several if meant else none, text, None, (pick.id, *meant), near)
