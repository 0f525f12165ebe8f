"""Who the customer is, and how deep we plan for it (METHOD.md rows 1, 7, 8, 9, 38, 39)."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from generator.analysis.lifetime import lifetime
from generator.analysis.money import amount_text, ids_of, percent, total
from generator.analysis.owned import customer_note, customer_since
from generator.analysis.places import places
from generator.analysis.results import Figure, OwnedProduct, Profile, Revenue, Whitespace
from generator.analysis.scope import Scope
from generator.analysis.units import stated_parts

_OWNING = ("assets", "subscriptions", "lines")
"""What shows that a product is owned, as topics of the snapshot."""

_TIER_OF = {"strategic": 1, "land_expand": 2, "retention": 2, "motion": 3}


class _Stated(TypedDict):
    """Of ``Profile`` what is taken over as it stands."""

    addressable_spend: Decimal | None
    market_share: Decimal | None
    growth_rate: Decimal | None
    territory: str | None
    expansion_thesis: str | None
    value_proposition: str | None
    expansion_thesis_file: str | None
    value_proposition_file: str | None
    playbook: str | None
    health_trend: str | None
    private_equity: bool | None
    annual_revenue_year: int | None
    annual_revenue_source: str | None


def profile(
    scope: Scope, revenue: Revenue, grid: Whitespace, owned: tuple[OwnedProduct, ...]
) -> Profile:
    """The account's header, with tier and segment and where they come from."""
    root = scope.root
    potential = potential_of(scope, grid)
    limits = thresholds(scope)
    segment, segment_reason = segment_of(scope, revenue.current.value, potential, limits)
    tier, tier_source = tier_of(scope, segment, revenue.current.value)
    place = [part for part in (root.city, root.country) if part]
    return Profile(
        id=root.id,
        name=root.name,
        tier=tier,
        tier_source=tier_source,
        segment=segment,
        segment_reason=segment_reason,
        revenue_threshold=limits[0],
        potential_threshold=limits[1],
        owner=scope.user(root.owner_id),
        owner_manager=scope.manager(root.owner_id),
        industry=root.industry,
        ownership=root.ownership,
        employees=root.employees,
        annual_revenue=root.annual_revenue,
        location=", ".join(place) or None,
        website=root.website,
        description=root.description,
        health=root.health,
        potential=potential,
        products_owned=products_owned(scope, owned),
        share_of_spend=percent(revenue.current.value, root.addressable_spend),
        **_as_stated(scope),
        units=scope.units,
        customer_since=customer_since(scope),
        customer_note=customer_note(scope),
        last_review=root.last_review,
        places=places(scope),
        lifetime=lifetime(scope, revenue.current),
    )


def _as_stated(scope: Scope) -> _Stated:
    """What the account's own fields say, or files beside the CRM."""
    root = scope.root
    return _Stated(
        addressable_spend=root.addressable_spend,
        market_share=root.market_share,
        growth_rate=root.growth_rate,
        territory=root.territory,
        expansion_thesis=root.expansion_thesis,
        value_proposition=root.value_proposition,
        expansion_thesis_file=scope.file_of("account.expansion_thesis"),
        value_proposition_file=scope.file_of("account.value_proposition"),
        playbook=root.playbook,
        health_trend=root.health_trend,
        private_equity=root.private_equity,
        annual_revenue_year=root.annual_revenue_year,
        annual_revenue_source=root.annual_revenue_source
        or scope.origin("account.annual_revenue", "the account's annual revenue field"),
    )


def potential_of(scope: Scope, grid: Whitespace) -> Figure[Decimal]:
    """The account's field, else the divisions' fields, else the whitespace value (row 7)."""
    root = scope.root
    source = scope.origin("account.potential", "the account's growth potential field")
    if root.potential is not None:
        return Figure(root.potential, (root.id,), source)
    parts = _division_potential(scope)
    if any(stated is not None for _, stated in parts):
        return total(parts, note="sum of the divisions' growth potential")
    value = grid.value
    if value.value and value.of:
        valued, cells = value.of
        note = f"whitespace value of {valued} of {cells} open cells"
        return Figure(value.value, value.ids, note, value.of)
    return Figure(None, note=f"{source} is blank, and no open whitespace cell has a value")


def _division_potential(scope: Scope) -> list[tuple[str, Decimal | None]]:
    def stated(unit_id: str) -> Decimal | None:
        row = scope.accounts[unit_id]
        return scope.money.convert(row.potential, row.currency)

    tops = [unit.id for unit in scope.divisions if unit.parent_id == scope.root.id]
    return stated_parts(scope.divisions, tops, stated)


def products_owned(scope: Scope, owned: tuple[OwnedProduct, ...]) -> Figure[int]:
    """How many different products the account and its divisions own (rows 9, 28)."""
    kinds = {row.kind for row in owned}
    if not kinds and not any(scope.readable(topic) for topic in _OWNING):
        return Figure(None, note="what is owned could not be read")
    return Figure(len(kinds), ids_of(*(row.ids for row in owned)), "distinct products owned")


def thresholds(scope: Scope) -> tuple[Decimal | None, Decimal | None]:
    """From where on revenue and potential are high, in the account's currency (row 7); None where
    no exchange rate from the corporate currency is known."""
    options, corporate = scope.options, scope.snapshot.org.currency
    revenue, potential = (
        scope.money.convert(limit, corporate)
        for limit in (options.revenue_threshold, options.potential_threshold)
    )
    return revenue, potential


def segment_of(
    scope: Scope,
    revenue: Decimal | None,
    potential: Figure[Decimal],
    limits: tuple[Decimal | None, Decimal | None],
) -> tuple[str | None, str]:
    """The quadrant of current revenue and growth potential (row 8), and why it is that one.

    None where one of them is unknown: the account is listed all the same (row 7). A potential
    known in part is unknown, unless that part is high already.
    """
    if None in limits:
        corporate = scope.snapshot.org.currency
        return None, f"No exchange rate from {corporate} to {scope.money.currency} is known."
    big, first = _side(scope, "current revenue", revenue, limits[0])
    rising, second = _rising(scope, potential, limits[1])
    reason = f"{first[0].upper()}{first[1:]}, {second}{_source(potential)}."
    if big is None or rising is None:
        return None, reason
    names = {
        (True, True): "strategic",
        (False, True): "land_expand",
        (True, False): "retention",
        (False, False): "motion",
    }
    return names[big, rising], reason


def _side(
    scope: Scope, what: str, value: Decimal | None, limit: Decimal | None
) -> tuple[bool | None, str]:
    """Whether the value is high, and that in words with the value and from where on it is."""
    if value is None or limit is None:
        return None, f"{what} is unknown"
    high, currency = value >= limit, scope.money.currency
    size, start = ("high", "from") if high else ("low", "high from")
    worth, least = amount_text(value, currency), amount_text(limit, currency)
    return high, f"{what} of {worth} is {size} ({start} {least})"


def _rising(
    scope: Scope, potential: Figure[Decimal], limit: Decimal | None
) -> tuple[bool | None, str]:
    """The same of the potential: a sum that leaves something out may prove it high, never low."""
    high, words = _side(scope, "growth potential", potential.value, limit)
    if high is False and potential.of and potential.of[0] < potential.of[1]:
        assert potential.value is not None
        assert limit is not None
        known, least = (amount_text(v, scope.money.currency) for v in (potential.value, limit))
        return None, (
            f"growth potential is not known in full: {known} from {potential.of[0]} of "
            f"{potential.of[1]} (high from {least})"
        )
    return high, words


def _source(potential: Figure[Decimal]) -> str:
    if not potential.note:
        return ""
    return (
        f"; the potential is from: {potential.note}"
        if potential.value is not None
        else f": {potential.note}"
    )


def tier_of(scope: Scope, segment: str | None, revenue: Decimal | None) -> tuple[int, str]:
    """The stated tier, else the segment's, else by revenue alone (rows 1, 8)."""
    if scope.root.tier is not None:
        return scope.root.tier, scope.origin("account.tier", "the account's tier field")
    if segment is not None:
        return _TIER_OF[segment], f"computed from the segment {segment.replace('_', ' ')}"
    limit = scope.money.convert(scope.options.revenue_threshold, scope.snapshot.org.currency)
    if revenue is None or limit is None:
        return 3, "not recorded; revenue and potential are unknown, so taken for tier 3"
    tier = 2 if revenue >= limit else 3
    return tier, "computed from current revenue alone: the growth potential is unknown"
