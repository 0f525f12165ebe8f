"""Runs over many accounts, killed with all their processes and resumed, counted: nothing is lost,
nothing is made twice, and what lies there at the end is what an uninterrupted run leaves.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import cli
from generator.files import STATE_FOLDER

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
FEW, MANY = 12, 1_000
DOCUMENTS = ("plan", "whitespace", "qbr")
WHOLE = ("--all", "--only", ",".join(DOCUMENTS), "--as-of", "2026-11-22", "--org", "env")


def tree(out: Path) -> dict[str, bytes]:
    """All files but the run reports, which hold the time, and the lock, which holds the process."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "lock" and path.parent.name != "runs"
    }


def noted(out: Path) -> int:
    """How many accounts the journal holds; -1 where there is none."""
    try:
        return (out / STATE_FOLDER / "journal.jsonl").read_bytes().strip().count(b"\n")
    except OSError:
        return -1


def is_killed(args: tuple[str, ...], out: Path, done: int, later: float) -> bool:
    """Runs the command and kills its process group so many seconds after so many accounts are done;
    whether it was still at work by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "generate", *args, "--out", str(out)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while noted(out) < done and process.poll() is None:
        time.sleep(0.005)
    time.sleep(later)
    is_at_work = process.poll() is None
    if is_at_work:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return is_at_work


@pytest.mark.skipif(os.name == "nt", reason="only on systems with process groups")
@pytest.mark.proof("runs killed at random moments and resumed", slice=2, full=20)
def test_a_run_killed_again_and_again_and_resumed_leaves_what_an_uninterrupted_one_leaves(
    tmp_path: Path,
    cases: int,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from batch import serving

    dice, out = random.Random(seed), tmp_path / "out"  # to be repeated, not to be secret
    accounts, jobs = (FEW, "1") if cases < 10 else (MANY, "2")
    with serving(accounts) as (_, variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert cli.run(["generate", *WHOLE, "--jobs", jobs, "--out", str(tmp_path / "whole")]) == 0

        args, killed = (*WHOLE, "--jobs", jobs), 0
        for number in range(cases):
            done = int(accounts * (number + dice.random()) / (cases + 1))
            killed += is_killed(args, out, done, later=dice.random() * 0.5)
            args = ("--resume", "--jobs", jobs)
        assert 0 <= noted(out) < accounts
        capfd.readouterr()
        assert cli.run(["generate", "--resume", "--jobs", jobs, "--out", str(out), "--json"]) == 0

    report = json.loads(capfd.readouterr().out)
    found = Counter((row["account_id"], row["artifact"]) for row in report["artifacts"])
    assert len(found) == accounts * len(DOCUMENTS)
    assert set(found.values()) == {1}
    assert {row["status"] for row in report["artifacts"]} <= {"written", "unchanged"}
    assert tree(out) == tree(tmp_path / "whole")
    assert not [*out.rglob("*.accountdocs-tmp")]
    assert killed == cases
    record_property("cases", killed)
