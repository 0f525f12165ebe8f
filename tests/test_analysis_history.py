"""Contracts and how they were renewed, what leads up to the next renewal, deals by kind, what was
paid and gained, where the divisions are (METHOD.md rows 30, 31, 32, 35, 36, 41, 47, 92)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.model.records import ContactRelation
from tests.builders import AS_OF, Book

D = Decimal


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def ahead(days: int) -> date:
    return AS_OF + timedelta(days=days)


# -- contracts ---------------------------------------------------------------------------------


def two_terms(gap: int) -> Book:
    """A term that ended 100 days ago, and one that began ``gap`` days after its end."""
    book = Book()
    book.contract(ago(100), start_date=ago(464), term_months=12, status="Expired")
    book.contract(ahead(300), start_date=ago(100) + timedelta(days=1 + gap), term_months=12)
    return book


@pytest.mark.parametrize(
    ("gap", "renewed", "days"), [(0, "on_time", 0), (12, "late", 12), (-95, "early", -95)]
)
def test_a_term_is_renewed_when_the_next_one_of_the_same_account_begins(gap, renewed, days):
    account = analyse(two_terms(gap).build())
    first = account.contracts[0]
    assert (first.renewed, first.renewed_days) == (renewed, days)
    assert account.contracts[1].renewed is None
    history = account.contract_history
    assert (history.ended, getattr(history, renewed)) == (1, 1)


def test_the_day_on_which_the_renewal_was_won_goes_before_the_next_terms_first_day():
    book = two_terms(0)
    book.won("Renewal", "5", ago(93), kind="renewal")
    assert analyse(book.build()).contracts[0].renewed == "late"
    assert analyse(book.build()).contracts[0].renewed_days == 7


def test_a_term_that_nothing_follows_has_lapsed_and_a_draft_follows_nothing():
    book = Book()
    book.contract(ago(100), start_date=ago(464), status="Expired")
    book.contract(ahead(300), start_date=ago(99), status="Draft")
    book.contract(ahead(300), start_date=ago(99), account=book.division("North"))
    account = analyse(book.build())
    assert [row.renewed for row in account.contracts] == ["lapsed", None, None]
    assert account.contract_history.lapsed == 1


def test_service_contracts_belong_to_the_history():
    book = Book()
    book.service_contract("10", ago(400), ahead(30), name="Support")
    assert [row.number for row in analyse(book.build()).contracts] == ["Support"]


# -- what leads up to the renewal ---------------------------------------------------------------


def states(book: Book) -> dict[int, tuple[str, str | None]]:
    gates = analyse(book.build()).renewal.gates
    return {gate.days_before: (gate.state, gate.finding) for gate in gates}


def test_gates_that_nothing_shows_are_missed_or_unseen_and_those_to_come_ahead():
    book = Book()
    book.contract(ahead(100))
    assert states(book) == {
        365: ("missed", "no_strategy"),
        180: ("missed", "no_deal"),
        120: ("unseen", "no_buyer"),
        90: ("ahead", None),
    }
    assert {gate.finding for gate in analyse(Book().build()).renewal.gates} == set()


def test_records_show_that_gates_were_passed_and_by_whom():
    book = Book(renewal_strategy="Renew early")
    ann, bob = book.user("Ann Owner"), book.user("Bob Seller")
    book.change(book.root, owner_id=ann)
    book.contract(ahead(80))
    deal = book.deal(
        "Renewal", "5", ahead(80), kind="renewal", owner_id=bob, created=ahead(80 - 170)
    )
    other = book.contact("Eve Elsewhere", role="economic_buyer")
    buyer = book.contact("Rita Voss")
    book.buying_role(deal, buyer, "economic_buyer")
    book.event(ago(10), buyer)
    book.event(ago(5), other)
    account = analyse(book.build())
    found = [(g.state, g.finding, g.late, g.owner and g.owner.name) for g in account.renewal.gates]
    assert found == [
        ("done", "strategy", 0, "Ann Owner"),
        ("done", "deal_late", 10, "Bob Seller"),
        ("done", "buyer_met", 0, "Bob Seller"),
        ("unseen", None, 0, "Bob Seller"),
    ]
    third = account.renewal.gates[2]
    assert (third.person and third.person.name, third.on) == ("Rita Voss", ago(10))


def test_a_buyer_met_too_long_ago_or_never_proves_nothing():
    for touch, finding in ((ago(150), "buyer_before"), (None, "buyer_never")):
        book = Book()
        book.contract(ahead(100))
        buyer = book.contact("Rita Voss", role="economic_buyer")
        if touch:
            book.event(touch, buyer)
        assert states(book)[120] == ("unseen", finding)


def test_the_buyer_of_another_division_does_not_release_what_renews():
    book = Book()
    north = book.division("North")
    book.contract(ahead(100), account=north)
    group = book.contact("Grace Group", role="economic_buyer")
    book.event(ago(5), group)
    assert states(book)[120] == ("unseen", "no_buyer")
    book.add(ContactRelation, account_id=north, contact_id=group, roles=("economic_buyer",))
    assert states(book)[120] == ("done", "buyer_met")
    book.event(ago(150), book.contact("Ned North", account=north, role="economic_buyer"))
    assert states(book)[120] == ("done", "buyer_met")


def test_an_opportunity_without_an_active_owner_does_not_pass_the_gate():
    book = Book()
    book.contract(ahead(100))
    gone = book.user("Gus Gone", is_active=False)
    book.deal("Renewal", "5", ahead(100), kind="renewal", owner_id=gone, created=ago(200))
    assert states(book)[180] == ("missed", "no_owner")


def test_notice_is_the_contracts_and_the_reminder_is_ours():
    book = Book()
    book.contract(ahead(100), notice_days=60, reminder_days=90)
    renewal = analyse(book.build()).renewal
    assert (renewal.notice_by, renewal.notice_days, renewal.reminder_days) == (ahead(40), 60, 90)
    book = Book()
    book.contract(ahead(100), reminder_days=90)
    assert analyse(book.build()).renewal.notice_by is None


# -- deals, money, places, service ---------------------------------------------------------------


def test_deals_are_counted_by_kind_and_state():
    book = Book()
    book.won("A", "5", ago(9), kind="expansion")
    book.lost("B", None, ago(9), kind="expansion")
    book.deal("C", "2", ahead(9), kind="renewal")
    kinds = {row.kind: row for row in analyse(book.build()).performance.kinds}
    assert list(kinds) == ["expansion", "renewal"]
    first = kinds["expansion"]
    assert (first.won.count, first.won.amount.value) == (1, D(5))
    assert (first.lost.count, first.lost.amount.value, first.open.count) == (1, None, 0)


def test_a_deal_names_the_customers_main_person():
    book = Book()
    deal = book.won("A", "5", ago(9))
    for name, main in (("Second", False), ("Main", True)):
        book.buying_role(deal, book.contact(name), None, is_primary=main)
    (row,) = analyse(book.build()).performance.deals
    assert row.primary_contact is not None
    assert row.primary_contact.name == "Main"


@pytest.mark.parametrize(("gained", "rescue"), [("300", True), ("500", False), (None, None)])
def test_paid_more_than_gained_calls_for_a_rescue_plan(gained, rescue):
    book = Book(arr=D(100), value_realised=gained and D(gained))
    book.contract(ahead(100), start_date=date(2022, 11, 22))
    account = analyse(book.build())
    life = account.profile.lifetime
    assert life is not None
    assert any("gained 300 USD" in risk.name for risk in account.risks) == bool(rescue)
    assert life.years == D("4.0")
    assert life.is_rescue is rescue
    assert life.paid.value == (None if gained is None else D("400.00"))


def test_divisions_stand_by_country_the_largest_first():
    book = Book()
    for name, country, people in (("A", "Spain", 5), ("B", "Spain", 9), ("C", None, None)):
        book.division(name, country=country, employees=people, city="Here")
    places = analyse(book.build()).profile.places
    assert [(row.country, row.divisions, row.largest) for row in places] == [
        ("Spain", 2, (("B", "Here", 9), ("A", "Here", 5))),
        (None, 1, (("C", "Here", None),)),
    ]


def test_open_cases_are_counted_by_age():
    book = Book()
    for days in (0, 7, 8, 90, 91):
        book.case(ago(days))
    assert analyse(book.build()).support.open_by_age == (
        ("0-7", 2), ("8-30", 1), ("31-90", 1), ("90+", 1),
    )  # fmt: skip


def test_touches_are_counted_by_the_level_of_the_customers_person():
    book = Book()
    chief = book.contact("Chief", title="Chief Financial Officer")
    lead = book.contact("Lead", title="Team Lead")
    for day, contact in ((ago(5), chief), (ago(40), chief), (ago(50), lead), (ago(60), None)):
        book.event(day, contact)
    activity = analyse(book.build()).activity
    assert activity.by_level == (("executive", 1, 2), ("middle", 0, 1), ("unnamed", 0, 1))
    assert activity.executive_days == 5


def test_missed_milestones_are_counted_only_where_cases_have_any():
    book = Book()
    for missed in (True, False, None):
        book.case(date(2026, 8, 1), missed_milestone=missed)
    book.case(date(2024, 8, 1), missed_milestone=True)
    found = analyse(book.build()).support.missed_milestones
    assert (found.value, found.of) == (1, (2, 3))
    book = Book()
    book.case(date(2026, 8, 1))
    assert analyse(book.build()).support.missed_milestones.value is None
