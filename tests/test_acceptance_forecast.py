"""What the doctor foretells of each section is what the documents then hold.

Each org is surveyed over HTTP; then the documents of several of its accounts are made from it, and
read back with stock libraries.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from generator.analysis.results import AnalysedAccount
from generator.artifacts import compose
from generator.artifacts.catalog import CATALOG, PLAN, Assignment
from generator.artifacts.forecast import EMPTY, Beside, Forecast, forecast
from generator.artifacts.needs import SECTIONS
from generator.artifacts.phrases import load_phrases
from generator.artifacts.telling.session import slides as session_slides
from generator.artifacts.telling.slides import IN_PLACE_OF, NAMES
from generator.crm.mapping import load_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import OrgData, SampleServer
from generator.crm.sample_org.data import changed_records, without_objects
from generator.crm.survey import survey
from generator.formats import Formats
from generator.inputs import Inputs, joined, read_inputs
from generator.model.capability import Survey
from generator.pipeline import Order, analysed, render
from tests.acceptance_runs import ROOTS, facts
from tests.crm_orgs import SAMPLES, session_with
from tests.custom_org import USUAL
from tests.reading_back import Section, Word, read
from tests.test_acceptance_orgs import DATA, ORGS

KESTREL = next(row["Id"] for row in ROOTS if row["Name"] == "Kestrel & Rowe Foods")
ACCOUNTS = [row["Id"] for row in ROOTS if row["Tier__c"] == "Tier 1"][:2]
AS_OF = date.fromisoformat(facts()["as_of"])


def without_records(data: OrgData) -> OrgData:
    """All objects are there, and none holds a record but what an org cannot be without."""
    kept = ("Account", "User", "Organization", "CurrencyType")
    return replace(
        data, records={name: data.records[name] if name in kept else [] for name in data.describes}
    )


def hardly_filled(data: OrgData) -> OrgData:
    """Two contacts report to somebody, no account has a target, few have a tier."""
    filled = {row["Id"] for row in data.records["Contact"] if row["ReportsToId"]}
    few = sorted(filled)[:2]

    def contact(row: dict[str, Any]) -> dict[str, Any]:
        return row if row["Id"] in few else {**row, "ReportsToId": None}

    def play(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "Value__c": None} if "Value__c" in row else row

    return changed_records(changed_records(data, "Contact", contact), "Whitespace_Play__c", play)


@dataclass(frozen=True)
class Ruled:
    """The sample org read by a mapping of its own, with a usage file and what is declared of it."""

    mapping: Mapping[str, Any]
    safe: tuple[str, ...] | None = None  # of the file; None: there is no file

    change: Callable[[OrgData], OrgData] | None = None

    def __call__(self, data: OrgData) -> OrgData:
        return self.change(data) if self.change else data


def without_renewals(data: OrgData) -> OrgData:
    return changed_records(data, "Opportunity", lambda row: {**row, "Type": "Expansion"})


DEALS_ONLY = {"renewal": {"sources": ["opportunity"]}}
CUSTOMERS_SEE = ["name", "quantity", "start_date", "end_date"]

ALL: dict[str, Callable[[OrgData], OrgData]] = {
    "rules that find nothing": Ruled(
        {"revenue": {"ladder": ["service_contract"]}, "renewal": {"sources": ["service_contract"]}}
    ),
    "opportunities that renew": Ruled(DEALS_ONLY),
    "opportunities that renew nothing": Ruled(DEALS_ONLY, change=without_renewals),
    "use that is not declared": Ruled({}, ("usage.licensed",)),
    "use of assets that is not declared": Ruled(
        {"asset": {"customer_safe": CUSTOMERS_SEE}}, ("usage.*",)
    ),
    "use that is declared": Ruled({}, ("usage.*",)),
    **{name: ORGS[name] for name in ORGS if name not in ("no teams", "one currency")},
    "custom objects": USUAL.of,
    "no cases": lambda data: without_objects(data, ["Case"]),
    "no records": without_records,
    "hardly filled": hardly_filled,
}


@dataclass(frozen=True)
class Foretold:
    """One org: what was foretold, and what its accounts' documents and values then held."""

    name: str
    survey: Survey
    sections: Mapping[tuple[str, str], Forecast]
    accounts: tuple[AnalysedAccount, ...]
    folder: Path

    @cached_property
    def values(self) -> dict[str, list[dict[str, Any]]]:
        """By artifact the composed values of every account, in the full form."""
        formats = Formats("en_US", "USD")
        return {
            name: [compose(a, name, formats, form="full").values for a in self.accounts]
            for name in CATALOG
        }

    def plans(self, form: str) -> list[Word]:
        """Every account's plan in that form, read back."""
        if form == "full":
            return [as_word(path) for path, _ in self.documents["plan"]]
        order, made = Order(self.folder, locale="en_US"), []
        for account in self.accounts:
            path = self.folder / f"{account.profile.id}-{form}.docx"
            if not path.exists():
                whole = render(account, Assignment(PLAN, form), order, {})
                path.write_bytes(whole.document.data)
            made.append(as_word(path))
        return made

    @cached_property
    def documents(self) -> dict[str, list[tuple[Path, tuple[str, ...]]]]:
        """By artifact every account's file, in the full form, and what the run report says."""
        order = Order(self.folder, locale="en_US")
        found: dict[str, list[tuple[Path, tuple[str, ...]]]] = {name: [] for name in CATALOG}
        for artifact in CATALOG.values():
            for account in self.accounts:
                made = render(account, Assignment(artifact, "full"), order, {})
                path = self.folder / f"{account.profile.id}.{artifact.extension}"
                path.write_bytes(made.document.data)
                found[artifact.name].append((path, made.problems))
        return found


def as_word(path: Path) -> Word:
    plan = read(path)
    assert isinstance(plan, Word)
    return plan


@pytest.fixture(scope="module", params=ALL)
def org(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Foretold:
    case = ALL[request.param]
    ruled = case if isinstance(case, Ruled) else Ruled({})
    folder = tmp_path_factory.mktemp("foretold")
    inputs, asked = files(ruled, folder), [KESTREL] if ruled.safe else ACCOUNTS
    with SampleServer(case(DATA)) as server:
        session = session_with(server, mapping=load_mapping(ruled.mapping))
        found = survey(session, datetime(2026, 11, 20, 8, tzinfo=UTC))
        snapshots = [joined(one, inputs, {}) for one in read_accounts(session, asked, AS_OF)]
    beside = Beside(frozenset({"usage"} if inputs.usage else ()), frozenset(inputs.safe))
    told = forecast(found, load_phrases("en_US"), Formats("en_US", "USD"), beside)
    return Foretold(
        request.param,
        found,
        {(one.artifact, one.section): one for one in told},
        tuple(analysed(snapshot, {}) for snapshot in snapshots),
        folder,
    )


def files(ruled: Ruled, folder: Path) -> Inputs:
    """The inputs folder: the sample's usage file, which is about one account, or nothing."""
    inputs = folder / "inputs"
    if ruled.safe is not None:
        inputs.mkdir()
        shutil.copy(SAMPLES / "inputs" / "usage.csv", inputs)
    return read_inputs(inputs, safe=ruled.safe or ())


# --- the documents --------------------------------------------------------------------------------


def has_content(section: Section) -> bool:
    """Whether a section of the plan shows anything but why it is empty."""
    return bool(section.tables or section.charts or section.drawings)


FORM = {"plays": "light", "brief": "brief"}
"""Sections that only another form of the plan has."""
OF_ANOTHER_YEAR = "year_end"  # a plan of a year that is over, or of the next one, looks back
PLAN_HAS: dict[str, Callable[[Word], bool]] = {
    "summary": lambda plan: bool(plan.front.tables),
    "questions": lambda plan: has_content(
        plan.below["What the customer wants to achieve", "Five questions to keep asking"]
    ),
    "priorities": lambda plan: (
        len(plan.sections["What the customer wants to achieve"].tables)
        > len(
            plan.below["What the customer wants to achieve", "Five questions to keep asking"].tables
        )
    ),
    "profile": lambda plan: any(
        style in ("Note", "Normal") and text
        for style, text in plan.sections["Profile and current state"].paragraphs
    ),
    "maps": lambda plan: ("Organisation and relationships", "Reporting lines") in plan.below,
    "renewal": lambda plan: (
        not dict(plan.sections["Renewal strategy"].tables[0].rows)["Date and value"].startswith(
            "not recorded"
        )
    ),
    "brief": lambda plan: bool(plan.sections["How this account is run"].paragraphs),
    "changes": lambda plan: bool(plan.sections["What changed since the last version"].paragraphs),
    "coverage": lambda plan: bool(plan.sections["Sources and coverage"].paragraphs),
}


def plan_has(name: str, title: str, plan: Word) -> bool:
    if name in PLAN_HAS:
        return PLAN_HAS[name](plan)
    return has_content(plan.sections[title])


def test_the_plan_s_sections_are_empty_where_it_was_foretold(org: Foretold) -> None:
    for (artifact, name), told in org.sections.items():
        if artifact != "plan" or name == OF_ANOTHER_YEAR:
            continue
        plans = org.plans(FORM.get(name, "full"))
        seen = [plan_has(name, told.title, plan) for plan in plans]
        assert any(seen) == (told.state != EMPTY), (name, told)


def test_an_empty_section_of_the_plan_gives_the_reason_that_was_foretold(org: Foretold) -> None:
    reader = org.survey.reader or "the user who reads"
    words = ("not enabled in this org", f"not visible to {reader}", "not mapped")
    for (artifact, name), told in org.sections.items():
        said = [one for one in words if one in " ".join(told.reasons)]
        if artifact != "plan" or told.state != EMPTY or not said or name in PLAN_HAS:
            continue
        for plan in org.plans(FORM.get(name, "full")):
            assert any(one in plan.sections[told.title].text for one in said), (name, told)


def _lacks(name: str, problems: Sequence[str]) -> bool:
    return any(line.startswith(f"Left out: {NAMES[name]} (") for line in problems)


def test_the_deck_leaves_out_the_slides_that_it_was_foretold_to(org: Foretold) -> None:
    for (artifact, name), told in org.sections.items():
        if artifact != "qbr":
            continue
        other = IN_PLACE_OF.get(name)  # where that one stands, nobody misses this one
        left = [
            _lacks(name, problems)
            for _, problems in org.documents["qbr"]
            if other is None or _lacks(other, problems)
        ]
        if other and not left:
            continue
        assert all(left) == (told.state == EMPTY), (name, told)


def test_the_account_review_leaves_out_the_slides_that_it_was_foretold_to(org: Foretold) -> None:
    for (artifact, name), told in org.sections.items():
        if artifact != "review" or name == "since":  # there is no earlier snapshot
            continue
        line = f"Left out: {session_slides.NAMES[name]} ("
        left = [any(p.startswith(line) for p in found) for _, found in org.documents["review"]]
        assert all(left) == (told.state == EMPTY), (name, told)


def test_the_workbook_has_no_grid_where_it_was_foretold(org: Foretold) -> None:
    for name in ("grid", "cells", "summary"):
        told = org.sections["whitespace", name]
        for path, _ in org.documents["whitespace"]:
            rows = read(path).rows(told.title)  # type: ignore[union-attr]  # a Book
            words = "\n".join(str(cell) for row in rows for cell in row if cell is not None)
            why = re.search("No products are recorded|Products: not", words)
            assert bool(why) == (told.state == EMPTY), (name, told)


# --- the values -----------------------------------------------------------------------------------


def known(value: Any, path: list[str]) -> bool:
    """Whether the composed values hold anything under a name of the vocabulary."""
    if not path:
        return value not in (None, "", [])
    head, *rest = path
    inner = value[head.removesuffix("[]")]
    if head.endswith("[]"):
        return any(known(row, rest) for row in inner)
    return known(inner, rest)


ONLY_TIER_3 = ("account.playbook",)  # the accounts here are of tier 1


def test_what_lacks_is_in_no_document_and_what_is_there_in_some(org: Foretold) -> None:
    wrong = []
    for section in SECTIONS:
        told = org.sections[section.artifact, section.name]
        for need, judged in zip((*section.core, *section.more), told.needs, strict=True):
            seen = any(
                known(values, name.split("."))
                for name in need.shows
                for values in org.values[section.artifact]
            )
            expected = EMPTY not in (judged.state, told.state)
            if need.shows == ONLY_TIER_3:
                continue
            if need.shows and seen != expected and not (seen and judged.state != EMPTY):
                wrong.append(f"{section.artifact} {section.name}: {judged}, seen: {seen}")
    assert not wrong, "\n".join(wrong)
