"""The records of one CRM, in the field's standard terms.

Every class is one kind of record. ``id`` is the CRM's 18-character record id; what was read from a
file has the file's name and its line (``inputs/usage.csv#12``). Money is a
``Decimal`` in the currency named by the record's ``currency`` (an ISO 4217 code). ``None`` means
unknown: not recorded, not readable, or not mapped; it never means zero or no.

One module a topic; everything is imported from here.
"""

from __future__ import annotations

from generator.model.records.deals import (
    Asset,
    AssetPeriod,
    Competitor,
    Contract,
    Opportunity,
    OpportunityLine,
    Product,
    ServiceContract,
    Subscription,
)
from generator.model.records.focus import HELP, PICK_STATUSES, TopXPick
from generator.model.records.people import (
    BUYING_ROLES,
    Account,
    BusinessUnit,
    BuyingRole,
    Contact,
    ContactChange,
    ContactRelation,
    Logo,
    TeamMember,
    User,
)
from generator.model.records.planning import (
    Measure,
    MeasureChange,
    MeasureLink,
    Objective,
    Plan,
    Play,
    Quota,
    Risk,
)
from generator.model.records.review import (
    Commitment,
    KpiReading,
    Priority,
    ReviewItem,
)
from generator.model.records.service import (
    Activity,
    Case,
    Signal,
    Usage,
)

__all__ = [
    "BUYING_ROLES",
    "HELP",
    "PICK_STATUSES",
    "Account",
    "Activity",
    "Asset",
    "AssetPeriod",
    "BusinessUnit",
    "BuyingRole",
    "Case",
    "Commitment",
    "Competitor",
    "Contact",
    "ContactChange",
    "ContactRelation",
    "Contract",
    "KpiReading",
    "Logo",
    "Measure",
    "MeasureChange",
    "MeasureLink",
    "Objective",
    "Opportunity",
    "OpportunityLine",
    "Plan",
    "Play",
    "Priority",
    "Product",
    "Quota",
    "ReviewItem",
    "Risk",
    "ServiceContract",
    "Signal",
    "Subscription",
    "TeamMember",
    "TopXPick",
    "Usage",
    "User",
]
