"""Who the customer is, and how deep we plan for it (METHOD.md rows 1, 7, 8, 38, 39)."""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.money import total
from generator.analysis.owned import customer_note, customer_since
from generator.analysis.results import Figure, Profile, Revenue, Whitespace
from generator.analysis.scope import Scope
from generator.analysis.units import stated_parts

_TIER_OF = {"strategic": 1, "land_expand": 2, "retention": 2, "motion": 3}


def profile(scope: Scope, revenue: Revenue, grid: Whitespace) -> Profile:
    """The account's header, with tier and segment and where they come from."""
    root = scope.root
    potential = potential_of(scope, grid)
    segment, segment_reason = segment_of(scope, revenue.current.value, potential.value)
    tier, tier_source = tier_of(scope, segment, revenue.current.value)
    place = [part for part in (root.city, root.country) if part]
    return Profile(
        id=root.id,
        name=root.name,
        tier=tier,
        tier_source=tier_source,
        segment=segment,
        segment_reason=segment_reason,
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
        expansion_thesis=root.expansion_thesis,
        value_proposition=root.value_proposition,
        expansion_thesis_file=scope.file_of("account.expansion_thesis"),
        value_proposition_file=scope.file_of("account.value_proposition"),
        playbook=root.playbook,
        units=scope.units,
        customer_since=customer_since(scope),
        customer_note=customer_note(scope),
        last_review=root.last_review,
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


def segment_of(
    scope: Scope, revenue: Decimal | None, potential: Decimal | None
) -> tuple[str | None, str]:
    """The quadrant of current revenue and growth potential (row 8); None where one is unknown."""
    options, corporate = scope.options, scope.snapshot.org.currency
    for value, what in ((revenue, "current revenue"), (potential, "growth potential")):
        if value is None:
            return None, f"The {what} is unknown."
    limits = [
        scope.money.convert(limit, corporate)
        for limit in (options.revenue_threshold, options.potential_threshold)
    ]
    if revenue is None or potential is None or limits[0] is None or limits[1] is None:
        return None, f"No exchange rate from {corporate} to {scope.money.currency} is known."
    big, rising = revenue >= limits[0], potential >= limits[1]
    names = {
        (True, True): "strategic",
        (False, True): "land_expand",
        (True, False): "retention",
        (False, False): "motion",
    }
    sizes = ("high" if big else "low", "high" if rising else "low")
    return names[big, rising], f"Current revenue is {sizes[0]}, growth potential is {sizes[1]}."


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
