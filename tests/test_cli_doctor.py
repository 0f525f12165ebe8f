"""``accountdocs doctor`` as a user types it, against the sample org and orgs that offer less."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from generator.crm.sample_org import Options, OrgData, load, without_fields, without_objects
from generator.files import data_folder
from generator.terminal import width
from tests.crm_orgs import Records, serving
from tests.test_cli import Ran

Doctor = Callable[..., Ran]


@pytest.fixture
def doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Doctor:
    """Runs the command in an empty folder, with caches of its own, on a terminal of 100 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))

    def call(*args: str, data: OrgData | None = None, options: Options | None = None) -> Ran:
        capfd.readouterr()
        if data is None:
            return Ran(cli.run(["doctor", *args]), *capfd.readouterr())
        with serving(data, options) as server, monkeypatch.context() as patch:
            patch.setenv("SF_INSTANCE_URL", server.url)
            patch.setenv("SF_ACCESS_TOKEN", server.token)
            return Ran(cli.run(["doctor", "--org", "env", *args]), *capfd.readouterr())

    return call


@pytest.fixture(scope="module")
def sample() -> OrgData:
    return load(data_folder("samples"))


def less(data: OrgData, *kept: str) -> OrgData:
    return without_objects(data, [name for name in data.describes if name not in kept])


def sections(found: Any, artifact: str) -> dict[str, Any]:
    (mine,) = [one for one in found["artifacts"] if one["artifact"] == artifact]
    return {one["section"]: one for one in mine["sections"]}


# --- what it says ---------------------------------------------------------------------------------


def test_the_sample_org_is_well_and_is_said_to_be_a_sample(doctor: Doctor) -> None:
    ran = doctor("--org", "sample")
    assert ran.code == 0
    assert (ran.out + ran.err).count("SAMPLE DATA") == 1
    for words in ("Helena Voss", "of 15,000 used in the last 24 hours", "20 full, 0 thin, 0 empty"):
        assert words in ran.out
    assert "contact.reports_to_id" in ran.out
    assert "88%" in ran.out
    assert "Ask an administrator to let" not in ran.out  # nothing that is hidden is lacking


def test_it_fits_a_terminal_of_a_hundred_columns(doctor: Doctor, sample: OrgData) -> None:
    for data in (sample, less(sample, "Account", "Opportunity")):
        ran = doctor("--fields", data=data)
        assert max(width(line) for line in ran.out.splitlines()) <= 100


def test_every_field_is_listed_on_demand(doctor: Doctor) -> None:
    usual, every = doctor("--org", "sample"), doctor("--org", "sample", "--fields")
    assert "contact.name" not in usual.out
    assert "Contact.Name" in every.out
    assert "always" in every.out
    assert "not counted" in every.out


def test_json_says_all_of_it(doctor: Doctor, sample: OrgData) -> None:
    ran = doctor("--json", data=without_fields(sample, "Contact", ["ReportsToId"]))
    found = json.loads(ran.out)
    assert (ran.code, found["ok"], found["troubles"]) == (0, True, [])
    assert found["org"]["name"] == "Dunmere Systems, Inc."
    assert found["user"] == "Helena Voss"
    calls = found["api_calls"]
    assert calls["used"] + calls["left"] == calls["limit"] == 15_000
    assert 0 < calls["spent"] <= 11
    kinds = {kind["kind"]: kind for kind in found["capabilities"]}
    fields = {field["name"]: field for field in kinds["contact"]["fields"]}
    assert fields["contact.title"]["filled_percent"] == 100
    hidden = fields["contact.reports_to_id"]
    assert (hidden["present"], hidden["readable"], hidden["filled"]) == (None, False, None)
    lines = sections(found, "plan")["maps"]
    assert lines["state"] == "thin"
    assert lines["forms"] == ["full"]
    assert "hidden from Helena Voss" in lines["reasons"][0]


def test_an_org_with_the_least_is_well_and_told_what_stays_empty(
    doctor: Doctor, sample: OrgData
) -> None:
    data = less(sample, "Account", "Opportunity", "User", "Organization")
    ran = doctor("--json", data=data)
    assert ran.code == 0
    found = json.loads(ran.out)
    plan = sections(found, "plan")
    assert plan["performance"]["state"] == "full"
    assert plan["relationships"]["state"] == "empty"
    assert plan["goals"]["reasons"] == ["goals: not enabled in this org (AccountPlanObjective)"]
    assert any("Ask an administrator to let Helena Voss read" in s for s in found["next_steps"])
    assert any("in the mapping" in step for step in found["next_steps"])


def test_what_lies_in_the_inputs_folder_counts_as_there(
    doctor: Doctor, sample: OrgData, tmp_path: Path
) -> None:
    (tmp_path / "accountdocs.toml").write_text("", encoding="utf-8")
    data = without_objects(sample, ["Account_Signal__c"])
    without = sections(json.loads(doctor("--json", data=data).out), "plan")["profile"]
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "signals.csv").write_text(
        "account,date,kind,text\nKestrel & Rowe Foods,2026-10-01,other,A new plant\n",
        encoding="utf-8",
    )
    beside = sections(json.loads(doctor("--json", data=data).out), "plan")["profile"]
    assert (without["state"], beside["state"]) == ("thin", "full")


def test_what_the_settings_declare_and_count_is_what_is_foretold(
    doctor: Doctor, sample: OrgData, tmp_path: Path
) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "usage.csv").write_text(
        "account,unit,product,day,active_users\nKestrel & Rowe Foods,,ShiftBook,2026-10-31,7\n",
        encoding="utf-8",
    )
    settings = tmp_path / "accountdocs.toml"
    settings.write_text(
        '[inputs]\ncustomer_safe = ["usage.licensed"]\n'
        '[mapping.revenue]\nladder = ["service_contract"]\n'
        '[mapping.renewal]\nsources = ["service_contract"]\n',
        encoding="utf-8",
    )
    found = json.loads(doctor("--json", data=sample).out)
    adoption, plan = sections(found, "qbr")["adoption"], sections(found, "plan")
    assert (adoption["state"], adoption["reasons"]) == (
        "empty", ["active users: not declared safe for customers: usage.active_users"]
    )  # fmt: skip
    assert [plan[name]["state"] for name in ("summary", "renewal", "scorecard")] == [
        "thin", "empty", "thin"
    ]  # fmt: skip
    settings.write_text('[inputs]\ncustomer_safe = ["usage.active_users"]\n', encoding="utf-8")
    found = json.loads(doctor("--json", data=sample).out)
    assert sections(found, "qbr")["adoption"]["state"] == "full"
    assert sections(found, "plan")["renewal"]["state"] == "full"


def test_a_faulty_inputs_folder_is_a_finding(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "accountdocs.toml").write_text("", encoding="utf-8")
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "signals.csv").write_text("who,when\nAcme,now\n", encoding="utf-8")
    ran = doctor("--org", "sample", "--json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert [trouble["step"] for trouble in found["troubles"]] == ["the inputs folder"]
    assert "signals.csv" in found["next_steps"][0]


def test_names_from_the_org_cannot_steer_the_terminal(doctor: Doctor) -> None:
    records = Records()
    records.change(records.org_id, Name="Acme\x1b[2J\u202e")
    ran = doctor(data=records.data())
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "Acme\\x1b[2J" in ran.out


# --- what it costs --------------------------------------------------------------------------------


def test_what_was_counted_is_kept_for_a_day_and_counted_anew_on_demand(
    doctor: Doctor, sample: OrgData, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(sample) as server:
        monkeypatch.setenv("SF_INSTANCE_URL", server.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", server.token)
        spent = []
        for args in ([], [], ["--refresh"]):
            server.reset()
            ran = doctor("--org", "env", *args)
            spent.append(server.api_calls)
            assert f"{server.api_calls} spent by this check" in ran.out
            assert ("kept from then" in ran.out) == (len(spent) == 2)
    assert spent[0] <= 11
    assert spent[1] == 1
    assert spent[2] == spent[0]


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Account", "Opportunity"])
def test_without_the_hard_minimum_it_fails_and_names_it(
    doctor: Doctor, sample: OrgData, name: str
) -> None:
    ran = doctor(data=without_objects(sample, [name]))
    assert ran.code == 1
    words = " ".join(ran.out.split())
    assert f"{name} cannot be read, and without it nothing can be made" in words
    assert f"Ask an administrator for read access to {name}" in words
    assert "Account plan (plan): 0 full, 0 thin, 20 empty" in words


def test_a_mistake_in_the_mapping_fails_and_the_org_is_checked_all_the_same(
    doctor: Doctor, tmp_path: Path
) -> None:
    settings = tmp_path / "accountdocs.toml"
    settings.write_text('[mapping.contact.fields]\nrol = ["Role__c"]\n', encoding="utf-8")
    ran = doctor("--org", "sample", "--json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert [trouble["step"] for trouble in found["troubles"]] == ["the mapping"]
    assert "'rol'" in found["troubles"][0]["message"]
    assert "'role'" in found["next_steps"][0]
    assert sections(found, "plan")["relationships"]["state"] == "full"


def test_names_that_the_org_does_not_have_are_told_with_their_line(
    doctor: Doctor, tmp_path: Path, sample: OrgData
) -> None:
    settings = tmp_path / "accountdocs.toml"
    settings.write_text('[mapping.account.fields]\ntier = ["Teir__c"]\n', encoding="utf-8")
    ran = doctor("--json", data=sample)
    found = json.loads(ran.out)
    assert ran.code == 1
    (trouble,) = found["troubles"]
    assert trouble["step"] == "the mapping"
    assert "accountdocs.toml, line 2" in trouble["message"]
    assert "Tier__c" in trouble["message"]
    assert found["mapping"]["source"] == "accountdocs.toml"
    assert sections(found, "plan")["summary"]["state"] == "full"


# --- a mapping from the org -----------------------------------------------------------------------


def test_a_proposed_mapping_is_written_and_fits_the_org(
    doctor: Doctor, tmp_path: Path, sample: OrgData
) -> None:
    assert doctor("--write-mapping", "mapping.toml", data=sample).code == 0
    proposed = (tmp_path / "mapping.toml").read_text(encoding="utf-8")
    assert "Helena Voss" in proposed
    (tmp_path / "accountdocs.toml").write_text('mapping = "mapping.toml"\n', encoding="utf-8")
    ran = doctor("--json", data=sample)
    assert (ran.code, json.loads(ran.out)["troubles"]) == (0, [])


def test_a_file_that_is_there_is_replaced_on_demand_only(doctor: Doctor, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("# ours\n", encoding="utf-8")
    refused = doctor("--org", "sample", "--write-mapping", "mapping.toml")
    assert refused.code == 2
    assert "mapping.toml is there already" in refused.err
    assert mapping.read_text(encoding="utf-8") == "# ours\n"
    assert doctor("--org", "sample", "--write-mapping", "mapping.toml", "--force").code == 0
    assert mapping.read_text(encoding="utf-8") != "# ours\n"


def test_a_token_that_is_refused_is_named_with_what_to_do(
    doctor: Doctor, sample: OrgData, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(sample) as server:
        monkeypatch.setenv("SF_INSTANCE_URL", server.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", "00D-planted-secret")
        ran = doctor("--org", "env", "--json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert found["troubles"][0]["step"] == "reaching the org"
    assert "access token" in found["troubles"][0]["message"]
    assert found["next_steps"]
    assert "planted-secret" not in ran.out + ran.err


def test_an_address_that_does_not_answer_is_named_with_what_to_do(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SF_INSTANCE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SF_ACCESS_TOKEN", "token")
    ran = doctor("--org", "env")
    assert ran.code == 1
    assert "No answer from http://127.0.0.1:9" in ran.out
    assert "Traceback" not in ran.out + ran.err


def test_an_org_that_does_not_exist_is_named(doctor: Doctor) -> None:
    ran = doctor("--org", "elsewhere")
    assert ran.code == 1
    assert "'elsewhere'" in ran.out


def test_an_org_without_calls_left_is_a_finding(doctor: Doctor, sample: OrgData) -> None:
    ran = doctor(data=sample, options=Options(daily_limit=100, calls_used=100))
    assert ran.code == 1
    assert "used up its API calls" in ran.out


def test_calls_that_run_out_on_the_way_leave_the_rest_unknown(
    doctor: Doctor, sample: OrgData
) -> None:
    ran = doctor("--json", data=sample, options=Options(daily_limit=5))
    found = json.loads(ran.out)
    kinds = {kind["kind"]: kind for kind in found["capabilities"]}
    assert kinds["review_item"]["records"] is None
    assert "not counted" in kinds["review_item"]["reason"]
    assert any("API calls are left" in step for step in found["next_steps"])
