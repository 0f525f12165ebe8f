"""Who answers for work, to whom it is escalated, what blocks, and which risks follow (rows 22, 23,
86, 87, 93)."""

from __future__ import annotations

from datetime import date, timedelta

from generator.analysis.analyse import analyse
from tests.builders import AS_OF, Book

FRIDAY = date(2026, 11, 27)


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def ahead(days: int) -> date:
    return AS_OF + timedelta(days=days)


class Team:
    """A book whose account Ann owns; Ann and Bob report to Max."""

    def __init__(self, **account) -> None:
        self.book = Book(**account)
        self.max = self.book.user("Max Manager")
        self.ann = self.book.user("Ann Owner", manager_id=self.max)
        self.bob = self.book.user("Bob Seller", manager_id=self.max)
        self.book.change(self.book.root, owner_id=self.ann)


# -- owners ------------------------------------------------------------------------------------


def test_a_task_of_a_queue_of_nobody_or_of_somebody_who_left_is_flagged():
    team = Team()
    desk = team.book.user("Desk", is_queue=True)
    gone = team.book.user("Gus Gone", is_active=False)
    for subject, owner in (("a", desk), ("b", gone), ("c", None), ("d", team.bob), ("e", "005x")):
        team.book.task(subject, ago(1), owner_id=owner)
    gaps = {row.subject: row.owner_gap for row in analyse(team.book.build()).actions}
    assert gaps == {"a": "queue", "b": "left", "c": "nobody", "d": None, "e": None}


def test_late_work_goes_to_the_owners_manager_and_unowned_work_to_the_accounts_owner():
    team = Team()
    desk = team.book.user("Desk", is_queue=True)
    lone = team.book.user("Lone Wolf")
    for subject, owner in (("bob", team.bob), ("desk", desk), ("ann", team.ann), ("lone", lone)):
        team.book.task(subject, ago(1), owner_id=owner)
    found = {row.subject: row.escalate_to for row in analyse(team.book.build()).actions}
    names = {subject: person and person.name for subject, person in found.items()}
    assert names == {
        "bob": "Max Manager",
        "desk": "Ann Owner",
        "ann": "Max Manager",
        "lone": "Ann Owner",
    }


def test_what_the_account_owner_is_late_with_goes_to_the_sponsor_where_no_manager_is_known():
    book = Book()
    ann, sponsor = book.user("Ann Owner"), book.user("Sue Sponsor")
    book.change(book.root, owner_id=ann, executive_sponsor_id=sponsor)
    book.task("Late", ago(1), owner_id=ann)
    (row,) = analyse(book.build()).actions
    assert row.escalate_to is not None
    assert row.escalate_to.name == "Sue Sponsor"


def test_a_task_names_the_play_the_goal_and_the_priority_that_it_serves():
    team = Team()
    book = team.book
    wish = book.priority("Less downtime")
    goal = book.objective(book.plan(), "Grow", priority_id=wish)
    deal = book.deal("Deal", "5", ahead(30))
    play = book.play("Rollout", None, opportunity_id=deal, objective_id=goal)
    for subject, about in (("play", play), ("deal", deal), ("goal", goal), ("none", book.root)):
        book.task(subject, ahead(3), what_id=about, owner_id=team.ann)
    found = {row.subject: (row.play, row.goal, row.serves) for row in analyse(book.build()).actions}
    assert found == {
        "play": ("Rollout", "Grow", "Less downtime"),
        "deal": ("Rollout", "Grow", "Less downtime"),
        "goal": (None, "Grow", "Less downtime"),
        "none": (None, None, None),
    }


def test_the_weeks_three_have_an_owner_even_where_the_accounts_owner_has_left():
    team = Team()
    team.book.change(team.ann, is_active=False)
    desk = team.book.user("Desk", is_queue=True)
    team.book.task("Urgent", ago(2), priority="High", owner_id=desk)
    first = analyse(team.book.build()).top_actions[0]
    assert first.owner is not None
    assert first.owner.name == "Max Manager"
    assert first.reason == (
        "High-priority task was due 2 days ago. It lies with the queue Desk: nobody owns it."
    )


# -- blockers ----------------------------------------------------------------------------------


def test_late_tasks_and_stalled_deals_block_oldest_first_and_go_to_a_named_person():
    team = Team()
    team.book.task("Late", ago(9), owner_id=team.bob)
    team.book.task("In time", ahead(9), owner_id=team.bob)
    team.book.deal("Moves", "1", ahead(9), owner_id=team.bob, created=ago(3))
    team.book.deal(
        "Stands", "1", ago(4), owner_id=team.bob, last_stage_change=ago(70), push_count=3
    )
    team.book.deal("Pushed", "1", ahead(9), owner_id=team.bob, push_count=3)
    rows = analyse(team.book.build()).blockers
    assert [(row.kind, row.name, row.days, row.why) for row in rows] == [
        (
            "deal",
            "Stands",
            70,
            "close date passed 4 days ago, 70 days in Proposal and close date moved 3 times",
        ),
        ("task", "Late", 9, "overdue by 9 days"),
        ("deal", "Pushed", None, "close date moved 3 times"),
    ]
    assert {row.escalate_to.name for row in rows if row.escalate_to} == {"Max Manager"}


# -- risks -------------------------------------------------------------------------------------


def derived(book: Book) -> dict[str, tuple[str | None, date | None]]:
    rows = analyse(book.build()).risks
    return {row.name: (row.owner and row.owner.name, row.due) for row in rows if row.is_derived}


def test_every_derived_risk_has_an_owner_and_a_date():
    team = Team()
    team.book.contract(ahead(100))
    team.book.task("Late", ago(9), owner_id=team.bob)
    team.book.contact("Only One", strength=3, title="CFO")
    found = derived(team.book)
    assert len(found) == 3
    assert set(found.values()) == {("Ann Owner", FRIDAY)}  # the thread is mended this week


def silent(**contract) -> Team:
    """A contract that ends in 40 days, with 60 days for notice, and its open renewal."""
    team = Team()
    book = team.book
    book.contract(ahead(40), notice_days=60, **{"auto_renews": False, **contract})
    book.deal("Renewal", "9", ahead(40), kind="renewal", owner_id=team.bob, created=ago(9))
    return team


def test_a_day_for_notice_that_passed_in_silence_is_a_risk_of_who_renews():
    team = silent()
    (risk,) = (row for row in analyse(team.book.build()).risks if "notice" in row.name)
    assert risk.name == (
        "The contract's last day for notice passed 20 days ago, and no renewal is agreed"
    )
    assert risk.owner is not None
    assert (risk.owner.name, risk.due, risk.is_derived) == ("Bob Seller", FRIDAY, True)
    assert risk.mitigation
    contract, deal = team.book.build().contracts[0], team.book.build().opportunities[0]
    assert set(risk.ids) == {contract.id, deal.id}
    team.book.risk("Notice was not given")
    assert not any("notice" in name for name in derived(team.book))


def test_a_contract_that_goes_on_by_itself_or_was_renewed_misses_no_day_for_notice():
    going_on, early, won = silent(auto_renews=True), silent(), silent()
    early.book.contract(ahead(405), start_date=ahead(41))
    won.book.won("Renewal", "9", ago(5), kind="renewal")
    for team in (going_on, early, won):
        account = analyse(team.book.build())
        assert account.renewal.notice_by == ago(20)
        assert account.renewal.notice_missed is False
        assert not any("notice" in row.name for row in account.risks)
    team = Team()
    team.book.contract(ahead(40))
    assert analyse(team.book.build()).renewal.notice_missed is None


def test_where_nothing_says_whether_a_contract_goes_on_by_itself_no_risk_is_made_of_it():
    account = analyse(silent(auto_renews=None).book.build())

    assert account.renewal.notice_by == ago(20)
    assert account.renewal.notice_missed is None
    assert not any("notice" in row.name for row in account.risks)


def test_what_takes_weeks_is_due_by_the_next_gate_of_the_renewal_and_else_within_a_month():
    for end, due in ((ahead(130), ahead(10)), (ahead(600), ahead(30)), (None, ahead(30))):
        team = Team()
        team.book.contract(end)
        team.book.asset(team.book.product("Widget"), name="Nimbus Core", is_competitor=True)
        rows = [row for name, row in derived(team.book).items() if "rival" in name]
        assert rows == [("Ann Owner", due)]


def test_a_risk_of_people_has_owner_and_day_of_what_mends_it():
    team = Team()
    team.book.event(ago(3), team.book.contact("Only One", strength=3))
    account = analyse(team.book.build())
    (gap,) = (row for row in account.relationships.gaps if row.kind == "single_threaded")
    (risk,) = (row for row in account.risks if "single-threaded" in row.name)
    assert risk.due is not None
    assert (risk.owner, risk.due) == (gap.owner, gap.due)


def test_what_a_person_stated_is_not_derived_once_more():
    team = Team()
    book = team.book
    book.deal("Big deal", "9", ago(5), owner_id=team.bob)
    contact = book.contact("Rita Voss", strength=3)
    book.event(ago(3), contact)
    before = derived(book)
    assert len(before) == 2
    book.risk("All hangs on Rita Voss")
    book.risk("Nobody moves the big deal")
    assert derived(book) == {}


def test_a_rival_that_a_stated_risk_of_the_division_names_is_not_derived_once_more():
    team = Team()
    book = team.book
    north, south = book.division("North"), book.division("South")
    product = book.product("Widget")
    for unit in (north, south):
        book.asset(product, account=unit, name="Nimbus Core", is_competitor=True)
    book.risk("The group standardises on Nimbus", account_id=north)
    rows = [row.name for row in analyse(book.build()).risks if row.is_derived]
    assert [name for name in rows if "rival" in name] == [
        "A rival holds 1 place of the grid: that of our Widget in South"
    ]


def test_a_contingency_stands_beside_the_mitigation():
    book = Book()
    book.hide("contacts")
    book.risk("Storm", mitigation="Build early", contingency="Move to Leeds")
    (row,) = analyse(book.build()).risks
    assert (row.mitigation, row.contingency) == ("Build early", "Move to Leeds")
