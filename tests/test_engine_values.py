"""Hostile values in every kind of place: exact, or changed by the published rule and listed."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.engine_kit import (
    add_chart,
    chart,
    deck,
    describe,
    opened,
    parts,
    play,
    render,
    values,
    word,
)

HOSTILE = (
    'R&D <x>', '&amp; &lt; &#x41; &nbsp;', '<script>alert(1)</script>', '</w:t></w:r></w:p>',
    ']]>', '<!-- -->', '<?xml?>', '<![CDATA[x]]>', '{{ 7*7 }}', '{% endfor %}', '{# x #}',
    '${7*7}', '#{7*7}', "{{ ''.__class__ }}", '=1+1', '+1', '-1', '@SUM(A1)',
    "=cmd|' /C calc'!A0", '_x0041_', '\u202eabc\u202c', 'שלום', 'مرحبا', '日本語',
    '\U0001f600\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3f3\ufe0f\u200d\U0001f308',
    'e\u0301', 'ﬁ', 'Ω≈ç√∫', '\xa0x\xa0', '\u200b', '\ufeffx', '\u2028x\u2029', '\x85x', '\x7fx',
    '\U0001f468\u200d', '\U0010fffd', '\ue000', '\ufdd0\ufdef', '\ufdd6123\ufdd7',
    '  two  spaces  ', 'a\tb', "'", '"', '`', '\\', '%s %d %n', '%00', '../../etc/passwd',
    'C:\\x', 'NULL', 'None', 'undefined', 'true', '0', '1e400', 'NaN', "'; DROP TABLE x; --",
    '$(id)', "x" * 5_000,
)  # fmt: skip
CHANGED = (
    'a\x00b', '\x01\x02\x03', '\x0b\x0c', '\x1b[31m', '\ud800', '\udfff\ud800', '\ufffe\uffff',
    '\x07{{x}}',
)  # fmt: skip
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def well_formed(data: bytes) -> None:
    for name, content in parts(data).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)


def data_with(value: str) -> dict[str, Any]:
    data = values(plays=[play(value)])
    data["account"]["name"] = value
    data["charts"]["revenue"] = chart(1, 1)
    data["charts"]["revenue"]["categories"] = [value]
    data["map"]["nodes"][0]["title"] = value
    return data


def every_place_in_word() -> Any:
    document = word(
        "[{{ account.name }}]", "{% for p in plays %}", "[{{ p.name }}]", "{% endfor %}"
    )
    grid = document.add_table(rows=1, cols=1)
    grid.cell(0, 0).text = "{% row for p in plays %}[{{ p.name }}]{% endfor %}"
    document.sections[0].header.paragraphs[0].text = "[{{ account.name }}]"
    document.core_properties.title = "[{{ account.name }}]"
    return document


def every_place_in_powerpoint() -> Any:
    made = deck("[{{ account.name }}]")
    made.slides[0].notes_slide.notes_text_frame.text = "[{{ account.name }}]"
    describe(made.slides[0].shapes.add_textbox(0, 0, 9, 9), "[{{ account.name }}]")
    add_chart(made.slides[0], "{% chart charts.revenue %}", title="[{{ account.name }}]")
    describe(made.slides[0].shapes.add_shape(1, 0, 0, 5_000_000, 3_000_000), "{% map map %}")
    return made


@pytest.fixture(scope="module")
def templates() -> dict[str, Any]:
    from generator.engine import compile_template
    from tests.engine_kit import NAMES, saved

    return {
        "docx": compile_template(saved(every_place_in_word()), filename="t.docx", names=NAMES),
        "pptx": compile_template(
            saved(every_place_in_powerpoint()), filename="t.pptx", names=NAMES
        ),
    }


@pytest.mark.parametrize("number", range(len(HOSTILE) + len(CHANGED)))
def test_a_hostile_value_is_exact_or_listed_in_every_place(
    number: int, templates: dict[str, Any]
) -> None:
    from tests.engine_kit import FORMATS

    value = (HOSTILE + CHANGED)[number]
    expected = _UNHELD.sub("", value)
    word_file = templates["docx"].render(data_with(value), FORMATS)
    well_formed(word_file.data)
    assert _word_texts(word_file) == [f"[{expected}]"] * 5
    slide_file = templates["pptx"].render(data_with(value), FORMATS)
    well_formed(slide_file.data)
    assert _slide_texts(slide_file) == [f"[{expected}]"] * 4
    assert bool(word_file.changes) == bool(slide_file.changes) == (expected != value)


def _word_texts(rendered: Any) -> list[str]:
    import docx

    document = docx.Document(BytesIO(rendered.data))
    return [
        *[paragraph.text for paragraph in document.paragraphs],
        document.tables[0].cell(0, 0).text,
        document.sections[0].header.paragraphs[0].text,
        ElementTree.fromstring(parts(rendered.data)["docProps/core.xml"])
        .find("{http://purl.org/dc/elements/1.1/}title")
        .text,  # type: ignore[union-attr]
    ]


def _slide_texts(rendered: Any) -> list[str]:
    slide = opened(rendered).slides[0]
    alt = slide.shapes[1]._element.xpath(".//p:cNvPr")[0].get("descr")
    title = next(s for s in slide.shapes if s.has_chart).chart.chart_title.text_frame.text
    return [slide.shapes.title.text, slide.notes_slide.notes_text_frame.text, alt, title]


@pytest.mark.parametrize("value", [*HOSTILE[:10], *CHANGED])
def test_a_charts_labels_are_exact_in_cache_and_workbook(value: str) -> None:
    from openpyxl import load_workbook

    made = deck("t")
    add_chart(made.slides[0], "{% chart charts.revenue %}")
    rendered = render(made, data_with(value))
    well_formed(rendered.data)
    expected = _UNHELD.sub("", value)
    found = next(s for s in opened(rendered).slides[0].shapes if s.has_chart).chart
    assert list(found.plots[0].categories) == [expected or "None"]  # as python-pptx says empty
    assert bool(rendered.changes) == (expected != value)
    sheet = load_workbook(BytesIO(found.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert (sheet["A2"].value or "") == expected
    assert sheet["A2"].data_type in ("s", "n")


def test_values_that_look_like_active_fields_are_only_text() -> None:
    document = word("{{ account.name }}")
    data = values()
    data["account"]["name"] = '<w:instrText>DDEAUTO c:\\\\x "calc"</w:instrText>'
    text = parts(render(document, data).data)["word/document.xml"]
    assert b"<w:instrText>" not in text
    assert b"&lt;w:instrText&gt;" in text
