"""The planning calendar: weeks, steps, customer reviews, dues (METHOD.md rows 14, 15, 104)."""

from __future__ import annotations

from generator.analysis.rollups.calendar.checks import BY_HAND
from generator.artifacts.facts import calendar as facts
from generator.artifacts.facts import season_wall as wall
from generator.artifacts.facts.document import fiscal_year_named
from generator.artifacts.getters import label, length
from generator.artifacts.schema import Record, Rows, Topic, day, flag, number, said, text

_ACTIVITY = ("activity.subject", "activity.day", "activity.type")

_WEEKS = Rows(
    "weeks",
    "The columns of the calendar: the six weeks.",
    (
        said("name", "Its number, and its Monday.", "W3, Nov 16", wall.week_name),
        said("today", "A mark in the week that holds as-of; else empty.", "▼ today", wall.today),
        number("number", "1 to 6.", "3"),
        said("step_label", "What it is for.", "drafts", label("planning_step", "step")),
        day("start", "Its Monday.", "2026-11-16"),
        day("end", "Its Sunday.", "2026-11-22"),
        flag("is_current", "As-of lies in it."),
    ),
    wall.season,
    origins=("org.fiscal",),
)

_LANES = Rows(
    "lanes",
    "The rows of the calendar: the roles, then reviews, dues and Top X selection.",
    (
        said("label", "Who, and what for.", "Sales operations: data"),
        Rows(
            "cells",
            "One for each week.",
            (
                said(
                    "text",
                    "A line for each step or day, with its sign; empty: nothing.",
                    "✗ White space valued: 4 of 5, was due Nov 13",
                ),
            ),
            origins=("org.fiscal",),
        ),
    ),
    wall.lanes,
    origins=("org.fiscal",),
)

_CHECKS = Rows(
    "checks",
    "The steps of the season, by week and role; all are of tier 1 accounts.",
    (
        number("week", "1 to 6.", "2"),
        said("role_label", "Who does it.", "Sales operations", label("check_role", "role")),
        said("what", "What is done.", "An executive sponsor is named", label("check", "key")),
        day("due", "The last working day of its week.", "2026-11-13"),
        text("state", "done, open, ahead, late, unknown, by_hand, unconfirmed or nothing.", "late"),
        said("state_label", "The same in words.", "LATE", facts.state),
        said("tally", "In how many accounts it is done.", "12 of 15", facts.tally),
        said("missing", "The accounts in which it is not done, and who is to do it.",
             "Acme (Ana Ruiz)", facts.missing),
        text("unknown", "The accounts of which it cannot be known.", "Beta",
             facts.names("unknown")),
        flag("is_by_hand", "No record shows it: it is ticked on paper.",
             lambda row, _ctx: row.state in BY_HAND),
    ),
    origins=("account.tier",),
)  # fmt: skip

_LATE = Rows(
    "late",
    "Whose steps are late, the longest first; a row for each person and step.",
    (
        said("who", "The person; where no record names one, the role.", "Ana Ruiz", facts.who),
        said("role_label", "The role.", "Account manager", label("check_role", "role")),
        said("what", "What is late.", "An executive sponsor is named", label("check", "key")),
        day("due", "When it was due.", "2026-11-06"),
        number("days", "Days since.", "14"),
        number("count", "In how many accounts.", "2", length("accounts")),
        text("accounts", "Their names.", "Acme, Beta", facts.names("accounts")),
    ),
    origins=("account.name",),
)

_REVIEWS = Rows(
    "reviews",
    "The tier 1 accounts, and their review with the customer.",
    (
        text("account", "The account.", "Acme", "account.name"),
        text("owner", "Who answers for its plan.", "Ana Ruiz", "owner.name"),
        text("state", "held, scheduled, other_day, booking, missing or unknown.", "missing"),
        said("state_label", "The same in words.", "MISSING", label("review_state", "state")),
        day("day", "Of the review in the week, else of the next one.", "2026-12-08",
            "meeting.day"),
        text("subject", "What the event is called.", "Executive business review",
             "meeting.subject"),
        text("held_by", "Who of us holds it.", "Ana Ruiz", "meeting.owner.name"),
        text("contact", "With whom of the customer.", "Kim Lee", "meeting.contact.name"),
        said("booking", "An open task that speaks of one.", "Book the EBR (Ana Ruiz, Dec 1)",
             facts.booking),
        day("book_by", "By when one is to be in the calendar; unknown: it is, or need not be.",
            "2026-11-30"),
        day("last", "The last review held.", "2026-05-14"),
        said("last_from_label", "Where that is recorded.", "an event",
             label("review_source", "last_from")),
        number("days_since", "Days since the last one.", "190"),
        flag("is_old", "The last one was over a year ago, or none is on record."),
    ),
    origins=(*_ACTIVITY, "account.last_review"),
)  # fmt: skip

_DUES = Rows(
    "dues",
    "When each account's plan is next due for an update, the soonest first.",
    (
        text("account", "The account.", "Acme"),
        number("tier", "Its tier.", "1"),
        text("owner", "Who answers for the plan.", "Ana Ruiz"),
        day("day", "When it is due; unknown: when it was last changed is not known.",
            "2026-11-25"),
        said("when", "How far off that is.", "in 5 days"),
        text("rule", "tier, plays, no_plan, over or unknown.", "tier"),
        said("rule_label", "What asks for it.", "regular update"),
        said("reason", "The rule and the plan's last change.",
             "tier 1: every 90 days, last changed Aug 27, 2026"),
    ),
    facts.dues,
    origins=("plan.modified", "account.tier", "play.status"),
)  # fmt: skip

_DATES = Rows(
    "dates",
    "Other dates of the season: Mondays, Top X selection and its meeting.",
    (
        text("kind", "mondays, selection or selection_meeting.", "selection"),
        said("line", "The date and what happens.",
             "Dec 1, 2026 to Dec 31, 2026: account managers select their Top X of Q1 FY2027",
             facts.date_line),
        day("start", "First day.", "2026-12-01"),
        day("end", "Last day.", "2026-12-31"),
    ),
    origins=("org.fiscal",),
)  # fmt: skip

_LATER = Rows(
    "later",
    "What stands on a day after the six weeks.",
    (
        day("day", "The day.", "2026-12-16"),
        said("line", "The day and what is due.", "Dec 16: plan update of Acme"),
    ),
    wall.later,
    origins=("plan.modified", *_ACTIVITY),
)

CALENDAR = Record(
    "calendar",
    "The planning season of these accounts.",
    (
        said("year", "The fiscal year that is planned.", "FY2027",
             lambda found, _ctx: fiscal_year_named(found.head.cadence.year)),
        day("start", "First day of the six weeks.", "2026-11-02", "head.cadence.start"),
        day("end", "Last day of the six weeks.", "2026-12-13", "head.cadence.end"),
        number("week", "Which of the six weeks holds as-of; unknown: none.", "3",
               "head.cadence.week"),
        number("tier1", "How many accounts are of tier 1.", "15", length("tier1"),
               origins=("account.tier",)),
        said("title", "The conclusion: what is late, not confirmed, to be booked.",
             "Week 3 of 6: one step late, 5 customer reviews to book by Nov 30", facts.title),
        said("late_line", "How many steps are late.", "3 steps of the season are late.",
             facts.late_line),
        said("reviews_line", "How many accounts have their review in the customer's week.",
             "2 of 15 tier 1 accounts have their review with the customer between Dec 7, 2026 and "
             "Dec 13, 2026.", facts.reviews_line),
        said("reviews_title", "The same, short.", "Reviews with the customer: 2 of 15 in the week",
             facts.reviews_title),
        said("review_week", "The days of the customer's week.",
             "The customer's week: Dec 7, 2026 to Dec 13, 2026", facts.review_week),
        said("checks_title", "How many steps are done, of those that records show.",
             "9 of 13 steps are done", facts.checks_title),
        said("dues_title", "How many plans have a day for their update, and how many are late.",
             "Plan updates: 2 of 11 are late", facts.dues_title),
        said("rule_line", "By what the first day is fixed, and whether it was moved.",
             "The season's first day stands in the settings.", facts.rule_line),
        said("moved", "That the season was moved, and by how much; else empty.",
             "It begins 63 days off the day on which the last season began (Sep 1, 2025).",
             facts.moved),
        said("dues_line", "What the list of dues leaves out.",
             "4 accounts are managed by motion: nothing of their own is due.", facts.dues_line),
        flag("has_meetings", "A review with the customer is in the calendar.",
             lambda found, _ctx: any(row.meeting for row in found.reviews)),
        flag("has_old_reviews", "A last review was over a year ago, or none is on record.",
             lambda found, _ctx: any(row.is_old for row in found.reviews)),
        _WEEKS,
        _LANES,
        _CHECKS,
        _LATE,
        _REVIEWS,
        _DUES,
        _DATES,
        _LATER,
    ),
    get=facts.whole,
    origins=("org.fiscal",),
)  # fmt: skip

TOPICS = (Topic(CALENDAR, artifacts=("calendar",)),)
