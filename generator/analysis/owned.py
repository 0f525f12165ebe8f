"""The products each division owns, and the contracts it holds (METHOD.md rows 28, 30, 65).

Owned is what assets say. Where the account has no assets at all it is what subscriptions say, and
without those the lines of won opportunities: no two are ever mixed within one account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from generator.analysis.money import cents, ids_of
from generator.analysis.results import OwnedProduct
from generator.analysis.scope import Scope, group
from generator.analysis.terms import a_year_of
from generator.analysis.words import ENDED_ASSET, canonical
from generator.model.records import Asset, OpportunityLine, Product, Subscription

NO_FAMILY = "Other products"
"""The family of a product that names none."""


def holds(asset: Asset, day: date) -> bool:
    """Whether the asset is in place on ``day``, as-of: by its dates, and not in an ended state."""
    return _spans(asset, day) and canonical(asset.status) not in ENDED_ASSET


def _spans(asset: Asset, day: date) -> bool:
    begun = asset.start_date is None or asset.start_date <= day
    return begun and (asset.ends is None or asset.ends >= day)


def own_assets(scope: Scope) -> tuple[Asset, ...]:
    """Our products in place at the customer as of as-of."""
    return tuple(row for row in _ours(scope) if holds(row, scope.as_of))


def assets_then(scope: Scope, day: date) -> tuple[Asset, ...]:
    """Our products in place on an earlier ``day`` by their dates, whatever became of them since."""
    return tuple(row for row in _ours(scope) if _spans(row, day))


def ended_when(asset: Asset, as_of: date) -> bool:
    """Whether the dates say all of how long it was in place: not so where the state says that it
    has ended and no past end date says when."""
    over = asset.ends is not None and asset.ends <= as_of
    return over or canonical(asset.status) not in ENDED_ASSET


def _ours(scope: Scope) -> Iterable[Asset]:
    rows = scope.snapshot.assets
    return (row for row in rows if not row.is_competitor and row.account_id in scope.accounts)


def rival_assets(scope: Scope) -> tuple[Asset, ...]:
    """Rivals' products in place at the customer."""
    return tuple(
        row
        for row in scope.snapshot.assets
        if row.is_competitor and row.account_id in scope.accounts and holds(row, scope.as_of)
    )


def has_assets(scope: Scope) -> bool:
    """Whether assets of ours, in place or ended, are recorded for the account."""
    return any(not row.is_competitor for row in scope.snapshot.assets)


def has_subscriptions(scope: Scope) -> bool:
    """Whether subscriptions, running or over, are recorded for the account."""
    return any(row.account_id in scope.accounts for row in scope.snapshot.subscriptions)


def asset_worth(scope: Scope) -> Callable[[Asset], Decimal | None]:
    """What an asset brings a year, in the account's currency, not rounded: its ARR; where none of
    the account's assets states any, its monthly revenue twelvefold."""
    by_year = any(row.arr is not None for row in _ours(scope))

    def worth(row: Asset) -> Decimal | None:
        value = row.arr if by_year or row.mrr is None else row.mrr * 12
        return scope.money.convert(value, row.currency)

    return worth


def family_of(product: Product | None) -> str:
    return (product.family if product else None) or NO_FAMILY


def owned_products(scope: Scope) -> tuple[OwnedProduct, ...]:
    """One row per division and product, divisions in tree order, products by family and name."""
    rows = (
        _from_assets(scope)
        if has_assets(scope)
        else _from_subscriptions(scope)
        if has_subscriptions(scope)
        else _from_won_lines(scope)
    )
    place = {unit.id: index for index, unit in enumerate(scope.units)}
    return tuple(
        sorted(rows, key=lambda row: (place[row.unit_id], row.family, row.product, row.product_id))
    )


def _from_assets(scope: Scope) -> list[OwnedProduct]:
    grouped = group(
        own_assets(scope), lambda row: f"{scope.unit_of(row)}|{row.product_id or row.name}"
    )
    worth = asset_worth(scope)
    return [_owned_by_assets(scope, rows, worth) for rows in grouped.values()]


def _owned_by_assets(
    scope: Scope, rows: tuple[Asset, ...], worth: Callable[[Asset], Decimal | None]
) -> OwnedProduct:
    first = rows[0]
    product = scope.products.get(first.product_id or "")
    ends = [row.ends for row in rows]
    return OwnedProduct(
        unit=scope.unit_name_of(first),
        unit_id=scope.unit_of(first),
        product=product.name if product else first.name,
        product_id=first.product_id or "",
        named_by="product.name" if product else "asset.name",
        family=family_of(product),
        quantity=_sum(row.quantity for row in rows),
        arr=cents(_sum(worth(row) for row in rows)),
        active_users=_whole(_sum(_decimal(row.active_users) for row in rows)),
        since=_earliest(row.start_date for row in rows),
        until=_earliest(ends),
        ids=ids_of(row.id for row in rows),
    )


def _from_subscriptions(scope: Scope) -> list[OwnedProduct]:
    running = [
        row
        for row in scope.snapshot.subscriptions
        if row.account_id in scope.accounts and row.runs(scope.as_of)
    ]
    grouped = group(running, lambda row: f"{scope.unit_of(row)}|{row.product_id or row.name}")
    return [_owned_by_subscriptions(scope, rows) for rows in grouped.values()]


def _owned_by_subscriptions(scope: Scope, rows: tuple[Subscription, ...]) -> OwnedProduct:
    first = rows[0]
    product = scope.products.get(first.product_id or "")
    return OwnedProduct(
        unit=scope.unit_name_of(first),
        unit_id=scope.unit_of(first),
        product=product.name if product else first.name,
        product_id=first.product_id or "",
        named_by="product.name" if product else "subscription.name",
        family=family_of(product),
        quantity=_sum(row.quantity for row in rows),
        arr=cents(_sum(scope.money.convert(a_year_of(row), row.currency) for row in rows)),
        active_users=None,
        since=_earliest(row.start_date for row in rows),
        until=_earliest(row.ends for row in rows),
        ids=ids_of(row.id for row in rows),
    )


def _from_won_lines(scope: Scope) -> list[OwnedProduct]:
    won = [
        (scope.unit_of(deal), line)
        for deal in scope.opportunities.values()
        if deal.is_won and deal.account_id in scope.accounts
        for line in scope.lines.get(deal.id, ())
        if line.product_id
    ]
    grouped = group(won, lambda pair: f"{pair[0]}|{pair[1].product_id}")
    return [
        _owned_by_lines(scope, rows[0][0], tuple(line for _, line in rows))
        for rows in grouped.values()
    ]


def _owned_by_lines(scope: Scope, unit_id: str, lines: tuple[OpportunityLine, ...]) -> OwnedProduct:
    product_id = lines[0].product_id or ""
    product = scope.products.get(product_id)
    return OwnedProduct(
        unit=scope.unit_name(unit_id),
        unit_id=unit_id,
        product=product.name if product else product_id,
        product_id=product_id,
        named_by="product.name" if product else "",
        family=family_of(product),
        quantity=_sum(line.quantity for line in lines),
        arr=None,
        active_users=None,
        since=_earliest(scope.opportunities[line.opportunity_id].close_date for line in lines),
        until=None,
        ids=ids_of(line.id for line in lines),
    )


def customer_note(scope: Scope) -> str:
    """What the day of ``customer_since`` stands on: deals won before those read may be earlier."""
    note, first = "earliest contract, asset or deal won", customer_since(scope)
    since = scope.since("opportunities")
    if since is None or (first is not None and first < since):
        return note
    return f"{note}; deals closed before {since.isoformat()} were not read"


def customer_since(scope: Scope) -> date | None:
    """The earliest of contract start, asset start and won opportunity."""
    days: list[date | None] = [row.start_date for row in scope.snapshot.contracts]
    days += [row.start_date for row in scope.snapshot.assets if not row.is_competitor]
    days += [row.close_date for row in scope.opportunities.values() if row.is_won]
    return _earliest(day for day in days if day and day <= scope.as_of)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum where every value is known: a partial one would pass for the whole."""
    known: list[Decimal] = []
    for value in values:
        if value is None:
            return None
        known.append(value)
    return sum(known, Decimal(0)) if known else None


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
