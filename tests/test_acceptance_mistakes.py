"""Seeded mistakes in three templates: one run of the check finds each at its place, and no more.

The mistakes and what must be said of them stand in ``tests/mistakes.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Inches

from generator import cli
from tests.engine_kit import add_chart, deck, describe, png
from tests.mistakes import ALTS, SHEETS, SLIDES, WORD, Mistake

Planted = dict[tuple[str, str], Mistake]  # by file and place
_NAME = Mistake("{{ acount.name }}", "is not a known name", "did you mean account.name?")


def plan(path: Path) -> Planted:
    """A cell for each mistake; and one in each place where Word keeps text beside the page."""
    document = docx.Document()
    planted: Planted = {}
    for number, mistake in enumerate(WORD, start=1):
        document.add_paragraph(f"{number}.")
        document.add_table(1, 1).cell(0, 0).text = mistake.text
        planted[path.name, f"table {number}, row 1, cell 1"] = mistake
    section = document.sections[0]
    section.header.paragraphs[0].text = section.footer.paragraphs[0].text = _NAME.text
    document.core_properties.title = _NAME.text
    for place in ("header 1, paragraph 1", "footer 1, paragraph 1", "document properties, title"):
        planted[path.name, place] = _NAME
    planted |= split_over_runs(document, path.name) | linked(document, path.name)
    planted |= in_field_code(document, path.name) | across_tables(document, path.name)
    document.save(str(path))
    return planted


def split_over_runs(document: Any, file: str) -> Planted:
    paragraph = document.add_paragraph()
    for piece in ("{", "{ acc", "ount.nm", " | default(\u201cnone\u201d) }", "}"):
        paragraph.add_run(piece)
    tag = "{{ account.nm | default(\u201cnone\u201d) }}"
    mistake = Mistake(tag, "account.nm is not a known name", "did you mean account.name?")
    return {(file, _last(document)): mistake}


def _last(document: Any) -> str:
    """The place of the newest paragraph of the page."""
    return f"paragraph {len(document.paragraphs)}"


def linked(document: Any, file: str) -> Planted:
    paragraph = document.add_paragraph()
    address = "https://example.com/{{ account.idd }}"
    rel = document.part.relate_to(address, RT.HYPERLINK, is_external=True)
    link = docx.oxml.OxmlElement("w:hyperlink")
    link.set(docx.oxml.ns.qn("r:id"), rel)
    link.append(paragraph.add_run("their page")._r)
    paragraph._p.append(link)
    mistake = Mistake(address, "account.idd is not a known name", "did you mean account.id?")
    return {(file, f"{_last(document)}, link"): mistake}


def in_field_code(document: Any, file: str) -> Planted:
    run = document.add_paragraph().add_run()
    code = docx.oxml.OxmlElement("w:instrText")
    code.text = " QUOTE {{ account.name }} "
    run._r.append(code)
    mistake = Mistake("{{ account.name }}", "stands in a field's code", "put it in text")
    return {(file, _last(document)): mistake}


def across_tables(document: Any, file: str) -> Planted:
    """A pair that opens in the text and closes in a table."""
    document.add_paragraph("{% for p in plays %}")
    place = _last(document)
    document.add_table(1, 1).cell(0, 0).text = "{{ p.name }}{% endfor %}"
    mistake = Mistake("{% for p in plays %}", "closes in another", "put both tags in one text")
    return {(file, place): mistake}


def review(path: Path) -> Planted:
    made = deck(*(["A slide"] * (len(SLIDES) + len(ALTS) + 2)))
    slides = list(made.slides)
    planted: Planted = {}
    for number, mistake in enumerate(SLIDES):
        box = slides[number].shapes.add_textbox(0, 0, Inches(4), Inches(1))
        box.name, box.text_frame.text = "Box", mistake.text
        planted[path.name, f'slide {number + 1}, shape "Box"'] = mistake
    for number, (kind, mistake) in enumerate(ALTS, start=len(SLIDES)):
        shape = _SHAPES[kind](slides[number])
        describe(shape, mistake.text)
        shape.name = "Thing"
        planted[path.name, f'slide {number + 1}, {kind} "Thing"'] = mistake
    slides[-2].notes_slide.notes_text_frame.text = "Say {{ acount.name }} first."
    planted[path.name, f'slide {len(slides) - 1}, notes, shape "Notes Placeholder 2"'] = _NAME
    frame = slides[-1].shapes.add_table(3, 1, 0, 0, Inches(4), Inches(1))
    frame.name = "Promises"
    for row, text in enumerate(
        ("{% for p in review.promises %}a", "{% if p.due %}b{% endfor %}", "c{% endif %}")
    ):
        frame.table.cell(row, 0).text = text
    planted[path.name, f'slide {len(slides)}, table "Promises", row 2'] = Mistake(
        "{% endfor %}", "closes {% if p.due %}", "endif is expected first"
    )
    made.save(str(path))
    return planted


_BOX = (0, 0, Inches(2), Inches(1))
_SHAPES: dict[str, Callable[[Any], Any]] = {
    "chart": lambda slide: add_chart(slide, "") or slide.shapes[-1],
    "picture": lambda slide: slide.shapes.add_picture(BytesIO(png(4, 4)), *_BOX),
    "shape": lambda slide: slide.shapes.add_textbox(*_BOX),
    "table": lambda slide: slide.shapes.add_table(2, 1, *_BOX),
}


def workbook(path: Path) -> Planted:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    planted: Planted = {}
    for number, mistake in enumerate(SHEETS, start=1):
        sheet = book.create_sheet(f"S{number}")
        sheet["A1"] = mistake.text
        planted[path.name, f"sheet S{number}, cell A1"] = mistake
    planted |= grid(book, path.name)
    sheet = book.create_sheet("{{ acount.name }}")
    planted[path.name, f"sheet {sheet.title}, sheet name"] = _NAME
    sheet.oddFooter.center.text = _NAME.text
    planted[path.name, f"sheet {sheet.title}, footer"] = _NAME
    book.save(path)
    return planted


def grid(book: Any, file: str) -> Planted:
    """A grid whose head ends in another row, and whose cells have a name that is none."""
    sheet = book.create_sheet("Grid")
    sheet["B1"] = "{% column for c in whitespace.columns %}{{ c.name }}"
    sheet["C2"] = "x{% endfor %}"
    sheet["A5"] = "{% row for u in whitespace.rows %}{{ u.lable }}{% endfor %}"
    head = Mistake(
        "{% column for c in whitespace.columns %}",
        "repeats columns but ends in another row",
        "put its endfor or endif in the same row",
    )
    cell = Mistake("{{ u.lable }}", "is not a known name", "did you mean u.label?")
    return {(file, "sheet Grid, cell B1"): head, (file, "sheet Grid, cell A5"): cell}


@pytest.fixture(scope="module")
def checked(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Planted, list[dict[str, str]], int]:
    """The planted mistakes, and what one run of the command tells of the three files."""
    folder = tmp_path_factory.mktemp("templates")
    planted = (
        plan(folder / "account-plan.docx")
        | review(folder / "qbr.pptx")
        | workbook(folder / "whitespace.xlsx")
    )
    out = folder.parent / "told.json"
    with pytest.MonkeyPatch.context() as patch:
        told: list[object] = []
        patch.setattr("generator.cli.templates.say_json", told.append)
        code = cli.run(["templates", "check", str(folder), "--json"])
    out.write_text(json.dumps(told[0]), encoding="utf-8")
    return planted, json.loads(out.read_text("utf-8"))["problems"], code


def test_at_least_120_mistakes_are_planted(checked: Any) -> None:
    planted, _, code = checked

    assert len(planted) >= 120
    assert code == 1


def test_each_is_found_once_at_its_place_and_nothing_else_is(checked: Any) -> None:
    planted, problems, _ = checked
    found = sorted((problem["file"], problem["place"], problem["tag"]) for problem in problems)

    assert found == sorted((*where, mistake.shown) for where, mistake in planted.items())


def test_each_is_told_with_what_is_wrong_and_what_to_write(checked: Any) -> None:
    planted, problems, _ = checked
    told = {(problem["file"], problem["place"]): problem for problem in problems}

    poor = [
        (where, mistake, told.get(where))
        for where, mistake in planted.items()
        if mistake.says not in told.get(where, {}).get("message", "")
        or mistake.tip not in told.get(where, {}).get("suggestion", "")
    ]
    assert poor == []
