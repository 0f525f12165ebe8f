"""The vocabulary says what the documents hold, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.results import AnalysedAccount
from generator.artifacts import CATALOG, compose, entries, names_tree
from generator.artifacts.origins import model_fields
from generator.artifacts.schema import CUSTOMER, DECLARED, KINDS, Leaf, Node
from generator.artifacts.vocabulary import TOPICS
from generator.errors import UsageError
from generator.formats import Formats
from tests.test_artifacts_builder import full_account

ARTIFACTS = tuple(CATALOG)


def _paths(shape: Any, value: Any, name: str = "") -> Iterator[tuple[str, str, Any]]:
    """(dotted name, kind, value) of every leaf of ``shape``, read from ``value`` beside it."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), name
        assert set(value) == set(shape), name
        for key, inner in shape.items():
            yield from _paths(inner, value[key], f"{name}.{key}" if name else key)
    elif isinstance(shape, list):
        assert isinstance(value, list), name
        for item in value:
            yield from _paths(shape[0], item, f"{name}[]")
    else:
        yield name, shape, value


def _is_a(kind: str, value: Any) -> bool:
    if kind in {"number", "money", "percent"}:
        return isinstance(value, (Decimal, int)) and not isinstance(value, bool)
    if kind in {"text", "picture"}:
        return isinstance(value, str)
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "date":
        return type(value) is date
    if kind == "chart":
        return _is_chart(value)
    if kind == "map":
        return all(
            set(n) == {"id", "parent", "title", "lines", "tone", "badge"} for n in value["nodes"]
        )
    return set(value) == {"alt", "x_label", "y_label", "quadrants", "points"}


def _is_chart(value: Any) -> bool:
    points = len(value["categories"])
    return (
        set(value) == {"alt", "categories", "series", "number_format"}
        and bool(value["alt"])
        and all(isinstance(name, str) for name in value["categories"])
        and all(len(series["values"]) == points for series in value["series"])
        and all(isinstance(series["name"], str) and series["name"] for series in value["series"])
    )


def _empty_account() -> AnalysedAccount:
    """An account of which nothing is known but what must be."""
    account = full_account()
    rows = {
        name: ()
        for name, value in ((f, getattr(account, f)) for f in account.__dataclass_fields__)
        if isinstance(value, tuple)
    }
    return replace(account, **rows)


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_composed_values_have_exactly_the_documented_names_each_of_its_kind(artifact: str) -> None:
    tree, _ = names_tree(artifact)
    composed = compose(full_account(), artifact, Formats())
    seen: set[str] = set()
    for name, kind, value in _paths(tree, composed.values):
        if value is not None:
            assert _is_a(kind, value), f"{name} is no {kind}: {value!r}"
            seen.add(name)
    documented = {entry.name for entry in entries() if artifact in entry.artifacts}
    shown_again = {name for name in seen if "_shown[]" in name}
    assert documented - seen == set()
    assert seen - shown_again - documented == set()


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_names_are_the_same_where_nothing_is_recorded(artifact: str) -> None:
    tree, _ = names_tree(artifact)
    values = compose(_empty_account(), artifact, Formats()).values
    for name, kind, value in _paths(tree, values):
        assert value is None or _is_a(kind, value), name


def test_every_entry_is_described_with_kind_example_and_a_sentence() -> None:
    names = [entry.name for entry in entries()]
    assert len(names) == len(set(names))
    for entry in entries():
        assert entry.kind in KINDS, entry
        assert entry.doc.endswith((".", "?")), entry
        assert entry.doc[0].isupper() or entry.doc[0].isdigit() or entry.doc.split()[0].islower()
        assert entry.example or entry.kind == "text", entry
        assert entry.artifacts, f"no artifact offers {entry.name}"


def test_every_origin_is_a_field_of_the_model() -> None:
    known = model_fields()
    for entry in entries():
        assert set(entry.origins) <= known, entry


def test_every_name_that_reads_records_says_which_fields() -> None:
    silent = {
        entry.name
        for entry in entries()
        if not entry.origins and not entry.derived and not entry.name.endswith("_more")
    }
    assert silent == set()


def _leaves(node: Node, parents: tuple[Node, ...] = ()) -> Iterator[tuple[Leaf, tuple[Node, ...]]]:
    if isinstance(node, Leaf):
        yield node, parents
    else:
        for child in node.children:
            yield from _leaves(child, (*parents, node))


def test_every_derived_name_uses_names_that_exist() -> None:
    prefixes: set[str] = set()
    for entry in entries():
        parts = entry.name.replace("[]", "").split(".")
        prefixes |= {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
    for topic in TOPICS:
        for leaf, parents in _leaves(topic.node):
            uses = leaf.uses or tuple(u for p in parents for u in getattr(p, "uses", ()))
            assert set(uses) <= prefixes, leaf
            if topic.derived and leaf.kind != "flag":
                assert uses, f"{leaf.name} does not say what it is made from"


def test_a_customer_chart_or_sentence_is_made_only_from_values_composed_for_the_customer() -> None:
    """Facts see the whole account: nothing printed for customers may be made there but labels."""
    for topic in TOPICS:
        if topic.derived:
            continue
        for leaf, _ in _leaves(topic.node):
            assert leaf.kind != "chart" or leaf.audience not in {CUSTOMER, DECLARED}, leaf


def test_what_a_customer_artifact_lacks_is_withheld_and_not_in_its_tree() -> None:
    tree, withheld = names_tree("qbr")
    assert "whitespace" not in tree
    assert "cells" in withheld["whitespace"]
    assert "relationships" not in tree
    assert "risks" not in tree
    assert set(tree["renewal"]) == {"date"}
    assert {"value", "status", "strategy"} <= set(withheld["renewal"])
    assert "arr" in withheld["products"][0]
    assert "arr" not in tree["products"][0]
    assert names_tree("plan")[1] == {}


def test_the_names_for_customers_are_these_and_no_others() -> None:
    """A new name for customers is added here by somebody who has thought about it."""
    found: dict[str, set[str]] = {}
    for entry in entries():
        if entry.audience == CUSTOMER and not entry.name.endswith("_more"):
            topic, _, rest = entry.name.partition(".")
            found.setdefault(topic, set()).add(rest)
    told = {"titles", "takeaways", "slides", "review"}
    assert {
        topic: " ".join(sorted(rest)) for topic, rest in found.items() if topic not in told
    } == {
        "account": "logo name",
        "charts": "cases products_by_team",
        "commitments[]": "customer_owner done_on due is_ahead name our_owner state state_label",
        "document": "artifact as_of file_label footer form is_sample marking sample_marking title",
        "goals[]": (
            "end measures[].baseline measures[].baseline_text measures[].current "
            "measures[].current_text measures[].name measures[].progress measures[].target "
            "measures[].target_text measures[].unit name owner"
        ),
        "period": "next_quarter next_quarter_end quarter quarter_end quarter_start",
        "products[]": "family product quantity since until",
        "renewal": "date",
        "support": (
            "by_priority[].count by_priority[].priority median_days oldest_open_days open "
            "quarters[].closed quarters[].median_days quarters[].opened quarters[].quarter"
        ),
        "team[]": "is_sponsor name role",
        "usage": (
            "product_count products[].family products[].name products[].quantity "
            "products[].until quantity quantity_note "
            "teams[].product_names teams[].products teams[].quantity"
        ),
        "vendor": "logo name",
    }


def test_an_unknown_artifact_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="Choose from: plan, whitespace, qbr, review, ebr"):
        names_tree("poster")
