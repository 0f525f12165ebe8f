"""Hostile values in every kind of place: exact, or changed by the published rule and listed."""

from __future__ import annotations

import pytest

from tests.engine_kit import parts, render, values, word
from tests.hostile_places import (
    cached_labels,
    chart_books,
    expected,
    in_cell,
    rendered,
    slide_texts,
    well_formed,
    word_texts,
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


@pytest.mark.parametrize("number", range(len(HOSTILE) + len(CHANGED)))
def test_a_hostile_value_is_exact_or_listed_in_every_place(number: int) -> None:
    value = (HOSTILE + CHANGED)[number]
    kept = expected(value)
    word_file = rendered("docx", value)
    well_formed(word_file.data)
    assert word_texts(word_file.data) == [f"[{kept}]"] * 6
    slide_file = rendered("pptx", value)
    well_formed(slide_file.data)
    assert slide_texts(slide_file) == [f"[{kept}]"] * 4
    assert bool(word_file.changes) == bool(slide_file.changes) == (kept != value)


@pytest.mark.parametrize("value", [*HOSTILE[:10], *CHANGED])
def test_a_charts_labels_are_exact_in_cache_and_workbook(value: str) -> None:
    made = rendered("pptx", value)
    kept = in_cell(value)
    assert cached_labels(made.data) == [kept, kept]
    (book,) = chart_books(made.data)
    cells = book.cells("xl/worksheets/sheet1.xml")
    assert [cells[name].text for name in ("A2", "B1")] == [kept, kept]
    assert {cells[name].kind for name in ("A2", "B1")} == {"inlineStr"}


def test_values_that_look_like_active_fields_are_only_text() -> None:
    document = word("{{ account.name }}")
    data = values()
    data["account"]["name"] = '<w:instrText>DDEAUTO c:\\\\x "calc"</w:instrText>'
    text = parts(render(document, data).data)["word/document.xml"]
    assert b"<w:instrText>" not in text
    assert b"&lt;w:instrText&gt;" in text
