"""The list rolled up: sellers, their managers, and those above (METHOD.md rows 109, 114)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.money import total
from generator.analysis.results import Figure, Person
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.topx.chain import Chain
from generator.analysis.rollups.topx.picks import PICKED, Lines
from generator.analysis.rollups.topx.results import Difference, Level, Parts, PersonList, TopXDeal
from generator.analysis.rollups.topx.rules import TopXRules
from generator.analysis.scope import group, group_pairs
from generator.model.org import FiscalQuarter


@dataclass(frozen=True, slots=True)
class Rollup:
    """``owners``: everybody who owns an account or a deal of the set, deals or none;
    ``account_owners``: the ids of those who own an account. ``is_known``: which deals are on the
    list is recorded."""

    head: Head
    deals: Sequence[TopXDeal]
    owners: Sequence[Person]
    account_owners: frozenset[str]
    chain: Chain
    rules: TopXRules
    is_known: bool

    def levels(self) -> tuple[Level, ...]:
        """Sellers first. The last is the first on which one person answers for everybody: above
        that nothing new is said."""
        found = [self._level(0, self._sellers())]
        for number in range(1, self.chain.depth + 1):
            found.append(self._level(number, self._managers(number)))
            covered = {deal_id for row in found[-1].people for deal_id in row.deals}
            if len(found[-1].people) == 1 and len(covered) == len(self.deals):
                break
        return tuple(found)

    def _level(self, number: int, people: Iterable[PersonList]) -> Level:
        rows = tuple(sorted(people, key=_by_name))
        held = {deal_id for row in rows for deal_id in row.deals}
        deals = tuple(deal for deal in self.deals if deal.id in held)
        names = self.rules.levels
        return Level(
            number=number,
            label=names[number] if number < len(names) else None,
            people=rows,
            deals=tuple(deal.id for deal in deals),
            amount=amount_of(deals, is_known=self.is_known),
            of=(len(deals), len(self.deals)),
        )

    def _sellers(self) -> Iterable[PersonList]:
        owned = group(self.deals, lambda deal: deal.owner.id if deal.owner else None)
        for person in self.owners:
            own = owned.get(person.id, ())
            chosen = tuple(deal.id for deal in own) if self.is_known else None
            yield self._list(person, 0, own, chosen)
        if None in owned:
            yield self._list(None, 0, owned[None], None)

    def _managers(self, number: int) -> Iterable[PersonList]:
        below = group_pairs(
            (user_id, deal)
            for deal in self.deals
            if deal.owner
            for user_id in self.chain.line(deal.owner.id)
        )
        for user_id in (user for user, height in self.chain.height.items() if height == number):
            person, theirs = self.chain.people[user_id], below.get(user_id, ())
            picks = tuple(d.id for d in theirs if user_id in {who.id for who in d.picked_by})
            yield self._list(person, number, theirs, picks or None)

    def _list(
        self,
        person: Person | None,
        level: int,
        deals: Sequence[TopXDeal],
        chosen: tuple[str, ...] | None,
    ) -> PersonList:
        x = _x_of(person, self.rules)
        off_by = None if chosen is None else len(chosen) - x
        status = _status(off_by, is_whole=self._is_whole(person, level))
        return PersonList(
            person=person,
            level=level,
            reports=self._reports(person) if level else (),
            deals=tuple(deal.id for deal in deals),
            own=tuple(d.id for d in deals if person and d.owner and d.owner.id == person.id),
            amount=amount_of(deals, is_known=self.is_known),
            x=x,
            chosen=chosen,
            status=status,
            off_by=None if status == "partial" else off_by,
        )

    def _is_whole(self, person: Person | None, level: int) -> bool:
        """Whether the set holds all accounts of the person, as far as its selection can tell: of
        somebody's accounts, those of the people whom it was selected by."""
        if self.head.is_narrowed:
            return False
        top = self.head.person
        if top is None or person is None:
            return True
        return top.id in self.chain.line(person.id) if level else person.id in self.account_owners

    def _reports(self, person: Person | None) -> tuple[Person, ...]:
        """Those of the chain who report to the person, by name."""
        up, height = self.chain.up, self.chain.height
        below = [self.chain.people[user] for user in height if person and up.get(user) == person.id]
        return tuple(sorted(below, key=lambda user: (user.name.casefold(), user.id)))


def amount_of(deals: Sequence[TopXDeal], *, is_known: bool = True) -> Figure[Decimal]:
    """The sum of the deals' amounts; ``of`` is (with one that is known, all)."""
    if not is_known:
        return Figure(None)
    return total([(deal.id, deal.amount) for deal in deals], always_of=True)


def parts_of(deals: Sequence[TopXDeal], *, is_known: bool = True) -> Parts:
    new, renewals = ([deal for deal in deals if deal.is_new_business is is_new]
                     for is_new in (True, False))  # fmt: skip
    return Parts(amount_of(new, is_known=is_known), amount_of(renewals, is_known=is_known))


def _x_of(person: Person | None, rules: TopXRules) -> int:
    set_for: Mapping[str, int] = dict(rules.people)
    return set_for.get(person.id, rules.x) if person else rules.x


def _status(off_by: int | None, *, is_whole: bool) -> str:
    """More than X is more, whatever else there is; fewer is so only where all deals are seen."""
    if off_by is None:
        return "unknown"
    if off_by > 0:
        return "over"
    if not is_whole:
        return "partial"
    return "ok" if off_by == 0 else "under"


def _by_name(row: PersonList) -> tuple[bool, str, str]:
    who = row.person
    return (who is None, who.name.casefold() if who else "", who.id if who else "")


def not_theirs(
    deals: Sequence[TopXDeal], chain: Chain, lines: Lines, quarter: FiscalQuarter
) -> tuple[Difference, ...]:
    """Personal picks of people who do not answer for the deal: no level shows them. Who stands
    above the person whose list it is does answer for it, and only has no level here."""
    return tuple(
        Difference("not_theirs", deal.name, line.by.name, (line.pick.id, deal.id))
        for deal in deals
        for line in lines.of(deal.id, quarter)
        if line.pick.status == PICKED
        and line.by.id not in chain.beyond
        and (deal.owner is None or line.by.id not in chain.line(deal.owner.id))
    )
