"""The guard finds what must not leave, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.guard import Find, Rules, search, secrets_of
from generator.guard.phrases import PhraseIndex
from generator.guard.rules import word_lists
from generator.model.ids import is_whole
from generator.model.records import ReviewItem
from tests.builders import Book

SECRET = "Plant manager wants to leave us"
NONE = Rules()


@dataclass(frozen=True)
class Text:
    text: str
    kind: str = "text"
    place: str = "slide 2"


def book(**values: Any) -> Book:
    made = Book("Kestrel & Rowe", tier=1, **values)
    made.task(SECRET, date(2026, 12, 1))
    return made


def found(
    text: str,
    *,
    of: Book | None = None,
    shown: dict[str, Any] | None = None,
    rules: Rules = NONE,
    kind: str = "text",
) -> list[tuple[str, str]]:
    """(kind, what) of all finds in one passage."""
    finds = finds_in([Text(text, kind)], of=of, shown=shown, rules=rules)
    return [(find.kind, find.what) for find in finds]


def finds_in(
    passages: list[Text],
    *,
    of: Book | None = None,
    shown: dict[str, Any] | None = None,
    rules: Rules = NONE,
) -> tuple[Find, ...]:
    snapshot = (of or book()).build()
    watch = secrets_of(snapshot, analyse(snapshot)).against(shown or {})
    return search(passages, watch, rules, snapshot.account_id, "qbr")


# --- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        SECRET.upper(),
        f"He said: {SECRET}!",
        SECRET.replace(" ", "\n"),
        SECRET.replace(" ", "\u00a0"),
        SECRET.replace("a", "a\u200b"),
    ],
)
def test_an_internal_text_is_found_however_it_is_set(text: str) -> None:
    assert found(text) == [("text", SECRET)]


def test_a_find_says_field_and_place() -> None:
    (find,) = finds_in([Text(SECRET, place="notes of slide 4")])

    assert (find.source, find.where) == ("activity.subject", ("notes of slide 4",))
    assert "notes of slide 4" in str(find)
    assert SECRET in str(find)


def test_a_text_that_the_customer_may_see_is_none() -> None:
    assert found(SECRET, shown={"goals": [{"name": f"Our goal: {SECRET.lower()}"}]}) == []


def test_short_texts_are_words_of_any_document() -> None:
    made = book()
    made.task("Call Bob", date(2026, 12, 1))
    made.task("Call me", date(2026, 12, 1))

    assert found("Call Bob", of=made) == [("text", "Call Bob")]
    assert found("Call me", of=made) == []


def test_of_one_word_only_the_whole_word_counts() -> None:
    made = book()
    made.task("Training", date(2026, 12, 1))

    assert found("Trainings in May", of=made) == []
    assert found("Training in May", of=made) == [("text", "Training")]


def test_of_a_long_text_its_beginning_and_its_sentences_are_found() -> None:
    made = book()
    long = "The buyer is on our side for now. He expects a discount of a third next year. Act soon."
    made.task(long, date(2026, 12, 1))

    assert found("The buyer is on our side for now. He exp…", of=made)
    assert ("text", "He expects a discount of a third next year") in found(
        "he expects a discount of a third next year", of=made
    )
    assert found("Act soon.", of=made) == []


def test_the_words_of_delivered_templates_are_no_secret() -> None:
    assert found(SECRET, rules=Rules(delivered=f"Some slide\n{SECRET}")) == []


def test_a_field_that_the_mapping_declares_is_no_secret_unless_its_record_is_unshared() -> None:
    made = book()
    made.safe("review_item.name")
    _item(made, "Downtime is halved", is_shared=True)
    _item(made, "Downtime was our fault", is_shared=False)

    assert found("Downtime is halved", of=made) == []
    assert found("Downtime was our fault", of=made) == [("text", "Downtime was our fault")]


@pytest.mark.parametrize("kind", ["text", "joined", "link", "markup", "bytes", "value"])
def test_texts_are_found_in_every_kind_of_passage(kind: str) -> None:
    assert found(SECRET, kind=kind) == [("text", SECRET)]


def test_what_is_found_in_its_place_is_not_told_again_of_the_whole_part() -> None:
    passages = [Text(SECRET), Text(f"Other {SECRET}", "joined", "slide 2, across its shapes")]
    (find,) = finds_in(passages)
    assert find.where == ("slide 2",)

    (split,) = finds_in(passages[1:])
    assert split.where == ("slide 2, across its shapes",)


def _item(made: Book, name: str, *, is_shared: bool) -> None:
    made.add(ReviewItem, account_id=made.root, kind="outcome", name=name, is_shared=is_shared)


# --- amounts -----------------------------------------------------------------------------------


def with_deal(amount: str) -> Book:
    made = book()
    made.won("Some deal of ours", amount, date(2026, 3, 1))
    return made


@pytest.mark.parametrize(
    "printed",
    ["2,077,405.37", "2077405.37", "2.077.405,37 EUR", "$2,077,405", "2 077 405", "2.0774M"],
)
def test_an_amount_is_found_in_every_form_with_five_digits(printed: str) -> None:
    assert [kind for kind, _ in found(printed, of=with_deal("2077405.37"))] == ["amount"]


@pytest.mark.parametrize("printed", ["2.1M", "2,077", "2,077,404", "2,000,000", "12,077,405"])
def test_shorter_and_other_numbers_are_no_find(printed: str) -> None:
    assert found(printed, of=with_deal("2077405.37")) == []


def test_a_round_amount_could_be_any_figure() -> None:
    assert found("1,250,000", of=with_deal("1250000")) == []


def test_a_number_that_the_customer_may_see_is_no_find() -> None:
    made = with_deal("20774")

    assert found("20,774", of=made, shown={"quantity": Decimal(20774)}) == []
    assert found("20,774", of=made, shown={"note": "20,774 seats"}) == []
    assert found("20,774", of=made, shown={"quantity": Decimal(20775)}) != []


def test_computed_amounts_are_looked_for_as_well() -> None:
    made = book()
    made.won("One", "1234567", date(2026, 3, 1))
    made.won("Two", "2345678", date(2026, 3, 1))

    assert [kind for kind, _ in found("3,580,245", of=made)] == ["amount"]


def test_numbers_of_the_markup_are_no_amounts() -> None:
    made = with_deal("2077405")

    assert found("2077405", of=made, kind="markup") == []
    assert found("2077405", of=made, kind="value") == [("amount", "2077405")]


# --- other customers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("As we did for Globex Corporation.", ["Globex Corporation"]),
        ("As we did for Globex.", ["Globex Corporation"]),
        ("GLOBEX", ["Globex Corporation"]),
        ("globex", []),
        ("Globexia", []),
        ("the Visa card", ["Visa"]),
        ("a visa for Ana", []),
        ("Kestrel & Rowe", []),
    ],
)
def test_other_customers_are_found_by_whole_words_as_they_are_written(
    text: str, names: list[str]
) -> None:
    rules = Rules(others=("Globex Corporation", "Visa", "Kestrel", "Kestrel & Rowe"))
    assert found(text, rules=rules) == [("customer", name) for name in names]


def test_a_name_in_declared_text_is_found_all_the_same() -> None:
    """That is the way such a name gets out."""
    text = "Do as Globex did"
    shown = {"options": [{"name": text}]}
    assert found(text, shown=shown, rules=Rules(others=("Globex",))) == [("customer", "Globex")]


def test_a_name_that_the_document_uses_as_a_word_is_none() -> None:
    rules = Rules(others=("Line", "Next", "Orange"), delivered="Open now, and what comes next")
    shown = {"priorities": [{"name": "Line 4 runs as the line beside it"}]}

    assert found("Line 4 first. Next: review", shown=shown, rules=rules) == []
    assert found("Orange first", shown=shown, rules=rules) == [("customer", "Orange")]


def test_names_of_products_people_and_delivered_words_are_no_customers() -> None:
    made = book()
    made.product("Target Planner")
    made.user("Betty Ford")
    rules = Rules(others=("Target", "Ford", "Progress"), delivered="Progress to goal")

    assert found("Target Planner by Betty Ford: Progress", of=made, rules=rules) == []


# --- judgments ---------------------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted({w for words in word_lists().values() for w in words}))
def test_every_listed_word_is_found_in_any_case(word: str) -> None:
    assert [what for _, what in found(f"Note: {word.upper()}.")] == [word]


def test_a_customer_may_speak_of_its_own_churn_but_nobody_of_a_blocker() -> None:
    shown = {"priorities": [{"name": "Reduce churn", "outcome": "No blocker any more"}]}

    assert found("Churn fell to 3%", shown=shown) == []
    assert found("No blocker any more", shown=shown) == [("judgment", "blocker")]


def test_users_add_words_and_allow_words() -> None:
    assert found("Project Falcon", rules=Rules(words=("project falcon",))) == [
        ("judgment", "project falcon")
    ]
    assert found("Our quota", rules=Rules(allowed=("quota", "our quota"))) == []
    assert found(SECRET, rules=Rules(allowed=(SECRET,))) == []


def test_a_product_may_be_called_champion() -> None:
    made = book()
    made.product("Champion")
    assert found("Champion: 12 seats", of=made) == []


# --- traces of the CRM -------------------------------------------------------------------------


def test_record_ids_are_known_by_their_checksum() -> None:
    assert is_whole("001Hq000LAd4JvtIYE")
    assert not is_whole("001Hq000LAd4JvtIYF")
    assert not is_whole("internationalizing")


def test_ids_of_the_account_s_records_are_found_long_and_short() -> None:
    made = book()
    number = made.won("Some deal of ours", "10", date(2026, 3, 1))

    for kind in ("text", "link", "markup", "bytes"):
        for form in (number, number[:15]):
            assert found(f"see {form}.", of=made, kind=kind) == [("id", form)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("see 001Hq000LAd4JvtIYE", "id"),
        ("https://dunmere.my.salesforce.com/001", "address"),
        ("https://dunmere.lightning.force.com/lightning/r/x", "address"),
        ("login.salesforce.com", "address"),
        ("http://127.0.0.1:8080/services/data", "address"),
        ("C:\\Users\\ana\\plan.pptx", "path"),
        ("/home/ana/decks/q4.pptx", "path"),
        ("\\\\server\\share\\q4.pptx", "path"),
        ("file:///tmp/x", "path"),
        ("SELECT Id, Name FROM Account", "query"),
        ("Account_Score__c", "query"),
        ("{{ account.name }}", "tag"),
        ("{% for p in plays %}", "tag"),
        ("open {{ here", "tag"),
    ],
)
def test_traces_of_the_crm_and_of_machines_are_found(text: str, kind: str) -> None:
    assert [kind for kind, _ in found(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.com/home/ana",
        "Workforce.com and force of habit",
        "ppt/media/image1.png",
        "we select from the best",
        "support@example.com",
        "a {single} brace and 100% done}",
        "https://ourwebsite.com",
    ],
)
def test_what_only_looks_like_a_trace_is_no_find(text: str) -> None:
    assert found(text) == []


def test_addresses_of_our_people_are_found_by_address_and_by_name() -> None:
    made = book()
    made.user("Maria Gomez", email="boss@vendor.example")

    for address in ("boss@vendor.example", "m.gomez@vendor.example", "GOMEZ@vendor.example"):
        assert found(f"Write to {address}", of=made) == [("e-mail", address)]
    assert found("Write to help@vendor.example", of=made) == []


def test_a_name_that_looks_like_a_tag_is_data() -> None:
    made = Book("{{7*7}}", tier=1)
    shown = {"account": {"name": "{{7*7}}"}}

    assert found("Review of {{7*7}} in Q4", of=made, shown=shown) == []
    assert found("Review of {{7*8}} in Q4", of=made, shown=shown) == [("tag", "{{7*8}}")]
    half = {"kpi": "{# Line efficiency"}
    assert found("{# Line efficiency rose to 68% #} again", shown=half) == []


def test_a_customer_may_be_called_after_an_address() -> None:
    assert found("Review of salesforce.com", of=Book("salesforce.com", tier=1)) == []


def test_carriers_are_found_for_what_they_are() -> None:
    assert found("a comment", kind="carrier") == [("carrier", "a comment")]


# --- ids of finds ------------------------------------------------------------------------------


def test_the_id_of_a_find_is_of_one_file_and_one_set_of_places() -> None:
    snapshot = book().build()
    watch = secrets_of(snapshot, analyse(snapshot)).against({})

    def number(account: str, artifact: str, place: str) -> str:
        (find,) = search([Text(SECRET, place=place)], watch, NONE, account, artifact)
        return find.id

    first = number("001A", "qbr", "slide 2")
    assert first == number("001A", "qbr", "slide 2")
    others = [("001B", "qbr", "slide 2"), ("001A", "ebr", "slide 2"), ("001A", "qbr", "slide 3")]
    assert len({first, *(number(*other) for other in others)}) == 4


def test_the_same_text_in_two_places_is_one_find() -> None:
    (find,) = finds_in([Text(SECRET, place="slide 2"), Text(SECRET, place="slide 5")])
    assert find.where == ("slide 2", "slide 5")


def test_rules_go_to_workers_as_plain_data() -> None:
    import pickle

    rules = Rules(words=("x",), allowed=("y",), others=("Globex",))
    assert list(rules.names.find("Globex")) != []
    copy = pickle.loads(pickle.dumps(rules))
    assert copy == replace(rules)


def test_of_names_that_begin_alike_the_longest_that_stands_there_is_found() -> None:
    index = PhraseIndex(
        [("acme", 1), ("acme foods", 2), ("acme foods east", 3), ("acme fools", 4), ("acme", 5)]
    )

    def found(text: str) -> list[tuple[str, int]]:
        return [(hit.phrase, hit.meaning) for hit in index.find(text)]

    assert found("of acme foods east") == [("acme foods east", 3)]
    assert found("acme foods eastern, acme fools") == [("acme foods", 2), ("acme fools", 4)]
    assert found("acme food") == [("acme", 1)]
    assert found("acmes") == []
