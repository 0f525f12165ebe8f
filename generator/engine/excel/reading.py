"""A workbook as the template has it: sheets, cells, texts, number formats, names.

Read once with lxml. Shared formulas are written out, so that each cell holds its own.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from generator.engine.markup import HEAD, Element
from generator.errors import PackageError
from generator.office.package import Package
from generator.office.text import UNHELD, column_index, column_letters, escape_attribute

from .currency import BUILT_IN_MONEY, gapped, put_prices
from .textformat import BUILT_IN
from .tokens import BadFormula, shifted

X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_NO_STYLES = f'<styleSheet xmlns="{X}"/>'.encode()
_ROW_KEPT = ("s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed")


def x(name: str) -> str:
    return f"{{{X}}}{name}"


@dataclass(frozen=True, slots=True)
class Text:
    """A cell's text. ``runs``: (properties as XML, text) where it is rich; else empty."""

    plain: str
    runs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """``kind``: empty, number, text, bool, error or formula. ``raw``: a number's digits …"""

    row: int
    column: int
    style: int
    kind: str
    raw: str = ""
    text: Text | None = None
    formula: str = ""
    array: str = ""  # the range of an array formula

    @property
    def name(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    attributes: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]


@dataclass
class Sheet:
    """``root`` is the worksheet without its ``sheetData``."""

    name: str
    part: str
    state: str
    root: Element
    rows: dict[int, Row] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        return max(self.rows, default=0)

    @property
    def last_column(self) -> int:
        return max((cell.column for row in self.rows.values() for cell in row.cells), default=0)

    def cells(self) -> Iterator[Cell]:
        for number in sorted(self.rows):
            yield from self.rows[number].cells


class Styles:
    """The styles part: number formats by cell format, and twins of cell formats made on demand."""

    def __init__(self, data: bytes) -> None:
        self._root = parse(data)
        self._codes = dict(BUILT_IN)
        for item in self._root.iterfind(f"{x('numFmts')}/{x('numFmt')}"):
            self._codes[int(item.get("numFmtId", "0"))] = item.get("formatCode", "General")
        found = self._root.find(x("cellXfs"))
        self._formats = found if found is not None else etree.SubElement(self._root, x("cellXfs"))
        self._twins: dict[tuple[int, str], int] = {}
        self._priced: dict[int, str] = {}  # codes with gaps, by number format

    def code(self, style: int) -> str:
        """The number format of a cell format."""
        if style >= len(self._formats):
            return "General"
        return self._codes.get(int(self._formats[style].get("numFmtId", "0")), "General")

    def wraps(self, style: int) -> bool:
        """Whether a cell format breaks its text into lines."""
        found = self._formats[style] if style < len(self._formats) else None
        alignment = found.find(x("alignment")) if found is not None else None
        return alignment is not None and alignment.get("wrapText") in ("1", "true")

    def size(self, style: int) -> float:
        """The font size of a cell format, in points."""
        font = self.font(style)
        size = font.find(x("sz")) if font is not None else None
        return float(size.get("val", "11")) if size is not None else 11.0

    def font(self, style: int) -> Element | None:
        """The font of a cell format."""
        fonts = self._root.findall(f"{x('fonts')}/{x('font')}")
        number = int(self._formats[style].get("fontId", "0")) if style < len(self._formats) else 0
        return fonts[number] if number < len(fonts) else None

    def quoted(self, style: int) -> int:
        """The same cell format with ``quotePrefix``: for texts that look like formulas."""
        return self._twin(style, "quotePrefix", "1")

    def dated(self, style: int) -> int:
        """The same cell format showing a day, in the reader's own short form."""
        return self._twin(style, "numFmtId", "14")

    def price(self, style: int) -> None:
        """A cell of money has this format: the sign of a currency in it becomes a gap.

        All cells of the same number format follow, so that a total shows what its parts show.
        """
        if style < len(self._formats):
            number = int(self._formats[style].get("numFmtId", "0"))
            code = gapped(self._codes.get(number) or BUILT_IN_MONEY.get(number, ""))
            if code is not None:
                self._priced[number] = code

    @property
    def has_prices(self) -> bool:
        return bool(self._priced)

    def _twin(self, style: int, name: str, value: str) -> int:
        if style >= len(self._formats) or self._formats[style].get(name) == value:
            return style
        if (style, name) not in self._twins:
            twin = copy.deepcopy(self._formats[style])
            twin.set(name, value)
            if name == "numFmtId":
                twin.set("applyNumberFormat", "1")
            self._formats.append(twin)
            self._twins[style, name] = len(self._formats) - 1
        return self._twins[style, name]

    def to_xml(self) -> str:
        self._formats.set("count", str(len(self._formats)))
        if self._priced:
            put_prices(self._root, self._formats, self._priced, max([163, *self._codes]) + 1)
        return HEAD + etree.tostring(self._root, encoding="unicode")


@dataclass
class Book:
    package: Package
    root: Element
    sheets: list[Sheet]
    styles: Styles
    styles_part: str


def read_book(package: Package) -> Book:
    root = rooted(parse(package.read(package.main_part)), {None: X, "r": R})
    targets = {rel.id: rel for rel in package.rels(package.main_part)}
    texts = _shared_texts(package)
    sheets: list[Sheet] = []
    for item in root.iterfind(f"{x('sheets')}/{x('sheet')}"):
        rel = targets.get(item.get(f"{{{R}}}id", ""))
        if rel is not None and rel.kind == "worksheet":
            if any(sheet.part == rel.target for sheet in sheets):
                raise PackageError(
                    f"{package.filename}: two sheets are one part, {rel.target}.",
                    next_step="Open the file in Excel and save it again.",
                )
            state = item.get("state", "visible")
            sheets.append(_read_sheet(package, item.get("name", ""), rel.target, state, texts))
    styles_part = next(iter(package.related(package.main_part, "styles")), "")
    styles = Styles(package.read(styles_part) if styles_part else _NO_STYLES)
    return Book(package, root, sheets, styles, styles_part)


def parse(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def rooted(root: Element, prefixes: Mapping[str | None, str]) -> Element:
    """The same element with these prefixes declared on it and used all through it.

    Programs differ in their prefixes (openpyxl declares them deep inside): after this, text that
    is put in beside the tree may use the usual ones.
    """
    chosen = set(prefixes.values())
    spaces: dict[Any, str] = {
        prefix: uri for prefix, uri in root.nsmap.items() if prefix and uri not in chosen
    }
    spaces.update(prefixes)
    made = etree.Element(root.tag, dict(attributes(root)), nsmap=spaces)
    made.text = root.text
    for child in list(root):
        made.append(child)
    kept = [prefix for prefix in spaces if prefix]
    etree.cleanup_namespaces(made, top_nsmap=spaces, keep_ns_prefixes=kept)
    return made


def attributes(element: Element, *without: str) -> list[tuple[str, str]]:
    """An element's attributes in order, as texts."""
    return [(str(k), str(v)) for k, v in element.attrib.items() if str(k) not in without]


def unescape(text: str) -> str:
    """``_x000D_`` is a character that XML cannot hold (ECMA-376 part 1, §22.9.2.19)."""
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return UNHELD.sub("", decoded.replace("\r\n", "\n").replace("\r", "\n"))


def _shared_texts(package: Package) -> list[Text]:
    named = package.related(package.main_part, "sharedStrings")
    if not named:
        return []
    return [read_text(item) for item in parse(package.read(named[0])).findall(x("si"))]


def read_text(item: Element) -> Text:
    """A string item; phonetic hints are left out."""
    plain = unescape("".join([found.text or "" for found in item.findall(x("t"))]))
    runs = []
    for run in item.findall(x("r")):
        properties = run.find(x("rPr"))
        shown = _bare(properties) if properties is not None else ""
        runs.append((shown, unescape(run.findtext(x("t")) or "")))
    return Text(plain + "".join([text for _, text in runs]), tuple(runs))


def _bare(element: Element) -> str:
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns(?::\w+)?="[^"]*"', "", text)


def _read_sheet(package: Package, name: str, part: str, state: str, texts: Sequence[Text]) -> Sheet:
    read = parse(package.read(part))
    if read.tag != x("worksheet"):
        raise PackageError(
            f"{package.filename}, part {part}: is no worksheet.",
            next_step="Open the file in Excel and save it again.",
        )
    root = rooted(read, {None: X, "r": R})
    sheet = Sheet(name, part, state, root)
    data = root.find(x("sheetData"))
    if data is None:
        return sheet
    shared: dict[str, Cell] = {}
    number = 0
    for item in data.findall(x("row")):
        number = int(item.get("r", number + 1))
        if not 1 <= number <= 1_048_576:  # each of them would be walked through
            raise ValueError(f"row {number} is none")
        cells = tuple(_read_cells(item, number, texts, shared))
        kept = tuple((key, item.get(key, "")) for key in _ROW_KEPT if item.get(key) is not None)
        sheet.rows[number] = Row(number, kept, cells)
    root.remove(data)
    return sheet


def _read_cells(
    row: Element, number: int, texts: Sequence[Text], shared: dict[str, Cell]
) -> Iterator[Cell]:
    column = 0
    for item in row.findall(x("c")):
        found = _CELL.match(item.get("r", ""))
        column = column_index(found[1]) if found else column + 1
        if column > 16_384:
            raise ValueError(f"column {column_letters(column)} is none")
        formula = item.find(x("f"))
        if formula is not None:
            yield _formula_cell(item, formula, number, column, shared)
        else:
            yield _value_cell(item, number, column, texts)


def _value_cell(item: Element, row: int, column: int, texts: Sequence[Text]) -> Cell:
    style, kind = int(item.get("s", "0")), item.get("t", "n")
    raw = item.findtext(x("v")) or ""
    if kind == "s" and raw:
        return Cell(row, column, style, "text", text=texts[int(raw)])
    inline = item.find(x("is"))
    if kind == "inlineStr" and inline is not None:
        return Cell(row, column, style, "text", text=read_text(inline))
    if kind == "str":
        return Cell(row, column, style, "text", text=Text(unescape(raw)))
    names = {"n": "number", "b": "bool", "e": "error", "d": "date"}
    return Cell(row, column, style, names.get(kind, "empty") if raw else "empty", raw)


def _formula_cell(
    item: Element, formula: Element, row: int, column: int, shared: dict[str, Cell]
) -> Cell:
    style, text = int(item.get("s", "0")), formula.text or ""
    kind, group = formula.get("t", "normal"), formula.get("si", "")
    array = formula.get("ref", "") if kind in ("array", "dataTable") else ""
    cell = Cell(row, column, style, "formula", formula=text.removeprefix("="), array=array)
    if kind == "shared" and text:
        shared[group] = cell
    elif kind == "shared" and group in shared:
        first = shared[group]
        try:
            text = shifted(first.formula, row - first.row, column - first.column)
        except BadFormula:
            text = first.formula
        cell = Cell(row, column, style, "formula", formula=text)
    return cell


def attributes_xml(pairs: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    """Attributes as they stand in an element's opening tag."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return "".join([f' {_prefixed(name)}="{escape_attribute(value)}"' for name, value in items])


def _prefixed(name: str) -> str:
    """Attributes of other namespaces that a sheet's own elements may carry."""
    return name if not name.startswith("{") else "r:" + name.rpartition("}")[2]
