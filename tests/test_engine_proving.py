"""Programs that are shown, once, to give well-formed XML whatever the values are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from jinja2 import nodes
from lxml import etree

from generator.engine import runtime
from generator.engine.language import Branch, Context, Literal, Loop, Mark, Piece, Print, Program
from generator.engine.proving import chart_is_sound, is_sound, naming_part
from generator.office.chartcut import Group
from generator.office.charts import ChartTemplate
from generator.office.draft import naming
from generator.office.relationships import OFFICE_RELS, Relationship
from tests.engine_kit import FORMATS
from tests.hostile_texts import FIELDS, FORMULAS, TEMPLATES, mutations

HERE = Mark(1, "here", "{{ x }}")
X = nodes.Name("x", "load", lineno=1)
ITEMS = nodes.Name("items", "load", lineno=1)
START, END = '<w:p xmlns:w="urn:w"><w:t>', "</w:t></w:p>"
EDGES = (*range(0xA0), 0x2028, 0x2029, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFDD6, 0xFFFD, 0xFFFE,
         0xFFFF, 0x10000, 0x1FFFF, 0x10FFFF)  # fmt: skip
HOSTILE = [*FIELDS, *FORMULAS, *TEMPLATES, *mutations(7, 200), *map(chr, EDGES), "]]>", "&#0;"]
BREAKS = ("</w:t><w:br/><w:t>", "</w:t><w:tab/><w:t>")


def shown(breaks: tuple[str, str] | None = None, printer: str = "text") -> Print:
    return Print(HERE, X, printer, (breaks,))


def loop(*body: Piece) -> Loop:
    return Loop(HERE, "x", ITEMS, None, body)


def text(*parts: str | Piece) -> list[Piece]:
    return [Literal(part) if isinstance(part, str) else part for part in parts]


def test_values_in_texts_and_attributes_and_whole_elements_in_loops_are_sound() -> None:
    row = loop(*text('<w:t a="', shown(), '">', shown(BREAKS), "</w:t>"))
    branch = Branch(((HERE, X, tuple(text("<w:t/>"))), (HERE, None, ())))
    pieces = text(START, shown(BREAKS), "</w:t>", row, branch, "\x01\x02</w:p>")
    assert is_sound(pieces)


@pytest.mark.parametrize(
    ("why", "pieces"),
    [
        ("a body that closes what it did not open", [START, loop(*text("</w:t><w:t/>")), END]),
        ("a body that opens more than it closes", [START, loop(*text("<w:t>")), END]),
        ("an arm in a tag", ["<p", Branch(((HERE, X, tuple(text(' a="1"'))),)), "/>"]),
        ("a loop in an attribute", ['<p a="', loop(*text("x")), '"/>']),
        ("a value in a name", ["<p", shown(), "/>"]),
        ("a value without quotes", ["<p a=", shown(), "/>"]),
        ("a value in a comment", ["<p><!--", shown(), "--></p>"]),
        ("a loop in a comment", ["<p><!--", loop(*text("--><p/><!--")), "--></p>"]),
        ("line breaks where no text is", ['<w:p xmlns:w="urn:w">', shown(BREAKS), "</w:p>"]),
        ("a prefix that is not declared there", ["<p>", loop(*text("<w:t/>")), "</p>"]),
        ("a body beside the document", ["<p/>", loop(*text("<p/>"))]),
        ("no document", [loop(*text("<p/>"))]),
        ("one attribute twice", ['<p a="', shown(), '" a="1"/>']),
        ("a document type", ["<!DOCTYPE p><p>", shown(), "</p>"]),
        ("a printer that writes markup", ["<p>", shown(printer="map"), "</p>"]),
    ],
)
def test_what_could_come_out_broken_is_not_sound(why: str, pieces: list[str | Piece]) -> None:
    assert not is_sound(text(*pieces)), why


@pytest.mark.parametrize("breaks", [None, BREAKS])
def test_sound_programs_stay_well_formed_for_hostile_values(
    breaks: tuple[str, str] | None,
) -> None:
    attribute = text('<w:p xmlns:w="urn:w" a="', shown(), '">')
    pieces = [*attribute, loop(*text("<w:t>", shown(breaks), "</w:t>")), *text("</w:p>")]
    assert is_sound(pieces)
    program = Program(pieces, "file")
    for value in HOSTILE:
        made = program.render(Context({"x": value, "items": [value, value]}, FORMATS))
        etree.fromstring(made.encode())


def test_charts_are_sound_where_each_of_their_parts_is_whole() -> None:
    def cut(*pieces: str | Group) -> ChartTemplate:
        start, end = '<c:chartSpace xmlns:c="urn:c">', "</c:chartSpace>"
        return ChartTemplate((start, *pieces, end), "c:", (), "General", (), "rId1", True)

    series = Group("series", "0", ('<c:ser><c:idx val="', Group("number", ""), '"/>'))
    assert chart_is_sound(cut(replace(series, pieces=(*series.pieces, "</c:ser>"))))
    assert not chart_is_sound(cut(series))
    assert not chart_is_sound(cut(series, "</c:ser>"))


PART = "word/document.xml"
NAMESPACES = 'xmlns:w="urn:w" xmlns:r="urn:r" xmlns:wp="urn:wp"'
LED = '<w:a r:id="rId7"/><wp:docPr id="1" name="'
IMAGE = Relationship("rId7", OFFICE_RELS + "image", "word/media/a.png")
FURTHER = Relationship("rId8", OFFICE_RELS + "image", "word/media/b.png")


def named(*inside: str | Piece, relations: tuple[Relationship, ...] = (IMAGE,)) -> bytes | None:
    return naming_part(PART, text(f"<w:d {NAMESPACES}>", *inside, "</w:d>"), relations)


def test_what_names_relationships_is_told_before_where_no_value_can_change_it() -> None:
    row = loop(*text('<w:t a="', shown(), '">', shown(BREAKS), "</w:t>"))
    pieces = text(f"<w:d {NAMESPACES}>", LED, shown(), '"/><w:t>', shown(BREAKS), "</w:t>", row,
                  "\x03\x01\x02</w:d>")  # fmt: skip
    told = naming_part(PART, pieces, [IMAGE])
    assert told == b' r:id="rId7"<wp:docPr id="1"/>'
    program = Program(pieces, "file", encoded=True)
    spoiling = [' r:id="rId9"', '<wp:docPr id="1"', '"/><wp:docPr id="1', "' r:id='rId9'"]
    for value in [*HOSTILE, *spoiling]:
        made = program.encoded(Context({"x": value, "items": [value, value]}, FORMATS))
        assert naming(PART, made) == told


BRANCH = Branch(((HERE, X, (Literal('<w:b r:embed="rId7"/>'),)),))
COUNT = Print(HERE, None, "drawing_id")


@pytest.mark.parametrize(
    ("why", "inside"),
    [
        ("a name in a loop", [LED, '"/>', loop(*text('<w:b r:id="rId7"/>'))]),
        ("a name in a branch", [LED, '"/>', BRANCH]),
        ("a drawing in a loop", [LED, '"/>', loop(*text('<wp:docPr id="2"/>'))]),
        ("a name in a table that may go", [LED, '"/>\x03<w:b r:id="rId7"/>\x01\x02']),
        ("a value in a name", [LED, '"/><w:b r:id="', shown(), '"/>']),
        ("a chart's name", [LED, '"/><w:b r:id="', Print(HERE, X, "chart", (0,)), '"/>']),
        ("a drawing that is counted", [LED, '"/><wp:docPr id="', COUNT, '"/>']),
        ("a relationship that nothing names", ["<w:t/>"]),
    ],
)  # fmt: skip
def test_what_names_relationships_is_looked_for_where_it_may_differ(
    why: str, inside: list[str | Piece]
) -> None:
    assert named(*inside) is None, why


def test_every_relationship_that_must_be_named_is() -> None:
    assert named(LED, '"/>') is not None
    assert named(LED, '"/>', relations=(IMAGE, FURTHER)) is None


def test_a_token_alone_is_no_document() -> None:
    assert not is_sound([Literal("\x01")])


@pytest.mark.parametrize("kind", ["text", "money", "number", "percent", "date"])
def test_what_is_printed_where_it_is_looked_up_is_what_the_printer_says(kind: str) -> None:
    numbers = [Decimal("-0.5"), Decimal(1234567), Decimal("1E+3"), 7, 7.25]
    days = [dt.date(2026, 1, 31), dt.datetime(2026, 1, 31, 9, 30)]
    values: list[object] = [*HOSTILE, *numbers, *(days if kind in ("text", "date") else [])]
    plain, encoded = (
        Program([Print(HERE, X, kind, (BREAKS,))], "file", encoded=encoded)
        for encoded in (False, True)
    )
    for value in values:
        context = Context({"x": value}, FORMATS)
        said = runtime.PRINTERS[kind](Context({"x": value}, FORMATS), value, 1, BREAKS)
        assert plain.render(context) == said
        assert encoded.encoded(Context({"x": value}, FORMATS)) == said.encode()
