"""Every figure of the customer's decks is the one ``show --json`` gives, for all accounts.

The JSON is the internal view; of lists that hold more than a customer may see, a deck shows the
rows that are marked as shared. The executive review shows three rows at most of most lists.
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
DECKS = ("qbr", "ebr")


class Review:
    """One of an account's decks, what the JSON says of it, and the checks in its currency."""

    def __init__(self, run: SampleRun, name: str, artifact: str = "qbr") -> None:
        self.artifact = artifact
        self.deck: Deck = run.deck(name, artifact)
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


@pytest.fixture(params=[(name, deck) for name in NAMES for deck in DECKS], ids="-".join)
def review(sample: SampleRun, request: pytest.FixtureRequest) -> Review:
    return Review(sample, *request.param)


class Executive(Review):
    """The same of the executive review."""

    def __init__(self, run: SampleRun, name: str) -> None:
        super().__init__(run, name, "ebr")


@pytest.fixture(params=NAMES)
def quarterly(sample: SampleRun, request: pytest.FixtureRequest) -> Review:
    return Review(sample, request.param, "qbr")


@pytest.fixture(params=NAMES)
def executive(sample: SampleRun, request: pytest.FixtureRequest) -> Review:
    return Executive(sample, request.param)


def is_whole(slide: Slide, table: Table, rows: list[Json]) -> None:
    """Every row is printed, or the slide says how many are not."""
    rest = len(rows) - len(table.rows)
    assert slide.texts.get("More", "") == (f"and {rest} more" if rest else "")


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


def test_the_claims_of_the_summary_are_conclusions_of_the_slides(quarterly: Review) -> None:
    """A claim is a slide's title word for word, or says the same of products in use."""
    slide, usage = quarterly.deck.slides[1], quarterly.show["usage"]
    titles = {other.title for other in quarterly.deck.slides[2:]}
    claims = [text for name, text in slide.texts.items() if name.startswith("Claim") and text]
    assert len(claims) != 1, "one claim is no summary"
    for claim in claims:
        if claim not in titles:
            says(claim, usage["team_count"], usage["product_count"])
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
        is_whole(slide, table, rows)
        assert len(table.rows) <= (6 if review.artifact == "qbr" else 3)
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
        if review.artifact == "qbr":
            says(review.deck.slides[1].title.partition(": ")[2], *wanted)
        elif (results := review.deck.with_table("Outcomes")) is not None:
            says(results.texts["Lead"].partition(" We kept ")[2], *wanted)


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
        for slide, table in review.table(name, rows):
            agrees(table, found_by("name", head, table, rows), spec)
            is_whole(slide, table, rows)


def test_kpi_trends_plot_the_readings_up_to_baseline_and_target(review: Review) -> None:
    priorities = {row["kpi"]: row for row in review.show["priorities"]}
    charts = review.charts("with baseline and target")
    with_trend = [p for p in review.show["priorities"] if len(p["readings"]) > 1]
    assert len(charts) == min(3, len(with_trend))
    for chart in charts:
        row = priorities[chart.alt.removesuffix(" by quarter, with baseline and target")]
        values = [Decimal(reading["value"]) for reading in row["readings"]]
        plotted = [value for value in chart.series["Actual"] if value is not None]
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
        named = [users[name] for name in chart.categories if name in users]
        rest = sum(map(Decimal, with_users)) - sum(map(Decimal, named))
        same_series(chart, "Active users", [*named, rest] if rest else named)
        assert len(chart.categories) == min(7, len(with_users))
        assert named == sorted(named, key=Decimal, reverse=True)
        if rest:
            assert chart.categories[-1] == f"{len(with_users) - len(named)} other products"
    assert len(review.charts("Active users by product")) == (1 if len(with_users) > 1 else 0)
    assert len(review.charts("Products in use by team")) == (1 if len(teams) > 1 else 0)
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
    four = support["quarters"][-4:]
    opened, closed = (sum(row[key] for row in four) for key in ("opened", "closed"))
    assert len(charts) == (1 if max(opened, closed, support["open"] or 0) >= 3 else 0)
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


def test_the_figures_of_the_appendix_are_those_of_the_quarter(review: Review) -> None:
    slide = review.deck.with_table("Definitions")
    if slide is None:
        assert review.show["support"]["open"] is None
        assert not review.show["usage"]["product_count"]
        return
    rows = {row["Figure"]: row["Value"] for row in slide.tables["Definitions"].records()}
    assert all(rows.values())
    show, check = review.show, review.check
    last, usage = show["support"]["quarters"][-1], show["usage"]
    assert last["quarter"] == show["period"]["quarter"] == rows["Quarter"]
    assert check.number(rows["Cases opened"], last["opened"])
    assert check.number(rows["Cases closed"], last["closed"])
    if last["median_days"] is None:
        assert rows["Median days to close"] == "–"
    else:
        says(rows["Median days to close"], last["median_days"])
    assert check.number(rows["Products in use"], usage["product_count"])
    assert check.number(rows["Teams"], usage["team_count"])
    if usage["active_users"] is not None:
        says(rows["Active users"], usage["active_users"])
    promised = review.deck.with_table("Commitments")
    if promised is not None:
        results = promised.tables["Commitments"].column("Result")
        assert rows["Commitments kept"] == f"{results.count('Kept')} of {len(results)}"
    else:
        assert "Commitments kept" not in rows


def test_the_question_is_ours_or_made_of_the_priority_furthest_from_its_target(
    executive: Review,
) -> None:
    show = executive.show
    slides = [slide for slide in executive.deck.slides if "Question" in slide.texts]
    ours = [row for row in show["questions"] if row["is_shared"]]
    ahead = [row for row in show["priorities"] if row["progress"] is not None]
    assert len(slides) == (1 if ours or ahead else 0)
    for slide in slides:
        asked, _, why = slide.texts["Question"].partition("\n")
        if ours:
            assert (asked, why) == (ours[0]["name"], ours[0]["detail"])
            continue
        row = min(ahead, key=lambda row: Decimal(row["progress"]))
        start, end = asked.rpartition(" from ")[2].rstrip("?").split(" to ")
        assert asked.startswith(row["kpi"])
        assert executive.check.in_unit(start, row["current"], row)
        assert executive.check.in_unit(end, row["target"], row)
        assert row["name"] in why
        assert executive.check.in_unit(
            why.rpartition("started at ")[2].partition(";")[0], row["baseline"], row
        )


def test_the_title_slide_of_an_executive_review_names_our_sponsor(executive: Review) -> None:
    people = [row for row in executive.show["team"] if row["role"] == "Executive Sponsor"]
    named = [f"{row['name']}, {row['title']}" for row in people if row["is_filled"]]
    said = executive.deck.slides[0].texts.get("Sponsor")
    assert said == (f"Executive sponsor\n{named[0]}" if named else None)


def test_every_chart_shows_what_the_workbook_behind_it_holds(review: Review) -> None:
    charts = [chart for slide in review.deck.slides for chart in slide.charts.values()]
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
