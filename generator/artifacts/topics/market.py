"""Rivals, news of the customer, and what people wrote in the plan that the CRM keeps."""

from __future__ import annotations

from generator.artifacts.facts import market as facts
from generator.artifacts.getters import label
from generator.artifacts.schema import Record, Rows, Topic, day, flag, money, number, said, text

RIVALS = Rows(
    "rivals",
    "Our rivals in this account.",
    (
        text("name", "Rival.", "Nimbus"),
        number("won", "Deals won against it.", "2", origins=("opportunity.is_won",)),
        money("won_amount", "What they came to.", "140000", origins=("opportunity.amount",)),
        number("lost", "Deals lost to it.", "1", origins=("opportunity.is_won",)),
        money("lost_amount", "What they came to.", "60000", origins=("opportunity.amount",)),
        number("open", "Open deals with it.", "1", origins=("opportunity.is_closed",)),
        money("open_amount", "What they come to.", "90000", origins=("opportunity.amount",)),
        text("strengths", "What it does well.", "Price"),
        text("weaknesses", "Where it is weak.", "No field app"),
        text("our_advantage", "Our advantage over it.", "Crews see it on the floor"),
        said(
            "record",
            "Deals won against it, lost to it and open, with what they came to.",
            "2 won ($140,000), 1 lost ($60,000), 1 open ($90,000)",
            facts.rival_record,
            origins=("opportunity.is_won", "opportunity.amount"),
        ),
    ),
    model="competitor",
    limit=(3, 3),
)

SIGNALS = Rows(
    "signals",
    "News of the customer, of the last 180 days, newest first.",
    (
        text("kind", "Kind of news.", "executive_hire"),
        said(
            "kind_label",
            "The kind in words.",
            "New executive",
            label("signal", "kind"),
            origins=("signal.kind",),
        ),
        day("date", "Day.", "2026-10-07", "day", origins=("signal.day",)),
        text("text", "What happened.", "New COO appointed"),
        text("url", "Where it stands.", "https://news.example/coo"),
        text("source", "The file it was read from; unknown: the CRM.", "inputs/signals.csv"),
    ),
    model="signal",
    limit=(3, 3),
)

QUESTION = (
    said("question", "The question.", "What are your priorities for the next 12 months?"),
    text("answer", "What is recorded; unknown: ask.", "Fewer outages"),
    flag("is_answered", "An answer is recorded."),
)
_ANSWERS = (
    "plan.customer_priorities",
    "plan.efforts",
    "plan.challenges",
    "plan.performance_indicators",
    "plan.vision",
    "priority.name",
)

QUESTIONS = Rows(
    "questions",
    "The five discovery questions; those without an answer are for the next review.",
    QUESTION,
    get=facts.questions,
    origins=_ANSWERS,
)

UNANSWERED = Rows(
    "unanswered",
    "Of the five discovery questions those that nobody has recorded an answer to.",
    QUESTION[:1],
    get=facts.unanswered,
    origins=_ANSWERS,
)

_WRITTEN = (
    ("vision", "Where the customer wants to be.", "One platform for all plants"),
    ("challenges", "What stands in its way.", "Each plant plans alone"),
    ("industry_trends", "Trends of its market.", "Energy prices stay high"),
    ("performance_indicators", "What it measures itself by.", "Downtime per plant"),
    ("customer_priorities", "Its strategic priorities.", "Less downtime, fewer suppliers"),
    ("customer_competitors", "The customer's own competitors.", "Contoso Pumps"),
    ("customer_competitive_strengths", "The customer's strengths against them.", "Faster service"),
    ("customer_competitive_weaknesses", "The customer's weaknesses against them.", "Older plants"),
    ("strengths", "Strengths of our relationship.", "Weekly talks with the COO"),
    ("weaknesses", "Weaknesses of our relationship.", "Nobody in Finance"),
    ("opportunities", "Opportunities of our relationship.", "Two new plants"),
    ("threats", "Threats to our relationship.", "A tender in spring"),
    ("notes", "Notes.", "Meets us each spring"),
)

PLAN = Record(
    "plan",
    "The plan that the CRM keeps, and what people wrote in it. Never for customers.",
    (
        text("id", "Record id.", "0kV000000000001AAA"),
        text("name", "Name of the plan.", "Halvorsen 2026"),
        text("owner", "Owner of the plan.", "Ana Ruiz", "owner.name", origins=("plan.owner_id",)),
        text("status", "Status.", "Active"),
        day("start", "First day.", "2026-01-01", origins=("plan.start_date",)),
        day("end", "Last day.", "2026-12-31", origins=("plan.end_date",)),
        number(
            "age_days",
            "Days since anybody changed the plan.",
            "34",
            unit="days",
            origins=("plan.modified",),
        ),
        flag("is_stale", "Older than the tier allows.", origins=("plan.modified",)),
        *(text(name, doc, example) for name, doc, example in _WRITTEN),
        number("hours", "Hours of our people for the plan's time.", "320", unit="hours"),
        money("budget", "Budget for the plan's time.", "48000"),
        flag(
            "has_swot",
            "At least one of strengths, weaknesses, opportunities, threats is written.",
            facts.has_swot,
            origins=("plan.strengths",),
        ),
        said(
            "trends",
            "Trends of its market with the year and the source of what is said.",
            "Energy prices stay high (account plan Halvorsen 2026, FY2026)",
            facts.trends,
            origins=("plan.industry_trends", "plan.start_date"),
        ),
        said(
            "answered",
            "How many of the five discovery questions have an answer.",
            "4 of the 5 questions have an answer.",
            facts.answered,
            origins=_ANSWERS,
        ),
        QUESTIONS,
        UNANSWERED,
    ),
    model="plan",
)

TOPICS = tuple(Topic(node) for node in (RIVALS, SIGNALS, PLAN))
