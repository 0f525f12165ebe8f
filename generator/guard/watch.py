"""What is looked for in the file of one account: its internal texts and amounts, its ids, and the
values that its customer may see.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from generator.guard.texts import Printed, folded, plain, printed_numbers, significant, small_words
from generator.model.snapshot import Snapshot

SHORTEST: Final = 8
"""Characters of an internal text that is looked for; shorter ones are words of any document."""
DIGITS: Final = 5
"""Significant digits of an amount that is looked for; with fewer, any figure could be it."""
_LONG: Final = 40
_SENTENCE: Final = re.compile(r"[.!?;\n\r]+\s*")
_LEAST_ANALYSED: Final = 1000
"""Below this, what the analysis computes are rates and counts, not amounts."""

_OPEN: Final = frozenset(
    [
        # what we sell and who we are: our catalog and our people are no secrets
        *(
            "product.name",
            "product.family",
            "product.code",
            "user.name",
            "user.title",
            "user.email",
        ),
        *("team_member.role", "account.name", "logo.data", "logo.of"),
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


class Amount(NamedTuple):
    value: Decimal
    source: str


@dataclass(frozen=True)
class Text:
    """An internal text: as it was written, folded, and the field it stands in."""

    written: str
    folded: str
    source: str


@dataclass(frozen=True)
class Watch:
    """``texts`` by the first eight characters of their folded form. ``amounts`` and
    ``shown_amounts`` ascend. ``shown`` is all that the customer may see, folded, and ``words`` its
    words in small letters; ``names`` are those that are always public, plain: the account's, its
    divisions', products', families', people of ours and their roles."""

    texts: Mapping[str, tuple[Text, ...]]
    amounts: tuple[Amount, ...]
    shown: str
    words: frozenset[str]
    shown_amounts: tuple[Decimal, ...]
    names: str
    ids: frozenset[str]
    people: tuple[str, ...]
    mails: frozenset[str]

    def amount_printed(self, number: Printed) -> Amount | None:
        """The internal amount that ``number`` can be, unless it can be one that may be seen."""
        low, high = number.value - number.half, number.value + number.half
        if _between(self.shown_amounts, low, high):
            return None
        at = bisect_left(self.amounts, low, key=lambda amount: amount.value)
        if at < len(self.amounts) and self.amounts[at].value <= high:
            return self.amounts[at]
        return None


def _between(values: Sequence[Decimal], low: Decimal, high: Decimal) -> bool:
    at = bisect_left(values, low)
    return at < len(values) and values[at] <= high


def watch_of(snapshot: Snapshot, analysed: object, shown: Mapping[str, Any]) -> Watch:
    """The watch of an account. ``analysed`` is what its records mean, any tree of values;
    ``shown`` the facts that its customer may see, as they were composed."""
    values = list(_leaves(shown))
    texts = [value for value in values if isinstance(value, str)]
    shown_text = "\n".join(folded(text) for text in texts)
    internal = list(_internal(snapshot))
    seen = {abs(Decimal(value)) for value in values if isinstance(value, Decimal | int)}
    seen.update(printed.value for text in texts for printed in printed_numbers(text))
    return Watch(
        texts=_texts(internal, shown_text),
        amounts=_amounts(internal, analysed),
        shown=shown_text,
        words=small_words("\n".join(texts)),
        shown_amounts=tuple(sorted(seen)),
        names="\n".join(_names(snapshot)),
        ids=frozenset(_ids(snapshot)),
        people=tuple(user.name for user in snapshot.users if not user.is_queue),
        mails=frozenset(user.email.casefold() for user in snapshot.users if user.email),
    )


def _leaves(value: Any) -> Iterator[Any]:
    """Texts and numbers at all depths of plain data."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif not isinstance(value, bool) and isinstance(value, str | Decimal | int):
        yield value


class _Field(NamedTuple):
    source: str
    value: str | Decimal | int


def _internal(snapshot: Snapshot) -> Iterator[_Field]:
    """The texts and numbers of the records' fields that the customer may not see."""
    safe = frozenset(snapshot.declared_safe)
    for topic in fields(snapshot):
        rows = getattr(snapshot, topic.name)
        if not isinstance(rows, tuple) or topic.name in ("coverage", "field_sources", "problems"):
            continue
        for row in rows:
            if is_dataclass(row):
                yield from _fields(row, safe)


def _fields(row: Any, safe: frozenset[str]) -> Iterator[_Field]:
    is_shared = getattr(row, "is_shared", True) is True
    for name, source in _columns(row.__class__):
        value = getattr(row, name)
        if value is None or isinstance(value, bool) or (is_shared and source in safe):
            continue
        if isinstance(value, str | Decimal | int):
            yield _Field(source, value)


@lru_cache(maxsize=512)
def _columns(kind: Any) -> tuple[tuple[str, str], ...]:
    """(attribute, model field) of a record class whose values are looked for."""
    names = [f.name for f in fields(kind) if f.name != "id" and not f.name.endswith("_id")]
    pairs = [(name, f"{_kind(kind)}.{name}") for name in names if name != "currency"]
    return tuple(pair for pair in pairs if pair[1] not in _OPEN)


def _kind(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _texts(internal: Iterable[_Field], shown: str) -> Mapping[str, tuple[Text, ...]]:
    """The texts that are looked for, with the sentences of long ones, by their beginning."""
    found: dict[str, dict[str, Text]] = {}
    for source, value in internal:
        if not isinstance(value, str):
            continue
        for piece in _pieces(value):
            key = folded(piece)
            if len(key) >= SHORTEST and key not in shown:
                found.setdefault(key[:SHORTEST], {}).setdefault(key, Text(piece, key, source))
    return {start: tuple(texts.values()) for start, texts in found.items()}


def _pieces(text: str) -> Iterator[str]:
    """The text; of a long one also its beginning, which is all that a narrow box may show, and each
    of its sentences of some length."""
    yield text
    if len(text) > _LONG:
        yield text[:_LONG].rstrip()
        yield from (part for part in _SENTENCE.split(text) if len(part) >= _LONG // 2)


def _amounts(internal: Iterable[_Field], analysed: object) -> tuple[Amount, ...]:
    stated = [(abs(Decimal(v)), source) for source, v in internal if isinstance(v, Decimal | int)]
    made = [(abs(v), source) for v, source in _numbers(analysed) if abs(v) >= _LEAST_ANALYSED]
    known = {v: source for v, source in reversed([*stated, *made]) if v.is_finite()}
    return tuple(
        sorted(Amount(v, source) for v, source in known.items() if significant(v) >= DIGITS)
    )


def _numbers(value: Any, source: str = "") -> Iterator[tuple[Decimal, str]]:
    """The numbers in a tree of dataclasses, each with the dotted name of where it stands."""
    if isinstance(value, Decimal):
        yield value, source
    elif isinstance(value, tuple):
        for inner in value:
            yield from _numbers(inner, source)
    else:
        for name in _attributes(value.__class__):
            inner = getattr(value, name)
            if isinstance(inner, Decimal):
                yield inner, f"{source}.{name}"
            elif inner is not None and not isinstance(inner, str | bool | int):
                yield from _numbers(inner, f"{source}.{name}" if source else name)


@lru_cache(maxsize=512)
def _attributes(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; of other classes none."""
    return tuple(item.name for item in fields(kind)) if is_dataclass(kind) else ()


def _names(snapshot: Snapshot) -> Iterator[str]:
    yield from (plain(account.name) for account in snapshot.accounts)
    yield from (plain(product.name) for product in snapshot.products)
    yield from {plain(product.family) for product in snapshot.products if product.family}
    yield from (plain(user.name) for user in snapshot.users)
    yield from {plain(user.title) for user in snapshot.users if user.title}
    yield from {plain(member.role) for member in snapshot.team if member.role}
    yield plain(snapshot.org.name)


def _ids(snapshot: Snapshot) -> Iterator[str]:
    """The ids of all records, long and short; files' lines have none that would tell anything."""
    yield from (snapshot.org.id, snapshot.org.id[:15])
    for topic in fields(snapshot):
        rows = getattr(snapshot, topic.name)
        for row in rows if isinstance(rows, tuple) else ():
            number = getattr(row, "id", "")
            if len(number) in (15, 18) and number.isalnum():
                yield from (number, number[:15])
