"""Support cases over eight fiscal quarters and the running one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from builder.clock import AS_OF, HISTORY_START, at, workday
from builder.customer import Customer, Holding
from builder.store import Store
from builder.words import CASES

FIRST_NUMBER = 48211
DAYS = {"High": (0.2, 6.0), "Medium": (0.8, 14.0), "Low": (2.0, 26.0)}
OPEN_STATUSES = ("New", "Working", "Working", "Waiting on Customer")


@dataclass(frozen=True, slots=True)
class Case:
    customer: Customer
    holding: Holding
    created: datetime
    closed: datetime | None
    priority: str
    reason: str
    subject: str
    escalated: bool
    status: str


def add_cases(store: Store, customers: list[Customer]) -> None:
    """Numbers run over all customers in the order in which the cases came in."""
    every = [case for customer in customers for case in _cases(customer)]
    every.sort(key=lambda c: (c.created, c.customer.key, c.subject))
    for number, case in enumerate(every, FIRST_NUMBER):
        _add_case(store, case, f"{number:08d}")


def _cases(customer: Customer) -> list[Case]:
    facts = customer.source["account"]
    random = customer.random("cases")
    span = (AS_OF - HISTORY_START).days
    rate = facts.get("cases", 2) / 91  # a quarter's cases, spread over its days
    trend = facts.get("case_trend", 0.0)  # change of the rate from first day to last
    found = []
    for offset in range(span):
        due = rate * (1 + trend * (offset / span - 0.5))
        while random.random() < due:
            due -= 1
            found.append(_case(customer, workday_at(offset, random), random))
    late = facts.get("escalated_open")
    return [*found, _long_open(customer, late)] if late else found


def workday_at(offset: int, random: Random) -> datetime:
    day = workday(HISTORY_START + timedelta(days=offset))
    return at(min(day, AS_OF - timedelta(days=1)), random.randrange(6, 19), random.randrange(60))


def _case(customer: Customer, created: datetime, random: Random) -> Case:
    holding = _holding_on(customer, created, random)
    reason, phrase = random.choice(CASES[holding.product])
    priority = random.choices(["High", "Medium", "Low"], [2, 5, 3])[0]
    low, high = DAYS[priority]
    closed = created + timedelta(days=low + (high - low) * random.random() ** 1.6)
    is_recent = (AS_OF - created.date()).days < 26
    is_open = closed.date() >= AS_OF - timedelta(days=1) or (is_recent and random.random() < 0.4)
    return Case(
        customer=customer,
        holding=holding,
        created=created,
        closed=None if is_open else closed.replace(second=0, microsecond=0),
        priority=priority,
        reason=reason,
        subject=phrase.format(n=random.randint(1, 14)),
        escalated=priority == "High" and random.random() < 0.12,
        status=random.choice(OPEN_STATUSES) if is_open else "Closed",
    )


def _holding_on(customer: Customer, moment: datetime, random: Random) -> Holding:
    running = [h for h in customer.holdings if h.runs_on(moment.date())]
    return random.choice(running or list(customer.holdings))


def _long_open(customer: Customer, facts: dict[str, str]) -> Case:
    """The one case that people still talk about: open, escalated, told in the source."""
    created = at(datetime.fromisoformat(facts["created"]).date(), 8, 40)
    running = [h for h in customer.holdings if h.unit == facts["unit"]]
    holding = next((h for h in running if h.product == facts["product"]), running[0])
    return Case(
        customer,
        holding,
        created,
        None,
        "High",
        facts["reason"],
        facts["subject"],
        True,
        "Escalated",
    )


PROMISED_DAYS = {"High": 5, "Medium": 9, "Low": 15}


def _milestone(customer: Customer, case: Case) -> str | None:
    """Of the entitlement that customers of tier 1 and 2 have: closed within the days of its
    priority, or not."""
    if customer.tier == 3:
        return None
    until = case.closed.date() if case.closed else AS_OF
    if (until - case.created.date()).days <= PROMISED_DAYS[case.priority]:
        return "Compliant"
    return "Closed Violation" if case.closed else "Open Violation"


def _add_case(store: Store, case: Case, number: str) -> None:
    customer = case.customer
    random = customer.random(f"case/{number}")
    agent = store.find("User", random.choice(["okoye", "delgado", "delgado"]))
    near = [c for c in customer.contacts if c["unit"] == case.holding.unit]
    contact = (
        store.find("Contact", f"{customer.key}/{random.choice(near)['key']}") if near else None
    )
    store.add(
        "Case",
        number,
        created=case.created,
        modified=case.closed or case.created + timedelta(hours=20),
        by=agent,
        CaseNumber=number,
        AccountId=store.find("Account", customer.path(case.holding.unit)),
        ContactId=contact,
        Subject=case.subject,
        Status=case.status,
        Priority=case.priority,
        Reason=case.reason,
        Origin=random.choice(["Web", "Web", "Email", "Phone"]),
        Type="Question" if case.reason == "How-to" else "Problem",
        IsClosed=case.closed is not None,
        IsEscalated=case.escalated,
        ClosedDate=case.closed,
        OwnerId=agent,
        Product2Id=store.find("Product2", case.holding.product),
        MilestoneStatus=_milestone(customer, case),
        CurrencyIsoCode=customer.unit(case.holding.unit).currency,
    )
