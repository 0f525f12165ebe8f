"""Finding ``{% include "file.docx" %}`` in a Word template, and putting the file's text there.

The engine reads no files: it is handed those that lie beside the template, by name.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.engine.blocks.borrowing import Borrowed, Host
from generator.engine.blocks.carrying import Carrier, renumber_bookmarks
from generator.engine.cleaning import clean_tree
from generator.engine.dialects import ORIGIN, WORD, is_section_end, place_in_word
from generator.engine.language import Problems
from generator.engine.markup import MC, Element, local, parse, q, remove, serialize
from generator.engine.washing import washed
from generator.errors import PackageError
from generator.office.draft import Draft
from generator.office.package import Package, open_package
from generator.office.watching import MAX_ELEMENTS
from generator.office.zips import ArchiveFault, inflate, read_entries

MAX_BLOCKS = 100
"""Blocks of one template, those inside of blocks too."""
MAX_NESTED = 5
"""Blocks inside of each other."""

_QUOTES = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"
_TAG = re.compile(rf"\{{%[-+]?\s*include\s+[{_QUOTES}]([^{_QUOTES}%]+)[{_QUOTES}]\s*[-+]?%\}}")
_MARKUP = re.compile(rb"<[^<>]*>")
_STORIES = ("header", "footer")
_BLOCKS = frozenset(["p", "tbl", "sdt"])
_IGNORABLE = f"{{{MC}}}Ignorable"
_TIP = 'write {% include "file.docx" %} with the name of a Word file beside the template'


def includes_of(data: bytes) -> tuple[str, ...]:
    """The names that a Word file's text includes, as it stands in the archive: for who fetches
    them. Nothing where the file cannot be read: that is reported where it is compiled."""
    found: list[str] = []
    try:
        for entry in read_entries(data):
            if entry.name.startswith("word/") and entry.name.endswith(".xml"):
                text = _MARKUP.sub(b"", inflate(entry))
                if b"include" in text:
                    found += _TAG.findall(text.decode("utf-8", "replace").replace("&quot;", '"'))
    except ArchiveFault:
        return ()
    return tuple(dict.fromkeys(name for name in found if is_beside(name)))


def is_beside(name: str) -> bool:
    """Whether a name is one of a Word file in the template's own folder."""
    return re.search(r'[/\\:*?"<>|\x00-\x1f]', name) is None and name.lower().endswith(".docx")


def with_blocks(package: Package, beside: Mapping[str, bytes], problems: Problems) -> Package:
    """The template with its blocks in it; faults go to ``problems``, and their tags away."""
    return _Including(beside, problems).whole(package, ())


@dataclass(slots=True)
class _Including:
    beside: Mapping[str, bytes]
    problems: Problems
    count: int = 0
    elements: int = 0  # that all blocks together brought

    def whole(self, package: Package, chain: tuple[str, ...]) -> Package:
        """``chain``: the blocks around this one, outermost first."""
        draft = Draft(package)
        host = Host.of(draft)
        main = package.main_part
        stories = [main, *[part for kind in _STORIES for part in package.related(main, kind)]]
        changed = [part for part in dict.fromkeys(stories) if self._story(host, part, chain)]
        if not changed:
            return package
        host.write()
        return open_package(draft.save(), filename=package.filename)

    def _story(self, host: Host, part: str, chain: tuple[str, ...]) -> bool:
        data = host.draft.package.read(part)
        if b"include" not in _MARKUP.sub(b"", data):
            return False
        root = parse(data)
        clean_tree(root)
        tags = list(_tags(root))
        if not tags:
            return False
        _remember_places(root, part, chain[-1] if chain else "")
        for paragraph, name in tags:
            try:
                block = self._block(name, chain)
                for element in _carried(host, part, root, block, name):
                    paragraph.addprevious(element)
                    self._count(element)
                _part_tables(paragraph)
            except _Faulty as fault:
                tag = f'{{% include "{name}" %}}'
                self.problems.at(paragraph.get(ORIGIN) or "", str(fault), fault.tip, tag)
            parent = paragraph.getparent()
            remove(paragraph)
            if parent is not None:
                _keep_paragraph(parent)
        for number, drawing in enumerate(root.iter(q("wp:docPr")), 1):
            drawing.set("id", str(number))
        host.draft.put(part, serialize(_with_names(root)).encode())
        return True

    def _count(self, element: Element) -> None:
        """PackageError as soon as the whole is larger than any file that is read at once."""
        self.elements += sum(1 for _ in element.iter())
        if self.elements > MAX_ELEMENTS:
            raise PackageError(
                f"{self.problems.file}: holds more than {MAX_ELEMENTS:,} elements with its blocks.",
                next_step="Include less, or smaller files.",
            )

    def _block(self, name: str, chain: tuple[str, ...]) -> Package:
        self.count += 1
        around = [held.casefold() for held in chain]
        if not is_beside(name):
            raise _Faulty("names no Word file of the template's own folder", _TIP)
        if name.casefold() in around:
            ring = [*chain[around.index(name.casefold()) :], name]
            raise _Faulty(f"includes itself: {' → '.join(ring)}", "take one of these tags out")
        if len(chain) >= MAX_NESTED:
            raise _Faulty(f"stands inside of {MAX_NESTED} blocks; that is the limit")
        if self.count > MAX_BLOCKS:
            raise _Faulty(f"is one of more than {MAX_BLOCKS} blocks; that is the limit")
        data = self.beside.get(name)
        if data is None:
            raise _Faulty(f"finds no file {name} that can be read beside the template", _TIP)
        try:
            return self.whole(washed(open_package(data, filename=name)), (*chain, name))
        except PackageError as error:
            raise _Faulty(f"cannot be included: {error.message}", error.next_step) from error


class _Faulty(Exception):
    """Why a block cannot stand where its tag says."""

    def __init__(self, message: str, tip: str = "") -> None:
        super().__init__(message)
        self.tip = tip


def _carried(host: Host, part: str, root: Element, block: Package, name: str) -> list[Element]:
    """What the block's page holds, made the host's."""
    if "wordprocessingml" not in block.content_type:
        raise _Faulty(f"includes {name}, which is no Word file")
    body, ignorable = _body(block, name)
    carrier = Carrier(host.draft, part, block)
    faults = carrier.faults(body)
    if faults:
        raise _Faulty(f"includes {' and '.join(faults)}, which cannot come along")
    carrier.bind(body)
    borrowed = Borrowed(host, block)
    for element in body:
        borrowed.bind(element)
    renumber_bookmarks(root, body)
    _ignore(root, ignorable, body)
    return body


def _tags(root: Element) -> Iterator[tuple[Element, str]]:
    """Paragraphs that hold nothing but an include tag; others are reported as tags are."""
    for paragraph in root.iter(q("w:p")):
        parent = paragraph.getparent()
        if parent is None or parent.tag not in WORD.bodies or is_section_end(paragraph):
            continue
        text = "".join([found.text or "" for found in paragraph.iter(q("w:t"))])
        found = _TAG.fullmatch(text.strip())
        if found is not None:
            yield paragraph, found.group(1).strip()


def _remember_places(root: Element, part: str, block: str) -> None:
    """Each paragraph keeps the place where its author sees it."""
    place = place_in_word(part)
    for paragraph in list(root.iter(q("w:p"))):
        if paragraph.get(ORIGIN) is None:
            here = place(paragraph)
            paragraph.set(ORIGIN, f"{block}, {here}" if block else here)


def _body(block: Package, name: str) -> tuple[list[Element], str]:
    """Copies of what the block's page holds, without its sections and the empty paragraph that
    Word wants at the end; and the prefixes that a reader may ignore."""
    root = parse(block.read(block.main_part))
    clean_tree(root)
    _remember_places(root, block.main_part, name)
    body = root.find(q("w:body"))
    assert body is not None
    for section in list(root.iter(q("w:sectPr"))):
        remove(section)
    made = [copy.deepcopy(child) for child in body]
    for element in made:
        element.tail = None
    if len(made) > 1 and made[-1].tag == q("w:p") and _is_empty(made[-1]):
        made.pop()
    return made, root.get(_IGNORABLE) or ""


def _is_empty(paragraph: Element) -> bool:
    return all(local(child) == "pPr" for child in paragraph)


def _ignore(root: Element, prefixes: str, body: Sequence[Element]) -> None:
    """What a reader of the block may ignore, a reader of the whole may: else it is a fault."""
    known = (root.get(_IGNORABLE) or "").split()
    spaces = {prefix: uri for element in body for prefix, uri in element.nsmap.items()}
    new = [
        p for p in prefixes.split() if p not in known and root.nsmap.get(p) in (None, spaces.get(p))
    ]
    if new:
        root.set(_IGNORABLE, " ".join([*known, *new]))


def _part_tables(paragraph: Element) -> None:
    """Two tables in a row would be one, and a cell ends with a paragraph."""
    after = paragraph.getnext()
    before = paragraph.getprevious()
    table = q("w:tbl")
    ends = after is None or after.tag in (table, q("w:sectPr"))
    if before is not None and before.tag == table and ends:
        paragraph.addprevious(paragraph.makeelement(q("w:p"), {}, None))


def _keep_paragraph(holder: Element) -> None:
    """What held nothing but an empty block keeps an empty paragraph; only a body need not."""
    if holder.tag != q("w:body") and not any(local(child) in _BLOCKS for child in holder):
        holder.append(holder.makeelement(q("w:p"), {}, None))


def _with_names(root: Element) -> Element:
    """All namespaces declared at the root, where texts that are cut out of the part expect them."""
    spaces = {
        prefix: uri for element in root.iter() for prefix, uri in element.nsmap.items() if prefix
    }
    etree.cleanup_namespaces(root, top_nsmap=spaces, keep_ns_prefixes=list(spaces))
    return root
