"""Where the template's rows (or columns) stand in an output sheet: the one model of shifting.

Everything that names cells goes through an :class:`Axis`: formulas, merged cells, formats, names,
tables, print areas, anchors of pictures, charts. A *line* is a row or a column of the template, a
*position* one of the output; both count from 1. A line inside a repeated block stands at as many
positions as there are repeats, a removed line at none.

Rules (docs/templates.md says them for authors):

- A reference from inside a block to a line of the same block means the same repeat. With ``$`` it
  means all repeats of the innermost block that both stand in.
- A reference from elsewhere to a line of a block means all its repeats (a single cell: the first,
  except where it alone is the argument of a function that takes ranges).
- A reference without ``$`` from inside a block to the line directly above it means the line above
  each repeat, as if the formula had been filled down (``Axis.filled``).
- Nothing repeated, yet referred to: one empty hidden line stands for the block (``Axis.stand_in``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Run = tuple[int, int]  # first and last position, both included


class Instance:
    """One repeat of a block: which block, inside which repeat, and the positions it covers."""

    __slots__ = ("block", "first", "last", "parent")

    def __init__(self, block: int, parent: Instance | None, first: int) -> None:
        self.block = block
        self.parent = parent
        self.first = first
        self.last = first - 1

    def path(self) -> list[Instance]:
        """From the outermost repeat to this one."""
        path: list[Instance] = []
        at: Instance | None = self
        while at is not None:
            path.append(at)
            at = at.parent
        return path[::-1]


@dataclass
class Axis:
    """``chains``: by line, the blocks around it, outermost first; lines not named are in none."""

    last_line: int
    chains: dict[int, tuple[int, ...]]
    lines: list[int] = field(default_factory=list)  # by position - 1
    scopes: list[Instance | None] = field(default_factory=list)
    stand_ins: dict[int, int] = field(default_factory=dict)  # position -> last line it stands for
    hidden: set[int] = field(default_factory=set)  # stand-ins that do not show
    above: Mapping[int, frozenset[int]] = field(default_factory=dict)  # line -> blocks below it
    _positions: dict[int, list[int]] = field(default_factory=dict)
    _memo: dict[tuple[int, int, int, int], list[Run]] = field(default_factory=dict)

    def append(self, line: int, scope: Instance | None) -> int:
        self.lines.append(line)
        self.scopes.append(scope)
        return len(self.lines)

    def stand_in(
        self, first: int, last: int, scope: Instance | None, *, shows: bool = False
    ) -> int:
        """One empty line for ``first`` to ``last``, of which there are no repeats."""
        position = self.append(first, scope)
        self.stand_ins[position] = last
        if not shows:
            self.hidden.add(position)
        return position

    def holds_any(self, first: int, last: int, since: int) -> bool:
        """Whether one of the lines stands at ``since`` or after it."""
        for position in range(len(self.lines), since - 1, -1):
            if self._shows(position, first, last):
                return True
        return False

    def freeze(self) -> None:
        """Make look-ups ready once all positions are known."""
        positions: dict[int, list[int]] = {}
        for position, line in enumerate(self.lines, 1):
            positions.setdefault(line, []).append(position)
        for position, last in self.stand_ins.items():
            for line in range(self.lines[position - 1] + 1, last + 1):
                positions.setdefault(line, []).append(position)
        if self.stand_ins:
            for found in positions.values():
                found.sort()
        self._positions = positions

    @property
    def is_plain(self) -> bool:
        """Whether every line stands where it stood."""
        count = len(self.lines)
        return count == self.last_line and self.lines == list(range(1, count + 1))

    def line_at(self, position: int) -> int:
        """The template's line at a position; lines past the template's last follow on."""
        if position <= len(self.lines):
            return self.lines[position - 1]
        return position - len(self.lines) + self.last_line

    def scope_at(self, position: int) -> Instance | None:
        return self.scopes[position - 1] if position <= len(self.scopes) else None

    def positions(self, line: int) -> Sequence[int]:
        """All positions of a line, ascending."""
        if line > self.last_line:
            return (line + len(self.lines) - self.last_line,)
        return self._positions.get(line, ())

    def first(self, line: int, scope: Instance | None = None) -> int | None:
        """A line's first position inside ``scope`` (None: the whole sheet)."""
        found = self.positions(line)
        if scope is None:
            return found[0] if found else None
        at = bisect_left(found, scope.first)
        return found[at] if at < len(found) and found[at] <= scope.last else None

    def last(self, line: int, scope: Instance | None = None) -> int | None:
        found = self.positions(line)
        if scope is None:
            return found[-1] if found else None
        at = bisect_right(found, scope.last) - 1
        return found[at] if at >= 0 and found[at] >= scope.first else None

    def scope_of(self, line: int, own: Instance | None, fixed: bool) -> Instance | None:
        """Inside which repeat a reference to ``line`` is to be read, seen from ``own``."""
        chain = self.chains.get(line, ())
        if own is None or not chain:
            return None
        shared: list[Instance] = []
        for block, instance in zip(chain, own.path(), strict=False):
            if instance.block != block:
                break
            shared.append(instance)
        if fixed and shared:
            shared.pop()
        return shared[-1] if shared else None

    def cell(self, line: int, own: Instance | None = None, fixed: bool = False) -> int:
        """The position of a single line; where it was removed, that of the nearest after it."""
        position = self.first(line, self.scope_of(line, own, fixed))
        return position if position is not None else self._nearest(line)

    def filled(self, lines: tuple[int, int], own: Instance) -> Run | None:
        """Where a reference that begins directly above a block stands, as if it were filled down.

        A line alone: the one above the repeat of the innermost block that it lies above. A range:
        only one that ends in the innermost repeat of all; where it begins in a row of tags, which
        vanishes, it begins with the repeat. None: it is read as any other.
        """
        first, last = lines
        blocks = self.above.get(first, ())
        at: Instance | None = own
        while at is not None and at.block not in blocks:
            at = at.parent
        if at is None:
            return None
        if at.block in self.above.get(last, ()):
            return (at.first - 1, at.first - 1) if at.first > 1 else None
        if at is not own or at.block not in self.chains.get(last, ()):
            return None
        vanishes = at.block in self.above.get(first - 1, ()) or not self.positions(first)
        start = at.first if vanishes else max(1, at.first - 1)
        ends = self._ends(range(last, first, -1), self.last, self.scope_of(last, own, False))
        return start, max(ends, default=start)

    def _nearest(self, line: int) -> int:
        for later in range(line + 1, self.last_line + 1):
            found = self.positions(later)
            if found:
                return found[0]
        return len(self.lines) + 1

    def runs(
        self,
        lines: tuple[int, int],
        own: Instance | None = None,
        fixed: tuple[bool, bool] = (False, False),
    ) -> list[Run]:
        """Maximal runs of positions that show the lines ``lines[0]`` to ``lines[1]``.

        Read from ``own``; ``fixed``: which end carries ``$``. No run where all were removed.
        """
        low = self.scope_of(lines[0], own, fixed[0])
        high = low if lines[0] == lines[1] and fixed[0] == fixed[1] else None
        if high is None:
            high = self.scope_of(lines[1], own, fixed[1])
        key = (*lines, low.first if low else 0, high.last if high else 0)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._runs(lines, low, high)
        return found

    def _runs(
        self, lines: tuple[int, int], low: Instance | None, high: Instance | None
    ) -> list[Run]:
        first, last = lines
        start = min(self._ends(range(first, last + 1), self.first, low), default=None)
        end = max(self._ends(range(last, first - 1, -1), self.last, high), default=None)
        if start is None or end is None or end < start:
            return []
        if self._fill(first, last, start, end):
            return [(start, end)]
        runs: list[Run] = []
        for position in range(start, min(end, len(self.lines)) + 1):
            if not self._shows(position, first, last):
                continue
            if runs and runs[-1][1] == position - 1:
                runs[-1] = (runs[-1][0], position)
            else:
                runs.append((position, position))
        if end > len(self.lines):  # past the template's last line nothing is repeated
            tail = max(start, len(self.lines) + 1)
            joined = runs.pop()[0] if runs and runs[-1][1] == tail - 1 else tail
            runs.append((joined, end))
        return runs

    def _fill(self, first: int, last: int, start: int, end: int) -> bool:
        """Whether these lines stand at all positions from ``start`` to ``end``."""
        if end > len(self.lines) or (first < last and self.stand_ins):
            return False  # a stand-in stands for several lines at one position
        count = 0
        for line in range(first, min(last, self.last_line) + 1):
            shown = self._positions.get(line, [])
            count += bisect_right(shown, end) - bisect_left(shown, start)
        return count == end - start + 1

    def _ends(
        self,
        lines: range,
        place: Callable[[int, Instance | None], int | None],
        own: Instance | None,
    ) -> Iterator[int]:
        """Where a range may begin or end, its lines taken from that end inwards.

        A line that was removed gives way to its neighbour. Of the lines that repeat together any
        may stand outermost: one that depends on a condition is not in every repeat.
        """
        block: int | None = None
        for line in lines:
            position = place(line, own)
            if position is None:
                continue
            chain = self.chains.get(line, ())
            if block is not None and chain[:1] != (block,):
                return
            yield position
            if not chain:
                return
            block = chain[0]

    def _shows(self, position: int, first: int, last: int) -> bool:
        line = self.line_at(position)
        until = self.stand_ins.get(position, line)
        return line <= last and until >= first

    def block_instances(self, lines: tuple[int, int]) -> list[Instance | None]:
        """Repeats of the innermost block that holds all of ``lines``; ``[None]`` outside of any."""
        shared = _common(self.chains.get(lines[0], ()), self.chains.get(lines[1], ()))
        if not shared:
            return [None]
        found: list[Instance | None] = []
        for scope in self.scopes:
            at = scope
            while at is not None and at.block != shared[-1]:
                at = at.parent
            if at is not None and (not found or found[-1] is not at):
                found.append(at)
        return found


def _common(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    shared = []
    for left, right in zip(first, second, strict=False):
        if left != right:
            break
        shared.append(left)
    return tuple(shared)
