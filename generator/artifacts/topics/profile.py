"""The account, its divisions and our people on it."""

from __future__ import annotations

from generator.artifacts.facts import account as facts
from generator.artifacts.getters import dated, label
from generator.artifacts.origins import UNIT_NAMES
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
    picture,
    said,
    text,
)

_SINCE = ("contract.start_date", "asset.start_date", "opportunity.close_date")

DIVISIONS = Rows(
    "divisions",
    "The account and its divisions, in tree order: accounts, regions or business units.",
    (
        text("id", "Its record's id, or one made for a region.", "001000000000001AAA"),
        text("name", "Name.", "Halvorsen Retail", audience=DECLARED, origins=UNIT_NAMES),
        text("parent_id", "Id of the one above.", "001000000000000AAA"),
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
    needs=UNIT_NAMES,
    limit=(20, 8),
)

PLACES = Rows(
    "places",
    "Where the divisions are: countries, where most are first.",
    (
        text("country", "Country; unknown: not recorded.", "Germany"),
        number("divisions", "Divisions there.", "3"),
        said(
            "names",
            "The largest of them, with place and people.",
            "Retail (Hamburg, 1,200)",
            facts.place_names,
            origins=("account.name", "account.site", "account.employees"),
        ),
    ),
    model="account",
    origins=("account.country",),
    limit=(4, 2),
)

LIFETIME = Record(
    "lifetime",
    "What the customer paid in its time with us, beside what it gained.",
    (
        number("years", "Years as a customer.", "4.6", unit="years", origins=_SINCE),
        money(
            "paid",
            "Current yearly value times the years; unknown without a value realised.",
            "4200000",
            origins=("account.arr", "account.value_realised"),
        ),
        money(
            "gained",
            "What our products brought it so far, as it says.",
            "9100000",
            origins=("account.value_realised",),
        ),
        flag(
            "is_rescue",
            "It paid more than it gained: a rescue plan is due.",
            origins=("account.arr", "account.value_realised"),
        ),
    ),
)

ACCOUNT = Record(
    "account",
    "Who the customer is.",
    (
        text("id", "Record id, 18 characters.", "001000000000000AAA"),
        text("name", "Name.", "Halvorsen", audience=CUSTOMER),
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
            "Current revenue of 1,200,000 USD is high (from 500,000 USD)",
            origins=("account.arr", "account.potential"),
        ),
        said(
            "segment_why",
            "The same in short, for print: both values, and from where on each is high.",
            "Revenue of $1.2M is high (from $500K)",
            facts.segment_why,
            origins=("account.arr", "account.potential"),
        ),
        money(
            "revenue_threshold",
            "From here on current revenue is high; a setting, converted.",
            "500000",
            origins=("account.arr",),
        ),
        money(
            "potential_threshold",
            "From here on the growth potential is high; a setting, converted.",
            "250000",
            origins=("account.potential",),
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
        flag("private_equity", "A private equity company owns it; unknown: not recorded."),
        number("annual_revenue_year", "The year of its yearly revenue.", "2025"),
        text("annual_revenue_source", "Where its yearly revenue was read.", "Annual report 2025"),
        said(
            "finance",
            "Its yearly revenue with year and source; unknown without a year.",
            "$2.4B in 2025 (Annual report 2025)",
            facts.finance,
            origins=("account.annual_revenue", "account.annual_revenue_year"),
        ),
        said(
            "owned_by",
            "Its ownership in words.",
            "Private, owned by private equity",
            facts.owned_by,
            origins=("account.ownership", "account.private_equity"),
        ),
        said(
            "decision_makers",
            "Its economic buyers and decision makers, by name and title.",
            "Rita Voss (CFO)",
            facts.decision_makers,
            origins=("contact.role", "buying_role.role"),
        ),
        text("website", "Web address.", "https://contoso.example"),
        text("description", "What the customer does.", "Makes pumps for water works"),
        text("health", "Health as the CRM states it; never for customers.", "82"),
        text(
            "health_trend",
            "Trend of the health as the CRM states it; never for customers.",
            "Rising",
        ),
        said(
            "health_label",
            "The same for print: a number in the reader's form, a word as it stands.",
            "82",
            facts.health_label,
            origins=("account.health",),
        ),
        money("potential", "Growth potential of one year.", "650000"),
        said(
            "potential_note",
            "Where the potential comes from, or why it is unknown.",
            "stated in the CRM",
            "potential.note",
            origins=("account.potential",),
        ),
        money(
            "addressable_spend",
            "All that the customer could spend in a year on what we sell.",
            "8000000",
        ),
        percent(
            "share_of_spend",
            "Our yearly contract value of the addressable spend.",
            "15",
            origins=("account.arr", "account.addressable_spend"),
        ),
        percent("market_share", "The customer's share of its own market.", "12"),
        percent("growth_rate", "The customer's own growth in a year.", "6"),
        number(
            "products_owned",
            "How many different products it owns.",
            "4",
            unit="products",
            origins=("asset.product_id", "subscription.product_id", "opportunity_line.product_id"),
        ),
        text("territory", "Our territory that the account belongs to.", "Midwest"),
        text(
            "expansion_thesis",
            "Why and where this account grows.",
            "Central maintenance in all plants",
        ),
        text(
            "value_proposition",
            "One sentence: what we are to this customer.",
            "Less downtime at a lower price",
        ),
        picture(
            "logo",
            "The customer's logo, for a placeholder picture's alternative text.",
            facts.logo,
            audience=CUSTOMER,
            origins=("logo.data",),
        ),
        text(
            "expansion_thesis_file",
            "The file, with its day, that the thesis comes from; unknown: the CRM.",
            "inputs/accounts.toml, 2026-10-01",
            origins=("account.expansion_thesis",),
        ),
        text(
            "value_proposition_file",
            "The file, with its day, that the sentence comes from; unknown: the CRM.",
            "inputs/accounts.toml, 2026-10-01",
            origins=("account.value_proposition",),
        ),
        text("playbook", "Renewal and adoption playbook.", "Standard renewal"),
        text("currency", "Currency of all money here (ISO 4217).", "EUR", facts.currency),
        day(
            "customer_since",
            "Earliest contract, asset or won opportunity.",
            "2021-03-01",
            origins=("contract.start_date", "asset.start_date", "opportunity.close_date"),
        ),
        said(
            "customer_note",
            "What the day since when it is a customer stands on, and how far back was read.",
            "earliest contract, asset or deal won",
            dated("customer_note"),
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
        LIFETIME,
        PLACES,
        DIVISIONS,
    ),
    get="profile",
    model="account",
)

TOPICS = (Topic(ACCOUNT),)
