"""What differs between Word's and PowerPoint's markup, as far as tags and structure go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.engine.markup import Element, fragment, local, nearest, q


@dataclass(frozen=True)
class Dialect:
    """Element names (as lxml has them) of one markup."""

    paragraph: str
    run: str
    properties: str  # of a run
    text: str
    row: str
    cell: str
    table: str
    bodies: frozenset[str]  # elements whose children are paragraphs
    shapes: frozenset[str]  # what the word "shape" means: the innermost of these
    empty_paragraph: str
    breaks: Callable[[Element], tuple[str, str]]  # XML of a line break and of a tab in a run
    loose: dict[str, str]  # elements beside text that stand for one character


def _word_breaks(_run: Element) -> tuple[str, str]:
    again = '<w:t xml:space="preserve">'
    return f"</w:t><w:br/>{again}", f"</w:t><w:tab/>{again}"


def _drawing_breaks(run: Element) -> tuple[str, str]:
    """A line break stands between runs, which have the same properties. A tab is a character."""
    if local(run) == "fld":
        return " ", "\t"
    found = run.find(q("a:rPr"))
    properties = fragment(found) if found is not None else ""
    return f"</a:t></a:r><a:br>{properties}</a:br><a:r>{properties}<a:t>", "\t"


WORD = Dialect(
    paragraph=q("w:p"),
    run=q("w:r"),
    properties=q("w:rPr"),
    text=q("w:t"),
    row=q("w:tr"),
    cell=q("w:tc"),
    table=q("w:tbl"),
    bodies=frozenset(
        q(f"w:{name}")
        for name in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "txbxContent", "sdtContent")
    ),
    shapes=frozenset([q("w:r")]),
    empty_paragraph="<w:p/>",
    breaks=_word_breaks,
    loose={q("w:tab"): "\t", q("w:br"): "\n", q("w:cr"): "\n", q("w:noBreakHyphen"): "-"},
)
DRAWING = Dialect(
    paragraph=q("a:p"),
    run=q("a:r"),
    properties=q("a:rPr"),
    text=q("a:t"),
    row=q("a:tr"),
    cell=q("a:tc"),
    table=q("a:tbl"),
    bodies=frozenset([q("a:txBody"), q("p:txBody"), q("c:rich")]),
    shapes=frozenset(q(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "cxnSp", "grpSp")),
    empty_paragraph="<a:p/>",
    breaks=_drawing_breaks,
    loose={q("a:br"): "\n"},
)


def is_section_end(paragraph: Element) -> bool:
    """In Word a section's settings hang on its last paragraph, which must therefore stay."""
    return paragraph.find(f"{q('w:pPr')}/{q('w:sectPr')}") is not None


def run_has_content(run: Element, dialect: Dialect) -> bool:
    """Whether a run shows anything."""
    for child in run:
        if child.tag == dialect.text:
            if (child.text or "").strip():
                return True
        elif child.tag != dialect.properties and local(child) != "lastRenderedPageBreak":
            return True
    return False


ORIGIN = "accountdocs-origin"
"""On paragraphs of a template that took blocks in: where the author sees them. Never written."""


def place_in_word(part: str) -> Callable[[Element], str]:
    """Describes places of a Word part: ``table 2, row 3, cell 1`` or ``header 1, paragraph 2``."""
    story = _story(part)

    def place(element: Element) -> str:
        paragraph = nearest(element, "w:p")
        if paragraph is not None and paragraph.get(ORIGIN) is not None:
            return paragraph.get(ORIGIN) or ""
        words = [_note(element) or story] if story else []
        box = nearest(element, "w:txbxContent")
        words += [_box_name(box)] if box is not None else []
        row = nearest(element, "w:tr")
        table = nearest(element, "w:tbl")
        if row is not None and table is not None:
            words.append(f"table {_ordinal(table)}")
            words.append(f"row {_index(row)}")
            cell = nearest(element, "w:tc")
            words += [f"cell {_index(cell)}"] if cell is not None else []
        else:
            words.append(f"paragraph {_number(paragraph)}" if paragraph is not None else "text")
        return ", ".join(words)

    return place


_STORIES = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}


def _story(part: str) -> str:
    found = re.match(r"([a-z]+)(\d*)\.xml$", part.rpartition("/")[2])
    if found is None or found.group(1) not in _STORIES:
        return ""
    return f"{_STORIES[found.group(1)]} {found.group(2)}".rstrip()


def _note(element: Element) -> str:
    """``footnote 2``: as a reader counts them, without the lines that separate them."""
    note = nearest(element, "w:footnote", "w:endnote")
    if note is None:
        return ""
    before = [held for held in note.itersiblings(note.tag, preceding=True) if not _is_line(held)]
    return f"{local(note)} {len(before) + 1}"


def _is_line(note: Element) -> bool:
    return note.get(q("w:type")) is not None


def _box_name(box: Element) -> str:
    """``text box "Box 1"``, by the name in Word's selection pane."""
    frame = nearest(box, "wp:inline", "wp:anchor")
    shown = frame.find(q("wp:docPr")) if frame is not None else None
    name = shown.get("name") if shown is not None else None
    return f'text box "{name}"' if name else "text box"


def _number(paragraph: Element) -> int:
    """Which paragraph of its text, from 1, as a person counts them: those in tables and text boxes
    have places of their own."""
    number, held = 1, paragraph
    while held.tag not in _TEXTS and (around := held.getparent()) is not None:
        number += sum(1 for _ in held.itersiblings(q("w:p"), preceding=True))
        for control in held.itersiblings(q("w:sdt"), preceding=True):
            number += sum(1 for _ in _own_paragraphs(control))
        held = around
    return number


_TEXTS = frozenset(q(f"w:{name}") for name in ("txbxContent", "footnote", "endnote"))


def _own_paragraphs(text: Element) -> Iterator[Element]:
    for child in text:
        if child.tag == q("w:p"):
            yield child
        elif child.tag != q("w:tbl"):
            yield from _own_paragraphs(child)


def _ordinal(element: Element) -> int:
    """Which of its kind in the whole part, from 1, in reading order."""
    root = element.getroottree().getroot()
    for number, found in enumerate(root.iter(element.tag), 1):
        if found is element:
            return number
    return 0


def _index(element: Element) -> int:
    """Which of its kind among its siblings, from 1."""
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))


def place_on_slide(slide: str) -> Callable[[Element], str]:
    """Describes places of a slide: ``slide 4, table "Plays", row 2``."""

    def place(element: Element) -> str:
        words = [slide]
        shape = nearest(element, "p:sp", "p:pic", "p:graphicFrame", "p:cxnSp")
        if shape is None:
            shape = nearest(element, "p:grpSp")
        row = nearest(element, "a:tr")
        if shape is not None:
            kind = "table" if row is not None else _shape_kind(shape)
            words.append(f'{kind} "{_shape_name(shape)}"')
        if row is not None:
            words.append(f"row {_index(row)}")
        return ", ".join(words)

    return place


def _shape_kind(shape: Element) -> str:
    if local(shape) == "pic":
        return "picture"
    if local(shape) == "graphicFrame":
        return "chart" if next(shape.iter(q("c:chart")), None) is not None else "table"
    return "shape"


def _shape_name(shape: Element) -> str:
    found = next(shape.iter(q("p:cNvPr")), None)
    return str(found.get("name", "")) if found is not None else ""
