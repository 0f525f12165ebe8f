"""Plays: planned moves into whitespace, with value, owner and date (METHOD.md rows 69, 74, 82)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.analysis.money import cents, ids_of
from generator.analysis.performance import deal_amount
from generator.analysis.results import PlayRow
from generator.analysis.scope import Scope
from generator.analysis.ties import Work, served_priority
from generator.analysis.words import DEAD_PLAY, WON_PLAY, canonical
from generator.model.records import Objective, Opportunity, Play, Priority


def counted_plays(scope: Scope) -> tuple[Play, ...]:
    """The plays of the account and its divisions that nobody gave up; won ones included."""
    return tuple(
        row
        for row in scope.snapshot.plays
        if row.account_id in scope.accounts and not is_dead(scope, row)
    )


def is_dead(scope: Scope, play: Play) -> bool:
    """Given up, or its opportunity was lost."""
    deal = deal_of(scope, play)
    return canonical(play.status) in DEAD_PLAY or bool(deal and deal.is_closed and not deal.is_won)


def is_won(scope: Scope, play: Play) -> bool:
    deal = deal_of(scope, play)
    return deal.is_won if deal else canonical(play.status) in WON_PLAY


def outcome(scope: Scope, play: Play) -> str:
    """What became of it, by its opportunity where it has one, else by its own state (row 74):
    planned, open, won, lost, given_up."""
    deal = deal_of(scope, play)
    if is_won(scope, play):
        return "won"
    if deal and deal.is_closed:
        return "lost"
    if is_dead(scope, play):
        return "given_up"
    return "open" if deal else "planned"


def deal_of(scope: Scope, play: Play) -> Opportunity | None:
    return scope.opportunities.get(play.opportunity_id or "")


def play_value(scope: Scope, play: Play) -> Decimal | None:
    """The play's own expected value, else its opportunity's amount; not rounded."""
    if play.value is not None:
        return scope.money.convert(play.value, play.currency)
    deal = deal_of(scope, play)
    return deal_amount(scope, deal.id) if deal else None


def close_date(scope: Scope, play: Play) -> date | None:
    """The play's own target date, else its opportunity's."""
    deal = deal_of(scope, play)
    return play.close_date or (deal.close_date if deal else None)


def play_row(scope: Scope, play: Play, work: Work | None = None) -> PlayRow:
    """The play with what it serves and, given the open tasks, which of them is due first."""
    product = scope.products.get(play.product_id or "")
    deal = deal_of(scope, play)
    served, served_by = served_priority(scope, play)
    return PlayRow(
        id=play.id,
        name=play.name,
        kind=play.kind,
        unit=scope.unit_name_of(play),
        product=product.name if product else None,
        value=cents(play_value(scope, play)),
        owner=scope.user(play.owner_id),
        close_date=close_date(scope, play),
        status=play.status,
        goal=_name(scope.goals.get(play.objective_id or "")),
        priority=_name(scope.priorities.get(play.priority_id or "")),
        opportunity_id=deal.id if deal else None,
        ids=ids_of((play.id, deal.id if deal else None)),
        serves=_name(scope.priorities.get(served or "")),
        serves_by=served_by,
        next_action=work.next_of_play(play.id) if work else None,
        outcome=outcome(scope, play),
    )


def _name(row: Objective | Priority | None) -> str | None:
    return row.name if row else None


def play_rows(scope: Scope, work: Work | None = None) -> tuple[PlayRow, ...]:
    """Next to close first, then the more valuable."""
    rows = (play_row(scope, play, work) for play in counted_plays(scope))
    return tuple(sorted(rows, key=play_order))


def play_order(row: PlayRow) -> tuple[date, Decimal, str, str]:
    return (row.close_date or date.max, -(row.value or Decimal(0)), row.name, row.id)
