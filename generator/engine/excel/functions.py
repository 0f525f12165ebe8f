"""The worksheet functions that are computed here; docs/templates.md lists them.

Each entry takes its arguments as nodes and gives a closure. What is not in ``FUNCTIONS`` leaves a
cell without a cached value: Excel computes it on opening, and ``templates check`` says so. Never
here: functions that read the clock (TODAY, NOW), chance, or places that are worked out while
running (INDIRECT, OFFSET).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from . import values
from .aggregates import AGGREGATES
from .dates import DATES
from .lookups import LOOKUPS
from .nodes import Call, Function, Node
from .operators import power
from .texts import TEXTS
from .values import Fault, Unknown, Value

Work = Callable[[Call], Value]
_MOST_TIMES = 134_217_728  # Microsoft, "XL: MOD() Function Returns #NUM! Error Value"


def _if(arguments: Sequence[Node]) -> Work:
    condition, yes, *rest = arguments
    no = rest[0] if rest else None

    def work(call: Call) -> Value:
        if values.truth(condition.value(call)):
            return _filled(yes.value(call))
        return _filled(no.value(call)) if no is not None else False

    return work


def _filled(value: Value) -> Value:
    return 0.0 if value is None else value


def _ifs(arguments: Sequence[Node]) -> Work:
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))

    def work(call: Call) -> Value:
        for condition, outcome in pairs:
            if values.truth(condition.value(call)):
                return _filled(outcome.value(call))
        raise Fault(values.NA)

    return work


def _switch(arguments: Sequence[Node]) -> Work:
    chosen, *rest = arguments
    if len(rest) < 2:
        raise ValueError(len(rest))
    pairs = list(zip(rest[: len(rest) // 2 * 2 : 2], rest[1::2], strict=True))
    otherwise = rest[-1] if len(rest) % 2 else None

    def work(call: Call) -> Value:
        wanted = chosen.value(call)
        for case, outcome in pairs:
            if values.equal(case.value(call), wanted):
                return _filled(outcome.value(call))
        if otherwise is None:
            raise Fault(values.NA)
        return _filled(otherwise.value(call))

    return work


def _if_fault(codes: tuple[str, ...]) -> Function:
    def make(arguments: Sequence[Node]) -> Work:
        first, second = arguments

        def work(call: Call) -> Value:
            try:
                return _filled(first.value(call))
            except Fault as fault:
                if codes and fault.code not in codes:
                    raise
                return _filled(second.value(call))

        return work

    return make


def _logic(combine: Callable[[Iterable[bool]], bool]) -> Function:
    def make(arguments: Sequence[Node]) -> Work:
        def work(call: Call) -> Value:
            found = [truth for node in arguments for truth in _truths(node, call)]
            if not found:
                raise Fault(values.VALUE)
            return combine(found)

        return work

    return make


def _truths(node: Node, call: Call) -> list[bool]:
    if node.is_single:
        return [values.truth(node.value(call))]
    held = [values.known(value) for value in node.many(call)]
    return [values.truth(value) for value in held if isinstance(value, (bool, float))]


def _not(arguments: Sequence[Node]) -> Work:
    (inner,) = arguments
    return lambda call: not values.truth(inner.value(call))


def _numbers(work: Callable[..., float], least: int, most: int) -> Function:
    """A function of plain numbers."""

    def make(arguments: Sequence[Node]) -> Work:
        if not least <= len(arguments) <= most:
            raise ValueError(len(arguments))
        return lambda call: values.checked(
            work(*[values.number(node.value(call)) for node in arguments])
        )

    return make


def _rounding(mode: str) -> Callable[[float, float], float]:
    """Decimal rounding of the 15 digits that a person sees: 2.675 is 2.68, as in Excel."""

    def work(value: float, digits: float = 0.0) -> float:
        places = max(-300, min(300, int(digits)))
        seen = Decimal(f"{value:.15g}")
        quantum = Decimal(1).scaleb(-places)
        if abs(seen) < quantum * Decimal(10) ** 20:
            return float((seen / quantum).quantize(Decimal(1), rounding=mode) * quantum)
        return value

    return work


def _mod(value: float, divisor: float) -> float:
    if divisor == 0:
        raise Fault(values.DIV0)
    if abs(value / divisor) >= _MOST_TIMES:
        raise Unknown("MOD of so many times its divisor is #NUM! in some versions of Excel only")
    return value - divisor * math.floor(value / divisor)


def _int(value: float) -> float:
    return float(Decimal(f"{value:.15g}").to_integral_value(rounding=ROUND_FLOOR))


def _root(value: float) -> float:
    if value < 0:
        raise Fault(values.NUM)
    return math.sqrt(value)


def _exp(value: float) -> float:
    if value > 709:
        raise Fault(values.NUM)
    return math.exp(value)


def _log(base: float) -> Callable[[float], float]:
    def work(value: float) -> float:
        if value <= 0 or base <= 0:
            raise Fault(values.NUM)
        if base == 1:
            raise Fault(values.DIV0)
        return math.log10(value) if base == 10 else math.log(value) / math.log(base)

    return work


def _log_of(value: float, base: float = 10.0) -> float:
    return _log(base)(value)


def _quotient(value: float, divisor: float) -> float:
    if divisor == 0:
        raise Fault(values.DIV0)
    return float(math.trunc(value / divisor))


def _mround(value: float, step: float) -> float:
    if value * step < 0:
        raise Fault(values.NUM)
    return _rounding(ROUND_HALF_UP)(value / step, 0.0) * step if step else 0.0


def _ceiling(mode: str) -> Callable[[float, float], float]:
    """CEILING and FLOOR: to a multiple of ``step`` that is away from 0 or towards it by signs."""

    def work(value: float, step: float = 1.0) -> float:
        if value > 0 > step:
            raise Fault(values.NUM)
        if step == 0:
            if value and mode == ROUND_FLOOR:
                raise Fault(values.DIV0)
            return 0.0
        times = values.checked(value / step)
        if abs(times) >= 1e15:  # each such number of 15 digits is a multiple
            return value
        rounded = Decimal(f"{times:.15g}").quantize(Decimal(1), rounding=mode)
        return float(rounded * Decimal(f"{step:.15g}"))

    return work


def _value(arguments: Sequence[Node]) -> Work:
    (inner,) = arguments
    return lambda call: values.number(inner.value(call))


def _hyperlink(arguments: Sequence[Node]) -> Work:
    shown = arguments[min(1, len(arguments) - 1)]
    return shown.value


def _n(arguments: Sequence[Node]) -> Work:
    (inner,) = arguments

    def work(call: Call) -> Value:
        held = inner.value(call)
        return 0.0 if held is None or isinstance(held, str) else values.number(held)

    return work


def _na(arguments: Sequence[Node]) -> Work:
    if arguments:
        raise ValueError(len(arguments))

    def work(_: Call) -> Value:
        raise Fault(values.NA)

    return work


def _is(test: Callable[[Value], bool]) -> Function:
    def make(arguments: Sequence[Node]) -> Work:
        (inner,) = arguments

        def work(call: Call) -> Value:
            try:
                held = inner.value(call)
            except Fault as fault:
                held = fault
            return test(held)

        return work

    return make


def _choose(arguments: Sequence[Node]) -> Work:
    which, *rest = arguments

    def work(call: Call) -> Value:
        at = int(values.number(which.value(call)))
        if not 1 <= at <= len(rest):
            raise Fault(values.VALUE)
        return rest[at - 1].value(call)

    return work


FUNCTIONS: dict[str, Function] = {
    **AGGREGATES,
    **DATES,
    **LOOKUPS,
    **TEXTS,
    "IF": _if,
    "IFS": _ifs,
    "SWITCH": _switch,
    "XOR": _logic(lambda found: sum(found) % 2 == 1),
    "IFERROR": _if_fault(()),
    "IFNA": _if_fault((values.NA,)),
    "AND": _logic(all),
    "OR": _logic(any),
    "NOT": _not,
    "TRUE": lambda _: lambda call: True,
    "FALSE": lambda _: lambda call: False,
    "ROUND": _numbers(_rounding(ROUND_HALF_UP), 1, 2),
    "ROUNDUP": _numbers(_rounding(ROUND_UP), 1, 2),
    "ROUNDDOWN": _numbers(_rounding(ROUND_DOWN), 1, 2),
    "TRUNC": _numbers(_rounding(ROUND_DOWN), 1, 2),
    "CEILING": _numbers(_ceiling(ROUND_CEILING), 1, 2),
    "FLOOR": _numbers(_ceiling(ROUND_FLOOR), 1, 2),
    "INT": _numbers(_int, 1, 1),
    "ABS": _numbers(abs, 1, 1),
    "SIGN": _numbers(lambda value: (value > 0) - (value < 0) + 0.0, 1, 1),
    "MOD": _numbers(_mod, 2, 2),
    "SQRT": _numbers(_root, 1, 1),
    "POWER": _numbers(power, 2, 2),
    "EXP": _numbers(_exp, 1, 1),
    "LN": _numbers(_log(math.e), 1, 1),
    "LOG10": _numbers(_log(10.0), 1, 1),
    "LOG": _numbers(_log_of, 1, 2),
    "PI": _numbers(lambda: math.pi, 0, 0),
    "QUOTIENT": _numbers(_quotient, 2, 2),
    "MROUND": _numbers(_mround, 2, 2),
    "VALUE": _value,
    "N": _n,
    "NA": _na,
    "HYPERLINK": _hyperlink,
    "ISBLANK": _is(lambda value: value is None),
    "ISNUMBER": _is(lambda value: isinstance(value, float)),
    "ISTEXT": _is(lambda value: isinstance(value, str)),
    "ISERROR": _is(lambda value: isinstance(value, Fault)),
    "ISERR": _is(lambda value: isinstance(value, Fault) and value.code != values.NA),
    "ISLOGICAL": _is(lambda value: isinstance(value, bool)),
    "ISNONTEXT": _is(lambda value: not isinstance(value, str)),
    "ISNA": _is(lambda value: isinstance(value, Fault) and value.code == values.NA),
    "CHOOSE": _choose,
}
