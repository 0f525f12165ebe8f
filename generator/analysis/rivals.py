"""Our rivals in the account: won, lost and open against each (METHOD.md row 84)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from generator.analysis.money import ids_of
from generator.analysis.performance import deal_amount, known_sum
from generator.analysis.results import Deal, Rival
from generator.analysis.scope import Scope, group_pairs
from generator.analysis.words import company_key
from generator.model.records import Competitor

Named = tuple[Deal, Competitor]


def rivals(scope: Scope, deals: tuple[Deal, ...]) -> tuple[Rival, ...]:
    """One row per rival, spellings taken together; the most met first."""
    named = group_pairs(
        (company_key(row.name), (deal, row))
        for deal in deals
        for row in scope.rivals.get(deal.id, ())
    )
    rows = [_rival(scope, pairs) for pairs in named.values()]
    return tuple(sorted(rows, key=lambda row: (-(row.won + row.lost + row.open), row.name)))


def _rival(scope: Scope, pairs: tuple[Named, ...]) -> Rival:
    deals = {deal.id: deal for deal, _ in pairs}
    tally = {
        state: [deal for deal in deals.values() if deal.state == state]
        for state in ("won", "lost", "open")
    }
    amounts = {
        state: known_sum(deal_amount(scope, deal.id) for deal in rows)
        for state, rows in tally.items()
    }
    return Rival(
        name=_spelling(pairs),
        won=len(tally["won"]),
        won_amount=amounts["won"],
        lost=len(tally["lost"]),
        lost_amount=amounts["lost"],
        open=len(tally["open"]),
        open_amount=amounts["open"],
        strengths=_newest_text(pairs, "strengths"),
        weaknesses=_newest_text(pairs, "weaknesses"),
        our_advantage=_newest_text(pairs, "our_advantage"),
        ids=ids_of(deals, (row.id for _, row in pairs)),
    )


def _spelling(pairs: tuple[Named, ...]) -> str:
    """The most frequent spelling; of equals, the first by alphabet."""
    counts = Counter(row.name for _, row in pairs)
    return min(counts, key=lambda name: (-counts[name], name))


def _newest_text(pairs: tuple[Named, ...], name: str) -> str | None:
    """What was written on the newest deal that says anything."""
    texts: list[tuple[date, str, str]] = [
        (deal.close_date, row.id, text) for deal, row in pairs if (text := getattr(row, name))
    ]
    return max(texts)[2] if texts else None
