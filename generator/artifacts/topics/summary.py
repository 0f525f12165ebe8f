"""Sentences and short lists made from the other names: page 1, section conclusions, sections."""

from __future__ import annotations

from generator.artifacts.schema import Record, Rows, Topic, day, flag, said
from generator.artifacts.telling import conclusions, sections, summary

SUMMARY = Record(
    "summary",
    "Page 1: what a colleague must know to run the next conversation.",
    (
        said(
            "headline",
            "The account in two sentences.",
            "Halvorsen pays us $1.2M a year. It renews on Mar 31, 2027.",
            summary.headline,
            uses=("revenue", "renewal"),
        ),
        said(
            "emphasis",
            "What the plan is for, by segment.",
            "Grow: win the second plant.",
            summary.emphasis,
            uses=("account.segment", "account.tier"),
        ),
        Rows(
            "kpis",
            "Five figures, by segment: revenue, target, gap, renewal, whitespace where it grows.",
            (
                said("name", "What it is.", "Yearly contract value"),
                said("value", "The figure as printed; unknown: not recorded.", "$1,200,000"),
                said("note", "What to know beside it; else empty.", "known for 5 of 8 divisions"),
            ),
            summary.kpis,
            uses=("revenue", "renewal", "whitespace.value"),
        ),
        Rows(
            "risks",
            "The three worst risks.",
            (
                said("name", "The risk.", "Champion may leave"),
                said("rating", "Likelihood and impact in words.", "medium likelihood, high impact"),
                said("owner", "Owner.", "Ana Ruiz"),
                day("due", "Due date.", "2026-12-15"),
                said("mitigation", "What is done about it.", "Build a second contact"),
            ),
            summary.risks,
            uses=("risks",),
        ),
        said(
            "sponsor",
            "Our sponsor with title.",
            "Mara Lind, SVP Sales",
            summary.sponsor,
            uses=("relationships.sponsor",),
        ),
        said(
            "people",
            "Relationships in one sentence.",
            "7 of 22 contacts are active in 90 days.",
            conclusions.people,
            uses=("relationships",),
        ),
        said(
            "whitespace",
            "Whitespace in one sentence.",
            "40 open cells are worth $840K.",
            conclusions.whitespace,
            uses=("whitespace",),
        ),
        said(
            "renewal",
            "The renewal in one sentence.",
            "The renewal of $1.2M is due Mar 31, 2027.",
            conclusions.renewal,
            uses=("renewal",),
        ),
        said(
            "actions_note",
            "Why there are fewer than three actions; else empty.",
            "",
            summary.actions_note,
            uses=("top_actions_note",),
        ),
    ),
)

CONCLUSIONS = Record(
    "conclusions",
    "One sentence for each section of the plan, stating what its figures mean.",
    tuple(
        said(name, f"Conclusion of the section: {words}.", example, make, uses=uses)
        for name, words, example, make, uses in conclusions.SECTIONS
    ),
)

SECTIONS = Record(
    "sections",
    "Which sections a document of this form has: all (full), the main ones (light), few.",
    (
        *(
            flag(name, f"Print the section: {words}.", sections.switch(name))
            for name, words in sections.NAMES.items()
        ),
        *(
            flag(name, f"Print {words}.", sections.is_first(name), uses=("account.segment",))
            for name, words in sections.FIRST.items()
        ),
    ),
)

TOPICS = tuple(Topic(node, derived=True) for node in (SUMMARY, CONCLUSIONS, SECTIONS))
