"""The exceptions report: what of a run calls for a person, worst first, a row each.

Pure: rows of plain values, for the template ``exceptions.xlsx`` and for JSON. Nothing here tells
the time or what was written, so that the same documents have the same report, however often the run
that made them was interrupted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from generator.artifacts.phrases import Phrases

KINDS: Final = ("failed", "refused", "edited", "thin", "left_out", "changed")
"""What an exception is, worst first: no document; one that its customer must not have; one that
somebody edited and that is as it was; too thin for a review; without some of its slides; with a
value that is not as it is recorded."""

MEANT: Final = {
    "kind_label": "text",
    "account": "text",
    "owner": "text",
    "artifact": "text",
    "why": "text",
    "next_step": "text",
    "file": "text",
    "account_id": "text",
}
"""The names of a row that the template knows, with their kinds."""


@dataclass(frozen=True, slots=True)
class RunException:
    """One thing about one document. ``why`` None: what its kind says. ``command``: what makes the
    document anew; ``file``: where it lies below the output folder, None where there is none.
    ``owner`` is None where the account could not be read."""

    kind: str
    account_id: str
    account: str
    owner: str | None
    artifact: str
    why: str | None
    command: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Of what run the report is. ``org`` is the org's own name; ``artifacts``: what was to be made,
    for of all others the report says nothing."""

    as_of: date
    org: str
    is_sample: bool
    accounts: int
    documents: int
    artifacts: tuple[str, ...]

    @property
    def named(self) -> str:
        return ", ".join(self.artifacts)


def exception_values(found: Sequence[RunException], head: Head, phrases: Phrases) -> dict[str, Any]:
    """The report as JSON has it: ``as_of``, ``org``, ``is_sample``, ``accounts``, ``documents``,
    ``artifacts``, ``counts`` by kind, and ``exceptions``, worst first and then by account."""
    counts = Counter(one.kind for one in found)
    return {
        "as_of": head.as_of.isoformat(),
        "org": head.org,
        "is_sample": head.is_sample,
        "accounts": head.accounts,
        "documents": head.documents,
        "artifacts": list(head.artifacts),
        "counts": {kind: counts[kind] for kind in KINDS},
        "exceptions": [_row(one, phrases) for one in sorted(found, key=_rank)],
    }


def sheet_values(report: dict[str, Any], head: Head, phrases: Phrases) -> dict[str, Any]:
    """The same for the template."""
    marks = [phrases.say("marking.internal"), phrases.say("marking.sample")][: 1 + head.is_sample]
    counts = [
        {"label": phrases.label("exception", kind), "count": count}
        for kind, count in report["counts"].items()
    ]
    return {
        "exceptions": report["exceptions"],
        "counts": counts,
        "run": {
            "accounts": head.accounts,
            "documents": head.documents,
            "artifacts": head.named,
        },
        "document": {
            "marking": " - ".join(mark for mark in marks if mark),
            "as_of": head.as_of,
            "org": head.org,
        },
    }


SHEET_NAMES: Final[dict[str, Any]] = {
    "exceptions": [MEANT],
    "counts": [{"label": "text", "count": "number"}],
    "run": {"accounts": "number", "documents": "number", "artifacts": "text"},
    "document": {"marking": "text", "as_of": "date", "org": "text"},
}
"""What the template may use: the names of ``sheet_values`` with their kinds."""


def _rank(one: RunException) -> tuple[int, str, str, str, str]:
    return (
        KINDS.index(one.kind),
        one.account.casefold(),
        one.account_id,
        one.artifact,
        one.why or "",
    )


def _row(one: RunException, phrases: Phrases) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "kind_label": phrases.label("exception", one.kind),
        "account_id": one.account_id,
        "account": one.account,
        "owner": one.owner,
        "artifact": one.artifact,
        "why": one.why or phrases.say(f"exception.why_{one.kind}"),
        "next_step": phrases.say(f"exception.{one.kind}", command=one.command),
        "file": one.file,
    }
