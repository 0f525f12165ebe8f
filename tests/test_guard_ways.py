"""The ways in which people write the same thing: found; and what ordinary decks say: no find."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.guard import Rules
from generator.guard.rules import forms
from generator.guard.texts import loose
from tests.builders import Book
from tests.test_guard_search import Text as Passage
from tests.test_guard_search import finds_in, found


def kinds(text: str, **more: Any) -> list[str]:
    return [kind for kind, _ in found(text, **more)]


def deal(amount: str) -> Book:
    book = Book("Kestrel & Rowe", tier=1)
    book.won("Some deal of ours", amount, date(2026, 3, 1))
    return book


@pytest.mark.parametrize(
    "text",
    [
        "Renewal 2027 1,703,581",
        "1,703,581 12 months",
        "In 2026 1 703 581 was won",
        "121,152 1,703,581 231,616",
        "3 1,703,581",
        "USD1,703,581",
        "CHF1'703'581.-",
        "1·703·581",
        "kr1703581",
        "ARR1703581",
        "$1.70358 millions",
        "1.70358 Millionen",
        "1,703.58 TEUR",
        "1.703581E6",
        "1,703\u200b,581",
    ],
)
def test_an_amount_is_found_beside_other_numbers_and_in_every_notation(text: str) -> None:
    assert "amount" in kinds(text, of=deal("1703581"))


@pytest.mark.parametrize("stored", ["26744.570000000003", "26744.569999999996", "2.674457E4"])
def test_an_amount_is_found_as_programs_store_it(stored: str) -> None:
    assert kinds(stored, of=deal("26744.57"), kind="value") == ["amount"]


@pytest.mark.parametrize("text", ["$250,000", "250,000 EUR", "€ 250.000", "USD 250,000 a year"])
def test_a_round_amount_is_found_where_it_is_money(text: str) -> None:
    assert kinds(text, of=deal("250000")) == ["amount"]
    assert kinds("250,000 bottles", of=deal("250000")) == []


def test_endless_digits_and_letters_are_read_to_their_end() -> None:
    """In a time that grows with the text: a quadratic search would not come back from these."""
    for text in ("1" * 50_000, "1 " * 30_000, "a" * 100_000 + " x@y.de", "." * 50_000):
        assert found(text, of=deal("26744.57")) == []


@pytest.mark.parametrize(
    "text",
    [
        "blockers",
        "the detractors",
        "sales plays",
        "win probabilities",
        "upselling",
        "cross-selling",
        "churning",
        "health-score",
        "economic-buyer",
        "tier-1",
        "churn_risk",
        "blocker_1",
        "single-\nthreaded",
        "single\u00adthreaded",
        "share-of-wallet",
        "Project-Falcon",
        "project falcons",
    ],
)
def test_a_word_of_judgment_is_found_in_its_other_forms(text: str) -> None:
    assert kinds(text, rules=Rules(words=("project falcon",))) == ["judgment"]


def test_a_name_that_holds_a_word_excuses_itself_and_nothing_else() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.product("Churn Insight")
    book.member(book.user("Ana Ruiz", title="VP Strategic Accounts"), "Renewal risk and win-back")

    assert found("Churn Insight: 12 seats. Ana Ruiz, VP Strategic Accounts", of=book) == []
    assert found("You may churn soon", of=book) == [("judgment", "churn")]
    assert found("You are a strategic account", of=book) == [("judgment", "strategic account")]
    assert found("there is renewal risk", of=book) == [("judgment", "renewal risk")]
    shown = {"priorities": [{"name": "Cut marginal cost"}]}
    assert found("a margin of 42%", of=book, shown=shown) == [("judgment", "margin")]


def test_what_we_wrote_into_the_account_s_own_name_is_found() -> None:
    book = Book("Kestrel (churn risk)", tier=1)
    assert found("Review of Kestrel (churn risk)", of=book) == [("judgment", "churn risk")]
    assert found("Review of Champion Foods", of=Book("Champion Foods", tier=1)) == []


@pytest.mark.parametrize(
    ("account", "text"),
    [
        ("ACME INDUSTRIES", "as Acme Industries did"),
        ("Nordwind GmbH & Co. KG", "as Nordwind did"),
        ("Zhongtai Co., Ltd.", "as Zhongtai did"),
        ("Contoso Pty Ltd", "as Contoso did"),
        ("Initech Holdings, Inc.", "as Initech did"),
        ("Globex (UK) Limited", "as Globex did"),
        ("Nestlé S.A.", "as Nestle did"),
        ("Société Générale SA", "as Societe Generale did"),
        ("Procter & Gamble Co.", "as Procter and Gamble did"),
        ("Stark-Werke AG", "as Stark Werke did"),
        ("Yahoo!", "as Yahoo did"),
        ("The Coca-Cola Company", "as Coca-Cola did"),
        ("Grupo Lala S.A. de C.V.", "as Grupo Lala did"),
        ("3M", "as 3M did"),
        ("HP", "as HP did"),
        ("東京電力", "東京電力の事例"),
        ("삼성전자", "삼성전자는"),
        ("株式会社日立製作所", "日立製作所様"),
        ("Tessaro Ceramiche S.p.A.", "Tessaro_Ceramiche.pptx"),
        ("Tessaro Ceramiche S.p.A.", "https://example.com/tessaro-ceramiche?v=1"),
        ("Voss Group Ltd", "as Voss did"),
    ],
)
def test_another_customer_is_found_in_everyday_spelling(account: str, text: str) -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.user("Helena Voss")
    assert kinds(text, of=book, rules=Rules(others=(account,))) == ["customer"]


def test_a_person_of_ours_may_be_called_like_a_customer() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.user("Helena Voss")
    assert found("Helena Voss, Plant 4", of=book, rules=Rules(others=("Voss Group Ltd",))) == []


def test_a_delivered_word_excuses_whole_words_only() -> None:
    rules = Rules(others=("Base", "Act"), delivered="Baseline and action")
    assert kinds("Base and Act", rules=rules) == ["customer", "customer"]


def test_names_have_no_empty_or_tiny_forms() -> None:
    for name in ("The Company", "A", "& Co.", "Co.", "GmbH", "(x)", "of"):
        assert all(len(form) > 1 for form in forms(loose(name)))


@pytest.mark.parametrize(
    "leak",
    [
        "manager of the plant told us that they want to leave in the spring",
        "he plant manager of the plant told us that they want to leave in the s",
        "the plant told us that they want to leave in the spring and so on",
    ],
)
def test_a_part_of_an_internal_text_is_found(leak: str) -> None:
    book = Book("Kestrel & Rowe", tier=1)
    whole = "The plant manager of the plant told us that they want to leave in the spring"
    book.task(whole, date(2026, 12, 1))
    assert kinds(leak, of=book) == ["text"]


def test_a_few_words_that_two_texts_share_are_none() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.task("Unplanned stops in Lyon and Grasse fell from nine to six hours", date(2026, 12, 1))
    assert found("Downtime in Lyon and Grasse fell from 9 to 6", of=book) == []


def test_an_internal_text_is_found_without_its_markup() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.task("<p>The plant <b>wants</b> to&nbsp;leave us</p>", date(2026, 12, 1))
    assert kinds("The plant wants to leave us", of=book) == ["text"]


def test_of_one_text_only_the_longest_piece_is_told() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    whole = "Their buyer is on our side for now. He expects a third off in the next year or so."
    book.task(whole, date(2026, 12, 1))
    (find,) = finds_in([Passage(f"x {whole} y")], of=book)
    assert find.what == whole


def test_text_without_spaces_is_found_within_running_text() -> None:
    book = Book("東京電力", tier=1)
    book.task("競合他社に切り替える可能性が高い", date(2026, 12, 1))
    assert kinds("備考、競合他社に切り替える可能性が高いため対策", of=book) == ["text"]


def test_a_competitor_is_found_by_name_unless_the_customer_says_it() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    deal = book.won("Some deal of ours", "10", date(2026, 3, 1))
    book.competitor(deal, "Vantrix")

    assert found("Vantrix is cheaper", of=book) == [("text", "Vantrix")]
    shown = {"priorities": [{"name": "Replace Vantrix"}]}
    assert found("Replace Vantrix", of=book, shown=shown) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("see 001Hq000PF0Yeho", "id"),
        ("C:/Users/raman/deal.xlsx", "path"),
        ("/Volumes/Deals/x.xlsx", "path"),
        ("//srv/deals/x.xlsx", "path"),
        ("~/Deals/x.xlsx", "path"),
        ("https://dunmere-my.sharepoint.com/personal/raman_dunmere/x", "path"),
        ("127.0.0.1:8443/x", "address"),
        ("select Id, Name from Account", "query"),
        ("<<Customer>>", "placeholder"),
        ("[insert quote]", "placeholder"),
        ("XXX", "placeholder"),
        ("#REF!", "placeholder"),
    ],
)
def test_other_traces_are_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_the_ids_of_other_accounts_are_known() -> None:
    rules = Rules(other_ids=("001000000000123AAA",))
    assert found("see 001000000000123", rules=rules) == [("id", "001000000000123")]


def test_addresses_of_our_company_are_found_but_for_those_for_everybody() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.user("Priya Port", email="port@vendor.example")
    book.user("Rachel Kim")

    for address in ("lindqvist@vendor.example", "rachel.kim@elsewhere.example"):
        assert found(f"mail {address}", of=book) == [("e-mail", address)]
    for address in ("support@vendor.example", "report@x.example", "wintersport@kestrel.example"):
        assert found(f"mail {address}", of=book) == []


@pytest.mark.parametrize(
    "text",
    [
        "New opportunities for your plants. Joint activities",
        "Utrecht, Netherlands; Boston, MA, United States",
        "discovery workshop; business case for Joplin",
        "the decision maker; business user training",
        "Salesforce.com connector; see trust.salesforce.com",
        "Follow /users/list in the API",
        "Confidential. For questions: support@vendor.example",
        "IBAN DE89 3704 0044 0532 0130 00, ISO 9001:2015, +1 555 0100 200",
        "work to be completed in Q1",
        "we select one from the group",
    ],
)
def test_what_ordinary_decks_say_is_no_find(text: str) -> None:
    book = Book("Kestrel & Rowe", tier=1, region="United States")
    book.won("Some deal", "1234567", date(2026, 3, 1), stage="Business case")
    book.won("Some other", "10", date(2026, 3, 1), stage="Discovery", stated_type="Expansion")
    assert found(text, of=book) == []


@pytest.mark.parametrize(
    "name",
    [
        "Increase share of wallet among cardholders",
        "Raise the cross-sell ratio in branches",
        "Use white space in the press shop",
        "Reduce churn and protect gross margin",
        "Tier 1 suppliers on time",
    ],
)
def test_a_customer_speaks_of_its_own_business(name: str) -> None:
    shown = {"priorities": [{"name": name}]}
    assert found(f"You set out: {name}", shown=shown) == []


def test_an_acceptance_is_for_these_words_at_these_places() -> None:
    def number(*texts: str) -> str:
        (find,) = finds_in([Passage(text, place='slide 2, shape "Box"') for text in texts])
        return find.id

    said = number("We help you reduce churn among buyers")
    assert said == number("We help you reduce churn among buyers")
    assert said != number("We expect you to churn; price accordingly")
    assert said != number("We help you reduce churn among buyers", "You will churn: they said so")


def test_a_find_shows_the_words_around_it() -> None:
    (find,) = finds_in([Passage("The plant is run by a blocker who left")])
    assert "run by a blocker who" in find.context
    assert find.context in str(find)


def test_a_text_is_found_in_a_file_s_name_as_files_are_named() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.task("Renewal is at great risk", date(2026, 12, 1))
    for name in ("renewal-is-at-great-risk-qbr.pptx", "Renewal_is_at_great_risk.pptx"):
        finds = finds_in([Passage(name, place="the file name"), Passage("other")], of=book)
        assert "Renewal is at great risk" in [find.what for find in finds]


def test_two_values_that_may_be_seen_may_read_like_one_that_may_not() -> None:
    book = Book("Kestrel & Rowe", tier=1)
    book.task("Batch genealogy released in August", date(2026, 12, 1))
    shown = {"roadmap": [{"name": "Batch genealogy", "detail": "Released in August"}]}
    text = "Batch genealogy Released in August"

    assert found(text, of=book, shown=shown, kind="joined") == []
    assert kinds(text, of=book, shown=shown) == ["text"]
    assert kinds(text, of=book, kind="joined") == ["text"]
