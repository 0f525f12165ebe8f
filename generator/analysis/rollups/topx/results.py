"""The Top X rollup (METHOD.md rows 109-115).

Rules that hold for every class here:

- The unit is the opportunity; ``deals`` hold each once, and every total is over distinct deals.
- Ids are those of opportunities where nothing else is said.
- Money is in ``head.currency``, each opportunity's own amount converted by the rate of its close
  date. A deal without an amount, or without a rate, is in no sum: ``of`` is (in the sum, all).
- None is unknown, never "no" and never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import Figure, Person
from generator.analysis.rollups.head import Head
from generator.model.org import FiscalQuarter

Fact = str | int | Decimal | date | tuple[str, ...] | None
"""A value that a sentence about a criterion names."""


@dataclass(frozen=True, slots=True)
class DealRef:
    """An opportunity by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion held against one deal.

    ``kind``: ``criterion``; ``gate`` must be met, whatever else is; ``negative`` speaks against the
    deal where it is met. ``why`` names the sentence of the phrases (``topx.why.<key>_<why>``),
    ``facts`` what it names; ``ids`` are the records that it was decided by.
    """

    key: str
    kind: str
    met: bool | None
    why: str
    facts: tuple[tuple[str, Fact], ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The criteria of the deal's team together.

    ``positive`` counts criteria and gates, ``met`` those that are met and ``unknown`` those of
    which it is not known; ``against`` counts the negative indicators that hold. ``score`` is
    ``met - against``. ``is_eligible`` is false where a gate is not met, None where that is not
    known. ``meets_several`` compares the score with the number that is to be met: None where what
    is unknown could turn it; false where a gate is not met.
    """

    team: str  # smb, enterprise, strategic
    team_by: str  # person, segment, tier: which setting, or the default, says so
    criteria: tuple[Criterion, ...]
    positive: int
    met: int
    unknown: int
    against: int
    score: int
    is_eligible: bool | None
    meets_several: bool | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a deal for one quarter's list, and by whom (row 113).

    ``status``: ``selected``, ``confirmed``, ``held_over``, ``dropped``. ``source``: ``file``,
    ``history`` (a kept snapshot shows the box), ``box`` (it is ticked, and nothing else is known).
    ``is_late``: selected after the month of selection; None where the day is not known.
    """

    status: str
    source: str
    by: str | None = None
    day: date | None = None
    why: str | None = None
    is_late: bool | None = None
    ids: tuple[str, ...] = ()  # of the file's lines


@dataclass(frozen=True, slots=True)
class TopXDeal:
    """A deal on the list. ``amount`` is in the rollup's currency, ``own_amount`` in ``currency``.

    ``timing``: its close date lies ``before``, ``in`` or ``after`` the quarter of the list.
    ``is_new_business``: false for a renewal, for the list is there to win new business (row 115).
    ``is_single_threaded``: of the division that buys (row 54).
    ``picked_by``: the managers for whom it is one of their personal Top X (row 114).
    """

    id: str
    name: str
    account: AccountRef
    unit: str
    owner: Person | None
    kind: str
    stage: str
    probability: Decimal | None
    amount: Decimal | None
    own_amount: Decimal | None
    currency: str
    close_date: date
    timing: str
    is_new_business: bool
    is_stalled: bool
    is_single_threaded: bool | None
    next_step: str | None
    decision: Decision
    help: tuple[str, ...]
    picked_by: tuple[Person, ...]
    verdict: Verdict
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonList:
    """What one person answers for at one level (rows 109, 114).

    At the first level the deals that the person owns; above it those that the person or anybody
    below owns: ``deals`` of one person and of another of the same level never share one.
    ``own``: those of ``deals`` that the person owns.
    ``chosen``: at the first level ``own``, above it the personal picks among ``deals``, a mark on
    them and no further deal; None where none is on record. ``status`` compares how many they are
    with ``x``: ``ok``, ``over``, ``under``; ``unknown`` without ``chosen``; ``partial`` where they
    are no more than ``x`` of accounts that are not all of the person's.
    """

    person: Person | None  # None: the deals name no owner that can be read
    level: int
    reports: tuple[Person, ...]
    deals: tuple[str, ...]
    own: tuple[str, ...]
    amount: Figure[Decimal]
    x: int
    chosen: tuple[str, ...] | None
    status: str
    off_by: int | None  # chosen less x; None where that is not known


@dataclass(frozen=True, slots=True)
class Level:
    """All people of one level: 0 sells, 1 manages sellers, 2 manages these.

    ``deals`` are the distinct ones of all of them, ``of`` is (those, all on the list): whoever
    answers to a higher level directly is in none between.
    """

    number: int
    label: str | None  # as the settings call it; None: as the phrases do
    people: tuple[PersonList, ...]
    deals: tuple[str, ...]
    amount: Figure[Decimal]
    of: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PastDeal:
    """A deal of an earlier list, or one that is on this one no longer.

    ``outcome``: ``won``, ``lost``, ``held_over``, ``dropped``. ``why`` and ``by`` are of the file's
    line that says so; ``why`` of a lost deal is its loss reason. ``seen_in``: the days of kept
    snapshots that show its box ticked, newest first.
    """

    id: str
    name: str
    account: AccountRef
    owner: Person | None
    outcome: str
    close_date: date
    amount: Decimal | None
    why: str | None
    by: str | None
    is_box_on: bool | None
    seen_in: tuple[date, ...]
    quarter: str | None  # the list that a line of the file is about, as 2026-Q4
    is_late: bool | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WinRate:
    """Of the past Top X deals that were decided, the share that was won (row 115).

    Decided: closed, with a close date from ``since`` (the first day of the fiscal quarter four
    before the running one) to ``until`` (as-of). Top X: the box is still ticked, or a kept snapshot
    of that time shows it ticked. Each deal counts once. ``rate`` is in percent by count, with
    ``of`` = (won, decided); None where none was decided.
    """

    since: date
    until: date
    rate: Figure[Decimal]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    kept_days: int  # kept snapshots of that time, over all accounts


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line of the file says and the records do not, or the other way round.

    ``kind``: ``near_deal`` (no deal of these accounts has that name, ``near`` has nearly; what is
    about other accounts is nobody's mistake), ``two_deals``, ``unknown_person``, ``two_people``,
    ``not_ticked`` (on the list by the file, the box is not ticked: not counted), ``still_ticked``
    (dropped by the file, the box is ticked), ``closed``, ``not_theirs`` (picked by somebody who
    does not answer for it).
    """

    kind: str
    about: str
    by: str | None
    ids: tuple[str, ...]
    near: str | None = None  # the name that may be meant


@dataclass(frozen=True, slots=True)
class Parts:
    """The amounts of a list's deals by what the list is for: ``new_business`` is its goal (row
    115), ``renewals`` are shown beside. Each deal is in one of the two; ``of`` counts its deals."""

    new_business: Figure[Decimal]
    renewals: Figure[Decimal]


@dataclass(frozen=True, slots=True)
class RunningList:
    """The list of the running quarter, beside that of the next: what is still open of it, by the
    rules of ``TopX.deals`` for its own quarter. In no count or total of the next list."""

    quarter: FiscalQuarter
    deals: tuple[TopXDeal, ...]
    parts: Parts


@dataclass(frozen=True, slots=True)
class TopX:
    """The deals on which we focus in ``quarter``, judged, and rolled up by who answers for them.

    ``source``: ``box`` (the CRM's Top X field), ``file`` (there is no such field to be read, and
    the file names the list), None: neither, so which deals are on it is not recorded and every
    count is unknown. With the box, the list is every open opportunity of the accounts whose box is
    ticked and whose last line in the file about ``quarter`` does not call it dropped; without such
    a line it is on the running quarter's list where it closes by the end of that, else on the next
    quarter's.
    ``phase``: the month of selection (``window_start`` to ``window_end``, the third month of the
    quarter before) is ``ahead``, ``open`` or ``over`` at as-of.
    """

    head: Head
    quarter: FiscalQuarter
    window_start: date
    window_end: date
    phase: str
    source: str | None
    x: int
    several: int
    deals: tuple[TopXDeal, ...]  # by account, then by close date
    amount: Figure[Decimal]  # of ``deals``
    parts: Parts  # of ``deals``
    running: RunningList | None  # None: ``quarter`` is the running one, or nothing is recorded
    levels: tuple[Level, ...]  # sellers first
    renewals: tuple[str, ...]  # of ``deals`` those that are no new business
    late: tuple[str, ...]  # of ``deals`` those selected late
    late_before: tuple[DealRef, ...]  # selected late for the quarter before, as the file says
    not_eligible: tuple[str, ...]  # of ``deals`` those that miss a gate
    win_rate: WinRate | None  # None: the box cannot be read, and nothing was kept
    past: tuple[PastDeal, ...]
    list_before: tuple[int, int]  # (accounts with a snapshot that shows the list before, all)
    has_file: bool
    differences: tuple[Difference, ...]
    without_rate: tuple[AccountRef, ...]  # accounts with a deal that could not be converted
    unreadable: tuple[AccountRef, ...]  # whose opportunities show no box, where others' do
    rings: tuple[tuple[str, ...], ...]  # names of people who manage each other: no level above
    unused: tuple[str, ...]  # names in the settings that nobody here has
    shared: tuple[str, ...]  # names in the settings that several have: they hold for nobody
