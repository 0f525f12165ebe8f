"""The internal account review: agenda and attendees, four parts with their decisions, slides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.schema import (
    Leaf,
    Record,
    Rows,
    Topic,
    chart,
    day,
    flag,
    money,
    number,
    said,
    text,
)
from generator.artifacts.telling.session import (
    agenda,
    ahead,
    people,
    plays,
    progress,
    record,
    slides,
)
from generator.artifacts.topics.session_lists import LISTS

Values = dict[str, Any]


def _whole(values: Values, _ctx: Voice) -> Values:
    """A group of names within the derived topic reads what the topic reads."""
    return values


INVITED = Rows(
    "invited",
    "Who is asked to the review: rep, manager, engineer, customer success, sponsor.",
    (
        said("role", "The role in the review.", "Sponsor"),
        text("name", "Who fills it; unknown: nobody is recorded.", "Mara Lind"),
        text("title", "Job title.", "SVP Sales"),
        flag("is_filled", "Somebody fills the role."),
    ),
    agenda.invited,
    uses=("account.owner", "account.manager", "team", "relationships.sponsor"),
    limit=(7, 7),
    more="plain",
)

PARTS = Rows(
    "parts",
    "The four parts in their order, each with its minutes and the decision it needs.",
    (
        number("number", "1 to 4.", "1"),
        said("name", "What it is about.", "Progress against target and key metrics"),
        number("minutes", "How long it takes.", "15", unit="minutes"),
        said("time", "From which minute to which.", "0-15 min"),
        said("decision", "What is to be decided.", "Decide how to cover the $55K no play covers"),
        text("owner", "Who answers for it; unknown: nobody is recorded.", "Ana Ruiz"),
        day("due", "By when what is decided shall be done; unknown: no day.", "2026-12-31"),
        said("by", "Owner and date in one line.", "Ana Ruiz, in this review"),
        flag("is_needed", "There is something to decide."),
        money("stake", "What it is about, where that is an amount.", "55000"),
        said("about", "Each thing it is about.", "Atlas, by Dec 11, 2026"),
    ),
    agenda.parts,
    uses=(
        *("revenue", "renewal", "metrics", "relationships", "risks", "plays", "commitments"),
        *("blockers", "actions"),
    ),
)

Make = Callable[[Values, Voice], list[str | None]]


def _lines(make: Make) -> Callable[[Values, Voice], list[dict[str, str]]]:
    return lambda values, ctx: [{"text": line} for line in make(values, ctx) if line]


_FACTS: dict[str, Make] = {
    "progress": progress.facts,
    "people": people.facts,
    "plays": plays.facts,
    "ahead": ahead.facts,
}
FACTS = Record(
    "facts",
    "The facts behind each part, a line each: for the speaker's notes.",
    tuple(
        Rows(
            name,
            f"Facts behind the part: {name}.",
            (said("text", "The fact.", "Yearly contract value: $1,200,000 (stated)"),),
            _lines(make),
        )
        for name, make in _FACTS.items()
    ),
    _whole,
    uses=("revenue", "metrics", "relationships", "risks", "plays", "whitespace"),
)

Told = tuple[str, str, Callable[[Values, Voice], str | None]]
_TITLES: tuple[Told, ...] = (
    ("agenda", "60 minutes, four decisions", agenda.title),
    (
        "revenue",
        "$1.2M of $1.5M: plays bring $180K of the $300K missing",
        progress.title,
    ),
    ("scorecard", "2 of 5 metrics are below their baseline", progress.scorecard_title),
    ("people", "2 people of high influence hardly know us", people.title),
    ("risks", "2 contacts gone quiet, one piece of news, 4 open risks", people.risks_title),
    ("commitments", "4 of 6 commitments for Q3 FY2026 were kept", plays.commitments_title),
    ("plays", "3 of 10 plays need something before they move", plays.title),
    ("space", "Open whitespace is 70% of the renewal", ahead.space_title),
    ("ahead", "2 plays to close by Feb 20, worth $193K", ahead.title),
    ("rivals", "2 of 3 rivals are in open deals", ahead.rivals_title),
    ("since", "7 changes since Jun 28, 2026", record.since_title),
    ("grid", "9 cells are owned and 2 in progress, of 51", ahead.grid_title),
    ("sources", "21 of 24 kinds of record could be read", record.title),
)
_TAKEAWAYS: tuple[Told, ...] = (
    ("since", "By topic: Opportunities 8 \N{MIDDLE DOT} People 3.", record.since_takeaway),
    ("revenue", "$1.2M is up for renewal in 129 days. Health: 82.", progress.takeaway),
    ("scorecard", "Below: Action completion.", progress.scorecard_takeaway),
    ("people", "Act on Kim Sato first.", people.takeaway),
    ("risks", "2 risks have a high impact, the worst: Champion may leave.", people.risks_takeaway),
    ("commitments", "3 are still owed, the first by Dec 4.", plays.commitments_takeaway),
    ("plays", "1 late, 2 stalled.", plays.takeaway),
    ("space", "Value set for 12 of 40 open cells.", ahead.space_takeaway),
    ("ahead", "4 more plays are to close later.", ahead.takeaway),
)


def _sentences(name: str, doc: str, told: tuple[Told, ...]) -> Record:
    leaves: tuple[Leaf, ...] = tuple(
        said(
            slide, f"For the slide: {slides.NAMES[slide]}.", example, make, uses=slides.USES[slide]
        )
        for slide, example, make in told
    )
    return Record(name, doc, leaves, _whole)


SESSION = Record(
    "session",
    "The account review: a working session of an hour that ends in decisions.",
    (
        number(
            "minutes",
            "How long it takes.",
            "60",
            agenda.minutes,
            unit="minutes",
            uses=("document.as_of",),
        ),
        chart(
            "bridge",
            "From revenue now over the plays that close in time, and later, to the target.",
            progress.bridge,
            uses=("revenue", "plays"),
        ),
        INVITED,
        said(
            "unfilled",
            "Roles of the review that nobody fills; unknown where each has a person.",
            "Nobody is recorded as: engineer.",
            agenda.unfilled,
            uses=("account.owner", "team", "relationships.sponsor"),
        ),
        PARTS,
        *LISTS,
        said(
            "priorities_note",
            "How many priorities the customer named since the quarter began.",
            "The customer named no new priority since Jul 1, 2026.",
            ahead.priorities_note,
            uses=("priorities",),
        ),
        FACTS,
        Record(
            "slides",
            "Which slides have content; the others are left out and the run report says why.",
            tuple(
                flag(
                    name,
                    f"There is content for: {words}.",
                    slides.has(name),
                    uses=slides.USES[name],
                )
                for name, words in slides.NAMES.items()
            ),
            _whole,
        ),
        _sentences("titles", "Titles that state what each slide's figures mean.", _TITLES),
        _sentences("takeaways", "What follows from each slide, in one sentence.", _TAKEAWAYS),
    ),
)

TOPICS = (Topic(SESSION, derived=True, artifacts=("review",)),)
