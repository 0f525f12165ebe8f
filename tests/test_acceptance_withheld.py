"""A customer's template that uses an internal name is refused, whatever way it takes.

The templates are made with python-pptx, one attempt each or all of them together, for both decks,
and go through the real commands: each refusal names the file, the place, the tag as it was typed,
and that the name is internal; nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.util import Inches

from generator.artifacts import CATALOG, entries, names_tree
from generator.artifacts.vocabulary import TOPICS
from tests.acceptance_runs import Json, command
from tests.engine_kit import add_chart, describe, png

DECKS = tuple(name for name, found in CATALOG.items() if found.audience == "customer")
Slide = Any
Put = Callable[[Slide, str], None]


# --- the places of a template -------------------------------------------------------------------


def _box(slide: Slide) -> Any:
    return slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1))


def text(slide: Slide, tag: str) -> None:
    _box(slide).text_frame.text = tag


def lines(slide: Slide, tag: str) -> None:
    """Each tag in a paragraph of its own."""
    frame = _box(slide).text_frame
    frame.text = "Our view"
    for part in tag.split("\n"):
        frame.add_paragraph().text = part


def runs(slide: Slide, tag: str) -> None:
    """The tag broken over runs, in the middle of its name."""
    paragraph = _box(slide).text_frame.paragraphs[0]
    half = len(tag) // 2
    for part in (tag[:half], tag[half:]):
        paragraph.add_run().text = part
    paragraph.runs[0].font.bold = True


def title(slide: Slide, tag: str) -> None:
    slide.shapes.title.text = tag


def notes(slide: Slide, tag: str) -> None:
    slide.notes_slide.notes_text_frame.text = tag


def cell(slide: Slide, tag: str) -> None:
    shape = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(5), Inches(1))
    shape.table.cell(1, 1).text = tag


def row(slide: Slide, tag: str) -> None:
    """A row that repeats: the loop in the first cell, the value in the last."""
    shape = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(5), Inches(1))
    first, last = tag.split("\n")
    shape.table.cell(1, 0).text, shape.table.cell(1, 1).text = first, last


def alt(slide: Slide, tag: str) -> None:
    shape = _box(slide)
    shape.text_frame.text = "A box"
    describe(shape, tag)


def chart(slide: Slide, tag: str) -> None:
    add_chart(slide, tag)


def chart_title(slide: Slide, tag: str) -> None:
    add_chart(slide, "{% chart charts.cases %}", tag)


def picture(slide: Slide, tag: str) -> None:
    from io import BytesIO

    shape = slide.shapes.add_picture(BytesIO(png(8, 8)), Inches(1), Inches(1), Inches(1), Inches(1))
    describe(shape, tag)


def link(slide: Slide, tag: str) -> None:
    run = _box(slide).text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "More", f"https://example.com/?q={tag}"


def group(slide: Slide, tag: str) -> None:
    inner = slide.shapes.add_group_shape()
    inner.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = tag


def layout(slide: Slide, tag: str) -> None:
    slide.slide_layout.placeholders[0].text_frame.text = tag


def subject(slide: Slide, tag: str) -> None:
    slide.part.package.core_properties.subject = tag


# --- the ways -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Try:
    """One attempt: how the tag is typed, where, which name it is after, and where it is found."""

    name: str
    put: Put
    tag: str
    where: str = "slide 1"
    faulty: str = ""  # the tag that is refused, where several are typed

    @property
    def refused(self) -> str:
        return self.faulty or self.tag[self.tag.index("{") :]

    def __str__(self) -> str:
        return f"{self.put.__name__}: {self.tag}".replace("\n", " / ")


def _direct() -> Iterator[Try]:
    for name in (
        "account.health", "account.potential", "account.tier", "account.segment_reason",
        "revenue.target", "revenue.gap", "renewal.status_reason", "renewal.value",
        "renewal.strategy", "won.amount", "open.amount", "performance.win_rate",
        "whitespace.value", "relationships.sponsor", "plan.threats", "document.user",
        "support.escalated", "activity.last_30d", "conclusions.whitespace", "summary.headline",
    ):  # fmt: skip
        yield Try(name, text, f"{{{{ {name} }}}}")


TRIES = (
    *_direct(),
    # other places
    Try("account.health", title, "{{ account.health }}"),
    Try("account.description", notes, "Say: {{ account.description }}", "slide 1, notes"),
    Try("account.expansion_thesis", cell, "{{ account.expansion_thesis }}", "table"),
    Try("renewal.value", runs, "{{ renewal.value }}"),
    Try("relationships.map", alt, "{% map relationships.map %}"),
    Try("relationships.matrix", alt, "{% matrix relationships.matrix %}"),
    Try("account.playbook", alt, "{{ account.playbook }}"),
    Try("charts.revenue_bridge", chart, "{% chart charts.revenue_bridge %}"),
    Try("charts.win_loss", chart, '{% chart charts.win_loss or "No data" %}'),
    Try("charts.whitespace_families", picture, "{% picture charts.whitespace_families %}"),
    Try("revenue.current", chart_title, "{{ revenue.current }}"),
    Try("account.website", link, "{{ account.website }}", "link",
        faulty="https://example.com/?q={{ account.website }}"),
    Try("account.owner", group, "{{ account.owner }}"),
    Try("plan.notes", layout, "{{ plan.notes }}", "layout"),
    Try("account.segment", subject, "{{ account.segment }}", "subject"),
    # loops
    Try("risks", lines, "{% for r in risks %}\n{{ r.name }}\n{% endfor %}",
        faulty="{% for r in risks %}"),
    Try("plays", row, "{% for p in plays %}{{ p.name }}\n{{ p.value }}{% endfor %}", "table",
        faulty="{% for p in plays %}"),
    Try("products.arr", row, "{% for p in products %}{{ p.product }}\n{{ p.arr }}{% endfor %}",
        "table", faulty="{{ p.arr }}"),
    Try("whitespace.rows", lines,
        "{% for u in whitespace.rows %}\n{{ u.unit }}\n{% endfor %}",
        faulty="{% for u in whitespace.rows %}"),
    Try("relationships.contacts", notes,
        "{% slide for c in relationships.contacts %}{% endfor %}", "slide 1",
        faulty="{% slide for c in relationships.contacts %}"),
    Try("goals.strategy", text, "{% for g in goals %}{{ g.strategy }}{% endfor %}",
        faulty="{{ g.strategy }}"),
    Try("goals.plays", text,
        "{% for g in goals %}{% for p in g.plays %}{{ p.value }}{% endfor %}{% endfor %}",
        faulty="{% for p in g.plays %}"),
    Try("timeline_shown", text, "{% for d in timeline_shown %}{{ d.name }}{% endfor %}",
        faulty="{% for d in timeline_shown %}"),
    Try("open.deals_more", text, "{{ open.deals_more }}"),
    # a loop's variable that is called like something else
    Try("commitments.is_shared", text,
        "{% for account in commitments %}{{ account.is_shared }}{% endfor %}",
        faulty="{{ account.is_shared }}"),
    Try("goals.description", text,
        "{% for loop_ in goals %}{{ loop_.description }}{% endfor %}",
        faulty="{{ loop_.description }}"),
    Try("risks", text, "{% for team in risks %}{{ loop.index }}{% endfor %}",
        faulty="{% for team in risks %}"),
    # conditions, of which only an answer would be seen
    Try("renewal.status", text, '{% if renewal.status == "red" %}soon{% endif %}',
        faulty='{% if renewal.status == "red" %}'),
    Try("relationships.single_threaded", notes,
        "{% slide if relationships.single_threaded %}{% endif %}", "slide 1",
        faulty="{% slide if relationships.single_threaded %}"),
    Try("account.tier", text, "{% shape if account.tier == 1 %}{% endif %}",
        faulty="{% shape if account.tier == 1 %}"),
    Try("revenue.gap", text, '{{ "more" if revenue.gap > 0 else "less" }}'),
    Try("products.arr", text,
        "{% for p in products if p.arr > 100 %}{{ p.product }}{% endfor %}",
        faulty="{% for p in products if p.arr > 100 %}"),
    Try("rivals", text, "{% if period.quarter and not rivals %}x{% endif %}",
        faulty="{% if period.quarter and not rivals %}"),
    Try("account.health", text, "{% if account.health is known %}x{% endif %}",
        faulty="{% if account.health is known %}"),
    # filters
    Try("products.arr", text, '{{ products | sum("arr") }}'),
    Try("products.arr", text, '{{ products | sort(attribute="arr") | join(", ", "product") }}'),
    Try("products.arr", text, '{{ products | unique("arr") | length }}'),
    Try("team.is_filled", text, '{{ team | join(", ", "is_filled") }}'),
    Try("risks", text, "{{ risks | length }}"),
    Try("account.potential", text, '{{ account.potential | default("none") }}'),
    Try("revenue.target", text, "{{ (revenue.target - 1) | round }}"),
    Try("account.health", text, "{{ account.name | default(account.health) }}"),
    # roundabout
    Try("account.health", text, '{{ account["health"] }}'),
    Try("account.health", text, '{{ "Health " ~ account.health }}'),
    Try("products.arr", text, "{{ (products | first).arr }}"),
    Try("products.arr", text, "{{ products[0].arr }}"),
    Try("account.health", text, "{{ [account][0].health }}"),
    Try("account.health", text, "{{ (account if account.name else period).health }}"),
    Try("products.arr", text, "{% for p in ([] or products) %}{{ p.arr }}{% endfor %}",
        faulty="{{ p.arr }}"),
    Try("whitespace", text, "{% for w in [whitespace] %}{{ w.value }}{% endfor %}",
        faulty="{% for w in [whitespace] %}"),
)  # fmt: skip

NAMES_BUILT = (
    '{{ account["hea" ~ "lth"] }}',
    '{{ account | attr("health") }}',
    "{{ account.__class__ }}",
    "{{ self.account }}",
    "{{ loop.parent.health }}",
    "{{ (products or priorities)[0].arr }}",
    "{{ (commitments | default(products))[0].arr }}",
    "{{ account.name.health }}",
    "{{ account.get('health') }}",
    "{% set a = account %}{{ a.health }}",
    "{% include 'plan' %}",
    '{{ products | join(", ", "a" ~ "rr") }}',
    "{{ products[:1][0].arr }}",
    "{% for p in products %}{{ p[loop.index].arr }}{% endfor %}",
    "{{ ({} or account).health }}",
)
"""Ways to say a name without saying it: no part of the language, or of no known kind."""


def template(folder: Path, deck: str, *tries: Try) -> Path:
    """The deck's template of a user who has typed these tags, one slide each."""
    made = pptx.Presentation()
    for attempt in tries:
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = "Review"
        attempt.put(slide, attempt.tag)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / CATALOG[deck].template
    made.save(str(path))
    return path


def checked(path: Path) -> list[Json]:
    ran = command("templates", "check", path, "--json")
    assert ran.code == 1, path
    problems: list[Json] = ran.json["problems"]
    return problems


def says_so(problem: Json, attempt: Try, where: str) -> bool:
    """Whether the fault names this attempt's file, place and tag, and that the name is internal."""
    named = f"{problem['tag']} {problem['message']}"
    last = attempt.name.rpartition(".")[2]
    return (
        where in problem["place"].casefold()
        and problem["tag"] == attempt.refused
        and last in named
        and "is internal: this document may not show it" in problem["message"]
    )


def test_there_are_enough_of_them() -> None:
    assert len(TRIES) >= 60
    assert len({attempt.name for attempt in TRIES}) >= 35
    assert len({attempt.put for attempt in TRIES}) >= 15
    withheld = {entry.name.replace("[]", "") for entry in entries() if "qbr" not in entry.artifacts}
    groups = {".".join(name.split(".")[:n]) for name in withheld for n in (1, 2)}
    known = withheld | groups | {f"{name}_shown" for name in groups}
    assert {attempt.name for attempt in TRIES} <= known


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("attempt", TRIES, ids=str)
def test_an_internal_name_is_refused_wherever_it_is_typed(
    tmp_path: Path, attempt: Try, deck: str
) -> None:
    problems = checked(template(tmp_path, deck, attempt))
    assert {Path(problem["path"]).name for problem in problems} == {CATALOG[deck].template}
    assert any(says_so(problem, attempt, attempt.where) for problem in problems), problems


@pytest.mark.parametrize("deck", DECKS)
def test_all_attempts_of_one_template_are_told_together(tmp_path: Path, deck: str) -> None:
    problems = checked(template(tmp_path, deck, *TRIES))
    missed = [
        str(attempt)
        for number, attempt in enumerate(TRIES, start=1)
        if not any(says_so(problem, attempt, _place(attempt, number)) for problem in problems)
    ]
    assert missed == []


def _place(attempt: Try, number: int) -> str:
    return attempt.where if attempt.put in (layout, subject) else f"slide {number},"


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("tag", NAMES_BUILT)
def test_a_name_cannot_be_built(tmp_path: Path, tag: str, deck: str) -> None:
    path = template(tmp_path, deck, Try("", text, tag))
    problems = checked(path)
    assert {problem["file"] for problem in problems} == {path.name}
    assert all(problem["place"].startswith("slide 1") for problem in problems)


def tagged(name: str, kind: str) -> str:
    """A tag for a documented name; of a list, of its first item."""
    path = name.replace("[]", "[0]")
    word = kind if kind in ("chart", "picture", "map", "matrix") else ""
    return f"{{% {word} {path} %}}" if word else f"{{{{ {path} }}}}"


@pytest.mark.parametrize("deck", DECKS)
def test_every_internal_name_there_is_is_refused(tmp_path: Path, deck: str) -> None:
    """Every name of our artifacts that the deck does not have, typed as it is meant. One that all
    of ours have is said to be internal; what only some have is no name at all elsewhere."""
    hidden = [entry for entry in entries() if deck not in entry.artifacts]
    assert len(hidden) > 400
    tries = [Try(e.name, _place_of(e.kind), tagged(e.name, e.kind)) for e in hidden]
    parts = [tries[start : start + _SLIDES] for start in range(0, len(tries), _SLIDES)]
    assert [name for part in parts for name in let_through(tmp_path, deck, part)] == []


_SLIDES = 600
"""How many a deck has at the most: a package of more parts is refused whatever it holds."""


def let_through(folder: Path, deck: str, tries: list[Try]) -> list[str]:
    refused = {(problem["place"], problem["tag"]) for problem in checked_all(folder, deck, tries)}
    return [
        attempt.name
        for number, attempt in enumerate(tries, start=1)
        if not any(place.startswith(f"slide {number},") and tag == attempt.tag
                   for place, tag in refused)
    ]  # fmt: skip


def _place_of(kind: str) -> Put:
    return {"chart": chart, "map": alt, "matrix": alt, "picture": picture}.get(kind, text)


def checked_all(folder: Path, deck: str, tries: list[Try]) -> list[Json]:
    problems = checked(template(folder, deck, *tries))
    unknown = [p["tag"] for p in problems if INTERNAL_SAID not in p["message"]]
    assert [tag for tag in unknown if not re.search(rf"\b({'|'.join(LIMITED)})\b", tag)] == []
    return problems


INTERNAL_SAID = "is internal: this document may not show it"
LIMITED = sorted(topic.node.name for topic in TOPICS if topic.artifacts)
"""Topics that only some artifacts have."""


# --- the command that makes documents ------------------------------------------------------------


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


@pytest.mark.proof("internal names in a customer's template, by the real command", slice=20,
                   full=len(TRIES) * len(DECKS))  # fmt: skip
def test_generate_writes_nothing_by_such_a_template(tmp_path: Path, cases: int) -> None:
    pairs = [(attempt, deck) for attempt in TRIES for deck in DECKS]
    step = len(pairs) // cases
    for number, (attempt, deck) in enumerate(pairs[::step]):
        folder, out = tmp_path / f"{number}", tmp_path / f"{number}" / "out"
        template(folder, deck, attempt)
        asked = ("--only", deck, "--org", "sample", "--templates", folder, "--out", out)
        ran = command("generate", "Kestrel & Rowe Foods", *asked)
        assert (ran.code, _files(out)) == (1, []), str(attempt)
        told = [line for line in ran.err.splitlines() if "is internal: this document" in line]
        file = CATALOG[deck].template
        assert any(file in line and attempt.refused in line for line in told), ran.err


def test_the_same_names_are_at_home_in_the_plan() -> None:
    """They exist: they are refused for the customer's sake and not as typing mistakes."""
    tree, withheld = names_tree("plan")
    assert withheld == {}
    for attempt in TRIES:
        shape: Any = tree
        for part in attempt.name.split("."):
            shape = (shape[0] if isinstance(shape, list) else shape)[part]
