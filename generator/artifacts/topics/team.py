"""Our people on the account (METHOD.md rows 61, 63)."""

from __future__ import annotations

from generator.artifacts.facts import account as facts
from generator.artifacts.schema import CUSTOMER, DECLARED, Rows, Topic, day, flag, number, text

TEAM = Rows(
    "team",
    "Our people on the account by role; for us also the roles that nobody fills.",
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
        text(
            "title",
            "Job title.",
            "SVP Sales",
            "person.title",
            audience=DECLARED,
            origins=("user.title",),
        ),
        flag(
            "is_sponsor",
            "It is our executive sponsor.",
            facts.is_sponsor,
            audience=CUSTOMER,
            origins=("team_member.role", "account.executive_sponsor_id"),
        ),
        flag(
            "is_filled",
            "Somebody fills the role.",
            facts.is_filled,
            origins=("team_member.user_id",),
        ),
        number(
            "touches_90d",
            "What the person did with the customer in 90 days: tasks done and events.",
            "14",
            origins=("activity.owner_id", "activity.day"),
        ),
        day(
            "last_touch",
            "The last of them.",
            "2026-11-16",
            origins=("activity.owner_id", "activity.day"),
        ),
    ),
    model="team_member",
    shared=lambda row: row.person is not None,
    limit=(7, 6),
)

TOPICS = (Topic(TEAM),)
