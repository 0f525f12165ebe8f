"""Makes ``samples/gallery``: documents to open without running anything.

``python -m samples.gallery`` writes them; a test makes them again and compares the bytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from generator.artifacts.catalog import CATALOG
from generator.cli import run

FOLDER = Path(__file__).resolve().parent / "gallery"
ACCOUNTS = ("Kestrel & Rowe Foods",)
SUFFIXES = (".docx", ".xlsx", ".pptx")


def make(target: Path) -> list[Path]:
    """The gallery's documents, below ``target``, one folder for each account."""
    with tempfile.TemporaryDirectory() as scratch:
        typed = [
            "generate",
            *ACCOUNTS,
            "--only",
            ",".join(CATALOG),
            "--org",
            "sample",
            "--jobs",
            "1",
            "--out",
            scratch,
        ]
        if run(typed):
            raise RuntimeError("the sample's documents could not be made: see the messages above")
        made = sorted(p for p in Path(scratch).glob("*--*/*") if p.suffix in SUFFIXES)
        return [_copy(path, target / path.parent.name) for path in made]


def _copy(path: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, folder / path.name))


if __name__ == "__main__":
    for old in FOLDER.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    print("\n".join(str(path) for path in make(FOLDER)))
    sys.exit(0)
