"""Frozen dataclasses to plain JSON values and back, driven by their type annotations.

Only what the model uses is known: dataclasses, tuples of one type, optional values, str, Markup,
int, bool, Decimal, date and datetime.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from generator.model.markup import Markup

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Plain dicts, lists, strings, numbers, booleans and None for ``value``."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Markup):
        return {"text": str(value), "html": value.html}
    return value


def decode(kind: type[T], value: Any) -> T:
    """The value of type ``kind`` that ``encode`` turned into ``value``."""
    return _decode(kind, value)  # type: ignore[no-any-return]  # of type kind, by construction


def _decode(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode(next(a for a in get_args(kind) if a is not type(None)), value)
    if origin is tuple:
        item = get_args(kind)[0]
        return tuple(_decode(item, v) for v in value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]  # is_dataclass takes instances, too
        fields = {name: _decode(hints[name], v) for name, v in value.items()}
        return kind(**fields)  # type: ignore[operator]  # the same
    if kind is Decimal:
        return Decimal(value)
    if kind is str and isinstance(value, dict):
        return Markup(value["text"], value["html"])
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
