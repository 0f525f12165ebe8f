"""The customer's deck holds nothing internal: in no part, at no depth, for no sample account.

What the JSON says internally is looked for in the decks, and what must not stand in any of them.
``test_acceptance_canaries.py`` looks for every internal field of the org.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from tests.acceptance_runs import NAMES, SAMPLES, Json, SampleRun, facts, records
from tests.acceptance_runs import sample as _sample
from tests.reading_back import all_words, is_xml, numbers_in, parts_at_all_depths, seen_words

sample = _sample
MARK = "zqxinternal"

JUDGEMENTS = (
    "economic buyer", "champion", "blocker", "strong advocate", "no relationship",
    "single-threaded", "relationship strength", "buying role", "whitespace", "pre-pipeline",
    "pipeline", "at risk", "churn", "health score", "tier 1", "tier 2", "tier 3", "win rate",
    "strategic account", "land and expand", "expansion thesis", "risk register", "loss reason",
    "lost to", "internal - not for customers", "quota", "probability", "forecast",
)  # fmt: skip
"""Words that only the internal documents use (DOCUMENTS: what a customer deck never contains)."""

SHARED = ("priorities", "outcomes", "lessons", "options", "decisions", "roadmap", "commitments")


@dataclass(frozen=True)
class Internal:
    """What the JSON of one account holds that its customer may not read."""

    show: Json

    def texts(self) -> Iterator[str | None]:
        show, plan = self.show, self.show["plan"]
        yield from (risk[key] for risk in show["risks"] for key in ("name", "mitigation"))
        yield from (deal[key] for deal in show["timeline"] for key in ("name", "next_step"))
        yield from (deal["loss_reason"] for deal in show["timeline"])
        yield from (action["subject"] for action in show["actions"])
        yield from (action[key] for action in show["top_actions"] for key in ("text", "reason"))
        yield from (play["name"] for play in show["plays"])
        yield from (goal[key] for goal in show["goals"] for key in ("strategy", "description"))
        yield from (goal["name"] for goal in show["goals"] if not goal["is_shared"])
        yield from (gap[key] for gap in show["relationships"]["gaps"] for key in ("text", "action"))
        yield from (rival[key] for rival in show["rivals"] for key in ("name", "strengths"))
        yield from (signal[key] for signal in show["signals"] for key in ("text", "url"))
        account = ("expansion_thesis", "value_proposition", "description", "segment_reason")
        yield from (show["account"][key] for key in (*account, "website", "tier_source"))
        yield from (plan[key] for key in ("vision", "challenges", "strengths", "weaknesses"))
        yield from (plan[key] for key in ("opportunities", "threats", "notes", "industry_trends"))
        yield from (show["renewal"]["strategy"], show["renewal"]["status_reason"])
        cells = show["whitespace"]["cells"]
        evidence = ("need_evidence", "access_evidence", "budget_evidence", "trigger")
        yield from (cell[key] for cell in cells for key in evidence)
        yield from (
            row["name"] for topic in SHARED[1:] for row in show[topic] if not row["is_shared"]
        )

    def numbers(self) -> Iterator[str | None]:
        show = self.show
        for topic, names in (
            ("revenue", ("current", "target", "gap", "year_ago")),
            ("account", ("potential", "health", "annual_revenue", "employees")),
            ("renewal", ("value",)),
            ("whitespace", ("value", "pre_pipeline")),
            ("won", ("amount",)),
            ("lost", ("amount",)),
            ("open", ("amount",)),
        ):
            yield from (show[topic][name] for name in names)
        yield from (deal["amount"] for deal in show["timeline"])
        yield from (row["arr"] for row in show["products"])
        yield from (cell["value"] for cell in show["whitespace"]["cells"])
        yield from (play["value"] for play in show["plays"])

    def safe_text(self) -> str:
        """All that is declared for the customer, as one text."""
        rows = [r for t in SHARED for r in self.show[t] if t == "priorities" or r["is_shared"]]
        shared = [goal for goal in self.show["goals"] if goal["is_shared"]]
        usage = self.show["usage"]
        return json.dumps([rows, shared, usage, self.show["account"]["name"]], ensure_ascii=False)


@lru_cache(maxsize=32)
def words(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple(all_words(path))


@lru_cache(maxsize=32)
def visible(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple(seen_words(path))


@pytest.fixture(params=NAMES)
def deck(sample: SampleRun, request: pytest.FixtureRequest) -> Path:
    return sample.path(request.param, "qbr")


@pytest.fixture
def internal(sample: SampleRun, request: pytest.FixtureRequest) -> Internal:
    name: str = request.node.callspec.params["deck"]
    return Internal(sample.show(name))


def test_no_internal_text_is_found(deck: Path, internal: Internal) -> None:
    safe = internal.safe_text()
    needles = {text for text in internal.texts() if text and len(text) > 5 and text not in safe}
    assert len(needles) > 10
    everything = "\n".join(text for _, text in words(deck)).casefold()
    assert sorted(text for text in needles if text.casefold() in everything) == []


def test_no_internal_figure_is_found(deck: Path, internal: Internal) -> None:
    """As stated, rounded to a unit, or short: 2,077,405 and 2.1M are one figure."""
    allowed = {abs(n.value) for n in numbers_in(internal.safe_text())}
    known = [abs(Decimal(value)) for value in internal.numbers() if value is not None]
    secret = {value for value in known if value >= 1000}
    shown = {
        printed
        for place, text in visible(deck)
        if "/theme/" not in place and "presProps" not in place
        for printed in numbers_in(text)
        if printed.value >= 1000 and printed.value not in allowed
        if printed.half * 20 <= printed.value  # two digits at least: 6B is part of a GUID
    }
    assert len(secret) > 5
    assert [printed for printed in shown if any(printed.is_of(value) for value in secret)] == []
    money = re.compile(r"(?<![A-Z])[$€£]\s?\d|\d\s?[€£]|\b(?:USD|EUR|GBP)\b")
    safe = internal.safe_text()
    assert [text for _, text in visible(deck) if money.search(text) and text not in safe] == []


def test_no_judgement_no_stage_and_no_marking_of_ours_is_found(
    deck: Path, internal: Internal
) -> None:
    safe = internal.safe_text().casefold()
    stages = {deal["stage"] for deal in internal.show["timeline"]} - {"Proposal"}
    wanted = [*JUDGEMENTS, *stages]
    texts = "\n".join(text for _, text in visible(deck)).casefold()
    wrong = [word for word in wanted if re.search(rf"\b{re.escape(word.casefold())}\b", texts)]
    assert [word for word in wrong if word.casefold() not in safe] == []


def test_people_are_named_only_as_owners_of_commitments(deck: Path, internal: Internal) -> None:
    """And as those whom the customer's own lines name."""
    show = internal.show
    owners = {
        row[key]
        for row in show["commitments"]
        if row["is_shared"]
        for key in ("our_owner", "customer_owner")
    }
    safe = internal.safe_text()
    people = {row["name"] for row in show["relationships"]["contacts"]}
    assert people
    texts = "\n".join(text for _, text in words(deck))
    named = {name for name in people if name in texts}
    assert sorted(name for name in named - owners if name not in safe) == []


def test_no_other_customer_is_named(deck: Path, internal: Internal) -> None:
    own = {row["name"] for row in internal.show["account"]["divisions"]}
    others = {str(row["Name"]) for row in records("Account")} - own
    assert len(others) > 10
    texts = "\n".join(text for _, text in words(deck))
    assert sorted(name for name in others if name in texts) == []


def _ids() -> set[str]:
    """All record ids of the sample org, whole and without their checksum."""
    every = {
        str(row["Id"])
        for path in (SAMPLES / "records").glob("*.json")
        for row in records(path.stem)
    }
    return every | {identity[:15] for identity in every}


def test_no_record_id_address_or_e_mail_is_found(deck: Path) -> None:
    ids = _ids()
    assert len(ids) > 3000
    for place, part in parts_at_all_depths(deck.read_bytes()):
        text = part.decode("latin-1")
        tokens = set(re.findall(r"[A-Za-z0-9]{15,18}", text))
        assert not tokens & ids, place
    trace = re.compile(
        r"[\w.+-]+@[\w-]+\.\w|salesforce|force\.com|127\.0\.0\.1|localhost|SELECT |__c\b"
        r"|/home/|/tmp/|[A-Z]:\\\\",
        re.IGNORECASE,
    )
    assert [(place, text[:80]) for place, text in words(deck) if trace.search(text)] == []


def test_no_tag_no_placeholder_and_no_none_is_left(deck: Path) -> None:
    wrong = re.compile(
        r"\{\{|\}\}|\{%|%\}|\{#|\bNone\b(?! (?:of|has|have|is|was)\b)|\bnull\b|\bN/A\b|\bnan\b"
        r"|lorem ipsum|click to (?:add|edit)|not recorded|not known"
    )
    assert [(place, text[:80]) for place, text in visible(deck) if wrong.search(text)] == []


def test_nothing_is_carried_out_of_sight(deck: Path) -> None:
    """No notes, comments, hidden slides, authors, custom properties, macros or links outside."""
    parts = dict(parts_at_all_depths(deck.read_bytes()))
    kinds = ("comment", "vbaProject", "customXml", "custom.xml", "thumbnail", "revision", "people")
    assert [name for name in parts if any(kind in name for kind in kinds)] == []
    for name, part in parts.items():
        if is_xml(name):
            assert b'show="0"' not in part, name
            assert b'TargetMode="External"' not in part, name
    core = parts["docProps/core.xml"].decode()
    for field in ("dc:creator", "cp:lastModifiedBy", "dc:description", "cp:keywords"):
        assert re.search(rf"<{field}>[^<]", core) is None, field


def test_workbooks_behind_charts_hold_only_what_is_plotted(deck: Path) -> None:
    """One sheet, without formulas, names or hidden rows; the plan's test says cache = cells."""
    books = {
        name: part
        for name, part in parts_at_all_depths(deck.read_bytes())
        if name.endswith(".xlsx")
    }
    for name, data in books.items():
        inside = dict(parts_at_all_depths(data))
        sheets = [part for part in inside if part.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 1, name
        assert b"<f>" not in inside[sheets[0]]
        assert b"hidden" not in inside[sheets[0]]
        assert b"definedName" not in inside["xl/workbook.xml"]


# --- the search tried out ---------------------------------------------------------------------

HIDING_PLACES = (
    "docProps/core.xml",
    "docProps/app.xml",
    "ppt/notesMasters/notesMaster1.xml",
    "ppt/slideLayouts/slideLayout1.xml",
    "ppt/slideMasters/slideMaster1.xml",
    "ppt/charts/chart1.xml",
    "ppt/embeddings/workbook1.xlsx!xl/workbook.xml",
    "ppt/embeddings/workbook1.xlsx!xl/worksheets/sheet1.xml",
)


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_a_planted_leak_is_found_wherever_it_lies(
    sample: SampleRun, tmp_path: Path, place: str
) -> None:
    """The search that the other tests rely on, tried out."""
    clean = sample.path("Kestrel & Rowe Foods", "qbr")
    leaky = tmp_path / "leaky.pptx"
    leaky.write_bytes(_planted(clean.read_bytes(), place))
    assert [text for _, text in words(clean) if MARK in text] == []
    assert [where for where, text in all_words(leaky) if MARK in text] == [place]


def _planted(data: bytes, place: str) -> bytes:
    """The package with a comment that holds the mark at the end of one part."""
    outer, _, inner = place.partition("!")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        assert outer in old.namelist()
        for name in old.namelist():
            part = old.read(name)
            if name == outer:
                leak = f"<!-- {MARK} --></".encode()
                part = _planted(part, inner) if inner else leak.join(part.rsplit(b"</", 1))
            new.writestr(name, part)
    return target.getvalue()


def test_only_the_deck_is_for_the_customer_and_the_others_say_so(sample: SampleRun) -> None:
    audiences = {row["artifact"]: row["audience"] for row in sample.report["artifacts"]}
    internal = dict.fromkeys(("plan", "whitespace", "review"), "internal")
    assert audiences == {**internal, "qbr": "customer", "ebr": "customer"}
    for name in NAMES:
        assert "INTERNAL - not for customers" in sample.plan(name).header
        book = sample.workbook(name)
        table = book.formulas["Export"]  # its heads stand in the first row
        marks = [str(row[-1].value) for row in table.iter_rows(min_row=2)]
        for mark in (table.oddFooter.left.text, *marks):
            assert "INTERNAL - not for customers" in mark
        for sheet in set(book.values.sheetnames) - {"Export"}:
            assert "INTERNAL - not for customers" in str(book.value(sheet, "A3"))
        footer = sample.plan(name).footer
        assert str(facts()["name"]) in footer
        assert "valid until" in footer
