"""Measures what CONTRACT promises of speed, and where the time goes; writes ``RESULTS.md``.

Promises: ``--help`` answers in under 0.3 s; one account's three documents take under 2 s after
sign-in on two cores. Wall-clock, medians; run it on a machine that does nothing else.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from machine import stamp
from sections import write_section

from generator import pipeline, template_store
from generator.artifacts.catalog import assignments
from generator.crm.accounts import find
from generator.crm.connect import Connection, open_connection
from generator.crm.reader import read_accounts
from generator.crm.sample_org.data import load
from generator.crm.sample_org.server import SampleServer
from generator.files import data_folder
from generator.model.snapshot import Snapshot
from generator.pipeline import Order

ROUNDS = 7
COMMAND = [sys.executable, "-m", "generator"]

Row = tuple[str, str, str]


def seconds(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median time that ``work`` takes."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def whole_command(*args: str) -> str:
    """What the command prints, run as a process of its own."""
    return subprocess.run([*COMMAND, *args], check=True, capture_output=True, text=True).stdout


def first_account() -> str:
    """The sample's largest account: the one with the most divisions."""
    rows = json.loads((data_folder("samples") / "records" / "Account.json").read_text("utf-8"))
    parents = [row["ParentId"] for row in rows if row["ParentId"]]
    tops = [row for row in rows if not row["ParentId"]]
    return str(max(tops, key=lambda row: parents.count(row["Id"]))["Name"])


def promises(account: str) -> list[Row]:
    help_time = seconds(lambda: whole_command("--help"))
    reports: list[float] = []
    with tempfile.TemporaryDirectory() as out:
        args = ("generate", account, "--only", "plan,whitespace,qbr", "--org", "sample", "--json")

        def make() -> None:
            told = json.loads(whole_command(*args, "--out", out, "--force"))
            reports.append(told["run"]["seconds"])

        whole = seconds(make)
    return [
        ("`accountdocs --help`, the whole process", _ms(help_time), "300 ms"),
        (
            "three documents of one account, from sign-in to the last file",
            _ms(statistics.median(reports)),
            "2,000 ms",
        ),
        ("the same with starting Python and compiling the templates", _ms(whole), ""),
    ]


def stages(account: str) -> list[Row]:
    """Each stage of one account in a warm process: what a long run pays for each account."""
    with SampleServer(load(data_folder("samples"))) as server, tempfile.TemporaryDirectory() as out:
        order = Order(out=Path(out), only=("plan", "whitespace", "qbr"), day=date(2026, 1, 1))

        def read() -> Snapshot:
            session = open_connection(Connection(server.url, server.token, is_sample=True))
            as_of = date.fromisoformat(json.loads(_org_file())["as_of"])
            (snapshot,) = read_accounts(session, [find(session, account).id], as_of)
            return snapshot

        snapshot = read()
        rows = [("read: describes, queries, snapshot", _ms(seconds(read, 3)), "")]
        rows += [_compiling(name) for name in order.only]
        rows.append(("analyse", _ms(seconds(lambda: pipeline.analysed(snapshot, {}))), ""))
        rows += _rendering(snapshot, order)
        whole = seconds(lambda: pipeline.produce(snapshot, replace(order, force=True)))
        return [*rows, ("analyse to write, all three", _ms(whole), "")]


def _org_file() -> str:
    return (data_folder("samples") / "org.json").read_text("utf-8")


def _compiling(name: str) -> Row:
    artifact = pipeline.artifact_named(name)

    def work() -> None:
        template_store._compiled.cache_clear()
        template_store.template_for(artifact, None)

    return (f"compile the template of {name}, once in a process", _ms(seconds(work, 3)), "")


def _rendering(snapshot: Snapshot, order: Order) -> list[Row]:
    account = pipeline.analysed(snapshot, {})
    basis = pipeline.basis_of(snapshot, order)
    rows = []
    for assignment in assignments(account.profile.tier, order.only):
        pipeline.render(account, assignment, order, basis)
        taken = seconds(lambda chosen=assignment: pipeline.render(account, chosen, order, basis))
        rows.append((f"compose and render {assignment.artifact.name}", _ms(taken), ""))
    return rows


def _ms(value: float) -> str:
    return f"{value * 1000:,.0f} ms"


def report(account: str) -> str:
    lines = [
        "# Times",
        "",
        f"{stamp()}. Medians of wall-clock time. Account: {account}.",
        "",
        "| What | Time | Promise |",
        "|---|---|---|",
    ]
    lines += [f"| {what} | {taken} | {promise} |" for what, taken, promise in promises(account)]
    lines += ["", "Where it goes, in a warm process:", "", "| Stage | Time |", "|---|---|"]
    lines += [f"| {what} | {taken} |" for what, taken, _ in stages(account)]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    text = report(first_account())
    write_section("times", text)
    print(text)
