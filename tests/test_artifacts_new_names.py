"""A name that is new in the vocabulary reaches no customer before somebody has said that it may.

Each case adds names to the vocabulary that the program really has, as a programmer would, and looks
at every place from which a customer's document is made: the names of templates, the composed
values, the template checker, and what the lists of names say.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from generator import template_store
from generator.artifacts import CATALOG, compose
from generator.artifacts import vocabulary as words
from generator.artifacts.catalog import PLAN, QBR
from generator.artifacts.inheritance import inherited
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
    INTERNAL,
    Leaf,
    Node,
    Record,
    Rows,
    Topic,
    chart,
    flag,
    money,
    number,
    said,
    text,
)
from generator.formats import Formats
from tests.acceptance_runs import command
from tests.test_artifacts_builder import full_account

SECRET = "zqx-margin-of-41-percent"
AMOUNT = 414_243_444
DECKS = tuple(name for name, found in CATALOG.items() if found.audience == CUSTOMER)


def secret(*_: Any) -> str:
    return SECRET


def rows(*_: Any) -> list[dict[str, Any]]:
    return [{"name": SECRET, "amount": AMOUNT, "ids": ("001000000000001AAA",)}] * 9


def drawn(*_: Any) -> dict[str, Any]:
    series = [{"name": SECRET, "values": [AMOUNT]}]
    return {"alt": SECRET, "categories": [SECRET], "series": series, "number_format": "0"}


ROWS = (text("name", "Name.", "x"), money("amount", "Amount.", "1"))


@dataclass(frozen=True)
class New:
    """Names that somebody adds: to the topic ``into``, or (empty) as a topic of their own."""

    what: str
    node: Node
    tags: tuple[str, ...]  # what a template would type
    into: str = ""
    derived: bool = False

    def __str__(self) -> str:
        return self.what


UNDECLARED = (
    New("a leaf", text("margin", "Margin.", "x", secret), ("{{ account.margin }}",), "account"),
    New("a leaf of a customer's list", text("margin", "Margin.", "x", secret),
        ("{{ goals[0].margin }}", '{{ goals | join(", ", "margin") }}'), "goals"),
    New("a leaf at the top", text("margin", "Margin.", "x", secret), ("{{ margin }}",)),
    New("an internal leaf", text("margin", "Margin.", "x", secret, audience=INTERNAL),
        ("{{ margin }}",)),
    New("a flag", flag("losing", "We lose money.", lambda *_: True),
        ("{% if losing %}x{% endif %}",)),
    New("a record", Record("costs", "Costs.", ROWS, lambda *_: rows()[0]),
        ("{{ costs.amount }}", "{% if costs %}x{% endif %}")),
    New("a record of a customer's record", Record("costs", "Costs.", ROWS, lambda *_: rows()[0]),
        ("{{ account.costs.name }}",), "account"),
    New("rows", Rows("costs", "Costs.", ROWS, rows),
        ("{% for c in costs %}{{ c.name }}{% endfor %}", "{{ costs | length }}")),
    New("rows with a limit", Rows("costs", "Costs.", ROWS, rows, limit=(2, 1)),
        ("{{ costs_more }}", "{{ costs_shown[0].amount }}")),
    New("rows of a customer's record", Rows("costs", "Costs.", ROWS, rows, limit=(2, 1)),
        ("{{ support.costs[0].name }}", "{{ support.costs_more }}"), "support"),
    New("rows that say they are shared",
        Rows("costs", "Costs.", ROWS, rows, shared=lambda _: True), ("{{ costs[0].name }}",)),
    New("a sentence", said("verdict", "Verdict.", "x", secret, uses=("commitments",)),
        ("{{ verdict }}",), derived=True),
    New("a sentence among those for customers",
        said("verdict", "Verdict.", "x", secret, uses=("commitments",)),
        ("{{ titles.verdict }}",), "titles", derived=True),
    New("a chart", chart("pie", "A pie.", drawn, uses=("support",)),
        ("{% chart charts.pie %}",), "charts", derived=True),
)  # fmt: skip
"""Names without a word of who may see them."""

WAITING = (
    New("a declared leaf of a field that nothing declares",
        text("margin", "Margin.", "x", secret, audience=DECLARED, origins=("account.health",)),
        (), "account"),
    New("a declared leaf of two fields, of which one is declared",
        text("margin", "Margin.", "x", secret, audience=DECLARED,
             origins=("priority.name", "account.health")), (), "account"),
    New("a declared leaf that names no field",
        text("margin", "Margin.", "x", secret, audience=DECLARED), ()),
    New("a declared leaf of a field that is new in the model",
        text("margin", "Margin.", "x", secret, audience=DECLARED, origins=("account.margin",)),
        (), "account"),
    New("customer's rows that wait for a field",
        Rows("costs", "Costs.", (text("name", "Name.", "x", audience=CUSTOMER),), rows,
             needs=("account.margin",), limit=(2, 1)), ()),
)  # fmt: skip
"""Names that a customer may see once the mapping declares their fields, which it does not."""


def grown(new: New) -> tuple[Topic, ...]:
    """The vocabulary with the new names."""
    if not new.into:
        return (*words.TOPICS, Topic(new.node, derived=new.derived))
    return tuple(
        _with(topic, new) if topic.node.name == new.into else topic for topic in words.TOPICS
    )


def _with(topic: Topic, new: New) -> Topic:
    assert isinstance(topic.node, (Record, Rows))
    return replace(topic, node=replace(topic.node, children=(*topic.node.children, new.node)))


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[New], None]]:
    kept = (
        words.topics_for,
        words.names_tree,
        words.entries,
        template_store._compiled,
        sys.modules["generator.artifacts.compose"].readers,  # type: ignore[attr-defined]
    )

    def put(new: New) -> None:
        monkeypatch.setattr(words, "TOPICS", inherited(grown(new)))
        for made in kept:
            made.cache_clear()

    yield put
    monkeypatch.undo()
    for made in kept:
        made.cache_clear()


def composed(artifact: str) -> str:
    return repr(compose(full_account(), artifact, Formats()))


@pytest.mark.parametrize("new", UNDECLARED, ids=str)
def test_a_name_of_which_nothing_is_said_is_in_no_customer_document(
    add: Callable[[New], None], new: New
) -> None:
    before = {deck: (words.names_tree(deck)[0], composed(deck)) for deck in DECKS}
    add(new)
    assert {deck: (words.names_tree(deck)[0], composed(deck)) for deck in DECKS} == before
    if new.into == "titles":
        return  # of the decks alone: no document has it
    plan = composed("plan")
    assert new.node.name in plan
    if not isinstance(new.node, Leaf) or new.node.kind != "flag":
        assert SECRET in plan, "the name is not there to be found at all"


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("new", UNDECLARED, ids=str)
def test_a_template_that_uses_it_is_refused(
    add: Callable[[New], None], tmp_path: Path, new: New, deck: str
) -> None:
    from tests.test_acceptance_withheld import Try, chart, template
    from tests.test_acceptance_withheld import text as box

    add(new)
    for place, tag in enumerate(new.tags):
        put = chart if tag.startswith("{% chart") else box
        path = template(tmp_path / str(place), deck, Try("", put, tag))
        ran = command("templates", "check", path)
        assert ran.code == 1, tag
        assert "is internal: this document may not show it" in ran.err, ran.err


@pytest.mark.parametrize("new", UNDECLARED, ids=str)
def test_the_lists_of_names_say_that_it_is_internal(add: Callable[[New], None], new: New) -> None:
    known = {row["name"] for row in command("templates", "fields", "--json").json["fields"]}
    add(new)
    added = [entry for entry in words.listing() if entry.name not in known]
    assert set(words.entries()) & set(added)
    assert {entry.audience for entry in added} == {INTERNAL}
    assert all(not set(entry.artifacts) & set(DECKS) for entry in added)
    for deck in DECKS:
        told = json.loads(command("templates", "fields", "--artifact", deck, "--json").well().out)
        assert new.node.name not in json.dumps(told)
    everything = command("templates", "fields", "--json").well().json["fields"]
    assert {row["audience"] for row in everything if row["name"] not in known} == {INTERNAL}


@pytest.mark.parametrize("new", WAITING, ids=str)
def test_a_name_that_waits_for_a_declaration_has_no_value_before(
    add: Callable[[New], None], new: New
) -> None:
    add(new)
    for deck in DECKS:
        assert SECRET not in composed(deck)
    assert SECRET in composed("plan")


@pytest.mark.parametrize(
    ("node", "said_of_it"),
    [
        (said("verdict", "V.", "x", secret, audience=CUSTOMER), "does not say what it is made"),
        (
            said("verdict", "V.", "x", secret, audience=CUSTOMER, uses=("account.health",)),
            "verdict is for customers and is made from account.health, which is internal",
        ),
        (
            chart("pie", "P.", drawn, audience=DECLARED, uses=("support", "whitespace")),
            "pie is for customers and is made from whitespace, which is internal",
        ),
        (
            Record("told", "T.", (number("n", "N.", "1", audience=CUSTOMER),), uses=("risks",)),
            "told.n is for customers and is made from risks, which is internal",
        ),
    ],
)
def test_a_sentence_that_lets_out_what_is_internal_stops_the_program(
    add: Callable[[New], None], node: Node, said_of_it: str
) -> None:
    with pytest.raises(ValueError, match=said_of_it):
        add(New("", node, (), derived=True))


@pytest.mark.parametrize("word", ["Customer", "customers", "intern", "", "public", "none"])
def test_a_mistyped_audience_is_none(word: str) -> None:
    with pytest.raises(ValueError, match="there is no audience"):
        text("margin", "Margin.", "x", audience=word)
    with pytest.raises(ValueError, match="there is no audience"):
        replace(QBR, audience=word)


def test_an_artifact_for_customers_offers_only_what_is_for_customers() -> None:
    """Whatever is called: a new document is as strict as the decks are."""
    new = replace(PLAN, name="letter", audience=CUSTOMER)
    shared = {topic.node.name for topic in words.topics_for("qbr") if not topic.artifacts}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CATALOG, "letter", new)
        try:
            tree, withheld = words.names_tree("letter")
            assert set(tree) <= shared | {
                f"{n}_{more}" for n in shared for more in ("shown", "more")
            }
            assert "relationships" in withheld
        finally:
            words.names_tree.cache_clear()
            words.topics_for.cache_clear()
