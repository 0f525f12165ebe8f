"""A deck that was edited by hand is searched as every deck is when it is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Inches

from tests.acceptance_runs import SampleRun, command
from tests.acceptance_runs import sample as _sample

sample = _sample
KESTREL = "Kestrel & Rowe Foods"


@pytest.fixture
def edited(sample: SampleRun, tmp_path: Path) -> Path:
    """The sample's deck with a note that somebody wrote beside a chart."""
    deck = Presentation(str(sample.path(KESTREL, "qbr")))
    box = deck.slides[4].shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(0.4))
    box.name = "My note"
    box.text_frame.text = "Careful: our detractor reads this"
    path = tmp_path / "my deck.pptx"
    deck.save(str(path))
    return path


def test_a_deck_as_it_was_made_holds_nothing(sample: SampleRun) -> None:
    made = sample.path(KESTREL, "qbr")
    ran = command("inspect", KESTREL, made, "--org", "sample").well()
    assert f"{made}: no finds" in ran.out


def test_what_somebody_wrote_into_it_is_found_with_its_place(edited: Path) -> None:
    ran = command("inspect", KESTREL, edited, "--org", "sample", "--json")

    assert ran.code == 1
    (file,) = ran.json["files"]
    (find,) = file["finds"]
    assert (find["what"], find["where"]) == ("detractor", ['slide 5, shape "My note"'])
    told = command("inspect", KESTREL, edited, "--org", "sample")
    assert "finds: 1" in told.out
    assert 'slide 5, shape "My note"' in told.out


def test_files_of_word_and_excel_are_searched_as_well(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Rita is a blocker")
    path = tmp_path / "letter.docx"
    document.save(str(path))

    ran = command("inspect", KESTREL, path, "--org", "sample", "--json")

    finds = {(find["kind"], find["what"]) for find in ran.json["files"][0]["finds"]}
    assert ("judgment", "blocker") in finds
    assert ("carrier", "an author") in finds


def test_what_is_no_office_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"not an Office file")
    ran = command("inspect", KESTREL, path, "--org", "sample")
    assert ran.code == 1
    assert "deck.pptx" in ran.err
