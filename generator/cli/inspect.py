"""``accountdocs inspect``: whether a file, edited by hand or not, may go to the customer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import json_option, org_options, period_option, settings_of
from generator.cli.reading import inputs_of, others_of, snapshots

if TYPE_CHECKING:
    from generator.crm.accounts import AccountRef
    from generator.guard import Find
    from generator.model.snapshot import Snapshot
    from generator.pipeline import Order


@click.command(short_help="Search a file for what its customer must not see.")
@click.argument("account")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
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
    from generator.cli.orgs import asked_quarter, open_org
    from generator.crm.accounts import find
    from generator.guard import Rules
    from generator.pipeline import Order

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
    results = _searched(files, snapshot, order)
    if typed["as_json"]:
        _tell_json(found, results)
    else:
        _tell(results)
    return 1 if any(results.values()) else 0


Results = dict[Path, tuple["Find", ...]]


def _searched(files: tuple[Path, ...], snapshot: Snapshot, order: Order) -> Results:
    from generator.files import read_office_file
    from generator.pipeline import inspected

    return {path: inspected(read_office_file(path), path.name, snapshot, order) for path in files}


def _tell_json(account: AccountRef, results: Results) -> None:
    from dataclasses import asdict

    rows = [{"path": str(path), "finds": [asdict(f) for f in results[path]]} for path in results]
    say_json({"account_id": account.id, "account": account.name, "files": rows})


def _tell(results: Results) -> None:
    for path, finds in results.items():
        say(f"{path}: {f'finds: {len(finds)}' if finds else 'no finds'}")
        for one in finds:
            say(f"  {one}")
