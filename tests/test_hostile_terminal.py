"""Nothing that a CRM, a file or a server says reaches a terminal raw, through the real command.

RELIABILITY.md 4 and CONTRACT.md: every place that prints what others wrote is made to print texts
that would move the cursor, hide what follows, or begin a line of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generator.crm.patience import Patience
from generator.crm.sample_org import Options, OrgData, SampleServer, load
from generator.crm.sample_org.wire import Response
from generator.crm.signin import ways
from tests.acceptance_runs import SAMPLES, Ran, command
from tests.hostile_orgs import with_labels, with_texts
from tests.signing_in import app, client_credentials, jwt_bearer, small_org, soap

FORGED = "accountdocs: FORGED 0 failed"
"""What a line of our own would say; it must not begin one."""

STEERING = (
    "\x1b[2J\x1b[31m", "\x1b]0;title\x07", "\x1b]52;c;cm0=\x1b\\", "\x1bP+q\x1b\\", "\x9b2J",
    "\x9d0;t\x9c", "\x90q\x9c", "\x08\x08\x08", "\x7f", "\x07", "\x00", "\x0b\x0c", "\x0e\x0f",
    "\x85", "\u202eabc\u202c", "\u2066x\u2069", "\u200b\ufeff\u2060", "\u061c", "\u180e",
    "\u2028", "\u2029", "\U000e0041\U000e007f", "\ud800", "\ufff9", f"\n{FORGED}\n",
    f"\r{FORGED}\r\n", f"\t\t\n{FORGED}", f"\x1bE{FORGED}", f"\x0b{FORGED}",
)  # fmt: skip
ALL = "".join(STEERING)
SENT = ALL.replace("\ud800", "")
"""What a server can send."""
TYPED = SENT.replace("\x00", "")
KESTREL = "001Hq000LAd4JvtIYE"
SAMPLE = load(SAMPLES)


def faults(text: str) -> list[str]:
    """What a terminal would obey."""
    return sorted(
        {
            f"U+{ord(char):04X}"
            for char in text
            if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
            and char not in "\n\u200d"
        }
    )


def forged(text: str) -> list[str]:
    """Lines that somebody else began."""
    return [line for line in text.split("\n") if line.startswith(FORGED)]


def check(ran: Ran, *, is_json: bool = False) -> Ran:
    assert faults(ran.out + ran.err) == []
    assert forged(ran.err) == []
    assert "FORGED" in ran.out + ran.err, "what is to be looked at was printed at all"
    if is_json:
        json.loads(ran.out)
    return ran


def hostile(data: OrgData) -> OrgData:
    return with_labels(with_texts(data, lambda text: text + SENT), lambda text: text + SENT)


@dataclass(frozen=True)
class Org:
    url: str
    token: str


@pytest.fixture(scope="module")
def org() -> Iterator[Org]:
    with SampleServer(hostile(SAMPLE)) as server:
        yield Org(server.url, server.token)


@pytest.fixture(autouse=True)
def _connected(org: Org, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SF_INSTANCE_URL", org.url)
    monkeypatch.setenv("SF_ACCESS_TOKEN", org.token)
    monkeypatch.setattr(Patience.__init__, "__defaults__", _without_pauses())
    monkeypatch.setattr(ways, "PATIENCE", replace(ways.PATIENCE, sleep=lambda _: None))
    monkeypatch.chdir(tmp_path)


def _without_pauses() -> tuple[object, ...]:
    defaults = Patience.__init__.__defaults__ or ()
    return tuple((lambda _: None) if value is time.sleep else value for value in defaults)


GENERATE = ("generate", KESTREL, "--org", "env", "--as-of", "2026-11-20")
TOLD = {
    "generate": GENERATE,
    "generate in workers": (*GENERATE, "001Hq000LAd4JvuIYE", "--jobs", "2", "--only", "plan"),
    "generate again": (*GENERATE, "--dry-run"),
    "show": ("show", KESTREL, "--org", "env", "--as-of", "2026-11-20"),
    "accounts": ("accounts", "--org", "env", "--as-of", "2026-11-20"),
    "doctor": ("doctor", "--org", "env", "--fields"),
}


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("name", TOLD)
def test_hostile_records_and_labels_steer_no_command(name: str, as_json: bool) -> None:
    args = TOLD[name]
    if name == "generate in workers":
        second = next(
            r["Id"] for r in SAMPLE.records["Account"] if not r["ParentId"] and r["Id"] != KESTREL
        )
        args = tuple(second if arg == "001Hq000LAd4JvuIYE" else arg for arg in args)
    ran = command(*args, *(["--json"] if as_json else []))
    assert ran.code in (0, 1), ran.err[-2000:]
    assert "Traceback" not in ran.err
    check(ran, is_json=as_json)
    if name not in ("show", "doctor"):  # which break long texts into lines, as wide as they are
        assert forged(ran.out) == []


@pytest.mark.parametrize(
    "args",
    [
        ("generate", f"No such {TYPED}", "--org", "env"),
        ("generate", "--owner", f"Nobody{TYPED}", "--org", "env"),
        ("generate", KESTREL, "--org", f"x{ALL}"),
        ("generate", KESTREL, "--only", f"plan{ALL}"),
        ("generate", KESTREL, f"--x\n{FORGED}"),
        ("templates", "check", f"gone{FORGED}\x1b[2J\n{FORGED}.docx"),
        ("show", "Kestrel", "--org", "env"),
    ],
    ids=["name", "owner", "org", "only", "option", "file", "similar"],
)
def test_what_was_typed_or_stands_beside_it_steers_nothing(args: tuple[str, ...]) -> None:
    ran = command(*args)
    assert ran.code in (1, 2)
    assert ran.out == ""
    check(ran)


def test_a_hostile_message_of_the_server_steers_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In every answer, by turns: an error's message and code, a page, headers."""
    answers = (
        Response(400, [{"message": f"x{SENT}", "errorCode": f"MALFORMED{SENT}"}]),
        Response(401, [{"message": f"x{SENT}", "errorCode": f"INVALID{SENT}"}]),
        Response(403, [{"message": f"x{SENT}", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]),
        Response(404, [{"message": f"x{SENT}", "errorCode": f"NOT_FOUND{SENT}"}]),
        Response(500, [{"message": f"x{SENT}", "errorCode": f"UNKNOWN{SENT}"}]),
        Response(200, {"unforeseen": SENT, FORGED: SENT}),
        Response(200, [SENT]),
    )
    seen = 0
    for answer in answers:
        for part in ("query", "describe", "/services/data/"):

            def intercept(_: str, path: str, part: str = part, ans: Any = answer) -> Any:
                return ans if part in path else None

            with SampleServer(SAMPLE, options=Options(intercept=intercept)) as server:
                monkeypatch.setenv("SF_INSTANCE_URL", server.url)
                monkeypatch.setenv("SF_ACCESS_TOKEN", server.token)
                monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"{seen}"))
                for name in ("accounts", "doctor") if part == "query" else ("accounts",):
                    ran = command(name, "--org", "env")
                    assert faults(ran.out + ran.err) + forged(ran.err) == [], (answer, part)
                    assert "Traceback" not in ran.err
                    seen += "FORGED" in ran.out + ran.err
    assert seen >= 3


@pytest.mark.parametrize("way", [client_credentials, jwt_bearer, soap])
def test_a_hostile_refusal_of_a_sign_in_steers_nothing(
    way: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SF_INSTANCE_URL")
    monkeypatch.delenv("SF_ACCESS_TOKEN")
    for status, body in (
        (400, {"error": f"invalid_grant{SENT}", "error_description": f"x{SENT}"}),
        (200, {"access_token": f"t{SENT}", "instance_url": f"https://x{SENT}"}),
        (200, [SENT]),
        (500, {"error": SENT}),
        (302, {"error": f"x{SENT}"}),
    ):
        answer = Response(status, body)
        with SampleServer(small_org(), options=app(intercept=lambda *_: answer)) as server:  # noqa: B023
            for name, value in way(server, tmp_path).items():
                monkeypatch.setenv(name, value)
            ran = command("accounts", "--org", "env")
        assert ran.code == 1
        assert faults(ran.out + ran.err) + forged(ran.err) == [], (status, body)


def templates(folder: Path) -> list[Path]:
    """Templates whose faults quote their own texts and names."""
    folder.mkdir()
    kept = "".join([char for char in TYPED if char in "\t\n\r" or char >= " "])
    document = Document()
    document.add_paragraph(f"{{{{ {kept} }}}} {{% {kept} %}}")
    document.add_paragraph(f"{{% for {kept} in plays %}}{{{{ account.name | {kept} }}}}")
    document.add_paragraph(f'{{{{ "{kept}" | shout }}}}')
    document.save(str(folder / "account-plan.docx"))
    names = [f"account-plan\x1b[2J\n{FORGED}.docx", f"qbr\x9b\u202e\r{FORGED}.pptx"]
    (folder / names[0]).write_bytes((folder / "account-plan.docx").read_bytes())
    (folder / names[1]).write_bytes(b"no package")
    return sorted(folder.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="only on systems whose files may have such names")
def test_a_hostile_template_steers_nothing(tmp_path: Path) -> None:
    files = templates(tmp_path / "own")
    assert check(command("templates", "check", *files)).code == 1
    assert check(command("templates", "check", *files, "--json"), is_json=True).code == 1
    ran = check(command(*GENERATE, "--templates", tmp_path / "own"))
    assert ran.code == 1
    assert written(tmp_path) == []
    for file in files:
        check(command("templates", "check", file))


def test_a_package_with_hostile_part_names_steers_nothing(tmp_path: Path) -> None:
    file = tmp_path / "account-plan.docx"
    Document().save(str(file))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(f"word/\x1b[2J\u202e\x9b\n{FORGED}.xml", "<a>")
    check(command("templates", "check", file))


def test_hostile_inputs_and_settings_steer_nothing(tmp_path: Path) -> None:
    cell = TYPED.replace("\n", " ").replace("\r", " ")
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    rows = f"account,product,day,active_users,{cell}\n{cell},{cell},{cell},{cell},{cell}\n"
    (inputs / "usage.csv").write_text(rows, encoding="utf-8")
    (inputs / "managers.csv").write_text(f"user,manager\n{cell},{cell}\n", encoding="utf-8")
    (inputs / f"{FORGED}\x1b[2J\u202e.csv").write_text("a,b\n", encoding="utf-8")
    assert command(*GENERATE).code == 1
    check(command(*GENERATE))
    check(command("doctor", "--org", "env"))
    quoted = json.dumps(TYPED.replace("\x7f", ""))
    for line in (f"{quoted} = 1", f"org = {quoted}", f"[mapping.account.fields]\n{quoted} = 'x'",
                 f"[mapping.account.fields]\ntier = {quoted}", f"[orgs]\nx = {quoted}",
                 f"x = {TYPED}", f"locale = {quoted}", f"out = {quoted}"):  # fmt: skip
        (tmp_path / "accountdocs.toml").write_text(line, encoding="utf-8")
        ran = command("accounts", "--org", "sample")
        assert faults(ran.out + ran.err) + forged(ran.err) == [], line
        assert "Traceback" not in ran.err, line


def written(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*--*/*") if p.suffix in (".docx", ".xlsx", ".pptx")]


PROGRAM = """
import sys
from generator.cli import main
from generator.cli import accounts
from generator.errors import AccountNotFound
text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
kind = sys.argv.pop()
def fail(*_, **__):
    import logging, threading
    if kind == "thread":
        def fail():
            raise OSError(text)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        raise AccountNotFound(text)
    if kind == "log":
        logging.getLogger(text).error("%s", text)
        raise AccountNotFound(text)
    try:
        raise ValueError(text)
    except ValueError as error:
        raise (AccountNotFound if kind == "foreseen" else RuntimeError)(text) from error
import generator.cli.accounts as module
module.settings_of = fail
main()
"""


@pytest.mark.parametrize("kind", ["foreseen", "unforeseen", "thread", "log"])
@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_an_error_that_nothing_caught_steers_nothing(kind: str, debug: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "accounts", *debug, kind],
        input=ALL.encode("utf-8", "surrogatepass"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert done.stdout == b""
    assert "FORGED" in said
    assert faults(said) + forged(said) == []
    assert ("Traceback" in said) is (bool(debug) or kind in ("unforeseen", "thread"))
