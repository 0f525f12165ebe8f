"""One output workbook written: sheets, then formulas and their values, then what hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from generator.engine.budget import MAX_CELLS_READ
from generator.engine.cleaning import prune
from generator.engine.language import Context, Refused
from generator.errors import RenderError, TemplateProblem
from generator.office.draft import Draft
from generator.office.gate import well_formed
from generator.office.relationships import OFFICE_RELS, Relationship
from generator.office.sheettext import shared_strings

from .book import BookTemplate
from .computing import Cells, Computed, cell_xml, compute
from .formulas import Sheets
from .hanging import HungDrawing
from .marks import FORMULA, SHEET_END
from .names import sheet_name
from .nodes import Box
from .running import Run, SheetRun, finish_sheet
from .sheets import SheetTemplate
from .soundness import rich_fault
from .tableheads import part_headings
from .tablewriting import settled_table, write_table
from .tokens import cell_text
from .values import Fault, Unknown, Value
from .values import text as value_text
from .weaving import woven

_PREFIX = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET_TYPE = f"{_PREFIX}worksheet+xml"
_TABLE_TYPE = f"{_PREFIX}table+xml"


@dataclass
class Output:
    """The steps of one render after the program has run."""

    templates: tuple[SheetTemplate, ...]
    book: BookTemplate
    strings_part: str
    run: Run
    context: Context
    draft: Draft
    changes: list[str] = field(default_factory=list)
    _cells: list[Cells] = field(default_factory=list)
    _tables: int = 0
    _idle: bool = False  # whether a part of the template was not used

    def write(self, text: str) -> None:
        """Put all parts of the workbook into the draft."""
        sheets = self._sheets(text)
        self._compute(sheets)
        unknown = any(c.unknown for held in self._cells for c in held.formulas.values())
        used: set[int] = set()
        self._tables = max(
            (table.id for own in self.templates for _, table in own.tables), default=0
        )
        self._settle_tables()
        for held in self._cells:
            self._sheet(held, sheets, first=held.sheet.index not in used)
            used.add(held.sheet.index)
            file, name = self.draft.package.filename, held.sheet.name
            self.changes += [f"{file}, sheet {name}: {what}" for what in held.sheet.changes]
        for own in self.templates:
            if own.index not in used:
                self._leave_out(own)
        self._book(sheets, compute=unknown)
        if self._idle:
            prune(self.draft)
        strings = self.run.strings
        sound = not any(text[:1] == "\x00" and rich_fault(text[1:]) for text in strings)
        linking = b"" if sound else None
        data = shared_strings(strings)
        self.draft.put(self.strings_part, data, sound=sound, linking=linking)

    # -- sheets and their names ----------------------------------------------------------------

    def _sheets(self, text: str) -> Sheets:
        taken: set[str] = set()
        by_name: dict[str, list[SheetRun]] = {}
        by_wanted: dict[str, SheetRun] = {}
        chunks = text.split(SHEET_END)
        for sheet, chunk in zip(self.run.sheets, chunks, strict=False):
            own = self.templates[sheet.index]
            rows = woven(sheet, chunk) if sheet.lane is not None else chunk
            sheet.xml = finish_sheet(self.run, sheet, rows, self.context.changes)
            wanted = "".join(
                [part if isinstance(part, str) else sheet.notes[part] for part in own.name_parts]
            )
            sheet.name = sheet_name(wanted, taken)
            if sheet.name != wanted:
                file = self.draft.package.filename
                self.changes.append(f"{file}, sheet {sheet.name}: named for {wanted!r}")
            by_name.setdefault(own.key, []).append(sheet)
            by_wanted.setdefault(wanted, sheet)
        self._check_visible()
        return Sheets(by_name, by_wanted)

    def _check_visible(self) -> None:
        shown = [s for s in self.run.sheets if self._state(s) == ""]
        if not shown:
            raise self._error("", "no visible sheet is left: all are left out or hidden")
        shown[0].selected = True

    def _state(self, sheet: SheetRun) -> str:
        state = self.templates[sheet.index].sheet.state
        return "" if state == "visible" else state

    # -- formulas ------------------------------------------------------------------------------

    def _compute(self, sheets: Sheets) -> None:
        for sheet in self.run.sheets:
            own = self.templates[sheet.index]
            held = Cells(sheet, own.still, own.hidden, self.context.budget)
            for slot in sheet.slots:
                computed = Computed(slot, own.formulas[slot.formula], held)
                held.formulas[slot.row, slot.column] = computed
                held.formula_rows.setdefault(slot.column, []).append(slot.row)
            self._cells.append(held)
            for template, table in own.tables:
                part_headings(self.run, held, template, table)
        compute(self._cells, sheets)
        for held in self._cells:
            self._list_errors(held)
        if self.context.budget.cells < 0:
            file = self.draft.package.filename
            self.changes.append(f"{file}: {_TOO_MANY_CELLS}")

    def _list_errors(self, held: Cells) -> None:
        """Formulas that came to an error: each of the template once, with its first cell."""
        found: dict[int, list[Computed]] = {}
        for cell in held.formulas.values():
            if cell.value.__class__ is Fault:
                found.setdefault(cell.slot.formula, []).append(cell)
        for cells in found.values():
            first, more = cells[0], len(cells) - 1
            place = cell_text(first.slot.row, first.slot.column)
            also = f", and {more} more of its cells" if more else ""
            file, code = self.draft.package.filename, getattr(first.value, "code", "")
            self.changes.append(
                f"{file}, sheet {held.sheet.name}, cell {place}: ={first.formula.source} "
                f"comes to {code}{also}"
            )

    def _rows(self, held: Cells, sheets: Sheets) -> str:
        text = held.sheet.xml
        if not held.sheet.slots:
            return text
        parts = text.split(FORMULA)
        pieces = [parts[0]]
        for slot, part in zip(held.sheet.slots, parts[1:], strict=True):
            try:
                pieces.append(cell_xml(held.formulas[slot.row, slot.column], sheets))
            except Refused as refused:
                raise self._error(self._place(held.sheet, slot.row), str(refused)) from None
            pieces.append(part)
        return "".join(pieces)

    def _place(self, sheet: SheetRun, row: int) -> str:
        name = self.templates[sheet.index].sheet.name
        return f"sheet {name}, row {sheet.rows.line_at(row)}"

    def _error(self, place: str, message: str) -> RenderError:
        return RenderError(TemplateProblem(self.draft.package.filename, place, "", message))

    # -- parts ---------------------------------------------------------------------------------

    def _sheet(self, held: Cells, sheets: Sheets, *, first: bool) -> None:
        sheet = held.sheet
        own = self.templates[sheet.index]
        draft, furniture = self.draft, own.furniture
        assert furniture is not None
        sheet.part = own.sheet.part if first else draft.free_name("xl/worksheets/sheet{}.xml")
        try:
            rels = self._hangings(held, own, sheets, first=first)
            before = furniture.write(furniture.before, sheet, sheets)
            after = furniture.write(furniture.after, sheet, sheets)
        except Refused as refused:
            raise self._error(f"sheet {own.sheet.name}", str(refused)) from None
        rows = self._rows(held, sheets)
        xml = f"{_HEAD}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
        around = f"{before}<sheetData/>{after}</worksheet>".encode()
        sound = own.sound and not well_formed(around)
        draft.put(
            sheet.part,
            xml.encode(),
            _SHEET_TYPE,
            sound=sound,
            linking=around if sound else None,  # cells lead nowhere: see ``soundness``
        )
        links = [
            Relationship(id_, OFFICE_RELS + "hyperlink", address, external=True)
            for id_, address in sheet.link_targets
        ]
        if links or not first:
            draft.set_rels(sheet.part, (*rels, *links))

    def _hangings(
        self, held: Cells, own: SheetTemplate, sheets: Sheets, *, first: bool
    ) -> tuple[Relationship, ...]:
        """Tables, drawing and charts of one sheet; the sheet's relationships that lead to them."""
        moved: dict[str, str] = {}
        for template, table in own.tables:
            name = template.part if first else self.draft.free_name("xl/tables/table{}.xml")
            settled = held.sheet.tables[template.name.lower()]
            xml = write_table(table, template, held.sheet, sheets, settled)
            self.draft.put(name, xml, _TABLE_TYPE)
            moved[template.part] = name
        if own.drawing is not None:
            moved[own.drawing[0]] = self._drawing(held, own, sheets, first=first)
        return tuple(
            Relationship(rel.id, rel.type, moved.get(rel.target, rel.target), rel.external)
            for rel in own.rels
        )

    def _settle_tables(self) -> None:
        """Names and headings of all tables, which formulas of all sheets may name."""
        used: set[int] = set()
        for held in self._cells:
            own = self.templates[held.sheet.index]
            for template, table in own.tables:
                id_ = table.id if own.index not in used else self._next_table()
                heads = partial(self._head, held, held.sheet.rows.cell(template.box[0]))
                try:
                    made = settled_table(table, template, held.sheet, heads=heads, id_=id_)
                except Refused as refused:
                    raise self._error(f"sheet {own.sheet.name}", str(refused)) from None
                held.sheet.tables[template.name.lower()] = made
            used.add(own.index)

    def _next_table(self) -> int:
        self._tables += 1
        return self._tables

    def _head(self, held: Cells, row: int, column: int) -> str | None:
        value = held.value(row, column)
        return None if value is None else value_text(value)

    def _drawing(self, held: Cells, own: SheetTemplate, sheets: Sheets, *, first: bool) -> str:
        hung = HungDrawing(self.draft, own, held.sheet, sheets, self._read, first=first)
        name = hung.write(self.context)
        self._idle = self._idle or hung.idle
        return name

    def _read(self, sheet: SheetRun, box: Box) -> Sequence[Value] | None:
        """Values for a chart; None where some are not computed here."""
        held = next(entry for entry in self._cells if entry.sheet is sheet)
        try:
            return held.area(box)
        except Unknown:
            return None

    def _leave_out(self, own: SheetTemplate) -> None:
        """Remove a sheet that this output does not have, with all that only it leads to."""
        draft = self.draft
        gone = [own.sheet.part, *(template.part for template, _ in own.tables)]
        if own.drawing is not None:
            gone += [own.drawing[0], *own.charts]
            for part in (own.drawing[0], *own.charts):
                gone += [rel.target for rel in draft.rels(part) if not rel.external]
        rels = draft.rels(draft.package.main_part)
        kept = tuple(rel for rel in rels if rel.target != own.sheet.part)
        draft.set_rels(draft.package.main_part, kept)
        for part in dict.fromkeys(gone):
            if not self._shared(part, gone):
                draft.remove(part)

    def _shared(self, part: str, gone: Sequence[str]) -> bool:
        """Whether something that stays leads to a part (one picture on two sheets)."""
        sources = ["", *self.draft.package.relations]
        return any(
            rel.target == part
            for source in sources
            if source not in gone
            for rel in self.draft.rels(source)
        )

    # -- the workbook part ---------------------------------------------------------------------

    def _book(self, sheets: Sheets, *, compute: bool) -> None:
        main = self.draft.package.main_part
        ids = {rel.target: rel.id for rel in self.draft.rels(main)}
        listed = []
        for number, sheet in enumerate(self.run.sheets, 1):
            if sheet.part not in ids:
                ids[sheet.part] = self.draft.relate(main, "worksheet", sheet.part)
            listed.append((sheet, ids[sheet.part], number, self._state(sheet)))
        self.draft.put(main, self.book.write(listed, sheets, compute=compute))


_TOO_MANY_CELLS = (
    f"its formulas look at more than {MAX_CELLS_READ:,} cells: some have no value "
    "until Excel computes them on opening"
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
