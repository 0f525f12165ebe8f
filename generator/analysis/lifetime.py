"""What the customer paid in its time with us, beside what it gained (METHOD.md row 47)."""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.money import cents, ids_of
from generator.analysis.owned import customer_since
from generator.analysis.results import Figure, Lifetime
from generator.analysis.scope import Scope

_YEAR = Decimal("365.25")
_TENTH = Decimal("0.1")


def lifetime(scope: Scope, current: Figure[Decimal]) -> Lifetime:
    """Tenure in years; lifetime value is current revenue times tenure, and shown only where the
    CRM says what the customer gained. Paid more than gained: the account needs a rescue plan."""
    since = customer_since(scope)
    years = Decimal((scope.as_of - since).days) / _YEAR if since else None
    gained = _gained(scope)
    paid: Figure[Decimal] = Figure(None, note="shown only where the value realised is recorded")
    if gained.value is not None and years is not None and current.value is not None:
        note = "current revenue times the years as a customer"
        paid = Figure(cents(current.value * years), current.ids, note, current.of)
    both = paid.value is not None and gained.value is not None
    return Lifetime(
        years=years.quantize(_TENTH) if years is not None else None,
        paid=paid,
        gained=gained,
        is_rescue=(paid.value or 0) > (gained.value or 0) if both else None,
        ids=ids_of(paid.ids, gained.ids),
    )


def _gained(scope: Scope) -> Figure[Decimal]:
    root = scope.root
    value = scope.money.convert(root.value_realised, root.currency)
    if value is None:
        return Figure(None, note="not recorded")
    source = scope.origin("account.value_realised", "the account's value realised field")
    return Figure(cents(value), (root.id,), source)
