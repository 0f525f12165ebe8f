"""Timelines: a bar of periods, and names and dates that do not cover each other."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from docx.shared import Cm
from pptx.util import Inches

from generator.engine import Names, compile_template
from generator.formats import Formats
from tests.engine_kit import (
    NAMES,
    TREE,
    deck,
    describe,
    opened,
    paragraphs,
    parts,
    play,
    png,
    problems,
    render,
    saved,
    values,
    word,
)

TAG = "{% timeline plays by due %}"


def on_slide(tag: str = TAG, width: float = 9, height: float = 4) -> Any:
    made = deck("t")
    size = (Inches(0.5), Inches(2), Inches(width), Inches(height))
    describe(made.slides[0].shapes.add_picture(BytesIO(png(8, 8)), *size), tag)
    return made


def in_word(tag: str = TAG) -> Any:
    document = word("before")
    run = document.add_paragraph().add_run()
    run.add_picture(BytesIO(png(8, 8)), width=Cm(16), height=Cm(7))
    run._r.xpath(".//wp:docPr")[0].set("descr", tag)
    return document


def dated(*days: date | None) -> dict[str, Any]:
    return values(plays=[play(f"Play {n}", due=day) for n, day in enumerate(days)])


def group_of(rendered: Any) -> Any:
    return next(s for s in opened(rendered).slides[0].shapes if s.shape_type == 6)


def words(rendered: Any) -> list[list[str]]:
    """The paragraphs of each shape that has words."""
    shapes = [s for s in group_of(rendered).shapes if s.has_text_frame and s.text_frame.text]
    return [[p.text for p in s.text_frame.paragraphs] for s in shapes]


def test_each_item_stands_with_its_date_over_a_bar_of_the_months() -> None:
    days = (date(2026, 3, 2), date(2026, 1, 15), date(2026, 4, 30))
    rendered = render(on_slide(), dated(*days))
    assert words(rendered) == [
        ["Jan 2026"],
        ["Feb 2026"],
        ["Mar 2026"],
        ["Apr 2026"],
        ["Jan 15, 2026", "Play 1"],
        ["Mar 2, 2026", "Play 0"],
        ["Apr 30, 2026", "Play 2"],
    ]
    assert group_of(rendered)._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].get("descr") == (
        "Play 0, Play 1, Play 2"
    )
    text = parts(render(in_word(), dated(*days)).data)["word/document.xml"].decode()
    assert text.count("<wps:txbx>") == 7
    assert 'Requires="wpg"' in text


@pytest.mark.parametrize(
    ("last", "first_period"),
    [(date(2026, 1, 20), "Jan 2026"), (date(2027, 6, 1), "Q1 2026"), (date(2040, 1, 1), "2026")],
)
def test_the_bar_has_months_quarters_or_years_as_the_time_asks(
    last: date, first_period: str
) -> None:
    assert words(render(on_slide(), dated(date(2026, 1, 15), last)))[0] == [first_period]


def test_dates_are_written_in_the_readers_locale() -> None:
    template = compile_template(saved(on_slide()), filename="t.pptx", names=NAMES)
    shown = words(template.render(dated(date(2026, 3, 2)), Formats("de_DE", "EUR")))
    assert shown == [["März 2026"], ["02.03.2026", "Play 0"]]


def boxes(rendered: Any) -> tuple[list[Any], list[Any], Any]:
    group = group_of(rendered)
    shapes = list(group.shapes)
    labels = [s for s in shapes if s.has_text_frame and len(s.text_frame.paragraphs) == 2]
    lines = [s for s in shapes if s.name == "Line"]
    return labels, lines, group


@pytest.mark.parametrize("seed", range(4))
def test_labels_cover_neither_each_other_nor_lines_and_stay_inside(seed: int) -> None:
    chance = random.Random(seed)
    days = [date(2026, 1, 1) + timedelta(chance.randrange(500)) for _ in range(4 + seed * 4)]
    data = dated(*days)
    for item in data["plays"]:
        item["name"] = "Migration of the plant " * chance.randrange(1, 4)
    rendered = render(on_slide(), data)
    labels, lines, group = boxes(rendered)
    assert labels
    for at, one in enumerate(labels):
        assert 0 <= one.left <= one.left + one.width <= group.width
        assert 0 <= one.top <= one.top + one.height <= group.height
        for other in labels[at + 1 :]:
            assert (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top
                or other.top + other.height <= one.top
            )
        for line in lines:
            crosses = one.left < line.left < one.left + one.width
            assert not crosses or (
                line.top >= one.top + one.height or line.top + line.height <= one.top
            )
    more = re.findall(r"(\d+) more", " ".join(text for shape in words(rendered) for text in shape))
    assert len(labels) + sum(map(int, more)) == len(days)


def test_what_has_no_date_or_no_place_is_counted() -> None:
    assert words(render(on_slide(), dated(date(2026, 1, 1), None, None)))[-1] == ["2 more"]
    many = dated(*[date(2026, 1, 1)] * 30)
    *shown, (more,) = words(render(on_slide(), many))
    assert more == f"{30 - sum(len(label) - 1 for label in shown[1:])} more"


def test_items_of_one_day_stand_under_each_other_where_they_have_no_other_place() -> None:
    crowd = dated(*[date(2026, 2, 27)] * 5, date(2026, 2, 2))
    crowd["plays"][3]["tone"] = "risk"
    assert words(render(on_slide(height=3), crowd)) == [
        ["Feb 2026"],
        ["Feb 2, 2026", "Play 5"],
        ["Feb 27, 2026", *[f"Play {n}" for n in range(4)]],
        ["Feb 27, 2026", "Play 4"],
    ]
    pair = dated(date(2026, 2, 27), date(2026, 2, 27))
    assert words(render(on_slide(), pair))[1:] == [
        ["Feb 27, 2026", "Play 0"],
        ["Feb 27, 2026", "Play 1"],
    ]
    group = group_of(render(on_slide(height=3), dated(*[date(2026, 2, 14)] * 40)))
    shown = [s for s in group.shapes if s.has_text_frame and len(s.text_frame.paragraphs) > 1]
    count = sum(len(s.text_frame.paragraphs) - 1 for s in shown)
    assert count >= 8
    assert words(render(on_slide(height=3), dated(*[date(2026, 2, 14)] * 40)))[-1] == [
        f"{40 - count} more"
    ]
    bar = next(s for s in group.shapes if s.name == "Period")
    for one in shown:
        assert one.top + one.height <= bar.top or one.top >= bar.top + bar.height
        assert 0 <= one.top <= one.top + one.height <= group.height


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (date(1, 1, 1), date(9999, 12, 31), ["1", *[str(n * 1000) for n in range(1, 10)]]),
        (date(1900, 1, 1), date(2026, 1, 1), [str(year) for year in range(1900, 2021, 10)]),
        (date(1000, 1, 1), date(2026, 1, 1), [str(year) for year in range(1000, 2001, 100)]),
        (date(9999, 12, 30), date(9999, 12, 31), ["Dec 9999"]),
        (date(2000, 1, 1), date(2017, 1, 1), ["2000", "2005", "2010", "2015"]),
    ],
)
def test_the_bar_of_a_long_time_can_be_read(first: date, last: date, periods: list[str]) -> None:
    shown = words(render(on_slide(), dated(first, last)))
    assert [said for (said,) in (one for one in shown if len(one) == 1)] == periods


def test_without_any_date_a_text_stands_in_its_place() -> None:
    assert paragraphs(render(in_word(), dated(None))) == ["before", "No data"]
    said = '{% timeline plays by due or "Nothing is planned" %}'
    shapes = opened(render(on_slide(said), values(plays=[]))).slides[0].shapes
    assert [s.text_frame.text for s in shapes] == ["t", "Nothing is planned"]


def test_a_timeline_in_a_repeated_slide_shows_its_own_records() -> None:
    tree = TREE | {"plays": [TREE["plays"][0] | {"steps": [{"name": "text", "date": "date"}]}]}
    made = on_slide("{% timeline p.steps %}")
    made.slides[0].shapes.title.text = "{% slide for p in plays %}{{ p.name }}{% endfor %}"
    steps = [{"name": f"Step {n}", "date": date(2026, n, 1)} for n in (1, 2)]
    data = values(plays=[play("A", steps=steps), play("B", steps=steps[:1])])
    rendered = render(made, data, Names(tree))
    shown = [
        [s.text_frame.text for s in shape.shapes if s.has_text_frame and "Step" in s.name]
        for slide in opened(rendered).slides
        for shape in slide.shapes
        if shape.shape_type == 6
    ]
    assert [[text.split("\n")[1] for text in slide if text] for slide in shown] == [
        ["Step 1", "Step 2"],
        ["Step 1"],
    ]
    assert render(made, data, Names(tree)).data == rendered.data


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("{% timeline plays %}", "needs items with a date called date"),
        ("{% timeline plays by owner %}", "needs items with a date called owner"),
        ("{% timeline plays by deu %}", "by due"),
        ("{% timeline tags %}", "needs a list of records"),
        ("{% timeline account.name %}", "repeats over"),
        ("{% timeline %}", "says timeline but not what"),
    ],
)
def test_a_timeline_of_something_else_is_found_before_rendering(tag: str, message: str) -> None:
    assert message in str(problems(on_slide(tag))[0])
    assert message in str(problems(in_word(tag))[0])
