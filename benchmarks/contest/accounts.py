"""Made-up accounts for the three documents, always the same for one seed.

Each document has a tree of names, as the engine takes it, and values of that shape. In the file an
amount is a number and a day an ISO date: ``typed`` makes of them what the engine takes, ``texts``
what contestants get that cannot write money and dates in a reader's locale themselves.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.formats import Formats

Json = dict[str, Any]
SEED = 20_260_131
FORMATS = Formats("en_US", "EUR")
AS_OF = date(2026, 1, 31)

_ACCOUNT = {
    "name": "text",
    "industry": "text",
    "city": "text",
    "owner": "text",
    "sponsor": "text",
    "revenue": "money",
    "pipeline": "money",
    "gap": "money",
    "renewal": "date",
    "sites": "number",
}
PLAN: Json = {
    "as_of": "date",
    "account": _ACCOUNT,
    "summary": {"position": "text", "goal": "text", "threat": "text", "ask": "text"},
    "contacts": [
        {
            "name": "text",
            "title": "text",
            "role": "text",
            "email": "text",
            "phone": "text",
            "met": "date",
        }
    ],
    "opportunities": [
        {
            "name": "text",
            "stage": "text",
            "amount": "money",
            "close": "date",
            "owner": "text",
            "next": "text",
        }
    ],
    "actions": [{"what": "text", "owner": "text", "due": "date", "status": "text", "goal": "text"}],
    "risks": [{"name": "text", "weight": "text", "exposure": "money", "answer": "text"}],
}
DECK: Json = {
    "as_of": "date",
    "account": _ACCOUNT,
    "summary": {"position": "text", "goal": "text", "threat": "text", "ask": "text"},
    **{f"chart{at}": {"title": "text", "message": "text", "chart": "chart"} for at in (1, 2, 3, 4)},
    "plays": [{"name": "text", "owner": "text", "value": "money", "due": "date"}],
    "renewals": [{"name": "text", "value": "money", "date": "date", "state": "text"}],
    "cases": [{"name": "text", "weight": "text", "opened": "date", "state": "text"}],
    "actions": [{"what": "text", "owner": "text", "due": "date", "status": "text"}],
    "map": "map",
}
WORKBOOK: Json = {
    "as_of": "date",
    "account": _ACCOUNT,
    "products": [{"name": "text"}],
    "units": [{"name": "text", "cells": [{"value": "money"}]}],
    "details": [
        {
            "unit": "text",
            "product": "text",
            "state": "text",
            "owner": "text",
            "value": "money",
            "seats": "number",
            "next": "date",
            "note": "text",
        }
    ],
}
TREES = {"word": PLAN, "powerpoint": DECK, "excel": WORKBOOK}

_FIRST = ("Jürgen", "Anaïs", "Łukasz", "Zoë", "Björn", "Mary", "Søren", "Chloé", "Ravi", "Aiko")
# 3,375 last names: as in a real run, a cache seldom meets a name twice.
_LAST = (
    ("Mül", "O'B", "Núñ", "Ång", "Wei", "Tan", "D’S", "Kov", "Lee", "Bre", "Sør", "Hal", "Ści",
     "Vog", "Dâm"),
    ("ler", "ri", "ez", "str", "ß", "ak", "ouz", "ač", "mann", "nt", "en", "ber", "szk", "el",
     "bo"),
    ("", "a", "son", "öm", "berg", "i", "witz", "s", "ton", "er", "sen", "feld", "ć", "o", "viţa"),
)  # fmt: skip
_WORK = ("R&D <x>", "Line control", "Spare parts", "Service & repair", "Training", "Retrofit",
         "Audit “A”", "Cold chain", "Packaging <2>", "Größenänderung")  # fmt: skip
_PLACES = ("Köln", "Malmö", "Gdańsk", "Łódź", "Zürich", "Bath & Wells", "São Paulo", "Ghent")
_TITLES = ("Chief Operating Officer", "VP Manufacturing", "Plant Manager", "Head of R&D")
_ROLES = ("Economic buyer", "Champion", "Technical buyer", "User", "Coach")
_STAGES = ("Discovery", "Qualification", "Proposal", "Negotiation", "Verbal yes")
_STATES = ("Open", "In progress", "Done", "Late")
_WEIGHTS = ("High", "Medium", "Low")
_TONES = ("strong", "medium", "weak", "neutral", "risk")


class _Maker:
    """Values for one account, drawn in a fixed order."""

    def __init__(self, number: int, size: int) -> None:
        self._draw, self._number, self._size = random.Random(SEED + number), number, size  # noqa: S311

    def plan(self) -> Json:
        size = self._size
        return {
            **self._head(),
            "contacts": [self._contact(at) for at in range(12 * size)],
            "opportunities": [self._opportunity(at) for at in range(20 * size)],
            "actions": [{**self._action(at), "goal": self._work(at)} for at in range(15 * size)],
            "risks": [self._risk(at) for at in range(8 * size)],
        }

    def deck(self) -> Json:
        shapes = ((2, 4, "#,##0"), (3, 8, "#,##0"), (3, 6, "0.0"), (1, 5, "#,##0"))
        size = self._size
        charts = {f"chart{at + 1}": self._chart(at, *shape) for at, shape in enumerate(shapes)}
        return {
            **self._head(),
            **charts,
            "plays": [self._play(at) for at in range(8 * size)],
            "renewals": [self._renewal(at) for at in range(8 * size)],
            "cases": [self._case(at) for at in range(8 * size)],
            "actions": [self._action(at) for at in range(8 * size)],
            "map": {"alt": "Who reports to whom", "nodes": [self._node(at) for at in range(15)]},
        }

    def workbook(self) -> Json:
        products = [{"name": f"{self._work(at)} {at + 1}"} for at in range(20)]
        units = [self._unit(at, len(products)) for at in range(30 * self._size)]
        details = [self._detail(at, products, units) for at in range(600 * self._size)]
        return {**self._head(), "products": products, "units": units, "details": details}

    def _unit(self, at: int, products: int) -> Json:
        cells = [{"value": self._money()} for _ in range(products)]
        return {"name": f"{self._place()} {at + 1}", "cells": cells}

    def _head(self) -> Json:
        account = {
            "name": f"{self._place()} & {self._last_name()} <{self._number}>",
            "industry": "Food & beverage",
            "city": self._place(),
            "owner": self._person(),
            "sponsor": self._person(),
            "revenue": self._money(),
            "pipeline": self._money(),
            "gap": self._money(),
            "renewal": self._day(),
            "sites": self._draw.randrange(2, 90),
        }
        keys = ("position", "goal", "threat", "ask")
        told = [f"{self._sentence(at)} {self._sentence(at + 3)}" for at in range(len(keys))]
        summary = dict(zip(keys, told, strict=True))
        return {"as_of": AS_OF.isoformat(), "account": account, "summary": summary}

    def _contact(self, at: int) -> Json:
        return {
            "name": f"{self._person()} {at + 1}",
            "title": self._pick(_TITLES),
            "role": self._pick(_ROLES),
            "email": f"person{at}.{self._number}@example.com",
            "phone": f"+49 221 {self._draw.randrange(100_000, 999_999)}",
            "met": self._day(),
        }

    def _opportunity(self, at: int) -> Json:
        return {
            "name": f"{self._work(at)} {at + 1}",
            "stage": self._pick(_STAGES),
            "amount": self._money(),
            "close": self._day(),
            "owner": self._person(),
            "next": self._sentence(at),
        }

    def _action(self, at: int) -> Json:
        return {
            "what": f"{at + 1}. {self._sentence(at)}",
            "owner": self._person(),
            "due": self._day(),
            "status": self._pick(_STATES),
        }

    def _risk(self, at: int) -> Json:
        return {
            "name": f"Risk {at + 1}: {self._work(at)}",
            "weight": self._pick(_WEIGHTS),
            "exposure": self._money(),
            "answer": self._sentence(at),
        }

    def _play(self, at: int) -> Json:
        return {
            "name": f"{self._work(at)} {at + 1}",
            "owner": self._person(),
            "value": self._money(),
            "due": self._day(),
        }

    def _renewal(self, at: int) -> Json:
        return {
            "name": f"Contract {at + 1} {self._place()}",
            "value": self._money(),
            "date": self._day(),
            "state": self._pick(_STATES),
        }

    def _case(self, at: int) -> Json:
        return {
            "name": f"Case {at + 1} {self._work(at)}",
            "weight": self._pick(_WEIGHTS),
            "opened": self._day(),
            "state": self._pick(_STATES),
        }

    def _chart(self, at: int, series: int, points: int, number_format: str) -> Json:
        points, scale = points * self._size, 10 if "." in number_format else 1
        names = [f"{self._work(at + n)} {n + 1}" for n in range(series)]
        rows = [[self._draw.randrange(10, 9_000) / scale for _ in range(points)] for _ in names]
        drawn = [{"name": name, "values": row} for name, row in zip(names, rows, strict=True)]
        chart = {
            "alt": f"Chart {at + 1}",
            "categories": [f"Q{n % 4 + 1} {2024 + n // 4}" for n in range(points)],
            "series": drawn,
            "number_format": number_format,
        }
        title = f"Chart {at + 1}: {self._work(at)}"
        return {"title": title, "message": self._sentence(at), "chart": chart}

    def _node(self, at: int) -> Json:
        return {
            "id": str(at),
            "parent": None if at == 0 else str((at - 1) // 2),
            "title": self._person(),
            "lines": [self._pick(_ROLES)],
            "tone": self._pick(_TONES),
            "badge": None,
        }

    def _detail(self, at: int, products: list[Json], units: list[Json]) -> Json:
        return {
            "unit": units[at // 20 % len(units)]["name"],
            "product": products[at % 20]["name"],
            "state": self._pick(_STATES),
            "owner": self._person(),
            "value": self._money(),
            "seats": self._draw.randrange(1, 900),
            "next": self._day(),
            "note": f"{self._work(at)}: row {at + 1} of {self._number}",
        }

    def _pick(self, pool: Sequence[str]) -> str:
        return pool[self._draw.randrange(len(pool))]

    def _person(self) -> str:
        return f"{self._pick(_FIRST)} {self._last_name()}"

    def _last_name(self) -> str:
        return "".join([self._pick(part) for part in _LAST])

    def _place(self) -> str:
        return self._pick(_PLACES)

    def _work(self, at: int) -> str:
        return _WORK[at % len(_WORK)]

    def _sentence(self, at: int) -> str:
        return f"{self._person()} wants {self._work(at)} in {self._place()} before spring."

    def _money(self) -> int:
        return self._draw.randrange(5_000, 900_000)

    def _day(self) -> str:
        return (AS_OF + timedelta(days=self._draw.randrange(-300, 400))).isoformat()


def values(kind: str, number: int, size: int = 1) -> Json:
    """Account ``number`` for a document of ``kind``; ``size`` 2: its lists are twice as long."""
    maker = _Maker(number, size)
    made = {"word": maker.plan, "powerpoint": maker.deck, "excel": maker.workbook}
    return made[kind]()


def typed(raw: Any, tree: Any) -> Any:
    """The values as the engine takes them: money as Decimal, days as dates."""
    return _walk(raw, tree, _TYPED)


def texts(raw: Any, tree: Any) -> Any:
    """The values as they stand in the document, all of them text; charts and maps as they are."""
    return _walk(raw, tree, _TEXTS)


Change = Callable[[Any], Any]
_TYPED: dict[str, Change] = {
    "money": Decimal,
    "date": date.fromisoformat,
    "chart": lambda chart: {**chart, "series": [_exact(series) for series in chart["series"]]},
}
_TEXTS: dict[str, Change] = {
    "money": lambda value: FORMATS.money(Decimal(value)),
    "number": lambda value: FORMATS.number(Decimal(value)),
    "date": lambda value: FORMATS.date(date.fromisoformat(value)),
}


def _walk(raw: Any, tree: Any, changes: dict[str, Change]) -> Any:
    if isinstance(tree, dict):
        return {key: _walk(raw[key], inner, changes) for key, inner in tree.items()}
    if isinstance(tree, list):
        return [_walk(item, tree[0], changes) for item in raw]
    return changes[tree](raw) if tree in changes else raw


def _exact(series: Json) -> Json:
    return {**series, "values": [Decimal(str(value)) for value in series["values"]]}


def write(path: Path, kind: str, count: int, size: int = 1) -> Path:
    """One account a line: its values as they are, and as texts."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(count):
            raw = values(kind, number, size)
            line = {"values": raw, "texts": texts(raw, TREES[kind])}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path
