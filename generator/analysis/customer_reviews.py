"""Reviews with the customer, held and to come (METHOD.md rows 15, 104).

A review is an event in whose type or subject the org's rules find one of their names
(``Rules.review_names``). An open task that names one is no review, but somebody is at it. What a
calendar called off is none: calendars say so at the head of the subject when the event stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from generator.analysis.results import Action, CustomerReviews, ReviewMeeting
from generator.analysis.scope import Scope, activity_units
from generator.model.records import Activity

_CALLED_OFF = re.compile(r"\s*(cancell?ed|declined|postponed)\b", re.IGNORECASE)


def customer_reviews(scope: Scope, actions: Sequence[Action]) -> CustomerReviews:
    """An event on as-of itself is still to come: the day has not passed."""
    names = _pattern(scope.snapshot.rules.review_names)
    found = sorted(_meetings(scope, names), key=lambda row: (row.day, row.id))
    held = tuple(row for row in reversed(found) if row.day < scope.as_of)
    last, last_from, ids = _last(scope, held)
    asked = (row for row in actions if names.search(row.subject))
    return CustomerReviews(
        is_known=scope.readable("activities"),
        ahead=tuple(row for row in found if row.day >= scope.as_of),
        held=held,
        last=last,
        last_from=last_from,
        last_ids=ids,
        booking=tuple(sorted(asked, key=lambda row: (row.due or date.max, row.id))),
    )


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Any of the names as whole words, with any blanks between them."""
    each = (r"\s+".join(re.escape(part) for part in name.split()) for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _meetings(scope: Scope, names: re.Pattern[str]) -> Iterator[ReviewMeeting]:
    for row in scope.snapshot.activities:
        if row.kind == "event" and row.day is not None and _is_review(row, names):
            named = activity_units(row, scope.placing, scope.accounts, scope.opportunities)
            unit = scope.placing.choose((*named, scope.contact_units.get(row.contact_id or "")))
            yield ReviewMeeting(
                id=row.id,
                subject=row.subject,
                unit=scope.unit_name(unit),
                day=row.day,
                owner=scope.user(row.owner_id),
                contact=scope.customer(row.contact_id),
            )


def _is_review(row: Activity, names: re.Pattern[str]) -> bool:
    if _CALLED_OFF.match(row.subject):
        return False
    return any(names.search(text) for text in (row.type or "", row.subject))


def _last(
    scope: Scope, held: Sequence[ReviewMeeting]
) -> tuple[date | None, str | None, tuple[str, ...]]:
    """The later of what the account's field says and of the newest event."""
    stated, newest = scope.root.last_review, next(iter(held), None)
    if newest is not None and (stated is None or newest.day > stated):
        return newest.day, "event", (newest.id,)
    return (stated, "account", (scope.root.id,)) if stated else (None, None, ())
