"""What all tests share: programs that may be absent, and a machine's settings kept out.

A test that needs LibreOffice is marked ``office``, one that needs Node ``node``: it is skipped
where the program is absent. With ``ACCOUNTDOCS_REQUIRE_TOOLS=1`` every skip is a failure, so that
an integration machine cannot go green by leaving something out.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

PROGRAMS = {"office": ("soffice", "libreoffice"), "node": ("node",)}
REQUIRE = "ACCOUNTDOCS_REQUIRE_TOOLS"
ELSEWHERE = "only on "  # how the reason of a skip begins where another system is meant


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
    return report


@pytest.fixture(autouse=True)
def _own_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads the settings, the caches or the connections of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(("SF_", "ACCOUNTDOCS_")) and name != REQUIRE:
            monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
