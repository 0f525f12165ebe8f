"""Accounts found by what people type, and by selection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.crm.accounts import find
from generator.crm.mapping import load_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import OrgData, without_fields, without_objects
from generator.crm.selections import Selection, select
from generator.errors import AccountAmbiguous, AccountNotFound, ReadFailed, UsageError
from tests.crm_orgs import AS_OF, Records, retyped, serving, session_with

HOSTILE = [
    "O'Brien & Söhne", 'The "Quoted" Co', "Back\\slash", "100%_sure", "R&D <x>", "{{7*7}}", "=1+1",
    "Emoji 😀 AG", "' OR Name != '", "a/b:c", "+ plus & more",
]  # fmt: skip


def _find(data: OrgData, text: str) -> str:
    with serving(data) as server:
        return find(session_with(server), text).id


def _names(data: OrgData, selection: Selection) -> list[str]:
    with serving(data) as server:
        return [ref.name for ref in select(session_with(server), selection)]


@pytest.fixture
def org() -> Records:
    """Two trees, an account for each of the reps, and a ring."""
    records = Records()
    other = records.user("Olga Other", ManagerId=records.boss)
    acme = records.account("Acme Corporation", Tier__c="Tier 1", Industry="Energy")
    north = records.account("Acme North", acme, Tier__c="Tier 1")
    records.account("Acme North Deep", north, OwnerId=other, Tier__c="Tier 2")
    records.account("Birch", Tier__c="Tier 2", OwnerId=other, Industry="Retail")
    one = records.account("Ring One", OwnerId=other)
    two = records.account("Ring Two", one, OwnerId=other)
    records.change(one, ParentId=two)
    records.account("Ring Tail", two, OwnerId=other)
    return records


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_found_whatever_characters_it_holds(name: str) -> None:
    records = Records()
    wanted = records.account(name)
    records.account("Another")
    assert _find(records.data(), name) == wanted


def test_case_and_outer_blanks_do_not_matter(org: Records) -> None:
    with serving(org.data()) as server:
        ref = find(session_with(server), "  acme CORPORATION ")
    assert (ref.name, ref.owner) == ("Acme Corporation", "Rolf Rep")


@pytest.mark.parametrize(
    "form",
    [
        "{id}", "{short}",
        "https://x.lightning.force.com/lightning/r/Account/{id}/view",
        "https://x.my.salesforce.com/{short}",
    ],
)  # fmt: skip
def test_an_id_is_taken_in_every_form(org: Records, form: str) -> None:
    wanted = org.account("By Id")
    assert _find(org.data(), form.format(id=wanted, short=wanted[:15])) == wanted


def test_an_id_that_is_not_there_is_said(org: Records) -> None:
    with pytest.raises(AccountNotFound, match="No account has the id 001A0000006Vm9rIAC"):
        _find(org.data(), "001A0000006Vm9rIAC")


def test_the_address_of_another_kind_of_record_is_said(org: Records) -> None:
    with pytest.raises(AccountNotFound, match="another kind of record"):
        _find(org.data(), f"https://x.my.salesforce.com/{org.rep}")
    with pytest.raises(AccountNotFound, match="names no record"):
        _find(org.data(), "https://x.my.salesforce.com/lightning/page/home")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Acme Corporatoin", "Acme Corporation"),
        ("acme corp", "Acme Corporation"),
        ("Brich", "Birch"),
        ("North Acme", "Acme North"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(org: Records, typed: str, meant: str) -> None:
    with pytest.raises(AccountNotFound) as caught:
        _find(org.data(), typed)
    assert repr(meant) in caught.value.next_step
    assert "\n" not in str(caught.value)


def test_a_name_like_no_other_gets_no_false_hint(org: Records) -> None:
    with pytest.raises(AccountNotFound, match="Check the spelling"):
        _find(org.data(), "Zzyzx Qqqq")


def test_two_accounts_of_one_name_are_both_listed(org: Records) -> None:
    first, second = org.account("Twin"), org.account("twin", OwnerId=org.boss)
    with pytest.raises(AccountAmbiguous) as caught:
        _find(org.data(), "Twin")
    assert f"{first} (owner Rolf Rep)" in str(caught.value)
    assert f"{second} (owner Vera President)" in str(caught.value)


def test_no_name_is_wrong_usage(org: Records) -> None:
    with pytest.raises(UsageError):
        _find(org.data(), "  ")


# --- Selections ----------------------------------------------------------------------------------


def test_all_takes_the_tops_and_a_ring_once(org: Records) -> None:
    assert _names(org.data(), Selection(all=True)) == ["Acme Corporation", "Birch", "Ring One"]


def test_a_division_whose_parent_is_not_selected_stands_for_itself(org: Records) -> None:
    assert _names(org.data(), Selection(tier=2)) == ["Acme North Deep", "Birch"]
    assert _names(org.data(), Selection(tier=1)) == ["Acme Corporation"]


def test_an_owner_is_named_by_name_or_id(org: Records) -> None:
    assert _names(org.data(), Selection(owner="rolf rep")) == ["Acme Corporation"]
    assert _names(org.data(), Selection(owner=org.rep)) == ["Acme Corporation"]
    assert _names(org.data(), Selection(owner=org.rep[:15])) == ["Acme Corporation"]


def test_a_manager_stands_for_the_whole_chain_below(org: Records) -> None:
    assert _names(org.data(), Selection(manager="Mona Manager")) == ["Acme Corporation"]
    everyone = ["Acme Corporation", "Birch", "Ring One"]
    assert _names(org.data(), Selection(manager="Vera President")) == everyone
    assert _names(org.data(), Selection(manager="Rolf Rep")) == []


def test_a_chain_longer_than_a_path_and_a_ring_of_managers_end() -> None:
    records = Records()
    chief = records.user("Chief")
    at = chief
    for depth in range(12):
        at = records.user(f"Level {depth}", ManagerId=at)
    records.account("Deep", OwnerId=at)
    records.change(chief, ManagerId=at)
    assert _names(records.data(), Selection(manager="Chief")) == ["Deep"]


def test_mine_is_what_the_user_of_the_connection_owns(org: Records) -> None:
    assert _names(org.data(), Selection(mine=True)) == ["Acme Corporation"]


def test_conditions_apply_together(org: Records) -> None:
    data = org.data()
    assert _names(data, Selection(where="Industry = 'Retail'")) == ["Birch"]
    assert _names(data, Selection(where="Industry = 'Retail' OR Industry = 'Energy'", tier=1)) == [
        "Acme Corporation"
    ]
    assert _names(data, Selection(all=True, narrow="Industry = 'Energy'")) == ["Acme Corporation"]
    assert _names(data, Selection(owner="Olga Other", manager="Mona Manager")) == []


def test_a_condition_that_the_org_does_not_know_is_refused_by_it(org: Records) -> None:
    with pytest.raises(ReadFailed, match="INVALID_FIELD") as caught:
        _names(org.data(), Selection(where="Nonsense__c = 'x'"))
    assert "SELECT" not in str(caught.value)
    assert "Nonsense__c" in str(caught.value)
    assert "condition" in caught.value.next_step
    with pytest.raises(UsageError, match="--where"):
        _names(org.data(), Selection(where="Id IN (SELECT AccountId FROM Contact)"))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("Industri = 'x'", "INVALID_FIELD Industri. Did you mean 'Industry'"),
        ("owner.Nam = 'x'", "INVALID_FIELD Nam. Did you mean 'Name'"),
        ("Ownr.Name = 'x'", "INVALID_FIELD Ownr. Did you mean 'Owner'"),
        ("Industry = 5", "INVALID_FIELD Industry (must be of type string)"),
        ("Description = 'x'", "INVALID_FIELD Description (can not be filtered)"),
    ],
)
def test_what_a_condition_says_wrongly_is_named_with_the_nearest(
    org: Records, where: str, said: str
) -> None:
    with pytest.raises(ReadFailed) as caught:
        _names(org.data(), Selection(where=where))
    assert said in str(caught.value)


def test_an_unknown_person_is_answered_with_the_nearest(org: Records) -> None:
    with pytest.raises(UsageError, match="Did you mean 'Mona Manager'"):
        _names(org.data(), Selection(manager="Mona Manger"))


def test_two_people_of_one_name_are_both_listed(org: Records) -> None:
    twin = org.user("Rolf Rep")
    with pytest.raises(UsageError, match=twin):
        _names(org.data(), Selection(owner="Rolf Rep"))


def test_without_a_tier_field_a_selection_by_tier_says_so(org: Records) -> None:
    data = without_fields(org.data(), "Account", ["Tier__c"])
    with pytest.raises(ReadFailed, match="no field for it"):
        _names(data, Selection(tier=1))


TIERS = ["Größe A", "größe a", "GRÖSSE A", "Größe  B", "Tier 1", "Wild", None]


def _of_tier(tier: int, words: dict[str, Any], kind: str = "string") -> list[Any]:
    """The tier fields of the accounts that are selected, each of a different one."""
    records = Records()
    values = TIERS if kind in ("string", "picklist") else [1, 2.5, 3.0, None]
    values = [True, False] if kind == "boolean" else values
    ids = {records.account(f"Account {n}", Tier__c=value): n for n, value in enumerate(values)}
    data = retyped(records.data(), "Account", {"Tier__c": kind}, picks=TIERS[:-1])
    mapping = load_mapping({"account": {"values": {"tier": words}}})
    with serving(data) as server:
        session = session_with(server, mapping=mapping)
        found = select(session, Selection(tier=tier))
        told = {
            s.account.id for s in read_accounts(session, list(ids), AS_OF) if s.account.tier == tier
        }
    assert {ref.id for ref in found} == told  # the documents say the same
    return [values[ids[ref.id]] for ref in found]


_A, _B = {"Größe A": 1}, {"Größe B": 2}


@pytest.mark.parametrize(
    ("tier", "words", "kind", "found"),
    [
        (1, _A, "string", [*TIERS[:3], "Tier 1"]),
        (2, _B, "picklist", ["Größe  B"]),
        (3, {**_A, **_B, "*": 3}, "picklist", ["Wild"]),
        (3, {**_A, **_B, "Wild": "", "*": 3}, "picklist", []),
        (1, {**_B, "*": 1}, "picklist", [*TIERS[:3], "Tier 1", "Wild"]),
        (2, {"2.5": 2}, "double", [2.5]),
        (3, {"1": 1, "*": 3}, "double", [2.5, 3.0]),
        (1, {"true": 1}, "boolean", [True]),
        (2, {"true": 1, "*": 2}, "boolean", [False]),
    ],
)
def test_a_tier_selects_the_accounts_whose_words_mean_it(
    tier: int, words: dict[str, Any], kind: str, found: list[Any]
) -> None:
    assert _of_tier(tier, words, kind) == found


@pytest.mark.parametrize("kind", ["picklist", "double"])
def test_a_tier_that_no_word_means_is_said_to_have_none(kind: str) -> None:
    with pytest.raises(ReadFailed, match=r"No value of Account.Tier__c means tier 2") as caught:
        _of_tier(2, {"Tier 2": "", "2": "", "B": ""}, kind)
    assert "= 2 under [mapping.account.values.tier]" in caught.value.next_step


def test_without_accounts_nothing_works_and_it_is_said(org: Records) -> None:
    with pytest.raises(ReadFailed, match="Account cannot be read"):
        _find(without_objects(org.data(), ["Account"]), "Acme")


def test_a_selection_costs_calls_by_pages_and_not_by_accounts(org: Records) -> None:
    for number in range(300):
        org.account(f"More {number:03}")
    with serving(org.data()) as server:
        assert len(select(session_with(server), Selection(all=True))) == 303
        assert server.api_calls == 1


def test_an_org_that_hides_parents_still_has_accounts(org: Records) -> None:
    data = without_fields(org.data(), "Account", ["ParentId"])
    assert len(_names(data, Selection(all=True))) == 7
    assert _find(data, "Birch")


def test_who_the_user_is_may_stay_unknown(org: Records) -> None:
    data = org.data()
    facts = {**data.org, "running_user_id": None}
    nobody = replace(data, org=facts, records={**data.records, "User": []})
    with pytest.raises(ReadFailed, match="who the user of the connection is"):
        _names(nobody, Selection(mine=True))
