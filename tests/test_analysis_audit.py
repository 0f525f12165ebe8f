"""The plan audit: each check both ways and unknown, then score, grade and what plans say together.

A case takes a plan that passes, spoils one thing, and names the check, its grade and its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.rollups.audit import CHECKS, Acceptance
from tests.audit_kit import ANA, Good, audited, found_by
from tests.builders import AS_OF, Book, moment

D = Decimal
Spoil = Callable[[Good], object]


def days_ago(count: int) -> date:
    return AS_OF - timedelta(days=count)


def drop(book: Good, *places: str) -> None:
    """As if there were no records of that kind."""
    for place in places:
        book._records[place].clear()


def is_kept(book: Good, *but: str) -> None:
    """The CRM has readable fields, and among them none of ``but``."""
    names = {
        *("account.renewal_strategy", "account.last_review", "account.revenue_target"),
        *("account.expansion_thesis", "objective.owner_id", "objective.end_date"),
        *("objective.customer_outcome", "priority.outcome", "objective.priority_id"),
        *("play.priority_id", "play.owner_id", "play.close_date", "play.value"),
    }
    for name in names - set(but):
        book.field_source(name, "somewhere")


def spoilt(record: str, **values: object) -> Spoil:
    return lambda book: book.change(getattr(book, record), **values)


def also(*spoils: Spoil) -> Spoil:
    def both(book: Good) -> None:
        for spoil in spoils:
            spoil(book)

    return both


def not_kept(account_field: str) -> Spoil:
    name = account_field.partition(".")[2]
    return also(lambda b: is_kept(b, account_field), spoilt("root", **{name: None}))


def hidden(topic: str, *places: str) -> Spoil:
    return lambda book: (drop(book, *(places or (topic,))), book.hide(topic))


def again(**plan: object) -> Spoil:
    return spoilt("plan_id", **plan)


QUIET = moment(days_ago(100))


def renews(book: Good, days: int, closes: int | None = None, **contract: object) -> None:
    """A contract that ends in so many days, and its renewal opportunity with an owner."""
    book.contract(AS_OF + timedelta(days=days), **contract)
    closing = AS_OF + timedelta(days=days if closes is None else closes)
    book.deal("Renewal", "1", closing, kind="renewal", owner_id=ANA)


CASES: tuple[tuple[str, Spoil, str, str], ...] = (
    ("plan", lambda b: drop(b, "plans"), "fail", "missing"),
    ("plan", hidden("plans"), "unknown", "unread"),
    ("plan", again(status="Inactive"), "fail", "closed"),
    ("plan", again(start_date=date(2025, 1, 1), end_date=days_ago(1)), "fail", "over"),
    ("plan", again(start_date=AS_OF + timedelta(days=9)), "warn", "ahead"),
    ("plan", again(start_date=None, end_date=None), "warn", "undated"),
    ("fresh", again(modified=QUIET), "fail", "stale"),
    ("fresh", again(modified=moment(days_ago(90))), "pass", "fresh"),
    ("fresh", again(modified=moment(days_ago(-3))), "unknown", "age_unknown"),
    ("fresh", lambda b: drop(b, "plans"), "not_applicable", "no_plan"),
    ("fresh", hidden("plans"), "unknown", "unread"),
    ("window", again(modified=QUIET), "warn", "still_time"),
    ("window", again(modified=moment(date(2026, 10, 1))), "pass", "touched"),
    ("window", again(modified=moment(days_ago(-3))), "unknown", "age_unknown"),
    ("window", lambda b: drop(b, "plans"), "not_applicable", "no_plan"),
    ("thesis", spoilt("root", expansion_thesis=None), "fail", "blank"),
    ("thesis", not_kept("account.expansion_thesis"), "unknown", "not_kept"),
    (
        "target",
        also(spoilt("root", revenue_target=None), lambda b: drop(b, "measures")),
        "fail",
        "blank",
    ),
    (
        "target",
        also(not_kept("account.revenue_target"), lambda b: drop(b, "measures")),
        "unknown",
        "not_kept",
    ),
    ("priorities", lambda b: drop(b, "priorities"), "fail", "missing"),
    ("priorities", spoilt("wish", stated_where=None), "fail", "none"),
    ("priorities", hidden("priorities"), "unknown", "unread"),
    ("questions", again(efforts=None), "warn", "some"),
    (
        "questions",
        also(
            lambda b: drop(b, "priorities"),
            again(efforts=None, challenges=None, vision=None),
        ),
        "fail",
        "none",
    ),
    ("questions", hidden("plans"), "unknown", "unread"),
    ("validated", spoilt("root", last_review=days_ago(366)), "fail", "long_ago"),
    ("validated", spoilt("root", last_review=days_ago(365)), "pass", "within_a_year"),
    ("validated", spoilt("root", last_review=None), "warn", "none_recorded"),
    (
        "validated",
        also(
            spoilt("root", last_review=None),
            lambda b: b.event(days_ago(30), b.ann, subject="Executive business review"),
        ),
        "pass",
        "within_a_year",
    ),
    (
        "validated",
        also(not_kept("account.last_review"), hidden("activities")),
        "unknown",
        "unread",
    ),
    ("sponsor", spoilt("root", executive_sponsor_id=None), "fail", "missing"),
    (
        "sponsor",
        also(spoilt("root", executive_sponsor_id=None), hidden("team")),
        "unknown",
        "unread",
    ),
    ("sponsor_meets", lambda b: drop(b, "activities"), "warn", "never"),
    ("sponsor_meets", hidden("activities"), "unknown", "unread"),
    ("sponsor_meets", spoilt("root", executive_sponsor_id=None), "not_applicable", "no_sponsor"),
    ("buyer", spoilt("ann", role="user"), "fail", "missing"),
    ("buyer", spoilt("ann", strength=1), "warn", "distant"),
    ("buyer", hidden("contacts"), "unknown", "unread"),
    ("threads", lambda b: drop(b, "activities"), "fail", "nobody"),
    ("threads", hidden("activities"), "unknown", "no_activity"),
    ("division_threads", spoilt("dan", strength=1), "warn", "some"),
    ("division_threads", hidden("activities"), "unknown", "no_activity"),
    ("centres", spoilt("cid", role="user"), "warn", "some"),
    ("centres", hidden("contacts"), "unknown", "unread"),
    ("objectives", lambda b: drop(b, "objectives"), "fail", "missing"),
    ("objectives", hidden("objectives"), "unknown", "unread"),
    ("objectives", lambda b: drop(b, "plans", "objectives"), "not_applicable", "no_plan"),
    ("baselines", lambda b: b.measure(b.goal, "Teams", "number", target="4"), "fail", "some"),
    ("baselines", hidden("measures"), "unknown", "unread"),
    ("measures", spoilt("size", target=None), "fail", "none"),
    ("measures", lambda b: drop(b, "measures"), "fail", "none"),
    ("measures", hidden("measures"), "unknown", "unread"),
    ("wording", lambda b: b.objective(b.plan_id, "Deepen the relationship"), "warn", "some"),
    ("wording", lambda b: drop(b, "objectives"), "not_applicable", "no_objective"),
    ("follow_up", spoilt("goal", end_date=None), "fail", "none"),
    ("follow_up", spoilt("goal", owner_id=None), "fail", "none"),
    (
        "follow_up",
        also(
            lambda b: is_kept(b, "objective.owner_id", "objective.end_date"),
            spoilt("goal", owner_id=None),
        ),
        "unknown",
        "not_kept",
    ),
    (
        "outcomes",
        also(spoilt("goal", customer_outcome=None), spoilt("wish", outcome=None)),
        "fail",
        "none",
    ),
    (
        "outcomes",
        lambda b: is_kept(b, "objective.customer_outcome", "priority.outcome"),
        "unknown",
        "not_kept",
    ),
    ("served", spoilt("goal", priority_id=None), "fail", "none"),
    ("served", lambda b: is_kept(b, "objective.priority_id"), "unknown", "not_kept"),
    ("plays", spoilt("cell", value=None), "fail", "none"),
    ("plays", lambda b: drop(b, "plays"), "warn", "missing"),
    ("plays", hidden("plays"), "unknown", "unread"),
    (
        "plays",
        also(lambda b: is_kept(b, "play.value"), spoilt("cell", value=None)),
        "pass",
        "all",
    ),
    (
        "initiatives",
        also(spoilt("cell", priority_id=None), spoilt("goal", priority_id=None)),
        "fail",
        "none",
    ),
    ("initiatives", spoilt("cell", priority_id=None), "pass", "all"),
    (
        "initiatives",
        lambda b: is_kept(b, "play.priority_id", "objective.priority_id"),
        "unknown",
        "not_kept",
    ),
    ("cells", spoilt("cell", owner_id=None), "fail", "none"),
    ("cells", spoilt("cell", need="no"), "not_applicable", "no_priority"),
    ("cells", hidden("products", "products", "plays"), "unknown", "unread"),
    ("values", spoilt("cell", value=None), "fail", "none"),
    ("qualified", spoilt("cell", need=None, priority_id=None), "fail", "none"),
    ("qualified", hidden("plays"), "unknown", "unread"),
    ("strategy", spoilt("root", renewal_strategy=None), "fail", "blank"),
    ("strategy", not_kept("account.renewal_strategy"), "unknown", "not_kept"),
    ("renewal", lambda b: b.contract(AS_OF + timedelta(days=180)), "fail", "no_deal"),
    ("renewal", lambda b: drop(b, "contracts"), "unknown", "no_date"),
    (
        "renewal",
        lambda b: b.deal("Renewal", "1", AS_OF + timedelta(days=100), kind="renewal"),
        "fail",
        "no_owner",
    ),
    ("renewal", spoilt("root", renewal_date=date(2028, 6, 1)), "warn", "conflict"),
    (
        "renewal",
        lambda b: renews(b, 20, notice_days=60, auto_renews=False),
        "warn",
        "notice",
    ),
    ("renewal", lambda b: renews(b, 20, notice_days=60, auto_renews=True), "warn", "near"),
    ("renewal", lambda b: renews(b, 90), "warn", "near"),
    ("renewal", lambda b: renews(b, 91), "pass", "in_hand"),
    ("renewal", lambda b: renews(b, 91, closes=-1), "warn", "deal_past"),
    ("renewal_buyer", lambda b: b.contract(AS_OF + timedelta(days=100)), "pass", "met"),
    (
        "renewal_buyer",
        also(
            lambda b: b.contract(AS_OF + timedelta(days=100)),
            lambda b: drop(b, "activities"),
        ),
        "unknown",
        "unseen",
    ),
    ("actions", spoilt("todo", owner_id=None), "fail", "none"),
    ("actions", spoilt("todo", day=None), "fail", "undated"),
    ("actions", lambda b: b.task("Call Bob", None, owner_id=ANA), "warn", "undated"),
    ("actions", lambda b: b.task("Call Bob", AS_OF, owner_id=None), "warn", "some"),
    ("actions", lambda b: drop(b, "activities"), "warn", "missing"),
    ("actions", hidden("activities"), "unknown", "unread"),
    ("overdue", spoilt("todo", day=days_ago(30)), "warn", "some"),
    ("overdue", spoilt("todo", day=days_ago(31)), "fail", "long"),
    ("overdue", hidden("activities"), "unknown", "unread"),
    ("risks", spoilt("danger", mitigation=None), "fail", "none"),
    ("risks", hidden("risks"), "unknown", "unread"),
    ("leading", lambda b: drop(b, "plays"), "pass", "all"),  # what is not measured is not counted
)


def test_a_good_plan_passes_every_check_that_is_asked_of_it() -> None:
    (plan,) = audited(Good()).plans
    others = {f.check: (f.grade, f.verdict.reason) for f in plan.findings if f.grade != "pass"}
    assert others == {"renewal_buyer": ("not_applicable", "ahead")}
    assert (plan.grade, plan.score.value, plan.first) == ("pass", D("100.0"), None)


@pytest.mark.parametrize(("check", "spoil", "grade", "reason"), CASES)
def test_a_check_says_what_the_records_show(
    check: str, spoil: Spoil, grade: str, reason: str
) -> None:
    book = Good()
    spoil(book)
    finding = found_by(check, book)
    assert (finding.grade, finding.verdict.reason) == (grade, reason)
    acts = grade in ("warn", "fail")
    assert (finding.owner is not None, finding.due is not None) == (acts, acts)
    assert bool(finding.verdict.lacking) == acts or grade == "unknown"


def test_every_check_has_a_case_that_is_not_a_pass() -> None:
    spoilt_ones = {check for check, _, grade, _ in CASES if grade != "pass"}
    only_by_option = {"leading"}
    light = {"light_plays"}
    assert {check.key for check in CHECKS} == spoilt_ones | only_by_option | light


def test_after_the_planning_quarter_a_plan_that_was_not_touched_is_missed() -> None:
    book = Good(as_of=date(2027, 2, 1))
    book.change(book.plan_id, modified=moment(date(2026, 9, 1)))
    found = found_by("window", book)
    assert (found.grade, found.verdict.reason) == ("fail", "missed")


def test_a_finding_counts_and_names_what_lacks() -> None:
    book = Good()
    second = book.objective(book.plan_id, "Deepen the relationship")
    found = found_by("wording", book).verdict
    assert (found.n, found.m, found.names) == (1, 2, ("Deepen the relationship",))
    assert (found.lacking, found.ids) == ((second,), tuple(sorted((book.goal, second))))


def test_the_renewal_is_first_and_has_the_day_that_the_other_documents_give() -> None:
    book = Good(executive_sponsor_id=None)
    book.contract(AS_OF + timedelta(days=100))
    (account,), (plan,) = (analyse(book.build()),), audited(book).plans
    (step,) = (row for row in account.top_actions if row.kind == "renewal")
    assert plan.first is not None
    assert (plan.first.check, plan.first.owner, plan.first.due) == ("renewal", step.owner, step.due)


def much_of_one(book: Good) -> None:
    for day in range(20):
        book.event(days_ago(day), book.bob)


def test_one_contact_with_most_of_the_touches_is_told() -> None:
    book = Good()
    much_of_one(book)
    found = found_by("threads", book)
    assert (found.grade, found.verdict.reason) == ("warn", "one_contact")
    assert found.verdict.share == 87  # 21 of 24 touches


def test_leading_metrics_without_a_target_are_told() -> None:
    found = found_by("leading", Good(), metric_targets=())
    assert (found.grade, found.verdict.n, found.verdict.m) == ("fail", 1, 3)


@pytest.mark.parametrize(("plays", "grade"), [(0, "fail"), (1, "pass"), (2, "pass"), (3, "warn")])
def test_a_light_plan_holds_one_or_two_plays(plays: int, grade: str) -> None:
    book = Good(tier=2)
    drop(book, "plays")
    for number in range(plays):
        book.play(f"Play {number}", None, owner_id=ANA)
    assert found_by("light_plays", book).grade == grade


def test_tier_two_is_asked_less_and_has_twice_the_time() -> None:
    book = Good(tier=2)
    book.change(book.plan_id, modified=moment(days_ago(183)))
    (plan,) = audited(book).plans
    assert {f.check for f in plan.findings} == {c.key for c in CHECKS if 2 in c.tiers}
    assert plan.is_stale is False
    book.change(book.plan_id, modified=moment(days_ago(184)))
    assert found_by("fresh", book).grade == "fail"


# -- score and grade -------------------------------------------------------------------------------


def test_a_score_is_points_of_what_could_be_graded() -> None:
    """A fail of weight 2 and a warn of weight 1: the rest of the weights is full."""
    book = Good()
    book.change(book.root, executive_sponsor_id=None, last_review=None)
    (plan,) = audited(book).plans
    graded = [f for f in plan.findings if f.grade in ("pass", "warn", "fail")]
    assert plan.possible == sum(f.weight for f in graded)
    assert plan.points == D(plan.possible) - 2 - D("0.5")
    assert plan.score.value == (plan.points * 100 / plan.possible).quantize(D("0.1"))
    assert plan.score.of == (len(graded), plan.applicable)
    assert (plan.grade, plan.first.check if plan.first else None) == ("fail", "sponsor")


def test_what_is_unknown_lowers_no_score_and_is_told_apart() -> None:
    book = Good()
    book.hide("risks")
    drop(book, "risks")
    (plan,) = audited(book).plans
    assert (plan.score.value, plan.count("unknown")) == (D("100.0"), 1)
    assert plan.score.of == (plan.applicable - 1, plan.applicable)


def test_without_a_plan_there_is_no_score_and_the_rest_is_told_all_the_same() -> None:
    book = Good()
    drop(book, "plans", "objectives", "measures")
    (plan,) = audited(book).plans
    assert (plan.grade, plan.score.value, plan.possible) == ("fail", None, 0)
    assert plan.count("pass") > 5


def test_a_plan_that_warns_only_where_nothing_is_required_still_passes() -> None:
    book = Good()
    book.change(book.root, last_review=None)
    (plan,) = audited(book).plans
    assert (plan.grade, plan.count("warn")) == ("pass", 1)


# -- changed on purpose ----------------------------------------------------------------------------


def acceptance(**values: object) -> Acceptance:
    row = Acceptance(
        account_id="001000000000001AAA",
        check="sponsor",
        note="The sponsor changes in January.",
        by="Dana Reyes",
        day=days_ago(10),
        until=AS_OF,
        source="inputs/audit.csv#2",
    )
    return replace(row, **values)  # type: ignore[arg-type]  # each value is of its field's type


@pytest.mark.parametrize(
    ("values", "state", "grade"),
    [
        ({}, "accepted", "pass"),
        ({"until": days_ago(1)}, "expired", "fail"),
        ({"day": AS_OF + timedelta(days=1), "until": AS_OF + timedelta(days=9)}, "ahead", "fail"),
        ({"check": "renewal"}, "settled", "fail"),
    ],
)
def test_what_is_so_on_purpose_is_accepted_until_its_day(
    values: dict[str, object], state: str, grade: str
) -> None:
    book = Good(executive_sponsor_id=None)
    found = audited(book, accepted=(acceptance(**values),))
    (plan,) = found.plans
    assert [row.state for row in found.accepted] == [state]
    assert (plan.grade, plan.count("accepted")) == (grade, int(state == "accepted"))
    if state == "accepted":
        assert plan.score.value == D("100.0")
        assert plan.score.of == (plan.applicable - 1, plan.applicable)
        (finding,) = (row for row in plan.findings if row.accepted)
        assert (finding.owner, finding.due) == (None, None)  # nobody is to do anything about it


# -- together --------------------------------------------------------------------------------------


def test_plans_are_counted_by_grade_band_check_and_owner() -> None:
    worse = Good("Worse", 2, executive_sponsor_id=None)
    none = Good("None", 3)
    drop(none, "plans", "objectives", "measures")
    found = audited(Good("Good", 1), worse, none, Book("Small", id="001000000000009AAA", tier=3))
    assert [plan.account.name for plan in found.plans] == ["None", "Worse", "Good"]
    assert [(row.grade, row.n) for row in found.grades] == [
        ("pass", 1), ("warn", 0), ("fail", 2), ("unknown", 0),
    ]  # fmt: skip
    assert [(row.least, row.n) for row in found.bands if row.n] == [(90, 2), (None, 1)]
    sponsor = next(row for row in found.checks if row.check == "sponsor")
    assert (sponsor.passed, sponsor.failed, sponsor.ids) == (2, 1, ("001000000000002AAA",))
    (owner,) = found.owners
    assert (owner.passed, owner.failed, owner.score.of) == (1, 2, (2, 3))
    assert [ref.name for ref in found.tier3] == ["Small"]
    assert found.tier3_with_plan == ()


def test_too_many_tier_one_plans_in_one_hand_name_those_to_move_down() -> None:
    books = [Good(f"P{n}", n, potential=D(n)) for n in range(1, 10)]
    (owner,) = audited(*books).owners
    assert (owner.load, [ref.name for ref in owner.de_tier]) == ("many", ["P1", "P2"])


def test_tier_three_with_a_plan_is_flagged_and_not_audited() -> None:
    found = audited(Good(tier=3))
    assert found.plans == ()
    assert [ref.name for ref in found.tier3_with_plan] == ["Acme"]


def test_staleness_is_told_by_tier() -> None:
    old = Good("Old", 2)
    old.change(old.plan_id, modified=QUIET)
    first, second = audited(Good("New", 1), old, Good("Two", 3, tier=2)).staleness
    assert [ref.name for ref in first.fresh] == ["New"]
    assert [ref.name for ref in first.stale] == ["Old"]
    assert (first.limit, first.median_days) == (90, 52)  # of 5 and 100, half to even
    assert [ref.name for ref in second.fresh] == ["Two"]


def test_plans_that_could_not_be_read_are_not_said_to_be_missing() -> None:
    book = Good()
    hidden("plans", "plans", "objectives", "measures")(book)
    found = audited(book)
    (tier1, _), coverage = found.staleness, found.portfolio.coverage
    assert [ref.name for ref in tier1.unknown] == ["Acme"] == [r.name for r in coverage.unknown]
    assert (tier1.without, coverage.missing, coverage.percent.value) == ((), (), None)


def test_changes_are_counted_by_quarter_up_to_the_running_one() -> None:
    book = Good()
    book.change(book.size, modified=moment(date(2026, 8, 3)))
    book.change(book.cell, created=date(2026, 8, 3), modified=moment(days_ago(5)))
    (plan,) = audited(book).plans
    assert [(row.quarter.key, row.days) for row in plan.quarters] == [
        ("2026-Q1", 0), ("2026-Q2", 0), ("2026-Q3", 1), ("2026-Q4", 1),
    ]  # fmt: skip
    assert plan.quarters[2].ids == tuple(sorted((book.size, book.cell)))


BOT = "005000000000009AAA"


@pytest.mark.parametrize(
    ("by_person", "by_program", "named", "age", "is_stale"),
    [
        (100, 1, False, 1, False),  # nobody says that it is a program
        (50, 1, True, 50, False),
        (100, 95, True, 100, True),  # what it changed before the limit hides nothing
        (100, 1, True, 100, None),  # a person's change may lie under the program's
    ],
)
def test_a_program_does_not_keep_a_plan_fresh_and_may_hide_a_person(
    by_person: int, by_program: int, named: bool, age: int, is_stale: bool | None
) -> None:
    book = Good()
    book.user("CRM Integration", id=BOT)
    book.change(book.plan_id, modified=moment(days_ago(by_program)), modified_by_id=BOT)
    book.change(book.goal, modified=moment(days_ago(by_person)), modified_by_id=ANA)
    users = ("crm integration",) if named else ()
    (plan,) = audited(book, integration_users=users).plans
    assert (plan.days_since_edit, plan.is_stale) == (age, is_stale)
    fresh = next(f for f in plan.findings if f.check == "fresh")
    assert fresh.grade == {False: "pass", True: "fail", None: "unknown"}[is_stale]


def test_what_plays_won_is_summed_in_one_currency_and_says_of_how_many() -> None:
    books = (Good("Dollar", 1), Good("Euro", 2, currency="EUR"), Good("Krone", 3, currency="DKK"))
    for book in books:
        book.rate("EUR", "0.5")
        deal = book.won("Add-on", "100", days_ago(20), created=days_ago(60))
        book.play("Won", None, opportunity_id=deal, created=days_ago(90))
    found = audited(*books)
    assert (found.won.value, found.won.of) == (D(300), (2, 3))  # 100 and 200; no rate for the DKK
    assert {row.key: row.n for row in found.play_steps}["won"] == 3
