"""What is derived is as strict as the strictest of what it is made of, and says what that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts import CATALOG, compose
from generator.artifacts.inheritance import inherited
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
    INTERNAL,
    Node,
    Record,
    Rows,
    Topic,
    chart,
    flag,
    money,
    said,
    text,
)
from generator.artifacts.vocabulary import TOPICS
from generator.formats import Formats
from tests.builders import Book
from tests.test_artifacts_builder import full_account

GIVEN = ("document", "period")
"""What every sentence may read unnamed: the document's own title and day, and the calendar."""

FACTS = Record(
    "facts",
    "Facts.",
    (
        text("safe", "Safe.", "x", audience=CUSTOMER),
        text("declared", "Declared.", "x", audience=DECLARED),
        money("secret", "Internal.", "1"),
    ),
)
HIDDEN = Rows("hidden", "Nothing of it is for customers.", (money("value", "Internal.", "1"),))
NEEDY = Rows(
    "needy",
    "Rows that wait for a declaration.",
    (text("name", "Name.", "x", audience=CUSTOMER),),
    needs=("priority.name",),
)


def put_together(*children: Node, uses: tuple[str, ...] = ()) -> tuple[Topic, ...]:
    told = Record("told", "Sentences.", children, uses=uses)
    return inherited((Topic(FACTS), Topic(HIDDEN), Topic(NEEDY), Topic(told, derived=True)))


def sentence(audience: str, *uses: str) -> Node:
    return said("it", "A sentence.", "x", audience=audience, uses=uses)


@pytest.mark.parametrize("audience", [CUSTOMER, DECLARED])
def test_a_sentence_for_customers_says_what_it_is_made_from(audience: str) -> None:
    with pytest.raises(ValueError, match=r"^told\.it is for customers and does not say what it is"):
        put_together(sentence(audience))


@pytest.mark.parametrize("used", ["facts.secret", "hidden", "hidden.value", "nowhere", "facts.sa"])
@pytest.mark.parametrize("audience", [CUSTOMER, DECLARED])
def test_nothing_internal_is_said_to_a_customer(audience: str, used: str) -> None:
    with pytest.raises(ValueError, match=rf"told\.it is .* made from {used}, which is internal$"):
        put_together(sentence(audience, "facts.safe", used))


def test_the_parts_of_a_group_inherit_as_well_and_every_fault_is_told() -> None:
    row = Rows("rows", "Rows.", (said("a", "A.", "x", audience=CUSTOMER),), uses=("hidden",))
    series = chart("series", "A chart.", audience=CUSTOMER)
    with pytest.raises(ValueError, match="internal") as caught:
        put_together(row, series, flag("on", "A flag.", audience=CUSTOMER), uses=("facts.secret",))
    assert str(caught.value).split("; ") == [
        f"told.{name} is for customers and is made from {used}, which is internal"
        for name, used in (
            ("rows.a", "hidden"),
            ("series", "facts.secret"),
            ("on", "facts.secret"),
        )
    ]


def test_what_is_internal_may_be_made_from_anything() -> None:
    assert put_together(sentence(INTERNAL, "facts.secret", "hidden"), sentence(INTERNAL))


@pytest.mark.parametrize("used", ["facts", "facts.safe", "facts.declared", "needy", "needy.name"])
def test_a_sentence_may_be_made_from_what_a_customer_may_see(used: str) -> None:
    assert put_together(sentence(CUSTOMER, used))


def test_a_name_that_becomes_internal_takes_with_it_what_is_made_from_it() -> None:
    """The vocabulary itself: any name that sentences for customers use, taken from the customer."""
    made_from = {"priorities", "outcomes", "commitments", "support", "usage", "goals", "decisions"}
    for name in made_from:
        changed = tuple(_withheld(topic) if topic.node.name == name else topic for topic in TOPICS)
        with pytest.raises(ValueError, match=rf"is made from {name}[ ,.\w]*, which is internal"):
            inherited(changed)


def _withheld(topic: Topic) -> Topic:
    def strip(node: Node) -> Node:
        if isinstance(node, (Record, Rows)):
            return replace(node, children=tuple(map(strip, node.children)))
        return replace(node, audience=INTERNAL)

    return replace(topic, node=strip(topic.node))


# --- what a sentence reads is what it says that it reads --------------------------------------


class Watched(dict[str, Any]):
    """Composed values that note which topics are read."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


def _told(node: Node, above: tuple[str, ...], prefix: str) -> Iterator[tuple[str, Any, Any]]:
    """(name, way to its value, what it uses) of the derived names that read composed values."""
    uses, name = getattr(node, "uses", ()) or above, f"{prefix}{node.name}"
    if isinstance(node, Record):
        for child in node.children:
            yield from _told(child, uses, f"{name}.")
    elif callable(node.get) and _offered(node):
        yield name, node.get, uses


def _offered(node: Node) -> bool:
    if isinstance(node, (Record, Rows)):
        return any(map(_offered, node.children))
    return node.audience != INTERNAL


def _accounts() -> Iterator[Any]:
    yield full_account()
    yield analyse(Book("Bare", tier=1).build())
    book = Book("Busy", tier=1)
    book.case(date(2026, 7, 3), date(2026, 7, 9), priority="High")
    book.asset(book.product("Core"), "10", quantity="3")
    for n in range(9):
        book.asset(book.product(f"P{n}"), "10", account=book.division(f"D{n}"), active_users=n)
    yield analyse(book.build())


def test_what_a_customer_is_told_reads_only_what_it_says_it_is_made_from() -> None:
    undeclared: dict[str, set[str]] = defaultdict(set)
    tried = 0
    for account in _accounts():
        for artifact in CATALOG.values():
            if artifact.audience != CUSTOMER:
                continue
            for name, read in _reads(account, artifact.name):
                tried += 1
                undeclared[name] |= read
    assert tried > 100
    assert {name: read for name, read in undeclared.items() if read} == {}


def _reads(account: Any, artifact: str) -> Iterator[tuple[str, set[str]]]:
    from generator.artifacts.catalog import artifact_named
    from generator.artifacts.context import Voice
    from generator.artifacts.phrases import load_phrases

    what = artifact_named(artifact)
    formats = Formats(currency=account.currency)
    voice = Voice(formats, load_phrases(formats.locale), what, what.asked[0])
    values = compose(account, artifact, formats).values
    for topic in TOPICS:
        if topic.derived and (not topic.artifacts or artifact in topic.artifacts):
            for name, get, uses in _told(topic.node, (), ""):
                watched = Watched(values)
                get(watched, voice)
                allowed = {used.partition(".")[0] for used in uses} | set(GIVEN)
                yield name, watched.read - allowed
