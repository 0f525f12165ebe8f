"""Tasks and events: the open work written by hand, and two years of contact and chores.

How often a contact is met is stated with the contact: ``w`` weekly, ``m`` monthly, ``q`` quarterly,
``s150`` monthly until 150 days ago and silent since, ``new`` met for the first time lately, ``-``
never; ``m@2026-07`` monthly since that month. A trailing ``!`` says that mail bounces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from builder.clock import AS_OF, HISTORY_START, add_months, at, workday
from builder.customer import ROOT, Customer
from builder.deal_records import deal_key
from builder.deals import Deal
from builder.source import Row, sure, table
from builder.store import Store
from builder.words import CALLS, CHORES, EMAILS, EXECUTIVE_MEETINGS, MEETINGS

EVERY = {"w": (11, 19), "m": (28, 44), "q": (62, 92), "s": (28, 50), "new": (13, 20)}
LATEST = {"w": (1, 8), "m": (4, 30), "q": (12, 84), "new": (5, 12)}
CHORES_A_QUARTER = {1: 7, 2: 4, 3: 1}
REVIEW_MONTHS = {1: 3, 2: 6, 3: 12}


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact with one of the customer's people."""

    contact: Row
    on: date
    kind: str  # meeting, call, email
    subject: str
    owner: str


def add_activity(store: Store, customer: Customer, deals: list[Deal]) -> None:
    for row in table(customer.source.get("tasks", ""), TASK_COLUMNS):
        _add_open_task(store, customer, row, deals)
    for row in table(customer.source.get("meetings", ""), "subject owner date contact related"):
        _add_planned_meeting(store, customer, row, deals)
    for contact in customer.contacts:
        for number, touch in enumerate(_touches(customer, contact)):
            _add_touch(store, customer, touch, f"{contact['key']}/{number}", deals)
    _add_reviews(store, customer)
    _add_chores(store, customer)


TASK_COLUMNS = "subject owner due priority status contact related"


def _add_open_task(store: Store, customer: Customer, row: Row, deals: list[Deal]) -> None:
    what, account = _related(store, customer, row["related"], deals)
    due = sure(row["due"])
    is_queue = store.id("Group", row["owner"]) in {g["Id"] for g in store.records("Group")}
    random = customer.random(f"task/{row['subject']}")
    created = min(due, AS_OF) - timedelta(days=random.randrange(6, 30))
    store.add(
        "Task",
        f"{customer.key}/open/{row['subject']}",
        created=at(created, 10),
        modified=at(min(AS_OF, created + timedelta(days=random.randrange(0, 14))), 12),
        by=store.find("User", customer.owner),
        WhoId=_contact(store, customer, row["contact"]),
        WhatId=what,
        AccountId=account,
        OwnerId=store.find("Group" if is_queue else "User", row["owner"]),
        Subject=row["subject"],
        ActivityDate=due,
        Status=row["status"],
        Priority=row["priority"],
        TaskSubtype="Task",
        Type="Other",
        CurrencyIsoCode=customer.unit(ROOT).currency,
    )


def _contact(store: Store, customer: Customer, key: str) -> str | None:
    return store.find("Contact", f"{customer.key}/{key}") if key else None


def _related(store: Store, customer: Customer, key: str, deals: list[Deal]) -> tuple[str, str]:
    """The record that a task is about (a division, a play or a deal), and its account."""
    if key in {u.key for u in customer.units}:
        account = store.find("Account", customer.path(key))
        return account, account
    play = next((p for p in customer.source.get("play", []) if p["key"] == key), None)
    if play:
        unit = play.get("unit", ROOT)
        what = store.find("Whitespace_Play__c", f"{customer.key}/{key}")
        return what, store.find("Account", customer.path(unit))
    deal = next(d for d in deals if d.key == key)
    what = store.find("Opportunity", deal_key(customer, key))
    return what, store.find("Account", customer.path(deal.unit))


def _add_planned_meeting(store: Store, customer: Customer, row: Row, deals: list[Deal]) -> None:
    what, account = _related(store, customer, row["related"], deals)
    _add_event(
        store,
        customer,
        f"planned/{row['subject']}",
        on=sure(row["date"]),
        subject=row["subject"],
        owner=row["owner"],
        who=_contact(store, customer, row["contact"]),
        what=what,
        account=account,
        kind="Meeting",
    )


def _touches(customer: Customer, contact: Row) -> Iterator[Touch]:
    """All contacts with one person, newest first."""
    pattern, _, first = contact["touch"].rstrip("!").partition("@")
    if pattern == "-":
        return
    random = customer.random(f"touch/{contact['key']}")
    kind = "s" if pattern.startswith("s") else pattern
    back = int(pattern[1:]) if kind == "s" else random.randint(*LATEST[kind])
    on = AS_OF - timedelta(days=back)
    start = sure(first) if first else HISTORY_START
    start = AS_OF - timedelta(days=44) if kind == "new" else start
    while on >= start:
        met = workday(on)
        yield _touch(customer, contact, met if met < AS_OF else on, random)
        on -= timedelta(days=random.randint(*EVERY[kind]))


def _touch(customer: Customer, contact: Row, on: date, random: Random) -> Touch:
    kind = random.choices(["meeting", "call", "email"], [4, 3, 4])[0]
    unit = customer.unit(contact["unit"])
    if contact["level"] == "C-Level" and kind == "meeting":
        phrase = random.choice(EXECUTIVE_MEETINGS)
    else:
        phrase = random.choice({"meeting": MEETINGS, "call": CALLS, "email": EMAILS}[kind])
    subject = phrase.format(unit=unit.short, product=_product_on(customer, unit.key, on, random))
    return Touch(contact, on, kind, subject, _who_of_ours(customer, contact, random))


def _product_on(customer: Customer, unit: str, on: date, random: Random) -> str:
    """A product that the division, or else the customer, already had on that day."""
    for units in (customer.below(unit), customer.below(ROOT)):
        had = sorted({h.product for h in customer.holdings if h.unit in units and h.start <= on})
        if had:
            return random.choice(had)
    return "LineView"


def _who_of_ours(customer: Customer, contact: Row, random: Random) -> str:
    by_role = {row["role"]: row["user"] for row in _team(customer)}
    sponsor = by_role.get("Executive Sponsor")
    if contact["level"] == "C-Level" and sponsor and random.random() < 0.3:
        return sponsor
    others = [u for r, u in by_role.items() if r in ("Customer Success Manager", "Sales Engineer")]
    if others and contact["level"] != "C-Level" and random.random() < 0.45:
        return random.choice(others)
    return customer.owner


def _team(customer: Customer) -> list[Row]:
    return [
        row for row in table(customer.source.get("team", ""), "user role unit") if not row["unit"]
    ]


def _add_touch(store: Store, customer: Customer, touch: Touch, key: str, deals: list[Deal]) -> None:
    unit = touch.contact["unit"]
    account = store.find("Account", customer.path(unit))
    running = [d for d in deals if d.unit == unit and d.created <= touch.on <= d.close]
    related = customer.random(f"what/{key}").random() < 0.4 and running
    what = store.find("Opportunity", deal_key(customer, running[0].key)) if related else account
    who = _contact(store, customer, touch.contact["key"])
    common: dict[str, Any] = {"subject": touch.subject, "owner": touch.owner, "account": account}
    if touch.kind == "meeting":
        _add_event(
            store,
            customer,
            f"touch/{key}",
            on=touch.on,
            who=who,
            what=what,
            kind="Meeting",
            **common,
        )
        return
    _add_done_task(
        store, customer, f"touch/{key}", due=touch.on, done=touch.on, who=who, what=what,
        kind=touch.kind.title(), **common,
    )  # fmt: skip


def _add_event(
    store: Store, customer: Customer, key: str, *, on: date, subject: str, owner: str,
    who: str | None, what: str, account: str, kind: str,
) -> None:  # fmt: skip
    random = customer.random(f"event/{key}")
    begins = at(on, random.randrange(8, 17), random.choice([0, 0, 30]))
    minutes = random.choice([30, 45, 60, 60, 90])
    planned = min(on, AS_OF) - timedelta(days=random.randrange(3, 15))
    user = store.find("User", owner)
    store.add(
        "Event",
        f"{customer.key}/{key}",
        created=at(planned, 11),
        modified=at(min(on, AS_OF), 17),
        by=user,
        WhoId=who,
        WhatId=what,
        AccountId=account,
        OwnerId=user,
        Subject=subject,
        StartDateTime=begins,
        EndDateTime=begins + timedelta(minutes=minutes),
        ActivityDate=on,
        Type=kind,
        CurrencyIsoCode=customer.unit(ROOT).currency,
    )


def _add_done_task(
    store: Store, customer: Customer, key: str, *, due: date, done: date, subject: str, owner: str,
    who: str | None, what: str, account: str, kind: str,
) -> None:  # fmt: skip
    user = store.find("User", owner)
    store.add(
        "Task",
        f"{customer.key}/{key}",
        created=at(min(due, done) - timedelta(days=0 if kind == "Email" else 5), 9),
        modified=at(done, 16),
        by=user,
        WhoId=who,
        WhatId=what,
        AccountId=account,
        OwnerId=user,
        Subject=subject,
        ActivityDate=due,
        Status="Completed",
        Priority="Normal",
        TaskSubtype=kind if kind in ("Email", "Call") else "Task",
        Type=kind,
        IsClosed=True,
        CompletedDateTime=at(done, 16),
        CurrencyIsoCode=customer.unit(ROOT).currency,
    )


def _add_reviews(store: Store, customer: Customer) -> None:
    """Executive business reviews, back from the last one at the tier's rhythm."""
    last = customer.source["account"].get("last_ebr")
    guests = [c for c in customer.contacts if c["level"] in ("C-Level", "VP") and c["touch"] != "-"]
    if not last or not guests:
        return
    on, number = sure(last), 0
    while on >= HISTORY_START:
        account = store.find("Account", customer.key)
        _add_event(
            store, customer, f"review/{number}", on=workday(on), owner=customer.owner,
            subject=f"Executive business review, {customer.units[0].short}",
            who=_contact(store, customer, guests[number % min(2, len(guests))]["key"]),
            what=account, account=account, kind="Executive Business Review",
        )  # fmt: skip
        number += 1
        on = add_months(sure(last), -number * REVIEW_MONTHS[customer.tier])


def _add_chores(store: Store, customer: Customer) -> None:
    """Our own finished work: mostly done by the day it was due, sometimes after."""
    random = customer.random("chores")
    ours = [r["user"] for r in _team(customer) if r["role"] != "Executive Sponsor"]
    first = HISTORY_START
    number = 0
    while first < AS_OF:
        for _ in range(CHORES_A_QUARTER[customer.tier]):
            due = workday(first + timedelta(days=random.randrange(0, 88)))
            late = random.random() < 0.3
            done = due + timedelta(days=random.randint(1, 12) if late else -random.randint(0, 3))
            if max(due, done) < AS_OF:
                _add_chore(store, customer, number, (workday(due), done), random.choice(ours))
                number += 1
        first = add_months(first, 3)


def _add_chore(
    store: Store, customer: Customer, number: int, days: tuple[date, date], owner: str
) -> None:
    random = customer.random(f"chore/{number}")
    due, done = days
    unit = random.choice(sorted({h.unit for h in customer.holdings}))
    subject = random.choice(CHORES).format(
        unit=customer.unit(unit).short, product=_product_on(customer, unit, due, random)
    )
    account = store.find("Account", customer.path(unit))
    _add_done_task(
        store, customer, f"chore/{number}", due=due, done=done, subject=subject, owner=owner,
        who=None, what=account, account=account, kind="Other",
    )  # fmt: skip
