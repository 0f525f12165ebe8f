"""How the sample org says no: Salesforce's error codes, words and HTTP statuses."""

from __future__ import annotations

from .rules import RULES

UNSUPPORTED = "NOT_SUPPORTED_BY_SAMPLE_ORG"
_WSDL = "Please reference your WSDL or the describe call for the appropriate names."
_BEFORE, _AFTER = 32, 44


class Refusal(Exception):
    """A request that is answered with an error.

    ``rule`` is the key in ``rules.RULES`` that was broken; empty where the sample org itself does
    not support what Salesforce would.
    """

    def __init__(self, code: str, message: str, *, status: int = 400, rule: str = "") -> None:
        if rule:
            _ = RULES[rule]  # a refusal that names no rule of the table is a fault of ours
        super().__init__(message)
        self.code, self.message, self.status, self.rule = code, message, status, rule

    @property
    def body(self) -> list[dict[str, str]]:
        """The error as Salesforce's REST API writes it."""
        return [{"message": self.message, "errorCode": self.code}]


class Typeof(Refusal):
    """A statement with TYPEOF: the sample org does not answer it, and Salesforce not everywhere."""

    def __init__(self) -> None:
        super().__init__(UNSUPPORTED, "The sample org does not support TYPEOF in a query.")


def at(text: str, position: int, message: str) -> str:
    """``message`` below the piece of ``text`` around ``position`` (0-based), a caret, and the row
    and column: Salesforce's form for faults of a statement."""
    start = max(0, position - _BEFORE)
    if start:
        start = text.find(" ", start, position) + 1 or start
    piece = text[start : position + _AFTER]
    row = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    piece = piece.replace("\n", " ")
    caret = " " * (position - start) + "^"
    return f"\n{piece}\n{caret}\nERROR at Row:{row}:Column:{column}\n{message}"


def unsupported(what: str, *, status: int = 400) -> Refusal:
    """Salesforce knows this, the sample org does not: refused rather than answered wrongly."""
    return Refusal(UNSUPPORTED, f"The sample org does not support {what}.", status=status)


def not_found() -> Refusal:
    message = "The requested resource does not exist"
    return Refusal("NOT_FOUND", message, status=404, rule="not-found")


def no_such_column(text: str, position: int, column: str, entity: str) -> Refusal:
    message = (
        f"No such column '{column}' on entity '{entity}'. If you are attempting to use a custom "
        f"field, be sure to append the '__c' after the custom field name. {_WSDL}"
    )
    return Refusal("INVALID_FIELD", at(text, position, message), rule="column")


def no_such_relationship(text: str, position: int, name: str) -> Refusal:
    message = (
        f"Didn't understand relationship '{name}' in field path. If you are attempting to use a "
        f"custom relationship, be sure to append the '__r' after the custom relationship name. "
        f"{_WSDL}"
    )
    return Refusal("INVALID_FIELD", at(text, position, message), rule="relationship")


def no_such_child(text: str, position: int, name: str) -> Refusal:
    message = (
        f"Didn't understand relationship '{name}' in FROM part of query call. If you are "
        f"attempting to use a custom relationship, be sure to append the '__r' after the custom "
        f"relationship name. {_WSDL}"
    )
    return Refusal("INVALID_TYPE", at(text, position, message), rule="relationship")


def no_such_entity(text: str, position: int, name: str) -> Refusal:
    message = (
        f"sObject type '{name}' is not supported. If you are attempting to use a custom object, "
        f"be sure to append the '__c' after the entity name. {_WSDL}"
    )
    return Refusal("INVALID_TYPE", at(text, position, message), rule="entity")
