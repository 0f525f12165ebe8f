"""Formatted text in Word, PowerPoint and Excel: ``{{ note.body | html }}`` and ``| markdown``."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from pptx.util import Inches

from generator.engine import Names, Rendered
from generator.errors import RenderError
from generator.model.markup import Markup
from generator.office.package import open_package
from generator.office.passages import passages
from tests import engine_kit as kit
from tests import excel_kit
from tests.hostile_texts import FIELDS, TEMPLATES

NAMES = Names(
    {
        "note": {"body": "text", "gone": "text", "worth": "money"},
        "notes": [{"body": "text"}],
        "tags": ["text"],
    }
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LISTS = (
    "<p>Do <b>this</b>:</p><ul><li>One</li><li>Two<ul><li>Deep</li></ul></li></ul>"
    "<ol><li>a</li><li>b</li></ol><p>Then</p><ol><li>c</li></ol>"
)
LINKS = (
    '<p><a href="https://x.example/?a=1&amp;b=2">good</a> <a href="javascript:f()">bad</a> '
    '<a href="mailto:ann@x.example">mail</a></p>'
)


def values(body: str | None, *bodies: str) -> dict[str, Any]:
    return {
        "note": {"body": body, "gone": None, "worth": 5},
        "notes": [{"body": text} for text in bodies],
        "tags": ["x"],
    }


def word(body: str | None, *texts: str, document: Any = None) -> tuple[Rendered, Any]:
    made = kit.word(*texts) if document is None else document
    rendered = kit.render(made, values(body, "<p>n<b>1</b></p>", "<p>n2</p>"), NAMES)
    return rendered, docx.Document(BytesIO(rendered.data))


def lines(document: Any) -> list[tuple[str, str]]:
    return [(found.style.name, found.text) for found in document.paragraphs]


def looks(paragraph: Any) -> list[str]:
    """Each run as ``bius[text]``."""
    made = []
    for run in paragraph.runs:
        font = run.font
        marks = [font.bold, font.italic, font.underline, font.strike]
        shown = "".join([sign for sign, is_set in zip("bius", marks, strict=True) if is_set])
        shown += "^" * bool(font.superscript) + "_" * bool(font.subscript)
        if run.text:
            made.append(f"{shown}[{run.text}]" if shown else run.text)
    return made


# -- Word ----------------------------------------------------------------------------------------


def test_word_a_tag_alone_in_its_paragraph_becomes_paragraphs_and_list_items() -> None:
    _, document = word(LISTS, "before", "{{ note.body | html }}", "after")

    assert lines(document) == [
        ("Normal", "before"),
        ("Normal", "Do this:"),
        ("List Bullet", "One"),
        ("List Bullet", "Two"),
        ("List Bullet 2", "Deep"),
        ("List Number", "a"),
        ("List Number", "b"),
        ("Normal", "Then"),
        ("List Number", "c"),
        ("Normal", "after"),
    ]


def test_word_every_numbered_list_starts_anew() -> None:
    rendered, document = word(LISTS, "{{ note.body | html }}", "{{ note.body | html }}")
    used = [number.get(f"{W}val") for number in document.element.body.iter(f"{W}numId")]
    xml = kit.parts(rendered.data)["word/numbering.xml"].decode()

    assert len(used) == 6  # the bullets' style brings their numbering
    assert len(set(used)) == 4
    for number in set(used):
        assert re.search(
            f'<w:num w:numId="{number}">.*?<w:startOverride w:val="1"/>', xml.replace("\n", "")
        )


def test_word_without_styles_for_lists_the_document_gets_definitions() -> None:
    document = kit.word("{{ note.body | html }}")
    for style in [s for s in document.styles if s.name.startswith(("List ", "Hyperlink"))]:
        style.element.getparent().remove(style.element)
    data = kit.saved(document)
    rendered, made = word(LISTS + LINKS, document=data)
    numbered = [
        [p.text, *[n.get(f"{W}val") for n in p._element.iter(f"{W}ilvl", f"{W}numId")]]
        for p in made.paragraphs
        if p._element.find(f"{W}pPr/{W}numPr") is not None
    ]
    one, two, deep, a, b, c = numbered

    assert [one[1], two[1], deep[1], a[1]] == ["0", "0", "1", "0"]
    assert one[2] == two[2] == deep[2] != a[2] == b[2] != c[2]
    xml = kit.parts(rendered.data)["word/numbering.xml"].decode()
    assert xml.rindex("<w:abstractNum ") < xml.index("<w:num ")


def test_word_a_text_that_brings_its_html_prints_plain_and_formatted() -> None:
    body = Markup("Call Ann", "<p>Call <b>Ann</b></p>")
    _, document = word(body, "{{ note.body }}", "{{ note.body | html }}")

    assert [looks(paragraph) for paragraph in document.paragraphs] == [
        ["Call Ann"],
        ["Call ", "b[Ann]"],
    ]


def test_word_looks_are_added_to_the_look_of_the_tag() -> None:
    document = kit.word("")
    run = document.paragraphs[0].add_run("{{ note.body | html }}")
    run.italic, run.font.name = True, "Georgia"
    _, made = word("<p>a<b>b</b><u>c</u>d<sup>2</sup><s>e</s></p>", document=document)
    paragraph = made.paragraphs[0]

    assert looks(paragraph) == ["i[a]", "bi[b]", "iu[c]", "i[d]", "i^[2]", "is[e]"]
    assert {run.font.name for run in paragraph.runs} == {"Georgia"}


def test_word_in_other_text_blocks_become_lines() -> None:
    _, document = word(LISTS, "See: {{ note.body | html }} end")

    assert lines(document) == [
        ("Normal", "See: Do this:\n• One\n• Two\n  • Deep\n1. a\n2. b\nThen\n1. c end")
    ]
    assert looks(document.paragraphs[0])[:3] == ["See: ", "Do ", "b[this]"]


def test_word_links_follow_the_rule_of_all_links() -> None:
    rendered, document = word(LINKS, "{{ note.body | html }}", "In: {{ note.body | html }}")
    (change, again) = rendered.changes

    for paragraph in document.paragraphs:
        assert [(link.text, link.address) for link in paragraph.hyperlinks] == [
            ("good", "https://x.example/?a=1&b=2"),
            ("mail", "mailto:ann@x.example"),
        ]
        assert "bad" in paragraph.text
    assert "paragraph 1: no link to 'javascript:f()'" in change
    assert "paragraph 2" in again


def test_word_formatted_text_stands_in_cells_loops_headers_and_conditions() -> None:
    document = kit.word(
        "{% for n in notes %}", "{{ n.body | html }}", "{% endfor %}",
        "{% for n in notes %}{{ n.body | markdown }};{% endfor %}",
        "{% if note.body %}{{ note.body | html }}{% endif %}",
        "{% if note.gone %}{{ note.gone | html }}{% endif %}",
    )  # fmt: skip
    document.add_table(1, 1).cell(0, 0).text = "{{ note.body | html }}"
    header = document.sections[0].header
    header.paragraphs[0].text = "{{ note.body | html }}"
    _, made = word(LINKS + "<ul><li>x</li></ul>", document=document)

    assert [text for _, text in lines(made)] == [
        "n1", "n2", "<p>n<b>1</b></p>;<p>n2</p>;", "good bad mail\n• x",
    ]  # fmt: skip
    cell = made.tables[0].cell(0, 0)
    assert [p.text for p in cell.paragraphs] == ["good bad mail", "x"]
    assert [p.text for p in made.sections[0].header.paragraphs] == ["good bad mail", "x"]
    assert len(made.sections[0].header.paragraphs[0].hyperlinks) == 2


def test_word_an_unknown_text_is_an_error_or_the_default() -> None:
    with pytest.raises(RenderError, match="has no value"):
        word(None, "{{ note.body | html }}")
    _, document = word(None, "{{ note.body | html | default('not\nrecorded') }}")

    assert lines(document) == [("Normal", "not recorded")]


def test_word_where_only_plain_text_stands_there_is_plain_text() -> None:
    document = kit.word("{{ 'Note: ' ~ (note.body | html) }}")
    document.core_properties.title = "{{ note.body | html }}"
    document.add_picture(BytesIO(kit.png(4, 4)))
    document.element.body.xpath(".//wp:docPr")[0].set("descr", "{{ note.body | html }}")
    _, made = word("<p>a <b>b</b></p>", document=document)

    assert made.paragraphs[0].text == "Note: a b"
    assert made.core_properties.title == "a b"
    assert made.element.body.xpath(".//wp:docPr")[0].get("descr") == "a b"


def test_word_an_empty_text_leaves_one_paragraph_with_its_properties() -> None:
    _, document = word("<p></p>", "a", "{{ note.body | html }}", "b")

    assert [text for _, text in lines(document)] == ["a", "", "b"]


def test_word_the_same_text_gives_the_same_bytes() -> None:
    data = kit.saved(kit.word("{{ note.body | html }}"))

    assert word(LISTS + LINKS, document=data)[0].data == word(LISTS + LINKS, document=data)[0].data


# -- PowerPoint ----------------------------------------------------------------------------------


def slide(body: str, text: str = "{{ note.body | html }}") -> tuple[Rendered, Any]:
    deck = kit.deck("{{ note.body | html }}")
    shapes = deck.slides[0].shapes
    shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(2)).text_frame.text = text
    shapes.add_table(1, 1, Inches(1), Inches(5), Inches(6), Inches(1)).table.cell(0, 0).text = text
    deck.slides[0].notes_slide.notes_text_frame.text = text
    rendered = kit.render(deck, values(body), NAMES)
    return rendered, kit.opened(rendered).slides[0]


def bullets(frame: Any) -> list[tuple[str, str | None, str]]:
    """(mark of the list, level, text) of each paragraph."""
    made = []
    for paragraph in frame.paragraphs:
        properties = paragraph._p.find(f"{A}pPr")
        mark, level = "", None
        if properties is not None:
            level = properties.get("lvl")
            for child in properties.iter(f"{A}buChar", f"{A}buAutoNum"):
                mark = child.get("char") or f"#{child.get('startAt', '')}"
        made.append((mark, level, paragraph.text))
    return made


def test_powerpoint_lists_have_marks_levels_and_numbers_that_start_anew() -> None:
    _, made = slide(LISTS + '<ol start="3"><li>d</li></ol>')
    box = made.shapes[1].text_frame
    expected = [
        ("", None, "Do this:"),
        ("•", None, "One"),
        ("•", None, "Two"),
        ("–", "1", "Deep"),
        ("#", None, "a"),
        ("#", None, "b"),
        ("", None, "Then"),
        ("#", None, "c"),
        ("", None, ""),  # else PowerPoint would count on
        ("#3", None, "d"),
    ]

    assert bullets(box) == expected
    assert bullets(made.shapes[2].table.cell(0, 0).text_frame) == expected
    assert bullets(made.notes_slide.notes_text_frame) == expected
    assert [run.font.bold for run in box.paragraphs[0].runs] == [None, True, None]


def test_powerpoint_links_and_looks_are_the_runs_own() -> None:
    rendered, made = slide(LINKS + "<p>x<sub>2</sub><s>y</s></p>", "In {{ note.body | html }} end")
    runs = [run for p in made.shapes[1].text_frame.paragraphs for run in p.runs]

    assert [(run.text, run.hyperlink.address) for run in runs if run.hyperlink.address] == [
        ("good", "https://x.example/?a=1&b=2"),
        ("mail", "mailto:ann@x.example"),
    ]
    text = made.shapes[1].text_frame.text
    assert text.replace("\v", "\n") == "In good bad mail\nx2y end"
    assert [
        f"{name}={run._r.rPr.get(name)}"
        for run in runs
        for name in ("baseline", "strike")
        if run._r.rPr is not None and run._r.rPr.get(name)
    ] == ["baseline=-25000", "strike=sngStrike"]
    assert any("no link to 'javascript:f()'" in change for change in rendered.changes)


# -- Excel ---------------------------------------------------------------------------------------


def cell(body: str | None, text: str = "{{ note.body | html }}", **more: Any) -> Any:
    book = excel_kit.workbook({"A1": text, "A2": "=LEN(A1)"})
    for name, value in more.items():
        setattr(book.active["A1"], name, value)  # type: ignore[index]
    template = excel_kit.compile_template(
        excel_kit.saved(book), filename="template.xlsx", names=NAMES
    )
    return template.render(values(body, "<b>x</b>", "y"), excel_kit.FORMATS)


def told(rendered: Rendered) -> list[str]:
    value = excel_kit.opened(rendered).worksheets[0]["A1"].value
    if not isinstance(value, CellRichText):
        return [str(value)]
    return [
        f"{'b' * bool(part.font.b)}{'i' * bool(part.font.i)}{part.font.rFont or ''}[{part.text}]"
        if isinstance(part, TextBlock)
        else str(part)
        for part in value
    ]


def test_excel_a_cell_becomes_rich_text_in_its_own_font() -> None:
    from openpyxl.styles import Font

    rendered = cell(LISTS, font=Font(name="Georgia", size=14))

    assert told(rendered) == [
        "Georgia[Do ]",
        "bGeorgia[this]",
        "Georgia[:\n• One\n• Two\n  • Deep\n1. a\n2. b\nThen\n1. c]",
    ]
    shown = excel_kit.grid(rendered)
    assert shown[1] == [len("Do this:\n• One\n• Two\n  • Deep\n1. a\n2. b\nThen\n1. c")]


def test_excel_formatted_text_stands_beside_other_text_and_in_loops() -> None:
    text = "Note: {% for n in notes %}{{ n.body | html }};{% endfor %} end"

    assert told(cell(None, text)) == ["Note: ", "bCalibri[x]", "Calibri[;]", "Calibri[y]",
        "Calibri[;]", "Calibri[ end]"]  # fmt: skip


def test_excel_text_without_formatting_is_a_plain_text_and_no_formula() -> None:
    assert told(cell("<p>a</p><p>b</p>")) == ["a\nb"]
    assert told(cell(None, "{{ note.body | html | default('none') }}")) == ["none"]
    risky = cell("=<b>1</b>+1")
    assert told(risky) == ["Calibri[=]", "bCalibri[1]", "Calibri[+1]"]
    assert 'quotePrefix="1"' in excel_kit.part(risky, "xl/styles.xml")
    with pytest.raises(RenderError, match="has no value"):
        cell(None)


# -- all three -----------------------------------------------------------------------------------

HOSTILE = (
    *FIELDS,
    *TEMPLATES[:10],
    "<b>" * 10_000 + "deep",
    "<ul><li>" * 2_000 + "deep",
    "<b>\x00\x1b\ud800\ufffe</b>\ufdd61\ufdd7",
    '<a href="data:text/html,x">a</a><a href="https://x.example/' + "y" * 3_000 + '">b</a>',
    "<p onload='x'>]]>&#0;&#x1;&#xD800;&#xFFFE;</p>" + "<br>" * 50,
    '<a href="https://a.example">' + "<p>x</p>" * 50,
    "|a|\n|-|\n" * 20 + "[a](b \"c\") ![d](<e>) `f` **g\n***\n- \n-\n1)\n",
)  # fmt: skip


@pytest.mark.parametrize("filter_", ["html", "markdown"])
def test_hostile_texts_give_valid_files(filter_: str) -> None:
    loop = [f"{{{{ n.body | {filter_} }}}}", f"In {{{{ n.body | {filter_} }}}} end"]
    document = kit.word("{% for n in notes %}", *loop, "{% endfor %}")
    deck = kit.deck("{% slide for n in notes %}{% endfor %}")
    box = deck.slides[0].shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(2))
    box.text_frame.text = loop[0]
    box.text_frame.add_paragraph().text = loop[1]
    cells = {"A1": "{% for n in notes %}" + loop[0], "B1": loop[1] + "{% endfor %}"}
    book = excel_kit.workbook(cells)
    template = excel_kit.compile_template(
        excel_kit.saved(book), filename="template.xlsx", names=NAMES
    )
    data = values("<b>x</b>", *HOSTILE)

    made = [
        kit.render(document, data, NAMES),
        kit.render(deck, data, NAMES),
        template.render(data, excel_kit.FORMATS),
    ]
    for rendered in made:
        open_package(rendered.data, filename="made", tags=False)
        assert any("U+0000, U+001B, U+D800, U+FFFE" in change for change in rendered.changes)
    assert docx.Document(BytesIO(made[0].data)).paragraphs
    assert len(kit.opened(made[1]).slides) == len(HOSTILE)


def test_a_passage_that_formatting_divides_is_read_as_one() -> None:
    secret = (
        "<ul><li>Bluebird <b>is le</b>av<i>ing</i> <a href='https://x.example'>us</a></li></ul>"
    )
    files = {
        "a.docx": word(secret, "{{ note.body | html }}")[0],
        "b.docx": word(secret, "In: {{ note.body | html }}")[0],
        "c.pptx": slide(secret)[0],
        "d.xlsx": cell(secret),
    }

    for name, rendered in files.items():
        read = [found.text for found in passages(rendered.data, name)]
        assert any("Bluebird is leaving us" in text for text in read), name


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("{{ note.worth | html }}", "html needs a text; note.worth is an amount of money"),
        ("{{ tags | markdown }}", "markdown needs a text; tags is a list"),
        ("{{ note.body | html | upper }}", "upper needs a text; note.body is formatted text"),
        ("{{ note.body | html | truncate(5) }}", "truncate needs a text"),
        ("{{ note.body | html(1) }}", "html is given wrong arguments"),
        ("{{ note.body | htm }}", "htm is not a known filter"),
    ],
)
def test_checking_says_where_formatted_text_cannot_stand(tag: str, message: str) -> None:
    found = kit.problems(kit.word(tag), NAMES)

    assert [message in problem.message for problem in found] == [True]
    assert ("only default may follow" in found[0].suggestion) == ("html |" in tag)
