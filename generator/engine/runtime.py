"""What a compiled template calls while it runs: look-ups, arithmetic, comparison, printing.

Unknown is None everywhere. It passes through look-ups, filters and arithmetic; a comparison with it
is false; printing it raises :class:`Missing`, which the caller turns into an error with its place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache, partial
from typing import Any, Protocol

from generator.engine.addresses import safe_address
from generator.engine.budget import Budget, Refused
from generator.engine.showing import dated, has_data
from generator.office.text import UNHELD

Breaks = tuple[str, str] | None  # XML that stands for a line break and for a tab; None: attribute

_LINE_END = re.compile("\\r\\n|\\r|\\n")
_NUMBERS = (int, Decimal, float)


class Missing(Exception):
    """An unknown value was printed by the tag of this number."""

    def __init__(self, tag: int) -> None:
        super().__init__(tag)
        self.tag = tag


class FormatsLike(Hashable, Protocol):
    """What the engine needs of ``generator.formats.Formats``."""

    def money(self, value: Decimal | int | None, currency: str | None = None) -> str | None: ...
    def money_short(
        self, value: Decimal | int | None, currency: str | None = None
    ) -> str | None: ...
    def number(self, value: Decimal | int | None, digits: int | None = None) -> str | None: ...
    def percent(self, value: Decimal | int | None, digits: int = 0) -> str | None: ...
    def date(self, value: dt.date | None, style: str = "medium") -> str | None: ...


class Context:
    """One run of a compiled template: its values, formats, and what happened on the way.

    ``state`` is the format's own (parts being made, counters); printers of a format use it.
    """

    __slots__ = ("budget", "changes", "formats", "measured", "output", "state", "values", "written")

    def __init__(
        self,
        values: Mapping[str, object],
        formats: FormatsLike,
        state: Any = None,
        budget: Budget | None = None,
    ) -> None:
        self.values = values
        self.formats = formats
        self.state = state
        self.changes: list[tuple[int, str]] = []  # (tag number, what was altered)
        self.written = _formatters(formats)
        self.budget = budget or Budget()  # all runs of a document share one
        self.output: list[str] = []  # the texts that the run has made so far
        self.measured = 0  # how many of them the budget has counted

    def resolve_or_missing(self, name: str) -> object:
        return self.values.get(name)


def item(container: Any, key: Any) -> Any:
    """``container[key]`` of plain data; None where there is no such thing."""
    if container.__class__ is dict:
        return container.get(key)
    if isinstance(container, Mapping):
        return container.get(key)
    if isinstance(container, (list, tuple)) and key.__class__ is int:
        return container[key] if -len(container) <= key < len(container) else None
    return None


def getter(container: Any) -> Callable[[Any], Any]:
    """``item`` of one container, bound: its own method where it is a plain dict."""
    return container.get if container.__class__ is dict else partial(item, container)


def each(context: Context, items: Any) -> Iterable[Any]:
    """The items of a ``for``: an unknown list is an empty one."""
    if items is None:
        return ()
    if not isinstance(items, (list, tuple)):
        raise Refused("is not a list: only lists can be repeated over")
    budget = context.budget
    budget.repeat(len(items))
    if budget.repeats < budget.next_look:
        return budget.watched(items, context)
    return items


def equal(left: Any, right: Any) -> bool:
    return left is not None and bool(left == right)


def differ(left: Any, right: Any) -> bool:
    return left is not None and right is not None and bool(left != right)


def less(left: Any, right: Any) -> bool:
    return left is not None and right is not None and bool(left < right)


def less_equal(left: Any, right: Any) -> bool:
    return left is not None and right is not None and bool(left <= right)


def contains(context: Context, container: Any, value: Any) -> bool:
    if container is None or (isinstance(container, str) and not isinstance(value, str)):
        return False
    if isinstance(container, (list, tuple)):
        context.budget.repeat(len(container))
    return value in container


def lacks(context: Context, container: Any, value: Any) -> bool:
    known = container is not None and value is not None
    return known and not contains(context, container, value)


def _arithmetic(name: str, work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def calculate(left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        return work(number_of(left, name), number_of(right, name))

    return calculate


def number_of(value: Any, doing: str) -> Any:
    """``value`` as a number that keeps its digits. Raises :class:`Refused` for anything else."""
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        raise Refused(f"cannot {doing}: {_shown(value)} is not a number")
    return Decimal(repr(value)) if isinstance(value, float) else value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _quotient(left: Any, right: Any) -> Decimal:
    try:
        return Decimal(left) / Decimal(right)
    except (DivisionByZero, InvalidOperation, ZeroDivisionError) as error:
        raise Refused("divides by zero") from error


add = _arithmetic("add", lambda left, right: left + right)
subtract = _arithmetic("subtract", lambda left, right: left - right)
multiply = _arithmetic("multiply", lambda left, right: left * right)
divide = _arithmetic("divide", _quotient)


def concatenate(context: Context, *parts: Any) -> str | None:
    if any(part is None for part in parts):
        return None
    whole = "".join([str(part) for part in parts])
    context.budget.make(len(whole))
    return whole


# -- printing ------------------------------------------------------------------------------------


def escape(text: str) -> str:
    """``text`` for XML content and for attributes in double quotes."""
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        return text.replace(">", "&gt;").replace('"', "&quot;")
    return text


def plain(value: str) -> str:
    """``value`` without the characters that no Office file can hold."""
    return value if value.isprintable() else UNHELD.sub("", value)


def text(context: Context, value: Any, tag: int, breaks: Breaks = None) -> str:
    """``value`` as XML text, exactly; line breaks and tabs as ``breaks`` has them."""
    if value.__class__ is not str:
        return text_of_any(context, value, tag, breaks)
    if value.isprintable():
        return escape(value)
    return _special(context, value, tag, breaks)


def text_of_any(context: Context, value: Any, tag: int, breaks: Breaks = None) -> str:
    """A value whose kind is not declared, by what it is."""
    if value is None:
        raise Missing(tag)
    if isinstance(value, str):
        return text(context, str(value), tag, breaks)
    if isinstance(value, bool):
        raise Refused("is a yes/no value: write {{ 'yes' if … else 'no' }}")
    if isinstance(value, _NUMBERS):
        return number(context, value, tag, breaks)
    if isinstance(value, dt.date):
        return date(context, value, tag, breaks)
    raise Refused("is a list or a record: only single values can be printed")


def note_unheld(context: Context, tag: int, texts: Iterable[object]) -> None:
    """List what :func:`plain` takes from texts that are written elsewhere (charts, diagrams)."""
    for value in texts:
        if isinstance(value, str) and not value.isprintable():
            _note(context, value, tag)


def _note(context: Context, value: str, tag: int) -> None:
    unheld = UNHELD.findall(value)
    if unheld:
        codes = ", ".join(sorted({f"U+{ord(char):04X}" for char in unheld}))
        what = f"{len(unheld)} characters that no Office file can hold removed: {codes}"
        context.changes.append((tag, what))


def _special(context: Context, value: str, tag: int, breaks: Breaks) -> str:
    held = UNHELD.sub("", value)
    _note(context, value, tag)
    safe = escape(held)
    if breaks is None:
        return _LINE_END.sub("&#10;", safe).replace("\t", "&#9;")
    if "\n" in safe or "\r" in safe:
        safe = _LINE_END.sub(lambda _: breaks[0], safe)
    return safe.replace("\t", breaks[1]) if "\t" in safe else safe


@lru_cache(maxsize=64)
def _formatters(formats: FormatsLike) -> Mapping[str, Callable[[Any], str]]:
    """How one reader's values are written, as XML text, by kind. What was written is remembered,
    but for amounts: they hardly repeat, and to write one costs no more than to remember it."""

    def made(write: Callable[[Any], str | None]) -> Callable[[Any], str]:
        return lambda value: escape(str(write(value)))

    kinds = {kind: made(getattr(formats, kind)) for kind in ("number", "percent", "date")}
    remembered = {kind: lru_cache(maxsize=4096)(write) for kind, write in kinds.items()}
    return {**remembered, "money": made(formats.money)}


def _numeric(kind: str) -> Callable[..., str]:
    def printer(context: Context, value: Any, tag: int, breaks: Breaks = None) -> str:
        if value.__class__ is Decimal or value.__class__ is int:
            return context.written[kind](value)
        if value.__class__ is float:
            return context.written[kind](Decimal(repr(value)))
        if isinstance(value, (str, bool, type(None))):
            return text(context, value, tag, breaks)
        raise Refused(f"is not a number: {_shown(value)}")

    return printer


money = _numeric("money")
number = _numeric("number")
percent = _numeric("percent")


def date(context: Context, value: Any, tag: int, breaks: Breaks = None) -> str:
    if isinstance(value, dt.date):
        return context.written["date"](value)
    return text(context, value, tag, breaks)


def spoken(context: Context, value: Any, kind: str) -> str | None:
    """A value inside ``~`` or ``join``, as its kind prints it, not yet escaped."""
    if value is None or isinstance(value, str):
        return value
    if kind in ("money", "percent", "number", "date") and not isinstance(value, bool):
        return str(getattr(context.formats, kind)(value))
    if isinstance(value, bool):
        raise Refused("is a yes/no value: write {{ 'yes' if … else 'no' }}")
    if isinstance(value, _NUMBERS):
        return context.formats.number(number_of(value, "print"))
    if isinstance(value, dt.date):
        return context.formats.date(value)
    raise Refused("is a list or a record: only single values can be joined")


def attribute_of(entry: Any, path: str | None) -> Any:
    for name in path.split(".") if path else ():
        entry = item(entry, name)
    return entry


def joined(context: Context, items: Any, kind: str, separator: str, attribute: str | None) -> Any:
    """The known items as their kind prints them, between ``separator``."""
    if items is None:
        return None
    if not isinstance(items, (list, tuple)):
        raise Refused("needs a list")
    context.budget.repeat(len(items))
    values = [attribute_of(entry, attribute) for entry in items]
    texts = [spoken(context, value, kind) for value in values if value is not None]
    whole = separator.join([entry for entry in texts if entry is not None])
    context.budget.make(len(whole))
    return whole


def is_address(_context: Context, value: Any) -> bool:
    """Whether a link may lead there."""
    return value is not None and bool(safe_address(str(value))[0])


PRINTERS: Mapping[str, Callable[..., str]] = {
    "text": text,
    "any": text_of_any,
    "money": money,
    "number": number,
    "percent": percent,
    "date": date,
}
HELPERS: Mapping[str, Callable[..., Any]] = {
    "item": item,
    "getter": getter,
    "each": each,
    "equal": equal,
    "differ": differ,
    "less": less,
    "less_equal": less_equal,
    "contains": contains,
    "lacks": lacks,
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "concatenate": concatenate,
    "spoken": spoken,
    "joined": joined,
    "has_data": has_data,
    "dated": dated,
    "is_address": is_address,
    **{f"print_{name}": printer for name, printer in PRINTERS.items()},
}
Values = Mapping[str, object]
Records = Sequence[Mapping[str, object]]
