"""What is due 365, 180, 120 and 90 days before the renewal, and what the records show of it
(METHOD.md row 92).

A gate is ``done`` where a record shows it, ``missed`` where records show that it was not done in
time, ``unseen`` where it has passed and no record can show it, ``ahead`` where it is still to come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from generator.analysis.answering import account_owner, owner_gap
from generator.analysis.departures import holds
from generator.analysis.money import ids_of
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.results import Gate, Person, Renewal, Stakeholder
from generator.analysis.scope import Scope
from generator.model.records import Opportunity

_BUYER = "economic_buyer"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the records show of one gate; ``finding`` names the sentence that says it."""

    state: str
    finding: str | None = None
    ids: tuple[str, ...] = ()
    on: date | None = None
    person: Person | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class _Field:
    scope: Scope
    renewal: Renewal
    contacts: tuple[Stakeholder, ...]
    deal: Opportunity | None

    def buyers(self) -> list[Stakeholder]:
        """The economic buyers named on the renewal opportunity, else those of the divisions that
        renew: who releases the money of another one does not release this."""
        roles = self.scope.deal_roles.get(self.renewal.opportunity_id or "", ())
        named = {row.contact_id for row in roles if row.role == _BUYER}
        on_deal = [row for row in self.contacts if row.id in named]
        return on_deal or [row for row in self.contacts if self._buys(row)]

    def _buys(self, row: Stakeholder) -> bool:
        """Whether the person is a buyer of a division that renews: its own, or by a relation."""
        if self.scope.contacts[row.id].account_id in self.renewal.unit_ids:
            return row.role == _BUYER
        return any(
            relation.contact_id == row.id
            and relation.account_id in self.renewal.unit_ids
            and _BUYER in relation.roles
            and holds(self.scope, relation)
            for relation in self.scope.snapshot.relations
        )

    def open_state(self, day: date, past: str) -> str:
        """Of a gate that no record shows as done."""
        return past if day < self.scope.as_of else "ahead"


def renewal_gates(
    scope: Scope, row: Renewal, contacts: tuple[Stakeholder, ...]
) -> tuple[Gate, ...]:
    """One row for each gate; none where the renewal's date is unknown."""
    due = row.day.value
    if due is None:
        return ()
    field = _Field(scope, row, contacts, scope.opportunities.get(row.opportunity_id or ""))
    return tuple(_gate(field, due, days) for days in RENEWAL_GATES)


def _gate(field: _Field, due: date, days: int) -> Gate:
    day = due - timedelta(days=days)
    seen = _LOOKS[days](field, day)
    account = account_owner(field.scope)
    first = days == RENEWAL_GATES[0]  # the strategy is the account's, all else the opportunity's
    return Gate(
        days_before=days,
        day=day,
        state=seen.state,
        finding=seen.finding,
        on=seen.on,
        person=seen.person,
        late=seen.late,
        owner=account if first else _active(field) or account,
        ids=ids_of(field.renewal.day.ids, seen.ids),
    )


def _active(field: _Field) -> Person | None:
    deal = field.deal
    gap = owner_gap(field.scope, deal.owner_id, "opportunity.owner_id") if deal else None
    return None if gap else field.renewal.opportunity_owner


def _strategy(field: _Field, day: date) -> _Seen:
    """Agreed from day one: no record has the day, so a strategy that is there counts as done, as
    does the playbook of an account that is managed by motion."""
    root = (field.scope.root.id,)
    if field.renewal.has_strategy:
        return _Seen("done", "strategy" if field.renewal.strategy else "playbook", root)
    if field.renewal.has_strategy is None:
        return _Seen(field.open_state(day, "unseen"))
    return _Seen(field.open_state(day, "missed"), "no_strategy", root)


def _opportunity(field: _Field, day: date) -> _Seen:
    """Open by then, with an active owner."""
    deal = field.deal
    if deal is None:
        return _Seen(field.open_state(day, "missed"), "no_deal")
    if owner_gap(field.scope, deal.owner_id, "opportunity.owner_id"):
        return _Seen(field.open_state(day, "missed"), "no_owner", (deal.id,))
    late = max(0, (deal.created - day).days) if deal.created else 0
    finding = "deal_late" if late else "deal_since" if deal.created else "deal"
    return _Seen("done", finding, (deal.id,), deal.created, late=late)


def _buyer(field: _Field, day: date) -> _Seen:
    """A touch with the economic buyer since the gate before; that none is on record proves nothing
    where nobody writes them down."""
    since = day - timedelta(days=RENEWAL_GATES[1] - RENEWAL_GATES[2])
    state = field.open_state(day, "unseen")
    buyers = field.buyers()
    if not buyers:
        return _Seen(state, "no_buyer")
    last = max(buyers, key=lambda row: (row.last_touch or date.min, row.id))
    person = Person(last.id, last.name, last.title)
    if last.last_touch is None:
        return _Seen(state, "buyer_never", (last.id,), person=person)
    if last.last_touch >= since:
        return _Seen("done", "buyer_met", (last.id,), last.last_touch, person)
    return _Seen(state, "buyer_before", (last.id,), last.last_touch, person)


def _terms(field: _Field, day: date) -> _Seen:
    """No record tells of an agreement in principle."""
    return _Seen(field.open_state(day, "unseen"))


_LOOKS: Final = MappingProxyType[int, Callable[[_Field, date], _Seen]](
    dict(zip(RENEWAL_GATES, (_strategy, _opportunity, _buyer, _terms), strict=True))
)
