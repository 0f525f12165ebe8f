"""Orgs that keep in objects and fields of their own what the sample org keeps elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.crm.sample_org import OrgData

Json = dict[str, Any]


@dataclass(frozen=True)
class Renamed:
    """New names of objects, and by their old name of fields. Everything else stays."""

    objects: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, data: OrgData) -> OrgData:
        """``data`` under the new names, as Salesforce would describe it."""
        describes = {
            self._object(name): self._describe(row) for name, row in data.describes.items()
        }
        records = {
            self._object(name): [self._record(name, row) for row in data.records[name]]
            for name in data.describes
        }
        return replace(data, describes=describes, records=records)

    def _object(self, name: str) -> str:
        return self.objects.get(name, name)

    def _field(self, name: str, field_name: str) -> str:
        return self.fields.get(name, {}).get(field_name, field_name)

    def _record(self, name: str, row: Mapping[str, Any]) -> Json:
        return {self._field(name, key): value for key, value in row.items()}

    def _describe(self, row: Json) -> Json:
        new = self._object(row["name"])
        fields = [self._described_field(row["name"], f) for f in row["fields"]]
        children = [self._child(child) for child in row.get("childRelationships", ())]
        is_custom = new.endswith("__c")
        return {
            **row, "name": new, "custom": is_custom, "fields": fields,
            "childRelationships": children,
        }  # fmt: skip

    def _described_field(self, name: str, row: Json) -> Json:
        new = self._field(name, row["name"])
        changed = {**row, "name": new, "referenceTo": [self._object(t) for t in row["referenceTo"]]}
        if new != row["name"]:
            changed |= {"custom": True, "label": new.removesuffix("__c").replace("_", " ")}
            if row["relationshipName"]:
                changed["relationshipName"] = f"{new.removesuffix('__c')}__r"
        return changed

    def _child(self, child: Json) -> Json:
        name = child["childSObject"]
        relationship = child["relationshipName"]
        if relationship and name in self.objects and not relationship.endswith("__r"):
            relationship = f"{relationship}__r"
        return {
            **child, "childSObject": self._object(name),
            "field": self._field(name, child["field"]), "relationshipName": relationship,
        }  # fmt: skip


PLAN_TEXTS = {
    "AccountVision": "Vision__c",
    "AccountStrategicPriorities": "Strategic_Priorities__c",
    "AccountChallenges": "Challenges__c",
    "AccountIndustryTrends": "Industry_Trends__c",
    "AccountPrfmIndicators": "Performance_Indicators__c",
    "AccountCompetitors": "Customer_Competitors__c",
    "AccountCompetitiveStrengths": "Competitive_Strengths__c",
    "AccountCmptvWeaknesses": "Competitive_Weaknesses__c",
    "RelationshipStrengths": "Strengths__c",
    "RelationshipWeaknesses": "Weaknesses__c",
    "RelationshipOpportunities": "Opportunities__c",
    "RelationshipThreats": "Threats__c",
    "Notes": "Notes__c",
}

USUAL = Renamed(
    {
        "AccountPlan": "Account_Plan__c",
        "AccountPlanObjective": "Objective_Account_Plan__c",
        "AccountPlanObjectiveMeasure": "Objective_Measure__c",
        "Whitespace_Play__c": "Account_Planning__c",
        "Account_Risk__c": "Risks__c",
    },
    {
        "AccountPlan": {
            "AccountId": "Account__c",
            "StartDate": "Start_Date__c",
            "EndDate": "End_Date__c",
            "Status": "Status__c",
            **PLAN_TEXTS,
        },
        "AccountPlanObjective": {
            "AccountPlanId": "Account_Plan__c",
            "Kind__c": "Objective_Type__c",
            "Description": "Description__c",
            "ObjectiveOwnerId": "Objective_Owner__c",
            "StartDate": "Start_Date__c",
            "EndDate": "End_Date__c",
            "Status": "Status__c",
        },
        "AccountPlanObjectiveMeasure": {
            "AccountPlanObjectiveId": "Objective_Account_Plan__c",
            "ValueType": "Value_Type__c",
            "CurrentValue": "Current_Value__c",
            "TargetValue": "Target_Value__c",
            "CurrentValueTimestamp": "Current_Value_Date__c",
        },
        "Whitespace_Play__c": {
            "Need_Evidence__c": "Use_Case__c",
            "Expected_Value__c": "Potential_Deal_Value_Cross_Sell__c",
            "Target_Close_Date__c": "Planned_closing_time__c",
            "Likely_Buyer__c": "Champion__c",
            "Trigger_Event__c": "Compelling_Reason_to_Buy__c",
            "Objective__c": "Objective_Account_Plan__c",
        },
        "Account_Risk__c": {"Mitigation__c": "How_do_we_solve_it__c"},
        "Account": {
            "Tier__c": "Account_Tier__c",
            "ARR__c": "CARR__c",
            "Health_Score__c": "SYS_Health_Score__c",
            "Growth_Potential__c": "Upsell_Potential_Amount__c",
            "Last_EBR__c": "Last_QBR__c",
        },
        "Opportunity": {"Loss_Reason__c": "Closed_Lost_Reason__c"},
        "Contact": {
            "Relationship_Strength__c": "Sentiment__c",
            "Level_of_Influence__c": "Influence__c",
        },
    },
)
"""Names that many orgs use, and the default mapping knows (SALESFORCE.md 3.2)."""

OWN_NAMES = (
    "AccountPlan", "AccountPlanObjective", "AccountPlanObjectiveMeasure", "AccountPlanObjMeasRela",
    "AccountTeamMember", "Asset", "Whitespace_Play__c", "Account_Risk__c", "Account_Signal__c",
    "Customer_Priority__c", "KPI_Reading__c", "Customer_Commitment__c", "Review_Item__c",
)  # fmt: skip
KEPT = (
    "Id", "Name", "OwnerId", "IsDeleted", "CurrencyIsoCode", "CreatedDate", "CreatedById",
    "LastModifiedDate", "LastModifiedById", "SystemModstamp",
)  # fmt: skip
"""Fields that custom objects have under the same names."""


def _own(name: str) -> str:
    return f"Zz_{name.removesuffix('__c')}__c"


def own_names(data: OrgData) -> Renamed:
    """Everything of OWN_NAMES, and all custom fields, under names that nobody could guess."""
    fields: dict[str, dict[str, str]] = {}
    for name, describe in data.describes.items():
        for row in describe["fields"]:
            is_own = name in OWN_NAMES and row["name"] not in KEPT
            if is_own or row["name"].endswith("__c"):
                fields.setdefault(name, {})[row["name"]] = _own(row["name"].removesuffix("Id"))
    return Renamed({name: _own(name) for name in OWN_NAMES}, fields)
