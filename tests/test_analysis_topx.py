"""The Top X rollup on small made accounts: the criteria, the list, the levels, the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import Person
from generator.analysis.rollups import head_of
from generator.analysis.rollups.topx import (
    Beside,
    TopX,
    TopXRules,
    focus_of,
    kept_boxes,
    times_of,
    top_x,
    wanted_days,
)
from generator.analysis.rollups.topx.judging import counted
from generator.analysis.rollups.topx.names import Names
from generator.analysis.rollups.topx.results import Criterion
from generator.artifacts.catalog import TOPX
from generator.artifacts.context import Voice
from generator.artifacts.facts.topx import flags
from generator.artifacts.facts.topx_rows import reason
from generator.artifacts.phrases import load_phrases
from generator.formats import Formats
from generator.model.org import FiscalCalendar
from generator.model.records import ContactRelation, TopXPick, User
from tests.builders import AS_OF, Book

D = Decimal
VOICE = Voice(Formats(currency="USD"), load_phrases(), TOPX, "full")
ANA, LEO, DANA, VERA, CARL = (f"00500000000000{n}AAA" for n in range(1, 6))
STAFF = (
    User(ANA, "Ana Ruiz", "Account manager", manager_id=DANA),
    User(LEO, "Leo Brandt", "Account manager", manager_id=VERA),
    User(DANA, "Dana Reyes", "Sales manager", manager_id=VERA),
    User(VERA, "Vera Holt", "VP Sales", manager_id=CARL),
    User(CARL, "Carl Young", "Chief revenue officer"),
)
IN_Q1 = date(2027, 2, 1)


def book(name: str = "Acme", number: int = 1, **account: Any) -> Book:
    account.setdefault("tier", 1)
    account.setdefault("owner_id", ANA)
    account.setdefault("corporate", "USD")
    made = Book(name, id=f"001{number:012d}AAA", **account)
    for user in STAFF:
        made.user(user.name, id=user.id, title=user.title, manager_id=user.manager_id)
    return made


def ticked(one: Book, name: str = "Deal", amount: str | None = "60000", **deal: Any) -> str:
    """An open deal with the Top X box. Ids count up over all books, as they do in an org."""
    deal.setdefault("owner_id", ANA)
    deal.setdefault("is_top_x", True)
    close = deal.pop("close", IN_Q1)
    number = sum(ord(char) for char in one.root) * 100 + len(one._records["opportunities"])
    deal.setdefault("id", f"006{number:012d}AAA")
    return one.deal(name, amount, close, **deal)


def rolled(
    *books: Book,
    users=STAFF,
    person: Person | None = None,
    rules=TopXRules(),
    is_narrowed=False,
    **beside,
):
    """The rollup over the books, each with the records that it holds."""
    accounts = []
    for one in books:
        snapshot = one.build()
        accounts.append(focus_of(snapshot, analyse(snapshot)))
    found = [focus.account for focus in accounts]
    head = head_of(found, "all accounts", "USD", person, is_narrowed=is_narrowed)
    return top_x(accounts, books[0].org, head, Beside(users=users, **beside), rules)


def pick(deal: str, by: str, status: str = "selected", day: date = AS_OF, **more: Any) -> TopXPick:
    more.setdefault("year", 2027)
    more.setdefault("quarter", 1)
    line = f"inputs/topx.csv#{more.pop('line', 2)}"
    return TopXPick(line, deal, by, status=status, day=day, **more)


# -- the criteria ----------------------------------------------------------------------------------


def criterion(one: Book, key: str, rules: TopXRules = TopXRules()) -> Criterion:
    (deal,) = rolled(one, rules=rules).deals
    found = next(row for row in deal.verdict.criteria if row.key == key)
    assert reason(found, VOICE)  # each is told in a sentence
    return found


def with_contact(one: Book, role: str, strength: int | None, title: str = "Buyer") -> str:
    person = one.contact("Rita Voss", title=title, strength=strength)
    deal = ticked(one)
    one.buying_role(deal, person, role)
    return deal


@pytest.mark.parametrize(
    ("tier", "team", "keys"),
    [
        (1, "strategic", "renewal size timeline executive against"),
        (2, "enterprise", "early effort employees access"),
        (3, "smb", "arr_potential strategic_value qualified terms positioning"),
    ],
)
def test_the_tier_says_by_which_criteria_unless_a_setting_does(tier, team, keys):
    one = book(tier=tier)
    ticked(one)
    (deal,) = rolled(one).deals
    assert (deal.verdict.team, deal.verdict.team_by) == (team, "tier")
    assert " ".join(row.key for row in deal.verdict.criteria) == keys

    teams = (("tier 1", "smb"), ("tier 2", "smb"), ("tier 3", "smb"), ("Ana Ruiz", "enterprise"))
    (deal,) = rolled(one, rules=TopXRules(teams=teams)).deals
    assert (deal.verdict.team, deal.verdict.team_by) == ("enterprise", "person")


@pytest.mark.parametrize(
    ("amount", "potential", "met", "why"),
    [
        ("10000", None, True, "deal"),
        ("9999", D(10_000), True, "account"),
        ("9999", D(9_000), False, "below"),
        ("9999", None, None, "unknown"),
        (None, D(9_000), None, "unknown"),
    ],
)
def test_smb_potential_of_the_deal_or_of_the_account(amount, potential, met, why):
    one = book(tier=3, potential=potential)
    ticked(one, amount=amount)
    found = criterion(one, "arr_potential")
    assert (found.met, found.why) == (met, why)


def test_smb_potential_is_that_of_one_year():
    one = book(tier=3, potential=D(0))
    ticked(one, amount="24000", term_months=36)  # 8,000 a year
    assert criterion(one, "arr_potential").met is False


@pytest.mark.parametrize(
    ("deal", "roles", "met", "why"),
    [
        ({}, (), None, "unknown"),
        ({"budget_confirmed": True}, (), None, "unknown"),
        ({"budget_confirmed": True}, ("economic_buyer",), True, "there"),
        ({"project_date": IN_Q1}, ("decision_maker",), True, "there"),
        ({"project_date": IN_Q1}, ("champion",), None, "unknown"),  # no authority
        ({"budget_confirmed": False}, ("economic_buyer",), False, "denied"),
    ],
)
def test_smb_a_qualified_project_has_two_of_four_and_none_denied(deal, roles, met, why):
    one = book(tier=3)
    record = ticked(one, **deal)
    for role in roles:
        one.buying_role(record, one.contact("Rita Voss"), role)
    found = criterion(one, "qualified")
    assert (found.met, found.why) == (met, why)


def test_smb_whoever_has_left_gives_no_authority():
    one = book(tier=3)
    record = ticked(one, budget_confirmed=True)
    buyer = one.contact("Rita Voss")
    one.buying_role(record, buyer, "economic_buyer")
    assert criterion(one, "qualified").met is True
    gone = {"is_active": False, "end_date": date(2026, 11, 1)}
    one.add(ContactRelation, account_id=one.root, contact_id=buyer, **gone)
    assert criterion(one, "qualified").met is None


@pytest.mark.parametrize(
    ("rivals", "past", "met", "why"),
    [
        ((), (), None, "nobody"),
        ((("Rival", "faster"),), (), True, "ahead"),
        ((("Built in house", None),), (), None, "unknown"),
        ((("Rival", None),), ("won",), True, "ahead"),
        ((("Rival", None),), ("lost",), False, "behind"),
        ((("Rival", "faster"), ("Other", None)), (), None, "unknown"),
    ],
)
def test_smb_positioning_against_everybody_who_is_named(rivals, past, met, why):
    one = book(tier=3)
    deal = ticked(one)
    for name, advantage in rivals:
        one.competitor(deal, name, our_advantage=advantage)
    for outcome in past:
        record = getattr(one, outcome)("Before", "1", date(2026, 3, 1))
        one.competitor(record, "Rival Inc.")
    found = criterion(one, "positioning")
    assert (found.met, found.why) == (met, why)


@pytest.mark.parametrize(
    ("key", "tier", "field"),
    [
        ("strategic_value", 3, "strategic_value"),
        ("terms", 3, "terms_accepted"),
        ("effort", 2, "worth_effort"),
    ],
)
@pytest.mark.parametrize(("value", "why"), [(True, "yes"), (False, "no"), (None, "unmapped")])
def test_a_judgment_of_ours_is_what_the_record_states(key, tier, field, value, why):
    one = book(tier=tier)
    ticked(one, **{field: value})
    found = criterion(one, key)
    assert (found.met, found.why) == (value, why)
    one.field_source(f"opportunity.{field}", "Opportunity.Field")
    assert criterion(one, key).why == why.replace("unmapped", "unrecorded")  # mapped, and blank


@pytest.mark.parametrize(("count", "met"), [(10_001, True), (10_000, False), (None, None)])
def test_enterprise_more_than_ten_thousand_employees(count, met):
    one = book(tier=2, employees=count)
    ticked(one)
    assert criterion(one, "employees").met is met


@pytest.mark.parametrize(
    ("role", "strength", "met"),
    [
        ("economic_buyer", 2, True),
        ("economic_buyer", 1, False),
        ("economic_buyer", None, None),
        ("champion", 3, True),
        ("champion", 2, False),
        ("user", 4, None),  # nobody is named in a role that counts
    ],
)
def test_enterprise_access_to_the_economic_buyer_or_a_strong_champion(role, strength, met):
    one = book(tier=2)
    with_contact(one, role, strength)
    assert criterion(one, "access").met is met


@pytest.mark.parametrize(
    ("probability", "stages", "met"),
    [
        (D(50), (), True),
        (D(51), (), False),
        (None, (), None),
        (D(90), ("proposal",), True),
        (D(10), ("Discovery",), False),
    ],
)
def test_enterprise_a_deal_that_is_not_early_is_not_eligible_whatever_else_is_met(
    probability, stages, met
):
    one = book(tier=2, employees=20_000)
    person = one.contact("Rita Voss", strength=4)
    deal = ticked(one, probability=probability, worth_effort=True)
    one.buying_role(deal, person, "champion")
    (row,) = rolled(one, rules=TopXRules(early_stages=stages)).deals
    assert row.verdict.is_eligible is met
    assert row.verdict.meets_several is met  # all others are met
    assert row.verdict.met == (4 if met else 3)


@pytest.mark.parametrize(
    ("day", "met"),
    [
        (date(2027, 5, 21), True),
        (date(2027, 5, 22), False),
        (AS_OF, True),
        (None, None),
    ],
)
def test_strategic_the_renewal_is_near(day, met):
    one = book(renewal_date=day)
    ticked(one)
    found = criterion(one, "renewal")
    assert found.met is met


def test_strategic_what_is_signed_says_when_the_renewal_is():
    """Our own renewal deal's close date is a forecast, and may be the deal's that is judged."""
    one = book(renewal_date=date(2027, 11, 1))
    ticked(one, kind="renewal", is_renewal=True)
    assert criterion(one, "renewal").why == "far"


def test_strategic_a_renewal_that_is_overdue_is_not_near():
    one = book()
    ticked(one, is_top_x=False, kind="renewal", is_renewal=True, close=date(2026, 7, 30))
    ticked(one)
    found = criterion(one, "renewal")
    assert (found.met, found.why) == (False, "overdue")


@pytest.mark.parametrize(
    ("amount", "probability", "met"),
    [("50000", D(50), True), ("49999", D(50), False), (None, D(50), None), ("50000", None, None)],
)
def test_strategic_the_size_by_its_stage(amount, probability, met):
    one = book()
    ticked(one, amount=amount, probability=probability)
    assert criterion(one, "size").met is met


@pytest.mark.parametrize(("day", "met"), [(IN_Q1, True), (date(2027, 1, 31), False), (None, None)])
def test_strategic_the_deal_closes_before_the_customers_own_date(day, met):
    one = book()
    ticked(one, project_date=day)
    assert criterion(one, "timeline").met is met


@pytest.mark.parametrize(
    ("title", "strength", "met"),
    [("Chief Operating Officer", 2, True), ("VP Operations", 1, False),
     ("VP Operations", None, None), ("Buyer", 4, None)],
)  # fmt: skip
def test_strategic_somebody_at_the_top_is_on_our_side(title, strength, met):
    one = book()
    with_contact(one, "influencer", strength, title)
    assert criterion(one, "executive").met is met


@pytest.mark.parametrize(("is_rfp", "held", "met"), [
    (True, False, True), (None, True, True), (False, False, False), (None, False, None)
])  # fmt: skip
def test_strategic_an_incumbent_or_a_tender_speaks_against_it(is_rfp, held, met):
    one = book()
    product = one.product("Atlas")
    deal = ticked(one, is_rfp=is_rfp)
    one.line(deal, product)
    if held:
        one.asset(product, is_competitor=True, name="Rival Suite")
    found = criterion(one, "against")
    assert (found.kind, found.met) == ("negative", met)


def made(*answers: bool | None, kind: str = "criterion") -> list[Criterion]:
    return [Criterion(str(number), kind, answer, "") for number, answer in enumerate(answers)]


@pytest.mark.parametrize(
    ("answers", "hostile", "score", "several"),
    [
        ((True, True, True, False), False, 3, True),
        ((True, True, True, False), True, 2, False),  # one speaks against it: subtracted
        ((True, True, True, None), True, 2, None),
        ((True, True, True, True), None, 4, True),  # at worst 3
        ((True, True, True, False), None, 3, None),  # at worst 2
        ((True, True, None, False), False, 2, None),
        ((True, False, None, False), False, 1, False),  # at best 2
    ],
)
def test_several_is_told_only_where_what_is_unknown_cannot_turn_it(
    answers, hostile, score, several
):
    found = counted("strategic", "tier", made(*answers) + made(hostile, kind="negative"), 3)
    assert (found.score, found.meets_several) == (score, several)
    assert found.positive == 4
    assert found.against == (1 if hostile else 0)


# -- the list --------------------------------------------------------------------------------------


def test_the_list_is_every_open_deal_with_the_box_and_its_quarter_is_the_next_one():
    one = book()
    early, late = ticked(one, close=date(2026, 12, 1)), ticked(one, close=date(2027, 5, 1))
    inside = ticked(one)
    ticked(one, is_top_x=False)
    ticked(one, is_closed=True, is_won=True, close=date(2026, 10, 1))
    found = rolled(one)
    assert [(d.id, d.timing) for d in found.deals] == [(inside, "in"), (late, "after")]
    assert found.running
    assert [(d.id, d.timing) for d in found.running.deals] == [(early, "in")]
    assert found.amount.value == found.parts.new_business.value == D(120_000)
    assert (found.quarter.key, found.source, found.phase) == ("2027-Q1", "box", "ahead")
    assert (found.window_start, found.window_end) == (date(2026, 12, 1), date(2026, 12, 31))
    assert [d.decision.status for d in found.deals] == ["selected"] * 2


def test_without_the_field_nothing_is_counted_as_none():
    one = book()
    ticked(one, is_top_x=None)
    found = rolled(one)
    assert (found.source, found.deals, found.win_rate) == (None, (), None)
    assert found.amount.value is None
    (seller,) = found.levels[0].people
    assert (seller.chosen, seller.status, seller.off_by) == (None, "unknown", None)


def test_without_the_field_the_file_names_the_list():
    one = book()
    deal, other = ticked(one, "Atlas North", is_top_x=None), ticked(one, "Other", is_top_x=None)
    lines = [pick("atlas  north", "Ana Ruiz"), pick(other, "Ana Ruiz", "dropped")]
    found = rolled(one, picks=lines)
    assert (found.source, [d.id for d in found.deals]) == ("file", [deal])


def test_a_deal_that_hangs_on_one_contact_is_told():
    one = book()
    ticked(one)
    one.event(AS_OF, one.contact("Rita Voss", strength=3))
    found = rolled(one)
    assert (found.deals[0].is_single_threaded, told(found, "single_thread")) == (True, 1)
    one.event(AS_OF, one.contact("Omar Blanc", strength=3))
    assert told(rolled(one), "single_thread") == 0


def test_a_renewal_is_marked_for_the_goal_is_new_business():
    one = book()
    renewal = ticked(one, kind="renewal", is_renewal=True)
    ticked(one)
    found = rolled(one)
    assert found.renewals == found.parts.renewals.ids == (renewal,)
    assert found.parts.renewals.of == found.parts.new_business.of == (1, 1)


def test_both_lists_are_the_same_whichever_is_asked_for():
    """A line of the file goes before the close date: so a deal may be on both."""
    one = book()
    for name, close in (("Both", date(2026, 12, 1)), ("Now", date(2026, 12, 1)), ("Next", IN_Q1)):
        ticked(one, name, close=close)
    over = ticked(one, "Over", close=date(2026, 12, 1))
    lines = [pick("Both", "Ana Ruiz"), pick("Both", "Ana Ruiz", year=2026, quarter=4),
             pick("Over", "Ana Ruiz", "dropped", year=2026, quarter=4)]  # fmt: skip
    following = rolled(one, picks=lines)
    running = rolled(one, picks=lines, quarter=FiscalCalendar().quarter(2026, 4))
    assert [deal.name for deal in following.deals] == ["Both", "Next"]
    assert [deal.name for deal in running.deals] == ["Both", "Now"]
    assert following.running
    assert following.running.deals == running.deals
    assert running.running is None
    assert over not in {deal.id for deal in (*following.deals, *running.deals)}


def test_the_file_confirms_drops_and_asks_for_help_and_the_last_line_counts():
    one = book()
    kept, dropped = ticked(one, "Kept"), ticked(one, "Dropped")
    day = date(2026, 11, 3)
    found = rolled(
        one,
        picks=[
            pick("Kept", "Ana Ruiz", day=day, help=("coaching",), line=2),
            pick("Kept", "Dana Reyes", "confirmed", why="the plant opens", line=3),
            pick("Dropped", "Ana Ruiz", day=day, line=4),
            pick("Dropped", "Dana Reyes", "dropped", why="no budget", line=5),
            pick("Kept", "Ana Ruiz", "dropped", date(2026, 11, 30), line=6),  # after as-of
        ],
    )
    (deal,) = found.deals
    assert (deal.id, deal.help) == (kept, ("coaching",))
    assert (deal.decision.status, deal.decision.by, deal.decision.why) == (
        "confirmed", "Dana Reyes", "the plant opens",
    )  # fmt: skip
    assert [(row.id, row.outcome, row.why) for row in found.past] == [
        (dropped, "dropped", "no budget")
    ]
    assert [(row.kind, row.about) for row in found.differences] == [("still_ticked", "Dropped")]


@pytest.mark.parametrize(
    ("deal", "by", "status", "kind"),
    [
        ("Tickd", "Ana Ruiz", "selected", "near_deal"),
        ("Twice", "Ana Ruiz", "selected", "two_deals"),
        ("Plain", "Anna Ruiz", "selected", "unknown_person"),
        ("Plain", "Ana Ruiz", "selected", "not_ticked"),
        ("Won", "Ana Ruiz", "selected", "closed"),
        ("Ticked", "Leo Brandt", "picked", "not_theirs"),
    ],
)
def test_what_the_file_says_and_the_records_do_not_is_told(deal, by, status, kind):
    one = book()
    ticked(one, "Ticked")
    for name in ("Plain", "Twice", "Twice"):
        ticked(one, name, is_top_x=False)
    ticked(one, "Won", is_closed=True, is_won=True, close=date(2026, 10, 1))
    found = rolled(one, picks=[pick(deal, by, status)])
    assert [row.kind for row in found.differences] == [kind]
    assert len(found.deals) == 1
    near = {"near_deal": "Ticked", "unknown_person": "Ana Ruiz"}
    assert found.differences[0].near == near.get(kind)


def test_a_line_about_a_deal_of_another_account_is_nobodys_mistake():
    one = book()
    ticked(one)
    assert rolled(one, picks=[pick("Elsewhere", "Zoe Unread")]).differences == ()


def told(found: TopX, kind: str) -> int:
    """How many things the summary has to decide of that kind."""
    return sum(flag.count for flag in flags(found, VOICE) if flag.kind == kind)


def test_a_selection_after_the_month_of_selection_is_late():
    one = book()
    late, early = ticked(one, "Late"), ticked(one, "Early")
    quarter = FiscalCalendar().quarter(2026, 4)
    lines = [
        pick("Late", "Ana Ruiz", day=date(2026, 10, 1), year=2026, quarter=4),
        pick("Early", "Ana Ruiz", day=date(2026, 9, 30), year=2026, quarter=4),
    ]
    found = rolled(one, picks=lines, quarter=quarter)
    assert (found.phase, found.late) == ("over", (late,))
    assert {d.id: d.decision.is_late for d in found.deals} == {late: True, early: False}
    assert told(found, "unconfirmed") == 2
    assert told(rolled(one, quarter=quarter), "unconfirmed") == 0  # without a file nobody could say
    before = rolled(one, picks=lines).late_before  # told with the next list, too
    assert [row.id for row in before] == [late]


# -- X, and the levels -----------------------------------------------------------------------------


def team() -> list[Book]:
    """Ana (of Dana) has two deals, Dana herself one, Leo (of Vera) one; Vera is above both."""
    first, second = book("Acme", 1), book("Bolt", 2, owner_id=LEO)
    ticked(first, "A1", "100")
    ticked(first, "A2", "200")
    ticked(first, "D1", "400", owner_id=DANA)
    ticked(second, "L1", "800", owner_id=LEO)
    return [first, second]


def people(found: TopX, level: int) -> dict[str, tuple[int, Decimal | None]]:
    rows = found.levels[level].people
    return {row.person.name: (len(row.deals), row.amount.value) for row in rows if row.person}


def test_no_level_counts_a_deal_twice():
    found = rolled(*team())
    assert people(found, 0) == {
        "Ana Ruiz": (2, D(300)), "Dana Reyes": (1, D(400)), "Leo Brandt": (1, D(800)),
    }  # fmt: skip
    assert people(found, 1) == {"Dana Reyes": (3, D(700))}  # her own and Ana's; Leo has none here
    assert people(found, 2) == {"Vera Holt": (4, D(1500))}
    assert len(found.levels) == 3  # above one who answers for all, nothing new is said
    assert found.amount.value == D(1500)
    for level in found.levels:
        held = [deal for row in level.people for deal in row.deals]
        assert len(held) == len(set(held)) == level.of[0]
        parts = [row.amount.value for row in level.people]
        assert level.amount.value == sum(part for part in parts if part)


def test_nobody_above_the_person_whose_list_it_is():
    found = rolled(*team(), person=Person(DANA, "Dana Reyes"))
    assert [
        row.person.name for level in found.levels[1:] for row in level.people if row.person
    ] == ["Dana Reyes"]


def test_a_pick_of_somebody_above_the_person_whose_list_it_is_is_no_mistake():
    """Vera answers for the deal all the same: that no level shows her is of the asking."""
    picks = [pick("A1", who, "picked") for who in ("Carl Young", "Vera Holt", "Leo Brandt")]
    found = rolled(*team(), person=Person(DANA, "Dana Reyes"), picks=picks)
    assert [(row.kind, row.by) for row in found.differences] == [("not_theirs", "Leo Brandt")]


def test_a_personal_pick_is_a_mark_and_no_further_deal():
    books = team()
    lines = [pick("A1", "Dana Reyes", "picked"), pick("A1", "Vera Holt", "picked"),
             pick("L1", "Vera Holt", "picked")]  # fmt: skip
    found, plain = rolled(*books, picks=lines), rolled(*books)
    assert found.amount == plain.amount
    assert [row.amount for row in found.levels] == [row.amount for row in plain.levels]
    (dana,), (vera,) = found.levels[1].people, found.levels[2].people
    names = {deal.id: deal.name for deal in found.deals}
    assert [names[d] for d in dana.chosen or ()] == ["A1"]
    assert [names[d] for d in vera.chosen or ()] == ["A1", "L1"]
    assert plain.levels[1].people[0].chosen is None  # nothing on record is not "none"
    (deal,) = (row for row in found.deals if row.name == "A1")
    assert [who.name for who in deal.picked_by] == ["Dana Reyes", "Vera Holt"]


def test_x_is_five_unless_the_manager_set_another_number():
    books = [*team(), book("Idle", 3, owner_id=VERA)]
    rows = {row.person.name: row for row in rolled(*books, rules=TopXRules(
        people=(("Ana Ruiz", 1), ("Leo Brandt", 1)))).levels[0].people if row.person}  # fmt: skip
    told = {name: (row.x, row.status, row.off_by) for name, row in rows.items()}
    assert told == {
        "Ana Ruiz": (1, "over", 1),
        "Dana Reyes": (5, "under", -4),
        "Leo Brandt": (1, "ok", 0),
        "Vera Holt": (5, "under", -5),  # owns an account, and selected nothing
    }


def test_a_ring_of_managers_is_told_and_cut():
    ring = [replace(user, manager_id=ANA) if user.id == DANA else user for user in STAFF]
    found = rolled(*team(), users=ring)
    assert found.rings == (("Ana Ruiz", "Dana Reyes"),)
    assert [row.person.name for row in found.levels[1].people if row.person] == ["Vera Holt"]
    assert people(found, 1) == {"Vera Holt": (1, D(800))}


def test_a_manager_who_is_gone_is_passed_over():
    staff = [replace(user, is_active=False) if user.id == DANA else user for user in STAFF]
    found = rolled(*team(), users=staff)
    assert people(found, 1) == {"Vera Holt": (4, D(1500))}


def test_a_deal_without_a_rate_is_in_no_sum_and_its_account_is_named():
    first, second = team()
    ticked(second, "Yen", "5000", currency="JPY", owner_id=LEO)
    found = rolled(first, second)
    assert found.amount.value == D(1500)
    assert found.amount.of == (4, 5)
    assert [ref.name for ref in found.without_rate] == ["Bolt"]


def test_fewer_than_x_is_no_finding_where_people_may_have_deals_elsewhere():
    rules = TopXRules(people=(("Ana Ruiz", 1), ("Leo Brandt", 1)))
    found = rolled(*team(), rules=rules, is_narrowed=True)
    rows = {row.person.name: (row.status, row.off_by) for row in found.levels[0].people}
    assert rows == {
        "Ana Ruiz": ("over", 1), "Dana Reyes": ("partial", None), "Leo Brandt": ("partial", None),
    }  # fmt: skip
    assert told(found, "to_choose") == 0
    vera = Person(VERA, "Vera Holt")  # everybody's accounts below her; Dana owns none of them
    rows = {row.person.name: row.status for row in rolled(*team(), person=vera).levels[0].people}
    assert rows == {"Ana Ruiz": "under", "Dana Reyes": "partial", "Leo Brandt": "under"}


def test_whose_list_it_is_stays_on_it_active_or_not():
    staff = [replace(user, is_active=False) if user.id == DANA else user for user in STAFF]
    found = rolled(*team(), users=staff, person=Person(DANA, "Dana Reyes"))
    assert people(found, 1) == {"Dana Reyes": (3, D(700))}


def test_a_person_is_set_by_id_where_two_have_the_name():
    namesake = User("005000000000009AAA", "Ana Ruiz")
    rules = TopXRules(people=(("Ana Ruiz", 4), (LEO[:15], 2)), teams=(("ana ruiz", "smb"),))
    found = rolled(*team(), users=(*STAFF, namesake), rules=rules)
    assert (found.shared, found.unused) == (("Ana Ruiz", "ana ruiz"), ())
    assert {row.person.id: row.x for row in found.levels[0].people} == {ANA: 5, DANA: 5, LEO: 2}
    assert {deal.verdict.team for deal in found.deals} == {"strategic"}


def test_a_mistyped_name_is_looked_for_among_those_that_begin_or_end_like_it():
    names = Names([("006000000000001AAA", "Atlas North")])
    assert names.near("Xtlas North") == names.near("Atlas Nort") == "Atlas North"
    assert names.near("Borealis") is None


def test_names_in_the_settings_that_nobody_has_are_told():
    rules = TopXRules(people=(("Ana Ruz", 4),), teams=(("tier 1", "smb"), ("Nord", "smb")))
    assert rolled(*team(), rules=rules).unused == ("Ana Ruz", "Nord")


# -- earlier lists ---------------------------------------------------------------------------------


def kept(one: Book, day: date):
    return kept_boxes(replace(one.build(), as_of=day))


def test_held_over_and_dropped_by_the_snapshot_of_the_list_before():
    then = book(as_of=date(2026, 12, 15))
    stays, goes = ticked(then, "Stays"), ticked(then, "Goes")
    before = kept(then, date(2026, 11, 5))
    then.change(goes, is_top_x=False)
    fresh = ticked(then, "Fresh")
    found = rolled(then, kept={then.root: [before]})
    assert {d.id: d.decision.status for d in found.deals} == {stays: "held_over", fresh: "selected"}
    assert [(row.id, row.outcome) for row in found.past] == [
        (stays, "held_over"), (goes, "dropped"),
    ]  # fmt: skip
    assert found.list_before == (1, 1)
    assert rolled(then).list_before == (0, 1)


def test_a_deal_that_the_file_put_on_the_list_before_is_held_over_as_others_are():
    """What was said then is why it was selected, and not why it was held over."""
    then = book(as_of=date(2026, 12, 15))
    deal = ticked(then, "Stays")
    before = kept(then, date(2026, 11, 5))
    line = pick("Stays", "Ana Ruiz", day=date(2026, 9, 3), year=2026, quarter=4, why="new plant")
    found = rolled(then, kept={then.root: [before]}, picks=[line])
    assert [row.decision.status for row in found.deals] == ["held_over"]
    assert [(row.id, row.outcome, row.why, row.by, row.quarter) for row in found.past] == [
        (deal, "held_over", None, None, "2026-Q4")
    ]


def test_a_past_deal_that_was_lost_says_why_it_was_lost():
    one = book()
    ticked(one, "Gone", is_closed=True, close=date(2026, 10, 1), loss_reason="Price")
    line = pick("Gone", "Ana Ruiz", day=date(2026, 9, 3), year=2026, quarter=4, why="new plant")
    (row,) = rolled(one, picks=[line]).past
    assert (row.outcome, row.why, row.by, row.quarter) == ("lost", "Price", None, "2026-Q4")


def test_the_win_rate_of_past_deals_counts_each_once_within_four_quarters():
    one = book()
    won, lost = ticked(one, "Won"), ticked(one, "Lost")
    before = kept(one, date(2026, 8, 5))
    shut = {"is_closed": True, "close_date": date(2026, 10, 1)}
    one.change(won, is_won=True, **shut)  # its box is still ticked, too
    one.change(lost, is_top_x=False, **shut)
    long_ago = {"is_closed": True, "close": date(2025, 9, 30)}
    ticked(one, "Long ago", is_won=True, **long_ago)
    rate = rolled(one, kept={one.root: [before]}).win_rate
    assert rate is not None
    assert (rate.won, rate.lost, rate.rate.value, rate.rate.of) == (
        (won,),
        (lost,),
        D("50.0"),
        (1, 2),
    )
    assert (rate.since, rate.until) == (date(2025, 10, 1), AS_OF)


def test_only_the_snapshots_that_say_something_are_read():
    fiscal = FiscalCalendar()
    times = times_of(fiscal.quarter(2027, 1), fiscal, AS_OF)
    days = [date(2025, 9, 1), date(2026, 7, 3), date(2026, 8, 31), date(2026, 9, 1),
            date(2026, 9, 30), date(2026, 11, 2), AS_OF]  # fmt: skip
    assert wanted_days(days, times, fiscal) == (
        date(2026, 11, 2), date(2026, 9, 30), date(2026, 8, 31),
    )  # fmt: skip
