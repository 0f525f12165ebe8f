"""The names of the org's accounts, read for few calls."""

from __future__ import annotations

from generator.crm.names import account_names
from generator.crm.selections import Selection, select
from tests.crm_orgs import Records, serving, session_with


def org(count: int) -> Records:
    records = Records()
    for number in range(count):
        stamp = f"2026-{number % 9 + 1:02d}-01T08:00:00.000+0000"
        records.account(f"Account {number}", LastModifiedDate=stamp)
    return records


def test_names_of_all_accounts_are_read_in_one_call_and_once() -> None:
    with serving(org(30).data()) as server:
        session = session_with(server)
        select(session, Selection(tier=1))
        before = session.api_calls
        names = account_names(session)

        assert sorted(names.values()) == sorted(f"Account {n}" for n in range(30))
        assert session.api_calls == before + 1
        assert account_names(session) == names
        assert session.api_calls == before + 1


def test_a_selection_of_all_accounts_has_their_names_already() -> None:
    with serving(org(30).data()) as server:
        session = session_with(server)
        select(session, Selection(all=True))
        before = session.api_calls

        assert len(account_names(session)) == 30
        assert session.api_calls == before


def test_of_many_accounts_those_changed_last_are_read() -> None:
    with serving(org(30).data()) as server:
        names = account_names(session_with(server), most=6)

    assert sorted(names.values()) == [f"Account {n}" for n in (16, 17, 25, 26, 7, 8)]
