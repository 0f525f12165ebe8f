"""``accountdocs accounts``: the accounts, and what calls for attention in each."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.accepting import acceptances_of
from generator.cli.console import Progress, note, say, say_json
from generator.cli.gathering import analysed_of, portfolio_of
from generator.cli.options import Typed, json_option, org_options, selection_options, settings_of
from generator.cli.reading import inputs_of

if TYPE_CHECKING:
    from generator.analysis.portfolio import Portfolio
    from generator.analysis.results import AnalysedAccount
    from generator.cli.gathering import Analysed
    from generator.cli.orgs import Org
    from generator.settings import Settings


_WIDEST = 160
"""Columns of the tables where the terminal does not say how many it has, and at the most."""
_NARROWEST = 100


@click.command(short_help="List the accounts, and what they say together.")
@selection_options
@click.option(
    "--export",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a row for each account into this file, .csv or .xlsx: for territory and quota "
    "planning.",
)
@click.option("--force", is_flag=True, help="Write over the file of --export.")
@json_option
@org_options
def accounts(**typed: Any) -> int:
    """List the accounts with tier, segment, revenue, potential, renewal and plan age, and why; then
    what they say together: where the revenue is, plans per owner, coverage, reviews that are due,
    growth with and without a plan, sponsors, quotas, expected revenue.

    Without a selection all accounts are listed. Everything is of the accounts listed alone.

    \b
    Examples:
      accountdocs accounts --tier 1 --org sample
      accountdocs accounts --export accounts.xlsx
    """
    from generator.cli.exporting import check_target
    from generator.cli.orgs import open_org

    if (target := typed["target"]) is not None:
        check_target(target, force=typed["force"])
    chosen = Typed(**{name: typed[name] for name in Typed.__dataclass_fields__})
    settings = settings_of(typed["config"], typed["org"])
    inputs = inputs_of(settings)
    with open_org(settings, typed["as_of"]) as org, Progress("Accounts") as progress:
        read = analysed_of(org, chosen, settings, inputs, progress, debug=typed["debug"])
        found = read.found
        agreed = acceptances_of(inputs, found)
        together = portfolio_of(org, settings, found, agreed) if found else None
        head = _head(org, read)
    if together is not None and target is not None:
        _export(target, found, together, settings)
    is_selection = not chosen.is_everything or settings.accounts_where is not None
    if typed["as_json"]:
        say_json({"run": head, **_values(found, together, is_selection=is_selection)})
    elif together is not None:
        _say(found, together, settings, _scope(len(found), is_selection=is_selection))
    if together is None:
        note("No account fits the selection." + (" Nothing is exported." if target else ""))
    return 1 if read.left_out else 0


def _head(org: Org, read: Analysed) -> dict[str, Any]:
    return {
        "as_of": org.as_of.isoformat(),
        "is_read_later": any(row.is_read_later for row in read.found),
        "org": org.name,
        "api_calls": org.api_calls,
        "left_out": [asdict(one) for one in read.left_out],
    }


def _values(
    found: list[AnalysedAccount], together: Portfolio | None, *, is_selection: bool
) -> dict[str, Any]:
    from generator.artifacts.portfolio import account_rows, portfolio_values

    if together is None:
        return {"accounts": [], "portfolio": None}
    scope = _scope(len(found), is_selection=is_selection)
    values = portfolio_values(together, scope, is_selection=is_selection)
    return {"accounts": account_rows(found, together), "portfolio": values}


def _export(
    target: Path, found: list[AnalysedAccount], together: Portfolio, settings: Settings
) -> None:
    from generator.cli.exporting import export
    from generator.formats import Formats

    formats = Formats(settings.locale or "en_US", together.currency)
    for text in export(target, found, together, formats):
        note(f"{target}: {text}")
    note(f"Written: {target}, a row for each of {len(found)}. It is internal.")


def _scope(count: int, *, is_selection: bool) -> str:
    what = "account" if count == 1 else "accounts"
    return f"of the {count} {what} selected" if is_selection else f"of all {count} {what}"


def _say(found: list[AnalysedAccount], together: Portfolio, settings: Settings, scope: str) -> None:
    from generator.artifacts.portfolio.text import portfolio_lines
    from generator.artifacts.portfolio.view import View
    from generator.formats import Formats

    columns = shutil.get_terminal_size((_WIDEST, 24)).columns
    width = min(max(columns, _NARROWEST), _WIDEST)
    formats = Formats(settings.locale or "en_US", together.currency)
    for line in portfolio_lines(View(tuple(found), together, formats, scope, width)):
        say(line)
