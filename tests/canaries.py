"""An org with a canary in every field that a customer may not see, and the search for them.

Neither half knows the program: what is safe is written down here by hand, from DOCUMENTS.md 4.2 and
from what the mapping declares, and the search reads packages as they lie on the disk.

A text's canary is a word of its own for each record and field; a number's is a value of nine digits
above 100 million, so that it is known when rounded as well. Not every field can carry one: links,
flags and dates decide what is there at all (``tests/test_acceptance_canaries.py`` moves them
instead), a currency's code has to be one, and what the org counts time by has to count.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.crm.sample_org import OrgData
from generator.crm.sample_org.data import changed_records
from tests.reading_back import all_words, numbers_in, parts_at_all_depths, seen_words

Json = dict[str, Any]

TEXTS = ("string", "textarea", "email", "phone", "url", "combobox")
LABELS = ("picklist", "multipicklist")
NUMBERS = ("int", "double", "currency", "percent")

SAFE: Mapping[str, str] = {
    "Organization": "Name",
    "Account": "Name",
    "Product2": "Name Family",
    "Asset": "Name Quantity Active_Users__c",
    "Case": "Priority Reason",
    "Contract": "ContractNumber ContractTerm",
    "AccountTeamMember": "TeamMemberRole",
    "User": "Name FirstName LastName Title",
    "Contact": "Name FirstName LastName",
    "AccountPlanObjective": "Name Customer_Outcome__c",
    "AccountPlanObjectiveMeasure": (
        "Name Baseline__c CurrentValue CurrentNumberValue CurrentPercentValue "
        "TargetValue TargetNumberValue TargetPercentValue"
    ),
    "Customer_Priority__c": "Name KPI__c Unit__c Baseline__c Current__c Target__c Outcome__c "
    "Stated_Where__c Rank__c",
    "KPI_Reading__c": "Value__c",
    "Customer_Commitment__c": "Name Status__c",
    "Review_Item__c": "Name Detail__c Figure__c Type__c",
}
"""What a customer may see: of people only those who answer for something, of goals, measures,
commitments and lines only those shared with it (``_may_be_seen``)."""

KEPT: Mapping[str, str] = {
    "CurrencyIsoCode DefaultCurrencyIsoCode IsoCode": "has to be a currency of the org",
    "Period.Type Period.Number FiscalYearSettings.Name FiscalYearSettings.YearType": "count time",
    "Period.FullyQualifiedLabel Period.QuarterLabel": "the name of a quarter",
    "Organization.FiscalYearStartMonth": "counts time",
    "Organization.TimeZoneSidKey Organization.DefaultLocaleSidKey": "count time and write numbers",
    "User.UserType Group.Type": "say what is a person",
    "Asset.Status Contract.Status AccountPlan.Status": "say what is owned, in force and current",
    "AccountPlanObjectiveMeasure.ValueType": "says which value of a measure holds",
    "CurrencyType.DecimalPlaces": "how an amount is written",
}
"""What carries no canary, though a customer need not see it, and why."""

NUMBERS_AS_TEXT = (
    "AccountPlanObjectiveMeasure.CurrentValue",
    "AccountPlanObjectiveMeasure.TargetValue",
)
"""Texts that have to be numbers."""

_KEPT = {name for names in KEPT for name in names.split()}


@dataclass(frozen=True)
class Canary:
    object: str
    record: str
    field: str
    value: str | int

    def __str__(self) -> str:
        return f"{self.object}.{self.field} of {self.record}: {self.value}"


@dataclass
class Aviary:
    """All canaries that were set free, by what is looked for."""

    words: dict[str, Canary] = field(default_factory=dict)
    numbers: dict[int, Canary] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words) + len(self.numbers)

    def word(self, name: str, record: str, column: str) -> str:
        """A new word: no language has it, and no other canary contains it."""
        count = len(self.words)
        token = f"zqx{count:06d}jw"
        self.words[token] = Canary(name, record, column, token)
        return token

    def number(self, name: str, record: str, column: str) -> int:
        value = 100_000_007 + 7_919 * len(self.numbers)
        assert value < 10**9, "more numbers than have nine digits"
        self.numbers[value] = Canary(name, record, column, value)
        return value


# --- setting them free -------------------------------------------------------------------------


def with_canaries(
    data: OrgData, kinds: Iterable[str], withheld: frozenset[str] = frozenset()
) -> tuple[OrgData, Aviary]:
    """The org with a canary in every unsafe field of the types in ``kinds`` that has a value.

    ``withheld`` are fields (``Case.Reason``) that are not safe, though the mapping that comes with
    the program declares them.
    """
    aviary, wanted = Aviary(), frozenset(kinds)
    seen = _Seen(data)
    for name in sorted(data.describes):
        about = {f["name"]: f for f in data.describes[name]["fields"] if f["type"] in wanted}
        if about:
            safe = [f for f in SAFE.get(name, "").split() if f"{name}.{f}" not in withheld]
            data = changed_records(data, name, _planter(name, about, seen, (safe, aviary)))
            data.records[name]  # lazy: every canary is set free now, and only once
    return data, aviary


def _planter(
    name: str, about: Mapping[str, Json], seen: _Seen, what: tuple[list[str], Aviary]
) -> Callable[[Json], Json]:
    safe, aviary = what

    def plant(row: Json) -> Json:
        may = seen.may_be_seen(name, row)
        for column, told in about.items():
            kept = column in _KEPT or f"{name}.{column}" in _KEPT
            if row.get(column) in (None, "") or kept or (may and column in safe):
                continue
            row[column] = _value(row, name, told, aviary)
        return row

    return plant


def _value(row: Json, name: str, told: Json, aviary: Aviary) -> Any:
    column, record = told["name"], row["Id"]
    if f"{name}.{column}" in NUMBERS_AS_TEXT:
        return str(aviary.number(name, record, column))
    if told["type"] in NUMBERS:
        number = aviary.number(name, record, column)
        return number if told["type"] == "int" else float(number)
    word = aviary.word(name, record, column)
    if told["type"] == "email":
        return f"{word}@example.com"
    if told["type"] == "url":
        return f"https://{word}.example/"
    whole = f"{word} {row[column]}" if told["type"] in TEXTS else word
    return whole[: told.get("length") or len(whole)].strip()


class _Seen:
    """Which records a customer may know of: what is shared with it, and who answers for that."""

    def __init__(self, data: OrgData) -> None:
        shared = {
            name: [row for row in data.records[name] if row.get(flag)]
            for name, flag in FLAGS.items()
        }
        self._goals = {row["Id"] for row in shared["AccountPlanObjective"]}
        self._people = {row["Stated_By__c"] for row in data.records["Customer_Priority__c"]}
        for row in shared["Customer_Commitment__c"]:
            self._people |= {row["Our_Owner__c"], row["Customer_Owner__c"]}
        self._people |= {row["ObjectiveOwnerId"] for row in shared["AccountPlanObjective"]}
        self._people |= {row["UserId"] for row in data.records["AccountTeamMember"]}
        for row in data.records["Account"]:
            self._people |= {row["OwnerId"], row["Executive_Sponsor__c"]}

    def may_be_seen(self, name: str, row: Json) -> bool:
        if name in FLAGS:
            return bool(row.get(FLAGS[name]))
        if name == "AccountPlanObjectiveMeasure":
            return row["AccountPlanObjectiveId"] in self._goals and row["ValueType"] != "Currency"
        return name not in ("User", "Contact") or row["Id"] in self._people


FLAGS = {
    "AccountPlanObjective": "Shared_with_Customer__c",
    "Customer_Commitment__c": "Share_with_Customer__c",
    "Review_Item__c": "Share_with_Customer__c",
}


# --- looking for them ---------------------------------------------------------------------------

_WORD = re.compile(r"zqx\d{6}jw")
_DIGITS = re.compile(r"\d(?:[.,'’\u00a0\u202f\u2009]?\d)*")
_SPELLED = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s?(thousand|million|billion|mio|mrd|mn|bn)\b", re.IGNORECASE
)
_SMALLEST = {"thousand": 100_000, "million": 100, "mio": 100, "mn": 100}  # 100 million of each
_TAG = re.compile(r"<[^<>]*>")
MACHINE = ("/theme/", "presProps", "viewProps", "tableStyles")
"""Parts of ids and of measures of drawing: searched for whole numbers, not for rounded ones."""


def found_in(path: Path, aviary: Aviary) -> list[Canary]:
    """Every canary in the file: in any part at any depth, however it is written there."""
    words: set[str] = set(_WORD.findall(path.name.casefold()))
    digits: set[str] = set()
    for text in _texts(path):
        folded = text.casefold()
        words.update(_WORD.findall(folded))
        words.update(_WORD.findall(re.sub(r"[\s\u00ad\u200b]+", "", folded)))
        digits.update(re.sub(r"\D", "", run)[:9] for run in _DIGITS.findall(text))
    found = [aviary.words[word] for word in sorted(words) if word in aviary.words]
    whole = {int(run) for run in digits if len(run) == 9}
    found += [aviary.numbers[n] for n in sorted(whole) if n in aviary.numbers]
    return found + [canary for canary in _rounded(path, aviary) if canary not in found]


def _texts(path: Path) -> Iterator[str]:
    """Each part as text in every encoding it might be in, its tags taken out, its signs written
    out; and every paragraph whole, however many runs it is in."""
    for place, part in parts_at_all_depths(path.read_bytes()):
        yield place
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = part.decode(encoding, "ignore")
            yield raw
            if encoding == "utf-8" and "<" in raw:
                yield html.unescape(raw)
                yield html.unescape(_TAG.sub("", raw))
    yield from (text for _, text in all_words(path))


def _rounded(path: Path, aviary: Aviary) -> Iterator[Canary]:
    """Numbers that are printed short: 123.5M, 0.12B, 123,457K, 123 million."""
    known = sorted(aviary.numbers)
    if not known:
        return
    for place, text in seen_words(path):
        if any(name in place for name in MACHINE):
            continue
        for printed in numbers_in(text):
            if printed.value >= 10**7 and printed.half * 20 <= printed.value:
                at = bisect_left(known, int(printed.value - printed.half))
                if at < len(known) and printed.is_of(known[at]):
                    yield aviary.numbers[known[at]]
        for spelled in _SPELLED.finditer(text):
            least = _SMALLEST.get(spelled[2].casefold(), 0)
            if Decimal(spelled[1].replace(",", "")) >= least:
                yield Canary("?", place, "a rounded number", spelled[0])
