"""The whitespace grid: products by divisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure, Person, Unit
from generator.analysis.results.business import Deal
from generator.analysis.results.plan import PlayRow


@dataclass(frozen=True, slots=True)
class ProductColumn:
    id: str
    name: str
    family: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One product in one division. States: owned, in_progress, open (METHOD.md row 65)."""

    unit: str
    unit_id: str
    product: str
    product_id: str
    family: str
    state: str
    expanding: bool  # owned, and an open opportunity would add to it
    competitor_held: str | None  # a rival's product stands here
    value: Decimal | None  # of an open or in-progress cell
    need: str | None  # yes, no, None unknown
    access: str | None
    budget: str | None
    need_evidence: str | None
    access_evidence: str | None
    budget_evidence: str | None
    score: int  # how many of the three are yes
    play: str | None  # of several plays all names
    play_kind: str | None
    owner: Person | None
    close_date: date | None
    buyer: Person | None
    trigger: str | None
    opportunity_id: str | None
    is_qualified: bool  # need and access are yes
    is_priority: bool  # open or in progress, qualified, in the priority list
    ids: tuple[str, ...]
    estimate: Decimal | None = None  # median price paid for product or family; never in a total
    unpursued: Decimal | None = None  # the part of the value that is in no opportunity


@dataclass(frozen=True, slots=True)
class Whitespace:
    units: tuple[Unit, ...]
    products: tuple[ProductColumn, ...]  # in families
    cells: tuple[Cell, ...]  # unit by unit, product by product
    owned: int
    in_progress: int
    open: int
    value: Figure[Decimal]  # sum over open cells that have one; ``of`` = (valued, open)
    pre_pipeline: Figure[Decimal]  # cells with a value and no opportunity; never added to pipeline
    unplaced: tuple[Deal, ...]  # open opportunities without line items
    priorities: tuple[Cell, ...]  # best first
    fantasy_warning: str | None  # a large open grid without executive or champion (row 67)
    unplaced_plays: tuple[PlayRow, ...] = ()  # plays for no product that the grid has: in no cell
