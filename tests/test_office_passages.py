"""A finished Office file taken apart: every place that can carry a text gives it back."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pptx
import pytest

from generator.errors import PackageError
from generator.office.passages import Passage, passages

SECRET = "Bluebird is leaving us"


def deck() -> pptx.presentation.Presentation:
    presentation = pptx.Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[5])
    return presentation


def saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def telling(data: bytes, secret: str = SECRET, filename: str = "x.pptx") -> list[Passage]:
    return [passage for passage in passages(data, filename) if secret in passage.text]


def test_a_slides_text_is_told_with_its_slide_and_shape() -> None:
    presentation = deck()
    presentation.slides[0].shapes.title.text = SECRET

    assert Passage('slide 1, shape "Title 1"', SECRET, "text") in telling(saved(presentation))


def test_a_cells_text_is_told_with_its_sheet_and_address() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["B3"] = SECRET

    assert Passage("sheet Sheet, cell B3", SECRET, "text") in telling(saved(workbook))


def test_a_paragraph_is_told_with_its_number() -> None:
    document = docx.Document()
    document.add_paragraph("one")
    document.add_paragraph(SECRET)

    assert Passage("document, paragraph 2", SECRET, "text") in telling(saved(document))


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(PackageError, match="not a readable ZIP archive"):
        list(passages(b"no archive", "x.pptx"))
