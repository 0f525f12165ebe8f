"""Tags in what lies on a sheet: in shapes' texts, chart titles and alternative texts.

Each tag becomes a mark in the part's text; while the program runs, the mark's value is noted with
the sheet, and it is put in when the part is written. What is in sight there: the names of the row
in which the thing begins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generator.engine.dialects import DRAWING
from generator.engine.language import (
    BadTag,
    Mark,
    Print,
    Problems,
    Scope,
    checker_for,
    find_tags,
    read_expression,
    read_statement,
)
from generator.engine.marking import Found, mark_part
from generator.engine.markup import A, Element, mark_text, split_marks, unsealed
from generator.engine.printers import PRINTERS
from generator.office.text import escape_attribute

from .reading import R

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_ALT = ("descr", "title")
Look = Callable[[int], Any]  # a note's value by its number


@dataclass(frozen=True, slots=True)
class Spot:
    """What a mark stands for: a note of the sheet, printed as a text or as part of a picture."""

    note: int
    use: str = "text"  # text, picture (its relationship's id) or fit (how it lies in its box)
    box: tuple[int, int] = (0, 0)


@dataclass
class Captions:
    """The tags of one part, and after ``bind`` what each mark stands for."""

    place: str
    found: list[Found] = field(default_factory=list)
    pictures: list[tuple[Mark, str, Mark, Mark, tuple[int, int]]] = field(default_factory=list)
    spots: dict[int, Spot] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)  # relationship ids of placeholder pictures

    def bind(
        self, scope: Scope, problems: Problems, first_note: int, *, row: bool = False
    ) -> list[Print]:
        """Check all tags under these names; the prints that note their values.

        ``row``: they are noted for each copy of a row, not once for the sheet.
        """
        before = "row_" if row else ""
        prints: list[Print] = []
        for entry in self.found:
            if entry.expr is None:
                problems.add(entry.mark, "stands where only {{ … }} may stand")
                continue
            typed = checker_for(scope, problems, entry.mark).printable(entry.expr)
            note = first_note + len(prints)
            prints.append(Print(entry.mark, typed.expr, f"{before}note", (note, typed.kind)))
            self.spots[entry.number] = Spot(note)
        for mark, source, embed, fit, box in self.pictures:
            expr = read_statement(source).expr
            assert expr is not None
            typed = checker_for(scope, problems, mark).object_of(expr, "picture")
            note = first_note + len(prints)
            prints.append(Print(mark, typed.expr, f"{before}object", (note,)))
            self.spots[embed.number] = Spot(note, "picture", box)
            self.spots[fit.number] = Spot(note, "fit", box)
        return prints

    @property
    def tagged(self) -> bool:
        return bool(self.found or self.pictures)

    def fill(self, text: str, look: Look, picture: Callable[[Any], str] | None = None) -> str:
        """The part's text with values in place of marks. ``picture`` relates a picture's bytes."""
        if not self.spots:
            return unsealed(text)
        return "".join(
            [
                part if isinstance(part, str) else self._shown(part, look, picture)
                for part in split_marks(text)
            ]
        )

    def _shown(self, number: int, look: Look, picture: Callable[[Any], str] | None) -> str:
        if not number:
            return unsealed(mark_text(0))
        spot = self.spots[number]
        value = look(spot.note)
        if spot.use == "text":
            return escape_attribute(str(value)) if value is not None else ""
        if spot.use == "fit":
            return PRINTERS["picture_fit"](None, value, number, *spot.box)
        assert picture is not None
        return picture(value)

    def is_missing(self, text: str, look: Look) -> bool:
        """Whether a picture that the text shows is not known: then it is left out."""
        return any(
            isinstance(part, int)
            and self.spots[part].use == "picture"
            and look(self.spots[part].note) is None
            for part in split_marks(text)
        )


def mark_captions(root: Element, place: str, problems: Problems) -> Captions:
    """Put marks for the tags of a drawing or chart part."""
    captions = Captions(place)
    captions.found += mark_part(root, DRAWING, lambda _: place, problems).found
    for element in list(root.iter(f"{{{XDR}}}cNvPr")):
        for name in _ALT:
            if "{" in (element.get(name) or ""):
                _mark_alt(captions, element, name, problems)
    return captions


def _mark_alt(captions: Captions, element: Element, name: str, problems: Problems) -> None:
    text = element.get(name) or ""
    pieces: list[str] = []
    at = 0
    tags, faults = find_tags(text)
    for fault in faults:
        problems.at(captions.place, fault.message, fault.suggestion, fault.raw)
    for tag in tags:
        pieces.append(text[at : tag.start])
        at = tag.end
        mark = problems.mark(f"{captions.place}, alternative text", tag.raw)
        try:
            if tag.kind == "print":
                captions.found.append(Found(mark, element, None, expr=read_expression(tag.body)))
                pieces.append(mark_text(mark.number))
            elif tag.kind == "statement":
                _mark_object(captions, element, mark, tag.body, problems)
        except BadTag as bad:
            problems.add(mark, bad.message, bad.suggestion)
    element.set(name, "".join([*pieces, text[at:]]).strip())


def _mark_object(
    captions: Captions, element: Element, mark: Mark, body: str, problems: Problems
) -> None:
    statement = read_statement(body)
    frame = _frame(element)
    blip = next(frame.iter(f"{{{A}}}blip"), None) if frame is not None else None
    if statement.name == "chart":
        problems.add(mark, "stands on a chart of a sheet", "such charts follow the cells they show")
    elif statement.name != "picture" or frame is None or blip is None:
        problems.add(mark, f"cannot stand here: {statement.name}", "a picture takes a picture tag")
    else:
        embed, fit = problems.mark(mark.place, mark.raw), problems.mark(mark.place, mark.raw)
        captions.replaced.add(blip.get(f"{{{R}}}embed", ""))
        _settle_blip(blip, embed, fit)
        captions.pictures.append((mark, body, embed, fit, _box(frame)))


def _frame(element: Element) -> Element | None:
    """The picture or shape that an alternative text belongs to."""
    at: Element | None = element
    while at is not None and at.tag not in {f"{{{XDR}}}{name}" for name in ("pic", "sp")}:
        at = at.getparent()
    return at


def _settle_blip(blip: Element, embed: Mark, fit: Mark) -> None:
    for child in list(blip):
        blip.remove(child)  # recolouring and the vector original belong to the old picture
    blip.set(f"{{{R}}}embed", mark_text(embed.number))
    fill = blip.getparent()
    assert fill is not None
    for child in list(fill):
        if child is not blip:
            fill.remove(child)
    blip.tail = mark_text(fit.number)


def _box(frame: Element) -> tuple[int, int]:
    """Width and height in EMU: the shape's own, else its anchor's; 0 where neither says them."""
    anchor = frame.getparent()
    held = list(frame.iter(f"{{{A}}}ext"))
    if anchor is not None:
        held += anchor.findall(f"{{{XDR}}}ext")
    for extent in held:
        if extent.get("cx") is not None:
            return int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    return 0, 0
