"""One document in the making: the draft, and what the parts share while they are rendered."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.engine.language import Budget, Context, FormatsLike, Refused
from generator.engine.markup import split_marks
from generator.engine.paging import Page
from generator.engine.program import Program
from generator.engine.signs import TITLE_END
from generator.office.chartcut import Group
from generator.office.charts import ChartFault, ChartTemplate
from generator.office.draft import Draft
from generator.office.pictures import without_metadata
from generator.office.relationships import OFFICE_RELS, Relationship
from generator.office.zips import Entry, stored

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Companion:
    """A part that each copy of a chart gets a copy of: its style or its colours."""

    rel_id: str
    type: str
    pattern: str  # 'word/charts/style{}.xml'
    entry: Entry
    content_type: str


@dataclass(frozen=True, slots=True)
class ChartSource:
    """A template's chart: its cut part, its texts that hold tags, its companions."""

    name: str  # what people see in the selection pane
    chart: ChartTemplate
    titles: Program | None
    companions: tuple[Companion, ...]
    sound: bool = False  # whatever the values are, it is well-formed: see ``proving``


@dataclass(slots=True)
class Output:
    """One render. ``folder``: ``word`` or ``ppt``, where new parts go."""

    draft: Draft
    folder: str
    values: Mapping[str, object]
    formats: FormatsLike
    changes: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    lists: Any = None  # of Word, where formatted text is printed: ``rich.numbering.Lists``

    def context(self, values: Mapping[str, object], state: Any = None) -> Context:
        """A context of this document: all share its budget."""
        return Context(values, self.formats, state, self.budget)

    def new_name(self, pattern: str) -> str:
        """The next free name of a pattern, such as ``word/charts/chart{}.xml``."""
        self.budget.add_part()
        number = self.numbers.get(pattern, 0) + 1
        taken = self.draft.names()
        while pattern.format(number) in taken:
            number += 1
        self.numbers[pattern] = number
        return pattern.format(number)


@dataclass(slots=True)
class PartRun:
    """One part being rendered: ``context.state`` of its program."""

    output: Output
    part: str
    charts: tuple[ChartSource, ...] = ()
    next_id: int = 1
    bookmarks: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    page: Page | None = None  # of a slide whose table is continued

    def take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        """The relationship from this part to ``target``: the one there is, or a new one."""
        for held in self.output.draft.rels(self.part):
            if held.kind == kind and held.target == target and held.external == external:
                return held.id
        return self.output.draft.relate(self.part, kind, target, external=external)

    def add_chart(self, index: int, value: Mapping[str, Any], context: Context) -> str:
        """A new chart part with its workbook and companions; returns the relationship's id."""
        source, output = self.charts[index], self.output
        try:
            xml, workbook = _with_titles(source, context, output).render(value)
        except ChartFault as fault:
            raise Refused(f"cannot be drawn: {fault}") from fault
        name = output.new_name(f"{output.folder}/charts/chart{{}}.xml")
        book = output.new_name(f"{output.folder}/embeddings/workbook{{}}.xlsx")
        draft = output.draft
        output.budget.write(len(xml))
        draft.put(name, xml, CHART_TYPE, sound=source.sound)
        draft.put_packed(stored(book, workbook), WORKBOOK_TYPE)
        draft.set_rels(name, _chart_rels(source, book, output))
        return draft.relate(self.part, "chart", name)

    def add_picture(self, value: Any) -> str:
        """The media part of a picture value, shared by all that show it; the relationship's id."""
        data = without_metadata(picture_bytes(value))  # a logo's file may say who drew it
        kind = picture_kind(data)
        if kind is None:
            raise Refused("is no PNG or JPEG picture")
        digest = hashlib.sha256(data).hexdigest()[:16]
        name = f"{self.output.folder}/media/picture-{digest}.{kind}"
        if name not in self.output.draft.names():
            self.output.budget.add_part()
            self.output.draft.put(name, data, f"image/{kind}")
        return self.relate("image", name)


def _with_titles(source: ChartSource, context: Context, output: Output) -> ChartTemplate:
    """The chart with the tags of its own texts filled in, before any value stands in it."""
    if source.titles is None:
        return source.chart
    run = output.context(context.values, context.state)
    shown = iter(source.titles.render(run).split(TITLE_END))
    output.changes += source.titles.changes(run)
    return replace(source.chart, pieces=_filled(source.chart.pieces, shown))


def _filled(pieces: Sequence[str | Group], shown: Iterator[str]) -> tuple[str | Group, ...]:
    made: list[str | Group] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts = [part if isinstance(part, str) else next(shown) for part in split_marks(piece)]
            made.append("".join(parts))
        else:
            made.append(replace(piece, pieces=_filled(piece.pieces, shown)))
    return tuple(made)


def _chart_rels(source: ChartSource, book: str, output: Output) -> tuple[Relationship, ...]:
    items = [Relationship(source.chart.workbook_id, OFFICE_RELS + "package", book)]
    for companion in source.companions:
        name = output.new_name(companion.pattern)
        entry = companion.entry
        copied = Entry(name, entry.method, entry.crc, entry.size, entry.payload)
        output.draft.put_packed(copied, companion.content_type)
        items.append(Relationship(companion.rel_id, companion.type, name))
    return tuple(items)


def picture_bytes(value: Any) -> bytes:
    """The bytes of a picture value: bytes, base64 text, or a record with either as ``data``."""
    data = value.get("data") if isinstance(value, Mapping) else value
    if isinstance(data, str):
        try:
            data = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refused("is no picture: its base64 text cannot be read") from error
    if not isinstance(data, bytes):
        raise Refused("is no picture")
    return data


def picture_kind(data: bytes) -> str | None:
    """``png`` or ``jpeg`` by the first bytes."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    return "jpeg" if data[:3] == b"\xff\xd8\xff" else None


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. PNG: the IHDR chunk; JPEG: the first frame header (SOF)."""
    if picture_kind(data) == "png":
        return _checked(struct.unpack(">II", data[16:24]) if len(data) >= 24 else (0, 0))
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _checked((width, height))
        at += 2 + length
    return _checked((0, 0))


def _checked(size: tuple[int, int]) -> tuple[int, int]:
    if size[0] < 1 or size[1] < 1:
        raise Refused("is a damaged picture: its size cannot be read")
    return size
