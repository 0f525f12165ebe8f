"""An analysed account with something in every field, each text telling where it stands.

``full_account()`` fills ``AnalysedAccount`` from its type annotations, so that a field added later
is filled too. Texts are canaries such as ``RiskRow.name-3``; a text that must be one of a few words
(a state, a role) takes them in turn. Other tests change what they are about with ``replace``.
"""

from __future__ import annotations

import itertools
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from generator.analysis.results import (
    Action,
    AnalysedAccount,
    Cell,
    Figure,
    Period,
    QuarterResult,
    SupportQuarter,
    Whitespace,
)
from generator.analysis.team import EXECUTIVE_SPONSOR
from generator.model.org import FiscalCalendar
from generator.model.records import BUYING_ROLES
from generator.model.rules import UNIT_NAMES

AS_OF = date(2026, 11, 22)
FISCAL = FiscalCalendar()
WORDS: dict[str, tuple[str, ...]] = {
    "Profile.segment": ("strategic",),
    "Renewal.status": ("attention",),
    "Deal.state": ("won", "lost", "open"),
    "Deal.kind": ("expansion", "expansion", "renewal"),
    "KindTotals.kind": ("expansion", "renewal"),
    "Gate.state": ("done", "ahead", "missed"),
    "Gate.finding": ("deal_late", "buyer_met", "no_deal"),
    "ContractTerm.renewed": ("on_time", "late", "lapsed"),
    "Action.owner_gap": ("queue",),
    "Blocker.kind": ("task", "deal"),
    "Cell.state": ("open", "owned", "in_progress", "open"),
    "Cell.need": ("yes", "no"),
    "Cell.access": ("yes", "no"),
    "Cell.budget": ("no", "yes"),
    "Cell.need_source": ("stated", "inferred"),
    "Cell.access_source": ("inferred", "stated"),
    "Cell.budget_source": ("inferred", "stated"),
    "Whitespace.axis": ("region",),
    "FunnelStep.key": ("stage", "won", "planned"),
    "PlayProgress.outcome": ("planned", "open", "won", "lost", "given_up"),
    "Opening.kind": ("priority", "launch"),
    "Stakeholder.role": ("champion", "economic_buyer", "blocker"),
    "Stakeholder.influence": ("high", "low", "medium"),
    "Stakeholder.influence_source": ("stated", "inferred"),
    "Stakeholder.strength_source": ("inferred", "stated"),
    "Stakeholder.role_source": ("opportunity", "relation", "contact"),
    "Introduction.reason": ("economic_buyer", "act_first"),
    "PersonChange.kind": ("left", "quiet"),
    "Reconciliation.kind": ("growth", "won"),
    "RiskRow.likelihood": ("high", "low"),
    "RiskRow.impact": ("medium", "high"),
    "GoalMeasure.unit": ("number", "currency"),
    "GoalMeasure.baseline_from": ("stated", "history", "computed"),
    "Finding.code": ("no_baseline", "no_owner", "vague"),
    "Goal.aim": ("revenue", "expansion"),
    "Goal.path": ("cross_sell", "retain"),
    "AimRow.aim": ("revenue", "expansion", "retention"),
    "AimRow.path": ("cross_sell", "retain"),
    "AimRow.unit": ("currency", "number"),
    "Tried.unit": ("number", "currency"),
    "PlayRow.serves_by": ("stated", "objective"),
    "PlayRow.outcome": ("planned", "open"),
    "CustomerPriority.unsourced": ("who", "where"),
    "Metric.unit": ("percent", "currency"),
    "CustomerPriority.unit": ("days",),
    "Change.kind": ("deal_won", "person_weaker", "cell_state", "risk_new", "commitment"),
    "Change.topic": ("deals", "people", "whitespace", "risks", "commitments"),
    "SignalRow.kind": ("launch", "ipo"),
    "CommitmentRow.state": ("kept", "late", "open"),
    "ReviewLine.kind": ("outcome", "lesson", "option", "decision", "roadmap", "question"),
    "Coverage.state": ("not_visible", "not_enabled", "not_mapped", "no_records", "read"),
    "Coverage.topic": ("cases", "risks", "team", "plays", "contacts"),
    "AnalysedAccount.currency": ("USD",),
}
COUNTS = {
    "ReviewLine": 12,
    "Change": 5,
    "Deal": 3,
    "CommitmentRow": 3,
    "Coverage": 5,
    "Stakeholder": 3,
    "FunnelStep": 3,
    "PlayProgress": 5,
}
SAFE_FIELDS = (
    "priority.name",
    "priority.kpi",
    "priority.unit",
    "priority.baseline",
    "priority.current",
    "priority.target",
    "priority.outcome",
    "priority.stated_by_id",
    "priority.stated_on",
    "priority.stated_where",
    "kpi_reading.day",
    "kpi_reading.value",
    "review_item.name",
    "review_item.priority_id",
    "review_item.detail",
    "review_item.figure",
    "review_item.day",
    "objective.customer_outcome",
    "asset.active_users",
    "asset.quantity",
    "usage.active_users",
    "usage.licensed",
    "case.theme",
    "user.title",
    *UNIT_NAMES,
)


class Filler:
    """Fills values by type; every text, id and figure is another one."""

    def __init__(self) -> None:
        self._count = itertools.count(1)
        self._turn: dict[str, Iterator[str]] = {}

    def make(self, kind: type, **given: Any) -> Any:
        """A dataclass with something in every field."""
        hints = get_type_hints(kind)
        values = {
            f.name: given[f.name] if f.name in given else self.value(hints[f.name], kind, f.name)
            for f in fields(kind)
        }
        return kind(**values)

    def value(self, kind: Any, owner: type, name: str) -> Any:
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self.value(next(a for a in get_args(kind) if a is not type(None)), owner, name)
        if origin is Figure:
            value = self.value(get_args(kind)[0], owner, name)
            return Figure(value, (self.id(),), self.text(owner, f"{name}.note"), (3, 4))
        if origin is tuple:
            return self._tuple(get_args(kind), owner, name)
        if is_dataclass(kind):
            return self.make(kind)  # type: ignore[arg-type]
        return self._plain(kind, owner, name)

    def _tuple(self, args: tuple[Any, ...], owner: type, name: str) -> tuple[Any, ...]:
        if name == "ids":
            return (self.id(), self.id())
        if len(args) == 2 and args[1] is Ellipsis:
            count = COUNTS.get(getattr(args[0], "__name__", ""), 2)
            return tuple(self.value(args[0], owner, name) for _ in range(count))
        return tuple(self.value(arg, owner, name) for arg in args)

    def _plain(self, kind: Any, owner: type, name: str) -> Any:
        number = next(self._count)
        if kind is str:
            return self.id() if name == "id" or name.endswith("_id") else self.text(owner, name)
        if kind is bool:
            return name != "has_left"  # who left stands in few places
        if kind is int:
            return 3
        if kind is Decimal:
            return Decimal(1000 + number) + Decimal("0.25")
        if kind is date:
            return AS_OF + timedelta(days=number % 90)
        raise TypeError(f"{owner.__name__}.{name}: {kind}")

    def id(self) -> str:
        return f"001{next(self._count):012d}AAA"

    def text(self, owner: type, name: str) -> str:
        key = f"{owner.__name__}.{name}"
        if key in WORDS:
            return next(self._turn.setdefault(key, itertools.cycle(WORDS[key])))
        return f"{key}-{next(self._count)}"


def full_account(**given: Any) -> AnalysedAccount:
    """An analysed account with something in every field; ``given`` fields replace the filled."""
    fill = Filler()
    period = Period(
        AS_OF,
        FISCAL.quarter(2026, 3),
        FISCAL.quarter(2026, 4),
        2026,
        date(2026, 1, 1),
        date(2026, 12, 31),
        FISCAL,
    )
    quarters = [FISCAL.shift(period.quarter, step) for step in range(-7, 1)]
    account: AnalysedAccount = fill.make(AnalysedAccount, period=period)
    performance = replace(
        account.performance,
        quarters=tuple(fill.make(QuarterResult, quarter=q) for q in quarters),
    )
    support = replace(
        account.support, quarters=tuple(fill.make(SupportQuarter, quarter=q) for q in quarters)
    )
    ready = {
        "newest_change": "2026-11-20T10:12:33+01:00",
        "profile": replace(account.profile, tier=1),
        "performance": performance,
        "support": support,
        "whitespace": _grid(fill, account.whitespace),
        "relationships": _people(account),
        "actions": _about(account),
        "plays": _plays(account),
        "team": _team(account),
        "metrics": _metrics(account),
        "plan": replace(account.plan, efforts=None),  # one of the five questions is open
        "owned_products": _owned(account),
        "priorities": tuple(_with_readings(p) for p in account.priorities),
        "commitments": _commitments(account),
        "review_lines": tuple(
            replace(line, day=period.quarter.end) if line.kind == "outcome" else line
            for line in account.review_lines
        ),
        "sources": (("account.arr", "the accounts"),),
        "declared_safe": SAFE_FIELDS,
    }
    return replace(account, **(ready | given))


def _about(account: AnalysedAccount) -> tuple[Action, ...]:
    """The first task names the person to act on first, as a review looks for."""
    first, *rest = account.actions
    name = account.relationships.contacts[0].name
    return (replace(first, subject=f"{first.subject} {name}"), *rest)


def _grid(fill: Filler, space: Whitespace) -> Whitespace:
    """A grid that is one: a cell for each unit and product."""
    cells = tuple(
        replace(
            fill.make(Cell),
            unit=unit.name,
            unit_id=unit.id,
            product=product.name,
            product_id=product.id,
            family=product.family,
        )
        for unit in space.units
        for product in space.products
    )
    lacking, whole = (i for i, cell in enumerate(cells) if cell.state == "open")
    changed = list(cells)
    changed[lacking] = replace(cells[lacking], value=None, owner=None)
    changed[whole] = replace(cells[whole], close_date=None)
    moving = next(i for i, cell in enumerate(cells) if cell.state == "in_progress")
    changed[moving] = replace(cells[moving], need="no", is_priority=False)  # left out of the list
    return replace(space, cells=tuple(changed), priorities=(changed[lacking], changed[whole]))


def _people(account: AnalysedAccount) -> Any:
    """A reporting line, and somebody in each buying role."""
    relations = account.relationships
    first, second, third = relations.contacts
    filled = tuple((role, (first.name, second.name)) for role in BUYING_ROLES)
    return replace(
        relations,
        contacts=(
            replace(first, strength=1),
            replace(second, reports_to_id=first.id, influence="high", strength=0),
            replace(
                third,
                reports_to_id=second.id,
                influence=None,
                unit=account.whitespace.units[-1].name,  # the division that owns nothing
            ),
        ),
        coverage=tuple(replace(row, filled=filled) for row in relations.coverage),
    )


def _plays(account: AnalysedAccount) -> Any:
    """One with an open opportunity, in the division that owns nothing; one for later, which serves
    no stated priority."""
    near, far = account.plays
    deal = next(deal for deal in account.performance.deals if deal.state == "open")
    unit = account.whitespace.units[-1].name
    near = replace(near, unit=unit, opportunity_id=deal.id, value=Decimal(1), outcome="open")
    far = replace(far, close_date=date(2027, 12, 1), serves=None, serves_by=None, outcome="planned")
    return (near, far)


def _metrics(account: AnalysedAccount) -> Any:
    """One of them is below its baseline."""
    first, *others = account.metrics.leading
    fallen = replace(first, baseline=first.current, current=first.baseline)
    return replace(account.metrics, leading=(fallen, *others))


def _team(account: AnalysedAccount) -> Any:
    """Our sponsor is the one whom the account names."""
    first, *others = account.team
    sponsor = account.relationships.sponsor
    return (replace(first, role=EXECUTIVE_SPONSOR, person=sponsor), *others)


def _owned(account: AnalysedAccount) -> Any:
    """One division owns two products, another one of them."""
    first, second = (replace(row, named_by="product.name") for row in account.owned_products)
    return (first, second, replace(first, unit=second.unit, unit_id=second.unit_id))


def _with_readings(priority: Any) -> Any:
    days = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 9, 30)]
    values = [Decimal("4.1"), Decimal("3.6"), Decimal("3.1"), Decimal("2.6")]
    return replace(
        priority,
        baseline=Decimal("4.1"),
        current=Decimal("2.6"),
        current_by=("priority.current",),
        target=Decimal(2),
        readings=tuple(zip(days, values, strict=True)),
    )


def _commitments(account: AnalysedAccount) -> tuple[Any, ...]:
    kept, late, ahead = account.commitments
    return (
        replace(kept, due=date(2026, 9, 1), done_on=date(2026, 8, 20)),
        replace(late, due=date(2026, 9, 30)),
        replace(ahead, due=date(2026, 12, 3)),
    )


def test_the_full_account_leaves_no_field_empty() -> None:
    def empty(value: Any, path: str) -> Iterator[str]:
        if value is None or value in ((), ""):
            yield path
        elif is_dataclass(value):
            for field in fields(value):
                yield from empty(getattr(value, field.name), f"{path}.{field.name}")
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from empty(item, f"{path}[{index}]")

    lacking = {
        f"account.whitespace.{place}[0].{name}"
        for place in ("cells", "priorities")
        for name in ("value", "owner")
    }
    lacking |= {f"account.whitespace.{place}.close_date" for place in ("cells[3]", "priorities[1]")}
    lacking |= {"account.relationships.contacts[2].influence", "account.period.fiscal.known"}
    lacking |= {"account.plan.efforts", "account.plays[1].serves", "account.plays[1].serves_by"}
    assert set(empty(full_account(), "account")) == lacking
