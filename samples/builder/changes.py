"""What changed among the customers' people: the field history of contacts, and who left.

People who left stand in a table of their own, so that nothing else that is made of the contacts
moves. Each had one deal in which they played their part, and three last contacts.
"""

from __future__ import annotations

from datetime import date, timedelta

from builder.clock import at, workday
from builder.customer import Customer
from builder.deal_records import deal_key
from builder.deals import Deal
from builder.people import STRENGTHS, add_contact
from builder.source import Row, sure, table
from builder.store import Store

LEFT_COLUMNS = (
    "key first last title unit level department reports strength influence role deal met on bounced"
)
FIELDS = {"title": "Title", "strength": "Relationship_Strength__c", "account": "Account"}
TYPES = {"title": "Text", "strength": "DynamicEnum", "account": "EntityId"}


def add_changes(store: Store, customer: Customer, deals: list[Deal]) -> None:
    for row in table(customer.source.get("left", ""), LEFT_COLUMNS):
        _add_leaver(store, customer, row, deals)
    for row in table(customer.source.get("bounced", ""), "contact on"):
        _set_bounced(store, customer, row["contact"], sure(row["on"]))
    for row in table(customer.source.get("history", ""), "contact field old new on"):
        _add_history(store, customer, row)


def _add_leaver(store: Store, customer: Customer, row: Row, deals: list[Deal]) -> None:
    add_contact(store, customer, row | {"touch": "-"})
    by = store.find("User", customer.owner)
    who = store.find("Contact", f"{customer.key}/{row['key']}")
    account = store.find("Account", customer.path(row["unit"]))
    begun = store.get("Contact", who)["CreatedDate"]
    store.add(
        "AccountContactRelation",
        f"{customer.path(row['unit'])}/{row['key']}",
        created=at(date.fromisoformat(begun[:10]), 13, 5),
        modified=at(sure(row["on"]), 15),
        by=by,
        AccountId=account,
        ContactId=who,
        Roles="Influencer",
        IsDirect=True,
        IsActive=False,
        EndDate=sure(row["on"]),
    )
    deal = next(d for d in deals if d.key == row["deal"])
    store.add(
        "OpportunityContactRole",
        f"{deal_key(customer, deal.key)}/{row['key']}",
        created=at(deal.created, 11),
        by=store.find("User", deal.owner),
        OpportunityId=store.find("Opportunity", deal_key(customer, deal.key)),
        ContactId=who,
        Role=row["role"],
        CurrencyIsoCode=customer.unit(deal.unit).currency,
    )
    if row["bounced"]:
        _set_bounced(store, customer, row["key"], sure(row["bounced"]))
    for back in (0, 34, 71):
        _add_meeting(store, customer, row, workday(sure(row["met"]) - timedelta(days=back)))


def _add_meeting(store: Store, customer: Customer, row: Row, on: date) -> None:
    account = store.find("Account", customer.path(row["unit"]))
    owner = store.find("User", customer.owner)
    store.add(
        "Event",
        f"{customer.key}/leaver/{row['key']}/{on}",
        created=at(on - timedelta(days=6), 11),
        modified=at(on, 17),
        by=owner,
        WhoId=store.find("Contact", f"{customer.key}/{row['key']}"),
        WhatId=account,
        AccountId=account,
        OwnerId=owner,
        Subject=f"Walk through the lines, {customer.unit(row['unit']).short}",
        StartDateTime=at(on, 10),
        EndDateTime=at(on, 11),
        ActivityDate=on,
        Type="Meeting",
        CurrencyIsoCode=customer.units[0].currency,
    )


def _set_bounced(store: Store, customer: Customer, key: str, on: date) -> None:
    record = store.get("Contact", store.find("Contact", f"{customer.key}/{key}"))
    record["IsEmailBounced"] = True
    record["EmailBouncedDate"] = f"{on.isoformat()}T07:12:00.000+0000"


def _add_history(store: Store, customer: Customer, row: Row) -> None:
    """One row; for an account two, with the names and with the ids, as Salesforce keeps them."""
    old, new = (_value(customer, row["field"], row[side]) for side in ("old", "new"))
    pairs = [("", old, new)]
    if row["field"] == "account":
        ids = [store.find("Account", customer.path(row[side])) for side in ("old", "new")]
        pairs.append(("/ids", ids[0], ids[1]))
    for suffix, before, after in pairs:
        store.add(
            "ContactHistory",
            f"{customer.key}/{row['contact']}/{row['field']}/{row['on']}{suffix}",
            created=at(sure(row["on"]), 14),
            by=store.find("User", customer.owner),
            ContactId=store.find("Contact", f"{customer.key}/{row['contact']}"),
            Field=FIELDS[row["field"]],
            DataType=TYPES[row["field"]],
            OldValue=before,
            NewValue=after,
        )


def _value(customer: Customer, field: str, text: str) -> str:
    if field == "strength":
        return STRENGTHS[text]
    return customer.unit(text).name if field == "account" else text
