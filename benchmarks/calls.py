"""API calls, time and memory of reading many accounts, counted by the server; in ``RESULTS.md``.

The org lies in a server of this process, the reader runs in one of its own, so that its memory and
time are its own. Pauses between two looks at a bulk job are counted and not waited: the server's
jobs move on when they are looked at, and how long a real org takes for them nobody promises.

Arguments are numbers of accounts: ``python benchmarks/calls.py 1 100``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from large_org import Shape, account_name, large_org
from machine import peak_memory, stamp
from sections import write_section

from generator.crm.accounts import find
from generator.crm.connect import Connection, open_connection
from generator.crm.patience import Patience
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer
from generator.crm.selections import Selection, select

SIZES = (1, 100, 1_000, 5_000)
PROMISED = {1: 4, 1_000: 60}
ADDRESS, TOKEN = "BENCH_ORG", "BENCH_TOKEN"  # the token goes by the environment, not by arguments


@dataclass(frozen=True)
class Reading:
    """One reading. ``calls`` as the server counted, ``told`` as the client did; ``paused``: the
    seconds it would have waited for bulk jobs; ``peak`` in MB."""

    accounts: int
    calls: int
    told: int
    seconds: float
    paused: float
    peak: float


def measure(accounts: int) -> Reading:
    """Reads all accounts of an org of so many, in a process of its own."""
    org = large_org(accounts)
    as_of = str(org.org["as_of"])
    with SampleServer(org) as server:
        read_apart(server, 1, as_of)  # has the server fill its tables, which is no part of reading
        server.reset()
        told = read_apart(server, accounts, as_of)
        if told["accounts"] != accounts:
            raise SystemExit(f"There are {accounts} accounts, {told['accounts']} were read.")
        return Reading(calls=server.api_calls, **told)


def read_apart(server: SampleServer, accounts: int, as_of: str) -> dict[str, Any]:
    """What ``read`` says, run in a process of its own."""
    environment = {**os.environ, ADDRESS: server.url, TOKEN: server.token}
    command = [sys.executable, __file__, "--read", str(accounts), as_of]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def read(accounts: int, as_of: date) -> dict[str, Any]:
    """In the reader's process: one account by its name, or all that there are; what that cost."""
    start, pauses = time.perf_counter(), list[float]()
    connection = Connection(os.environ[ADDRESS], os.environ[TOKEN], is_sample=True)
    session = open_connection(connection, patience=Patience(sleep=pauses.append))
    if accounts == 1:
        found = [find(session, account_name(0))]
    else:
        found = select(session, Selection(all=True))
    count = sum(1 for _ in read_accounts(session, [ref.id for ref in found], as_of))
    return {
        "accounts": count,
        "told": session.api_calls,
        "seconds": time.perf_counter() - start,
        "paused": sum(pauses),
        "peak": peak_memory(),
    }


def report(readings: list[Reading]) -> str:
    shape = Shape()
    about = (
        f"{stamp()}. Accounts with {shape.divisions} divisions, {shape.contacts} contacts, "
        f"{shape.opportunities} opportunities of {shape.lines} lines, {shape.tasks} tasks and "
        f"{shape.cases} cases each: one found by its name, or all of an org selected, and read. "
        "The server counts the calls, describes included; beside them the client's own count."
    )
    titles = (
        "| Accounts | Records | API calls | Client's count | Promise | Time | Pauses for jobs | "
        "Peak memory |"
    )
    lines = ["# API calls", "", about, "", titles, "|---:|---:|---:|---:|---|---:|---:|---:|"]
    for one in readings:
        promise = f"at most {PROMISED[one.accounts]}" if one.accounts in PROMISED else ""
        cells = (
            f"{one.accounts:,}",
            f"{one.accounts * shape.records:,}",
            f"{one.calls:,}",
            f"{one.told:,}",
            promise,
            f"{one.seconds:.1f} s",
            f"{one.paused:.0f} s",
            f"{one.peak:,.0f} MB",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def main(args: list[str]) -> None:
    if args[:1] == ["--read"]:
        print(json.dumps(read(int(args[1]), date.fromisoformat(args[2]))))
        return
    sizes = [int(arg) for arg in args] or list(SIZES)
    text = report([measure(size) for size in sizes])
    if not args:
        write_section("calls", text)
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
