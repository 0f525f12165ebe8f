"""The customer review: which slides have content, their titles, and the lists they show."""

from __future__ import annotations

from generator.artifacts.schema import (
    CUSTOMER,
    Record,
    Rows,
    Topic,
    chart,
    day,
    flag,
    number,
    said,
    text,
)
from generator.artifacts.telling import (
    promises,
    question,
    review,
    slides,
    takeaways,
    titles,
    trends,
)

PROMISE = (
    text("name", "The promise.", "Train the night shift", audience=CUSTOMER),
    text("our_owner", "Our person.", "Ana Ruiz", audience=CUSTOMER),
    text("customer_owner", "The customer's person.", "Rita Voss", audience=CUSTOMER),
    day("due", "Due date.", "2026-09-30", audience=CUSTOMER),
    text("state", "kept, late, dropped or open.", "kept", audience=CUSTOMER),
    said("state_label", "The state in words.", "Kept", audience=CUSTOMER),
    day("done_on", "Day it was done.", "2026-09-12", audience=CUSTOMER),
)

TRENDS = Rows(
    "trends",
    "Priorities whose KPI has at least two readings: for one slide each.",
    (
        text("name", "The priority.", "Resolve service calls faster", audience=CUSTOMER),
        text("kpi", "The KPI; else the priority's name.", "Resolution time", audience=CUSTOMER),
        said(
            "title",
            "Action title.",
            "Resolution time fell from 4.1 to 2.6 days over four quarters",
            audience=CUSTOMER,
        ),
        said(
            "takeaway",
            "Baseline, target and how far it is; else empty.",
            "Target 2 days: 71% of the way",
            audience=CUSTOMER,
        ),
        said("baseline_text", "The baseline with its unit.", "4.1 days", audience=CUSTOMER),
        said("current_text", "The current value with its unit.", "2.6 days", audience=CUSTOMER),
        said("target_text", "The target with its unit.", "2 days", audience=CUSTOMER),
        chart("chart", "The KPI by quarter with baseline and target: lines.", audience=CUSTOMER),
    ),
    trends.rows,
    uses=("priorities",),
    limit=(3, 3),
    more="plain",
)

REVIEW = Record(
    "review",
    "The review of the quarter, as the customer may see it.",
    (
        Rows(
            "statements",
            "The executive summary: up to three claims.",
            (said("text", "The claim.", "We kept 5 of 6 commitments", audience=CUSTOMER),),
            review.statements,
            uses=("commitments", "outcomes", "priorities", "support", "usage"),
        ),
        said(
            "ask",
            "The one decision we ask for; else unknown.",
            "Decide on the pilot in Retail",
            review.ask,
            audience=CUSTOMER,
            uses=("decisions", "commitments"),
        ),
        said(
            "question",
            "The question of strategy to discuss; else unknown.",
            "Resolution time: what would have to change, on both sides, to get to 2 days?",
            question.question,
            audience=CUSTOMER,
            uses=("questions", "priorities"),
        ),
        said(
            "question_why",
            "Why it is asked; else unknown.",
            "It started at 4.1 days; 71% of the way to the target is done.",
            question.why,
            audience=CUSTOMER,
            uses=("questions", "priorities"),
        ),
        said(
            "open_text",
            "How many cases are open, and for how long the oldest; unknown where cases are.",
            "2, the oldest for 14 days",
            review.open_text,
            audience=CUSTOMER,
            uses=("support",),
        ),
        said(
            "median_text",
            "Within how many days half of the cases were closed; else unknown.",
            "5 days over the last four quarters",
            review.median_text,
            audience=CUSTOMER,
            uses=("support",),
        ),
        flag(
            "roadmap_tied",
            "Some item of the roadmap serves a priority that the customer named.",
            review.roadmap_tied,
            audience=CUSTOMER,
            uses=("roadmap",),
        ),
        said(
            "sponsor",
            "Our executive sponsor, with the job title where it is declared; else unknown.",
            "Mara Lind, SVP Sales",
            review.sponsor,
            audience=CUSTOMER,
            uses=("team",),
        ),
        Rows(
            "promises",
            "What we promised for the quarter and what happened.",
            PROMISE,
            promises.promises,
            uses=("commitments",),
            limit=(8, 8),
            more="plain",
        ),
        number(
            "promises_kept",
            "How many of them were kept.",
            "5",
            promises.kept,
            audience=CUSTOMER,
            uses=("commitments",),
        ),
        number(
            "promises_count",
            "How many there were.",
            "6",
            promises.promised,
            audience=CUSTOMER,
            uses=("commitments",),
        ),
        Rows(
            "joint_plan",
            "Open commitments of the coming quarter, earliest first.",
            PROMISE,
            promises.joint_plan,
            uses=("commitments",),
            limit=(8, 8),
            more="plain",
        ),
        TRENDS,
        Rows(
            "definitions",
            "What the figures of the deck mean, for the appendix.",
            (
                said("name", "The figure.", "Median days to close", audience=CUSTOMER),
                said("value", "Its value; else unknown.", "2.6 days", audience=CUSTOMER),
                said(
                    "text",
                    "What it counts.",
                    "Half of the cases took longer, half less",
                    audience=CUSTOMER,
                ),
            ),
            review.definitions,
            uses=("support", "usage", "commitments"),
        ),
    ),
)

SLIDES = Record(
    "slides",
    "Which slides have content; the others are left out and the run report says why.",
    tuple(
        flag(
            name,
            f"There is content for: {words}.",
            slides.has(name),
            audience=CUSTOMER,
            uses=slides.USES[name],
        )
        for name, words in slides.NAMES.items()
    ),
)

TITLES = Record(
    "titles",
    "Action titles: what the slide's figures mean, with the number.",
    tuple(
        said(
            name,
            f"Title of the slide: {slides.NAMES[name]}.",
            example,
            make,
            audience=CUSTOMER,
            uses=uses,
        )
        for name, example, make, uses in titles.TITLES
    ),
)

TAKEAWAYS = Record(
    "takeaways",
    "What follows from a slide's figures, in one sentence; unknown where there is nothing to say.",
    tuple(
        said(
            name,
            f"What follows from the slide: {slides.NAMES[name]}.",
            example,
            make,
            audience=CUSTOMER,
            uses=uses,
        )
        for name, example, make, uses in takeaways.TAKEAWAYS
    ),
)

CUSTOMER_ARTIFACTS = ("qbr", "ebr")
TOPICS = tuple(
    Topic(node, derived=True, artifacts=CUSTOMER_ARTIFACTS)
    for node in (REVIEW, SLIDES, TITLES, TAKEAWAYS)
)
