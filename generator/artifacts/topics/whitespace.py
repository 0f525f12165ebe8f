"""The whitespace grid: divisions x products, its cells, totals and lists. All internal."""

from __future__ import annotations

from generator.artifacts.facts import grid as facts
from generator.artifacts.facts import ids, space
from generator.artifacts.getters import of_note
from generator.artifacts.schema import Record, Rows, Topic, day, money, number, said, text
from generator.artifacts.topics.whitespace_cell import CELL
from generator.artifacts.topics.whitespace_grid import COLUMNS, FAMILIES, ROWS
from generator.artifacts.topics.whitespace_lists import (
    BLANKS,
    EXPORT,
    HELD,
    LEFT_OUT,
    OPENINGS,
    PRE_PIPELINE,
    TO_COMPLETE,
    UNPLACED,
    UNPLACED_PLAYS,
    UNSERVED,
)
from generator.artifacts.topics.whitespace_plays import FUNNEL

WHITESPACE = Record(
    "whitespace",
    "What the customer could buy and has not, by division and product.",
    (
        text(
            "axis",
            "What the rows are: division, region or business_unit.",
            "division",
            origins=("account.parent_id",),
        ),
        said(
            "axis_label",
            "What the rows are called: Division, Region or Business unit.",
            "Division",
            space.axis_label,
            origins=("account.parent_id",),
        ),
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
        money(
            "weighted",
            "Value of the open cells, each times the share of its three questions answered yes; a "
            "planning weight, no probability.",
            "420000",
            space.weighted,
            origins=("play.value", "play.need", "play.access", "play.budget"),
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
            limit=(5, 3),
            more="workbook",
        ),
        LEFT_OUT,
        said(
            "left_out_note",
            "How many cells the priority list leaves out, and why; else empty.",
            "The list leaves out 31 of 40 cells: need unknown 28, access no 3.",
            space.left_out_note,
            origins=("play.need", "play.access"),
        ),
        BLANKS,
        TO_COMPLETE,
        UNPLACED,
        UNPLACED_PLAYS,
        HELD,
        PRE_PIPELINE,
        FUNNEL,
        day(
            "openings_since",
            "From this day on a priority or a piece of news is new.",
            "2026-07-01",
            origins=("org.fiscal",),
        ),
        OPENINGS,
        UNSERVED,
        EXPORT,
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
