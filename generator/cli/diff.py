"""``accountdocs diff``: what changed since the baseline, in business words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import (
    json_option,
    org_options,
    period_option,
    settings_of,
    since_option,
)
from generator.cli.reading import inputs_of, past_of, snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.analysis.results import AnalysedAccount


@click.command(short_help="Show what changed in an account since the baseline.")
@click.argument("account")
@since_option
@period_option
@json_option
@org_options
def diff(account: str, **typed: Any) -> int:
    """Show what changed in an account since the baseline: deals, people, white space, work.

    ACCOUNT is a name, a record id of 15 or 18 characters, or the address of the account's page.
    The baseline is a snapshot that an earlier run of generate kept.

    \b
    Example:
      accountdocs diff "Kestrel & Rowe Foods" --since 2026-06-30
    """
    from generator.cli.orgs import asked_quarter, open_org
    from generator.crm.accounts import find
    from generator.pipeline import analysed

    settings = settings_of(typed["config"], typed["org"])
    inputs, past = inputs_of(settings), past_of(settings, typed["since"])
    with open_org(settings, typed["as_of"]) as org, Progress("Account"):
        found = find(org.session, account)
        quarter = asked_quarter(org, typed["period"])  # its calendar came with the account
        target = [(found.id, found.name)]
        (snapshot,) = snapshots(org, settings, target, inputs, quarter=quarter)
        result = analysed(
            snapshot,
            settings.thresholds,
            typed["period"],
            past,
            planning=settings.planning,
            is_read_later=org.is_read_later,
        )
    days = past.days(result.org_id, result.profile.id)
    kept = [day.isoformat() for day in days if day < result.period.as_of]
    changes = _changes(result)
    if typed["as_json"]:
        say_json(_report(result, changes, kept))
        return 0
    for line in (result.profile.name, *_lines(changes, kept)):
        say(line)
    return 0


def _changes(account: AnalysedAccount) -> Mapping[str, Any]:
    from generator.artifacts.compose import compose
    from generator.formats import Formats

    changes: Mapping[str, Any] = compose(account, "plan", Formats(), form="full").values["changes"]
    return changes


def _report(
    account: AnalysedAccount, changes: Mapping[str, Any], kept: list[str]
) -> Mapping[str, Any]:
    since = changes["since"]
    return {
        "account_id": account.profile.id,
        "account": account.profile.name,
        "as_of": account.period.as_of.isoformat(),
        "baseline": since.isoformat() if since else None,
        "note": changes["note"],
        "kept": kept,
        "changes": [
            {
                **{name: row[name] for name in ("topic", "kind", "subject", "text")},
                "ids": change.ids,
            }
            for row, change in zip(changes["rows"], account.changes, strict=True)
        ],
    }


def _lines(changes: Mapping[str, Any], kept: list[str]) -> list[str]:
    """Topic by topic; without a baseline, the days that one is kept of."""
    lines = [str(changes["note"])]
    topic = None
    for row in changes["rows"]:
        if row["topic_label"] != topic:
            topic = row["topic_label"]
            lines += ["", str(topic)]
        lines.append(f"  {row['text']}")
    if changes["since"] is None and kept:
        lines.append(f"Kept are: {', '.join(kept)}; --since takes one of these.")
    return lines
