"""The review decks are made whatever the mapping declares, and hold what they are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import CATALOG, Assignment
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer, load
from generator.files import data_folder
from generator.pipeline import Order, render
from tests.acceptance_runs import ROOTS

DECKS = ("qbr", "ebr")
DECLARED = tuple(sorted(default_mapping().declared_safe))
ONLY_NAMES = frozenset(field for field in DECLARED if field.endswith(".name"))
LINES = frozenset(
    {"priority.name", "priority.outcome", "review_item.name", "kpi_reading.value"}
    | {"kpi_reading.day"}
)
ORDER = Order(out=Path())


@pytest.fixture(scope="module")
def account() -> AnalysedAccount:
    """A sample account of which everything is known."""
    data = load(data_folder("samples"))
    root = next(row["Id"] for row in ROOTS if row["Name"] == "Kestrel & Rowe Foods")
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        (snapshot,) = read_accounts(session, [root], date.fromisoformat(data.org["as_of"]))
    return analyse(snapshot)


def made(account: AnalysedAccount, deck: str, declared: frozenset[str]) -> int:
    """The deck's size where only ``declared`` may be seen."""
    seen = replace(account, declared_safe=tuple(sorted(declared)))
    assignment = Assignment(CATALOG[deck], CATALOG[deck].asked[0])
    return len(render(seen, assignment, ORDER, {}).document.data)


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("field", DECLARED)
def test_a_deck_is_made_without_any_one_declared_field(
    account: AnalysedAccount, deck: str, field: str
) -> None:
    assert made(account, deck, frozenset(DECLARED) - {field}) > 0


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize(
    "declared",
    [frozenset(), ONLY_NAMES, LINES, ONLY_NAMES | LINES],
    ids=["none", "names", "lines", "both"],
)
def test_a_deck_is_made_where_little_is_declared(
    account: AnalysedAccount, deck: str, declared: frozenset[str]
) -> None:
    assert made(account, deck, declared) > 0


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("kind", sorted({field.partition(".")[0] for field in DECLARED}))
def test_a_deck_is_made_where_of_one_kind_of_record_only_the_name_is_declared(
    account: AnalysedAccount, deck: str, kind: str
) -> None:
    rest = {field for field in DECLARED if not field.startswith(f"{kind}.")}
    assert made(account, deck, frozenset(rest | {f"{kind}.name"})) > 0
