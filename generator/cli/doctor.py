"""``accountdocs doctor``: what the org offers, and what each document will lack."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, note, say, say_json
from generator.cli.options import config_options, json_option, org_option, settings_of

if TYPE_CHECKING:
    from generator.cli.checkup import Checkup


@click.command(short_help="Check the org: what it offers, what the documents will lack.")
@org_option
@click.option("--fields", "every_field", is_flag=True, help="List every field, with where it is.")
@click.option("--refresh", is_flag=True, help="Ask the org anew, whatever is kept of the last day.")
@click.option(
    "--write-mapping",
    "mapping_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Propose a mapping from what the org describes, and write it to FILE.",
)
@click.option("--force", is_flag=True, help="Let --write-mapping replace a file that is there.")
@json_option
@config_options
def doctor(mapping_file: Path | None, **typed: Any) -> int:
    """Check the connection and the org, and foretell what each document will lack.

    Says who reads, which API calls are left, which objects and fields are there, how well they are
    filled, and which sections of each artifact will be full, thin or empty, and why. It reads only.
    What was counted is kept for a day. The exit code is 0 where accounts and opportunities can be
    read, and neither the mapping nor the inputs folder has mistakes.

    \b
    Example:
      accountdocs doctor --org sample
    """
    from generator.cli.checkup import checkup, words
    from generator.cli.checkup_text import lines, values
    from generator.errors import UsageError

    if mapping_file is not None and mapping_file.exists() and not typed["force"]:
        raise UsageError(
            f"{mapping_file} is there already.", next_step="Name another, or add --force."
        )
    settings = settings_of(typed["config"], typed["org"])
    propose = mapping_file.name if mapping_file is not None else None
    with Progress("Checking"):
        found = checkup(settings, refresh=typed["refresh"], propose=propose)
    if typed["as_json"]:
        say_json(values(found))
    else:
        columns = shutil.get_terminal_size((100, 24)).columns
        phrases, _ = words(settings)
        for line in lines(found, phrases, columns, every_field=typed["every_field"]):
            say(line)
    _write_mapping(found, mapping_file)
    return 0 if found.is_well else 1


def _write_mapping(found: Checkup, mapping_file: Path | None) -> None:
    from generator.files import write_whole

    if mapping_file is None or found.proposal is None:
        return
    write_whole(mapping_file, found.proposal.encode("utf-8"))
    note(f"Wrote {mapping_file}: read it, correct it, and name it in accountdocs.toml.")
