"""The parser's tables, worked out beforehand: reading them takes a seventh of making them.

``python -m generator.crm.sample_org.soql.tables`` makes ``grammar.json`` from ``grammar.lark``.
Where it does not fit the grammar or the installed lark, the parser is made from the grammar.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

GRAMMAR = Path(__file__).with_name("grammar.lark")
TABLES = Path(__file__).with_name("grammar.json")


def make(grammar: str) -> str:
    """The tables for a grammar as JSON, with what they depend on."""
    parser = Lark(grammar, parser="lalr", lexer="contextual")
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    made = {"made_for": made_for(grammar), "data": data, "memo": memo}
    return json.dumps(made, separators=(",", ":"), sort_keys=True) + "\n"


def load(**options: Any) -> Lark:
    """A parser with these options (transformer, lexer_callbacks)."""
    grammar = GRAMMAR.read_text(encoding="utf-8")
    if TABLES.exists():
        made = json.loads(TABLES.read_bytes(), object_pairs_hook=_with_numbers)
        if made["made_for"] == made_for(grammar):
            # As the stand-alone parsers do that lark writes; it has no public name for it.
            read: Any = Lark._load_from_dict
            parser: Lark = read(made["data"], made["memo"], **options)
            return parser
    return Lark(grammar, parser="lalr", lexer="contextual", **options)


def made_for(grammar: str) -> list[str]:
    """What tables depend on: the version of lark and the grammar's hash."""
    return [lark.__version__, hashlib.sha256(grammar.encode()).hexdigest()]


def _with_numbers(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """JSON knows only text as keys; states and rules are numbered."""
    return {int(key) if key.isdigit() else key: value for key, value in pairs}


if __name__ == "__main__":
    TABLES.write_text(make(GRAMMAR.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
