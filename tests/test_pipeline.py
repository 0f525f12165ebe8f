"""The whole job for one account, from its snapshot to the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.artifacts.catalog import CATALOG
from generator.asked import quarter_of
from generator.errors import SettingsError, TemplateError, UsageError
from generator.files import digest
from generator.model.snapshot import Snapshot
from generator.pipeline import Order, produce
from generator.template_store import check_templates, problems_of, template_path
from tests.builders import Book
from tests.tiny_templates import folder, slides, text_of, word

NAME = "{{ account.name }}"


@pytest.fixture
def order(tmp_path: Path) -> Order:
    templates = folder(tmp_path / "t", plan=word(f"Plan of {NAME}"), qbr=slides(f"Review {NAME}"))
    return Order(
        out=tmp_path / "out", only=("plan", "qbr"), templates=templates, day=date(2026, 11, 22)
    )


def account(name: str = "Acme", tier: int = 1) -> Snapshot:
    return Book(name, tier=tier, arr=None).build()


def test_an_account_s_documents_are_written_with_its_values(order: Order) -> None:
    outcomes = produce(account("Acme"), order)

    assert [(o.artifact, o.status, o.audience) for o in outcomes] == [
        ("plan", "written", "internal"),
        ("qbr", "written", "customer"),
    ]
    texts = [text_of(Path(o.path or "")) for o in outcomes]
    assert texts == ["Plan of Acme", "Review Acme"]
    for outcome in outcomes:
        assert outcome.sha256 == digest(Path(outcome.path or "").read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "R&D <x>",
        "{{7*7}}",
        "{% for x in y %}",
        "=1+1",
        'Conan O\'Brien "Ltd" / \\ Sons',
        "\U0001f600 caf\u00e9 \u05e9\u05dc\u05d5\u05dd",
        "%s {0} ${x}",
    ],
)
def test_a_name_is_printed_as_it_stands_whatever_it_holds(order: Order, name: str) -> None:
    plan, qbr = produce(account(name), order)

    assert text_of(Path(plan.path or "")) == f"Plan of {name}"
    assert text_of(Path(qbr.path or "")) == f"Review {name}"


def test_a_second_run_changes_nothing(order: Order) -> None:
    first = produce(account(), order)
    before = {o.path: Path(o.path or "").read_bytes() for o in first}

    again = produce(account(), order)

    assert [o.status for o in again] == ["unchanged", "unchanged"]
    assert {o.path: Path(o.path or "").read_bytes() for o in again} == before


def test_other_records_template_settings_or_day_are_written_anew(order: Order) -> None:
    def again(snapshot: Snapshot, changed: Order) -> list[str]:
        produce(account(), order)
        return [o.status for o in produce(snapshot, changed)]

    later = replace(account(), as_of=date(2026, 12, 1))
    templates = folder(order.out.parent / "t2", plan=word(NAME), qbr=slides(f"Review {NAME}"))
    richer = Book("Acme", tier=1, employees=3).build()
    assert again(later, order) == ["written", "written"]
    assert again(richer, order) == ["written", "written"]
    assert again(account(), replace(order, locale="en_GB")) == ["written", "written"]
    assert again(account(), replace(order, templates=templates)) == ["written", "unchanged"]


def test_a_dry_run_writes_nothing_and_says_what_it_would(order: Order) -> None:
    outcomes = produce(account(), replace(order, dry_run=True))

    assert {(o.status, o.reason, o.would_be) for o in outcomes} == {("skipped", "dry run", "new")}
    assert all(o.path for o in outcomes)
    assert not order.out.exists()


def test_a_document_about_another_quarter_or_year_says_what_it_took_the_place_of(
    order: Order,
) -> None:
    produce(account(), replace(order, period="2026-Q2"))
    plan, qbr = produce(account(), replace(order, plan_year=2027))
    assert (plan.instead_of, qbr.instead_of) == ("FY2026, full form", "2026-Q2")
    assert [o.instead_of for o in produce(account(), replace(order, plan_year=2027))] == ["", ""]
    short, _ = produce(account(), replace(order, plan_year=2027, form="light"))
    assert short.instead_of == "FY2027, full form"


def test_a_document_that_cannot_be_filled_does_not_stop_the_other(order: Order) -> None:
    templates = folder(
        order.out.parent / "bad", plan=word("{{ account.website }}"), qbr=slides(NAME)
    )

    plan, qbr = produce(account(), replace(order, templates=templates))

    assert (plan.status, qbr.status) == ("failed", "written")
    assert "account-plan.docx" in plan.reason
    assert "{{ account.website }}" in plan.reason
    assert plan.path is None


def test_an_account_managed_by_motion_is_skipped_and_said(order: Order) -> None:
    (outcome,) = produce(account(tier=3), replace(order, only=()))

    assert (outcome.status, outcome.reason) == ("skipped", "managed by motion")


def test_every_fault_of_every_needed_template_is_said_at_once(tmp_path: Path) -> None:
    bad = folder(
        tmp_path,
        plan=word("{{ acount.name }}", "{% for x in plays %}"),
        qbr=slides("{{ account.name | shout }}", "{{ account.health }}"),
    )

    with pytest.raises(TemplateError) as caught:
        check_templates([CATALOG["plan"], CATALOG["qbr"]], bad)

    faults = [(p.file, p.tag) for p in caught.value.problems]
    assert ("account-plan.docx", "{{ acount.name }}") in faults
    assert ("account-plan.docx", "{% for x in plays %}") in faults
    assert ("qbr.pptx", "{{ account.name | shout }}") in faults
    assert ("qbr.pptx", "{{ account.health }}") in faults
    assert "did you mean account.name?" in str(caught.value)


def test_a_file_that_is_no_office_file_is_a_fault_of_that_template(tmp_path: Path) -> None:
    bad = folder(tmp_path, plan=b"not a zip", qbr=slides("{{ nothing }}"))

    with pytest.raises(TemplateError) as caught:
        check_templates([CATALOG["plan"], CATALOG["qbr"]], bad)

    assert {problem.file for problem in caught.value.problems} == {"account-plan.docx", "qbr.pptx"}


def test_a_template_that_is_not_in_the_user_s_folder_is_the_delivered_one(tmp_path: Path) -> None:
    own = folder(tmp_path, plan=word("x"))

    assert template_path(CATALOG["plan"], own) == own / "account-plan.docx"
    assert template_path(CATALOG["qbr"], own) == template_path(CATALOG["qbr"], None)


def test_a_templates_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--templates"):
        check_templates([CATALOG["plan"]], tmp_path / "gone")


def test_a_template_that_vanished_is_said(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "gone.docx", CATALOG["plan"])

    assert problem.file == str(tmp_path / "gone.docx")
    assert problem.message == "cannot be read: No such file or directory"
    assert problem.suggestion == "check the name of the file"


def test_a_fiscal_quarter_is_read_by_the_org_s_calendar() -> None:
    quarter = quarter_of("2026-Q4", account().org, date(2026, 11, 22))

    assert quarter is not None
    assert (quarter.year, quarter.number, quarter.start) == (2026, 4, date(2026, 10, 1))


@pytest.mark.parametrize("text", ["2026", "2026-Q5", "Q4", "last"])
def test_another_period_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="Write it like 2026-Q4"):
        quarter_of(text, account().org, date(2026, 11, 22))


def test_a_quarter_that_has_not_begun_is_refused() -> None:
    with pytest.raises(UsageError, match="2027-Q1 begins on 2027-01-01") as caught:
        quarter_of("2027-Q1", account().org, date(2026, 12, 31))

    assert caught.value.next_step == "Ask for 2026-Q4 or one before it."


def test_a_threshold_changes_what_is_said(order: Order) -> None:
    book = Book("Acme", arr=Decimal(300_000), potential=Decimal(300_000))
    templates = folder(order.out.parent / "s", plan=word("{{ account.segment }}"))
    plain = replace(order, only=("plan",), templates=templates)
    low = replace(plain, thresholds={"revenue_threshold": 100_000}, out=order.out / "low")

    texts = [text_of(Path(produce(book.build(), o)[0].path or "")) for o in (plain, low)]

    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("active_days", 90.5, "a whole number"),
        ("active_days", -1, "from 0 to 3,650"),
        ("stalled_days", 1_000_000, "from 0 to 3,650"),
        ("revenue_threshold", float("nan"), "a number"),
        ("revenue_threshold", float("inf"), "a number"),
        ("top_share_percent", 600, "from 0 to 100"),
        ("plans_least", 8, "plans_most 7"),
        ("renewal_gates", 90, "is not a setting"),
        ("deal_months", 24, "is not a setting"),
        ("signal_days", 90, "is not a setting"),
        ("plan_year", 2027, "is not a setting"),
    ],
)
def test_a_threshold_that_cannot_be_so_is_said(
    order: Order, name: str, value: float, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        produce(account(), replace(order, thresholds={name: value}))

    assert f"thresholds.{name}" in str(caught.value)


def test_a_threshold_that_there_is_not_is_named(order: Order) -> None:
    wrong = replace(order, thresholds={"active_day": 3})

    with pytest.raises(SettingsError, match=r"did you mean active_days\?"):
        produce(account(), wrong)
