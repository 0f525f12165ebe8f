"""Micro plans for lost deals: why, to whom, who was there, what changed, when to return (row 116).

A deal is taken up again on the first day of the fiscal quarter that lies ``quarters`` quarters
after the one it was lost in: quarters are what people plan by. It is overdue once that quarter is
over. What was won back, is being pursued or planned anew, or was lost again later is not due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.analysis.money import total
from generator.analysis.results import DealTotal
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.lost.account import QUARTERS, lost_of
from generator.analysis.rollups.lost.measures import KEPT_DAYS
from generator.analysis.rollups.lost.results import DUE, LostDeal, LostDeals, Tally
from generator.analysis.words import company_key

__all__ = ["DUE", "KEPT_DAYS", "QUARTERS", "LostDeal", "LostDeals", "lost_deals", "lost_of"]


def lost_deals(
    head: Head,
    deals: Iterable[LostDeal],
    quarters: int = QUARTERS,
) -> LostDeals:
    """The ``deals`` (``lost_of``) of the head's accounts together, counted in its currency."""
    rows = sorted(deals, key=_order)
    return LostDeals(
        head=head,
        quarters=quarters,
        deals=tuple(rows),
        total=_total(rows),
        renewals=_total(row for row in rows if row.is_renewal),
        due=tuple(Tally(name, _total(r for r in rows if r.due == name)) for name in DUE),
        reasons=_reasons(rows),
        rivals=_rivals(rows),
        unopposed=_total(row for row in rows if not row.rivals),
        won_back=_total(row for row in rows if row.outcome.state == "won_back"),
        without_rate=_without_rate(rows),
    )


def _order(row: LostDeal) -> tuple[int, bool, Decimal, int, str]:
    """Those due first, then by worth, the unknown ones last; of equals the newest first."""
    worth = row.worth if row.worth is not None else Decimal(0)
    return DUE.index(row.due), row.worth is None, -worth, -row.deal.close_date.toordinal(), row.id


def _total(rows: Iterable[LostDeal]) -> DealTotal:
    parts = [(row.id, row.worth) for row in rows]
    return DealTotal(len(parts), total(parts, note="sum of opportunity amounts", always_of=True))


def _without_rate(rows: Sequence[LostDeal]) -> tuple[str, ...]:
    return tuple(sorted({row.account.name for row in rows if row.is_without_rate}))


def _reasons(rows: Sequence[LostDeal]) -> tuple[Tally, ...]:
    names: dict[str | None, list[LostDeal]] = {}
    for row in rows:
        names.setdefault(row.deal.loss_reason, []).append(row)
    return _most_first(Tally(name, _total(found)) for name, found in names.items())


def _rivals(rows: Sequence[LostDeal]) -> tuple[Tally, ...]:
    """Spellings taken together, as the most frequent one writes it."""
    named: dict[str, list[LostDeal]] = {}
    spelt: dict[str, Counter[str]] = {}
    for row in rows:
        for key, name in {company_key(rival.name): rival.name for rival in row.rivals}.items():
            named.setdefault(key, []).append(row)
            spelt.setdefault(key, Counter())[name] += 1
    return _most_first(
        Tally(min(spelt[key], key=lambda name: (-spelt[key][name], name)), _total(found))
        for key, found in named.items()
    )


def _most_first(rows: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.total.count, row.name is None, row.name or "")))
