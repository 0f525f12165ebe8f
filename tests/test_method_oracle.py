"""Every figure of ``show --json`` against the method in SQL (``tests/method_oracle``)."""

from __future__ import annotations

import ast
import copy
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.acceptance_runs import NAMES, SampleRun, command, facts
from tests.acceptance_runs import sample as _sample
from tests.method_oracle.figures import Compared, compare
from tests.method_oracle.oracle import HERE, opened
from tests.method_oracle.topics import NOT_COMPARED, PORTFOLIO, TOPICS, compared

sample = _sample
Json = dict[str, Any]
AS_OF = str(facts()["as_of"])
OTHER_DAYS = ("2026-09-30", "2026-12-31")
"""The last day of a quarter, which is not over on it; a day on which much of the sample is late."""


@cache
def computed(as_of: str) -> sqlite3.Connection:
    return opened(as_of)


def differences(topic: str, as_of: str, shown: dict[str, Json]) -> Compared:
    """All figures of a topic, of all accounts; each difference with the account's name."""
    count, told = 0, []
    for name, account in shown.items():
        for figures in TOPICS[topic]:
            found = compare(figures, computed(as_of), account)
            count += found.count
            told += [f"{name}: {difference}" for difference in found.differences]
    return Compared(count, tuple(told))


@pytest.fixture(scope="module")
def shown(sample: SampleRun) -> dict[str, Json]:
    return {name: sample.show(name) for name in NAMES}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_figure_is_what_the_method_gives(topic: str, shown: dict[str, Json]) -> None:
    found = differences(topic, AS_OF, shown)

    assert list(found.differences) == []
    assert found.count > 100


@pytest.mark.parametrize("as_of", OTHER_DAYS)
def test_so_it_is_on_another_day(as_of: str) -> None:
    asked = ("--org", "sample", "--as-of", as_of, "--json")
    shown = {name: command("show", name, *asked).well().json for name in NAMES}

    found = [differences(topic, as_of, shown) for topic in TOPICS]

    assert [told for one in found for told in one.differences] == []
    assert sum(one.count for one in found) > 40_000


def test_every_account_is_compared_whatever_its_tier(shown: dict[str, Json]) -> None:
    assert {account["account"]["tier"] for account in shown.values()} == {1, 2, 3}
    assert len(shown) == len(NAMES) == 17


def test_a_figure_that_is_a_cent_off_is_found(shown: dict[str, Json]) -> None:
    """The comparison above would else pass whatever it is given."""
    wrong = copy.deepcopy(shown)
    account = wrong["Kestrel & Rowe Foods"]
    account["revenue"]["current"] = "2077404.62"
    account["won"]["deals"].pop()
    account["relationships"]["contacts"][0]["strength"] = None
    account["whitespace"]["cells"][0]["need"] = "no"
    account["performance"]["quarters"].reverse()

    told = [d for topic in TOPICS for d in differences(topic, AS_OF, wrong).differences]

    assert len(told) == 6  # a deal that is missing is one, and the number of rows another
    assert "Kestrel & Rowe Foods: revenue.current: 207740461 expected, '2077404.62' shown" in told


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """Where values stand in what is printed, whatever the place in a list: ``won.deals.amount``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from leaves(item, path)
    elif value != []:
        yield path


def test_what_show_prints_is_compared_or_said_not_to_be(shown: dict[str, Json]) -> None:
    printed = {place for account in shown.values() for place in leaves(account)}
    parts = {place: place.split(".") for place in printed - compared()}
    heads = {
        p: {".".join(words[:n]) for n in range(1, len(words) + 1)} for p, words in parts.items()
    }

    assert sorted(place for place, above in heads.items() if not above & NOT_COMPARED.keys()) == []
    assert compared().isdisjoint(NOT_COMPARED)


def test_the_oracle_knows_nothing_of_the_product() -> None:
    imported = set()
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(f"{'.' * node.level}{node.module}")

    ours = {name for name in imported if name.startswith((".", "tests"))}
    assert not [name for name in imported if "generator" in name]
    assert ours <= {".exact", ".oracle", ".figures", ".topics"}


def test_what_the_oracle_takes_for_granted_is_so() -> None:
    """Rungs, sources and fallbacks that the sample has no case of are not recomputed."""
    held = computed(AS_OF)
    tables = {row[0] for row in held.execute("SELECT name FROM sqlite_master")}
    told = {
        "customers that state no ARR": "SELECT count(*) FROM customer JOIN Account a ON a.Id = root"
        " WHERE a.ARR__c IS NULL",
        "contacts without a TitleType": "SELECT count(*) FROM Contact WHERE TitleType IS NULL",
        "customers without assets": "SELECT count(*) FROM customer"
        " WHERE root NOT IN (SELECT root FROM owned_asset)",
        "cells with two plays": "SELECT count(*) FROM (SELECT 1 FROM play"
        " GROUP BY account, product HAVING count(*) > 1)",
    }

    assert {"ServiceContract", "SBQQ__Subscription__c", "DatedConversionRate"}.isdisjoint(tables)
    assert {what: held.execute(sql).fetchone()[0] for what, sql in told.items()} == dict.fromkeys(
        told, 0
    )


@pytest.mark.parametrize("as_of", [AS_OF, *OTHER_DAYS])
def test_what_all_accounts_say_together_is_what_the_method_gives(as_of: str) -> None:
    told = command("accounts", "--org", "sample", "--as-of", as_of, "--json").well().json

    found = [compare(figures, computed(as_of), told) for figures in PORTFOLIO]

    assert [different for one in found for different in one.differences] == []
    assert sum(one.count for one in found) > 200
