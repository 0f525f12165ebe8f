"""No internal field of the sample org reaches a customer's document: not its words, not its
numbers, and not so much as an order or a count that depends on it.

Two proofs. Every field that a customer may not see carries a canary, and none is found in any deck,
while the internal documents of the same org are full of them. And the decks of the org with its
canaries are those of the org without, byte for byte, as they are where internal dates, links and
flags are others: what cannot change a document cannot be read from it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.artifacts import CATALOG
from generator.crm.mapping import default_mapping
from generator.crm.sample_org import OrgData, SampleServer, load
from generator.crm.sample_org.data import changed_records, without_fields
from tests.acceptance_runs import ROOTS, SAMPLES, command, facts
from tests.canaries import (
    FLAGS,
    LABELS,
    NUMBERS,
    TEXTS,
    Aviary,
    Canary,
    Json,
    found_in,
    with_canaries,
)

EVERYTHING = (*TEXTS, *LABELS, *NUMBERS)
CUSTOMER = tuple(name for name, found in CATALOG.items() if found.audience == "customer")


@dataclass(frozen=True)
class Made:
    """The documents that were made of an org, by account and artifact."""

    paths: Mapping[tuple[str, str], Path]

    def of(self, *artifacts: str) -> list[Path]:
        return [path for (_, artifact), path in sorted(self.paths.items()) if artifact in artifacts]

    def contents(self) -> dict[tuple[str, str], bytes]:
        return {key: path.read_bytes() for key, path in self.paths.items()}


def make(
    data: OrgData,
    folder: Path,
    artifacts: Iterable[str],
    accounts: tuple[str, ...] = ("--all",),
    settings: str = "",
) -> Made:
    """The accounts' documents, of an org that is served over HTTP, by the real command."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "accountdocs.toml"
    config.write_text(settings, encoding="utf-8")
    with SampleServer(data) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SF_INSTANCE_URL", server.url)
        patch.setenv("SF_ACCESS_TOKEN", server.token)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        asked = ("--org", "env", "--as-of", facts()["as_of"], "--config", config, "--json")
        only = ("--only", ",".join(artifacts), "--jobs", "1", "--out", folder / "out")
        rows = command("generate", *accounts, *only, *asked).well().json["artifacts"]
    assert {row["status"] for row in rows} == {"written"}
    return Made({(row["account_id"], row["artifact"]): Path(row["path"]) for row in rows})


def found_by_file(paths: Iterable[Path], aviary: Aviary) -> dict[str, list[Canary]]:
    return {path.name: found for path in paths if (found := found_in(path, aviary))}


# --- canaries in every internal field ----------------------------------------------------------


@dataclass(frozen=True)
class Flown:
    aviary: Aviary
    made: Made


@pytest.fixture(scope="module")
def flown(tmp_path_factory: pytest.TempPathFactory) -> Flown:
    data, aviary = with_canaries(load(SAMPLES), EVERYTHING)
    return Flown(aviary, make(data, tmp_path_factory.mktemp("flown"), CUSTOMER))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(load(SAMPLES), tmp_path_factory.mktemp("plain"), CUSTOMER)


def test_there_is_a_canary_in_every_field_that_a_customer_may_not_see(flown: Flown) -> None:
    canaries = [*flown.aviary.words.values(), *flown.aviary.numbers.values()]
    columns = {(canary.object, canary.field) for canary in canaries}
    assert len(flown.aviary.words) > 20_000
    assert len(flown.aviary.numbers) > 3_000
    assert len(columns) > 150
    assert {name for name, _ in columns} >= {"Account", "Opportunity", "Task", "Case", "Contact"}


def test_no_canary_is_found_in_any_customer_document(flown: Flown) -> None:
    paths = flown.made.of(*CUSTOMER)
    assert len(paths) == len(ROOTS) * len(CUSTOMER)
    assert found_by_file(paths, flown.aviary) == {}


def test_the_internal_documents_are_full_of_canaries(tmp_path: Path) -> None:
    """The search can find what it looks for, whole and rounded, in both kinds of file."""
    data, aviary = with_canaries(load(SAMPLES), EVERYTHING)
    some = ("Kestrel & Rowe Foods", "Brandtner Drive Systems AG", "Ashdown Life Sciences plc")
    made = make(data, tmp_path, ("plan", "whitespace"), some)
    for artifact, words, numbers in (("plan", 120, 15), ("whitespace", 30, 15)):
        found = {canary for path in made.of(artifact) for canary in found_in(path, aviary)}
        assert len({c for c in found if isinstance(c.value, str)}) > words, artifact
        assert len({c for c in found if isinstance(c.value, int)}) > numbers, artifact


@pytest.mark.parametrize(
    "written",
    [
        "{n:,}", "{n}", "${n:,}.00", "{n}.0", "{m:.4f}M", "{m:.0f}M", "{b:.3f}B", "{k:,.0f}K",
        "{m:.0f} million", "{m:.1f} Mio", "{n:.8E}",
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(plain: Made, tmp_path: Path, written: str) -> None:
    aviary = Aviary()
    n = aviary.number("Opportunity", "006", "Amount")
    text = written.format(n=n, k=n / 10**3, m=n / 10**6, b=n / 10**9)
    clean, leaky = plain.of("qbr")[0], tmp_path / "leaky.pptx"
    replaced(clean, leaky, text)
    assert found_in(clean, aviary) == []
    assert found_in(leaky, aviary) != []


@pytest.mark.parametrize(
    "written",
    [
        "It says {w}.", "{W}", "<a:r><a:t>{w1}</a:t></a:r><a:r><a:t>{w2}</a:t></a:r>",
        "{w1} {w2}", "&#122;{w_rest}",
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written(plain: Made, tmp_path: Path, written: str) -> None:
    aviary = Aviary()
    w = aviary.word("Account", "001", "Description")
    text = written.format(w=w, W=w.upper(), w1=w[:4], w2=w[4:], w_rest=w[1:])
    clean, leaky = plain.of("qbr")[0], tmp_path / "leaky.pptx"
    replaced(clean, leaky, text)
    assert found_in(clean, aviary) == []
    assert [canary.value for canary in found_in(leaky, aviary)] == [w]


def replaced(clean: Path, leaky: Path, text: str) -> None:
    """The package with ``text`` as a paragraph of its first slide."""
    runs = text if text.startswith("<a:r>") else f"<a:r><a:t>{text}</a:t></a:r>"
    with zipfile.ZipFile(clean) as old, zipfile.ZipFile(leaky, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "ppt/slides/slide1.xml":
                part = part.replace(b"</a:p>", f"</a:p><a:p>{runs}</a:p>".encode(), 1)
            new.writestr(name, part)


# --- what cannot change a document cannot be read from it --------------------------------------


def listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


AS_OF = date.fromisoformat(facts()["as_of"])

DATES_SEEN = listed("""
    Asset.InstallDate Asset.PurchaseDate Asset.UsageEndDate Case.CreatedDate Case.ClosedDate
    Contract.StartDate Contract.EndDate AccountPlanObjective.EndDate
    Customer_Commitment__c.Due_Date__c Customer_Commitment__c.Completed_Date__c
    Review_Item__c.Item_Date__c Customer_Priority__c.Stated_On__c KPI_Reading__c.Reading_Date__c
    Period.StartDate Period.EndDate FiscalYearSettings.StartDate FiscalYearSettings.EndDate
    AccountPlan.StartDate AccountPlan.EndDate
""")
"""Dates that a customer sees, and those that say which quarter it is and which plan is current."""

LINKS_SEEN = listed("""
    Account.ParentId Account.OwnerId Account.Executive_Sponsor__c AccountPlan.AccountId
    AccountTeamMember.AccountId AccountTeamMember.UserId Asset.AccountId Asset.Product2Id
    Case.AccountId Contract.AccountId AccountPlanObjective.AccountPlanId
    AccountPlanObjective.ObjectiveOwnerId AccountPlanObjective.Customer_Priority__c
    AccountPlanObjectiveMeasure.AccountPlanObjectiveId Customer_Commitment__c.Account__c
    Customer_Commitment__c.Our_Owner__c Customer_Commitment__c.Customer_Owner__c
    Review_Item__c.Account__c Review_Item__c.Customer_Priority__c Customer_Priority__c.Account__c
    Customer_Priority__c.Stated_By__c KPI_Reading__c.Customer_Priority__c
    Period.FiscalYearSettingsId
""")
"""Links that say whose something is that the customer sees."""

FLAGS_SEEN = listed("""
    AccountPlanObjective.Shared_with_Customer__c Customer_Commitment__c.Share_with_Customer__c
    Review_Item__c.Share_with_Customer__c Asset.IsCompetitorProduct Case.IsClosed
    FiscalYearSettings.IsStandardYear Organization.UsesStartDateAsFiscalYearName
    Organization.IsSandbox CurrencyType.IsActive CurrencyType.IsCorporate
""")
"""What is shared, what is ours, what is closed, and how the org counts time and money."""


def _earlier(value: Any, n: int) -> Any:
    """A day or a moment some weeks before; what is to come stays to come."""
    if not isinstance(value, str):
        return value
    old = date.fromisoformat(value[:10])
    new = old - timedelta(days=7 + n % 90)
    return f"{old + (new - old) if old <= AS_OF else max(new, AS_OF)}{value[10:]}"


def _flipped(value: Any, _n: int) -> Any:
    return not value if isinstance(value, bool) else value


Move = Callable[[Any, int], Any]


def moved(
    data: OrgData, types: tuple[str, ...], seen: frozenset[str], move: Move | None
) -> OrgData:
    """The org whose fields of these types are moved one by one, or (None) dealt anew among the
    records of their object; but for those in ``seen``."""
    for name in sorted(data.describes):
        columns = [
            told["name"]
            for told in data.describes[name]["fields"]
            if told["type"] in types and f"{name}.{told['name']}" not in seen
            if told["name"] not in ("IsDeleted", "SystemModstamp")
        ]
        rows = list(data.records[name])
        change = {column: _dealt([row.get(column) for row in rows], move) for column in columns}
        by_id = {row["Id"]: n for n, row in enumerate(rows)}

        def changed(row: Json, by_id: Any = by_id, change: Any = change) -> Json:
            return {**row, **{column: new[by_id[row["Id"]]] for column, new in change.items()}}

        data = changed_records(data, name, changed)
    return data


def _dealt(values: list[Any], move: Move | None) -> list[Any]:
    if move is None:
        return [*values[1:], *values[:1]]
    return [move(value, n) for n, value in enumerate(values)]


CLASSES: dict[str, Callable[[OrgData], OrgData]] = {
    "dates": lambda data: moved(data, ("date", "datetime"), DATES_SEEN, _earlier),
    "links": lambda data: moved(data, ("reference",), LINKS_SEEN, None),
    "flags": lambda data: moved(data, ("boolean",), FLAGS_SEEN, _flipped),
}


def differing(one: Made, other: Made) -> list[tuple[str, str]]:
    """The documents that are not the same, byte for byte."""
    before, after = one.contents(), other.contents()
    assert before.keys() == after.keys()
    return [key for key in before if before[key] != after[key]]


def test_a_document_is_the_same_whatever_internal_texts_and_numbers_are(
    plain: Made, flown: Flown, tmp_path: Path
) -> None:
    """The decks with all canaries at once; where they differ, which kind of field it is."""
    told = {}
    kinds = {"texts": TEXTS, "labels": LABELS, "numbers": NUMBERS}
    for name, types in kinds.items() if differing(plain, flown.made) else ():
        data, _ = with_canaries(load(SAMPLES), types)
        told[name] = differing(plain, make(data, tmp_path / name, CUSTOMER))
    assert told == {}


@pytest.mark.parametrize("kind", CLASSES)
def test_a_document_is_the_same_whatever_else_is_internal(
    plain: Made, tmp_path: Path, kind: str
) -> None:
    data = CLASSES[kind](load(SAMPLES))
    changed = [
        name
        for name in data.describes
        if list(data.records[name]) != list(load(SAMPLES).records[name])
    ]
    assert len(changed) > 8, "the org is hardly another one"
    assert differing(plain, make(data, tmp_path, CUSTOMER)) == []


WITHDRAWN = {
    "priority": "rank",
    "review_item": "day",
}
"""Single fields that the org does not declare safe: what is left of the kind is."""


def partly(withdrawn: Mapping[str, str]) -> str:
    """The settings that declare all of these kinds of record but for the fields withdrawn."""
    lines = []
    for kind, fields in withdrawn.items():
        rest = sorted(set(default_mapping()[kind].customer_safe) - listed(fields))
        lines.append(f"[mapping.{kind}]\ncustomer_safe = {json.dumps(rest)}\n")
    return "".join(lines)


def test_an_order_and_a_count_tell_nothing_of_a_field_that_is_not_declared(tmp_path: Path) -> None:
    """Ranks are the other way round, and days of the review are others."""
    ranked = changed_records(
        load(SAMPLES),
        "Customer_Priority__c",
        lambda row: {**row, "Rank__c": row["Rank__c"] and 99 - row["Rank__c"]},
    )
    seen = DATES_SEEN - {"Review_Item__c.Item_Date__c"}
    other = moved(ranked, ("date",), seen, _earlier)
    some = ("Kestrel & Rowe Foods", "Brandtner Drive Systems AG", "Ashdown Life Sciences plc")

    def made(data: OrgData, folder: str, settings: str) -> Made:
        return make(data, tmp_path / folder, CUSTOMER, some, settings)

    without = partly(WITHDRAWN)
    plain = made(load(SAMPLES), "plain", without)
    assert differing(plain, made(other, "other", without)) == []
    assert differing(made(load(SAMPLES), "declared", ""), made(other, "other declared", "")) != []


def test_a_goal_of_money_stays_ours_where_nobody_can_read_that_it_is_money(
    tmp_path: Path,
) -> None:
    """The field that says in what a measure is counted is hidden from the program's user."""
    goal = "AccountPlanObjective"
    shared = changed_records(load(SAMPLES), goal, lambda row: {**row, FLAGS[goal]: True})
    data, aviary = with_canaries(shared, EVERYTHING)
    hidden = without_fields(data, "AccountPlanObjectiveMeasure", ["ValueType"])
    some = ("Kestrel & Rowe Foods", "Brandtner Drive Systems AG")
    without_priorities = "[mapping.priority]\ncustomer_safe = []\n"  # their slide shows the goals
    made = make(hidden, tmp_path, CUSTOMER, some, without_priorities)
    money = {
        row["Id"]
        for row in load(SAMPLES).records["AccountPlanObjectiveMeasure"]
        if row["ValueType"] == "Currency"
    }
    assert money & {canary.record for canary in aviary.numbers.values()}
    assert found_by_file(made.of(*CUSTOMER), aviary) == {}
