"""Copies of the delivered templates in a user's folder, in the user's colours, fonts and paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.artifacts.catalog import DOCUMENTS, Artifact
from generator.delivery import keep_aside
from generator.engine.output import picture_kind, picture_size
from generator.errors import OutputError, UsageError
from generator.files import data_folder, digest, read_office_file, write_whole
from generator.inputs.logos import read_logo
from generator.office.colours import WHITE, contrast, readable
from generator.office.dressing import Dress, Inset, dressed
from generator.settings import Brand

LOGO_PLACES = ("{% picture vendor.logo %}", "{% picture report.logo %}")
"""In a document of one account, and in one about many."""
LOGO_ALT = "Our logo"
_ROLES = (
    "headings below the first, a chart's first series",
    "good, owned",
    "in progress, attention",
    "risk",
    "a second comparison",
    "small grey text",
)
_TEXT, _BAND = 4.5, 7.0  # contrast with white that text needs, and that titles and bands get
THERE = "it is there already"


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one template: ``written``, ``unchanged``, ``skipped`` or ``failed``."""

    artifact: str
    path: Path
    status: str
    reason: str = ""
    sha256: str | None = None  # of what lies there now; None where that is not ours
    kept: Path | None = None  # where ``force`` put the file that was there


def copy_templates(folder: Path, brand: Brand, *, force: bool, day: date) -> tuple[Copy, ...]:
    """A copy of each delivered template in ``folder``. No file is overwritten: with ``force`` the
    one that is there is kept beside the new one, under a name with ``day``.

    UsageError where the logo is none, or the folder is not the user's; OutputError where a
    delivered template cannot be read.
    """
    if folder.resolve() == data_folder("templates").resolve():
        raise UsageError(
            f"{folder} is where the delivered templates lie.", next_step="Name a folder of yours."
        )
    look = dress_of(brand)
    made = [(a, dressed(_delivered(a), a.template, look)) for a in DOCUMENTS.values()]
    return tuple(
        [_placed(artifact, folder / artifact.template, data, force, day) for artifact, data in made]
    )


def _delivered(artifact: Artifact) -> bytes:
    path = data_folder("templates") / artifact.template
    try:
        return read_office_file(path)
    except OSError as error:
        raise OutputError(
            f"The template {path} cannot be read: {error.strerror or error}.",
            next_step="Install accountdocs again.",
        ) from error


def _placed(artifact: Artifact, path: Path, data: bytes, force: bool, day: date) -> Copy:
    try:
        there = path.read_bytes() if path.exists() else None
        if there is not None and there != data and not force:
            return Copy(artifact.name, path, "skipped", THERE)
        if there == data:
            return Copy(artifact.name, path, "unchanged", sha256=digest(data))
        kept = None if there is None else keep_aside(path, day)
        write_whole(path, data)
    except OSError as error:
        return Copy(artifact.name, path, "failed", f"cannot be read: {error.strerror or error}")
    except OutputError as error:
        why = error.message.removeprefix(f"{path} ").rstrip(".")
        return Copy(artifact.name, path, "failed", f"{why}; name another folder")
    return Copy(artifact.name, path, "written", sha256=digest(data), kept=kept)


def dress_of(brand: Brand) -> Dress:
    """The brand as theme slots. UsageError where the logo is none."""
    return Dress(
        colours=_colours(brand.colors),
        fonts={"major": brand.font[0], "minor": brand.font[1]} if brand.font else {},
        paper=brand.paper,
        inset=_inset(brand.logo) if brand.logo else None,
    )


def _colours(accents: tuple[str, ...]) -> dict[str, str]:
    """The accents, and what follows the first one: titles and bands, which bear white text, and
    links."""
    slots = {f"accent{number}": colour for number, colour in enumerate(accents, start=1)}
    if accents:
        slots["dk2"] = readable(accents[0], least=_BAND)
        slots["hlink"] = readable(accents[0], least=_TEXT)
    return slots


def _inset(path: Path) -> Inset:
    data = read_logo(path)
    return Inset(data, picture_kind(data) or "", picture_size(data), LOGO_PLACES, LOGO_ALT)


def readable_brand(brand: Brand) -> Brand:
    """The brand with the nearest shade of each colour that is hard to read on white."""
    return replace(brand, colors=tuple(readable(c, least=_TEXT) for c in brand.colors))


def notes_of(brand: Brand, *, darkened: bool = False) -> tuple[str, ...]:
    """What the user should know of this brand: what is hard to read, and what does not apply.
    ``darkened``: the copies have its ``readable_brand``."""
    return tuple(_notes(brand, darkened))


def _taken(shade: str, darkened: bool) -> str:
    return f", {shade}, is taken" if darkened else f" is {shade}; --readable takes it"


def _notes(brand: Brand, darkened: bool) -> Iterator[str]:
    for number, colour in enumerate(brand.colors, start=1):
        found = contrast(colour, WHITE)
        if found < _TEXT:
            yield (
                f"Colour {number} ({_ROLES[number - 1]}), {colour}, has a contrast of {found:.1f} "
                f"to 1 with white; text needs {_TEXT}. The nearest shade that has it"
                f"{_taken(readable(colour), darkened)}."
            )
    if brand.font:
        faces = " and ".join(dict.fromkeys(brand.font))
        yield f"Fonts do not travel with a file: {faces} must be installed where it is opened."
    if brand.paper:
        yield f"{brand.paper} is for the plan and the workbook. The decks stay 16:9 slides."
