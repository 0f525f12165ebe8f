"""Layouts that no slide of a template uses hold sample texts and pictures that nobody asked for.

They are taken out, and with them a master that has no other; a deck always keeps one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.engine.markup import parse, q, serialize
from generator.office.package import Package
from generator.office.relationships import Relationship
from generator.office.zips import Entry, deflate, inflate

Relations = dict[str, tuple[Relationship, ...]]


def without_unused(package: Package, relations: Relations) -> Package:
    """The package with lists of masters and layouts cut to those in use; so are ``relations``."""
    main = package.main_part
    slides = _led_to(relations, [main], "slide")
    used = _led_to(relations, slides, "slideLayout")
    if not used:
        return package
    entries = dict(package.entries)
    for master in _led_to(relations, [main], "slideMaster"):
        layouts = _led_to(relations, [master], "slideLayout")
        gone = layouts - used if layouts & used else set()
        if gone:
            _cut(entries, relations, master, gone)
        if not layouts & used:
            _cut(entries, relations, main, {master})
    return replace(package, entries=entries, _cache={})


def _led_to(
    relations: Mapping[str, tuple[Relationship, ...]], sources: Iterable[str], kind: str
) -> set[str]:
    return {
        item.target
        for source in sources
        for item in relations.get(source, ())
        if item.kind == kind and not item.external
    }


def _cut(entries: dict[str, Entry], relations: Relations, name: str, gone: set[str]) -> None:
    """Take ``gone`` out of a part's list and relationships."""
    ids = {item.id for item in relations[name] if item.target in gone}
    relations[name] = tuple(item for item in relations[name] if item.id not in ids)
    root = parse(inflate(entries[name]))
    for listed in list(root.iter(q("p:sldMasterId"), q("p:sldLayoutId"))):
        parent = listed.getparent()
        if listed.get(q("r:id")) in ids and parent is not None:
            parent.remove(listed)
    entries[name] = deflate(name, serialize(root).encode())
