"""Every kind of place that a value can reach, in tiny templates of the three formats, read back.

What is read comes from the XML itself: a library that forgives would hide what Office would not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import docx
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.table import Table

from generator.engine import Rendered, compile_template
from tests import engine_kit, excel_kit
from tests.engine_kit import (
    add_chart,
    chart,
    deck,
    describe,
    opened,
    parts,
    play,
    saved,
    values,
    word,
)

UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "definedName")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def expected(value: str) -> str:
    """The value as Office can hold it: the published rule, written a second time."""
    return UNHELD.sub("", value)


def in_cell(value: str) -> str:
    """The same in a cell, where a line end is one line feed."""
    return expected(value).replace("\r\n", "\n").replace("\r", "\n")


def well_formed(data: bytes) -> None:
    for name, content in parts(data).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)


def data_with(value: str) -> dict[str, Any]:
    """The kit's values with ``value`` as every name."""
    data = values(plays=[play(value)])
    data["account"]["name"] = value
    data["charts"]["revenue"] = chart(1, 1)
    data["charts"]["revenue"]["categories"] = [value]
    data["charts"]["revenue"]["series"][0]["name"] = value
    data["map"]["nodes"][0]["title"] = value
    return data


def every_place_in_word() -> Any:
    document = word(
        "[{{ account.name }}]", "{% for p in plays %}", "[{{ p.name }}]", "{% endfor %}"
    )
    grid = document.add_table(rows=1, cols=1)
    grid.cell(0, 0).text = "{% row for p in plays %}[{{ p.name }}]{% endfor %}"
    document.sections[0].header.paragraphs[0].text = "[{{ account.name }}]"
    document.sections[0].footer.paragraphs[0].text = "[{{ account.name }}]"
    document.core_properties.title = "[{{ account.name }}]"
    return document


def every_place_in_powerpoint() -> Any:
    made = deck("[{{ account.name }}]")
    made.slides[0].notes_slide.notes_text_frame.text = "[{{ account.name }}]"
    describe(made.slides[0].shapes.add_textbox(0, 0, 9, 9), "[{{ account.name }}]")
    add_chart(made.slides[0], "{% chart charts.revenue %}", title="[{{ account.name }}]")
    describe(made.slides[0].shapes.add_shape(1, 0, 0, 5_000_000, 3_000_000), "{% map map %}")
    return made


def every_place_in_excel() -> Any:
    book = excel_kit.workbook(
        {
            "A1": "{{ account.name }}",
            "A2": "[{{ account.name }}]",
            "A3": "{{ account.name }}{{ account.name }}",
            "A5": "=A1",
            "A6": "=LEN(A1)",
            "A7": "{% row for p in plays %}{{ p.name }}{% endfor %}",
            "C1": "{{ account.name }}",
            "C2": "{% row for p in plays %}{{ p.value }}{% endfor %}",
        },
        "{{ account.name }}",
    )
    sheet = book.active
    bold = TextBlock(InlineFont(b=True), "{{ account.name }}")
    sheet["A4"] = CellRichText(bold, TextBlock(InlineFont(i=True), "!"))
    sheet.oddHeader.center.text = "[{{ account.name }}]"
    drawn = BarChart()
    drawn.add_data(Reference(sheet, min_col=3, min_row=1, max_row=2), titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=7, max_row=7))
    sheet.add_chart(drawn, "E5")
    other = book.create_sheet("Table")
    excel_kit.fill(
        other, {"A1": "{{ account.name }}", "A2": "{% row for p in plays %}{{ p.name }}"}
    )
    other["A2"] = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    other.add_table(Table(displayName="Plays", ref="A1:A2"))
    book.properties.title = "[{{ account.name }}]"
    return book


@lru_cache
def templates() -> dict[str, Any]:
    """The three templates, compiled once."""
    names = engine_kit.NAMES
    return {
        "docx": compile_template(saved(every_place_in_word()), filename="t.docx", names=names),
        "pptx": compile_template(
            saved(every_place_in_powerpoint()), filename="t.pptx", names=names
        ),
        "xlsx": compile_template(
            excel_kit.saved(every_place_in_excel()), filename="t.xlsx", names=excel_kit.NAMES
        ),
    }


def rendered(kind: str, value: str) -> Rendered:
    if kind == "xlsx":
        account = {**excel_kit.values()["account"], "name": value}
        data = excel_kit.values(account=account, plays=[excel_kit.play(value)])
        return templates()["xlsx"].render(data, excel_kit.FORMATS)
    return templates()[kind].render(data_with(value), engine_kit.FORMATS)


def _title(data: bytes) -> str:
    core = ElementTree.fromstring(parts(data)["docProps/core.xml"])
    return core.findtext("{http://purl.org/dc/elements/1.1/}title") or ""


def word_texts(data: bytes) -> list[str]:
    """The text of each place of ``every_place_in_word``."""
    document = docx.Document(BytesIO(data))
    return [
        *[paragraph.text for paragraph in document.paragraphs],
        document.tables[0].cell(0, 0).text,
        document.sections[0].header.paragraphs[0].text,
        document.sections[0].footer.paragraphs[0].text,
        _title(data),
    ]


def slide_texts(made: Rendered) -> list[str]:
    """The same of ``every_place_in_powerpoint``, the chart's labels and the map left out."""
    slide = opened(made).slides[0]
    alt = slide.shapes[1]._element.xpath(".//p:cNvPr")[0].get("descr")
    title = next(s for s in slide.shapes if s.has_chart).chart.chart_title.text_frame.text
    return [slide.shapes.title.text, slide.notes_slide.notes_text_frame.text, alt, title]


# -- workbooks -------------------------------------------------------------------------------------


def decoded(text: str) -> str:
    """An ``ST_Xstring`` as Excel reads it."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)


@dataclass(frozen=True)
class Cell:
    kind: str  # the attribute t
    text: str
    formula: str | None
    quoted: bool


@dataclass(frozen=True)
class RawBook:
    """A workbook as its XML has it."""

    data: bytes

    @cached_property
    def parts(self) -> dict[str, ElementTree.Element]:
        return {
            name: ElementTree.fromstring(content)
            for name, content in parts(self.data).items()
            if name.endswith(".xml")
        }

    @cached_property
    def strings(self) -> list[str]:
        root = self.parts.get("xl/sharedStrings.xml")
        items = [] if root is None else root.findall(f"{_MAIN}si")
        return [decoded("".join(t.text or "" for t in i.iter(f"{_MAIN}t"))) for i in items]

    @cached_property
    def _quoted(self) -> list[bool]:
        formats = self.parts["xl/styles.xml"].find(f"{_MAIN}cellXfs")
        assert formats is not None
        return [xf.get("quotePrefix") == "1" for xf in formats]

    def cells(self, part: str) -> dict[str, Cell]:
        return {c.get("r", ""): self._cell(c) for c in self.parts[part].iter(f"{_MAIN}c")}

    def _cell(self, item: ElementTree.Element) -> Cell:
        value, kind = item.findtext(f"{_MAIN}v") or "", item.get("t", "n")
        if kind == "s":
            value = self.strings[int(value)]
        elif kind == "inlineStr":
            value = decoded("".join(t.text or "" for t in item.iter(f"{_MAIN}t")))
        elif kind == "str":
            value = decoded(value)
        return Cell(kind, value, item.findtext(f"{_MAIN}f"), self._quoted[int(item.get("s", "0"))])

    def formulas(self) -> Iterator[str]:
        for root in self.parts.values():
            for item in root.iter():
                if item.tag.rpartition("}")[2] in (
                    "f",
                    "formula",
                    "formula1",
                    "calculatedColumnFormula",
                ):
                    yield item.text or ""


def chart_books(data: bytes) -> list[RawBook]:
    """The workbooks behind the charts of a document or deck."""
    return [RawBook(body) for name, body in parts(data).items() if name.endswith(".xlsx")]


def cached_labels(data: bytes) -> list[str]:
    """Categories and names of series in the charts' own XML."""
    return [
        decoded(value.text or "")
        for name, body in parts(data).items()
        if "/charts/chart" in name and name.endswith(".xml")
        for held in ElementTree.fromstring(body).iter(f"{_CHART}strCache")
        for value in held.iter(f"{_CHART}v")
    ]


def drawn_texts(data: bytes) -> list[str]:
    """The paragraphs of all slides, notes and drawings."""
    return [
        "".join(run.text or "" for run in paragraph.iter(f"{_DRAWN}t"))
        for name, body in parts(data).items()
        if (name.endswith(".xml") and b"<a:p>" in body) or b"<a:p " in body
        for paragraph in ElementTree.fromstring(body).iter(f"{_DRAWN}p")
    ]


def field_codes(data: bytes) -> list[str]:
    """The codes of a Word document's fields."""
    found = []
    for name, body in parts(data).items():
        if name.startswith("word/") and name.endswith(".xml"):
            root = ElementTree.fromstring(body)
            found += ["".join(i.itertext()) for i in root.iter(f"{_WORDS}instrText")]
            found += [i.get(f"{_WORDS}instr", "") for i in root.iter(f"{_WORDS}fldSimple")]
    return found


def sheet_names(data: bytes) -> list[str]:
    return list(load_workbook(BytesIO(data), read_only=True).sheetnames)
