"""Hostile values in every place of the three formats: exact, or changed by the published rule.

RELIABILITY.md 6, rows 1, 11 (data) and 15. Here are slices; ``make proof`` runs the full counts.
"""

from __future__ import annotations

import csv
import io
import random
import re
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from generator.office.sheettext import needs_prefix, units
from generator.office.workbook import chart_workbook
from tests import excel_kit
from tests.hostile_names import all_names
from tests.hostile_places import (
    RawBook,
    cached_labels,
    chart_books,
    drawn_texts,
    expected,
    field_codes,
    in_cell,
    rendered,
    sheet_names,
    slide_texts,
    well_formed,
    word_texts,
)
from tests.hostile_texts import FIELDS, FORMULAS, TEMPLATES, looks_like_formula, mutations
from tests.listening import listening

Note = Callable[[str, object], None]
SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
FORMATS = ("docx", "pptx", "xlsx")


def faults_in_words(value: str) -> list[str]:
    """What is wrong with a document and a deck that have ``value`` in every place."""
    made, deck = rendered("docx", value), rendered("pptx", value)
    found = []
    well_formed(made.data)
    well_formed(deck.data)
    kept = expected(value)
    shown = re.sub("\r\n|\r", "\n", kept)
    if word_texts(made.data) != [f"[{shown}]"] * 6:
        found.append("docx: not as it stands")
    if field_codes(made.data):
        found.append("docx: a field")
    if [text.replace("\v", "\n") for text in slide_texts(deck)] != [f"[{shown}]"] * 4:
        found.append("pptx: not as it stands")
    drawn = "".join(drawn_texts(deck.data))
    is_whole = "".join(kept.split()) in "".join(drawn.split()) or "…" in drawn  # cut to its box
    if kept.isprintable() and not is_whole:
        found.append("pptx: not in the map")
    changed = kept != value
    if bool(made.changes) != changed or bool(deck.changes) != changed:
        found.append("a change that is not listed")
    return found + faults_in_a_chart(value, deck.data)


def faults_in_a_chart(value: str, deck: bytes) -> list[str]:
    """The same of the chart's labels, as they are drawn and in the workbook behind."""
    found = []
    (book,) = chart_books(deck)
    cells = book.cells(SHEET)
    if cached_labels(deck) != [in_cell(value)] * 2:
        found.append("chart: labels")
    for name in ("A2", "B1"):
        cell = cells[name]
        if (cell.kind, cell.text) != ("inlineStr", in_cell(value)):
            found.append(f"chart's workbook, {name}: {cell}")
        if cell.quoted != looks_like_formula(in_cell(value)):
            found.append(f"chart's workbook, {name}: quotePrefix is {cell.quoted}")
    return found + (["chart's workbook: a formula"] if list(book.formulas()) else [])


def faults_in_cells(value: str) -> list[str]:
    """The same of a workbook."""
    made = rendered("xlsx", value)
    well_formed(made.data)
    book, kept = RawBook(made.data), in_cell(value)
    wanted = dict.fromkeys(("A1", "A7", "C1"), kept)
    wanted |= {"A2": f"[{kept}]", "A3": kept + kept, "A4": f"{kept}!"}
    cells = book.cells(SHEET)
    found = []
    for name, text in wanted.items():
        cell = cells[name]
        if (cell.kind, cell.text, cell.formula) != ("s", text, None):
            found.append(f"{name}: {cell}")
        elif cell.quoted != looks_like_formula(text):
            found.append(f"{name}: quotePrefix is {cell.quoted}")
    if (cells["A5"].formula, cells["A5"].text) != ("A1", kept):
        found.append(f"A5: {cells['A5']}")
    table = book.parts["xl/tables/table1.xml"]
    (column,) = (item for item in table.iter() if item.tag.endswith("}tableColumn"))
    heading = book.cells(TABLE)["A1"].text
    if (heading, re.sub("_x([0-9A-Fa-f]{4})_", _char, column.get("name", ""))) != (kept, kept):
        found.append(f"the table's heading: {heading!r}, {column.get('name')!r}")
    header = next(i for i in book.parts[SHEET].iter() if i.tag.endswith("}oddHeader")).text or ""
    whole = f"&C[{kept.replace('&', '&&')}]"
    is_cut = len(whole) > 255 and any("cut to 255" in change for change in made.changes)
    if re.sub("_x([0-9A-Fa-f]{4})_", _char, header) != whole and not is_cut:
        found.append(f"the header: {header!r}")
    strange = [f for f in book.formulas() if f not in ("A1", "LEN(A1)") and not _is_range(f)]
    found += [f"a formula: {formula!r}" for formula in strange]
    name = sheet_names(made.data)[0]
    if name != expected(value) and not any("named for" in change for change in made.changes):
        found.append(f"the sheet's name: {name!r}")
    if (expected(value) != value) != any("removed" in change for change in made.changes):
        found.append("a change that is not listed")
    return found


def _char(found: re.Match[str]) -> str:
    return chr(int(found.group(1), 16))


_RANGE = re.compile(
    r"\(?(?:'(?:[^']|'')*'|(?!(?i:true|false)!)[A-Za-z_]{4,})!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?\)?"
)


def _is_range(formula: str) -> bool:
    return _RANGE.fullmatch(formula) is not None


def faults(value: str) -> list[str]:
    """In all three formats."""
    is_heading = 0 < units(in_cell(value)) <= 255
    return faults_in_words(value) + (faults_in_cells(value) if is_heading else [])


@pytest.mark.proof("formulas and mutations in every place of the three formats", slice=30, full=124)
def test_a_text_that_looks_like_a_formula_is_none_anywhere(
    cases: int, seed: int, record_property: Note
) -> None:
    tried = [*FORMULAS, *mutations(seed, 100)][:cases]
    found = {value: faults(value) for value in tried}
    assert {value: what for value, what in found.items() if what} == {}
    record_property("cases", len(tried) * 3)


PLACES = 24
"""6 in a document, 8 in a deck with a chart and a map, 10 in a workbook with a table."""


@pytest.mark.proof("naughty values, every place of the three formats", slice=12, full=770)
def test_a_naughty_value_is_exact_or_listed_everywhere(cases: int, record_property: Note) -> None:
    tried = all_names()
    tried = tried[:: max(1, len(tried) // cases)]
    found = {value: faults(value) for value in tried}
    assert {value: what for value, what in found.items() if what} == {}
    record_property("cases", len(tried) * PLACES)


@pytest.mark.proof("codes of fields and markup in every place", slice=42, full=42)
def test_codes_of_fields_and_markup_are_texts(cases: int, record_property: Note) -> None:
    tried = list(FIELDS)[:cases]
    found = {value: faults(value) for value in tried}
    assert {value: what for value, what in found.items() if what} == {}
    record_property("cases", len(tried) * 3)


# -- templates in data -------------------------------------------------------------------------


@pytest.mark.proof("template payloads in data, three formats", slice=30, full=150)
def test_a_template_in_data_is_a_text_and_nothing_runs(
    cases: int, seed: int, record_property: Note
) -> None:
    tried = random.Random(seed).sample(TEMPLATES, cases)
    for kind in FORMATS:
        rendered(kind, "harmless")  # whatever is loaded only once
    for value in tried:
        for kind in FORMATS:
            with listening() as done:
                rendered(kind, value)
            assert done == [], (kind, value)
        assert faults(value) == [], value
    record_property("cases", len(tried) * 3)


def test_the_hook_hears_what_a_payload_would_do(tmp_path: Path) -> None:
    with listening() as done:
        (tmp_path / "x").write_bytes(b"")
        eval("1 + 1")
    assert {"open", "compile", "exec"} <= set(done)


# -- what LibreOffice makes of it --------------------------------------------------------------


def converted(data: bytes, folder: Path, kind: str) -> Path:
    """The file as LibreOffice writes it again, all computed anew."""
    folder.mkdir()
    (folder / "in.xlsx").write_bytes(data)
    program = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    filters = {
        "xlsx": "xlsx:Calc MS Excel 2007 XML",
        "csv": "csv:Text - txt - csv (StarCalc):44,34,76",
    }
    command = [*program, "--convert-to", filters[kind], "--outdir", str(folder / "out")]
    subprocess.run(
        [*command, str(folder / "in.xlsx")], check=True, capture_output=True, timeout=180
    )
    return folder / "out" / f"in.{kind}"


@pytest.mark.office
@pytest.mark.proof("formulas as LibreOffice computes them", slice=124, full=1024)
def test_libreoffice_shows_the_text_of_every_formula(
    cases: int, seed: int, tmp_path: Path, record_property: Note
) -> None:
    tried = [*FORMULAS, *mutations(seed, cases - len(FORMULAS))]
    tried = [value for value in tried if in_cell(value).strip()]
    book = excel_kit.workbook({"A1": "{% row for p in plays %}{{ p.name }}{% endfor %}"})
    rows = [excel_kit.play(value) for value in tried]
    one = excel_kit.render(book, plays=rows).data
    other = chart_workbook(tried, [(value, [Decimal(1)] * len(tried)) for value in tried[:20]], "0")
    for number, (data, first) in enumerate(((one, 0), (other, 1))):
        again = RawBook(converted(data, tmp_path / f"{number}x", "xlsx").read_bytes())
        assert list(again.formulas()) == []
        cells = again.cells(SHEET)
        shown = [cells[f"A{at + 1 + first}"] for at in range(len(tried))]
        assert {cell.kind for cell in shown} == {"s"}
        table = converted(data, tmp_path / f"{number}c", "csv").read_bytes().decode("utf-8")
        lines = [row[0] for row in csv.reader(io.StringIO(table, newline=""))][first:]
        wanted = [in_cell(value) for value in tried]
        assert [(w, g) for w, g in zip(wanted, lines, strict=True) if _plain(w) != _plain(g)] == []
    record_property("cases", 2 * len(tried))


def _plain(text: str) -> str:
    """Without what LibreOffice does not keep: its own reading of ``_xHHHH_``, kinds of blanks."""
    return re.sub(r"_x(?:005F_x)?[0-9A-Fa-f]{4}_|\s|\ufeff", "", text)


# -- the rule for the prefix -------------------------------------------------------------------


def test_a_prefix_is_set_where_a_text_would_be_a_formula_and_nowhere_else(seed: int) -> None:
    plain = ("", "a", "a=1", "1-1", "(=1)", "“=1”", "ß", "日本", "50%", "#N/A", '"=1"', "\u0301=1")
    assert [text for text in plain if needs_prefix(text)] == []
    tried = [in_cell(value) for value in (*FORMULAS, *mutations(seed, 2_000))]
    assert [t for t in tried if needs_prefix(t) != looks_like_formula(t)] == []
