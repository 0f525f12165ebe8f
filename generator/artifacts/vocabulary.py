"""The one list of every name a template may use.

The names are declared by topic in ``artifacts.topics``, each with how it gets its value; here they
are put together, and offered to the template checker (``names_tree``) and to the documentation and
``templates fields`` (``entries``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from generator.artifacts.catalog import CATALOG, DOCUMENTS, document_named
from generator.artifacts.inheritance import inherited
from generator.artifacts.origins import origins_of
from generator.artifacts.schema import (
    CUSTOMER,
    INTERNAL,
    Entry,
    Leaf,
    Node,
    Record,
    Rows,
    Topic,
)
from generator.artifacts.topics import (
    activity,
    aims,
    changes,
    charts,
    deals,
    document,
    emphasis,
    filled,
    goals,
    market,
    money,
    people,
    planning,
    priorities,
    profile,
    record,
    renewal,
    review,
    scorecard,
    service,
    session,
    summary,
    team,
    whitespace,
    work,
    worklist,
)
from generator.artifacts.topics.rollups import ROLLUP_TOPICS
from generator.artifacts.walk import is_offered

TOPICS: tuple[Topic, ...] = inherited(
    (
        *document.TOPICS,
        *profile.TOPICS,
        *team.TOPICS,
        *money.TOPICS,
        *renewal.TOPICS,
        *deals.TOPICS,
        *whitespace.TOPICS,
        *people.TOPICS,
        *priorities.TOPICS,
        *goals.TOPICS,
        *aims.TOPICS,
        *scorecard.TOPICS,
        *work.TOPICS,
        *service.TOPICS,
        *activity.TOPICS,
        *market.TOPICS,
        *changes.TOPICS,
        *planning.TOPICS,
        *record.TOPICS,
        *emphasis.TOPICS,  # from here on derived: each may use what stands above it
        *filled.TOPICS,
        *summary.TOPICS,
        *worklist.TOPICS,
        *review.TOPICS,
        *charts.TOPICS,
        *session.TOPICS,
        *ROLLUP_TOPICS,
    )
)

Tree = dict[str, Any]
LIST = "list"
"""The kind of an entry that is a list: see ``listing``."""


@cache
def topics_for(artifact: str) -> tuple[Topic, ...]:
    """The topics that an artifact offers at least one name of, in the order of composing."""
    audience = document_named(artifact).audience
    return tuple(
        topic for topic in TOPICS if is_of(topic, artifact) and is_offered(topic.node, audience)
    )


def is_of(topic: Topic, artifact: str) -> bool:
    """Whether the topic speaks in the artifact, whoever may see it there. One that names none
    speaks in all that are made of one account."""
    return artifact in (topic.artifacts or CATALOG)


@cache
def names_tree(artifact: str) -> tuple[Tree, Tree]:
    """(names, withheld names) of an artifact, in the shape of the engine's ``Names``.

    A dict is a record, a list of one item a list of such items, a text the kind of a value.
    Withheld names exist, but not for this artifact's audience. UsageError: no such artifact.
    """
    audience = document_named(artifact).audience
    tree: Tree = {}
    withheld: Tree = {}
    for topic in TOPICS:
        if not is_of(topic, artifact):
            continue
        _add(topic.node, audience, True, tree)
        _add(topic.node, audience, False, withheld)
    return tree, withheld


def _add(node: Node, audience: str, offered: bool, out: Tree) -> None:
    """Adds the node's shape to ``out``: its offered part, or the part that is withheld."""
    if isinstance(node, Leaf):
        if is_offered(node, audience) == offered:
            out[node.name] = node.kind
        return
    inner: Tree = {}
    for child in node.children:
        _add(child, audience, offered, inner)
    if not inner:
        return
    out[node.name] = inner if isinstance(node, Record) else [inner]
    if isinstance(node, Rows) and node.limit is not None:
        out[f"{node.name}_shown"] = [inner]
        if offered or not is_offered(node, audience):
            out[f"{node.name}_more"] = "text"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree a leaf stands, for its entry."""

    prefix: str
    parent: Record | Rows | None
    topic: Topic
    uses: tuple[str, ...] = ()  # of what stands around it


def listing() -> tuple[Entry, ...]:
    """Every documented name, in the vocabulary's order; before a list's names the list itself, of
    the kind ``list``, with the tag that repeats over it as its example."""
    return tuple(
        entry for topic in TOPICS for entry in _entries(topic.node, _Place("", None, topic))
    )


@cache
def entries() -> tuple[Entry, ...]:
    """Every documented name of a value, in the vocabulary's order."""
    return tuple(entry for entry in listing() if entry.kind != LIST)


def _entries(node: Node, place: _Place) -> Iterator[Entry]:
    name = f"{place.prefix}{node.name}"
    if isinstance(node, Leaf):
        yield _entry(node, name, place)
        return
    dot = "[]." if isinstance(node, Rows) else "."
    uses = node.uses or place.uses
    if isinstance(node, Rows):
        yield from _lists(node, name, place)
    for child in node.children:
        yield from _entries(child, _Place(f"{name}{dot}", node, place.topic, uses))
    if isinstance(node, Rows) and node.limit is not None:
        yield _more(node, name, place)


def _entry(leaf: Leaf, name: str, place: _Place) -> Entry:
    return Entry(
        name=name,
        kind=leaf.kind,
        unit=leaf.unit,
        audience=leaf.audience,
        origins=origins_of(leaf, place.parent),
        doc=leaf.doc,
        example=leaf.example,
        artifacts=_artifacts(leaf, place.topic),
        printed=leaf.printed,
        derived=place.topic.derived,
        uses=leaf.uses or place.uses,
    )


def _lists(node: Rows, name: str, place: _Place) -> Iterator[Entry]:
    """The list, and what of it a page shows where that is less."""
    tag = f"{{% for {_single(name)} in {_owner(name)} %}}"
    whole = Entry(
        name=name,
        kind=LIST,
        unit="",
        audience=CUSTOMER if is_offered(node, CUSTOMER) else INTERNAL,
        origins=(),
        doc=node.doc,
        example=tag,
        artifacts=_artifacts(node, place.topic),
        printed=False,
        derived=place.topic.derived,
        uses=node.uses or place.uses,
    )
    yield whole
    if node.limit is not None:
        doc = f"The first {node.limit[0]} of {name} ({_shorter(node.limit)})."
        shown = tag.replace(" %}", "_shown %}")
        yield replace(whole, name=f"{name}_shown", doc=doc, example=shown, uses=(name,))


def _shorter(limit: Sequence[int]) -> str:
    _, light, *brief = limit
    if brief:
        return f"{light} in light and {brief[0]} in brief documents"
    return f"{light} in light and brief documents"


def _owner(name: str) -> str:
    """The list as a template names it: ``goal.plays`` for ``goals[].plays``."""
    around, _, last = name.rpartition("[].")
    return f"{_single(around)}.{last}" if around else name


def _single(name: str) -> str:
    """What a template may call one item of a list."""
    last = name.rpartition(".")[2]
    if last.endswith("ies"):
        return f"{last[:-3]}y"
    return last[:-1] if last.endswith("s") and not last.endswith("us") else "item"


def _more(node: Rows, name: str, place: _Place) -> Entry:
    assert node.limit is not None
    audience = CUSTOMER if is_offered(node, CUSTOMER) else INTERNAL
    doc = (
        f"How many rows {name}_shown leaves out; else empty. {name}_shown has the first "
        f"{node.limit[0]} rows of {name} ({_shorter(node.limit)})."
    )
    artifacts = _artifacts(node, place.topic)
    return Entry(
        name=f"{name}_more",
        kind="text",
        unit="",
        audience=audience,
        origins=(),
        doc=doc,
        example="4 more in the workbook",
        artifacts=artifacts,
        printed=True,
        derived=place.topic.derived,
        uses=(name,),
    )


def _artifacts(node: Node, topic: Topic) -> tuple[str, ...]:
    return tuple(
        artifact.name
        for artifact in DOCUMENTS.values()
        if is_of(topic, artifact.name) and is_offered(node, artifact.audience)
    )
