"""What an action plan lists besides the tasks: deals that stand still, promises by urgency."""

from __future__ import annotations

from generator.artifacts.schema import Record, Rows, Topic, day, flag, number, said, text
from generator.artifacts.telling import promises

STALLED = Rows(
    "stalled",
    "Of the blockers the open deals, the oldest first.",
    (
        text("name", "The deal.", "Retail rollout"),
        number("days", "Days without movement.", "72", unit="days"),
        text("why", "What is wrong.", "72 days in Proposal"),
        text("owner", "Owner.", "Ana Ruiz"),
        text("escalate_to", "Who decides on it.", "Leo Brandt"),
    ),
    promises.stalled,
    uses=("blockers",),
    limit=(3, 2),
)

PROMISED = Record(
    "promised",
    "The commitments as an action plan needs them.",
    (
        Rows(
            "rows",
            "Those still to be done first, by date, then the others, the latest first.",
            (
                text("name", "The promise.", "Train the night shift"),
                text("our_owner", "Our person.", "Ana Ruiz"),
                text("customer_owner", "The customer's person.", "Rita Voss"),
                day("due", "Due date.", "2026-09-30"),
                text("state", "kept, late, dropped or open.", "open"),
                said("state_label", "The state in words.", "Open"),
                flag("is_owed", "It is still to be done."),
            ),
            promises.by_urgency,
            uses=("commitments",),
            limit=(6, 4),
        ),
        said(
            "line",
            "How many are still to be done, and what became of the others.",
            "4 to be done, none of them late; of 6 settled 4 were kept on time",
            promises.line,
            uses=("commitments",),
        ),
    ),
)

TOPICS = (Topic(STALLED, derived=True), Topic(PROMISED, derived=True))
