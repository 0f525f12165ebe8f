"""``accountdocs audit``: the plan audit of a set of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.cli.finishing import finish
from generator.cli.gathering import gathered, rollup_options

if TYPE_CHECKING:
    from generator.analysis.rollups.audit import Audit
    from generator.cli.gathering import Gathering


@click.command(short_help="Audit the account plans: what is there, and what to do next.")
@click.argument("names", metavar="[ACCOUNT]...", nargs=-1)
@rollup_options
def audit(names: tuple[str, ...], **typed: Any) -> int:
    """Look at every plan of tiers 1 and 2: pass, warn or fail by check, with the next step, a
    score, staleness, coverage of tier 1, plans per owner, and growth with and without a plan.
    ACCOUNT is a name, a record id or a page's address; without accounts or a selection all are
    looked at.

    Agreed exceptions stand in inputs/audit.csv. A plan that fails does not make the command
    fail.

    \b
    Examples:
      accountdocs audit --org sample
      accountdocs audit --manager "Helena Voss" --json
    """
    from generator.rollups import render_rollup

    with gathered(typed, "audit", names=names) as found:
        made = _audit(found)
        file = render_rollup(made, "audit", found.order)
        return finish(found, (file,), made, as_json=typed["as_json"])


def _audit(found: Gathering) -> Audit:
    from generator.analysis.money import money_for
    from generator.analysis.rollups.audit import TIERS
    from generator.analysis.rollups.audit import audit as audited
    from generator.artifacts.on_record import facts_on_record
    from generator.asked import thresholds_of
    from generator.crm.orgfacts import org_facts

    facts = org_facts(found.org.session).org
    planned = [account for account in found.accounts if account.profile.tier in TIERS]
    return audited(
        found.accounts,
        found.head,
        found.portfolio,
        money_for(facts, found.portfolio.currency, found.head.as_of),
        options=thresholds_of(found.settings.thresholds),
        acceptances=found.acceptances,
        filled=facts_on_record(planned, found.order.formats),
    )
