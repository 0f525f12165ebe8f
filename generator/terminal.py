"""Text for a terminal: aligned by display width, holding nothing that a terminal obeys."""

from __future__ import annotations

import traceback
import unicodedata
from collections.abc import Iterable, Sequence

GAP = "  "
_OBEYED = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])


def harmless(text: object) -> str:
    """``text`` on one line, with control, format and surrogate characters written as escapes.

    A name in the CRM may hold terminal escape sequences, or marks that turn the direction of what
    follows; printed as they stand they would move the cursor or hide text.
    """
    shown = []
    for char in str(text):
        if char in "\n\t\r":
            shown.append(" ")
        elif _is_obeyed(char):
            shown.append(f"\\u{ord(char):04x}" if ord(char) > 0xFF else f"\\x{ord(char):02x}")
        else:
            shown.append(char)
    return "".join(shown)


def _is_obeyed(char: str) -> bool:
    """Whether a terminal might do something else with it than show it. A joiner makes emoji."""
    return unicodedata.category(char) in _OBEYED and char != "\u200d"


def harmless_json(text: str) -> str:
    """A JSON document that means the same and holds nothing that a terminal obeys.

    JSON escapes control characters below U+0020 only; what else a terminal may obey stands in
    strings alone, where its code says the same.
    """
    return text.translate(_JSON)


class _JsonText(dict[int, str]):
    """By character: itself, or JSON's escape for it. Line ends are those of the document."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if _is_obeyed(char) and char != "\n":
            units = char.encode("utf-16-be", "surrogatepass").hex()
            char = "".join([f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)])
        self[code] = char
        return char


_JSON = _JsonText()


def trace(error: BaseException) -> list[str]:
    """The lines that Python prints of an error, each harmless; an error's own text on one line."""
    lines: list[str] = []
    for piece in traceback.TracebackException.from_exception(error).format():
        is_place = piece.startswith(("  File ", "Traceback ", "\n"))
        lines += [harmless(line) for line in (piece.split("\n") if is_place else [piece.strip()])]
    return [line for line in lines if line.strip()]


def width(text: str) -> int:
    """Columns that ``text`` takes: wide characters two, combining ones none."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` columns, with an ellipsis where it is cut."""
    if width(text) <= limit:
        return text
    kept, used = [], 0
    for char in text:
        if used + _columns(char) > limit - 1:
            break
        kept.append(char)
        used += _columns(char)
    return "".join(kept).rstrip() + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def wrap(text: str, limit: int, indent: str = "") -> list[str]:
    """Lines of at most ``limit`` columns, each after ``indent``; words longer than that are cut."""
    lines: list[str] = []
    line = ""
    for word in harmless(text).split():
        longer = f"{line} {word}" if line else word
        if line and width(indent + longer) > limit:
            lines.append(indent + line)
            longer = word
        line = cut(longer, max(8, limit - width(indent)))
    return [*lines, indent + line] if line else lines


def heading(text: str, limit: int) -> list[str]:
    """A section's title and the line below it, in at most ``limit`` columns."""
    return [cut(text.upper(), limit), "─" * min(limit, 96)]


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    limit: int,
    *,
    numbers: Sequence[int] = (),
) -> list[str]:
    """Aligned columns under ``heads``; ``numbers`` are the columns set to the right.

    None is printed as a dash. The widest columns give way until a line fits into ``limit``.
    """
    cells = [["-" if cell is None else harmless(cell) for cell in row] for row in rows]
    widths = [max(width(r[i]) for r in [list(heads), *cells]) for i in range(len(heads))]
    room = limit - len(GAP) * (len(heads) - 1)
    while sum(widths) > room and max(widths) > 6:
        widths[widths.index(max(widths))] -= 1
    lines = []
    for row in [list(heads), ["-" * w for w in widths], *cells]:
        parts = (
            pad(cut(cell, w), w, right=i in numbers)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        lines.append(GAP.join(parts).rstrip())
    return lines
