"""How often we and the customer meet, on which level, and by whom."""

from __future__ import annotations

from generator.artifacts.facts import service as facts
from generator.artifacts.schema import Record, Rows, Topic, day, number, said, text

ACTIVITY = Record(
    "activity",
    "Tasks and events with the customer.",
    (
        number("last_30d", "In 30 days.", "9"),
        number("last_90d", "In 90 days.", "24"),
        day("last_touch", "The last one.", "2026-11-19"),
        day(
            "last_executive_touch",
            "The last one with an executive.",
            "2026-10-02",
            origins=("activity.contact_id",),
        ),
        number(
            "executive_days",
            "Days since the last one with an executive.",
            "18",
            unit="days",
            origins=("activity.contact_id",),
        ),
        Rows(
            "by_level",
            "By the level of the customer's person, the highest first.",
            (
                text(
                    "level",
                    "executive, middle, other, or unnamed: no contact is named.",
                    "executive",
                    origins=("contact.seniority", "contact.title"),
                ),
                said(
                    "level_label",
                    "The level in words.",
                    "executives",
                    facts.level_label,
                    origins=("contact.seniority", "contact.title"),
                ),
                number("last_30d", "In 30 days.", "2"),
                number("last_90d", "In 90 days.", "7"),
            ),
            facts.by_level,
            origins=("activity.day", "contact.seniority"),
        ),
        said(
            "line",
            "How often, with whom and by whom; unknown where activities cannot be read.",
            "9 in 30 days, 24 in 90 (executives 5, others 19); by Ana Ruiz 14, Leo Brandt 10",
            facts.activity_line,
            origins=("activity.day", "contact.seniority", "activity.owner_id"),
        ),
        Rows(
            "by_owner",
            "By our person, in 90 days.",
            (
                text("owner", "Our person.", "Ana Ruiz", origins=("activity.owner_id",)),
                number("count", "Tasks and events.", "14"),
            ),
            facts.by_owner,
            origins=("activity.day",),
            limit=(8, 4),
        ),
        Rows(
            "by_month",
            "By month, the last twelve, oldest first.",
            (
                day("month", "First day of the month.", "2026-11-01"),
                number("count", "Tasks and events.", "8"),
            ),
            facts.by_month,
            origins=("activity.day",),
        ),
    ),
    origins=("activity.day",),
)

TOPICS = (Topic(ACTIVITY),)
