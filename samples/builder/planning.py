"""Account plans with objectives and measures; plays, risks, signals; what the customer said."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from builder.clock import AS_OF, at, quarter_ends
from builder.customer import ROOT, Customer
from builder.deal_records import amount_of, deal_key
from builder.deals import Deal
from builder.source import Source, day, sure
from builder.store import Store

LAST_READING = date(2026, 9, 30)


def add_planning(store: Store, customer: Customer, deals: list[Deal]) -> None:
    source = customer.source
    for number, facts in enumerate(source.get("priority", []), 1):
        _add_priority(store, customer, facts, number)
    for facts in source.get("plan", []):
        _add_plan(store, customer, facts)
    by_key = {deal.key: deal for deal in deals}
    for facts in source.get("play", []):
        _add_play(store, customer, facts, by_key)
    for facts in source.get("risk", []):
        _add_risk(store, customer, facts)
    for number, facts in enumerate(source.get("signal", []), 1):
        _add_signal(store, customer, facts, number)


def stamps(customer: Customer, topic: str, first: date) -> dict[str, Any]:
    """Created on or soon after ``first``, last changed some days before today."""
    random = customer.random(f"stamp/{topic}")
    created = min(first + timedelta(days=random.randrange(0, 6)), AS_OF - timedelta(days=1))
    latest = AS_OF - timedelta(days=random.randrange(1, 60))
    return {"created": at(created, 11), "modified": at(max(created, latest), 15)}


def _add_priority(store: Store, customer: Customer, facts: Source, rank: int) -> None:
    stated = sure(facts["stated_on"])
    owner = store.find("User", customer.owner)
    priority = store.add(
        "Customer_Priority__c",
        f"{customer.key}/{facts['key']}",
        **stamps(customer, f"priority/{facts['key']}", stated),
        by=owner,
        OwnerId=owner,
        Name=facts["name"],
        Account__c=store.find("Account", customer.path(facts.get("unit", ROOT))),
        KPI__c=facts.get("kpi"),
        Unit__c=facts.get("measured_in"),
        Baseline__c=_decimal(facts.get("baseline")),
        Current__c=_decimal(facts["readings"][-1]) if facts.get("readings") else None,
        Target__c=_decimal(facts.get("target")),
        Outcome__c=facts.get("outcome"),
        Stated_By__c=_stated_by(store, customer, facts),
        Stated_On__c=stated,
        Stated_Where__c=facts.get("stated_where"),
        Rank__c=rank,
        CurrencyIsoCode=customer.unit(ROOT).currency,
    )
    _add_readings(store, customer, facts, priority)


def _stated_by(store: Store, customer: Customer, facts: Source) -> str | None:
    name = facts.get("stated_by")
    return store.find("Contact", f"{customer.key}/{name}") if name else None


def _add_readings(store: Store, customer: Customer, facts: Source, priority: str) -> None:
    """The readings of the last quarters, the newest at the end of the last completed one."""
    readings = facts.get("readings", [])
    ends = list(quarter_ends(date(2023, 1, 1), LAST_READING))[-len(readings) :] if readings else []
    for end, value in zip(ends, readings, strict=True):
        key = f"{customer.key}/{facts['key']}/{end}"
        store.add(
            "KPI_Reading__c",
            key,
            created=at(end + timedelta(days=9), 9),
            by=store.find("User", customer.owner),
            Name=f"KR-{hash_of(customer, key) % 10**6:06d}",
            Customer_Priority__c=priority,
            Reading_Date__c=end,
            Value__c=_decimal(value),
        )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


PLAN_TEXTS = {
    "vision": "AccountVision",
    "priorities": "AccountStrategicPriorities",
    "challenges": "AccountChallenges",
    "trends": "AccountIndustryTrends",
    "indicators": "AccountPrfmIndicators",
    "their_competitors": "AccountCompetitors",
    "their_strengths": "AccountCompetitiveStrengths",
    "their_weaknesses": "AccountCmptvWeaknesses",
    "strengths": "RelationshipStrengths",
    "weaknesses": "RelationshipWeaknesses",
    "opportunities": "RelationshipOpportunities",
    "threats": "RelationshipThreats",
    "notes": "Notes",
    "efforts": "Customer_Efforts__c",
}


def _add_plan(store: Store, customer: Customer, facts: Source) -> None:
    start = sure(facts["start"])
    owner = store.find("User", facts.get("owner", customer.owner))
    changed = sure(facts["changed"])
    store.add(
        "AccountPlan",
        f"{customer.key}/{facts['key']}",
        created=at(start - timedelta(days=24), 11),
        modified=at(changed, 15),
        by=owner,
        AccountId=store.find("Account", customer.key),
        Name=facts["name"],
        OwnerId=owner,
        StartDate=start,
        EndDate=sure(facts["end"]),
        Status=facts["status"],
        CurrencyIsoCode=customer.unit(ROOT).currency,
        Planned_Hours__c=facts.get("hours"),
        Plan_Budget__c=facts.get("budget"),
        **{sobject: facts.get(name) for name, sobject in PLAN_TEXTS.items()},
    )
    for objective in facts.get("objective", []):
        _add_objective(store, customer, facts, objective)


def _add_objective(store: Store, customer: Customer, plan: Source, facts: Source) -> None:
    owner = store.find("User", facts.get("owner", customer.owner))
    priority = facts.get("priority")
    objective = store.add(
        "AccountPlanObjective",
        f"{customer.key}/{facts['key']}",
        created=at(sure(plan["start"]) - timedelta(days=20), 11),
        modified=at(sure(str(facts.get("changed", plan["changed"]))), 15),
        by=owner,
        AccountPlanId=store.find("AccountPlan", f"{customer.key}/{plan['key']}"),
        Name=facts["name"],
        Description=facts.get("description"),
        ObjectiveOwnerId=owner,
        StartDate=sure(plan["start"]),
        EndDate=sure(str(facts.get("end", plan["end"]))),
        Status=facts.get("status", "In Progress"),
        Kind__c=facts["kind"],
        Strategy__c=facts.get("strategy"),
        Customer_Priority__c=priority_id(store, customer, priority),
        Customer_Outcome__c=facts.get("outcome"),
        Shared_with_Customer__c=facts.get("shared", False),
        Theme__c=facts.get("theme"),
        Growth_Path__c=facts.get("path"),
        CurrencyIsoCode=customer.unit(ROOT).currency,
    )
    for number, measure in enumerate(facts.get("measure", [])):
        _add_measure(store, customer, measure, objective, f"{facts['key']}/{number}")


def priority_id(store: Store, customer: Customer, key: str | None) -> str | None:
    return store.find("Customer_Priority__c", f"{customer.key}/{key}") if key else None


def _add_measure(
    store: Store, customer: Customer, facts: Source, objective: str, place: str
) -> None:
    kind = facts["kind"]
    values = {
        name: _measured(customer, facts.get(name)) for name in ("baseline", "current", "target")
    }
    owner = store.find("User", customer.owner)
    read_on = sure(facts.get("on", "2026-10-31"))
    measure = store.add(
        "AccountPlanObjectiveMeasure",
        f"{customer.key}/{place}",
        created=at(min(date(2026, 1, 5), read_on - timedelta(days=300)), 11),
        modified=at(read_on, 12),
        by=owner,
        AccountPlanObjectiveId=objective,
        Name=facts["name"],
        ValueType=kind,
        CurrentValue=None if values["current"] is None else str(values["current"]),
        CurrentValueTimestamp=None if values["current"] is None else at(read_on, 12),
        TargetValue=None if values["target"] is None else str(values["target"]),
        Baseline__c=values["baseline"],
        Is_Leading__c=facts.get("leading", False),
        CurrencyIsoCode=customer.unit(ROOT).currency,
        **{f"Current{kind}Value": values["current"], f"Target{kind}Value": values["target"]},
    )
    _add_history(store, customer, facts, measure, place)
    for number, deal in enumerate(facts.get("links", [])):
        store.add(
            "AccountPlanObjMeasRela",
            f"{customer.key}/{place}/{deal}",
            created=at(date(2026, 2, 9), 12),
            by=owner,
            Name=f"APOMR-{hash_of(customer, place) % 10**4:04d}{number}",
            AccountPlanObjectiveMeasureId=measure,
            ReferenceRecordId=store.find("Opportunity", deal_key(customer, deal)),
        )


def _add_history(store: Store, customer: Customer, facts: Source, measure: str, place: str) -> None:
    """Field history of the current value: ``2026-04-22 4 5`` is a change from 4 to 5."""
    for number, line in enumerate(facts.get("history", [])):
        changed, old, new = line.split()
        store.add(
            "AccountPlanObjectiveMeasureHistory",
            f"{customer.key}/{place}/history/{number}",
            created=at(sure(changed), 12),
            by=store.find("User", customer.owner),
            AccountPlanObjectiveMeasureId=measure,
            Field="CurrentValue",
            OldValue=old,
            NewValue=new,
        )


def hash_of(customer: Customer, place: str) -> int:
    """A number that stays the same for a place in a customer's source."""
    return customer.random(f"number/{place}").randrange(10**9)


def _measured(customer: Customer, value: Any) -> Decimal | None:
    """A measure's value; ``arr 2026-01-01`` is the whole account's ARR on that day."""
    if isinstance(value, str):
        units = customer.below(ROOT)
        on = sure(value.removeprefix("arr ").strip()) if value != "arr" else AS_OF
        return customer.arr(on, units, customer.unit(ROOT).currency).quantize(Decimal(1))
    return _decimal(value)


def _add_play(store: Store, customer: Customer, facts: Source, deals: dict[str, Deal]) -> None:
    owner = store.find("User", facts.get("owner", customer.owner))
    deal = deals[facts["deal"]] if "deal" in facts else None
    value = facts.get("value", amount_of(deal) if deal else None)
    buyer = facts.get("buyer")
    closes = day(facts.get("closes", "")) or (deal.close if deal else None)
    store.add(
        "Whitespace_Play__c",
        f"{customer.key}/{facts['key']}",
        **stamps(customer, f"play/{facts['key']}", sure(facts.get("opened", "2026-02-02"))),
        by=owner,
        OwnerId=owner,
        Name=facts["name"],
        Account__c=store.find("Account", customer.path(facts.get("unit", ROOT))),
        Product__c=store.find("Product2", facts["product"]) if "product" in facts else None,
        Type__c=facts["type"],
        Status__c=facts["status"],
        Need__c=facts["need"],
        Access__c=facts["access"],
        Budget__c=facts["budget"],
        Need_Evidence__c=facts.get("need_why"),
        Access_Evidence__c=facts.get("access_why"),
        Budget_Evidence__c=facts.get("budget_why"),
        Expected_Value__c=value,
        Target_Close_Date__c=closes,
        Likely_Buyer__c=store.find("Contact", f"{customer.key}/{buyer}") if buyer else None,
        Trigger_Event__c=facts.get("trigger"),
        Opportunity__c=store.find("Opportunity", deal_key(customer, deal.key)) if deal else None,
        Objective__c=_objective(store, customer, facts.get("objective")),
        Customer_Priority__c=priority_id(store, customer, facts.get("priority")),
        CurrencyIsoCode=customer.unit(facts.get("unit", ROOT)).currency,
    )


def _objective(store: Store, customer: Customer, key: str | None) -> str | None:
    return store.find("AccountPlanObjective", f"{customer.key}/{key}") if key else None


def _add_risk(store: Store, customer: Customer, facts: Source) -> None:
    owner = store.find("User", facts.get("owner", customer.owner))
    store.add(
        "Account_Risk__c",
        f"{customer.key}/risk/{facts['name']}",
        **stamps(customer, f"risk/{facts['name']}", sure(facts.get("opened", "2026-03-09"))),
        by=owner,
        OwnerId=owner,
        Name=facts["name"],
        Account__c=store.find("Account", customer.path(facts.get("unit", ROOT))),
        Likelihood__c=facts.get("likelihood"),
        Impact__c=facts.get("impact"),
        Mitigation__c=facts.get("mitigation"),
        Contingency__c=facts.get("contingency"),
        Due_Date__c=day(facts.get("due", "")),
        Status__c=facts.get("status", "Open"),
        CurrencyIsoCode=customer.unit(facts.get("unit", ROOT)).currency,
    )


def _add_signal(store: Store, customer: Customer, facts: Source, number: int) -> None:
    owner = store.find("User", facts.get("owner", customer.owner))
    seen = sure(facts["date"])
    store.add(
        "Account_Signal__c",
        f"{customer.key}/signal/{number}",
        created=at(seen + timedelta(days=1), 9),
        by=owner,
        OwnerId=owner,
        Name=f"SIG-{hash_of(customer, f'signal/{number}') % 10**5:05d}",
        Account__c=store.find("Account", customer.path(facts.get("unit", ROOT))),
        Type__c=facts["type"],
        Signal_Date__c=seen,
        Description__c=facts["text"],
        Source_URL__c=facts.get("url"),
        CurrencyIsoCode=customer.unit(facts.get("unit", ROOT)).currency,
    )
