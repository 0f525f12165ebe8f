"""The whole analysis: pure, deterministic, complete with the ids of its records."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount, Figure
from generator.model import codec
from generator.model.org import FiscalCalendar
from generator.model.records import (
    Commitment,
    ContactRelation,
    KpiReading,
    MeasureLink,
    ReviewItem,
    Signal,
)
from generator.model.snapshot import Snapshot
from tests.builders import AS_OF, Book

D = Decimal
TITLES = (None, "CEO", "VP Finance", "Director", "Analyst")
ROLES = (None, "economic_buyer", "champion", "influencer", "blocker")


def any_day(chance: random.Random, back: int = 900, ahead: int = 500) -> date:
    return AS_OF + timedelta(days=chance.randint(-back, ahead))


def any_book(seed: int) -> Book:
    """A customer with a bit of everything, ties, rings and unknowns included."""
    chance = random.Random(seed)
    book = Book(
        currency=chance.choice(("USD", "EUR")),
        corporate="USD",
        fiscal=FiscalCalendar(start_month=chance.choice((1, 2, 4, 7, 10))),
        tier=chance.choice((None, 1, 2, 3)),
        arr=chance.choice((None, D(700_000))),
        arr_year_ago=chance.choice((None, D(600_000))),
        potential=chance.choice((None, D(300_000))),
    )
    if chance.random() < 0.8:
        book.rate("EUR", "0.9")
    users = [book.user(f"User {number % 3}") for number in range(4)]
    book.change(users[0], manager_id=users[1])
    book.change(book.root, owner_id=users[0])
    units = [book.root]
    for number in range(chance.randint(0, 4)):
        units.append(book.division(f"Unit {number % 2}", parent=chance.choice(units)))
    products = [book.product(f"Product {n % 4}", chance.choice((None, "A", "B"))) for n in range(5)]
    _people(book, chance, units)
    _deals(book, chance, units, users, products)
    _plan(book, chance, units, users, products)
    return book


def _people(book: Book, chance: random.Random, units: list[str]) -> None:
    people = [
        book.contact(
            f"Person {number % 5}",
            account=chance.choice(units),
            title=chance.choice(TITLES),
            role=chance.choice(ROLES),
            strength=chance.choice((None, 0, 1, 3)),
            email_bounced=chance.choice((None, True)),
        )
        for number in range(chance.randint(0, 9))
    ]
    for person in people:
        book.change(person, reports_to_id=chance.choice((None, *people)))
        if chance.random() < 0.3:
            role = chance.choice(("coach", "user"))
            book.add(
                ContactRelation,
                account_id=chance.choice(units),
                contact_id=person,
                roles=(role,),
                is_active=chance.random() < 0.7,
            )
    for _ in range(chance.randint(0, 30)):
        book.event(any_day(chance, 400, 20), chance.choice((None, *people)))


def _deals(
    book: Book, chance: random.Random, units: list[str], users: list[str], products: list[str]
) -> None:
    people = [row.id for row in book.build().contacts]
    for number in range(chance.randint(0, 20)):
        make = chance.choice((book.won, book.lost, book.deal))
        deal = make(
            f"Deal {number % 4}",
            chance.choice((None, "10", "99.99")),
            any_day(chance),
            account=chance.choice(units),
            owner_id=chance.choice((None, *users)),
            kind=chance.choice(("new", "expansion", "renewal", "other")),
            currency=chance.choice(("USD", "EUR", "CHF")),
            loss_reason=chance.choice((None, "Price", "Timing")),
        )
        book.line(deal, chance.choice((None, *products)), chance.choice((None, "5", "7.77")))
        if people:
            book.buying_role(deal, chance.choice(people), chance.choice(ROLES))
        book.competitor(deal, chance.choice(("Rival", "Rival Inc", "Other")), strengths="Strong")


def _plan(
    book: Book, chance: random.Random, units: list[str], users: list[str], products: list[str]
) -> None:
    deals = [row.id for row in book.build().opportunities]
    wish = book.priority("Wish", rank=1)
    for day in (any_day(chance), any_day(chance)):
        book.add(KpiReading, priority_id=wish, day=day, value=D(chance.randint(1, 9)))
    goal = book.objective(book.plan(), "Grow", kind="growth")
    measure = book.measure(goal, "ARR", target="100", current="5")
    for deal in deals[:3]:
        book.add(MeasureLink, measure_id=measure, record_id=deal)
    for number in range(6):
        book.asset(
            chance.choice((None, *products)),
            chance.choice((None, "50")),
            account=chance.choice(units),
            end_date=chance.choice((None, any_day(chance))),
            is_competitor=chance.random() < 0.3,
            currency=chance.choice(("USD", "CHF")),
        )
        book.play(
            f"Play {number % 2}",
            chance.choice((None, *products)),
            account=chance.choice(units),
            value=chance.choice((None, "20")),
            close_date=chance.choice((None, any_day(chance, 50, 100))),
            opportunity_id=chance.choice((None, *deals)),
            objective_id=chance.choice((None, goal)),
            priority_id=chance.choice((None, wish)),
            access=chance.choice((None, "yes")),
        )
        book.task("Task", any_day(chance, 200, 50), owner_id=chance.choice(users), priority="High")
        book.contract(any_day(chance), account=chance.choice(units))
        opened = any_day(chance, 700, 1)
        book.case(opened, chance.choice((None, opened + timedelta(days=3))), theme="Login")
        book.risk("Risk", likelihood=chance.choice((None, "high", "low")))
        book.add(Signal, account_id=book.root, kind="launch", day=any_day(chance), text="News")
        book.add(Commitment, account_id=book.root, name="Promise", due_date=any_day(chance))
        book.add(ReviewItem, account_id=book.root, kind="lesson", name="Lesson")
        book.member(chance.choice(users), "Sales Engineer", account=chance.choice(units))


def shuffled(snapshot: Snapshot, seed: int) -> Snapshot:
    """The same records in another order; the account itself stays first."""
    chance = random.Random(seed)
    changed = {}
    for field in dataclasses.fields(snapshot):
        rows = getattr(snapshot, field.name)
        if isinstance(rows, tuple) and field.name not in ("coverage", "problems"):
            first, rest = ([rows[0]], list(rows[1:])) if field.name == "accounts" else ([], [*rows])
            chance.shuffle(rest)
            changed[field.name] = tuple(first + rest)
    return dataclasses.replace(snapshot, **changed)


def values_of(value: object) -> Iterator[object]:
    """Every value inside the analysed account, nested ones too."""
    yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from values_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from values_of(item)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_order_of_the_records_never_changes_the_result(seed, order):
    snapshot = any_book(seed).build()
    assert analyse(shuffled(snapshot, order)) == analyse(snapshot)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_every_id_is_a_record_of_the_snapshot_and_every_money_has_cents_at_most(seed):
    snapshot = any_book(seed).build()
    known = set(re.findall(r"\b[0-9A-Za-z]{15}AAA\b", str(codec.encode(snapshot))))
    account = analyse(snapshot)
    for value in values_of(dataclasses.replace(account, rates=())):  # a rate is no money
        ids = getattr(value, "ids", None)
        if ids is not None:
            assert set(ids) <= known
            assert list(ids) == sorted(set(ids))
        if isinstance(value, Decimal):
            assert value.is_finite()
            assert value.as_tuple().exponent in (0, -1, -2)
        if isinstance(value, Figure) and value.of is not None:
            assert 0 <= value.of[0] <= value.of[1]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_the_parts_of_the_grid_add_up(seed):
    grid = analyse(any_book(seed).build()).whitespace
    assert grid.owned + grid.in_progress + grid.open == len(grid.cells)
    assert len(grid.cells) == len(grid.units) * len(grid.products)
    valued = [c.value for c in grid.cells if c.state == "open" and c.value is not None]
    assert grid.value.of == (len(valued), grid.open)
    assert grid.value.value == (sum(valued) if valued or not grid.open else None)
    assert all(c.is_qualified and c.state != "owned" for c in grid.priorities)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_there_are_three_actions_for_the_week_or_a_reason(seed):
    account = analyse(any_book(seed).build())
    assert [action.rank for action in account.top_actions] == [1, 2, 3][: len(account.top_actions)]
    assert (len(account.top_actions) == 3) is (account.top_actions_note is None)
    for action in account.top_actions:
        assert action.owner is not None
        assert action.due is not None
        assert action.reason
        assert action.text


def test_an_account_with_nothing_but_a_name_is_analysed():
    account = analyse(Book("Bare").build())
    assert isinstance(account, AnalysedAccount)
    assert account.profile.tier == 3
    assert account.performance.won.amount.value == 0
    assert account.performance.win_rate.value is None
    assert [row.kind for row in account.top_actions] == ["single_thread"]  # nobody is known
    assert account.top_actions_note is not None


@pytest.mark.parametrize(
    "topic",
    [
        "contacts",
        "activities",
        "cases",
        "assets",
        "plans",
        "plays",
        "products",
        "team",
        "contracts",
    ],
)
def test_any_topic_may_be_unreadable(topic):
    book = Book("Acme")
    book.hide(topic)
    account = analyse(book.build())
    assert account.coverage[0].topic == topic


def test_names_with_markup_pass_through_unchanged():
    book = Book('R&D <x> "q" {{7*7}}')
    book.contact("=1+1", role="champion", strength=4)
    account = analyse(book.build())
    assert account.profile.name == 'R&D <x> "q" {{7*7}}'
    assert account.relationships.contacts[0].name == "=1+1"


def test_a_review_held_and_a_priority_stated_after_as_of_are_not_counted():
    book = Book(last_review=date(2026, 11, 23))
    book.priority("Later", stated_on=date(2026, 11, 23))
    book.priority("In time", stated_on=date(2026, 11, 22))
    book.priority("Undated")
    found = analyse(book.build())
    assert found.profile.last_review is None
    assert {row.name for row in found.priorities} == {"In time", "Undated"}

    book.change(book.root, last_review=date(2026, 11, 22))
    assert analyse(book.build()).profile.last_review == date(2026, 11, 22)


def test_a_person_recorded_after_as_of_is_known_to_nobody_yet():
    book = Book()
    later = book.contact("Lee Later", created=date(2026, 11, 23), role="economic_buyer")
    book.contact("Ann Before", created=date(2026, 11, 22), reports_to_id=later)
    book.contact("Una Undated")
    deal = book.deal("Renewal", "9", date(2027, 1, 1), kind="renewal")
    book.buying_role(deal, later, "economic_buyer", is_primary=True)
    product = book.product("Widget")
    book.play("Play", product, buyer_id=later)
    book.event(date(2026, 11, 20), later)
    found = analyse(book.build())
    assert {row.name for row in found.relationships.contacts} == {"Ann Before", "Una Undated"}
    (cell,) = found.whitespace.cells
    assert cell.buyer is None
    assert found.performance.deals[0].primary_contact is None
