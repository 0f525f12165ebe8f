"""What stands in the place of an object's placeholder: a group of shapes, or a text."""

from __future__ import annotations

from lxml import etree

from generator.engine import shapes
from generator.engine.language import escape
from generator.engine.markup import MC, A, Element, P, q


def transform(size: tuple[int, int], at: tuple[str, str]) -> str:
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    return (
        f'<a:xfrm xmlns:a="{A}"><a:off x="{at[0]}" y="{at[1]}"/><a:ext {extent}/>'
        f'<a:chOff x="0" y="0"/><a:chExt {extent}/></a:xfrm>'
    )


def slide_group(
    named: Element, size: tuple[int, int], at: tuple[str, str], children: str
) -> Element:
    """A group in the frame's place, with the frame's id, name and alternative text."""
    group = etree.fromstring(
        f'<p:grpSp xmlns:p="{P}"><p:nvGrpSpPr><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr>{transform(size, at)}</p:grpSpPr></p:grpSp>"
    )
    for child in list(named):
        named.remove(child)
    group[0].insert(0, named)
    group[1].tail = children
    return group


def fill_drawing(frame: Element, size: tuple[int, int], children: str) -> Element:
    """The group as the content of Word's drawing, which keeps its place and alternative text.

    Groups came with Word 2010: a drawing that holds one must stand in an alternative.
    """
    drawing = next(frame.iter(q("w:drawing")))
    graphic = next(drawing.iter(q("a:graphic")))
    made = etree.fromstring(
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{shapes.WPG}">'
        f'<wpg:wgp xmlns:wpg="{shapes.WPG}" xmlns:wps="{shapes.WPS}"><wpg:cNvGrpSpPr/>'
        f"<wpg:grpSpPr>{transform(size, ('0', '0'))}</wpg:grpSpPr></wpg:wgp>"
        "</a:graphicData></a:graphic>"
    )
    made[0][0][1].tail = children
    graphic.getparent().replace(graphic, made)  # type: ignore[union-attr] # it has a parent
    choice = etree.fromstring(
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:wpg="{shapes.WPG}" '
        'Requires="wpg"/></mc:AlternateContent>'
    )
    frame.addprevious(choice)
    choice.tail, frame.tail = frame.tail, None
    parent = frame.getparent()
    assert parent is not None
    parent.remove(frame)
    choice[0].append(drawing)
    return choice


def box(frame: Element) -> tuple[int, int]:
    """Width and height in EMU of a frame (Word: its extent; PowerPoint: its transform)."""
    for name in ("wp:extent", "a:ext"):
        for found in frame.iter(q(name)):
            if found.get("cx"):
                return int(found.get("cx", "0")), int(found.get("cy", "0"))
    return 0, 0


def offset(frame: Element) -> tuple[str, str]:
    """Where a frame stands: in EMU, or marks where each copy has a place of its own."""
    found = next(frame.iter(q("a:off")), None)
    return (found.get("x", "0"), found.get("y", "0")) if found is not None else ("0", "0")


def text_box(text: str, number: str, size: tuple[int, int], at: tuple[str, str]) -> str:
    """A slide's text in the place of an object: the same box, text in the middle."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="No data"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{at[0]}" y="{at[1]}"/>'
        f'<a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" anchor="ctr"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p>'
        '<a:pPr algn="ctr"/><a:r><a:rPr sz="1400"/>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
