"""The delivered templates, copied in the user's look: the command, the files, and what is said."""

from __future__ import annotations

import json
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator import cli
from generator.artifacts.catalog import CATALOG, DOCUMENTS
from generator.files import data_folder
from generator.office.colours import contrast, readable, shaded
from tests.engine_kit import png

FILES = {artifact.template for artifact in DOCUMENTS.values()}
BRAND = ("--colors", "#c2185b,00897B", "--font", "Georgia,Carlito", "--paper", "letter")

Init = Callable[..., tuple[int, str, str]]


@pytest.fixture
def init(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Init:
    """Runs ``templates init`` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = cli.run(["templates", "init", *args])
        return code, *capfd.readouterr()

    return call


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def parts(path: Path, pattern: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {n: archive.read(n) for n in archive.namelist() if re.fullmatch(pattern, n)}


def test_without_a_brand_the_copies_are_the_delivered_files(init: Init) -> None:
    code, out, err = init("ours")

    assert code == 0
    assert {path.name for path in Path("ours").iterdir()} == FILES
    for name in FILES:
        assert (Path("ours") / name).read_bytes() == (data_folder("templates") / name).read_bytes()
        assert f"written    {Path('ours') / name}" in out
    assert "accountdocs templates check ours" in err


def test_a_brand_is_in_the_theme_of_every_copy(init: Init) -> None:
    assert init("ours", *BRAND)[0] == 0

    for name in FILES:
        themes = parts(Path("ours") / name, r".*/theme\d+\.xml")
        assert themes
        for theme in themes.values():
            assert b'<a:accent1><a:srgbClr val="C2185B"/>' in theme
            assert b'<a:accent2><a:srgbClr val="00897B"/>' in theme
            assert b'<a:accent4><a:srgbClr val="B3261E"/>' in theme, "not named: as delivered"
            assert b'<a:majorFont><a:latin typeface="Georgia"/>' in theme
            assert b'<a:minorFont><a:latin typeface="Carlito"/>' in theme


def test_what_repeats_the_theme_says_what_the_theme_says(init: Init) -> None:
    assert init("ours", *BRAND)[0] == 0

    styles = part(Path("ours/account-plan.docx"), "word/styles.xml").decode()
    shown = re.findall(r'w:val="(\w{6})" w:themeColor="accent1"(?: w:theme\w+="\w+")?/>', styles)
    assert "C2185B" in shown
    assert "1F5FA8" not in styles
    book = part(Path("ours/whitespace.xlsx"), "xl/styles.xml").decode()
    assert '<name val="Carlito"/>' in book
    assert "Calibri" not in book


def test_titles_and_bands_bear_white_text_whatever_the_first_colour(init: Init) -> None:
    assert init("ours", "--colors", "FFB300")[0] == 0

    theme = part(Path("ours/qbr.pptx"), "ppt/theme/theme1.xml").decode()
    found = re.search(r'<a:dk2><a:srgbClr val="(\w{6})"/>', theme)
    assert found is not None
    assert contrast(found[1], "FFFFFF") >= 7


def test_paper_is_set_on_pages_and_sheets_and_tables_keep_their_width(init: Init) -> None:
    assert init("ours", "--paper", "letter")[0] == 0

    document = part(Path("ours/account-plan.docx"), "word/document.xml").decode()
    before = part(data_folder("templates") / "account-plan.docx", "word/document.xml").decode()
    assert '<w:pgSz w:w="12240" w:h="15840"/>' in document
    assert room(document) == room(before)
    sheets = parts(Path("ours/whitespace.xlsx"), r"xl/worksheets/sheet\d+\.xml")
    assert len(sheets) == 8
    assert all(b'paperSize="1"' in sheet for sheet in sheets.values())


def room(document: str) -> int:
    """The width between the margins, in twentieths of a point."""
    width, left, right = (
        int(re.search(rf'<w:pg[^>]* w:{side}="(\d+)"', document)[1])  # type: ignore[index]
        for side in ("w", "left", "right")
    )
    return width - left - right


def test_the_logo_stands_whole_where_the_templates_keep_its_place(init: Init) -> None:
    Path("logo.png").write_bytes(png(40, 40))

    assert init("ours", "--logo", "logo.png")[0] == 0

    for name in FILES:
        media = parts(Path("ours") / name, r".*/media/brand-logo\.png")
        assert len(media) == 1, name
        assert struct.unpack(">II", next(iter(media.values()))[16:24]) == (40, 40)
    slide = part(Path("ours/qbr.pptx"), "ppt/slides/slide1.xml").decode()
    assert 'descr="Our logo"' in slide
    assert "vendor.logo" not in slide
    crop = re.search(r'<a:srcRect l="-(\d+)" r="-(\d+)"/>', slide)
    assert crop is not None, "a square in a wide frame: free room left and right of it"
    assert crop[1] == crop[2] == "68182"
    assert "account.logo" in slide, "the customer's place stays a place"


def test_the_copies_have_no_fault_and_make_documents(
    init: Init, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("logo.png").write_bytes(png(40, 10))
    assert init("ours", "--logo", "logo.png", *BRAND)[0] == 0

    assert cli.run(["templates", "check", "ours"]) == 0
    assert "No faults." in capfd.readouterr().out
    typed = ["generate", "Kestrel & Rowe Foods", "--org", "sample", "--templates", "ours"]
    assert cli.run([*typed, "--only", ",".join(CATALOG), "--out", "made"]) == 0
    (plan,) = Path("made").glob("*/*-plan.docx")
    assert b"C2185B" in part(plan, "word/theme/theme1.xml")
    for path in Path("made").glob("*/*.*"):
        for data in parts(path, r".*\.xml").values():
            etree.fromstring(data)


def test_no_file_is_overwritten(init: Init) -> None:
    Path("ours").mkdir()
    Path("ours/qbr.pptx").write_bytes(b"mine")

    code, out, err = init("ours")

    assert code == 1
    assert Path("ours/qbr.pptx").read_bytes() == b"mine"
    assert "qbr.pptx: skipped: it is there already" in err
    assert "--force" in err
    assert out.count("written") == len(DOCUMENTS) - 1


def test_force_keeps_what_was_there_beside_the_new_one(init: Init) -> None:
    assert init("ours")[0] == 0
    Path("ours/qbr.pptx").write_bytes(b"mine")

    code, out, _ = init("ours", "--force")

    (kept,) = Path("ours").glob("qbr.edited-*.pptx")
    assert code == 0
    assert kept.read_bytes() == b"mine"
    assert kept.name in out
    assert out.count("unchanged") == len(DOCUMENTS) - 1


def test_the_settings_hold_a_brand_and_what_is_typed_goes_before_it(init: Init) -> None:
    Path("accountdocs.toml").write_text(
        '[brand]\ncolors = ["112233"]\nfont = "Georgia"\npaper = "Letter"\nlogo = "logo.png"\n',
        encoding="utf-8",
    )
    Path("logo.png").write_bytes(png(4, 4))

    code, out, err = init("ours", "--paper", "A4", "--json")

    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["brand"]["colors"] == ["112233"]
    assert told["brand"]["font"] == ["Georgia", "Georgia"]
    assert told["brand"]["paper"] == "A4"
    assert Path(told["brand"]["logo"]).name == "logo.png"
    assert {row["artifact"]: row["status"] for row in told["templates"]} == dict.fromkeys(
        DOCUMENTS, "written"
    )
    assert any("16:9" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--colors", "red"), "--colors must be one to 6 colours such as 1F5FA8"),
        (("--colors", ",".join(["112233"] * 7)), "one to 6 colours"),
        (("--font", "A,B,C"), "--font must be the name of a font"),
        (("--font", "x" * 32), "--font must be the name of a font"),
        (("--font", 'A"><b/>'), "--font must be the name of a font"),
        (("--paper", "A5"), "--paper must be A4 or Letter"),
        (("--logo", "none.png"), "There is no file none.png"),
        (("--logo", "logo.svg"), "a logo is a PNG or JPEG picture"),
        (("--logo", "fake.png"), "is no picture of the kind that its name says"),
        (("--logo", "cut.png"), "cut.png is damaged"),
    ],
)
def test_what_cannot_be_applied_is_refused_before_a_file_is_written(
    init: Init, typed: tuple[str, ...], said: str
) -> None:
    Path("logo.svg").write_text("<svg/>", encoding="utf-8")
    Path("fake.png").write_bytes(b"GIF89a")
    Path("cut.png").write_bytes(png(4, 4)[:30])

    code, _, err = init("ours", *typed)

    assert code == 2
    assert said in err
    assert not Path("ours").exists()


def test_a_wrong_brand_in_the_settings_is_told_with_its_line(init: Init) -> None:
    Path("accountdocs.toml").write_text('[brand]\ncolour = "112233"\n', encoding="utf-8")

    code, _, err = init("ours")

    assert code == 1
    assert "accountdocs.toml, line 2: brand.colour is not a setting; did you mean colors?" in err


def test_colours_that_are_hard_to_read_are_told_with_one_that_is_not(init: Init) -> None:
    _, _, err = init("ours", "--colors", "1F5FA8,FFB300")

    assert "Colour 2 (good, owned), FFB300, has a contrast of 1.8 to 1 with white" in err
    near = re.search(r"nearest shade that has it is (\w{6})", err)
    assert near is not None
    assert 4.5 <= contrast(near[1], "FFFFFF") < 4.8
    assert "Colour 1" not in err


def test_colours_that_are_hard_to_read_are_darkened_where_that_is_asked_for(init: Init) -> None:
    code, out, _ = init("ours", "--colors", "1F3864,FFB300", "--readable", "--json")

    assert code == 0
    told = json.loads(out)
    first, second = told["brand"]["colors"]
    assert first == "1F3864", "what can be read stays"
    assert contrast(second, "FFFFFF") >= 4.5
    assert f"{second}, is taken." in " ".join(told["notes"])
    (theme, *_) = parts(Path("ours") / "qbr.pptx", r".*/theme\d+\.xml").values()
    assert f'<a:accent2><a:srgbClr val="{second}"/>'.encode() in theme
    assert "--readable takes it" in init("theirs", "--colors", "FFB300")[2]


def test_contrast_is_measured_as_wcag_does() -> None:
    assert round(contrast("000000", "FFFFFF"), 2) == 21
    assert round(contrast("777777", "FFFFFF"), 2) == 4.48
    assert readable("1F5FA8") == "1F5FA8"
    assert shaded("4F81BD", shade=0xBF / 255) == "376092"  # Word: 365F91, one step away


def any_colour_beside_the_theme(data: bytes) -> list[str]:
    """Colours of a part that no theme changes."""
    root: Any = etree.fromstring(data)
    found = [e.get("val") for e in root.iter("{*}srgbClr")]
    for element in root.iter("{*}color", "{*}shd"):
        names = {etree.QName(key).localname: value for key, value in element.attrib.items()}
        named = names.get("val") if element.tag.endswith("}color") else names.get("fill")
        themed = "themeColor" in names or "themeFill" in names or "theme" in names
        if named not in (None, "auto", "clear") and not themed:
            found.append(named)
        found += [names["rgb"]] if "rgb" in names else []
    return found


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_colour_and_no_font_of_the_delivered_templates_stands_beside_the_theme(
    name: str,
) -> None:
    path = data_folder("templates") / name
    for part_name, data in parts(path, r"(?!.*theme/|docProps).*\.xml").items():
        assert any_colour_beside_the_theme(data) == [], part_name
        text = data.decode()
        faces = set(re.findall(r'<a:latin typeface="([^"+]*)"', text))
        faces |= set(re.findall(r'w:ascii="([^"]*)"', text))
        assert faces <= {"Symbol", "Courier"}, f"{part_name}: {faces}"


def test_a_folder_that_cannot_be_made_is_said_once_for_each_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")

    assert cli.run(["templates", "init", str(tmp_path / "taken" / "here")]) == 1
    said = capfd.readouterr().err.splitlines()
    assert len(said) == len(DOCUMENTS)
    assert all(line.endswith("; name another folder.") and "--out" not in line for line in said)
