"""Hostile texts in every record of an org, through the real command into the delivered templates.

RELIABILITY.md 6, rows 1, 11 and 15: one text for each kind of hazard stands in every name and every
free text that the CRM has, at its beginning and at its end. The documents must be written, hold
the text as it stands, and have no formula, field or outside relation that the ordinary ones lack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.crm.sample_org import OrgData, SampleServer, load
from tests.acceptance_runs import SAMPLES, Json, command
from tests.engine_kit import parts
from tests.hostile_orgs import with_texts
from tests.hostile_places import RawBook, chart_books, field_codes, in_cell, well_formed
from tests.hostile_texts import looks_like_formula

Note = Callable[[str, object], None]
KESTREL = "001Hq000LAd4JvtIYE"
ONLY = "plan,whitespace,qbr,ebr"

KINDS: dict[str, Callable[[str], str]] = {
    "formula": lambda old: f"=cmd|'/c calc'!A0 {old}",
    "plus": lambda old: f"+1+1;{old}",
    "at": lambda old: f"@SUM(1+1)*cmd|' /C calc'!A0 {old}",
    "tab": lambda old: f"\t=1+1 {old}",
    "full width": lambda old: f"＝1+1 {old}",
    "unseen": lambda old: f"\ufeff\u200b=1+1 {old}",
    "templates": lambda old: f"{{{{7*7}}}} {{% for x in y %}} {{# {old} #}} ${{7*7}} <%= 7*7 %>",
    "tags that end": lambda old: f"{{% endfor %}}{{% endif %}} {old} {{{{",
    "fields": lambda old: f'{{ DDEAUTO c:\\x "calc" }} {old} <w:instrText>DDE x y</w:instrText>',
    "markup": lambda old: f"</w:t></a:t></t>&amp;<!-- {old} -->]]>&#65;",
    "escapes": lambda old: f"_x0041_{old}_x005F__x000D_",
    "header codes": lambda old: f"&P&D&\"Arial\"&24{old}&",
    "controls": lambda old: f"\x00\x1b[2J{old}\x07\x0b\x0c",
    "sheet": lambda old: f"'{old}'!A1:[x]*?/\\",
    "wide": lambda old: f"{old}\U0001f468\u200d\U0001f469\u202e\u05d0 日本 e\u0301",
    "blanks": lambda old: f"  {old}\r\n\u2028\u00a0 ",
}  # fmt: skip


@lru_cache
def sample() -> OrgData:
    return load(SAMPLES)


def made(data: OrgData, folder: Path, patch: pytest.MonkeyPatch) -> list[Json]:
    """The report's rows of one account's documents."""
    with SampleServer(data) as server, patch.context() as inner:
        inner.setenv("SF_INSTANCE_URL", server.url)
        inner.setenv("SF_ACCESS_TOKEN", server.token)
        inner.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        ran = command(
            "generate", KESTREL, "--org", "env", "--as-of", "2026-11-20", "--only", ONLY,
            "--out", folder / "out", "--json",
        )  # fmt: skip
    rows: list[Json] = ran.json["artifacts"]
    return rows


def inside(data: bytes) -> dict[str, object]:
    """What a program would do with a file beside showing it."""
    books = chart_books(data)
    if b"xl/workbook.xml" in data:
        books = [RawBook(data)]
    formulas = {_shape(f) for book in books for f in book.formulas()}
    outside = {
        rel.get("Target")
        for name, body in parts(data).items()
        if name.endswith(".rels")
        for rel in ElementTree.fromstring(body)
        if rel.get("TargetMode") == "External"
    }
    return {
        "formulas": formulas,
        "fields": {_shape(c) for c in field_codes(data)},
        "outside": outside,
    }


def _shape(code: str) -> str:
    """A formula or field without numbers, and without the names of sheets that data gave."""
    return re.sub(r"\d+", "0", re.sub(r"'(?:[^']|'')*'!", "'x'!", code))


def texts(data: bytes) -> str:
    """All text of a file's parts, and of the workbooks in it."""
    found = []
    for name, body in parts(data).items():
        if name.endswith(".xlsx"):
            found.append(texts(body))
        elif name.endswith(".xml"):
            root = ElementTree.fromstring(body)
            found.append("".join(root.itertext()))
            found += [value for item in root.iter() for value in item.attrib.values()]
    return "\n".join(found)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    with pytest.MonkeyPatch.context() as patch:
        rows = made(sample(), tmp_path_factory.mktemp("ordinary"), patch)
    return {row["artifact"]: inside(Path(row["path"]).read_bytes()) for row in rows}


@pytest.mark.proof("hazards in every record, delivered templates", slice=4, full=16)
def test_an_org_full_of_hostile_texts_gives_documents_like_any_other(
    cases: int,
    ordinary: dict[str, dict[str, object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Note,
) -> None:
    kinds = list(KINDS)[:: max(1, len(KINDS) // cases)][:cases]
    count = 0
    for kind in kinds:
        (tmp_path / kind).mkdir()
        rows = made(with_texts(sample(), KINDS[kind]), tmp_path / kind, monkeypatch)
        assert {(r["status"], r["reason"]) for r in rows} == {("written", "")}, kind
        for row in rows:
            data = Path(row["path"]).read_bytes()
            well_formed(data)
            found = inside(data)
            assert found == ordinary[row["artifact"]], (kind, row["artifact"])
            count += 1
            name = KINDS[kind]("Kestrel & Rowe Foods")
            shown = "".join(in_cell(name).replace("\t", "").split())
            assert shown in "".join(texts(data).split()), (kind, row["artifact"])
            listed = any("removed" in problem for problem in row["problems"])
            assert listed is (kind == "controls"), (kind, row["artifact"])
            if row["artifact"] == "whitespace":
                assert _unquoted(RawBook(data)) == []
            for book in chart_books(data):
                assert _unquoted(book) == []
    record_property("cases", count)


def _unquoted(book: RawBook) -> list[str]:
    """Texts that look like formulas and stand under no prefix."""
    return [
        cell.text
        for name in book.parts
        if "/worksheets/" in name
        for cell in book.cells(name).values()
        if cell.kind in ("s", "inlineStr") and looks_like_formula(cell.text) and not cell.quoted
    ]
