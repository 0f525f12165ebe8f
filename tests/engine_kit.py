"""Tiny Office files made on the spot, and what a person would see in them."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from generator.engine import Names, Rendered, compile_template
from generator.engine.template import check_template
from generator.errors import TemplateProblem
from generator.formats import Formats
from generator.office.theming import with_theme

TREE: dict[str, Any] = {
    "as_of": "date",
    "account": {
        "name": "text",
        "arr": "money",
        "share": "percent",
        "staff": "number",
        "site": "text",
        "logo": "picture",
        "key": "flag",
        "since": "date",
        "owner": {"name": "text"},
    },
    "plays": [
        {
            "name": "text",
            "owner": "text",
            "value": "money",
            "due": "date",
            "late": "flag",
            "chart": "chart",
            "steps": [{"title": "text"}],
            "cells": [{"label": "text", "value": "number"}],
        }
    ],
    "columns": [{"label": "text"}],
    "tags": ["text"],
    "renewal": {"days": "number"},
    "charts": {"revenue": "chart"},
    "map": "map",
    "grid": "matrix",
}
WITHHELD: dict[str, Any] = {"account": {"margin": "money"}, "forecast": {"gap": "money"}}
NAMES = Names(TREE, WITHHELD)
FORMATS = Formats("en_US", "USD")


def chart(series: int = 2, categories: int = 3, alt: str = "A chart") -> dict[str, Any]:
    return {
        "alt": alt,
        "categories": [f"Q{number + 1}" for number in range(categories)],
        "series": [
            {"name": f"Series {at + 1}", "values": [Decimal(at + n) for n in range(categories)]}
            for at in range(series)
        ],
        "number_format": "#,##0",
    }


def play(name: str, value: int | None = 10, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": name,
        "owner": f"Owner of {name}",
        "value": None if value is None else Decimal(value),
        "due": date(2026, 3, 1),
        "late": False,
        "chart": chart(),
        "steps": [],
        "cells": [],
    }
    return made | more


def values(**changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "as_of": date(2026, 1, 31),
        "account": {
            "name": "R&D <x>",
            "arr": Decimal(1234567),
            "share": Decimal(42),
            "staff": 12345,
            "site": "example.com/a?b=1&c=2",
            "logo": {"alt": "Logo", "data": png(40, 10)},
            "key": True,
            "since": date(2020, 5, 17),
            "owner": {"name": "Ann"},
        },
        "plays": [play("Alpha", 10), play("Beta", 20), play("Gamma", 30)],
        "columns": [{"label": "A"}, {"label": "B"}],
        "tags": ["x", "y"],
        "renewal": {"days": 30},
        "charts": {"revenue": chart()},
        "map": {"alt": "Who reports to whom", "nodes": people(6)},
        "grid": matrix(5),
    }
    return made | changed


def people(count: int) -> list[dict[str, Any]]:
    tones = ("strong", "medium", "weak", "risk", "neutral")
    return [
        {
            "id": str(number),
            "parent": None if number == 0 else str((number - 1) // 2),
            "title": f"Person {number}",
            "lines": ["Director"],
            "tone": tones[number % 5],
            "badge": "Champion" if number == 1 else None,
        }
        for number in range(count)
    ]


def matrix(count: int) -> dict[str, Any]:
    return {
        "alt": "Influence against strength",
        "x_label": "Strength",
        "y_label": "Influence",
        "quadrants": ["Win", "Keep", "Watch", "Use"],
        "points": [
            {
                "label": f"Person {n}",
                "x": Decimal(n) / max(1, count),
                "y": Decimal(n) / max(1, count),
                "tone": "strong",
            }
            for n in range(count)
        ],
    }


def png(width: int, height: int) -> bytes:
    rows = b"".join(b"\0" + b"\x20\x80\xc0" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# -- Word ----------------------------------------------------------------------------------------


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def word(*paragraphs: str) -> Any:
    """A Word document with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def render(document: Any, data: Mapping[str, Any] | None = None, names: Names = NAMES) -> Rendered:
    """Compile and render a document of python-docx or python-pptx, or a file's bytes."""
    content = document if isinstance(document, bytes) else saved(document)
    suffix = "pptx" if b"ppt/presentation.xml" in content else "docx"
    template = compile_template(content, filename=f"template.{suffix}", names=names)
    return template.render(values() if data is None else data, FORMATS)


def problems(document: Any, names: Names = NAMES) -> list[TemplateProblem]:
    content = document if isinstance(document, bytes) else saved(document)
    suffix = "pptx" if b"ppt/presentation.xml" in content else "docx"
    return check_template(content, filename=f"template.{suffix}", names=names)


def paragraphs(rendered: Rendered) -> list[str]:
    return [found.text for found in docx.Document(BytesIO(rendered.data)).paragraphs]


def tables(rendered: Rendered) -> list[list[list[str]]]:
    found = docx.Document(BytesIO(rendered.data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


# -- PowerPoint ----------------------------------------------------------------------------------


def deck(*titles: str) -> Any:
    """A deck with one slide, with a title, for each text."""
    presentation = pptx.Presentation()
    for title in titles:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
    return presentation


def opened(rendered: Rendered) -> Any:
    return pptx.Presentation(BytesIO(rendered.data))


def titles(rendered: Rendered) -> list[str]:
    return [slide.shapes.title.text for slide in opened(rendered).slides]


def describe(shape: Any, text: str) -> Any:
    """Write a shape's alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)
    return shape


def add_chart(slide: Any, alt: str = "", title: str = "") -> Any:
    data = CategoryChartData()
    data.categories = ["x", "y"]
    data.add_series("Secret 1", (1, 2))
    data.add_series("Secret 2", (3, 4))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), data
    )
    if title:
        frame.chart.has_title = True
        frame.chart.chart_title.text_frame.text = title
    return describe(frame, alt)


# -- packages ------------------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def replaced(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The package with some parts set or added."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (parts(data) | dict(changes)).items():
            archive.writestr(name, content)
    return file.getvalue()


def has_tags(data: bytes) -> bool:
    """Whether any part still shows a tag."""
    return any(re.search(rb"\{\{|\{%|%\}", content) for content in parts(data).values())


def in_font(data: bytes, body: str) -> bytes:
    """The file with this font for its theme's body, and for what Word's usual style names."""
    fonts = {"major": "Calibri", "minor": body}
    changes = {}
    for name, part in parts(data).items():
        if "/theme/" in name:
            changes[name] = with_theme(part, {}, fonts)
    return replaced(data, changes)
