"""The fields of an account's records that its customer may not see, and the texts made of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from generator.model.snapshot import Snapshot

_LONG, _SHORT = 40, 20
_WINDOW, _STEP, _RUN = 8, 3, 32
_LEAST_ANALYSED: Final = 1000
"""Below this, what the analysis computes are rates and counts, not amounts."""

_SENTENCE: Final = re.compile(r"[.!?;\n\r]+\s*")
_MARKUP: Final = re.compile(r"<[^<>]{1,200}>")
_ASIDE: Final = frozenset(["coverage", "field_sources", "problems", "reach", "declared_safe"])
"""Parts of a snapshot that speak of the reading, not of the account."""

_OPEN: Final = frozenset(
    [
        # what we sell and who we are: our catalog and our people are no secrets
        *("product.name", "product.family", "product.code", "user.name", "user.title"),
        *("user.email", "team_member.role", "account.name", "logo.data", "logo.of"),
        # what anybody knows of the customer
        *("account.industry", "account.ownership", "account.city", "account.country"),
        *("account.site", "account.website", "account.employees", "business_unit.country"),
        *("business_unit.industry", "contact.department", "contact.seniority"),
        # words of a workflow and canonical codes of the model, not of this account
        *("opportunity.kind", "objective.kind", "play.kind", "signal.kind", "review_item.kind"),
        *("activity.kind", "activity.status", "activity.priority", "case.status", "case.priority"),
        *("plan.status", "objective.status", "play.status", "risk.status", "contract.status"),
        *("asset.status", "service_contract.status", "commitment.state", "measure.unit"),
        *("contact.role", "contact.influence", "buying_role.role", "risk.likelihood"),
        *("risk.impact", "play.need", "play.access", "play.budget", "contact_relation.roles"),
    ]
)
"""Fields whose texts are not looked for: nobody could tell from them what we think of the account.
The words of the codes (blocker, champion) are words of judgment."""

_LABELS: Final = frozenset(
    [
        *("opportunity.stage", "opportunity.stated_type", "opportunity.loss_reason"),
        *("opportunity.record_type", "opportunity.region", "buying_role.stated_role"),
        *("account.region", "asset.region", "contact.region", "play.region", "case.theme"),
        *("account.health", "objective.name", "business_unit.name", "signal.source"),
    ]
)
"""Fields that mostly hold labels: one or two common words of theirs ("Business case", "United
States") are no secret, longer ones are looked for."""


class Field(NamedTuple):
    source: str
    value: str | Decimal | int


def internal_fields(snapshot: Snapshot) -> Iterator[Field]:
    """The texts and numbers of the records' fields that the customer may not see."""
    safe = frozenset(snapshot.declared_safe)
    for topic in fields(snapshot):
        rows = getattr(snapshot, topic.name)
        if isinstance(rows, tuple) and topic.name not in _ASIDE:
            for row in rows:
                yield from _fields(row, safe)


def _fields(row: Any, safe: frozenset[str]) -> Iterator[Field]:
    is_shared = getattr(row, "is_shared", True) is True
    for name, source in _columns(row.__class__):
        value = getattr(row, name)
        if value is None or isinstance(value, bool) or (is_shared and source in safe):
            continue
        if isinstance(value, str | Decimal | int):
            yield Field(source, value)


@lru_cache(maxsize=512)
def _columns(kind: Any) -> tuple[tuple[str, str], ...]:
    """(attribute, model field) of a record class whose values are looked for."""
    names = [f.name for f in fields(kind) if f.name != "id" and not f.name.endswith("_id")]
    own = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    pairs = [(name, f"{own}.{name}") for name in names if name != "currency"]
    return tuple(pair for pair in pairs if pair[1] not in _OPEN)


def pieces(source: str, text: str) -> Iterator[str]:
    """The text, without markup; of a long one also its beginning (all that a narrow box may show),
    its sentences, and runs of eight words, so that a part of it is found as well."""
    if "<" in text and ">" in text:
        text = html.unescape(_MARKUP.sub(" ", text))
    words = text.split()
    if source in _LABELS and len(words) < 3:
        return
    yield text
    if len(text) > _LONG:
        yield text[:_LONG].rstrip()
        yield from (part for part in _SENTENCE.split(text) if len(part) >= _SHORT)
        starts = range(0, len(words) - _WINDOW + 1, _STEP)
        runs = (" ".join(words[at : at + _WINDOW]) for at in starts)
        yield from (run for run in runs if len(run) > _RUN)
    elif len(text) > _SHORT and len(words) > 3:
        yield from (run for run in (" ".join(words[1:]), " ".join(words[:-1])) if len(run) > _SHORT)


def amounts_of(found: Iterable[Field], analysed: object) -> Iterator[tuple[str, Decimal]]:
    """(source, amount) of the records' numbers, and of those that the analysis makes of them."""
    for value, source in _numbers(analysed):
        if abs(value) >= _LEAST_ANALYSED:
            yield source, abs(value)
    for source, stated in found:
        if isinstance(stated, Decimal | int) and Decimal(stated).is_finite():
            yield source, abs(Decimal(stated))


def _numbers(value: Any, source: str = "") -> Iterator[tuple[Decimal, str]]:
    """The numbers in a tree of dataclasses, each with the dotted name of where it stands."""
    if isinstance(value, Decimal):
        if value.is_finite():
            yield value, source
    elif isinstance(value, tuple):
        for inner in value:
            yield from _numbers(inner, source)
    else:
        for name in _attributes(value.__class__):
            inner = getattr(value, name)
            if inner is not None and not isinstance(inner, str | bool | int):
                yield from _numbers(inner, f"{source}.{name}" if source else name)


@lru_cache(maxsize=512)
def _attributes(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; of other classes none."""
    return tuple(item.name for item in fields(kind)) if is_dataclass(kind) else ()
