"""The vendor's own records: organisation, people, products, stages, currencies, periods."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from builder.clock import AS_OF, add_months, at
from builder.source import Source, table
from builder.store import Store

FOUNDED = at(date(2019, 3, 4))
TIME_ZONES = {"en_US": "America/Chicago", "en_GB": "Europe/London"}
ADMIN = "integration"


def add_company(store: Store, source: Source) -> None:
    _add_organization(store, source)
    _add_people(store, source)
    _add_products(store, source)
    _add_stages(store, source)
    _add_currencies(store, source)
    _add_periods(store)


def rates(source: Source) -> dict[str, Decimal]:
    """Units of each currency for one US dollar."""
    return {row["code"]: Decimal(row["rate"]) for row in table(source["currencies"], "code rate")}


def _admin(store: Store) -> str:
    return store.id("User", ADMIN)


def _add_organization(store: Store, source: Source) -> None:
    store.add(
        "Organization",
        "dunmere",
        created=FOUNDED,
        by=_admin(store),
        Name=source["name"],
        InstanceName="NA214",
        OrganizationType="Enterprise Edition",
        FiscalYearStartMonth=1,
        DefaultLocaleSidKey="en_US",
        TimeZoneSidKey="America/Chicago",
        LanguageLocaleKey="en_US",
        Country=source["country"],
        City=source["city"],
    )


def _add_people(store: Store, source: Source) -> None:
    columns = "key first last title department manager locale active"
    for row in table(source["users"], columns):
        address = f"{row['key']}@{source['email_domain']}"
        store.add(
            "User",
            row["key"],
            created=FOUNDED,
            by=_admin(store),
            Username=address,
            FirstName=row["first"],
            LastName=row["last"],
            Name=f"{row['first']} {row['last']}",
            Title=row["title"],
            Department=row["department"],
            Email=address,
            IsActive=row["active"] == "yes",
            UserType="Standard",
            ManagerId=store.id("User", row["manager"]) if row["manager"] else None,
            DefaultCurrencyIsoCode="USD",
            LocaleSidKey=row["locale"],
            TimeZoneSidKey=TIME_ZONES.get(row["locale"], "Europe/Berlin"),
        )
    for row in table(source["queues"], "key name"):
        name = row["name"].replace(" ", "_")
        store.add(
            "Group", row["key"], created=FOUNDED, by=_admin(store),
            Name=row["name"], DeveloperName=name, Type="Queue",
        )  # fmt: skip


def _add_products(store: Store, source: Source) -> None:
    book = store.add(
        "Pricebook2", "standard", created=FOUNDED, by=_admin(store),
        Name="Standard Price Book", IsActive=True, IsStandard=True,
    )  # fmt: skip
    every_rate = rates(source)
    for row in table(source["products"], "key code family unit price description"):
        product = store.add(
            "Product2",
            row["key"],
            created=FOUNDED,
            by=_admin(store),
            Name=row["key"],
            ProductCode=row["code"],
            Family=row["family"],
            Description=row["description"],
            IsActive=True,
            QuantityUnitOfMeasure=row["unit"],
            CurrencyIsoCode="USD",
        )
        for code, rate in every_rate.items():
            store.add(
                "PricebookEntry",
                f"{row['key']}/{code}",
                created=FOUNDED,
                by=_admin(store),
                Name=row["key"],
                Pricebook2Id=book,
                Product2Id=product,
                UnitPrice=(Decimal(row["price"]) * rate).quantize(Decimal(1)),
                IsActive=True,
                CurrencyIsoCode=code,
            )


def _add_stages(store: Store, source: Source) -> None:
    for row in table(source["stages"], "label order closed won probability forecast"):
        store.add(
            "OpportunityStage",
            row["label"],
            created=FOUNDED,
            by=_admin(store),
            MasterLabel=row["label"],
            ApiName=row["label"],
            IsActive=True,
            SortOrder=int(row["order"]),
            IsClosed=row["closed"] == "yes",
            IsWon=row["won"] == "yes",
            ForecastCategoryName=row["forecast"],
            DefaultProbability=Decimal(row["probability"]),
        )


def _add_currencies(store: Store, source: Source) -> None:
    for code, rate in rates(source).items():
        store.add(
            "CurrencyType",
            code,
            created=FOUNDED,
            by=_admin(store),
            IsoCode=code,
            ConversionRate=rate,
            DecimalPlaces=2,
            IsActive=True,
            IsCorporate=code == "USD",
        )


def _add_periods(store: Store) -> None:
    """Fiscal years that are calendar years, and their quarters, from 2023 to next year."""
    for year in range(2023, AS_OF.year + 2):
        store.add(
            "FiscalYearSettings",
            str(year),
            created=FOUNDED,
            by=_admin(store),
            Name=str(year),
            StartDate=date(year, 1, 1),
            EndDate=date(year, 12, 31),
            IsStandardYear=True,
            YearType="Standard",
        )
        _add_period(store, date(year, 1, 1), 0)
        for number in range(1, 5):
            _add_period(store, date(year, 3 * number - 2, 1), number)


def _add_period(store: Store, start: date, number: int) -> None:
    """A fiscal quarter, or for number 0 the fiscal year, that begins on ``start``."""
    store.add(
        "Period",
        f"{start.year}/{number}",
        created=FOUNDED,
        by=_admin(store),
        Type="Quarter" if number else "Year",
        FiscalYearSettingsId=store.find("FiscalYearSettings", str(start.year)),
        Number=number or None,
        QuarterLabel=f"Q{number}" if number else None,
        StartDate=start,
        EndDate=add_months(start, 3 if number else 12) - timedelta(days=1),
        FullyQualifiedLabel=f"Q{number} FY {start.year}" if number else f"FY {start.year}",
    )
