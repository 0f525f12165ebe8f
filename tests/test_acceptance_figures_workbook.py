"""Every figure of the whitespace workbook is the one ``show --json`` gives, for all accounts.

Formulas are read by their cached values, as a viewer shows them, and recomputed here from the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.acceptance_checks import WORDS, Comparer, is_blank
from tests.acceptance_runs import NAMES, Json, SampleRun
from tests.acceptance_runs import sample as _sample
from tests.reading_back import Book, numbers_in

sample = _sample
AXES = {"division": "Division", "region": "Region", "business_unit": "Business unit"}
Row = dict[str, Any]


class Space:
    """One account's workbook and what the JSON says of the account."""

    def __init__(self, run: SampleRun, name: str) -> None:
        self.book: Book = run.workbook(name)
        self.show: Json = run.show(name)
        self.space: Json = self.show["whitespace"]
        self.check = Comparer(self.show["account"]["currency"])

    @property
    def axis(self) -> str:
        """What the org calls a row of the grid."""
        return AXES[self.space["axis"]]

    @property
    def cells(self) -> list[Row]:
        return self.book.below("Cells", self.axis, "Product", "Family")

    def listed(self, sheet: str, *heads: str) -> list[Row]:
        """The rows below these heads; none where the list is empty and has no heads."""
        found = [row for row in self.book.rows(sheet) if row[: len(heads)] == heads]
        return self.book.below(sheet, *heads) if found else []

    def grid(self) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
        """The head row, one row a division, and the totals below by their labels."""
        rows = self.book.rows("Grid")
        at = next(i for i, row in enumerate(rows) if row[0] == self.axis)
        count = len(self.space["rows"])
        totals = {str(row[0]): row for row in rows[at + 1 + count : at + 4 + count]}
        return rows[at], rows[at + 1 : at + 1 + count], totals


@pytest.fixture(params=NAMES)
def space(sample: SampleRun, request: pytest.FixtureRequest) -> Space:
    return Space(sample, request.param)


def same(cell: Any, value: Any) -> bool:
    """Whether a cell holds this value of the JSON; unknown is an empty cell or words, never 0."""
    if value is None:
        return cell is None or (isinstance(cell, str) and is_blank(cell))
    if isinstance(cell, datetime):
        return cell.date() == date.fromisoformat(value) and cell.time().isoformat() == "00:00:00"
    if isinstance(cell, int | float):
        return abs(Decimal(str(cell)) - Decimal(value)) <= Decimal("0.005")
    return bool(cell == value)


def different(cells: Row, shown: Json, columns: dict[str, str]) -> list[str]:
    return [
        f"{head}: {cells.get(head)!r} stands there, the JSON has {shown[key]!r}"
        for head, key in columns.items()
        if not same(cells.get(head), shown[key])
    ]


def state_of(text: str) -> str:
    """owned, in_progress or open, by the word a cell begins with."""
    for state in ("owned", "in_progress", "open"):
        if text == WORDS[state] or text.startswith((f"{WORDS[state]},", f"{WORDS[state]} (")):
            return state
    raise ValueError(f"{text!r} is no state")


def test_the_cells_sheet_has_every_cell_with_all_that_is_known_of_it(space: Space) -> None:
    columns = {
        space.axis: "unit",
        "Family": "family",
        "Product": "product",
        "Held by rival": "competitor_held",
        "Value": "value",
        "Estimate": "estimate",
        "Score": "score",
        "Play": "play",
        "Kind of play": "play_kind",
        "Owner": "owner",
        "Target date": "close_date",
        "Likely buyer": "buyer",
        "Trigger": "trigger",
        "Evidence of need": "need_evidence",
        "Evidence of access": "access_evidence",
        "Evidence of budget": "budget_evidence",
    }
    rows, shown = space.cells, space.space["cells"]
    assert len(rows) == len(shown)
    for row, cell in zip(rows, shown, strict=True):
        where = f"{cell['unit']}, {cell['product']}"
        assert different(row, cell, columns) == [], where
        assert state_of(row["State"]) == cell["state"], where
        assert ("expanding" in row["State"]) == cell["expanding"], where
        for head in ("Need", "Access", "Budget"):
            assert row[head] == WORDS[cell[head.lower()]], where
        assert (row["Priority"] == "Yes") == cell["is_priority"], where


def test_the_grid_has_the_same_states_at_the_same_places(space: Space) -> None:
    head, rows, _ = space.grid()
    products = [column["name"] for column in space.space["columns"]]
    by_place = {(cell["unit_id"], cell["product_id"]): cell for cell in space.space["cells"]}

    assert list(head[1 : 1 + len(products)]) == products
    for unit, row in zip(space.space["rows"], rows, strict=True):
        assert str(row[0]).strip("\xa0 ") == unit["name"]
        for column, text in zip(space.space["columns"], row[1:], strict=False):
            cell = by_place[unit["id"], column["id"]]
            assert state_of(text) == cell["state"]
            held = cell["competitor_held"]
            if held is not None and cell["state"] == "open":
                assert held in text


def test_the_grid_s_live_totals_are_the_counts(space: Space) -> None:
    head, rows, totals = space.grid()
    if not space.space["cells"]:
        assert [v for row in totals.values() for v in row[1:] if v is not None] == []
        return
    width = len(space.space["columns"])
    names = ("Owned", "In progress", "Open")
    keys = ("owned", "in_progress", "open")

    assert head[1 + width : 4 + width] == names
    for unit, row in zip(space.space["rows"], rows, strict=True):
        assert row[1 + width : 4 + width] == tuple(unit[key] for key in keys), unit["name"]
        assert same(row[4 + width], unit["value"])
    for index, (name, key) in enumerate(zip(names, keys, strict=True)):
        counted = [sum(state_of(row[1 + column]) == key for row in rows) for column in range(width)]
        assert totals[name][1 : 1 + width] == tuple(counted)
        assert totals[name][1 + width + index] == space.space[key]
    assert same(totals["Open"][4 + width], space.space["value"])
    for column, shown in enumerate(space.space["columns"], 1):
        assert totals["Owned"][column] == shown["owned"]
        assert totals["Open"][column] == shown["open"]


def test_counts_and_value_recomputed_from_the_cells_are_the_json_s(space: Space) -> None:
    states = [state_of(row["State"]) for row in space.cells]
    if not states:
        assert space.space["open"] is None
        assert not str(space.book.value("Cells", "A2")).startswith("One row for each product")
        return
    valued = [
        row["Value"]
        for row, state in zip(space.cells, states, strict=True)
        if state == "open" and row["Value"] is not None
    ]
    for state in ("owned", "in_progress", "open"):
        assert states.count(state) == space.space[state]
    assert len(valued) == space.space["valued_cells"]
    total = sum((Decimal(str(value)) for value in valued), Decimal(0))
    assert abs(total - Decimal(space.space["value"] or 0)) <= Decimal("0.005")
    shown = [row["Value"] for row in space.cells if row["Value"] is not None]
    head = space.book.rows("Cells")[2]
    assert head[head.index("Cells:") + 1] == len(states)
    assert same(head[head.index("Shown:") + 1], str(sum(shown)) if shown else None)


def test_the_summary_sets_whitespace_against_renewal(space: Space) -> None:
    book, show = space.book, space.show
    labels = {
        "Value of open cells": space.space["value"],
        "Value up for renewal": show["renewal"]["value"],
        "Open cells in percent of renewal": space.space["renewal_ratio"],
    }
    for label, value in labels.items():
        assert same(book.labelled("Summary", label)[0], value), label
    for label, value in (
        ("Pre-pipeline (no opportunity yet; never added to pipeline)", space.space["pre_pipeline"]),
        ("Open pipeline (beside it, under its own name)", show["open"]["amount"]),
        ("Open cells weighted by their answers", space.space["weighted"]),
    ):
        assert same(book.labelled("Summary", label)[0], value), label
    note = book.labelled("Summary", "Value of open cells")[1]
    counts = [n.value for n in numbers_in(note or "")]
    known = [space.space["valued_cells"], space.space["open"]] if space.space["cells"] else []
    assert counts == known


def test_the_families_add_up(space: Space) -> None:
    columns = {
        "Family": "name",
        "Products": "products",
        "Owned": "owned",
        "In progress": "in_progress",
        "Open": "open",
        "Value of open cells": "value",
        "Cells with a value": "valued",
    }
    rows = space.book.below("Summary", "Family", "Products")
    *families, total = rows or [{}]
    if not space.space["families"]:
        assert total.get("Products") is None
        return
    assert len(families) == len(space.space["families"])
    for row, shown in zip(families, space.space["families"], strict=True):
        assert different(row, shown, columns) == []
    assert total["Family"] == "Total"
    assert total["Products"] == len(space.space["columns"])
    for head, key in (("Owned", "owned"), ("In progress", "in_progress"), ("Open", "open")):
        assert total[head] == space.space[key]
    assert total["Cells with a value"] == space.space["valued_cells"]
    assert same(total["Value of open cells"], space.space["value"])


def test_the_priorities_are_the_json_s_and_what_is_blank_in_them_is_counted(space: Space) -> None:
    columns = {
        space.axis: "unit",
        "Product": "product",
        "Value": "value",
        "Score (of 3)": "score",
        "Owner": "owner",
        "Target date": "close_date",
        "Play": "play",
        "Likely buyer": "buyer",
        "Trigger": "trigger",
    }
    shown = space.space["priorities"]
    rows = space.listed("Priorities", space.axis, "Product", "State")
    if not shown:
        assert rows == []
        assert any(
            str(row[0]).startswith("No cell has both a need and a way in")
            for row in space.book.rows("Priorities")
        )
        return
    listed, (value, blank) = rows[: len(shown)], rows[len(shown) : len(shown) + 2]
    assert [different(row, one, columns) for row, one in zip(listed, shown, strict=True)] == [
        [] for _ in shown
    ]
    known = [Decimal(one["value"]) for one in shown if one["value"] is not None]
    assert same(value["Value"], str(sum(known)) if known else None)
    for head in ("Value", "Play", "Owner", "Target date", "Likely buyer", "Trigger"):
        assert blank[head] == sum(one[columns[head]] is None for one in shown), head


def test_the_priorities_say_what_they_leave_out_and_why(space: Space) -> None:
    cells = [cell for cell in space.space["cells"] if cell["state"] != "owned"]
    apart = [cell for cell in cells if not cell["is_priority"]]
    assert sum(row["count"] for row in space.space["left_out"]) == len(apart)
    texts = [str(row[0]) for row in space.book.rows("Priorities")]
    said = [text for text in texts if text.startswith("The list leaves out")]
    assert len(said) == (1 if apart else 0)
    if said:
        counts = [int(n.value) for n in numbers_in(said[0].replace(" one ", " 1 "))]
        assert counts[:2] == [len(apart), len(cells)]
        assert sum(counts[2:]) == len(apart)


def test_lists_beside_the_grid_have_all_their_rows(space: Space) -> None:
    names = {
        ("Pre-pipeline", "Opportunity", space.axis): ("unplaced", "name", "amount", "Amount"),
        ("Pre-pipeline", "Play", space.axis, "Value", "Owner", "Target date", "Product"): (
            "pre_pipeline_rows", "play", "value", "Value",
        ),
        ("Pre-pipeline", "Rival's product", space.axis): (
            "held", "competitor_held", "value", "Value",
        ),
        ("Priorities", space.axis, "Product", "Missing"): ("to_complete", "unit", "", ""),
        ("Priorities", "What is new", "Kind"): ("openings", "name", "value", "Their value"),
        ("Priorities", "Customer priority", "Kind"): ("unserved", "name", "value", "Their value"),
    }  # fmt: skip
    for (sheet, *heads), (name, first, key, head) in names.items():
        shown = space.space[name]
        rows = space.listed(sheet, *heads)[: len(shown)]
        assert [row[heads[0]] for row in rows] == [one[first] for one in shown], name
        assert all(same(row[head], one[key]) for row, one in zip(rows, shown, strict=True) if key)


def test_the_pre_pipeline_is_the_sum_of_its_rows_and_of_nothing_else(space: Space) -> None:
    total = space.book.labelled("Pre-pipeline", "Pre-pipeline")[0]
    assert same(total, space.space["pre_pipeline"])
    rows = space.space["pre_pipeline_rows"]
    if rows:
        assert sum(Decimal(row["value"]) for row in rows) == Decimal(space.space["pre_pipeline"])
        assert same(space.book.labelled("Pre-pipeline", "Pre-pipeline total")[1], str(total))
    amount = space.show["open"]["amount"]
    assert same(space.book.labelled("Pre-pipeline", "Open pipeline")[0], amount)


def test_every_play_stands_in_the_funnel_and_in_the_list(space: Space) -> None:
    columns = {
        "Play": "name",
        space.axis: "unit",
        "Product": "product",
        "Kind of play": "kind",
        "Status": "status",
        "Stage": "stage",
        "Value": "value",
        "Opportunity": "amount",
        "Owner": "owner",
        "Target date": "close_date",
        "Created": "created",
    }
    funnel = space.space["funnel"]
    rows = space.listed("Plays", "Play", space.axis)[: len(funnel["plays"])]
    for row, one in zip(rows, funnel["plays"], strict=True):
        assert different(row, one, columns) == []
    steps = space.listed("Plays", "Step", "Plays")[: len(funnel["steps"])]
    for row, step in zip(steps, funnel["steps"], strict=True):
        assert row["Plays"] == step["plays"]
        assert same(row["Value"], step["value"])
    if funnel["plays"]:
        by_key = {step["key"]: step["plays"] for step in funnel["steps"]}
        assert by_key["planned"] == len(funnel["plays"])
        ended = [one["outcome"] for one in funnel["plays"]]
        for key in ("won", "lost", "given_up"):
            assert by_key[key] == ended.count(key)


def test_the_export_is_one_plain_table_of_typed_values(space: Space) -> None:
    columns = {
        "Account": "account",
        "Account id": "account_id",
        "Tier": "tier",
        space.axis: "unit",
        "Product": "product",
        "Family": "family",
        "Value": "value",
        "Score (of 3)": "score",
        "Weighted value": "weighted",
        "Play": "play",
        "Owner": "owner",
        "Target date": "close_date",
        "Account target": "target",
        "Currency": "currency",
    }
    sheet = space.book.rows("Export")
    shown = space.space["export"]
    assert sheet[0][0] == "Account"
    assert len(sheet) == 1 + len(shown)
    for row, one in zip(sheet[1:], shown, strict=True):
        assert different(dict(zip(sheet[0], row, strict=True)), one, columns) == []
    weighted = [Decimal(one["weighted"]) for one in shown if one["weighted"] is not None]
    assert sum(weighted) == Decimal(space.space["weighted"] or 0)
    cells = [cell for cell in space.space["cells"] if cell["value"] or cell["play"]]
    assert len(shown) == len(cells)


FIGURES = {
    "Yearly contract value": ("revenue", "current", "money"),
    "Target": ("revenue", "target", "money"),
    "Gap to target": ("revenue", "gap", "money"),
    "Value a year ago": ("revenue", "year_ago", "money"),
    "Growth potential": ("account", "potential", "money"),
    "Next renewal": ("renewal", "date", "day"),
    "Renewal value": ("renewal", "value", "money"),
    "Won in 36 months": ("won", "amount", "money"),
    "Lost in 36 months": ("lost", "amount", "money"),
    "Open opportunities": ("open", "amount", "money"),
    "Win rate": ("performance", "win_rate", "percent"),
    "Whitespace value": ("whitespace", "value", "money"),
    "Pre-pipeline": ("whitespace", "pre_pipeline", "money"),
    "Median days to close a case": ("support", "median_days", "number"),
    "Largest share of touches with one contact": ("relationships", "top_share", "percent"),
}


def test_the_sources_give_each_figure_with_its_records(space: Space) -> None:
    rows = {row["Figure"]: row for row in space.book.below("Sources", "Figure", "Value")}
    assert set(rows) == set(FIGURES)
    for label, (topic, name, kind) in FIGURES.items():
        value = space.show[topic][name]
        row = rows[label]
        assert getattr(space.check, kind)(str(row["Value"]), value), f"{label}: {row['Value']}"
        ids = str(row["Record ids"] or "").split(", ") if row["Record ids"] else []
        assert row["Records"] == len(ids)
        if value is not None:
            assert ids == space.show["sources"][f"{topic}.{name}"], label
        assert bool(ids) or value is None, label


def test_the_coverage_is_the_same(space: Space) -> None:
    rows = space.book.below("Sources", "What", "Where the CRM keeps it")
    shown = space.show["coverage"]
    assert len(rows) == len(shown)
    for row, one in zip(rows, shown, strict=True):
        assert (row["Where the CRM keeps it"] or None) == (one["source"] or None)
        assert same(row["Records"], one["count"])
        lacking = f"; without {', '.join(one['missing'])}" if one["missing"] else ""
        fields = f"{one['found']} of {one['wanted']} fields{lacking}"
        assert row["Fields that are there, and those absent or hidden"] == fields


def test_formulas_are_live_and_free_of_errors(space: Space) -> None:
    found = list(_formulas(space.book))
    assert len(found) >= (20 if space.space["cells"] else 10)
    assert [place for place, formula, cached in found if cached is None] == []
    assert [place for place, _, cached in found if str(cached).startswith("#")] == []


def _formulas(book: Book) -> Iterator[tuple[str, str, Any]]:
    for sheet in book.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cached = book.value(sheet.title, cell.coordinate)
                    text = "" if cached is None and _is_text(book, sheet.title, cell) else cached
                    yield f"{sheet.title}!{cell.coordinate}", str(cell.value), text


def _is_text(book: Book, sheet: str, cell: Any) -> bool:
    """A formula whose result is an empty text is read as nothing; its type tells the two apart."""
    data_type: str = book.values[sheet][cell.coordinate].data_type
    return data_type in ("s", "str")


def test_the_chart_shows_the_cells_it_refers_to(space: Space) -> None:
    (chart,) = space.book.charts()
    assert chart.is_in_step(), chart.behind
    (values,) = chart.series.values()
    assert same(None if values[0] is None else float(values[0]), space.space["value"])
    assert same(None if values[1] is None else float(values[1]), space.show["renewal"]["value"])


def test_the_sheets_are_made_for_work(space: Space) -> None:
    book = space.book.formulas
    assert book.sheetnames == [
        "Summary", "Grid", "Priorities", "Cells", "Plays", "Pre-pipeline", "Export", "Sources",
    ]  # fmt: skip
    cells = book["Cells"]
    assert cells.freeze_panes == "C6"
    assert cells.auto_filter.ref == f"A5:W{5 + max(1, len(space.space['cells']))}"
    assert cells.print_title_rows == "$5:$5"
    assert cells.print_title_cols == "$A:$B"
    assert book["Export"].auto_filter.ref == f"A1:S{1 + len(space.space['export'])}"
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth <= 3
    assert book["Grid"].freeze_panes == "B7"
    assert book["Grid"].conditional_formatting or not space.space["columns"]  # no cell, no rule
