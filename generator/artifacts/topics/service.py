"""Support, and use of what the customer owns."""

from __future__ import annotations

from generator.artifacts.facts import ids
from generator.artifacts.facts import service as facts
from generator.artifacts.origins import ADOPTION, PRODUCT_NAMES, UNIT_NAMES, USERS
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
    Record,
    Rows,
    Topic,
    day,
    number,
    percent,
    said,
    text,
)

SUPPORT_QUARTERS = Rows(
    "quarters",
    "The last eight fiscal quarters, oldest first.",
    (
        text(
            "quarter",
            "Quarter.",
            "Q3 FY2026",
            "quarter.label",
            audience=CUSTOMER,
            origins=("org.fiscal",),
        ),
        number("opened", "Cases opened.", "14", audience=CUSTOMER),
        number("closed", "Cases closed.", "12", audience=CUSTOMER),
        number(
            "median_days",
            "Median days to close.",
            "2.6",
            "median_days_to_close",
            unit="days",
            audience=CUSTOMER,
        ),
    ),
    origins=("case.created", "case.closed"),
)

SUPPORT = Record(
    "support",
    "Support cases.",
    (
        number(
            "open",
            "Open cases; unknown where cases cannot be read.",
            "5",
            audience=CUSTOMER,
            ids=ids.open_cases,
        ),
        Rows(
            "by_priority",
            "Open cases by priority.",
            (
                text("priority", "Priority.", "High", audience=CUSTOMER),
                number("count", "Open cases.", "2", audience=CUSTOMER),
            ),
            facts.by_priority,
            origins=("case.priority",),
        ),
        Rows(
            "by_age",
            "Open cases by age, the youngest first.",
            (
                text("age", "Days open: 0-7, 8-30, 31-90 or 90+.", "8-30"),
                number("count", "Open cases.", "2"),
            ),
            facts.by_age,
            origins=("case.created",),
        ),
        said(
            "open_line",
            "Open cases by priority and by age; unknown where none is open.",
            "High 1, Low 2; by age in days: 0-7 2, 8-30 1",
            facts.open_line,
            origins=("case.priority", "case.created"),
        ),
        said(
            "trend",
            "Cases opened in the last four quarters beside the four before.",
            "41 opened in four quarters, 52 in the four before",
            facts.trend,
            origins=("case.created",),
        ),
        number(
            "missed_milestones",
            "Cases of the last four quarters that missed a milestone of their entitlement.",
            "3",
            origins=("case.missed_milestone",),
        ),
        said(
            "milestones_line",
            "The same with how many there were; unknown where entitlements are off.",
            "3 of 41 cases missed a milestone",
            facts.milestones_line,
            origins=("case.missed_milestone",),
        ),
        number("escalated", "Open cases that are escalated.", "1", ids=ids.open_cases),
        number(
            "oldest_open_days",
            "Age of the oldest open case.",
            "18",
            unit="days",
            audience=CUSTOMER,
            ids=ids.open_cases,
        ),
        number(
            "median_days",
            "Median days to close, cases closed in the last four quarters.",
            "3.2",
            "median_days_to_close",
            unit="days",
            audience=CUSTOMER,
        ),
        SUPPORT_QUARTERS,
        Rows(
            "themes",
            "What the cases of the last four quarters were about, most first.",
            (
                text(
                    "theme", "Theme.", "Configuration", audience=DECLARED, origins=("case.theme",)
                ),
                number("count", "Cases.", "6", audience=DECLARED, origins=("case.theme",)),
            ),
            facts.themes,
            needs=("case.theme",),
            limit=(6, 4),
            more="plain",
        ),
    ),
    origins=("case.created", "case.closed", "case.is_closed"),
)

USAGE = Record(
    "usage",
    "What is owned and used, by team and by product.",
    (
        Rows(
            "teams",
            "Divisions by the number of products in use, most first.",
            (
                text(
                    "name",
                    "Division.",
                    "Halvorsen Retail",
                    audience=DECLARED,
                    origins=UNIT_NAMES,
                ),
                number(
                    "products",
                    "Different products in use.",
                    "4",
                    audience=CUSTOMER,
                    origins=("asset.product_id",),
                ),
                text(
                    "product_names",
                    "Their names.",
                    "Atlas Core, Atlas Plan",
                    audience=CUSTOMER,
                    origins=PRODUCT_NAMES,
                ),
                number(
                    "quantity",
                    "Quantity, all products together; unknown where one's is.",
                    "240",
                    audience=CUSTOMER,
                    origins=("asset.quantity",),
                ),
                number(
                    "active_users",
                    "People who use them; unknown where one's are.",
                    "188",
                    audience=DECLARED,
                    origins=USERS,
                    ids=ids.users,
                ),
            ),
            facts.teams,
            needs=UNIT_NAMES,
            limit=(12, 6),
            more="plain",
        ),
        Rows(
            "products",
            "Products by the number of divisions that use them, most first.",
            (
                text("name", "Product.", "Atlas Core", audience=CUSTOMER, origins=PRODUCT_NAMES),
                text("family", "Family.", "Atlas", audience=CUSTOMER, origins=("product.family",)),
                number(
                    "teams",
                    "Divisions that use it.",
                    "3",
                    audience=DECLARED,
                    origins=UNIT_NAMES,
                ),
                number(
                    "quantity", "Quantity.", "310", audience=CUSTOMER, origins=("asset.quantity",)
                ),
                number(
                    "active_users",
                    "People who use it.",
                    "240",
                    audience=DECLARED,
                    origins=USERS,
                    ids=ids.users,
                ),
                percent(
                    "adoption",
                    "Active users in percent of the quantity, or of the licences a file names.",
                    "77",
                    audience=DECLARED,
                    origins=ADOPTION,
                    ids=ids.users,
                ),
                day(
                    "until",
                    "Earliest end of term.",
                    "2027-03-31",
                    audience=CUSTOMER,
                    origins=("asset.end_date",),
                ),
            ),
            facts.products,
            limit=(12, 6, 4),
            more="plain",
        ),
        number(
            "product_count",
            "Different products owned.",
            "6",
            facts.product_count,
            audience=CUSTOMER,
            origins=("asset.product_id",),
            ids=ids.owned,
        ),
        number(
            "team_count",
            "Divisions that own something.",
            "4",
            facts.team_count,
            audience=DECLARED,
            origins=UNIT_NAMES,
            ids=ids.owned,
        ),
        number(
            "quantity",
            "Quantity, all products together; unknown where none is recorded.",
            "640",
            facts.total_quantity,
            ids=ids.owned,
            audience=CUSTOMER,
            origins=("asset.quantity",),
        ),
        number(
            "active_users",
            "Active users of the products whose users are known.",
            "500",
            facts.total_users,
            audience=DECLARED,
            origins=USERS,
            ids=ids.users,
        ),
        said(
            "users_note",
            "How many products the active users are known for, if not all; else empty.",
            "known for 5 of 6",
            facts.users_note,
            audience=DECLARED,
            origins=USERS,
        ),
        said(
            "source_note",
            "Where active users come from and of which day: the CRM's field, and files.",
            "Active users that Salesforce does not hold: inputs/usage.csv, Oct 31, 2026.",
            facts.source_note,
            origins=("asset.active_users", "usage.source"),
        ),
        said(
            "quantity_note",
            "What the quantity leaves out, if anything; else empty.",
            "quantity known for 9 of 11",
            facts.quantity_note,
            audience=CUSTOMER,
            origins=("asset.quantity",),
        ),
    ),
    get="owned_products",
)

TOPICS = tuple(Topic(node) for node in (SUPPORT, USAGE))
