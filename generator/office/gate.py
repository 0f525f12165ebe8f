"""What may not be in an Office file that we read or write: anything that acts by itself.

Refused are document types (entity bombs, outside entities), macros, OLE objects, ActiveX, data
connections, links to other files, and fields or actions that fetch or start something. The parser
is expat with a handler per danger (``watching``): the text is never searched with patterns that
markup could dodge. A fault is ``(part, message)``; all of a file's faults are found, not just the
first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from xml.parsers import expat

from .advice import advice_on
from .fields import LINK, TAG
from .relationships import OFFICE_RELS, ContentTypes, Relationship
from .watching import Budget, Refused, refuse_doctype, watch

Fault = tuple[str, str]

_MACRO_TYPES = re.compile(
    r"macroenabled|vbaproject|vbadata|activex|oleobject|\.controlproperties|macrosheet|dialogsheet",
    re.IGNORECASE,
)
_DATA_TYPES = re.compile(
    r"externallink|connections\+xml|querytable|webextension|model\+data|volatiledependencies",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|connections\.xml|attachedToolbars\.bin)$"
    r"|(^|/)(activeX|externalLinks|queryTables|webextensions|ctrlProps|macrosheets|dialogsheets"
    r"|customUI)/"
    r"|/embeddings/[^/]*\.(bin|ole|exe|docm|xlsm|pptm|xlsb)$",
    re.IGNORECASE,
)
_REFUSED_KINDS = frozenset(
    [
        *("oleobject", "control", "ctrlprop", "activexcontrolbinary", "afchunk", "subdocument"),
        *("vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "dialogsheet"),
        *("externallink", "externallinkpath", "connections", "querytable", "volatiledependencies"),
        *("powerpivotdata", "attachedtemplate", "mailmergesource", "mailmergeheadersource"),
        *("webextension", "webextensiontaskpanes", "extensibility", "attachedtoolbars"),
    ]
)
_SHOWN = 80  # characters of an address: what to do about it must not be cut off
_OLE = b"\xd0\xcf\x11\xe0"


def part_faults(name: str, content_type: str) -> Iterator[Fault]:
    """Faults that the name or content type of a part shows."""
    if _MACRO_TYPES.search(content_type) or _NAMES.search(name):
        yield (
            name,
            "holds active content (macro, OLE object, ActiveX or data connection)",
        )
    elif _DATA_TYPES.search(content_type):
        yield name, "links to data outside the file"


def binary_faults(name: str, data: bytes) -> Iterator[Fault]:
    """Faults of a part that is no XML: an OLE object is known by its first bytes."""
    if data.startswith(_OLE):
        yield name, "holds an OLE object"


def relationship_faults(
    source: str,
    items: Sequence[Relationship],
    *,
    tags: bool = False,
    place: Callable[[str, Relationship], str] = lambda source, item: "",
) -> Iterator[Fault]:
    """Relationships that leave the package, other than links; ``tags``: a link may hold a tag.

    ``place`` tells where a reader sees what a source leads to.
    """
    if len({item.id for item in items}) != len(items):
        yield source, "has two relationships of one id"
    for item in items:
        what = _relationship_fault(source, item, tags)
        if what:
            where, helps = place(source, item), advice_on(source, item)
            yield source, f"{where}{': ' * bool(where)}{what}{'; ' * bool(helps)}{helps}"


def _relationship_fault(source: str, item: Relationship, tags: bool) -> str:
    """Why a relationship is refused; empty where it is not."""
    kind, shown = item.kind.lower(), item.target[:_SHOWN]
    if item.type.startswith("http://purl.oclc.org/ooxml/"):
        return "is in the Strict Open XML form; save it as an ordinary Office file"
    if kind in _REFUSED_KINDS and item.external and "/charts/" in source:
        return f"takes its figures from {shown!r} outside the file"
    if kind in _REFUSED_KINDS:
        outside = f", to {shown!r} outside the file" if item.external else ""
        return f"has a relationship of kind {item.kind}{outside}"
    if "/digital-signature/" in item.type:
        return "is signed, and a filled copy would carry a broken signature"
    if item.external and not _is_link(item, tags):
        return f"refers to {shown!r} outside the file"
    return ""


def _is_link(item: Relationship, tags: bool) -> bool:
    """A tag may stand in an address or be all of it, but not behind another scheme."""
    if item.type != OFFICE_RELS + "hyperlink":
        return False
    target = item.target
    return bool(LINK.match(target) or (tags and TAG.match(target)))


def xml_faults(name: str, data: bytes, budget: Budget | None = None) -> list[Fault]:
    """Faults inside one XML part: not well formed, a document type, acting fields and elements.

    ``budget`` is shared by the parts of one package and limits what they hold together.
    """
    return [(name, message) for message in watch(data, budget or Budget())]


def well_formed(data: bytes) -> str | None:
    """Why ``data`` is not well-formed XML without a document type, or None. For the hot path."""
    parser = expat.ParserCreate(namespace_separator=" ")  # finds prefixes that are not declared
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, Refused) as error:
        return str(error)
    return None


def is_xml(name: str, types: ContentTypes) -> bool:
    kind = (types.of(name) or "").partition(";")[0].strip().lower()
    return kind.endswith(("+xml", "/xml", "vmldrawing")) or name.lower().endswith(
        (".xml", ".rels", ".vml", ".svg")
    )
