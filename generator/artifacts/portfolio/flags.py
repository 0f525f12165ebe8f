"""What calls for attention in a portfolio, a sentence each, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.analysis.portfolio import Portfolio
from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import AnalysedAccount

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Flag:
    """``ids`` are accounts, or people of ours."""

    kind: str
    text: str
    ids: tuple[str, ...]


def named(refs: Sequence[AccountRef], most: int = _NAMED) -> str:
    """Names with commas; those beyond ``most`` are counted."""
    names = [ref.name for ref in refs[:most]]
    more = len(refs) - len(names)
    return ", ".join([*names, *([f"{more} more"] if more else [])])


def flags(accounts: Sequence[AnalysedAccount], portfolio: Portfolio) -> tuple[Flag, ...]:
    """METHOD.md rows 2, 3, 5, 6, 11, 17, 18 and 92, as far as an account or owner breaks them."""
    return (*_renewals(accounts), *_of_accounts(portfolio), *_of_owners(portfolio))


def _renewals(accounts: Sequence[AnalysedAccount]) -> Iterator[Flag]:
    for account in accounts:
        if account.renewal.status == "red":
            profile = account.profile
            yield Flag("renewal", f"{profile.name}: {account.renewal.status_reason}", (profile.id,))


def _of_accounts(portfolio: Portfolio) -> Iterator[Flag]:
    late = [r.account for r in portfolio.due if r.day is not None and r.day < portfolio.as_of]
    pareto, light = portfolio.pareto, "more plays than a light plan holds"
    groups: tuple[tuple[str, str, Sequence[AccountRef]], ...] = (
        ("sponsor", "Tier 1 without an executive sponsor", portfolio.sponsors.tier1_without),
        ("coverage", "Tier 1 without a plan of this planning round", portfolio.coverage.missing),
        ("top_unplanned", "Among the largest by revenue, but without a plan",
         pareto.top_without_plan),
        ("tier3_plan", "Tier 3, but with a plan", pareto.tier3_with_plan),
        ("overdue", "Review overdue", late),
        ("plays", f"Tier 2 with {light}", portfolio.crowded),
        ("rate", f"No exchange rate to {portfolio.currency}, so in no sum", portfolio.without_rate),
    )  # fmt: skip
    for kind, text, refs in groups:
        if refs:
            yield Flag(kind, f"{text}: {named(refs)}.", tuple(ref.id for ref in refs))


def _of_owners(portfolio: Portfolio) -> Iterator[Flag]:
    for row in portfolio.owners:
        who = row.owner.name if row.owner else "Nobody readable"
        ids = (row.owner.id,) if row.owner else ()
        if row.status == "many":
            count = len(row.tier1_plans)
            text = (
                f"{who} has {count} tier 1 plans, too many to keep: de-tier {named(row.de_tier)}."
            )
            yield Flag("owner_many", text, ids)
    few = [row.owner for row in portfolio.owners if row.owner and row.status == "few"]
    if few:
        names = ", ".join(person.name for person in few)
        text = f"Note: fewer tier 1 plans than a planner can keep: {names}."
        yield Flag("owner_few", text, tuple(person.id for person in few))
    without = portfolio.quotas.without
    if without:
        names = ", ".join(person.name for person in without)
        text = f"No quota is recorded for FY{portfolio.quotas.year}: {names}."
        yield Flag("no_quota", text, tuple(person.id for person in without))
