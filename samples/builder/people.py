"""The customers' people, their relations to other divisions, and our team on each account."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from builder.clock import AS_OF, at
from builder.customer import ROOT, Customer
from builder.source import Row, day, sure, table
from builder.store import Store

STRENGTHS = {
    "0": "0 - No relationship",
    "1": "1 - Aware",
    "2": "2 - Supportive",
    "3": "3 - Advocate",
    "4": "4 - Strong advocate",
}
RELATION_ROLES = {
    "Champion": "Influencer",
    "Coach": "Influencer",
    "Blocker": "Technical Buyer",
}
"""Roles that the relationship's picklist does not offer, and what people choose instead."""


def add_people(store: Store, customer: Customer) -> None:
    for row in _superiors_first(customer.contacts):
        add_contact(store, customer, row)
        _add_relation(store, customer, row, row["unit"], direct=True, since=None)
    for row in table(customer.source.get("relations", ""), "contact unit role since"):
        contact = next(c for c in customer.contacts if c["key"] == row["contact"])
        known = contact | {"role": row["role"]}
        _add_relation(store, customer, known, row["unit"], direct=False, since=sure(row["since"]))
    for row in table(customer.source.get("team", ""), "user role unit"):
        _add_team_member(store, customer, row)


def _superiors_first(contacts: tuple[Row, ...]) -> list[Row]:
    known: set[str] = {""}
    ordered: list[Row] = []
    while len(ordered) < len(contacts):
        ready = [c for c in contacts if c["reports"] in known and c["key"] not in known]
        if not ready:
            left = [c["key"] for c in contacts if c["key"] not in known]
            raise ValueError(f"reporting lines that lead nowhere: {left}")
        ordered += ready
        known |= {c["key"] for c in ready}
    return ordered


def _since(customer: Customer, row: Row) -> date:
    """The day we first recorded a person: lately for those marked new."""
    random = customer.random(f"contact/{row['key']}")
    if row["touch"] == "new":
        return AS_OF - timedelta(days=random.randrange(45, 75))
    if "@" in row["touch"]:
        return sure(row["touch"].partition("@")[2]) - timedelta(days=random.randrange(3, 20))
    first = min(h.start for h in customer.holdings)
    return first - timedelta(days=random.randrange(-200, 150))


def add_contact(store: Store, customer: Customer, row: Row) -> None:
    owner = store.find("User", customer.owner)
    since = _since(customer, row)
    random = customer.random(f"contact/{row['key']}/changed")
    store.add(
        "Contact",
        f"{customer.key}/{row['key']}",
        created=at(since, 13),
        modified=at(AS_OF - timedelta(days=random.randrange(2, (AS_OF - since).days))),
        by=owner,
        AccountId=store.find("Account", customer.path(row["unit"])),
        FirstName=row["first"],
        LastName=row["last"],
        Name=f"{row['first']} {row['last']}",
        Title=row["title"],
        TitleType=row["level"],
        Department=row["department"],
        DepartmentGroup=row["department"],
        ReportsToId=_superior(store, customer, row),
        OwnerId=owner,
        Email=f"{_plain(row['first'])}.{_plain(row['last'])}@{_domain(customer)}",
        IsEmailBounced=row["touch"].endswith("!"),
        CurrencyIsoCode=customer.unit(row["unit"]).currency,
        Relationship_Strength__c=STRENGTHS.get(row["strength"]),
        Level_of_Influence__c=row["influence"],
    )


def _superior(store: Store, customer: Customer, row: Row) -> str | None:
    if not row["reports"]:
        return None
    return store.find("Contact", f"{customer.key}/{row['reports']}")


def _domain(customer: Customer) -> str:
    return str(customer.source["account"]["website"]).split("//www.")[-1].strip("/")


def _plain(name: str) -> str:
    """A name as mail addresses spell it: no accents, spaces or apostrophes."""
    bare = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ß", "ss"))
    return "".join(c for c in bare.lower() if c.isascii() and c.isalnum())


def _add_relation(
    store: Store, customer: Customer, row: Row, unit: str, *, direct: bool, since: date | None
) -> None:
    role = RELATION_ROLES.get(row["role"], row["role"])
    store.add(
        "AccountContactRelation",
        f"{customer.path(unit)}/{row['key']}",
        created=at(since or _since(customer, row), 13, 5),
        by=store.find("User", customer.owner),
        AccountId=store.find("Account", customer.path(unit)),
        ContactId=store.find("Contact", f"{customer.key}/{row['key']}"),
        Roles=role,
        IsDirect=direct,
        IsActive=True,
        StartDate=day("") if since is None else since,
    )


def _add_team_member(store: Store, customer: Customer, row: Row) -> None:
    unit = row["unit"] or ROOT
    store.add(
        "AccountTeamMember",
        f"{customer.path(unit)}/{row['user']}",
        created=at(date(2025, 1, 13), 10),
        by=store.find("User", customer.owner),
        AccountId=store.find("Account", customer.path(unit)),
        UserId=store.find("User", row["user"]),
        TeamMemberRole=row["role"],
        AccountAccessLevel="Edit" if row["role"] == "Account Manager" else "Read",
        CurrencyIsoCode=customer.unit(unit).currency,
    )
