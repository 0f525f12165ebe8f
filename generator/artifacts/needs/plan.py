"""The account plan: what each of its sections needs."""

from __future__ import annotations

from generator.artifacts.needs.shared import (
    CASES,
    CONTACTS,
    FEW,
    INFLUENCE,
    MANY,
    MOST,
    OWNED,
    OWNED_CELLS,
    PLAY_VALUE,
    PLAYS,
    PRODUCTS,
    QUALIFIED,
    RENEWAL,
    REVENUE,
    ROLES,
    SPONSOR,
    STRENGTH,
    TARGET,
    TASKS,
    TOUCHES,
    YEAR_AGO,
    Need,
    Section,
)

PLAN = (
    Section(
        "plan",
        "summary",
        "One-page summary",
        more=(REVENUE, TARGET, RENEWAL, SPONSOR, CONTACTS, PRODUCTS),
    ),
    Section(
        "plan",
        "priorities",
        "What the customer wants to achieve",
        core=(Need("customer priorities", ("priority",), ("priorities[].name",)),),
        more=(
            Need("where KPIs stand", ("priority.current",), ("priorities[].current",), MOST),
            Need("who stated them", ("priority.stated_by_id",), ("priorities[].stated_by",), MANY),
        ),
    ),
    Section(
        "plan",
        "questions",
        "Five questions to keep asking",
        more=(
            Need(
                "answers",
                ("plan.customer_priorities", "plan.challenges", "plan.vision", "priority"),
                ("plan.questions[].answer",),
            ),
        ),
    ),
    Section(
        "plan",
        "profile",
        "Profile and current state",
        more=(
            OWNED,
            Need("quantities", ("asset.quantity", "line.quantity"), ("usage.quantity",), MOST),
            CASES,
            Need("news", ("signal",), ("signals[].date",), inputs=("signals",)),
        ),
    ),
    Section(
        "plan",
        "performance",
        "Performance and history",
        core=(Need("opportunities", ("opportunity",), ("timeline[].name",)),),
        more=(
            Need("amounts", ("opportunity.amount",), ("timeline[].amount",), MOST),
            Need(
                "reasons of losses",
                ("opportunity.loss_reason",),
                ("timeline[].loss_reason",),
                FEW,
            ),
        ),
    ),
    Section(
        "plan",
        "relationships",
        "Organisation and relationships",
        core=(CONTACTS,),
        more=(
            Need("titles", ("contact.title",), ("relationships.contacts[].title",), MOST),
            ROLES,
            INFLUENCE,
            STRENGTH,
            TOUCHES,
        ),
    ),
    Section(
        "plan",
        "maps",
        "Reporting lines",
        core=(CONTACTS,),
        more=(
            Need(
                "reporting lines",
                ("contact.reports_to_id",),
                ("relationships.contacts[].reports_to",),
                MANY,
            ),
        ),
    ),
    Section(
        "plan",
        "whitespace",
        "Whitespace",
        core=(PRODUCTS,),
        more=(OWNED_CELLS, PLAY_VALUE, QUALIFIED),
    ),
    Section(
        "plan",
        "competition",
        "Competition",
        core=(
            Need(
                "rivals, market or SWOT",
                ("competitor", "plan.customer_competitors", "plan.strengths"),
                ("rivals[].name", "plan.customer_competitors", "plan.strengths"),
            ),
        ),
        more=(
            Need("rivals", ("competitor",), ("rivals[].name",)),
            Need(
                "the customer's market",
                ("plan.customer_competitors",),
                ("plan.customer_competitors",),
            ),
            Need("strengths and weaknesses", ("plan.strengths",), ("plan.strengths",)),
        ),
    ),
    Section(
        "plan",
        "goals",
        "Objectives, measures and plays",
        core=(Need("goals", ("objective",), ("goals[].name",)),),
        more=(
            Need("measures", ("measure",), ("goals[].measures[].name",)),
            Need("baselines", ("measure.baseline",), ("goals[].measures[].baseline",), MOST),
            PLAYS,
        ),
    ),
    Section(
        "plan",
        "plays",
        "Expansion plays",
        core=(PLAYS,),
        more=(PLAY_VALUE,),
    ),
    Section(
        "plan",
        "brief",
        "How this account is run",
        more=(
            Need("a playbook", ("account.playbook",), ("account.playbook",), FEW),
            OWNED,
            CONTACTS,
        ),
    ),
    Section(
        "plan",
        "renewal",
        "Renewal strategy",
        core=(RENEWAL,),
        more=(
            Need("notice periods", ("contract.notice_days",), ("renewal.notice_days",), MANY),
            Need("a strategy", ("account.renewal_strategy",), ("renewal.strategy",)),
        ),
    ),
    Section(
        "plan",
        "actions",
        "Action plan",
        core=(
            Need(
                "tasks or commitments",
                ("task", "commitment"),
                ("actions[].subject", "commitments[].name"),
            ),
        ),
        more=(
            TASKS,
            Need("due dates", ("task.day",), ("actions[].due",), MOST),
            Need("commitments", ("commitment",), ("commitments[].name",)),
        ),
    ),
    Section(
        "plan",
        "risks",
        "Risk register",
        core=(
            Need(
                "records that a risk could show in",
                ("risk", "contact", "opportunity", "task", "case", "contract", "asset", "plan"),
                ("risks[].name",),
            ),
        ),
        more=(
            Need(
                "risks stated by people, beside those seen in the records",
                ("risk",),
                (),
            ),
        ),
    ),
    Section(
        "plan",
        "resources",
        "Team and resources",
        core=(
            Need(
                "people of ours",
                ("account.owner_id", "team_member", "account.executive_sponsor_id"),
                ("team[].name",),
            ),
        ),
        more=(SPONSOR,),
    ),
    Section(
        "plan",
        "scorecard",
        "Scorecard: leading and lagging",
        more=(
            Need("activities", ("task", "event"), ()),
            Need("plays", ("play",), ("plays[].name",)),
            YEAR_AGO,
        ),
    ),
    Section(
        "plan",
        "year_end",
        "The year looked back on",
        more=(
            Need("goals", ("objective",), ("goals[].name",)),
            YEAR_AGO,
        ),
    ),
    Section("plan", "changes", "What changed since the last version"),
    Section("plan", "coverage", "Sources and coverage"),
)
