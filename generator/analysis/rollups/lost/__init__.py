"""Micro plans for lost deals: why, to whom, who was there, what changed, when to return (row 116).

A deal is taken up again on the first day of the fiscal quarter that lies ``quarters`` quarters
after the one it was lost in, and by the last working day of it: quarters are what people plan by.
Once that quarter is over, the deal is overdue, by the end of the running one. What was won back, is
being pursued or planned anew, or was lost again later is not due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.analysis.money import total
from generator.analysis.results import DealTotal
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.lost.account import QUARTERS, lost_of
from generator.analysis.rollups.lost.measures import KEPT_DAYS
from generator.analysis.rollups.lost.results import DUE, LostDeal, LostDeals, Tally
from generator.analysis.words import company_key

MOST_WAITING = 3
"""So many of an owner's deals that wait longest have a page: nobody comes back to more at once."""

__all__ = [
    "DUE",
    "KEPT_DAYS",
    "MOST_WAITING",
    "QUARTERS",
    "LostDeal",
    "LostDeals",
    "lost_deals",
    "lost_of",
]


def lost_deals(
    head: Head,
    deals: Iterable[LostDeal],
    quarters: int = QUARTERS,
    *,
    all_pages: bool = False,
) -> LostDeals:
    """The ``deals`` (``lost_of``) of the head's accounts together, counted in its currency.

    A page of its own has what is due in this fiscal quarter or the next, and of what was due
    before, the ``MOST_WAITING`` largest of each owner; with ``all_pages`` every deal.
    """
    rows = _with_pages(sorted(deals, key=_order), all_pages=all_pages)
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


def _with_pages(rows: Sequence[LostDeal], *, all_pages: bool) -> list[LostDeal]:
    taken: Counter[str | None] = Counter()
    done: list[LostDeal] = []
    page = 0
    for row in rows:
        owner = row.step.owner.id if row.step.owner else None
        is_large = row.due == "overdue" and taken[owner] < MOST_WAITING
        if all_pages or is_large or row.due in ("this_quarter", "next_quarter"):
            page += 1
            done.append(replace(row, page=page))
        else:
            done.append(row)
        taken[owner] += row.due == "overdue"
    return done


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
