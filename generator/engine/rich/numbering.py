"""The lists of Word: styles of the template where it has them, else definitions of our own.

A bullet takes the template's style ``List Bullet`` (``List Bullet 2`` one level deeper, and so on),
a numbered item ``List Number``. Every numbered list gets an instance (``w:num``) of its own, which
starts anew: Word would count on. All instances of one definition share its counters, so these are
instances of a copy: the template's own lists are not counted on either. ECMA-376 part 1, §17.9.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.engine.markup import HEAD, Element, W, fragment, parse, q, remove, serialize
from generator.office.draft import Draft
from generator.office.package import Package
from generator.richtext.model import DEEPEST

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_EMPTY = f'{HEAD}<w:numbering xmlns:w="{W}"></w:numbering>'
_MARKS = ("•", "–")
_INDENT = 360  # twips between the levels of our own lists, and of the hanging mark
_FIRST_NUM = re.compile(r"<w:num[ >]")
_TIES = ("nsid", "tmpl", "styleLink", "numStyleLink", "lvlPicBulletId", "pStyle")
_CUT = "\ufdd2"
_LAST = re.compile(r"<w:numIdMacAtCleanup\b|</w:numbering>")


@dataclass(frozen=True, slots=True)
class ListStyles:
    """What the template has: ids of styles by level, each with the definition it counts by
    (``w:abstractNumId``, level in it); the style of links; and its numbering part, cut in three
    where definitions and instances go."""

    bullets: Mapping[int, str]
    numbers: Mapping[int, tuple[str, str, int]]
    link_style: str
    part: str
    text: tuple[str, str, str]
    free: tuple[int, int]  # the first unused w:abstractNumId and w:numId
    copies: Mapping[str, tuple[str, str]]  # of definitions that styles count by, cut at their id

    @staticmethod
    def of(package: Package) -> ListStyles:
        styles = _styles(package)
        found = package.related(package.main_part, "numbering")
        root = parse(package.read(found[0])) if found else None
        text = serialize(root) if root is not None else _EMPTY
        counted = _Counted(styles, root)
        bullets, numbers = {}, {}
        for level in range(DEEPEST + 1):
            ending = f" {level + 1}" if level else ""
            bullet = counted.find(f"list bullet{ending}")
            number = counted.find(f"list number{ending}")
            if bullet is not None:
                bullets[level] = bullet[0]
            if number is not None:
                numbers[level] = number
        copies = {
            definition: _cut_copy(root, definition)
            for _, definition, _ in numbers.values()
            if root is not None
        }
        link = next((id_ for id_, (name, _) in styles.items() if name == "hyperlink"), "")
        part = found[0] if found else ""
        return ListStyles(bullets, numbers, link, part, _cut(text), _free(root), copies)


def bare_copy(definition: Element) -> Element:
    """A definition without what ties it to others: styles, pictures, and the marks by which Word
    takes two for one."""
    made = copy.deepcopy(definition)
    made.tail = None
    for found in list(made.iter(*[q(f"w:{name}") for name in _TIES])):
        remove(found)
    return made


def _cut_copy(root: Element, definition: str) -> tuple[str, str]:
    """A copy's XML before and after its own id; nothing where the definition is missing."""
    for element in root.iter(q("w:abstractNum")):
        if element.get(q("w:abstractNumId")) == definition:
            made = bare_copy(element)
            made.set(q("w:abstractNumId"), _CUT)
            before, _, after = fragment(made).partition(_CUT)
            return before, after
    return "", ""


def _styles(package: Package) -> dict[str, tuple[str, Element]]:
    """Styles by id: name in small letters, element."""
    named = package.related(package.main_part, "styles")
    if not named:
        return {}
    found = {}
    for style in parse(package.read(named[0])).iter(q("w:style")):
        name = style.find(q("w:name"))
        said = (name.get(q("w:val")) or "").lower() if name is not None else ""
        found[style.get(q("w:styleId")) or ""] = (said, style)
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    styles: Mapping[str, tuple[str, Element]]
    numbering: Element | None

    def find(self, name: str) -> tuple[str, str, int] | None:
        """(id, definition, level in it) of the style of this name, if it is one of a list."""
        id_ = next((id_ for id_, (said, _) in self.styles.items() if said == name), None)
        if id_ is None or self.numbering is None:
            return None
        number = _inside(self.styles[id_][1], "w:pPr/w:numPr/w:numId")
        for instance in self.numbering.iter(q("w:num")):
            if number is not None and instance.get(q("w:numId")) == number:
                definition = _inside(instance, "w:abstractNumId")
                return (id_, definition, self._level(definition, id_)) if definition else None
        return None

    def _level(self, definition: str, style: str) -> int:
        assert self.numbering is not None
        for element in self.numbering.iter(q("w:abstractNum")):
            if element.get(q("w:abstractNumId")) == definition:
                for level in element.iter(q("w:lvl")):
                    if _inside(level, "w:pStyle") == style:
                        return int(level.get(q("w:ilvl")) or 0)
        return 0


def _inside(element: Element, path: str) -> str | None:
    found = element.find("/".join([q(step) for step in path.split("/")]))
    return found.get(q("w:val")) if found is not None else None


def _cut(text: str) -> tuple[str, str, str]:
    """Before the first instance; the instances; the end. An empty root has a tag of its own."""
    text = re.sub(r"(<w:numbering\b[^>]*)/>", r"\1></w:numbering>", text)
    last = _LAST.search(text)
    end = last.start() if last else len(text)
    first = _FIRST_NUM.search(text)
    start = first.start() if first else end
    return text[:start], text[start:end], text[end:]


def _free(root: Element | None) -> tuple[int, int]:
    if root is None:
        return 0, 1
    definitions = [int(e.get(q("w:abstractNumId")) or 0) for e in root.iter(q("w:abstractNum"))]
    instances = [int(e.get(q("w:numId")) or 0) for e in root.iter(q("w:num"))]
    return max(definitions, default=-1) + 1, max(instances, default=0) + 1


@dataclass(slots=True)
class Lists:
    """The lists of one output: ``output.lists`` while it is rendered."""

    styles: ListStyles
    _definitions: dict[str, int] = field(default_factory=dict)  # bullet, number; else copies
    _instances: list[str] = field(default_factory=list)
    _bullets: str = ""

    @property
    def link_style(self) -> str:
        return self.styles.link_style

    def bullet(self, level: int) -> tuple[str, str, int]:
        """Style, instance and level of a bullet; a style brings its own instance."""
        style = self.styles.bullets.get(level, "")
        if style:
            return style, "", level
        if not self._bullets:
            self._bullets = self._instance(str(self._definition("bullet")))
        return "", self._bullets, level

    def place(self, level: int) -> tuple[str, int]:
        """Style of a numbered item, and its level in the definition that it counts by."""
        style, _, inner = self.styles.numbers.get(level, ("", "", level))
        return style, inner

    def number(self, level: int, start: int) -> str:
        """A new instance, for one numbered list."""
        _, definition, inner = self.styles.numbers.get(level, ("", "", level))
        return self._instance(
            str(self._definition(definition or "number")),
            f'<w:lvlOverride w:ilvl="{inner}"><w:startOverride w:val="{start}"/></w:lvlOverride>',
        )

    def _definition(self, kind: str) -> int:
        return self._definitions.setdefault(kind, self.styles.free[0] + len(self._definitions))

    def _defined(self, kind: str, id_: int) -> str:
        if kind not in self.styles.copies:
            return _definition(kind, id_)
        before, after = self.styles.copies[kind]
        return f"{before}{id_}{after}"

    def _instance(self, definition: str, override: str = "") -> str:
        number = str(self.styles.free[1] + len(self._instances))
        self._instances.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
        )
        return number

    def write(self, draft: Draft) -> None:
        """Put the numbering part with what this output added, if it did."""
        if not self._instances:
            return
        name = self.styles.part or "word/numbering.xml"
        if not self.styles.part:
            draft.relate(draft.package.main_part, "numbering", name)
        before, instances, end = self.styles.text
        made = "".join([self._defined(kind, id_) for kind, id_ in self._definitions.items()])
        text = f"{before}{made}{instances}{''.join(self._instances)}{end}"
        draft.put(name, text.encode(), _TYPE)


def _definition(kind: str, id_: int) -> str:
    levels = []
    for level in range(DEEPEST + 1):
        form, text = (
            ("bullet", _MARKS[level % len(_MARKS)])
            if kind == "bullet"
            else ("decimal", f"%{level + 1}.")
        )
        levels.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>'
            f'<w:ind w:left="{_INDENT * (level + 2)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
        )
    inside = "".join(levels)
    return (
        f'<w:abstractNum w:abstractNumId="{id_}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{inside}</w:abstractNum>"
    )
