"""The org's own rules: how they are written, and what is read for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.crm.kinds import KINDS
from generator.crm.mapping import default_mapping, load_mapping
from generator.crm.reader import read_accounts
from generator.crm.rules import TABLES, faults, idle_kinds
from generator.crm.sample_org import OrgData, without_fields
from generator.errors import SettingsError
from generator.model.rules import RUNGS, Rules
from generator.model.snapshot import Snapshot
from tests.crm_orgs import AS_OF, PREFIXES, Records, serving, session_with
from tests.larger_orgs import (
    FLAG,
    MONEY,
    TEXT,
    UNIT,
    to,
    with_business_units,
    with_fields,
    with_lifecycles,
    with_object,
    with_service_contracts,
    with_subscriptions,
)

D = Decimal


# -- how they are written ------------------------------------------------------------------------


def test_the_default_mapping_states_the_models_own_rules() -> None:
    assert default_mapping().rules == Rules()


def test_an_org_states_only_what_differs() -> None:
    rules = load_mapping(
        {
            "revenue": {"ladder": ["subscription", "closed_won"]},
            "renewal": {"date": "trusted", "record_types": "Contract Renewal"},
            "division": {"axis": "geography"},
        }
    ).rules
    assert rules == Rules(
        ladder=("subscription", "closed_won"),
        renewal_date="trusted",
        renewal_record_types=("Contract Renewal",),
        axis=("geography",),
    )


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"revenue": {"ladder": ["asset_ar"]}}, "revenue.ladder", "Did you mean 'asset_arr'?"),
        ({"revenue": {"ladder": []}}, "revenue.ladder", f"Allowed: {', '.join(RUNGS)}."),
        ({"revenue": {"ladder": ["asset_arr", "asset_arr"]}}, "revenue.ladder", "twice"),
        ({"review": {"names": ["EBR", " "]}}, "review.names", "holds a blank word"),
        ({"revenue": {"ladder": [1]}}, "revenue.ladder", "a list of words"),
        ({"revenue": {"lader": []}}, "revenue.lader", "Did you mean 'ladder'?"),
        ({"revenue": "asset_arr"}, "revenue", "must be a table"),
        ({"renewal": {"sources": ["contracts"]}}, "renewal.sources", "Did you mean 'contract'?"),
        ({"renewal": {"date": "latest"}}, "renewal.date", "Allowed: earliest, trusted."),
        ({"renewal": {"date": ["earliest"]}}, "renewal.date", "must be one word"),
        ({"renewal": {"told_by": "typ"}}, "renewal.told_by", "Did you mean 'type'?"),
        ({"renewal": {"record_types": []}}, "renewal.record_types", "a list of words"),
        ({"division": {"axis": "region"}}, "division.axis", "hierarchy, geography, object"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_allowed(
    changes: dict[str, Any], path: str, said: str
) -> None:
    (fault,) = faults(changes)
    assert f"{fault.table}.{fault.key}".strip(".") == path
    assert said in fault.text
    with pytest.raises(SettingsError) as caught:
        load_mapping(changes)
    assert said in str(caught.value)
    assert f"[mapping.{fault.table}] {fault.key}".strip() in str(caught.value)


def test_all_mistakes_are_found_at_once() -> None:
    found = faults({name: {"nonsense": 1} for name in TABLES})
    assert [fault.table for fault in found] == list(TABLES)


def test_what_no_rule_asks_for_is_not_even_described() -> None:
    assert idle_kinds(Rules()) == {"business_unit"}
    few = Rules(ladder=("account_arr",), renewal_sources=("contract",), axis=("object",))
    assert idle_kinds(few) == {"asset_period", "subscription", "service_contract"}
    assert idle_kinds(few) <= set(KINDS)
    assert UNIT not in default_mapping().objects
    assert UNIT in load_mapping({"division": {"axis": ["hierarchy", "object"]}}).objects


# -- what is read for them -----------------------------------------------------------------------


class Org(Records):
    """One customer that has a division, and a product."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.account("Acme")
        self.north = self.account("Acme North", self.root)
        self.product = self.add("Product2", Name="Core", IsActive=False)

    def rows(self, prefix: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
        """Records of an object that the sample org does not have, with ids."""
        PREFIXES.setdefault(prefix, prefix)
        ids = [self.add(prefix, **row) for row in rows]
        found = self._lists.pop(prefix)
        assert len(ids) == len(found)
        return found


def snapshot_of(data: OrgData, root: str, **changes: Any) -> Snapshot:
    with serving(data) as server:
        session = session_with(server, mapping=load_mapping(changes))
        (found,) = read_accounts(session, [root], AS_OF)
    return found


def calls_for(data: OrgData, root: str, **changes: Any) -> int:
    with serving(data) as server:
        list(read_accounts(session_with(server, mapping=load_mapping(changes)), [root], AS_OF))
        return server.api_calls


def coverage_of(snapshot: Snapshot) -> dict[str, tuple[str, str, int]]:
    return {row.topic: (row.state, row.source, row.count) for row in snapshot.coverage}


RULED = {"asset_periods", "subscriptions", "service_contracts", "business_units"}


def test_an_org_without_such_objects_lacks_nothing_and_pays_no_call_for_them() -> None:
    org = Org()
    snapshot = snapshot_of(org.data(), org.root)
    assert RULED.isdisjoint(coverage_of(snapshot))
    assert not any(name.startswith("SBQQ") for row in snapshot.coverage for name in row.missing)
    few = {"revenue": {"ladder": "account_arr"}, "renewal": {"sources": "contract"}}
    assert calls_for(org.data(), org.root) == calls_for(org.data(), org.root, **few)


def test_subscriptions_are_read_with_their_products() -> None:
    org = Org()
    rows = org.rows(
        "a1S",
        {"Name": "SUB-1", "SBQQ__Account__c": org.north, "SBQQ__Product__c": org.product,
         "SBQQ__Quantity__c": 5, "SBQQ__NetPrice__c": 240.5, "SBQQ__StartDate__c": "2026-01-01",
         "SBQQ__EndDate__c": "2026-12-31", "CurrencyIsoCode": "USD"},
    )  # fmt: skip
    data = with_subscriptions(org.data(), rows)
    snapshot = snapshot_of(data, org.root)
    (row,) = snapshot.subscriptions
    assert (row.account_id, row.product_id, row.name) == (org.north, org.product, "SUB-1")
    assert (row.quantity, row.net_price, row.currency) == (D(5), D("240.5"), "USD")
    assert (row.start_date, row.end_date) == (date(2026, 1, 1), date(2026, 12, 31))
    assert row.terminated_date is None
    assert [product.name for product in snapshot.products] == ["Core"]
    assert coverage_of(snapshot)["subscriptions"] == ("read", "SBQQ__Subscription__c", 1)
    assert calls_for(data, org.root) == calls_for(org.data(), org.root)


def test_a_ladder_without_subscriptions_does_not_read_them() -> None:
    org = Org()
    data = with_subscriptions(org.data(), org.rows("a1S", {"SBQQ__Account__c": org.root}))
    rules = {"revenue": {"ladder": "account_arr"}, "renewal": {"sources": "contract"}}
    snapshot = snapshot_of(data, org.root, **rules)
    assert snapshot.subscriptions == ()
    assert "subscriptions" not in coverage_of(snapshot)


def test_service_contracts_are_read() -> None:
    org = Org()
    data = with_service_contracts(
        org.data(),
        org.rows(
            "810",
            {"Name": "Care", "AccountId": org.root, "GrandTotal": 360, "StartDate": "2026-01-01",
             "EndDate": "2028-12-31", "Term": 36, "Status": "Active", "CurrencyIsoCode": "EUR"},
        ),
    )  # fmt: skip
    (row,) = snapshot_of(data, org.root).service_contracts
    assert (row.grand_total, row.term_months, row.status) == (D(360), 36, "Active")
    assert calls_for(data, org.root) == calls_for(org.data(), org.root)


def test_managed_assets_are_read_with_their_state_periods_by_the_orgs_own_days() -> None:
    org = Org()
    asset = org.add("Asset", AccountId=org.north, Name="Core", CurrentMrr=10,
                    LifecycleEndDate="2027-03-31T21:59:59.000+0000")  # fmt: skip
    other = org.add("Asset", AccountId=org.account("Other"), Name="Not ours")
    rows = org.rows(
        "1Hg",
        {"AssetId": asset, "StartDate": "2024-12-31T23:00:00.000+0000",
         "EndDate": "2025-12-31T22:59:59.000+0000", "Mrr": 8},
        {"AssetId": asset, "StartDate": "2025-12-31T23:00:00.000+0000", "Mrr": 10},
        {"AssetId": other, "StartDate": "2026-01-01T00:00:00.000+0000", "Mrr": 99},
    )  # fmt: skip
    snapshot = snapshot_of(with_lifecycles(org.data(), rows), org.root)
    (managed,) = snapshot.assets
    assert (managed.mrr, managed.ends) == (D(10), date(2027, 3, 31))
    assert [(row.asset_id, row.mrr, row.end_date) for row in snapshot.asset_periods] == [
        (asset, D(8), date(2025, 12, 31)),
        (asset, D(10), None),
    ]
    assert coverage_of(snapshot)["asset_periods"] == ("read", "AssetStatePeriod", 2)


def test_objects_whose_account_is_hidden_are_not_visible() -> None:
    org = Org()
    data = with_service_contracts(org.data(), org.rows("810", {"AccountId": org.root}))
    blind = without_fields(data, "ServiceContract", ["AccountId"])
    assert coverage_of(snapshot_of(blind, org.root))["service_contracts"][0] == "not_visible"


def test_record_types_and_flags_of_opportunities_are_read_where_the_org_has_them() -> None:
    org = Org()
    types = org.rows("012", {"Name": "Contract renewals", "DeveloperName": "Renewal"})
    org.opportunity(org.root, "Again", RecordTypeId=types[0]["Id"], SBQQ__Renewal__c=True)
    data = with_object(org.data(), "RecordType", {"DeveloperName": TEXT}, types)
    data = with_fields(
        data,
        "Opportunity",
        {"RecordTypeId": to("RecordType", "RecordType"), "SBQQ__Renewal__c": FLAG},
    )
    (deal,) = snapshot_of(data, org.root).opportunities
    assert (deal.kind, deal.record_type, deal.is_renewal) == ("expansion", "Renewal", True)
    path = {"fields": {"record_type": "recordtype.developername"}}  # of an object not described
    (deal,) = snapshot_of(data, org.root, opportunity=path).opportunities
    assert deal.record_type == "Renewal"

    plain = Org()
    plain.opportunity(plain.root, "Again")
    (deal,) = snapshot_of(plain.data(), plain.root).opportunities
    assert (deal.record_type, deal.is_renewal) == (None, None)


def test_fields_that_may_be_elsewhere_are_no_gap_where_they_are_absent() -> None:
    org = Org()
    org.opportunity(org.root, "Deal")
    missing = [name for row in snapshot_of(org.data(), org.root).coverage for name in row.missing]
    for name in (
        "MRR__c",
        "Contract_Term__c",
        "Business_Unit__c",
        "CurrentMrr",
        "SBQQ__Renewal__c",
    ):
        assert not any(said.endswith(name) for said in missing)


def test_monthly_revenue_and_terms_are_read_from_the_fields_that_the_org_names() -> None:
    org = Org()
    org.change(org.root, Recurring__c=12.5)
    data = with_fields(org.data(), "Account", {"Recurring__c": MONEY})
    snapshot = snapshot_of(data, org.root, account={"fields": {"mrr": "Recurring__c"}})
    assert snapshot.account.mrr == D("12.5")


def test_business_units_are_read_only_for_an_org_that_divides_by_them() -> None:
    org = Org()
    units = org.rows("a1U", {"Name": "Retail", "Account__c": org.root})
    units += org.rows("a1V", {"Name": "Shops", "Account__c": org.north,
                              "Parent__c": units[0]["Id"]})  # fmt: skip
    org.opportunity(org.root, "Deal", Business_Unit__c=units[1]["Id"])
    data = with_business_units(org.data(), units)
    assert snapshot_of(data, org.root).business_units == ()

    snapshot = snapshot_of(data, org.root, division={"axis": ["hierarchy", "object"]})
    assert [(row.name, row.account_id, row.parent_id) for row in snapshot.business_units] == [
        ("Retail", org.root, None),
        ("Shops", org.north, units[0]["Id"]),
    ]
    assert snapshot.opportunities[0].business_unit_id == units[1]["Id"]
    assert snapshot.rules.axis == ("hierarchy", "object")
