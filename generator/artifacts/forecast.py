"""Which sections of each artifact will be full, thin or empty in an org, and why.

A forecast is made from a survey: of the org as a whole, for an account that has the records which
the org has. It says nothing of one account. The wordings are those of the documents' coverage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from generator.artifacts.catalog import artifact_named
from generator.artifacts.needs import INDISPENSABLE, MARK, SAFE, SECTIONS, SIGNS, Need, Section
from generator.artifacts.phrases import Phrases
from generator.artifacts.schema import CUSTOMER
from generator.formats import Formats
from generator.model.capability import FieldCapability, KindCapability, Survey

FULL, THIN, EMPTY = "full", "thin", "empty"
STATES: Final = (FULL, THIN, EMPTY)
_NAMED = 2  # candidates of a field that is missing, before the rest is left out


@dataclass(frozen=True, slots=True)
class Judged:
    """What a survey says of one need: met (full), met poorly (thin) or not (empty), and why."""

    state: str
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One section of one artifact: its state, one of STATES, and what it lacks, in words.

    ``needs`` are all of its needs, those without which it is empty first.
    """

    artifact: str
    section: str
    title: str
    state: str
    reasons: tuple[str, ...] = ()
    needs: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies in the inputs folder, by topic, and which fields of the model the settings declare
    safe for customers: ``usage.licensed``."""

    topics: frozenset[str] = frozenset()
    safe: frozenset[str] = frozenset()


def forecast(
    survey: Survey, phrases: Phrases, formats: Formats, beside: Beside = Beside()
) -> tuple[Forecast, ...]:
    """Every section of every artifact, in the order of the pages, sheets and slides."""
    teller = _Teller(survey, phrases, formats, beside)
    closed = [kind for name in INDISPENSABLE if not (kind := survey.kind(name)).is_readable]
    if closed:
        reasons = tuple(f"{kind.kind}: {_why([teller.absent(kind)])}" for kind in closed)
        return tuple(Forecast(s.artifact, s.name, s.title, EMPTY, reasons) for s in SECTIONS)
    return tuple(_of_section(section, teller) for section in SECTIONS)


def _of_section(section: Section, teller: _Teller) -> Forecast:
    is_customer = artifact_named(section.artifact).audience == CUSTOMER
    core = [teller.judge(need, is_customer=is_customer) for need in section.core]
    more = [teller.judge(need, is_customer=is_customer) for need in section.more]
    lacking = [found for found in core if found.state == EMPTY]
    poor = [found for found in (*core, *more) if found.state != FULL]
    state = EMPTY if lacking else THIN if poor else FULL
    reasons = _reasons(lacking or poor)
    needs = (*core, *more)
    return Forecast(section.artifact, section.name, section.title, state, reasons, needs)


def _reasons(found: Iterable[Judged]) -> tuple[str, ...]:
    """``rivals: no records (...)``; what is missing for one and the same reason is said together.

    The mark that records are shared is not lacking where the records themselves are.
    """
    by_why: dict[str, list[str]] = {}
    for one in found:
        whats = by_why.setdefault(one.why, [])
        if one.what not in whats and not (whats and one.what == MARK):
            whats.append(one.what)
    return tuple(f"{', '.join(whats)}: {why}" for why, whats in by_why.items())


@dataclass(frozen=True, slots=True)
class _Source:
    """One of a need's sources: whether it will do, why not, and where it was looked for."""

    state: str
    words: str = ""
    where: str = ""


def _why(sources: Iterable[_Source]) -> str:
    """``no records (Asset, Contract)``: what holds for several sources is said once."""
    by_words: dict[str, list[str]] = {}
    for source in sources:
        places = by_words.setdefault(source.words, [])
        places += [source.where] if source.where and source.where not in places else []
    return "; ".join(
        f"{words} ({', '.join(places)})" if places else words for words, places in by_words.items()
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    survey: Survey
    phrases: Phrases
    formats: Formats
    beside: Beside

    def judge(self, need: Need, *, is_customer: bool) -> Judged:
        """The best of the need's sources; where none is good enough, what each of them lacks."""
        if not self.beside.topics.isdisjoint(need.inputs):
            hidden = self._undeclared(need.declared) if is_customer else ""
            if not hidden:
                return Judged(FULL, need.what)
            if not all(self._is_whole(name) for name in need.fields):
                return Judged(EMPTY, need.what, hidden)
        if any(self.survey.kind(kind).is_readable for kind in need.readable):
            return Judged(FULL, need.what)
        names = need.sources(self.survey.rules)
        asked = self._declarable(names) if is_customer else names
        found = [self._source(name, need.share, is_customer) for name in asked]
        state = min((one.state for one in found), key=STATES.index)
        if state == FULL:
            return Judged(FULL, need.what)
        return Judged(state, need.what, _why(one for one in found if one.state == state))

    def _undeclared(self, names: Iterable[str]) -> str:
        """Which of ``names`` neither the mapping nor the settings declare safe, in words."""
        declared = {*self.survey.declared_safe, *self.beside.safe}
        missing = [name for name in names if name not in declared]
        return self._say("left_out.undeclared", fields=", ".join(missing)) if missing else ""

    def _declarable(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """``names`` without the fields that are not there and would have to be declared as well;
        all where nothing else is left."""
        fields = {name: self.survey.field(name) for name in names if name in SAFE}
        gone = {name for name, field in fields.items() if field is None or not field.is_there}
        return tuple(name for name in names if name not in gone) or names

    def _is_whole(self, name: str) -> bool:
        """Whether every record states the field, so that no file is asked for it."""
        kind, field = self.survey.kind(name.partition(".")[0]), self.survey.field(name)
        return bool(kind.count) and field is not None and field.filled == kind.count

    def _source(self, name: str, share: int, is_customer: bool) -> _Source:
        kind = self.survey.kind(name.partition(".")[0])
        if not kind.is_readable or kind.count == 0:
            return self.absent(kind)
        safe = SAFE.get(name) or SAFE.get(kind.kind)
        if is_customer and safe and safe not in self.survey.declared_safe:
            return _Source(EMPTY, self._say("left_out.undeclared", fields=safe))
        return _Source(FULL) if "." not in name else self._field(name, kind, share)

    def absent(self, kind: KindCapability) -> _Source:
        """One of the distinct wordings, with the object it is about."""
        state = kind.state if not kind.is_readable else "no_records"
        words = self._say(f"coverage.{state}", user=self._reader)
        return _Source(EMPTY, words, _listed(kind.sought) or kind.kind)

    def _field(self, name: str, kind: KindCapability, share: int) -> _Source:
        field = self.survey.field(name)
        if field is None or not field.is_there:
            return self._missing(name, kind, field)
        if name in SIGNS and self.survey.open_renewals is not None:
            return self._sign(field)
        if field.filled is None or not kind.count:
            return _Source(FULL)  # not counted: nothing is claimed against it
        if field.filled * 100 >= share * kind.count and field.filled:
            return _Source(FULL)
        words = self._say(
            "forecast.filled",
            share=percent_filled(field.filled, kind.count),
            n=self.formats.number(kind.count),
        )
        return _Source(THIN if field.filled else EMPTY, words, field.source)

    def _sign(self, field: FieldCapability) -> _Source:
        """By how many opportunities it tells to be renewals, not by how many it says something."""
        if self.survey.open_renewals:
            return _Source(FULL)
        return _Source(EMPTY, self._say("forecast.no_renewals"), field.source)

    def _missing(self, name: str, kind: KindCapability, field: FieldCapability | None) -> _Source:
        if field is None or not field.candidates:
            return _Source(EMPTY, self._say("forecast.not_mapped", field=name))
        words = self._say("forecast.missing", user=self._reader)
        where = _listed([f"{kind.source}.{one}" for one in field.candidates])
        return _Source(EMPTY, words, where)

    @property
    def _reader(self) -> str:
        return self.survey.reader or self._say("coverage.the_reader")

    def _say(self, key: str, **values: str | None) -> str:
        return self.phrases.say(key, **values) or ""


def percent_filled(filled: int, count: int) -> str:
    """A share of records in percent, never rounded to none or to all: ``3%``, ``<1%``, ``>99%``."""
    if 0 < filled * 100 < count:
        return "<1%"
    if count > filled and filled * 100 > 99 * count:
        return ">99%"
    return f"{filled * 100 // count}%" if count else "-"


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    rest = " ..." if len(shown) > _NAMED else ""
    return " or ".join(shown[:_NAMED]) + rest
