"""``generate --resume``: an interrupted run goes on as it was begun, or says why it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator import cli, journal, pipeline
from generator.cli.console import Progress
from generator.errors import ReadFailed
from generator.files import STATE_FOLDER
from generator.workers import Target

SET = ("--tier", "1", "--only", "whitespace", "--org", "sample", "--jobs", "1")
SIGNALS = "account,date,kind,text\nKestrel & Rowe Foods,2026-11-01,launch,A plant in Leeds\n"
JOURNAL = Path("outputs", STATE_FOLDER, "journal.jsonl")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)["artifacts"]
        return found


Run = Callable[..., Ran]


class Killed(BaseException):
    """The process ends here, as by a kill: nothing else is done."""


@contextmanager
def killed_after(accounts: int) -> Iterator[None]:
    note = journal.Journal.note
    left = accounts

    def mortal(self: journal.Journal, target: Target, outcomes: journal.Outcomes) -> None:
        nonlocal left
        if not left:
            raise Killed
        left -= 1
        note(self, target, outcomes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal.Journal, "note", mortal)
        try:
            yield
        except Killed:
            return
    raise AssertionError("the run ended before it was killed")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Ran:
        capfd.readouterr()
        code = cli.run(["generate", *args])
        return Ran(code, *capfd.readouterr())

    return call


def tree(out: str = "outputs") -> dict[str, bytes]:
    """All files but the reports, which hold the time, and the lock, which holds the process."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(Path(out).rglob("*"))
        if path.is_file() and path.name != "lock" and path.parent.name != "runs"
    }


def test_what_was_interrupted_goes_on_with_all_that_was_typed_and_leaves_the_same_files(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(*SET, "--out", "whole", "--json")
    with killed_after(2):
        run(*SET)
    with JOURNAL.open("ab") as file:
        file.write(b'\n["001torn')  # what a kill leaves of a line
    made: list[str] = []
    real = pipeline.produce
    monkeypatch.setattr(pipeline, "produce", lambda s, o: made.append(s.account.name) or real(s, o))

    ran = run("--resume", "--json")

    assert ran.code == 0
    assert "2 of 5 accounts" in ran.err
    assert len(made) == 3
    assert [r["account"] for r in ran.rows] == [r["account"] for r in whole.rows]
    assert [r["sha256"] for r in ran.rows] == [r["sha256"] for r in whole.rows]
    assert [r["status"] for r in ran.rows].count("unchanged") == 1  # made, and not yet noted
    assert tree() == tree("whole")
    assert not JOURNAL.exists()
    assert "interrupted in outputs" in run("--resume").err


def test_a_document_that_is_gone_or_otherwise_now_is_made_again(run: Run) -> None:
    with killed_after(4):
        run(*SET)
    before = tree()
    first, second, *_ = sorted(Path("outputs").glob("*--*/*.xlsx"))
    first.unlink()
    second.write_bytes(b"mine")

    ran = run(*SET, "--resume", "--json")

    assert ran.code == 1
    assert "2 of 5 accounts; 2 more are made again" in ran.err
    assert first.read_bytes() == before[first.relative_to("outputs").as_posix()]
    assert second.read_bytes() == b"mine"
    (edited,) = (row for row in ran.rows if row["status"] == "skipped")
    assert (edited["path"], edited["reason"]) == (str(second), "edited by hand")


def test_a_run_that_cannot_go_on_as_it_was_begun_says_what_differs(run: Run) -> None:
    with killed_after(1):
        run(*SET, "--as-of", "2026-11-10")
    kept = JOURNAL.read_bytes()
    for typed, says in (
        (("--resume", "--only", "plan"), "--only (whitespace then, plan now)"),
        (("--resume", "--as-of", "2026-11-12"), "--as-of (2026-11-10 then, 2026-11-12 now)"),
        ((*SET, "--resume"), "--as-of (2026-11-10 then, not typed now)"),
        (("Kestrel & Rowe Foods", "--resume"), "the accounts named (not typed then"),
        (("--resume", "--dry-run"), "--dry-run writes nothing"),
    ):
        ran = run(*typed)
        assert (ran.code, ran.out) == (2, "")
        assert says in ran.err
    Path("accountdocs.toml").write_text("[thresholds]\nrevenue_threshold = 5\n", "utf-8")
    changed = run("--resume")
    assert changed.code == 2
    assert "settings changed" in changed.err
    Path("accountdocs.toml").unlink()
    Path("inputs").mkdir()
    Path("inputs/signals.csv").write_text(SIGNALS, "utf-8")
    signalled = run("--resume")
    assert signalled.code == 2
    assert "inputs changed" in signalled.err
    Path("inputs/signals.csv").unlink()
    assert JOURNAL.read_bytes() == kept
    assert run("--resume", "--only", "whitespace", "--as-of", "2026-11-10").code == 0


def test_two_commands_that_go_on_with_one_run_do_not_both_do_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with killed_after(1):
        run(*SET)
    monkeypatch.setattr("generator.cli.running.check_org", lambda *_: JOURNAL.unlink())
    ran = run("--resume")

    assert ran.code == 2
    assert "Another command went on with the run" in ran.err


def test_ctrl_c_after_the_last_account_stops_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(self: Progress, done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "update", pressed)
    ran = run(*SET)

    assert ran.code == 0
    assert "Stopped" not in ran.err
    assert Path("outputs/exceptions.json").exists()
    assert not JOURNAL.exists()


def test_a_run_of_another_org_is_not_gone_on_with(run: Run) -> None:
    with killed_after(1):
        run(*SET)
    JOURNAL.write_bytes(JOURNAL.read_bytes().replace(b'"org_id":"00D', b'"org_id":"00X'))

    ran = run("--resume")

    assert ran.code == 2
    assert "read the org 00X" in ran.err


def test_where_nothing_was_interrupted_a_whole_command_begins_and_a_bare_one_is_wrong_usage(
    run: Run,
) -> None:
    bare = run("--resume", "--org", "sample")
    begun = run(*SET, "--resume")

    assert bare.code == 2
    assert "No run was interrupted in outputs" in bare.err
    assert begun.code == 0
    assert "this one begins" in begun.err
    assert not JOURNAL.exists()


def test_without_resume_a_run_begins_anew_and_says_that_the_other_is_given_up(run: Run) -> None:
    with killed_after(3):
        run(*SET)
    alone = run("Kestrel & Rowe Foods", "--only", "whitespace", "--org", "sample")
    assert "given up" not in alone.err
    assert JOURNAL.exists()

    ran = run(*SET, "--json")

    assert "is given up" in ran.err
    assert [row["status"] for row in ran.rows].count("unchanged") == 4
    assert not JOURNAL.exists()


def test_ctrl_c_and_a_crm_that_hangs_up_leave_a_run_that_can_be_gone_on_with(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*args: Any) -> Any:
        raise KeyboardInterrupt

    def silent(*args: Any, **named: Any) -> Any:
        raise ReadFailed("Salesforce hung up.")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "produce", pressed)
        stopped = run(*SET, "--out", "my documents")
    assert stopped.code == 1
    assert "accountdocs generate --resume --out 'my documents' goes on" in stopped.err
    assert not Path("my documents/exceptions.json").exists()
    with monkeypatch.context() as patch:
        patch.setattr("generator.crm.reader.read_accounts", silent)
        broken = run("--resume", "--out", "my documents")
    assert broken.code == 1
    assert "goes on with the rest" in broken.err
    assert json.loads(Path("my documents/exceptions.json").read_text())["counts"]["failed"] == 5
    assert run("--resume", "--out", "my documents").code == 0


def test_a_damaged_journal_is_said_with_what_to_do(run: Run) -> None:
    JOURNAL.parent.mkdir(parents=True)
    JOURNAL.write_bytes(b'{"format":99}')

    ran = run("--resume")

    assert ran.code == 1
    assert "damaged, or of another version" in ran.err
    assert "without --resume" in ran.err
