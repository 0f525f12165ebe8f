"""The engine beside others that make the same documents from the same values; in ``RESULTS.md``.

``python benchmarks/peers.py`` measures all; ``--word``, ``--powerpoint``, ``--excel``, ``--memory``
one part: each writes a section of its own when it ends, and ``--rest`` measures those that a run
which was stopped has left. ``--only ours,floor`` measures some contestants and writes nothing.

Every contestant runs in a process of its own, which stays. Its first documents are read back and
compared with what they were made from: one that lacks a value is not measured. Then all take turns,
round after round; what counts is the CPU time, user and system, that a process says it used.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from math import floor
from pathlib import Path

from contest.entries import ENTRIES, Entry
from contest.running import COUNTS, SUFFIX, Contestant, node, start
from machine import commit, stamp
from sections import RESULTS, read_sections, write_section

ROUNDS = 15
PARTS = (*SUFFIX, "memory")
DOCUMENTS = 1_000  # of which the memory is measured
EARLY = 200
MEMORY_LIMIT, FLAT, TWICE = 80, 1.1, 2  # MB; RSS at the end by RSS at 200; time by time

WHAT = {
    "word": "Word: an account plan of 12 contacts, 20 opportunities, 15 actions and 8 risks, "
    "87 KB of document XML",
    "powerpoint": "PowerPoint: 12 slides with 4 charts, 4 tables of 8 rows and a map of 15 boxes",
    "excel": "Excel: a grid of 30 x 20, 600 rows of details, conditional formats, totals",
}
HOW = """\
Milliseconds of CPU (user and system) for one document, written to disk: the median of {rounds}
interleaved rounds after warming up, and the lowest. Each document is of another account, with names
and amounts of its own. Ours runs as users run it: sandbox, strict names and checks of the output
on, money and dates written in the reader's locale; in Word and PowerPoint the others get them as
finished texts. All outputs were read back and hold all values. The floor deflates the parts that
change (zlib, level 6) and writes the file.
"""
HELD = f"""\
MB that a process holds after {EARLY} and after {DOCUMENTS:,} documents, and the most that it ever
held, starting and compiling included. Promised: under {MEMORY_LIMIT} MB, and flat: at the end at
most {FLAT - 1:.0%} more than after {EARLY}, because caches of a fixed size fill first. Every
document is of another account; of workbooks there are {COUNTS["excel"]}, over and over.
"""
LONGER = """\
Milliseconds of CPU for a document, and for one whose lists and charts are twice as long. Promised:
at most twice the time.
"""


def compare(entries: Sequence[Entry], rounds: int) -> list[Contestant]:
    """All of them in turns."""
    with tempfile.TemporaryDirectory() as scratch:
        runners = [start(entry, Path(scratch)) for entry in entries]
        for runner in runners:
            runner.prove()
            runner.warm_up()
        for number in islice(cycle(range(len(runners))), rounds):
            for runner in [*runners[number:], *runners[:number]]:
                runner.turn()
        for runner in runners:
            runner.stop()
        return runners


def table(entries: Sequence[Entry], rounds: int) -> list[str]:
    """The lines of a format's table; who needs Node stands there without time if there is none."""
    runners = compare([one for one in entries if one.where != "node" or node()], rounds)
    times = {one.entry: one.times for one in runners}
    ours = next((statistics.median(times[one]) for one in entries if one.name == "ours"), None)
    rows = [row(one, times[one], ours) if one in times else _missing(one) for one in entries]
    return ["| | ms | lowest | times ours | promised | |", "|---|---:|---:|---:|---|---|", *rows]


def _missing(entry: Entry) -> str:
    return f"| {entry.title} | | | | | not measured: Node is missing |"


def row(entry: Entry, times: list[float], ours: float | None) -> str:
    """``times``: ms of each round; ``ours``: our median. Ratios are cut, not rounded up."""
    middle = statistics.median(times)
    ratio = middle / ours if ours else 0.0
    shown = "" if not ours else f"{ratio:.2f}" if ratio < 1 else f"{floor(ratio * 10) / 10:.1f}"
    cells = (entry.title, f"{middle:.2f}", f"{min(times):.2f}", shown, _promise(entry, ratio))
    return f"| {' | '.join(cells)} | {entry.note} |"


def _promise(entry: Entry, ratio: float) -> str:
    if entry.promised is None:
        return ""
    return f"{entry.promised:g}: {'reached' if ratio >= entry.promised else 'missed'}"


def memory(entry: Entry) -> str:
    """A row: what a process held after 200 and 1,000 documents, made one by one, and at most."""
    with tempfile.TemporaryDirectory() as scratch:
        runner = start(entry, Path(scratch))
        runner.prove()
        held = [runner.make(1) for _ in range(DOCUMENTS)]
        runner.stop()
    early, late, peak = held[EARLY - 1]["rss"], held[-1]["rss"], held[-1]["peak"]
    reached = peak < MEMORY_LIMIT and late < early * FLAT
    outcome = ("reached" if reached else "missed") if entry.name == "ours" else ""
    cells = (f"{entry.title}, {entry.kind}", f"{early:.0f}", f"{late:.0f}", f"{peak:.0f}", outcome)
    return f"| {' | '.join(cells)} |"


def twice(kind: str, rounds: int) -> str:
    """A row: our time for a document, and for one whose lists are twice as long."""
    entry = next(one for one in ENTRIES if one.kind == kind and one.name == "ours")
    once, double = compare([entry, replace(entry, size=2)], rounds)
    times = [statistics.median(one.times) for one in (once, double)]
    ratio = times[1] / times[0]
    outcome = "reached" if ratio <= TWICE else "missed"
    return f"| {kind} | {times[0]:.2f} | {times[1]:.2f} | {ratio:.2f} | {outcome} |"


def memory_section(rounds: int) -> str:
    measured = [one for one in ENTRIES if one.name in ("ours", "docxtpl")]
    lines = [
        "# Memory, and longer documents",
        "",
        _paragraph(f"{stamp()}. {HELD}"),
        "",
        f"| | after {EARLY} | after {DOCUMENTS:,} | most | |",
        "|---|---:|---:|---:|---|",
        *[memory(entry) for entry in measured],
        "",
        _paragraph(LONGER),
        "",
        "| | ms | twice as long | ratio | |",
        "|---|---:|---:|---:|---|",
        *[twice(kind, rounds) for kind in SUFFIX],
    ]
    return "\n".join(lines)


def format_section(kind: str, entries: Sequence[Entry], rounds: int) -> str:
    version = ""
    if node() and any(entry.where == "node" for entry in entries):
        told = subprocess.run([node(), "--version"], capture_output=True, text=True, check=True)
        version = f", Node {told.stdout.strip().removeprefix('v')}"
    head = _paragraph(f"{stamp()}{version}. {HOW.format(rounds=rounds)}")
    return "\n".join([f"# {WHAT[kind]}", "", head, "", *table(entries, rounds)])


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def main(args: list[str]) -> None:
    chosen = options(args)
    names = set(filter(None, chosen.only.split(",")))
    for part in chosen.parts:
        if part == "memory":
            text = memory_section(chosen.rounds)
        else:
            entries = [one for one in ENTRIES if one.kind == part]
            wanted = [one for one in entries if not names or one.name in names]
            text = format_section(part, wanted, chosen.rounds)
        if not names:
            write_section(part, text)
        print(f"{text}\n", flush=True)


def options(args: list[str]) -> argparse.Namespace:
    """What was asked for; ``parts`` names the sections that are to be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of contestants, with commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--rest", action="store_true", help="what RESULTS.md lacks of this commit")
    for part in PARTS:
        parser.add_argument(f"--{part}", action="append_const", const=part, dest="parts")
    chosen = parser.parse_args(args)
    chosen.parts = chosen.parts or (list(SUFFIX) if chosen.only else list(PARTS))
    if chosen.rest:
        found = read_sections(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
        mark = f", commit {commit()}, "
        chosen.parts = [part for part in chosen.parts if mark not in found.get(part, "")]
    return chosen


if __name__ == "__main__":
    main(sys.argv[1:])
