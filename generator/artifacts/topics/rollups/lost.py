"""Lost deals: all together on the first page, then each with what is known of it (row 116)."""

from __future__ import annotations

from typing import Any

from generator.artifacts.facts import lost as facts
from generator.artifacts.getters import joined, label, of_note
from generator.artifacts.schema import (
    Leaf,
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

_SUM = "currency of the document"
_CLOSED = ("opportunity.close_date", "opportunity.is_won")


def _total(of: str = "total") -> tuple[Leaf, ...]:
    """Count and amount of some lost deals, with what the amount leaves out."""
    origins = ("opportunity.amount", *_CLOSED)
    return (
        number("count", "How many deals.", "6", f"{of}.count", origins=origins,
               ids=lambda row, _ctx: getattr(row, of).amount.ids),
        money("amount", "What they come to.", "480000", f"{of}.amount", unit=_SUM,
              origins=origins),
        said("amount_note", "What the amount leaves out, if anything; else empty.",
             "amount known for 5 of 6", of_note(f"{of}.amount", "note.amount_known"),
             origins=origins),
    )  # fmt: skip


def _tally(name: str, doc: str, example: str, origin: str) -> Rows:
    what = said("name", "Which ones.", example, facts.tally_name, origins=(origin,))
    getter = {"competitors": "rivals"}.get(name)
    return Rows(name, doc, (what, *_total()), getter, origins=(origin,))


_DUE = Rows(
    "due",
    "The deals by when they are to be taken up again: overdue, this quarter, next, later, not due.",
    (
        text("state", "overdue, this_quarter, next_quarter, later or none.", "overdue", "name"),
        said("name", "The same in words.", "Ready", label("lost_due", "name")),
        *_total(),
    ),
    origins=_CLOSED,
)

_RIVALS = Rows(
    "rivals",
    "The rivals named on the deal, with what is recorded of them there, else on other deals.",
    (
        text("name", "Rival.", "Nimbus"),
        text("strengths", "Its strengths.", "Price"),
        text("weaknesses", "Its weaknesses.", "No service in the north"),
        text("our_advantage", "Our advantage.", "Service"),
    ),
    model="competitor",
    limit=(2, 2),
)

_PEOPLE = Rows(
    "people",
    "Everybody with a role on the deal: the main contact first.",
    (
        text("name", "Name.", "Rita Voss", origins=("contact.name",)),
        said("role", "Role on the deal.", "Decision maker, main contact", facts.person_role,
             origins=("buying_role.stated_role", "buying_role.is_primary")),
        said("title", "Job title; then and now where it changed.", "Controller → CFO",
             facts.person_title, origins=("contact.title", "contact_change.old")),
        said("strength", "Strength of the relationship, then and now.",
             "not recorded → Supportive", facts.person_strength,
             origins=("contact.strength", "contact_change.old", "buying_role.strength")),
        day("last_touch", "Last touch.", "2026-10-23", origins=("activity.day",)),
        said("now", "Whether the person is still there.", "still there", facts.person_now,
             origins=("contact_relation.is_active", "contact.account_id")),
        flag("has_left", "Whether a record says that the person has left.",
             origins=("contact_relation.is_active",)),
    ),
    limit=(4, 4),
)  # fmt: skip

_MEASURES = Rows(
    "measures",
    "How the customer did when the deal was lost, and how it does now.",
    (
        said("name", "Measure: the customer's own, cases, our products, health, revenue.",
             "Cases opened in 90 days"),
        said("then", "Its value when the deal was lost.", "3"),
        day("then_day", "The day of that value.", "2025-06-30"),
        said("now", "Its value now.", "5"),
        day("now_day", "The day of that value.", "2026-09-30"),
        said("trend", "What changed, in words.", "up"),
    ),
    facts.measures,
    origins=("kpi_reading.value", "priority.target", "case.created", "asset.start_date",
             "account.health", "account.arr"),
)  # fmt: skip

_LATER = Rows(
    "later",
    "The division's deals that closed since or are open: those about the same product first.",
    (
        text("name", "Deal.", "Second try"),
        said("state", "Won, lost or open.", "Open"),
        said("amount", "Amount in the account's currency.", "€90,000"),
        day("close_date", "Close date; of an open deal, the expected one.", "2027-01-15"),
        said("same", "Whether it is about a product of the lost deal.", "the same product"),
    ),
    facts.later,
    origins=("opportunity.close_date", "opportunity.amount"),
    limit=(3, 3),
)

_DEAL = (
    text("id", "Record id.", "006000000000001AAA", "deal.id", origins=("opportunity.id",)),
    text("name", "Name of the opportunity.", "Retail rollout", "deal.name",
         origins=("opportunity.name",)),
    text("account", "Account.", "Halvorsen Group", "account.name", origins=("account.name",)),
    text("unit", "Division.", "Halvorsen Retail", "deal.unit",
         origins=("opportunity.account_id",)),
    text("kind", "new, expansion, renewal or other.", "expansion", "deal.kind",
         origins=("opportunity.kind",)),
    said("kind_label", "The kind in words.", "Expansion", label("deal_kind", "deal.kind"),
         origins=("opportunity.kind",)),
    flag("is_renewal", "Whether it was a renewal: what was lost is business that we had.",
         origins=("opportunity.kind",)),
    said("amount", "Amount in the account's own currency.", "€120,000", facts.amount,
         origins=("opportunity.amount",)),
    said("in_sums", "The amount in the currency of the document, where that is another.",
         "$130,435", facts.in_sums, origins=("opportunity.amount",)),
    money("worth", "The amount in the currency of the document.", "130435", unit=_SUM,
          origins=("opportunity.amount",)),
    day("close_date", "The day on which it was lost.", "2026-02-10", "deal.close_date",
        origins=_CLOSED),
    text("quarter", "Fiscal quarter in which it was lost.", "Q1 FY2026", "quarter.label",
         origins=_CLOSED),
    day("created", "Day it was created.", "2025-10-01", "deal.created",
        origins=("opportunity.created",)),
    number("days_open", "Days from there to its loss.", "132", unit="days",
           origins=("opportunity.created", "opportunity.close_date")),
    number("pushes", "How often its close date was moved.", "2",
           origins=("opportunity.push_count",)),
    said("owner", "Owner, and whether no longer active.", "Ana Ruiz", facts.owner,
         origins=("opportunity.owner_id", "user.is_active")),
    said("course", "From its creation to its loss, and how often its close date was moved.",
         "created Oct 1, 2025, lost Feb 10, 2026 (Q1 FY2026), open for 132 days",
         facts.course, origins=("opportunity.created", "opportunity.close_date",
                                "opportunity.push_count")),
    text("products", "Products on it.", "Atlas Core", joined("deal.products"),
         origins=("opportunity_line.product_id",)),
    text("loss_reason", "Why it was lost.", "Price", "deal.loss_reason",
         origins=("opportunity.loss_reason",)),
    said("stage_before", "How it stood before it closed, from a snapshot kept at the time; "
         "empty where none was.", "Negotiation, €120,000, to close on Jan 31, 2026 (snapshot of "
         "Jan 12, 2026)", facts.before_line, origins=("opportunity.stage",)),
    said("next_step", "Next step of the time, else what still stands on it.",
         "Send the proposal", facts.next_step, origins=("opportunity.next_step",)),
    day("again_on", "The day from which to take it up again.", "2026-10-01", origins=_CLOSED),
    text("again_quarter", "The fiscal quarter that begins then.", "Q4 FY2026", "again.label",
         origins=_CLOSED),
    text("due", "overdue, this_quarter, next_quarter, later or none.", "overdue",
         origins=_CLOSED),
    said("due_label", "The same in words.", "Ready", label("lost_due", "due"),
         origins=_CLOSED),
    said("due_line", "When to come back, or what became of it, in a sentence.",
         "Due this quarter: take it up again from Oct 1, 2026 (Q4 FY2026), by Dec 23, 2026",
         facts.due_line,
         origins=_CLOSED),
    text("outcome", "won_back, pursued, planned, lost_again or none.", "none", "outcome.state",
         origins=(*_CLOSED, "opportunity_line.product_id")),
    said("outcome_label", "The same in words.", "Not taken up",
         label("lost_outcome", "outcome.state"),
         origins=(*_CLOSED, "opportunity_line.product_id")),
    said("outcome_line", "What happened since, in a sentence.",
         "Won back: Second try (Jun 1, 2026)", facts.outcome_line,
         origins=(*_CLOSED, "opportunity_line.product_id", "play.product_id",
                  "asset.start_date")),
    said("step", "The first step proposed.", "Ask Rita Voss (CFO) what has changed since",
         facts.step_text, origins=("opportunity.loss_reason", "competitor.name",
                                   "buying_role.contact_id")),
    text("step_owner", "Who takes it: the deal's owner, else the account's.", "Ana Ruiz",
         "step.owner.name", origins=("opportunity.owner_id", "account.owner_id")),
    said("step_by", "By when; of what was taken up, how it stands.", "Dec 23, 2026", facts.step_by,
         origins=_CLOSED),
    said("missing", "What a page would tell and no record says, in one line; else empty.",
         "Not on record: competitors, the stage before it closed.", facts.missing, origins=_CLOSED),
    number("page", "Which page of the document is its own; unknown where it is in the list alone.",
           "3", ids=lambda _row, _ctx: ()),
    said("newcomers", "Who is new in the division since, in a sentence.",
         "New in North since: Mia Lind (CIO), first met Mar 4, 2026.", facts.newcomers_line,
         origins=("contact_relation.start_date", "contact_change.day", "activity.day")),
    said("improved", "Whether the customer's own measures have improved since, in a sentence.",
         "1 of its 2 own measures has not improved since: a reason to come back.",
         facts.improved_line, origins=("kpi_reading.value", "priority.target")),
    _RIVALS,
    _PEOPLE,
    _MEASURES,
    _LATER,
)  # fmt: skip


def _lines() -> tuple[Any, ...]:
    return (
        said("headline", "The conclusion: how many wait, and what is overdue.",
             "75 of 91 lost deals have not been taken up again. 56 have been ready since before "
             "this quarter ($3M).", facts.headline),
        said("rule", "Which day a lost deal is taken up again on.",
             "A lost deal is to be taken up again in the fiscal quarter 3 quarters after the one "
             "it was lost in; one whose quarter is over, in this quarter.", facts.rule),
        said("pages_line", "Which deals have a page, and how many have none; else empty.",
             "12 more are in the list alone, each with its day.", facts.pages_line),
        said("renewals_line", "How many were renewals.", "None of them was a renewal.",
             facts.renewals_line, origins=("opportunity.kind",)),
        said("won_back_line", "How many were won back.", "One was won back since ($120K).",
             facts.won_back_line),
        said("unopposed_line", "How many name no rival.", "4 of 9 name no competitor.",
             facts.unopposed_line, origins=("competitor.name",)),
        said("without_rate", "Accounts whose money is in no sum; else empty.",
             "Without a rate to USD, and in no sum: Acme.", facts.without_rate_line,
             origins=("account.currency",)),
    )  # fmt: skip


LOST_DEALS = Record(
    "lost_deals",
    "The deals lost in the 36 months up to as-of, as plans for coming back.",
    (
        *_total(),
        number("quarters", "After so many fiscal quarters a lost deal is taken up again.", "3",
               unit="fiscal quarters", ids=lambda _row, _ctx: ()),
        *_lines(),
        _DUE,
        _tally("reasons", "Why deals were lost, most often first.", "Price",
               "opportunity.loss_reason"),
        _tally("competitors", "The rivals named on them, most often first.", "Nimbus",
               "competitor.name"),
        Rows("deals", "The deals: those due first, then by worth.", _DEAL, origins=_CLOSED),
    ),
    get=lambda source, _ctx: source,
    origins=_CLOSED,
)  # fmt: skip

TOPICS = (Topic(LOST_DEALS, artifacts=("lost",)),)
