"""Fiscal years and time zones through the public command, in orgs served over HTTP.

What is expected is counted here by hand, with nothing of the product.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.crm.sample_org import OrgData, SampleServer, load
from generator.crm.sample_org.data import changed_records, with_records
from tests.acceptance_runs import SAMPLES, Json, command, facts, records
from tests.reading_back import Deck, read

NAME = "Ashdown Life Sciences plc"
DATA = load(SAMPLES)
AS_OF = date.fromisoformat(facts()["as_of"])  # 2026-11-20
ACCOUNT = next(row["Id"] for row in records("Account") if row["Name"] == NAME)
DAY = timedelta(days=1)


@contextmanager
def reading(data: OrgData, folder: Path) -> Iterator[None]:
    """``--org env`` reads ``data`` as long as this lasts."""
    with SampleServer(data) as server, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("SF_", "ACCOUNTDOCS_"))]:
            patch.delenv(name)
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, str(folder / "home"))
        patch.setenv("SF_INSTANCE_URL", server.url)
        patch.setenv("SF_ACCESS_TOKEN", server.token)
        yield


def run(*args: str | Path) -> Json:
    return command(*args, "--org", "env", "--as-of", AS_OF.isoformat(), "--json").well().json


def deck_of(folder: Path, *more: str) -> tuple[Path, Deck]:
    made = run("generate", NAME, "--only", "qbr", "--out", folder / "out", *more)
    (row,) = made["artifacts"]
    deck = read(Path(row["path"]))
    assert isinstance(deck, Deck)
    return Path(row["path"]), deck


def with_org(data: OrgData, **facts_of_org: object) -> OrgData:
    return changed_records(data, "Organization", lambda row: {**row, **facts_of_org})


def without_periods(data: OrgData) -> OrgData:
    return OrgData(data.org, data.describes, {**data.records, "Period": []})


def quarter_by_hand(month: int, by_start: bool, day: date) -> tuple[int, int, date, date]:
    """(year, number, first day, last day) of the fiscal quarter that holds ``day``."""
    first = day.replace(day=1)
    while (first.month - month) % 3:
        first = (first - DAY).replace(day=1)
    number = (first.month - month) % 12 // 3 + 1
    begun = first.year if first.month >= month else first.year - 1  # the year it starts in
    year = begun if by_start or month == 1 else begun + 1
    last = first
    for _ in range(3):
        last = (last + 31 * DAY).replace(day=1)
    return year, number, first, last - DAY


@pytest.mark.proof("fiscal years by first month and naming convention", slice=5, full=24)
def test_quarters_are_named_as_the_org_names_them(tmp_path: Path, cases: int, seed: int):
    every = [(month, by_start) for month in range(1, 13) for by_start in (False, True)]
    always = [(1, False), (2, False), (2, True)]  # January: the trap of SALESFORCE.md 3.1
    others = [one for one in every if one not in always]
    chosen = [*always, *random.Random(seed).sample(others, max(0, cases - len(always)))]
    for number, (month, by_start) in enumerate(chosen):
        data = with_org(
            without_periods(DATA), FiscalYearStartMonth=month,
            UsesStartDateAsFiscalYearName=by_start,
        )  # fmt: skip
        folder = tmp_path / str(number)
        with reading(data, folder):
            _check_quarters(folder, month, by_start)


def _check_quarters(folder: Path, month: int, by_start: bool) -> None:
    now = quarter_by_hand(month, by_start, AS_OF)
    year, number, first, last = quarter_by_hand(month, by_start, now[2] - DAY)
    label = f"Q{number} FY{year}"
    path, deck = deck_of(folder)
    assert path.name == "ashdown-life-sciences-plc-qbr.pptx"
    assert deck.slides[0].texts["Subtitle 2"] == f"Quarterly business review {label}"
    asked = run("show", NAME)["period"]
    assert (asked["quarter"], asked["quarter_start"], asked["quarter_end"]) == (
        label, first.isoformat(), last.isoformat(),
    )  # fmt: skip
    assert asked["next_quarter"] == f"Q{now[1]} FY{now[0]}"
    starts = date.fromisoformat(asked["year_start"])
    assert quarter_by_hand(month, by_start, starts)[:3] == (now[0], 1, starts)
    before = quarter_by_hand(month, by_start, first - DAY)
    earlier = run("show", NAME, "--period", f"{before[0]}-Q{before[1]}")["period"]
    assert earlier["quarter"] == f"Q{before[1]} FY{before[0]}"
    assert earlier["quarter_end"] == (first - DAY).isoformat()


def weeks(first: date, years: range) -> tuple[list[Json], list[Json]]:
    """Settings and quarters of 4-4-5 weeks; the last year has a 53rd week."""
    settings, quarters = [], []
    start = first
    for year in years:
        above = f"022Tw{year:010d}AAA"
        settings.append({"Id": above, "Name": f"FY {year}", "IsStandardYear": False})
        for number in (1, 2, 3, 4):
            longer = number == 4 and year == years[-1]
            end = start + timedelta(weeks=14 if longer else 13) - DAY
            quarters.append({
                "Id": f"026Tw{year:09d}{number}AAA", "Type": "Quarter", "Number": number,
                "StartDate": start.isoformat(), "EndDate": end.isoformat(),
                "FiscalYearSettingsId": above, "FullyQualifiedLabel": f"Q{number} FY {year}",
            })  # fmt: skip
            start = end + DAY
    return settings, quarters


def weekly(first: date, years: range) -> OrgData:
    settings, quarters = weeks(first, years)
    data = OrgData(DATA.org, DATA.describes, {**DATA.records, "FiscalYearSettings": settings})
    return with_records(without_periods(data), "Period", quarters)


def test_an_org_of_four_four_five_weeks_from_end_to_end(tmp_path: Path):
    # Saturday 2022-12-31 begins FY2023; FY2026 is 2025-12-27 to 2026-12-25.
    with reading(weekly(date(2022, 12, 31), range(2023, 2028)), tmp_path):
        path, deck = deck_of(tmp_path)
        made = run("generate", NAME, "--only", "plan,whitespace", "--out", tmp_path / "out")
        shown = run("show", NAME)
        early = run("show", NAME, "--period", "2026-Q1")
        refused = command("show", NAME, "--org", "env", "--period", "2020-Q3")
    third = date(2025, 12, 27) + timedelta(weeks=26)
    assert [row["status"] for row in made["artifacts"]] == ["written", "written"]
    assert path.name == "ashdown-life-sciences-plc-qbr.pptx"
    assert deck.slides[0].texts["Subtitle 2"] == "Quarterly business review Q3 FY2026"
    assert shown["period"]["quarter_start"] == third.isoformat()
    assert shown["period"]["quarter_end"] == (third + timedelta(weeks=13) - DAY).isoformat()
    assert shown["period"]["year_start"] == "2025-12-27"
    assert shown["period"]["year_end"] == "2026-12-25"
    assert early["period"]["quarter_end"] == (third - timedelta(weeks=13) - DAY).isoformat()
    assert not [p for p in shown["problems"] if "fiscal" in p["message"]]
    for row in shown["support"]["quarters"]:
        assert row["opened"] == _opened_by_hand(row["quarter"])
    assert any(row["opened"] for row in shown["support"]["quarters"])
    assert refused.code == 2
    assert "none is 2020" in refused.err
    assert "2023-Q1" in refused.err


def _opened_by_hand(label: str) -> int:
    number, year = int(label[1]), int(label[-4:])
    start = date(2022, 12, 31) + timedelta(weeks=52 * (year - 2023) + 13 * (number - 1))
    return sum(start <= day < start + timedelta(weeks=13) for day in _days_of_cases("CreatedDate"))


def _days_of_cases(field: str, zone: str = "America/Chicago") -> list[date]:
    below = {ACCOUNT} | {r["Id"] for r in records("Account") if r["ParentId"] == ACCOUNT}
    rows = [row for row in records("Case") if row["AccountId"] in below and row[field]]
    return [
        datetime.fromisoformat(row[field]).astimezone(ZoneInfo(zone)).date()
        for row in rows
        if row[field]
    ]


def test_years_that_the_org_does_not_define_are_told_as_a_problem(tmp_path: Path):
    with reading(weekly(date(2025, 12, 27), range(2026, 2027)), tmp_path):
        shown = run("show", NAME)
    said = [p["message"] for p in shown["problems"] if "fiscal years of its own" in p["message"]]
    assert [text[text.index("FY") :][:6] for text in said] == ["FY2024", "FY2025"]
    assert [row["quarter"] for row in shown["support"]["quarters"]][-1] == "Q3 FY2026"


ZONES = ("Pacific/Auckland", "Pacific/Honolulu", "America/Chicago", "Asia/Kolkata", "UTC")


@pytest.mark.parametrize("zone", ZONES)
def test_a_case_closed_near_midnight_counts_in_the_orgs_quarter(tmp_path: Path, zone: str):
    # The quarter under review ends on 30 September: an hour before and after its last midnight.
    midnight = datetime(2026, 10, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    edges = {"In time": midnight - timedelta(seconds=1), "Too late": midnight}
    first = datetime(2024, 10, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # of eight quarters
    edges |= {"Long ago": first - timedelta(seconds=1), "Just read": first}
    rows = [case_row(number, text, at) for number, (text, at) in enumerate(edges.items())]
    plain = partial(with_org, TimeZoneSidKey=zone)
    folder = tmp_path / "plain"
    with reading(plain(DATA), folder):
        without = {row["quarter"]: row for row in run("show", NAME)["support"]["quarters"]}
    with reading(plain(with_records(DATA, "Case", rows)), tmp_path):
        quarters = run("show", NAME)["support"]["quarters"]
    more = {row["quarter"]: row["closed"] - without[row["quarter"]]["closed"] for row in quarters}
    assert more.pop("Q3 FY2026") == 1
    assert more.pop("Q4 FY2024") == 1
    assert set(more.values()) == {0}
    assert len(quarters) == 8


def case_row(number: int, subject: str, closed: datetime) -> Json:
    stamp = closed.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    opened = (closed - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return {
        "Id": f"500Tw{number:010d}AAA", "AccountId": ACCOUNT, "Subject": subject,
        "CaseNumber": f"9{number}", "CreatedDate": opened, "ClosedDate": stamp, "IsClosed": True,
        "Status": "Closed", "IsEscalated": False, "LastModifiedDate": stamp, "IsDeleted": False,
    }  # fmt: skip


def test_an_opportunity_made_late_on_the_as_of_day_still_counts(tmp_path: Path):
    made = {
        "Today": datetime(2026, 11, 20, 23, 59, 59, tzinfo=ZoneInfo("Pacific/Honolulu")),
        "Tomorrow": datetime(2026, 11, 21, tzinfo=ZoneInfo("Pacific/Honolulu")),
    }
    rows = [
        {
            "Id": f"006Tw{number:010d}AAA", "AccountId": ACCOUNT, "Name": name, "IsWon": False,
            "StageName": "Discovery", "CloseDate": "2027-01-31", "IsClosed": False,
            "CurrencyIsoCode": "GBP", "IsDeleted": False,
            "CreatedDate": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        }
        for number, (name, at) in enumerate(made.items())
    ]  # fmt: skip
    data = with_org(DATA, TimeZoneSidKey="Pacific/Honolulu")
    with reading(with_records(data, "Opportunity", rows), tmp_path):
        shown = run("show", NAME)
    names = [deal["name"] for deal in shown["open"]["deals"]]
    assert "Today" in names
    assert "Tomorrow" not in names
    (deal,) = (row for row in shown["open"]["deals"] if row["name"] == "Today")
    assert deal["created"] == "2026-11-20"
