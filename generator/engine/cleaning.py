"""What of a template never reaches an output: people, machines, reviews, caches, leftovers."""

from __future__ import annotations

from collections.abc import Container

from generator.engine.deletions import accept_deletions
from generator.engine.language import Problems, find_tags
from generator.engine.markup import Element, local, nearest, parse, q, remove
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
        *("dataBinding", "rowId", "colId", "custDataLst", "contentPart", "themeFamily"),
        *("commentRel", "presenceInfo"),
    ]
)
# In Word's own namespace alone: others have elements of these names that mean something else.
_DROPPED_IN_WORD = frozenset(
    [
        *("proofErr", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
        *("lastRenderedPageBreak", "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd"),
        *("moveToRangeStart", "moveToRangeEnd", "permStart", "permEnd", "rPrChange", "pPrChange"),
        *("sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "tblGridChange"),
        *("tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "rsid"),
        *("printerSettings", "placeholder", "alias", "tag", "smartTagPr", "customXmlPr"),
    ]
)
_UNWRAPPED = frozenset(["ins", "moveTo", "smartTag", "customXml"])
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_IN_WORD = q("w:")
_NOISE = (f"{{{_W14}}}paraId", f"{{{_W14}}}textId", "phldrT")


def clean_tree(root: Element) -> None:
    """Accept all tracked changes; drop comments, proofing marks, editing ids, bound data, and the
    prompts of content controls that nobody filled."""
    accept_deletions(root)
    for element in list(root.iter()):
        name, in_word = local(element), str(element.tag).startswith(_IN_WORD)
        if element is not root and (name in _DROPPED or (in_word and name in _DROPPED_IN_WORD)):
            _drop(element)
        elif in_word and name in _UNWRAPPED and len(element) and element.getparent() is not None:
            _unwrap(element)
        elif name == "AlternateContent":
            _choose(element)
        elif name == "id" and in_word and _is_of_control(element):
            _drop(element)
        _clean_attributes(element)
    for shown in list(root.iter(q("w:showingPlcHdr"))):
        _empty_control(shown)
    _free_rows(root)
    _drop_last_edit(root)


def _is_of_control(element: Element) -> bool:
    """A content control's number, which its copies would share: Word gives new ones."""
    parent = element.getparent()
    return parent is not None and parent.tag == q("w:sdtPr")


def _clean_attributes(element: Element) -> None:
    if element.tag == q("pic:cNvPr"):
        element.attrib.pop("descr", "")  # a file's name and path; the text is the frame's
        element.set("name", "Picture")
    for attribute in list(element.attrib):
        if attribute in _NOISE or str(attribute).startswith(q("w:rsid")):
            del element.attrib[attribute]


def _drop_last_edit(root: Element) -> None:
    """Word's bookmark at the place where its last user was."""
    for mark in [e for e in root.iter(q("w:bookmarkStart")) if e.get(q("w:name")) == "_GoBack"]:
        ends = [e for e in root.iter(q("w:bookmarkEnd")) if e.get(q("w:id")) == mark.get(q("w:id"))]
        for element in (mark, *ends):
            remove(element)


def _empty_control(shown: Element) -> None:
    """A control that shows its prompt goes where it stands in a line; else its runs go."""
    control = nearest(shown, "w:sdt")
    remove(shown)
    content = control.find(q("w:sdtContent")) if control is not None else None
    if control is None or content is None:
        return
    if "{{" in "".join(str(part) for part in content.itertext()):
        return
    if all(local(child) == "r" for child in content):
        remove(control)
    for run in list(content.iter(q("w:r"))):
        remove(run)


def _free_rows(root: Element) -> None:
    """Rows and cells out of the controls around them, in tables that tags fill: each copy would be
    the same control again, and rows are to stand side by side in their table."""
    for table in list(root.iter(q("w:tbl"))):
        controls = [held for held in table.iter(q("w:sdt")) if _holds_rows(held)]
        if controls and find_tags("".join([text.text or "" for text in table.iter(q("w:t"))]))[0]:
            for control in controls:
                _unwrap_control(control)


def _holds_rows(control: Element) -> bool:
    parent = control.getparent()
    while parent is not None and parent.tag in (q("w:sdt"), q("w:sdtContent")):
        parent = parent.getparent()
    return parent is not None and parent.tag in (q("w:tbl"), q("w:tr"))


def _unwrap_control(control: Element) -> None:
    for child in list(control.iterfind(f"{q('w:sdtContent')}/*")):
        control.addprevious(child)
    remove(control)


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
    """Tags in parts that are not filled, such as the drawings of SmartArt, and charts whose data
    would travel as they are: on masters, or of a kind that nothing can fill."""
    for name in sorted(draft.names()):
        for rel in draft.rels(name):
            if rel.kind == "chartEx" or (rel.kind == "chart" and name not in filled):
                problems.at(
                    f"the part {name}",
                    "holds a chart that cannot be filled",
                    "use bars, lines or a pie, on a slide or in the text",
                )
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
