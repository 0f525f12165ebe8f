"""The Top X list of a set of accounts, for the commands that make something of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.analysis.results import AnalysedAccount
    from generator.analysis.rollups.topx import AccountFocus, KeptBoxes, TopX
    from generator.analysis.rollups.topx.quarters import Times
    from generator.cli.gathering import Gathering
    from generator.model.org import FiscalCalendar, FiscalQuarter
    from generator.model.records import User
    from generator.model.snapshot import Snapshot


class Focus:
    """What is taken of each account while its records are at hand: ``take`` is an ``Each``."""

    def __init__(self) -> None:
        self._found: dict[str, AccountFocus] = {}

    def take(self, snapshot: Snapshot, account: AnalysedAccount, *_: object) -> None:
        from generator.analysis.rollups.topx import focus_of

        self._found[account.profile.id] = focus_of(snapshot, account)

    def accounts(self, found: Gathering) -> list[AccountFocus]:
        """In the order of the set."""
        return [self._found[account.profile.id] for account in found.accounts]


def top_x_of(found: Gathering, focus: Focus, quarter: str | None = None) -> TopX:
    """The rollup of the set, while its org is open. Asks for everybody above the owners (two calls)
    and reads the kept snapshots of the last four quarters. UsageError for a ``quarter`` that is
    neither the running one nor the next."""
    from generator.analysis.rollups.topx import Beside, times_of, top_x
    from generator.asked import top_x_rules
    from generator.crm.orgfacts import org_facts

    org = org_facts(found.org.session).org
    wanted = _quarter(quarter, org.fiscal, found)
    times = times_of(wanted, org.fiscal, found.head.as_of)
    accounts = focus.accounts(found)
    beside = Beside(
        users=_users(found, accounts),
        picks=found.inputs.topx,
        kept=_kept(found, times, org.fiscal),
        quarter=wanted,
    )
    rules = top_x_rules(found.settings.topx, found.settings.thresholds)
    return top_x(accounts, org, found.head, beside, rules)


def _quarter(asked: str | None, fiscal: FiscalCalendar, found: Gathering) -> FiscalQuarter:
    running = fiscal.quarter_of(found.head.as_of)
    following = fiscal.shift(running, 1)
    if asked is None:
        return following
    for quarter in (running, following):
        if quarter.key == asked:
            return quarter
    raise UsageError(
        f"{asked} has no list now: a box that is ticked today means the running quarter or the "
        "next.",
        next_step=f"Ask for {running.key} or {following.key}.",
    )


def _users(found: Gathering, accounts: Sequence[AccountFocus]) -> list[User]:
    """The owners of the accounts and of their deals, and everybody above them."""
    from generator.crm.people import people_above

    owners = [account.account.profile.owner for account in accounts]
    owners += [facts.deal.owner for account in accounts for facts in account.deals]
    ids = {person.id for person in owners if person is not None}
    return people_above(found.org.session, ids, found.inputs.chain)


def _kept(
    found: Gathering, times: Times, fiscal: FiscalCalendar
) -> Mapping[str, Sequence[KeptBoxes]]:
    from generator.analysis.rollups.topx import kept_boxes, wanted_days
    from generator.history import kept_of

    kept = {}
    for account in found.accounts:
        key = (found.head.org_id, account.profile.id)
        days = wanted_days(found.past.days(*key), times, fiscal)
        rows = [kept_of(*key, day, found.past) for day in days]
        kept[account.profile.id] = [kept_boxes(row) for row in rows if row is not None]
    return kept
