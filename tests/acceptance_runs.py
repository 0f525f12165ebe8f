"""The public command run as users run it, and the sample accounts' documents, made once.

``command`` runs in this process, ``shell`` in one of its own. ``sample_run`` makes every document
of every sample account (those of tier 3 because they are asked for) and every account's
``show --json``; with several test processes the first one works and the others wait.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.reading_back import Book, Deck, Word, read

SAMPLES = Path(__file__).parent.parent / "samples"
ARTIFACTS = {
    "plan": "docx",
    "whitespace": "xlsx",
    "qbr": "pptx",
    "review": "pptx",
    "ebr": "pptx",
}
Json = dict[str, Any]


@lru_cache
def records(name: str) -> list[Json]:
    """The sample org's records of one object, as they lie in the file."""
    rows: list[Json] = json.loads((SAMPLES / "records" / f"{name}.json").read_bytes())
    return rows


@lru_cache
def facts() -> Json:
    found: Json = json.loads((SAMPLES / "org.json").read_bytes())
    return found


ROOTS = sorted(
    (row for row in records("Account") if row["ParentId"] is None), key=lambda row: row["Name"]
)
NAMES = [str(row["Name"]) for row in ROOTS]


@dataclass(frozen=True)
class Ran:
    """What became of one command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        """The one JSON document that is all of stdout."""
        found: Json = json.loads(self.out)
        return found

    def well(self) -> Ran:
        """This, where the command did what it was asked; else the test fails and says why."""
        assert self.code == 0, f"exit {self.code}\n{self.out[-2000:]}\n{self.err[-4000:]}"
        assert "Traceback" not in self.err
        return self


class _Stream(io.TextIOWrapper):
    """A text stream on bytes, as the real ones are."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        self.flush()
        data = self.buffer.getvalue()  # type: ignore[attr-defined]  # a BytesIO
        return str(data.decode("utf-8"))


def command(*args: str | Path) -> Ran:
    """``accountdocs ARGS`` in this process."""
    from generator.cli import run

    out, err = _Stream(), _Stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(arg) for arg in args])
    return Ran(code, out.text(), err.text())


def shell(*args: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """``accountdocs ARGS`` in a process of its own, where every warning is an error."""
    program = [sys.executable, "-W", "error", "-c", "from generator.cli import main; main()"]
    done = subprocess.run(
        [*program, *map(str, args)],
        env={**os.environ, **(env or {})},
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class SampleRun:
    """Everything that was made of the sample org."""

    folder: Path

    @cached_property
    def report(self) -> Json:
        found: Json = json.loads((self.folder / "report.json").read_bytes())
        return found

    def show(self, name: str) -> Json:
        return _shown(self.folder / "show" / f"{_id_of(name)}.json")

    def path(self, name: str, artifact: str) -> Path:
        """The written document. The test fails where there is none."""
        found = [
            row
            for row in self.report["artifacts"]
            if (row["account"], row["artifact"]) == (name, artifact)
        ]
        assert len(found) == 1, f"{name}, {artifact}: {len(found)} entries in the report"
        assert found[0]["status"] == "written", found[0]
        return Path(found[0]["path"])

    def plan(self, name: str) -> Word:
        document = read(self.path(name, "plan"))
        assert isinstance(document, Word)
        return document

    def workbook(self, name: str) -> Book:
        document = read(self.path(name, "whitespace"))
        assert isinstance(document, Book)
        return document

    def deck(self, name: str, artifact: str = "qbr") -> Deck:
        document = read(self.path(name, artifact))
        assert isinstance(document, Deck)
        return document


def _id_of(name: str) -> str:
    return next(str(row["Id"]) for row in ROOTS if row["Name"] == name)


@lru_cache(maxsize=64)
def _shown(path: Path) -> Json:
    found: Json = json.loads(path.read_bytes())
    return found


@lru_cache
def sample_run(shared: Path) -> SampleRun:
    """The sample org's documents below ``shared``, made by whoever comes first."""
    folder = shared / "sample-run"
    with _only_one(shared / "sample-run.lock", folder / "done"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _make(folder)
            (folder / "done").touch()
    return SampleRun(folder)


def _make(folder: Path) -> None:
    (folder / "show").mkdir(parents=True)
    everything = ("generate", "--all", "--only", ",".join(ARTIFACTS), "--org", "sample")
    made = shell(*everything, "--out", folder / "documents", "--json", env=own_world(folder))
    assert made.code in {0, 1}, f"exit {made.code}\n{made.err[-4000:]}"
    assert made.out, made.err[-4000:]
    (folder / "report.json").write_text(made.out, encoding="utf-8")
    settings = folder / "accountdocs.toml"  # an empty file, and not whatever lies somewhere
    settings.touch()
    for row in ROOTS:
        asked = ("show", row["Id"], "--org", "sample", "--config", settings, "--json")
        shown = command(*asked).well()
        (folder / "show" / f"{row['Id']}.json").write_text(shown.out, encoding="utf-8")


def own_world(folder: Path) -> dict[str, str]:
    """Settings and caches of nobody else: a session's fixtures come before those of a test."""
    homes = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA")
    return {name: str(folder / "home") for name in (*homes, "HOME")}


@contextlib.contextmanager
def _only_one(lock: Path, done: Path) -> Iterator[None]:
    """Waits until nobody else holds the lock, or until the work is done."""
    limit = time.monotonic() + 240
    while not done.exists():
        try:
            lock.mkdir()
        except FileExistsError:
            assert time.monotonic() < limit, f"{lock} is held by a process that does not end"
            time.sleep(0.05)
            continue
        try:
            yield
        finally:
            lock.rmdir()
        return
    yield


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """Import this into a test module to use it there."""
    base = tmp_path_factory.getbasetemp()
    return sample_run(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
