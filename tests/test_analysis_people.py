"""The customer's people: roles, influence, strength, threads, reporting lines, gaps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.words import is_executive
from generator.model.records import ContactRelation
from tests.builders import AS_OF, Book


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def people_of(book: Book):
    return analyse(book.build()).relationships


def person(book: Book, name: str):
    return next(row for row in people_of(book).contacts if row.name == name)


def gap(book: Book, kind: str):
    return next((row for row in people_of(book).gaps if row.kind == kind), None)


# -- role, influence, strength -----------------------------------------------------------------


def test_the_strongest_claim_to_a_role_wins():
    book = Book()
    ana = book.contact("Ana", role="user")
    deal = book.deal("Deal", "1", date(2027, 1, 1))
    role = book.buying_role(deal, ana, "champion")
    book.buying_role(deal, ana, "influencer")
    assert person(book, "Ana").role == "champion"
    assert role in person(book, "Ana").ids

    book.add(ContactRelation, account_id=book.root, contact_id=ana, roles=("economic_buyer",))
    assert person(book, "Ana").role == "economic_buyer"


def test_a_role_on_a_deal_older_than_24_months_is_no_claim():
    book = Book()
    ana = book.contact("Ana")
    book.buying_role(book.won("Old", "1", date(2024, 11, 22)), ana, "champion")
    assert person(book, "Ana").role is None
    book.buying_role(book.won("Newer", "1", date(2024, 11, 23)), ana, "coach")
    assert person(book, "Ana").role == "coach"


def test_a_relation_that_has_ended_is_no_claim():
    book = Book()
    ana = book.contact("Ana")
    book.add(
        ContactRelation,
        account_id=book.root,
        contact_id=ana,
        roles=("champion",),
        end_date=ago(1),
    )
    assert person(book, "Ana").role is None


def test_a_contact_of_another_company_belongs_to_the_division_it_is_related_to():
    book = Book()
    north, south = book.division("North"), book.division("South")
    adviser = book.contact("Adviser", account="001000000000099AAA")
    visitor = book.contact("Visitor", account="001000000000099AAA")
    book.contact("Nobody's", account="001000000000099AAA")
    book.add(ContactRelation, account_id=north, contact_id=adviser)
    book.buying_role(book.deal("Deal", "1", AS_OF, account=south), visitor, "influencer")
    assert {row.name: row.unit for row in people_of(book).contacts} == {
        "Adviser": "North",
        "Visitor": "South",
        "Nobody's": "Acme",
    }


def test_stated_strength_wins_and_inferred_strength_never_exceeds_2():
    book = Book()
    stated = book.contact("Stated", strength=4)
    often = book.contact("Often")
    for day in range(1, 40):
        book.event(ago(day), stated)
        book.event(ago(day), often)
    assert (person(book, "Stated").strength, person(book, "Stated").strength_source) == (
        4,
        "stated",
    )
    assert (person(book, "Often").strength, person(book, "Often").strength_source) == (
        2,
        "inferred",
    )


def test_strength_stated_on_a_recent_deal_is_taken_where_the_contact_states_none():
    book = Book()
    ana, bob = book.contact("Ana"), book.contact("Bob", strength=1)
    older = book.deal("Older", "1", date(2026, 12, 1))
    newer = book.deal("Newer", "1", date(2027, 1, 1))
    lost = book.lost("Long ago", "1", date(2024, 1, 1))
    for deal, strength in ((newer, 4), (older, 2), (lost, 0)):
        book.buying_role(deal, ana, "champion", strength=strength)
        book.buying_role(deal, bob, "user", strength=strength)
    book.buying_role(book.deal("Silent", "1", date(2027, 6, 1)), ana, "champion")
    assert (person(book, "Ana").strength, person(book, "Ana").strength_source) == (4, "stated")
    assert person(book, "Bob").strength == 1


@pytest.mark.parametrize(
    ("title", "days", "strength"),
    [
        ("Analyst", (5, 40, 90), 2),
        ("Analyst", (5, 40, 91), 1),
        ("CFO", (5, 40), 2),
        ("CFO", (5, 140), 1),
        ("Analyst", (365,), 1),
        ("Analyst", (366,), 0),
        ("Analyst", (), None),
    ],
)
def test_strength_is_inferred_from_recency_frequency_and_seniority(title, days, strength):
    book = Book()
    ana = book.contact("Ana", title=title)
    for day in days:
        book.event(ago(day), ana)
    assert person(book, "Ana").strength == strength


def test_open_tasks_and_events_to_come_are_no_touches():
    book = Book()
    ana = book.contact("Ana")
    book.event(AS_OF + timedelta(days=1), ana)
    book.task("Call", ago(3), contact_id=ana)
    book.task("Called", ago(30), contact_id=ana, completed=ago(20))
    row = person(book, "Ana")
    assert (row.last_touch, row.touches_90d) == (ago(20), 1)


@pytest.mark.parametrize(
    ("values", "influence", "source"),
    [
        ({"influence": "Low", "title": "CEO"}, "low", "stated"),
        ({"title": "Chief Financial Officer"}, "high", "inferred"),
        ({"role": "economic_buyer", "title": "Buyer"}, "high", "inferred"),
        ({"title": "Director of IT"}, "medium", "inferred"),
        ({"seniority": "Individual Contributor"}, "low", "inferred"),
        ({}, None, None),
    ],
)
def test_influence_is_stated_or_inferred_from_role_and_position(values, influence, source):
    book = Book()
    book.contact("Ana", **values)
    row = person(book, "Ana")
    assert (row.influence, row.influence_source) == (influence, source)


@pytest.mark.parametrize(
    ("seniority", "title", "executive"),
    [
        ("C-Level", None, True),
        ("VP", "Head of things", True),
        ("Director", "Chief Bottle Washing Officer", False),
        (None, "SVP Operations", True),
        (None, "Vice President, Sales", True),
        (None, "CIO", True),
        (None, "Managing Director", True),
        (None, "Assistant to the CEO", False),
        (None, "Chief of Staff", False),
        (None, "Product Manager", False),
        (None, None, False),
    ],
)
def test_an_executive_is_told_by_seniority_and_else_by_title(seniority, title, executive):
    assert is_executive(seniority, title) is executive


# -- threads -----------------------------------------------------------------------------------


def threaded_book() -> Book:
    book = Book()
    north, south = book.division("North"), book.division("South")
    for name, unit in (("Nan", north), ("Ned", north), ("Sue", south)):
        book.event(ago(10), book.contact(name, account=unit, strength=2))
    book.contact("Sid", account=south, strength=1)
    return book


def test_threads_are_counted_for_the_account_and_for_each_division():
    people = people_of(threaded_book())
    assert people.single_threaded is False
    assert people.active_contacts == 3
    assert people.single_threaded_units == ("South",)
    assert [(u.unit, u.contacts, u.active, u.single_threaded) for u in people.units] == [
        ("Acme", 0, 0, None),
        ("North", 2, 2, False),
        ("South", 2, 1, True),
    ]


def test_a_strong_contact_not_touched_for_91_days_is_not_active():
    book = Book()
    book.event(ago(91), book.contact("Ana", strength=4))
    book.event(ago(90), book.contact("Bea", strength=4))
    assert not person(book, "Ana").is_active
    assert person(book, "Bea").is_active
    assert people_of(book).single_threaded is True


def test_threads_are_unknown_where_activities_cannot_be_read_or_nobody_is_known():
    book = threaded_book()
    book.hide("activities")
    people = people_of(book)
    assert (people.single_threaded, people.active_contacts) == (None, None)
    assert [row.kind for row in people.gaps] == ["no_economic_buyer"]
    assert people.single_threaded_units == ()
    assert people_of(Book()).single_threaded is None


def test_every_role_of_every_division_is_in_the_matrix():
    book = Book()
    book.contact("Zoe", role="champion")
    book.contact("Amy", role="champion")
    (row,) = people_of(book).coverage
    assert dict(row.filled)["champion"] == ("Amy", "Zoe")
    assert dict(row.filled)["economic_buyer"] == ()
    assert [role for role, _ in row.filled][:2] == ["economic_buyer", "decision_maker"]


# -- reporting lines ---------------------------------------------------------------------------


def test_a_ring_is_cut_above_its_most_senior_member_and_said():
    book = Book()
    one = book.contact("One", title="Analyst")
    two = book.contact("Two", title="CFO", reports_to_id=one)
    three = book.contact("Three", title="Manager", reports_to_id=two)
    book.change(one, reports_to_id=three)

    account = analyse(book.build())

    lines = {row.name: row.reports_to_id for row in account.relationships.contacts}
    assert lines == {"Two": None, "One": three, "Three": two}
    sentence = "Two reports to One reports to Three reports to Two: the first of these lines"
    assert account.relationships.cycles == (f"{sentence} was left out",)
    assert account.problems[-1].message == account.relationships.cycles[0]


def test_somebody_who_reports_to_themselves_is_a_ring_of_one():
    book = Book()
    ana = book.contact("Ana")
    book.change(ana, reports_to_id=ana)
    assert person(book, "Ana").reports_to_id is None
    assert len(people_of(book).cycles) == 1


def test_a_line_that_leaves_the_account_is_no_line():
    book = Book()
    book.contact("Ana", reports_to_id="003000000000099AAA")
    assert person(book, "Ana").reports_to_id is None
    assert people_of(book).cycles == ()


def test_contacts_stand_in_reporting_order_executives_first():
    book = Book()
    book.contact("Alone")
    boss = book.contact("Boss", title="Director")
    book.contact("Worker", reports_to_id=boss)
    chief = book.contact("Chief", title="CEO")
    vice = book.contact("Vice", title="VP", reports_to_id=chief)
    book.contact("Deputy", reports_to_id=vice)
    book.contact("Aide", reports_to_id=chief)
    assert [row.name for row in people_of(book).contacts] == [
        "Chief",
        "Vice",
        "Deputy",
        "Aide",
        "Boss",
        "Worker",
        "Alone",
    ]


# -- gaps --------------------------------------------------------------------------------------


def test_a_champion_without_budget_is_named_with_the_buyer_who_barely_knows_us():
    book = Book()
    cleo = book.contact("Cleo", role="champion", strength=4)
    book.event(ago(5), cleo)
    bo = book.contact("Bo", title="CFO", role="economic_buyer", strength=1)
    found = gap(book, "champion_without_budget")
    assert found is not None
    assert found.text == (
        "Cleo supports us but has no budget; the economic buyer, Bo (CFO), barely knows us."
    )
    assert found.action == "Ask Cleo to introduce us to Bo."
    assert found.ids == tuple(sorted((cleo, bo)))
    assert gap(book, "weak_influencer") is None  # Bo is named already


def test_an_economic_buyer_who_knows_us_is_no_gap():
    book = Book()
    book.contact("Cleo", role="champion", strength=4)
    book.contact("Bo", role="economic_buyer", strength=2)
    assert gap(book, "champion_without_budget") is None
    assert gap(book, "no_economic_buyer") is None


def test_no_economic_buyer_known_is_a_gap_and_the_champion_is_asked():
    book = Book()
    book.contact("Cleo", role="champion", strength=4)
    found = gap(book, "no_economic_buyer")
    assert found is not None
    assert found.action.startswith("Ask Cleo who releases the budget")


def test_high_influence_and_low_strength_is_a_gap_but_unknown_strength_is_not_low():
    book = Book()
    book.contact("Weak", influence="high", strength=1)
    book.contact("Unknown", influence="high")
    for name in ("One", "Two"):
        book.event(ago(3), book.contact(name, strength=2))
    book.contact("Minor", influence="low", strength=0)
    kinds = [(g.kind, g.text) for g in people_of(book).gaps if g.kind == "weak_influencer"]
    assert kinds == [
        ("weak_influencer", "Weak has high influence and a weak relationship with us.")
    ]


def test_executives_not_met_in_90_days_are_a_gap():
    book = Book()
    chief = book.contact("Chief", title="CEO")
    book.event(ago(91), chief)
    assert gap(book, "no_executive_touch") is not None
    book.event(ago(90), chief)
    assert gap(book, "no_executive_touch") is None
    assert people_of(book).executives_active == 1


def test_a_champion_whose_mail_bounces_may_have_left():
    book = Book()
    book.contact("Cleo", role="champion", email_bounced=True, strength=4)
    book.contact("Next", influence="high")
    found = gap(book, "champion_gone")
    assert found is not None
    assert found.text == "Cleo, our champion, may have left: the e-mail bounces."
    assert found.action == "Win a new champion, Next first."


def test_a_single_thread_names_whom_to_win_next():
    book = Book()
    ana = book.contact("Ana", strength=3)
    book.event(ago(5), ana)
    bea = book.contact("Bea", title="COO")
    found = gap(book, "single_threaded")
    assert found is not None
    assert found.text == "The account is single-threaded: only Ana is active."
    assert found.action == "Build a relationship with Bea (COO) through Ana."
    assert found.ids == tuple(sorted((ana, bea)))


def test_one_contact_with_more_than_60_percent_of_the_touches_is_a_gap():
    book = Book()
    ana, bea = book.contact("Ana"), book.contact("Bea")
    for day in (1, 2, 3):
        book.event(ago(day), ana)
    book.event(ago(4), bea)
    book.event(ago(5), bea)
    assert people_of(book).top_share.value == Decimal("60.0")
    assert gap(book, "concentrated") is None
    book.event(ago(6), ana)
    assert people_of(book).top_share.value == Decimal("66.7")
    assert gap(book, "concentrated") is not None


def test_the_sponsor_is_the_accounts_field_and_else_the_teams_role():
    book = Book()
    team, field = book.user("Tess Team"), book.user("Fay Field")
    book.member(team, "Executive Sponsor")
    assert people_of(book).sponsor.name == "Tess Team"
    book.change(book.root, executive_sponsor_id=field)
    assert people_of(book).sponsor.name == "Fay Field"


def test_a_blocker_is_no_thread_however_often_we_meet():
    book = Book()
    for name in ("Bo", "Bea"):
        book.event(ago(5), book.contact(name, role="blocker", strength=3))
    people = people_of(book)
    assert (people.active_contacts, people.single_threaded) == (0, True)
    book.event(ago(5), book.contact("Ana", strength=2))
    assert people_of(book).active_contacts == 1


def test_an_executive_who_has_left_is_not_among_those_known():
    book = Book()
    gone = book.contact("Gone", title="CEO")
    book.event(ago(5), gone)
    book.add(ContactRelation, account_id=book.root, contact_id=gone, end_date=ago(1))
    people = people_of(book)
    assert (people.executives_known, people.executives_active) == (0, 0)
    leading = analyse(book.build()).metrics.leading
    row = next(row for row in leading if row.name == "Active executive relationships")
    assert (row.current, row.target) == (0, None)


def test_tier_1_without_a_sponsor_is_a_risk_and_a_problem():
    def told(book: Book) -> tuple[bool, bool]:
        account = analyse(book.build())
        risk = any("executive sponsor" in row.name for row in account.risks)
        return risk, any("executive sponsor" in row.message for row in account.problems)

    assert told(Book(tier=1)) == (True, True)
    assert told(Book(tier=2)) == (False, False)
    hidden = Book(tier=1)
    hidden.hide("team")
    assert told(hidden) == (False, False)
    stated = Book(tier=1)
    stated.risk("Sponsor to be replaced")
    assert told(stated) == (False, True)
    named = Book(tier=1)
    named.member(named.user("Tess"), "Executive Sponsor")
    assert told(named) == (False, False)


def test_an_account_where_nobody_is_known_has_that_one_gap_with_owner_and_day():
    book = Book()
    book.change(book.root, owner_id=book.user("Ann Owner"))
    book.division("East")
    account = analyse(book.build())
    (gap,) = account.relationships.gaps
    assert gap.text == "No contact of Acme is recorded."
    assert gap.owner is not None
    assert (gap.owner.name, gap.due, gap.is_recorded) == ("Ann Owner", date(2026, 11, 27), False)
    (action,) = account.top_actions
    assert (action.text, action.owner) == (gap.action.rstrip("."), gap.owner)
    book.hide("contacts")  # that nobody could be read, is no gap
    assert analyse(book.build()).relationships.gaps == ()


def test_divisions_where_nobody_is_known_are_a_gap():
    book = threaded_book()
    assert gap(book, "units_unknown") is None
    book.division("East")
    found = gap(book, "units_unknown")
    assert found is not None
    assert found.text == "Nobody is known in East."
    assert found.action.endswith("who leads there, and record the contact.")
    assert people_of(book).single_threaded_units == ("South",)
