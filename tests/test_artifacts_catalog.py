"""Which tier gets which documents, in which form (CONTRACT.md, "What each account gets")."""

from __future__ import annotations

import pytest

from generator.artifacts import CATALOG, artifact_named, assignments
from generator.errors import UsageError


def given(tier: int, *only: str) -> dict[str, str | None]:
    return {a.artifact.name: a.form for a in assignments(tier, only)}


@pytest.mark.parametrize(
    ("tier", "documents"),
    [
        (1, {"plan": "full", "whitespace": "full", "qbr": "full", "review": "full"}),
        (2, {"plan": "light", "whitespace": "full"}),
        (3, {"plan": None}),
    ],
)
def test_each_tier_gets_its_documents(tier: int, documents: dict[str, str | None]) -> None:
    assert given(tier) == documents


def test_a_tier_three_account_is_skipped_with_the_reason() -> None:
    (skipped,) = assignments(3)
    assert skipped.reason == "managed by motion"


@pytest.mark.parametrize(("tier", "form"), [(1, "full"), (2, "light"), (3, "brief")])
def test_a_plan_that_is_asked_for_has_the_form_of_the_tier(tier: int, form: str) -> None:
    assert given(tier, "plan") == {"plan": form}


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_form_holds_for_the_plan_alone_whatever_the_tier(tier: int) -> None:
    asked = assignments(tier, ("plan", "whitespace"), "light")
    assert {a.artifact.name: a.form for a in asked} == {"plan": "light", "whitespace": "full"}


def test_a_full_plan_of_a_tier_three_account_takes_form_and_only() -> None:
    assert assignments(3, (), "full") == assignments(3)
    assert [a.form for a in assignments(3, ("plan",))] == ["brief"]
    assert [a.form for a in assignments(3, ("plan",), "full")] == ["full"]


def test_exactly_what_is_asked_for_is_made_once() -> None:
    assert given(3, "qbr", "whitespace", "qbr") == {"qbr": "full", "whitespace": "full"}


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_an_executive_review_is_made_where_it_is_asked_for_and_is_short(tier: int) -> None:
    assert given(tier, "ebr") == {"ebr": "light"}


def test_only_the_decks_are_for_customers() -> None:
    audiences = {artifact.name: artifact.audience for artifact in CATALOG.values()}
    internal = dict.fromkeys(("plan", "whitespace", "review"), "internal")
    assert audiences == {**internal, "qbr": "customer", "ebr": "customer"}


def test_an_unknown_artifact_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no artifact 'poster'"):
        artifact_named("poster")
    with pytest.raises(UsageError):
        assignments(1, ("poster",))
