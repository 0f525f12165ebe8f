"""Hostile templates: each is refused by name, with its part, the reason and a next step, in little
memory, and nothing is fetched, started or opened on the way."""

from __future__ import annotations

import http.server
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.engine import compile_template
from generator.engine.template import check_template
from generator.errors import PackageError, TemplateError
from generator.office.package import open_package
from generator.office.zips import deflate, read_entries, write_archive
from tests import hostile_kit
from tests.acceptance_runs import SampleRun, command, sample, shell
from tests.engine_kit import NAMES
from tests.hostile_files import Case, all_cases
from tests.hostile_kit import ARTIFACT, A, P, R, V, W, plain

__all__ = ["sample"]  # a fixture

CASES = all_cases()
FAMILIES = sorted({case.family for case in CASES})
_SEEN: list[str] = []
_watched = threading.Event()
_ALARMS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.")


def _listen(event: str, args: tuple[object, ...]) -> None:
    if not _watched.is_set():
        return
    if event.startswith(_ALARMS):
        _SEEN.append(f"{event} {args}")
    elif event == "open" and not str(args[0]).endswith((".py", ".pyc", ".so", "jinja2")):
        _SEEN.append(f"open {args[0]}")


sys.addaudithook(_listen)


@pytest.fixture
def watched() -> Iterator[list[str]]:
    """What the interpreter did meanwhile: files opened (but for its own), sockets, processes."""
    check_template(plain("docx").data, filename="x.docx", names=NAMES)  # loads what loads late
    check_template(plain("pptx").data, filename="x.pptx", names=NAMES)
    check_template(plain("xlsx").data, filename="x.xlsx", names=NAMES)
    _SEEN.clear()
    _watched.set()
    yield _SEEN
    _watched.clear()


@pytest.fixture
def hits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The requests that a web server got; hostile files name it wherever they name the web."""
    seen: list[str] = []

    class Count(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Count) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setattr(hostile_kit, "server", f"http://127.0.0.1:{server.server_port}/")
        yield seen
        server.shutdown()
        thread.join()


def of_family(family: str) -> list[Case]:
    return [case for case in CASES if case.family == family]


def complaint(case: Case, said: str) -> str:
    """What a refusal lacks; empty where nothing."""
    missing = [
        word for word in (f"template.{case.kind}", case.part, *case.words) if word not in said
    ]
    return f"{case}: {missing} not in {said[:300]!r}" if missing else ""


# -- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_every_hostile_template_is_refused_with_part_reason_and_next_step(
    family: str, hits: list[str], watched: list[str]
) -> None:
    wrong: list[str] = []
    for case in of_family(family):
        data = case.make()
        try:
            compile_template(data, filename=f"template.{case.kind}", names=NAMES)
        except TemplateError as error:
            wrong.append(complaint(case, "\n".join(map(str, error.problems))))
            wrong += [f"{case}: no reason" for p in error.problems if not p.message]
        else:
            wrong.append(f"{case}: was not refused")
    assert [line for line in wrong if line] == []
    assert hits == []
    assert watched == []


def test_the_listener_hears_files_sockets_and_processes(watched: list[str], tmp_path: Path) -> None:
    import socket
    import subprocess

    (tmp_path / "x.txt").write_text("x")
    with socket.socket() as made, pytest.raises(ConnectionRefusedError):
        made.connect(("127.0.0.1", 1))
    subprocess.run([sys.executable, "-c", ""], check=True)
    heard = {line.split(" ")[0] for line in watched}
    assert {"open", "socket.connect", "subprocess.Popen"} <= heard


@pytest.mark.parametrize("family", FAMILIES)
def test_the_command_refuses_one_of_each_family_in_check_and_in_generate(
    family: str, tmp_path: Path, hits: list[str]
) -> None:
    case = of_family(family)[0]
    delivered = {"docx": "account-plan.docx", "pptx": "qbr.pptx", "xlsx": "whitespace.xlsx"}
    path = tmp_path / delivered[case.kind]
    path.write_bytes(case.make())
    artifact = ARTIFACT[case.kind]
    asked = ("generate", "--all", "--org", "sample", "--only", artifact, "--out", tmp_path / "out")
    checked = command("templates", "check", path, "--artifact", artifact)
    generated = command(*asked, "--templates", tmp_path)
    for ran in (checked, generated):
        assert ran.code == 1, ran
        assert "Traceback" not in ran.err
        said = " ".join(ran.err.split())
        assert [w for w in (path.name, case.part, *case.words) if w not in said] == [], said
    assert not list((tmp_path / "out").rglob("*.*x"))
    assert hits == []


CHILD = """
import resource, sys, time
from pathlib import Path
from generator.engine import Names
from generator.engine.template import check_template
import generator.engine.word, generator.engine.powerpoint, generator.engine.excel
status = Path("/proc/self/status").read_text()
used = int(status.split("VmSize:")[1].split()[0]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (used + 256 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
for path in sorted(Path(sys.argv[1]).iterdir()):
    start = time.process_time()
    found = check_template(path.read_bytes(), filename=path.name, names=Names({}, {}))
    spent = time.process_time() - start
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
    print(f"{path.name}: {len(found)} faults, {spent:.2f} s, peak {peak} MB", flush=True)
"""


def bound(line: str) -> tuple[float, int]:
    """Seconds of CPU and megabytes at the highest, of one line that the child says."""
    found = re.search(r"faults, ([\d.]+) s, peak (\d+) MB", line)
    assert found is not None, line
    return float(found[1]), int(found[2])


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux is memory limited")
@pytest.mark.proof("hostile packages, each in a process of 256 MB", slice=20, full=len(CASES))
def test_hostile_packages_are_refused_in_256_mb(
    cases: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    import subprocess

    bombs = of_family("bomb")
    tried = [*bombs, *[case for case in CASES if case.family != "bomb"]][: max(cases, len(bombs))]
    for number, case in enumerate(tried):
        (tmp_path / f"{number:03}.{case.kind}").write_bytes(case.make())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    assert len(lines) == len(tried)
    assert [line for line in lines if ": 0 faults" in line] == []
    slowest, largest = max(lines, key=bound), max(lines, key=lambda line: bound(line)[1])
    sys.stdout.write(f"slowest {slowest}\nlargest {largest}\n")  # for whoever asks with -s
    record_property("cases", len(tried))


def test_a_refusal_shows_no_control_characters_and_has_an_end() -> None:
    many = [deflate(f"word/macros/{n}/vbaProject.bin", b"x") for n in range(500)]
    data = write_archive([*read_entries(plain("docx").data), *many])
    with pytest.raises(PackageError) as caught:
        open_package(data, filename="x.docx")
    assert "and 480 faults more" in str(caught.value)
    odd = plain("docx")
    target = "http://x/\u202e\x9b" + "y" * 5_000
    id_ = odd.relate(odd.main, "image", target, outside=True)
    odd.inside(odd.main, f'<x {R} r:id="{id_}"/>')
    with pytest.raises(PackageError) as caught:
        open_package(odd.data, filename="x.docx")
    said = str(caught.value)
    assert "\u202e" not in said
    assert "\x9b" not in said
    assert len(said) < 1_000


# -- not refused ---------------------------------------------------------------------------------

_BEGIN, _SEPARATE, _END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)
_NESTED = (
    f"{_BEGIN}<w:r><w:instrText>IF </w:instrText></w:r>{_BEGIN}<w:r><w:instrText>PAGE"
    f"</w:instrText></w:r>{_END}<w:r><w:instrText> = 1 a b</w:instrText></w:r>{_END}"
)
_PAGE = f"{_BEGIN}<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>{_SEPARATE}{_END}"
_CONTENTS = (  # as Word writes them when it brings them up to date
    f"{_BEGIN}<w:r><w:instrText> TOC \\h </w:instrText></w:r>{_SEPARATE}{_PAGE}"
    f"<w:r><w:t>One</w:t></w:r>{_PAGE}{_END}"
)
_SUM = f"{_BEGIN}<w:r><w:instrText>= </w:instrText></w:r>{_BEGIN}{_END}{_END}"
_WEB_LINK = 'HYPERLINK "https://a.example" \\o "a b" \\t x'
_HARMLESS = (
    ("docx", f"<w:p {W}>{_BEGIN}<w:r><w:instrText>PAGE</w:instrText></w:r>{_SEPARATE}{_END}</w:p>"),
    ("docx", f'<w:p {W}><w:fldSimple w:instr=" NUMPAGES  \\* Arabic "/></w:p>'),
    ("docx", f"<w:p {W}>{_NESTED}</w:p>"),
    ("docx", f"<w:p {W}>{_SUM}</w:p>"),
    ("docx", f"<w:p {W}>{_CONTENTS}</w:p>"),
    ("docx", f"<w:p {W}><w:fldSimple w:instr='{_WEB_LINK}'/></w:p>"),
    ("docx", f"<w:p {W}><w:fldSimple w:instr='HYPERLINK \\l \"place\"'/></w:p>"),
    ("docx", f"<w:p {W}><w:r><w:t>DDEAUTO and LINK are words</w:t></w:r></w:p>"),
    ("docx", f'<v:shape {V} href="https://a.example"/>'),
    ("pptx", f'<a:hlinkClick {A} {R} r:id="" action="ppaction://hlinkshowjump?jump=nextslide"/>'),
    ("pptx", f'<p:x {P} action="ppaction"/>'),
)


@pytest.mark.parametrize(("kind", "xml"), _HARMLESS)
def test_ordinary_fields_links_and_actions_are_not_refused(kind: str, xml: str) -> None:
    file = plain(kind)
    body = {"docx": "word/document.xml", "pptx": "ppt/slides/slide1.xml"}[kind]
    assert open_package(file.inside(body, xml).data, filename=f"x.{kind}").main_part


def test_a_drawn_icon_and_an_archive_with_a_comment_are_not_refused() -> None:
    file = plain("pptx")
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg"><style>.a{fill:url(#g)}</style>'
        '<use href="#a"/><path d="M0 0" style="fill:red"/></svg>'
    )
    id_ = file.part("ppt/slides/slide1.xml", "image", "ppt/media/a.svg", body, "image/svg+xml")
    file.inside("ppt/slides/slide1.xml", f'<x {R} r:embed="{id_}"/>')
    data = file.data[:-2] + b"\x05\x00hello"
    assert "ppt/media/a.svg" in open_package(data, filename="x.pptx").entries


@pytest.mark.parametrize(
    "formula", ['HYPERLINK("https://a.example","x")', "SUM(A1:A2)", '"a|b"&"!"']
)
def test_ordinary_formulas_are_not_refused(formula: str) -> None:
    shown = formula.replace('"', "&quot;").replace("&&quot;", "&amp;&quot;")
    cell = f'<c r="B1"><f>{shown}</f></c></row>'
    file = plain("xlsx").swap("xl/worksheets/sheet1.xml", "</row>", cell)
    assert check_template(file.data, filename="x.xlsx", names=NAMES) == []


def test_every_document_of_every_sample_account_passes_the_gate_itself(sample: SampleRun) -> None:
    paths = [Path(row["path"]) for row in sample.report["artifacts"] if row["status"] == "written"]
    assert len(paths) > 20
    for path in paths:
        assert open_package(path.read_bytes(), filename=path.name, tags=False).entries


def test_a_process_of_its_own_refuses_a_hostile_template_without_any_request(
    tmp_path: Path, hits: list[str]
) -> None:
    case = next(c for c in CASES if c.name.startswith("an outside DTD"))
    path = tmp_path / f"template.{case.kind}"
    path.write_bytes(case.make())
    ran = shell("templates", "check", path, "--artifact", ARTIFACT[case.kind])
    assert ran.code == 1
    assert complaint(case, ran.err) == ""
    assert hits == []
