"""Statements are built so that no value can break out of its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.crm import soql
from generator.crm.sample_org.soql import parser
from generator.crm.sample_org.soql import syntax as tree
from generator.crm.soql import Child, Query
from generator.errors import UsageError

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def unescape(literal: str) -> str:
    """The text that a quoted SOQL string stands for, by the reference's table of escapes."""
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m.group(1), m.group(1)), literal[1:-1])


def _only_comparison(where: str) -> tree.Compare:
    query = parser.parse(f"SELECT Id FROM Account WHERE {where}")
    assert isinstance(query.where, tree.Compare)
    return query.where


@given(st.text(min_size=1, max_size=60))
def test_any_text_stays_one_value_of_one_comparison(text: str) -> None:
    comparison = _only_comparison(f"Name = {soql.quoted(text)}")
    expected = text.encode("utf-8", "replace").decode("utf-8")
    assert unescape(comparison.value.text) == expected


@pytest.mark.parametrize(
    "text", ["O'Brien & Sons", "\\", "\\'", "a\nb", "x' OR Name != '", "R&D <x>", "{{7*7}}", "😀"]
)
def test_hostile_names_compare_as_they_stand(text: str) -> None:
    assert unescape(_only_comparison(f"Name = {soql.quoted(text)}").value.text) == text


def test_a_lone_surrogate_is_sent_as_a_question_mark() -> None:
    assert soql.quoted("a\ud800b") == "'a?b'"


def test_wildcards_of_like_are_escaped() -> None:
    assert soql.starts_with("50%_a'") == "'50\\%\\_a\\'%'"
    assert soql.contains("a_b") == "'%a\\_b%'"


def test_an_empty_list_is_refused_before_it_becomes_invalid_soql() -> None:
    with pytest.raises(ValueError, match="no values"):
        soql.in_list("Id", [])


@pytest.mark.parametrize(
    "text",
    [
        "Industry = 'Energy'",
        "ARR__c > 1000 AND (Name LIKE 'A%' OR Name = 'from where')",
        "Name = 'a;b -- c'",
        "Owner.Name = 'Select Team'",
    ],
)
def test_a_condition_is_taken_in_parentheses_of_its_own(text: str) -> None:
    assert soql.checked_condition(text) == f"({text})"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Name = 'a",
        "Name = 'a') OR (Id != null",
        "Id IN (SELECT AccountId FROM Contact)",
        "Name = 'a' ORDER BY Name",
        "Name = 'a' LIMIT 1",
        "Name = 'a'; DELETE",
        "Name = 'a' // x",
        "Name = 'a' FOR UPDATE",
        "Name = 'a' GROUP  BY Name",
        "Name = 'a\\' OR Id != null",
    ],
)
def test_what_is_not_one_condition_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--where"):
        soql.checked_condition(text)


def test_a_field_that_is_not_there_leaves_its_own_object_only() -> None:
    query = Query(
        "account",
        "Account",
        ("Id", "X__c", "Owner.X__c", "Parent.X__c", "Unknown.X__c"),
        "Id = 'a'",
        (Child("asset", "Assets", "Asset", ("Id", "X__c")),),
    )
    known = {"Owner": frozenset({"User"}), "Parent": frozenset({"Account"})}
    without = query.without_field("X__c", "Account", lambda _, path: known.get(path, frozenset()))
    assert without.fields == ("Id", "Owner.X__c"), "a path to another object's field stays"
    assert without.children[0].fields == ("Id", "X__c")


def test_a_relationship_that_is_not_there_takes_its_paths_with_it() -> None:
    query = Query("case", "Case", ("Id", "Owner.Name", "OwnerId"))
    assert query.without_relationship("Owner").fields == ("Id", "OwnerId")
