"""The filters of the language. There are no others, and none calls what it is given.

Every filter passes an unknown value (None) through. ``default`` is the one that replaces it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from jinja2 import pass_context

from generator.engine import runtime
from generator.engine.budget import Refused
from generator.engine.runtime import Context, attribute_of, number_of
from generator.richtext import Rich, TooLong


@dataclass(frozen=True, slots=True)
class Signature:
    """What the checker knows of a filter.

    ``takes``: number, date, text, list, sized (list or text) or any; ``gives``: a kind, or same
    (as the value), item (of the list), attribute (the kind its ``attribute`` has), either (the
    value's kind or the argument's).
    """

    takes: str
    gives: str
    least: int = 0
    most: int = 0
    keywords: tuple[str, ...] = ()
    attribute_at: int | None = None


SIGNATURES: Mapping[str, Signature] = {
    "money": Signature("number", "text"),
    "money_short": Signature("number", "text"),
    "number": Signature("number", "text", most=1, keywords=("digits",)),
    "percent": Signature("number", "text", most=1, keywords=("digits",)),
    "date": Signature("date", "text", most=1, keywords=("style",)),
    "quarter": Signature("date", "text", most=1, keywords=("first_month",)),
    "default": Signature("any", "either", 1, 1),
    "upper": Signature("text", "text"),
    "lower": Signature("text", "text"),
    "title": Signature("text", "text"),
    "capitalize": Signature("text", "text"),
    "trim": Signature("text", "text"),
    "join": Signature("list", "text", 0, 2, ("attribute",), 1),
    "first": Signature("list", "item"),
    "last": Signature("list", "item"),
    "limit": Signature("list", "same", 1, 1),
    "length": Signature("sized", "number"),
    "sum": Signature("list", "attribute", 0, 1, ("attribute",), 0),
    "sort": Signature("list", "same", 0, 1, ("attribute", "reverse"), 0),
    "unique": Signature("list", "same", 0, 1, ("attribute",), 0),
    "truncate": Signature("text", "text", 1, 1),
    "replace": Signature("text", "text", 2, 2),
    "html": Signature("text", "rich"),
    "markdown": Signature("text", "rich"),
    "round": Signature("number", "same", most=1),
    "abs": Signature("number", "same"),
    "int": Signature("number", "number"),
}


def _keeping_none(work: Callable[..., Any]) -> Callable[..., Any]:
    def with_none(value: Any, *args: Any, **named: Any) -> Any:
        return None if value is None else work(value, *args, **named)

    return with_none


def _with_context(work: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def with_none(context: Any, value: Any, *args: Any, **named: Any) -> Any:
        return None if value is None else work(context, value, *args, **named)

    return with_none


def _on_text(work: Callable[[str], str]) -> Callable[..., Any]:
    return _keeping_none(lambda value: work(_as_text(value)))


def _as_text(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"needs a text, not {type(value).__name__}")
    return value


def _as_list(value: Any) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise Refused("needs a list")
    return list(value)


def _counted(context: Context, value: Any) -> list[Any]:
    """A list whose items are gone through one by one."""
    items = _as_list(value)
    context.budget.repeat(len(items))
    return items


def _as_number(value: Any) -> Any:
    return number_of(value, "format it")


@pass_context
def _money(context: Any, value: Any) -> str | None:
    return None if value is None else _formats(context).money(_as_number(value))


@pass_context
def _money_short(context: Any, value: Any) -> str | None:
    return None if value is None else _formats(context).money_short(_as_number(value))


@pass_context
def _number(context: Any, value: Any, digits: int | None = None) -> str | None:
    return None if value is None else _formats(context).number(_as_number(value), _digits(digits))


@pass_context
def _percent(context: Any, value: Any, digits: int = 0) -> str | None:
    return (
        None
        if value is None
        else _formats(context).percent(_as_number(value), _digits(digits) or 0)
    )


@pass_context
def _date(context: Any, value: Any, style: str = "medium") -> str | None:
    return None if value is None else _formats(context).date(_as_date(value), style)


def _formats(context: Context) -> runtime.FormatsLike:
    return context.formats


def _digits(digits: Any) -> int | None:
    if digits is None:
        return None
    if not isinstance(digits, int) or not 0 <= digits <= 10:
        raise Refused("needs a number of digits from 0 to 10")
    return digits


def _as_date(value: Any) -> dt.date:
    if not isinstance(value, dt.date):
        raise Refused("needs a date")
    return value


def _quarter(value: Any, first_month: Any = 1) -> str:
    """``Q4 2026``; with the fiscal year's first month, ``Q1 FY2027`` (named by its last day)."""
    day = _as_date(value)
    if not isinstance(first_month, int) or not 1 <= first_month <= 12:
        raise Refused("needs a first month from 1 to 12")
    quarter = (day.month - first_month) % 12 // 3 + 1
    if first_month == 1:
        return f"Q{quarter} {day.year}"
    return f"Q{quarter} FY{day.year + (1 if day.month >= first_month else 0)}"


def _default(value: Any, replacement: Any) -> Any:
    return replacement if value is None else value


def _first(value: Any) -> Any:
    items = _as_list(value)
    return items[0] if items else None


def _last(value: Any) -> Any:
    items = _as_list(value)
    return items[-1] if items else None


def _limit(value: Any, count: Any) -> list[Any]:
    """The first ``count`` items, or all where there are fewer."""
    if not isinstance(count, int) or count < 0:
        raise Refused("needs a number of items from 0 up")
    return _as_list(value)[:count]


def _length(value: Any) -> int:
    if not isinstance(value, (str, list, tuple)):
        raise Refused("needs a list or a text")
    return len(value)


def _sum(context: Context, value: Any, attribute: str | None = None) -> Any:
    """The total; unknown where one of the items is, for a total must not leave out silently."""
    total: Any = 0
    for entry in _counted(context, value):
        total = runtime.add(total, attribute_of(entry, attribute))
    return total


def _sort(
    context: Context, value: Any, attribute: str | None = None, reverse: bool = False
) -> list[Any]:
    """By the attribute, texts without regard to case, unknown values last."""
    known: list[Any] = []
    unknown: list[Any] = []
    for entry in _counted(context, value):
        (unknown if attribute_of(entry, attribute) is None else known).append(entry)
    try:
        known.sort(key=lambda entry: _folded(attribute_of(entry, attribute)), reverse=bool(reverse))
    except TypeError as error:
        raise Refused("cannot sort values of different kinds") from error
    return known + unknown


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _unique(context: Context, value: Any, attribute: str | None = None) -> list[Any]:
    singles: set[Any] = set()
    others: list[Any] = []  # records and lists, which are compared one by one
    kept = []
    for entry in _counted(context, value):
        mark = attribute_of(entry, attribute)
        seen: set[Any] | list[Any] = others if isinstance(mark, (list, dict, tuple)) else singles
        if isinstance(seen, list):
            context.budget.repeat(len(seen))
        if mark not in seen:
            seen.append(mark) if isinstance(seen, list) else seen.add(mark)
            kept.append(entry)
    return kept


def _truncate(value: Any, length: Any) -> str:
    """At most ``length`` characters, cut after a word where there is one, ended by ``…``."""
    text = _as_text(value)
    if not isinstance(length, int) or length < 1:
        raise Refused("needs a length of at least 1")
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    word = cut.rfind(" ")
    if word > length // 2:
        cut = cut[:word]
    return cut.rstrip() + "…"


def _replace(context: Context, value: Any, old: str, new: str) -> str:
    text = _as_text(value)
    if not old:
        raise Refused("needs a text to replace")
    context.budget.make(len(text) + text.count(_as_text(old)) * len(_as_text(new)))
    return text.replace(old, new)


def _round(value: Any, digits: int = 0) -> Decimal:
    quantum = Decimal(1).scaleb(-(_digits(digits) or 0))
    return Decimal(_as_number(value)).quantize(quantum, rounding=ROUND_HALF_EVEN)


def _title(value: str) -> str:
    return " ".join([word[:1].upper() + word[1:] for word in value.split(" ")])


def _html(context: Context, value: Any) -> Rich:
    """Of a text that brings the HTML it was made from along (``value.html``), that HTML."""
    from generator.richtext.hypertext import read_html

    return _formatted(context, read_html, getattr(value, "html", value))


def _markdown(context: Context, value: Any) -> Rich:
    from generator.richtext.markdown import read_markdown

    return _formatted(context, read_markdown, value)


def _formatted(context: Context, read: Callable[[str], Rich], value: Any) -> Rich:
    text = _as_text(value)
    context.budget.make(len(text))
    try:
        return read(text)
    except TooLong as error:
        raise Refused(str(error)) from error


FILTERS: dict[str, Callable[..., Any]] = {
    "money": _money,
    "money_short": _money_short,
    "number": _number,
    "percent": _percent,
    "date": _date,
    "quarter": _keeping_none(_quarter),
    "default": _default,
    "upper": _on_text(str.upper),
    "lower": _on_text(str.lower),
    "title": _on_text(_title),
    "capitalize": _on_text(str.capitalize),
    "trim": _on_text(str.strip),
    "first": _keeping_none(_first),
    "last": _keeping_none(_last),
    "limit": _keeping_none(_limit),
    "length": _keeping_none(_length),
    "sum": _with_context(_sum),
    "sort": _with_context(_sort),
    "unique": _with_context(_unique),
    "truncate": _keeping_none(_truncate),
    "replace": _with_context(_replace),
    "html": _with_context(_html),
    "markdown": _with_context(_markdown),
    "round": _keeping_none(_round),
    "abs": _keeping_none(lambda value: abs(_as_number(value))),
    "int": _keeping_none(lambda value: int(_as_number(value))),
}
TESTS: dict[str, Callable[..., bool]] = {
    "none": lambda value: value is None,
    "defined": lambda value: value is not None,
    "undefined": lambda value: value is None,
    "known": lambda value: value is not None,
    "unknown": lambda value: value is None,
    "true": lambda value: value is True,
    "false": lambda value: value is False,
    "even": lambda value: value is not None and value % 2 == 0,
    "odd": lambda value: value is not None and value % 2 == 1,
}
