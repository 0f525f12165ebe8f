"""Lists beside the grid: what is in no cell, what is left out, and what is new. All internal."""

from __future__ import annotations

from generator.artifacts.facts import cells as words
from generator.artifacts.facts import space as facts
from generator.artifacts.schema import Rows, day, money, number, percent, said, text
from generator.artifacts.topics.whitespace_cell import CELL

_QUESTIONS = ("play.need", "play.access", "play.budget")
_OF_CELL = {leaf.name: leaf for leaf in CELL}

UNPLACED = Rows(
    "unplaced",
    "Open opportunities without products: in no cell.",
    (
        text("id", "Record id.", "006000000000009AAA"),
        text("name", "Name.", "Add-on 2027"),
        text("unit", "Division.", "Halvorsen Retail", origins=("opportunity.account_id",)),
        text("stage", "Stage.", "Proposal"),
        money("amount", "Amount.", "50000"),
        day("close_date", "Expected close date.", "2027-01-31"),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("opportunity.owner_id",)),
    ),
    model="opportunity",
    limit=(8, 3),
    more="workbook",
)

UNPLACED_PLAYS = Rows(
    "unplaced_plays",
    "Plays for no known product: in no cell.",
    (
        text("name", "Name.", "Advisory for retail"),
        text("unit", "Division.", "Halvorsen Retail", origins=("play.account_id",)),
        money("value", "Expected value.", "50000"),
        day("close_date", "Target close date.", "2027-01-31"),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("play.owner_id",)),
    ),
    model="play",
    limit=(8, 3),
    more="workbook",
)

LEFT_OUT = Rows(
    "left_out",
    "Cells that are not owned and not in the priority list, by the first reason.",
    (
        said("reason", "Why.", "need unknown", origins=("play.need", "play.access")),
        number("count", "How many cells.", "31", origins=("play.need", "play.access")),
    ),
    facts.left_out,
)

BLANKS = Rows(
    "blanks",
    "What each prioritised cell must have, and how many of them do not.",
    (
        said("name", "What.", "likely buyer", origins=("play.buyer_id",)),
        number("blank", "Prioritised cells without it.", "2", origins=("play.buyer_id",)),
        number("of", "Prioritised cells.", "9", origins=("play.need", "play.access")),
    ),
    facts.blanks,
)

TO_COMPLETE = Rows(
    "to_complete",
    "Prioritised cells without a play, an owner or a target close date.",
    (
        _OF_CELL["unit"],
        _OF_CELL["product"],
        _OF_CELL["play"],
        _OF_CELL["owner"],
        _OF_CELL["close_date"],
        said(
            "lacks",
            "Which of play, owner and target date.",
            "owner, target date",
            words.to_act,
            origins=("play.owner_id", "play.close_date"),
        ),
    ),
    facts.to_complete,
    "play",
)

HELD = Rows(
    "held",
    "Cells, not ours, in which a rival's product stands.",
    (
        _OF_CELL["unit"],
        _OF_CELL["product"],
        _OF_CELL["competitor_held"],
        _OF_CELL["state_label"],
        _OF_CELL["value"],
        _OF_CELL["play"],
        _OF_CELL["owner"],
        _OF_CELL["close_date"],
    ),
    facts.held,
    "play",
)

PRE_PIPELINE = Rows(
    "pre_pipeline_rows",
    "What the pre-pipeline is made of: value that is in no opportunity, the largest first.",
    (
        text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
        text("product", "Product.", "Atlas Plan", origins=("product.name",)),
        text("play", "The play.", "Plan for retail", origins=("play.name",)),
        money("value", "The value that no opportunity holds.", "90000"),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("play.owner_id",)),
        day("close_date", "Target close date.", "2027-02-28"),
    ),
    facts.pre_pipeline_rows,
    "play",
)

_OPENING = (
    text(
        "kind",
        "priority, or the kind of news: executive_hire, launch, acquisition, and so on.",
        "priority",
        origins=("priority.name", "signal.kind"),
    ),
    said(
        "kind_label",
        "The kind in words.",
        "Customer priority",
        facts.opening_kind,
        origins=("priority.name", "signal.kind"),
    ),
    text(
        "name",
        "The priority, or the news.",
        "Faster handover",
        origins=("priority.name", "signal.text"),
    ),
    text(
        "unit",
        "Division.",
        "Halvorsen Retail",
        origins=("priority.account_id", "signal.account_id"),
    ),
    day(
        "day",
        "When it was stated or seen.",
        "2026-10-02",
        origins=("priority.stated_on", "signal.day"),
    ),
    said(
        "source",
        "Who said it and where; in words where that is not recorded.",
        "Rita Voss, executive review",
        facts.opening_source,
        origins=("priority.stated_by_id", "priority.stated_where", "signal.url"),
    ),
    said(
        "opens",
        "The cells whose play names the priority; for news of a division how many lie open there.",
        "Retail: Atlas Plan",
        facts.opened,
        origins=("play.priority_id",),
    ),
    number(
        "open",
        "Open cells that it opens; unknown for news that names no division, or opens nothing.",
        "2",
        origins=("play.priority_id",),
    ),
    money(
        "value",
        "Value of those open cells that have one.",
        "90000",
        facts.opening_value,
        origins=("play.value",),
    ),
)

OPENINGS = Rows(
    "openings",
    "New customer priorities and news, with the white space they open, newest first.",
    _OPENING,
    limit=(4, 2),
    more="workbook",
)

UNSERVED = Rows(
    "unserved",
    "Stated customer priorities that no play pursues, in the customer's order.",
    _OPENING,
    limit=(4, 2),
    more="workbook",
)

EXPORT = Rows(
    "export",
    "For territory and quota planning: a row for each cell with a value or a play.",
    (
        text("account", "Account.", "Halvorsen", origins=("account.name",)),
        text(
            "account_id", "Record id of the account.", "001000000000000AAA", origins=("account.id",)
        ),
        number("tier", "Tier of the account.", "1", origins=("account.tier",)),
        text("unit", "Division.", "Halvorsen Retail", "cell.unit", origins=("account.name",)),
        text("product", "Product.", "Atlas Plan", "cell.product", origins=("product.name",)),
        text("family", "Product family.", "Atlas", "cell.family", origins=("product.family",)),
        text(
            "state",
            "owned, in_progress or open.",
            "open",
            "cell.state",
            origins=("asset.status",),
        ),
        said(
            "state_label",
            "The state in words.",
            "Open",
            lambda row, ctx: words.state_label(row["cell"], ctx),
            origins=("asset.status",),
        ),
        money("value", "Expected value.", "90000", "cell.value", origins=("play.value",)),
        number(
            "score", "How many of the three are yes, 0-3.", "2", "cell.score", origins=_QUESTIONS
        ),
        percent(
            "weight",
            "Share of the three questions answered yes, of an open cell with a value.",
            "66.67",
            origins=_QUESTIONS,
        ),
        money(
            "weighted",
            "Value times weight, of an open cell: for planning, no probability.",
            "60000",
            origins=("play.value",),
        ),
        text("play", "The play.", "Plan for retail", "cell.play", origins=("play.name",)),
        text("owner", "Owner.", "Ana Ruiz", "cell.owner.name", origins=("play.owner_id",)),
        day("close_date", "Target close date.", "2027-02-28", "cell.close_date"),
        money(
            "current",
            "Yearly contract value of the account.",
            "1200000",
            origins=("account.arr",),
        ),
        money(
            "target",
            "Revenue target of the account, the same in each row.",
            "1500000",
            origins=("account.revenue_target",),
        ),
        text("currency", "Currency of the money.", "USD", origins=("account.currency",)),
    ),
    facts.export,
    "play",
)
