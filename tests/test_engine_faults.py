"""What authors get wrong: every fault found at once, offline, with its place and a way out."""

from __future__ import annotations

import pickle
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pptx.util import Inches

from generator.engine import compile_template
from generator.errors import RenderError, TemplateError
from tests.engine_kit import (
    FORMATS,
    NAMES,
    add_chart,
    chart,
    deck,
    describe,
    play,
    png,
    problems,
    render,
    saved,
    values,
    word,
)
from tests.word_kit import add_box, control, with_footnote


def said(document: Any) -> list[str]:
    return [str(problem) for problem in problems(document)]


def only(document: Any) -> str:
    found = said(document)
    assert len(found) == 1, found
    return found[0]


def test_places_are_counted_as_a_person_counts_them() -> None:
    """Paragraphs of tables and text boxes have places of their own, as lines of notes have none."""
    tag = "{{ acount.name }}"
    document = word("one")
    grid = document.add_table(rows=2, cols=2)
    grid.cell(1, 1).text = tag
    inner = grid.cell(0, 0).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = tag
    paragraph = document.add_paragraph(f"two {tag}")
    add_box(paragraph, "Aside", "first", tag)
    document.add_paragraph("three")
    control(document.paragraphs[-1]._p)
    document.add_paragraph(f"four {tag}")
    document.sections[0].footer.paragraphs[0].text = "x"
    document.sections[0].footer.add_paragraph(tag)
    assert [found.place for found in problems(with_footnote(tag, document))] == [
        "table 2, row 1, cell 1",
        "table 1, row 2, cell 2",
        "paragraph 2",
        'text box "Aside", paragraph 2',
        "paragraph 4",
        "footer 1, paragraph 2",
        "footnote 1, paragraph 1",
    ]


def test_all_faults_are_found_in_one_pass_each_with_its_place() -> None:
    document = word("{{ acount.name }}", "fine {{ account.name }}", "{{ tags | uper }}")
    grid = document.add_table(rows=2, cols=2)
    grid.cell(1, 1).text = "{{ play.owner }}"
    document.sections[0].header.paragraphs[0].text = "{{ account.margin }}"
    document.add_paragraph("{% for p in plays %}")
    document.core_properties.title = "{{ nothing }}"
    internal = "this document may not show it"
    hint = "run templates fields for the names there are"
    loop = "play is known only between {% for play in plays %} and {% endfor %}"
    assert said(document) == [
        f"template.docx, {text}"
        for text in (
            "paragraph 1: {{ acount.name }} is not a known name; did you mean account.name?",
            "paragraph 3: {{ tags | uper }} uper is not a known filter; did you mean upper?",
            f"table 1, row 2, cell 2: {{{{ play.owner }}}} is not a known name; {loop}",
            "paragraph 4: {% for p in plays %} is never closed: endfor is missing",
            f"header 1, paragraph 1: {{{{ account.margin }}}} is internal: {internal}",
            f"document properties, title: {{{{ nothing }}}} is not a known name; {hint}",
        )
    ]
    with pytest.raises(TemplateError) as caught:
        compile_template(saved(document), filename="template.docx", names=NAMES)
    assert len(caught.value.problems) == 6


def test_a_slides_fault_names_slide_table_and_row() -> None:
    made = deck("a", "b")
    shape = made.slides[1].shapes.add_table(2, 1, Inches(1), Inches(2), Inches(4), Inches(1))
    shape.name = "Plays"
    shape.table.cell(0, 0).text = "Name"
    shape.table.cell(1, 0).text = "{% row for play in plays %}{{ plya.owner }}{% endfor %}"
    assert only(made) == (
        'template.pptx, slide 2, table "Plays", row 2: {{ plya.owner }} is not a known name; '
        "did you mean play.owner?"
    )


def test_a_fault_in_notes_names_the_notes() -> None:
    made = deck("a")
    made.slides[0].notes_slide.notes_text_frame.text = "{{ acount.name }}"
    assert "slide 1, notes" in only(made)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{% for p in plays %}"], "is never closed: endfor is missing"),
        (["{% if account.key %}x"], "is never closed: endif is missing"),
        (["{% endfor %}"], "has no for before it"),
        (["{% endif %}"], "has no if before it"),
        (["{% else %}"], "has no if or for before it"),
        (["{% for p in plays %}", "x", "{% endif %}", "{% endfor %}"], "endfor is expected first"),
        (["{% for p in account %}", "{% endfor %}"], "which is a record"),
        (["{% for p in account.name %}", "{% endfor %}"], "which is a text"),
        (["{% for p in plyas %}", "{% endfor %}"], "did you mean plays?"),
        (["{% fro p in plays %}"], "'fro' is not a statement"),
        (["{% for plays %}", "{% endfor %}"], "cannot be read"),
        (["{% set x = 1 %}"], "'set' is not a statement"),
        (["{% if %}", "{% endif %}"], "says if but not what"),
        (["{% if account.key %}x{% endif now %}"], "has text after endif"),
        (["{{ account.name"], "is never closed: }} is missing"),
        (["{% if account.key %", "x"], "is never closed: %} is missing"),
        (["account.name }}"], "closes a tag that was not opened"),
        (["{{ }}"], "is empty"),
        (["{{ plays }}"], "is a list"),
        (["{{ charts.revenue }}"], "is a chart"),
        (["{% chart charts.revenue %}"], "stands in text"),
        (["{% picture account.logo %}"], "stands in text"),
        (["{% row for p in plays %}x{% endfor %}"], "says row but stands in no row"),
        (["{% slide if account.key %}{% endif %}"], "has no meaning here"),
        (["{% sheet for p in plays %}{% endfor %}"], "has no meaning here"),
        (["{% column for p in plays %}{% endfor %}"], "says column but stands in no column"),
        (
            ["{% if account.key %}a{% else %}b{% elif account.key %}c{% endif %}"],
            "comes after else",
        ),
        (["{{ loop.index }}"], "outside of a for"),
        (["{% for p in plays %}", "{{ loop.indx }}", "{% endfor %}"], "did you mean loop.index?"),
        (["{% for p in plays %}", "{{ p.ownr }}", "{% endfor %}"], "did you mean p.owner?"),
        (["{% for p in plays %}", "{% endfor %}", "{{ p.name }}"], "is not a known name"),
    ],
)
def test_each_mistake_has_its_own_message(lines: list[str], message: str) -> None:
    assert message in only(word(*lines))


def test_a_pair_across_a_tables_edge_is_refused() -> None:
    document = word("{% for p in plays %}")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{{ p.name }}{% endfor %}"
    assert "closes in another" in only(document)


def test_pairs_that_overlap_are_refused() -> None:
    document = word()
    grid = document.add_table(rows=3, cols=1)
    grid.cell(0, 0).text = "{% for p in plays %}a"
    grid.cell(1, 0).text = "{% if account.key %}b{% endfor %}"
    grid.cell(2, 0).text = "c{% endif %}"
    assert any("expected first" in text or "overlaps" in text for text in said(document))


def test_an_else_in_the_middle_of_a_row_is_refused() -> None:
    document = word()
    grid = document.add_table(rows=1, cols=3)
    grid.cell(0, 0).text = "{% if account.key %}a"
    grid.cell(0, 1).text = "{% else %}"
    grid.cell(0, 2).text = "b{% endif %}"
    assert "stands in the same row" in only(document)


def test_a_column_of_merged_cells_is_refused() -> None:
    document = word()
    grid = document.add_table(rows=2, cols=3)
    grid.cell(0, 0).merge(grid.cell(0, 1))
    grid.cell(1, 2).text = "{% column for c in columns %}{{ c.label }}{% endfor %}"
    assert "merged cells" in only(document)


def test_a_chart_without_a_tag_is_an_error() -> None:
    made = deck("a")
    add_chart(made.slides[0], "Just a chart")
    assert "the chart has no data" in only(made)


def test_a_chart_tag_on_something_else_is_an_error() -> None:
    made = deck("a")
    box = made.slides[0].shapes.add_textbox(0, 0, Inches(1), Inches(1))
    describe(box, "{% chart charts.revenue %}")
    assert 'shape "TextBox 2"' in only(made)
    assert "is no chart" in only(made)


def test_a_picture_tag_on_a_chart_is_an_error() -> None:
    made = deck("a")
    add_chart(made.slides[0], "{% picture account.logo %}")
    assert any("is no picture" in text for text in said(made))


def test_a_chart_tag_with_something_that_is_no_chart_is_an_error() -> None:
    made = deck("a")
    add_chart(made.slides[0], "{% chart account.name %}")
    assert "needs a chart; account.name is a text" in only(made)


def test_a_fault_in_a_charts_title_names_the_chart() -> None:
    made = deck("a")
    add_chart(made.slides[0], "{% chart charts.revenue %}", title="{{ acount.name }}")
    assert 'chart "Chart 2"' in only(made)


def test_a_slide_pair_that_is_never_closed_names_its_slide() -> None:
    made = deck("a", "{% slide for p in plays %}", "b")
    assert only(made) == (
        'template.pptx, slide 2, shape "Title 1": {% slide for p in plays %} is never closed: '
        "endfor is missing"
    )


def test_a_closer_without_an_opener_names_its_slide() -> None:
    assert "slide 2" in only(deck("a", "x{% endfor %}"))


def test_a_missing_value_names_the_tag_and_place_of_the_repeated_slide() -> None:
    made = deck("{% slide for p in plays %}{{ p.value }}{% endfor %}")
    with pytest.raises(RenderError) as caught:
        render(made, values(plays=[play("A"), play("B", None)]))
    assert 'slide 1, shape "Title 1": {{ p.value }} has no value' in str(caught.value)
    assert caught.value.problem.tag == "{{ p.value }}"


def test_a_missing_value_with_a_default_is_printed_as_the_default() -> None:
    made = deck("{{ renewal.days | default('not recorded in the CRM') }}")
    from tests.engine_kit import titles

    assert titles(render(made, values(renewal={"days": None}))) == ["not recorded in the CRM"]


def test_a_faulty_file_is_reported_as_one() -> None:
    found = problems(b"not a package")
    assert len(found) == 1
    assert found[0].file == "template.docx"


def test_loops_that_would_never_end_are_stopped() -> None:
    lists = "".join("{% for a in plays %}" for _ in range(8))
    ends = "".join("{% endfor %}" for _ in range(8))
    many = values(plays=[play(str(number)) for number in range(20)])
    with pytest.raises(RenderError, match="repeat more than 2,000,000 times"):
        render(word(lists + "{{ a.name }}" + ends), many)


def test_a_value_of_the_wrong_type_is_an_error_with_its_place() -> None:
    data = values()
    data["account"]["arr"] = ["not", "money"]
    with pytest.raises(RenderError, match=r"paragraph 1.*is not a number"):
        render(word("{{ account.arr }}"), data)
    with pytest.raises(RenderError, match=r"paragraph 1.*not a list"):
        render(word("{% for p in plays %}", "{{ p.name }}", "{% endfor %}"), values(plays="text"))


def test_values_are_never_called_or_asked_for_attributes() -> None:
    class Trap(str):
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            if name in ("secret", "upper"):
                raise AssertionError(f"{name} was asked for")
            return super().__getattribute__(name)

    data = values()
    data["account"]["name"] = Trap("plain")
    from tests.engine_kit import paragraphs

    assert paragraphs(render(word("{{ account.name }}"), data)) == ["plain"]


def test_good_templates_raise_no_false_alarm() -> None:
    document = word(
        "50% {off}, {x}, {100%}",
        "{% for p in plays %}{% if p.late %}{{ p.name }}{% else %}-{% endif %}{% endfor %}",
        "{{ account.owner.name | default('nobody') }} {{ renewal.days + 1 }}",
        "{{ (account.arr / 12) | money }} {{ plays | sort('due') | join(', ', 'name') }}",
    )
    assert said(document) == []


def test_charts_numbers_stay_exact() -> None:
    made = deck("a")
    add_chart(made.slides[0], "{% chart charts.revenue %}")
    exact = chart(1, 1)
    exact["series"][0]["values"] = [Decimal("123456789.01")]
    from tests.engine_kit import parts

    found = parts(render(made, values(charts={"revenue": exact})).data)
    assert b"<c:v>123456789.01</c:v>" in found["ppt/charts/chart1.xml"]


def test_a_picture_is_recognised_by_its_bytes_not_its_name() -> None:
    made = deck("a")
    describe(
        made.slides[0].shapes.add_picture(BytesIO(png(4, 4)), 0, 0), "{% picture account.logo %}"
    )
    data = values()
    data["account"]["logo"] = {"alt": "x", "data": b"\xff\xd8\xff\xe0" + b"\0" * 20}
    with pytest.raises(RenderError, match="damaged picture"):
        render(made, data)


def test_rendering_needs_no_state_of_the_process_that_compiled() -> None:
    template = compile_template(saved(word("{{ account.name }}")), filename="t.docx", names=NAMES)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: template.render(values(), FORMATS).data, range(8)))
    assert len(set(made)) == 1
    assert pickle.dumps(template.render(values(), FORMATS))
