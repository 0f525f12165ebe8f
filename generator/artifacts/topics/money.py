"""What the customer pays, what may come of it, and what it owns."""

from __future__ import annotations

from generator.artifacts.facts import account as facts
from generator.artifacts.facts import ids
from generator.artifacts.getters import of_note
from generator.artifacts.origins import ADOPTION, PRODUCT_NAMES, UNIT_NAMES, USERS
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
    Record,
    Rows,
    Topic,
    day,
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
            "basis",
            "Of which day the current value is and where it was read; empty where it is unknown.",
            "as of Nov 22, 2026, from the accounts",
            facts.revenue_basis,
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
            "All deals won in the last 12 months come to $1,400,000, 17% apart.",
            facts.reconciliation,
            origins=("opportunity.amount", "account.arr"),
        ),
    ),
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


TOPICS = tuple(Topic(node) for node in (REVENUE, EXPECTED, PRODUCTS))
