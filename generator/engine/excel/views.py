"""How a sheet is seen: panes, widths, merged cells, breaks between pages, headers and footers."""

from __future__ import annotations

import re

from generator.engine.markup import Element

from .axis import Axis, Instance
from .axis import Run as Span
from .formulas import Sheets
from .ranges import Mover, one_range
from .reading import attributes, attributes_xml, x
from .running import SheetRun
from .tokens import Area, BadFormula, cell_text, parse_area

_SELECTED = ' tabSelected="1"'


def views(element: Element) -> Mover:
    """Views with their frozen panes; the cell that was selected last is no business of readers."""
    shown = []
    for view in element.findall(x("sheetView")):
        kept = attributes(view, "tabSelected", "topLeftCell")
        pane = view.find(x("pane"))
        shown.append((attributes_xml(kept), dict(attributes(pane)) if pane is not None else None))

    def write(sheet: SheetRun, _: Sheets) -> str:
        views = [
            f"<sheetView{kept}{_SELECTED if sheet.selected else ''}"
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


def cols(element: Element) -> Mover:
    held = []
    for item in element.findall(x("col")):
        span = int(item.get("min", "1")), int(item.get("max", "1"))
        held.append((span, attributes_xml(attributes(item, "min", "max"))))

    def write(sheet: SheetRun, _: Sheets) -> str:
        shown = [(low, high, look) for span, look in held for low, high in sheet.columns.runs(span)]
        gone = set(sheet.columns.stand_ins)
        shown = [
            entry for entry in shown if not gone & set(range(entry[0], min(entry[1], 500) + 1))
        ]
        shown += [(at, at, ' width="0" hidden="1" customWidth="1"') for at in gone]
        pieces = [f'<col min="{low}" max="{high}"{look}/>' for low, high, look in sorted(shown)]
        return f"<cols>{''.join(pieces)}</cols>" if pieces else ""

    return write


def merges(element: Element) -> Mover:
    areas = [parse_area(item.get("ref", "A1")) for item in element.findall(x("mergeCell"))]
    if any(area.rows is None or area.columns is None for area in areas):
        raise BadFormula("a merged range names no cells")

    def write(sheet: SheetRun, _: Sheets) -> str:
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


def auto_filter(element: Element) -> Mover:
    area = parse_area(element.get("ref", "A1"))
    return lambda sheet, _: f'<autoFilter ref="{one_range(area, sheet)}"/>'


def breaks(element: Element, *, rows: bool) -> Mover:
    name = "rowBreaks" if rows else "colBreaks"
    held = [(int(item.get("id", "0")), item) for item in element.findall(x("brk"))]
    looks = [(line, attributes_xml(attributes(item, "id"))) for line, item in held]

    def write(sheet: SheetRun, _: Sheets) -> str:
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


def header_text(template_before: str, value: str) -> str:
    """A value in a header or footer: ``&`` doubled, digits kept apart from a size before them."""
    shown = value.replace("&", "&&")
    if shown[:1].isdigit() and re.search(r"&\d*$", template_before):
        shown = " " + shown
    return shown
