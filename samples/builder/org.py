"""The whole sample org, room by room, and the facts about it that ``org.json`` states."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from builder.activity import add_activity
from builder.changes import add_changes
from builder.clock import AS_OF
from builder.company import add_company, rates
from builder.customer import Customer, PriceList, parse_customer
from builder.deal_records import add_deals
from builder.deals import deals_of
from builder.estate import add_estate
from builder.people import add_people
from builder.planning import add_planning
from builder.quotas import add_quotas
from builder.review import add_review
from builder.schema import parse_objects
from builder.service import add_cases
from builder.source import Source, load, table
from builder.store import Store

API_VERSION = "63.0"


def build_org(folder: Path) -> Store:
    """Every record of the sample org, from the source texts in ``folder``."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("objects_*.txt"))]
    store = Store([one for text in texts for one in parse_objects(text)])
    company = load(folder / "company.toml")
    add_company(store, company)
    add_quotas(store, company)
    price_list = _price_list(company)
    paths = sorted((folder / "customers").glob("*.toml"))
    customers = [parse_customer(path.stem, load(path), price_list) for path in paths]
    for customer in customers:
        add_customer(store, customer)
    add_cases(store, customers)
    return store


def add_customer(store: Store, customer: Customer) -> None:
    deals = deals_of(customer)
    add_estate(store, customer)
    add_people(store, customer)
    add_deals(store, customer, deals)
    add_planning(store, customer, deals)
    add_review(store, customer)
    add_activity(store, customer, deals)
    add_changes(store, customer, deals)


def _price_list(company: Source) -> PriceList:
    rows = table(company["products"], "key code family unit price description")
    return PriceList(
        prices={row["key"]: Decimal(row["price"]) for row in rows},
        sold_by={row["key"]: row["unit"] for row in rows},
        rates=rates(company),
    )


def org_facts(store: Store) -> dict[str, Any]:
    """What a reader must know before the first query: today, organisation, objects, counts."""
    [organization] = store.records("Organization")
    return {
        "as_of": AS_OF.isoformat(),
        "organization_id": organization["Id"],
        "name": organization["Name"],
        "api_version": API_VERSION,
        "corporate_currency": "USD",
        "fiscal_year_start_month": organization["FiscalYearStartMonth"],
        "running_user_id": store.id("User", "voss"),
        "objects": {name: len(store.records(name)) for name in sorted(store.objects)},
    }
