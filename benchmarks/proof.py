"""The full counts of every reliability class: runs the tests marked ``proof``, writes ``PROOF.md``.

``make test`` runs a slice of each class; here each runs with its full count. What passed is kept
in a ledger for the commit at hand, so that a run that was stopped goes on where it was. Arguments
go to pytest: ``python benchmarks/proof.py -k names``.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from machine import ROOT, commit, description, stamp

RESULT = Path(__file__).with_name("PROOF.md")
KEPT = ROOT / "build" / "proof"


def ledger_path() -> Path:
    """One ledger for each state of the sources: what passed for another says nothing of this."""
    changes = subprocess.run(
        ["git", "-C", str(ROOT), "diff", "HEAD", "--", ":!benchmarks/*.md"],
        check=False,
        capture_output=True,
    ).stdout
    key = hashlib.sha256(commit().encode() + changes).hexdigest()[:16]
    return KEPT / f"{key}.jsonl"


def read(ledger: Path) -> dict[str, dict[str, Any]]:
    """The last line of each test."""
    if not ledger.is_file():
        return {}
    rows = [json.loads(line) for line in ledger.read_text("utf-8").splitlines() if line.strip()]
    return {row["test"]: row for row in rows}


def run(ledger: Path, args: list[str]) -> int:
    passed = [test for test, row in read(ledger).items() if row["outcome"] == "passed"]
    if passed:
        print(f"{len(passed)} classes passed before and are not run again ({ledger}).")
    command = [sys.executable, "-m", "pytest", "-m", "proof", "-p", "no:cacheprovider", *args]
    command += [f"--deselect={test}" for test in passed]
    environment = {**os.environ, "ACCOUNTDOCS_PROOF": str(ledger)}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return 0 if code == 5 and passed else code  # 5: nothing was left to run


HEAD = "| Class | Cases | Outcome | Seed | Seconds | Date | Commit |"


def page(rows: dict[str, dict[str, Any]], before: str) -> str:
    """The page: what ran for this commit, and of ``before``, the page as it was, the classes that
    have not run since, each with the commit that it ran for."""
    table = [_line(row) for row in rows.values()]
    ran = {row["class"] for row in rows.values()}
    kept = [line for line in before.splitlines() if _class_of(line) and _class_of(line) not in ran]
    lines = [
        "# Proof",
        "",
        f"Last written {stamp()}.",
        "Each line is one class of cases, run with its full count by `make proof` for that commit.",
        "",
        HEAD,
        "|---|---:|---|---:|---:|---|---|",
        *sorted([*table, *kept]),
    ]
    return "\n".join([*lines, ""])


def _line(row: dict[str, Any]) -> str:
    cells = (
        row["class"],
        f"{row['cases']:,}",
        row["outcome"],
        row["seed"],
        f"{row['seconds']:.0f}",
        row["date"],
        commit(),
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _class_of(line: str) -> str | None:
    """The class of a row of the page; None for its other lines."""
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    is_row = (
        line.startswith("| ") and line != HEAD and len(cells) == len(HEAD.strip("|").split("|"))
    )
    return cells[0] if is_row else None


def main(args: list[str]) -> int:
    ledger = ledger_path()
    ledger.parent.mkdir(parents=True, exist_ok=True)
    print(f"Proof of {commit()} on {description()}")
    code = run(ledger, args)
    before = RESULT.read_text(encoding="utf-8") if RESULT.is_file() else ""
    RESULT.write_text(page(read(ledger), before), encoding="utf-8", newline="\n")
    print(f"Written: {RESULT.relative_to(ROOT)}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
