"""The Top X of the team in the packet, in the words of the Top X rollup (METHOD.md row 109).

Sellers only: who picked what above them stands in the rollup.
"""

from __future__ import annotations

from typing import Any

from generator.analysis.rollups.topx import TopX
from generator.artifacts.context import Voice
from generator.artifacts.facts import topx_rows
from generator.artifacts.facts.packet import PacketView


def top_x(view: PacketView, _ctx: Voice) -> TopX:
    return view.top_x


def rows(found: TopX, ctx: Voice) -> list[dict[str, Any]]:
    """A line for each seller, and below it one for each deal on the list."""
    levels = topx_rows.levels(found, ctx)
    return levels[0]["rows"] if levels else []
