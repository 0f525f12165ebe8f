"""The committed templates are what ``templates.build`` makes, and have no faults."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR

from generator.artifacts.catalog import CATALOG
from generator.template_store import problems_of
from templates.build import (
    deck_slides,
    plan_goals,
    plan_performance,
    plan_profile,
    review_slides,
)
from templates.build.__main__ import TARGETS
from templates.build.charts import SLOTS, Series, Spec
from templates.build.theme import COLOURS
from tests.engine_kit import parts

FOLDER = Path(__file__).resolve().parent.parent / "templates"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_committed_template_is_what_the_builder_makes(name: str) -> None:
    assert (FOLDER / name).read_bytes() == TARGETS[name](), "run: python -m templates.build"


@pytest.mark.parametrize("artifact", CATALOG.values(), ids=list(CATALOG))
def test_the_default_template_has_no_fault(artifact) -> None:
    assert problems_of(FOLDER / artifact.template, artifact) == []


def test_areas_of_a_chart_are_told_apart_by_lightness_in_black_and_white() -> None:
    """Printed grey, no two areas of a chart look alike."""
    specs = [
        spec
        for module in (deck_slides, plan_goals, plan_performance, plan_profile, review_slides)
        for spec in vars(module).values()
        if isinstance(spec, Spec)
    ]
    charts = [[_grey(series) for series in _areas(spec)] for spec in specs]
    assert sum(len(greys) > 1 for greys in charts) >= 4
    for greys in charts:
        for one, other in pairwise(sorted(greys)):
            assert other - one >= 30


def _areas(spec: Spec) -> list[Series]:
    drawn = spec.series[:-1] if spec.kind == "column_line" else spec.series
    return [series for series in drawn if series.colour != "none" and spec.kind != "line"]


def _grey(series: Series) -> float:
    """0 (black) to 255, as a printer mixes red, green and blue."""
    slot = SLOTS[series.colour]
    names = {MSO_THEME_COLOR.TEXT_2: "dk2"}
    name = names.get(slot) or f"accent{slot - MSO_THEME_COLOR.ACCENT_1 + 1}"
    red, green, blue = bytes.fromhex(COLOURS[name])
    dark = 0.299 * red + 0.587 * green + 0.114 * blue
    return dark + (255 - dark) * series.light


_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.mark.parametrize("name", [name for name in TARGETS if not name.endswith(".xlsx")])
def test_the_labels_of_charts_stay_on_one_line_and_on_grounds_where_steps_are_thin(
    name: str,
) -> None:
    """A number is never broken into two lines, nor struck out by the step that it stands on."""
    found = [
        etree.fromstring(data)
        for path, data in parts((FOLDER / name).read_bytes()).items()
        if "/charts/chart" in path and path.endswith(".xml")
    ]
    labels = [each for chart in found for each in chart.iter("{*}dLbls")]
    assert labels or not found
    for each in labels:
        shown = each.find("{*}showVal")
        if shown is not None and shown.get("val") == "1":
            assert each.find(f"{{*}}txPr/{_A}bodyPr").get("wrap") == "none"
        if each.find("{*}dLblPos") is not None and each.find("{*}dLblPos").get("val") == "ctr":
            light = each.find(f"{{*}}txPr//{_A}schemeClr").get("val") in ("bg1", "lt1")
            assert light or each.find(f"{{*}}spPr/{_A}solidFill") is not None
