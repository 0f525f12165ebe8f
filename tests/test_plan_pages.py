"""Page budgets hold for more than the sample holds: three times the records, long texts, drafts.

METHOD.md row 88; DOCUMENTS.md 4.1: a full plan has 6 to 10 pages, a light one 2, a brief 1.
"""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.analysis.results import AnalysedAccount, Change
from generator.artifacts.catalog import CATALOG
from generator.artifacts.compose import compose
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org.data import load
from generator.crm.sample_org.server import SampleServer
from generator.crm.selections import Selection, select
from generator.files import data_folder
from generator.formats import Formats
from generator.model.snapshot import Snapshot
from generator.template_store import template_for
from tests.test_acceptance_validity import converted, page_count

pytestmark = pytest.mark.office

BUDGET = {
    "full": range(6, 11),
    "light": range(1, 3),
    "light with a year-end page": range(2, 4),
    "brief": range(1, 2),
}
LARGEST, LIGHT = "Kestrel & Rowe Foods", "Calloway Building Materials"
_WHOLE = ("coverage", "declared_safe", "sources", "rates", "timeline_quarters")
"""Lists that do not grow with the customer's records."""


def snapshots() -> dict[str, Snapshot]:
    data = load(data_folder("samples"))
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        found = {ref.name: ref.id for ref in select(session, Selection())}
        wanted = [found[name] for name in (LARGEST, LIGHT)]
        read = read_accounts(session, wanted, date.fromisoformat(data.org["as_of"]))
        return {snapshot.accounts[0].name: snapshot for snapshot in read}


def tripled(part: Any) -> Any:
    """``part`` with three times the rows in all of its lists."""
    rows = {
        field.name: getattr(part, field.name) * 3
        for field in fields(part)
        if isinstance(getattr(part, field.name), tuple) and field.name not in _WHOLE
    }
    return replace(part, **rows)


def larger(account: AnalysedAccount) -> AnalysedAccount:
    whole = tripled(account)
    return replace(
        whole,
        top_actions=account.top_actions,  # three, whatever there is
        whitespace=tripled(account.whitespace),
        relationships=tripled(account.relationships),
        performance=replace(account.performance, deals=account.performance.deals * 3),
        goals=tuple(replace(goal, plays=goal.plays * 3) for goal in whole.goals),
    )


def changed(account: AnalysedAccount) -> AnalysedAccount:
    """The account with a baseline, and more changes since than a page lists."""
    rows = tuple(
        Change("people", "person_gone", f"Somebody with a long name {n}", before="champion")
        for n in range(20)
    )
    return replace(account, baseline=date(2026, 6, 28), changes=rows)


def written(account: AnalysedAccount, form: str, path: Path) -> Path:
    formats = Formats("en_US", account.currency)
    values = compose(account, "plan", formats, form=form).values
    template, _ = template_for(CATALOG["plan"], None)
    path.write_bytes(template.render(values, formats).data)
    return path


def test_limits_hold_the_budgets_whatever_the_account_holds(tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice is not None
    read = snapshots()
    largest, light = analyse(read[LARGEST]), analyse(read[LIGHT])
    next_year = Options(plan_year=largest.period.year + 1)
    drafts = {name: analyse(read[name], options=next_year) for name in read}
    made = {
        "largest with a baseline": (changed(largest), "full"),
        "light with a baseline": (changed(light), "light"),
        **{(f"tripled {form}"): (larger(largest), form) for form in ("full", "light", "brief")},
        "tripled light account": (larger(light), "light"),
        "largest as a brief": (largest, "brief"),
        "draft full": (drafts[LARGEST], "full"),
        "draft light": (drafts[LIGHT], "light with a year-end page"),
        "draft brief": (drafts[LIGHT], "brief"),
    }
    paths = tuple(
        written(account, form.split()[0], tmp_path / f"{name}.docx")
        for name, (account, form) in made.items()
    )
    pages = {name: page_count(pdf) for name, pdf in converted(soffice, tmp_path, paths).items()}
    over = {
        name: pages[f"{name}.docx"]
        for name, (_, form) in made.items()
        if pages[f"{name}.docx"] not in BUDGET[form]
    }
    assert over == {}
