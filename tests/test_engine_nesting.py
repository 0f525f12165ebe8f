"""Objects and loops inside loops, at every level, in Word and PowerPoint."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from pptx.util import Inches

from generator.engine import Names
from tests.engine_kit import (
    TREE,
    add_chart,
    chart,
    deck,
    describe,
    has_tags,
    opened,
    paragraphs,
    parts,
    play,
    png,
    render,
    tables,
    titles,
    values,
    word,
)
from tests.word_kit import add_object

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TAGS = {
    "chart": "{% chart p.chart %}",
    "picture": "{% picture account.logo %}",
    "map": "{% map map %}",
    "matrix": "{% matrix grid %}",
}


def two(**more: Any) -> dict[str, Any]:
    plays = [play("A", chart=chart(1, 2), **more), play("B", chart=chart(3, 4), **more)]
    return values(plays=plays)


# -- objects in Word -----------------------------------------------------------------------------


def in_paragraphs(document: Any, tag: str) -> None:
    document.add_paragraph("{% for p in plays %}")
    add_object(document, document.add_paragraph("{{ p.name }}", style="List Bullet"), tag)
    document.add_paragraph("{% endfor %}")


def in_a_row(document: Any, tag: str) -> None:
    grid = document.add_table(rows=2, cols=2)
    grid.cell(0, 0).text = "Name"
    grid.cell(1, 0).text = "{% for p in plays %}{{ p.name }}"
    add_object(document, grid.cell(1, 1).paragraphs[0], tag)
    grid.cell(1, 1).paragraphs[0].add_run("{% endfor %}")


def alone_in_a_cell(document: Any, tag: str) -> None:
    grid = document.add_table(rows=1, cols=2)
    grid.cell(0, 0).text = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    add_object(document, grid.cell(0, 1).paragraphs[0], tag)


def in_a_text(document: Any, tag: str) -> None:
    paragraph = document.add_paragraph("{% for p in plays %}{{ p.name }}")
    add_object(document, paragraph, tag)
    paragraph.add_run("{% endfor %}")


def in_a_section(document: Any, tag: str) -> None:
    document.add_paragraph("{% for p in plays %}")
    document.add_paragraph("{{ p.name }}")
    add_object(document, document.add_paragraph(), tag)
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("{% endfor %}")


LOOPS = (in_paragraphs, in_a_row, alone_in_a_cell, in_a_text, in_a_section)


@pytest.mark.parametrize("kind", TAGS)
def test_an_object_in_any_loop_of_a_document_stands_in_each_copy(kind: str) -> None:
    document = word("first")
    for place in LOOPS:
        place(document, TAGS[kind])
    rendered = render(document, two())
    shown = parts(rendered.data)
    text = shown["word/document.xml"].decode()
    copies = 2 * len(LOOPS)
    assert text.count("<w:drawing") == copies
    charts = [name for name in shown if name.startswith("word/charts/chart")]
    assert len(charts) == (copies if kind == "chart" else 0)
    media = [name for name in shown if "/media/" in name]
    assert len(media) == (1 if kind == "picture" else 0)
    assert text.count("wpg:wgp>") == (2 * copies if kind in ("map", "matrix") else 0)
    ids = [part.split('"')[0] for part in text.split('<wp:docPr id="')[1:]]
    assert len(set(ids)) == len(ids) == copies
    assert not has_tags(rendered.data)
    assert b"Secret" not in b"".join(shown.values())
    empty = parts(render(document, values(plays=[])).data)
    assert "<w:drawing" not in empty["word/document.xml"].decode()
    assert not [name for name in empty if "/charts/" in name or "/media/" in name]


# -- objects in PowerPoint -----------------------------------------------------------------------


def add(slide: Any, kind: str) -> Any:
    if kind == "chart":
        return add_chart(slide, TAGS[kind])
    size = (Inches(1), Inches(1), Inches(4), Inches(3))
    return describe(slide.shapes.add_picture(BytesIO(png(8, 8)), *size), TAGS[kind])


def on_a_slide(slide: Any, kind: str) -> None:
    slide.shapes.title.text = "{% slide for p in plays %}{{ p.name }}{% endfor %}"
    add(slide, kind)


def in_a_group_on_a_slide(slide: Any, kind: str) -> None:
    slide.shapes.title.text = "{% slide for p in plays %}{{ p.name }}{% endfor %}"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1)).text_frame.text = "x"
    group._element.append(add(slide, kind)._element)


def in_a_repeated_shape(slide: Any, kind: str) -> None:
    shape = add(slide, kind)
    describe(shape, f"{{% shape for p in plays %}}{TAGS[kind]}{{% endfor %}}")


def in_a_repeated_group(slide: Any, kind: str) -> None:
    group = slide.shapes.add_group_shape()
    text = group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1)).text_frame
    text.text = "{{ p.name }}"
    group._element.append(add(slide, kind)._element)
    group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].set(
        "descr", "{% shape for p in plays %}{% endfor %}"
    )


ON_SLIDES = (on_a_slide, in_a_group_on_a_slide, in_a_repeated_shape, in_a_repeated_group)


@pytest.mark.parametrize("kind", TAGS)
def test_an_object_in_any_loop_of_a_deck_stands_in_each_copy(kind: str) -> None:
    made = deck(*["t" for _ in ON_SLIDES], "last")
    for slide, place in zip(made.slides, ON_SLIDES, strict=False):
        place(slide, kind)
    rendered = render(made, two())
    shown = parts(rendered.data)
    text = "".join(
        content.decode() for name, content in shown.items() if name.startswith("ppt/slides/slide")
    )
    copies = 2 * len(ON_SLIDES)
    charts = [name for name in shown if name.startswith("ppt/charts/chart")]
    assert len(charts) == text.count("<c:chart ") == (copies if kind == "chart" else 0)
    assert text.count("<p:pic>") == (copies if kind == "picture" else 0)
    assert text.count("<p:grpSp>") == 4 + (copies if kind in ("map", "matrix") else 0)
    assert len([name for name in shown if "/media/" in name]) == (1 if kind == "picture" else 0)
    last = opened(rendered).slides[5].shapes
    assert len({(shape.left, shape.top) for shape in last}) == len(last)
    assert not has_tags(rendered.data)
    assert b"Secret" not in b"".join(shown.values())
    empty = parts(render(made, values(plays=[])).data)
    assert not [name for name in empty if "/charts/" in name or "/media/" in name]


def test_several_records_of_a_repeated_slide_each_have_their_own_picture() -> None:
    made = deck("{% slide for p in plays %}{{ p.name }}{% endfor %}")
    picture = made.slides[0].shapes.add_picture(BytesIO(png(8, 8)), Inches(1), Inches(2))
    describe(picture, "{% picture p.logo %}")
    tree = TREE | {"plays": [TREE["plays"][0] | {"logo": "picture"}]}
    logos = [{"alt": name, "data": png(size, 4)} for name, size in (("one", 4), ("two", 8))]
    plays = [play("A", logo=logos[0]), play("B", logo=logos[1]), play("C", logo=logos[0])]
    plays.append(play("D", logo=None))
    rendered = render(made, values(plays=plays), Names(tree))
    shown = [
        [shape.image.blob for shape in slide.shapes if shape.shape_type == 13]
        for slide in opened(rendered).slides
    ]
    assert shown == [[png(4, 4)], [png(8, 4)], [png(4, 4)], []]
    assert len([name for name in parts(rendered.data) if "/media/" in name]) == 2


# -- loops inside loops --------------------------------------------------------------------------

STEPS = [{"title": "1"}, {"title": "2"}]
DEEP = [play("A", steps=STEPS), play("B"), play("C", steps=STEPS[:1])]
LINES = (
    "{% for p in plays %}",
    "{{ p.name }}",
    "{% for s in p.steps %}",
    "{{ p.name }}{{ s.title }}:{% for t in tags %} {{ t }}{{ loop.index }}{% else %} -{% endfor %}",
    "{% for t in tags %}",
    "{% if loop.last %}",
    "{{ p.name }}{{ s.title }}{{ t }}",
    "{% endif %}",
    "{% endfor %}",
    "{% else %}",
    "none of {{ p.name }}",
    "{% endfor %}",
    "{% for t in tags %}",
    "{{ t }}",
    "{% endfor %}",
    "{% else %}",
    "nothing",
    "{% endfor %}",
)
THREE_DEEP = [
    *["A", "A1: x1 y2", "A1y", "A2: x1 y2", "A2y", "x", "y"],
    *["B", "none of B", "x", "y"],
    *["C", "C1: x1 y2", "C1y", "x", "y"],
]
WITHOUT_TAGS = ["A", "A1: -", "A2: -", "B", "none of B", "C", "C1: -"]


def lines_in_word(style: str | None) -> Any:
    document = word()
    for line in LINES:
        document.add_paragraph(line, style=style)
    return document


def lines_in_a_cell(_: str | None) -> Any:
    document = word()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = LINES[0]
    for line in LINES[1:]:
        cell.add_paragraph(line)
    return document


@pytest.mark.parametrize(
    ("make", "style"),
    [(lines_in_word, None), (lines_in_word, "List Bullet"), (lines_in_a_cell, None)],
    ids=["paragraphs", "list items", "a cell"],
)
def test_loops_three_deep_in_word_with_else_and_nothing_at_each_level(
    make: Any, style: str | None
) -> None:
    def shown(data: dict[str, Any]) -> list[str]:
        rendered = render(make(style), data)
        texts = paragraphs(rendered)
        return texts or tables(rendered)[0][0][0].split("\n")

    assert shown(values(plays=DEEP)) == THREE_DEEP
    assert shown(values(plays=DEEP, tags=[])) == WITHOUT_TAGS
    assert shown(values(plays=[])) == ["nothing"]


def lines_on_a_slide(lines: tuple[str, ...]) -> Any:
    made = deck("t")
    frame = made.slides[0].shapes.add_textbox(0, 0, Inches(4), Inches(4)).text_frame
    frame.text = "\n".join(lines)
    return made


def test_loops_three_deep_on_a_slide_with_else_and_nothing_at_each_level() -> None:
    def shown(data: dict[str, Any]) -> list[str]:
        shape = opened(render(lines_on_a_slide(LINES), data)).slides[0].shapes[1]
        return [paragraph.text for paragraph in shape.text_frame.paragraphs]

    assert shown(values(plays=DEEP)) == THREE_DEEP
    assert shown(values(plays=DEEP, tags=[])) == WITHOUT_TAGS
    assert shown(values(plays=[])) == ["nothing"]


ROWS = (
    ("{% for p in plays %}", ""),
    ("{{ p.name }}", "{{ loop.index }}"),
    ("{% for s in p.steps %}", ""),
    ("{% row for t in tags %}{{ s.title }}", "{{ t }}{% endfor %}"),
    ("{% row if s.title == '2' %}two", "!{% endif %}"),
    ("{% else %}", ""),
    ("none of", "{{ p.name }}"),
    ("{% endfor %}", ""),
    ("{% else %}", ""),
    ("nothing", ""),
    ("{% endfor %}", ""),
    ("{% row for t in tags %}{{ t }}", "after{% endfor %}"),
)
DEEP_ROWS = [
    *[["A", "1"], ["1", "x"], ["1", "y"], ["2", "x"], ["2", "y"], ["two", "!"]],
    *[["B", "2"], ["none of", "B"]],
    *[["C", "3"], ["1", "x"], ["1", "y"], ["x", "after"], ["y", "after"]],
]


def grid_in_word(rows: tuple[tuple[str, ...], ...]) -> Any:
    document = word()
    grid = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            grid.cell(number, column).text = text
    return document


def grid_on_a_slide(rows: tuple[tuple[str, ...], ...]) -> Any:
    made = deck("t")
    size = (Inches(1), Inches(2), Inches(6), Inches(1))
    grid = made.slides[0].shapes.add_table(len(rows), len(rows[0]), *size).table
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            grid.cell(number, column).text = text
    return made


def rows_of(made: Any, data: dict[str, Any]) -> list[list[str]]:
    rendered = render(made, data)
    if b"word/document.xml" in rendered.data:
        return tables(rendered)[0] if tables(rendered) else []
    shapes = [shape for shape in opened(rendered).slides[0].shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for shape in shapes for row in shape.table.rows]


@pytest.mark.parametrize("make", [grid_in_word, grid_on_a_slide])
def test_loops_three_deep_over_rows_with_else_and_nothing_at_each_level(make: Any) -> None:
    made = make(ROWS)
    assert rows_of(made, values(plays=DEEP)) == DEEP_ROWS
    assert rows_of(made, values(plays=[], tags=[])) == [["nothing", ""]]
    alone = make(ROWS[:8] + ROWS[10:11])
    assert rows_of(alone, values(plays=[])) == []


COLUMNS = (
    ("Name", "{% column for c in columns %}{{ c.label }}{% endfor %}", "Sum"),
    (
        "{% row for p in plays %}{{ p.name }}",
        "{% column for c in p.cells %}{% if c.value > 1 %}{{ c.value }}{% endif %}{% endfor %}",
        "={% endfor %}",
    ),
    ("{% row if tags %}Foot", "f", "{% endif %}"),
)


@pytest.mark.parametrize("make", [grid_in_word, grid_on_a_slide])
def test_columns_repeat_inside_rows_and_over_nothing(make: Any) -> None:
    cells = [{"label": "A", "value": 1}, {"label": "B", "value": 2}]
    plays = [play("P", cells=cells), play("Q", cells=cells)]
    made = make(COLUMNS)
    assert rows_of(made, values(plays=plays)) == [
        ["Name", "A", "B", "Sum"],
        ["P", "", "2", "="],
        ["Q", "", "2", "="],
        ["Foot", "f", "f", ""],
    ]
    bare = values(plays=[play("P")], columns=[], tags=[])
    assert rows_of(made, bare) == [["Name", "Sum"], ["P", "="]]


@pytest.mark.parametrize("make", [grid_in_word, grid_on_a_slide])
@pytest.mark.parametrize("shown", [True, False])
def test_a_column_is_kept_by_condition_in_all_rows(make: Any, shown: bool) -> None:
    made = make((("a", "{% column if account.key %}b{% endif %}", "c"), ("d", "e", "f")))
    data = values()
    data["account"]["key"] = shown
    full = [["a", "b", "c"], ["d", "e", "f"]]
    assert rows_of(made, data) == (full if shown else [["a", "c"], ["d", "f"]])


def test_slides_three_deep_side_by_side_and_over_nothing() -> None:
    made = deck("{{ p.name }}{{ s.title }}{{ t }}", "{{ p.name }}", "end")
    notes = [slide.notes_slide.notes_text_frame for slide in list(made.slides)[:2]]
    notes[0].text = (
        "{% slide for p in plays %}{% slide for s in p.steps %}{% slide for t in tags %}"
        "{% endfor %}{% endfor %}{% endfor %}"
    )
    notes[1].text = "{% slide for p in plays if p.steps %}{% endfor %}"
    deep = ["A1x", "A1y", "A2x", "A2y", "C1x", "C1y", "A", "C", "end"]
    assert titles(render(made, values(plays=DEEP))) == deep
    assert titles(render(made, values(plays=DEEP, tags=[]))) == ["A", "C", "end"]
    assert titles(render(made, values(plays=[]))) == ["end"]


def test_shapes_repeat_inside_repeated_groups() -> None:
    made = deck("t")
    group = made.slides[0].shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1))
    box.text_frame.text = "{% shape for s in p.steps %}{{ p.name }}{{ s.title }}{% endfor %}"
    kept = group.shapes.add_textbox(Inches(1), Inches(3), Inches(6), Inches(1))
    kept.text_frame.text = "{% shape if p.steps %}{{ p.name }}{% endif %}"
    group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].set(
        "descr", "{% shape for p in plays %}{% endfor %}"
    )
    shapes = list(opened(render(made, values(plays=DEEP))).slides[0].shapes)[1:]
    assert [[s.text_frame.text for s in found.shapes] for found in shapes] == [
        ["A1", "A2", "A"],
        [],
        ["C1", "C"],
    ]
    assert len({(found.left, found.top) for found in shapes}) == 3


# -- sections ------------------------------------------------------------------------------------


def sections(rendered: Any) -> list[list[str]]:
    """The texts of each section."""
    made: list[list[str]] = [[]]
    for block in docx.Document(BytesIO(rendered.data)).element.body:
        ends = block.xpath("./w:pPr/w:sectPr")
        text = "".join(node.text or "" for node in block.iter("{*}t"))
        made[-1] += [text] if text else []
        if ends:
            made.append([])
    return made


def with_sections(*places: tuple[str, bool]) -> Any:
    """A document of paragraphs; those with True end a section, as Word's own breaks do."""
    document = word()
    for number, (text, ends) in enumerate(places):
        if ends:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            paragraph = document.paragraphs[-1]
            paragraph.add_run(text)
            document.sections[-2].header.is_linked_to_previous = False
            document.sections[-2].header.paragraphs[0].text = f"Header {number}"
            assert section is not None
        else:
            document.add_paragraph(text)
    return document


@pytest.mark.parametrize(
    "places",
    [
        [("a", False), ("", True), ("{% for p in plays %}", False), ("{{ p.name }}", True),
         ("{% endfor %}", False), ("z", False)],
        [("a", False), ("{% for p in plays %}", True), ("{{ p.name }}", False),
         ("{% endfor %}", True), ("z", False)],
        [("a", True), ("{% for p in plays %}", False), ("{{ p.name }}{% endfor %}", True),
         ("z", False)],
    ],
    ids=["own paragraphs", "before the breaks", "with its text"],
)  # fmt: skip
def test_a_section_is_repeated_with_its_break_and_header(places: Any) -> None:
    rendered = render(with_sections(*places), values(plays=[play("A"), play("B")]))
    assert sections(rendered) == [["a"], ["A"], ["B"], ["z"]]
    headers = [s.header.paragraphs[0].text for s in docx.Document(BytesIO(rendered.data)).sections]
    assert headers[1] == headers[2] != headers[0]
    assert sections(render(with_sections(*places), values(plays=[]))) == [["a"], ["z"]]


# -- what conditions leave out -------------------------------------------------------------------


def linked(document: Any, address: str) -> Any:
    """A paragraph with a link whose address holds no tag."""
    key = document.part.relate_to(address, RT.HYPERLINK, is_external=True)
    run = f'<w:r xmlns:w="{W}"><w:t>link</w:t></w:r>'
    made = parse_xml(f'<w:hyperlink xmlns:w="{W}" xmlns:r="{R}" r:id="{key}">{run}</w:hyperlink>')
    document.add_paragraph()._p.append(made)
    return document


@pytest.mark.parametrize("opener", ["{% if not account.key %}", "{% for p in plays %}"])
def test_pictures_and_links_of_a_part_that_is_left_out_stay_behind(opener: str) -> None:
    document = word("first", opener)
    document.add_paragraph().add_run().add_picture(BytesIO(png(8, 8)))
    linked(document, "https://x.example/secret")
    document.add_paragraph("{% endfor %}" if " for " in opener else "{% endif %}")
    rendered = render(document, values(plays=[]))
    assert paragraphs(rendered) == ["first"]
    shown = parts(rendered.data)
    assert not [name for name in shown if "/media/" in name]
    assert b"secret" not in b"".join(shown.values())


def test_pictures_and_links_of_a_shape_that_is_left_out_stay_behind() -> None:
    made = deck("t", "u")
    slide = made.slides[0]
    picture = slide.shapes.add_picture(BytesIO(png(8, 8)), Inches(1), Inches(1))
    describe(picture, "{% shape if not account.key %}{% endif %}")
    jump = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(1), Inches(1))
    jump.text_frame.text = "{% shape if not account.key %}x{% endif %}"
    jump.click_action.target_slide = made.slides[1]
    frame = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(1), Inches(1)).text_frame
    frame.text = "{% if not account.key %}"
    run = frame.add_paragraph().add_run()
    run.text, run.hyperlink.address = "x", "https://x.example/secret"
    frame.add_paragraph().text = "{% endif %}"
    frame.add_paragraph().text = "kept"
    rendered = render(made)
    shown = parts(rendered.data)
    assert [s.text_frame.text for s in opened(rendered).slides[0].shapes] == ["t", "kept"]
    assert not [name for name in shown if "/media/" in name]
    assert b"secret" not in b"".join(shown.values())
    assert b"slide2.xml" not in shown["ppt/slides/_rels/slide1.xml.rels"]


def test_a_link_forward_to_a_slide_brings_nothing_of_the_templates_slide() -> None:
    made = deck("start", "{{ account.name }}")
    add_chart(made.slides[1], "{% chart charts.revenue %}")
    made.slides[0].shapes.title.click_action.target_slide = made.slides[1]
    rendered = render(made)
    shown = parts(rendered.data)
    assert len([name for name in shown if name.startswith("ppt/charts/chart")]) == 1
    assert b"Secret" not in b"".join(shown.values())


def test_a_picture_that_is_not_there_leaves_no_blank_paragraph() -> None:
    document = word("before")
    add_object(document, document.add_paragraph(), "{% picture account.logo %}")
    add_object(document, document.add_paragraph(), '{% picture account.logo or "No logo" %}')
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    add_object(document, cell.paragraphs[0], "{% picture account.logo %}")
    add_object(document, cell.add_paragraph(), "{% picture account.logo %}")
    data = values()
    assert len(paragraphs(render(document, data))) == 3
    data["account"]["logo"] = None
    rendered = render(document, data)
    assert paragraphs(rendered) == ["before", "No logo"]
    assert tables(rendered) == [[[""]]]


NOTHING_LATE = (
    "{% for p in plays %}{% if p.late %}{{ p.name }}{% endif %}{% endfor %}",
    "{% for p in plays if p.late %}{{ p.name }}{% endfor %}",
    "{% if plays %}{% if not account.key %}x{% endif %}{% endif %}",
    "{% for p in plays %}{% for s in p.steps %}{{ s.title }}{% endfor %}{% endfor %}",
    "{% if account.key %}{% else %}x{% endif %}",
)


def test_a_line_whose_inner_conditions_leave_nothing_is_no_blank_line() -> None:
    lines = ("first", *NOTHING_LATE, "last")
    assert paragraphs(render(word(*lines))) == ["first", "last"]
    shape = opened(render(lines_on_a_slide(lines))).slides[0].shapes[1]
    assert shape.text_frame.text == "first\nlast"
    cells = word()
    cell = cells.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = NOTHING_LATE[0]
    for line in NOTHING_LATE[1:]:
        cell.add_paragraph(line)
    assert tables(render(cells)) == [[[""]]]
    late = values(plays=[play("A", late=True, steps=STEPS)])
    assert paragraphs(render(word(*lines), late)) == ["first", "A", "A", "12", "last"]
