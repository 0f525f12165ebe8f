"""Orgs with rules of their own: whole documents by each axis, and revenue that stands elsewhere.

The org is the sample's, changed; it is served by the strict server and read through ``--org env``
with a settings file, as a live org is.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.crm.sample_org import OrgData, SampleServer, changed_records, without_fields
from generator.model.ids import checksum
from tests.acceptance_runs import ARTIFACTS, Json, SampleRun, command, facts, records
from tests.larger_orgs import UNIT, with_business_units, with_subscriptions
from tests.test_acceptance_figures_workbook import AXES
from tests.test_acceptance_orgs import CHECKS, DATA, FOR_ALL_ONLY

NAME = "Brandtner Drive Systems AG"
ACCOUNTS = records("Account")
ROOT = next(row for row in ACCOUNTS if row["Name"] == NAME)
FAMILY = [ROOT]
for found in FAMILY:  # it grows by what lies below each
    FAMILY += [row for row in ACCOUNTS if row["ParentId"] == found["Id"]]
IDS = {str(row["Id"]) for row in FAMILY}


def made_up_id(prefix: str, number: int) -> str:
    head = f"{prefix}Tw{number:010d}"
    return head + checksum(head)


UNITS = {name: made_up_id("a1U", at) for at, name in enumerate(("Drives", "Forging", "Service"))}


def unit_of(account_id: str | None) -> str | None:
    """Forging has a unit, what the customer holds itself has none, all others make drives."""
    row = next((row for row in FAMILY if row["Id"] == account_id), ROOT)
    if row is ROOT:
        return None
    return UNITS["Forging" if "Schmiede" in row["Name"] else "Drives"]


def in_units(data: OrgData) -> OrgData:
    rows = [{"Id": key, "Name": name, "Account__c": ROOT["Id"]} for name, key in UNITS.items()]
    org = with_business_units(data, rows)
    for name, link in (
        ("Opportunity", "AccountId"),
        ("Asset", "AccountId"),
        ("Contact", "AccountId"),
        ("Whitespace_Play__c", "Account__c"),
    ):
        org = changed_records(org, name, lambda row, at=link: {**row, UNIT: unit_of(row[at])})
    return org


def with_cpq(data: OrgData) -> OrgData:
    """No ARR anywhere but in what CPQ keeps: a subscription of two years for each asset."""
    rows = [
        {
            "Id": made_up_id("a1S", number), "Name": f"SUB-{number}",
            "SBQQ__Account__c": row["AccountId"], "SBQQ__Product__c": row["Product2Id"],
            "SBQQ__Quantity__c": 2, "SBQQ__NetPrice__c": row["ARR__c"],
            "SBQQ__StartDate__c": "2025-10-01", "SBQQ__EndDate__c": "2027-09-30",
            "CurrencyIsoCode": row["CurrencyIsoCode"],
        }
        for number, row in enumerate(records("Asset"))
        if row["ARR__c"] is not None
    ]  # fmt: skip
    org = with_subscriptions(data, rows)
    org = without_fields(org, "Account", ["ARR__c", "ARR_Year_Ago__c"])
    return without_fields(org, "Asset", ["ARR__c"])


_GEOGRAPHY = """
[mapping.division]
axis = "geography"
[mapping.account]
customer_safe = ["name", "region"]
"""

_OBJECT = """
[mapping.division]
axis = ["object", "hierarchy"]
[mapping.business_unit]
customer_safe = ["name"]
"""

ORGS: dict[str, tuple[Callable[[OrgData], OrgData], str]] = {
    "hierarchy": (lambda data: data, ""),
    "geography": (lambda data: data, _GEOGRAPHY),
    "object": (in_units, _OBJECT),
    "subscriptions": (with_cpq, '[mapping.renewal]\nsources = ["subscription", "account"]\n'),
}


@dataclass(frozen=True)
class Made:
    """The documents and the JSON of the account, by one org's rules."""

    rules: str
    run: SampleRun

    @property
    def show(self) -> Json:
        return self.run.show(NAME)


def make(rules: str, folder: Path) -> Made:
    change, settings = ORGS[rules]
    (folder / "accountdocs.toml").write_text(settings, encoding="utf-8")
    with SampleServer(change(DATA)) as server, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("SF_", "ACCOUNTDOCS_"))]:
            patch.delenv(name)
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, str(folder / "home"))
        patch.setenv("SF_INSTANCE_URL", server.url)
        patch.setenv("SF_ACCESS_TOKEN", server.token)
        asked = (
            "--org", "env", "--config", folder / "accountdocs.toml",
            "--as-of", facts()["as_of"], "--json",
        )  # fmt: skip
        only = ("--only", ",".join(ARTIFACTS), "--out", folder / "out")
        report = command("generate", NAME, *only, *asked).well()
        shown = command("show", NAME, *asked).well()
    (folder / "report.json").write_text(report.out, encoding="utf-8")
    (folder / "show").mkdir()
    (folder / "show" / f"{ROOT['Id']}.json").write_text(shown.out, encoding="utf-8")
    return Made(rules, SampleRun(folder))


@pytest.fixture(scope="module")
def all_made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    return {rules: make(rules, tmp_path_factory.mktemp(rules)) for rules in ORGS}


@pytest.fixture(params=ORGS)
def made(all_made: dict[str, Made], request: pytest.FixtureRequest) -> Made:
    return all_made[request.param]


def grid_rows(made: Made) -> list[str]:
    """The rows of the workbook's grid as they are printed, without their indent."""
    rows = made.run.workbook(NAME).rows("Grid")
    at = next(i for i, row in enumerate(rows) if row[0] in AXES.values())
    count = len(made.show["whitespace"]["rows"])
    return [str(row[0]).strip() for row in rows[at + 1 : at + 1 + count]]


ROWS = {
    "hierarchy": [row["Name"] for row in FAMILY[1:]],
    "geography": sorted({row["BillingCountry"] for row in FAMILY}),
    "object": ["Drives", "Forging", "Service"],
}


@pytest.mark.parametrize("axis", ROWS)
def test_the_grid_has_a_row_for_each_division_by_the_orgs_axis(
    all_made: dict[str, Made], axis: str
) -> None:
    rows = grid_rows(all_made[axis])
    assert sorted(set(rows) - {NAME}) == sorted(ROWS[axis])
    word = AXES[all_made[axis].show["whitespace"]["axis"]]
    cells = all_made[axis].run.workbook(NAME).below("Cells", word, "Product", "Family")
    assert sorted({str(cell[word]) for cell in cells}) == sorted(rows)
    assert word == {"hierarchy": "Division", "geography": "Region", "object": "Business unit"}[axis]


def test_what_is_owned_stands_in_the_row_of_its_region(all_made: dict[str, Made]) -> None:
    """Counted anew from the records: products of assets in place, by the account's country."""
    countries = {row["Id"]: row["BillingCountry"] for row in FAMILY}
    day = facts()["as_of"]
    owned = {
        (countries[row["AccountId"]], row["Product2Id"])
        for row in records("Asset")
        if row["AccountId"] in IDS
        and not row["IsCompetitorProduct"]
        and row["Product2Id"]
        and (row["UsageEndDate"] is None or row["UsageEndDate"] >= day)
        and (row["InstallDate"] is None or row["InstallDate"] <= day)
        and row["Status"] != "Obsolete"
    }
    expected = Counter(country for country, _ in owned)
    space = all_made["geography"].show["whitespace"]
    found = Counter(cell["unit"] for cell in space["cells"] if cell["state"] == "owned")
    assert found == expected


@pytest.mark.parametrize("axis", ["geography", "object"])
def test_no_total_of_the_account_depends_on_the_axis(all_made: dict[str, Made], axis: str) -> None:
    plain, other = all_made["hierarchy"].show, all_made[axis].show
    for name in ("revenue", "support"):
        assert other[name] == plain[name], name
    assert without_units(other["renewal"]) == without_units(plain["renewal"])
    for name in ("win_rate", "quarters", "loss_reasons"):
        assert other["performance"][name] == plain["performance"][name], name
    for state in ("won", "lost", "open"):
        assert (other[state]["count"], other[state]["amount"]) == (
            plain[state]["count"],
            plain[state]["amount"],
        )
    assert {row["id"] for row in other["relationships"]["contacts"]} == {
        row["id"] for row in plain["relationships"]["contacts"]
    }


def without_units(renewal: dict[str, Any]) -> dict[str, Any]:
    """A renewal without the one thing of it that the axis names: the divisions of its plays."""
    plays = [{**row, "unit": None} for row in renewal["plays"]]
    return {**renewal, "plays": plays}


def printed_cells(made: Made) -> list[str]:
    """Every cell of every table of the plan."""
    tables = [t for section in made.run.plan(NAME).sections.values() for t in section.tables]
    return [cell for table in tables for row in table.rows for cell in row]


def test_records_without_a_business_unit_are_counted_in_the_documents(
    all_made: dict[str, Made],
) -> None:
    made = all_made["object"]
    contacts = [row for row in records("Contact") if row["AccountId"] in IDS]
    bare = [row for row in contacts if row["AccountId"] == ROOT["Id"]]
    said = [row["message"] for row in made.show["problems"] if "business unit" in row["message"]]
    assert 0 < len(bare) < len(contacts)
    assert any(text.startswith(f"{len(bare)} of ") and "contacts" in text for text in said)
    printed = printed_cells(made)
    assert [text for text in said if text not in printed] == []
    assert not any("without" in row["message"] for row in all_made["hierarchy"].show["problems"])


def test_revenue_and_renewal_stand_on_subscriptions_and_say_so(all_made: dict[str, Made]) -> None:
    made = all_made["subscriptions"]
    rates = {row["IsoCode"]: row["ConversionRate"] for row in records("CurrencyType")}
    worth = sum(
        row["ARR__c"] / rates[row["CurrencyIsoCode"]] * rates[ROOT["CurrencyIsoCode"]]
        for row in records("Asset")
        if row["AccountId"] in IDS and row["ARR__c"] is not None
    )
    assert float(made.show["revenue"]["current"]) == pytest.approx(worth, abs=0.01)
    source = "sum of subscriptions, a year's worth of each"
    assert made.show["revenue"]["source"] == source
    assert made.show["renewal"]["date"] == "2027-09-30"
    assert any(text.startswith(source) for text in printed_cells(made))
    coverage = {row["topic"]: row["state"] for row in made.show["coverage"]}
    assert coverage["subscriptions"] == "read"


@pytest.mark.parametrize(
    ("module", "maker", "name"),
    CHECKS,
    ids=[f"{m.__name__[-4:]}-{k.__name__}-{n[5:]}" for m, k, n in CHECKS],
)
def test_figures_agree_with_the_json_here_too(
    made: Made, module: ModuleType, maker: type[Any], name: str
) -> None:
    if not name.startswith(FOR_ALL_ONLY):
        getattr(module, name)(maker(made.run, NAME))
