"""Every count and total of the documents about many accounts against the method in SQL."""

from __future__ import annotations

import contextlib
import copy
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance_runs import SAMPLES, command
from tests.method_oracle.figures import Compared, compare
from tests.method_oracle.oracle import opened
from tests.method_oracle.rolled import Asked, rolled_up
from tests.method_oracle.rollup_topics import NOT_COMPARED, ROLLUPS, TOPX_LIST, compared
from tests.test_method_oracle import leaves

Json = dict[str, Any]
MANAGER = "Daniel Abara"
DAYS = ("2026-09-30", "2026-11-20", "2026-12-31")
"""In this order: what one run reads it keeps, and the next has it for its past."""
WHOSE = (None, MANAGER)


@dataclass(frozen=True)
class Run:
    """A rollup as it was asked for."""

    rollup: str
    as_of: str
    manager: str | None


EVERY_DAY = ("topx", "audit")
RUNS = [
    Run(rollup, day, who)
    for day in DAYS
    for who in WHOSE
    for rollup in ROLLUPS
    if rollup in EVERY_DAY or day == DAYS[1]  # what the others say beside is of show on each day
]
base = cache(opened)


@cache
def expected(as_of: str, manager: str | None) -> Any:
    return rolled_up(base(as_of), Asked(manager, kept=DAYS[: DAYS.index(as_of)]))


@cache
def running(as_of: str, manager: str | None) -> Any:
    """The same of the running quarter's list."""
    asked = Asked(manager, quarters_ahead=0, kept=DAYS[: DAYS.index(as_of)])
    return rolled_up(base(as_of), asked, ("topx",))


def difference(run: Run, told: Json) -> Compared:
    held = expected(run.as_of, run.manager)
    found = [compare(figures, held, told) for figures in ROLLUPS[run.rollup]]
    if run.rollup == "topx":
        held = running(run.as_of, run.manager)
        found += [compare(figures, held, told["running"]) for figures in TOPX_LIST]
    different = tuple(words for one in found for words in one.differences)
    return Compared(sum(one.count for one in found), different)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[Run, Json]:
    """What each run says; the sample's inputs lie beside it, and a history of its own."""
    place = tmp_path_factory.mktemp("rollups")
    shutil.copytree(SAMPLES / "inputs", place / "inputs")
    with pytest.MonkeyPatch.context() as world, contextlib.chdir(place):
        world.setenv("ACCOUNTDOCS_HISTORY", "on")
        world.setenv("XDG_DATA_HOME", str(place / "data"))
        return {run: _said(run) for run in RUNS}


def _said(run: Run) -> Json:
    whose = ("--manager", run.manager) if run.manager else ("--all",)
    asked = ("--org", "sample", "--as-of", run.as_of, "--json")
    told: Json = command(run.rollup, *whose, *asked).well().json[run.rollup]
    return told


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_every_figure_is_what_the_method_gives(run: Run, shown: dict[Run, Json]) -> None:
    found = difference(run, shown[run])

    assert list(found.differences) == []
    assert found.count > 100


SETTINGS = """
[topx]
x = 2

[topx.people]
"Priya Raman" = 4

[topx.teams]
"tier 1" = "smb"
"tier 2" = "smb"
"""


def test_so_it_is_for_the_running_quarter_another_team_and_another_x(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The month of selection is over, and the criteria are those of an SMB team."""
    monkeypatch.setenv("ACCOUNTDOCS_HISTORY", "off")  # what other tests kept is not asked for
    shutil.copytree(SAMPLES / "inputs", tmp_path / "inputs")
    (tmp_path / "accountdocs.toml").write_text(SETTINGS, encoding="utf-8")
    teams = {1: "smb", 2: "smb"}
    asked = Asked(quarters_ahead=0, x=2, people={"Priya Raman": 4}, teams=teams)
    with contextlib.chdir(tmp_path):
        more = ("--org", "sample", "--quarter", "2026-Q4", "--config", "accountdocs.toml", "--json")
        told = command("topx", *more).well().json["topx"]

    held = rolled_up(base(DAYS[1]), asked)
    found = [compare(figures, held, told) for figures in ROLLUPS["topx"]]

    assert [words for one in found for words in one.differences] == []
    assert {deal["verdict"]["team"] for deal in told["deals"]} == {"smb"}
    assert told["phase"] == "over"


def test_a_count_that_is_one_off_and_a_cent_are_found(shown: dict[Run, Json]) -> None:
    """The comparison above would else pass whatever it is given."""
    run = Run("topx", "2026-11-20", None)
    wrong = copy.deepcopy(shown[run])
    wrong["amount"]["value"] = "3356130.47"
    wrong["levels"][1]["people"][0]["off_by"] -= 1
    wrong["deals"][0]["verdict"]["criteria"][0]["met"] = None
    wrong["late_before"].clear()

    told = difference(run, wrong).differences

    assert len(told) == 5  # a row that is missing is one, and the number of rows another
    assert "amount.value: 335613046 expected, '3356130.47' shown" in told


def test_a_grade_a_point_and_an_unknown_that_became_0_are_found(shown: dict[Run, Json]) -> None:
    run = Run("audit", "2026-11-20", MANAGER)
    wrong = copy.deepcopy(shown[run])
    wrong["plans"][0]["findings"][0]["verdict"]["grade"] = "warn"
    wrong["plans"][0]["possible"] += 1
    wrong["checks"][0]["unknown"] += 1
    wrong["bands"][-1]["n"] = 1
    wrong["staleness"][0]["stale"] = wrong["staleness"][0].pop("fresh")
    wrong["staleness"][0]["fresh"] = []

    assert len(difference(run, wrong).differences) == 6


@pytest.mark.parametrize("rollup", ROLLUPS)
def test_what_is_printed_is_compared_or_said_not_to_be(rollup: str, shown: dict[Run, Json]) -> None:
    printed = {
        place for run, told in shown.items() if run.rollup == rollup for place in leaves(told)
    }
    known = compared(rollup) | NOT_COMPARED[rollup].keys()

    assert sorted(place for place in printed if not above(place) & known) == []
    assert compared(rollup).isdisjoint(NOT_COMPARED[rollup])


def above(place: str) -> set[str]:
    """The place and all that it lies in."""
    words = place.split(".")
    return {".".join(words[:n]) for n in range(1, len(words) + 1)}
