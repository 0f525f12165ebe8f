"""What template engines are known to fail at, in Word and PowerPoint: one tiny file for each."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from pptx.util import Inches

from generator.engine import Rendered, compile_template
from generator.formats import Formats
from tests.engine_kit import (
    NAMES,
    add_chart,
    deck,
    describe,
    has_tags,
    opened,
    paragraphs,
    parts,
    play,
    problems,
    render,
    replaced,
    saved,
    tables,
    titles,
    values,
    word,
)
from tests.word_kit import add_object

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_absolute_targets(data: bytes) -> bytes:
    """The package with each part named from the package's root, as openpyxl writes them."""
    changes = {}
    for name, content in parts(data).items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))

            def rooted(found: re.Match[str], folder: str = folder) -> str:
                return f'Target="/{posixpath.normpath(posixpath.join(folder, found[1]))}"'

            text = re.sub(r'Target="(?!http|/)([^"]+)"', rooted, content.decode())
            changes[name] = text.encode()
    return replaced(data, changes)


def test_relations_with_absolute_targets_are_read_like_any_others() -> None:
    made = deck("{{ account.name }}")
    made.slides[0].notes_slide.notes_text_frame.text = "{{ account.name }}"
    add_chart(made.slides[0], "{% chart charts.revenue %}")
    document = word("{{ account.name }}")
    document.sections[0].header.paragraphs[0].text = "{{ account.name }}"
    add_object(document, document.add_paragraph(), "{% chart charts.revenue %}")
    for template in (saved(made), saved(document)):
        rooted = with_absolute_targets(template)
        assert b'Target="/' in parts(rooted)["_rels/.rels"]
        assert parts(render(rooted).data) == parts(render(template).data)


STYLE = '<cs:chartStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle"/>'


def with_style_part(data: bytes) -> bytes:
    """A deck whose charts have a style part each, as PowerPoint writes them."""
    found = parts(data)
    changes = {}
    for number, name in enumerate(sorted(n for n in found if "charts/_rels/" in n), 1):
        relation = (
            '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2011/relationships/'
            f'chartStyle" Target="style{number}.xml"/></Relationships>'
        )
        text = found[name].decode().replace("</Relationships>", relation)
        changes |= {name: text.encode(), f"ppt/charts/style{number}.xml": STYLE.encode()}
        kind = (
            f'<Override PartName="/ppt/charts/style{number}.xml" '
            'ContentType="application/vnd.ms-office.chartstyle+xml"/></Types>'
        )
        types = changes.get("[Content_Types].xml", found["[Content_Types].xml"]).decode()
        changes["[Content_Types].xml"] = types.replace("</Types>", kind).encode()
    return replaced(data, changes)


def test_a_chart_with_a_style_part_gives_each_copy_one_and_a_chart_without_needs_none() -> None:
    made = deck("{% slide for p in plays %}{{ p.name }}{% endfor %}")
    add_chart(made.slides[0], "{% chart p.chart %}")

    def styles(rendered: Rendered) -> list[str]:
        return sorted(name for name in parts(rendered.data) if "charts/style" in name)

    assert styles(render(with_style_part(saved(made)))) == [
        f"ppt/charts/style{number}.xml" for number in (1, 2, 3)
    ]
    assert styles(render(made)) == []


def test_a_chart_of_zero_records_in_a_document_is_a_text_in_its_place() -> None:
    document = word("before")
    add_object(document, document.add_paragraph(), "{% chart charts.revenue %}")
    add_object(document, document.add_paragraph(), '{% chart charts.revenue or "None yet" %}')
    for empty in (None, {"alt": "", "categories": [], "series": []}):
        rendered = render(document, values(charts={"revenue": empty}))
        assert paragraphs(rendered) == ["before", "No data", "None yet"]
        assert not [name for name in parts(rendered.data) if "/charts/" in name]


def test_the_same_tag_in_two_titles_is_filled_in_both() -> None:
    made = deck("{{ account.name }}", "{{ account.name }}", "{{ account.name }} {{ account.name }}")
    assert titles(render(made)) == ["R&D <x>", "R&D <x>", "R&D <x> R&D <x>"]
    document = word()
    for _ in range(2):
        document.add_heading("{{ account.name }}", 1)
    assert paragraphs(render(document)) == ["R&D <x>", "R&D <x>"]


def test_a_table_on_a_repeated_slide_has_the_rows_of_its_own_record() -> None:
    made = deck("{% slide for p in plays %}{{ p.name }}{% endfor %}")
    size = (Inches(1), Inches(2), Inches(4), Inches(1))
    for _ in range(2):
        grid = made.slides[0].shapes.add_table(2, 1, *size).table
        grid.cell(0, 0).text = "Steps of {{ p.name }}"
        grid.cell(1, 0).text = "{% row for s in p.steps %}{{ s.title }}{% endfor %}"
    plays = [play("A", steps=[{"title": "1"}, {"title": "2"}]), play("B")]
    shown = [
        [[row.cells[0].text for row in s.table.rows] for s in slide.shapes if s.has_table]
        for slide in opened(render(made, values(plays=plays))).slides
    ]
    assert shown == [[["Steps of A", "1", "2"]] * 2, [["Steps of B"]] * 2]


def test_a_picture_in_a_cell_of_a_slides_table_is_no_picture_and_said() -> None:
    made = deck("t")
    grid = made.slides[0].shapes.add_table(1, 1, 0, 0, Inches(4), Inches(1)).table
    grid.cell(0, 0).text = "{% row for p in plays %}{% picture account.logo %}{% endfor %}"
    (found,) = problems(made)
    assert "stands in text" in str(found)
    assert "alternative text of the picture" in str(found)


def test_leftovers_of_add_ins_leave_and_an_embedded_object_is_refused() -> None:
    made = deck("{{ account.name }}")
    data = saved(made)
    found = parts(data)
    slide, rels = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
    holder = '<p:custDataLst><p:tags r:id="rId77"/></p:custDataLst></p:cSld>'
    relation = (
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/tags" Target="../tags/tag1.xml"/></Relationships>'
    )
    kind = (
        '<Override PartName="/ppt/tags/tag1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.presentationml.tags+xml"/></Types>'
    )
    tag = (
        '<p:tagLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        '<p:tag name="THINKCELLSHAPEDONOTDELETE" val="secret"/></p:tagLst>'
    )
    changes = {
        slide: found[slide].replace(b"</p:cSld>", holder.encode()),
        rels: found[rels].replace(b"</Relationships>", relation.encode()),
        "[Content_Types].xml": found["[Content_Types].xml"].replace(b"</Types>", kind.encode()),
        "ppt/tags/tag1.xml": tag.encode(),
    }
    rendered = render(replaced(data, changes))
    assert titles(rendered) == ["R&D <x>"]
    assert not [name for name in parts(rendered.data) if "tags" in name]
    assert b"secret" not in b"".join(parts(rendered.data).values())
    spoiled = found[slide].replace(b"</p:spTree>", b'<p:oleObj progId="Package"/></p:spTree>')
    (fault,) = problems(replaced(data, {slide: spoiled}))
    assert "oleObj" in str(fault)


# -- merged cells --------------------------------------------------------------------------------


def merged(top: int, bottom: int) -> Any:
    """A table with a loop in its second and third row, and a cell merged from row to row."""
    made = deck("t")
    grid = made.slides[0].shapes.add_table(5, 2, 0, 0, Inches(4), Inches(1)).table
    texts = ("head", "{% for p in plays %}{{ p.name }}", "of {{ p.owner }}{% endfor %}", "a", "b")
    for number, text in enumerate(texts):
        grid.cell(number, 1).text = text
    grid.cell(top, 0).merge(grid.cell(bottom, 0))
    return made


@pytest.mark.parametrize(("top", "bottom"), [(0, 1), (0, 4), (2, 3)])
def test_cells_merged_across_the_edge_of_a_loop_are_refused(top: int, bottom: int) -> None:
    (found,) = problems(merged(top, bottom))
    assert "merged" in str(found)


@pytest.mark.parametrize(("top", "bottom"), [(1, 2), (3, 4)])
def test_cells_merged_inside_or_outside_of_a_loop_are_repeated_or_kept(
    top: int, bottom: int
) -> None:
    rendered = render(merged(top, bottom))
    text = parts(rendered.data)["ppt/slides/slide1.xml"].decode()
    copies = 3 if top == 1 else 1
    assert text.count('rowSpan="2"') == text.count('vMerge="1"') == copies


def test_a_cell_merged_over_a_loop_of_a_document_spans_all_copies() -> None:
    document = word()
    grid = document.add_table(rows=2, cols=2)
    grid.cell(0, 1).text = "Name"
    grid.cell(1, 1).text = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "All"
    shown = tables(render(document))[0]
    assert shown == [["All", "Name"], ["All", "Alpha"], ["All", "Beta"], ["All", "Gamma"]]


# -- print set-up --------------------------------------------------------------------------------


def flagged(row: Any, *names: str) -> None:
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def test_head_rows_return_on_each_page_and_rows_stay_whole_in_every_copy() -> None:
    document = word("{% for p in plays %}")
    grid = document.add_table(rows=2, cols=1)
    grid.cell(0, 0).text = "Steps of {{ p.name }}"
    grid.cell(1, 0).text = "{% row for s in p.steps %}{{ s.title }}{% endfor %}"
    grid.cell(1, 0).paragraphs[0].paragraph_format.keep_with_next = True
    flagged(grid.rows[0], "w:tblHeader", "w:cantSplit")
    flagged(grid.rows[1], "w:cantSplit")
    heading = document.add_paragraph("After {{ p.name }}")
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.page_break_before = True
    document.add_paragraph("{% endfor %}")
    steps = [{"title": "1"}, {"title": "2"}]
    text = parts(
        render(document, values(plays=[play("A", steps=steps), play("B", steps=steps)])).data
    )
    xml = text["word/document.xml"].decode()
    assert xml.count("<w:tblHeader/>") == 2
    assert xml.count("<w:cantSplit/>") == 6
    assert xml.count("<w:keepNext/>") == 4 + 2
    assert xml.count("<w:pageBreakBefore/>") == 2


def field(paragraph: Any, code: str) -> None:
    """A complex field, as Word writes it."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "":
            run._r.append(parse_xml(f'<w:instrText xmlns:w="{W}">{text}</w:instrText>'))
        elif kind != "shown":
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)


def test_page_x_of_y_stays_a_field_in_footers_and_in_repeated_sections() -> None:
    document = word("first")
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run("{{ account.name }}, page ")
    field(foot, " PAGE ")
    foot.add_run(" of {% if account.key %}")
    field(foot, " NUMPAGES ")
    foot.add_run("{% endif %}")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("{% for p in plays %}")
    field(document.add_paragraph("{{ p.name }} on page "), " PAGE ")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("{% endfor %}")
    rendered = render(document)
    sections = docx.Document(BytesIO(rendered.data)).sections
    assert len(sections) == 5
    shown = parts(rendered.data)
    footer = next(text for name, text in shown.items() if name.startswith("word/footer"))
    assert footer.count(b"instrText>") == 2 * 2
    assert footer.count(b'fldCharType="end"') == 2
    assert b"R&amp;D" in footer
    body = shown["word/document.xml"]
    assert body.count(b"instrText>") == 2 * 3
    assert body.count(b'fldCharType="begin"') == body.count(b'fldCharType="end"') == 3
    assert not has_tags(rendered.data)


def test_a_reference_to_a_footnote_inside_a_loop_is_refused() -> None:
    document = word("{% for p in plays %}", "{{ p.name }}", "{% endfor %}")
    run = document.paragraphs[1].add_run()
    run._r.append(parse_xml(f'<w:footnoteReference xmlns:w="{W}" w:id="2"/>'))
    (found,) = problems(document)
    assert "footnote" in str(found)


# -- one value in every kind of place ------------------------------------------------------------

TAG = "{{ account.name }}"
PLAIN, HELD = b"R&amp;D &lt;x&gt;", "R&D <x>"


def noted(data: bytes) -> bytes:
    """The document with a footnote that holds the tag."""
    found = parts(data)
    text = f"<w:p><w:r><w:t>{TAG}</w:t></w:r></w:p>"
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{text}</w:footnote></w:footnotes>'
    kind = (
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    return replaced(
        data,
        {
            types: found[types].replace(b"</Types>", kind.encode()),
            rels: found[rels].replace(b"</Relationships>", relation.encode()),
            "word/footnotes.xml": notes.encode(),
        },
    )


def test_an_ampersand_and_brackets_are_exact_in_every_place_of_a_document() -> None:
    document = word(TAG)
    document.add_heading(TAG, 1)
    grid = document.add_table(rows=1, cols=1)
    grid.cell(0, 0).text = TAG
    grid._tbl.tblPr.append(parse_xml(f'<w:tblDescription xmlns:w="{W}" w:val="{TAG}"/>'))
    section = document.sections[0]
    section.header.paragraphs[0].text = section.footer.paragraphs[0].text = TAG
    add_object(document, document.add_paragraph(), "{% chart charts.revenue %}" + TAG)
    add_object(document, document.add_paragraph(), "{% map map %}" + TAG)
    add_object(document, document.add_paragraph(), "{% picture account.logo %}" + TAG)
    run = document.paragraphs[0].add_run()
    run._r.append(parse_xml(f'<w:footnoteReference xmlns:w="{W}" w:id="2"/>'))
    document.core_properties.title = document.core_properties.subject = TAG
    rendered = render(noted(saved(document)))
    shown = parts(rendered.data)
    counts = {
        "word/document.xml": 7,
        "word/header1.xml": 1,
        "word/footer1.xml": 1,
        "word/footnotes.xml": 1,
        "docProps/core.xml": 2,
    }
    assert {name: shown[name].count(PLAIN) for name in counts} == counts
    assert not has_tags(rendered.data)
    assert rendered.changes == ()


def test_an_ampersand_and_brackets_are_exact_in_every_place_of_a_deck() -> None:
    made = deck(TAG)
    slide = made.slides[0]
    slide.notes_slide.notes_text_frame.text = TAG
    describe(slide.shapes.add_textbox(0, 0, Inches(4), Inches(1)), TAG).text_frame.text = TAG
    slide.shapes.add_table(1, 1, 0, 0, Inches(4), Inches(1)).table.cell(0, 0).text = TAG
    box = slide.shapes.add_group_shape().shapes.add_textbox(0, 0, Inches(4), Inches(1))
    box.text_frame.text = TAG
    link = box.text_frame.add_paragraph().add_run()
    link.text, link.hyperlink.address = TAG, f"https://x.example/?q={TAG}"
    link._r.xpath(".//a:hlinkClick")[0].set("tooltip", TAG)
    add_chart(slide, "{% chart charts.revenue %}" + TAG, title=TAG)
    layout = slide.slide_layout
    layout.shapes[0].text_frame.text = layout.slide_master.shapes[0].text_frame.text = TAG
    made.core_properties.title = made.core_properties.subject = TAG
    data = values()
    data["charts"]["revenue"]["categories"][0] = HELD
    data["charts"]["revenue"]["series"][0]["name"] = HELD
    rendered = render(made, data)
    shown = parts(rendered.data)
    counts = {
        "ppt/slides/slide1.xml": 8,
        "ppt/notesSlides/notesSlide1.xml": 1,
        "ppt/charts/chart1.xml": 4,
        "ppt/slideMasters/slideMaster1.xml": 1,
        "docProps/core.xml": 2,
    }
    assert {name: shown[name].count(PLAIN) for name in counts} == counts
    assert sum(PLAIN in text for name, text in shown.items() if "slideLayouts/" in name) == 1
    assert b"x.example/?q=R&amp;D%20%3Cx%3E" in shown["ppt/slides/_rels/slide1.xml.rels"]
    assert not has_tags(rendered.data)
    assert rendered.changes == ()


def test_figures_and_dates_are_written_as_the_readers_locale_writes_them() -> None:
    texts = ("{{ account.arr }}", "{{ account.share }}", "{{ as_of }}", "{{ as_of | quarter }}")
    wanted = ["1.234.567\u00a0€", "42\u00a0%", "31.01.2026", "Q1 2026"]
    for document, read in ((word(*texts), paragraphs), (deck(*texts), titles)):
        template = compile_template(saved(document), filename="t", names=NAMES)
        assert read(template.render(values(), Formats("de_DE", "EUR"))) == wanted


def test_quotes_and_dashes_that_office_makes_are_understood_on_a_slide() -> None:
    made = deck("{{ account.owner.name | default(“none”) }}, {{ renewal.days – 1 }}")
    assert titles(render(made)) == ["Ann, 29"]
