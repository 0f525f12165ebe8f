"""What ``explain`` says of a figure: value, meaning, fields, rules, records (CONTRACT.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.artifacts.explaining import Explainer
from generator.artifacts.vocabulary import listing
from generator.crm.accounts import find
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org.data import load
from generator.crm.sample_org.server import SampleServer
from generator.errors import UsageError
from generator.files import data_folder
from generator.formats import Formats
from generator.model.snapshot import Snapshot
from tests.acceptance_runs import command
from tests.builders import Book

KESTREL = "Kestrel & Rowe Foods"


def sample() -> Snapshot:
    data = load(data_folder("samples"))
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        ids = [find(session, KESTREL).id]
        (snapshot,) = read_accounts(session, ids, date.fromisoformat(data.org["as_of"]))
    return snapshot


def explainer(snapshot: Snapshot) -> Explainer:
    return Explainer(analyse(snapshot), snapshot, Options(), Formats())


@pytest.fixture(scope="module")
def kestrel() -> Explainer:
    return explainer(sample())


def instances(name: str, values: Any, path: str = "") -> Iterator[str]:
    """The name with a number at each list: its first and its last item."""
    first, _, rest = name.partition(".")
    key, is_list = first.removesuffix("[]"), first.endswith("[]")
    place, inner = f"{path}.{key}" if path else key, values[key]
    if not is_list:
        yield from instances(rest, inner, place) if rest else [place]
        return
    for number in sorted({0, len(inner) - 1}) if inner else ():
        at = f"{place}[{number}]"
        yield from instances(rest, inner[number], at) if rest else [at]


def test_every_name_of_the_plan_is_explained_with_the_ids_that_the_plan_has(kestrel) -> None:
    names = [entry.name for entry in listing() if "plan" in entry.artifacts]
    paths = [path for name in names for path in instances(name, kestrel.composed.values)]
    assert len(paths) > 1500
    for path in paths:
        found = kestrel.explain(path)
        assert found.ids == kestrel.composed.ids_of(path), path
        assert tuple(sorted(row.id for row in found.records)) == tuple(sorted(found.ids)), path
        assert found.meaning, path
        assert found.printed, path
        assert found.rules, path


def test_all_records_behind_the_figures_are_among_those_that_were_read(kestrel) -> None:
    every = {row for ids in kestrel.composed.sources.values() for row in ids}
    unknown = [row for row in every if row not in kestrel._known]
    assert unknown == []


def test_nothing_recorded_is_explained_as_not_known() -> None:
    found = explainer(Book("Acme").build()).explain("revenue.current")
    assert (found.value, found.printed, found.ids) == (None, "not known", ())


@pytest.fixture
def acme() -> Explainer:
    book = Book("Acme", currency="USD", corporate="USD")
    book.rate("EUR", "0.5")
    book.won("Rollout", "100", date(2026, 3, 1))
    book.won("Abroad", "50", date(2026, 4, 1), currency="EUR")
    book.won("Unpriced", None, date(2026, 5, 1))
    return explainer(book.build())


def test_a_figure_says_what_it_counts_and_what_each_record_gives(acme: Explainer) -> None:
    found = acme.explain("won.amount")
    assert (found.printed, found.of) == ("$200", (2, 3))
    gives = {row.name: (row.values["amount"], row.currency) for row in found.records}
    assert gives == {
        "Rollout": ("100", "USD"), "Abroad": ("50", "EUR"), "Unpriced": (None, None),
    }  # fmt: skip
    assert any("EUR are converted to USD" in rule for rule in found.rules)
    assert any("from Nov 22, 2023 to Nov 22, 2026" in rule for rule in found.rules)


def test_a_list_lists_its_items_and_an_item_its_names(acme: Explainer) -> None:
    found = acme.explain("won.deals")
    assert [part.name for part in found.parts] == [f"won.deals[{n}]" for n in range(3)]
    assert [part.printed for part in found.parts] == ["Unpriced", "Abroad", "Rollout"]
    assert all(len(part.ids) == 1 for part in found.parts)
    item = {part.name: part.printed for part in acme.explain("won.deals[1]").parts}
    assert item["won.deals[1].amount"] == "$100"


def test_what_a_page_shows_of_a_list_is_explained_as_the_list(acme: Explainer) -> None:
    shown, whole = (acme.explain(f"won.{name}[0].close_date") for name in ("deals_shown", "deals"))
    assert (shown.printed, shown.meaning) == (whole.printed, whole.meaning)
    assert shown.ids == whole.ids


def test_a_derived_name_says_what_it_is_made_from(acme: Explainer) -> None:
    found = acme.explain("summary.headline")
    assert [part.name for part in found.uses] == ["revenue", "renewal"]
    assert found.origins == ()


def test_the_target_is_explained_by_its_own_rule(acme: Explainer) -> None:
    current, target = (acme.explain(f"revenue.{name}") for name in ("current", "target"))
    assert "rung of the ladder" in current.rules[0]
    assert "revenue target field" in target.rules[0]
    assert target.thresholds == ()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("revenue.curent", "revenue.current"),
        ("Revenue.Current", "revenue.current"),
        ("curent", "revenue.current"),
        ("play.value", "plays[0].value"),
        ("win_rate", "performance.win_rate"),
        ("pipeline", "open.deals"),
    ],
)
def test_a_name_that_there_is_not_is_told_by_what_is_near(acme: Explainer, name, near) -> None:
    with pytest.raises(UsageError) as caught:
        acme.explain(name)
    assert near in str(caught.value)


def test_an_item_that_a_list_does_not_have_is_told_with_those_it_has(acme: Explainer) -> None:
    for name in ("won.deals[3]", "won.deals.amount"):
        with pytest.raises(UsageError, match=r"list of 3.*won\.deals\[0\] to won\.deals\[2\]"):
            acme.explain(name)
    with pytest.raises(UsageError, match="is no list"):
        acme.explain("won.amount[0]")
    with pytest.raises(UsageError, match="There is no name"):
        acme.explain("won..amount; x")


def test_the_command_prints_the_fields_of_this_org_and_the_records() -> None:
    told = command("explain", KESTREL, "renewal.date", "--org", "sample").well().out
    assert "Mar 12, 2027" in told
    assert "close_date 2027-03-12" in told  # of the renewal opportunity
    assert "Contract.EndDate" in told
    assert "How they were chosen" in told
    found = command("explain", KESTREL, "won.amount", "--org", "sample", "--json").well().json
    assert found["fields"][0] == {
        "field": "opportunity.amount",
        "read": ["Opportunity.Amount"],
        "looked_for": ["Opportunity.Amount"],
    }
    assert len(found["records"]) == found["of"][1] == 30
    assert {row["link"] for row in found["records"]} == {None}  # the sample's server has ended
