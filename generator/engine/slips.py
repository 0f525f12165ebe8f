"""Objects with a faulty tag in their alternative text: it is told, so they are not blamed for
having none.
"""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import nodes

from generator.engine.language import OBJECTS
from generator.engine.marking import Found
from generator.engine.markup import Element, q


def slips_of(found: Iterable[Found]) -> set[Element]:
    """The elements whose alternative text has a tag that was to bind something."""
    return {entry.element for entry in found if _is_slip(entry)}


def _is_slip(found: Found) -> bool:
    """A tag in an alternative text that was to bind something, and is reported already."""
    if not found.attribute:
        return False
    if found.statement is not None:
        return found.statement.name in OBJECTS
    return isinstance(found.expr, nodes.Const)


def named_of(reference: Element) -> set[Element]:
    """What may carry the alternative text of a chart: the names in the frame around it."""
    for around in reference.iterancestors():
        found = set(around.iter(q("wp:docPr"), q("p:cNvPr")))
        if found:
            return found
    return set()
