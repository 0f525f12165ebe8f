"""File names and durability, counted: every call that changes the disk fails once, or is the last.

The run under test writes two versions of some accounts' documents into one folder. Whatever happens
in the second, the folder holds whole files of one version or the other, and the next run completes
it as if nothing had been.
"""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.files import artifact_path
from tests.durable_run import CALLS, account_id, documents, write

ERRORS = ("ENOSPC", "EIO", "EACCES", "EMFILE", "EROFS", "EDQUOT")


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def assert_whole(out: Path, accounts: int) -> None:
    """Every document is there, and is one version or the other from end to end."""
    for number in range(accounts):
        for old, new in zip(documents(number, "old"), documents(number, "new"), strict=True):
            assert (out / old.path).read_bytes() in (old.data, new.data)


def assert_completes(out: Path, accounts: int, expected: dict[str, bytes]) -> None:
    """The next run takes nothing for somebody's edit, and leaves nothing behind."""
    again = write(out, accounts, "new")
    assert {delivery.status for delivery in again} <= {"written", "unchanged"}
    found = {name: data for name, data in contents(out).items() if "manifest" not in name}
    assert found == expected


def expected_documents(out: Path, accounts: int) -> dict[str, bytes]:
    write(out, accounts, "old")
    write(out, accounts, "new")
    return {name: data for name, data in contents(out).items() if "manifest" not in name}


@pytest.mark.proof("killed at every call that changes the disk", slice=1, full=20)
def test_a_run_killed_at_any_call_leaves_whole_files_that_the_next_run_completes(
    tmp_path: Path, cases: int, record_property: Callable[[str, object], None]
) -> None:
    expected = expected_documents(tmp_path / "expected", cases)
    script = str(Path(__file__).with_name("durable_run.py"))
    for stop in count(1):
        out = tmp_path / str(stop)
        command = [sys.executable, script, str(out), str(cases), str(stop)]
        code = subprocess.run(command, check=False, timeout=120).returncode
        assert code in (0, 9)

        assert_whole(out, cases)
        assert_completes(out, cases, expected)
        if code == 0:
            break
    record_property("cases", stop)
    assert stop > 15 * cases  # four files an account, each synced and renamed, and their folders


@pytest.mark.proof("an error of the disk at every call", slice=1, full=3)
def test_an_error_at_any_call_is_reported_and_leaves_whole_files(
    tmp_path: Path,
    cases: int,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    expected = expected_documents(tmp_path / "expected", cases)
    tried = 0
    for name in ERRORS:
        for stop in count(1):
            out = tmp_path / f"{name}-{stop}"
            write(out, cases, "old")
            happened = write_with_error(out, cases, monkeypatch, getattr(errno, name), stop)
            assert_whole(out, cases)
            assert_completes(out, cases, expected)
            if not happened:
                break
            tried += 1
    record_property("cases", tried)
    assert tried > 15 * cases * len(ERRORS)


def write_with_error(
    out: Path, accounts: int, monkeypatch: pytest.MonkeyPatch, number: int, stop: int
) -> bool:
    """The new version with one failing call; whether there was such a call. What is reported as
    written is written."""
    calls = 0

    def step(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == stop:
                raise OSError(number, os.strerror(number))
            return real(*args, **named)

        return call

    with monkeypatch.context() as patch:
        for module, name in CALLS:
            patch.setattr(module, name, step(getattr(module, name)))
        try:
            found = write(out, accounts, "new")
        except OutputError:
            return True
    if calls >= stop:
        for delivery in found:
            assert delivery.status in ("written", "failed")
            if delivery.status == "written":
                assert delivery.path.read_bytes().startswith(b"new")
    return calls >= stop


@pytest.mark.proof("account names as file names", slice=300, full=50_000)
def test_every_name_is_a_file_that_every_system_takes_and_no_two_accounts_share_one(
    cases: int, seed: int
) -> None:
    dice = random.Random(seed)  # to be repeated, not to be secret
    seen: set[str] = set()
    for number in range(cases):
        path = artifact_path(any_name(dice), account_id(number), "whitespace", "xlsx")
        for part in path.parts:
            assert is_portable(part), path
        key = unicodedata.normalize("NFC", str(path)).casefold()
        assert key not in seen
        seen.add(key)


def any_name(dice: random.Random) -> str:
    """Text of all kinds: every code point, device names, trailing dots, great length."""
    length = dice.choice((0, 1, 2, 8, 40, 300))
    ranges = ((0x20, 0x7F), (0, 0x20), (0x80, 0x2FFF), (0x3000, 0xFFFF), (0x10000, 0x10FFFF))
    text = "".join(chr(dice.randint(*dice.choice(ranges))) for _ in range(length))
    device = dice.choice(("", "", "con", "AUX", "com1", "LPT\u00b9", "nul.txt", "Acme"))
    return dice.choice((text, device + text, device, f"{device}. ", f"\u202e{device}"))


def is_portable(part: str) -> bool:
    return (
        0 < len(part.encode("utf-8")) <= 120
        and part == unicodedata.normalize("NFC", part)
        and part == part.strip(" .")
        and not set(part) & set('<>:"/\\|?*')
        and all(unicodedata.category(char)[0] not in "CZ" for char in part)
        and part.partition(".")[0].casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    )
