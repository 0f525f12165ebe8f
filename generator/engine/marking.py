"""Finding the tags of one part's tree and putting marks in their place.

A tag may be split over runs anyhow: it is found in the paragraph's whole text, and its mark goes
where its first character stood, so that it takes that run's formatting. A statement's mark gets a
run of its own, which structure can then move.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from jinja2 import nodes

from generator.engine.dialects import Dialect
from generator.engine.language import (
    BadTag,
    Breaks,
    Mark,
    Problems,
    Statement,
    Tag,
    find_tags,
    guess,
    read_expression,
    read_statement,
)
from generator.engine.markup import (
    XML_SPACE,
    Element,
    insert_element_after,
    local,
    mark_text,
    q,
    remove,
    split_marks,
)
from generator.engine.spelling import STATEMENTS

ATTRIBUTES = (
    (q("wp:docPr"), "descr"),
    (q("wp:docPr"), "title"),
    (q("p:cNvPr"), "descr"),
    (q("p:cNvPr"), "title"),
    (q("w:tblCaption"), q("w:val")),
    (q("w:tblDescription"), q("w:val")),
    (q("w:hyperlink"), q("w:tooltip")),
    (q("a:hlinkClick"), "tooltip"),
)
_ATTRIBUTES: dict[str, list[str]] = {}
for _tag, _name in ATTRIBUTES:
    _ATTRIBUTES.setdefault(_tag, []).append(_name)
_CODES = frozenset([q("w:instrText"), q("w:delText"), q("w:delInstrText")])


@dataclass(slots=True)
class Found:
    """One tag where it stands. ``paragraph`` is None for a tag in an attribute."""

    mark: Mark
    element: Element  # the run, or the element that has the attribute
    paragraph: Element | None
    breaks: Breaks = None
    expr: nodes.Expr | None = None
    statement: Statement | None = None
    attribute: str = ""
    rich: tuple[str, tuple[object, ...]] | None = None  # printer of formatted text, its arguments

    @property
    def number(self) -> int:
        return self.mark.number


@dataclass(slots=True)
class Marked:
    """The tags of a part in reading order, comments left out; ``touched`` paragraphs held tags."""

    found: list[Found]
    touched: list[Element]


def mark_part(
    root: Element, dialect: Dialect, place: Callable[[Element], str], problems: Problems
) -> Marked:
    """Put marks for all tags below ``root``; faults of single tags go to ``problems``."""
    marker = _Marker(dialect, place, problems)
    for element in list(root.iter()):
        if element.tag == dialect.paragraph:
            marker.paragraph(element)
        elif element.tag in _ATTRIBUTES:
            for name in _ATTRIBUTES[element.tag]:
                marker.attribute(element, name)
        elif element.tag in _CODES and element.text:
            marker.code(element)
    return Marked(marker.found, marker.touched)


class _Marker:
    def __init__(
        self, dialect: Dialect, place: Callable[[Element], str], problems: Problems
    ) -> None:
        self._dialect = dialect
        self._place = place
        self._problems = problems
        self.found: list[Found] = []
        self.touched: list[Element] = []

    def code(self, element: Element) -> None:
        tags, _ = find_tags(element.text or "")
        for tag in tags:
            self._problems.at(
                self._place(element), "stands in a field's code", "put it in text", tag.raw
            )

    def attribute(self, element: Element, name: str) -> None:
        value = element.get(name) or ""
        tags = self._tags(value, element)
        read = [self._read(tag, element, None, name) for tag in tags]
        for tag, found in zip(reversed(tags), reversed(read), strict=True):
            shown = mark_text(found.number) if found is not None else ""
            value = value[: tag.start] + shown + value[tag.end :]
        if tags:
            element.set(name, value)
            self.found += [found for found in read if found is not None]

    def paragraph(self, paragraph: Element) -> None:
        pieces = list(_own_text(paragraph, self._dialect))
        whole = "".join([text for _, text in pieces])
        tags = self._tags(whole, paragraph)
        if not tags:
            return
        self.touched.append(paragraph)
        read = [self._read(tag, paragraph, paragraph, "") for tag in tags]
        for tag, found in zip(reversed(tags), reversed(read), strict=True):
            run = _put_mark(pieces, tag, mark_text(found.number) if found else "", self._dialect)
            if found is not None:
                found.element = run
                found.breaks = self._dialect.breaks(run)
        self._tidy_runs([element for element, _ in pieces], [f for f in read if f is not None])
        self.found += [found for found in read if found is not None]

    def _tags(self, text: str, element: Element) -> list[Tag]:
        tags, faults = find_tags(text)
        for fault in faults:
            self._problems.at(self._place(element), fault.message, fault.suggestion, fault.raw)
        return tags

    def _read(
        self, tag: Tag, element: Element, paragraph: Element | None, attribute: str
    ) -> Found | None:
        if tag.kind == "comment":
            return None
        mark = self._problems.mark(self._place(element), tag.raw)
        found = Found(mark, element, paragraph, attribute=attribute)
        try:
            if tag.kind == "print":
                found.expr = read_expression(tag.body)
            else:
                found.statement = read_statement(tag.body)
        except BadTag as bad:
            self._problems.add(mark, bad.message, bad.suggestion)
            said = tag.kind == "statement" or tag.body.startswith(STATEMENTS)
            found.statement = guess(tag.body) if said else None
            if found.statement is None:
                found.expr = nodes.Const("")
        return found

    def _tidy_runs(self, texts: list[Element], found: list[Found]) -> None:
        """Statements into runs of their own; runs that held only parts of tags away."""
        statements = {entry.number: entry for entry in found if entry.statement is not None}
        for text in texts:
            run = text.getparent()
            if text.tag != self._dialect.text or run is None:
                continue
            for made, number in list(_isolate(run, text, statements, self._dialect)):
                statements[number].element = made


def _own_text(paragraph: Element, dialect: Dialect) -> Iterator[tuple[Element, str]]:
    """The paragraph's text elements, without those of paragraphs inside it (text boxes)."""
    for child in paragraph:
        if child.tag == dialect.text:
            yield child, child.text or ""
        elif child.tag in dialect.loose and local(paragraph) in ("r", "p"):
            yield child, dialect.loose[child.tag]
        elif child.tag != dialect.paragraph and isinstance(child.tag, str):
            yield from _own_text(child, dialect)


def _put_mark(pieces: list[tuple[Element, str]], tag: Tag, mark: str, dialect: Dialect) -> Element:
    """Replace ``tag`` by ``mark`` in its first text element; returns that element's run.

    ``pieces`` hold the texts before any change. Tags are replaced back to front, so what stands
    in an element up to the tag's end is unchanged yet.
    """
    start = 0
    first: Element | None = None
    for element, text in pieces:
        stop = start + len(text)
        if start < tag.end and stop > tag.start:
            if element.tag != dialect.text:
                remove(element)
            else:
                now = element.text or ""
                before = now[: max(tag.start - start, 0)]
                after = now[min(tag.end, stop) - start :]
                element.text = before + (mark if first is None else "") + after
                first = element if first is None else first
                _keep_spaces(element)
        start = stop
    assert first is not None
    run = first.getparent()
    assert run is not None
    return run


def _keep_spaces(text: Element) -> None:
    """Word drops spaces at the edges of a text that does not say so; a slide's text keeps them."""
    if text.tag == q("w:t"):
        text.set(XML_SPACE, "preserve")


def _isolate(
    run: Element, text: Element, statements: Container[int], dialect: Dialect
) -> Iterator[tuple[Element, int]]:
    """Split ``run`` so that each statement's mark is alone in one; drop it where it is empty."""
    segments = _segments(text.text or "", statements)
    if any(isinstance(segment, int) for segment in segments):
        yield from _split_run(run, text, segments, dialect)
    elif not text.text:
        run.remove(text)
        _drop_if_empty(run, dialect)


def _segments(text: str, statements: Container[int]) -> list[str | int]:
    """Text (with the marks of prints in it) and numbers of statements, in turn."""
    segments: list[str | int] = []
    for part in split_marks(text):
        if isinstance(part, int) and part in statements:
            segments.append(part)
            continue
        shown = mark_text(part) if isinstance(part, int) else part
        if segments and isinstance(segments[-1], str):
            segments[-1] += shown
        else:
            segments.append(shown)
    return segments


def _split_run(
    run: Element, text: Element, segments: list[str | int], dialect: Dialect
) -> Iterator[tuple[Element, int]]:
    rest = list(text.itersiblings())
    last = run
    first = segments[0]
    if isinstance(first, str):
        text.text = first
        segments = segments[1:]
    else:
        run.remove(text)
    for segment in segments:
        made = _run_like(run, segment, dialect)
        insert_element_after(last, made)
        last = made
        if isinstance(segment, int):
            yield made, segment
    if rest:
        if isinstance(segments[-1], int):
            made = _run_like(run, None, dialect)
            insert_element_after(last, made)
            last = made
        last.extend(rest)
    _drop_if_empty(run, dialect)


def _run_like(run: Element, segment: str | int | None, dialect: Dialect) -> Element:
    """A run with the properties of ``run`` and one text."""
    made = run.makeelement(dialect.run, {}, None)
    properties = run.find(dialect.properties)
    if properties is not None:
        made.append(copy.deepcopy(properties))
    if segment is not None:
        text = made.makeelement(dialect.text, {}, None)
        text.text = mark_text(segment) if isinstance(segment, int) else segment
        _keep_spaces(text)
        made.append(text)
    return made


def _drop_if_empty(run: Element, dialect: Dialect) -> None:
    if all(child.tag == dialect.properties for child in run):
        remove(run)
