"""A run that writes documents, for the tests that kill it: ``durable_run.py OUT ACCOUNTS STOP``.

Writes old versions, then new ones until the call of that number, which ends the process as a kill
would. Imports little, because it is started once for each call.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from generator.delivery import Delivery, Document, deliver
from generator.files import artifact_path

DAY = date(2026, 11, 22)
ARTIFACTS = {"plan": "docx", "whitespace": "xlsx", "qbr": "pptx"}
CALLS = [
    *((os, name) for name in ("fsync", "replace", "mkdir", "open", "unlink")),
    (io, "open"),  # what a path's open, read_bytes and read_text come to
]


def account_id(number: int) -> str:
    return f"0010000000{number:05d}AAA"


def documents(number: int, version: str) -> list[Document]:
    return [
        Document(
            artifact_path(f"Account {number}", account_id(number), artifact, extension),
            f"{version} {number} {artifact}".encode(),
            {"version": version},
        )
        for artifact, extension in ARTIFACTS.items()
    ]


def write(out: Path, accounts: int, version: str) -> list[Delivery]:
    return [
        delivery
        for number in range(accounts)
        for delivery in deliver(
            out, account_id(number), documents(number, version), force=False, day=DAY
        )
    ]


def until_call(stop: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Wraps functions so that the call of number ``stop`` among all of theirs ends the process."""
    calls = 0

    def wrap(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == stop:
                os._exit(9)
            return real(*args, **named)

        return call

    return wrap


if __name__ == "__main__":
    os.fsync = lambda handle: None  # a kill takes nothing from the system: the call counts, no more
    out, accounts, step = Path(sys.argv[1]), int(sys.argv[2]), until_call(int(sys.argv[3]))
    write(out, accounts, "old")
    for module, name in CALLS:
        setattr(module, name, step(getattr(module, name)))
    write(out, accounts, "new")
