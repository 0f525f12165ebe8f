"""Whatever is derived inherits the strictest audience of what it is made of (DOCUMENTS.md 4.4).

Held when the vocabulary is put together, so that nothing can be said to a customer before somebody
has written down what it is made from. A group of names is as strict as the least strict of them:
the others are not there to be read where a customer's document is composed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.artifacts.schema import (
    AUDIENCES,
    CUSTOMER,
    DECLARED,
    INTERNAL,
    Leaf,
    Node,
    Rows,
    Topic,
)


def strictest(audiences: Sequence[str]) -> str:
    return max(audiences, key=AUDIENCES.index, default=INTERNAL)


def inherited(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """``topics``, where every derived name for customers is made from names that they may see.

    ValueError otherwise: it names both, or says that a name does not tell what it is made from.
    """
    known = {name: audience for topic in topics for name, audience in _audiences(topic.node)}
    faults = [fault for topic in topics if topic.derived for fault in _faults(topic.node, known)]
    if faults:
        raise ValueError("; ".join(faults))
    return topics


def effective(own: str, uses: Sequence[str], known: Mapping[str, str]) -> str:
    """The audience of a name that says ``own`` of itself: the strictest of it and of its parts."""
    return strictest((own, *(known.get(name, INTERNAL) for name in uses)))


def _audiences(node: Node, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(dotted name without brackets, audience) of the node and of everything in it."""
    name = f"{prefix}{node.name}"
    if isinstance(node, Leaf):
        yield name, node.audience
        return
    inner = [found for child in node.children for found in _audiences(child, f"{name}.")]
    lenient = min((audience for _, audience in inner), key=AUDIENCES.index, default=INTERNAL)
    needs = DECLARED if isinstance(node, Rows) and node.needs else CUSTOMER
    yield name, strictest((lenient, needs))
    yield from inner


def _faults(
    node: Node, known: Mapping[str, str], prefix: str = "", above: tuple[str, ...] = ()
) -> Iterator[str]:
    name, uses = f"{prefix}{node.name}", node.uses or above
    if not isinstance(node, Leaf):
        for child in node.children:
            yield from _faults(child, known, f"{name}.", uses)
    elif node.audience != INTERNAL:
        if not uses:
            yield f"{name} is for customers and does not say what it is made from"
        for used in uses:
            if effective(node.audience, (used,), known) == INTERNAL:
                yield f"{name} is for customers and is made from {used}, which is internal"
