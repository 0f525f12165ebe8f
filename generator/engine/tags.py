"""Finding tags in text, and reading what one says.

Shapes of a tag: ``{{ expression }}``, ``{% statement %}``, ``{# comment #}``. Office programs type
curly quotes, long dashes and no-break spaces by themselves; inside a tag, but outside its string
literals, they are read as the plain characters the author meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from generator.engine.budget import MAX_DEPTH, MAX_TAG, MAX_TAGS
from generator.engine.environment import LANGUAGE
from generator.engine.foreign import SIGNS, Span, strangers
from generator.engine.scanning import (
    CLOSERS,
    MARK,
    PLAIN,
    WRONG_CLOSER,
    Kind,
    belongs_to_text,
    read_inside,
    trim,
    word_before,
)
from generator.engine.spelling import STATEMENTS, no_statement, unreadable

WORDS = ("row", "column", "paragraph", "slide", "sheet", "shape")
OBJECTS = ("chart", "picture", "map", "matrix", "timeline")
_NAMES = "for|if|elif|else|endfor|endif|continue|" + "|".join(OBJECTS)
_STATEMENT = re.compile(rf"^(?:({'|'.join(WORDS)})\s+)?({_NAMES})\b\s*(.*)$", re.DOTALL)
_BY = re.compile(r"^([^\"']+?)\s+by\s+([^\W\d]\w*)\b(.*)$", re.DOTALL)
_CONTINUE = re.compile(r"^([1-9]\d{0,3})?\s*(?:\bmax\s+([1-9]\d{0,3}))?$")


class BadTag(Exception):
    """A tag that cannot be read; ``message`` follows the tag in the report."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag in a text: ``text[start:end]`` is ``raw``; ``body`` is its normalised inside."""

    start: int
    end: int
    raw: str
    kind: Kind
    body: str


@dataclass(frozen=True, slots=True)
class TagFault:
    start: int
    raw: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What ``{% … %}`` says. ``word`` is the author's override, such as ``row``.

    ``expr`` is the condition, the list, or the object's value; ``target`` and ``test`` belong to
    ``for``; ``otherwise`` is the text an object tag gives for the case that there is no data.
    ``rows`` (a slide) and ``most`` (slides) belong to ``continue``; ``by`` names the field with
    the date to ``timeline``.
    """

    name: str
    word: str | None = None
    expr: nodes.Expr | None = None
    target: str = ""
    test: nodes.Expr | None = None
    otherwise: str | None = None
    rows: int | None = None
    most: int | None = None
    by: str = "date"


def is_plain(text: str) -> bool:
    """Whether nothing in ``text`` could be a tag, one of another program, or a part of one."""
    return not any(sign in text for sign in SIGNS)


def find_tags(text: str) -> tuple[list[Tag], list[TagFault]]:
    """All tags of ``text`` in order, and the delimiters that have no partner."""
    if is_plain(text):
        return [], []
    tags: list[Tag] = []
    faults: list[TagFault] = []
    position = 0
    while (mark := MARK.search(text, position)) is not None:
        if len(tags) + len(faults) > MAX_TAGS:  # the file is refused for it: see Problems.mark
            break
        opener = mark.group()
        if opener not in CLOSERS:
            if not belongs_to_text(text, mark.start()):
                raw = text[word_before(text, mark.start()) : mark.end()]
                faults.append(TagFault(mark.start(), raw, "closes a tag that was not opened"))
            position = mark.end()
            continue
        closer, kind = CLOSERS[opener]
        body, end = read_inside(text, mark.end(), closer, kind)
        if end < 0:
            fault, position, intended = _unclosed(text, mark, closer, kind)
            faults.append(fault)
            tags += intended
            continue
        position = end
        if end - mark.start() > MAX_TAG:
            message = f"has {end - mark.start():,} characters; a tag may have {MAX_TAG:,}"
            faults.append(TagFault(mark.start(), f"{text[mark.start() :][:60]}…", message))
            continue
        tags.append(Tag(mark.start(), end, text[mark.start() : end], kind, body))
    return tags, faults + _foreign(text, tags)


def _foreign(text: str, tags: list[Tag]) -> list[TagFault]:
    spans = [Span(tag.start, tag.end) for tag in tags]
    return [TagFault(*found) for found in strangers(text, spans)]


def _unclosed(
    text: str, mark: re.Match[str], closer: str, kind: Kind
) -> tuple[TagFault, int, list[Tag]]:
    """The fault of an opener without its closer, where to go on, and the tag that was meant if
    another closer stands in its place: its partner then is not blamed."""
    start, found = mark.start(), WRONG_CLOSER.search(text, mark.end())
    if found is None or found.group()[0] == "{":
        raw = text[start : start + 60]
        return TagFault(start, raw, f"is never closed: {closer} is missing"), mark.end(), []
    raw = text[start : found.end()]
    fault = TagFault(
        start, raw, f"is never closed: it ends with {found.group()} instead of {closer}"
    )
    body = trim(text[mark.end() : found.start()].translate(PLAIN))
    tag = Tag(start, found.end(), raw, kind, body)
    return fault, found.end(), [tag] if _reads(tag) else []


def _reads(tag: Tag) -> bool:
    try:
        read_expression(tag.body) if tag.kind == "print" else read_statement(tag.body)
    except BadTag:
        return False
    return tag.kind != "comment"


def read_expression(body: str) -> nodes.Expr:
    """The expression of a print tag. Raises :class:`BadTag`."""
    if not body:
        raise BadTag("is empty", "write a name between the braces")
    if (name := body.split(maxsplit=1)[0].lower()) in STATEMENTS and body.lower() != "if":
        raise BadTag(f"says {name}, which stands between {{% and %}}", f"write {{% {body} %}}")
    parser = _parser(body)
    return _whole(parser, body)


def read_statement(body: str) -> Statement:
    """What a statement tag says. Raises :class:`BadTag`."""
    found = _STATEMENT.match(body)
    if found is None and (bare := _INCLUDE.match(body)):
        if bare[1]:
            tip = f'write {{% include "{bare[1]}" %}}'
            raise BadTag("names its file without quotes", tip)
        raise BadTag("stands where no block can stand", _INCLUDE_TIP)
    if found is None:
        raise BadTag(*no_statement(body, WORDS, _KNOWN))
    word, name, rest = found.groups()
    if name in ("else", "endfor", "endif"):
        if rest:
            tip = (
                f"write {{% elif {rest[3:]} %}}" if f"{name} {rest}".startswith("else if ") else ""
            )
            raise BadTag(f"has text after {name}: {rest!r}", tip)
        return Statement(name, word)
    if name == "continue":
        return _read_continue(rest, word)
    if not rest:
        raise BadTag(f"says {name} but not what", f"write {_EXAMPLES[name]}")
    if name == "for":
        return _read_for(rest, word)
    dated = _BY.match(rest) if name == "timeline" else None
    if dated is not None:
        read = _read_with_expression(name, dated[1] + dated[3], word)
        return replace(read, by=dated[2])
    return _read_with_expression(name, rest, word)


_KNOWN = (*_NAMES.split("|"), "include")
_INCLUDE = re.compile(
    r"include\b\s*([^\"'\s][^\"']*)?"
)  # in its own place it is gone before tags are read
_INCLUDE_TIP = 'write {% include "file.docx" %} alone in a paragraph of a Word template'
_EXAMPLES = {
    "for": "{% for play in plays %}",
    "if": "{% if renewal.days < 180 %}",
    "elif": "{% elif renewal.days < 360 %}",
    **{name: "{% " + name + " charts.revenue %}" for name in OBJECTS},
    "timeline": "{% timeline renewal.milestones %}",
}


def _read_continue(rest: str, word: str | None) -> Statement:
    found = _CONTINUE.match(rest)
    if found is None:
        tip = "write {% continue %}, {% continue 8 %} or {% continue 8 max 3 %}"
        raise BadTag(f"has something else than numbers after continue: {rest!r}", tip)
    rows, most = (int(number) if number else None for number in found.groups())
    return Statement("continue", word, rows=rows, most=most)


def _read_with_expression(name: str, rest: str, word: str | None) -> Statement:
    parser = _parser(rest)
    expr = _whole(parser, rest)
    if name not in OBJECTS or not isinstance(expr, nodes.Or):
        return Statement(name, word, expr)
    if not (isinstance(expr.right, nodes.Const) and isinstance(expr.right.value, str)):
        raise BadTag('has something else than a text after "or"')
    return Statement(name, word, expr.left, otherwise=expr.right.value)


def _read_for(rest: str, word: str | None) -> Statement:
    parser = _parser(rest)
    try:
        target = parser.parse_assign_target(extra_end_rules=("name:in",))
        parser.stream.expect("name:in")
        items = _checked_depth(lambda: parser.parse_expression(with_condexpr=False))
        is_filtered = parser.stream.skip_if("name:if")
        test = _checked_depth(parser.parse_expression) if is_filtered else None
        parser.stream.expect("eof")
    except TemplateSyntaxError as error:
        said, tip = unreadable(error.message or "", rest)
        tip = "" if tip.startswith("between") else tip
        raise BadTag(said, tip or "write {% for play in plays %}") from error
    if not isinstance(target, nodes.Name) or target.name == "loop":
        raise BadTag("needs one name before in", "write {% for play in plays %}")
    return Statement("for", word, items, target.name, test)


def _parser(source: str) -> Parser:
    if _brackets(source) > MAX_DEPTH:
        raise BadTag(_TOO_DEEP)
    try:
        return Parser(LANGUAGE, source, state="variable")
    except TemplateSyntaxError as error:
        raise BadTag(*unreadable(error.message or "", source)) from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise BadTag("holds a number that is too long to be read") from error


_TOO_DEEP = f"is nested too deep: an expression may have {MAX_DEPTH} levels"


def _brackets(source: str) -> int:
    """How deep the brackets are nested; those inside of texts count too, which does no harm."""
    depth = most = 0
    for char in source:
        if char in "([{":
            depth += 1
            most = max(most, depth)
        elif char in ")]}":
            depth -= 1
    return most


def _depth(expr: nodes.Expr) -> int:
    """The levels of an expression. Its own stack is no deeper than the longest chain is long."""
    most, stack = 0, [(expr, 1)]
    while stack:
        node, level = stack.pop()
        most = max(most, level)
        stack += [(inner, level + 1) for inner in node.iter_child_nodes()]  # type: ignore[misc]  # Jinja types them as Node
    return most


def _checked_depth(read: Callable[[], nodes.Expr]) -> nodes.Expr:
    """The expression that ``read`` gives. BadTag where it is so deep that what works on it later,
    level inside of level, would come to the end of Python's stack."""
    try:
        expr = read()
    except RecursionError:  # a chain of signs or of "not", which need no brackets
        raise BadTag(_TOO_DEEP) from None
    if _depth(expr) > MAX_DEPTH:
        raise BadTag(_TOO_DEEP)
    return expr


def _whole(parser: Parser, source: str) -> nodes.Expr:
    try:
        expr = _checked_depth(parser.parse_expression)
        if parser.stream.current.type != "eof":
            left = parser.stream.current.value
            raise BadTag(*unreadable(f"unexpected '{left}'", source))
    except TemplateSyntaxError as error:
        raise BadTag(*unreadable(error.message or "", source)) from error
    return expr
