"""Native account plans, custom plan objects and no plans are equally supported."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.crm import accounts, bulk, sizes, soql
from generator.crm.mapping import Mapping, default_mapping, load_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import OrgData, load
from generator.crm.sample_org.data import without_objects
from generator.model.snapshot import Snapshot
from generator.tomlfile import Source
from tests.acceptance_runs import Json, command, facts
from tests.crm_orgs import AS_OF, SAMPLES, serving, session_with
from tests.custom_org import USUAL, Renamed, own_names

NAME = "Ashdown Life Sciences plc"
DATA = load(SAMPLES)
LINKS = "AccountPlanObjMeasRela"


def snapshot(data: OrgData, mapping: Mapping) -> Snapshot:
    with serving(data) as server:
        session = session_with(server, mapping=mapping)
        root = accounts.find(session, NAME)
        (found,) = read_accounts(session, [root.id], AS_OF)
        return found


def figures(found: Snapshot) -> Snapshot:
    """The snapshot without where its values came from."""
    return replace(found, coverage=(), field_sources=())


@pytest.fixture(scope="module")
def native() -> Snapshot:
    return snapshot(DATA, default_mapping())


def test_the_native_plan_has_all_that_is_compared(native: Snapshot) -> None:
    for records in (
        native.plans, native.objectives, native.measures, native.measure_links, native.plays,
        native.risks, native.signals, native.priorities, native.kpi_readings, native.commitments,
        native.review_items, native.team, native.assets,
    ):  # fmt: skip
        assert records
    assert native.problems == ()


def test_custom_objects_under_usual_names_need_no_mapping() -> None:
    data = without_objects(DATA, [LINKS])  # no usual name is known for links of measures
    there, here = snapshot(data, default_mapping()), snapshot(USUAL.of(data), default_mapping())

    assert figures(here) == figures(there)
    sources = {row.name: row.origin for row in here.field_sources}
    assert sources["plan.vision"] == "Account_Plan__c.Vision__c"
    assert sources["objective.kind"] == "Objective_Account_Plan__c.Objective_Type__c"
    assert sources["play.buyer_id"] == "Account_Planning__c.Champion__c"
    assert sources["risk.mitigation"] == "Risks__c.How_do_we_solve_it__c"
    assert sources["account.arr"] == "Account.CARR__c"


def mapping_file(renamed: Renamed) -> str:
    """The default mapping's names that were renamed, as the org's administrator would write it."""
    old = default_mapping()
    lines = []
    for kind, mapping in old.kinds.items():
        name = next((n for n in mapping.objects if n in DATA.describes), None)
        fields = renamed.fields.get(name or "", {})
        known = {row["name"] for row in DATA.describes[name]["fields"]} if name else set()
        if name in renamed.objects:
            lines += ["", f"[mapping.{kind}]", f'object = "{renamed.objects[name]}"']
        taken = {
            model: fields[alias]
            for model, aliases in mapping.fields.items()
            if (alias := next((a for a in aliases if a in known), None)) in fields
        }
        if taken:
            lines += ["", f"[mapping.{kind}.fields]", *(f'{m} = "{f}"' for m, f in taken.items())]
    return "\n".join(lines)


def test_an_org_that_keeps_everything_under_its_own_names_is_read_by_configuration_only(
    native: Snapshot,
) -> None:
    renamed = own_names(DATA)
    data, text = renamed.of(DATA), mapping_file(renamed)
    bare = snapshot(data, default_mapping())
    assert (bare.plans, bare.plays, bare.assets, bare.account.arr) == ((), (), (), None)

    mapping = load_mapping(_table(text), Source("accountdocs.toml", text, "mapping"))
    assert figures(snapshot(data, mapping)) == figures(native)


def _table(text: str) -> Json:
    found: Json = tomllib.loads(text)["mapping"]
    return found


def test_the_documents_of_such_an_org_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole command, with a settings file: what `show` prints but for the sources."""
    renamed = own_names(DATA)
    (tmp_path / "accountdocs.toml").write_text(mapping_file(renamed), encoding="utf-8")
    shown = [_shown(DATA, None, monkeypatch)]
    shown.append(_shown(renamed.of(DATA), tmp_path / "accountdocs.toml", monkeypatch))

    assert without_sources(shown[0]) == without_sources(shown[1])
    assert shown[1]["revenue"]["source"] == "Account.Zz_ARR__c"
    assert shown[1]["goals"]


def without_sources(value: Any) -> Any:
    if isinstance(value, list):
        return [without_sources(one) for one in value]
    if not isinstance(value, dict):
        return value
    sources = ("coverage", "field_sources", "source", "tier_source", "segment_reason")
    return {key: without_sources(one) for key, one in value.items() if key not in sources}


def _shown(data: OrgData, config: Path | None, monkeypatch: pytest.MonkeyPatch) -> Json:
    with serving(data) as server:
        monkeypatch.setenv("SF_INSTANCE_URL", server.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", server.token)
        options = ("--config", config) if config else ()
        day = facts()["as_of"]
        shown: Json = (
            command("show", NAME, "--org", "env", "--as-of", day, "--json", *options).well().json
        )
        return shown


def test_jobs_of_the_bulk_api_read_custom_objects_and_paths_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    renamed = own_names(DATA)
    changes = _table(mapping_file(renamed))
    changes["account"]["fields"]["site"] = "Parent.Name"
    changes["asset"]["fields"]["status"] = "Zz_Product2__r.Family"
    changes.setdefault("opportunity", {}).setdefault("fields", {})["next_step"] = "Owner.Name"
    data, mapping = renamed.of(DATA), load_mapping(changes)
    by_pages = snapshot(data, mapping)

    monkeypatch.setattr(sizes, "LARGE", 0)
    monkeypatch.setattr(soql, "FULL_PAGE", 1)
    monkeypatch.setattr(bulk, "CALLS", 1)
    assert snapshot(data, mapping) == by_pages
    assert {deal.next_step for deal in by_pages.opportunities} - {None}
    assert {asset.status for asset in by_pages.assets} - {None}
    assert {account.site for account in by_pages.accounts} == {None, NAME}


def test_an_org_without_any_plan_is_read_and_says_so() -> None:
    names = [n for n in DATA.describes if n.startswith("AccountPlan") or n.endswith("__c")]
    found = snapshot(without_objects(DATA, names), default_mapping())
    states = {row.topic: row.state for row in found.coverage}

    assert (found.plans, found.objectives, found.plays) == ((), (), ())
    assert found.opportunities
    assert (states["plans"], states["plays"]) == ("not_enabled", "not_mapped")


def test_an_object_that_is_there_but_cannot_be_read_gives_way_to_the_next() -> None:
    """First existing and readable: an org with the native object closed to this user."""
    data = USUAL.of(without_objects(DATA, [LINKS]))
    closed = {**DATA.describes["AccountPlan"], "queryable": False}
    both = replace(
        data,
        describes={**data.describes, "AccountPlan": closed},
        records={**data.records, "AccountPlan": []},
    )
    found = snapshot(both, default_mapping())
    (coverage,) = [row for row in found.coverage if row.topic == "plans"]
    assert (coverage.source, coverage.state) == ("Account_Plan__c", "read")


def test_an_org_with_native_plans_switched_on_may_keep_its_plans_elsewhere() -> None:
    """The native objects are there and empty: only the org's own mapping can tell."""
    data = USUAL.of(without_objects(DATA, [LINKS]))
    native = {n: DATA.describes[n] for n in DATA.describes if n.startswith("AccountPlan")}
    both = replace(
        data,
        describes={**data.describes, **native},
        records={**data.records, **{name: [] for name in native}},
    )
    mapping = load_mapping(
        {
            "plan": {"object": "Account_Plan__c"},
            "objective": {"object": "Objective_Account_Plan__c"},
            "measure": {"object": "Objective_Measure__c"},
        }
    )
    assert snapshot(both, default_mapping()).plans == ()
    mine = snapshot(both, mapping)
    assert mine.plans
    assert mine.objectives
    assert mine.measures
