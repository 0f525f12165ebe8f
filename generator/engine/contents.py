"""Word's table of contents, written from the headings that were rendered.

Word fills such a field only when a reader asks it to, or with a prompt at opening. So its entries
are written here: links to bookmarks around the headings, with ``PAGEREF`` fields whose numbers are
an estimate until Word lays the pages out (on printing, or by F9). A template that says ``\\n`` in
its field gets links without numbers, which are always right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from generator.engine.assembly import Build, Made, Place
from generator.engine.language import Context, Mark, Piece, Print, escape
from generator.engine.markup import Element, insert_after, insert_before, q
from generator.engine.output import PartRun
from generator.engine.registry import Registry, Token
from generator.engine.signs import CONTENTS_PLACE, HEADING_SIDE

_HEADING = re.compile(
    f"{HEADING_SIDE}(\\d):(\\d+){HEADING_SIDE}(.*?){HEADING_SIDE}/{HEADING_SIDE}", re.DOTALL
)
_SHOWN = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br)\b[^>]*/>")
_SIDES = re.compile(f"{HEADING_SIDE}[^{HEADING_SIDE}]*{HEADING_SIDE}")
_BREAKS = re.compile(r'<w:br w:type="page"/>|<w:pageBreakBefore/>')
_CHARACTERS = re.compile(r">([^<]+)<")
_LEVELS = re.compile(r'\\o\s+"?(\d)\s*-\s*(\d)')
_CHARS_ON_PAGE = 3_400
_CHARS_OF_PARAGRAPH = 60
_FIRST_NAME = 100_000_000


@dataclass(frozen=True, slots=True)
class Contents:
    """What the template's field asks for: its code, the levels it shows, how entries look."""

    code: str
    first: int
    last: int
    numbers: bool
    styles: Mapping[int, str]  # level -> id of the style "toc n"
    width: int  # of the text, in twips: where the right tab stands


def heading_levels(styles: Element | None) -> dict[str, int]:
    """Style id -> outline level from 1, following the styles each is based on."""
    if styles is None:
        return {}
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.iter(q("w:style")):
        name = style.get(q("w:styleId")) or ""
        level = style.find(f"{q('w:pPr')}/{q('w:outlineLvl')}")
        parent = style.find(q("w:basedOn"))
        if level is not None:
            own[name] = int(level.get(q("w:val")) or 9) + 1
        if parent is not None:
            based[name] = parent.get(q("w:val")) or ""
    reached = {name: _level(name, own, based) for name in {*own, *based}}
    return {name: outline for name, outline in reached.items() if outline < 10}


def _level(name: str, own: Mapping[str, int], based: Mapping[str, str]) -> int:
    seen: set[str] = set()
    while name and name not in seen:
        if name in own:
            return own[name]
        seen.add(name)
        name = based.get(name, "")
    return 10


def entry_styles(styles: Element | None) -> dict[int, str]:
    """Level -> id of the paragraph style for its entries, found by its name ``toc n``."""
    found: dict[int, str] = {}
    for style in styles.iter(q("w:style")) if styles is not None else ():
        name = style.find(q("w:name"))
        match = (
            re.match(r"toc (\d)$", (name.get(q("w:val")) or "").lower())
            if name is not None
            else None
        )
        if match:
            found[int(match.group(1))] = style.get(q("w:styleId")) or ""
    return found


def take_contents(root: Element, styles: Element | None) -> tuple[Contents, Element] | None:
    """Take the field out of the tree. Returns what it asks for and the paragraph that stands for
    it, or None where the document has none."""
    for start in root.iter(q("w:p")):
        code = "".join([node.text or "" for node in start.iter(q("w:instrText"))]).strip()
        simple = start.find(q("w:fldSimple"))
        if simple is not None:
            code = (simple.get(q("w:instr")) or "").strip()
        if re.match(r"TOC\b", code, re.IGNORECASE):
            _remove_field(start)
            levels = _LEVELS.search(code)
            first, last = (int(levels.group(1)), int(levels.group(2))) if levels else (1, 3)
            numbers = not re.search(r"\\n\b", code)
            contents = Contents(code, first, last, numbers, entry_styles(styles), _text_width(root))
            return contents, start
    return None


def _remove_field(start: Element) -> None:
    """Empty the first paragraph of the field and remove its others."""
    depth = _balance(start)
    while depth > 0:
        following = start.getnext()
        if following is None:
            break
        depth += _balance(following)
        parent = start.getparent()
        assert parent is not None
        parent.remove(following)
    for child in list(start):
        if child.tag != q("w:pPr"):
            start.remove(child)


def _balance(element: Element) -> int:
    kinds = [char.get(q("w:fldCharType")) for char in element.iter(q("w:fldChar"))]
    return kinds.count("begin") - kinds.count("end")


def _text_width(root: Element) -> int:
    section = next(root.iter(q("w:sectPr")), None)
    if section is None:
        return 9_000
    size, margins = section.find(q("w:pgSz")), section.find(q("w:pgMar"))
    if size is None or margins is None:
        return 9_000
    sides = int(margins.get(q("w:left"), "0")) + int(margins.get(q("w:right"), "0"))
    return int(size.get(q("w:w"), "11906")) - sides


def mark_contents(start: Element, registry: Registry) -> None:
    """Replace the field's first paragraph by a token."""
    insert_before(start, registry.add(Token(CONTENTS_PLACE)))
    parent = start.getparent()
    assert parent is not None
    insert_before(start, start.tail or "")
    parent.remove(start)


def mark_headings(
    root: Element, levels: Mapping[str, int], contents: Contents, registry: Registry
) -> None:
    """Bookmarks around the headings that the contents show."""
    for paragraph in root.iter(q("w:p")):
        level = _outline(paragraph, levels)
        if level is None or not contents.first <= level <= contents.last:
            continue
        head = paragraph.find(q("w:pPr"))
        opener = registry.add(Made(_side(level)))
        if head is not None:
            insert_after(head, opener)
        else:
            paragraph.text = opener + (paragraph.text or "")
        closer = registry.add(Made(_side(0)))
        if len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + closer
        else:
            paragraph.text = (paragraph.text or "") + closer


def _outline(paragraph: Element, levels: Mapping[str, int]) -> int | None:
    properties = paragraph.find(q("w:pPr"))
    if properties is None:
        return None
    own, style = properties.find(q("w:outlineLvl")), properties.find(q("w:pStyle"))
    if own is not None:
        return int(own.get(q("w:val")) or 9) + 1
    return levels.get(style.get(q("w:val")) or "") if style is not None else None


def _side(level: int) -> Build:
    def build(_: Place) -> Piece:
        return Print(Mark(0, "", ""), None, "heading", (level,))

    return build


def print_heading(context: Context, _value: object, _tag: int, level: int) -> str:
    """A heading's bookmark: level 0 closes the one that was opened last."""
    run: PartRun = context.state
    if not level:
        number = run.bookmarks["heading"]
        return f'<w:bookmarkEnd w:id="{number}"/>{HEADING_SIDE}/{HEADING_SIDE}'
    number = run.bookmarks["heading"] = run.take_id()
    name = f"_Toc{_FIRST_NAME + number}"
    sign = f"{HEADING_SIDE}{level}:{number}{HEADING_SIDE}"
    return f'{sign}<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def write_contents(text: str, contents: Contents) -> str:
    """The rendered part with its contents filled in and the tokens gone."""
    entries = []
    pages = _Pages(text)
    for found in _HEADING.finditer(text):
        title = _title(found.group(3))
        if title:
            page = pages.up_to(found.start()) if contents.numbers else 0
            entries.append((int(found.group(1)), int(found.group(2)), title, page))
    made = _field(entries, contents)
    bare = _SIDES.sub("", text)
    return bare.replace(CONTENTS_PLACE, made)


def _title(xml: str) -> str:
    parts = [" " if found.group(2) else found.group(1) for found in _SHOWN.finditer(xml)]
    return " ".join(unescape("".join(parts)).split())


class _Pages:
    """An estimate of page numbers: explicit breaks, and a page for so many characters between
    them. Positions must be asked for in rising order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = max(text.find("<w:body>"), 0)
        self._page = 1
        self._used = 0

    def up_to(self, at: int) -> int:
        first, *after = _BREAKS.split(self._text[self._at : at])
        self._at = at
        self._fill(first)
        for chunk in after:
            self._page += 1
            self._used = 0
            self._fill(chunk)
        return self._page

    def _fill(self, chunk: str) -> None:
        shown = sum(map(len, _CHARACTERS.findall(chunk)))
        self._used += shown + chunk.count("</w:p>") * _CHARS_OF_PARAGRAPH
        self._page += self._used // _CHARS_ON_PAGE
        self._used %= _CHARS_ON_PAGE


def _field(entries: list[tuple[int, int, str, int]], contents: Contents) -> str:
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f"{escape(contents.code)} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    if not entries:
        closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return f"<w:p>{opening}{closing}</w:p>"
    lines = []
    for position, (level, number, title, page) in enumerate(entries):
        lines.append(
            f"<w:p>{_entry_properties(level, contents)}{'' if position else opening}"
            f"{_entry(number, title, page)}</w:p>"
        )
    return "".join(lines) + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def _entry_properties(level: int, contents: Contents) -> str:
    style = contents.styles.get(level)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    tabs = (
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{contents.width}"/></w:tabs>'
        if contents.numbers
        else ""
    )
    indent = "" if style else f'<w:ind w:left="{(level - contents.first) * 240}"/>'
    return f"<w:pPr>{named}{tabs}{indent}</w:pPr>"


def _entry(number: int, title: str, page: int) -> str:
    name = f"_Toc{_FIRST_NAME + number}"
    reference = (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{page}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if page
        else ""
    )
    return (
        f'<w:hyperlink w:anchor="{name}" w:history="1"><w:r><w:t xml:space="preserve">'
        f"{escape(title)}</w:t></w:r>{reference}</w:hyperlink>"
    )
