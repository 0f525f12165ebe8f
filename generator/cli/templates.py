"""``accountdocs templates``: the templates, their faults, and the names they may use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.console import complain, lines_of, note, say, say_json
from generator.cli.options import FOLDER, config_options, json_option, settings_of
from generator.cli.template_fields import fields
from generator.cli.template_init import init


@click.group(short_help="List, copy and check templates; list the names they may use.")
def templates() -> None:
    """List the templates, copy the delivered ones, check some, list the names they may use.

    \b
    Example:
      accountdocs templates check our-templates/qbr.pptx
    """


templates_option = click.option(
    "--templates", "folder", type=FOLDER, help="A folder with templates of your own."
)


@templates.command("list")
@templates_option
@json_option
@config_options
def list_(folder: Path | None, as_json: bool, config: Path | None, debug: bool) -> None:
    """List the artifacts and the template that each is made from.

    \b
    Example:
      accountdocs templates list --templates our-templates
    """
    from generator.artifacts.catalog import DOCUMENTS
    from generator.template_store import template_path

    chosen = settings_of(config, templates=folder).templates
    rows = [
        {
            "artifact": artifact.name,
            "title": artifact.title,
            "audience": artifact.audience,
            "template": str(template_path(artifact, chosen)),
        }
        for artifact in DOCUMENTS.values()
    ]
    if as_json:
        say_json({"templates": rows})
        return
    heads = ("Artifact", "What", "Audience", "Template")
    for line in lines_of(heads, [[*row.values()] for row in rows]):
        say(line)


templates.add_command(init)
templates.add_command(fields)


@templates.command("check")
@click.argument(
    "files", metavar="FILE|DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--artifact", metavar="NAME", help="What the template is for, where its name is new.")
@json_option
@config_options
def check(
    files: Sequence[Path], artifact: str | None, as_json: bool, config: Path | None, debug: bool
) -> int:
    """List every fault of some templates, without rendering and without a connection.

    Of a folder all Office files are checked, and a name that generate would not take is a fault:
    it takes the names that the delivered templates have. A single file may have any name; it is
    for the artifact that its name or its kind says, and --artifact decides where neither does.

    \b
    Example:
      accountdocs templates check our-templates/qbr.pptx
      accountdocs templates check our-templates --json
    """
    from generator.cli.template_check import faults_of, notes_of, office_files

    chosen = office_files(files)
    faults = faults_of(chosen, artifact, settings_of(config).customer)
    if as_json:
        paths = [str(one.path) for one in chosen]
        say_json({"files": paths, "problems": [fault.plain() for fault in faults]})
        return 1 if faults else 0
    for fault in faults:
        complain(str(fault.problem))
    for text in notes_of(chosen, artifact):
        note(text)
    if faults:
        bad = len({fault.path for fault in faults})
        note(f"Faults: {len(faults)}. Files: {len(chosen)}, with faults: {bad}.")
    else:
        say("No faults.")
    return 1 if faults else 0
