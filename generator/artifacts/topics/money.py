"""What the customer pays, when it renews, its contracts and what it owns."""

from __future__ import annotations

from generator.artifacts.facts import account as facts
from generator.artifacts.facts import ids
from generator.artifacts.getters import label, of_note
from generator.artifacts.origins import ADOPTION, PRODUCT_NAMES, UNIT_NAMES, USERS
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
            "won deals of the last year come to $1.4M",
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
            "Earliest next renewal; for customers without the dates of our opportunities.",
            "2027-03-31",
            facts.renewal_day,
            audience=CUSTOMER,
            origins=("contract.end_date", "asset.end_date", "account.renewal_date"),
        ),
        number(
            "days",
            "Days from as-of to the renewal.",
            "129",
            unit="days",
            origins=("contract.end_date",),
            ids=ids.renewal_day,
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
            ids=ids.renewal_day,
        ),
        text(
            "strategy",
            "How the renewal is to be won.",
            "Renew early with the second plant",
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
        text("unit", "Division.", "Halvorsen Retail", origins=("contract.account_id",)),
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
        text(
            "product",
            "Product; without one, the asset's or subscription's name: for customers if declared.",
            "Atlas Core",
            facts.product_name,
            audience=CUSTOMER,
            origins=PRODUCT_NAMES,
        ),
        text("family", "Product family.", "Atlas", audience=CUSTOMER, origins=("product.family",)),
        text("unit", "Division.", "Halvorsen Retail", audience=DECLARED, origins=UNIT_NAMES),
        number("quantity", "Quantity.", "120", audience=CUSTOMER),
        money("arr", "Yearly value.", "80000"),
        number(
            "active_users",
            "People who use it.",
            "96",
            audience=DECLARED,
            origins=USERS,
            ids=ids.users,
        ),
        text(
            "users_source",
            "The file that says who uses it; unknown: the CRM.",
            "inputs/usage.csv",
            facts.users_source,
            origins=("usage.source",),
        ),
        day(
            "users_on",
            "The day of which the file speaks; unknown: the CRM.",
            "2026-10-31",
            "used_on",
            ids=ids.users,
            origins=("usage.day",),
        ),
        percent(
            "adoption",
            "Active users in percent of the quantity, or of the licences a file names.",
            "80",
            facts.adoption,
            audience=DECLARED,
            origins=ADOPTION,
            ids=ids.users,
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

EXPECTED = Record(
    "expected",
    "What may come of the account, in three parts that are never summed.",
    (
        money(
            "weighted",
            "Open deals but renewals, amount times probability.",
            "240000",
            origins=("opportunity.amount", "opportunity.probability"),
        ),
        said(
            "weighted_note",
            "What the weighted pipeline leaves out, if anything; else empty.",
            "known for 3 of 4",
            of_note("weighted"),
            origins=("opportunity.amount", "opportunity.probability"),
        ),
        money(
            "renewal",
            "Value of the next renewal.",
            "900000",
            origins=("opportunity.amount", "asset.arr", "account.arr"),
        ),
        money(
            "pre_pipeline",
            "White space with a value and no opportunity.",
            "400000",
            origins=("play.value",),
        ),
    ),
)


TOPICS = tuple(Topic(node) for node in (REVENUE, RENEWAL, EXPECTED, CONTRACTS, PRODUCTS))
