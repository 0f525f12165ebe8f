"""The sample org is a sound CRM: ids, lookups, field kinds, money and dates agree."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.sample_records import AS_OF, Record, by_id, describes, records, root_of, roots

OBJECTS = sorted(describes())
TEXT_KINDS = {"string", "textarea", "picklist", "multipicklist", "combobox", "email", "url"}
UNDATED = {"CreatedDate", "LastModifiedDate", "SystemModstamp"}


def _suffix(id15: str) -> str:
    """Salesforce's three check characters: one bit for each capital, five to a character."""
    bits = "".join("1" if c.isupper() else "0" for c in id15)
    chunks = (bits[i : i + 5][::-1] for i in (0, 5, 10))
    return "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[int(chunk, 2)] for chunk in chunks)


def test_a_published_id_gets_its_known_suffix() -> None:
    assert _suffix("001A0000006Vm9r") == "IAC"


@pytest.mark.parametrize("name", OBJECTS)
def test_ids_are_unique_prefixed_and_checksummed(name: str) -> None:
    ids = [record["Id"] for record in records(name)]
    assert len(set(ids)) == len(ids)
    for one in ids:
        assert re.fullmatch(r"[0-9A-Za-z]{18}", one)
        assert one.startswith(describes()[name]["keyPrefix"])
        assert one[15:] == _suffix(one[:15]), one


def test_no_two_objects_share_a_key_prefix() -> None:
    prefixes = [d["keyPrefix"] for d in describes().values()]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize("name", OBJECTS)
def test_every_record_has_the_described_fields_in_order_and_of_their_kind(name: str) -> None:
    fields = describes()[name]["fields"]
    for record in records(name):
        assert list(record) == [f["name"] for f in fields]
        for field in fields:
            _check_value(field, record[field["name"]], record["Id"])


def _check_value(field: Record, value: Any, where: str) -> None:
    what = (where, field["name"], value)
    if value is None:
        assert field["nillable"], what
    elif field["type"] in TEXT_KINDS:
        assert isinstance(value, str), what
        assert value == value.strip() != "", what
        assert len(value) <= field["length"], what
    elif field["type"] in ("currency", "double", "percent"):
        assert isinstance(value, float), what
    elif field["type"] == "boolean":
        assert isinstance(value, bool), what
    elif field["type"] == "int":
        assert type(value) is int, what
    elif field["type"] == "date":
        assert date.fromisoformat(value), what
    elif field["type"] == "datetime":
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000", value), what


@pytest.mark.parametrize("name", OBJECTS)
def test_every_lookup_leads_to_a_record_of_a_named_object(name: str) -> None:
    for field in describes()[name]["fields"]:
        if field["type"] == "reference":
            targets = {i for t in field["referenceTo"] for i in by_id(t)}
            for record in records(name):
                value = record[field["name"]]
                assert value is None or value in targets, (record["Id"], field["name"], value)


@pytest.mark.parametrize("name", OBJECTS)
def test_picklists_hold_only_their_values(name: str) -> None:
    for field in describes()[name]["fields"]:
        values = {v["value"] for v in field["picklistValues"]}
        for record in records(name):
            value = record[field["name"]]
            if values and value is not None:
                assert set(value.split(";")) <= values, (record["Id"], field["name"], value)


def test_long_text_cannot_be_filtered_and_short_text_can() -> None:
    fields = {(n, f["name"]): f for n, d in describes().items() for f in d["fields"]}
    for key in (("Account", "Description"), ("AccountPlan", "AccountVision")):
        assert not fields[key]["filterable"], key
        assert not fields[key]["sortable"], key
    for key in (("Account", "Name"), ("Task", "Subject"), ("Opportunity", "NextStep")):
        assert fields[key]["filterable"], key


def test_polymorphic_lookups_name_their_objects() -> None:
    fields = {(n, f["name"]): f for n, d in describes().items() for f in d["fields"]}
    assert fields["Task", "WhoId"]["referenceTo"] == ["Contact", "Lead"]
    assert fields["Task", "OwnerId"]["referenceTo"] == ["Group", "User"]
    assert {"Account", "Opportunity"} <= set(fields["Event", "WhatId"]["referenceTo"])
    assert all(fields["Task", f]["polymorphicForeignKey"] for f in ("WhoId", "WhatId", "OwnerId"))


def test_child_relationships_mirror_the_lookups() -> None:
    for parent, described in describes().items():
        for child in described["childRelationships"]:
            fields = describes()[child["childSObject"]]["fields"]
            [field] = [f for f in fields if f["name"] == child["field"]]
            assert parent in field["referenceTo"]
    names = {c["relationshipName"] for c in describes()["Account"]["childRelationships"]}
    assert {"ChildAccounts", "Contacts", "Opportunities", "Whitespace_Plays__r"} <= names


def test_parents_managers_and_superiors_form_no_ring() -> None:
    for name, field in (("Account", "ParentId"), ("User", "ManagerId"), ("Contact", "ReportsToId")):
        for record in records(name):
            seen, at = set(), record
            while at[field]:
                assert at["Id"] not in seen, (name, record["Name"])
                seen.add(at["Id"])
                at = by_id(name)[at[field]]


def test_superiors_work_for_the_same_customer() -> None:
    for contact in records("Contact"):
        if contact["ReportsToId"]:
            superior = by_id("Contact")[contact["ReportsToId"]]
            assert root_of(superior["AccountId"]) == root_of(contact["AccountId"])


def test_records_that_hang_on_a_deal_or_plan_stay_within_the_customer() -> None:
    opportunities = by_id("Opportunity")
    for role in records("OpportunityContactRole"):
        account = opportunities[role["OpportunityId"]]["AccountId"]
        person = by_id("Contact")[role["ContactId"]]["AccountId"]
        assert root_of(person) == root_of(account)
    for play in records("Whitespace_Play__c"):
        if play["Opportunity__c"]:
            account = opportunities[play["Opportunity__c"]]["AccountId"]
            assert account == play["Account__c"], play["Name"]


def test_lines_add_up_to_the_amount_in_the_deal_s_currency() -> None:
    for deal in records("Opportunity"):
        lines = [li for li in records("OpportunityLineItem") if li["OpportunityId"] == deal["Id"]]
        assert bool(lines) == deal["HasOpportunityLineItem"]
        if lines:
            assert sum(li["TotalPrice"] for li in lines) == pytest.approx(deal["Amount"], abs=0.01)
            assert {li["CurrencyIsoCode"] for li in lines} == {deal["CurrencyIsoCode"]}
            assert all(li["TotalPrice"] == li["Quantity"] * li["UnitPrice"] for li in lines)


def test_stage_probability_and_outcome_agree() -> None:
    stages = {s["MasterLabel"]: s for s in records("OpportunityStage")}
    for deal in records("Opportunity"):
        stage = stages[deal["StageName"]]
        assert (deal["IsClosed"], deal["IsWon"]) == (stage["IsClosed"], stage["IsWon"])
        assert deal["Probability"] == stage["DefaultProbability"]
        assert bool(deal["Loss_Reason__c"]) == (deal["StageName"] == "Closed Lost")
        assert not deal["IsClosed"] or deal["CloseDate"] <= AS_OF
        assert deal["CreatedDate"][:10] <= deal["CloseDate"], deal["Name"]


def test_nothing_was_created_changed_or_closed_after_today() -> None:
    for name in OBJECTS:
        for record in records(name):
            for field in UNDATED & set(record):
                assert record[field][:10] <= AS_OF, (name, record["Id"], field)
            if "LastModifiedDate" in record:
                assert record["CreatedDate"] <= record["LastModifiedDate"], (name, record["Id"])


def test_cases_close_after_they_open() -> None:
    for case in records("Case"):
        assert case["IsClosed"] == (case["ClosedDate"] is not None) == (case["Status"] == "Closed")
        assert not case["IsClosed"] or case["CreatedDate"] < case["ClosedDate"] < f"{AS_OF}T"
    numbers = [c["CaseNumber"] for c in sorted(records("Case"), key=lambda c: c["CaseNumber"])]
    assert len(set(numbers)) == len(numbers)


def test_finished_tasks_are_closed_and_open_ones_are_not() -> None:
    for task in records("Task"):
        done = task["Status"] == "Completed"
        assert done == task["IsClosed"] == (task["CompletedDateTime"] is not None)


def _rate(code: str) -> float:
    [rate] = [c["ConversionRate"] for c in records("CurrencyType") if c["IsoCode"] == code]
    return float(rate)


@pytest.mark.parametrize("day", ["", "a year ago"])
def test_arr_is_the_sum_of_what_runs_in_the_account_and_below_it(day: str) -> None:
    """The account's stated ARR against its assets, each converted at the org's rates."""
    on = date.fromisoformat(AS_OF) - timedelta(days=365 if day else 0)
    stated = "ARR_Year_Ago__c" if day else "ARR__c"
    for root in roots():
        total = 0.0
        for asset in records("Asset"):
            mine = root_of(asset["AccountId"]) == root["Id"] and not asset["IsCompetitorProduct"]
            if mine and asset["InstallDate"] <= on.isoformat() < (asset["UsageEndDate"] or "9"):
                ratio = _rate(root["CurrencyIsoCode"]) / _rate(asset["CurrencyIsoCode"])
                total += asset["ARR__c"] * ratio
        assert total == pytest.approx(root[stated], abs=0.01), root["Name"]


def test_a_division_s_arr_is_part_of_its_parent_s() -> None:
    for account in records("Account"):
        parent = by_id("Account").get(account["ParentId"])
        if parent:
            ratio = _rate(parent["CurrencyIsoCode"]) / _rate(account["CurrencyIsoCode"])
            assert account["ARR__c"] * ratio <= parent["ARR__c"] + 0.01, account["Name"]


def test_what_was_won_since_last_year_explains_what_is_owned_now() -> None:
    """ARR a year ago, plus what was won, less what ended, is within a tenth of ARR now."""
    year_ago = "2025-11-20"
    for root in roots():
        now = root["ARR__c"]
        change = root["ARR_Year_Ago__c"]
        for deal in records("Opportunity"):
            recent = deal["IsWon"] and deal["CloseDate"] > year_ago and deal["Type"] != "Renewal"
            if recent and root_of(deal["AccountId"]) == root["Id"]:
                ratio = _rate(root["CurrencyIsoCode"]) / _rate(deal["CurrencyIsoCode"])
                change += deal["Amount"] * ratio
        for asset in records("Asset"):
            ended = asset["Status"] == "Obsolete" and asset["UsageEndDate"] > year_ago
            if ended and root_of(asset["AccountId"]) == root["Id"]:
                ratio = _rate(root["CurrencyIsoCode"]) / _rate(asset["CurrencyIsoCode"])
                change -= asset["ARR__c"] * ratio
        assert change == pytest.approx(now, rel=0.1), root["Name"]
