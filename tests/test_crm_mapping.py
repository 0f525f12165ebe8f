"""The mapping: what is laid over it, and what is refused."""

from __future__ import annotations

import pytest

from generator.crm.kinds import KINDS, field_types
from generator.crm.mapping import default_mapping, load_mapping
from generator.errors import SettingsError


def test_the_default_names_every_field_that_the_model_has() -> None:
    mapping = default_mapping()
    unmapped = {
        f"{kind}.{name}"
        for kind in KINDS
        for name in field_types(kind)
        if name not in mapping[kind].fields
    }
    # An event has no state of its own: it is past or it is not. A queue is told by its id.
    assert unmapped == {
        "event.status",
        "event.priority",
        "event.is_closed",
        "event.completed",
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
        ({"account": {"values": {"tier": {"Gold": "one"}}}}, "keeps a int"),
        ({"account": {"fields": {"tier": 5}}}, "neither a name"),
    ],
)
def test_what_the_model_does_not_know_is_said_with_the_nearest_name(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_mapping(changes, "mapping.toml")
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
