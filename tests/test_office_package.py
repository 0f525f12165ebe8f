"""Office packages: what is refused, what is kept, and that the same parts give the same bytes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import docx
import openpyxl
import pptx
import pytest
from docx.oxml.ns import qn

from generator.errors import PackageError
from generator.office.draft import Draft
from generator.office.package import Package, open_package
from generator.office.relationships import OFFICE_RELS, Relationship, relative_target
from generator.office.zips import (
    DEFLATED,
    MAX_ENTRIES,
    STORED,
    Entry,
    deflate,
    inflate,
    read_entries,
    write_archive,
)
from tests.engine_kit import add_chart, deck, png, saved

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


SPREAD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText>'
    "</w:r><w:r><w:instrText>PICTURE http://x</w:instrText></w:r></w:p>"
)


def word() -> bytes:
    file = BytesIO()
    document = docx.Document()
    document.add_paragraph("hello")
    document.save(file)
    return file.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The file with parts replaced, added or (None) left out; ``__`` in a name is a slash."""
    wanted = {name.replace("__", "/").replace("_DOT_", "."): body for name, body in parts.items()}
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            if name not in wanted:
                made.writestr(name, source.read(name))
        for name, body in wanted.items():
            if body is not None:
                made.writestr(name, body)
    return target.getvalue()


def with_part(data: bytes, name: str, body: bytes) -> bytes:
    return changed(data, **{name.replace("/", "__").replace(".", "_DOT_"): body})


def body_xml(inside: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'.encode()


def refusal(data: bytes, filename: str = "given.docx") -> str:
    with pytest.raises(PackageError) as caught:
        open_package(data, filename=filename)
    assert caught.value.next_step
    return str(caught.value)


def opened(data: bytes | None = None) -> Package:
    return open_package(word() if data is None else data, filename="given.docx")


# -- refused ---------------------------------------------------------------------------------------


def test_what_is_no_archive_is_refused_by_name() -> None:
    assert "given.docx: is not a readable ZIP archive" in refusal(b"hello")


def test_an_archive_without_content_types_is_no_office_file() -> None:
    assert "is not an Office file" in refusal(
        changed(word(), **{"[Content_Types]_DOT_xml": None}),
    )


@pytest.mark.parametrize("name", ["../evil.xml", "/abs.xml", "a/../b.xml", "C:/x.xml", "a\\b.xml"])
def test_names_that_leave_the_package_are_refused(name: str) -> None:
    entry = deflate(name, b"<x/>")
    data = write_archive([*read_entries(word()), entry])
    assert "has a name that" in refusal(data)


def test_two_parts_of_one_name_are_refused_whatever_their_case() -> None:
    entries = read_entries(word())
    twin = Entry("WORD/document.xml", *_rest(entries, "word/document.xml"))
    assert "appears twice" in refusal(write_archive([*entries, twin]))


def _rest(entries: list[Entry], name: str) -> tuple[int, int, int, bytes]:
    entry = next(entry for entry in entries if entry.name == name)
    return entry.method, entry.crc, entry.size, entry.payload


def test_too_many_parts_are_refused() -> None:
    many = [deflate(f"x/{number}.xml", b"<x/>") for number in range(MAX_ENTRIES)]
    assert "the limit is 2,000" in refusal(write_archive([*read_entries(word()), *many]))


def test_a_part_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    blanks = b" " * 3_000_000
    packed = zlib.compress(blanks, wbits=-15)
    bomb = Entry("word/bomb.xml", DEFLATED, zlib.crc32(blanks), len(blanks), packed)
    assert "100 times its packed size" in refusal(write_archive([*read_entries(word()), bomb]))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    entries = read_entries(word())
    method, crc, size, payload = _rest(entries, "word/document.xml")
    kept = [entry for entry in entries if entry.name != "word/document.xml"]
    liar = Entry("word/document.xml", method, crc, size - 10, payload)
    assert "is damaged" in refusal(write_archive([*kept, liar]))


def test_encrypted_parts_are_refused() -> None:
    data = bytearray(word())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert "is encrypted" in refusal(bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    data = with_part(word(), "word/document.xml", text.encode(encoding))
    assert "word/document.xml: declares a document type" in refusal(data)


def test_broken_xml_is_refused() -> None:
    assert "is not well-formed XML" in refusal(with_part(word(), "word/document.xml", b"<x>"))


@pytest.mark.parametrize(
    "inside",
    [
        '<w:p><w:r><w:instrText>INCLUDETEXT "c:/x.docx"</w:instrText></w:r></w:p>',
        SPREAD,
        '<w:p><w:fldSimple w:instr=" ddeauto cmd"/></w:p>',
        '<w:altChunk xmlns:r="r" r:id="rId1"/>',
    ],
)
def test_fields_and_elements_that_fetch_something_are_refused(inside: str) -> None:
    data = with_part(word(), "word/document.xml", body_xml(inside))
    assert "word/document.xml: holds" in refusal(data)


def test_ordinary_fields_are_not_refused() -> None:
    inside = "<w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>"
    assert opened(with_part(word(), "word/document.xml", body_xml(inside))).filename


def test_macros_and_embedded_objects_are_refused() -> None:
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    rels += f'<Relationship Id="rId1" Type="{OFFICE_RELS}x" Target="vbaProject.bin"/>'.encode()
    rels += f'<Relationship Id="r2" Type="{OFFICE_RELS}y" Target="embeddings/o.bin"/>'.encode()
    data = with_part(word(), "word/_rels/document.xml.rels", rels + b"</Relationships>")
    types = open_package(word(), filename="x").types
    kinds = {"word/vbaProject.bin": "application/vnd.ms-office.vbaProject"}
    kinds["word/embeddings/o.bin"] = "application/octet-stream"
    made = types.changed(kinds, ()).to_xml(["a.xml", "a.rels"])
    data = with_part(data, "[Content_Types].xml", made)
    for name in kinds:
        data = with_part(data, name, b"\xd0\xcf\x11\xe0")
    message = refusal(data)
    assert "word/vbaProject.bin: holds active content" in message
    assert "word/embeddings/o.bin" in message


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil.example/x.dotm"),
        ("image", "http://evil.example/x.png"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_links_to_outside_other_than_web_and_mail_are_refused(kind: str, target: str) -> None:
    package = opened()
    draft = Draft(package)
    draft.relate("word/document.xml", kind, target, external=True)
    with pytest.raises(PackageError):
        draft.save()


def test_a_chart_pasted_with_a_link_is_named_and_told_what_helps() -> None:
    made = deck("a", "b", "c")
    frame = add_chart(made.slides[1], "{% chart charts.revenue %}")
    frame.name = "Revenue by year"
    part = frame.chart.part
    outside = part._element.find(f"{{{CHART}}}externalData")
    part.rels.pop(outside.get(qn("r:id")))
    linked = part.relate_to("file:///C:/Book1.xlsx", OFFICE_RELS + "oleObject", is_external=True)
    outside.set(qn("r:id"), linked)
    message = refusal(saved(made), "given.pptx")
    assert 'slide 2, "Revenue by year": ' in message
    assert "takes its figures from 'file:///C:/Book1.xlsx' outside the file" in message
    assert "Embed Workbook" in message
    assert "Break Link" in message
    assert "save it again" not in message


def test_a_linked_picture_is_named_and_told_what_helps() -> None:
    document = docx.Document()
    document.add_paragraph("One")
    run = document.add_paragraph().add_run()
    run.add_picture(BytesIO(png(4, 4)))
    address = "file:///C:/Users/me/logo.png"
    rel = document.part.relate_to(address, OFFICE_RELS + "image", is_external=True)
    (blip,) = run._r.iter(qn("a:blip"))
    blip.set(qn("r:link"), rel)
    del blip.attrib[qn("r:embed")]
    message = refusal(saved(document))
    assert 'paragraph 2, "Picture 1": refers to' in message
    assert "insert the picture itself" in message
    assert "save it again" not in message


@pytest.mark.parametrize(
    ("kind", "helps"),
    [
        ("attachedTemplate", "write Normal as the document's template"),
        ("hyperlink", "remove the link"),
        ("oleObject", "paste it as a picture"),
        ("externalLinkPath", "Break Link"),
    ],
)
def test_what_leads_out_of_the_file_is_told_with_what_takes_it_away(kind: str, helps: str) -> None:
    document = docx.Document()
    rel = document.part.relate_to("file:///x", OFFICE_RELS + kind, is_external=True)
    document.add_paragraph(style=None).add_run()._r.set(qn("r:id"), rel)
    message = refusal(saved(document))
    assert helps in message
    assert "save it again" not in message


def test_links_to_web_and_mail_and_with_tags_are_not_refused() -> None:
    document = docx.Document()
    for target in ("https://example.com", "mailto:a@example.com", "{{ account.site }}"):
        document.part.relate_to(target, OFFICE_RELS + "hyperlink", is_external=True)
    file = BytesIO()
    document.save(file)
    assert opened(file.getvalue()).filename == "given.docx"


def test_several_faults_are_named_together() -> None:
    data = with_part(word(), "word/document.xml", b"<x>")
    data = with_part(data, "word/styles.xml", b"<y>")
    message = refusal(data)
    assert "part word/document.xml" in message
    assert "part word/styles.xml" in message


# -- kept ------------------------------------------------------------------------------------------


def test_all_three_programs_files_open_and_are_written_back_the_same() -> None:
    files = []
    for made in (docx.Document(), pptx.Presentation(), openpyxl.Workbook()):
        file = BytesIO()
        made.save(file)
        files.append(file.getvalue())
    for data in files:
        package = open_package(data, filename="x")
        once = Draft(package).save()
        assert Draft(open_package(once, filename="x")).save() == once
        assert package.main_part in package.entries


def test_an_archive_is_the_same_bytes_with_fixed_times_and_types_first() -> None:
    written = Draft(opened()).save()
    with zipfile.ZipFile(BytesIO(written)) as archive:
        infos = archive.infolist()
        assert archive.testzip() is None
    assert infos[0].filename == "[Content_Types].xml"
    names = [info.filename for info in infos[1:]]
    assert names == sorted(names)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.external_attr, info.extra) for info in infos} == {(0, 0, b"")}


def test_parts_that_do_not_change_are_not_compressed_again() -> None:
    odd = zipfile.ZipFile(target := BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with zipfile.ZipFile(BytesIO(word())) as source, odd:
        for name in source.namelist():
            odd.writestr(name, source.read(name))
    before = {entry.name: entry.payload for entry in read_entries(target.getvalue())}
    package = opened(target.getvalue())
    draft = Draft(package)
    draft.put("word/document.xml", package.read("word/document.xml"))
    after = {entry.name: entry.payload for entry in read_entries(draft.save())}
    assert after["word/styles.xml"] == before["word/styles.xml"]


def test_short_parts_are_stored_and_long_ones_deflated() -> None:
    assert deflate("a", b"x").payload == b"x"
    assert deflate("a", b" " * 3_000_000).method == STORED
    long = deflate("a", b"x" * 100)
    assert long.method == DEFLATED
    assert inflate(long) == b"x" * 100


def test_absolute_targets_are_read_and_written_relative() -> None:
    file = BytesIO()
    openpyxl.Workbook().save(file)
    package = open_package(file.getvalue(), filename="x.xlsx")
    assert package.related("xl/workbook.xml", "worksheet") == ["xl/worksheets/sheet1.xml"]
    written = Draft(package).save()
    with zipfile.ZipFile(BytesIO(written)) as archive:
        assert b'Target="worksheets/sheet1.xml"' in archive.read("xl/_rels/workbook.xml.rels")
    assert relative_target("xl/worksheets/sheet1.xml", "xl/media/a.png") == "../media/a.png"


def test_parts_that_nothing_leads_to_and_thumbnails_are_left_behind() -> None:
    data = with_part(word(), "word/stray.xml", b"<x/>")
    assert "docProps/thumbnail.jpeg" in zipfile.ZipFile(BytesIO(data)).namelist()
    entries = opened(data).entries
    assert "word/stray.xml" not in entries
    assert "docProps/thumbnail.jpeg" not in entries


# -- drafts ----------------------------------------------------------------------------------------


def test_a_draft_refuses_to_write_what_office_would_repair() -> None:
    package = opened()
    cases = {
        "is not well-formed": ("word/document.xml", b"<w:p>"),
        "is not well-formed XML (unbound prefix": ("word/document.xml", b"<w:p/>"),
        "refers to the relationship rId99": (
            "word/document.xml",
            b'<w:p xmlns:w="w" xmlns:r="r"><w:a r:id="rId99"/></w:p>',
        ),
        "uses one drawing id twice": (
            "word/document.xml",
            b'<x xmlns:wp="w"><wp:docPr id="1"/><wp:docPr id="1"/></x>',
        ),
    }
    for message, (name, body) in cases.items():
        draft = Draft(package)
        draft.put(name, body)
        with pytest.raises(PackageError) as caught:
            draft.save()
        assert message in str(caught.value)


def test_a_draft_knows_parts_without_type_without_source_and_without_target() -> None:
    draft = Draft(opened())
    draft.put("word/new.xyz", b"data")
    draft.relate("word/document.xml", "other", "word/gone.xml")
    with pytest.raises(PackageError) as caught:
        draft.save()
    for message in ("word/new.xyz: has no content type", "is led to by nothing", "word/gone.xml"):
        assert message in str(caught.value)


def test_parts_are_added_and_removed_with_their_types_and_relationships() -> None:
    package = opened()
    draft = Draft(package)
    name = draft.free_name("word/media/image{}.png")
    draft.put(name, b"\x89PNG", "image/png")
    body = package.read("word/document.xml")
    id_ = draft.relate("word/document.xml", "image", name)
    marked = f'<a:blip xmlns:a="a" xmlns:r="r" r:embed="{id_}"/></w:body>'.encode()
    draft.put("word/document.xml", body.replace(b"</w:body>", marked))
    again = open_package(draft.save(), filename="x.docx")
    assert again.types.of(name) == "image/png"
    assert again.related("word/document.xml", "image") == [name]
    without = Draft(again)
    without.remove(name)
    kept = tuple(rel for rel in again.rels("word/document.xml") if rel.target != name)
    without.set_rels("word/document.xml", kept)
    without.put("word/document.xml", body)
    last = open_package(without.save(), filename="x.docx")
    assert name not in last.entries
    assert name not in last.types.overrides


def test_relationship_kinds_are_their_types_last_word() -> None:
    assert Relationship("rId1", OFFICE_RELS + "chart", "x").kind == "chart"
