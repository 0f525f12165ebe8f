"""Reviews with the customer: which events are one, which is the last, what is on its way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import CustomerReviews
from tests.builders import AS_OF, Book

SOON = AS_OF + timedelta(days=10)


def reviews(book: Book) -> CustomerReviews:
    return analyse(book.build()).customer_reviews


@pytest.mark.parametrize(
    ("kind", "subject", "is_one"),
    [
        ("Executive Business Review", "Milwaukee, day two", True),
        (None, "Quarterly  business review, Acme", True),
        (None, "EBR: Acme", True),
        ("Meeting", "Monthly results review", False),
        ("Meeting", "Debrief and business reviews of others", False),
        ("Executive Business Review", "Canceled: EBR with Acme", False),
    ],
)
def test_an_event_is_a_review_by_its_type_or_by_whole_words_of_its_subject(
    kind: str | None, subject: str, is_one: bool
) -> None:
    book = Book()
    book.event(SOON, subject=subject, type=kind)
    assert [row.day for row in reviews(book).ahead] == ([SOON] if is_one else [])


def test_an_org_names_its_reviews_itself() -> None:
    book = Book()
    book.rules(review_names=("Value Checkpoint (VC)",))
    book.event(SOON, subject="Value checkpoint (VC) Acme")
    book.event(SOON, subject="Business review")
    assert [row.subject for row in reviews(book).ahead] == ["Value checkpoint (VC) Acme"]


def test_reviews_of_divisions_count_with_owner_and_contact() -> None:
    book = Book()
    north, ana = book.division("North"), book.user("Ana Ruiz")
    kim = book.contact("Kim Lee", account=north)
    book.event(SOON, kim, subject="QBR", account_id=north, owner_id=ana)
    (found,) = reviews(book).ahead
    assert found.owner
    assert found.contact
    assert (found.unit, found.owner.name, found.contact.name) == ("North", "Ana Ruiz", "Kim Lee")


def test_a_review_of_the_day_itself_is_still_to_come_and_one_entered_later_is_not_known() -> None:
    book = Book()
    book.event(AS_OF, subject="EBR today")
    book.event(SOON, subject="EBR entered later", created=AS_OF + timedelta(days=1))
    found = reviews(book)
    assert ([row.subject for row in found.ahead], found.held) == (["EBR today"], ())


@pytest.mark.parametrize(
    ("stated", "expected", "source"),
    [
        (date(2026, 7, 1), date(2026, 9, 1), "event"),
        (date(2026, 10, 1), date(2026, 10, 1), "account"),
    ],
)
def test_the_last_review_is_the_later_of_field_and_event(
    stated: date, expected: date, source: str
) -> None:
    book = Book(last_review=stated)
    book.event(date(2026, 9, 1), subject="EBR")
    book.event(date(2026, 3, 1), subject="EBR")
    found = reviews(book)
    assert (found.last, found.last_from, len(found.held)) == (expected, source, 2)


def test_an_open_task_that_names_a_review_says_that_somebody_is_at_it() -> None:
    book = Book()
    book.task("Book the January business review", SOON)
    book.task("Send minutes of the EBR", AS_OF, completed=AS_OF)
    found = reviews(book)
    assert [row.subject for row in found.booking] == ["Book the January business review"]
    assert found.ahead == ()


def test_where_activities_cannot_be_read_that_there_is_none_is_not_known() -> None:
    book = Book()
    book.hide("activities")
    found = reviews(book)
    assert (found.is_known, found.last) == (False, None)
