"""A thousand customer documents, none of which holds a canary (RELIABILITY.md 6, row 10).

In every round the sample org is another one: other records are shared with the customer, other
fields are declared safe (of a kind of record all, some or none), and a canary is in every field
that is not. Records that are not shared carry them in all their fields. Inputs beside the CRM carry
them too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from generator.crm.mapping import default_mapping
from generator.crm.sample_org import OrgData, load
from generator.crm.sample_org.data import changed_records
from tests.acceptance_runs import NAMES, SAMPLES
from tests.canaries import FLAGS, LABELS, NUMBERS, TEXTS, Aviary, Json, found_in, with_canaries
from tests.test_acceptance_canaries import CUSTOMER, make, partly

WITHHELD = {
    "priority": "Customer_Priority__c: name=Name kpi=KPI__c unit=Unit__c baseline=Baseline__c "
    "current=Current__c target=Target__c outcome=Outcome__c stated_where=Stated_Where__c "
    "rank=Rank__c",
    "kpi_reading": "KPI_Reading__c: value=Value__c",
    "review_item": "Review_Item__c: name=Name detail=Detail__c figure=Figure__c",
    "case": "Case: theme=Reason",
    "asset": "Asset: active_users=Active_Users__c",
    "objective": "AccountPlanObjective: customer_outcome=Customer_Outcome__c",
    "user": "User: title=Title",
}
"""What the mapping declares for each kind of record, and the CRM's fields behind it."""


def fields_of(kind: str) -> dict[str, str]:
    """The CRM's field (``Case.Reason``) behind each of the model's that carries a canary."""
    name, _, pairs = WITHHELD[kind].partition(": ")
    return {
        field: f"{name}.{column}"
        for field, _, column in (pair.partition("=") for pair in pairs.split())
    }


@dataclass(frozen=True)
class Round:
    """One org: what is shared in it, and for which kinds of record nothing is declared safe."""

    random: Random

    def shared(self, data: OrgData) -> OrgData:
        for name, flag in FLAGS.items():
            data = changed_records(data, name, self._share(flag))
            list(data.records[name])  # the dice are thrown now, in this order
        return data

    def _share(self, flag: str) -> Callable[[Json], Json]:
        """Some goals that were not shared are; of what is written for the customer less is."""
        new = flag == FLAGS["AccountPlanObjective"]
        return lambda row: {**row, flag: (new or row[flag]) and self.random.random() < 0.6}

    def undeclared(self) -> dict[str, list[str]]:
        """By kind of record the fields that are withdrawn: all, or of one kind some."""
        count = self.random.randrange(len(WITHHELD))
        kinds = sorted(self.random.sample(sorted(WITHHELD), count))
        found = {kind: list(fields_of(kind)) for kind in kinds}
        rest = [kind for kind in ("priority", "review_item") if kind not in found]
        for kind in rest:
            fields = sorted(fields_of(kind))
            found[kind] = self.random.sample(fields, self.random.randrange(1, len(fields)))
        return found


def withheld_fields(withdrawn: Mapping[str, list[str]]) -> frozenset[str]:
    return frozenset(
        fields_of(kind)[field] for kind, fields in withdrawn.items() for field in fields
    )


def settings_without(withdrawn: Mapping[str, list[str]]) -> str:
    """Where a kind has nothing left that carries a canary, nothing of it is declared."""
    whole = {kind: " ".join(default_mapping()[kind].customer_safe) for kind in withdrawn}
    return partly(
        {
            kind: whole[kind] if len(fields) == len(fields_of(kind)) else " ".join(fields)
            for kind, fields in withdrawn.items()
        }
    )


def with_inputs(folder: Path, aviary: Aviary) -> str:
    """An inputs folder full of canaries, and the settings that name it."""
    inputs = folder / "inputs"
    inputs.mkdir(parents=True)

    def word(name: str, column: str) -> str:
        return aviary.word("inputs", name, column)

    texts = [
        f'["{name}"]\ndate = 2026-10-01\nsource = "{word(name, "source")}"\n'
        + "".join(
            f'{field} = "{word(name, field)}"\n'
            for field in ("value_proposition", "expansion_thesis")
        )
        for name in NAMES
    ]
    (inputs / "accounts.toml").write_text("\n".join(texts), encoding="utf-8")
    news = [
        f'"{name}",2026-10-12,launch,{word(name, "text")},https://{word(name, "url")}.example/'
        for name in NAMES
    ]
    signals = "\n".join(["account,date,kind,text,url", *news])
    (inputs / "signals.csv").write_text(signals, encoding="utf-8")
    used = [
        f'"{name}",ShiftBook,2026-10-31,{aviary.number("inputs", name, "active_users")},'
        f"{word(name, 'source of use')}"
        for name in NAMES
    ]
    usage = "\n".join(["account,product,day,active_users,source", *used])
    (inputs / "usage.csv").write_text(usage, encoding="utf-8")
    return f'inputs = "{inputs.as_posix()}"\n'


@pytest.mark.proof("canaries in customer documents", slice=2, full=30)
def test_no_canary_is_found_in_a_thousand_customer_documents(
    tmp_path: Path, cases: int, seed: int, record_property: Callable[[str, object], None]
) -> None:
    checks = documents = 0
    for number in range(cases):
        this = Round(Random(seed + number))
        withdrawn = this.undeclared()
        shared = this.shared(load(SAMPLES))
        data, aviary = with_canaries(
            shared, (*TEXTS, *LABELS, *NUMBERS), withheld_fields(withdrawn)
        )
        folder = tmp_path / str(number)
        settings = with_inputs(folder, aviary) if number % 2 else ""
        settings += settings_without(withdrawn)
        made = make(data, folder, CUSTOMER, settings=settings)
        for path in made.of(*CUSTOMER):
            assert found_in(path, aviary) == [], (number, withdrawn, path.name)
            documents += 1
            checks += len(aviary)
            path.unlink()
    assert documents == cases * len(NAMES) * len(CUSTOMER)
    assert checks > documents * 20_000
    record_property("cases", checks)
