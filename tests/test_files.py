"""Safe names, whole writes, hand edits never lost: through the functions a run uses."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import OutputError, PackageError
from generator.files import (
    artifact_path,
    data_folder,
    exclusive,
    read_office_file,
    slug,
    write_whole,
)

ID = "001Hq000LAd4JvtIYE"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kestrel & Rowe Foods", "kestrel-rowe-foods"),
        ("R&D <x>", "r-d-x"),
        ("  ../../etc/passwd ", "etc-passwd"),
        ("C:\\Windows\\System32", "c-windows-system32"),
        ("{{7*7}}", "7-7"),
        ("=1+1", "1-1"),
        ("Ünïcode GmbH", "ünïcode-gmbh"),
        ("U\u0308nicode", "ünicode"),
        ("株式会社", "株式会社"),
        ("हिन्दी", "हिन्दी"),
        ("CON", "account-con"),
        ("com1", "account-com1"),
        ("COM\u00b9", "account-com1"),
        ("Lpt9", "account-lpt9"),
        ("console", "console"),
        ("trailing. . .", "trailing"),
        ("\u202eevil\u202c", "evil"),
        ("\u3164\u115f", "account"),
        ("\U0001f600\U0001f600", "account"),
        ("", "account"),
        ("...", "account"),
        ("\u0301", "account"),
        ("a\ud800b", "a-b"),
        ("line\nbreak\x00nul", "line-break-nul"),
    ],
)
def test_a_name_becomes_a_readable_safe_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=400))
def test_every_name_gives_a_file_that_every_system_takes(name: str) -> None:
    path = artifact_path(name, ID, "whitespace", "xlsx")

    for part in path.parts:
        assert 0 < len(part.encode("utf-8")) <= 120
        assert part == unicodedata.normalize("NFC", part)
        assert part == part.strip(" .-")
        assert not set(part) & set('<>:"/\\|?*')
        assert all(unicodedata.category(char)[0] not in "CZ" for char in part)
    assert len(path.parts) == 2
    assert ID not in path.name


def test_a_long_name_is_cut_between_letters_not_inside_one() -> None:
    family = slug("कि" * 60)

    assert len(family.encode("utf-8")) <= 80
    assert family == "कि" * (len(family) // 2)


def test_two_accounts_of_one_name_have_two_folders() -> None:
    one = artifact_path("Acme", ID, "plan", "docx")
    two = artifact_path("Acme", "001Hq000LAd4JvuIYE", "plan", "docx")

    assert one != two
    assert one.name == two.name == "acme-plan.docx"


def test_an_id_of_15_characters_is_refused_because_it_differs_by_case_only() -> None:
    with pytest.raises(OutputError, match="18-character"):
        artifact_path("Acme", ID[:15], "plan", "docx")


@pytest.mark.parametrize("name", ["templates", "samples"])
def test_the_delivered_folders_are_found(name: str) -> None:
    assert data_folder(name).is_dir()


def test_a_folder_that_is_not_delivered_is_said() -> None:
    with pytest.raises(OutputError, match="Install accountdocs again"):
        data_folder("nothing-of-that-name")


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a.docx"

    write_whole(path, b"one")
    write_whole(path, b"two")

    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.docx"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OutputError) as caught:
        write_whole(path, b"new")

    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_a_full_disk_is_said_with_the_bytes_that_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OutputError, match=r"disk is full \(1,500 bytes needed\)"):
        write_whole(tmp_path / "a.docx", b"x" * 1500)


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")

    with pytest.raises(OutputError, match="--out"):
        write_whole(tmp_path / "out" / "a.docx", b"x")


def test_one_run_at_a_time_writes_to_a_folder(tmp_path: Path) -> None:
    with exclusive(tmp_path):
        second = exclusive(tmp_path)
        with pytest.raises(OutputError, match=f"process {os.getpid()}"):
            second.__enter__()

    with exclusive(tmp_path):  # the lock ended with the run that held it
        assert (tmp_path / ".accountdocs" / "lock").is_file()


def test_the_lock_of_a_killed_run_holds_nobody_up(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from generator.files import exclusive\n"
        "with exclusive(Path(sys.argv[1])):\n"
        "    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, timeout=60)

    with exclusive(tmp_path):
        pass
    assert (tmp_path / ".accountdocs" / "lock").is_file()


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(PackageError, match=r"deck\.pptx has 100,000,001 bytes; the limit is"):
        read_office_file(path)
