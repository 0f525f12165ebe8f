"""PowerPoint: slides, shapes, tables, notes and charts; one tiny deck for each feature."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from generator.engine import compile_template
from generator.errors import RenderError
from tests.engine_kit import (
    FORMATS,
    NAMES,
    add_chart,
    chart,
    deck,
    describe,
    has_tags,
    matrix,
    opened,
    parts,
    people,
    play,
    png,
    problems,
    render,
    replaced,
    saved,
    titles,
    values,
)


def text_of(slide: object, name: str) -> str:
    return next(s for s in slide.shapes if s.name == name).text_frame.text  # type: ignore[attr-defined]


def box(slide: object, *lines: str) -> object:
    shape = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(2))  # type: ignore[attr-defined]
    shape.text_frame.text = lines[0]
    for line in lines[1:]:
        shape.text_frame.add_paragraph().text = line
    return shape


# -- text ----------------------------------------------------------------------------------------


def test_a_split_tag_takes_its_first_runs_formatting() -> None:
    made = deck("")
    paragraph = made.slides[0].shapes.title.text_frame.paragraphs[0]
    paragraph.add_run().text = "Hi {{ acc"
    bold = paragraph.add_run()
    bold.text = "ount.name }}"
    bold.font.bold = True
    runs = opened(render(made)).slides[0].shapes.title.text_frame.paragraphs[0].runs
    assert [(run.text, run.font.bold) for run in runs] == [("Hi R&D <x>", None)]


@pytest.mark.parametrize(
    "value", ["R&D <x>", "{{ 7*7 }}", "😀", "שלום", "a\tb", "=1+1", "_x0041_", "  x "]
)
def test_a_value_appears_exactly_as_it_stands(value: str) -> None:
    data = values()
    data["account"]["name"] = value
    rendered = render(deck("[{{ account.name }}]"), data)
    assert titles(rendered) == [f"[{value}]"]
    assert rendered.changes == ()


def test_a_line_end_becomes_a_break_with_the_runs_formatting() -> None:
    made = deck("{{ account.name }}")
    made.slides[0].shapes.title.text_frame.paragraphs[0].runs[0].font.bold = True
    data = values()
    data["account"]["name"] = "one\r\ntwo"
    shown = opened(render(made, data)).slides[0].shapes.title.text_frame
    assert shown.text == "one\vtwo"
    assert [run.font.bold for run in shown.paragraphs[0].runs] == [True, True]


def test_paragraphs_repeat_and_conditions_leave_no_blank_line() -> None:
    made = deck("t")
    box(
        made.slides[0],
        "{% for p in plays %}",
        "{{ loop.index }} {{ p.name }}{% if p.value > 25 %} big{% endif %}",
        "{% if p.late %}late{% endif %}",
        "{% endfor %}",
    )
    assert text_of(opened(render(made)).slides[0], "TextBox 2") == "1 Alpha\n2 Beta\n3 Gamma big"


def test_a_shape_always_holds_a_paragraph() -> None:
    made = deck("t")
    box(made.slides[0], "{% for p in plays %}", "{{ p.name }}", "{% endfor %}")
    rendered = render(made, values(plays=[]))
    assert text_of(opened(rendered).slides[0], "TextBox 2") == ""
    assert b"<a:p/>" in parts(rendered.data)["ppt/slides/slide1.xml"]


def test_notes_are_filled_and_keep_no_tag() -> None:
    made = deck("t")
    made.slides[0].notes_slide.notes_text_frame.text = "Say {{ account.name }}"
    rendered = render(made)
    assert opened(rendered).slides[0].notes_slide.notes_text_frame.text == "Say R&D <x>"


def test_masters_and_layouts_are_filled() -> None:
    made = deck("t")
    layout = made.slides[0].slide_layout
    layout.shapes[0].text_frame.text = "Layout of {{ account.name }}"
    rendered = render(made)
    assert b"Layout of R&amp;D" in b"".join(
        content for name, content in parts(rendered.data).items() if "slideLayouts/" in name
    )


# -- tables --------------------------------------------------------------------------------------


def table(slide: object, rows: int, columns: int) -> object:
    return slide.shapes.add_table(  # type: ignore[attr-defined]
        rows, columns, Inches(1), Inches(2), Inches(6), Inches(1)
    ).table


def shown_tables(rendered: object) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in opened(rendered).slides  # type: ignore[arg-type]
        for shape in slide.shapes
        if shape.has_table
    ]


def test_table_rows_repeat_and_are_kept_by_condition() -> None:
    made = deck("t")
    grid = table(made.slides[0], 3, 2)
    grid.cell(0, 0).text = "Name"
    grid.cell(1, 0).text = "{% for p in plays %}{{ p.name }}"
    grid.cell(1, 1).text = "{{ p.value }}{% endfor %}"
    grid.cell(2, 0).text = "{% row if not plays %}none{% endif %}"
    assert shown_tables(render(made)) == [
        [["Name", ""], ["Alpha", "$10"], ["Beta", "$20"], ["Gamma", "$30"]]
    ]
    assert shown_tables(render(made, values(plays=[]))) == [[["Name", ""], ["none", ""]]]


def test_a_table_with_no_rows_left_leaves_with_its_frame() -> None:
    made = deck("t")
    grid = table(made.slides[0], 1, 1)
    grid.cell(0, 0).text = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    rendered = render(made, values(plays=[]))
    assert [shape.name for shape in opened(rendered).slides[0].shapes] == ["Title 1"]


def test_columns_repeat_and_share_the_width() -> None:
    made = deck("t")
    grid = table(made.slides[0], 2, 2)
    grid.cell(0, 1).text = "{% column for c in columns %}{{ c.label }}{% endfor %}"
    grid.cell(1, 0).text = "x"
    grid.cell(1, 1).text = "same"
    rendered = render(made)
    assert shown_tables(rendered) == [[["", "A", "B"], ["x", "same", "same"]]]
    shape = next(s for s in opened(rendered).slides[0].shapes if s.has_table)
    widths = [column.width for column in shape.table.columns]
    assert widths[1] == widths[2] == widths[0] // 2


# -- shapes --------------------------------------------------------------------------------------


def test_a_repeated_shape_steps_to_the_right_and_then_down() -> None:
    made = deck("t")
    shape = box(made.slides[0], "{% shape for p in plays %}{{ p.name }}{% endfor %}")
    rendered = render(made, values(plays=[play(str(number)) for number in range(5)]))
    copies = [s for s in opened(rendered).slides[0].shapes if s.name == "TextBox 2"]
    assert [s.text_frame.text for s in copies] == ["0", "1", "2", "3", "4"]
    assert len({s.shape_id for s in copies}) == 5
    assert len({(s.left, s.top) for s in copies}) == 5
    assert copies[1].left > copies[0].left
    assert copies[2].top > copies[0].top
    assert copies[0].left == shape.left  # type: ignore[attr-defined]


def test_a_shape_is_kept_or_removed_by_its_text_or_alternative_text() -> None:
    made = deck("t")
    box(made.slides[0], "{% shape if renewal.days > 99 %}late{% endif %}")
    describe(box(made.slides[0], "kept"), "{% shape if account.key %}{% endif %}A note")
    shapes = opened(render(made)).slides[0].shapes
    assert [s.text_frame.text for s in shapes] == ["t", "kept"]
    assert shapes[1]._element.xpath(".//p:cNvPr")[0].get("descr") == "A note"


def test_tags_in_grouped_shapes_are_filled_and_repeated_inside_the_group() -> None:
    made = deck("t")
    group = made.slides[0].shapes.add_group_shape()
    first = group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1))
    first.text_frame.text = "{% shape for p in plays %}{{ p.name }}{% endfor %}"
    second = group.shapes.add_textbox(Inches(1), Inches(3), Inches(6), Inches(1))
    second.text_frame.text = "{{ account.name }}"
    shapes = opened(render(made)).slides[0].shapes[1].shapes
    assert [s.text_frame.text for s in shapes] == ["Alpha", "Beta", "Gamma", "R&D <x>"]


# -- slides --------------------------------------------------------------------------------------


def noted(made: object, number: int, text: str) -> None:
    made.slides[number].notes_slide.notes_text_frame.text = text  # type: ignore[attr-defined]


def test_a_slide_is_repeated_with_its_notes_charts_and_pictures() -> None:
    made = deck("{{ p.name }} {{ loop.index }}/{{ loop.length }}", "last")
    noted(made, 0, "{% slide for p in plays %}Notes of {{ p.name }}{% endfor %}")
    add_chart(made.slides[0], "{% chart p.chart %}", title="Chart of {{ p.name }}")
    picture = made.slides[0].shapes.add_picture(BytesIO(png(8, 8)), Inches(1), Inches(6))
    describe(picture, "{% picture account.logo %}")
    plays = [play("A", chart=chart(1, 2)), play("B", chart=chart(3, 4))]
    rendered = render(made, values(plays=plays))
    assert titles(rendered) == ["A 1/2", "B 2/2", "last"]
    slides = list(opened(rendered).slides)
    assert [s.notes_slide.notes_text_frame.text for s in slides[:2]] == ["Notes of A", "Notes of B"]
    charts = [shape.chart for s in slides for shape in s.shapes if shape.has_chart]
    assert [len(c.plots[0].series) if hasattr(c.plots[0], "series") else 0 for c in charts] == [
        1,
        3,
    ]
    assert [c.chart_title.text_frame.text for c in charts] == ["Chart of A", "Chart of B"]
    found = parts(rendered.data)
    assert sum("charts/chart" in name and name.endswith(".xml") for name in found) == 2
    assert sum(name.endswith(".xlsx") for name in found) == 2
    assert not has_tags(rendered.data)
    assert b"Secret" not in b"".join(found.values())


def test_a_slide_over_zero_items_leaves_with_all_its_parts() -> None:
    made = deck("first", "{{ p.name }}", "last")
    noted(made, 1, "{% slide for p in plays %}{% endfor %}secret notes")
    add_chart(made.slides[1], "{% chart p.chart %}")
    describe(
        made.slides[1].shapes.add_picture(BytesIO(png(9, 9)), Inches(1), Inches(6)), "plain picture"
    )
    rendered = render(made, values(plays=[]))
    assert titles(rendered) == ["first", "last"]
    found = parts(rendered.data)
    assert not [n for n in found if "chart" in n.lower() or "notesSlides" in n or "embeddings" in n]
    assert not [n for n in found if "/media/" in n]


@pytest.mark.parametrize(("days", "shown"), [(5, ["a", "one", "z"]), (50, ["a", "two", "z"])])
def test_slides_are_chosen_by_if_and_else(days: int, shown: list[str]) -> None:
    made = deck("a", "{% slide if renewal.days < 10 %}one{% endif %}", "two", "z")
    noted(made, 2, "{% slide if renewal.days >= 10 %}{% endif %}")
    assert titles(render(made, values(renewal={"days": days}))) == shown


def test_an_opener_on_one_slide_and_a_closer_on_another_repeat_all_between() -> None:
    made = deck(
        "{% slide for p in plays %}{{ p.name }} 1", "{{ p.name }} 2", "x{% endfor %}", "end"
    )
    assert titles(render(made, values(plays=[play("A"), play("B")]))) == [
        "A 1", "A 2", "x", "B 1", "B 2", "x", "end",
    ]  # fmt: skip


def test_slide_pairs_stand_inside_each_other() -> None:
    made = deck("{{ p.name }} {{ s.title }}")
    noted(
        made,
        0,
        "{% slide for p in plays %}{% slide if p.value > 15 %}{% slide for s in p.steps %}"
        "{% endfor %}{% endif %}{% endfor %}",
    )
    steps = [{"title": "1"}, {"title": "2"}]
    plays = [play("A", 10, steps=steps), play("B", 20, steps=steps)]
    assert titles(render(made, values(plays=plays))) == ["B 1", "B 2"]


def test_slide_ids_are_unique_and_sections_follow() -> None:
    made = deck("a", "{% slide for p in plays %}{{ p.name }}{% endfor %}")
    data = saved(made)
    text = parts(data)["ppt/presentation.xml"].decode()
    ids = [chunk.split('"')[0] for chunk in text.split("<p:sldId ")[1:]]
    assert ids
    numbers = [
        n.split('"')[0] for n in text.split('id="') if n[:3].isdigit() and n.startswith("25")
    ]
    sections = (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        '<p14:section name="One &amp; two" id="{A0000000-0000-0000-0000-000000000001}">'
        "<p14:sldIdLst>"
        f'<p14:sldId id="{numbers[0]}"/></p14:sldIdLst></p14:section>'
        '<p14:section name="Plays" id="{A0000000-0000-0000-0000-000000000002}"><p14:sldIdLst>'
        f'<p14:sldId id="{numbers[1]}"/></p14:sldIdLst></p14:section>'
        f"</p14:sectionLst></p:ext></p:extLst>"
    )
    text = text.replace("</p:presentation>", sections + "</p:presentation>")
    rendered = render(replaced(data, {"ppt/presentation.xml": text.encode()}))
    shown = parts(rendered.data)["ppt/presentation.xml"].decode()
    listed, _, rest = shown.partition("sectionLst")
    main = [part.split('"')[0] for part in listed.split('<p:sldId id="')[1:]]
    inside = [
        [part.split('"')[0] for part in section.split('<p14:sldId id="')[1:]]
        for section in rest.split("<p14:section ")[1:]
    ]
    assert main == ["256", "257", "258", "259"]
    assert inside == [["256"], ["257", "258", "259"]]
    assert 'name="One &amp; two"' in rest


def test_a_link_to_a_slide_leads_to_its_first_copy() -> None:
    made = deck("start", "{% slide for p in plays %}{{ p.name }}{% endfor %}", "end")
    made.slides[0].shapes.title.click_action.target_slide = made.slides[1]
    made.slides[2].shapes.title.click_action.target_slide = made.slides[0]
    shown = opened(render(made)).slides
    assert shown[0].shapes.title.click_action.target_slide.shapes.title.text == "Alpha"
    assert shown[4].shapes.title.click_action.target_slide.shapes.title.text == "start"


def test_a_link_to_a_slide_that_is_left_out_is_a_text() -> None:
    made = deck("hidden", "{% slide if renewal.days > 90 %}{% endif %}out", "end", "tagged")
    made.slides[0]._element.set("show", "0")
    for slide in (made.slides[2], made.slides[3]):
        for target in (made.slides[0], made.slides[1], made.slides[3]):
            shape = box(slide, "go {{ account.key and 1 }}" if slide is made.slides[3] else "go")
            shape.click_action.target_slide = target
    rendered = render(made)
    for number, slide in enumerate(opened(rendered).slides):
        actions = [shape.click_action for shape in list(slide.shapes)[1:]]
        assert [action.target_slide is not None for action in actions] == [False, False, True]
        kinds = [rel.reltype.rpartition("/")[2] for rel in slide.part.rels.values()]
        assert kinds.count("slide") == 1
        assert slide.shapes[1].text_frame.text.startswith("go")
        assert actions[2].target_slide.shapes.title.text == "tagged", number


@pytest.mark.parametrize("text", ["plain", "{{ account.name }}"])
def test_a_layouts_link_to_a_slide_goes_since_slides_are_made_anew(text: str) -> None:
    made = deck("{{ account.name }}", "two")
    layout = made.slides[0].slide_layout
    shape = layout.shapes[0]
    shape.text_frame.text = text
    shape._element.nvSpPr.cNvPr.get_or_add_hlinkClick().rId = layout.part.relate_to(
        made.slides[1].part, RELATIONSHIP_TYPE.SLIDE
    )
    found = opened(render(made)).slides[0].slide_layout
    assert found.shapes[0]._element.nvSpPr.cNvPr.hlinkClick is None
    assert all(rel.reltype != RELATIONSHIP_TYPE.SLIDE for rel in found.part.rels.values())


def test_link_addresses_hold_tags_on_repeated_slides() -> None:
    made = deck("{% slide for p in plays %}{{ p.name }}{% endfor %}")
    run = box(made.slides[0], "").text_frame.paragraphs[0].add_run()  # type: ignore[attr-defined]
    run.text = "link"
    run.hyperlink.address = "https://x.example/{{ p.name }}"
    found = [
        slide.shapes[1].text_frame.paragraphs[0].runs[0].hyperlink.address
        for slide in opened(render(made)).slides
    ]
    assert found == [f"https://x.example/{name}" for name in ("Alpha", "Beta", "Gamma")]


# -- charts, pictures, diagrams ------------------------------------------------------------------


@pytest.mark.parametrize(("series", "categories"), [(1, 1), (2, 2), (4, 6), (7, 12)])
def test_a_chart_grows_and_shrinks_in_cache_and_workbook(series: int, categories: int) -> None:
    made = deck("t")
    add_chart(made.slides[0], "Quarterly {% chart charts.revenue %}")
    data = values(charts={"revenue": chart(series, categories)})
    rendered = render(made, data)
    shape = next(s for s in opened(rendered).slides[0].shapes if s.has_chart)
    plot = shape.chart.plots[0]
    assert list(plot.categories) == data["charts"]["revenue"]["categories"]
    assert [s.name for s in plot.series] == [f"Series {n + 1}" for n in range(series)]
    assert [list(s.values) for s in plot.series] == [
        [float(at + n) for n in range(categories)] for at in range(series)
    ]
    sheet = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert (sheet.max_row, sheet.max_column) == (categories + 1, series + 1)
    assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == "Quarterly"


@pytest.mark.parametrize("empty", [None, {"alt": "", "categories": [], "series": []}])
def test_a_chart_without_points_is_a_text_in_its_place(empty: object) -> None:
    made = deck("t")
    add_chart(made.slides[0], "{% chart charts.revenue %}")
    add_chart(made.slides[0], '{% chart charts.revenue or "Nothing sold & <done>" %}')
    rendered = render(made, values(charts={"revenue": empty}))
    shapes = list(opened(rendered).slides[0].shapes)
    assert [s.text_frame.text for s in shapes[1:]] == ["No data", "Nothing sold & <done>"]
    assert (shapes[1].left, shapes[1].width) == (Inches(1), Inches(5))
    assert not [name for name in parts(rendered.data) if "chart" in name.lower()]


def test_a_chart_without_alternative_text_takes_the_values_own() -> None:
    made = deck("t")
    add_chart(made.slides[0], "{% chart charts.revenue %}")
    shape = opened(render(made)).slides[0].shapes[1]
    assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == "A chart"


def test_a_picture_stands_whole_inside_the_templates_box() -> None:
    made = deck("t")
    picture = made.slides[0].shapes.add_picture(
        BytesIO(png(8, 8)), Inches(1), Inches(2), Inches(2), Inches(2)
    )
    describe(picture, "{% picture account.logo %}")
    rendered = render(made)
    shown = opened(rendered).slides[0].shapes[1]
    assert shown.image.blob == png(40, 10)
    assert (shown.width, shown.height) == (Inches(2), Inches(2))
    assert (shown.crop_left, shown.crop_top) == (0.0, -1.5)
    assert sum("/media/" in name for name in parts(rendered.data)) == 1


def test_a_picture_that_is_not_there_leaves_with_its_frame() -> None:
    made = deck("t")
    describe(
        made.slides[0].shapes.add_picture(BytesIO(png(8, 8)), 0, 0), "{% picture account.logo %}"
    )
    data = values()
    data["account"]["logo"] = None
    assert len(opened(render(made, data)).slides[0].shapes) == 1


def test_what_is_no_picture_is_refused_with_its_place() -> None:
    made = deck("t")
    describe(
        made.slides[0].shapes.add_picture(BytesIO(png(8, 8)), 0, 0), "{% picture account.logo %}"
    )
    data = values()
    data["account"]["logo"] = {"alt": "", "data": b"<svg/>"}
    with pytest.raises(RenderError, match=r'slide 1, picture "Picture 2".*no PNG or JPEG'):
        render(made, data)


def test_a_map_is_drawn_with_native_shapes_inside_its_placeholder() -> None:
    made = deck("t")
    place = made.slides[0].shapes.add_shape(1, Inches(1), Inches(2), Inches(8), Inches(5))
    describe(place, "{% map map %}")
    rendered = render(made, values(map={"alt": "People", "nodes": people(15)}))
    group = opened(rendered).slides[0].shapes[1]
    assert (group.left, group.top, group.width, group.height) == (
        Inches(1), Inches(2), Inches(8), Inches(5),
    )  # fmt: skip
    boxes = [s for s in group.shapes if s.has_text_frame]
    assert [s.text_frame.paragraphs[0].text for s in boxes] == [f"Person {n}" for n in range(15)]
    assert sum(not s.has_text_frame for s in group.shapes) == 14
    assert group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].get("descr") == "People"
    for one in boxes:
        assert one.left >= 0
        assert one.left + one.width <= Inches(8)
        assert one.top + one.height <= Inches(5)
        for other in boxes:
            apart = (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top
                or other.top + other.height <= one.top
            )
            assert one is other or one.name == other.name or apart
    text = parts(rendered.data)["ppt/slides/slide1.xml"]
    assert b"srgbClr" not in text.split(b"<p:grpSp>")[1]


def test_a_map_of_too_many_people_says_how_many_more_there_are() -> None:
    made = deck("t")
    describe(
        made.slides[0].shapes.add_shape(1, Inches(1), Inches(2), Inches(5), Inches(3)),
        "{% map map %}",
    )
    group = opened(render(made, values(map={"alt": "", "nodes": people(80)}))).slides[0].shapes[1]
    texts = [s.text_frame.text for s in group.shapes if s.has_text_frame]
    shown = sum(text.startswith("Person") for text in texts)
    assert f"{80 - shown} more" in texts
    assert shown >= 6


def test_a_map_survives_rings_absent_parents_and_one_person() -> None:
    made = deck("t")
    describe(
        made.slides[0].shapes.add_shape(1, Inches(1), Inches(2), Inches(8), Inches(5)),
        "{% map map %}",
    )
    ring = people(3)
    ring[0]["parent"], ring[1]["parent"], ring[2]["parent"] = "1", "0", "absent"
    for nodes in (ring, people(1)):
        group = opened(render(made, values(map={"alt": "", "nodes": nodes}))).slides[0].shapes[1]
        assert sum(s.has_text_frame for s in group.shapes) == len(nodes)


def test_a_matrix_shows_its_axes_quadrants_and_points() -> None:
    made = deck("t")
    describe(
        made.slides[0].shapes.add_shape(1, Inches(1), Inches(2), Inches(8), Inches(5)),
        "{% matrix grid %}",
    )
    group = opened(render(made, values(grid=matrix(30)))).slides[0].shapes[1]
    texts = [s.text_frame.text for s in group.shapes]
    for text in ("Win", "Keep", "Watch", "Use", "Strength →", "↑ Influence"):
        assert text in texts
    more = [int(text.split()[1]) for text in texts if text.endswith(" more")]
    assert sum(text.startswith("Person") for text in texts) + sum(more) == 30
    empty = opened(render(made, values(grid=matrix(0)))).slides[0].shapes[1]
    assert empty.text_frame.text == "No data"


# -- the whole -----------------------------------------------------------------------------------


def test_the_same_values_give_the_same_bytes_and_a_template_is_not_used_up() -> None:
    made = deck("{% slide for p in plays %}{{ p.name }}{% endfor %}", "plain")
    add_chart(made.slides[0], "{% chart p.chart %}")
    template = compile_template(saved(made), filename="t.pptx", names=NAMES)
    first = template.render(values(), FORMATS).data
    template.render(values(plays=[]), FORMATS)
    assert template.render(values(), FORMATS).data == first
    again = compile_template(saved(made), filename="t.pptx", names=NAMES)
    assert again.render(values(), FORMATS).data == first


def test_nothing_of_the_templates_author_travels() -> None:
    made = deck("t")
    made.core_properties.author = "Secret Author"
    made.core_properties.last_modified_by = "Secret Editor"
    rendered = render(made)
    assert b"Secret" not in b"".join(parts(rendered.data).values())
    assert not [name for name in parts(rendered.data) if "thumbnail" in name or "printer" in name]


def test_a_tag_in_smart_art_is_reported() -> None:
    made = deck("t")
    data = saved(made)
    found = parts(data)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    rels = found["ppt/slides/_rels/slide1.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId77" Type="{kind}" Target="../diagrams/data1.xml"/>'.encode()
        + b"</Relationships>",
    )
    types = found["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/ppt/diagrams/data1.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.drawingml.diagramData+xml"/></Types>',
    )
    art = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:t>{{ account.name }}</a:t>"
        "</dgm:dataModel>"
    )
    space = kind.rpartition("/")[0]
    use = f'<p:extLst><p:ext xmlns:r="{space}" uri="x" r:dm="rId77"/></p:extLst></p:sld>'
    changed = replaced(
        data,
        {
            "ppt/slides/slide1.xml": found["ppt/slides/slide1.xml"].replace(
                b"</p:sld>", use.encode()
            ),
            "ppt/slides/_rels/slide1.xml.rels": rels,
            "[Content_Types].xml": types,
            "ppt/diagrams/data1.xml": art.encode(),
        },
    )
    assert any("SmartArt" in str(problem) for problem in problems(changed))


def test_archives_hold_no_time_and_sorted_parts() -> None:
    with zipfile.ZipFile(BytesIO(render(deck("t")).data)) as archive:
        names = archive.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(names[1:])
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
