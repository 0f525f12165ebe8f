"""The whitespace workbook: what each of its sheets needs."""

from __future__ import annotations

from generator.artifacts.needs.shared import (
    MANY,
    OWNED_CELLS,
    PLAY_VALUE,
    PLAYS,
    PRODUCTS,
    QUALIFIED,
    RENEWAL,
    Need,
    Section,
)

_BUYERS = Need(
    "likely buyers",
    ("play.buyer_id", "buying_role.role"),
    ("whitespace.cells[].buyer",),
    MANY,
)

WORKBOOK = (
    Section(
        "whitespace",
        "summary",
        "Summary",
        core=(PRODUCTS,),
        more=(PLAY_VALUE, QUALIFIED, RENEWAL),
    ),
    Section("whitespace", "grid", "Grid", core=(PRODUCTS,), more=(OWNED_CELLS, PLAY_VALUE)),
    Section(
        "whitespace",
        "priorities",
        "Priorities",
        core=(PRODUCTS,),
        more=(QUALIFIED, PLAY_VALUE, _BUYERS),
    ),
    Section(
        "whitespace",
        "cells",
        "Cells",
        core=(PRODUCTS,),
        more=(QUALIFIED, PLAY_VALUE, _BUYERS),
    ),
    Section("whitespace", "plays", "Plays", core=(PLAYS,), more=(PLAY_VALUE,)),
    Section("whitespace", "pre_pipeline", "Pre-pipeline", more=(PLAY_VALUE,)),
    Section("whitespace", "export", "Export", core=(PRODUCTS,), more=(PLAY_VALUE, QUALIFIED)),
    Section("whitespace", "sources", "Sources"),
)
