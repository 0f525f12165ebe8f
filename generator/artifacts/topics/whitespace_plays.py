"""Plays from planned to won or lost. All internal."""

from __future__ import annotations

from generator.artifacts.facts import space as facts
from generator.artifacts.getters import of_note
from generator.artifacts.schema import Record, Rows, day, money, number, said, text

STEPS = Rows(
    "steps",
    "Planned, with an opportunity, each stage of the open ones, won, lost, given up.",
    (
        text("key", "planned, opportunity, stage, won, lost or given_up.", "won"),
        said("label", "The step in words, or the stage's name.", "Won", facts.step_label),
        number("plays", "How many plays.", "4"),
        money(
            "value",
            "Their expected value; of won and lost ones the opportunities' amounts.",
            "240000",
            origins=("play.value", "opportunity.amount"),
        ),
        said(
            "note", "What the value leaves out; else empty.", "known for 3 of 4", of_note("value")
        ),
    ),
    origins=("play.status", "play.opportunity_id", "opportunity.stage"),
)

PLAYS = Rows(
    "plays",
    "Every play with what became of it, those given up too.",
    (
        text("id", "Record id.", "a0X000000000001AAA", "play.id"),
        text("name", "Name.", "Plan for retail", "play.name"),
        text("unit", "Division.", "Halvorsen Retail", "play.unit", origins=("play.account_id",)),
        text("product", "Product.", "Atlas Plan", "play.product", origins=("product.name",)),
        text("kind", "Kind of play.", "Cross-sell", "play.kind"),
        text("status", "Status as recorded.", "Qualified", "play.status"),
        text("outcome", "planned, open, won, lost or given_up.", "open", origins=("play.status",)),
        said(
            "outcome_label",
            "What became of it, in words.",
            "Has an opportunity",
            facts.outcome_label,
            origins=("play.status", "opportunity.is_won"),
        ),
        text("stage", "Stage of its opportunity.", "Proposal", origins=("opportunity.stage",)),
        text("opportunity", "Its opportunity.", "Add-on 2027", origins=("opportunity.name",)),
        money("value", "Expected value.", "90000", "play.value"),
        money("amount", "Amount of its opportunity.", "88000", origins=("opportunity.amount",)),
        text("owner", "Owner.", "Ana Ruiz", "play.owner.name", origins=("play.owner_id",)),
        day("close_date", "Target close date.", "2027-02-28", "play.close_date"),
        day("created", "Day it was created.", "2026-02-03"),
        said(
            "first",
            "Whether it was there before its opportunity.",
            "Yes",
            facts.first_label,
            origins=("play.created", "opportunity.created"),
        ),
        text(
            "priority",
            "The customer priority it serves.",
            "Faster handover",
            "play.priority",
            origins=("priority.name",),
        ),
        text("goal", "The goal it belongs to.", "Grow", "play.goal", origins=("objective.name",)),
    ),
    model="play",
)

FUNNEL = Record(
    "funnel",
    "How far the plays came.",
    (
        STEPS,
        PLAYS,
        money(
            "won",
            "Amount of won opportunities whose play was created before them.",
            "88000",
            origins=("opportunity.amount", "play.created"),
        ),
        said(
            "note",
            "What the won amount stands on, and what is not known; else empty.",
            "1 of 2 won opportunities had its play first.",
            facts.funnel_note,
            origins=("play.created", "opportunity.created"),
        ),
    ),
    origins=("play.status",),
)
