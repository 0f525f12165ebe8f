"""The names of an org's own mapping are held against the org before anything is given out."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.crm import accounts
from generator.crm.capabilities import DescribeStore
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import Mapping, load_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import OrgData, SampleServer
from generator.crm.sample_org.data import without_fields, without_objects
from generator.errors import MappingError
from generator.model.snapshot import Snapshot
from generator.tomlfile import Source
from tests.acceptance_runs import Ran, command
from tests.crm_orgs import AS_OF, Records, serving, session_with
from tests.reading_back import Word

FILE = "accountdocs.toml"


def mapped(text: str) -> Mapping:
    return load_mapping(tomllib.loads(text)["mapping"], Source(FILE, text, "mapping"))


def records(*, tier: str = "Tier 1") -> tuple[OrgData, str]:
    made = Records()
    root = made.account("Nordwind AG", Tier__c=tier, ARR__c=5)
    made.opportunity(root, "First", Amount=10)
    return made.data(), root


def snapshot(data: OrgData, root: str, mapping: Mapping) -> Snapshot:
    with serving(data) as server:
        (found,) = read_accounts(session_with(server, mapping=mapping), [root], AS_OF)
        return found


def messages(found: Snapshot) -> list[str]:
    """Its problems, but for those with the organisation, which is a bare one."""
    return [p.message for p in found.problems if p.source != "Organization"]


def refused(text: str, data: OrgData | None = None) -> list[str]:
    org, root = records()
    with pytest.raises(MappingError) as caught:
        snapshot(data or org, root, mapped(text))
    return list(caught.value.mistakes)


WRONG = """
[mapping.account.fields]
tier = "Tier__c"
arr = "ARR_c"
health = ["Healthscore__c", "Nothing_Like_It__c"]
executive_sponsor_id = "Site"
renewal_strategy = "Owner.Nmae"
potential = "Growth Potentail"

[mapping.risk]
object = "Acount_Risk__c"
fields.name = "Name"

[mapping.play.fields]
trigger = "Trigger__c"
"""


def test_every_name_that_the_org_does_not_have_is_told_with_line_and_nearest_field() -> None:
    text = WRONG.replace('potential = "Growth Potentail"\n', "")
    arr, health, sponsor, strategy, trigger, risk = refused(text)

    assert arr == (
        f"{FILE}, line 4: [mapping.account.fields] arr: Account has no field 'ARR_c' that this "
        "user can read. Did you mean 'ARR__c'?"
    )
    assert health == (
        f"{FILE}, line 5: [mapping.account.fields] health: Account has no field 'Healthscore__c' "
        "or 'Nothing_Like_It__c' that this user can read. Did you mean 'Health_Score__c'?"
    )
    assert sponsor == (
        f"{FILE}, line 6: [mapping.account.fields] executive_sponsor_id: Account.Site is no "
        "lookup, and executive_sponsor_id has to be."
    )
    assert strategy.startswith(f"{FILE}, line 7: ")
    assert "Account has no field 'Owner.Nmae'" in strategy
    assert trigger == (
        f"{FILE}, line 14: [mapping.play.fields] trigger: Whitespace_Play__c has no field "
        "'Trigger__c' that this user can read. Did you mean 'Trigger_Event__c'?"
    )
    assert risk == (
        f"{FILE}, line 10: [mapping.risk] object: the org has no object 'Acount_Risk__c' that this "
        "user can read. Did you mean 'Account_Risk__c'?"
    )


def test_the_nearest_field_is_also_found_by_its_label() -> None:
    (found,) = refused('[mapping.account.fields]\nlast_review = "LastExecutiveBusinessReview"')
    assert found.endswith("Did you mean 'Last_EBR__c'?")


def test_of_a_list_the_first_that_is_there_is_taken_and_the_others_may_be_missing() -> None:
    data, root = records()
    text = (
        '[mapping.account.fields]\narr = ["Not__c", "Nor_This__c", "Growth_Potential__c", "ARR__c"]'
    )
    found = snapshot(data, root, mapped(text))
    (origin,) = [s.origin for s in found.field_sources if s.name == "account.arr"]
    assert origin == "Account.Growth_Potential__c"


def test_names_of_the_default_mapping_are_not_held_against_the_org() -> None:
    data, root = records()
    bare = without_objects(data, [n for n in data.describes if n.endswith("__c")])
    assert messages(snapshot(bare, root, mapped("[mapping]"))) == []


def test_fields_of_an_object_that_is_not_there_are_one_mistake() -> None:
    data, _ = records()
    text = '[mapping.risk.fields]\nname = "Name"\nimpact = "Impact__c"\nstatus = "Status__c"'
    (found,) = refused(text, without_objects(data, ["Account_Risk__c"]))
    assert found.startswith(f"{FILE}, line 2: [mapping.risk.fields] name: the org has no object ")
    assert found.endswith("Name yours under [mapping.risk] object.")


def test_nothing_is_asked_of_the_org_for_the_check() -> None:
    data, root = records()
    text = '[mapping.account.fields]\narr = "ARR__c"\n[mapping.risk]\nobject = "Account_Risk__c"'
    calls = []
    for mapping in (mapped("[mapping]"), mapped(text)):
        with serving(data) as server:
            list(read_accounts(session_with(server, mapping=mapping), [root], AS_OF))
            calls.append(server.api_calls)
    assert calls[0] == calls[1]


def test_a_mistake_is_told_before_an_account_is_looked_for() -> None:
    data, _ = records()
    with serving(data) as server, pytest.raises(MappingError) as caught:
        accounts.find(
            session_with(server, mapping=mapped(WRONG.split("potential", maxsplit=1)[0])),
            "Nordwind",
        )
    assert len(caught.value.mistakes) == 4


def test_a_mistyped_account_object_is_told_as_such() -> None:
    (found,) = refused('[mapping.account]\nobject = "Acount"')
    assert found.endswith("has no object 'Acount' that this user can read. Did you mean 'Account'?")


def test_a_field_made_since_the_describes_were_kept_is_found(tmp_path: Path) -> None:
    data, root = records()
    text = '[mapping.account.fields]\nplaybook = "Playbook__c"'
    store = DescribeStore(tmp_path, datetime(2026, 11, 20, tzinfo=UTC))

    def asked(org: OrgData, server: SampleServer) -> list[Snapshot]:
        connection = Connection(server.url, server.token)
        session = open_connection(connection, mapping=mapped(text), store=store)
        return list(read_accounts(session, [root], AS_OF))

    with serving(data) as server:
        server_without = without_fields(data, "Account", ["Playbook__c"])
        with serving(server_without) as before:
            before_url = before.url
            with pytest.raises(MappingError):
                asked(server_without, before)
        assert before_url != server.url
        assert asked(data, server)
        assert asked(data, server)


# --- Where users see different fields ------------------------------------------------------------


WARN = '[mapping]\nmissing = "warn"\n'


def test_a_team_may_have_warnings_instead() -> None:
    data, root = records()
    found = snapshot(data, root, mapped(WARN + '[mapping.account.fields]\narr = "ARR_c"'))

    (told,) = messages(found)
    assert told == (
        "[mapping.account.fields] arr: Account has no field 'ARR_c' that this user can read. "
        "Did you mean 'ARR__c'?"
    )
    assert found.account.arr is None


# --- Words ---------------------------------------------------------------------------------------


def problems(text: str, *, tier: str = "Tier 1") -> list[str]:
    data, root = records(tier=tier)
    return messages(snapshot(data, root, mapped(text)))


def test_a_word_that_no_picklist_has_is_doubted_with_the_nearest() -> None:
    text = '[mapping.account.values.tier]\n"Teir 1" = 1\n"*" = ""'
    (found,) = problems(text)
    assert found == (
        "[mapping.account.values.tier] Teir 1: Account.Tier__c has no value 'Teir 1'. "
        "Did you mean 'Tier 1'?"
    )


def test_values_of_a_picklist_that_mean_nothing_are_told_once_with_the_line_to_add() -> None:
    data, root = records(tier="Gold")
    picks = ["Tier 1", "Gold", "Silver", *(f"Metal {n}" for n in range(5))]
    found = snapshot(with_picks(data, "Account", "Tier__c", picks), root, mapped("[mapping]"))
    org_wide, of_record = messages(found)

    assert org_wide == (
        "Account.Tier__c has values that the mapping does not know: add "
        '"Gold" = 1, 2 or 3 and "Silver" = 1, 2 or 3 and "Metal 0" = 1, 2 or 3 and '
        '"Metal 1" = 1, 2 or 3 and "Metal 2" = 1, 2 or 3 under [mapping.account.values.tier] '
        "(7 values in all)."
    )
    assert of_record == (
        "Account.Tier__c: 'Gold' is a value that the mapping does not know (add \"Gold\" = 1, 2 or "
        "3 under [mapping.account.values.tier]); left out."
    )


def with_picks(data: OrgData, name: str, field: str, picks: list[str]) -> OrgData:
    def changed(row: dict[str, object]) -> dict[str, object]:
        values = [{"value": pick, "label": pick, "active": True} for pick in picks]
        return {**row, "picklistValues": values} if row["name"] == field else row

    describe = data.describes[name]
    fields = [changed(row) for row in describe["fields"]]
    return replace(data, describes={**data.describes, name: {**describe, "fields": fields}})


def test_a_free_text_is_renamed_where_the_mapping_has_another_word_and_else_stands() -> None:
    made = Records()
    root = made.account("Nordwind AG")
    made.opportunity(root, "First", StageName="Discovery")
    made.opportunity(root, "Second", StageName="Proposal")
    mapping = mapped('[mapping.opportunity.values.stage]\n"Discovery" = "Find out"')
    found = snapshot(made.data(), root, mapping)

    assert {o.stage for o in found.opportunities} == {"Find out", "Proposal"}
    assert found.org.stages[:2] == ("Find out", "Qualification")
    assert messages(found) == []


def test_a_number_field_takes_the_words_of_whole_numbers() -> None:
    made = Records()
    root = made.account("Nordwind AG", Health_Score__c=2.0)
    made.opportunity(root, "First")
    found = snapshot(
        made.data(), root, mapped('[mapping.account.fields]\ntier = "Health_Score__c"')
    )
    assert found.account.tier == 2


def test_words_can_stand_for_amounts() -> None:
    made = Records()
    root = made.account("Nordwind AG", Playbook__c="Low-touch adoption")
    made.opportunity(root, "First")
    text = (
        '[mapping.account.fields]\npotential = "Playbook__c"\n'
        '[mapping.account.values.potential]\n"Low-touch adoption" = 250000\n"*" = ""'
    )
    assert snapshot(made.data(), root, mapped(text)).account.potential == Decimal(250000)


# --- Paths ---------------------------------------------------------------------------------------


def test_a_path_reads_a_parent_s_field_in_statements_and_in_subqueries() -> None:
    made = Records()
    top = made.account("Nordwind Holding", Site="Kiel")
    root = made.account("Nordwind AG", parent=top)
    product = made.add("Product2", Name="Mill", IsActive=True)
    made.add("Asset", AccountId=root, Product2Id=product, Name="A-1")
    deal = made.opportunity(root, "First")
    contact = made.contact(root, "Ana", Title="CFO")
    made.add("OpportunityContactRole", OpportunityId=deal, ContactId=contact, Role="Champion")
    text = """
    [mapping.account.fields]
    site = "Parent.Site"
    [mapping.asset.fields]
    name = ["Product2.Nothing__c", "Product2.Name"]
    [mapping.buying_role.fields]
    stated_role = "Contact.Title"
    [mapping.opportunity.fields]
    kind = "Account.Type"
    """
    found = snapshot(made.data(), root, mapped(text))

    assert found.account.site == "Kiel"
    assert [asset.name for asset in found.assets] == ["Mill"]
    assert [role.stated_role for role in found.buying_roles] == ["CFO"]
    sources = {source.name: source.origin for source in found.field_sources}
    assert sources["asset.name"] == "Asset.Product2.Name"
    assert sources["opportunity.kind"] == "Opportunity.Account.Type"


def test_a_path_may_be_written_in_any_case() -> None:
    made = Records()
    top = made.account("Nordwind Holding", Site="Kiel")
    root = made.account("Nordwind AG", parent=top)
    deal = made.opportunity(root, "First")
    made.add("OpportunityCompetitor", OpportunityId=deal, CompetitorName="Delta")
    text = """
    [mapping.account.fields]
    site = "parent.SITE"
    [mapping.competitor.fields]
    weaknesses = "OPPORTUNITY.name"
    """
    found = snapshot(made.data(), root, mapped(text))
    assert found.account.site == "Kiel"
    assert [row.weaknesses for row in found.competitors] == ["First"]
    sources = {source.name: source.origin for source in found.field_sources}
    assert sources["account.site"] == "Account.Parent.Site"


def test_a_record_may_hang_on_its_account_by_way_of_another() -> None:
    """Plays that name only an opportunity: they are asked for by the path to its account."""
    made = Records()
    root = made.account("Nordwind AG")
    deal = made.opportunity(root, "First")
    made.add("Whitespace_Play__c", Name="Sell more", Opportunity__c=deal, OwnerId=made.rep)
    text = '[mapping.play.fields]\naccount_id = "Opportunity__r.AccountId"'
    (play,) = snapshot(made.data(), root, mapped(text)).plays
    assert (play.name, play.account_id) == ("Sell more", root)


# --- The command ---------------------------------------------------------------------------------


def test_a_mistake_in_the_mapping_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    made = run_with(tmp_path, "")

    assert made.code == 1
    assert f"{FILE}, line 3: [mapping.account.fields] arr: Account has no field" in made.err
    assert f"{FILE}, line 5: [mapping.risk] object: the org has no object" in made.err
    assert "Traceback" not in made.err
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_as_a_warning_it_stands_on_stderr_once_and_in_the_internal_document(tmp_path: Path) -> None:
    made = run_with(tmp_path, 'missing = "warn"').well()

    told = "[mapping.account.fields] arr: Account has no field 'ARR_c' that this user can read."
    assert made.err.count(told) == 1
    assert "Warning: " in made.err
    (row,) = made.json["artifacts"]
    tables = Word(Path(row["path"])).sections["Sources and coverage"].tables
    assert [cell for t in tables for r in t.rows for cell in r if cell.startswith(told)]


def run_with(folder: Path, policy: str) -> Ran:
    (folder / FILE).write_text(
        f'[mapping]\n{policy}\naccount.fields.arr = "ARR_c"\n'
        '[mapping.risk]\nobject = "Acount_Risk__c"\n',
        encoding="utf-8",
    )
    options = ("--org", "sample", "--config", folder / FILE, "--out", folder / "out", "--json")
    return command("generate", "Ashdown Life Sciences plc", "--only", "plan", *options)


def test_a_field_that_cannot_hold_such_a_value_is_a_mistake_with_its_line() -> None:
    arr, review, won, auto = refused(
        "[mapping.account.fields]\n"
        'arr = "Industry"\nlast_review = "Name"\n'
        '[mapping.contract.fields]\nauto_renews = "ContractNumber"\n'
        '[mapping.opportunity.fields]\nis_won = "StageName"\n'
    )
    assert arr == (
        f"{FILE}, line 2: [mapping.account.fields] arr: Account.Industry is a field of type "
        "picklist, and arr has to be a number."
    )
    assert review.startswith(f"{FILE}, line 3: ")
    assert "has to be a date." in review
    assert "has to be a checkbox." in auto
    assert "has to be a checkbox." in won


def test_a_picklist_of_which_no_value_means_anything_is_a_mistake() -> None:
    (tier,) = refused('[mapping.account.fields]\ntier = "Industry"')
    assert "Account.Industry has no value that the mapping knows: add" in tier


def test_a_number_may_be_written_as_text() -> None:
    data, root = records()
    found = snapshot(data, root, mapped('[mapping.account.fields]\narr = "Site"'))
    assert found.accounts[0].arr is None


def test_two_custom_fields_are_no_more_alike_for_being_custom() -> None:
    (found,) = refused('[mapping.account.fields]\nregion = ["Sales_Region__c"]')
    assert "Value_Proposition__c" not in found
