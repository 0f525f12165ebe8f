"""Placeholders that nobody filled: their prompts are addressed to an editor, not to a reader.

On masters and layouts the prompts go, and the placeholders stay: they carry the design. On a slide
an empty placeholder goes, since every program that edits the deck would show a prompt in it. What a
slide came out as is read as text, for speed: its prefixes are the usual ones (``markup.parse``).
"""

from __future__ import annotations

import re

from generator.engine.markup import Element, q, remove

_SHAPE_END = b"</p:sp>"
_HOLDS = re.compile(rb"<a:t>[^<]|<a:t [^>]*>[^<]|<a:fld\b|<a:blip\b|<a14:m\b|<m:oMath")
_PROPERTIES = re.compile(rb"<p:spPr\b.*?</p:spPr>", re.DOTALL)
_PAINT = re.compile(rb"<a:(solidFill|gradFill|pattFill|blipFill|effectLst)\b")
_ID = re.compile(rb'<p:cNvPr\b[^>]*?\bid="(\d+)"')
_PLACEHOLDER = re.compile(rb"<p:ph\b[^>]*?(/>|>.*?</p:ph>)", re.DOTALL)

_NUMBER = (
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}#\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)


def without_prompts(root: Element) -> None:
    """A master's or layout's placeholders without their texts; those that hold tags stay whole."""
    for shape in list(root.iter(q("p:sp"))):
        holder = shape.find(f"{q('p:nvSpPr')}/{q('p:nvPr')}/{q('p:ph')}")
        if holder is None or _has_tags(shape):
            continue
        holder.attrib.pop("hasCustomPrompt", "")
        for run in list(shape.iter(q("a:r"), q("a:br"))):
            remove(run)
        for shown in shape.iterfind(f".//{q('a:fld')}/{q('a:t')}"):
            parent = shown.getparent()
            number = parent is not None and parent.get("type") == "slidenum"
            shown.text = _NUMBER if number else ""


def _has_tags(shape: Element) -> bool:
    text = "".join(str(part) for part in shape.itertext())
    return "{{" in text or "{%" in text


def without_empty(slide: bytes) -> bytes:
    """A slide's part without the placeholders that came out empty.

    Most shapes are no placeholders: only those around ``p:ph`` are looked at. Shapes do not nest.
    """
    kept: list[bytes] = []
    done = 0
    at = slide.find(b"<p:ph")
    while at >= 0:
        start = slide.rfind(b"<p:sp", done, at)  # the placeholder is said at a shape's head
        stop = slide.find(_SHAPE_END, at) + len(_SHAPE_END)
        if start >= 0 and slide[start + 5] in b"> " and _SHAPE_END not in slide[start:at]:
            kept += (slide[done:start], _settled(slide[start:stop], slide))
            done = stop
        at = slide.find(b"<p:ph", max(at + 1, done))
    return b"".join([*kept, slide[done:]]) if kept else slide


def _settled(shape: bytes, slide: bytes) -> bytes:
    if _HOLDS.search(shape):
        return shape
    number = _ID.search(shape)
    if number is not None and b'spid="%b"' % number[1] in slide:
        return shape  # an animation would lead to nothing
    painted = _PROPERTIES.search(shape)
    if painted is None or not _PAINT.search(painted.group()):
        return b""
    # A shape that is seen without any text stays, as an ordinary one where it has a place.
    return _PLACEHOLDER.sub(b"", shape) if b"<a:xfrm" in painted.group() else shape
