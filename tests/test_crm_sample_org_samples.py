"""The records in samples/ as the sample org serves them: what its answers rely on holds for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.crm.sample_org import OrgData, SampleServer, load, without_currencies
from generator.crm.sample_org.ids import canonical
from generator.crm.sample_org.soql.running import Children

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = sorted(path.stem for path in (SAMPLES / "describe").glob("*.json"))
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0000")
NUMBERS = ("int", "double", "currency", "percent")


@pytest.fixture(scope="module")
def data() -> OrgData:
    return load(SAMPLES)


@pytest.fixture(scope="module")
def org(data: OrgData) -> Iterator[SampleServer]:
    with SampleServer(data) as server:
        yield server


def fits(kind: str, value: Any) -> bool:
    """Whether a value has the form that filters and the JSON of the API need."""
    if kind in ("id", "reference"):
        return canonical(value) == value
    if kind == "datetime":
        return bool(MOMENT.fullmatch(value) and datetime.fromisoformat(value))
    if kind == "date":
        return date.fromisoformat(value).isoformat() == value
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str | dict) and value != ""


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_the_form_of_its_type(data: OrgData, name: str) -> None:
    kinds = {field["name"]: field["type"] for field in data.describes[name]["fields"]}
    for row in data.records[name]:
        assert set(row) <= set(kinds)
        wrong = {key: v for key, v in row.items() if v is not None and not fits(kinds[key], v)}
        assert wrong == {}, row["Id"]


@pytest.mark.parametrize("name", NAMES)
def test_every_record_is_served_as_it_lies_in_its_file(
    org: SampleServer, data: OrgData, name: str
) -> None:
    fields = [field["name"] for field in data.describes[name]["fields"]]
    result = org.rest._engine.run(f"SELECT {', '.join(fields)} FROM {name}", base="", deleted=True)
    served = [{key: row[key] for key in fields} for row in result.records]
    assert served == [{key: row.get(key) for key in fields} for row in data.records[name]]


@pytest.mark.parametrize("name", NAMES)
def test_every_relationship_that_is_described_can_be_followed(
    org: SampleServer, data: OrgData, name: str
) -> None:
    describe, run = data.describes[name], org.rest._engine.run
    for field in describe["fields"]:
        if field.get("relationshipName") and set(field["referenceTo"]) & set(NAMES):
            run(f"SELECT {field['relationshipName']}.Id FROM {name} LIMIT 1", base="")
    for child in describe.get("childRelationships") or ():
        if child.get("relationshipName") and child["childSObject"] in NAMES:
            text = f"SELECT Id, (SELECT Id FROM {child['relationshipName']}) FROM {name}"
            below = [row[child["relationshipName"]] for row in run(text, base="").records]
            assert all(isinstance(found, Children) or found is None for found in below)


def test_the_samples_can_be_served_without_multi_currency(data: OrgData) -> None:
    with SampleServer(without_currencies(data)) as org:
        assert org.rest._engine.run("SELECT COUNT() FROM Account", base="").total > 0
