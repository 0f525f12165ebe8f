"""A folder of templates: only files of the exact names are used, and whoever has others is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator import cli
from tests.engine_kit import deck, word

Run = Callable[..., tuple[int, str, str]]
ACCOUNT = "Kestrel & Rowe Foods"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("ours").mkdir()

    def call(*args: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = cli.run([*args])
        return code, *capfd.readouterr()

    return call


def saved(*names: str, text: str = "{{ account.name }}") -> None:
    """A good template of each name, of the kind that its ending says."""
    for name in names:
        path = str(Path("ours") / name)
        if name.endswith("docx"):
            word(text).save(path)
        elif name.endswith("xlsx"):
            book = openpyxl.Workbook()
            book.worksheets[0]["A1"] = text
            book.save(path)
        else:
            deck(text).save(path)


def problems(run: Run, *args: str) -> dict[str, dict[str, Any]]:
    told = json.loads(run("templates", "check", *args, "--json")[1])["problems"]
    return {Path(row["path"]).name: row for row in told}


def generated(run: Run, *args: str) -> tuple[int, str, str]:
    asked = ("generate", ACCOUNT, "--org", "sample", "--templates", "ours", "--dry-run")
    return run(*asked, "--jobs", "1", *args)


def test_a_folder_s_file_that_nothing_is_made_from_is_a_fault_and_is_told_its_name(
    run: Run,
) -> None:
    saved("account-plan.docx", "qbr (1).pptx", "Whitespace FINAL.xlsx", "deck.pptx")

    code, out, err = run("templates", "check", "ours")

    assert (code, out) == (1, "")
    assert "qbr (1).pptx: is not used by generate; name it qbr.pptx" in err
    assert "Whitespace FINAL.xlsx: is not used by generate; name it whitespace.xlsx" in err
    assert "deck.pptx: is not used by generate; name it qbr.pptx or review.pptx or ebr.pptx" in err
    found = problems(run, "ours")
    assert sorted(found) == ["Whitespace FINAL.xlsx", "deck.pptx", "qbr (1).pptx"]
    assert found["qbr (1).pptx"]["artifact"] == "qbr"


def test_its_other_faults_are_told_with_it(run: Run) -> None:
    saved("qbr (1).pptx", text="{{ acount.name }}")

    code, _, err = run("templates", "check", "ours")

    assert code == 1
    assert "name it qbr.pptx" in err
    assert "did you mean account.name?" in err


def test_a_file_beside_one_of_the_right_name_is_told_to_give_way(run: Run) -> None:
    saved("qbr.pptx", "qbr old.pptx")

    (fault,) = problems(run, "ours").values()

    assert "qbr.pptx is" in fault["suggestion"]
    assert "out of the folder" in fault["suggestion"]


@pytest.mark.parametrize(
    ("name", "saved_as"),
    [
        ("qbr.potx", "PowerPoint Presentation (.pptx)"),
        ("qbr.PPT", "PowerPoint Presentation (.pptx)"),
        ("qbr.pptm", "PowerPoint Presentation (.pptx)"),
        ("whitespace.xlsm", "Excel Workbook (.xlsx)"),
        ("account-plan.dotx", "Word Document (.docx)"),
    ],
)
def test_a_file_of_another_kind_of_office_is_told_what_to_save_it_as(
    run: Run, name: str, saved_as: str
) -> None:
    (Path("ours") / name).write_bytes(b"whatever it holds")

    for typed in ("ours", str(Path("ours") / name)):
        (fault,) = problems(run, typed).values()
        assert f"save it as {saved_as}" in fault["suggestion"]
        assert f"{Path(name).stem}.{saved_as[-5:-1]}" in fault["suggestion"]


def test_what_init_put_aside_and_what_is_included_are_no_strays(run: Run) -> None:
    saved("account-plan.docx", text='{% include "head.docx" %}')
    saved("head.docx", text="Our head")
    saved("qbr.edited-2026-11-22.pptx", "~$qbr.pptx")

    assert run("templates", "check", "ours") == (0, "No faults.\n", "")


def test_a_file_checked_by_name_may_have_any_and_is_told_the_one_it_needs(run: Run) -> None:
    saved("qbr (1).pptx", "other.pptx")

    code, out, err = run("templates", "check", "ours/qbr (1).pptx")
    assert (code, out) == (0, "No faults.\n")
    assert "qbr.pptx" in err
    code, _, err = run("templates", "check", "ours/other.pptx", "--artifact", "ebr")
    assert (code, "ebr.pptx" in err) == (0, True)


def test_generate_refuses_a_folder_with_a_template_under_a_name_like_the_right_one(
    run: Run,
) -> None:
    saved("account-plan.docx", "qbr (1).pptx")

    code, out, err = generated(run, "--only", "plan,qbr")

    assert (code, out) == (2, "")
    assert "qbr (1).pptx" in err
    assert "qbr.pptx" in err
    assert generated(run, "--only", "plan")[0] == 0, "what is not asked for needs no template"


def test_generate_says_what_comes_from_the_delivered_templates(run: Run) -> None:
    saved("account-plan.docx", "Our deck.pptx")

    code, _, err = generated(run, "--only", "plan,qbr")

    assert code == 0
    assert "from the delivered template: qbr (there is no qbr.pptx in ours)" in err
    assert "Our deck.pptx" in err, "what may be meant for it is named"
    report = json.loads(generated(run, "--only", "plan,qbr", "--json")[1])
    assert report["templates"] == {"plan": "own", "qbr": "delivered"}


def test_generate_says_nothing_of_templates_where_all_are_the_user_s_own(run: Run) -> None:
    saved("account-plan.docx", "qbr old.pptx")

    assert "delivered" not in generated(run, "--only", "plan")[2]
