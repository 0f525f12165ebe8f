"""Which tier 1 accounts have their review with the customer, and which do not (rows 15, 104)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.analysis.portfolio.members import (
    YEAR_DAYS,
    plan_owner,
    ref_of,
    reviews_known,
)
from generator.analysis.results import (
    AnalysedAccount,
    CustomerReviews,
    PlanningWeek,
    ReviewMeeting,
)
from generator.analysis.rollups.calendar.results import ReviewRow


def review_rows(
    accounts: Sequence[AnalysedAccount], week: PlanningWeek, book_by: date
) -> tuple[ReviewRow, ...]:
    """``week`` is the customer's, the last of the season; ``book_by`` when its reviews stand."""
    return tuple(_row(account, week, book_by) for account in accounts)


def _row(account: AnalysedAccount, week: PlanningWeek, book_by: date) -> ReviewRow:
    found, as_of = account.customer_reviews, account.period.as_of
    state, meeting = _state(found, week)
    booking = next(iter(found.booking), None) if state in ("booking", "other_day") else None
    days = (as_of - found.last).days if found.last else None
    named = (meeting.id if meeting else None, booking.id if booking else None, *found.last_ids)
    return ReviewRow(
        account=ref_of(account),
        owner=plan_owner(account),
        state=state,
        meeting=meeting,
        booking=booking,
        book_by=book_by if state in ("booking", "missing") else None,
        last=found.last,
        last_from=found.last_from,
        days_since=days,
        is_old=_is_old(account, days),
        ids=tuple(sorted({account.profile.id, *(one for one in named if one)})),
    )


def _is_old(account: AnalysedAccount, days: int | None) -> bool | None:
    """None where no record could show a review."""
    if days is None:
        return True if reviews_known(account) else None
    return days > YEAR_DAYS


def _state(found: CustomerReviews, week: PlanningWeek) -> tuple[str, ReviewMeeting | None]:
    held = next((row for row in found.held if week.start <= row.day <= week.end), None)
    if held:
        return "held", held
    ahead = next((row for row in found.ahead if week.start <= row.day <= week.end), None)
    if ahead:
        return "scheduled", ahead
    if found.ahead:
        return "other_day", found.ahead[0]
    if found.booking:
        return "booking", None
    return ("missing" if found.is_known else "unknown"), None
