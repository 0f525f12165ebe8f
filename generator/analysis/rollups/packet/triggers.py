"""Review triggers beyond the calendar: what happened, or is about to (METHOD.md rows 45, 56, 117).

Events count from the first day of the quarter under review, as changes do: what happened before was
a matter of the reviews before. News older than 180 days has aged out all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.analysis.results import AnalysedAccount, Deal
from generator.analysis.rollups.packet.results import Trigger
from generator.analysis.words import company_key

_CHAMPION = ("champion_gone", "champion_moved")
"""Kinds of gap: the relationships know who was a champion, whatever record said so."""
_OTHER = ("left", "unrelated", "moved", "title")
"""Changes by which a person no longer is where, or what, the person was."""


def triggers(account: AnalysedAccount, near: int) -> tuple[Trigger, ...]:
    """The account's, kind by kind; ``near``: days within which a renewal is one."""
    return tuple(
        trigger
        for find in (_champions, _renewal, _executives, _cases, _competitors)
        for trigger in find(account, near)
    )


def _champions(account: AnalysedAccount, _near: int) -> Iterator[Trigger]:
    for gap in account.relationships.gaps:
        if gap.kind in _CHAMPION:
            rows = [r for r in account.relationships.changes if r.contact_id == gap.target_id]
            day = max((row.day for row in rows if row.day is not None), default=None)
            kind = "coach" if any(row.role == "coach" for row in rows) else "champion"
            if _is_new(day, account):
                yield Trigger(kind, day, None, gap.text, None, gap.ids)


def _is_new(day: date | None, account: AnalysedAccount) -> bool:
    """What no record dates may be new."""
    return day is None or day >= account.period.quarter.start


def _renewal(account: AnalysedAccount, near: int) -> Iterator[Trigger]:
    found = account.renewal
    if found.days is not None and 0 <= found.days <= near:
        yield Trigger("renewal", found.day.value, None, None, found.days, found.day.ids)


def _executives(account: AnalysedAccount, _near: int) -> Iterator[Trigger]:
    for news in account.signals:
        if news.kind == "executive_hire" and _is_new(news.day, account):
            yield Trigger("executive", news.day, None, news.text, None, news.ids)
    people = account.relationships
    champions = {gap.target_id for gap in people.gaps if gap.kind in _CHAMPION}
    executives = {row.id for row in people.contacts if row.is_executive} - champions
    for row in people.changes:
        if row.contact_id in executives and row.kind in _OTHER and _is_new(row.day, account):
            yield Trigger("executive", row.day, row.name, row.title, None, row.ids)


def _cases(account: AnalysedAccount, _near: int) -> Iterator[Trigger]:
    urgent = account.support.urgent
    if urgent.value:
        opened = account.support.urgent_days
        day = None if opened is None else account.period.as_of - timedelta(days=opened)
        yield Trigger("case", day, None, None, urgent.value, urgent.ids)


def _competitors(account: AnalysedAccount, _near: int) -> Iterator[Trigger]:
    """A rival named for the first time: since the baseline, or on a deal of these days."""
    seen = set()
    for change in account.changes:
        if change.kind == "rival_new":
            seen.add(company_key(change.subject))
            yield Trigger("competitor", None, change.subject, None, None, change.ids)
    for deal in account.performance.deals:
        for rival in _first_met(deal, account):
            if company_key(rival) not in seen:
                seen.add(company_key(rival))
                yield Trigger("competitor", deal.created, rival, deal.name, None, (deal.id,))


def _first_met(deal: Deal, account: AnalysedAccount) -> Iterator[str]:
    """Rivals on an open deal of these days that none of the deals before them names."""
    since = account.period.quarter.start
    if deal.state != "open" or deal.created is None or deal.created < since:
        return
    before = {
        company_key(rival)
        for other in account.performance.deals
        if other.created is None or other.created < since
        for rival in other.competitors
    }
    yield from (rival for rival in deal.competitors if company_key(rival) not in before)
