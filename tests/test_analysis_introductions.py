"""Who introduces us to whom along the reporting lines, and what the gaps make of it."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import AS_OF, Book
from tests.test_analysis_people import ago, gap, people_of


def ways(book: Book):
    return {row.name: row for row in people_of(book).introductions}


def known(book: Book, name: str, **values):
    """A contact who knows us: strength 3 and met lately."""
    found = book.contact(name, strength=3, **values)
    book.event(ago(5), found)
    return found


def test_the_way_leads_over_the_common_superior_with_its_steps_counted():
    book = Book()
    chief = book.contact("Chief", title="CEO", strength=2)
    known(book, "Ann", reports_to_id=chief)
    cfo = book.contact("Cfo", role="economic_buyer", strength=1, reports_to_id=chief)
    way = ways(book)["Cfo"]
    assert (way.path, way.hops, way.reason) == (("Ann", "Chief", "Cfo"), 2, "economic_buyer")
    assert cfo in way.ids
    assert chief in way.ids


def test_of_ways_as_short_the_champions_is_preferred_and_a_shorter_one_wins():
    book = Book()
    boss = book.contact("Boss", role="economic_buyer", strength=0)
    known(book, "Strong", reports_to_id=boss, influence="high")
    assert ways(book)["Boss"].path == ("Strong", "Boss")
    known(book, "Champ", role="champion", reports_to_id=boss)
    assert ways(book)["Boss"].path == ("Champ", "Boss")
    far = book.contact("Far", role="decision_maker", influence="high", strength=1)
    near = known(book, "Near", reports_to_id=far)
    known(book, "Coach", role="coach", reports_to_id=near)
    assert ways(book)["Far"].path == ("Near", "Far")


def test_no_way_leads_through_a_blocker_unless_it_is_the_only_one_and_said():
    book = Book()
    top = book.contact("Top", role="economic_buyer", strength=1)
    wall = book.contact("Wall", role="blocker", strength=3, reports_to_id=top)
    book.event(ago(2), wall)
    known(book, "Ann", reports_to_id=wall)
    assert ways(book)["Top"].path == ("Ann", "Wall", "Top")
    assert ways(book)["Top"].through == ("Wall",)
    middle = book.contact("Middle", reports_to_id=top)
    side = book.contact("Side", reports_to_id=middle)
    known(book, "Bea", reports_to_id=side)
    assert ways(book)["Top"].path == ("Bea", "Side", "Middle", "Top")
    assert ways(book)["Top"].through == ()


def test_a_buyer_whom_we_know_is_no_step_away():
    book = Book()
    known(book, "Bo", role="economic_buyer")
    way = ways(book)["Bo"]
    assert (way.hops, way.path) == (0, ("Bo",))


def test_a_broken_line_is_said_with_where_it_ends():
    book = Book()
    top = book.contact("Top")
    book.contact("Bo", role="economic_buyer", strength=1, reports_to_id=top)
    known(book, "Ann")
    way = ways(book)["Bo"]
    assert (way.hops, way.path, way.broken_at) == (None, (), "Top")


def test_each_person_to_act_on_first_has_a_way_and_the_gap_says_it():
    book = Book()
    boss = book.contact("Boss", title="COO", influence="high", strength=1)
    for name in ("Ann", "Bea"):
        known(book, name, reports_to_id=boss)
    assert ways(book)["Boss"].reason == "act_first"
    assert gap(book, "weak_influencer").action == "Ask Ann to introduce us to Boss."


# -- gaps: one a person, one action each, with owner and day ---------------------------------------


def test_every_gap_has_an_owner_and_a_day_and_says_that_they_are_proposed():
    book = Book()
    book.change(book.root, owner_id=book.user("Olga Owner"))
    book.contact("Weak", influence="high", strength=1)
    for row in people_of(book).gaps:
        assert row.owner.name == "Olga Owner"
        assert row.due > AS_OF
        assert row.due.weekday() == 4
        assert not row.is_recorded


def test_an_open_task_with_the_person_is_the_action():
    book = Book()
    weak = book.contact("Weak", influence="high", strength=1)
    for name in ("Ann", "Bea"):
        known(book, name)
    ann = book.user("Ann Ours")
    queue = book.user("Desk", is_queue=True)
    book.task("In a queue", ago(3), contact_id=weak, owner_id=queue)
    book.task("Done", ago(9), contact_id=weak, owner_id=ann, completed=ago(8))
    task = book.task("Call Weak", ago(-4), contact_id=weak, owner_id=ann)
    row = gap(book, "weak_influencer")
    assert (row.action, row.owner.name, row.due) == ("Call Weak.", "Ann Ours", ago(-4))
    assert row.is_recorded
    assert task in row.ids


def test_whom_a_division_needs_is_not_told_a_second_time():
    book = Book()
    north, south = book.division("North"), book.division("South")
    book.contact("Vip", account=north, influence="high", strength=1)
    for name in ("Sue", "Sam"):
        known(book, name, account=south)
    kinds = [row.kind for row in people_of(book).gaps if "Vip" in row.text or "Vip" in row.action]
    assert kinds == ["unit_single_threaded"]
    text = gap(book, "unit_single_threaded").text
    assert text == (
        "North has no active contact; Vip has high influence and a weak relationship with us."
    )


def test_every_buyer_who_barely_knows_us_is_named():
    book = Book()
    book.contact("Known", role="economic_buyer", strength=3)
    book.contact("Remote", role="economic_buyer", strength=1)
    assert gap(book, "buyer_distant").text == "Remote, the economic buyer, barely knows us."
    known(book, "Champ", role="champion")
    assert gap(book, "buyer_distant") is None
    assert "Remote" in gap(book, "champion_without_budget").text


def test_a_champion_in_name_only_and_a_blocker_are_gaps():
    book = Book()
    book.contact("Claimed", role="champion", strength=1)
    book.contact("Wall", role="blocker", influence="medium")
    assert gap(book, "weak_champion") is not None
    found = gap(book, "blocker")
    assert found.text == "Wall blocks, with medium influence; no meeting is recorded."


def test_who_was_met_in_the_90_days_before_the_last_and_not_since_went_quiet():
    book = Book()
    for name in ("Ann", "Bea"):
        known(book, name)
    rows = {days: book.contact(f"D{days}", influence="medium") for days in (90, 91, 180, 181)}
    for days, contact in rows.items():
        book.event(AS_OF - timedelta(days=days), contact)
    people = people_of(book)
    assert [row.name for row in people.contacts if row.went_quiet] == ["D180", "D91"]
    assert [row.kind for row in people.changes] == ["quiet", "quiet"]
    assert gap(book, "quiet").text == "D180 went quiet: last met 180 days ago."
