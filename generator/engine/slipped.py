"""What an author meant who wrote an expression as other programs have it: a dash for a point, a
filter by another name, a call of a function.
"""

from __future__ import annotations

import difflib

from jinja2 import nodes

from generator.engine import nearest
from generator.engine.arguments import USAGE
from generator.engine.filters import SIGNATURES
from generator.engine.kinds import path_of
from generator.engine.names import Scope

_OTHER_WORDS = {
    "currency": "money",
    "euro": "money",
    "dollar": "money",
    "percentage": "percent",
    **dict.fromkeys(("format", "format_date", "strftime", "dateformat"), "date"),
    **dict.fromkeys(("left", "cut", "shorten", "max"), "truncate"),
    **dict.fromkeys(("top", "head", "slice", "take"), "limit"),
    **dict.fromkeys(("count", "size", "len", "counta"), "length"),
    **dict.fromkeys(("uppercase", "ucase"), "upper"),
    **dict.fromkeys(("lowercase", "lcase"), "lower"),
    **dict.fromkeys(("proper", "titlecase"), "title"),
    **dict.fromkeys(("ifblank", "isblank", "iferror", "or_else", "fallback", "d"), "default"),
    **dict.fromkeys(("total", "add"), "sum"),
    **dict.fromkeys(("concat", "textjoin", "concatenate"), "join"),
    **dict.fromkeys(("order", "sort_by", "orderby", "sorted"), "sort"),
    **dict.fromkeys(("substitute",), "replace"),
    **dict.fromkeys(("distinct",), "unique"),
}


def filter_tip(name: str) -> str:
    """What to write instead of a filter that there is not."""
    typed = name.lower().replace("-", "_")
    if typed in SIGNATURES:
        return f"did you mean {typed}?"
    if typed in _OTHER_WORDS:
        return f"write | {USAGE.get(_OTHER_WORDS[typed], _OTHER_WORDS[typed])}"
    near = difflib.get_close_matches(typed, SIGNATURES, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(SIGNATURES)}"


def dashed(scope: Scope, expr: nodes.Sub) -> tuple[str, str] | None:
    """Fault and suggestion for a dash between two words of one name; None where it is a minus."""
    if isinstance(expr.left, nodes.Filter) and isinstance(expr.right, nodes.Name):
        name = f"{expr.left.name}_{expr.right.name}"
        if name in SIGNATURES:
            said = f"{expr.left.name}-{expr.right.name}"
            return f"{said} is not a known filter", f"did you mean {name}?"
    left, right = path_of(expr.left), path_of(expr.right)
    tip = nearest.joined(scope, left, right)
    return (f"{left}-{right} is not a known name", tip) if tip else None


_CALLS = "calls something: only filters are available, written after |"


def called(expr: nodes.Call) -> tuple[str, str]:
    """Fault and suggestion for a function as spreadsheets and programs have it."""
    if isinstance(expr.node, nodes.Getattr):  # account.name.upper()
        name, over = expr.node.attr, path_of(expr.node.node)
    else:
        name, over = path_of(expr.node), path_of(expr.args[0]) if expr.args else ""
    name = _OTHER_WORDS.get(name.lower(), name.lower())
    if name not in SIGNATURES or not over:
        return _CALLS, ""
    if name in ("sum", "length", "join", "sort", "unique") and "." in over and _is_function(expr):
        owner, _, field = over.rpartition(".")
        given = {"join": f'(", ", "{field}")', "length": ""}.get(name, f'("{field}")')
        return _CALLS, f"write {owner} | {name}{given}"
    return _CALLS, f"write {over} | {USAGE.get(name, name)}"


def _is_function(expr: nodes.Call) -> bool:
    return isinstance(expr.node, nodes.Name)
