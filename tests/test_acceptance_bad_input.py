"""Bad input of every foreseeable kind: said in words, nothing half written, names as they stand."""

from __future__ import annotations

import json
import os
import socket
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches

from generator.crm.sample_org import SampleServer, load
from generator.crm.sample_org.data import changed_records
from generator.crm.sample_org.wire import Response
from tests.acceptance_runs import ARTIFACTS, SAMPLES, Ran, command, shell
from tests.reading_back import Book, Deck, Word

ONE = "Kestrel & Rowe Foods"
DATA = load(SAMPLES)


def refused(ran: Ran, *words: str, code: int = 1) -> None:
    """The command said no in words, on stderr alone, with the words that help."""
    assert ran.code == code, (ran.out, ran.err)
    assert ran.out == ""
    assert "Traceback" not in ran.err
    said = " ".join(ran.err.split())
    assert [word for word in words if word not in said] == [], said


def written(out: Path) -> list[str]:
    """The documents below a folder; the lock and the state of runs are none."""
    paths = out.rglob("*") if out.is_dir() else ()
    return [p.name for p in paths if p.is_file() and p.suffix in (".docx", ".xlsx", ".pptx")]


@dataclass
class Live:
    """A running org and the command that reads it through ``--org env``."""

    server: SampleServer
    out: Path

    def generate(self, *args: str | Path) -> Ran:
        return command(
            "generate", *args, "--org", "env", "--as-of", "2026-11-20", "--out", self.out
        )


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Live]:
    with SampleServer(DATA) as server:
        _connected(monkeypatch, server.url, server.token, tmp_path)
        yield Live(server, tmp_path / "out")


def _connected(patch: pytest.MonkeyPatch, url: str, token: str, folder: Path) -> None:
    patch.setenv("SF_INSTANCE_URL", url)
    patch.setenv("SF_ACCESS_TOKEN", token)
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))


# --- accounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Kestrel and Rowe Foods", ONE),
        ("kestrl & rowe foods", ONE),
        ("Brandtner Drive", "Brandtner Drive Systems AG"),
        ("Ashdown Live Sciences plc", "Ashdown Life Sciences plc"),
    ],
)
def test_an_unknown_account_is_answered_with_the_nearest_names(
    live: Live, typed: str, nearest: str
) -> None:
    refused(live.generate(typed), repr(typed), "Did you mean", nearest)
    refused(live.generate(typed, "--json"), nearest)
    assert written(live.out) == []


def test_a_name_like_no_other_is_still_answered_with_a_next_step(live: Live) -> None:
    refused(live.generate("Zzyzx Quux"), "'Zzyzx Quux'", "Check the spelling")


def test_show_answers_an_unknown_account_in_the_same_way(live: Live) -> None:
    refused(command("show", "Kestrl & Rowe Foods", "--org", "env", "--json"), ONE)


def test_one_unknown_name_among_good_ones_stops_the_run_before_it_writes(live: Live) -> None:
    refused(live.generate(ONE, "Kestrl"), "'Kestrl'")
    assert written(live.out) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("001000000000001", "001000000000001"),
        ("006Hq0003Bv6aPOIQY", "another kind of record"),
        ("https://example.my.salesforce.com/lightning/page/home", "names no record"),
        ("   ", "empty"),
    ],
)
def test_an_id_or_address_that_leads_to_no_account_is_said(
    live: Live, typed: str, words: str
) -> None:
    code = 2 if words == "empty" else 1
    refused(live.generate(typed), words, code=code)


def test_an_account_is_found_by_name_in_any_case_by_both_ids_and_by_its_address(
    live: Live,
) -> None:
    account_id = next(row["Id"] for row in DATA.records["Account"] if row["Name"] == ONE)
    address = f"https://dunmere.lightning.force.com/lightning/r/Account/{account_id}/view"
    for typed in (ONE.upper(), account_id, account_id[:15], address):
        ran = live.generate(typed, "--only", "plan", "--json", "--dry-run").well()
        (row,) = ran.json["artifacts"]
        assert (row["account_id"], row["account"]) == (account_id, ONE)


def test_two_accounts_of_one_name_are_both_listed_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def rename(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "Name": "Twin Works"} if row["ParentId"] is None else row

    data = changed_records(DATA, "Account", rename)
    with SampleServer(data) as server:
        _connected(monkeypatch, server.url, server.token, tmp_path)
        live = Live(server, tmp_path / "out")
        ran = live.generate("Twin Works")
        twins = [row["Id"] for row in data.records["Account"] if row["Name"] == "Twin Works"]
        refused(ran, f"{len(twins)} accounts are named 'Twin Works'", *sorted(twins)[:10])
        assert written(live.out) == []
        one = live.generate(twins[0], "--only", "plan").well()
        assert "1 written" in one.out
        assert len(written(live.out)) == 1


# --- connections -------------------------------------------------------------------------------


def test_no_connection_is_one_line_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # nobody listens on it: refused at once
        _connected(monkeypatch, f"http://127.0.0.1:{port}", "00D!token-of-mine", tmp_path)
        ran = Live(None, tmp_path / "out").generate(ONE)  # type: ignore[arg-type]  # no server
    refused(ran, "SF_INSTANCE_URL", f"127.0.0.1:{port}")
    assert len([line for line in ran.err.splitlines() if line.startswith("accountdocs:")]) == 1
    assert "token-of-mine" not in ran.err


def test_an_expired_token_names_the_setting(live: Live) -> None:
    live.server.expire()
    ran = live.generate(ONE)
    refused(ran, "SF_ACCESS_TOKEN")
    assert os.environ["SF_ACCESS_TOKEN"] not in ran.err
    assert written(live.out) == []


def test_a_token_that_expires_in_the_middle_fails_the_account_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from generator.crm.sample_org import Options

    answered: list[str] = []

    def intercept(method: str, path: str) -> Response | None:
        answered.append(path)
        if len([p for p in answered if "describe" not in p]) < 4:
            return None
        body = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
        return Response(401, body)

    with SampleServer(DATA, options=Options(intercept=intercept)) as server:
        _connected(monkeypatch, server.url, server.token, tmp_path)
        ran = Live(server, tmp_path / "out").generate(ONE)
    assert ran.code == 1
    assert "SF_ACCESS_TOKEN" in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert written(tmp_path / "out") == []


def test_an_address_without_encryption_is_refused_unless_it_is_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _connected(monkeypatch, "http://dunmere.my.salesforce.com", "00D!secret", tmp_path)
    ran = Live(None, tmp_path / "out").generate(ONE)  # type: ignore[arg-type]  # no server
    refused(ran, "https", "SF_INSTANCE_URL")
    assert "secret" not in ran.err


def test_an_org_that_is_not_set_up_says_which_settings_there_are() -> None:
    refused(command("accounts", "--org", "env"), "SF_INSTANCE_URL", "SF_ACCESS_TOKEN")
    refused(command("accounts", "--org", "nowhere"), "nowhere")


# --- templates ---------------------------------------------------------------------------------


def _faulty(folder: Path) -> Path:
    folder.mkdir()
    plan = Document()
    plan.add_paragraph("{{ acount.name }}")
    plan.add_paragraph("{% for p in plays %}{{ p.name }}")
    table = plan.add_table(rows=1, cols=2)
    table.cell(0, 1).text = "{{ revenue.current | shout }}"
    plan.save(str(folder / "account-plan.docx"))
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1))
    box.name = "Claim"
    box.text_frame.text = "{{ account.health }}"
    deck.save(str(folder / "qbr.pptx"))
    book = load_workbook(SAMPLES.parent / "templates" / "whitespace.xlsx")
    book["Summary"]["H3"] = "{{ whitespace.valu }}"
    book.save(folder / "whitespace.xlsx")
    return folder


def test_all_faults_of_all_templates_are_listed_with_file_place_and_tag(
    live: Live, tmp_path: Path
) -> None:
    folder = _faulty(tmp_path / "own")

    ran = live.generate(ONE, "--only", ",".join(ARTIFACTS), "--templates", folder)

    refused(ran)
    lines = [line.removeprefix("accountdocs: ") for line in ran.err.splitlines()]
    for file, place, tag, hint in (
        ("account-plan.docx", "paragraph 1", "{{ acount.name }}", "did you mean account.name"),
        ("account-plan.docx", "paragraph 2", "{% for p in plays %}", ""),
        ("account-plan.docx", "table 1", "{{ revenue.current | shout }}", "shout"),
        ("qbr.pptx", "slide 1", "{{ account.health }}", "internal"),
        ("whitespace.xlsx", "Summary", "{{ whitespace.valu }}", "whitespace.value"),
    ):
        found = [text for text in lines if text.startswith(file) and tag in text]
        assert len(found) == 1, (file, tag, lines)
        assert place in found[0]
        assert hint in found[0]
    assert written(live.out) == []
    assert live.server.api_calls == 0, "templates are checked before anything is read"


def test_templates_check_lists_them_without_a_connection(tmp_path: Path) -> None:
    folder = _faulty(tmp_path / "own")
    files = sorted(folder.iterdir())

    ran = command("templates", "check", *files, "--json")

    assert ran.code == 1
    tags = {problem["tag"] for problem in ran.json["problems"]}
    assert tags >= {"{{ acount.name }}", "{{ account.health }}", "{{ whitespace.valu }}"}
    assert {Path(problem["path"]).name for problem in ran.json["problems"]} == {
        file.name for file in files
    }


def test_a_template_that_is_no_office_file_is_named(live: Live, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "qbr.pptx").write_bytes(b"not a package")
    refused(live.generate(ONE, "--only", "qbr", "--templates", folder), "qbr.pptx")
    refused(live.generate(ONE, "--templates", tmp_path / "gone"), "--templates", code=2)
    assert written(live.out) == []


# --- output ------------------------------------------------------------------------------------


def test_an_output_folder_that_is_a_file_is_said(live: Live) -> None:
    live.out.write_text("mine", encoding="utf-8")
    ran = live.generate(ONE)
    assert ran.code in (1, 2)
    assert str(live.out) in ran.err
    assert "--out" in ran.err
    assert "Traceback" not in ran.err
    assert live.out.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="only on systems with POSIX permissions")
def test_an_output_folder_that_cannot_be_written_is_said(live: Live, tmp_path: Path) -> None:
    """Root may write anywhere but where nobody can: in the kernel's own folder."""
    locked = Path("/sys") if os.geteuid() == 0 else tmp_path / "locked"
    if os.geteuid() != 0:
        locked.mkdir(mode=0o555)
    live.out = locked / "documents"
    refused(live.generate(ONE), str(live.out), "--out")


def test_a_document_that_is_open_elsewhere_is_said_and_stays_as_it_was(live: Live) -> None:
    live.generate(ONE, "--only", "plan,qbr").well()
    (plan,) = live.out.rglob("*-plan.docx")
    before = plan.read_bytes()
    plan.with_name(f".~lock.{plan.name}#").touch()  # the mark that LibreOffice leaves

    ran = command(
        "generate", ONE, "--only", "plan,qbr", "--org", "env", "--as-of", "2026-11-21",
        "--out", live.out, "--json",
    )  # fmt: skip

    assert ran.code == 1
    rows = {row["artifact"]: row for row in ran.json["artifacts"]}
    assert (rows["plan"]["status"], rows["qbr"]["status"]) == ("failed", "written")
    assert "open in another program" in rows["plan"]["reason"]
    assert [row["artifact"] for row in ran.json["failed"]] == ["plan"]
    assert plan.read_bytes() == before


# --- usage -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("generate", "--org", "sample"), "No account is named"),
        (("generate", ONE, "--all", "--org", "sample"), "named and selected at once"),
        (("generate", ONE, "--only", "plan,novel", "--org", "sample"), "'novel'"),
        (("generate", ONE, "--as-of", "yesterday", "--org", "sample"), "2026-11-22"),
        (("generate", ONE, "--period", "2026-Q7", "--org", "sample"), "fiscal quarter"),
        (("generate", ONE, "--tiers", "1"), "--tier"),
        (("genrate", ONE), "genrate"),
        (("generate", "--tier", "4"), "4"),
        (("generate", "--owner", "Nobody Atall", "--org", "sample"), "Nobody Atall"),
        (("generate", "--where", "Nam = 'x'", "--org", "sample"), "Nam"),
        (("show",), "ACCOUNT"),
        (("templates", "check", "gone.docx"), "gone.docx"),
    ],
)
def test_wrong_usage_is_answered_in_words(
    args: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command(*args)
    assert ran.code in (1, 2), ran
    assert ran.out == ""
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert written(tmp_path) == []


def test_a_selection_of_nothing_makes_nothing_and_says_so(tmp_path: Path) -> None:
    ran = command(
        "generate", "--where", "Name = 'Nobody'", "--org", "sample", "--out", tmp_path / "out"
    )
    refused(ran, "No account fits")


def test_with_json_stdout_is_one_document_whatever_is_said_beside_it(tmp_path: Path) -> None:
    """In a process of its own, where nothing can hide: messages are on stderr."""
    ran = shell(
        "generate", ONE, "--only", "qbr", "--org", "sample", "--out", tmp_path, "--json"
    ).well()
    assert json.loads(ran.out)["artifacts"][0]["status"] == "written"
    assert "SAMPLE DATA" in ran.err


# --- hostile names -----------------------------------------------------------------------------

HOSTILE = (
    'Conan O\'Brien "Ltd" \\ `Sons`',
    "../../etc/passwd",
    "R&D <x> & <!-- no --> ]]>",
    "{{7*7}} {% for x in y %} {# gone #}",
    "=1+1",
    "+SUM(A1:A9)",
    "@cmd|' /C calc'!A0",
    "-5% uplift",
    "\U0001f600 caf\u00e9 e\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u202eabc",
    "Name  with   spaces",
    "N" * 255,
    "%s {0} ${x} $(id) \\1",
    "CON",
    "#REF! _x000D_ &amp; &#65;",
)


@dataclass(frozen=True)
class Hostile:
    """Accounts, divisions and deals with hostile names, and what was made of them."""

    names: dict[str, str]  # by account id
    rows: list[dict[str, Any]]  # of the run report
    out: Path
    listed: str  # by the command accounts, for a terminal

    def paths(self, artifact: str) -> Iterator[tuple[str, Path]]:
        for row in self.rows:
            if row["artifact"] == artifact:
                yield row["account"], Path(row["path"])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    roots = sorted(row["Id"] for row in DATA.records["Account"] if row["ParentId"] is None)
    names = {root: HOSTILE[at % len(HOSTILE)] for at, root in enumerate(roots)}
    assert set(names.values()) == set(HOSTILE)

    above = {row["Id"]: row["ParentId"] for row in DATA.records["Account"]}

    def name_of(account_id: str) -> str:
        while above[account_id] is not None:
            account_id = above[account_id]
        return names[account_id]

    def rename(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "Name": name_of(row["Id"])}

    def rename_below(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "Name": name_of(row["AccountId"])}

    data = changed_records(DATA, "Account", rename)
    data = changed_records(data, "Opportunity", rename_below)
    folder = tmp_path_factory.mktemp("hostile")
    asked = ("--only", ",".join(ARTIFACTS), "--org", "env", "--as-of", "2026-11-20", "--json")
    with SampleServer(data) as server, pytest.MonkeyPatch.context() as patch:
        _connected(patch, server.url, server.token, folder)
        ran = command("generate", *names, *asked, "--out", folder / "out").well()
        listed = command("accounts", "--org", "env", "--as-of", "2026-11-20").well()
    return Hostile(names, ran.json["artifacts"], folder / "out", listed.out)


def test_hostile_names_fail_no_document(hostile: Hostile) -> None:
    assert len(hostile.rows) == len(hostile.names) * len(ARTIFACTS)
    assert {(row["status"], row["reason"]) for row in hostile.rows} == {("written", "")}
    assert {row["account_id"]: row["account"] for row in hostile.rows} == hostile.names


def test_hostile_names_lead_to_files_inside_the_output_folder(hostile: Hostile) -> None:
    paths = [Path(row["path"]) for row in hostile.rows]
    assert len(set(paths)) == len(paths)
    for row, path in zip(hostile.rows, paths, strict=True):
        assert path.resolve().is_relative_to(hostile.out.resolve())
        assert len(path.relative_to(hostile.out).parts) == 2
        assert path.parent.name.endswith(f"--{row['account_id']}")
        assert row["account_id"] not in path.name
        assert len(path.name.encode()) <= 120
        assert not set('<>:"/\\|?*\u202e') & set(path.name)
        assert path.stem.casefold() not in ("con", "nul", "aux")
    folder = hostile.out.parent
    assert sorted(folder.iterdir()) == sorted([hostile.out, folder / "cache"])


def test_hostile_names_are_printed_as_they_stand_in_all_three_formats(hostile: Hostile) -> None:
    for name, path in hostile.paths("plan"):
        word = Word(path)
        assert ("Title", name) in word.front.paragraphs
        assert word.header.startswith(name)
    for name, path in hostile.paths("qbr"):
        assert Deck(path).slides[0].title == name
    for name, path in hostile.paths("whitespace"):
        assert Book(path).value("Cells", "A1") == f"{name}: every cell"


def test_a_hostile_name_in_a_cell_is_text_and_never_a_formula(hostile: Hostile) -> None:
    for name, path in hostile.paths("whitespace"):
        book = Book(path)
        for sheet in book.formulas:
            ours = [c for row in sheet.iter_rows() for c in row if name in str(c.value)]
            assert [c.coordinate for c in ours if c.data_type != "s"] == []
        cells = [c for c in book.formulas["Cells"]["A"] if c.value == name]
        assert cells
        if name[0] in "=+-@":
            assert [c.coordinate for c in cells if not c.quotePrefix] == []
        formulas = [c for s in book.formulas for r in s.iter_rows() for c in r]
        for cell in formulas:
            if cell.data_type == "f":
                assert name[:20] not in str(cell.value)


def test_hostile_deal_names_stand_in_the_plan_s_timeline(hostile: Hostile) -> None:
    seen = 0
    for name, path in hostile.paths("plan"):
        section = Word(path).sections.get("Performance and history")
        if section is not None:
            names = section.table("Opportunity").column("Opportunity")
            short = [text for text in names if text != name]
            seen += names.count(name)
            assert [t for t in short if not name.startswith(t.removesuffix("…").rstrip())] == []
    assert seen > 0


def test_a_terminal_is_not_steered_by_a_name(hostile: Hostile) -> None:
    kinds = {unicodedata.category(char) for char in hostile.listed if char != "\n"}
    assert not kinds & {"Cc", "Zl", "Zp", "Cs"}
    assert "\u202e" not in hostile.listed
    assert "R&D <x>" in hostile.listed
    assert "{{7*7}}" in hostile.listed
