"""``generate`` over a thousand accounts: rate, memory, API calls; in ``RESULTS.md``.

The org is served by a process of its own, so that its time can be told apart; the command runs as
users run it, and is looked at from outside while it does (Linux only). Another number of accounts
is an argument: ``python benchmarks/batch.py 100``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from large_org import VARIED, large_org
from machine import stamp
from sections import write_section

from generator.crm.sample_org import SampleServer

ACCOUNTS, WORKERS = 1_000, 2
DOCUMENTS = ("plan", "whitespace", "qbr")
PROMISED_RATE, PROMISED_MEMORY, PROMISED_CALLS = 15, 300, 60
COMMAND = [sys.executable, "-m", "generator", "generate", "--all", "--org", "env"]
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(accounts: int) -> Iterator[tuple[int, dict[str, str]]]:
    """The org in a process of its own: its id, and the variables that lead to it."""
    command = [sys.executable, __file__, "--serve", str(accounts)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.pid, json.loads(process.stdout.readline())
        finally:
            assert process.stdin is not None
            process.stdin.close()  # which ends it


def serve(accounts: int) -> None:
    """Serves until nobody holds the other end of standard input."""
    with SampleServer(large_org(accounts, VARIED)) as server:
        told = {"SF_INSTANCE_URL": server.url, "SF_ACCESS_TOKEN": server.token}
        print(json.dumps(told), flush=True)
        sys.stdin.read()


@dataclass
class Watched:
    """What was seen of the command from outside. Memory in MB: of the parent by share of accounts
    done, and the most of any worker; seconds of the CPU by process."""

    parent: dict[int, float] = field(default_factory=dict)
    most: float = 0.0
    worker: float = 0.0
    cpu: dict[int, float] = field(default_factory=dict)
    first: float = 0.0  # when the first account was done
    last: float = 0.0


def watch(process: subprocess.Popen[str], out: Path, accounts: int, start: float) -> Watched:
    """Looks at the command and its workers a few times a second until it ends."""
    seen, journal = Watched(), out / ".accountdocs" / "journal.jsonl"
    while process.poll() is None:
        for pid in (process.pid, *_children(process.pid)):
            memory, cpu = _state(pid)
            seen.cpu[pid] = max(cpu, seen.cpu.get(pid, 0.0))
            if pid == process.pid:
                seen.most = max(seen.most, memory)
            else:
                seen.worker = max(seen.worker, memory)
        done = _lines(journal) - 1
        if done > 0:
            seen.first = seen.first or time.perf_counter() - start
            seen.last = time.perf_counter() - start if done < accounts else seen.last
            seen.parent.setdefault(done * 10 // accounts * 10, _state(process.pid)[0])
        time.sleep(0.3)
    return seen


def _lines(journal: Path) -> int:
    try:
        return journal.read_bytes().count(b"\n")
    except OSError:
        return 0


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in found]


def _state(pid: int) -> tuple[float, float]:
    """Memory held now, in MB, and seconds of the CPU so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    pages, ticks = int(fields[21]), int(fields[11]) + int(fields[12])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576, ticks / _TICKS


def measure(accounts: int) -> dict[str, Any]:
    """One run, from nothing to the last file, and one after it that finds all unchanged."""
    with serving(accounts) as (server, variables), tempfile.TemporaryDirectory() as folder:
        places = {f"XDG_{name}_HOME": f"{folder}/{name}" for name in ("DATA", "CACHE", "CONFIG")}
        environment = {**os.environ, **variables, **places}
        out = Path(folder, "out")
        command = [*COMMAND, "--only", ",".join(DOCUMENTS), "--jobs", str(WORKERS), "--json"]
        before, start = _state(server)[1], time.perf_counter()
        with subprocess.Popen(
            [*command, "--as-of", "2026-11-22", "--out", str(out)],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None
            told: list[str] = []
            reading = threading.Thread(target=lambda: told.append(process.stdout.read()))  # type: ignore[union-attr]
            reading.start()
            seen = watch(process, out, accounts, start)
            reading.join()
        whole = time.perf_counter() - start
        report = json.loads(told[0])
        served = _state(server)[1] - before
    states = {row["status"] for row in report["artifacts"]}
    if len(report["artifacts"]) != accounts * len(DOCUMENTS) or states != {"written"}:
        raise SystemExit(f"Not all documents were written: {sorted(states)}.")
    return {"accounts": accounts, "calls": report["run"]["api_calls"], "whole": whole,
            "served": served, "seen": seen, "parent": process.pid}  # fmt: skip


def report(run: dict[str, Any]) -> str:
    shape = VARIED
    about = (
        f"{stamp()}. `generate --all --jobs {WORKERS}` over an org of small and large accounts (on "
        f"average {shape.divisions} divisions, {shape.contacts} contacts, {shape.opportunities} "
        f"opportunities of {shape.lines} lines, {shape.tasks} tasks and {shape.cases} cases; three "
        "tiers, three currencies), from nothing to the last file, forced to disk. The org is a "
        "server of ours on the same cores; its time is told apart. Reading includes the pauses "
        "while bulk jobs run. A machine that does other things as well makes fewer a second; what "
        "two cores could make by their time says nothing of that."
    )
    title = f"# Many accounts: {run['accounts']:,}, each with {', '.join(DOCUMENTS)}"
    lines = [title, "", about, "", "| What | Measured | Promised |", "|---|---:|---|"]
    lines += [f"| {what} | {told} | {promise} |" for what, told, promise in rows(run)]
    return "\n".join([*lines, ""])


def rows(run: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    seen: Watched = run["seen"]
    accounts, making = run["accounts"], seen.last - seen.first
    parent = seen.cpu[run["parent"]]
    workers = sum(seen.cpu.values()) - parent
    rate, possible = (accounts - 1) / making, WORKERS * accounts / (workers + parent)
    early, late = seen.parent.get(10, seen.most), seen.parent.get(90, seen.most)
    goal = f"{PROMISED_RATE}"
    yield "accounts a second while they are made", f"{rate:.1f}", _goal(rate >= PROMISED_RATE, goal)
    what = f"accounts a second by the time of {WORKERS} cores, reading included"
    yield what, f"{possible:.1f}", _goal(possible >= PROMISED_RATE, goal)
    yield "seconds until the first account is made (sign-in, reading)", f"{seen.first:.0f}", ""
    yield "seconds for making", f"{making:.0f}", ""
    yield "seconds in all", f"{run['whole']:.0f}", ""
    what = "seconds of CPU: the command itself, its workers, the org's server"
    yield what, f"{parent:.0f}, {workers:.0f}, {run['served']:.0f}", ""
    goal = _goal(seen.most < PROMISED_MEMORY, f"under {PROMISED_MEMORY} MB")
    yield "the command's own memory at most", f"{seen.most:.0f} MB", goal
    what = "the same with a tenth of the accounts made, and with nine tenths"
    yield what, f"{early:.0f} MB, {late:.0f} MB", _goal(late <= early * 1.1, "flat")
    yield "a worker's memory at most", f"{seen.worker:.0f} MB", ""
    yield "API calls", f"{run['calls']}", _goal(run["calls"] <= PROMISED_CALLS, "at most 60")


def _goal(is_reached: bool, promise: object) -> str:
    return f"{promise}: {'reached' if is_reached else 'missed'}"


def main(args: list[str]) -> None:
    if args[:1] == ["--serve"]:
        serve(int(args[1]))
        return
    text = report(measure(int(args[0]) if args else ACCOUNTS))
    if not args:
        write_section("batch", text)
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
