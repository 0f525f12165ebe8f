"""A mapping proposed from an org's describes: what it names, and that it can be used as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from generator.crm import accounts
from generator.crm.likeness import spoken
from generator.crm.mapping import default_mapping, load_mapping
from generator.crm.proposing import proposed_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import OrgData, load
from generator.crm.sample_org.data import without_objects
from generator.model.snapshot import Snapshot
from generator.tomlfile import Source
from tests.crm_orgs import AS_OF, SAMPLES, serving, session_with
from tests.custom_org import PLAN_TEXTS, USUAL, Renamed, own_names

DATA = load(SAMPLES)
NAME = "Ashdown Life Sciences plc"

STRANGE = Renamed(
    {
        "AccountPlan": "Key_Account_Planning__c",
        "AccountPlanObjective": "Plan_Goal__c",
        "Account_Risk__c": "Customer_Risk__c",
        "Whitespace_Play__c": "Growth_Play__c",
    },
    {
        "Account": {
            "ARR__c": "Annual_Recurring_Revenue__c",
            "Tier__c": "Customer_Tier__c",
            "Health_Score__c": "Cust_Health__c",
            "Executive_Sponsor__c": "Exec_Sponsor__c",
        },
        "AccountPlan": {
            "AccountId": "Kunde__c",
            "StartDate": "Plan_Start_Date__c",
            "EndDate": "End_Date__c",
            "Status": "Status__c",
            **PLAN_TEXTS,
        },
        "AccountPlanObjective": {"AccountPlanId": "Key_Account_Planning__c"},
        "Account_Risk__c": {"Account__c": "Customer__c", "Mitigation__c": "Countermeasure__c"},
        "Whitespace_Play__c": {"Expected_Value__c": "Deal_Value__c"},
    },
)
"""Names that the default mapping does not know and a person would."""


def proposed(data: OrgData, fill: Mapping[str, float] | None = None) -> tuple[str, int]:
    with serving(data) as server:
        text = proposed_mapping(session_with(server), fill, "map.toml")
        return text, server.api_calls


def used(data: OrgData, text: str) -> Snapshot:
    mapping = load_mapping(tomllib.loads(text), Source("map.toml", text))
    with serving(data) as server:
        session = session_with(server, mapping=mapping)
        root = accounts.find(session, NAME)
        (found,) = read_accounts(session, [root.id], AS_OF)
        return found


ORGS = {
    "sample": DATA,
    "usual names": USUAL.of(DATA),
    "strange names": STRANGE.of(DATA),
    "own names": own_names(DATA).of(DATA),
    "accounts and opportunities": without_objects(
        DATA, [name for name in DATA.describes if name not in ("Account", "Opportunity")]
    ),
}


@pytest.mark.parametrize("name", ORGS)
def test_what_is_proposed_can_be_loaded_and_is_what_the_org_has(name: str) -> None:
    text, calls = proposed(ORGS[name])

    assert used(ORGS[name], text).opportunities
    assert proposed(ORGS[name])[0] == text
    assert calls <= 4


def test_an_org_that_the_default_mapping_knows_gets_no_setting() -> None:
    assert tomllib.loads(proposed(DATA)[0]) == {}


def test_fields_are_proposed_by_name_label_and_type() -> None:
    text, _ = proposed(STRANGE.of(DATA), {"Account.Annual_Recurring_Revenue__c": 0.834})
    found = tomllib.loads(text)["account"]["fields"]

    assert found["arr"][0] == "Annual_Recurring_Revenue__c"
    assert found["tier"] == ["Customer_Tier__c"]
    assert "health" not in found
    assert '# health = ["Cust_Health__c"] # Cust Health, double' in text
    assert found["executive_sponsor_id"] == ["Exec_Sponsor__c"]
    line = next(line for line in text.splitlines() if line.startswith("arr = "))
    assert "# Annual Recurring Revenue, currency, filled 83%" in line


def test_what_is_only_like_it_is_a_remark() -> None:
    """A month's revenue is no year's, and a lost potential is no potential."""
    fields = {"ARR__c": "Monthly_Recurring_Revenue__c", "Growth_Potential__c": "Potential_Lost__c"}
    text, _ = proposed(Renamed({}, {"Account": fields}).of(DATA))
    found = tomllib.loads(text)["account"]["fields"]

    assert found["mrr"] == ["Monthly_Recurring_Revenue__c"]
    assert not {"arr", "potential"} & set(found)
    assert '# potential = ["Potential_Lost__c"' in text


def test_custom_objects_that_hang_on_the_account_or_on_a_plan_are_proposed() -> None:
    text, _ = proposed(STRANGE.of(DATA))
    found = tomllib.loads(text)

    assert found["plan"]["object"] == ["Key_Account_Planning__c"]
    assert found["plan"]["fields"]["account_id"] == ["Kunde__c"]
    assert found["objective"]["object"] == ["Plan_Goal__c"]
    assert found["risk"]["object"] == ["Customer_Risk__c"]
    assert found["risk"]["fields"]["mitigation"] == ["Countermeasure__c"]
    assert found["play"]["object"] == ["Growth_Play__c"]
    assert "its Kunde__c looks up to Account" in text


def test_the_proposed_mapping_finds_what_the_default_one_does_not() -> None:
    data = STRANGE.of(DATA)
    before, after = used(data, ""), used(data, proposed(data)[0])

    assert (before.account.arr, before.plans, before.risks, before.plays) == (None, (), (), ())
    assert after.account.arr is not None
    assert after.account.tier == 1
    assert after.plans
    assert after.objectives
    assert after.risks
    assert after.plays


def test_a_custom_object_beside_the_native_one_is_a_remark_only() -> None:
    data = STRANGE.of(DATA)
    native = {n: DATA.describes[n] for n in DATA.describes if n.startswith("AccountPlan")}
    both = replace(
        data,
        describes={**data.describes, **native},
        records={**data.records, **{name: [] for name in native}},
    )
    text, _ = proposed(both)
    assert '# object = ["Key_Account_Planning__c"]' in text
    assert "object" not in tomllib.loads(text).get("plan", {})


def test_values_of_a_picklist_are_proposed_with_a_meaning_only_where_it_is_plain() -> None:
    picks = ["Tier 1", "Tier 2 (strategic)", "Gold", 'A "quoted" one', "Two\nlines = 3"]
    text, _ = proposed(with_picks(DATA, "Account", "Tier__c", picks))
    lines = text[text.index("[account.values.tier]") :].splitlines()

    assert tomllib.loads(text)["account"]["values"]["tier"] == {"Tier 2 (strategic)": 2}
    assert lines[0] == "[account.values.tier] # each of 1, 2, 3"
    assert '# "Gold" = 1' in lines
    assert '# "A \\"quoted\\" one" = 1' in lines
    assert '# "Two\\nlines = 3" = 1' in lines


def test_values_of_a_field_that_is_only_proposed_are_named_as_well() -> None:
    data = with_picks(STRANGE.of(DATA), "Account", "Customer_Tier__c", ["Tier 1", "Gold"])
    text, _ = proposed(data)
    assert '# "Gold" = 1' in text[text.index("[account.values.tier]") :]


def test_labels_cannot_break_out_of_their_remark() -> None:
    evil = 'ARR"]\n[account]\ncustomer_safe = ["*"]\n# \x1b[2J'
    renamed = STRANGE.of(DATA)
    describe = renamed.describes["Account"]
    fields = [
        {**f, "label": evil} if f["name"] == "Annual_Recurring_Revenue__c" else f
        for f in describe["fields"]
    ]
    data = replace(
        renamed, describes={**renamed.describes, "Account": {**describe, "fields": fields}}
    )
    text, _ = proposed(data)
    mapping = load_mapping(tomllib.loads(text), Source("map.toml", text))
    assert mapping.declared_safe == default_mapping().declared_safe
    assert "\x1b" not in text


def with_picks(data: OrgData, name: str, field: str, picks: list[str]) -> OrgData:
    values = [{"value": pick, "label": pick, "active": True} for pick in picks]
    describe: dict[str, Any] = data.describes[name]
    fields = [
        {**f, "picklistValues": values} if f["name"] == field else f for f in describe["fields"]
    ]
    return replace(data, describes={**data.describes, name: {**describe, "fields": fields}})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Annual_Recurring_Revenue__c", "annual recurring revenue"),
        ("AccountTier", "account tier"),
        ("SYS_Health_Score__c", "sys health score"),
        ("NPSScore", "nps score"),
        ("Close Date (planned)", "close date planned"),
        ("Kunden-Nr.", "kunden nr"),
    ],
)
def test_names_and_labels_are_compared_as_words(name: str, words: str) -> None:
    assert spoken(name) == words
