"""The pages of the packet: an account of tier 1 or 2 each, worst first.

Amounts are texts in the account's own currency: two currencies in one column would be added up.
"""

from __future__ import annotations

from typing import Any

from generator.artifacts.facts.packet import pages
from generator.artifacts.getters import label
from generator.artifacts.schema import Leaf, Rows, day, number, said, text

_DETAILS = (
    text("name", "The account's name.", "Acme Corporation", "found.account.name"),
    number("number", "Number of the page among these, from 1.", "1", "number"),
    number("tier", "1 or 2.", "1", "found.tier"),
    said("line", "Tier, segment, owner and sponsor.", "Tier 1 · Strategic · Dana Reyes",
         pages.line),
    said("headline", "Revenue, target and next renewal in a sentence or two.",
         "Acme pays us $2.1M a year.", pages.value("summary.headline")),
    said("revenue", "Yearly contract value.", "$2.1M", pages.money("revenue.current")),
    said("target", "Target for the year.", "$2.5M", pages.money("revenue.target")),
    said("gap", "Target less revenue.", "$373K", pages.money("revenue.gap")),
    day("target_by", "Last day of the year whose target it is.", "2026-12-31",
        pages.value("period.year_end")),
    said("in_time", "How much of the gap plays bring by then.",
         "$180K of it in plays by then", pages.in_time),
    day("renewal", "Day of the next renewal.", "2027-03-12", pages.value("renewal.date"),
        ids=pages.ids("renewal.date")),
    said("renewal_in", "How far off it is.", "in 112 days", pages.renewal_in),
    said("renewal_value", "What is up for renewal.", "$1.7M", pages.money("renewal.value")),
    said("renewal_line", "The renewal in a sentence or two.", "$1.7M is up for renewal.",
         pages.value("summary.renewal")),
    said("gates", "What the records show of each step before the renewal.",
         "365 days before: strategy recorded; 120 days before: buyer met", pages.gates),
    said("plan_age", "When the plan was last changed.", "4 days ago", pages.plan_age),
    said("people", "Active contacts and single threads.", "16 of 24 contacts are active.",
         pages.value("summary.people")),
    said("actions_note", "Why there are fewer than three actions; else empty.",
         "No other action follows from the records.",
         pages.value("top_actions_note")),
    said("changes_note", "What changes are counted from; unknown: from nothing yet.",
         "Since Jul 1, 2026.", pages.changes_note),
)  # fmt: skip

_FLAGS = Rows(
    "flags",
    "What calls for attention, the gravest first.",
    (
        said("grade_label", "The grade as a sign and a word.", "■ Act", label("grade", "grade")),
        said("what", "What it is.", "No plan is on record.", "what"),
        said("owner", "Who answers for it.", "Dana Reyes", "owner"),
        said("to_do", "What to do about it.", "Write the first plan.", "to_do"),
        day("due", "By when; unknown: no day.", "2026-11-27", "due"),
    ),
    pages.flag_rows,
    origins=("account.id",),
    limit=(4, 4),
    more="plain",
)

_AGREED = Rows(
    "agreed",
    "What would be a flag, and somebody accepts: by whom, until when, and why.",
    (said("text", "In a sentence or two.", "3 open plays; a light plan holds 2. Agreed by Dana."),),
    pages.agreed,
    origins=("account.id",),
)

_TRIGGERS = Rows(
    "triggers",
    "What calls for a review whatever the calendar says.",
    (
        text("kind", "champion, coach, renewal, executive, case or competitor.", "champion"),
        said("label", "The kind in words.", "Champion left or moved"),
        day("date", "Day of the event, or of the renewal; unknown: no record dates it.",
            "2026-09-18"),
        text("text", "What happened.", "Wes Tanaka, our champion, may have left."),
    ),
    pages.triggers,
    origins=("signal.text", "contact_relation.end_date", "case.is_escalated", "competitor.name"),
    limit=(3, 3),
    more="plain",
)  # fmt: skip


def _taken(name: str, doc: str, path: str, leaves: tuple[Leaf, ...], **more: Any) -> Rows:
    """A list as the account's own review has it."""
    more.setdefault("origins", ("account.id",))
    return Rows(name, doc, leaves, pages.value(path), **more)


_ACTIONS = _taken(
    "actions",
    "The three most important things this week.",
    "top_actions",
    (
        number("rank", "1 to 3.", "1"),
        text("text", "What to do.", "Send the price schedule"),
        text("owner", "Who does it.", "Dana Reyes"),
        day("due", "By when.", "2026-11-17"),
        text("reason", "Why now.", "High-priority task was due 3 days ago."),
    ),
)

_RISKS = _taken(
    "risks",
    "The three worst risks.",
    "summary.risks",
    (
        text("name", "The risk.", "Finance sees cost and not effect"),
        said("rating", "Likelihood and impact.", "medium likelihood, high impact"),
        text("owner", "Who answers for it.", "Dana Reyes"),
        day("due", "By when.", "2026-12-03"),
        text("mitigation", "What is done about it.", "Savings review with the CFO."),
    ),
)

_PLAYS = Rows(
    "plays",
    "Plays that need something, those that are late or lack something first.",
    (
        text("name", "The play.", "Joplin: early warning"),
        said("state_label", "Where it stands.", "Stalled"),
        text("needs", "What it needs.", "A target date; a value"),
        text("owner", "Who owns it.", "Dana Reyes"),
        day("close_date", "Target close date.", "2026-12-18"),
    ),
    pages.plays,
    model="play",
    origins=("play.name",),
    limit=(3, 3),
)

_CHANGES = _taken(
    "changes",
    "What changed since the baseline.",
    "changes.rows",
    (
        said("label", "What it is about.", "Renewal", "topic_label"),
        said("text", "The change in a sentence.", "The renewal moved."),
    ),
    limit=(3, 3),
    more="plain",
)

_QUESTIONS = Rows(
    "questions",
    "What the review of the account has to decide, part by part.",
    (
        number("number", "Number of the part.", "1"),
        said("name", "What the part is about.", "Progress against the target"),
        said("decision", "The decision needed.", "Decide who takes on the renewal"),
        said(
            "about",
            "Each thing to be decided, where they are several.",
            "Atlas, by Dec 11, 2026; Core, by Jan 8, 2027",
        ),
        said("by", "Who decides, and by when it is done.", "Dana Reyes, in this review"),
    ),
    pages.questions,
    origins=("account.id",),
)

PAGES = Rows(
    "pages",
    "A page for each account of tier 1 and 2, worst first.",
    (
        *_DETAILS,
        _FLAGS,
        _AGREED,
        _TRIGGERS,
        _ACTIONS,
        _RISKS,
        _PLAYS,
        _CHANGES,
        _QUESTIONS,
    ),
    pages.pages,
    origins=("account.id",),
)
