"""What the plan puts first: by quadrant, by form. Made from the other names."""

from __future__ import annotations

from generator.artifacts.schema import Record, Rows, Topic, day, money, number, said, text
from generator.artifacts.telling import emphasis as telling

FOCUS = Record(
    "focus",
    "What a plan of this segment and form puts first.",
    (
        Rows(
            "divisions",
            "Divisions that own nothing of ours, those with a play first, then by value.",
            (
                text("name", "Division.", "Halvorsen Energy", uses=("whitespace.rows",)),
                number("open", "Its open cells.", "9"),
                money("value", "What its open cells are worth.", "240000"),
                said("way_in", "Who there is closest to us.", "Rita Voss, supportive"),
                text("play", "The first play there.", "Pilot in one plant"),
                text("owner", "The play's owner.", "Ana Ruiz"),
                day("close_date", "The play's target date.", "2027-03-31"),
            ),
            telling.divisions,
            uses=("whitespace.rows", "plays", "relationships.contacts"),
            limit=(5, 2),
        ),
        Rows(
            "plays",
            "The plays still ahead, largest first.",
            (
                text("name", "The play.", "Pilot in one plant"),
                text("unit", "Division.", "Halvorsen Energy"),
                money("value", "Value.", "240000"),
                text("owner", "Owner.", "Ana Ruiz"),
                day("close_date", "Target date.", "2027-03-31"),
            ),
            telling.plays,
            uses=("plays",),
            limit=(10, telling.SHOWN),
        ),
        said(
            "plays_note",
            "A warning where a light plan has more plays than it holds; else empty.",
            "5 plays are ahead: choose the two that matter.",
            telling.plays_note,
            uses=("plays", "problems"),
        ),
        said(
            "run_by",
            "How the account is run: by a plan, or by motion and by which playbook.",
            "Managed by motion, with the playbook Standard renewal.",
            telling.run_by,
            uses=("account",),
        ),
    ),
)

TOPICS = (Topic(FOCUS, derived=True, artifacts=("plan", "review")),)
