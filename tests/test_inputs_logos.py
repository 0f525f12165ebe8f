"""Logos beside the settings, and the deck's title slide with them."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

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
    ("name", "other"), [("C++ Ltd", "C Ltd"), ("Acme, Inc.", "Acme Inc"), ("Acme", "ACME")]
)
def test_a_logo_that_may_be_another_account_s_is_left_out_and_said(
    tmp_path: Path, name: str, other: str
) -> None:
    book = Book(name)
    stem = name.replace("+", "").replace(",", "").replace(".", "")

    snapshot = laid(book, tmp_path, other, **{f"{stem}__png": png(4, 4)})

    assert shown(snapshot) == {}
    (problem,) = snapshot.problems
    said = f"it may be of several accounts: name it {book.root}.png; left out"
    assert problem.message == f"{tmp_path.name}/logos/{stem}.png: {said}"
    by_id = laid(book, tmp_path, other, **{f"{book.root}__png": png(5, 5)})
    assert shown(by_id) == {"account": png(5, 5)}
    assert by_id.problems == ()


def saved(picture: Image.Image, kind: str, **values: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **values)
    return file.getvalue()


def painted(mode: str) -> Image.Image:
    picture = Image.new(mode, (40, 24))
    for x in range(40):
        picture.putpixel((x, x % 24), tuple([255 - x] * len(picture.getbands())))
    return picture


EXIF = Image.Exif()
EXIF[0x010E] = "At-risk: exit 2027"  # the description
PROFILE = b"0" * 128 + b"a profile"


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_s_metadata_stays_behind_and_its_pixels_do_not(
    tmp_path: Path, mode: str, progressive: bool
) -> None:
    picture = painted(mode)
    whole = saved(
        picture, "JPEG", exif=EXIF, comment=b"At-risk", xmp=b"<x>At-risk</x>",
        icc_profile=PROFILE, progressive=progressive, dpi=(300, 300),
    )  # fmt: skip
    assert whole.count(b"At-risk") == 3
    preview = whole[:18] + b"\1\1abc" + whole[20:]
    preview = preview[:4] + b"\0\x13" + preview[6:]

    for data in (whole, preview, whole + b"At-risk: behind the end"):
        bare = shown(laid(Book("Acme"), tmp_path, acme__jpg=data))["account"]

        assert b"At-risk" not in bare
        assert b"abc" not in bare
        found = Image.open(BytesIO(bare))
        assert found.tobytes() == Image.open(BytesIO(whole)).tobytes()
        assert (found.info["icc_profile"], found.info["dpi"]) == (PROFILE, (300, 300))


def test_a_png_s_metadata_stays_behind_and_its_pixels_do_not(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "At-risk: exit 2027")
    texts.add_itxt("XML:com.adobe.xmp", "<x>At-risk</x>")
    texts.add(b"tIME", b"At-risk")
    whole = saved(
        painted("RGBA"), "PNG", pnginfo=texts, exif=EXIF, icc_profile=PROFILE, dpi=(300, 300)
    )
    named = whole.replace(b"ICC Profile\0", b"At-risk ICC\0")
    assert whole.count(b"At-risk") == 4

    for data in (whole, named, whole + b"At-risk: behind the end"):
        bare = shown(laid(Book("Acme"), tmp_path, acme__png=data))["account"]

        assert b"At-risk" not in bare
        found = Image.open(BytesIO(bare))
        assert found.tobytes() == Image.open(BytesIO(whole)).tobytes()
        assert found.info["icc_profile"] == PROFILE
        assert found.info["dpi"] == pytest.approx((300, 300), abs=0.1)


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


@pytest.mark.parametrize(
    "data",
    [png(4, 4)[:20], png(4, 4)[:16] + b"\0" * 40, png(4, 4)[:-12], JPEG[:3], JPEG[:20] + b"?" * 9],
)
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
