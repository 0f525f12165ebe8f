"""``accountdocs inspect``: whether a file, edited by hand or not, may go to the customer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import json_option, org_options, period_option, settings_of
from generator.cli.reading import inputs_of, others_of, snapshots


@click.command(short_help="Search a file for what its customer must not see.")
@click.argument("account")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@period_option
@json_option
@org_options
def inspect(account: str, files: tuple[Path, ...], **typed: Any) -> int:
    """Search Office files that are to go to a customer, as every deck is searched when it is made:
    for internal texts and amounts of the account, other customers' names, words of judgment, traces
    of the CRM and hidden carriers. For decks edited by hand. Nothing is changed.

    ACCOUNT is a name, a record id of 15 or 18 characters, or the address of the account's page.

    \b
    Example:
      accountdocs inspect "Kestrel & Rowe Foods" my-deck.pptx --org sample
    """
    from dataclasses import asdict

    from generator.cli.orgs import asked_quarter, open_org
    from generator.crm.accounts import find
    from generator.guard import Rules
    from generator.pipeline import Order, inspected

    settings = settings_of(typed["config"], typed["org"])
    inputs = inputs_of(settings)
    with open_org(settings, typed["as_of"]) as org, Progress("Account"):
        found = find(org.session, account)
        quarter = asked_quarter(org, typed["period"])
        target = [(found.id, found.name)]
        (snapshot,) = snapshots(org, settings, target, inputs, quarter=quarter)
        words = settings.customer
        rules = Rules(words=words.words, allowed=words.allowed, others=others_of(org))
    order = Order(
        out=settings.out,
        locale=settings.locale,
        period=typed["period"],
        thresholds=settings.thresholds,
        guard=rules,
    )
    results = [(path, inspected(path.read_bytes(), path.name, snapshot, order)) for path in files]
    if typed["as_json"]:
        rows = [{"path": str(path), "finds": [asdict(f) for f in finds]} for path, finds in results]
        say_json({"account_id": found.id, "account": found.name, "files": rows})
    else:
        for path, finds in results:
            say(f"{path}: {'no finds' if not finds else f'finds: {len(finds)}'}")
            for one in finds:
                say(f"  {one}")
    return 1 if any(finds for _, finds in results) else 0
