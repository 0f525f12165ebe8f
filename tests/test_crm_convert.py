"""Conversion is total: whatever a record holds, it becomes a value or a problem, never an error."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.crm.binding import Bound, bind
from generator.crm.capabilities import FieldInfo, ObjectInfo, object_info
from generator.crm.convert import Notes, convert
from generator.crm.kinds import KINDS
from generator.crm.mapping import load_mapping
from generator.model.codec import decode, encode
from generator.model.records import Activity, Contact, Opportunity

EVERYTHING = load_mapping({"division": {"axis": ["hierarchy", "object"]}})  # no kind left unread


def _bound(kind: str, types: dict[str, str] | None = None) -> Bound:
    """``kind`` in an org that has every field of the default mapping."""
    mapping = EVERYTHING[kind]
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


def _convert_in(zone: str, row: dict[str, Any], kind: str = "opportunity") -> Any:
    return convert(_bound(kind), {"Id": "x" * 18, **row}, "EUR", Notes(), ZoneInfo(zone))


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


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (Decimal("-0.0"), "0.0"), (Decimal("-0E+5"), "0"), (Decimal("0E-60"), "0"), ("-0", "0"),
        (Decimal("1E+3"), "1000"), ("1.5e3", "1500"), (Decimal(123456789012345678),) * 2,
        (Decimal("-999999999999999999.99"),) * 2, (Decimal("0.000000000000000001"),) * 2,
    ],
)  # fmt: skip
def test_a_number_is_exact_has_no_exponent_and_zero_has_no_sign(raw: Any, text: Any) -> None:
    record, problems = _convert("opportunity", {**_OPPORTUNITY, "Amount": raw})
    assert f"{record.amount:f}" == f"{text}" if isinstance(text, str) else record.amount == text
    assert not problems


def test_a_field_kept_as_html_is_its_text_and_brings_the_html_along() -> None:
    bound = _bound("opportunity")
    column = bound.columns["next_step"]
    rich = replace(column, info=replace(column.info, is_html=True))
    bound = replace(bound, columns={**bound.columns, "next_step": rich})

    def read(text: str) -> Any:
        row = {"Id": "x" * 18, **_OPPORTUNITY, column.path: text}
        return convert(bound, row, "EUR", Notes())

    record = read("<p>Call <b>Ann</b> &amp; Bo</p><ul><li>R&amp;D</li></ul>")
    again = decode(Opportunity, json.loads(json.dumps(encode(record))))

    for kept in (record.next_step, again.next_step, pickle.loads(pickle.dumps(record)).next_step):
        assert kept == "Call Ann & Bo\n• R&D"
        assert kept.html.startswith("<p>Call <b>Ann</b>")
    assert read("<p><br></p>").next_step is None


def test_the_describe_says_what_is_kept_as_html() -> None:
    fields = [
        {"name": "Notes__c", "type": "textarea", "length": 32768, "htmlFormatted": True},
        {"name": "Name", "type": "string", "htmlFormatted": False},
    ]
    info = object_info({"name": "Account", "fields": fields}, lambda _: False)

    assert [(field.name, field.is_html) for field in info.fields.values()] == [
        ("Notes__c", True),
        ("Name", False),
    ]


def test_nothing_is_unknown_and_zero_is_zero() -> None:
    assert _convert("opportunity", {**_OPPORTUNITY, "Amount": None})[0].amount is None
    assert _convert("opportunity", {**_OPPORTUNITY, "Amount": ""})[0].amount is None
    assert _convert("opportunity", {**_OPPORTUNITY, "Amount": 0})[0].amount == 0


def test_a_record_without_a_currency_has_the_orgs() -> None:
    assert _convert("opportunity", _OPPORTUNITY)[0].currency == "EUR"
    assert _convert("opportunity", {**_OPPORTUNITY, "CurrencyIsoCode": "JPY"})[0].currency == "JPY"


def test_a_time_gets_the_orgs_offset_and_its_day_is_the_orgs() -> None:
    row = {
        **_OPPORTUNITY,
        "LastModifiedDate": "2026-03-02T04:30:00.000+0000",
        "CreatedDate": "2026-02-01T04:30:00.000+0000",
    }
    there = _convert_in("America/New_York", row)
    assert there.modified == datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    assert there.modified.date() == date(2026, 3, 1)
    assert there.created == date(2026, 1, 31)
    assert there.close_date == date(2026, 3, 31)  # a date stays as it is written
    assert _convert_in("Asia/Tokyo", row).created == date(2026, 2, 1)
    assert _convert("opportunity", row)[0].created == date(2026, 2, 1)  # in UTC


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Auckland", "2026-09-30T10:59:59.999+0000", "2026-09-30"),  # summer time: +13
        ("Pacific/Auckland", "2026-09-30T11:00:00.000+0000", "2026-10-01"),
        ("Pacific/Auckland", "2026-06-30T11:59:59.000+0000", "2026-06-30"),  # winter: +12
        ("Pacific/Auckland", "2026-06-30T12:00:00.000+0000", "2026-07-01"),
        ("Pacific/Honolulu", "2026-10-01T09:59:59.000+0000", "2026-09-30"),
        ("Pacific/Honolulu", "2026-10-01T10:00:00.000+0000", "2026-10-01"),
        ("Pacific/Kiritimati", "2026-12-31T10:00:00.000+0000", "2027-01-01"),  # +14
        ("Asia/Kolkata", "2026-03-31T18:29:59.000+0000", "2026-03-31"),  # +5:30
        ("Asia/Kolkata", "2026-03-31T18:30:00.000+0000", "2026-04-01"),
        ("Europe/Berlin", "2026-03-28T22:59:59.000+0000", "2026-03-28"),  # clocks change next day
        ("Europe/Berlin", "2026-03-29T21:59:59.000+0000", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T22:00:00.000+0000", "2026-03-30"),
        ("America/New_York", "2028-03-01T04:59:59.000+0000", "2028-02-29"),
        ("America/New_York", "2027-03-01T04:59:59.000+0000", "2027-02-28"),
        ("GMT", "2026-01-01T00:00:00.000+0000", "2026-01-01"),
        ("America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-04"),  # midnight did not exist
    ],
)
def test_days_begin_at_midnight_in_the_orgs_time_zone(zone: str, moment: str, day: str) -> None:
    row = {**_OPPORTUNITY, "CreatedDate": moment}
    assert _convert_in(zone, row).created == date.fromisoformat(day)


def test_the_time_between_two_moments_is_the_same_in_every_zone() -> None:
    row = {"CreatedDate": "2026-03-28T12:00:00Z", "ClosedDate": "2026-03-29T12:00:00Z"}
    for zone in ("Europe/Berlin", "UTC", "Pacific/Chatham"):
        case = _convert_in(zone, {**row, "AccountId": "a", "IsClosed": True}, "case")
        assert case.closed - case.created == timedelta(days=1), zone


def test_a_time_at_the_edge_of_the_calendar_is_no_time_and_no_fault() -> None:
    row = {**_OPPORTUNITY, "CreatedDate": "9999-12-31T23:00:00.000+0000"}
    notes = Notes()
    record = convert(
        _bound("opportunity"), {"Id": "x" * 18, **row}, "EUR", notes, ZoneInfo("Asia/Tokyo")
    )
    assert record.created is None
    assert "is no time" in notes.problems()[0].message


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


@pytest.mark.parametrize(
    "text",
    ["1,250,000", "1 250 000", "1250000", "1250000.00", "1\u00a0250\u00a0000", "+1,250,000.0 %",
     "1\u202f250\u202f000"],
)  # fmt: skip
def test_a_measures_text_is_read_as_the_number_it_shows(text: str) -> None:
    row = {"AccountPlanObjectiveId": "o", "Name": "ACV", "TargetValue": text}
    assert _convert("measure", row)[0].target == Decimal(1250000)


@pytest.mark.parametrize(
    "text", ["12,5", "1.250,50", "1,25", "1,2500", "12,500,00", ",5", "1,250 000", "1 25", "1,"]
)
def test_a_comma_that_parts_no_thousands_makes_no_number(text: str) -> None:
    row = {"AccountPlanObjectiveId": "o", "Name": "ACV", "TargetValue": text}
    record, problems = _convert("measure", row)
    assert record.target is None
    assert f"{text!r} is no number" in problems[0]


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
