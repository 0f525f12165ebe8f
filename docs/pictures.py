"""Pictures of real documents for the README and the guides: ``python docs/pictures.py``.

Needs LibreOffice (``soffice``) and ``pdftoppm``. Reads ``samples/gallery``, writes ``docs/images``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

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
    return 0


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
    sheet = Image.new("RGB", size, (226, 231, 236))
    for index, page in enumerate(scaled):
        row, column = divmod(index, columns)
        sheet.paste(page, (gap + column * (width + gap), gap + row * (height + gap)))
    return sheet.quantize(128)


if __name__ == "__main__":
    sys.exit(main())
