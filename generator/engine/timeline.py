"""Timelines as native shapes: a bar of months, quarters, years or more, and what falls on its days.

Names and dates stand in lanes above and below the bar, the nearest free one first; a line leads
from each to its day. No name covers another or a line that is not its own, and none leaves the
placeholder. Items of one day that find no places of their own share one, under each other; who
finds none then is counted at the lower right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from generator.engine.fitting import POINT, SIDE_INSET, Limits, limits_of
from generator.engine.language import Context
from generator.engine.lettering import LINE, Lettered, Letters, fitted, lettered
from generator.engine.periods import periods_of
from generator.engine.runtime import note_unheld
from generator.engine.shapes import Shape, dot_of, more_of, shade_of, written

_GREY = '<a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr>'
_APART = 4 * POINT
_WIDEST = 0.4  # of the placeholder's width: what one name may take
_LINES = 3  # of an item that stands by itself


@dataclass(frozen=True, slots=True)
class _Event:
    """One dated item, or some of one day. ``at``: EMU from the left end of the bar."""

    at: int
    names: tuple[str, ...]
    date: str
    tone: str

    @property
    def lines(self) -> int:
        """The date, and a name on two lines or each on one."""
        return _LINES if len(self.names) == 1 else 1 + len(self.names)


@dataclass(frozen=True, slots=True)
class _Label:
    """Where an event's label ended up: ``lane`` 0 is the nearest, below the bar from -1 on."""

    event: _Event
    lane: int
    left: int
    width: int


def print_timeline(
    context: Context, value: Any, tag: int, markup: str, letters: tuple[float, float], *size: int
) -> str:
    """The children of a timeline's group, from the dated items of ``value["points"]``."""
    points = sorted(value["points"], key=lambda point: point["date"])
    note_unheld(context, tag, [point["name"] for point in points])
    width, height = size
    limits = limits_of(markup, letters)
    first, last = points[0]["date"], points[-1]["date"]
    em = limits.smallest * limits.letters.plain * POINT
    pattern, starts, end = periods_of(first, last, width, em)
    names = [str(context.formats.date(day, pattern)) for day in starts]
    events = [_event(context, point, starts[0], end, width) for point in points]
    board = _filled(events, width, height, limits, value["undated"])
    edges = [_across(day, starts[0], end, width) for day in [*starts, end]]
    shapes = board.bar(names, edges) + [s for label in board.labels for s in board.drawn(label)]
    more = len(events) - board.shown + value["undated"]
    if more:
        shapes.append(more_of(more, width, height, board.font, limits.letters))
    return written(context, shapes, markup, (width, height))


# -- the bar -------------------------------------------------------------------------------------


def _across(day: dt.date, first: dt.date, end: dt.date, width: int) -> int:
    """EMU from the bar's left end; the whole width is the time from ``first`` to ``end``."""
    return round((day - first).days * width / max(1, (end - first).days))


def _event(
    context: Context, point: Mapping[str, Any], first: dt.date, end: dt.date, width: int
) -> _Event:
    date = str(context.formats.date(point["date"]))
    tone = str(point.get("tone") or "medium")
    return _Event(_across(point["date"], first, end, width), (str(point["name"]),), date, tone)


def _together(events: Sequence[_Event], most: int) -> list[_Event]:
    """Those of one day as one, with so many names at most. A risk among them shows."""
    made = []
    for (at, date), same in groupby(events, lambda event: (event.at, event.date)):
        day = list(same)
        for start in range(0, len(day), most):
            some = day[start : start + most]
            tone = "risk" if any(event.tone == "risk" for event in some) else some[0].tone
            made.append(
                _Event(at, tuple(name for event in some for name in event.names), date, tone)
            )
    return made


# -- the labels ----------------------------------------------------------------------------------


def _filled(
    events: Sequence[_Event], width: int, height: int, limits: Limits, undated: int
) -> _Board:
    """The largest letters with which all events find a place; else the smallest."""
    largest, smallest = round(limits.largest * 2), round(limits.smallest * 2)
    shared = len({(event.at, event.date) for event in events}) < len(events)
    stackings = (False, True) if shared else (False,)
    for stacked in stackings:
        for half_points in range(largest, smallest - 1, -1):
            for inward in (False, True):
                board = _Board(width, height, half_points / 2, inward, limits.letters, stacked)
                board.place(events, undated)
                if board.shown == len(events):
                    return board
    ways = [(inward, limits.letters, stacked) for stacked in stackings for inward in (False, True)]
    boards = [_Board(width, height, smallest / 2, *way) for way in ways]
    for board in boards:
        board.place(events, len(events) + undated)
    return max(boards, key=lambda board: board.shown)


@dataclass(slots=True)
class _Board:
    """The lanes of one timeline, and what is taken in each: from left to right end, in EMU.

    With ``inward`` each label reaches from its line toward the middle, and those nearest to the
    middle come first: lines to farther lanes then pass beside all labels, so that lanes fill up.
    """

    width: int
    height: int
    font: float
    inward: bool
    letters: Letters
    stacked: bool  # items of one day share a place
    labels: list[_Label] = field(default_factory=list)
    _taken: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _lines: list[tuple[int, int]] = field(default_factory=list)  # (lane that it leads to, at)

    @property
    def shown(self) -> int:
        """How many items have a place."""
        return sum(len(label.event.names) for label in self.labels)

    @property
    def _tall(self) -> int:
        """The height of a lane."""
        return self._height(_LINES)

    def _height(self, lines: int) -> int:
        return round((lines * self.font * LINE + 2) * POINT)

    def _lanes_of(self, lane: int, event: _Event) -> list[int]:
        """What the event's label takes from ``lane`` outward; empty where it would not fit in."""
        pitch, tall = self._tall + _APART, self._height(event.lines)
        row = lane if lane >= 0 else -1 - lane
        if len(event.names) > 1 and _APART + row * pitch + tall > self._top:
            return []
        step = 1 if lane >= 0 else -1
        return [lane + step * number for number in range(-(-(tall + _APART) // pitch))]

    @property
    def _bar(self) -> int:
        return round(self.font * 1.7 * POINT)

    @property
    def _top(self) -> int:
        """Where the bar begins."""
        return (self.height - self._bar) // 2

    @property
    def _lanes(self) -> list[int]:
        """0, -1, 1, -2 …: above and below in turn, from the bar outward."""
        count = max(0, (self._top - _APART) // (self._tall + _APART))
        return [lane for row in range(count) for lane in (row, -1 - row)]

    def place(self, events: Sequence[_Event], more: int) -> None:
        """A place for each event; with ``more``, the end of the lowest lane stays free."""
        if more and self._lanes:
            wide = round(self._plain(f"{more} more").one * self.font * POINT) + 3 * SIDE_INSET
            self._taken[min(self._lanes)] = [(self.width - wide, self.width)]
        if self.stacked:
            room = (self._top - _APART) / POINT - 2
            events = _together(events, max(1, int(room / (self.font * LINE)) - 1))
        middle = self.width // 2
        order = sorted(events, key=lambda event: abs(event.at - middle)) if self.inward else events
        for event in order:
            label = next(self._places(event), None)
            if label is not None:
                self.labels.append(label)
                end = label.left + label.width
                for lane in self._lanes_of(label.lane, event):
                    self._taken.setdefault(lane, []).append((label.left, end))
                self._lines.append((label.lane, event.at))

    def _places(self, event: _Event) -> Iterator[_Label]:
        names = [self._plain(name) for name in event.names]
        single = len(names) == 1
        widths = [min(name.one, name.two) if single else name.one for name in names]
        asked = max(*widths, lettered(event.date, self.letters.bold).one * 1.05)
        wide = min(round(asked * self.font * POINT) + 3 * SIDE_INSET, round(self.width * _WIDEST))
        for lane, left in self._tries(event.at, wide):
            inside = min(max(left, 0), self.width - wide)
            lanes = self._lanes_of(lane, event)
            if lanes and all(self._is_free(one, inside, wide, event.at) for one in lanes):
                yield _Label(event, lane, inside, wide)

    def _tries(self, at: int, wide: int) -> Iterator[tuple[int, int]]:
        """Lanes and where in them a label of this width may begin, the best first."""
        rightward, leftward, centred = at - SIDE_INSET, at - wide + SIDE_INSET, at - wide // 2
        if not self.inward:
            starts = (centred, rightward, leftward)
            yield from ((lane, left) for lane in self._lanes for left in starts)
            return
        inward = rightward if at < self.width // 2 else leftward
        starts = (inward, centred, leftward if inward == rightward else rightward)
        yield from ((lane, left) for left in starts for lane in self._lanes)

    def _is_free(self, lane: int, left: int, wide: int, at: int) -> bool:
        end = left + wide
        if any(
            left < right + _APART and start < end + _APART
            for start, right in self._taken.get(lane, ())
        ):
            return False
        for other, line in self._lines:  # lines that pass this lane on their way outward
            if _passes(other, lane) and left - _APART < line < end + _APART:
                return False
        return not any(
            _passes(lane, other) and start - _APART < at < right + _APART
            for other, taken in self._taken.items()
            for start, right in taken
        )

    def _plain(self, text: str) -> Lettered:
        return lettered(text, self.letters.plain)

    # -- drawing -------------------------------------------------------------------------------

    def bar(self, names: Sequence[str], edges: Sequence[int]) -> list[Shape]:
        """One piece for each period, in two shades in turn."""
        shapes = []
        for number, name in enumerate(names):
            left, wide = edges[number], edges[number + 1] - edges[number]
            room = max(1.0, (wide - 2 * SIDE_INSET) / POINT / self._small)
            shapes.append(
                Shape(
                    "Period",
                    "rect",
                    left,
                    self._top,
                    wide,
                    self._bar,
                    fill=shade_of("medium" if number % 2 else "weak"),
                    lines=((fitted(self._plain(name), room, 1), False),),
                    font=self._small,
                    inset=0,
                )
            )
        return shapes

    @property
    def _small(self) -> float:
        """The bar's letters: they fit at the smallest size, and need not grow."""
        return min(self.font, 12.0)

    def drawn(self, label: _Label) -> list[Shape]:
        """The line, the dot on the bar's edge, and the words."""
        event, side = label.event, round(self.font * 0.7 * POINT)
        above = label.lane >= 0
        row = label.lane if above else -1 - label.lane
        edge = self._top if above else self._top + self._bar
        away = _APART + row * (self._tall + _APART)
        start = edge - away if above else edge
        dot = (event.at - side // 2, edge - side // 2, side, side)
        top = edge - away - self._height(event.lines) if above else edge + away
        return [
            Shape("Line", "straightConnector1", event.at, start, 0, away, outline=_GREY),
            Shape(", ".join(event.names), "ellipse", *self._inside(dot), fill=dot_of(event.tone)),
            self._words(label, top, above=above),
        ]

    def _inside(self, area: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        left, top, wide, tall = area
        return min(max(left, 0), self.width - wide), top, wide, tall

    def _words(self, label: _Label, top: int, *, above: bool) -> Shape:
        room = (label.width - 2 * SIDE_INSET) / POINT / self.font
        names = label.event.names
        fit = [fitted(self._plain(name), room, 2 if len(names) == 1 else 1) for name in names]
        middle = label.left + label.width // 2
        align = "ctr" if abs(middle - label.event.at) < label.width // 8 else ""
        return Shape(
            ", ".join(names),
            "rect",
            label.left,
            top,
            label.width,
            self._height(label.event.lines),
            lines=((label.event.date, True), *[(name, False) for name in fit]),
            font=self.font,
            align=align or ("l" if middle > label.event.at else "r"),
            anchor="b" if above else "t",
            inset=0,
        )


def _passes(outer: int, lane: int) -> bool:
    """Whether the line to ``outer`` crosses ``lane``, which lies nearer to the bar."""
    return (outer >= 0) == (lane >= 0) and abs(outer) > abs(lane)
