"""The table of needs: every section is in it, and every name in it is a real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document

from generator.artifacts.catalog import CATALOG
from generator.artifacts.forecast import (
    EMPTY,
    FULL,
    THIN,
    Beside,
    Forecast,
    forecast,
    percent_filled,
)
from generator.artifacts.needs import SAFE, SECTIONS, Need
from generator.artifacts.needs.shared import RENEWAL, REVENUE, YEAR_AGO
from generator.artifacts.phrases import load_phrases
from generator.artifacts.telling import sections, slides
from generator.artifacts.telling.session import slides as session_slides
from generator.artifacts.vocabulary import entries
from generator.crm.kinds import KINDS, field_types
from generator.formats import Formats
from generator.model.capability import (
    ALWAYS,
    COUNTED,
    UNCOUNTED,
    FieldCapability,
    KindCapability,
    Survey,
)
from generator.model.rules import RENEWAL_SOURCES, RUNGS, Rules
from generator.template_store import template_path
from tests.reading_back import Book, read

SWITCHES = {"contents", "grid"}
"""Parts of the plan that stand in other sections and need nothing of their own."""

NEEDS = [(section, need) for section in SECTIONS for need in (*section.core, *section.more)]


def names_of(artifact: str) -> list[str]:
    return [section.name for section in SECTIONS if section.artifact == artifact]


def test_every_section_of_every_artifact_says_what_it_needs() -> None:
    assert set(names_of("plan")) == set(sections.NAMES) - SWITCHES
    for deck, names in slides.DECKS.items():
        assert names_of(deck) == list(names)
    assert names_of("review") == list(session_slides.NAMES)
    assert {name for names in slides.DECKS.values() for name in names} == set(slides.NAMES)
    assert {section.artifact for section in SECTIONS} == set(CATALOG)
    assert len({(section.artifact, section.name) for section in SECTIONS}) == len(SECTIONS)


def test_titles_are_those_of_the_default_templates_and_of_the_run_report() -> None:
    plan = Document(str(template_path(CATALOG["plan"], None)))
    book = read(template_path(CATALOG["whitespace"], None))
    assert isinstance(book, Book)
    headings = {p.text for p in plan.paragraphs if str(p.style.name).startswith("Heading")}
    for section in SECTIONS:
        if section.artifact == "plan" and section.name != "summary":
            assert section.title in headings, section.title
        if section.artifact in slides.DECKS:
            assert section.title == slides.NAMES[section.name]
        if section.artifact == "review":
            assert section.title == session_slides.NAMES[section.name]
    sheets = [s.title for s in SECTIONS if s.artifact == "whitespace"]
    assert sheets == book.values.sheetnames


@pytest.mark.parametrize(
    ("artifact", "need"), [(s.artifact, n) for s, n in NEEDS], ids=lambda v: getattr(v, "what", v)
)
def test_every_name_of_a_need_is_one_of_the_model_and_of_the_vocabulary(
    artifact: str, need: Need
) -> None:
    offered = {entry.name for entry in entries() if artifact in entry.artifacts}
    assert set(need.shows) <= offered
    for name in (*need.fields, *need.readable):
        kind, _, field = name.partition(".")
        assert kind in KINDS
        assert not field or field in field_types(kind)
    assert 0 < need.share <= 100


def test_what_must_be_declared_safe_is_what_the_slides_ask_for() -> None:
    asked = {field for fields in slides.NEEDS.values() for field in fields}
    elsewhere = {"usage.active_users", "account.name"}  # of a file; always safe
    assert set(SAFE.values()) == asked - elsewhere


# --- the forecast ---------------------------------------------------------------------------------


def kind_of(name: str, count: int | None = 100, **changes: object) -> KindCapability:
    """A kind of record whose every field is there and filled on all records."""
    fields = tuple(
        FieldCapability(f"{name}.{field}", f"Object.{field}", (field,), COUNTED, count)
        for field in field_types(name)
    )
    kind = KindCapability(name, name, "read", "Object", ("Object",), count, fields)
    return replace(kind, **changes)  # type: ignore[arg-type]  # the fields of KindCapability


def survey_of(*changed: KindCapability, safe: tuple[str, ...] = tuple(SAFE.values())) -> Survey:
    kinds = {name: kind_of(name) for name in KINDS} | {kind.kind: kind for kind in changed}
    taken = datetime(2026, 11, 20, tzinfo=UTC)
    return Survey(tuple(kinds.values()), "Rolf Rep", safe, taken, "63.0")


def told(survey: Survey, artifact: str, section: str) -> Forecast:
    found = forecast(survey, load_phrases("en_US"), Formats("en_US", "USD"))
    return next(one for one in found if (one.artifact, one.section) == (artifact, section))


def with_field(kind: KindCapability, name: str, **changes: object) -> KindCapability:
    fields = tuple(
        replace(field, **changes) if field.name == f"{kind.kind}.{name}" else field  # type: ignore[arg-type]
        for field in kind.fields
    )
    return replace(kind, fields=fields)


def test_with_everything_there_every_section_is_full() -> None:
    found = forecast(survey_of(), load_phrases("en_US"), Formats("en_US", "USD"))
    assert {one.state for one in found} == {FULL}


@pytest.mark.parametrize(
    ("axis", "safe", "reason"),
    [
        ("hierarchy", (), ""),
        ("geography", (), "account.region"),
        ("geography", ("account.region",), ""),
        ("object", ("account.region",), "business_unit.name"),
        ("object", ("business_unit.name",), ""),
    ],
)
def test_teams_whose_names_are_not_declared_are_forecast_as_no_slide(
    axis: str, safe: tuple[str, ...], reason: str
) -> None:
    nowhere = {"source": "", "candidates": ()}
    others = [with_field(kind_of(k), "region", **nowhere) for k in ("asset", "contact", "play")]
    deals = with_field(kind_of("opportunity"), "region", **nowhere)
    survey = replace(survey_of(*others, deals, safe=safe), rules=Rules(axis=(axis,)))
    found = told(survey, "qbr", "products")
    assert found.state == (EMPTY if reason else FULL)
    why = f"names of divisions: not declared safe for customers: {reason}"
    assert found.reasons == ((why,) if reason else ())


def test_a_hidden_object_empties_its_section_and_says_who_cannot_see_it() -> None:
    hidden = kind_of("competitor", None, state="not_visible", source="", candidates=("Rivals",))
    plan = kind_of("plan", None, state="not_enabled", source="", candidates=("Plans",))
    found = told(survey_of(hidden, plan), "plan", "competition")
    assert found.state == EMPTY
    assert found.reasons == (
        "rivals, market or SWOT: not visible to Rolf Rep (Rivals); not enabled in this org (Plans)",
    )


def test_an_object_without_records_empties_its_section_in_words_of_its_own() -> None:
    found = told(survey_of(kind_of("objective", 0, state="no_records")), "plan", "goals")
    assert (found.state, found.reasons) == (EMPTY, ("goals: no records (Object)",))


def test_without_the_hard_minimum_no_section_has_anything() -> None:
    account = kind_of("account", None, state="not_visible", source="", candidates=("Account",))
    found = forecast(survey_of(account), load_phrases("en_US"), Formats("en_US", "USD"))
    assert {one.state for one in found} == {EMPTY}
    assert {one.reasons for one in found} == {("account: not visible to Rolf Rep (Account)",)}


def test_a_field_that_is_hardly_filled_makes_its_section_thin() -> None:
    contact = with_field(kind_of("contact", 200), "reports_to_id", filled=6)
    found = told(survey_of(contact), "plan", "maps")
    assert found.state == THIN
    assert found.reasons == ("reporting lines: filled on 3% of 200 records (Object.reports_to_id)",)


def test_a_field_that_is_missing_may_be_absent_or_hidden() -> None:
    contact = with_field(kind_of("contact"), "reports_to_id", source="", filled=None)
    found = told(survey_of(contact), "plan", "maps")
    assert found.reasons == (
        "reporting lines: not in this org, or hidden from Rolf Rep (Object.reports_to_id)",
    )


def test_nothing_is_claimed_against_what_was_not_counted() -> None:
    contact = kind_of("contact", None)
    plan = with_field(kind_of("plan"), "strengths", how=UNCOUNTED, filled=None)
    mark = with_field(kind_of("objective"), "is_shared", how=ALWAYS, filled=None)
    survey = survey_of(contact, plan, mark)
    for artifact, section in (("plan", "maps"), ("plan", "competition"), ("qbr", "goals")):
        assert told(survey, artifact, section).state == FULL


def test_another_source_stands_in_for_a_missing_one() -> None:
    contact = with_field(kind_of("contact"), "role", source="", filled=None)
    assert told(survey_of(contact), "plan", "relationships").state == FULL


def test_a_slide_stays_out_where_the_mapping_does_not_declare_its_field_safe() -> None:
    found = told(survey_of(safe=()), "qbr", "priorities")
    assert found.state == EMPTY
    assert found.reasons == ("customer priorities: not declared safe for customers: priority.name",)
    assert told(survey_of(safe=()), "plan", "priorities").state == FULL


FILES = frozenset({"usage", "signals"})
WORDS = (load_phrases("en_US"), Formats("en_US", "USD"))


def adoption(survey: Survey, *safe: str, topics: frozenset[str] = FILES) -> Forecast:
    found = forecast(survey, *WORDS, Beside(topics, frozenset(safe)))
    return next(one for one in found if (one.artifact, one.section) == ("qbr", "adoption"))


def test_a_file_of_the_inputs_folder_stands_in_for_the_org() -> None:
    assets = with_field(kind_of("asset"), "active_users", source="", filled=None)
    survey = survey_of(assets, kind_of("signal", 0, state="no_records"))
    for topics, plan in ((frozenset[str](), THIN), (FILES, FULL)):
        found = forecast(survey, *WORDS, Beside(topics))
        states = {(one.artifact, one.section): one.state for one in found}
        assert states["plan", "profile"] == plan
    assert adoption(survey, "usage.active_users").state == FULL
    assert adoption(survey, topics=frozenset()).state == EMPTY


def test_a_file_s_figures_of_use_need_all_the_declarations_that_the_slide_asks_for() -> None:
    assert next(n.declared for s, n in NEEDS if s.name == "adoption") == slides.NEEDS["adoption"]
    half = with_field(kind_of("asset"), "active_users", filled=50)
    found = adoption(survey_of(half), "usage.licensed")
    assert (found.state, found.reasons) == (
        EMPTY, ("active users: not declared safe for customers: usage.active_users",)
    )  # fmt: skip
    undeclared = survey_of(half, safe=("priority.name",))
    found = adoption(undeclared, "usage.active_users", "usage.licensed")
    assert found.reasons == ("active users: not declared safe for customers: asset.active_users",)
    assert adoption(survey_of(half), "usage.active_users").state == FULL


def test_a_file_that_nothing_is_taken_from_needs_no_declaration() -> None:
    assert adoption(survey_of()).state == FULL
    assert adoption(survey_of(safe=("priority.name",))).state == EMPTY


def test_the_type_of_opportunities_gives_a_renewal_s_date_only_where_one_is_a_renewal() -> None:
    rules = Rules(renewal_sources=("opportunity",), renewal_signs=("type",))
    for count, state in ((0, EMPTY), (1, FULL), (None, FULL)):
        survey = replace(survey_of(), rules=rules, open_renewals=count)
        found = told(survey, "plan", "renewal")
        assert found.state == state
        assert found.reasons == (
            () if count != 0 else ("a renewal date: no open renewal opportunity (Object.kind)",)
        )


# --- what the org's rules count -------------------------------------------------------------------


@pytest.mark.parametrize("words", ["revenue", "year ago", "renewal"])
def test_every_word_of_the_rules_has_a_source_and_every_source_a_word(words: str) -> None:
    need = {"revenue": REVENUE, "year ago": YEAR_AGO, "renewal": RENEWAL}[words]
    each = (
        [Rules(renewal_sources=(word,)) for word in RENEWAL_SOURCES]
        if need is RENEWAL
        else [Rules(ladder=(word,)) for word in RUNGS]
    )
    found = [need.sources(rules) for rules in each]
    assert all(found)
    assert {name for names in found for name in names} == set(need.fields)
    assert need.sources(Rules()) == need.fields


def test_an_opportunity_is_no_renewal_by_a_sign_that_the_org_does_not_go_by() -> None:
    for sign, field in (("type", "kind"), ("record_type", "record_type"), ("flag", "is_renewal")):
        rules = Rules(renewal_sources=("opportunity",), renewal_signs=(sign,))
        assert RENEWAL.sources(rules) == (f"opportunity.{field}",)


def test_what_the_org_s_rules_do_not_count_fills_nothing() -> None:
    gone = kind_of(
        "service_contract", None, state="not_enabled", source="", candidates=("Service",)
    )
    rules = Rules(ladder=("service_contract",), renewal_sources=("service_contract",))
    survey = replace(survey_of(gone), rules=rules)
    why = "not enabled in this org (Service)"
    assert told(survey, "plan", "summary").reasons == (
        f"yearly contract value, a renewal date: {why}",
    )
    assert told(survey, "plan", "renewal").state == EMPTY
    assert told(survey, "plan", "scorecard").reasons == (f"contract value a year ago: {why}",)
    assert told(survey, "whitespace", "summary").state == THIN
    assert told(survey_of(gone), "plan", "summary").state == FULL


def test_shares_are_never_rounded_to_none_or_to_all() -> None:
    shares = [percent_filled(filled, 1000) for filled in (0, 1, 10, 555, 999, 1000)]
    assert shares == ["0%", "<1%", "1%", "55%", ">99%", "100%"]
    assert percent_filled(0, 0) == "-"
