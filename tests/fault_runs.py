"""A command run against an org where something goes wrong, and what must come of it.

Either the same result as without the fault and exit code 0, or exit code 1, an error that says what
to do next, and no file that is not whole. Nothing may hang, and nothing may end as success with
something missing.
"""

from __future__ import annotations

import json
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

from generator import cli
from generator.crm.patience import Patience
from generator.crm.sample_org import Asked, Options, OrgData, Response, SampleServer
from generator.crm.transport import Timeouts, Transport
from generator.files import STATE_FOLDER
from tests.certificates import certified
from tests.crm_orgs import AS_OF, Records
from tests.fault_plan import Usual, nothing

LIMIT = 30.0  # seconds that any command may take, whatever goes wrong
PATIENT = Timeouts(connect=5.0, read=10.0, whole=12.0)  # also a busy machine answers in time
HURRIED = Timeouts(connect=5.0, read=0.5, whole=0.9)  # for faults that only the clock tells
PAGE = 7  # records: a small org then has many pages
NAME = "Acme"
GENERATE = ("generate", NAME, "--only", "plan", "--out", "out", "--json")
SHOW = ("show", NAME, "--json")
UNWAITED = Patience(attempts=3, sleep=lambda _seconds: None)
Tamper = Callable[[Asked, Usual], Response]
TOLD = re.compile(r"\S.*[.:].* \S+.*\.\Z")  # what happened, and what to do


class Quick(Transport):
    """The transport with the times of a test, and pauses that are not waited."""

    times = PATIENT

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.timeouts, self.patience = self.times, UNWAITED


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, output, and every document by its place. ``leaks``: whether
    the access token is in what it said."""

    code: int
    out: str
    err: str
    seconds: float
    leaks: bool
    files: dict[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def result(self) -> tuple[object, dict[str, bytes]]:
        """What must be the same in every run of the same command."""
        return self._said, self.files

    @property
    def _said(self) -> object:
        if self.files or not self.out.startswith("{"):
            return None  # a run's own report names the run, its calls and its seconds
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """Why it failed: the last message, else the reason of the first document that failed."""
        said = [line for line in self.err.splitlines() if line.startswith("accountdocs: ")]
        if said:
            return said[-1].removeprefix("accountdocs: ")
        failed = json.loads(self.out)["failed"] if self.out.startswith("{") else []
        return failed[0]["reason"] if failed else ""


@cache
def small_org() -> OrgData:
    """A customer with a division and enough of everything for several pages."""
    org = Records()
    root = org.account(NAME, Tier__c="Tier 1", ARR__c=120000.5)
    homes = [root, org.account(f"{NAME} North", root)]
    org.account("Other")
    products = [org.add("Product2", Name=name, Family="Data", IsActive=True) for name in "AB"]
    for number in range(30):
        home = homes[number % 2]
        person = org.contact(home, f"Person {number:02d}", Title="Plant Manager")
        deal = org.opportunity(home, f"Deal {number:02d}", Amount=1000.25 + number)
        org.add("OpportunityLineItem", OpportunityId=deal, Product2Id=products[number % 2],
                Quantity=1, UnitPrice=100.5, TotalPrice=100.5)  # fmt: skip
        org.add("OpportunityContactRole", OpportunityId=deal, ContactId=person, Role="Coach")
        org.add("Task", WhatId=home, AccountId=home, WhoId=person, Subject=f"Call {number}",
                OwnerId=org.rep, ActivityDate="2026-10-01", IsClosed=False)  # fmt: skip
        org.add("Case", AccountId=home, CaseNumber=f"{number:08d}", Subject="Question",
                Status="Working", Priority="High", IsClosed=False,
                CreatedDate="2026-05-01T12:00:00.000+0000")  # fmt: skip
    return org.data()


def read_by_jobs(patch: pytest.MonkeyPatch) -> None:
    """Takes a small org for a large one, and jobs for cheaper than any page."""
    patch.setattr("generator.crm.sizes.LARGE", 0)
    patch.setattr("generator.crm.bulk.CALLS", -10)


class Runner:
    """Runs commands of the product in folders of their own."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
        options: Options | None = None,
    ) -> None:
        self._folder, self._patch, self._capture = folder, monkeypatch, capfd
        self._options = options or Options(page_cap=PAGE, bulk_polls=1, bulk_page=12)
        self._count = 0
        monkeypatch.setattr("generator.crm.connect.Transport", Quick)

    def __call__(
        self,
        command: tuple[str, ...],
        tamper: Tamper = nothing,
        *,
        tls: bool = False,
        as_jobs: bool = False,
        times: Timeouts = PATIENT,
    ) -> Ran:
        """Runs ``command``, reading by bulk jobs what would take some pages ``as_jobs``. A run that
        takes longer than LIMIT is cut off."""
        with self._patch.context() as patch:
            patch.setattr(Quick, "times", times)
            if as_jobs:
                read_by_jobs(patch)
            return self._within(command, tamper, tls=tls)

    def _within(self, command: tuple[str, ...], tamper: Tamper, *, tls: bool) -> Ran:
        self._count += 1
        home = self._folder / str(self._count)
        home.mkdir()
        self._patch.chdir(home)
        self._patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        self._patch.setenv("LOCALAPPDATA", str(home / "cache"))
        with self._serving(tamper, tls=tls) as server:
            self._patch.setenv("SF_INSTANCE_URL", server.url)
            self._patch.setenv("SF_ACCESS_TOKEN", server.token)
            return self._run(command, server, home / "out")

    @contextmanager
    def _serving(self, tamper: Tamper, *, tls: bool) -> Iterator[SampleServer]:
        options = replace(self._options, tamper=tamper)
        if tls:
            context, bundle = certified(self._folder)
            options = replace(options, tls=context)
            self._patch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        with SampleServer(small_org(), options=options) as server:
            yield server

    def _run(self, command: tuple[str, ...], server: SampleServer, out: Path) -> Ran:
        self._capture.readouterr()
        watchdog = threading.Timer(LIMIT, server.close)
        watchdog.start()
        start = time.monotonic()
        code = exit_code([*command, "--org", "env", "--as-of", AS_OF.isoformat()])
        seconds = time.monotonic() - start
        watchdog.cancel()
        told = self._capture.readouterr()
        leaks = server.token in told.out + told.err
        return Ran(code, told.out, told.err, seconds, leaks, documents(out))


def exit_code(args: list[str]) -> int:
    """What the process would end with; a fault that nobody foresaw goes to stderr, as in Python."""
    try:
        return cli.run(args)
    except Exception:  # noqa: BLE001 - that there is one is the finding
        traceback.print_exc()
        return 1


def documents(out: Path) -> dict[str, bytes]:
    """Every document below ``out``; what is kept for the next run is none."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and STATE_FOLDER not in path.parts
    }


def wrong_with(ran: Ran, clean: Ran) -> str:
    """What is wrong with how a run ended; empty where it ended as it should."""
    if ran.seconds > LIMIT:
        return f"took {ran.seconds:.0f} seconds"
    if "Traceback" in ran.err:
        return f"crashed: {ran.err.splitlines()[-1]}"
    if ran.leaks:
        return "shows the access token"
    if ran.code == 0:
        return "" if ran.result == clean.result else "ended as success with another result"
    if ran.code != 1:
        return f"ended with exit code {ran.code}"
    if ran.files and ran.files != clean.files:
        return f"left files: {', '.join(ran.files)}"
    return "" if TOLD.match(ran.error) else f"does not say what to do: {ran.error!r}"
