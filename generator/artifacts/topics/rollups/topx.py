"""The Top X rollup: the list of a quarter, judged, and rolled up (METHOD.md rows 109-115)."""

from __future__ import annotations

from generator.artifacts.facts import topx as facts
from generator.artifacts.facts import topx_rows as rows
from generator.artifacts.getters import joined, label
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

_CURRENCY = "currency of the rollup"
_BOX = ("opportunity.is_top_x",)

_FLAGS = Rows(
    "flags",
    "What is to be decided: a row for each kind of thing that holds of something.",
    (
        text("kind", "to_choose, under, over, running, unconfirmed, late, late_before, before, "
             "renewals, not_eligible, not_several, against, stalled or no_step.", "under"),
        said("label", "The kind in words.", "Selected fewer than their X",
             label("topx_flag", "kind")),
        number("count", "How many people or deals.", "3"),
        text("names", "Which.", "Ana Ruiz (3 of 5)", joined("names")),
        said("what", "What to do about it.", "Select the others, or set another X.",
             label("topx_do", "kind")),
    ),
    facts.flags,
    origins=_BOX,
)  # fmt: skip

_DEAL = (
    text("account", "The account.", "Acme", origins=("account.name",)),
    text("deal", "The deal.", "Atlas for the north", origins=("opportunity.name",)),
    text("owner", "Who owns the deal.", "Ana Ruiz"),
    money("amount", "The deal's amount.", "60000", unit=_CURRENCY),
    day("close_date", "Close date.", "2027-02-01", origins=("opportunity.close_date",)),
    said("timing", "Whether that lies in the quarter of the list.", "in the quarter"),
    text("stage", "Stage.", "Proposal", origins=("opportunity.stage",)),
    said("kind", "New business, expansion or renewal.", "Expansion"),
    said("criteria", "How many criteria are met.", "3 of 4, 1 not known"),
    said("several", "Whether that is several.", "yes"),
    said("decision", "What was decided, by whom, when and why.",
         "confirmed by Dana Reyes, Dec 14, 2026: the plant opens"),
    said("pick", "Whose personal Top X it is: on a manager's sheet, whether that manager's.",
         "● Dana Reyes"),
    said("help", "Help that it needs.", "coaching, co-selling"),
    text("next_step", "Next step.", "Send the offer", origins=("opportunity.next_step",)),
)  # fmt: skip

_ROWS = Rows(
    "rows",
    "A line for each person, and below it one for each deal that the person answers for.",
    (
        flag("is_person", "It is a person's line; its deal's columns are unknown."),
        text("person", "Who answers for it.", "Dana Reyes"),
        text("person_title", "Job title, on the person's line.", "Sales manager"),
        number("x", "So many deals the person is to choose.", "5"),
        number("chosen", "So many the person chose; unknown: none is on record.", "4"),
        said("status", "How far that is from X.", "1 to choose by Dec 31, 2026"),
        said("choice", "The three in words.", "4 of 5 chosen, 1 to choose by Dec 31, 2026"),
        number("deals", "Deals that the person answers for.", "9"),
        money("total", "Their amounts.", "240000", unit=_CURRENCY),
        text("reports", "Who reports to the person.", "Ana Ruiz, Leo Brandt"),
        *_DEAL,
    ),
    origins=("opportunity.amount",),
)  # fmt: skip

_LEVELS = Rows(
    "levels",
    "Who answers for the deals: sellers, their managers, and those above.",
    (
        said("name", "What the level is called.", "Managers"),
        said("title", "What it says, with its number.", "Managers: 1 of 2 picked a personal Top X"),
        said("note", "How many of all deals somebody of this level answers for.",
             "19 of 19 deals"),
        number("count", "So many distinct deals.", "19"),
        money("amount", "Their amounts, each counted once.", "900000", unit=_CURRENCY),
        _ROWS,
    ),
    rows.levels,
    origins=_BOX,
)  # fmt: skip

_RUNNING = Rows(
    "running",
    "The deals that are still open on the running quarter's list.",
    _DEAL,
    rows.running,
    origins=_BOX,
)

_CHECKS = Rows(
    "checks",
    "A row for each deal and criterion of its team.",
    (
        text("account", "The account.", "Acme", "deal.account.name"),
        text("deal", "The deal.", "Atlas for the north", "deal.name"),
        text("owner", "Who owns it.", "Ana Ruiz", "deal.owner.name"),
        said("team_label", "By the criteria of which team.", "Strategic accounts",
             label("topx_team", "deal.verdict.team")),
        text("criterion", "Which criterion.", "renewal", "criterion.key"),
        said("label", "The criterion in words.", "Current contract renewal date",
             label("topx_criterion", "criterion.key")),
        said("kind_label", "Whether it must be met, or speaks against the deal.", "criterion",
             label("topx_kind", "criterion.kind")),
        said("answer", "Met, not met or not known.", "met", rows.answer),
        said("why", "By what, in a sentence.", "The next renewal is on Mar 1, 2027.", rows.why),
        text("records", "Ids of the records that it was decided by.", "800000000000001AAA",
             rows.records),
    ),
    rows.checks,
    origins=("opportunity.amount", "opportunity.stage", "opportunity.probability"),
)  # fmt: skip

_PAST = Rows(
    "past",
    "What became of deals of earlier lists: won, lost, held over, dropped.",
    (
        text("account", "The account.", "Acme", "account.name"),
        text("deal", "The deal.", "Atlas for the north", "name"),
        text("owner", "Who owns it.", "Ana Ruiz", "owner.name"),
        text("outcome", "won, lost, held_over or dropped.", "dropped"),
        said("outcome_label", "The same in words.", "Dropped", label("topx_status", "outcome")),
        money("amount", "Amount.", "60000", unit=_CURRENCY),
        day("close_date", "Close date.", "2026-09-01"),
        text("why", "Why: as the file says, of a lost deal as the CRM says.", "No budget"),
        text("by", "Who decided.", "Dana Reyes"),
        text("quarter", "Whose quarter's list that was about.", "2026-Q4"),
        flag("is_late", "It was selected after the month of selection."),
    ),
    origins=("opportunity.is_top_x", "opportunity.loss_reason"),
)

_FIELDS = Rows(
    "fields",
    "The fields that your company alone can have: the box, and judgments of deals.",
    (
        said("label", "What it says.", "Top X box"),
        text("origin", "Where the CRM keeps it; unknown: nowhere that is mapped.",
             "Opportunity"),
        said("use_label", "What it is read for.", "which deals are on the list"),
    ),
    facts.fields,
    origins=_BOX,
)  # fmt: skip

_DIFFERENCES = Rows(
    "differences",
    "What the file says and the records do not, or the other way round.",
    (
        text("line", "The line of the file.", "inputs/topx.csv#4", facts.line_of),
        said("label", "What is wrong, in short.", "not ticked", label("topx_difference", "kind")),
        said("text", "What differs.", "No deal here is named Atlas.", facts.difference),
    ),
    origins=_BOX,
)

TOPX = Record(
    "topx",
    "The list of a quarter.",
    (
        said("headline", "What is on the list, with its number.",
             "14 Top X deals of new business for Q1 FY2027, $990K; 4 renewals beside, $3.9M",
             facts.headline),
        said("phase_line", "When the list is made, and whether that has begun.",
             "The list for Q1 FY2027 is made from Dec 1 to Dec 31, 2026.", facts.phase_line),
        said("basis_line", "What the list stands on.", "By the Top X box in Salesforce.",
             facts.basis_line),
        text("quarter", "The fiscal quarter of the list.", "Q1 FY2027", "quarter.label"),
        number("x", "So many deals a person chooses.", "5"),
        number("several", "So many criteria a deal is to meet.", "3"),
        number("count", "Deals on the list; unknown where the CRM does not record it.", "19",
               facts.count, ids=lambda source, _ctx: tuple(deal.id for deal in source.deals)),
        money("amount", "Their amounts, each counted once.", "5300000", unit=_CURRENCY),
        said("amount_note", "How many of them have an amount that is known.", "of 18 of 19",
             facts.amount_note),
        number("new_business_count", "Of them no renewals.", "15", facts.new_business_count),
        money("new_business", "The amounts of these.", "960000", "parts.new_business",
              unit=_CURRENCY),
        number("renewals_count", "Renewals, which are shown beside.", "4", facts.renewals_count),
        money("renewals", "The amounts of these.", "3900000", "parts.renewals", unit=_CURRENCY),
        number("running_count", "Deals that are still open on the running quarter's list: in no "
               "other count. Unknown: the list is that quarter's own.", "6", facts.running_count),
        said("running_line", "The same in words.",
             "Q4 FY2026: 6 deals of new business are still open, $525K; one renewal beside, $1.3M",
             facts.running_line),
        said("sellers_line", "How many people chose as many as they are to.",
             "8 of 8 have 29 deals to choose by Dec 31, 2026", facts.sellers_line),
        said("several_line", "How many deals meet several criteria.",
             "9 meet 3 criteria or more; 4 do not", facts.several_line),
        percent("win_rate", "Of the past Top X deals that were decided, won.", "50",
                facts.win_rate),
        said("win_note", "Of how many, and of which time.", "2 of 4 decided", facts.win_note),
        number("help_count", "Deals that need help; unknown without inputs/topx.csv.", "3",
               facts.help_count),
        said("help_line", "How many deals need which help.", "coaching 2, co-selling 1",
             facts.help_line),
        text("without_rate", "Accounts with amounts that have no rate: in no sum.", "Acme",
             joined("without_rate", "name")),
        text("unreadable", "Accounts whose opportunities show no box.", "Acme",
             joined("unreadable", "name")),
        said("rings_line", "People who manage each other.", "Ana Ruiz, Leo Brandt",
             lambda source, _ctx: "; ".join(", ".join(ring) for ring in source.rings) or None),
        _FLAGS,
        _LEVELS,
        _RUNNING,
        _CHECKS,
        _PAST,
        _DIFFERENCES,
        _FIELDS,
    ),
    get=lambda source, _ctx: source,
    origins=("opportunity.is_top_x", "opportunity.amount"),
)  # fmt: skip

TOPICS = (Topic(TOPX, artifacts=("topx",)),)
