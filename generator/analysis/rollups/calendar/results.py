"""The planning season of a set of accounts: what ``planning_calendar`` finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import Action, Person, PlanningWeek, ReviewMeeting
from generator.analysis.rollups.head import Head
from generator.model.org import FiscalQuarter


@dataclass(frozen=True, slots=True)
class Missing:
    """An account in which a step is not done, and who is to do it; None: a team of which the
    records name nobody (sales operations), or nobody readable."""

    account: AccountRef
    who: Person | None


@dataclass(frozen=True, slots=True)
class Check:
    """One step of one role in one week, and what of it is done as far as the records say.

    ``state``: done, open (its day has not passed), ahead (what its week is for has not begun),
    late, unknown (the records that would show it could not be read), by_hand (no record shows it),
    unconfirmed (by hand, and its day has passed), nothing (no account calls for it).
    """

    key: str  # of the phrases ``check``
    week: int
    role: str  # sales_ops, manager, kam, partners, customer
    due: date  # the week's last working day; of booking a review, the week's first
    state: str
    done: tuple[AccountRef, ...]
    missing: tuple[Missing, ...]
    unknown: tuple[AccountRef, ...]

    @property
    def of(self) -> tuple[int, int]:
        """(done, all)."""
        return len(self.done), len(self.done) + len(self.missing) + len(self.unknown)

    @property
    def ids(self) -> tuple[str, ...]:
        found = (*self.done, *(row.account for row in self.missing), *self.unknown)
        return tuple(sorted(ref.id for ref in found))


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody, a step whose day has passed, and the accounts in which it is not done."""

    who: Person | None
    role: str
    key: str
    due: date
    days: int
    accounts: tuple[AccountRef, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(ref.id for ref in self.accounts))


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A tier 1 account's review with the customer in the season (METHOD.md rows 15, 104).

    ``state``: held or scheduled (in the customer's week), other_day (the next one lies outside of
    it), booking (an open task speaks of one), missing, unknown (activities could not be read).
    """

    account: AccountRef
    owner: Person | None
    state: str
    meeting: ReviewMeeting | None  # that of the week, else the next one
    booking: Action | None
    book_by: date | None  # of those that are not in the calendar: a week before the customer's
    last: date | None
    last_from: str | None  # account, event
    days_since: int | None
    is_old: bool | None  # the last was over a year ago, or none is there; None: not known
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """When an account's plan is next due for an update (METHOD.md rows 18, 24)."""

    account: AccountRef
    tier: int
    owner: Person | None
    day: date | None  # None: when the plan was last changed is not known
    rule: str  # tier, plays, no_plan, over, unknown
    reason: str
    days_late: int  # 0 where it is not late

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.account.id,)


@dataclass(frozen=True, slots=True)
class SeasonDate:
    """A date of the season beside its weeks.

    ``kind``: selection (of the Top X of ``quarter``) and selection_meeting (in which those of
    ``quarter`` are dropped or held over), both METHOD.md row 113; mondays (the three most important
    things of each account, row 22).
    """

    kind: str
    start: date
    end: date  # inclusive
    quarter: FiscalQuarter | None = None


@dataclass(frozen=True, slots=True)
class SeasonWeek:
    """A column of the calendar, Monday to Sunday; ``number`` is None after the six weeks."""

    start: date
    end: date
    number: int | None
    step: str | None
    is_current: bool
    reviews: tuple[AccountRef, ...]  # tier 1 accounts with a review on a day of it
    dues: tuple[AccountRef, ...]  # accounts whose plan is due on a day of it
    selects: bool  # the Top X of the next quarter are selected in it


@dataclass(frozen=True, slots=True)
class PlanningCalendar:
    """The six weeks of planning for ``head.accounts``, and the dates around them.

    ``moved_days``: how far the season lies off the day on which the last one began, where the
    settings name it and it is more than ``cadence.MOVED_DAYS`` (METHOD.md row 14); else 0.
    """

    head: Head
    quarter: int  # the planning quarter, by the settings
    is_dated: bool  # the settings name the first day
    previous: date | None
    moved_days: int
    tier1: tuple[AccountRef, ...]
    weeks: tuple[SeasonWeek, ...]
    checks: tuple[Check, ...]  # by week and role
    late: tuple[Late, ...]  # the longest first
    reviews: tuple[ReviewRow, ...]  # by account
    review_week: PlanningWeek  # the customer's
    dues: tuple[DueRow, ...]  # the soonest first, unknown ones last
    due_before: int  # how many of them were due before the first week
    without_due: int  # accounts managed by motion: nothing of theirs is due
    dates: tuple[SeasonDate, ...]
