"""Conversion is total: whatever a record holds, it becomes a value or a problem, never an error."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.crm.binding import Bound, bind
from generator.crm.capabilities import FieldInfo, ObjectInfo
from generator.crm.convert import Notes, convert
from generator.crm.kinds import KINDS
from generator.crm.mapping import default_mapping
from generator.model.records import Activity, Contact, Opportunity


def _bound(kind: str, types: dict[str, str] | None = None) -> Bound:
    """``kind`` in an org that has every field of the default mapping."""
    mapping = default_mapping()[kind]
    named = {alias: name for name, aliases in mapping.fields.items() for alias in aliases}
    usual = {alias: "id" if name.endswith("_id") else "string" for alias, name in named.items()}
    fields = {n.lower(): FieldInfo(n, t) for n, t in sorted((usual | (types or {})).items())}
    info = ObjectInfo(mapping.objects[0], "", True, fields)
    bound = bind(mapping, {mapping.objects[0]: info})
    assert bound is not None
    return bound


def _convert(kind: str, row: dict[str, Any], **types: str) -> tuple[Any, list[str]]:
    notes = Notes()
    record = convert(_bound(kind, types), {"Id": "x" * 18, **row}, "EUR", notes)
    return record, [problem.message for problem in notes.problems()]


_OPPORTUNITY = {
    "AccountId": "a", "Name": "Deal", "StageName": "Discovery", "CloseDate": "2026-03-31",
    "IsClosed": False, "IsWon": False,
}  # fmt: skip


def test_money_keeps_all_its_digits() -> None:
    record, problems = _convert(
        "opportunity", {**_OPPORTUNITY, "Amount": Decimal("1234567890123456.78")}
    )
    assert record.amount == Decimal("1234567890123456.78")
    assert not problems


def test_a_record_without_a_currency_has_the_orgs() -> None:
    assert _convert("opportunity", _OPPORTUNITY)[0].currency == "EUR"
    assert _convert("opportunity", {**_OPPORTUNITY, "CurrencyIsoCode": "JPY"})[0].currency == "JPY"


def test_a_time_becomes_utc_and_a_date_stays() -> None:
    row = {
        **_OPPORTUNITY,
        "LastModifiedDate": "2026-03-01T23:30:00.000-0500",
        "CreatedDate": "2026-01-31T23:30:00.000-0500",
    }
    record, _ = _convert("opportunity", row)
    assert record.modified == datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    assert record.created == date(2026, 2, 1)
    assert record.close_date == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("Amount", "much", "'much' is no number"),
        ("Amount", True, "True is no number"),
        ("Amount", "NaN", "'NaN' is no number"),
        ("Amount", {"a": 1}, "is no number"),
        ("PushCount", "1e999999999", "is no number"),
        ("LastModifiedDate", "0001-01-01T00:00:00+05:00", "is no time"),
        ("PushCount", Decimal("1.5"), "1.5 is no whole number"),
        ("LastStageChangeDate", "yesterday", "'yesterday' is no date"),
        ("LastModifiedDate", "2026-13-01T00:00:00Z", "is no time"),
        ("Top_X__c", "maybe", "neither true nor false"),
    ],
)
def test_a_bad_value_is_left_out_and_named(field: str, value: object, said: str) -> None:
    record, problems = _convert("opportunity", {**_OPPORTUNITY, field: value})
    assert isinstance(record, Opportunity)
    assert len(problems) == 1
    assert said in problems[0]
    assert f"Opportunity.{field}" in problems[0]


def test_a_record_that_cannot_stand_without_a_value_is_left_out_and_named() -> None:
    record, problems = _convert("opportunity", {**_OPPORTUNITY, "CloseDate": "31.3.2026"})
    assert record is None
    assert any("without a usable CloseDate" in problem for problem in problems)


def test_a_missing_name_is_no_reason_to_lose_a_record() -> None:
    record, problems = _convert("task", {"AccountId": "a", "Subject": None})
    assert record == Activity(id="x" * 18, kind="task", account_id="a", subject="")
    assert not problems


def test_the_same_problem_in_many_records_is_told_once() -> None:
    notes = Notes()
    bound = _bound("opportunity")
    for number in range(7):
        row = {"Id": f"{number}", **_OPPORTUNITY, "Amount": "much"}
        convert(bound, row, "EUR", notes)
    (problem,) = notes.problems()
    assert problem.message.endswith("(7 records)")
    assert problem.record_id == "0"
    assert problem.source == "Opportunity.Amount"


def test_words_of_the_crm_become_the_models() -> None:
    row = {
        "Name": "Ann",
        "Relationship_Strength__c": "4 - strong ADVOCATE",
        "Level_of_Influence__c": "High",
        "BuyerAttributes": "Champion;Economic Buyer;Unheard of",
        "Buying_Role__c": None,
    }
    record, problems = _convert("contact", row, Buying_Role__c="picklist")
    assert (record.strength, record.influence, record.role) == (4, "high", None)
    assert not problems


def test_of_several_roles_the_strongest_counts() -> None:
    row = {"Name": "Ann", "Buying_Role__c": "Champion;Economic Buyer;Unheard of"}
    record, _ = _convert("contact", row, Buying_Role__c="multipicklist")
    assert record.role == "economic_buyer"


def test_a_word_that_the_mapping_does_not_know_is_unknown_and_named() -> None:
    record, problems = _convert("contact", {"Name": "Ann", "Level_of_Influence__c": "Vast"})
    assert record.influence is None
    assert "'Vast' is a value that the mapping does not know" in problems[0]


def test_unknown_is_not_no() -> None:
    row = {"Account__c": "a", "Name": "P", "Need__c": "Unknown", "Access__c": "No"}
    record, problems = _convert("play", row)
    assert (record.need, record.access, record.budget) == (None, "no", None)
    assert not problems


@pytest.mark.parametrize(("who", "kept"), [("003A", "003A"), ("00QA", None), (None, None)])
def test_a_lead_is_no_contact(who: str | None, kept: str | None) -> None:
    assert _convert("task", {"AccountId": "a", "WhoId": who})[0].contact_id == kept


@pytest.mark.parametrize("text", ["1,250,000", "1 250 000", "1250000", "1250000.00"])
def test_a_measures_text_is_read_as_the_number_it_shows(text: str) -> None:
    row = {"AccountPlanObjectiveId": "o", "Name": "ACV", "TargetValue": text}
    assert _convert("measure", row)[0].target == Decimal(1250000)


_ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.decimals(), st.text(max_size=40),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)  # fmt: skip


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_no_value_of_any_field_raises(kind: str, data: st.DataObject) -> None:
    bound = _bound(kind)
    row = {c.path: data.draw(_ANYTHING) for c in bound.columns.values()}
    record = convert(bound, {**row, "Id": "x" * 18}, "EUR", Notes())
    assert record is None or isinstance(record, KINDS[kind])


def test_text_is_kept_as_it_stands() -> None:
    name = "  R&D <x> {{7*7}} =1+1 \u202e😀\n"
    record, _ = _convert("contact", {"Name": name})
    assert record == Contact(id="x" * 18, account_id=None, name=name)
