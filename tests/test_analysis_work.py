"""Actions, the week's three, risks, support, activity, team, rivals, reviews, deals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import Options, analyse
from generator.analysis.results import Figure
from generator.model.org import FiscalCalendar
from generator.model.records import Commitment, ReviewItem, Signal
from generator.model.snapshot import Reach, Snapshot
from tests.builders import AS_OF, Book, moment

D = Decimal


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def ahead(days: int) -> date:
    return AS_OF + timedelta(days=days)


def owned_book(**account) -> Book:
    """A book whose account belongs to Ann, who reports to Max."""
    book = Book(**account)
    boss = book.user("Max Manager")
    ann = book.user("Ann Owner", manager_id=boss)
    book.change(book.root, owner_id=ann)
    return book


def well_known(book: Book) -> Book:
    """``book`` with two people whom we know and meet: nothing is to be done about them."""
    for name, title in (("Rita Voss", "CFO"), ("Sam Coe", "COO")):
        person = book.contact(name, title=title, strength=3, role="economic_buyer")
        book.event(ago(1), person)
    return book


def ann(book: Book) -> str:
    return str(book.build().account.owner_id)


# -- deals -------------------------------------------------------------------------------------


def test_won_and_lost_count_for_36_months_and_open_deals_all():
    book = Book()
    book.won("First day", "1", date(2023, 11, 23))
    book.won("Too old", "10", date(2023, 11, 22))
    book.lost("Today", "3", AS_OF, loss_reason="Price")
    book.deal("Ancient and open", "5", date(2020, 1, 1), stage="Proposal")
    performance = analyse(book.build()).performance
    totals = [
        (t.count, t.amount.value) for t in (performance.won, performance.lost, performance.open)
    ]
    assert totals == [(1, D(1)), (1, D(3)), (1, D(5))]
    assert performance.win_rate.value == D("50.0")
    assert [deal.name for deal in performance.deals] == ["Today", "First day", "Ancient and open"]
    assert performance.deals[-1].overdue


def test_deals_of_a_division_count_for_the_account():
    book = Book()
    north = book.division("North")
    book.won("Deal", "7", date(2026, 1, 1), account=north)
    performance = analyse(book.build()).performance
    assert performance.won.amount.value == D(7)
    assert performance.deals[0].unit == "North"


def test_days_in_stage_run_from_the_last_change_and_else_from_creation():
    book = Book()
    book.deal("Moved", "1", ahead(9), created=ago(300), last_stage_change=ago(12))
    book.deal("Never moved", "1", ahead(8), created=ago(30))
    book.deal("Unknown", "1", ahead(7))
    book.won("Won", "1", ago(1), created=ago(30))
    deals = analyse(book.build()).performance.deals
    assert {deal.name: deal.days_in_stage for deal in deals} == {
        "Moved": 12,
        "Never moved": 30,
        "Unknown": None,
        "Won": None,
    }


def test_eight_fiscal_quarters_end_with_the_one_under_review():
    book = Book(fiscal=FiscalCalendar(start_month=7))
    book.won("Won", "5", date(2026, 9, 30))
    book.lost("Lost", "2", date(2024, 10, 1))
    book.won("Too early", "9", date(2024, 9, 30))
    book.won("This quarter", "9", date(2026, 10, 1))
    quarters = analyse(book.build()).performance.quarters
    assert [q.quarter.key for q in quarters] == [
        "2025-Q2",
        "2025-Q3",
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
        "2027-Q1",
    ]
    assert (quarters[-1].won, quarters[-1].won_count, quarters[0].lost) == (D(5), 1, D(2))
    assert sum(q.won for q in quarters) == D(5)


def reaching(book: Book, topic: str, since: date) -> Snapshot:
    """The book's snapshot, records of ``topic`` read from ``since`` on."""
    return replace(book.build(), reach=(Reach(topic, since),))


def test_quarters_that_were_not_read_whole_are_left_out():
    book = Book()
    book.won("Old", "5", date(2025, 2, 1))
    deals = analyse(reaching(book, "opportunities", date(2025, 1, 2))).performance.quarters
    assert (deals[0].quarter.key, deals[0].won, len(deals)) == ("2025-Q2", D(0), 6)
    whole = analyse(reaching(book, "opportunities", date(2025, 1, 1))).performance.quarters
    assert (whole[0].quarter.key, whole[0].won) == ("2025-Q1", D(5))

    cases = analyse(reaching(book, "cases", date(2026, 5, 1))).support
    assert [(row.quarter.key, row.opened) for row in cases.quarters] == [("2026-Q3", 0)]
    assert cases.median_days_to_close.note == "no case closed Q3 FY2026 to Q3 FY2026"


def test_without_a_quarter_that_was_read_support_over_time_is_unknown():
    book = Book()
    book.case(date(2026, 11, 1))
    support = analyse(reaching(book, "cases", date(2026, 10, 1))).support
    assert (support.quarters, support.themes, support.open) == ((), (), 1)
    assert support.median_days_to_close == Figure(None, note="cases of that time were not read")


def test_quarters_hold_all_deals_that_were_read_and_totals_those_of_36_months():
    book = Book()
    book.won("Long ago", "5", date(2022, 2, 1))
    quarter = book.org.fiscal.quarter(2022, 4)
    found = analyse(book.build(), options=Options(quarter=quarter)).performance
    first = found.quarters[4]
    assert (first.quarter.key, first.won, first.won_count) == ("2022-Q1", D(5), 1)
    assert found.won.count == 0


def test_loss_reasons_are_counted_most_frequent_first():
    book = Book()
    book.lost("A", "5", ago(9), loss_reason="Price")
    book.lost("B", "50", ago(9))
    book.lost("C", None, ago(9), loss_reason="Price")
    book.lost("D", "90", ago(9), loss_reason="No decision")
    assert analyse(book.build()).performance.lost_reasons == (
        ("Price", 2, D(5)),
        ("No decision", 1, D(90)),
        ("not recorded", 1, D(50)),
    )


def test_rivals_are_one_whatever_the_spelling():
    book = Book()
    spellings = ("Rival Inc.", "RIVAL", "Rival, Inc.", "Rival Inc.")
    makers = (book.won, book.lost, book.deal, book.lost)
    for number, (make, name) in enumerate(zip(makers, spellings, strict=True)):
        deal = make(f"Deal {number}", "10", ago(number) if make != book.deal else ahead(1))
        book.competitor(deal, name, strengths=f"Text {number}" if number != 2 else None)
    book.competitor(book.won("Other", "1", ago(3)), "Else GmbH")

    first, second = analyse(book.build()).rivals

    assert (first.name, second.name) == ("Rival Inc.", "Else GmbH")
    assert (first.won, first.lost, first.open) == (1, 2, 1)
    assert (first.won_amount, first.lost_amount, first.open_amount) == (D(10), D(20), D(10))
    assert first.strengths == "Text 0"  # of the newest deal that says anything


# -- actions and the week's three --------------------------------------------------------------


def test_open_tasks_stand_most_overdue_first_and_late_ones_go_to_the_manager():
    book = owned_book()
    book.task("Due later", ahead(3), owner_id=ann(book))
    book.task("Late", ago(2), owner_id=ann(book))
    book.task("Very late", ago(20), owner_id=ann(book))
    book.task("No date", None)
    book.task("Done", ago(2), completed=ago(2))
    actions = analyse(book.build()).actions
    assert [(a.subject, a.days_overdue) for a in actions] == [
        ("Very late", 20),
        ("Late", 2),
        ("Due later", 0),
        ("No date", 0),
    ]
    assert actions[0].escalate_to is not None
    assert actions[0].escalate_to.name == "Max Manager"
    assert actions[2].escalate_to is None


def test_a_queue_is_flagged_and_its_late_tasks_go_to_the_accounts_owner():
    book = owned_book()
    queue = book.user("Support queue", is_queue=True)
    book.task("Late", ago(2), owner_id=queue)
    (action,) = analyse(book.build()).actions
    assert action.owner_is_queue
    assert action.escalate_to is not None
    assert action.escalate_to.name == "Ann Owner"


def full_week() -> Book:
    """One candidate of each kind, and a single thread."""
    book = owned_book(renewal_strategy="Renew early")
    book.task("Call the CFO", ago(4), priority="High", owner_id=ann(book))
    book.task("Ordinary and late", ago(40), owner_id=ann(book))
    book.play("Core in North", None, close_date=ahead(7), owner_id=ann(book))
    book.contract(ahead(100))
    book.contact("Chief", title="CEO")
    return book


def test_the_weeks_three_follow_the_methods_ranking():
    account = analyse(full_week().build())
    assert [(t.rank, t.kind, t.text, t.due) for t in account.top_actions] == [
        (1, "overdue", "Call the CFO", ago(4)),
        (2, "play", "Move the play Core in North (Acme)", ahead(7)),
        (3, "renewal", "Open the renewal opportunity of Acme", date(2026, 11, 27)),
    ]
    assert [t.reason for t in account.top_actions] == [
        "High-priority task was due 4 days ago.",
        "Play is due in 7 days.",
        "Renewal in 100 days: no renewal opportunity is open.",
    ]
    assert {t.owner.name for t in account.top_actions if t.owner} == {"Ann Owner"}
    assert account.top_actions_note is None


def test_a_single_thread_and_an_untouched_executive_come_before_ordinary_late_tasks():
    """One action wins the person whom the thread needs: no second one meets the same."""
    book = full_week()
    book.contact("Money", title="CFO")
    for record in book.build().activities:
        if record.subject == "Call the CFO":
            book.change(record.id, is_closed=True, completed=ago(4))
    book.change(book.build().plays[0].id, close_date=ahead(8))
    book.change(book.build().contracts[0].id, end_date=ahead(300))
    kinds = [(t.kind, t.text) for t in analyse(book.build()).top_actions]
    assert kinds == [
        ("single_thread", "Build a relationship with Chief (CEO)"),
        ("executive", "Meet Money (CFO)"),
        ("overdue", "Ordinary and late"),
    ]


def test_wider_windows_fill_up_to_three():
    book = well_known(owned_book())
    book.task("Next month", ahead(20), owner_id=ann(book))
    book.task("Some day", None)
    book.play("Far", None, close_date=ahead(400))
    account = analyse(book.build())
    assert [t.text for t in account.top_actions] == [
        "Next month",
        "Some day",
        "Move the play Far (Acme)",
    ]
    assert account.top_actions[1].due == date(2026, 11, 27)  # the week's Friday


def test_a_low_priority_is_among_the_three_only_where_nothing_better_is_due():
    book = well_known(owned_book())
    book.task("Low and late", ago(30), priority="Low", owner_id=ann(book))
    book.task("Low tomorrow", ahead(1), priority="Low", owner_id=ann(book))
    book.task("Normal next week", ahead(6), owner_id=ann(book))
    texts = [t.text for t in analyse(book.build()).top_actions]
    assert texts == ["Normal next week", "Low and late", "Low tomorrow"]

    book.task("High next week", ahead(7), priority="High", owner_id=ann(book))
    book.task("Normal and late", ago(1), owner_id=ann(book))
    texts = [t.text for t in analyse(book.build()).top_actions]
    assert texts == ["Normal and late", "High next week", "Normal next week"]


def test_fewer_than_three_come_with_the_reason():
    book = well_known(owned_book())
    book.task("Only one", ahead(2), owner_id=ann(book))
    account = analyse(book.build())
    assert len(account.top_actions) == 1
    assert account.top_actions_note is not None
    assert account.top_actions_note.startswith("Only 1 action follows from the records")


def test_a_gate_of_the_renewal_that_falls_into_the_week_is_a_candidate():
    book = well_known(owned_book(renewal_strategy="Renew early"))
    book.contract(ahead(187))
    (gate,) = analyse(book.build()).top_actions
    assert gate.text == "Prepare the renewal of Acme: 180 days before it is due"
    assert gate.due == ahead(5)  # the gate's day is a Sunday: the working day before it


def test_a_gate_a_week_and_a_day_away_waits_behind_the_tasks():
    book = well_known(owned_book(renewal_strategy="Renew early"))
    book.contract(ahead(188))
    book.task("Next week", ahead(9), owner_id=ann(book))
    kinds = [action.kind for action in analyse(book.build()).top_actions]
    assert kinds == ["action", "renewal"]


def test_only_one_single_thread_fix_competes_with_the_other_kinds():
    book = owned_book()
    for name in ("East", "West"):
        unit = book.division(name)
        book.event(ago(3), book.contact(f"One of {name}", account=unit, strength=3))
        book.contact(f"Two of {name}", account=unit)
    book.task("Late", ago(1), owner_id=ann(book))
    kinds = [action.kind for action in analyse(book.build()).top_actions]
    assert kinds == ["single_thread", "overdue", "single_thread"]


@pytest.mark.parametrize(
    ("day", "priority", "expected"),
    [
        (ahead(12), "Normal", [("single_thread", "Meet Two"), ("overdue", "Late")]),
        (ago(2), "High", [("overdue", "Meet Two"), ("overdue", "Late")]),
    ],
)
def test_a_single_thread_fix_that_is_a_task_competes_as_a_fix_and_stands_once(
    day, priority, expected
):
    book = owned_book()
    book.event(ago(3), book.contact("One", strength=3))
    two = book.contact("Two")
    book.task("Meet Two", day, owner_id=ann(book), contact_id=two, priority=priority)
    book.task("Late", ago(1), owner_id=ann(book))
    three = analyse(book.build()).top_actions
    last = ("executive", "Identify the executive in charge")
    assert [(row.kind, row.text) for row in three] == [*expected, last]
    assert three[0].due == day


def test_what_mends_a_gap_has_one_owner_and_one_day_in_the_weeks_three_the_gaps_and_the_risks():
    book = owned_book()
    book.event(ago(3), book.contact("One", strength=3))
    book.contact("Two", title="CFO")
    account = analyse(book.build())
    (first, *_), gaps = account.top_actions, account.relationships.gaps
    gap = next(gap for gap in gaps if gap.kind == "single_threaded")
    risk = next(row for row in account.risks if "single-threaded" in row.name)
    said = (first.text, first.owner, first.due)
    assert said == (gap.action.rstrip("."), gap.owner, gap.due)
    assert said == ((risk.mitigation or "").rstrip("."), risk.owner, risk.due)
    assert [row.text for row in account.top_actions].count(first.text) == 1
    assert not any(row.text == "Meet Two (CFO)" for row in account.top_actions)


def test_a_queues_task_in_the_three_is_the_account_owners():
    book = well_known(owned_book())
    queue = book.user("Queue", is_queue=True)
    book.task("Late", ago(3), priority="High", owner_id=queue)
    (first,) = analyse(book.build()).top_actions
    assert first.owner is not None
    assert first.owner.name == "Ann Owner"
    assert "queue Queue" in first.reason


# -- risks -------------------------------------------------------------------------------------


def risk_names(book: Book) -> list[tuple[str, bool]]:
    return [(risk.name, risk.is_derived) for risk in analyse(book.build()).risks]


def test_stated_open_risks_stand_worst_first():
    book = well_known(Book())
    book.risk("Small", likelihood="low", impact="low")
    book.risk("Big", likelihood="high", impact="high")
    book.risk("Unknown", impact=None)
    book.risk("Closed", likelihood="high", impact="high", is_open=False)
    assert risk_names(book) == [("Big", False), ("Unknown", False), ("Small", False)]


def test_derived_risks_are_marked_and_say_what_the_records_show():
    book = owned_book(tier=1)
    product = book.product("Core")
    book.asset(product, name="RivalSoft", is_competitor=True)
    book.contract(ahead(100))
    book.deal("Slow", "10", ahead(40), created=ago(200), last_stage_change=ago(60))
    book.deal("Quick", "10", ahead(40), created=ago(59))
    book.deal("Fresh", "1", ahead(40), created=ago(1))
    book.task("Late", ago(3), priority="High")
    book.case(ago(12), is_escalated=True)
    book.plan(modified=moment(ago(91)))
    book.event(ago(2), book.contact("Ana", strength=3))
    book.contact("Bea")
    assert risk_names(book) == [
        ("Renewal in 100 days: no renewal opportunity is open", True),
        ("The account is single-threaded: only Ana is active", True),
        ("1 escalated case open, the oldest for 12 days", True),
        ("1 action overdue, the oldest by 3 days, 1 of high priority", True),
        ("1 open deal of 3 stalled: Slow", True),
        ("No executive sponsor is named for an account of tier 1", True),
        ("A rival holds 1 place of the grid: that of our Core in Acme", True),
        ("The account plan was last changed 91 days ago", True),
    ]


def test_a_deal_is_stalled_when_overdue_or_pushed_three_times():
    book = well_known(Book())
    book.deal("Overdue", "10", ago(1), created=ago(5))
    book.deal("Pushed", "9", ahead(9), created=ago(5), push_count=3)
    book.deal("Pushed twice", "9", ahead(9), created=ago(5), push_count=2)
    (risk,) = analyse(book.build()).risks
    assert risk.name == "2 open deals of 3 stalled: Overdue and Pushed"
    assert risk.impact == "high"


def test_an_account_without_findings_has_no_risks():
    assert analyse(well_known(Book()).build()).risks == ()


# -- support and activity ----------------------------------------------------------------------


def test_support_counts_open_cases_and_the_time_to_close():
    book = Book()
    book.case(ago(40), priority="Low")
    oldest = book.case(ago(90), priority="High", is_escalated=True)
    book.case(ago(5))
    for opened, days in ((date(2026, 1, 5), 2), (date(2026, 5, 5), 4), (date(2026, 9, 1), 9)):
        book.case(opened, opened + timedelta(days=days), theme="Login")
    book.case(date(2025, 9, 1), date(2025, 9, 30), theme="Too old")
    support = analyse(book.build()).support
    assert (support.open, support.escalated, support.oldest_open_days) == (3, 1, 90)
    assert support.open_by_priority == (("High", 1), ("Low", 1), ("not recorded", 1))
    assert support.median_days_to_close.value == D("4.0")
    assert support.themes == (("Login", 3), ("not recorded", 1))
    assert oldest in support.open_ids
    last = support.quarters[-1]
    assert (last.quarter.key, last.opened, last.closed) == ("2026-Q3", 2, 1)
    assert support.quarters[0].median_days_to_close is None


def test_half_days_count_in_the_median():
    book = Book()
    book.case(date(2026, 8, 1))
    case = book.build().cases[0]
    closed = datetime(2026, 8, 2, 21, tzinfo=UTC)
    book.change(case.id, closed=closed, is_closed=True)
    assert analyse(book.build()).support.median_days_to_close.value == D("1.5")


def test_cases_that_cannot_be_read_are_unknown_and_not_none():
    book = Book()
    book.hide("cases", "not_enabled")
    support = analyse(book.build()).support
    assert (support.open, support.escalated, support.median_days_to_close.value) == (
        None,
        None,
        None,
    )
    assert analyse(Book().build()).support.open == 0


def test_activity_counts_what_happened_by_person_and_month():
    book = owned_book()
    chief = book.contact("Chief", title="CEO")
    other = book.user("Bob")
    book.event(ago(30), chief, owner_id=ann(book))
    book.event(ago(31), owner_id=ann(book))
    book.task("Call", ago(1), completed=ago(1), owner_id=other)
    book.event(ago(91), owner_id=other)
    activity = analyse(book.build()).activity
    assert (activity.last_30d, activity.last_90d) == (2, 3)
    assert (activity.last_touch, activity.last_executive_touch) == (ago(1), ago(30))
    assert activity.by_owner == (("Ann Owner", 2), ("Bob", 1))
    assert len(activity.by_month) == 12
    assert activity.by_month[0][0] == date(2025, 12, 1)
    assert activity.by_month[-1] == (date(2026, 11, 1), 1)
    assert sum(count for _, count in activity.by_month) == 4


# -- team and reviews --------------------------------------------------------------------------


def test_key_roles_nobody_fills_are_rows_without_a_person():
    book = owned_book()
    sam, tia = book.user("Sam"), book.user("Tia")
    book.member(sam, "Sales Engineer")
    book.member(tia, "Partner lead")
    rows = [
        (row.role, row.person.name if row.person else None) for row in analyse(book.build()).team
    ]
    assert rows == [
        ("Executive Sponsor", None),
        ("Account Manager", "Ann Owner"),
        ("Customer Success", None),
        ("Solutions Engineer", "Sam"),
        ("Marketing", None),
        ("Partner lead", "Tia"),
    ]


def test_where_teams_cannot_be_read_no_role_is_called_empty():
    book = owned_book()
    book.hide("team", "not_enabled")
    rows = [
        (row.role, row.person.name if row.person else None) for row in analyse(book.build()).team
    ]
    assert rows == [("Account Manager", "Ann Owner")]


def test_an_open_commitment_past_its_date_is_late():
    book = Book()
    for name, due, state in (
        ("C", ago(1), "open"),
        ("B", ago(5), "kept"),
        ("A", ahead(1), "open"),
        ("D", None, "dropped"),
    ):
        book.add(Commitment, account_id=book.root, name=name, due_date=due, state=state)
    found = [(row.name, row.state) for row in analyse(book.build()).commitments]
    assert found == [("B", "kept"), ("C", "late"), ("A", "open"), ("D", "dropped")]


def test_a_commitment_kept_after_as_of_is_not_kept_yet():
    book = Book()
    book.add(
        Commitment,
        account_id=book.root,
        name="A",
        due_date=ahead(9),
        state="kept",
        done_on=ahead(2),
    )
    (row,) = analyse(book.build()).commitments
    assert (row.state, row.done_on) == ("open", None)


def test_signals_age_out_after_180_days_and_stand_newest_first():
    book = Book()
    for text, day in (("Edge", ago(180)), ("Old", ago(181)), ("New", AS_OF), ("Later", ahead(1))):
        book.add(Signal, account_id=book.root, kind="launch", day=day, text=text)
    assert [row.text for row in analyse(book.build()).signals] == ["New", "Edge"]


def test_review_lines_stand_in_the_order_of_the_review():
    book = Book()
    wish = book.priority("Faster close")
    for kind in ("roadmap", "lesson", "outcome"):
        book.add(ReviewItem, account_id=book.root, kind=kind, name=kind, priority_id=wish)
    lines = analyse(book.build()).review_lines
    assert [line.kind for line in lines] == ["outcome", "lesson", "roadmap"]
    assert lines[0].priority == "Faster close"


def test_of_single_threaded_divisions_the_one_with_most_at_stake_comes_first():
    book = owned_book()
    east, west = book.division("East"), book.division("West")
    for name, unit in (("Eva", east), ("Wim", west)):
        book.event(ago(3), book.contact(name, account=unit, strength=3))
    book.play("Play", None, account=west, value="5")
    first = analyse(book.build()).top_actions[0]
    assert (first.kind, first.reason) == (
        "single_thread",
        "West is single-threaded: only Wim is active.",
    )
    assert first.text == "Ask Wim to introduce a second contact"
    book.deal("Deal", "6", ahead(90), account=east)
    assert analyse(book.build()).top_actions[0].reason.startswith("East")


def test_what_a_friday_asks_for_is_due_a_week_later():
    book = owned_book(as_of=date(2026, 11, 20))
    book.task("Some day", None)
    assert analyse(book.build()).top_actions[0].due == date(2026, 11, 27)
