"""One sheet of the template compiled: its cells, structure, furniture, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from generator.engine.language import (
    Branch,
    Literal,
    Piece,
    Print,
    Problems,
    Scope,
)
from generator.engine.markup import Element
from generator.office.package import Package
from generator.office.relationships import Relationship

from .anchors import anchors
from .blocks import Structure, block_rows, row_chains, rows_above, shown_rows, structure
from .captions import Captions
from .cells import ValueCell
from .counting import NOWHERE
from .defined import Names
from .drawings import Drawing, compile_drawing
from .formulas import Formula, compile_formula
from .furniture import Furniture, cut_furniture
from .headings import Notes
from .heights import read_measures
from .linking import Link, links_mover, read_links
from .lowering import Lowering
from .marks import SHEET_END
from .needs import Above, Need, Within, filled_needs, formula_needs
from .ranges import Mover
from .reading import Cell, Row, Sheet, Styles, x
from .running import Geometry
from .sheetcharts import SheetChart, chart_boxes, compile_sheet_chart
from .soundness import rows_are_sound
from .statements import condition_of, opened_loop
from .tables import TableTemplate
from .tablewriting import TableXml, cut_table
from .tagging import Pair, Tagged, read_tags
from .tokens import BadFormula, has_tag, parse_area
from .values import Value

Wrap = Callable[[list[Piece]], list[Piece]]
Extra = Callable[[Element], "str | Mover | None"]
_PIVOT_TIP = "write formulas over a loop instead, or add the pivot table to the finished file"
_SLICER_TIP = "delete it; a filter of the sheet or table follows its rows"
_REFUSED = {
    "pivotTable": ("a pivot table, which keeps the template's records", _PIVOT_TIP),
    "pivotCacheDefinition": ("a pivot table, which keeps the template's records", _PIVOT_TIP),
    "slicer": ("a slicer", _SLICER_TIP),
    "slicerCache": ("a slicer", _SLICER_TIP),
    "timeline": ("a timeline", _SLICER_TIP),
    "timelineCache": ("a timeline", _SLICER_TIP),
}


@dataclass
class SheetTemplate:
    """Everything that one sheet of the template gives its outputs."""

    index: int
    sheet: Sheet
    tagged: Tagged
    structure: Structure
    formulas: list[Formula] = field(default_factory=list)
    formula_cells: dict[tuple[int, int], int] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    furniture: Furniture | None = None
    drawing: tuple[str, Drawing] | None = None
    charts: dict[str, SheetChart] = field(default_factory=dict)
    tables: list[tuple[TableTemplate, TableXml]] = field(default_factory=list)
    rels: tuple[Relationship, ...] = ()
    texted: dict[tuple[int, int], str] = field(default_factory=dict)  # numbers that become texts
    name_parts: list[str | int] = field(default_factory=list)
    still: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    geometry: Geometry = field(default_factory=lambda: Geometry(0, 0, {}, ()))
    sound: bool = False  # whatever the values are, its rows are well-formed: see ``soundness``

    @property
    def key(self) -> str:
        return self.sheet.name.lower()

    @property
    def may_vary(self) -> bool:
        """Whether the sheet repeats or may be left out."""
        return bool(self.structure.sheet_pairs)


class SheetCompiler:
    """The steps of one sheet: first what it names, then, once all needs are known, its pieces."""

    def __init__(
        self,
        index: int,
        sheet: Sheet,
        package: Package,
        problems: Problems,
        printers: dict[ValueCell, str],
    ) -> None:
        self.package = package
        self.problems = problems
        tagged = read_tags(sheet, problems)
        self.template = SheetTemplate(index, sheet, tagged, structure(sheet, tagged, problems))
        self.place = f"sheet {sheet.name}"
        self.printers = printers
        self.notes = Notes(self.place, problems)

    # -- first half ----------------------------------------------------------------------------

    def names(self, known: Names) -> Names:
        """The workbook's names as this sheet's formulas read them."""
        return replace(known, sheet=self.template.sheet.name)

    def read(self, names: Names, tables: Sequence[tuple[TableTemplate, Element]]) -> None:
        """Formulas, links, drawing, tables: all that names cells."""
        own, sheet = self.template, self.template.sheet
        for cell in sheet.cells():
            if cell.kind == "formula":
                self._formula(cell, names)
        own.links = read_links(sheet.root, self.package.rels(sheet.part), names)
        own.tables = [(table, cut_table(root, names)) for table, root in tables]
        for rel in self.package.rels(sheet.part):
            if rel.kind in _REFUSED:
                what, tip = _REFUSED[rel.kind]
                self.problems.at(self.place, f"holds {what}", tip)
        self._drawing(names)

    def _formula(self, cell: Cell, names: Names) -> None:
        own = self.template
        place = f"{self.place}, cell {cell.name}"
        if cell.array and ":" in cell.array:
            self.problems.at(place, "holds an array formula over several cells", _ONE_CELL)
        try:
            if has_tag(cell.formula):
                raise BadFormula("has a tag in it; put the tag in a cell, and refer to that cell")
            formula = compile_formula(cell.formula, names, array=cell.array)
        except BadFormula as bad:
            self.problems.at(place, f"holds a formula that {bad}", tag=f"={cell.formula}")
            formula = Formula(cell.formula, (cell.formula,), ())
        own.formula_cells[cell.row, cell.column] = len(own.formulas)
        own.formulas.append(formula)

    def _drawing(self, names: Names) -> None:
        own = self.template
        nodes = own.structure.nodes
        for name in self.package.related(own.sheet.part, "drawing"):
            data, rows = self.package.read(name), (shown_rows(nodes), block_rows(nodes))
            own.drawing = (name, compile_drawing(data, own.sheet, *rows, self.problems))
            for part in self.package.related(name, "chart"):
                data = self.package.read(part)
                own.charts[part] = compile_sheet_chart(data, names, self.place, self.problems)

    def _chains(self) -> dict[int, tuple[int, ...]]:
        return row_chains(self.template.structure.nodes)

    def needs(self) -> list[Need]:
        """The cells that this sheet's formulas, charts and tables look at."""
        own, found = self.template, []
        for cell in own.sheet.cells():
            number = own.formula_cells.get((cell.row, cell.column))
            if number is not None:
                owner = (own.key, cell.row, cell.column)
                found += formula_needs(own.formulas[number], own.key, owner)
        for chart in own.charts.values():
            found += [Need((name or own.key).lower(), box) for name, box in chart_boxes(chart)]
        for table, _ in own.tables:
            top, left, bottom, right = table.box
            found.append(Need(own.key, (top, left, top, right)))
            found.append(Need(own.key, (table.data_rows[0], left, table.data_rows[1], right)))
            found.append(Need(own.key, (top, left, bottom, right)))
        found = filled_needs(found, *self._above())
        auto = own.sheet.root.find(x("autoFilter"))
        if auto is not None:
            found.append(Need(own.key, parse_area(auto.get("ref", "A1")).box))
        return found

    def _above(self) -> tuple[Above, Above, Within]:
        """By line directly above a block, the first and last that may stand above a repeat, and by
        such a row the rows of the block.

        The line itself may be left out; then it is any before it.
        """
        structure = self.template.structure
        chains, inside = self._chains(), block_rows(structure.nodes)
        always = shown_rows(structure.nodes) - inside
        within = {
            row: frozenset([at for at in chains if blocks & {*chains[at]}])
            for row, blocks in rows_above(structure.nodes).items()
        }
        rows = {row: (row if row in always else 1, max(held)) for row, held in within.items()}
        columns = {first - 1: (1, last) for first, last in structure.columns if first > 1}
        return rows, columns, within

    # -- second half ---------------------------------------------------------------------------

    def pieces(
        self, scope: Scope, names: Names, styles: Styles, needs: Sequence[Need]
    ) -> list[Piece]:
        """The sheet as a program; its furniture and geometry go to the template."""
        own = self.template
        mine = [need for need in needs if need.sheet == own.key]
        around, inner = self._around(scope)
        self._name(inner)
        captions = self._captions(inner)
        own.furniture = cut_furniture(own.sheet.root, names, self._extra(inner))
        lowering = self._lowering(styles, mine)
        lowering.captions = captions
        for number, link in enumerate(own.links):
            if link.is_tagged:
                self._place_link(number, link, lowering)
        body: list[Piece] = [Print(NOWHERE, None, "sheet", (own.index,)), *self.notes.prints]
        rows = lowering.sheet_pieces(inner)
        own.sound = not self.problems.found and rows_are_sound(rows, self.printers)
        body += [*rows, Literal(SHEET_END)]
        self._finish(mine)
        return around(body)

    def _lowering(self, styles: Styles, needs: Sequence[Need]) -> Lowering:
        own = self.template
        tables = [table.data_rows for table, _ in own.tables]
        return Lowering(
            own.sheet,
            own.tagged,
            own.structure,
            styles,
            self.problems,
            read_measures(own.sheet.root, styles),
            watched=lambda row, column: any(need.holds(row, column) for need in needs),
            anchors=anchors(own.structure.nodes, needs),
            visible=lambda lines: any(a <= lines[0] and lines[1] <= b for a, b in tables),
            formula=lambda cell: own.formula_cells[cell.row, cell.column],
            printers=self.printers,
            texted=own.texted,
        )

    def _around(self, scope: Scope) -> tuple[Wrap, Scope]:
        """What the pairs around the whole sheet make of its pieces, and the names inside them."""
        wraps: list[Wrap] = []
        for pair in self.template.structure.sheet_pairs:
            wrap, scope = _wrap(pair, scope, self.problems)
            wraps.append(wrap)

        def around(body: list[Piece]) -> list[Piece]:
            for wrap in reversed(wraps):
                body = wrap(body)
            return body

        return around, scope

    def _name(self, scope: Scope) -> None:
        own = self.template
        own.name_parts = self.notes.texts(own.sheet.name, f"{self.place}, sheet name", scope)

    def _captions(self, scope: Scope) -> dict[int, list[Captions]]:
        """Tags in shapes, chart titles and alternative texts: of the sheet, or by their row."""
        own = self.template
        of_rows: dict[int, list[Captions]] = {}
        if own.drawing is None:
            return of_rows
        name, drawing = own.drawing
        parts = {rel.id: rel.target for rel in self.package.rels(name)}
        for anchor in drawing.anchors:
            held = [anchor.captions]
            held += [own.charts[part].captions for id_ in anchor.charts if (part := parts[id_])]
            for captions in [entry for entry in held if entry.tagged]:
                if anchor.in_row:
                    of_rows.setdefault(anchor.lines[0], []).append(captions)
                else:
                    self.notes.captions(captions, scope)
        for line in of_rows:  # a row without cells is one, where a tag is read in it
            own.sheet.rows.setdefault(line, Row(line, (), ()))
        return of_rows

    def _extra(self, scope: Scope) -> Extra:
        def take(element: Element) -> str | Mover | None:
            name = etree.QName(element).localname
            if name == "hyperlinks":
                return links_mover(self.template.links)
            if name == "headerFooter":
                return self.notes.header_footer(element, scope)
            return None

        return take

    def _place_link(self, number: int, link: Link, lowering: Lowering) -> None:
        top, left, bottom, right = link.area.box
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                lowering.links.setdefault((row, column), []).append((number, link.source))

    def _finish(self, needs: Sequence[Need]) -> None:
        own = self.template
        blocks = own.structure.columns
        needed = [
            number
            for number, (first, last) in enumerate(blocks)
            if any(need.is_named and first <= need.box[1] and need.box[3] <= last for need in needs)
        ]
        own.geometry = Geometry(
            own.sheet.last_row,
            own.sheet.last_column,
            self._chains(),
            tuple(blocks),
            frozenset(needed),
            rows_above(own.structure.nodes),
            {first - 1: frozenset([at]) for at, (first, _) in enumerate(blocks) if first > 1},
        )
        hidden = [r.number for r in own.sheet.rows.values() if ("hidden", "1") in r.attributes]
        own.hidden = frozenset(hidden)


_ONE_CELL = "write one formula in each cell"


def _wrap(pair: Pair, scope: Scope, problems: Problems) -> tuple[Wrap, Scope]:
    if pair.arms:
        problems.add(pair.arms[0].mark, "stands in a sheet's block, which takes no else")
    if pair.is_loop:
        loop = opened_loop(pair, scope, problems)
        return (lambda body: [loop.piece(body, [])]), loop.scope
    condition = condition_of(pair.opener, scope, problems)
    mark = pair.opener.mark
    return (lambda body: [Branch(((mark, condition, tuple(body)),))]), scope
