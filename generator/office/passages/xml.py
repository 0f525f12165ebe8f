"""One part in XML, taken apart in one pass of expat: every text, attribute, comment and name."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from functools import partial
from urllib.parse import unquote
from xml.parsers import expat

from . import shapes, words
from .elements import CLOSING, CONTENT, OPENING
from .encoded import readable, stripped
from .rules import (
    BYTES,
    CARRIER,
    LINK,
    MARKUP,
    SEPARATOR,
    Rule,
    attribute_name,
    family,
    is_trivial,
    rule_of,
)
from .state import Finding, State, Taken

_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# Python knows these as encodings; no XML is written in them, and some take very long.
_NO_ENCODINGS = frozenset(["idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"])
_GROWTH = 4
_TOLD_ELSEWHERE = frozenset(("rel:Relationship", name) for name in ("Id", "Type", "Target"))
_COMMON = frozenset(["preserve", "External", "Internal"])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def take_apart(data: bytes, page: tuple[int, int] = (0, 0), strings: tuple[str, ...] = ()) -> Taken:
    """All that an XML part says. What no parser takes is read as bytes, and without its tags.

    ``page``: width and height of a slide in EMU; ``strings``: the workbook's shared texts.
    """
    state, fault = _parsed(data, page, strings)
    if fault and (text := _decoded(data)) is not None:
        again, fault = _parsed(text.encode("utf-8", "replace"), page, strings, "utf-8")
        state = state if fault else again
    words.end_field(state)
    taken = state.finished()
    if not fault and not state.counts.get("document type"):
        return taken
    return replace(taken, findings=(*taken.findings, *_as_bytes(data)))


def _as_bytes(data: bytes) -> list[Finding]:
    found = [(f"as {name}", text, BYTES) for name, text in readable(data)]
    text = _decoded(data) or data.decode("utf-8", "replace")
    return [*found, ("without its markup", stripped(text), BYTES)]


def _decoded(data: bytes) -> str | None:
    """The text of a part, by its byte order mark or the encoding that it declares; else None."""
    mark = next((name for start, name in _MARKS if data.startswith(start)), None)
    declared = _DECLARED.match(data)
    name = mark or (declared[1].decode("ascii") if declared else None)
    try:
        if name is None or codecs.lookup(name).name in _NO_ENCODINGS:
            return None
        return data.decode(name, "replace").lstrip("\ufeff")
    except (LookupError, ValueError):
        return None


def _parsed(
    data: bytes, page: tuple[int, int], strings: tuple[str, ...], encoding: str | None = None
) -> tuple[State, bool]:
    """What was read, and whether the parser gave up."""
    state = State(page=page, strings=strings)
    reader = _Reader(state, encoding, len(data))
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError, shapes.TooDeep):
        return state, True
    return state, False


class _Reader:
    """Expat's handlers. ``loose``: the text since the last mark."""

    def __init__(self, state: State, encoding: str | None, size: int) -> None:
        self.state = state
        self.loose: list[str] = []
        self.room = _GROWTH * size + 1_000_000
        parser = expat.ParserCreate(encoding, SEPARATOR)
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.loose.append
        parser.CommentHandler = partial(self.aside, "XML comment")
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartNamespaceDeclHandler = self.namespace
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        self.parser = parser

    def start(self, tag: str, pairs: list[str]) -> None:
        if self.loose:
            self.flush("")
        rule = rule_of(tag)
        state = self.state
        if not state.root:
            self.first(rule, pairs)
        if rule.flag:
            state.flag_stack.append(state.flags)
            state.flags |= rule.flag
        if rule.holds:
            shapes.open_shape(state, rule.holds)
        opening = OPENING.get(rule.key)
        if opening:
            opening(state, _plain(pairs))
        if rule.sign:
            words.add(state, rule.sign)
        if rule.carrier:
            state.emit(state.word, rule.carrier, CARRIER)
        if pairs:
            self.attributes(rule, pairs)
        if not rule.known:
            state.emit("name of an element", rule.local, MARKUP)

    def first(self, rule: Rule, pairs: list[str]) -> None:
        self.state.root = rule.key
        self.state.hidden = _plain(pairs).get("show") in ("0", "false")

    def end(self, tag: str) -> None:
        rule = rule_of(tag)
        if self.loose:
            self.flush(rule.key, rule)
        closing = CLOSING.get(rule.key)
        if closing:
            closing(self.state)
        if rule.flag:
            self.state.flags = self.state.flag_stack.pop()
        if rule.holds:
            shapes.close_shape(self.state)

    def flush(self, key: str, rule: Rule | None = None) -> None:
        """The text that stood before this mark: an element's whole text, or a stretch of it."""
        text = self.loose[0] if len(self.loose) == 1 else "".join(self.loose)
        self.loose.clear()
        state = self.state
        if rule is not None and rule.is_run:
            words.add(state, text)
        elif text.isspace():
            return
        elif key in CONTENT:
            CONTENT[key](state, text)
        elif state.blocks and (rule is None or rule.is_block):
            words.add(state, text)
        else:
            self.own_text(rule, text)

    def own_text(self, rule: Rule | None, text: str) -> None:
        """Text that stands in no paragraph: a property, a name, data of another program."""
        state = self.state
        name = _CAMEL.sub(" ", rule.local).lower() if rule else "text between elements"
        word = state.word or name
        if rule is not None and rule.kind == MARKUP:
            if not (rule.known and is_trivial(text)):
                state.emit(word, text, MARKUP)
            if not rule.known:
                state.body.append(text)
            return
        state.tell(word, text)
        if rule is not None and rule.author:
            state.emit(word, "an author", CARRIER)

    def attributes(self, rule: Rule, pairs: list[str]) -> None:
        state = self.state
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            short, local, known = attribute_name(name)
            meaning = rule.attributes.get(local)
            if meaning:
                if value and not value.isspace():
                    self.meant(meaning, value)
            elif short == "r":
                if state.shape is not None:
                    state.uses.setdefault(value, state.shape)
                if not is_trivial(value):
                    state.emit(local, value, MARKUP)
            elif not (rule.known and known):
                state.emit(local, value, MARKUP)
                state.emit("name of an attribute", local, MARKUP)
            elif (
                not is_trivial(value)
                and (rule.key, local) not in _TOLD_ELSEWHERE
                and value not in _COMMON
            ):
                state.emit(local, value, MARKUP)

    def meant(self, meaning: tuple[str, str], value: str) -> None:
        kind, word = meaning
        state = self.state
        if kind == LINK:
            state.emit(word, unescaped_link(value), LINK)
            return
        place = word if state.shape is not None or not state.word else f"{state.word}, {word}"
        state.emit(place, value, kind)
        if word == "field code" and "%" in value:
            state.emit(word, unescaped_link(value), LINK)

    def aside(self, word: str, text: str) -> None:
        if text.strip():
            self.state.emit(word, text, MARKUP)

    def instruction(self, target: str, text: str) -> None:
        self.aside("processing instruction", f"{target} {text}")

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if uri and family(uri) in ("", "ms"):
            self.state.emit("namespace", uri, MARKUP)
        if prefix and not is_trivial(prefix):
            self.state.emit("namespace", prefix, MARKUP)

    def doctype(self, *names: object) -> None:
        self.state.count("document type")
        self.state.emit("", "a document type", CARRIER)
        self.aside("document type", " ".join(str(name) for name in names if name))
        self.parser.CharacterDataHandler = self.measured

    def entity(self, name: str, _: object, value: str | None, *rest: object) -> None:
        told = [name, value, *rest]
        self.aside("entity", " ".join(part for part in told if isinstance(part, str)))

    def measured(self, text: str) -> None:
        """Entities can make much of little: as much as ``room``, and no more."""
        self.room -= len(text)
        if self.room < 0:
            raise ValueError("entities that grow without end")
        self.loose.append(text)


def _plain(pairs: list[str]) -> dict[str, str]:
    """Attributes by their names without namespaces, but for ``r:id`` and its like."""
    plain = {}
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        short, local, _ = attribute_name(name)
        plain[f"r:{local}" if short == "r" else local] = value
    return plain


def unescaped_link(target: str) -> str:
    """A target with its percent signs resolved, also where they were escaped again."""
    for _ in range(3):
        plain = unquote(target)
        if plain == target:
            break
        target = plain
    return target
