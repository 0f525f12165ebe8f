"""The manager's packet: its first page and its calendar; the rest has modules of its own."""

from __future__ import annotations

from generator.artifacts.facts import topx
from generator.artifacts.facts.packet import calendar, cover, focus
from generator.artifacts.getters import label
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
from generator.artifacts.topics.rollups import packet_pages, packet_portfolio

_CURRENCY = "the report's currency"

_FLAGS = Rows(
    "flags",
    "What calls for attention, the gravest first.",
    (
        text("kind", "Kind of flag.", "renewal", "kind"),
        text("grade", "act, watch or note.", "act", "grade"),
        said("grade_label", "The grade as a sign and a word, told without colour.", "■ Act",
             label("grade", "grade")),
        said("about", "The accounts, or the people of ours.", "Acme Corporation", "about"),
        said("what", "What it is, in a sentence.", "No plan is on record.", "what"),
        said("owner", "Who answers for it, each by name; unknown: nobody.", "Dana Reyes", "owner"),
        said("to_do", "What to do about it.", "Write the first plan, or change the tier.",
             "to_do"),
        day("due", "By when; unknown: no day.", "2026-11-27", "due"),
    ),
    cover.flag_rows,
    origins=("account.id",),
    limit=(9, 9),
    more="plain",
)  # fmt: skip

_SHARED = Rows(
    "shared",
    "Flags that are true of several accounts or people, each told once; then notes.",
    (
        said("grade_label", "The grade as a sign and a word.", "▲ Watch",
             label("grade", "grade")),
        said("about", "All of them by name.", "Acme Corporation, Borealis", "about"),
        said("what", "What it is, in a sentence.", "Tier 3, but with a plan.", "what"),
        said("owner", "Who answers for it, each by name; unknown: nobody.", "Dana Reyes",
             "owner"),
        said("to_do", "What to do about it.", "Close the plan, or raise the tier.", "to_do"),
        day("due", "By when the first of it; unknown: no day.", "2026-11-27", "due"),
    ),
    cover.shared_flags,
    origins=("account.id",),
)  # fmt: skip

_AGENDA = Rows(
    "agenda",
    "The hour: for each part the accounts that share it, worst first, each with its decision.",
    (
        number("number", "Number of the part, from 1.", "1"),
        said("time", "From when to when; empty but in the part's first row.", "0-15 min"),
        said("part", "What the part is about; empty but in its first row.", "Progress"),
        number("minutes", "Minutes for the account.", "5"),
        text("account", "The account; empty: none has anything to decide in this part.",
             "Acme Corporation"),
        said("decision", "The decision needed.", "Decide who takes on the renewal"),
        text("owner", "Who carries it.", "Dana Reyes"),
        day("due", "By when it is done; unknown: in the meeting.", "2026-12-12"),
    ),
    cover.agenda,
    origins=("account.id",),
)  # fmt: skip

_INVITED = Rows(
    "invited",
    "Whom to ask to the hour, role by role, for the accounts on the agenda.",
    (
        said("role", "The role.", "Account manager"),
        text("names", "Who fills it; unknown: nobody.", "Dana Reyes, Ana Ruiz"),
        said("unfilled", "In which of the accounts nobody does.", "not filled: Acme Corporation"),
    ),
    cover.invited,
    origins=("account.owner_id", "user.manager_id", "team_member.role"),
)

_WEEKS = Rows(
    "weeks",
    "The six weeks in which plans are made.",
    (
        number("number", "Number of the week.", "3"),
        day("start", "Its first day.", "2026-11-16"),
        day("end", "Its last day.", "2026-11-22"),
        said("step", "What is done in it.", "drafts", label("planning_step", "step")),
        said("who", "Who does it.", "Account managers", label("planning_who", "step")),
        flag("is_current", "The week that holds as-of."),
    ),
    calendar.weeks,
    origins=("org.fiscal",),
)

_REVIEWS = Rows(
    "reviews",
    "The reviews with customers of tier 1: scheduled in the customer's week, or missing.",
    (
        text("account", "The account.", "Acme Corporation", "account.name"),
        text("owner", "Who owns it.", "Dana Reyes", "owner.name"),
        text("state", "held, scheduled, other_day, booking, missing or unknown.", "missing"),
        said("state_label", "The state in words.", "Missing", label("review_state", "state")),
        day("date", "Day of the review; unknown: none is scheduled.", "2026-12-08",
            "meeting.day"),
        day("book_by", "By when one is to be in the calendar; unknown: it is, or need not be.",
            "2026-11-30"),
        day("last", "The last one held.", "2026-06-11", "last"),
    ),
    calendar.reviews,
    origins=("activity.day", "account.last_review"),
)  # fmt: skip

_TOP_X = Record(
    "top_x",
    "The Top X of the team: the deals on which each seller focuses in the coming quarter.",
    (
        said("headline", "What is on the list, with its number.",
             "14 Top X deals of new business for Q1 FY2027, $990K; 4 renewals beside, $3.9M",
             topx.headline),
        said("sellers_line", "How many sellers chose as many as they are to.",
             "8 of 8 have 29 deals to choose by Dec 31, 2026", topx.sellers_line),
        said("running_line", "What is still open on the running quarter's list: in no other count.",
             "Q4 FY2026: 6 deals of new business are still open, $525K", topx.running_line),
        percent("win_rate", "Of the past Top X deals that were decided, won.", "50",
                topx.win_rate),
        said("win_note", "Of how many, and of which time.", "2 of 4 decided", topx.win_note),
        said("help_line", "How many deals need which help; unknown: nobody asks for any.",
             "coaching 2, co-selling 1", topx.help_line),
        said("phase_line", "When the list is made, and whether that has begun.",
             "The list for Q1 FY2027 is made from Dec 1 to Dec 31, 2026.", topx.phase_line),
        Rows(
            "rows",
            "A line for each seller, and below it one for each deal of the list.",
            (
                flag("is_person", "It is a seller's line; its deal's columns are unknown."),
                text("person", "The seller.", "Dana Reyes"),
                number("x", "So many deals the seller is to choose.", "5"),
                number("chosen", "So many were chosen; unknown: that is not recorded.", "4"),
                said("status", "How far that is from X.", "1 to choose by Dec 31, 2026"),
                money("total", "Amounts of the seller's deals.", "240000", unit=_CURRENCY),
                text("account", "The account.", "Acme"),
                text("deal", "The deal.", "Atlas for the north"),
                money("amount", "The deal's amount.", "60000", unit=_CURRENCY),
                day("close_date", "Close date.", "2027-02-01"),
                said("several", "Whether it meets several criteria.", "yes"),
                said("decision", "What was decided, by whom, when and why.",
                     "confirmed, by Dana Reyes, Dec 14, 2026"),
                said("pick", "Whose personal Top X it is.", "● Dana Reyes"),
                said("help", "Help that it needs.", "coaching, co-selling"),
            ),
            focus.rows,
            origins=("opportunity.is_top_x", "opportunity.amount"),
            limit=(45, 45),
            more="plain",
        ),
    ),
    focus.top_x,
    origins=("opportunity.is_top_x",),
)  # fmt: skip

PACKET = Record(
    "packet",
    "The manager's packet.",
    (
        said("headline", "How many flags are to be acted on, and the gravest.",
             "2 flags are to be acted on now.", cover.headline),
        said("plans_line", "How many accounts, and how many of them have a plan.",
             "17 accounts, 10 of them with a plan.", cover.plans_line),
        number("minutes", "Minutes of the agenda together.", "60", cover.minutes),
        said("aim", "How far the accounts together are from their targets.",
             "Together $9M a year of $10M by Dec 31, 2026.", cover.aim),
        said("baseline_note", "Of how many accounts changes cannot be told; unknown: of none.",
             "What changed cannot be told of 2 of 3 accounts.", cover.baseline_note),
        _FLAGS,
        _SHARED,
        _AGENDA,
        _INVITED,
        _WEEKS,
        _REVIEWS,
        packet_portfolio.PORTFOLIO,
        _TOP_X,
        packet_pages.PAGES,
    ),
    get=lambda source, _ctx: source,
    origins=("account.id",),
)  # fmt: skip

TOPICS = (Topic(PACKET, artifacts=("packet",)),)
