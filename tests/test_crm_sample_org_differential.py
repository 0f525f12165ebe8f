"""Generated filters, orders and groups: what the sample org finds against plain Python.

The Python side knows nothing of SQL: it looks at one record at a time and follows Salesforce's
rules (text without case, null equal to nothing but null, an unticked checkbox for no value).
"""

from __future__ import annotations

import functools
import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.crm.sample_org import OrgData, SampleServer
from generator.crm.sample_org.wire import request
from tests.test_crm_sample_org_data import RECORDS, REP, VICE, sf_id, tiny_org

Json = dict[str, Any]
Test = Callable[[Json], bool]
Condition = tuple[str, Test]

NAMES = ("Alpha", "alpha", "ALPHA Beta", "Änne", "änne b", "O'Neil", "50%_off", "a\\b", "", "x\ny",
         '"q"', "ß-Werk", "日本", "beta")  # fmt: skip
TIERS = ("Tier 1", "Tier 3", "Tier 2")  # in the picklist's order
REGIONS = ("North", "South", "East")
DAYS = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-11-20", "2027-02-28")
MOMENTS = ("2026-01-01T00:00:00.000+0000", "2026-06-30T12:30:00.000+0000",
           "2026-11-20T23:59:59.000+0000")  # fmt: skip
NUMBERS = (0, -1.5, 0.1, 0.2, 3, 1e6, 250.75)


def some_accounts(count: int = 60) -> list[Json]:
    """Accounts with every kind of value and many without; parents among themselves."""
    draw = random.Random(7)
    ids = [sf_id("001", 500 + number) for number in range(count)]

    def maybe(*values: Any) -> Any:
        return None if draw.random() < 0.3 else draw.choice(values)

    return [
        {
            "Id": key,
            "Name": maybe(*(name for name in NAMES if name)),
            "IsDeleted": False,
            "ParentId": maybe(*ids[:number]) if number else None,
            "OwnerId": maybe(REP, VICE),
            "Tier__c": maybe(*TIERS),
            "Regions__c": maybe("North", "North;South", "South;East", "East"),
            "ARR__c": maybe(*NUMBERS),
            "NumberOfEmployees": maybe(1, 50, 5_000),
            "Active__c": draw.random() < 0.5,
            "Last_EBR__c": maybe(*DAYS),
            "CreatedDate": maybe(*MOMENTS),
        }
        for number, key in enumerate(ids)
    ]


ACCOUNTS = some_accounts()
BY_ID = {row["Id"]: row for row in [*ACCOUNTS, *RECORDS["User"]]}


@functools.cache
def the_org() -> SampleServer:
    """One org for all examples; its requests go round the socket."""
    tiny = tiny_org()
    return SampleServer(OrgData(tiny.org, tiny.describes, {**tiny.records, "Account": ACCOUNTS}))


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    the_org().close()


def ask(text: str) -> list[Json]:
    org = the_org()
    asked = request("GET", "/services/data/v63.0/query", {"Authorization": f"Bearer {org.token}"})
    answer = org.rest.handle(type(asked)(asked.method, asked.path, {"q": text}, asked.headers))
    assert answer.status == 200, answer.body
    records: list[Json] = answer.body["records"]
    return records


def value(row: Json, path: str) -> Any:
    """What stands at the end of a path like ``Parent.Owner.Name``; null on the way is null."""
    *steps, last = path.split(".")
    here: Json | None = row
    for step in steps:
        here = BY_ID.get(here[f"{step}Id"]) if here and here.get(f"{step}Id") else None
    return here.get(last) if here else None


def folded(given: Any) -> Any:
    return given.lower() if isinstance(given, str) else given


def quoted(text: str) -> str:
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", '"': '\\"'}
    return "'" + "".join(escapes.get(letter, letter) for letter in text) + "'"


def like(text: str, pattern: list[str]) -> bool:
    """Whether text fits; the pattern's pieces are ``%``, ``_`` or ``=x`` for the letter x."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(like(text[skipped:], pattern[1:]) for skipped in range(len(text) + 1))
    fits = bool(text) and (pattern[0] == "_" or text[0] == pattern[0][1:])
    return fits and like(text[1:], pattern[1:])


PATHS = st.sampled_from(["", "Parent.", "Parent.Parent."])
ORDERING: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compared(path: str, operator: str, wanted: Any) -> Test:
    """A comparison with ``wanted``; None is null."""

    def test(row: Json) -> bool:
        found = folded(value(row, path))
        if operator in ("=", "!="):
            return (found == folded(wanted)) == (operator == "=")
        return found is not None and ORDERING[operator](found, folded(wanted))

    return test


EQUALITY = st.sampled_from(["=", "!="])
ANY_OPERATOR = st.sampled_from(["=", "!=", *ORDERING])


@st.composite
def text_comparisons(draw: st.DrawFn) -> Condition:
    path = draw(PATHS) + "Name"
    wanted = draw(st.sampled_from(NAMES))
    operator = draw(ANY_OPERATOR if wanted else EQUALITY)
    return f"{path} {operator} {quoted(wanted)}", compared(path, operator, wanted or None)


@st.composite
def plain_comparisons(draw: st.DrawFn) -> Condition:
    field, values, write = draw(
        st.sampled_from(
            [
                ("ARR__c", NUMBERS, repr),
                ("NumberOfEmployees", (0, 1, 50, 51), repr),
                ("Last_EBR__c", DAYS, str),
                ("CreatedDate", MOMENTS, lambda moment: moment.replace(".000+0000", "Z")),
            ]
        )
    )
    path, operator = draw(PATHS) + field, draw(ANY_OPERATOR)
    wanted = draw(st.sampled_from(values))
    return f"{path} {operator} {write(wanted)}", compared(path, operator, wanted)


@st.composite
def null_comparisons(draw: st.DrawFn) -> Condition:
    fields = ["Name", "ARR__c", "ParentId", "Tier__c", "Regions__c", "Last_EBR__c", "Owner.Name"]
    path, operator = draw(PATHS) + draw(st.sampled_from(fields)), draw(EQUALITY)
    return f"{path} {operator} null", compared(path, operator, None)


@st.composite
def checkboxes(draw: st.DrawFn) -> Condition:
    path, operator = draw(PATHS) + "Active__c", draw(EQUALITY)
    wanted = draw(st.booleans())

    def test(row: Json) -> bool:
        return (bool(value(row, path)) == wanted) == (operator == "=")

    return f"{path} {operator} {str(wanted).upper()}", test


@st.composite
def lists(draw: st.DrawFn) -> Condition:
    field, values, write = draw(
        st.sampled_from(
            [
                ("Tier__c", ("tier 1", "TIER 2", "none"), quoted),
                ("Name", tuple(name for name in NAMES if name), quoted),
                ("ARR__c", NUMBERS, repr),
                ("ParentId", tuple(row["Id"] for row in ACCOUNTS[:9]), quoted),
            ]
        )
    )
    path = draw(PATHS) + field
    wanted = draw(st.lists(st.one_of(st.none(), st.sampled_from(values)), min_size=1, max_size=5))
    negated = draw(st.booleans())
    written = ", ".join("null" if one is None else write(one) for one in wanted)
    accepted = {folded(one) if field != "ParentId" else one for one in wanted}

    def test(row: Json) -> bool:
        found = value(row, path)
        return ((found if field == "ParentId" else folded(found)) in accepted) != negated

    return f"{path} {'NOT IN' if negated else 'IN'} ({written})", test


@st.composite
def patterns(draw: st.DrawFn) -> Condition:
    letters = [f"={letter}" for letter in "aäbe%_'\\ o日"]
    pieces = draw(st.lists(st.sampled_from(["%", "%", "_", *letters]), max_size=5))
    path = draw(PATHS) + "Name"
    written = "".join(
        piece if piece in "%_" else "\\" + piece[1] if piece[1] in "%_\\'" else piece[1]
        for piece in pieces
    )

    def test(row: Json) -> bool:
        found = folded(value(row, path))
        return found is not None and like(found, pieces)

    return f"{path} LIKE '{written}'", test


@st.composite
def choices(draw: st.DrawFn) -> Condition:
    path = draw(PATHS) + "Regions__c"
    sets = draw(
        st.lists(
            st.lists(st.sampled_from(REGIONS), min_size=1, max_size=2, unique=True),
            min_size=1,
            max_size=3,
        )
    )
    negated = draw(st.booleans())
    written = ", ".join(quoted(";".join(one)) for one in sets)

    def test(row: Json) -> bool:
        found = set((value(row, path) or "").split(";"))
        return any(set(one) <= found for one in sets) != negated

    return f"{path} {'EXCLUDES' if negated else 'INCLUDES'} ({written})", test


COMPARISONS = st.one_of(
    text_comparisons(), plain_comparisons(), null_comparisons(), checkboxes(), lists(),
    patterns(), choices(),
)  # fmt: skip


def joined(parts: list[Condition], word: str) -> Condition:
    every = all if word == "AND" else any
    written = f" {word} ".join(f"({part})" for part, _ in parts)
    return written, lambda row: every(test(row) for _, test in parts)


def negated(part: Condition) -> Condition:
    return f"NOT ({part[0]})", lambda row: not part[1](row)


def composed(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(st.builds(joined, some, st.sampled_from(["AND", "OR"])), inner.map(negated))


CONDITIONS = st.recursive(COMPARISONS, composed, max_leaves=6)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(CONDITIONS)
def test_a_filter_finds_exactly_the_records_that_fit(condition: Condition) -> None:
    written, fits = condition
    found = [row["Id"] for row in ask(f"SELECT Id FROM Account WHERE {written} ORDER BY Id")]
    assert found == sorted(row["Id"] for row in ACCOUNTS if fits(row))


SORTED_BY: dict[str, Callable[[Any], Any]] = {
    "Name": folded,
    "ARR__c": float,
    "Active__c": bool,
    "Last_EBR__c": str,
    "Tier__c": TIERS.index,
    "Parent.Name": folded,
}


def place(row: Json, path: str, descending: bool, nulls_last: bool) -> tuple[int, Any]:
    """A sort key: where one field's value, or its absence, stands."""
    found = value(row, path)
    if found is None:
        return (1 if nulls_last else -1, 0)
    ranks = sorted({SORTED_BY[path](v) for r in ACCOUNTS if (v := value(r, path)) is not None})
    rank = ranks.index(SORTED_BY[path](found))
    return (0, -rank if descending else rank)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(SORTED_BY)), st.booleans(), st.booleans()),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 70),
    st.integers(0, 10),
)
def test_an_order_puts_every_record_in_its_place(
    orders: list[tuple[str, bool, bool]], limit: int, offset: int
) -> None:
    written = ", ".join(
        f"{path}{' DESC' if down else ''} NULLS {'LAST' if last else 'FIRST'}"
        for path, down, last in orders
    )
    text = f"SELECT Id FROM Account ORDER BY {written}, Id LIMIT {limit} OFFSET {offset}"

    def key(row: Json) -> list[Any]:
        return [*(place(row, *order) for order in orders), row["Id"]]

    expected = [row["Id"] for row in sorted(ACCOUNTS, key=key)][offset : offset + limit]
    assert [row["Id"] for row in ask(text)] == expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CONDITIONS, st.sampled_from(["Tier__c", "Active__c", "OwnerId", "Parent.Tier__c"]))
def test_groups_add_up(condition: Condition, path: str) -> None:
    written, fits = condition
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in ACCOUNTS:
        if fits(row):
            groups[value(row, path)].append(row["ARR__c"])
    text = (
        f"SELECT {path} g, COUNT(Id) n, COUNT(ARR__c) filled, SUM(ARR__c) total, MIN(ARR__c) low "
        f"FROM Account WHERE {written} GROUP BY {path}"
    )
    found = {row["g"]: (row["n"], row["filled"], row["total"], row["low"]) for row in ask(text)}
    assert found == {key: (len(all_), *figures(all_)) for key, all_ in groups.items()}


def figures(amounts: list[Any]) -> tuple[int, float | None, float | None]:
    known = [Decimal(str(amount)) for amount in amounts if amount is not None]
    return len(known), float(sum(known)) if known else None, min(map(float, known), default=None)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(string.printable + "äß日🙂\u2028", max_size=30))
def test_any_text_can_be_asked_for_and_any_statement_answered(text: str) -> None:
    org = the_org()
    signed = {"authorization": f"Bearer {org.token}"}
    path = "/services/data/v63.0/query"
    for statement in (text, f"SELECT Id FROM Account WHERE {text}"):
        asked = type(request("GET", path))("GET", path, {"q": statement}, signed)
        assert org.rest.handle(asked).status in (200, 400)
    assert isinstance(ask(f"SELECT Id FROM Account WHERE Name != {written_safely(text)}"), list)


def written_safely(text: str) -> str:
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"}
    return "'" + "".join(escapes.get(letter, letter) for letter in text) + "'"
