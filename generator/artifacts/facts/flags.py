"""What calls for attention in a portfolio, a sentence each, the gravest first.

``accounts`` prints them; the packet has the same rows in the same words on its first page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.analysis.portfolio import Portfolio
from generator.analysis.portfolio.results import AccountRef, AgreedConcern, Concern
from generator.analysis.words import count
from generator.artifacts.getters import with_days
from generator.artifacts.phrases import Phrases
from generator.formats import Formats

_NAMED = 8
_TOGETHER = frozenset({"threads", "tier3_plan", "no_quota", "rate"})
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
    owner: str | None  # who answers for it, or for each; None: nobody readable
    to_do: str
    due: date | None  # by when; None: at no time
    ids: tuple[str, ...]


def named(refs: Sequence[AccountRef], phrases: Phrases, most: int = _NAMED) -> str:
    """Names with commas; those beyond ``most`` are counted."""
    return listed([ref.name for ref in refs], phrases, most)


def listed(names: Sequence[str], phrases: Phrases, most: int = _NAMED) -> str:
    shown, more = ", ".join(names[:most]), len(names) - most
    if more <= 0:
        return shown
    return phrases.say("session.and_more", names=shown, n=more) or shown


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


def agreed(row: AgreedConcern, portfolio: Portfolio, phrases: Phrases, formats: Formats) -> str:
    """What would be a flag, with who accepts it until when, and why."""
    flag, accepted = told([row.concern], portfolio, phrases, formats)[0], row.acceptance
    until = formats.date(accepted.until)
    said = phrases.say(
        "flag.agreed", what=flag.what, by=accepted.by, until=until, note=accepted.note
    )
    return said or flag.what


def _grouped(concerns: Sequence[Concern]) -> Iterator[list[Concern]]:
    """One row each; what is told together stands where the worst of it stands."""
    rows: dict[object, list[Concern]] = {}
    for place, row in enumerate(concerns):
        key = (row.grade, row.kind) if row.kind in _TOGETHER else place
        rows.setdefault(key, []).append(row)
    yield from rows.values()


@dataclass(frozen=True, slots=True)
class _Told:
    portfolio: Portfolio
    phrases: Phrases
    formats: Formats
    most: int = _NAMED

    def flag(self, rows: Sequence[Concern]) -> Flag:
        first = rows[0]
        people = {row.owner.id: row.owner.name for row in rows if row.owner}
        owners = list(people.values())
        what, about = self._what(rows), self._listed([self._about(row) for row in rows])
        return Flag(
            first.kind,
            first.grade,
            about,
            what,
            f"{about}: {what}",
            self._listed(owners) or None,
            self.phrases.say(f"flag.do.{first.kind}", **self._places(first)) or "",
            min((row.due for row in rows if row.due), default=None),
            tuple(dict.fromkeys(one for row in rows for one in row.ids)),
        )

    def _listed(self, names: Sequence[str]) -> str:
        return listed(names, self.phrases, self.most)

    def _about(self, row: Concern) -> str:
        """The account or person; of a kind that is told together with its own number."""
        person = row.owner.name if row.owner else self.phrases.say("flag.nobody") or ""
        name = row.account.name if row.account else person
        if row.kind != "threads":
            return name
        kind = "thin_some" if row.unknown else "thin"
        places = {"name": name, "n": str(row.n), "of": str(row.of), "unknown": str(row.unknown)}
        return self.phrases.say(f"flag.{kind}", **places) or name

    def _what(self, rows: Sequence[Concern]) -> str:
        """The flag of one account or person; of several what is true of each."""
        row, places = rows[0], self._places(rows[0])
        if row.detail:
            return with_days(row.detail, self.formats) or ""
        if len(rows) > 1 and self.phrases.has(f"flags.{row.kind}"):
            return self.phrases.say(f"flags.{row.kind}", **places) or ""
        is_past = row.kind == "unsigned" and (row.days or 0) < 0
        return self.phrases.say(f"flag.{row.kind}{'_past' if is_past else ''}", **places) or ""

    def _places(self, row: Concern) -> dict[str, str | int]:
        return {
            "n": row.n or 0,
            "of": str(row.of or 0),
            "days": count(abs(row.days or 0), "day"),
            "ago": count(row.n or 0, "day"),
            "names": named(row.accounts, self.phrases),
            "currency": self.portfolio.currency,
            "year": f"FY{self.portfolio.quotas.year}",
        }
