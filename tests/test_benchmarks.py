"""What the benchmarks measure on, and where they write: a large org, and the sections of a file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from generator.crm.reader import read_accounts
from tests.crm_orgs import serving, session_with

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture(autouse=True)
def _benchmarks_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts lie in a folder of their own and import one another by name."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("large_org", "sections"):
        sys.modules.pop(name, None)


def test_a_large_org_is_the_same_each_time_and_every_record_points_to_one_that_is_there() -> None:
    from large_org import VARIED, large_org

    org, again = large_org(5, VARIED), large_org(5, VARIED)
    for name, rows in org.records.items():
        assert list(rows) == list(again.records[name])
    known = {row["Id"] for rows in org.records.values() for row in rows}
    pointing = ("ParentId", "AccountId", "OwnerId", "WhoId", "WhatId", "ReportsToId",
                "OpportunityId", "Product2Id")  # fmt: skip
    for name in ("Account", "Contact", "Opportunity", "OpportunityLineItem", "Task", "Case"):
        for row in org.records[name]:
            assert {row[field] for field in pointing if row.get(field)} <= known


def test_the_reader_finds_all_that_a_large_org_holds_below_an_account() -> None:
    from large_org import Shape, account_ids, large_org

    org, shape = large_org(5), Shape()
    with serving(org) as server:
        as_of = date.fromisoformat(org.org["as_of"])
        for snapshot in read_accounts(session_with(server), account_ids(5)[2:4], as_of):
            counts = (
                len(snapshot.accounts) - 1,
                len(snapshot.contacts),
                len(snapshot.opportunities),
                len(snapshot.lines),
                len(snapshot.activities),
                len(snapshot.cases),
            )
            lines = shape.opportunities * shape.lines
            assert counts == (
                shape.divisions, shape.contacts, shape.opportunities, lines, shape.tasks,
                shape.cases,
            )  # fmt: skip


def test_accounts_of_a_varied_org_differ_in_size_and_have_on_average_what_its_shape_says() -> None:
    from large_org import VARIED, Shape, account_ids, large_org

    plain, varied = large_org(4, Shape()), large_org(4, VARIED)

    for name, rows in plain.records.items():
        assert len(varied.records[name]) == pytest.approx(len(rows), rel=0.03)
    ids = account_ids(4, VARIED)
    parents = [row["ParentId"] for row in varied.records["Account"]]
    assert [parents.count(one) for one in ids] == [2, 3, 4, 7]
    tops = [row for row in varied.records["Account"] if row["ParentId"] is None]
    assert [row["Id"] for row in tops] == ids
    assert len({row["CurrencyIsoCode"] for row in tops}) == 3


def test_a_benchmark_replaces_its_own_section_and_leaves_the_others(tmp_path: Path) -> None:
    from sections import read_sections, write_section

    page = tmp_path / "RESULTS.md"
    write_section("calls", "# Calls\n\n| 1 |", page)
    write_section("times", "# Times", page)
    write_section("calls", "# Calls\n\n| 2 |", page)
    text = page.read_text("utf-8")
    assert read_sections(text) == {"times": "# Times", "calls": "# Calls\n\n| 2 |"}
    assert text.index("# Times") < text.index("# Calls")
    assert text.endswith("Made by `make bench`.\n")
