"""Random templates against a second opinion: what comes out is what the grammar says.

The templates nest loops and conditions up to three deep, over paragraphs, table rows, slides and
sheets' rows, with tags in lines of their own or in the outer ones, over lists that may be empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from io import BytesIO
from random import Random

import docx
import openpyxl
import pptx
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from generator.engine import Names, compile_template
from generator.formats import Formats
from tests.random_templates import (
    TREE,
    Block,
    Draw,
    Line,
    Scope,
    Text,
    Values,
    expected,
    lines,
    values,
)

NAMES = Names(TREE, {})
FORMATS = Formats("en_US", "USD")


def _filled(data: bytes, filename: str, env: Values) -> BytesIO:
    template = compile_template(data, filename=filename, names=NAMES)
    return BytesIO(template.render(env, FORMATS).data)


def _saved(document: Document) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _word_body(document: Document) -> list[object]:
    """Paragraphs as texts, tables as lists of rows."""
    shown: list[object] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            shown.append([block.text])
        elif isinstance(block, Table):
            shown.append([[cell.text for cell in row.cells] for row in block.rows])
    return shown


@pytest.mark.proof("random templates of paragraphs, Word", slice=25, full=2_000)
def test_paragraphs_come_out_as_the_grammar_says(cases: int, seed: int) -> None:
    for case in range(cases):
        dice = Random(f"{seed} paragraphs {case}")
        drawn = Draw(dice).units(Scope(), 3)
        document = docx.Document()
        for (text,) in lines(drawn):
            document.add_paragraph(text)
        env = values(dice)
        made = docx.Document(_filled(_saved(document), "t.docx", env))
        assert _word_body(made) == expected(drawn, env), (case, lines(drawn))


@pytest.mark.proof("random templates of table rows, Word", slice=25, full=2_000)
def test_table_rows_come_out_as_the_grammar_says(cases: int, seed: int) -> None:
    for case in range(cases):
        dice = Random(f"{seed} rows {case}")
        drawn = Draw(dice, width=2).units(Scope(), 3)
        document = docx.Document()
        table = document.add_table(0, 2)
        for line in lines(drawn):
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        env = values(dice)
        made = docx.Document(_filled(_saved(document), "t.docx", env))
        rows = expected(drawn, env)
        assert _word_body(made) == ([rows] if rows else []), (case, lines(drawn))


class SheetDraw(Draw):
    """Rows of a text, a number, a formula over it, and a text."""

    def line(self, scope: Scope) -> Line:
        number = Text("7", lambda env: "7")
        if scope.loops:
            var = self.dice.choice(scope.loops)[0]
            number = Text(f"{{{{ {var}.size }}}}", lambda env: str(env[var]["size"]))
        doubled = Text("=B#*2", lambda env: str(int(number.value(env)) * 2))
        return Line((self.text(scope, 2), number, doubled, self.text(scope, 1)))

    def _unit(self, scope: Scope, depth: int) -> Line | Block:
        unit = super()._unit(scope, depth)
        return Summed(unit) if isinstance(unit, Block) and self.dice.random() < 0.4 else unit


class Summed(Block):
    """A block and a row below it that adds its numbers up, in each repeat of what is around."""

    def __init__(self, block: Block) -> None:
        super().__init__(*(getattr(block, entry.name) for entry in fields(block)))

    def written(self) -> list[list[str]]:
        rows = super().written()
        return [*rows, ["Sum", f"=SUM(B#-{len(rows)}:B#-1)", "=B#*2", ""]]

    def worked(self, env: Values) -> Iterator[list[str]]:
        rows = list(super().worked(env))
        total = sum(int(row[1]) for row in rows)
        yield from [*rows, ["Sum", str(total), str(total * 2), ""]]


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            sheet.cell(at, column, int(text) if text == "7" else _placed(text, at))
    last = len(rows)
    sheet.cell(last + 1, 1, "Total")
    sheet.cell(last + 1, 2, f"=SUM(B1:B{last})")
    sheet.cell(last + 1, 3, f"=SUM(C$1:C${last})/2")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _placed(text: str, at: int) -> str | None:
    """``#`` is the row's own number, ``#-3`` that of the third row above."""
    above = re.sub(r"#-(\d+)", lambda found: str(at - int(found[1])), text)
    return above.replace("#", str(at)) or None


@pytest.mark.proof("random templates of rows with formulas, Excel", slice=25, full=2_000)
def test_rows_and_the_values_of_their_formulas_come_out_as_the_grammar_says(
    cases: int, seed: int
) -> None:
    for case in range(cases):
        dice = Random(f"{seed} sheet {case}")
        drawn = SheetDraw(dice, width=4).units(Scope(), 3)
        env = values(dice)
        data = _filled(_workbook(lines(drawn)), "t.xlsx", env)
        sheet = openpyxl.load_workbook(data, data_only=True).active
        shown = [
            ["" if value is None else str(value) for value in row]
            for row in sheet.iter_rows(max_col=4, values_only=True)
        ]
        rows = expected(drawn, env)
        total = str(sum(int(row[1]) for row in rows))
        held = [row for row in shown if any(row)]
        assert held == [*rows, ["Total", total, total, ""]], (case, lines(drawn))
        _formulas_name_their_own_rows(data)


def _formulas_name_their_own_rows(data: BytesIO) -> None:
    for row in openpyxl.load_workbook(data).active.iter_rows(max_col=3):
        doubled = str(row[2].value)
        if "*2" in doubled:
            assert doubled == f"=B{row[2].row}*2"


class SlideDraw(Draw):
    """Slides of a title and of notes, which hold a value: other notes do not travel."""

    def line(self, scope: Scope) -> Line:
        notes = self.text(scope, 1)
        held = Text(notes.typed + "{{ title }}", lambda env: notes.value(env) + str(env["title"]))
        return Line((self.text(scope, 2), held))

    def _bodies(
        self, outside: Scope, inside: Scope, depth: int
    ) -> tuple[tuple[Line | Block, ...], tuple[Line | Block, ...]]:
        return self.units(inside, depth - 1, 3), ()

    def _must_own(self, body: tuple[Line | Block, ...]) -> bool:
        return False  # a slide of nothing but tags is a slide


def _deck(slides: list[list[str]]) -> bytes:
    deck = pptx.Presentation()
    for title, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = notes
    target = BytesIO()
    deck.save(target)
    return target.getvalue()


@pytest.mark.proof("random templates of slides, PowerPoint", slice=12, full=1_000)
def test_slides_and_their_notes_come_out_as_the_grammar_says(cases: int, seed: int) -> None:
    for case in range(cases):
        dice = Random(f"{seed} slides {case}")
        drawn = SlideDraw(dice, width=2, word="slide ").units(Scope(), 2)
        env = values(dice)
        made = pptx.Presentation(_filled(_deck(lines(drawn)), "t.pptx", env))
        shown = [
            [slide.shapes.title.text, slide.notes_slide.notes_text_frame.text]
            for slide in made.slides
        ]
        assert shown == expected(drawn, env), (case, lines(drawn))
