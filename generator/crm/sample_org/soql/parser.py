"""Text to tree: an LALR parser by lark, with what goes wrong said in Salesforce's words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import Any as Node
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from ..refusal import Refusal, Typeof, at, unsupported
from . import syntax as s
from .tables import load

MAX_LENGTH = 100_000
_ONE_STRING = re.compile(r"'(?:\\.|[^'\\])*'", re.DOTALL)
_KINDS = {
    "STRING": s.Kind.STRING,
    "NUMBER": s.Kind.NUMBER,
    "DATE": s.Kind.DATE,
    "DATETIME": s.Kind.DATETIME,
    "TRUE": s.Kind.BOOLEAN,
    "FALSE": s.Kind.BOOLEAN,
    "NULL": s.Kind.NULL,
    "WORD": s.Kind.WORD,
}
_CLAUSES = {"where": 5, "group": 6, "having": 7, "order": 8, "limit": 9, "offset": 10}


class _Bind(Exception):
    """A bind variable was read: refused once the statement's text is at hand."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


@lru_cache(maxsize=256)
def parse(text: str) -> s.Query:
    """The tree of one statement. Raises Refusal (MALFORMED_QUERY) where it is none."""
    if len(text) > MAX_LENGTH:
        message = f"SOQL statements can not be longer than {MAX_LENGTH} characters"
        raise Refusal("MALFORMED_QUERY", message, rule="soql-length")
    try:
        return cast(s.Query, _parser().parse(text))
    except _Bind as bind:
        message = at(text, bind.position, "Bind variables only allowed in Apex code")
        raise Refusal("MALFORMED_QUERY", message, rule="bind") from None
    except UnexpectedInput as error:
        raise _unexpected(text, error) from None


@cache
def _parser() -> Lark:
    callbacks = {
        "UNSUPPORTED_TYPEOF": _refuse_typeof,
        "UNSUPPORTED_TAIL": _refuse_token,
        "BIND": _refuse_bind,
    }
    return load(transformer=_Tree(), lexer_callbacks=callbacks)


def _refuse_token(token: Token) -> Token:
    raise unsupported(f"{' '.join(token.upper().split())} in a query")


def _refuse_typeof(_token: Token) -> Token:
    raise Typeof


def _refuse_bind(token: Token) -> Token:
    raise _Bind(token.start_pos or 0)


def _unexpected(text: str, error: UnexpectedInput) -> Refusal:
    position, word = len(text), "<EOF>"
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        position, word = error.token.start_pos or 0, str(error.token)
    elif isinstance(error, UnexpectedCharacters):
        position = cast(int, error.pos_in_stream)
        word = text[position : position + 1]
    mixed = isinstance(error, UnexpectedToken) and error.token.type in ("AND", "OR")
    message = at(text, position, f"unexpected token: '{word}'")
    return Refusal("MALFORMED_QUERY", message, rule="and-or" if mixed else "syntax")


class _Tree(Transformer[Token, Node]):
    """Builds the typed tree while the parser reduces; one method per rule of the grammar."""

    def start(self, parts: list[Node]) -> s.Query:
        return cast(s.Query, parts[0])

    def query(self, parts: list[Node]) -> s.Query:
        source, alias = parts[3]
        clause = {name: parts[place - 1] for name, place in _CLAUSES.items()}
        return s.Query(
            items=parts[1],
            source=source,
            alias=alias,
            where=clause["where"],
            group=clause["group"] or (),
            having=clause["having"],
            order=clause["order"] or (),
            limit=clause["limit"],
            offset=clause["offset"],
            position=parts[0].start_pos,
        )

    def select_list(self, parts: list[Node]) -> tuple[s.Item, ...]:
        return tuple(parts)

    def plain_item(self, parts: list[Node]) -> s.Item:
        return s.Item(parts[0], str(parts[1] or ""))

    call_item = plain_item

    def child_item(self, parts: list[Node]) -> s.Item:
        return s.Item(parts[0], "")

    def call(self, parts: list[Node]) -> s.Call:
        name = parts[0]
        arguments = tuple(part for part in parts[1:] if part is not None)
        return s.Call(".".join(name.parts).upper(), arguments, name.position)

    def source(self, parts: list[Node]) -> tuple[s.Path, str]:
        return parts[0], str(parts[1] or "")

    def second_source(self, _parts: list[Node]) -> Node:
        raise unsupported("more than one object in FROM")

    def where(self, parts: list[Node]) -> s.Condition:
        return cast(s.Condition, parts[1])

    having = where

    def conjunction(self, parts: list[Node]) -> s.All:
        return s.All(tuple(parts[::2]))

    def disjunction(self, parts: list[Node]) -> s.Any:
        return s.Any(tuple(parts[::2]))

    def negation(self, parts: list[Node]) -> s.Not:
        return s.Not(parts[1])

    def compare(self, parts: list[Node]) -> s.Compare:
        operator = parts[1].upper()
        return s.Compare(parts[0], "!=" if operator == "<>" else operator, parts[2])

    def compare_list(self, parts: list[Node]) -> s.CompareList:
        values = [part if isinstance(part, tuple) else (part,) for part in parts[2:]]
        operator = " ".join(parts[1].upper().split())
        return s.CompareList(parts[0], operator, tuple(chain.from_iterable(values)))

    def compare_select(self, parts: list[Node]) -> s.CompareSelect:
        operator = " ".join(parts[1].upper().split())
        return s.CompareSelect(parts[0], operator, parts[2], parts[1].start_pos)

    def group(self, parts: list[Node]) -> tuple[s.Path | s.Call, ...]:
        return tuple(parts[1:])

    def order(self, parts: list[Node]) -> tuple[s.Order, ...]:
        return tuple(parts[1:])

    def order_item(self, parts: list[Node]) -> s.Order:
        operand, direction, nulls = parts
        descending = direction is not None and direction.upper() == "DESC"
        return s.Order(operand, descending, nulls is not None and nulls.upper().endswith("LAST"))

    def limit(self, parts: list[Node]) -> int:
        return int(parts[1])

    offset = limit

    def PATH(self, token: Token) -> s.Path:  # noqa: N802 - lark calls terminals by their name
        names = tuple(name.strip() for name in token.split("."))
        return s.Path(names, token.start_pos or 0)

    def _literal(self, token: Token) -> s.Literal:
        return s.Literal(_KINDS[token.type], str(token), token.start_pos or 0)

    def STRINGS(self, token: Token) -> tuple[s.Literal, ...]:  # noqa: N802
        start = token.start_pos or 0
        found = _ONE_STRING.finditer(token)
        return tuple(s.Literal(s.Kind.STRING, one[0], start + one.start()) for one in found)

    STRING = NUMBER = DATE = DATETIME = TRUE = FALSE = NULL = WORD = _literal
