"""The building blocks of the vocabulary: a name is declared together with how it gets its value.

Three nodes make the tree. ``Leaf`` is one value, ``Record`` a group of names, ``Rows`` a list. A
node says where it gets its value from with ``get``: nothing (the attribute of its own name), a
dotted attribute path (``owner.name``; None on the way is None), or a function of the source object
and the context. So no name can be documented without a value, or have a value undocumented.

Audience is default-deny (DOCUMENTS.md 4.4): a leaf is ``internal`` unless it says ``customer``, or
``declared``: for the customer only where the mapping declares all of its model fields safe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

INTERNAL = "internal"
CUSTOMER = "customer"
DECLARED = "declared"
AUDIENCES = (CUSTOMER, DECLARED, INTERNAL)
"""The audiences of a name, the least strict first."""

KINDS = (
    "text",
    "number",
    "money",
    "percent",
    "date",
    "flag",
    "chart",
    "picture",
    "map",
    "matrix",
)
FIGURE_KINDS = frozenset({"number", "money", "percent", "date"})

Getter = str | Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value. ``unit`` is in words; ``origins`` are model fields such as ``play.value``.

    ``printed`` marks text made for print with the reader's locale: it says again what other names
    hold as values, so ``show --json`` leaves it out. ``uses`` lists, for a name that is derived
    from other names, those names: its source records are theirs. ``ids`` gets a figure's source
    records where its source object does not carry them. ValueError for an audience that there is
    not: a mistyped one must not pass for one that may see.
    """

    name: str
    kind: str
    doc: str
    example: str
    get: Getter | None = None
    unit: str = ""
    audience: str = INTERNAL
    origins: tuple[str, ...] = ()
    printed: bool = False
    uses: tuple[str, ...] = ()
    ids: Getter | None = None

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            raise ValueError(f"{self.name}: there is no audience {self.audience!r}")


@dataclass(frozen=True, slots=True)
class Record:
    """A group of names. ``model`` is the record class its leaves come from, as ``play``."""

    name: str
    doc: str
    children: tuple[Node, ...]
    get: Getter | None = None
    model: str = ""
    origins: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of records.

    ``shared`` keeps, for customers, only the rows it is true of. ``needs`` are model fields that
    the mapping must declare safe before a customer sees any row. ``limit`` is how many rows a page
    holds in a full, a light and a brief document (of two numbers, a brief has those of a light
    one); a list with one also offers ``<name>_shown`` and ``<name>_more`` ("4 more in the
    workbook"; ``more`` says where the rest stands).
    """

    name: str
    doc: str
    children: tuple[Node, ...]
    get: Getter | None = None
    model: str = ""
    origins: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    shared: Callable[[Any], bool] | None = None
    needs: tuple[str, ...] = ()
    limit: tuple[int, int] | tuple[int, int, int] | None = None
    more: str = "crm"


Node = Leaf | Record | Rows


@dataclass(frozen=True, slots=True)
class Topic:
    """A name at the top of the tree.

    A topic of facts reads the analysed account. A ``derived`` topic (sentences, charts, flags)
    reads nothing but the values already composed for this audience: what a customer must not see
    is not there to be said.

    ``artifacts`` limits the topic to some artifacts; empty means all that are made of one account.
    One of a rollup reads that rollup's result in place of the account (decision 20).
    """

    node: Node
    derived: bool = False
    artifacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One documented name: what ``templates fields`` and the reference print."""

    name: str  # plays[].owner
    kind: str
    unit: str
    audience: str
    origins: tuple[str, ...]  # model fields, for joining in where the CRM keeps them
    doc: str
    example: str
    artifacts: tuple[str, ...]  # the artifacts that offer it
    printed: bool
    derived: bool
    uses: tuple[str, ...] = ()  # the names that a derived one is made from


def text(name: str, doc: str, example: str, get: Getter | None = None, **more: Any) -> Leaf:
    return Leaf(name, "text", doc, example, get, **more)


def number(name: str, doc: str, example: str, get: Getter | None = None, **more: Any) -> Leaf:
    return Leaf(name, "number", doc, example, get, **more)


def money(name: str, doc: str, example: str, get: Getter | None = None, **more: Any) -> Leaf:
    more.setdefault("unit", "account currency")
    return Leaf(name, "money", doc, example, get, **more)


def percent(name: str, doc: str, example: str, get: Getter | None = None, **more: Any) -> Leaf:
    more.setdefault("unit", "percent, 42 is 42%")
    return Leaf(name, "percent", doc, example, get, **more)


def day(name: str, doc: str, example: str, get: Getter | None = None, **more: Any) -> Leaf:
    return Leaf(name, "date", doc, example, get, **more)


def flag(name: str, doc: str, get: Getter | None = None, **more: Any) -> Leaf:
    return Leaf(name, "flag", doc, "yes", get, **more)


def said(name: str, doc: str, example: str, get: Getter | None = None, **more: Any) -> Leaf:
    """Text made for print: labels, notes and sentences in the reader's language."""
    return Leaf(name, "text", doc, example, get, printed=True, **more)


def picture(name: str, doc: str, get: Getter | None = None, **more: Any) -> Leaf:
    """PNG or JPEG bytes in base64: for the alternative text of a placeholder, never for print."""
    return Leaf(name, "picture", doc, "picture", get, printed=True, **more)


def chart(name: str, doc: str, get: Getter | None = None, **more: Any) -> Leaf:
    return Leaf(name, "chart", doc, "chart", get, printed=True, **more)
