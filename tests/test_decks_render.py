"""The review decks are made whatever the mapping declares, and hold what they are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import CATALOG, Assignment
from generator.artifacts.telling import trends
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer, load
from generator.files import data_folder
from generator.model.snapshot import Snapshot
from generator.pipeline import Made, Order, render
from tests.acceptance_runs import ROOTS

DECKS = ("qbr", "ebr")
DECLARED = tuple(sorted(default_mapping().declared_safe))
ONLY_NAMES = frozenset(field for field in DECLARED if field.endswith(".name"))
LINES = frozenset(
    {"priority.name", "priority.outcome", "review_item.name", "kpi_reading.value"}
    | {"kpi_reading.day"}
)
ORDER = Order(out=Path())


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """A sample account of which everything is known."""
    data = load(data_folder("samples"))
    root = next(row["Id"] for row in ROOTS if row["Name"] == "Kestrel & Rowe Foods")
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        (found,) = read_accounts(session, [root], date.fromisoformat(data.org["as_of"]))
    return found


@pytest.fixture(scope="module")
def account(snapshot: Snapshot) -> AnalysedAccount:
    return analyse(snapshot)


def rendered(account: AnalysedAccount, deck: str) -> Made:
    assignment = Assignment(CATALOG[deck], CATALOG[deck].asked[0])
    return render(account, assignment, ORDER, {})


def made(account: AnalysedAccount, deck: str, declared: frozenset[str]) -> int:
    """The deck's size where only ``declared`` may be seen."""
    seen = replace(account, declared_safe=tuple(sorted(declared)))
    return len(rendered(seen, deck).document.data)


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("field", DECLARED)
def test_a_deck_is_made_without_any_one_declared_field(
    account: AnalysedAccount, deck: str, field: str
) -> None:
    assert made(account, deck, frozenset(DECLARED) - {field}) > 0


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize(
    "declared",
    [frozenset(), ONLY_NAMES, LINES, ONLY_NAMES | LINES],
    ids=["none", "names", "lines", "both"],
)
def test_a_deck_is_made_where_little_is_declared(
    account: AnalysedAccount, deck: str, declared: frozenset[str]
) -> None:
    assert made(account, deck, declared) > 0


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("kind", sorted({field.partition(".")[0] for field in DECLARED}))
def test_a_deck_is_made_where_of_one_kind_of_record_only_the_name_is_declared(
    account: AnalysedAccount, deck: str, kind: str
) -> None:
    rest = {field for field in DECLARED if not field.startswith(f"{kind}.")}
    assert made(account, deck, frozenset(rest | {f"{kind}.name"})) > 0


# -- long texts ----------------------------------------------------------------------------------

LONG = ("The crews of both halls now find the plan and the notes of the shift before. " * 6)[:420]
FOOTER_TOP = Inches(7.0)
ROWS = {"outcome": 5, "lesson": 5, "option": 5, "decision": 5, "roadmap": 5}


def lengthened(snapshot: Snapshot, rows: int) -> Snapshot:
    """Long details and outcomes, and ``rows`` lines of each kind."""
    lines = [replace(line, detail=LONG, is_shared=True, day=None) for line in snapshot.review_items]
    for kind in ROWS:
        own = [line for line in lines if line.kind == kind]
        name = f"Another {kind} whose name is long enough for two lines of its cell"
        lines += [
            replace(own[0], id=f"{own[0].id}-{number}", name=f"{name} {number}")
            for number in range(rows - len(own))
        ]
    wishes = [replace(wish, outcome=LONG, kpi=LONG[:120]) for wish in snapshot.priorities]
    return replace(snapshot, review_items=tuple(lines), priorities=tuple(wishes))


def slides_of(made: Made) -> Any:
    return Presentation(BytesIO(made.document.data)).slides


def tables_of(slides: Any) -> list[Any]:
    return [shape for slide in slides for shape in slide.shapes if shape.has_table]


def foot_of(shape: Any) -> int:
    """Where the table ends when its letters are half as wide as high."""
    table = shape.table
    return int(shape.top + sum(_height(table, row) for row in table.rows))


def _height(table: Any, row: Any) -> int:
    needed = [row.height]
    for cell, column in zip(row.cells, table.columns, strict=True):
        room = column.width - cell.margin_left - cell.margin_right
        height = cell.margin_top + cell.margin_bottom
        for paragraph in cell.text_frame.paragraphs:
            size = paragraph.runs[0].font.size if paragraph.runs else Inches(0.17)
            lines = -(-int(len(paragraph.text) * size * 0.5) // room) or 1
            height += int(lines * size * 1.22)
        needed.append(height)
    return max(needed)


@pytest.mark.parametrize("rows", [3, 4, 5])
@pytest.mark.parametrize("deck", DECKS)
def test_no_table_runs_over_the_footer_however_long_its_texts(
    snapshot: Snapshot, deck: str, rows: int
) -> None:
    tables = tables_of(slides_of(rendered(analyse(lengthened(snapshot, rows)), deck)))

    assert {"Priorities", "Outcomes", "Lessons", "Options", "Decisions", "Roadmap"} <= {
        table.name for table in tables
    }
    over = [table.name for table in tables if foot_of(table) > FOOTER_TOP]
    assert over == []


@pytest.mark.parametrize("deck", DECKS)
def test_what_is_shortened_is_named_in_the_run_report(snapshot: Snapshot, deck: str) -> None:
    long = rendered(analyse(lengthened(snapshot, 5)), deck)

    words = [
        cell.text for t in tables_of(slides_of(long)) for r in t.table.rows for cell in r.cells
    ]
    cut = [text for text in words if text.endswith("…")]
    said = [problem for problem in long.problems if problem.startswith("Shortened on the slide of")]
    assert cut
    assert len(said) >= len(cut)
    assert any(
        "outcomes: the detail of" in line and "of its 420 characters" in line for line in said
    )
    assert not any(
        problem.startswith("Shortened") for problem in rendered(analyse(snapshot), deck).problems
    )


@pytest.mark.parametrize("deck", DECKS)
def test_a_table_that_shows_fewer_rows_than_its_title_counts_says_how_many_more(
    snapshot: Snapshot, deck: str
) -> None:
    for slide in slides_of(rendered(analyse(lengthened(snapshot, 7)), deck)):
        texts = {
            shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        }
        for table in tables_of([slide]):
            topic = table.name.lower()
            if topic in ("outcomes", "lessons", "options", "decisions", "roadmap"):
                more = texts.get("More") or texts.get(f"More {topic}")
                assert more == f"and {7 - (len(table.table.rows) - 1)} more", table.name


@pytest.mark.parametrize("deck", DECKS)
def test_products_that_one_slide_cannot_hold_go_on_over_at_most_four(
    snapshot: Snapshot, deck: str
) -> None:
    product, asset = snapshot.products[0], snapshot.assets[0]
    for count, slides, more in ((3, 1, ""), (20, 3, ""), (60, 4, "and {} more")):
        ids = [f"01t{number:015d}" for number in range(count)]
        new = [replace(product, id=key, name=f"Another product {key[-2:]}") for key in ids]
        owned = [replace(asset, id=f"02i{key[3:]}", product_id=key) for key in ids]
        many = replace(
            snapshot,
            products=(*snapshot.products, *new),
            assets=(*snapshot.assets, *owned),
        )
        found = [
            {shape.name: shape for shape in slide.shapes}
            for slide in slides_of(rendered(analyse(many), deck))
        ]
        pages = [shapes for shapes in found if "Products" in shapes]
        rows = sum(len(shapes["Products"].table.rows) - 1 for shapes in pages)
        assert len(pages) == slides
        assert all(foot_of(shapes["Products"]) < FOOTER_TOP for shapes in pages)
        assert (rows == 48) == bool(more)
        said = [shapes["More"].text_frame.text for shapes in pages if "More" in shapes]
        total = int(pages[0]["Title 1"].text_frame.text.split(maxsplit=1)[0])
        assert said == ([more.format(total - rows)] if more else [])


@pytest.mark.parametrize("is_tied", [True, False])
def test_the_roadmap_has_a_column_of_priorities_where_an_item_serves_one(
    snapshot: Snapshot, is_tied: bool
) -> None:
    lines = [line if is_tied else replace(line, priority_id=None) for line in snapshot.review_items]
    made = rendered(analyse(replace(snapshot, review_items=tuple(lines))), "ebr")
    (table,) = [shape.table for shape in tables_of(slides_of(made)) if shape.name == "Roadmap"]
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads[1:] == (["Your priority it serves", "When"] if is_tied else ["When"])


# -- trends --------------------------------------------------------------------------------------


@pytest.mark.parametrize("deck", DECKS)
def test_a_trend_s_legend_tells_its_lines_apart_and_its_labels_have_a_ground(
    account: AnalysedAccount, deck: str
) -> None:
    charts = [
        shape.chart
        for slide in slides_of(rendered(account, deck))
        for shape in slide.shapes
        if shape.name.startswith("Trend")
    ]
    assert len(charts) == 3
    for chart in charts:
        assert chart.has_legend
        assert [series.name for series in chart.plots[0].series] == ["Actual", "Baseline", "Target"]
        labels = chart._chartSpace.find(".//{*}dLbls")
        assert labels.find("{*}spPr/{*}solidFill") is not None
        assert labels.find("{*}numFmt") is None, "labels are written as the data says"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("7.4", "6", "4.8"), "#,##0.0"),
        (("7", "60.0"), "#,##0"),
        (("1.25", "1.3"), "#,##0.00"),
        (("0.12345", "1"), "#,##0.00"),
        (("1200", "1E+3"), "#,##0"),
    ],
)
def test_all_labels_of_a_trend_have_as_many_decimals(
    values: tuple[str, ...], expected: str
) -> None:
    assert trends.number_format([Decimal(value) for value in values]) == expected
