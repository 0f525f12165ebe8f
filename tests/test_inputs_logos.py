"""Logos beside the settings, and the deck's title slide with them."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from generator.errors import InputsError
from generator.inputs import counted, joined, read_inputs
from generator.inputs import logos as logos_module
from generator.model.snapshot import Snapshot
from generator.pipeline import Order, basis_of, produce
from tests.builders import Book
from tests.engine_kit import png

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x00\x28\x00\x50\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9"
)


def laid(book: Book, place: Path, *others: str, **files: bytes) -> Snapshot:
    """The book's snapshot with logos: ``acme__png`` is the file ``acme.png``."""
    (place / "logos").mkdir(exist_ok=True)
    for name, data in files.items():
        (place / "logos" / name.replace("__", ".")).write_bytes(data)
    snapshot = book.build()
    return joined(snapshot, read_inputs(place), counted([snapshot.account.name, *others]))


def shown(snapshot: Snapshot) -> dict[str, bytes]:
    return {logo.of: base64.b64decode(logo.data) for logo in snapshot.logos}


@pytest.mark.parametrize("name", ["Acme Foods", "acme-foods", "ACME_foods", "{id}", "{short}"])
def test_a_logo_is_named_after_its_account(tmp_path: Path, name: str) -> None:
    book = Book("Acme & Foods")
    stem = name.format(id=book.root, short=book.root[:15])

    snapshot = laid(book, tmp_path, **{f"{stem}__png": png(4, 4), "other__png": png(5, 5)})

    assert shown(snapshot) == {"account": png(4, 4)}
    assert snapshot.logos[0].id == f"{tmp_path.name}/logos/{stem}.png"


def test_ours_is_called_vendor_and_is_no_account_s(tmp_path: Path) -> None:
    snapshot = laid(Book("Vendor"), tmp_path, vendor__jpg=JPEG)

    assert shown(snapshot) == {"vendor": JPEG}


def test_letters_of_other_scripts_count(tmp_path: Path) -> None:
    snapshot = laid(Book("Möbel Łódź"), tmp_path, **{"mo\u0308bel-łódź__png": png(4, 4)})

    assert shown(snapshot) == {"account": png(4, 4)}


def test_of_accounts_of_one_name_each_needs_a_logo_by_id(tmp_path: Path) -> None:
    book = Book("Acme")

    assert shown(laid(book, tmp_path, "Acme", acme__png=png(4, 4))) == {}
    by_id = {f"{book.root}__png": png(5, 5)}
    assert shown(laid(book, tmp_path, "Acme", **by_id)) == {"account": png(5, 5)}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"acme__png": JPEG}, "logos/acme.png: is no picture of the kind that its name says"),
        ({"acme__jpg": b"<svg/>"}, "logos/acme.jpg: is no picture of the kind"),
        ({"acme__png": png(4, 4) + b"x" * 2000}, "logos/acme.png: is larger than"),
        ({"acme__jpg": JPEG, "ACME__png": png(4, 4)}, "is of the same account as"),
    ],
)
def test_a_wrong_file_is_refused(
    tmp_path: Path, files: dict[str, bytes], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logos_module, "MAX_BYTES", 1000)
    with pytest.raises(InputsError) as caught:
        laid(Book("Acme"), tmp_path, **files)
    assert said in str(caught.value)


def test_other_files_of_the_folder_are_told(tmp_path: Path) -> None:
    laid(Book("Acme"), tmp_path, acme__svg=b"<svg/>", __DS_Store=b"x")

    assert read_inputs(tmp_path).notes == (
        f"{tmp_path.name}/logos/acme.svg is not read: a logo is a PNG or JPEG picture.",
    )


@pytest.mark.parametrize("data", [png(4, 4)[:20], png(4, 4)[:16] + b"\0" * 40, JPEG[:3]])
def test_a_damaged_picture_is_left_out_and_said(tmp_path: Path, data: bytes) -> None:
    name = "acme__png" if data.startswith(b"\x89") else "acme__jpg"

    snapshot = laid(Book("Acme"), tmp_path, **{name: data})

    assert snapshot.logos == ()
    (problem,) = snapshot.problems
    assert "the picture is damaged or cannot be read any more: left out" in problem.message


def test_the_title_slide_shows_both_logos_and_nothing_where_there_are_none(tmp_path: Path) -> None:
    order = Order(out=tmp_path / "out", only=("qbr",))
    book = Book("Acme", tier=1)

    def media(snapshot: Snapshot) -> list[bytes]:
        (outcome,) = produce(snapshot, order)
        with zipfile.ZipFile(BytesIO(Path(outcome.path or "").read_bytes())) as package:
            assert "picture" not in package.read("ppt/slides/slide1.xml").decode("utf-8").lower()
            return sorted(package.read(n) for n in package.namelist() if "/media/" in n)

    without = basis_of(book.build(), order)
    assert media(book.build()) == []
    with_both = laid(book, tmp_path, acme__png=png(4, 4), vendor__jpg=JPEG)
    assert media(with_both) == sorted([png(4, 4), JPEG])
    assert basis_of(with_both, order) != without
