"""Expected revenue of all accounts, in three columns that are never summed (METHOD.md row 95)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.analysis.portfolio.members import Member, sum_of
from generator.analysis.portfolio.results import ExpectedLine, ExpectedTotals
from generator.analysis.results import Figure


def expected_totals(members: Sequence[Member]) -> ExpectedTotals:
    """``of`` counts deals in the pipeline, accounts with a renewal, open cells in the last."""
    return ExpectedTotals(
        lines=tuple(_line(member) for member in members),
        weighted=_by_parts(members, lambda m: m.account.expected.weighted, "open deals weighted"),
        renewal=sum_of(members, lambda m: m.account.expected.renewal, "value of the next renewal"),
        pre_pipeline=_by_parts(
            members, lambda m: m.account.expected.pre_pipeline, "open cells without a deal"
        ),
    )


def _line(member: Member) -> ExpectedLine:
    parts = member.account.expected
    return ExpectedLine(
        account=member.ref,
        weighted=member.convert(parts.weighted),
        renewal=member.convert(parts.renewal),
        renewal_day=member.account.renewal.day.value,
        pre_pipeline=member.convert(parts.pre_pipeline),
    )


def _by_parts(
    members: Sequence[Member], figure: Callable[[Member], Figure[Decimal]], note: str
) -> Figure[Decimal]:
    """The sum; ``of`` are the parts of all accounts' own figures, none of an account without a
    rate counting as known."""
    known = every = 0
    for member in members:
        counted, all_there = figure(member).of or (0, 0)
        every += all_there
        known += counted if member.convert(figure(member)) is not None else 0
    return replace(sum_of(members, figure, note), of=(known, every))
