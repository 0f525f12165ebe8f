"""The contestants' processes, and what they need: environments, templates, accounts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from machine import ROOT

from contest import accounts, deck_template, plan_template, workbook_template
from contest.checks import check
from contest.entries import FOLDER, Entry
from contest.tags import BRACES, DOCXTPL, OURS, PLAIN

BUILD = ROOT / "build" / "peers"
WARM, TURN = 1.5, 0.4  # seconds of CPU, more or less: of warming up, and of one turn
COUNTS = {"word": 1_000, "powerpoint": 1_000, "excel": 60}  # accounts in the file
SUFFIX = {"word": ".docx", "powerpoint": ".pptx", "excel": ".xlsx"}


@dataclass
class Contestant:
    """A worker, and the milliseconds of CPU that a document took it in each of its turns."""

    entry: Entry
    process: subprocess.Popen[str]
    count: int = 1
    times: list[float] = field(default_factory=list)

    def make(self, count: int) -> dict[str, Any]:
        """Has it make so many documents; ``cpu`` in seconds, ``rss`` and ``peak`` in MB."""
        assert self.process.stdin
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.entry.label}: its process ended, see its message above.")
        told: dict[str, Any] = json.loads(line)
        return told

    def prove(self) -> None:
        """Its first two documents hold what they were made from, or it is not measured."""
        self._answer()
        for number, file in enumerate(self.make(2)["files"]):
            entry = self.entry
            raw = accounts.values(entry.kind, number, entry.size)
            wrong = check(entry.kind, Path(file).read_bytes(), raw, entry.lacks)
            if wrong:
                raise SystemExit("\n".join([f"{entry.label} {entry.kind}:", *wrong[:5]]))

    def warm_up(self) -> None:
        """Also finds how many documents fill a turn."""
        warm = WARM * (2 if self.entry.where == "node" else 1)
        taken, each = 0.0, 0.0
        while taken < warm:
            each = self.make(4)["cpu"] / 4
            taken += each * 4
        self.count = max(2, min(300, round(TURN / max(each, 1e-4))))

    def turn(self) -> None:
        self.times.append(self.make(self.count)["cpu"] / self.count * 1_000)

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(60)


def start(entry: Entry, folder: Path) -> Contestant:
    """Its process, with files in ``folder``; not ready yet."""
    template = templates(folder)[entry.kind, entry.template]
    data = folder / f"{entry.kind}-{entry.size}.jsonl"
    if not data.is_file():
        accounts.write(data, entry.kind, COUNTS[entry.kind], entry.size)
    out = folder / f"{entry.kind}-{entry.name}-{entry.size}"
    out.mkdir(exist_ok=True)
    files = [str(path) for path in (template, data, out)]
    process = subprocess.Popen(
        [*_command(entry), entry.name, *files],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(entry),
    )
    return Contestant(entry, process)


def templates(folder: Path) -> dict[tuple[str, str], Path]:
    """The benchmark's templates, one for each way of writing tags."""
    makers = {
        ("word", "tags"): lambda: plan_template.build(OURS),
        ("word", "docxtpl"): lambda: plan_template.build(DOCXTPL),
        ("word", "braces"): lambda: plan_template.build(BRACES),
        ("powerpoint", "tags"): lambda: deck_template.build(OURS),
        ("powerpoint", "plain"): lambda: deck_template.build(PLAIN),
        ("powerpoint", "drawn"): lambda: deck_template.build(PLAIN, drawn_map=True),
        ("excel", "tags"): lambda: workbook_template.build(tagged=True),
        ("excel", "plain"): lambda: workbook_template.build(tagged=False),
    }
    paths = {key: folder / f"{'-'.join(key)}{SUFFIX[key[0]]}" for key in makers}
    for key, path in paths.items():
        if not path.is_file():
            path.write_bytes(makers[key]())
    return paths


def _command(entry: Entry) -> list[str]:
    if entry.where == "node":
        return [node(), str(FOLDER / "worker.cjs")]
    python = sys.executable if entry.where == "ours" else str(_peers_python())
    return [python, "-m", "contest.worker"]


def _environment(entry: Entry) -> dict[str, str]:
    if entry.where == "node":
        return {**os.environ, "NODE_PATH": str(_node_modules())}
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(FOLDER.parent), str(ROOT)])}


def node() -> str:
    """Where Node is; empty where it, or npm, is missing."""
    return (shutil.which("node") or "") if shutil.which("npm") else ""


def _peers_python() -> Path:
    """The interpreter of the peers' environment, which is made on first use."""
    venv, wanted = BUILD / "venv", FOLDER / "requirements.txt"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _is_made(venv, wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
        install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", str(wanted)], check=True)
        shutil.copy(wanted, venv)
    return python


def _node_modules() -> Path:
    """The folder of the peers' modules, made on first use; on Windows npm is a command file."""
    folder, wanted = BUILD / "node", FOLDER / "package.json"
    modules = folder / "node_modules"
    if not _is_made(modules, wanted):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(wanted, folder)
        install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(
            install, cwd=folder, check=True, shell=os.name == "nt"
        )  # npm is a .cmd file there
        shutil.copy(wanted, modules)
    return modules


def _is_made(folder: Path, wanted: Path) -> bool:
    """Whether ``folder`` was made for this list: a copy of it is put there last."""
    copy = folder / wanted.name
    return copy.is_file() and copy.read_bytes() == wanted.read_bytes()
