"""A table's part in an output: its range, its columns named as its header cells read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engine.language import Refused
from generator.engine.markup import HEAD, Element
from generator.office.sheettext import units, xattribute

from .defined import Names
from .formulas import Sheets, Spot
from .ranges import Inner, one_range, still, with_formulas, written
from .reading import X, attributes, attributes_xml, x
from .running import SheetRun, TableRun
from .tables import TableTemplate
from .tokens import Area, Line, parse_area

MAX_HEADING = 255


def settled_table(
    table: TableXml, template: TableTemplate, sheet: SheetRun, *, heads: Heads, id_: int
) -> TableRun:
    """A table's name and headings in an output. ``heads``: header texts by output column."""
    columns = positions(table, sheet)
    names = _unique(template, [heads(column) for column in columns])
    renamed: dict[str, str] = {}
    for column, name in zip(columns, names, strict=True):
        before = template.columns[sheet.columns.line_at(column) - template.box[1]]
        if before != name:
            renamed.setdefault(before.casefold(), name)
    name = template.name if id_ == table.id else f"{template.name}_{id_}"
    return TableRun(id_, name, tuple(names), renamed)


def positions(table: TableXml, sheet: SheetRun) -> list[int]:
    """The columns of an output sheet that a table has."""
    area = parse_area(table.ref)
    return [at for low, high in _columns_of(area, sheet) for at in range(low, high + 1)]


def write_table(
    table: TableXml, template: TableTemplate, sheet: SheetRun, sheets: Sheets, own: TableRun
) -> bytes:
    """The table's part for one output sheet."""
    spot = Spot(sheet)
    shown = []
    for number, (column, name) in enumerate(
        zip(positions(table, sheet), own.columns, strict=True), 1
    ):
        line = sheet.columns.line_at(column) - template.box[1]
        attributes, inner = table.columns[line]
        body = written(inner, "", spot, sheets)
        shown.append(
            f'<tableColumn id="{number}" name="{xattribute(name)}"{attributes}'
            + (f">{body}</tableColumn>" if body else "/>")
        )
    ref = one_range(parse_area(table.ref), sheet)
    pieces = [
        f'{HEAD}<table xmlns="{X}" id="{own.id}" name="{own.name}" displayName="{own.name}"',
        f' ref="{ref}"{table.attributes}>',
        f'<autoFilter ref="{_filter_range(template, sheet)}"/>' if table.filters else "",
        f'<tableColumns count="{len(shown)}">{"".join(shown)}</tableColumns>',
        f"{table.style}</table>",
    ]
    return "".join(pieces).encode()


@dataclass(frozen=True)
class TableXml:
    """A table part taken apart; ``columns``: attributes and formulas of each."""

    id: int
    ref: str
    attributes: str
    filters: bool
    columns: tuple[tuple[str, Inner], ...]
    style: str


def cut_table(root: Element, names: Names) -> TableXml:
    own = {"id", "name", "displayName", "ref", "tableType", "connectionId", "insertRow"}
    kept = [(k, v) for k, v in attributes(root) if k not in own and "}" not in k]
    columns = []
    for item in root.iterfind(f"{x('tableColumns')}/{x('tableColumn')}"):
        look = [(k, v) for k, v in attributes(item) if k in _COLUMN_LOOK]
        inner: Inner = [part for child in item for part in with_formulas(child, names)]
        columns.append((attributes_xml(look), inner))
    style = root.find(x("tableStyleInfo"))
    return TableXml(
        int(root.get("id", "1")),
        root.get("ref", "A1"),
        attributes_xml(kept),
        root.find(x("autoFilter")) is not None,
        tuple(columns),
        still(style) if style is not None else "",
    )


_COLUMN_LOOK = frozenset(
    [
        *("totalsRowLabel", "totalsRowFunction", "headerRowDxfId", "dataDxfId", "totalsRowDxfId"),
        *("headerRowCellStyle", "dataCellStyle", "totalsRowCellStyle"),
    ]
)
Heads = Callable[[int], str | None]


def _columns_of(area: Area, sheet: SheetRun) -> list[tuple[int, int]]:
    assert area.columns is not None
    return sheet.columns.runs((area.columns[0].number, area.columns[1].number))


def _filter_range(template: TableTemplate, sheet: SheetRun) -> str:
    """Header and data, without the totals."""
    top, left, _, right = template.box
    bottom = template.data_rows[1]
    lines = (Line(top, False), Line(bottom, False)), (Line(left, False), Line(right, False))
    return one_range(Area(None, *lines, single=False), sheet)


def _unique(template: TableTemplate, heads: Sequence[str | None]) -> list[str]:
    if not template.header:
        return [f"Column{number}" for number in range(1, len(heads) + 1)]
    seen: set[str] = set()
    for head in heads:
        if not head:
            raise Refused(f"the table {template.name} has a column without a heading")
        if head.casefold() in seen:
            raise Refused(f"the table {template.name} has two columns with the heading {head!r}")
        if units(head) > MAX_HEADING:
            raise Refused(
                f"the table {template.name} has a heading of {units(head)} characters, "
                f"and Excel takes {MAX_HEADING}: {head[:40]!r}…"
            )
        seen.add(head.casefold())
    return [head or "" for head in heads]
