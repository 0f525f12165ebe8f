"""What the customer and we promised each other, and the lines for the next review."""

from __future__ import annotations

from datetime import date

from builder.clock import at
from builder.customer import ROOT, Customer
from builder.planning import priority_id, stamps
from builder.source import Source, day, sure, table
from builder.store import Store


def add_review(store: Store, customer: Customer) -> None:
    """What was promised in the last reviews, and the lines for the next one."""
    columns = "name ours theirs due status done share made"
    for row in table(customer.source.get("commitments", ""), columns):
        owner = store.find("User", row["ours"] or customer.owner)
        theirs = row["theirs"]
        store.add(
            "Customer_Commitment__c",
            f"{customer.key}/commitment/{row['name']}",
            created=at(sure(row["made"]), 16),
            modified=at(day(row["done"]) or sure(row["made"]), 16),
            by=owner,
            OwnerId=owner,
            Name=row["name"],
            Account__c=store.find("Account", customer.key),
            Our_Owner__c=owner if row["ours"] else None,
            Customer_Owner__c=store.find("Contact", f"{customer.key}/{theirs}") if theirs else None,
            Due_Date__c=day(row["due"]),
            Status__c=row["status"],
            Completed_Date__c=day(row["done"]),
            Share_with_Customer__c=row["share"] == "yes",
            CurrencyIsoCode=customer.unit(ROOT).currency,
        )
    for facts in customer.source.get("review", []):
        _add_review_item(store, customer, facts)


def _add_review_item(store: Store, customer: Customer, facts: Source) -> None:
    owner = store.find("User", facts.get("owner", customer.owner))
    store.add(
        "Review_Item__c",
        f"{customer.key}/review/{facts['name']}",
        **stamps(customer, f"review/{facts['name']}", date(2026, 10, 12)),
        by=owner,
        OwnerId=owner,
        Name=facts["name"],
        Account__c=store.find("Account", customer.key),
        Type__c=facts["type"],
        Detail__c=facts["detail"],
        Figure__c=facts.get("figure"),
        Item_Date__c=day(facts.get("date", "")),
        Customer_Priority__c=priority_id(store, customer, facts.get("priority")),
        Share_with_Customer__c=facts.get("shared", True),
        CurrencyIsoCode=customer.unit(ROOT).currency,
    )
