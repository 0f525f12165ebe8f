"""The customer's people: roles, influence and strength, threading, gaps. All internal."""

from __future__ import annotations

from generator.artifacts.facts import ids, maps
from generator.artifacts.facts import people as facts
from generator.artifacts.getters import joined
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
from generator.artifacts.topics.people_rows import (
    CHANGES,
    COVERAGE,
    GAPS,
    INTRODUCTIONS,
    PERSON,
    UNITS,
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
            "key_people",
            "Contacts by weight: buying role, then influence, then strength.",
            PERSON,
            facts.key_people,
            "contact",
            limit=(9, 5),
        ),
        Rows(
            "to_act_on",
            "High influence and a strength of 1 or less: the list to act on.",
            PERSON,
            facts.to_act_on,
            "contact",
            limit=(6, 2),
        ),
        said(
            "act_first",
            "Whom to act on first, by name, and how many of high influence have no strength on "
            "record; empty where there is nobody.",
            "Act first on Jon Krall (COO).",
            facts.act_first,
            origins=("contact.influence", "contact.strength"),
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
        number(
            "roles_sought",
            "Divisions times the roles that each needs: economic buyer, decision maker, champion "
            "or coach, influencer or user.",
            "16",
            facts.roles_sought,
            ids=ids.contacts,
        ),
        number(
            "roles_filled",
            "How many of them somebody fills.",
            "9",
            facts.roles_filled,
            ids=ids.contacts,
        ),
        said(
            "coverage_note",
            "How many are filled, and the divisions where nobody has a role.",
            "9 of 16 roles are filled.",
            facts.coverage_note,
            origins=("buying_role.role", "contact.role", "contact_relation.roles"),
        ),
        GAPS,
        CHANGES,
        said(
            "changes_note",
            "What changes cannot be told for want of a history; else empty.",
            "Changes of title and company are not recorded in Salesforce: no field history.",
            facts.changes_note,
            origins=("contact_change.field",),
        ),
        INTRODUCTIONS,
        said(
            "introductions_line",
            "The same in one line, for a short document; empty where there is nobody to reach.",
            "Jon Krall: Rita Voss → Jon Krall",
            facts.introductions_line,
            origins=("contact.reports_to_id", "contact.strength", "buying_role.role"),
        ),
        number(
            "buyer_hops",
            "Steps from our best contact to the nearest economic buyer; 0: we know one ourselves; "
            "unknown: the line is broken.",
            "2",
            facts.buyer_hops,
            origins=("contact.reports_to_id", "buying_role.role"),
            ids=ids.contacts,
        ),
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
            "Executives touched within 90 days.",
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
        day(
            "sponsor_last_meeting",
            "The last event with the customer that the sponsor held.",
            "2026-09-14",
            origins=("activity.owner_id", "activity.day"),
            ids=ids.sponsor,
        ),
        said(
            "sponsor_note",
            "When the sponsor last met the customer, in a sentence.",
            "The sponsor's last meeting with the customer was on Sep 14, 2026.",
            facts.sponsor_note,
            origins=("account.executive_sponsor_id", "activity.owner_id"),
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
