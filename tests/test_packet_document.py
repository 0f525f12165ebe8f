"""The packet as a document: agenda, portfolio, one page an account, whatever it holds."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generator.analysis.analyse import analyse
from generator.analysis.options import PlanningRule
from generator.analysis.portfolio import QuotaFacts, planning_window, portfolio
from generator.analysis.results import AnalysedAccount, Person
from generator.analysis.rollups import head_of
from generator.analysis.rollups.calendar import planning_calendar
from generator.analysis.rollups.packet import Trigger, packet
from generator.analysis.rollups.topx import focus_of, top_x
from generator.artifacts.facts.packet import PacketView
from generator.artifacts.packet import packet_view
from generator.artifacts.phrases import load_phrases
from generator.artifacts.rollup import compose_rollup
from generator.artifacts.vocabulary import names_tree
from generator.cli.packet import beside_pdf
from generator.delivery import EDITED
from generator.formats import Formats
from generator.model.snapshot import Snapshot
from generator.printing import print_pdf
from generator.rollups import RollupOrder, RollupOutcome, render_rollup
from tests.acceptance_runs import Ran, command
from tests.builders import AS_OF, Book
from tests.test_analysis_packet import book, eventful, planned
from tests.test_artifacts_vocabulary import _is_a, _paths
from tests.test_plan_pages import changed, larger, snapshots

D = Decimal
DANA = Person("005000000000009AAA", "Dana Reyes", "VP Sales")
Values = dict[str, Any]


def view_of(pairs: list[tuple[Snapshot, AnalysedAccount]]) -> PacketView:
    pairs = sorted(pairs, key=lambda pair: pair[1].profile.name)
    found, org = [account for _, account in pairs], pairs[0][0].org
    window = planning_window(org.fiscal, AS_OF, 4)
    together = portfolio(found, org, window, QuotaFacts(2026, "read"))
    head = head_of(found, DANA.name, org.currency, DANA)
    calendar = planning_calendar(found, together, head, PlanningRule())
    focus = top_x([focus_of(snapshot, account) for snapshot, account in pairs], org, head)
    made = packet(found, together, head)
    return packet_view(made, calendar, focus, found, formats=Formats(), phrases=load_phrases())


def books() -> list[Book]:
    """Every quadrant, and accounts whose potential is not known; one of them in euros."""
    acme = planned(eventful())
    acme.change(acme.root, arr=D(900_000), potential=D(300_000), owner_id="005A")
    euros = Book("Bock", id="001000000000007AAA", currency="EUR", corporate="USD", tier=1,
                 arr=D(100_000), potential=D(50_000), owner_id="005A")  # fmt: skip
    euros.rate("EUR", "0.5")
    euros.plan(owner_id="005A")
    return [
        acme,
        euros,
        book("Calm", 2, tier=2, arr=D(600_000), potential=D(10_000)),
        book("Dark", 3, tier=2, arr=D(100)),
        book("Eden", 4, tier=3, arr=D(100), potential=D(300_000), playbook="Standard"),
    ]


@pytest.fixture(scope="module")
def view() -> PacketView:
    made = [replace(one.build(), org=books()[1].org) for one in books()]
    return view_of([(snapshot, analyse(snapshot)) for snapshot in made])


@pytest.fixture(scope="module")
def values(view: PacketView) -> Values:
    found: Values = compose_rollup(view, "packet", Formats()).values["packet"]
    return found


def test_the_packet_says_exactly_its_documented_names_each_of_its_kind(view: PacketView) -> None:
    tree, _ = names_tree("packet")
    for name, kind, value in _paths(tree, compose_rollup(view, "packet", Formats()).values):
        assert value is None or _is_a(kind, value), f"{name} is no {kind}: {value!r}"


def test_the_hour_has_four_parts_and_the_worst_accounts_share_each(values: Values) -> None:
    rows = values["agenda"]

    assert values["minutes"] == sum(row["minutes"] for row in rows) == 60
    for part in (1, 2, 3, 4):
        own = [row for row in rows if row["number"] == part]
        assert sum(row["minutes"] for row in own) == 15
        assert own[0]["time"]
        assert all(row["decision"] for row in own)
        order = [page["name"] for page in values["pages"]]
        named = [row["account"] for row in own if row["account"]]
        assert named == sorted(named, key=order.index)
        assert len(named) <= 3


def test_a_part_shared_by_two_gives_the_worse_one_the_minute_that_is_left(view: PacketView) -> None:
    two = replace(view, pages=view.pages[:2])
    rows = compose_rollup(two, "packet", Formats()).values["packet"]["agenda"]

    assert {8, 7} <= {row["minutes"] for row in rows}
    assert sum(row["minutes"] for row in rows) == 60


def test_an_hour_without_accounts_to_review_has_no_parts(view: PacketView) -> None:
    empty = compose_rollup(replace(view, pages=()), "packet", Formats()).values["packet"]

    assert (empty["agenda"], empty["minutes"]) == ([], 0)


def test_whose_accounts_they_are_has_the_chair_and_roles_that_nobody_fills_are_named(
    values: Values,
) -> None:
    rows = {row["role"]: row for row in values["invited"]}

    assert rows["Chair"]["names"] == "Dana Reyes"
    assert rows["Account manager"]["names"] == "Ana Ruiz"
    assert "Acme" in rows["Executive sponsor"]["unfilled"]


def test_an_account_whose_potential_is_unknown_stands_beside_the_quadrants(values: Values) -> None:
    high, low = values["portfolio"]["grid"]

    assert high["high"] == "Acme: $900K / $300K"
    assert high["low"] == "Calm: $600K / $10K"
    assert low["high"] == "Eden: $100 / $300K"
    assert low["low"] == "Bock: $200K / $100K"  # at two dollars a euro
    assert low["unknown"] == "Dark: $100 / unknown"
    assert low["unknown_title"] == "No quadrant: 1"


def test_the_running_share_ends_with_all_and_marks_where_it_passes_the_line(
    values: Values,
) -> None:
    rows = values["portfolio"]["ranks"]

    assert [row["account"] for row in rows] == ["Acme", "Calm", "Bock", "Dark", "Eden"]
    assert [row["share"] for row in rows] == [53, 88, 100, 100, 100]
    assert [row["is_line"] for row in rows] == [False, True, False, False, False]
    assert [row["upside_rank"] for row in rows] == [1, 4, 3, None, 1]


def test_a_page_has_its_account_s_own_currency_and_says_what_its_review_says(
    view: PacketView, values: Values
) -> None:
    (page,) = [row for row in values["pages"] if row["name"] == "Bock"]
    (review,) = [found.review for found in view.pages if found.account.profile.name == "Bock"]

    assert page["revenue"] == "€100K"
    decided = [row["decision"] for row in review["session"]["parts"] if row["is_needed"]]
    assert [row["decision"] for row in page["questions"]] == decided
    assert [row["text"] for row in page["actions"]] == [r["text"] for r in review["top_actions"]]


def test_every_trigger_is_told(values: Values) -> None:
    (page,) = [row for row in values["pages"] if row["name"] == "Acme"]

    told = {row["kind"]: row["text"] for row in page["triggers"]}
    assert "Wes Tanaka" in told["champion"]
    assert "renewal" not in told  # a flag says it, and once is enough
    assert told["executive"] == "A new CFO."
    assert told["case"] == "2 cases are open that are escalated or of high priority."
    assert told["competitor"] == "Vantrix is new to the account: Expand."


def test_the_top_x_of_the_team_is_that_of_the_rollup(view: PacketView, values: Values) -> None:
    found = values["top_x"]

    assert (
        found["headline"]
        == compose_rollup(view.top_x, "topx", Formats()).values["topx"]["headline"]
    )
    seller, deal = found["rows"][:2]
    assert (seller["person"], seller["chosen"], seller["x"]) == ("Ana Ruiz", 1, 5)
    assert (deal["deal"], deal["account"]) == ("Expand", "Acme")


def test_steps_before_the_renewal_are_told_in_words(values: Values) -> None:
    (page,) = [row for row in values["pages"] if row["name"] == "Acme"]

    assert page["gates"] == (
        "365 days before: no strategy recorded; 180 days before, on Nov 22, 2026: opportunity due; "
        "120 days before, on Jan 21, 2027: meeting with the buyer due; "
        "90 days before, on Feb 20, 2027: agreement in principle due"
    )


def test_blocked_deals_stand_by_amount_and_tasks_apart() -> None:
    one, euros = book("Acme", 1, tier=1), books()[1]
    one.deal("Small", "100", AS_OF - timedelta(days=300))
    one.deal("Unknown", None, AS_OF - timedelta(days=400))
    one.task("Late", AS_OF - timedelta(days=3))
    euros.deal("Euros", "80", AS_OF - timedelta(days=2), id="006000000000999AAA")
    made = [replace(row.build(), org=euros.org) for row in (one, euros)]

    view = view_of([(snapshot, analyse(snapshot)) for snapshot in made])

    found = compose_rollup(view, "packet", Formats()).values["packet"]["portfolio"]
    assert [(row["name"], row["amount"]) for row in found["blockers"]] == [
        ("Euros", 160),  # at two dollars a euro
        ("Small", 100),
        ("Unknown", None),
    ]
    assert [(row["name"], row["days"]) for row in found["late_tasks"]] == [("Late", 3)]


def test_a_flag_to_be_acted_on_leads_the_account_s_first_decision(view: PacketView) -> None:
    values = compose_rollup(view, "packet", Formats()).values["packet"]
    (asked,) = [row for row in values["agenda"] if row["number"] == 1 and row["account"] == "Acme"]
    (page,) = [row for row in values["pages"] if row["name"] == "Acme"]
    first = page["flags"][0]

    assert first["grade_label"].endswith("Act now")
    assert asked["decision"].startswith(first["to_do"])
    assert (asked["owner"], asked["due"]) == (first["owner"], first["due"])


def test_an_owner_does_not_chair_the_review_of_the_own_plans(view: PacketView) -> None:
    ana = Person("005A", "Ana Ruiz")
    pages = tuple(page for page in view.pages if page.account.profile.name == "Acme")
    made = replace(view.packet, head=replace(view.head, person=ana))
    own = replace(view, packet=made, pages=pages)

    rows = compose_rollup(own, "packet", Formats()).values["packet"]["invited"]

    names = {row["role"]: row["names"] for row in rows}
    assert names["Account manager"] == "Ana Ruiz"
    assert names["Chair"] is None  # nobody is recorded as her manager


def test_what_is_in_order_is_a_sentence(values: Values) -> None:
    found = values["portfolio"]

    assert found["owners_title"] == (
        "No plan owner holds more than 7 tier 1 plans; one holds fewer than 3."
    )
    assert (found["has_overload"], found["shares_sponsor"]) == (False, False)


def test_an_executive_sponsor_is_missed_of_tier_1_alone(values: Values) -> None:
    lines = {page["name"]: page["line"] for page in values["pages"]}

    assert "Sponsor: not recorded" in lines["Acme"]
    assert "Sponsor" not in lines["Calm"]


def test_figures_lead_to_records(view: PacketView) -> None:
    composed = compose_rollup(view, "packet", Formats())

    (number,) = [n for n, page in enumerate(view.pages) if page.account.profile.name == "Acme"]
    assert composed.ids_of(f"packet.pages[{number}].renewal")[0].startswith("800")
    assert composed.ids_of("packet.portfolio.ranks[0].revenue") == (view.accounts[0].profile.id,)


# -- on paper --------------------------------------------------------------------------------------


def crowded() -> list[tuple[Snapshot, AnalysedAccount]]:
    """The sample's largest account and a light one, each with three times the records."""
    return [(one, changed(larger(analyse(one)))) for one in snapshots().values()]


def overflowing(view: PacketView) -> PacketView:
    """Every account with more triggers than a page lists, each as long as a text can be."""
    long = Trigger("executive", AS_OF, None, "A text that does not end. " * 40, None, ("x",))
    pages = [replace(page, found=replace(page.found, triggers=(long,) * 9)) for page in view.pages]
    return replace(view, pages=tuple(pages))


def first_pages(pdf: bytes) -> list[tuple[str, int]]:
    """(heading, number of its page) of the bookmarks, in order."""
    kids = re.search(rb"/Type/Pages.*?/Kids\[(.*?)\]", pdf, re.DOTALL)
    assert kids is not None
    order = re.findall(rb"(\d+) 0 R", kids[1])
    marks = re.findall(rb"/Title<FEFF([0-9A-F]+)>\s*/Dest\[(\d+) 0 R", pdf)
    return [
        (bytes.fromhex(title.decode()).decode("utf-16-be"), order.index(page) + 1)
        for title, page in marks
    ]


@pytest.mark.office
def test_each_account_has_one_page_whatever_it_holds() -> None:
    view = overflowing(view_of(crowded()))
    document = render_rollup(view, "packet", RollupOrder(Path())).document.data

    pdf = print_pdf(document, "docx", day=AS_OF, seconds=120)

    marks = first_pages(pdf.data)
    titles = [title for title, _ in marks]
    names = [f"{page.number}. {page.account.profile.name}" for page in view.pages]
    first = titles.index(names[0])
    assert titles[first : first + len(names)] == names
    pages = [page for title, page in marks if title in {*names, "Planning calendar"}]
    assert pages == list(range(pages[0], pages[0] + len(names) + 1))
    assert titles[0] == "Flags, worst first"
    assert dict(marks)["Portfolio"] == 2  # the first page stands alone
    assert pdf.pages == dict(marks)["Sources and coverage"]


@pytest.fixture(scope="module")
def without_office(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A packet with its PDF asked for where there is no LibreOffice."""
    folder = tmp_path_factory.mktemp("packet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.printing._PLACES", {})
        patch.setenv("PATH", str(folder))
        return command(*_TYPED, "--out", folder)


_TYPED = ("packet", "--owner", "Jonas Reuter", "--pdf", "--org", "sample", "--json")


def test_the_command_makes_it_and_says_where_libreoffice_is_missing(without_office: Ran) -> None:
    made = without_office.json

    assert without_office.code == 1
    word, pdf = made["artifacts"]
    assert (word["status"], pdf["status"]) == ("written", "failed")
    said = " ".join(paragraph.text for paragraph in Document(word["path"]).paragraphs)
    assert "edits belong in Salesforce" in said
    assert re.search(
        r"team/owned-by-jonas-reuter--\w{18}/owned-by-jonas-reuter-packet\.docx$", word["path"]
    )
    assert "libreoffice.org" in pdf["reason"]
    assert [row["path"] for row in made["failed"]] == [pdf["path"]]
    pages = made["packet"]["pages"]
    assert [row["account"]["name"][:9] for row in pages] == ["Brandtner", "Stenmark "]
    assert made["packet"]["head"]["scope"] == "owned by Jonas Reuter"


@pytest.mark.office
def test_the_pdf_is_of_the_document_that_lies_beside_it(without_office: Ran) -> None:
    path = Path(without_office.json["artifacts"][0]["path"])
    edited = Document(str(path))
    edited.add_heading("A note by hand")
    edited.save(str(path))

    ran = command(*_TYPED, "--out", path.parents[2])

    word, pdf = ran.json["artifacts"]
    assert (word["status"], word["reason"], pdf["status"]) == ("skipped", EDITED, "written")
    marks = [title for title, _ in first_pages(Path(pdf["path"]).read_bytes())]
    assert marks[0] == "Flags, worst first"
    assert marks[-1] == "A note by hand"


@pytest.mark.parametrize(("printed", "is_told"), [(1, True), (3, False), (None, False)])
def test_a_pdf_that_is_older_than_the_document_beside_it_is_told(
    tmp_path: Path, printed: int | None, is_told: bool
) -> None:
    path = tmp_path / "packet.docx"
    for file, when in ((path, 2), (path.with_suffix(".pdf"), printed)):
        if when is not None:
            file.write_bytes(b"")
            os.utime(file, (when, when))

    made = beside_pdf(RollupOutcome("packet", "all", str(path), "internal", "unchanged"))

    assert ["--pdf" in text for text in made.problems] == [True] * is_told
