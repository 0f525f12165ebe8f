"""Revenue, renewal, profile: where each figure stands on the ladder, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import Options, analyse
from generator.analysis.results import Reconciliation
from generator.model.org import FiscalCalendar
from generator.model.snapshot import Reach
from tests.builders import AS_OF, Book, moment

D = Decimal


def revenue_of(book: Book):
    return analyse(book.build()).revenue


def renewal_of(book: Book):
    return analyse(book.build()).renewal


# -- revenue -----------------------------------------------------------------------------------


def test_the_accounts_own_arr_field_is_the_accounts_total():
    book = Book(arr=D(500_000), arr_year_ago=D(400_000), revenue_target=D(650_000))
    book.field_source("account.arr", "Account.ARR__c")
    book.division("North", arr=D(300_000))
    product = book.product("Core")
    book.asset(product, "999")

    revenue = revenue_of(book)

    assert revenue.current.value == D(500_000)
    assert revenue.current.ids == (book.root,)
    assert revenue.source == "Account.ARR__c"
    assert revenue.gap.value == D(150_000)
    assert revenue.year_ago.value == D(400_000)


def test_without_it_the_divisions_fields_are_added_up_and_a_blank_one_is_said():
    book = Book()
    one = book.division("North", arr=D(100), arr_year_ago=D(80))
    two = book.division("South", arr=D(50), arr_year_ago=D(40))
    three = book.division("West")

    revenue = revenue_of(book)

    assert revenue.current.value == D(150)
    assert revenue.current.of == (2, 3)
    assert revenue.current.ids == tuple(sorted((one, two, three)))
    assert revenue.year_ago.value == D(120)


def test_a_divisions_field_covers_the_divisions_below_it():
    book = Book()
    north = book.division("North", arr=D(100))
    book.division("North plant", parent=north, arr=D(60))
    south = book.division("South")
    one = book.division("South one", parent=south, arr=D(7))
    two = book.division("South two", parent=south)
    current = revenue_of(book).current
    assert (current.value, current.of) == (D(107), (2, 3))
    assert current.ids == tuple(sorted((north, one, two)))


def test_a_year_ago_that_is_known_for_some_divisions_only_is_no_base():
    book = Book()
    book.division("North", arr=D(100), arr_year_ago=D(80))
    book.division("South", arr=D(50))

    account = analyse(book.build())

    assert account.revenue.year_ago.value is None
    assert account.revenue.year_ago.note == "the divisions' ARR a year ago is known for 1 of 2"
    retention = account.metrics.lagging[0]
    assert retention.current is None
    assert retention.note == "Not computable: the divisions' ARR a year ago is known for 1 of 2."


def test_then_the_arr_of_assets_in_place_is_added_up():
    book = Book()
    product = book.product("Core")
    book.asset(product, "100", start_date=date(2024, 1, 1))
    book.asset(product, "40", start_date=date(2026, 6, 1))  # not there a year ago
    book.asset(product, "7", end_date=date(2026, 11, 21))  # ended yesterday, there a year ago
    book.asset(product, "5", status="Obsolete", end_date=date(2025, 6, 1))
    book.asset(product, "9", status="Expired", end_date=date(2026, 3, 1))  # lost within the year
    book.asset(product, "3", is_competitor=True)

    revenue = revenue_of(book)

    assert revenue.current.value == D(140)
    assert revenue.source == "sum of asset ARR"
    assert revenue.year_ago.value == D(116)


@pytest.mark.parametrize("end", [None, date(2027, 6, 1)])
def test_an_asset_that_ended_nobody_knows_when_leaves_the_year_ago_unknown(end):
    book = Book()
    product = book.product("Core")
    book.asset(product, "100", start_date=date(2024, 1, 1))
    book.asset(product, "5", status="Cancelled", start_date=date(2024, 1, 1), end_date=end)

    revenue = revenue_of(book)

    assert (revenue.current.value, revenue.year_ago.value) == (D(100), None)
    assert revenue.year_ago.note == "the ARR of the assets of a year ago is known for 1 of 2"


def test_closed_won_that_is_known_in_part_is_no_base():
    book = Book()
    book.won("Now", "200", date(2026, 6, 1))
    book.won("Then", "100", date(2025, 6, 1))
    book.won("Then, without an amount", None, date(2025, 6, 1))

    account = analyse(book.build())

    assert (account.revenue.current.value, account.revenue.year_ago.value) == (D(200), None)
    assert account.metrics.lagging[0].note.endswith("months before is known for 1 of 2.")


def test_last_comes_closed_won_of_twelve_months():
    book = Book()
    book.won("Now", "30", date(2026, 11, 22))
    book.won("Within", "20", date(2025, 11, 23))
    book.won("Before", "9", date(2025, 11, 22))

    revenue = revenue_of(book)

    assert revenue.current.value == D(50)
    assert revenue.year_ago.value == D(9)
    assert revenue.reconciliation is None  # it cannot be compared with itself


def test_unknown_revenue_is_none_with_the_reason():
    book = Book(revenue_target=D(10))
    revenue = revenue_of(book)
    assert revenue.current.value is None
    assert "no ARR" in revenue.current.note
    assert revenue.gap.value is None
    assert revenue.gap.note == "the current revenue is not recorded"
    assert revenue.source == "not recorded"


def test_the_target_is_else_the_largest_money_measure_of_a_current_growth_objective():
    book = Book(currency="USD", arr=D(100))
    plan = book.plan()
    growth = book.objective(plan, "Grow", kind="growth")
    book.measure(growth, "Expansion bookings", target="40")
    total = book.measure(growth, "ARR", target="150")
    book.measure(growth, "Share", unit="percent", target="900")
    other = book.objective(plan, "Retain", kind="retention")
    book.measure(other, "Renewed", target="5000")
    old = book.plan(status="Inactive", start_date=date(2025, 1, 1), end_date=date(2025, 12, 31))
    book.measure(book.objective(old, "Grow", kind="growth"), "ARR", target="9999")

    revenue = revenue_of(book)

    assert (revenue.target.value, revenue.target.ids) == (D(150), (total,))
    assert revenue.gap.value == D(50)


@pytest.mark.parametrize(("won", "warned"), [("20", False), ("32", False), ("33", True)])
def test_arr_is_reconciled_with_what_was_won_since_a_year_ago(won, warned):
    # 120 now, 100 a year ago: 20 explains it; up to 12 (10 percent of 120) more or less may stay.
    book = Book(arr=D(120), arr_year_ago=D(100))
    book.won("Growth", won, date(2026, 3, 1), kind="expansion")
    book.won("Renewal", "100", date(2026, 3, 1), kind="renewal")
    assert (revenue_of(book).reconciliation is not None) is warned


def test_a_change_that_no_deal_explains_is_warned_of():
    book = Book(arr=D(45_820), arr_year_ago=D(61_000))

    told = revenue_of(book).reconciliation
    assert told == Reconciliation("growth", D(61_000), D("33.1"))
    book.won("Growth", None, date(2026, 3, 1), kind="expansion")
    assert revenue_of(book).reconciliation is None  # it may explain all of it


def test_without_a_year_ago_arr_is_reconciled_with_all_deals_won():
    book = Book(arr=D(100_000))
    book.won("Renewal", "60000", date(2026, 3, 1), kind="renewal")
    assert revenue_of(book).reconciliation == Reconciliation("won", D(60_000), D(40))


@pytest.mark.parametrize("fields", [{"arr": D(120)}, {"mrr": D(10)}])
def test_a_field_read_later_says_nothing_of_a_year_before_the_day(fields):
    past = {f"{name}_year_ago": value for name, value in fields.items()}
    book = Book(**fields, **past)

    told = analyse(book.build(), options=Options(is_read_later=True))

    assert told.is_read_later
    assert told.revenue.is_as_read
    assert (told.revenue.current.value, told.revenue.year_ago.value) == (D(120), None)
    assert told.revenue.year_ago.note == "records as read now"
    assert told.revenue.reconciliation == Reconciliation("as_read")
    lost = [row for row in told.metrics.lagging if row.note.endswith("records as read now.")]
    assert [(row.name, row.current) for row in lost] == [
        ("Net revenue retention", None),
        ("Change in ARR", None),
    ]


def test_what_keeps_its_history_is_computed_for_the_day_though_read_later():
    book = Book()
    book.won("Growth", "20", date(2026, 3, 1), kind="expansion")
    book.won("Before", "10", date(2025, 3, 1), kind="expansion")

    told = analyse(book.build(), options=Options(is_read_later=True)).revenue

    assert (told.current.value, told.year_ago.value, told.is_as_read) == (D(20), D(10), False)


# -- renewal -----------------------------------------------------------------------------------


def test_the_next_renewal_is_the_earliest_date_of_all_sources_and_all_are_shown():
    book = Book(renewal_date=date(2027, 9, 30))
    book.contract(date(2026, 1, 31))  # past
    contract = book.contract(date(2027, 8, 31), auto_renews=True, notice_days=60)
    asset = book.asset(book.product("Core"), "100", end_date=date(2027, 9, 1))
    book.contract(date(2027, 1, 1), status="Draft")

    renewal = renewal_of(book)

    assert renewal.day.value == date(2027, 8, 31)
    assert renewal.day.ids == (contract,)
    assert renewal.days == 282
    assert (renewal.auto_renews, renewal.notice_days) == (True, 60)
    assert [(o.day, o.source, o.ids) for o in renewal.sources] == [
        (date(2027, 8, 31), "contract end", (contract,)),
        (date(2027, 9, 1), "asset end", (asset,)),
        (date(2027, 9, 30), "account's renewal date", (book.root,)),
    ]
    assert not renewal.conflict


def test_sources_more_than_a_month_apart_are_in_conflict():
    book = Book(renewal_date=date(2027, 10, 2), renewal_strategy="Early renewal")
    book.contract(date(2027, 8, 31))
    renewal = renewal_of(book)
    assert renewal.conflict
    assert renewal.status == "attention"
    assert "different dates" in renewal.status_reason


def test_the_value_is_the_renewal_opportunitys_amount():
    book = Book(arr=D(500))
    owner = book.user("Ann Owner")
    book.contract(date(2027, 2, 1))
    deal = book.deal("Renewal", "450", date(2027, 1, 20), kind="renewal", owner_id=owner)

    renewal = renewal_of(book)

    assert (renewal.value.value, renewal.value.ids) == (D(450), (deal,))
    assert renewal.opportunity_id == deal
    assert renewal.opportunity_owner is not None
    assert renewal.opportunity_owner.name == "Ann Owner"


def test_else_the_value_is_the_arr_of_what_expires_then_and_else_current_revenue():
    book = Book(arr=D(500))
    product = book.product("Core")
    first = book.asset(product, "100", end_date=date(2027, 2, 1))
    book.asset(product, "300", end_date=date(2028, 2, 1))
    book.contract(date(2027, 2, 1))
    renewal = renewal_of(book)
    assert (renewal.value.value, renewal.value.ids) == (D(100), (first,))

    bare = Book(arr=D(500))
    bare.contract(date(2027, 2, 1))
    assert renewal_of(bare).value.value == D(500)
    assert renewal_of(bare).value.note == "current revenue of the account"


@pytest.mark.parametrize(("days", "status"), [(180, "red"), (181, "ok"), (0, "red")])
def test_a_renewal_within_180_days_without_an_opportunity_is_red(days, status):
    book = Book(renewal_strategy="Renew early")
    book.contract(AS_OF + timedelta(days=days))
    assert renewal_of(book).status == status


def test_a_renewal_whose_opportunity_has_no_active_owner_is_red():
    book = Book(renewal_strategy="Renew early")
    gone = book.user("Gone", is_active=False)
    book.contract(date(2027, 4, 1))
    book.deal("Renewal", "450", date(2027, 3, 20), kind="renewal", owner_id=gone)
    renewal = renewal_of(book)
    assert renewal.status == "red"
    assert renewal.status_reason == (
        "Renewal in 118 days: the renewal opportunity has no active owner."
    )


def test_a_renewal_in_hand_is_ok():
    book = Book(renewal_strategy="Renew early")
    owner = book.user("Ann")
    book.contract(date(2027, 4, 1))
    book.deal("Renewal", "450", date(2027, 4, 1), kind="renewal", owner_id=owner)
    assert renewal_of(book).status == "ok"


def test_an_overdue_renewal_opportunity_is_a_source_but_not_the_next_date():
    book = Book(renewal_strategy="Renew early")
    owner = book.user("Ann")
    book.contract(date(2027, 1, 10))
    deal = book.deal("Renewal", "450", date(2026, 11, 1), kind="renewal", owner_id=owner)
    renewal = renewal_of(book)
    assert renewal.day.value == date(2027, 1, 10)
    assert renewal.opportunity_id == deal
    assert renewal.status == "attention"
    assert "close date has passed" in renewal.status_reason

    alone = Book()
    alone.deal("Renewal", "450", date(2026, 11, 1), kind="renewal", owner_id=alone.user("Ann"))
    assert (renewal_of(alone).days, renewal_of(alone).status) == (-21, "attention")


def test_a_far_renewal_of_another_division_does_not_hide_that_this_one_has_none():
    book = Book()
    north, south = book.division("North"), book.division("South")
    book.contract(date(2027, 2, 1), account=north)
    book.deal("South renewal", "9", date(2027, 9, 1), kind="renewal", account=south)
    assert renewal_of(book).opportunity_id is None
    assert renewal_of(book).status == "red"


def test_what_renews_is_the_division_and_not_the_whole_account():
    book = Book(arr=D(500))
    north = book.division("North", arr=D(120))
    book.division("North plant", parent=north, arr=D(120))
    product = book.product("Core")
    book.asset(product, "70", account=north, end_date=date(2028, 1, 1))
    book.contract(date(2027, 2, 28), account=north)
    book.contract(date(2028, 1, 1))

    renewal = renewal_of(book)

    assert renewal.unit == "North"
    assert (renewal.value.value, renewal.value.note) == (D(120), "ARR of North")
    assert renewal.value.ids == (north,)
    assert not renewal.conflict  # its asset runs as long as the contract of the whole account

    book.change(north, arr=None)
    book.change(book.build().accounts[-1].id, arr=None)
    renewal = renewal_of(book)
    assert (renewal.value.value, renewal.value.note) == (D(70), "ARR of the assets of North")


def test_a_later_date_of_another_division_is_no_conflict():
    book = Book(renewal_strategy="Renew early")
    north, south = book.division("North"), book.division("South")
    book.contract(date(2027, 8, 31), account=north)
    book.asset(book.product("Core"), "7", account=south, end_date=date(2028, 8, 31))
    assert not renewal_of(book).conflict


@pytest.mark.parametrize(
    ("close", "conflict"),
    [
        (date(2027, 5, 31), False),  # 92 days ahead of the term's end
        (date(2027, 5, 30), True),
        (date(2027, 10, 1), False),  # 31 days after it
        (date(2027, 10, 2), True),
    ],
)
def test_a_renewal_opportunity_may_close_up_to_a_quarter_before_the_term_ends(close, conflict):
    book = Book(renewal_strategy="Renew early")
    book.contract(date(2027, 8, 31))
    book.deal("Renewal", "9", close, kind="renewal", owner_id=book.user("Ann"))
    assert renewal_of(book).conflict is conflict


def test_without_any_date_the_renewal_is_unknown():
    renewal = renewal_of(Book(arr=D(5)))
    assert (renewal.day.value, renewal.days, renewal.value.value) == (None, None, None)
    assert (renewal.status, renewal.sources) == ("unknown", ())


# -- profile -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arr", "potential", "segment", "tier"),
    [
        (500_000, 250_000, "strategic", 1),
        (499_999, 250_000, "land_expand", 2),
        (500_000, 249_999, "retention", 2),
        (499_999, 249_999, "motion", 3),
    ],
)
def test_segment_and_tier_follow_the_quadrant(arr, potential, segment, tier):
    profile = analyse(Book(arr=D(arr), potential=D(potential)).build()).profile
    assert (profile.segment, profile.tier) == (segment, tier)
    assert profile.tier_source.startswith("computed from the segment")


def test_the_stated_tier_wins_and_its_source_is_said():
    book = Book(tier=3, arr=D(900_000), potential=D(900_000))
    book.field_source("account.tier", "Account.Tier__c")
    profile = analyse(book.build()).profile
    assert (profile.tier, profile.tier_source) == (3, "Account.Tier__c")
    assert profile.segment == "strategic"


@pytest.mark.parametrize(("arr", "tier"), [(500_000, 2), (10, 3), (None, 3)])
def test_with_unknown_potential_there_is_no_segment_and_the_tier_says_what_it_rests_on(arr, tier):
    profile = analyse(Book(arr=None if arr is None else D(arr)).build()).profile
    assert profile.segment is None
    assert "unknown" in profile.segment_reason
    assert profile.tier == tier
    assert "unknown" in profile.tier_source


def test_thresholds_are_in_the_corporate_currency():
    book = Book(currency="JPY", corporate="USD", arr=D(60_000_000), potential=D(60_000_000))
    book.rate("JPY", "150")  # thresholds: 75,000,000 and 37,500,000 yen
    assert analyse(book.build()).profile.segment == "land_expand"


def test_potential_is_else_the_value_of_the_whitespace():
    book = Book(arr=D(1))
    product = book.product("Core")
    play = book.play("Core", product, value="300000")
    book.product("Other")
    potential = analyse(book.build()).profile.potential
    assert (potential.value, potential.of, potential.ids) == (D(300_000), (1, 2), (play,))


def test_units_run_depth_first_by_name_and_a_ring_of_parents_is_survived():
    book = Book("Acme")
    west = book.division("West")
    book.division("Beta", parent=west)
    book.division("Alpha", parent=west)
    book.division("East")
    one = book.division("Ring one")
    two = book.division("Ring two", parent=one)
    book.change(one, parent_id=two)

    units = analyse(book.build()).profile.units

    assert [(unit.name, unit.depth) for unit in units] == [
        ("Acme", 0),
        ("East", 1),
        ("West", 1),
        ("Alpha", 2),
        ("Beta", 2),
        ("Ring one", 1),
        ("Ring two", 2),
    ]


def test_customer_since_says_how_far_back_deals_were_read_where_that_matters():
    book = Book()
    book.won("First", "1", date(2024, 1, 1))
    snapshot = replace(book.build(), reach=(Reach("opportunities", date(2023, 11, 22)),))
    note = "earliest contract, asset or deal won"
    said = analyse(snapshot).profile.customer_note
    assert said == f"{note}; deals closed before 2023-11-22 were not read"
    assert analyse(book.build()).profile.customer_note == note

    book.contract(date(2025, 1, 1), start_date=date(2022, 1, 1))
    older = replace(book.build(), reach=snapshot.reach)
    assert analyse(older).profile.customer_note == note


def test_what_is_owned_by_won_deals_says_from_when_they_were_read():
    book = Book()
    product = book.product("A")
    book.line(book.won("First", "1", date(2024, 1, 1)), product, "1")
    reach = (Reach("opportunities", date(2023, 11, 22)),)
    (said,) = analyse(replace(book.build(), reach=reach)).problems
    assert said.message.startswith(
        "No asset is recorded: what is owned is taken from the products of deals closed since "
        "2023-11-22"
    )
    assert analyse(book.build()).problems == ()
    book.asset(product)
    assert analyse(replace(book.build(), reach=reach)).problems == ()


def test_customer_since_is_the_earliest_trace():
    book = Book()
    book.contract(date(2027, 1, 1), start_date=date(2024, 1, 1))
    book.won("First", "1", date(2023, 12, 1))
    book.asset(book.product("Core"), start_date=date(2025, 1, 1))
    assert analyse(book.build()).profile.customer_since == date(2023, 12, 1)


def test_the_period_is_the_last_completed_fiscal_quarter_of_a_year_that_starts_in_april():
    book = Book(fiscal=FiscalCalendar(start_month=4))
    period = analyse(book.build()).period
    assert period.quarter.key == "2027-Q2"
    assert (period.quarter.start, period.quarter.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert period.next_quarter.key == "2027-Q3"
    assert (period.year, period.year_start, period.year_end) == (
        2027,
        date(2026, 4, 1),
        date(2027, 3, 31),
    )


def test_quarter_and_plan_year_can_be_asked_for():
    fiscal = FiscalCalendar(start_month=2)
    options = Options(quarter=fiscal.quarter(2026, 1), plan_year=2028)
    period = analyse(Book(fiscal=fiscal).build(), options=options).period
    assert period.quarter.start == date(2025, 2, 1)
    assert (period.year_start, period.year_end) == (date(2027, 2, 1), date(2028, 1, 31))


# -- the plan ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "edited", "stale"),
    [
        (1, date(2026, 8, 24), False),
        (1, date(2026, 8, 23), True),
        (2, date(2026, 8, 23), False),
        (2, date(2026, 5, 22), True),
        (3, date(2020, 1, 1), None),
    ],
)
def test_a_plan_is_stale_after_90_days_in_tier_1_and_183_in_tier_2(tier, edited, stale):
    book = Book(tier=tier)
    book.plan(modified=moment(edited))
    plan = analyse(book.build()).plan
    assert plan.is_stale is stale
    assert plan.age_days == (AS_OF - edited).days


def test_an_edit_of_any_part_of_the_plan_makes_it_fresh():
    book = Book(tier=1)
    plan = book.plan(modified=moment(date(2026, 1, 1)))
    goal = book.objective(plan, "Grow", modified=moment(date(2026, 2, 1)))
    book.measure(goal, "ARR", modified=moment(date(2026, 11, 12)))
    assert analyse(book.build()).plan.age_days == 10


@pytest.mark.parametrize(
    ("about", "task", "age"),
    [
        ("play", {}, 5),
        ("plan", {}, 5),
        ("objective", {}, 5),
        ("account", {}, 300),  # a logged call is no work on the plan
        ("play", {"owner": "Queue"}, 300),
        ("play", {"owner": None}, 300),
        ("play", {"owner": "Program"}, 300),
        ("play", {"completed": None}, 300),
        ("play", {"completed": date(2026, 11, 23)}, 300),  # after as-of it was open
    ],
)
def test_a_task_of_the_plan_that_somebody_did_is_work_on_it(about, task, age):
    book = Book(tier=1)
    old = moment(date(2026, 1, 26))
    plan = book.plan(modified=old)
    records = {
        "account": book.root,
        "plan": plan,
        "objective": book.objective(plan, "Grow", modified=old),
        "play": book.play("Core", None, modified=old),
    }
    users = {
        "Ann": book.user("Ann"),
        "Program": book.user("Program"),
        "Queue": book.user("Queue", is_queue=True),
        None: None,
    }
    owner = users[task.get("owner", "Ann")]
    done = task.get("completed", date(2026, 11, 17))
    book.task("Do it", None, what_id=records[about], owner_id=owner, completed=done)
    options = Options(integration_users=("Program",))
    assert analyse(book.build(), options=options).plan.age_days == age


def test_of_several_plans_the_active_one_that_holds_as_of_counts():
    book = Book()
    book.plan("Next year", status="Active", start_date=date(2027, 1, 1), end_date=None)
    current = book.plan("This year")
    book.plan("Draft", status="Not Started", start_date=date(2026, 6, 1))
    assert analyse(book.build()).plan.id == current


def test_an_account_without_a_plan_has_a_blank_one():
    plan = analyse(Book(tier=1).build()).plan
    assert (plan.id, plan.age_days, plan.is_stale) == (None, None, None)
