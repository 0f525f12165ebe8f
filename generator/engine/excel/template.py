"""Excel templates compiled and rendered: the steps from a package to the finished file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engine.cleaning import prune
from generator.engine.language import (
    Context,
    FormatsLike,
    Piece,
    Problems,
    Program,
    Scope,
)
from generator.engine.language import (
    Names as KnownNames,
)
from generator.engine.markup import HEAD, Element
from generator.engine.properties import CoreProperties, clean_application
from generator.errors import TemplateProblem
from generator.office.draft import Draft
from generator.office.package import Package, open_package

from .book import BookTemplate, cut_book
from .captions import XDR
from .cells import ValueCell
from .computing import still_values
from .currency import filled
from .defined import Names
from .drawings import Drawing
from .formulas import MAX_FORMULA
from .marks import repeats_name
from .needs import Need, name_needs
from .output import Output
from .printing import PRINTERS
from .ranges import FORMULA_NAMES, local_name
from .reading import Book, R, X, parse, read_book, x
from .running import Run
from .sheetnames import check_sheets
from .sheets import SheetCompiler, SheetTemplate
from .syntax import formula_fault
from .tables import TableTemplate, read_table
from .tokens import acting_function, has_tag
from .totals import check_totals
from .unfilled import check_unfilled
from .weaving import LANE_PRINTERS, lanes_name

_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_PART = "xl/sharedStrings.xml"
_NO_APPLICATION = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"/>'
).encode()
_LEFT = frozenset(["calcChain", "comments", "threadedComment", "person", "sheetMetadata"])


@dataclass(frozen=True)
class ExcelTemplate:
    """A compiled workbook. Rendering changes nothing in it.

    ``findings``: what works, but not as well as it could (formulas that only Excel can compute).
    """

    base: Package
    program: Program
    sheets: tuple[SheetTemplate, ...]
    book: BookTemplate
    properties: CoreProperties
    strings_part: str
    findings: tuple[TemplateProblem, ...]
    lanes: tuple[int, ...]  # numbers of loops side by side
    styles: tuple[str, str] | None  # part and text, where each document's currency is put in

    def render(self, values: Mapping[str, object], formats: FormatsLike) -> tuple[bytes, list[str]]:
        """The workbook's bytes and what was altered by rule. ``RenderError`` names the place."""
        blocks = max((len(sheet.geometry.column_blocks) for sheet in self.sheets), default=0)
        repeats: dict[int, list[int]] = {number: [] for number in range(blocks)}
        merged = {**values, **{repeats_name(number): repeats[number] for number in repeats}}
        lanes: dict[int, list[int]] = {number: [] for number in self.lanes}
        merged |= {lanes_name(number): lanes[number] for number in lanes}
        run = Run(tuple(sheet.geometry for sheet in self.sheets), repeats, lanes=lanes)
        context = Context(merged, formats, run)
        text = self.program.render(context)
        draft = Draft(self.base)
        output = Output(self.sheets, self.book, self.strings_part, run, context, draft)
        output.write(text)
        if self.styles is not None:
            draft.put(self.styles[0], filled(self.styles[1], formats))
        changes = self.program.changes(context) + output.changes
        changes += self.properties.put(output.draft, values, formats)
        return output.draft.save(), changes


def compile_excel(package: Package, names: KnownNames, problems: Problems) -> ExcelTemplate | None:
    """Compile a workbook; None where ``problems`` were found."""
    book = read_book(package)
    _check_book(book, problems)
    _check_formulas(book, problems)
    known, tables = _names(book)
    cells: dict[ValueCell, str] = {}
    compilers = [
        SheetCompiler(index, sheet, package, problems, cells)
        for index, sheet in enumerate(book.sheets)
    ]
    for compiler in compilers:
        compiler.read(compiler.names(known), tables.get(compiler.template.key, []))
    whole = cut_book(book.root, known)
    needs = [need for compiler in compilers for need in compiler.needs()]
    needs += [n for name in whole.names if name.formula for n in name_needs(name.formula)]
    check_sheets([compiler.template for compiler in compilers], known, problems)
    pieces = _pieces(compilers, Scope(names), known, book, needs)
    check_totals([compiler.template for compiler in compilers], problems)
    draft = Draft(package)
    properties = CoreProperties(draft, problems, Scope(names))
    sheets = tuple(compiler.template for compiler in compilers)
    check_unfilled(draft, book, sheets, problems)
    if problems.found:
        return None
    for sheet in sheets:
        sheet.still = still_values(sheet.sheet, sheet.tagged.cells)
    styles = book.styles.to_xml()
    strings = _base(draft, book, sheets, styles)
    base = open_package(draft.save(), filename=package.filename, tags=False)
    made = {name: cell.printer() for cell, name in cells.items()}
    program = Program(pieces, problems.file, {**PRINTERS, **LANE_PRINTERS, **made})
    findings = tuple(_findings(sheets, problems.file))
    lanes = tuple({number for sheet in sheets for number in sheet.structure.lanes})
    priced = (book.styles_part, styles) if book.styles.has_prices else None
    return ExcelTemplate(base, program, sheets, whole, properties, strings, findings, lanes, priced)


def _pieces(
    compilers: Sequence[SheetCompiler],
    scope: Scope,
    known: Names,
    book: Book,
    needs: Sequence[Need],
) -> list[Piece]:
    return [
        piece
        for compiler in compilers
        for piece in compiler.pieces(scope, compiler.names(known), book.styles, needs)
    ]


def _check_book(book: Book, problems: Problems) -> None:
    if not book.sheets:
        problems.at("", "holds no worksheet")
    properties = book.root.find(x("workbookPr"))
    if properties is not None and properties.get("date1904") in ("1", "true"):
        tip = "in Excel's options, Advanced, take the tick from 'Use 1904 date system'"
        problems.at("workbook", "counts days from 1904", tip)
    if len(book.root.findall(f"{x('sheets')}/{x('sheet')}")) != len(book.sheets):
        problems.at("workbook", "holds a chart sheet", "put the chart on a worksheet")
    if book.root.find(x("pivotCaches")) is not None:
        problems.at("workbook", "holds a pivot table, which keeps the template's records", _PIVOTS)


_PIVOTS = "delete it: formulas over a loop show the same, and follow the data"


def _check_formulas(book: Book, problems: Problems) -> None:
    """No formula of cells, formats, lists or names may start or fetch something."""
    held = [
        (f"sheet {sheet.name}, cell {cell.name}", cell.formula)
        for sheet in book.sheets
        for cell in sheet.cells()
        if cell.kind == "formula"
    ]
    held += [
        (f"sheet {sheet.name}", element.text or "")
        for sheet in book.sheets
        for element in sheet.root.iter()
        if local_name(element) in FORMULA_NAMES
    ]
    names = book.root.findall(f"{x('definedNames')}/{x('definedName')}")
    own = {item.get("name", "").lower() for item in names}
    held += [(f"name {item.get('name')}", item.text or "") for item in names]
    for place, formula in held:
        if len(formula) > MAX_FORMULA:
            what = f"has a formula of {len(formula):,} characters; Excel takes {MAX_FORMULA:,}"
            problems.at(place, what)
            continue
        acting = acting_function(formula)
        if acting:
            problems.at(place, f"calls {acting}, which starts or fetches something", tag=formula)
        elif not has_tag(formula) and (fault := formula_fault(formula, own)):
            problems.at(place, f"holds a formula that {fault}", tag=f"={formula}")


def _names(book: Book) -> tuple[Names, dict[str, list[tuple[TableTemplate, Element]]]]:
    """Defined names by lower-case name, and the tables of each sheet."""
    listed = [item.get("name", "") for item in book.root.iterfind(f"{x('sheets')}/{x('sheet')}")]
    defined = {}
    for item in book.root.iterfind(f"{x('definedNames')}/{x('definedName')}"):
        number = item.get("localSheetId")
        before = f"{listed[int(number)].lower()}!" if number is not None else ""
        defined[before + item.get("name", "").lower()] = item.text or ""
    tables: dict[str, TableTemplate] = {}
    by_sheet: dict[str, list[tuple[TableTemplate, Element]]] = {}
    for sheet in book.sheets:
        for part in book.package.related(sheet.part, "table"):
            root = parse(book.package.read(part))
            table = read_table(root, sheet.name, part)
            tables[table.name.lower()] = table
            by_sheet.setdefault(sheet.name.lower(), []).append((table, root))
    return Names(defined, tables), by_sheet


def _findings(sheets: Sequence[SheetTemplate], file: str) -> Iterator[TemplateProblem]:
    for own in sheets:
        for cell in own.sheet.cells():
            number = own.formula_cells.get((cell.row, cell.column))
            if number is None or own.formulas[number].compute is not None:
                continue
            formula = own.formulas[number]
            yield TemplateProblem(
                file,
                f"sheet {own.sheet.name}, cell {cell.name}",
                f"={formula.source}",
                f"its value cannot be computed here ({formula.why})",
                "Excel will compute it on opening; previews show no value until then",
            )


# -- the base package ----------------------------------------------------------------------------


def _base(draft: Draft, book: Book, sheets: Sequence[SheetTemplate], styles: str) -> str:
    """What all outputs share: without comments, calculation chain and the author's settings."""
    clean_application(draft)
    _unname_application(draft)
    main = draft.package.main_part
    kept = tuple(rel for rel in draft.rels(main) if rel.kind not in _LEFT)
    draft.set_rels(main, kept)
    named = draft.package.related(main, "sharedStrings")
    strings = named[0] if named else _STRINGS_PART
    draft.put(strings, f'<sst xmlns="{X}"/>'.encode(), _STRINGS_TYPE)
    if not named:
        draft.relate(main, "sharedStrings", strings)
    if book.styles_part:
        draft.put(book.styles_part, styles.encode())
    for sheet in sheets:
        _base_sheet(draft, sheet)
        if sheet.drawing is not None:
            _base_drawing(draft, *sheet.drawing)
    prune(draft)
    return strings


def _base_drawing(draft: Draft, part: str, drawing: Drawing) -> None:
    """The same for a drawing: without the pictures that tags replace."""
    replaced = drawing.replaced
    kept = tuple(rel for rel in draft.rels(part) if rel.id not in replaced)
    draft.set_rels(part, kept)
    uses = "".join([f'<xdr:a r:id="{rel.id}"/>' for rel in kept])
    draft.put(part, f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:r="{R}">{uses}</xdr:wsDr>'.encode())


def _unname_application(draft: Draft) -> None:
    """Nobody made this file in Excel. Where it says so, LibreOffice takes row heights and values
    for Excel's own and works out neither: rows of wrapped text would be cut."""
    for name in draft.package.related("", "extended-properties"):
        draft.put(name, _NO_APPLICATION)


def _base_sheet(draft: Draft, sheet: SheetTemplate) -> None:
    """A placeholder that names the relationships that outputs keep; every output writes its own."""
    part = sheet.sheet.part
    tagged = {link.id for link in sheet.links if link.is_tagged and link.id}
    furniture = sheet.furniture
    assert furniture is not None
    text = "".join([p for p in (*furniture.before, *furniture.after) if isinstance(p, str)])
    linked = {link.id for link in sheet.links}
    kept = tuple(
        rel
        for rel in draft.rels(part)
        if rel.id not in tagged and (f'"{rel.id}"' in text or rel.id in linked)
    )
    draft.set_rels(part, kept)
    sheet.rels = kept
    uses = "".join([f'<drawing r:id="{rel.id}"/>' for rel in kept])
    xml = f'<worksheet xmlns="{X}" xmlns:r="{R}"><sheetData/>{uses}</worksheet>'
    draft.put(part, xml.encode())
