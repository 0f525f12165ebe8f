"""How the Top X list is judged (docs/topx.md). ::

[topx]
x = 5                                # deals that each person selects
several = 3                          # criteria that a deal is to meet
arr_potential = 10000                # a year's worth, of an SMB team's deal or account
employees = 10000                    # an enterprise account has more
early_stages = ["Discovery"]         # without it: those of a probability up to early_probability
early_probability = 50               # percent
weighted = 25000                     # a year's worth times probability, of a strategic deal
levels = ["Sellers", "Directors"]    # what the levels of the rollup are called, sellers first

[topx.people]
"Dana Reyes" = 4                     # the manager sets it; by user id where two have the name

[topx.teams]
"Dana Reyes" = "smb"                 # a person, segment or tier: smb, enterprise or strategic
"tier 2" = "strategic"

Money is in the org's corporate currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .places import Check, Place
from .tables import Table
from .values import number, texts_of, whole_number


@dataclass(frozen=True, slots=True)
class TopXSettings:
    """What the file names and nothing else; ``counts`` and ``money`` by their keys."""

    counts: Mapping[str, int] = field(default_factory=dict)
    money: Mapping[str, int | float] = field(default_factory=dict)
    early_stages: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)


def topx_of(table: Table) -> TopXSettings:
    found = table.typed({**_COUNTS, **_MONEY, **_LISTS}, ["people", "teams"])
    return TopXSettings(
        counts={key: found[key] for key in _COUNTS if key in found},
        money={key: found[key] for key in _MONEY if key in found},
        people=table.table("people").named(_DEALS),
        teams=table.table("teams").named(_team),
        **{key: found[key] for key in _LISTS if key in found},
    )


def _team(place: Place, value: object) -> str:
    if value not in ("smb", "enterprise", "strategic"):
        raise place.wrong("smb, enterprise or strategic")
    return str(value)


_DEALS = whole_number(1, 100)
_COUNTS: Mapping[str, Check] = {
    "x": _DEALS,
    "several": _DEALS,
    "employees": whole_number(0, 10_000_000),
    "early_probability": whole_number(0, 100),
}
_MONEY: Mapping[str, Check] = {"arr_potential": number(0), "weighted": number(0)}
_LISTS: Mapping[str, Check] = {"early_stages": texts_of, "levels": texts_of}
