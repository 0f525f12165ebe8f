"""Lost deals with what is known of them then and now, on small made snapshots (METHOD row 116)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.money import money_for
from generator.analysis.rollups import head_of
from generator.analysis.rollups.lost import LostDeal, LostDeals, lost_deals, lost_of
from generator.model.org import FiscalCalendar
from generator.model.records import ContactChange, ContactRelation, KpiReading
from tests.builders import AS_OF, Book

D = Decimal
LOST_ON = date(2026, 2, 10)  # in Q1 of a fiscal year that is the calendar's
AFTER = date(2026, 3, 1)


def made(*books: Book, quarters: int = 3, kept=()) -> LostDeals:
    org = books[0].org
    money = money_for(org, org.currency, AS_OF)
    accounts, deals = [], []
    for book in books:
        snapshot = book.build()
        accounts.append(analyse(snapshot))
        deals += lost_of(snapshot, accounts[-1], money, quarters=quarters, kept=kept)
    head = head_of(accounts, "all accounts", org.currency)
    return lost_deals(head, deals, quarters)


def only(book: Book, **asked) -> LostDeal:
    (deal,) = [row for row in made(book, **asked).deals if row.deal.name == "Rollout"]
    return deal


def measure(deal: LostDeal, kind: str):
    return next(row for row in deal.measures if row.kind == kind)


@pytest.fixture
def book() -> Book:
    return Book("Acme")


def lose(book: Book, day: date = LOST_ON, *, product: str | None = None, **values) -> str:
    deal = book.lost("Rollout", values.pop("amount", "1000"), day, **values)
    if product:
        book.line(deal, product)
    return deal


# -- when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "again", "due", "by"),
    [
        # Q4 + 3 quarters = Q3, which is over: the step has the running quarter
        (date(2025, 12, 31), date(2026, 7, 1), "overdue", date(2026, 12, 23)),
        (date(2026, 1, 1), date(2026, 10, 1), "this_quarter", date(2026, 12, 23)),
        (date(2026, 3, 31), date(2026, 10, 1), "this_quarter", date(2026, 12, 23)),
        (date(2026, 4, 1), date(2027, 1, 1), "next_quarter", date(2027, 3, 31)),
        (date(2026, 8, 9), date(2027, 4, 1), "later", date(2027, 6, 30)),
    ],
)
def test_a_deal_is_taken_up_on_the_first_day_of_the_third_quarter_after_it(
    book, lost, again, due, by
):
    lose(book, lost)
    deal = only(book)
    assert (deal.again_on, deal.due, deal.by) == (again, due, by)


@pytest.mark.parametrize(
    ("lost", "by"),
    [
        (date(2025, 6, 4), date(2026, 12, 23)),  # ready for long: in the running quarter
        (date(2026, 1, 1), date(2026, 12, 23)),  # nobody works from Christmas to New Year
        (date(2026, 8, 9), date(2027, 6, 30)),
        (date(2026, 11, 9), date(2027, 9, 30)),
    ],
)
def test_it_is_taken_up_by_the_last_working_day_of_its_quarter(book, lost, by):
    lose(book, lost)
    assert only(book).by == by


def test_the_quarters_are_the_orgs_own_and_their_number_is_a_setting():
    book = Book(fiscal=FiscalCalendar(start_month=2))
    lose(book, date(2026, 1, 31))  # the last day of its Q4
    deal = only(book, quarters=2)
    assert deal.again_on == date(2026, 5, 1)
    assert deal.again.label == "Q2 FY2027"


def test_deals_lost_before_the_36_months_have_no_page(book):
    lose(book, AS_OF - timedelta(days=1200))
    assert made(book).deals == ()


# -- what became of it -----------------------------------------------------------------------------


def test_a_later_deal_won_on_the_same_product_in_the_same_division_won_it_back(book):
    north, south = book.division("North"), book.division("South")
    core = book.product("Core")
    lose(book, product=core, account=north)
    other = book.won("South", "5", date(2026, 5, 1), account=south, created=AFTER)
    book.line(other, core)
    assert only(book).outcome.state == "none"
    back = book.won("Second try", "5", date(2026, 6, 1), account=north, created=AFTER)
    book.line(back, core)
    deal = only(book)
    assert (deal.outcome.state, deal.outcome.name) == ("won_back", "Second try")
    assert deal.outcome.ids == (back,)
    assert deal.due == "none"


def test_a_renewal_that_ran_beside_the_loss_won_nothing_back_nor_does_a_product_taken_away(book):
    core = book.product("Core")
    lose(book, product=core)
    renewal = book.won("Renewal", "5", LOST_ON + timedelta(days=4), created=date(2025, 9, 1))
    book.line(renewal, core)
    book.asset(core, start_date=date(2020, 7, 1), status="Obsolete")
    assert only(book).outcome.state == "none"
    assert not only(book).later[0].is_new
    back = book.won("Second try", "5", date(2026, 6, 1), created=AFTER)
    book.line(back, core)
    assert (only(book).outcome.state, made(book).won_back.count) == ("won", 0)
    book.asset(core, start_date=date(2020, 7, 1))
    assert only(book).outcome.state == "won_back"


def test_what_was_open_or_planned_before_the_loss_does_not_take_it_up(book):
    core = book.product("Core")
    lose(book, product=core)
    book.play("First look", core, created=LOST_ON - timedelta(days=40))
    beside = book.deal("Beside it", "7", date(2027, 1, 5), created=LOST_ON)
    book.line(beside, core)
    assert only(book).outcome.state == "none"


def test_a_product_owned_since_was_won_back_without_a_deal(book):
    core = book.product("Core")
    lose(book, product=core)
    book.asset(core, start_date=date(2026, 7, 1))
    assert only(book).outcome.day == date(2026, 7, 1)


def test_what_the_division_owned_before_the_loss_is_not_won_back(book):
    core = book.product("Core")
    book.asset(core, start_date=date(2020, 7, 1))
    lose(book, product=core)
    assert only(book).outcome.state == "none"


def test_an_open_deal_pursues_it_a_play_plans_it_and_a_second_loss_is_said(book):
    core = book.product("Core")
    lose(book, product=core)
    again = book.lost("Again", "7", date(2026, 5, 5))
    book.line(again, core)
    assert only(book).outcome.state == "lost_again"
    book.play("Second look", core, created=AFTER)
    assert only(book).outcome.state == "planned"
    still = book.deal("Third try", "7", date(2027, 1, 5), created=AFTER)
    book.line(still, core)
    assert only(book).outcome.state == "pursued"
    assert [row.name for row in only(book).later] == ["Third try", "Again"]


def test_of_a_deal_without_products_nothing_is_claimed(book):
    lose(book)
    won = book.won("Something else", "5", date(2026, 6, 1))
    book.line(won, book.product("Core"))
    deal = only(book)
    assert deal.outcome.state == "none"
    assert [row.is_same for row in deal.later] == [False]


# -- people ----------------------------------------------------------------------------------------


def test_people_are_told_as_they_were_and_as_they_are(book):
    rita = book.contact("Rita Voss", title="CFO", strength=1)
    deal = lose(book)
    book.buying_role(deal, rita, "economic_buyer", is_primary=True, stated_role="Economic Buyer")
    for field, old, new in (("title", "Controller", "CFO"), ("strength", "3", "1")):
        book.add(
            ContactChange, contact_id=rita, field=field, day=date(2026, 6, 1), old=old, new=new
        )
    book.event(date(2026, 9, 9), rita)
    (person,) = only(book).people
    assert (person.title_then, person.title_now) == ("Controller", "CFO")
    assert (person.strength_then, person.strength_now) == (3, 1)
    assert person.last_touch == date(2026, 9, 9)
    assert not person.has_left


def test_a_change_before_the_loss_is_no_change_since(book):
    rita = book.contact("Rita Voss", title="CFO")
    book.buying_role(lose(book), rita, None)
    book.add(
        ContactChange, contact_id=rita, field="title", day=date(2025, 6, 1), old="Clerk", new="CFO"
    )
    assert only(book).people[0].title_then == "CFO"
    book.hide("contact_changes")
    person = only(book).people[0]
    assert (person.title_then, person.has_new_title) == (None, False)


def test_a_title_of_before_the_fields_history_is_not_known(book):
    rita = book.contact("Rita Voss", title="CFO")
    book.buying_role(lose(book, AS_OF - timedelta(days=800)), rita, None)
    assert only(book).people[0].title_then is None


def test_who_is_first_spoken_of_after_the_loss_is_new_in_the_division(book):
    old, new, moved = book.contact("Old"), book.contact("New"), book.contact("Moved")
    lose(book)
    book.event(date(2026, 1, 5), old)
    book.event(date(2026, 9, 5), old)
    book.event(date(2026, 9, 6), new)
    book.add(ContactRelation, account_id=book.root, contact_id=moved, start_date=date(2026, 4, 4))
    found = only(book).newcomers
    assert [(row.name, row.sign) for row in found] == [("New", "touch"), ("Moved", "relation")]


# -- what the customer did -------------------------------------------------------------------------


def test_the_customers_own_measure_is_held_against_its_target(book):
    less = book.priority("Less scrap", kpi="Scrap", unit="%", target=D(2))
    for day, value in ((date(2025, 12, 31), "5"), (date(2026, 9, 30), "6")):
        book.add(KpiReading, priority_id=less, day=day, value=D(value))
    lose(book)
    row = measure(only(book), "kpi")
    assert (row.then, row.now, row.trend) == (D(5), D(6), "further")
    assert row.then_day == date(2025, 12, 31)


def test_health_of_then_is_known_from_a_kept_snapshot_alone(book):
    deal = lose(book)
    row = measure(only(book), "health")
    assert (row.then, row.trend) == (None, None)
    before = Book("Acme", as_of=LOST_ON - timedelta(days=20), health="80")
    before.deal("Rollout", "1200", date(2026, 1, 31), id=deal, stage="Negotiation")
    book.change(book.root, health="55")
    found = only(book, kept=[before.build()])
    row = measure(found, "health")
    assert (row.then, row.now, row.trend) == ("80", "55", "down")
    assert found.before is not None
    assert (found.before.stage, found.before.amount) == ("Negotiation", D(1200))


def test_revenue_of_then_stands_beside_the_same_field_of_now_alone(book):
    deal = lose(book)
    before = Book("Acme", as_of=LOST_ON - timedelta(days=20), arr=D(900))
    before.deal("Rollout", "1200", date(2026, 1, 31), id=deal)
    book.asset(book.product("Core"), "500", start_date=date(2020, 1, 1))
    row = measure(only(book, kept=[before.build()]), "revenue")
    assert (row.then, row.now, row.trend) == (D(900), None, None)
    book.change(book.root, arr=D(800))
    row = measure(only(book, kept=[before.build()]), "revenue")
    assert (row.then, row.now, row.trend) == (D(900), D(800), "down")


def test_a_snapshot_older_than_a_quarter_says_nothing_of_the_loss(book):
    deal = lose(book)
    old = Book("Acme", as_of=LOST_ON - timedelta(days=93))
    old.deal("Rollout", "1200", date(2026, 1, 31), id=deal)
    assert only(book, kept=[old.build()]).before is None


# -- the first step --------------------------------------------------------------------------------


def test_the_step_goes_to_who_decided_and_is_about_what_lost_the_deal(book):
    user, rita = book.contact("Uwe"), book.contact("Rita")
    deal = lose(book, loss_reason="Lost to competitor")
    book.buying_role(deal, user, "user", is_primary=True)
    book.buying_role(deal, rita, "decision_maker")
    assert only(book).step.kind == "unknown_rival"
    book.competitor(deal, "Nimbus")
    step = only(book).step
    assert (step.kind, step.about, step.person.name) == ("rival", "Nimbus", "Rita")


def test_somebody_new_in_a_leading_position_comes_first_unless_who_decided_is_still_there(book):
    user = book.contact("Uwe")
    deal = lose(book)
    book.buying_role(deal, user, "user", is_primary=True)
    book.event(date(2026, 1, 5), user)
    new = book.contact("Marta", title="Plant Director")
    book.add(ContactRelation, account_id=book.root, contact_id=new, start_date=AFTER)
    step = only(book).step
    assert (step.kind, step.person.name) == ("new", "Marta")
    rita = book.contact("Rita")
    book.buying_role(deal, rita, "decision_maker")
    assert only(book).step.person.name == "Rita"


def test_where_everybody_has_left_somebody_else_introduces_or_has_to_be_found(book):
    rita = book.contact("Rita")
    deal = lose(book, loss_reason="Price")
    book.buying_role(deal, rita, "decision_maker")
    book.add(
        ContactRelation, account_id=book.root, contact_id=rita, is_active=False, is_direct=True
    )
    assert only(book).step.kind == "find"
    mia = book.contact("Mia", strength=3)
    book.event(date(2026, 11, 1), mia)
    step = only(book).step
    assert (step.kind, step.person.name) == ("introduce", "Mia")


def test_a_lost_renewal_is_told_as_one_and_its_owner_who_left_is_replaced():
    book = Book("Acme", owner_id="005000000000009AAA")
    book.user("Ana", id="005000000000009AAA")
    gone = book.user("Leo", is_active=False)
    rita = book.contact("Rita")
    book.buying_role(lose(book, kind="renewal", owner_id=gone), rita, "decision_maker")
    found = made(book)
    (deal,) = found.deals
    assert deal.is_renewal
    assert found.renewals.count == 1
    assert not deal.is_owner_active
    assert (deal.step.kind, deal.step.owner.name) == ("renewal", "Ana")


# -- together --------------------------------------------------------------------------------------


def test_those_due_come_first_then_the_largest_and_money_without_a_rate_is_named():
    one = Book("A", id="001000000000001AAA", corporate="USD")
    lose(one, date(2025, 1, 5), amount="10")
    lose(one, date(2025, 1, 6), amount="30")
    lose(one, date(2026, 8, 1), amount="900")
    two = Book("B", id="001000000000002AAA", corporate="USD", currency="CHF")
    lose(two, date(2025, 1, 7), amount="50", loss_reason="Price", id="006000000000099AAA")
    found = made(one, two)
    assert [row.deal.amount for row in found.deals] == [D(30), D(10), D(50), D(900)]
    assert (found.total.count, found.total.amount.value) == (4, D(940))
    assert found.total.amount.of == (3, 4)
    assert found.without_rate == ("B",)
    assert [(row.name, row.total.count) for row in found.reasons] == [(None, 3), ("Price", 1)]
    assert [row.total.count for row in found.due] == [3, 0, 0, 1, 0]


def test_a_deal_in_a_third_currency_is_converted_once_by_the_rate_of_its_close_date():
    book = Book(currency="EUR", corporate="USD")
    book.rate("EUR", "0.3")
    book.rate("GBP", "0.5", start=date(2026, 1, 1), end=date(2026, 3, 1))
    book.rate("GBP", "0.8", start=date(2026, 3, 1))
    lose(book, amount="1", currency="GBP")
    lose(book, amount="5", currency="CHF")
    found = made(book)
    assert [row.worth for row in found.deals] == [D(2), None]
    assert found.without_rate == ("Acme",)


def test_due_deals_and_the_three_largest_of_each_owner_have_a_page_and_the_others_on_demand():
    book = Book()
    owners = [book.user("Ana"), book.user("Leo")]
    for amount in range(1, 6):
        lose(book, date(2025, 1, amount), amount=str(amount), owner_id=owners[0])
    lose(book, date(2025, 1, 9), amount="1", owner_id=owners[1])
    for day in (date(2026, 2, 2), date(2026, 5, 5), date(2026, 8, 8)):  # this quarter, next, later
        lose(book, day, amount="1", owner_id=owners[0])
    found = made(book)
    ready = [(row.deal.amount, row.page) for row in found.deals[:6]]
    assert sorted(ready, key=str) == sorted(
        [(D(5), 1), (D(4), 2), (D(3), 3), (D(2), None), (D(1), None), (D(1), 4)], key=str
    )
    assert [row.page for row in found.deals[6:]] == [5, 6, None]
    every = lost_deals(found.head, found.deals, all_pages=True)
    assert [row.page for row in every.deals] == list(range(1, 10))
