"""One XML part seen element by element: what acts, what fetches, and what is too large to read.

The parser is expat, with limits of our own that lie below those of every later reader (libxml2
refuses depth 256 and texts of 10 million characters): nothing gets past here and stops there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from .fields import LINK, Fields

MAX_DEPTH = 200
MAX_TEXT = 5_000_000  # characters of one text or attribute
MAX_NAME = 1_000
MAX_ELEMENTS = 300_000  # of a whole package

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_SVG = "http://www.w3.org/2000/svg"
_ENCODINGS = frozenset(["utf-8", "utf8", "us-ascii", "ascii"])
_OTHER_MARKS = (b"\xfe\xff", b"\xff\xfe", b"\0<", b"<\0", b"\0\0", b"\x4c\x6f\xa7\x94")
_ELEMENTS = frozenset(
    [
        *("altChunk", "subDoc", "ddeLink", "oleLink", "externalReference", "OLEObject", "oleObj"),
        *("oleObject", "control", "webVideoPr", "customUI"),
    ]
)
_SHOW_ACTION = re.compile(
    r"(ppaction://(noaction|hlinkshowjump|hlinksldjump|customshow|media)(\?.*)?)?", re.IGNORECASE
)
_SVG_ELEMENTS = frozenset(["script", "foreignObject", "handler", "iframe", "embed", "object"])
_SVG_LINK = re.compile(r"#|data:image/(png|jpe?g|gif);", re.IGNORECASE)
_CSS = re.compile(r"@import|url\(\s*['\"]?(?!#)\S|expression\(|javascript:", re.IGNORECASE)
_AUTO = re.compile(r"(_xlnm\.)?auto_(open|close|activate|deactivate)", re.IGNORECASE)
_MACRO_NAME = ("xlm", "function", "vbProcedure", "macro")


@dataclass
class Budget:
    """What the parts of one package may still hold together."""

    elements: int = MAX_ELEMENTS


class Refused(Exception):
    """The part may not be read any further."""


def refuse_doctype(*_: object) -> None:
    raise Refused("declares a document type (DOCTYPE)")


def watch(data: bytes, budget: Budget) -> list[str]:
    """The faults of one XML part, in words that follow its name."""
    watcher = _Watch(budget)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = watcher.declaration
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.ProcessingInstructionHandler = watcher.instruction
    parser.StartElementHandler = watcher.start
    parser.EndElementHandler = watcher.end
    parser.CharacterDataHandler = watcher.text
    parser.buffer_text = True
    try:
        if data.startswith(_OTHER_MARKS):
            watcher.faults.append(_OTHER_ENCODING)
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return [f"is not well-formed XML ({error})"]
    except Refused as refused:
        return [str(refused)]
    watcher.fields.ended()
    return watcher.faults


_OTHER_ENCODING = "is not written in UTF-8"


class _Watch:
    """Expat's handlers over one part."""

    def __init__(self, budget: Budget) -> None:
        self.faults: list[str] = []
        self.fields = Fields(self.faults.append)
        self._budget = budget
        self._depth = 0
        self._length = 0
        self._listening = False
        self._in_style = False
        self._by_name: Mapping[str, Callable[[dict[str, str]], None]] = {
            "instrText": self._code,
            "delInstrText": self._code,
            "fldChar": lambda given: self.fields.boundary(_plain(given, "fldCharType")),
            "fldSimple": lambda given: self.fields.simple(_plain(given, "instr")),
            "definedName": self._defined_name,
        }

    def declaration(self, version: str, encoding: str | None, _standalone: int) -> None:
        if version != "1.0":
            self.faults.append("is not written in XML 1.0")
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            self.faults.append(_OTHER_ENCODING)

    def instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self.faults.append("refers to a style sheet outside the file")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._measure(tag, attributes)
        space, _, local = tag.rpartition(" ")
        handler = self._by_name.get(local)
        if handler:
            handler(attributes)
        elif local in _ELEMENTS:
            self.faults.append(f"holds a {local} element (active or outside content)")
        if attributes:
            self._attributes(space, local, attributes)
        if space == _SVG:
            self._svg(local, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._length = 0
        if self._listening and tag.endswith("nstrText"):
            self._listening = False
        self._in_style = False

    def text(self, data: str) -> None:
        self._length += len(data)
        if self._length > MAX_TEXT:
            raise Refused(f"holds a text of more than {MAX_TEXT:,} characters")
        if self._listening:
            self.fields.text(data)
        elif self._in_style and _CSS.search(data):
            self.faults.append("holds a picture whose styles fetch something")

    def _measure(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._length = 0
        self._budget.elements -= 1
        if self._depth > MAX_DEPTH:
            raise Refused(f"is nested more than {MAX_DEPTH} levels deep")
        if self._budget.elements < 0:
            raise Refused(f"makes the file hold more than {MAX_ELEMENTS:,} elements")
        if len(tag) > MAX_NAME:
            raise Refused(f"holds a name of more than {MAX_NAME:,} characters")
        for name, value in attributes.items():
            if len(name) > MAX_NAME:
                raise Refused(f"holds a name of more than {MAX_NAME:,} characters")
            if len(value) > MAX_TEXT:
                raise Refused(f"holds an attribute of more than {MAX_TEXT:,} characters")

    def _attributes(self, space: str, local: str, attributes: dict[str, str]) -> None:
        action = attributes.get("action", "").strip()
        if action and local.startswith("hlink") and not _SHOW_ACTION.fullmatch(action):
            self.faults.append(f"holds the action {action!r}")
        address = attributes.get("invalidUrl", "")
        if address and not LINK.match(address):
            self.faults.append(f"refers to {address!r} outside the file")
        if space == _VML:
            self._vml(attributes)

    def _vml(self, attributes: dict[str, str]) -> None:
        """Old drawings may name outside pictures in plain attributes, without a relationship."""
        outside = [attributes.get("src", "")]
        outside += [attributes.get(f"{_OFFICE} {name}", "") for name in ("href", "althref")]
        link = attributes.get("href", "")
        if link and not LINK.match(link):
            outside.append(link)
        self.faults += [f"refers to {address!r} outside the file" for address in outside if address]

    def _svg(self, local: str, attributes: dict[str, str]) -> None:
        self._in_style = local == "style"
        if local in _SVG_ELEMENTS:
            self.faults.append(f"holds a picture with a {local} element")
        for name, value in attributes.items():
            short = name.rpartition(" ")[2].lower()
            if short in ("href", "src") and not _SVG_LINK.match(value.strip()):
                self.faults.append(f"holds a picture that refers to {value[:80]!r}")
            elif short.startswith("on") or _CSS.search(value):
                self.faults.append(f"holds a picture whose {short} acts or fetches something")

    def _code(self, _: dict[str, str]) -> None:
        self._listening = True

    def _defined_name(self, attributes: dict[str, str]) -> None:
        acts = any(attributes.get(name) in ("1", "true") for name in _MACRO_NAME)
        if acts or _AUTO.fullmatch(attributes.get("name", "")):
            self.faults.append(f"holds the macro name {attributes.get('name', '')!r}")


def _plain(attributes: dict[str, str], wanted: str) -> str:
    """An attribute by its local name."""
    return next((v for k, v in attributes.items() if k.rpartition(" ")[2] == wanted), "")
