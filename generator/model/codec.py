"""Frozen dataclasses to plain JSON values and back, driven by their type annotations.

Only what the model uses is known: dataclasses, tuples of one type, optional values, str, Markup,
int, bool, Decimal, date and datetime. What is to be done for a class is found out once: a large run
takes hundreds of records of each through here, several times for each account.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from generator.model.markup import Markup

T = TypeVar("T")
_Decoder = Callable[[Any], Any]

_PLAIN: Final = frozenset({str, int, bool, float, dict, type(None)})
"""Types whose values JSON takes as they are; a subclass is not among them."""


def encode(value: Any) -> Any:
    """Plain dicts, lists, strings, numbers, booleans and None for ``value``."""
    kind = type(value)
    return value if kind in _PLAIN else _encoder(kind)(value)  # type: ignore[arg-type]  # hashable


@cache
def _encoder(kind: type) -> Callable[[Any], Any]:
    if is_dataclass(kind):
        return _record_encoder(tuple(field.name for field in fields(kind)))
    if issubclass(kind, (tuple, list)):
        return lambda value: [encode(item) for item in value]
    if issubclass(kind, Decimal):
        return str
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, Markup):
        return lambda value: {"text": str(value), "html": value.html}
    return lambda value: value


def _record_encoder(names: tuple[str, ...]) -> Callable[[Any], Any]:
    if len(names) < 2:  # one name alone would be read bare, and none not at all
        return lambda record: {name: encode(getattr(record, name)) for name in names}
    values_of = attrgetter(*names)

    def record_encoder(record: Any) -> dict[str, Any]:
        return {
            name: value if type(value) in _PLAIN else encode(value)
            for name, value in zip(names, values_of(record), strict=True)
        }

    return record_encoder


def decode(kind: type[T], value: Any) -> T:
    """The value of type ``kind`` that ``encode`` turned into ``value``."""
    decoder = _decoder(kind)  # type: ignore[arg-type]  # types are hashable
    made: T = value if value is None or decoder is None else decoder(value)
    return made


@cache
def _decoder(kind: Any) -> _Decoder | None:
    """What makes a value that is not None one of type ``kind``; None where it is one already."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decoder(next(a for a in get_args(kind) if a is not type(None)))
    if origin is tuple:
        return _tuple_decoder(_decoder(get_args(kind)[0]))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {name: _decoder(hint) for name, hint in hints.items()}
        return _record_decoder(kind, {name: found for name, found in known.items() if found})
    if kind is Decimal:
        return Decimal
    if kind is str:
        return _text
    if kind in (datetime, date):
        return kind.fromisoformat  # type: ignore[no-any-return]  # both have it
    return None


def _tuple_decoder(item: _Decoder | None) -> _Decoder:
    if item is None:
        return tuple
    return lambda values: tuple([None if value is None else item(value) for value in values])


def _record_decoder(kind: Any, decoders: dict[str, _Decoder]) -> _Decoder:
    def record_decoder(values: dict[str, Any]) -> Any:
        made = dict(values)
        for name, value in values.items():
            decoder = decoders.get(name)
            if decoder is not None and value is not None:
                made[name] = decoder(value)
        return kind(**made)

    return record_decoder


def _text(value: Any) -> str:
    return Markup(value["text"], value["html"]) if type(value) is dict else value
