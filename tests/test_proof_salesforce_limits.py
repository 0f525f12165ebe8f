"""Sessions that end and limits that are met, at every call of a reading. RELIABILITY.md 6, rows 7
and 8.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.crm.accounts import find
from generator.crm.connect import Connection, open_connection
from generator.crm.reader import read_accounts
from generator.crm.sample_org import Asked, Options, Response, SampleServer
from generator.model.snapshot import to_json
from tests import fault_plan as plan
from tests.crm_orgs import AS_OF
from tests.fault_plan import Plan, Usual
from tests.fault_runs import GENERATE, NAME, PATIENT, UNWAITED, Runner, read_by_jobs, small_org

PAGE = 3  # records: more than fifty calls for the small org


@dataclass
class Witness:
    """Sees every call, ends the session before the ``ending``-th, and keeps what was asked with
    which headers."""

    ending: int = 0
    server: SampleServer | None = None
    asked: list[tuple[str, tuple[str, ...], frozenset[tuple[str, str]]]] = field(
        default_factory=list
    )
    refused: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked, usual: Usual) -> Response:
        with self._lock:
            if asked.ordinal == self.ending and self.server is not None:
                self.server.expire()
        answer = usual()
        if answer.status == 401:
            self.refused += 1
        else:
            self.asked.append((asked.request.method, asked.parts, _headers(asked)))
        return answer


def _headers(asked: Asked) -> frozenset[tuple[str, str]]:
    """The headers of a request but those that name this server and this session."""
    own = {"authorization", "host"}
    return frozenset((n, v) for n, v in asked.request.headers.items() if n not in own)


def reading(witness: Witness) -> str:
    """The small org's account, read while ``witness`` looks on, as text."""
    options = Options(page_cap=PAGE, tamper=witness, max_locators=100, bulk_page=10)
    with SampleServer(small_org(), options=options) as server:
        witness.server = server
        connection = Connection(server.url, server.token, renew=lambda: server.token)
        session = open_connection(connection, timeouts=PATIENT, patience=UNWAITED)
        (snapshot,) = read_accounts(session, [find(session, NAME).id], AS_OF)
        session.close()
        return to_json(snapshot)


@pytest.mark.proof("a session that ends at a call", slice=6, full=50)
def test_a_session_that_ends_at_any_call_is_renewed_and_no_row_is_lost_or_doubled(
    cases: int,
) -> None:
    assert_renewed(cases, 50)


@pytest.mark.proof("a session that ends at a call about bulk jobs", slice=4, full=40)
def test_a_session_that_ends_at_any_call_about_bulk_jobs_is_renewed_as_well(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_pages = reading(Witness())
    read_by_jobs(monkeypatch)
    assert assert_renewed(cases, 40) == by_pages


def assert_renewed(cases: int, calls: int) -> str:
    """What is read is the same when the session ends before any of the first ``calls`` calls: one
    call is refused, and all are made that are made otherwise, with the same headers."""
    clean = Witness()
    expected = reading(clean)
    assert len(clean.asked) >= calls
    for number in range(cases):
        ending = 1 + number * calls // cases
        witness = Witness(ending)
        assert reading(witness) == expected, ending
        assert (witness.refused, witness.asked) == (1, clean.asked), ending
    return expected


@pytest.mark.proof("the daily limit met at a call", slice=3, full=20)
def test_a_run_that_meets_the_daily_limit_stops_says_when_to_resume_and_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    cases: int,
) -> None:
    for number in range(cases):
        left = number * 20 // cases
        options = Options(page_cap=PAGE, daily_limit=1_000, calls_used=1_000 - left)
        folder = tmp_path / str(left)
        folder.mkdir()
        ran = Runner(folder, monkeypatch, capfd, options)(GENERATE)
        assert (ran.code, ran.files) == (1, {}), left
        assert "API calls" in ran.error, left
        assert "again" in ran.error or "resume" in ran.error.lower(), left


@pytest.mark.proof("too many long calls at once", slice=2, full=20)
def test_a_run_that_meets_the_limit_of_calls_at_once_waits_and_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    cases: int,
) -> None:
    [fault] = [one for one in plan.ANYWHERE if one.name == "too many long calls"]
    runner = Runner(tmp_path, monkeypatch, capfd)
    clean = runner(GENERATE)
    for number in range(cases):
        place = plan.Place("a call", _is_data, number=1 + number)
        tamper = Plan(fault, place, times=1)
        ran = runner(GENERATE, tamper)
        assert (ran.code, ran.files) == (0, clean.files), number
        assert tamper.struck == 1


def _is_data(asked: Asked) -> bool:
    return asked.request.path.startswith("/services/data/v")
