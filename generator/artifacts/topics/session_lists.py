"""The lists of the account review: what its four parts show, and its appendix."""

from __future__ import annotations

from generator.artifacts.schema import Rows, day, flag, money, number, said, text
from generator.artifacts.telling.session import ahead, people, plays, progress, record

PLAY = (
    text("name", "The play.", "Plan for retail"),
    text("unit", "Division.", "Halvorsen Retail"),
    text("product", "Product.", "Atlas Plan"),
    money("value", "Expected value.", "90000"),
    text("owner", "Owner.", "Ana Ruiz"),
    day("close_date", "Target close date.", "2027-02-28"),
    text("priority", "The customer's priority it serves.", "Resolve service calls faster"),
    text("stage", "Stage of its opportunity.", "Proposal"),
    number("days_in_stage", "Days since the stage last changed.", "34", unit="days"),
    said("stage_text", "Stage and days in it; that there is no opportunity.", "Proposal, 34 days"),
    text("state", "late, stalled, held, incomplete, moving or planned.", "stalled"),
    said("state_label", "The state in words.", "Stalled"),
    said("needs", "What it needs; where nothing, its next step.", "A next step with a date"),
    text("next_step", "Next step of its opportunity.", "Send the proposal"),
)

PLAYS = Rows(
    "plays",
    "Plays that are not won, those first that need something.",
    PLAY,
    plays.rows,
    uses=("plays", "open"),
    limit=(5, 5),
)

NEXT = Rows(
    "next_plays",
    "Plays to close by the end of the next fiscal quarter, by date; where none is, candidates.",
    PLAY,
    ahead.shown,
    uses=("plays", "open", "whitespace.priorities"),
    limit=(5, 5),
)

CHANGES = Rows(
    "changes",
    "What changed of people and risks, by baseline and records; and the quarter's news.",
    (
        day("date", "The baseline's day, that of the change, or of the news.", "2026-08-03"),
        said("kind", "What or whom it is about.", "Rita Voss"),
        text("text", "What happened.", "COO: Last met, and not since"),
    ),
    people.changes,
    uses=("relationships.changes", "signals", "changes"),
    limit=(5, 5),
    more="plain",
)

SINCE = Rows(
    "since",
    "What changed since the baseline; where not all fit, some of every topic.",
    (
        said("topic", "What it is about, in words.", "Opportunities"),
        said("text", "The change as a sentence.", "The renewal moved from Mar 31 up to Mar 12."),
    ),
    record.since,
    uses=("changes",),
    limit=(record.SINCE, record.SINCE),
    more="plain",
)

GAPS = Rows(
    "gaps",
    "Named weaknesses of the relationships, each with the one action that would mend it.",
    (
        text("text", "The weakness, with names.", "Only Rita Voss is active in Retail."),
        text("action", "What would mend it.", "Ask Rita Voss to introduce the CFO."),
        text("owner", "Who of us does it.", "Ana Ruiz"),
        said("due", "By when, and that it is a proposal, where so.", "Dec 4, 2026 (proposed)"),
    ),
    people.gaps,
    uses=("relationships",),
    limit=(4, 4),
    more="notes",
)

RISKS = Rows(
    "risks",
    "Risks, worst first.",
    (
        text("name", "The risk.", "Champion may leave"),
        said("rating", "Likelihood and impact in words.", "Medium / high"),
        said("origin", "Recorded by a person or seen in the records.", "recorded"),
        text(
            "mitigation", "What is done about it; unknown: nothing yet.", "Build a second contact"
        ),
        text("owner", "Owner.", "Ana Ruiz"),
        day("due", "Due date.", "2026-12-15"),
    ),
    people.risks,
    uses=("risks",),
    limit=(5, 5),
    more="notes",
)

FAMILIES = Rows(
    "families",
    "The product families: the columns of the grid.",
    (text("name", "Family.", "Atlas"),),
    ahead.families,
    uses=("whitespace.families",),
    limit=(ahead.FAMILIES, ahead.FAMILIES),
    more="plain",
)

GRID = Rows(
    "grid",
    "The grid by family: a row for each division.",
    (
        text("name", "Division.", "Halvorsen Retail"),
        money("value", "Sum of its open cells that have a value.", "240000"),
        Rows(
            "cells",
            "The division's products, one text for each family.",
            (said("text", "How many are owned, and how many in progress.", "2 of 3 (+1)"),),
        ),
    ),
    ahead.grid,
    uses=("whitespace.rows",),
    limit=(11, 11),
    more="workbook",
)

PROMISES = Rows(
    "promises",
    "What was promised for the quarter under review, open and late first; then for the next one.",
    (
        text("name", "The promise.", "Train the night shift"),
        text("our_owner", "Our person.", "Ana Ruiz"),
        text("customer_owner", "The customer's person.", "Rita Voss"),
        day("due", "Due date.", "2026-09-30"),
        text("state", "kept, late, dropped or open.", "late"),
        said("state_label", "The state in words.", "Late"),
        day("done_on", "Day it was done.", "2026-10-04"),
        flag("is_shared", "Agreed with the customer; else internal."),
    ),
    plays.promised,
    uses=("commitments",),
    limit=(8, 8),
)

TARGETS = Rows(
    "targets",
    "Goals of the plan with their measures: revenue, expansion, retention and others.",
    (
        text("name", "The measure; unknown: no goal aims at it.", "Net revenue retention"),
        said("kind", "What it aims at, and by which path.", "Revenue · Cross-sell"),
        said("baseline", "Where it started.", "$1,000,000"),
        said("current", "Where it stands.", "$1,200,000"),
        said("target", "Where it shall go.", "$1,500,000"),
        text("owner", "Owner.", "Ana Ruiz"),
        day("due", "When it is due.", "2026-12-31"),
        flag("has_goal", "An objective of the plan aims at it."),
    ),
    progress.targets,
    uses=("goals", "aims", "revenue", "account.owner"),
    limit=(6, 6),
)

CELLS = Rows(
    "cells",
    "Qualified cells of the grid, best first.",
    (
        text("product", "Product.", "Atlas Plan"),
        text("unit", "Division.", "Halvorsen Retail"),
        said("questions", "The three questions in one line.", "Need yes, access yes"),
        text("play", "The play for this cell; unknown: none.", "Plan for retail"),
        money("value", "Expected value.", "90000"),
    ),
    ahead.cells,
    uses=("whitespace.priorities",),
    limit=(5, 5),
    more="workbook",
)

FIGURES = Rows(
    "figures",
    "The figures of the deck with where they come from.",
    (
        said("label", "The figure in words.", "Yearly contract value"),
        said("value", "The figure as printed; unknown: not recorded.", "$1,200,000"),
        said("note", "Where it comes from, and what it leaves out.", "stated; known for 5 of 8"),
        number("count", "How many records it was made from.", "5"),
    ),
    record.figures,
    uses=("sources",),
    limit=(8, 8),
    more="plain",
)

UNREAD = Rows(
    "unread",
    "The kinds of record that were not read, or not in full.",
    (
        said("label", "The kind in words.", "Cases"),
        said("line", "Why.", "not visible to Ana Ruiz"),
    ),
    record.unread,
    uses=("coverage_gaps",),
    limit=(8, 8),
    more="plain",
)

PRIORITIES = Rows(
    "new_priorities",
    "What the customer named of late, and how many plays answer it.",
    (
        text("name", "The priority.", "Resolve service calls faster"),
        day("stated_on", "When it was named.", "2026-08-14"),
        number("plays", "Plays that serve it.", "1"),
    ),
    ahead.priorities,
    uses=("priorities", "plays", "whitespace.openings_since"),
    limit=(4, 4),
)

LISTS = (
    SINCE,
    PLAYS,
    NEXT,
    CHANGES,
    PROMISES,
    PRIORITIES,
    GAPS,
    RISKS,
    FAMILIES,
    GRID,
    TARGETS,
    CELLS,
    FIGURES,
    UNREAD,
)
"""In the order of the deck."""
