"""Won, lost and open opportunities of the last 36 months, by deal and by quarter."""

from __future__ import annotations

from typing import Any

from generator.artifacts.facts import deals as facts
from generator.artifacts.facts import ids
from generator.artifacts.getters import joined, label, of_note
from generator.artifacts.schema import (
    Record,
    Rows,
    Topic,
    day,
    flag,
    money,
    number,
    percent,
    said,
    text,
)

DEAL = (
    text("id", "Record id.", "006000000000001AAA"),
    text("name", "Name of the opportunity.", "Retail rollout"),
    text("unit", "Division.", "Halvorsen Retail", origins=("opportunity.account_id",)),
    text("state", "won, lost or open.", "won", origins=("opportunity.is_won",)),
    said(
        "state_label",
        "The state in words.",
        "Won",
        label("deal_state", "state"),
        origins=("opportunity.is_won",),
    ),
    text("kind", "new, expansion, renewal or other.", "expansion"),
    said(
        "kind_label",
        "The kind in words.",
        "Expansion",
        label("deal_kind", "kind"),
        origins=("opportunity.kind",),
    ),
    text("stage", "Stage.", "Closed Won"),
    money("amount", "Amount.", "120000"),
    day("close_date", "Close date; of an open deal, the expected one.", "2026-06-30"),
    day("created", "Day it was created.", "2026-01-12"),
    text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("opportunity.owner_id",)),
    text(
        "products",
        "Products on it.",
        "Atlas Core, Atlas Plan",
        joined("products"),
        origins=("opportunity_line.product_id",),
    ),
    text("loss_reason", "Why it was lost.", "Price"),
    text(
        "competitors",
        "Rivals named on it.",
        "Nimbus",
        joined("competitors"),
        origins=("competitor.name",),
    ),
    text("next_step", "Next step.", "Send the proposal"),
    flag("overdue", "Open, though its close date has passed.", origins=("opportunity.close_date",)),
    text(
        "primary_contact",
        "The customer's main person on it.",
        "Rita Voss",
        "primary_contact.name",
        origins=("buying_role.contact_id", "buying_role.is_primary"),
    ),
    text("lead_source", "Where it came from.", "Event"),
    number("score", "Score of the deal scorecard, on its own scale.", "74"),
    flag(
        "stalled",
        "Open, and past its date, long in its stage or pushed again and again.",
        origins=("opportunity.last_stage_change", "opportunity.push_count"),
    ),
    number(
        "days_in_stage",
        "Days since the stage last changed.",
        "34",
        unit="days",
        origins=("opportunity.last_stage_change",),
    ),
)


def _total(state: str, words: str, limit: tuple[int, int] | tuple[int, int, int]) -> Record:
    rows = Rows(
        "deals",
        f"The {words}, newest first.",
        DEAL,
        facts.of_state(state),
        "opportunity",
        limit=limit,
    )
    children: tuple[Any, ...] = (
        number("count", f"How many {words}.", "6", f"{state}.count", ids=ids.deals(state)),
        money("amount", f"What the {words} come to.", "480000", f"{state}.amount"),
        said(
            "amount_note",
            "What the amount leaves out, if anything; else empty.",
            "amount known for 5 of 6",
            of_note(f"{state}.amount", "note.amount_known"),
        ),
        rows,
    )
    return Record(
        state,
        f"The {words}.",
        children,
        "performance",
        origins=("opportunity.amount", "opportunity.close_date"),
    )


WON = _total("won", "deals won in the 36 months up to as-of", (10, 5))
LOST = _total("lost", "deals lost in the 36 months up to as-of", (8, 4))
OPEN = _total("open", "open deals", (10, 5, 4))

TIMELINE = Rows(
    "timeline",
    "Won, lost and open deals together, newest close date first.",
    DEAL,
    "performance.deals",
    "opportunity",
    limit=(7, 5),
)

TIMELINE_QUARTERS = Rows(
    "timeline_quarters",
    "The same deals by fiscal quarter of their close date, oldest first: the whole relationship.",
    (
        said("quarter", "Quarter, in short.", "Q4 26", facts.short_quarter),
        number("won", "Deals won in it.", "2"),
        number("lost", "Deals lost in it.", "1"),
        number("open", "Open deals expected to close in it.", "3"),
    ),
    origins=("opportunity.close_date", "opportunity.is_won"),
)

QUARTERS = Rows(
    "quarters",
    "The last eight fiscal quarters, oldest first.",
    (
        text("quarter", "Quarter.", "Q3 FY2026", "quarter.label", origins=("org.fiscal",)),
        money("won", "Won in it.", "120000"),
        number("won_count", "Deals won.", "2"),
        money("lost", "Lost in it.", "40000"),
        number("lost_count", "Deals lost.", "1"),
    ),
    origins=("opportunity.amount", "opportunity.close_date"),
)

LOSS_REASONS = Rows(
    "loss_reasons",
    "Why deals were lost, most often first.",
    (
        text("reason", "Reason.", "Price"),
        number("count", "Deals.", "3"),
        money("amount", "What they came to.", "210000"),
    ),
    get=facts.loss_reasons,
    origins=("opportunity.loss_reason", "opportunity.amount"),
    limit=(6, 3),
)

_KIND_TOTALS = tuple(
    leaf
    for state, words in (("won", "Won"), ("lost", "Lost"), ("open", "Open"))
    for leaf in (
        number(f"{state}_count", f"{words} deals of the kind.", "3", f"{state}.count"),
        money(f"{state}_amount", f"What the {state} ones come to.", "90000", f"{state}.amount"),
        said(
            f"{state}_note",
            f"What the amount of the {state} ones leaves out, if anything; else empty.",
            "amount known for 2 of 3",
            of_note(f"{state}.amount", "note.amount_known"),
        ),
    )
)

KINDS = Rows(
    "kinds",
    "Won, lost and open deals by kind: new, expansion, renewal, other.",
    (
        text("kind", "new, expansion, renewal or other.", "expansion"),
        said("kind_label", "The kind in words.", "Expansion", label("deal_kind", "kind")),
        *_KIND_TOTALS,
    ),
    origins=("opportunity.kind", "opportunity.amount", "opportunity.is_won"),
)

LEAD_SOURCES = Rows(
    "lead_sources",
    "Where the open deals came from, most often first.",
    (
        text("source", "Source.", "Event"),
        number("count", "Open deals from it.", "3"),
    ),
    facts.lead_sources,
    origins=("opportunity.lead_source",),
)

FAILED_EXPANSIONS = Rows(
    "failed_expansions",
    "Expansions that were lost, newest first.",
    DEAL,
    facts.failed_expansions,
    "opportunity",
    limit=(3, 2),
)

PERFORMANCE = Record(
    "performance",
    "How selling to this customer has gone.",
    (
        percent("win_rate", "Won deals in percent of decided ones, by count.", "67"),
        number("decided", "Deals won or lost.", "9", facts.decided, ids=ids.deals("won", "lost")),
        QUARTERS,
        KINDS,
        LEAD_SOURCES,
        LOSS_REASONS,
        FAILED_EXPANSIONS,
    ),
    origins=("opportunity.is_won", "opportunity.close_date"),
)

TOPICS = tuple(Topic(node) for node in (WON, LOST, OPEN, TIMELINE, TIMELINE_QUARTERS, PERFORMANCE))
