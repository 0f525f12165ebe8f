"""Twice the account costs about twice the calls: nothing looks through everything for each thing.

Calls are counted, not seconds, so the result is the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts.compose import compose
from generator.formats import Formats
from generator.model.snapshot import Snapshot
from tests.builders import AS_OF, Book

ALMOST_DOUBLE = 2.35
"""Sorting, and the ways that do grow with their square (persons by doors), take a little more."""


def _account(size: int) -> Snapshot:
    """People in lines of reporting, plays, goals and tasks, ``size`` times ten."""
    book = Book(tier=1)
    ours, product, plan = book.user("Our Rep"), book.product("Sensor"), book.plan()
    people = _people(book, size)
    goals = [book.objective(plan, f"Grow {n}") for n in range(size)]
    for goal in goals:
        book.measure(goal, "Revenue", "currency", target="10", current="1")
    for n in range(10 * size):
        day = AS_OF + timedelta(days=n % 90)
        deal = book.deal(f"Deal {n}", "100", day, owner_id=ours)
        play = book.play(
            f"Play {n}", product, objective_id=goals[n % size], opportunity_id=deal, value="10"
        )
        book.task(f"Task {n}", day, owner_id=ours, what_id=play, contact_id=people[n])
    return book.build()


def _people(book: Book, size: int) -> list[str]:
    """Ten to a head; some met, and some of high influence whom nobody knows."""
    people: list[str] = []
    for n in range(10 * size):
        above = people[n - n % 10] if n % 10 else None
        unknown = n % 5 == 1
        person = book.contact(
            f"Person {n}",
            reports_to_id=above,
            influence="high" if unknown else None,
            strength=1 if unknown else 3,
        )
        people.append(person)
        if not unknown:
            book.event(AS_OF - timedelta(days=n % 60), person)
    return people


def _calls(job: Callable[[], object]) -> int:
    count = 0

    def seen(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count


def _growth(job: Callable[[int], Callable[[], object]]) -> float:
    for size in (1, 8):
        job(size)()  # what is made once for all accounts is made before
    return _calls(job(16)) / _calls(job(8))


def test_analysing_takes_twice_for_twice_the_account() -> None:
    accounts = {size: _account(size) for size in (1, 8, 16)}

    assert _growth(lambda size: lambda: analyse(accounts[size])) < ALMOST_DOUBLE


@pytest.mark.parametrize("artifact", ["plan", "whitespace", "review"])
def test_composing_takes_twice_for_twice_the_account(artifact: str) -> None:
    found = {size: analyse(_account(size)) for size in (1, 8, 16)}

    growth = _growth(lambda size: lambda: compose(found[size], artifact, Formats(), form="full"))

    assert growth < ALMOST_DOUBLE
