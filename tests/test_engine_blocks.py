"""Shared blocks of Word: ``{% include "letterhead.docx" %}``."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE

from generator.artifacts.catalog import CATALOG
from generator.cli.template_check import office_files
from generator.engine import Names, compile_template
from generator.engine.template import check_template
from generator.errors import TemplateProblem
from generator.office.package import open_package
from generator.template_store import problems_of, template_for
from tests import engine_kit as kit

NAMES = Names({"account": {"name": "text"}, "plays": [{"name": "text"}]})
VALUES = {"account": {"name": "R&D <x>"}, "plays": [{"name": "One"}, {"name": "Two"}]}


def made(host: Any, **beside: Any) -> Any:
    """The document that comes out; ``letter`` is the file letter.docx."""
    files = {f"{name}.docx": kit.saved(held) for name, held in beside.items()}
    template = compile_template(kit.saved(host), filename="plan.docx", names=NAMES, beside=files)
    data = template.render(VALUES, kit.FORMATS).data
    open_package(data, filename="made.docx", tags=False)
    assert b"accountdocs" not in kit.parts(data)["word/document.xml"]
    return docx.Document(BytesIO(data))


def faults(host: Any, **beside: Any) -> list[TemplateProblem]:
    files = {f"{name}.docx": kit.saved(held) for name, held in beside.items()}
    return check_template(kit.saved(host), filename="plan.docx", names=NAMES, beside=files)


def lines(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_block_stands_where_its_tag_stood_with_its_own_tags_filled() -> None:
    letter = kit.word(
        "For {{ account.name }}", "{% for p in plays %}", "{{ p.name }}", "{% endfor %}"
    )
    host = kit.word("before", '{% include "letter.docx" %}', "after")

    assert lines(made(host, letter=letter)) == ["before", "For R&D <x>", "One", "Two", "after"]


def test_a_block_knows_the_loop_around_it_and_stands_in_cells_and_headers() -> None:
    host = kit.word("{% for play in plays %}", "{% include “letter.docx” %}", "{% endfor %}")
    cell = host.add_table(1, 1).cell(0, 0)
    cell.text = '{% include "mark.docx" %}'
    host.sections[0].header.paragraphs[0].text = '{% include "mark.docx" %}'
    mark = kit.word("Confidential")
    mark.add_table(1, 1).cell(0, 0).text = "{{ account.name }}"
    document = made(host, letter=kit.word("Play {{ play.name }}"), mark=mark)

    assert lines(document) == ["Play One", "Play Two"]
    cell = document.tables[0].cell(0, 0)
    assert cell.paragraphs[0].text == "Confidential"
    assert cell.tables[0].cell(0, 0).text == "R&D <x>"
    assert cell._element[-1].tag.endswith("}p")  # a cell ends with a paragraph
    header = document.sections[0].header
    assert header.paragraphs[0].text == "Confidential"
    assert header.tables[0].cell(0, 0).text == "R&D <x>"


def test_pictures_links_and_bookmarks_come_along() -> None:
    letter = kit.word("")
    letter.add_picture(BytesIO(kit.png(8, 4)))
    paragraph = letter.add_paragraph("see ")
    id_ = letter.part.relate_to("https://x.example/", kit_hyperlink(), is_external=True)
    link = paragraph._p.makeelement(f"{W}hyperlink", {f"{R}id": id_})
    link.append(paragraph.add_run("here")._r)
    paragraph._p.append(link)
    bookmark(paragraph, "Mark")
    host = kit.word('{% include "letter.docx" %}', '{% include "letter.docx" %}')
    bookmark(host.paragraphs[0], "Mark")
    host.paragraphs[0].insert_paragraph_before("x")
    document = made(host, letter=letter)

    (first, second) = [p.hyperlinks[0] for p in document.paragraphs if p.hyperlinks]
    assert first.address == second.address == "https://x.example/"
    assert [shape.width for shape in document.inline_shapes] == [101600, 101600]
    names = [e.get(f"{W}name") for e in document.element.body.iter(f"{W}bookmarkStart")]
    ids = [e.get(f"{W}id") for e in document.element.body.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(set(ids)) == len(names) >= 2


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def kit_hyperlink() -> str:
    return f"{R[1:-1]}/hyperlink"


def bookmark(paragraph: Any, name: str) -> None:
    for tag in ("bookmarkStart", "bookmarkEnd"):
        mark = paragraph._p.makeelement(f"{W}{tag}", {f"{W}id": "0"})
        if tag == "bookmarkStart":
            mark.set(f"{W}name", name)
        paragraph._p.append(mark)


def test_styles_are_the_hosts_by_name_and_copied_where_it_has_none() -> None:
    letter = kit.word("")
    own = letter.styles.add_style("Callout", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = letter.styles.add_style("Callout Base", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style.font.bold = True
    letter.paragraphs[0].text = "call"
    letter.paragraphs[0].style = own
    letter.add_paragraph("head", style="Heading 1")
    host = kit.word('{% include "letter.docx" %}')
    host.styles["Heading 1"].font.name = "Georgia"
    document = made(host, letter=letter)

    assert [p.style.name for p in document.paragraphs] == ["Callout", "Heading 1"]
    assert document.paragraphs[0].style.base_style.font.bold is True
    assert document.paragraphs[1].style.font.name == "Georgia"
    assert [s.name for s in document.styles].count("Heading 1") == 1


def test_lists_of_a_block_do_not_count_on_from_the_hosts() -> None:
    letter = kit.word("")
    letter.paragraphs[0].text = "b1"
    number(letter.paragraphs[0], "1")
    host = kit.word("a1", '{% include "letter.docx" %}')
    number(host.paragraphs[0], "1")
    document = made(host, letter=letter)
    own, other = [e.get(f"{W}val") for e in document.element.body.iter(f"{W}numId")]
    lists = document.part.numbering_part.element

    assert own != other
    found = {
        n.get(f"{W}numId"): n.find(f"{W}abstractNumId").get(f"{W}val")
        for n in lists.iter(f"{W}num")
    }
    assert found[own] != found[other]
    assert found[other] in {a.get(f"{W}abstractNumId") for a in lists.iter(f"{W}abstractNum")}


def test_a_list_by_style_starts_anew_in_every_block() -> None:
    letter = kit.word("")
    letter.paragraphs[0].text = "b1"
    letter.paragraphs[0].style = "List Number"
    letter.add_paragraph("b2", style="List Number")
    host = kit.word("", '{% include "letter.docx" %}', '{% include "letter.docx" %}')
    host.paragraphs[0].text = "a1"
    host.paragraphs[0].style = "List Number"
    document = made(host, letter=letter)
    found = [[e.get(f"{W}val") for e in p._p.iter(f"{W}numId")] for p in document.paragraphs]

    assert found[0] == []
    assert found[1] == found[2] != found[3] == found[4]
    lists = document.part.numbering_part.element
    used = [
        lists.xpath(f".//w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
        for (number,) in found[1::2]
    ]
    assert used[0] != used[1]  # counters belong to definitions


def number(paragraph: Any, list_: str) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(list_)


def test_a_block_may_include_others_but_not_itself() -> None:
    host = kit.word('{% include "a.docx" %}')
    a, b = kit.word("a", '{% include "b.docx" %}'), kit.word("b")

    assert lines(made(host, a=a, b=b)) == ["a", "b"]
    (ring,) = faults(host, a=a, b=kit.word('{% include "a.docx" %}'))
    assert ring.message == "includes itself: a.docx → b.docx → a.docx"
    assert ring.place == "b.docx, paragraph 1"


def test_a_tag_that_cannot_be_followed_is_a_fault_with_its_place() -> None:
    wrong = {
        '{% include "gone.docx" %}': "finds no file gone.docx",
        '{% include "../a.docx" %}': "names no Word file of the template's own folder",
        '{% include "/etc/a.docx" %}': "names no Word file of the template's own folder",
        '{% include "a.dotm" %}': "names no Word file of the template's own folder",
        'see {% include "a.docx" %}': "stands where no block can stand",
        "{% include a.docx %}": "names its file without quotes",
    }
    found = {fault.place: fault.message for fault in faults(kit.word(*wrong), a=kit.word("a"))}

    assert list(found) == [f"paragraph {number}" for number in range(1, len(wrong) + 1)]
    for message, expected in zip(found.values(), wrong.values(), strict=True):
        assert expected in message


def test_faults_in_a_block_and_behind_it_stand_where_their_author_sees_them() -> None:
    host = kit.word('{% include "a.docx" %}', "{{ acount.name }}")
    block = kit.word("fine", "more", "{{ plays }}")

    assert [(f.file, f.place, f.tag) for f in faults(host, a=block)] == [
        ("plan.docx", "a.docx, paragraph 3", "{{ plays }}"),
        ("plan.docx", "paragraph 2", "{{ acount.name }}"),
    ]


def test_a_block_with_a_chart_or_a_macro_is_refused() -> None:
    block = kit.word("a")
    data = kit.saved(block)
    macro = kit.replaced(data, {"word/vbaProject.bin": b"x"})
    host = kit.saved(kit.word('{% include "a.docx" %}'))

    (fault,) = check_template(host, filename="p.docx", names=NAMES, beside={"a.docx": macro})
    assert "cannot be included" in fault.message
    note = re.sub(b"<w:t>a</w:t>", b'<w:t>a</w:t><w:footnoteReference w:id="1"/>',
        kit.parts(data)["word/document.xml"])  # fmt: skip
    noted = kit.replaced(data, {"word/document.xml": note})
    (fault,) = check_template(host, filename="p.docx", names=NAMES, beside={"a.docx": noted})
    assert "includes a footnote, which cannot come along" in fault.message


def test_a_template_on_disk_finds_its_blocks_beside_it_and_is_another_when_they_change(
    tmp_path: Path,
) -> None:
    plan = CATALOG["plan"]
    (tmp_path / plan.template).write_bytes(kit.saved(kit.word('{% include "a.docx" %}')))
    assert "finds no file a.docx" in problems_of(tmp_path / plan.template, plan)[0].message
    (tmp_path / "a.docx").write_bytes(kit.saved(kit.word("one")))
    (chosen,) = office_files([tmp_path])
    assert chosen.path == tmp_path / plan.template  # blocks are checked in it
    _, first = template_for(plan, tmp_path)
    (tmp_path / "a.docx").write_bytes(kit.saved(kit.word("two")))
    assert template_for(plan, tmp_path)[1] != first
    away = tmp_path / "away"
    away.mkdir()
    (tmp_path / "a.docx").replace(away / "a.docx")
    (tmp_path / "a.docx").symlink_to(away / "a.docx")
    assert "finds no file a.docx" in problems_of(tmp_path / plan.template, plan)[0].message
