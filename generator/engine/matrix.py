"""A 2x2 matrix as native shapes: quadrants, axes' names, and points with labels.

Each quadrant is a page of lines below its caption; a point's dot and label take a piece of one
line, as near to the point's own place as is free. So nothing covers anything, and nothing leaves
its quadrant. A point on the border belongs to the right half and to the lower half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.engine.fitting import POINT, SIDE_INSET, limits_of
from generator.engine.language import Context
from generator.engine.lettering import LINE, Lettered, fitted, lettered
from generator.engine.runtime import note_unheld
from generator.engine.shapes import Shape, dot_of, shade_of, written

_MARGIN = 4 * POINT  # between a quadrant's edge and its points
_APART = 4 * POINT  # between two points on a line
_FARTHEST = 4  # a dot is moved sideways by at most this part of the field's width
_Area = tuple[int, int, int, int]  # x, y, width, height


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a point ended up: the dot's middle, the label's box, which side of the dot it is."""

    x: int
    y: int
    left: int
    width: int
    is_right: bool


def print_matrix(
    context: Context, value: Any, tag: int, markup: str, letters: tuple[float, float], *size: int
) -> str:
    """The children of a 2x2 matrix' group: axes, quadrants with their labels, points."""
    width, height = size
    named = (*value["quadrants"], value["x_label"], value["y_label"])
    note_unheld(context, tag, [*[point["label"] for point in value["points"]], *named])
    limits = limits_of(markup, letters)
    font, wide = limits.smallest, limits.letters
    edge = round(font * 1.6 * POINT)
    area = (0, edge, width, height - 2 * edge)
    shapes = _quadrants(value, area, font, wide.bold)
    shapes += _axis_names(value, area, edge, font)
    corners = _corners(area)
    for at, points in enumerate(_by_quadrant(value["points"])):
        caption = lettered(str(value["quadrants"][at]), wide.bold)
        tall = _caption_height(caption, corners[at], font)
        shapes += _Quadrant(area, corners[at], tall, font, wide.plain).shapes(points)
    return written(context, shapes, markup, (width, height))


def _corners(area: _Area) -> list[_Area]:
    """The quadrants: top left, top right, bottom left, bottom right."""
    x, y, width, height = area
    half_w, half_h = width // 2, height // 2
    return [(left, top, half_w, half_h) for top in (y, y + half_h) for left in (x, x + half_w)]


def _by_quadrant(points: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    found: list[list[Mapping[str, Any]]] = [[], [], [], []]
    for point in points:
        right, low = float(point["x"]) >= 0.5, float(point["y"]) <= 0.5
        found[right + 2 * low].append(point)
    return found


def _caption_height(caption: Lettered, quadrant: _Area, font: float) -> int:
    lines = 1 if caption.one <= _caption_room(quadrant, font) else 2
    return round((lines * font * LINE + 3) * POINT)


def _caption_room(quadrant: _Area, font: float) -> float:
    return max(1.0, (quadrant[2] - 2 * _MARGIN) / POINT / font)


def _quadrants(value: Mapping[str, Any], area: _Area, font: float, wide: float) -> list[Shape]:
    shades = ("weak", "medium", "neutral", "weak")
    shapes: list[Shape] = []
    for label, shade, quadrant in zip(value["quadrants"], shades, _corners(area), strict=True):
        caption = fitted(lettered(str(label), wide), _caption_room(quadrant, font), 2)
        shapes.append(
            Shape(
                str(label),
                "rect",
                *quadrant,
                fill=shade_of(shade),
                outline='<a:schemeClr val="bg1"/>',
                weight=19_050,
                lines=((caption, True),),
                font=font,
                align="l",
                anchor="t",
            )
        )
    return shapes


def _axis_names(value: Mapping[str, Any], area: _Area, edge: int, font: float) -> list[Shape]:
    """Above the field and below it: upright text inside groups is not drawn by every program."""
    x, y, width, height = area
    below, above = f"{value['x_label']} \u2192", f"\u2191 {value['y_label']}"
    return [
        _label("Axis", above, (x, y - edge, width, edge), font, "l"),
        _label("Axis", below, (x, y + height, width, edge), font, "r"),
    ]


def _label(name: str, text: str, area: _Area, font: float, align: str) -> Shape:
    lines = ((text, False),)
    return Shape(name, "rect", *area, lines=lines, font=font, align=align, inset=0)


@dataclass(slots=True)
class _Quadrant:
    """The lines of one quadrant, and what is taken on each: (left, right) from end to end."""

    whole: _Area
    quadrant: _Area
    caption: int
    font: float
    letters: float  # how wide they are
    _taken: list[list[tuple[int, int]]] = field(default_factory=list)
    _middles: list[int] = field(default_factory=list)  # of the lines, from the top

    def shapes(self, points: list[Mapping[str, Any]]) -> list[Shape]:
        """All points; where they are too many, those that fit, and how many more there are."""
        places = self._placed(points, 0)
        if None in places:
            places = self._placed(points, self._wide(f"and {len(points)} more"))
        shapes: list[Shape] = []
        for point, place in zip(points, places, strict=True):
            if place is not None:
                shapes += self._drawn(point, place)
        more = places.count(None)
        if more:
            wide = self._wide(f"and {more} more")
            area = (self._right - wide, self._middles[-1] - self._tall // 2, wide, self._tall)
            shapes.append(_label("More", f"and {more} more", area, self.font, "r"))
        return shapes

    @property
    def _dot(self) -> int:
        return round(self.font * 0.8 * POINT)

    @property
    def _tall(self) -> int:
        """The height of a label; a line is at least as high."""
        return min(round(self.font * LINE * POINT), self._room)

    @property
    def _room(self) -> int:
        """The height below the caption."""
        return max(1, self.quadrant[3] - self.caption - 2 * POINT)

    @property
    def _left(self) -> int:
        return self.quadrant[0] + _MARGIN

    @property
    def _right(self) -> int:
        return self.quadrant[0] + self.quadrant[2] - _MARGIN

    def _wide(self, text: str) -> int:
        asked = round(lettered(text, self.letters).one * self.font * POINT) + 2 * SIDE_INSET + POINT
        return min(asked, self._right - self._left - self._dot)

    def _placed(self, points: list[Mapping[str, Any]], kept: int) -> list[_Place | None]:
        """A place for each point; ``kept``: a width at the end of the last line that stays free."""
        count = max(1, int(self._room / (self.font * (LINE + 0.03) * POINT)))
        top, pitch = self.quadrant[1] + self.caption, self._room / count
        self._middles = [top + round((line + 0.5) * pitch) for line in range(count)]
        self._taken = [[] for _ in range(count)]
        if kept:
            self._taken[-1].append((self._right - kept, self._right))
        return [self._place(point) for point in points]

    def _place(self, point: Mapping[str, Any]) -> _Place | None:
        x, y, width, height = self.whole
        half = self._dot // 2
        at_x = x + round(_share(point["x"]) * width)
        at_x = min(max(at_x, self._left + half), self._right - half)
        at_y = y + round((1 - _share(point["y"])) * height)
        wide = self._wide(str(point["label"]))
        best: tuple[int, int, int, bool] | None = None
        for away, row in sorted(
            [(abs(line - at_y), row) for row, line in enumerate(self._middles)]
        ):
            if best is not None and away >= best[0]:
                break
            for middle, is_right in self._free(row, at_x, wide):
                cost = away + abs(middle - at_x) + (0 if is_right else 2 * self._tall)
                if best is None or cost < best[0]:
                    best = (cost, row, middle, is_right)
        return None if best is None else self._take(best[1], best[2], wide, best[3])

    def _free(self, row: int, at: int, wide: int) -> Iterator[tuple[int, bool]]:
        """Places on a line for a dot and a label of this width: (middle of the dot, whether the
        label is at its right): the point's own, and those just beside what is taken."""
        half = self._dot // 2
        taken = self._taken[row]
        starts = [self._left, *[right + _APART for _, right in taken]]
        ends = [self._right, *[left - _APART for left, _ in taken]]
        middles = [at, *[start + half for start in starts], *[end - half - wide for end in ends]]
        mirrored = [at, *[start + half + wide for start in starts], *[end - half for end in ends]]
        farthest = self.whole[2] // _FARTHEST
        for is_right, found in ((True, middles), (False, mirrored)):
            for middle in found:
                left, right = _ends(middle, half, wide, is_right=is_right)
                if (
                    abs(middle - at) <= farthest
                    and self._left <= left
                    and right <= self._right
                    and all(right + _APART <= start or end + _APART <= left for start, end in taken)
                ):
                    yield middle, is_right

    def _take(self, row: int, middle: int, wide: int, is_right: bool) -> _Place:
        half = self._dot // 2
        self._taken[row].append(_ends(middle, half, wide, is_right=is_right))
        label = middle + half if is_right else middle - half - wide
        return _Place(middle, self._middles[row], label, wide, is_right)

    def _drawn(self, point: Mapping[str, Any], place: _Place) -> tuple[Shape, Shape]:
        name, dot = str(point["label"]), self._dot
        corner = (place.x - dot // 2, place.y - dot // 2)
        room = (place.width - 2 * SIDE_INSET) / POINT / self.font
        area = (place.left, place.y - self._tall // 2, place.width, self._tall)
        text = fitted(lettered(name, self.letters), room, 1)
        return (
            Shape(name, "ellipse", *corner, dot, dot, fill=dot_of(str(point.get("tone")))),
            _label(name, text, area, self.font, "l" if place.is_right else "r"),
        )


def _ends(middle: int, half: int, wide: int, *, is_right: bool) -> tuple[int, int]:
    """From where to where a dot and its label reach."""
    return (
        (middle - half, middle + half + wide) if is_right else (middle - half - wide, middle + half)
    )


def _share(value: Any) -> float:
    return min(max(float(value), 0.0), 1.0)
