"""How much text a review deck has room for; what is longer is shortened, and the run says so.

The rows of a table share its height, so that a row of few has more lines than one of many. A text
that needs more lines than its cell has is cut after a word, and ends in an ellipsis. Only what a
slide shows is cut (the lists named ``..._shown``, the question, the decision asked for): titles and
sentences are made of the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.getters import follow

Values = dict[str, Any]
ELLIPSIS = "…"
Cell = tuple[tuple[str, int], ...]
"""The texts that stand below each other in one cell, each with the characters of a line."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows at ``path`` on the slide ``slide``; a row has ``most`` lines at most."""

    slide: str
    path: str
    cells: tuple[Cell, ...]
    most: int = 5


_OWNED = ((("our_owner", 21),), (("customer_owner", 21),))
_COMMON = (
    Table("priorities", "priorities_shown", ((("name", 50), ("outcome", 60)), (("kpi", 30),))),
    Table("goals", "goals_shown", ((("name", 42), ("customer_outcome", 52)),)),
    Table("outcomes", "outcomes_shown", ((("name", 62), ("detail", 75)), (("priority", 30),))),
    Table("lessons", "lessons_shown", ((("name", 45),), (("detail", 71),))),
    Table("options", "options_shown", ((("name", 30),), (("detail", 57),), (("priority", 27),))),
    Table("progress", "review.trends_shown", ((("kpi", 42),),), most=2),
    Table("commitments", "review.promises_shown", ((("name", 50),), *_OWNED)),
    Table("joint_plan", "review.joint_plan_shown", ((("name", 58),), *_OWNED)),
)
_HALF: Cell = (("name", 41), ("detail", 51))
_SIDES: tuple[Cell, ...] = ((("our_owner", 19),), (("customer_owner", 19),))
_PLAY: Cell = (("name", 38), ("unit", 41))
_OWNER: Cell = (("owner", 13),)
_CELL: Cell = (("product", 28), ("unit", 30))
TABLES: dict[str, tuple[Table, ...]] = {
    "qbr": (
        *_COMMON,
        Table("decisions", "decisions_shown", (_HALF,)),
        Table("roadmap", "roadmap_shown", (_HALF,)),
        Table("summary", "review", ((("ask", 88),),), most=2),
    ),
    "ebr": (
        *_COMMON,
        Table("decisions", "decisions_shown", ((("name", 88), ("detail", 107)),), most=3),
        Table("roadmap", "roadmap_shown", ((("name", 75), ("detail", 92)), (("priority", 27),))),
        Table("question", "review", ((("question", 85), ("question_why", 90)),)),
    ),
    "review": (
        Table("agenda", "session.parts", ((("decision", 46), ("owner", 46)),), most=4),
        Table("agenda", "session.invited_shown", ((("name", 30), ("title", 34)),), most=2),
        Table("since", "changes.rows_shown", ((("text", 110),),), most=1),
        Table("revenue", "session.targets_shown", ((("name", 27), ("kind", 27)),), most=3),
        Table("revenue", "session.targets_shown", ((("owner", 14),),), most=1),
        Table("people", "session.gaps_shown", ((("text", 34),), (("action", 24),)), most=4),
        Table("people", "session.gaps_shown", ((("owner", 13),),), most=2),
        Table("risks", "session.changes_shown", ((("text", 38),),), most=3),
        Table("risks", "session.changes_shown", ((("kind", 17),),), most=2),
        Table("risks", "session.risks_shown", ((("name", 38), ("mitigation", 40)),), most=4),
        Table("risks", "session.risks_shown", ((("owner", 14),),), most=2),
        Table("commitments", "session.promises_shown", ((("name", 56),), *_SIDES), most=2),
        Table("plays", "session.plays_shown", (_PLAY, (("needs", 30),), _OWNER), most=3),
        Table("space", "session.cells_shown", (_CELL, (("play", 22),)), most=3),
        Table(
            "ahead",
            "session.next_plays_shown",
            (_PLAY, (("priority", 26),), (("needs", 28),), _OWNER),
            most=3,
        ),
        Table("rivals", "rivals_shown", ((("strengths", 38),), (("weaknesses", 38),)), most=3),
        Table("grid", "session.grid_shown", ((("name", 40),),), most=1),
        Table("sources", "session.figures_shown", ((("note", 42),),), most=2),
        Table("sources", "session.unread_shown", ((("line", 30),),), most=2),
    ),
}
"""By deck; the characters are those of the delivered templates' columns and letters."""


def lines_of(rows: int) -> int:
    """How many lines a row has where a table shows ``rows``: a slide has fourteen to twenty."""
    return 5 if rows <= 3 else 4 if rows == 4 else 3 if rows <= 6 else 2


def fit(values: Values, ctx: Voice) -> tuple[str, ...]:
    """Shortens in ``values`` what the deck's slides have no room for; a sentence on each."""
    return tuple(
        said
        for table in TABLES.get(ctx.artifact.name, ())
        if follow(values, table.path)
        for said in _fit_table(table, values, ctx)
    )


def _fit_table(table: Table, values: Values, ctx: Voice) -> Iterator[str]:
    place, _, name = table.path.rpartition(".")
    holder = follow(values, place) if place else values
    found = holder[name]
    rows = found if isinstance(found, list) else [found]
    lines = min(table.most, lines_of(len(rows)))
    fitted = []
    for row in rows:
        changes = {k: v for cell in table.cells for k, v in _fit_cell(row, cell, lines).items()}
        fitted.append({**row, **changes})
        if _is_shown(table.slide, values):
            yield from (_said(table, row, key, text, ctx) for key, text in changes.items())
    holder[name] = fitted if isinstance(found, list) else fitted[0]


def _is_shown(slide: str, values: Values) -> bool:
    """Goals stand only where there are no priorities."""
    slides = values["session"]["slides"] if "session" in values else values["slides"]
    return bool(slides[slide]) and not (slide == "goals" and slides["priorities"])


def _said(table: Table, row: Values, key: str, text: str, ctx: Voice) -> str:
    said = ctx.say(
        "shortened.text",
        slide=ctx.say(f"shortened.slide.{table.slide}"),
        name=_start(row.get("name") or row[key]),
        field=ctx.say(f"shortened.field.{key}"),
        n=ctx.formats.number(len(text)),
        m=ctx.formats.number(len(row[key])),
    )
    return said or ""


def _start(text: str) -> str:
    return cut(text, 60)


def _fit_cell(row: Values, cell: Cell, lines: int) -> dict[str, str]:
    """The texts of a cell that are cut. Each leaves one line to every text below it."""
    changes = {}
    filled = [(key, width) for key, width in cell if row.get(key)]
    for index, (key, width) in enumerate(filled):
        room = max(1, lines - (len(filled) - index - 1))
        needed = _lines(row[key], width)
        if needed > room:
            changes[key] = cut(row[key], room * width)
        lines -= min(needed, room)
    return changes


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-len(part) // width)) for part in text.split("\n"))


def cut(text: str, limit: int) -> str:
    """``text`` in one paragraph of at most ``limit`` characters, cut after a word if it can be."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    kept = words[: limit - len(ELLIPSIS) + 1]
    start, space, _ = kept.rpartition(" ")
    whole = start if space and len(start) > limit // 2 else kept[:-1]
    return whole.rstrip(" ,;:.–-") + ELLIPSIS
