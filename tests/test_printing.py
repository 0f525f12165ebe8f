"""Documents printed as PDF: what LibreOffice makes of them, and what happens where it fails."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Cm

from generator.errors import OutputError
from generator.printing import Pdf, print_pdf, printer
from tests.engine_kit import png

DAY = date(2026, 11, 20)
POSIX = pytest.mark.skipif(os.name != "posix", reason="only on systems with process groups")
CHILD = "import os,time; open('{}','w').write(str(os.getpid())); time.sleep(60)"


def fake(folder: Path, script: str) -> dict[str, str]:
    """An environment in which ``soffice`` is this script; it has the target folder as $OUT."""
    path = folder / "bin" / "soffice"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nOUT="$(pwd)"\n{script}\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {**os.environ, "PATH": f"{path.parent}{os.pathsep}{os.environ['PATH']}"}


def refused(environ: dict[str, str], seconds: float = 20) -> OutputError:
    with pytest.raises(OutputError) as caught:
        print_pdf(b"PK", "docx", day=DAY, seconds=seconds, environ=environ)
    assert caught.value.next_step
    assert "\n" not in str(caught.value)
    return caught.value


def is_gone(note: Path) -> bool:
    """Whether the child whose number lies in ``note`` has ended, given a moment to do so."""
    number = int(note.read_text())
    for _ in range(100):
        try:
            state = Path(f"/proc/{number}/stat").read_text() if Path("/proc").is_dir() else ""
            os.kill(number, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        if ") Z" in state:  # ended; nobody has asked for its code yet
            return True
        time.sleep(0.02)
    return False


@POSIX
def test_what_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    note = tmp_path / "child"
    child = f'"{sys.executable}" -S -c "{CHILD.format(note)}"'
    environ = fake(tmp_path, f"{child} &\nwhile [ ! -s {note} ]; do sleep 0.05; done\n{child}")

    said = str(refused(environ, seconds=1.5))

    assert "took longer than 1.5 seconds" in said
    assert "pdf_seconds" in said
    assert is_gone(note)


@POSIX
def test_what_it_left_running_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "child"
    child = f'"{sys.executable}" -S -c "{CHILD.format(note)}"'
    environ = fake(tmp_path, f"{child} &\nwhile [ ! -s {note} ]; do sleep 0.05; done")

    assert "made no PDF" in str(refused(environ))
    assert is_gone(note)


@POSIX
def test_ctrl_c_ends_it_too(tmp_path: Path) -> None:
    note = tmp_path / "child"
    environ = fake(tmp_path, f'exec "{sys.executable}" -S -c "{CHILD.format(note)}"')

    def press() -> None:
        while not note.exists() or not note.read_text():
            time.sleep(0.02)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        print_pdf(b"PK", "docx", day=DAY, seconds=30, environ=environ)

    assert is_gone(note)


@POSIX
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 0", "made no PDF"),
        ("echo 'source file could not be loaded.' >&2; exit 0", "could not be loaded"),
        ("echo no room >&2; exit 77", "ended with code 77: no room"),
        ("printf junk > $OUT/document.pdf", "is not whole"),
        (r"printf '%%PDF-1.6\n%%%%EOF' > $OUT/document.pdf", "has no page"),
        (r"printf '%%PDF-1.6\n/Type/Page \n%%%%EOF' > $OUT/document.pdf", "has no bookmarks"),
    ],
)
def test_each_way_of_failing_is_told(tmp_path: Path, script: str, said: str) -> None:
    assert said in str(refused(fake(tmp_path, script)))


def test_without_libreoffice_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.printing._PLACES", {})
    with pytest.raises(OutputError, match=r"is not installed.*libreoffice\.org"):
        printer({"PATH": str(tmp_path)})


def test_it_is_found_where_it_is_installed_without_being_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("")
    monkeypatch.setattr("generator.printing._PLACES", {sys.platform: ("%ProgramFiles%/soffice",)})

    found = printer({"PATH": "", "ProgramFiles": str(tmp_path)})

    assert Path(found) == tmp_path / "soffice"


PACKED = b"1 0 obj\n<</Type/Page/Outlines 2 0 R>>\nendobj\n"
CLOCK = b"3 0 obj\n<</CreationDate(D:20261130074500Z)>>\nendobj\n"
IDS = b"/ID[<" + b"A" * 32 + b"><" + b"B" * 32 + b">]"


def pdf_with_streams(*parts: bytes) -> bytes:
    """As versions write it whose table is a stream: no trailer, the ids beside the table."""
    body = b"%PDF-1.7\n" + b"".join(parts)
    table = (
        b"4 0 obj\n<</Type/XRef" + IDS + b">>stream\n\x00<" + b"C" * 32 + b">\nendstream\nendobj\n"
    )
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


@POSIX
@pytest.mark.parametrize(("parts", "is_dated"), [((PACKED, CLOCK), True), ((PACKED,), False)])
def test_a_pdf_whose_table_is_a_stream_is_dated_too_or_says_that_it_is_not(
    tmp_path: Path, parts: tuple[bytes, ...], is_dated: bool
) -> None:
    (tmp_path / "made.pdf").write_bytes(pdf_with_streams(*parts))
    environ = fake(tmp_path, f'cp "{tmp_path}/made.pdf" "$OUT/document.pdf"')

    made = print_pdf(b"PK", "docx", day=DAY, seconds=20, environ=environ)

    assert made.is_dated == is_dated
    assert (b"(D:20261120000000Z)" in made.data) == is_dated
    assert b"A" * 32 not in made.data
    assert b"B" * 32 not in made.data
    assert b"C" * 32 in made.data  # of what is packed nothing is touched
    assert len(made.data) == len(pdf_with_streams(*parts))


class Ear:
    """A server that notes whether anybody called."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def was_called(self) -> bool:
        self.socket.setblocking(False)
        with suppress(BlockingIOError):
            self.socket.accept()
            return True
        return False


@pytest.fixture
def ear() -> Iterator[Ear]:
    made = Ear()
    with closing(made.socket):
        yield made


def document(port: int) -> bytes:
    """Two pages with a heading each, and a picture that is to be fetched from this machine."""
    made = Document()
    made.core_properties.title = "A title"
    made.add_heading("First page")
    made.add_page_break()
    made.add_heading("Second page")
    made.add_picture(io.BytesIO(png(5, 5)), Cm(2))
    link = made.part.relate_to(f"http://127.0.0.1:{port}/p.png", RT.IMAGE, is_external=True)
    (picture,) = made.element.iter(qn("a:blip"))
    del picture.attrib[qn("r:embed")]
    picture.set(qn("r:link"), link)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.office
def test_libreoffice_prints_it_with_title_and_bookmarks_and_asks_nobody(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = document(ear.port)

    def printed() -> Pdf:
        return print_pdf(source, "docx", day=DAY, seconds=60)

    first = printed()
    monkeypatch.setattr("generator.printing._without_network", lambda program: ())
    again = printed()  # what it is told keeps it from asking as well

    assert first.pages == 2
    assert b"/DisplayDocTitle true" in first.data
    assert b"D:20261120000000" in first.data
    assert len(re.findall(rb"/Title<FEFF[0-9A-F]+>\s*/Dest", first.data)) == 2
    assert not ear.was_called()
    assert again == first
