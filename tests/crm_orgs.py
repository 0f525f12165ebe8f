"""A small org for the tests of reading: the sample org's objects, records of the test's own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.crm.connect import Connection, open_connection
from generator.crm.patience import Patience
from generator.crm.reader import read_accounts
from generator.crm.sample_org import Options, OrgData, SampleServer, load
from generator.crm.session import Session
from generator.model.ids import checksum
from generator.model.snapshot import Snapshot

AS_OF = date(2026, 11, 20)
SAMPLES = Path(__file__).parent.parent / "samples"
STAMPS = ("CreatedDate", "LastModifiedDate")
STAMP = "2026-10-01T08:00:00.000+0000"

PREFIXES = {
    "Account": "001", "AccountContactRelation": "07k", "AccountPlan": "1Kt",
    "AccountPlanObjMeasRela": "1Kz", "AccountPlanObjective": "1Kv",
    "AccountPlanObjectiveMeasure": "1Kx", "AccountTeamMember": "01M", "Account_Risk__c": "a02",
    "Account_Signal__c": "a03", "Asset": "02i", "Case": "500", "Contact": "003",
    "Contract": "800", "CurrencyType": "01L", "Customer_Commitment__c": "a06",
    "Customer_Priority__c": "a04", "DatedConversionRate": "04w", "Event": "00U",
    "FiscalYearSettings": "022", "Group": "00G", "KPI_Reading__c": "a05",
    "Lead": "00Q", "Opportunity": "006", "OpportunityCompetitor": "00J",
    "OpportunityContactRole": "00K", "OpportunityLineItem": "00k", "Organization": "00D",
    "Period": "026",
    "Product2": "01t", "Review_Item__c": "a07", "Task": "00T", "User": "005",
    "Whitespace_Play__c": "a01",
}  # fmt: skip


class Records:
    """Records by object. ``add`` gives the new record's id back."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._lists: dict[str, list[dict[str, Any]]] = {}
        self.org_id = self.add(
            "Organization", Name="Test Works", FiscalYearStartMonth=2,
            UsesStartDateAsFiscalYearName=False, IsSandbox=False,
            DefaultLocaleSidKey="de_DE", TimeZoneSidKey="Europe/Berlin",
        )  # fmt: skip
        self.boss = self.user("Vera President")
        self.manager = self.user("Mona Manager", ManagerId=self.boss)
        self.rep = self.user("Rolf Rep", ManagerId=self.manager)

    def add(self, name: str, **values: Any) -> str:
        head = f"{PREFIXES[name]}Tw{next(self._numbers):010d}"
        row = {"CreatedDate": STAMP, "LastModifiedDate": STAMP, **values}
        row["Id"] = head + checksum(head)
        self._lists.setdefault(name, []).append(row)
        return str(row["Id"])

    def user(self, name: str, **values: Any) -> str:
        return self.add("User", **{"Name": name, "IsActive": True, **values})

    def account(self, name: str, parent: str | None = None, **values: Any) -> str:
        row = {"Name": name, "ParentId": parent, "OwnerId": self.rep, "CurrencyIsoCode": "EUR"}
        return self.add("Account", **{**row, **values})

    def contact(self, account: str | None, name: str, **values: Any) -> str:
        return self.add("Contact", **{"AccountId": account, "Name": name, **values})

    def opportunity(self, account: str, name: str, **values: Any) -> str:
        row = {
            "AccountId": account, "Name": name, "StageName": "Discovery", "OwnerId": self.rep,
            "CloseDate": "2027-01-31", "IsClosed": False, "IsWon": False,
            "CurrencyIsoCode": "EUR", "Type": "Expansion",
        }  # fmt: skip
        return self.add("Opportunity", **{**row, **values})

    def change(self, record_id: str, **values: Any) -> None:
        rows = (row for rows in self._lists.values() for row in rows)
        next(row for row in rows if row["Id"] == record_id).update(values)

    def data(self) -> OrgData:
        base = load(SAMPLES)
        facts = {
            "as_of": AS_OF.isoformat(), "organization_id": self.org_id, "name": "Test Works",
            "running_user_id": self.rep, "api_version": "63.0",
        }  # fmt: skip
        records = {name: self._lists.get(name, []) for name in {**base.describes, **self._lists}}
        return OrgData(facts, base.describes, records)


def dated_currencies(data: OrgData) -> OrgData:
    """The org with advanced currency management: its dated rates are described."""
    like = data.describes["CurrencyType"]
    fields = {field["name"]: field for field in like["fields"]}
    dates = [
        {**fields["CreatedDate"], "name": name, "label": name, "type": "date", "nillable": True}
        for name in ("StartDate", "NextStartDate")
    ]
    kept = [fields[name] for name in ("Id", "IsoCode", "ConversionRate", *STAMPS)]
    described = {**like, "name": "DatedConversionRate", "fields": [*kept, *dates]}
    return OrgData(
        data.org,
        {**data.describes, "DatedConversionRate": described},
        {"DatedConversionRate": [], **data.records},
    )


def retyped(
    data: OrgData, name: str, types: Mapping[str, str], picks: Sequence[str | None] = ()
) -> OrgData:
    """The org with some fields of an object described as of other types; ``picks`` are the values
    of those that are picklists."""
    described = data.describes[name]
    fields = [
        {**f, "type": types[f["name"]], "picklistValues": _values(types[f["name"]], picks)}
        if f["name"] in types
        else f
        for f in described["fields"]
    ]
    return replace(data, describes={**data.describes, name: {**described, "fields": fields}})


def _values(kind: str, picks: Sequence[str | None]) -> list[dict[str, Any]]:
    found = picks if kind == "picklist" else ()
    return [{"value": pick, "label": pick, "active": True} for pick in found]


@contextmanager
def serving(data: OrgData, options: Options | None = None) -> Iterator[SampleServer]:
    with SampleServer(data, options=options) as server:
        yield server


AT_ONCE = Patience(sleep=lambda _: None)
"""As patient as users' runs are, without the pauses."""


def session_with(server: SampleServer, **settings: Any) -> Session:
    given = {"patience": AT_ONCE, **settings}
    return open_connection(Connection(server.url, server.token), **given)


def read(data: OrgData, *roots: str, options: Options | None = None) -> list[Snapshot]:
    """The snapshots of ``roots``, read by way of a server that holds ``data``."""
    with serving(data, options) as server:
        return list(read_accounts(session_with(server), roots, AS_OF))
