"""Files put together to hide something, or to harm: nothing is skipped, and nothing breaks."""

from __future__ import annotations

import random
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.errors import PackageError
from generator.office.passages import Passage, passages
from generator.office.passages.archive import Budget
from generator.office.zips import MAX_ENTRIES, MAX_PART
from tests.passages_kit import (
    MAIN,
    SECRET,
    SLIDE,
    File,
    beside,
    book,
    carriers,
    chart,
    deck,
    document,
    para,
    png,
    real_files,
    run,
    shape,
    slide,
    telling,
    zipped,
)

CUSTOM = "<d><t>Bluebird is leaving us</t></d>"


def texts(data: bytes, place: str) -> list[str]:
    return [p.text for p in passages(data, "x.docx") if p.place == place and p.kind == "text"]


def in_part(content: str | bytes, kind: str = "x") -> bytes:
    file = deck()
    file.put("ppt/x.xml", content, SLIDE, kind)
    return file.bytes()


# How a text reads


def test_runs_breaks_and_tabs_are_one_text() -> None:
    inside = (
        "<w:p><w:r><w:t>Blue</w:t></w:r><w:r><w:t>bird</w:t><w:tab/><w:t>is</w:t><w:br/>"
        "<w:t>a &amp; b&#233;</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>"
    )

    assert texts(document(inside).bytes(), "document, paragraph 1") == ["Bluebird\tis\na & bé-c"]


def test_each_kind_of_reader_has_a_view_of_a_tracked_change() -> None:
    inside = (
        "<w:p><w:r><w:t>Blue</w:t></w:r><w:del><w:r><w:delText>berry</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>bird</w:t></w:r></w:ins></w:p>"
    )
    found = texts(document(inside).bytes(), "document, paragraph 1")

    assert set(found) == {"Blueberrybird", "Bluebird", "Blueberry"}


def test_hidden_text_does_not_keep_what_stands_around_it_apart() -> None:
    inside = (
        "<w:p><w:r><w:t>Blue</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
        "<w:r><w:t>bird</w:t></w:r></w:p>"
    )
    found = texts(document(inside).bytes(), "document, paragraph 1 (hidden text)")

    assert set(found) == {"Bluexbird", "Bluebird"}


def test_the_old_form_of_a_text_does_not_keep_the_new_one_apart() -> None:
    inside = (
        "<w:p><w:r><w:t>Blue</w:t></w:r><mc:AlternateContent><mc:Choice><w:r><w:t>bi</w:t></w:r>"
        "</mc:Choice><mc:Fallback><w:r><w:t>bi</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        "<w:r><w:t>rd</w:t></w:r></w:p>"
    )

    assert "Bluebird" in texts(document(inside).bytes(), "document, paragraph 1")


def test_symbols_are_the_characters_that_they_show() -> None:
    inside = (
        '<w:p><w:r><w:t>Blue</w:t><w:sym w:font="Arial" w:char="F062"/><w:t>ird</w:t></w:r></w:p>'
    )

    assert texts(document(inside).bytes(), "document, paragraph 1") == ["Bluebird"]


def test_excels_escapes_are_the_characters_that_they_stand_for() -> None:
    cell = '<x:c r="A1" t="str"><x:v>Blue_x0062_ird_x005F_x_xZZZZ_</x:v></x:c>'

    assert texts(book(cell).bytes(), "sheet Grid, cell A1") == ["Bluebird_x_xZZZZ_"]


@pytest.mark.parametrize(
    ("file", "place", "value"),
    [
        (book('<x:c r="B3"><x:v>1234567</x:v></x:c>'), "sheet Grid, cell B3", "1234567"),
        (
            chart(
                "<c:val><c:numRef><c:numCache><c:pt idx='0'><c:v>1234567</c:v></c:pt></c:numCache>"
                "</c:numRef></c:val>"
            ),
            'slide 1, chart "Cases", values',
            "1234567",
        ),
        (chart('<c:max val="1234567"/>'), 'slide 1, chart "Cases", axis', "1234567"),
        (
            beside(
                book(),
                "xl/r.xml",
                "x:pivotCacheRecords",
                '<x:n v="1234567"/>',
                "pivotCacheRecords",
                MAIN["x"],
            ),
            "pivot cache, stored value",
            "1234567",
        ),
    ],
    ids=["cell", "chart", "axis", "pivot cache"],
)
def test_a_number_is_a_value(file: File, place: str, value: str) -> None:
    assert Passage(place, value, "value") in list(passages(file.bytes(), "x.xlsx"))


def test_geometry_and_words_of_the_schema_are_not_told() -> None:
    inside = '<a:off x="1234567" y="0"/><a:ln algn="ctr" w="12700"/><a:srgbClr val="1F3A5F"/>'
    told = {passage.text for passage in passages(deck(inside).bytes(), "x.pptx")}

    assert told.isdisjoint({"1234567", "ctr", "12700", "1F3A5F"})


def test_what_office_does_not_know_is_told_however_short() -> None:
    told = {p.text for p in passages(in_part('<note for="Acme" sum="12345"/>'), "x.pptx")}

    assert {"Acme", "12345", "note", "for"} <= told


def test_the_file_name_is_told() -> None:
    found = list(passages(deck().bytes(), "Bluebird is leaving us.pptx"))

    assert Passage("the file name", "Bluebird is leaving us.pptx", "text") in found


def test_a_long_name_is_short_in_a_place_and_whole_in_its_text() -> None:
    name = "Very " * 40
    found = list(passages(deck(shape(SECRET, name)).bytes(), "x.pptx"))

    assert any(p.text == name for p in found)
    assert max(len(p.place) for p in found) < 100


# What is spread


@given(st.lists(st.integers(0, len(SECRET)), max_size=8))
def test_a_text_split_over_runs_is_found_joined(cuts: list[int]) -> None:
    pieces = [SECRET[a:b] for a, b in pairwise(sorted({0, *cuts, len(SECRET)}))]
    in_word = "".join(f"<w:r><w:t xml:space='preserve'>{piece}</w:t></w:r>" for piece in pieces)
    in_slide = "".join(run(piece) for piece in pieces)
    in_cell = "".join(f"<x:r><x:t>{piece}</x:t></x:r>" for piece in pieces)

    assert telling(document(f"<w:p>{in_word}</w:p>").bytes())
    assert telling(deck(f"<p:sp><p:txBody><a:p>{in_slide}</a:p></p:txBody></p:sp>").bytes())
    assert telling(book(f'<x:c r="A1" t="inlineStr"><x:is>{in_cell}</x:is></x:c>').bytes())


@pytest.mark.parametrize("glue", ["", " "])
def test_a_text_spread_over_shapes_is_found_in_its_part(glue: str) -> None:
    first, last = SECRET.split(" ", 1) if glue else (SECRET[:5], SECRET[5:])
    found = list(passages(deck(shape(first) + shape(last, "Two", "Logo")).bytes(), "x.pptx"))

    assert any(p.place == "slide 1, read across its texts" and SECRET in p.text for p in found)


@pytest.mark.parametrize(
    "file",
    [
        document(para("Bluebird is") + para("leaving us")),
        book(
            '<x:c r="A1" t="str"><x:v>Bluebird is</x:v></x:c><x:c r="B1"><x:v>7</x:v></x:c>'
            '<x:c r="C1" t="str"><x:v>leaving us</x:v></x:c>'
        ),
    ],
    ids=["paragraphs", "cells"],
)
def test_a_text_spread_over_paragraphs_or_cells_is_found_in_its_part(file: File) -> None:
    assert any(
        "read across its texts" in p.place and SECRET in p.text for p in passages(file.bytes(), "x")
    )


# Forms of XML


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_part_in_another_encoding_is_read(encoding: str) -> None:
    declared = "utf-16" if "16" in encoding else "utf-32" if "32" in encoding else "utf-8"
    text = slide(shape("Blüebird is leaving")).replace('encoding="UTF-8"', f'encoding="{declared}"')
    if encoding in ("utf-16-le", "utf-16-be"):
        text = "\ufeff" + text
    file = deck()
    file.parts[SLIDE] = text.encode(encoding)

    found = telling(file.bytes(), "Blüebird is leaving")
    assert [p.place for p in found] == ['slide 1, shape "Claim 1"']


@pytest.mark.parametrize(
    "encoding", ["windows-1252", "iso-8859-15", "shift_jis", "koi8-r", "gb2312"]
)
def test_a_part_that_declares_its_encoding_is_read(encoding: str) -> None:
    said = {"shift_jis": "青い鳥が去る", "gb2312": "蓝鸟离开", "koi8-r": "Синяя птица"}.get(
        encoding, "Blüebird"
    )
    content = f'<?xml version="1.0" encoding="{encoding}"?><t>{said}</t>'.encode(encoding)

    assert any(p.text == said for p in passages(in_part(content), "x.pptx"))


@pytest.mark.parametrize("encoding", ["idna", "punycode", "hex", "no-such-encoding", "utf-7"])
def test_a_strange_encoding_does_no_harm(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><t>{SECRET}</t>'.encode()

    assert telling(in_part(content))


@pytest.mark.parametrize(
    "content",
    [
        "<t>Bluebird <b>is</b> leaving us",
        "<t><i>Blue</b>bird is leaving us</t>",
        "<y:t>Bluebird is leaving&#32;us</y:t>",
        '<t a="1" a="2">Bluebird <br>is leaving us</t>',
    ],
)
def test_what_is_not_well_formed_is_read_as_bytes(content: str) -> None:
    assert any(p.kind == "bytes" for p in telling(in_part(content)))


def test_entities_are_resolved_and_the_document_type_is_told() -> None:
    content = '<!DOCTYPE t [<!ENTITY a "Bluebird is"><!ENTITY b "leaving us">]><t>&a; &b;</t>'
    found = list(passages(in_part(content), "x.pptx"))

    assert any(p.text == SECRET and p.kind == "markup" for p in found)
    assert Passage("part ppt/x.xml", "a document type", "carrier") in found


def test_entities_that_grow_are_not_followed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    content = f'<!DOCTYPE t [<!ENTITY l0 "ha">{laughs}]><t>&l8;</t>'
    size = sum(len(p.text) for p in passages(in_part(content), "x.pptx"))

    assert size < 5_000_000


def test_shapes_inside_shapes_without_end_are_read_as_bytes() -> None:
    inside = "<p:grpSp>" * 2_000 + run(SECRET) + "</p:grpSp>" * 2_000

    assert any(p.kind == "bytes" for p in telling(deck(inside).bytes()))


@pytest.mark.parametrize(
    "target",
    ["../media/a.png#Bluebird is leaving us", "../Bluebird%20is%20leaving%20us/../media/a.png"],
)
def test_what_a_target_says_beside_its_part_is_told(target: str) -> None:
    file = deck()
    file.put("ppt/media/a.png", png())
    file.lead(SLIDE, "image", target)
    data = file.bytes()

    assert [(p.place, p.kind) for p in telling(data)] == [("slide 1, link", "link")]
    assert carriers(data) == set()


def test_a_picture_in_another_file_is_told() -> None:
    file = deck()
    file.lead(SLIDE, "image", "https://x.example/a.png", external=True)

    assert carriers(file.bytes()) == {("slide 1, link", "a link to another file")}


def test_percent_signs_in_the_address_of_a_formula_are_resolved() -> None:
    address = "https://x.example/Bluebird%20is%20leaving%20us"
    cell = f'<x:c r="A1"><x:f>HYPERLINK("{address}")</x:f></x:c>'

    assert [p.kind for p in telling(book(cell).bytes())] == ["link"]


def test_rows_are_counted_in_each_table() -> None:
    row = "<w:tr><w:tc>{}</w:tc></w:tr>"
    inner = f"<w:tbl>{row.format(para('inner'))}</w:tbl>"
    outer = f"<w:tbl>{row.format(inner)}{row.format(para(SECRET))}</w:tbl>"

    assert [p.place for p in telling(document(outer).bytes())] == ["document, table 1, row 2"]


# Archives


def test_packages_three_deep_are_read() -> None:
    inner = book('<x:c r="B2" t="inlineStr"><x:is><x:t>Bluebird is leaving us</x:t></x:is></x:c>')
    middle = document("")
    middle.put("word/embeddings/a.xlsx", inner.bytes(), MAIN["w"], "package")
    outer = deck()
    outer.put("ppt/embeddings/b.docx", middle.bytes(), SLIDE, "package")

    assert [p.place for p in telling(outer.bytes())] == [
        "slide 1, embedded file, embedded file, sheet Grid, cell B2"
    ]


def test_a_package_in_base64_is_read() -> None:
    import base64

    inner = document(para(SECRET)).bytes()
    content = f'<x data="{base64.b64encode(inner).decode()}"/>'

    assert any("base64, paragraph 1" in p.place for p in telling(in_part(content)))


def test_files_inside_files_without_end_are_refused() -> None:
    data = deck().bytes()
    for _ in range(10):
        data = zipped({"a.zip": data})

    with pytest.raises(PackageError, match="files inside files"):
        list(passages(data, "x.pptx"))


def test_every_copy_of_a_part_is_read() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in deck().all_parts().items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(SLIDE, slide(shape(SECRET)))
    data = file.getvalue()

    assert [p.place for p in telling(data)] == ['slide 1, copy 2, shape "Claim 1"']
    assert ("slide 1, copy 2", "a second copy of a part") in carriers(data)


def test_a_part_that_nothing_leads_to_is_told_and_read() -> None:
    file = deck()
    file.put("ppt/slides/slide9.xml", slide(shape(SECRET)))
    data = file.bytes()

    assert [p.place for p in telling(data)] == ['part ppt/slides/slide9.xml, shape "Claim 1"']
    assert carriers(data) == {("part ppt/slides/slide9.xml", "a part that nothing leads to")}


def test_the_relationships_of_a_part_that_nothing_leads_to_are_told_with_it() -> None:
    file = deck()
    file.put("ppt/slides/slide9.xml", slide(""))
    file.lead("ppt/slides/slide9.xml", "hyperlink", f"https://x/{SECRET}", external=True)
    data = file.bytes()

    assert [p.place for p in telling(data)] == ["part ppt/slides/slide9.xml, link"]
    assert carriers(data) == {("part ppt/slides/slide9.xml", "a part that nothing leads to")}


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels"])
def test_the_packages_own_parts_are_read_like_all_others(name: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in deck().all_parts().items():
            info = zipfile.ZipInfo(part)
            info.comment = b"Bluebird is leaving me" if part == name else b""
            archive.writestr(info, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, f"<x>{SECRET}</x>")

    assert telling(file.getvalue())
    assert telling(file.getvalue(), "Bluebird is leaving me")


def test_an_ordinary_file_carries_nothing() -> None:
    for file in (deck(shape("a")), document(para("a")), book()):
        assert carriers(file.bytes()) == set()


def with_bytes(before: bytes = b"", after: bytes = b"", comment: bytes = b"") -> bytes:
    return before + zipped(deck().all_parts(), comment) + after


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (with_bytes(before=SECRET.encode()), "bytes before the archive, as bytes"),
        (with_bytes(after=SECRET.encode()), "bytes after the archive, as bytes"),
        (with_bytes(comment=SECRET.encode()), "comment of the archive, as bytes"),
        (with_bytes(comment=SECRET.encode("utf-16-le")), "comment of the archive, as UTF-16"),
    ],
)
def test_bytes_around_the_archive_are_read(data: bytes, place: str) -> None:
    assert Passage(place, SECRET, "bytes") in telling(data)


def test_comments_and_extra_fields_of_entries_are_read() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in deck().all_parts().items():
            info = zipfile.ZipInfo(name)
            if name == SLIDE:
                info.comment = b"Bluebird is leaving us"
                info.extra = struct.pack("<HH", 0xABCD, 22) + b"Bluebird is leaving me"
            archive.writestr(info, content)
    data = file.getvalue()

    assert [p.place for p in telling(data)] == ["slide 1, comment in the archive, as bytes"]
    assert telling(data, "Bluebird is leaving me")[0].place.startswith("slide 1, extra field")


def test_an_entry_that_the_directory_does_not_list_is_read() -> None:
    hidden = zipped({"ppt/hidden.xml": CUSTOM})
    entry = hidden[: hidden.find(b"PK\x01\x02")]
    data = with_bytes(before=entry)

    assert [p.place for p in telling(data)] == ["part ppt/hidden.xml, t"]
    assert ("part ppt/hidden.xml", "a part that nothing leads to") in carriers(data)


def test_sizes_after_an_entry_are_no_bytes_between_parts() -> None:
    class Stream(BytesIO):
        def tell(self) -> int:
            raise OSError("no going back")

    file = Stream()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in deck(shape(SECRET)).all_parts().items():
            archive.writestr(name, content)
    told = list(passages(file.getvalue(), "x.pptx"))

    assert b"PK\7\10" in file.getvalue()
    assert not [p for p in told if p.kind == "bytes"]
    assert [p for p in told if p.text == SECRET]


def test_what_follows_a_compressed_stream_is_read() -> None:
    content = b"<a/>"
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    payload = machine.compress(content) + machine.flush() + SECRET.encode()
    common = (20, 0, 8, 0, 33, zlib.crc32(content), len(payload), len(content), 5, 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *common) + b"a.xml" + payload
    central = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *common, 0, 0, 0, 0, 0) + b"a.xml"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)

    assert [p.place for p in telling(local + central + end)] == [
        "part a.xml, bytes after its end, as bytes"
    ]


def rewritten(data: bytes, name: str, at: int, value: bytes) -> bytes:
    """The archive with a field of one entry's line in its directory changed."""
    start = data.rfind(name.encode()) - 46
    return data[: start + at] + value + data[start + at + len(value) :]


@pytest.mark.parametrize(
    ("at", "value"),
    [(8, b"\1\0"), (10, b"\x63\0"), (16, b"\0\0\0\0"), (42, b"\xff\xff\xff\x7f")],
    ids=["encrypted", "method", "checksum", "place"],
)
def test_a_part_that_cannot_be_read_is_told(at: int, value: bytes) -> None:
    data = rewritten(deck(shape("a")).bytes(), SLIDE, at, value)

    assert ("slide 1", "a part that cannot be read") in carriers(data)


def test_an_archive_inside_that_cannot_be_read_is_told() -> None:
    file = deck()
    file.put("ppt/embeddings/a.xlsx", b"PK\x03\x04" + SECRET.encode(), SLIDE, "package")
    data = file.bytes()

    assert ("slide 1, embedded file", "a part that cannot be read") in carriers(data)
    assert telling(data)


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\7", b"\x1f\x8b\x08zz"]
)
def test_a_form_that_is_not_understood_is_told(head: bytes) -> None:
    file = deck()
    file.put("ppt/embeddings/a.bin", head + b"\0\1\2", SLIDE, "package")

    assert ("slide 1, embedded file", "a part that cannot be read") in carriers(file.bytes())


# What should not be there at all


CARRIERS = [
    (
        beside(
            deck(),
            "docProps/core.xml",
            "cp:coreProperties",
            "<dc:creator>Ada</dc:creator>",
            "core-properties",
        ),
        "an author",
        "document properties, creator",
    ),
    (
        beside(
            deck(),
            "docProps/core.xml",
            "cp:coreProperties",
            "<cp:lastModifiedBy>Ada</cp:lastModifiedBy>",
            "core-properties",
        ),
        "an author",
        "document properties, last modified by",
    ),
    (
        beside(
            deck(),
            "docProps/app.xml",
            "ep:Properties",
            "<ep:Manager>Ada</ep:Manager>",
            "extended-properties",
        ),
        "an author",
        "document properties, manager",
    ),
    (
        beside(deck(), "ppt/c.xml", "p:cmLst", "<p:cm/>", "comments", SLIDE),
        "a comment",
        "comment on slide 1",
    ),
    (
        beside(
            document(""), "word/c.xml", "w:comments", '<w:comment w:id="3"/>', "comments", MAIN["w"]
        ),
        "a comment",
        "comments, comment 3",
    ),
    (
        beside(
            book(),
            "xl/c.xml",
            "x:comments",
            '<x:comment ref="A1"/>',
            "comments",
            "xl/worksheets/sheet1.xml",
        ),
        "a comment",
        "comment on sheet Grid, cell A1",
    ),
    (beside(deck(), "docProps/thumbnail.xml", "x:t", "", "thumbnail"), "a thumbnail", "thumbnail"),
    (
        beside(deck(), "customXml/item1.xml", "x:t", "", "customXml", MAIN["p"]),
        "custom XML",
        "custom XML customXml/item1.xml",
    ),
    (
        beside(
            deck(),
            "docProps/custom.xml",
            "op:Properties",
            '<op:property name="Risk"/>',
            "custom-properties",
        ),
        "a custom property",
        'custom property "Risk"',
    ),
    (document("<w:p><w:ins/></w:p>"), "a tracked change", "document, paragraph 1"),
    (
        document("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>"),
        "a tracked change",
        "document, paragraph 1",
    ),
    (
        beside(book(), "xl/h.xml", "x:headers", "", "revisionHeaders", MAIN["x"]),
        "a tracked change",
        "part xl/h.xml",
    ),
    (
        beside(deck(), "ppt/changesInfos/i.xml", "x:t", "", "changesInfo", MAIN["p"]),
        "a tracked change",
        "part ppt/changesInfos/i.xml",
    ),
    (
        beside(deck(), "ppt/vbaProject.bin", "x:t", "", "vbaProject", MAIN["p"]),
        "a macro",
        "part ppt/vbaProject.bin",
    ),
    (beside(deck(), "ppt/o.bin", "x:t", "", "oleObject", SLIDE), "an embedded object", "slide 1"),
    (
        beside(book(), "xl/e.xml", "x:externalLink", "", "externalLink", MAIN["x"]),
        "a link to another file",
        "link to another file",
    ),
]


@pytest.mark.parametrize(("file", "what", "place"), CARRIERS)
def test_what_should_not_be_there_is_told(file: File, what: str, place: str) -> None:
    assert any(place in where and what == text for where, text in carriers(file.bytes()))


# Harm


def test_a_bomb_is_refused() -> None:
    with pytest.raises(PackageError, match="unpacks to"):
        list(passages(zipped({"a.xml": b" " * (MAX_PART + 1)}), "x.pptx"))
    with pytest.raises(PackageError, match="unpacks to"):
        list(passages(zipped({"a.xml": b" " * 2_000_000}), "x.pptx"))
    with pytest.raises(PackageError, match=r"more than 2,000 parts"):
        list(passages(zipped({f"{n}.xml": b"" for n in range(MAX_ENTRIES + 1)}), "x.pptx"))


def test_a_bomb_in_pieces_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.office.passages.Budget", lambda: Budget(total=1_000_000))
    inner = zipped({"a.bin": random.Random(1).randbytes(300_000)})

    with pytest.raises(PackageError, match="unpacks to more than"):
        list(passages(zipped({"1.zip": inner, "2.zip": inner}), "x.pptx"))


def test_a_bomb_in_a_picture_stays_small() -> None:
    data = png((b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 30_000_000)))
    file = deck()
    file.put("ppt/a.png", data, SLIDE, "image")

    data = file.bytes()

    assert sum(len(p.text) for p in passages(data, "x.pptx")) < 3_000_000
    assert any(what == "a part that cannot be read" for _, what in carriers(data))


NUMBER = re.compile(r"[-+]?[\d.]+(E[-+]?\d+)?|[0-9A-F]{8}|/xl/[\w./]+")


def said_in(data: bytes) -> Iterator[str]:
    """Every text and attribute of a file's XML, as another parser reads it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if content.startswith(b"PK"):
                yield from said_in(content)
            elif name.endswith(".xml"):
                for element in etree.fromstring(content).iter(etree.Element):
                    yield from (str(value) for value in element.attrib.values())
                    yield from (text for text in (element.text, element.tail) if text)


@pytest.mark.parametrize("data", [pytest.param(f, id=f"{n}") for n, f in enumerate(real_files())])
def test_nothing_that_a_real_file_says_is_left_out(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        named = {"/" + name for name in archive.namelist()}
    told = "\n".join(p.text for p in passages(data, "x"))
    left_out = {
        said
        for said in said_in(data)
        if len(said.strip()) >= 8 and said.strip() not in told and not NUMBER.fullmatch(said)
    }

    assert left_out - named <= {"preserve"}


@given(st.binary(max_size=200))
def test_any_bytes_as_a_part_raise_nothing(content: bytes) -> None:
    file = deck()
    file.put("ppt/x.bin", content, SLIDE, "image")

    assert list(passages(file.bytes(), "x.pptx"))


def test_the_same_part_says_the_same_in_another_file() -> None:
    first, second = deck(shape(SECRET)), deck(shape(SECRET), show="0")
    second.parts["ppt/other.xml"] = first.parts[SLIDE]

    assert telling(first.bytes()) == telling(first.bytes())
    assert 'slide 1 (hidden), shape "Claim 1"' in {p.place for p in telling(second.bytes())}
    assert 'part ppt/other.xml, shape "Claim 1"' in {p.place for p in telling(second.bytes())}
