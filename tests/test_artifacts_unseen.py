"""What could not be read is not told to be absent (SALESFORCE.md 3.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.analysis.analyse import analyse
from generator.artifacts.compose import compose
from generator.formats import Formats
from tests.builders import Book


def values_of(book: Book, artifact: str) -> Any:
    return compose(analyse(book.build()), artifact, Formats()).values


def plan_of(book: Book) -> Any:
    return values_of(book, "plan")


def test_a_hidden_team_is_not_told_as_no_sponsor():
    book = Book(tier=1)
    assert "No executive sponsor" in plan_of(book)["conclusions"]["resources"]
    book.hide("team")
    told = plan_of(book)["conclusions"]["resources"]
    assert "No executive sponsor" not in told
    assert "not visible" in told


def test_hidden_contracts_are_not_told_as_no_renewal_and_no_term():
    book = Book()
    assert "not recorded" in plan_of(book)["conclusions"]["renewal"]
    assert plan_of(book)["contract_history"]["line"] is None
    for topic in ("contracts", "assets", "subscriptions"):
        book.hide(topic)
    values = plan_of(book)
    for told in (values["conclusions"]["renewal"], values["summary"]["headline"]):
        assert "not to be read: contracts" in told.lower()
    assert "not visible" in values["contract_history"]["line"]


def test_a_tier_2_run_by_motion_is_not_told_to_have_no_plays():
    book = Book(tier=2, arr=Decimal(1000), potential=Decimal(1000))
    assert plan_of(book)["account"]["segment"] == "motion"
    assert plan_of(book)["summary"]["emphasis"].startswith("Tier 2, though")


def test_the_review_names_no_unfilled_role_of_a_team_that_could_not_be_read():
    book = Book()
    assert "Executive sponsor" in values_of(book, "review")["session"]["unfilled"]
    book.hide("team")
    told = values_of(book, "review")["session"]["unfilled"]
    assert "Executive sponsor" not in told
    assert "not visible" in told
