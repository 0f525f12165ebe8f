"""What differs from org to org in what counts: as revenue, as a renewal, as a division, as a review
with the customer.

The choice is the org's, made in its mapping; it travels with the records, so that the same snapshot
always means the same.
"""

from __future__ import annotations

from dataclasses import dataclass

RUNGS = (
    "account_arr",
    "division_arr",
    "account_mrr",
    "division_mrr",
    "asset_arr",
    "asset_mrr",
    "asset_period",
    "subscription",
    "service_contract",
    "won_term",
    "closed_won",
)
"""What current revenue can stand on, most trusted first (SALESFORCE.md 3.1, "Contract value")."""

RENEWAL_SOURCES = (
    "contract",
    "service_contract",
    "asset",
    "subscription",
    "opportunity",
    "account",
)
"""What can give the date of a renewal, most trusted first (METHOD.md row 29)."""

RENEWAL_DATES = ("earliest", "trusted")
"""Which date holds: the earliest that any source gives, or that of the most trusted source."""

RENEWAL_SIGNS = ("type", "record_type", "flag")
"""By what an opportunity can be told to be a renewal."""

AXES = ("hierarchy", "geography", "object")
"""What divisions can be: accounts below the account, values of a field, records of their own."""

UNIT_NAMES = (
    "account.name",
    "account.region",
    "opportunity.region",
    "asset.region",
    "contact.region",
    "play.region",
    "business_unit.name",
)
"""The model fields that a division's name can stand in, by those axes."""

PRODUCT_NAMES = ("product.name", "asset.name", "subscription.name")
"""Those that the name of what a customer owns can stand in: without a product, the record's own."""


@dataclass(frozen=True, slots=True)
class Rules:
    """``ladder``: of RUNGS; the first that holds is revenue, and no two are ever mixed.

    ``renewal_sources``: of RENEWAL_SOURCES. ``renewal_date``: of RENEWAL_DATES. ``renewal_signs``:
    of RENEWAL_SIGNS; any of them makes an opportunity a renewal. ``renewal_record_types`` are
    names, compared without case and with underscores as blanks. ``axis``: of AXES; the first that
    splits the account into more than one unit. ``review_names``: an event with these
    words in its type or subject is a review with the customer.
    """

    ladder: tuple[str, ...] = RUNGS
    renewal_sources: tuple[str, ...] = RENEWAL_SOURCES
    renewal_date: str = "earliest"
    renewal_signs: tuple[str, ...] = RENEWAL_SIGNS
    renewal_record_types: tuple[str, ...] = ("Renewal", "Renewals")
    axis: tuple[str, ...] = ("hierarchy",)
    review_names: tuple[str, ...] = ("Business Review", "EBR", "QBR")
