"""Excel formulas as tokens: what is a reference, and what is left alone.

Source: ECMA-376 part 1, §18.17.2 (formula syntax). Joined in order, the tokens' texts are the
formula again: a formula whose references do not move is never changed by a letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator.office.text import column_index, column_letters

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
Kind = Literal[
    "text", "number", "error", "reference", "structured", "name", "function", "operator", "space"
]

_COLUMN = r"\$?[A-Za-z]{1,3}"
_CELL = rf"{_COLUMN}\$?[1-9][0-9]{{0,6}}"
_SHEET = r"(?:'(?:[^']|'')+'|[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*)"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:N/A|[A-Z0-9/]+[!?]|GETTING_DATA))
    | (?P<function>[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*\()
    | (?P<reference>(?:(?P<sheet>{_SHEET}(?::{_SHEET})?)!)?
        (?P<area>{_CELL}:{_CELL}|{_CELL}(?![\w.\[(!])
               |{_COLUMN}:{_COLUMN}(?![\w(])|\$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}}))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<structured>[A-Za-z_\\\u0080-\uffff]?[\w.\\\u0080-\uffff]*\[)
    | (?P<name>(?:{_SHEET}!)?[A-Za-z_\\\u0080-\uffff][\w.\\?\u0080-\uffff]*)
    | (?P<operator><>|<=|>=|[-+*/^&=<>%(),:;{{}}@\#!])
    """,
    re.VERBOSE,
)
_AREA = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)(?::(\$?)([A-Za-z]*)(\$?)([0-9]*))?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column of a reference: its number, and whether ``$`` stands before it."""

    number: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A reference's place. ``rows`` or ``columns`` is None for whole columns or rows.

    ``single`` is a cell; it has both ends equal. ``sheet`` None: the formula's own sheet.
    """

    sheet: str | None
    rows: tuple[Line, Line] | None
    columns: tuple[Line, Line] | None
    single: bool

    @property
    def box(self) -> tuple[int, int, int, int]:
        """(first row, first column, last row, last column)."""
        rows = (self.rows[0].number, self.rows[1].number) if self.rows else (1, MAX_ROW)
        columns = (
            (self.columns[0].number, self.columns[1].number) if self.columns else (1, MAX_COLUMN)
        )
        return rows[0], columns[0], rows[1], columns[1]


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    area: Area | None = None


# Functions that start a program, fetch something or send cells away: refused wherever a formula
# may stand.
_ACTING = re.compile(
    r"(?<![\w.])(?:_xlfn\.|_xlws\.|_xludf\.)*(CALL|EXEC|REGISTER|REGISTER\.ID|RTD|WEBSERVICE|DDE|FOPEN"
    r"|RUN|IMAGE|STOCKHISTORY|PY|COPILOT|TRANSLATE|DETECTLANGUAGE|SQL\.REQUEST|CUBE[A-Z]+)\s*\(",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FILE_LINK = re.compile(
    r'(?<![\w.])HYPERLINK\s*\(\s*"\s*(?!https?://|mailto:|#)(?:[a-z][a-z0-9+.-]*:|\\\\|//)',
    re.IGNORECASE,
)
_OTHER_BOOK = re.compile(r"'[^'\[]*\[[^\]']*\][^']*'!|(?<![\w\]])\[[^\[\]@#]+\][\w.]+!")


def acting_function(formula: str) -> str | None:
    """The function of a formula that acts by itself or reaches outside; a DDE link is one."""
    bare = _QUOTED.sub('""', formula)
    found = _ACTING.search(bare)
    if found:
        return found[1].upper()
    if _FILE_LINK.search(formula):
        return "HYPERLINK to a file or program"
    if _OTHER_BOOK.search(bare):
        return "another workbook"
    _, bar, rest = bare.partition("|")
    return "DDE" if bar and "!" in rest else None


# Tags in the name of a sheet or in the heading of a table's column are part of that name.
_NAMES_IN = re.compile(r"'(?:[^']|'')*'!|\[[^\[\]]*\]")


def has_tag(formula: str) -> bool:
    """Whether a tag stands in a formula, where none is filled."""
    bare = _NAMES_IN.sub("", formula)
    return "{{" in bare or "{%" in bare


class BadFormula(ValueError):
    """A text that is no formula of Excel."""


def tokenize(formula: str) -> list[Token]:
    """Tokens of a formula without its leading ``=``. ``BadFormula`` where a character fits none."""
    tokens: list[Token] = []
    at = 0
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        if found is None:
            raise BadFormula(f"cannot be read at {formula[at : at + 20]!r}")
        kind = str(found.lastgroup)
        end = found.end()
        if kind == "structured":
            end = _closing_bracket(formula, end)
        if found.group("reference"):
            area = parse_area(found.group("area"), plain_sheet(found.group("sheet")))
            tokens.append(Token("reference", found.group(), area))
        else:
            tokens.append(Token(kind, formula[at:end]))  # type: ignore[arg-type] # a group's name
        at = end
    return tokens


def _closing_bracket(formula: str, start: int) -> int:
    """The end of ``Table[[#This Row],[Amount]]``; an apostrophe escapes the next character."""
    depth, at = 1, start
    while at < len(formula) and depth:
        if formula[at] == "'":
            at += 1
        elif formula[at] in "[]":
            depth += 1 if formula[at] == "[" else -1
        at += 1
    if depth:
        raise BadFormula("has a [ that is never closed")
    return at


def plain_sheet(sheet: str | None) -> str | None:
    """A sheet's name without the apostrophes that a formula may write around it."""
    if sheet is None or not sheet.startswith("'"):
        return sheet
    return sheet[1:-1].replace("''", "'")


def parse_area(text: str, sheet: str | None = None) -> Area:
    """``$B$5:B7``, ``B5``, ``B:D`` or ``$1:$4`` as an area."""
    found = _AREA.match(text)
    if found is None:
        raise BadFormula(f"{text!r} is no reference")
    fixed1, column1, fixed2, row1, fixed3, column2, fixed4, row2 = found.groups()
    if row1 and not column1:  # in "$1:$4" the $ is taken for the column's
        fixed2, fixed4 = fixed1, fixed3
    single = column2 is None
    if single:
        fixed3, column2, fixed4, row2 = fixed1, column1, fixed2, row1
    rows = _pair(_row(row1, fixed2), _row(row2, fixed4)) if row1 and row2 else None
    columns = _pair(_col(column1, fixed1), _col(column2, fixed3)) if column1 and column2 else None
    if rows is None and columns is None:
        raise BadFormula(f"{text!r} is no reference")
    return Area(sheet, rows, columns, single)


def _pair(first: Line, second: Line) -> tuple[Line, Line]:
    return (first, second) if first.number <= second.number else (second, first)


def _row(digits: str, fixed: str) -> Line:
    number = int(digits)
    if number > MAX_ROW:
        raise BadFormula(f"names row {number}, past the last row")
    return Line(number, bool(fixed))


def _col(letters: str, fixed: str) -> Line:
    number = column_index(letters)
    if number > MAX_COLUMN:
        raise BadFormula(f"names column {letters}, past the last column")
    return Line(number, bool(fixed))


def quoted_sheet(name: str) -> str:
    """A sheet's name as a formula has it before ``!``; in apostrophes unless surely plain."""
    is_plain = re.fullmatch(r"[A-Za-z_]{4,}", name) and name.upper() not in ("TRUE", "FALSE")
    if is_plain:
        return name
    return "'" + name.replace("'", "''") + "'"


def cell_text(row: int, column: int, fixed_row: bool = False, fixed_column: bool = False) -> str:
    before, between = "$" if fixed_column else "", "$" if fixed_row else ""
    return f"{before}{column_letters(column)}{between}{row}"


def shifted(formula: str, down: int, right: int) -> str:
    """The formula as filled down and right by so many cells: how shared formulas are stored."""
    return "".join([_moved(token, down, right) for token in tokenize(formula)])


def _moved(token: Token, down: int, right: int) -> str:
    area = token.area
    if area is None:
        return token.text
    prefix = token.text[: token.text.rindex("!") + 1] if "!" in token.text else ""
    rows = area.rows and tuple(_move(line, down) for line in area.rows)
    columns = area.columns and tuple(_move(line, right) for line in area.columns)
    ends = [
        (_column_text(columns[end]) if columns else "") + (_row_text(rows[end]) if rows else "")
        for end in (0, 1)
    ]
    return prefix + (ends[0] if area.single else ":".join(ends))


def _move(line: Line, by: int) -> Line:
    return line if line.fixed else Line(max(1, line.number + by), False)


def _column_text(line: Line) -> str:
    return ("$" if line.fixed else "") + column_letters(line.number)


def _row_text(line: Line) -> str:
    return ("$" if line.fixed else "") + str(line.number)
