"""Leaks planted in finished decks are refused, each with what it is and where it lies; ordinary
decks are let out.

A planted leak gets into the file after it was made, where nothing but the guard can see it. Those
that a template can hold are also driven through the command.
"""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from generator.artifacts.catalog import Assignment, artifact_named
from generator.crm.connect import Connection, open_connection
from generator.crm.names import account_names
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer, load
from generator.delivery import Document
from generator.guard import Rules
from generator.model.snapshot import Snapshot
from generator.pipeline import Made, Order, Outcome, analysed, basis_of, cleared, render
from tests.acceptance_runs import NAMES, ROOTS, SAMPLES, SampleRun, command, facts
from tests.acceptance_runs import sample as _sample
from tests.planting import WAYS, Planted, packed, parts_of

sample = _sample
KESTREL = "Kestrel & Rowe Foods"
"""The account whose deck has every kind of slide."""


@dataclass(frozen=True)
class Finished:
    """A finished deck on its way to the guard, with what the guard is given."""

    snapshot: Snapshot
    order: Order
    made: Made

    def judged(self, data: bytes, name: str) -> Made | Outcome:
        document = Document(self.made.document.path.with_name(name), data, {})
        made = replace(self.made, document=document)
        return cleared(made, self.snapshot, analysed(self.snapshot, {}), self.order)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    account = next(row for row in ROOTS if row["Name"] == KESTREL)
    with SampleServer(load(SAMPLES)) as server:
        session = open_connection(Connection(server.url, server.token, is_sample=True))
        (snapshot,) = read_accounts(session, [account["Id"]], date.fromisoformat(facts()["as_of"]))
        others = tuple(sorted(account_names(session).values()))
        order = Order(out=tmp_path_factory.mktemp("out"), guard=Rules(others=others))
        assignment = Assignment(artifact_named("qbr"), "full")
        made = render(analysed(snapshot, {}), assignment, order, basis_of(snapshot, order))
        yield Finished(snapshot, order, made)


def _secret(snapshot: Snapshot) -> str:
    return next(risk.name for risk in snapshot.risks if len(risk.name) > 20)


def test_there_are_enough_ways_and_each_has_a_name_of_its_own() -> None:
    assert len({planted.name for planted in WAYS}) == len(WAYS) >= 30


def test_the_deck_itself_is_let_out(finished: Finished) -> None:
    path = finished.made.document.path
    data, name = packed(parts_of(finished.made.document.data, path.name))
    assert isinstance(finished.judged(data, name), Made)


@pytest.mark.parametrize("planted", WAYS, ids=lambda planted: planted.name)
def test_a_planted_leak_is_refused_and_named(finished: Finished, planted: Planted) -> None:
    secret = _secret(finished.snapshot)
    parts = parts_of(finished.made.document.data, finished.made.document.path.name)
    outcome = finished.judged(*packed(planted.way(parts, secret)))

    assert isinstance(outcome, Outcome), "the leak was let out"
    assert outcome.status == "failed"
    named = [
        find
        for find in outcome.finds
        if (find.what == secret if planted.is_read else find.kind == "carrier")
    ]
    assert named, outcome.finds
    places = " | ".join(place for find in named for place in find.where)
    assert planted.where.casefold() in places.casefold()
    assert named[0].id in outcome.reason or len(outcome.finds) > 3


KINDS = {
    "amount": lambda s: f"{next(_amounts(s)):,.0f}",
    "customer": lambda s: next(name for name in NAMES if name != KESTREL),
    "judgment": lambda s: "a blocker",
    "id": lambda s: s.account_id,
    "address": lambda s: "https://dunmere.lightning.force.com/x",
    "e-mail": lambda s: next(user.email for user in s.users if user.email),
    "path": lambda s: "C:\\Users\\ana\\q3.pptx",
    "query": lambda s: "SELECT Id FROM Account",
    "tag": lambda s: "{{ account.tier }}",
    "placeholder": lambda s: "Lorem ipsum",
}


def _amounts(snapshot: Snapshot) -> Iterator[object]:
    return (
        deal.amount
        for deal in snapshot.opportunities
        if deal.amount and len(str(int(deal.amount)).rstrip("0")) >= 5
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["a text box", "notes", "a workbook's cell", "alternative text"])
def test_every_kind_of_find_is_refused(finished: Finished, kind: str, name: str) -> None:
    text = KINDS[kind](finished.snapshot)
    way = next(planted.way for planted in WAYS if planted.name == name)
    parts = parts_of(finished.made.document.data, finished.made.document.path.name)

    outcome = finished.judged(*packed(way(parts, str(text))))

    assert isinstance(outcome, Outcome)
    assert kind in {find.kind for find in outcome.finds}


# --- through the command -------------------------------------------------------------------------


def leaky_template(folder: Path, text: str) -> Path:
    """The delivered template with a text typed on its third slide."""
    data = (SAMPLES.parent / "templates" / "qbr.pptx").read_bytes()
    deck = Presentation(io.BytesIO(data))
    box = deck.slides[2].shapes.add_textbox(Inches(1), Inches(6), Inches(4), Inches(0.4))
    box.name = "Scribble"
    box.text_frame.text = text
    folder.mkdir(parents=True, exist_ok=True)
    deck.save(str(folder / "qbr.pptx"))
    return folder


def test_a_refused_deck_is_not_written_and_can_be_accepted_by_name(tmp_path: Path) -> None:
    templates = leaky_template(tmp_path / "t", "Rita is a blocker")
    asked = ("generate", KESTREL, "--org", "sample", "--only", "qbr", "--templates", templates)
    out = ("--out", tmp_path / "out", "--json")

    refused = command(*asked, *out)

    assert refused.code == 1
    (row,) = refused.json["artifacts"]
    (find,) = row["finds"]
    assert (row["status"], row["path"]) == ("failed", None)
    assert (find["kind"], find["what"]) == ("judgment", "blocker")
    assert find["where"] == ['slide 3, shape "Scribble"']
    assert all(
        part in row["reason"] for part in (find["id"], "blocker", "slide 3", "--accept-find")
    )
    assert list((tmp_path / "out").rglob("*.pptx")) == []

    taken = command(*asked, *out, "--accept-find", find["id"], "--as", "Dana Reyes").well()

    (row,) = taken.json["artifacts"]
    assert row["status"] == "written"
    assert row["accepted"] == [{**find, "by": "Dana Reyes"}]
    assert row["finds"] == []
    runs = tmp_path / "out" / ".accountdocs" / "runs"
    report = runs / f"{taken.json['run']['id']}.json"
    assert json.loads(report.read_bytes())["artifacts"][0]["accepted"] == row["accepted"]

    again = command(*asked, *out)
    assert again.code == 1, "an acceptance holds for one run"


def test_a_dry_run_accepts_as_the_run_would(tmp_path: Path) -> None:
    templates = leaky_template(tmp_path / "t", "Rita is a blocker, an upsell")
    asked = ("generate", KESTREL, "--org", "sample", "--only", "qbr", "--templates", templates)
    run = (*asked, "--out", tmp_path / "out", "--dry-run")
    refused = command(*run, "--json")
    first, second = (find["id"] for find in refused.json["artifacts"][0]["finds"])

    accept = ("--accept-find", f"{first.upper()}, {second.lower()}", "--as", "Dana Reyes")
    taken = command(*run, *accept).well()

    assert f"{KESTREL}, qbr: would be written; accepted by Dana Reyes: {first}" in taken.err
    assert f"accepted by Dana Reyes: {second}" in taken.err
    assert "nothing to accept" not in taken.err
    (row,) = command(*run, *accept, "--json").json["artifacts"]
    assert (row["status"], len(row["accepted"])) == ("skipped", 2)
    assert not (tmp_path / "out").exists()


def test_an_accepted_find_holds_for_one_file_only(tmp_path: Path) -> None:
    templates = leaky_template(tmp_path / "t", "Rita is a blocker")
    both = ("generate", *NAMES[:2], "--org", "sample", "--only", "qbr", "--templates", templates)
    first = command(*both, "--out", tmp_path / "out", "--json")
    ids = [row["finds"][0]["id"] for row in first.json["artifacts"]]

    taken = command(
        *both, "--out", tmp_path / "out", "--json", "--accept-find", ids[0], "--as", "Dana Reyes"
    )

    assert len(set(ids)) == 2
    assert taken.code == 1
    assert [row["status"] for row in taken.json["artifacts"]] == ["written", "failed"]


def test_the_terminal_says_what_was_found_and_who_accepted_it(tmp_path: Path) -> None:
    templates = leaky_template(tmp_path / "t", "churn risk, a blocker, upsell, win rate, our quota")
    asked = ("generate", KESTREL, "--org", "sample", "--only", "qbr", "--templates", templates)
    ran = command(*asked, "--out", tmp_path / "out")

    assert ran.code == 1
    (line,) = (line for line in ran.out.splitlines() if line.startswith(KESTREL))
    assert line.endswith("refused: 5 finds")
    for word in ("churn risk", "blocker", "upsell", "win rate", "our quota"):
        assert word in ran.err
    found = [line for line in ran.err.splitlines() if line.startswith("  F")]
    assert len(found) == 5
    assert all(": word of judgment " in line and " in slide 3" in line for line in found)
    assert str(templates / "qbr.pptx") in ran.err
    (report,) = (tmp_path / "out" / ".accountdocs" / "runs").glob("*.json")
    assert str(report) in ran.err
    (paste,) = (line for line in ran.err.splitlines() if "--accept-find" in line)
    options = shlex.split(paste[paste.index("--accept-find") :])
    taken = command(*asked, "--out", tmp_path / "out", *options).well()
    assert "accepted by YOUR NAME" in taken.err

    unknown = command(*asked, "--out", tmp_path / "out", "--accept-find", "F00000000", "--as", "D")
    assert "F00000000: there was nothing to accept" in unknown.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--accept-find", "F00000000"), "--as"),
        (("--as", "Dana"), "--accept-find"),
        (("--accept-find", "F00000000", "--as", "  "), "--as"),
        (("--accept-find", "blocker", "--as", "Dana"), "is no find"),
    ],
)
def test_an_acceptance_needs_a_find_and_a_name(typed: tuple[str, ...], said: str) -> None:
    ran = command("generate", KESTREL, "--org", "sample", *typed)
    assert ran.code == 2
    assert said in ran.err


def test_settings_add_words_and_allow_words(tmp_path: Path) -> None:
    templates = leaky_template(tmp_path / "t", "Project Falcon, a blocker")
    settings = tmp_path / "accountdocs.toml"
    settings.write_text(
        '[customer]\nwords = ["project falcon"]\nallowed = ["blocker"]\n', encoding="utf-8"
    )
    ran = command(
        "generate", KESTREL, "--org", "sample", "--only", "qbr", "--templates", templates,
        "--config", settings, "--out", tmp_path / "out", "--json",
    )  # fmt: skip
    assert [find["what"] for find in ran.json["artifacts"][0]["finds"]] == ["project falcon"]


def test_no_ordinary_deck_of_the_sample_is_refused(sample: SampleRun) -> None:
    decks = [row for row in sample.report["artifacts"] if row["audience"] == "customer"]
    assert len(decks) >= len(ROOTS)
    assert [(row["account"], row["reason"]) for row in decks if row["status"] != "written"] == []
    assert [row["account"] for row in decks if row["finds"] or row["accepted"]] == []
