"""Pairs of statements, and what each of them encloses.

A pair repeats (or keeps) the smallest whole that holds both of its tags; a word in the tag
(``row``, ``paragraph``, ``shape`` …) names another. The pair's marks move to the edges of that
whole, so that the part's text, cut at the marks, is well formed however often a piece is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.engine.dialects import Dialect
from generator.engine.language import Problems
from generator.engine.marking import Found
from generator.engine.markup import Element, ancestors, q


@dataclass(slots=True)
class Group:
    """A ``for`` or ``if`` with its middles (``else``, ``elif``) and its closer."""

    opener: Found
    middles: list[Found] = field(default_factory=list)
    closer: Found | None = None
    stand_in: Found | None = None  # a closer of the other kind: the author's slip, unless one comes

    @property
    def name(self) -> str:
        return self.opener.statement.name if self.opener.statement else ""

    @property
    def variables(self) -> list[str]:
        """The loop variable of a ``for``."""
        statement = self.opener.statement
        return [statement.target] if statement is not None and statement.target else []

    @property
    def word(self) -> str | None:
        return self.opener.statement.word if self.opener.statement else None

    @property
    def members(self) -> list[Found]:
        closer = [self.closer] if self.closer is not None else []
        return [self.opener, *self.middles, *closer]


@dataclass(frozen=True, slots=True)
class Lift:
    """Where a group goes: between the children ``first`` and ``last`` of ``parent`` and around
    them; ``level`` is inline, paragraph, row, rows, column, shape or attribute."""

    group: Group
    level: str
    parent: Element | None = None
    first: Element | None = None
    last: Element | None = None


def lift(group: Group, dialect: Dialect, problems: Problems) -> Lift | None:
    """What a group encloses, or None after reporting why it cannot be told."""
    assert group.closer is not None
    if group.word in ("sheet", "slide"):
        problems.add(group.opener.mark, f"uses the word {group.word}, which has no meaning here")
        return None
    if group.word is not None:
        made = _by_word(group, dialect, problems)
    elif group.opener.attribute or group.closer.attribute:
        made = _in_attribute(group, problems)
    else:
        made = _by_structure(group, dialect, problems)
    if made is not None and made.level == "rows" and _splits_cells(made):
        problems.add(
            group.opener.mark,
            "stands in rows that a merged cell joins with rows outside of the pair",
            "split the merged cell, or merge only cells of the rows between the tags",
        )
        return None
    return made


def _splits_cells(made: Lift) -> bool:
    """Whether a cell of a slide's table reaches over the edge of some of its rows. (In Word such a
    cell says in each row that it goes on: it spans all copies.)"""
    assert made.parent is not None
    assert made.first is not None
    assert made.last is not None
    rows = [made.first]
    while rows[-1] is not made.last:
        following = rows[-1].getnext()
        if following is None:
            return False  # closes before it opens: reported elsewhere
        rows.append(following)
    reach = [
        number + int(cell.get("rowSpan") or 1) for number, row in enumerate(rows) for cell in row
    ]
    return any(cell.get("vMerge") for cell in rows[0]) or max(reach, default=0) > len(rows)


def can_join(group: Group, closer: Found, dialect: Dialect) -> bool:
    """Whether one whole can hold both the group's opener and ``closer``."""
    opener = group.opener
    if group.word in ("slide", "shape", "sheet"):
        return True
    if opener.attribute or closer.attribute:
        return opener.element is closer.element and opener.attribute == closer.attribute
    if opener.paragraph is closer.paragraph:
        return True
    parent, first, last = _meeting(opener.element, closer.element)
    if parent is None or first is None or last is None:
        return False
    if parent.tag in dialect.bodies:
        return _edges_are_paragraphs(first, last, dialect)
    return parent.tag in (dialect.row, dialect.table)


def is_around(opener: Found, closer: Found, dialect: Dialect) -> bool:
    """Whether one of the two stands in the text that holds the other's table."""
    parent, first, last = _meeting(opener.element, closer.element)
    if parent is None or first is None or last is None or parent.tag not in dialect.bodies:
        return False
    return dialect.paragraph in (first.tag, last.tag)


def _in_attribute(group: Group, problems: Problems) -> Lift | None:
    places = {(id(entry.element), entry.attribute) for entry in group.members}
    if len(places) == 1:
        return Lift(group, "attribute")
    problems.add(
        group.opener.mark,
        "opens in an alternative text and closes elsewhere",
        "put both tags in one text, or say what to repeat: {% shape … %}",
    )
    return None


def _by_word(group: Group, dialect: Dialect, problems: Problems) -> Lift | None:
    assert group.closer is not None
    assert group.word is not None
    tags = {
        "row": frozenset([dialect.row]),
        "column": frozenset([dialect.cell]),
        "paragraph": frozenset([dialect.paragraph]),
        "shape": dialect.shapes,
    }[group.word]
    first, last = _around(group.opener, tags), _around(group.closer, tags)
    if first is None or last is None:
        problems.add(group.opener.mark, f"says {group.word} but stands in no {group.word}")
        return None
    parent = first.getparent()
    if parent is None or last.getparent() is not parent:
        problems.add(
            group.opener.mark,
            f"opens and closes in {group.word}s that are not side by side",
            f"put endfor or endif in the same {group.word}, or in one of the same table or text",
        )
        return None
    return Lift(group, "rows" if group.word == "row" else group.word, parent, first, last)


def _around(found: Found, tags: frozenset[str]) -> Element | None:
    return next((element for element in ancestors(found.element) if element.tag in tags), None)


def _by_structure(group: Group, dialect: Dialect, problems: Problems) -> Lift | None:
    assert group.closer is not None
    parent, first, last = _meeting(group.opener.element, group.closer.element)
    if parent is None or first is None or last is None:
        problems.add(group.opener.mark, "opens and closes in different parts of the document")
        return None
    if group.opener.paragraph is group.closer.paragraph:
        return Lift(group, "inline", parent, first, last)
    if parent.tag in dialect.bodies and _edges_are_paragraphs(first, last, dialect):
        return Lift(group, "paragraph", parent, first, last)
    if parent.tag == dialect.row:
        return Lift(group, "rows", parent.getparent(), parent, parent)
    if parent.tag == dialect.table:
        return Lift(group, "rows", parent, first, last)
    _apart(group, group.opener.element, group.closer.element, problems)
    return None


def _apart(group: Group, opener: Element, closer: Element, problems: Problems) -> None:
    """Two tags that nothing repeatable holds together."""
    assert group.closer is not None
    where, tip = "", "put both tags in one text, one table row, or rows of one table"
    controls = [[e for e in ancestors(tag) if e.tag == q("w:sdt")] for tag in (opener, closer)]
    if controls[0] != controls[1]:
        where = "; a content control lies around one of them"
        tip = "put both tags inside of it or both outside, or remove the control (right click)"
    problems.add(
        group.opener.mark,
        "opens in one place and closes in another that it cannot be joined with "
        f"({group.closer.mark.place}{where})",
        tip,
    )


def _edges_are_paragraphs(first: Element, last: Element, dialect: Dialect) -> bool:
    return first.tag == dialect.paragraph and last.tag == dialect.paragraph


def _meeting(
    opener: Element, closer: Element
) -> tuple[Element | None, Element | None, Element | None]:
    """The innermost element that holds both, and its children that hold one and the other."""
    path = ancestors(opener)
    positions = {element: number for number, element in enumerate(path)}
    below: Element | None = None
    for element in ancestors(closer):
        if element in positions:
            number = positions[element]
            return element, (path[number - 1] if number else None), below
        below = element
    return None, None, None
