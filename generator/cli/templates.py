"""``accountdocs templates``: the templates, their faults, and the names they may use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.console import complain, lines_of, note, say, say_json
from generator.cli.options import FOLDER, config_options, json_option, settings_of
from generator.cli.template_init import init

if TYPE_CHECKING:
    from generator.artifacts.schema import Entry


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
    from generator.artifacts.catalog import CATALOG
    from generator.template_store import template_path

    chosen = settings_of(config, templates=folder).templates
    rows = [
        {
            "artifact": artifact.name,
            "title": artifact.title,
            "audience": artifact.audience,
            "template": str(template_path(artifact, chosen)),
        }
        for artifact in CATALOG.values()
    ]
    if as_json:
        say_json({"templates": rows})
        return
    heads = ("Artifact", "What", "Audience", "Template")
    for line in lines_of(heads, [[*row.values()] for row in rows]):
        say(line)


templates.add_command(init)


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

    Of a folder all Office files are checked. A template is for the artifact that its file name or
    its kind of file says; --artifact decides where neither does.

    \b
    Example:
      accountdocs templates check our-templates/qbr.pptx
      accountdocs templates check our-templates --json
    """
    from generator.cli.template_check import faults_of, office_files

    chosen = office_files(files)
    faults = faults_of(chosen, artifact, settings_of(config).customer)
    if as_json:
        say_json({"files": [str(file) for file in chosen], "problems": [f.plain() for f in faults]})
        return 1 if faults else 0
    for fault in faults:
        complain(str(fault.problem))
    if faults:
        bad = len({fault.path for fault in faults})
        note(f"Faults: {len(faults)}. Files: {len(chosen)}, with faults: {bad}.")
    else:
        say("No faults.")
    return 1 if faults else 0


@templates.command("fields")
@click.option("--artifact", metavar="NAME", help="Only the names this artifact offers.")
@json_option
@config_options
def fields(artifact: str | None, as_json: bool, config: Path | None, debug: bool) -> None:
    """List every name a template may use: kind, unit, audience, meaning, origin.

    \b
    Example:
      accountdocs templates fields --artifact qbr
    """
    from generator.artifacts.catalog import artifact_named
    from generator.artifacts.vocabulary import entries

    if artifact is not None:
        artifact_named(artifact)
    sources = _sources(config)
    chosen = [entry for entry in entries() if artifact is None or artifact in entry.artifacts]
    if as_json:
        say_json({"fields": [_field(entry, sources) for entry in chosen]})
        return
    for entry in chosen:
        origins = ", ".join(_origins(entry, sources))
        say(
            f"{entry.name}  ({', '.join(t for t in (entry.kind, entry.unit, entry.audience) if t)})"
        )
        say(f"    {entry.doc}{f' From {origins}.' if origins else ''}")


def _field(entry: Entry, sources: dict[str, str]) -> dict[str, object]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "unit": entry.unit,
        "audience": entry.audience,
        "meaning": entry.doc,
        "example": entry.example,
        "artifacts": list(entry.artifacts),
        "from": _origins(entry, sources),
    }


def _origins(entry: Entry, sources: dict[str, str]) -> list[str]:
    return [sources.get(origin, origin) for origin in entry.origins]


def _sources(config: Path | None) -> dict[str, str]:
    """Model fields and where the mapping keeps them: ``play.value`` in the CRM's own words."""
    from generator.cli.orgs import mapping_of

    mapping = mapping_of(settings_of(config))
    return {
        f"{kind}.{name}": " or ".join(
            f"{owner}.{path}" for owner in found.objects for path in paths
        )
        for kind, found in mapping.kinds.items()
        for name, paths in found.fields.items()
    }
