"""A template before anything else reads it: without its author, his machine and his leftovers.

Parts stay where the document needs them, or where the XML names them; everything else that a
relationship leads to is left behind, known or not. What stays is cleaned by what it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace

from generator.engine.cleaning import LEFT_BEHIND, clean_tree
from generator.engine.layouts import without_unused
from generator.engine.markup import Element, local, parse, q, serialize
from generator.engine.placeholders import without_prompts
from generator.office.gate import is_xml
from generator.office.package import Package, is_unused, reachable
from generator.office.pictures import drawn_without_metadata, without_metadata
from generator.office.relationships import ContentTypes, Relationship
from generator.office.zips import Entry, deflate

# Relationships that work without any XML naming them. Pivots and slicers are reported, not dropped.
_IMPLICIT = frozenset(
    [
        *("officeDocument", "core-properties", "extended-properties", "theme", "themeOverride"),
        *("styles", "numbering", "fontTable", "settings", "footnotes", "endnotes"),
        *("slideMaster", "slideLayout", "notesMaster", "handoutMaster", "notesSlide", "slide"),
        *("presProps", "tableStyles", "diagramDrawing", "chartStyle", "chartColorStyle"),
        *("worksheet", "sharedStrings", "pivotTable", "pivotCacheDefinition", "slicer"),
        *("pivotCacheRecords", "timeline", "slicerCache", "timelineCache"),
    ]
)
_SETTINGS = frozenset(
    [
        *("rsids", "updateFields", "docVars", "mailMerge", "trackRevisions", "revisionView"),
        *("attachedTemplate", "saveThroughXslt", "writeProtection", "docId", "proofState"),
        *("attachedSchema", "schemaLibrary", "activeWritingStyle", "linkStyles", "smartTagType"),
    ]
)
_PRESENTATION = frozenset(["modifyVerifier", "custShowLst", "custDataLst", "smartTags"])
_PROPERTIES = frozenset(["htmlPubPr", "webPr"])
_PROMPTED = ("slideLayout+xml", "slideMaster+xml", "notesMaster+xml", "handoutMaster+xml")
# What makes a part worth reading: nothing else of it is for an editor.
_DIRT = re.compile(
    rb"<!--|<\?(?!xml )|<(?:\w+:)?(?:comment\w+|custDataLst|themeFamily|contentPart|rsid|tags|del"
    rb"|ins|proofErr|smartTag|customXml|sdtPr|dataBinding|printerSettings|commentRel)\b|phldrT=|:rsid|:paraId="
    rb'|"_GoBack"|<pic:cNvPr'
)
_MEDIA = re.compile(r"(image|media|picture)[\w-]*\.\w+$")
_TEMPLATE_TYPE = re.compile(r"\.(template|slideshow)\.main\+xml$")


def washed(package: Package) -> Package:
    """The package without what never travels."""
    entries = dict(package.entries)
    for name in package.entries:
        made = _part(package, name)
        if made is not None:
            entries[name] = deflate(name, made)
    package = replace(package, entries=entries, _cache={})
    relations = {source: _kept(package, source) for source in package.relations}
    return _settled(without_unused(package, relations), relations)


def _part(package: Package, name: str) -> bytes | None:
    """The part cleaned; None where it stays as it is."""
    kind = package.types.of(name) or ""
    if kind.startswith("image/"):
        data = package.read(name)
        drawn = is_xml(name, package.types)
        made = drawn_without_metadata(data) if drawn else without_metadata(data)
        return made if made != data else None
    if not is_xml(name, package.types) or "docProps/" in name:
        return None
    data = package.read(name)
    special = kind.endswith((*_PROMPTED, ".settings+xml", "presentation.main+xml", "presProps+xml"))
    if not special and not _DIRT.search(data):
        return None
    root = parse(data)
    clean_tree(root)
    if kind.endswith(_PROMPTED):
        without_prompts(root)
    elif kind.endswith(".settings+xml"):
        _without(root, _SETTINGS)
    elif kind.endswith("presProps+xml"):
        _without(root, _PROPERTIES)
    elif name == package.main_part and root.tag == q("p:presentation"):
        _without(root, _PRESENTATION)
    return serialize(root).encode()


def _without(root: Element, names: frozenset[str]) -> None:
    for child in list(root):
        if local(child) in names:
            root.remove(child)


def _kept(package: Package, source: str) -> tuple[Relationship, ...]:
    """The relationships of one part that the document needs or that the part names."""
    items = [item for item in package.rels(source) if item.kind not in LEFT_BEHIND]
    if not source:
        return tuple(item for item in items if item.kind in _IMPLICIT)
    content = package.read(source)
    return tuple(
        item
        for item in items
        if (item.kind in _IMPLICIT and not is_unused(item, source, content))
        or f'"{item.id}"'.encode() in content
        or f"'{item.id}'".encode() in content
    )


def _settled(package: Package, relations: Mapping[str, tuple[Relationship, ...]]) -> Package:
    """The package with only what is still led to, and no file names of pictures."""
    reached = reachable(relations) & package.entries.keys()
    names = _renamed(sorted(reached))
    entries = {}
    for old in sorted(reached):
        entry, new = package.entries[old], names.get(old, old)
        entries[new] = Entry(new, entry.method, entry.crc, entry.size, entry.payload)
    made = {
        names.get(source, source): tuple(
            item if item.external else replace(item, target=names.get(item.target, item.target))
            for item in items
        )
        for source, items in relations.items()
        if not source or source in reached
    }
    overrides = {
        names.get(name, name): _TEMPLATE_TYPE.sub(_document_type, kind)
        for name, kind in package.types.overrides.items()
        if name in reached
    }
    types = ContentTypes(package.types.defaults, overrides)
    return Package(package.filename, dict(sorted(entries.items())), types, made)


def _document_type(found: re.Match[str]) -> str:
    """A ``.dotx`` that somebody renamed is a document like any other once it is filled."""
    word = found.string.rpartition(".template")[0].rpartition(".")[2]
    plain = {"wordprocessingml": "document", "spreadsheetml": "sheet"}.get(word, "presentation")
    return f".{plain}.main+xml"


def _renamed(names: list[str]) -> dict[str, str]:
    """New names for media whose own say what the author's files were called."""
    made: dict[str, str] = {}
    taken = {name.lower() for name in names}
    for name in names:
        folder, own = posixpath.split(name)
        if not folder.endswith("/media") or _MEDIA.fullmatch(own):
            continue
        number, ending = 1, posixpath.splitext(own)[1].lower()
        while f"{folder}/media{number}{ending}" in taken:
            number += 1
        made[name] = f"{folder}/media{number}{ending}"
        taken.add(made[name])
    return made
