"""The account review: what each of its slides needs."""

from __future__ import annotations

from typing import Final

from generator.artifacts.needs.shared import (
    CONTACTS,
    FEW,
    INFLUENCE,
    OWNED_CELLS,
    PLAY_VALUE,
    PLAYS,
    PRODUCTS,
    QUALIFIED,
    RENEWAL,
    REVENUE,
    SPONSOR,
    STRENGTH,
    TARGET,
    TASKS,
    TOUCHES,
    YEAR_AGO,
    Need,
    Section,
)
from generator.artifacts.telling.session.slides import NAMES

_COMMITMENTS = Need("commitments", ("commitment",), ("session.promises[].name",))
_RIVALS = Need("rivals", ("competitor",), ("rivals[].name",))
_STAGES = Need("opportunities of plays", ("play.opportunity_id",), ("session.plays[].stage",), FEW)


def _slide(name: str, core: tuple[Need, ...] = (), more: tuple[Need, ...] = ()) -> Section:
    return Section("review", name, NAMES[name], core, more)


REVIEW: Final = (
    _slide("agenda", more=(SPONSOR,)),
    _slide("since"),  # needs an earlier snapshot, and nothing of the org
    _slide("revenue", more=(REVENUE, TARGET, RENEWAL, PLAYS)),
    _slide("scorecard", more=(TASKS, PLAYS, YEAR_AGO)),
    _slide("people", core=(CONTACTS,), more=(INFLUENCE, STRENGTH)),
    _slide(
        "risks", more=(TOUCHES, Need("news", ("signal",), ("signals[].date",), inputs=("signals",)))
    ),
    _slide("commitments", core=(_COMMITMENTS,)),
    _slide("plays", more=(PLAYS, _STAGES)),
    _slide("space", core=(PRODUCTS,), more=(PLAY_VALUE, QUALIFIED, RENEWAL)),
    _slide("ahead", more=(PLAYS,)),
    _slide("rivals", core=(_RIVALS,)),
    _slide("grid", core=(PRODUCTS,), more=(OWNED_CELLS,)),
    _slide("sources"),
)
