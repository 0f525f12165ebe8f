"""The checks, in the order in which they are told: what is asked of which tier, and its weight.

Two weights: what a plan must have counts 2, all else 1. Sources are rows of METHOD.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.analysis.portfolio.members import PLANNED
from generator.analysis.rollups.audit import customer, goals, moves, upkeep, work
from generator.analysis.rollups.audit.verdicts import Subject, Verdict

FULL, LIGHT = (1,), (2,)
TIERS = PLANNED
REQUIRED_WEIGHT, WEIGHT = 2, 1


@dataclass(frozen=True, slots=True)
class Check:
    """``key`` names its phrases and its rows in ``inputs/audit.csv``. The grade of a plan is the
    worst of the checks that are ``required``. ``rows`` are the rule's source."""

    key: str
    rows: tuple[int, ...]
    tiers: tuple[int, ...]
    look: Callable[[Subject], Verdict]
    required: bool = False

    @property
    def weight(self) -> int:
        return REQUIRED_WEIGHT if self.required else WEIGHT


CHECKS: tuple[Check, ...] = (
    Check("plan", (2, 3, 5), TIERS, upkeep.plan, required=True),
    Check("fresh", (3, 18, 106), TIERS, upkeep.fresh, required=True),
    Check("window", (5,), FULL, upkeep.window),
    Check("thesis", (20,), TIERS, upkeep.thesis),
    Check("target", (17, 75), TIERS, upkeep.target),
    Check("priorities", (42,), TIERS, customer.priorities),
    Check("questions", (43,), FULL, customer.questions),
    Check("validated", (104,), TIERS, customer.validated),
    Check("sponsor", (2, 61), FULL, customer.sponsor, required=True),
    Check("sponsor_meets", (61,), FULL, customer.sponsor_meets),
    Check("buyer", (49, 53), TIERS, customer.buyer),
    Check("threads", (54,), TIERS, customer.threads),
    Check("division_threads", (54,), FULL, customer.division_threads),
    Check("centres", (50,), FULL, customer.centres),
    Check("objectives", (75,), TIERS, goals.objectives, required=True),
    Check("baselines", (76,), TIERS, goals.baselines, required=True),
    Check("measures", (78,), TIERS, goals.measures),
    Check("wording", (78,), TIERS, goals.wording),
    Check("follow_up", (78,), TIERS, goals.follow_up),
    Check("outcomes", (80,), TIERS, goals.outcomes, required=True),
    Check("served", (80,), TIERS, goals.served),
    Check("plays", (69, 82), TIERS, moves.plays),
    Check("light_plays", (3,), LIGHT, moves.light_plays),
    Check("initiatives", (80,), TIERS, moves.initiatives, required=True),
    Check("cells", (69,), TIERS, moves.cells, required=True),
    Check("values", (68, 70), FULL, moves.values),
    Check("qualified", (66,), FULL, moves.qualified),
    Check("strategy", (3, 92), TIERS, moves.strategy, required=True),
    Check("renewal", (92,), TIERS, moves.renewal, required=True),
    Check("renewal_buyer", (92,), TIERS, moves.renewal_buyer),
    Check("actions", (86,), TIERS, work.actions),
    Check("overdue", (23, 86), TIERS, work.overdue),
    Check("risks", (93,), FULL, work.risks),
    Check("leading", (90,), FULL, work.leading),
)

KEYS: tuple[str, ...] = tuple(check.key for check in CHECKS)
