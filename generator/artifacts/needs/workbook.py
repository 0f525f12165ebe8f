"""The whitespace workbook: what each of its sheets needs."""

from __future__ import annotations

from generator.artifacts.needs.shared import (
    MANY,
    OWNED_CELLS,
    PLAY_VALUE,
    PRODUCTS,
    QUALIFIED,
    RENEWAL,
    Need,
    Section,
)

WORKBOOK = (
    Section("whitespace", "grid", "Grid", core=(PRODUCTS,), more=(OWNED_CELLS, PLAY_VALUE)),
    Section(
        "whitespace",
        "cells",
        "Cells",
        core=(PRODUCTS,),
        more=(
            QUALIFIED,
            PLAY_VALUE,
            Need(
                "likely buyers",
                ("play.buyer_id", "buying_role.role"),
                ("whitespace.cells[].buyer",),
                MANY,
            ),
        ),
    ),
    Section(
        "whitespace",
        "summary",
        "Summary",
        core=(PRODUCTS,),
        more=(PLAY_VALUE, QUALIFIED, RENEWAL),
    ),
    Section("whitespace", "sources", "Sources"),
)
