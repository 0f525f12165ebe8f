"""The grid as rows, columns and families, each with its counts and its value. All internal."""

from __future__ import annotations

from generator.artifacts.facts import grid as facts
from generator.artifacts.schema import Rows, money, number, said, text
from generator.artifacts.topics.whitespace_cell import CELL

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
    limit=(8, 5),
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
