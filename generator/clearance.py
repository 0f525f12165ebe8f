"""Whether a finished customer file may be let out: the guard's search, and what it searches.

Files, accounts and the guard know nothing of each other; here the file is taken apart, what is
looked for is put together from the account, and finds are held against what a person accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from generator.artifacts.catalog import CATALOG, DOCUMENTS
from generator.artifacts.phrases import Phrases, load_phrases
from generator.artifacts.schema import CUSTOMER
from generator.delivery import Document
from generator.files import data_folder
from generator.guard import Find, Rules, Watch, search
from generator.model.snapshot import Snapshot
from generator.office.passages import passages

TOLD: Final = 3
"""Finds that the reason of a refusal names."""

_REMEDY: Final = (
    "Take it out of the template or the records; or list under allowed, in the table [customer] of "
    "the settings, what is never a find in your org; or accept it for this one file:"
)

_SPOKEN: Final = (
    *("title.", "takeaway.", "review.", "definition.", "trend.", "more.", "question."),
    *("chart.", "count.", "label.commitment."),
)
"""Groups of phrases that customers read; the titles of internal documents stand among them."""


@dataclass(frozen=True, slots=True)
class Accepted(Find):
    """A find that a person let out, for one file."""

    by: str = ""


def finds_in(
    document: Document, artifact: str, snapshot: Snapshot, watch: Watch, rules: Rules
) -> tuple[Find, ...]:
    """What a customer's finished file holds that it must not."""
    texts = passages(document.data, document.path.name)
    return search(texts, watch, _with_delivered(rules), snapshot.account_id, artifact)


@lru_cache(maxsize=4)
def _with_delivered(rules: Rules) -> Rules:
    """The rules with the words of the delivered templates, made once in a process for a run."""
    return replace(rules, delivered="\n".join(_delivered()))


def _delivered() -> Iterator[str]:
    for artifact in CATALOG.values():
        if artifact.audience == CUSTOMER:
            data = (data_folder("templates") / artifact.template).read_bytes()
            found = passages(data, artifact.template)
            yield from (passage.text for passage in found if passage.kind == "text")
    unspoken = {f"title.{a.name}" for a in DOCUMENTS.values() if a.audience != CUSTOMER}
    for key, phrase in load_phrases("en").texts.items():
        if key.startswith(_SPOKEN) and key not in unspoken:
            yield phrase if isinstance(phrase, str) else "\n".join(phrase.values())


def is_marked_internal(data: bytes, filename: str, phrases: Phrases) -> bool:
    """Whether an Office file says of itself that it is not for customers, as ours do."""
    mark = phrases.say("marking.internal") or ""
    return any(mark in passage.text for passage in passages(data, filename))


def parted(
    finds: tuple[Find, ...], accepted: Mapping[str, str]
) -> tuple[tuple[Find, ...], tuple[Accepted, ...]]:
    """The finds that stand against the file, and those that a person accepted (find id to name)."""
    against = tuple(find for find in finds if find.id not in accepted)
    let_out = tuple(
        Accepted(f.id, f.kind, f.what, f.source, f.where, f.context, by=accepted[f.id])
        for f in finds
        if f.id in accepted
    )
    return against, let_out


def refusal(finds: tuple[Find, ...]) -> str:
    """Why a file is refused, complete in one line: what was found where, and what to do."""
    shown = ". ".join(str(find) for find in finds[:TOLD])
    more = f". And {len(finds) - TOLD} more: see its finds" if len(finds) > TOLD else ""
    return f"The customer would see what is internal. {shown}{more}. {_REMEDY} {letting_out(finds)}"


def letting_out(finds: tuple[Find, ...]) -> str:
    """The options that let the file out in spite of all these finds, to be pasted."""
    return " ".join([*(f"--accept-find {find.id}" for find in finds), '--as "YOUR NAME"'])
