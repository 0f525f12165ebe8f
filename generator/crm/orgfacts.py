"""The organisation: fiscal calendar, time zone, currencies and their rates, stages, products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from generator.crm import queries, soql
from generator.crm.binding import Bound
from generator.crm.convert import Notes, convert, meaning_of
from generator.crm.fetch import Haul, fetch
from generator.crm.fiscal import calendar_of
from generator.crm.kinds import DatedRateRow, OrganizationRow, PeriodRow, RateRow
from generator.crm.session import OrgFacts, Session
from generator.crm.soql import Query
from generator.model.org import CurrencyRate, Org
from generator.model.records import Product

T = TypeVar("T")

_LAST_RESORT = "USD"


def facts_queries(session: Session, room: int | None = None) -> list[Query]:
    """What has yet to be asked to know the organisation, at most ``room`` of it; nothing once it
    is known. What found no room is asked along with what comes later."""
    if session.facts is not None:
        return []
    every = all_facts(session.catalog.bound)
    return [query for query in every if query.kind not in session.fact_rows][:room]


def all_facts(bound: queries.Lookup) -> list[Query]:
    """The statements that tell of the organisation, of an org that holds things as ``bound``."""
    found = []
    for kind in ("organization", "period", "product", "rate", "dated_rate"):
        mine = bound(kind)
        if mine is not None:
            columns = queries.columns_of(bound, mine)
            found.append(Query(kind, mine.object.name, columns, _only(mine)))
    return found


def _only(bound: Bound) -> str:
    """Which of the records are wanted: active products, and of the fiscal periods the quarters."""
    if bound.kind == "product" and bound.can_filter("is_active"):
        return f"{bound.path('is_active')} = true"
    if bound.kind == "period" and bound.can_filter("type"):
        return f"{bound.path('type')} = {soql.quoted('Quarter')}"
    return ""


def take_facts(session: Session, haul: Haul) -> None:
    """Keep what ``facts_queries`` found. Once all of it is there, the organisation is known for the
    rest of the session."""
    for kind in [query.kind for query in facts_queries(session)]:
        if kind in haul.rows or kind in haul.refused:
            session.fact_rows[kind] = haul.of(kind)
    if session.facts is None and not facts_queries(session):
        session.facts = _facts(session, Haul(session.fact_rows))


def org_facts(session: Session) -> OrgFacts:
    """The organisation, read now where it was not read before."""
    if session.facts is None:
        take_facts(session, fetch(session, facts_queries(session)))
    assert session.facts is not None
    return session.facts


def _facts(session: Session, haul: Haul) -> OrgFacts:
    notes = Notes()
    rows = _records(session, haul, "organization", OrganizationRow, notes)
    row = rows[0] if rows else OrganizationRow("")
    rates = _records(session, haul, "rate", RateRow, notes)
    dated = _records(session, haul, "dated_rate", DatedRateRow, notes)
    periods = _records(session, haul, "period", PeriodRow, notes)
    products = _records(session, haul, "product", Product, notes)
    org = Org(
        id=row.id or session.identity.org_id,
        name=row.name,
        currency=_currency(row, rates, dated, notes),
        fiscal=calendar_of(_first_month(row, notes), row.named_by_start, periods, notes),
        rates=_rates(rates, dated),
        is_sandbox=row.is_sandbox,
        is_sample=session.is_sample,
        locale=row.locale,
        timezone=row.timezone,
        reader=session.identity.name,
        reader_kind=session.reader_kind,
        stages=_stages(session),
    )
    zone = _zone(row, notes)
    return OrgFacts(org, tuple(products), notes.problems(), zone)


def _records(session: Session, haul: Haul, kind: str, into: type[T], notes: Notes) -> list[T]:
    bound = session.catalog.bound(kind)
    if bound is None:
        return []
    rows = [haul.of(kind)[record_id] for record_id in sorted(haul.of(kind))]
    made: list[Any] = [convert(bound, row, "", notes) for row in rows]
    return [record for record in made if isinstance(record, into)]


def _rates(rates: list[RateRow], dated: list[DatedRateRow]) -> tuple[CurrencyRate, ...]:
    always = [CurrencyRate(row.currency, row.rate, id=row.id) for row in rates]
    spans = [CurrencyRate(row.currency, row.rate, row.start, row.end, row.id) for row in dated]
    return tuple(sorted([*always, *spans], key=lambda r: (r.currency, str(r.start or ""))))


def _currency(
    row: OrganizationRow, rates: list[RateRow], dated: list[DatedRateRow], notes: Notes
) -> str:
    """The corporate currency. An org with one currency names it nowhere in its data: then it is
    the one of the org's country, and a problem says so."""
    corporate = [rate.currency for rate in rates if rate.is_corporate]
    stated = corporate or [row.currency or ""]
    if stated[0]:
        return stated[0]
    if inferred := _of_rate_one(rates) or _of_rate_one(dated):
        return inferred
    guessed = _currency_of_country(row.locale)
    notes.add(
        f"The org names no currency; {guessed} is taken from its locale.",
        "Organization",
        row.id or None,
    )
    return guessed


def _of_rate_one(rates: Sequence[RateRow | DatedRateRow]) -> str | None:
    """The one currency whose rates are all 1: all others are measured in it. None for several."""
    codes = {rate.currency for rate in rates}
    others = {rate.currency for rate in rates if rate.rate != 1}
    return (codes - others).pop() if len(codes - others) == 1 else None


def _currency_of_country(locale: str | None) -> str:
    from datetime import date

    from babel.numbers import get_territory_currencies

    parts = (locale or "").split("_")
    territory = next((p for p in parts[1:] if len(p) == 2 and p.isupper()), "")
    if not territory:
        return _LAST_RESORT
    # The far day asks for the currency that has no end: it keeps the clock out.
    found = get_territory_currencies(territory, start_date=date(2999, 1, 1))
    return str(found[0]) if found else _LAST_RESORT


def _zone(row: OrganizationRow, notes: Notes) -> tzinfo:
    """The org's time zone; UTC, and a problem, where none is given or this machine has no such."""
    if not row.timezone:
        what = "The org's time zone could not be read"
    else:
        try:
            return ZoneInfo(row.timezone)
        except (KeyError, OSError, ValueError):  # an unknown name is a KeyError to zoneinfo
            what = f"The org's time zone {row.timezone!r} is not known on this machine"
    notes.add(f"{what}; days are those of UTC.", "Organization", row.id or None)
    return UTC


def _first_month(row: OrganizationRow, notes: Notes) -> int:
    month = row.fiscal_start_month
    if month is None or not 1 <= month <= 12:
        notes.add(
            "The fiscal year's first month could not be read; January is assumed.",
            "Organization",
            row.id or None,
        )
        return 1
    return month


def _stages(session: Session) -> tuple[str, ...]:
    """The stages in the org's order, as the describe of opportunities lists them."""
    bound = session.catalog.bound("opportunity")
    column = bound.columns.get("stage") if bound else None
    if column is None:
        return ()
    return tuple(dict.fromkeys(str(meaning_of(column, pick)) for pick in column.info.picks))
