"""Whatever accounts are called: one file each, inside the output folder, valid on every system.

RELIABILITY.md 6, row 16.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.delivery import Document, deliver
from generator.errors import OutputError
from generator.files import artifact_path, digest, exclusive, temporary_of, write_whole
from tests.acceptance_runs import command
from tests.crm_orgs import Records, serving
from tests.hostile_names import all_names, colliding, faults, on_disk, own, twins

Note = Callable[[str, object], None]
DAY = date(2026, 11, 20)


def put(out: Path, name: str, account_id: str, text: str) -> Path:
    """One document delivered under ``out`` as a run does it; its path."""
    path = artifact_path(name, account_id, "whitespace", "xlsx")
    document = Document(path, text.encode(), {"records": text})
    (done,) = deliver(out, account_id, [document], force=False, day=DAY)
    assert (done.status, done.reason) == ("written", ""), (name, done)
    return done.path


def test_our_own_names_are_255_and_hold_what_they_should() -> None:
    assert len(own()) == 255
    assert {"CON", "..", "a" * 4096, "\ud800", "NUL.docx"} <= set(own())


@pytest.mark.proof("account names as file names", slice=255, full=770)
def test_every_name_gives_a_file_that_every_system_takes(
    cases: int, tmp_path: Path, record_property: Note
) -> None:
    names = all_names()[-cases:]
    out = tmp_path / "out"
    seen: dict[str, str] = {}
    for number, name in enumerate(names):
        path = put(out, name, twins(number)[0], name[:50].encode("ascii", "replace").decode())
        assert path.resolve().parent.parent == out.resolve(), name
        for part in path.relative_to(out).parts:
            assert faults(part) == [], (name, part)
        assert twins(number)[0] not in path.name
        key = on_disk(path.relative_to(out).as_posix())
        assert key not in seen, (name, seen[key])
        seen[key] = name
    assert len([p for p in out.glob("*--*/*") if p.is_file()]) == len(names)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    record_property("cases", len(names))


@pytest.mark.proof("pairs of names that collide", slice=100, full=500)
def test_two_accounts_whose_names_collide_keep_a_file_each(
    cases: int, seed: int, tmp_path: Path, record_property: Note
) -> None:
    """Their ids, too, differ by case alone in their first 15 characters."""
    for number, names in enumerate(colliding(seed, cases)):
        out = tmp_path / f"{number}"
        paths = [
            put(out, name, account_id, account_id)
            for name, account_id in zip(names, twins(number), strict=True)
        ]
        kept = {on_disk(path.relative_to(out).parent.as_posix()) for path in paths}
        assert len(kept) == 2, names
        assert [p.read_text() for p in paths] == list(twins(number))
    record_property("cases", cases)


@pytest.mark.proof("accounts of hostile names through the command", slice=40, full=255)
def test_a_run_over_accounts_of_hostile_names_loses_none(
    cases: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Note
) -> None:
    names = [
        name for name in own() if name.strip() and "\ud800" not in name and "\udfff" not in name
    ]
    made = Records()
    ids = {made.account(name[:4000], Tier__c="Tier 1"): name for name in names[:cases]}
    with serving(made.data()) as server:
        monkeypatch.setenv("SF_INSTANCE_URL", server.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", server.token)
        ran = command(
            "generate", "--all", "--org", "env", "--only", "plan", "--as-of", "2026-11-20",
            "--out", tmp_path / "out", "--json", "--jobs", "1",
        )  # fmt: skip
    rows: list[dict[str, Any]] = ran.json["artifacts"]
    assert {row["account_id"] for row in rows} == set(ids)
    assert {(row["status"], row["reason"]) for row in rows} == {("written", "")}
    paths = [Path(row["path"]) for row in rows]
    assert len({on_disk(str(path)) for path in paths}) == len(ids)
    for row, path in zip(rows, paths, strict=True):
        assert path.resolve().is_relative_to((tmp_path / "out").resolve())
        assert digest(path.read_bytes()) == row["sha256"]
        assert [faults(part) for part in path.relative_to(tmp_path / "out").parts] == [[], []]
    record_property("cases", len(rows))


# -- the output folder -----------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name == "nt", reason="only on systems where anybody may make links")
ID = twins(1)[0]


@posix
def test_an_account_s_folder_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    path = artifact_path("Acme", ID, "plan", "docx")
    (out / path.parent).symlink_to(elsewhere, target_is_directory=True)
    (done,) = deliver(out, ID, [Document(path, b"x", {})], force=True, day=DAY)
    assert done.status == "failed"
    assert "leads out of" in done.reason
    assert "--out" in done.reason
    assert list(elsewhere.iterdir()) == []


@posix
def test_a_state_folder_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / ".accountdocs").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OutputError, match="leads out of"), exclusive(out):
        pass
    assert list(elsewhere.iterdir()) == []


@posix
def test_an_output_folder_that_is_a_link_itself_is_the_user_s_choice(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real", target_is_directory=True)
    with exclusive(tmp_path / "out"):
        put(tmp_path / "out", "Acme", ID, "x")
    assert len(list((tmp_path / "real").glob("acme--*/*.xlsx"))) == 1


@posix
@pytest.mark.parametrize("place", ["file", "temporary"])
def test_a_link_in_a_file_s_place_is_replaced_and_not_followed(tmp_path: Path, place: str) -> None:
    victim, path = tmp_path / "victim", tmp_path / "out" / "a.docx"
    victim.write_text("mine", encoding="utf-8")
    path.parent.mkdir()
    (path if place == "file" else temporary_of(path)).symlink_to(victim)
    write_whole(path, b"new")
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not path.is_symlink()
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["a.docx"]


def test_a_folder_in_a_file_s_place_is_said(tmp_path: Path) -> None:
    path = artifact_path("Acme", ID, "plan", "docx")
    (tmp_path / path).mkdir(parents=True)
    (done,) = deliver(tmp_path, ID, [Document(path, b"x", {})], force=False, day=DAY)
    assert done.status == "failed"
    assert str(path) in done.reason
