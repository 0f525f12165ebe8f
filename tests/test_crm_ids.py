"""Ids in all the ways in which people have them."""

from __future__ import annotations

import pytest

from generator.crm import ids
from generator.errors import AccountNotFound
from generator.model.ids import checksum

FIFTEEN = "0015g00000XyZaB"
EIGHTEEN = FIFTEEN + checksum(FIFTEEN)


def test_the_checksum_is_salesforces() -> None:
    # The example of Salesforce's own article on the conversion, and one with no capitals.
    assert checksum("001A0000006Vm9r") == "IAC"
    assert checksum("001000000000001") == "AAA"


def test_fifteen_and_eighteen_characters_name_the_same_record() -> None:
    assert ids.full(FIFTEEN) == EIGHTEEN
    assert ids.full(EIGHTEEN) == EIGHTEEN


def test_a_mistyped_id_is_told_by_its_checksum() -> None:
    with pytest.raises(AccountNotFound, match="do not fit"):
        ids.full(EIGHTEEN.replace("XyZ", "xyZ"))


@pytest.mark.parametrize(
    "address",
    [
        "https://acme.lightning.force.com/lightning/r/Account/{id}/view",
        "https://acme.lightning.force.com/lightning/r/{id}/view?ws=1",
        "https://acme.lightning.force.com/one/one.app#/sObject/{id}/view",
        "https://acme.my.salesforce.com/{id}",
        "https://acme.my.salesforce.com/apex/Page?id={id}&sfdc.override=1",
    ],
)
@pytest.mark.parametrize("given", [FIFTEEN, EIGHTEEN])
def test_the_id_is_found_in_every_form_of_address(address: str, given: str) -> None:
    assert ids.in_address(address.format(id=given)) == EIGHTEEN


def test_an_address_without_a_record_has_no_id() -> None:
    assert ids.in_address("https://acme.lightning.force.com/lightning/o/Account/list") is None
