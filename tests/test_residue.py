"""Nothing of a template's author, comments or placeholder text travels, in any format."""

# ruff: noqa: E501 - what stands in a file reads best in one line
from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pptx
import pytest
from lxml import etree

from generator.engine import compile_template
from generator.errors import TemplateError
from generator.office.pictures import without_metadata
from tests import excel_kit
from tests.acceptance_runs import SampleRun, sample
from tests.dirty_templates import (
    IN_SLIDES,
    PLACES,
    SLIDE,
    WORD,
    box,
    dirty,
    dirty_chart_deck,
    dirty_jpeg,
    dirty_png,
    mark,
    words_in,
)
from tests.engine_kit import FORMATS, NAMES, deck, parts, png, render, values
from tests.hostile_kit import File, R, plain, unpacked

__all__ = ["sample"]  # a fixture


def rendered(data: bytes, kind: str) -> bytes:
    if kind == "xlsx":
        template = compile_template(data, filename="t.xlsx", names=excel_kit.NAMES)
        return template.render(excel_kit.values(), excel_kit.FORMATS).data
    template = compile_template(data, filename=f"t.{kind}", names=NAMES)
    return template.render(values(), FORMATS).data


EACH = [(kind, number) for kind, places in PLACES.items() for number in range(len(places))]


@pytest.mark.parametrize(
    ("kind", "number"), EACH, ids=[f"{kind}: {PLACES[kind][n][0]}" for kind, n in EACH]
)
def test_residue_in_one_place_stays_behind(kind: str, number: int) -> None:
    data = dirty(kind, number)
    assert any(mark(number) in word for word in words_in(data))
    assert words_in(rendered(data, kind)) == set()


@pytest.mark.parametrize("kind", PLACES)
def test_residue_in_all_places_at_once_stays_behind(kind: str) -> None:
    data = dirty(kind)
    planted = {word.split("x ")[0].split("x.")[0] for word in words_in(data)}
    assert len({word[: len(mark(0)) - 1] for word in planted if WORD in word}) >= len(PLACES[kind])
    made = rendered(data, kind)
    assert words_in(made) == set()
    assert b"Hello" in made or any(b"Hello" in body for body in unpacked(made).values())


# -- charts --------------------------------------------------------------------------------------


def chart_of(data: bytes) -> tuple[str, bytes]:
    """The one chart of a deck and its workbook."""
    held = parts(data)
    name = next(n for n in held if re.match(r"ppt/charts/chart\d+\.xml", n))
    return held[name].decode(), held[next(n for n in held if n.startswith("ppt/embeddings/"))]


def test_a_chart_brings_none_of_the_templates_figures_labels_and_shapes() -> None:
    data = dirty_chart_deck()
    assert len(words_in(data)) > 9
    made = rendered(data, "pptx")
    assert words_in(made) == set()
    chart, _ = chart_of(made)
    assert "Axis words" in chart  # an axis title that showed a cell keeps its words
    assert "[VALUE]" in chart
    assert "$Z$" not in chart
    assert parts(made).keys() & {"ppt/drawings/drawing1.xml"} == set()


@pytest.mark.parametrize("kind", ["chart", "chartEx"])
def test_a_chart_that_nothing_fills_is_reported(kind: str) -> None:
    file = plain("pptx")
    layout = "ppt/slideLayouts/slideLayout6.xml"
    type_ = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    id_ = file.part(layout, kind, "ppt/charts/chart9.xml", "<x/>", type_)
    file.inside(layout, f'<c:chart xmlns:c="x" xmlns:r="y" r:id="{id_}"/>')
    from generator.engine.template import check_template

    (problem,) = check_template(file.data, filename="t.pptx", names=NAMES)
    assert "slideLayout6.xml: holds a chart that cannot be filled" in str(problem)


# -- pictures ------------------------------------------------------------------------------------


def test_pictures_lose_their_texts_and_keep_their_pixels() -> None:
    assert without_metadata(dirty_png("x")) == png(4, 4)
    bare = without_metadata(dirty_jpeg("secret", turn=1))
    assert b"secret" not in bare
    assert b"Exif" not in bare
    assert without_metadata(bare) == bare


def test_a_picture_that_lies_on_its_side_still_does() -> None:
    import struct

    bare = without_metadata(dirty_jpeg("secret", turn=6))
    at = bare.index(b"Exif\0\0") + 6
    assert struct.unpack_from(">HHHIH", bare, at + 8) == (1, 0x0112, 3, 1, 6)
    assert b"secret" not in bare


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", png(2, 2)])
def test_pictures_that_cannot_be_followed_stay_as_they_are(data: bytes) -> None:
    for cut in range(len(data)):
        assert isinstance(without_metadata(data[:cut]), bytes)
    assert without_metadata(data) == data


@pytest.mark.parametrize("make", [dirty_png, dirty_jpeg])
def test_a_picture_from_the_data_loses_its_texts_too(make: Callable[[str], bytes]) -> None:
    import docx

    document = docx.Document()
    document.add_picture(BytesIO(png(4, 4)))
    document.paragraphs[0]._p.xpath(".//wp:docPr")[0].set("descr", "{% picture account.logo %}")
    given = values()
    given["account"]["logo"] = {"alt": "Logo", "data": make(mark(1))}
    made = render(document, given).data
    assert any("picture-" in name for name in parts(made))
    assert words_in(made) == set()


@pytest.mark.parametrize("seed", range(20))
def test_damaged_pictures_are_never_a_crash(seed: int) -> None:
    rng = Random(seed)
    for make in (dirty_png, dirty_jpeg):
        data = bytearray(make("x"))
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(3, len(data))] = rng.randrange(256)
        assert isinstance(without_metadata(bytes(data[: rng.randint(3, len(data))])), bytes)


# -- slides --------------------------------------------------------------------------------------


def noted(text: str) -> bytes:
    made = deck("title")
    made.slides[0].notes_slide.notes_text_frame.text = text
    return render(made).data


def test_notes_travel_only_where_they_hold_a_value() -> None:
    plain_words = pptx.Presentation(
        BytesIO(noted("Tell them {% slide if account.key %}{% endif %}"))
    )
    assert not plain_words.slides[0].has_notes_slide
    assert b"Tell them" not in b"".join(parts(noted("Tell them")).values())
    told = pptx.Presentation(BytesIO(noted("Say: {{ account.name }}")))
    assert told.slides[0].notes_slide.notes_text_frame.text == "Say: R&D <x>"


def with_boxes(*boxes: str) -> File:
    file = plain("pptx")
    return file.swap(SLIDE, "</p:spTree>", "".join(boxes) + "</p:spTree>")


def test_an_empty_placeholder_goes_and_one_with_text_or_a_value_stays() -> None:
    body = '<p:ph type="body" idx="{}"/>'
    file = with_boxes(
        box(50, "", body.format(5)),
        box(51, "kept", body.format(6)),
        box(52, "{{ account.name }}", body.format(7)),
        box(53, "{{ account.margin_note }}".replace("margin_note", "site"), body.format(8)),
        box(54),
    )
    made = pptx.Presentation(BytesIO(rendered(file.data, "pptx")))
    numbers = {shape.shape_id for shape in made.slides[0].shapes}
    assert numbers & {50, 51, 52, 53, 54} == {51, 52, 53, 54}


def test_an_empty_placeholder_that_is_seen_becomes_an_ordinary_shape() -> None:
    place = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
    paint = place + '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
    file = with_boxes(box(50, "", '<p:ph type="body" idx="5"/>', paint))
    made = pptx.Presentation(BytesIO(rendered(file.data, "pptx")))
    (shape,) = [shape for shape in made.slides[0].shapes if shape.shape_id == 50]
    assert not shape.is_placeholder


def test_the_design_of_masters_and_layouts_stays_when_their_prompts_go() -> None:
    before = pptx.Presentation(BytesIO(plain("pptx").data))
    after = pptx.Presentation(BytesIO(rendered(plain("pptx").data, "pptx")))
    wanted = [shape.placeholder_format.type for shape in before.slide_layouts[5].placeholders]
    (layout,) = after.slide_layouts
    assert [shape.placeholder_format.type for shape in layout.placeholders] == wanted
    assert "Click" not in "".join(shape.text_frame.text for shape in layout.placeholders)


def test_freely_drawn_shapes_keep_the_points_they_start_from() -> None:
    made = deck("t")
    shapes = made.slides[0].shapes
    built = shapes.build_freeform(0, 0)
    built.add_line_segments([(100, 0), (100, 100)])
    built.convert_to_shape()
    drawn = parts(render(made).data)["ppt/slides/slide1.xml"]
    assert drawn.count(b"<a:moveTo><a:pt ") == 1


def test_two_shapes_of_one_id_get_two_ids() -> None:
    made = pptx.Presentation(BytesIO(rendered(with_boxes(box(5, "a"), box(5, "b")).data, "pptx")))
    numbers = [shape.shape_id for shape in made.slides[0].shapes]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("element", ["hlinkClick", "hlinkMouseOver", "x"])
def test_a_links_address_is_filled_or_its_tag_is_reported(element: str) -> None:
    file = plain("pptx")
    id_ = file.relate(SLIDE, "hyperlink", "{{ account.site }}", outside=True)
    link = f'<a:{element} {R} r:id="{id_}"/>'
    file.swap(SLIDE, "<a:t>Hello", f"<a:rPr>{link}</a:rPr><a:t>Hello")
    if element == "x":
        with pytest.raises(TemplateError, match="the address of what is no link"):
            rendered(file.data, "pptx")
        return
    held = parts(rendered(file.data, "pptx"))["ppt/slides/_rels/slide1.xml.rels"].decode()
    assert "https://example.com/a?b=1&amp;c=2" in held
    assert "{{" not in held


def test_names_of_sections_stay_while_a_slide_of_theirs_does() -> None:
    number = next(n for n, (what, _) in enumerate(IN_SLIDES) if what == "a section without slides")
    made = rendered(dirty("pptx", len(PLACES["pptx"]) - len(IN_SLIDES) + number), "pptx")
    text = parts(made)["ppt/presentation.xml"].decode()
    assert re.findall(r'<p14:section name="(\w+)"', text) == ["Kept"]


# -- documents -----------------------------------------------------------------------------------


def test_what_stood_in_a_filled_control_or_was_inserted_is_kept() -> None:
    import docx

    data = dirty("docx")
    words = [p.text for p in docx.Document(BytesIO(rendered(data, "docx"))).paragraphs]
    assert words.count("kept") >= 2
    assert "Hello" in words


def test_properties_keep_a_title_and_what_holds_a_tag() -> None:
    file = plain("docx")
    core = file.parts["docProps/core.xml"].decode()
    core = re.sub(
        r"<(dc:description|cp:keywords|dc:title)>.*?</\1>|<(dc:description|cp:keywords|dc:title)/>",
        "",
        core,
    )
    added = "<dc:title>Plan</dc:title><dc:description>For {{ account.name }}</dc:description><cp:keywords>mine</cp:keywords></cp:core"
    file.put("docProps/core.xml", core.replace("</cp:core", added))
    made = parts(rendered(file.data, "docx"))["docProps/core.xml"].decode()
    assert "<dc:title>Plan</dc:title>" in made
    assert "For R&amp;D &lt;x&gt;" in made
    assert "mine" not in made


def test_a_template_type_becomes_a_document_type() -> None:
    types = {
        "docx": "wordprocessingml.document",
        "pptx": "presentationml.presentation",
        "xlsx": "spreadsheetml.sheet",
    }
    for kind, plain_type in types.items():
        template = plain_type.rpartition(".")[0] + ".template"
        file = plain(kind).swap(
            "[Content_Types].xml", f"{plain_type}.main+xml", f"{template}.main+xml"
        )
        held = parts(rendered(file.data, kind))["[Content_Types].xml"].decode()
        assert f"{plain_type}.main+xml" in held
        assert "template.main" not in held


# -- only what is plotted ------------------------------------------------------------------------

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def charts_with_workbooks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Each chart part with the workbook that its relationship names."""
    held = parts(data)
    found = []
    for name in held:
        match = re.fullmatch(r"(ppt|word)/charts/(chart\d+\.xml)", name)
        if match:
            rels = held[f"{match[1]}/charts/_rels/{match[2]}.rels"].decode()
            book = re.search(r'Target="\.\./(embeddings/[^"]+)"', rels)
            assert book is not None, name
            found.append((held[name], held[f"{match[1]}/{book[1]}"]))
    return found


def plotted(chart: bytes) -> dict[str, str]:
    """Cell -> text, from the references of a chart and what they show."""
    cells: dict[str, str] = {}
    for reference in etree.fromstring(chart).iter(f"{C}strRef", f"{C}numRef"):
        area = (reference.findtext(f"{C}f") or "").replace("$", "").partition("!")[2]
        first = re.fullmatch(r"([A-Z]+)(\d+)(?::\1(\d+))?", area)
        assert first is not None, area
        for point in reference.iter(f"{C}pt"):
            value = point.findtext(f"{C}v") or ""
            cells[f"{first[1]}{int(first[2]) + int(point.get('idx', '0'))}"] = value
    return cells


def complaints_of(chart: bytes, book: bytes) -> list[str]:
    """What the workbook behind a chart holds beside the cells that the chart shows."""
    held = parts(book)
    allowed = {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"}
    allowed |= {"xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}
    wrong = [f"part {name}" for name in held.keys() - allowed]
    wrong += [
        f"element {e.tag}"
        for e in etree.fromstring(held["xl/workbook.xml"]).iter()
        if e.tag not in {f"{X}workbook", f"{X}sheets", f"{X}sheet"}
    ]
    sheet = etree.fromstring(held["xl/worksheets/sheet1.xml"])
    known = {f"{X}{name}" for name in ("worksheet", "sheetData", "row", "c", "is", "t", "v")}
    wrong += [f"element {element.tag}" for element in sheet.iter() if element.tag not in known]
    wrong += ["a hidden row" for row in sheet.iter(f"{X}row") if set(row.attrib) - {"r"}]
    cells = {
        cell.get("r"): "".join(str(t) for t in cell.itertext()) for cell in sheet.iter(f"{X}c")
    }
    shown = plotted(chart)
    wrong += [
        f"{name}: {text!r} is not shown"
        for name, text in cells.items()
        if shown.get(str(name)) != text
    ]
    wrong += [f"{name} is missing" for name in shown if name not in cells]
    return wrong


def test_a_workbook_that_holds_more_than_is_plotted_is_told_from_one_that_does_not() -> None:
    held = parts(dirty_chart_deck())
    chart = held[next(n for n in held if re.match(r"ppt/charts/chart\d+\.xml", n))]
    book = held[next(n for n in held if n.startswith("ppt/embeddings/"))]
    wrong = complaints_of(chart, book)
    assert "Z99: 'Residuebook3' is not shown" in wrong or any("Z99" in line for line in wrong)
    assert any("docProps" in line for line in wrong)
    made = rendered(dirty_chart_deck(), "pptx")
    (pair,) = charts_with_workbooks(made)
    assert complaints_of(*pair) == []


def test_behind_every_chart_of_every_sample_account_lies_only_what_is_plotted(
    sample: SampleRun,
) -> None:
    count = 0
    for row in sample.report["artifacts"]:
        if row["status"] == "written" and row["path"].endswith((".pptx", ".docx")):
            for chart, book in charts_with_workbooks(Path(row["path"]).read_bytes()):
                assert complaints_of(chart, book) == [], row["path"]
                count += 1
    assert count > 50
