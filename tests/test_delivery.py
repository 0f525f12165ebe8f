"""Documents put in their places: written, unchanged, or left alone because somebody edited them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.delivery import DRY_RUN, EDITED, Delivery, Document, deliver, rehearse
from generator.files import artifact_path

ID = "001Hq000LAd4JvtIYE"
DAY = date(2026, 11, 22)
BASIS = {"records": "a", "template": "b"}


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


def test_a_rehearsal_says_of_each_file_what_would_be_and_touches_nothing(tmp_path: Path) -> None:
    names = ("plan", "qbr", "ebr", "review")
    written = put(tmp_path, *(document(b"one", name) for name in names[:3]))
    written[2].path.write_bytes(b"my notes")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    now = [document(data, name) for data, name in zip((b"one", *[b"two"] * 3), names, strict=True)]
    for force in (False, True):
        told = rehearse(tmp_path, ID, now, force=force)
        assert [d.would_be for d in told] == ["unchanged", "changed", EDITED, "new"]
        assert {(d.status, d.reason, d.sha256) for d in told} == {("skipped", DRY_RUN, None)}

    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert rehearse(tmp_path / "none", ID, now, force=False)[0].would_be == "new"
    assert not (tmp_path / "none").exists()


def test_a_document_about_another_time_is_written_over_and_said(tmp_path: Path) -> None:
    def about(quarter: str, data: bytes) -> Document:
        return replace(document(data), about=quarter)

    assert put(tmp_path, about("2026-Q2", b"two"))[0].instead_of == ""
    assert put(tmp_path, about("2026-Q2", b"new"))[0].instead_of == ""
    assert rehearse(tmp_path, ID, [about("2026-Q3", b"x")], force=False)[0].instead_of == "2026-Q2"
    (third,) = put(tmp_path, about("2026-Q3", b"three"))
    assert (third.status, third.instead_of) == ("written", "2026-Q2")
    third.path.write_bytes(b"my notes")
    (left,) = put(tmp_path, about("2026-Q2", b"two"))
    assert (left.status, left.instead_of) == ("skipped", "")


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


def test_an_edit_that_is_put_back_is_still_an_edit(tmp_path: Path) -> None:
    (first,) = put(tmp_path, document(b"one"))
    first.path.write_bytes(b"edited")
    (forced,) = put(tmp_path, document(b"two"), force=True)
    assert forced.kept is not None
    forced.kept.replace(first.path)

    (again,) = put(tmp_path, document(b"three"))

    assert (again.status, again.reason) == ("skipped", EDITED)
    assert first.path.read_bytes() == b"edited"


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
