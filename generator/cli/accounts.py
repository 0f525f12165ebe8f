"""``accountdocs accounts``: the accounts, and what calls for attention in each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, note, say, say_json, table
from generator.cli.options import Typed, json_option, org_options, selection_options, settings_of

if TYPE_CHECKING:
    from generator.analysis.results import AnalysedAccount
    from generator.cli.orgs import Org
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
    from generator.cli.orgs import open_org

    chosen = Typed(**{name: typed[name] for name in Typed.__dataclass_fields__})
    settings = settings_of(typed["config"], typed["org"])
    with open_org(settings, typed["as_of"]) as org, Progress("Accounts") as progress:
        found = _analysed(org, chosen, settings, progress)
        head = {"as_of": org.as_of.isoformat(), "org": org.name, "api_calls": org.api_calls}
    if typed["as_json"]:
        say_json({"run": head, "accounts": [row_of(account) for account in found]})
        return 0
    if not found:
        note("No account fits the selection.")
    for line in table(_HEAD, [_cells(account, settings) for account in found], right="   rrr"):
        say(line)
    return 0


def _analysed(
    org: Org, chosen: Typed, settings: Settings, progress: Progress
) -> list[AnalysedAccount]:
    from generator.analysis.analyse import analyse
    from generator.crm.reader import read_accounts
    from generator.crm.selections import select
    from generator.pipeline import options_of

    wanted = Typed(every=True) if chosen.is_empty else chosen
    ids = [ref.id for ref in select(org.session, wanted.selection(settings))]
    found = []
    for number, snapshot in enumerate(read_accounts(org.session, ids, org.as_of), 1):
        options = options_of(settings.thresholds, None, snapshot.org)
        found.append(analyse(snapshot, options=options))
        progress.update(number, len(ids))
    return found


def row_of(account: AnalysedAccount) -> dict[str, object]:
    """One account of ``accounts --json``: money as text in the account's currency, unknown null."""
    profile, renewal, plan = account.profile, account.renewal, account.plan
    return {
        "id": profile.id,
        "name": profile.name,
        "tier": profile.tier,
        "tier_source": profile.tier_source,
        "segment": profile.segment,
        "segment_reason": profile.segment_reason,
        "owner": profile.owner.name if profile.owner else None,
        "currency": account.currency,
        "revenue": _text(account.revenue.current.value),
        "revenue_source": account.revenue.source,
        "potential": _text(profile.potential.value),
        "renewal": {
            "date": _day(renewal.day.value),
            "days": renewal.days,
            "value": _text(renewal.value.value),
            "status": renewal.status,
            "reason": renewal.status_reason,
        },
        "plan": {"age_days": plan.age_days, "is_stale": plan.is_stale},
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


_HEAD = ("Account", "Tier", "Segment", "Revenue", "Potential", "Renewal", "Plan", "Owner", "Why")


def _cells(account: AnalysedAccount, settings: Settings) -> Sequence[str]:
    from generator.formats import Formats

    formats = Formats(settings.locale or "en_US", account.currency)
    profile, renewal = account.profile, account.renewal
    alarm = renewal.status_reason if renewal.status == "red" else ""
    why = "; ".join(text for text in (profile.segment_reason, alarm) if text)
    return (
        profile.name,
        str(profile.tier),
        profile.segment or "-",
        formats.money_short(account.revenue.current.value) or "-",
        formats.money_short(profile.potential.value) or "-",
        _day(renewal.day.value) or "-",
        "-" if account.plan.age_days is None else f"{account.plan.age_days} days",
        profile.owner.name if profile.owner else "-",
        why,
    )
