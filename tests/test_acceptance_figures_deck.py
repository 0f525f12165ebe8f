"""Every figure of the customer's deck is the one ``show --json`` gives, for all accounts.

The JSON is the internal view; of lists that hold more than a customer may see, the deck shows the
rows that are marked as shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.acceptance_checks import WORDS, Check, Comparer, Spec, faults_of, same_series
from tests.acceptance_runs import NAMES, Json, SampleRun
from tests.acceptance_runs import sample as _sample
from tests.reading_back import Chart, Deck, Slide, Table, numbers_in

sample = _sample


class Review:
    """One account's deck, what the JSON says of the account, and the checks in its currency."""

    def __init__(self, run: SampleRun, name: str) -> None:
        self.deck: Deck = run.deck(name)
        self.show: Json = run.show(name)
        self.check = Comparer(self.show["account"]["currency"])

    def shared(self, topic: str) -> list[Json]:
        return [row for row in self.show[topic] if row["is_shared"]]

    def table(self, name: str, rows: list[Json]) -> Iterator[tuple[Slide, Table]]:
        """The slide with this table; none exactly where there is nothing for it to show."""
        slide = self.deck.with_table(name)
        assert (slide is not None) == bool(rows), f"{name}: {len(rows)} rows in the JSON"
        if slide is not None:
            yield slide, slide.tables[name]

    def charts(self, words: str) -> list[Chart]:
        """The charts whose alternative text holds these words."""
        every = [chart for slide in self.deck.slides for chart in slide.charts.values()]
        return [chart for chart in every if words in chart.alt]


@pytest.fixture(params=NAMES)
def review(sample: SampleRun, request: pytest.FixtureRequest) -> Review:
    return Review(sample, request.param)


def found_by(key: str, head: str, table: Table, rows: list[Json]) -> list[Json]:
    """The JSON's row for each printed one; each is printed once, in the JSON's words."""
    by_key = {row[key]: row for row in rows}
    assert len(by_key) == len(rows)
    printed = [text.split("\n")[0] for text in table.column(head)]
    assert len(set(printed)) == len(printed)
    assert [text for text in printed if text not in by_key] == []
    return [by_key[text] for text in printed]


def agrees(table: Table, rows: list[Json], spec: Spec) -> None:
    faults = faults_of(table.records(), rows, spec)
    assert not faults, "\n".join(faults)


def says(text: str, *wanted: Any) -> None:
    """The numbers of a sentence, in their order; one and a few more may be spelled out."""
    words = {"One": "1", "one": "1", "Nobody": "0", "None": "0", "The one": "1"}
    for word, digit in words.items():
        text = f" {text} ".replace(f" {word} ", f" {digit} ").strip()
    found = numbers_in(text)
    assert len(found) >= len(wanted), text
    pairs = zip(found, wanted, strict=False)
    assert [n.value for n, value in pairs if not n.is_of(value)] == [], text


def test_the_title_slide_names_customer_quarter_and_day(review: Review) -> None:
    first, show = review.deck.slides[0], review.show
    assert first.title == show["account"]["name"]
    assert show["period"]["quarter"] in "\n".join(first.texts.values())
    as_of = date.fromisoformat(show["as_of"])
    assert first.texts["Date"] == f"As of {as_of:%B} {as_of.day}, {as_of.year}"
    assert first.texts["Marking"] == "SAMPLE DATA"


def test_the_claims_of_the_summary_are_conclusions_of_the_slides(review: Review) -> None:
    """A claim is a slide's title word for word, or says the same of products in use."""
    slide = review.deck.slides[1]
    titles = {other.title for other in review.deck.slides[2:]}
    claims = [text for name, text in slide.texts.items() if name.startswith("Claim") and text]
    assert claims
    for claim in claims:
        if claim not in titles:
            says(claim, review.show["usage"]["team_count"], review.show["usage"]["product_count"])
    assert len(set(claims)) == len(claims)


def test_the_customer_s_priorities_and_their_measures(review: Review) -> None:
    check, rows = review.check, review.show["priorities"]
    spec = {
        "How you measure it": ("kpi", check.text),
        "Baseline": ("baseline", check.in_unit),
        "Now": ("current", check.in_unit),
        "Target": ("target", check.in_unit),
    }
    for slide, table in review.table("Priorities", rows):
        assert len(table.rows) == len(rows)
        agrees(table, found_by("name", "Your priority", table, rows), spec)
        says(slide.title, len(rows))


def test_commitments_and_how_many_were_kept(review: Review) -> None:
    check, start = review.check, review.show["period"]["quarter_start"]
    rows = [row for row in review.shared("commitments") if not row["is_ahead"]]
    due = [
        row
        for row in rows
        if row["state"] in ("late", "open") or (row["due"] or row["done_on"] or start) >= start
    ]
    spec = {
        "Our side": ("our_owner", check.text),
        "Your side": ("customer_owner", check.text),
        "Due": ("due", check.day),
        "Result": ("state", check.word),
    }
    for slide, table in review.table("Commitments", due):
        agrees(table, found_by("name", "Commitment", table, due), spec)
        assert len(table.rows) == len(due), "a commitment is left out, and nothing says so"
        kept = table.column("Result").count(WORDS["kept"])
        wanted = [len(due)] if kept == len(due) else [kept, len(due)]
        says(slide.title, *wanted)
        says(review.deck.slides[1].title.partition(": ")[2], *wanted)


def test_the_joint_plan(review: Review) -> None:
    check = review.check
    ahead = [row for row in review.shared("commitments") if row["is_ahead"]]
    spec = {
        "Our side": ("our_owner", check.text),
        "Your side": ("customer_owner", check.text),
        "By": ("due", check.day),
    }
    for slide, table in review.table("Joint plan", ahead):
        agrees(table, found_by("name", "What", table, ahead), spec)
        assert len(table.rows) == len(ahead), "an action is left out, and nothing says so"
        says(slide.title, len(ahead))


def test_lines_that_people_wrote_for_the_review(review: Review) -> None:
    check = review.check

    def detail(text: str, value: Any, row: Mapping[str, Any]) -> bool:
        return text == (row["name"] if value is None else f"{row['name']}\n{value}")

    def one(key: str, compare: Check) -> tuple[str, Check]:
        return key, compare

    tables: dict[str, tuple[str, str, Spec]] = {
        "Outcomes": (
            "outcomes",
            "What changed for you",
            {"Result": one("figure", check.text), "What changed for you": one("detail", detail)},
        ),
        "Lessons": (
            "lessons",
            "What did not work",
            {"What we change": one("detail", check.text)},
        ),
        "Options": (
            "options",
            "Where we could help next",
            {
                "How": one("detail", check.text),
                "Your priority it serves": one("priority", check.text),
            },
        ),
        "Decisions": (
            "decisions",
            "To decide",
            {"To decide": one("detail", detail), "By": one("date", check.day)},
        ),
        "Roadmap": (
            "roadmap",
            "Coming from us",
            {"Coming from us": one("detail", detail), "When": one("date", check.day)},
        ),
    }
    for name, (topic, head, spec) in tables.items():
        rows = review.shared(topic)
        for _, table in review.table(name, rows):
            agrees(table, found_by("name", head, table, rows), spec)
            assert len(table.rows) == len(rows), f"{topic}: a line is left out, nothing says so"


def test_kpi_trends_plot_the_readings_up_to_baseline_and_target(review: Review) -> None:
    priorities = {row["kpi"]: row for row in review.show["priorities"]}
    charts = review.charts("with baseline and target")
    with_trend = [p for p in review.show["priorities"] if len(p["readings"]) > 1]
    assert len(charts) == min(3, len(with_trend))
    for chart in charts:
        name = next(iter(chart.series))
        row = priorities[name]
        values = [Decimal(reading["value"]) for reading in row["readings"]]
        plotted = [value for value in chart.series[name] if value is not None]
        assert len(plotted) > 1
        assert plotted == values[-len(plotted) :]
        for label, key in (("Baseline", "baseline"), ("Target", "target")):
            if row[key] is not None:
                same_series(chart, label, [row[key]] * len(chart.categories))


def test_products_in_use(review: Review) -> None:
    check, usage = review.check, review.show["usage"]
    spec = {
        "Family": ("family", check.text),
        "Teams": ("teams", check.number),
        "Quantity": ("quantity", check.number),
        "Active users": ("active_users", check.number),
        "Term until": ("until", check.day),
    }
    for slide, table in review.table("Products", usage["products"]):
        agrees(table, found_by("name", "Product", table, usage["products"]), spec)
        assert len(table.rows) == len(usage["products"])
        says(slide.title, usage["product_count"])


def test_charts_of_active_users_and_of_teams(review: Review) -> None:
    usage = review.show["usage"]
    users = {row["name"]: row["active_users"] for row in usage["products"]}
    teams = {row["name"]: row["products"] for row in usage["teams"]}
    with_users = [value for value in users.values() if value is not None]
    for chart in review.charts("Active users by product"):
        wanted = [users[name] for name in chart.categories]
        same_series(chart, "Active users", wanted)
        assert len(wanted) == min(7, len(with_users))
    assert len(review.charts("Active users by product")) == (1 if with_users else 0)
    assert len(review.charts("Products in use by team")) == (1 if teams else 0)
    for chart in review.charts("Products in use by team"):
        (values,) = chart.series.values()
        known = [(n, v) for n, v in zip(chart.categories, values, strict=True) if n in teams]
        assert known
        assert [(name, v) for name, v in known if v != teams[name]] == []
        others = [n for name in chart.categories for n in numbers_in(name) if "other" in name]
        if others and len(known) < len(teams):
            assert others[0].value == len(teams) - len(known)
        else:
            assert len(known) == len(teams)


def test_service_figures(review: Review) -> None:
    support = review.show["support"]
    charts = review.charts("Cases opened and closed")
    busy = any(row["opened"] or row["closed"] for row in support["quarters"])
    assert len(charts) == (1 if busy or support["open"] else 0)
    for chart in charts:
        quarters = support["quarters"]
        assert chart.categories == tuple(row["quarter"] for row in quarters)
        same_series(chart, "Opened", [row["opened"] for row in quarters])
        same_series(chart, "Closed", [row["closed"] for row in quarters])
        same_series(chart, "Median days to close", [row["median_days"] for row in quarters])
    slide = next((slide for slide in review.deck.slides if "Cases" in slide.charts), None)
    if slide is None:
        return
    last = support["quarters"][-1]
    if last["closed"] > 1 and last["median_days"] is not None:
        says(slide.title, last["closed"], last["median_days"])
    says(slide.texts["Open cases"].split("\n")[1], support["open"])
    themes = {row["theme"]: row["count"] for row in support["themes"]}
    listed = slide.texts.get("Themes", "").split("\n")[1:]
    for line in listed:
        if line == f"and {len(themes) - len(listed) + 1} more":
            continue
        theme, _, count = line.rpartition(": ")
        assert int(count.replace(",", "")) == themes[theme]
    if support["median_days"] is not None:
        says(slide.texts["Time to close"].split("\n")[1], support["median_days"])


def test_every_chart_shows_what_the_workbook_behind_it_holds(review: Review) -> None:
    charts = [chart for slide in review.deck.slides for chart in slide.charts.values()]
    assert charts or not review.show["usage"]["teams"]
    assert all(chart.behind for chart in charts)
    assert [chart.alt for chart in charts if not chart.is_in_step()] == []


def test_each_slide_has_a_title_and_the_day_it_is_of(review: Review) -> None:
    as_of = date.fromisoformat(review.show["as_of"])
    day = f"As of {as_of:%b} {as_of.day}, {as_of.year}"
    titles = [slide.title for slide in review.deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in review.deck.slides[1:]:
        assert slide.texts["Footer"] == day
        assert slide.notes == ""
