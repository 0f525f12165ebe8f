"""The mapping: what is laid over it, and what is refused."""

from __future__ import annotations

import tomllib

import pytest

from generator.crm.kinds import KINDS, field_types
from generator.crm.mapping import default_mapping, load_mapping
from generator.errors import MappingError, SettingsError
from generator.tomlfile import Source


def test_the_default_names_every_field_that_the_model_has() -> None:
    mapping = default_mapping()
    unmapped = {
        f"{kind}.{name}"
        for kind in KINDS
        for name in field_types(kind)
        if name not in mapping[kind].fields
    }
    # An event has no state of its own: it is past or it is not. What kind of work a task is says
    # nothing here. A queue is told by its id. News has a source where it is not from the CRM.
    assert unmapped == {
        "event.status",
        "event.priority",
        "event.is_closed",
        "event.completed",
        "task.type",
        "signal.source",
        "user.is_queue",
    }


def test_an_org_names_only_what_differs() -> None:
    mapping = load_mapping(
        {"account": {"fields": {"tier": "Class__c"}, "values": {"tier": {"Gold": 1}}}}
    )
    assert mapping["account"].fields["tier"] == ("Class__c",)
    assert mapping["account"].fields["name"] == ("Name",)
    assert mapping["account"].values["tier"]["gold"] == 1
    assert mapping["account"].values["tier"]["tier 2"] == 2


def test_a_custom_object_is_configuration_only() -> None:
    mapping = load_mapping({"risk": {"object": "Gefahr__c", "fields": {"account_id": "Kunde__c"}}})
    assert mapping["risk"].objects == ("Gefahr__c",)
    assert "Gefahr__c" in mapping.objects
    assert "Account_Risk__c" not in mapping.objects


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"acount": {}}, "'account'"),
        ({"account": {"fields": {"teir": "X__c"}}}, "'tier'"),
        ({"account": {"felds": {}}}, "'fields'"),
        ({"account": {"customer_safe": ["naem"]}}, "'name'"),
        ({"contact": {"values": {"role": "buying_role"}}}, "'buying_roles'"),
        ({"account": {"fields": {"tier": "Tier c; DROP"}}}, "API name"),
        ({"account": {"fields": {"tier": "a.b.c"}}}, "API name"),
        ({"account": {"values": {"tier": {"Gold": "one"}}}}, '"one" is none of 1, 2, 3'),
        ({"account": {"fields": {"tier": 5}}}, "neither a name"),
    ],
)
def test_what_the_model_does_not_know_is_said_with_the_nearest_name(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_mapping(changes, Source("mapping.toml"))
    assert said in str(caught.value)
    assert "mapping.toml" in str(caught.value)


def test_nothing_is_safe_for_customers_unless_declared() -> None:
    safe = default_mapping().declared_safe
    assert {"priority.name", "commitment.due_date", "review_item.figure"} <= set(safe)
    internal = {
        "account.health", "account.arr", "account.potential", "account.expansion_thesis",
        "contact.strength", "contact.influence", "opportunity.amount", "competitor.name",
        "plan.notes", "play.value", "risk.name", "objective.strategy",
    }  # fmt: skip
    assert not internal & set(safe)


# --- Mistakes, with their lines ------------------------------------------------------------------


def told(text: str, table: str = "mapping") -> list[str]:
    """The mistakes of a settings file, or of a mapping's own file where ``table`` is empty."""
    changes = tomllib.loads(text)
    source = Source("accountdocs.toml", text, table)
    with pytest.raises(MappingError) as caught:
        load_mapping(changes[table] if table else changes, source)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return list(caught.value.mistakes)


def test_all_mistakes_of_a_file_are_told_at_once_with_line_table_and_key() -> None:
    text = """
    [mapping.account.fields]
    name = "Name"
    teir = "Tier__c"
    arr = ["ARR__c", "Not a name"]

    [mapping.account.values.tier]
    "Gold" = 1
    "Silver" = 4
    [mapping.contact]
    customer_safe = ["name", "strenght"]
    values.role = "buying_role"
    [mapping.contract.values]
    auto_renews = { "Ja" = "yes" }
    [mapping.rusk]
    object = "Risk__c"
    """
    teir, arr, silver, safe, role, renews, rusk = told(text)
    where = "accountdocs.toml, line"
    assert teir == (
        f"{where} 4: [mapping.account.fields] teir: the model knows no field 'teir'. "
        "Did you mean 'tier'?"
    )
    assert arr == (
        f"{where} 5: [mapping.account.fields] arr: 'Not a name' is not the API name of an object "
        "or field. API names have letters, digits and underscores: Tier__c."
    )
    assert silver == f"{where} 9: [mapping.account.values.tier] Silver: 4 is none of 1, 2, 3."
    assert safe == (
        f"{where} 11: [mapping.contact] customer_safe: the model knows no field 'strenght'. "
        "Did you mean 'strength'?"
    )
    assert role == (
        f"{where} 12: [mapping.contact.values] role: the model knows no value map 'buying_role'. "
        "Did you mean 'buying_roles'?"
    )
    assert renews == (
        f'{where} 14: [mapping.contract.values.auto_renews] Ja: "yes" cannot stand there: '
        "the model keeps true or false."
    )
    assert rusk == (
        f"{where} 15: [mapping.rusk]: the model knows no kind of record 'rusk'. "
        "Did you mean 'risk'?"
    )


def test_in_a_file_of_its_own_the_tables_have_no_mapping_before_them() -> None:
    assert told('[account.fields]\nteir = "X__c"\n', table="") == [
        (
            "accountdocs.toml, line 2: [account.fields] teir: the model knows no field 'teir'. "
            "Did you mean 'tier'?"
        )
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mapping]\naccount = 1", "line 2: [mapping.account]: must be a table."),
        ("[mapping.account]\nfields = 1", "line 2: [mapping.account] fields: must be a table."),
        ("[mapping.account.values]\ntier = 1", "must be a table of words, or the name of a value"),
        ("[mapping]\nmissing = 'maybe'", "[mapping] missing: must be one of refuse, warn."),
        ("[mapping.account]\ncustomer_safe = 'name'", "must be a list of field names."),
        ("[mapping.account]\ncustomer_safe = ['name', '*']", "knows no field '*'"),
        ("[mapping.account.values.tier]\n'A' = true", "true is none of 1, 2, 3."),
        ("[mapping.contact.values.role]\n'S' = 'champoin'", 'Did you mean "champion"?'),
        ("[mapping.value_maps]\nlevels = 1", "[mapping.value_maps] levels: must be a table"),
        ("[mapping.value_maps.levels]\n'Hoch' = 'hihg'", 'Did you mean "high"?'),
        ("[mapping.asset.values.end_date]\n'x' = 'y'", "the model keeps a date."),
        ("[mapping.asset.values.arr]\n'x' = 'y'", "the model keeps a number."),
        ("[mapping.account.values.health]\n'x' = 1", "the model keeps a text."),
    ],
)
def test_each_kind_of_mistake_is_told_in_its_own_words(text: str, said: str) -> None:
    (found,) = told(text)
    assert said in found


def test_a_mistake_in_an_orgs_rules_is_told_with_its_line() -> None:
    (found,) = told("[mapping.revenue]\nladder = ['account_arr', 'asset_ar']")
    assert found.startswith("accountdocs.toml, line 2: [mapping.revenue] ladder")


# --- What may be said, and what it means ---------------------------------------------------------


def test_an_org_s_words_are_added_to_a_shared_map_and_to_every_field_that_takes_it() -> None:
    mine = load_mapping({"contact": {"values": {"role": {"Sponsor": "champion"}}}})
    assert mine["contact"].values["role"]["sponsor"] == "champion"
    assert mine["contact"].values["role"]["coach"] == "coach"
    assert "sponsor" not in mine["buying_role"].values["role"]

    shared = load_mapping({"value_maps": {"buying_roles": {"Sponsor": "champion"}}})
    for kind, name in (("contact", "role"), ("buying_role", "role"), ("contact_relation", "roles")):
        assert shared[kind].values[name]["sponsor"] == "champion"


def test_a_new_value_map_can_be_used_by_name() -> None:
    mapping = load_mapping(
        {
            "value_maps": {"ampel": {"Rot": "low", "Grün": "high"}},
            "risk": {"values": {"impact": "ampel"}},
        }
    )
    assert mapping["risk"].values["impact"]["grün"] == "high"
    assert mapping["risk"].values["impact"]["medium"] == "medium"
    assert "grün" not in mapping["risk"].values["likelihood"]


def test_an_org_s_word_goes_before_the_default_s_whatever_its_case() -> None:
    mapping = load_mapping({"account": {"values": {"tier": {"TIER  1": 3}}}})
    assert mapping["account"].values["tier"]["tier 1"] == 3


def test_an_empty_list_says_that_the_org_keeps_no_such_thing() -> None:
    mapping = load_mapping({"plan": {"object": []}, "account": {"fields": {"tier": []}}})
    assert mapping["plan"].objects == ()
    assert mapping["account"].fields["tier"] == ()


def test_a_list_of_safe_fields_takes_the_place_of_the_default_s() -> None:
    assert load_mapping({"account": {"customer_safe": ["name"]}})["account"].customer_safe == (
        "name",
    )
    assert load_mapping({"account": {"customer_safe": []}})["account"].customer_safe == ()
    whole = load_mapping({"signal": {"customer_safe": ["*"]}})
    assert set(whole["signal"].customer_safe) == set(field_types("signal"))


@pytest.mark.parametrize(
    "typed", [["healht"], ["Health"], ["health "], ["*", "name"], ["**"], "*", {"health": True}]
)
def test_a_typing_error_makes_nothing_safe(typed: object) -> None:
    with pytest.raises(MappingError):
        load_mapping({"account": {"customer_safe": typed}})
