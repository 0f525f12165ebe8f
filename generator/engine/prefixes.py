"""Namespace prefixes: a part that calls its namespaces by other names gets the usual ones.

Any prefix may stand for any namespace (Namespaces in XML 1.0, §2.1), and some programs write
``ns0:`` or none. Text that is put into a part, and rules that read its text, use the usual ones; so
a part is given them once, where it is parsed, and no output pays for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

Names = Mapping[str, str]
"""Namespaces by prefix."""

_DECLARED = re.compile(rb"\sxmlns(?::([^\s=]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NAMING = (
    *(f"{_MC}{name}" for name in ("Ignorable", "ProcessContent", "MustUnderstand")),
    *(f"{_MC}{name}" for name in ("PreserveElements", "PreserveAttributes")),
    "Requires",
)
"""Attributes whose values name prefixes (ECMA-376 part 3, §7)."""


def with_usual_prefixes(root: etree._Element, data: bytes, usual: Names) -> etree._Element:
    """``root`` (parsed from ``data``) as it is where every namespace of ``usual`` that it declares
    has its usual prefix; else the same tree under a root that declares them so."""
    by_namespace = {uri: prefix for prefix, uri in usual.items()}
    declared = _declared(data)
    if all(by_namespace.get(uri, prefix) == prefix for prefix, uri in declared):
        return root
    needed = {by_namespace[uri]: uri for _, uri in declared if uri in by_namespace}
    renamed = {prefix: by_namespace[uri] for prefix, uri in declared if uri in by_namespace}
    nsmap: dict[str | None, str] = {}
    nsmap.update(needed)
    for prefix, uri in root.nsmap.items():
        if uri not in by_namespace:
            renamed[prefix or ""] = new = _free(prefix, {*nsmap, *root.nsmap} - {prefix}, needed)
            nsmap[new or None] = uri
    return _moved(root, nsmap, renamed)


def _declared(data: bytes) -> tuple[tuple[str, str], ...]:
    """(prefix, namespace) of every declaration of a part, which is in UTF-8 (``office/gate``); the
    prefix of a default one is empty."""
    found = _DECLARED.findall(data)
    pairs = ((prefix.decode(), (one or other).decode()) for prefix, one, other in found)
    return tuple(dict.fromkeys(pairs))


def _free(prefix: str | None, taken: set[str | None], needed: Names) -> str:
    """The prefix, with a number behind it where one of the usual ones has its name."""
    new, number = prefix or "", 1
    while prefix and (new in needed or new in taken):
        new, number = f"{prefix}_{number}", number + 1
    return new


def _moved(root: etree._Element, nsmap: dict[str | None, str], renamed: Names) -> etree._Element:
    made = root.makeelement(root.tag, root.attrib, nsmap)  # type: ignore[arg-type]  # a default one too
    made.text = root.text
    made.extend(list(root))
    for element in made.iter():
        for attribute in _NAMING:
            value = element.get(attribute)
            if value is not None:
                words = (word.partition(":") for word in value.split())
                new = (f"{renamed.get(name, name)}{mark}{rest}" for name, mark, rest in words)
                element.set(attribute, " ".join(new))
    return made
