"""The lost-deal plans as a document: sentences, currencies, one page a deal (METHOD row 116)."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generator.analysis.analyse import analyse
from generator.analysis.money import money_for
from generator.analysis.rollups import head_of
from generator.analysis.rollups.lost import LostDeals, lost_deals, lost_of
from generator.artifacts.compose import Composed
from generator.artifacts.rollup import compose_rollup
from generator.artifacts.vocabulary import names_tree
from generator.cli.lost import kept_before_losses
from generator.errors import SettingsError
from generator.formats import Formats
from generator.history import Past, keep
from generator.model.records import ContactRelation, KpiReading
from generator.rollups import RollupOrder, render_rollup
from generator.settings import Flags, load_settings
from tests.acceptance_runs import Ran, command
from tests.builders import AS_OF, Book
from tests.test_acceptance_validity import converted, page_count
from tests.test_artifacts_vocabulary import _is_a, _paths

D = Decimal
LONG = "Every word that somebody typed is here and stands in Salesforce for all to read. " * 12


def found(*books: Book) -> LostDeals:
    org = books[0].org
    money = money_for(org, org.currency, AS_OF)
    pairs = [(book.build(), analyse(book.build())) for book in books]
    accounts = [account for _, account in pairs]
    deals = [deal for snapshot, account in pairs for deal in lost_of(snapshot, account, money)]
    return lost_deals(head_of(accounts, "all accounts", org.currency), deals)


def crowded() -> Book:
    """A deal of which more is recorded, and at greater length, than a page can hold."""
    book = Book("Acme and Sons of the Northern and Southern Isles", currency="EUR", corporate="USD")
    book.rate("EUR", "0.5")
    unit = book.division("Works for Machines of Many Kinds, North by North-West")
    owner = book.user("Maximiliane von Hohenstein-Waldburg", is_active=False)
    products = [book.product(f"Product with a long name {n}") for n in range(4)]
    day = date(2026, 1, 20)
    deal = book.lost(
        "A rollout of everything that we sell to all the works in the north and the west",
        "1234567", day, account=unit, owner_id=owner, created=date(2024, 1, 1), push_count=7,
        loss_reason="Lost to competitor after a long time of waiting for an answer",
        next_step=LONG,
    )  # fmt: skip
    for product in products:
        book.line(deal, product)
    for n in range(5):
        rival = f"Rival number {n} Incorporated"
        book.competitor(deal, rival, strengths=LONG, weaknesses=LONG, our_advantage=LONG)
    for n in range(9):
        title = f"Senior Vice President of Operations and Other Matters {n}"
        who = book.contact(f"Wilhelmina Featherstonehaugh {n}", title=title, account=unit)
        book.buying_role(deal, who, "decision_maker", stated_role="Economic Decision Maker")
        new = book.contact(f"Newcomer the {n}th of her name", title=title, account=unit)
        book.add(
            ContactRelation, account_id=unit, contact_id=new, start_date=day + timedelta(days=9 + n)
        )
        book.deal(f"A later deal about something else, number {n}", "9", AS_OF, account=unit)
        kpi = f"A measure of the customer's own that takes its time to be told {n}"
        priority = book.priority(kpi, kpi=kpi, unit="pieces per hour", target=D(100))
        for when in (day, AS_OF):
            book.add(KpiReading, priority_id=priority, day=when, value=D(n))
    return book


def bare() -> Book:
    book = Book("Borealis", corporate="USD", id="001000000000009AAA")
    book.lost("Nothing known", None, date(2026, 6, 1), id="006000000000077AAA")
    return book


@pytest.fixture(scope="module")
def both() -> LostDeals:
    return found(crowded(), bare())


@pytest.fixture(scope="module")
def composed(both: LostDeals) -> Composed:
    return compose_rollup(both, "lost", Formats())


def page(composed: Composed, name: str) -> dict[str, Any]:
    return next(d for d in composed.values["lost_deals"]["deals"] if d["account"].startswith(name))


def test_composed_values_have_exactly_the_documented_names_each_of_its_kind(composed) -> None:
    tree, _ = names_tree("lost")
    for name, kind, value in _paths(tree, composed.values):
        assert value is None or _is_a(kind, value), f"{name} is no {kind}: {value!r}"


def test_every_sum_leads_to_its_deals(composed: Composed, both: LostDeals) -> None:
    every = tuple(sorted(deal.id for deal in both.deals))
    assert composed.ids_of("lost_deals.amount") == every
    assert composed.ids_of("lost_deals.count") == every
    place = composed.values["lost_deals"]["deals"].index(page(composed, "Acme"))
    assert composed.ids_of(f"lost_deals.deals[{place}].worth") == both.deals[place].ids


def test_a_page_is_in_the_accounts_currency_and_a_sum_in_the_documents(composed) -> None:
    acme = page(composed, "Acme")
    assert acme["amount"] == "€1,234,567"
    assert acme["in_sums"] == "$2,469,134"
    assert page(composed, "Borealis")["in_sums"] is None
    assert acme["worth"] == D(2469134)  # half a euro for a dollar
    assert composed.values["lost_deals"]["amount"] == D(2469134)
    assert composed.values["lost_deals"]["amount_note"] == "amount known for 1 of 2"


def test_the_first_page_says_how_many_wait_and_which_day_they_wait_for(composed) -> None:
    told = composed.values["lost_deals"]
    assert told["headline"] == "None of the 2 lost deals has been taken up again."
    assert "3 quarters after the one it was lost in" in told["rule"]


def test_a_page_says_when_to_come_back_and_what_to_do_first(composed) -> None:
    acme = page(composed, "Acme")
    assert acme["due_line"] == (
        "Due this quarter: take it up again from Oct 1, 2026 (Q4 FY2026), by Dec 23, 2026"
    )
    assert acme["owner"] == "Maximiliane von Hohenstein-Waldburg (no longer active)"
    assert acme["step"].startswith("Ask Wilhelmina Featherstonehaugh 0 (Senior Vice President")
    assert "how Rival number 0 Incorporated serves Works for Machines" in acme["step"]
    assert "close date moved 7 times" in acme["course"]
    assert acme["improved"] == (
        "None of its 2 own measures has improved since: a reason to come back."
    )
    assert acme["people_more"] == "5 more in Salesforce"
    assert "7 more" in acme["newcomers"]


def test_what_is_not_recorded_is_said_and_nothing_is_zero(composed: Composed) -> None:
    blank = page(composed, "Borealis")
    assert (blank["amount"], blank["worth"], blank["loss_reason"]) == (None, None, None)
    assert blank["outcome_line"].startswith("No product is recorded on it")
    assert blank["stage_before"] is None
    for lacking in ("the reason", "competitors", "the stage before it closed", "people"):
        assert lacking in blank["missing"]
    assert "how often the close date was moved" in blank["missing"]
    assert blank["step"].startswith("Find out who decides about Nothing known in Borealis now")
    assert [row for row in blank["measures"] if row["name"].startswith("Health")] == []


def test_an_account_that_lost_nothing_says_so(tmp_path: Path) -> None:
    nothing = found(Book("Acme"))
    path = tmp_path / "none.docx"
    path.write_bytes(render_rollup(nothing, "lost", RollupOrder(tmp_path)).document.data)
    said = "\n".join(p.text for p in Document(str(path)).paragraphs)
    assert "No deal of the one account was lost in the last 36 months" in said


@pytest.mark.office
def test_each_deal_has_one_page_whatever_is_recorded_of_it(tmp_path: Path, both) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice is not None
    path = tmp_path / "lost.docx"
    path.write_bytes(render_rollup(both, "lost", RollupOrder(tmp_path)).document.data)
    pages = page_count(converted(soffice, tmp_path, (path,))["lost.docx"])
    assert pages == 1 + len(both.deals) + 1  # all together, each, and what was read


# -- the command -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    out = tmp_path_factory.mktemp("lost")
    names = ("Greyfriars Textiles", "Tessaro Ceramiche S.p.A.")
    return command("lost", *names, "--org", "sample", "--json", "--out", out).well(), out


def test_the_command_makes_one_document_of_the_named_accounts(ran: tuple[Ran, Path]) -> None:
    (made,) = ran[0].json["artifacts"]
    assert (made["artifact"], made["status"], made["audience"]) == ("lost", "written", "internal")
    assert made["scope"] == "Greyfriars Textiles, Tessaro Ceramiche S.p.A."
    assert (ran[1] / made["path"]).is_file()


def test_the_json_holds_every_lost_deal_with_its_day(ran: tuple[Ran, Path]) -> None:
    told = ran[0].json["lost"]
    names = {row["deal"]["name"]: row for row in told["deals"]}
    assert told["total"]["count"] == len(names) == 7
    renewal = names["Castellón: EnergyLedger renewal for Castellón"]
    assert (renewal["again"]["start"], renewal["due"]) == ("2027-01-01", "next_quarter")


def test_accounts_are_named_or_selected_and_not_both() -> None:
    assert command("lost", "Greyfriars Textiles", "--tier", "1", "--org", "sample").code == 2


def test_the_snapshot_kept_last_before_a_loss_is_taken_and_none_from_too_long_before(
    tmp_path: Path,
) -> None:
    book = Book("Acme")
    lost_on = date(2026, 2, 10)
    book.lost("Rollout", "5", lost_on)
    past = Past(tmp_path)
    for before in (100, 60, 9, 0):
        keep(Book("Acme", as_of=lost_on - timedelta(days=before)).build(), past, AS_OF)
    found = kept_before_losses(book.build(), analyse(book.build()), past)
    assert [row.as_of for row in found] == [lost_on - timedelta(days=9)]


def test_how_many_quarters_is_a_setting(tmp_path: Path) -> None:
    file = tmp_path / "accountdocs.toml"
    file.write_text("[lost]\nquarters = 2\n", "utf-8")
    assert load_settings(Flags(config=file), {}, folder=tmp_path).lost.quarters == 2
    file.write_text("[lost]\nquarters = 0\n", "utf-8")
    with pytest.raises(SettingsError, match=r"lost\.quarters.*from 1 to 12"):
        load_settings(Flags(config=file), {}, folder=tmp_path)
