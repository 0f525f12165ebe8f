"""Actions, risks, promises, and the lines that only a person can write for a review."""

from __future__ import annotations

from generator.artifacts.facts import work as facts
from generator.artifacts.getters import label
from generator.artifacts.schema import (
    CUSTOMER,
    DECLARED,
    Leaf,
    Rows,
    Topic,
    day,
    flag,
    number,
    said,
    text,
)

_BLOCKED = ("activity.subject", "opportunity.name")
_OWNERS = ("activity.owner_id", "opportunity.owner_id")

ACTIONS = Rows(
    "actions",
    "Open tasks, most overdue first.",
    (
        text("id", "Record id of the task.", "00T000000000001AAA"),
        text("subject", "What is to be done.", "Send the proposal"),
        text("unit", "Division.", "Halvorsen Retail", origins=("activity.account_id",)),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("activity.owner_id",)),
        flag(
            "owner_is_queue",
            "A queue owns it: nobody answers for it.",
            origins=("activity.owner_id",),
        ),
        said(
            "owner_gap",
            "Why nobody answers for it, and what to do; unknown where somebody does.",
            "queue: name a person",
            label("owner_gap", "owner_gap"),
            origins=("activity.owner_id", "user.is_active"),
        ),
        text(
            "play",
            "The play that it moves.",
            "Retail rollout",
            origins=("activity.what_id", "play.name"),
        ),
        text(
            "goal",
            "The goal that it serves.",
            "Grow to $1.5M by year end",
            origins=("activity.what_id", "play.objective_id", "objective.name"),
        ),
        text(
            "serves",
            "The customer's priority that it serves.",
            "Resolve service calls faster",
            origins=("play.priority_id", "objective.priority_id", "priority.name"),
        ),
        said(
            "link",
            "What it is for: the play, else the goal, else the customer's priority.",
            "Retail rollout",
            facts.link,
            origins=("activity.what_id",),
        ),
        day("due", "Due date.", "2026-11-25", origins=("activity.day",)),
        text("priority", "Priority.", "High"),
        text("status", "Status.", "Not Started"),
        number(
            "days_overdue",
            "Days past its date, 0 when not.",
            "4",
            unit="days",
            origins=("activity.day",),
        ),
        said(
            "due_label",
            "The due date, and how late.",
            "Nov 18, 2026 (4 days late)",
            facts.due_label,
            origins=("activity.day",),
        ),
        text(
            "contact",
            "The customer's person.",
            "Rita Voss",
            "contact.name",
            origins=("activity.contact_id",),
        ),
        text(
            "escalate_to",
            "Who decides when it is overdue: the owner's manager, or who answers for the account.",
            "Leo Brandt",
            "escalate_to.name",
            origins=("user.manager_id",),
        ),
    ),
    model="activity",
    limit=(8, 3),
)

BLOCKERS = Rows(
    "blockers",
    "What is late or stands still, the oldest first: overdue tasks and stalled open deals.",
    (
        text("kind", "task or deal.", "deal", origins=("activity.id", "opportunity.id")),
        text("name", "The task or the deal.", "Retail rollout", origins=_BLOCKED),
        text("unit", "Division.", "Halvorsen Retail", origins=("opportunity.account_id",)),
        number(
            "days",
            "Its age: days overdue, or without movement.",
            "72",
            unit="days",
            origins=("activity.day", "opportunity.last_stage_change", "opportunity.close_date"),
        ),
        text(
            "why",
            "What is wrong.",
            "72 days in Proposal and close date moved 3 times",
            origins=("activity.day", "opportunity.last_stage_change", "opportunity.push_count"),
        ),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=_OWNERS),
        text(
            "escalate_to",
            "Who decides on it.",
            "Leo Brandt",
            "escalate_to.name",
            origins=("user.manager_id",),
        ),
    ),
    limit=(12, 6),
)

TOP_ACTIONS = Rows(
    "top_actions",
    "The three most important things this week.",
    (
        number("rank", "1, 2 or 3.", "1"),
        text("text", "What to do.", "Call Rita Voss about the renewal"),
        text("owner", "Owner.", "Ana Ruiz", "owner.name"),
        day("due", "Due date.", "2026-11-25"),
        text("reason", "Why now.", "renewal in 129 days, no opportunity"),
        text("kind", "overdue, play, renewal, single_thread, executive or action.", "renewal"),
    ),
    origins=("activity.subject", "play.name", "contract.end_date", "contact.strength"),
)

TOP_ACTIONS_NOTE = text(
    "top_actions_note",
    "Why there are fewer than three; else unknown.",
    "only two things are due",
    origins=("activity.subject",),
)

RISKS = Rows(
    "risks",
    "Risks, worst first; those that the records show by themselves are marked.",
    (
        text("name", "The risk.", "Champion may leave"),
        text("likelihood", "low, medium or high.", "medium"),
        text("impact", "low, medium or high.", "high"),
        said(
            "likelihood_label",
            "The likelihood in words.",
            "Medium",
            label("level", "likelihood"),
            origins=("risk.likelihood",),
        ),
        said(
            "impact_label",
            "The impact in words.",
            "High",
            label("level", "impact"),
            origins=("risk.impact",),
        ),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("risk.owner_id",)),
        text("mitigation", "What is done about it.", "Build a second contact"),
        text(
            "contingency",
            "What is done if it happens all the same.",
            "Extend the contract by a quarter",
        ),
        day("due", "Due date.", "2026-12-15", origins=("risk.due_date",)),
        flag(
            "is_derived", "Seen in the records, not recorded by a person.", origins=("risk.name",)
        ),
        said(
            "origin",
            "Recorded by a person or seen in the records.",
            "recorded",
            facts.risk_origin,
            origins=("risk.name",),
        ),
        text("unit", "Division.", "Halvorsen Retail", origins=("risk.account_id",)),
    ),
    model="risk",
    limit=(5, 3),
    more="show",
)

COMMITMENTS = Rows(
    "commitments",
    "What each side promised the other. A customer sees those shared with it.",
    (
        text("name", "The promise.", "Train the night shift", audience=CUSTOMER),
        text(
            "our_owner",
            "Our person.",
            "Ana Ruiz",
            "our_owner.name",
            audience=CUSTOMER,
            origins=("commitment.our_owner_id",),
        ),
        text(
            "customer_owner",
            "The customer's person.",
            "Rita Voss",
            "customer_owner.name",
            audience=CUSTOMER,
            origins=("commitment.customer_owner_id",),
        ),
        day("due", "Due date.", "2026-09-30", audience=CUSTOMER, origins=("commitment.due_date",)),
        text("state", "kept, late, dropped or open.", "kept", audience=CUSTOMER),
        said(
            "state_label",
            "The state in words.",
            "Kept",
            label("commitment", "state"),
            audience=CUSTOMER,
            origins=("commitment.state",),
        ),
        day("done_on", "Day it was done.", "2026-09-12", audience=CUSTOMER),
        flag("is_shared", "Shared with the customer."),
        flag(
            "is_ahead",
            "Open and not yet due: part of the joint plan of the coming quarter.",
            facts.is_ahead,
            audience=CUSTOMER,
            origins=("commitment.state", "commitment.due_date"),
        ),
    ),
    model="commitment",
    shared=lambda row: row.is_shared,
    limit=(6, 4),
)


def _leaves(figure: bool = False) -> tuple[Leaf, ...]:
    leaves = (
        text("name", "The line.", "Faster handover", audience=DECLARED),
        text(
            "detail",
            "More about it.",
            "The night shift starts without a handover",
            audience=DECLARED,
        ),
        day(
            "date",
            "Its date.",
            "2026-09-30",
            "day",
            audience=DECLARED,
            origins=("review_item.day",),
        ),
        text(
            "priority",
            "The customer's priority it serves.",
            "Resolve service calls faster",
            audience=DECLARED,
            origins=("review_item.priority_id", "priority.name"),
        ),
        flag("is_shared", "Shared with the customer."),
    )
    extra = text("figure", "Its headline figure, as text.", "-38%", audience=DECLARED)
    return (leaves[0], extra, *leaves[1:]) if figure else leaves


def _review(kind: str, name: str, doc: str, figure: bool = False, short: int = 4) -> Rows:
    return Rows(
        name,
        doc,
        _leaves(figure),
        facts.lines(kind),
        "review_item",
        shared=lambda row: row.is_shared,
        needs=("review_item.name",),
        limit=(5, short),
        more="plain",
    )


REVIEW = (
    _review("outcome", "outcomes", "What the customer got in the quarter, in its own terms.", True),
    _review("lesson", "lessons", "What did not work, and (in detail) what we change."),
    _review("option", "options", "Where we could help next, tied to stated priorities."),
    _review("decision", "decisions", "Decisions we ask for.", short=3),
    _review("roadmap", "roadmap", "Roadmap items that matter to this customer."),
    _review("question", "questions", "Questions of strategy to discuss, sponsor to sponsor."),
)

TOPICS = tuple(
    Topic(node)
    for node in (
        ACTIONS,
        TOP_ACTIONS,
        TOP_ACTIONS_NOTE,
        BLOCKERS,
        RISKS,
        COMMITMENTS,
        *REVIEW,
    )
)
