"""What the customer wants, what we want, and the plays that lead there."""

from __future__ import annotations

from generator.artifacts.facts import goals as facts
from generator.artifacts.getters import in_unit, joined, of_note
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
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

READINGS = Rows(
    "readings",
    "The KPI over time, oldest first.",
    (
        day(
            "date",
            "End of the period.",
            "2026-09-30",
            audience=DECLARED,
            origins=("kpi_reading.day",),
        ),
        text(
            "quarter",
            "The fiscal quarter that holds the date.",
            "Q3 FY2026",
            audience=DECLARED,
            origins=("kpi_reading.day",),
        ),
        number("value", "Value.", "2.6", audience=DECLARED),
    ),
    facts.readings,
    "kpi_reading",
    needs=("kpi_reading.value", "kpi_reading.day"),
)

PRIORITIES = Rows(
    "priorities",
    "What the customer said it wants, in its words, most important first.",
    (
        text("name", "The priority.", "Resolve service calls faster", audience=DECLARED),
        text("kpi", "How the customer measures it.", "Resolution time", audience=DECLARED),
        text("unit", "Unit of the measure.", "days", audience=DECLARED),
        number("baseline", "Where it started.", "4.1", audience=DECLARED),
        number("current", "Where it stands.", "2.6", facts.current, audience=DECLARED),
        number("target", "Where it shall go.", "2.0", audience=DECLARED),
        said(
            "baseline_text",
            "The baseline with its unit.",
            "4.1 days",
            in_unit("baseline"),
            audience=DECLARED,
            origins=("priority.baseline", "priority.unit"),
        ),
        said(
            "current_text",
            "The current value with its unit.",
            "2.6 days",
            facts.current_text,
            audience=DECLARED,
            origins=("priority.current", "priority.unit"),
        ),
        said(
            "target_text",
            "The target with its unit.",
            "2 days",
            in_unit("target"),
            audience=DECLARED,
            origins=("priority.target", "priority.unit"),
        ),
        percent(
            "progress",
            "Percent of the way from baseline to target.",
            "71",
            facts.progress,
            audience=DECLARED,
            origins=("priority.baseline", "priority.current", "priority.target"),
        ),
        text(
            "outcome",
            "The outcome the customer wants.",
            "Crews spend the day on repairs",
            audience=DECLARED,
        ),
        text(
            "stated_by",
            "Who said it.",
            "Rita Voss",
            "stated_by.name",
            audience=DECLARED,
            origins=("priority.stated_by_id",),
        ),
        day("stated_on", "When.", "2026-05-14", audience=DECLARED),
        text("stated_where", "Where.", "Executive review", audience=DECLARED),
        said(
            "stated",
            "Who said it, where and when, in one line.",
            "Rita Voss, Executive review, May 14, 2026",
            facts.stated,
            audience=DECLARED,
            origins=("priority.stated_by_id", "priority.stated_on", "priority.stated_where"),
        ),
        READINGS,
    ),
    facts.priorities,
    "priority",
    needs=("priority.name",),
    limit=(6, 3),
)

MEASURES = Rows(
    "measures",
    "What the goal is measured by.",
    (
        text("name", "The measure.", "Plants on Atlas", audience=CUSTOMER),
        text("unit", "currency, number or percent; empty: unknown.", "number", audience=CUSTOMER),
        number("baseline", "Where it started.", "2", audience=CUSTOMER),
        number("current", "Where it stands.", "3", audience=CUSTOMER),
        number("target", "Where it shall go.", "5", audience=CUSTOMER),
        said(
            "baseline_text",
            "The baseline with its unit.",
            "2",
            in_unit("baseline"),
            audience=CUSTOMER,
            origins=("measure.baseline",),
        ),
        said(
            "current_text",
            "The current value with its unit.",
            "3",
            in_unit("current"),
            audience=CUSTOMER,
            origins=("measure.current",),
        ),
        said(
            "target_text",
            "The target with its unit.",
            "5",
            in_unit("target"),
            audience=CUSTOMER,
            origins=("measure.target",),
        ),
        percent(
            "progress",
            "Percent of the way from baseline to target.",
            "33",
            audience=CUSTOMER,
            origins=("measure.baseline", "measure.current", "measure.target"),
        ),
        text("source", "Where the baseline comes from.", "stated", origins=("measure.baseline",)),
        money(
            "bridge",
            "Value of the linked plays and opportunities.",
            "180000",
            origins=("measure_link.record_id", "play.value"),
        ),
        money(
            "uncovered",
            "What no play covers yet, of a money measure.",
            "120000",
            origins=("measure.target", "play.value"),
        ),
        said(
            "bridge_note",
            "What the bridge leaves out, if anything; else empty.",
            "known for 2 of 3",
            of_note("bridge"),
            origins=("play.value",),
        ),
    ),
    model="measure",
    shared=facts.is_shareable,
)

PLAY = (
    text("id", "Record id.", "a01000000000001AAA"),
    text("name", "The play.", "Plan for retail"),
    text("kind", "Kind of play.", "Champion-brokered intro"),
    text("unit", "Division.", "Halvorsen Retail", origins=("play.account_id",)),
    text("product", "Product.", "Atlas Plan", origins=("play.product_id",)),
    money("value", "Expected value.", "90000"),
    text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("play.owner_id",)),
    day("close_date", "Target close date.", "2027-02-28"),
    text("status", "Status.", "Active"),
    text("goal", "The goal it serves.", "Grow in retail", origins=("play.objective_id",)),
    text(
        "priority",
        "The customer's priority it serves.",
        "Resolve service calls faster",
        origins=("play.priority_id",),
    ),
    text("opportunity_id", "Record id of its opportunity.", "006000000000001AAA"),
)

GOALS = Rows(
    "goals",
    "Objectives with their measures and plays. A customer sees those shared with it.",
    (
        text("id", "Record id.", "0kW000000000001AAA"),
        text("name", "The goal.", "Five plants on Atlas by March", audience=CUSTOMER),
        text("kind", "growth, retention, relationship or customer.", "growth"),
        text("strategy", "How it is to be reached.", "Champion-brokered introductions"),
        text("description", "More about it.", "Two plants in the first half-year"),
        text(
            "owner",
            "Owner.",
            "Ana Ruiz",
            "owner.name",
            audience=CUSTOMER,
            origins=("objective.owner_id",),
        ),
        day("start", "First day.", "2026-01-01", origins=("objective.start_date",)),
        day("end", "Due.", "2026-12-31", audience=CUSTOMER, origins=("objective.end_date",)),
        text("status", "Status.", "In Progress"),
        text(
            "priority",
            "The customer's priority it serves.",
            "Resolve service calls faster",
            audience=DECLARED,
            origins=("priority.name",),
        ),
        text(
            "customer_outcome",
            "What the customer gets from it.",
            "Fewer outages",
            audience=DECLARED,
        ),
        flag("is_shared", "Shared with the customer."),
        MEASURES,
        Rows("plays", "The plays that lead there.", PLAY, "plays", "play"),
        text(
            "problems",
            "What it lacks: baseline, date, owner, clear words.",
            "no baseline",
            joined("problems"),
            origins=("measure.baseline", "objective.end_date"),
        ),
    ),
    facts.goals,
    "objective",
    shared=lambda goal: goal.is_shared,
    limit=(6, 2),
)

PLAYS = Rows("plays", "All plays, by target date.", PLAY, None, "play", limit=(10, 2))

METRIC = (
    text("name", "The metric.", "Net revenue retention"),
    number("baseline", "Where it started.", "102"),
    number("current", "Where it stands.", "108"),
    number("target", "Where it shall go.", "115"),
    said("baseline_text", "The baseline with its unit.", "102%", in_unit("baseline")),
    said("current_text", "The current value with its unit.", "108%", in_unit("current")),
    said("target_text", "The target with its unit.", "115%", in_unit("target")),
    text("unit", "currency, percent or count.", "percent"),
    text("source", "What it is made from.", "revenue now and a year ago"),
    text("note", "Why a value is unknown, or what it counts.", ""),
)

_FROM = ("account.arr", "opportunity.amount", "activity.completed", "contact.strength")
METRICS = Record(
    "metrics",
    "The scorecard: leading and lagging side by side.",
    (
        Rows("leading", "Leading metrics.", METRIC, origins=_FROM),
        Rows("lagging", "Lagging metrics.", METRIC, origins=_FROM),
    ),
)

TOPICS = tuple(Topic(node) for node in (PRIORITIES, GOALS, PLAYS, METRICS))
