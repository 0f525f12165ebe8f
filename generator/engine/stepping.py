"""Copies of a repeated shape: each stands right of the one before, then on a new line below."""

from __future__ import annotations

from jinja2 import nodes

from generator.engine.assembly import Made, Place
from generator.engine.language import Context, Mark, Piece, Print
from generator.engine.markup import Element, local, parse, q
from generator.engine.registry import Registry
from generator.office.package import Package

_OWN = {"sp": "spPr", "pic": "spPr", "cxnSp": "spPr", "grpSp": "grpSpPr"}


def step_copies(package: Package, shapes: list[Element], registry: Registry) -> None:
    """Bind the positions of slides' shapes that ``{% shape for … %}`` repeats to the copy's
    number. Word's drawings flow with the text and need none."""
    for shape in shapes:
        if local(shape) in _SHAPES:
            _bind(shape, _right_edge(package, shape), registry)


_SHAPES = frozenset(["sp", "pic", "graphicFrame", "cxnSp", "grpSp"])


def _bind(shape: Element, right: int, registry: Registry) -> None:
    transform = shape.find(q("p:xfrm"))
    if transform is None:
        own = shape.find(q(f"p:{_OWN.get(local(shape), 'spPr')}"))
        transform = own.find(q("a:xfrm")) if own is not None else None
    if transform is None:
        return
    offset, extent = transform.find(q("a:off")), transform.find(q("a:ext"))
    if offset is None or extent is None:
        return
    x, y = int(offset.get("x", "0")), int(offset.get("y", "0"))
    width, height = int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    gap = width // 10
    count = max(1, (right - x + gap) // (width + gap)) if width else 1
    offset.set("x", registry.add(_stepped("step_across", x, width + gap, count)))
    offset.set("y", registry.add(_stepped("step_down", y, height + min(gap, height // 4), count)))


def _stepped(printer: str, start: int, step: int, count: int) -> Made:
    def build(_: Place) -> Piece:
        number = nodes.Getattr(nodes.Name("loop", "load", lineno=1), "index0", "load", lineno=1)
        return Print(Mark(0, "", ""), number, printer, (start, step, count))

    return Made(build)


def _right_edge(package: Package, shape: Element) -> int:
    """Where copies must end: the slide's right edge, or that of the group around them."""
    parent = shape.getparent()
    if parent is not None and local(parent) == "grpSp":
        inner = next(parent.iter(q("a:chOff")), None)
        size = next(parent.iter(q("a:chExt")), None)
        if inner is not None and size is not None:
            return int(inner.get("x", "0")) + int(size.get("cx", "0"))
    found = parse(package.read(package.main_part)).find(q("p:sldSz"))
    return int(found.get("cx", "0")) if found is not None else 0


def print_across(
    _context: Context, value: int, _tag: int, start: int, step: int, count: int
) -> str:
    return str(start + value % count * step)


def print_down(_context: Context, value: int, _tag: int, start: int, step: int, count: int) -> str:
    return str(start + value // count * step)
