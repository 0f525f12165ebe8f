"""All functions that are computed here, and how each of them takes ranges."""

from __future__ import annotations

from collections.abc import Mapping

from .functions import FUNCTIONS
from .lookups import GRIDDED
from .nodes import Library

_LIFTED = frozenset(
    [
        *("ABS", "ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "INT", "SIGN", "MOD", "SQRT", "POWER"),
        *("EXP", "LN", "LOG", "LOG10", "CEILING", "FLOOR", "QUOTIENT", "MROUND", "NOT", "VALUE"),
        *("LEFT", "RIGHT", "MID", "UPPER", "LOWER", "PROPER", "TRIM", "LEN", "TEXT", "FIND"),
        *("SEARCH", "SUBSTITUTE", "REPLACE", "EXACT", "YEAR", "MONTH", "DAY", "WEEKDAY", "DATE"),
        *("ISBLANK", "ISNUMBER", "ISTEXT", "ISNONTEXT", "ISLOGICAL", "ISERROR", "ISERR", "ISNA"),
        *("EDATE", "EOMONTH", "DAYS"),
    ]
)
_CHOOSING = frozenset(["IF", "IFS", "IFERROR", "IFNA", "SWITCH", "CHOOSE"])
# Functions that look at all cells of an argument: a single repeated cell grows inside them, and a
# range with gaps may be given in pieces.
GROWING = frozenset(
    [
        *("SUM", "SUBTOTAL", "COUNT", "COUNTA", "AVERAGE", "MIN", "MAX", "PRODUCT", "MEDIAN"),
        *("AND", "OR", "CONCAT", "TEXTJOIN", "STDEV", "STDEV.S", "STDEVP", "VAR", "VAR.S"),
    ]
)
# Which arguments of a function are ranges: a single repeated cell grows there too.
_EVERY_SECOND = frozenset(range(1, 253, 2))
RANGES: Mapping[str, frozenset[int]] = {
    "COUNTIF": frozenset([0]),
    "COUNTIFS": frozenset(range(0, 253, 2)),
    "SUMIF": frozenset([0, 2]),
    "AVERAGEIF": frozenset([0, 2]),
    "SUMIFS": _EVERY_SECOND | {0},
    "AVERAGEIFS": _EVERY_SECOND | {0},
    "MINIFS": _EVERY_SECOND | {0},
    "MAXIFS": _EVERY_SECOND | {0},
    "SUMPRODUCT": frozenset(range(253)),
    "MATCH": frozenset([1]),
    "XMATCH": frozenset([1]),
    "XLOOKUP": frozenset([1, 2]),
    "LOOKUP": frozenset([1, 2]),
    "UNIQUE": frozenset([0]),
    "SORT": frozenset([0]),
    "FILTER": frozenset([0]),
    "PERCENTILE": frozenset([0]),
    "PERCENTILE.INC": frozenset([0]),
    "QUARTILE": frozenset([0]),
    "QUARTILE.INC": frozenset([0]),
    "INDEX": frozenset([0]),
    "VLOOKUP": frozenset([1]),
    "HLOOKUP": frozenset([1]),
    "LARGE": frozenset([0]),
    "SMALL": frozenset([0]),
    "RANK": frozenset([1]),
    "RANK.EQ": frozenset([1]),
    "ROWS": frozenset([0]),
    "COLUMNS": frozenset([0]),
    "COUNTBLANK": frozenset([0]),
}
_COUNTING = frozenset(["COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"])
LIBRARY = Library(FUNCTIONS, _LIFTED, _CHOOSING, _COUNTING, RANGES, GRIDDED)
