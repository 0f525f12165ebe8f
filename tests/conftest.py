"""What all tests share: programs that may be absent, and a machine's settings kept out.

A test that needs LibreOffice is marked ``office``, one that needs Node ``node``: it is skipped
where the program is absent. With ``ACCOUNTDOCS_REQUIRE_TOOLS=1`` every skip is a failure, so that
an integration machine cannot go green by leaving something out.

A test marked ``proof("class of cases", slice=..., full=...)`` takes ``cases`` and ``seed``: it runs
the slice in ``make test`` and the full count in ``make proof``, which keeps a ledger. A test that
finds its count as it goes says it with ``record_property("cases", n)``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

PROGRAMS = {"office": ("soffice", "libreoffice"), "node": ("node",)}
REQUIRE = "ACCOUNTDOCS_REQUIRE_TOOLS"
PROOF = "ACCOUNTDOCS_PROOF"  # names the ledger of a full run
SEED = 20261122
ELSEWHERE = "only on "  # how the reason of a skip begins where another system is meant


def pytest_configure() -> None:
    """A shell that runs the tests in the background has them, and all that they start, ignore
    Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["ACCOUNTDOCS_HISTORY"] = "off"  # no test reads what another one kept
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="accountdocs-")  # nor what the user did
    os.fsync = lambda handle: None  # no test outlives a power cut, and nothing takes as long


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, names in PROGRAMS.items():
        if item.get_closest_marker(mark) and not any(shutil.which(name) for name in names):
            pytest.skip(f"needs {names[0]}, which is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield
    if os.environ.get(REQUIRE) == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not reason.removeprefix("Skipped: ").startswith(ELSEWHERE):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and {REQUIRE}=1 forbids it: {reason}"
    if report.when == "call" and PROOF in os.environ and item.get_closest_marker("proof"):
        _note_proof(item, report)
    return report


def _note_proof(item: pytest.Item, report: pytest.TestReport) -> None:
    row = {
        "class": item.get_closest_marker("proof").args[0],  # type: ignore[union-attr]
        "test": item.nodeid,
        "cases": dict(item.user_properties).get("cases", _cases(item)),
        "seed": SEED,
        "outcome": report.outcome,
        "seconds": round(report.duration, 1),
        "date": datetime.now(UTC).date().isoformat(),
    }
    with Path(os.environ[PROOF]).open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(row) + "\n")


def _cases(item: pytest.Item) -> int:
    mark = item.get_closest_marker("proof")
    assert mark is not None, f"{item.nodeid} takes a number of cases and is not marked proof"
    return int(mark.kwargs["full" if PROOF in os.environ else "slice"])


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> int:
    """How many cases this run tries: the mark's slice, or its full count."""
    return _cases(request.node)


@pytest.fixture
def seed() -> int:
    """What random cases are made from: fixed, so that a failure can be seen again."""
    return SEED


@pytest.fixture(autouse=True)
def _own_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads the settings, the caches or the connections of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(("SF_", "ACCOUNTDOCS_")) and name not in (REQUIRE, PROOF):
            monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
