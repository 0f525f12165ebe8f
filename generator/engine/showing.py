"""What the tags of charts, pictures and diagrams have to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.office.charts import has_points


def has_data(_context: object, value: Any, kind: str) -> bool:
    """Whether an object tag has something to show."""
    if not value:
        return False
    if kind == "chart":
        return has_points(value)
    if kind == "picture":
        return not isinstance(value, Mapping) or bool(value.get("data"))
    return bool(value.get("nodes" if kind == "map" else "points"))


def dated(_context: object, items: Any, field: str) -> dict[str, Any] | None:
    """A timeline of the items that have a date; how many have none; their names as its text."""
    if not items:
        return None
    points = [
        {"date": item[field], "name": item.get("name") or "", "tone": item.get("tone")}
        for item in items
        if item.get(field) is not None
    ]
    alt = ", ".join([str(point["name"]) for point in points])
    return {"alt": alt, "points": points, "undated": len(items) - len(points)}
