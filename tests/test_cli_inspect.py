"""A deck that was edited by hand is searched as every deck is when it is made."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Inches

from generator.cli.inspect import MOST
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


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(
    edited: Path, tmp_path: Path
) -> None:
    wrong = {
        "deck.pptx": "deck.pptx is no",
        "deck.pdf": "a PDF is not searched: inspect the deck before you export it",
        "logo.PNG": "a .png file is not searched: only docx,",
        "notes.md": "a .md file is not searched: only docx,",
        "talk.odp": "a .odp file is not searched",
        "plain": "such a file is not searched",
    }
    for name in wrong:
        (tmp_path / name).write_bytes(b"%PDF-1.7 no Office file")
    (tmp_path / "folder.pptx").mkdir()
    wrong |= {"folder.pptx": "a folder is not searched", "gone.pptx": "No such file"}
    files = [*(tmp_path / name for name in wrong), edited]

    ran = command("inspect", KESTREL, *files, "--org", "sample")

    assert ran.code == 1
    assert f"{edited}: finds: " in ran.out
    for name, said in wrong.items():
        assert f"{tmp_path / name}: error: " in ran.out
        assert said in ran.out
    rows = command("inspect", KESTREL, *files, "--org", "sample", "--json").json["files"]
    assert [bool(row["error"]) for row in rows] == [True] * len(wrong) + [False]
    assert rows[-1]["finds"]


def test_an_open_document_is_known_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        archive.writestr("content.xml", "<a/>")
    ran = command("inspect", KESTREL, path, "--org", "sample")
    assert ran.code == 1
    assert "error: a file of OpenDocument is not searched" in ran.out


def test_kinds_of_office_files_with_macros_and_of_templates_are_searched(
    edited: Path, tmp_path: Path
) -> None:
    path = edited.rename(tmp_path / "deck.POTX")
    ran = command("inspect", KESTREL, path, "--org", "sample")
    assert "word of judgment 'detractor'" in ran.out


def test_an_internal_document_is_said_to_be_one_and_its_finds_are_counted(
    sample: SampleRun,
) -> None:
    plan = sample.path(KESTREL, "plan")
    ran = command("inspect", KESTREL, plan, plan, "--org", "sample")
    rows = command("inspect", KESTREL, plan, "--org", "sample", "--json").json["files"]

    count = len(rows[0]["finds"])
    assert count > MOST
    assert rows[0]["internal"] is True
    said = f"{plan}: finds: {count}; it is marked as an internal document, not for customers"
    assert ran.out.count(said) == 2
    assert sum(line.startswith("  ") for line in ran.out.splitlines()) == MOST + 2
    assert f"  and {count - MOST} more" in ran.out
    assert f"  and {count} more" in ran.out


def test_finds_have_no_ids_and_what_to_do_about_their_kinds_is_said(
    edited: Path, tmp_path: Path
) -> None:
    ran = command("inspect", KESTREL, edited, "--org", "sample")
    found = command("inspect", KESTREL, edited, "--org", "sample", "--json")

    assert not re.search(r"F[0-9a-f]{8}", ran.out + found.out)
    assert "id" not in found.json["files"][0]["finds"][0]
    assert "take them out or replace them" in ran.out

    document = Document()
    document.core_properties.author = "Ana"
    path = tmp_path / "letter.docx"
    document.save(str(path))
    only = command("inspect", KESTREL, path, "--org", "sample")
    assert "File > Info > Inspect Document takes them out" in only.out
    assert "take them out or replace them" not in only.out
