"""One cell of the whitespace grid: state, value, the three questions (METHOD.md rows 65 to 69).

State: owned before in progress before open. In progress is an open opportunity with a line for the
product in the division. The questions are answered by the play; what it leaves open is inferred
only where the records give evidence, and says so: unknown is not no. Where a cell has several
plays, they are all named and their values added; owner, date and buyer are those of the best one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TypedDict

from generator.analysis.dates import within_days
from generator.analysis.introductions import is_distant
from generator.analysis.money import add, cents, ids_of
from generator.analysis.owned import family_of, owned_products, rival_assets
from generator.analysis.plays import counted_plays, deal_of, is_won, play_value
from generator.analysis.results import (
    Cell,
    Person,
    ProductColumn,
    Relationships,
    Stakeholder,
    Unit,
)
from generator.analysis.scope import Scope, group_pairs
from generator.analysis.words import count, keeps
from generator.model.records import Asset, Opportunity, OpportunityLine, Play

Key = tuple[str, str]  # (division id, product id)
Plays = tuple[Play, ...]  # of one cell, best first
Placed = tuple[Opportunity, OpportunityLine]
Answer = tuple[str | None, str | None, str | None]  # yes, no or None; evidence; stated, inferred
_UNKNOWN: Answer = (None, None, None)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of each (division, product), and the people of each division."""

    owned: Mapping[Key, tuple[str, ...]]  # ids of what is owned
    rivals: Mapping[Key, tuple[Asset, ...]]
    deal_lines: Mapping[Key, tuple[Placed, ...]]  # open opportunities, renewals included
    plays: Mapping[Key, tuple[Play, ...]]  # best first
    people: Mapping[str, tuple[Stakeholder, ...]]  # by division
    won_totals: Mapping[str, tuple[Decimal, ...]]  # by product and by family: won line totals


def grounds_of(scope: Scope, people: Relationships) -> Grounds:
    owned = {
        (row.unit_id, row.product_id): row.ids for row in owned_products(scope) if row.product_id
    }
    rivals = group_pairs(
        ((scope.unit_of(row), row.product_id), row) for row in rival_assets(scope) if row.product_id
    )
    by_unit = group_pairs((row.unit_id, row) for row in people.contacts)
    plays = group_pairs(
        ((scope.unit_of(row), row.product_id), row) for row in _by_rank(scope) if row.product_id
    )
    return Grounds(owned, rivals, _open_lines(scope), plays, by_unit, _won_totals(scope))


class _Questions(TypedDict):
    """The part of a cell that answers the three questions."""

    need: str | None
    access: str | None
    budget: str | None
    need_evidence: str | None
    access_evidence: str | None
    budget_evidence: str | None
    need_source: str | None
    access_source: str | None
    budget_source: str | None
    score: int
    is_qualified: bool
    is_priority: bool


class _Move(TypedDict):
    """The part of a cell that says what is being done about it, by whom and until when."""

    play: str | None
    play_kind: str | None
    owner: Person | None
    close_date: date | None
    buyer: Person | None
    trigger: str | None
    opportunity_id: str | None


def cell_of(scope: Scope, grounds: Grounds, unit: Unit, product: ProductColumn) -> Cell:
    """The cell of ``unit`` and ``product``."""
    key = (unit.id, product.id)
    owned, lines = grounds.owned.get(key, ()), grounds.deal_lines.get(key, ())
    rival = next(iter(grounds.rivals.get(key, ())), None)
    plays = grounds.plays.get(key, ())
    growing = [pair for pair in lines if pair[0].kind != "renewal"]
    state = "owned" if owned else "in_progress" if lines else "open"
    deal = _deal(scope, plays, growing if owned else list(lines))
    value = None if state == "owned" else _value(scope, plays, lines)
    placed = (item.id for pair in lines for item in pair)
    return Cell(
        unit=unit.name,
        unit_id=unit.id,
        product=product.name,
        product_id=product.id,
        family=product.family,
        state=state,
        expanding=bool(owned) and bool(growing),
        competitor_held=rival.name if rival else None,
        value=value,
        **_questions(scope, grounds, unit, plays, state),
        **_move(scope, plays, deal),
        ids=ids_of(owned, (play.id for play in plays), placed, [rival.id] if rival else []),
        estimate=None if state == "owned" or value is not None else _estimate(grounds, product),
        unpursued=_grown(scope, plays, deal) if owned else _unpursued(scope, plays, value, deal),
    )


def _questions(scope: Scope, grounds: Grounds, unit: Unit, plays: Plays, state: str) -> _Questions:
    need, access, budget = _answers(scope, grounds, unit, plays, state)
    qualified = state != "owned" and need[0] == "yes" and access[0] == "yes"
    return _Questions(
        need=need[0],
        access=access[0],
        budget=budget[0],
        need_evidence=need[1],
        access_evidence=access[1],
        budget_evidence=budget[1],
        need_source=need[2],
        access_source=access[2],
        budget_source=budget[2],
        score=sum(answer == "yes" for answer, *_ in (need, access, budget)),
        is_qualified=qualified,
        is_priority=qualified,
    )


def _move(scope: Scope, plays: Plays, deal: Opportunity | None) -> _Move:
    play = next(iter(plays), None)
    return _Move(
        play="; ".join(row.name for row in plays) or None,
        play_kind=play.kind if play else None,
        owner=_owner(scope, play, deal),
        close_date=_close_date(play, deal),
        buyer=_buyer(scope, play, deal),
        trigger=play.trigger if play else None,
        opportunity_id=deal.id if deal else None,
    )


def _by_rank(scope: Scope) -> list[Play]:
    """The plays being pursued, best first: with an opportunity, then the more valuable."""
    rows = [row for row in counted_plays(scope) if not is_won(scope, row)]
    return sorted(
        rows,
        key=lambda row: (
            deal_of(scope, row) is None,
            -(play_value(scope, row) or Decimal(0)),
            row.id,
        ),
    )


def _open_lines(scope: Scope) -> dict[Key, tuple[Placed, ...]]:
    """Lines of open opportunities that name a product, deals that close first to the front."""
    deals = sorted(scope.opportunities.values(), key=lambda row: (row.close_date, row.id))
    return group_pairs(
        ((scope.unit_of(deal), line.product_id), (deal, line))
        for deal in deals
        if not deal.is_closed
        for line in scope.lines.get(deal.id, ())
        if line.product_id and line.product_id in scope.products
    )


def _won_totals(scope: Scope) -> dict[str, tuple[Decimal, ...]]:
    """What the account paid for each product and family in won deals, for estimates (row 68)."""
    pairs: list[tuple[str, Decimal]] = []
    for deal in scope.opportunities.values():
        for line in scope.lines.get(deal.id, ()) if deal.is_won else ():
            paid, product = line_total(scope, deal, line), scope.products.get(line.product_id or "")
            if paid is not None and product:
                pairs += [(product.id, paid), (family_of(product), paid)]
    return group_pairs(pairs)


def line_total(scope: Scope, deal: Opportunity, line: OpportunityLine) -> Decimal | None:
    """The line's total, else quantity times price, in the account's currency."""
    value = line.total
    if value is None and line.quantity is not None and line.unit_price is not None:
        value = line.quantity * line.unit_price
    return scope.money.convert_deal(value, deal.currency, deal.close_date)


def _deal(scope: Scope, plays: Plays, lines: list[Placed]) -> Opportunity | None:
    """The best play's open opportunity, else the first to close of those with a line."""
    planned = deal_of(scope, plays[0]) if plays else None
    if planned and not planned.is_closed:
        return planned
    return lines[0][0] if lines else None


def _value(scope: Scope, plays: Plays, lines: tuple[Placed, ...]) -> Decimal | None:
    """What the plays are expected to bring, else what the open lines come to, where any is known.

    Lines count beside valued plays only where they are those of a play without a value.
    """
    valued = [play for play in plays if play.value is not None]
    if valued:
        bare = {play.opportunity_id for play in plays if play.value is None}
        lines = tuple(pair for pair in lines if pair[0].id in bare)
    worth = [scope.money.convert(play.value, play.currency) for play in valued]
    worth += [line_total(scope, deal, line) for deal, line in lines]
    known = [value for value in worth if value is not None]
    return add(known) if known else None


def _unpursued(
    scope: Scope, plays: Plays, value: Decimal | None, deal: Opportunity | None
) -> Decimal | None:
    """The part of the cell's ``value`` that no opportunity holds; None where there is none."""
    if deal is None or value is None:
        return value
    return _worth(scope, (play for play in plays if deal_of(scope, play) is None))


def _grown(scope: Scope, plays: Plays, deal: Opportunity | None) -> Decimal | None:
    """What the plays of an owned cell shall bring beside its renewal (row 71); None where an open
    opportunity grows it already, and where no such play has a value."""
    if deal is not None:
        return None
    return _worth(scope, (play for play in plays if not keeps(play.kind)))


def _worth(scope: Scope, plays: Iterable[Play]) -> Decimal | None:
    """The plays' own values together; None where none is known."""
    worth = (scope.money.convert(play.value, play.currency) for play in plays)
    known = [amount for amount in worth if amount is not None]
    return add(known) if known else None


def _estimate(grounds: Grounds, product: ProductColumn) -> Decimal | None:
    """The median price the account paid for the product, else for its family: an estimate only."""
    paid = grounds.won_totals.get(product.id) or grounds.won_totals.get(product.family)
    return cents(median(paid)) if paid else None


def _owner(scope: Scope, play: Play | None, deal: Opportunity | None) -> Person | None:
    return scope.user(play.owner_id if play and play.owner_id else deal.owner_id if deal else None)


def _close_date(play: Play | None, deal: Opportunity | None) -> date | None:
    return (play.close_date if play else None) or (deal.close_date if deal else None)


def _buyer(scope: Scope, play: Play | None, deal: Opportunity | None) -> Person | None:
    """The play's likely buyer, else the deal's economic buyer, else its primary contact."""
    if play and play.buyer_id:
        return scope.customer(play.buyer_id)
    rows = [row for row in scope.snapshot.buying_roles if deal and row.opportunity_id == deal.id]
    rows.sort(key=lambda row: (row.role != "economic_buyer", not row.is_primary, row.id))
    named = (row for row in rows if row.role == "economic_buyer" or row.is_primary)
    return next((scope.customer(row.contact_id) for row in named), None)


def _answers(
    scope: Scope, grounds: Grounds, unit: Unit, plays: Plays, state: str
) -> tuple[Answer, Answer, Answer]:
    """Need, access and budget (row 66). Nothing is inferred for what is owned already."""
    people = grounds.people.get(unit.id, ()) if state != "owned" else ()
    need = _stated((play.need, play.need_evidence) for play in plays)
    access = _stated((play.access, play.access_evidence) for play in plays)
    budget = _stated((play.budget, play.budget_evidence) for play in plays)
    return (
        need or _inferred_need(scope, plays),
        access or _inferred_access(people),
        budget or _inferred_budget(scope, people),
    )


def _stated(answers: Iterable[tuple[str | None, str | None]]) -> Answer | None:
    """The answer of the best play that gives one; None where no play says anything of it.

    Who writes why it is not known yet has said something: nothing is inferred over it.
    """
    rows = list(answers)
    found = next((row for row in rows if row[0]), None) or next((r for r in rows if r[1]), None)
    return (*found, "stated") if found else None


def _inferred_need(scope: Scope, plays: Plays) -> Answer:
    """A play that serves a stated customer priority answers a need."""
    wishes = {row.id: row.name for row in scope.snapshot.priorities}
    served = (wishes.get(play.priority_id or "") for play in plays)
    name = next((wish for wish in served if wish), None)
    return _inferred(f"serves the stated priority {name}") if name else _UNKNOWN


def _inferred_access(people: tuple[Stakeholder, ...]) -> Answer:
    """A strong contact in the division, touched lately."""
    active = [row for row in people if row.is_active]
    if not active:
        return _UNKNOWN
    best = min(active, key=lambda row: (-(row.strength or 0), -row.touches_90d, row.id))
    return _inferred(f"active relationship with {best.name}")


def _inferred_budget(scope: Scope, people: tuple[Stakeholder, ...]) -> Answer:
    """An economic buyer of the division whom we know: met within a year, and not said to barely
    know us (row 53)."""
    limit = scope.options.buyer_touch_days
    for row in people:
        last = row.last_touch
        if last is None or row.role != "economic_buyer" or is_distant(row):
            continue
        if within_days(last, scope.as_of, limit):
            ago = count((scope.as_of - last).days, "day")
            return _inferred(f"the economic buyer, {row.name}, was last met {ago} ago")
    return _UNKNOWN


def _inferred(why: str) -> Answer:
    return "yes", f"Inferred: {why}.", "inferred"
