"""The command as a user types it, against the sample org, with tiny templates."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator import batch, cli
from generator.crm.sample_org.data import load
from generator.crm.sample_org.server import SampleServer
from generator.files import data_folder
from tests.tiny_templates import folder, slides, text_of, word

NAME = "Kestrel & Rowe Foods"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in an empty folder, with templates of one line each.

    They would be worked on in a process of its own, one for each run: test_batch.py says what that
    is good for. Here only runs with --jobs have any.
    """
    monkeypatch.setattr(batch, "_needs_walls", lambda order: False)
    name = "{{ account.name }} as of {{ document.as_of }}"
    folder(tmp_path / "t", plan=word(f"Plan {name}"), qbr=slides(f"Review {name}"))
    (tmp_path / "accountdocs.toml").write_text('templates = "t"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Ran:
        capfd.readouterr()
        code = cli.run(list(args))
        return Ran(code, *capfd.readouterr())

    return call


def generate(run: Run, *args: str) -> Ran:
    return run("generate", *args, "--only", "plan,qbr", "--org", "sample")


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleServer]:
    with SampleServer(load(data_folder("samples"))) as server:
        yield server


def sample_id() -> str:
    records = json.loads((data_folder("samples") / "records" / "Account.json").read_text("utf-8"))
    return str(next(row["Id"] for row in records if row["Name"] == NAME))


def test_one_account_by_name_ends_with_a_table_of_what_was_written(run: Run) -> None:
    ran = generate(run, NAME)

    assert ran.code == 0
    plan, qbr = sorted(Path("outputs").glob("*--*/*"))
    assert re.search(rf"{re.escape(NAME)}\s+plan\s+written\s+{re.escape(str(plan))}", ran.out)
    assert text_of(plan).startswith(f"Plan {NAME} as of ")
    assert text_of(qbr).startswith(f"Review {NAME} as of ")
    assert "SAMPLE DATA" in ran.out
    assert "SAMPLE DATA" in ran.err


@pytest.mark.parametrize("form", ["id18", "id15", "url"])
def test_an_account_is_named_by_id_or_by_its_page_s_address_too(run: Run, form: str) -> None:
    full = sample_id()
    url = f"https://x.lightning.force.com/lightning/r/Account/{full}/view"
    named = {"id18": full, "id15": full[:15], "url": url}[form]

    ran = generate(run, named, "--json")

    assert ran.code == 0
    assert {row["account_id"] for row in ran.json["artifacts"]} == {full}


def test_json_is_one_document_on_stdout_and_is_kept_with_the_run(run: Run) -> None:
    ran = generate(run, NAME, "--json")

    report = ran.json
    assert set(report) == {"run", "artifacts", "failed", "templates"}
    assert set(report["run"]) == {"id", "as_of", "org", "api_calls", "seconds", "planning"}
    assert report["run"]["org"] == "sample"
    assert 0 < report["run"]["api_calls"] <= 6
    assert [(row["artifact"], row["status"]) for row in report["artifacts"]] == [
        ("plan", "written"),
        ("qbr", "written"),
    ]
    kept = Path("outputs/.accountdocs/runs", f"{report['run']['id']}.json")
    assert json.loads(kept.read_text(encoding="utf-8")) == report


def test_the_run_report_says_which_week_of_planning_its_files_serve(run: Run) -> None:
    planning = generate(run, NAME, "--json").json["run"]["planning"]
    assert planning == {
        "year": 2027,
        "week": 3,
        "step": "drafts",
        "start": "2026-11-16",
        "end": "2026-11-22",
    }


def test_a_second_run_says_unchanged(run: Run) -> None:
    generate(run, NAME)
    before = {p: p.read_bytes() for p in Path("outputs").glob("*--*/*")}

    again = generate(run, NAME, "--json")

    assert {row["status"] for row in again.json["artifacts"]} == {"unchanged"}
    assert {p: p.read_bytes() for p in Path("outputs").glob("*--*/*")} == before


def test_an_edited_file_is_refused_until_force_which_keeps_it(run: Run) -> None:
    generate(run, NAME)
    plan = next(Path("outputs").glob("*--*/*-plan.docx"))
    plan.write_bytes(b"my notes")

    refused = generate(run, NAME, "--as-of", "2026-11-10")
    assert refused.code == 1
    assert "edited by hand" in refused.out
    assert plan.read_bytes() == b"my notes"

    forced = generate(run, NAME, "--as-of", "2026-11-10", "--force")
    assert forced.code == 0
    (kept,) = plan.parent.glob("*.edited-*.docx")
    assert kept.read_bytes() == b"my notes"
    assert kept.name in forced.err


def test_a_dry_run_leaves_no_trace(run: Run) -> None:
    ran = generate(run, NAME, "--dry-run", "--json")

    assert ran.code == 0
    assert {(row["status"], row["reason"]) for row in ran.json["artifacts"]} == {
        ("skipped", "dry run")
    }
    assert not Path("outputs").exists()


def test_as_of_is_the_sample_s_own_day_unless_given(run: Run) -> None:
    own = json.loads((data_folder("samples") / "org.json").read_text("utf-8"))["as_of"]

    assert generate(run, NAME, "--json").json["run"]["as_of"] == own
    given = generate(run, NAME, "--json", "--as-of", "2026-10-01")
    assert given.json["run"]["as_of"] == "2026-10-01"


def test_all_accounts_have_one_entry_for_each_artifact(run: Run) -> None:
    listed = run("accounts", "--org", "sample", "--json").json["accounts"]

    report = generate(run, "--all", "--json", "--jobs", "2").json

    found = sorted((row["account_id"], row["artifact"]) for row in report["artifacts"])
    assert found == sorted((row["id"], a) for row in listed for a in ("plan", "qbr"))
    assert report["failed"] == []


def test_a_tier_is_selected_and_nothing_else(run: Run) -> None:
    listed = run("accounts", "--org", "sample", "--json").json["accounts"]

    chosen = run("accounts", "--org", "sample", "--json", "--tier", "1").json["accounts"]

    assert chosen == [row for row in listed if row["tier"] == 1]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "No account is named"),
        (("A", "--form", "light", "--only", "qbr"), "--only leaves the plan out"),
        (("A", "--all"), "named and selected at once"),
        (("A", "--only", "plans"), "There is no artifact 'plans'"),
        (("A", "--period", "2026"), "not a fiscal quarter"),
        (("A", "--as-of", "tomorrow"), "not a day"),
        (("A", "--as-of", "0001-01-01"), "not between 1990 and 2200"),
        (("A", "--period", "9999-Q4"), "not between 1990 and 2200"),
        (("A", "--only", ", "), "--only names no artifact"),
        (("A", "--tier", "4"), "--tier"),
        (("A", "--nonsense"), "--nonsense"),
        (("A", "--jobs", "0"), "--jobs"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(run: Run, args: tuple[str, ...], says: str) -> None:
    ran = run("generate", *args, "--org", "sample")

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("Kestrel",), "Did you mean"),
        ((NAME, "--config", "gone.toml"), "no settings file gone.toml"),
        ((NAME, "--templates", "gone"), "no folder gone"),
        ((NAME, "--templates", "."), "holds no template for what is to be made"),
    ],
)
def test_a_foreseeable_fault_ends_without_a_traceback(
    run: Run, args: tuple[str, ...], says: str
) -> None:
    ran = generate(run, *args)

    assert ran.code in (1, 2)
    assert ran.out == ""
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert not list(Path("outputs").glob("*--*"))


def test_a_plan_takes_the_form_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    folder(tmp_path / "t", plan=word("{{ document.title }}"))
    name = ("Greyfriars Textiles", "--org", "sample")
    skipped = run("generate", *name, "--form", "full")
    assert "managed by motion" in skipped.out
    assert "--only plan" in skipped.err
    titles = []
    for form in ((), ("--form", "full")):
        made = run("generate", *name, "--only", "plan", *form, "--json").json["artifacts"]
        titles.append(text_of(Path(made[0]["path"])))
    assert titles == ["Account brief", "Account plan"]


def test_a_selection_that_nothing_fits_is_no_wrong_usage(run: Run) -> None:
    nothing = ("--where", "Name = 'Nobody'", "--org", "sample")

    made, listed = run("generate", *nothing, "--json"), run("accounts", *nothing, "--json")

    assert (made.code, made.out) == (1, "")
    assert "No account fits the selection" in made.err
    assert (listed.code, listed.json["accounts"]) == (0, [])
    assert run("accounts", *nothing).code == 0


def test_a_quarter_that_has_not_begun_is_wrong_usage(run: Run) -> None:
    for command in (("show", NAME), ("generate", NAME, "--only", "plan")):
        ran = run(*command, "--org", "sample", "--as-of", "2026-11-22", "--period", "2027-Q4")

        assert (ran.code, ran.out) == (2, "")
        assert "The fiscal quarter 2027-Q4 begins on" in ran.err
        assert "Ask for" in ran.err


def test_an_earlier_quarter_shows_the_cases_of_its_time_and_no_quarter_that_was_not_read(
    run: Run,
) -> None:
    def quarters(*period: str) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = run("show", NAME, "--org", "sample", "--json", *period).json
        rows = (shown["support"]["quarters"], shown["performance"]["quarters"])
        cases, deals = ({row["quarter"]: row for row in found} for found in rows)
        return cases, deals

    cases, deals = quarters("--period", "2025-Q1")
    usual_cases, usual_deals = quarters()

    assert len(cases) == len(usual_cases) == len(usual_deals) == 8
    assert 0 < len(deals) < 8
    assert any(row["opened"] for row in cases.values())
    for now, early in ((usual_cases, cases), (usual_deals, deals)):
        both = now.keys() & early.keys()
        assert both
        assert {label: now[label] for label in both} == {label: early[label] for label in both}


def test_debug_shows_where_an_error_arose(run: Run) -> None:
    from generator.errors import AccountNotFound

    with pytest.raises(AccountNotFound):
        generate(run, "Kestrel", "--debug")


def test_all_faults_of_all_templates_are_said_before_anything_is_read(run: Run) -> None:
    folder(Path("t"), plan=word("{{ nme }}", "{% if %}"), qbr=slides("{{ account.health }}"))

    ran = generate(run, NAME)

    assert ran.code == 1
    for piece in ("account-plan.docx", "{{ nme }}", "{% if %}", "qbr.pptx", "account.health"):
        assert piece in ran.err
    assert not Path("outputs").exists()


def test_a_document_that_failed_ends_the_run_with_1_and_is_named(run: Run) -> None:
    folder(Path("t"), plan=word("{{ account.playbook }}"))

    ran = generate(run, NAME, "--json")

    assert ran.code == 1
    (lost,) = ran.json["failed"]
    assert (lost["account"], lost["artifact"]) == (NAME, "plan")
    assert "account.playbook" in lost["reason"]


def test_a_folder_that_cannot_be_written_to_is_said(run: Run) -> None:
    Path("outputs").write_bytes(b"a file")

    ran = generate(run, NAME)

    assert ran.code == 1
    assert "--out" in ran.err
    assert Path("outputs").read_bytes() == b"a file"


def test_an_org_named_by_the_environment_is_read_like_the_sample(
    run: Run, sample: SampleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SF_INSTANCE_URL", sample.url)
    monkeypatch.setenv("SF_ACCESS_TOKEN", sample.token)

    ran = run("generate", NAME, "--only", "plan", "--as-of", "2026-11-01", "--json")

    assert ran.code == 0
    assert ran.json["run"]["org"] == "env"
    assert "the environment names an org" in ran.err
    assert sample.token not in ran.out + ran.err


def test_an_expired_token_is_one_line_that_says_which_setting_to_look_at(
    run: Run, sample: SampleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SF_INSTANCE_URL", sample.url)
    monkeypatch.setenv("SF_ACCESS_TOKEN", "00Dexpired!token")

    ran = run("generate", NAME, "--only", "plan", "--org", "env")

    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1
    assert "SF_ACCESS_TOKEN" in ran.err
    assert "00Dexpired" not in ran.err


def test_no_connection_is_one_line_that_says_which_setting_to_look_at(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SF_INSTANCE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SF_ACCESS_TOKEN", "00Dx!token")

    ran = run("generate", NAME, "--only", "plan", "--org", "env")

    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1
    assert "SF_INSTANCE_URL" in ran.err


def test_show_prints_the_account_and_its_json_the_same_figures(run: Run) -> None:
    text = run("show", NAME, "--org", "sample")
    shown = run("show", NAME, "--org", "sample", "--json").json

    assert text.code == 0
    assert NAME in text.out
    assert "SAMPLE DATA" in text.out
    assert shown["account"]["name"] == NAME
    assert isinstance(shown["revenue"]["current"], str)


def test_accounts_lists_what_and_why(run: Run) -> None:
    ran = run("accounts", "--org", "sample")

    assert ran.code == 0
    assert ran.out.startswith("Account ")
    assert any(line.startswith(NAME) for line in ran.out.splitlines())


def test_templates_are_listed_with_the_user_s_own_first(run: Run) -> None:
    rows = run("templates", "list", "--json").json["templates"]

    paths = {row["artifact"]: row["template"] for row in rows}
    assert Path(paths["plan"]).resolve() == Path("t/account-plan.docx").resolve()
    assert Path(paths["whitespace"]).parent == data_folder("templates")


def test_a_template_that_is_not_there_is_named_and_the_others_are_checked(run: Run) -> None:
    folder(Path("t"), qbr=slides("{{ nme }}"))

    ran = run("templates", "check", "gone/account-plan.docx", "t/qbr.pptx")

    assert ran.code == 1
    first, *others = ran.err.strip().splitlines()
    assert str(Path("gone/account-plan.docx")) in first
    assert "No such file" in first
    assert "install" not in first
    assert "{{ nme }}" in "".join(others)


def test_templates_are_checked_without_a_connection(run: Run) -> None:
    folder(Path("t"), qbr=slides("{{ acount.name }}"))

    good = run("templates", "check", "t/account-plan.docx")
    bad = run("templates", "check", "t/account-plan.docx", "t/qbr.pptx", "--json")

    assert (good.code, good.out) == (0, "No faults.\n")
    assert bad.code == 1
    (problem,) = bad.json["problems"]
    assert (problem["file"], problem["tag"]) == ("qbr.pptx", "{{ acount.name }}")
    assert "slide 1" in problem["place"]


def test_a_template_that_says_not_what_it_is_for_is_asked_about(run: Run) -> None:
    Path("x.odt").write_bytes(b"")

    ran = run("templates", "check", "x.odt")

    assert ran.code == 2
    assert "--artifact" in ran.err


def test_the_fields_of_a_customer_artifact_hold_nothing_internal(run: Run) -> None:
    every = {row["name"]: row for row in run("templates", "fields", "--json").json["fields"]}
    qbr = run("templates", "fields", "--artifact", "qbr", "--json").json["fields"]

    assert {row["audience"] for row in qbr} <= {"customer", "declared"}
    assert "account.health" in every
    assert "account.health" not in {row["name"] for row in qbr}
    assert run("templates", "fields").out.startswith("document.title")


@pytest.mark.skipif(os.name == "nt", reason="only on systems where a signal can be caught")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_sample_org_says_how_to_reach_it_and_ends_when_told(number: signal.Signals) -> None:
    serve = "import sys, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    serve += "from generator.cli import run; sys.exit(run(['sample-org', '--json']))"
    command = [sys.executable, "-c", serve]  # a shell's background jobs begin deaf to Ctrl-C
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = []
        while "}" not in "".join(lines):
            lines.append(process.stdout.readline().decode())
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    told = json.loads("".join(lines))
    assert told["url"].startswith("http://127.0.0.1:")
    assert told["token"]


def test_a_port_that_is_taken_is_said(run: Run, sample: SampleServer) -> None:
    ran = run("sample-org", "--port", str(sample.port))

    assert ran.code == 1
    assert f"port {sample.port}" in ran.err


def test_a_control_character_in_what_was_typed_is_not_sent_to_the_terminal(run: Run) -> None:
    ran = generate(run, "Evil\x1b[2J\u202e")

    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from generator.cli import run\n"
        "run(['generate', '--help'])\n"
        "heavy = {'babel', 'lxml', 'jinja2', 'requests', 'simple_salesforce', 'lark'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")


def test_version_is_said(run: Run) -> None:
    from generator import __version__

    assert __version__ in run("--version").out


@pytest.mark.skipif(os.name == "nt", reason="only on systems with pipes that close")
def test_a_reader_that_has_seen_enough_ends_the_command_quietly() -> None:
    command = f"{sys.executable} -m generator templates fields | head -n 1"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)

    assert ended.stdout.startswith("document.title")
    assert ended.stderr == ""
