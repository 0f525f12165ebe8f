"""What a customer template says in words of its own that no customer's file may hold.

The template is filled twice, with nothing and with something in every place, so that most of what
it can show is shown once; the guard would refuse each document that shows it (decision 16).
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
from generator.errors import AccountdocsError, RenderError, TemplateProblem
from generator.formats import Formats
from generator.guard import Find, Rules, Secrets, Watch, search
from generator.office.passages import passages
from generator.template_store import template_of

_KINDS: Final = ("judgment", "placeholder")
_ITEMS: Final = 4  # of each list: a template may look at the second or the last
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
    """A fault for each word of judgment, or placeholder, that documents would hold; none for an
    internal artifact. Of a template that such values do not fill, all of its own words count."""
    if artifact.audience != CUSTOMER:
        return []
    name = f"template.{artifact.extension}"
    found = _finds(path.read_bytes(), name, rules)
    if not found:
        return []
    shown = _shown(path, artifact, name, rules)
    return [_problem(path.name, find) for find in found if shown is None or _key(find) in shown]


def _shown(path: Path, artifact: Artifact, name: str, rules: Rules) -> set[tuple[str, str]] | None:
    """What the two fillings hold; None where the template takes neither of them."""
    tree, _ = names_tree(artifact.name)
    try:
        template, _ = template_of(path, artifact)
        made = [template.render(_values(tree, kinds), Formats()).data for kinds in (_EMPTY, _FULL)]
    except RenderError:
        return None
    except AccountdocsError:
        return set()  # the template's own faults are told elsewhere
    return {_key(find) for data in made for find in _finds(data, name, rules)}


def _finds(data: bytes, name: str, rules: Rules) -> list[Find]:
    found = search(passages(data, name), _NOTHING, rules, "", "")
    return [find for find in found if find.kind in _KINDS]


def _key(find: Find) -> tuple[str, str]:
    return find.kind, find.what


def _values(shape: Any, kinds: Mapping[str, Any]) -> Any:
    """Values for every name: lists have some items where ``kinds`` is full, else none."""
    if isinstance(shape, dict):
        return {key: _values(inner, kinds) for key, inner in shape.items()}
    if isinstance(shape, list):
        return [_values(shape[0], kinds)] * _ITEMS if kinds is _FULL else []
    return kinds.get(shape)


def _problem(file: str, find: Find) -> TemplateProblem:
    where = "; ".join(place for place in find.where if "read across" not in place)
    if find.kind == "placeholder":
        said, tip = f"still says {find.what!r}", "replace it, or delete it"
    else:
        said = f"says {find.what!r} in words of its own, which no customer's file may hold"
        tip = "word it otherwise, or list it under allowed in the settings' table [customer]"
    return TemplateProblem(file, where, "", said, tip)
