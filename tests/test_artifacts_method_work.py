"""What the plan says of profile, renewal, contracts, service and resources, in words (METHOD.md
rows 30, 32, 33, 35, 39 to 41, 92, 94)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts import compose
from generator.artifacts.show import account_row
from generator.formats import Formats
from generator.model.records import Commitment
from tests.builders import AS_OF, Book

D = Decimal


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def ahead(days: int) -> date:
    return AS_OF + timedelta(days=days)


def said(book: Book) -> dict[str, Any]:
    return compose(analyse(book.build()), "plan", Formats(), form="full").values


def test_the_header_says_ownership_revenue_with_year_and_source_and_who_decides():
    book = Book(
        ownership="Private",
        private_equity=True,
        annual_revenue=D(610_000_000),
        annual_revenue_year=2025,
        annual_revenue_source="annual report",
    )
    book.contact("Rita Voss", title="CFO", role="economic_buyer")
    for name in ("Ada", "Ben", "Cleo", "Dora"):
        book.contact(name, role="decision_maker")
    account = said(book)["account"]
    assert account["owned_by"] == "Private, owned by private equity"
    assert account["finance"] == "$610M in 2025 (annual report)"
    assert account["decision_makers"] == "Rita Voss (CFO), Ada, Ben, Cleo, and 1 more"


def test_what_is_not_recorded_is_left_out_of_the_header():
    account = said(Book(annual_revenue=D(5), ownership="Public"))["account"]
    assert (account["finance"], account["decision_makers"]) == (None, None)
    assert account["owned_by"] == "Public"
    assert said(Book())["account"]["owned_by"] is None


@pytest.mark.parametrize(
    ("health", "shown"), [("78.0", "78"), ("Green", "Green"), (None, None), ("NaN", "NaN")]
)
def test_a_health_score_is_a_number_or_a_word(health, shown):
    assert said(Book(health=health))["account"]["health_label"] == shown


def test_divisions_stand_with_place_and_people():
    book = Book()
    for number in range(5):
        book.division(
            f"Unit {number}", country="Spain", city="Here", employees=1000 * number or None
        )
    (place,) = said(book)["account"]["places"]
    assert place["names"] == (
        "Unit 4 (Here, 4,000), Unit 3 (Here, 3,000), Unit 2 (Here, 2,000), Unit 1 (Here, 1,000), "
        "and 1 more"
    )


def test_gates_say_what_the_records_show():
    book = Book(renewal_strategy="Renew early")
    book.contract(ahead(80))
    bob = book.user("Bob Seller")
    book.deal("Renewal", "5", ahead(80), kind="renewal", owner_id=bob, created=ahead(80 - 170))
    book.event(ago(10), book.contact("Rita Voss", role="economic_buyer"))
    rows = said(book)["renewal"]["milestones"]
    assert [(row["state_label"], row["finding"]) for row in rows] == [
        ("Done", "a strategy is recorded"),
        ("Done", "open since Aug 24, 2026, 10 days late"),
        ("Done", "Rita Voss met on Nov 12, 2026"),
        ("Not shown by the records", None),
    ]


def test_plays_that_shall_close_by_the_renewal_stand_beside_it():
    book = Book()
    book.contract(ahead(80))
    won = book.won("Won", "5", ago(3))
    for name, day, deal in (("Soon", 60, None), ("Later", 90, None), ("Done", 5, won)):
        book.play(name, None, close_date=ahead(day), opportunity_id=deal)
    assert [row["name"] for row in said(book)["renewal"]["plays"]] == ["Soon"]
    assert said(Book())["renewal"]["plays"] == []


def test_the_history_of_contracts_is_one_sentence():
    book = Book()
    book.contract(ago(400), start_date=ago(764), status="Expired")
    book.contract(ago(100), start_date=ago(395), status="Expired")
    values = said(book)
    assert values["contract_history"]["line"] == (
        "2 terms came to their end: one late, one not renewed by any record."
    )
    labels = [row["renewed_label"] for row in values["contracts"]]
    assert labels == ["renewed 4 days late", "not renewed by any record"]
    assert said(Book())["contract_history"]["line"] is None


def test_support_says_priority_age_and_the_trend_over_two_years():
    book = Book()
    for opened, priority in ((ago(3), "High"), (ago(40), "Low"), (date(2025, 2, 1), "Low")):
        book.case(opened, priority=priority)
    support = said(book)["support"]
    assert support["open_line"] == (
        "High 1, Low 2; one open for 0-7 days, one open for 31-90 days, one open for 90+ days"
    )
    assert support["trend"] == "0 opened in four quarters, 1 in the four before"
    assert said(Book())["support"]["open_line"] is None


def test_activity_says_how_often_with_whom_and_by_whom():
    book = Book()
    ann = book.user("Ann Owner")
    chief = book.contact("Chief", title="Chief Financial Officer")
    book.event(ago(5), chief, owner_id=ann)
    book.event(ago(45), owner_id=ann)
    assert said(book)["activity"]["line"] == (
        "1 in 30 days, 2 in 90; with executives 1, nobody named 1; by Ann Owner 2; "
        "the last with an executive 5 days ago"
    )
    book.hide("activities", "not_visible")
    assert said(book)["activity"]["line"] is None


def test_hours_budget_and_sources_of_deals_are_there_or_unknown():
    book = Book()
    book.plan(hours=D(320), budget=D(48000))
    for source in ("Event", "Event", "Partner", None):
        book.deal("Deal", "1", ahead(9), lead_source=source)
    values = said(book)
    assert (values["plan"]["hours"], values["plan"]["budget"]) == (D(320), D(48000))
    rows = values["performance"]["lead_sources"]
    assert [(row["source"], row["count"]) for row in rows] == [("Event", 2), ("Partner", 1)]
    assert said(Book())["plan"]["hours"] is None


def test_promises_stand_by_urgency_and_are_counted():
    book = Book()
    rows = (
        ("Open", "open", ahead(9), None),
        ("Overdue", "open", ago(2), None),
        ("Kept", "kept", ago(40), ago(41)),
        ("Late", "late", ago(20), ago(10)),
    )
    for name, state, due, done in rows:
        book.add(
            Commitment, account_id=book.root, name=name, state=state, due_date=due, done_on=done
        )
    assert "internal" not in said(book)["promised"]["line"]
    promised = said(book)["promised"]
    assert [row["name"] for row in promised["rows"]] == ["Overdue", "Open", "Late", "Kept"]
    assert promised["line"] == (
        "2 promises are still to be done, 1 of them late. Kept on time: 1 of 2 that are settled."
    )


def test_a_deals_score_is_in_the_vocabulary():
    book = Book()
    book.deal("Deal", "1", ahead(9), score=D(74))
    assert said(book)["open"]["deals"][0]["score"] == D(74)


def test_the_list_of_accounts_has_what_blocks_each():
    book = Book()
    book.task("Late", ago(3), owner_id=book.user("Bob Seller"))
    (row,) = account_row(analyse(book.build()))["blockers"]
    assert (row["name"], row["days"], row["owner"]) == ("Late", 3, "Bob Seller")


def test_health_milestones_and_use_say_what_the_crm_says_of_them():
    book = Book(health="78", health_trend="Rising")
    book.case(date(2026, 8, 1), missed_milestone=True)
    book.case(date(2026, 8, 2), missed_milestone=False)
    book.asset(book.product("Widget"), "5", active_users=4)
    book.field_source("asset.active_users", "Asset.Active_Users__c")
    values = said(book)
    assert values["account"]["health_trend"] == "Rising"
    assert values["support"]["milestones_line"] == "one of 2 cases missed a milestone"
    assert values["usage"]["source_note"] == (
        "Active users: Asset.Active_Users__c, as read for Nov 22, 2026."
    )
    assert said(Book())["usage"]["source_note"] is None


def test_a_promise_that_the_customer_does_not_see_is_counted_apart():
    book = Book()
    for name, shared in (("Theirs", True), ("Ours", False)):
        book.add(
            Commitment, account_id=book.root, name=name, state="kept", due_date=ago(9),
            done_on=ago(9), is_shared=shared,
        )  # fmt: skip
    assert said(book)["promised"]["line"] == (
        "Kept on time: 1 of the one that is settled. "
        "One more is internal, not shared with the customer; kept: 1."
    )


def test_days_in_the_notes_of_the_scorecard_are_written_as_everywhere():
    book = Book()
    book.won("Renewed", "100", ago(30), stated_type="Renewal")
    (note,) = [r["note"] for r in said(book)["metrics"]["lagging"] if r["name"] == "Renewal rate"]
    assert re.search(r"[A-Z][a-z]{2} \d{1,2}, 20\d\d", note)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", note)


def test_the_team_counts_roles_and_not_people():
    book = Book()
    for name in ("Ana", "Ben"):
        book.member(book.user(name), "Customer Success")
    assert "One role of the team is filled." in said(book)["conclusions"]["resources"]


def test_a_revenue_target_is_no_target_of_net_revenue_retention():
    book = Book(arr=D(460), arr_year_ago=D(400), revenue_target=D(700))
    rows = {row["name"]: row["target"] for row in said(book)["metrics"]["lagging"]}
    assert (rows["Net revenue retention"], rows["Change in ARR"]) == (None, 300)
