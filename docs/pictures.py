"""Pictures of real documents for the README and the guides: ``python docs/pictures.py``.

Needs LibreOffice (``soffice``) and ``pdftoppm``. Reads ``samples/gallery`` and the example
templates of ``examples.py``, writes ``docs/images``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import examples
from PIL import Image, ImageChops, ImageDraw, ImageFont

from generator.cli import run

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "samples" / "gallery"
IMAGES = ROOT / "docs" / "images"
WIDTH = 900  # pixels
# artifact -> (pages to show, pictures in a row)
PAGES = {
    "plan": ((1, 2, 3), 3),
    "whitespace": ((1,), 1),
    "qbr": ((2, 4, 6, 7), 2),
    "ebr": ((2, 4, 7, 8), 2),
}


def main() -> int:
    missing = [name for name in ("soffice", "pdftoppm") if shutil.which(name) is None]
    if missing:
        print(f"Needs {' and '.join(missing)} on the path: install LibreOffice and poppler-utils.")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = min(path for path in GALLERY.iterdir() if path.is_dir())
    for artifact, (pages, columns) in PAGES.items():
        document = next(folder.glob(f"*-{artifact}.*"))
        _sheet(_pages(document), pages, columns).save(IMAGES / f"{artifact}.png", optimize=True)
    _packet()
    _examples()
    return 0


def _packet() -> None:
    """First page, portfolio and the first account of a manager's packet."""
    with tempfile.TemporaryDirectory() as scratch:
        if run(["packet", "--manager", "Helena Voss", "--org", "sample", "--out", scratch]):
            raise RuntimeError("the packet could not be made: see above")
        pages = _pages(next(Path(scratch).glob("team/*/*-packet.docx")))
        _sheet(pages, (1, 2, 5), 3).save(IMAGES / "packet.png", optimize=True)


# artifact -> what the picture of its example is called
EXAMPLES = {"plan": "example-word", "qbr": "example-slide", "whitespace": "example-grid"}
GROUND = (226, 231, 236)


def _examples() -> None:
    """Each example template beside the document that the sample org makes of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch, "templates"), Path(scratch, "out")
        folder.mkdir()
        templates = dict(zip(EXAMPLES, examples.write(folder), strict=True))
        account = min(path.name for path in GALLERY.iterdir() if path.is_dir()).split("--")[1]
        typed = ["generate", account, "--org", "sample", "--jobs", "1", "--out", str(out)]
        if run([*typed, "--templates", str(folder), "--only", ",".join(EXAMPLES)]):
            raise RuntimeError("the example templates could not be filled: see above")
        for artifact, name in EXAMPLES.items():
            document = next(out.glob(f"*/*-{artifact}.*"))
            pair = [_pages(templates[artifact])[0], _pages(document)[0]]
            _pair(pair, artifact == "whitespace").save(IMAGES / f"{name}.png", optimize=True)


def _pair(pages: list[Image.Image], cropped: bool) -> Image.Image:
    """Template and document, with a line over each; below each other where they are wide."""
    if cropped:
        pages = [_without_margins(page) for page in pages]
    width = (2 * WIDTH - 36) if cropped else WIDTH - 18
    gap, band = 12, 40
    longest = max(page.width for page in pages)
    scaled = [
        page.resize((round(page.width * width / longest), round(page.height * width / longest)))
        for page in pages
    ]
    side, height = (0, sum(p.height for p in scaled)) if cropped else (width, scaled[0].height)
    size = (width + side + gap * (2 + (not cropped)), height + (band + gap) * (1 + cropped))
    sheet = Image.new("RGB", size, GROUND)
    left, top = gap, 0
    for title, page in zip(("What you type", "What you get"), scaled, strict=True):
        text = ImageFont.truetype("DejaVuSans-Bold.ttf", 24)
        ImageDraw.Draw(sheet).text((left, top + 6), title, (60, 72, 84), text)
        sheet.paste(page, (left, top + band))
        left, top = (left, top + band + page.height + gap) if cropped else (left + width + gap, 0)
    return sheet.quantize(128)


def _without_margins(page: Image.Image) -> Image.Image:
    """The part of a page that is not white, with a little room around."""
    left, top, right, bottom = ImageChops.invert(page.convert("L")).getbbox() or (0, 0, 1, 1)
    return page.crop((left - 12, top - 12, right + 12, bottom + 12))


def _pages(document: Path) -> list[Image.Image]:
    """Every page of ``document``, as LibreOffice draws it."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch]
        subprocess.run([*convert, str(document)], check=True, capture_output=True, timeout=180)
        pdf = Path(scratch, document.stem + ".pdf")
        draw = ["pdftoppm", "-r", "110", "-png", str(pdf), str(Path(scratch, "page"))]
        subprocess.run(draw, check=True, capture_output=True, timeout=180)
        return [Image.open(page).convert("RGB") for page in sorted(Path(scratch).glob("page*.png"))]


def _sheet(pages: list[Image.Image], chosen: tuple[int, ...], columns: int) -> Image.Image:
    """The chosen pages side by side on a light ground."""
    shown = [pages[number - 1] for number in chosen if number <= len(pages)]
    gap = 12
    width = (WIDTH * (2 if columns > 1 else 1) - gap * (columns + 1)) // columns
    scaled = [page.resize((width, round(page.height * width / page.width))) for page in shown]
    height = max(page.height for page in scaled)
    rows = -(-len(scaled) // columns)
    size = (columns * (width + gap) + gap, rows * (height + gap) + gap)
    sheet = Image.new("RGB", size, GROUND)
    for index, page in enumerate(scaled):
        row, column = divmod(index, columns)
        sheet.paste(page, (gap + column * (width + gap), gap + row * (height + gap)))
    return sheet.quantize(128)


if __name__ == "__main__":
    sys.exit(main())
