"""What the elements and attributes of Office's XML hold: text for people, values, links, or markup.

Elements go by ``family:name``, where the family stands for a namespace, transitional or strict.
Namespaces of Office that have no family of their own are ``ms``; those that Office does not know
have none, and nothing of theirs is taken for mere geometry.

Sources: ECMA-376 part 1 (all markup languages) and part 4 (VML), [MS-PPTX], [MS-DOCX], [MS-XLSX],
[MS-ODRAWXML] for what Office added since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

UNREAD = "a part that cannot be read"
TEXT, JOINED, VALUE, LINK = "text", "joined", "value", "link"
MARKUP, BYTES, CARRIER = "markup", "bytes", "carrier"

# Between namespace and name: a sign that no XML can hold, so that any namespace is read.
SEPARATOR = "\x01"
_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MICROSOFT = "http://schemas.microsoft.com/"
_OFFICE = (_OOXML, _STRICT, _MICROSOFT, "urn:schemas-microsoft-com:")
_FAMILIES = {
    "drawingml/2006/main": "a",
    "drawingml/main": "a",
    "drawingml/2006/chart": "c",
    "drawingml/chart": "c",
    "presentationml/2006/main": "p",
    "presentationml/main": "p",
    "wordprocessingml/2006/main": "w",
    "wordprocessingml/main": "w",
    "spreadsheetml/2006/main": "x",
    "spreadsheetml/main": "x",
    "officeDocument/2006/relationships": "r",
    "officeDocument/relationships": "r",
    "officeDocument/2006/math": "m",
    "officeDocument/math": "m",
    "officeDocument/2006/extended-properties": "ep",
    "officeDocument/extendedProperties": "ep",
    "officeDocument/2006/custom-properties": "op",
    "officeDocument/customProperties": "op",
    "officeDocument/2006/docPropsVTypes": "vt",
    "officeDocument/docPropsVTypes": "vt",
    "markup-compatibility/2006": "mc",
    "package/2006/relationships": "rel",
    "package/2006/content-types": "ct",
    "package/2006/metadata/core-properties": "cp",
}
_OTHERS = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dc",
    "http://purl.org/dc/dcmitype/": "dc",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1999/xlink": "link",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/2001/XMLSchema-instance": "xml",
    "urn:schemas-microsoft-com:vml": "v",
    _MICROSOFT + "office/excel/2006/main": "xm",
    _MICROSOFT + "office/drawing/2014/chartex": "cx",
}


@lru_cache(maxsize=1024)
def family(uri: str) -> str:
    """The short name of a namespace; empty where Office does not know it."""
    if uri in _OTHERS:
        return _OTHERS[uri]
    for head in (_OOXML, _STRICT):
        if uri.startswith(head) and uri.removeprefix(head) in _FAMILIES:
            return _FAMILIES[uri.removeprefix(head)]
    return "ms" if uri.startswith(_OFFICE) else ""


# Elements whose own text belongs to the paragraph, cell or label around them.
_RUNS = frozenset(["a:t", "w:t", "w:delText", "m:t", "x:t", "svg:tspan", "svg:textPath"])
# Elements that hold such runs; each is read as one text.
_BLOCKS = frozenset(["a:p", "w:p", "x:si", "x:is", "x:text", "x:rPh", "svg:text", "svg:title"])
_BREAKS = {
    "a:br": "\n",
    "a:tab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:noBreakHyphen": "-",
}
# Families whose element texts people read, but for the names given.
_READ = frozenset(["a", "c", "cx", "p", "x", "xm", "ep", "op", "vt", "cp", "dc", "svg", "v"])
_NOT_READ = frozenset(
    ["c:formatCode", "p:attrName", "a:tableStyleId", "svg:style", "svg:script", "c:builtInUnit"]
)
_MS_READ = frozenset(["text", "f", "formula", "v", "fb", "name", "title", "author", "displayName"])

# Attributes that people read wherever they stand.
_ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "descr": (TEXT, "alternative text"),
    "title": (TEXT, "title"),
    "alt": (TEXT, "alternative text"),
    "tooltip": (TEXT, "tooltip"),
    "screenTip": (TEXT, "tooltip"),
    "caption": (TEXT, "caption"),
    "prompt": (TEXT, "prompt"),
    "promptTitle": (TEXT, "prompt"),
    "error": (TEXT, "error message"),
    "errorTitle": (TEXT, "error message"),
    "display": (TEXT, "text of a link"),
    "displayName": (TEXT, "name"),
    "displayText": (TEXT, "choice"),
    "author": (TEXT, "author"),
    "userName": (TEXT, "author"),
    "initials": (TEXT, "author"),
    "comment": (TEXT, "comment"),
    "description": (TEXT, "description"),
    "help": (TEXT, "help"),
    "statusBar": (TEXT, "help"),
    "command": (TEXT, "command"),
    "connection": (TEXT, "connection"),
    "instr": (TEXT, "field code"),
    "string": (TEXT, "text"),
    "totalsRowLabel": (TEXT, "total"),
    "href": (LINK, "link"),
    "src": (LINK, "link"),
    "location": (LINK, "link"),
    "docLocation": (LINK, "link"),
    "invalidUrl": (LINK, "link"),
    "anchor": (LINK, "link"),
    "sourceFile": (LINK, "link"),
    "name": (TEXT, "name"),
}
# Where an attribute of a common name is a word of the schema, or a name that Office gave.
_COMMON_WORDS = {
    ("w:lsdException", "name"),
    ("a:gd", "name"),
    ("a:bodyPr", "anchor"),
    ("a:tcPr", "anchor"),
}
_ALTERNATIVE = {"title": (TEXT, "alternative text")}
_OF_ELEMENT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(["p:cNvPr", "ms:cNvPr", "ms:docPr"], _ALTERNATIVE),
    "w:alias": {"val": (TEXT, "title of a content control")},
    "w:tag": {"val": (TEXT, "tag of a content control")},
    "w:listItem": {"value": (TEXT, "choice")},
    "w:docVar": {"name": (MARKUP, "document variable"), "val": (MARKUP, "document variable")},
    "w:tblCaption": {"val": (TEXT, "alternative text")},
    "w:tblDescription": {"val": (TEXT, "alternative text")},
    "w:name": {"val": (TEXT, "name of a style")},
    "w:default": {"val": (TEXT, "default of a form field")},
    "w:helpText": {"val": (TEXT, "help")},
    "w:statusText": {"val": (TEXT, "help")},
    "w:bookmarkStart": {"name": (TEXT, "bookmark")},
    "p:tag": {"name": (MARKUP, "tag"), "val": (MARKUP, "tag")},
    "x:s": {"v": (TEXT, "stored value")},
    "x:d": {"v": (TEXT, "stored value")},
    "x:n": {"v": (VALUE, "stored value")},
    "x:sharedItems": {"minValue": (VALUE, "stored value"), "maxValue": (VALUE, "stored value")},
    "x:rangePr": {"startNum": (VALUE, "stored value"), "endNum": (VALUE, "stored value")},
    "x:cfvo": {"val": (TEXT, "conditional format")},
    "x:filter": {"val": (TEXT, "filter")},
    "x:customFilter": {"val": (TEXT, "filter")},
    "x:top10": {"filterVal": (VALUE, "filter")},
    "x:inputCells": {"val": (TEXT, "scenario")},
    "x:sheetName": {"val": (TEXT, "name of a sheet in another file")},
    "x:tableColumn": {"name": (TEXT, "column name")},
    "x:table": {"name": (TEXT, "name"), "displayName": (TEXT, "name")},
    "x:definedName": {"name": (TEXT, "defined name")},
    "x:sheet": {"name": (TEXT, "name of a sheet")},
    "c:max": {"val": (VALUE, "axis")},
    "c:min": {"val": (VALUE, "axis")},
    "c:majorUnit": {"val": (VALUE, "axis")},
    "c:minorUnit": {"val": (VALUE, "axis")},
    "c:crossesAt": {"val": (VALUE, "axis")},
    "c:custUnit": {"val": (VALUE, "axis")},
    "cx:valScaling": {"min": (VALUE, "axis"), "max": (VALUE, "axis")},
}

# Elements that hold a shape with its name, and what people call it.
_CONTAINERS = {
    "sp": "shape",
    "pic": "picture",
    "graphicFrame": "frame",
    "cxnSp": "line",
    "grpSp": "group",
    "wgp": "group",
    "wsp": "text box",
    "inline": "drawing",
    "anchor": "drawing",
    "contentPart": "ink",
}
TRACKED = "a tracked change"
_CARRIERS = {
    "p:cm": "a comment",
    "ms:cm": "a comment",
    "ms:reply": "a comment",
    "w:comment": "a comment",
    "x:comment": "a comment",
    "ms:threadedComment": "a comment",
    "p:cmAuthor": "an author",
    "ms:author": "an author",
    "ms:person": "an author",
    "w:ins": TRACKED,
    "w:del": TRACKED,
    "w:moveFrom": TRACKED,
    "w:moveTo": TRACKED,
    "w:rPrChange": TRACKED,
    "w:pPrChange": TRACKED,
    "w:sectPrChange": TRACKED,
    "w:tblPrChange": TRACKED,
    "w:tblPrExChange": TRACKED,
    "w:tblGridChange": TRACKED,
    "w:trPrChange": TRACKED,
    "w:tcPrChange": TRACKED,
    "w:numberingChange": TRACKED,
    "w:cellIns": TRACKED,
    "w:cellDel": TRACKED,
    "w:cellMerge": TRACKED,
    "x:header": TRACKED,
    "x:rcc": TRACKED,
    "op:property": "a custom property",
}
# Properties that name a person or a house.
_AUTHORS = frozenset(["dc:creator", "cp:lastModifiedBy", "ep:Company", "ep:Manager", "x:author"])

# Runs under these are read only by some: who sees the old text, who the new, who an older program.
DELETED, INSERTED, NEWER, OLDER, ASIDE = 1, 2, 4, 8, 16
_FLAGS = {
    "w:del": DELETED,
    "w:moveFrom": DELETED,
    "w:ins": INSERTED,
    "w:moveTo": INSERTED,
    "mc:Choice": NEWER,
    "mc:Fallback": OLDER,
    "w:rt": ASIDE,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One element's. ``kind`` of its own text; ``attributes`` that are more than markup by their
    name; ``carrier``: what its presence means, ``author``: what its text means; ``flag``: who
    does not read what is under it; ``holds``: the shape that it is, to people; ``known``: whether
    Office knows the namespace."""

    key: str
    known: bool
    kind: str
    is_run: bool
    is_block: bool
    sign: str
    carrier: str
    author: bool
    flag: int
    holds: str
    local: str
    attributes: Mapping[str, tuple[str, str]] = field(repr=False)


@lru_cache(maxsize=4096)
def rule_of(tag: str) -> Rule:
    """The rule of an element by its name as expat gives it: namespace, ``SEPARATOR``, name."""
    uri, _, local = tag.rpartition(SEPARATOR)
    short = family(uri)
    key = f"{short}:{local}"
    common = {
        name: meaning for name, meaning in _ATTRIBUTES.items() if (key, name) not in _COMMON_WORDS
    }
    read = short in _READ and key not in _NOT_READ
    read = read or (short == "ms" and local in _MS_READ)
    return Rule(
        key,
        bool(short),
        TEXT if read else MARKUP,
        key in _RUNS,
        key in _BLOCKS,
        _BREAKS.get(key, ""),
        _CARRIERS.get(key, ""),
        key in _AUTHORS,
        _FLAGS.get(key, 0),
        _CONTAINERS.get(local, "") if short else "",
        local,
        common | dict(_OF_ELEMENT.get(key, {})),
    )


@lru_cache(maxsize=4096)
def attribute_name(name: str) -> tuple[str, str, bool]:
    """An attribute's family (empty: its element's), its name, and whether Office knows it."""
    uri, _, local = name.rpartition(SEPARATOR)
    short = family(uri) if uri else ""
    return short, local, bool(short) or not uri


_GEOMETRY = re.compile(r"[-+]?\d[\d.]*(?:%|pt|in|cm|mm|px)?|#?[0-9A-Fa-f]{6,8}|[-+.:#\w]{0,7}")


def is_trivial(value: str) -> bool:
    """Whether an attribute's value can hold nothing: a number, a colour, a short word of a list."""
    return (len(value) < 8 and value.isalnum()) or _GEOMETRY.fullmatch(value) is not None
