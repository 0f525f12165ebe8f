"""What all documents about many accounts have in common: of whom, where they lie, what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document

from generator import pipeline
from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount, Person
from generator.analysis.rollups import SetCoverage, head_of
from generator.artifacts.catalog import PLAN, ROLLUPS, artifact_named, document_named
from generator.artifacts.context import Voice
from generator.artifacts.facts.planning import line
from generator.artifacts.phrases import load_phrases
from generator.artifacts.schema import INTERNAL
from generator.artifacts.vocabulary import entries
from generator.cli.options import Typed
from generator.cli.scoping import head_for, scope_words
from generator.crm import reader, wire
from generator.errors import AccountNotFound, OutputError, UsageError
from generator.formats import Formats
from generator.model.org import Coverage
from generator.model.snapshot import Snapshot
from generator.rollups import RollupOrder, beside, place, rollup_path
from tests.acceptance_runs import Ran, command
from tests.builders import Book

DANA = Person("005000000000001AAA", "Dana Reyes", "VP Sales")


@pytest.fixture(scope="module")
def accounts() -> list[AnalysedAccount]:
    one = analyse(Book().build())
    read = Coverage("cases", "read", "Case", 44, ("case.theme",), 9, 10)
    hidden = Coverage("cases", "not_visible", "Case")
    return [replace(one, coverage=(read,)), replace(one, coverage=(hidden,))]


def test_a_head_says_which_accounts_and_who_read_them(accounts: list[AnalysedAccount]) -> None:
    head = head_of(accounts, "Dana Reyes", "USD", DANA)

    assert (head.count, head.currency, head.person) == (2, "USD", DANA)
    assert head.accounts == tuple(account.profile.id for account in accounts)
    assert head.as_of == accounts[0].period.as_of


def test_what_could_not_be_read_of_one_account_is_told_of_the_set(
    accounts: list[AnalysedAccount],
) -> None:
    head = head_of(accounts, "all accounts", "USD")

    assert head.coverage == (
        SetCoverage("cases", "not_visible", "Case", 44, (1, 2), ("case.theme",)),
    )


def test_a_set_without_accounts_has_no_head() -> None:
    with pytest.raises(ValueError, match="one account"):
        head_of([], "all accounts", "USD")


@pytest.mark.parametrize(
    ("chosen", "people", "words"),
    [
        (Typed(), (None, None), "all accounts"),
        (Typed(every=True), (None, None), "all accounts"),
        (Typed(tier=1), (None, None), "tier 1"),
        (Typed(manager="Dana Reyes", tier=2), (DANA, None), "Dana Reyes, tier 2"),
        (Typed(owner="Dana Reyes"), (None, DANA), "owned by Dana Reyes"),
        (Typed(where="Type = 'Customer'"), (None, None), "selected accounts"),
    ],
)
def test_the_scope_in_words(
    chosen: Typed, people: tuple[Person | None, Person | None], words: str
) -> None:
    assert scope_words(chosen, *people) == words


def test_a_persons_rollup_lies_in_a_folder_of_its_own(accounts: list[AnalysedAccount]) -> None:
    head = head_of(accounts, "Dana Reyes", "USD", DANA)

    expected = "team/dana-reyes--005000000000001AAA/dana-reyes-audit.xlsx"
    assert rollup_path(head, "audit", "xlsx") == Path(expected)
    everybody = head_of(accounts, "all accounts", "USD")
    expected = "team/all-accounts/all-accounts-topx.xlsx"
    assert rollup_path(everybody, "topx", "xlsx") == Path(expected)


def test_two_sets_of_the_same_words_lie_in_two_folders(accounts: list[AnalysedAccount]) -> None:
    picked = ("Type = 'Customer'", "Type = 'Partner'", "Type = 'Customer'")
    heads = [head_of(accounts, "selected accounts", "USD", picked=text) for text in picked]
    first, second, again = (rollup_path(head, "audit", "xlsx") for head in heads)

    assert first == again != second
    assert re.fullmatch(r"selected-accounts--[0-9a-f]{8}", first.parent.name)
    assert first.name == second.name == "selected-accounts-audit.xlsx"


def test_no_path_is_made_of_an_id_that_is_none(accounts: list[AnalysedAccount]) -> None:
    head = head_of(accounts, "Dana Reyes", "USD", replace(DANA, id="../005"))

    with pytest.raises(OutputError, match="18-character"):
        rollup_path(head, "audit", "xlsx")


def test_what_could_be_read_of_no_account_is_not_counted(accounts: list[AnalysedAccount]) -> None:
    head = head_of(accounts[1:], "all accounts", "USD")

    assert [row.count for row in head.coverage] == [None]


def test_a_list_of_another_quarter_takes_the_place_of_the_first_and_says_so(
    accounts: list[AnalysedAccount], tmp_path: Path
) -> None:
    head, order = head_of(accounts, "all accounts", "USD"), RollupOrder(tmp_path)

    for about in ("Q4 FY2026", "Q1 FY2027"):
        file = beside(head, "topx", "xlsx", about.encode(), order, about=about)
        (placed,) = place(head, [file], order)

    assert (placed.status, placed.instead_of) == ("written", "Q4 FY2026")


def test_who_reads_is_known_by_the_sign_in_where_users_are_hidden() -> None:
    me = wire.Identity("005000000000001AAA", "Dana Reyes")
    session = SimpleNamespace(identity=me, catalog=SimpleNamespace(bound=lambda kind: None))
    org: Any = SimpleNamespace(session=session)
    one = analyse(Book().build())

    head = head_for(org, Typed(mine=True), [one], [], "USD", is_named=False)

    assert head.person == replace(DANA, title=None)
    assert head.scope == "owned by Dana Reyes"


KESTREL = "Kestrel & Rowe Foods"


@pytest.fixture(scope="module")
def without_two(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """``lost`` about accounts of which one cannot be read and one cannot be analysed."""
    read, analysed = reader.read_accounts, pipeline.analysed

    def without_one(*args: Any, **named: Any) -> Iterator[Snapshot]:
        gone, *others = read(*args, **named)
        yield from others
        raise AccountNotFound(f"No account {gone.account_id} can be read.")

    def faulty(snapshot: Snapshot, *args: Any, **named: Any) -> AnalysedAccount:
        if snapshot.account.name == KESTREL:
            raise ZeroDivisionError("by zero")
        return analysed(snapshot, *args, **named)

    out = str(tmp_path_factory.mktemp("rollup"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.crm.reader.read_accounts", without_one)
        patch.setattr("generator.pipeline.analysed", faulty)
        return command("lost", "--tier", "1", "--org", "sample", "--json", "--out", out)


def test_an_account_that_cannot_be_read_or_analysed_is_left_out_and_named(
    without_two: Ran,
) -> None:
    made = without_two.json
    left_out = {row["name"]: row["reason"] for row in made["left_out"]}

    assert without_two.code == 1
    assert made["artifacts"][0]["status"] == "written"
    assert made["lost"]["head"]["count"] == 3
    assert len(left_out) == 2
    assert "ZeroDivisionError: by zero" in left_out.pop(KESTREL)
    assert "can be read" in left_out.popitem()[1]
    assert "3 of 5 accounts" in without_two.err


def test_the_document_says_on_each_page_that_accounts_are_left_out(without_two: Ran) -> None:
    document = Document(without_two.json["artifacts"][0]["path"])

    assert "3 of 5 accounts" in document.sections[0].footer.paragraphs[0].text


def test_generate_makes_no_rollup_and_says_which_command_does() -> None:
    for name in ROLLUPS:
        assert document_named(name).audience == INTERNAL
        with pytest.raises(UsageError, match="many accounts") as caught:
            artifact_named(name)
        assert f"accountdocs {name}" in str(caught.value)


def test_names_of_rollups_are_in_no_accounts_document() -> None:
    mixed = [
        entry.name
        for entry in entries()
        if set(entry.artifacts) & set(ROLLUPS) and set(entry.artifacts) - set(ROLLUPS)
    ]

    assert mixed == []


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (date(2026, 11, 20), "Week 3 of 6 in planning FY2027: drafts"),
        (date(2026, 9, 1), "The six weeks of planning FY2027 begin on Nov 2, 2026"),
    ],
)
def test_a_rollup_says_which_week_of_planning_it_serves(as_of: date, said: str) -> None:
    head = head_of([analyse(Book(as_of=as_of).build())], "all accounts", "USD")
    voice = Voice(Formats(), load_phrases(), PLAN, "full")

    assert (line(head.cadence, voice) or "").startswith(said)
