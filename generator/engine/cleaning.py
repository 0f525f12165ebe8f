"""What of a template never reaches an output: people, machines, reviews, caches, leftovers."""

from __future__ import annotations

from collections.abc import Container

from generator.engine.language import Problems, find_tags
from generator.engine.markup import Element, local, parse, q, remove, serialize
from generator.office.draft import Draft

# Relationships, by the last word of their type, whose parts speak of the author or his machine.
LEFT_BEHIND = frozenset(
    [
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "commentAuthors",
        "people",
        "thumbnail",
        "glossaryDocument",
        "customXml",
        "custom-properties",
        "tags",
        "printerSettings",
        "changesInfo",
        "revisionInfo",
        "authors",
        "classificationlabels",
        "keyMapCustomizations",
        "recipientData",
        "attachedTemplate",
    ]
)
_DROPPED = frozenset(
    [
        "proofErr",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "lastRenderedPageBreak",
        "dataBinding",
        "del",
        "moveFrom",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "permStart",
        "permEnd",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tcPrChange",
        "trPrChange",
        "tblGridChange",
        "tblPrExChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
        "rowId",
        "colId",
        "custDataLst",
    ]
)
_UNWRAPPED = frozenset(["ins", "moveTo", "smartTag"])
_SETTINGS = frozenset(
    [
        "rsids",
        "updateFields",
        "docVars",
        "mailMerge",
        "trackRevisions",
        "revisionView",
        "attachedTemplate",
        "saveThroughXslt",
        "writeProtection",
        "docId",
        "proofState",
    ]
)
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_NOISE = (f"{{{_W14}}}paraId", f"{{{_W14}}}textId")


def clean_tree(root: Element) -> None:
    """Accept all tracked changes; drop comments, proofing marks, editing ids and bound data."""
    for element in list(root.iter()):
        name = local(element)
        if name in _DROPPED and element is not root:
            _drop(element)
        elif name in _UNWRAPPED and len(element) and element.getparent() is not None:
            _unwrap(element)
        elif name == "AlternateContent":
            _choose(element)
        for attribute in list(element.attrib):
            if attribute in _NOISE or (str(attribute).startswith(q("w:rsid"))):
                del element.attrib[attribute]


def _drop(element: Element) -> None:
    """Take an element out, with an extension or run that held nothing else."""
    parent = element.getparent()
    if parent is None:
        return
    remove(element)
    if local(parent) in ("ext", "extLst") and not len(parent):
        _drop(parent)
    elif local(parent) == "r" and all(local(child) == "rPr" for child in parent):
        remove(parent)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if parent is None or local(parent) in ("rPr", "trPr"):
        remove(element)
        return
    for child in list(element):
        element.addprevious(child)
    remove(element)


def _choose(element: Element) -> None:
    """The older form of a drawing repeats its texts, and would repeat the template's."""
    choices = [child for child in element if local(child) == "Choice"]
    for child in list(element):
        if local(child) == "Fallback" and choices:
            remove(child)


def clean_package(draft: Draft) -> None:
    """Drop parts of review and personal data, Word's editing history, and what nothing leads to."""
    for source in ["", *draft.package.relations]:
        items = draft.rels(source)
        kept = tuple(item for item in items if item.kind not in LEFT_BEHIND)
        if len(kept) != len(items):
            draft.set_rels(source, kept)
    for name in draft.package.related(draft.package.main_part, "settings"):
        root = parse(draft.package.read(name))
        for child in list(root):
            if local(child) in _SETTINGS:
                root.remove(child)
        draft.put(name, serialize(root).encode())


def prune(draft: Draft) -> None:
    """Remove parts that no relationship leads to."""
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        for item in draft.rels(waiting.pop()):
            if not item.external and item.target not in seen:
                seen.add(item.target)
                waiting.append(item.target)
    for name in sorted(draft.names() - seen):
        draft.remove(name)


def report_unfilled(draft: Draft, filled: Container[str], problems: Problems) -> None:
    """Tags in parts that are not filled, such as the drawings of SmartArt."""
    for name in sorted(draft.names()):
        if name in filled or not name.endswith(".xml") or "docProps/" in name:
            continue
        if name not in draft.package.entries:
            continue
        data = draft.package.read(name)
        if b"{{" not in data and b"{%" not in data:
            continue
        text = "".join(str(part) for part in parse(data).itertext())
        for tag in find_tags(text)[0]:
            if tag.kind != "comment":
                what = "SmartArt" if "/diagrams/" in name else f"the part {name}"
                problems.at(what, "stands where tags are not filled", tag=tag.raw)
