"""Which programs can only give well-formed XML, shown once when a template is compiled.

The argument, by induction over the pieces of a program: its text is well-formed when every loop
and branch is replaced by one empty element and every print by a text; and so is each body of a loop
or branch, in an element of its own. An empty element can stand only where elements may, and any
number of well-formed bodies may stand there too. Prints of values give text that is escaped, in
which XML's own characters cannot occur, nor those that XML does not hold (``runtime.text``). What a
print puts between its lines (line breaks of Word and PowerPoint end a text and begin another) is
tried in its place, twice: what fits once and twice fits any number of times.

What is shown so is not parsed again for every document. Prints that write markup (charts' frames,
diagrams, rich text, headings) are not argued about: the parts that have one are parsed, as is every
text that no program made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from generator.engine.pieces import Branch, Literal, Loop, Mark, Piece, Print
from generator.office.chartcut import Group
from generator.office.charts import ChartTemplate
from generator.office.draft import naming
from generator.office.gate import well_formed
from generator.office.package import NEEDS_USE, references
from generator.office.relationships import Relationship

Sample = Callable[[Print], str]

_NAME = "group"
_GROUP = f"<{_NAME}/>"
_ANY = "&amp;"  # a text of which no name, no number and no tag can be a part
_STOOD = "<token/>"
_TOKENS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # of empty containers: see ``tidying``
_OTHER = re.compile(r"<!|<\?(?!xml )")  # comments and the like, in which an element is no element


def _text(piece: Print) -> str:
    breaks = piece.arguments[0] if piece.arguments else None
    if not isinstance(breaks, tuple):
        return _ANY
    line, tab = breaks
    return f"{_ANY}{line}{_ANY}{line}{_ANY}{tab}{_ANY}{tab}{_ANY}"


def _number(_: Print) -> str:
    return _ANY


_VALUES = ("text", "any", "money", "number", "percent", "date", "alt")
_NAMING = (" r:", "docPr", "cNvPr")
SAMPLES: Mapping[str, Sample] = {
    **dict.fromkeys(_VALUES, _text),
    **dict.fromkeys(["drawing_id", "bookmark", "share", "step_across", "step_down"], _number),
    **dict.fromkeys(["chart", "picture", "link"], _number),  # the id of a relationship
    "link_refused": lambda _: "",
}


def is_sound(pieces: Sequence[Piece], samples: Mapping[str, Sample] = SAMPLES) -> bool:
    """Whether every run of ``pieces`` gives one well-formed document."""
    made = _Samples(samples)
    whole = made.of(pieces)
    if not made.all_known or _OTHER.search(whole) or well_formed(whole.encode()):
        return False
    root = etree.fromstring(whole.encode())
    if root.tag in (_NAME, "token"):  # what stands for none, or for many
        return False
    declared = [
        f" xmlns{':' + prefix if prefix else ''}={quoteattr(space)}"
        for prefix, space in root.nsmap.items()
    ]
    start = f"<{_NAME}{''.join(declared)}>"
    return not any(
        _OTHER.search(body) or well_formed(f"{start}{body}</{_NAME}>".encode())
        for body in made.bodies
    )


def naming_part(
    name: str, pieces: Sequence[Piece], relations: Sequence[Relationship]
) -> bytes | None:
    """What of every text of sound ``pieces`` names relationships and drawings, where it is the same
    in all; else None.

    Prints of values cannot: a quote of theirs is escaped, and no attribute begins without one. So
    names stand in literals. They are the same in every text where no loop, no branch and nothing
    that tokens may take away holds one, and none has a value in it.
    """
    made = _Samples(dict.fromkeys(_VALUES, _text))
    whole = made.of(pieces)
    tokens = whole.find(_STOOD), whole.rfind(_STOOD)
    moving = [*made.bodies, whole[tokens[0] : tokens[1]]]
    if not made.all_known or any(sign in text for text in moving for sign in _NAMING):
        return None
    named = naming(name, whole.encode())
    used = references(named)
    idle = [rel for rel in relations if rel.kind in NEEDS_USE and rel.id not in used]
    return None if idle or b"&" in named or b"<" + _NAME.encode() in named else named


def chart_is_sound(chart: ChartTemplate) -> bool:
    """The same of a chart, whose gaps are filled with whole elements (``office/charts``)."""
    prefix = chart.prefix
    gaps = {"number": "1", "points": f"<{prefix}dPt/>", "categories": f"<{prefix}cat/>"}
    gaps |= {"values": f"<{prefix}val/>", "name": f"<{prefix}tx/>", "title": f"<{prefix}tx/>"}
    return is_sound([_chart_piece(piece, gaps) for piece in chart.pieces])


def _chart_piece(piece: str | Group, gaps: Mapping[str, str]) -> Piece:
    if isinstance(piece, str):
        return Literal(piece)
    if piece.name in gaps:
        return Literal(gaps[piece.name])
    inside = tuple(_chart_piece(inner, gaps) for inner in piece.pieces)
    return Branch(((Mark(0, "", ""), None, inside),))


class _Samples:
    """The text of pieces with groups and prints replaced; the bodies of all groups likewise."""

    def __init__(self, samples: Mapping[str, Sample]) -> None:
        self._samples = samples
        self.bodies: list[str] = []
        self.all_known = True

    def of(self, pieces: Sequence[Piece]) -> str:
        return "".join([self._one(piece) for piece in pieces])

    def _one(self, piece: Piece) -> str:
        if isinstance(piece, Literal):
            return _TOKENS.sub(_STOOD, piece.text)
        if isinstance(piece, Print):
            sample = self._samples.get(piece.printer)
            self.all_known &= sample is not None
            return sample(piece) if sample is not None else ""
        self.bodies += [self.of(body) for body in _bodies(piece)]
        return _GROUP


def _bodies(piece: Loop | Branch) -> Iterator[Sequence[Piece]]:
    if isinstance(piece, Loop):
        yield piece.body
        yield piece.otherwise
    else:
        for _, _, body in piece.arms:
            yield body
