"""Functions over ranges: totals, counts, averages, with and without criteria."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from . import values
from .criteria import matching
from .nodes import Call, Function, Node
from .values import Fault, Unknown, Value

Work = Callable[[Call], Value]
Reduce = Callable[[list[float]], float]


def _numbers_of(nodes: Sequence[Node], call: Call) -> list[float]:
    """Numbers only: texts and truths count where they are written as arguments, not in cells."""
    found: list[float] = []
    for node in nodes:
        if node.is_single:
            found.append(values.number(node.value(call)))
            continue
        many = node.many(call)
        numbers = [value for value in many if value.__class__ is float]
        if len(numbers) < len(many):
            for value in many:
                if isinstance(value, Fault):
                    raise Fault(value.code)
        found += numbers
    return found


def _over(reduce: Reduce) -> Function:
    def make(nodes: Sequence[Node]) -> Work:
        if not nodes:
            raise ValueError(nodes)
        return lambda call: values.checked(reduce(_numbers_of(nodes, call)))

    return make


def _average(found: list[float]) -> float:
    if not found:
        raise Fault(values.DIV0)
    return math.fsum(found) / len(found)


def _median(found: list[float]) -> float:
    if not found:
        raise Fault(values.NUM)
    ordered, middle = sorted(found), len(found) // 2
    return ordered[middle] if len(found) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _variance(found: list[float], less: int) -> float:
    if len(found) <= less:
        raise Fault(values.DIV0)
    mean = math.fsum(found) / len(found)
    return math.fsum((value - mean) ** 2 for value in found) / (len(found) - less)


def _count(nodes: Sequence[Node]) -> Work:
    def one(node: Node, call: Call) -> int:
        if not node.is_single:
            return sum(value.__class__ is float for value in node.many(call))
        try:
            values.number(node.value(call))
        except Fault:
            return 0
        return 1

    return lambda call: float(sum(one(node, call) for node in nodes))


def _counta(nodes: Sequence[Node]) -> Work:
    return lambda call: float(sum(value is not None for node in nodes for value in node.many(call)))


def _countblank(nodes: Sequence[Node]) -> Work:
    (node,) = nodes
    return lambda call: float(sum(value in (None, "") for value in node.many(call)))


REDUCERS: dict[int, Reduce] = {
    1: _average,
    2: lambda found: float(len(found)),
    4: lambda found: max(found, default=0.0),
    5: lambda found: min(found, default=0.0),
    6: lambda found: math.prod(found) if found else 0.0,
    7: lambda found: math.sqrt(_variance(found, 1)),
    8: lambda found: math.sqrt(_variance(found, 0)),
    9: math.fsum,
    10: lambda found: _variance(found, 1),
    11: lambda found: _variance(found, 0),
}


def _subtotal(nodes: Sequence[Node]) -> Work:
    which, *ranges = nodes
    if not ranges:
        raise ValueError(nodes)

    def work(call: Call) -> Value:
        code = int(values.number(which.value(call)))
        kind, skip_hidden = code % 100, code > 100
        if not 1 <= kind <= 11 or code > 111:
            raise Fault(values.VALUE)
        held = [value for node in ranges for value in _visible(node, call, skip_hidden)]
        if kind == 3:
            return float(sum(value is not None for value in held))
        if any(isinstance(value, Fault) for value in held) and kind != 2:
            raise Fault(next(value.code for value in held if isinstance(value, Fault)))
        found = [value for value in held if value.__class__ is float]
        return values.checked(REDUCERS[kind](found))

    return work


def _visible(node: Node, call: Call, skip_hidden: bool) -> list[Value]:
    """The cells' values without those of other subtotals."""
    if node.reference is None:
        raise Unknown("SUBTOTAL needs ranges")
    boxes = call.boxes[node.reference]
    return [value for sheet, box in boxes for value in sheet.visible_area(box, skip_hidden)]


# -- with criteria -------------------------------------------------------------------------------


def _matches(pairs: Sequence[Node], call: Call) -> Sequence[int]:
    ranges, criteria = pairs[::2], pairs[1::2]
    held = [node.many(call) for node in ranges]
    if len({len(entry) for entry in held}) > 1:
        raise Fault(values.VALUE)
    wanted = [node.value(call) for node in criteria]
    key = tuple([_place(node, call) for node in ranges])
    return matching(held, wanted, call.memo, key)


def _place(node: Node, call: Call) -> object:
    if node.reference is None:
        raise Unknown("criteria need ranges")
    return tuple([(id(sheet), box) for sheet, box in call.boxes[node.reference]])


def _checked_pairs(pairs: Sequence[Node]) -> None:
    if not pairs or len(pairs) % 2:
        raise ValueError(pairs)


def _countifs(nodes: Sequence[Node]) -> Work:
    _checked_pairs(nodes)
    return lambda call: float(len(_matches(nodes, call)))


def _ifs(reduce: Reduce) -> Function:
    """SUMIFS and its like: the range to reduce first, then pairs of range and criterion."""

    def make(nodes: Sequence[Node]) -> Work:
        target, *pairs = nodes
        _checked_pairs(pairs)
        return lambda call: _reduced(reduce, target, pairs, call)

    return make


def _if(reduce: Reduce) -> Function:
    """SUMIF and AVERAGEIF: range, criterion, and what to reduce where it is another range."""

    def make(nodes: Sequence[Node]) -> Work:
        held, criterion, *rest = nodes
        target = rest[0] if rest else held
        return lambda call: _reduced(reduce, target, (held, criterion), call)

    return make


def _reduced(reduce: Reduce, target: Node, pairs: Sequence[Node], call: Call) -> Value:
    found = _matches(pairs, call)
    held = target.many(call)
    if len(held) != len(pairs[0].many(call)):
        raise Unknown("ranges of unequal size")
    chosen = [values.known(held[at]) for at in found]
    numbers = [value for value in chosen if value.__class__ is float]
    return values.checked(reduce(numbers))


def _sumproduct(nodes: Sequence[Node]) -> Work:
    """Ranges and arrays of one size, multiplied place by place; what is no number counts as 0."""
    if not nodes:
        raise ValueError(nodes)

    def work(call: Call) -> Value:
        if all(node.reference is not None for node in nodes):
            columns: list[Sequence[Value]] = [node.many(call) for node in nodes]
        else:
            columns = [[value for row in node.table(call) for value in row] for node in nodes]
        if len({len(column) for column in columns}) > 1:
            raise Fault(values.VALUE)
        rows = zip(*[[values.known(value) for value in column] for column in columns], strict=True)
        return values.checked(
            math.fsum(math.prod(v if isinstance(v, float) else 0.0 for v in row) for row in rows)
        )

    return work


def _percentile(parts: float) -> Function:
    """PERCENTILE (of 1) and QUARTILE (of 4): between the neighbours of where it falls."""

    def make(nodes: Sequence[Node]) -> Work:
        table, which = nodes

        def work(call: Call) -> Value:
            found = sorted(_numbers_of([table], call))
            share = values.number(which.value(call))
            share = math.floor(share) / parts if parts > 1 else share
            if not found or not 0 <= share <= 1:
                raise Fault(values.NUM)
            at = share * (len(found) - 1)
            low = math.floor(at)
            high = min(low + 1, len(found) - 1)
            return found[low] + (found[high] - found[low]) * (at - low)

        return work

    return make


def _ranked(*, largest: bool) -> Function:
    def make(nodes: Sequence[Node]) -> Work:
        table, which = nodes

        def work(call: Call) -> Value:
            found = sorted(_numbers_of([table], call), reverse=largest)
            at = math.ceil(values.number(which.value(call)))
            if not 1 <= at <= len(found):
                raise Fault(values.NUM)
            return found[at - 1]

        return work

    return make


def _rank(nodes: Sequence[Node]) -> Work:
    wanted, table, *rest = nodes

    def work(call: Call) -> Value:
        value = values.number(wanted.value(call))
        found = _numbers_of([table], call)
        if value not in found:
            raise Fault(values.NA)
        rising = bool(rest) and values.truth(rest[0].value(call))
        return float(1 + sum(other < value if rising else other > value for other in found))

    return work


AGGREGATES: dict[str, Function] = {
    "SUM": _over(math.fsum),
    "AVERAGE": _over(_average),
    "MIN": _over(REDUCERS[5]),
    "MAX": _over(REDUCERS[4]),
    "PRODUCT": _over(REDUCERS[6]),
    "MEDIAN": _over(_median),
    "STDEV": _over(REDUCERS[7]),
    "STDEV.S": _over(REDUCERS[7]),
    "STDEVP": _over(REDUCERS[8]),
    "VAR": _over(REDUCERS[10]),
    "VAR.S": _over(REDUCERS[10]),
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTBLANK": _countblank,
    "SUBTOTAL": _subtotal,
    "COUNTIF": _countifs,
    "COUNTIFS": _countifs,
    "SUMIF": _if(math.fsum),
    "SUMIFS": _ifs(math.fsum),
    "AVERAGEIF": _if(_average),
    "AVERAGEIFS": _ifs(_average),
    "MINIFS": _ifs(REDUCERS[5]),
    "MAXIFS": _ifs(REDUCERS[4]),
    "SUMPRODUCT": _sumproduct,
    "LARGE": _ranked(largest=True),
    "SMALL": _ranked(largest=False),
    "PERCENTILE": _percentile(1),
    "PERCENTILE.INC": _percentile(1),
    "QUARTILE": _percentile(4),
    "QUARTILE.INC": _percentile(4),
    "RANK": _rank,
    "RANK.EQ": _rank,
}
