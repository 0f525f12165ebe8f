"""The snapshot as of its own date: what happened later is not counted (CONTRACT.md, "As-of").

What an opportunity is, is settled here as well: a renewal is what the org's rules call one.

As-of does not turn the CRM back, so only what a record's own dates say is undone:

- a record created later is left out, as is a priority that the customer stated later;
- a review held later was not the last one: which one was is not recorded;
- an opportunity closed with a later close date is neither won nor lost nor open: its stage and
  amount are those of a day that has not come, and what it was before is not recorded;
- a case closed later and a task completed later still count as open, for their dates alone say so;
  the status, which speaks of the later day, becomes unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, TypeVar

from generator.model.org import DataProblem
from generator.model.records import Account, Activity, Case, Opportunity
from generator.model.rules import Rules
from generator.model.snapshot import Snapshot


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Identified)

RENEWAL = "renewal"

_PLAIN = (
    "users",
    "relations",
    "lines",
    "buying_roles",
    "competitors",
    "products",
    "assets",
    "asset_periods",
    "contracts",
    "service_contracts",
    "subscriptions",
    "business_units",
    "team",
    "objectives",
    "measures",
    "measure_links",
    "risks",
    "review_items",
)


def settle(snapshot: Snapshot) -> Snapshot:
    """The same snapshot without what happened after as-of, every tuple sorted by id."""
    day = snapshot.as_of
    plain: dict[str, Any] = {name: _by_id(getattr(snapshot, name)) for name in _PLAIN}
    return replace(
        snapshot,
        **plain,
        accounts=_root_first(snapshot),
        contacts=_kept(snapshot.contacts, lambda row: _by(row.created, day)),
        opportunities=tuple(
            as_kind(row, snapshot.rules)
            for row in _kept(snapshot.opportunities, lambda row: _deal_happened(row, day))
        ),
        activities=tuple(
            _task_as_of(row, day)
            for row in _kept(snapshot.activities, lambda row: _by(row.created, day))
        ),
        cases=tuple(
            _case_as_of(row, day)
            for row in _kept(snapshot.cases, lambda row: row.created.date() <= day)
        ),
        measure_changes=_kept(snapshot.measure_changes, lambda row: row.day <= day),
        contact_changes=_kept(snapshot.contact_changes, lambda row: row.day <= day),
        plans=_kept(snapshot.plans, lambda row: _by(row.created, day)),
        plays=_kept(snapshot.plays, lambda row: _by(row.created, day)),
        priorities=_kept(snapshot.priorities, lambda row: _by(row.stated_on, day)),
        signals=_kept(snapshot.signals, lambda row: row.day <= day),
        usage=_kept(snapshot.usage, lambda row: row.day <= day),
        kpi_readings=_kept(snapshot.kpi_readings, lambda row: row.day <= day),
        commitments=tuple(
            row if _by(row.done_on, day) else replace(row, state="open", done_on=None)
            for row in _by_id(snapshot.commitments)
        ),
    )


def as_kind(row: Opportunity, rules: Rules) -> Opportunity:
    """``row`` as a renewal where one of the signs that the org goes by says so, and only there."""
    names = {_plain_words(name) for name in rules.renewal_record_types}
    says = {
        "type": row.kind == RENEWAL,
        "record_type": _plain_words(row.record_type or "") in names,
        "flag": row.is_renewal is True,
    }
    if any(says[sign] for sign in rules.renewal_signs):
        return replace(row, kind=RENEWAL)
    return replace(row, kind="other") if row.kind == RENEWAL else row


def _plain_words(name: str) -> str:
    """A record type's name without case, its underscores as blanks."""
    return " ".join(name.replace("_", " ").casefold().split())


def later_deals(snapshot: Snapshot) -> tuple[DataProblem, ...]:
    """The opportunities that ``settle`` leaves out because they closed later, one problem each."""
    return tuple(
        DataProblem(
            f"Opportunity {row.name} is {'won' if row.is_won else 'lost'} with a close date of "
            f"{row.close_date.isoformat()}, after as-of: it is not counted",
            row.id,
            "opportunity.close_date",
            (row.close_date,),
        )
        for row in _by_id(snapshot.opportunities)
        if _by(row.created, snapshot.as_of) and row.is_closed and row.close_date > snapshot.as_of
    )


def _by(day: date | None, as_of: date) -> bool:
    """Whether a day is not later than as-of; an unknown day is taken to be."""
    return day is None or day <= as_of


def _kept(rows: Iterable[R], keep: Callable[[R], bool]) -> tuple[R, ...]:
    return _by_id(row for row in rows if keep(row))


def _by_id(rows: Iterable[R]) -> tuple[R, ...]:
    return tuple(sorted(rows, key=lambda row: row.id))


def _root_first(snapshot: Snapshot) -> tuple[Account, ...]:
    root = next((row for row in snapshot.accounts if row.id == snapshot.account_id), None)
    if root is None:
        raise ValueError(f"the snapshot of {snapshot.account_id} does not hold that account")
    rows = (root, *_by_id(row for row in snapshot.accounts if row.id != root.id))
    return tuple(_account_as_of(row, snapshot.as_of) for row in rows)


def _account_as_of(row: Account, day: date) -> Account:
    return row if _by(row.last_review, day) else replace(row, last_review=None)


def _deal_happened(row: Opportunity, day: date) -> bool:
    return _by(row.created, day) and not (row.is_closed and row.close_date > day)


def _task_as_of(row: Activity, day: date) -> Activity:
    if row.completed is None or row.completed <= day:
        return row
    return replace(row, is_closed=False, completed=None, status=None)


def _case_as_of(row: Case, day: date) -> Case:
    if row.closed is None or row.closed.date() <= day:
        return row
    return replace(row, is_closed=False, closed=None, status=None)
