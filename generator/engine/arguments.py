"""What is written in a filter's brackets, checked before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes

from generator.engine.filters import Signature
from generator.formats import date_form_fault

USAGE: Mapping[str, str] = {
    "number": "number(1)",
    "percent": "percent(1)",
    "date": 'date("d MMMM")',
    "quarter": "quarter(4)",
    "default": 'default("not recorded")',
    "join": 'join(", ", "name")',
    "limit": "limit(5)",
    "sum": 'sum("value")',
    "sort": 'sort("value", reverse=true)',
    "unique": 'unique("name")',
    "truncate": "truncate(80)",
    "replace": 'replace("old", "new")',
    "round": "round(1)",
}
"""An example of each filter that takes something."""


def _whole(least: int, most: int | None = None) -> Callable[[Any], str]:
    wanted = f"a whole number from {least} {'up' if most is None else f'to {most}'}"

    def fault(value: Any) -> str:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        fits = is_whole and value >= least and (most is None or value <= most)
        return "" if fits else f"needs {wanted}, not {value!r}"

    return fault


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else f"needs a text in quotes, not {value!r}"


def _some_text(value: Any) -> str:
    return _text(value) or ("" if value else "needs a text that is not empty")


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else f"needs true or false, not {value!r}"


def _date(value: Any) -> str:
    return _text(value) or date_form_fault(value)


_CHECKS: Mapping[str, tuple[Callable[[Any], str], ...]] = {
    "number": (_whole(0, 10),),
    "percent": (_whole(0, 10),),
    "round": (_whole(0, 10),),
    "quarter": (_whole(1, 12),),
    "limit": (_whole(0),),
    "truncate": (_whole(1),),
    "date": (_date,),
    "join": (_text, _text),
    "sum": (_text,),
    "sort": (_text,),
    "unique": (_text,),
    "replace": (_some_text, _text),
}


def argument_faults(expr: nodes.Filter, signature: Signature) -> list[tuple[str, str]]:
    """Messages and suggestions for what a filter is given; none where all is well."""
    name, tip = expr.name, usage(expr.name)
    if expr.dyn_args is not None or expr.dyn_kwargs is not None:
        return [(f"{name} cannot take * arguments", tip)]
    unknown = [pair.key for pair in expr.kwargs if pair.key not in signature.keywords]
    count = len(expr.args) + sum(pair.key != "reverse" for pair in expr.kwargs)
    if unknown or not signature.least <= count <= signature.most:
        return [(f"{name} is given wrong arguments", tip)]
    given = [] if name == "default" else [*expr.args, *(pair.value for pair in expr.kwargs)]
    if not all(_is_plain(node) for node in given):
        return [(f"{name} takes only texts in quotes and numbers", tip)]
    faults = [f"{name} {fault}" for fault in _values(expr) if fault]
    return [(fault, "" if "write" in fault or "did you" in fault else tip) for fault in faults]


def usage(name: str) -> str:
    return f"write | {USAGE.get(name, name)}"


def _values(expr: nodes.Filter) -> list[str]:
    checks = _CHECKS.get(expr.name, ())
    given = list(zip(checks, expr.args, strict=False))
    given += [(checks[0], pair.value) for pair in expr.kwargs if checks and pair.key != "reverse"]
    given += [(_yes_or_no, pair.value) for pair in expr.kwargs if pair.key == "reverse"]
    return [check(_value(node)) for check, node in given]


def _is_plain(node: nodes.Expr) -> bool:
    inner = node.node if isinstance(node, nodes.Neg) else node
    return isinstance(inner, nodes.Const)


def _value(node: nodes.Expr) -> Any:
    if isinstance(node, nodes.Neg):
        value = _value(node.node)
        return -value if isinstance(value, (int, float)) else value
    return node.value if isinstance(node, nodes.Const) else None
