"""Who left, who moved, whose mail came back: what the records say changed among the people."""

from __future__ import annotations

from generator.analysis.analyse import analyse
from generator.model.records import ContactChange, ContactRelation
from tests.builders import AS_OF, Book
from tests.test_analysis_people import ago, gap, people_of, person

ELSEWHERE = "001000000000099AAA"


def told(book: Book):
    return [(row.kind, row.name, row.day, row.old, row.new) for row in people_of(book).changes]


def changed(book: Book, contact: str, field: str, old: str | None, new: str | None, days: int = 5):
    return book.add(ContactChange, contact_id=contact, field=field, day=ago(days), old=old, new=new)


def champion(book: Book, **values):
    found = book.contact("Cleo", role="champion", strength=4, **values)
    book.event(ago(5), found)
    return found


def test_a_contact_whose_own_relation_ended_has_left_and_is_no_thread():
    book = Book()
    cleo = champion(book)
    assert person(book, "Cleo").is_active
    row = book.add(
        ContactRelation, account_id=book.root, contact_id=cleo, is_active=False, end_date=ago(9)
    )
    found = person(book, "Cleo")
    assert found.has_left
    assert not found.is_active
    assert row in found.ids
    assert told(book) == [("left", "Cleo", ago(9), "Acme", None)]
    assert gap(book, "champion_gone").text.startswith("Cleo, our champion, may have left")


def test_an_ended_relation_to_another_division_is_told_and_nobody_left():
    book = Book()
    north, cleo = book.division("North"), champion(book)
    book.add(ContactRelation, account_id=north, contact_id=cleo, end_date=ago(9))
    assert not person(book, "Cleo").has_left
    assert told(book) == [("unrelated", "Cleo", ago(9), "North", None)]
    assert gap(book, "champion_gone") is None


def test_a_champion_moved_to_another_company_left_for_it():
    book = Book()
    cleo = champion(book)
    book.change(cleo, account_id=ELSEWHERE)
    changed(book, cleo, "account_id", "Acme", "Borealis", 9)
    changed(book, cleo, "account_id", book.root, ELSEWHERE, 9)
    assert told(book) == [("left", "Cleo", ago(9), "Acme", "Borealis")]
    assert gap(book, "champion_gone").text == "Cleo, our champion, went to Borealis."


def test_an_adviser_of_another_company_has_not_left():
    book = Book()
    adviser = book.contact("Adviser", account=ELSEWHERE, role="coach", strength=3)
    book.add(ContactRelation, account_id=book.root, contact_id=adviser)
    assert not person(book, "Adviser").has_left


def test_a_move_between_divisions_and_a_new_title_are_told():
    book = Book()
    north, cleo = book.division("North"), champion(book)
    book.change(cleo, account_id=north)
    changed(book, cleo, "account_id", book.root, north, 3)
    changed(book, cleo, "title", "Director", "VP", 8)
    assert told(book) == [
        ("moved", "Cleo", ago(3), "Acme", "North"),
        ("title", "Cleo", ago(8), "Director", "VP"),
    ]
    assert gap(book, "champion_moved").text == "Cleo, our champion, changed role; before: Director."


def test_a_strength_set_lower_is_a_gap_and_one_set_for_the_first_time_is_no_change():
    book = Book()
    ann = book.contact("Ann", strength=1)
    changed(book, ann, "strength", None, "3", 9)
    changed(book, ann, "strength", "3", "1", 4)
    changed(book, ann, "strength", "3", "warm", 4)
    assert told(book) == [("weaker", "Ann", ago(4), "3", "1")]
    assert gap(book, "weakened").text == "The relationship with Ann fell from 3 to 1 of 4."


def test_changes_older_than_180_days_or_later_than_as_of_are_left_out():
    book = Book()
    ann = book.contact("Ann")
    for days in (-1, 180, 181):
        changed(book, ann, "title", "Old", f"At {days}", days)
    assert [row[4] for row in told(book)] == ["At 180"]


def test_mail_that_came_back_is_told_with_its_day_and_without_one_at_the_end():
    book = Book()
    book.contact("Ann", email_bounced=True)
    book.contact("Bea", email_bounced=True, email_bounced_on=ago(20))
    book.contact("Later", email_bounced=True, email_bounced_on=ago(-1))
    assert [(kind, name, day) for kind, name, day, *_ in told(book)] == [
        ("bounced", "Bea", ago(20)),
        ("bounced", "Ann", None),
    ]


# -- roles, coverage, sponsor, team ----------------------------------------------------------------


def test_a_role_says_where_it_was_stated_and_a_blocker_is_not_hidden_by_influence():
    book = Book()
    ann = book.contact("Ann", role="user")
    book.add(ContactRelation, account_id=book.root, contact_id=ann, roles=("influencer",))
    assert (person(book, "Ann").role, person(book, "Ann").role_source) == ("influencer", "relation")
    book.buying_role(book.deal("Deal", "1", AS_OF), ann, "blocker")
    found = person(book, "Ann")
    assert (found.role, found.role_source) == ("blocker", "opportunity")
    assert found.roles == ("blocker", "influencer", "user")


def test_a_relation_to_a_division_fills_a_role_there():
    book = Book()
    north = book.division("North")
    ann = book.contact("Ann", role="champion")
    book.contact("Ned", account=north)
    book.add(ContactRelation, account_id=north, contact_id=ann, roles=("influencer",))
    rows = {row.unit: dict(row.filled) for row in people_of(book).coverage}
    assert rows["Acme"]["champion"] == ("Ann",)
    assert rows["North"]["influencer"] == ("Ann",)
    assert rows["North"]["champion"] == ()


def test_the_sponsors_last_meeting_is_the_last_event_held():
    book = Book()
    sue = book.user("Sue Sponsor")
    book.change(book.root, executive_sponsor_id=sue)
    book.event(ago(40), owner_id=sue)
    book.event(ago(-3), owner_id=sue)
    book.task("Call", ago(2), owner_id=sue, completed=ago(2))
    assert people_of(book).sponsor_last_meeting == ago(40)


def test_the_team_shows_what_each_did_with_the_customer():
    book = Book()
    ann, bob = book.user("Ann"), book.user("Bob")
    book.member(ann, "Account Manager")
    book.member(bob, "Customer Success")
    book.event(ago(91), owner_id=ann)
    book.event(ago(9), owner_id=ann)
    rows = {row.role: row for row in analyse(book.build()).team}
    assert (rows["Account Manager"].touches_90d, rows["Account Manager"].last_touch) == (1, ago(9))
    assert (rows["Customer Success"].touches_90d, rows["Customer Success"].last_touch) == (0, None)
    assert rows["Marketing"].person is None
