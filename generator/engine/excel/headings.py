"""Texts of a sheet outside of its cells: its name, its headers and footers.

Their tags are *notes*: while the program runs, each value is kept with the sheet under a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.engine.language import (
    BadTag,
    Print,
    Problems,
    Scope,
    checker_for,
    find_tags,
    read_expression,
)
from generator.engine.markup import Element
from generator.office.sheettext import xstring

from .captions import Captions
from .ranges import Mover, local_name
from .reading import attributes, attributes_xml
from .running import SheetRun
from .views import header_text

MAX_HEADER = 255
_WORDS = {
    "oddHeader": "header",
    "oddFooter": "footer",
    "evenHeader": "header of even pages",
    "evenFooter": "footer of even pages",
    "firstHeader": "header of the first page",
    "firstFooter": "footer of the first page",
}


@dataclass
class Notes:
    """The notes of one sheet so far. ``prints`` keep their values when the program runs."""

    place: str
    problems: Problems
    prints: list[Print] = field(default_factory=list)

    def texts(self, text: str, place: str, scope: Scope) -> list[str | int]:
        """A text's pieces, and the numbers of the notes between them."""
        tags, faults = find_tags(text)
        for fault in faults:
            self.problems.at(place, fault.message, fault.suggestion, fault.raw)
        found: list[str | int] = []
        at = 0
        for tag in tags:
            found.append(text[at : tag.start])
            at = tag.end
            mark = self.problems.mark(place, tag.raw)
            try:
                if tag.kind == "statement":
                    raise BadTag("stands where only {{ … }} may stand")
                if tag.kind == "print":
                    checker = checker_for(scope, self.problems, mark)
                    typed = checker.printable(read_expression(tag.body))
                    found.append(len(self.prints))
                    arguments = (len(self.prints), typed.kind)
                    self.prints.append(Print(mark, typed.expr, "note", arguments))
            except BadTag as bad:
                self.problems.add(mark, bad.message, bad.suggestion)
        found.append(text[at:])
        return found

    def captions(self, captions: Captions, scope: Scope) -> None:
        """Tags in a shape's or chart's texts."""
        self.prints += captions.bind(scope, self.problems, len(self.prints))

    def header_footer(self, element: Element, scope: Scope) -> Mover:
        held = []
        for item in element:
            name = local_name(item)
            place = f"{self.place}, {_WORDS.get(name, name)}"
            held.append((name, self.texts(item.text or "", place, scope)))
        look = attributes_xml(attributes(element))

        def write(sheet: SheetRun, _: object) -> str:
            filled = [(name, _filled(name, parts, sheet)) for name, parts in held]
            pieces = [f"<{name}>{text}</{name}>" for name, text in filled if text]
            return f"<headerFooter{look}>{''.join(pieces)}</headerFooter>"

        return write


def _filled(name: str, parts: Sequence[str | int], sheet: SheetRun) -> str:
    """A header's text; where it is longer than Excel takes, it is cut, and that is listed."""
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            pieces.append(header_text("".join(pieces), sheet.notes[part]))
    text = "".join(pieces)
    if len(text) > MAX_HEADER:
        sheet.changes.append(f"{_WORDS[name]} of {len(text)} characters cut to {MAX_HEADER}")
        text = text[: MAX_HEADER - 1]
        if (len(text) - len(text.rstrip("&"))) % 2:  # half of a doubled one would begin a code
            text = text[:-1]
        text += "…"
    return xstring(text)
