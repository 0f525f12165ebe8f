"""Where in a document a part stands, in the words of somebody who has it open."""

from __future__ import annotations

import posixpath

from .state import Relation, Taken

_MAIN = {"p": "presentation", "x": "workbook", "w": "document"}
# Parts that belong to what leads to them: kind of relationship, and how it is said.
_OF_PARENT = {
    "notesSlide": "notes of {parent}",
    "comments": "comment on {parent}",
    "threadedComment": "comment on {parent}",
    "drawing": "{parent}",
    "chartUserShapes": "{parent}",
    "tags": "{parent}, tags",
    "table": "{parent}, table",
    "tableSingleCells": "{parent}, table",
    "pivotTable": "{parent}, pivot table",
    "vmlDrawing": "{parent}, drawing",
    "themeOverride": "{parent}, colours",
    "slideUpdateInfo": "{parent}, link to another slide",
}
# Parts that have a shape on the page, by whose name they are known.
_IN_SHAPE = {
    "chart": "chart",
    "chartEx": "chart",
    "diagramData": "diagram",
    "diagramDrawing": "diagram",
    "diagramLayout": "diagram",
    "diagramQuickStyle": "diagram",
    "diagramColors": "diagram",
    "package": "embedded file",
    "oleObject": "embedded object",
}
_BY_NAME = {
    "image": "picture",
    "slideLayout": "slide layout",
    "slideMaster": "slide master",
    "notesMaster": "notes master",
    "handoutMaster": "handout master",
    "header": "header",
    "footer": "footer",
    "customXml": "custom XML",
    "thumbnail": "thumbnail",
    "hyperlink": "linked part",
}
_ALONE = {
    "core-properties": "document properties",
    "extended-properties": "document properties",
    "custom-properties": "document properties",
    "commentAuthors": "authors of comments",
    "authors": "authors of comments",
    "people": "authors of comments",
    "person": "authors of comments",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "glossaryDocument": "building blocks",
    "settings": "settings",
    "sharedStrings": "texts of cells",
    "pivotCacheDefinition": "pivot cache",
    "pivotCacheRecords": "pivot cache",
    "externalLink": "link to another file",
    "connections": "data connections",
}
_WITH_MAIN = {"comments": "comments"}
CARRIERS = {
    "thumbnail": "a thumbnail",
    "customXml": "custom XML",
    "changesInfo": "a tracked change",
    "revisionHeaders": "a tracked change",
    "revisionLog": "a tracked change",
    "externalLink": "a link to another file",
    "connections": "a data connection",
    "queryTable": "a data connection",
    "vbaProject": "a macro",
    "oleObject": "an embedded object",
    "control": "an embedded object",
    "aFChunk": "an embedded object",
    "attachedTemplate": "a link to another file",
    "webextension": "an embedded object",
    "origin": "a signature",
    "mailMergeSource": "a link to another file",
}


def main_label(root: str) -> str:
    """What the part is called that the package itself leads to, by its root element."""
    return _MAIN.get(root.partition(":")[0], "document")


def label_of(relation: Relation, name: str, parent: str, taken: Taken, *, main: bool) -> str:
    """The place of the part ``name`` that ``relation`` leads to from the part called ``parent``."""
    kind = relation.kind
    listed = {item.id: item.label for item in taken.listed}
    if relation.id in listed:
        return listed[relation.id]
    if kind == "slide":
        return f"slide that is not in the show, {posixpath.basename(name)}"
    if main and kind in _WITH_MAIN:
        return _WITH_MAIN[kind]
    if kind in _OF_PARENT:
        return _OF_PARENT[kind].format(parent=parent)
    if kind in _IN_SHAPE:
        return _in_shape(relation, parent, taken)
    if kind in _BY_NAME:
        return f"{_BY_NAME[kind]} {name}"
    return _ALONE.get(kind, f"part {name}")


def _in_shape(relation: Relation, parent: str, taken: Taken) -> str:
    if taken.root.startswith("c:") and relation.kind == "package":
        return f"{parent}, workbook"
    what = taken.uses.get(relation.id) or _IN_SHAPE[relation.kind]
    return f"{parent}, {what}" if parent else what


def joined(*places: str) -> str:
    return ", ".join(place for place in places if place)
