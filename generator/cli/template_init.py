"""``accountdocs templates init``: the delivered templates, copied in the user's own look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import complain, note, say, say_json
from generator.cli.options import FOLDER, config_options, json_option, settings_of

if TYPE_CHECKING:
    from generator.settings import Brand
    from generator.template_copies import Copy


@click.command("init")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--logo", metavar="FILE", type=click.Path(path_type=Path), help="Your logo: PNG or JPEG."
)
@click.option(
    "--colors",
    metavar="HEX,...",
    help="One to six colours, the theme's accents in order: main, good, in progress, risk, second "
    "comparison, small grey text. Titles and bands get a dark shade of the first.",
)
@click.option(
    "--readable", is_flag=True, help="Darken colours that are hard to read on white, and say which."
)
@click.option("--font", metavar="NAME", help='One font, or two: "Headings,Body".')
@click.option("--paper", metavar="A4|Letter", help="Of the plan and the workbook.")
@click.option("--force", is_flag=True, help="Write anew what is there, and keep the old beside it.")
@json_option
@config_options
def init(
    folder: Path,
    *,
    readable: bool,
    force: bool,
    as_json: bool,
    config: Path | None,
    debug: bool,
    **typed: Any,
) -> int:
    """Copy the delivered templates into a folder, in your colours, fonts and paper.

    No file is overwritten. What is not typed comes from [brand] in the settings file.

    \b
    Example:
      accountdocs templates init our-templates --logo logo.png --colors 7A1F5C,2E75B6
    """
    from generator.cli.orgs import today
    from generator.template_copies import copy_templates, notes_of, readable_brand

    asked = brand_from(settings_of(config).brand, typed)
    brand = readable_brand(asked) if readable else asked
    copies = copy_templates(folder, brand, force=force, day=today())
    notes = notes_of(asked, darkened=readable)
    if as_json:
        say_json(_as_json(folder, brand, copies, notes))
    else:
        _tell(folder, copies, notes)
    return 0 if all(copy.status in ("written", "unchanged") for copy in copies) else 1


def brand_from(held: Brand, typed: Mapping[str, object]) -> Brand:
    """The settings' brand with what was typed laid over it, checked by the same rules."""
    from generator.settings import typed_brand

    return replace(held, **typed_brand({k: v for k, v in typed.items() if v is not None}))


def _tell(folder: Path, copies: Sequence[Copy], notes: Sequence[str]) -> None:
    for copy in copies:
        if copy.status in ("written", "unchanged"):
            kept = f" (what was there is now {copy.kept.name})" if copy.kept else ""
            say(f"{copy.status:<9}  {copy.path}{kept}")
        else:
            complain(f"{copy.path}: {copy.status}: {copy.reason}.")
    if notes:
        note(*notes)
    if any(copy.status == "skipped" for copy in copies):
        note(
            "Name another folder, or use --force: it writes anew and keeps the old file beside it."
        )
    if all(copy.status == "failed" for copy in copies):
        return
    note(
        f"Next: edit them in Office, run accountdocs templates check {folder}, and generate with "
        f"--templates {folder} or templates = {str(folder)!r} in the settings."
    )


def _as_json(
    folder: Path, brand: Brand, copies: Sequence[Copy], notes: Sequence[str]
) -> dict[str, object]:
    return {
        "folder": str(folder),
        "templates": [
            {
                "artifact": copy.artifact,
                "path": str(copy.path),
                "status": copy.status,
                "reason": copy.reason,
                "sha256": copy.sha256,
                "kept": str(copy.kept) if copy.kept else None,
            }
            for copy in copies
        ],
        "brand": {
            "logo": str(brand.logo) if brand.logo else None,
            "colors": list(brand.colors),
            "font": list(brand.font) if brand.font else None,
            "paper": brand.paper,
        },
        "notes": list(notes),
    }
