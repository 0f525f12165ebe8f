"""An Office file in other colours, fonts and paper, and with a picture in a placeholder's place.

Nothing that a person typed changes: only the theme, what repeats it, the page's size, and pictures
that bear a certain alternative text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from . import theming
from .draft import Draft
from .package import open_package, reachable
from .theming import A, Element, S, W, parsed, written

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_THEME = "theme+xml"
_WORD, _SHEET = "wordprocessingml", "spreadsheetml"
TWIPS = {"A4": (11906, 16838), "Letter": (12240, 15840)}
"""Width and height of a sheet of paper held upright, in twentieths of a point."""
_EXCEL_PAPER = {"A4": "9", "Letter": "1"}  # ISO/IEC 29500-1, 18.3.1.63
_LEAST_MARGIN = 567  # a centimetre: printers reach no further
_AFTER_SET_UP = frozenset(
    S + name
    for name in (
        *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches"),
        *("ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture"),
        *("oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
    )
)


@dataclass(frozen=True, slots=True)
class Inset:
    """A picture for each placeholder whose alternative text is one of ``instead_of``. ``kind``: png
    or jpeg; ``size`` in pixels; ``alt``: its own alternative text."""

    data: bytes
    kind: str
    size: tuple[int, int]
    instead_of: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Dress:
    """``colours``: RRGGBB by theme slot; ``fonts``: by ``major`` (headings) and ``minor`` (body);
    ``paper``: a key of TWIPS. What is empty stays as the file has it."""

    colours: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)
    paper: str | None = None
    inset: Inset | None = None


def dressed(data: bytes, filename: str, dress: Dress) -> bytes:
    """The file, changed; the same bytes where nothing is to change. PackageError: as opened."""
    if dress == Dress():
        return data
    draft = Draft(open_package(data, filename=filename))
    if dress.colours or dress.fonts:
        _themes(draft, dress)
    if dress.paper is not None:
        _paper(draft, dress.paper)
    if dress.inset is not None:
        _insets(draft, dress.inset)
    return draft.save()


def _each(draft: Draft, kind: str, change: Callable[[bytes], bytes]) -> None:
    """``change`` over every part whose content type holds ``kind``."""
    for name in sorted(draft.package.entries):
        type_ = draft.package.types.of(name) or ""
        if kind in type_ and type_.endswith("xml"):
            data = draft.read(name)
            if (made := change(data)) != data:
                draft.put(name, made)


def _themes(draft: Draft, dress: Dress) -> None:
    _each(draft, _THEME, lambda data: theming.with_theme(data, dress.colours, dress.fonts))
    main = draft.package.main_part
    for name in draft.package.related(main, "theme"):
        shown = theming.theme_colours(draft.read(name))
        _each(draft, _WORD, partial(theming.with_word_colours, colours=shown))
    _each(draft, _SHEET, lambda data: theming.with_sheet_fonts(data, dress.fonts))


# -- paper -----------------------------------------------------------------------------------------


def _paper(draft: Draft, paper: str) -> None:
    _each(draft, _WORD, lambda data: _word_paper(data, paper))
    _each(draft, f"{_SHEET}.worksheet", lambda data: _sheet_paper(data, paper))


def _word_paper(data: bytes, paper: str) -> bytes:
    """Side margins take up the difference, so that tables and pictures keep their widths."""
    if b"pgSz" not in data:
        return data
    root = parsed(data)
    for section in root.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is None:
            continue
        wide = size.get(f"{W}orient") == "landscape"
        width, height = TWIPS[paper][::-1] if wide else TWIPS[paper]
        more = width - int(size.get(f"{W}w", str(width)))
        size.set(f"{W}w", str(width))
        size.set(f"{W}h", str(height))
        size.attrib.pop(f"{W}code", "")  # the printer's name for the old size
        if margins is not None:
            _take_up(margins, more // 2)
    return written(root)


def _take_up(margins: Element, more: int) -> None:
    for side in ("left", "right"):
        margin = int(margins.get(W + side, "0")) + more
        if margin >= _LEAST_MARGIN:
            margins.set(W + side, str(margin))


def _sheet_paper(data: bytes, paper: str) -> bytes:
    root = parsed(data)
    set_up = root.find(f"{S}pageSetup")
    if set_up is None:
        set_up = root.makeelement(f"{S}pageSetup")
        later = [child for child in root if child.tag in _AFTER_SET_UP]
        root.insert(root.index(later[0]) if later else len(root), set_up)
    set_up.set("paperSize", _EXCEL_PAPER[paper])
    return written(root)


# -- a picture -------------------------------------------------------------------------------------


def _insets(draft: Draft, inset: Inset) -> None:
    for name in sorted(draft.package.entries):
        held = draft.read(name) if name.endswith(".xml") else b""
        if any(place.encode() in held for place in inset.instead_of):
            _put_in(draft, name, inset)
    kept = reachable({source: draft.rels(source) for source in ("", *draft.names())})
    for name in sorted(draft.names() - kept):
        draft.remove(name)


def _put_in(draft: Draft, part: str, inset: Inset) -> None:
    root = parsed(draft.read(part))
    media = f"{part.partition('/')[0]}/media/brand-logo.{inset.kind}"
    draft.put(media, inset.data, f"image/{inset.kind}")
    embed = draft.relate(part, "image", media)
    for shown in [e for e in root.iter() if e.get("descr") in inset.instead_of]:
        shown.set("descr", inset.alt)
        if (blip := _blip_of(shown)) is not None:
            _show(blip, embed, inset.size)
    held = written(root)
    old = tuple(r for r in draft.rels(part) if r.kind != "image" or f'"{r.id}"'.encode() in held)
    draft.set_rels(part, old)
    draft.put(part, held)


def _blip_of(shown: Element) -> Element | None:
    """The picture that an alternative text belongs to: the nearest around it."""
    for around in (shown, *shown.iterancestors()):
        if (blip := around.find(f".//{A}blip")) is not None:
            return blip
    return None


def _show(blip: Element, embed: str, size: tuple[int, int]) -> None:
    """The picture whole in its frame: edges beyond the picture are a crop below zero."""
    blip.set(f"{_R}embed", embed)
    fill = blip.getparent()
    assert fill is not None
    for old in fill.findall(f"{A}srcRect"):
        fill.remove(old)
    across, down = _box(fill)
    wide, tall = size[0] * down, size[1] * across
    crop = fill.makeelement(f"{A}srcRect")
    edge = str(-round((max(wide, tall) / min(wide, tall) - 1) * 50_000))
    for side in ("l", "r") if wide < tall else ("t", "b"):
        crop.set(side, edge)
    blip.addnext(crop)


def _box(fill: Element) -> tuple[int, int]:
    """Width and height in EMU: the frame's own, else its anchor's; a square where none says any."""
    for around in fill.iterancestors():
        for extent in around.iter(etree.Element):
            if int(extent.get("cx", "0")) > 0 and int(extent.get("cy", "0")) > 0:
                return int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    return 1, 1
