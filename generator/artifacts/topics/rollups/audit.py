"""The plan audit: plan by plan, check by check, and together (METHOD.md rows 104 to 106)."""

from __future__ import annotations

from generator.artifacts.catalog import AUDIT
from generator.artifacts.facts import audit as facts
from generator.artifacts.facts import audit_checks as checks
from generator.artifacts.getters import length
from generator.artifacts.schema import (
    Leaf,
    Record,
    Rows,
    Topic,
    day,
    money,
    number,
    percent,
    said,
    text,
)

_PLAN = ("plan.modified", "objective.modified", "measure.modified", "play.modified")

_STATES = ("pass", "warn", "fail", "accepted", "unknown")
_MEANING = {
    "pass": "Checks passed.",
    "warn": "Checks with something to look at.",
    "fail": "Checks with something missing.",
    "accepted": "Checks whose finding is an agreed exception.",
    "unknown": "Checks of which the records do not tell.",
}


def _counts() -> tuple[Leaf, ...]:
    return tuple(
        number(f"n_{state}", _MEANING[state], "3", facts.counted(state)) for state in _STATES
    )


_PLANS = Rows(
    "plans",
    "Each account of tier 1 and 2: without a plan, then the worst grade and score first.",
    (
        text("account", "The account.", "Halvorsen Group", "account.name"),
        text("account_id", "Its record id.", "001000000000001AAA", "account.id"),
        number("tier", "Its tier.", "1"),
        text("owner", "Who answers for the plan.", "Ana Ruiz", "owner.name"),
        text("plan_name", "The plan; unknown: none is on record.", "Plan FY2026"),
        text("plan_id", "Its record id.", "1FA000000000001AAA"),
        text("grade", "pass, warn, fail or unknown: the worst of the required checks.", "fail"),
        said("grade_label", "The grade in words.", "Fail", facts.grade_label),
        percent("score", "Points of what could be graded; unknown: no plan.", "87.5"),
        said("score_of", "Of how many checks.", "31 of 33 checks", facts.score_of),
        *_counts(),
        said("filled", "Facts of the plan's sections on record, of all.", "210 of 240",
             facts.filled),
        number("days_since_edit", "Days since its last change; unknown: not known.", "12"),
        day("last_edit", "Day of the last change.", "2026-11-10"),
        number("edits", "Days with a recorded change in the running quarter, at least.", "4",
               facts.edits(0)),
        number("edits_before", "The same in the quarter before.", "2", facts.edits(1)),
        said("first", "The check to fix first.",
             "Executive sponsor: No executive sponsor is named.", checks.first),
        said("first_step", "What would fix it.", "Agree a sponsor with Dana Reyes.",
             checks.first_step),
        text("first_owner", "Who does it.", "Ana Ruiz", "first.owner.name"),
        day("first_due", "By when.", "2026-12-04", "first.due"),
    ),
    origins=_PLAN,
)  # fmt: skip

_FINDING = (
    text("account", "The account.", "Halvorsen Group", "plan.account.name"),
    text("account_id", "Its record id.", "001000000000001AAA", "plan.account.id"),
    number("tier", "Its tier.", "1", "plan.tier"),
    text("owner", "Who answers for the plan.", "Ana Ruiz", "plan.owner.name"),
    text("check", "The check, as inputs/audit.csv names it.", "sponsor", "finding.check"),
    said("check_label", "The check in words.", "Executive sponsor", checks.line_check),
    said("required_label", "Required or advised.", "Required", checks.line_required),
    number("weight", "Its weight in the score.", "2", "finding.weight"),
    text("state", "pass, warn, fail, accepted, unknown or not_applicable.", "fail",
         "finding.state"),
    said("state_label", "The state in words.", "Fail", checks.state_label),
    said("reason", "What is on record.", "No executive sponsor is named.", checks.reason),
    said("coach", "The next step; empty: none is open.", "Agree a sponsor with Dana Reyes.",
         checks.coach),
    text("next_owner", "Who takes it.", "Ana Ruiz", checks.next_owner),
    day("due", "By when.", "2026-12-04", checks.next_due),
    text("accepted", "Why it is an agreed exception; unknown: it is none.", "The sponsor changes.",
         "finding.accepted.note"),
    said("records", "The records it is about, by id.", "001000000000001AAA", checks.records),
)  # fmt: skip
_FINDINGS = Rows("findings", "Every check of every plan.", _FINDING, checks.lines, origins=_PLAN)
_OPEN_FINDINGS = Rows(
    "open_findings",
    "The checks of each plan that fail or warn.",
    _FINDING,
    checks.open_lines,
    origins=_PLAN,
)
_OTHER_FINDINGS = Rows(
    "other_findings",
    "The checks of each plan of which no step is open.",
    _FINDING,
    checks.other_lines,
    origins=_PLAN,
)

_CHECK = (
    text("check", "The check, as inputs/audit.csv names it.", "sponsor"),
    said("label", "The check in words.", "Executive sponsor", checks.check_label),
    said("asks", "What it asks.", "Is an executive sponsor of ours named?", facts.asks),
    said("required_label", "Required or advised.", "Required", checks.required_label),
    number("weight", "Its weight in the score.", "2"),
    text("tiers", "Of which tiers it is asked.", "1, 2", facts.numbers("tiers")),
    text("rows", "Rows of the planning method it stands on.", "2, 61", facts.numbers("rows")),
    number("passed", "Plans that pass it.", "9"),
    number("warned", "Plans with something to look at.", "1"),
    number("failed", "Plans with something missing.", "1"),
    number("accepted", "Plans where it is an agreed exception.", "0"),
    number("unknown", "Plans of which the records do not tell.", "0"),
)
_CHECKS = Rows("checks", "Each check over all plans.", _CHECK, origins=_PLAN)
_OPEN_CHECKS = Rows(
    "open_checks",
    "The checks that are open in any plan, those of the most plans first.",
    _CHECK,
    facts.open_checks,
    origins=_PLAN,
)

_GRADES = Rows(
    "grades",
    "Plans by grade: pass, warn, fail, unknown.",
    (
        text("grade", "The grade.", "pass"),
        said("label", "The grade in words.", "Pass", facts.grade_label),
        number("plans", "How many plans.", "6", "n", ids=facts.refs_ids("accounts")),
        said("names", "Their accounts.", "Halvorsen Group", facts.names_of("accounts")),
    ),
    origins=_PLAN,
)

_BANDS = Rows(
    "bands",
    "Plans by score, the highest first; those without a score last.",
    (
        said("label", "From which score to which.", "75 to below 90", facts.band_label),
        number("plans", "How many plans.", "4", "n", ids=facts.refs_ids("accounts")),
        said("names", "Their accounts.", "Halvorsen Group", facts.names_of("accounts")),
    ),
    origins=_PLAN,
)

_OWNERS = Rows(
    "owners",
    "The plans of each owner, the lowest mean score first.",
    (
        text("owner", "The plan's owner, else the account's.", "Ana Ruiz", "owner.name"),
        number("plans", "Accounts of tiers 1 and 2.", "4", length("accounts"),
               ids=facts.refs_ids("accounts")),
        said("names", "Their names.", "Halvorsen Group", facts.names_of("accounts")),
        number("tier1_plans", "Tier 1 plans.", "3",
               length("tier1_plans"), ids=facts.refs_ids("tier1_plans")),
        said("load_label", "Whether these are too few or too many.", "in range", facts.load_label),
        percent("score", "Mean of the plans' scores.", "91.2"),
        number("passed", "Plans that pass.", "3"),
        number("warned", "Plans with something to look at.", "0"),
        number("failed", "Plans that have not all they must have.", "1"),
        number("unknown", "Plans of which the records do not tell.", "0"),
        money("target", "Sum of the revenue targets of the accounts owned.", "1500000",
              origins=("account.revenue_target",), unit="currency of the rollup"),
        money("quota", "Quota of the fiscal year; unknown: none on record.", "400000",
              origins=("quota.amount",), unit="currency of the rollup"),
    ),
    origins=("plan.owner_id", "account.owner_id"),
)  # fmt: skip

_STALENESS = Rows(
    "staleness",
    "Tier 1 and tier 2 by the age of their plans.",
    (
        number("tier", "The tier.", "1"),
        number("limit", "Days after which a plan is stale.", "90"),
        number("fresh", "Plans changed within them.", "5", length("fresh"),
               ids=facts.refs_ids("fresh")),
        number("stale", "Plans changed longer ago.", "1", length("stale"),
               ids=facts.refs_ids("stale")),
        number("unknown", "Plans whose last change is not known.", "0", length("unknown"),
               ids=facts.refs_ids("unknown")),
        number("without", "Accounts without a plan.", "1", length("without"),
               ids=facts.refs_ids("without")),
        said("names", "Accounts whose plan is stale, or that have none.", "Halvorsen Retail",
             facts.names_of("stale", "without")),
        number("median_days", "Median age in days.", "6"),
    ),
    origins=_PLAN,
)  # fmt: skip

_GROWTH = Rows(
    "growth",
    "Growth of accounts that had a plan beside comparable ones that had none.",
    (
        said("label", "Which side.", "With a plan then", facts.side_label),
        number("n", "How many accounts.", "3", "group.n"),
        percent("mean", "Mean growth in twelve months.", "18.7", "group.mean"),
        percent("median", "Median.", "17.8", "group.median"),
        said("names", "The accounts.", "Halvorsen Group", facts.group_names),
    ),
    get=facts.growth_rows,
    origins=("plan.created", "plan.start_date", "account.arr_year_ago"),
)

_LEFT_OUT = Rows(
    "growth_left_out",
    "Accounts that the comparison leaves out, and why.",
    (
        text("reason", "Why.", "revenue a year ago is not known"),
        number("n", "How many.", "12", length("accounts"), ids=facts.refs_ids("accounts")),
        said("names", "Which.", "Halvorsen Retail", facts.names_of("accounts")),
    ),
    get="portfolio.growth.left_out",
    origins=("plan.created", "account.arr_year_ago"),
)

_PLAY_STEPS = Rows(
    "play_steps",
    "The plays of all accounts from planned to won.",
    (
        text("key", "planned, open, won, lost or given_up.", "open"),
        said("label", "The step in words.", "Won", facts.play_label),
        number("plays", "How many plays.", "12", "n"),
    ),
    origins=("play.status", "play.opportunity_id"),
)

_ACCEPTED = Rows(
    "accepted",
    "Agreed exceptions, as inputs/audit.csv says.",
    (
        text("account", "The account.", "Halvorsen Group", "account.name"),
        text("check", "The check.", "sponsor", "acceptance.check"),
        said("check_label", "The check in words.", "Executive sponsor", facts.accepted_check),
        text("note", "Why it is so.", "The sponsor changes in January.", "acceptance.note"),
        text("by", "Who agreed.", "Dana Reyes", "acceptance.by"),
        day("day", "Since when.", "2026-11-02", "acceptance.day"),
        day("until", "Until when it holds.", "2027-01-31", "acceptance.until"),
        text("state", "accepted, expired, ahead or settled.", "accepted"),
        said("state_label", "What has become of it.", "accepted", facts.accepted_label),
        said("reason", "What the check finds today.", "No executive sponsor is named.",
             facts.accepted_reason),
        text("source", "File and line.", "inputs/audit.csv#2", "acceptance.source"),
    ),
    origins=("account.name",),
)  # fmt: skip

_RECORD = Record(
    "audit",
    "The plan audit.",
    (
        said("headline", "How many accounts have a plan, and how many all that it must have.",
             "Of 11 accounts, 10 with a plan: 6 have all.", facts.headline),
        percent("score", "Mean of the plans' scores.", "89.8"),
        said("score_line", "The mean, and over how many plans.", "Mean score 90% over 10 plans.",
             facts.score_line),
        said("filled_line", "The same of all plans, in a sentence.",
             "Of the facts that these plans live on, 2,100 of 2,400 are on record.",
             facts.filled_line),
        said("quarter", "The running fiscal quarter.", "Q4 FY2026", facts.quarter_label(0)),
        said("quarter_before", "The quarter before.", "Q3 FY2026", facts.quarter_label(1)),
        said("load_line", "How many tier 1 plans one person keeps up.",
             "3 to 7 tier 1 plans are what one person keeps up.", facts.load_line),
        said("coverage", "Tier 1 accounts with a plan touched since the planning quarter began.",
             "5 of 5 tier 1 accounts have a plan touched.", facts.coverage_line),
        Rows(
            "coverage_missing",
            "Tier 1 accounts whose plan was not touched since the planning quarter began.",
            (text("account", "The account.", "Halvorsen Group", "name"),),
            get="portfolio.coverage.missing",
            origins=_PLAN,
        ),
        said("growth_line", "What is compared, and that it shows no cause.",
             "3 accounts with a plan beside 2 without: not causal.", facts.growth_line),
        said("won_line", "What plays won that were there before their opportunity.",
             "$66,000 was won from plans.", facts.won_line),
        said("tier3", "Accounts of tier 3: not audited, and those with a plan all the same.",
             "Tier 3 has no plans of its own.", facts.tier3_line),
        said("top_line", "Accounts that make most of the revenue and have no plan; else empty.",
             "One has no plan.", facts.top_line),
        said("rate_line", "Accounts that no sum holds; else empty.", "Not in the sums: none.",
             facts.rate_line),
        _PLANS, _FINDINGS, _OPEN_FINDINGS, _OTHER_FINDINGS, _CHECKS, _OPEN_CHECKS, _GRADES, _BANDS,
        _OWNERS, _STALENESS, _GROWTH, _LEFT_OUT, _PLAY_STEPS, _ACCEPTED,
    ),
    get=lambda source, _ctx: source,
    origins=_PLAN,
)  # fmt: skip

TOPICS = (Topic(_RECORD, artifacts=(AUDIT.name,)),)
