"""``accountdocs explain``: which records, fields and rules a figure comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import json_option, org_options, period_option, settings_of
from generator.cli.reading import inputs_of, past_of, snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.analysis.results import AnalysedAccount
    from generator.artifacts.explaining import Explainer
    from generator.cli.explain_text import Joined
    from generator.cli.orgs import Org
    from generator.model.snapshot import Snapshot
    from generator.settings import Settings


@click.command(short_help="Show which records, fields and rules a figure comes from.")
@click.argument("account")
@click.argument("name")
@period_option
@json_option
@org_options
def explain(account: str, name: str, **typed: Any) -> None:
    """Show what a figure of an account's documents stands on: its meaning, the fields and where
    your org keeps them, the rules that chose the records, and the records.

    NAME is a name of the vocabulary (accountdocs templates fields), an item of a list by its
    number from 0; a list or a group lists what is in it. ACCOUNT is a name, a record id of 15 or
    18 characters, or the address of the account's page.

    \b
    Examples:
      accountdocs explain "Kestrel & Rowe Foods" revenue.current --org sample
      accountdocs explain "Kestrel & Rowe Foods" "plays[0].value"
    """
    from generator.cli.explain_text import as_json, lines_of
    from generator.cli.orgs import open_org
    from generator.pipeline import analysed

    settings = settings_of(typed["config"], typed["org"])
    with open_org(settings, typed["as_of"]) as org, Progress("Account"):
        snapshot = _read(org, settings, account, typed["period"])
        result = analysed(
            snapshot,
            settings.thresholds,
            typed["period"],
            past_of(settings),
            planning=settings.planning,
            is_read_later=org.is_read_later,
        )
        joined = _joined(org, result)
    explainer = _explainer(result, snapshot, settings, typed["period"])
    found = explainer.explain(name)
    if typed["as_json"]:
        say_json(as_json(result, found, joined))
        return
    for line in lines_of(result, found, joined):
        say(line)


def _read(org: Org, settings: Settings, account: str, period: str | None) -> Snapshot:
    from generator.cli.orgs import asked_quarter
    from generator.crm.accounts import find

    found = find(org.session, account)
    quarter = asked_quarter(org, period)  # its calendar came with the account
    target, inputs = [(found.id, found.name)], inputs_of(settings)
    (snapshot,) = snapshots(org, settings, target, inputs, quarter=quarter)
    return snapshot


def _explainer(
    account: AnalysedAccount, snapshot: Snapshot, settings: Settings, period: str | None
) -> Explainer:
    from generator.artifacts.explaining import Explainer
    from generator.asked import options_of
    from generator.formats import Formats

    options = options_of(settings.thresholds, period, snapshot, planning=settings.planning)
    return Explainer(account, snapshot, options, Formats(settings.locale or "en_US"))


def _joined(org: Org, account: AnalysedAccount) -> Joined:
    """What only the org's connection and mapping know: where fields lie, and records' addresses.
    Those of the sample end with its server."""
    from generator.cli.explain_text import Joined
    from generator.crm.sources import read_of, sources_of

    read: Mapping[str, str] = dict(account.sources)
    mapping = org.session.mapping

    def looked_for(field: str) -> tuple[str, ...]:
        found = sources_of(mapping, field)
        return tuple(one if isinstance(one, str) else one.short for one in found)

    return Joined(
        read=lambda field: read_of(read, field),
        looked_for=looked_for,
        site=None if org.is_sample else org.session.wire.site,
    )
