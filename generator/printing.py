"""A document printed as PDF by LibreOffice: whatever it is about, and whatever happens to it.

Each document has a start of LibreOffice to itself, in a folder and a profile of its own that go
with it, and in a session of its own, so that everything it started ends with it: when it is done,
when it takes too long, when the user presses Ctrl-C. It reaches no network: the profile follows no
link of a document and knows only a proxy that is not there; on Linux, where the system lets a user
have one, it runs in an empty network besides. A file is handed on only when it is a PDF with pages
and bookmarks.

LibreOffice writes the clock into a PDF. It is replaced by the document's own day, so that the same
document, printed by the same LibreOffice with the same fonts, gives the same bytes. Where it lies
packed it stays (``Pdf.is_dated``).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import OutputError

_NAMES = ("soffice", "libreoffice")
_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"%ProgramFiles%\LibreOffice\program\soffice.com",
        r"%ProgramFiles(x86)%\LibreOffice\program\soffice.com",
    ),
    "linux": ("/usr/lib/libreoffice/program/soffice", "/snap/bin/libreoffice"),
}
"""Where it is installed without being on the PATH. On Windows ``soffice.exe`` does not wait for the
work to be done; ``soffice.com`` does."""

_FILTER = (
    ("ExportBookmarks", "boolean", "true"),  # the headings
    ("InitialView", "long", "1"),  # with them beside the page
    ("DisplayPDFDocumentTitle", "boolean", "true"),
    ("UseTaggedPDF", "boolean", "true"),  # for screen readers
    ("EmbedStandardFonts", "boolean", "true"),
)

_NOWHERE = "127.0.0.1"
_CLOSED = "9"  # the port named discard: nobody listens

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Inet/Settings", "ooInetProxyType", "2"),  # the one named here
    ("Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPProxyPort", _CLOSED),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPSProxyPort", _CLOSED),
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """``is_dated``: it bears the document's day; else the time at which it was printed."""

    data: bytes
    pages: int
    is_dated: bool


def printer(environ: Mapping[str, str] = os.environ) -> str:
    """The path of LibreOffice's program. OutputError where it is not installed."""
    for name in _NAMES:
        if found := shutil.which(name, path=environ.get("PATH")):
            return found
    for place in _PLACES.get(sys.platform, ()):
        path = Path(re.sub(r"%(.+?)%", lambda name: environ.get(name[1], ""), place))
        if path.is_absolute() and path.is_file():
            return str(path)
    raise OutputError(
        "LibreOffice, which prints documents as PDF, is not installed.",
        next_step="Install it (https://www.libreoffice.org), or open the document in Word and save "
        "it as PDF.",
    )


def print_pdf(
    document: bytes,
    extension: str,
    *,
    day: date,
    seconds: float,
    environ: Mapping[str, str] = os.environ,
) -> Pdf:
    """An Office file as PDF, dated ``day``. ``extension`` is the file's own, without a dot.

    OutputError where LibreOffice is absent, fails, takes longer than ``seconds``, or makes what is
    no whole PDF. Nothing of it is running, and nothing of it lies anywhere, afterwards.
    """
    program = printer(environ)
    with tempfile.TemporaryDirectory(prefix="accountdocs-pdf-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        source = folder / f"document.{extension}"
        source.write_bytes(document)
        _write_profile(folder / "profile")
        said = _run(_command(program, folder, source), _environment(environ), folder, seconds)
        target = source.with_suffix(".pdf")
        if not target.is_file():
            raise OutputError(
                f"LibreOffice ({program}) made no PDF{said}.",
                next_step="Open the document in it to see whether it can read it.",
            )
        data = _dated(target.read_bytes(), day, document)
    return _checked(data)


def _write_profile(folder: Path) -> None:
    items = "\n".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
    path = folder / "user" / "registrymodifications.xcu"
    path.parent.mkdir(parents=True)
    path.write_text(_PROFILE.format(items=items), encoding="utf-8")


def _command(program: str, folder: Path, source: Path) -> list[str]:
    options = {name: {"type": kind, "value": value} for name, kind, value in _FILTER}
    return [
        *_without_network(program),
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", f"pdf:writer_pdf_Export:{json.dumps(options)}"),
        *("--outdir", str(folder), str(source)),
    ]


def _without_network(program: str) -> Sequence[str]:
    """The words before a command that give it a network with nothing in it; none where the system
    has none to give. A snap asks for rights that are lost in there."""
    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    if unshare is None or Path(program).resolve().is_relative_to("/snap"):
        return ()
    words = (unshare, "--user", "--map-root-user", "--net", "--")
    try:
        tried = subprocess.run([*words, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return words if tried.returncode == 0 else ()


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The user's, less the programs' own proxies, in the one zone that a PDF's date is read in."""
    nowhere = f"http://{_NOWHERE}:{_CLOSED}"
    kept = {name: value for name, value in environ.items() if name.lower() != "no_proxy"}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), nowhere)
    upper = dict.fromkeys(map(str.upper, proxies), nowhere)
    return {**kept, **proxies, **upper, "TZ": "UTC"}


def _run(command: list[str], environ: dict[str, str], folder: Path, seconds: float) -> str:
    """What it said last, as the end of a sentence. OutputError where it failed or was ended."""
    said = folder / "said"
    with said.open("wb") as heard:
        try:
            process = subprocess.Popen(  # noqa: S603 - the words are ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=heard,
                stderr=subprocess.STDOUT,  # a file: a child left behind keeps no pipe open
                env=environ,
                cwd=folder,
                start_new_session=True,
            )
        except OSError as error:
            raise OutputError(
                f"LibreOffice ({command[0]}) cannot be started: {error.strerror or error}.",
                next_step="Install it anew.",
            ) from error
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise OutputError(
                f"LibreOffice took longer than {seconds:g} seconds to print and was ended.",
                next_step="Try again, or raise `pdf_seconds` under [limits] in the settings.",
            ) from None
        finally:
            _end(process)
    last = _last_line(said)
    if code:
        raise OutputError(
            f"LibreOffice ended with code {code}{last}.",
            next_step="Open the document in it to see whether it can read it.",
        )
    return last


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program with all that it started, also what outlived it."""
    with suppress(OSError):
        if sys.platform == "win32":
            if process.poll() is None:
                words = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
                subprocess.run(words, capture_output=True, check=False)  # noqa: S603
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


_NOISE = "failed to launch javaldx"  # said wherever there is no Java, which nothing here needs
_LONGEST = 200


def _last_line(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line.strip() for line in lines if line.strip() and _NOISE not in line]
    return f": {told[-1][:_LONGEST].rstrip('.')}" if told else ""


_CLOCK = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_LAST_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TRAILER_IDS = re.compile(rb"(?<=[</])[0-9A-F]{32}(?=[>\s/])")


def _dated(pdf: bytes, day: date, document: bytes) -> bytes:
    """The file with ``day`` instead of the clock, and ids that follow from the document.

    Each stands in for as many bytes: the places that the file keeps of its parts stay right. The
    ids stand behind the table of these places, or in front of it where the table is a stream.
    """
    found = _LAST_TABLE.search(pdf)
    if found is None:
        return pdf  # it is not whole, and not kept
    table, mark, packed = pdf[int(found[1]) :].partition(b"stream")
    stamp = f"{day:%Y%m%d}000000".encode("ascii")
    name = hashlib.sha256(document).hexdigest()[:32].upper().encode("ascii")
    head = _CLOCK.sub(stamp, pdf[: int(found[1])])
    return head + _TRAILER_IDS.sub(name, table) + mark + packed


_PAGE = re.compile(rb"/Type\s*/Page\b")
_OUTLINES = re.compile(rb"/Outlines\s+\d+\s+\d+\s+R")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b.*?stream\r?\n(.*?)endstream", re.DOTALL)


def _checked(pdf: bytes) -> Pdf:
    """OutputError where it is not a whole PDF with pages and bookmarks."""
    whole = pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    parts = [pdf, *_unpacked(pdf)] if whole else []
    pages = sum(len(_PAGE.findall(part)) for part in parts)
    lacks = "is not whole" if not whole else "has no page" if not pages else ""
    if not lacks and not any(_OUTLINES.search(part) for part in parts):
        lacks = "has no bookmarks"
    if lacks:
        raise OutputError(
            f"The PDF that LibreOffice made {lacks}; it was not kept.",
            next_step="Try again; update LibreOffice if it is so every time.",
        )
    return Pdf(pdf, pages, is_dated=_CLOCK.search(pdf) is not None)


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    """What newer versions of LibreOffice keep packed: the descriptions of pages among it."""
    for stream in _PACKED.findall(pdf):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream)
