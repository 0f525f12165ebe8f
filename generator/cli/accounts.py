"""``accountdocs accounts``: the accounts, and what calls for attention in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, lines_of, note, say, say_json
from generator.cli.options import Typed, json_option, org_options, selection_options, settings_of
from generator.cli.reading import inputs_of, snapshots, with_managers

if TYPE_CHECKING:
    from generator.analysis.results import AnalysedAccount
    from generator.cli.orgs import Org
    from generator.inputs import Inputs
    from generator.settings import Settings


@click.command(short_help="List the accounts: tier, segment, revenue, renewal, plan.")
@selection_options
@json_option
@org_options
def accounts(**typed: Any) -> int:
    """List the accounts with tier, segment, revenue, potential, renewal and plan age, and why.

    Without a selection all accounts are listed.

    \b
    Example:
      accountdocs accounts --tier 1 --org sample
    """
    from generator.artifacts.show import account_row
    from generator.cli.orgs import open_org

    chosen = Typed(**{name: typed[name] for name in Typed.__dataclass_fields__})
    settings = settings_of(typed["config"], typed["org"])
    inputs = inputs_of(settings)
    with open_org(settings, typed["as_of"]) as org, Progress("Accounts") as progress:
        found = _found(org, chosen, settings, inputs, progress)
        head = {"as_of": org.as_of.isoformat(), "org": org.name, "api_calls": org.api_calls}
    if typed["as_json"]:
        say_json({"run": head, "accounts": [account_row(account) for account in found]})
        return 0
    if not found:
        note("No account fits the selection.")
    rows = [_cells(account, settings) for account in found]
    for line in lines_of(_HEAD, rows, numbers=(3, 4, 5)):
        say(line)
    return 0


def _found(
    org: Org, chosen: Typed, settings: Settings, inputs: Inputs, progress: Progress
) -> list[AnalysedAccount]:
    from generator.crm.selections import select
    from generator.pipeline import analysed

    wanted = Typed(every=True) if chosen.is_empty else chosen
    if wanted.manager is not None:
        inputs = with_managers(org, inputs)
    refs = select(org.session, wanted.selection(settings, inputs.chain))
    found = []
    read = snapshots(org, settings, [(ref.id, ref.name) for ref in refs], inputs)
    for number, snapshot in enumerate(read, 1):
        found.append(analysed(snapshot, settings.thresholds))
        progress.update(number, len(refs))
    return found


_HEAD = ("Account", "Tier", "Segment", "Revenue", "Potential", "Renewal", "Plan", "Owner", "Why")


def _cells(account: AnalysedAccount, settings: Settings) -> Sequence[str]:
    from generator.formats import Formats

    formats = Formats(settings.locale or "en_US", account.currency)
    profile, renewal = account.profile, account.renewal
    alarm = renewal.status_reason if renewal.status == "red" else ""
    why = " ".join(text for text in (profile.segment_reason, alarm) if text)
    return (
        profile.name,
        str(profile.tier),
        profile.segment or "-",
        formats.money_short(account.revenue.current.value) or "-",
        formats.money_short(profile.potential.value) or "-",
        renewal.day.value.isoformat() if renewal.day.value else "-",
        _days(account.plan.age_days),
        profile.owner.name if profile.owner else "-",
        why,
    )


def _days(count: int | None) -> str:
    return "-" if count is None else f"{count} {'day' if count == 1 else 'days'}"
