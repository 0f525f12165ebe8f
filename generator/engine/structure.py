"""Moving the marks of groups to the edges of what they enclose, and tidying what is left.

After this a part's text, cut at the marks, is a sequence of well-formed pieces. Paragraphs and rows
that held nothing but statements are gone; a paragraph made of nothing but inline groups is bound to
their conditions; containers that could run empty carry a token that ``tidy`` settles after a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.engine.columns import repeat_columns
from generator.engine.dialects import Dialect, is_section_end, run_has_content
from generator.engine.groups import Group, Lift, lift
from generator.engine.language import OBJECTS
from generator.engine.marking import Found, Marked
from generator.engine.markup import (
    Element,
    ancestors,
    insert_after,
    insert_before,
    local,
    mark_text,
    q,
    remove,
    split_marks,
)
from generator.engine.ranges import lift_bookmarks
from generator.engine.registry import Edge, Presence, Registry
from generator.engine.tidying import protect


@dataclass(slots=True)
class _Boundary:
    """The marks that go to one element's edges, each with what orders them."""

    before: list[tuple[tuple[int, int, int], str]] = field(default_factory=list)
    at: list[tuple[int, str]] = field(default_factory=list)
    after: list[tuple[tuple[int, int], str]] = field(default_factory=list)


class Structure:
    """Places the groups of one part. ``registry`` gets what its marks mean."""

    def __init__(self, dialect: Dialect, registry: Registry) -> None:
        self._dialect = dialect
        self._registry = registry
        self._problems = registry.problems
        self._boundaries: dict[Element, _Boundary] = {}
        self._loose: set[Element] = set()  # containers that may lose all their paragraphs
        self._tables: set[Element] = set()  # tables that may lose all their rows
        self._breaks: set[Element] = set()  # paragraphs of nothing but tags and a section's end
        self._lifted: set[int] = set()  # statements that do not stand where they were typed
        self.repeated: list[Element] = []  # single shapes that a loop repeats
        self.row_loops: list[tuple[Element, int]] = []  # (table, number of the opener)

    def place(self, groups: Iterable[Group], marked: Marked) -> None:
        lifts: list[Lift] = []
        for group in groups:
            made = lift(group, self._dialect, self._problems)
            if made is None:
                self._registry.lost += group.variables
            else:
                lifts.append(made)
        for entry in marked.found:
            if entry.statement is None:
                self._registry.entries[entry.number] = entry
        for made in lifts:
            self._register(made.group)
        inline = {
            entry.number for made in lifts if made.level == "inline" for entry in made.group.members
        }
        vanishing = self._vanishing(marked, inline)
        self._breaks = {
            paragraph
            for paragraph in marked.touched
            if is_section_end(paragraph) and not self._has_content(paragraph, inline)
        }
        rows = self._vanishing_rows(lifts)
        self._bind_all(marked, vanishing, inline)
        for made in lifts:
            self._plan(made, vanishing | rows)
        columns = [made for made in lifts if made.level == "column"]
        for cell, other, number in repeat_columns(columns, self._dialect, self._registry):
            self._at(cell).before.append(((1, 0, number), mark_text(number)))
            self._at(other).after.append(((0, -number), mark_text(number + 1)))
        self._write(vanishing | rows)
        self._lifted = {entry.number for entry in marked.found} - {
            entry.number
            for made in lifts
            if made.level == "attribute"
            for entry in made.group.members
        }
        self._drop_statement_runs(marked)
        protect(self._loose, self._tables, self._registry)

    def _register(self, group: Group) -> None:
        assert group.closer is not None
        entries = self._registry.entries
        entries[group.opener.number] = Edge(group, "open", group.opener)
        entries[group.closer.number] = Edge(group, "close", group.closer)
        for middle in group.middles:
            entries[middle.number] = Edge(group, "middle", middle)

    # -- what disappears -----------------------------------------------------------------------

    def _vanishing(self, marked: Marked, inline: set[int]) -> set[Element]:
        """Paragraphs that held nothing but tags that are lifted out of them (or comments)."""
        return {
            paragraph
            for paragraph in marked.touched
            if not is_section_end(paragraph)
            and self._may_go(paragraph)
            and not self._has_content(paragraph, inline)
        }

    def _has_content(self, paragraph: Element, inline: set[int]) -> bool:
        for run in paragraph.iter(self._dialect.run, q("a:fld")):
            number = self._statement_of(run)
            if number is not None:
                if number in inline:
                    return True
                continue
            if run_has_content(run, self._dialect):
                return True
        return False

    def _statement_of(self, run: Element) -> int | None:
        """The statement that has this run for itself."""
        text = run.find(self._dialect.text)
        parts = list(split_marks(text.text or "")) if text is not None else []
        if len(parts) != 1 or not isinstance(parts[0], int):
            return None
        entry = self._registry.entries.get(parts[0])
        return None if isinstance(entry, Found) else parts[0]

    def _vanishing_rows(self, lifts: list[Lift]) -> set[Element]:
        """Edge rows of a group over several rows that hold nothing but statements."""
        edges = [
            row
            for made in lifts
            if made.level == "rows" and made.first is not made.last
            for row in self._rows_of(made)
        ]
        return {row for row in edges if not self._row_has_content(row)}

    def _rows_of(self, made: Lift) -> list[Element]:
        rows = [_child_holding(made.parent, entry.element) for entry in made.group.members]
        return [row for row in rows if row is not None]

    def _row_has_content(self, row: Element) -> bool:
        return any(
            self._statement_of(run) is None and run_has_content(run, self._dialect)
            for run in row.iter(self._dialect.run, q("a:fld"))
        )

    def _only_inline(self, paragraph: Element, inline: set[int]) -> bool:
        """True where all that the paragraph shows stands inside inline groups."""
        if is_section_end(paragraph) or not self._may_go(paragraph):
            return False
        depth = 0
        seen = False
        for run in paragraph.iter(self._dialect.run, q("a:fld")):
            number = self._statement_of(run)
            if number is None:
                if depth == 0 and run_has_content(run, self._dialect):
                    return False
                continue
            edge = self._registry.entries.get(number)
            if number in inline and isinstance(edge, Edge):
                depth += {"open": 1, "close": -1}.get(edge.role, 0)
                seen = True
        return seen

    def _may_go(self, paragraph: Element) -> bool:
        """The only paragraph of a text stays: a cell or a shape must hold one."""
        parent = paragraph.getparent()
        if parent is None or parent.tag not in self._dialect.bodies:
            return False
        return local(parent) == "body" or len(parent.findall(self._dialect.paragraph)) > 1

    def _bind(self, paragraph: Element) -> None:
        opener = self._registry.problems.mark("", "")
        closer = self._registry.problems.mark("", "")
        self._registry.entries[opener.number] = Presence(True, opener.number)
        self._registry.entries[closer.number] = Presence(False, opener.number)
        boundary = self._at(paragraph)
        boundary.before.append(((2, 0, opener.number), mark_text(opener.number)))
        boundary.after.append(((-1_000_000, -closer.number), mark_text(closer.number)))
        self._loosen(paragraph)

    def _bind_all(self, marked: Marked, vanishing: set[Element], inline: set[int]) -> None:
        """Paragraphs that stand only where something of theirs does."""
        for paragraph in marked.touched:
            if paragraph not in vanishing and self._only_inline(paragraph, inline):
                self._bind(paragraph)
        for entry in marked.found:
            if entry.statement is not None and entry.statement.name == "picture":
                self._bind_picture(entry, marked)

    def _bind_picture(self, found: Found, marked: Marked) -> None:
        """A paragraph that holds nothing but a picture goes where there is none."""
        held = ancestors(found.element)
        tag = self._dialect.paragraph
        paragraph = next((element for element in held if element.tag == tag), None)
        if paragraph is None or paragraph in marked.touched or is_section_end(paragraph):
            return
        others = [run for run in paragraph.iter(self._dialect.run) if run not in held]
        if self._may_go(paragraph) and not any(
            run_has_content(run, self._dialect) for run in others
        ):
            self._bind(paragraph)

    # -- where marks go ------------------------------------------------------------------------

    def _at(self, element: Element) -> _Boundary:
        return self._boundaries.setdefault(element, _Boundary())

    def _plan(self, made: Lift, vanishing: set[Element]) -> None:
        if made.level == "attribute":
            return
        if made.level == "inline":
            self._plan_inline(made)
            return
        assert made.parent is not None
        assert made.first is not None
        assert made.last is not None
        group = made.group
        assert group.closer is not None
        first, last = made.parent.index(made.first), made.parent.index(made.last)
        if last < first:
            self._problems.add(group.opener.mark, "closes before it opens")
            return
        if made.level == "shape" and group.name == "for" and made.first is made.last:
            self.repeated.append(made.first)
        if made.level == "rows" and group.name == "for":
            self.row_loops.append((made.parent, group.opener.number))
        self._edge(made.first, group.opener, vanishing, (1, -last, group.opener.number))
        for middle in group.middles:
            self._middle(made, middle, vanishing)
        self._edge_after(made.last, group.closer, vanishing, (-first, -group.opener.number))
        self._loosen(made.first)

    def _edge(
        self, unit: Element, found: Found, vanishing: set[Element], order: tuple[int, int, int]
    ) -> None:
        text = mark_text(found.number)
        if unit in vanishing:
            self._at(unit).at.append((found.number, text))
        elif unit in self._breaks:  # it ends the section before: what is enclosed begins after it
            self._at(unit).after.append(((1, found.number), text))
        else:
            self._at(unit).before.append((order, text))

    def _edge_after(
        self, unit: Element, found: Found, vanishing: set[Element], order: tuple[int, int]
    ) -> None:
        text = mark_text(found.number)
        if unit in vanishing:
            self._at(unit).at.append((found.number, text))
        else:
            self._at(unit).after.append((order, text))

    def _middle(self, made: Lift, middle: Found, vanishing: set[Element]) -> None:
        unit = _child_holding(made.parent, middle.element)
        if unit is None or (unit is made.first and unit not in vanishing):
            what = "row" if made.level == "rows" else made.level
            self._problems.add(
                middle.mark,
                f"stands in the same {what} as {made.group.opener.mark.raw}, "
                "or outside of what it encloses",
                f"put it in a {what} of its own",
            )
            return
        self._edge(unit, middle, vanishing, (0, 0, middle.number))

    def _plan_inline(self, made: Lift) -> None:
        """Marks stand where their runs stood; a run in a link goes to the link's edge."""
        group = made.group
        assert group.closer is not None
        assert made.first is not None
        assert made.last is not None
        for entry in group.members:
            number = entry.number
            if entry is group.opener and made.first is not entry.element:
                self._at(made.first).before.append(((1, 0, number), mark_text(number)))
            elif entry is group.closer and made.last is not entry.element:
                self._at(made.last).after.append(((0, -number), mark_text(number)))
            else:
                self._at(entry.element).at.append((number, mark_text(number)))

    def _write(self, vanishing: set[Element]) -> None:
        for element, boundary in self._boundaries.items():
            before = "".join([text for _, text in sorted(boundary.before)])
            at = "".join([text for _, text in sorted(boundary.at)])
            after = "".join([text for _, text in sorted(boundary.after)])
            if element in vanishing and element.tag == self._dialect.paragraph:
                lift_bookmarks(element)
            insert_before(element, before + at)
            if after:
                insert_after(element, after)
        for element in vanishing:
            self._loosen(element)
            remove(element)

    def _drop_statement_runs(self, marked: Marked) -> None:
        """Statements are where they belong now; what they were typed in goes."""
        for entry in marked.found:
            if entry.statement is None or entry.statement.name in OBJECTS:
                continue
            if not entry.attribute:
                remove(entry.element)
            elif entry.number in self._lifted:
                value = entry.element.get(entry.attribute) or ""
                entry.element.set(entry.attribute, value.replace(mark_text(entry.number), ""))

    # -- containers that must not run empty ----------------------------------------------------

    def _loosen(self, unit: Element) -> None:
        parent = unit.getparent()
        if parent is None:
            return
        if unit.tag == self._dialect.row:
            self._tables.add(parent)
        elif parent.tag in self._dialect.bodies and not _may_be_empty(parent):
            self._loose.add(parent)


def _may_be_empty(body: Element) -> bool:
    """The page, and a control on it; one in a cell or a text box may be all that this holds."""
    around = next(held for held in ancestors(body) if held.tag not in _CONTROL)
    return local(around) == "body"


_CONTROL = (q("w:sdt"), q("w:sdtContent"))


def _child_holding(parent: Element | None, element: Element) -> Element | None:
    return next((held for held in ancestors(element) if held.getparent() is parent), None)
