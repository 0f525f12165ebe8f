"""A template may call its namespaces by any prefix, or by none: what is made of it is the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pptx
import pytest
from lxml import etree

from generator.engine.markup import parse
from tests.dirty_templates import SLIDE, box
from tests.engine_kit import add_chart, deck, parts, replaced, saved
from tests.hostile_kit import plain
from tests.test_residue import rendered

RENAMED = {
    "a": {"a": "aa"},
    "p": {"p": "pp"},
    "r": {"r": "rel"},
    "no prefix": {"p": ""},
    "all": {"a": "ns0", "p": "ns1", "r": "ns2", "c": "ns3", "mc": "ns4", "a14": "ns5"},
    "exchanged": {"a": "p", "p": "a"},
}
PLACES = {
    "slides": r"ppt/slides/slide\d+\.xml",
    "layouts and masters": r"ppt/slide(Layouts|Masters)/\w+\.xml",
    "every part": r"ppt/[\w/]+\.xml",
}


def with_prefixes(data: bytes, names: Mapping[str, str], place: str) -> bytes:
    """The package with other prefixes in the parts of a place."""
    found = {name: part for name, part in parts(data).items() if re.fullmatch(place, name)}
    assert found
    return replaced(data, {name: renamed(part, names) for name, part in found.items()})


def renamed(part: bytes, names: Mapping[str, str]) -> bytes:
    def tag(match: re.Match[str]) -> str:
        return re.sub(r"(?<=[</ ])(xmlns:)?([\w]+)(?=[:=])", one, match.group())

    def one(match: re.Match[str]) -> str:
        declares, prefix = match[1] or "", match[2]
        if match.string[match.end()] == "=":
            new = names.get(prefix, prefix)
            return (f"xmlns:{new}" if new else "xmlns") if declares else match.group()
        return names.get(prefix, prefix) if prefix != "xmlns" else prefix

    text = re.sub(r"<[^<>?!]*>", tag, part.decode())
    return re.sub(r"(?<=[</]):", "", text).encode()


def canonical(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Every part as it is meant: its elements with their namespaces, not with their prefixes."""
    return {
        name: [(e.tag, dict(e.attrib), e.text, e.tail) for e in etree.fromstring(part).iter()]
        for name, part in parts(data).items()
        if name.endswith(".xml")
    }


def template() -> bytes:
    """Two slides with titles, an empty placeholder, one that is seen, a chart."""
    body = '<p:ph type="body" idx="{}"/>'
    place = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
    paint = place + '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
    made = deck("About {{ account.name }}", "Site {{ account.site }}")
    add_chart(made.slides[1], alt="{% chart charts.revenue %}")
    boxes = (box(50, "", body.format(5)), box(51, "", body.format(6), paint), box(52, "kept"))
    slide = parts(saved(made))[SLIDE].decode()
    full = slide.replace("</p:spTree>", "".join(boxes) + "</p:spTree>")
    return replaced(saved(made), {SLIDE: full.encode()})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("names", RENAMED)
def test_a_deck_is_the_same_by_whatever_prefixes_its_template_is_written(
    names: str, place: str
) -> None:
    data = template()
    other = with_prefixes(data, RENAMED[names], PLACES[place])
    assert canonical(other).keys() == canonical(data).keys(), "the test's own file is broken"
    before, after = rendered(data, "pptx"), rendered(other, "pptx")
    assert canonical(after) == canonical(before)
    first, second = pptx.Presentation(BytesIO(after)).slides
    assert first.shapes.title.text_frame.text == "About R&D <x>"
    assert second.shapes.title is not None
    assert {shape.shape_id for shape in first.shapes} & {50, 51, 52} == {51, 52}


def test_a_part_with_the_usual_prefixes_is_read_as_it_stands() -> None:
    part = parts(plain("pptx").data)[SLIDE]
    assert etree.tostring(parse(part)) == etree.tostring(etree.fromstring(part))


def test_what_names_a_prefix_names_it_anew() -> None:
    """A foreign namespace that took a usual prefix, and the attributes that speak of it."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    root = parse(
        f'<x:t xmlns:x="{drawing}" xmlns:a="urn:other" xmlns:mc="{mc}" mc:Ignorable="a x"'
        ' a:k="1"><mc:Choice Requires="a"/>y</x:t>'.encode()
    )
    assert root.nsmap == {"a": drawing, "a_1": "urn:other", "mc": mc}
    assert root.get(f"{{{mc}}}Ignorable") == "a_1 a"
    assert root.get("{urn:other}k") == "1"
    assert root[0].get("Requires") == "a_1"
    assert root[0].tail == "y"
