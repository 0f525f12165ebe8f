"""Same records, same as-of: the same bytes. Files edited by hand are never lost."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

from tests.acceptance_runs import ARTIFACTS, NAMES, Json, SampleRun, command, shell
from tests.acceptance_runs import sample as _sample

sample = _sample
ONE = "Kestrel & Rowe Foods"
SEVERAL = (ONE, "Brandtner Drive Systems AG", "Greyfriars Textiles")


def files(out: Path) -> dict[str, str]:
    """Digests of the documents below an output folder, by their place in it."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.glob("*--*/*"))
        if path.is_file()
    }


def run(out: Path, *more: str, names: tuple[str, ...] = (ONE,)) -> Json:
    asked = ("generate", *names, "--only", ",".join(ARTIFACTS), "--org", "sample")
    return command(*asked, "--out", out, "--json", *more).json


def statuses(report: Json) -> dict[str, tuple[str, str]]:
    return {row["artifact"]: (row["status"], row["reason"]) for row in report["artifacts"]}


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Json]:
    """One account's documents in a folder of the test's own, and the report."""
    out = tmp_path / "out"
    report = run(out)
    assert set(statuses(report).values()) == {("written", "")}
    return out, report


@pytest.mark.parametrize(
    ("jobs", "seed", "zone", "language"),
    [
        ("1", "1", "Pacific/Kiritimati", "C.UTF-8"),
        ("2", "4242", "America/Anchorage", "de_DE.UTF-8"),
    ],
)
def test_other_workers_hash_seed_time_zone_and_locale_give_the_same_bytes(
    sample: SampleRun, tmp_path: Path, jobs: str, seed: str, zone: str, language: str
) -> None:
    world = {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language}
    asked = ("generate", *SEVERAL, "--only", ",".join(ARTIFACTS), "--org", "sample")
    shell(*asked, "--out", tmp_path, "--jobs", jobs, env=world).well()

    again, first = files(tmp_path), files(sample.folder / "documents")
    assert len(again) == len(SEVERAL) * len(ARTIFACTS)
    assert again == {place: digest for place, digest in first.items() if place in again}


def test_the_report_gives_the_digest_of_every_file(sample: SampleRun) -> None:
    rows = [row for row in sample.report["artifacts"] if row["status"] == "written"]
    assert len(rows) == len(NAMES) * len(ARTIFACTS)
    for row in rows:
        assert hashlib.sha256(Path(row["path"]).read_bytes()).hexdigest() == row["sha256"]


def test_a_second_run_finds_everything_unchanged_and_touches_no_file(
    made: tuple[Path, Json],
) -> None:
    out, first = made
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*x")}

    again = run(out)

    assert set(statuses(again).values()) == {("unchanged", "")}
    assert [row["sha256"] for row in again["artifacts"]] == [
        row["sha256"] for row in first["artifacts"]
    ]
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.*x")} == before
    assert len(before) == len(ARTIFACTS)


def test_a_later_as_of_gives_other_documents(made: tuple[Path, Json]) -> None:
    out, _ = made
    before = files(out)

    report = run(out, "--as-of", "2026-11-21")

    assert set(statuses(report).values()) == {("written", "")}
    after = files(out)
    assert set(after) == set(before)
    assert [place for place in after if after[place] == before[place]] == []


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_a_file_edited_by_hand_is_skipped_and_kept_beside_when_forced(
    made: tuple[Path, Json], artifact: str
) -> None:
    out, first = made
    path = Path(next(row["path"] for row in first["artifacts"] if row["artifact"] == artifact))
    ours, edited = path.read_bytes(), path.read_bytes() + b"a word of mine"
    path.write_bytes(edited)
    others = {name: ("unchanged", "") for name in ARTIFACTS if name != artifact}

    refused = command(
        "generate", ONE, "--only", ",".join(ARTIFACTS), "--org", "sample", "--out", out, "--json"
    )

    assert refused.code == 1
    assert statuses(refused.json) == {**others, artifact: ("skipped", "edited by hand")}
    assert path.read_bytes() == edited

    forced = run(out, "--force")

    assert statuses(forced) == {**others, artifact: ("written", "")}
    assert path.read_bytes() == ours
    kept = [other for other in path.parent.iterdir() if ".edited-" in other.name]
    assert [other.read_bytes() for other in kept] == [edited]
    assert kept[0].suffix == path.suffix
    row = next(row for row in forced["artifacts"] if row["artifact"] == artifact)
    assert kept[0].name in " ".join(row["problems"])


def test_the_run_s_report_is_kept_below_the_output_folder(made: tuple[Path, Json]) -> None:
    out, first = made
    kept = out / ".accountdocs" / "runs" / f"{first['run']['id']}.json"
    assert kept.is_file()
    assert first["run"]["as_of"] == "2026-11-20"
    assert first["run"]["org"] == "sample"


def test_no_document_holds_the_clock_the_machine_or_the_user(sample: SampleRun) -> None:
    """All parts bear one fixed time, and nobody's name or folder is found in them."""
    for path in sorted((sample.folder / "documents").rglob("*.*x")):
        with zipfile.ZipFile(path) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            data = b"\n".join(archive.read(name) for name in archive.namelist())
        for trace in (str(sample.folder), sys.prefix, str(Path.home())):
            assert trace.encode() not in data, path.name
