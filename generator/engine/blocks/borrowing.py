"""Styles and lists of a block in the file that takes it in.

Styles are the same where their names are: the host's own is used, so that a block takes the look
of where it stands. What the host lacks is copied, with all that it is based on. Lists are copied
always: they would else count on from the host's.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.engine.markup import HEAD, Element, W, local, parse, q, remove, serialize
from generator.engine.rich.numbering import bare_copy
from generator.office.draft import Draft
from generator.office.package import Package

_NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_USES = ("w:pStyle", "w:rStyle", "w:tblStyle")
_TIES = ("w:basedOn", "w:link", "w:next")
_NUMBER_OF_STYLE = "/".join([q(step) for step in ("w:pPr", "w:numPr", "w:numId")])
_BEFORE_NUMBER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")


def _root_of(draft: Draft, kind: str) -> tuple[str, Element | None]:
    package = draft.package
    found = package.related(package.main_part, kind)
    return (found[0], parse(package.read(found[0]))) if found else ("", None)


@dataclass(slots=True)
class Host:
    """The styles and the lists of the file that takes blocks in, while they come."""

    draft: Draft
    styles_part: str = ""
    styles: Element | None = None
    lists_part: str = ""
    lists: Element | None = None
    _changed: set[str] = field(default_factory=set)

    @staticmethod
    def of(draft: Draft) -> Host:
        styles_part, styles = _root_of(draft, "styles")
        lists_part, lists = _root_of(draft, "numbering")
        return Host(draft, styles_part, styles, lists_part, lists)

    def named(self) -> dict[tuple[str, str], str]:
        """Ids of styles by kind and name."""
        return {_key(style): style.get(q("w:styleId")) or "" for style in _all_styles(self.styles)}

    def add_style(self, style: Element) -> None:
        assert self.styles is not None
        self.styles.append(style)
        self._changed.add("styles")

    def add_list(self, definition: Element, instance: Element) -> None:
        """A definition stands before all instances (ECMA-376 part 1, §17.9.18)."""
        if self.lists is None:
            self.lists = parse(f'{HEAD}<w:numbering xmlns:w="{W}"/>'.encode())
        first = self.lists.find(q("w:num"))
        if first is None:
            self.lists.append(definition)
        else:
            first.addprevious(definition)
        last = self.lists.findall(q("w:num"))
        if last:
            last[-1].addnext(instance)
        else:
            definition.addnext(instance)
        self._changed.add("lists")

    def counted(self, style: str) -> tuple[str, int]:
        """The list and the level that a style counts by; empty where it has no numbers."""
        found = [s for s in _all_styles(self.styles) if s.get(q("w:styleId")) == style]
        number = found[0].find(_NUMBER_OF_STYLE) if found else None
        value = number.get(q("w:val")) or "" if number is not None else ""
        definition = self._definition(value)
        if definition is None:
            return "", 0
        levels = definition.findall(q("w:lvl"))
        own = [lvl for lvl in levels if (tie := lvl.find(q("w:pStyle"))) is not None
               and tie.get(q("w:val")) == style]  # fmt: skip
        level = (own or levels)[0]
        form = level.find(q("w:numFmt"))
        if form is not None and form.get(q("w:val")) == "bullet":
            return "", 0
        return value, int(level.get(q("w:ilvl")) or 0)

    def _definition(self, number: str) -> Element | None:
        """What a list is an instance of, if it has levels."""
        if self.lists is None:
            return None
        for instance in self.lists.findall(q("w:num")):
            named = instance.find(q("w:abstractNumId"))
            if instance.get(q("w:numId")) == number and named is not None:
                for found in self.lists.findall(q("w:abstractNum")):
                    if found.get(q("w:abstractNumId")) == named.get(q("w:val")):
                        return found if found.find(q("w:lvl")) is not None else None
        return None

    def restarted(self, number: str) -> str:
        """A list like this one that counts for itself: instances of a definition share counters."""
        definition = self._definition(number)
        assert definition is not None
        new = str(self.free("w:num", "w:numId"))
        made = bare_copy(definition)
        id_ = str(self.free("w:abstractNum", "w:abstractNumId"))
        made.set(q("w:abstractNumId"), id_)
        head = f'<w:num xmlns:w="{W}" w:numId="{new}">'
        self.add_list(made, parse(f'{head}<w:abstractNumId w:val="{id_}"/></w:num>'.encode()))
        return new

    def free(self, element: str, attribute: str) -> int:
        if self.lists is None:
            return 1
        return 1 + max([int(e.get(q(attribute)) or 0) for e in self.lists.iter(q(element))] or [0])

    def write(self) -> None:
        if "styles" in self._changed and self.styles is not None:
            self.draft.put(self.styles_part, serialize(self.styles).encode())
        if "lists" in self._changed and self.lists is not None:
            part = self.lists_part or "word/numbering.xml"
            if not self.lists_part:
                self.draft.relate(self.draft.package.main_part, "numbering", part)
            self.draft.put(part, serialize(self.lists).encode(), _NUMBERING)


def _all_styles(root: Element | None) -> Iterator[Element]:
    if root is not None:
        yield from root.iterfind(q("w:style"))


def _key(style: Element) -> tuple[str, str]:
    name = style.find(q("w:name"))
    said = name.get(q("w:val")) or "" if name is not None else ""
    return style.get(q("w:type")) or "", said.lower()


class Borrowed:
    """The styles and lists of one block, in the host's ids."""

    def __init__(self, host: Host, block: Package) -> None:
        self._host = host
        draft = Draft(block)
        styles, self._lists = _root_of(draft, "styles")[1], _root_of(draft, "numbering")[1]
        self._styles = {style.get(q("w:styleId")) or "": style for style in _all_styles(styles)}
        self._style_ids: dict[str, str] = {}
        self._list_ids: dict[str, str] = {}
        self._restarted: dict[str, str] = {}  # the host's lists that styles count by

    def bind(self, element: Element) -> None:
        """Everything below ``element`` that names a style or a list."""
        for used in list(element.iter(*[q(name) for name in _USES])):
            self._name(used, self._style(used.get(q("w:val")) or ""))
        for used in list(element.iter(q("w:numId"))):
            self._name(used, self._list(used.get(q("w:val")) or "0"))
        for properties in element.iter(q("w:pPr")):
            self._restart(properties)

    def _name(self, element: Element, id_: str) -> None:
        if id_:
            element.set(q("w:val"), id_)
        else:
            remove(element)

    # -- styles --------------------------------------------------------------------------------

    def _style(self, id_: str) -> str:
        """The host's id of a style; empty where neither file has it."""
        if id_ not in self._style_ids:
            style = self._styles.get(id_)
            if style is None or self._host.styles is None:
                return ""
            known = self._host.named()
            self._style_ids[id_] = known.get(_key(style), "") or self._copied(id_, style, known)
        return self._style_ids[id_]

    def _copied(self, id_: str, style: Element, known: dict[tuple[str, str], str]) -> str:
        made = copy.deepcopy(style)
        new, number = id_, 2
        while new in known.values():
            new, number = f"{id_}{number}", number + 1
        self._style_ids[id_] = new  # before what it is tied to, which may be tied to it
        made.set(q("w:styleId"), new)
        made.attrib.pop(q("w:default"), "")
        self._host.add_style(made)
        for tie in list(made.iter(*[q(name) for name in _TIES])):
            self._name(tie, self._style(tie.get(q("w:val")) or ""))
        for used in list(made.iter(q("w:numId"))):
            self._name(used, self._list(used.get(q("w:val")) or "0"))
        return new

    # -- lists ---------------------------------------------------------------------------------

    def _restart(self, properties: Element) -> None:
        """A paragraph that is numbered by its style alone would count on from the host's."""
        style = properties.find(q("w:pStyle"))
        if style is None or properties.find(q("w:numPr")) is not None:
            return
        number, level = self._host.counted(style.get(q("w:val")) or "")
        if number not in self._restarted:
            self._restarted[number] = self._host.restarted(number) if number else ""
        new = self._restarted[number]
        if new:
            last = [child for child in properties if local(child) in _BEFORE_NUMBER][-1]
            made = parse(
                f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="{new}"/>'
                "</w:numPr>".encode()
            )
            last.addnext(made)

    def _list(self, number: str) -> str:
        """The host's number of a list; ``0`` means none, and empty that the file has no such."""
        if number == "0" or number in self._list_ids:
            return self._list_ids.get(number, "0")
        instance = self._numbered("w:num", "w:numId", number)
        named = instance.find(q("w:abstractNumId")) if instance is not None else None
        wanted = named.get(q("w:val")) or "" if named is not None else ""
        definition = self._numbered("w:abstractNum", "w:abstractNumId", wanted)
        if instance is None or definition is None:
            return ""
        new = str(self._host.free("w:num", "w:numId"))
        self._list_ids[number] = new
        self._copy_list(bare_copy(definition), copy.deepcopy(instance), new)
        return new

    def _copy_list(self, definition: Element, instance: Element, new: str) -> None:
        id_ = str(self._host.free("w:abstractNum", "w:abstractNumId"))
        definition.set(q("w:abstractNumId"), id_)
        instance.set(q("w:numId"), new)
        named = instance.find(q("w:abstractNumId"))
        assert named is not None
        named.set(q("w:val"), id_)
        self._host.add_list(definition, instance)

    def _numbered(self, tag: str, attribute: str, value: str) -> Element | None:
        if self._lists is None:
            return None
        found = self._lists.iterfind(q(tag))
        return next((element for element in found if element.get(q(attribute)) == value), None)
