"""The customer's people: roles, influence and strength, threading, gaps. All internal."""

from __future__ import annotations

from generator.artifacts.facts import ids, maps
from generator.artifacts.facts import people as facts
from generator.artifacts.getters import joined, label
from generator.artifacts.schema import (
    Leaf,
    Record,
    Rows,
    Topic,
    day,
    flag,
    number,
    percent,
    said,
    text,
)

PERSON = (
    text("id", "Record id.", "003000000000001AAA"),
    text("name", "Name.", "Rita Voss"),
    text("title", "Job title.", "COO"),
    text("unit", "Division.", "Halvorsen Retail", origins=("contact.account_id",)),
    text(
        "role",
        "Buying role: economic_buyer, decision_maker, champion, coach, influencer, user, blocker.",
        "champion",
        origins=("buying_role.role", "contact.role"),
    ),
    said(
        "role_label",
        "The role in words.",
        "Champion",
        label("role", "role"),
        origins=("buying_role.role", "contact.role"),
    ),
    text("influence", "low, medium or high.", "high"),
    said(
        "influence_label",
        "The influence in words.",
        "High",
        label("level", "influence"),
        origins=("contact.influence",),
    ),
    text(
        "influence_source",
        "stated, or inferred from the title.",
        "stated",
        origins=("contact.influence",),
    ),
    number("strength", "0 no relationship to 4 strong advocate.", "3"),
    said(
        "strength_label",
        "The strength in words.",
        "Advocate",
        label("strength", "strength"),
        origins=("contact.strength",),
    ),
    text(
        "strength_source",
        "stated, or inferred from activity (then at most 2).",
        "stated",
        origins=("contact.strength", "activity.day"),
    ),
    said(
        "strength_source_label",
        "The source in words.",
        "inferred",
        label("source", "strength_source"),
        origins=("contact.strength",),
    ),
    flag("is_executive", "An executive by title.", origins=("contact.seniority", "contact.title")),
    text("reports_to_id", "Record id of the contact above.", "003000000000000AAA"),
    text(
        "reports_to",
        "Name of the contact above.",
        "Jon Krall",
        facts.reports_to,
        origins=("contact.reports_to_id",),
    ),
    day(
        "last_touch",
        "Last task or event with this person.",
        "2026-11-03",
        origins=("activity.day",),
    ),
    number("touches_90d", "Tasks and events in 90 days.", "6", origins=("activity.day",)),
    flag(
        "is_active",
        "Strength 2 or more and a touch within 90 days.",
        origins=("contact.strength", "activity.day"),
    ),
)

UNITS = Rows(
    "units",
    "Each division's threading.",
    (
        text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
        number(
            "contacts",
            "Contacts known.",
            "6",
            origins=("contact.account_id",),
            ids=ids.contacts_of_unit,
        ),
        number(
            "active",
            "Active contacts.",
            "1",
            origins=("contact.strength", "activity.day"),
            ids=ids.contacts_of_unit,
        ),
        flag(
            "single_threaded",
            "At most one active contact; unknown without contacts or activity.",
            origins=("contact.strength", "activity.day"),
        ),
        said(
            "state_label",
            "The state in words.",
            "Single-threaded",
            facts.threading_label,
            origins=("contact.strength",),
        ),
        text(
            "names", "The active contacts.", "Rita Voss", joined("names"), origins=("contact.name",)
        ),
    ),
    limit=(8, 5),
    more="plain",
)

_ROLES = tuple(
    text(
        role,
        f"Who fills the role {role.replace('_', ' ')}; unknown: a gap.",
        "Rita Voss",
        facts.role_names(role),
    )
    for role in (
        "economic_buyer",
        "decision_maker",
        "champion",
        "coach",
        "influencer",
        "user",
        "blocker",
    )
)
COVERAGE = Rows(
    "coverage",
    "Divisions x buying roles: who fills which.",
    (text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)), *_ROLES),
    origins=("buying_role.role", "contact.role"),
    limit=(8, 5),
    more="plain",
)

GAPS = Rows(
    "gaps",
    "Named weaknesses, each with the one action that would mend it.",
    (
        text("kind", "Kind of gap.", "single_threaded"),
        text(
            "text", "The weakness in a sentence, with names.", "Only Rita Voss is active in Retail."
        ),
        text("action", "What would mend it.", "Ask Rita Voss to introduce the CFO."),
    ),
    origins=("contact.strength", "buying_role.role", "activity.day"),
    limit=(6, 2),
    more="plain",
)

RELATIONSHIPS = Record(
    "relationships",
    "Who decides at the customer, and how well we know them. Never for customers.",
    (
        Rows(
            "contacts",
            "Contacts in reporting-line order, executives first.",
            PERSON,
            "contacts",
            "contact",
            limit=(10, 5),
        ),
        Rows(
            "to_act_on",
            "High influence and a strength of 1 or less: the list to act on.",
            PERSON,
            facts.to_act_on,
            "contact",
            limit=(6, 2),
        ),
        flag(
            "single_threaded",
            "At most one active contact in all; unknown without contacts or activity.",
        ),
        said(
            "threading_label",
            "The account's threading in words.",
            "Multi-threaded",
            facts.threading_label,
        ),
        number(
            "active_contacts",
            "Contacts with strength 2 or more and a touch within 90 days.",
            "7",
            ids=ids.contacts,
        ),
        number("known_contacts", "Contacts known.", "22", facts.known, ids=ids.contacts),
        UNITS,
        text(
            "single_threaded_units",
            "Divisions with at most one active contact.",
            "Halvorsen Retail",
            joined("single_threaded_units"),
        ),
        number(
            "single_threaded_count",
            "How many they are.",
            "1",
            facts.single_threaded_count,
            ids=ids.contacts,
        ),
        COVERAGE,
        GAPS,
        number(
            "executives_known",
            "Executives known.",
            "5",
            facts.executives_known,
            origins=("contact.seniority", "contact.title"),
            ids=ids.contacts,
        ),
        number(
            "executives_active",
            "Executives touched within 90 days with strength 2 or more.",
            "2",
            facts.executives_active,
            ids=ids.contacts,
        ),
        text(
            "sponsor",
            "Our executive sponsor.",
            "Mara Lind",
            "sponsor.name",
            origins=("account.executive_sponsor_id", "team_member.user_id"),
        ),
        text(
            "sponsor_title",
            "The sponsor's job title.",
            "SVP Sales",
            "sponsor.title",
            origins=("user.title",),
        ),
        percent(
            "top_share",
            "The share of the last year's touches that one contact holds.",
            "44",
            origins=("activity.contact_id",),
        ),
        text(
            "cycles",
            "Reporting rings that were cut.",
            "A reports to B, B to A",
            joined("cycles"),
            origins=("contact.reports_to_id",),
        ),
        Leaf(
            "map",
            "map",
            "Reporting lines: tone by strength, badge by role.",
            "map",
            maps.reporting_lines,
            printed=True,
            origins=("contact.reports_to_id",),
        ),
        said(
            "map_more",
            "How many people the map leaves out; else empty.",
            "4 more people in the table",
            maps.left_out,
            origins=("contact.id",),
        ),
        Leaf(
            "matrix",
            "matrix",
            "Influence x strength.",
            "matrix",
            maps.influence_by_strength,
            printed=True,
            origins=("contact.influence", "contact.strength"),
        ),
        said(
            "matrix_more",
            "Who cannot be placed for want of influence or strength; else empty.",
            "3 people not placed: influence or strength unknown",
            maps.not_placed,
            origins=("contact.influence",),
        ),
    ),
    model="contact",
    origins=("contact.strength", "activity.day"),
)

TOPICS = (Topic(RELATIONSHIPS),)
