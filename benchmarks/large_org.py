"""A large org in memory, always the same: the sample's objects, users and products, and any number
of accounts in the shape for which the calls are promised.

Records are made when they are read and then forgotten: an org of 5,000 accounts, half a million
records, costs no memory until the server has put them into its database.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, overload

from generator.crm.sample_org import OrgData, load
from generator.crm.sample_org.ids import suffix
from generator.files import data_folder

Json = dict[str, Any]
KEPT = ("Organization", "CurrencyType", "Group", "OpportunityStage", "Period", "Pricebook2",
        "PricebookEntry", "Product2", "User")  # fmt: skip
WON, LOST, OPEN = 9, 5, 6  # of 20 opportunities
INDUSTRIES = ("Food & Beverage", "Automotive", "Chemicals", "Pharmaceuticals")
TITLES = ("Chief Operating Officer", "VP Manufacturing", "Plant Manager", "Quality Engineer")
REASONS = ("Performance", "Installation", "User Education", "Equipment Design")
TIERS = ("Tier 1", "Tier 2", "Tier 3")


@dataclass(frozen=True)
class Shape:
    """What stands below each account, on average. Lines are per opportunity. ``spread``: how many
    times the average the accounts have, by turns; ``currencies``: theirs, by turns."""

    divisions: int = 4
    contacts: int = 12
    opportunities: int = 20
    lines: int = 2
    tasks: int = 15
    cases: int = 10
    spread: tuple[float, ...] = (1.0,)
    currencies: tuple[str, ...] = ("USD",)

    @property
    def records(self) -> int:
        """How many records an account has, its own and its divisions' included."""
        deals = self.opportunities * (1 + self.lines)
        return 1 + self.divisions + self.contacts + deals + self.tasks + self.cases


VARIED = Shape(spread=(0.5, 0.75, 1.0, 1.75), currencies=("USD", "EUR", "USD", "GBP", "EUR"))
"""Small and large accounts in three currencies, on average as above."""


class _Dealt:
    """Records dealt out to accounts: which account has the record of a number, and how many."""

    def __init__(self, mean: int, spread: Sequence[float], own: int = 0) -> None:
        self._counts = [own + round(mean * share) for share in spread]
        self._starts = [0, *accumulate(self._counts)]

    def total(self, accounts: int) -> int:
        return self.start(accounts)

    def start(self, top: int) -> int:
        """How many records the accounts before this one have."""
        turns, place = divmod(top, len(self._counts))
        return turns * self._starts[-1] + self._starts[place]

    def count(self, top: int) -> int:
        return self._counts[top % len(self._counts)]

    def home(self, number: int) -> tuple[int, int]:
        """The account that has this record, and the record's place among its own."""
        turns, rest = divmod(number, self._starts[-1])
        place = bisect_right(self._starts, rest) - 1
        return turns * len(self._counts) + place, rest - self._starts[place]


class Made(Sequence[Json]):
    """``count`` records, made when they are asked for."""

    def __init__(self, count: int, make: Callable[[int], Json]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Json]:
        return map(self._make, range(self._count))

    @overload
    def __getitem__(self, place: int) -> Json: ...
    @overload
    def __getitem__(self, place: slice) -> list[Json]: ...
    def __getitem__(self, place: int | slice) -> Json | list[Json]:
        numbers = range(self._count)[place]
        return self._make(numbers) if isinstance(numbers, int) else [*map(self._make, numbers)]


def large_org(accounts: int, shape: Shape | None = None) -> OrgData:
    """An org of so many accounts, their divisions not counted."""
    sample = load(data_folder("samples"))
    makers = _Makers(sample, shape or Shape())
    records: dict[str, Sequence[Json]] = dict.fromkeys(sample.describes, ())
    records |= {name: sample.records[name] for name in KEPT}
    records |= makers.all(accounts)
    return OrgData(sample.org, sample.describes, records)


def account_ids(accounts: int, shape: Shape | None = None) -> list[str]:
    """The ids of the accounts that have no parent, in order."""
    families = _families(shape or Shape())
    return [record_id("001", families.start(number)) for number in range(accounts)]


def _families(shape: Shape) -> _Dealt:
    """Accounts with their divisions."""
    return _Dealt(shape.divisions, shape.spread, own=1)


def account_name(number: int) -> str:
    return f"Customer {number:05d}"


def record_id(prefix: str, number: int) -> str:
    body = f"{prefix}Lg{number:010d}"
    return body + suffix(body)


class _Makers:
    """One function for each object, from a record's number to the record."""

    def __init__(self, sample: OrgData, shape: Shape) -> None:
        self._shape, self._today = shape, date.fromisoformat(sample.org["as_of"])
        self._users = [row["Id"] for row in sample.records["User"]]
        self._products = [row["Id"] for row in sample.records["Product2"]]
        self._families = _families(shape)
        self._contacts = _Dealt(shape.contacts, shape.spread)
        self._deals = _Dealt(shape.opportunities, shape.spread)
        self._tasks = _Dealt(shape.tasks, shape.spread)
        self._cases = _Dealt(shape.cases, shape.spread)

    def all(self, accounts: int) -> Mapping[str, Made]:
        deals = self._deals.total(accounts)
        return {
            "Account": Made(self._families.total(accounts), self.account),
            "Contact": Made(self._contacts.total(accounts), self.contact),
            "Opportunity": Made(deals, self.opportunity),
            "OpportunityLineItem": Made(deals * self._shape.lines, self.line),
            "Task": Made(self._tasks.total(accounts), self.task),
            "Case": Made(self._cases.total(accounts), self.case),
        }

    def account(self, number: int) -> Json:
        top, place = self._families.home(number)
        own: Json = {"ParentId": record_id("001", number - place)}
        if place == 0:
            own = {"ParentId": None, "Tier__c": TIERS[top % 3], "Growth_Potential__c": 250_000.0}
        name = account_name(top) + (f" Division {place}" if place else "")
        return {
            **self._stamped("001", number, top),
            **own,
            "Name": name,
            "Industry": INDUSTRIES[top % 4],
            "NumberOfEmployees": 200 + number % 5_000,
            "ARR__c": 10_000.0 + number % 900 * 100,
            "ARR_Year_Ago__c": 9_000.0 + number % 900 * 90,
            "CurrencyIsoCode": self._currency(top),
        }

    def contact(self, number: int) -> Json:
        top, place = self._contacts.home(number)
        return {
            **self._stamped("003", number, top),
            "AccountId": self._home(top, place),
            "Name": f"Person {number:06d}",
            "LastName": f"{number:06d}",
            "FirstName": "Person",
            "Title": TITLES[place % 4],
            "ReportsToId": record_id("003", number - 1) if place else None,
            "IsEmailBounced": False,
        }

    def opportunity(self, number: int) -> Json:
        top, place = self._deals.home(number)
        is_open = place % 20 >= WON + LOST
        is_won = place % 20 < WON
        days = 20 + place * 9 if is_open else -10 - (number * 7) % 1_000
        return {
            **self._stamped("006", number, top),
            "AccountId": self._home(top, place),
            "Name": f"Deal {number:07d}",
            "StageName": "Discovery" if is_open else "Closed Won" if is_won else "Closed Lost",
            "Amount": 5_000.0 + number % 500 * 50,
            "Probability": 40.0 if is_open else 100.0 if is_won else 0.0,
            "CloseDate": self._day(days),
            "Type": "Expansion" if place % 3 else "Renewal",
            "IsClosed": not is_open,
            "IsWon": is_won,
            "CurrencyIsoCode": self._currency(top),
        }

    def line(self, number: int) -> Json:
        deal, place = divmod(number, self._shape.lines)
        top, _ = self._deals.home(deal)
        price = 2_500.0 + deal % 500 * 25
        return {
            **self._stamped("00k", number, top),
            "OpportunityId": record_id("006", deal),
            "Product2Id": self._products[(deal + place) % len(self._products)],
            "Quantity": 1.0,
            "UnitPrice": price,
            "TotalPrice": price,
            "CurrencyIsoCode": self._currency(top),
        }

    def task(self, number: int) -> Json:
        top, place = self._tasks.home(number)
        person = self._contacts.start(top) + place % self._contacts.count(top)
        is_closed = place % 5 > 0
        days = -(number * 11) % 700 - 700 if is_closed else place + 1
        return {
            **self._stamped("00T", number, top),
            "WhoId": record_id("003", person),
            "WhatId": self._home(top, place),
            "AccountId": self._home(top, place),
            "Subject": f"Call {number:06d}",
            "ActivityDate": self._day(days),
            "Status": "Completed" if is_closed else "Not Started",
            "Priority": "Normal",
            "IsClosed": is_closed,
            "CompletedDateTime": f"{self._day(days)}T16:00:00.000+0000" if is_closed else None,
        }

    def case(self, number: int) -> Json:
        top, place = self._cases.home(number)
        is_closed = place % 4 > 0
        days = -(number * 13) % 600 - 620
        return {
            **self._stamped("500", number, top),
            "CaseNumber": f"{number:08d}",
            "AccountId": self._home(top, place),
            "Subject": f"Question {number:06d}",
            "Status": "Closed" if is_closed else "Working",
            "Priority": "High" if place % 3 == 0 else "Medium",
            "Reason": REASONS[number % 4],
            "IsClosed": is_closed,
            "IsEscalated": False,
            "CreatedDate": f"{self._day(days)}T10:00:00.000+0000",
            "ClosedDate": f"{self._day(days + 9)}T10:00:00.000+0000" if is_closed else None,
        }

    def _stamped(self, prefix: str, number: int, top: int) -> Json:
        return {
            "Id": record_id(prefix, number),
            "IsDeleted": False,
            "OwnerId": self._users[top % len(self._users)],
            "CreatedDate": "2024-03-04T09:00:00.000+0000",
            "LastModifiedDate": f"{self._day(-(number % 90) - 1)}T09:00:00.000+0000",
        }

    def _home(self, top: int, place: int) -> str:
        """The account or division that the record number ``place`` below an account belongs to."""
        return record_id("001", self._families.start(top) + place % self._families.count(top))

    def _currency(self, top: int) -> str:
        return self._shape.currencies[top % len(self._shape.currencies)]

    def _day(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat()
