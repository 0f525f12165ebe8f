"""Tiny Office templates for tests: made by the stock libraries, named like the delivered ones.

The libraries write the time into the archive, so the same texts are made only once.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from docx import Document
from pptx import Presentation
from pptx.util import Inches


@cache
def word(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return _bytes(document)


@cache
def slides(*texts: str) -> bytes:
    """A PowerPoint file with one slide for each text."""
    deck = Presentation()
    for text in texts:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(6), Inches(1))
        box.text_frame.text = text
    return _bytes(deck)


def _bytes(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]  # both libraries have it
    return stream.getvalue()


def folder(path: Path, **files: bytes) -> Path:
    """A templates folder: ``plan`` and ``qbr`` under the names of the delivered templates."""
    names = {"plan": "account-plan.docx", "qbr": "qbr.pptx"}
    path.mkdir(parents=True, exist_ok=True)
    for artifact, data in files.items():
        (path / names[artifact]).write_bytes(data)
    return path


def text_of(path: Path) -> str:
    """The text of a Word or PowerPoint file, a line for each paragraph."""
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return "\n".join(
        shape.text_frame.text
        for slide in Presentation(str(path)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
