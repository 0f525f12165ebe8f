"""The criteria of a deal's team together: how many are met, and whether that is several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.analysis.results import Person
from generator.analysis.rollups.topx.criteria import CRITERIA, GATE, NEGATIVE, Judged
from generator.analysis.rollups.topx.names import Names
from generator.analysis.rollups.topx.results import Criterion, Verdict
from generator.analysis.rollups.topx.rules import TEAM_OF_TIER, TopXRules


def verdict(one: Judged) -> Verdict:
    team, team_by = team_of(one)
    return counted(team, team_by, [check(one) for check in CRITERIA[team]], one.rules.several)


def team_of(one: Judged) -> tuple[str, str]:
    """(team type, what says so): the setting for the deal's owner, for the account's segment, for
    its tier; else the default of the tier."""
    profile, owner = one.focus.account.profile, one.facts.deal.owner
    set_for = {name.casefold(): team for name, team in one.rules.teams}
    names = (
        ("person", owner.id if owner else ""),
        ("segment", profile.segment or ""),
        ("tier", f"tier {profile.tier}"),
    )
    for kind, name in names:
        if name and name.casefold() in set_for:
            return set_for[name.casefold()], kind
    return TEAM_OF_TIER[profile.tier], "tier"


def counted(team: str, team_by: str, criteria: Sequence[Criterion], several: int) -> Verdict:
    """A negative indicator that holds is one less. What is not known is taken first as bad as it
    may be, then as good: only where both agree, it is known whether several are met."""
    speaking = [row for row in criteria if row.kind != NEGATIVE]
    hostile = [row for row in criteria if row.kind == NEGATIVE]
    met = sum(row.met is True for row in speaking)
    unknown = sum(row.met is None for row in speaking)
    held = sum(row.met is True for row in hostile)
    at_worst = met - held - sum(row.met is None for row in hostile)
    at_best = met - held + unknown
    is_eligible = _eligible([row for row in criteria if row.kind == GATE])
    enough = True if at_worst >= several else False if at_best < several else None
    return Verdict(
        team=team,
        team_by=team_by,
        criteria=tuple(criteria),
        positive=len(speaking),
        met=met,
        unknown=unknown,
        against=held,
        score=met - held,
        is_eligible=is_eligible,
        meets_several=_both(is_eligible, enough),
    )


def _eligible(gates: Sequence[Criterion]) -> bool | None:
    if any(row.met is False for row in gates):
        return False
    return None if any(row.met is None for row in gates) else True


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


SEGMENTS = ("strategic", "land_expand", "retention", "motion")
_TIERS = tuple(f"tier {tier}" for tier in TEAM_OF_TIER)


@dataclass(frozen=True, slots=True)
class RulesById:
    """``rules`` with the ids of people in place of their names. ``unused``: names in the settings
    that are nobody's here, nor a segment or a tier. ``shared``: names that several people have;
    what is set for them holds for nobody, as an id is to say for whom."""

    rules: TopXRules
    unused: tuple[str, ...]
    shared: tuple[str, ...]


def rules_by_id(rules: TopXRules, people: Iterable[Person]) -> RulesById:
    names = Names((person.id, person.name) for person in people)
    others = {*SEGMENTS, *_TIERS}
    meant = {name: names.meant(name) for name, _ in (*rules.people, *rules.teams)}
    teams = [(name, team) for name, team in rules.teams if name.casefold() in others]
    by_id = replace(
        rules,
        people=tuple((meant[name][0], x) for name, x in rules.people if len(meant[name]) == 1),
        teams=(
            *teams,
            *((meant[name][0], team) for name, team in rules.teams if len(meant[name]) == 1),
        ),
    )
    return RulesById(
        by_id,
        unused=tuple(
            sorted(name for name, ids in meant.items() if not ids and name.casefold() not in others)
        ),
        shared=tuple(sorted(name for name, ids in meant.items() if len(ids) > 1)),
    )
