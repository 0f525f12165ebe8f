"""The account review as a file: order, decisions, room, marks, and what stands in its notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from generator.analysis.analyse import analyse
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer, load
from generator.files import data_folder
from generator.model.snapshot import Snapshot
from generator.pipeline import Made
from tests.acceptance_runs import ROOTS
from tests.builders import Book
from tests.test_decks_render import foot_of, rendered

PARTS = {"1": 2, "2": 2, "3": 2, "4": 2}
LONG = (
    "Bring the crews of both halls and the night shift together before the next audit of the plant"
)
DECISION_TOP, FOOTER_TOP = Inches(6.0), Inches(7.0)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The sample's largest account."""
    data = load(data_folder("samples"))
    root = next(row["Id"] for row in ROOTS if row["Name"] == "Kestrel & Rowe Foods")
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        (found,) = read_accounts(session, [root], date.fromisoformat(data.org["as_of"]))
    return found


@pytest.fixture(scope="module")
def deck(snapshot: Snapshot) -> Made:
    return rendered(analyse(snapshot), "review")


def slides_of(made: Made) -> list[Any]:
    return list(Presentation(BytesIO(made.document.data)).slides)


def texts(slide: Any) -> dict[str, str]:
    return {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}


def parts_of(slides: list[Any]) -> list[str]:
    """Of each slide the number of its part; empty before the first and in the appendix."""
    words = [texts(slide).get("Part", "") for slide in slides]
    return [word.removeprefix("Part ").partition(" ")[0] for word in words]


def test_the_four_parts_follow_one_another_within_ten_slides(deck: Made) -> None:
    slides = slides_of(deck)
    appendix = [number for number, slide in enumerate(slides) if "Appendix" in texts(slide)]
    assert appendix == list(range(appendix[0], len(slides)))
    assert appendix[0] <= 10
    parts = parts_of(slides)
    assert [part for part in parts if part] == sorted(part for part in parts if part)
    assert {part: parts.count(part) for part in PARTS} == PARTS


def test_with_a_baseline_the_changes_stand_between_the_agenda_and_the_first_part() -> None:
    old, new = Book(as_of=date(2026, 6, 28)), Book()
    for number in range(20):
        new.deal(f"Deal {number:02}", "1000", date(2027, 3, 1), created=date(2026, 9, 1))
    slides = slides_of(rendered(analyse(new.build(), baseline=old.build()), "review"))
    assert "20 changes since Jun 28, 2026" in texts(slides[1]).values()
    assert ["Part" in texts(slide) for slide in slides[:3]] == [False, False, True]
    table = next(shape.table for shape in slides[1].shapes if shape.name == "Changes")
    assert len(list(table.rows)) == 1 + 12
    without = slides_of(rendered(analyse(new.build()), "review"))
    assert "Part" in texts(without[1])


@pytest.mark.parametrize("name", ["Kestrel & Rowe Foods", "nothing"])
def test_each_part_ends_with_the_decision_that_the_agenda_names(deck: Made, name: str) -> None:
    slides = slides_of(deck if name != "nothing" else rendered(analyse(Book().build()), "review"))
    agenda = next(shape.table for shape in slides[0].shapes if shape.name == "Agenda")
    rows = [[cell.text for cell in row.cells] for row in list(agenda.rows)[1:]]
    parts = parts_of(slides)
    for number, (time, what, decision) in zip(PARTS, rows, strict=True):
        own = [slide for slide, part in zip(slides, parts, strict=True) if part == number]
        assert own, f"part {number} stands whatever is recorded"
        said = [texts(slide)["Decision"] for slide in own if "Decision" in texts(slide)]
        assert texts(own[-1])["Decision"] == said[0], "at the end of its part, and once"
        assert len(said) == 1
        assert said[0].startswith("Decision needed")
        assert decision.split("\n")[0].rstrip("…") in said[0]
        assert what.removeprefix(f"{number}  ") in texts(own[0])["Part"]
        assert time in texts(own[0])["Part"]


def test_the_agenda_asks_its_people_and_says_that_the_deck_is_read_before(deck: Made) -> None:
    slide = slides_of(deck)[0]
    invited = next(shape.table for shape in slide.shapes if shape.name == "Attendees")
    rows = [tuple(cell.text for cell in row.cells) for row in invited.rows]
    assert ("Account manager", "Priya Raman\nKey Account Manager") in rows
    assert ("Sales manager", "Daniel Abara") in rows
    assert [role for role, _ in rows[1:]] == [
        *("Account manager", "Sales manager", "Solutions engineer"),
        *("Customer success", "Customer success", "Executive sponsor"),
    ]
    assert texts(slide)["Pre-read"].startswith("Read before the meeting.")


def test_every_slide_is_marked_and_the_last_one_names_the_sources(deck: Made) -> None:
    slides = slides_of(deck)
    for slide in slides:
        said = texts(slide)
        assert said["Marking"] == "INTERNAL - not for customers · SAMPLE DATA"
        for part in ("As of Nov 20, 2026", "Dunmere Systems, Inc.", "Helena Voss", "valid until"):
            assert part in said["Footer"]
    names = {shape.name for shape in slides[-1].shapes}
    assert {"Sources", "Coverage"} <= names


def test_titles_state_a_number_and_have_two_lines_at_most(deck: Made) -> None:
    for slide in slides_of(deck)[1:]:
        title = slide.shapes.title.text_frame.text
        assert any(letter.isdigit() for letter in title) or "None of" in title, title
        assert len(title) <= 125


def test_charts_are_native_and_the_notes_hold_the_facts_of_the_part(deck: Made) -> None:
    slides = slides_of(deck)
    charts = {shape.name: shape.chart for s in slides for shape in s.shapes if shape.has_chart}
    assert set(charts) == {"Bridge to target", "Whitespace and renewal"}
    steps = list(charts["Bridge to target"].plots[0].categories)
    assert [step.partition(":")[0] for step in steps] == [
        *("Now", "Plays by Dec 31, 2026", "Not covered", "Target")
    ]
    notes = {
        number: slide.notes_slide.notes_text_frame.text
        for number, slide in zip(parts_of(slides), slides, strict=True)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame.text
    }
    assert set(notes) == set(PARTS)
    assert "Yearly contract value: $2,077,405" in notes["1"]
    assert not any("{%" in text or "{{" in text for text in notes.values())


# --- room -----------------------------------------------------------------------------------------


def larger(snapshot: Snapshot) -> Snapshot:
    """Three times the records that the parts list, all with long names."""

    def thrice(rows: tuple[Any, ...], *names: str) -> tuple[Any, ...]:
        long = [
            replace(row, **dict.fromkeys(names, f"{LONG} {row.id[-4:]}"))  # one like no other
            for row in rows
        ]
        more = [
            replace(row, id=f"{row.id[:12]}{turn:03d}{row.id[15:]}")
            for turn in (1, 2)
            for row in long
        ]
        return (*long, *more)

    return replace(
        snapshot,
        plays=thrice(snapshot.plays, "name"),
        risks=thrice(snapshot.risks, "name", "mitigation"),
        commitments=thrice(snapshot.commitments, "name"),
        signals=thrice(snapshot.signals, "text"),
        measures=thrice(snapshot.measures, "name"),
        contacts=tuple(
            replace(row, name=f"{row.name} {LONG[:40]}", title=LONG) for row in snapshot.contacts
        ),
        users=tuple(replace(row, name=f"{row.name} {LONG[:30]}") for row in snapshot.users),
        accounts=tuple(replace(row, name=f"{row.name} {LONG[:40]}") for row in snapshot.accounts),
        competitors=tuple(
            replace(row, strengths=LONG * 3, weaknesses=LONG * 3) for row in snapshot.competitors
        ),
    )


def test_long_names_and_three_times_the_records_have_room(snapshot: Snapshot) -> None:
    made = rendered(analyse(larger(snapshot)), "review")
    slides = slides_of(made)
    for number, slide in enumerate(slides, 1):
        limit = DECISION_TOP if "Decision" in texts(slide) else FOOTER_TOP
        for shape in slide.shapes:
            if shape.has_table:
                assert foot_of(shape) <= limit, f"slide {number}: {shape.name}"
    more = {name: text for slide in slides for name, text in texts(slide).items() if "More" in name}
    assert more["More Plays"] == "25 more in Salesforce"
    assert more["More Risks"].startswith("and ")
    assert more["More Commitments"] == "28 more in Salesforce"
    shown = [problem for problem in made.problems if problem.startswith("Shortened")]
    assert any("on the slide of plays: the name of" in problem for problem in shown)
