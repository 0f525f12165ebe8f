"""Of whom a document about many accounts speaks, as of when, and whose eyes read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.analysis.results import AnalysedAccount, Cadence, Period, Person
from generator.model.org import Coverage


@dataclass(frozen=True, slots=True)
class SetCoverage:
    """Of one kind of record, in how many of the accounts it was read, and what is missing.

    ``worst`` is the state of the account that it was read least of; ``count`` adds the records up,
    None where it was read of no account.
    """

    topic: str
    worst: str  # one of model.org.COVERAGE_STATES
    source: str
    count: int | None
    of: tuple[int, int]  # (accounts with records of it, all accounts)
    missing: tuple[str, ...]  # fields that are absent or hidden


@dataclass(frozen=True, slots=True)
class LeftOutAccount:
    """An account of the set of which nothing is told, and why."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    """``scope`` says in words which accounts these are, ``person`` whose they are where they are
    somebody's. ``currency`` is that of every sum. ``picked``: by what they were picked where scope
    and person do not tell the set from others: a condition, or ids; else empty. ``is_narrowed``: by
    tier, condition or name, so that people may have accounts besides these."""

    scope: str
    person: Person | None
    currency: str
    org_id: str
    org_name: str
    reader: str
    reader_kind: str
    is_sample: bool
    is_sandbox: bool
    is_read_later: bool
    newest_change: str | None  # ISO time of the newest change in what was read
    vendor_logo: str | None
    period: Period
    cadence: Cadence
    accounts: tuple[str, ...]  # ids
    coverage: tuple[SetCoverage, ...]
    sources: tuple[tuple[str, str], ...]  # model field, where the CRM keeps it
    picked: str = ""
    is_narrowed: bool = False
    left_out: tuple[LeftOutAccount, ...] = ()

    @property
    def as_of(self) -> date:
        return self.period.as_of

    @property
    def count(self) -> int:
        return len(self.accounts)


def head_of(
    accounts: Sequence[AnalysedAccount],
    scope: str,
    currency: str,
    person: Person | None = None,
    *,
    picked: str = "",
    is_narrowed: bool = False,
    left_out: Sequence[LeftOutAccount] = (),
) -> Head:
    """The head of a set read in one run. ValueError for no account at all."""
    if not accounts:
        raise ValueError("a rollup is of one account at least")
    first = accounts[0]
    return Head(
        scope=scope,
        person=person,
        currency=currency,
        org_id=first.org_id,
        org_name=first.org_name,
        reader=first.reader,
        reader_kind=first.reader_kind,
        is_sample=first.is_sample,
        is_sandbox=first.is_sandbox,
        is_read_later=any(account.is_read_later for account in accounts),
        newest_change=max((a.newest_change for a in accounts if a.newest_change), default=None),
        vendor_logo=first.vendor_logo,
        period=first.period,
        cadence=first.cadence,
        accounts=tuple(account.profile.id for account in accounts),
        coverage=_coverage(accounts),
        sources=tuple(sorted({source for account in accounts for source in account.sources})),
        picked=picked,
        is_narrowed=is_narrowed,
        left_out=tuple(sorted(left_out, key=lambda one: (one.name.casefold(), one.id))),
    )


_BEST_FIRST = ("read", "no_records", "not_enabled", "not_visible", "not_mapped")


def _coverage(accounts: Sequence[AnalysedAccount]) -> tuple[SetCoverage, ...]:
    """By kind of record, in the order in which an account lists them."""
    rows: dict[str, list[Coverage]] = {}
    for account in accounts:
        for row in account.coverage:
            rows.setdefault(row.topic, []).append(row)
    return tuple(_together(topic, found, len(accounts)) for topic, found in rows.items())


def _together(topic: str, rows: Sequence[Coverage], accounts: int) -> SetCoverage:
    read = [row for row in rows if row.state == "read"]
    known = [row for row in rows if row.state in ("read", "no_records")]
    states = [row.state for row in rows if row.state != "no_records"] or ["no_records"]
    return SetCoverage(
        topic=topic,
        worst=max(states, key=_rank),
        source=next((row.source for row in rows if row.source), ""),
        count=sum(row.count for row in known) if known else None,
        of=(len(read), accounts),
        missing=tuple(sorted({field for row in rows for field in row.missing})),
    )


def _rank(state: str) -> int:
    return _BEST_FIRST.index(state) if state in _BEST_FIRST else len(_BEST_FIRST)
