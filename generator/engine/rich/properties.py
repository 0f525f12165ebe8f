"""Properties of runs and paragraphs, taken apart so that a look can be added in the schema's order.

Apart they are ``(attributes, children)``, both pairs of a name and a text: constants that a
program can carry. The orders are those of ECMA-376 part 1, §17.3.1.26, §17.3.2.28 (Word), §21.1.2.2
and §21.1.2.3 (DrawingML); what is not listed there came later and stands at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from generator.engine.markup import Element, fragment, local
from generator.richtext import Look

Pairs = tuple[tuple[str, str], ...]
Parts = tuple[Pairs, Pairs]

_WORD_RUN = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike"),
    *("dstrike", "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid"),
    *("vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz"),
    *("szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign"),
    *("rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"),
)
_WORD_PARAGRAPH = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr"),
    *("widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs"),
    *("suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid"),
    *("spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
    *("jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "rPr", "sectPr"),
)
_DRAWN_RUN = (
    *("ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"),
    *("effectLst", "effectDag", "highlight", "uLnTx", "uLn", "uFillTx", "uFill"),
    *("latin", "ea", "cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst"),
)
_DRAWN_PARAGRAPH = (
    *("lnSpc", "spcBef", "spcAft", "buClrTx", "buClr", "buSzTx", "buSzPct"),
    *("buSzPts", "buFontTx", "buFont", "buNone", "buAutoNum", "buChar", "buBlip"),
    *("tabLst", "defRPr", "extLst"),
)
POSITIONS = {"super": "superscript", "sub": "subscript"}
_BASELINES = {"super": "30000", "sub": "-25000"}
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STEP = 342_900
"""How far each level of a slide's list is indented, in EMU (0.375 inches)."""
_HANGING = 285_750


def taken_apart(element: Element | None) -> Parts:
    if element is None:
        return (), ()
    attributes = tuple((str(name), str(value)) for name, value in element.attrib.items())
    return attributes, tuple((local(child), fragment(child)) for child in element)


def _joined(
    tag: str, attributes: Mapping[str, str], children: Mapping[str, str], order: tuple[str, ...]
) -> str:
    ranked = sorted(children, key=lambda name: order.index(name) if name in order else len(order))
    inside = "".join([children[name] for name in ranked])
    shown = "".join([f" {name}={quoteattr(value)}" for name, value in attributes.items()])
    if not inside and not shown:
        return ""
    return f"<{tag}{shown}>{inside}</{tag}>"


# -- Word ----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def word_run(base: Parts, look: Look, link_style: str) -> str:
    """``w:rPr``. ``link_style``: the id of the template's style for links, if it has one."""
    children = dict(base[1])
    if look.link:
        children |= _word_link(link_style)
    if look.bold:
        children |= {"b": "<w:b/>", "bCs": "<w:bCs/>"}
    if look.italic:
        children |= {"i": "<w:i/>", "iCs": "<w:iCs/>"}
    if look.strike:
        children.pop("dstrike", "")
        children["strike"] = "<w:strike/>"
    if look.underline:
        children["u"] = '<w:u w:val="single"/>'
    if look.position:
        children["vertAlign"] = f'<w:vertAlign w:val="{POSITIONS[look.position]}"/>'
    return _joined("w:rPr", {}, children, _WORD_RUN)


def _word_link(style: str) -> dict[str, str]:
    if style:
        return {"rStyle": f"<w:rStyle w:val={quoteattr(style)}/>"}
    colour = '<w:color w:val="0563C1" w:themeColor="hyperlink"/>'
    return {"color": colour, "u": '<w:u w:val="single"/>'}


@lru_cache(maxsize=4096)
def word_paragraph(base: Parts, style: str, number: str, level: int, first: bool) -> str:
    """``w:pPr``. ``style`` and ``number`` (a list's) are empty for a paragraph of no list."""
    children = dict(base[1])
    if not first:
        children.pop("pageBreakBefore", "")
    if style or number:
        for name in ("numPr", "ind", "outlineLvl"):
            children.pop(name, "")
    if style:
        children["pStyle"] = f"<w:pStyle w:val={quoteattr(style)}/>"
    if number:
        children["numPr"] = (
            f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        )
    return _joined("w:pPr", {}, children, _WORD_PARAGRAPH)


# -- PowerPoint ----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def drawn_run(base: Parts, look: Look, link: str) -> str:
    """``a:rPr``. ``link``: the id of the relationship, or empty."""
    attributes, children = dict(base[0]), dict(base[1])
    if look.bold:
        attributes["b"] = "1"
    if look.italic:
        attributes["i"] = "1"
    if look.underline:
        attributes["u"] = "sng"
    if look.strike:
        attributes["strike"] = "sngStrike"
    if look.position:
        attributes["baseline"] = _BASELINES[look.position]
    if link:
        children["hlinkClick"] = f'<a:hlinkClick xmlns:r="{_R}" r:id="{link}"/>'
    return _joined("a:rPr", attributes, children, _DRAWN_RUN)


@lru_cache(maxsize=4096)
def drawn_paragraph(base: Parts, level: int, bullet: str) -> str:
    """``a:pPr``. ``bullet``: the XML of a list's mark; empty for a paragraph of no list."""
    attributes, children = dict(base[0]), dict(base[1])
    if bullet:
        for name in ("buFontTx", "buFont", "buNone", "buAutoNum", "buChar", "buBlip"):
            children.pop(name, "")
        numbered = bullet.startswith("<a:buAutoNum")
        left = int(attributes.get("marL", "0")) + min(int(attributes.get("indent", "0")), 0)
        attributes["marL"] = str(max(left, 0) + STEP * (level + 1))
        attributes["indent"] = str(-(STEP if numbered else _HANGING))
        own = min(int(attributes.get("lvl", "0")) + level, 8)
        if own:
            attributes["lvl"] = str(own)
        face = "+mj-lt" if numbered else "Arial"
        children["buFont"] = f'<a:buFont typeface="{face}"/>'
        children["buAutoNum" if numbered else "buChar"] = bullet
    return _joined("a:pPr", attributes, children, _DRAWN_PARAGRAPH)
