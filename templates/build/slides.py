"""The words in which the deck's template is written: one grid, four text sizes, one table style."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from templates.build import charts
from templates.build.charts import SLOTS, Spec
from templates.build.deck_master import (
    BODY,
    BOXES,
    LEFT,
    SMALL,
    TABLE_STYLE,
    TITLE,
    WIDTH,
    A,
    Box,
    kind_of,
)
from templates.build.theme import theme_xml
from templates.build.word import grey_png


def slide(deck: Deck, title: str, *, notes: str = "", lead: str = "", mark: str = "") -> Slide:
    """A content slide. ``notes`` carries the slide's condition and what the speaker needs; ``mark``
    stands above the title."""
    layout = next(item for item in deck.slide_layouts if item.name == "Title Only")
    result: Slide = deck.slides.add_slide(layout)
    assert result.shapes.title is not None
    result.shapes.title.text_frame.text = title
    _furniture(result)
    if lead:
        text(result, lead, (LEFT, 1.34, WIDTH, 0.32), size=BODY, colour="slate", name="Lead")
    if mark:
        text(result, mark, (LEFT, 0.12, 3, 0.24), size=SMALL, colour="slate", name=mark)
    if notes:
        frame = result.notes_slide.notes_text_frame
        assert frame is not None
        frame.text = notes
    return result


def _furniture(result: Slide) -> None:
    text(
        result,
        "{{ document.footer }}",
        (LEFT, 7.0, 10.5, 0.3),
        size=SMALL,
        colour="slate",
        name="Footer",
    )
    layout_number = next(
        (p for p in list(result.slide_layout.placeholders) if kind_of(p) == "sldNum"), None
    )
    if layout_number is None:
        return
    box = result.shapes.add_textbox(*_emu(BOXES["sldNum"]))
    box.name = "Slide number"
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    field = parse_xml(
        f'<a:fld {A} id="{{B2D5E6A1-3C1B-4B7A-9C55-6E5B7D1F2A31}}" type="slidenum">'
        f'<a:rPr lang="en-US" sz="{SMALL * 100}"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill>'
        "</a:rPr><a:t>‹#›</a:t></a:fld>"
    )
    paragraph._p.append(field)
    _tight(box.text_frame)


def text(
    result: Slide,
    words: str,
    box: Box,
    *,
    size: int = BODY,
    colour: str | None = None,
    bold: bool = False,
    name: str = "",
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> Shape:
    """A text box in inches; lines of ``words`` are paragraphs; ``**x**`` is bold."""
    shape = result.shapes.add_textbox(*_emu(box))
    if name:
        shape.name = name
    fill_text(shape, words, size=size, colour=colour, bold=bold, align=align)
    shape.text_frame.vertical_anchor = anchor
    return shape


def fill_text(
    shape: Shape,
    words: str,
    *,
    size: int = BODY,
    colour: str | None = None,
    bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    _tight(shape.text_frame)
    for piece in _pieces(shape.text_frame, words, align):
        font = piece.run.font
        font.size, font.bold = Pt(size), bold or piece.bold
        if colour:
            font.color.theme_color = SLOTS[colour]


class _Piece(NamedTuple):
    """A run just written, and what its place in the words says of it."""

    run: _Run
    line: int
    bold: bool


def _pieces(frame: Any, words: str, align: PP_ALIGN) -> Iterator[_Piece]:
    """Writes ``words``, a paragraph a line, and yields each run; ``**x**`` is bold."""
    for line, text_of_line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if line == 0 else frame.add_paragraph()
        paragraph.alignment = align
        for place, words_of_run in enumerate(text_of_line.split("**")):
            if words_of_run:
                run = paragraph.add_run()
                run.text = words_of_run
                yield _Piece(run, line, place % 2 == 1)


def _tight(frame: TextFrame) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def panel(result: Slide, box: Box, *, slot: str = "bg2", name: str = "") -> Shape:
    """A flat filled rectangle behind content."""
    shape = result.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
    shape.name = name or "Panel"
    properties = shape._element.spPr
    for tag in ("a:solidFill", "a:ln"):
        for child in properties.findall(qn(tag)):
            properties.remove(child)
    properties.append(parse_xml(f'<a:solidFill {A}><a:schemeClr val="{slot}"/></a:solidFill>'))
    properties.append(parse_xml(f"<a:ln {A}><a:noFill/></a:ln>"))
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
    return shape


def table(
    result: Slide,
    heads: Sequence[str],
    row: Sequence[str],
    shares: Sequence[float],
    box: Box,
    *,
    name: str,
    numbers: Sequence[int] = (),
    size: int = SMALL,
    tall: float = 0.36,
    keep_if: str = "",
) -> None:
    """A table of one head row and one repeated row, ``tall`` inches high at least.

    In a cell's second and later lines the text is small; ``[[figure]]`` marks a large one.
    """
    frame: Any = result.shapes.add_table(2, len(heads), *_emu(box))
    frame.name = name
    if keep_if:
        frame._element.nvGraphicFramePr.cNvPr.set(
            "descr", f"{{% shape if {keep_if} %}}{{% endif %}}"
        )
    grid = frame.table
    grid.horz_banding = False
    frame._element.find(".//" + qn("a:tableStyleId")).text = TABLE_STYLE
    total = sum(shares)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Emu(int(Inches(box[2]) * share / total))
    for index, cells in enumerate((heads, row)):
        grid.rows[index].height = Inches(tall if index else 0.38)
        for column, words in enumerate(cells):
            cell = grid.cell(index, column)
            cell.margin_left = cell.margin_right = Inches(0.08)
            cell.margin_top = cell.margin_bottom = Inches(0.05)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            align = PP_ALIGN.RIGHT if column in numbers else PP_ALIGN.LEFT
            _cell(cell, words, size if index else SMALL, align)


def continued(result: Slide, most: int) -> None:
    """Lets the table that was put on the slide last go on over ``most`` slides."""
    frame: Any = result.shapes[-1]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{{% continue max {most} %}}")


def _cell(cell: _Cell, words: str, size: int, align: PP_ALIGN) -> None:
    for piece in _pieces(cell.text_frame, words, align):
        font = piece.run.font
        if piece.run.text.startswith("[["):
            piece.run.text = piece.run.text.strip("[]")
            font.size, font.bold = Pt(TITLE), True
            font.color.theme_color = SLOTS["teal"]
        else:
            font.size, font.bold = Pt(size if piece.line == 0 else SMALL), piece.bold


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    left, top, width, height = (Emu(Inches(inches)) for inches in box)
    return left, top, width, height


def chart(result: Slide, spec: Spec, box: Box, alt: str, name: str) -> None:
    frame: Any = charts.add(result.shapes, spec, _emu(box))
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)


def placeholder(slide: Slide, tag: str, box: Box, name: str) -> None:
    """A grey picture, in whose place another one will stand, or nothing."""
    left, top, width, height = (Inches(side) for side in box)
    picture: Any = slide.shapes.add_picture(io.BytesIO(grey_png()), left, top, width, height)
    picture.name = name
    picture._element.nvPicPr.cNvPr.set("descr", tag)


def describe(shape: Any, alt: str) -> None:
    shape._element.nvSpPr.cNvPr.set("descr", alt)


def clean(deck: Deck) -> None:
    """Notes master theme as ours; no traces of the library's default file."""
    notes_theme: Any = deck.notes_master.part.part_related_by(RT.THEME)
    notes_theme._element = parse_xml(theme_xml())
    properties = deck.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")
    properties.title = "{{ document.title }}"
