"""The manager chain from a file: in selections, in snapshots, and what cannot be used of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.analysis.analyse import analyse
from generator.crm.people import names_like, users_named
from generator.crm.sample_org import SampleServer
from generator.crm.selections import Selection, select
from generator.crm.session import Session
from generator.inputs import Inputs, counted, joined, read_inputs, unknown_people, with_people
from tests.builders import Book
from tests.crm_orgs import Records, session_with


def inputs(place: Path, rows: str) -> Inputs:
    (place / "managers.csv").write_text(f"user,manager\n{rows}", encoding="utf-8")
    return read_inputs(place)


@pytest.fixture
def org() -> Records:
    """Vera above Mona above Rolf, as the CRM says; Nell and Otto are above nobody it knows of."""
    records = Records()
    records.nell = records.user("Nell New")  # type: ignore[attr-defined]
    records.otto = records.user("Otto Other")  # type: ignore[attr-defined]
    records.account("Acme")
    records.account("Birch", OwnerId=records.nell)  # type: ignore[attr-defined]
    records.account("Cedar", OwnerId=records.otto)  # type: ignore[attr-defined]
    return records


def chained(session: Session, found: Inputs) -> tuple[Inputs, list[str]]:
    users = users_named(session, found.named_people)
    return with_people(found, users, names_like(session, unknown_people(found, users)))


def below(records: Records, found: Inputs, manager: str) -> list[str]:
    with SampleServer(records.data()) as server:
        session = session_with(server)
        chain = chained(session, found)[0].chain
        return [ref.name for ref in select(session, Selection(manager=manager, chain=chain))]


def test_a_manager_s_accounts_are_found_through_the_file_and_the_crm(
    org: Records, tmp_path: Path
) -> None:
    found = inputs(tmp_path, "Nell New,Rolf Rep\notto other,Nell New\n")

    assert below(org, found, "Vera President") == ["Acme", "Birch", "Cedar"]
    assert below(org, found, "Rolf Rep") == ["Birch", "Cedar"]
    assert below(org, found, "Nell New") == ["Cedar"]
    assert below(org, Inputs(), "Vera President") == ["Acme"]


def test_the_file_alone_says_who_is_below_where_the_crm_hides_it(
    org: Records, tmp_path: Path
) -> None:
    found = inputs(tmp_path, f"{org.nell},{org.boss[:15]}\n")  # type: ignore[attr-defined]
    data = org.data()
    data.describes["User"]["fields"] = [
        field for field in data.describes["User"]["fields"] if field["name"] != "ManagerId"
    ]
    with SampleServer(data) as server:
        session = session_with(server)
        chain = chained(session, found)[0].chain
        refs = select(session, Selection(manager="Vera President", chain=chain))

    assert [ref.name for ref in refs] == ["Birch"]


def test_what_cannot_be_used_is_told_with_its_line(org: Records, tmp_path: Path) -> None:
    twin = org.user("Otto Other")
    rows = "Rolf Rep,Vera President\nNel New,Mona Manager\nOtto Other,Mona Manager\n"
    rows += "Vera President,Mona Manager\nNell New,Zed Zero\n"
    found = inputs(tmp_path, rows)

    with SampleServer(org.data()) as server:
        chain, notes = chained(session_with(server), found)

    name = tmp_path.name
    ids = ", ".join(sorted([org.otto, twin]))  # type: ignore[attr-defined]
    assert chain.chain == {}
    assert notes == [
        (
            f"{name}/managers.csv, line 2: the CRM names another manager of 'Rolf Rep' than "
            "'Vera President'; the CRM's holds."
        ),
        (
            f"{name}/managers.csv, line 3: no user is named 'Nel New'; did you mean 'Nell New'? "
            "The line is left out."
        ),
        (
            f"{name}/managers.csv, line 4: 2 users are named 'Otto Other' ({ids}): give the id of "
            "the one you mean. The line is left out."
        ),
        f"{name}/managers.csv, line 6: no user is named 'Zed Zero'. The line is left out.",
        (
            f"{name}/managers.csv, line 5, manager: closes a ring with the managers in the CRM; "
            "the line is left out."
        ),
    ]


def test_of_very_many_unusable_lines_the_rest_are_counted(org: Records, tmp_path: Path) -> None:
    rows = "".join(f"Person {number},Vera President\n" for number in range(50))
    with SampleServer(org.data()) as server:
        _, notes = chained(session_with(server), inputs(tmp_path, rows))

    assert len(notes) == 21
    assert notes[-1] == f"{tmp_path.name}/managers.csv: 30 more lines like these."


def test_an_account_s_people_have_the_managers_of_the_file(tmp_path: Path) -> None:
    book = Book("Acme")
    owner, boss, other = book.user("Ana"), book.user("Ben"), book.user("Cem")
    book.change(book.root, owner_id=owner)
    book.change(boss, manager_id=other)
    everyone = book.build().users
    found, notes = with_people(inputs(tmp_path, "Ana,Ben\n"), everyone[:2])
    own = Book("Acme")
    own.user("Ana", id=owner)
    own.change(own.root, owner_id=owner)

    snapshot = joined(own.build(), found, counted(["Acme"]))

    assert notes == []
    assert [user.id for user in snapshot.users] == [owner, boss]
    manager = analyse(snapshot).profile.owner_manager
    assert manager is not None
    assert manager.name == "Ben"
    (covered,) = snapshot.coverage
    assert (covered.topic, covered.state, covered.count) == ("managers", "read", 1)
