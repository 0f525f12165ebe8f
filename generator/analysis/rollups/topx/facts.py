"""What the records of one account say of its deals, as far as Top X is concerned.

Taken while an account's records are at hand: its open deals, and the decided ones whose box is
still ticked. What the analysis has found out already is taken from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.money import ids_of
from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import AnalysedAccount, Cell, Deal, Figure, Rival, Stakeholder
from generator.analysis.scope import group
from generator.analysis.settle import settle
from generator.analysis.terms import known_term, yearly
from generator.analysis.words import company_key
from generator.model.org import could_read
from generator.model.records import Competitor, Opportunity
from generator.model.snapshot import Snapshot

BOX = "opportunity.is_top_x"
"""The model's field for the Top X box."""


@dataclass(frozen=True, slots=True)
class DealContact:
    """Somebody of the customer with a buying role on the deal; ``ids``: contact and role."""

    person: Stakeholder
    role: str | None
    strength: int | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DealRival:
    """A rival named on the deal, and how we fared against it in this account's decided deals."""

    id: str
    name: str
    has_advantage: bool  # what we have over it is written down
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class DealFacts:
    """An opportunity with all that a criterion may be decided by.

    ``amount`` and ``yearly`` are in the opportunity's own currency; ``yearly`` is a year's worth of
    the amount by the recorded term, the amount itself without one. ``cells`` are those of the
    whitespace grid that the deal is about. ``contacts`` and ``rivals`` None: they cannot be read.
    """

    row: Opportunity
    deal: Deal
    yearly: Decimal | None
    cells: tuple[Cell, ...]
    contacts: tuple[DealContact, ...] | None
    rivals: tuple[DealRival, ...] | None


@dataclass(frozen=True, slots=True)
class AccountFocus:
    """``is_recorded``: the box can be read; None where there is no opportunity to tell by.
    ``rows`` are the opportunities of ``Performance.deals``, in the same order: decided ones too."""

    account: AnalysedAccount
    is_recorded: bool | None
    deals: tuple[DealFacts, ...]  # open, and decided ones whose box is ticked; newest close first
    rows: tuple[Opportunity, ...] = ()

    @property
    def ref(self) -> AccountRef:
        return AccountRef(self.account.profile.id, self.account.profile.name)

    @property
    def potential(self) -> Figure[Decimal]:
        return self.account.profile.potential

    def single_threaded(self, unit_id: str) -> bool | None:
        """Whether one person at most carries the division (row 54)."""
        units = self.account.relationships.units
        return next((row.single_threaded for row in units if row.unit_id == unit_id), None)

    @property
    def pairs(self) -> Iterator[tuple[Deal, Opportunity]]:
        """Every deal that counts, with its record."""
        return zip(self.account.performance.deals, self.rows, strict=True)

    @property
    def flagged(self) -> tuple[DealFacts, ...]:
        return tuple(facts for facts in self.deals if facts.row.is_top_x)


def focus_of(snapshot: Snapshot, account: AnalysedAccount) -> AccountFocus:
    """The deals of ``account``, which was made from ``snapshot``."""
    settled = settle(snapshot)
    rows = {row.id: row for row in settled.opportunities}
    deals = [
        deal for deal in account.performance.deals if deal.state == "open" or rows[deal.id].is_top_x
    ]
    made = _Account(settled, account)
    return AccountFocus(
        account=account,
        is_recorded=is_recorded(settled),
        deals=tuple(made.facts(rows[deal.id], deal) for deal in deals),
        rows=tuple(rows[deal.id] for deal in account.performance.deals),
    )


def is_recorded(snapshot: Snapshot) -> bool | None:
    """Whether the box can be read: the mapping found it, or an opportunity has it."""
    if any(row.name == BOX for row in snapshot.field_sources):
        return True
    if not snapshot.opportunities:
        return None
    return any(row.is_top_x is not None for row in snapshot.opportunities)


class _Account:
    """The records of one account beside their analysis, by the deal that they belong to."""

    def __init__(self, snapshot: Snapshot, account: AnalysedAccount) -> None:
        self.snapshot = snapshot
        self.sold = group(snapshot.lines, lambda row: row.opportunity_id)
        self.roles = group(snapshot.buying_roles, lambda row: row.opportunity_id)
        self.named = group(snapshot.competitors, lambda row: row.opportunity_id)
        cells = account.whitespace.cells
        self.cells_of = group(cells, lambda cell: cell.opportunity_id)
        self.cell_at = {(cell.unit, cell.product_id): cell for cell in cells}
        self.people = {row.id: row for row in account.relationships.contacts}
        self.met = {company_key(row.name): row for row in account.rivals}

    def facts(self, row: Opportunity, deal: Deal) -> DealFacts:
        term = known_term(row.term_months)
        return DealFacts(
            row=row,
            deal=deal,
            yearly=yearly(row.amount, term) if term else row.amount,
            cells=self._cells(deal),
            contacts=tuple(self._contacts(row.id)) if self._reads("buying_roles") else None,
            rivals=tuple(self._rivals(row.id)) if self._reads("competitors") else None,
        )

    def _reads(self, topic: str) -> bool:
        return could_read(self.snapshot.coverage, topic)

    def _cells(self, deal: Deal) -> tuple[Cell, ...]:
        """The cells that name the deal, else those of its products in its division."""
        products = dict.fromkeys(line.product_id for line in self.sold.get(deal.id, ()))
        found = (self.cell_at.get((deal.unit, product or "")) for product in products)
        return self.cells_of.get(deal.id) or tuple(cell for cell in found if cell)

    def _contacts(self, deal_id: str) -> Iterable[DealContact]:
        for role in self.roles.get(deal_id, ()):
            person = self.people.get(role.contact_id)
            if person is not None:
                strength = role.strength if person.strength is None else person.strength
                yield DealContact(person, role.role, strength, ids_of((role.id, person.id)))

    def _rivals(self, deal_id: str) -> Iterable[DealRival]:
        for row in self.named.get(deal_id, ()):
            yield _rival(row, self.met.get(company_key(row.name)))


def _rival(row: Competitor, met: Rival | None) -> DealRival:
    return DealRival(
        row.id,
        row.name,
        bool(row.our_advantage or (met and met.our_advantage)),
        met.won if met else 0,
        met.lost if met else 0,
    )


@dataclass(frozen=True, slots=True)
class KeptBoxes:
    """Which boxes a kept snapshot of an account shows ticked: ``flagged`` of open opportunities.

    ``is_recorded``: as of ``AccountFocus``.
    """

    account_id: str
    day: date
    is_recorded: bool | None
    flagged: tuple[str, ...]


def kept_boxes(snapshot: Snapshot) -> KeptBoxes:
    rows = settle(snapshot).opportunities
    return KeptBoxes(
        snapshot.account_id,
        snapshot.as_of,
        is_recorded(snapshot),
        ids_of(row.id for row in rows if row.is_top_x and not row.is_closed),
    )
