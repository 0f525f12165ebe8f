"""When the customer renews, how ready we are, and its contracts so far."""

from __future__ import annotations

from generator.artifacts.facts import ids, renewal
from generator.artifacts.getters import label
from generator.artifacts.schema import (
    CUSTOMER,
    Record,
    Rows,
    Topic,
    day,
    flag,
    money,
    number,
    said,
    text,
)

RENEWAL_SOURCES = Rows(
    "sources",
    "Every source's date for the next renewal, earliest first.",
    (
        day("date", "The date.", "2027-03-31", "day"),
        text("source", "Where it stands.", "contract 00012"),
    ),
    origins=(
        "contract.end_date",
        "asset.end_date",
        "opportunity.close_date",
        "account.renewal_date",
    ),
)

_GATES = (
    "account.renewal_strategy",
    "opportunity.created",
    "opportunity.owner_id",
    "activity.day",
    "contact.role",
)

MILESTONES = Rows(
    "milestones",
    "What is due how long before the renewal (365, 180, 120 and 90 days).",
    (
        number("days_before", "Days before the renewal.", "180", unit="days"),
        day("date", "The day it is due.", "2026-10-02"),
        said("name", "What is due.", "Renewal opportunity open, owner named", "name"),
        flag("is_past", "The day has passed."),
        text(
            "state",
            "done, missed, unseen (past, and no record can show it) or ahead.",
            "done",
            origins=_GATES,
        ),
        said("state_label", "The state in words.", "Done", "state_label", origins=_GATES),
        said(
            "finding",
            "What the records show of it.",
            "open since Jul 20, 2026",
            "finding",
            origins=_GATES,
        ),
        text("owner", "Who sees to it.", "Ana Ruiz", "owner", origins=("opportunity.owner_id",)),
    ),
    get=renewal.milestones,
    origins=("contract.end_date",),
)

BESIDE = Rows(
    "plays",
    "Plays that shall close by the renewal: expansion planned together with it.",
    (
        text("name", "Play.", "Retail rollout"),
        text("unit", "Division.", "Halvorsen Retail", origins=("play.account_id",)),
        money("value", "Expected value.", "90000"),
        text("owner", "Owner.", "Ana Ruiz", "owner.name", origins=("play.owner_id",)),
        day("close_date", "Target date.", "2027-01-31"),
    ),
    renewal.plays_beside,
    "play",
    limit=(3, 2),
)

RENEWAL = Record(
    "renewal",
    "The next renewal, and how ready we are.",
    (
        day(
            "date",
            "Earliest next renewal; for customers without the dates of our opportunities.",
            "2027-03-31",
            renewal.renewal_day,
            audience=CUSTOMER,
            origins=("contract.end_date", "asset.end_date", "account.renewal_date"),
        ),
        day(
            "term_end",
            "When the term ends, where our own opportunity closes on another day.",
            "2027-04-30",
            "term_end",
            origins=("contract.end_date", "asset.end_date", "account.renewal_date"),
        ),
        flag(
            "notice_is_past",
            "The last day to give notice lies before as-of; unknown: no such day.",
            renewal.notice_is_past,
            origins=("contract.notice_days", "contract.end_date"),
        ),
        flag(
            "notice_missed",
            "That day passed, and nothing says that the contract renews: by itself, by a renewal "
            "that was won or by a contract that follows; unknown: no such day.",
            origins=("contract.notice_days", "contract.end_date", "contract.auto_renews"),
        ),
        number(
            "days",
            "Days from as-of to the renewal.",
            "129",
            unit="days",
            origins=("contract.end_date",),
            ids=ids.renewal_day,
        ),
        money(
            "value",
            "What is up for renewal.",
            "1200000",
            origins=("opportunity.amount", "account.arr"),
        ),
        text(
            "status", "red, attention, ok or unknown.", "attention", origins=("contract.end_date",)
        ),
        said(
            "status_label",
            "The status in words.",
            "Needs attention",
            label("renewal_status", "status"),
            origins=("contract.end_date",),
        ),
        text(
            "status_reason",
            "Why.",
            "no renewal opportunity is open",
            origins=("contract.end_date",),
        ),
        text(
            "owner",
            "Owner of the renewal opportunity.",
            "Ana Ruiz",
            "opportunity_owner.name",
            origins=("opportunity.owner_id",),
        ),
        text(
            "opportunity_id",
            "Record id of the renewal opportunity.",
            "006000000000001AAA",
            origins=("opportunity.id",),
        ),
        flag("auto_renews", "The contract renews by itself.", origins=("contract.auto_renews",)),
        number(
            "notice_days",
            "Contractual notice period.",
            "60",
            unit="days",
            origins=("contract.notice_days",),
            ids=ids.renewal_day,
        ),
        day(
            "notice_by",
            "Last day on which the contract lets notice be given.",
            "2027-01-30",
            origins=("contract.end_date", "contract.notice_days"),
            ids=ids.renewal_day,
        ),
        number(
            "reminder_days",
            "Days before its end at which our CRM reminds us: no term of the contract.",
            "90",
            unit="days",
            origins=("contract.reminder_days",),
            ids=ids.renewal_day,
        ),
        text(
            "strategy",
            "How the renewal is to be won.",
            "Renew early with the second plant",
            origins=("account.renewal_strategy",),
        ),
        flag("conflict", "The sources give different dates.", origins=("contract.end_date",)),
        said(
            "value_note",
            "Where the value comes from, or why it is unknown.",
            "renewal opportunity",
            "value.note",
            origins=("opportunity.amount",),
        ),
        RENEWAL_SOURCES,
        MILESTONES,
        BESIDE,
    ),
)

HISTORY = Record(
    "contract_history",
    "How the contracts so far were renewed.",
    (
        number("ended", "Terms that ended or were renewed before their end.", "2"),
        number("on_time", "Renewed in the last 90 days before their end.", "1"),
        number("early", "Renewed more than 90 days before their end.", "0"),
        number("late", "Renewed after their end.", "1"),
        number("lapsed", "Ended, and not renewed by any record.", "0"),
        said(
            "line",
            "The same in one sentence; unknown where no term has ended.",
            "2 terms ended: 1 renewed on time, 1 late.",
            renewal.history_line,
            origins=("contract.end_date", "opportunity.close_date"),
        ),
    ),
    origins=("contract.end_date", "contract.start_date", "opportunity.close_date"),
)

CONTRACTS = Rows(
    "contracts",
    "Contracts, newest first.",
    (
        text("id", "Record id.", "800000000000001AAA"),
        text("number", "Contract number.", "00000112"),
        text("unit", "Division.", "Halvorsen Retail", origins=("contract.account_id",)),
        day("start", "First day.", "2024-04-01", origins=("contract.start_date",)),
        day("end", "Last day.", "2027-03-31", origins=("contract.end_date",)),
        number("term_months", "Term.", "36", unit="months"),
        text("status", "Status in the CRM.", "Activated"),
        text(
            "renewed",
            "on_time, early, late or lapsed; unknown while it runs.",
            "on_time",
            origins=("contract.end_date", "contract.start_date", "opportunity.close_date"),
        ),
        number(
            "renewed_days",
            "Days from its end to its renewal; before the end negative.",
            "-12",
            unit="days",
            origins=("contract.end_date", "contract.start_date", "opportunity.close_date"),
        ),
        said(
            "renewed_label",
            "How it was renewed, in words; unknown while it runs.",
            "renewed 12 days late",
            renewal.renewed_label,
            origins=("contract.end_date", "opportunity.close_date"),
        ),
    ),
    model="contract",
    limit=(4, 2),
)

TOPICS = tuple(Topic(node) for node in (RENEWAL, HISTORY, CONTRACTS))
