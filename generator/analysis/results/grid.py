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
    unpursued: Decimal | None = None  # what it may bring that is in no opportunity (row 71)
    need_source: str | None = None  # stated, inferred; None where nobody says anything of it
    access_source: str | None = None
    budget_source: str | None = None


@dataclass(frozen=True, slots=True)
class PlayProgress:
    """How far one play came, whatever became of it (METHOD.md row 74)."""

    play: PlayRow
    outcome: str  # planned, open (has an open opportunity), won, lost, given_up
    created: date | None
    opportunity: str | None  # its name
    stage: str | None
    amount: Decimal | None  # of its opportunity
    is_first: bool | None  # created on a day before its opportunity; None: a day is missing
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """``value``: what its plays are expected to bring; of won and lost ones the deals' amounts."""

    key: str  # planned, opportunity, stage, won, lost, given_up
    stage: str | None  # the stage's name where ``key`` is stage
    plays: int
    value: Figure[Decimal]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Plays from planned to won or lost (row 74).

    ``won``: the amounts of won opportunities whose play was there first; ``of`` is (counted, won).
    ``undated``: won opportunities where a missing day leaves open which came first.
    """

    steps: tuple[FunnelStep, ...] = ()
    plays: tuple[PlayProgress, ...] = ()
    won: Figure[Decimal] = Figure(None)
    undated: int = 0
    no_date: int = 0  # plays without a day of creation


@dataclass(frozen=True, slots=True)
class Opening:
    """A customer priority or a piece of news, and the white space it opens (row 73).

    ``cells`` are those not owned whose play names the priority. News is named by no play: ``open``
    counts the open cells of the division it is about, and is None where it is about the whole
    account, or of a kind that opens nothing.
    """

    kind: str  # priority, or the kind of the signal
    name: str
    unit: str
    day: date | None
    said_by: Person | None
    source: str | None  # where it was said or read
    cells: tuple[Cell, ...]
    open: int | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whitespace:
    units: tuple[Unit, ...]
    products: tuple[ProductColumn, ...]  # in families
    cells: tuple[Cell, ...]  # unit by unit, product by product
    owned: int
    in_progress: int
    open: int
    value: Figure[Decimal]  # sum over open cells that have one; ``of`` = (valued, open)
    pre_pipeline: Figure[Decimal]  # value in no opportunity; never added to pipeline
    unplaced: tuple[Deal, ...]  # open opportunities without line items
    priorities: tuple[Cell, ...]  # best first
    fantasy_warning: str | None  # a large open grid without executive or champion (row 67)
    unplaced_plays: tuple[PlayRow, ...] = ()  # plays for no product that the grid has: in no cell
    axis: str = "division"  # what the rows are: division, region, business_unit (row 64)
    funnel: Funnel = Funnel()
    openings: tuple[Opening, ...] = ()  # new priorities and news, newest first (row 73)
    openings_since: date | None = None
    unserved: tuple[Opening, ...] = ()  # stated priorities that no play pursues
