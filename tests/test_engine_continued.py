"""PowerPoint: a table too long for its slide goes on over copies of the slide."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree
from pptx.util import Inches, Pt

from generator.engine import compile_template
from generator.engine.lettering import lines_of, width_of
from tests.engine_kit import (
    FORMATS,
    NAMES,
    add_chart,
    deck,
    describe,
    has_tags,
    in_font,
    opened,
    parts,
    play,
    problems,
    render,
    saved,
    titles,
    values,
)

ROWS = ("{% row for p in plays %}{{ p.name }}", "{{ p.owner }}{% endfor %}")
HEADS = ("Play", "Owner")


def grid(slide: Any, *rows: tuple[str, str], alt: str = "{% continue %}", top: float = 2) -> Any:
    """A table of two columns of 3 inches each, its rows 0.4 inches high."""
    frame = slide.shapes.add_table(
        len(rows), 2, Inches(1), Inches(top), Inches(6), Inches(0.4) * len(rows)
    )
    for number, words in enumerate(rows):
        for column, text in enumerate(words):
            cell = frame.table.cell(number, column)
            cell.text = text
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.size = Pt(12)
    return describe(frame, alt)


def line(slide: Any, top: float) -> Any:
    """What shows the table's author how far down it may reach."""
    return slide.shapes.add_connector(1, Inches(1), Inches(top), Inches(7), Inches(top))


def long(count: int, **more: Any) -> dict[str, Any]:
    return values(plays=[play(f"P{number}", number, **more) for number in range(1, count + 1)])


def shown(rendered: Any) -> list[list[str]]:
    """The first column of each slide's tables."""
    return [
        [row.cells[0].text for s in slide.shapes if s.has_table for row in s.table.rows]
        for slide in opened(rendered).slides
    ]


def test_rows_that_do_not_fit_go_on_with_the_head_repeated_and_the_title_numbered() -> None:
    made = deck("Plays", "End")
    grid(made.slides[0], HEADS, ROWS)
    line(made.slides[0], 4)  # room for five rows of 0.4 inches, one of which is the head
    rendered = render(made, long(10))
    assert shown(rendered) == [
        ["Play", "P1", "P2", "P3", "P4"],
        ["Play", "P5", "P6", "P7", "P8"],
        ["Play", "P9", "P10"],
        [],
    ]
    assert titles(rendered) == ["Plays (1/3)", "Plays (2/3)", "Plays (3/3)", "End"]
    assert not has_tags(rendered.data)


def test_a_table_that_fits_stays_as_it_is_and_one_of_nothing_follows_the_rule_of_tables() -> None:
    made = deck("Plays")
    grid(made.slides[0], HEADS, ROWS)
    assert titles(render(made, long(3))) == ["Plays"]
    assert shown(render(made, long(0))) == [["Play"]]
    bare = deck("Plays")
    grid(bare.slides[0], ROWS)
    assert [s.has_table for s in opened(render(bare, long(0))).slides[0].shapes] == [False]


def test_without_anything_below_it_a_table_reaches_down_to_the_slides_foot() -> None:
    made = deck("Plays")  # of python-pptx: 7.5 inches high, its footers begin at 6.95
    grid(made.slides[0], HEADS, ROWS)
    assert [len(rows) for rows in shown(render(made, long(14)))] == [12, 4]


def test_a_number_says_how_many_rows_a_slide_has_at_most() -> None:
    made = deck("Plays")
    grid(made.slides[0], HEADS, ROWS, alt="{% continue 3 %}")
    assert [len(rows) for rows in shown(render(made, long(7)))] == [4, 4, 2]


def test_wrapped_texts_and_their_size_count_and_a_row_higher_than_a_slide_comes_out_alone() -> None:
    made = deck("Plays")
    frame = grid(made.slides[0], HEADS, ROWS)
    line(made.slides[0], 4)
    data = long(4)
    data["plays"][1]["owner"] = "A long name of somebody. " * 60
    data["plays"][2]["owner"] = "A name on two lines of these letters"
    assert shown(render(made, data)) == [
        ["Play", "P1"],
        ["Play", "P2"],
        ["Play", "P3", "P4"],
    ]
    frame.table.cell(1, 1).text_frame.paragraphs[0].runs[0].font.size = Pt(44)
    assert [len(rows) for rows in shown(render(made, long(4)))] == [2, 2, 2, 2]


def test_a_total_stands_on_the_last_slide_and_never_alone() -> None:
    made = deck("Plays")
    grid(made.slides[0], HEADS, ROWS, ("Total", "{{ plays | sum('value') }}"))
    line(made.slides[0], 4)
    assert shown(render(made, long(6)))[-1] == ["Play", "P5", "P6", "Total"]
    assert shown(render(made, long(4))) == [["Play", "P1", "P2", "P3"], ["Play", "P4", "Total"]]
    assert shown(render(made, long(3))) == [["Play", "P1", "P2", "P3", "Total"]]


def test_rows_of_one_item_stay_together_and_loops_may_nest_or_stand_side_by_side() -> None:
    made = deck("Plays")
    rows = (
        ("{% for p in plays %}", ""),
        ("{{ p.name }}", ""),
        ("{% row for s in p.steps %}{{ s.title }}{% endfor %}", ""),
        ("{% endfor %}", ""),
        ("Tags", ""),
        ("{% row for t in tags %}{{ t }}{% endfor %}", ""),
    )
    grid(made.slides[0], HEADS, *rows, alt="{% continue %}")
    line(made.slides[0], 4.9)
    steps = [{"title": "a"}, {"title": "b"}]
    assert shown(render(made, long(2, steps=steps))) == [
        ["Play", "P1", "a", "b", "P2", "a", "b"],
        ["Play", "Tags", "x", "y"],
    ]
    two = deck("Plays")
    pair = (("{% for p in plays %}", ""), ("{{ p.name }}", ""), ("of", "{{ p.owner }}"))
    grid(two.slides[0], HEADS, *pair, ("{% endfor %}", ""))
    line(two.slides[0], 4.5)
    assert [rows[1:] for rows in shown(render(two, long(4)))] == [
        ["P1", "of", "P2", "of"],
        ["P3", "of", "P4", "of"],
    ]


def test_the_row_over_an_inner_loop_stays_with_the_first_row_of_it() -> None:
    rows = (
        ("{% for p in plays %}", ""),
        ("{{ p.name }}", ""),
        ("{% row for s in p.steps %}{{ s.title }}{% endfor %}", ""),
        ("{% endfor %}", ""),
    )
    two, three = [{"title": "a"}, {"title": "b"}], [{"title": t} for t in "abc"]
    data = values(plays=[play("P1", steps=two), play("P2", steps=[]), play("P3", steps=three)])
    made = deck("Plays")
    grid(made.slides[0], HEADS, *rows, alt="{% continue 2 %}")
    assert [one[1:] for one in shown(render(made, data))] == [
        *(["P1", "a"], ["b", "P2"], ["P3", "a"], ["b", "c"]),
    ]
    tall = deck("Plays")
    grid(tall.slides[0], HEADS, *rows, ("Total", ""))
    line(tall.slides[0], 4.5)  # room for five rows below the head
    assert [one[1:] for one in shown(render(tall, data))] == [
        *(["P1", "a", "b", "P2"], ["P3", "a", "b", "c", "Total"]),
    ]
    one = deck("Plays")
    grid(one.slides[0], HEADS, *rows, alt="{% continue 1 %}")
    assert [rows[1:] for rows in shown(render(one, data))][:2] == [["P1"], ["a"]]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ continued.page }}",
        "{% row if continued.page > 1 %}x{% endif %}",
        "{{ 1 + continued.left }}",
    ],
)
def test_a_row_of_the_table_that_goes_on_cannot_ask_for_its_slide(tag: str) -> None:
    made = deck("Plays {{ continued.page }}")
    grid(made.slides[0], HEADS, ROWS, ("Total", tag))
    (found,) = problems(made)
    assert "asks inside the table that goes on" in found.message
    assert found.place == 'slide 1, table "Table 2", row 3'


def test_each_slide_has_its_own_charts_notes_links_and_ids() -> None:
    made = deck("Plays", "{{ account.name }}")
    slide = made.slides[0]
    grid(slide, HEADS, ROWS, alt="{% continue 2 %}A table")
    cell = slide.shapes[-1].table.cell(1, 1)
    run = cell.text_frame.paragraphs[0].runs[0]
    run.hyperlink.address = "https://x.example/{{ p.name }}"
    add_chart(slide, "{% chart charts.revenue %}")
    slide.notes_slide.notes_text_frame.text = "Of {{ account.name }}, {{ continued.page }}"
    slide.shapes.title.click_action.target_slide = made.slides[1]
    rendered = render(made, long(5))
    slides = list(opened(rendered).slides)
    assert [s.notes_slide.notes_text_frame.text for s in slides[:3]] == [
        f"Of R&D <x>, {number}" for number in (1, 2, 3)
    ]
    assert [s.shapes.title.click_action.target_slide.slide_id for s in slides[:3]] == [259] * 3
    assert (
        sum("charts/chart" in name and name.endswith(".xml") for name in parts(rendered.data)) == 3
    )
    assert [s.slide_id for s in slides] == [256, 257, 258, 259]
    links = [
        [rel.target_ref for rel in s.part.rels.values() if rel.reltype.endswith("/hyperlink")]
        for s in slides
    ]
    assert links == [
        ["https://x.example/P1", "https://x.example/P2"],
        ["https://x.example/P3", "https://x.example/P4"],
        ["https://x.example/P5"],
        [],
    ]
    assert {s._element.get("descr") for x in slides for s in x.shapes if s.has_table} <= {None}


def test_a_repeated_slide_continues_each_of_its_tables() -> None:
    made = deck("{{ p.name }} {{ loop.index }}", "End")
    made.slides[0].notes_slide.notes_text_frame.text = "{% slide for p in plays %}{% endfor %}"
    step = ("{% row for s in p.steps %}{{ s.title }}", "{{ p.owner }} {{ loop.index }}{% endfor %}")
    grid(made.slides[0], HEADS, step, alt="{% continue 2 %}")
    made.slides[1].shapes.title.click_action.target_slide = made.slides[0]
    steps = [{"title": f"s{number}"} for number in range(1, 4)]
    data = values(plays=[play("A", steps=steps), play("B"), play("C", steps=steps[:2])])
    rendered = render(made, data)
    assert titles(rendered) == ["A 1 (1/2)", "A 1 (2/2)", "B 2", "C 3", "End"]
    assert shown(rendered)[:4] == [
        ["Play", "s1", "s2"],
        ["Play", "s3"],
        ["Play"],
        ["Play", "s1", "s2"],
    ]
    last = opened(rendered).slides[4].shapes.title.click_action.target_slide
    assert last.shapes.title.text == "A 1 (1/2)"


def test_the_titles_number_is_written_like_its_last_words_or_where_the_author_says() -> None:
    made = deck("{{ account.name }}")
    title = made.slides[0].shapes.title.text_frame.paragraphs[0]
    title.runs[0].font.bold = True
    grid(made.slides[0], HEADS, ROWS, alt="{% continue 2 %}")
    runs = opened(render(made, long(3))).slides[1].shapes.title.text_frame.paragraphs[0].runs
    assert [(run.text, run.font.bold) for run in runs] == [("R&D <x>", True), (" (2/2)", True)]
    own = deck("Page {{ continued.page }} of {{ continued.pages }}")
    grid(own.slides[0], HEADS, ROWS, alt="{% continue 2 %}")
    assert titles(render(own, long(3))) == ["Page 1 of 2", "Page 2 of 2"]


def test_at_most_so_many_slides_and_then_how_many_more_there_are() -> None:
    made = deck("Plays")
    grid(made.slides[0], HEADS, ROWS, ("Total", ""), alt="{% continue 2 max 2 %}")
    box = made.slides[0].shapes.add_textbox(Inches(1), Inches(6), Inches(6), Inches(0.4))
    box.name = "More"
    box.text_frame.text = (
        "{% shape if continued.left > 0 and continued.page == continued.pages %}"
        "and {{ continued.left }} more in the workbook{% endif %}"
    )
    rendered = render(made, long(9))
    assert shown(rendered) == [["Play", "P1", "P2"], ["Play", "P3", "P4", "Total"]]
    more = [
        [s.text_frame.text for s in x.shapes if s.name == "More"] for x in opened(rendered).slides
    ]
    assert more == [[], ["and 5 more in the workbook"]]
    assert [len(rows) for rows in shown(render(made, long(4)))] == [3, 4]


def test_a_condition_around_the_table_is_a_condition_of_its_rows() -> None:
    made = deck("Plays")
    alt = "{% shape if account.key %}{% continue 2 %}{% endif %}"
    grid(made.slides[0], HEADS, ROWS, alt=alt)
    assert len(shown(render(made, long(4)))) == 2
    data = long(4)
    data["account"]["key"] = False
    data["plays"][0]["owner"] = None  # would be an error, were it printed
    assert shown(render(made, data)) == [[]]


def test_columns_may_repeat_in_a_table_that_goes_on() -> None:
    made = deck("Plays")
    heads = ("Play", "{% column for c in columns %}{{ c.label }}{% endfor %}")
    cells = (ROWS[0], "{% column for c in p.cells %}{{ c.value }}{% endfor %}{% endfor %}")
    grid(made.slides[0], heads, cells, alt="{% continue 2 %}")
    rendered = render(made, long(3, cells=[{"label": "A", "value": 1}, {"label": "B", "value": 2}]))
    tables = [s.table for x in opened(rendered).slides for s in x.shapes if s.has_table]
    assert [[c.text for c in t.rows[0].cells] for t in tables] == [["Play", "A", "B"]] * 2
    assert [len(t.columns) for t in tables] == [3, 3]


def test_the_same_values_give_the_same_bytes_and_values_appear_as_they_stand() -> None:
    made = deck("Plays")
    grid(made.slides[0], HEADS, ROWS, alt="{% continue 2 %}")
    data = long(3)
    hostile = ["R&D <x>", "{{ 7*7 }}", "</a:tr><a:tr>"]
    for item, name in zip(data["plays"], hostile, strict=True):
        item["name"] = name
    template = compile_template(saved(made), filename="t.pptx", names=NAMES)
    first, second = template.render(data, FORMATS), template.render(data, FORMATS)
    assert first.data == second.data
    assert [name for rows in shown(first) for name in rows[1:]] == hostile
    for name, content in parts(first.data).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)


@pytest.mark.parametrize(
    ("alt", "message"),
    [
        ("{% continue many %}", "has something else than numbers after continue"),
        ("{% continue 0 %}", "has something else than numbers after continue"),
        ("{% continue 3 max 2 %}", "leaves rows out without a word"),
        ("{% shape for p in plays %}{% continue %}{% endfor %}", "repeated on its slide"),
    ],
)
def test_a_tag_that_cannot_work_is_found_before_rendering(alt: str, message: str) -> None:
    made = deck("Plays")
    grid(made.slides[0], HEADS, ROWS, alt=alt)
    (found,) = problems(made)
    assert message in str(found)
    assert 'slide 1, table "Table 2"' in str(found)


def test_a_slide_takes_fewer_rows_where_the_themes_or_the_cells_font_is_wider() -> None:
    """Rows are as many as fit in the letters that they are written in, bold or not."""
    text = "Renewal of a new enterprise agreement"  # in Calibri, if it is not bold, one line

    def rows(theme: str, own: str = "", *, bold: bool = False) -> int:
        made = deck("Plays")
        frame = grid(made.slides[0], HEADS, ROWS)
        for cell in frame.table.rows[1].cells:
            (run,) = cell.text_frame.paragraphs[0].runs
            run.font.name, run.font.bold = own or None, bold
        plays = [play(text, owner="Ann") for _ in range(40)]
        return len(shown(render(in_font(saved(made), theme), values(plays=plays)))[0])

    calibri = rows("Calibri")
    assert calibri == rows("Verdana", "Carlito") > rows("Verdana") == rows("Calibri", "Verdana")
    assert calibri > rows("Calibri", bold=True) >= rows("Verdana", bold=True)


def test_a_table_that_cannot_grow_is_none_to_continue() -> None:
    made = deck("Plays", "Plays", "Plays")
    grid(made.slides[0], HEADS, ("A", "B"))
    grid(made.slides[1], HEADS, *[("A", "B")] * 30)  # too long as it stands
    grid(made.slides[2], HEADS, ("{{ account.name }}", ""))  # a long name needs more lines
    (found,) = problems(made)
    assert found.place == 'slide 1, table "Table 2"'
    assert "continues a table that cannot grow: it has no tags" in found.message


def test_only_one_table_of_a_slide_continues_and_only_where_a_table_is() -> None:
    made = deck("{% continue %}Plays")
    grid(made.slides[0], HEADS, ROWS)
    grid(made.slides[0], HEADS, ROWS, top=4)
    describe(made.slides[0].shapes.add_textbox(0, 0, 9, 9), "{% continue %}")
    first, second, third = (str(problem) for problem in problems(made))
    assert "stands in text" in first
    assert "continues a second table" in second
    assert "of something that is no table" in third


def test_outside_of_such_a_slide_its_names_are_not_known() -> None:
    made = deck("Plays {{ continued.page }}", "{{ continued.pages }}")
    grid(made.slides[0], HEADS, ROWS)
    (found,) = problems(made)
    assert "slide 2" in str(found)
    assert "is not a known name" in str(found)


def test_what_is_left_for_the_last_line_is_one_line() -> None:
    assert lines_of("one two three four five six", width_of("one two three four five ") + 0.1) == 2
    assert lines_of("one two three four five six", width_of("one two ") + 0.1) == 4
