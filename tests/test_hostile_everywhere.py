"""Hostile values and hostile tags in every kind of place that the grammar names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from generator.engine import check_template, compile_template
from tests import engine_kit, excel_kit
from tests.engine_kit import deck, parts, saved, word
from tests.hostile_everywhere import (
    CLOSE,
    NAMES,
    OPEN,
    compiled,
    header_text,
    marked_texts,
    values_with,
    with_text,
)
from tests.hostile_names import all_names
from tests.hostile_payloads import REFUSED, RICH, TEXTS
from tests.hostile_places import RawBook, expected, in_cell, well_formed
from tests.hostile_texts import FIELDS, FORMULAS, TEMPLATES
from tests.listening import listening

Note = Callable[[str, object], None]
FORMATS = ("docx", "pptx", "xlsx")
PLACES = {"docx": 21, "pptx": 17, "xlsx": 6}
"""How often the value must stand between brackets; a workbook's cells share one text."""
CELLS = ("A2", "A3", "A5", "A7", "B2", "B3", "B5", "B7")
HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader")
SHEET = "xl/worksheets/sheet1.xml"


def faults(kind: str, value: str) -> list[str]:
    """What is wrong with a file that has ``value`` in every place."""
    made = compiled(kind).render(values_with(kind, value), engine_kit.FORMATS)
    well_formed(made.data)
    shown = f"{OPEN}{in_cell(value)}{CLOSE}"
    found = Counter(marked_texts(made.data))
    wrong = [] if found == {shown: PLACES[kind]} else [f"{kind}: {found!r:.300}"]
    if (expected(value) != value) != any("removed" in change for change in made.changes):
        wrong.append(f"{kind}: a change that is not listed, or one that is none")
    return wrong + (faults_of_sheet(value, made.data) if kind == "xlsx" else [])


def faults_of_sheet(value: str, data: bytes) -> list[str]:
    book, kept = RawBook(data), in_cell(value)
    cells = book.cells(SHEET)
    held = {name: (cells[name].text, cells[name].formula) for name in CELLS}
    wrong = [name for name, found in held.items() if found != (f"{OPEN}{kept}{CLOSE}", None)]
    for item in book.parts[SHEET].iter():
        text = re.sub("_x([0-9A-Fa-f]{4})_", lambda c: chr(int(c[1], 16)), item.text or "")
        is_cut = len(header_text(kept)) > 200  # Excel takes 255: cut, and listed
        is_header = item.tag.rpartition("}")[2] in HEADERS
        if is_header and text != f"&C{header_text(kept)}" and not is_cut:
            wrong.append(f"a header: {text!r:.200}")
    return wrong


@pytest.mark.proof("naughty values in every kind of place, three formats", slice=8, full=770)
def test_a_naughty_value_is_exact_or_listed_in_every_kind_of_place(
    cases: int, record_property: Note
) -> None:
    tried = all_names()
    tried = tried[:: max(1, len(tried) // cases)]
    found = {value: [fault for kind in FORMATS for fault in faults(kind, value)] for value in tried}
    assert {value: what for value, what in found.items() if what} == {}
    record_property("cases", len(tried) * sum(PLACES.values()))


@pytest.mark.proof("formulas, fields and tags in every kind of place", slice=6, full=216)
def test_formulas_fields_and_tags_in_data_are_texts_in_every_kind_of_place(
    cases: int, record_property: Note
) -> None:
    tried = [*FORMULAS, *FIELDS, *TEMPLATES]
    tried = tried[:: max(1, len(tried) // cases)]
    found = {value: [fault for kind in FORMATS for fault in faults(kind, value)] for value in tried}
    assert {value: what for value, what in found.items() if what} == {}
    record_property("cases", len(tried) * sum(PLACES.values()))


# -- tags that attack ----------------------------------------------------------------------------

LEAST_PLACES = {"docx": 12, "pptx": 10, "xlsx": 10}


def test_there_are_payloads_of_every_family() -> None:
    assert len(set(REFUSED)) == len(REFUSED) >= 150


@pytest.mark.proof("injections in templates, three formats", slice=6, full=300)
def test_an_injection_in_a_template_is_refused_at_each_of_its_places_and_nothing_runs(
    cases: int, record_property: Note
) -> None:
    tried = REFUSED[:: max(1, len(REFUSED) // cases)]
    wrong: dict[tuple[str, str], object] = {}
    for kind in FORMATS:
        for warm in ("{{ nobody }}", "{% nothing %}", "{{ account.name | nothing }}"):
            check_template(with_text(kind, warm), filename=f"t.{kind}", names=NAMES[kind])
        for payload in tried:
            data = with_text(kind, payload)
            with listening() as done:
                found = check_template(data, filename=f"t.{kind}", names=NAMES[kind])
            places = {problem.place for problem in found}
            if done or len(places) < LEAST_PLACES[kind] or "" in places:
                wrong[kind, payload] = done or sorted(places)
    assert wrong == {}
    record_property("cases", len(tried) * len(FORMATS))


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_a_tag_elsewhere_is_a_text_here(kind: str) -> None:
    text = "  ".join(TEXTS)
    template = compile_template(with_text(kind, text), filename=f"t.{kind}", names=NAMES[kind])
    template.render(values_with(kind, "v"), engine_kit.FORMATS)  # what is loaded only once

    with listening() as done:
        made = template.render(values_with(kind, "v"), engine_kit.FORMATS)

    assert done == []
    least = PLACES[kind] // 2  # a chart's title and keywords without a tag stay behind
    assert marked_texts(made.data).count(f"{OPEN}{text}{CLOSE}") >= least


# -- formatted text ------------------------------------------------------------------------------


RICH_IN: dict[str, Callable[[str], bytes]] = {
    "docx": lambda tag: saved(word(tag, f"Before {tag} after")),
    "pptx": lambda tag: saved(deck(tag, f"Before {tag} after")),
    "xlsx": lambda tag: excel_kit.saved(excel_kit.workbook({"A1": tag, "A2": f"Before {tag}"})),
}


def _outside(data: bytes) -> set[str]:
    """The addresses to which a file's relationships lead."""
    return {
        relation.get("Target", "")
        for name, body in parts(data).items()
        if name.endswith(".rels")
        for relation in ElementTree.fromstring(body)
        if relation.get("TargetMode") == "External"
    }


@pytest.mark.proof("hostile HTML and Markdown, three formats", slice=6, full=40)
def test_formatted_text_fetches_starts_and_breaks_nothing(
    cases: int, record_property: Note
) -> None:
    tried = RICH[:: max(1, len(RICH) // cases)]
    for kind in FORMATS:
        for form in ("html", "markdown"):
            data = RICH_IN[kind](f"{{{{ account.name | {form} }}}}")
            template = compile_template(data, filename=f"t.{kind}", names=NAMES[kind])
            linked = values_with(kind, "<b>x</b> **y** [z](http://z.example)")
            template.render(linked, engine_kit.FORMATS)  # what is loaded only once
            for value in tried:
                with listening() as done:
                    made = template.render(values_with(kind, value), engine_kit.FORMATS)
                assert done == [], value
                well_formed(made.data)
                kinds = {target.partition(":")[0] for target in _outside(made.data)}
                assert kinds <= {"http", "https", "mailto"}, value
                assert not any("user@" in target for target in _outside(made.data))
    record_property("cases", len(tried) * len(FORMATS) * 2)
