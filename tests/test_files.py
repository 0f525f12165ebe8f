"""Safe names, whole writes, hand edits never lost: through the functions a run uses."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import unicodedata
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import OutputError
from generator.files import (
    EDITED,
    Delivery,
    Document,
    artifact_path,
    data_folder,
    deliver,
    exclusive,
    slug,
    write_whole,
)

ID = "001Hq000LAd4JvtIYE"
DAY = date(2026, 11, 22)
BASIS = {"records": "a", "template": "b"}


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


def document(data: bytes, name: str = "plan", basis: dict[str, str] = BASIS) -> Document:
    return Document(artifact_path("Acme", ID, name, "docx"), data, basis)


def put(out: Path, *documents: Document, force: bool = False) -> list[Delivery]:
    return list(deliver(out, ID, documents, force=force, day=DAY))


def statuses(deliveries: list[Delivery]) -> list[str]:
    return [delivery.status for delivery in deliveries]


def test_a_document_is_written_and_then_unchanged(tmp_path: Path) -> None:
    first = put(tmp_path, document(b"one"))
    second = put(tmp_path, document(b"one"))

    assert statuses(first) == ["written"]
    assert statuses(second) == ["unchanged"]
    assert first[0].sha256 == second[0].sha256
    assert first[0].path.read_bytes() == b"one"


def test_unchanged_means_that_all_it_was_made_from_is_unchanged(tmp_path: Path) -> None:
    put(tmp_path, document(b"one"))

    again = put(tmp_path, document(b"one", basis={**BASIS, "records": "other"}))

    assert statuses(again) == ["written"]


def test_a_new_version_replaces_our_own(tmp_path: Path) -> None:
    put(tmp_path, document(b"one"))

    assert statuses(put(tmp_path, document(b"two"))) == ["written"]


def test_a_file_edited_by_hand_is_left_alone(tmp_path: Path) -> None:
    (first,) = put(tmp_path, document(b"one"))
    first.path.write_bytes(b"with my notes")

    (again,) = put(tmp_path, document(b"two"))

    assert (again.status, again.reason, again.sha256) == ("skipped", EDITED, None)
    assert first.path.read_bytes() == b"with my notes"


def test_a_file_that_we_never_wrote_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / document(b"").path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"somebody's")

    (found,) = put(tmp_path, document(b"ours"))

    assert (found.status, found.reason) == ("skipped", EDITED)
    assert path.read_bytes() == b"somebody's"


def test_an_edit_does_not_stop_the_other_documents(tmp_path: Path) -> None:
    plan, _ = put(tmp_path, document(b"p"), document(b"q", "qbr"))
    plan.path.write_bytes(b"edited")

    again = put(tmp_path, document(b"p2"), document(b"q2", "qbr"))

    assert statuses(again) == ["skipped", "written"]


def test_force_writes_anew_and_keeps_every_edit(tmp_path: Path) -> None:
    (first,) = put(tmp_path, document(b"one"))
    for number in (1, 2):
        first.path.write_bytes(b"edit %d" % number)
        (forced,) = put(tmp_path, document(b"new %d" % number), force=True)
        assert forced.status == "written"
        assert forced.kept is not None
        assert forced.kept.read_bytes() == b"edit %d" % number

    assert sorted(p.name for p in first.path.parent.iterdir()) == [
        "acme-plan.docx",
        "acme-plan.edited-2026-11-22-2.docx",
        "acme-plan.edited-2026-11-22.docx",
    ]
    assert first.path.read_bytes() == b"new 2"


def test_force_keeps_nothing_of_a_file_that_nobody_edited(tmp_path: Path) -> None:
    put(tmp_path, document(b"one"))

    (forced,) = put(tmp_path, document(b"two"), force=True)

    assert forced.kept is None
    assert [p.name for p in forced.path.parent.iterdir()] == ["acme-plan.docx"]


@pytest.mark.parametrize("mark", [".~lock.acme-plan.docx#", "~$acme-plan.docx", "~$me-plan.docx"])
def test_a_file_that_is_open_elsewhere_is_left_alone(tmp_path: Path, mark: str) -> None:
    (first,) = put(tmp_path, document(b"one"))
    first.path.with_name(mark).write_bytes(b"")

    (again,) = put(tmp_path, document(b"two"))

    assert again.status == "failed"
    assert "is open in another program" in again.reason
    assert first.path.read_bytes() == b"one"


def test_a_deleted_file_is_written_again(tmp_path: Path) -> None:
    (first,) = put(tmp_path, document(b"one"))
    first.path.unlink()

    assert statuses(put(tmp_path, document(b"one"))) == ["written"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": {"x": {}}}', '{"files": 3}'])
def test_a_lost_manifest_loses_no_edit(tmp_path: Path, text: str) -> None:
    (first,) = put(tmp_path, document(b"one"))
    manifest = tmp_path / ".accountdocs" / "manifest" / f"{ID}.json"
    manifest.write_text(text, encoding="utf-8")

    (again,) = put(tmp_path, document(b"two"))

    assert again.status == "skipped"
    assert first.path.read_bytes() == b"one"


KILLED_RUN = f"""
import os, sys
from datetime import date
from itertools import count
from pathlib import Path
from generator.files import Document, artifact_path, deliver

out, stop = Path(sys.argv[1]), int(sys.argv[2])
calls = 0

def step(real):
    def call(*args, **named):
        global calls
        calls += 1
        if calls == stop:
            os._exit(9)
        return real(*args, **named)
    return call

def documents(text):
    paths = [artifact_path("Acme", "{ID}", name, "docx") for name in ("plan", "qbr")]
    return [Document(path, text + path.stem.encode(), {{"v": text.decode()}}) for path in paths]

deliver(out, "{ID}", documents(b"old"), force=False, day=date(2026, 11, 22))
for name in ("fsync", "replace", "mkdir", "open", "unlink"):
    setattr(os, name, step(getattr(os, name)))
deliver(out, "{ID}", documents(b"new"), force=False, day=date(2026, 11, 22))
"""


def run_until_call(out: Path, stop: int) -> bool:
    """Old documents, then new ones until the call of that number, which ends the process. Whether
    the run got to its end."""
    command = [sys.executable, "-c", KILLED_RUN, str(out), str(stop)]
    code = subprocess.run(command, check=False, timeout=60).returncode
    assert code in (0, 9)
    return code == 0


def test_a_run_killed_at_any_call_leaves_whole_files_that_the_next_run_knows(
    tmp_path: Path,
) -> None:
    for stop in count(1):
        out = tmp_path / str(stop)
        is_over = run_until_call(out, stop)
        found = {path.stem: path.read_bytes() for path in out.glob("acme--*/*.docx")}
        assert set(found) == {"acme-plan", "acme-qbr"}
        for stem, data in found.items():
            assert data in (b"old" + stem.encode(), b"new" + stem.encode())

        names = ("plan", "qbr")
        again = put(out, *(document(f"newacme-{n}".encode(), n, {"v": "new"}) for n in names))

        assert not {"skipped", "failed"} & set(statuses(again))
        assert [path for path in out.rglob("*") if path.name.endswith("-tmp")] == []
        if is_over:
            break
    assert stop > 15  # three files, each synced and renamed, and their folders


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
