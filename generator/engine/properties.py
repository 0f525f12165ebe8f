"""Document properties: the template's title and subject, with tags filled in, and nothing personal.

Created and modified are the value ``document.as_of`` (or ``as_of``) where there is one, else left
out: never the clock, so that the same values give the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lxml import etree

from generator.engine.language import (
    BadTag,
    Context,
    FormatsLike,
    Literal,
    Piece,
    Print,
    Problems,
    Program,
    Scope,
    checker_for,
    escape,
    find_tags,
    printer_of,
    read_expression,
)
from generator.engine.markup import HEAD, local, parse
from generator.engine.proving import SAMPLES, is_sound
from generator.office.draft import Draft

_KEPT = ("title", "subject", "keywords", "category", "description", "language", "contentStatus")
_SEEN = ("title", "subject", "language")  # the others are notes to oneself unless they hold a tag
_DC = ("title", "subject", "description", "language")
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_REL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_OPEN = (
    HEAD + "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_APP_KEPT = ("Application", "AppVersion", "PresentationFormat")


class CoreProperties:
    """``docProps/core.xml``, compiled."""

    def __init__(self, draft: Draft, problems: Problems, scope: Scope) -> None:
        named = draft.package.related("", "core-properties")
        self.name = named[0] if named else "docProps/core.xml"
        pieces: list[Piece] = [Literal(_OPEN)]
        if named:
            for child in parse(draft.package.read(self.name)):
                pieces += self._property(local(child), child.text or "", problems, scope)
        else:
            draft.relate("", _CORE_REL, self.name)
        pieces.append(Print(problems.mark("", ""), None, "stamps"))
        pieces.append(Literal("</cp:coreProperties>"))
        self._program = None if problems.found else Program(pieces, problems.file, _PRINTERS)
        self._sound = is_sound(pieces, {**SAMPLES, "stamps": lambda _: _stamped("&amp;")})
        draft.put(self.name, (_OPEN + "</cp:coreProperties>").encode(), _CORE_TYPE)

    def _property(self, name: str, text: str, problems: Problems, scope: Scope) -> list[Piece]:
        if name not in _KEPT or (name not in _SEEN and "{{" not in text):
            return []
        prefix = "dc" if name in _DC else "cp"
        inside = text_pieces(text, f"document properties, {name}", problems, scope)
        return [Literal(f"<{prefix}:{name}>"), *inside, Literal(f"</{prefix}:{name}>")]

    def put(self, draft: Draft, values: Mapping[str, object], formats: FormatsLike) -> list[str]:
        """Write the part; returns what was altered by rule."""
        assert self._program is not None
        context = Context(values, formats)
        draft.put(self.name, self._program.render(context).encode(), sound=self._sound)
        return self._program.changes(context)


def text_pieces(text: str, place: str, problems: Problems, scope: Scope) -> list[Piece]:
    """The pieces of a plain text that may hold ``{{ }}`` tags."""
    pieces: list[Piece] = []
    tags, faults = find_tags(text)
    for fault in faults:
        problems.at(place, fault.message, fault.suggestion, fault.raw)
    at = 0
    for tag in tags:
        pieces.append(Literal(escape(text[at : tag.start])))
        at = tag.end
        if tag.kind == "comment":
            continue
        mark = problems.mark(place, tag.raw)
        try:
            if tag.kind == "statement":
                raise BadTag("stands where only {{ … }} may stand")
            typed = checker_for(scope, problems, mark).printable(read_expression(tag.body))
            pieces.append(Print(mark, typed.expr, printer_of(typed), (None,)))
        except BadTag as bad:
            problems.add(mark, bad.message, bad.suggestion)
    pieces.append(Literal(escape(text[at:])))
    return pieces


def _print_stamps(context: Context, _value: object, _tag: int) -> str:
    document = context.values.get("document")
    day = document.get("as_of") if isinstance(document, Mapping) else context.values.get("as_of")
    if not isinstance(day, dt.date):
        return ""
    return _stamped(f"{day:%Y-%m-%d}T00:00:00Z")


def _stamped(stamp: str) -> str:
    return "".join(
        [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>'
            for name in ("created", "modified")
        ]
    )


_PRINTERS = {"stamps": _print_stamps}


def clean_application(draft: Draft) -> None:
    """``docProps/app.xml``: without company, manager, template, counts and part titles."""
    for name in draft.package.related("", "extended-properties"):
        root = parse(draft.package.read(name))
        for child in list(root):
            if local(child) not in _APP_KEPT:
                root.remove(child)
        draft.put(name, HEAD.encode() + etree.tostring(root))
