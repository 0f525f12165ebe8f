"""Which field or object of an org most likely holds what the model looks for: by name and type.

Only a guess, for a person to confirm: nothing is read on its strength.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from generator.crm.binding import CONTACTS, PRODUCTS, USERS, fits
from generator.crm.capabilities import FieldInfo, ObjectInfo
from generator.crm.kinds import field_types
from generator.crm.mapping import KindMapping

SURE: Final = 0.9
LIKELY: Final = 0.65
"""Likeness from which a candidate is proposed, and from which it is named at all."""

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "account.arr": ("annual recurring revenue", "annual contract value"),
    "account.arr_year_ago": ("annual recurring revenue last year", "prior year revenue"),
    "account.executive_sponsor_id": ("executive sponsor", "exec sponsor"),
    "account.health": ("health score", "customer health", "health status"),
    "account.mrr": ("monthly recurring revenue",),
    "account.mrr_year_ago": ("monthly recurring revenue last year",),
    "account.last_review": ("last business review", "last quarterly business review"),
    "account.potential": ("growth potential", "potential revenue", "upsell potential"),
    "account.renewal_date": ("renewal date", "next renewal"),
    "account.revenue_target": ("revenue target", "account target"),
    "account.tier": ("tier", "customer tier", "account class", "account classification"),
    "asset.active_users": ("active users", "monthly active users"),
    "asset.arr": ("annual recurring revenue", "annual contract value"),
    "asset.mrr": ("monthly recurring revenue",),
    "contact.influence": ("influence", "level of influence", "decision power"),
    "contact.role": ("buying role", "role in the deal"),
    "contact.strength": ("relationship strength", "relationship score", "sentiment"),
    "contract.auto_renews": ("auto renew", "automatic renewal"),
    "contract.notice_days": ("notice period", "notice days"),
    "opportunity.loss_reason": ("loss reason", "closed lost reason", "reason lost"),
    "play.value": ("expected value", "potential deal value", "estimated amount"),
    "play.buyer_id": ("likely buyer", "champion", "buyer"),
    "risk.mitigation": ("mitigation", "resolution", "contingency", "countermeasure"),
}
"""What people call a thing, beside the model's name and the default mapping's."""

_OBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "plan": ("account plan", "account planning", "key account plan"),
    "objective": ("objective", "account objective", "plan goal", "account goal"),
    "measure": ("measure", "objective measure", "key result", "goal metric"),
    "play": ("whitespace", "whitespace play", "growth play", "account initiative"),
    "risk": ("risk", "account risk", "customer risk", "code red"),
    "signal": ("signal", "account signal", "account news", "company news"),
    "priority": ("customer priority", "business priority", "customer goal"),
    "kpi_reading": ("kpi reading", "kpi value", "priority reading"),
    "commitment": ("commitment", "customer commitment", "mutual action"),
    "review_item": ("review item", "qbr item", "business review item"),
    "team_member": ("account team", "account team member"),
    "competitor": ("opportunity competitor", "competitor"),
}

_TYPES: Final[Mapping[type, frozenset[str]]] = {
    str: frozenset(("string", "textarea", "picklist", "multipicklist", "combobox", "url")),
    tuple: frozenset(("picklist", "multipicklist")),
    bool: frozenset(("boolean",)),
    int: frozenset(("int", "double")),
    Decimal: frozenset(("currency", "double", "int", "percent")),
    date: frozenset(("date", "datetime")),
    datetime: frozenset(("datetime",)),
}
_WORDED: Final = frozenset(("string", "picklist", "combobox", "boolean", "double", "int"))
_MONEY: Final = frozenset(("account", "asset", "play"))
_TARGETS: Final = ((USERS, "User"), (CONTACTS, "Contact"), (PRODUCTS, "Product2"))
_SYSTEM: Final = frozenset(
    ("createdbyid", "lastmodifiedbyid", "isdeleted", "systemmodstamp", "recordtypeid", "id")
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field or object that may be meant; ``likeness`` lies between 0 and 1."""

    name: str
    label: str
    what: str  # a field's type; for an object how it hangs on another
    likeness: float


def fields_like(
    mapping: KindMapping,
    name: str,
    found: ObjectInfo,
    taken: frozenset[str],
    homes: Mapping[str, str],
) -> list[Candidate]:
    """Fields of ``found`` that may hold the model's ``name``, best first; none of ``taken``.

    ``homes`` names the object of each kind: a lookup to it is what points to such a record.
    """
    wanted = _phrases(f"{mapping.kind}.{name}", name, mapping.fields.get(name, ()), _WORDS)
    home = homes.get(name.removesuffix("_id")) if name.endswith("_id") else None
    rows = []
    for info in found.fields.values():
        if info.name.lower() in taken | _SYSTEM or not _can_hold(mapping, name, info):
            continue
        if home is None or home in info.refers_to:
            likeness = max(_likeness(info.name, info.label, wanted), SURE if home else 0.0)
            rows.append(Candidate(info.name, info.label, info.type, likeness))
    return _best(rows)


def objects_like(
    mapping: KindMapping, offered: Iterable[tuple[ObjectInfo, str]]
) -> list[Candidate]:
    """Objects that may hold records of the kind, best first. ``offered`` says how each hangs."""
    wanted = _phrases_of(mapping)
    rows = [
        Candidate(info.name, info.label, what, _likeness(info.name, info.label, wanted))
        for info, what in offered
    ]
    return _best(rows)


def objects_to_look_at(names: Iterable[str], kinds: Iterable[KindMapping]) -> list[str]:
    """Those of ``names`` that may be objects of one of ``kinds``, likeliest first, going by their
    API names alone."""
    wanted = [_phrases_of(mapping) for mapping in kinds]
    likeness = {name: max(_likeness(name, "", w) for w in wanted) for name in sorted(names)}
    return sorted((n for n in likeness if likeness[n] >= LIKELY), key=lambda n: -likeness[n])


def _phrases_of(mapping: KindMapping) -> tuple[str, ...]:
    custom = [name for name in mapping.objects if name.endswith("__c")]
    return _phrases(mapping.kind, mapping.kind, custom, _OBJECTS)


def _best(rows: list[Candidate]) -> list[Candidate]:
    likely = [row for row in rows if row.likeness >= LIKELY]
    return sorted(likely, key=lambda row: (-row.likeness, row.name))


def _phrases(
    key: str, name: str, aliases: Iterable[str], known: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    own = name.removesuffix("_id").replace("_", " ")
    names = (*known.get(key, ()), own, *(spoken(alias) for alias in aliases))
    return tuple(dict.fromkeys(phrase for phrase in names if len(phrase) > 2))


def _likeness(name: str, label: str, wanted: Iterable[str]) -> float:
    texts = {spoken(name), spoken(label)} - {""}
    found = (_alike(text, phrase) for text in texts for phrase in wanted)
    return round(max(found, default=0.0), 4)


def _alike(text: str, phrase: str) -> float:
    """1 for the same words in any order; less for words more or fewer, and for other spellings."""
    mine, theirs = set(text.split()), set(phrase.split())
    shared = len(mine & theirs) / len(mine | theirs)
    if mine >= theirs or mine <= theirs:
        return 0.6 + 0.4 * shared if shared else 0.0
    spelt = difflib.SequenceMatcher(None, text, phrase, autojunk=False).ratio()
    return max(shared, spelt if spelt >= 0.8 else 0.0)


def spoken(name: str) -> str:
    """An API name or label as words: ``Account_Tier__c`` and ``AccountTier`` are account tier."""
    bare = re.sub(r"__[cr]$", "", name)
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", bare)
    return " ".join(re.sub(r"[\W_]+", " ", parts).casefold().split())


def _can_hold(mapping: KindMapping, name: str, info: FieldInfo) -> bool:
    if name.endswith("_id"):
        targets = [target for names, target in _TARGETS if name in names]
        return fits(name, info) and (not targets or targets[0] in info.refers_to)
    wanted = field_types(mapping.kind)[name]
    if name == "health" and info.type in _WORDED:
        return True  # kept as it is written, a score as well as a word
    if name in mapping.values and info.type in _WORDED:
        return True
    if wanted.base is Decimal and mapping.kind in _MONEY and name != "quantity":
        return info.type == "currency"
    return info.type in _TYPES[wanted.base]
