"""What several accounts say together, on small made snapshots with numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import Options, analyse
from generator.analysis.portfolio import Portfolio, QuotaFacts, planning_window, portfolio
from generator.analysis.portfolio.members import plan_age, plan_touched_since
from generator.analysis.portfolio.results import Acceptance
from generator.model.org import FiscalCalendar, Org
from generator.model.records import ContactRelation, Quota
from tests.builders import AS_OF, Book, moment

D = Decimal
ANA, LEO = "005000000000001AAA", "005000000000002AAA"
NO_QUOTAS = QuotaFacts(2026, "no_records", "ForecastingQuota")


def book(name: str, number: int, *, owner: str = ANA, **account) -> Book:
    """An account with an id of its own, so that several make a portfolio."""
    made = Book(name, id=f"001{number:012d}AAA", corporate="USD", owner_id=owner, **account)
    made.user("Ana Ruiz", id=ANA)
    made.user("Leo Brandt", id=LEO)
    return made


def together(
    *books: Book,
    org: Org | None = None,
    quotas: QuotaFacts = NO_QUOTAS,
    acceptances=(),
    **options,
):
    chosen = Options(**options)
    found = [analyse(one.build(), options=chosen) for one in books]
    facts = org or books[0].org
    window = planning_window(facts.fiscal, AS_OF, 4)
    return portfolio(found, facts, window, quotas, chosen, acceptances=acceptances)


def names(refs) -> list[str]:
    return [ref.name for ref in refs]


def planned(one: Book, *, touched: int = 10, **plan) -> Book:
    """``touched``: days before as-of on which the plan was last changed."""
    plan.setdefault("modified", moment(AS_OF - timedelta(days=touched)))
    plan.setdefault("owner_id", ANA)
    one.plan(**plan)
    return one


# -- who makes the revenue, who could --------------------------------------------------------------


def test_the_fewest_accounts_that_make_eighty_percent_are_named_the_largest_first():
    found = together(
        book("A", 1, arr=D(500)),
        book("B", 2, arr=D(300)),
        book("C", 3, arr=D(150)),
        book("D", 4, arr=D(50)),
        book("E", 5),
    ).pareto
    assert names(found.top) == ["A", "B"]  # 500 + 300 of 1,000
    assert (found.top_revenue, found.share) == (D(800), D("50.0"))
    assert (found.revenue.value, found.revenue.of) == (D(1000), (4, 5))


def test_a_plan_at_tier_three_and_a_large_account_without_one_are_flagged():
    found = together(
        book("Large", 1, arr=D(900), tier=1),
        planned(book("Small", 2, arr=D(10), tier=3)),
        planned(book("Closed", 3, arr=D(10), tier=3), status="Inactive"),
    ).pareto
    assert names(found.top_without_plan) == ["Large"]
    assert names(found.tier3_with_plan) == ["Small"]


def test_upside_has_a_rank_of_its_own_and_the_unknown_has_none():
    rows = together(
        book("A", 1, arr=D(500), potential=D(10)),
        book("B", 2, arr=D(100), potential=D(90)),
        book("C", 3, arr=D(100)),
    ).ranks
    assert [(r.account.name, r.revenue_rank, r.upside_rank) for r in rows] == [
        ("A", 1, 2),
        ("B", 2, 1),
        ("C", 2, None),  # as large as B; never hidden
    ]


def test_percentiles_are_values_of_accounts_and_say_how_many_are_known():
    rows = together(*(book(f"A{n}", n, arr=D(n * 100)) for n in range(1, 6)), book("None", 6))
    at = {row.percentile: row.revenue for row in rows.thresholds}
    assert [at[p].value for p in (50, 67, 80)] == [D(300), D(400), D(400)]  # places 3, 4, 4 of 5
    assert at[50].of == (5, 6)
    assert rows.thresholds[0].potential.value is None


# -- whose plans -----------------------------------------------------------------------------------


def many(count: int) -> list[Book]:
    """So many tier 1 plans of one person; the last has no known upside."""
    rows = [book(f"P{n}", n, tier=1, potential=D(n * 10)) for n in range(1, count)]
    return [planned(one) for one in (*rows, book("Unknown", count, tier=1))]


@pytest.mark.parametrize(
    ("count", "status", "de_tier"),
    [
        (2, "few", []),
        (3, "ok", []),
        (7, "ok", []),
        (9, "many", ["P1", "P2"]),  # the least upside first; the unknown last
    ],
)
def test_three_to_seven_tier_one_plans_are_one_persons(count, status, de_tier):
    (row,) = together(*many(count)).owners
    assert (row.owner.name, len(row.tier1_plans)) == ("Ana Ruiz", count)
    assert (row.status, names(row.de_tier)) == (status, de_tier)


def test_the_plans_owner_counts_and_not_the_accounts():
    mine = planned(book("A", 1, tier=1, owner=LEO))
    unplanned = book("B", 2, tier=1, owner=LEO)
    rows = together(mine, unplanned, planned(book("C", 3, tier=2))).owners
    assert [(r.owner.name, names(r.tier1_plans), names(r.other_plans), r.status) for r in rows] == [
        ("Ana Ruiz", ["A"], ["C"], "few"),
        ("Leo Brandt", [], [], "few"),
    ]


def test_sponsors_have_their_accounts_and_tier_one_without_is_named():
    rows = together(
        book("A", 1, tier=1, executive_sponsor_id=LEO),
        book("B", 2, tier=2, executive_sponsor_id=LEO),
        book("C", 3, tier=1),
        book("D", 4, tier=3),
    ).sponsors
    assert [(load.sponsor.name, names(load.accounts)) for load in rows.loads] == [
        ("Leo Brandt", ["A", "B"])
    ]
    assert names(rows.tier1_without) == ["C"]


def quota(number: int, owner: str, amount: str | None, kind: str = "type1", currency="USD"):
    start = date(2026, 1, 1)
    record_id = f"0J9{number:012d}AAA"
    return Quota(record_id, owner, currency, start, amount and D(amount), forecast_type=kind)


def test_a_quota_stands_beside_the_targets_and_only_one_kind_of_forecast_counts():
    rows = (
        quota(1, ANA, "100"),
        quota(2, ANA, "50"),
        quota(3, ANA, "999", kind="type2"),
    )
    found = together(
        book("A", 1, arr=D(400), revenue_target=D(500)),
        book("B", 2),
        book("C", 3, owner=LEO, arr=D(10), revenue_target=D(15)),
        quotas=QuotaFacts(2026, "read", "ForecastingQuota", rows),
    ).quotas
    ana, leo = found.lines
    assert (ana.quota.value, ana.quota.ids) == (D(150), (rows[0].id, rows[1].id))
    assert (ana.target.value, ana.target.of, ana.gap.value) == (D(500), (1, 2), D(100))
    assert (leo.quota.value, leo.gap.value) == (None, D(5))
    assert [person.name for person in found.without] == ["Leo Brandt"]
    assert found.others == 1


def test_quotas_that_could_not_be_read_are_not_said_to_be_missing():
    found = together(book("A", 1), quotas=QuotaFacts(2026, "not_enabled", "ForecastingQuota"))
    assert found.quotas.without == ()
    assert found.quotas.lines[0].quota.note == "quotas could not be read"


# -- when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "as_of", "number", "start"),
    [
        (1, date(2026, 11, 22), 4, date(2026, 10, 1)),
        (1, date(2027, 2, 1), 4, date(2026, 10, 1)),  # the round that is over
        (1, date(2026, 11, 22), 1, date(2026, 1, 1)),
        (2, date(2026, 11, 22), 4, date(2026, 11, 1)),  # a fiscal year from February
    ],
)
def test_the_planning_window_is_the_last_planning_quarter_that_began(month, as_of, number, start):
    assert planning_window(FiscalCalendar(month), as_of, number).start == start


def test_coverage_is_tier_one_with_a_plan_touched_since_the_window_began():
    found = together(
        planned(book("Fresh", 1, tier=1), touched=5),
        planned(book("First day", 2, tier=1), touched=(AS_OF - date(2026, 10, 1)).days),
        planned(book("Old", 3, tier=1), touched=(AS_OF - date(2026, 9, 30)).days),
        book("Never", 4, tier=1),
        planned(book("Later", 5, tier=1), touched=-2),
        book("Two", 6, tier=2),
    ).coverage
    assert names(found.touched) == ["First day", "Fresh"]
    assert names(found.missing) == ["Never", "Old"]
    assert names(found.unknown) == ["Later"]
    assert (found.percent.value, found.percent.of) == (D("50.0"), (2, 5))
    later = together(planned(book("Later", 1, tier=1), touched=-2)).coverage
    assert later.percent.value is None


def with_play(one: Book, **play) -> Book:
    one.play("Play", None, **play)
    return one


def test_each_account_is_due_once_by_the_strictest_rule():
    rows = together(
        planned(book("One", 1, tier=1), touched=10),
        planned(with_play(book("Active", 2, tier=1)), touched=10),
        planned(book("Two", 3, tier=2), touched=10),
        planned(with_play(book("Won", 4, tier=2), status="Won"), touched=10),
        book("Unplanned", 5, tier=2),
        book("Motion", 6, tier=3),
        planned(with_play(book("Three", 7, tier=3)), touched=100),
    ).due
    touched = AS_OF - timedelta(days=10)  # 12 November
    assert {row.account.name: (row.day, row.rule) for row in rows} == {
        "One": (touched + timedelta(days=90), "tier"),
        "Active": (date(2026, 12, 12), "plays"),
        "Two": (touched + timedelta(days=183), "tier"),
        "Won": (touched + timedelta(days=183), "tier"),
        "Unplanned": (AS_OF, "no_plan"),
        "Motion": (None, "none"),
        "Three": (date(2026, 9, 14), "plays"),  # a month after 14 August: overdue
    }
    assert [row.account.name for row in rows][:2] == ["Three", "Unplanned"]


def test_what_blocks_is_listed_over_all_accounts_the_oldest_first_with_who_decides():
    one, other = book("A", 1), book("B", 2)
    boss = one.user("Mara Lind")
    one.change(ANA, manager_id=boss)
    one.task("Late", AS_OF - timedelta(days=3), owner_id=ANA)
    other.task("Later", AS_OF - timedelta(days=9), owner_id=ANA)
    rows = together(one, other).blockers
    assert [(row.account.name, row.blocker.days) for row in rows] == [("B", 9), ("A", 3)]
    assert rows[1].blocker.escalate_to.name == "Mara Lind"


def test_a_light_plan_with_more_than_two_plays_is_named():
    two, three = book("Two", 1, tier=2), book("Three", 2, tier=2)
    for one, plays in ((two, 2), (three, 3)):
        for number in range(plays):
            one.play(f"Play {number}", None)
    assert names(together(two, three).crowded) == ["Three"]


# -- growth and what is expected -------------------------------------------------------------------


def grown(name: str, number: int, then: str, now: str, *, was_planned: bool, tier: int = 1) -> Book:
    one = book(name, number, tier=tier, arr=D(now), arr_year_ago=D(then))
    created = AS_OF - timedelta(days=400 if was_planned else 100)
    one.plan(created=created, start_date=date(2025, 1, 1), end_date=date(2026, 12, 31))
    return one


def test_planned_growth_stands_beside_that_of_comparable_accounts():
    found = together(
        grown("A", 1, "100", "120", was_planned=True),  # 20 %
        grown("B", 2, "100", "150", was_planned=True),  # 50 %
        grown("C", 3, "100", "180", was_planned=True),  # 80 %
        grown("D", 4, "100", "110", was_planned=False),  # 10 %
        grown("E", 5, "100", "130", was_planned=False),  # 30 %
        grown("Other tier", 6, "100", "900", was_planned=False, tier=2),
        grown("Other size", 7, "600000", "900000", was_planned=True),
        book("No past", 8, tier=1, arr=D(100)),
    ).growth
    assert (found.planned.n, found.planned.mean, found.planned.median) == (3, D("50.0"), D("50.0"))
    assert (found.unplanned.n, found.unplanned.mean) == (2, D("20.0"))
    assert [names(left.accounts) for left in found.left_out] == [
        ["No past"],
        ["Other size", "Other tier"],
    ]


def test_a_plan_written_after_the_period_began_explains_nothing():
    late = grown("Late", 1, "100", "200", was_planned=False)
    early = grown("Early", 2, "100", "150", was_planned=True)
    found = together(late, early).growth
    assert (names(found.planned.accounts), names(found.unplanned.accounts)) == (["Early"], ["Late"])
    assert found.start == date(2025, 11, 22)


def test_expected_revenue_stays_three_columns():
    one = book("A", 1, arr=D(100))
    one.deal("Half", "1000", date(2027, 1, 1), probability=D(50), kind="expansion")
    one.deal("Unknown", None, date(2027, 1, 1), probability=D(50))
    one.deal("Renewal", "70", date(2027, 1, 1), probability=D(90), kind="renewal")
    one.play("Core", one.product("Core"), value="30")
    other = book("B", 2)
    found = together(one, other).expected
    assert (found.weighted.value, found.weighted.of) == (D(500), (1, 2))  # deals
    assert [line.weighted for line in found.lines] == [D(500), D(0)]
    assert (found.renewal.value, found.renewal.of) == (D(70), (1, 2))  # accounts
    assert (found.pre_pipeline.value, found.pre_pipeline.of) == (D(30), (1, 1))  # open cells


# -- money, order, nothing -------------------------------------------------------------------------


def test_sums_are_in_the_corporate_currency_and_an_account_without_a_rate_is_named():
    euro = Book("Euro", id="001000000000002AAA", currency="EUR", corporate="USD", arr=D(80))
    yen = Book("Yen", id="001000000000003AAA", currency="JPY", corporate="USD", arr=D(9_000))
    for one in (euro, yen):
        one.rate("EUR", "0.8")
    found = together(book("Dollar", 1, arr=D(100)), euro, yen, org=euro.org)
    assert found.currency == "USD"
    assert (found.pareto.revenue.value, found.pareto.revenue.of) == (D(200), (2, 3))
    assert names(found.without_rate) == ["Yen"]


def test_the_order_of_the_accounts_never_changes_the_result():
    books = [*many(5), grown("G", 6, "1", "2", was_planned=True), book("H", 7, tier=3)]
    assert together(*books) == together(*reversed(books[1:]), books[0])


def test_every_account_is_in_the_ranks_and_the_due_list():
    found: Portfolio = together(*many(4))
    assert len(found.ranks) == len(found.due) == found.count == 4


def test_no_account_is_no_portfolio():
    with pytest.raises(ValueError, match="at least one"):
        portfolio([], book("A", 1).org, planning_window(FiscalCalendar(), AS_OF, 4), NO_QUOTAS)


def test_a_plan_without_a_day_of_making_is_known_by_the_day_from_which_it_holds():
    one = grown("A", 1, "100", "120", was_planned=True)
    two = grown("B", 2, "100", "120", was_planned=False)
    plan = next(row for row in one.build().plans)
    one.change(plan.id, created=None)
    assert names(together(one, two).growth.planned.accounts) == ["A"]


def test_an_account_run_by_motion_owes_no_plan_for_its_play():
    (row,) = together(with_play(book("Motion", 1, tier=3))).due
    assert (row.day, row.rule) == (None, "none")


# -- what calls for attention ----------------------------------------------------------------------


def raised(found: Portfolio) -> list[tuple[str, str, str]]:
    """(grade, kind, account or person) of every concern, in order."""
    return [
        (row.grade, row.kind, row.account.name if row.account else row.owner.name)
        for row in found.concerns
    ]


def test_what_calls_for_attention_comes_gravest_first_and_one_cause_once():
    near = AS_OF + timedelta(days=90)
    risky = planned(book("Risky", 1, arr=D(900), tier=1), touched=100)
    risky.contract(end=near)
    small = planned(book("Small", 4, arr=D(10), tier=3))
    small.contract(end=AS_OF + timedelta(days=30))
    found = together(risky, book("Bare", 2, arr=D(500), tier=2), small)

    assert raised(found) == [
        ("act", "renewal", "Risky"),  # the most money first
        ("act", "strategy", "Risky"),
        ("act", "stale", "Risky"),  # and so neither overdue nor missing in this round
        ("act", "sponsor", "Risky"),
        ("act", "no_plan", "Bare"),  # and no second word on its review, plan round or revenue
        ("act", "renewal", "Small"),
        ("act", "strategy", "Small"),
        ("note", "tier3_plan", "Small"),
        ("note", "no_quota", "Ana Ruiz"),  # and none that there is room for more plans
    ]
    assert [row.at_risk for row in found.concerns] == [*[900] * 4, 500, *[10] * 3, None]


def driven(end: date) -> Book:
    """A renewal with an opportunity and an owner: in hand by row 92, and yet not signed."""
    one = book("Driven", 1, arr=D(900), tier=3, playbook="Standard")
    one.contract(end=end)
    one.deal("Renewal", "900", end, kind="renewal", owner_id=LEO)
    return one


@pytest.mark.parametrize(("days", "kinds"), [(91, []), (90, ["unsigned"]), (-1, ["unsigned"])])
def test_a_renewal_of_90_days_or_less_is_acted_on_until_it_is_signed(days, kinds):
    found = together(driven(AS_OF + timedelta(days=days))).concerns

    assert [row.kind for row in found if row.grade == "act"] == kinds


def test_a_day_for_notice_that_passed_in_silence_is_acted_on():
    one = book("Quiet", 1, arr=D(900), tier=3, playbook="Standard")
    one.contract(end=AS_OF + timedelta(days=100), notice_days=120, auto_renews=False)
    one.deal("Renewal", "900", AS_OF + timedelta(days=100), kind="renewal", owner_id=LEO)

    row = together(one).concerns[0]

    assert (row.grade, row.kind, row.days, row.n, row.at_risk) == ("act", "notice", 100, 20, 900)


def test_a_day_for_notice_that_is_yet_to_come_counts_no_days_that_passed():
    one = book("Open", 1, arr=D(900), tier=3, playbook="Standard")
    one.contract(end=AS_OF + timedelta(days=80), notice_days=60, auto_renews=False)
    one.deal("Renewal", "900", AS_OF + timedelta(days=80), kind="renewal", owner_id=LEO)

    rows = [row for row in together(one).concerns if row.kind == "unsigned"]

    assert [(row.days, row.n) for row in rows] == [(80, None)]


@pytest.mark.parametrize(("role", "kinds"), [("champion", ["lost"]), ("economic_buyer", ["lost"]),
                                             ("coach", [])])  # fmt: skip
@pytest.mark.parametrize(("days", "grade"), [(170, "act"), (300, "watch")])
def test_a_champion_or_buyer_who_left_is_a_flag_and_worst_before_a_renewal(
    role, kinds, days, grade
):
    one = driven(AS_OF + timedelta(days=days))
    wes = one.contact("Wes Tanaka")
    one.add(
        ContactRelation, contact_id=wes, account_id=one.root, is_active=False,
        end_date=AS_OF - timedelta(days=10), roles=(role,),
    )  # fmt: skip
    found = [row for row in together(one).concerns if row.kind == "lost"]

    assert [row.kind for row in found] == kinds
    assert all("Wes Tanaka" in row.detail and row.grade == grade for row in found)


def test_what_somebody_accepts_is_no_flag_while_the_acceptance_holds():
    one = book("Bare", 1, tier=2)
    until = AS_OF + timedelta(days=5)
    accepted = Acceptance(one.root, "plan", "In January.", "Dana Reyes", AS_OF, until, "a.csv#2")

    found = together(one, acceptances=[accepted])
    late = together(one, acceptances=[replace(accepted, day=until)])

    assert [row.concern.kind for row in found.agreed] == ["no_plan"]
    assert "no_plan" not in {row.kind for row in found.concerns}
    assert "no_plan" in {row.kind for row in late.concerns}


def test_a_flag_takes_the_day_of_the_recorded_task():
    one = book("Bare", 1, tier=2)
    one.task("Write the first account plan", AS_OF - timedelta(days=7), owner_id=LEO)

    (row,) = (row for row in together(one).concerns if row.kind == "no_plan")

    assert row.due == AS_OF - timedelta(days=7)


def test_each_concern_says_who_answers_for_it_and_by_how_much():
    risky = planned(book("Risky", 1, arr=D(900), tier=1), touched=100, owner_id=LEO)
    risky.contract(end=AS_OF + timedelta(days=90))
    found = {row.kind: row for row in together(risky).concerns}

    assert (found["renewal"].owner.name, found["renewal"].days) == ("Ana Ruiz", 90)
    assert found["renewal"].detail.startswith("Renewal in 90 days")
    assert (found["stale"].owner.name, found["stale"].days) == ("Leo Brandt", 100)


@pytest.mark.parametrize(("tier", "is_told"), [(3, True), (2, False)])
def test_a_playbook_is_the_strategy_of_a_renewal_in_tier_3_alone(tier: int, is_told: bool):
    one = planned(book("Small", 1, tier=tier, playbook="Standard"))
    one.contract(end=AS_OF + timedelta(days=30))
    account = analyse(one.build())

    assert account.renewal.has_strategy is is_told
    assert ("no_strategy" in account.renewal.concerns) is not is_told
    assert ("strategy" in {row.kind for row in together(one).concerns}) is not is_told
    gate = account.renewal.gates[0]
    assert (gate.state, gate.finding) == (
        ("done", "playbook") if is_told else ("missed", "no_strategy")
    )


def test_a_plan_that_is_over_covers_nobody_and_is_due_now():
    one = planned(book("Past", 1, tier=1), end_date=AS_OF - timedelta(days=3))
    found = together(one)

    assert names(found.coverage.missing) == ["Past"]
    assert (found.due[0].rule, found.due[0].day) == ("over", AS_OF)
    kinds = {row.kind: row.days for row in found.concerns}
    assert kinds["plan_over"] == 3
    assert not {"no_plan", "stale", "overdue", "coverage"} & set(kinds)


def test_a_closed_plan_is_told_as_closed_and_has_no_age():
    found = planned(book("Shut", 1, tier=2), status="Closed")
    assert {"plan_closed", "no_plan"} & {row.kind for row in together(found).concerns} == {
        "plan_closed"
    }
    assert plan_age(analyse(found.build())) is None


def test_a_change_that_is_on_record_proves_a_touch_though_later_ones_hide_the_rest():
    """Edited after as-of: of what went before only the day of its making is known."""
    one = planned(book("Later", 1, tier=1), touched=-3, created=AS_OF - timedelta(days=20))
    account = analyse(one.build())

    assert (account.plan.age_days, account.plan.is_stale) == (None, False)
    assert names(together(one).coverage.touched) == ["Later"]
    assert plan_touched_since(account, AS_OF - timedelta(days=19)) is None
    assert together(one).due[0].rule == "unknown"


def test_a_division_whose_threads_are_unknown_is_told_apart():
    one = planned(book("Wide", 1, tier=1, executive_sponsor_id=LEO))
    for person in (one.contact("Ann"), one.contact("Bob")):
        one.event(AS_OF - timedelta(days=9), person, owner_id=ANA)
        one.change(person, strength=3)
    north = one.contact("Cid", account=one.division("North"))
    one.event(AS_OF - timedelta(days=9), north, owner_id=ANA)
    one.division("Closed")
    row = next(row for row in together(one).concerns if row.kind == "threads")
    assert (row.n, row.of, row.unknown) == (1, 2, 1)


def test_a_large_account_without_a_plan_is_told_by_the_threshold_alone():
    large = book("Large", 1, tier=3, arr=D(500_000))
    small = book("Small", 2, tier=3, arr=D(10))
    assert ("watch", "top_unplanned", "Large") in raised(together(large, small))
    assert "top_unplanned" not in {row.kind for row in together(small).concerns}


def test_where_a_program_may_hide_a_person_no_document_says_late():
    one = planned(book("Hidden", 1, tier=1), touched=100, created=date(2025, 1, 2))
    one.user("Loader", id="005000000000009AAA")
    plan = one.build().plans[0].id
    one.objective(plan, "Grow", modified=moment(AS_OF), modified_by_id="005000000000009AAA")
    found = together(one, integration_users=("Loader",))

    assert (found.due[0].rule, found.due[0].day) == ("unknown", None)
    assert names(found.coverage.unknown) == ["Hidden"]
    assert not {"stale", "overdue", "coverage"} & {row.kind for row in found.concerns}


def test_what_could_not_be_read_raises_no_concern():
    one = book("Dark", 1, tier=1, executive_sponsor_id=LEO)
    one.hide("plans")
    one.contract(end=AS_OF + timedelta(days=30))
    one.field_source("account.arr", "ARR__c")  # the org has no field for a renewal strategy

    assert {row.kind for row in together(one).concerns} == {"renewal", "no_quota"}
