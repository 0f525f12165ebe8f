"""Orgs that have more than the sample org: further fields, and objects with their lookups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.crm.sample_org import OrgData

Json = dict[str, Any]

MONEY, DATE, MOMENT, NUMBER, TEXT, FLAG = (
    {"type": kind} for kind in ("currency", "date", "datetime", "double", "string", "boolean")
)
ID: Json = {"type": "id", "length": 18}


def to(target: str, relationship: str, children: str | None = None) -> Json:
    """A lookup to ``target``; ``children`` is what the target calls those that point to it."""
    return {
        "type": "reference",
        "referenceTo": [target],
        "relationshipName": relationship,
        "children": children,
    }


def with_fields(data: OrgData, name: str, fields: Mapping[str, Json]) -> OrgData:
    """The org whose object ``name`` has these fields as well."""
    describes = {known: data.describes[known] for known in data.describes}
    mine = describes[name]
    added = [{"name": field, **about} for field, about in fields.items()]
    describes[name] = {**mine, "fields": [*mine["fields"], *added]}
    for field, about in fields.items():
        for target in about.get("referenceTo", ()):
            child = {"childSObject": name, "field": field, "relationshipName": about["children"]}
            told = describes[target]
            describes[target] = {
                **told,
                "childRelationships": [*told.get("childRelationships", []), child],
            }
    return replace(data, describes=describes)


def with_object(
    data: OrgData, name: str, fields: Mapping[str, Json], rows: list[Json] | None = None
) -> OrgData:
    """The org with one more object, and records of it; ``Id`` and ``Name`` need not be named."""
    bare = {"name": name, "fields": [], "childRelationships": []}
    records = {known: data.records[known] for known in data.describes}
    describes = {known: data.describes[known] for known in data.describes}
    more = replace(data, describes={**describes, name: bare}, records={**records, name: rows or []})
    return with_fields(more, name, {"Id": ID, "Name": {**TEXT, "nameField": True}, **fields})


CURRENCY: Json = {"CurrencyIsoCode": TEXT}


def with_subscriptions(data: OrgData, rows: list[Json]) -> OrgData:
    """Salesforce CPQ's subscriptions."""
    fields = {
        "SBQQ__Account__c": to("Account", "SBQQ__Account__r", "SBQQ__Subscriptions__r"),
        "SBQQ__Product__c": to("Product2", "SBQQ__Product__r", "SBQQ__Subscriptions__r"),
        "SBQQ__Quantity__c": NUMBER,
        "SBQQ__NetPrice__c": MONEY,
        "SBQQ__StartDate__c": DATE,
        "SBQQ__EndDate__c": DATE,
        "SBQQ__TerminatedDate__c": DATE,
        **CURRENCY,
    }
    return with_object(data, "SBQQ__Subscription__c", fields, rows)


def with_service_contracts(data: OrgData, rows: list[Json]) -> OrgData:
    fields = {
        "AccountId": to("Account", "Account", "ServiceContracts"),
        "GrandTotal": MONEY,
        "StartDate": DATE,
        "EndDate": DATE,
        "Term": {"type": "int"},
        "Status": TEXT,
        **CURRENCY,
    }
    return with_object(data, "ServiceContract", fields, rows)


def with_lifecycles(data: OrgData, rows: list[Json]) -> OrgData:
    """Assets whose life the org manages, with their state periods."""
    managed = {"CurrentMrr": MONEY, "LifecycleStartDate": MOMENT, "LifecycleEndDate": MOMENT}
    fields = {
        "AssetId": to("Asset", "Asset", "AssetStatePeriods"),
        "StartDate": MOMENT,
        "EndDate": MOMENT,
        "Mrr": MONEY,
    }
    return with_object(with_fields(data, "Asset", managed), "AssetStatePeriod", fields, rows)


UNIT = "Business_Unit__c"


def with_business_units(data: OrgData, rows: list[Json]) -> OrgData:
    """Units below accounts, and lookups to them from what can belong to one."""
    fields = {
        "Account__c": to("Account", "Account__r", "Business_Units__r"),
    }
    org = with_object(data, UNIT, fields, rows)
    org = with_fields(org, UNIT, {"Parent__c": to(UNIT, "Parent__r", "Units__r")})
    for name, children in (
        ("Opportunity", "Opportunities__r"),
        ("Asset", "Assets__r"),
        ("Contact", "Contacts__r"),
        ("Whitespace_Play__c", "Whitespace_Plays__r"),
    ):
        org = with_fields(org, name, {UNIT: to(UNIT, "Business_Unit__r", children)})
    return org
