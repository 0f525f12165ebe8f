"""Functions of texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from . import values
from .globs import Glob
from .nodes import Call, Function, Node
from .textformat import format_number
from .values import Fault, Unknown, Value

Work = Callable[[Call], Value]


def _texts(work: Callable[..., str]) -> Function:
    """A function of one text and further numbers."""

    def make(arguments: Sequence[Node]) -> Work:
        first, *rest = arguments

        def run(call: Call) -> Value:
            numbers = [int(values.number(node.value(call))) for node in rest]
            if any(count < 0 for count in numbers):
                raise Fault(values.VALUE)
            return work(values.text(first.value(call)), *numbers)

        return run

    return make


def _mid(text: str, start: int, length: int) -> str:
    if start < 1:
        raise Fault(values.VALUE)
    return _counted(text)[start - 1 : start - 1 + length]


def _right(text: str, count: int = 1) -> str:
    return _counted(text)[-count:] if count else ""


def _counted(text: str) -> str:
    """A text whose characters all versions of Excel count in the same way: newer ones count what
    lies beyond 16 bits (most emoji) once, older ones twice."""
    if not text.isascii() and max(text) > "\uffff":
        raise Unknown("how long a text with such characters is depends on Excel's version")
    return text


def _cased(change: Callable[[str], str]) -> Callable[[str], str]:
    def work(text: str) -> str:
        changed = change(text)
        if len(changed) != len(text):
            raise Unknown("a letter that becomes two is for Excel to change")
        return changed

    return work


def _length(arguments: Sequence[Node]) -> Work:
    (inner,) = arguments
    return lambda call: float(len(_counted(values.text(inner.value(call)))))


def _concatenate(arguments: Sequence[Node]) -> Work:
    return lambda call: values.whole_text(
        "".join([values.text(values.known(v)) for node in arguments for v in node.many(call)])
    )


def _textjoin(arguments: Sequence[Node]) -> Work:
    separator, skip, *rest = arguments

    def work(call: Call) -> Value:
        found = [values.text(value) for node in rest for value in node.many(call)]
        if values.truth(skip.value(call)):
            found = [entry for entry in found if entry]
        return values.whole_text(values.text(separator.value(call)).join(found))

    return work


def _text(arguments: Sequence[Node]) -> Work:
    value, pattern = arguments

    def work(call: Call) -> Value:
        held = value.value(call)
        if isinstance(held, str):
            return held
        return format_number(values.number(held), values.text(pattern.value(call)))

    return work


def _place(*, exact: bool) -> Function:
    """FIND and SEARCH: where a text begins in another, from 1; SEARCH takes ``?`` and ``*``."""

    def make(arguments: Sequence[Node]) -> Work:
        wanted, held, *rest = arguments

        def work(call: Call) -> Value:
            sought, text = values.text(wanted.value(call)), _counted(values.text(held.value(call)))
            start = int(values.number(rest[0].value(call))) if rest else 1
            if not 1 <= start <= len(text) + 1:
                raise Fault(values.VALUE)
            if exact:
                return _found(text.find(sought, start - 1))
            return _found(Glob(sought).find(text, start - 1))

        return work

    return make


def _found(at: int) -> float:
    if at < 0:
        raise Fault(values.VALUE)
    return at + 1.0


def _substitute(arguments: Sequence[Node]) -> Work:
    held, old, new, *rest = arguments

    def work(call: Call) -> Value:
        text, sought, put = [values.text(node.value(call)) for node in (held, old, new)]
        if not sought:
            return text
        if not rest:
            return values.whole_text(text.replace(sought, put))
        which = int(values.number(rest[0].value(call)))
        if which < 1:
            raise Fault(values.VALUE)
        parts = text.split(sought)
        if which >= len(parts):
            return text
        return sought.join(parts[:which]) + put + sought.join(parts[which:])

    return work


def _replace(arguments: Sequence[Node]) -> Work:
    held, start, count, put = arguments

    def work(call: Call) -> Value:
        text = _counted(values.text(held.value(call)))
        at = int(values.number(start.value(call))) - 1
        length = int(values.number(count.value(call)))
        if at < 0 or length < 0:
            raise Fault(values.VALUE)
        return text[:at] + values.text(put.value(call)) + text[at + length :]

    return work


def _repeated(text: str, count: int) -> str:
    if len(text) * count > values.MAX_TEXT:
        raise Fault(values.VALUE)
    return text * count


def _exact(arguments: Sequence[Node]) -> Work:
    first, second = arguments
    return lambda call: values.text(first.value(call)) == values.text(second.value(call))


def _char(arguments: Sequence[Node]) -> Work:
    (inner,) = arguments

    def work(call: Call) -> Value:
        code = int(values.number(inner.value(call)))
        if not 1 <= code <= 255:
            raise Fault(values.VALUE)
        return bytes([code]).decode("cp1252", errors="replace")

    return work


def _proper(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), text)


TEXTS: dict[str, Function] = {
    "LEFT": _texts(lambda text, count=1: _counted(text)[:count]),
    "RIGHT": _texts(_right),
    "MID": _texts(_mid),
    "UPPER": _texts(_cased(str.upper)),
    "LOWER": _texts(_cased(str.lower)),
    "PROPER": _texts(_cased(_proper)),
    "TRIM": _texts(lambda text: " ".join([word for word in text.split(" ") if word])),
    "REPT": _texts(_repeated),
    "LEN": _length,
    "CONCATENATE": _concatenate,
    "CONCAT": _concatenate,
    "TEXTJOIN": _textjoin,
    "TEXT": _text,
    "FIND": _place(exact=True),
    "SEARCH": _place(exact=False),
    "SUBSTITUTE": _substitute,
    "REPLACE": _replace,
    "EXACT": _exact,
    "CHAR": _char,
}
