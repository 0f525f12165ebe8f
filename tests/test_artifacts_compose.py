"""Composing: one account's values for one document, for the eyes that may see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import Options, analyse
from generator.analysis.options import RENEWAL_GATES
from generator.artifacts import Footer, compose
from generator.formats import Formats
from generator.model.markup import Markup
from generator.model.rules import UNIT_NAMES
from generator.model.snapshot import Reach, from_json, to_json
from tests.builders import Book
from tests.test_artifacts_builder import SAFE_FIELDS, full_account

US = Formats()
CANARY = re.compile(r"[A-Z][A-Za-z]+\.[a-z_.]+-\d+")
RECORD_ID = re.compile(r"001\d{12}AAA")


def texts(value: Any) -> Iterator[str]:
    """Every text in composed values, keys and charts included."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def figures(value: Any) -> Iterator[Decimal]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from figures(inner)
    elif isinstance(value, list):
        for item in value:
            yield from figures(item)
    elif isinstance(value, Decimal):
        yield value


def canaries(values: Any) -> set[str]:
    """The fields, as ``RiskRow.name``, whose texts stand somewhere in the values."""
    found = (match for text in texts(values) for match in CANARY.findall(text))
    return {canary.rsplit("-", 1)[0] for canary in found}


ALWAYS = {
    "AnalysedAccount.logo",
    "AnalysedAccount.org_name",
    "AnalysedAccount.vendor_logo",
    "CommitmentRow.name",
    "Goal.name",
    "GoalMeasure.name",
    "OwnedProduct.family",
    "OwnedProduct.product",
    "Person.name",
    "Profile.name",
    "Support.open_by_priority",
    "TeamRow.role",
}
DECLARED = {
    "CustomerPriority.kpi",
    "CustomerPriority.name",
    "CustomerPriority.outcome",
    "CustomerPriority.stated_where",
    "Goal.customer_outcome",
    "Goal.priority",
    "OwnedProduct.unit",
    "Person.title",
    "Unit.name",
    "ReviewLine.detail",
    "ReviewLine.figure",
    "ReviewLine.name",
    "ReviewLine.priority",
    "Support.themes",
}


DECKS = ("qbr", "ebr")


@pytest.mark.parametrize("artifact", DECKS)
def test_a_deck_holds_no_internal_text_at_all(artifact: str) -> None:
    composed = compose(full_account(declared_safe=()), artifact, US)
    assert canaries(composed.values) == ALWAYS
    assert not any(RECORD_ID.search(text) for text in texts(composed.values))


@pytest.mark.parametrize("artifact", DECKS)
def test_declared_fields_add_exactly_their_own_texts(artifact: str) -> None:
    composed = compose(full_account(), artifact, US)
    assert canaries(composed.values) == ALWAYS | DECLARED


@pytest.mark.parametrize("field", SAFE_FIELDS)
def test_a_field_that_is_not_declared_is_not_shown(field: str) -> None:
    rest = tuple(name for name in SAFE_FIELDS if name != field)
    account = full_account(declared_safe=rest)
    with_it = compose(full_account(), "qbr", US).values
    without = compose(account, "qbr", US).values
    if field != "asset.quantity":  # safe by default
        assert without != with_it
    assert canaries(without) <= canaries(with_it)


def test_the_deck_names_only_people_who_answer_for_something() -> None:
    account = full_account()
    allowed = {
        person.name
        for person in (
            *(row.our_owner for row in account.commitments),
            *(row.customer_owner for row in account.commitments),
            *(row.person for row in account.team),
            *(goal.owner for goal in account.goals),
            *(priority.stated_by for priority in account.priorities),
        )
        if person is not None
    }
    named = {
        found
        for text in texts(compose(account, "qbr", US).values)
        for found in re.findall(r"Person\.name-\d+", text)
    }
    assert named <= allowed


def test_no_money_reaches_the_deck() -> None:
    account = full_account()
    money = {
        account.revenue.current.value,
        account.revenue.target.value,
        account.renewal.value.value,
        account.whitespace.value.value,
        *(play.value for play in account.plays),
        *(deal.amount for deal in account.performance.deals),
        *(owned.arr for owned in account.owned_products),
        *(m.current for goal in account.goals for m in goal.measures if m.unit == "currency"),
    }
    values = compose(account, "qbr", US).values
    assert money.isdisjoint(figures(values))
    assert not any("$" in text for text in texts(values))


def test_the_internal_documents_hold_what_people_wrote() -> None:
    found = canaries(compose(full_account(), "plan", US).values)
    assert {"PlanText.strengths", "RiskRow.mitigation", "Gap.action", "Rival.weaknesses"} <= found


def test_rows_not_shared_with_the_customer_are_not_in_the_deck() -> None:
    account = full_account()
    account = replace(
        account,
        commitments=tuple(replace(row, is_shared=False) for row in account.commitments),
        review_lines=tuple(replace(row, is_shared=False) for row in account.review_lines),
        goals=tuple(replace(goal, is_shared=False) for goal in account.goals),
        team=tuple(replace(row, person=None) for row in account.team),
    )
    composed = compose(account, "qbr", US)
    for name in ("commitments", "outcomes", "lessons", "options", "decisions", "roadmap", "goals"):
        assert composed.values[name] == [], name
    assert composed.values["team"] == []
    assert len(compose(account, "plan", US).values["commitments"]) == 3


def test_slides_without_content_are_left_out_with_a_reason_to_act_on() -> None:
    account = full_account(declared_safe=UNIT_NAMES, commitments=())
    composed = compose(account, "qbr", US)
    reasons = {row.slide: row.reason for row in composed.left_out}
    assert composed.values["slides"]["priorities"] is False
    assert reasons["priorities"] == ("not declared safe for customers: priority.name")
    assert reasons["commitments"] == "nothing to show"
    assert {"support", "products"}.isdisjoint(reasons)
    assert compose(account, "plan", US).left_out == ()


def test_a_slide_in_whose_place_another_stands_is_not_said_to_be_left_out() -> None:
    account = full_account(declared_safe=SAFE_FIELDS, goals=())
    composed = compose(account, "qbr", US)
    assert composed.values["slides"]["priorities"] is True
    assert "goals" not in {row.slide for row in composed.left_out}
    without = compose(replace(account, priorities=()), "qbr", US)
    assert {"goals", "priorities"} <= {row.slide for row in without.left_out}


def test_every_figure_of_the_deck_and_the_plan_leads_to_its_records() -> None:
    account = full_account()
    composed = compose(account, "plan", US)
    assert composed.sources["revenue.gap"] == account.revenue.gap.ids
    assert composed.sources["plays[0].value"] == account.plays[0].ids
    assert composed.sources["won.count"] == tuple(
        sorted(deal.id for deal in account.performance.deals if deal.state == "won")
    )
    assert composed.sources["renewal.days"] == account.renewal.day.ids
    assert composed.sources["whitespace.cells[1].value"] == account.whitespace.cells[1].ids
    assert composed.sources["goals[1].measures[0].current"] == account.goals[1].measures[0].ids


def test_a_path_without_ids_of_its_own_takes_those_around_it() -> None:
    account = full_account()
    composed = compose(account, "plan", US)
    assert composed.ids_of("plays_shown[1].name") == account.plays[1].ids
    assert composed.ids_of("plays[1].owner") == account.plays[1].ids
    assert composed.ids_of("document.title") == ()


def test_sentences_lead_to_the_records_of_the_figures_in_them() -> None:
    account = full_account()
    composed = compose(account, "plan", US)
    ids = set(composed.ids_of("summary.headline"))
    assert set(account.revenue.current.ids) | set(account.renewal.day.ids) <= ids
    deck = compose(account, "qbr", US)
    kept = account.commitments[0]
    assert deck.ids_of("review.promises[0].name") == tuple(kept.ids)


def test_lists_tell_what_a_page_leaves_out() -> None:
    account = full_account()
    many = replace(account, risks=account.risks * 6)
    values = compose(many, "plan", US).values
    assert len(values["risks"]) == 12
    assert len(values["risks_shown"]) == 5
    assert values["risks_more"] == "7 more, listed by accountdocs show"
    light = compose(many, "plan", US, form="light").values
    assert len(light["risks_shown"]) == 3
    assert light["risks_more"] == "9 more, listed by accountdocs show"
    assert compose(account, "plan", US).values["risks_more"] == ""


def test_the_deck_never_says_where_the_rest_is() -> None:
    account = full_account()
    lines = tuple(replace(line, kind="outcome", day=None) for line in account.review_lines)
    values = compose(replace(account, review_lines=lines), "qbr", US).values
    assert values["outcomes_more"] == "and 7 more"


@pytest.mark.parametrize(
    ("form", "there", "absent"),
    [
        ("full", {"scorecard", "contents", "questions", "competition"}, set()),
        ("light", {"summary", "renewal", "whitespace"}, {"scorecard", "contents", "maps", "grid"}),
        ("brief", {"summary", "renewal", "coverage"}, {"whitespace", "relationships", "risks"}),
    ],
)
def test_the_form_switches_sections(form: str, there: set[str], absent: set[str]) -> None:
    sections = compose(full_account(), "plan", US, form=form).values["sections"]
    assert all(sections[name] for name in there)
    assert not any(sections[name] for name in absent)


@pytest.mark.parametrize(("tier", "form"), [(1, "full"), (2, "light"), (3, "brief")])
def test_the_form_follows_the_tier(tier: int, form: str) -> None:
    account = full_account()
    account = replace(account, profile=replace(account.profile, tier=tier))
    composed = compose(account, "plan", US)
    assert composed.form == composed.values["document"]["form"] == form


@pytest.mark.parametrize(
    ("reader", "kind", "said"),
    [
        ("Ana Ruiz", "person", "Ana Ruiz"),
        ("Ana Ruiz", "", "Ana Ruiz"),
        ("Bot", "integration", "Bot, signed in as an integration user"),
        ("", "integration", "an integration user"),
        ("", "person", None),
    ],
)
def test_an_integration_user_is_named_as_one(reader: str, kind: str, said: str | None) -> None:
    account = full_account(reader=reader, reader_kind=kind)
    document = compose(account, "plan", US).values["document"]
    assert document["user"] == said
    assert document["user_kind"] == (kind or None)
    assert (said or "") in document["footer"]
    assert "integration" not in str(compose(account, "qbr", US).values["document"])


def test_footers_say_whose_eyes_read_and_until_when_it_holds() -> None:
    account = full_account(org_name="Lumen", reader="Ana Ruiz", is_sandbox=False, is_sample=False)
    account = replace(account, refresh_days=90)
    document = compose(replace(account, is_read_later=True), "plan", US).values["document"]
    assert document["newest_change_label"] == "Nov 20, 2026 at 09:12 UTC"
    assert document["footer"] == (
        "As of Nov 22, 2026 · Lumen · Ana Ruiz · valid until Feb 20, 2027 · "
        "records as read now, computed for Nov 22, 2026"
    )
    assert document["basis_note"] == (
        "Records as read now, computed for Nov 22, 2026: what keeps no history is today's."
    )
    assert document["marking"] == "INTERNAL - not for customers"
    assert document["expires"] == date(2027, 2, 20)
    later = replace(account, refresh_days=183)
    assert compose(later, "plan", US).values["document"]["expires"] == date(2027, 5, 24)


def test_the_deck_carries_the_as_of_date_only() -> None:
    account = full_account(is_sample=False)
    document = compose(account, "qbr", US, footer=Footer(org="X", user="Y")).values["document"]
    assert document["footer"] == "As of Nov 22, 2026"
    assert document["marking"] == ""
    assert {"org", "user", "expires", "newest_change"}.isdisjoint(document)


@pytest.mark.parametrize("artifact", ["plan", "whitespace", "qbr"])
def test_sample_data_is_marked_everywhere(artifact: str) -> None:
    document = compose(full_account(is_sample=True), artifact, US).values["document"]
    assert "SAMPLE DATA" in document["marking"]
    assert document["sample_marking"] == "SAMPLE DATA"


def test_a_sandbox_is_marked_in_internal_documents() -> None:
    account = full_account(is_sandbox=True)
    assert "SANDBOX" in compose(account, "plan", US).values["document"]["marking"]
    assert "SANDBOX" not in compose(account, "qbr", US).values["document"]["marking"]


def test_money_in_sentences_is_in_the_accounts_currency() -> None:
    account = full_account(currency="EUR")
    assert "€" in compose(account, "plan", Formats("en_US", "USD")).values["summary"]["headline"]


def test_the_same_account_gives_the_same_values() -> None:
    first, second = (compose(full_account(), "plan", US) for _ in range(2))
    assert first == second
    assert list(first.sources) == list(second.sources)


def test_a_figure_is_the_same_in_every_document() -> None:
    account = full_account()
    plan, book = (compose(account, name, US).values for name in ("plan", "whitespace"))
    for name in ("revenue", "renewal", "whitespace", "won", "relationships", "goals"):
        assert plan[name] == book[name]
    deck = compose(account, "qbr", US).values
    assert deck["renewal"]["date"] == account.renewal.agreed.value
    assert deck["support"]["median_days"] == plan["support"]["median_days"]


def test_a_name_that_looks_like_a_tag_or_a_place_stays_as_it_is() -> None:
    account = full_account()
    account = replace(account, profile=replace(account.profile, name="{gap} {{7*7}} =1+1"))
    values = compose(account, "plan", US).values
    assert values["account"]["name"] == "{gap} {{7*7}} =1+1"
    assert values["summary"]["headline"].startswith("{gap} {{7*7}} =1+1 pays us")


def test_a_document_expires_when_the_settings_call_its_plan_stale() -> None:
    options = Options(stale_days_tier1=60)
    for tier, day in ((1, date(2027, 1, 21)), (2, date(2027, 5, 24)), (3, date(2027, 5, 24))):
        account = analyse(Book(tier=tier).build(), options=options)
        assert compose(account, "plan", US).values["document"]["expires"] == day


def test_the_milestones_of_a_renewal_are_the_gates_that_the_analysis_watches() -> None:
    book = Book(tier=1)
    book.contract(date(2028, 1, 1))
    milestones = compose(analyse(book.build()), "plan", US).values["renewal"]["milestones"]
    assert tuple(row["days_before"] for row in milestones) == RENEWAL_GATES


def test_users_of_a_line_are_whole_or_unknown_and_the_total_says_what_it_counts() -> None:
    book = Book(tier=1)
    north = book.division("North")
    known, half = book.product("Known"), book.product("Half")
    book.asset(known, quantity="10", active_users=8)
    book.asset(known, quantity="5", active_users=2, account=north)
    book.asset(half, quantity="10", active_users=7)
    book.asset(half, account=north)

    usage = compose(analyse(book.build()), "plan", US).values["usage"]

    rows = {row["name"]: row for row in usage["products"]}
    assert (rows["Known"]["active_users"], rows["Known"]["quantity"]) == (10, 15)
    assert rows["Known"]["adoption"] == Decimal("66.7")
    assert {rows["Half"][key] for key in ("active_users", "quantity", "adoption")} == {None}
    teams = {row["name"]: row["active_users"] for row in usage["teams"]}
    assert teams == {"Acme": 15, "North": None}
    assert (usage["active_users"], usage["users_note"]) == (10, "known for 1 of 2")
    assert (usage["quantity"], usage["quantity_note"]) == (25, "known for 3 of 4")


def test_a_text_that_the_crm_keeps_as_html_reaches_the_template_with_it() -> None:
    book = Book("Kestrel", tier=1)
    book.plan("Plan", vision=Markup("Be first", "<p>Be <b>first</b></p>"))
    snapshot = from_json(to_json(book.build()))
    vision = compose(analyse(snapshot), "plan", US).values["plan"]["vision"]

    assert vision == "Be first"
    assert vision.html == "<p>Be <b>first</b></p>"


def test_days_in_sentences_of_the_analysis_are_written_as_the_reader_writes_them() -> None:
    """What stands in a record may look like a day: it is printed as it is."""
    book = Book("Acme")
    book.won("Phase 2026-12-01", "100", date(2026, 12, 1), created=date(2026, 1, 1))
    book.won("First", "1", date(2024, 1, 1))
    snapshot = replace(book.build(), reach=(Reach("opportunities", date(2023, 11, 22)),))
    account = analyse(snapshot)
    values = compose(account, "plan", Formats("de_DE", "EUR")).values
    assert {row["line"] for row in values["problems"]} == {
        (
            "Opportunity Phase 2026-12-01 is won with a close date of 01.12.2026, after as-of: "
            "it is not counted"
        ),
        (
            "No asset is recorded: what is owned is taken from the products of deals closed since "
            "22.11.2023; what was bought earlier counts as not owned"
        ),
    }
    assert {row["message"] for row in values["problems"]} == {
        row.message for row in account.problems
    }
    note = values["account"]["customer_note"]
    assert note.endswith("deals closed before 22.11.2023 were not read")
