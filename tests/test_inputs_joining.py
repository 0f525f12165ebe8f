"""What the files say, in the account's snapshot, its figures and its documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.artifacts import compose
from generator.formats import Formats
from generator.inputs import Inputs, counted, joined, near_misses, read_inputs
from generator.model.records import Signal
from generator.model.snapshot import Snapshot, from_json, to_json
from generator.pipeline import Order, basis_of, produce
from tests.builders import Book
from tests.tiny_templates import folder, text_of, word

USAGE = "account,unit,product,day,active_users,licensed\n"
SIGNALS = "account,date,kind,text,url\n"
US = Formats()


def inputs(place: Path, safe: tuple[str, ...] = (), **files: str) -> Inputs:
    where = place / "inputs"
    where.mkdir(exist_ok=True)
    for name, text in files.items():
        ending = "toml" if name == "texts" else "csv"
        stem = "accounts" if name == "texts" else name
        (where / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return read_inputs(where, safe=safe)


def laid(book: Book, found: Inputs, *others: str) -> Snapshot:
    """The book's snapshot with the inputs, in a run of its account and of those named."""
    snapshot = book.build()
    return joined(snapshot, found, counted([snapshot.account.name, *others]))


def owner(**values: object) -> tuple[Book, str, str]:
    """Acme, its division North, and the product Core that North owns."""
    book = Book("Acme", tier=1)
    north = book.division("North")
    core = book.product("Core", code="C-1")
    book.asset(core, "1000", account=north, **values)
    return book, north, core


def said(snapshot: Snapshot) -> list[str]:
    return [problem.message for problem in snapshot.problems]


def told(account: AnalysedAccount) -> list[str]:
    return [
        row.message for row in account.problems if "inputs/" in f"{row.record_id} {row.message}"
    ]


# -- usage ---------------------------------------------------------------------------------------


def test_use_fills_what_the_crm_leaves_blank_and_says_where_from(tmp_path: Path) -> None:
    book, _, _ = owner(quantity="100")
    found = inputs(tmp_path, usage=f"{USAGE}Acme,North,Core,2026-10-31,80,\n")

    account = analyse(laid(book, found))

    (owned,) = account.owned_products
    assert (owned.active_users, owned.used_on, owned.used_source) == (
        80,
        date(2026, 10, 31),
        "inputs/usage.csv",
    )
    values = compose(account, "plan", US).values
    assert values["products"][0]["adoption"] == Decimal("80.0")
    assert values["usage"]["source_note"] == (
        "Active users that Salesforce does not hold: inputs/usage.csv, Oct 31, 2026."
    )
    ids = compose(account, "plan", US).ids_of("products[0].active_users")
    assert "inputs/usage.csv#2" in ids
    assert "inputs/usage.csv#2" not in compose(account, "plan", US).ids_of("products[0].arr")


def test_of_several_days_the_newest_counts_that_is_not_after_as_of(tmp_path: Path) -> None:
    book, _, _ = owner()
    rows = "".join(
        f"Acme,North,Core,{day},{users},\n"
        for day, users in (
            ("2026-11-22", 30),
            ("2026-09-30", 10),
            ("2026-11-23", 40),
            ("2026-10-31", 20),
        )
    )
    found = inputs(tmp_path, usage=USAGE + rows)

    assert analyse(laid(book, found)).owned_products[0].active_users == 30
    book.as_of = date(2026, 10, 30)
    assert analyse(laid(book, found)).owned_products[0].active_users == 10
    book.as_of = date(2026, 9, 29)
    assert analyse(laid(book, found)).owned_products[0].active_users is None


def test_the_crm_s_figure_stands_and_the_difference_is_told(tmp_path: Path) -> None:
    book, _, _ = owner(active_users=70)
    found = inputs(tmp_path, usage=f"{USAGE}Acme,North,Core,2026-10-31,80,\n")

    account = analyse(laid(book, found))

    assert account.owned_products[0].active_users == 70
    assert told(account) == ["Use of Core in North is 80 in the file, 70 in the CRM, which is used"]
    assert account.problems[0].record_id == "inputs/usage.csv#2"


def test_licences_stand_in_for_a_quantity_that_the_crm_lacks(tmp_path: Path) -> None:
    book, _, _ = owner()
    found = inputs(tmp_path, usage=f"{USAGE}Acme,North,Core,2026-10-31,80,160\n")

    values = compose(analyse(laid(book, found)), "plan", US).values

    (row,) = values["products"]
    assert (row["quantity"], row["adoption"]) == (None, Decimal("50.0"))
    assert values["usage"]["products"][0]["adoption"] == Decimal("50.0")


def test_use_of_the_whole_account_is_that_of_the_one_division_that_owns(tmp_path: Path) -> None:
    book, _, core = owner()
    found = inputs(tmp_path, usage=f"{USAGE}Acme,,Core,2026-10-31,80,\n")

    assert analyse(laid(book, found)).owned_products[0].active_users == 80
    book.asset(core, "10", account=book.division("South"))
    account = analyse(laid(book, found))
    assert [row.active_users for row in account.owned_products] == [None, None]
    assert told(account) == [
        "Use of Core in Acme is of 2 divisions together: name each; not counted"
    ]


def test_use_of_what_is_not_owned_is_told_and_not_counted(tmp_path: Path) -> None:
    book, _, _ = owner()
    book.product("Plan")
    found = inputs(tmp_path, usage=f"{USAGE}Acme,North,Plan,2026-10-31,80,\n")

    account = analyse(laid(book, found))

    assert told(account) == [
        "Use of Plan in North is recorded, but it owns no such product: not counted"
    ]


def test_products_and_units_are_found_by_name_code_and_id(tmp_path: Path) -> None:
    book, north, core = owner()
    for unit, product in (("north", "CORE"), (north, "c-1"), (north[:15], core), ("North", core)):
        found = inputs(tmp_path, usage=f"{USAGE}{book.root},{unit},{product},2026-10-31,80,\n")
        assert analyse(laid(book, found)).owned_products[0].active_users == 80


def test_names_that_are_not_there_are_told_once_with_the_nearest(tmp_path: Path) -> None:
    book, _, _ = owner()
    rows = "".join(f"Acme,North,Cora,2026-0{month}-01,5,\n" for month in range(1, 8))
    found = inputs(tmp_path, usage=f"{USAGE}{rows}Acme,Nord,Core,2026-10-31,80,\n")

    assert said(laid(book, found)) == [
        (
            "inputs/usage.csv, line 2: no product is named Cora: not counted; did you mean Core? "
            "(7 rows)"
        ),
        "inputs/usage.csv, line 9: no unit is named Nord: not counted; did you mean North?",
    ]


def test_units_that_are_no_accounts_are_found_by_their_names(tmp_path: Path) -> None:
    book = Book("Acme")
    book.rules(axis=("geography",))
    core = book.product("Core")
    for region in ("EMEA", "Americas"):
        book.asset(core, "10", region=region)
    rows = "Acme,emea,Core,2026-10-31,80,\nAcme,EMAE,Core,2026-10-31,5,\n"

    account = analyse(laid(book, inputs(tmp_path, usage=USAGE + rows)))

    assert [(row.unit, row.active_users) for row in account.owned_products] == [
        ("Americas", None),
        ("EMEA", 80),
    ]
    assert told(account) == [
        "Use of Core in EMAE is recorded, but it owns no such product: not counted"
    ]


def in_one_region() -> tuple[Book, str, str]:
    """Acme in the region EMEA, as North and South below it are, and the product Core."""
    book = Book("Acme", region="EMEA")
    book.rules(axis=("geography",))
    north, south = (book.division(name, region="EMEA") for name in ("North", "South"))
    core = book.product("Core")
    for account in (north, south):
        book.asset(core, "10", account=account, quantity=None)
    return book, north, south


@pytest.mark.parametrize("axis", ["geography", "object"])
def test_readings_of_several_accounts_in_one_division_are_added_up(
    tmp_path: Path, axis: str
) -> None:
    book, north, _ = in_one_region()
    book.rules(axis=(axis,))
    rows = (
        f"{north},,Core,2026-09-30,60,90\nAcme,North,Core,2026-08-31,50,\n"
        "Acme,South,Core,2026-10-31,17,40\n"
    )

    account = analyse(laid(book, inputs(tmp_path, usage=USAGE + rows)))

    (row,) = account.owned_products
    assert (row.active_users, row.licensed, row.used_on) == (77, 130, date(2026, 9, 30))
    assert row.used_ids == ("inputs/usage.csv#2", "inputs/usage.csv#4")
    assert [line for line in told(account) if line.startswith("Use of")] == []


def test_what_the_account_itself_holds_in_a_region_is_a_part_of_it(tmp_path: Path) -> None:
    book, _, _ = in_one_region()
    rows = "Acme,,Core,2026-10-31,84,\nAcme,North,Core,2026-10-31,17,\n"
    found = inputs(tmp_path, usage=USAGE + rows)
    core = book.build().products[0].id

    whole = analyse(laid(book, found))
    assert whole.owned_products[0].active_users == 17
    assert told(whole) == [
        "Use of Core in Acme is 84 on 2026-10-31; not counted: that of EMEA, 2026-10-31, stands"
    ]
    book.asset(core, "10", quantity=None)
    account = analyse(laid(book, found))
    assert account.owned_products[0].active_users == 101
    assert told(account) == []


def test_licences_of_which_a_part_is_unknown_are_unknown(tmp_path: Path) -> None:
    book, _, _ = in_one_region()
    rows = "Acme,North,Core,2026-10-31,84,90\nAcme,South,Core,2026-10-31,17,\n"

    account = analyse(laid(book, inputs(tmp_path, usage=USAGE + rows)))

    assert (account.owned_products[0].active_users, account.owned_products[0].licensed) == (
        101,
        None,
    )


@pytest.mark.parametrize(
    ("whole", "part", "users", "lost"),
    [
        ("2026-10-31", "2026-03-31", 90, "North is 40 on 2026-03-31; not counted: that of Acme"),
        ("2026-03-31", "2026-10-31", 40, "Acme is 90 on 2026-03-31; not counted: that of North"),
        ("2026-10-31", "2026-10-31", 40, "Acme is 90 on 2026-10-31; not counted: that of North"),
    ],
)
def test_of_a_reading_of_the_account_and_of_its_division_the_newer_stands(
    tmp_path: Path, whole: str, part: str, users: int, lost: str
) -> None:
    book, _, _ = owner()
    rows = f"Acme,,Core,{whole},90,\nAcme,North,Core,{part},40,\n"

    account = analyse(laid(book, inputs(tmp_path, usage=USAGE + rows)))

    assert account.owned_products[0].active_users == users
    assert told(account) == [f"Use of Core in {lost}, {max(whole, part)}, stands"]


def test_a_reading_that_names_its_region_is_not_added_to_its_parts(tmp_path: Path) -> None:
    book, _, _ = in_one_region()
    rows = (
        "Acme,EMEA,Core,2026-10-31,99,\nAcme,North,Core,2026-10-31,84,\n"
        "Acme,South,Core,2026-10-31,17,\n"
    )

    account = analyse(laid(book, inputs(tmp_path, usage=USAGE + rows)))

    assert account.owned_products[0].active_users == 99
    assert told(account) == [
        "Use of Core in EMEA is 101 on 2026-10-31; not counted: that of EMEA, 2026-10-31, stands"
    ]


def test_two_units_of_one_name_must_be_told_apart(tmp_path: Path) -> None:
    book, _, _ = owner()
    book.division("north")
    found = inputs(tmp_path, usage=f"{USAGE}Acme,North,Core,2026-10-31,80,\n")

    assert said(laid(book, found)) == [
        (
            "inputs/usage.csv, line 2: several records are named North: give the id in unit; "
            "not counted"
        )
    ]


def test_the_name_of_a_division_alone_is_not_taken_for_an_account(tmp_path: Path) -> None:
    book, north, _ = owner()
    by_name = inputs(tmp_path, usage=f"{USAGE}North,,Core,2026-10-31,80,\n")
    by_id = inputs(tmp_path, usage=f"{USAGE}{north},,Core,2026-10-31,80,\n")

    assert said(laid(book, by_name)) == [
        "inputs/usage.csv, line 2: North is a unit: give its id, or name Acme; not counted"
    ]
    assert said(laid(book, by_name, "North")) == []  # there is an account of that name
    assert analyse(laid(book, by_id)).owned_products[0].active_users == 80


def test_accounts_of_one_name_must_be_told_apart(tmp_path: Path) -> None:
    book, _, _ = owner()
    by_name = inputs(tmp_path, usage=f"{USAGE}Acme,North,Core,2026-10-31,80,\n")
    by_id = inputs(tmp_path, usage=f"{USAGE}{book.root},North,Core,2026-10-31,80,\n")

    twice = laid(book, by_name, "ACME")
    assert said(twice) == [
        "inputs/usage.csv, line 2: several accounts are named Acme: give the id; not counted"
    ]
    assert twice.usage == ()
    assert len(laid(book, by_id, "ACME").usage) == 1


def test_one_account_given_by_name_and_by_id_counts_once_a_day(tmp_path: Path) -> None:
    book, _, _ = owner()
    rows = f"Acme,North,Core,2026-10-31,80,\n{book.root},North,Core,2026-10-31,90,\n"

    snapshot = laid(book, inputs(tmp_path, usage=USAGE + rows))

    assert [row.active_users for row in snapshot.usage] == [80]
    assert said(snapshot) == [
        "inputs/usage.csv, line 3: says again of Core what line 2 says; not counted"
    ]


# -- what a customer may see ---------------------------------------------------------------------


def deck(book: Book, found: Inputs) -> dict[str, object]:
    book.safe("asset.active_users")
    return compose(analyse(laid(book, found)), "qbr", US).values


def test_a_file_s_use_is_internal_until_it_is_declared_safe(tmp_path: Path) -> None:
    rows = f"{USAGE}Acme,North,Core,2026-10-31,81234,\n"
    book, _, _ = owner(quantity="100000")
    book.asset(book.product("Plan"), "10", active_users=7)

    hidden = deck(book, inputs(tmp_path, usage=rows))
    shown = deck(book, inputs(tmp_path, ("usage.active_users",), usage=rows))

    assert "81234" not in str(hidden).replace(",", "")
    assert hidden["usage"]["active_users"] is None  # the CRM's part is not the whole either
    assert shown["usage"]["active_users"] == 81241
    assert shown["usage"]["products"][0]["adoption"] is None  # licences are declared apart


def test_without_a_file_the_crm_s_own_declaration_is_enough(tmp_path: Path) -> None:
    book, _, _ = owner(quantity="100", active_users=70)
    other = f"{USAGE}Umbrella,North,Core,2026-10-31,1,\n"

    for found in (Inputs(), inputs(tmp_path, usage=other)):
        assert deck(book, found)["usage"]["active_users"] == 70


def test_the_deck_says_why_the_slide_is_not_there(tmp_path: Path) -> None:
    book, _, _ = owner(quantity="100")
    book.safe("asset.active_users")
    found = inputs(tmp_path, usage=f"{USAGE}Acme,North,Core,2026-10-31,80,\n")

    composed = compose(analyse(laid(book, found)), "qbr", US)

    reasons = {row.slide: row.reason for row in composed.left_out}
    assert reasons["adoption"] == "not declared safe for customers: usage.active_users"


def test_no_customer_s_document_names_a_file(tmp_path: Path) -> None:
    book, _, _ = owner()
    found = inputs(
        tmp_path,
        ("usage.*",),
        usage=f"{USAGE}Acme,North,Core,2026-10-31,80,160\n",
        signals=f"{SIGNALS}Acme,2026-10-01,ipo,Listed in Frankfurt,https://news.example/x\n",
        texts='["Acme"]\ndate = 2026-10-01\nvalue_proposition = "Fewer stops."\n',
    )

    values = str(deck(book, found))

    assert "80" in values
    for internal in ("inputs", ".csv", ".toml", "Listed", "news.example", "Fewer stops"):
        assert internal not in values


# -- news ----------------------------------------------------------------------------------------


def test_news_is_read_ages_out_and_names_its_file(tmp_path: Path) -> None:
    book, north, _ = owner()
    old, edge, new = (book.as_of - timedelta(days=days) for days in (181, 180, 1))
    rows = (
        f"Acme,{old},ipo,Old,\nAcme,{edge},launch,Edge,\n"
        f"{north},{new},executive hire,=1+1,https://news.example/a\n"
        f"Acme,{book.as_of + timedelta(days=1)},ipo,Later,\nUmbrella,{new},ipo,Theirs,\n"
    )

    account = analyse(laid(book, inputs(tmp_path, signals=SIGNALS + rows)))

    assert [(row.kind, row.text, row.source) for row in account.signals] == [
        ("executive_hire", "=1+1", "inputs/signals.csv"),
        ("launch", "Edge", "inputs/signals.csv"),
    ]
    assert account.signals[0].ids == ("inputs/signals.csv#4",)


def test_the_crm_s_news_and_the_file_s_stand_together(tmp_path: Path) -> None:
    book, _, _ = owner()
    book.add(Signal, account_id=book.root, kind="ipo", day=date(2026, 10, 1), text="From the CRM")
    found = inputs(tmp_path, signals=f"{SIGNALS}Acme,2026-10-02,ipo,From a file,\n")

    assert [row.text for row in analyse(laid(book, found)).signals] == [
        "From a file",
        "From the CRM",
    ]


@pytest.mark.parametrize("text", ["=1+1", "{{ account.health }}", "R&D <x>", "@SUM(A1)", "a\tb"])
def test_a_text_is_printed_as_it_stands_whatever_it_holds(tmp_path: Path, text: str) -> None:
    book, _, _ = owner()
    found = inputs(tmp_path, signals=f'{SIGNALS}Acme,2026-10-02,ipo,"{text}",\n')
    templates = folder(
        tmp_path / "t", plan=word("{% for s in signals %}{{ s.text }}|{{ s.source }}{% endfor %}")
    )
    order = Order(out=tmp_path / "out", only=("plan",), templates=templates)

    (outcome,) = produce(laid(book, found), order)

    assert text_of(Path(outcome.path or "")) == f"{text}|inputs/signals.csv"


# -- value proposition and expansion thesis ------------------------------------------------------

TEXTS = """
["Acme"]
date = 2026-10-01
value_proposition = "Fewer stops."
expansion_thesis = "Second plant."
source = "Workshop"
"""


def test_statements_fill_what_the_crm_leaves_blank(tmp_path: Path) -> None:
    book = Book("Acme", tier=1, expansion_thesis="As the CRM has it")

    account = analyse(laid(book, inputs(tmp_path, texts=TEXTS)))

    profile = account.profile
    assert (profile.value_proposition, profile.expansion_thesis) == (
        "Fewer stops.",
        "As the CRM has it",
    )
    assert profile.value_proposition_file == "inputs/accounts.toml, Workshop, 2026-10-01"
    assert profile.expansion_thesis_file is None
    assert told(account) == [
        "inputs/accounts.toml, line 2: the CRM has another expansion thesis, which is used"
    ]


def test_a_statement_made_later_is_not_counted(tmp_path: Path) -> None:
    book = Book("Acme", as_of=date(2026, 9, 30))

    assert laid(book, inputs(tmp_path, texts=TEXTS)).account.value_proposition is None


@pytest.mark.parametrize("by_id_first", [False, True])
def test_of_statements_by_name_and_by_id_the_newest_counts(
    tmp_path: Path, by_id_first: bool
) -> None:
    book = Book("Acme")
    tables = [
        '["Acme"]\ndate = 2026-09-01\nvalue_proposition = "Old."\nexpansion_thesis = "Plant."\n',
        f'["{book.root}"]\ndate = 2026-10-01\nvalue_proposition = "New."\n',
    ]
    texts = "".join(reversed(tables) if by_id_first else tables)

    snapshot = laid(book, inputs(tmp_path, texts=texts))

    account = analyse(snapshot)
    assert account.profile.value_proposition == "New."
    assert account.profile.value_proposition_file == "inputs/accounts.toml, 2026-10-01"
    assert account.profile.expansion_thesis == "Plant."
    assert said(snapshot) == []


def test_of_two_statements_of_one_day_the_first_stands_and_the_other_is_told(
    tmp_path: Path,
) -> None:
    book = Book("Acme")
    texts = (
        '["Acme"]\ndate = 2026-09-01\nvalue_proposition = "One."\n'
        f'["{book.root}"]\ndate = 2026-09-01\nvalue_proposition = "Other."\n'
    )

    snapshot = laid(book, inputs(tmp_path, texts=texts))

    assert snapshot.account.value_proposition == "One."
    assert said(snapshot) == [
        (
            "inputs/accounts.toml, line 4: line 1 has another value proposition of that day; "
            "not counted"
        )
    ]


# -- coverage, and the snapshot as a whole -------------------------------------------------------


def covering(snapshot: Snapshot) -> dict[str, tuple[str, str, int, tuple[str, ...]]]:
    return {row.topic: (row.state, row.source, row.count, row.missing) for row in snapshot.coverage}


def test_the_coverage_says_what_was_read_of_each_file_and_how_new_it_is(tmp_path: Path) -> None:
    book, _, _ = owner()
    found = inputs(
        tmp_path,
        usage=f"{USAGE}Acme,North,Core,2026-10-31,80,\nAcme,North,Core,2026-09-30,70,\n",
        signals=SIGNALS,
        texts=TEXTS,
        managers="user,manager\nAna,Ben\n",
    )

    assert covering(laid(book, found)) == {
        "signals": ("no_records", "inputs/signals.csv", 0, ()),
        "texts": ("read", "inputs/accounts.toml, newest 2026-10-01", 2, ()),
        "usage": ("read", "inputs/usage.csv, newest 2026-10-31", 2, ()),
    }


@pytest.mark.parametrize(
    ("state", "missing"),
    [("not_mapped", ()), ("not_visible", ("News",)), ("not_enabled", ("News",))],
)
def test_a_file_stands_in_for_news_that_the_crm_does_not_show(
    tmp_path: Path, state: str, missing: tuple[str, ...]
) -> None:
    book, _, _ = owner()
    book.hide("signals", state)
    row = replace(book.build().coverage[0], source="News")
    found = inputs(tmp_path, signals=f"{SIGNALS}Acme,2026-10-02,ipo,Listed,\n")

    snapshot = joined(replace(book.build(), coverage=(row,)), found, {"acme": 1})

    source = "inputs/signals.csv, newest 2026-10-02"
    assert covering(snapshot)["signals"] == ("read", source, 1, missing)


def test_an_account_that_the_files_do_not_know_is_as_the_crm_has_it(tmp_path: Path) -> None:
    book = Book("Umbrella")
    snapshot = laid(book, inputs(tmp_path, texts=TEXTS))

    assert snapshot == book.build()


def test_a_snapshot_with_inputs_is_json_there_and_back(tmp_path: Path) -> None:
    book, _, _ = owner()
    found = inputs(
        tmp_path,
        usage=f"{USAGE}Acme,North,Core,2026-10-31,80,160.5\n",
        signals=f"{SIGNALS}Acme,2026-10-02,ipo,Listed,\n",
        texts=TEXTS,
    )

    snapshot = laid(book, found)

    assert from_json(to_json(snapshot)) == snapshot


def test_a_changed_row_makes_other_documents_and_another_account_s_does_not(
    tmp_path: Path,
) -> None:
    book, _, _ = owner()
    order = Order(out=tmp_path)

    def basis(rows: str) -> object:
        return basis_of(laid(book, inputs(tmp_path, usage=USAGE + rows)), order)

    first = basis("Acme,North,Core,2026-10-31,80,\n")
    assert first == basis("Acme,North,Core,2026-10-31,80,\nUmbrella,,Core,2026-10-31,5,\n")
    assert first != basis("Acme,North,Core,2026-10-31,81,\n")


def test_names_that_are_nearly_an_account_s_are_told_and_others_are_nobody_s_mistake(
    tmp_path: Path,
) -> None:
    rows = "Acme Industreis,,Core,2026-10-31,1,\nUmbrella,,Core,2026-10-31,1,\n"
    rows += "Acme Industries,,Core,2026-10-31,1,\n001000000000009AAA,,Core,2026-10-31,1,\n"
    found = inputs(tmp_path, usage=USAGE + rows)

    assert near_misses(found, ["Acme Industries", "Birch"]) == [
        "inputs/usage.csv, line 2: no account 'Acme Industreis' is read; is it 'Acme Industries'?"
    ]
