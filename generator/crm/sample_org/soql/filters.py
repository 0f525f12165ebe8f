"""WHERE and HAVING as SQL. Every comparison is true or false, never unknown, as in Salesforce: a
``!=`` or NOT IN finds records without a value too."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from ..refusal import Refusal, at, unsupported
from ..schema import IDS, TEXT
from . import syntax as s
from .dates import Days, moment
from .scope import Column, Statement
from .values import Value, pattern_of, string_of, value_of, wrong_type

Resolve = Callable[[s.Path | s.Call], Column]
SemiJoin = Callable[[s.CompareSelect], str]
_ORDERING = ("<", "<=", ">", ">=")


class Filters:
    """Turns conditions into SQL, collecting parameters in ``values`` in the SQL's order.

    ``resolve`` gives the column an operand means; ``semi_join`` the SQL of a semi-join. Unknown
    counts as false wherever it is not negated, so there comparisons of ids stand plainly: SQLite
    finds an index for those only.
    """

    def __init__(
        self, statement: Statement, resolve: Resolve, values: list[Any], semi_join: SemiJoin
    ) -> None:
        self._statement, self._resolve = statement, resolve
        self._values, self._semi_join = values, semi_join
        self._negations = 0

    def sql(self, condition: s.Condition) -> str:
        match condition:
            case s.All(parts):
                return "(" + " AND ".join(self.sql(part) for part in parts) + ")"
            case s.Any(parts):
                return "(" + " OR ".join(self.sql(part) for part in parts) + ")"
            case s.Not(part):
                return self._not(part)
            case s.CompareSelect():
                return self._semi_join(condition)
            case s.CompareList():
                return self._list(condition)
            case s.Compare():
                return self._compare(condition)

    def _not(self, part: s.Condition) -> str:
        self._negations += 1
        found = self.sql(part)
        self._negations -= 1
        return f"NOT {found}"

    def _known(self, column: Column, test: str, negated: bool) -> str:
        """``test`` of a column, false where there is no value."""
        if negated or self._negations or column.field.type not in IDS:
            return f"IFNULL({test}, 0)"
        self._statement.index(column.table.entity, column.field)
        return f"({test})"

    def _compare(self, comparison: s.Compare) -> str:
        column = self._filterable(comparison.operand)
        operator, literal = comparison.operator, comparison.value
        if operator == "LIKE":
            return self._like(column, literal)
        value = value_of(self._statement, column, literal)
        if isinstance(value, Days):
            return self._in_days(column, operator, value)
        negated = operator == "!="
        if operator in ("=", "!="):
            return _negated(self._equals(column, value, negated), negated)
        self._check_ordering(column, value)
        return f"IFNULL({_folded(column)} {operator} {self._mark(column, value)}, 0)"

    def _list(self, comparison: s.CompareList) -> str:
        column = self._filterable(comparison.operand)
        if comparison.operator in ("INCLUDES", "EXCLUDES"):
            return self._includes(column, comparison)
        self._check_multi_select(column)
        values = [value_of(self._statement, column, literal) for literal in comparison.values]
        if any(isinstance(value, Days) for value in values):
            raise unsupported("date literals in a list")
        negated = comparison.operator == "NOT IN"
        return _negated(self._any_of(column, values, negated), negated)

    def _equals(self, column: Column, value: Value, negated: bool = False) -> str:
        if column.field.type == "boolean":
            self._values.append(int(bool(value)))  # null is false for Salesforce
            return f"(IFNULL({column.sql}, 0) = ?)"
        if value is None:
            return f"({column.sql} IS NULL)"
        self._check_multi_select(column)
        return self._known(column, f"{_folded(column)} = {self._mark(column, value)}", negated)

    def _any_of(self, column: Column, values: list[Value], negated: bool) -> str:
        if column.field.type == "boolean":
            return "(" + " OR ".join(self._equals(column, value) for value in values) + ")"
        folded = [_fold(column, value) for value in values if value is not None]
        self._values.append(json.dumps(folded))
        among = f"{_folded(column)} IN (SELECT value FROM json_each(?))"  # noqa: S608
        found = self._known(column, among, negated)
        return f"({found} OR {column.sql} IS NULL)" if None in values else found

    def _in_days(self, column: Column, operator: str, days: Days) -> str:
        start, end = (self._day(column, day) for day in (days.start, days.end))
        bounds = {"<": (("<", start),), "<=": (("<", end),), ">": ((">=", end),)}
        bounds[">="] = ((">=", start),)
        parts = []
        for sign, bound in bounds.get(operator, ((">=", start), ("<", end))):
            self._values.append(bound)
            parts.append(f"{column.sql} {sign} ?")
        return _negated(f"IFNULL({' AND '.join(parts)}, 0)", operator == "!=")

    def _day(self, column: Column, day: Any) -> str:
        if column.field.type != "datetime":
            return str(day.isoformat())
        zone = self._statement.calendar.zone
        if zone is None:
            raise unsupported("date literals on date-times in a time zone this machine lacks")
        return moment(day, zone)

    def _like(self, column: Column, literal: s.Literal) -> str:
        if column.field.type not in TEXT or column.field.type == "multipicklist":
            self._refuse_operator(column)
        if literal.kind is not s.Kind.STRING:
            raise wrong_type(self._statement, column, literal)
        self._values.append(pattern_of(self._statement, literal).lower())
        return f"IFNULL({_folded(column)} LIKE ? ESCAPE '\\', 0)"

    def _includes(self, column: Column, comparison: s.CompareList) -> str:
        """A;B in one string means both of them, several strings any of them."""
        if column.field.type != "multipicklist":
            self._refuse_operator(column)
        choices = []
        for literal in comparison.values:
            if literal.kind is not s.Kind.STRING:
                raise wrong_type(self._statement, column, literal)
            wanted = string_of(self._statement, literal).lower().split(";")
            self._values.extend(f";{value};" for value in wanted)
            has = f"INSTR(';' || fold({column.sql}) || ';', ?) > 0"
            choices.append("(" + " AND ".join([has] * len(wanted)) + ")")
        found = f"IFNULL({' OR '.join(choices)}, 0)"
        return _negated(found, comparison.operator == "EXCLUDES")

    def _filterable(self, operand: s.Path | s.Call) -> Column:
        column = self._resolve(operand)
        if not column.field.filterable:
            message = f"field '{column.field.name}' can not be filtered in a query call"
            raise self._statement.invalid(column.position, message, "filterable")
        return column

    def _check_ordering(self, column: Column, value: Value) -> None:
        kind = column.field.type
        if kind == "boolean":
            self._refuse_operator(column)
        if value is None or kind in ("picklist", "multipicklist"):
            what = "null" if value is None else "picklists"
            raise unsupported(f"comparing {what} by {', '.join(_ORDERING)}")

    def _check_multi_select(self, column: Column) -> None:
        if column.field.type == "multipicklist":
            raise unsupported("=, != and IN on multi-select picklists: use INCLUDES or EXCLUDES")

    def _refuse_operator(self, column: Column) -> NoReturn:
        message = f"invalid operator on {column.field.type} field"
        raise Refusal(
            "INVALID_QUERY_FILTER_OPERATOR",
            at(self._statement.text, column.position, message),
            rule="operator-type",
        )

    def _mark(self, column: Column, value: Value) -> str:
        self._values.append(_fold(column, value))
        return "?"


def no_call(operand: s.Path | s.Call) -> s.Path:
    """An operand of WHERE: a field, since the sample org has no functions there."""
    if isinstance(operand, s.Path):
        return operand
    raise unsupported(f"{operand.name}() in WHERE")


def _negated(sql: str, negated: bool) -> str:
    return f"NOT {sql}" if negated else sql


def _folded(column: Column) -> str:
    return f"fold({column.sql})" if column.field.type in TEXT else column.sql


def _fold(column: Column, value: Value) -> Value:
    return value.lower() if isinstance(value, str) and column.field.type in TEXT else value
