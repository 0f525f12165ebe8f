"""How templates are to look: what ``accountdocs templates init`` gives to all its copies. ::

[brand]
logo = "brand/logo.png"             # ours: a PNG or JPEG picture
colors = ["1F5FA8", "0B7A70"]       # one to six: the theme's accents, in this order
font = "Georgia, Calibri"           # headings and body, or one for both
paper = "Letter"                    # or A4
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import SettingsError, UsageError

from .places import Check, Place, path_of, text_of
from .tables import Table

PAPERS = ("A4", "Letter")
_COLOUR = re.compile(r"#?[0-9A-Fa-f]{6}")
_MOST_COLOURS = 6
_LONGEST_FONT = 31  # characters, as Office keeps a font's name


@dataclass(frozen=True, slots=True)
class Brand:
    """``colors``: RRGGBB in capitals; ``font``: that of headings and that of body. What is empty
    stays as the delivered templates have it."""

    logo: Path | None = None
    colors: tuple[str, ...] = ()
    font: tuple[str, str] | None = None
    paper: str | None = None


def brand_of(table: Table) -> Brand:
    """The table ``[brand]``."""
    return Brand(**table.typed(_CHECKS))


def typed_brand(typed: Mapping[str, object]) -> dict[str, Any]:
    """The same values as typed at a command: ``--colors``. UsageError names the option.

    Paths are meant from the working folder.
    """
    try:
        return {key: _CHECKS[key](Place(f"--{key}", Path()), str(typed[key])) for key in typed}
    except SettingsError as error:
        raise UsageError(error.message) from error


def colors_of(place: Place, value: object) -> tuple[str, ...]:
    """A list of texts, or one text with commas: ``1F5FA8,0B7A70``."""
    texts = value.split(",") if isinstance(value, str) else value
    wanted = f"one to {_MOST_COLOURS} colours such as 1F5FA8, with commas between them"
    if not isinstance(texts, list) or not 1 <= len(texts) <= _MOST_COLOURS:
        raise place.wrong(wanted)
    for text in texts:
        if not isinstance(text, str) or not _COLOUR.fullmatch(text.strip()):
            raise place.wrong(f"{wanted}; {text!r} is none")
    return tuple([text.strip().lstrip("#").upper() for text in texts])


def font_of(place: Place, value: object) -> tuple[str, str]:
    """One name for all, or two: headings, body."""
    names = [name.strip() for name in text_of(place, value).split(",")]
    if len(names) > 2 or not all(0 < len(name) <= _LONGEST_FONT for name in names):
        raise place.wrong('the name of a font, or of two ("Georgia, Calibri")')
    if any(not sign.isprintable() or sign in '<>"{}' for name in names for sign in name):
        raise place.wrong("the name of a font as Office shows it")
    return names[0], names[-1]


def paper_of(place: Place, value: object) -> str:
    for paper in PAPERS:
        if isinstance(value, str) and value.strip().lower() == paper.lower():
            return paper
    raise place.wrong(" or ".join(PAPERS))


_CHECKS: Mapping[str, Check] = {
    "logo": path_of,
    "colors": colors_of,
    "font": font_of,
    "paper": paper_of,
}
