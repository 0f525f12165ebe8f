"""One contestant in a process of its own: makes as many documents as it is told to.

``python -m contest.worker CONTESTANT TEMPLATE ACCOUNTS OUT``. Each line that comes in says how many
documents to make; the line that goes out says what CPU time they took, user and system, and what
memory the process holds. The clock stands while values are read and runs while files are written.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contest.lines import Lines

Make = Callable[[Any, Path], None]
Contestant = tuple[Callable[[dict[str, Any]], Any], Make]
KEPT = 4  # files: the fifth takes the place of the first


def contestant(name: str, template: Path, accounts: Path) -> Contestant:
    """(what is done with an account's line before the clock runs, what makes the document)."""
    kind = {".docx": "word", ".pptx": "powerpoint", ".xlsx": "excel"}[template.suffix]
    if name == "ours":
        from contest import ours

        return ours.contestant(template, kind)
    if name == "floor":
        from contest import floor

        return floor.contestant(template, kind, accounts)
    return _peer(name, template)


def _peer(name: str, template: Path) -> Contestant:
    if name == "docxtpl":
        from contest import word_peers

        return dict, word_peers.docxtpl(template)
    if name == "python-pptx":
        from contest import deck_peers

        return dict, deck_peers.python_pptx(template)
    from contest import workbook_peers as peers

    ways = {
        "openpyxl-styled": peers.openpyxl_styled,
        "openpyxl-index": peers.openpyxl_index,
        "openpyxl-values": peers.openpyxl_values,
        "xlsxwriter": peers.xlsxwriter_built,
    }
    return peers.dated, ways[name](template)


def memory() -> dict[str, float]:
    """What the process holds now and the most that it has held, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_048_576
        return {"rss": peak, "peak": peak}
    rows = dict(line.split(":", 1) for line in status.read_text().splitlines())
    held = {"rss": rows["VmRSS"], "peak": rows["VmHWM"]}
    return {name: int(text.split()[0]) / 1_024 for name, text in held.items()}


def main(name: str, template: Path, accounts: Path, out: Path) -> None:
    prepare, make = contestant(name, template, accounts)
    lines = iter(Lines(accounts))
    targets = itertools.cycle([out / f"{name}-{at}{template.suffix}" for at in range(KEPT)])
    print(json.dumps({"ready": True}), flush=True)
    for order in sys.stdin:
        taken, files = 0.0, list[str]()
        for _ in range(int(order)):
            values, target = prepare(next(lines)), next(targets)
            start = time.process_time()
            make(values, target)
            taken += time.process_time() - start
            files.append(str(target))
        print(json.dumps({"cpu": taken, "files": files[-KEPT:], **memory()}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:5]))
