"""The document itself, the account, its team, its money, its renewal and what it owns."""

from __future__ import annotations

from generator.artifacts.facts import account as facts
from generator.artifacts.facts import document as doc
from generator.artifacts.getters import label, of_note
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
    Record,
    Rows,
    Topic,
    day,
    flag,
    money,
    number,
    percent,
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
            "Contoso - Account plan",
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
        text("user", "The user whose eyes read the CRM.", "Ana Ruiz", doc.user),
        day("expires", "After this day the document is out of date.", "2027-02-20", doc.expires),
        text(
            "newest_change",
            "Time of the newest change in what was read (ISO, UTC).",
            "2026-11-20T09:12:00",
            "newest_change",
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
        flag("is_sandbox", "Read from a sandbox."),
        said(
            "basis",
            "A note where the records are newer than the as-of date, else empty.",
            "records as read now, computed for Sep 30, 2026",
            doc.basis,
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
    origins=("org.name", "org.reader"),
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
        said("year", "The plan's fiscal year.", "FY2026", doc.fiscal_year),
        day("year_start", "First day of the fiscal year.", "2026-01-01"),
        day("year_end", "Last day of the fiscal year.", "2026-12-31"),
    ),
    origins=("org.fiscal",),
)

VENDOR = Record(
    "vendor",
    "Us: the company that sells.",
    (text("name", "Our company's name.", "Lumen Works", "org_name", audience=CUSTOMER),),
    get=lambda account, ctx: account,
    origins=("org.name",),
)

DIVISIONS = Rows(
    "divisions",
    "The account and the accounts below it, in tree order.",
    (
        text("id", "Record id.", "001000000000001AAA"),
        text("name", "Name.", "Contoso Retail", audience=CUSTOMER),
        text("parent_id", "Record id of the account above.", "001000000000000AAA"),
        number(
            "depth",
            "0 for the account itself, 1 below it, and so on.",
            "1",
            origins=("account.parent_id",),
        ),
        text("country", "Country.", "Germany"),
        text("industry", "Industry.", "Retail"),
    ),
    get="units",
    model="account",
    limit=(20, 8),
)

ACCOUNT = Record(
    "account",
    "Who the customer is.",
    (
        text("id", "Record id, 18 characters.", "001000000000000AAA"),
        text("name", "Name.", "Contoso", audience=CUSTOMER),
        number("tier", "1, 2 or 3.", "1"),
        text(
            "tier_source",
            "Where the tier was read, or how it was computed.",
            "stated",
            origins=("account.tier",),
        ),
        text(
            "segment",
            "strategic, land_expand, retention, motion; unknown without a growth potential.",
            "strategic",
            origins=("account.arr", "account.potential"),
        ),
        said(
            "segment_label",
            "The segment in words.",
            "Strategic: grow",
            label("segment", "segment"),
            origins=("account.arr", "account.potential"),
        ),
        text(
            "segment_reason",
            "Why it is in this segment.",
            "revenue high, potential high",
            origins=("account.arr", "account.potential"),
        ),
        text("owner", "Account owner.", "Ana Ruiz", "owner.name", origins=("account.owner_id",)),
        text(
            "owner_title",
            "The owner's job title.",
            "Key Account Manager",
            "owner.title",
            origins=("user.title",),
        ),
        text(
            "manager",
            "The owner's manager.",
            "Leo Brandt",
            "owner_manager.name",
            origins=("user.manager_id",),
        ),
        text("industry", "Industry.", "Manufacturing"),
        text("ownership", "Public, private, subsidiary.", "Public"),
        number("employees", "Number of employees.", "12400", unit="people"),
        money("annual_revenue", "The customer's own yearly revenue.", "2400000000"),
        text(
            "location",
            "City and country.",
            "Hamburg, Germany",
            origins=("account.city", "account.country"),
        ),
        text("website", "Web address.", "https://contoso.example"),
        text("description", "What the customer does.", "Makes pumps for ..."),
        text("health", "Health as the CRM states it; never for customers.", "82"),
        money("potential", "Growth potential of one year.", "650000"),
        said(
            "potential_note",
            "Where the potential comes from, or why it is unknown.",
            "stated in the CRM",
            "potential.note",
            origins=("account.potential",),
        ),
        text("expansion_thesis", "Why and where this account grows.", "Central maintenance ..."),
        text(
            "value_proposition", "One sentence: what we are to this customer.", "Less downtime ..."
        ),
        text("playbook", "Renewal and adoption playbook.", "Standard renewal"),
        text("currency", "Currency of all money here (ISO 4217).", "EUR", facts.currency),
        day(
            "customer_since",
            "Earliest contract, asset or won opportunity.",
            "2021-03-01",
            origins=("contract.start_date", "asset.start_date", "opportunity.close_date"),
        ),
        day("last_review", "Last executive review held.", "2026-05-14"),
        number(
            "divisions_count",
            "How many accounts lie below it.",
            "7",
            facts.divisions_count,
            origins=("account.parent_id",),
        ),
        said(
            "line",
            "Industry, size and place in one line.",
            "Manufacturing · 12,400 people · Hamburg, Germany",
            facts.line,
            origins=("account.industry", "account.employees", "account.city", "account.country"),
        ),
        DIVISIONS,
    ),
    get="profile",
    model="account",
)

TEAM = Rows(
    "team",
    "Our people on the account by role; roles that nobody fills are listed too (not for customers).",
    (
        text("role", "Role on the account.", "Executive Sponsor", audience=CUSTOMER),
        text(
            "name",
            "Who fills it.",
            "Mara Lind",
            "person.name",
            audience=CUSTOMER,
            origins=("team_member.user_id", "user.name"),
        ),
        text("title", "Job title.", "SVP Sales", "person.title", origins=("user.title",)),
        flag(
            "is_filled",
            "Somebody fills the role.",
            facts.is_filled,
            origins=("team_member.user_id",),
        ),
    ),
    model="team_member",
    shared=lambda row: row.person is not None,
    limit=(12, 6),
)

REVENUE = Record(
    "revenue",
    "What the customer pays us in a year: now, and where it shall go.",
    (
        money(
            "current", "Yearly contract value now.", "1200000", origins=("account.arr", "asset.arr")
        ),
        money(
            "target", "Target for the plan year.", "1500000", origins=("account.revenue_target",)
        ),
        money(
            "gap",
            "Target less current.",
            "300000",
            origins=("account.arr", "account.revenue_target"),
        ),
        money(
            "year_ago",
            "Yearly contract value a year ago.",
            "1050000",
            origins=("account.arr_year_ago",),
        ),
        text(
            "source",
            "Where the current value was read.",
            "stated on the accounts",
            origins=("account.arr",),
        ),
        said(
            "current_note",
            "What the current value leaves out, if anything; else empty.",
            "known for 5 of 8 divisions",
            of_note("current"),
            origins=("account.arr",),
        ),
        said(
            "target_note",
            "Where the target comes from, or why it is unknown.",
            "stated",
            "target.note",
            origins=("account.revenue_target",),
        ),
        said(
            "gap_note",
            "Why the gap is unknown, if it is.",
            "no target recorded",
            "gap.note",
            origins=("account.revenue_target",),
        ),
        text(
            "reconciliation",
            "A warning where closed-won differs by more than a tenth; else unknown.",
            "won deals of the last year come to ...",
            origins=("opportunity.amount", "account.arr"),
        ),
    ),
)

RENEWAL_SOURCES = Rows(
    "sources",
    "Every source's date for the next renewal, earliest first.",
    (
        day("date", "The date.", "2027-03-31", "day"),
        text("source", "Where it stands.", "contract 00012"),
    ),
    origins=(
        "contract.end_date",
        "asset.end_date",
        "opportunity.close_date",
        "account.renewal_date",
    ),
)

MILESTONES = Rows(
    "milestones",
    "What is due how long before the renewal (365, 180, 120 and 90 days).",
    (
        number("days_before", "Days before the renewal.", "180", unit="days"),
        day("date", "The day it is due.", "2026-10-02"),
        said("name", "What is due.", "Renewal opportunity open, owner named", "name"),
        flag("is_past", "The day has passed."),
    ),
    get=facts.milestones,
    origins=("contract.end_date",),
)

RENEWAL = Record(
    "renewal",
    "The next renewal, and how ready we are.",
    (
        day(
            "date",
            "Earliest next renewal.",
            "2027-03-31",
            "day",
            audience=CUSTOMER,
            origins=("contract.end_date", "asset.end_date", "account.renewal_date"),
        ),
        number(
            "days",
            "Days from as-of to the renewal.",
            "129",
            unit="days",
            origins=("contract.end_date",),
        ),
        money(
            "value",
            "What is up for renewal.",
            "1200000",
            origins=("opportunity.amount", "account.arr"),
        ),
        text(
            "status", "red, attention, ok or unknown.", "attention", origins=("contract.end_date",)
        ),
        said(
            "status_label",
            "The status in words.",
            "Needs attention",
            label("renewal_status", "status"),
            origins=("contract.end_date",),
        ),
        text(
            "status_reason",
            "Why.",
            "no renewal opportunity is open",
            origins=("contract.end_date",),
        ),
        text(
            "owner",
            "Owner of the renewal opportunity.",
            "Ana Ruiz",
            "opportunity_owner.name",
            origins=("opportunity.owner_id",),
        ),
        text(
            "opportunity_id",
            "Record id of the renewal opportunity.",
            "006000000000001AAA",
            origins=("opportunity.id",),
        ),
        flag("auto_renews", "The contract renews by itself.", origins=("contract.auto_renews",)),
        number(
            "notice_days",
            "Contractual notice period.",
            "60",
            unit="days",
            origins=("contract.notice_days",),
        ),
        text(
            "strategy",
            "How the renewal is to be won.",
            "Renew early with ...",
            origins=("account.renewal_strategy",),
        ),
        flag("conflict", "The sources give different dates.", origins=("contract.end_date",)),
        said(
            "value_note",
            "Where the value comes from, or why it is unknown.",
            "renewal opportunity",
            "value.note",
            origins=("opportunity.amount",),
        ),
        RENEWAL_SOURCES,
        MILESTONES,
    ),
)

CONTRACTS = Rows(
    "contracts",
    "Contracts, newest first.",
    (
        text("id", "Record id.", "800000000000001AAA"),
        text("number", "Contract number.", "00000112"),
        text("unit", "Division.", "Contoso Retail", origins=("contract.account_id",)),
        day("start", "First day.", "2024-04-01", origins=("contract.start_date",)),
        day("end", "Last day.", "2027-03-31", origins=("contract.end_date",)),
        number("term_months", "Term.", "36", unit="months"),
        text("status", "Status in the CRM.", "Activated"),
    ),
    model="contract",
    limit=(10, 4),
)

PRODUCTS = Rows(
    "products",
    "What each division owns, its assets of one product taken together.",
    (
        text("product", "Product.", "Atlas Core", audience=CUSTOMER, origins=("product.name",)),
        text("family", "Product family.", "Atlas", audience=CUSTOMER, origins=("product.family",)),
        text("unit", "Division.", "Contoso Retail", audience=CUSTOMER, origins=("account.name",)),
        number("quantity", "Quantity.", "120", audience=CUSTOMER),
        money("arr", "Yearly value.", "80000"),
        number("active_users", "People who use it.", "96", audience=DECLARED),
        percent(
            "adoption",
            "Active users in percent of the quantity.",
            "80",
            facts.adoption,
            audience=DECLARED,
            origins=("asset.active_users", "asset.quantity"),
        ),
        day(
            "since", "Owned since.", "2024-04-01", audience=CUSTOMER, origins=("asset.start_date",)
        ),
        day("until", "Runs until.", "2027-03-31", audience=CUSTOMER, origins=("asset.end_date",)),
    ),
    get="owned_products",
    model="asset",
    limit=(16, 6),
)

TOPICS = tuple(
    Topic(node)
    for node in (DOCUMENT, PERIOD, VENDOR, ACCOUNT, TEAM, REVENUE, RENEWAL, CONTRACTS, PRODUCTS)
)
