"""25 faults at 8 places, and those that only pages, permissions and bulk jobs know.

Each is tried once in passing, so that a second try meets no fault, and for good. RELIABILITY.md 6,
row 6.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.crm.sample_org import Asked, Response
from tests import fault_plan as plan
from tests.fault_plan import ALWAYS, Fault, Place, Plan, Usual
from tests.fault_runs import GENERATE, HURRIED, PATIENT, SHOW, Ran, Runner, wrong_with


@dataclass(frozen=True)
class Case:
    """``as_jobs``: what is read page by page otherwise is then read by bulk jobs."""

    fault: Fault
    place: Place
    times: int
    as_jobs: bool = False

    def __str__(self) -> str:
        lasting = "for good" if self.times == ALWAYS else f"{self.times}x"
        return f"{self.fault.name} at {self.place.name}, {lasting}"


def cases_at(faults: tuple[Fault, ...], *places: Place, as_jobs: bool = False) -> list[Case]:
    once_and_always = ((fault, place, times) for fault in faults for place in places
                       for times in (1, ALWAYS))  # fmt: skip
    return [Case(*case, as_jobs) for case in once_and_always]


def all_cases(pages: int) -> list[Case]:
    """Every case, for commands that read so many further pages."""
    paged = (plan.middle(pages), plan.last(pages))
    places = (plan.SIGN_IN, plan.DESCRIBE, plan.SEARCH, plan.FIRST, *paged, plan.INSIDE)
    return [
        *cases_at(plan.ANYWHERE, *places),
        *cases_at(plan.PAGES, *paged),
        *cases_at(plan.PAGES[2:], plan.INSIDE),
        *cases_at((plan.NO_OBJECT,), plan.FIRST, plan.INSIDE),
        *cases_at(plan.ANYWHERE, plan.JOB_MADE, plan.JOB_TOLD, plan.JOB_READ, as_jobs=True),
        *cases_at(plan.JOBS_MADE, plan.JOB_MADE, as_jobs=True),
        *cases_at(plan.JOBS_TOLD, plan.JOB_TOLD, as_jobs=True),
        *cases_at(plan.JOBS_READ, plan.JOB_READ, as_jobs=True),
    ]


@pytest.fixture
def runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Runner:
    return Runner(tmp_path, monkeypatch, capfd)


def pages_of(runner: Runner) -> int:
    """How many further pages a clean run reads."""
    seen: list[Asked] = []

    def note(asked: Asked, usual: Usual) -> Response:
        seen.append(asked)
        return usual()

    runner(SHOW, note)
    return plan.count_pages(seen)


@pytest.mark.proof("faults of Salesforce and the network", slice=24, full=len(all_cases(4)))
def test_a_fault_is_survived_or_said_and_never_ends_as_success(
    runner: Runner, cases: int, seed: int
) -> None:
    pages = pages_of(runner)
    assert pages > 3
    chosen = all_cases(pages)
    random.Random(seed).shuffle(chosen)
    clean = {command: runner(command) for command in (GENERATE, SHOW)}
    assert {ran.code for ran in clean.values()} == {0}
    wrong = [said for case in chosen[:cases] for said in outcomes(runner, case, clean)]
    assert not wrong, "\n".join(wrong)


def outcomes(runner: Runner, case: Case, clean: dict[tuple[str, ...], Ran]) -> Iterator[str]:
    """What went wrong with the commands in one case."""
    for command, expected in clean.items():
        tamper = Plan(case.fault, case.place, case.times)
        ran = runner(
            command,
            tamper,
            tls=case.fault.name == "no TLS",
            as_jobs=case.as_jobs,
            times=HURRIED if case.fault in plan.ENDLESS else PATIENT,
        )
        found = wrong_with(ran, expected)
        if not tamper.struck:
            found = "never happened"
        if found:
            yield f"{case} ({command[0]}): {found}"


def test_bulk_jobs_give_the_same_result_as_pages(runner: Runner) -> None:
    seen: list[Asked] = []

    def note(asked: Asked, usual: Usual) -> Response:
        seen.append(asked)
        return usual()

    by_pages = runner(SHOW)
    by_jobs = runner(SHOW, note, as_jobs=True)
    assert (by_jobs.code, by_jobs.result) == (0, by_pages.result)
    for place in (plan.JOB_MADE, plan.JOB_TOLD, plan.JOB_READ):
        assert any(map(place.matches, seen)), place.name


def test_a_field_that_went_away_after_it_was_described_is_named_as_not_readable(
    runner: Runner,
) -> None:
    tamper = Plan(plan.NO_FIELD, plan.INSIDE)
    ran = runner(SHOW, tamper)
    assert (ran.code, tamper.struck > 0) == (0, True)
    said = json.dumps(json.loads(ran.out)["coverage"])
    assert "CloseDate" in said
