"""Who is measured, in which format, and what was promised of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from contest.checks import CACHED, STYLES

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Entry:
    """One contestant in one format.

    ``template``: the key of its template; ``where``: ours, peers (Python) or node; ``promised``: so
    many times our time, at least; ``lacks``: what its documents are known not to have; ``size``: 2
    where an account's lists are twice as long.
    """

    kind: str
    name: str
    label: str
    template: str
    promised: float | None = None
    where: str = "peers"
    package: str = ""
    lacks: tuple[str, ...] = ()
    note: str = ""
    size: int = 1

    @property
    def title(self) -> str:
        """Its label, with the version that is installed."""
        name, _, way = self.label.partition(", ")
        version = _versions().get(self.package, "")
        return f"{name} {version}".strip() + (f", {way}" if way else "")


def _versions() -> dict[str, str]:
    lines = (FOLDER / "requirements.txt").read_text("utf-8").splitlines()
    python = dict(line.split("==") for line in lines if "==" in line)
    node: dict[str, str] = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    return python | node


_CACHE = "its formulas show nothing until Excel counts"
_DRAWN = "the map's boxes and lines stand in its template; it fills their texts"

ENTRIES = (
    Entry("word", "ours", "accountdocs", "tags", where="ours"),
    Entry("word", "docxtpl", "docxtpl", "docxtpl", 25, package="docxtpl"),
    Entry("word", "docxtemplater", "docxtemplater", "braces", 14, "node", "docxtemplater"),
    Entry("word", "easy-template-x", "easy-template-x", "braces", 10, "node", "easy-template-x"),
    Entry("word", "floor", "floor", "tags", where="ours"),
    Entry("powerpoint", "ours", "accountdocs", "tags", where="ours"),
    Entry("powerpoint", "python-pptx", "python-pptx, filling", "plain", 10, package="python-pptx"),
    Entry(
        "powerpoint", "pptx-automizer", "pptx-automizer", "drawn", None, "node", "pptx-automizer",
        note=_DRAWN,
    ),
    Entry("powerpoint", "floor", "floor", "tags", where="ours"),
    Entry("excel", "ours", "accountdocs", "tags", where="ours"),
    Entry(
        "excel", "openpyxl-styled", "openpyxl, filling, styled", "plain", 15, package="openpyxl",
        lacks=(CACHED,), note=f"formats set cell by cell, as its documentation has it; {_CACHE}",
    ),
    Entry(
        "excel", "openpyxl-index", "openpyxl, the same with formats copied by `_style`", "plain",
        package="openpyxl", lacks=(CACHED,), note=f"an undocumented short cut; {_CACHE}",
    ),
    Entry(
        "excel", "openpyxl-values", "openpyxl, filling, values only", "plain", package="openpyxl",
        lacks=(CACHED, STYLES), note=f"without formats; {_CACHE}",
    ),
    Entry("excel", "xlsxwriter", "XlsxWriter, building", "plain", 3, package="xlsxwriter"),
    Entry("excel", "floor", "floor", "tags", where="ours"),
)  # fmt: skip
