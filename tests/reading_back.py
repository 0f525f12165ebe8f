"""Reads back what stands in written documents: text, tables, charts, workbooks behind charts.

Nothing of the product is used here: the stock libraries and plain XML say what a reader finds.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Any

from docx import Document
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from pptx import Presentation

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


# --- printed values ------------------------------------------------------------------------

_NUMBER = re.compile(r"[-−]?(?:[$€£]|[A-Z]{3}\s?)?\d[\d,]*(?:\.\d+)?[KMB]?%?")
_SCALE = {"K": Decimal(1_000), "M": Decimal(1_000_000), "B": Decimal(1_000_000_000)}
SIGN = {"USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True)
class Printed:
    """A number as it was printed: its value, and half a unit of its last digit."""

    value: Decimal
    half: Decimal
    sign: str  # of the currency
    is_percent: bool

    def is_of(self, exact: Decimal | str | int) -> bool:
        """Whether ``exact``, rounded to as many digits, is what was printed."""
        return abs(Decimal(exact) - self.value) <= self.half


def printed(text: str) -> Printed:
    """The one number that ``text`` is. ValueError where it is anything else."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is not one printed number")
    return _printed(text.strip())


def numbers_in(text: str) -> list[Printed]:
    """All numbers in a sentence, in order."""
    return [_printed(found.group()) for found in _NUMBER.finditer(text)]


def _printed(text: str) -> Printed:
    found = re.search(r"\d[\d,]*(?:\.(\d+))?([KMB])?(%)?", text)
    assert found is not None
    scale = _SCALE.get(found[2] or "", Decimal(1))
    value = Decimal(re.sub(r"[^\d.]", "", found[0])) * scale
    half = scale * Decimal(5).scaleb(-len(found[1] or "") - 1)
    negative = text.startswith(("-", "−"))
    sign = text[: found.start()].strip("-− ")
    return Printed(-value if negative else value, half, sign, found[3] is not None)


def day(text: str) -> date:
    """A day as American English prints it, short month or long."""
    for pattern in ("%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007  # a day
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a printed day")


# --- charts ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chart:
    """What a chart shows (its cache) and what the workbook behind it holds, cell by cell."""

    alt: str
    categories: tuple[str, ...]
    series: dict[str, tuple[Decimal | None, ...]]
    behind: dict[str, Any] = field(default_factory=dict)  # references to the cells they give

    def is_in_step(self) -> bool:
        """Whether every cached value is the one in the cells it is a cache of."""
        return all(same_cells(cache, cells) for cache, cells in self.behind.values())


def same_cells(cache: tuple[Any, ...], cells: tuple[Any, ...]) -> bool:
    return all(_same(a, b) for a, b in zip_longest(cache, cells))


def _same(cached: Any, cell: Any) -> bool:
    if cached is None:
        return cell is None or (isinstance(cell, str) and not any(c.isdigit() for c in cell))
    if isinstance(cached, Decimal):
        return isinstance(cell, int | float) and float(cached) == float(cell)
    return str(cached) == str(cell)


class Package:
    """An Office file as its parts."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name], _PARSER)

    def targets(self, name: str) -> dict[str, str]:
        """Relation ids of a part and the parts they lead to; external ones are left out."""
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if rels not in self.parts:
            return {}
        return {
            node.get("Id", ""): _resolved(folder, node.get("Target", ""))
            for node in self.xml(rels)
            if node.get("TargetMode") != "External"
        }

    def chart(self, name: str, alt: str) -> Chart:
        root = self.xml(name)
        workbook = next((t for t in self.targets(name).values() if t.endswith(".xlsx")), None)
        cells = _Cells(self.parts[workbook]) if workbook else None
        categories: tuple[str, ...] = ()
        series: dict[str, tuple[Decimal | None, ...]] = {}
        behind: dict[str, Any] = {}
        for node in root.iter(f"{C}ser"):
            title = _cache(node.find(f"{C}tx"))
            labels, values = _cache(node.find(f"{C}cat")), _cache(node.find(f"{C}val"))
            categories = categories or tuple(str(v) for v in labels.values)
            name_of = str(title.values[0]) if title.values else ""
            assert name_of not in series, "two series of one name"
            series[name_of] = values.values
            for cache in (title, labels, values):
                if cells and cache.reference:
                    behind[cache.reference] = (cache.values, cells.at(cache.reference))
        return Chart(alt, categories, series, behind)


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    path: list[str] = []
    for piece in PurePosixPath(folder, target).parts:
        if piece == "..":
            path.pop()
        else:
            path.append(piece)
    return "/".join(path)


@dataclass(frozen=True)
class _Cache:
    reference: str
    values: tuple[Any, ...]


def _cache(node: etree._Element | None) -> _Cache:
    if node is None:
        return _Cache("", ())
    reference = node.findtext(f".//{C}f") or ""
    is_number = node.find(f".//{C}numRef") is not None or node.find(f".//{C}numLit") is not None
    points = {int(p.get("idx", "0")): p.findtext(f"{C}v") or "" for p in node.iter(f"{C}pt")}
    count = node.find(f".//{C}ptCount")
    size = int(count.get("val", "0")) if count is not None else len(points)
    values = tuple(points.get(index) for index in range(size))
    if is_number:
        return _Cache(reference, tuple(None if v is None else Decimal(v) for v in values))
    return _Cache(reference, values)


class _Cells:
    """The cells of the workbook behind a chart."""

    def __init__(self, data: bytes) -> None:
        self._book = load_workbook(io.BytesIO(data), data_only=True)

    def at(self, reference: str) -> tuple[Any, ...]:
        sheet, _, area = reference.rpartition("!")
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        rows = self._book[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
        return tuple(value for row in rows for value in row)


# --- Word --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """A table with a head row. ``after``: the text of the paragraph that follows it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: str = ""

    def records(self) -> list[dict[str, str]]:
        return [dict(zip(self.heads, row, strict=True)) for row in self.rows]

    def column(self, head: str) -> list[str]:
        return [row[self.heads.index(head)] for row in self.rows]

    @property
    def more(self) -> int:
        """How many rows the sentence after the table says are left out."""
        found = re.match(r"(?:and )?(\d+) more\b", self.after)
        return int(found[1]) if found else 0


@dataclass
class Section:
    """What stands below one heading, up to the next heading of its rank or higher."""

    title: str
    paragraphs: list[tuple[str, str]] = field(default_factory=list)  # style, text
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    drawings: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # alt, texts

    @property
    def lead(self) -> str:
        return next((text for style, text in self.paragraphs if style == "Lead"), "")

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.paragraphs)

    def table(self, *heads: str) -> Table:
        """The one table with all these column heads."""
        found = [t for t in self.tables if set(heads) <= set(t.heads)]
        assert len(found) == 1, f"{self.title}: {len(found)} tables with {heads}"
        return found[0]

    def has_table(self, *heads: str) -> bool:
        return any(set(heads) <= set(t.heads) for t in self.tables)


class Word:
    """A Word file by its headings. ``front`` is what stands before the first Heading 1."""

    def __init__(self, path: Path) -> None:
        self.path, self.package = path, Package(path.read_bytes())
        self.document = Document(str(path))
        section = self.document.sections[0]
        self.header = "\n".join(p.text for p in section.header.paragraphs)
        self.footer = "\n".join(p.text for p in section.footer.paragraphs)
        self.front = Section("")
        self.sections: dict[str, Section] = {}
        self.below: dict[tuple[str, str], Section] = {}  # by Heading 1 and Heading 2
        self._targets = self.package.targets("word/document.xml")
        self._read()

    def _read(self) -> None:
        open_now = [self.front]
        blocks = list(self.document.iter_inner_content())
        for index, block in enumerate(blocks):
            if isinstance(block, DocxTable):
                after = blocks[index + 1] if index + 1 < len(blocks) else None
                table = _table(block, after.text if isinstance(after, Paragraph) else "")
                for section in open_now:
                    section.tables.append(table)
                continue
            style, text = str(block.style.name if block.style else ""), _text_of(block._p)
            if style == "Heading 1":
                open_now = [self._new(self.sections, text, text)]
            elif style == "Heading 2":
                top = open_now[0]
                open_now = [top, self._new(self.below, (top.title, text), text)]
            for section in open_now:
                section.paragraphs.append((style, text))
                self._objects(block._p, section)

    @staticmethod
    def _new(into: dict[Any, Section], key: Any, title: str) -> Section:
        assert key not in into, f"the heading {title!r} stands twice"
        into[key] = Section(title)
        return into[key]

    def _objects(self, paragraph: etree._Element, section: Section) -> None:
        for inline in paragraph.iter(f"{WP}inline", f"{WP}anchor"):
            if next(inline.iterancestors(f"{MC}Fallback"), None) is not None:
                continue
            alt = next(inline.iter(f"{WP}docPr")).get("descr") or ""
            chart = next(inline.iter(f"{C}chart"), None)
            if chart is not None:
                part = self._targets[chart.get(f"{R}id", "")]
                section.charts.append(self.package.chart(part, alt))
            else:
                section.drawings.append((alt, tuple(_box_texts(inline))))

    @property
    def tables(self) -> list[Table]:
        every = [self.front, *self.sections.values()]
        return [table for section in every for table in section.tables]


def _text_of(paragraph: etree._Element) -> str:
    """The words of a paragraph itself, without those in drawings."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    drawn = (f"{W}drawing", f"{W}pict", f"{MC}AlternateContent")
    return "".join(
        signs.get(node.tag, node.text or "")
        for node in paragraph.iter(f"{W}t", *signs)
        if next(node.iterancestors(*drawn), None) is None
    )


def _box_texts(drawing: etree._Element) -> Iterator[str]:
    for box in drawing.iter(f"{W}txbxContent"):
        yield "\n".join(_plain(p) for p in box.iter(f"{W}p"))


def _plain(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def _table(table: DocxTable, after: str) -> Table:
    rows = [tuple(cell.text.strip("\n") for cell in row.cells) for row in table.rows]
    return Table(rows[0], tuple(rows[1:]), after)


# --- PowerPoint --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slide:
    title: str
    texts: dict[str, str]  # by shape name; unique names only
    tables: dict[str, Table]
    charts: dict[str, Chart]
    notes: str

    @property
    def lead(self) -> str:
        return self.texts.get("Lead", "")


class Deck:
    """A PowerPoint file, slide by slide."""

    def __init__(self, path: Path) -> None:
        self.path, self.package = path, Package(path.read_bytes())
        self.slides = [self._slide(slide) for slide in Presentation(str(path)).slides]

    def _slide(self, slide: Any) -> Slide:
        texts: dict[str, str] = {}
        tables: dict[str, Table] = {}
        charts: dict[str, Chart] = {}
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts[shape.name] = shape.text_frame.text
            elif shape.has_table:
                rows = [tuple(cell.text for cell in row.cells) for row in shape.table.rows]
                tables[shape.name] = Table(rows[0], tuple(rows[1:]))
            elif shape.has_chart:
                part = str(shape.chart.part.partname).lstrip("/")
                alt = shape._element.nvGraphicFramePr.cNvPr.get("descr") or ""
                charts[shape.name] = self.package.chart(part, alt)
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        title = slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""
        return Slide(title, texts, tables, charts, notes)

    def with_table(self, name: str) -> Slide | None:
        return self._one([slide for slide in self.slides if name in slide.tables], name)

    def with_chart(self, name: str) -> Slide | None:
        return self._one([slide for slide in self.slides if name in slide.charts], name)

    @staticmethod
    def _one(found: list[Slide], name: str) -> Slide | None:
        assert len(found) < 2, f"{len(found)} slides have {name}"
        return found[0] if found else None


# --- Excel -------------------------------------------------------------------------------------


class Book:
    """A workbook: cached values and formulas side by side."""

    def __init__(self, path: Path) -> None:
        self.path, data = path, path.read_bytes()
        self.package = Package(data)
        self.values = load_workbook(io.BytesIO(data), data_only=True)
        self.formulas = load_workbook(io.BytesIO(data))

    def value(self, sheet: str, cell: str) -> Any:
        return self.values[sheet][cell].value

    def rows(self, sheet: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.values[sheet].iter_rows(values_only=True)]

    def below(self, sheet: str, *heads: str) -> list[dict[str, Any]]:
        """The rows below the head row that begins with ``heads``, up to the first blank row.

        Keyed by the head row's words; a row with nothing in its first column ends the table.
        """
        rows = self.rows(sheet)
        at = next(i for i, row in enumerate(rows) if row[: len(heads)] == heads)
        names = [name for name in rows[at] if name is not None]
        found = []
        for row in rows[at + 1 :]:
            if row[0] is None:
                break
            found.append(dict(zip(names, row, strict=False)))
        return found

    def labelled(self, sheet: str, label: str) -> tuple[Any, ...]:
        """What stands to the right of a label in the first column."""
        found = [row[1:] for row in self.rows(sheet) if row[0] == label]
        assert len(found) == 1, f"{label!r} stands {len(found)} times on {sheet}"
        return found[0]

    def charts(self) -> Iterator[Chart]:
        """The charts; their caches are compared with the sheets' own cells."""
        for name in sorted(self.package.parts):
            if not re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                continue
            chart = self.package.chart(name, "")
            behind = {}
            for node in self.package.xml(name).iter(f"{C}cat", f"{C}val", f"{C}tx"):
                cache = _cache(node)
                if cache.reference:
                    behind[cache.reference] = (cache.values, self._at(cache.reference))
            yield Chart(chart.alt, chart.categories, chart.series, behind)

    def _at(self, reference: str) -> tuple[Any, ...]:
        sheet, _, area = reference.rpartition("!")
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        rows = self.values[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
        return tuple(value for row in rows for value in row)


@lru_cache(maxsize=256)
def read(path: Path) -> Word | Deck | Book:
    """The file by its kind. Files are read once: nobody changes them afterwards."""
    kinds: dict[str, type[Word | Deck | Book]] = {".docx": Word, ".pptx": Deck, ".xlsx": Book}
    return kinds[path.suffix](path)


# --- everything, to all depths -----------------------------------------------------------------


def parts_at_all_depths(data: bytes, place: str = "") -> Iterator[tuple[str, bytes]]:
    """Every part of a package, and of every package inside it, with where it lies."""
    for name, part in Package(data).parts.items():
        where = f"{place}{name}"
        yield where, part
        if part[:4] == b"PK\x03\x04":
            yield from parts_at_all_depths(part, f"{where}!")


_PARAGRAPHS = (f"{A}p", f"{W}p")
_TEXTS = (f"{A}t", f"{W}t")


def words_of(part: bytes) -> Iterator[str]:
    """All text of one XML part: whole paragraphs, other elements' text, attribute values."""
    root = etree.fromstring(part, _PARSER)
    for node in root.iter(*_PARAGRAPHS):
        yield "".join(t.text or "" for t in node.iter(*_TEXTS))
    for node in root.iter():
        if isinstance(node.tag, str):
            yield from (text for text in (node.text, node.tail) if text and text.strip())
            yield from (str(value) for value in node.attrib.values())
        else:
            yield str(node.text or "")  # a comment or a processing instruction


def printed_words_of(part: bytes) -> Iterator[str]:
    """What a reader can see of one XML part: whole paragraphs, and text of other elements."""
    root = etree.fromstring(part, _PARSER)
    for node in root.iter(*_PARAGRAPHS):
        yield "".join(t.text or "" for t in node.iter(*_TEXTS))
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag not in _TEXTS and (node.text or "").strip():
            yield str(node.text)


def is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def all_words(path: Path) -> Iterator[tuple[str, str]]:
    """(where, text) for everything in a file that is text, names of parts included."""
    for place, part in parts_at_all_depths(path.read_bytes()):
        yield place, place
        if is_xml(place):
            for text in words_of(part):
                yield place, text


def seen_words(path: Path) -> Iterator[tuple[str, str]]:
    """(where, text) for what can be seen, alt texts and document properties included."""
    for place, part in parts_at_all_depths(path.read_bytes()):
        if is_xml(place) and not place.endswith(".rels"):
            for text in printed_words_of(part):
                yield place, text
            for node in etree.fromstring(part, _PARSER).iter():
                if isinstance(node.tag, str):
                    found = (node.get(key) for key in ("descr", "title"))
                    yield from ((place, text) for text in found if text)
