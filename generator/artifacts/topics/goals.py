"""What the customer wants, what we want, and the plays that lead there."""

from __future__ import annotations

from generator.artifacts.facts import goals as facts
from generator.artifacts.getters import in_unit, label, of_note
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
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

MEASURES = Rows(
    "measures",
    "What the goal is measured by.",
    (
        text("name", "The measure.", "Plants on Atlas", audience=CUSTOMER),
        text(
            "unit",
            "currency, number, percent or boolean; empty: unknown.",
            "number",
            audience=CUSTOMER,
        ),
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
        text("source", "Where the values come from.", "a field", origins=("measure.current",)),
        text(
            "baseline_from",
            "stated, history or computed; unknown: the baseline is missing.",
            "history",
            origins=("measure.baseline", "measure_change.old"),
        ),
        said(
            "baseline_source",
            "What gives the baseline, in words.",
            "first in the history, Jan 5, 2026",
            facts.baseline_source,
            origins=("measure.baseline", "measure_change.old"),
        ),
        text(
            "counts",
            "What the number counts, by its calculation definition.",
            "Sum of Opportunity.Amount",
            origins=("measure.counted_object",),
        ),
        said(
            "cover",
            "How far plays bridge the gap, with what they leave; money measures only.",
            "$80K of the gap of $160K; $80K has no play",
            facts.cover,
            origins=("measure.target", "play.value"),
        ),
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
    text(
        "serves",
        "The stated priority it serves: its own, else that of its goal; unknown: none.",
        "Resolve service calls faster",
        origins=("play.priority_id", "objective.priority_id"),
    ),
    text(
        "serves_by",
        "What says so: stated, or objective.",
        "stated",
        origins=("play.priority_id", "objective.priority_id"),
    ),
    flag(
        "serves_nothing",
        "It serves no stated priority.",
        facts.serves_nothing,
        origins=("play.priority_id", "objective.priority_id"),
    ),
    said(
        "next_step",
        "The open task for it that is due first, with owner and date.",
        "Send the offer (Ana Ruiz, Dec 4, 2026)",
        facts.next_step,
        origins=("activity.subject", "activity.what_id", "activity.owner_id"),
    ),
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
        Rows("plays", "The plays that lead there.", PLAY, "plays", "play", limit=(5, 2)),
        text(
            "problems",
            "What it lacks: baseline, date, owner, clear words.",
            "It has no owner.",
            facts.problems,
            origins=("measure.baseline", "objective.end_date"),
        ),
        said(
            "to_sharpen",
            "What would make it a good goal; unknown: it is one.",
            "Name one owner.",
            facts.to_sharpen,
            origins=("measure.baseline", "objective.end_date"),
        ),
        Rows(
            "findings",
            "The same one by one, with the ids of the records that lack it.",
            (
                text("code", "What it is, for programs.", "no_owner"),
                text("about", "The measure, word or theme that is meant.", "ARR"),
                text("text", "What is lacking.", "It has no owner.", facts.finding_text),
                text("advice", "What to do.", "Name one owner.", facts.finding_advice),
            ),
            "findings",
            origins=("measure.baseline", "objective.end_date"),
        ),
        text("theme", "The company's theme that it serves.", "Energy"),
        text(
            "aim",
            "revenue, expansion or retention: which of the year's targets it is.",
            "revenue",
        ),
        text("path", "cross_sell, price_uplift or retain.", "cross_sell"),
        said(
            "path_label",
            "The growth path in words.",
            "Cross-sell",
            label("path", "path"),
            origins=("objective.path", "play.kind"),
        ),
        said(
            "next_step",
            "The open task for it that is due first, with owner and date.",
            "Book the visit (Ana Ruiz, Dec 4, 2026)",
            facts.next_step,
            origins=("activity.subject", "activity.what_id", "activity.owner_id"),
        ),
    ),
    facts.goals,
    "objective",
    shared=lambda goal: goal.is_shared,
    limit=(4, 2),
)

PLAYS = Rows("plays", "All plays, by target date.", PLAY, None, "play", limit=(10, 2))

TOPICS = tuple(Topic(node) for node in (GOALS, PLAYS))
