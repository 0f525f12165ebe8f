"""The waist: everything read for one account, as one frozen value.

All that follows the snapshot is pure and repeatable. ``to_json`` and ``from_json`` are exact
inverses, and equal snapshots have equal JSON, byte for byte.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from generator.model import codec
from generator.model.org import Coverage, DataProblem, FieldSource, Org
from generator.model.records import (
    Account,
    Activity,
    Asset,
    AssetPeriod,
    BusinessUnit,
    BuyingRole,
    Case,
    Commitment,
    Competitor,
    Contact,
    ContactChange,
    ContactRelation,
    Contract,
    KpiReading,
    Logo,
    Measure,
    MeasureChange,
    MeasureLink,
    Objective,
    Opportunity,
    OpportunityLine,
    Plan,
    Play,
    Priority,
    Product,
    ReviewItem,
    Risk,
    ServiceContract,
    Signal,
    Subscription,
    TeamMember,
    Usage,
    User,
)
from generator.model.rules import Rules

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back records of ``topic`` (a field of the snapshot) were read: from ``since`` on."""

    topic: str
    since: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One account and all accounts below it, as read for ``as_of``.

    ``accounts`` holds the account itself first and then its divisions at every depth; every tuple
    is sorted by record id except ``accounts``' first place. ``products`` are all active products of
    the org and those inactive ones that the account's records name. ``usage`` and ``logos`` come
    from files alone. ``declared_safe`` holds the model fields (``priority.name``) that the mapping,
    and for files the settings, declare fit for the customer's eyes.
    ``reach`` names the topics that were read from some day on; all others were read whole.
    ``rules`` are the org's own: what counts as revenue, as a renewal, as a division.
    ``is_kept``: an earlier run read it, on its as-of day.
    """

    org: Org
    as_of: date
    account_id: str
    accounts: tuple[Account, ...]
    users: tuple[User, ...] = ()
    contacts: tuple[Contact, ...] = ()
    relations: tuple[ContactRelation, ...] = ()
    contact_changes: tuple[ContactChange, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    lines: tuple[OpportunityLine, ...] = ()
    buying_roles: tuple[BuyingRole, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    products: tuple[Product, ...] = ()
    assets: tuple[Asset, ...] = ()
    asset_periods: tuple[AssetPeriod, ...] = ()
    contracts: tuple[Contract, ...] = ()
    service_contracts: tuple[ServiceContract, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    business_units: tuple[BusinessUnit, ...] = ()
    cases: tuple[Case, ...] = ()
    activities: tuple[Activity, ...] = ()
    team: tuple[TeamMember, ...] = ()
    plans: tuple[Plan, ...] = ()
    objectives: tuple[Objective, ...] = ()
    measures: tuple[Measure, ...] = ()
    measure_links: tuple[MeasureLink, ...] = ()
    measure_changes: tuple[MeasureChange, ...] = ()
    plays: tuple[Play, ...] = ()
    risks: tuple[Risk, ...] = ()
    signals: tuple[Signal, ...] = ()
    priorities: tuple[Priority, ...] = ()
    kpi_readings: tuple[KpiReading, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    review_items: tuple[ReviewItem, ...] = ()
    usage: tuple[Usage, ...] = ()
    logos: tuple[Logo, ...] = ()
    newest_change: datetime | None = None
    coverage: tuple[Coverage, ...] = ()
    field_sources: tuple[FieldSource, ...] = ()
    declared_safe: tuple[str, ...] = ()
    problems: tuple[DataProblem, ...] = ()
    reach: tuple[Reach, ...] = ()
    rules: Rules = Rules()
    is_kept: bool = False

    @property
    def account(self) -> Account:
        return self.accounts[0]


def to_json(snapshot: Snapshot) -> str:
    """The snapshot as JSON text: sorted keys, Decimals and dates as strings."""
    body = {"format": FORMAT, "snapshot": codec.encode(snapshot)}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Snapshot:
    """The snapshot that ``to_json`` wrote. ValueError where the text is of another format."""
    body = json.loads(text)
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise ValueError(f"not a snapshot of format {FORMAT}")
    return codec.decode(Snapshot, body["snapshot"])
