"""The engine beside others that make the same documents from the same values; in ``RESULTS.md``.

``python benchmarks/peers.py`` measures all; ``--only ours,floor`` some, and writes nothing;
``--word``, ``--powerpoint``, ``--excel`` one format; ``--rounds 5`` fewer rounds.

Every contestant runs in a process of its own, which stays. Its first documents are read back and
compared with what they were made from: one that lacks a value is not measured. Then all take turns,
round after round; what counts is the CPU time, user and system, that a process says it used.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contest import accounts, deck_template, plan_template, workbook_template
from contest.checks import CACHED, STYLES, check
from contest.tags import BRACES, DOCXTPL, OURS, PLAIN
from machine import ROOT

HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build" / "peers"
ROUNDS = 11
SHARE = 0.35  # seconds of CPU that a contestant's turn takes, more or less
COUNTS = {"word": 1_000, "powerpoint": 1_000, "excel": 60}  # accounts in the file
SUFFIX = {"word": ".docx", "powerpoint": ".pptx", "excel": ".xlsx"}


@dataclass(frozen=True)
class Entry:
    """``template``: the key of a template; ``lacks``: what its documents are known not to have."""

    kind: str
    name: str
    label: str
    template: str
    promised: float | None = None
    where: str = "peers"  # ours, peers, node
    lacks: tuple[str, ...] = ()
    note: str = ""


ENTRIES = (
    Entry("word", "ours", "accountdocs", "tags", where="ours"),
    Entry("word", "docxtpl", "docxtpl", "docxtpl", 25),
    Entry("word", "floor", "floor", "tags", where="ours"),
    Entry("powerpoint", "ours", "accountdocs", "tags", where="ours"),
    Entry("powerpoint", "python-pptx", "python-pptx filling", "plain", 10),
    Entry("powerpoint", "floor", "floor", "tags", where="ours"),
    Entry("excel", "ours", "accountdocs", "tags", where="ours"),
    Entry("excel", "openpyxl-styled", "openpyxl filling, styled", "plain", 15, lacks=(CACHED,)),
    Entry("excel", "openpyxl-index", "openpyxl, formats by `_style`", "plain", lacks=(CACHED,)),
    Entry("excel", "openpyxl-values", "openpyxl, values only", "plain", lacks=(CACHED, STYLES)),
    Entry("excel", "xlsxwriter", "XlsxWriter building", "plain", 3),
    Entry("excel", "floor", "floor", "tags", where="ours"),
)


def templates(folder: Path) -> dict[tuple[str, str], Path]:
    """The benchmark's templates, one for each way of writing tags."""
    made = {
        ("word", "tags"): plan_template.build(OURS),
        ("word", "docxtpl"): plan_template.build(DOCXTPL),
        ("word", "braces"): plan_template.build(BRACES),
        ("powerpoint", "tags"): deck_template.build(OURS),
        ("powerpoint", "plain"): deck_template.build(PLAIN),
        ("powerpoint", "drawn"): deck_template.build(PLAIN, drawn_map=True),
        ("excel", "tags"): workbook_template.build(tagged=True),
        ("excel", "plain"): workbook_template.build(tagged=False),
    }
    paths = {key: folder / f"{'-'.join(key)}{SUFFIX[key[0]]}" for key in made}
    for key, path in paths.items():
        path.write_bytes(made[key])
    return paths


@dataclass
class Contestant:
    """A worker and the milliseconds of CPU that each of its rounds took for a document."""

    entry: Entry
    process: subprocess.Popen[str]
    count: int = 1
    times: list[float] = field(default_factory=list)

    def make(self, count: int) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.entry.label}: its process ended.")
        told: dict[str, Any] = json.loads(line)
        return told

    def start(self) -> None:
        """Waits until it is ready, checks two documents, then warms up and finds its count."""
        self._answer()
        files = self.make(2)["files"]
        for number, file in enumerate(files):
            raw = accounts.values(self.entry.kind, number)
            wrong = check(self.entry.kind, Path(file).read_bytes(), raw, self.entry.lacks)
            if self.entry.name != "floor" and wrong:
                raise SystemExit(f"{self.entry.label}, {self.entry.kind}:\n" + "\n".join(wrong[:5]))
        taken, made = 0.0, 0
        while taken < SHARE:
            made += 4
            last = self.make(4)["cpu"]
            taken += last
        self.count = max(2, min(200, round(SHARE / max(last / 4, 1e-4))))

    def round(self) -> None:
        self.times.append(self.make(self.count)["cpu"] / self.count * 1_000)

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


def start(entry: Entry, template: Path, data: Path, out: Path) -> Contestant:
    python = sys.executable if entry.where == "ours" else str(peers_python())
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT)])}
    command = [python, "-m", "contest.worker", entry.name, str(template), str(data), str(out)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    return Contestant(entry, process)


def peers_python() -> Path:
    """The interpreter of the peers' environment, which is made on first use."""
    venv, wanted = BUILD / "venv", HERE / "contest" / "requirements.txt"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = venv / "installed.txt"
    if not stamp.is_file() or stamp.read_bytes() != wanted.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", str(wanted)], check=True)
        stamp.write_bytes(wanted.read_bytes())
    return python


def compare(kind: str, entries: list[Entry], rounds: int) -> list[Contestant]:
    """All contestants of one format, in turns."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = templates(folder)
        data = accounts.write(folder / f"{kind}.jsonl", kind, COUNTS[kind])
        runners = [start(entry, paths[kind, entry.template], data, folder) for entry in entries]
        for runner in runners:
            runner.start()
        for number in range(rounds):
            at = number % len(runners)
            for runner in runners[at:] + runners[:at]:
                runner.round()
        for runner in runners:
            runner.stop()
        return runners


def table(runners: list[Contestant]) -> list[str]:
    base = next((one for one in runners if one.entry.name == "ours"), None)
    ours = statistics.median(base.times) if base else None
    lines = []
    for one in runners:
        middle = statistics.median(one.times)
        ratio = f"{middle / ours:.1f}" if ours else ""
        lines.append(f"| {one.entry.label} | {middle:.2f} | {min(one.times):.2f} | {ratio} |")
    return lines


def main(args: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of contestants, with commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    for kind in SUFFIX:
        parser.add_argument(f"--{kind}", action="store_true")
    chosen = parser.parse_args(args)
    names = set(filter(None, chosen.only.split(",")))
    kinds = [kind for kind in SUFFIX if getattr(chosen, kind)] or list(SUFFIX)
    for kind in kinds:
        entries = [one for one in ENTRIES if one.kind == kind and (not names or one.name in names)]
        print("\n".join([kind, *table(compare(kind, entries, chosen.rounds))]))


if __name__ == "__main__":
    main(sys.argv[1:])
