"""Which arrangement of a map, in which letters, shows the most in the room that there is.

Arrangements with more or fewer rows and shared columns are tried; of those in which every name and
badge is whole, on two lines at most, the one with the most to read wins: further lines first, then
larger letters, then less sharing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from generator.engine.branching import Arrangement, Tree, plan
from generator.engine.lettering import LINE, Lettered, Letters, lettered

POINT = 12_700
SIDE_INSET = 2 * POINT
BESIDE = 6.0  # points of a box's width that its text cannot use: insets and round corners
ABOVE = 3.5  # the same of its height
CORNERS = 1.04  # what round corners take, in proportion to the height
_LONG = 9.5  # ems: a name that needs more than this on the wider of two lines may take three
_WIDER = 1.12  # boxes no longer than their texts leave this much for other fonts
_THRIFTS = (2.0, 0.4, 0.01)


_USUAL = Letters()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is readable: font sizes in points, the rest in EMU."""

    largest: float
    smallest: float
    least_width: int
    most_width: int
    gap: int  # least distance of two boxes
    most_gap: int
    letters: Letters = _USUAL


ON_SLIDE = Limits(14, 12, 950_000, 2_600_000, 10 * POINT, 34 * POINT)
ON_PAGE = Limits(10, 8, 600_000, 1_900_000, 7 * POINT, 22 * POINT)


def limits_of(markup: str, letters: tuple[float, float]) -> Limits:
    """Of a slide or a page; boxes may be wider where letters are."""
    limits, made = ON_SLIDE if markup == "pptx" else ON_PAGE, Letters(*letters)
    if made == _USUAL:
        return limits
    return replace(limits, most_width=round(limits.most_width * made.bold), letters=made)


@dataclass(frozen=True, slots=True)
class Node:
    title: Lettered
    badge: Lettered | None
    lines: tuple[Lettered, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Fit:
    """An arrangement that fits, and the letters that it fits with."""

    arrangement: Arrangement
    score: float
    font: float
    level: int  # how many further lines each box shows
    width: int
    rows: tuple[int, ...]  # heights


def node_of(node: Mapping[str, Any], letters: Letters) -> Node:
    return _measured(
        letters,
        str(node.get("title") or ""),
        str(node.get("badge") or ""),
        tuple([str(line) for line in node.get("lines") or () if line]),
        str(node.get("tone") or "neutral"),
    )


@lru_cache(maxsize=2048)
def _measured(letters: Letters, title: str, badge: str, lines: tuple[str, ...], tone: str) -> Node:
    further = tuple([lettered(line, letters.plain) for line in lines])
    shown = lettered(badge, letters.plain) if badge else None
    return Node(lettered(title, letters.bold), shown, further, tone)


@lru_cache(maxsize=8)
def _choices(limits: Limits) -> tuple[tuple[float, float, int], ...]:
    """(score, font, further lines), the best first: a person's title is worth two points."""
    steps = int((limits.largest - limits.smallest) * 2) + 1
    fonts = [limits.smallest + step / 2 for step in range(steps)]
    worth = (0.0, 2.0, 2.75)
    return tuple(
        sorted([(font + worth[level], font, level) for font in fonts for level in range(3)])[::-1]
    )


class _People:
    """What is known of a map's people before any arrangement is tried."""

    def __init__(self, people: Sequence[Mapping[str, Any]], limits: Limits) -> None:
        self.nodes = [node_of(person, limits.letters) for person in people]
        self.tree = Tree(people)
        self.limits = limits
        self.texts = [[_widths(node, level) for node in self.nodes] for level in range(3)]
        self.least_lines = [min(map(len, widths)) for widths in self.texts]
        self.longest = max([one for widths in self.texts[2] for one, _ in widths])
        named = [text for node in self.nodes for text in (node.title, node.badge) if text]
        self._halves = [text.two for text in named]

    def least_width(self, font: float) -> float:
        """The width, in ems, at which two lines hold each name and badge, but for those of
        uncommonly long words: these do not make all boxes as wide."""
        most = min(
            _LONG * self.limits.letters.bold, (self.limits.most_width / POINT - BESIDE) / font
        )
        return max([half for half in self._halves if half <= most], default=0.0)


def _widths(node: Node, level: int) -> tuple[tuple[float, float], ...]:
    """The widths on one line and on two of all that a box shows; further lines never take three."""
    named = [(text.one, text.two) for text in (node.title, node.badge) if text is not None]
    return (*named, *[(line.one, 0.0) for line in node.lines[:level]])


class Page:
    """The room of a map, and which arrangement fills it best."""

    def __init__(self, width: int, height: int, limits: Limits) -> None:
        self.width, self.height, self.limits = width, height, limits
        self.gap = limits.gap
        columns = max(1, (width + self.gap) // (limits.least_width + self.gap))
        self.most = self._most_rows(1) * columns

    def _most_rows(self, lines: int) -> int:
        least = tall_of(lines, self.limits.smallest) + self.gap
        return max(1, (self.height + self.gap) // least)

    def best(self, people: Sequence[Mapping[str, Any]]) -> Fit | None:
        if len(people) > self.most:
            return None
        known = _People(people, self.limits)
        choices = [
            (worth, font, level, known.least_width(font))
            for worth, font, level in _choices(self.limits)
        ]
        found: Fit | None = None
        most = self._most_rows(known.least_lines[0])
        for made in _arrangements(known.tree, max(known.tree.depths) + 1, most):
            found = self._fit(made, known, choices, found.score if found else 0.0) or found
        return found and self._smoothed(found, known)

    def _fit(
        self,
        made: Arrangement,
        known: _People,
        choices: list[tuple[float, float, int, float]],
        least: float,
    ) -> Fit | None:
        """The best letters for an arrangement, if they are worth more than ``least``."""
        width = self._width(made, known.longest)
        if width < self.limits.least_width:
            return None
        points = width / POINT - BESIDE
        penalty = made.shared * 0.05
        for worth, font, level, ems in choices:
            if worth - penalty <= least:
                return None
            rows = (
                self._rows(made, known, points / font, font, level) if points >= ems * font else ()
            )
            if rows:
                return Fit(made, worth - penalty, font, level, width, rows)
        return None

    def _smoothed(self, fit: Fit, known: _People) -> Fit:
        """The same in letters smaller by a point at most, where fewer names then take two lines."""
        points = fit.width / POINT - BESIDE
        ones = [widths[0][0] for widths in known.texts[0]]
        best, fewest = fit, sum([one * fit.font > points for one in ones])
        for font in (fit.font - 0.5, fit.font - 1):
            wrapped = sum([one * font > points for one in ones])
            if font >= self.limits.smallest and wrapped < fewest:
                rows = self._rows(fit.arrangement, known, points / font, font, fit.level)
                best, fewest = replace(fit, font=font, rows=rows), wrapped
        return best

    def _width(self, made: Arrangement, longest: float) -> int:
        """A box's width: what the columns leave, but no more than the longest text asks for."""
        columns = len(made.levels)
        free = self.width - (columns - 1) * self.gap - indent_of(self.limits) * sum(made.levels)
        asked = int((longest * _WIDER * self.limits.largest + BESIDE) * POINT) + 1
        least = self.limits.least_width
        return min(int(free / columns), self.limits.most_width, max(asked, least))

    def _rows(
        self, made: Arrangement, known: _People, ems: float, font: float, level: int
    ) -> tuple[int, ...]:
        """The heights of the rows with text of this width and size; none where they are too high
        together."""
        room = self.height - (made.rows - 1) * self.gap
        if made.rows * tall_of(known.least_lines[level], font) > room:
            return ()
        lines = [1] * made.rows
        texts = known.texts[level]
        for number, slot in made.slots.items():
            count = 0
            for one, two in texts[number]:
                count += 1 if one <= ems else 2 if two <= ems else 3
            lines[slot.row] = max(lines[slot.row], count)
        heights = tuple([tall_of(count, font) for count in lines])
        return heights if sum(heights) <= room else ()


def tall_of(lines: int, font: float) -> int:
    return int((lines * font * LINE * CORNERS + ABOVE) * POINT) + 1


def foot_of(font: float) -> int:
    """The height of the line at the bottom: legend, and how many more there are."""
    return round(font * 1.7 * POINT)


def indent_of(limits: Limits) -> int:
    """How far a box stands to the right of the one that it hangs from."""
    return round(limits.smallest * 1.25 * POINT)


def _arrangements(tree: Tree, least: int, most: int) -> Iterator[Arrangement]:
    """Different arrangements in ``least`` to ``most`` rows, those with the least sharing first."""
    bands = (True, False) if tree.loose and tree.heads else (True,)
    thrifts = _THRIFTS if tree.heads else _THRIFTS[:1]
    seen: set[tuple[int, int]] = (
        set()
    )  # more rows are for nothing but fewer columns or less sharing
    for rows in range(least, most + 1):
        for band in bands:
            for thrift in thrifts:
                planned = plan(tree, rows, thrift, band=band)
                if planned is None:
                    break
                form = (planned.columns, planned.shared)
                if form not in seen:
                    seen.add(form)
                    yield planned.make()
