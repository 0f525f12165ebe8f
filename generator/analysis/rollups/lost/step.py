"""The first step towards a lost deal: to whom, about what, by whom (row 116).

A proposal, made from what is recorded: whoever decided, if still there; else somebody who knows the
division; and the reason for which the deal was lost, as far as its words are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.analysis.answering import account_owner, owner_gap
from generator.analysis.money import ids_of
from generator.analysis.results import AnalysedAccount, Person, Stakeholder
from generator.analysis.rollups.lost.results import LostPerson, LostRival, Newcomer, Outcome, Step
from generator.analysis.scope import Scope
from generator.analysis.settle import RENEWAL
from generator.model.records import Opportunity

_DECIDERS = ("economic_buyer", "decision_maker", "champion")

_REASONS = (
    ("left", r"\bsponsor\b|\bchampion\b|\bcontact left\b"),
    ("rival", r"\bcompet|\brival"),
    ("price", r"\bpric|\bcost|\bexpensive\b|\bdiscount"),
    ("budget", r"\bbudget|\bfunding\b|\bfunds\b"),
    ("feature", r"\bfunction|\bfeature|\bfit\b|\bcapabilit|\bgap\b|\bintegration"),
    ("own", r"\bin-?house\b|\binternal\b|\bbuild\b|\bbuilt\b|\bhome-?grown\b"),
    (
        "timing",
        r"\btiming\b|\bno (decision|response)\b|\bpostpon|\bdelay|\bpriorit|\bstalled\b",
    ),
)
"""What reasons of the usual picklists speak of; the first that fits."""


def step_of(
    scope: Scope,
    account: AnalysedAccount,
    deal: Opportunity,
    found: tuple[Sequence[LostPerson], Sequence[LostRival], Sequence[Newcomer]],
    outcome: Outcome,
) -> Step:
    """What ``outcome`` leaves to be done; ``found`` are the deal's people and rivals, and who came
    to the division since. Where nobody who decided is still there, somebody new in a leading
    position comes first: nobody else there can decide otherwise now."""
    if outcome.state != "none":
        return Step(outcome.state, None, _owner(scope, deal), outcome.name, outcome.ids)
    people, rivals, came = found
    decided = any(row.role in _DECIDERS and not row.has_left for row in people)
    new = None if decided else next((row for row in came if row.leads), None)
    if new is not None:
        leader = Person(new.id, new.name, new.title)
        return Step("new", leader, _owner(scope, deal), None, new.ids)
    whom, known = _whom(scope, account, deal, people)
    about = rivals[0].name if rivals else None
    kind = _kind(deal, whom, known, about)
    ids = ids_of((whom.id if whom else None,), rivals[0].ids if kind == "rival" else ())
    return Step(kind, whom, _owner(scope, deal), about, ids)


def _kind(deal: Opportunity, whom: Person | None, known: bool, rival: str | None) -> str:
    if whom is None:
        return "find"
    if not known:
        return "introduce"
    if deal.kind == RENEWAL:
        return "renewal"
    spoken = _reason(deal.loss_reason) or ("rival" if rival else "ask")
    if spoken != "rival":
        return spoken
    if rival is None:
        return "unknown_rival"
    return "own" if _reason(rival) == "own" else "rival"


def _reason(words: str | None) -> str | None:
    found = (kind for kind, says in _REASONS if re.search(says, words or "", re.IGNORECASE))
    return next(found, None)


def _whom(
    scope: Scope, account: AnalysedAccount, deal: Opportunity, people: Iterable[LostPerson]
) -> tuple[Person | None, bool]:
    """To whom to go, and whether it is somebody who was on the deal: who decided comes first, then
    the others of the deal, then who is known best in the division, and in the account."""
    there = [row for row in people if not row.has_left and row.role != "blocker"]
    there.sort(key=lambda row: (row.role not in _DECIDERS, not row.is_primary))
    if there:
        return Person(there[0].id, there[0].name, there[0].title_now), True
    unit_id = scope.unit_of(deal)
    known = [row for row in account.relationships.contacts if row.is_active]
    known.sort(key=lambda row: (row.unit_id != unit_id, -(row.strength or 0), row.name, row.id))
    return (_person(known[0]), False) if known else (None, False)


def _person(row: Stakeholder) -> Person:
    return Person(row.id, row.name, row.title)


def _owner(scope: Scope, deal: Opportunity) -> Person | None:
    """The deal's owner; where that one has left or is none, the account's."""
    gap = owner_gap(scope, deal.owner_id, "opportunity.owner_id")
    return account_owner(scope) if gap else scope.user(deal.owner_id)
