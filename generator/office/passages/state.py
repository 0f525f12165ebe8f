"""What one pass over one part of a package has gathered so far, and what is left of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .encoded import Inner, decoded
from .rules import CARRIER, JOINED, MARKUP, TEXT, VALUE

_SHOWN = 60
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
Finding = tuple[str, str, str]
"""Where in its part, the text, its kind: a passage before its part has a name."""


@dataclass(slots=True)
class Shape:
    """What holds texts on a page: a shape, picture, table, chart, text box."""

    what: str
    name: str = ""
    hidden: bool = False
    off: bool = False
    box: Box | None = None
    inner: Box | None = None  # the plane of a group's children, which ``box`` is scaled from
    parent: Shape | None = None
    depth: int = 1

    @property
    def marks(self) -> str:
        words = [w for w, is_so in (("hidden", self.hidden), ("off the page", self.off)) if is_so]
        return f" ({', '.join(words)})" if words else ""

    @property
    def label(self) -> str:
        named: Shape | None = self
        while named is not None and not named.name:
            named = named.parent
        name = f' "{shortened(named.name)}"' if named is not None else ""
        return f"{self.what}{name}{self.marks}"


@dataclass(slots=True)
class Box:
    """A rectangle in English Metric Units."""

    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship as it is written; ``target`` is not resolved."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A slide or sheet as the main part lists it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One part taken apart. ``uses``: what its relationships' ids stand for, by id; ``listed``: the
    slides or sheets of a main part; ``page``: the size of its slides; ``hidden``: whether the part
    says that it is not shown; ``shared``: numbers of the shared texts that its cells show."""

    findings: tuple[Finding, ...]
    relations: tuple[Relation, ...] = ()
    uses: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()
    page: tuple[int, int] = (0, 0)
    hidden: bool = False
    root: str = ""
    inner: tuple[Inner, ...] = ()
    strings: tuple[str, ...] = ()
    shared: frozenset[int] = frozenset()


@dataclass(slots=True)
class Cell:
    """The worksheet's cell that is being read, and what is hidden around it."""

    ref: str = ""
    type: str = ""
    hidden_row: bool = False
    all_hidden: bool = False
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class State:
    """The pass itself. ``page``: width and height of a slide in EMU, zero where there is none;
    ``strings``: the workbook's shared texts. Pieces of a text carry the flags of ``rules``."""

    page: tuple[int, int] = (0, 0)
    strings: tuple[str, ...] = ()
    found: list[tuple[Shape | None, str, str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    blocks: list[list[tuple[str, int]]] = field(default_factory=list)
    flags: int = 0
    flag_stack: list[int] = field(default_factory=list)
    shape: Shape | None = None
    words: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # of each table that is open
    counts: dict[str, int] = field(default_factory=dict)
    field_code: list[str] = field(default_factory=list)
    in_run: bool = False
    run_hidden: bool = False
    block_hidden: bool = False
    cell: Cell = field(default_factory=Cell)
    uses: dict[str, Shape] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    slide_size: tuple[int, int] = (0, 0)
    hidden: bool = False
    root: str = ""
    inner: list[Inner] = field(default_factory=list)
    own_strings: list[str] = field(default_factory=list)
    shared: set[int] = field(default_factory=set)

    @property
    def word(self) -> str:
        return self.words[-1] if self.words else ""

    def emit(self, word: str, text: str, kind: str) -> None:
        """One passage. Markup and carriers are told once a part; the rest wherever it stands."""
        if kind in (MARKUP, CARRIER):
            key = (kind, text if kind == MARKUP else word + text)
            if key in self.seen:
                return
            self.seen.add(key)
        if kind != VALUE:
            if "_x" in text:
                text = unescaped(text)
            if len(text) >= 24:
                self._look_inside(word, text)
        self.found.append((self.shape, word, text, kind))

    def _look_inside(self, word: str, text: str) -> None:
        texts, inner = decoded(text)
        for hidden in texts:
            self.found.append((self.shape, _after(word, "base64"), hidden, MARKUP))
        self.inner += inner

    def tell(self, word: str, text: str) -> None:
        """A text that stands in the body, where readers see it among others."""
        self.emit(word, text, TEXT)
        self.body.append(text)

    def count(self, what: str) -> int:
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def finished(self) -> Taken:
        findings = [(_where(shape, word), text, kind) for shape, word, text, kind in self.found]
        findings += across(self.body)
        return Taken(
            tuple(findings),
            tuple(self.relations),
            {id_: shape.label for id_, shape in self.uses.items()},
            tuple(self.listed),
            self.slide_size,
            self.hidden,
            self.root,
            tuple(self.inner),
            tuple(self.own_strings),
            frozenset(self.shared),
        )


def shortened(name: str) -> str:
    """A name as a place shows it: Office's own are short, and a place is one line."""
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…"


def across(body: Iterable[str]) -> list[Finding]:
    """All texts of a part as one, with and without blanks: a text may be spread over several."""
    texts = [text for text in body if text.strip()]
    if len(texts) < 2:
        return []
    where = "read across its texts"
    return [(where, " ".join(texts), JOINED), (where, "".join(texts), JOINED)]


def unescaped(text: str) -> str:
    """Excel's and PowerPoint's ``_xHHHH_`` as the character that it stands for (ECMA-376 part 1,
    §22.4.2.4); characters beyond the first plane come in two halves."""
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _where(shape: Shape | None, word: str) -> str:
    if shape is None:
        return word
    if word == "alternative text":
        return f'alternative text of "{shortened(shape.name)}"{shape.marks}'
    if word == "name":
        return f"name of {shape.label}"
    return _after(shape.label, word)


def _after(place: str, word: str) -> str:
    return f"{place}, {word}" if place and word else place or word
