"""Word: what spans over text (bookmarks, controls, deletions) stays whole, or goes as a whole."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import pytest
from lxml import etree

from generator.engine import compile_template
from tests.engine_kit import FORMATS, NAMES, paragraphs, parts, render, saved, tables, values, word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WHO = 'w:author="Jo" w:date="2026-01-01T00:00:00Z"'
GRID = '<w:tblPr/><w:tblGrid><w:gridCol w:w="1000"/></w:tblGrid>'
DELETED_MARK = f'<w:pPr><w:jc w:val="right"/><w:rPr><w:del w:id="4" {WHO}/></w:rPr></w:pPr>'


def body(xml: str) -> Any:
    """A document that begins with these elements."""
    document = docx.Document()
    made = etree.fromstring(f'<r xmlns:w="{W}">{xml}</r>')
    for element in reversed(made):
        document.element.body.insert(0, element)
    return document


def line(text: str, before: str = "", after: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p>{before}{run}{after}</w:p>"


def row(text: str, properties: str = "") -> str:
    return f"<w:tr>{properties}<w:tc>{text}</w:tc></w:tr>"


def start(number: int, name: str = "here") -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def text_of(rendered: Any) -> str:
    return parts(rendered.data)["word/document.xml"].decode()


def bookmarks(rendered: Any) -> list[tuple[str, str]]:
    """The texts that bookmarks enclose, by name. Each start has one end, each end one start."""
    text = text_of(rendered)
    starts = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"/>', text)
    ends = re.findall(r'<w:bookmarkEnd w:id="(\d+)"/>', text)
    assert sorted(number for number, _ in starts) == sorted(ends)
    assert len(set(ends)) == len(ends)
    made = []
    for number, name in starts:
        opened, closed = f'<w:bookmarkStart w:id="{number}"', f'<w:bookmarkEnd w:id="{number}"/>'
        inside = text.partition(opened)[2].partition(closed)[0]
        made.append((name, "".join(re.findall(r"<w:t[^>]*>([^<]*)", inside))))
    return made


OPEN, CLOSE = "{% for p in plays %}", "{% endfor %}"
NAME = "{{ p.name }}"


@pytest.mark.parametrize(
    ("xml", "left"),
    [
        (line(OPEN, start(0)) + line("x") + line("y", after=end(0)) + line(CLOSE), []),
        (line(OPEN) + line("x", start(0)) + line(CLOSE) + line("z", after=end(0)), []),
        (line("a", start(0)) + line("{% if account.key %}") + line("x", after=end(0))
         + line("{% else %}") + line("y") + line("{% endif %}"), []),
        (line("{% if account.key %}") + line("x", start(0)) + line("{% else %}")
         + line("y", after=end(0)) + line("{% endif %}"), []),
        (line("a", start(0)) + line(OPEN) + line(NAME) + line(CLOSE) + line("b", after=end(0)),
         [("here", "aAlphaBetaGammab")]),
        (line(OPEN, start(0)) + line(NAME) + line(CLOSE, after=end(0)),
         [("here", "AlphaBetaGamma")]),
        (line(OPEN) + line(NAME, start(0), end(0)) + line(CLOSE),
         [("here", "Alpha"), ("here_2", "Beta"), ("here_3", "Gamma")]),
        (line("a", after=end(7)) + line("b", start(8)) + line("{{ account.name }}"), []),
    ],
)  # fmt: skip
def test_a_bookmark_over_the_edge_of_a_repeated_piece_goes_and_others_stay_whole(
    xml: str, left: list[tuple[str, str]]
) -> None:
    assert bookmarks(render(body(xml))) == left


def test_copies_of_a_content_control_do_not_share_its_number() -> None:
    def control(inside: str) -> str:
        return (
            '<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr>'
            f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        )

    inline = f"<w:p>{control('<w:r><w:t>{{ p.owner }}</w:t></w:r>')}</w:p>"
    rendered = render(body(line(OPEN) + control(line(NAME)) + inline + line(CLOSE)))
    assert text_of(rendered).count("<w:sdtContent>") == 6
    assert '<w:id w:val="77"/>' not in text_of(rendered)


def test_a_deleted_row_goes_with_all_that_is_in_it() -> None:
    gone = f'<w:trPr><w:del w:id="9" {WHO}/></w:trPr>'
    deleted = f'<w:p><w:del w:id="5" {WHO}><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
    rows = row(deleted, gone) + row(line("left {{ nobody.knows }}"), gone)
    table = f"<w:tbl>{GRID}{row(line('head'))}{rows}{row(line(NAME.replace('p.', 'account.')))}"
    alone = f"<w:tbl>{GRID}{row(line('x'), gone)}</w:tbl>"
    held = f"<w:tbl>{GRID}{row(alone + '<w:p/>')}</w:tbl>"
    rendered = render(body(f"{table}</w:tbl>{line('between')}{alone}{line('last')}{held}<w:p/>"))
    assert tables(rendered) == [[["head"], ["R&D <x>"]], [[""]]]
    assert text_of(rendered).count("<w:tbl>") == 2


def test_a_deleted_paragraph_mark_joins_the_paragraph_with_the_next() -> None:
    kept = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    xml = line("one ", DELETED_MARK) + line("two ", DELETED_MARK) + line("{{ account.name }}", kept)
    rendered = render(
        body(xml + line("last", DELETED_MARK) + f"<w:tbl>{GRID}{row('<w:p/>')}</w:tbl>")
    )
    assert paragraphs(rendered)[:2] == ["one two R&D <x>", "last"]
    assert 'w:val="right"' not in text_of(rendered).partition("R&amp;D")[0]
    assert "<w:del" not in text_of(rendered)


def test_a_paragraph_that_was_deleted_whole_leaves_nothing() -> None:
    gone = f'<w:del w:id="5" {WHO}><w:r><w:delText>{{% for p in x %}}</w:delText></w:r></w:del>'
    rendered = render(body(f"<w:p>{DELETED_MARK}{gone}</w:p>" + line("{{ account.name }}")))
    assert paragraphs(rendered)[0] == "R&D <x>"


def test_a_cell_a_header_and_a_footer_keep_a_paragraph_where_a_block_is_empty() -> None:
    tag = '{% include "empty.docx" %}'
    host = word("{{ account.name }}")
    host.add_table(1, 1).cell(0, 0).text = tag
    host.sections[0].header.paragraphs[0].text = tag
    host.sections[0].footer.paragraphs[0].text = tag
    template = compile_template(
        saved(host), filename="t.docx", names=NAMES, beside={"empty.docx": saved(docx.Document())}
    )
    made = parts(template.render(values(), FORMATS).data)
    assert re.search(rb"<w:tc>.*<w:p[ />].*</w:tc>", made["word/document.xml"], re.DOTALL)
    stories = [text for name, text in made.items() if re.match(r"word/(header|footer)1", name)]
    assert len(stories) == 2
    assert all(b"<w:p/>" in text for text in stories)
    assert docx.Document(BytesIO(template.render(values(), FORMATS).data)).tables
