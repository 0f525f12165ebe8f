"""Profile, team and what is owned."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from generator.analysis.results import OwnedProduct, Place, Profile, Revenue, TeamRow
from generator.analysis.team import EXECUTIVE_SPONSOR
from generator.artifacts.context import Facts
from generator.artifacts.getters import with_days


def currency(_profile: Profile, ctx: Facts) -> str:
    return ctx.account.currency


def logo(_profile: Profile, ctx: Facts) -> str | None:
    return ctx.account.logo


def segment_why(profile: Profile, ctx: Facts) -> str | None:
    """Both values and both thresholds in short; None where there is no rate for the thresholds."""
    sides = (
        ("revenue", ctx.account.revenue.current.value, profile.revenue_threshold),
        ("potential", profile.potential.value, profile.potential_threshold),
    )
    if profile.revenue_threshold is None or profile.potential_threshold is None:
        return None
    said = {what: _side(ctx, what, value, limit) for what, value, limit in sides}
    return ctx.say("segment.why", **(said | _in_part(profile, ctx)))


def _in_part(profile: Profile, ctx: Facts) -> dict[str, str | None]:
    """A potential that leaves something out may prove high, never low (METHOD.md rows 7, 8)."""
    found, limit, short = profile.potential, profile.potential_threshold, ctx.formats.money_short
    is_whole = found.of is None or found.of[0] == found.of[1]
    if found.value is None or limit is None or is_whole or found.value >= limit:
        return {}
    value = short(found.value)
    return {"potential": ctx.say("segment.potential_in_part", value=value, limit=short(limit))}


def _side(ctx: Facts, what: str, value: Decimal | None, limit: Decimal | None) -> str | None:
    if value is None or limit is None:
        return ctx.say(f"segment.{what}_unknown")
    size = "high" if value >= limit else "low"
    short = ctx.formats.money_short
    return ctx.say(f"segment.{what}_{size}", value=short(value), limit=short(limit))


def revenue_basis(revenue: Revenue, ctx: Facts) -> str:
    """A field read after as-of is of the day it was read on."""
    if revenue.current.value is None:
        return ""
    day = ctx.formats.date(ctx.account.period.as_of)
    key = "revenue.basis_as_read" if revenue.is_as_read else "revenue.basis"
    return ctx.say(key, date=day, source=with_days(revenue.source, ctx.formats)) or ""


def reconciliation(revenue: Revenue, ctx: Facts) -> str | None:
    row, money = revenue.reconciliation, ctx.formats.money
    if row is None or row.expected is None:
        return ctx.say(f"revenue.{row.kind}") if row else None
    return ctx.say(
        f"revenue.{row.kind}",
        expected=money(row.expected),
        apart=ctx.formats.percent(row.apart),
        now=money(revenue.current.value),
    )


def divisions_count(profile: Profile, _ctx: Facts) -> int:
    return len(profile.units) - 1


def line(profile: Profile, ctx: Facts) -> str | None:
    people = None
    if profile.employees is not None:
        people = ctx.say(
            "profile.people", n=profile.employees, n_text=ctx.formats.number(profile.employees)
        )
    return " · ".join(part for part in (profile.industry, people, profile.location) if part) or None


def health_label(profile: Profile, ctx: Facts) -> str | None:
    """METHOD.md row 33: a score is a number in most orgs and a word in some."""
    try:
        score = Decimal(profile.health or "")
    except InvalidOperation:
        return profile.health
    return ctx.formats.number(score) if score.is_finite() else profile.health


def finance(profile: Profile, ctx: Facts) -> str | None:
    """METHOD.md row 40: value, year and source, or nothing."""
    return ctx.say(
        "profile.finance",
        value=ctx.formats.money_short(profile.annual_revenue),
        year=profile.annual_revenue_year and str(profile.annual_revenue_year),
        source=profile.annual_revenue_source,
    )


def owned_by(profile: Profile, ctx: Facts) -> str | None:
    if profile.private_equity:
        kind = profile.ownership
        return ctx.say("profile.private_equity", kind=kind) or ctx.say("profile.only_equity")
    return profile.ownership


def decision_makers(_profile: Profile, ctx: Facts) -> str | None:
    """METHOD.md row 39: who decides, the economic buyers first."""
    people = ctx.account.relationships.contacts
    rows = [p for role in ("economic_buyer", "decision_maker") for p in people if p.role == role]
    shown = [f"{p.name} ({p.title})" if p.title else p.name for p in rows[:_DECIDERS]]
    if len(rows) > _DECIDERS:
        shown.append(str(ctx.say("more.plain", n=len(rows) - _DECIDERS)))
    return ", ".join(shown) or None


_DECIDERS = 4
_LARGEST = 4


def place_names(place: Place, ctx: Facts) -> str:
    """The largest divisions of a country, each with what is known of place and size."""
    shown = [_division(ctx, *row) for row in place.largest[:_LARGEST]]
    if len(place.largest) > _LARGEST:
        shown.append(str(ctx.say("more.plain", n=len(place.largest) - _LARGEST)))
    return ", ".join(shown)


def _division(ctx: Facts, name: str, where: str | None, people: int | None) -> str:
    size = ctx.formats.number(people)
    known = ", ".join(part for part in (where, size) if part)
    return f"{name} ({known})" if known else name


def is_filled(row: TeamRow, _ctx: Facts) -> bool:
    return row.person is not None


def is_sponsor(row: TeamRow, ctx: Facts) -> bool:
    """Whether this is the person whom the plan names as our sponsor, in that role."""
    sponsor = ctx.account.relationships.sponsor
    same = sponsor is not None and row.person is not None and row.person.id == sponsor.id
    return same and row.role == EXECUTIVE_SPONSOR


def adoption(row: OwnedProduct, _ctx: Facts) -> Decimal | None:
    return share(row.active_users, row.seats)


def product_name(row: OwnedProduct, ctx: Facts) -> str | None:
    """Its name; for a customer, where only a field that is not declared safe has one, that it is
    one of the other products. A product's own name is always safe (DOCUMENTS.md 4.2)."""
    safe = ("product.name", *ctx.account.declared_safe)
    if ctx.is_customer and row.named_by not in safe:
        return ctx.say("note.other_products")
    return row.product


def users_source(row: OwnedProduct, _ctx: Facts) -> str | None:
    """The file that says who uses it; None where the CRM does."""
    return row.used_source or None


def share(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """``part`` in percent of ``whole``, to one decimal; None where either is unknown or 0."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"))
