"""What a plan of its tier has to have and has not, said once each (METHOD.md rows 2, 3, 20)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.plays import counted_plays, is_won
from generator.analysis.results import Profile, Relationships
from generator.analysis.scope import Scope
from generator.model.org import DataProblem

FULL_TIER = 1
LIGHT_TIER = 2
TOO_MANY_PLAYS = "plays of a light plan"
"""What the problem of that name is about."""
_GROWS = ("strategic", "land_expand", None)
"""Segments whose plan is for growth; of an unknown one it may be."""


def plan_faults(scope: Scope, header: Profile, people: Relationships) -> tuple[DataProblem, ...]:
    return (
        *_no_sponsor(header, people),
        *_no_thesis(header),
        *_too_many_plays(scope, header),
    )


def _no_sponsor(header: Profile, people: Relationships) -> Iterator[DataProblem]:
    """The full plan's named executive sponsor (row 2)."""
    if header.tier == FULL_TIER and people.lacks_sponsor:
        yield DataProblem(
            "No executive sponsor is named: an account of tier 1 has one",
            header.id,
            "account.executive_sponsor_id",
        )


def _no_thesis(header: Profile) -> Iterator[DataProblem]:
    """The annual plan's one required paragraph (row 20); a retention plan is not for growth."""
    if header.tier <= LIGHT_TIER and header.segment in _GROWS and not header.expansion_thesis:
        yield DataProblem(
            "No expansion thesis is recorded: the annual plan needs one paragraph that says why "
            "and where this account grows",
            header.id,
            "account.expansion_thesis",
        )


def _too_many_plays(scope: Scope, header: Profile) -> Iterator[DataProblem]:
    ahead = [play for play in counted_plays(scope) if not is_won(scope, play)]
    if header.tier == LIGHT_TIER and len(ahead) > scope.options.light_plays:
        yield DataProblem(
            f"{len(ahead)} plays are ahead in a light plan, which holds "
            f"{scope.options.light_plays}: choose those that matter",
            header.id,
            TOO_MANY_PLAYS,
        )
