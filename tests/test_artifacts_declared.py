"""Names that stand in fields nobody has declared fit for a customer stay out of the deck."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts import compose
from generator.artifacts.compose import Composed
from generator.crm.mapping import default_mapping
from generator.formats import Formats
from generator.model.records import KpiReading
from generator.pipeline import Order, produce
from tests.builders import Book

SECRET = "At-risk: exit 2027"
US = Formats()


def deck(book: Book, artifact: str = "qbr") -> Composed:
    return compose(analyse(book.build()), artifact, US)


def reasons(composed: Composed) -> dict[str, str]:
    return {row.slide: row.reason for row in composed.left_out}


def regional(**values: Any) -> Book:
    """Acme with its product Core in a region whose name says too much."""
    book = Book("Acme", tier=1, **values)
    book.rules(axis=("geography",))
    book.asset(book.product("Core"), "10", quantity="5")
    return book


def everything(path: Path) -> str:
    """All texts of an Office file, those of the workbooks within it as well."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(BytesIO(data)) as inner:
                    found += [inner.read(part).decode("utf-8") for part in inner.namelist()]
            else:
                found.append(data.decode("utf-8", "replace"))
    return "".join(found)


def test_a_region_is_internal_until_its_field_is_declared(tmp_path: Path) -> None:
    book = regional(region=SECRET)

    hidden = deck(book)
    (outcome,) = produce(book.build(), Order(out=tmp_path, only=("qbr",)))

    assert SECRET not in str(hidden.values)
    assert SECRET not in everything(Path(outcome.path or ""))
    assert hidden.values["usage"]["teams"] == []
    assert [row["unit"] for row in hidden.values["products"]] == [None]
    assert hidden.values["usage"]["products"][0]["quantity"] == 5
    assert reasons(hidden)["products"] == "not declared safe for customers: account.region"
    assert deck(book, "plan").values["products"][0]["unit"] == SECRET
    book.safe("account.region")
    shown = deck(book)
    assert [row["name"] for row in shown.values["usage"]["teams"]] == [SECRET]
    assert {row["name"] for row in shown.values["account"]["divisions"]} == {"Acme", SECRET}


def test_every_field_that_names_a_region_must_be_declared() -> None:
    book = regional(region="EMEA")
    core = book.build().products[0].id
    book.asset(core, "10", region="emea")
    book.contact("Ada Moss", region="EMEA")
    book.safe("account.region", "asset.region")

    assert reasons(deck(book))["products"] == "not declared safe for customers: contact.region"
    book.safe("contact.region")
    assert [row["name"] for row in deck(book).values["usage"]["teams"]] == ["EMEA"]


def test_a_business_unit_is_internal_until_its_name_is_declared() -> None:
    book = Book("Acme", tier=1)
    book.rules(axis=("object",))
    book.asset(book.product("Core"), "10", business_unit_id=book.business_unit(SECRET))

    hidden = deck(book)

    assert SECRET not in str(hidden.values)
    assert reasons(hidden)["products"] == "not declared safe for customers: business_unit.name"
    book.safe("business_unit.name")
    assert [row["name"] for row in deck(book).values["usage"]["teams"]] == [SECRET]


def test_the_names_of_accounts_need_no_declaration() -> None:
    book = Book("Acme", tier=1)
    book.asset(book.product("Core"), "10", account=book.division("North"))

    values = deck(book).values

    assert [row["name"] for row in values["usage"]["teams"]] == ["North"]
    assert [row["unit"] for row in values["products"]] == ["North"]
    assert {row["name"] for row in values["account"]["divisions"]} == {"Acme", "North"}


def test_an_asset_without_a_product_is_named_only_where_its_name_is_declared() -> None:
    book = Book("Acme", tier=1)
    book.asset(book.product("Core"), "10", quantity="5")
    for name in (SECRET, "Old pump"):
        book.asset(None, "10", name=name, quantity="2")

    hidden = deck(book).values

    assert SECRET not in str(hidden)
    assert [(row["name"], row["quantity"]) for row in hidden["usage"]["products"]] == [
        ("Core", 5),
        ("Other products", 4),
    ]
    assert hidden["usage"]["teams"][0]["product_names"] == "Core, Other products"
    assert [row["product"] for row in hidden["products"]] == ["Core", *["Other products"] * 2]
    assert hidden["usage"]["product_count"] == hidden["usage"]["teams"][0]["products"] == 3
    internal = deck(book, "plan").values["usage"]["products"]
    assert {row["name"] for row in internal} == {"Core", SECRET, "Old pump"}
    book.safe("asset.name")
    assert {row["name"] for row in deck(book).values["usage"]["products"]} == {
        "Core",
        SECRET,
        "Old pump",
    }


def test_a_subscription_without_a_product_is_named_only_where_its_name_is_declared() -> None:
    book = Book("Acme", tier=1)
    book.subscription("10", date(2026, 1, 1), None, name=SECRET)
    book.safe("asset.name")

    hidden = deck(book).values

    assert SECRET not in str(hidden)
    assert [row["name"] for row in hidden["usage"]["products"]] == ["Other products"]
    book.safe("subscription.name")
    assert [row["name"] for row in deck(book).values["usage"]["products"]] == [SECRET]


def test_the_id_of_a_product_that_cannot_be_read_is_never_for_a_customer() -> None:
    book = Book("Acme", tier=1)
    core = book.product("Core")
    book.line(book.won("First", "10", date(2026, 3, 1)), core, "10")
    snapshot = replace(book.build(), products=())

    values = compose(analyse(snapshot), "qbr", US).values

    assert core not in str(values)
    assert [row["name"] for row in values["usage"]["products"]] == ["Other products"]


@pytest.mark.parametrize(
    ("name", "is_safe"),
    [("asset.name", True), ("subscription.name", False), ("account.region", False)],
)
def test_what_the_default_mapping_declares_of_names(name: str, is_safe: bool) -> None:
    assert (name in default_mapping().declared_safe) is is_safe


# --- values that come from a field which was not declared, by another way ----------------------


def test_a_renewal_date_of_a_customer_is_none_of_our_forecasts() -> None:
    book = Book("Acme", tier=1)
    book.contract(date(2027, 6, 30))
    book.deal("Renewal", "10", date(2027, 2, 1), kind="renewal")

    account = analyse(book.build())

    assert compose(account, "plan", US).values["renewal"]["date"] == date(2027, 2, 1)
    assert compose(account, "qbr", US).values["renewal"]["date"] == date(2027, 6, 30)


def test_a_customer_whose_renewal_is_known_from_our_deals_alone_has_no_date() -> None:
    book = Book("Acme", tier=1)
    book.deal("Renewal", "10", date(2027, 2, 1), kind="renewal")

    assert deck(book).values["renewal"] == {"date": None}


@pytest.mark.parametrize(
    ("unit", "is_shown"),
    [("number", True), ("percent", True), ("currency", False), ("", False), ("Euro", False)],
)
def test_a_measure_that_may_be_money_is_not_shown(unit: str, is_shown: bool) -> None:
    book = Book("Acme", tier=1)
    goal = book.objective(book.plan(), "Grow together", is_shared=True)
    book.measure(goal, "Yearly contract value", unit, target="1500000")

    (shown,) = deck(book).values["goals"]

    assert [row["target"] for row in shown["measures"]] == ([1_500_000] if is_shown else [])


def test_we_see_a_measure_without_a_unit_as_a_number_that_no_money_bridges() -> None:
    book = Book("Acme", tier=1)
    goal = book.objective(book.plan(), "Grow together")
    book.measure(goal, "Yearly contract value", "", target="1500000")
    (measure,) = deck(book, "plan").values["goals"][0]["measures"]
    assert (measure["target_text"], measure["bridge"]) == ("1,500,000", None)


def test_the_newest_reading_stands_for_the_current_value_only_where_readings_are_declared() -> None:
    book = Book("Acme", tier=1)
    wish = book.priority("Less waste", baseline="9", target="4")
    book.add(KpiReading, priority_id=wish, day=date(2026, 9, 30), value=Decimal(6))
    book.safe(*(name for name in default_mapping().declared_safe if "kpi_reading" not in name))

    (hidden,) = deck(book).values["priorities"]
    assert (hidden["current"], hidden["current_text"], hidden["progress"]) == (None, None, None)
    book.safe("kpi_reading.value", "kpi_reading.day")
    (shown,) = deck(book).values["priorities"]
    assert (shown["current"], shown["current_text"], shown["progress"]) == (6, "6", 60)


def test_the_order_of_goals_does_not_tell_a_customer_what_we_call_them() -> None:
    orders = set()
    for kinds in (("growth", "customer"), ("customer", "growth")):
        book = Book("Acme", tier=1)
        plan = book.plan()
        for name, kind, month in zip(("First", "Second"), kinds, (3, 6), strict=True):
            book.objective(plan, name, kind=kind, end_date=date(2027, month, 1), is_shared=True)
        orders.add(tuple(goal["name"] for goal in deck(book).values["goals"]))
        ours = tuple(goal["kind"] for goal in deck(book, "plan").values["goals"])
        assert ours == ("growth", "customer")
    assert orders == {("First", "Second")}
