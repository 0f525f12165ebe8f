"""What changed since the baseline (METHOD.md rows 56, 57, 72, 101). All internal."""

from __future__ import annotations

from generator.artifacts.facts import changes as facts
from generator.artifacts.getters import label
from generator.artifacts.schema import Getter, Record, Rows, Topic, day, number, said, text

_FROM = ("account.id",)
_ROW = (
    text("topic", "What it is about: deals, people, whitespace, ...", "people"),
    said("topic_label", "The topic in words.", "People", label("change_topic", "topic")),
    text("kind", "Kind of change.", "person_quiet"),
    text("subject", "Whom or what it is about.", "Rita Voss"),
    said("text", "The change as a sentence.", "Rita Voss went quiet", facts.sentence),
)


def _rows(name: str, doc: str, limit: tuple[int, int], get: Getter | None = None) -> Rows:
    return Rows(name, doc, _ROW, get=get, origins=_FROM, limit=limit, more="show")


CHANGES = Record(
    "changes",
    "What is otherwise than at the baseline, an earlier snapshot of the same account.",
    (
        day("since", "Day of the baseline; unknown: there is none yet.", "2026-06-28", "baseline"),
        number("count", "How many changes; unknown without a baseline.", "7", facts.count),
        said("note", "Since when, or why there is no baseline.", "No baseline yet", facts.note),
        _rows("rows", "All changes, in the order of the review's agenda.", (8, 3), "changes"),
        _rows(
            "business",
            "Those of revenue, renewal and opportunities.",
            (6, 3),
            facts.topics("account", "revenue", "renewal", "deals"),
        ),
        _rows(
            "people",
            "Those of the customer's people, of single-threading and of our team.",
            (8, 3),
            facts.topics("people", "team"),
        ),
        _rows("risks", "Those of risks.", (4, 2), facts.topics("risks")),
        _rows(
            "whitespace",
            "Those of the grid's places and of plays.",
            (10, 4),
            facts.topics("whitespace", "plays"),
        ),
        _rows(
            "work",
            "Those of goals, customer priorities, actions and commitments.",
            (8, 4),
            facts.topics("goals", "priorities", "actions", "commitments"),
        ),
    ),
    get=lambda account, _ctx: account,
    origins=_FROM,
)

TOPICS = (Topic(CHANGES),)
