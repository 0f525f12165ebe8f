"""What calls for attention in a portfolio, a sentence each, the gravest first.

``accounts`` prints them; the packet has the same rows in the same words on its first page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.analysis.portfolio import Portfolio
from generator.analysis.portfolio.results import AccountRef, Concern
from generator.analysis.words import count
from generator.artifacts.getters import with_days
from generator.artifacts.phrases import Phrases
from generator.formats import Formats

_NAMED = 8
_TOGETHER = frozenset({"threads", "tier3_plan", "owner_few", "no_quota", "rate"})
"""Kinds that are told once for all that they are true of: little is to be decided about each."""


@dataclass(frozen=True, slots=True)
class Flag:
    """``text`` is a whole sentence, ``about`` and ``what`` its two parts. ``ids`` are accounts, or
    people of ours."""

    kind: str
    grade: str  # act, watch, note
    about: str  # the accounts, or the people
    what: str
    text: str
    owner: str | None  # who answers for it; None: several people, or nobody readable
    to_do: str
    ids: tuple[str, ...]


def named(refs: Sequence[AccountRef], most: int = _NAMED) -> str:
    """Names with commas; those beyond ``most`` are counted."""
    return listed([ref.name for ref in refs], most)


def listed(names: Sequence[str], most: int = _NAMED) -> str:
    more = len(names) - most
    return ", ".join([*names[:most], *([f"{more} more"] if more > 0 else [])])


def flags(
    portfolio: Portfolio, phrases: Phrases, formats: Formats, most: int = _NAMED
) -> tuple[Flag, ...]:
    """The concerns of the portfolio in words, the gravest first; ``most``: names in one flag."""
    words = _Told(portfolio, phrases, formats, most)
    return tuple(words.flag(rows) for rows in _grouped(portfolio.concerns))


def told(
    concerns: Sequence[Concern], portfolio: Portfolio, phrases: Phrases, formats: Formats
) -> tuple[Flag, ...]:
    """Some of the portfolio's concerns, a flag each."""
    words = _Told(portfolio, phrases, formats)
    return tuple(words.flag([row]) for row in concerns)


def _grouped(concerns: Sequence[Concern]) -> Iterator[list[Concern]]:
    for kind, rows in groupby(concerns, key=lambda row: row.kind):
        if kind in _TOGETHER:
            yield list(rows)
        else:
            yield from ([row] for row in rows)


@dataclass(frozen=True, slots=True)
class _Told:
    portfolio: Portfolio
    phrases: Phrases
    formats: Formats
    most: int = _NAMED

    def flag(self, rows: Sequence[Concern]) -> Flag:
        first, owners = rows[0], {row.owner.name for row in rows if row.owner}
        what, about = self._what(rows), listed([self._about(row) for row in rows], self.most)
        return Flag(
            first.kind,
            first.grade,
            about,
            what,
            f"{about}: {what}",
            next(iter(owners)) if len(owners) == 1 else None,
            self.phrases.say(f"flag.do.{first.kind}", **self._places(first)) or "",
            tuple(dict.fromkeys(one for row in rows for one in row.ids)),
        )

    def _about(self, row: Concern) -> str:
        """The account or person; of a kind that is told together with its own number."""
        person = row.owner.name if row.owner else self.phrases.say("flag.nobody") or ""
        name = row.account.name if row.account else person
        return f"{name} ({row.n}/{row.of})" if row.kind == "threads" else name

    def _what(self, rows: Sequence[Concern]) -> str:
        """The flag of one account or person; of several what is true of each."""
        row, places = rows[0], self._places(rows[0])
        if row.detail:
            return with_days(row.detail, self.formats) or ""
        if len(rows) > 1 and self.phrases.has(f"flags.{row.kind}"):
            return self.phrases.say(f"flags.{row.kind}", **places) or ""
        return self.phrases.say(f"flag.{row.kind}", **places) or ""

    def _places(self, row: Concern) -> dict[str, str | int]:
        return {
            "n": row.n or 0,
            "of": str(row.of or 0),
            "days": count(row.days or 0, "day"),
            "names": named(row.accounts),
            "currency": self.portfolio.currency,
            "year": f"FY{self.portfolio.quotas.year}",
        }
