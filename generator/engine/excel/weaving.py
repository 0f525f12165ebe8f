"""Loops side by side in one row: each writes its own cells, and the rows are woven from them.

The loops run one after the other. What they print stands between marks, item by item; afterwards
the first items of all make the first row, and so on. A list that is shorter leaves its cells empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.engine.language import Context

from .axis import Instance
from .marks import CLOSE, HEIGHT, ITEM, LANE, OPEN, ROW, ROW_END
from .running import SheetRun


def lanes_name(number: int) -> str:
    """The name under which a program finds how many rows the lists side by side have."""
    return f"lanes__{number}"


def _lanes(
    context: Context, _: Any, _tag: int, line: int, attributes: str, least: float | None, block: int
) -> str:
    sheet = context.state.sheet
    sheet.lane = (line, block, least, len(sheet.rows.lines) + 1)
    return f"{OPEN}{attributes}{HEIGHT if least is not None else ''}"


def _lane(context: Context, _: Any, _tag: int, first_column: int) -> str:
    """One of the loops begins, at the first row again."""
    sheet = context.state.sheet
    sheet.row = sheet.lane[3] - 1
    return f"{LANE}{first_column}"


def _lane_item(context: Context, _: Any, _tag: int) -> str:
    """The next row: one that another loop has made, or a new one."""
    sheet = context.state.sheet
    sheet.row += 1
    rows = sheet.rows
    if sheet.row > len(rows.lines):
        line, block, least, _first = sheet.lane
        scope = Instance(block, sheet.scope, sheet.row)
        scope.last = sheet.row
        rows.lines.append(line)
        rows.scopes.append(scope)
        sheet.emitted.append(sheet.row)
        if least is not None:
            sheet.heights[sheet.row] = least
    return ITEM


def _lanes_counted(context: Context, _: Any, _tag: int, block: int) -> str:
    """How many rows there are: the other cells of the row stand in each."""
    sheet = context.state.sheet
    count = len(sheet.rows.lines) + 1 - sheet.lane[3]
    context.state.lanes[block][:] = range(count)
    return ""


def _lanes_end(_context: Context, _: Any, _tag: int) -> str:
    return CLOSE


LANE_PRINTERS: Mapping[str, Callable[..., str]] = {
    "lanes": _lanes,
    "lane": _lane,
    "lane_item": _lane_item,
    "lanes_counted": _lanes_counted,
    "lanes_end": _lanes_end,
}


def woven(sheet: SheetRun, text: str) -> str:
    """The sheet's rows with lists side by side; formulas and texts stand in the rows' order."""
    pieces = text.split(OPEN)
    for at, piece in enumerate(pieces[1:], 1):
        lanes, _, rest = piece.partition(CLOSE)
        pieces[at] = _rows(lanes) + rest
    sheet.slots.sort(key=lambda slot: (slot.row, slot.column))
    sheet.texts.sort(key=lambda opened: (opened.row, opened.column))
    return "".join(pieces)


def _rows(text: str) -> str:
    attributes, *lanes = text.split(LANE)
    held = [lane.split(ITEM) for lane in lanes]
    held.sort(key=lambda lane: int(lane[0]))
    count = max((len(lane) for lane in held), default=1)
    return "".join(
        [
            f'<row r="{ROW}"{attributes}>'
            + "".join([lane[at] for lane in held if at < len(lane)])
            + f"</row>{ROW_END}"
            for at in range(1, count)
        ]
    )
