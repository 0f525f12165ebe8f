"""What a sheet has beside its cells: views, widths, merged cells, formats, lists, breaks, links.

At compile time the worksheet's elements are cut into text and *movers*: small objects that write
one element for an output sheet. Order of elements: ECMA-376 part 1, §18.3.1.99.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.engine.markup import Element
from generator.office.text import column_letters, escape, escape_attribute

from .axis import Axis, Instance
from .axis import Run as Span
from .formulas import Formula, Names, Sheets, Spot, area_boxes, compile_formula, copy_text
from .reading import R, attributes, attributes_xml, x
from .running import SheetRun
from .tokens import MAX_COLUMN, MAX_ROW, Area, BadFormula, cell_text, parse_area

Mover = Callable[[SheetRun, Sheets], str]
Part = str | Mover
_DROPPED = frozenset(
    ["dimension", "sheetData", "scenarios", "sortState", "customSheetViews", "customProperties"]
    + ["cellWatches", "smartTags", "legacyDrawing", "oleObjects", "controls", "webPublishItems"]
    + ["dataConsolidate"]
)


@dataclass(frozen=True)
class Furniture:
    """The sheet's XML before its rows and after them."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]

    def write(self, parts: Sequence[Part], sheet: SheetRun, sheets: Sheets) -> str:
        return "".join([part if isinstance(part, str) else part(sheet, sheets) for part in parts])


def cut_furniture(
    root: Element, names: Names, extra: Callable[[Element], Part | None]
) -> Furniture:
    """``extra`` may take an element over (headers, links): it gives its part, or None."""
    before: list[Part] = [start_tag(root)]
    after: list[Part] = []
    target, dimension = before, False
    for element in root:
        name = etree.QName(element).localname
        if not dimension and name != "sheetPr":
            target.append(_dimension)
            dimension = True
        if name not in _EARLY and target is before:
            target = after
        if name in _DROPPED:
            continue
        taken = extra(element)
        if taken is not None:
            target.append(taken)
            continue
        target.append(_part(element, name, names))
    if not dimension:
        before.append(_dimension)
    return Furniture(tuple(before), tuple(after))


_EARLY = frozenset(["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols"])


def start_tag(root: Element) -> str:
    """The root's opening tag with all its namespaces."""
    bare = etree.Element(root.tag, dict(attributes(root)), nsmap=root.nsmap)
    text = etree.tostring(bare, encoding="unicode")
    return text[: text.rindex("/>")] + ">"


def still(element: Element) -> str:
    """An element as it stands, without the namespaces that its root declares."""
    return re.sub(
        r' xmlns(?::\w+)?="[^"]*"',
        lambda found: found.group() if _own_namespace(element, found.group()) else "",
        etree.tostring(element, encoding="unicode", with_tail=False),
    )


def _own_namespace(element: Element, declaration: str) -> bool:
    """Whether the sheet's root does not declare it (an extension's own prefix)."""
    root = element.getroottree().getroot()
    prefix = re.match(r" xmlns:?(\w*)=", declaration)
    return prefix is not None and (prefix[1] or None) not in root.nsmap


def _part(element: Element, name: str, names: Names) -> Part:
    if name == "sheetViews":
        return _views(element)
    if name == "cols":
        return _cols(element)
    if name == "mergeCells":
        return _merges(element)
    if name == "conditionalFormatting":
        return _ruled(element, "sqref", names)
    if name == "dataValidations":
        return _validations(element, names)
    if name == "autoFilter":
        return _auto_filter(element)
    if name in ("rowBreaks", "colBreaks"):
        return _breaks(element, rows=name == "rowBreaks")
    if name in ("protectedRanges", "ignoredErrors"):
        return _ranges(element, names)
    if name == "extLst":
        return _extensions(element, names)
    if name == "pageSetup":
        _without(element, f"{{{R}}}id")  # settings of the author's printer
    return still(element)


def _dimension(sheet: SheetRun, sheets: Sheets) -> str:
    last = cell_text(max(1, len(sheet.rows.lines)), max(1, len(sheet.columns.lines)))
    return f'<dimension ref="A1:{last}"/>' if last != "A1" else '<dimension ref="A1"/>'


# -- areas ---------------------------------------------------------------------------------------


def _area_texts(areas: Sequence[Area], sheet: SheetRun) -> str:
    """All places of some areas, as ``sqref`` has them."""
    found: list[str] = []
    for area in areas:
        for box in shown_boxes(area, sheet):
            found.append(_range_text(area, box))
    return " ".join(dict.fromkeys(found))


def shown_boxes(area: Area, sheet: SheetRun) -> list[tuple[int, int, int, int]]:
    """Where an area's cells stand; none where all were removed or only stood in for."""
    rows = _spans(sheet.rows, area.rows, MAX_ROW)
    columns = _spans(sheet.columns, area.columns, MAX_COLUMN)
    return [(top, left, bottom, right) for top, bottom in rows for left, right in columns]


def _spans(axis: Axis, lines: object, most: int) -> list[Span]:
    if not isinstance(lines, tuple):
        return [(1, most)]
    return axis.runs((lines[0].number, lines[1].number))


def _range_text(area: Area, box: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = box
    if area.rows is None:
        return f"{column_letters(left)}:{column_letters(right)}"
    if area.columns is None:
        return f"{top}:{bottom}"
    first, last = cell_text(top, left), cell_text(bottom, right)
    return first if first == last else f"{first}:{last}"


def _areas(text: str) -> list[Area]:
    found = []
    for part in text.split():
        try:
            found.append(parse_area(part))
        except BadFormula:
            continue
    return found


def _spot(areas: Sequence[Area], sheet: SheetRun) -> Spot:
    """From where the formulas of a rule are read: its first cell."""
    for area in areas:
        for top, left, _, _ in shown_boxes(area, sheet):
            return Spot(sheet, sheet.rows.scope_at(top), sheet.columns.scope_at(left))
    return Spot(sheet)


def compiled(text: str, names: Names) -> Formula | None:
    try:
        return compile_formula(text, names)
    except BadFormula:
        return None


# -- single elements -----------------------------------------------------------------------------


def _views(element: Element) -> Mover:
    """Views with their frozen panes; the cell that was selected last is no business of readers."""
    shown = []
    for view in element.findall(x("sheetView")):
        kept = attributes(view, "tabSelected", "topLeftCell")
        pane = view.find(x("pane"))
        shown.append((attributes_xml(kept), dict(attributes(pane)) if pane is not None else None))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        views = [
            f"<sheetView{kept}{' tabSelected=' + chr(34) + '1' + chr(34) if sheet.selected else ''}"
            f"{_pane(pane, sheet) if pane else '/>'}"
            for kept, pane in shown
        ]
        return f"<sheetViews>{''.join(views)}</sheetViews>"

    return write


def _pane(pane: dict[str, str], sheet: SheetRun) -> str:
    kept = dict(pane)
    if kept.get("state") in ("frozen", "frozenSplit"):
        row, column = int(float(kept.get("ySplit", 0))), int(float(kept.get("xSplit", 0)))
        down = sheet.rows.cell(row + 1) - 1 if row else 0
        right = sheet.columns.cell(column + 1) - 1 if column else 0
        for name, count in (("ySplit", down), ("xSplit", right)):
            kept.pop(name, None)
            if count:
                kept[name] = str(count)
        if not down and not right:
            return "/>"
        kept["topLeftCell"] = cell_text(down + 1, right + 1)
        where = {(True, True): "bottomRight", (True, False): "bottomLeft"}
        kept["activePane"] = where.get((bool(down), bool(right)), "topRight")
    order = ("xSplit", "ySplit", "topLeftCell", "activePane", "state")
    attributes = attributes_xml([(name, kept[name]) for name in order if name in kept])
    return (
        f'><pane{attributes}/><selection pane="{kept.get("activePane", "topLeft")}"/></sheetView>'
    )


def _cols(element: Element) -> Mover:
    held = []
    for item in element.findall(x("col")):
        span = int(item.get("min", "1")), int(item.get("max", "1"))
        held.append((span, attributes_xml(attributes(item, "min", "max"))))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        shown: list[tuple[int, int, str]] = []
        for span, look in held:
            shown += [(low, high, look) for low, high in sheet.columns.runs(span)]
        gone = set(sheet.columns.stand_ins)
        shown = [
            entry for entry in shown if not gone & set(range(entry[0], min(entry[1], 500) + 1))
        ]
        shown += [(at, at, ' width="0" hidden="1" customWidth="1"') for at in gone]
        pieces = [f'<col min="{low}" max="{high}"{look}/>' for low, high, look in sorted(shown)]
        return f"<cols>{''.join(pieces)}</cols>" if pieces else ""

    return write


def _merges(element: Element) -> Mover:
    areas = [parse_area(item.get("ref", "A1")) for item in element.findall(x("mergeCell"))]

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        refs = [ref for area in areas for ref in _merged(area, sheet)]
        pieces = "".join([f'<mergeCell ref="{ref}"/>' for ref in refs])
        return f'<mergeCells count="{len(refs)}">{pieces}</mergeCells>' if refs else ""

    return write


def _merged(area: Area, sheet: SheetRun) -> list[str]:
    """A merged area, once in each repeat that holds all of it."""
    assert area.rows is not None
    assert area.columns is not None
    rows = _whole(sheet.rows, (area.rows[0].number, area.rows[1].number))
    columns = _whole(sheet.columns, (area.columns[0].number, area.columns[1].number))
    return [
        f"{cell_text(top, left)}:{cell_text(bottom, right)}"
        for top, bottom in rows
        for left, right in columns
        if (top, left) != (bottom, right)
    ]


def _whole(axis: Axis, lines: tuple[int, int]) -> list[Span]:
    found = []
    for instance in axis.block_instances(lines):
        runs = _within(axis, lines, instance)
        if runs:
            found.append((runs[0][0], runs[-1][1]))
    return found


def _within(axis: Axis, lines: tuple[int, int], instance: Instance | None) -> list[Span]:
    if instance is None:
        return axis.runs(lines)
    return axis.runs(lines, instance)


def _ruled(element: Element, attribute: str, names: Names) -> Mover:
    """Conditional formats: their cells, and their rules' formulas read from the first of them."""
    areas = _areas(element.get(attribute, ""))
    parts = with_formulas(element, names)

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        refs = _area_texts(areas, sheet)
        if not refs:
            return ""
        return written(parts, refs, _spot(areas, sheet), sheets)

    return write


Inner = list[str | Formula]
_GAP = re.compile(r"\ue000(\d*)\ue001")
_FORMULA_NAMES = frozenset(
    ["formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"]
)


def with_formulas(element: Element, names: Names, *, sqref: str = "sqref") -> Inner:
    """The element's XML cut at its formulas; an empty formula stands for its ranges."""
    formulas: list[Formula] = []
    for inner in element.iter():
        local = etree.QName(inner).localname
        if local in _FORMULA_NAMES and inner.text:
            formula = compiled(inner.text, names)
            if formula is not None:
                inner.text = f"\ue000{len(formulas)}\ue001"
                formulas.append(formula)
        elif local == "sqref" and inner is not element:
            inner.text = "\ue000\ue001"
    if element.get(sqref) is not None:
        element.set(sqref, "\ue000\ue001")
    parts: Inner = []
    for at, piece in enumerate(_GAP.split(still(element))):
        if at % 2:
            parts.append(formulas[int(piece)] if piece else Formula("", (), ()))
        else:
            parts.append(piece)
    return parts


def written(parts: Inner, refs: str, spot: Spot, sheets: Sheets) -> str:
    return "".join(
        [
            part
            if isinstance(part, str)
            else (escape(copy_text(part, sheets, spot)) if part.source else refs)
            for part in parts
        ]
    )


def _validations(element: Element, names: Names) -> Mover:
    held = []
    for item in element.findall(x("dataValidation")):
        areas = _areas(item.get("sqref", ""))
        held.append((areas, with_formulas(item, names)))
    look = attributes_xml(attributes(element, "count"))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = []
        for areas, parts in held:
            refs = _area_texts(areas, sheet)
            if refs:
                pieces.append(written(parts, refs, _spot(areas, sheet), sheets))
        if not pieces:
            return ""
        count = f' count="{len(pieces)}"'
        return f"<dataValidations{look}{count}>{''.join(pieces)}</dataValidations>"

    return write


def one_range(area: Area, sheet: SheetRun) -> str:
    """An area as one range, from its first place to its last."""
    boxes = area_boxes(area, sheet, Spot(None))
    top, left = boxes[0][:2]
    return f"{cell_text(top, left)}:{cell_text(boxes[-1][2], boxes[-1][3])}"


def _auto_filter(element: Element) -> Mover:
    area = parse_area(element.get("ref", "A1"))
    return lambda sheet, sheets: f'<autoFilter ref="{one_range(area, sheet)}"/>'


def _breaks(element: Element, *, rows: bool) -> Mover:
    name = "rowBreaks" if rows else "colBreaks"
    held = [(int(item.get("id", "0")), item) for item in element.findall(x("brk"))]
    looks = [
        (line, attributes_xml(attributes(item, "id"))) for line, item in held
    ]

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        axis = sheet.rows if rows else sheet.columns
        last = len(axis.lines)
        pieces = [
            f'<brk id="{position}"{look}/>'
            for line, look in looks
            for position in axis.positions(line)
            if position < max(last, line + 1)
        ]
        count = f'count="{len(pieces)}" manualBreakCount="{len(pieces)}"'
        return f"<{name} {count}>{''.join(pieces)}</{name}>" if pieces else ""

    return write


def _ranges(element: Element, names: Names) -> Mover:
    """Elements whose children say their cells in ``sqref``."""
    held = []
    for item in element:
        areas = _areas(item.get("sqref", ""))
        held.append((areas, with_formulas(item, names)))
    name = etree.QName(element).localname

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = []
        for areas, parts in held:
            refs = _area_texts(areas, sheet)
            if refs:
                pieces.append(written(parts, refs, _spot(areas, sheet), sheets))
        return f"<{name}>{''.join(pieces)}</{name}>" if pieces else ""

    return write


_KEEPING = frozenset(["conditionalFormattings", "dataValidations", "ignoredErrors"])


def _extensions(element: Element, names: Names) -> Mover:
    """Newer formats and lists, each with its cells in an element of its own (``xm:sqref``)."""
    for unknown in [ext for ext in element if len(ext) != 1 or _local(ext[0]) not in _KEEPING]:
        element.remove(unknown)
    held: list[tuple[str, list[tuple[list[Area], Inner]], str]] = []
    for ext in element:
        group = ext[0]
        items = [(_items_areas(item), with_formulas(item, names)) for item in group]
        for item in list(group):
            group.remove(item)
        _without(group, "count")
        group.text = "\ue002"
        before, _, after = still(ext).partition("\ue002")
        held.append((before, items, after))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        shown = []
        for before, items, after in held:
            pieces = [
                written(parts, refs, _spot(areas, sheet), sheets)
                for areas, parts in items
                if (refs := _area_texts(areas, sheet))
            ]
            if pieces:
                shown.append(before + "".join(pieces) + after)
        return f"<extLst>{''.join(shown)}</extLst>" if shown else ""

    return write


def _items_areas(item: Element) -> list[Area]:
    texts = [found.text or "" for found in item.iter() if _local(found) == "sqref"]
    return [area for text in texts for area in _areas(text)]


def _local(element: Element) -> str:
    return str(etree.QName(element).localname)


def _without(element: Element, name: str) -> None:
    if element.get(name) is not None:
        del element.attrib[name]


def header_text(template_before: str, value: str) -> str:
    """A value inside a header or footer: ``&`` doubled, and digits kept from a size before them."""
    shown = value.replace("&", "&&")
    if shown[:1].isdigit() and re.search(r"&\d*$", template_before):
        shown = " " + shown
    return escape_attribute(shown)
