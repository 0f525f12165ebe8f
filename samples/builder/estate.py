"""Accounts, their products (ours and rivals') and their contracts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from builder.clock import AS_OF, add_months, at
from builder.customer import ROOT, Customer, Holding, Term, Unit
from builder.source import sure
from builder.store import Store

YEAR_AGO = add_months(AS_OF, -12)
PLURALS = {"Line": "lines", "User": "users", "Machine": "machines", "Site": "sites"}


def add_estate(store: Store, customer: Customer) -> None:
    for unit in customer.units:
        _add_account(store, customer, unit)
    for number, holding in enumerate(customer.holdings):
        _add_asset(store, customer, holding, number)
    for unit in customer.units:
        for rival in unit.facts.get("rival", []):
            _add_rival_asset(store, customer, unit, rival)
    for term in customer.terms:
        _add_contract(store, customer, term)


def counted(customer: Customer, product: str, quantity: int) -> str:
    """A quantity in the words it is sold in: ``6 lines``, ``1 site``."""
    word = PLURALS[customer.price_list.sold_by[product]]
    return f"{quantity:,} {word.removesuffix('s') if quantity == 1 else word}"


def _add_account(store: Store, customer: Customer, unit: Unit) -> None:
    facts = customer.source["account"] | unit.facts
    first = min((h.start for h in customer.holdings), default=date(2022, 1, 1))
    owner = store.find("User", unit.facts.get("owner", customer.owner))
    store.add(
        "Account",
        customer.path(unit.key),
        created=at(first - timedelta(days=190), 10),
        modified=at(
            AS_OF - timedelta(days=customer.random(f"account/{unit.key}").randrange(1, 60))
        ),
        by=owner,
        Name=unit.name,
        Type="Customer",
        ParentId=store.find("Account", customer.path(unit.parent)) if unit.parent else None,
        OwnerId=owner,
        Industry=facts["industry"],
        Ownership="Subsidiary" if unit.parent else facts["ownership"],
        NumberOfEmployees=unit.facts.get("employees"),
        AnnualRevenue=unit.facts.get("annual_revenue"),
        Description=unit.facts.get("description"),
        Site=unit.facts.get("site"),
        BillingCity=facts["city"],
        BillingState=unit.facts.get("state"),
        BillingCountry=facts["country"],
        Website=customer.source["account"]["website"],
        CurrencyIsoCode=unit.currency,
        ARR__c=customer.arr(AS_OF, customer.below(unit.key), unit.currency),
        ARR_Year_Ago__c=customer.arr(YEAR_AGO, customer.below(unit.key), unit.currency),
        **(_root_facts(store, customer) if unit.key == ROOT else {}),
    )


def _root_facts(store: Store, customer: Customer) -> dict[str, Any]:
    """What is kept on the customer itself and not on its divisions."""
    facts = customer.source["account"]
    sponsor = facts.get("sponsor")
    review = facts.get("last_ebr")
    return {
        "AccountNumber": facts["number"],
        "Tier__c": f"Tier {customer.tier}",
        "Revenue_Target__c": facts.get("target"),
        "Growth_Potential__c": facts.get("potential"),
        "Total_Addressable_Spend__c": facts.get("addressable_spend"),
        "Market_Share__c": facts.get("market_share"),
        "Growth_Rate__c": facts.get("growth_rate"),
        "Territory__c": facts.get("territory"),
        "Health_Score__c": facts.get("health"),
        "Executive_Sponsor__c": store.find("User", sponsor) if sponsor else None,
        "Expansion_Thesis__c": facts.get("thesis"),
        "Value_Proposition__c": facts.get("value_proposition"),
        "Renewal_Strategy__c": facts.get("renewal_strategy"),
        "Playbook__c": facts.get("playbook"),
        "Last_EBR__c": sure(review) if review else None,
        "Health_Trend__c": facts.get("health_trend"),
        "Annual_Revenue_Year__c": facts.get("revenue_year"),
        "Annual_Revenue_Source__c": facts.get("revenue_source"),
        "Private_Equity_Owned__c": facts.get("private_equity", False),
        "Value_Realised__c": facts.get("value_realised"),
    }


def _add_asset(store: Store, customer: Customer, holding: Holding, number: int) -> None:
    random = customer.random(f"asset/{holding.unit}/{holding.product}/{holding.start}")
    unit = customer.unit(holding.unit)
    installed = holding.start + timedelta(days=random.randrange(0, 12))
    over = holding.end is not None and holding.end <= AS_OF
    term = customer.term_of(holding.unit)
    owner = store.find("User", customer.owner)
    store.add(
        "Asset",
        f"{customer.path(unit.key)}/{holding.product}/{holding.start}",
        created=at(installed, 14),
        by=owner,
        AccountId=store.find("Account", customer.path(unit.key)),
        Product2Id=store.find("Product2", holding.product),
        Name=f"{holding.product}, {counted(customer, holding.product, holding.quantity)}",
        SerialNumber=f"{customer.source['account']['number']}-{number + 1:03d}",
        Quantity=holding.quantity,
        Price=customer.price(holding.product, unit.currency),
        Status="Obsolete" if over else "Installed",
        PurchaseDate=installed - timedelta(days=random.randrange(6, 20)),
        InstallDate=installed,
        UsageEndDate=holding.end or (term.end if term else None),
        OwnerId=owner,
        CurrencyIsoCode=unit.currency,
        ARR__c=customer.value(holding),
        Active_Users__c=None if over else _active_users(customer, holding),
    )


USERS_PER_UNIT = {"Line": 7.5, "User": 1.0, "Machine": 0.16, "Site": 14.0}


def _active_users(customer: Customer, holding: Holding) -> int | None:
    """People who signed in during the last month; one product in seven does not count them."""
    if customer.random(f"uncounted/{holding.product}").random() < 1 / 7:
        return None
    random = customer.random(f"users/{holding.unit}/{holding.product}/{holding.start}")
    share = random.uniform(0.52, 0.93)
    sold_by = customer.price_list.sold_by[holding.product]
    return max(2, round(holding.quantity * USERS_PER_UNIT[sold_by] * share))


def _add_rival_asset(store: Store, customer: Customer, unit: Unit, rival: dict[str, Any]) -> None:
    """A product of somebody else's that stands where one of ours could."""
    owner = store.find("User", customer.owner)
    store.add(
        "Asset",
        f"{customer.path(unit.key)}/rival/{rival['product']}",
        created=at(sure(rival["seen"]), 15),
        by=owner,
        AccountId=store.find("Account", customer.path(unit.key)),
        Product2Id=store.find("Product2", rival["product"]),
        Name=rival["name"],
        Quantity=rival.get("quantity", 1),
        Status="Installed",
        UsageEndDate=sure(rival["until"]) if "until" in rival else None,
        IsCompetitorProduct=True,
        Description=rival.get("note"),
        OwnerId=owner,
        CurrencyIsoCode=unit.currency,
    )


def _add_contract(store: Store, customer: Customer, term: Term) -> None:
    facts = term.facts
    signed = term.start - timedelta(days=facts.get("signed_before", 16))
    owner = store.find("User", facts.get("owner", customer.owner))
    store.add(
        "Contract",
        f"{customer.key}/{term.key}",
        created=at(signed, 11),
        by=owner,
        AccountId=store.find("Account", customer.path(facts.get("account", ROOT))),
        ContractNumber=facts["number"],
        Status="Activated" if term.end >= AS_OF else "Expired",
        StartDate=term.start,
        EndDate=term.end,
        ContractTerm=term.months,
        OwnerExpirationNotice=str(facts.get("reminder", 90)),
        ActivatedDate=at(signed, 16),
        OwnerId=owner,
        Description=facts.get("description"),
        CurrencyIsoCode=customer.unit(facts.get("account", ROOT)).currency,
        Auto_Renew__c=facts.get("auto_renew", False),
        Notice_Period_Days__c=Decimal(facts["notice"]) if "notice" in facts else None,
    )
