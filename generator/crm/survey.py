"""What an org offers to the user who reads, counted: records and filled fields of every kind.

One statement of aggregates for each kind of record, five statements in a composite request. A count
that is refused or takes too long costs itself: that kind's numbers are unknown, all others stand.
With the default mapping a survey takes 10 calls, 8 where the describes are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from generator.crm import faults, soql
from generator.crm.binding import Bound, Column, may_lack
from generator.crm.capabilities import describe_key, survey_key
from generator.crm.coverage import absence, is_placeable
from generator.crm.kinds import KINDS, TOPICS
from generator.crm.mapping import KindMapping
from generator.crm.renewals import open_renewals
from generator.crm.repair import HIDDEN
from generator.crm.rules import is_read_for_a_rule
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.crm.wire import MAX_QUERIES, Answer, query_subrequest
from generator.errors import CrmError, LimitReached, SignInFailed
from generator.model import codec
from generator.model.capability import (
    ALWAYS,
    COUNTED,
    UNCOUNTED,
    FieldCapability,
    KindCapability,
    Survey,
)

SURVEYED: Final = tuple(kind for kind in KINDS if kind != "organization")
_OBJECTS: Final = "EntityDefinition"
_NAME: Final = "QualifiedApiName"
_SINCE: Final = {
    "AccountContactRelation": 37,
    "AccountPlan": 62,
    "AccountPlanObjective": 62,
    "AccountPlanObjectiveMeasure": 62,
    "AccountPlanObjMeasRela": 62,
}
"""From which version of the API on these objects exist (SALESFORCE.md 3.1)."""


@dataclass
class _Counts:
    """What was counted: by kind the number of records, and of the values by field's path."""

    records: dict[str, int] = field(default_factory=dict)
    values: dict[str, dict[str, int]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)  # described, and yet refused
    reasons: dict[str, str] = field(default_factory=dict)  # why a count is not known
    stop: str = ""  # no call is left: nothing more is asked


def survey(session: Session, taken: datetime) -> Survey:
    """Every kind of record of the mapping, as the session's user sees it at ``taken``; kept in the
    session's store.

    SignInFailed where the session ends, and CrmError where the org cannot describe its objects;
    whatever else fails is said in the survey.
    """
    bounds = {kind: session.catalog.bound(kind) for kind in SURVEYED}
    counts = _counted(session, [bound for bound in bounds.values() if bound is not None])
    missing = [kind for kind, bound in bounds.items() if bound is None]
    named, renewals = _asked_beside(session, missing, bounds["opportunity"])
    found = Survey(
        tuple(_kind(session, kind, bound, counts, named) for kind, bound in bounds.items()),
        session.identity.name,
        session.mapping.declared_safe,
        taken,
        session.wire.api_version,
        session.mapping.rules,
        renewals,
    )
    session.wire.store.keep_survey(_key(session), codec.encode(found))
    return found


def kept_survey(session: Session) -> Survey | None:
    """The survey of the last day, where one was kept for this org, user and mapping. No call."""
    kept = session.wire.store.survey(_key(session))
    try:
        return codec.decode(Survey, kept)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None  # written by something else: counted anew


def forget(session: Session) -> None:
    """Ask the org anew: drop what was kept of it, before anything else is asked."""
    session.wire.store.forget(_key(session))
    session.wire.store.forget(_describes(session))


def _describes(session: Session) -> str:
    who = session.identity
    return describe_key(
        session.wire.site, who.org_id, session.wire.reader_key, session.wire.api_version
    )


def _key(session: Session) -> str:
    return survey_key(_describes(session), repr(session.mapping))


# --- counting -------------------------------------------------------------------------------------


def _counted(session: Session, bounds: Sequence[Bound]) -> _Counts:
    counts = _Counts()
    plain: list[Bound] = []
    for batch in _batches(bounds):
        for bound, answer in _asked(session, [(b, _statement(b)) for b in batch], counts):
            if not _take(bound, answer, counts):
                plain.append(bound)
    for batch in _batches(plain):  # without the fields: one of them may be what was refused
        for bound, answer in _asked(session, [(b, _statement(b, ())) for b in batch], counts):
            _take(bound, answer, counts)
    return counts


def _batches(bounds: Sequence[Bound]) -> Iterator[Sequence[Bound]]:
    for start in range(0, len(bounds), MAX_QUERIES):
        yield bounds[start : start + MAX_QUERIES]


def _statement(bound: Bound, paths: Sequence[str] | None = None) -> Query:
    wanted = _countable(bound) if paths is None else paths
    counted = (f"COUNT({path}) f{number}" for number, path in enumerate(wanted))
    return Query(bound.kind, bound.object.name, ("COUNT(Id) n", *counted))


def _countable(bound: Bound) -> tuple[str, ...]:
    """The fields' paths that COUNT takes, each once."""
    paths = (column.path for column in bound.columns.values() if _how(column) == COUNTED)
    return tuple(dict.fromkeys(paths))


def _how(column: Column) -> str:
    if column.info.type == "boolean":
        return ALWAYS
    return COUNTED if column.info.is_aggregatable else UNCOUNTED


def _asked(
    session: Session, asked: Sequence[tuple[Bound, Query]], counts: _Counts
) -> Iterator[tuple[Bound, Answer]]:
    """The answers; where the request as a whole fails, each statement once more by itself."""
    try:
        if not counts.stop:
            yield from _sent(session, asked)
            return
    except SignInFailed:
        raise
    except LimitReached as error:
        counts.stop = f"not counted: {error.message}"
    except CrmError as error:
        if len(asked) > 1:
            for one in asked:
                yield from _asked(session, [one], counts)
            return
        counts.reasons[asked[0][0].kind] = f"not counted: {error.message}"
        return
    counts.reasons.update((bound.kind, counts.stop) for bound, _ in asked)


def _sent(session: Session, asked: Sequence[tuple[Bound, Query]]) -> Sequence[tuple[Bound, Answer]]:
    parts = [query_subrequest(f"count{n}", query.soql()) for n, (_, query) in enumerate(asked)]
    answers = session.wire.composite(parts)
    return [(b, answers[part.reference]) for (b, _), part in zip(asked, parts, strict=True)]


def _take(bound: Bound, answer: Answer, counts: _Counts) -> bool:
    """Keep what was counted; False where the statement may be answered without its fields."""
    row = _row(answer)
    if row is not None:
        counts.reasons.pop(bound.kind, None)
        counts.records[bound.kind] = row["n"]
        paths = _countable(bound)
        counts.values[bound.kind] = {
            path: row[f"f{n}"] for n, path in enumerate(paths) if f"f{n}" in row
        }
        return True
    found = faults.parse_faults(answer.body)
    code = found[0].code if found else f"HTTP {answer.status}"
    if code in HIDDEN:
        counts.hidden.add(bound.kind)
        return True
    counts.reasons[bound.kind] = f"not counted: {_in_words(code)}"
    return False


def _row(answer: Answer) -> dict[str, int] | None:
    """The one record of an aggregate's result; None where the answer is anything else."""
    body = answer.body
    rows = body.get("records") if answer.status == 200 and isinstance(body, Mapping) else None
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], Mapping):
        return None
    numbers = {key: value for key, value in rows[0].items() if isinstance(value, int)}
    return numbers if "n" in numbers else None


def _in_words(code: str) -> str:
    words = {
        "QUERY_TIMEOUT": "there are too many records to count in time (QUERY_TIMEOUT)",
        "OPERATION_TOO_LARGE": "there are too many records to count (OPERATION_TOO_LARGE)",
    }
    return words.get(code, f"Salesforce refused ({code})")


# --- what is not there, and open renewals --------------------------------------------------------


def _asked_beside(
    session: Session, missing: Sequence[str], opportunities: Bound | None
) -> tuple[frozenset[str], int | None]:
    """Those objects of ``missing`` kinds which the org's own list of objects names, and how many
    open renewals there are; both are asked in one call, and what is not answered is not known.

    Who may read that list sees objects there that are closed to him; others see nothing in it that
    they could not describe. So a name that is found proves that the object exists; one that is not
    found proves nothing (docs/decisions/0013-doctor-and-capabilities.md).
    """
    names = sorted({name for kind in missing for name in session.mapping[kind].objects})
    listed = Query("", _OBJECTS, (_NAME,), soql.in_list(_NAME, names)) if names else None
    asked = {"objects": listed, "renewals": open_renewals(opportunities, session.mapping.rules)}
    parts = [query_subrequest(name, query.soql()) for name, query in asked.items() if query]
    try:
        answers = session.wire.composite(parts) if parts else {}
    except SignInFailed:
        raise
    except CrmError:
        return frozenset(), None
    counted = _row(answers["renewals"]) if "renewals" in answers else None
    found = _records(answers["objects"]) if "objects" in answers else []
    return frozenset(str(row.get(_NAME)) for row in found), counted["n"] if counted else None


def _records(answer: Answer) -> list[Mapping[str, Any]]:
    body = answer.body
    rows: Any = body.get("records") if answer.status == 200 and isinstance(body, Mapping) else ()
    return [row for row in rows or () if isinstance(row, Mapping)]


# --- putting together -----------------------------------------------------------------------------


def _kind(
    session: Session,
    kind: str,
    bound: Bound | None,
    counts: _Counts,
    named: frozenset[str],
) -> KindCapability:
    mapping = session.mapping[kind]
    topic = TOPICS.get(kind, kind)
    if bound is None:
        state, reason = _absence(session, mapping, named)
        fields = tuple(_missing(kind, name, names) for name, names in mapping.fields.items())
        is_optional = is_read_for_a_rule(kind)
        return KindCapability(
            kind, topic, state, "", mapping.objects, None, fields, reason, is_optional
        )
    fields = tuple(
        _field(bound, name, names, counts.values.get(kind, {}))
        for name, names in mapping.fields.items()
    )
    count = counts.records.get(kind)
    state, reason = _presence(bound, counts, count)
    return KindCapability(
        kind, topic, state, bound.object.name, mapping.objects, count, fields, reason
    )


def _presence(bound: Bound, counts: _Counts, count: int | None) -> tuple[str, str]:
    if bound.kind in counts.hidden:
        return "not_visible", f"{bound.object.name} is described, but may not be queried"
    if not is_placeable(bound):
        return "not_visible", f"the field that links {bound.object.name} to its account is missing"
    return "no_records" if count == 0 else "read", counts.reasons.get(bound.kind, "")


def _absence(session: Session, mapping: KindMapping, named: frozenset[str]) -> tuple[str, str]:
    closed = next((name for name in mapping.objects if session.catalog.described(name)), None)
    if closed:
        return "not_visible", f"{closed} is described, but may not be queried"
    there = next((name for name in mapping.objects if name in named), None)
    if there:
        return "not_visible", f"the org's list of objects names {there}"
    state = absence(session, mapping.kind)
    since = _SINCE.get(mapping.objects[0], 0) if mapping.objects else 0
    if since > float(session.wire.api_version):
        return "not_enabled", f"{mapping.objects[0]} needs API version {since}.0"
    return state, ""


def _field(
    bound: Bound, name: str, names: tuple[str, ...], values: Mapping[str, int]
) -> FieldCapability:
    column = bound.columns.get(name)
    if column is None:
        return _missing(bound.kind, name, names)
    source = f"{bound.object.name}.{column.path}"
    filled = values.get(column.path)
    return FieldCapability(f"{bound.kind}.{name}", source, names, _how(column), filled)


def _missing(kind: str, name: str, names: tuple[str, ...]) -> FieldCapability:
    """What is no gap where it is absent counts as not looked for."""
    return FieldCapability(f"{kind}.{name}", "", () if may_lack(kind, name, names) else names)
