"""What all documents about many accounts have in common: of whom, where they lie, what was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount, Person
from generator.analysis.rollups import SetCoverage, head_of
from generator.artifacts.catalog import PLAN, ROLLUPS, artifact_named, document_named
from generator.artifacts.context import Voice
from generator.artifacts.facts.planning import line
from generator.artifacts.phrases import load_phrases
from generator.artifacts.schema import INTERNAL
from generator.artifacts.vocabulary import entries
from generator.cli.gathering import scope_words
from generator.cli.options import Typed
from generator.errors import UsageError
from generator.formats import Formats
from generator.model.org import Coverage
from generator.rollups import rollup_path
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
    ("chosen", "person", "words"),
    [
        (Typed(), None, "all accounts"),
        (Typed(every=True), None, "all accounts"),
        (Typed(tier=1), None, "tier 1"),
        (Typed(manager="Dana Reyes", tier=2), DANA, "Dana Reyes, tier 2"),
        (Typed(where="Type = 'Customer'"), None, "selected accounts"),
    ],
)
def test_the_scope_in_words(chosen: Typed, person: Person | None, words: str) -> None:
    assert scope_words(chosen, person) == words


def test_a_persons_rollup_lies_in_a_folder_of_its_own(accounts: list[AnalysedAccount]) -> None:
    head = head_of(accounts, "Dana Reyes", "USD", DANA)

    expected = "team/dana-reyes--005000000000001AAA/dana-reyes-audit.xlsx"
    assert rollup_path(head, "audit", "xlsx") == Path(expected)
    everybody = head_of(accounts, "all accounts", "USD")
    expected = "team/all-accounts/all-accounts-topx.xlsx"
    assert rollup_path(everybody, "topx", "xlsx") == Path(expected)


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
