"""``accountdocs doctor``: what the org offers, and what each document will lack."""

from __future__ import annotations

import shutil
from typing import Any

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import config_options, json_option, org_option, settings_of


@click.command(short_help="Check the org: what it offers, what the documents will lack.")
@org_option
@click.option("--fields", "every_field", is_flag=True, help="List every field, with where it is.")
@click.option("--refresh", is_flag=True, help="Ask the org anew, whatever is kept of the last day.")
@json_option
@config_options
def doctor(**typed: Any) -> int:
    """Check the connection and the org, and foretell what each document will lack.

    Says who reads, which API calls are left, which objects and fields are there, how well they are
    filled, and which sections of each artifact will be full, thin or empty, and why. It reads only.
    What was counted is kept for a day. The exit code is 0 where accounts and opportunities can be
    read and the mapping has no mistakes.

    \b
    Example:
      accountdocs doctor --org sample
    """
    from generator.cli.checkup import checkup, words
    from generator.cli.checkup_text import lines, values

    settings = settings_of(typed["config"], typed["org"])
    with Progress("Checking"):
        found = checkup(settings, refresh=typed["refresh"])
    if typed["as_json"]:
        say_json(values(found))
    else:
        columns = shutil.get_terminal_size((100, 24)).columns
        phrases, _ = words(settings)
        for line in lines(found, phrases, columns, every_field=typed["every_field"]):
            say(line)
    return 0 if found.is_well else 1
