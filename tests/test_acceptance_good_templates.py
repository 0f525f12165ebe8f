"""Templates that come near to mistakes and are none: the check says nothing of any of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pptx.util import Inches

from generator import cli
from generator.artifacts.catalog import CATALOG
from generator.files import data_folder
from generator.template_folder import meant_for
from tests.engine_kit import add_chart, deck, describe, png

PAGES: dict[str, tuple[str, ...]] = {
    "curly quotes, dashes and hard spaces": (
        "{{\u00a0account.name | default(\u201cn/a\u201d)\u00a0}}",
        "{% if renewal.days \u2264 90 and revenue.gap \u2013 1 > 0 %}soon{% endif %}",
    ),
    "white-space marks of Jinja": ("{%- for p in plays -%}{{- p.name -}}{%- endfor -%}",),
    "loops within loops": (
        "{% for u in whitespace.rows %}",
        "{{ u.label }}: {% for c in u.cells if c.state == 'open' %}{{ c.product }}; {% endfor %}",
        "{% endfor %}",
    ),
    "loops side by side over one variable": (
        "{% for x in plays %}{{ x.name }}{% endfor %}{% for x in risks %}{{ x.name }}{% endfor %}",
    ),
    "a sorted, limited, numbered list with an else": (
        "{% for p in plays | sort('value', reverse=true) | limit(5) %}",
        "{{ loop.index }}. {{ p.name }}{% if not loop.last %},{% endif %}",
        "{% else %}",
        "Nothing planned.",
        "{% endfor %}",
    ),
    "conditions over what may be unknown": (
        "{% if renewal.days < 90 %}red{% elif renewal.days < 180 %}amber{% else %}green{% endif %}",
        "{% if renewal.strategy is known and not renewal.conflict %}strategy{% endif %}",
    ),
    "filters in a row": (
        "{{ account.name | trim | upper | truncate(40) }}",
        "{{ renewal.strategy | default(account.playbook) | default('none') }}",
        "{{ plays | unique('owner') | join(', ', 'owner') | default('nobody') }}",
    ),
    "braces that are text": (
        "Set {x}, {100%}, { { y } }, 50%} and #} apart.",
        "{{ '}}' }} {{ \"{%\" }} {{ '{{ x }}' }}",
    ),
    "a sample of data": ('The answer: {"account": {"name": "Acme", "tier": {"is": 1}}}.',),
    "percent signs": ("100 % sure, 5% more, %d %s %%; {{ 42 | percent }} of 100%",),
    "notes to the editor": ("{# {{ not.a.name }} {% for %} #}{{ account.name }}{# end #}",),
    "words of the language as text": ("if, for and endif; ENDFOR {endif} (else)",),
    "lists of texts": (
        "{% if account.segment in ['strategic', 'motion'] %}a{% endif %}",
        "{% if 'Ltd' in account.name or account.tier not in [1, 2] %}b{% endif %}",
    ),
    "calculating": (
        "{{ (revenue.current / revenue.target * 100) | percent(1) }} {{ -revenue.gap | money }}",
        "{{ plays | sum('value') | money_short }} {{ (plays | length) + 1 }}",
        "{{ renewal.days | default(0) | round | int }}",
    ),
    "texts put together": (
        "{{ account.name ~ ' (' ~ account.tier ~ ')' }}{{ 'a' if renewal.conflict else 'b' }}",
    ),
    "forms of dates": (
        "{{ renewal.date | date('d. MMMM yyyy') }} {{ renewal.date | date(\"EEEE, 'week' w\") }}",
        "{{ renewal.date | date('long') }} {{ renewal.date | quarter(4) }}",
    ),
    "items by their number": ("{{ plays[0].name | default('-') }} {{ (plays | last).name }}",),
    "tags against other signs": (
        "({{ account.name }}) [{{ account.tier }}] {{ account.name }}{{ account.tier }}%",
        "\u202b\u05e9\u05dc\u05d5\u05dd {{ account.name }} \U0001f680",
    ),
    "formatted text": (
        "{{ account.description | html }}",
        "{{ account.description | markdown | default('') }}",
    ),
    "yes and no": (
        "{% if plays %}a{% endif %}{% if not risks %}b{% endif %}",
        "{% if plays | length > 3 and renewal.conflict != true %}c{% endif %}",
    ),
}


def pages(folder: Path) -> None:
    for number, lines in enumerate(PAGES.values()):
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(folder / f"plan-{number:02}.docx"))


def split_over_runs(folder: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in (
        "{",
        "{ acco",
        "unt",
        ".name | ",
        "upper }",
        "} and {% if ",
        "plays %}x{%endif%",
        "}",
    ):
        paragraph.add_run(piece).bold = len(piece) % 2 == 0
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ account.name }} {% if plays %}|{% endif %}"
    document.core_properties.title = "{{ account.name }}"
    document.save(str(folder / "plan-split.docx"))


def word_tables(folder: Path) -> None:
    document = docx.Document()
    rows = (
        ("{% column for c in whitespace.columns %}{{ c.name }}{% endfor %}",),
        ("{% for p in plays %}{{ p.name }}", "{{ p.value | default('') }}{% endfor %}"),
        ("{% row if not plays %}none{% endif %}", "{% for r in risks %}"),
        ("{{ r.name }}", "{{ r.due | default('') }}"),
        ("", "{% endfor %}"),
    )
    for row in rows:
        grid = document.add_table(1, len(row))
        for cell, text in zip(grid.rows[0].cells, row, strict=True):
            cell.text = text
    for table in document.tables[3:]:  # rows of one table, as the third
        document.tables[2]._tbl.append(table.rows[0]._tr)
        table._tbl.getparent().remove(table._tbl)
    document.save(str(folder / "plan-tables.docx"))


def decks(folder: Path) -> None:
    made = deck("{{ titles.title }}", "Chart", "Table", "Shapes")
    first, chart, table, shapes = made.slides
    text = "{% slide for p in review.promises %}{% endfor %}Promise: {{ p.name }}"
    first.notes_slide.notes_text_frame.text = text
    add_chart(chart, '{% chart charts.cases or "No cases" %} Cases', title="{{ period.quarter }}")
    picture = chart.shapes.add_picture(BytesIO(png(4, 4)), 0, 0, Inches(1), Inches(1))
    describe(picture, "{% picture account.logo %}")
    frame = table.shapes.add_table(2, 1, 0, 0, Inches(4), Inches(1))
    frame.table.cell(1, 0).text = "{% row for p in review.promises %}{{ p.name }}{% endfor %}"
    describe(frame, "{% continue 8 %}")
    box = shapes.shapes.add_textbox(0, 0, Inches(2), Inches(1))
    box.text_frame.text = "{% shape for p in review.trends %}{{ p.name }}{% endfor %}"
    link = shapes.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.paragraphs[0].add_run()
    link.text, link.hyperlink.address = "{{ account.name }}", "https://x.test/?q={{ account.name }}"
    made.save(str(folder / "qbr-objects.pptx"))
    plain = deck("{% slide if review.ask %}{{ review.ask }}{% endif %}", "{x} 50% } }")
    plain.save(str(folder / "qbr-plain.pptx"))
    spanning = deck("{% slide for p in review.promises %}a", "{{ p.name }}", "b{% endfor %}")
    spanning.save(str(folder / "ebr-spanning.pptx"))


def books(folder: Path) -> None:
    for name, fill in {"grid": _grid, "rows": _rows, "sheets": _sheets}.items():
        book = openpyxl.Workbook()
        fill(book.worksheets[0])
        book.save(folder / f"whitespace-{name}.xlsx")


def _grid(sheet: Any) -> None:
    sheet["B1"] = "{% column for c in whitespace.columns %}{{ c.name }}{% endfor %}"
    sheet["A2"] = "{% row for u in whitespace.rows %}{{ u.label }}"
    sheet["B2"] = "{% column for c in u.cells %}{{ c.label }}{% endfor %}"
    sheet["C2"] = '=COUNTIF(B2:B2,"Open*")'
    sheet["D2"] = "{% endfor %}"
    sheet["B3"] = '=COUNTA(B2:B2)&" {of} "&"100%}"'


def _rows(sheet: Any) -> None:
    sheet["A1"] = "{% for p in plays %}"
    sheet["A2"], sheet["B2"] = "{{ p.name }}", "{{ p.value }}"
    sheet["A3"] = "{% endfor %}"
    sheet["A4"], sheet["B4"] = "{% row if not plays %}none{% endif %}", "=SUM(B2:B2)"
    sheet["A5"] = "{x}, {{ account.name | default(\u201c-\u201d) }} & <b>"


def _sheets(sheet: Any) -> None:
    sheet.title = "{{ d.name }}"
    sheet["A1"] = "{% sheet for d in account.divisions %}{% endfor %}{{ d.name }}"
    sheet.oddFooter.center.text = "{{ account.name }} &P"


BUILDERS: tuple[Callable[[Path], None], ...] = (pages, split_over_runs, word_tables, decks, books)


def named_as_used(path: Path) -> str:
    """The file under the name that a run takes, in a folder of its own."""
    (artifact,), _ = meant_for(path)
    folder = path.with_suffix("")
    folder.mkdir()
    path.rename(folder / artifact.template)
    return str(folder)


def test_thirty_templates_near_to_mistakes_raise_no_alarm(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for build in BUILDERS:
        build(tmp_path)
    folders = [named_as_used(path) for path in sorted(tmp_path.iterdir())]
    delivered = [str(data_folder("templates") / one.template) for one in CATALOG.values()]

    code = cli.run(["templates", "check", *folders, *delivered])

    told = capfd.readouterr()
    assert (told.err, told.out, code) == ("", "No faults.\n", 0)
    assert len(folders) >= 26
