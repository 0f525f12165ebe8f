"""The account review's words: four parts, each with the decision that its figures ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts.compose import Composed, compose
from generator.artifacts.telling.session.plays import by_urgency
from generator.formats import Formats
from generator.model.records import Commitment, Signal
from tests.builders import AS_OF, Book

Change = Callable[[Book, str], object]
SOON, LATER, GONE = date(2026, 12, 11), date(2027, 9, 1), date(2026, 11, 2)


def review(book: Book) -> Composed:
    return compose(analyse(book.build()), "review", Formats())


def session(book: Book) -> Any:
    return review(book).values["session"]


def sound(**account: Any) -> tuple[Book, str]:
    """An account of which nothing is left open, and its owner."""
    given: dict[str, Any] = {"arr": Decimal(500_000), "revenue_target": Decimal(500_000), "tier": 1}
    given |= account
    book = Book("Acme", **given)
    ana = book.user("Ana Ruiz", title="Key Account Manager")
    book.change(book.root, owner_id=ana)
    for name, role in (("Rita Voss", "champion"), ("Jon Krall", "economic_buyer")):
        contact = book.contact(name, strength=3, influence="high", title="COO", role=role)
        book.event(date(2026, 11, 3), contact)
    return book, ana


def decided(change: Change, part: int, **account: Any) -> tuple[str, str | None]:
    book, ana = sound(**account)
    change(book, ana)
    row = session(book)["parts"][part - 1]
    return row["decision"], row["by"]


# --- the hour -------------------------------------------------------------------------------------


def test_four_parts_in_their_order_make_an_hour() -> None:
    found = session(sound()[0])
    assert [row["number"] for row in found["parts"]] == [1, 2, 3, 4]
    assert [row["name"] for row in found["parts"]] == [
        "Progress against the target, and key metrics",
        "Relationships, departures and new risks",
        "Status of the plays, and what each needs",
        "Plays of the next quarter",
    ]
    assert sum(row["minutes"] for row in found["parts"]) == found["minutes"] == 60
    assert [row["time"] for row in found["parts"]] == [
        "0–15 min",
        "15–30 min",
        "30–45 min",
        "45–60 min",
    ]


@pytest.mark.parametrize("make", [lambda: Book("Acme"), lambda: sound()[0]])
def test_every_part_has_a_decision_or_says_that_there_is_none(make: Callable[[], Book]) -> None:
    for row in session(make())["parts"]:
        assert row["decision"]
        assert row["is_needed"] != row["decision"].startswith("Nothing to decide")
        assert bool(row["by"]) == row["is_needed"]


def test_the_roles_of_the_review_are_asked_and_those_nobody_fills_are_named() -> None:
    book, ana = sound()
    book.change(ana, manager_id=book.user("Leo Brandt"))
    book.member(book.user("Sam Oduya"), "Sales Engineer")
    found = session(book)
    assert [(row["role"], row["name"]) for row in found["invited"]] == [
        ("Account manager", "Ana Ruiz"),
        ("Sales manager", "Leo Brandt"),
        ("Solutions engineer", "Sam Oduya"),
        ("Customer success", None),
        ("Executive sponsor", None),
    ]
    assert found["unfilled"] == (
        "Nobody is recorded for these roles: Customer success, Executive sponsor."
    )


# --- what is to be decided ------------------------------------------------------------------------


def play(name: str, day: date | None, value: str | None = "40000", **more: Any) -> Change:
    def add(book: Book, ana: str) -> None:
        given = {"value": value, "close_date": day, "owner_id": ana} | more
        book.play(name, book.product("Core"), **given)

    return add


def with_deal(name: str, day: date, **deal: Any) -> Change:
    """A play with an opportunity of its own."""

    def add(book: Book, ana: str) -> None:
        given: dict[str, Any] = {"created": date(2026, 11, 1), "owner_id": ana} | deal
        play(name, day, opportunity_id=book.deal(name, "40000", day, **given))(book, ana)

    return add


def both(*changes: Change) -> Change:
    def add(book: Book, ana: str) -> None:
        for change in changes:
            change(book, ana)

    return add


def nothing(_book: Book, _ana: str) -> None:
    """No change."""


OPEN = {"arr": Decimal(400_000)}  # a gap of 100,000
NOW, DAY = "Ana Ruiz, in this review", "Ana Ruiz, in this review; done by Dec 11, 2026"
NOBODY = "no owner recorded: name one, in this review"


@pytest.mark.parametrize(
    ("change", "account", "expected"),
    [
        (
            nothing,
            {"arr": None},
            ("Decide where the yearly contract value is to be recorded: ", NOW),
        ),
        (
            nothing,
            {"revenue_target": None},
            ("Decide on the revenue target for FY2026: none is recorded", NOW),
        ),
        (nothing, OPEN, ("Decide how to bring in the $100K to go: no play covers any of it", NOW)),
        (play("Pumps", SOON), OPEN, ("Decide how to bring in the $60K of the $100K to go", NOW)),
        (
            play("Pumps", LATER, "100000"),
            OPEN,
            ("Decide how to bring in the $100K to go: no play closes", NOW),
        ),
        (
            both(play("Pumps", LATER, "90000"), play("Fans", SOON, "30000")),
            OPEN,
            ("Decide how to bring in the $70K of the $100K to go", NOW),
        ),
        (
            play("Pumps", SOON, "100000"),
            OPEN,
            ("Nothing to decide: plays cover the gap in time", None),
        ),
        (nothing, {}, ("Nothing to decide: the target is reached", None)),
        (
            lambda book, _: book.contract(date(2027, 1, 31)),
            OPEN,
            ("Decide who takes on the renewal of Jan 31, 2027: ", NOW),
        ),
    ],
)
def test_part_one_decides_what_keeps_revenue_from_its_target(
    change: Change, account: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    text, by = decided(change, 1, **account)
    assert (text[: len(expected[0])], by) == expected


def stranger(book: Book, _ana: str) -> None:
    book.contact("Kim Sato", title="CFO", influence="high", strength=0)


def meeting(book: Book, ana: str) -> None:
    """An open task with the person: what is to be done is agreed."""
    contact = book.contact("Kim Sato", title="CFO", influence="high", strength=0)
    book.task("Meet Kim Sato", SOON, owner_id=ana, contact_id=contact)


def risk(**values: Any) -> Change:
    given = {"likelihood": "high", "impact": "high"} | values
    return lambda book, ana: book.risk(
        "Champion may leave", owner_id=ana if given.pop("is_owned", True) else None, **given
    )


@pytest.mark.parametrize(
    ("change", "expected", "by"),
    [
        (stranger, "Decide on a proposed step, not yet in Salesforce: ", f"{NOW}; done by "),
        (meeting, "Nothing to decide: each weakness has a planned step", ""),
        (
            both(meeting, risk(mitigation="Ask", is_owned=False)),
            "Decide who owns this risk: C",
            NOBODY,
        ),
        (both(meeting, risk(due_date=SOON)), "Decide what is done about this risk: Champ", DAY),
    ],
)
def test_part_two_decides_on_what_nobody_has_planned_and_on_open_risks(
    change: Change, expected: str, by: str
) -> None:
    text, who = decided(change, 2)
    assert text.startswith(expected)
    assert (who or "").startswith(by)


def test_part_two_of_an_account_without_contacts_says_what_is_missing() -> None:
    (_, row, *_rest) = session(Book("Acme"))["parts"]
    assert row["decision"] == "Decide who records the people we know. No contacts are recorded."


def promise(due: date, state: str = "open", **more: Any) -> Change:
    def add(book: Book, ana: str) -> None:
        given = {"our_owner_id": ana, "due_date": due, "state": state} | more
        book.add(Commitment, account_id=book.root, name=f"Promise of {due.month}", **given)

    return add


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, "Nothing to decide here: no play is recorded"),
        (play("Pumps", LATER), "Nothing to decide: the one play is neither late nor"),
        (play("Pumps", GONE), "Decide on a new date for the late play, or end it: Pumps"),
        (
            both(play("Pumps", GONE), play("Fans", GONE)),
            "Decide on new dates for 2 late plays, or end them, first: ",
        ),
        (
            with_deal("Pumps", SOON, last_stage_change=date(2026, 7, 1)),
            "Decide on the next step of the stalled play: Pumps",
        ),
        (play("Pumps", LATER, owner_id=None), "Decide who completes this play: Pumps (An owner)"),
        (play("Pumps", SOON, None), "Decide who completes this play: Pumps (A value; an opp"),
        (promise(GONE), "Decide on a new date for what we promised by Nov 2"),
    ],
)
def test_part_three_decides_what_the_first_play_needs(change: Change, expected: str) -> None:
    assert decided(change, 3)[0].startswith(expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (play("Pumps", SOON), ("Commit to this play, worth $40K, or replace it: Pumps", NOW)),
        (play("Pumps", SOON, None), ("Commit to this play or replace it: Pumps", NOW)),
        (
            play("Pumps", SOON, owner_id=None),
            ("Decide who owns the play due on Dec 11, 2026: Pumps", NOBODY),
        ),
        (
            lambda book, _: book.priority("Fewer stops", stated_on=date(2026, 8, 14)),
            ("Decide which play answers the customer's new priority: ", NOW),
        ),
        (play("Pumps", LATER), ("Decide whether to bring the one later play forward: P", NOW)),
        (nothing, ("Decide what the next play is: none is recorded", NOW)),
    ],
)
def test_part_four_commits_to_the_next_plays_or_chooses_one(
    change: Change, expected: tuple[str, str | None]
) -> None:
    text, by = decided(change, 4)
    assert (text[: len(expected[0])], by) == expected


def renewing(days: int, **more: Any) -> Change:
    """A renewal so many days ahead, with an opportunity that Ana owns."""

    def add(book: Book, ana: str) -> None:
        day = AS_OF + timedelta(days=days)
        book.contract(day)
        given = {"owner_id": ana, "kind": "renewal", "created": date(2026, 1, 5)} | more
        book.deal("Renewal", "400000", day, **given)

    return add


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (renewing(20), " (20 days left), and the $100K that no play closes"),
        (
            renewing(120, created=date(2026, 10, 20)),
            " (the step of 365 days before it is missed), and ",
        ),
    ],
)
def test_a_renewal_that_is_near_or_in_doubt_is_decided_on_first(
    change: Change, expected: str
) -> None:
    text, by = decided(change, 1, **OPEN)
    assert text.startswith("Decide how to secure the renewal of ")
    assert expected in text
    assert (by or "").startswith(f"{NOW}; done by ")


def test_an_account_to_keep_that_pays_less_decides_on_the_loss_before_growth() -> None:
    paid = {"arr": 600_000, "arr_year_ago": 670_000, "revenue_target": 900_000, "potential": 1}
    book, _ = sound(**{name: Decimal(value) for name, value in paid.items()})
    found = session(book)
    assert review(book).values["account"]["segment"] == "retention"
    assert found["titles"]["revenue"].startswith("$600K a year now, $70K less than a year ago")
    assert found["parts"][0]["decision"].startswith("Decide how to stop the loss of $70K in a year")


def test_what_a_slide_has_no_room_for_is_said_to_stand_in_the_notes() -> None:
    book, _ = sound()
    for number in range(7):
        book.risk(f"Risk {number}", impact="high", likelihood="low", mitigation=f"Answer {number}")
    found = session(book)
    assert found["risks_more"].endswith("more, in the notes to the next decision")
    shown = {row["name"]: row["mitigation"] for row in found["risks_shown"]}
    assert shown["Risk 0"] == "Answer 0"
    assert "Risk 6: Answer 6" in [row["text"] for row in found["facts"]["people"]]


# --- what the parts show --------------------------------------------------------------------------


def test_what_is_open_or_late_of_the_customer_s_review_comes_first() -> None:
    book, ana = sound()
    for due, state, done in (
        (date(2026, 7, 31), "kept", date(2026, 7, 30)),
        (date(2026, 9, 11), "late", date(2026, 9, 29)),
        (date(2026, 9, 30), "dropped", None),
        (date(2026, 8, 15), "late", None),
        (SOON, "open", None),
    ):
        promise(due, state, done_on=done)(book, ana)
    found = session(book)
    assert [(row["state"], row["due"].month) for row in found["promises"]] == [
        ("late", 8),
        ("dropped", 9),
        ("late", 9),
        ("kept", 7),
        ("open", 12),
    ]
    assert found["titles"]["commitments"] == (
        "One of the 4 commitments due in Q3 FY2026 was kept in time"
    )
    assert found["takeaways"]["commitments"] == "2 are still owed, the first by Aug 15, 2026."


def test_who_fell_silent_and_news_of_the_quarter_are_told_without_a_baseline() -> None:
    book, _ = sound()
    for name, day in (("Quiet", date(2026, 8, 3)), ("Long gone", date(2026, 3, 1))):
        book.event(day, book.contact(name))
    for day in (date(2026, 6, 28), date(2026, 9, 21)):
        book.add(Signal, account_id=book.root, kind="launch", day=day, text=f"News of {day.month}")
    found = session(book)
    assert [(row["kind"], row["text"]) for row in found["changes"]] == [
        ("Launch", "News of 9"),
        ("Quiet", "Last met, and not since"),
    ]


def test_with_a_baseline_its_changes_come_first() -> None:
    old, new = (Book("Acme", as_of=day) for day in (date(2026, 6, 28), AS_OF))
    old.contact("Rita Voss", title="COO")
    new.contact("Rita Voss", title="CEO")
    account = analyse(new.build(), baseline=old.build())
    composed = compose(account, "review", Formats())
    found = composed.values["session"]
    assert [row["text"] for row in found["changes"]] == ["Rita Voss is now CEO (before: COO)."]
    assert found["titles"]["since"] == "One change since Jun 28, 2026"
    assert found["slides"]["since"]
    assert "since" not in {row.slide for row in composed.left_out}


LATE = "A new date, it was due Nov 2, 2026; an opportunity, it is to close within 90 days"


def test_what_is_late_is_named_by_its_own_date_and_a_play_on_hold_is_no_late_one() -> None:
    book, ana = sound()
    with_deal("Beta", GONE, last_stage_change=date(2026, 11, 1))(book, ana)
    late = book.deal("Gamma", "40000", GONE, created=date(2026, 10, 1), owner_id=ana)
    play("Gamma", LATER, opportunity_id=late, status="On Hold")(book, ana)
    play("Delta", LATER, opportunity_id=late)(book, ana)
    found = session(book)
    needs = {row["name"]: (row["state"], row["needs"]) for row in found["plays"]}
    passed = "new close date of its opportunity, Nov 2, 2026 has passed"
    assert needs["Delta"] == ("late", f"A {passed}")
    assert needs["Beta"] == ("late", f"A new date, it was due Nov 2, 2026; a {passed}")
    assert needs["Gamma"] == ("held", f"A decision: go on, or end it; a {passed}")
    assert found["takeaways"]["plays"] == "Of them: 2 late, 1 on hold."


def test_what_stands_still_beside_the_plays_is_decided_in_their_part() -> None:
    book, ana = sound()
    deal = {"created": date(2026, 1, 5), "last_stage_change": date(2026, 5, 1), "owner_id": ana}
    book.deal("Meal kits", "40000", LATER, **deal)
    made = book.play("Pumps", book.product("Core"), value="1", close_date=LATER, owner_id=ana)
    book.task("Send the list", GONE, owner_id=ana, what_id=made)
    found = session(book)
    assert found["parts"][2]["decision"].startswith(
        "Decide what becomes of the deal that stands still: Meal kits"
    )
    assert found["takeaways"]["plays"] == (
        "Of them: 1 planned. One open deal outside the plays stands still. "
        "One task of a play is overdue."
    )


def test_internal_commitments_are_counted_beside_those_that_the_customer_s_review_counts() -> None:
    book, ana = sound()
    for number, shared in enumerate((True, True, False)):
        promise(date(2026, 8, 1 + number), "kept", is_shared=shared)(book, ana)
    promise(date(2026, 9, 1), "dropped", is_shared=True)(book, ana)
    found = session(book)
    assert found["titles"]["commitments"] == (
        "2 of the 3 commitments due in Q3 FY2026 were kept in time; 1 of 1 internal ones"
    )


def test_the_account_s_own_target_stands_where_no_objective_aims_at_it() -> None:
    row = session(sound(arr_year_ago=Decimal(450_000))[0])["targets"][0]
    assert [row[name] for name in ("baseline", "current", "target", "owner", "has_goal")] == [
        *("$450,000", "$500,000", "$500,000", "Ana Ruiz", False)
    ]
    assert row["name"] == "Target of the account for FY2026"


def test_the_next_quarter_ends_after_the_running_one_and_without_a_play_it_has_candidates() -> None:
    book, ana = sound()
    play("Fans", date(2027, 3, 31))(book, ana)
    assert [row["name"] for row in session(book)["next_plays"]] == ["Fans"]
    book, ana = sound()
    play("Pumps", LATER)(book, ana)
    found = session(book)
    assert found["titles"]["ahead"] == "No play is to close by Mar 31, 2027"
    assert [row["name"] for row in found["next_plays"]] == ["Pumps"]
    assert found["takeaways"]["ahead"].startswith("To choose from: the one later play")


def test_a_priority_is_answered_by_a_play_whose_goal_serves_it() -> None:
    book, ana = sound()
    fresh = book.priority("Fewer stops", stated_on=date(2026, 8, 14))
    goal = book.objective(book.plan(), "Grow", priority_id=fresh)
    play("Pumps", LATER, objective_id=goal)(book, ana)
    assert [row["plays"] for row in session(book)["new_priorities"]] == [1]


def test_plays_that_need_something_come_first_with_what_they_need() -> None:
    book, ana = sound()
    play("Alpha", LATER)(book, ana)
    with_deal("Beta", SOON, last_stage_change=date(2026, 11, 1))(book, ana)
    play("Gamma", GONE)(book, ana)
    rows = session(book)["plays"]
    assert [(row["name"], row["state"], row["needs"]) for row in rows] == [
        ("Gamma", "late", LATE),
        ("Beta", "moving", "Nothing today"),
        ("Alpha", "planned", "Nothing before its time"),
    ]
    assert [row["stage_text"] for row in rows] == [
        "No opportunity yet",
        "Proposal, 21 days",
        "No opportunity yet",
    ]


def test_a_won_play_is_no_longer_a_play_to_talk_about() -> None:
    book, ana = sound()
    deal = book.won("Pumps", "40000", date(2026, 10, 1))
    play("Pumps", SOON, opportunity_id=deal)(book, ana)
    assert session(book)["plays"] == session(book)["next_plays"] == []


def test_a_new_priority_is_told_with_the_plays_that_serve_it() -> None:
    book, ana = sound()
    book.priority("Older", stated_on=date(2026, 5, 1))
    fresh = book.priority("Fewer stops", stated_on=date(2026, 8, 14))
    play("Pumps", LATER, priority_id=fresh)(book, ana)
    found = session(book)
    assert [(row["name"], row["plays"]) for row in found["new_priorities"]] == [("Fewer stops", 1)]
    assert found["priorities_note"] == "The customer named one new priority since Jul 1, 2026:"


def test_a_play_answers_a_new_priority_by_its_goal_as_well() -> None:
    book, ana = sound()
    fresh = book.priority("Fewer stops", stated_on=date(2026, 8, 14))
    goal = book.objective(book.plan(), "Stop less", priority_id=fresh)
    play("Pumps", LATER, objective_id=goal)(book, ana)
    account = analyse(book.build())
    found = compose(account, "review", Formats()).values["session"]["new_priorities"]
    assert [(row["name"], row["plays"]) for row in found] == [("Fewer stops", 1)]
    assert account.whitespace.unserved == ()


def test_many_changes_of_one_topic_hide_no_other() -> None:
    old, new = Book(as_of=date(2026, 6, 28)), Book()
    for number in range(20):
        new.deal(f"Deal {number:02}", "1000", date(2027, 3, 1), created=date(2026, 9, 1))
    new.risk("Budget cut")
    account = analyse(new.build(), baseline=old.build())
    found = compose(account, "review", Formats()).values["session"]
    shown = [row["topic"] for row in found["since_shown"]]
    assert (len(shown), shown.count("Risks")) == (12, 1)
    assert "Opportunities 20" in found["takeaways"]["since"]
    assert found["since_more"]


def test_a_promise_in_an_unheard_of_state_stands_last() -> None:
    rows = [{"done_on": None, "state": state, "due": None} for state in ("waived", "kept")]
    assert [row["state"] for row in sorted(rows, key=by_urgency)] == ["kept", "waived"]


def test_slides_that_would_say_nothing_are_left_out_with_the_reason() -> None:
    composed = review(Book("Acme"))
    assert {row.name: row.reason for row in composed.left_out} == {
        "changes since the last review": (
            "No baseline yet: no snapshot from before Jul 1, 2026 is kept. Each run keeps one"
        ),
        "revenue against the target": (
            "Neither the yearly contract value nor a target for FY2026 is recorded"
        ),
        "relationships": "No contacts are recorded",
        "what we promised": "No commitments are recorded",
        "whitespace against the renewal": "No products are recorded to draw the grid from",
        "appendix: competition": "No rivals are named on the account's deals",
        "appendix: whitespace by division": "No products are recorded to draw the grid from",
    }
    always = {"agenda", "scorecard", "risks", "plays", "ahead", "sources"}
    assert {name for name, has in composed.values["session"]["slides"].items() if has} == always
