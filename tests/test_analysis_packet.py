"""The manager's packet: which accounts have a page, in which order, and what triggers a review."""

from __future__ import annotations

from datetime import date, timedelta

from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.analysis.portfolio import QuotaFacts, planning_window, portfolio
from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups import head_of
from generator.analysis.rollups.packet import Packet, Trigger, packet
from generator.analysis.rollups.packet.triggers import triggers
from generator.model.records import ContactRelation, Signal
from tests.builders import AS_OF, Book, moment


def book(name: str, number: int, **account: object) -> Book:
    made = Book(name, id=f"001{number:012d}AAA", corporate="USD", owner_id="005A", **account)
    made.user("Ana Ruiz", id="005A")
    return made


def made_of(*books: Book) -> Packet:
    found = sorted((analyse(one.build()) for one in books), key=lambda a: a.profile.name)
    org = books[0].org
    window = planning_window(org.fiscal, AS_OF, 4)
    together = portfolio(found, org, window, QuotaFacts(2026, "read"))
    return packet(found, together, head_of(found, "Dana Reyes", "USD"))


def in_days(days: int) -> date:
    return AS_OF + timedelta(days=days)


def planned(one: Book) -> Book:
    one.plan(owner_id="005A", modified=moment(in_days(-5)))
    return one


def test_pages_come_worst_first_and_tier_3_is_a_list() -> None:
    calm, near = planned(book("Calm", 1, tier=2)), planned(book("Near", 2, tier=2))
    near.contract(end=in_days(170))  # nobody has it in hand, and no strategy is recorded
    far = planned(book("Far", 3, tier=2, renewal_strategy="Early."))
    far.contract(end=in_days(300))
    small = book("Small", 5, tier=3, playbook="Standard")
    small.contract(end=in_days(200))

    found = made_of(calm, near, book("Bare", 4, tier=2), far, small)

    assert [page.account.name for page in found.pages] == ["Near", "Bare", "Far", "Calm"]
    assert [row.kind for row in found.pages[0].concerns] == ["renewal", "strategy"]
    assert [row.kind for row in found.pages[0].triggers] == ["renewal"]
    (line,) = found.motion
    assert (line.account.name, line.renewal, line.playbook) == ("Small", in_days(200), "Standard")
    assert (found.plans, found.head.count) == (3, 5)


def trigger_of(account: AnalysedAccount) -> dict[str, Trigger]:
    found = triggers(account, 180)
    assert len({row.kind for row in found}) == len(found)
    return {row.kind: row for row in found}


def eventful() -> Book:
    """Every event that triggers a review."""
    one = book("Acme", 1, tier=1)
    one.contract(end=in_days(180))
    wes = one.contact("Wes Tanaka", title="Plant Manager")
    one.add(
        ContactRelation, contact_id=wes, account_id=one.root, is_active=False,
        end_date=in_days(-10), roles=("champion",),
    )  # fmt: skip
    one.add(
        Signal, account_id=one.root, kind="executive_hire", day=in_days(-20), text="A new CFO.",
        url=None,
    )  # fmt: skip
    one.case(in_days(-30), number="1", is_escalated=True)
    one.case(in_days(-3), number="2", priority="High")
    one.case(in_days(-90), number="3", priority="Low")
    deal = one.deal(
        "Expand", "100", in_days(60), created=in_days(-15), is_top_x=True, owner_id="005A"
    )
    one.competitor(deal, "Vantrix")
    return one


def test_a_champion_gone_a_near_renewal_an_executive_a_big_case_and_a_rival_trigger_a_review() -> (
    None
):
    found = trigger_of(analyse(eventful().build()))

    assert set(found) == {"champion", "renewal", "executive", "case", "competitor"}
    assert "Wes Tanaka" in (found["champion"].detail or "")
    assert found["champion"].day == in_days(-10)
    assert (found["renewal"].n, found["renewal"].day) == (180, in_days(180))
    assert found["executive"].detail == "A new CFO."
    assert (found["case"].n, found["case"].day) == (2, in_days(-30))
    assert (found["competitor"].subject, found["competitor"].detail) == ("Vantrix", "Expand")
    assert all(row.ids for row in found.values())


def test_what_happened_before_the_quarter_under_review_triggers_none() -> None:
    later = Options(quarter=eventful().org.fiscal.quarter_of(AS_OF))
    account = analyse(eventful().build(), options=later)
    assert account.period.quarter.start == date(2026, 10, 1)
    assert {"champion", "executive", "competitor"} <= set(trigger_of(account))

    next_one = Options(quarter=account.period.next_quarter)

    assert set(trigger_of(analyse(eventful().build(), options=next_one))) == {"renewal", "case"}


def test_a_rival_that_the_account_knows_and_a_renewal_far_off_trigger_none() -> None:
    one = book("Acme", 1, tier=1)
    one.contract(end=in_days(181))
    for name, created, rival in (("Old", -300, "Vantrix"), ("New", -15, "VANTRIX, Inc.")):
        deal = one.deal(name, "100", in_days(60), created=in_days(created))
        one.competitor(deal, rival)

    assert triggers(analyse(one.build()), 180) == ()


def test_a_rival_new_since_the_baseline_is_told_once() -> None:
    now = eventful().build()
    then = book("Acme", 1, tier=1, as_of=in_days(-100)).build()

    account = analyse(now, baseline=then)

    assert "rival_new" in {row.kind for row in account.changes}
    assert trigger_of(account)["competitor"].subject == "Vantrix"


def test_how_many_have_a_plan_is_unknown_where_plans_could_not_be_read() -> None:
    dark = book("Dark", 1, tier=1)
    dark.hide("plans")

    assert made_of(dark, planned(book("Calm", 2, tier=2))).plans is None
