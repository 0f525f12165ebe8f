"""What leads from part to part: relationships, slides and sheets, shared texts."""

from __future__ import annotations

from collections.abc import Mapping

from .rules import MARKUP
from .state import Listed, Relation, State, shortened
from .words import close_block

_STATES = {"hidden": " (hidden)", "veryHidden": " (very hidden)"}


def slide(state: State, attributes: Mapping[str, str]) -> None:
    state.listed.append(Listed(attributes.get("r:id", ""), f"slide {len(state.listed) + 1}"))


def size(state: State, attributes: Mapping[str, str]) -> None:
    width, height = attributes.get("cx", ""), attributes.get("cy", "")
    if width.isdecimal() and height.isdecimal() and max(len(width), len(height)) < 12:
        state.slide_size = (int(width), int(height))


def sheet(state: State, attributes: Mapping[str, str]) -> None:
    hidden = _STATES.get(attributes.get("state", ""), "")
    name = shortened(attributes.get("name", ""))
    state.listed.append(Listed(attributes.get("r:id", ""), f"sheet {name}{hidden}"))


def relation(state: State, attributes: Mapping[str, str]) -> None:
    type_ = attributes.get("Type", "")
    kind = type_.rpartition("/")[2]
    state.emit("type of a relationship", type_, MARKUP)
    id_ = attributes.get("Id", "")
    if not id_.removeprefix("rId").isdecimal():
        state.emit("id of a relationship", id_, MARKUP)
    external = attributes.get("TargetMode") == "External"
    state.relations.append(Relation(id_, kind, attributes.get("Target", ""), external))


def shared_string(state: State) -> None:
    """One text of the shared table; all views of it, should it have several, are told there."""
    seen = close_block(state)
    state.own_strings.append(seen[0] if seen else "")
