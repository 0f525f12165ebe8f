"""``accountdocs lost``: plans for coming back to lost deals (METHOD.md row 116)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from generator.cli.finishing import finish
from generator.cli.gathering import gathered, rollup_options

if TYPE_CHECKING:
    from datetime import date

    from generator.analysis.results import AnalysedAccount
    from generator.analysis.rollups.lost import LostDeal
    from generator.cli.gathering import Each
    from generator.history import Past
    from generator.model.snapshot import Snapshot
    from generator.settings import Settings


@click.command(short_help="Make pages for lost deals: why, who, when to come back.")
@click.argument("names", metavar="[ACCOUNT]...", nargs=-1)
@rollup_options
@click.option("--all-pages", is_flag=True, help="A page for each deal, not for those due alone.")
def lost(names: tuple[str, ...], all_pages: bool, **typed: Any) -> int:
    """Make plans for coming back to the deals that were lost in the last 36 months.

    A Word document for us: a list of all lost deals, with the day from which to take each up again;
    then a page for each that is due this fiscal quarter or the next, and for the three largest of
    each owner that have been ready for longer: why and to whom it was lost, people and figures then
    and now, what happened since, and the first step. ACCOUNT is a name, a record id or a page's
    address; without accounts or a selection it is about all accounts. After how many fiscal
    quarters a deal is taken up again stands in the settings, [lost] quarters; without it 3.

    \b
    Examples:
      accountdocs lost "Kestrel & Rowe Foods" --org sample
      accountdocs lost --manager "Helena Voss"
    """
    from generator.analysis.rollups.lost import lost_deals
    from generator.rollups import render_rollup

    deals: list[LostDeal] = []
    with gathered(typed, "lost", names=names, each=_taking(deals)) as gathering:
        quarters = _quarters(gathering.settings)
        found = lost_deals(gathering.head, deals, quarters, all_pages=all_pages)
        files = [render_rollup(found, "lost", gathering.order)]
        return finish(gathering, files, found, as_json=typed["as_json"])


def _quarters(settings: Settings) -> int:
    from generator.analysis.rollups.lost import QUARTERS

    return settings.lost.quarters or QUARTERS


def _taking(deals: list[LostDeal]) -> Each:
    """What puts the lost deals of each account into ``deals`` while its records are at hand."""
    from generator.analysis.money import money_for
    from generator.analysis.rollups.lost import lost_of

    def take(snapshot: Snapshot, account: AnalysedAccount, settings: Settings, past: Past) -> None:
        money = money_for(snapshot.org, snapshot.org.currency, snapshot.as_of)
        kept = kept_before_losses(snapshot, account, past)
        deals.extend(lost_of(snapshot, account, money, quarters=_quarters(settings), kept=kept))

    return take


def kept_before_losses(snapshot: Snapshot, account: AnalysedAccount, past: Past) -> list[Snapshot]:
    """The snapshots kept last before a deal was lost, if not too long before."""
    from generator.analysis.rollups.lost import KEPT_DAYS
    from generator.history import kept_of

    org_id, account_id = snapshot.org.id, snapshot.account_id
    days = past.days(org_id, account_id)
    wanted: set[date] = set()
    for deal in account.performance.deals:
        first = deal.close_date - timedelta(days=KEPT_DAYS)
        near = [day for day in days if first <= day < deal.close_date]
        wanted.update(near[:1] if deal.state == "lost" else ())  # the newest comes first
    found = (kept_of(org_id, account_id, day, past) for day in sorted(wanted))
    return [kept for kept in found if kept is not None]
