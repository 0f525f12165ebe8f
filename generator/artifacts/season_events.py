"""The planning calendar as events for people's own calendars, in the phrases of the reader."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import Person
from generator.analysis.rollups.calendar import PlanningCalendar, ReviewRow, SeasonDate
from generator.analysis.rollups.calendar.checks import last_working_day
from generator.artifacts.context import Voice
from generator.artifacts.facts import calendar as facts
from generator.artifacts.facts import report
from generator.artifacts.facts.document import fiscal_year_named, internal_marking
from generator.ical import Event, uid_of


def season_events(found: PlanningCalendar, voice: Voice) -> tuple[Event, ...]:
    """By their days. An event's name is made of org, set of accounts, year and what it is, never of
    its day: where the day moves, the event does. The set is whose accounts and which of them: who
    imports two sets has the events of both."""
    made = (*_weeks(found, voice), *_dates(found, voice), *_reviews(found, voice))
    events = (*made, *_dues(found, voice))
    return tuple(sorted(events, key=lambda event: (event.start, event.end, event.uid)))


def season_name(found: PlanningCalendar, voice: Voice) -> str:
    return report.full_title(found.head, voice)


def _uid(found: PlanningCalendar, *parts: str) -> str:
    head = found.head
    person = (head.person.id, head.scope.replace(head.person.name, "", 1)) if head.person else ()
    which = person or ("", head.scope)  # a person's name may change
    return uid_of(head.org_id, *which, head.picked, str(head.cadence.year), *parts)


def _weeks(found: PlanningCalendar, voice: Voice) -> Iterator[Event]:
    for week in found.head.cadence.weeks:
        yield Event(
            _uid(found, "week", str(week.number)),
            week.start,
            last_working_day(week),
            voice.say(
                "calendar.event.week",
                year=fiscal_year_named(found.head.cadence.year),
                week=week.number,
                step=voice.label("planning_step", week.step),
            )
            or "",
            _with_footer(found, voice, *_steps(found, week.number, voice)),
        )


def _steps(found: PlanningCalendar, number: int, voice: Voice) -> Iterator[str]:
    """A line for each step of the week: who, what, and in how many accounts it is done."""
    for row in found.checks:
        if row.week == number:
            tally = facts.tally(row, voice)
            key = "calendar.event.step_of" if tally else "calendar.event.step"
            who, what = voice.label("check_role", row.role), voice.label("check", row.key)
            yield voice.say(key, who=who, what=what, tally=tally or "") or ""


def _dates(found: PlanningCalendar, voice: Voice) -> Iterator[Event]:
    for row in found.dates:
        weeks = len(found.head.cadence.weeks) if row.kind == "mondays" else 1
        quarter = row.quarter.key if row.quarter else ""
        yield Event(
            _uid(found, row.kind, quarter),
            row.start,
            row.start if row.kind == "mondays" else row.end,
            _date_title(row, voice),
            _with_footer(found, voice, facts.date_line(row, voice) or ""),
            weeks,
        )


def _date_title(row: SeasonDate, voice: Voice) -> str:
    quarter = row.quarter.label if row.quarter else ""
    return voice.say(f"calendar.event.{row.kind}", quarter=quarter) or ""


def _reviews(found: PlanningCalendar, voice: Voice) -> Iterator[Event]:
    """The review on its day; where none is in the calendar, booking it, on the day that the other
    sheets name. Where activities could not be read, nothing: there may be one."""
    for row in found.reviews:
        day = row.meeting.day if row.meeting else row.book_by
        if day:
            key = "review" if row.meeting else "book"
            yield Event(
                _uid(found, "review", row.account.id),
                day,
                day,
                _named(f"calendar.event.{key}", row.account, row.owner, voice),
                _with_footer(found, voice, *_about(found, row, voice)),
            )


def _about(found: PlanningCalendar, row: ReviewRow, voice: Voice) -> Iterator[str]:
    if row.meeting:
        yield row.meeting.subject
    else:
        week = found.review_week
        start, end = voice.formats.date(week.start), voice.formats.date(week.end)
        yield voice.say(f"calendar.event.{row.state}", start=start, end=end) or ""
    yield from filter(None, [facts.booking(row, voice)])
    last = voice.formats.date(row.last)
    yield voice.say("calendar.event.last", last=last) or voice.say("calendar.event.no_last") or ""


def _dues(found: PlanningCalendar, voice: Voice) -> Iterator[Event]:
    for row in found.dues:
        if row.day is not None:
            yield Event(
                _uid(found, "due", row.account.id),
                row.day,
                row.day,
                _named("calendar.event.due", row.account, row.owner, voice),
                _with_footer(found, voice, facts.due_reason(row, voice) or ""),
            )


def _named(key: str, account: AccountRef, owner: Person | None, voice: Voice) -> str:
    """``Plan update: Acme (Ana Ruiz)``."""
    return voice.say(key, account=facts.with_owner(account, owner, voice)) or ""


def _with_footer(found: PlanningCalendar, voice: Voice, *lines: str) -> str:
    marking, footer = internal_marking(found.head, voice), report.footer(found.head, voice)
    return "\n".join((*lines, "", marking, footer))
