"""The whitespace grid: divisions x products, its cells, totals and priorities. All internal."""

from __future__ import annotations

from generator.artifacts.facts import grid as facts
from generator.artifacts.facts import ids
from generator.artifacts.getters import of_note
from generator.artifacts.schema import (
    Record,
    Rows,
    Topic,
    day,
    flag,
    money,
    number,
    said,
    text,
)

CELL = (
    text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
    text(
        "unit_id",
        "Id of the division: its record's, or one made for a region.",
        "001000000000001AAA",
        origins=("account.id",),
    ),
    text("product", "Product.", "Atlas Plan", origins=("product.name",)),
    text("product_id", "Record id of the product.", "01t000000000001AAA", origins=("product.id",)),
    text("family", "Product family.", "Atlas", origins=("product.family",)),
    text(
        "state",
        "owned, in_progress or open.",
        "open",
        origins=("asset.status", "opportunity_line.product_id"),
    ),
    said(
        "label",
        "The state in a word or two; names a rival that holds the cell.",
        "Open (Nimbus)",
        facts.cell_label,
        origins=("asset.status", "asset.is_competitor"),
    ),
    said(
        "state_label",
        "The state in words: Owned, Owned, expanding, In progress, Open.",
        "Open",
        facts.state_label,
        origins=("asset.status",),
    ),
    flag(
        "expanding",
        "Owned, and an open opportunity would add to it.",
        origins=("opportunity_line.product_id",),
    ),
    text(
        "competitor_held",
        "A rival's product stands here.",
        "Nimbus",
        origins=("asset.is_competitor",),
    ),
    money("value", "Expected value of an open or in-progress cell.", "90000"),
    money(
        "estimate",
        "Size proxy of a cell without a value: median price paid; never in a total.",
        "60000",
        origins=("opportunity_line.total",),
        ids=ids.cell_or_product,
    ),
    text("need", "yes, no or unknown: an unmet need.", "yes", facts.answer("need")),
    text("access", "yes, no or unknown: a credible way in.", "yes", facts.answer("access")),
    text("budget", "yes, no or unknown: a reachable budget.", "unknown", facts.answer("budget")),
    said("need_label", "Need in words.", "Yes", facts.answer_label("need"), origins=("play.need",)),
    said(
        "access_label",
        "Access in words.",
        "Yes",
        facts.answer_label("access"),
        origins=("play.access",),
    ),
    said(
        "budget_label",
        "Budget in words.",
        "Unknown",
        facts.answer_label("budget"),
        origins=("play.budget",),
    ),
    text("need_evidence", "What speaks for the need.", "Stated priority: faster handover"),
    text("access_evidence", "What speaks for access.", "Advocate: R. Voss"),
    text("budget_evidence", "What speaks for a budget.", "Economic buyer known"),
    said(
        "questions",
        "The three questions in one line.",
        "Need yes · access yes · budget unknown",
        facts.questions,
        origins=("play.need", "play.access", "play.budget"),
    ),
    number(
        "score",
        "How many of the three are yes, 0-3.",
        "2",
        origins=("play.need", "play.access", "play.budget"),
        ids=ids.cell_or_product,
    ),
    text("play", "The play for this cell.", "Plan for retail", origins=("play.name",)),
    text("play_kind", "Kind of play.", "Champion-brokered intro", origins=("play.kind",)),
    text(
        "owner",
        "Owner of the play or opportunity.",
        "Ana Ruiz",
        "owner.name",
        origins=("play.owner_id", "opportunity.owner_id"),
    ),
    day("close_date", "Target close date.", "2027-02-28"),
    text("buyer", "Likely buyer.", "R. Voss", "buyer.name", origins=("play.buyer_id",)),
    text("trigger", "Trigger event.", "New plant opens"),
    text("opportunity_id", "Record id of the opportunity.", "006000000000001AAA"),
    flag("is_qualified", "Need and access are yes.", origins=("play.need", "play.access")),
    flag("is_priority", "In the priority list.", origins=("play.need", "play.access")),
    said(
        "priority_label",
        "Yes for a priority, else empty.",
        "Yes",
        facts.priority_label,
        origins=("play.need",),
    ),
    said(
        "missing",
        "What a priority still lacks: play, owner, date, value; else unknown.",
        "owner, target date",
        facts.missing,
        origins=("play.owner_id",),
    ),
)

GRID_CELLS = Rows(
    "cells",
    "The division's cells, one for each product column.",
    CELL,
    "cells",
    "play",
)

ROWS = Rows(
    "rows",
    "The grid's rows: the account and its divisions.",
    (
        text("id", "Its record's id, or one made for a region.", "001000000000001AAA"),
        text("name", "Division.", "Halvorsen Retail"),
        said(
            "label",
            "The name, indented by its depth.",
            "  Halvorsen Retail",
            facts.indented,
            origins=("account.name",),
        ),
        text("parent_id", "Record id of the account above.", "001000000000000AAA"),
        number("depth", "0 for the account itself.", "1", origins=("account.parent_id",)),
        text("country", "Country.", "Germany"),
        number("owned", "Cells owned.", "3", origins=("asset.status",)),
        number("in_progress", "Cells in progress.", "1", origins=("opportunity_line.product_id",)),
        number("open", "Cells open.", "5", origins=("asset.status",)),
        money(
            "value", "Sum of the open cells that have a value.", "240000", origins=("play.value",)
        ),
        GRID_CELLS,
    ),
    facts.rows,
    "account",
    limit=(10, 5),
    more="workbook",
)

COLUMNS = Rows(
    "columns",
    "The grid's columns: products, family by family.",
    (
        text("id", "Record id.", "01t000000000001AAA"),
        text("name", "Product.", "Atlas Plan"),
        text("family", "Family.", "Atlas"),
        said(
            "family_heading",
            "The family over its first column, empty over the others.",
            "Atlas",
            "heading",
            origins=("product.family",),
        ),
        number("owned", "Divisions that own it.", "3", origins=("asset.status",)),
        number("open", "Divisions where it is open.", "4", origins=("asset.status",)),
        money(
            "value", "Sum of its open cells that have a value.", "120000", origins=("play.value",)
        ),
    ),
    facts.columns,
    "product",
)

FAMILIES = Rows(
    "families",
    "The product families, in the order of the columns.",
    (
        text("name", "Family.", "Atlas", origins=("product.family",)),
        number("products", "Products in it.", "3", origins=("product.family",)),
        number("owned", "Cells owned.", "6", origins=("asset.status",)),
        number("in_progress", "Cells in progress.", "1", origins=("opportunity_line.product_id",)),
        number("open", "Cells open.", "9", origins=("asset.status",)),
        money(
            "value", "Sum of the open cells that have a value.", "310000", origins=("play.value",)
        ),
        number("valued", "Open cells that have a value.", "4", origins=("play.value",)),
    ),
    facts.families,
)

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

WHITESPACE = Record(
    "whitespace",
    "What the customer could buy and has not, by division and product.",
    (
        ROWS,
        COLUMNS,
        FAMILIES,
        Rows("cells", "Every cell, division by division.", CELL, "cells", "play"),
        number(
            "owned",
            "Cells owned.",
            "9",
            facts.counted("owned"),
            origins=("asset.status",),
            ids=ids.cells("owned"),
        ),
        number(
            "in_progress",
            "Cells in progress.",
            "2",
            facts.counted("in_progress"),
            origins=("opportunity_line.product_id",),
            ids=ids.cells("in_progress"),
        ),
        number(
            "open",
            "Cells open.",
            "40",
            facts.counted("open"),
            origins=("asset.status",),
            ids=ids.cells("open"),
        ),
        money("value", "Sum of the open cells that have a value.", "840000"),
        number(
            "valued_cells",
            "Open cells that have a value.",
            "12",
            facts.valued_cells,
            origins=("play.value",),
            ids=ids.space_value,
        ),
        said(
            "value_note",
            "How many open cells the value stands on.",
            "value set for 12 of 40 open cells",
            facts.value_note,
            origins=("play.value",),
        ),
        money(
            "pre_pipeline",
            "Cells with a value and no opportunity; never added to pipeline.",
            "510000",
            origins=("play.value", "play.opportunity_id"),
        ),
        said(
            "pre_pipeline_note",
            "What the pre-pipeline leaves out, if anything; else empty.",
            "known for 9 of 11",
            of_note("pre_pipeline"),
            origins=("play.value",),
        ),
        number(
            "renewal_ratio",
            "Whitespace value in percent of the renewal value.",
            "70",
            facts.renewal_ratio,
            unit="percent",
            origins=("play.value", "opportunity.amount"),
            ids=ids.space_and_renewal,
        ),
        Rows(
            "priorities",
            "Qualified cells, best first.",
            CELL,
            "priorities",
            "play",
            limit=(6, 3),
            more="workbook",
        ),
        UNPLACED,
        UNPLACED_PLAYS,
        text(
            "warning",
            "A large open grid without executive or champion; else unknown.",
            "40 open cells, but no executive",
            "fantasy_warning",
            origins=("play.access",),
        ),
    ),
    model="play",
)

TOPICS = (Topic(WHITESPACE),)
