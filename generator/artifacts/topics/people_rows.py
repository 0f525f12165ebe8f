"""The lists among the customer's people: contacts, divisions, gaps, changes, introductions."""

from __future__ import annotations

from generator.artifacts.facts import ids
from generator.artifacts.facts import people as facts
from generator.artifacts.getters import joined, label
from generator.artifacts.schema import Rows, day, flag, number, said, text

PERSON = (
    text("id", "Record id.", "003000000000001AAA"),
    text("name", "Name.", "Rita Voss"),
    text("title", "Job title.", "COO"),
    text("unit", "Division.", "Halvorsen Retail", origins=("contact.account_id",)),
    text(
        "role",
        "Buying role: economic_buyer, decision_maker, champion, coach, influencer, user, blocker.",
        "champion",
        origins=("buying_role.role", "contact.role", "contact_relation.roles"),
    ),
    text(
        "role_source",
        "Which kind of record states the role: opportunity, relation or contact.",
        "opportunity",
        origins=("buying_role.role", "contact_relation.roles", "contact.role"),
    ),
    text(
        "roles",
        "Every role that a record claims, strongest first.",
        "champion, influencer",
        joined("roles"),
        origins=("buying_role.role", "contact_relation.roles", "contact.role"),
    ),
    said(
        "role_line",
        "The role in words with its source; that the person blocks too, where so.",
        "Champion (opportunity)",
        facts.role_line,
        origins=("buying_role.role", "contact_relation.roles", "contact.role"),
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
        "stated, or inferred: from the role, a buyer's or decider's, or from the title.",
        "stated",
        origins=("contact.influence",),
    ),
    said(
        "influence_line",
        "The influence in words, stated or inferred.",
        "High, stated",
        facts.influence_line,
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
    said(
        "strength_line",
        "The strength in words, stated or inferred.",
        "Advocate, stated",
        facts.strength_line,
        origins=("contact.strength", "activity.day"),
    ),
    text(
        "level",
        "executive, middle or other; unknown where neither title nor seniority is recorded.",
        "executive",
        origins=("contact.seniority", "contact.title"),
    ),
    said(
        "position",
        "Title, and the division where it is not the account itself.",
        "COO, Halvorsen Retail",
        facts.position,
        origins=("contact.title", "contact.account_id"),
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
    number(
        "touches_before",
        "Tasks and events in the 90 days before those.",
        "4",
        origins=("activity.day",),
    ),
    flag(
        "went_quiet",
        "Touched in the 90 days before the last 90, and not since.",
        origins=("activity.day",),
    ),
    flag(
        "has_left",
        "A relation that ended, or the field history, says that the person is gone.",
        origins=("contact_relation.is_active", "contact_change.field"),
    ),
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
_CENTRE = (
    text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
    *_ROLES,
    text("supporters", "Champions and coaches.", "Rita Voss", facts.supporters),
    text("others", "Influencers and users.", "Rita Voss", facts.other_roles),
)
_STATED = ("buying_role.role", "contact.role", "contact_relation.roles")

COVERAGE = Rows(
    "coverage",
    "Divisions x buying roles: who fills which.",
    _CENTRE,
    origins=_STATED,
    limit=(8, 5),
    more="plain",
)

COVERED = Rows(
    "covered",
    "Of these the divisions where somebody has a role; coverage_note names the others.",
    _CENTRE,
    facts.covered,
    origins=_STATED,
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
        text("owner", "Who of us does it.", "Ana Ruiz", "owner.name", origins=("user.name",)),
        day("due", "By when.", "2026-12-04", origins=("activity.day",)),
        flag(
            "is_recorded",
            "Action, owner and day are those of an open task or event; else they are a proposal.",
            origins=("activity.contact_id",),
        ),
        said(
            "due_line",
            "By when, and that it is a proposal, where so.",
            "Dec 4, 2026 (proposed)",
            facts.gap_due,
            origins=("activity.day",),
        ),
    ),
    origins=("contact.strength", "buying_role.role", "activity.day"),
    limit=(6, 2),
    more="show",
)

CHANGES = Rows(
    "changes",
    "What changed among the customer's people in the last 180 days, newest first: who left, moved, "
    "changed title, whose mail bounced, who went quiet, and where a strength was changed.",
    (
        text("kind", "left, unrelated, moved, title, bounced, weaker, stronger or quiet.", "left"),
        text("name", "Name.", "Rita Voss", origins=("contact.name",)),
        text("title", "Job title now.", "COO", origins=("contact.title",)),
        text("role", "Buying role.", "champion", origins=("buying_role.role",)),
        text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
        day("date", "When; unknown where the record bears no date.", "2026-10-02", "day"),
        text("old", "What stood before.", "VP Operations", origins=("contact_change.old",)),
        text("new", "What stands now.", "COO", origins=("contact_change.new",)),
        said("line", "The change in a sentence.", "Title was VP Operations.", facts.change_line),
    ),
    origins=(
        "contact_change.field",
        "contact_relation.end_date",
        "contact.email_bounced",
        "contact.email_bounced_on",
        "activity.day",
    ),
    limit=(4, 3),
    more="plain",
)

INTRODUCTIONS = Rows(
    "introductions",
    "The way along the reporting lines to each economic buyer, then to whom to act on first.",
    (
        text("name", "Who is to be reached.", "Jon Krall", origins=("contact.name",)),
        text("title", "Job title.", "CFO", origins=("contact.title",)),
        text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
        text("reason", "economic_buyer or act_first.", "economic_buyer"),
        said("reason_label", "The reason in words.", "Economic buyer", label("reach", "reason")),
        number(
            "hops",
            "Steps from our best contact; 0: we know the person ourselves; unknown: no way.",
            "2",
        ),
        text("path", "The names along the way.", "Rita Voss, Jon Krall", joined("path")),
        text("broken_at", "Where the line ends, if no way is known.", "Ada Moss"),
        said("route", "Who introduces whom, in words.", "Rita Voss → Jon Krall", facts.route),
    ),
    origins=("contact.reports_to_id", "contact.strength", "buying_role.role"),
    limit=(6, 2),
    more="plain",
)
