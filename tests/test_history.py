"""Snapshots kept from run to run, and the changes that are counted from them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.crm.reader import read_accounts
from generator.history import Past, Store, baseline_of, keep
from generator.history.thinning import spent
from generator.model.snapshot import Snapshot
from generator.pipeline import Order, produce
from tests.builders import Book
from tests.crm_orgs import Records, serving, session_with

NOW = date(2026, 11, 22)
FIRST = date(2026, 7, 1)


def snapshot(day: date = NOW, arr: int = 700_000) -> Snapshot:
    return Book("Acme", as_of=day, arr=Decimal(arr)).build()


def test_a_snapshot_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    store, one = Store(tmp_path), snapshot()
    store.keep(one, NOW)
    found = store.newest(one.org.id, one.account_id, lambda _: True)
    assert found.snapshot == replace(one, is_kept=True)
    assert found.unreadable == ()


@pytest.mark.skipif(os.name == "nt", reason="only on systems with file modes")
def test_what_is_kept_is_the_users_alone(tmp_path: Path) -> None:
    Store(tmp_path / "history").keep(snapshot(), NOW)
    assert stat.S_IMODE((tmp_path / "history").stat().st_mode) == 0o700
    (path,) = tmp_path.rglob("*.json.gz")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("kept", "since", "taken"),
    [
        ([], None, None),
        ([NOW], None, None),  # of the same day: never a baseline
        ([date(2026, 7, 1)], None, None),  # within the period
        ([date(2026, 6, 30), date(2026, 3, 1), NOW], None, date(2026, 6, 30)),
        ([date(2026, 6, 30), date(2026, 10, 5)], date(2026, 10, 5), date(2026, 10, 5)),
        ([date(2026, 6, 30), date(2026, 10, 5)], date(2026, 10, 4), date(2026, 6, 30)),
        ([date(2026, 6, 30)], date(2026, 1, 1), None),
        ([NOW], NOW, None),
    ],
)
def test_the_baseline_is_the_newest_from_before_the_period(
    tmp_path: Path, kept: list[date], since: date | None, taken: date | None
) -> None:
    for day in kept:
        keep(snapshot(day), Past(tmp_path), NOW)
    found = baseline_of(snapshot(), FIRST, Past(tmp_path, since)).snapshot
    assert (found.as_of if found else None) == taken


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40])


def _foreign(path: Path) -> None:
    import gzip

    path.write_bytes(gzip.compress(b'{"format": 0, "snapshot": {}}'))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [_cut, _foreign, _empty])
def test_a_damaged_snapshot_is_passed_over_and_named(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    for day in (date(2026, 6, 1), date(2026, 6, 20)):
        keep(snapshot(day), Past(tmp_path), NOW)
    spoil(next(tmp_path.rglob("2026-06-20.json.gz")))
    found = baseline_of(snapshot(), FIRST, Past(tmp_path))
    assert found.snapshot is not None
    assert found.snapshot.as_of == date(2026, 6, 1)
    assert found.unreadable == (date(2026, 6, 20),)


def test_a_snapshot_under_another_accounts_name_is_no_baseline(tmp_path: Path) -> None:
    keep(snapshot(date(2026, 6, 1)), Past(tmp_path), NOW)
    folder = next(tmp_path.rglob("*.json.gz")).parent
    folder.rename(folder.with_name("001000000000009AAA"))
    other = replace(snapshot(), account_id="001000000000009AAA")
    assert baseline_of(other, FIRST, Past(tmp_path)).snapshot is None


def test_without_history_nothing_is_kept_or_read(tmp_path: Path) -> None:
    assert keep(snapshot(), Past(None), NOW) == ""
    assert keep(snapshot(), Past(tmp_path, keeps=False), NOW) == ""
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_kept_is_a_problem_and_the_documents_are_made(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file, not a folder")
    order = Order(out=tmp_path / "out", only=("plan",), past=Past(tmp_path / "history"))
    (outcome,) = produce(snapshot(), order)
    assert outcome.status == "written"
    assert "The snapshot was not kept" in outcome.problems[-1]


def test_a_rehearsal_keeps_nothing(tmp_path: Path) -> None:
    order = Order(out=tmp_path / "out", dry_run=True, past=Past(tmp_path / "history"))
    produce(snapshot(), order)
    assert not (tmp_path / "history").exists()


def test_recent_days_are_all_kept_and_of_older_months_the_last() -> None:
    days = [NOW - timedelta(days=back) for back in range(1000)]
    left = sorted(set(days) - set(spent(days, NOW)), reverse=True)
    assert left[:101] == days[:101]
    rest = left[101:]
    assert [day for day in rest if (day + timedelta(days=1)).month == day.month] == []
    assert rest[-1] >= NOW - timedelta(days=830)
    assert spent([], NOW) == ()


def test_a_day_to_come_costs_nothing_and_a_wrong_clock_not_what_is_newest() -> None:
    days = [NOW - timedelta(days=back) for back in range(30)]
    future = date(2031, 1, 1)
    assert spent([*days, future], NOW) == ()
    assert set(days[:23]).isdisjoint(spent([*days, future], future))


def run(folder: Path, *words: str) -> Result:
    result = CliRunner().invoke(
        cli, [*words, "--org", "sample"], env={"ACCOUNTDOCS_HISTORY": str(folder)}
    )
    assert result.exit_code == 0, result.output
    return result


def test_a_run_keeps_what_the_next_one_counts_its_changes_from(tmp_path: Path) -> None:
    kept, out = tmp_path / "kept", str(tmp_path / "out")
    made = ("generate", "Corran Valley Dairies", "--only", "plan", "--out", out)
    run(kept, *made, "--as-of", "2026-05-29")
    first = run(kept, "diff", "Corran Valley Dairies", "--json")
    report = json.loads(first.stdout)
    assert report["baseline"] == "2026-05-29"
    assert report["changes"]
    assert all(row["text"] and row["ids"] for row in report["changes"])
    shown = json.loads(run(kept, "show", "Corran Valley Dairies", "--json").stdout)
    assert shown["changes"]["since"] == "2026-05-29"
    assert shown["changes"]["count"] == len(report["changes"])
    text = run(kept, "diff", "Corran Valley Dairies").stdout
    assert f"{len(report['changes'])} changes since May 29, 2026." in text


def test_diff_without_a_baseline_says_so_and_names_what_is_kept(tmp_path: Path) -> None:
    made = ("generate", "Corran Valley Dairies", "--only", "plan")
    run(tmp_path / "kept", *made, "--out", str(tmp_path / "out"), "--as-of", "2026-10-01")
    text = run(tmp_path / "kept", "diff", "Corran Valley Dairies").stdout
    assert "No baseline yet" in text
    assert "Kept are: 2026-10-01" in text
    report = json.loads(run(tmp_path / "kept", "diff", "Corran Valley Dairies", "--json").stdout)
    assert report["baseline"] is None
    assert report["changes"] == []


def test_what_is_made_up_lies_apart(tmp_path: Path) -> None:
    run(tmp_path / "kept", "generate", "Greyfriars Textiles", "--only", "plan",
        "--out", str(tmp_path / "out"))  # fmt: skip
    assert [folder.name for folder in (tmp_path / "kept").iterdir()] == ["sample"]


def test_snapshots_never_lie_among_documents(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli,
        ["generate", "--all", "--org", "sample", "--out", str(tmp_path)],
        env={"ACCOUNTDOCS_HISTORY": str(tmp_path / "history")},
    )
    assert result.exit_code == 1
    assert "lies below the output folder" in str(result.exception)


def test_a_day_that_has_passed_is_told_from_its_own_records(tmp_path: Path) -> None:
    records = Records()
    acme = records.account("Acme")
    with serving(records.data()) as server:
        day = date(2025, 3, 3)
        (now,) = read_accounts(session_with(server), [acme], day)
        then = replace(now, accounts=(replace(now.account, industry="Steel"),))
        Store(tmp_path / "kept").keep(then, NOW)
        env = {
            "ACCOUNTDOCS_HISTORY": str(tmp_path / "kept"),
            "SF_INSTANCE_URL": server.url,
            "SF_ACCESS_TOKEN": server.token,
        }
        told = []
        for asked in ("2025-03-03", "2025-03-04"):
            words = ["show", "Acme", "--org", "env", "--as-of", asked, "--json"]
            result = CliRunner().invoke(cli, words, env=env)
            assert result.exit_code == 0, result.output
            told.append(json.loads(result.stdout)["account"]["industry"])
    assert told == ["Steel", None]
