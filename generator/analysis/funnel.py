"""Plays from planned to won or lost, and what came of white space (METHOD.md row 74).

All plays that were ever made count here, those given up too: what became of them is the question.
The amount of a won opportunity counts as found by a plan only where a play was created on an
earlier day than the opportunity: a play written afterwards has found nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from generator.analysis.money import add, ids_of, total
from generator.analysis.performance import deal_amount
from generator.analysis.plays import deal_of, outcome, play_order, play_row
from generator.analysis.results import Figure, Funnel, FunnelStep, PlayProgress
from generator.analysis.scope import Scope
from generator.model.records import Opportunity, Play

_ORDER = ("open", "planned", "won", "lost", "given_up")


def funnel(scope: Scope) -> Funnel:
    rows = [row for row in scope.snapshot.plays if row.account_id in scope.accounts]
    plays = tuple(sorted((_progress(scope, row) for row in rows), key=_turn))
    won = _won_deals(plays)
    return Funnel(
        steps=_steps(scope, plays),
        plays=plays,
        won=_won_amount(won),
        undated=sum(_came_first(found) is None for found in won.values()),
        no_date=sum(row.created is None for row in plays),
    )


def _turn(row: PlayProgress) -> tuple[object, ...]:
    return (_ORDER.index(row.outcome), *play_order(row.play))


def _progress(scope: Scope, play: Play) -> PlayProgress:
    deal = deal_of(scope, play)
    return PlayProgress(
        play=play_row(scope, play),
        outcome=outcome(scope, play),
        created=play.created,
        opportunity=deal.name if deal else None,
        stage=deal.stage if deal else None,
        amount=deal_amount(scope, deal.id) if deal else None,
        is_first=_is_first(play, deal),
        ids=ids_of((play.id, deal.id if deal else None)),
    )


def _is_first(play: Play, deal: Opportunity | None) -> bool | None:
    """Whether the play was there before its opportunity; on the same day it was not before."""
    if deal is None or play.created is None or deal.created is None:
        return None
    return play.created < deal.created


def _steps(scope: Scope, plays: tuple[PlayProgress, ...]) -> tuple[FunnelStep, ...]:
    """Planned, with an opportunity, the stages of the open ones, won, lost, given up."""
    if not plays:
        return ()
    pursued = [row for row in plays if row.opportunity]
    steps = [_step("planned", plays), _step("opportunity", pursued)]
    steps += [
        _step(
            "stage", [row for row in plays if row.outcome == "open" and row.stage == stage], stage
        )
        for stage in _stages(scope, plays)
    ]
    for key in ("won", "lost", "given_up"):
        steps.append(_step(key, [row for row in plays if row.outcome == key]))
    return tuple(steps)


def _step(key: str, plays: Iterable[PlayProgress], stage: str | None = None) -> FunnelStep:
    rows = list(plays)
    found = total({_counted_as(row): _worth(row) for row in rows}.items())
    ids = ids_of(*(row.ids for row in rows))
    return FunnelStep(key, stage, len(rows), Figure(found.value, ids, "", found.of), ids)


def _counted_as(row: PlayProgress) -> str:
    """What is decided counts once for each opportunity, however many plays led to it."""
    return (row.play.opportunity_id if _is_decided(row) else None) or row.play.id


def _worth(row: PlayProgress) -> Decimal | None:
    """What it brought or would have, where that is decided; else what it is expected to bring."""
    return row.amount if _is_decided(row) else row.play.value


def _is_decided(row: PlayProgress) -> bool:
    return row.outcome in ("won", "lost")


def _stages(scope: Scope, plays: tuple[PlayProgress, ...]) -> list[str]:
    """The stages of the open ones, the least likely first."""
    chances: dict[str, Decimal] = {}
    for row in plays:
        deal = scope.opportunities.get(row.play.opportunity_id or "")
        if row.outcome == "open" and deal:
            chance = deal.probability if deal.probability is not None else Decimal(101)
            chances[deal.stage] = min(chance, chances.get(deal.stage, chance))
    return sorted(chances, key=lambda stage: (chances[stage], stage))


def _won_deals(plays: Iterable[PlayProgress]) -> dict[str, list[PlayProgress]]:
    """The plays of each won opportunity."""
    found: dict[str, list[PlayProgress]] = {}
    for row in plays:
        if row.outcome == "won" and row.play.opportunity_id:
            found.setdefault(row.play.opportunity_id, []).append(row)
    return found


def _came_first(plays: list[PlayProgress]) -> bool | None:
    """Whether any of a deal's plays was there before it; None where days are missing to tell."""
    known = [row.is_first for row in plays]
    return True if True in known else None if None in known else False


def _won_amount(won: dict[str, list[PlayProgress]]) -> Figure[Decimal]:
    """Each won opportunity once; ``of`` is (counted, won)."""
    first = [found for found in won.values() if _came_first(found)]
    amounts = [found[0].amount for found in first]
    known = [amount for amount in amounts if amount is not None]
    note = "won opportunities whose play was created before them"
    value = add(known) if known or not amounts else None
    ids = ids_of(*(row.ids for found in first for row in found))
    return Figure(value if won else None, ids, note, (len(known), len(won)))
