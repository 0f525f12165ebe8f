"""The grid: rows, columns, states, values, the three questions, priorities."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.analyse import Options, analyse
from tests.builders import AS_OF, Book

D = Decimal
RECENT = AS_OF - timedelta(days=10)


def grid_of(book: Book, **options):
    return analyse(book.build(), options=Options(**options)).whitespace


def cell(grid, product: str, unit: str = "Acme"):
    return next(c for c in grid.cells if (c.product, c.unit) == (product, unit))


def test_columns_are_active_products_in_families_and_inactive_ones_that_matter():
    book = Book()
    book.product("Zeta", "Data")
    book.product("alpha", "Data")
    book.product("Loose", None)
    book.product("Cloud", "Apps")
    book.product("Retired", "Apps", is_active=False)
    kept = book.product("Legacy", "Apps", is_active=False)
    book.asset(kept)
    assert [(c.family, c.name) for c in grid_of(book).products] == [
        ("Apps", "Cloud"),
        ("Apps", "Legacy"),
        ("Data", "alpha"),
        ("Data", "Zeta"),
        ("Other products", "Loose"),
    ]


def test_a_holding_without_records_of_its_own_is_no_row():
    book = Book("Holding")
    product = book.product("Core")
    north = book.division("North")
    book.asset(product, account=north)
    assert [unit.name for unit in grid_of(book).units] == ["North"]

    book.play("For all", product)
    assert [unit.name for unit in grid_of(book).units] == ["Holding", "North"]


def test_an_account_without_divisions_is_its_own_row():
    book = Book("Solo")
    book.product("Core")
    grid = grid_of(book)
    assert [(c.unit, c.state) for c in grid.cells] == [("Solo", "open")]


def test_owned_comes_before_in_progress_before_open():
    book = Book()
    both, running, white = book.product("Both"), book.product("Running"), book.product("White")
    asset = book.asset(both)
    deal = book.deal("Deal", "10", date(2027, 1, 1))
    line = book.line(deal, both, "4")
    other = book.line(deal, running, "6")

    grid = grid_of(book)

    assert (grid.owned, grid.in_progress, grid.open) == (1, 1, 1)
    owned = cell(grid, "Both")
    assert (owned.state, owned.expanding, owned.value) == ("owned", True, None)
    assert owned.ids == tuple(sorted((asset, deal, line)))
    moving = cell(grid, "Running")
    assert (moving.state, moving.value, moving.opportunity_id) == ("in_progress", D(6), deal)
    assert moving.ids == tuple(sorted((deal, other)))
    assert cell(grid, "White").product_id == white
    assert cell(grid, "White").value is None


def test_a_renewal_of_what_is_owned_is_no_expansion():
    book = Book()
    product = book.product("Core")
    book.asset(product)
    book.line(book.deal("Renewal", "10", date(2027, 1, 1), kind="renewal"), product, "10")
    assert not cell(grid_of(book), "Core").expanding


def test_an_ended_asset_is_not_owned_any_more():
    book = Book()
    book.asset(book.product("Gone"), end_date=date(2026, 11, 21))
    book.asset(book.product("Last day"), end_date=AS_OF)
    book.asset(book.product("Not yet"), start_date=date(2026, 11, 23))
    grid = grid_of(book)
    assert [(c.product, c.state) for c in grid.cells] == [
        ("Gone", "open"),
        ("Last day", "owned"),
        ("Not yet", "open"),
    ]


def test_without_any_asset_won_lines_say_what_is_owned():
    book = Book()
    product = book.product("Core")
    deal = book.won("Deal", "10", date(2025, 1, 1))
    line = book.line(deal, product, "10", quantity="3")
    account = analyse(book.build())
    assert account.whitespace.owned == 1
    assert [(o.product, o.quantity, o.since, o.ids) for o in account.owned_products] == [
        ("Core", D(3), date(2025, 1, 1), (line,))
    ]

    book.asset(book.product("Else"))
    assert cell(grid_of(book), "Core").state == "open"  # the two are never mixed


def test_assets_of_one_product_and_division_are_one_owned_product():
    book = Book()
    product = book.product("Core", "Base")
    one = book.asset(product, "10", quantity="2", end_date=date(2027, 5, 1), active_users=7)
    two = book.asset(product, "5", quantity="1", end_date=date(2027, 3, 1), active_users=1)
    (owned,) = analyse(book.build()).owned_products
    assert (owned.quantity, owned.arr, owned.active_users) == (D(3), D(15), 8)
    assert owned.until == date(2027, 3, 1)
    assert owned.ids == (one, two)


def test_a_rivals_product_marks_the_cell_and_is_not_owned():
    book = Book()
    product = book.product("Core")
    book.asset(product, name="RivalSoft CRM", is_competitor=True)
    held = cell(grid_of(book), "Core")
    assert (held.state, held.competitor_held) == ("open", "RivalSoft CRM")


def test_the_plays_value_comes_before_the_lines_and_the_total_says_how_many_cells_have_one():
    book = Book()
    one, two = book.product("A"), book.product("B")
    book.product("C")
    deal = book.deal("Deal", "10", date(2027, 1, 1))
    book.line(deal, one, None, quantity="2", unit_price="3.5")
    play = book.play("Play B", two, value="20")
    dropped = book.play("Dropped", two, value="900", status="Dropped")

    grid = grid_of(book)

    assert cell(grid, "A").value == D("7.0")
    assert cell(grid, "B").value == D(20)
    assert (grid.value.value, grid.value.of, grid.value.ids) == (D(20), (1, 2), (play,))
    assert dropped not in cell(grid, "B").ids
    assert (grid.pre_pipeline.value, grid.pre_pipeline.of) == (D(20), (1, 2))


def test_two_plays_for_one_cell_are_both_named_and_their_values_added():
    book = Book()
    product = book.product("A")
    deal = book.deal("Deal", "10", date(2027, 1, 1))
    first = book.play("With a deal", product, value="20", opportunity_id=deal, need="yes")
    second = book.play("Idea", product, value="30", need="no", access="yes")
    bare = book.play("Bare", product)

    grid = grid_of(book)

    found = cell(grid, "A")
    assert (found.play, found.value) == ("With a deal; Idea; Bare", D(50))
    assert {first, second, bare} <= set(found.ids)
    assert (found.need, found.access, found.opportunity_id) == ("yes", "yes", deal)
    assert grid.value.value == D(50)
    assert (grid.pre_pipeline.value, grid.pre_pipeline.of) == (D(30), (1, 1))
    assert set(grid.pre_pipeline.ids) == set(found.ids)


def test_the_lines_of_a_play_without_a_value_count_beside_other_plays():
    book = Book()
    product = book.product("A")
    deal, other = (book.deal(name, None, date(2027, 1, 1)) for name in ("Deal", "Other"))
    book.line(deal, product, "7")
    book.line(other, product, "100")
    book.play("Unvalued", product, opportunity_id=deal)
    book.play("Valued", product, value="30")
    assert cell(grid_of(book), "A").value == D(37)


def test_a_play_without_a_known_product_is_listed_and_counted_before_the_pipeline():
    book = Book()
    product = book.product("A")
    book.play("Placed", product, value="1")
    none = book.play("For nothing yet", None, value="20")
    book.play("For a product nobody knows", "01t000000000999AAA", value="30")
    deal = book.deal("Deal", "5", date(2027, 1, 1))
    book.play("Pursued", None, opportunity_id=deal)
    book.play("Given up", None, value="900", status="Dropped")
    won = book.won("Won", "1", date(2026, 3, 1))
    book.play("Won play", None, opportunity_id=won)

    found = analyse(book.build())

    grid = found.whitespace
    assert {row.name for row in grid.unplaced_plays} == {
        "For nothing yet",
        "For a product nobody knows",
        "Pursued",
    }
    assert (grid.pre_pipeline.value, grid.pre_pipeline.of) == (D(51), (3, 4))
    assert none in grid.pre_pipeline.ids
    assert grid.pre_pipeline.note.endswith("with 2 plays that no cell holds")
    assert grid.value.value == D(1)
    said = [p.message for p in found.problems if p.source == "play.product_id"]
    assert len(said) == 3
    assert "Play Pursued names no known product: it is in no cell of the whitespace grid" in said


def test_plays_count_before_the_pipeline_even_where_there_is_no_grid():
    book = Book()
    book.play("For nothing yet", None, value="20")
    assert grid_of(book).pre_pipeline.value == D(20)


def test_an_open_deal_for_a_product_nobody_knows_is_unplaced():
    book = Book()
    book.product("A")
    book.line(book.deal("Odd", "1", date(2027, 1, 1)), "01t000000000999AAA", "1")
    assert [deal.name for deal in grid_of(book).unplaced] == ["Odd"]


def test_a_play_with_an_opportunity_is_not_pre_pipeline():
    book = Book()
    deal = book.deal("Deal", "10", date(2027, 1, 1))
    book.play("Play", book.product("A"), value="20", opportunity_id=deal)
    grid = grid_of(book)
    assert grid.value.value == D(20)
    assert grid.pre_pipeline.value == D(0)
    assert [d.name for d in grid.unplaced] == ["Deal"]


def test_what_a_play_shall_bring_on_top_of_something_owned_is_pre_pipeline_until_a_deal_has_it():
    book = Book()
    product, other = book.product("A"), book.product("B")
    book.asset(product, "50")
    book.asset(other, "50")
    play = book.play("More of it", product, value="20", kind="Upsell")
    book.play("Keep it", product, value="50", kind="Renewal")
    book.play("Worth unknown", other)

    grid = grid_of(book)
    assert (grid.pre_pipeline.value, grid.pre_pipeline.of) == (D(20), (1, 2))
    assert play in grid.pre_pipeline.ids
    assert grid.pre_pipeline.note.endswith("; with 1 owned cell that a play shall grow")
    assert (cell(grid, "A").value, grid.value.value) == (None, D(0))

    book.line(book.deal("Growing", None, date(2027, 1, 1)), product, "7")
    assert grid_of(book).pre_pipeline.of == (0, 1)


def test_without_any_value_the_whitespace_is_unknown():
    book = Book()
    book.product("A")
    grid = grid_of(book)
    assert (grid.value.value, grid.value.of) == (None, (0, 1))
    assert grid.pre_pipeline.value is None


def test_without_any_product_there_is_no_grid_and_no_value():
    grid = grid_of(Book())
    assert (grid.cells, grid.value.value, grid.value.note) == (
        (),
        None,
        "no product to plan with could be read",
    )


def test_an_estimate_stands_apart_and_in_no_total():
    book = Book()
    one, two = book.product("A", "Base"), book.product("B", "Base")
    other = book.product("C", "Else")
    for price in ("10", "20", "60"):
        book.line(book.won("Won", price, date(2025, 1, 1)), one, price)
    book.asset(one)
    grid = grid_of(book)
    assert cell(grid, "B").estimate == D(20)
    assert cell(grid, "C").estimate is None
    assert grid.value.value is None
    assert {two, other} == {c.product_id for c in grid.cells if c.state == "open"}


def test_open_deals_without_products_are_listed_as_unplaced():
    book = Book()
    product = book.product("A")
    book.line(book.deal("Placed", "1", date(2027, 1, 1)), product, "1")
    book.line(book.deal("Half", "1", date(2027, 2, 1)), None, "1")
    book.deal("Bare", "1", date(2027, 3, 1))
    book.won("Won", "1", date(2026, 3, 1))
    assert [deal.name for deal in grid_of(book).unplaced] == ["Bare", "Half"]


def test_need_access_and_budget_are_inferred_only_from_evidence():
    book = Book()
    product, other = book.product("A"), book.product("B")
    wish = book.priority("Faster close")
    champion = book.contact("Cleo", strength=3)
    buyer = book.contact("Bo", role="economic_buyer", strength=2)
    book.event(RECENT, champion)
    book.event(date(2026, 1, 5), buyer)
    book.play("Play", product, priority_id=wish)

    grid = grid_of(book)

    inferred = cell(grid, "A")
    assert (inferred.need, inferred.access, inferred.budget) == ("yes", "yes", "yes")
    assert inferred.need_evidence == "Inferred: serves the stated priority Faster close."
    assert inferred.access_evidence == "Inferred: active relationship with Cleo."
    assert inferred.budget_evidence == (
        "Inferred: the economic buyer, Bo, was last met 321 days ago."
    )
    assert (inferred.score, inferred.is_qualified) == (3, True)
    bare = cell(grid, "B")
    assert (bare.product_id, bare.need, bare.score, bare.is_qualified) == (other, None, 2, False)


def test_a_buyer_who_barely_knows_us_shows_no_budget():
    book = Book()
    book.product("A")
    buyer = book.contact("Bo", role="economic_buyer", strength=1)
    book.event(RECENT, buyer)
    assert cell(grid_of(book), "A").budget is None
    book.change(buyer, strength=2)
    assert cell(grid_of(book), "A").budget == "yes"


def test_a_blocker_is_no_access():
    book = Book()
    book.product("A")
    book.event(RECENT, book.contact("Ben", role="blocker", strength=3))
    assert cell(grid_of(book), "A").access is None


def test_what_the_play_states_is_not_overruled():
    book = Book()
    product = book.product("A")
    book.event(RECENT, book.contact("Cleo", strength=3))
    book.play("Play", product, need="yes", access="no", access_evidence="No door yet")
    stated = cell(grid_of(book), "A")
    assert (stated.access, stated.access_evidence) == ("no", "No door yet")
    assert not stated.is_qualified


def test_evidence_in_one_division_is_none_in_another():
    book = Book()
    product = book.product("A")
    north, south = book.division("North"), book.division("South")
    book.event(RECENT, book.contact("Cleo", account=north, strength=3))
    grid = grid_of(book)
    assert cell(grid, "A", "North").access == "yes"
    assert cell(grid, "A", "South").access is None
    assert product
    assert south


def test_priorities_are_the_qualified_cells_by_score_value_and_date():
    book = Book()
    yes = {"need": "yes", "access": "yes"}
    names = ("Late", "Soon", "Unvalued", "Rich", "Proven", "Unqualified")
    for name in names:
        book.product(name)
    ids = {row.name: row.id for row in book.build().products}
    book.play("1", ids["Late"], value="10", close_date=date(2027, 6, 1), **yes)
    book.play("2", ids["Soon"], value="10", close_date=date(2027, 1, 1), **yes)
    book.play("3", ids["Unvalued"], **yes)
    book.play("4", ids["Rich"], value="99", **yes)
    book.play("5", ids["Proven"], value="1", budget="yes", **yes)
    book.play("6", ids["Unqualified"], value="999", need="yes", budget="yes")

    assert [c.product for c in grid_of(book).priorities] == [
        "Proven",
        "Rich",
        "Soon",
        "Late",
        "Unvalued",
    ]


def test_a_cell_takes_owner_date_and_buyer_from_the_play_and_else_from_the_deal():
    book = Book()
    one, two = book.product("A"), book.product("B")
    ann, ben = book.user("Ann"), book.user("Ben")
    eve, flo = book.contact("Eve"), book.contact("Flo")
    deal = book.deal("Deal", "10", date(2027, 3, 1), owner_id=ben)
    book.line(deal, one, "1")
    book.line(deal, two, "1")
    book.buying_role(deal, flo, "economic_buyer")
    book.play("P", one, owner_id=ann, close_date=date(2027, 2, 1), buyer_id=eve, trigger="Audit")
    grid = grid_of(book)
    planned, dealt = cell(grid, "A"), cell(grid, "B")
    assert (planned.owner.name, planned.close_date, planned.buyer.name, planned.trigger) == (
        "Ann",
        date(2027, 2, 1),
        "Eve",
        "Audit",
    )
    assert (dealt.owner.name, dealt.close_date, dealt.buyer.name) == (
        "Ben",
        date(2027, 3, 1),
        "Flo",
    )


def fantasy_book() -> Book:
    book = Book()
    for number in range(5):
        book.product(f"P{number}")
    return book


def test_a_large_open_grid_without_executive_or_champion_is_called_a_wish():
    book = fantasy_book()
    book.contact("Uma User")
    warning = grid_of(book).fantasy_warning
    assert warning is not None
    assert warning.startswith("5 open cells, but no executive was met in the last 90 days")
    assert grid_of(book, fantasy_open_cells=6).fantasy_warning is None


def test_an_active_champion_or_a_met_executive_is_a_credible_path():
    book = fantasy_book()
    book.event(RECENT, book.contact("Cleo", role="champion", strength=3))
    assert grid_of(book).fantasy_warning is None

    book = fantasy_book()
    book.event(RECENT, book.contact("Cy", title="CFO"))
    assert grid_of(book).fantasy_warning is None


def test_without_any_contact_the_grid_is_not_judged():
    assert grid_of(fantasy_book()).fantasy_warning is None


def test_who_answered_is_told_and_a_stated_doubt_is_not_overruled():
    book = Book()
    product, other = book.product("A"), book.product("B")
    buyer = book.contact("Bo", role="economic_buyer", strength=3)
    book.event(RECENT, buyer)
    book.play("Play", product, need="yes", budget=None, budget_evidence="The round is in January")

    grid = grid_of(book)

    asked = cell(grid, "A")
    assert (asked.need_source, asked.access_source, asked.budget_source) == (
        "stated",
        "inferred",
        "stated",
    )
    assert (asked.budget, asked.budget_evidence) == (None, "The round is in January")
    bare = cell(grid, "B")
    assert (bare.product_id, bare.need_source, bare.budget_source) == (other, None, "inferred")


def test_the_grid_says_what_its_rows_are():
    book = Book("Acme", region="EMEA")
    book.product("A")
    book.contact("Ada", region="Americas")
    assert grid_of(book).axis == "division"
    book.rules(axis=("geography",))
    assert grid_of(book).axis == "region"
