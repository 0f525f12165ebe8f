"""The packet's accounts together. Money is in the currency of the report."""

from __future__ import annotations

from functools import partial

from generator.artifacts.facts.packet import blockers as blocked
from generator.artifacts.facts.packet import portfolio as facts
from generator.artifacts.getters import dated
from generator.artifacts.schema import Record, Rows, day, flag, money, number, percent, said, text

amount = partial(money, unit="the report's currency")

_GRID = Rows(
    "grid",
    "Current revenue by growth potential: a row for each level of revenue.",
    (
        said("revenue", "The level of revenue.", "High"),
        *(
            leaf
            for level in ("low", "high", "unknown")
            for leaf in (
                said(f"{level}_title", f"Segment and number of accounts with {level} potential.",
                     "Strategic: 5"),
                said(level, f"The accounts with {level} potential, a line each.",
                     "Acme: $2.1M, potential $1.9M"),
            )
        ),
    ),
    facts.grid,
    origins=("account.arr", "account.potential"),
)  # fmt: skip

_RANKS = Rows(
    "ranks",
    "All accounts by revenue, with the share that each and the larger ones make.",
    (
        text("account", "The account.", "Acme Corporation"),
        number("tier", "1, 2 or 3.", "1"),
        said("segment", "The segment in words; unknown: the potential is not known.",
             "Strategic"),
        amount("revenue", "Yearly contract value.", "2077405"),
        number("revenue_rank", "Rank by revenue.", "1"),
        percent("share", "Share of the revenue that it and the larger ones make.", "23"),
        flag("is_line", "The last of the accounts that make most of the revenue."),
        amount("upside", "Growth potential.", "1900000"),
        number("upside_rank", "Rank by growth potential.", "1"),
        day("renewal", "Day of the next renewal.", "2027-03-12"),
        text("owner", "Who owns the account.", "Dana Reyes"),
    ),
    facts.ranks,
    origins=("account.arr", "account.potential", "account.tier"),
)  # fmt: skip

_OWNERS = Rows(
    "owners",
    "Plans of each person.",
    (
        text("owner", "Who answers for the plans.", "Dana Reyes"),
        number("tier1", "Plans of tier 1 accounts.", "4"),
        number("others", "Plans of other accounts.", "1"),
        said("state", "Whether these are as many as one person can keep.", "3 to 7: fits"),
        text("de_tier", "Accounts to de-tier, the least upside first.", "Acme"),
    ),
    facts.owners,
    origins=("plan.owner_id", "account.owner_id"),
)

_SPONSORS = Rows(
    "sponsors",
    "Executive sponsors, the most accounts first.",
    (
        text("sponsor", "The sponsor.", "Ana Ruiz"),
        number("count", "How many accounts.", "2"),
        text("accounts", "Which ones.", "Acme"),
    ),
    facts.sponsors,
    origins=("account.executive_sponsor_id",),
)

_QUOTAS = Rows(
    "quotas",
    "Each owner's quota beside the targets of the accounts owned.",
    (
        text("owner", "The owner.", "Dana Reyes"),
        amount("quota", "Quota of the year.", "1100000"),
        amount("target", "Targets of the accounts: yearly revenue.", "3000000"),
        amount("gap", "Targets less revenue: what is to be won.", "487000"),
        number("known", "Accounts with a target.", "2"),
        number("accounts", "Accounts owned.", "2"),
    ),
    facts.quotas,
    origins=("quota.amount", "account.revenue_target"),
)

_BLOCKER = (
    number("days", "Its age in days.", "171"),
    text("account", "The account.", "Acme Corporation"),
    text("name", "The deal or task.", "LineView in place of Hexline"),
    said("why", "Why it is one.", "close date passed 21 days ago", dated("why")),
    text("owner", "Who owns it.", "Dana Reyes"),
    text("escalate_to", "Who decides on it.", "Ana Ruiz"),
)

_BLOCKERS = Rows(
    "blockers",
    "Deals that are late or stand still, the largest first.",
    (amount("amount", "The deal's amount.", "180000"), *_BLOCKER),
    blocked.deals,
    origins=("opportunity.amount", "opportunity.last_stage_change", "user.manager_id"),
)

_TASKS = Rows(
    "late_tasks",
    "Tasks that are late, the oldest first.",
    _BLOCKER,
    blocked.tasks,
    origins=("activity.day", "user.manager_id"),
)

_DUE = Rows(
    "due",
    "When each account's plan is due for review, the soonest first.",
    (
        day("date", "The day.", "2026-12-14"),
        flag("is_late", "The day has passed."),
        text("account", "The account.", "Acme Corporation"),
        text("owner", "Who answers for the plan.", "Dana Reyes"),
        said("reason", "The strictest rule that holds for it.",
             "7 active expansion plays: monthly", dated("reason")),
    ),
    facts.due,
    origins=("plan.modified", "play.status"),
)  # fmt: skip

_MOTION = Rows(
    "motion",
    "Accounts of tier 3, managed by motion: renewal and playbook.",
    (
        text("account", "The account.", "Acme Corporation"),
        text("owner", "Who owns it.", "Dana Reyes"),
        day("renewal", "Day of the next renewal.", "2027-03-19"),
        number("days", "Days until then.", "119"),
        text("playbook", "The standard playbook.", "Standard renewal and adoption"),
    ),
    facts.motion,
    origins=("account.playbook", "contract.end_date"),
)

PORTFOLIO = Record(
    "portfolio",
    "The accounts of the packet together.",
    (
        said("headline", "How few accounts make most of the revenue.",
             "7 of 17 accounts make $7.3M of $9M a year.", facts.headline),
        said("left_out", "Accounts without an exchange rate; else empty.",
             "No exchange rate to USD, so in no sum: Acme.", facts.left_out),
        said("thresholds", "From where on revenue and potential are high.",
             "High: revenue from $500K.", facts.thresholds),
        _GRID,
        _RANKS,
        said("owners_title", "How many owners hold as many plans as can be kept.",
             "One plan owner holds more than 7 tier 1 plans; none holds fewer than 3.",
             facts.owners_title),
        flag("has_overload", "Somebody holds more tier 1 plans than can be kept.",
             facts.has_overload),
        _OWNERS,
        said("coverage", "Tier 1 accounts with a plan of this round, and those without.",
             "5 of 5 tier 1 plans were touched.", facts.coverage),
        said("without_sponsor", "Tier 1 accounts without an executive sponsor.",
             "Every tier 1 account has a sponsor.", facts.without_sponsor),
        flag("shares_sponsor", "A sponsor has several accounts.", facts.shares_sponsor),
        _SPONSORS,
        said("quotas_title", "How many owners have a quota on record.",
             "7 of 8 owners have a quota.", facts.quotas_title),
        _QUOTAS,
        _BLOCKERS,
        _TASKS,
        _DUE,
        _MOTION,
    ),
    get=lambda source, _ctx: source,
    origins=("account.id",),
)  # fmt: skip
