"""The end of a command that makes a rollup: its files in their places, and what became of them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from generator.cli.console import note, say, say_json

if TYPE_CHECKING:
    from generator.analysis.rollups import Head
    from generator.cli.gathering import Gathering
    from generator.rollups import RollupFile, RollupOutcome


def finish(gathering: Gathering, files: Sequence[RollupFile], values: Any, *, as_json: bool) -> int:
    """Puts the files of one rollup in their places and tells what became of them; 0 or 1.

    ``values`` is the result that they were made from: it goes into the JSON under the artifact's
    name.
    """
    from generator.files import exclusive
    from generator.rollups import place

    with exclusive(gathering.order.out):
        outcomes = place(gathering.head, files, gathering.order)
    return tell(gathering, outcomes, values, as_json=as_json)


def tell(
    gathering: Gathering, outcomes: Sequence[RollupOutcome], values: Any, *, as_json: bool
) -> int:
    """Prints the outcomes, or the whole as JSON; 1 where something failed or was edited by hand, or
    an account was left out."""
    from generator.model import codec

    failed = [row for row in outcomes if row.status in ("failed", "skipped")]
    left_out = gathering.head.left_out
    code = 1 if failed or left_out else 0
    if as_json:
        say_json(
            {
                "run": _run(gathering),
                "artifacts": [{**asdict(row), "problems": list(row.problems)} for row in outcomes],
                "failed": [
                    {"artifact": row.artifact, "path": row.path, "reason": row.reason}
                    for row in failed
                ],
                "left_out": [asdict(one) for one in left_out],
                outcomes[0].artifact: {**codec.encode(values), "head": _about(gathering.head)},
            }
        )
        return code
    for row in outcomes:
        say(f"{row.path}: {row.status}{f', {row.reason}' if row.reason else ''}")
        if row.headline:
            say(f"  {row.headline}")
        for text in _beside(row):
            note(f"{row.path}: {text}")
    if gathering.org.is_sample:
        say("SAMPLE DATA: this is about made-up companies.")
    if any(row.status == "skipped" for row in outcomes):
        note("A file edited by hand was left as it is; --force writes anew and keeps the old.")
    return code


def _beside(row: RollupOutcome) -> Iterator[str]:
    """What is to be known of a file besides what became of it."""
    yield from row.problems
    if row.instead_of:
        yield f"took the place of one about {row.instead_of}; give each an --out to keep both."


def _about(head: Head) -> dict[str, Any]:
    """Of the head what says which accounts and whose; not what documents print at their ends."""
    from generator.model import codec

    names = ("scope", "person", "currency", "as_of", "count", "accounts", "left_out", "cadence")
    return {name: codec.encode(getattr(head, name)) for name in names}


def _run(gathering: Gathering) -> dict[str, Any]:
    started, clock = gathering.started
    return {
        "id": f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
        "as_of": gathering.org.as_of.isoformat(),
        "org": gathering.org.name,
        "api_calls": gathering.org.api_calls,
        "seconds": round(time.monotonic() - clock, 2),
    }
