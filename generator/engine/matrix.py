"""A 2x2 matrix as native shapes: quadrants, axes' names, and points with labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.engine import layout
from generator.engine.language import Context
from generator.engine.layout import POINT
from generator.engine.runtime import note_unheld
from generator.engine.shapes import SHADES, Shape, more_of, written

_MOST_POINTS = 24
_Area = tuple[int, int, int, int]  # x, y, width, height


def print_matrix(context: Context, value: Any, tag: int, markup: str, *size: int) -> str:
    """The children of a 2x2 matrix' group: axes, quadrants with their labels, points."""
    width, height = size
    note_unheld(context, tag, [point["label"] for point in value["points"]])
    limits = layout.ON_SLIDE if markup == "pptx" else layout.ON_PAGE
    font = limits.smallest
    edge = round(font * 1.8 * POINT)
    field = (0, edge, width, height - 2 * edge)
    shapes = _quadrants(value, field, font)
    shapes += _axis_names(value, field, edge, font)
    points = sorted(value["points"], key=lambda point: (-point["y"], point["x"], point["label"]))
    shapes += _points(points[:_MOST_POINTS], field, font)
    if len(points) > _MOST_POINTS:
        shapes.append(more_of(len(points) - _MOST_POINTS, width, height, font))
    return written(context, shapes, markup)


def _quadrants(value: Mapping[str, Any], field: _Area, font: float) -> list[Shape]:
    x, y, width, height = field
    half_w, half_h = width // 2, height // 2
    shades = ("weak", "medium", "neutral", "weak")
    corners = ((x, y), (x + half_w, y), (x, y + half_h), (x + half_w, y + half_h))
    shapes: list[Shape] = []
    for label, shade, (left, top) in zip(value["quadrants"], shades, corners, strict=False):
        colour, turn = SHADES[shade]
        shapes.append(
            Shape(
                str(label),
                "rect",
                left,
                top,
                half_w,
                half_h,
                fill=f'<a:schemeClr val="{colour}">{turn}</a:schemeClr>',
                outline='<a:schemeClr val="bg1"/>',
                weight=19_050,
                lines=((str(label), True),),
                font=font,
                align="l",
                anchor="t",
            )
        )
    return shapes


def _axis_names(value: Mapping[str, Any], field: _Area, edge: int, font: float) -> list[Shape]:
    """Above the field and below it: upright text inside groups is not drawn by every program."""
    x, y, width, height = field
    below = ((f"{value['x_label']} \u2192", False),)
    above = ((f"\u2191 {value['y_label']}", False),)
    return [
        Shape("Axis", "rect", x, y - edge, width, edge, lines=above, font=font, align="l"),
        Shape("Axis", "rect", x, y + height, width, edge, lines=below, font=font, align="r"),
    ]


def _points(points: Sequence[Mapping[str, Any]], field: _Area, font: float) -> list[Shape]:
    """Dots with their labels at the right; a label that would cover another goes lower."""
    x, y, width, height = field
    half_w, half_h = width // 2, height // 2
    tall = round(font * 1.5 * POINT)
    corners = ((x, y), (x + half_w, y), (x, y + half_h), (x + half_w, y + half_h))
    taken = [(left, top, half_w, tall) for left, top in corners]  # the quadrants' names
    room = _Room(field, font, tall, taken)
    return [shape for point in points for shape in room.point(point)]


@dataclass(slots=True)
class _Room:
    """The field, and the places in it that are taken."""

    field: _Area
    font: float
    tall: int  # height of a label
    taken: list[_Area]

    def point(self, point: Mapping[str, Any]) -> tuple[Shape, Shape]:
        x, y, width, height = self.field
        dot = round(self.font * 0.8 * POINT)
        at_x = x + round(float(_share(point["x"])) * (width - 2 * dot)) + dot
        at_y = y + round((1 - float(_share(point["y"]))) * (height - 2 * dot)) + dot
        label = str(point["label"])
        wide = min(round((len(label) + 3) * self.font * 0.56 * POINT), width // 2)
        right = at_x + dot // 2
        left = right if right + wide <= x + width else at_x - dot // 2 - wide
        top = self._free(left, at_y - self.tall // 2, wide)
        colour = "accent2" if point.get("tone") == "risk" else "accent1"
        fill = f'<a:schemeClr val="{colour}"/>'
        at = top + self.tall // 2 - dot // 2
        text = layout.wrapped(label, layout.characters(wide, self.font) + 2, 1)[0]
        return (
            Shape(label, "ellipse", at_x - dot // 2, at, dot, dot, fill=fill),
            Shape(
                label,
                "rect",
                left,
                top,
                wide,
                self.tall,
                lines=((text, False),),
                font=self.font,
                align="l" if left == right else "r",
            ),
        )

    def _free(self, left: int, top: int, wide: int) -> int:
        """The place nearest to ``top`` that covers nothing, which is taken from then on."""
        steps = [sign * step * self.tall // 2 for step in range(40) for sign in (1, -1)]
        chosen = next((top + step for step in steps if self._fits(left, top + step, wide)), top)
        self.taken.append((left, chosen, wide, self.tall))
        return chosen

    def _fits(self, left: int, top: int, wide: int) -> bool:
        _, y, _, height = self.field
        return y <= top <= y + height - self.tall and not any(
            left < x + w and x < left + wide and top < up + h and up < top + self.tall
            for x, up, w, h in self.taken
        )


def _share(value: Any) -> Any:
    return min(max(value, 0), 1)
