"""What was read and what was not: coverage, sources, problems. All internal."""

from __future__ import annotations

from generator.artifacts.facts import record as facts
from generator.artifacts.getters import joined, label
from generator.artifacts.schema import Record, Rows, Topic, day, number, said, text

_COVERAGE = (
    text("topic", "Kind of record.", "cases"),
    said("label", "The kind in words.", "Cases", label("topic", "topic")),
    text("state", "read, no_records, not_enabled, not_visible or not_mapped.", "read"),
    said("state_label", "The state in words.", "not visible to Ana Ruiz", facts.state_label),
    number("count", "Records read.", "44"),
    text("source", "Where the CRM keeps it.", "cases"),
    number("found", "Fields that are there, of those looked for.", "9"),
    number("wanted", "Fields looked for.", "10"),
    said("fields", "How many of the fields are there.", "9 of 10 fields", facts.fields),
    text("missing", "Fields that are absent or hidden.", "theme", joined("missing")),
    said(
        "line",
        "State, fields and missing ones in one line.",
        "44 records, 9 of 10 fields; without theme",
        facts.line,
    ),
)

COVERAGE = Rows(
    "coverage",
    "Each kind of record: read or not, and why.",
    _COVERAGE,
    origins=("coverage.state",),
)

COVERAGE_GAPS = Rows(
    "coverage_gaps",
    "The kinds of record that were not read, or not in full.",
    _COVERAGE,
    get=facts.gaps,
    origins=("coverage.state",),
)

SOURCES = Rows(
    "sources",
    "The key figures with the records each was made from.",
    (
        text("name", "Its name in the vocabulary.", "revenue.current"),
        said("label", "The figure in words.", "Yearly contract value"),
        said("value", "The figure as printed; unknown: not recorded.", "$1,200,000"),
        said("note", "Where it comes from, and what it leaves out.", "stated; known for 5 of 8"),
        number("count", "Records it was made from.", "5"),
        text("ids", "Their record ids.", "001000000000001AAA, 001000000000002AAA"),
        said("ids_shown", "The first of them, for a page.", "001000000000001AAA and 4 more"),
    ),
    get=facts.figures,
    origins=("account.id",),
)

FIELD_SOURCES = Rows(
    "field_sources",
    "Where the CRM keeps each field.",
    (
        text("field", "Field of the model.", "account.arr"),
        text("origin", "Where the CRM keeps it.", "the account"),
    ),
    get=facts.field_sources,
    origins=("account.id",),
)

PROBLEMS = Rows(
    "problems",
    "Records that could not be taken as they stand, and what was done.",
    (
        text("message", "What is wrong, and what was done.", "no rate for JPY: amount left out"),
        said(
            "line",
            "The same, its days as the document writes days.",
            "Opportunity Core is won with a close date of Dec 1, 2026, after as-of",
            facts.problem,
        ),
        text("record_id", "Record id.", "006000000000001AAA"),
        text("source", "Where it stands.", "opportunity amounts"),
    ),
    origins=("account.id",),
    limit=(10, 4),
)

RATES = Rows(
    "rates",
    "The exchange rates by which money of other currencies was converted.",
    (
        text("from", "Currency of the records.", "EUR", "source"),
        text("to", "Currency of the account.", "USD", "target"),
        number("rate", "So many of the second are one of the first.", "1.0842"),
        day("start", "From when a dated rate holds; else unknown.", "2026-10-01"),
        day("end", "First day on which it holds no longer, where one is known.", "2026-11-01"),
        said("pair", "Into what from what.", "USD from EUR", facts.rate_pair),
        said("rate_text", "The rate in six digits.", "1.0842", facts.rate_text),
        said("basis", "Which rate it is.", "rate of Oct 1, 2026", facts.rate_basis),
        said("line", "All of it.", "USD from EUR at 1.0842 (rate of Oct 1, 2026)", facts.rate_line),
    ),
    origins=("org.rates",),
    limit=(10, 4),
    more="workbook",
)

EMPTY = Record(
    "empty",
    "What a section says when it has nothing to show: why, in the coverage's words.",
    tuple(
        said(name, f"For want of {words}.", "No cases in the period", facts.empty(name))
        for name, (_, words) in facts.EMPTY.items()
    ),
    get="coverage",
    origins=("coverage.state",),
)

TOPICS = tuple(
    Topic(node)
    for node in (COVERAGE, COVERAGE_GAPS, SOURCES, FIELD_SOURCES, PROBLEMS, RATES, EMPTY)
)
