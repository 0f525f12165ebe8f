"""What the goals come to as a whole: the year's targets, what was tried, what to ask oneself."""

from __future__ import annotations

from generator.artifacts.facts import goals as facts
from generator.artifacts.getters import in_unit, label
from generator.artifacts.schema import Record, Rows, Topic, day, flag, number, said, text

TARGETS = Rows(
    "targets",
    "The three targets of the year: revenue, expansion, retention; always all three.",
    (
        text("aim", "revenue, expansion or retention.", "revenue"),
        said("aim_label", "The same in words.", "Revenue", label("aim", "aim")),
        text("path", "cross_sell, price_uplift or retain.", "cross_sell"),
        said("path_label", "The growth path in words.", "Cross-sell", label("path", "path")),
        text("goal", "The objective that aims at it; unknown: there is none.", "Reach 2.4M"),
        text("measure", "What it is measured by.", "Annual recurring revenue"),
        text("unit", "currency, number, percent or boolean.", "currency"),
        number("baseline", "Where it started.", "1800000"),
        number("current", "Where it stands.", "2000000"),
        number("target", "Where it shall go.", "2400000"),
        said("baseline_text", "The baseline with its unit.", "$1,800,000", in_unit("baseline")),
        said("current_text", "The current value with its unit.", "$2,000,000", in_unit("current")),
        said("target_text", "The target with its unit.", "$2,400,000", in_unit("target")),
        day("due", "When it is due.", "2026-12-31"),
    ),
    origins=("objective.aim", "objective.path", "measure.baseline", "measure.target"),
)

DOUBTS = Rows(
    "doubts",
    "Plays that may work against what the customer wants: questions, no verdicts.",
    (
        text("play", "The play.", "Price uplift at renewal"),
        text("kind", "Kind of play.", "Price uplift"),
        text("wish", "The customer's priority.", "Cut the cost of each call"),
        text("owner", "Owner of the play.", "Ana Ruiz", "owner.name"),
        text("question", "The question to answer.", "Would it work against it?", facts.doubt),
    ),
    origins=("play.kind", "priority.name"),
)

TRIED = Rows(
    "tried",
    "Strategies of closed goals and past plans, newest first: tried, and whether they worked.",
    (
        text("goal", "The goal.", "Reach 1.8M by December 2025"),
        text("strategy", "How it was to be reached.", "Line by line from one plant"),
        text("plan", "The plan it stood in.", "Halvorsen 2025"),
        day("end", "When it was due.", "2025-12-31"),
        text("measure", "What it was measured by.", "Annual recurring revenue"),
        text("unit", "currency, number, percent or boolean.", "currency"),
        number("reached", "What was reached.", "1900000"),
        number("target", "What was wanted.", "1800000"),
        said("reached_text", "What was reached, with its unit.", "$1,900,000", in_unit("reached")),
        said("target_text", "What was wanted, with its unit.", "$1,800,000", in_unit("target")),
        flag("worked", "All targets were reached; unknown: not known of all."),
        said("verdict", "The same in words.", "Worked", facts.verdict),
        text("notes", "What people wrote in the plan that is over.", "Europe was won"),
    ),
    origins=("objective.status", "objective.strategy", "measure.current", "plan.notes"),
    limit=(3, 1),
)

AIMS = Record(
    "aims",
    "What the goals come to as a whole.",
    (
        TARGETS,
        DOUBTS,
        TRIED,
        said(
            "unserved",
            "The plays that serve no stated priority; unknown: there is none.",
            "One play serves no stated customer priority: Plan for retail.",
            facts.unserved,
            origins=("play.priority_id",),
        ),
        said(
            "tied",
            "How many open tasks are tied to a goal or a play.",
            "5 of 12 open actions are tied to a goal or a play.",
            facts.tied,
            origins=("activity.what_id",),
        ),
    ),
)

TOPICS = (Topic(AIMS),)
