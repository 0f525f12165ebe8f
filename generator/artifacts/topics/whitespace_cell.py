"""One cell of the whitespace grid: state, value, the three questions, the move. All internal."""

from __future__ import annotations

from generator.artifacts.facts import cells as facts
from generator.artifacts.facts import ids
from generator.artifacts.schema import day, flag, money, number, said, text

CELL = (
    text("unit", "Division.", "Halvorsen Retail", origins=("account.name",)),
    text(
        "unit_id",
        "Id of the division: its record's, or one made for a region.",
        "001000000000001AAA",
        origins=("account.id",),
    ),
    text("product", "Product.", "Atlas Plan", origins=("product.name",)),
    text("product_id", "Record id of the product.", "01t000000000001AAA", origins=("product.id",)),
    text("family", "Product family.", "Atlas", origins=("product.family",)),
    text(
        "state",
        "owned, in_progress or open.",
        "open",
        origins=("asset.status", "opportunity_line.product_id"),
    ),
    said(
        "label",
        "The state in a word or two; names a rival that holds the cell.",
        "Open (Nimbus)",
        facts.cell_label,
        origins=("asset.status", "asset.is_competitor"),
    ),
    said(
        "state_label",
        "The state in words: Owned, Owned, expanding, In progress, Open.",
        "Open",
        facts.state_label,
        origins=("asset.status",),
    ),
    flag(
        "expanding",
        "Owned, and an open opportunity would add to it.",
        origins=("opportunity_line.product_id",),
    ),
    text(
        "competitor_held",
        "A rival's product stands here.",
        "Nimbus",
        origins=("asset.is_competitor",),
    ),
    money("value", "Expected value of an open or in-progress cell.", "90000"),
    money(
        "estimate",
        "Size proxy of a cell without a value: the median price paid for the product, or, where it "
        "was never sold here, for its family; never in a total.",
        "60000",
        origins=("opportunity_line.total",),
        ids=ids.cell_or_product,
    ),
    text("need", "yes, no or unknown: an unmet need.", "yes", facts.answer("need")),
    text("access", "yes, no or unknown: a credible way in.", "yes", facts.answer("access")),
    text("budget", "yes, no or unknown: a reachable budget.", "unknown", facts.answer("budget")),
    said("need_label", "Need in words.", "Yes", facts.answer_label("need"), origins=("play.need",)),
    said(
        "access_label",
        "Access in words.",
        "Yes",
        facts.answer_label("access"),
        origins=("play.access",),
    ),
    said(
        "budget_label",
        "Budget in words.",
        "Unknown",
        facts.answer_label("budget"),
        origins=("play.budget",),
    ),
    text("need_evidence", "What speaks for the need.", "Stated priority: faster handover"),
    text("access_evidence", "What speaks for access.", "Advocate: R. Voss"),
    text("budget_evidence", "What speaks for a budget.", "Economic buyer known"),
    said(
        "basis",
        "Whether each answer was stated by a person or inferred from the records.",
        "Need stated · access inferred",
        facts.basis,
        origins=("play.need", "play.access", "play.budget"),
    ),
    text(
        "need_source",
        "stated by a person, or inferred from the records; unknown where neither.",
        "stated",
        origins=("play.need", "play.priority_id"),
    ),
    text("access_source", "stated or inferred.", "inferred", origins=("play.access",)),
    text("budget_source", "stated or inferred.", "stated", origins=("play.budget",)),
    said(
        "questions",
        "The three questions in one line.",
        "Need yes · access yes · budget unknown",
        facts.questions,
        origins=("play.need", "play.access", "play.budget"),
    ),
    number(
        "score",
        "How many of the three are yes, 0-3.",
        "2",
        origins=("play.need", "play.access", "play.budget"),
        ids=ids.cell_or_product,
    ),
    text("play", "The play for this cell.", "Plan for retail", origins=("play.name",)),
    text("play_kind", "Kind of play.", "Champion-brokered intro", origins=("play.kind",)),
    text(
        "owner",
        "Owner of the play or opportunity.",
        "Ana Ruiz",
        "owner.name",
        origins=("play.owner_id", "opportunity.owner_id"),
    ),
    day("close_date", "Target close date.", "2027-02-28"),
    text("buyer", "Likely buyer.", "R. Voss", "buyer.name", origins=("play.buyer_id",)),
    text("trigger", "Trigger event.", "New plant opens"),
    text("opportunity_id", "Record id of the opportunity.", "006000000000001AAA"),
    flag("is_qualified", "Need and access are yes.", origins=("play.need", "play.access")),
    flag("is_priority", "In the priority list.", origins=("play.need", "play.access")),
    said(
        "priority_label",
        "Yes for a priority, else empty.",
        "Yes",
        facts.priority_label,
        origins=("play.need",),
    ),
    said(
        "missing",
        "What a priority lacks of play, owner, date, value, buyer and trigger; else unknown.",
        "owner, target date",
        facts.missing,
        origins=("play.owner_id",),
    ),
)
