"""Every figure that an account plan prints is the one ``show --json`` gives, for all accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.acceptance_checks import (
    WORDS,
    Comparer,
    Spec,
    amount_of,
    faults_of,
    is_blank,
    same_rows,
    same_series,
)
from tests.acceptance_runs import NAMES, Json, SampleRun
from tests.acceptance_runs import sample as _sample
from tests.reading_back import Section, Word, numbers_in, printed

sample = _sample

FULL = [
    "What the customer wants to achieve",
    "Profile and current state",
    "Performance and history",
    "Organisation and relationships",
    "Whitespace",
    "Competition",
    "Objectives, measures and plays",
    "Renewal strategy",
    "Action plan",
    "Risk register",
    "Team and resources",
    "Scorecard: leading and lagging",
    "What changed since the last version",
    "Sources and coverage",
]
LIGHT = [
    *(FULL[at] for at in (0, 3, 4)),
    "Expansion plays",
    *(FULL[at] for at in (7, 8, 12)),
    FULL[13],
]
BRIEF = ["How this account is run", FULL[7], FULL[13]]
EARLIER = {
    "retention": ("Renewal strategy", "Whitespace"),
    "land_expand": ("Whitespace", "Profile and current state", "Organisation and relationships"),
}
"""The section that a segment puts first, and those before the first of which it then stands."""
TILES = {
    "brief": (
        *("Yearly contract value", "Next renewal", "Renewal value", "Contacts active in 90 days"),
        "Open opportunities",
    ),
    "retention": (
        *("Yearly contract value", "Target", "Renewal value", "Next renewal"),
        "Contacts active in 90 days",
    ),
    "land_expand": (
        *("Yearly contract value", "Target", "Gap to target", "Divisions still closed"),
        "Whitespace value",
    ),
    "": ("Yearly contract value", "Target", "Gap to target", "Next renewal", "Whitespace value"),
}
GATES = {
    "done": "Done",
    "missed": "Missed",
    "unseen": "Not shown by the records",
    "ahead": "Ahead",
}
SIGNALS = {
    "executive_hire": "New executive",
    "launch": "Launch",
    "acquisition": "Acquisition",
    "competitor_loss": "Loss to a competitor",
    "decline": "Stagnation or decline",
    "ipo": "Public offering",
    "other": "News",
}
BY_TIER = {1: FULL, 2: LIGHT, 3: BRIEF}


class Plan:
    """One account's plan, what the JSON says of the account, and the checks in its currency."""

    def __init__(self, run: SampleRun, name: str) -> None:
        self.word: Word = run.plan(name)
        self.show: Json = run.show(name)
        self.check = Comparer(self.show["account"]["currency"])
        self.tier: int = self.show["account"]["tier"]
        self.segment: str = self.show["account"]["segment"] or ""
        self.closed = [row for row in self.show["whitespace"]["rows"] if not row["owned"]]

    def section(self, title: str) -> Iterator[Section]:
        """The section, or nothing where the account's form has none: a loop over one or none."""
        assert (title in self.word.sections) == (title in self.titles)
        if title in self.word.sections:
            yield self.word.sections[title]

    @property
    def titles(self) -> list[str]:
        """The sections of the tier's form in the order of the segment. Without a baseline a light
        plan says so among its sources."""
        found = [t for t in BY_TIER[self.tier] if self.tier == 1 or t != FULL[12]]
        first, *before = EARLIER.get(self.segment, ("",))
        if first in found and self.tier < 3:
            found.remove(first)
            found.insert(min(found.index(title) for title in before if title in found), first)
        return found

    def below(self, title: str, heading: str) -> Section:
        return self.word.below[title, heading]


@pytest.fixture(params=NAMES)
def plan(sample: SampleRun, request: pytest.FixtureRequest) -> Plan:
    return Plan(sample, request.param)


def test_the_form_of_the_tier_has_its_sections_in_their_order(plan: Plan) -> None:
    assert list(plan.word.sections) == plan.titles


def test_page_one_names_the_account_and_its_key_figures(plan: Plan) -> None:
    show, check, front = plan.show, plan.check, plan.word.front
    account, revenue, renewal = show["account"], show["revenue"], show["renewal"]
    space = show["whitespace"]
    tiles = {cell.split("\n")[0]: cell.split("\n")[1:] for cell in front.tables[0].heads}

    assert ("Title", account["name"]) in front.paragraphs
    subtitle = dict(front.paragraphs)["Subtitle"]
    assert f"Tier {account['tier']}" in subtitle
    assert (account["owner"] or "not recorded") in subtitle
    kind = "brief" if plan.tier == 3 else plan.segment
    kind = "" if kind == "land_expand" and not plan.closed else kind
    assert tuple(tiles) == TILES.get(kind, TILES[""])
    for label, value in (
        ("Yearly contract value", revenue["current"]),
        ("Target", revenue["target"]),
        ("Gap to target", revenue["gap"]),
        ("Whitespace value", space["value"]),
        ("Renewal value", renewal["value"]),
        ("Open opportunities", show["open"]["amount"]),
    ):
        assert label not in tiles or check.money(tiles[label][0], value), label
    if "Next renewal" in tiles:
        assert check.day(tiles["Next renewal"][0], renewal["date"])
    if "Next renewal" in tiles and renewal["date"] is not None:
        assert numbers_in(tiles["Next renewal"][1])[0].is_of(abs(renewal["days"]))
    if "Whitespace value" in tiles and space["value"] is not None:
        valued, of = numbers_in(tiles["Whitespace value"][1])
        assert (valued.value, of.value) == (space["valued_cells"], space["open"])
    people = show["relationships"]
    for label, parts in (
        ("Contacts active in 90 days", (people["active_contacts"], people["known_contacts"])),
        ("Divisions still closed", (len(plan.closed), len(space["rows"]))),
    ):
        if label in tiles:
            assert tuple(n.value for n in numbers_in(tiles[label][0])) == parts, label


def test_the_headline_gives_revenue_target_gap_and_days_to_renewal(plan: Plan) -> None:
    revenue, renewal = plan.show["revenue"], plan.show["renewal"]
    words = plan.word.front.lead.replace(plan.show["account"]["name"], "")
    figures = numbers_in(words.partition("(")[0])
    known = [revenue["current"]]
    if plan.segment != "retention" and plan.tier < 3:
        known.append(revenue["target"])
    if (
        len(known) == 2
        and all(value is not None for value in known)
        and Decimal(revenue["gap"]) > 0
    ):
        known.append(revenue["gap"])
    wanted = [value for value in known if value is not None]
    if renewal["days"] is not None and abs(renewal["days"]) > 1:
        wanted.append(abs(renewal["days"]))
    if plan.segment == "land_expand" and plan.closed:
        closed = words.rpartition("). ")[2]
        assert [f.value for f in numbers_in(closed)][-1] == len(plan.show["whitespace"]["rows"])

    assert len(figures) == len(wanted), words
    assert [f.value for f, w in zip(figures, wanted, strict=True) if not f.is_of(w)] == []


def test_the_three_actions_of_the_week_are_the_same(plan: Plan) -> None:
    show, check = plan.show, plan.check
    spec = {
        "#": ("rank", check.number),
        "Action": ("text", check.text),
        "Owner": ("owner", check.text),
        "Due": ("due", check.day),
        "Why now": ("reason", check.text),
    }
    assert show["top_actions"] or show["top_actions_note"]
    if show["top_actions"]:
        same_rows(plan.word.front.table("#", "Action"), show["top_actions"], spec)
    else:
        assert not plan.word.front.has_table("#", "Action")
    if len(show["top_actions"]) < 3:
        assert show["top_actions_note"] in plan.word.front.text


def test_the_top_risks_are_the_first_three_of_the_register(plan: Plan) -> None:
    show, check = plan.show, plan.check

    def rating(text: str, risk: Any, row: Any) -> bool:
        parts = (("likelihood", row["likelihood"]), ("impact", row["impact"]))
        return all(f"{level} {name}" in text for name, level in parts if level is not None)

    spec: Spec = {
        "Risk": ("name", check.text),
        "Rating": ("likelihood", rating),
        "Owner": ("owner", check.text),
        "Due": ("due", check.day),
        "Mitigation": ("mitigation", check.text),
    }
    top = show["risks"][:3] if plan.tier < 3 else []
    if top:
        same_rows(plan.word.front.table("Risk", "Rating"), top, spec)
    else:
        assert not plan.word.front.has_table("Risk", "Rating")


def test_where_we_stand_says_what_the_json_says(plan: Plan) -> None:
    show = plan.show
    assert plan.word.front.has_table("Topic", "In one sentence") == (plan.tier == 1)
    if plan.tier == 3:
        return
    people, space = show["relationships"], show["whitespace"]
    if plan.tier == 1:
        rows = {row[0]: row[1] for row in plan.word.front.table("Topic", "In one sentence").rows}
    else:  # on two pages the sentences stand but once, in their sections
        starts = ("Emphasis", "Executive sponsor")
        rows = dict(
            text.split(". ", 1) for _, text in plan.word.front.paragraphs if text.startswith(starts)
        )
        leads = {"Relationships": FULL[3], "Whitespace": FULL[4], "Renewal": FULL[7]}
        rows |= {name: plan.word.sections[title].lead for name, title in leads.items()}

    assert (people["sponsor"] or "not recorded in Salesforce") in rows["Executive sponsor"]
    if people["known_contacts"] and people["active_contacts"] > 1:
        figures = [f.value for f in numbers_in(rows["Relationships"])]
        assert people["known_contacts"] in figures
        assert people["active_contacts"] in figures
    if space["open"] and space["open"] > 1:
        assert numbers_in(rows["Whitespace"])[0].value == space["open"]
    if space["open"] and space["valued_cells"] > 1 and plan.segment != "retention":
        assert numbers_in(rows["Whitespace"])[2].is_of(space["value"])
    if show["renewal"]["value"] is not None and show["renewal"]["date"] is not None:
        assert numbers_in(rows["Renewal"])[0].is_of(show["renewal"]["value"])


def test_the_customer_s_priorities_and_their_measures(plan: Plan) -> None:
    check = plan.check
    spec = {
        "Customer priority": ("name", check.first_line),
        "How it is measured": ("kpi", check.text),
        "Baseline": ("baseline", check.in_unit),
        "Now": ("current", check.in_unit),
        "Target": ("target", check.in_unit),
    }
    for section in plan.section("What the customer wants to achieve"):
        rows = plan.show["priorities"]
        assert section.has_table("Customer priority") == bool(rows)
        if rows:
            same_rows(section.table("Customer priority"), rows, spec)
            if len(rows) > 1:
                assert numbers_in(section.lead)[0].value == len(rows)


def test_products_support_and_news(plan: Plan) -> None:
    show, check = plan.show, plan.check
    products = {
        "Product": ("name", check.text),
        "Divisions": ("teams", check.number),
        "Quantity": ("quantity", check.number),
        "Active users": ("active_users", check.number),
        "First term ends": ("until", check.day),
    }
    signals = {
        "Date": ("date", check.day),
        "Kind": (lambda row: SIGNALS[row["kind"]], check.text),
        "What happened": ("text", check.text),
        "Source": ("url", check.text),
    }
    for section in plan.section("Profile and current state"):
        for head, spec, rows in (
            ("Product", products, show["usage"]["products"]),
            ("What happened", signals, show["signals"]),
        ):
            assert section.has_table(head) == bool(rows)
            if rows:
                same_rows(section.table(head), rows, spec)
        _support(section, show["support"])


def _support(section: Section, support: Json) -> None:
    quarters = support["quarters"]
    (words,) = [text for style, text in section.paragraphs if text.startswith("Open cases")] or [""]
    for label, value in (("Open cases", support["open"]), ("escalated", support["escalated"])):
        if words and value is not None:
            found = re.search(rf"{label}: (\S+?)[ ,;.]", words)
            assert found
            assert int(found[1].replace(",", "")) == value
    if words and support["median_days"] is not None:
        found = re.search(r"close (\S+) days", words)
        assert found
        assert printed(found[1]).is_of(support["median_days"])
    if any(row["opened"] or row["closed"] for row in quarters):
        (chart,) = section.charts
        assert chart.categories == tuple(row["quarter"] for row in quarters)
        same_series(chart, "Opened", [row["opened"] for row in quarters])
        same_series(chart, "Closed", [row["closed"] for row in quarters])
        same_series(chart, "Median days to close", [row["median_days"] for row in quarters])
    else:
        assert section.charts == []


def test_won_lost_and_open_deals(plan: Plan) -> None:
    show, check = plan.show, plan.check
    spec = {
        "Close date": ("close_date", check.day),
        "Opportunity": ("name", check.text),
        "Division": ("unit", check.text),
        "State": ("state", check.word),
        "Amount": ("amount", check.money),
    }
    for section in plan.section("Performance and history"):
        assert section.has_table("Opportunity") == bool(show["timeline"])
        if show["timeline"]:
            same_rows(section.table("Opportunity"), show["timeline"], spec)
        rate = show["performance"]["win_rate"]
        words = [text for _, text in section.paragraphs if text.startswith("In the 36 months")]
        assert bool(words) == (rate is not None)
        for text in words:
            won, lost, share, still_open = numbers_in(text.partition(": ")[2])
            counts = tuple(int(n.value) for n in (won, lost, still_open))
            assert counts == tuple(show[state]["count"] for state in ("won", "lost", "open"))
            assert share.is_of(rate)
        _by_quarter(section, show)
        quarters = show["performance"]["quarters"]
        if any(row["won_count"] for row in quarters):
            chart = section.charts[0]
            assert chart.categories == tuple(row["quarter"] for row in quarters)
            currency = show["account"]["currency"]
            same_series(chart, f"Won ({currency})", [row["won"] for row in quarters])


def _by_quarter(section: Section, show: Json) -> None:
    """The whole relationship: every deal of the timeline stands in one of the chart's quarters."""
    chart = section.charts[-1]
    rows = show["timeline_quarters"]
    assert len(chart.categories) == len(rows)
    for state in ("won", "lost", "open"):
        same_series(chart, state.capitalize(), [row[state] or None for row in rows])
        assert sum(row[state] for row in rows) == show[state]["count"]


def test_people_their_gaps_and_the_divisions_they_cover(plan: Plan) -> None:
    show, check = plan.show, plan.check
    people = show["relationships"]

    def sourced(source: str) -> Any:
        """``High, stated``: the word, and which it is, on every row."""

        def said(text: str, value: Any, row: Any) -> bool:
            word, _, rest = text.rpartition(", ")
            return (
                is_blank(text) if value is None else rest == row[source] and check.word(word, value)
            )

        return said

    def role(text: str, value: Any, row: Any) -> bool:
        word, _, rest = text.partition(" (")
        source = {"opportunity": "deal"}.get(row["role_source"], row["role_source"])
        same = word == WORDS.get(value) and rest.rstrip(")").split(", ")[0] == source
        return is_blank(text) if value is None else same

    def due(text: str, value: Any, row: Any) -> bool:
        day = text.removesuffix(" (proposed)")
        return (day != text) == (not row["is_recorded"]) and check.day(day, value)

    contacts = {
        "Name": ("name", check.text),
        "Title": ("title", check.text),
        "Role (stated in)": ("role", role),
        "Influence": ("influence", sourced("influence_source")),
        "Strength": ("strength", sourced("strength_source")),
        "Last touch": ("last_touch", check.day),
    }
    gaps = {
        "Gap": ("text", check.text),
        "Next action": ("action", check.text),
        "Owner": ("owner", check.text),
        "By": ("due", due),
    }
    roles = {
        "Economic buyer": "economic_buyer",
        "Decision maker": "decision_maker",
        "Champion, coach": "supporters",
        "Influencer, user": "others",
    }
    units = {"Division": ("unit", check.text)} | {h: (r, check.text) for h, r in roles.items()}
    ways = {"To reach": ("name", check.text), "Steps": ("hops", check.number)}
    changes = {"Date": ("date", check.day), "Person": ("name", check.text)}
    for section in plan.section("Organisation and relationships"):
        assert section.has_table("Name", "Role (stated in)") == bool(people["contacts"])
        if not people["contacts"]:
            continue
        same_rows(section.table("Name", "Role (stated in)"), people["key_people"], contacts)
        if people["gaps"]:
            same_rows(section.table("Gap"), people["gaps"], gaps)
        if plan.tier == 1:
            same_rows(section.table("Division", "Economic buyer"), people["covered"], units)
            same_rows(section.table("To reach"), people["introductions"], ways)
            same_rows(section.table("Person", "What changed"), people["changes"], changes)


LEGEND = (
    "3-4 Advocate",
    "2 Supportive",
    "1 Aware",
    "0 No relationship, or blocks",
    "Not known",
)


def test_the_relationship_map_draws_people_with_their_roles_and_counts_the_rest(plan: Plan) -> None:
    contacts = {row["name"]: row for row in plan.show["relationships"]["contacts"]}
    for section in plan.section("Organisation and relationships"):
        drawn = [found for found in section.drawings if found[0].startswith("Relationship map")]
        assert len(drawn) == (1 if plan.tier == 1 and contacts else 0)
        for alt, texts in drawn:
            boxes = [" ".join(text.split()) for text in texts]
            more = [int(n.value) for box in boxes for n in numbers_in(box) if box.endswith(" more")]
            people = [b for b in boxes if not b.endswith(" more") and b not in LEGEND]
            mapped = int(numbers_in(alt)[0].value)
            assert len(people) + sum(more) == mapped
            assert 0 < mapped <= len(contacts)
            for box in people:
                _is_somebody(box, contacts)


def _is_somebody(box: str, contacts: dict[str, Json]) -> None:
    """The box begins with a contact's name; in a narrow box name and role may be cut short."""
    start = box.partition("…")[0]
    named = [row for name, row in contacts.items() if box.startswith(name)]
    if not named and len(start) >= 10:
        named = [row for name, row in contacts.items() if name.startswith(start)]
    assert named, f"{box!r} is nobody of the JSON"
    role = named[0]["role"]
    if role is not None:
        assert f" {WORDS[role][:5]}" in box, box


def test_whitespace_counts_values_and_priorities(plan: Plan) -> None:
    show, check = plan.show, plan.check
    space = show["whitespace"]

    def product(text: str, value: Any, row: Any) -> bool:
        return text == f"{value}\n{row['unit']}"

    def questions(text: str, value: Any, row: Any) -> bool:
        asked = ("need", "access", "budget")
        return [part.lower() for part in text.split(" · ")] == [f"{q} {row[q]}" for q in asked]

    axis = space["axis"].capitalize().replace("_", " ")
    rows = {
        axis: ("name", check.text),
        "Owned": ("owned", check.number),
        "In progress": ("in_progress", check.number),
        "Open": ("open", check.number),
        "Value of open cells": ("value", check.money),
    }
    priorities = {
        "Product and division": ("product", product),
        "Need, access, budget": ("need", questions),
        "Value": ("value", check.money),
        "Play": ("play", check.text),
        "Owner": ("owner", check.text),
        "Close": ("close_date", check.day),
    }
    for section in plan.section("Whitespace"):
        listed = bool(space["priorities"]) and plan.tier == 1  # a light plan lists its plays
        assert section.has_table("Product and division") == listed
        if listed:
            same_rows(section.table("Product and division"), space["priorities"], priorities)
        has_grid = plan.tier == 1 and bool(space["cells"])
        assert section.has_table(axis, "In progress") == has_grid
        if has_grid:
            same_rows(section.table(axis, "In progress"), space["rows"], rows)
        for chart in section.charts:
            currency = show["account"]["currency"]
            values = [space["value"], show["renewal"]["value"]]
            same_series(chart, f"Value ({currency})", values)


_RECORD = re.compile(r"(\d+) (won|lost|open) \((.*?)\)")
GOALS = "Objective, its measures and plays"


def test_rivals_and_what_happened_against_them(plan: Plan) -> None:
    check = plan.check

    def record(text: str, _: Any, row: Any) -> bool:
        """``1 won ($66,000), 2 lost ($189,464)``: a state without deals is not named."""
        found = {state: (n, money) for n, state, money in _RECORD.findall(text)}
        states = [state for state in ("won", "lost", "open") if row[state]]
        return list(found) == states and all(
            check.number(found[state][0], row[state])
            and check.money(found[state][1], row[f"{state}_amount"])
            for state in states
        )

    def weak(text: str, value: Any, row: Any) -> bool:
        said, _, ours = text.partition(" Our advantage: ")
        return check.text(said, value) and (ours or None) == row["our_advantage"]

    spec = {
        "Rival": ("name", check.text),
        "Our deals with it": ("won", record),
        "Its strengths": ("strengths", check.text),
        "Its weaknesses, our advantage": ("weaknesses", weak),
    }
    for section in plan.section("Competition"):
        rivals = plan.show["rivals"]
        assert section.has_table("Rival") == bool(rivals)
        if rivals:
            same_rows(section.table("Rival"), rivals, spec)


def test_goals_with_baseline_target_and_plays(plan: Plan) -> None:
    """One band of rows for each objective: what it is, its measures, its plays (row 82)."""
    goals = plan.show["goals"]
    for section in plan.section("Objectives, measures and plays"):
        assert section.has_table(GOALS) == bool(goals)
        printed = _bands(section.table(GOALS).rows) if goals else []
        assert len(printed) <= len(goals)
        for (head, measures, plays), goal in zip(printed, goals, strict=False):
            assert head.startswith(goal["name"])
            assert f"serves: {goal['priority'] or 'no stated priority'}" in head
            assert all(row["advice"] in head for row in goal["findings"])
            assert ("To sharpen:" in head) == bool(goal["findings"])
            assert faults_of(measures, goal["measures"], _measure_spec(plan)) == []
            shown = goal["plays"][:5]
            assert faults_of(plays, shown, _play_spec(plan)) == []
            assert (len(measures), len(plays)) == (len(goal["measures"]), len(shown))
            more = len(goal["plays"]) - len(shown)
            assert (f"Plays: {more} more in" in head) == (more > 0)


def _bands(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, list[Json], list[Json]]]:
    """The rows by objective: the text of its wide row, its measures, its plays."""
    found: list[tuple[str, list[Json], list[Json]]] = []
    for row in rows:
        if len(set(row)) == 1:  # one cell over all columns
            found.append((row[0], [], []))
            continue
        kind, _, name = row[0].partition(": ")
        cells = dict(zip(("name", "from", "now", "to", "last"), (name, *row[1:]), strict=True))
        found[-1][1 if kind == "Measure" else 2].append(cells)
    return found


def _measure_spec(plan: Plan) -> Spec:
    check = plan.check

    def baseline(text: str, value: Any, row: Any) -> bool:
        if value is None:
            return text == "missing"
        return check.in_unit(text, value, row)

    def progress(text: str, value: Any, _: Any) -> bool:
        said = text.partition(";")[0]
        return check.percent(said.replace("not known", "–"), value)

    return {
        "name": ("name", check.text),
        "from": ("baseline", baseline),
        "now": ("current", check.in_unit),
        "to": ("target", check.in_unit),
        "last": ("progress", progress),
    }


def _play_spec(plan: Plan) -> Spec:
    check = plan.check

    def name(text: str, value: Any, row: Any) -> bool:
        return text.startswith(value) and row["unit"] in text and (row["kind"] or "") in text

    return {
        "name": ("name", name),
        "from": ("owner", check.text),
        "now": ("close_date", check.day),
        "to": ("value", check.money),
    }


def test_the_targets_of_the_year_with_their_type(plan: Plan) -> None:
    check = plan.check
    spec = {
        "Aim": ("aim", lambda text, value, _: text.casefold() == value),
        "Baseline": ("baseline", check.in_unit),
        "Now": ("current", check.in_unit),
        "Target": ("target", check.in_unit),
        "Due": ("due", check.day),
    }
    for section in plan.section("Objectives, measures and plays"):
        if plan.show["goals"]:
            same_rows(section.table("Aim"), plan.show["aims"]["targets"], spec)


def test_what_was_tried_and_whether_it_worked(plan: Plan) -> None:
    tried = plan.show["aims"]["tried"]
    words = {True: "Worked", False: "Did not work", None: "Not known"}
    spec = {
        "Goal": ("goal", plan.check.text),
        "Strategy tried": ("strategy", plan.check.text),
        "Result": ("worked", lambda text, value, _: text.startswith(words[value])),
        "What we learned": ("notes", plan.check.text),
    }
    for section in plan.section("Objectives, measures and plays"):
        assert section.has_table("Strategy tried") == bool(tried)
        if tried:
            same_rows(section.table("Strategy tried"), tried, spec)


def test_the_bridge_leads_from_revenue_to_target(plan: Plan) -> None:
    revenue = plan.show["revenue"]
    for section in plan.section("Objectives, measures and plays"):
        known = revenue["current"] is not None and revenue["target"] is not None
        assert len(section.charts) == (1 if known and plan.show["goals"] else 0)
        for chart in section.charts:
            whole = chart.series["Revenue"]
            assert whole[0] == Decimal(revenue["current"])
            assert whole[-1] == Decimal(revenue["target"])
            steps = [*chart.series["Plays"], *chart.series.get("Not covered", ())]
            bridged = sum((step for step in steps if step is not None), Decimal(0))
            ahead = {play["name"]: play for play in plan.show["plays"]}
            for label, step in zip(chart.categories, chart.series["Plays"], strict=True):
                name = label.rpartition(": ")[0]
                if step is not None and name in ahead:
                    assert step == Decimal(ahead[name]["value"])
            assert bridged >= Decimal(revenue["gap"])


def test_the_renewal_and_what_leads_up_to_it(plan: Plan) -> None:
    show, check = plan.show, plan.check
    renewal = show["renewal"]

    def state(text: str, value: Any, row: Any) -> bool:
        return text.startswith(GATES[value])

    for section in plan.section("Renewal strategy"):
        rows = {row[0]: row[1] for row in section.table("Renewal").rows}
        assert ("Date and value" in rows) == (plan.tier == 1 or renewal["days"] is None)
        if "Date and value" in rows:
            when, _, value = rows["Date and value"].partition(" · ")
            assert check.day(when.partition(" (")[0], renewal["date"])
            assert check.number(when.partition(" (")[2].partition(" ")[0], renewal["days"])
            assert check.money(value.partition(" (")[0], renewal["value"])
        assert rows["Status"].startswith(WORDS[renewal["status"]])
        assert renewal["status_reason"] in rows["Status"]
        owner, *_, notice = rows["Owner and notice"].partition(" · our own")[0].split(" · ")
        assert check.text(owner, renewal["owner"])
        notice = notice.removeprefix("notice period by contract: ")
        assert check.number(notice.partition(" ")[0], renewal["notice_days"])
        if renewal["notice_days"] is not None:
            last = "ended " if renewal["notice_is_past"] else "until "
            assert check.day(notice.partition(last)[2], renewal["notice_by"])
        assert check.text(rows["Strategy"], renewal["strategy"])
        spec = {
            "Days": ("days_before", check.number),
            "Date": ("date", check.day),
            "Who": ("owner", check.text),
            "State, by the records": ("state", state),
        }
        due = bool(renewal["milestones"]) and plan.tier == 1
        assert section.has_table("Days") == due
        if due:
            same_rows(section.table("Days"), renewal["milestones"], spec)


def test_actions_and_commitments(plan: Plan) -> None:
    show, check = plan.show, plan.check

    def due(text: str, value: Any, row: Any) -> bool:
        when, _, late = text.partition(" (")
        if not check.day(when, value):
            return False
        if row["days_overdue"]:
            return check.number(late.partition(" ")[0], row["days_overdue"])
        return late == ""

    def owner(text: str, value: Any, row: Any) -> bool:
        name = text.removesuffix(" (queue: name a person)")
        return check.text(name, value) and (name != text) == row["owner_is_queue"]

    def subject(text: str, value: Any, row: Any) -> bool:
        link = row["play"] or row["goal"] or row["serves"]
        return check.text(text.removesuffix(f" ({link})"), value) and (link is None) == (
            text == value
        )

    actions = {
        "Action": ("subject", subject),
        "Division": ("unit", check.text),
        "Owner": ("owner", owner),
        "Due": ("due", due),
        "Priority": ("priority", check.text),
        "Escalate to": ("escalate_to", check.text),
    }
    commitments = {
        "Commitment": ("name", check.text),
        "Ours": ("our_owner", check.text),
        "Theirs": ("customer_owner", check.text),
        "Due": ("due", check.day),
        "State": ("state", check.word),
    }
    for section in plan.section("Action plan"):
        promised = by_urgency(show["commitments"]) if plan.tier == 1 else []
        for head, spec, rows in (
            ("Action", actions, show["actions"]),
            ("Commitment", commitments, promised),
        ):
            assert section.has_table(head) == bool(rows)
            if rows:
                same_rows(section.table(head), rows, spec)
        late = sum(1 for row in show["actions"] if row["days_overdue"])
        if len(show["actions"]) > 1 and 0 < late < len(show["actions"]):
            assert [n.value for n in numbers_in(section.lead)] == [len(show["actions"]), late]


def test_the_ids_of_the_tasks_stand_below_the_actions(plan: Plan) -> None:
    for section in plan.section("Action plan"):
        rows = plan.show["actions"]
        for table in [section.table("Action")] if rows else []:
            ids = re.findall(r"\d (00T\w{15})", table.after)
            assert ids == [row["id"] for row in rows][: len(table.rows)]


def by_urgency(rows: list[Json]) -> list[Json]:
    """Promises that are still to be done first, by date; then the others, the latest first."""
    owed = [row for row in rows if row["state"] in ("open", "late") and not row["done_on"]]
    settled = sorted((row for row in rows if row not in owed), key=_due, reverse=True)
    return [*sorted(owed, key=_due), *settled]


def _due(row: Json) -> tuple[str, str]:
    return (row["due"] or "9999", row["name"])


def test_the_risk_register(plan: Plan) -> None:
    check = plan.check

    def risk(text: str, value: Any, row: Any) -> bool:
        name = text.removesuffix(" (seen in the records)")
        return check.text(name, value) and (name != text) == row["is_derived"]

    def mitigation(text: str, value: Any, row: Any) -> bool:
        done, _, instead = text.partition(" If it happens: ")
        return check.text(done, value) and check.text(instead or "not recorded", row["contingency"])

    spec = {
        "Risk": ("name", risk),
        "Likelihood": ("likelihood", check.word),
        "Impact": ("impact", check.word),
        "Owner": ("owner", check.text),
        "Due": ("due", check.day),
        "Mitigation": ("mitigation", mitigation),
    }
    for section in plan.section("Risk register"):
        risks = plan.show["risks"]
        assert section.has_table("Risk") == bool(risks)
        if risks:
            same_rows(section.table("Risk"), risks, spec)
            if len(risks) > 1:
                assert numbers_in(section.lead)[0].value == len(risks)


def test_the_team_and_the_scorecard(plan: Plan) -> None:
    show, check = plan.show, plan.check
    team = {
        "Role": ("role", check.text),
        "Person": (lambda row: row["name"] if row["is_filled"] else None, check.text),
    }
    metrics = {
        "Baseline": ("baseline", check.in_unit),
        "Now": ("current", check.in_unit),
        "Target": ("target", check.in_unit),
    }
    for section in plan.section("Team and resources"):
        assert section.has_table("Role") == bool(show["team"])
        if show["team"]:
            same_rows(section.table("Role"), show["team"], team)
    title = "Scorecard: leading and lagging"
    for section in plan.section(title):
        for head, key in (
            ("Leading: what we do", "leading"),
            ("Lagging: what came of it", "lagging"),
        ):
            spec = {head: ("name", check.text), **metrics}
            same_rows(section.table(head), show["metrics"][key], spec)


def gaps_listed(section: Section) -> dict[str, str]:
    """What the coverage says was not read in full: a table in a full plan, else one sentence."""
    if section.has_table("What", "State"):
        return {row["What"]: row["State"] for row in section.table("What", "State").records()}
    start = "Not in full: "
    words = [text for _, text in section.paragraphs if text.startswith(start)]
    items = words[0].removeprefix(start).split(" · ") if words else []
    return {label: said for label, _, said in (item.partition(": ") for item in items)}


def test_coverage_counts_what_was_read_and_names_what_was_not(plan: Plan) -> None:
    """How many of each kind were read stands in the workbook; what is lacking, here too."""
    for section in plan.section("Sources and coverage"):
        listed = gaps_listed(section)
        shown = plan.show["coverage"]
        gaps = [row for row in shown if row["missing"] or row["state"] != "read"]
        assert len(listed) == len(gaps)
        said = sorted(listed.values())
        for row in gaps:
            state = "no records" if row["state"] == "no_records" else "not "
            wanted = ", ".join(row["missing"]) or state
            assert any(wanted in words for words in said), row["topic"]
        counts = [int(n.value) for words in said for n in numbers_in(words)[:1]]
        assert sorted(counts) == sorted(row["count"] for row in gaps if row["count"])


def test_every_chart_shows_what_the_workbook_behind_it_holds(plan: Plan) -> None:
    charts = [chart for section in plan.word.sections.values() for chart in section.charts]
    assert all(chart.behind for chart in charts)
    assert [chart.alt for chart in charts if not chart.is_in_step()] == []


def test_totals_of_the_json_are_the_sums_of_its_rows(plan: Plan) -> None:
    show = plan.show
    space = show["whitespace"]
    for state in ("won", "lost", "open"):
        assert show[state]["count"] == len(show[state]["deals"])
        total = amount_of(show[state]["deals"], "amount")
        assert abs(total - Decimal(show[state]["amount"] or 0)) <= Decimal("0.05")
    for state in ("owned", "in_progress", "open"):
        assert (space[state] is None) == (not space["cells"])
        count = space[state] or 0
        assert count == sum(cell["state"] == state for cell in space["cells"])
        assert count == sum(row[state] for row in space["rows"])
        assert count == sum(family[state] for family in space["families"])
    valued = [c for c in space["cells"] if c["state"] == "open" and c["value"] is not None]
    assert (space["valued_cells"] or 0) == len(valued)
    assert amount_of(valued, "value") == Decimal(space["value"] or 0)
    assert len(space["cells"]) == len(space["rows"]) * len(space["columns"])
    revenue = show["revenue"]
    if revenue["gap"] is not None:
        gap = Decimal(revenue["target"]) - Decimal(revenue["current"])
        assert abs(gap - Decimal(revenue["gap"])) <= Decimal("0.005")
    assert len(show["top_actions"]) <= 3
    assert is_blank(show["account"]["segment"] or "")
