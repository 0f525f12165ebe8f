"""Sample org data: a folder becomes an org, and an org the variants that tests need.

``tiny_org`` is the small org that the other tests of the sample org use as well.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.crm.sample_org import (
    OrgData,
    SampleServer,
    changed_records,
    load,
    with_records,
    without_currencies,
    without_fields,
    without_objects,
)
from generator.crm.sample_org.ids import canonical, suffix
from generator.errors import CrmError

Json = dict[str, Any]


def sf_id(prefix: str, number: int) -> str:
    """An 18-character id."""
    body = f"{prefix}{number:012d}"
    return body + suffix(body)


def a_field(name: str, kind: str = "string", **facts: Any) -> Json:
    return {"name": name, "label": name, "type": kind, "length": 0, **facts}


def lookup(name: str, relationship: str, *targets: str) -> Json:
    return a_field(
        name, "reference", referenceTo=list(targets), relationshipName=relationship, length=18
    )


def picklist(name: str, *values: str, kind: str = "picklist") -> Json:
    options = [{"value": value, "label": value, "active": True} for value in values]
    return a_field(name, kind, picklistValues=options)


def long_text(name: str) -> Json:
    return a_field(name, "textarea", length=32_768, filterable=False, sortable=False)


def described(name: str, fields: list[Json], *children: tuple[str, str, str]) -> Json:
    return {
        "name": name,
        "label": name,
        "labelPlural": f"{name}s",
        "custom": name.endswith("__c"),
        "queryable": True,
        "fields": [a_field("Id", "id", length=18), *fields],
        "childRelationships": [
            {"childSObject": child, "field": field, "relationshipName": relationship}
            for child, field, relationship in children
        ],
    }


DESCRIBES = (
    described(
        "Account",
        [
            a_field("Name", nameField=True),
            a_field("IsDeleted", "boolean"),
            lookup("ParentId", "Parent", "Account"),
            lookup("OwnerId", "Owner", "User"),
            picklist("Tier__c", "Tier 1", "Tier 3", "Tier 2"),
            picklist("Regions__c", "North", "South", "East", kind="multipicklist"),
            a_field("ARR__c", "currency"),
            a_field("NumberOfEmployees", "int"),
            a_field("Active__c", "boolean"),
            a_field("Last_EBR__c", "date"),
            a_field("CreatedDate", "datetime"),
            long_text("Description"),
            long_text("Expansion_Thesis__c"),
            long_text("Value_Proposition__c"),
            a_field("BillingAddress", "address"),
            a_field("CurrencyIsoCode", "picklist"),
        ],
        ("Account", "ParentId", "ChildAccounts"),
        ("Contact", "AccountId", "Contacts"),
        ("Opportunity", "AccountId", "Opportunities"),
        ("Task", "WhatId", "Tasks"),
    ),
    described(
        "Contact",
        [
            a_field("Name", nameField=True),
            a_field("FirstName"),
            a_field("LastName"),
            a_field("Email", "email"),
            lookup("AccountId", "Account", "Account"),
            lookup("ReportsToId", "ReportsTo", "Contact"),
        ],
        ("Contact", "ReportsToId", "Reports"),
    ),
    described(
        "Opportunity",
        [
            a_field("Name", nameField=True),
            a_field("Amount", "currency"),
            a_field("StageName", "picklist"),
            a_field("CloseDate", "date"),
            a_field("IsWon", "boolean"),
            lookup("AccountId", "Account", "Account"),
            lookup("OwnerId", "Owner", "User"),
            a_field("CurrencyIsoCode", "picklist"),
        ],
    ),
    described(
        "Task",
        [
            a_field("Subject", nameField=True),
            lookup("WhatId", "What", "Account", "Opportunity"),
            lookup("WhoId", "Who", "Contact", "Lead"),
            lookup("OwnerId", "Owner", "Group", "User"),
            a_field("ActivityDate", "date"),
        ],
    ),
    described(
        "User",
        [
            a_field("Name", nameField=True),
            a_field("FirstName"),
            a_field("LastName"),
            a_field("Username"),
            a_field("Email", "email"),
            a_field("IsActive", "boolean"),
            lookup("ManagerId", "Manager", "User"),
        ],
    ),
    described("Lead", [a_field("Name", nameField=True)]),
    described("CurrencyType", [a_field("IsoCode", "picklist")]),
    described(
        "Organization",
        [
            a_field("Name", nameField=True),
            a_field("FiscalYearStartMonth", "int"),
            a_field("TimeZoneSidKey", "picklist"),
        ],
    ),
)
VICE, BOSS, REP = (sf_id("005", number) for number in (1, 2, 3))
ACME, NORTH, SOUTH, GONE = (sf_id("001", number) for number in (1, 2, 3, 4))
ANN, BEN, CLEO = (sf_id("003", number) for number in (1, 2, 3))


def account(key: str, name: str, **facts: Any) -> Json:
    row = {
        "Id": key,
        "Name": name,
        "IsDeleted": False,
        "OwnerId": REP,
        "Active__c": False,
        "CreatedDate": "2026-01-05T09:00:00.000+0000",
        "CurrencyIsoCode": "USD",
    }
    return {**row, **facts}


def opportunity(number: int, name: str, owner: str, amount: float | None, **facts: Any) -> Json:
    row = {
        "Id": sf_id("006", number),
        "Name": name,
        "AccountId": owner,
        "OwnerId": REP,
        "Amount": amount,
        "StageName": "Closed Won" if facts.get("IsWon") else "Proposal",
        "IsWon": False,
        "CloseDate": "2026-11-20",
        "CurrencyIsoCode": "USD",
    }
    return {**row, **facts}


def person(key: str, first: str, last: str, **facts: Any) -> Json:
    return {"Id": key, "FirstName": first, "LastName": last, "Name": f"{first} {last}", **facts}


RECORDS: dict[str, list[Json]] = {
    "Organization": [
        {
            "Id": sf_id("00D", 1),
            "Name": "Tiny Vendor",
            "FiscalYearStartMonth": 2,
            "TimeZoneSidKey": "America/New_York",
        }
    ],
    "User": [
        person(VICE, "Vera", "Vice", Username="vera@tiny.example", IsActive=True),
        person(BOSS, "Bo", "Boss", Username="bo@tiny.example", IsActive=True, ManagerId=VICE),
        person(REP, "Ray", "Rep", Username="ray@tiny.example", IsActive=True, ManagerId=BOSS),
    ],
    "Account": [
        account(
            ACME,
            "Acme Group",
            Tier__c="Tier 1",
            Regions__c="North;South",
            ARR__c=100_000.1,
            NumberOfEmployees=500,
            Active__c=True,
            Last_EBR__c="2026-09-30",
            Description="The group",
            BillingAddress={"city": "Bern", "country": "Switzerland"},
        ),
        account(
            NORTH,
            "ACME North",
            ParentId=ACME,
            Tier__c="Tier 3",
            Regions__c="North",
            ARR__c=0.2,
            CreatedDate="2026-11-21T04:59:59.000+0000",
        ),
        account(SOUTH, "Südwerk 50%_off", ParentId=ACME, Tier__c="Tier 2", OwnerId=BOSS),
        account(GONE, "Acme Closed", IsDeleted=True),
    ],
    "Contact": [
        person(ANN, "Ann", "O'Neil", AccountId=ACME, Email="ann@acme.example"),
        person(BEN, "Ben", "Ode", AccountId=ACME, ReportsToId=ANN),
        person(CLEO, "Cleo", "Ruiz", AccountId=NORTH, ReportsToId=BEN),
    ],
    "Opportunity": [
        opportunity(1, "Renewal", ACME, 0.1, IsWon=True, CloseDate="2026-10-31"),
        opportunity(2, "Expansion", ACME, 0.2, IsWon=True),
        opportunity(3, "New plant", NORTH, None, CloseDate="2027-02-01"),
    ],
    "Task": [
        {"Id": sf_id("00T", 1), "Subject": "Call", "WhatId": ACME, "WhoId": ANN, "OwnerId": REP},
        {"Id": sf_id("00T", 2), "Subject": "Mail", "WhatId": sf_id("006", 1), "OwnerId": BOSS},
        {"Id": sf_id("00T", 3), "Subject": "Note", "ActivityDate": "2026-11-19"},
    ],
    "CurrencyType": [{"Id": sf_id("01L", 1), "IsoCode": "USD"}],
}


def tiny_org() -> OrgData:
    """Four accounts (one deleted) in a tree, three contacts in a line, three users in a line."""
    return OrgData(
        org={"as_of": "2026-11-20", "running_user_id": REP},
        describes={describe["name"]: describe for describe in DESCRIBES},
        records={describe["name"]: RECORDS.get(describe["name"], []) for describe in DESCRIBES},
    )


def written(folder: Path, data: OrgData) -> Path:
    """An org as files."""
    for kind in ("describe", "records"):
        (folder / kind).mkdir(parents=True)
    (folder / "org.json").write_text(json.dumps(data.org))
    for name, describe in data.describes.items():
        (folder / "describe" / f"{name}.json").write_text(json.dumps(describe))
        (folder / "records" / f"{name}.json").write_text(json.dumps(data.records[name]))
    return folder


def field_names(data: OrgData, name: str) -> list[str]:
    return [field["name"] for field in data.describes[name]["fields"]]


def child_names(data: OrgData, name: str) -> list[str]:
    return [child["relationshipName"] for child in data.describes[name]["childRelationships"]]


def test_a_folder_is_read_as_the_org_that_was_written(tmp_path: Path) -> None:
    data, tiny = load(written(tmp_path, tiny_org())), tiny_org()
    assert data.org == tiny.org
    assert dict(data.describes) == dict(tiny.describes)
    assert dict(data.records) == dict(tiny.records)


def test_an_object_without_a_records_file_has_no_records(tmp_path: Path) -> None:
    folder = written(tmp_path, tiny_org())
    (folder / "records" / "Lead.json").unlink()
    assert load(folder).records["Lead"] == []


def test_a_folder_without_an_org_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match=r"org\.json"):
        load(tmp_path)


def test_a_broken_file_is_named_when_it_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path, tiny_org())
    (folder / "records" / "Contact.json").write_text("[{")
    data = load(folder)
    with pytest.raises(CrmError, match=r"Contact\.json is not JSON"):
        _ = data.records["Contact"]


def test_a_hidden_object_leaves_with_its_lookups_and_relationships() -> None:
    data = without_objects(tiny_org(), ["Contact", "Lead", "Opportunity"])
    assert "Contact" not in data.describes
    assert "Contact" not in data.records
    assert child_names(data, "Account") == ["ChildAccounts", "Tasks"]
    assert "WhoId" not in field_names(data, "Task")
    what = next(f for f in data.describes["Task"]["fields"] if f["name"] == "WhatId")
    assert what["referenceTo"] == ["Account"]


def test_a_polymorphic_lookup_stays_one_when_but_one_target_is_left() -> None:
    with SampleServer(without_objects(tiny_org(), ["Opportunity"])) as org:
        text = f"SELECT What.Name, What.Type FROM Task WHERE Id = '{sf_id('00T', 1)}'"
        result = org.rest._engine.run(text, base="")
    assert result.records[0]["What"]["Type"] == "Account"


def test_a_hidden_field_leaves_with_the_relationships_it_carries() -> None:
    data = without_fields(tiny_org(), "Contact", ["AccountId", "Email"])
    assert field_names(data, "Contact") == ["Id", "Name", "FirstName", "LastName", "ReportsToId"]
    assert "Contacts" not in child_names(data, "Account")
    assert "Reports" in child_names(data, "Contact")


def test_an_org_of_one_currency_has_neither_currency_objects_nor_fields() -> None:
    data = without_currencies(tiny_org())
    assert "CurrencyType" not in data.describes
    assert not any("CurrencyIsoCode" in field_names(data, name) for name in data.describes)


def test_records_are_added_and_changed_without_touching_the_org_they_come_from() -> None:
    tiny = tiny_org()
    more = with_records(tiny, "Lead", [{"Id": sf_id("00Q", 1), "Name": "Lea"}])
    loud = changed_records(more, "Lead", lambda row: {**row, "Name": row["Name"].upper()})
    assert [row["Name"] for row in more.records["Lead"]] == ["Lea"]
    assert [row["Name"] for row in loud.records["Lead"]] == ["LEA"]
    assert tiny.records["Lead"] == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("001D000000IqhSL", "001D000000IqhSLIAZ"),
        ("001D000000IqhSLIAZ", "001D000000IqhSLIAZ"),
        ("001d000000iqhsliaz", "001D000000IqhSLIAZ"),
        ("001D000000IqhSL999", None),
        ("001D000000IqhSL5AA", None),
        ("001D000000IqhS", None),
        ("001D000000Iqh'L", None),
        ("", None),
    ],
)
def test_ids_of_15_and_18_characters_are_one(typed: str, read: str | None) -> None:
    assert canonical(typed) == read
