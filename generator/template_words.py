"""What a customer template says in words of its own that no customer's file may hold.

The template is filled twice, with nothing and with something in every place: what stands in both
stands in every document, and the guard would refuse them all (docs/decisions/0016). Words that only
some documents show are left to the guard.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from generator.artifacts.catalog import Artifact
from generator.artifacts.schema import CUSTOMER
from generator.artifacts.vocabulary import names_tree
from generator.errors import AccountdocsError, TemplateProblem
from generator.formats import Formats
from generator.guard import Find, Rules, Secrets, Watch, search
from generator.office.passages import passages
from generator.template_store import template_of

_KINDS: Final = ("judgment", "placeholder")
_NOTHING: Final = Watch(
    Secrets((), (), (), (), (), frozenset(), (), frozenset()), "", frozenset(), ()
)
_FULL: Final[Mapping[str, Any]] = {
    "text": "x",
    "number": 1_000_000,
    "money": Decimal(1_000_000),
    "percent": Decimal(1_000_000),
    "date": date(2100, 1, 1),
    "flag": True,
    "chart": {
        "alt": "x",
        "categories": ["x"],
        "series": [{"name": "x", "values": [Decimal(1)]}],
        "number_format": "0",
    },
}
_EMPTY: Final[Mapping[str, Any]] = {
    "text": "",
    "number": 0,
    "money": Decimal(0),
    "percent": Decimal(0),
    "date": date(1900, 1, 1),
    "flag": False,
}


def judgments_in(path: Path, artifact: Artifact, rules: Rules) -> list[TemplateProblem]:
    """A fault for each word of judgment, or placeholder, that every document would hold; none for
    an internal artifact, nor where the template cannot be filled."""
    if artifact.audience != CUSTOMER:
        return []
    try:
        template, _ = template_of(path, artifact)
        tree, _ = names_tree(artifact.name)
        made = [template.render(_values(tree, kinds), Formats()).data for kinds in (_EMPTY, _FULL)]
    except AccountdocsError:
        return []
    name = f"template.{artifact.extension}"
    empty, full = ({_key(find) for find in _finds(data, name, rules)} for data in made)
    every = empty & full
    if not every:
        return []
    found = _finds(path.read_bytes(), name, rules)
    return [_problem(path.name, find) for find in found if _key(find) in every]


def _finds(data: bytes, name: str, rules: Rules) -> list[Find]:
    found = search(passages(data, name), _NOTHING, rules, "", "")
    return [find for find in found if find.kind in _KINDS]


def _key(find: Find) -> tuple[str, str]:
    return find.kind, find.what


def _values(shape: Any, kinds: Mapping[str, Any]) -> Any:
    """Values for every name: lists have one item where ``kinds`` is full, else none."""
    if isinstance(shape, dict):
        return {key: _values(inner, kinds) for key, inner in shape.items()}
    if isinstance(shape, list):
        return [_values(shape[0], kinds)] if kinds is _FULL else []
    return kinds.get(shape)


def _problem(file: str, find: Find) -> TemplateProblem:
    where = "; ".join(place for place in find.where if "read across" not in place)
    if find.kind == "placeholder":
        said, tip = f"still says {find.what!r}", "replace it, or delete it"
    else:
        said = f"says {find.what!r} in words of its own, which no customer's file may hold"
        tip = "word it otherwise, or list it under allowed in the settings' table [customer]"
    return TemplateProblem(file, where, "", said, tip)
