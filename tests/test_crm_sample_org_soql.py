"""SOQL over the tiny org, through the REST API: what each clause finds and how it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from generator.crm.sample_org import SampleServer, with_records
from generator.crm.sample_org.refusal import UNSUPPORTED
from generator.crm.sample_org.soql import tables
from tests.test_crm_sample_org_data import (
    ACME,
    ANN,
    BEN,
    BOSS,
    CLEO,
    GONE,
    NORTH,
    REP,
    SOUTH,
    VICE,
    sf_id,
    tiny_org,
)

Json = dict[str, Any]
BASE = "/services/data/v63.0"


class Org:
    """A sample org and a session that is signed in to it."""

    def __init__(self, server: SampleServer) -> None:
        self.server, self.session = server, requests.Session()
        self.session.headers["Authorization"] = f"Bearer {server.token}"

    def ask(self, text: str, resource: str = "query") -> requests.Response:
        url = f"{self.server.url}{BASE}/{resource}"
        return self.session.get(url, params={"q": text}, timeout=10)

    def query(self, text: str, resource: str = "query") -> Json:
        response = self.ask(text, resource)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    def ids(self, text: str) -> list[str]:
        return [record["Id"] for record in self.query(text)["records"]]

    def error(self, text: str) -> Json:
        response = self.ask(text)
        assert response.status_code == 400, response.text
        [error] = response.json()
        return dict(error)


@pytest.fixture(scope="module")
def org() -> Iterator[Org]:
    with SampleServer(tiny_org()) as server:
        org = Org(server)
        yield org
        org.session.close()


def where(condition: str, name: str = "Account") -> str:
    return f"SELECT Id FROM {name} WHERE {condition} ORDER BY Id"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("Name = 'acme group'", [ACME]),
        ("Name = 'SÜDWERK 50%_OFF'", [SOUTH]),
        ("Name != 'Acme Group'", [NORTH, SOUTH]),
        ("Name <> 'Acme Group'", [NORTH, SOUTH]),
        ("Name LIKE 'acme%'", [ACME, NORTH]),
        ("Name LIKE '%50\\%\\_o%'", [SOUTH]),
        ("Name LIKE '_cme _roup'", [ACME]),
        ("(NOT Name LIKE 'acme%')", [SOUTH]),
        ("Name > 'acme h'", [NORTH, SOUTH]),
        ("Name IN ('ACME GROUP', 'nobody', 'acme north')", [ACME, NORTH]),
        ("Name NOT IN ('acme group')", [NORTH, SOUTH]),
        ("Tier__c = 'tier 1' OR Tier__c = 'Tier 3'", [ACME, NORTH]),
        ("ParentId = null", [ACME]),
        ("ParentId != null", [NORTH, SOUTH]),
        (f"ParentId = '{ACME[:15]}'", [NORTH, SOUTH]),
        (f"ParentId != '{ACME}'", [ACME]),
        (f"ParentId NOT IN ('{ACME}', '{NORTH}')", [ACME]),
        (f"(NOT ParentId = '{ACME}')", [ACME]),
        (f"(NOT ParentId IN ('{ACME}', '{NORTH}'))", [ACME]),
        (f"(NOT (ParentId = '{ACME}' OR Name = 'x'))", [ACME]),
        (f"Parent.OwnerId = '{REP}' OR Name = 'acme group'", [ACME, NORTH, SOUTH]),
        (f"Id IN ('{ACME[:15]}', '{NORTH.lower()}')", [ACME, NORTH]),
        (f"ParentId IN (null, '{NORTH}', '{SOUTH}')", [ACME]),
        (f"Id IN ('{ACME}','{ACME}' ,\n'{SOUTH}')", [ACME, SOUTH]),
        ("Name IN ('a, b', 'it\\'s', 'Acme Group')", [ACME]),
        (f"Id > '{ACME}'", [NORTH, SOUTH]),
        ("ARR__c = null", [SOUTH]),
        ("ARR__c != 0.2", [ACME, SOUTH]),
        ("ARR__c NOT IN (0.2, 7)", [ACME, SOUTH]),
        ("ARR__c IN (null, 0.2)", [NORTH, SOUTH]),
        ("ARR__c >= 1e5", [ACME]),
        ("ARR__c < 1", [NORTH]),
        ("NOT ARR__c < 1", [ACME, SOUTH]),
        ("NumberOfEmployees = 500", [ACME]),
        ("NumberOfEmployees = +500", [ACME]),
        ("Active__c = TRUE", [ACME]),
        ("Active__c != true", [NORTH, SOUTH]),
        ("Active__c = null", [NORTH, SOUTH]),
        ("Active__c IN (false, true)", [ACME, NORTH, SOUTH]),
        ("Regions__c INCLUDES ('North')", [ACME, NORTH]),
        ("Regions__c INCLUDES ('north;SOUTH', 'East')", [ACME]),
        ("Regions__c EXCLUDES ('South')", [NORTH, SOUTH]),
        ("Regions__c = null", [SOUTH]),
        ("Last_EBR__c = 2026-09-30", [ACME]),
        ("Last_EBR__c < 2026-09-30", []),
        ("CreatedDate = 2026-11-20T23:59:59-05:00", [NORTH]),
        ("CreatedDate > 2026-01-05T09:00:00Z", [NORTH]),
        ("CreatedDate >= 2026-01-05T10:00:00%2B01:00".replace("%2B", "+"), [ACME, NORTH, SOUTH]),
        ("CreatedDate = TODAY", [NORTH]),  # 23:59:59 in New York, the next day in UTC
        ("CreatedDate < TODAY", [ACME, SOUTH]),
        ("Owner.Name = 'bo boss'", [SOUTH]),
        ("Owner.Manager.Name = 'Vera Vice'", [SOUTH]),
        ("Owner.Manager.Manager.Name = 'Vera Vice'", [ACME, NORTH]),
        ("Parent.Name = 'acme group' AND Owner.Name = 'ray rep'", [NORTH]),
        ("Parent.Name = null", [ACME]),
        ("Parent.Active__c = false", [ACME]),  # no parent: its checkbox counts as not ticked
        ("Name = 'x' OR (Tier__c = 'Tier 2' AND (NOT Name = 'y'))", [SOUTH]),
        ("Id IN (SELECT AccountId FROM Contact WHERE Name LIKE 'a%')", [ACME]),
        ("Id NOT IN (SELECT AccountId FROM Contact)", [SOUTH]),
        (
            (
                "Id IN (SELECT AccountId FROM Contact WHERE Account.Tier__c = 'Tier 3') AND Id IN "
                "(SELECT AccountId FROM Opportunity WHERE IsWon = false)"
            ),
            [NORTH],
        ),
        ("OwnerId IN (SELECT Id FROM User WHERE Manager.Name = 'Vera Vice')", [SOUTH]),
    ],
)
def test_a_filter_finds_what_salesforce_would_find(
    org: Org, condition: str, found: list[str]
) -> None:
    assert org.ids(where(condition)) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("LastName = 'O\\'Neil'", [ANN]),
        ("LastName LIKE '%\\\"%'", []),
        ("Name = '\\u0041nn O\\'Neil'", [ANN]),
        ("ReportsTo.ReportsTo.Name LIKE 'ann%'", [CLEO]),
        ("Contact.Account.Name = 'Acme Group' AND ReportsToId != null", [BEN]),
    ],
)
def test_strings_are_read_with_their_escapes(org: Org, condition: str, found: list[str]) -> None:
    assert org.ids(where(condition, "Contact")) == found


@pytest.mark.parametrize(
    ("literal", "found"),
    [
        ("TODAY", ["Expansion"]),
        ("YESTERDAY", []),
        ("LAST_N_DAYS:19", ["Expansion"]),
        ("LAST_N_DAYS:20", ["Expansion", "Renewal"]),
        ("N_DAYS_AGO:20", ["Renewal"]),
        ("LAST_90_DAYS", ["Expansion", "Renewal"]),
        ("NEXT_N_DAYS:72", []),
        ("NEXT_N_DAYS:73", ["New plant"]),
        ("THIS_MONTH", ["Expansion"]),
        ("last_month", ["Renewal"]),
        ("LAST_N_MONTHS:1", ["Renewal"]),
        ("N_MONTHS_AGO:1", ["Renewal"]),
        ("NEXT_N_MONTHS:3", ["New plant"]),
        ("THIS_QUARTER", ["Expansion", "Renewal"]),
        ("NEXT_QUARTER", ["New plant"]),
        ("THIS_YEAR", ["Expansion", "Renewal"]),
        ("NEXT_YEAR", ["New plant"]),
        ("THIS_FISCAL_QUARTER", ["Expansion"]),  # November to January: the year begins in February
        ("LAST_FISCAL_QUARTER", ["Renewal"]),
        ("THIS_FISCAL_YEAR", ["Expansion", "Renewal"]),
        ("NEXT_FISCAL_YEAR", ["New plant"]),
        ("LAST_N_FISCAL_QUARTERS:1", ["Renewal"]),
    ],
)
def test_date_literals_are_ranges_around_the_orgs_as_of(
    org: Org, literal: str, found: list[str]
) -> None:
    text = f"SELECT Name FROM Opportunity WHERE CloseDate = {literal} ORDER BY Name"
    assert [record["Name"] for record in org.query(text)["records"]] == found


@pytest.mark.parametrize(
    ("operator", "found"),
    [
        ("=", ["Renewal"]),
        ("!=", ["Expansion", "New plant"]),
        ("<", []),
        ("<=", ["Renewal"]),
        (">", ["Expansion", "New plant"]),
        (">=", ["Expansion", "New plant", "Renewal"]),
    ],
)
def test_every_operator_understands_a_range_of_days(
    org: Org, operator: str, found: list[str]
) -> None:
    text = f"SELECT Name FROM Opportunity WHERE CloseDate {operator} LAST_MONTH ORDER BY Name"
    assert [record["Name"] for record in org.query(text)["records"]] == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("Name", [ACME, NORTH, SOUTH]),
        ("Name DESC", [SOUTH, NORTH, ACME]),
        ("ARR__c", [SOUTH, NORTH, ACME]),
        ("ARR__c DESC", [SOUTH, ACME, NORTH]),
        ("ARR__c DESC NULLS LAST", [ACME, NORTH, SOUTH]),
        ("ARR__c ASC NULLS LAST", [NORTH, ACME, SOUTH]),
        ("Tier__c", [ACME, NORTH, SOUTH]),  # the picklist's order, not the alphabet's
        ("Tier__c DESC", [SOUTH, NORTH, ACME]),
        ("Owner.Name, Name DESC", [SOUTH, NORTH, ACME]),
    ],
)
def test_records_come_in_the_order_asked_for(org: Org, order: str, found: list[str]) -> None:
    assert org.ids(f"SELECT Id FROM Account ORDER BY {order}") == found


def test_limit_and_offset_cut_the_result(org: Org) -> None:
    assert org.ids("SELECT Id FROM Account ORDER BY Id LIMIT 1 OFFSET 1") == [NORTH]
    assert org.query("SELECT Id FROM Account LIMIT 2")["totalSize"] == 2


def test_a_record_is_written_with_attributes_and_nested_parents(org: Org) -> None:
    text = (
        "SELECT name, parent.name, Parent.Owner.Name, BillingAddress, active__C FROM account a "
        f"WHERE a.Id IN ('{ACME}', '{NORTH}') ORDER BY Account.Id"
    )
    acme, north = org.query(text)["records"]
    assert acme == {
        "attributes": {"type": "Account", "url": f"{BASE}/sobjects/Account/{ACME}"},
        "Name": "Acme Group",
        "Parent": None,
        "BillingAddress": {"city": "Bern", "country": "Switzerland"},
        "Active__c": True,
    }
    assert north["Parent"] == {
        "attributes": {"type": "Account", "url": f"{BASE}/sobjects/Account/{ACME}"},
        "Name": "Acme Group",
        "Owner": {
            "attributes": {"type": "User", "url": f"{BASE}/sobjects/User/{REP}"},
            "Name": "Ray Rep",
        },
    }


def test_a_polymorphic_lookup_is_read_through_the_name_object(org: Org) -> None:
    text = "SELECT Subject, What.Name, What.Type, Who.FirstName, Owner.Username FROM Task"
    call, mail, note = org.query(f"{text} ORDER BY Subject")["records"]
    assert call["What"] == {
        "attributes": {"type": "Name", "url": f"{BASE}/sobjects/Account/{ACME}"},
        "Name": "Acme Group",
        "Type": "Account",
    }
    assert call["Who"]["FirstName"] == "Ann"
    assert call["Owner"]["Username"] == "ray@tiny.example"
    assert (mail["What"]["Type"], mail["What"]["Name"]) == ("Opportunity", "Renewal")
    assert note["What"] is None
    found = org.query("SELECT Subject FROM Task WHERE What.Type IN ('opportunity')")["records"]
    assert [record["Subject"] for record in found] == ["Mail"]


def test_children_stand_under_their_parents(org: Org) -> None:
    text = (
        "SELECT Name, (SELECT Name, ReportsTo.Name FROM Contacts ORDER BY Name DESC), "
        "(SELECT Name FROM Account.Opportunities o WHERE o.IsWon = true AND Amount > 0.1) "
        "FROM Account ORDER BY Id"
    )
    acme, north, south = org.query(text)["records"]
    assert (acme["Contacts"]["totalSize"], acme["Contacts"]["done"]) == (2, True)
    assert [contact["Name"] for contact in acme["Contacts"]["records"]] == ["Ben Ode", "Ann O'Neil"]
    assert acme["Contacts"]["records"][0]["ReportsTo"]["Name"] == "Ann O'Neil"
    assert [deal["Name"] for deal in acme["Opportunities"]["records"]] == ["Expansion"]
    assert north["Opportunities"] is None
    assert south["Contacts"] is None


def test_a_limit_on_children_is_for_each_parent(org: Org) -> None:
    text = "SELECT Id, (SELECT Name FROM Contacts ORDER BY Name LIMIT 1) FROM Account ORDER BY Id"
    contacts = [record["Contacts"] for record in org.query(text)["records"]]
    names = [found and [row["Name"] for row in found["records"]] for found in contacts]
    assert names == [["Ann O'Neil"], ["Cleo Ruiz"], None]


def test_children_have_children_of_their_own(org: Org) -> None:
    text = (
        "SELECT Id, (SELECT Name, (SELECT Name, (SELECT Name FROM Reports) FROM Reports) "
        f"FROM Contacts WHERE ReportsToId = null) FROM Account WHERE Id = '{ACME}'"
    )
    [acme] = org.query(text)["records"]
    [ann] = acme["Contacts"]["records"]
    [ben] = ann["Reports"]["records"]
    assert [row["Name"] for row in ben["Reports"]["records"]] == ["Cleo Ruiz"]


def test_activities_are_children_by_their_polymorphic_lookup(org: Org) -> None:
    text = f"SELECT Id, (SELECT Subject FROM Tasks) FROM Account WHERE Id = '{ACME}'"
    [acme] = org.query(text)["records"]
    assert [task["Subject"] for task in acme["Tasks"]["records"]] == ["Call"]


def test_deleted_records_are_seen_by_query_all_only(org: Org) -> None:
    assert GONE not in org.ids("SELECT Id FROM Account")
    assert org.query("SELECT COUNT() FROM Account")["totalSize"] == 3
    assert org.query("SELECT COUNT() FROM Account", "queryAll")["totalSize"] == 4


def test_count_gives_a_size_and_no_records(org: Org) -> None:
    answer = org.query("SELECT COUNT() FROM Account WHERE Name LIKE 'acme%'")
    assert answer == {"totalSize": 2, "done": True, "records": []}
    assert org.query("SELECT count() FROM Account LIMIT 1")["totalSize"] == 1


def test_aggregates_of_all_records_make_one_result(org: Org) -> None:
    text = (
        "SELECT COUNT(Id), COUNT(Amount) filled, SUM(Amount), AVG(Amount), MIN(CloseDate) first, "
        "MAX(CloseDate) FROM Opportunity"
    )
    assert org.query(text)["records"] == [
        {
            "attributes": {"type": "AggregateResult"},
            "expr0": 3,
            "filled": 2,
            "expr1": 0.3,  # not 0.30000000000000004
            "expr2": 0.15,
            "first": "2026-10-31",
            "expr3": "2027-02-01",
        }
    ]


def test_the_sum_of_nothing_is_null(org: Org) -> None:
    text = "SELECT SUM(Amount) total, COUNT(Id) n FROM Opportunity WHERE Name = 'nothing'"
    [record] = org.query(text)["records"]
    assert (record["total"], record["n"]) == (None, 0)


def test_groups_are_counted_filtered_and_ordered(org: Org) -> None:
    text = (
        "SELECT Account.Name, IsWon won, COUNT(Id) n, SUM(Amount) total FROM Opportunity "
        "GROUP BY Account.Name, IsWon HAVING COUNT(Id) >= 1 AND Account.Name LIKE 'acme%' "
        "ORDER BY COUNT(Id) DESC, Account.Name LIMIT 5"
    )
    first, second = org.query(text)["records"]
    assert (first["Name"], first["won"], first["n"], first["total"]) == ("Acme Group", True, 2, 0.3)
    assert (second["Name"], second["won"], second["total"]) == ("ACME North", False, None)


def test_fields_stands_for_the_fields_of_a_group(org: Org) -> None:
    text = "SELECT FIELDS({}) FROM Account LIMIT 200"
    every, standard, custom = (
        set(org.query(text.format(group))["records"][0]) - {"attributes"}
        for group in ("ALL", "STANDARD", "CUSTOM")
    )
    assert custom == {name for name in every if name.endswith("__c")}
    assert standard == every - custom


@pytest.mark.parametrize(
    "text",
    [
        "SELECT TYPEOF What WHEN Account THEN Phone ELSE Id END FROM Task",
        "SELECT toLabel(Tier__c) FROM Account",
        "SELECT Id, FORMAT(ARR__c) FROM Account",
        "SELECT convertCurrency(ARR__c) FROM Account",
        "SELECT Id FROM Account USING SCOPE mine",
        "SELECT Id FROM Account WITH SECURITY_ENFORCED",
        "SELECT Id FROM Account FOR VIEW",
        "SELECT Id FROM Account WHERE Name = 'x' ALL ROWS",
        "SELECT c.Name FROM Account a, a.Contacts c",
        "SELECT Id FROM Account WHERE CALENDAR_YEAR(CreatedDate) = 2026",
        (
            "SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Account GROUP BY "
            "CALENDAR_YEAR(CreatedDate)"
        ),
        "SELECT Tier__c, COUNT(Id) FROM Account GROUP BY ROLLUP(Tier__c)",
        "SELECT Id FROM Account WHERE ARR__c > USD500",
        "SELECT Id FROM Account WHERE CreatedDate = THIS_WEEK",
        "SELECT Id FROM Account WHERE CreatedDate IN (TODAY, YESTERDAY)",
        "SELECT Id FROM Account WHERE Regions__c = 'North;South'",
        "SELECT Id FROM Account WHERE Tier__c > 'Tier 1'",
        "SELECT Id FROM Account WHERE ARR__c > null",
        "SELECT Id FROM Account WHERE ParentId = ''",
        "SELECT MAX(Name) FROM Account",
        "SELECT Name, (SELECT toLabel(StageName) FROM Opportunities) FROM Account",
    ],
)
def test_what_the_sample_org_cannot_answer_it_says_so(org: Org, text: str) -> None:
    error = org.error(text)
    assert error["errorCode"] == UNSUPPORTED
    assert error["message"].startswith("The sample org does not support ")


def test_an_error_shows_the_place_in_the_statement(org: Org) -> None:
    error = org.error("SELECT Id, Naem FROM Account")
    assert error == {
        "errorCode": "INVALID_FIELD",
        "message": "\nSELECT Id, Naem FROM Account\n           ^\nERROR at Row:1:Column:12\n"
        "No such column 'Naem' on entity 'Account'. If you are attempting to use a custom field, "
        "be sure to append the '__c' after the custom field name. Please reference your WSDL or "
        "the describe call for the appropriate names.",
    }


def test_an_error_far_into_a_statement_shows_what_is_around_it(org: Org) -> None:
    lines = org.error(f"SELECT {'Name, ' * 1}Id FROM Account\nWHERE Name = 'a' AND Foo = 1")
    _, piece, caret, place, _ = lines["message"].split("\n")
    assert piece[len(caret) - 1 :].startswith("Foo")
    assert place == "ERROR at Row:2:Column:22"


def test_an_error_in_a_long_list_shows_the_value(org: Org) -> None:
    text = f"SELECT Id FROM Account WHERE Id IN ('{ACME}', 'no id', '{NORTH}')"
    assert org.error(text)["message"].endswith(
        f"Column:{text.index('no id')}\ninvalid ID field: no id"
    )


def test_a_statement_of_4000_ids_finds_each_of_them() -> None:
    ids = [sf_id("001", 100 + n) for n in range(4_000)]
    more = [{"Id": key, "Name": f"A{n}"} for n, key in enumerate(ids)]
    text = "SELECT Id FROM Account WHERE Id IN ({}) ORDER BY Id"
    statement = text.format(",".join(f"'{key}'" for key in ids))
    with SampleServer(with_records(tiny_org(), "Account", more)) as server:
        url = f"{BASE}/query?q={quote(statement)}"
        part = {"method": "GET", "referenceId": "ids", "url": url}
        answer = Org(server).session.post(
            f"{server.url}{BASE}/composite", json={"compositeRequest": [part]}, timeout=10
        )
    [part] = answer.json()["compositeResponse"]
    assert (part["body"]["totalSize"], len(part["body"]["records"])) == (4_000, 2_000)


def test_objects_named_like_keywords_are_objects(org: Org) -> None:
    error = org.error("SELECT Id FROM Order ORDER BY Name")
    assert (error["errorCode"], "sObject type 'Order'" in error["message"]) == (
        "INVALID_TYPE",
        True,
    )


def test_a_value_never_becomes_part_of_the_sql() -> None:
    evil = 'x\'); DROP TABLE "Account"; --'
    data = with_records(tiny_org(), "Lead", [{"Id": sf_id("00Q", 1), "Name": evil}])
    with SampleServer(data) as server:
        org = Org(server)
        escaped = evil.replace("'", "\\'")
        assert org.ids(f"SELECT Id FROM Lead WHERE Name = '{escaped}'") == [sf_id("00Q", 1)]
        assert org.query("SELECT COUNT() FROM Account")["totalSize"] == 3
        org.session.close()


def test_the_chain_of_managers_is_read_up_to_five_levels(org: Org) -> None:
    text = f"SELECT Name, Manager.Manager.Name FROM User WHERE Id = '{REP}'"
    [rep] = org.query(text)["records"]
    assert rep["Manager"]["Manager"]["Name"] == "Vera Vice"
    assert org.ids(f"SELECT Id FROM User WHERE Manager.Manager.Id = '{VICE}'") == [REP]
    assert org.ids("SELECT Id FROM User WHERE Manager.Manager.Manager.Name = null AND "
                   f"Id = '{BOSS}'") == [BOSS]  # fmt: skip


def test_the_parsers_tables_are_those_of_the_grammar() -> None:
    grammar = tables.GRAMMAR.read_text(encoding="utf-8")
    made = json.loads(tables.TABLES.read_bytes())
    assert made["made_for"][1] == tables.made_for(grammar)[1], "make the tables anew: see tables.py"


def test_without_its_tables_the_parser_is_made_from_the_grammar(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name LIKE 'a%' LIMIT 5"
    ready = tables.load().parse(text)
    monkeypatch.setattr(tables, "TABLES", tmp_path / "none.json")
    assert tables.load().parse(text) == ready
