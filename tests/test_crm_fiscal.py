"""The org's fiscal years and time zone, as its records say them, read over HTTP."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import pytest

from generator.asked import quarter_of
from generator.crm.accounts import find
from generator.crm.orgfacts import org_facts
from generator.crm.reader import read_accounts
from generator.crm.sample_org import without_fields, without_objects
from generator.crm.session import OrgFacts
from generator.errors import UsageError
from generator.model.org import FiscalCalendar
from tests.crm_orgs import Records, serving, session_with

STANDARD = FiscalCalendar(2, False)
SUNDAY = date(2022, 12, 25)


def facts_of(
    records: Records, *, hide: tuple[str, ...] = (), hidden_fields: tuple[str, ...] = ()
) -> OrgFacts:
    data = without_objects(records.data(), hide)
    data = without_fields(data, "Period", hidden_fields)
    with serving(data) as server:
        return org_facts(session_with(server))


def said(facts: OrgFacts, word: str) -> list[str]:
    """The problems that speak of ``word``; that the org names no currency is another matter."""
    return [problem.message for problem in facts.problems if word in problem.message.casefold()]


def add_weeks(
    records: Records,
    years: range,
    *,
    first: date = SUNDAY,
    quarters: int = 4,
    label: str = "Q{number} FY {year}",
    **settings: Any,
) -> None:
    """Years of so many quarters of 13 weeks, from ``first`` on without a gap."""
    start = first
    for year in years:
        name = str(settings.get("name", year))
        standard = settings.get("is_standard", False)
        above = records.add("FiscalYearSettings", Name=name, IsStandardYear=standard,
                            StartDate=start.isoformat(), EndDate=start.isoformat())  # fmt: skip
        for number in range(1, quarters + 1):
            end = start + timedelta(weeks=13) - timedelta(days=1)
            records.add(
                "Period", Type="Quarter", Number=number, FiscalYearSettingsId=above,
                StartDate=start.isoformat(), EndDate=end.isoformat(),
                FullyQualifiedLabel=label.format(number=number, year=year),
            )  # fmt: skip
            start = end + timedelta(days=1)


def add_months(records: Records, calendar: FiscalCalendar, years: range) -> None:
    for year in years:
        for number in (1, 2, 3, 4):
            quarter = calendar.quarter(year, number)
            records.add(
                "Period", Type="Quarter", Number=number, StartDate=quarter.start.isoformat(),
                EndDate=quarter.end.isoformat(), FullyQualifiedLabel=f"Q{number} FY {year}",
            )  # fmt: skip


def test_quarters_of_months_leave_the_calendar_computed():
    records = Records()
    add_months(records, STANDARD, range(2024, 2028))
    facts = facts_of(records)
    assert facts.org.fiscal == STANDARD
    assert not said(facts, "fiscal")


def test_quarters_of_weeks_are_the_orgs_own():
    records = Records()
    add_weeks(records, range(2023, 2028))
    fiscal = facts_of(records).org.fiscal
    assert [q.label for q in fiscal.known[:5]] == [
        "Q1 FY2023", "Q2 FY2023", "Q3 FY2023", "Q4 FY2023", "Q1 FY2024",
    ]  # fmt: skip
    assert fiscal.quarter_of(SUNDAY).label == "Q1 FY2023"
    assert fiscal.quarter(2023, 2).start == SUNDAY + timedelta(weeks=13)


def test_weeks_and_months_are_no_quarters():
    records = Records()
    add_months(records, STANDARD, range(2025, 2027))
    records.add("Period", Type="Month", Number=1, StartDate="2026-02-05", EndDate="2026-03-01")
    records.add("Period", Type="Year", Number=None, StartDate="2026-02-05", EndDate="2027-02-04")
    assert facts_of(records).org.fiscal == STANDARD


def test_what_a_year_is_called_stands_in_its_settings_or_in_its_quarters_labels():
    named = Records()
    add_weeks(named, range(2023, 2024), name="Fiscal 2024", label="Q{number}")
    assert facts_of(named).org.fiscal.known[0].year == 2024
    short = Records()
    add_weeks(short, range(2023, 2024), name="FY'24", label="Q{number}")
    assert facts_of(short).org.fiscal.known[0].year == 2024
    labelled = Records()
    add_weeks(labelled, range(2023, 2024), name="Harvest")
    assert facts_of(labelled).org.fiscal.known[0].year == 2023


@pytest.mark.parametrize(("by_start", "first"), [(False, 2024), (True, 2023)])
def test_years_without_a_number_in_their_names_are_named_by_the_convention(by_start, first):
    records = Records()
    records.change(records.org_id, UsesStartDateAsFiscalYearName=by_start)
    add_weeks(records, range(2), first=date(2023, 6, 25), name="Harvest", label="Q{number}")
    facts = facts_of(records)
    assert sorted({q.year for q in facts.org.fiscal.known}) == [first, first + 1]
    assert len(said(facts, "do not say which year")) == 1


def test_who_may_not_read_the_settings_still_has_the_orgs_own_quarters():
    records = Records()
    add_weeks(records, range(2023, 2026))
    full = facts_of(records).org.fiscal
    assert facts_of(records, hide=("FiscalYearSettings",)).org.fiscal == full
    assert facts_of(records, hidden_fields=("FiscalYearSettingsId", "Number")).org.fiscal == full


def test_who_may_not_read_periods_has_years_of_months():
    records = Records()
    add_weeks(records, range(2023, 2026))
    assert facts_of(records, hide=("Period",)).org.fiscal == STANDARD


def test_an_org_that_moved_its_first_month_and_calls_its_years_standard_is_computed():
    records = Records()
    add_weeks(records, range(2023, 2026), is_standard=True)
    assert facts_of(records).org.fiscal == STANDARD


@pytest.mark.parametrize("quarters", [3, 5])
def test_years_of_another_count_of_quarters_are_refused_in_words(quarters: int):
    records = Records()
    add_weeks(records, range(2023, 2026), quarters=quarters)
    facts = facts_of(records)
    assert facts.org.fiscal == STANDARD
    (problem,) = said(facts, "fiscal")
    assert "3 of them" in problem
    assert f"{quarters} quarters from 2022-12-25" in problem
    assert "twelve months" in problem


def test_one_year_of_another_count_costs_itself_and_those_before_it():
    records = Records()
    add_weeks(records, range(2023, 2024))
    add_weeks(records, range(2024, 2025), first=SUNDAY + timedelta(weeks=52), quarters=3)
    add_weeks(records, range(2025, 2027), first=SUNDAY + timedelta(weeks=91))
    facts = facts_of(records)
    assert sorted({q.year for q in facts.org.fiscal.known}) == [2025, 2026]
    (problem,) = said(facts, "fiscal")
    assert "2 of them" in problem


def test_a_period_outside_the_orgs_own_years_is_refused_with_the_nearest():
    records = Records()
    add_weeks(records, range(2023, 2028))
    org = facts_of(records).org
    day = date(2026, 11, 20)
    assert quarter_of("2026-Q3", org, day) == org.fiscal.quarter(2026, 3)
    with pytest.raises(UsageError, match="none is 2021") as early:
        quarter_of("2021-Q4", org, day)
    assert "2023-Q1, 2023-Q2, 2023-Q3, 2023-Q4" in early.value.next_step
    with pytest.raises(UsageError, match="none is 2029") as late:
        quarter_of("2029-Q1", org, day)
    assert "2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4" in late.value.next_step
    with pytest.raises(UsageError, match="begins on") as ahead:
        quarter_of("2027-Q2", org, day)
    assert "2026-Q4" in ahead.value.next_step


def test_periods_cost_no_call_of_their_own():
    records = Records()
    records.account("Acme")
    add_weeks(records, range(2001, 2031))
    with serving(records.data()) as server:
        session = session_with(server)
        list(read_accounts(session, [find(session, "Acme").id], date(2026, 11, 20)))
        assert server.api_calls <= 4
        assert len(org_facts(session).org.fiscal.known) == 120


@pytest.mark.parametrize("name", ["", None, "Mars/Olympus", "../etc/passwd", "Europe"])
def test_an_org_without_a_usable_time_zone_is_read_in_utc_and_says_so(name):
    records = Records()
    records.change(records.org_id, TimeZoneSidKey=name)
    facts = facts_of(records)
    assert facts.zone == UTC
    (problem,) = said(facts, "time zone")
    assert problem.endswith("days are those of UTC.")


def test_the_corporate_currency_is_found_where_nothing_is_said_of_it():
    def corporate(records: Records, **options: Any) -> str:
        return facts_of(records, **options).org.currency

    marked = Records()
    for code, rate in (("GBP", 1), ("USD", 1.25), ("EUR", 1.15)):
        marked.add("CurrencyType", IsoCode=code, ConversionRate=rate, IsCorporate=False)
    assert corporate(marked) == "GBP"  # its rate is 1 and no other's is
    assert corporate(marked, hide=("CurrencyType",)) == "EUR"  # by the org's locale, de_DE
