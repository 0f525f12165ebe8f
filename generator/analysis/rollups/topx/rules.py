"""How the Top X list is judged: what a company may set (METHOD.md rows 109-112)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

SMB, ENTERPRISE, STRATEGIC = "smb", "enterprise", "strategic"
"""The three kinds of team that the method has criteria for, the smallest deals first."""

TEAM_OF_TIER = {1: STRATEGIC, 2: ENTERPRISE, 3: SMB}
"""The team of an account whose tier, segment and owner no setting names: the depth in which an
account is planned is the depth in which it is sold to."""


@dataclass(frozen=True, slots=True)
class TopXRules:
    """Money is in the org's corporate currency. What the method gives no number for is ours."""

    x: int = 5
    """So many deals each person selects (row 109)."""
    people: tuple[tuple[str, int], ...] = ()
    """(name or user id, X) where the manager set another number for somebody (row 109)."""
    teams: tuple[tuple[str, str], ...] = ()
    """(person by name or user id, segment or ``tier 1``; team type); a person's goes before a
    segment's, that before a tier's."""
    levels: tuple[str, ...] = ()
    """What the levels of the rollup are called, sellers first; without, as the phrases say."""
    several: int = 3
    """So many criteria a deal is to meet: not all, but several (rows 110-112)."""
    arr_potential: Decimal = Decimal(10_000)
    """Yearly potential of an SMB deal's account from here on (row 110)."""
    employees: int = 10_000
    """An enterprise account has more than so many (row 111)."""
    early_stages: tuple[str, ...] = ()
    """The stages that are early; without, those of a probability up to ``early_probability``."""
    early_probability: int = 50
    """Percent: a deal as likely as this, or less, is early (row 111)."""
    weighted: Decimal = Decimal(25_000)
    """A strategic deal's yearly amount times its probability, from here on (row 112)."""
    renewal_days: int = 180
    """A renewal within so many days speaks for a strategic deal (row 112): the day from which a
    renewal without an opportunity is red, too (row 92)."""
