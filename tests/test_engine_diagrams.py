"""Maps and matrices: what is drawn where, measured on the shapes of finished documents."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from pptx.util import Emu

from generator.engine import Names, Template, compile_template
from tests.engine_kit import FORMATS, deck, describe, in_font, parts, png, saved, word

PLAN = (6_336_000, 2_736_000)  # the map's box in the account plan: 17.6 cm x 7.6 cm
GRID = (6_336_000, 2_016_000)
SLIDE = (8_500_000, 4_300_000)
POINT = 12_700
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PEOPLE = (
    "Albrecht Brandtner", "Katharina Seidel", "Wilhelmina van der Meulen", "Ulrich Vogt",
    "Gábor Szabó", "María del Carmen Gutiérrez", "Jean-Baptiste de La Rochefoucauld",
    "Carsten Neumann", "Birgit Krause", "Ruben van den Berg", "Nguyễn Thị Minh Khai",
    "Oluwaseun Adebayo-Smith", "Kenji Sato", "Emre Yıldız", "Siobhán O'Callaghan", "Brian McCall",
    "Anne-Sophie Vandenbroucke", "Heinz Kortmann", "Zoë Papadopoulou", "Piotr Kowalczyk",
)  # fmt: skip
ROLES = ("Decision maker", "Economic buyer", "Influencer", "Champion", "Executive sponsor", None)
TONES = ("strong", "medium", "weak", "risk", "neutral")
LEGEND = [
    {"tone": "strong", "label": "Advocate"},
    {"tone": "medium", "label": "Supportive"},
    {"tone": "weak", "label": "Aware"},
    {"tone": "risk", "label": "Blocker or no relationship"},
    {"tone": "neutral", "label": "Not known"},
]
SHAPES = {  # who reports to whom, by number, in a company of twenty
    "one boss": lambda n: 0 if n else None,
    "three levels": lambda n: None if n == 0 else 0 if n < 6 else 1 + n % 5,
    "a manager for three": lambda n: (n - 1) // 3 if n else None,
    "two families": lambda n: None if n < 2 else n % 2,
    "families and others": lambda n: None if n in (0, 7) or n > 13 else 0 if n < 7 else 7,
    "nobody's lines are known": lambda n: None,
}


@dataclass(frozen=True)
class Drawn:
    """A shape as it stands in the file; ``size``: its letters in points."""

    name: str
    form: str
    x: int
    y: int
    width: int
    height: int
    text: str
    size: float
    fill: str
    outline: str
    turned: bool

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def covers(self, other: Drawn) -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def is_inside(self, size: tuple[int, int]) -> bool:
        return self.x >= 0 and self.y >= 0 and self.right <= size[0] and self.bottom <= size[1]


@cache
def template(kind: str, size: tuple[int, int], suffix: str, font: str = "Calibri") -> Template:
    names = Names({"it": kind}, {})
    tag = f"{{% {kind} it %}}"
    if kind == "timeline":
        names, tag = (
            Names({"it": [{"name": "text", "due": "date"}]}, {}),
            "{% timeline it by due %}",
        )
    if suffix == "pptx":
        made = deck("t")
        describe(made.slides[0].shapes.add_shape(1, 0, 0, *size), tag)
    else:
        made = word("t")
        run = made.add_paragraph().add_run()
        inline = run.add_picture(BytesIO(png(8, 8)), Emu(size[0]), Emu(size[1]))._inline
        inline.docPr.set("descr", tag)
    data = in_font(saved(made), font)
    return compile_template(data, filename=f"t.{suffix}", names=names)


def drawn(
    kind: str, value: Any, size: tuple[int, int], suffix: str = "docx", font: str = "Calibri"
) -> list[Drawn]:
    """The shapes of a diagram as the finished document holds them."""
    found = parts(template(kind, size, suffix, font).render({"it": value}, FORMATS).data)
    part = "ppt/slides/slide1.xml" if suffix == "pptx" else "word/document.xml"
    return [shape for shape in _shapes(etree.fromstring(found[part])) if shape.name != "Frame"]


def _shapes(root: Any) -> Iterator[Drawn]:
    for group in root.iter("{*}grpSp", "{*}wgp"):
        for shape in group.iterchildren("{*}sp", "{*}cxnSp", "{*}wsp"):
            yield _drawn(shape)


def _drawn(shape: Any) -> Drawn:
    properties = shape.find("{*}spPr")
    place, extent = properties.find(f"{A}xfrm/{A}off"), properties.find(f"{A}xfrm/{A}ext")
    lines = [
        "".join(text.text or "" for text in paragraph.iter("{*}t"))
        for paragraph in shape.iter("{*}p")
    ]
    sizes = [float(run.get("sz")) / 100 for run in shape.iter(f"{A}rPr")]
    sizes += [float(next(iter(size.attrib.values()))) / 2 for size in shape.iter("{*}sz")]
    return Drawn(
        next(shape.iter("{*}cNvPr")).get("name"),
        properties.find(f"{A}prstGeom").get("prst"),
        int(place.get("x")),
        int(place.get("y")),
        int(extent.get("cx")),
        int(extent.get("cy")),
        "\n".join(lines),
        sizes[0] if sizes else 0.0,
        _colour(properties.find(f"{A}solidFill")),
        _colour(properties.find(f"{A}ln/{A}solidFill")),
        properties.find(f"{A}xfrm").get("rot") is not None,
    )


def _colour(fill: Any) -> str:
    return "" if fill is None else fill[0].get("val")


def company(form: str = "three levels", count: int = 20, lines: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "id": f"p{n}",
            "parent": None if SHAPES[form](n) is None else f"p{SHAPES[form](n)}",
            "title": PEOPLE[n % len(PEOPLE)],
            "lines": ["Chief Operating Officer", "A division with a name"][:lines],
            "tone": TONES[n % 5],
            "badge": ROLES[n % len(ROLES)],
        }
        for n in range(count)
    ]


def a_map(nodes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"alt": "Who reports to whom", "nodes": nodes} | more


def boxes(shapes: list[Drawn]) -> list[Drawn]:
    return [shape for shape in shapes if shape.form == "roundRect"]


def no_two_overlap(shapes: list[Drawn]) -> None:
    for at, one in enumerate(shapes):
        for other in shapes[at + 1 :]:
            assert not one.covers(other), (one, other)


def random_company(chance: random.Random) -> list[dict[str, Any]]:
    count = chance.randint(1, 30)
    words = ("Ann", "de", "Maximiliana", "O'Brien", "Lee", "Kowalczyk-Nowak", "von", "Szabó")
    return [
        {
            "id": str(n),
            "parent": None if n == 0 or chance.random() < 0.15 else str(chance.randrange(n)),
            "title": " ".join(chance.choices(words, k=chance.randint(1, 4))),
            "lines": chance.choices(("Head of Sales", "Plant Manager, Esslingen"), k=2),
            "tone": chance.choice(TONES),
            "badge": chance.choice(ROLES),
        }
        for n in range(count)
    ]


# -- maps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["one boss", "two families", "nobody's lines are known"])
def test_twenty_people_fit_the_plans_box_with_all_of_their_names_and_roles(form: str) -> None:
    nodes = company(form)
    found = boxes(drawn("map", a_map(nodes), PLAN))
    assert [box.name for box in found] == [node["title"] for node in nodes]
    for box, node in zip(found, nodes, strict=True):
        assert box.text.split("\n")[: 1 + bool(node["badge"])] == [
            text for text in (node["title"], node["badge"]) if text
        ]


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
@pytest.mark.parametrize("form", list(SHAPES))
def test_a_name_is_never_cut_to_make_room(form: str, suffix: str) -> None:
    size = SLIDE if suffix == "pptx" else PLAN
    shapes = drawn("map", a_map(company(form), legend=LEGEND), size, suffix)
    found = boxes(shapes)
    assert "…" not in "".join(box.text for box in found)
    more = [int(shape.text.split()[0]) for shape in shapes if shape.text.endswith(" more")]
    assert len(found) + sum(more) == 20
    assert len(found) >= 12


def test_a_box_is_high_enough_for_a_name_on_two_lines() -> None:
    for box in boxes(drawn("map", a_map(company("one boss")), PLAN)):
        lines = box.text.split("\n")
        # Half an em for a letter is less than any face that Office ships needs in bold.
        narrow = len(lines[0]) * 0.5 * box.size * POINT > box.width
        assert box.height >= (len(lines) + narrow) * box.size * 1.2 * POINT


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
@pytest.mark.parametrize("seed", range(12))
def test_boxes_of_any_company_lie_apart_and_inside(seed: int, suffix: str) -> None:
    chance = random.Random(seed)
    size = chance.choice([PLAN, SLIDE, (3_000_000, 2_000_000), (2_000_000, 6_000_000)])
    nodes = random_company(chance)
    shapes = drawn("map", a_map(nodes, legend=LEGEND), size, suffix)
    texts = [shape for shape in shapes if shape.text]
    no_two_overlap(texts)
    assert all(shape.is_inside(size) for shape in texts)
    more = [int(shape.text.split()[0]) for shape in texts if shape.name == "More"]
    assert len(boxes(shapes)) + sum(more) == len(nodes)


@pytest.mark.parametrize("form", ["three levels", "a manager for three", "families and others"])
def test_every_line_begins_at_a_parent_and_ends_at_its_child(form: str) -> None:
    nodes = company(form, 14)
    shapes = drawn("map", a_map(nodes), SLIDE, "docx")
    found = {box.name: box for box in boxes(shapes)}
    ends = [end for line in shapes if line.name == "Line" for end in _ends(line)]
    parents = {node["id"]: node["title"] for node in nodes}
    for node in nodes:
        if node["parent"] is None:
            continue
        child, above = found[node["title"]], found[parents[node["parent"]]]
        middles = [(child.x + child.width // 2, child.y), (child.x, child.y + child.height // 2)]
        assert any(_near(end, middle) for end in ends for middle in middles), node
        assert any(
            above.x <= x <= above.right and abs(y - above.bottom) < POINT for x, y in ends
        ), node
        assert child.y >= above.bottom


def _ends(line: Drawn) -> list[tuple[int, int]]:
    """Both ends of a connector, and the ends that it had with the other slant."""
    x, y, half_w, half_h = line.x, line.y, line.width / 2, line.height / 2
    across, down = (half_h, half_w) if line.turned else (half_w, half_h)
    middle = (x + half_w, y + half_h)
    return [
        (round(middle[0] + a * across), round(middle[1] + b * down))
        for a in (-1, 1)
        for b in (-1, 1)
    ]


def _near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return abs(one[0] - other[0]) < POINT and abs(one[1] - other[1]) < POINT


def test_people_who_share_a_parent_stand_in_columns_rather_than_one_long_list() -> None:
    found = boxes(drawn("map", a_map(company("one boss")), PLAN))
    lefts = sorted({box.x for box in found[1:]})
    assert len(lefts) >= 4
    assert max(box.right for box in found) - min(box.x for box in found) > PLAN[0] * 0.9


def test_few_people_are_shown_with_their_titles_and_larger_letters() -> None:
    few = boxes(drawn("map", a_map(company("one boss", 4, lines=2)), PLAN))
    many = boxes(drawn("map", a_map(company("one boss", 20, lines=2)), PLAN))
    assert all("Chief Operating Officer\nA division with a name" in box.text for box in few)
    assert min(box.size for box in few) > max(box.size for box in many) >= 8


@pytest.mark.parametrize("kind", ["map", "matrix", "timeline"])
@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_names_get_the_room_that_they_need_in_the_themes_font(kind: str, suffix: str) -> None:
    name = "Wilhelmina Vandenbroucke"
    node = {"id": "1", "parent": None, "title": name, "lines": [], "tone": "strong", "badge": None}
    value: Any = {
        "map": {"alt": "", "nodes": [node]},
        "matrix": a_matrix([(name, 0.1, 0.9)]),
        "timeline": [{"name": name, "due": date(2026, 3, 1)}],
    }[kind]
    fonts = ("Calibri", "Georgia", "Verdana", "No Such Font")
    widths = {}
    for font in fonts:
        shapes = drawn(kind, value, PLAN, suffix, font)
        (widths[font],) = [
            each.width / each.size for each in shapes if name in each.text.replace("\n", " ")
        ]
    assert sorted(fonts, key=widths.__getitem__)[:2] == ["Calibri", "Georgia"]
    assert widths["Verdana"] > 1.1 * widths["Calibri"]
    assert drawn(kind, value, PLAN, suffix, "Carlito") == drawn(
        kind, value, PLAN, suffix, "Calibri"
    )


def test_letters_are_a_little_smaller_where_that_keeps_a_name_on_one_line() -> None:
    nodes = company("one boss", 3, lines=0)
    for node in nodes:
        node["title"], node["badge"] = "Xavier Yann", None
    size = (1_994_000, 1_000_000)  # two columns of about 69 points of text
    short = boxes(drawn("map", a_map(nodes), size))
    nodes[0]["title"] = "Xavier Y. Zanna"
    longer = boxes(drawn("map", a_map(nodes), size))
    assert (short[0].size, longer[0].size) == (10, 9.5)


def test_who_does_not_fit_is_counted_from_the_bottom_of_the_tree() -> None:
    nodes = company("a manager for three", 80)
    shapes = drawn("map", a_map(nodes), PLAN)
    found = boxes(shapes)
    assert [box.name for box in found] == [node["title"] for node in nodes[: len(found)]]
    assert len(found) >= 14
    assert [shape.text for shape in shapes if shape.name == "More"] == [f"{80 - len(found)} more"]


def test_a_word_wider_than_any_box_makes_no_other_box_wider() -> None:
    nodes = company("one boss")
    nodes[5]["title"] = "Venkatanarasimharajuvaripeta Rao"
    found = boxes(drawn("map", a_map(nodes), PLAN))
    assert len(found) == 20
    assert found[5].text.split("\n")[0] == "Venkatanarasimharajuvaripeta Rao"


def test_an_endless_word_is_cut_at_the_box() -> None:
    nodes = company("one boss", 3)
    nodes[1]["title"] = "x" * 500
    found = boxes(drawn("map", a_map(nodes), PLAN))
    assert re.fullmatch("x{20,120}…", found[1].text.split("\n")[0])


def test_one_person_in_a_box_too_small_for_a_name_is_still_drawn() -> None:
    for size in ((400_000, 90_000), (90_000, 400_000), (500_000, 500_000)):
        shapes = drawn("map", a_map(company(count=3), legend=LEGEND), size)
        assert len(boxes(shapes)) == 1
        assert boxes(shapes)[0].is_inside(size)


def test_rings_and_long_chains_end() -> None:
    ring = company(count=6)
    for at, node in enumerate(ring):
        node["parent"] = ring[(at + 1) % 6]["id"]
    assert len(boxes(drawn("map", a_map(ring), PLAN))) == 6
    chain = [company(count=1)[0] | {"id": n, "parent": n - 1} for n in range(3000)]
    assert 4 <= len(boxes(drawn("map", a_map(chain), PLAN))) <= 8


def test_each_tone_has_its_colours_of_the_theme() -> None:
    nodes = company("one boss", 5)
    shades = {
        node["tone"]: (box.fill, box.outline)
        for node, box in zip(nodes, boxes(drawn("map", a_map(nodes), PLAN)), strict=True)
    }
    assert shades == {
        "strong": ("accent1", "accent1"),
        "medium": ("accent1", "accent1"),
        "weak": ("accent1", "accent1"),
        "risk": ("bg1", "accent4"),
        "neutral": ("bg1", "accent1"),
    }


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_the_legend_explains_the_tones_in_use_in_one_line_at_the_bottom(suffix: str) -> None:
    nodes = company("one boss", 9)
    for node in nodes:
        node["tone"] = "risk" if node["id"] == "p3" else "strong"
    shapes = drawn("map", a_map(nodes, legend=LEGEND), SLIDE, suffix)
    legend = [shape for shape in shapes if shape.name == "Legend"]
    assert [shape.text for shape in legend if shape.text] == [
        "Advocate",
        "Blocker or no relationship",
    ]
    swatches = [shape for shape in legend if not shape.text]
    assert [(shape.fill, shape.outline) for shape in swatches] == [
        ("accent1", "accent1"),
        ("bg1", "accent4"),
    ]
    assert {shape.bottom for shape in legend if shape.text} == {SLIDE[1]}
    assert max(box.bottom for box in boxes(shapes)) <= min(shape.y for shape in legend)


def test_a_map_without_a_legend_has_none_and_more_room() -> None:
    without = drawn("map", a_map(company("nobody's lines are known")), PLAN)
    with_one = drawn("map", a_map(company("nobody's lines are known"), legend=LEGEND), PLAN)
    assert not [shape for shape in without if shape.name == "Legend"]
    assert max(box.bottom for box in boxes(without)) > max(box.bottom for box in boxes(with_one))


def test_a_legend_too_long_for_the_line_is_cut_evenly_and_stays_inside() -> None:
    legend = [{"tone": tone, "label": f"{tone} " * 30} for tone in TONES]
    shapes = drawn("map", a_map(company("a manager for three", 80), legend=legend), PLAN)
    labels = [shape for shape in shapes if shape.text and shape.name in ("Legend", "More")]
    assert sum(shape.text.endswith("…") for shape in labels) == 5
    assert all(shape.is_inside(PLAN) for shape in labels)
    no_two_overlap(labels)


# -- matrices ------------------------------------------------------------------------------------


def a_matrix(points: list[tuple[str, float, float]], tone: str = "medium") -> dict[str, Any]:
    return {
        "alt": "Influence against strength",
        "x_label": "Strength",
        "y_label": "Influence",
        "quadrants": [
            "Act: high, weak",
            "Keep: high, strong",
            "Watch: low, weak",
            "Use: low, strong",
        ],
        "points": [{"label": label, "x": x, "y": y, "tone": tone} for label, x, y in points],
    }


def labels(shapes: list[Drawn]) -> list[Drawn]:
    """The labels of the points, and how many more there are."""
    return [shape for shape in shapes if shape.text and shape.name != "Axis" and not shape.fill]


def quadrants(shapes: list[Drawn]) -> list[Drawn]:
    return [shape for shape in shapes if shape.form == "rect" and shape.fill]


def captions(shapes: list[Drawn]) -> list[Drawn]:
    """The lines at the top of the quadrants that their captions take."""
    return [replace(q, height=round(q.size * 1.2 * POINT)) for q in quadrants(shapes)]


def checked(points: list[tuple[str, float, float]], size: tuple[int, int], suffix: str) -> None:
    """Nothing covers anything; every point stands in its own quadrant, or is counted there."""
    shapes = drawn("matrix", a_matrix(points), size, suffix)
    dots = [shape for shape in shapes if shape.form == "ellipse"]
    shown = labels(shapes)
    no_two_overlap([*shown, *dots, *captions(shapes)])
    names = {dot.name for dot in dots}
    for quadrant, (right, low) in zip(
        quadrants(shapes), [(False, False), (True, False), (False, True), (True, True)], strict=True
    ):
        own = {label for label, x, y in points if (x >= 0.5, y <= 0.5) == (right, low)}
        inside = [shape for shape in [*shown, *dots] if _within(shape, quadrant)]
        assert {s.name for s in inside} - {"More"} == own & names
        counted = [int(s.text.split()[1]) for s in inside if s.name == "More"]
        assert sum(counted) == len(own - names)
    assert all(any(_within(shape, q) for q in quadrants(shapes)) for shape in [*shown, *dots])


def _within(shape: Drawn, quadrant: Drawn) -> bool:
    return (
        quadrant.x < shape.x
        and shape.right < quadrant.right
        and quadrant.y <= shape.y
        and shape.bottom <= quadrant.bottom
    )


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
@pytest.mark.parametrize("seed", range(20))
def test_labels_of_any_points_lie_apart_in_their_own_quadrants(seed: int, suffix: str) -> None:
    chance = random.Random(seed)
    steps = (0.1, 0.3, 0.5, 0.7, 0.9) if seed % 2 else tuple(n / 100 for n in range(101))
    points = [
        (f"{PEOPLE[n % len(PEOPLE)]} {n}", chance.choice(steps), chance.choice(steps))
        for n in range(chance.randint(1, 45))
    ]
    checked(points, SLIDE if suffix == "pptx" else GRID, suffix)


def test_twenty_people_of_an_account_are_all_named_in_the_plans_box() -> None:
    strengths = (0.1, 0.3, 0.5, 0.5, 0.7, 0.9)
    points = [(name, strengths[n % 6], (0.15, 0.5, 0.85)[n % 3]) for n, name in enumerate(PEOPLE)]
    shapes = drawn("matrix", a_matrix(points), GRID)
    assert sorted(label.text for label in labels(shapes)) == sorted(PEOPLE)
    checked(points, GRID, "docx")


def test_points_of_one_place_stand_below_each_other_with_their_labels_at_one_side() -> None:
    points = [(name, 0.7, 0.75) for name in PEOPLE[:4]]
    shapes = drawn("matrix", a_matrix(points), GRID)
    dots = [shape for shape in shapes if shape.form == "ellipse"]
    assert len({dot.x for dot in dots}) == 1
    assert len({dot.y for dot in dots}) == 4
    assert {label.x for label in labels(shapes)} == {dots[0].right}


def test_a_point_on_the_border_stands_clearly_in_the_right_and_lower_half() -> None:
    shapes = drawn("matrix", a_matrix([("Border", 0.5, 0.5)]), GRID)
    (dot,) = [shape for shape in shapes if shape.form == "ellipse"]
    corner = quadrants(shapes)[3]
    assert dot.x >= corner.x + 3 * POINT
    assert dot.y >= corner.y + 3 * POINT


def test_a_label_at_the_right_edge_stands_at_the_left_of_its_dot() -> None:
    shapes = drawn("matrix", a_matrix([("Ruben van den Berg", 1.0, 0.9)]), GRID)
    (dot,) = [shape for shape in shapes if shape.form == "ellipse"]
    assert [label.right for label in labels(shapes)] == [dot.x]


def test_too_many_points_of_a_quadrant_are_counted_in_it() -> None:
    points = [(f"{name} {n}", 0.9, 0.9) for n in range(3) for name in PEOPLE]
    shapes = drawn("matrix", a_matrix(points), GRID)
    shown = sum(shape.form == "ellipse" for shape in shapes)
    assert shown >= 8
    assert [s.text for s in shapes if s.name == "More"] == [f"and {60 - shown} more"]
    checked(points, GRID, "docx")


def test_a_dot_moves_no_farther_sideways_than_a_quarter_of_the_field() -> None:
    points = [(f"{name} {n}", 0.5, 0.2) for n in range(3) for name in PEOPLE]
    dots = [s for s in drawn("matrix", a_matrix(points), GRID) if s.form == "ellipse"]
    assert max(dot.x + dot.width // 2 for dot in dots) <= GRID[0] * 0.77


def test_a_risk_is_a_point_in_the_themes_fourth_accent() -> None:
    for tone, colour in (("risk", "accent4"), ("strong", "accent1")):
        shapes = drawn("matrix", a_matrix([("Ann", 0.2, 0.9)], tone), GRID)
        assert [s.fill for s in shapes if s.form == "ellipse"] == [colour]


def test_a_tiny_matrix_counts_what_it_cannot_name() -> None:
    points = [(name, 0.5, 0.2) for name in PEOPLE]
    shapes = drawn("matrix", a_matrix(points), (900_000, 600_000))
    assert [shape for shape in shapes if shape.name == "More"]


# -- both ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_diagrams_take_their_colours_from_the_theme_and_come_out_the_same_twice(
    suffix: str,
) -> None:
    value = a_map(company(), legend=LEGEND)
    first = template("map", PLAN, suffix).render({"it": value}, FORMATS).data
    assert template("map", PLAN, suffix).render({"it": value}, FORMATS).data == first
    part = "ppt/slides/slide1.xml" if suffix == "pptx" else "word/document.xml"
    assert b"srgbClr" not in parts(first)[part]


def test_in_word_a_frame_that_shows_nothing_spans_the_placeholders_box() -> None:
    found = parts(template("map", PLAN, "docx").render({"it": a_map(company())}, FORMATS).data)
    frame = next(_shapes(etree.fromstring(found["word/document.xml"])))
    assert (frame.x, frame.y, frame.width, frame.height) == (0, 0, *PLAN)
    assert (frame.fill, frame.outline, frame.text) == ("", "", "")
