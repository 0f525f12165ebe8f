"""The committed sample org is what its source makes, on any machine, and it is not too large."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples")
    subprocess.run(
        [sys.executable, "-W", "error", str(SAMPLES / "build.py"), "--out", str(out)],
        check=True,
        cwd=out,
        # another hash seed, so that no order of a set or of string hashes can leak into the files
        env={"PYTHONHASHSEED": "4711", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return out


def _files(folder: Path) -> dict[str, bytes]:
    parts = [folder / "org.json", *(folder / "describe").iterdir(), *(folder / "records").iterdir()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in parts}


def test_the_committed_files_are_what_the_source_makes_byte_for_byte(made: Path) -> None:
    made_now, committed = _files(made), _files(SAMPLES)
    assert sorted(made_now) == sorted(committed)
    stale = [name for name in sorted(made_now) if made_now[name] != committed[name]]
    assert stale == [], "run samples/build.py"


def test_records_stay_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in (SAMPLES / "records").iterdir()) < 4_200_000


def test_every_described_object_has_records_and_org_json_counts_them() -> None:
    counts = json.loads((SAMPLES / "org.json").read_text("utf-8"))["objects"]
    described = {path.stem for path in (SAMPLES / "describe").iterdir()}
    assert set(counts) == described
    for name in sorted(described):
        records = json.loads((SAMPLES / "records" / f"{name}.json").read_text("utf-8"))
        assert len(records) == counts[name]


def test_fiscal_years_and_periods_do_not_say_who_made_or_changed_them() -> None:
    """As Salesforce's field reference has it: of the audit fields they have only the last."""
    for name in ("FiscalYearSettings", "Period"):
        described = json.loads((SAMPLES / "describe" / f"{name}.json").read_text("utf-8"))
        fields = {field["name"] for field in described["fields"]}
        audit = {"CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"}
        assert (fields & audit, "SystemModstamp" in fields) == (set(), True), name


def test_the_source_holds_nothing_that_a_customer_of_ours_could_take_for_real() -> None:
    """Web and mail addresses stay within the names reserved for examples (RFC 2606)."""
    for path in sorted((SAMPLES / "records").iterdir()):
        for record in json.loads(path.read_text("utf-8")):
            for value in record.values():
                if isinstance(value, str) and ("://" in value or "@" in value):
                    assert "example.com" in value, (path.stem, value)
