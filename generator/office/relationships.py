"""Relationships and content types: what leads to what in a package, and what each part is.

Source: ECMA-376 part 2 (Open Packaging Conventions), §6.5 relationships, §7.2.3 content types.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES_PART = "[Content_Types].xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Relationship:
    """``target`` is a part's name without leading slash, or the address where ``external``."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The type's last word: ``worksheet``, ``chart``, ``hyperlink`` …"""
        return self.type.rsplit("/", 1)[-1]


@lru_cache(maxsize=4096)
def rels_name(source: str) -> str:
    """The relationships part of a part; of the package itself where ``source`` is empty."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def rels_source(name: str) -> str:
    """The part whose relationships ``name`` holds."""
    folder, own = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), own.removesuffix(".rels"))


def parse_rels(data: bytes, source: str) -> tuple[Relationship, ...]:
    root = ElementTree.fromstring(data)  # noqa: S314 - the gate has read it before
    return tuple(_relationship(item, source) for item in root.iter(f"{{{RELS_NS}}}Relationship"))


def _relationship(item: ElementTree.Element, source: str) -> Relationship:
    external = item.get("TargetMode") == "External"
    target = item.get("Target", "")
    if not external:
        # Some programs (openpyxl) write absolute targets, which others cannot follow.
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))[1:]
    return Relationship(item.get("Id", ""), item.get("Type", ""), target, external)


def write_rels(source: str, relationships: Iterable[Relationship]) -> bytes:
    """The relationships part, in the order given, internal targets relative to ``source``."""
    items = [_external(rel) if rel.external else _internal(source, rel) for rel in relationships]
    return f'{_HEAD}<Relationships xmlns="{RELS_NS}">{"".join(items)}</Relationships>'.encode()


def _external(item: Relationship) -> str:
    return f'{_described(item, item.target)} TargetMode="External"/>'


@lru_cache(maxsize=4096)
def _internal(source: str, item: Relationship) -> str:
    """Between parts: mostly the same in every document."""
    return f"{_described(item, relative_target(source, item.target))}/>"


def _described(item: Relationship, target: str) -> str:
    named = f"Id={quoteattr(item.id)} Type={quoteattr(item.type)} Target={quoteattr(target)}"
    return f"<Relationship {named}"


def relative_target(source: str, target: str) -> str:
    return posixpath.relpath("/" + target, posixpath.join("/", posixpath.dirname(source)))


@lru_cache(maxsize=4096)
def _extension(name: str) -> str:
    return posixpath.splitext(name)[1][1:].lower()


@lru_cache(maxsize=4096)
def _override(name: str, type_: str) -> str:
    return f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(type_)}/>"


@dataclass(frozen=True)
class ContentTypes:
    """``defaults`` by extension in lower case, ``overrides`` by part name without slash."""

    defaults: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str | None:
        found = self.overrides.get(name)
        if found is None:
            found = self.defaults.get(_extension(name))
        return found

    def changed(self, added: Mapping[str, str], removed: Iterable[str]) -> ContentTypes:
        """These types with parts added, and those of removed parts gone."""
        gone = set(removed)
        overrides = {name: type_ for name, type_ in self.overrides.items() if name not in gone}
        overrides |= {name: type_ for name, type_ in added.items() if self._default(name) != type_}
        return ContentTypes(self.defaults, overrides)

    def _default(self, name: str) -> str | None:
        return self.defaults.get(_extension(name))

    def to_xml(self, names: Iterable[str]) -> bytes:
        """The part; defaults only for extensions that ``names`` still hold."""
        used = {"rels", "xml", *map(_extension, names)}
        defaults = {"rels": RELS_TYPE, "xml": "application/xml", **self.defaults}
        pieces = [f'{_HEAD}<Types xmlns="{TYPES_NS}">']
        pieces += [
            f"<Default Extension={quoteattr(extension)} ContentType={quoteattr(type_)}/>"
            for extension, type_ in sorted(defaults.items())
            if extension in used
        ]
        pieces += [_override(name, type_) for name, type_ in sorted(self.overrides.items())]
        pieces.append("</Types>")
        return "".join(pieces).encode()


def parse_types(data: bytes) -> ContentTypes:
    root = ElementTree.fromstring(data)  # noqa: S314 - the gate has read it before
    defaults = {
        item.get("Extension", "").lower(): item.get("ContentType", "")
        for item in root.iter(f"{{{TYPES_NS}}}Default")
    }
    overrides = {
        item.get("PartName", "").lstrip("/"): item.get("ContentType", "")
        for item in root.iter(f"{{{TYPES_NS}}}Override")
    }
    return ContentTypes(defaults, overrides)
