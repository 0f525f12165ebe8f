"""What a measurement was made on, and of what: written beside every figure."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def description() -> str:
    """``2 cores, Linux x86_64, CPython 3.11.7``; no name of a machine or a person."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} cores, {platform.system()} {platform.machine()}, {python}"


def peak_memory() -> float:
    """The most memory that this process has held so far, in MB; Linux and macOS only."""
    status = Path("/proc/self/status")
    if status.exists():  # where getrusage begins with what the parent held
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1_024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_048_576


def commit() -> str:
    """The commit, marked where the sources differ from it; ``unknown`` outside a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", ":!benchmarks/*.md")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{head} with changes" if changed else head


def _git(*args: str) -> str:
    command = ["git", "-C", str(ROOT), *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def stamp() -> str:
    """A line for the head of a result: date, commit, machine."""
    return f"{datetime.now(UTC):%Y-%m-%d}, commit {commit()}, {description()}"
