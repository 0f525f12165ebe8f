"""Shapes, pictures, tables and charts on a page: their names, and whether anyone sees them."""

from __future__ import annotations

from collections.abc import Mapping

from .state import Box, Shape, State

_YES = ("1", "true", "on")
_DEEPEST = 256


class TooDeep(ValueError):
    """Shapes inside shapes beyond what any program draws."""


def open_shape(state: State, what: str) -> None:
    parent = state.shape
    depth = parent.depth + 1 if parent else 1
    if depth > _DEEPEST:
        raise TooDeep
    hidden, off = (parent.hidden, parent.off) if parent else (False, False)
    state.shape = Shape(what, hidden=hidden, off=off, parent=parent, depth=depth)


def close_shape(state: State) -> None:
    if state.shape is not None:
        state.shape = state.shape.parent


def name_shape(state: State, attributes: Mapping[str, str]) -> None:
    """``cNvPr`` or ``docPr``: the first one inside a shape names it."""
    shape = state.shape
    if shape is None or shape.name:
        return
    shape.name = attributes.get("name", "")
    shape.hidden = shape.hidden or attributes.get("hidden", "") in _YES


def become(what: str, state: State) -> None:
    """A frame turns out to hold a table, a chart or a diagram."""
    if state.shape is not None:
        state.shape.what = what


def place(state: State, attributes: Mapping[str, str], *, inner: bool) -> None:
    """``a:off`` and ``a:chOff``: the upper left corner of a shape, or of a group's plane."""
    _box(state, inner).x = _number(attributes.get("x"))
    _box(state, inner).y = _number(attributes.get("y"))


def stretch(state: State, attributes: Mapping[str, str], *, inner: bool) -> None:
    """``a:ext`` and ``a:chExt``. A size makes the box whole: is any of it on the page?"""
    if "cx" not in attributes or state.shape is None:
        return
    box = _box(state, inner)
    box.width, box.height = _number(attributes.get("cx")), _number(attributes.get("cy"))
    if not inner and any(state.page):
        state.shape.off = state.shape.off or _is_off(_on_page(state.shape), state.page)


def _box(state: State, inner: bool) -> Box:
    shape = state.shape or Shape("")
    if inner:
        shape.inner = shape.inner or Box()
        return shape.inner
    shape.box = shape.box or Box()
    return shape.box


def _on_page(shape: Shape) -> Box:
    """The shape's box as it comes out of the groups around it."""
    box = shape.box or Box()
    group = shape.parent
    while group is not None:
        if group.box and group.inner and group.inner.width and group.inner.height:
            across = group.box.width / group.inner.width
            down = group.box.height / group.inner.height
            box = Box(
                group.box.x + (box.x - group.inner.x) * across,
                group.box.y + (box.y - group.inner.y) * down,
                box.width * across,
                box.height * down,
            )
        group = group.parent
    return box


def _is_off(box: Box, page: tuple[int, int]) -> bool:
    return box.x >= page[0] or box.y >= page[1] or box.x + box.width <= 0 or box.y + box.height <= 0


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0
