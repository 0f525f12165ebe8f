"""A checkup as lines for a terminal, and as values for ``--json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from generator.artifacts.catalog import CATALOG, PLAN
from generator.artifacts.forecast import EMPTY, FULL, THIN, Forecast, percent_filled
from generator.artifacts.phrases import Phrases
from generator.artifacts.telling.sections import forms_of
from generator.cli.advice import next_steps
from generator.cli.checkup import Checkup
from generator.cli.orgs import SAMPLE_WORDS
from generator.crm.rules import is_read_for_a_rule
from generator.model.capability import ALWAYS, UNCOUNTED, FieldCapability, KindCapability, Survey
from generator.terminal import harmless, table, width, wrap

_LABELLED: Final = 11  # columns of the labels of the first block
_OWN_LABELS: Final = {
    "task": "Tasks",
    "event": "Events",
    "rate": "Currencies",
    "dated_rate": "Dated rates",
    "period": "Fiscal periods",
}
_DOUBTS: Final = 12
_WHY: Final = 44  # from which column on the reasons of a forecast stand


def lines(found: Checkup, phrases: Phrases, limit: int, *, every_field: bool) -> list[str]:
    """All of it in at most ``limit`` columns; ``every_field``: also those that lack nothing."""
    blocks = [_connection(found, limit)]
    if found.survey is not None:
        blocks += [
            _capabilities(found, found.survey, phrases, limit),
            _fields(found.survey, phrases, limit, every_field=every_field),
            *(_artifact(name, found.forecasts, limit) for name in CATALOG),
        ]
    blocks += [_doubts(found, limit)] if found.doubts else []
    blocks.append(_next(found, limit))
    return [line for block in blocks for line in (*block, "")][:-1]


# --- the connection -------------------------------------------------------------------------------


def _connection(found: Checkup, limit: int) -> list[str]:
    rows = (
        ("Connection", _named(found)),
        ("Address", _joined(found.site, found.api_version and f"API {found.api_version}")),
        ("Org", _org(found)),
        ("User", _reader(found)),
        ("API calls", _calls(found)),
        ("Mapping", found.mapping_origin or "the default mapping"),
    )
    lines = [f"{SAMPLE_WORDS}."] if found.is_sample else []
    for label, text in rows:
        lines += _labelled(label, text, limit) if text else []
    for trouble in found.troubles:
        words = f"failed: {trouble.step}: {trouble.message}"
        lines += _labelled("", words, limit)
    return lines


def _labelled(label: str, text: str, limit: int) -> list[str]:
    first, *rest = wrap(text, limit, " " * _LABELLED) or [" " * _LABELLED]
    return [label.ljust(_LABELLED) + first[_LABELLED:], *rest]


def _named(found: Checkup) -> str:
    if not found.connection:
        return ""
    return f"--org {found.connection}" + (f" ({found.reason})" if found.reason else "")


def _reader(found: Checkup) -> str:
    """Who reads: a user made for programs may see more than the person who reads the documents."""
    if not found.org_id and not found.reader:
        return ""
    kind = "made for programs: may see more than you" if found.reader_kind == "integration" else ""
    return _joined(found.reader or "the org does not say who reads", kind)


def _org(found: Checkup) -> str:
    kind = {True: "a sandbox", False: "production", None: ""}[found.is_sandbox]
    return _joined(found.org_name, found.org_id, "" if found.is_sample else kind)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _calls(found: Checkup) -> str:
    if found.usage is None:
        return ""
    used, limit = found.usage.used, found.usage.limit
    return (
        f"{used:,} of {limit:,} used in the last 24 hours, {max(limit - used, 0):,} left; "
        f"{found.spent} spent by this check"
    )


# --- what the org offers --------------------------------------------------------------------------


def _capabilities(found: Checkup, survey: Survey, phrases: Phrases, limit: int) -> list[str]:
    when = survey.taken.strftime("%Y-%m-%d %H:%M UTC")
    kept = "; kept from then, --refresh counts anew" if found.is_kept else ""
    rows = [_kind_row(kind, survey, phrases) for kind in survey.kinds if _is_asked_for(kind)]
    heads = ("Kind of record", "State", "Kept in", "Records", "Fields")
    notes = [
        line
        for kind in survey.kinds
        if kind.reason
        for line in wrap(f"{label_of(kind, phrases)}: {kind.reason}.", limit)
    ]
    return [
        f"What the org offers, counted {when}{kept}",
        *table(heads, rows, limit, numbers=(3, 4)),
        *notes,
    ]


def _is_asked_for(kind: KindCapability) -> bool:
    """Not so for records that only a rule would read which this org does not have."""
    return bool(kind.candidates) or not is_read_for_a_rule(kind.kind)


def _kind_row(kind: KindCapability, survey: Survey, phrases: Phrases) -> Sequence[object]:
    where = " or ".join(kind.sought)
    count = None if kind.count is None else f"{kind.count:,}"
    fields = f"{len(kind.found)} of {len(kind.wanted)}"
    state = state_of(kind, survey, phrases) if kind.count == 0 or not kind.is_readable else "there"
    return (label_of(kind, phrases), state, where, count, fields)


def state_of(kind: KindCapability, survey: Survey, phrases: Phrases) -> str:
    """In the coverage's words: not enabled in this org, not visible to somebody, no records."""
    state = "no_records" if kind.count == 0 else kind.state
    reader = survey.reader or phrases.say("coverage.the_reader")
    return phrases.say(f"coverage.{state}", user=reader, n=kind.count or 0) or ""


def label_of(kind: KindCapability, phrases: Phrases) -> str:
    """``Opportunities``; of kinds that share a topic, and of the org's own, the model's name."""
    key = f"label.topic.{kind.topic}"
    if kind.kind in _OWN_LABELS or not phrases.has(key):
        return _OWN_LABELS.get(kind.kind) or kind.kind.replace("_", " ").capitalize()
    return phrases.say(key) or kind.kind


def _fields(survey: Survey, phrases: Phrases, limit: int, *, every_field: bool) -> list[str]:
    rows = []
    left_out = 0
    for kind in survey.kinds:
        if not kind.is_readable:
            continue
        for one in kind.wanted:
            if every_field or _is_notable(one, kind):
                rows.append((one.name, _kept_in(one, kind), filled_words(one, kind)))
            else:
                left_out += 1
    title = "How well fields are filled, and where the mapping finds them"
    heads = ("Field", "Kept in, or looked for", "Filled")
    hidden = f"Not in this org, or hidden from {survey.reader or 'the user'}: a dash."
    more = f"{left_out} other fields are always filled, or not counted: --fields lists them."
    return [
        title,
        *(table(heads, rows, limit, numbers=(2,)) if rows else []),
        *(wrap(hidden, limit) if rows else []),
        *(wrap(more, limit) if left_out else []),
    ]


def _is_notable(one: FieldCapability, kind: KindCapability) -> bool:
    is_partial = one.filled is not None and one.filled != kind.count
    return not one.is_there or is_partial


def _kept_in(one: FieldCapability, kind: KindCapability) -> str:
    return one.source or f"{kind.source}: {' or '.join(one.candidates)}"


def filled_words(one: FieldCapability, kind: KindCapability) -> str:
    """``42%``, ``always``, ``not counted``; a dash for a field that is not there."""
    if not one.is_there:
        return "-"
    if one.how in (ALWAYS, UNCOUNTED):
        return "always" if one.how == ALWAYS else "not counted"
    if one.filled is None:
        return "unknown"
    return percent_filled(one.filled, kind.count or 0)


# --- what the documents will hold -----------------------------------------------------------------


def _artifact(name: str, forecasts: Iterable[Forecast], limit: int) -> list[str]:
    mine = [one for one in forecasts if one.artifact == name]
    counts = [f"{sum(o.state == state for o in mine)} {state}" for state in (FULL, THIN, EMPTY)]
    lines = [f"{CATALOG[name].title.capitalize()} ({name}): {', '.join(counts)}"]
    if found_nothing := [one for one in mine if not one.needs and one.state == EMPTY]:
        return [*lines, *_hanging("  ", "; ".join(found_nothing[0].reasons), limit)]
    for state in (EMPTY, THIN):
        for one in mine:
            lines += _section(one, limit) if one.state == state else []
    full = [one.title for one in mine if one.state == FULL]
    return lines + (_hanging(f"  {FULL:6}", " · ".join(full), limit) if full else [])


def _section(one: Forecast, limit: int) -> Iterator[str]:
    head = f"  {one.state:6}{harmless(one.title)}"
    for number, reason in enumerate(one.reasons):
        start = head if number == 0 else ""
        if width(start) >= _WHY:
            yield start
            start = ""
        yield from _hanging(start.ljust(_WHY), reason, limit)


def _hanging(head: str, text: str, limit: int) -> list[str]:
    indent = " " * width(head)
    first, *rest = wrap(text, limit, indent) or [indent]
    return [head + first[len(indent) :], *rest]


def _doubts(found: Checkup, limit: int) -> list[str]:
    lines = ["Doubts about the mapping"]
    for doubt in found.doubts[:_DOUBTS]:
        lines += _hanging("  - ", doubt, limit)
    more = len(found.doubts) - _DOUBTS
    return [*lines, f"  - and {more} more: see --json"] if more > 0 else lines


def _next(found: Checkup, limit: int) -> list[str]:
    steps = next_steps(found)
    lines = ["What to do next, worst first"]
    for number, step in enumerate(steps, 1):
        lines += _hanging(f"{number:2}. ", step, limit)
    return lines


# --- as values ------------------------------------------------------------------------------------


def values(found: Checkup) -> dict[str, Any]:
    """Everything, for ``--json``. Unknown is null: whether a field is absent or hidden is, too."""
    usage, survey = found.usage, found.survey
    return {
        "ok": found.is_well,
        "troubles": [
            {"step": t.step, "message": t.message, "next_step": t.next_step} for t in found.troubles
        ],
        "connection": {
            "org": found.connection,
            "address": found.site or None,
            "api_version": found.api_version or None,
            "is_sample": found.is_sample,
        },
        "org": {
            "id": found.org_id or None,
            "name": found.org_name or None,
            "is_sandbox": found.is_sandbox,
        },
        "user": found.reader or None,
        "reader_kind": found.reader_kind or None,
        "api_calls": {
            "used": usage.used if usage else None,
            "limit": usage.limit if usage else None,
            "left": max(usage.limit - usage.used, 0) if usage else None,
            "spent": found.spent,
        },
        "mapping": {"source": found.mapping_origin or None, "doubts": list(found.doubts)},
        "counted": survey.taken.isoformat() if survey else None,
        "capabilities": [_kind_values(kind) for kind in (survey.kinds if survey else ())],
        "artifacts": [_artifact_values(name, found.forecasts) for name in CATALOG],
        "next_steps": next_steps(found),
    }


def _kind_values(kind: KindCapability) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "topic": kind.topic,
        "state": kind.state,
        "reason": kind.reason or None,
        "source": kind.source or None,
        "candidates": list(kind.candidates),
        "is_optional": kind.is_optional,
        "records": kind.count,
        "fields_found": len(kind.found),
        "fields_wanted": len(kind.wanted),
        "fields": [_field_values(one, kind) for one in kind.wanted],
    }


def _field_values(one: FieldCapability, kind: KindCapability) -> dict[str, Any]:
    return {
        "name": one.name,
        "source": one.source or None,
        "candidates": list(one.candidates),
        "present": True if one.is_there else None,
        "readable": one.is_there,
        "filled": one.filled,
        "filled_percent": _percent(one, kind),
        "how": one.how if one.is_there else None,
    }


def _percent(one: FieldCapability, kind: KindCapability) -> float | None:
    if one.filled is None or not kind.count:
        return None
    return round(100 * one.filled / kind.count, 1)


def _artifact_values(name: str, forecasts: Iterable[Forecast]) -> dict[str, Any]:
    sections = [
        {
            "section": one.section,
            "title": one.title,
            "forms": list(forms_of(one.section)) if name == PLAN.name else ["full"],
            "state": one.state,
            "reasons": list(one.reasons),
        }
        for one in forecasts
        if one.artifact == name
    ]
    return {"artifact": name, "sections": sections}
