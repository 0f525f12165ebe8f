"""The planning year: the six weeks, and the look back on a year (METHOD.md rows 14, 15, 26)."""

from __future__ import annotations

from generator.artifacts.facts import planning as facts
from generator.artifacts.getters import in_unit, label
from generator.artifacts.schema import (
    Record,
    Rows,
    Topic,
    day,
    flag,
    money,
    number,
    percent,
    said,
    text,
)

CADENCE = Record(
    "cadence",
    "The six weeks in which the next plans are made, and the one this file serves.",
    (
        said("year", "The fiscal year that is planned in them.", "FY2027", facts.planned_year),
        day("start", "First day.", "2026-11-02"),
        day("end", "Last day.", "2026-12-13"),
        number("week", "Which of the six weeks holds as-of; unknown: none.", "3"),
        text("step", "What that week is for.", "drafts", facts.step),
        said("step_label", "The same in words.", "Drafts", facts.step_label),
        day("step_start", "First day of that week.", "2026-11-16", facts.step_start),
        day("step_end", "Last day of that week.", "2026-11-22", facts.step_end),
        said(
            "line",
            "Which week this file serves, in a sentence.",
            "Week 3 of 6 in planning FY2027: drafts (Nov 16, 2026 to Nov 22, 2026).",
            facts.line,
        ),
        Rows(
            "weeks",
            "All six weeks.",
            (
                number("number", "1 to 6.", "3"),
                text("step", "What it is for.", "drafts"),
                said("step_label", "The same in words.", "Drafts", label("planning_step", "step")),
                said("who", "Who does it.", "Account managers", label("planning_who", "step")),
                day("start", "First day.", "2026-11-16"),
                day("end", "Last day.", "2026-11-22"),
            ),
            origins=("org.fiscal",),
        ),
    ),
    origins=("org.fiscal",),
)

_GOALS = Rows(
    "goals",
    "The measures of the year's objectives: aimed for and reached.",
    (
        text("goal", "The objective.", "Grow to four plants", origins=("objective.name",)),
        text("measure", "The measure.", "Plants", origins=("measure.name",)),
        said(
            "baseline_text",
            "Where it started, with its unit.",
            "2",
            in_unit("baseline"),
            origins=("measure.baseline",),
        ),
        said(
            "target_text",
            "What was aimed for, with its unit.",
            "4",
            in_unit("target"),
            origins=("measure.target",),
        ),
        said(
            "reached_text",
            "What was reached, with its unit.",
            "3",
            in_unit("reached"),
            origins=("measure.current",),
        ),
        percent("progress", "Of the way from baseline to target.", "50"),
        text("verdict", "reached, missed, under_way or unknown.", "missed"),
        said("verdict_label", "The same in words.", "Missed", label("verdict", "verdict")),
    ),
    origins=("measure.current", "measure.target", "measure.baseline"),
    limit=(8, 4),
)

_CARRIED = Rows(
    "carried",
    "Open work that goes on into the next year: each is carried forward.",
    (
        text("kind", "goal, play, action or risk.", "play"),
        said("kind_label", "The same in words.", "Play", label("carried", "kind")),
        text("name", "What it is.", "Pilot in one plant"),
        text("owner", "Owner.", "Ana Ruiz", "owner.name"),
        day("due", "Due, or target date.", "2027-03-31"),
    ),
    origins=("objective.name", "play.name", "activity.subject", "risk.name"),
    limit=(10, 4),
)

YEAR_END = Record(
    "year_end",
    "The look back on a year that is over, or on the one before a draft's. Else all unknown.",
    (
        said("year", "The year that is looked back on.", "FY2026", facts.year),
        day("start", "Its first day.", "2026-01-01"),
        day("end", "Its last day.", "2026-12-31"),
        flag("is_over", "The year is over; else it still runs.", origins=("org.fiscal",)),
        money(
            "revenue_then",
            "Yearly contract value twelve months before as-of.",
            "1000000",
            origins=("account.arr_year_ago",),
        ),
        day("revenue_then_day", "That day.", "2025-11-22"),
        money(
            "revenue_now", "Yearly contract value at as-of.", "1200000", origins=("account.arr",)
        ),
        Rows(
            "quarters",
            "Won and lost by quarter of that year.",
            (
                text("quarter", "Quarter.", "Q3 FY2026", "quarter.label"),
                money("won", "Won in it.", "120000"),
                number("won_count", "Deals won.", "2"),
                money("lost", "Lost in it.", "40000"),
                number("lost_count", "Deals lost.", "1"),
            ),
            origins=("opportunity.amount", "opportunity.close_date"),
        ),
        _GOALS,
        _CARRIED,
    ),
    facts.looked_back,
    origins=("org.fiscal",),
)

TOPICS = (Topic(CADENCE), Topic(YEAR_END))
