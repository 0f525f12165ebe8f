"""The deals as records: opportunities with lines, contact roles and competitors."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from builder.clock import AS_OF, at
from builder.customer import Customer
from builder.deals import LOST, WON, Deal
from builder.store import Store


def deal_key(customer: Customer, deal: str) -> str:
    return f"{customer.key}/{deal}"


def amount_of(deal: Deal) -> Decimal | None:
    """What a deal is worth a year: its lines, or the amount stated where it has none."""
    return sum((line.total for line in deal.lines), Decimal(0)) if deal.lines else deal.amount


def add_deals(store: Store, customer: Customer, deals: list[Deal]) -> None:
    for deal in deals:
        _add_opportunity(store, customer, deal)
        _add_lines(store, customer, deal)
        _add_parts(store, customer, deal)
        _add_rivals(store, customer, deal)


def _add_opportunity(store: Store, customer: Customer, deal: Deal) -> None:
    stage = store.get("OpportunityStage", store.find("OpportunityStage", deal.stage))
    amount = amount_of(deal)
    probability = Decimal(str(stage["DefaultProbability"]))
    store.add(
        "Opportunity",
        deal_key(customer, deal.key),
        created=at(deal.created, 10),
        modified=at(_touched(customer, deal), 16),
        by=store.find("User", deal.owner),
        AccountId=store.find("Account", customer.path(deal.unit)),
        Name=deal.name,
        Description=deal.note,
        StageName=deal.stage,
        Amount=amount,
        Probability=probability,
        ExpectedRevenue=None
        if amount is None
        else (amount * probability / 100).quantize(Decimal(1)),
        CloseDate=deal.close,
        Type=deal.kind,
        NextStep=deal.next_step,
        LeadSource=deal.source,
        IsClosed=stage["IsClosed"],
        IsWon=stage["IsWon"],
        ForecastCategoryName=stage["ForecastCategoryName"],
        HasOpportunityLineItem=bool(deal.lines),
        Pricebook2Id=store.find("Pricebook2", "standard") if deal.lines else None,
        ContractId=_contract(store, customer, deal),
        OwnerId=store.find("User", deal.owner),
        FiscalQuarter=(deal.close.month + 2) // 3,
        FiscalYear=deal.close.year,
        PushCount=deal.pushes,
        LastStageChangeDate=at(deal.close if deal.is_closed else deal.stage_since or deal.created),
        CurrencyIsoCode=customer.unit(deal.unit).currency,
        Loss_Reason__c=deal.reason if deal.stage == LOST else None,
        Top_X__c=deal.top_x,
        IqScore=deal.score,
    )


def _touched(customer: Customer, deal: Deal) -> date:
    """The day of the last change: soon after the close, or lately where the deal is open."""
    random = customer.random(f"touched/{deal.key}")
    settled = deal.close + timedelta(days=random.randrange(0, 9))
    touched = settled if deal.is_closed else AS_OF - timedelta(days=random.randrange(1, 21))
    return max(touched, deal.created)


def _contract(store: Store, customer: Customer, deal: Deal) -> str | None:
    """The contract that a won renewal made; an open one has none yet."""
    if deal.contract is None or deal.stage != WON:
        return None
    return store.find("Contract", f"{customer.key}/{deal.contract}")


def _add_lines(store: Store, customer: Customer, deal: Deal) -> None:
    currency = customer.unit(deal.unit).currency
    for line in deal.lines:
        product = store.get("Product2", store.find("Product2", line.product))
        store.add(
            "OpportunityLineItem",
            f"{deal_key(customer, deal.key)}/{line.product}",
            created=at(deal.created, 10, 20),
            by=store.find("User", deal.owner),
            OpportunityId=store.find("Opportunity", deal_key(customer, deal.key)),
            Product2Id=product["Id"],
            PricebookEntryId=store.find("PricebookEntry", f"{line.product}/{currency}"),
            ProductCode=product["ProductCode"],
            Name=f"{deal.name} {line.product}",
            Quantity=line.quantity,
            UnitPrice=line.price,
            TotalPrice=line.total,
            CurrencyIsoCode=currency,
        )


def _add_parts(store: Store, customer: Customer, deal: Deal) -> None:
    for part in deal.parts:
        store.add(
            "OpportunityContactRole",
            f"{deal_key(customer, deal.key)}/{part.contact}",
            created=at(deal.created, 11),
            by=store.find("User", deal.owner),
            OpportunityId=store.find("Opportunity", deal_key(customer, deal.key)),
            ContactId=store.find("Contact", f"{customer.key}/{part.contact}"),
            Role=part.role,
            IsPrimary=part.primary,
            CurrencyIsoCode=customer.unit(deal.unit).currency,
        )


def _add_rivals(store: Store, customer: Customer, deal: Deal) -> None:
    known = {r["name"]: r for r in customer.source.get("rival", [])}
    for name in deal.rivals:
        store.add(
            "OpportunityCompetitor",
            f"{deal_key(customer, deal.key)}/{name}",
            created=at(deal.created, 11, 30),
            by=store.find("User", deal.owner),
            OpportunityId=store.find("Opportunity", deal_key(customer, deal.key)),
            CompetitorName=name,
            Strengths=known.get(name, {}).get("strengths"),
            Weaknesses=known.get(name, {}).get("weaknesses"),
        )
