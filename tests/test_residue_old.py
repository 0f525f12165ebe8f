"""Older pictures lose what programs wrote beside them; embedded fonts stay."""

from __future__ import annotations

import random
import struct
from io import BytesIO

import pytest
from PIL import Image, TiffImagePlugin

from generator.office.pictures import without_metadata
from tests.engine_kit import deck, parts, render, saved, word
from tests.hostile_kit import A, File, R, unpacked

WORD = b"planted by the author"


def picture() -> Image.Image:
    made = Image.new("RGB", (7, 5), "red")
    made.putpixel((3, 2), (0, 0, 255))
    return made


def gif() -> bytes:
    file, frames = BytesIO(), [picture(), Image.new("RGB", (7, 5), "green")]
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], loop=3, duration=40, comment=WORD
    )
    data = file.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(WORD)]) + WORD + b"\0"
    at = data.index(b"\x21\xfe")
    return data[:at] + xmp + data[at:]


def tiff(order: str) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2(prefix=b"II" if order == "<" else b"MM")
    for tag in (270, 305, 306, 315, 316):
        tags[tag] = WORD.decode()
    file = BytesIO()
    picture().save(file, "TIFF", tiffinfo=tags, compression="raw")
    return file.getvalue()


def emf(comment: bytes = b"ABCD") -> bytes:
    text = WORD.decode().encode("utf-16-le")
    note = comment + WORD.ljust(24, b"\0")
    record = struct.pack("<III", 70, 12 + len(note), len(note)) + note
    end = struct.pack("<IIIII", 14, 20, 0, 16, 20)
    size = 108 + len(text) + len(text) % 4
    head = struct.pack("<II8i4s", 1, size, *[0] * 8, b" EMF")
    head += struct.pack("<IIIHHIIIII", 0x10000, size, 3, 1, 0, len(text) // 2, 108, 0, 0, 0)
    return head.ljust(108, b"\0") + text.ljust(size - 108, b"\0") + record + end


def wmf() -> bytes:
    note = WORD + b"." * (len(WORD) % 2)
    escape = struct.pack("<IHHH", 5 + len(note) // 2, 0x0626, 15, len(note)) + note
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 0, 0, 0)
    return head + escape + struct.pack("<IH", 3, 0)


def pixels(data: bytes) -> list[bytes]:
    image = Image.open(BytesIO(data))
    found = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        found.append(image.convert("RGB").tobytes())
    return found


@pytest.mark.parametrize("data", [gif(), tiff("<"), tiff(">")], ids=["gif", "tiff II", "tiff MM"])
def test_a_picture_of_pixels_loses_its_texts_and_keeps_its_pixels(data: bytes) -> None:
    assert WORD in data

    bare = without_metadata(data)

    assert WORD not in bare
    assert pixels(bare) == pixels(data)
    assert without_metadata(bare) == bare


def test_a_film_keeps_its_loop_and_its_pace() -> None:
    image = Image.open(BytesIO(without_metadata(gif())))

    assert (image.info["loop"], image.info["duration"], image.n_frames) == (3, 40, 2)


@pytest.mark.parametrize("data", [emf(), wmf()], ids=["emf", "wmf"])
def test_a_drawing_s_comments_are_emptied_where_they_lie(data: bytes) -> None:
    bare = without_metadata(data)

    assert WORD not in bare
    assert WORD.decode().encode("utf-16-le") not in bare
    assert len(bare) == len(data)


def test_a_comment_that_is_a_drawing_stays() -> None:
    assert WORD in without_metadata(emf(b"EMF+"))


@pytest.mark.parametrize("data", [gif(), tiff("<"), emf(), wmf()])
def test_what_is_cut_off_never_fails(data: bytes) -> None:
    for cut in range(0, len(data), 3):
        assert isinstance(without_metadata(data[:cut]), bytes)


def test_old_pictures_of_a_template_are_cleaned() -> None:
    file = File("docx", unpacked(saved(word("{{ account.name }}"))))
    id_ = file.part(file.main, "image", "word/media/image1.gif", gif(), "image/gif")
    file.swap(
        file.main, "<w:sectPr", f'<w:p><w:r><a:blip {A} {R} r:embed="{id_}"/></w:r></w:p><w:sectPr'
    )

    made = parts(render(file.data).data)

    assert any(name.endswith(".gif") for name in made)
    assert not any(WORD in body for body in made.values())


def test_an_honest_photograph_with_megabytes_of_a_program_s_own_data_is_taken() -> None:
    tags, file = TiffImagePlugin.ImageFileDirectory_v2(), BytesIO()
    tags[37724] = WORD + random.Random(7).randbytes(2_000_000)
    tags.tagtype[37724] = 7
    picture().save(file, "TIFF", tiffinfo=tags)
    template = File("docx", unpacked(saved(word("{{ account.name }}"))))
    id_ = template.part(
        template.main, "image", "word/media/image1.tiff", file.getvalue(), "image/tiff"
    )
    shown = f'<w:p><w:r><a:blip {A} {R} r:embed="{id_}"/></w:r></w:p><w:sectPr'
    template.swap(template.main, "<w:sectPr", shown)

    made = parts(render(template.data).data)

    (cleaned,) = [body for name, body in made.items() if name.endswith(".tiff")]
    assert WORD not in cleaned
    assert pixels(cleaned) == pixels(file.getvalue())


def overlapping(count: int) -> bytes:
    """A TIFF whose entries all name the same megabyte."""
    body = WORD * 60_000
    entries = struct.pack("<HHII", 270, 2, len(body), 8) * count
    end = struct.pack("<H", count) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + end


def test_entries_that_share_their_bytes_empty_them_once() -> None:
    cleaned = without_metadata(overlapping(9_000))
    assert len(cleaned) == len(overlapping(9_000))
    assert not any(cleaned[8:])


def test_a_picture_of_more_entries_than_any_program_writes_is_not_followed() -> None:
    assert without_metadata(overlapping(60_000)) == overlapping(60_000)


FONT = bytes(range(256)) * 4


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_embedded_fonts_stay_with_the_document(kind: str) -> None:
    if kind == "docx":
        file = File(kind, unpacked(saved(word("{{ account.name }}"))))
        fonts = next(name for name in file.parts if name.endswith("fontTable.xml"))
        own = (
            "word/fonts/font1.odttf",
            FONT,
            "application/vnd.openxmlformats-officedocument.obfuscatedFont",
        )
        id_ = file.part(fonts, "font", *own)
        key = "{12345678-1234-1234-1234-123456789ABC}"
        embed = (
            f'<w:font w:name="House"><w:embedRegular {R} r:id="{id_}" w:fontKey="{key}"/></w:font>'
        )
        file.inside(fonts, embed)
    else:
        file = File(kind, unpacked(saved(deck("{{ account.name }}"))))
        id_ = file.part(
            file.main, "font", "ppt/fonts/font1.fntdata", FONT, "application/x-fontdata"
        )
        embed = '<p:embeddedFontLst><p:embeddedFont><p:font typeface="House"/>'
        embed += f'<p:regular r:id="{id_}"/>'
        file.swap(
            file.main,
            "<p:defaultTextStyle",
            f"{embed}</p:embeddedFont></p:embeddedFontLst><p:defaultTextStyle",
        )

    made = parts(render(file.data).data)

    assert FONT in made.values()
    assert any(id_.encode() in body for name, body in made.items() if name.endswith(".rels"))
