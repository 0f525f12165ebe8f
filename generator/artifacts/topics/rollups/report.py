"""The rollup itself: of whom, as of when, read by whom, and what was read."""

from __future__ import annotations

from generator.artifacts.catalog import AUDIT, CALENDAR, LOST, PACKET, TOPX
from generator.artifacts.facts import document as doc
from generator.artifacts.facts import planning
from generator.artifacts.facts import report as facts
from generator.artifacts.getters import joined, label
from generator.artifacts.schema import Record, Rows, Topic, day, flag, number, picture, said, text

_COVERAGE = Rows(
    "coverage",
    "Each kind of record: in how many of the accounts it was read, and what is missing.",
    (
        text("topic", "Kind of record.", "cases"),
        said("label", "The kind in words.", "Cases", label("topic", "topic")),
        said("state_label", "What was read, in words.", "in 12 of 17 accounts", facts.state_label),
        number("count", "Records read.", "440"),
        text("source", "Where the CRM keeps it.", "Case"),
        text("missing", "Fields that are absent or hidden.", "theme", joined("missing")),
    ),
    origins=("coverage.state",),
)

REPORT = Record(
    "report",
    "The document about many accounts: for titles, headers and footers.",
    (
        said("title", "The document's title.", "Plan audit", facts.title),
        said("full_title", "The title and whose it is.", "Plan audit - tier 1", facts.full_title),
        text("scope", "Which accounts it is about, in words.", "Dana Reyes", "scope"),
        text("person", "Whose accounts they are; unknown: no one person's.", "Dana Reyes",
             "person.name"),
        text("person_title", "That person's job title.", "VP Sales", "person.title"),
        number("count", "How many accounts.", "12"),
        text("currency", "ISO code of the currency that all sums are in.", "USD"),
        day("as_of", "The date that stands for today in all figures.", "2026-11-22"),
        text("quarter", "The last completed fiscal quarter.", "Q3 FY2026", "period.quarter.label"),
        said("year", "The fiscal year that holds as-of.", "FY2026",
             lambda head, ctx: doc.fiscal_year(head.period, ctx)),
        said("week", "Which week of planning this file serves, in a sentence.",
             "Week 3 of 6 in planning FY2027: drafts.",
             lambda head, ctx: planning.line(head.cadence, ctx)),
        text("org", "The organisation that was read.", "Lumen Works", doc.org),
        text("user", "The user whose eyes read the CRM, and how.", "Ana Ruiz", doc.user),
        day("expires", "After this day it is out of date.", "2026-11-29", facts.expires),
        text("newest_change", "Time of the newest change in what was read (ISO, UTC).",
             "2026-11-20T09:12:00"),
        said("newest_change_label", "The same to be read; unknown where it is not known.",
             "Nov 20, 2026 at 09:12 UTC", doc.newest_change_label),
        said("marking", "Who may see it, and whether it is made from sample data.",
             "INTERNAL - not for customers", doc.internal_marking),
        said("basis_note", "Where the records are newer than as-of: what that means; and which "
             "accounts could not be read. Else empty.",
             "Left out, for they could not be read: Acme.", facts.basis_note),
        said("footer", "One line for the footer: as-of, org, user and expiry.",
             "As of Nov 22, 2026 · Lumen Works · Ana Ruiz · valid until Nov 29, 2026",
             facts.footer),
        flag("is_sample", "Made from the sample org."),
        text("vendor", "Our company's name.", "Lumen Works", "org_name"),
        picture("logo", "Our logo, for a placeholder picture's alternative text.", "vendor_logo",
                origins=("logo.data",)),
        _COVERAGE,
        Rows(
            "field_sources",
            "Where the CRM keeps each field.",
            (
                text("field", "Field of the model.", "account.arr",
                     lambda row, _ctx: row[0]),
                text("origin", "Where the CRM keeps it.", "the account",
                     lambda row, _ctx: row[1]),
            ),
            "sources",
            origins=("account.id",),
        ),
    ),
    get=lambda source, _ctx: source.head,
    origins=("org.name", "org.reader", "org.fiscal"),
)  # fmt: skip

_OF = (PACKET, TOPX, AUDIT, LOST, CALENDAR)
TOPICS = (Topic(REPORT, artifacts=tuple(artifact.name for artifact in _OF)),)
