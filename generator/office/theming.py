"""The theme of an Office file: its colours and fonts, and what repeats them elsewhere.

Word writes beside each reference to a theme colour what it came to, and Excel beside each font of
the theme its name. Programs that do not reckon themselves show those, so they are kept right.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from .colours import shaded

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Element = etree._Element
_SLOTS = {
    "background1": "lt1",
    "text1": "dk1",
    "background2": "lt2",
    "text2": "dk2",
    "light1": "lt1",
    "dark1": "dk1",
    "light2": "lt2",
    "dark2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_REFERENCES = (  # the colour as it came out, and the attributes it came from
    ("val", "themeColor", "themeTint", "themeShade"),
    ("color", "themeColor", "themeTint", "themeShade"),
    ("fill", "themeFill", "themeFillTint", "themeFillShade"),
)


def with_theme(data: bytes, colours: Mapping[str, str], fonts: Mapping[str, str]) -> bytes:
    """A theme part with other colours (``accent1``: RRGGBB) and fonts (``major``, ``minor``)."""
    root = parsed(data)
    for slot, value in colours.items():
        for element in root.iterfind(f".//{A}clrScheme/{A}{slot}"):
            for child in list(element):
                element.remove(child)
            etree.SubElement(element, f"{A}srgbClr", val=value)
    for slot, face in fonts.items():
        for latin in root.iterfind(f".//{A}fontScheme/{A}{slot}Font/{A}latin"):
            latin.attrib.clear()
            latin.set("typeface", face)
    return written(root)


def theme_fonts(data: bytes) -> dict[str, str]:
    """The fonts of a theme part for Latin letters: ``major`` (headings) and ``minor`` (body)."""
    found = {}
    root = parsed(data)
    for slot in ("major", "minor"):
        latin = root.find(f".//{A}fontScheme/{A}{slot}Font/{A}latin")
        if latin is not None:
            found[slot] = latin.get("typeface") or ""
    return found


def theme_colours(data: bytes) -> dict[str, str]:
    """The colours of a theme part: ``accent1`` to RRGGBB."""
    scheme = parsed(data).find(f".//{A}clrScheme")
    found = {}
    for element in scheme if scheme is not None else ():
        for child in element:
            value = child.get("lastClr") or child.get("val") or ""
            if len(value) == 6:
                found[etree.QName(element).localname] = value.upper()
    return found


def with_word_colours(data: bytes, colours: Mapping[str, str]) -> bytes:
    """A part of a Word file whose references to theme colours say what these come to."""
    if b"themeColor" not in data and b"themeFill" not in data:
        return data
    root = parsed(data)
    for element in root.iter(etree.Element):
        for target, *reference in _REFERENCES:
            _settle(element, target, reference, colours)
    return written(root)


def _settle(
    element: Element, target: str, reference: list[str], colours: Mapping[str, str]
) -> None:
    name, tint, shade = (element.get(W + key) for key in reference)
    base = colours.get(_SLOTS.get(name or "", name or ""))
    if base is None or element.get(W + target) in (None, "auto", "clear", "nil", "single"):
        return
    if target == "val" and etree.QName(element).localname != "color":
        return
    element.set(W + target, shaded(base, tint=_share(tint), shade=_share(shade)))


def _share(text: str | None) -> float:
    return int(text, 16) / 255 if text else 1.0


def with_sheet_fonts(data: bytes, fonts: Mapping[str, str]) -> bytes:
    """A part of a workbook whose fonts of the theme bear the theme's names."""
    if b"scheme" not in data:
        return data
    root = parsed(data)
    for scheme in root.iter(f"{S}scheme"):
        face, font = fonts.get(scheme.get("val", "")), scheme.getparent()
        if font is None or face is None:
            continue
        for name in font:
            if name.tag in (f"{S}name", f"{S}rFont"):
                name.set("val", face)
    return written(root)


def parsed(data: bytes) -> Element:
    """A part that has passed the gate."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def written(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
