"""The manager's packet: its first page and its calendar; the rest has modules of its own."""

from __future__ import annotations

from generator.artifacts.facts.packet import calendar, cover
from generator.artifacts.getters import label
from generator.artifacts.schema import Record, Rows, Topic, day, flag, number, said, text
from generator.artifacts.topics.rollups import packet_pages, packet_portfolio

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
        said("owner", "Who answers for it; unknown: several people.", "Dana Reyes", "owner"),
        said("to_do", "What to do about it.", "Write the first plan, or change the tier.",
             "to_do"),
    ),
    cover.flag_rows,
    origins=("account.id",),
    limit=(9, 9),
    more="plain",
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
        day("last", "The last one held.", "2026-06-11", "last"),
    ),
    calendar.reviews,
    origins=("activity.day", "account.last_review"),
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
        _FLAGS,
        _AGENDA,
        _INVITED,
        _WEEKS,
        _REVIEWS,
        packet_portfolio.PORTFOLIO,
        packet_pages.PAGES,
    ),
    get=lambda source, _ctx: source,
    origins=("account.id",),
)  # fmt: skip

TOPICS = (Topic(PACKET, artifacts=("packet",)),)
