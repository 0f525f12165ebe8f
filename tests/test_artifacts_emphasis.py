"""What a plan puts first: emphasis by quadrant, plays of a light plan, the brief (rows 3, 4, 8)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.analysis.results import AnalysedAccount
from generator.artifacts import compose
from generator.formats import Formats
from tests.builders import Book
from tests.test_artifacts_builder import full_account

US = Formats()


def plan(account: AnalysedAccount, form: str = "full") -> dict[str, Any]:
    return compose(account, "plan", US, form=form).values


def of_segment(segment: str | None, **profile: Any) -> AnalysedAccount:
    account = full_account()
    return replace(account, profile=replace(account.profile, segment=segment, **profile))


@pytest.mark.parametrize(
    ("segment", "first"),
    [
        ("strategic", []),
        ("land_expand", ["whitespace_first"]),
        ("retention", ["renewal_first"]),
        ("motion", []),
        (None, []),
    ],
)
def test_the_quadrant_says_which_section_comes_first(segment: str | None, first: list[str]) -> None:
    for form in ("full", "light"):
        switches = plan(of_segment(segment), form)["sections"]
        assert [name for name in ("whitespace_first", "renewal_first") if switches[name]] == first
    brief = plan(of_segment("land_expand"), "brief")["sections"]
    assert not brief["whitespace_first"]  # it has no such section


def test_a_retention_plan_speaks_of_what_is_kept_and_not_of_growth() -> None:
    values = plan(of_segment("retention"))
    names = [row["name"] for row in values["summary"]["kpis"]]
    assert "Gap to target" not in names
    assert "Renewal value" in names
    assert "the target is" not in values["summary"]["headline"]
    assert "are no goal" in values["conclusions"]["whitespace"]
    assert "gap of" not in values["conclusions"]["goals"]


def test_land_and_expand_names_the_divisions_that_own_nothing_of_ours() -> None:
    values = plan(of_segment("land_expand"))
    rows = values["focus"]["divisions"]
    assert rows
    assert rows[0]["way_in"]
    assert rows[0]["play"]  # those with a play lead
    assert "own" in values["summary"]["headline"]
    assert "nothing of ours yet" in values["summary"]["headline"]


def with_plays(count: int, options: Options = Options()) -> AnalysedAccount:
    book = Book("Acme", tier=2, expansion_thesis="Two more plants")
    for n in range(1, count + 1):
        book.play(f"Play {n}", book.product(f"Product {n}"), value=str(100 * n))
    return analyse(book.build(), options=options)


@pytest.mark.parametrize(("count", "warned"), [(1, False), (2, False), (3, True)])
def test_a_light_plan_of_more_than_two_plays_is_warned_of(count: int, warned: bool) -> None:
    account = with_plays(count)
    focus = plan(account, "light")["focus"]
    assert bool(focus["plays_note"]) == warned
    assert [row["name"] for row in focus["plays_shown"]] == [
        f"Play {n}" for n in range(count, 0, -1)
    ][:2]
    assert plan(account)["focus"]["plays_note"] == ""


def test_how_many_plays_a_light_plan_holds_is_the_settings_to_say() -> None:
    account = with_plays(3, Options(light_plays=5))
    assert plan(account, "light")["focus"]["plays_note"] == ""
    assert not [row for row in account.problems if "light plan" in row.message]


def test_a_light_account_with_more_plays_and_no_thesis_lists_both_as_problems() -> None:
    book = Book("Acme", tier=2, potential=Decimal(900_000))
    for n in range(3):
        book.play(f"Play {n}", book.product(f"Product {n}"))
    messages = [row.message for row in analyse(book.build()).problems]
    assert any(m.startswith("3 plays are ahead in a light plan") for m in messages)
    assert any(m.startswith("No expansion thesis is recorded") for m in messages)
    fine = Book("Acme", tier=2, potential=Decimal(900_000), expansion_thesis="Two more plants")
    fine.play("Play", fine.product("Product"))
    assert not [
        r for r in analyse(fine.build()).problems if "thesis" in r.message or "plays" in r.message
    ]


def test_a_plan_that_keeps_needs_no_expansion_thesis() -> None:
    book = Book("Acme", tier=1, arr=Decimal(900_000), potential=Decimal(10))
    account = analyse(book.build())
    assert account.profile.segment == "retention"
    assert not [row for row in account.problems if "thesis" in row.message]


def test_a_brief_says_how_the_account_is_run() -> None:
    by_motion = of_segment("motion", tier=3, playbook="Standard renewal")
    assert plan(by_motion)["focus"]["run_by"] == (
        "Managed by motion: no plan of its own. Playbook: Standard renewal."
    )
    without = of_segment("motion", tier=3, playbook=None)
    assert "not recorded in Salesforce" in plan(without, "brief")["focus"]["run_by"]
    assert "a plan of its own (tier 1)" in plan(of_segment("strategic"), "brief")["focus"]["run_by"]
