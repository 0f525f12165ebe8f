"""``accountdocs show``: the analysed account."""

from __future__ import annotations

import shutil
from typing import Any

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import json_option, org_options, period_option, settings_of
from generator.cli.reading import inputs_of, past_of, snapshots


@click.command(short_help="Show the analysed account.")
@click.argument("account")
@period_option
@json_option
@org_options
def show(account: str, **typed: Any) -> None:
    """Show what is known of an account and what it means; --json for all of it.

    ACCOUNT is a name, a record id of 15 or 18 characters, or the address of the account's page.

    \b
    Example:
      accountdocs show "Kestrel & Rowe Foods" --org sample
    """
    from generator.artifacts.show import show_text, show_values
    from generator.cli.orgs import asked_quarter, open_org
    from generator.crm.accounts import find
    from generator.formats import Formats
    from generator.pipeline import analysed

    settings = settings_of(typed["config"], typed["org"])
    inputs = inputs_of(settings)
    with open_org(settings, typed["as_of"]) as org, Progress("Account"):
        found = find(org.session, account)
        quarter = asked_quarter(org, typed["period"])  # its calendar came with the account
        target = [(found.id, found.name)]
        (snapshot,) = snapshots(org, settings, target, inputs, quarter=quarter)
        result = analysed(
            snapshot,
            settings.thresholds,
            typed["period"],
            past_of(settings),
            planning=settings.planning,
            is_read_later=org.is_read_later,
        )
    if typed["as_json"]:
        say_json(show_values(result))
        return
    columns = shutil.get_terminal_size((100, 24)).columns
    text = show_text(result, Formats(settings.locale or "en_US", result.currency), columns)
    for line in text.rstrip("\n").split("\n"):
        say(line)
