"""The exceptions report of a run: taken from its outcomes, filled, and put into the output folder.

``<out>/exceptions.xlsx`` and ``<out>/exceptions.json`` are delivered like documents: unchanged they
are not touched. A workbook that somebody took notes in is kept beside the new one: the report is of
the last run, and notes on an earlier one are no fault of this.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from generator import __version__
from generator.artifacts.exceptions import (
    SHEET_NAMES,
    Head,
    RunException,
    exception_values,
    sheet_values,
)
from generator.artifacts.phrases import load_phrases
from generator.artifacts.telling.left_out import told_together
from generator.clearance import letting_out
from generator.delivery import EDITED, Delivery, Document, deliver
from generator.engine import Names, Template, compile_template
from generator.errors import OutputError
from generator.files import data_folder
from generator.formats import Formats
from generator.pipeline import Order, Outcome, language_of

_TEMPLATE: Final = "exceptions.xlsx"
_MANIFEST: Final = "exceptions"


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of the report: ``files`` are the workbook and the JSON, ``count`` their rows;
    ``covers``: which documents it is about, as ``12 documents of 4 accounts: plan, qbr``."""

    count: int
    covers: str
    files: tuple[Delivery, ...]


def place_report(
    outcomes: Sequence[Outcome],
    head: Head,
    order: Order,
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Placed:
    """Writes both files. ``typed``: the options by which a document is made anew as in this run, by
    name, ready for a shell. Where the output folder cannot be used both files are failed: the run
    whose end this is has its own report to write."""
    found = [one for outcome in outcomes for one in _exceptions_of(outcome, order.out, typed)]
    basis = {"as_of": head.as_of.isoformat(), "version": __version__}
    files = [Document(Path(name), data, basis) for name, data in _files(found, head, order)]
    try:
        placed = deliver(order.out, _MANIFEST, files, force=True, day=order.day)
    except OutputError as error:
        placed = tuple(Delivery(order.out / one.path, "failed", str(error)) for one in files)
    covers = f"{head.documents:,} documents of {head.accounts:,} accounts: {head.named}"
    return Placed(len(found), covers, placed)


def _files(found: Sequence[RunException], head: Head, order: Order) -> Iterator[tuple[str, bytes]]:
    """Name and content of the workbook and of the JSON, both of the same rows."""
    formats = Formats(order.locale or "en_US", "")
    phrases = load_phrases(language_of(formats.locale), order.phrases)
    report = exception_values(found, head, phrases)
    yield _TEMPLATE, _template().render(sheet_values(report, head, phrases), formats).data
    yield "exceptions.json", _json(report)


@lru_cache(maxsize=1)
def _template() -> Template:
    data = (data_folder("templates") / _TEMPLATE).read_bytes()
    return compile_template(data, filename=_TEMPLATE, names=Names(SHEET_NAMES))


def _json(report: dict[str, Any]) -> bytes:
    text = json.dumps(report, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _exceptions_of(outcome: Outcome, out: Path, typed: Mapping[str, str]) -> Iterator[RunException]:
    """What is to be told of one document. What is missing from it matters only where it lies in
    its place as we made it."""
    options = [text for name, text in typed.items() if name != "form" or outcome.artifact == "plan"]
    words = f"accountdocs generate {outcome.account_id} --only {outcome.artifact}"
    made = " ".join([words, *options])
    if outcome.finds:
        why = " ".join(f"{find}." for find in outcome.finds)
        yield _one(outcome, out, "refused", why, f"{made} {letting_out(outcome.finds)}")
    elif outcome.status == "failed":
        yield _one(outcome, out, "failed", outcome.reason, made)
    elif outcome.reason == EDITED:
        yield _one(outcome, out, "edited", None, f"{made} --force")
    else:
        yield from _shortcomings(outcome, out, made)


def _shortcomings(outcome: Outcome, out: Path, made: str) -> Iterator[RunException]:
    told = {*outcome.thin, *map(str, outcome.left_out)}
    if outcome.thin:
        yield _one(outcome, out, "thin", " ".join(outcome.thin), made)
    if outcome.left_out:
        yield _one(outcome, out, "left_out", told_together(outcome.left_out), made)
    for problem in outcome.problems:
        if problem not in told:
            yield _one(outcome, out, "changed", problem, made)


def _one(outcome: Outcome, out: Path, kind: str, why: str | None, command: str) -> RunException:
    file = Path(outcome.path).relative_to(out).as_posix() if outcome.path else None
    return RunException(
        kind=kind,
        account_id=outcome.account_id,
        account=outcome.account,
        owner=outcome.owner,
        artifact=outcome.artifact,
        why=why,
        command=command,
        file=file,
    )
