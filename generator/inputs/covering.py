"""The coverage of an account with the files in it: what was read of each, and how new it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from generator.inputs.rows import MANAGERS, SIGNALS, TEXTS, USAGE, Inputs
from generator.model.org import Coverage

TOPICS = {USAGE: "usage", SIGNALS: "signals", TEXTS: "texts", MANAGERS: "managers"}
"""Each file's topic in the coverage; signals share theirs with the CRM's."""


def covered(
    rows: Iterable[Coverage],
    inputs: Inputs,
    counts: Mapping[str, int],
    newest: Mapping[str, date],
) -> tuple[Coverage, ...]:
    """``rows``, those of the CRM, with one for each file that there is, sorted by topic.

    ``counts`` are the rows that speak of this account, by file, and ``newest`` the last of their
    days. Managers and texts that the CRM has itself are no gap: a file that adds none is no topic.
    """
    topics = {row.topic: row for row in rows}
    there = {
        USAGE: inputs.usage,
        SIGNALS: inputs.signals,
        TEXTS: inputs.texts,
        MANAGERS: inputs.managers,
    }
    for name, table in there.items():
        count = counts.get(name, 0)
        if table is not None and (count or name in (USAGE, SIGNALS)):
            topic = TOPICS[name]
            day = f", newest {newest[name].isoformat()}" if name in newest else ""
            source = f"{inputs.file(name)}{day}"
            file = Coverage(topic, "read" if count else "no_records", source, count)
            topics[topic] = _together(topics.get(topic), file)
    return tuple(topics[topic] for topic in sorted(topics))


def _together(crm: Coverage | None, file: Coverage) -> Coverage:
    """Both sources of one topic. What the CRM keeps and does not show is said to be missing."""
    if crm is None:
        return file
    if crm.state in ("read", "no_records"):
        count = crm.count + file.count
        state = "read" if count else "no_records"
        return replace(crm, state=state, source=f"{crm.source}; {file.source}", count=count)
    hidden = () if crm.state == "not_mapped" or not crm.source else (crm.source,)
    return replace(file, missing=(*crm.missing, *hidden))
