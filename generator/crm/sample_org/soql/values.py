"""Literals as values of a field's type, refused in Salesforce's words where they are none."""

from __future__ import annotations

from collections.abc import Iterator

from ..ids import canonical
from ..refusal import Refusal, at, unsupported
from ..schema import FRACTIONS, IDS, NUMBERS, TEXT
from . import syntax as s
from .dates import Days, days_of, is_week, read_datetime
from .scope import Column, Statement

MAX_STRING = 4_000
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\a", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_TYPE_NAMES = {"datetime": "dateTime", "long": "long", "int": "int"}

Value = str | int | float | bool | Days | None


def value_of(statement: Statement, column: Column, literal: s.Literal) -> Value:
    """A literal as a value to compare ``column`` with; None is null, Days a range of days."""
    if literal.kind is s.Kind.NULL:
        return None
    kind = column.field.type
    if kind in TEXT or kind in IDS:
        return _text(statement, column, literal)
    if kind in NUMBERS and literal.kind is s.Kind.NUMBER:
        return float(literal.text) if set(literal.text) & set(".eE") else int(literal.text)
    if kind == "boolean" and literal.kind is s.Kind.BOOLEAN:
        return literal.text.lower() == "true"
    if kind in ("date", "datetime"):
        return _when(statement, column, literal)
    raise wrong_type(statement, column, literal)


def pattern_of(statement: Statement, literal: s.Literal) -> str:
    """A LIKE string as SQL's LIKE reads it with backslash as escape."""
    pieces = []
    for piece in _pieces(statement, literal, like=True):
        escaped_wildcard = len(piece) == 2
        literal_backslash = piece == "\\"
        pieces.append(f"\\{piece[-1]}" if escaped_wildcard or literal_backslash else piece)
    return "".join(pieces)


def string_of(statement: Statement, literal: s.Literal) -> str:
    return "".join(_pieces(statement, literal, like=False))


def wrong_type(statement: Statement, column: Column, literal: s.Literal) -> Refusal:
    kind = column.field.type
    quotes = "should be" if kind in TEXT or kind in IDS else "should not be"
    name = "double" if kind in FRACTIONS else "string" if kind in TEXT else kind
    message = (
        f"value of filter criterion for field '{column.field.name}' must be of type "
        f"{_TYPE_NAMES.get(name, name)} and {quotes} enclosed in quotes"
    )
    if literal.kind is s.Kind.WORD and _is_currency(literal.text):
        return unsupported("currency literals")
    return statement.invalid(literal.position, message, "value-type")


def _text(statement: Statement, column: Column, literal: s.Literal) -> str | None:
    if literal.kind is not s.Kind.STRING:
        raise wrong_type(statement, column, literal)
    text = string_of(statement, literal)
    if column.field.type not in IDS:
        return text or None  # Salesforce stores no empty text: '' is null
    if not text:
        raise unsupported("comparing an id with '': use null")
    found = canonical(text)
    if found is None:
        message = at(statement.text, literal.position, f"invalid ID field: {text}")
        raise Refusal("INVALID_QUERY_FILTER_OPERATOR", message, rule="id-value")
    return found


def _when(statement: Statement, column: Column, literal: s.Literal) -> str | Days:
    kind, wanted = literal.kind, column.field.type
    if kind is s.Kind.WORD:
        return _range(statement, column, literal)
    if kind is s.Kind.DATE and wanted == "date" and read_datetime(f"{literal.text}T00:00:00Z"):
        return literal.text
    if kind is s.Kind.DATETIME and wanted == "datetime":
        found = read_datetime(literal.text)
        if found is not None:
            return found
    raise wrong_type(statement, column, literal)


def _range(statement: Statement, column: Column, literal: s.Literal) -> Days:
    if is_week(literal.text):
        raise unsupported(f"{literal.text.upper()}: where a week begins depends on the locale")
    try:
        days = days_of(literal.text, statement.calendar)
    except (OverflowError, ValueError):
        days = None
    if days is None:
        raise wrong_type(statement, column, literal)
    return days


def _is_currency(word: str) -> bool:
    return len(word) > 3 and word[:3].isalpha() and word[3:].isdigit()


def _pieces(statement: Statement, literal: s.Literal, *, like: bool) -> Iterator[str]:
    """The characters of a string literal; in LIKE an escaped wildcard stays with its backslash."""
    text = literal.text[1:-1]
    if len(text) > MAX_STRING:
        message = f"A string in a WHERE clause has at most {MAX_STRING} characters"
        raise statement.malformed(literal.position, message, "string-length")
    if "\\" not in text and "\n" not in text and "\r" not in text:
        yield from (text if like else (text,))
        return
    place = 0
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
            yield _escaped(statement, literal, text[place : place + 5], like=like)
            place += 4 if text[place] == "u" else 0
        elif letter in "\r\n":
            message = "Line breaks not allowed in string literals"
            raise statement.malformed(literal.position, message, "escapes")
        else:
            yield letter
        place += 1


def _escaped(statement: Statement, literal: s.Literal, text: str, *, like: bool) -> str:
    letter = text[0]
    if like and letter in "_%":
        return "\\" + letter
    if letter == "u" and len(text) == 5 and all(c in "0123456789abcdefABCDEF" for c in text[1:]):
        return chr(int(text[1:], 16))
    plain = _ESCAPES.get(letter if letter in _ESCAPES else letter.lower())
    if plain is None or (letter.isupper() and letter.lower() not in "nrtbf"):
        message = f"Illegal character sequence '\\{letter}' in string literal"
        raise statement.malformed(literal.position, message, "escapes")
    return plain
