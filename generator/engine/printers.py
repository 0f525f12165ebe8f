"""The printers of objects: they make parts and relationships while a part is rendered.

``context.state`` is the part's ``PartRun``. See ``program.Print`` for how printers are called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.engine import (
    columns,
    contents,
    continuing,
    diagrams,
    matrix,
    runtime,
    stepping,
    timeline,
)
from generator.engine.addresses import safe_address
from generator.engine.language import Context, Missing
from generator.engine.output import PartRun, picture_bytes, picture_size
from generator.engine.program import Printer
from generator.engine.rich import drawing, word
from generator.office.sheettext import held


def _print_chart(
    context: Context, value: Any, tag: int, index: int, captured: dict[str, object] | None = None
) -> str:
    run: PartRun = context.state
    for text in [*value["categories"], *[series.get("name") for series in value["series"]]]:
        change = "" if text is None else held(str(text))[1]
        if change:
            context.changes.append((tag, change))
    inner = context
    if captured:
        inner = run.output.context({**context.values, **captured}, run)
    return run.add_chart(index, value, inner)


def _print_alt(context: Context, value: Any, tag: int) -> str:
    alt = value.get("alt") if isinstance(value, Mapping) else None
    return runtime.text(context, alt or "", tag, None)


def _print_picture(context: Context, value: Any, _tag: int) -> str:
    run: PartRun = context.state
    return run.add_picture(value)


def _print_fit(_context: Context, value: Any, _tag: int, width: int, height: int) -> str:
    """The picture whole inside its box: edges beyond the picture are a crop below zero."""
    across, down = picture_size(picture_bytes(value))
    edges = ""
    if width and height:
        wide, tall = across * height, down * width
        if wide < tall:
            edge = round((tall / wide - 1) * 50_000)
            edges = f' l="-{edge}" r="-{edge}"'
        elif wide > tall:
            edge = round((wide / tall - 1) * 50_000)
            edges = f' t="-{edge}" b="-{edge}"'
    return f"<a:srcRect{edges}/><a:stretch><a:fillRect/></a:stretch>"


def _print_link(context: Context, value: Any, _tag: int) -> str:
    run: PartRun = context.state
    return run.relate("hyperlink", safe_address(str(value))[0], external=True)


def _print_link_refused(context: Context, value: Any, tag: int) -> str:
    if value is None:
        raise Missing(tag)
    context.changes.append((tag, safe_address(str(value))[1]))
    return ""


def _print_id(context: Context, _value: Any, _tag: int) -> str:
    run: PartRun = context.state
    return str(run.take_id())


def _print_bookmark(context: Context, _value: Any, _tag: int, bookmark: str, opens: bool) -> str:
    """The id of one copy of a repeated bookmark: its start takes one, its end uses the same."""
    run: PartRun = context.state
    if opens:
        run.bookmarks[bookmark] = run.take_id()
    return str(run.bookmarks.get(bookmark, 0))


def _print_bookmark_name(context: Context, _value: Any, _tag: int, name: str) -> str:
    """Copies of a bookmark have names of their own; the first keeps the template's."""
    run: PartRun = context.state
    run.names[name] = run.names.get(name, 0) + 1
    count = run.names[name]
    return name if count == 1 else f"{name[:34]}_{count}"


PRINTERS: dict[str, Printer] = {
    "chart": _print_chart,
    "alt": _print_alt,
    "picture": _print_picture,
    "picture_fit": _print_fit,
    "link": _print_link,
    "link_refused": _print_link_refused,
    "drawing_id": _print_id,
    "bookmark": _print_bookmark,
    "bookmark_name": _print_bookmark_name,
    "heading": contents.print_heading,
    "continued": continuing.print_table,
    "page_number": continuing.print_number,
    "share": columns.print_share,
    "step_across": stepping.print_across,
    "step_down": stepping.print_down,
    "map": diagrams.print_map,
    "matrix": matrix.print_matrix,
    "timeline": timeline.print_timeline,
    "word_runs": word.print_runs,
    "word_paragraphs": word.print_paragraphs,
    "drawn_runs": drawing.print_runs,
    "drawn_paragraphs": drawing.print_paragraphs,
}
