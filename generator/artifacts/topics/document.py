"""The document itself, the period it speaks of, and us."""

from __future__ import annotations

from generator.artifacts.facts import document as doc
from generator.artifacts.schema import (
    CUSTOMER,
    Record,
    Topic,
    day,
    flag,
    picture,
    said,
    text,
)

DOCUMENT = Record(
    "document",
    "The document: for titles, headers and footers.",
    (
        said("title", "The document's title.", "Account plan", doc.title, audience=CUSTOMER),
        said(
            "file_label",
            "Account and title, for a window's title.",
            "Halvorsen - Account plan",
            doc.file_label,
            audience=CUSTOMER,
        ),
        text("artifact", "Which artifact this is.", "plan", doc.artifact, audience=CUSTOMER),
        text(
            "form",
            "How deep the document goes: full, light or brief.",
            "full",
            doc.form,
            audience=CUSTOMER,
        ),
        day(
            "as_of",
            "The date that stands for today in all figures.",
            "2026-11-22",
            "period.as_of",
            audience=CUSTOMER,
        ),
        text("org", "The organisation that was read.", "Lumen Works", doc.org),
        text("user", "The user whose eyes read the CRM, and how.", "Ana Ruiz", doc.user),
        text(
            "user_kind",
            "Whose login that is: person or integration (a user made for programs).",
            "person",
            doc.user_kind,
        ),
        day("expires", "After this day the document is out of date.", "2027-02-20", doc.expires),
        text(
            "newest_change",
            "Time of the newest change in what was read (ISO, UTC).",
            "2026-11-20T09:12:00",
            "newest_change",
        ),
        said(
            "newest_change_label",
            "The same to be read; unknown where it is not known.",
            "Nov 20, 2026 at 09:12 UTC",
            doc.newest_change_label,
        ),
        said(
            "marking",
            "Who may see it, and whether it is made from sample data; empty for a customer.",
            "INTERNAL - not for customers",
            doc.marking,
            audience=CUSTOMER,
        ),
        said(
            "sample_marking",
            "SAMPLE DATA where the sample org was read, else empty.",
            "SAMPLE DATA",
            doc.sample_marking,
            audience=CUSTOMER,
        ),
        flag("is_sample", "Made from the sample org.", audience=CUSTOMER),
        flag("is_draft", "Made for a fiscal year that has not begun.", doc.is_draft),
        flag("is_sandbox", "Read from a sandbox."),
        said(
            "basis",
            "A note where the records are newer than the as-of date, else empty.",
            "records as read now, computed for Sep 30, 2026",
            doc.basis,
        ),
        said(
            "basis_note",
            "The same as a sentence for the first page, with what it means; else empty.",
            "Records as read now, computed for Sep 30, 2026: what keeps no history is today's.",
            doc.basis_note,
        ),
        said(
            "footer",
            "One line for the footer: as-of, and for internal documents org, user and expiry.",
            "As of Nov 22, 2026 · Lumen Works · Ana Ruiz · valid until Feb 20, 2027",
            doc.footer,
            audience=CUSTOMER,
        ),
    ),
    get=lambda account, ctx: account,
    origins=("org.name", "org.reader", "org.reader_kind"),
)

PERIOD = Record(
    "period",
    "The quarter under review and the fiscal year.",
    (
        text(
            "quarter", "The quarter under review.", "Q3 FY2026", "quarter.label", audience=CUSTOMER
        ),
        day(
            "quarter_start",
            "First day of the quarter under review.",
            "2026-07-01",
            "quarter.start",
            audience=CUSTOMER,
        ),
        day(
            "quarter_end",
            "Last day of the quarter under review.",
            "2026-09-30",
            "quarter.end",
            audience=CUSTOMER,
        ),
        text(
            "next_quarter",
            "The quarter after it.",
            "Q4 FY2026",
            "next_quarter.label",
            audience=CUSTOMER,
        ),
        day(
            "next_quarter_end",
            "Last day of the quarter after it.",
            "2026-12-31",
            "next_quarter.end",
            audience=CUSTOMER,
        ),
        day(
            "coming_quarter_end",
            "Last day of the fiscal quarter after the one that as-of is in.",
            "2027-03-31",
            "coming_quarter.end",
        ),
        said("year", "The plan's fiscal year.", "FY2026", doc.fiscal_year),
        day("year_start", "First day of the fiscal year.", "2026-01-01"),
        day("year_end", "Last day of the fiscal year.", "2026-12-31"),
    ),
    origins=("org.fiscal",),
)

VENDOR = Record(
    "vendor",
    "Us: the company that sells.",
    (
        text("name", "Our company's name.", "Lumen Works", "org_name", audience=CUSTOMER),
        picture(
            "logo",
            "Our logo, for a placeholder picture's alternative text.",
            "vendor_logo",
            audience=CUSTOMER,
            origins=("logo.data",),
        ),
    ),
    get=lambda account, ctx: account,
    origins=("org.name",),
)


TOPICS = tuple(Topic(node) for node in (DOCUMENT, PERIOD, VENDOR))
