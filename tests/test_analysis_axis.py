"""Divisions as accounts, as geographies, as records of their own: one rule for every record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount, Whitespace
from tests.builders import AS_OF, Book

D = Decimal
RECENT = AS_OF - timedelta(days=10)


def states(grid: Whitespace) -> dict[str, list[str]]:
    return {
        unit.name: [cell.state for cell in grid.cells if cell.unit_id == unit.id]
        for unit in grid.units
    }


def regional_book() -> Book:
    """Two products; accounts in two regions, records that say another one, one without any."""
    book = Book(region="EMEA", arr=D(500), potential=D(80))
    core, plus = book.product("Core"), book.product("Plus")
    north = book.division("North", region=" emea ", arr=D(200))
    west = book.division("West", region="Americas", arr=D(300))
    book.asset(core, "200", account=north)
    book.asset(core, "300", account=west, region="APAC")
    deal = book.deal("Plus for West", "40", date(2027, 1, 31), account=west)
    book.line(deal, plus, "40")
    book.contract(date(2027, 3, 31), account=west)
    ada = book.contact("Ada Moss", account=north, strength=3)
    book.contact("Ben Cole", account=west)
    book.event(RECENT, ada)
    book.won("Before", "90", date(2026, 3, 1), account=north)
    return book


def totals(account: AnalysedAccount) -> object:
    """What may not depend on how the account is divided."""
    done, deals = account.relationships, account.performance
    return (
        account.revenue, account.renewal, deals.won, deals.lost, deals.open, deals.quarters,
        done.single_threaded, done.active_contacts, done.executives_known, account.support,
        account.profile.potential, account.contracts and account.contracts[0].end,
        sorted(id_ for row in account.owned_products for id_ in row.ids),
    )  # fmt: skip


def test_by_hierarchy_each_account_is_a_row() -> None:
    grid = analyse(regional_book().build()).whitespace
    assert states(grid) == {"North": ["owned", "open"], "West": ["owned", "in_progress"]}


def test_by_geography_each_value_of_the_field_is_a_row_whatever_its_case() -> None:
    book = regional_book()
    book.rules(axis=("geography",))
    account = analyse(book.build())
    assert states(account.whitespace) == {
        "Americas": ["open", "in_progress"],
        "APAC": ["owned", "open"],
        "EMEA": ["owned", "open"],
    }
    assert [unit.name for unit in account.profile.units] == ["Acme", "Americas", "APAC", "EMEA"]
    assert {row.name: row.unit for row in account.relationships.contacts} == {
        "Ada Moss": "EMEA",
        "Ben Cole": "Americas",
    }
    assert [row.unit for row in account.relationships.units] == ["Americas", "APAC", "EMEA"]
    assert {row.name: row.unit for row in account.performance.deals} == {
        "Plus for West": "Americas",
        "Before": "EMEA",
    }
    assert account.contracts[0].unit == "Americas"


def test_a_region_stands_for_the_accounts_in_it_and_is_itself_no_record() -> None:
    book = regional_book()
    book.rules(axis=("geography",))
    snapshot = book.build()
    units = {unit.name: unit for unit in analyse(snapshot).whitespace.units}
    ids = {account.name: account.id for account in snapshot.accounts}
    assert units["EMEA"].ids == (ids["Acme"], ids["North"])
    assert units["APAC"].ids == ()
    assert units["EMEA"].id not in ids.values()
    assert {unit.parent_id for unit in units.values()} == {book.root}


def unit_book() -> Book:
    book = Book(arr=D(500), potential=D(80))
    core, plus = book.product("Core"), book.product("Plus")
    north = book.division("North")
    retail = book.business_unit("Retail")
    shops = book.business_unit("Shops", parent_id=retail, account=north)
    book.asset(core, "200", account=north, business_unit_id=shops)
    deal = book.deal("Plus", "40", date(2027, 1, 31), business_unit_id=retail)
    book.line(deal, plus, "40")
    ada = book.contact("Ada Moss", business_unit_id=retail, strength=3)
    book.contact("Ben Cole", account=north)
    book.event(RECENT, ada)
    book.task("Call Ada", date(2026, 12, 1), contact_id=ada)
    book.play("Core for Retail", core, value="70", business_unit_id=retail)
    return book


def test_business_units_are_rows_as_a_tree_of_their_own() -> None:
    book = unit_book()
    book.rules(axis=("object",))
    account = analyse(book.build())
    assert states(account.whitespace) == {
        "Retail": ["open", "in_progress"],
        "Shops": ["owned", "open"],
    }
    assert [(unit.name, unit.depth) for unit in account.profile.units] == [
        ("Acme", 0),
        ("Retail", 1),
        ("Shops", 2),
    ]
    assert {row.name: row.unit for row in account.relationships.contacts} == {
        "Ada Moss": "Retail",
        "Ben Cole": "Acme",
    }
    assert [row.unit for row in account.actions] == ["Retail"]
    assert [row.unit for row in account.plays] == ["Retail"]
    assert account.whitespace.value.value == D(70)


def test_what_names_no_business_unit_counts_for_the_account_itself_and_is_said() -> None:
    book = unit_book()
    book.asset(book.product("Loose"), "7")
    book.deal("Nowhere", "5", date(2027, 2, 28), business_unit_id="a11000000000099AAA")
    book.rules(axis=("object",))
    account = analyse(book.build())
    said = {problem.source: problem.message for problem in account.problems}
    assert said["asset.business_unit_id"] == (
        "1 of 2 assets without a business unit: counted for the account itself"
    )
    assert said["opportunity.business_unit_id"].startswith("1 of 2 opportunities")
    assert said["contact.business_unit_id"].startswith("1 of 2 contacts")
    assert "play.business_unit_id" not in said
    assert "Acme" in states(account.whitespace)


def test_accounts_as_divisions_leave_nothing_to_say() -> None:
    problems = analyse(unit_book().build()).problems
    assert [row.source for row in problems if "without" in row.message] == []


@pytest.mark.parametrize("axis", ["geography", "object"])
@pytest.mark.parametrize("make", [regional_book, unit_book])
def test_totals_of_the_account_are_the_same_by_every_axis(make, axis) -> None:
    book = make()
    plain = totals(analyse(book.build()))
    book.rules(axis=(axis,))
    assert totals(analyse(book.build())) == plain


def test_a_ring_of_business_units_is_survived() -> None:
    book = Book()
    one = book.business_unit("One")
    two = book.business_unit("Two", parent_id=one)
    book.change(one, parent_id=two)
    book.product("Core")
    book.rules(axis=("object",))
    assert sorted(states(analyse(book.build()).whitespace)) == ["One", "Two"]


@pytest.mark.parametrize(
    ("axis", "names"),
    [
        (("hierarchy",), ["Acme"]),
        (("hierarchy", "geography"), ["Acme", "Asia", "Europe"]),
        (("object", "geography"), ["Acme", "Asia", "Europe"]),
        (("hierarchy", "object"), ["Acme"]),
    ],
)
def test_the_first_axis_that_splits_the_account_is_taken(
    axis: tuple[str, ...], names: list[str]
) -> None:
    book = Book(region="Europe")
    book.asset(book.product("Core"), region="Asia")
    book.rules(axis=axis)
    assert [unit.name for unit in analyse(book.build()).profile.units] == names


def test_one_region_alone_splits_nothing_but_stands_where_no_other_axis_does() -> None:
    book = Book(region="Europe")
    book.asset(book.product("Core"))
    book.rules(axis=("geography", "hierarchy"))
    account = analyse(book.build())
    assert [unit.name for unit in account.whitespace.units] == ["Europe"]
    book.division("North")
    account = analyse(book.build())
    assert [unit.name for unit in account.profile.units] == ["Acme", "North"]
