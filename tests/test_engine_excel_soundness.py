"""Rows of sheets that are shown to be well-formed, and that stay so for hostile values."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.engine import compile_template
from generator.engine.excel.soundness import rich_fault, rows_are_sound
from generator.engine.excel.template import ExcelTemplate
from generator.engine.language import Literal, Mark, Piece, Print
from tests.excel_kit import FORMATS, NAMES, part, part_names, play, saved, values, workbook
from tests.hostile_texts import FORMULAS, mutations

CELLS = {
    "A1": "{{ account.name }} & <{{ account.site }}>",
    "B1": "{{ account.arr }}",
    "A2": "{% for p in plays %}{{ p.name }}",
    "B2": "{{ p.due }}",
    "C2": '=A2&"<&"',
    "D2": "{% for s in p.steps %}{{ s.title }}, {% endfor %}{% endfor %}",
    "A4": "{% for p in products %}x{% endfor %}",
}
NOTHING = Mark(0, "", "")


def row(*pieces: Piece) -> list[Piece]:
    return [Print(NOTHING, None, "row", (1, "")), *pieces, Literal("</row>\x01")]


def test_rows_of_sound_sheets_are_well_formed_for_hostile_values() -> None:
    template = compile_template(saved(workbook(CELLS)), filename="t.xlsx", names=NAMES)
    compiled = template._compiled
    assert isinstance(compiled, ExcelTemplate)
    assert [sheet.sound for sheet in compiled.sheets] == [True]
    odd = [*FORMULAS, *mutations(3, 60), *map(chr, (*range(0xA0), 0xD800, 0xFFFE)), "]]>", "<a&b>"]
    plays = [play(text, steps=[{"title": text, "days": 1}]) for text in odd]
    account = {"name": odd[-1], "site": "\x00&<", "arr": 1, "share": 1}
    made = template.render(values(plays=plays, account=account), FORMATS)
    for name in part_names(made):
        if name.endswith(".xml"):
            etree.fromstring(part(made, name).encode())


@pytest.mark.parametrize(
    "pieces",
    [
        row(Literal('<c r="A\x00"><v>1</v>')),
        row(Literal('<c r="A\x00" s=1/>')),
        row(Literal('<c r="A\x00" r:id="rId1"/>')),  # what names a relationship is to be checked
        row(Print(NOTHING, None, "formula", (1, "A", " s=", 0))),
        row(Print(NOTHING, None, "picture", ())),
        [Print(NOTHING, None, "row", (1, "")), Literal("\x01")],
    ],
)
def test_rows_that_could_come_out_broken_are_not_sound(pieces: list[Piece]) -> None:
    assert rows_are_sound(row(Literal('<c r="A\x00"><v>1</v></c>')), {})
    assert not rows_are_sound(pieces, {})


def test_a_rich_text_is_parsed() -> None:
    assert rich_fault("<r><t>a</t></r>") is None
    assert rich_fault("<r><t>a</r>")
