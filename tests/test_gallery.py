"""The gallery shows what the program makes today, not what it made once."""

from __future__ import annotations

from pathlib import Path

from samples.gallery import FOLDER, SUFFIXES, make


def documents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.suffix in SUFFIXES)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_the_gallery_is_current(tmp_path: Path) -> None:
    make(tmp_path)
    shown, made = documents(FOLDER), documents(tmp_path)
    assert sorted(shown) == sorted(made)
    stale = [name for name in made if made[name] != shown[name]]
    assert not stale, "run: python -m samples.gallery"
