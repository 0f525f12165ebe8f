"""What may not be in an Office file that we read or write: anything that acts by itself.

Refused are document types (entity bombs, outside entities), macros, OLE objects, ActiveX, data
connections, links to other files, and fields or actions that fetch or start something. The parser
is expat with a handler per danger: the text is never searched with patterns that markup could
dodge. A fault is ``(part, message)``; all of a file's faults are found, not just the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.parsers import expat

from .relationships import OFFICE_RELS, ContentTypes, Relationship

Fault = tuple[str, str]

_MACRO_TYPES = re.compile(
    r"macroenabled|vbaproject|vbadata|activex|oleobject|\.controlproperties", re.IGNORECASE
)
_DATA_TYPES = re.compile(r"externallink|connections\+xml|querytable|webextension", re.IGNORECASE)
_NAMES = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|connections\.xml|attachedToolbars\.bin)$"
    r"|(^|/)(activeX|externalLinks|queryTables|webextensions|ctrlProps|macrosheets|dialogsheets)/"
    r"|/embeddings/[^/]*\.(bin|ole|exe|docm|xlsm|pptm|xlsb)$",
    re.IGNORECASE,
)
_FIELDS = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|EMBED)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_TAG = re.compile(r"\{\{|%7B%7B", re.IGNORECASE)
_ACTION = re.compile(r"ppaction://(program|macro|ole)", re.IGNORECASE)
_REFUSED_KINDS = frozenset(
    {
        "oleObject",
        "control",
        "aFChunk",
        "vbaProject",
        "attachedTemplate",
        "externalLink",
    }
    | {
        "externalLinkPath",
        "connections",
        "queryTable",
        "webextension",
        "mailMergeSource",
    }
)
_ELEMENTS = {
    "altChunk",
    "ddeLink",
    "oleLink",
    "externalReference",
    "OLEObject",
    "control",
}


class _Refused(Exception):
    pass


def part_faults(name: str, content_type: str) -> Iterator[Fault]:
    """Faults that the name or content type of a part shows."""
    if _MACRO_TYPES.search(content_type) or _NAMES.search(name):
        yield (
            name,
            "holds active content (macro, OLE object, ActiveX or data connection)",
        )
    elif _DATA_TYPES.search(content_type):
        yield name, "links to data outside the file"


def relationship_faults(
    source: str, items: Sequence[Relationship], *, tags: bool = False
) -> Iterator[Fault]:
    """Relationships that leave the package, other than links; ``tags``: a link may hold a tag."""
    for item in items:
        if item.type.startswith("http://purl.oclc.org/ooxml/"):
            yield (
                source,
                "is in the Strict Open XML form; save it as an ordinary Office file",
            )
        elif item.kind in _REFUSED_KINDS:
            yield source, f"has a relationship of kind {item.kind}"
        elif item.external and not _is_link(item, tags):
            yield source, f"refers to {item.target!r} outside the file"


def _is_link(item: Relationship, tags: bool) -> bool:
    if item.type != OFFICE_RELS + "hyperlink":
        return False
    return bool(_LINK.match(item.target) or (tags and _TAG.search(item.target)))


def xml_faults(name: str, data: bytes) -> list[Fault]:
    """Faults inside one XML part: not well formed, a document type, acting fields and elements."""
    watch = _Watch()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = watch.doctype
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.text
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return [(name, f"is not well-formed XML ({error})")]
    except _Refused as refused:
        return [(name, str(refused))]
    watch.field_ended()
    return [(name, message) for message in watch.faults]


def well_formed(data: bytes) -> str | None:
    """Why ``data`` is not well-formed XML without a document type, or None. For the hot path."""
    parser = expat.ParserCreate(namespace_separator=" ")  # finds prefixes that are not declared
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _Refused) as error:
        return str(error)
    return None


def _refuse_doctype(*_: object) -> None:
    raise _Refused("declares a document type (DOCTYPE)")


class _Watch:
    """Expat's handlers over one part. A field's words may be spread over many elements."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._instruction: list[str] = []
        self._listening = False
        self._by_name: Mapping[str, Callable[[dict[str, str]], None]] = {
            "instrText": self._instruction_start,
            "delInstrText": self._instruction_start,
            "fldChar": self._boundary,
            "fldSimple": self._simple_field,
        }

    def doctype(self, *_: object) -> None:
        _refuse_doctype()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rsplit(" ", 1)[-1]
        handler = self._by_name.get(local)
        if handler:
            handler(attributes)
        elif local in _ELEMENTS:
            self.faults.append(f"holds a {local} element (active or outside content)")
        if _ACTION.match(attributes.get("action", "")):
            self.faults.append(f"holds the action {attributes['action']!r}")

    def end(self, tag: str) -> None:
        if tag.endswith("nstrText"):
            self._listening = False

    def text(self, data: str) -> None:
        if self._listening:
            self._instruction.append(data)

    def field_ended(self) -> None:
        self._check("".join(self._instruction))
        self._instruction.clear()

    def _instruction_start(self, _: dict[str, str]) -> None:
        self._listening = True

    def _boundary(self, _: dict[str, str]) -> None:
        self.field_ended()

    def _simple_field(self, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name.rsplit(" ", 1)[-1] == "instr":
                self._check(value)

    def _check(self, instruction: str) -> None:
        found = _FIELDS.match(instruction)
        if found:
            self.faults.append(
                f"holds the field {found[1].upper()}, which brings in outside content"
            )


def is_xml(name: str, types: ContentTypes) -> bool:
    kind = (types.of(name) or "").lower()
    return kind.endswith(("+xml", "/xml", "vmldrawing")) or name.lower().endswith(
        (".xml", ".rels", ".vml")
    )
