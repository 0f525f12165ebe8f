"""What the vendor's people are to sell: a quota a quarter, as forecasting keeps it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from builder.clock import at
from builder.source import Source, table
from builder.store import Store

FORECAST = "OpportunityRevenue"
"""The one kind of forecast that the vendor keeps."""


def add_quotas(store: Store, company: Source) -> None:
    admin = store.id("User", "integration")
    forecast = store.add(
        "ForecastingType",
        FORECAST,
        created=at(date(2019, 3, 4)),
        by=admin,
        DeveloperName=FORECAST,
        MasterLabel="Opportunity Revenue",
        IsActive=True,
        IsAmount=True,
    )
    for row in table(company["quotas"], "user currency year amounts"):
        for quarter, amount in enumerate(row["amounts"].split(), 1):
            start = date(int(row["year"]), 3 * quarter - 2, 1)
            store.add(
                "ForecastingQuota",
                f"{row['user']}/{start}",
                created=at(date(start.year - 1, 11, 16), 10),
                by=admin,
                QuotaOwnerId=store.find("User", row["user"]),
                PeriodId=store.find("Period", f"{start.year}/{quarter}"),
                ForecastingTypeId=forecast,
                QuotaAmount=Decimal(amount),
                StartDate=start,
                IsAmount=True,
                CurrencyIsoCode=row["currency"],
            )
