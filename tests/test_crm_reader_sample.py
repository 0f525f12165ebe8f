"""The sample org read whole, against the records as they lie in its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from generator.crm.binding import MODIFIED
from generator.crm.capabilities import object_info
from generator.crm.connect import Connection, open_connection
from generator.crm.reader import read_accounts
from generator.crm.sample_org import Options, load
from generator.crm.selections import Selection, select
from generator.crm.standard import STANDARD
from generator.model.snapshot import Snapshot, from_json, to_json
from tests.crm_orgs import SAMPLES, dated_currencies, serving

Row = dict[str, Any]
FACTS = json.loads((SAMPLES / "org.json").read_text(encoding="utf-8"))
AS_OF = date.fromisoformat(FACTS["as_of"])


def _records(name: str) -> list[Row]:
    rows: list[Row] = json.loads((SAMPLES / "records" / f"{name}.json").read_bytes())
    return rows


def _read_all(options: Options | None = None) -> tuple[list[Snapshot], int]:
    with serving(load(SAMPLES), options) as server:
        session = open_connection(Connection(server.url, server.token, is_sample=True))
        roots = [ref.id for ref in select(session, Selection(all=True))]
        return list(read_accounts(session, roots, AS_OF)), server.api_calls


@pytest.fixture(scope="module")
def snapshots() -> list[Snapshot]:
    return _read_all()[0]


def _back(months: int) -> str:
    index = AS_OF.year * 12 + AS_OF.month - 1 - months
    return date(index // 12, index % 12 + 1, AS_OF.day).isoformat()


def _recent_activity(row: Row) -> bool:
    day = row["ActivityDate"] or row["CreatedDate"][:10]
    return bool(day >= _back(24) or row.get("IsClosed") is False)


EVERY: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "accounts": ("Account", lambda _row: True),
    "opportunities": ("Opportunity", lambda r: r["CloseDate"] >= _back(36) or not r["IsClosed"]),
    "assets": ("Asset", lambda _row: True),
    "contracts": ("Contract", lambda _row: True),
    "team": ("AccountTeamMember", lambda _row: True),
    "plans": ("AccountPlan", lambda _row: True),
    "objectives": ("AccountPlanObjective", lambda _row: True),
    "measures": ("AccountPlanObjectiveMeasure", lambda _row: True),
    "measure_links": ("AccountPlanObjMeasRela", lambda _row: True),
    "plays": ("Whitespace_Play__c", lambda _row: True),
    "risks": ("Account_Risk__c", lambda _row: True),
    "signals": ("Account_Signal__c", lambda _row: True),
    "priorities": ("Customer_Priority__c", lambda _row: True),
    "kpi_readings": ("KPI_Reading__c", lambda _row: True),
    "commitments": ("Customer_Commitment__c", lambda _row: True),
    "review_items": ("Review_Item__c", lambda _row: True),
}


@pytest.mark.parametrize("topic", sorted(EVERY))
def test_each_record_is_in_exactly_one_snapshot(snapshots: list[Snapshot], topic: str) -> None:
    name, belongs = EVERY[topic]
    expected = sorted(row["Id"] for row in _records(name) if belongs(row))
    found = sorted(record.id for s in snapshots for record in getattr(s, topic))
    assert found == expected


def test_activities_of_accounts_are_all_read(snapshots: list[Snapshot]) -> None:
    rows = [*_records("Task"), *_records("Event")]
    expected = sorted(r["Id"] for r in rows if r["AccountId"] and _recent_activity(r))
    assert sorted(a.id for s in snapshots for a in s.activities) == expected


def test_every_contact_of_an_account_is_read(snapshots: list[Snapshot]) -> None:
    expected = {row["Id"] for row in _records("Contact") if row["AccountId"]}
    assert {contact.id for s in snapshots for contact in s.contacts} >= expected


def test_amounts_are_those_of_the_files_to_the_last_digit(snapshots: list[Snapshot]) -> None:
    from decimal import Decimal

    text = (SAMPLES / "records" / "Opportunity.json").read_text(encoding="utf-8")
    rows = {row["Id"]: row for row in json.loads(text, parse_float=Decimal)}
    for opportunity in _each(snapshots, "opportunities"):
        stated = rows[opportunity.id]["Amount"]
        assert opportunity.amount == (None if stated is None else Decimal(stated))


def test_no_reference_leads_nowhere(snapshots: list[Snapshot]) -> None:
    for s in snapshots:
        accounts, contacts = {a.id for a in s.accounts}, {c.id for c in s.contacts}
        users, products = {u.id for u in s.users}, {p.id for p in s.products}
        assert {o.account_id for o in s.opportunities} <= accounts
        assert {role.contact_id for role in s.buying_roles} <= contacts
        assert {o.owner_id for o in s.opportunities} <= users
        assert {u.manager_id for u in s.users if u.manager_id} <= users
        assert {line.product_id for line in s.lines} <= products
        assert {asset.product_id for asset in s.assets if asset.product_id} <= products


def test_the_mapping_knows_every_word_of_the_sample(snapshots: list[Snapshot]) -> None:
    problems = [p.message for s in snapshots for p in s.problems]
    assert not [message for message in problems if "mapping does not know" in message]


def test_snapshots_of_the_sample_say_that_they_are_sample_data(snapshots: list[Snapshot]) -> None:
    assert all(s.org.is_sample and s.org.id == FACTS["organization_id"] for s in snapshots)


def test_snapshots_survive_being_kept(snapshots: list[Snapshot]) -> None:
    for s in snapshots:
        assert from_json(to_json(s)) == s


def test_small_pages_read_the_same(snapshots: list[Snapshot]) -> None:
    paged, _ = _read_all(Options(page_cap=150))
    assert [to_json(s) for s in paged] == [to_json(s) for s in snapshots]


def test_the_whole_org_is_read_in_a_few_calls() -> None:
    _, calls = _read_all()
    assert calls <= 10


def test_what_is_asked_before_the_describes_come_is_asked_of_fields_that_they_name() -> None:
    """Otherwise the first answers are of no use, and every run takes a call more."""
    described = {
        name: object_info(row, lambda _: False)
        for name, row in dated_currencies(load(SAMPLES)).describes.items()
    }
    for name, likely in STANDARD.items():
        offered = described[name]
        assert (likely.find(MODIFIED) is None) == (offered.find(MODIFIED) is None), name
        for info in likely.fields.values():
            there = offered.find(info.name)
            assert there is not None, f"{name}.{info.name}"
            assert (there.relationship, there.refers_to) == (info.relationship, info.refers_to)


def _each(snapshots: list[Snapshot], topic: str) -> Iterator[Any]:
    for s in snapshots:
        yield from getattr(s, topic)


def test_the_history_of_contacts_is_told_in_the_models_fields_and_levels(
    snapshots: list[Snapshot],
) -> None:
    kestrel = next(s for s in snapshots if s.account.name == "Kestrel & Rowe Foods")
    names = {row.id: row.name for row in kestrel.contacts}
    found = {(names[r.contact_id], r.field, r.old, r.new) for r in kestrel.contact_changes}
    assert ("Carla Hughes", "strength", "2", "1") in found
    title = ("Senior Director, Digital Manufacturing", "VP Digital Manufacturing")
    assert ("Harpreet Bains", "title", *title) in found
    moves = [row for row in kestrel.contact_changes if row.field == "account_id"]
    assert {names[row.contact_id] for row in moves} == {"Maaike Visser"}
    assert len(moves) == 2  # with the names and with the ids, as Salesforce keeps them
    tanaka = next(row for row in kestrel.contacts if row.name == "Wes Tanaka")
    assert (tanaka.email_bounced, tanaka.email_bounced_on) == (True, date(2026, 9, 18))
