"""Opportunities: what was bought, what was renewed, what was lost, and what is open.

Every purchase in a division's holdings has its won opportunity, and every contract that followed
another its won renewal, so that won deals and owned products tell the same story. Open deals and
the lost ones worth a story are written by hand; small lost ones are drawn from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from builder.clock import AS_OF, FIRST_DEAL, add_months, workday
from builder.customer import ROOT, Customer, Holding, Term
from builder.estate import counted
from builder.source import Source, day, sure
from builder.words import LOSS_REASONS

WON, LOST = "Closed Won", "Closed Lost"


@dataclass(frozen=True, slots=True)
class Line:
    product: str
    quantity: int
    price: Decimal

    @property
    def total(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Part:
    """A contact's part in a deal."""

    contact: str
    role: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Deal:
    key: str
    unit: str
    name: str
    kind: str  # New Business, Expansion, Renewal
    stage: str
    close: date
    created: date
    owner: str
    lines: tuple[Line, ...] = ()
    amount: Decimal | None = None
    parts: tuple[Part, ...] = ()
    rivals: tuple[str, ...] = ()
    contract: str | None = None
    reason: str | None = None
    next_step: str | None = None
    stage_since: date | None = None
    pushes: int = 0
    top_x: bool = False
    score: int | None = None
    source: str | None = None
    note: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        return self.stage in (WON, LOST)


def deals_of(customer: Customer) -> list[Deal]:
    made = [*_purchases(customer), *_renewals(customer)]
    made += [_written(customer, facts, LOST) for facts in customer.source.get("lost", [])]
    made += _small_losses(customer)
    made += [_written(customer, facts, None) for facts in customer.source.get("open", [])]
    return made


def _purchases(customer: Customer) -> Iterator[Deal]:
    first = min(h.start for h in customer.holdings)
    bought = sorted(
        (h for h in customer.holdings if h.start >= FIRST_DEAL),
        key=lambda h: (h.unit, h.start, h.product),
    )
    for (unit, start), group in groupby(bought, key=lambda h: (h.unit, h.start)):
        yield _purchase(customer, unit, list(group), is_first=start == first)


def _purchase(customer: Customer, unit: str, bought: list[Holding], *, is_first: bool) -> Deal:
    start = bought[0].start
    random = customer.random(f"won/{unit}/{start}")
    currency = customer.unit(unit).currency
    close = workday(start - timedelta(days=random.randrange(6, 24)))
    created = workday(close - timedelta(days=random.randrange(48, 190)))
    return Deal(
        key=f"won/{unit}/{start:%Y-%m}",
        unit=unit,
        name=f"{customer.unit(unit).short}: {_title(customer, bought)}",
        kind="New Business" if is_first else "Expansion",
        stage=WON,
        close=close,
        created=created,
        owner=_owner_on(customer, close),
        lines=tuple(
            Line(h.product, h.quantity, customer.price(h.product, currency)) for h in bought
        ),
        parts=_usual_parts(customer, unit, f"won/{unit}/{start}"),
        rivals=_maybe_rival(customer, f"won/{unit}/{start}", 0.25),
        source=random.choice(["Account plan", "Customer referral", "Support", "Event", "Partner"]),
    )


def _title(customer: Customer, bought: list[Holding]) -> str:
    """What a purchase is called: the product and its size, or the products together."""
    if len(bought) > 1:
        names = [h.product for h in bought]
        return f"{', '.join(names[:-1])} and {names[-1]}"
    [one] = bought
    size = counted(customer, one.product, one.quantity)
    earlier = [
        h
        for h in customer.holdings
        if (h.unit, h.product) == (one.unit, one.product) and h.start < one.start
    ]
    return f"{one.product} extension by {size}" if earlier else f"{one.product} for {size}"


def _renewals(customer: Customer) -> Iterator[Deal]:
    for term in customer.terms:
        if term.start >= FIRST_DEAL and term.facts.get("renews", False):
            yield _renewal(customer, term)


def _renewal(customer: Customer, term: Term) -> Deal:
    unit = term.facts.get("account", ROOT)
    close = workday(term.start - timedelta(days=term.facts.get("signed_before", 16)))
    name = term.facts.get("title", "agreement")
    return Deal(
        key=f"renewed/{term.key}",
        unit=unit,
        name=f"{customer.unit(unit).short}: {name} renewal {term.start.year}",
        kind="Renewal",
        stage=WON,
        close=close,
        created=workday(add_months(close, -7)),
        owner=_owner_on(customer, close),
        lines=_running(customer, term, term.start - timedelta(days=1)),
        parts=_usual_parts(customer, unit, f"renewed/{term.key}"),
        contract=term.key,
        source="Account plan",
    )


def _running(customer: Customer, term: Term, on: date) -> tuple[Line, ...]:
    """What a contract's divisions hold on a day, product by product."""
    currency = customer.unit(term.facts.get("account", ROOT)).currency
    quantities: dict[str, int] = {}
    for holding in customer.holdings:
        if holding.unit in term.units and holding.runs_on(on):
            quantities[holding.product] = quantities.get(holding.product, 0) + holding.quantity
    return tuple(Line(p, q, customer.price(p, currency)) for p, q in quantities.items())


def _written(customer: Customer, facts: Source, stage: str | None) -> Deal:
    """A deal told in the source: ``lines = "LineView:6 ShiftBook:40"``, ``people = "key=Role"``."""
    unit = facts.get("unit", ROOT)
    close = sure(facts["close"])
    random = customer.random(f"deal/{facts['key']}")
    created = day(facts.get("created", "")) or workday(
        min(close, AS_OF) - timedelta(days=random.randrange(60, 200))
    )
    since = day(facts.get("since", "")) or AS_OF - timedelta(days=random.randrange(6, 45))
    amount, lines = facts.get("amount"), _lines(customer, unit, facts)
    if _spans_divisions(customer, unit, facts):
        # One agreement over many divisions is renewed as a sum, not product by product.
        amount, lines = sum(line.quantity * line.price for line in lines), ()
    return Deal(
        key=facts["key"],
        unit=unit,
        name=f"{customer.unit(unit).short}: {facts['title']}",
        kind=facts.get("type", "Expansion"),
        stage=stage or facts["stage"],
        close=close,
        created=created,
        owner=facts.get("owner", _owner_on(customer, min(close, AS_OF))),
        lines=lines,
        amount=Decimal(amount) if amount is not None else None,
        parts=_parts(facts.get("people", "")),
        rivals=tuple(facts.get("rivals", [])),
        contract=facts.get("renews"),
        reason=facts.get("reason"),
        next_step=facts.get("next"),
        stage_since=max(since, created),
        pushes=facts.get("pushes", 0),
        top_x=facts.get("top_x", False),
        score=facts.get("score"),
        source=facts.get("source", "Account plan"),
        note=facts.get("note"),
    )


def _spans_divisions(customer: Customer, unit: str, facts: Source) -> bool:
    if "renews" not in facts:
        return False
    term = next(t for t in customer.terms if t.key == facts["renews"])
    return any(place != unit for place in term.units)


def _lines(customer: Customer, unit: str, facts: Source) -> tuple[Line, ...]:
    if "renews" in facts:
        term = next(t for t in customer.terms if t.key == facts["renews"])
        return _running(customer, term, AS_OF)
    currency = customer.unit(unit).currency
    pairs = (part.split(":") for part in facts.get("lines", "").split())
    return tuple(Line(p, int(q), customer.price(p, currency)) for p, q in pairs)


def _parts(text: str) -> tuple[Part, ...]:
    """``bains=Champion, hollis=Economic Buyer``: the first is the primary contact."""
    pairs = [part.strip().split("=") for part in text.split(",") if part.strip()]
    return tuple(Part(c, r, primary=n == 0) for n, (c, r) in enumerate(pairs))


def _owner_on(customer: Customer, on: date) -> str:
    account = customer.source["account"]
    if "handover" in account and on < sure(account["handover"]):
        return str(account["previous_owner"])
    return customer.owner


def _usual_parts(customer: Customer, unit: str, topic: str) -> tuple[Part, ...]:
    """The people who mostly take part: those of the division, else of the ones above it."""
    near = _contacts_near(customer, unit)
    random = customer.random(f"parts/{topic}")
    if not near or random.random() < 0.08:
        return ()
    picked = near[: random.choice([1, 2, 2, 3])]
    return tuple(
        Part(c["key"], c["role"] or "Business User", primary=n == 0) for n, c in enumerate(picked)
    )


def _contacts_near(customer: Customer, unit: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    at: str | None = unit
    while at is not None:
        found += [c for c in customer.contacts if c["unit"] == at and c["touch"] != "new"]
        at = customer.unit(at).parent
    return found


def _maybe_rival(customer: Customer, topic: str, share: float) -> tuple[str, ...]:
    random = customer.random(f"rival/{topic}")
    names = [r["name"] for r in customer.source.get("rival", [])]
    return (random.choice(names),) if names and random.random() < share else ()


QUANTITIES = {"Line": (2, 9), "User": (40, 140), "Machine": (40, 150), "Site": (1, 1)}


def _small_losses(customer: Customer) -> Iterator[Deal]:
    """As many as the source asks for, of products that the division never bought."""
    random = customer.random("small losses")
    held = {(h.unit, h.product) for h in customer.holdings}
    products = sorted(customer.price_list.prices)
    places = [u.key for u in customer.units if u.parent or len(customer.units) == 1]
    free = [(u, p) for u in places for p in products if (u, p) not in held]
    for unit, product in random.sample(free, customer.source["account"].get("small_losses", 0)):
        yield _small_loss(customer, unit, product)


def _small_loss(customer: Customer, unit: str, product: str) -> Deal:
    random = customer.random(f"small loss/{unit}/{product}")
    low, high = QUANTITIES[customer.price_list.sold_by[product]]
    quantity = random.randint(low, high)
    close = workday(AS_OF - timedelta(days=random.randrange(70, 1040)))
    reason = random.choice(LOSS_REASONS)
    key = f"lost/{unit}/{product}"
    price = customer.price(product, customer.unit(unit).currency)
    size = counted(customer, product, quantity)
    return Deal(
        key=key,
        unit=unit,
        name=f"{customer.unit(unit).short}: {product} trial, {size}",
        kind="Expansion",
        stage=LOST,
        close=close,
        created=workday(close - timedelta(days=random.randrange(40, 150))),
        owner=_owner_on(customer, close),
        lines=(Line(product, quantity, price),),
        parts=_usual_parts(customer, unit, key)[:1],
        rivals=_maybe_rival(customer, key, 1.0) if reason == "Lost to competitor" else (),
        reason=reason,
        source=random.choice(["Account plan", "Inbound", "Partner", "Event"]),
    )
