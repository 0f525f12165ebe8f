"""``templates fields``: every name a template may use, told so that a person finds it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from generator.artifacts.vocabulary import entries, listing
from generator.engine.language import read_statement

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = cli.run(["templates", "fields", *args])
        return code, *capfd.readouterr()

    return call


def listed(run: Run, *args: str) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in json.loads(run(*args, "--json")[1])["fields"]}


def test_every_documented_name_is_listed_with_kind_audience_meaning_and_example(run: Run) -> None:
    every = listed(run)

    own = [name for name in every if name.startswith(("loop.", "continued."))]
    assert list(every) == [*(entry.name for entry in listing()), *own]
    assert len(own) == 9
    for row in every.values():
        assert all(row[key] for key in ("kind", "audience", "meaning", "artifacts")), row["name"]
    without = {n for n, row in every.items() if not row["example"] and n not in own}
    assert without <= {"metrics.leading[].note", "metrics.lagging[].note", "summary.actions_note"}


def test_every_name_says_where_it_comes_from_and_no_source_is_empty(run: Run) -> None:
    every = listed(run)

    assert [row["name"] for row in every.values() if not all(row["from"])] == []
    values = {entry.name for entry in entries()}
    untold = [n for n in values if not every[n]["from"] and not every[n]["made_from"]]
    assert {name.partition(".")[0] for name in untold} == {"sections"}, "the plan's form decides"
    assert every["account.divisions[].name"]["from"] == [
        "Account.Name",
        "Account.Region__c or Account.Sales_Region__c or Account.BillingCountry",
    ]
    assert every["actions[].due"]["from"][:2] == [
        "Task.ActivityDate",
        "Event.ActivityDate or Event.ActivityDateTime",
    ]
    assert every["account.logo"]["from"] == ["inputs/logos"]
    assert every["summary.headline"]["made_from"] == ["revenue", "renewal"]


def test_sources_are_those_of_the_settings_mapping(run: Run) -> None:
    Path("accountdocs.toml").write_text(
        '[mapping.account.fields]\nhealth = ["Wellbeing__c"]\n', encoding="utf-8"
    )

    assert "From Account.Wellbeing__c." in run("--search", "account.health")[1]


def test_each_name_is_one_line_that_a_search_by_line_finds_whole(run: Run) -> None:
    lines = [line for line in run("--artifact", "qbr")[1].splitlines() if line]

    assert len(lines) == sum("qbr" in entry.artifacts for entry in listing()) + 9
    (name,) = [line for line in lines if line.startswith("account.name ")]
    assert name == ("account.name  (text, customer)  Name. E.g. Halvorsen. From Account.Name.")


def test_a_search_goes_over_names_meanings_examples_and_sources(run: Run) -> None:
    assert "renewal.milestones[].date" in listed(run, "--search", "MILESTONE")
    assert "renewal.notice_days" in listed(run, "--search", "notice_period_days__c")
    assert set(listed(run, "--search", "renewal", "--artifact", "qbr")) < set(
        listed(run, "--search", "renewal")
    )


def test_a_search_without_a_find_says_so(run: Run) -> None:
    code, out, err = run("--search", "zeppelin")

    assert (code, out) == (0, "")
    assert "'zeppelin'" in err


def test_each_list_has_a_line_with_the_tag_that_repeats_over_it(run: Run) -> None:
    out = run()[1]

    assert "open.deals  (list, internal)  " in out
    assert "Repeat over it: {% for deal in open.deals %}." in out
    assert "plays_shown  (list, internal)  The first " in out
    assert "Repeat over it: {% for play in goal.plays %}." in out
    for row in (entry for entry in listing() if entry.kind == "list" and "[]" not in entry.name):
        assert read_statement(row.example[3:-3]).name == "for", row.name
        assert row.example.endswith(f" in {row.name} %}}")


def test_no_example_is_cut_off(run: Run) -> None:
    assert [e.name for e in entries() if e.example.endswith(("...", "…", " "))] == []
    assert [line for line in run()[1].splitlines() if re.search(r"E\.g\. [^.]* \.", line)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sponser", "relationships.sponsor"),
        ("deal name", "open.deals[].name"),
        ("CSM", "team"),
        ("opportunities", "plan.opportunities"),
        ("loop.index", "loop.index"),
        ("continued.page", "continued.page"),
        ("stakeholder", "relationships.contacts"),
    ],
)
def test_a_search_finds_what_is_near_and_what_is_meant(run: Run, text: str, found: str) -> None:
    assert found in listed(run, "--search", text)


def test_a_search_in_one_artifact_says_that_a_name_is_internal(run: Run) -> None:
    code, out, err = run("--artifact", "qbr", "--search", "account.health")

    assert (code, out) == (0, "")
    assert "Not for qbr: account.health" in err
    assert "internal" in err
