"""The files are what they say they are: whole packages that the stock programs open."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from tests.acceptance_runs import ARTIFACTS, NAMES, ROOTS, SampleRun
from tests.acceptance_runs import sample as _sample
from tests.reading_back import Book, Deck, Package, W, Word, is_xml, read

sample = _sample
KINDS = {"plan": Word, "whitespace": Book, "qbr": Deck, "review": Deck, "ebr": Deck}
DECKS = ("qbr", "review", "ebr")
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PAGES = {1: range(6, 11), 2: range(1, 3), 3: range(1, 2)}
"""A full plan has six to ten pages, a light one two at most, a brief one."""


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_python_s_own_libraries_open_every_file(
    sample: SampleRun, name: str, artifact: str
) -> None:
    document = read(sample.path(name, artifact))
    assert isinstance(document, KINDS[artifact])


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_every_part_is_well_formed_declared_and_led_to(
    sample: SampleRun, name: str, artifact: str
) -> None:
    package = Package(sample.path(name, artifact).read_bytes())
    types = package.xml("[Content_Types].xml")
    overrides = {node.get("PartName", "")[1:] for node in types.iter(f"{CONTENT_TYPES}Override")}
    defaults = {node.get("Extension", "") for node in types.iter(f"{CONTENT_TYPES}Default")}

    assert overrides <= set(package.parts)
    led_to = {"[Content_Types].xml"}
    for part in ["", *package.parts]:
        targets = package.targets(part)
        assert [t for t in targets.values() if t not in package.parts] == [], part
        led_to |= set(targets.values())
    for part, data in package.parts.items():
        if is_xml(part):
            root = package.xml(part)
            assert b"<!DOCTYPE" not in data
            assert isinstance(root, etree._Element)
        if not part.endswith(".rels"):
            assert part in led_to, f"nothing leads to {part}"
        if part != "[Content_Types].xml":
            assert part in overrides or part.rpartition(".")[2] in defaults, part


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_ids_that_have_to_be_unique_are(sample: SampleRun, name: str, artifact: str) -> None:
    package = Package(sample.path(name, artifact).read_bytes())
    for part in package.parts:
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", part):
            ids = [n.get("id") for n in package.xml(part).iter() if _local(n) == "cNvPr"]
        elif part == "word/document.xml":
            ids = [n.get("id") for n in package.xml(part).iter() if _local(n) == "docPr"]
            marks = [n for n in package.xml(part).iter() if _local(n) == "bookmarkStart"]
            names = [n.get(f"{W}name") for n in marks]
            assert len(names) == len(set(names))
        else:
            continue
        assert len(ids) == len(set(ids)), part


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def test_the_plan_s_contents_lead_to_its_headings(sample: SampleRun, name: str) -> None:
    """A link on page 1 for each section, in order; none where sections follow on that page."""
    word = sample.plan(name)
    root = word.package.xml("word/document.xml")
    links = [
        (each.get(f"{W}anchor"), "".join(text.text or "" for text in each.iter(f"{W}t")))
        for each in root.iter(f"{W}hyperlink")
        if each.get(f"{W}anchor")
    ]
    headings = [
        (mark.get(f"{W}name"), "".join(text.text or "" for text in paragraph.iter(f"{W}t")))
        for paragraph in root.iter(f"{W}p")
        for mark in paragraph.iter(f"{W}bookmarkStart")
    ]
    assert [title for _, title in headings] == list(word.sections)
    assert links in ([], headings)


def one_of_each_tier() -> list[str]:
    tiers = {str(row["Tier__c"]): str(row["Name"]) for row in reversed(ROOTS)}
    assert len(tiers) == 3
    return [tiers[tier] for tier in sorted(tiers)]


@lru_cache
def converted(soffice: str, folder: Path, sources: tuple[Path, ...]) -> dict[str, bytes]:
    """The PDFs that LibreOffice makes of the files, by the files' names; one start for all."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *sources],
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return {
        source.name: (folder / source.with_suffix(".pdf").name).read_bytes() for source in sources
    }


def page_count(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF-")
    plain = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL) if not plain else []
    return plain + sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", _inflated(s))) for s in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.office
def test_libreoffice_makes_pages_of_them_within_their_budgets(
    sample: SampleRun, tmp_path: Path
) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice is not None
    accounts = one_of_each_tier()
    tiers = {str(row["Name"]): int(row["Tier__c"][-1]) for row in ROOTS}
    plans = {sample.path(account, "plan"): tiers[account] for account in tiers}
    others = [sample.path(accounts[0], kind) for kind in ("whitespace", *DECKS)]

    pages = {
        source: page_count(pdf)
        for source, pdf in converted(soffice, tmp_path, (*plans, *others)).items()
    }

    for plan, tier in plans.items():
        assert pages[plan.name] in PAGES[tier], f"{plan.name}: {pages[plan.name]} pages"
    book, *decks = others
    assert pages[book.name] >= len(sample.workbook(accounts[0]).values.sheetnames)
    for deck, kind in zip(decks, DECKS, strict=True):
        assert pages[deck.name] == len(sample.deck(accounts[0], kind).slides)


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_internal_files_say_in_their_properties_which_week_they_serve(
    sample: SampleRun, artifact: str
) -> None:
    """A customer's say nothing of our planning (METHOD.md row 15)."""
    core = Package(sample.path(NAMES[0], artifact).read_bytes()).parts["docProps/core.xml"]
    said = b"<dc:subject>Week 3 of 6 in planning FY2027: drafts" in core
    assert said == (artifact not in {"qbr", "ebr"})
