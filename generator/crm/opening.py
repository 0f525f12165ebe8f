"""The first call of a run: describes, and the questions that will follow from them.

Until the objects are described nobody knows which fields there are; yet in nearly every org the
first questions are the same. So they are sent along with the describes, as they would be asked of
the standard fields. Their answers are set aside by the text of the statement: where the describes
lead to the same statement its answer is there already, and elsewhere it is asked as it should be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.crm.queries import Lookup
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.crm.standard import assumed
from generator.crm.wire import MAX_QUERIES, MAX_SUBREQUESTS, query_subrequest


def open_with(session: Session, build: Callable[[Lookup], Sequence[Query]]) -> None:
    """Describe what comes first and ask what ``build`` makes of the standard fields, in one call.

    Nothing happens where what the org offers is known already.
    """
    if not session.catalog.is_cold:
        return
    likely = build(lambda kind: assumed(session.mapping, kind))[:MAX_QUERIES]
    parts = [query_subrequest(f"likely{n}", query.soql()) for n, query in enumerate(likely)]
    riders = session.catalog.riders(MAX_SUBREQUESTS - len(parts))
    answers = session.wire.composite([*parts, *riders])
    session.catalog.take(answers)
    for part, query in zip(parts, likely, strict=True):
        if answers[part.reference].status == 200:
            session.asked[query.soql()] = answers[part.reference]
