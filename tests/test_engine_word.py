"""Word: what repeats, what disappears, what is filled where; one tiny document for each."""

from __future__ import annotations

import copy
import re
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from tests.engine_kit import (
    has_tags,
    paragraphs,
    parts,
    play,
    png,
    problems,
    render,
    tables,
    values,
    word,
)
from tests.word_kit import add_box, add_object, control, with_footnote

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_a_tag_split_over_runs_takes_its_first_runs_formatting() -> None:
    document = word()
    paragraph = document.add_paragraph()
    paragraph.add_run("Name: {")
    bold = paragraph.add_run("{ account")
    bold.bold = True
    paragraph.add_run(".name }")
    paragraph.add_run("} end").italic = True
    shown = docx.Document(BytesIO(render(document).data)).paragraphs[0]
    assert [(run.text, run.bold, run.italic) for run in shown.runs] == [
        ("Name: R&D <x>", None, None),
        (" end", None, True),
    ]


def test_spaces_beside_a_tag_stay_however_the_editor_split_it() -> None:
    """Word drops the space at the edge of a text that does not say ``preserve``."""
    lines = (
        ("{{", "account.site", "}} owes us"),
        ("{{account.site", "}} one {", "{ account.site }", "} two"),
        ("pays {", "{account.site}", "} now {% if account.key ", "%}A", "{% endif", " %} after"),
        ("{# a ", "note #}{{ account", ".site }} end"),
    )
    document = word()
    for runs in lines:
        paragraph = document.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    rendered = render(document, values(account=values()["account"] | {"site": "X"}))
    assert paragraphs(rendered) == ["X owes us", "X one X two", "pays X now A after", "X end"]
    for text in docx.Document(BytesIO(rendered.data)).element.iter(qn("w:t")):
        kept = text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        assert kept or text.text == text.text.strip()


def test_smart_quotes_inside_a_tag_are_read_as_straight_ones() -> None:
    document = word("{{ account.name | default(“none”) }} “quoted”")
    assert paragraphs(render(document)) == ["R&D <x> “quoted”"]


@pytest.mark.parametrize(
    "value",
    [
        "R&D <x>",
        "{{ 7*7 }} {% if x %}",
        "😀 👩‍👩‍👧 é",
        "שלום العالم",
        "a\u202eb\u200fc",
        "\"quoted\" & 'single'",
        "]]> <!-- x -->",
        "  two  spaces  ",
        "\ufdd6\ufdd7 \ufdd0",
        "=1+1",
        "_x0041_",
    ],
)
def test_a_value_appears_exactly_as_it_stands(value: str) -> None:
    data = values()
    data["account"]["name"] = value
    rendered = render(word("[{{ account.name }}]"), data)
    assert paragraphs(rendered) == [f"[{value}]"]
    assert rendered.changes == ()


def test_line_ends_and_tabs_of_a_value_stay_line_ends_and_tabs() -> None:
    data = values()
    data["account"]["name"] = "one\ntwo\r\nthree\tfour"
    assert paragraphs(render(word("{{ account.name }}"), data)) == ["one\ntwo\nthree\tfour"]


def test_what_no_file_can_hold_is_removed_and_listed_with_its_place() -> None:
    data = values()
    data["account"]["name"] = "a\x00b\x0bc\ud800d\ufffe"
    rendered = render(word("x", "{{ account.name }}"), data)
    assert paragraphs(rendered) == ["x", "abcd"]
    assert len(rendered.changes) == 1
    assert "template.docx, paragraph 2: 4 characters" in rendered.changes[0]
    assert "U+000B" in rendered.changes[0]


def test_an_inline_loop_repeats_text_within_its_paragraph() -> None:
    document = word(
        "{% for p in plays %}{{ p.name }}{% if not loop.last %}, {% endif %}{% endfor %}."
    )
    assert paragraphs(render(document)) == ["Alpha, Beta, Gamma."]


def test_an_inline_loop_over_several_runs_keeps_each_runs_formatting() -> None:
    document = word()
    paragraph = document.add_paragraph()
    paragraph.add_run("{% for p in plays %}")
    paragraph.add_run("{{ p.name }}").bold = True
    paragraph.add_run(";{% endfor %}!")
    runs = docx.Document(BytesIO(render(document).data)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [
        ("Alpha", True),
        (";", None),
        ("Beta", True),
        (";", None),
        ("Gamma", True),
        (";", None),
        ("!", None),
    ]


def test_a_loop_over_paragraphs_leaves_none_of_its_tag_paragraphs() -> None:
    document = word("before", "{% for p in plays %}", "{{ p.name }}", "", "{% endfor %}", "after")
    assert paragraphs(render(document)) == ["before", "Alpha", "", "Beta", "", "Gamma", "", "after"]


def test_a_loop_over_zero_items_leaves_nothing() -> None:
    document = word("before", "{% for p in plays %}", "{{ p.name }}", "{% endfor %}", "after")
    assert paragraphs(render(document, values(plays=[]))) == ["before", "after"]
    assert paragraphs(render(document, values(plays=None))) == ["before", "after"]


def test_a_loop_whose_tags_share_paragraphs_with_text_repeats_those_paragraphs() -> None:
    document = word("{% for p in plays %}{{ p.name }}", "owned by {{ p.owner }}{% endfor %}")
    assert paragraphs(render(document))[:2] == ["Alpha", "owned by Owner of Alpha"]
    assert len(paragraphs(render(document))) == 6


def test_loops_stand_inside_each_other_and_side_by_side() -> None:
    document = word(
        "{% for p in plays %}",
        "{{ p.name }}",
        "{% for s in p.steps %}",
        "{{ loop.index }} {{ p.name }} {{ s.title }}",
        "{% endfor %}",
        "{% endfor %}{% for t in tags %}",
        "tag {{ t }}",
        "{% endfor %}",
    )
    plays = [play("A", steps=[{"title": "s1"}, {"title": "s2"}]), play("B")]
    assert paragraphs(render(document, values(plays=plays))) == [
        "A",
        "1 A s1",
        "2 A s2",
        "B",
        "tag x",
        "tag y",
    ]


def test_else_of_a_loop_shows_when_there_is_nothing() -> None:
    document = word("{% for p in plays %}", "{{ p.name }}", "{% else %}", "none", "{% endfor %}")
    assert paragraphs(render(document, values(plays=[]))) == ["none"]
    assert "none" not in paragraphs(render(document))


def test_a_loops_own_condition_filters_its_items() -> None:
    document = word(
        "{% for p in plays if p.value > 15 %}", "{{ loop.index }} {{ p.name }}", "{% endfor %}"
    )
    assert paragraphs(render(document)) == ["1 Beta", "2 Gamma"]


@pytest.mark.parametrize(
    ("days", "shown"), [(5, "now"), (50, "soon"), (500, "later"), (None, "later")]
)
def test_conditions_choose_text_paragraphs_and_rows(days: int | None, shown: str) -> None:
    tags = (
        "{% if renewal.days < 10 %}",
        "{% elif renewal.days < 100 %}",
        "{% else %}",
        "{% endif %}",
    )
    inline = f"It is {tags[0]}now{tags[1]}soon{tags[2]}later{tags[3]}."
    document = word(inline, tags[0], "now", tags[1], "soon", tags[2], "later", tags[3])
    table = document.add_table(rows=7, cols=1)
    for row, text in zip(
        table.rows, (*tags[:1], "now", tags[1], "soon", tags[2], "later", tags[3]), strict=True
    ):
        row.cells[0].text = text
    rendered = render(document, values(renewal={"days": days}))
    assert paragraphs(rendered) == [f"It is {shown}.", shown]
    assert tables(rendered) == [[[shown]]]


def test_a_false_condition_leaves_no_empty_paragraph_behind() -> None:
    document = word(
        "a",
        "{% if renewal.days > 99 %}text{% endif %}",
        "b",
        "{% for p in plays %}{{ p.name }}{% endfor %}",
        "c",
    )
    assert paragraphs(render(document, values(plays=[]))) == ["a", "b", "c"]
    assert paragraphs(render(document, values(renewal={"days": 100})))[1] == "text"


def test_a_comment_leaves_nothing_and_its_paragraph_neither() -> None:
    assert paragraphs(render(word("a{# note #}", "{# only a note #}", "b"))) == ["a", "b"]


def test_list_items_repeat_with_their_style() -> None:
    document = word("{% for p in plays %}")
    document.add_paragraph("{{ p.name }}", style="List Bullet")
    document.add_paragraph("{% endfor %}")
    found = docx.Document(BytesIO(render(document).data)).paragraphs
    assert [(item.text, item.style.name) for item in found] == [
        ("Alpha", "List Bullet"),
        ("Beta", "List Bullet"),
        ("Gamma", "List Bullet"),
    ]


# -- tables --------------------------------------------------------------------------------------


def test_tags_in_two_cells_of_a_row_repeat_the_row() -> None:
    document = word()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).text = "Name"
    table.cell(1, 0).text = "{% for p in plays %}{{ loop.index }}"
    table.cell(1, 1).text = "{{ p.name }}"
    table.cell(1, 2).text = "{{ p.value }}{% endfor %}"
    shown = tables(render(document))[0]
    assert shown[1:] == [["1", "Alpha", "$10"], ["2", "Beta", "$20"], ["3", "Gamma", "$30"]]


def test_the_word_row_repeats_the_row_from_one_cell() -> None:
    document = word()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    table.cell(0, 1).text = "{{ p.owner }}"
    shown = tables(render(document))[0]
    assert [row[1] for row in shown] == ["Owner of Alpha", "Owner of Beta", "Owner of Gamma"]


def test_without_the_word_tags_in_one_cell_repeat_its_text() -> None:
    document = word()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "{% for p in plays %}{{ p.name }} {% endfor %}"
    assert tables(render(document)) == [[["Alpha Beta Gamma "]]]


def test_two_row_pairs_in_one_row_nest_in_the_order_they_open() -> None:
    document = word()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    table.cell(0, 1).text = "{% row if p.value > 15 %}big{% endif %}"
    assert tables(render(document)) == [[["Beta", "big"], ["Gamma", "big"]]]


def test_rows_from_opener_to_closer_repeat_and_the_tag_rows_disappear() -> None:
    document = word()
    table = document.add_table(rows=4, cols=1)
    for row, text in enumerate(
        ("{% for p in plays %}", "{{ p.name }}", "{{ p.owner }}", "{% endfor %}")
    ):
        table.cell(row, 0).text = text
    shown = tables(render(document))[0]
    assert [row[0] for row in shown][:3] == ["Alpha", "Owner of Alpha", "Beta"]
    assert len(shown) == 6


def test_a_table_with_no_rows_left_disappears() -> None:
    document = word("before")
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    document.add_paragraph("after")
    rendered = render(document, values(plays=[]))
    assert tables(rendered) == []
    assert paragraphs(rendered) == ["before", "after"]


def test_a_cell_always_holds_a_paragraph() -> None:
    document = word()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{% for p in plays %}"
    cell.add_paragraph("{{ p.name }}")
    cell.add_paragraph("{% endfor %}")
    assert tables(render(document)) == [[["Alpha\nBeta\nGamma"]]]
    assert tables(render(document, values(plays=[]))) == [[[""]]]


def test_a_table_inside_a_loop_is_repeated_whole_with_its_own_loop() -> None:
    document = word("{% for p in plays %}", "{{ p.name }}")
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "{% row for s in p.steps %}{{ s.title }}{% endfor %}"
    document.add_paragraph("{% endfor %}")
    plays = [
        play("A", steps=[{"title": "1"}, {"title": "2"}]),
        play("B"),
        play("C", steps=[{"title": "3"}]),
    ]
    rendered = render(document, values(plays=plays))
    assert tables(rendered) == [[["1"], ["2"]], [["3"]]]
    assert [text for text in paragraphs(rendered) if text] == ["A", "B", "C"]


@pytest.mark.parametrize("tags", ["row", "cells", "rows"])
def test_rows_repeat_inside_of_content_controls(tags: str) -> None:
    opener, closer = "{% for p in plays %}", "{% endfor %}"
    first, last = {
        "row": ("{% row for p in plays %}{{ p.name }}", "{{ p.owner }}{% endfor %}"),
        "cells": (f"{opener}{{{{ p.name }}}}", f"{{{{ p.owner }}}}{closer}"),
        "rows": ("{{ p.name }}", "{{ p.owner }}"),
    }[tags]
    document = word()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Play"
    table.cell(1, 0).text, table.cell(1, 1).text = first, last
    rows = [table.rows[1]._tr]
    if tags == "rows":
        table.add_row().cells[0].text = closer
        rows.append(table.rows[2]._tr)
        rows.insert(0, copy.deepcopy(rows[1]))
        rows[1].addprevious(rows[0])
        table.rows[1].cells[0].text = opener
    control(table.cell(1, 1)._tc, number=12)
    for row in rows:  # each item in a control of its own, as in a repeating section
        control(row)
    control(*[row.getparent().getparent() for row in rows], number=14)
    rendered = render(document)
    shown = [[name, f"Owner of {name}"] for name in ("Alpha", "Beta", "Gamma")]
    assert tables(rendered) == [[["Play", ""], *shown]]
    assert tables(render(document, values(plays=[]))) == [[["Play", ""]]]


def test_columns_repeat_where_a_control_holds_a_row_and_a_cell() -> None:
    document = word()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 1).text = "{% column for c in columns %}{{ c.label }}{% endfor %}"
    table.cell(1, 0).text = "foot"
    control(table.cell(0, 0)._tc, number=12)
    control(table.rows[1]._tr)
    assert tables(render(document)) == [[["", "A", "B"], ["foot", "", ""]]]


def test_a_control_whose_paragraphs_are_all_left_out_keeps_its_cell_valid() -> None:
    document = word("x")
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{% for p in plays %}"
    cell.add_paragraph("{{ p.name }}")
    cell.add_paragraph("{% endfor %}")
    control(*[paragraph._p for paragraph in cell.paragraphs])
    for plays, count in (([], 1), ([play("A"), play("B")], 2)):
        made = docx.Document(BytesIO(render(document, values(plays=plays)).data))
        (content,) = made.element.iter(qn("w:sdtContent"))
        assert len(content.findall(qn("w:p"))) == count


def test_columns_repeat_in_all_rows_and_share_the_width() -> None:
    document = word()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 1).text = "{% column for c in columns %}{{ c.label }}{% endfor %}"
    table.cell(0, 2).text = "Total"
    table.cell(1, 0).text = "{% row for p in plays %}{{ p.name }}"
    table.cell(1, 1).text = "{% column for c in p.cells %}{{ c.value }}{% endfor %}"
    table.cell(1, 2).text = "sum{% endfor %}"
    table.cell(2, 1).text = "foot"
    cells = [{"label": "A", "value": 1}, {"label": "B", "value": 2}]
    rendered = render(document, values(plays=[play("P", cells=cells)]))
    assert tables(rendered) == [
        [["", "A", "B", "Total"], ["P", "1", "2", "sum"], ["", "foot", "foot", ""]]
    ]
    grid = docx.Document(BytesIO(rendered.data)).tables[0]._tbl.tblGrid
    widths = [int(column.get(qn("w:w"))) for column in grid]
    assert len(widths) == 4
    assert widths[1] == widths[2] == widths[0] // 2


# -- other places --------------------------------------------------------------------------------


def test_headers_footers_and_properties_are_filled() -> None:
    document = word("body")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Head {{ account.name }}"
    section.footer.paragraphs[0].text = "{% for p in plays %}{{ p.name }} {% endfor %}"
    document.core_properties.title = "Plan of {{ account.name }}"
    document.core_properties.author = "Secret Author"
    document.core_properties.comments = "secret"
    shown = docx.Document(BytesIO(render(document).data))
    assert shown.sections[0].header.paragraphs[0].text == "Head R&D <x>"
    assert shown.sections[0].footer.paragraphs[0].text == "Alpha Beta Gamma "
    assert shown.core_properties.title == "Plan of R&D <x>"
    assert shown.core_properties.author == ""
    assert (shown.core_properties.created.year, shown.core_properties.created.month) == (2026, 1)


def test_footnotes_are_filled() -> None:
    rendered = render(with_footnote("Source: {{ account.name }}", word("Body")))
    assert b"Source: R&amp;D &lt;x&gt;" in parts(rendered.data)["word/footnotes.xml"]


@pytest.mark.parametrize("text", ["Margin of {{ account.name }}", "Margin"])
def test_a_footnote_goes_with_its_reference(text: str) -> None:
    document = word("{% if account.key %}Secret", "{% endif %}", "Body")
    document.paragraphs[0]._p.append(document.paragraphs[0].add_run()._r)
    file = with_footnote(text, document)
    for key, count in ((True, 1), (False, 0)):
        account = values()["account"] | {"key": key}
        made = parts(render(file, values(account=account)).data)
        assert made["word/footnotes.xml"].count(b"Margin") == count
        assert made["word/document.xml"].count(b"<w:footnoteReference") == count
        assert made["word/footnotes.xml"].count(b"<w:separator/>") == 1


def test_drawings_of_pages_headers_and_notes_all_have_numbers_of_their_own() -> None:
    document = word("{% for p in plays %}", "x", "{% endfor %}", "{{ account.name }}")
    add_object(document, document.paragraphs[1], "{% picture account.logo %}")
    section = document.sections[0]
    for story in (section.header, section.footer):
        run = story.paragraphs[0].add_run("{{ account.name }}")
        run.add_picture(BytesIO(png(8, 8)))
    made = parts(render(document).data)
    ids = [
        number
        for name, data in made.items()
        if name.startswith("word/") and name.endswith(".xml")
        for number in re.findall(rb'<wp:docPr [^>]*?\bid="(\d+)"', data)
    ]
    assert len(ids) == len(set(ids)) == 5


def test_text_boxes_are_filled_in_their_only_form() -> None:
    document = word("{% for p in plays %}", "x", "{% endfor %}")
    loop = "{% for t in tags %}{{ t }}{% endfor %}"
    add_box(document.paragraphs[1], "Box", "{{ p.name }}", loop)
    text = parts(render(document).data)["word/document.xml"].decode()
    assert text.count("<w:txbxContent>") == 3
    assert "Fallback" not in text
    for name in ("Alpha", "Beta", "Gamma"):
        assert f">{name}</w:t>" in text
    ids = [part.split('"')[0] for part in text.split('<wp:docPr id="')[1:]]
    assert len(set(ids)) == 3


def _linked(document: object, address: str, text: str) -> None:
    part = document.part  # type: ignore[attr-defined]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    number = part.relate_to(address, kind, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = text
    run.append(shown)
    link.append(run)
    document.paragraphs[-1]._p.append(link)  # type: ignore[attr-defined]


def test_a_links_address_may_hold_tags_also_inside_a_loop() -> None:
    document = word("{% for p in plays %}", "")
    _linked(document, "https://x.example/%7B%7B%20p.name%20%7D%7D", "{{ p.name }}")
    document.add_paragraph("{% endfor %}")
    document.add_paragraph("")
    _linked(document, "{{ account.site }}", "site")
    found = docx.Document(BytesIO(render(document).data))
    addresses = [link.address for item in found.paragraphs for link in item.hyperlinks]
    assert addresses == [
        "https://x.example/Alpha",
        "https://x.example/Beta",
        "https://x.example/Gamma",
        "https://example.com/a?b=1&c=2",
    ]
    assert has_tags(render(document).data) is False


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_a_link_that_is_no_web_or_mail_address_is_a_text_and_listed(address: str) -> None:
    document = word("")
    _linked(document, "{{ account.site }}", "site")
    document.paragraphs[0]._p[-1].set(qn("w:tooltip"), "{{ account.name }}")
    data = values()
    data["account"]["site"] = address
    rendered = render(document, data)
    (paragraph,) = docx.Document(BytesIO(rendered.data)).paragraphs
    assert paragraph.text == "site"
    assert b"hyperlink" not in parts(rendered.data)["word/document.xml"]
    assert b"hyperlink" not in parts(rendered.data)["word/_rels/document.xml.rels"]
    assert ["no web or mail address" in change for change in rendered.changes] == [True]
    kept = docx.Document(BytesIO(render(document).data)).paragraphs[0].hyperlinks[0]
    assert (kept.text, kept._hyperlink.get(qn("w:tooltip"))) == ("site", "R&D <x>")


def test_comments_tracked_changes_and_editing_ids_do_not_travel() -> None:
    document = word("Kept {{ account.name }}")
    paragraph = document.paragraphs[0]._p
    paragraph.set(qn("w:rsidR"), "00AB12CD")
    paragraph.append(
        parse_xml(
            f'<w:del xmlns:w="{W}" w:id="9" w:author="Secret Person"><w:r>'
            f"<w:delText>gone</w:delText>"
            "</w:r></w:del>"
        )
    )
    paragraph.append(
        parse_xml(
            f'<w:ins xmlns:w="{W}" w:id="8" w:author="Secret Person"><w:r>'
            f"<w:t> added</w:t></w:r></w:ins>"
        )
    )
    document.add_comment(
        document.paragraphs[0].runs[0], text="secret remark", author="Secret Person"
    )
    rendered = render(document)
    assert paragraphs(rendered) == ["Kept R&D <x> added"]
    everything = b"".join(parts(rendered.data).values())
    for secret in (b"Secret Person", b"secret remark", b"gone", b"00AB12CD"):
        assert secret not in everything


def test_contents_are_written_from_the_headings_that_were_rendered() -> None:
    document = word()
    field = document.add_paragraph()._p
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText> TOC \\o "1-2" \\h </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>Old {{ gone }}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        field.append(parse_xml(f'<w:r xmlns:w="{W}">{piece}</w:r>'))
    document.add_heading("{{ account.name }} & more", 1)
    document.add_paragraph("{% for p in plays %}")
    document.add_heading("Play {{ p.name }}", 2)
    document.add_paragraph("{% endfor %}")
    document.add_heading("Too deep", 3)
    rendered = render(document)
    text = parts(rendered.data)["word/document.xml"].decode()
    entries = [chunk.split('"')[0] for chunk in text.split('w:anchor="')[1:]]
    names = [chunk.split('"')[0] for chunk in text.split('w:name="_Toc')[1:]]
    assert entries == [f"_Toc{name}" for name in names]
    assert len(set(entries)) == 4
    first = paragraphs(rendered)[0]
    assert first.startswith("R&D <x> & more")
    assert "Old" not in text
    assert "Too deep" not in text.split("Play Gamma")[1].split("Too deep")[0]
    assert "dirty" not in text


def test_the_same_values_give_the_same_bytes_and_no_tag_stays() -> None:
    document = word("{{ account.name }}", "{% for p in plays %}", "{{ p.name }}", "{% endfor %}")
    document.sections[0].header.paragraphs[0].text = "{{ account.name }}"
    first, second = render(document), render(document)
    assert first.data == second.data
    assert not has_tags(first.data)
    assert "docProps/thumbnail.jpeg" not in parts(first.data)


def test_a_picture_in_a_repeated_row_is_replaced_in_each_copy() -> None:
    from tests.engine_kit import png

    document = word()
    table = document.add_table(rows=1, cols=1)
    paragraph = table.cell(0, 0).paragraphs[0]
    paragraph.add_run("{% row for p in plays %}{{ p.name }}{% endfor %}")
    paragraph.add_run().add_picture(BytesIO(png(8, 8)), width=720000)
    drawing = paragraph._p.xpath(".//wp:docPr")[0]
    drawing.set("descr", "{% picture account.logo %}")
    rendered = render(document)
    shown = parts(rendered.data)
    text = shown["word/document.xml"].decode()
    assert text.count("<w:drawing>") == 3
    assert text.count('descr="Logo"') == 3
    media = [name for name in shown if "/media/" in name]
    assert len(media) == 1
    assert shown[media[0]] == png(40, 10)
    ids = [part.split('"')[0] for part in text.split('<wp:docPr id="')[1:]]
    assert len(set(ids)) == 3


def test_a_tag_in_a_fields_code_is_reported() -> None:
    document = word("x")
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:r xmlns:w="{W}"><w:instrText>HYPERLINK "{{{{ account.site }}}}"'
            f"</w:instrText></w:r>"
        )
    )
    assert any("field" in str(problem) for problem in problems(document))
